"""Options that several commands have, and what they mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from banxin.convert import Format

_TEXT = "文本文件（UTF-8、UTF-16 或 GB18030）"

File = Annotated[Path, typer.Argument(help=_TEXT, metavar="文件", show_default=False)]
Files = Annotated[list[Path], typer.Argument(help=_TEXT, metavar="文件…", show_default=False)]
To = Annotated[str, typer.Option(help="输出格式，用逗号分开：docx,pdf", metavar="格式")]
Style = Annotated[str, typer.Option(help="样式名或样式文件", metavar="样式")]
Title = Annotated[str | None, typer.Option(help="给文本加上标题", metavar="标题", show_default=False)]
Verbatim = Annotated[bool, typer.Option("--verbatim", help="一字不改：不修正标点和空格")]
KeepLines = Annotated[bool, typer.Option("--keep-lines", help="不接合硬换行，不去掉夹在其间的页码行")]
MaxSize = Annotated[float, typer.Option(help="文本最大多少 MB，更大的不处理", metavar="MB", min=0)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="只报告注意事项和错误")]


def formats(to: str) -> tuple[Format, ...]:
    """The formats that `--to` names, each once."""
    from banxin.convert import Format

    try:
        return tuple(dict.fromkeys(Format(word.strip().lower()) for word in to.split(",")))
    except ValueError:
        raise typer.BadParameter(f"--to 只能是 docx、pdf 或 docx,pdf，不能是“{to}”") from None


def size(megabytes: float) -> int:
    """`--max-size` in bytes."""
    return int(megabytes * 1024 * 1024)
