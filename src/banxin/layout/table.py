"""A table to rows of set cells; rows know their lines and rules once they are given a place."""

from __future__ import annotations

from collections.abc import Iterator

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

    def parts(self, depth: float) -> Iterator[SetRow]:
        """The row itself, or, where it is higher than a page, rows that are not.

        A split row sets its cells one below the other: the text keeps its order.
        """
        if self.height <= depth:
            yield self
            return
        for at, cell in enumerate(self.cells):
            fit = max(int((depth - 2 * self.padding) / cell.pitch), 1)
            for start in range(0, len(cell.lines), fit):
                lines = cell.lines[start : start + fit]
                cells = tuple(
                    msgspec.structs.replace(other, lines=lines if index == at else ())
                    for index, other in enumerate(self.cells)
                )
                yield msgspec.structs.replace(
                    self, cells=cells, height=len(lines) * cell.pitch + 2 * self.padding + self.rule
                )

    def lines(self, top: float, scale: float) -> list[Line]:
        """The lines of all cells, each centred in the height of the row, whose top edge stands at `top`."""
        found: list[Line] = []
        for cell in self.cells:
            above = (self.height - len(cell.lines) * cell.pitch) / 2
            for index, runs in enumerate(cell.lines):
                middle = top + (above + (index + 0.5) * cell.pitch) * scale
                found.append(Line(middle + (EM_ASCENT - 0.5) * cell.size, runs))
        return found

    def rules(self, top: float, scale: float) -> list[Rule]:
        """The rules around and between the cells."""
        bottom = top + self.height * scale
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
