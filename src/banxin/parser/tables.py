"""Lines to items: two or more consecutive rows with the same separator become one table.

Rows are separated by tabs or by pipes. Pipes and a `|---|` rule are not text; each line of a pipe table is reported
as an exact edit. Cells are stripped, ragged rows padded. A single line with a tab in it is no table, nor is a row of
more columns than a table can have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from banxin.document import MOST_COLUMNS, Cell, ColumnAlign, Mark, Row, Table, cell_text
from banxin.elements import CAPTION, FIGURE
from banxin.errors import Severity
from banxin.forms import ending
from banxin.forms.lines import SHORT_LENGTH, Forced, Item, is_ended
from banxin.forms.numbering import forced_label, recognise
from banxin.forms.residue import is_residue
from banxin.parser import attached
from banxin.parser.joining import MOST_HEADER_ROWS, heading_rows, joined
from banxin.parser.notes import Notes
from banxin.regex import regex
from banxin.source import Line
from banxin.streams import INVISIBLE, visible

_MOST_PADDED = 4
"""How many times more cells a large table may have than its rows: a long text of ragged rows must take no more room."""
_FEW_CELLS = 600
"""Of a table that is not large."""
_PIPE = regex(r"(?<!\\)\|")
_RULE_CELL = regex(r":?-{3,}:?|:-+:?|-+:")
"""Of the rule under a header; a dash or two in a cell say that nothing belongs there."""
_TIGHT_RULE = regex(r"\|(?:-+\|)+")
_BAR_IN_BRACKETS = regex(r"[(（][^()（）|]*\|[^()（）]*[)）]")
"""`P(A|B)`: the bar parts no cells."""
_SIGNER_CELL = regex(r"\t\s*签\s*发\s*人?\s*[：:]")
"""签发人 beside 发文字号, with the next row's names under it."""


def items(
    lines: tuple[Line, ...],
    notes: Notes,
    forced: Mapping[int, Forced] = MappingProxyType({}),
) -> list[Item]:
    """All lines that are not blank, tables gathered into one item each.

    `forced`: what directives say, by line.
    """
    if sum(_BARRED.fullmatch(line.text) is not None for line in lines if line.text[-1:] == "|") > 1:
        lines = tuple(line if line.number in forced else _unbarred(line, notes) for line in lines)
    found: list[Item] = []
    start = 0
    for at, line in enumerate(lines) if forced else ():
        said = forced.get(line.number)
        if said is None:
            continue
        _gather(lines[start:at], found, notes)
        blank = at > 0 and not lines[at - 1].text
        label = forced_label(said.text, said.level) if said.level else None
        found.append(Item(line.number, "", line.raw, blank, label, offset=line.offset, forced=said))
        start = at + 1
    _gather(lines[start:], found, notes)
    return attached.with_what_is_below(found, notes)


_BARRED = regex(r"[^|]*[^|\s][\s\u3000]*\|")
"""A line with a bar at its end alone, as portals print the rows of a form."""


def _unbarred(line: Line, notes: Notes) -> Line:
    """`line` without the bar at its end."""
    if line.block or not _BARRED.fullmatch(line.text):
        return line
    text = line.text[:-1]
    change = (line.offset + len(visible(text)), "|", "")
    notes.edit("BX004", Severity.REPAIR, line.number, "行末的竖线作为分隔，不作文字", change)
    raw = line.raw.rstrip(INVISIBLE)[:-1]
    return msgspec.structs.replace(line, text=text.rstrip(INVISIBLE), raw=raw)


def _gather(lines: tuple[Line, ...], found: list[Item], notes: Notes) -> None:
    """Add the items of lines without directives to what was `found` above them."""
    blank = False
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.block:
            named = isinstance(line.block, Table) and not line.block.caption
            caption = attached.caption_above(found, blank=blank) if named else None
            found.append(_block(line, caption, notes))
            at += 1
            blank = False
            continue
        if not line.text:
            blank = True
            at += 1
            continue
        end = _tab_rows(lines, at) if "\t" in line.text else _pipe_rows(lines, at) if "|" in line.text else at
        end = _even_rows(lines, at, end)
        if end - at > 1:
            caption = attached.caption_above(found, blank=blank)
            found.append(_table(lines[at:end], caption, notes))
            at = end
        else:
            text = line.text.replace("\t", " ") if "\t" in line.text else line.text
            label = recognise(text)
            item = Item(
                line.number,
                text,
                line.raw,
                blank,
                label,
                offset=line.offset,
                level=line.level,
                is_item=line.is_item,
                looks=line.looks,
            )
            found.append(item)
            at += 1
        blank = False


def _tab_rows(lines: tuple[Line, ...], at: int) -> int:
    """Where the rows that begin at `at` end."""
    end = at
    while end < len(lines) and _is_tab_row(lines[end]):
        end += 1
    # a form to be filled in: under the names of three columns or more stand rows with nothing but a number in them
    if end == at + 1 and lines[at].text.count("\t") > 1:
        while end < len(lines) and (_is_lone_cell(lines[end]) or _is_empty_row(lines[end], lines[at])):
            end += 1
    # a row that has its first cell empty and only one other shows its tab in front alone
    while end - at > 1 and end < len(lines) and _is_lone_cell(lines[end]):
        end += 1
        while end < len(lines) and _is_tab_row(lines[end]):
            end += 1
    return end


def _is_tab_row(line: Line) -> bool:
    cells = line.text.split("\t", 2)
    if len(cells) == 1 or line.raw.count("\t") >= MOST_COLUMNS or _SIGNER_CELL.search(line.text):
        return False
    if is_residue(line.text) or (len(cells) == 2 and _is_signed(cells)):  # noqa: PLR2004 - side by side
        return False
    label = recognise(line.text)
    # Word copies an automatic number and the tab behind it; a bare `1` is rather a row's number
    return not (label and len(cells) == 2 and cells[0].strip() == label.text and not label.text.isdecimal())  # noqa: PLR2004 - the label and its text


def _is_signed(cells: list[str]) -> bool:
    """Two parties sign side by side, or say the same of themselves: `地址：` `地址：`."""
    left, right = (re.match("[^：:]+[：:]", cell.strip()) for cell in cells)
    alike = left is not None and right is not None and left[0] == right[0]
    return alike or ending.are_parties(" ".join(cells)) or all(map(ending.is_blank_date, map(str.strip, cells)))


def _is_empty_row(line: Line, header: Line) -> bool:
    return not line.text and line.raw.count("\t") == header.raw.count("\t") < MOST_COLUMNS


def _is_lone_cell(line: Line) -> bool:
    beside = line.raw.startswith("\t") or line.raw.endswith("\t")
    return beside and 0 < len(line.text) <= SHORT_LENGTH // 2 and not is_ended(line.text)


def _pipe_rows(lines: tuple[Line, ...], at: int) -> int:
    first = lines[at].text
    if _BAR_IN_BRACKETS.search(first):
        return at
    if not 1 < len(_pipe_cells(first)) <= MOST_COLUMNS:  # one column is no table
        return at
    end = at
    while end < len(lines) and "|" in lines[end].text and _is_pipe_row(lines[end].text, first):
        end += 1
    return end


def _is_pipe_row(text: str, first: str) -> bool:
    """The line goes on the table whose first line is `first`: framed like it, or with as many pipes or cells."""
    if _BAR_IN_BRACKETS.search(text):
        return False
    if first.startswith("|"):
        return text.startswith("|") and len(_pipe_cells(text)) <= MOST_COLUMNS
    if len(_PIPE.findall(text)) == len(_PIPE.findall(first)):
        return True
    return not text.startswith("|") and len(_pipe_cells(text)) == len(_pipe_cells(first))


def _pipe_cells(text: str) -> list[str]:
    cells = _PIPE.split(text)
    if len(cells) > 1 and not cells[0].strip(INVISIBLE):
        del cells[0]
    if len(cells) > 1 and not cells[-1].strip(INVISIBLE):
        del cells[-1]
    return list(map(_cell, cells))


def _cell(text: str) -> str:
    """What stands between two bars; a bar of its own has a backslash in front."""
    return text.strip(INVISIBLE).replace(r"\|", "|")


def _even_rows(lines: tuple[Line, ...], at: int, end: int) -> int:
    """Where the rows from `at` to `end` end as one table: before they are mostly cells that no row has."""
    cells = widest = 0
    for index in range(at, end):
        columns = max(lines[index].raw.count(mark) for mark in "\t|") + 1
        cells += columns
        widest = max(widest, columns)
        if widest * (index + 1 - at) > max(_FEW_CELLS, _MOST_PADDED * cells):
            return index
    return end


def _block(line: Line, caption: Item | None, notes: Notes) -> Item:
    """The table or figure that a reader found, under what names it."""
    block, number = line.block, caption.line if caption else line.number
    if caption and isinstance(block, Table):
        block = msgspec.structs.replace(block, caption=caption.content)
        notes.because(number, CAPTION, "紧接在表格之上，以“表”起头")
    if block and block.line != number:
        block = msgspec.structs.replace(block, line=number)
    notes.because(line.number, "表格" if isinstance(block, Table) else FIGURE, "文件里就是这样")
    return Item(number, "", "", blank_before=False, block=block, offset=line.offset)


def _table(lines: tuple[Line, ...], caption: Item | None, notes: Notes) -> Item:
    drawn = _tab_table(lines) if "\t" in lines[0].text else _pipe_table(lines, notes)
    widest = max(drawn.written)
    for number, width in zip(drawn.lines, drawn.written, strict=True):
        if width < widest:
            message = f"表格这一行有{width}列，最宽的行有{widest}列"
            notes.warn("BX104", number, message, "缺少的格按空格排印，请核对分隔符")
            break
    table = Table(
        header=drawn.rows[0],
        rows=tuple(drawn.rows[1:]),
        caption=caption.content if caption else "",
        header_rows=drawn.header_rows,
        aligns=drawn.aligns,
        line=caption.line if caption else lines[0].number,
    )
    if caption:
        notes.because(caption.line, CAPTION, "紧接在表格之上，以“表”起头")
    for line in lines:
        notes.because(line.number, "表格", "相连的行有同样的分隔符")
    return Item(table.line, "", "", blank_before=False, block=table)


class _Drawn(NamedTuple):
    """What the separators of a table say."""

    rows: list[Row]
    """All of them, the rule aside, padded."""
    lines: list[int]
    """Of each row."""
    written: list[int]
    """How many cells each row has in the text."""
    header_rows: int = 1
    aligns: tuple[ColumnAlign, ...] = ()


def _padded(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows))
    return [cells + [""] * (width - len(cells)) for cells in rows]


def _tab_table(lines: tuple[Line, ...]) -> _Drawn:
    rows = [[cell.strip(INVISIBLE) for cell in line.raw.split("\t")] for line in lines]
    # a column that is empty in every row, at the left or the right, is layout
    filled = [i for cells in rows for i, cell in enumerate(cells) if cell]
    first, last = min(filled), max(filled)
    rows = [cells[first : last + 1] for cells in rows]
    drawn: list[Row] = list(map(tuple, _padded(rows)))
    for at, line in enumerate(lines) if any(line.marks for line in lines) else ():
        marked = _marked_cells(line)[first : last + 1]
        drawn[at] = (*marked, *drawn[at][len(marked) :])
    return _Drawn(drawn, [line.number for line in lines], list(map(len, rows)))


def _marked_cells(line: Line) -> Row:
    """The cells of a row between tabs, with what is raised or lowered in the line."""
    cells: list[str | Cell] = []
    at = len(line.raw.lstrip(INVISIBLE)) - len(line.raw)  # in the line's text, which has nothing in front
    for part in line.raw.split("\t"):
        text = part.strip(INVISIBLE)
        start = at + len(part) - len(part.lstrip(INVISIBLE))
        own = (
            Mark(max(mark.start - start, 0), min(mark.end - start, len(text)), mark.kind)
            for mark in line.marks
            if mark.start < start + len(text) and start < mark.end
        )
        marks = tuple(own)
        cells.append(Cell(text, marks=marks) if marks else text)
        at += len(part) + 1
    return tuple(cells)


def _pipe_table(lines: tuple[Line, ...], notes: Notes) -> _Drawn:
    """The rows, and what the rule below the header says; every line becomes an edit."""
    first = lines[0].text
    pipes = 0 if first.startswith("|") or first.endswith("|") else len(_PIPE.findall(first))
    texts: list[list[str]] = []
    rule: tuple[int, list[str]] | None = None
    for line in lines:
        cells = _pipe_cells(line.text)
        if pipes and len(_PIPE.findall(line.text)) == pipes:  # nothing but cells stands at the edges of this table
            cells = list(map(_cell, _PIPE.split(line.text)))
        if rule is None and _is_rule(line.text, cells, len(texts)):
            rule = len(texts), cells
        else:
            texts.append(cells)
    padded = _padded(texts)
    rows = joined(padded) if any("<" in line.text or "^" in line.text for line in lines) else None
    at = 0
    numbers: list[int] = []
    for index, line in enumerate(lines):
        if rule and index == rule[0]:
            _drop_bars(line, "去掉表格的分隔线", "", notes)
            continue
        kept = "".join(map(cell_text, rows[at])) if rows else "".join(texts[at])
        _drop_bars(line, "竖线作为表格的分隔，不作文字", kept, notes)
        numbers.append(line.number)
        at += 1
    whole: list[Row] = rows or list(map(tuple, padded))
    aligns = tuple(_ALIGNS[cell[:1] == ":", cell[-1:] == ":"] for cell in (rule[1] if rule else ()))
    aligns = (aligns + (ColumnAlign.UNSAID,) * len(padded[0]))[: len(padded[0])] if any(a.value for a in aligns) else ()
    return _Drawn(whole, numbers, list(map(len, texts)), heading_rows(whole, rule[0] if rule else 1), aligns)


_ALIGNS = {
    (True, True): ColumnAlign.CENTER,
    (False, True): ColumnAlign.RIGHT,
    (True, False): ColumnAlign.LEFT,
    (False, False): ColumnAlign.UNSAID,
}


def _is_rule(text: str, cells: list[str], above: int) -> bool:
    """The rule between a header of so many rows and what stands below."""
    if above == 1 and _TIGHT_RULE.fullmatch(text):
        return True
    return 0 < above <= MOST_HEADER_ROWS and all(map(_RULE_CELL.fullmatch, cells))


def _drop_bars(line: Line, message: str, kept: str, notes: Notes) -> None:
    change = (line.offset, visible(line.text), visible(kept))
    notes.edit("BX004", Severity.REPAIR, line.number, message, change)
