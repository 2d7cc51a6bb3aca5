"""The command `new`: a kind of document in, a text to fill in out. `cli` makes it a command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from banxin.cli.output import say


def new(
    kind: Annotated[
        str | None, typer.Argument(help="通知、请示、函等；不写则列出全部文种", metavar="文种", show_default=False)
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="写到哪个文件；不写则是 文种.txt", metavar="文件", show_default=False),
    ] = None,
) -> None:
    """写出一份样稿，照着填写，再用 convert 排版。"""
    from banxin.resources import skeletons

    known = skeletons()
    if kind is None:
        for path in known.values():
            say(path.read_text(encoding="utf-8").split("\n", 2)[1].removeprefix("# "))
        return
    if kind not in known:
        import difflib

        near = difflib.get_close_matches(kind, known, cutoff=0.4)
        hint = f"是不是“{'”“'.join(near)}”？" if near else "运行 banxin new，看有哪些文种"
        raise typer.BadParameter(f"没有文种“{kind}”的样稿（提示：{hint}）")
    from banxin import storage
    from banxin.errors import OutputError

    target = output or Path(f"{kind}.txt")
    if storage.standing(str(target)) is not None:
        raise OutputError("已经有了，没有改动它", place=str(target), remedy="请用 -o 另起一个文件名")
    storage.write_all({str(target): known[kind].read_bytes()}, over={str(target): None})
    say(f"{target}")
    say(f"填好以后运行：banxin convert {target}", err=True)
