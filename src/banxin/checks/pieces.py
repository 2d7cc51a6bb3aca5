"""A document to its pieces: every text of it with its place in the document's character stream.

A reader may rely on this: pieces come in the order of `document.texts`, so that `Piece.place` counts as the stream
does, and every check can name the very character it means.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, chain

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
    Role,
    Section,
    Table,
    cell_text,
    walk,
)
from banxin.errors import Diagnostic
from banxin.regex import regex
from banxin.rules import BY_CODE
from banxin.streams import INVISIBLE, visible

CLOSERS = "”’）》〉】〕」』)]"
"""What may follow an end mark."""
_LAYOUT = regex(f"[{re.escape(INVISIBLE)}]")


class Piece(msgspec.Struct, frozen=True, dict=True):
    """One text of a document."""

    text: str
    """Without the label."""
    line: int
    """Source line, 1-based; 0: given by an argument."""
    start: int
    """Index of its first character in the document's stream."""
    part: int
    """0: the document itself; 1…: its annexes."""
    role: Role | None = None
    """None: a heading, a caption, or a cell of a table."""
    heading: Heading | None = None
    """The heading whose text this is."""
    marks: tuple[Mark, ...] = ()
    """What is raised or lowered in it."""

    @property
    def is_body(self) -> bool:
        """A paragraph of running text."""
        return self.role is Role.BODY

    def place(self, index: int) -> int:
        """The index in the document's stream of the character at `index` of the text."""
        return self.start + index - bisect_right(self._layout, index - 1)

    @cached_property
    def _layout(self) -> list[int]:
        return [found.start() for found in _LAYOUT.finditer(self.text)]

    def remark(self, code: str, index: int, message: str) -> Diagnostic:
        """A finding at `index` of the text."""
        rule = BY_CODE[code]
        return Diagnostic(code, rule.severity, self.line, message, rule.remedy, place=self.place(index))


class _Text(msgspec.Struct, frozen=True):
    """A piece before it is known where it stands."""

    text: str
    line: int
    part: int
    label: str = ""
    role: Role | None = None
    heading: Heading | None = None
    marks: tuple[Mark, ...] = ()


def pieces(document: Document) -> list[Piece]:
    """All texts of `document`, in the order of `document.texts`."""
    found = [_paragraph(p, 0) for p in document.front]
    found += _blocks(document.body, 0)
    found += [_paragraph(p, 0) for p in document.back]
    for part, annex in enumerate(document.annexes, 1):
        found += _annex(annex, part)
    found.sort(key=lambda text: text.line)
    starts = accumulate((len(visible(t.label)) + len(visible(t.text)) for t in found), initial=0)
    return [
        Piece(t.text, t.line, start + len(visible(t.label)), t.part, t.role, t.heading, t.marks)
        for t, start in zip(found, starts, strict=False)
    ]


def _paragraph(paragraph: Paragraph, part: int) -> _Text:
    return _Text(paragraph.text, paragraph.line, part, role=paragraph.role, marks=paragraph.marks)


def _annex(annex: Annex, part: int) -> list[_Text]:
    title = _Text(annex.title, annex.line, part, annex.label, Role.ANNEX_TITLE)
    front, back = ([_paragraph(p, part) for p in some] for some in (annex.front, annex.back))
    return [title, *front, *_blocks(annex.body, part), *back]


def _blocks(blocks: tuple[Block, ...], part: int) -> list[_Text]:
    found: list[_Text] = []
    for block in walk(blocks):
        match block:
            case Section():
                heading = block.heading
                found.append(_Text(heading.text, block.line, part, heading.label, heading=heading, marks=heading.marks))
            case Paragraph():
                found.append(_paragraph(block, part))
            case ContentsLine():  # says what the headings say, which are looked at
                found.append(_Text("", block.line, part, block.text))
            case Table():
                found.append(_Text(block.caption, block.line, part, marks=block.caption_marks))
                for cell in chain.from_iterable((block.header, *block.rows)):
                    marks = cell.marks if isinstance(cell, Cell) else ()
                    found.append(_Text(cell_text(cell), block.line, part, marks=marks))
                found += [_paragraph(note, part) for note in block.notes]
            case Figure():
                found += [_Text(block.caption, block.line, part), *(_paragraph(note, part) for note in block.notes)]
    return found
