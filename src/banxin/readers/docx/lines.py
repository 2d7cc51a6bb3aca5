"""Blocks to lines: numbers, offsets, what the file says of each, and what is told of it with its place.

A paragraph is a line, a break within it makes a further one; a table and a picture are a line each. A table that only
places text (no lines between its columns, or one column) is lines.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from banxin.document import MOST_COLUMNS, Cell, ColumnAlign, Figure, Mark, Table
from banxin.document import Row as TableRow
from banxin.errors import Diagnostic, SourceError
from banxin.lookalikes import dropped
from banxin.looks import Looks
from banxin.readers.docx.parts import PAGE, Block, Grid, Para, Picture, Place, Remark
from banxin.readers.docx.tables import text_of
from banxin.regex import regex
from banxin.source import Line
from banxin.streams import HIDDEN, INVISIBLE, visible, without_hidden
from banxin.ties import TIE, with_blanks

_PARTS = regex("([\n\f])")
_HIDDEN = regex(f"[{''.join(HIDDEN)}]")
_IMPRINT = regex(r"(?:抄\s*[送报发]|主\s*送|分\s*送|印\s*发)[：:]|(?:印发|印)\s*$")
_MOST_HEADERS = 4
_ALIGNS = {"left": ColumnAlign.LEFT, "center": ColumnAlign.CENTER, "right": ColumnAlign.RIGHT}


def too_long(most: int, name: str) -> SourceError:
    """What is said of a text of more than so many lines."""
    problem = f"文字有 {most} 段以上，一份文件排不下"
    return SourceError(problem, place=name, remedy="请检查是否选错了文件，或者分成几个文件")


class Lines:
    """Lines as they are made."""

    def __init__(self, most: int, *, is_own: bool, name: str) -> None:
        """`most`: how many lines a text may have, blank ones aside; `is_own`: this program wrote the file, so that
        widths and alignments of tables say nothing new; `name`: the place that errors name.
        """
        self._most = most
        self._name = name
        self.lines: list[Line] = []
        self.remarks: list[Diagnostic] = []
        self._is_own = is_own
        self._offset = 0
        self._filled = 0
        self._new_page = False

    def add(self, blocks: Iterable[Block]) -> None:
        """Adds the lines of `blocks`."""
        for block in blocks:
            if isinstance(block, Para):
                self._paragraph(block)
            elif isinstance(block, Picture):
                figure = Figure(block.name, "", block.alt, block.width, block.height, line=self._number)
                self._line("", block=figure)
            elif _is_table(block):
                self._table(block)
            else:
                self._frame(block)

    @property
    def _number(self) -> int:
        return len(self.lines) + 1

    def _paragraph(self, para: Para) -> None:
        first = self._number
        at = 0
        new_page = para.new_page or self._new_page
        self._new_page = False
        pieces = _PARTS.split(para.text)
        looks = _looks(para)
        for place, piece in enumerate(pieces):
            if piece == PAGE and place % 2:
                new_page = True
            elif place % 2 == 0 and (piece.strip(INVISIBLE) or PAGE not in pieces[max(place - 1, 0) : place + 2]):
                own = msgspec.structs.replace(looks, new_page=True) if new_page else looks
                self._line(piece, marks=_within(para.marks, at, len(piece)), looks=own, is_item=para.is_item)
                new_page = False
            at += len(piece)
        # a break at the end: what comes next begins the page
        self._new_page = new_page and PAGE in pieces
        if self._number == first and (para.remarks or not self.lines):
            self._line("", looks=looks)
        self._tell(para.remarks, first)

    def _line(
        self,
        raw: str,
        *,
        marks: tuple[Mark, ...] = (),
        looks: Looks | None = None,
        is_item: bool = False,
        block: Table | Figure | None = None,
    ) -> None:
        if not raw.isprintable() and _HIDDEN.search(raw):
            gone = "".join(_HIDDEN.findall(raw))
            if self._is_own:  # what this program has tied together is not the writer's
                gone = gone.replace(TIE, "")
            if gone:
                self.remarks.append(dropped(self._number, gone))
            marks = tuple(_less(mark, raw) for mark in marks)
            raw = without_hidden(with_blanks(raw))
        text = raw.strip(INVISIBLE)
        if marks:
            cut = len(raw) - len(raw.lstrip(INVISIBLE))
            moved = (Mark(max(m.start - cut, 0), min(m.end - cut, len(text)), m.kind) for m in marks)
            marks = tuple(mark for mark in moved if mark.start < mark.end)
        self._filled += text != "" or block is not None
        if self._filled > self._most:
            raise too_long(self._most, self._name)
        line = Line(self._number, text, raw, self._offset, block=block, marks=marks, is_item=is_item, looks=looks)
        self.lines.append(line)
        self._offset += len(visible(text))

    def _tell(self, remarks: Iterable[Remark], line: int) -> None:
        self.remarks += (remark.at(min(line, len(self.lines))) for remark in remarks)

    def _frame(self, table: Grid) -> None:
        """A table that places text: row by row, cell by cell; cells of one paragraph each are one line."""
        first = self._number
        for row in table.rows:
            texts = [text_of(place.blocks) for place in row]
            filled = [place for place, text in zip(row, texts, strict=True) if text]
            plain = all(_paragraphs(place) <= 1 for place in filled)
            if len(filled) > 1 and plain:
                self._paragraph(_row_of(filled))
                for place in filled:
                    self.add(b for b in place.blocks if not isinstance(b, Para) or b.is_note)
            else:
                for place in filled or row[:1]:
                    blocks = place.blocks
                    self.add(blocks if filled else blocks[:1])
        self._tell(table.remarks, first)

    def _table(self, table: Grid) -> None:
        rows = _rows(table)
        headers = table.headers or 1
        reach = max((cell.rows for cell in rows[0] if isinstance(cell, Cell)), default=1) if rows else 1
        if not table.headers and 1 < reach < min(len(rows), _MOST_HEADERS + 1):
            headers = reach
        if headers >= len(rows) or headers > _MOST_HEADERS:
            headers = 1
        number = self._number
        block = Table(
            header=rows[0],
            rows=tuple(rows[1:]),
            header_rows=headers,
            aligns=_said_aligns(table, headers) if self._is_own else _aligns(table, headers),
            widths=() if self._is_own else table.widths,
            line=number,
        )
        texts = [text_of(place.blocks).replace("\n", " ") for row in table.rows for place in row]
        block = _without_hidden(block)
        self._line("\t".join(texts), block=block)
        below: list[Block] = []
        for row in table.rows:
            for place in row:
                self._of_cell(place.blocks, below, number)
        self._tell(table.remarks, number)
        self.add(below)

    def _of_cell(self, blocks: list[Block], below: list[Block], line: int) -> None:
        """What is told of a cell; its pictures and notes stand below the table."""
        for block in blocks:
            if isinstance(block, Picture) or (isinstance(block, Para) and block.is_note):
                below.append(block)
            elif isinstance(block, Para):
                self._tell(block.remarks, line)
            else:
                self._tell(block.remarks, line)
                for row in block.rows:
                    for place in row:
                        self._of_cell(place.blocks, below, line)


def _paragraphs(place: Place) -> int:
    """How many lines a cell has; a table within counts as many."""
    lines = sum(isinstance(b, Para) and bool(b.text.strip()) and not b.is_note for b in place.blocks)
    broken = any(isinstance(b, Grid) or (isinstance(b, Para) and _PARTS.search(b.text.strip())) for b in place.blocks)
    return lines + 2 * broken


def _row_of(places: list[Place]) -> Para:
    """One line of several cells, parted by tabs."""
    blocks = (block for place in places for block in place.blocks)
    paragraphs = [b for b in blocks if isinstance(b, Para) and b.text.strip() and not b.is_note]
    whole = Para(paragraphs[0].look)
    for at, para in enumerate(paragraphs):
        if at:
            whole.add("\t", para.look.chars)
        whole.take(para)
    return whole


def _is_table(table: Grid) -> bool:
    """Not a frame that places text, and not 版记."""
    if table.columns < 2 or table.columns > MOST_COLUMNS or len(table.rows) < 2:  # noqa: PLR2004 - a column, a row
        return False
    if not table.has_rules:
        return False
    if table.has_inner_rules:
        return True
    texts = [text_of(place.blocks) for row in table.rows for place in row]
    return not any(_IMPRINT.search(text) for text in texts if text)


def _rows(table: Grid) -> list[TableRow]:
    """The cells that begin in each row; a place that no cell takes is blank."""
    found: list[TableRow] = []
    below: dict[int, int] = {}  # of each column that a cell above reaches into: how many rows are left of it
    for row in table.rows:
        reached, below = below, {column: left - 1 for column, left in below.items() if left > 1}
        cells: list[str | Cell] = []
        column = 0
        for place in (*row, None):
            end = table.columns if place is None else place.column
            cells += [""] * sum(at not in reached for at in range(column, end))
            if place is None:
                break
            cells.append(_cell(place))
            column = place.column + place.columns
            if place.rows > 1:
                below |= dict.fromkeys(range(place.column, column), place.rows - 1)
        found.append(tuple(cells))
    return found


def _cell(place: Place) -> str | Cell:
    text = text_of(place.blocks)
    marks = _marks(place.blocks, text)
    if place.columns * place.rows > 1 or marks:
        return Cell(text, columns=place.columns, rows=place.rows, marks=marks)
    return text


def _marks(blocks: list[Block], text: str) -> tuple[Mark, ...]:
    """What is raised or lowered in the text of a cell."""
    found: list[Mark] = []
    at = 0
    for block in blocks:
        if not isinstance(block, Para) or block.is_note:
            continue
        plain = block.text.replace("\f", "\n")
        stripped = plain.strip()
        if not stripped:
            continue
        start = text.find(stripped, at)
        cut = len(plain) - len(plain.lstrip())
        if start >= 0:
            found += (Mark(m.start - cut + start, m.end - cut + start, m.kind) for m in block.marks)
            at = start + len(stripped)
    return tuple(mark for mark in found if 0 <= mark.start < mark.end <= len(text))


def _without_hidden(table: Table) -> Table:
    """`table` without zero-width characters."""

    def clean(row: TableRow) -> TableRow:
        return tuple(
            without_hidden(with_blanks(cell))
            if isinstance(cell, str)
            else msgspec.structs.replace(cell, text=without_hidden(with_blanks(cell.text)))
            for cell in row
        )

    return msgspec.structs.replace(table, header=clean(table.header), rows=tuple(map(clean, table.rows)))


def _aligns(table: Grid, headers: int) -> tuple[ColumnAlign, ...]:
    """How each column below the header stands, where all of its cells agree."""
    said: list[set[ColumnAlign]] = [set() for _ in range(table.columns)]
    for row in table.rows[headers:]:
        for place in row:
            aligns = {
                _ALIGNS.get(b.look.align, ColumnAlign.UNSAID)
                for b in place.blocks
                if isinstance(b, Para) and b.text.strip()
            }
            if place.columns == 1:
                said[place.column] |= aligns
    found = tuple(next(iter(one)) if len(one) == 1 else ColumnAlign.UNSAID for one in said)
    return found if any(one.value for one in found) else ()


_NAMED = {"居左": ColumnAlign.LEFT, "居中": ColumnAlign.CENTER, "居右": ColumnAlign.RIGHT}
"""How the names of this program's own styles end, of columns whose alignment the text said."""


def _said_aligns(table: Grid, headers: int) -> tuple[ColumnAlign, ...]:
    """As `_aligns`, of a table that this program made."""
    found = [ColumnAlign.UNSAID] * table.columns
    for row in table.rows[headers:]:
        for place in row:
            for block in place.blocks:
                if isinstance(block, Para) and place.columns == 1:
                    found[place.column] = _NAMED.get(block.look.style[-2:], found[place.column])
    return tuple(found) if any(one.value for one in found) else ()


def _looks(para: Para) -> Looks:
    look, chars = para.look, para.chars
    lead = para.lead or chars
    bold = sum(number for one, number in para.weights.items() if one.bold)
    first = look.first_chars * chars.size if look.first_chars else look.first
    return Looks(
        style=look.style,
        outline=look.outline,
        align=look.align,
        first_indent=first,
        left_indent=look.left,
        bold=bold * 2 > sum(para.weights.values()),
        size=chars.size,
        face=chars.face,
        right_indent=look.right,
        pitch=look.pitch,
        space_before=look.before,
        space_after=look.after,
        font=para.font,
        color=chars.color,
        tracking=chars.tracking,
        lead_bold=lead.bold,
        lead_face=lead.face,
    )


def _within(marks: list[Mark], start: int, length: int) -> tuple[Mark, ...]:
    """The marks of a part of a text, counted from its beginning."""
    moved = (Mark(max(m.start - start, 0), min(m.end - start, length), m.kind) for m in marks)
    return tuple(mark for mark in moved if mark.start < mark.end)


def _less(mark: Mark, raw: str) -> Mark:
    """`mark` where what is hidden is left out of `raw`."""
    start, end = (len(without_hidden(raw[:at])) for at in (mark.start, mark.end))
    return Mark(start, end, mark.kind)
