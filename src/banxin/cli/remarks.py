"""What is told of a text on the error stream: its diagnostics, one a line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from banxin.cli.output import say
from banxin.errors import Diagnostic, Severity

_SEVERITIES = {
    Severity.INFO: "说明",
    Severity.REPAIR: "修正",
    Severity.WARNING: "注意",
    Severity.ERROR: "错误",
}


def tell(file: Path, diagnostics: Sequence[Diagnostic], *, quiet: bool = False) -> None:
    """Every diagnostic as `file:line: 类别: message`, on the error stream; a block or a table is one remark.

    Behind many of them stands how many there are. `quiet`: warnings alone.
    """
    from banxin.reports import folded, message

    remarks = _folded([one for one in diagnostics if not quiet or one.severity is Severity.WARNING])
    for remark in folded(remarks):
        place = f"{file}:{remark.line}" if remark.line else str(file)
        hint = f"（提示：{remark.hint}）" if remark.hint else ""
        say(f"{place}: {_SEVERITIES[remark.severity]}: {message(remark)}{hint}", err=True)

    if not quiet and (counted := summary(remarks)):
        say(f"{file}: {counted}", err=True)


_MANY = 5
"""Remarks that are seen at a glance."""
_COUNTED = (Severity.ERROR, Severity.REPAIR, Severity.WARNING)


def summary(remarks: Sequence[Diagnostic]) -> str:
    """`共 14 处修正、2 处注意`; empty where they are few enough to be seen at a glance."""
    numbers = {severity: sum(one.severity is severity for one in remarks) for severity in _COUNTED}
    counted = "、".join(f"{number} 处{_SEVERITIES[severity]}" for severity, number in numbers.items() if number)
    return f"共 {counted}" if len(remarks) > _MANY and counted else ""


_FOLDED = {
    "BX004": "表格的竖线不作文字",
    "BX005": "文首的设置，不作正文",
    "BX023": "Markdown 或 HTML 的标记不排印",
    "BX026": "图片的文件名不排印",
    "BX027": "文中的目录改由标题生成",
    "BX214": "目录里的连点由排版画出，链接不排印",
    "BX215": "上下标的记号不排印，所标的排成上标或下标",
}
"""What is told once of all lines of a table, of the front matter, of a 目录, or of a text in Markdown."""
_ALL = ("BX005", "BX023", "BX026", "BX027", "BX214", "BX215")
"""Of these, also where other lines stand between."""


def _folded(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """`diagnostics` with those of a table or of the front matter in one, at its first line."""
    found: list[Diagnostic] = []
    ends: list[int] = []
    for remark in diagnostics:
        goes_on = found and found[-1].code == remark.code and (remark.code in _ALL or remark.line == ends[-1] + 1)
        if remark.code in _FOLDED and goes_on:
            ends[-1] = remark.line
        else:
            found.append(remark)
            ends.append(remark.line)
    return [
        Diagnostic(one.code, one.severity, one.line, f"第 {one.line}—{end} 行：{_FOLDED[one.code]}")
        if end > one.line
        else one
        for one, end in zip(found, ends, strict=True)
    ]
