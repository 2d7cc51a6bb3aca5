"""The report of a run: each text's Record in, a row of a table for Excel or a line of JSON in a file out, as it comes.

A reader may rely on this: a file that is no report is never written over, and a report is emptied only once the run
that writes a new one has its output folder to itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from banxin.batch.job import Record, Status
from banxin.errors import Diagnostic, FormatError, OutputError, Severity
from banxin.escape import json_bytes, one_line
from banxin.storage.reasons import reason

STATUSES = {Status.CONVERTED: "转换", Status.UNCHANGED: "已是最新", Status.FAILED: "失败"}
"""What a user calls what became of a text."""


class _Form(NamedTuple):
    """How a report is written."""

    begins: bytes
    """How every report of this form begins."""
    head: bytes
    """What stands above the first record."""
    line: Callable[[Record], bytes]
    """A record, its line ended."""


class Report(NamedTuple):
    """A report that is open."""

    file: BinaryIO
    form: _Form


def form_of(path: Path) -> _Form:
    """How a report of that name is written; what is no ordinary file, a pipe, gets JSON.

    Raises:
        FormatError: the name's ending says it of no form.
    """
    form = _FORMS.get(path.suffix.lower())
    if form is None and path.exists() and not path.is_file():
        return _FORMS[".jsonl"]
    if form is None:
        remedy = "用 Excel 看的写 .csv，给程序看的写 .jsonl"
        raise FormatError(f"不知道“{path.name}”要写成什么样", remedy=remedy)
    return form


@contextmanager
def opened(path: Path | None) -> Iterator[Report | None]:
    """The report of that name, to be handed to `reported`; no path: none.

    Raises:
        FormatError: as `form_of`.
        OutputError: it cannot be written, or holds something else.
    """
    if path is None:
        yield None
        return
    form = form_of(path)
    try:
        if path.is_file() and _is_foreign(path, form):
            remedy = "请换一个文件名；确是不要了的，先删掉它"
            raise OutputError("已经有这个文件，里面不是结果，没有覆盖", place=str(path), remedy=remedy)
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        remedy = "请检查路径和权限" + ("；在 Excel 里打开着的，先关上" if path.suffix.lower() == ".csv" else "")
        raise OutputError(f"写不进去（{reason(error)}）", place=str(path), remedy=remedy) from None
    try:
        yield Report(file, form)
    finally:
        with suppress(OSError):  # of what is not written yet, `reported` has told
            file.close()


def reported(records: Generator[Record, None, None], report: Report | None) -> Iterator[Record]:
    """The records, each written to the report before it is handed on.

    Raises:
        OutputError: the disk is full, say.
    """
    first = list(islice(records, 1))
    if report:  # emptied only now that the folder is ours: it may be the report of the run at work there
        with suppress(OSError):  # a pipe, which is empty
            report.file.truncate(0)
        _write(report.form.head, report.file)
    for record in chain(first, records):
        if report:
            _write(report.form.line(record), report.file)
        yield record


def _write(data: bytes, file: BinaryIO) -> None:
    try:
        file.write(data)
        file.flush()
    except OSError as error:
        remedy = "请检查磁盘空间；做完的都在，加上 --resume 可以接着做"
        raise OutputError(f"写不进去（{reason(error)}）", place=file.name, remedy=remedy) from None


def _is_foreign(path: Path, form: _Form) -> bool:
    """Whether a file holds something else than a report: a text, say, that is lost when it is taken for one."""
    with path.open("rb") as file:
        return file.read(len(form.begins)) not in {b"", form.begins}


# For Excel

_BOM = b"\xef\xbb\xbf"
"""Without it Excel takes a table for one in the system's own encoding."""
_FORMULA = frozenset("=+-@＝＋－＠")
"""What a cell begins with that a spreadsheet computes instead of showing it: names of files come from anywhere."""
_MOST_REMARKS = 50
"""Told of one text; a cell of Excel holds 32,767 characters."""
_LONGEST_REMARK = 300
"""Characters."""


def _row(record: Record) -> dict[str, str | int | float]:
    doubtful = [remark for remark in record.diagnostics if remark.severity is Severity.WARNING]
    unit = "段" if record.encoding == "docx" else "行"  # as `Source.unit` has it
    told = [_told(remark, unit) for remark in doubtful[:_MOST_REMARKS]]
    return {
        "原文": record.input,
        "结果": STATUSES[record.status],
        "错误": record.error or "",
        "成品": "；".join(record.outputs),
        "页数": record.pages,
        "修正（处）": len(record.repairs),
        "注意（处）": len(doubtful),
        "注意事项": "；".join([*told, f"……共 {len(doubtful)} 处"] if len(doubtful) > len(told) else told),
        "样式": record.style,
        "编码": record.encoding,
        "另存的旧件": "；".join(record.backups),
        "用时（秒）": record.seconds,
    }


def _told(remark: Diagnostic, unit: str) -> str:
    place = f"第 {remark.line} {unit}：" if remark.line else ""
    return f"{place}{remark.message}"[:_LONGEST_REMARK]


def _csv_line(record: Record) -> bytes:
    return _joined(cell if not isinstance(cell, str) else _shown(cell) for cell in _row(record).values())


def _joined(cells: Iterator[str | int | float]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _shown(cell: str) -> str:
    """A cell that is shown as it is: an apostrophe keeps it from being computed."""
    cell = one_line(cell)
    return f"'{cell}" if cell.lstrip()[:1] in _FORMULA else cell


_CSV_HEAD = _BOM + _joined(iter(_row(Record("", Status.FAILED))))
_FORMS = {
    ".csv": _Form(_CSV_HEAD[: len(_BOM + "原文,结果,".encode())], _CSV_HEAD, _csv_line),
    ".jsonl": _Form(b'{"input":', b"", lambda record: json_bytes(record) + b"\n"),
}
