"""One text to a look at all that becomes of it: its lines, what each is taken for and why, remarks, and its pages.

A reader may rely on this: the pages are those of the PDF; one reading and one layout serve all.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from banxin.conversion import prepare
from banxin.errors import Diagnostic
from banxin.examine import remarks
from banxin.parser.doubt import beside
from banxin.reading import Options, Reading, read
from banxin.rules import BY_CODE
from banxin.writers.svg import Faces, sheet


class SourceLine(msgspec.Struct, frozen=True):
    """A line of the text as it was given, or a paragraph of a Word document."""

    number: int
    text: str
    owner: int
    """The line that it is part of: its own number, or that of an earlier one that it was joined to; 0: of none."""
    role: str = ""
    """What it is taken for, as users know it; empty: it is blank, or part of another."""
    why: str = ""
    doubt: str = ""
    """What else it might be; empty: there is no doubt."""
    remarks: tuple[Diagnostic, ...] = ()
    """What is said of it, repairs included."""


class Preview(msgspec.Struct, frozen=True):
    """A text beside its pages."""

    title: str
    lines: tuple[SourceLine, ...]
    remarks: tuple[Diagnostic, ...]
    """Those on no line."""
    sheets: tuple[str, ...]
    """An `svg` element a page, see `writers.svg`."""
    css: str
    """The faces of all sheets."""
    unit: str = "行"
    """What a line is called."""


def preview(data: bytes, options: Options, *, name: str = "", folder: Path | None = None) -> Preview:
    """The text in `data` beside its pages; `name` stands in messages, `folder` holds the images that it names.

    Raises:
        SourceError: the bytes are no readable text.
        DocumentError, FontError: as `conversion.prepare` and layout.
        TextSafetyError: a character would be lost, changed or invented.
    """
    reading = read(data, options, name=name)
    prepared = prepare(reading, options, name=name, folder=folder)
    pages = prepared.layout.pages
    faces = Faces()
    faces.add(pages.pages)
    found = [d for d in remarks(reading, prepared) if not BY_CODE[d.code].routine]
    return Preview(
        pages.title,
        _lines(reading, found),
        tuple(d for d in found if not d.line),
        tuple(sheet(page, pages, faces) for page in pages.pages),
        faces.css(),
        reading.source.unit,
    )


def _lines(reading: Reading, found: list[Diagnostic]) -> tuple[SourceLine, ...]:
    source = reading.source
    texts = dict(enumerate(source.text.splitlines(), 1))
    if source.unit != "行":
        texts = {line.number: line.text for line in source.lines}
    said: dict[int, list[Diagnostic]] = {}
    for remark in found:
        said.setdefault(remark.line, []).append(remark)
    roles: dict[int, list[tuple[str, str]]] = {}
    for line, role, why in reading.reasons:
        roles.setdefault(line, []).append((role, why))
    doubts = {doubt.line: doubt for doubt in reading.doubts}
    known = {line.number for line in source.lines}
    lines: list[SourceLine] = []
    owner = 0
    for number, text in texts.items():
        owner = number if number in known else owner
        named = roles.get(number, [])
        role = "、".join(dict.fromkeys(role for role, _ in named))
        why = "；".join(dict.fromkeys(why for _, why in named))
        doubt = beside(doubts.get(number), role) if role else ""
        of_line = tuple(said.get(number, ()))
        lines.append(SourceLine(number, text, owner if text.strip() else 0, role, why, doubt, of_line))
    return tuple(lines)
