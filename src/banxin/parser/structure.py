"""All lines of a source to a Document: front matter, frame, annexes and the body's sections put together."""

from __future__ import annotations

import msgspec

from banxin.document import Annex, Block, Document, Form, Paragraph, Role
from banxin.errors import Diagnostic, Severity
from banxin.parser import frame, outline, tables
from banxin.parser.leads import add_leads
from banxin.parser.lines import Item, annex_line
from banxin.parser.notes import Notes
from banxin.source import Line, Source
from banxin.streams import INVISIBLE, visible

_FRONT_ORDER = {Role.TITLE: 0, Role.SUBTITLE: 1, Role.BYLINE: 1, Role.ADDRESSEE: 2}
_BACK_ORDER = {Role.ATTACHMENT_NOTE: 0, Role.SIGNATURE: 1, Role.DATE: 2, Role.REMARK: 3}


class Parsed(msgspec.Struct, frozen=True):
    """A document and what the parser has to say about it."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]
    """Exact edits (front matter, pipes of tables, a given title), warnings, and errors of the front matter."""
    reasons: tuple[tuple[int, str, str], ...]
    """(line, what it is, why), both in Chinese, by line; lines that hold two things come twice."""


def parse(source: Source, *, title: str | None = None) -> Parsed:
    """`source` as a Document; any text is one, nothing raises.

    `title` stands in front of everything, one paragraph per line of it; it takes the place of a title in the front
    matter. Where the text has a title that says the same, the text's stays and nothing is added; where it says
    something else, both stay and a warning tells so.
    """
    notes = Notes()
    settings_end, settings = _settings(source.lines, notes)
    document = _document(tables.items(source.lines[settings_end:], notes), notes)
    given = [Paragraph(text, Role.TITLE) for line in (title or "").splitlines() if (text := _clean(line))]
    if given:
        settings = [p for p in settings if p.role is not Role.TITLE]
    added = _not_in_text([*given, *settings], document, notes)
    document = _with_added(document, added)
    if settings_end:
        from banxin.parser import front_matter

        wanted = {id(p) for p in added if p.line}
        kept = [p for p in (*document.front, *document.back) if id(p) in wanted]
        front_matter.report(source.lines[:settings_end], kept, notes)
    inserted = "".join(p.text for p in added if not p.line)
    if inserted:
        offset = source.lines[0].offset if source.lines else 0
        # before the edits of the front matter, which begin at the same place
        edit = Diagnostic("BX006", Severity.INFO, 0, "加上命令行给出的标题", "", "", visible(inserted), offset)
        notes.diagnostics.insert(0, edit)
    return Parsed(document, tuple(notes.diagnostics), tuple(sorted(notes.reasons, key=lambda reason: reason[0])))


def _clean(text: str) -> str:
    stripped = text.strip(INVISIBLE).replace("\t", " ")
    return stripped if visible(stripped) else ""


def _settings(lines: tuple[Line, ...], notes: Notes) -> tuple[int, list[Paragraph]]:
    """How many lines the front matter takes, and what it sets."""
    if not lines or not lines[0].text.startswith("---"):
        return 0, []
    from banxin.parser import front_matter

    end = front_matter.end_of_block(lines)
    return end, front_matter.read(lines[:end], notes) if end else []


def _document(items: list[Item], notes: Notes) -> Document:
    """The document that stands in the items."""
    starts = frame.annex_starts(items)
    main = items[: starts[0]] if starts else items
    forwarded = frame.forwarded_start(main)
    if forwarded:
        starts.insert(0, forwarded)
        main = items[:forwarded]
    body_end, back = frame.back(main, notes)
    body = main[:body_end]
    has_subheads = bool(outline.subheads(body, {}))
    front = frame.front(body, notes, has_back=bool(back or starts), has_subheads=has_subheads)
    roles = {p.role for p in front}
    is_speech = not back and bool(roles & {Role.SUBTITLE, Role.BYLINE})
    return Document(
        front=tuple(front),
        body=_blocks(body[len(front) :], notes),
        back=tuple(back),
        annexes=tuple(_annex(items[a:b], notes) for a, b in zip(starts, [*starts[1:], len(items)], strict=False)),
        form=Form.SPEECH if is_speech else Form.DOCUMENT,
        line=items[0].line if items else 0,
    )


def _blocks(items: list[Item], notes: Notes) -> tuple[Block, ...]:
    return add_leads(outline.blocks(items, notes))


def _annex(items: list[Item], notes: Notes) -> Annex:
    """The annex that begins with the first item; without a label if another document forwards it."""
    line = items[0].line
    head = annex_line(items[0].text)
    label, title = (head.label, head.title) if head else ("", "")
    rest = items[1:] if head else items
    if head:
        notes.because(line, "附件", "附件的标识，其下是附件的内容")
    top = [] if title else frame.annex_front(rest, notes)
    lines = [title] if title else [p.text for p in top if p.role is Role.TITLE]
    below = tuple(p for p in top if p.role is not Role.TITLE)
    return Annex(label, "\n".join(lines), below + _blocks(rest[len(top) :], notes), line)


def _not_in_text(given: list[Paragraph], document: Document, notes: Notes) -> list[Paragraph]:
    """`given` without what the text itself says in the same role."""
    added: list[Paragraph] = []
    for role in dict.fromkeys(p.role for p in given):
        wanted = [p for p in given if p.role is role]
        present = [p.text for p in (*document.front, *document.back) if p.role is role]
        if present and visible("".join(present)) == visible("".join(p.text for p in wanted)):
            continue
        if present and role is not Role.REMARK:
            message = f"给出的内容与文中的不同：“{wanted[0].text}”与“{present[0]}”，两者都排印"
            notes.warn("BX105", wanted[0].line, message, "请删去其中一处")
        added += wanted
    return added


def _with_added(document: Document, added: list[Paragraph]) -> Document:
    """`document` with what was given from outside its text, each role in its place."""
    if not added:
        return document
    front = sorted((p for p in added if p.role in _FRONT_ORDER), key=lambda p: _FRONT_ORDER[p.role])
    contradicts = {p.role for p in front} & {p.role for p in document.front}
    front += document.front
    if not contradicts:  # else what was given stays together: paragraphs of one role are set as one, in source order
        front.sort(key=lambda p: _FRONT_ORDER.get(p.role, 1))
    back = sorted([*(p for p in added if p.role in _BACK_ORDER), *document.back], key=lambda p: _BACK_ORDER[p.role])
    return msgspec.structs.replace(document, front=tuple(front), back=tuple(back))
