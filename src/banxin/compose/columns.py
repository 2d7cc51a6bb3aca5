"""How wide the columns of a table are.

A reader may rely on this: the columns are together as wide as the page. Where not all texts have room on one line, the
table is as low as columns with room for their longest words make it, or a line higher; what is broken is broken between
words, unless there are more columns than a page can hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

import msgspec

from banxin.compose.lowest import Heights, heights, lowest
from banxin.composition import CharStyle
from banxin.document import Cell, ColumnAlign, Table, spread
from banxin.measure import width
from banxin.regex import regex

_NARROWEST_CELLS = 2
"""No column is narrower than this many characters, where there is room."""
_BLANK_CELLS = 6
"""What a column to be filled in by hand gets beside columns with much text, in characters."""
_MUCH = 3
"""Lines that text may take for the sake of a blank column's fair share."""
SPARE = 1.5
"""Points by which a column is wider than its longest line: Word counts whole twips and takes half a rule away, and
another font of the same name may be a little wider."""
_SHORT_CELLS = 10
"""A column of texts that are no longer is broken for nothing less than two lines of the table, in characters."""
_MUCH_HIGHER = 1.75
"""How much higher a table may be for the sake of columns of a comfortable width."""
_FEW_LINES = 8
"""A text of no more lines starves in no column."""
_NEARLY = 0.001
"""Of a step: what rounding may add."""
_LESS = 0.8
"""By this the room for words that are too long is lowered till all columns fit."""
_PIECE = regex("[!-~¡-ɏ]+[，。、；：？！％℃）〕》”]*")
"""What is not broken: a Latin word or a number, with the marks that stay with it."""


class Texts:
    """What stands at each place of a table."""

    def __init__(self, table: Table) -> None:
        """Of `table`."""
        found = spread(table)
        self.rows = found.rows
        self.cells: dict[tuple[int, int], Cell] = found.cells
        """Those of which more is to be said than their text."""
        self.headed = min(max(table.header_rows, 1), len(self.rows)) if table.header else 0
        """How many rows head the columns."""
        self.header_reaches_out = any(row < self.headed < row + cell.rows for (row, _), cell in self.cells.items())
        self.line = table.line
        count = len(self.rows[0]) if self.rows else 0
        self.aligns = (*table.aligns, *(ColumnAlign.UNSAID,) * count)[:count]
        self.hints = table.widths if len(table.widths) == count else ()
        self._wide = {at: cell for at, cell in self.cells.items() if cell.columns > 1}

    @property
    def body(self) -> tuple[tuple[str, ...], ...]:
        """The rows below the header."""
        return self.rows[self.headed :]

    def of_column(self, at: int) -> Iterator[str]:
        """The texts of a column below the header, without those that stand in several columns."""
        if not self._wide:
            return (row[at] for row in self.body)
        return (row[at] for index, row in enumerate(self.body, self.headed) if (index, at) not in self._wide)

    def is_wide(self, row: int, column: int) -> bool:
        """The text stands in several columns."""
        return (row, column) in self._wide

    def wide(self) -> Iterator[tuple[int, int, Cell]]:
        """(row, column, cell) of those texts."""
        return ((row, column, cell) for (row, column), cell in self._wide.items())


class Columns(msgspec.Struct, frozen=True):
    """How wide columns are."""

    widths: tuple[float, ...]
    cramped: bool
    """Not every column is as wide as it must be."""


def columns(
    texts: Texts, chars: tuple[CharStyle, CharStyle], measure: float, padding: float, narrowest: float
) -> Columns:
    """Widths that sum up to `measure`; `chars` are those of the header and of what stands below it.

    Where not every text fits on one line, they make the table lowest; but none is narrower than `narrowest` characters,
    or its text if that is less, unless there is no room for it or another column is starved; nor than its longest word
    or number, half a page at most, unless the page has no room for all. Columns of short texts stay unbroken, and blank
    ones have their share, where that costs no more than a line. A table that would be narrower than the page is widened
    in proportion.
    """
    extra, size = 2 * padding + SPARE, chars[1].size
    lines, lengths = _lengths(texts, chars)
    words, fit = _words(lengths, measure, _NARROWEST_CELLS * size, extra)
    wanted = [max(word, line + extra) for word, line in zip(words, lines, strict=True)]
    _widen_for_wide(wanted, words, texts, chars, (measure, extra))
    if hinted := _as_hinted(texts.hints, wanted, words, measure, extra):
        return Columns(hinted, cramped=False)
    written = wanted.copy()
    if not texts.cells:
        _widen_blank(wanted, texts.rows[max(texts.headed, 1) :], measure, _BLANK_CELLS * size + extra)
    if sum(wanted) <= measure:
        return Columns(tuple(length * measure / sum(wanted) for length in wanted), cramped=False)
    if sum(words) > measure:
        return Columns(_scaled(words, max(one.size for one in chars) + extra, measure), cramped=True)
    most = max(_MUCH_HIGHER * _height(wanted, _by_text(wanted, words, measure), extra), _FEW_LINES)
    cells, least = _NARROWEST_CELLS, words
    for tried in range(int(narrowest), _NARROWEST_CELLS, -1):
        wider = [max(word, min(line, tried * size + extra)) for word, line in zip(words, wanted, strict=True)]
        if sum(wider) <= measure and _height(wanted, _by_text(wanted, wider, measure), extra) <= most:
            cells, least = tried, wider
            break
    spans = {at: (cell.columns, cell.rows) for at, cell in texts.cells.items()}
    rows = [(row, chars[at >= texts.headed]) for at, row in enumerate(texts.rows)]
    search = _Search(heights(rows, spans, words, (size, extra)), wanted, measure, (size, extra))
    return Columns(search.widths(least, words, written), cramped=not fit or cells < int(narrowest))


class _Search:
    """For the widths that make a table lowest; those are in points, and with what a column needs besides its text."""

    def __init__(self, table: Heights, wanted: list[float], measure: float, type_: tuple[float, float]) -> None:
        """`wanted`: of each column whose texts are to stand on one line each; `type_`: its size, and what is extra."""
        self._table, self._wanted, self._measure = table, wanted, measure
        self._size, self._extra = type_
        self._total = int((measure - len(wanted) * self._extra) / (self._size / 2))

    def widths(self, least: list[float], words: list[float], written: list[float]) -> tuple[float, ...]:
        """None below its `least`. Wishes cost no more than a line beside the lowest with no more than room for `words`;
        `written` is what is wanted but for the sake of blank columns.
        """
        found = self._lowest(least)
        if not found:  # a page full of words that are not broken
            return _by_text(self._wanted, least, self._measure)
        short = _SHORT_CELLS * self._size + self._extra
        blank = [want if want > text else 0.0 for want, text in zip(self._wanted, written, strict=True)]
        unbroken = [text if text <= short else 0.0 for text in written]
        most = self._table.of(found)
        if unread := self._lowest(words):
            most = max(most, self._table.of(unread) + 1)
        for wishes in ((blank, unbroken), (unbroken,), (blank,)):
            wider = [max(lengths) for lengths in zip(least, *wishes, strict=True)]
            if wider == least or not (other := self._lowest(wider)):
                continue
            if self._table.of(other) <= most:
                return self._balanced(other, wider)
        return self._balanced(found, least)

    def _lowest(self, least: list[float]) -> list[int]:
        """Steps of half a character; none where there is no room for the least."""
        floor = [max(ceil((length - self._extra) / (self._size / 2) - _NEARLY), 1) for length in least]
        if sum(floor) > self._total:
            return []
        starts = (self._steps(by, floor) for by in (self._wanted, self._table.amounts(self._extra)))
        return lowest(self._table, starts, floor)

    def _steps(self, wanted: list[float], floor: list[int]) -> list[int]:
        """In proportion to what is wanted, as many as there are."""
        shares = _by_text(wanted, [float(count) for count in floor], float(self._total))
        steps = [max(int(share), count) for share, count in zip(shares, floor, strict=True)]
        order = sorted(range(len(steps)), key=lambda at: steps[at] - shares[at])
        for at in order[: self._total - sum(steps)]:
            steps[at] += 1
        return steps

    def _balanced(self, steps: list[int], least: list[float]) -> tuple[float, ...]:
        """No higher, with what is not needed for that where it makes columns whole, or else in proportion."""
        half, extra = self._size / 2, self._extra
        needed = [max(count * half + extra, low) for count, low in zip(self._table.least(steps), least, strict=True)]
        left = self._measure - sum(needed)
        for at in sorted(range(len(needed)), key=lambda at: self._wanted[at] - needed[at]):
            lacking = self._wanted[at] - needed[at]
            if 0 < lacking <= left:
                needed[at], left = self._wanted[at], left - lacking
        return self._roomy([*_by_text(self._wanted, needed, self._measure)], needed)

    def _roomy(self, widths: list[float], needed: list[float]) -> tuple[float, ...]:
        """Columns that a text just fits into a little wider, at the cost of those that have more than is needed."""
        for at in (*range(len(widths)),) * 2:
            lacking = self._table.lacking(at, widths[at] - self._extra + SPARE, SPARE)
            giver = max(range(len(widths)), key=lambda other: (other != at, widths[other] - needed[other]))
            if lacking and giver != at and widths[giver] - needed[giver] >= lacking:
                widths[giver] -= lacking
                widths[at] += lacking
        return tuple(widths)


def _words(lengths: list[float], measure: float, least: float, extra: float) -> tuple[list[float], bool]:
    """How wide columns must be for words of those lengths, and whether the page has room for half a page for each."""
    most = measure / 2
    while True:
        words = [max(min(length, most), least) + extra for length in lengths]
        if sum(words) <= measure or most < least:
            return words, most == measure / 2
        most *= _LESS


def _lengths(texts: Texts, chars: tuple[CharStyle, CharStyle]) -> tuple[list[float], list[float]]:
    """Of each column the longest text, on one line, and the longest word."""
    lines = [0.0] * (len(texts.rows[0]) if texts.rows else 0)
    words = [0.0] * len(lines)
    for index, row in enumerate(texts.rows):
        look = chars[index >= texts.headed]
        for at, text in enumerate(row):
            line = width(text, look)
            if line > words[at] and not (texts.cells and texts.is_wide(index, at)):
                lines[at] = max(lines[at], line)
                words[at] = max(words[at], _word(text, look))
    return lines, words


def _word(text: str, chars: CharStyle) -> float:
    """The width of the longest word."""
    return max((width(piece, chars) for piece in _PIECE.findall(text)), default=0.0)


def _widen_for_wide(
    wanted: list[float], words: list[float], texts: Texts, chars: tuple[CharStyle, CharStyle], room: tuple[float, float]
) -> None:
    """Columns that a cell takes together have room for its text, if that is no more than their share of the page, and
    for its longest word; `room`: the page's measure, and what a column needs besides its text.
    """
    measure, extra = room
    for row, column, cell in texts.wide():
        those = range(column, column + cell.columns)
        look = chars[row >= texts.headed]
        for widths, least in (
            (wanted, min(width(cell.text, look) + extra, measure * cell.columns / len(wanted))),
            (words, min(_word(cell.text, look) + extra, measure / 2)),
        ):
            lacking = least - sum(widths[at] for at in those)
            for at in those if lacking > 0 else ():
                widths[at] += lacking / cell.columns
    for at, word in enumerate(words):
        wanted[at] = max(wanted[at], word)


def _as_hinted(
    hints: Sequence[float], wanted: list[float], words: list[float], measure: float, extra: float
) -> tuple[float, ...]:
    """The widths that the file had, drawn to the page's measure; empty where it had none or they do not fit.

    They fit if every column has room for its longest word, and no text takes many more lines than it would otherwise.
    """
    if not hints or min(hints) <= 0:
        return ()
    widths = tuple(hint * measure / sum(hints) for hint in hints)
    if any(have < word for have, word in zip(widths, words, strict=True)):
        return ()
    if sum(wanted) <= measure:
        fits = all(have >= line for have, line in zip(widths, wanted, strict=True))
        return widths if fits else ()
    fair = _height(wanted, _by_text(wanted, words, measure), extra)
    return widths if _height(wanted, widths, extra) <= max(_MUCH_HIGHER * fair, _FEW_LINES) else ()


def _widen_blank(wanted: list[float], rows: Sequence[Sequence[str]], measure: float, least: float) -> None:
    """Columns that are blank in all of `rows`, to be filled in by hand, want a fair share of the page; but no more than
    `least` where others have much text.
    """
    blank = [at for at in range(len(wanted)) if rows and not any(row[at] for row in rows)]
    if not blank:
        return
    fair = measure / len(wanted)
    if sum(wanted) - sum(wanted[at] for at in blank) > _MUCH * fair * (len(wanted) - len(blank)):
        fair = min(fair, least)
    for at in blank:
        wanted[at] = max(wanted[at], fair)


def _height(wanted: Sequence[float], columns: Sequence[float], extra: float) -> float:
    """How many lines the longest text takes, about."""
    return max((line - extra) / max(column - extra, SPARE) for line, column in zip(wanted, columns, strict=True))


def _scaled(least: list[float], one: float, measure: float) -> tuple[float, ...]:
    """Columns that do not fit, each with room for a character, `one`, if possible."""
    above = [max(length - one, 0.0) for length in least]
    room = measure - one * len(least)
    if room <= 0 or not sum(above):
        return (measure / len(least),) * len(least)
    return tuple(one + length * room / sum(above) for length in above)


def _by_text(wanted: list[float], least: list[float], measure: float) -> tuple[float, ...]:
    """Columns in proportion to what they want, none narrower than its least."""
    widths = list(least)
    free = set(range(len(wanted)))
    left = measure
    while free:
        share = left / sum(wanted[at] for at in free)
        low = [at for at in free if share * wanted[at] < least[at]]
        if not low:
            for at in free:
                widths[at] = share * wanted[at]
            break
        free.difference_update(low)
        left -= sum(least[at] for at in low)
    return tuple(widths)
