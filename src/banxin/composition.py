"""The styled flow: a document whose every number is resolved; nothing is left to look up.

Lengths are points. Blocks come in the order of the pages. Gaps are `space_before`, never empty blocks. `compose` makes
a `draft.Draft`, which `layout` closes: a Composition has nothing open, and DOCX is written from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import NamedTuple, Protocol, TypeAlias

import msgspec

from banxin.document import Mark, MarkKind
from banxin.edges import STRICT, LineEdges
from banxin.line_rules import WORD, LineRules
from banxin.streams import visible
from banxin.style.schema import Align, bold_names


class Family(msgspec.Struct, frozen=True):
    """A typeface as a house style wants it."""

    kind: str
    """`fangsong` `kai` `hei` `xiaobiaosong` `song` `latin` `latin_bold`: which bundled faces stand in for it."""
    name: str
    """The name the DOCX carries, e.g. 仿宋_GB2312."""
    alternatives: tuple[str, ...] = ()
    """Further names to look for on the machine when the PDF is made, best first."""

    @property
    def is_bold(self) -> bool:
        """It is the family's bold face, which the PDF sets and does not make from the regular one by a stroke."""
        return self.kind == "latin_bold"

    @property
    def wanted(self) -> tuple[str, ...]:
        """The names to look for on the machine, best first."""
        names = (self.name, *self.alternatives)
        return bold_names(names) if self.is_bold else names


class CharStyle(msgspec.Struct, frozen=True):
    """How characters look. Equal styles are interchangeable."""

    name: str
    """The Word character style's name for a run that differs from its paragraph; empty for a paragraph's own."""
    east_asian: Family
    """For Han characters, full-width marks, and `“”‘’—…·×` and their like."""
    latin: Family
    """For ASCII and other Latin letters and digits; bold in a bold style, and beside faces that are dark themselves."""
    size: float
    tracking: float
    """Added after every character, in steps of 0.05 pt (Word's twip); what lines are broken with."""
    advance: float
    """What a full-width character takes in a line that is not stretched: the grid's cell, or `size + tracking`."""
    gap: float = 0.0
    """Between Han and Latin letters or digits, in em."""
    bold: bool = False
    color: str = "000000"
    """RRGGBB."""
    squeezed: bool = False
    """Of a mark that gives up half its cell to the next (`squeezing`): a variant of the look of the same name."""
    shift: MarkKind | None = None
    """Raised or lowered, and smaller, as Word sets 上标 and 下标; see `shifted_size` and `rise`."""

    @property
    def shifted_size(self) -> float:
        """The size that the characters have on the page."""
        return self.size * SHIFTED_SIZE if self.shift else self.size

    @property
    def rise(self) -> float:
        """How far the baseline stands above that of the line; negative: below."""
        if self.shift is None:
            return 0.0
        return self.size * (RAISED_BY if self.shift is MarkKind.RAISED else -LOWERED_BY)


SHIFTED_SIZE = 0.65
"""Of raised and lowered characters, in em of those around them. No standard says it: Word takes about two thirds,
LibreOffice 7.4 prints 0.58, raised by 0.39 and lowered by 0.09."""
RAISED_BY = 0.35
LOWERED_BY = 0.14
"""How far they are moved, likewise."""


class Tab(msgspec.Struct, frozen=True):
    """A tab stop."""

    position: float
    """From the left edge of the type area (of the cell, in a table)."""
    align: Align
    """How what follows the tab stands at it: LEFT, CENTER or RIGHT."""
    leader: bool = False
    """Dots lead up to it."""


class ParagraphStyle(msgspec.Struct, frozen=True):
    """A named paragraph format; becomes a Word style of that name."""

    name: str
    """What Word shows: `正文`, `一级标题`, `主送机关` …; unique within a Composition."""
    base: str
    """The built-in Word style it takes the place of (`Title`, `heading 1`, `Body Text First Indent` …), or empty."""
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
    keep_lines: bool = False
    """All lines stand on one page, but for more than have room there."""
    avoids_widows: bool = False
    """No line of it stands alone at the foot of a page or on top of one (孤行); never in tables and 目录."""
    page_break_before: bool = False
    tabs: tuple[Tab, ...] = ()
    """Where what follows the first, second … tab character of a line stands. A paragraph with tabs has one line."""
    fixed: bool = False
    """The em stands in the box as in a line of exact height in Word, and the box at its depth as it is: not spread with
    the page's rows. So does everything of 版头. `measure.lead` tells where the em stands."""
    grows: bool = False
    """The pitch is the least that a line has, as it holds a picture (Word's 最小值)."""
    edges: LineEdges = STRICT
    """What its lines must not begin or end with; the same in every style of a Composition."""
    rules: LineRules = WORD
    """By which its lines are broken; likewise."""
    squeezes: bool = False
    """Marks side by side take a cell and a half, see `squeezing`; likewise."""
    role: str = ""
    """What the paragraph is: its element's name in a house style, mostly a `document.Role`; `heading` for headings,
    whose level is that of `outline_level`."""


LEAST_LINE = 0.7
"""Points: the least line of exact height that Word sets. A DOCX has one where no text is but Word asks for a paragraph:
above a table with a gap, and behind one that no text follows."""


class Run(msgspec.Struct, frozen=True, gc=False):
    """Characters of one look. A line feed is a line break within the paragraph."""

    text: str
    chars: CharStyle
    line: int = 0
    """Source line, where it is not the block's: elements of 版头 and 版记 that share a line on the page; else 0."""
    order: int = 0
    """Among runs of one source line: the text's order, where that of the page is another."""


def marked_runs(text: str, chars: CharStyle, marks: tuple[Mark, ...]) -> tuple[Run, ...]:
    """`text` as runs of that look, what is marked set higher or lower; one run, if empty, where nothing is."""
    runs: list[Run] = []
    at = 0
    for mark in marks:
        runs += (
            Run(text[at : mark.start], chars),
            Run(text[mark.start : mark.end], msgspec.structs.replace(chars, shift=mark.kind)),
        )
        at = mark.end
    runs.append(Run(text[at:], chars))
    return tuple(run for run in runs if run.text) or (Run("", chars),)


class Stamp(msgspec.Struct, frozen=True):
    """An image under the text, which it never hides: a seal or a 签名章."""

    image: bytes
    """A PNG file of eight bits a channel, with alpha."""
    width: float
    height: float
    x: float
    """Of its left edge, from the left edge of the type area."""
    y: float
    """Of its upper edge, from the em top of the paragraph's first line; negative: above it."""
    alt: str = ""
    """What it shows, for those who cannot see it."""


class Drawing(msgspec.Struct, frozen=True):
    """A picture in a paragraph of its own, as high as the paragraph's pitch allows and as wide as its line."""

    image: bytes
    """As `images.Picture` has it."""
    width: float
    height: float
    alt: str = ""
    """What it shows, for those who cannot see it."""


class TextBlock(msgspec.Struct, frozen=True, gc=False, tag="text"):
    """One paragraph."""

    runs: tuple[Run, ...]
    style: ParagraphStyle
    line: int = 0
    """Source line."""
    outline: str = ""
    """The entry in the outline (bookmarks) of the PDF; empty: none."""
    outline_level: int = 0
    """1: top. Meaningful only with `outline`."""
    stamps: tuple[Stamp, ...] = ()
    """Images that go with the paragraph; they take no room."""
    drawing: Drawing | None = None
    """What the paragraph holds instead of runs; it stands at the foot of its one line, in the middle."""

    @property
    def text(self) -> str:
        """All characters, a line feed where a line break was asked for."""
        return "".join(run.text for run in self.runs)


class OwnCell(msgspec.Struct, frozen=True):
    """What a cell of a table has of its own: more than one place, or parts of its text that are raised or lowered."""

    style: ParagraphStyle
    columns: int = 1
    rows: int = 1
    marks: tuple[Mark, ...] = ()


class CellPlace(NamedTuple):
    """Places of one row of a table that belong together."""

    column: int
    """The first."""
    columns: int
    text: TextBlock
    """What stands there; nothing where a cell of a row above reaches down."""
    rows: int
    """How many rows the cell takes from here on; 0: it began in a row above."""


class TableBlock(msgspec.Struct, frozen=True, dict=True, tag="table"):
    """A table of text, as wide as its columns. Texts and styles are kept apart: a long table has millions of cells."""

    rows: tuple[tuple[str, ...], ...]
    """The text at each place; every row has as many places as `column_widths`. See `cells`."""
    styles: tuple[ParagraphStyle, ...]
    """Of the cells of each column."""
    header_rows: int
    """How many rows are repeated on a new page."""
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
    breakable: tuple[int, ...] = ()
    """Indices of the rows that may go over a page, being too high to be kept whole; their text begins at the top."""
    header_style: ParagraphStyle | None = None
    """Of the cells of the rows that head the columns; None: those of the columns."""
    headed_rows: int = 1
    """How many rows these are, whether they are repeated or not."""
    own: dict[tuple[int, int], OwnCell] = msgspec.field(default_factory=dict)
    """The cells by (row, column) that are not like those of their column. The places that one reaches over hold no
    text."""
    kept: frozenset[int] = frozenset()
    """Indices of the rows that stand on one page with the next: a cell reaches over both."""
    blank_row: float = 0.0
    """The least height of a row that is to be filled in, its rules included; see `is_to_fill`."""

    def is_to_fill(self, at: int) -> bool:
        """Whether half of the places of a row or more hold no text, as in a form."""
        return 2 * sum(not text.strip() for text in self.rows[at]) >= len(self.rows[at])

    def cells(self, at: int) -> tuple[TextBlock, ...]:
        """The paragraphs of a row, one a cell that begins in it."""
        if self.own:
            return tuple(place.text for place in self.places(at) if place.rows)
        header = self.header_style if at < self.headed_rows else None
        return tuple(
            TextBlock((Run(text, (header or style).chars),), header or style, self.line)
            for text, style in zip(self.rows[at], self.styles, strict=True)
        )

    def places(self, at: int) -> Iterator[CellPlace]:
        """All places of a row, those that a cell takes together as one."""
        header = self.header_style if at < self.headed_rows else None
        reached = self.reached.get(at, {})
        column = 0
        while column < len(self.styles):
            style = header or self.styles[column]
            if column in reached:
                place = CellPlace(column, reached[column], TextBlock((Run("", style.chars),), style, self.line), 0)
            else:
                own = self.own.get((at, column)) or OwnCell(style)
                runs = marked_runs(self.rows[at][column], own.style.chars, own.marks)
                place = CellPlace(column, own.columns, TextBlock(runs, own.style, self.line), own.rows)
            yield place
            column += place.columns

    @cached_property
    def reached(self) -> dict[int, dict[int, int]]:
        """By row: how many places from a column on belong to a cell of a row above."""
        found: dict[int, dict[int, int]] = {}
        for (row, column), cell in self.own.items():
            for below in range(row + 1, row + cell.rows):
                found.setdefault(below, {})[column] = cell.columns
        return found


class Stroke(msgspec.Struct, frozen=True):
    """A horizontal line."""

    y: float
    """Of its upper edge: from the upper edge of its block, or of the sheet."""
    width: float
    """Thickness."""
    color: str
    """RRGGBB."""
    outset: float = 0.0
    """How far it goes beyond the type area on either side."""


class RuleBlock(msgspec.Struct, frozen=True, tag="rule"):
    """Strokes across the type area: the red rule of 版头 (7.2.7, 10.1). Stands at its depth as it is."""

    strokes: tuple[Stroke, ...]
    """Top to bottom, none over another."""
    height: float
    """To the lower edge of the last stroke."""
    space_before: float = 0.0
    page_break_before: bool = False


class MarkBlock(msgspec.Struct, frozen=True, tag="mark"):
    """发文机关标志 of several organs (7.2.4): their names one below the other, 文件 beside them at half height.

    The block stands in the middle of the type area, at its depth as it is. All styles are `fixed`; each name and the
    suffix have one line.
    """

    names: tuple[TextBlock, ...]
    names_width: float
    """All names are as wide, by the tracking of their runs."""
    suffix: TextBlock | None
    """文件; None: the names alone."""
    gap: float
    """Between the names and the suffix."""
    suffix_width: float
    space_before: float = 0.0

    @property
    def height(self) -> float:
        """Of all names."""
        return sum(name.style.space_before + name.style.pitch for name in self.names)


class ContentsBlock(msgspec.Struct, frozen=True, tag="contents"):
    """The entries of a 目录. An entry with a page has dots up to it, and the page at the right edge.

    The pages of entries that are made from headings are no text of the document, as page numbers are none.
    """

    paragraphs: tuple[TextBlock, ...]
    """One an entry. The last run of one with a page that is written is a tab and the page."""
    headings: tuple[int, ...]
    """The source line of the heading that each was made from; empty: all are the writer's own."""
    pages: tuple[str, ...] = ()
    """Of the entries that were made; empty in a Draft."""
    levels: tuple[int, int] = (1, 1)
    """The highest and the lowest level of the headings that entries are made from."""
    is_part: bool = False
    """They are those of a part of the document: of an annex."""
    breaks: bool = False
    """What follows begins a page."""
    space_after: float = 0.0
    line: int = 0

    @property
    def space_before(self) -> float:
        """Above the first entry."""
        return self.paragraphs[0].style.space_before


class LandscapeBlock(msgspec.Struct, frozen=True, tag="landscape"):
    """Blocks on pages of their own, turned a quarter: the top of the text lies along the sheet's left edge (8)."""

    blocks: tuple[TextBlock | TableBlock, ...]


class Place(str, Enum):
    """Where 版记 stands."""

    SAME = "same"
    """On the page on which the text ends."""
    NEXT = "next"
    """On the page after it."""
    AFTER_BLANK = "after_blank"
    """After a blank page; neither it nor the page of 版记 is numbered (7.5)."""


class Colophon(msgspec.Struct, frozen=True):
    """版记 (7.4): the last block; its lower edge is that of the type area. Stands at its depth as it is."""

    paragraphs: tuple[TextBlock, ...]
    rules: tuple[float, ...]
    """Thickness of the rule above each paragraph, and of the one below the last; 0: none."""
    padding: float
    """Between a rule and the text's box."""
    gap: float
    """The least that stays free between the text and 版记."""
    even: bool
    """Must stand on an even page."""

    def placed(self, place: Place, height: float = 0.0, above: float = 0.0) -> ColophonBlock:
        """It at its place."""
        return ColophonBlock(self.paragraphs, self.rules, self.padding, self.gap, self.even, place, height, above)


class ColophonBlock(Colophon, frozen=True, tag="colophon"):
    """版记 on its page."""

    place: Place
    height: float
    """From the upper edge of the first rule, or of the first text's box, to the lower edge of the type area."""
    above: float
    """What is free on its page between the text, or the page's upper edge, and 版记."""


FlowBlock: TypeAlias = TextBlock | TableBlock | RuleBlock | MarkBlock | ContentsBlock | LandscapeBlock
"""What stands where the blocks before it end."""
Block: TypeAlias = FlowBlock | ColophonBlock


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
    """Type size of the body."""
    fill: bool = True
    """True: rows are spread so that the first one's em top and the last one's em bottom stand on the type area's edges;
    False: they keep their pitch, each em in the middle of its box."""

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


class FirstPage(msgspec.Struct, frozen=True):
    """What the first page of a letter has of its own (10.1)."""

    top: float
    """Margins in place of the page's."""
    bottom: float
    strokes: tuple[Stroke, ...]
    """Lines below the text; `y` is from the top of the sheet."""
    numbered: bool


class Properties(msgspec.Struct, frozen=True):
    """What the files say of themselves; each may be empty."""

    title: str = ""
    author: str = ""
    """The signing organ."""
    date: str = ""
    """成文日期 as YYYY-MM-DD."""
    archive: bool = False
    """The OFD is one for archives."""
    metadata: tuple[tuple[str, str], ...] = ()
    """(name, value) of what GB/T 33480—2016 names, each name once, in its order; none is empty."""


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
    first_page: FirstPage | None = None


class Styled(Protocol):
    """A Composition, or the Draft that becomes one."""

    @property
    def blocks(self) -> Sequence[FlowBlock | Colophon]:
        """In the order of the pages."""


def text_blocks(composition: Styled) -> Iterator[TextBlock]:
    """All paragraphs in page order, those of table cells row by row."""
    return chain.from_iterable(map(paragraphs, composition.blocks))


def paragraphs(block: FlowBlock | Colophon) -> Iterable[TextBlock]:
    """The paragraphs of a block, in page order."""
    match block:
        case TextBlock():
            return (block,)
        case TableBlock():
            return chain.from_iterable(map(block.cells, range(len(block.rows))))
        case MarkBlock():
            return (*block.names, block.suffix) if block.suffix else block.names
        case ContentsBlock() | Colophon():
            return block.paragraphs
        case LandscapeBlock():
            return chain.from_iterable(map(paragraphs, block.blocks))
        case RuleBlock():
            return ()


def looks(block: FlowBlock | Colophon) -> Iterable[CharStyle]:
    """The looks of a block's characters, in page order, each at least once."""
    match block:
        case TableBlock():
            styles = (block.header_style, *block.styles) if block.header_style else block.styles
            return (style.chars for style in (*styles, *(cell.style for cell in block.own.values())))
        case LandscapeBlock():
            return chain.from_iterable(map(looks, block.blocks))
        case _:
            return (run.chars for paragraph in paragraphs(block) for run in paragraph.runs)


def with_styles(block: FlowBlock, change: Callable[[ParagraphStyle], ParagraphStyle]) -> FlowBlock:
    """`block` with another style for each of its paragraphs."""

    def changed(text: TextBlock) -> TextBlock:
        return msgspec.structs.replace(text, style=change(text.style))

    def changed_cells(table: TableBlock) -> TableBlock:
        header = change(table.header_style) if table.header_style else None
        own = {at: msgspec.structs.replace(cell, style=change(cell.style)) for at, cell in table.own.items()}
        return msgspec.structs.replace(table, header_style=header, styles=tuple(map(change, table.styles)), own=own)

    match block:
        case TextBlock():
            return changed(block)
        case TableBlock():
            return changed_cells(block)
        case MarkBlock():
            suffix = changed(block.suffix) if block.suffix else None
            return msgspec.structs.replace(block, names=tuple(map(changed, block.names)), suffix=suffix)
        case ContentsBlock():
            return msgspec.structs.replace(block, paragraphs=tuple(map(changed, block.paragraphs)))
        case LandscapeBlock():
            blocks = (
                changed(inner) if isinstance(inner, TextBlock) else changed_cells(inner) for inner in block.blocks
            )
            return LandscapeBlock(tuple(blocks))
        case RuleBlock():
            return block


def flow_text(composition: Styled) -> str:
    """The character stream in page order: what DOCX and Pages must hold."""
    return visible("".join(chain.from_iterable(map(_texts, composition.blocks))))


def source_text(composition: Styled) -> str:
    """The character stream in source order: what the Document holds."""
    runs: list[tuple[int, int, str]] = []
    for block in composition.blocks:
        for inner in block.blocks if isinstance(block, LandscapeBlock) else (block,):
            if isinstance(inner, TableBlock):
                runs.append((inner.line, 0, "".join(_texts(inner))))
            else:
                runs += ((run.line or p.line, run.order, run.text) for p in paragraphs(inner) for run in p.runs)
    runs.sort(key=itemgetter(0, 1))
    return visible("".join(map(itemgetter(2), runs)))


def _texts(block: FlowBlock | Colophon) -> Iterable[str]:
    """The texts of a block, in page order."""
    match block:
        case TableBlock():
            return chain.from_iterable(block.rows)
        case LandscapeBlock():
            return chain.from_iterable(map(_texts, block.blocks))
        case _:
            return (paragraph.text for paragraph in paragraphs(block))
