"""A document and what was given for it from outside its text (front matter, `--title`) to one document.

What is given wins: where the text has paragraphs of the same role that say something else, they are dropped as exact
edits and a warning tells both texts. Where both say the same, the text's stays; so it is with 附注 of which one says
the same. A title given as an argument is one more setting, and goes before that of the front matter.
"""

from __future__ import annotations

import msgspec

from banxin.document import Document, Form, Paragraph, Role, Sealing
from banxin.elements import NAMES, Place, standing
from banxin.errors import Severity
from banxin.parser.notes import Notes
from banxin.source import Source
from banxin.streams import visible

_FRONT_ORDER = standing(Place.HEAD, Place.TITLE, Place.ADDRESS)
_BULLETIN_ORDER = tuple(dict.fromkeys((*standing(Place.HEAD), Role.BYLINE, *_FRONT_ORDER)))
"""What is set as 题下署名 of a 简报 says who issues it and when."""
_BACK_ORDER = standing(Place.END, Place.COLOPHON)


class Settings(msgspec.Struct, frozen=True):
    """What a front matter sets."""

    paragraphs: tuple[Paragraph, ...] = ()
    """In the order of their lines; `抄送：` and its like stand before the value where the writer left them out."""
    form: Form | None = None
    """None: the text decides."""
    form_line: int = 0
    """Where `form` is written."""
    sealing: Sealing | None = None
    """None: the style decides."""
    seals: tuple[str, ...] = ()
    """As in `Document.seals`."""
    style: str = ""
    """Name of the style that the text is to be set in; empty: it names none."""
    style_line: int = 0
    """Where `style` is written."""
    makes_contents: bool = False
    """As in `Document`."""
    offered: bool = False
    """The paragraphs count only where the text has none of their role."""


def with_title(lines: list[str], settings: Settings, notes: Notes) -> Settings:
    """`settings` with a title given as an argument, on these lines, for their own; none if there are no lines."""
    if not lines:
        return settings
    title = [Paragraph(line, Role.TITLE) for line in lines]
    others = [p for p in settings.paragraphs if p.role is Role.TITLE]
    if others and not settings.offered and not _same(title, others):
        _warn(title[0], others[0], "文首的设置", notes)
    rest = [p for p in settings.paragraphs if p.role is not Role.TITLE]
    return msgspec.structs.replace(settings, paragraphs=(*title, *rest))


def settled(document: Document, settings: Settings, source: Source, notes: Notes) -> tuple[Document, list[Paragraph]]:
    """`document` with the paragraphs of `settings`, and those of them that stand in it now."""
    given = settings.paragraphs
    added: list[Paragraph] = []
    offsets = _offsets(document, source)
    for kind in dict.fromkeys(map(_kind, given)):
        wanted = [p for p in given if _kind(p) == kind]
        present = [p for p in (*_above_title(document, kind, settings), *document.back) if _kind(p) == kind]
        is_offered = settings.offered and wanted[0].line > 0
        if present and (is_offered or _same(wanted, present)):
            continue
        added += wanted
        if not present:
            continue
        dropped = _dropped(present, wanted[0], offsets, source, notes)
        _warn(wanted[0], present[0], "文中的", notes, both=not dropped)
        if dropped:
            document = msgspec.structs.replace(
                document,
                front=tuple(p for p in document.front if id(p) not in dropped),
                back=tuple(p for p in document.back if id(p) not in dropped),
            )
    if not added:
        return document, []
    is_bulletin = settings.form is Form.BULLETIN
    front = _placed(added, document.front, _BULLETIN_ORDER if is_bulletin else _FRONT_ORDER)
    back = _placed(added, document.back, _BACK_ORDER)
    return msgspec.structs.replace(document, front=front, back=back), added


def _kind(paragraph: Paragraph) -> tuple[Role, str]:
    """What contradicts what: 出席 and 列席 have one role and are two things; so have 报 and 送."""
    if paragraph.role is Role.COPY_TO:
        text = visible(paragraph.text)
        return paragraph.role, text[0] if text[1:2] in ("：", ":") else ""
    return paragraph.role, visible(paragraph.text)[:2] if paragraph.role is Role.ATTENDEES else ""


def _above_title(document: Document, kind: tuple[Role, str], settings: Settings) -> tuple[Paragraph, ...]:
    """The front in which a setting may contradict the text: an article of a 简报 has 题下署名 of its own."""
    if kind[0] is not Role.BYLINE or settings.form is not Form.BULLETIN:
        return document.front
    titles = (at for at, p in enumerate(document.front) if p.role is Role.TITLE)
    return document.front[: next(titles, None)]


def _same(wanted: list[Paragraph], present: list[Paragraph]) -> bool:
    if wanted[0].role is Role.REMARK:
        return {_unbracketed(p) for p in wanted} <= {_unbracketed(p) for p in present}
    return visible("".join(p.text for p in present)) == visible("".join(p.text for p in wanted))


def _unbracketed(paragraph: Paragraph) -> str:
    return visible(paragraph.text).strip("（()）")


def _warn(wanted: Paragraph, present: Paragraph, where: str, notes: Notes, *, both: bool = False) -> None:
    name = NAMES[wanted.role]
    end = "两者都排印" if both else "排印前者"
    message = f"给出的{name}与{where}不同：“{wanted.text[:80]}”与“{present.text[:80]}”，{end}"
    notes.warn("BX105", wanted.line, message, "请删去其中一处")


def _offsets(document: Document, source: Source) -> dict[int, int]:
    """Where each element of the frame stands in the source's stream, by its id."""
    starts = {line.number: line.offset for line in source.lines}
    offsets: dict[int, int] = {}
    for paragraph in (*document.front, *document.back):  # several may stand in one line
        offsets[id(paragraph)] = starts.get(paragraph.line, 0)
        starts[paragraph.line] = offsets[id(paragraph)] + len(visible(paragraph.text))
    return offsets


def _dropped(
    present: list[Paragraph], wanted: Paragraph, offsets: dict[int, int], source: Source, notes: Notes
) -> set[int]:
    """The ids of `present`, each reported as an exact edit; none where one of them is not found in the source."""
    stream = source.stream
    if not all(p.line and stream.startswith(visible(p.text), offsets[id(p)]) for p in present):
        return set()
    for paragraph in present:
        message = f"文中的{NAMES[paragraph.role]}让位于{'文首的设置' if wanted.line else '命令行给出的'}"
        change = (offsets[id(paragraph)], visible(paragraph.text), "")
        notes.edit("BX008", Severity.REPAIR, paragraph.line, message, change)
    return {id(p) for p in present}


def _placed(added: list[Paragraph], present: tuple[Paragraph, ...], order: tuple[Role, ...]) -> tuple[Paragraph, ...]:
    """`present` in its own order, with `added` before what comes behind it by `order` and below what stands above."""
    result = list(present)
    for role in order:
        group = [p for p in added if p.role is role]
        earlier, later = order[: order.index(role)], order[order.index(role) :]
        below = next((i for i in range(len(result), 0, -1) if result[i - 1].role in earlier), 0)
        at = next((i for i in range(below, len(result)) if result[i].role in later), len(result))
        result[at:at] = group
    return tuple(result)
