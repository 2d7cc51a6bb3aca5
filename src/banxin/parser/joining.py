"""The cells of a pipe table to cells that span: `<` joins a place with the cell to its left, `^` with the one above.

Such a mark is the whole content of its place. One that has nothing to be joined with, or would make a cell that is no
rectangle, is text; so are all of them in a table that has other signs alone in a cell (`>` `≥` `=`): it is about signs.
"""

from __future__ import annotations

from banxin.document import Cell, Row

MOST_HEADER_ROWS = 4
_LEFT, _ABOVE = "<", "^"
_SIGNS = frozenset((">", "=", "≤", "≥", "<=", ">=", "≠", "+", "*", "×", "÷", "~", "&", "%", "＜", "＞"))


class _Joined:
    """A cell while places are joined to it."""

    __slots__ = ("column", "columns", "row", "rows", "text")

    def __init__(self, text: str, row: int, column: int) -> None:
        self.text, self.row, self.column = text, row, column
        self.rows = self.columns = 1


def joined(rows: list[list[str]]) -> list[Row] | None:
    """The rows, all of one length, with what their marks join; None if they join nothing."""
    if not any(cell in (_LEFT, _ABOVE) for row in rows for cell in row):
        return None
    if any(cell in _SIGNS for row in rows for cell in row):
        return None
    above: list[_Joined] = []
    found: list[list[_Joined]] = []
    for at, row in enumerate(rows):
        owners = _owners(at, row, above)
        found.append([owner for column, owner in enumerate(owners) if (owner.row, owner.column) == (at, column)])
        above = owners
    return [
        tuple(
            Cell(cell.text, columns=cell.columns, rows=cell.rows) if cell.columns * cell.rows > 1 else cell.text
            for cell in row
        )
        for row in found
    ]


def _owners(at: int, row: list[str], above: list[_Joined]) -> list[_Joined]:
    """The cell that each place of a row belongs to; `above`: those of the row before."""
    owners: list[_Joined] = []
    while (column := len(owners)) < len(row):
        text = row[column]
        upper = above[column] if above and text == _ABOVE else None
        if upper and upper.column == column and _fits(row, upper):
            upper.rows += 1
            owners += [upper] * upper.columns
        elif text == _LEFT and owners and owners[-1].row == at:
            owners[-1].columns += 1
            owners.append(owners[-1])
        else:
            owners.append(_Joined(text, at, column))
    return owners


def _fits(row: list[str], upper: _Joined) -> bool:
    """Every place of the row below the cell is to be joined with it."""
    places = row[upper.column + 1 : upper.column + upper.columns]
    return all(place in (_LEFT, _ABOVE) for place in places)


def heading_rows(rows: list[Row], said: int) -> int:
    """How many rows head a table: those that are `said` to, and what their cells reach down to."""
    heads = at = 0
    while at < max(heads, said):
        reach = max((at + cell.rows for cell in rows[at] if isinstance(cell, Cell)), default=0)
        heads = max(heads, reach)
        at += 1
    return heads if said < heads <= MOST_HEADER_ROWS else said
