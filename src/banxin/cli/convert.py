"""The command `convert`: arguments in, outputs, remarks and an exit code out; no logic. `cli` makes it a command."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from banxin.cli.options import (
    FORMATS,
    MEGABYTES,
    DropResidue,
    Encoding,
    Files,
    Force,
    KeepLines,
    MaxSize,
    Quiet,
    Style,
    Title,
    To,
    Verbatim,
    formats,
    size,
    styles,
)
from banxin.cli.output import say, told
from banxin.cli.remarks import tell
from banxin.errors import BanxinError, StyleError
from banxin.regex import regex

_URL = regex(r"[A-Za-z][\w+.-]+:[/\\]")
"""Begins a path that was a URL: one of the slashes is gone. A drive has one letter."""


def convert(  # noqa: PLR0913 - one parameter an option
    files: Files,
    *,
    to: To = FORMATS,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="输出文件夹；不写则看配置文件，再不然放在原文旁边",
            metavar="文件夹",
            show_default=False,
        ),
    ] = None,
    style: Style = None,
    title: Title = None,
    max_size: MaxSize = MEGABYTES,
    verbatim: Verbatim = False,
    keep_lines: KeepLines = False,
    encoding: Encoding = "",
    drop_residue: DropResidue = False,
    quiet: Quiet = False,
    force: Force = False,
) -> None:
    """把文本排成 DOCX 和 PDF，放在原文旁边。"""
    from banxin.config import configured
    from banxin.conversion import check_targets, convert_file, target_stem
    from banxin.reading import Options

    if any(_URL.match(str(place)) for place in (*files, output or "")):
        raise typer.BadParameter("convert 只读写本机的文件（提示：网址用 banxin batch）")
    wanted = formats(to)
    config = configured()
    _refuse_folders(files, to, output, style)
    chosen, fallback = styles(style, config)
    options = Options(
        chosen, title, verbatim, keep_lines, size(max_size), fallback, encoding=encoding, drop_residue=drop_residue
    )
    if output is None and config.output:
        output = Path(config.output.value)
    check_targets((str(file), target_stem(file, output)) for file in files)
    failed, unstyled = False, None
    for file in files:
        try:
            done = convert_file(file, wanted, options, folder=output, force=force)
        except StyleError as error:  # the same for all texts that name no style: told once, in the end
            unstyled = error
            continue
        except BanxinError as error:
            failed = True
            say(f"错误：{error}", err=True)
            continue
        for target in told(map(str, done.outputs), done.pages):
            say(target)
        for backup in done.backups:
            say(f"{file}: 原来的文件留作 {backup}", err=True)
        tell(file, done.diagnostics, quiet=quiet)
    if unstyled:
        raise unstyled
    if failed:
        raise typer.Exit(1)


def _refuse_folders(files: list[Path], to: str, output: Path | None, style: str | None) -> None:
    """Folders are a batch's: its outputs want a place of their own, and what is asked for is told as it is typed."""
    folder = next((file for file in files if file.is_dir()), None)
    if folder is None:
        return
    words = ["banxin", "batch", *map(str, files), "-o", str(output or "成品")]
    words += [] if to == FORMATS else ["--to", to]
    words += [] if style is None else ["--style", style]
    raise typer.BadParameter(f"“{folder}”是文件夹（提示：整个文件夹用 {_as_typed(words)}）")


def _as_typed(words: list[str]) -> str:
    """A call as it is typed in this system's shell."""
    if os.name == "nt":
        from subprocess import list2cmdline

        return list2cmdline(words)
    return " ".join(word if _IS_PLAIN.fullmatch(word) else shlex.quote(word) for word in words)


_IS_PLAIN = regex(r"[\w./:,，、（）〔〕《》+=@%-]+")
"""A word that no shell understands otherwise than it is typed."""
