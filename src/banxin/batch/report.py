"""The report of a run: each text's Record in, a line of JSON in a file out, as it comes.

A reader may rely on this: a file that is no report is never written over, and a report is emptied only once the run
that writes a new one has its output folder to itself.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from banxin.batch.job import Record
from banxin.errors import OutputError
from banxin.escape import json_bytes
from banxin.storage.reasons import reason

_BEGINS = b'{"input":'
"""How a report begins."""


@contextmanager
def opened(path: Path | None) -> Iterator[BinaryIO | None]:
    """The file of a report, to be handed to `reported`; no path: none.

    Raises:
        OutputError: it cannot be written, or holds something else.
    """
    if path is None:
        yield None
        return
    try:
        if path.is_file() and _is_foreign(path):
            remedy = "请换一个文件名；确是不要了的，先删掉它"
            raise OutputError("已经有这个文件，里面不是结果，没有覆盖", place=str(path), remedy=remedy)
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        raise OutputError(f"写不进去（{reason(error)}）", place=str(path), remedy="请检查路径和权限") from None
    try:
        yield file
    finally:
        with suppress(OSError):  # of what is not written yet, `reported` has told
            file.close()


def reported(records: Generator[Record, None, None], file: BinaryIO | None) -> Iterator[Record]:
    """The records, each written to the report before it is handed on.

    Raises:
        OutputError: the disk is full, say.
    """
    first = list(islice(records, 1))
    if file:  # emptied only now that the folder is ours: it may be the report of the run at work there
        with suppress(OSError):  # a pipe, which is empty
            file.truncate(0)
    for record in chain(first, records):
        if file:
            _write(record, file)
        yield record


def _write(record: Record, file: BinaryIO) -> None:
    try:
        file.write(json_bytes(record) + b"\n")
        file.flush()
    except OSError as error:
        remedy = "请检查磁盘空间；做完的都在，加上 --resume 可以接着做"
        raise OutputError(f"写不进去（{reason(error)}）", place=file.name, remedy=remedy) from None


def _is_foreign(path: Path) -> bool:
    """Whether a file holds something else than a report: a text, say, that is lost when it is taken for one."""
    with path.open("rb") as file:
        return file.read(len(_BEGINS)) not in {b"", _BEGINS}
