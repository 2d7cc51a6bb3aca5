"""Which widths of columns make a table lowest: how many lines its texts take, and where a little width saves most.

A reader may rely on this: the height is the sum over the rows of the lines of each row's highest cell. The search goes
by steps of half a character, and looks at no more rows, characters and widths than its bounds say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, permutations
from math import ceil
from operator import le

from banxin.composition import CharStyle
from banxin.edges import NO_END, NO_START
from banxin.measure import metrics, switches, width
from banxin.regex import regex

_MOST_CELLS = 1500
"""Cells that are looked at; of the rows of a longer table, every so manyth."""
_MOST_CHARS = 40_000
"""Characters of them that are broken into lines; what is beyond is reckoned from its length."""
_LONGEST = 1500
"""A longer text is reckoned from its length: a line more or less is nothing to it."""
_MOST_TRIES = 4000
"""Widths of the whole table that are tried."""
_HIGHEST = 12
"""Rows that are tried to be made a line lower by widening several columns at once."""
_FAR = (1, 2, 3, 4, 6, 8, 11, 15, 20, 28)
"""Steps that one column gives to another at once."""
_SLACK = 0.05
"""Points by which rounding may make a room too small."""

_CLOSING, _OPENING = re.escape(NO_START), re.escape(NO_END)
_UNIT = regex(f"[{_OPENING}]*(?:[0-9A-Za-z][!-~¡-ɏ]*|[\\s\\S])[{_CLOSING} ]*")
"""What stays on one line."""


class Heights:
    """How high a table is with columns of given widths, counted in `steps` of half a character beside `extra`."""

    def __init__(self, rows: Sequence[Sequence[_Text]], wide: Sequence[_Wide], size: float, extra: float) -> None:
        """Of `rows`, a text for each column in each; `wide` are the texts that stand in several columns of a row.

        `size`: of the type; `extra`: what a column needs besides its text. In points.
        """
        self._half, self._extra = size / 2, extra
        self._columns = list(zip(*rows, strict=True))
        self._wide = wide
        self._known: list[dict[int, tuple[int, ...]]] = [{} for _ in self._columns]
        self.tries = 0
        """How often a height was asked for."""

    def column(self, at: int, steps: int) -> tuple[int, ...]:
        """The lines of each row's text in a column."""
        known = self._known[at]
        if steps not in known:
            room = steps * self._half + _SLACK
            known[steps] = tuple(text.lines(room) for text in self._columns[at])
        return known[steps]

    def rows(self, steps: Sequence[int]) -> list[int]:
        """The lines of the highest cell of each row."""
        self.tries += 1
        columns = [self.column(at, count) for at, count in enumerate(steps)]
        found = list(map(max, *columns)) if len(columns) > 1 else list(columns[0])
        for wide in self._wide:
            across = sum(steps[wide.first : wide.end]) * self._half + (wide.end - wide.first - 1) * self._extra
            found[wide.row] = max(found[wide.row], wide.text.lines(across + _SLACK))
        return found

    def amounts(self, extra: float) -> list[float]:
        """How long the texts of each column are together, and no less than `extra`."""
        return [max(sum(text.length for text in texts), extra) for texts in self._columns]

    def lacking(self, at: int, room: float, spare: float) -> float:
        """By how much a column with that room is to be wider so that there is `spare` beside each text that fits."""
        tight = (text.length for text in self._columns[at] if room - spare < text.length <= room)
        return max((length + spare - room for length in tight), default=0.0)

    def least(self, steps: Sequence[int]) -> list[int]:
        """The fewest steps of each column with which no row becomes higher than with `steps`."""
        found = list(steps)
        if self._wide:
            return found
        rows = self.rows(steps)
        for at in range(len(found)):
            while found[at] > 1 and all(map(le, self.column(at, found[at] - 1), rows)):
                found[at] -= 1
        return found

    def of(self, steps: Sequence[int]) -> int:
        """The lines of the whole table."""
        return sum(self.rows(steps))


class _Text:
    """A text to be broken into lines."""

    __slots__ = ("_ends", "_share", "_size", "length")

    def __init__(self, text: str, chars: CharStyle, *, exactly: bool, share: int) -> None:
        """`share`: the rows that it takes together."""
        self._share, self._size = share, chars.size
        self._ends: list[float] = []
        if exactly:
            reach = _reach(text, chars)
            self._ends = [reach[unit.end()] for unit in _UNIT.finditer(text)]
            self.length = reach[-1]
        else:
            self.length = width(text, chars)

    def lines(self, room: float) -> int:
        """How many it takes in each of its rows."""
        if self.length <= room:
            return 1
        if not self._ends:  # marks and words make lines end a little early
            return ceil(self.length / max(room - self._size / 4, self._size) / self._share)
        ends, count, at, start = self._ends, 0, 0, 0.0
        while at < len(ends):
            after = bisect_right(ends, start + room, lo=at)
            if after > at:
                count, at, start = count + 1, after, ends[after - 1]
            else:
                count, start, at = count + ceil((ends[at] - start) / max(room, _SLACK)), ends[at], at + 1
        return ceil(count / self._share)


class _Wide:
    """A text that stands in several columns of a row."""

    __slots__ = ("end", "first", "row", "text")

    def __init__(self, row: int, first: int, end: int, text: _Text) -> None:
        self.row, self.first, self.end, self.text = row, first, end, text


def _reach(text: str, chars: CharStyle) -> list[float]:
    """How far the text reaches on one line before and behind each of its characters."""
    widths = list(map(metrics(chars).widths.__getitem__, text))
    for at, gap in switches(text):
        if gap:
            widths[at] += chars.gap * chars.size
    return list(accumulate(widths, initial=0.0))


def heights(
    rows: Sequence[tuple[Sequence[str], CharStyle]],
    spans: dict[tuple[int, int], tuple[int, int]],
    least: Sequence[float],
    look: tuple[float, float],
) -> Heights:
    """Of a table of `rows`, with the style of each; the rows of which no text might take two lines are left out.

    `spans` has by (row, column) how many columns and rows a text takes; `least`: widths that no column goes below;
    `look`: the size of the type, and what a column needs besides its text.
    """
    size, extra = look
    rooms = [length - extra for length in least]
    reaching = {row for row, _ in spans}
    might = [
        at
        for at, (row, chars) in enumerate(rows)
        if at in reaching or any(len(text) * chars.size > room for text, room in zip(row, rooms, strict=True))
    ]
    every = max(ceil(len(might) * len(least) / _MOST_CELLS), 1)
    left = _MOST_CHARS
    found: list[list[_Text]] = []
    wide: list[_Wide] = []
    for at in might[::every]:
        texts, chars = rows[at]
        cells: list[_Text] = []
        for column, text in enumerate(texts):
            across, down = spans.get((at, column), (1, 1))
            exactly = len(text) <= min(_LONGEST, left)
            left -= len(text) if exactly else 0
            made = _Text(text, chars, exactly=exactly, share=down)
            if across > 1:
                wide.append(_Wide(len(found), column, column + across, made))
                made = _Text("", chars, exactly=False, share=1)
            cells.append(made)
        found.append(cells)
    return Heights(found, wide, size, extra)


def lowest(table: Heights, starts: Iterable[Sequence[int]], least: Sequence[int]) -> list[int]:
    """The steps of the columns, as many together as those of each of `starts`, with which the table is lowest."""
    best: list[int] = []
    most = 0
    table.tries = 0
    for start in sorted(starts, key=table.of):
        found = _improved(table, list(start), least)
        height = table.of(found)
        if not best or height < most:
            best, most = found, height
    return best


def _improved(table: Heights, steps: list[int], least: Sequence[int]) -> list[int]:
    """As low as exchanges of width make it."""
    height = table.of(steps)
    while table.tries < _MOST_TRIES:
        lower = height
        found = steps
        for other in _exchanges(steps, least):
            if table.tries >= _MOST_TRIES:
                break
            if (its := table.of(other)) < lower:
                lower, found = its, other
        if lower == height:
            for other in _together(table, steps, least):
                if (its := table.of(other)) < lower:
                    lower, found = its, other
        if lower == height:
            break
        height, steps = lower, found
    return steps


def _exchanges(steps: list[int], least: Sequence[int]) -> Iterator[list[int]]:
    """One column narrower, another wider by as much."""
    for giver, taker in permutations(range(len(steps)), 2):
        for far in _FAR:
            if steps[giver] - far < least[giver]:
                break
            other = steps.copy()
            other[giver] -= far
            other[taker] += far
            yield other


def _together(table: Heights, steps: list[int], least: Sequence[int]) -> Iterator[list[int]]:
    """A row a line lower: all of its highest cells wider at once, the columns narrower that lose least by it."""
    rows = table.rows(steps)
    total = sum(steps)
    for row in sorted(range(len(rows)), key=rows.__getitem__, reverse=True)[:_HIGHEST]:
        other = steps.copy()
        floor = list(least)
        for at in range(len(steps)):
            while sum(floor) <= total and table.column(at, other[at])[row] >= rows[row] > 1:
                other[at] += 1
            if other[at] > steps[at]:
                floor[at] = max(other[at], floor[at])
        if other == steps or sum(floor) > total:
            continue
        if narrower := _narrowed(table, other, floor, total):
            yield narrower


def _narrowed(table: Heights, steps: list[int], floor: Sequence[int], total: int) -> list[int]:
    """Those columns narrower that lose least by it, until they are `total` together; empty where they cannot be."""
    while sum(steps) > total:
        tried: list[tuple[int, int, list[int]]] = []
        for at, least in enumerate(floor):
            if steps[at] > least:
                less = steps.copy()
                less[at] -= 1
                tried.append((table.of(less), -less[at], less))
        if not tried or table.tries > _MOST_TRIES:
            return []
        steps = min(tried)[2]
    return steps
