"""A table to its block: whether its page is turned, how its cells are set, which rows may go over a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import ceil, inf

import msgspec

from banxin.compose.columns import SPARE, Texts, columns
from banxin.compose.formats import Formats
from banxin.compose.numbers import indents
from banxin.composition import LandscapeBlock, OwnCell, ParagraphStyle, Run, TableBlock, TextBlock
from banxin.document import ColumnAlign, Paragraph, Role, Table
from banxin.measure import width
from banxin.style.schema import Align
from banxin.units import twips

_JUSTIFIED_CELLS = 10
"""Text in a column of fewer characters is not justified: its lines would be torn wide."""
_HIGH = 0.5
"""A row that is higher than this share of a page may go over a page."""
_MOST_OWN = 20_000
"""Numbers of a column that stand otherwise than most; in a longer table they stand in the middle, as texts do."""
_LEAST_SIZE = 1.0
"""Of type, in points."""


def table_block(table: Table, formats: Formats) -> TableBlock | LandscapeBlock:
    """The block of `table`; where its columns have no room, turned sideways on pages of its own, with its caption (8).

    The caption and the notes of a table that is not turned are left to the caller.
    """
    texts = Texts(table)
    rules, page = formats.style.tables, formats.page
    padding_x, padding_y = _twips(float(rules.padding_x)), _twips(float(rules.padding_y))
    upright = _Room(page.measure, page.depth, padding_x, padding_y, float(rules.rule), _twips(float(rules.blank_row)))
    elements = (formats.elements[f"table_{kind}"] for kind in ("header", "cell", "long_cell"))
    styles = _Styles(*(msgspec.structs.replace(style, space_before=0.0, space_after=0.0) for style in elements))
    chars = styles.header.chars, styles.cell.chars
    found = columns(texts, chars, upright.measure, padding_x, rules.narrowest)
    gap = rules.gap * page.pitch
    if not found.cramped:
        return _block(texts, styles, upright, _in_twips(found.widths, upright.measure), gap)
    turned = msgspec.structs.replace(upright, measure=page.depth, depth=page.measure)
    least = styles.size + SPARE
    share = turned.measure / max(len(found.widths), 1)
    if least + 2 * turned.padding_x > share:  # not a character has room in a column
        turned = msgspec.structs.replace(turned, padding_x=_twips(min(turned.padding_x, max(share - least, 0.0) / 2)))
        styles = styles.at_most(max(share - SPARE, _LEAST_SIZE))
        chars = styles.header.chars, styles.cell.chars
    found = columns(texts, chars, turned.measure, turned.padding_x, rules.narrowest)
    block = _block(texts, styles, turned, _in_twips(found.widths, turned.measure), 0.0)
    style = msgspec.structs.replace(formats.elements["table_caption"], space_before=0.0)
    caption = (TextBlock((Run(table.caption, style.chars),), style, table.line),) if table.caption else ()
    # rows of a turned page are spread further than the table, which its notes must stay close to
    notes = (
        msgspec.structs.replace(note, style=msgspec.structs.replace(note.style, fixed=True))
        for note in note_blocks(table.notes, formats)
    )
    return LandscapeBlock((*caption, block, *notes))


def note_blocks(notes: tuple[Paragraph, ...], formats: Formats) -> Iterator[TextBlock]:
    """The paragraphs under a table or a figure: close to it and to one another, with the table's gap below them."""
    style = formats.of(Role.NOTE)
    close = msgspec.structs.replace(style, name=f"{style.name}续", space_before=0.0)
    last = formats.style.tables.gap * formats.page.pitch
    for at, note in enumerate(notes):
        of_note = close if at else style
        if at == len(notes) - 1:
            of_note = msgspec.structs.replace(of_note, name=f"{of_note.name}末", space_after=last)
        yield TextBlock((Run(note.text, of_note.chars),), of_note, note.line)


class _Room(msgspec.Struct, frozen=True):
    """What a table has on a page, and what its cells take of it."""

    measure: float
    depth: float
    padding_x: float
    padding_y: float
    rule: float
    blank_row: float


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

    def of_column(self, texts: Iterable[str], inner: float, align: ColumnAlign) -> ParagraphStyle:
        """Of the column with those texts, which has `inner` points for them and is set as the text says, if it does."""
        if all(width(text, self.cell.chars) <= inner for text in texts):
            return _aligned(self.cell, align)
        if inner >= _JUSTIFIED_CELLS * self.long_cell.chars.size or self.long_cell.align is not Align.JUSTIFY:
            return _aligned(self.long_cell, align)
        narrow = msgspec.structs.replace(self.long_cell, name=f"{self.long_cell.name}窄栏", base="", align=Align.LEFT)
        return _aligned(narrow, align)

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


_ALIGNED = {
    ColumnAlign.LEFT: (Align.LEFT, "居左"),
    ColumnAlign.CENTER: (Align.CENTER, "居中"),
    ColumnAlign.RIGHT: (Align.RIGHT, "居右"),
}


def _aligned(style: ParagraphStyle, align: ColumnAlign) -> ParagraphStyle:
    if align is ColumnAlign.UNSAID or style.align is _ALIGNED[align][0]:
        return style
    value, name = _ALIGNED[align]
    return msgspec.structs.replace(style, name=f"{style.name}{name}", base="", align=value)


def _twips(length: float) -> float:
    """What Word makes of a length: both outputs must count alike."""
    return twips(length) / 20


def _in_twips(columns: tuple[float, ...], measure: float) -> tuple[float, ...]:
    """The columns in whole twips, together as wide as the page: both outputs must break lines alike."""
    share = measure / sum(columns) if columns else 0.0
    edges = [twips(edge * share) for edge in accumulate(columns, initial=0.0)]
    return tuple((right - left) / 20 for left, right in pairwise(edges))


def _block(texts: Texts, styles: _Styles, room: _Room, widths: tuple[float, ...], gap: float) -> TableBlock:
    """The block with its cells set for columns of those widths."""
    inner = [column - 2 * room.padding_x for column in widths]
    of_columns = tuple(
        styles.of_column(texts.of_column(at), inner[at], texts.aligns[at]) if texts.body else styles.header
        for at in range(len(widths))
    )
    header = (styles.header,) * len(widths) if texts.headed else of_columns
    own: dict[tuple[int, int], OwnCell] = {}
    rooms: dict[int, list[float]] = {}  # of the rows in which not every cell has its column's room
    for (row, column), cell in texts.cells.items():
        across = sum(widths[column : column + cell.columns]) - 2 * room.padding_x
        rooms.setdefault(row, list(inner))[column] = across if cell.rows == 1 else inf
        style = styles.header if row < texts.headed else of_columns[column]
        if row >= texts.headed and cell.columns > 1:
            style = styles.of_column((cell.text,), across, ColumnAlign.UNSAID)
        own[row, column] = OwnCell(style, cell.columns, cell.rows, cell.marks)
    of_columns = tuple(
        _with_numbers(at, texts, styles.cell, inner[at], own) or style for at, style in enumerate(of_columns)
    )
    high = tuple(
        at
        for at, row in enumerate(texts.rows)
        if _is_high(row, of_columns if at >= texts.headed else header, rooms.get(at, inner), room)
    )
    # one that is high would leave no room for what it heads; one that a cell reaches out of heads what is below, too
    has_header = not any(at < texts.headed for at in high) and not texts.header_reaches_out
    return TableBlock(
        rows=texts.rows,
        styles=of_columns,
        header_rows=texts.headed if has_header else 0,
        column_widths=widths,
        padding_x=room.padding_x,
        padding_y=room.padding_y,
        rule=room.rule,
        space_before=gap,
        space_after=gap,
        line=texts.line,
        breakable=high,
        header_style=styles.header if texts.headed else None,
        headed_rows=texts.headed,
        own=own,
        kept=_kept(texts, styles.cell.pitch + 2 * room.padding_y, room.depth),
        blank_row=room.blank_row,
    )


def _with_numbers(
    column: int, texts: Texts, style: ParagraphStyle, inner: float, own: dict[tuple[int, int], OwnCell]
) -> ParagraphStyle | None:
    """The style of a column of numbers whose points align; the cells that stand otherwise become their `own`."""
    if texts.aligns[column] is not ColumnAlign.UNSAID:
        return None
    found = indents(tuple(texts.of_column(column)), style.chars, inner)
    if not found:
        return None
    rows = (row for row in range(texts.headed, len(texts.rows)) if not texts.is_wide(row, column))
    places = Counter(indent for indent in found if indent is not None)
    if len(found) - (most := places.most_common(1)[0])[1] > _MOST_OWN:
        return None
    aligned = {
        indent: msgspec.structs.replace(
            style, name=f"{style.name}数字", base="", align=Align.RIGHT, right_indent=_twips(indent)
        )
        for indent in places
    }
    cells = {indent: OwnCell(aligned[indent] if indent is not None else style) for indent in (*places, None)}
    for row, indent in zip(rows, found, strict=True):
        if (row, column) in own:
            own[row, column] = msgspec.structs.replace(own[row, column], style=cells[indent].style)
        elif indent != most[0] and (indent is not None or texts.rows[row][column]):
            own[row, column] = cells[indent]
    return aligned[most[0]]


def _kept(texts: Texts, least: float, depth: float) -> frozenset[int]:
    """The rows that stay with the next one, none being lower than `least`: where a cell reaches over both, unless it
    reaches over more than a page can have, and those of the header.
    """
    kept = set(range(texts.headed - 1))
    most = int(depth / least)
    for (row, _), cell in texts.cells.items():
        if 1 < cell.rows <= most:
            kept.update(range(row, row + cell.rows - 1))
    return frozenset(kept)


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
