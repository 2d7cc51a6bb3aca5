"""A table to rows of set cells; rows know their lines and rules once they are given a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from banxin.composition import TableBlock, TextBlock
from banxin.layout.setting import set_block
from banxin.measure import EM_ASCENT
from banxin.pages import Line, Rule, Run

_SQUEEZED = 2.0
"""Characters that a column should have room for at least."""


class SetCell(msgspec.Struct, frozen=True):
    """A cell's lines."""

    column: int
    """The first that it takes."""
    lines: tuple[tuple[Run, ...], ...]
    pitch: float
    size: float
    measure: float
    """What a line of the text may take."""
    missing: tuple[str, ...] = ()
    reach: float = 0.0
    """The height of all rows that the cell takes; 0: of its own row."""

    @property
    def is_squeezed(self) -> bool:
        """The cell has not even room for two characters on a line and would need it."""
        return len(self.lines) > 1 and self.measure < _SQUEEZED * self.size


class SetRow(msgspec.Struct, frozen=True):
    """A row of cells, all as high as the highest."""

    cells: tuple[SetCell, ...]
    """Those that begin in the row; what reaches down from above is none of them."""
    height: float
    """In boxes, as `layout` counts depth, with one rule."""
    edges: tuple[float, ...]
    """Where the columns begin, and where the last ends."""
    padding: float
    """Above and below the text."""
    rule: float
    """Thickness of the rules."""
    breakable: bool = False
    """May go over a page; each cell's text begins at the top then, else it stands in the middle of the height."""
    merged: Merged | None = None
    """Where there are no rules; None: they are everywhere."""
    below: float = 0.0
    """The height of the rows that stand on the same page below it."""
    rows_below: int = 0
    """How many these are."""

    def split(self, room: float) -> tuple[SetRow, SetRow | None]:
        """As much of the row as fits in a height of `room`, at least a line, and what is left of it."""
        if self.height <= room:
            return self, None
        counts = [max(int((room - self.height_of(0.0)) / cell.pitch), 1) for cell in self.cells]
        cut = list(zip(self.cells, counts, strict=True))
        upper = [msgspec.structs.replace(cell, lines=cell.lines[:count]) for cell, count in cut]
        lower = [msgspec.structs.replace(cell, lines=cell.lines[count:]) for cell, count in cut]
        rest = self._of(lower).fresh() if any(cell.lines for cell in lower) else None
        return self._of(upper).closed() if rest else self._of(upper), rest

    def fresh(self) -> SetRow:
        """It as the first row of a page, with a rule all along its upper edge."""
        if self.merged is None:
            return self
        return msgspec.structs.replace(self, merged=msgspec.structs.replace(self.merged, above=()))

    def closed(self) -> SetRow:
        """It as the last row of a page, with a rule all along its lower edge."""
        if self.merged is None:
            return self
        return msgspec.structs.replace(self, merged=msgspec.structs.replace(self.merged, below=()))

    @property
    def least(self) -> float:
        """The height that the row needs on a page: all of it and of what stands on the same page, or a line."""
        return self.least_of_broken if self.breakable else self.height + self.below

    @property
    def least_of_broken(self) -> float:
        """The height of a line of each cell."""
        return self.height_of(max((cell.pitch for cell in self.cells), default=0.0))

    def height_of(self, text: float) -> float:
        """The row's height if its highest text is as high as that."""
        return text + 2 * self.padding + self.rule

    def _of(self, cells: list[SetCell]) -> SetRow:
        height = self.height_of(max(len(cell.lines) * cell.pitch for cell in cells))
        return msgspec.structs.replace(self, cells=tuple(cells), height=height, breakable=True)

    def lines(self, top: float, block: int = -1, row: int = -1) -> list[Line]:
        """The lines of all cells of the row, whose top edge stands at `top`; `block` and `row` as in `pages.Line`."""
        found: list[Line] = []
        for cell in self.cells:
            space = self.height_of(len(cell.lines) * cell.pitch) if self.breakable else cell.reach or self.height
            above = (space - len(cell.lines) * cell.pitch) / 2
            column = cell.column if block >= 0 else -1
            for index, runs in enumerate(cell.lines):
                middle = top + above + (index + 0.5) * cell.pitch
                found.append(Line(middle + (EM_ASCENT - 0.5) * cell.size, runs, block, row, column))
        return found

    def rules(self, top: float) -> list[Rule]:
        """The rules around and between the cells."""
        bottom = top + self.height
        if self.merged:
            return [*self._open_rules(top, bottom, self.merged)]
        left, right = self.edges[0], self.edges[-1]
        across = [Rule(left, y, right, y, self.rule) for y in (top, bottom)]
        return across + [Rule(x, top, x, bottom, self.rule) for x in self.edges]

    def _open_rules(self, top: float, bottom: float, merged: Merged) -> Iterator[Rule]:
        for y, holes in ((top, merged.above), (bottom, merged.below)):
            start = 0
            for first, end in (*holes, (len(self.edges) - 1, len(self.edges))):
                if first > start:
                    yield Rule(self.edges[start], y, self.edges[first], y, self.rule)
                start = end
        yield from (Rule(x, top, x, bottom, self.rule) for at, x in enumerate(self.edges) if at not in merged.inside)

    def rules_above(self, top: float) -> list[Rule]:
        """What lacks of the rule along the upper edge, where a page ends there."""
        holes = self.merged.above if self.merged else ()
        return [Rule(self.edges[first], top, self.edges[end], top, self.rule) for first, end in holes]


class Merged(msgspec.Struct, frozen=True):
    """Where cells that take several places keep rules away from a row. Columns are ranges, end excluded."""

    above: tuple[tuple[int, int], ...] = ()
    """Columns into which cells reach from above, from left to right."""
    below: tuple[tuple[int, int], ...] = ()
    """Columns out of which cells reach further down."""
    inside: frozenset[int] = frozenset()
    """Indices of the edges between columns that a cell takes together."""


class SetTable:
    """A table whose cells are broken into lines, row by row as they are asked for: a long one has millions."""

    def __init__(self, block: TableBlock, left: float, measure: float, depth: float) -> None:
        """`depth`: the height of a page that its rows have."""
        self._block = block
        edges = [left + (measure - sum(block.column_widths)) / 2]
        for column in block.column_widths:
            edges.append(edges[-1] + column)
        self._edges = tuple(edges)
        self._breakable = frozenset(block.breakable)
        self._ready: dict[int, SetRow] = {}
        self.room = depth
        """How high a row may be below what is repeated."""
        self.header = tuple(map(self.row, range(block.header_rows)))
        """The rows to repeat on every page."""
        height = sum(row.height for row in self.header)
        if height > depth / 2:
            self.header = ()  # it would leave no room for the table
        else:
            self.room = depth - height

    def row(self, at: int) -> SetRow:
        """The row of that index, its columns centred in the measure."""
        if not self._block.own and not self._block.kept:
            return self._plain(at)
        if at not in self._ready:
            self._ready = self._together(at)
        return self._ready.pop(at)

    def _plain(self, at: int) -> SetRow:
        block = self._block
        cells: list[SetCell] = []
        for column, cell in enumerate(block.cells(at)):
            cells.append(self._cell(cell, column))
        height = max(len(cell.lines) * cell.pitch for cell in cells) + 2 * block.padding_y + block.rule
        height = max(height, self._least(at))
        return SetRow(tuple(cells), height, self._edges, block.padding_y, block.rule, at in self._breakable)

    def _cell(self, cell: TextBlock, column: int, columns: int = 1) -> SetCell:
        x, end = self._edges[column], self._edges[column + columns]
        inner = end - x - 2 * self._block.padding_x
        done = set_block(cell, x + self._block.padding_x, inner)
        return SetCell(column, done.lines, cell.style.pitch, cell.style.chars.size, inner, done.missing)

    def _together(self, at: int) -> dict[int, SetRow]:
        """The row and those that are to stand on one page with it.

        Where a page has no room for them all, it is as many as were looked at, and each may stand on a page of its own:
        a cell's text stands in the first of its rows, which is as high as it needs.
        """
        rows = [self._merged(at)]
        while at + len(rows) - 1 in self._block.kept and sum(row.height for row in rows) <= self.room:
            rows.append(self._merged(at + len(rows)))
        heights = [row.height for row in rows]
        ends = [[index + count for count in row.counts] for index, row in enumerate(rows)]
        for index, row in enumerate(rows):
            for cell, end in zip(row.cells, ends[index], strict=True):
                if index + 1 < end <= len(rows):  # as Word does, the last row makes room for what is too high
                    heights[end - 1] += max(self._height(cell) - sum(heights[index:end]), 0.0)
        if sum(heights) > self.room or not self._breakable.isdisjoint(range(at, at + len(rows))):
            return {at + index: self._set(row, at + index) for index, row in enumerate(rows)}
        found: dict[int, SetRow] = {}
        for index, row in enumerate(rows):
            cells = tuple(
                msgspec.structs.replace(cell, reach=sum(heights[index:end])) if end > index + 1 else cell
                for cell, end in zip(row.cells, ends[index], strict=True)
            )
            together = self._set(row, at + index, cells, heights[index])
            below = heights[index + 1 :]
            found[at + index] = msgspec.structs.replace(together, below=sum(below), rows_below=len(below))
        return found

    def _height(self, cell: SetCell) -> float:
        return len(cell.lines) * cell.pitch + 2 * self._block.padding_y + self._block.rule

    def _merged(self, at: int) -> _MergedRow:
        """The cells of a row in which not every place has its own."""
        block = self._block
        cells: list[SetCell] = []
        counts: list[int] = []
        inside: set[int] = set()
        text = 0.0
        for place in block.places(at):
            end = place.column + place.columns
            inside.update(range(place.column + 1, end))
            pitch = place.text.style.pitch
            if place.rows:
                cells.append(self._cell(place.text, place.column, place.columns))
                counts.append(place.rows)
                text = max(text, pitch * (len(cells[-1].lines) if place.rows == 1 else 1))
            else:
                text = max(text, pitch)  # the DOCX has a paragraph there
        above, below = (
            tuple(sorted((column, column + columns) for column, columns in block.reached.get(row, {}).items()))
            for row in (at, at + 1)
        )
        merged = Merged(above, below, frozenset(inside)) if above or below or inside else None
        height = max(text + 2 * block.padding_y + block.rule, self._least(at))
        return _MergedRow(tuple(cells), tuple(counts), height, merged)

    def _least(self, at: int) -> float:
        """The least height of a row."""
        return self._block.blank_row if self._block.blank_row and self._block.is_to_fill(at) else 0.0

    def _set(self, row: _MergedRow, at: int, cells: tuple[SetCell, ...] | None = None, height: float = 0.0) -> SetRow:
        """The row; without `cells`, it stands for itself, and the text of each cell is in it."""
        block = self._block
        if cells is None:
            height = max([row.height, *map(self._height, row.cells)])
            cells = tuple(
                msgspec.structs.replace(cell, reach=self._height(cell)) if count > 1 else cell
                for cell, count in zip(row.cells, row.counts, strict=True)
            )
        goes_over = at in self._breakable
        return SetRow(cells, height, self._edges, block.padding_y, block.rule, goes_over, row.merged)


class _MergedRow(NamedTuple):
    cells: tuple[SetCell, ...]
    counts: tuple[int, ...]
    """How many rows each takes."""
    height: float
    """Without the texts of those that take several."""
    merged: Merged | None
