"""A 目录 made from the headings, in place of the writer's own, or where one belongs: below the title.

Its entries are the headings that Word would list: those with a line of their own, down to a level, and the titles of
annexes. A 目录 that stands in an annex has the headings of that annex.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from banxin.document import Annex, Block, ContentsLine, Document, Heading, Role, Section, texts, walk
from banxin.errors import Diagnostic, Severity
from banxin.repair.tree import Repaired
from banxin.streams import INVISIBLE, visible

TITLE = "目\u3000录"
_FEWEST = 2
"""Headings that are worth a 目录."""
_ABOVE = (Role.TITLE, Role.SUBTITLE, Role.BYLINE, Role.DOCUMENT_NUMBER, Role.ANNEX_TITLE, Role.ANNEX_LABEL)
"""What a 目录 that nobody wrote stands below."""


def make_contents(document: Document, levels: int) -> Repaired:
    """`document` with a 目录 of so many levels (BX027), in each of its parts that has one, or else in one.

    That is the document itself, or the first annex with headings.
    The writer's own entries give way to it.
    """
    parts: list[Document | Annex] = [document, *document.annexes]
    written = [bool(_lines(part.body)) for part in parts]
    if not any(written):
        wanted = (at for at, part in enumerate(parts) if sum(not h.run_in for h in _headings(part.body)) >= _FEWEST)
        at = next(wanted, None)
        if at is None:
            return Repaired(document, (_told_none(document),))
        written[at] = True
    edits: list[Diagnostic] = []
    body, *others = (
        _with_contents(part, document, levels, edits) if one else part.body
        for part, one in zip(parts, written, strict=True)
    )
    annexes = (
        msgspec.structs.replace(annex, body=other) for annex, other in zip(document.annexes, others, strict=True)
    )
    changed = msgspec.structs.replace(document, body=body, annexes=tuple(annexes))
    return Repaired(changed, tuple(_placed(edits, document)))


def _told_none(document: Document) -> Diagnostic:
    message, hint = "要自动生成目录，但文中没有独立成行的标题", "请核对标题是否认出（banxin parse），或删去“目录”这一项"
    return Diagnostic("BX114", Severity.WARNING, document.line, message, hint)


def _lines(blocks: tuple[Block, ...]) -> list[ContentsLine]:
    return [block for block in walk(blocks) if isinstance(block, ContentsLine)]


def _headings(blocks: tuple[Block, ...]) -> Iterator[Heading]:
    return (block.heading for block in walk(blocks) if isinstance(block, Section))


def _with_contents(
    part: Document | Annex, document: Document, levels: int, edits: list[Diagnostic]
) -> tuple[Block, ...]:
    """The body of `part` with its 目录; the edits, their offsets not known yet, are added."""
    written = _lines(part.body)
    own = [line for line in written if line.level]
    made = _made(part, document, levels)
    titled = any(line.level == 0 for line in written)
    place = own[0].line if own else written[-1].line if written else _place(part)
    lines = tuple(msgspec.structs.replace(line, line=place) for line in (made if titled else (_title(), *made)))
    text = visible("".join(line.text for line in lines))
    message = "目录由标题生成"
    edits.append(Diagnostic("BX027", Severity.INFO, place, message, "", visible(own[0].text) if own else "", text))
    edits += (
        Diagnostic("BX027", Severity.REPAIR, line.line, "文中的目录项让位于生成的", "", visible(line.text))
        for line in own[1:]
    )
    if own:
        return _replaced(part.body, own, lines)
    return _replaced(part.body, written[-1:], (written[-1], *lines)) if written else (*lines, *part.body)


def _title() -> ContentsLine:
    return ContentsLine(TITLE, 0, 0, len(TITLE), len(TITLE))


def _place(part: Document | Annex) -> int:
    """The line below which a 目录 stands that nobody wrote: the last one of the title, else it is above the body."""
    above = [p.line for p in part.front if p.role in _ABOVE]
    if isinstance(part, Annex) and (part.label or part.title):
        above.append(part.line)
    return max(above) if above else part.body[0].line


def _made(part: Document | Annex, document: Document, levels: int) -> tuple[ContentsLine, ...]:
    """An entry for every heading that is listed; their line is not known yet."""
    found = [(h.level, h.label, h.gap, h.text, h.line) for h in _headings(part.body) if not h.run_in]
    for annex in document.annexes if part is document else ():
        label, title = visible(annex.label), annex.title.replace("\n", "")
        if label or title:
            found.append((1, label, "\u3000" if label and title else "", title, annex.line))
        found += [(h.level, h.label, h.gap, h.text, h.line) for h in _headings(annex.body) if not h.run_in]
    lowest = min((level for level, *_ in found), default=1) + levels
    return tuple(_entry(*heading) for heading in found if heading[0] < lowest)


def _entry(level: int, label: str, gap: str, text: str, line: int) -> ContentsLine:
    name = f"{label}{gap}{text}".strip(INVISIBLE)
    return ContentsLine(name, level, len(label) + len(gap), len(name), len(name), heading=line)


def _replaced(blocks: tuple[Block, ...], own: list[ContentsLine], lines: tuple[ContentsLine, ...]) -> tuple[Block, ...]:
    """`blocks` with `lines` in the place of the first of `own`, and without the others."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Section):
            found.append(msgspec.structs.replace(block, body=_replaced(block.body, own, lines)))
        elif block is own[0]:
            found += lines
        elif not any(block is one for one in own):
            found.append(block)
    return tuple(found)


def _placed(edits: Iterable[Diagnostic], document: Document) -> Iterator[Diagnostic]:
    """The edits with their offsets in the document's stream: where their line begins, or ends for a made title's."""
    above = {p.line for p in document.front}
    above |= {
        line.line
        for body in (document.body, *(annex.body for annex in document.annexes))
        for line in _lines(body)
        if not line.level
    }
    for annex in document.annexes:
        above |= {p.line for p in annex.front} | ({annex.line} if annex.label or annex.title else set())
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    offset = 0
    for line, text in texts(document):
        starts.setdefault(line, offset)
        offset += len(visible(text))
        ends[line] = offset
    for edit in edits:
        is_below = not edit.before and edit.line in above
        yield msgspec.structs.replace(edit, offset=(ends if is_below else starts)[edit.line])
