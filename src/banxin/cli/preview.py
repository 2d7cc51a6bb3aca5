"""The command `preview`: a text in, a web page with its lines and pages out; no logic. `cli` makes it a command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from banxin.cli.options import (
    MEGABYTES,
    DropResidue,
    Encoding,
    File,
    Force,
    KeepLines,
    MaxSize,
    Style,
    Title,
    Verbatim,
    size,
    styles,
)
from banxin.cli.output import say


def preview(  # noqa: PLR0913 - one parameter an option
    file: File,
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="放到这个文件夹；不写则放在原文旁边", metavar="文件夹", show_default=False),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="排好以后用浏览器打开")] = False,
    style: Style = None,
    title: Title = None,
    max_size: MaxSize = MEGABYTES,
    verbatim: Verbatim = False,
    keep_lines: KeepLines = False,
    encoding: Encoding = "",
    drop_residue: DropResidue = False,
    force: Force = False,
) -> None:
    """把原文和排好的页面并排写成一个网页：每行是什么、为什么、要注意什么，都看得到。"""
    from banxin.config import configured
    from banxin.preview.page import write_file
    from banxin.reading import Options

    chosen, fallback = styles(style, configured())
    options = Options(
        chosen, title, verbatim, keep_lines, size(max_size), fallback, encoding=encoding, drop_residue=drop_residue
    )
    done = write_file(file, options, folder=output, force=force)
    say(f"{done.path}（{done.pages} 页）")
    if done.backup:
        say(f"{file}: 原来的文件留作 {done.backup}", err=True)
    if open_:
        import webbrowser

        if not webbrowser.open(done.path.resolve().as_uri()):
            say("没有找到浏览器，请自己打开这个文件。", err=True)
