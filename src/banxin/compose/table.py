"""The columns of a table: as wide as their text asks for, together as wide as the page."""

from __future__ import annotations

from collections.abc import Sequence

from banxin.composition import TextBlock
from banxin.measure import width

_NARROWEST_CELLS = 2
"""No column is narrower than this many characters."""
_SPARE = 1.0
"""Points by which a column is wider than its longest line: Word counts whole twips and takes half a rule away."""


def column_widths(rows: Sequence[Sequence[TextBlock]], measure: float, padding: float) -> tuple[float, ...]:
    """Widths in points, summing up to `measure`.

    Columns whose text fits on one line get that much, blank ones a fair share; what is left goes to the others by their
    amount of text. A table that would be narrower than the page is widened in proportion.
    """
    if not rows:
        return ()
    count = len(rows[0])
    wanted = [0.0] * count
    least = [0.0] * count
    for row in rows:
        for at, cell in enumerate(row):
            chars = cell.style.chars
            wanted[at] = max(wanted[at], width(cell.text, chars) + 2 * padding + _SPARE)
            least[at] = max(least[at], _NARROWEST_CELLS * chars.size + 2 * padding + _SPARE)
    for at in range(count) if len(rows) > 1 else ():
        if not any(row[at].text for row in rows[1:]):
            least[at] = measure / count  # a column to be filled in by hand
    wanted = [max(w, n) for w, n in zip(wanted, least, strict=True)]
    if sum(wanted) <= measure:
        return tuple(w * measure / sum(wanted) for w in wanted)
    wide = set(range(count))
    left = measure
    while narrow := [at for at in wide if wanted[at] <= left / len(wide)]:  # no more than a fair share of what is left
        left -= sum(wanted[at] for at in narrow)
        wide.difference_update(narrow)
    shared = sum(wanted[at] for at in wide)
    return tuple(left * w / shared if at in wide else w for at, w in enumerate(wanted))


def fits(cell: TextBlock, column: float, padding: float) -> bool:
    """Whether the text of `cell` stands on one line of a column of that width."""
    return width(cell.text, cell.style.chars) + 2 * padding <= column


def is_cramped(rows: Sequence[Sequence[TextBlock]], columns: Sequence[float], padding: float, narrowest: float) -> bool:
    """Whether a text is broken in a column of less than `narrowest` characters."""
    return any(
        not fits(cell, column, padding) and column - 2 * padding < narrowest * cell.style.chars.size
        for row in rows
        for cell, column in zip(row, columns, strict=True)
    )
