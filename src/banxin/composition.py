"""The styled flow: a document whose every number is resolved; nothing is left to look up.

Lengths are points. Blocks come in the order of the pages. Both outputs are made from this value: DOCX directly, PDF by
way of `layout`. Gaps are `space_before`, never empty blocks.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from banxin.streams import visible
from banxin.style.schema import Align


class Family(msgspec.Struct, frozen=True):
    """A typeface as a house style wants it."""

    kind: str
    """`fangsong` `kai` `hei` `xiaobiaosong` `song` `latin`: which bundled faces stand in for it."""
    name: str
    """The name the DOCX carries, e.g. 仿宋_GB2312."""
    alternatives: tuple[str, ...] = ()
    """Further names to look for on the machine when the PDF is made, best first."""


class CharStyle(msgspec.Struct, frozen=True):
    """How characters look. Equal styles are interchangeable."""

    name: str
    """The Word character style's name for a run that differs from its paragraph; empty for a paragraph's own."""
    east_asian: Family
    """For Han characters, full-width marks, and `“”‘’—…·×` and their like."""
    latin: Family
    """For ASCII and other Latin letters and digits."""
    size: float
    tracking: float
    """Added after every character, in steps of 0.05 pt (Word's twip); what lines are broken with."""
    advance: float
    """What a full-width character takes in a line that is not stretched: the grid's cell, or `size + tracking`."""
    bold: bool = False
    color: str = "000000"
    """RRGGBB."""


class ParagraphStyle(msgspec.Struct, frozen=True):
    """A named paragraph format; becomes a Word style of that name."""

    name: str
    """What Word shows: `正文`, `一级标题`, `主送机关` …; unique within a Composition."""
    base: str
    """The built-in Word style it takes the place of (`Normal`, `Title`, `heading 1`, `footer` …), or empty."""
    chars: CharStyle
    align: Align
    pitch: float
    """Exact distance from line box to line box."""
    outline_level: int = 0
    """1–9 for headings; 0: body text."""
    first_indent: float = 0.0
    """Of the first line, added to `left_indent`; negative: the first line hangs out to the left."""
    first_indent_chars: float = 0.0
    """The same in characters; Word prefers it when it is not 0."""
    left_indent: float = 0.0
    right_indent: float = 0.0
    space_before: float = 0.0
    """Kept at the top of a page only where a new page is asked for or the text begins."""
    space_after: float = 0.0
    """Never beside a neighbour's `space_before`; dropped at the bottom of a page."""
    keep_next: bool = False
    """The last line stays on the page of the next block's first line."""
    page_break_before: bool = False


class Run(msgspec.Struct, frozen=True):
    """Characters of one look. A line feed is a line break within the paragraph."""

    text: str
    chars: CharStyle


class TextBlock(msgspec.Struct, frozen=True, tag="text"):
    """One paragraph."""

    runs: tuple[Run, ...]
    style: ParagraphStyle
    line: int = 0
    """Source line."""
    outline: str = ""
    """The entry in the outline (bookmarks) of the PDF; empty: none."""
    outline_level: int = 0
    """1: top. Meaningful only with `outline`."""

    @property
    def text(self) -> str:
        """All characters, a line feed where a line break was asked for."""
        return "".join(run.text for run in self.runs)


class TableBlock(msgspec.Struct, frozen=True, tag="table"):
    """A table of text, as wide as its columns."""

    rows: tuple[tuple[TextBlock, ...], ...]
    """One TextBlock a cell; every row has as many cells as `column_widths`."""
    header_rows: int
    """How many rows are repeated on a new page, 0 or 1."""
    column_widths: tuple[float, ...]
    padding_x: float
    """Between a cell's rule and its text, left and right."""
    padding_y: float
    """Above and below a cell's text."""
    rule: float
    """Thickness of every rule."""
    space_before: float = 0.0
    space_after: float = 0.0
    line: int = 0


Block: TypeAlias = TextBlock | TableBlock


class PageNumber(msgspec.Struct, frozen=True):
    """The page number below the type area (7.5)."""

    style: ParagraphStyle
    """Indents are those of an odd page with `odd_align`; they change sides with the alignment."""
    prefix: str
    suffix: str
    odd_align: Align
    even_align: Align
    indent: float
    """Distance from the type area's edge on the outer side."""
    dash_offset: float
    """From the bottom edge of the type area down to the centre of the dashes."""


class PageSetup(msgspec.Struct, frozen=True):
    """The sheet and its type area (版心)."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    """Margins; what is between them is the type area."""
    chars_per_line: int
    lines_per_page: int
    pitch: float
    """Of the body's rows."""
    em: float
    """Type size of the body: the first row's em top and the last row's em bottom stand on the type area's edges."""

    @property
    def measure(self) -> float:
        """Width of the type area."""
        return self.width - self.left - self.right

    @property
    def depth(self) -> float:
        """Height of the type area; line boxes are counted against it."""
        return self.height - self.top - self.bottom

    @property
    def cell(self) -> float:
        """Width of one of the grid's cells."""
        return self.measure / self.chars_per_line


class Properties(msgspec.Struct, frozen=True):
    """What the files say of themselves; each may be empty."""

    title: str = ""
    author: str = ""
    """The signing organ."""
    date: str = ""
    """成文日期 as YYYY-MM-DD."""


class Composition(msgspec.Struct, frozen=True):
    """A whole styled document."""

    page: PageSetup
    blocks: tuple[Block, ...]
    styles: tuple[ParagraphStyle, ...]
    """Every paragraph style the blocks use and those an editor will want; the first is the body's."""
    char_styles: tuple[CharStyle, ...]
    """Every named character style in use, by `name`, each once."""
    page_number: PageNumber | None = None
    properties: Properties = Properties()


def text_blocks(composition: Composition) -> list[TextBlock]:
    """All paragraphs in page order, those of table cells row by row."""
    found: list[TextBlock] = []
    for block in composition.blocks:
        if isinstance(block, TextBlock):
            found.append(block)
        else:
            for row in block.rows:
                found += row
    return found


def flow_text(composition: Composition) -> str:
    """The character stream in page order: what DOCX and Pages must hold."""
    return visible("".join(block.text for block in text_blocks(composition)))


def source_text(composition: Composition) -> str:
    """The character stream in source order: what the Document holds."""
    return visible("".join(b.text for b in sorted(text_blocks(composition), key=lambda b: b.line)))
