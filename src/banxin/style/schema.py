"""What a house style may say: every key, its type and its meaning.

A style file is one `HouseStyle`. Lengths are written with their unit and become points; `2字` and `1行` stay what they
are, since a 字 depends on the element and a 行 on the page. The keys are the same words as in the AST and the standard.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Literal

import msgspec


class Align(str, Enum):
    """How a paragraph's lines stand between its indents."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"
    """Lines fill the measure, the paragraph's last line excepted."""


class Length(float):
    """Points, 0 or more; written `16pt`, `28.95磅`, `37mm`, `3.7cm` or as a type size, `三号`."""


class Size(Length):
    """Points, more than 0; written like a Length."""


class Chars(float):
    """A number of the element's own characters; written `2字`."""


class Rows(float):
    """A number of the page's rows, 0 or more; written `1行`."""


Count = Annotated[int, msgspec.Meta(ge=1)]
"""Of cells or rows."""


class TitleShape(str, Enum):
    """Which shapes a title over several lines may take (7.3.1)."""

    AUTO = "auto"
    """梯形 or 菱形, whichever the words allow best."""
    AS_WRITTEN = "as_written"
    """Broken only where it must be."""


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sheet and its type area, 5.1–5.2."""

    width: Size
    height: Size
    top: Length
    """天头."""
    bottom: Length
    left: Length
    """订口."""
    right: Length
    chars_per_line: Count
    lines_per_page: Count
    line_pitch: Size
    """Exact line spacing of the body."""


class Font(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A typeface."""

    name: str
    """What the DOCX names."""
    alternatives: tuple[str, ...] = ()
    """Names to look for on the machine when the PDF is made, best first; the bundled face comes last by itself."""


FontKind = Literal["fangsong", "kai", "hei", "xiaobiaosong", "song", "latin"]
"""The faces a style chooses from."""


class Fonts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The typefaces, by kind."""

    fangsong: Font
    kai: Font
    hei: Font
    xiaobiaosong: Font
    song: Font
    latin: Font


class Element(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one element looks."""

    name: str
    """The name of the Word style."""
    font: FontKind
    size: Size
    align: Align
    latin: FontKind = "latin"
    """The face of digits and Latin letters."""
    bold: bool = False
    color: Annotated[str, msgspec.Meta(pattern="^[0-9A-Fa-f]{6}$")] = "000000"
    """RRGGBB."""
    grid: bool = False
    """True: characters stand in the cells of the page's grid (28 a line)."""
    line_pitch: Size | None = None
    """Exact line spacing; left out: the page's."""
    first_indent: Chars = Chars(0)
    left_indent: Chars = Chars(0)
    right_indent: Chars = Chars(0)
    gap_before: Rows = Rows(0)
    """空 N 行 above; in rows of the page."""
    gap_after: Rows = Rows(0)
    keep_next: bool = False
    """Stays on the page of what follows."""


class Elements(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every element that is not a heading."""

    title: Element
    subtitle: Element
    byline: Element
    addressee: Element
    body: Element
    attachment_note: Element
    signature: Element
    date: Element
    remark: Element
    annex_label: Element
    annex_title: Element
    table_caption: Element
    table_header: Element
    table_cell: Element
    table_long_cell: Element
    """Cells of a column in which a text needs more than one line."""


class TitleBreaking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a long title is broken into lines, 7.3.1."""

    shape: TitleShape
    max_chars: Count
    """The longest line, in characters of the title."""


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where 署名 and 成文日期 stand, 7.3.5.2."""

    right: Chars
    """From the right edge to whichever of the two is the longer."""
    offset: Chars
    """The date's first character stands this far to the right of the organ's first."""


class TableRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tables."""

    gap: Rows
    """Between the table, or its caption, and the text above, and below it."""
    rule: Length
    """Thickness of the rules."""
    padding_x: Length
    padding_y: Length


class PageNumber(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The page number, 7.5."""

    name: str
    font: FontKind
    size: Size
    prefix: str
    suffix: str
    odd: Align
    even: Align
    indent: Chars
    """From the outer edge of the type area, in characters of the page number."""
    dash_offset: Length
    """From the type area's bottom edge to the centre of the dashes."""


class HouseStyle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole house style."""

    name: str
    """What the style is called on the command line."""
    title: str
    """What it is, for people."""
    page: Page
    fonts: Fonts
    elements: Elements
    headings: Annotated[tuple[Element, ...], msgspec.Meta(min_length=5, max_length=5)]
    """Levels 1–5."""
    title_breaking: TitleBreaking
    signature: Signature
    tables: TableRules
    page_number: PageNumber
    emphasis: Literal["none", "bold", "kai"] = "none"
    """How the lead sentence of 一是… is set off."""
