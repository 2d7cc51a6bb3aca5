"""A table to its block: how wide its columns are, whether its page is turned, which rows may go over a page.

A reader may rely on this: the columns are together as wide as the page. What has room on one line gets it; what has
not is broken between words, unless there are more columns than a page can hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil

import msgspec

from banxin.compose.formats import Formats
from banxin.composition import LandscapeBlock, ParagraphStyle, Run, TableBlock, TextBlock
from banxin.document import Table, spread
from banxin.measure import width
from banxin.regex import regex
from banxin.style.schema import Align
from banxin.units import twips

_NARROWEST_CELLS = 2
"""No column is narrower than this many characters, where there is room."""
_BLANK_CELLS = 6
"""What a column to be filled in by hand gets beside columns with much text, in characters."""
_MUCH = 3
"""Lines that text may take for the sake of a blank column's fair share."""
_SPARE = 1.0
"""Points by which a column is wider than its longest line: Word counts whole twips and takes half a rule away."""
_MUCH_HIGHER = 1.75
"""How much higher a table may be for the sake of columns of a comfortable width."""
_FEW_LINES = 8
"""A text of no more lines starves in no column."""
_JUSTIFIED_CELLS = 10
"""Text in a column of fewer characters is not justified: its lines would be torn wide."""
_LESS = 0.8
"""By this the room for words that are too long is lowered till all columns fit."""
_HIGH = 0.5
"""A row that is higher than this share of a page may go over a page."""
_LEAST_SIZE = 1.0
"""Of type, in points."""
_PIECE = regex("[!-~¡-ɏ]+[，。、；：？！％℃）〕》”]*")
"""What is not broken: a Latin word or a number, with the marks that stay with it."""


def table_block(table: Table, formats: Formats) -> TableBlock | LandscapeBlock:
    """The block of `table`; where its columns have no room, turned sideways on pages of its own, with its caption (8).

    The caption of a table that is not turned is left to the caller.
    """
    texts = _Texts(spread(table).rows, 1 if table.header else 0)
    rules, page = formats.style.tables, formats.page
    padding_x, padding_y = _twips(float(rules.padding_x)), _twips(float(rules.padding_y))
    upright = _Room(page.measure, page.depth, padding_x, padding_y, float(rules.rule))
    elements = (formats.elements[f"table_{kind}"] for kind in ("header", "cell", "long_cell"))
    styles = _Styles(*(msgspec.structs.replace(style, space_before=0.0, space_after=0.0) for style in elements))
    columns = _columns(texts, styles, upright, rules.narrowest)
    gap = rules.gap * page.pitch
    if not columns.cramped:
        return _block(texts, styles, upright, _in_twips(columns.widths, upright.measure), gap, table.line)
    turned = msgspec.structs.replace(upright, measure=page.depth, depth=page.measure)
    least = styles.size + _SPARE
    share = turned.measure / max(len(columns.widths), 1)
    if least + 2 * turned.padding_x > share:  # not a character has room in a column
        turned = msgspec.structs.replace(turned, padding_x=_twips(min(turned.padding_x, max(share - least, 0.0) / 2)))
        styles = styles.at_most(max(share - _SPARE, _LEAST_SIZE))
    columns = _columns(texts, styles, turned, rules.narrowest)
    block = _block(texts, styles, turned, _in_twips(columns.widths, turned.measure), 0.0, table.line)
    style = msgspec.structs.replace(formats.elements["table_caption"], space_before=0.0)
    caption = (TextBlock((Run(table.caption, style.chars),), style, table.line),) if table.caption else ()
    return LandscapeBlock((*caption, block))


class _Texts(msgspec.Struct, frozen=True):
    """What stands at each place of a table."""

    rows: tuple[tuple[str, ...], ...]
    header_rows: int

    @property
    def body(self) -> tuple[tuple[str, ...], ...]:
        """The rows below the header."""
        return self.rows[self.header_rows :]


class _Room(msgspec.Struct, frozen=True):
    """What a table has on a page, and what its cells take of it."""

    measure: float
    depth: float
    padding_x: float
    padding_y: float
    rule: float


class _Styles(msgspec.Struct, frozen=True):
    """Of a table's cells."""

    header: ParagraphStyle
    cell: ParagraphStyle
    long_cell: ParagraphStyle
    """Of a column in which a text has several lines: its lines begin alike."""

    @property
    def size(self) -> float:
        """The largest."""
        return max(style.chars.size for style in (self.header, self.cell, self.long_cell))

    def of_column(self, texts: Sequence[str], inner: float) -> ParagraphStyle:
        """Of the column with those texts, which has `inner` points for them."""
        if all(width(text, self.cell.chars) <= inner for text in texts):
            return self.cell
        if inner >= _JUSTIFIED_CELLS * self.long_cell.chars.size or self.long_cell.align is not Align.JUSTIFY:
            return self.long_cell
        return msgspec.structs.replace(self.long_cell, name=f"{self.long_cell.name}窄栏", base="", align=Align.LEFT)

    def at_most(self, size: float) -> _Styles:
        """The same in smaller type where it would be larger than that."""
        return _Styles(*(_smaller(style, size) for style in (self.header, self.cell, self.long_cell)))


def _smaller(style: ParagraphStyle, size: float) -> ParagraphStyle:
    chars = style.chars
    if chars.size <= size:
        return style
    size = int(size * 2) / 2  # Word counts half points
    return msgspec.structs.replace(
        style, chars=msgspec.structs.replace(chars, size=size, advance=chars.advance - chars.size + size)
    )


class _Columns(msgspec.Struct, frozen=True):
    widths: tuple[float, ...]
    cramped: bool
    """Not every column is as wide as it must be."""


def _twips(length: float) -> float:
    """What Word makes of a length: both outputs must count alike."""
    return twips(length) / 20


def _in_twips(columns: tuple[float, ...], measure: float) -> tuple[float, ...]:
    """The columns in whole twips, together as wide as the page: both outputs must break lines alike."""
    share = measure / sum(columns) if columns else 0.0
    edges = [twips(edge * share) for edge in accumulate(columns, initial=0.0)]
    return tuple((right - left) / 20 for left, right in pairwise(edges))


def _block(  # noqa: PLR0913, PLR0917 - what a table is made of
    texts: _Texts, styles: _Styles, room: _Room, columns: tuple[float, ...], gap: float, line: int
) -> TableBlock:
    """The block with its cells set for columns of those widths."""
    inner = [column - 2 * room.padding_x for column in columns]
    of_columns = tuple(
        styles.of_column([row[at] for row in texts.body], inner[at]) if texts.body else styles.header
        for at in range(len(columns))
    )
    header = (styles.header,) * len(columns) if texts.header_rows else of_columns
    high = tuple(at for at, row in enumerate(texts.rows) if _is_high(row, of_columns if at else header, inner, room))
    has_header = texts.header_rows > 0 and 0 not in high  # a high one would leave no room for what it heads
    return TableBlock(
        rows=texts.rows,
        styles=of_columns,
        header_rows=1 if has_header else 0,
        column_widths=columns,
        padding_x=room.padding_x,
        padding_y=room.padding_y,
        rule=room.rule,
        space_before=gap,
        space_after=gap,
        line=line,
        breakable=high,
        header_style=styles.header if texts.header_rows else None,
    )


def _is_high(row: Sequence[str], styles: Sequence[ParagraphStyle], inner: Sequence[float], room: _Room) -> bool:
    """Whether a row takes much of a page, whose cells have `inner` points for their lines; a line is taken to end a
    character early, as marks and words make it.
    """
    most = _HIGH * room.depth
    for text, style, across in zip(row, styles, inner, strict=True):
        size, pitch = style.chars.size, style.pitch
        line = max(across - size, size)
        # most cells are short: no character is wider than its size by much
        might = len(text) * size > most / pitch * line
        if might and ceil(width(text, style.chars) / line) * pitch > most:
            return True
    return False


# Columns


def _columns(texts: _Texts, styles: _Styles, room: _Room, narrowest: float) -> _Columns:
    """Widths that sum up to the page's.

    A column whose text fits on one line gets that much, if it is no more than a fair share of what is left and no other
    column is starved by it; the others share the rest by their amount of text. None is narrower than `narrowest`
    characters, or its text if that is less, unless there is no room for it or another column is starved; nor than its
    longest word or number, half a page at most, unless the page has no room for all. A table that would be narrower
    than the page is widened in proportion.
    """
    measure, extra, size = room.measure, 2 * room.padding_x + _SPARE, styles.cell.chars.size
    lines, lengths = _lengths(texts, styles)
    words, fit = _words(lengths, measure, _NARROWEST_CELLS * size, extra)
    wanted = [max(word, line + extra) for word, line in zip(words, lines, strict=True)]
    _widen_blank(wanted, texts.rows[1:], measure, _BLANK_CELLS * size + extra)
    if sum(wanted) <= measure:
        return _Columns(tuple(length * measure / sum(wanted) for length in wanted), cramped=False)
    if sum(words) > measure:
        return _Columns(_scaled(words, styles.size + extra, measure), cramped=True)
    lowest = _by_text(wanted, words, measure)
    most = max(_MUCH_HIGHER * _height(wanted, lowest, extra), _FEW_LINES)
    cells = narrowest
    while cells > _NARROWEST_CELLS:
        least = [max(word, min(line, cells * size + extra)) for word, line in zip(words, wanted, strict=True)]
        for share in (_fairly, _by_text) if sum(least) <= measure else ():
            columns = share(wanted, least, measure)
            if _height(wanted, columns, extra) <= most:
                return _Columns(columns, cramped=not fit or cells < narrowest)
        cells -= 1
    return _Columns(lowest, cramped=not fit or narrowest > _NARROWEST_CELLS)


def _words(lengths: list[float], measure: float, least: float, extra: float) -> tuple[list[float], bool]:
    """How wide columns must be for words of those lengths, and whether the page has room for half a page for each."""
    most = measure / 2
    while True:
        words = [max(min(length, most), least) + extra for length in lengths]
        if sum(words) <= measure or most < least:
            return words, most == measure / 2
        most *= _LESS


def _lengths(texts: _Texts, styles: _Styles) -> tuple[list[float], list[float]]:
    """Of each column the longest text, on one line, and the longest word."""
    lines = [0.0] * (len(texts.rows[0]) if texts.rows else 0)
    words = [0.0] * len(lines)
    for index, row in enumerate(texts.rows):
        chars = (styles.header if index < texts.header_rows else styles.cell).chars
        for at, text in enumerate(row):
            line = width(text, chars)
            lines[at] = max(lines[at], line)
            if line > words[at]:
                words[at] = max([words[at], *(width(piece, chars) for piece in _PIECE.findall(text))])
    return lines, words


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
    return max((line - extra) / max(column - extra, _SPARE) for line, column in zip(wanted, columns, strict=True))


def _scaled(least: list[float], one: float, measure: float) -> tuple[float, ...]:
    """Columns that do not fit, each with room for a character, `one`, if possible."""
    above = [max(length - one, 0.0) for length in least]
    room = measure - one * len(least)
    if room <= 0 or not sum(above):
        return (measure / len(least),) * len(least)
    return tuple(one + length * room / sum(above) for length in above)


def _fairly(wanted: list[float], least: list[float], measure: float) -> tuple[float, ...]:
    """Columns get what they want if it is no more than a fair share of what is left; the others share by text."""
    level, high = 0.0, measure  # as wide as each may be: what wants less leaves more to the others
    for _ in range(40):
        middle = (level + high) / 2
        if sum(min(max(middle, floor), most) for floor, most in zip(least, wanted, strict=True)) > measure:
            high = middle
        else:
            level = middle
    bounds = [
        # however much text another column has, half of what would be fair is left
        most if most <= high + _SPARE / 100 else max(floor, level / 2)
        for floor, most in zip(least, wanted, strict=True)
    ]
    return _by_text(wanted, bounds, measure)


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
