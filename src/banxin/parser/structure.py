"""All lines of a source to a Document: front matter, frame, annexes and body put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from banxin.agreement import annexes, entries, form
from banxin.document import Annex, Block, Document, Form, Role, without
from banxin.elements import NAMES
from banxin.encoding import FORBIDDEN
from banxin.errors import Diagnostic, Severity
from banxin.forms.lines import Item, annex_line
from banxin.parser import contents, frame, given, outline, reading, tables
from banxin.parser.directives import DEFAULT
from banxin.parser.directives import read as read_directives
from banxin.parser.doubt import Doubt
from banxin.parser.evidence import ROLES
from banxin.parser.facts import facts_of
from banxin.parser.leads import add_leads
from banxin.parser.lined import add_stops
from banxin.parser.notes import Notes
from banxin.parser.sequence import normalised
from banxin.parser.shifts import add_shifts
from banxin.settings import Settings
from banxin.settings import read as read_settings
from banxin.source import Source
from banxin.streams import INVISIBLE, visible, without_hidden

if TYPE_CHECKING:
    from banxin.style.schema import Directives


class Parsed(msgspec.Struct, frozen=True):
    """A document and what the parser has to say about it."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]
    """Exact edits (front matter and what it takes the place of, directives, rules of dashes, pipes of tables, a given
    title), warnings, and errors of the front matter."""
    reasons: tuple[tuple[int, str, str], ...]
    """(line, what it is, why), both in Chinese, by line; lines that hold two things come twice."""
    doubts: tuple[Doubt, ...]
    """How sure the reading of each line is, by line."""


def parse(
    source: Source, *, title: str | None = None, directives: Directives = DEFAULT, drop_residue: bool = False
) -> Parsed:
    """`source` as a Document; any text is one, nothing raises.

    `title` is one more setting, a paragraph for each line of it, and takes the place of a title in the front matter
    (see `settings`, also for what happens where the text says something else). `directives`: how a line may say itself
    what it is. `drop_residue`: what a web page or a chat left is dropped, each line as an exact edit.
    """
    notes, marked = Notes(), source.lines
    end, settings = read_settings(source.lines, notes)
    block = source.lines[:end]
    lines, forced = read_directives(source.lines[end:], directives, notes)
    if forced:
        source = msgspec.structs.replace(source, lines=(*block, *lines))
    lines, listed = contents.split(lines, forced, notes)
    document = _document(tables.items(lines, notes, forced), listed, notes, settings)
    title = title or ""
    if bad := FORBIDDEN.search(title):
        message = f"给出的标题里有不可排印的字符 U+{ord(bad[0]):04X}"
        notes.error("BX012", 0, message, "请删去这个字符")
        title = ""
    titles = [text for line in title.splitlines() if (text := _clean(line))]
    document, added = given.settled(document, given.with_title(titles, settings, notes), settings, source, notes)
    document = msgspec.structs.replace(
        document,
        form=settings.form or form.form_of(document),
        sealing=settings.sealing,
        seals=settings.seals,
        makes_contents=settings.makes_contents,
    )
    if drop_residue:
        document = _without_residue(document)
    notes.told_residue(dropped=drop_residue)
    annexes.check_note(document, notes)
    if listed:
        entries.check_entries(document, notes)
    form.check_form(document, notes, asked_at=settings.form_line if settings.form else 0)
    ids = {id(p) for p in added if p.line}
    given.account(block, [p for p in (*document.front, *document.back) if id(p) in ids], notes)
    inserted = "".join(p.text for p in added if not p.line)
    if inserted:
        offset = source.lines[0].offset if source.lines else 0
        # before the edits of the front matter, which begin at the same place
        edit = Diagnostic("BX006", Severity.INFO, 0, "用命令行给出的标题", "", "", visible(inserted), offset)
        notes.diagnostics.insert(0, edit)
    if any(line.marks for line in marked):
        document = add_shifts(document, marked, notes.diagnostics)
    reasons = tuple(sorted(notes.reasons, key=lambda reason: reason[0]))
    doubts = tuple(Doubt(line, margin, second) for line, (margin, second) in notes.doubts.items())
    return Parsed(document, tuple(notes.diagnostics), reasons, doubts)


_Whole = TypeVar("_Whole", Document, Annex)


def _without_residue(whole: _Whole) -> _Whole:
    """A document, or an annex, without its residue."""
    front, back = (tuple(p for p in part if p.role is not Role.RESIDUE) for part in (whole.front, whole.back))
    changed = msgspec.structs.replace(whole, front=front, body=without(whole.body, Role.RESIDUE), back=back)
    if isinstance(changed, Document):
        return msgspec.structs.replace(changed, annexes=tuple(map(_without_residue, changed.annexes)))
    return changed


def _clean(text: str) -> str:
    stripped = without_hidden(text).strip(INVISIBLE).replace("\t", " ")
    return stripped if visible(stripped) else ""


def _document(items: list[Item], listed: list[contents.Contents], notes: Notes, settings: Settings) -> Document:
    """The document that stands in the items; each 目录 of those `listed` is put back where it stood. `settings` are
    looked at, not applied.
    """
    items = normalised(items)
    facts = facts_of(items, minutes=settings.form in (Form.MINUTES, Form.BULLETIN))
    closes = NAMES[Role.DATE] in settings.elements
    reads = reading.read(facts, closes=closes)
    notes.doubts = {
        one.item.line: (how.margin, ROLES.get(how.second) if how.second else None)
        for one, how in zip(facts, reads, strict=True)
    }
    main, *others = frame.parts(facts, reads, notes, listed)
    back = [p for part in (main, *others) for p in part.imprint] + main.back
    return Document(
        front=tuple(sorted(main.front, key=lambda p: p.line)),
        body=_blocks(main, notes),
        back=tuple(sorted(back, key=lambda p: p.line)),
        annexes=tuple(_annex(part, notes) for part in others),
        line=items[0].line if items else listed[0][0].line if listed else 0,
    )


def _blocks(part: frame.Part, notes: Notes) -> tuple[Block, ...]:
    return add_stops(add_leads(outline.blocks(part.body, notes, part.aside)), part.body)


def _annex(part: frame.Part, notes: Notes) -> Annex:
    """An annex, or without a label a document that this one issues or forwards."""
    label, titles, line = "", list[str](), 0
    if part.label is not None:
        found = annex_line(part.label.content)
        label, title = part.label.content, found.title if found else ""
        label = label[: len(label) - len(title)].rstrip(INVISIBLE)
        titles, line = [title] if title else [], part.label.line
    front, first = part.front, min((one.line for one in (*part.body, *part.aside)), default=0)
    while front and front[0].role is Role.TITLE and not 0 < first < front[0].line:
        if any((line or 0) < at < front[0].line for at in part.lists) and line:
            break
        titles.append(front[0].text)
        line, front = line or front[0].line, front[1:]
    # a line of a title that another line parts from the first stays where it is
    below = tuple(msgspec.structs.replace(p, role=Role.ANNEX_TITLE) if p.role is Role.TITLE else p for p in front)
    body, back = _blocks(part, notes), tuple(part.back)
    line = line or min((block.line for block in (*below, *body, *back)), default=0)
    return Annex(label, "\n".join(titles), body, below, back, line)
