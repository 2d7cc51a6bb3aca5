"""A page while it is being filled: boxes at their depths in, a finished Page out.

Depth is counted from the upper edge of the type area, in line boxes, as Word counts it. When the page is finished its
rows are spread: a row's em, not its box, stands on the type area's edges; unless the style would have rows keep their
pitch. `fixed` text, tables, rules and marks stand
at their depth as it is.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec

from banxin import pages
from banxin.composition import FirstPage, PageNumber, PageSetup, ParagraphStyle, Run, Stamp, Stroke, TextBlock
from banxin.layout.contents import Lead
from banxin.layout.setting import one_line
from banxin.measure import EM_ASCENT, lead, width
from banxin.pages import Bookmark, Image, Line, Page, Rule
from banxin.style.schema import Align

_MOST_SPREAD = 1.05
"""How much more than on other pages the rows below 版头 may be spread; beyond it they stand as they are in Word."""


class Area(msgspec.Struct, frozen=True):
    """Where the text of a page may stand. On a turned page x and y are those of the sheet as its text is read."""

    left: float
    top: float
    measure: float
    depth: float
    last_row: float
    """Depth of the row that ends on the lower edge."""
    em: float
    """Height of that row's em."""
    turned: bool = False
    pitch: float = 0.0
    """What rows keep, each em in the middle of its box; 0: rows are spread."""

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.depth

    @property
    def spread(self) -> float:
        """Points on a page of text alone for every point of depth: rows end on the lower edge."""
        if self.pitch:
            return 1.0
        return (self.depth - self.em) / self.last_row if self.last_row > 0 else 1.0


def plain_area(page: PageSetup) -> Area:
    """The type area of most pages."""
    last_row = (page.lines_per_page - 1) * page.pitch
    return Area(page.left, page.top, page.measure, page.depth, last_row, page.em, pitch=_kept(page))


def first_area(page: PageSetup, first: FirstPage) -> Area:
    """The type area of a letter's first page; its last row is wherever Word has room for one."""
    depth = page.height - first.top - first.bottom
    return Area(page.left, first.top, page.measure, depth, depth - page.pitch, page.em, pitch=_kept(page))


def turned_area(page: PageSetup) -> Area:
    """The type area of a turned page: the binding edge is on top (8)."""
    last_row = (int(page.measure / page.pitch) - 1) * page.pitch
    return Area(page.bottom, page.left, page.depth, page.measure, last_row, page.em, turned=True, pitch=_kept(page))


def _kept(page: PageSetup) -> float:
    return 0.0 if page.fill else page.pitch


class Row(msgspec.Struct, frozen=True, gc=False):
    """A line of a paragraph whose place on the sheet is not known yet."""

    depth: float
    """Of the upper edge of its box."""
    style: ParagraphStyle
    runs: tuple[pages.Run, ...]
    block: int = -1
    """See `pages.Line`."""


_Counts: TypeAlias = tuple[int, int, int, int, int, int]


class OpenPage:
    """A page that can still take more, or be taken back to what it was."""

    def __init__(self, area: Area) -> None:
        self.area = area
        self.numbered = True
        """Whether the page shows its number."""
        self.headed = False
        """The page begins with 版头, which stands at its depth as it is."""
        self.text: list[Row | Line] = []
        """The lines of the document, in order."""
        self.rules: list[Rule] = []
        self.furniture: list[Line] = []
        """Repeated table headers."""
        self.stamps: list[tuple[int, Stamp]] = []
        """Images, each with the index of the line it goes with."""
        self.marks: list[tuple[int, TextBlock]] = []
        """Paragraphs with an entry in the outline, each with the index of its first line."""
        self.leads: list[tuple[int, Lead]] = []
        """Entries of a 目录, each with the index of its last line."""

    @property
    def counts(self) -> _Counts:
        """How much stands on the page, for `cut`."""
        parts = self.text, self.rules, self.furniture, self.stamps, self.marks, self.leads
        return len(parts[0]), len(parts[1]), len(parts[2]), len(parts[3]), len(parts[4]), len(parts[5])

    def cut(self, counts: _Counts) -> None:
        """Takes away what came after `counts` was asked for."""
        parts: tuple[list[Any], ...] = (self.text, self.rules, self.furniture, self.stamps, self.marks, self.leads)
        for part, count in zip(parts, counts, strict=True):
            del part[count:]
        self.headed = self.headed and bool(self.text or self.rules)

    def finished(self, number: int, number_line: Line | None) -> tuple[Page, list[Bookmark]]:
        """The page, the `number`-th, and the outline's entries that lead to it."""
        start, top, spread = self._map()
        ems = [
            (self._word_em(item) if item.style.fixed else top + (item.depth - start) * spread)
            if isinstance(item, Row)
            else 0.0  # nothing asks for that of a finished line
            for item in self.text
        ]
        lines = tuple(
            Line(em + EM_ASCENT * item.style.chars.size, item.runs, item.block) if isinstance(item, Row) else item
            for item, em in zip(self.text, ems, strict=True)
        )
        images = tuple(
            Image(
                stamp.image,
                self.area.left + stamp.x,
                ems[at] + stamp.y,
                stamp.width,
                stamp.height,
                stamp.alt,
                self.text[at].block,
            )
            for at, stamp in self.stamps
        )
        bookmarks = [
            # a line of a turned page has no height on the sheet: the entry leads to the sheet's upper edge
            Bookmark(block.outline_level, block.outline, number - 1, 0.0 if self.area.turned else ems[at], block.line)
            for at, block in self.marks
        ]
        page = Page(
            number=number,
            lines=lines,
            rules=tuple(self.rules),
            furniture=tuple(self.furniture),
            number_line=number_line,
            images=images,
            turned=self.area.turned,
        )
        return page, bookmarks

    def _word_em(self, row: Row) -> float:
        return self.area.top + row.depth + lead(row.style)

    def _map(self) -> tuple[float, float, float]:
        """The depth where spreading begins, the em top of a row there, and the points for every point of depth."""
        area = self.area
        rows = [item for item in self.text if isinstance(item, Row) and not item.style.fixed]
        start, top, spread = 0.0, area.top, area.spread
        if area.pitch:
            top += (area.pitch - area.em) / 2
        if self.headed and rows:
            start, top = rows[0].depth, self._word_em(rows[0])
        if self.headed and rows and not area.pitch:
            room = area.last_row - start
            spread = (area.bottom - area.em - top) / room if room > 0 else 1.0
            if spread > area.spread * _MOST_SPREAD:
                spread = 1.0
        for row in rows:  # where pitches or gaps of another kind lead to a row below the last
            room = area.bottom - row.style.chars.size - top
            if (row.depth - start) * spread > room > 0:
                spread = room / (row.depth - start)
        return start, top, spread


def strokes(lines: tuple[Stroke, ...], area: Area, y: float) -> list[Rule]:
    """Strokes whose own y is counted from `y`."""
    return [
        Rule(
            area.left - line.outset,
            y + line.y + line.width / 2,
            area.left + area.measure + line.outset,
            y + line.y + line.width / 2,
            line.width,
            line.color,
        )
        for line in lines
    ]


def number_line(number: PageNumber, page: PageSetup, value: int) -> Line:
    """The line below the type area: odd pages and even pages at their own sides."""
    chars = number.style.chars
    text = f"{number.prefix}{value}{number.suffix}"
    align = number.odd_align if value % 2 else number.even_align
    left = page.left
    taken = width(text, chars)
    if align is Align.LEFT:
        left += number.indent
    elif align is Align.RIGHT:
        left += page.measure - number.indent - taken
    else:
        left += (page.measure - taken) / 2
    runs = one_line(TextBlock((Run(text, chars),), number.style), left).lines[0]
    middle = page.height - page.bottom + number.dash_offset
    return Line(middle + (EM_ASCENT - 0.5) * chars.size, runs)
