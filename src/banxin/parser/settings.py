"""A document and what was given for it from outside its text (front matter, `--title`) to one document.

What is given wins: where the text has paragraphs of the same role that say something else, they are dropped as exact
edits and a warning tells both texts. Where both say the same, the text's stays. 附注 may be several and are added; a
title given as an argument is added too, with the warning.
"""

from __future__ import annotations

import msgspec

from banxin.document import Document, Form, Paragraph, Role, Sealing
from banxin.errors import Severity
from banxin.parser.notes import ROLE_NAMES, Notes
from banxin.source import Source
from banxin.streams import visible

_FRONT_ORDER = (
    Role.COPY_NUMBER,
    Role.SECRECY,
    Role.URGENCY,
    Role.ISSUER_MARK,
    Role.ORDER_NUMBER,
    Role.DOCUMENT_NUMBER,
    Role.SIGNER,
    Role.TITLE,
    Role.SUBTITLE,
    Role.BYLINE,
    Role.ADDRESSEE,
)
_BACK_ORDER = (
    Role.ATTACHMENT_NOTE,
    Role.ATTENDEES,
    Role.SIGNATURE,
    Role.DATE,
    Role.REMARK,
    Role.MAIN_TO,
    Role.COPY_TO,
    Role.PRINTER,
)


class Settings(msgspec.Struct, frozen=True):
    """What a front matter sets."""

    paragraphs: tuple[Paragraph, ...] = ()
    """In the order of their lines; `抄送：` and its like stand before the value where the writer left them out."""
    form: Form | None = None
    """None: the text decides."""
    sealing: Sealing | None = None
    """None: the style decides."""
    seals: tuple[str, ...] = ()
    """As in `Document.seals`."""


def settled(
    document: Document, given: list[Paragraph], source: Source, notes: Notes
) -> tuple[Document, list[Paragraph]]:
    """`document` with what was `given`, and those of `given` that stand in it now."""
    added: list[Paragraph] = []
    for kind in dict.fromkeys(map(_kind, given)):
        wanted = [p for p in given if _kind(p) == kind]
        present = [p for p in (*document.front, *document.back) if _kind(p) == kind]
        if present and _same(wanted, present):
            continue
        added += wanted
        if not present or wanted[0].role is Role.REMARK:
            continue
        by_argument = not wanted[0].line
        dropped = [] if by_argument else _dropped(document, present, source, notes)
        _warn(wanted[0], present[0], notes, both=not dropped)
        if dropped:
            document = msgspec.structs.replace(
                document,
                front=tuple(p for p in document.front if id(p) not in dropped),
                back=tuple(p for p in document.back if id(p) not in dropped),
            )
    if not added:
        return document, []
    front = _placed(added, document.front, _FRONT_ORDER)
    back = _placed(added, document.back, _BACK_ORDER)
    return msgspec.structs.replace(document, front=front, back=back), added


def _kind(paragraph: Paragraph) -> tuple[Role, str]:
    """What contradicts what: 出席 and 列席 have one role and are two things."""
    return paragraph.role, visible(paragraph.text)[:2] if paragraph.role is Role.ATTENDEES else ""


def _same(wanted: list[Paragraph], present: list[Paragraph]) -> bool:
    return visible("".join(p.text for p in present)) == visible("".join(p.text for p in wanted))


def _warn(wanted: Paragraph, present: Paragraph, notes: Notes, *, both: bool) -> None:
    name = ROLE_NAMES[wanted.role]
    end = "两者都排印" if both else "排印前者"
    message = f"给出的{name}与文中的不同：“{wanted.text}”与“{present.text}”，{end}"
    notes.warn("BX105", wanted.line, message, "请删去其中一处")


def _dropped(document: Document, present: list[Paragraph], source: Source, notes: Notes) -> set[int]:
    """The ids of `present`, each reported as an exact edit; none where one of them is not found in the source."""
    stream = visible(source.text)
    starts = {line.number: line.offset for line in source.lines}
    offsets: dict[int, int] = {}
    for paragraph in (*document.front, *document.back):  # several may stand in one line
        offsets[id(paragraph)] = starts.get(paragraph.line, 0)
        starts[paragraph.line] = offsets[id(paragraph)] + len(visible(paragraph.text))
    if not all(p.line and stream.startswith(visible(p.text), offsets[id(p)]) for p in present):
        return set()
    for paragraph in present:
        message = f"文中的{ROLE_NAMES[paragraph.role]}让位于文首的设置"
        change = (offsets[id(paragraph)], visible(paragraph.text), "")
        notes.edit("BX008", Severity.REPAIR, paragraph.line, message, change)
    return {id(p) for p in present}


def _placed(added: list[Paragraph], present: tuple[Paragraph, ...], order: tuple[Role, ...]) -> tuple[Paragraph, ...]:
    """`present` in its own order, with `added` before what comes behind it by `order`."""
    result = list(present)
    for role in order:
        group = [p for p in added if p.role is role]
        later = order[order.index(role) :]
        at = next((i for i, p in enumerate(result) if p.role in later), len(result))
        result[at:at] = group
    return tuple(result)
