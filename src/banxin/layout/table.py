"""A table to rows of set cells; rows know their lines and rules once they are given a place."""

from __future__ import annotations

import msgspec

from banxin.composition import TableBlock
from banxin.layout.setting import SetBlock, set_block
from banxin.measure import EM_ASCENT
from banxin.pages import Line, Rule, Run

_SQUEEZED = 2.0
"""Characters that a column should have room for at least."""


class SetCell(msgspec.Struct, frozen=True):
    """A cell's lines."""

    lines: tuple[tuple[Run, ...], ...]
    pitch: float
    size: float
    measure: float
    """What a line of the text may take."""
    missing: tuple[str, ...] = ()

    @property
    def is_squeezed(self) -> bool:
        """The cell has not even room for two characters on a line and would need it."""
        return len(self.lines) > 1 and self.measure < _SQUEEZED * self.size


class SetRow(msgspec.Struct, frozen=True):
    """A row of cells, all as high as the highest."""

    cells: tuple[SetCell, ...]
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

    def split(self, room: float) -> tuple[SetRow, SetRow | None]:
        """As much of the row as fits in a height of `room`, at least a line, and what is left of it."""
        if self.height <= room:
            return self, None
        counts = [max(int((room - self.height_of(0.0)) / cell.pitch), 1) for cell in self.cells]
        cut = list(zip(self.cells, counts, strict=True))
        upper = [msgspec.structs.replace(cell, lines=cell.lines[:count]) for cell, count in cut]
        lower = [msgspec.structs.replace(cell, lines=cell.lines[count:]) for cell, count in cut]
        return self._of(upper), self._of(lower) if any(cell.lines for cell in lower) else None

    @property
    def least(self) -> float:
        """The height that the row needs on a page: all of it, or a line."""
        return self.least_of_broken if self.breakable else self.height

    @property
    def least_of_broken(self) -> float:
        """The height of a line of each cell."""
        return self.height_of(max(cell.pitch for cell in self.cells))

    def height_of(self, text: float) -> float:
        """The row's height if its highest text is as high as that."""
        return text + 2 * self.padding + self.rule

    def _of(self, cells: list[SetCell]) -> SetRow:
        height = self.height_of(max(len(cell.lines) * cell.pitch for cell in cells))
        return msgspec.structs.replace(self, cells=tuple(cells), height=height, breakable=True)

    def lines(self, top: float, number: int = 0) -> list[Line]:
        """The lines of all cells of the row, whose top edge stands at `top`.

        `number`: of the row's first cell among those that go over pages; 0 where the row does not.
        """
        found: list[Line] = []
        for at, cell in enumerate(self.cells):
            space = self.height_of(len(cell.lines) * cell.pitch) if self.breakable else self.height
            above = (space - len(cell.lines) * cell.pitch) / 2
            for index, runs in enumerate(cell.lines):
                middle = top + above + (index + 0.5) * cell.pitch
                found.append(Line(middle + (EM_ASCENT - 0.5) * cell.size, runs, number and number + at))
        return found

    def rules(self, top: float) -> list[Rule]:
        """The rules around and between the cells."""
        bottom = top + self.height
        left, right = self.edges[0], self.edges[-1]
        across = [Rule(left, y, right, y, self.rule) for y in (top, bottom)]
        return across + [Rule(x, top, x, bottom, self.rule) for x in self.edges]


class SetTable:
    """A table whose cells are broken into lines, row by row as they are asked for: a long one has millions."""

    def __init__(self, block: TableBlock, left: float, measure: float) -> None:
        self._block = block
        edges = [left + (measure - sum(block.column_widths)) / 2]
        for column in block.column_widths:
            edges.append(edges[-1] + column)
        self._edges = tuple(edges)
        self._breakable = frozenset(block.breakable)

    def row(self, at: int) -> SetRow:
        """The row of that index, its columns centred in the measure."""
        block = self._block
        cells: list[SetCell] = []
        for cell, x, column in zip(block.cells(at), self._edges, block.column_widths, strict=False):
            inner = column - 2 * block.padding_x
            done: SetBlock = set_block(cell, x + block.padding_x, inner, mend=False)
            cells.append(SetCell(done.lines, cell.style.pitch, cell.style.chars.size, inner, done.missing))
        height = max(len(cell.lines) * cell.pitch for cell in cells) + 2 * block.padding_y + block.rule
        return SetRow(tuple(cells), height, self._edges, block.padding_y, block.rule, at in self._breakable)
