"""Document to Repaired: the safe repairs of its text, each reported with what stood there and what stands there now.

A reader may rely on this. Labels, digits and letters are never touched, no U+3000 nor any mark is removed unless a
style asks for it (BX209), and the document keeps its shape: the same nodes, with other texts here and there. Repairing
twice changes nothing more. The diagnostics with `offset >= 0` are exact edits of `document.plain_text`; removed blanks
are layout and have offset -1. What may be a slip and was left alone is told: blanks once a document (BX210, BX213),
quotes once a text (BX211). `marks` has the repairs; BX209, the 。 at the end of a heading on a line of its own, is
here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple, TypeVar

import msgspec

from banxin.document import (
    Annex,
    Block,
    Cell,
    ContentsLine,
    Document,
    Figure,
    Heading,
    Mark,
    Paragraph,
    Row,
    Section,
    Span,
    Stop,
    Table,
    texts,
)
from banxin.elements import BY_ROLE, Spaces
from banxin.errors import Diagnostic, Severity
from banxin.regex import regex
from banxin.repair.marks import Doubt, Edit, marked
from banxin.repair.shifts import Shifts, shifts
from banxin.rules import BY_CODE
from banxin.streams import visible


class Repaired(msgspec.Struct, frozen=True):
    """A document after its repairs."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]
    """In source order; empty if nothing was to be done."""


MOST_SIGNS = 200_000
"""Of raised and lowered text that come off: what has more is no text, and every mark takes a kilobyte."""


def repair(
    document: Document,
    *,
    off: Collection[str] = ("BX212",),
    unmarked: Collection[int] = (),
    most_signs: int = MOST_SIGNS,
) -> Repaired:
    """`document` with every safe repair made but those whose codes are `off`; a house must ask for BX212.

    Headings of the levels in `unmarked` lose their final 。 where they have a line of their own. Where there are more
    than `most_signs` of raised and lowered text, they stay, which is told (BX216).
    """
    left: tuple[Diagnostic, ...] = ()
    if "BX215" not in off and sum(text.count("^") + text.count("~") for _, text in texts(document)) > most_signs:
        off = (*off, "BX215")
        left = (Diagnostic("BX216", Severity.WARNING, 0, "“^”“~”太多，不当作上标和下标的记号，照原样排", _NOT_SO_MANY),)
    ledger = _Ledger(frozenset(off), frozenset(unmarked))

    def paragraphs(items: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return _mapped(items, lambda p: _paragraph(p, ledger))

    def annex(item: Annex) -> Annex:
        title = _text(item.title, item.line, ledger, Spaces.TITLE, label=item.label)
        front = paragraphs(item.front)
        body = _blocks(item.body, ledger)
        back = paragraphs(item.back)
        same = title is item.title and front is item.front and body is item.body and back is item.back
        return item if same else msgspec.structs.replace(item, title=title, front=front, body=body, back=back)

    # The order of document.texts, which the offsets depend on.
    front = paragraphs(document.front)
    body = _blocks(document.body, ledger)
    back = paragraphs(document.back)
    annexes = _mapped(document.annexes, annex)
    diagnostics = (*left, *_diagnostics(ledger))
    if any(entry.edits for entry in ledger):
        document = msgspec.structs.replace(document, front=front, body=body, back=back, annexes=annexes)
    return Repaired(document, diagnostics)


_NOT_SO_MANY = "请检查是否选错了文件，或者分成几个文件"


# The tree


class _Entry(NamedTuple):
    """What one text of the document contributes to its character stream, and the repairs and doubts in it; or what
    several of one line do in which there are none.
    """

    line: int
    before: int
    """How many visible characters stand before the text: those of a label, which is never touched."""
    text: str
    """Empty where there is nothing to tell: its characters are counted in `before`."""
    edits: tuple[Edit, ...]
    doubts: tuple[Doubt, ...]


class _Ledger(list[_Entry]):
    """The entries of a document, in the order of document.texts, and which repairs are wanted."""

    def __init__(self, off: frozenset[str], unmarked: frozenset[int]) -> None:
        super().__init__()
        self.off = off
        self.unmarked = unmarked

    def pass_over(self, line: int, count: int) -> None:
        """Enters a text of so many visible characters in which there is nothing to tell; a table's cells together."""
        if self and self[-1].line == line and not self[-1].text:
            count += self.pop().before
        self.append(_Entry(line, count, "", (), ()))


_T = TypeVar("_T")


def _mapped(items: tuple[_T, ...], change: Callable[[_T], _T]) -> tuple[_T, ...]:
    """`items` changed one by one; the same tuple if all stayed the same."""
    changed = tuple(map(change, items))
    return items if all(a is b for a, b in zip(items, changed, strict=True)) else changed


def _blocks(blocks: tuple[Block, ...], ledger: _Ledger) -> tuple[Block, ...]:
    """`blocks` repaired, in the order of document.walk and, as there, for sections of any depth."""
    stack: list[tuple[Section | None, tuple[Block, ...], Iterator[Block], list[Block]]] = []
    section: Section | None = None
    rest, done = iter(blocks), list[Block]()
    while True:
        for block in rest:
            if isinstance(block, Section):
                stack.append((section, blocks, rest, done))
                section = _heading(block, ledger)
                blocks, rest, done = block.body, iter(block.body), []
                break
            done.append(_leaf(block, ledger))
        else:
            same = all(a is b for a, b in zip(blocks, done, strict=True))
            result = blocks if same else tuple(done)
            if section is None:
                return result
            finished = section if same else msgspec.structs.replace(section, body=result)
            section, blocks, rest, done = stack.pop()
            done.append(finished)


def _heading(section: Section, ledger: _Ledger) -> Section:
    """`section` with its heading repaired; its body is as it was."""
    heading: Heading = section.heading
    found = shifts(heading.text, heading.marks, ledger.off)
    text = _text(heading.text, section.line, ledger, Spaces.TITLE, label=heading.label, found=found)
    if not heading.run_in and heading.level in ledger.unmarked:
        text = _unmarked(heading, text, ledger)
    if text is heading.text:
        return section
    marks = _marks(found, ledger)
    return msgspec.structs.replace(section, heading=msgspec.structs.replace(heading, text=text, marks=marks))


_END_MARK = regex("(?<=[^。])。")


def _unmarked(heading: Heading, text: str, ledger: _Ledger) -> str:
    """The repaired text of the heading entered last without its final 。, which becomes a repair; not one of two."""
    found = _END_MARK.search(text, len(text) - 1) if heading.text.endswith("。") else None
    if not found:
        return text
    end = len(heading.text)
    last = ledger.pop()
    before = last.before if last.text else last.before - len(visible(heading.text))
    edits = (*last.edits, Edit(end - 1, end, "", "BX209"))
    ledger.append(_Entry(last.line, before, heading.text, edits, last.doubts))
    return text[:-1]


def _paragraph(paragraph: Paragraph, ledger: _Ledger) -> Paragraph:
    found = shifts(paragraph.text, paragraph.marks, ledger.off)
    text = _text(paragraph.text, paragraph.line, ledger, BY_ROLE[paragraph.role].spaces, found=found)
    if text is paragraph.text:
        return paragraph
    edits = ledger[-1].edits
    leads, marks, stops = _moved(paragraph.leads, edits), _marks(found, ledger), paragraph.stops
    if stops:
        moved = _moved(tuple((stop.at, stop.at) for stop in stops), edits)
        stops = tuple(Stop(at, stop.column) for (at, _), stop in zip(moved, stops, strict=True))
    return msgspec.structs.replace(paragraph, text=text, leads=leads, marks=marks, stops=stops)


def _leaf(block: Paragraph | Table | Figure | ContentsLine, ledger: _Ledger) -> Block:
    match block:
        case Paragraph():
            return _paragraph(block, ledger)
        case Table():
            return _table(block, ledger)
        case Figure():
            return _figure(block, ledger)
        case ContentsLine():
            return _contents_line(block, ledger)


def _contents_line(entry: ContentsLine, ledger: _Ledger) -> ContentsLine:
    """`entry` with its name repaired as that of a heading, and a tab for the dots before its page (BX214)."""
    text, label_end, end, page = entry.text, entry.label_end, entry.name_end, entry.page_start
    name = text[label_end:end]
    signs = shifts(name, (), ledger.off)  # its signs come off like those of its heading, but nothing is raised here
    found, _ = marked(signs.view if signs else name, Spaces.TITLE, ledger.off)
    found = sorted([*found, *(signs.edits if signs else ())])
    edits = [edit._replace(start=edit.start + label_end, end=edit.end + label_end) for edit in found]
    if visible(text[end:page]):
        edits.append(Edit(end, page, "\t", "BX214"))
    ledger.append(_Entry(entry.line, 0, text, tuple(edits), ()))
    if not edits:
        return entry
    done = _edited(text, edits)
    name_end = end + sum(len(edit.after) - (edit.end - edit.start) for edit in edits if edit.code != "BX214")
    page_start = len(done) - (len(text) - page)
    return msgspec.structs.replace(entry, text=done, name_end=name_end, page_start=page_start)


def _table(table: Table, ledger: _Ledger) -> Table:
    def cells(row: Row) -> Row:
        return _mapped(row, lambda cell: _cell(cell, table.line, ledger))

    caption, marks = _caption(table, ledger)
    header = cells(table.header)
    rows = _mapped(table.rows, cells)
    notes = _mapped(table.notes, lambda note: _paragraph(note, ledger))
    if caption is table.caption and header is table.header and rows is table.rows and notes is table.notes:
        return table
    return msgspec.structs.replace(table, caption=caption, caption_marks=marks, header=header, rows=rows, notes=notes)


def _cell(cell: str | Cell, line: int, ledger: _Ledger) -> str | Cell:
    whole, marks = (cell, ()) if isinstance(cell, str) else (cell.text, cell.marks)
    found = shifts(whole, marks, ledger.off)
    text = _text(whole, line, ledger, Spaces.PROSE, found=found)
    if text is whole:
        return cell
    if isinstance(cell, str):
        marks = _marks(found, ledger)
        return Cell(text, marks=marks) if marks else text
    return msgspec.structs.replace(cell, text=text, marks=_marks(found, ledger))


def _figure(figure: Figure, ledger: _Ledger) -> Figure:
    caption, marks = _caption(figure, ledger)
    notes = _mapped(figure.notes, lambda note: _paragraph(note, ledger))
    if caption is figure.caption and notes is figure.notes:
        return figure
    return msgspec.structs.replace(figure, caption=caption, caption_marks=marks, notes=notes)


def _caption(block: Table | Figure, ledger: _Ledger) -> tuple[str, tuple[Mark, ...]]:
    found = shifts(block.caption, block.caption_marks, ledger.off)
    text = _text(block.caption, block.line, ledger, Spaces.TITLE, found=found)
    return text, block.caption_marks if text is block.caption else _marks(found, ledger)


def _text(  # noqa: PLR0913 - what is known of a text
    text: str, line: int, ledger: _Ledger, spaces: Spaces, *, label: str = "", found: Shifts | None = None
) -> str:
    """`text` repaired, its repairs entered in the ledger; the same object if there was nothing to do.

    `found`: what is raised or lowered in it.
    """
    edits, doubts = marked(found.view if found else text, spaces, ledger.off)
    if found:
        edits = sorted([*edits, *found.edits])
    if edits or doubts:
        ledger.append(_Entry(line, len(visible(label)), text, tuple(edits), tuple(doubts)))
    else:
        ledger.pass_over(line, len(visible(label)) + len(visible(text)))
    return _edited(text, edits) if edits else text


def _edited(text: str, edits: Iterable[Edit]) -> str:
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += text[at : edit.start], edit.after
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


def _marks(found: Shifts | None, ledger: _Ledger) -> tuple[Mark, ...]:
    """What is raised or lowered in the text entered last, after its repairs; what is gone is not."""
    if found is None:
        return ()
    spans = _moved(tuple((mark.start, mark.end) for mark in found.marks), ledger[-1].edits)
    pairs = zip(found.marks, spans, strict=True)
    return tuple(Mark(start, end, mark.kind) for mark, (start, end) in pairs if start < end)


def _moved(spans: tuple[Span, ...], edits: tuple[Edit, ...]) -> tuple[Span, ...]:
    """`spans` of a text, where they are after `edits`, both in order."""
    moved: list[int] = []
    shift = at = 0
    for place in (place for span in spans for place in span):
        while at < len(edits) and edits[at].end <= place:
            shift += len(edits[at].after) - (edits[at].end - edits[at].start)
            at += 1
        within = at < len(edits) and edits[at].start < place
        moved.append(edits[at].start + shift if within else place + shift)
    return tuple(zip(moved[::2], moved[1::2], strict=True))


# What is told

_MESSAGES = {
    "BX201": "半角标点改为全角",
    "BX202": "半角括号改为全角",
    "BX203": "直引号改为弯引号",
    "BX204": "改为省略号",
    "BX205": "改为破折号",
    "BX206": "删去中文之间的空格",
    "BX207": "发文字号的年份改用六角括号",
    "BX209": "删去标题末尾的句号",
    "BX214": "目录里的连点由排版画出，链接不排印",
    "BX210": "拿不准是不是多余的空格，照原样留着",
    "BX211": "直引号不成对，照原样留着",
    "BX212": "删去汉字和数字之间的空格",
    "BX213": "汉字和数字之间有空格，照原样留着",
    "BX215": "上下标的记号不排印，所标的排成上标或下标",
}
_BLANKS = ("BX206", "BX212")
"""Repairs that take out blanks, which are layout."""
_ONCE = ("BX210", "BX213")
"""Doubts that are told once a document."""
_CONTEXT = 4
"""Characters on either side of a repair that its message quotes."""
_MOST_LINES = 8
"""As many lines a message lists."""


def _diagnostics(ledger: list[_Entry]) -> list[Diagnostic]:
    """The repairs and doubts, offsets counted as document.plain_text counts: entries in order of their lines."""
    told: list[Diagnostic] = []
    doubtful: dict[str, list[int]] = {}
    """Of each blank in doubt, its line."""
    first: dict[str, tuple[int, Diagnostic]] = {}
    """The first remark on such blanks, and where in `told` it is to stand."""
    offset = 0
    for entry in sorted(ledger, key=lambda entry: entry.line):
        offset += entry.before
        at = 0
        remarks: list[Edit | Doubt] = [*entry.edits, *entry.doubts]
        for remark in sorted(remarks, key=lambda remark: remark.start):
            offset += len(visible(entry.text[at : remark.start]))
            at = remark.start
            if isinstance(remark, Edit):
                told.append(_diagnostic(entry, remark, offset, quotes=len(told) < _MANY))
            elif remark.code not in _ONCE:
                told.append(_doubt(entry, remark, offset))
            else:
                doubtful.setdefault(remark.code, []).append(entry.line)
                if remark.code not in first:
                    first[remark.code] = len(told), _doubt(entry, remark, offset)
        offset += len(visible(entry.text[at:]))
    for code, (place, said) in reversed(first.items()):  # the later one first: places before it stay as they are
        told.insert(place, _with_others(said, doubtful[code][1:]))
    return told


def _with_others(first: Diagnostic, lines: list[int]) -> Diagnostic:
    """`first`, speaking for the blanks on further `lines` as well."""
    if not lines:
        return first
    listed = list(dict.fromkeys(lines))
    more = "等" if len(listed) > _MOST_LINES else ""
    places = "、".join(map(str, listed[:_MOST_LINES]))
    message = f"{first.message}；另有 {len(lines)} 处，在第 {places} {more}行"
    return msgspec.structs.replace(first, message=message)


def _doubt(entry: _Entry, doubt: Doubt, offset: int) -> Diagnostic:
    rule = BY_CODE[doubt.code]
    message = f"{_MESSAGES[doubt.code]}：“{_around(entry.text, doubt)}”"
    return Diagnostic(doubt.code, rule.severity, entry.line, message, rule.remedy, place=offset)


def _around(text: str, place: Edit | Doubt) -> str:
    return text[max(place.start - _CONTEXT, 0) : place.end + _CONTEXT]


_MANY = 10_000
"""Repairs whose messages quote the text around them: nobody reads so many, and a text may need a million."""


def _diagnostic(entry: _Entry, edit: Edit, offset: int, *, quotes: bool) -> Diagnostic:
    left = entry.text[max(edit.start - _CONTEXT, 0) : edit.start]
    right = entry.text[edit.end : edit.end + _CONTEXT]
    before = entry.text[edit.start : edit.end]
    layout = edit.code in _BLANKS
    return Diagnostic(
        edit.code,
        Severity.REPAIR,
        entry.line,
        f"{_MESSAGES[edit.code]}：“{left}{before}{right}”" if quotes else _MESSAGES[edit.code],
        before=left + before + right if layout else before,
        after=left + right if layout else edit.after,
        offset=-1 if layout else offset,
        place=offset if layout else -1,
    )
