"""Tables to findings: totals that are not the sum of their column."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from banxin.document import Document, Table, spread, walk
from banxin.errors import Diagnostic
from banxin.regex import regex
from banxin.rules import BY_CODE
from banxin.streams import visible

_TOTAL = regex("合计|总计|共计")
_PARTIAL = regex("小计|其中|合计|总计|共计")
_NO_SUM = regex("率|比|增|均|序号|^年|年[份龄限]|日期|电话|号|备注|单价|标准")
_NUMBER = regex(r"[0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,4})?")
_YEAR = regex("(?:19|20)[0-9]{2}")
_LEAST = 2
"""Rows above the total."""


def check_totals(document: Document) -> Iterator[Diagnostic]:
    """BX816."""
    for body in (document.body, *(annex.body for annex in document.annexes)):
        for block in walk(body):
            if isinstance(block, Table):
                yield from _table(block)


def _table(table: Table) -> Iterator[Diagnostic]:
    """Where the last row is the only total, and a column has a number in every row."""
    found = spread(table)
    heads, whole = (table.header_rows, found.rows) if table.header else (0, ())
    raised = {column for (_, column), cell in found.cells.items() if cell.marks}
    *rows, last = whole[heads:] or ((),)
    if len(rows) < _LEAST or not any(_TOTAL.fullmatch(visible(cell)) for cell in last):
        return
    if any(_PARTIAL.search(visible(cell)) for row in rows for cell in row):
        return
    rule = BY_CODE["BX816"]
    for column, names in enumerate(zip(*whole[:heads], strict=True)):
        name = "".join(names)
        cells = [visible(row[column]) for row in (*rows, last)]
        if column in raised or _NO_SUM.search(name) or not all(_NUMBER.fullmatch(cell) for cell in cells):
            continue
        if all(map(_YEAR.fullmatch, cells[:-1])):
            continue
        *values, total = (Decimal(cell.replace(",", "")) for cell in cells)
        places = max(len(cell.partition(".")[2]) for cell in cells)
        slack = Decimal(len(values)) / 2 / 10**places if places else 0
        if abs(sum(values) - total) > slack:
            message = f"“{visible(name)[:12]}”一栏的合计是{total}，各行相加是{sum(values)}"
            yield Diagnostic("BX816", rule.severity, table.line, message, rule.remedy)
