"""A table to rows of set cells; rows know their lines and rules once they are given a place."""

from __future__ import annotations

import msgspec

from banxin.composition import TableBlock
from banxin.layout.setting import SetBlock, set_block
from banxin.measure import EM_ASCENT
from banxin.pages import Line, Rule, Run


class SetCell(msgspec.Struct, frozen=True):
    """A cell's lines."""

    lines: tuple[tuple[Run, ...], ...]
    pitch: float
    size: float
    missing: tuple[str, ...] = ()


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
    centred: bool = True
    """Whether each cell's text stands in the middle of the height; else at the top, in a row that goes over a page."""

    def split(self, room: float) -> tuple[SetRow, SetRow | None]:
        """As much of the row as fits in a height of `room`, at least a line, and what is left of it.

        A cell begins beside the end of the one before it: the text keeps its order over the pages.
        """
        upper: list[SetCell] = []
        lower: list[SetCell] = []
        for cell in self.cells:
            ended = not lower or not lower[-1].lines
            count = max(int((room - self.height_of(0.0)) / cell.pitch), 1) if ended else 0
            upper.append(msgspec.structs.replace(cell, lines=cell.lines[:count]))
            lower.append(msgspec.structs.replace(cell, lines=cell.lines[count:]))
        rest = self._of(lower) if any(cell.lines for cell in lower) else None
        return self._of(upper), rest

    def least(self, room: float) -> float:
        """The height that the row needs on a page: all of it, or a line where a page has but `room` for it."""
        return self.height if self.height <= room else self.height_of(max(cell.pitch for cell in self.cells))

    def height_of(self, text: float) -> float:
        """The row's height if its highest text is as high as that."""
        return text + 2 * self.padding + self.rule

    def _of(self, cells: list[SetCell]) -> SetRow:
        height = self.height_of(max(len(cell.lines) * cell.pitch for cell in cells))
        return msgspec.structs.replace(self, cells=tuple(cells), height=height, centred=False)

    def lines(self, top: float) -> list[Line]:
        """The lines of all cells of the row, whose top edge stands at `top`."""
        found: list[Line] = []
        for cell in self.cells:
            space = self.height if self.centred else self.height_of(len(cell.lines) * cell.pitch)
            above = (space - len(cell.lines) * cell.pitch) / 2
            for index, runs in enumerate(cell.lines):
                middle = top + above + (index + 0.5) * cell.pitch
                found.append(Line(middle + (EM_ASCENT - 0.5) * cell.size, runs))
        return found

    def rules(self, top: float) -> list[Rule]:
        """The rules around and between the cells."""
        bottom = top + self.height
        left, right = self.edges[0], self.edges[-1]
        across = [Rule(left, y, right, y, self.rule) for y in (top, bottom)]
        return across + [Rule(x, top, x, bottom, self.rule) for x in self.edges]


class SetTable(msgspec.Struct, frozen=True):
    """A table whose cells are broken into lines."""

    rows: tuple[SetRow, ...]


def set_table(block: TableBlock, left: float, measure: float) -> SetTable:
    """`block` with its columns centred in the measure that begins at `left`."""
    edges = [left + (measure - sum(block.column_widths)) / 2]
    for column in block.column_widths:
        edges.append(edges[-1] + column)
    rows: list[SetRow] = []
    for row in block.rows:
        cells: list[SetCell] = []
        for cell, x, column in zip(row, edges, block.column_widths, strict=False):
            done: SetBlock = set_block(cell, x + block.padding_x, column - 2 * block.padding_x)
            cells.append(SetCell(done.lines, cell.style.pitch, cell.style.chars.size, done.missing))
        height = max(len(cell.lines) * cell.pitch for cell in cells) + 2 * block.padding_y + block.rule
        rows.append(SetRow(tuple(cells), height, tuple(edges), block.padding_y, block.rule))
    return SetTable(tuple(rows))
