"""A `w:tbl` to its cells, each at its place in the grid; whether it is a table or a frame for lines is told beside."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from banxin.errors import Severity
from banxin.readers.docx.package import Element, W
from banxin.readers.docx.parts import Account, Block, Grid, Para, Place, Remark, quoted
from banxin.readers.docx.styles import Styles

_TWIPS = 20.0
_NO_RULE = frozenset(("nil", "none", ""))
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HOLD = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


class _Cell:
    __slots__ = ("blocks", "column", "columns", "rows")

    def __init__(self, column: int, columns: int, blocks: list[Block]) -> None:
        self.column, self.columns, self.rows, self.blocks = column, columns, 1, blocks


def grid(table: Element, read: Callable[[Element], list[Block]], account: Account, styles: Styles) -> Grid:
    """The cells of `table`; `read` gives the blocks of one."""
    rows: list[list[_Cell]] = []
    remarks: list[Remark] = []
    open_cells: dict[int, _Cell] = {}
    headers = 0
    for row in _children(table, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        if headers == len(rows) and properties is not None and _is_on(properties.find(f"{W}tblHeader")):
            headers += 1
        rows.append(_row(row, open_cells, read, account, remarks))
    edges = sorted({0, *(edge for row in rows for cell in row for edge in (cell.column, cell.column + cell.columns))})
    at = {edge: number for number, edge in enumerate(edges)}
    placed = [
        [
            Place(at[cell.column], at[cell.column + cell.columns] - at[cell.column], cell.rows, cell.blocks)
            for cell in row
        ]
        for row in rows
    ]
    inner, any_rule = _rules(table, styles)
    return Grid(placed, len(edges) - 1, headers, _widths(table, edges), inner, any_rule, remarks)


def _row(
    row: Element,
    open_cells: dict[int, _Cell],
    read: Callable[[Element], list[Block]],
    account: Account,
    remarks: list[Remark],
) -> list[_Cell]:
    """The cells that begin in a row; those that go on from above grow. `open_cells`: by their column."""
    found: list[_Cell] = []
    properties = row.find(f"{W}trPr")
    column = _value(properties, "gridBefore", 0)
    below: dict[int, _Cell] = {}
    for one in _children(row, f"{W}tc"):
        own = one.find(f"{W}tcPr")
        columns = max(_value(own, "gridSpan", 1), 1)
        merge = None if own is None else own.find(f"{W}vMerge")
        goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        across = None if own is None else own.find(f"{W}hMerge")
        above = open_cells.get(column)
        if across is not None and across.get(f"{W}val", "continue") == "continue" and found:
            found[-1].columns += columns
            _leave(one, account, remarks)
        elif goes_on and above is not None and above.columns == columns:
            above.rows += 1
            below[column] = above
            _leave(one, account, remarks)
        else:
            cell = _Cell(column, columns, read(one))
            found.append(cell)
            if merge is not None:
                below[column] = cell
        column += columns
    open_cells.clear()
    open_cells.update(below)
    return found


def _leave(cell: Element, account: Account, remarks: list[Remark]) -> None:
    """What stands in a part of a merged cell is not shown."""
    text = "".join(one.text or "" for one in cell.iter(f"{W}t"))
    if text:
        account.leave(text)
        message = f"合并单元格里看不见的文字{quoted(text)}不排印"
        remarks.append(Remark("BX032", Severity.WARNING, message, "要排印，请在 Word 中拆分单元格", text))


def _children(element: Element, tag: str) -> list[Element]:
    """Rows or cells, also those within content controls."""
    found: list[Element] = []
    for child in element:
        if child.tag == tag:
            found.append(child)
        elif child.tag in _HOLD:
            found += _children(child, tag)
    return found


def _widths(table: Element, edges: list[int]) -> tuple[float, ...]:
    columns = [_number(one.get(f"{W}w")) for one in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    if not columns or len(columns) < edges[-1] or not all(columns):
        return ()
    return tuple(sum(columns[left:right]) / _TWIPS for left, right in pairwise(edges))


def _rules(table: Element, styles: Styles) -> tuple[bool, bool]:
    """Whether lines stand between the columns, and whether there are any lines at all."""
    properties = table.find(f"{W}tblPr")
    borders = None if properties is None else properties.find(f"{W}tblBorders")
    style = None if properties is None else properties.find(f"{W}tblStyle")
    said = {} if style is None else styles.borders(str(style.get(f"{W}val")))
    if borders is not None:
        said |= {_side(one): _is_drawn(one) for one in borders}
    inner = said.get("insideV", False)
    drawn = any(said.values())
    for one in table.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders/*"):
        if _is_drawn(one):
            drawn = True
            inner = inner or _side(one) in ("left", "right")
    return inner, drawn


def _side(border: Element) -> str:
    name = str(border.tag).rpartition("}")[2]
    return {"start": "left", "end": "right"}.get(name, name)


def _is_drawn(border: Element) -> bool:
    return str(border.get(f"{W}val") or "") not in _NO_RULE


def _is_on(one: Element | None) -> bool:
    return one is not None and str(one.get(f"{W}val", "1")) not in ("0", "false", "off")


def _value(properties: Element | None, name: str, default: int) -> int:
    found = None if properties is None else properties.find(f"{W}{name}")
    return default if found is None else _number(found.get(f"{W}val"), default)


def _number(text: str | None, default: int = 0) -> int:
    try:
        return round(float(text or ""))
    except (ValueError, OverflowError):
        return default


def text_of(blocks: list[Block]) -> str:
    """The text of a cell: its paragraphs, and those of tables within it."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Para) and not block.is_note:
            texts.append(block.text.replace("\f", "\n").strip())
        elif isinstance(block, Grid):
            texts += (text_of(place.blocks) for row in block.rows for place in row)
    return "\n".join(text for text in texts if text)
