"""The command `watch`: arguments in, outputs and remarks as they come out; no logic. `cli` makes it a command."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from banxin.cli.options import (
    FORMATS,
    MEGABYTES,
    DropResidue,
    Encoding,
    Force,
    Glob,
    KeepLines,
    MaxSize,
    Out,
    Quiet,
    Style,
    To,
    Verbatim,
    formats,
    output_folder,
    size,
    styles,
)
from banxin.cli.output import SHEETS, say, say_report, told
from banxin.cli.paths import meant_path
from banxin.cli.remarks import summary

if TYPE_CHECKING:
    from banxin.batch import Record
    from banxin.reading import Options

_TIMEOUT = 120.0
"""Seconds for a text."""


def watch(  # noqa: PLR0913 - one parameter an option
    folder: Annotated[
        Path, typer.Argument(help="放文本的文件夹（连同下级）", metavar="文件夹", show_default=False, parser=meant_path)
    ],
    *,
    out: Out = None,
    to: To = FORMATS,
    style: Style = None,
    glob: Glob = None,
    max_size: MaxSize = MEGABYTES,
    force: Force = False,
    verbatim: Verbatim = False,
    keep_lines: KeepLines = False,
    encoding: Encoding = "",
    drop_residue: DropResidue = False,
    preview: Annotated[bool, typer.Option("--preview", help="每次也写预览（.html），浏览器里刷新就是新的")] = False,
    quiet: Quiet = False,
) -> None:
    """盯着一个文件夹，文本存盘就转换；样式存盘就全部重做。按 Ctrl-C 结束。"""
    import os
    import threading

    from banxin.batch import Work, basis
    from banxin.batch.pool import run_all
    from banxin.batch.watch import Watched
    from banxin.batch.watch import watch as records_of
    from banxin.config import configured
    from banxin.reading import Options

    config = configured()
    out = output_folder(out, config)
    chosen, fallback = styles(style, config)
    options = Options(
        chosen, None, verbatim, keep_lines, size(max_size), fallback, encoding=encoding, drop_residue=drop_residue
    )
    work = Work(options, formats(to), out, basis(options), force=force)
    watched = Watched(str(folder), tuple(glob or ["*.txt", "*.md"]), config.style.value if style is None else style)
    runner = partial(run_all, workers=os.cpu_count() or 1, timeout=_TIMEOUT)
    say(f"盯着 {folder}，存盘就转换；按 Ctrl-C 结束。", err=True)
    try:
        for record in records_of(watched, work, runner, threading.Event()):
            _tell(record, quiet=quiet)
            if preview and record.outputs:
                _preview(record, options, force=force)
    except KeyboardInterrupt:
        say("已停止。", err=True)


def _preview(record: Record, options: Options, *, force: bool) -> None:
    from banxin.errors import BanxinError
    from banxin.preview.page import write_file

    folder = Path(record.outputs[0]).parent
    if record.outputs[0].endswith(SHEETS):
        folder = folder.parent
    try:
        done = write_file(Path(record.input), options, folder=folder, force=force)
    except BanxinError as error:
        say(f"错误：{error}", err=True)
        return
    say(f"{done.path}（{done.pages} 页）")


def _tell(record: Record, *, quiet: bool) -> None:
    from banxin.errors import Severity
    from banxin.reports import ReportFormat, report

    if record.error:
        say(f"错误：{record.error}", err=True)
    for output in told(record.outputs, record.pages):
        say(output)
    for backup in record.backups:
        say(f"{record.input}: 原来的文件留作 {backup}", err=True)
    remarks = (*record.repairs, *record.diagnostics)
    wanted = [remark for remark in remarks if not quiet or remark.severity is Severity.WARNING]
    say_report(report([(record.input, wanted)], ReportFormat.TEXT), err=True)
    if not quiet and (counted := summary(wanted)):
        say(f"{record.input}: {counted}", err=True)
