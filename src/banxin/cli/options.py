"""Options that several commands have, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from banxin.cli.paths import meant_path
from banxin.errors import FormatError, StyleError
from banxin.formats import BOTH, Format, named

if TYPE_CHECKING:
    from banxin.config import Config
    from banxin.style import HouseStyle

_TEXT = "文本文件（UTF-8、UTF-16 或 GB18030）"

File = Annotated[Path, typer.Argument(help=_TEXT, metavar="文件", show_default=False, parser=meant_path)]
Files = Annotated[list[Path], typer.Argument(help=_TEXT, metavar="文件…", show_default=False, parser=meant_path)]
FORMATS = ",".join(BOTH)
"""`--to` where nobody says otherwise."""
To = Annotated[str, typer.Option(help=f"输出格式（{'、'.join(Format)}），几种用逗号分开", metavar="格式")]


def _named(folder: str | None) -> str | None:
    """`folder`, unless it is empty, as where a shell's variable is: then the outputs would mix with all else."""
    if folder == "":
        raise typer.BadParameter("--output 不能是空的（提示：当前文件夹写 .）")
    return folder


Out = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        help="输出文件夹，里面照原文的目录排列；不写则看配置文件",
        metavar="文件夹",
        show_default=False,
        callback=_named,
    ),
]
Glob = Annotated[
    list[str] | None,
    typer.Option(
        "--glob", help="文件夹里取哪些文件，可以写几次；不写则取 txt、md、docx（能读时还有 doc、wps）", metavar="通配符"
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="同名的文件不是这个文本排出的、或有人改过，也换掉；原来的留作 名.bak.docx")
]
Style = Annotated[
    str | None,
    typer.Option(
        help="样式名或样式文件；不写则依次看文首的设置、BANXIN_STYLE、配置文件", metavar="样式", show_default=False
    ),
]
Title = Annotated[
    str | None, typer.Option(help="文本的标题；文中有标题的，让位于它", metavar="标题", show_default=False)
]
Verbatim = Annotated[bool, typer.Option("--verbatim", help="一字不改：不修正标点和空格")]
KeepLines = Annotated[bool, typer.Option("--keep-lines", help="不接合硬换行，不去掉夹在其间的页码行")]


def _known(encoding: str) -> str:
    from banxin.encoding import codec

    if encoding and codec(encoding) is None:
        raise typer.BadParameter(
            f"--encoding：没有“{encoding}”这种编码（提示：如 utf-8、gb18030、big5、utf-16、euc-kr）"
        )
    return encoding


Encoding = Annotated[
    str,
    typer.Option(
        "--encoding",
        help="原文的编码，如 gb18030、big5；不写则自己认",
        metavar="编码",
        show_default=False,
        callback=_known,
    ),
]
DropResidue = Annotated[bool, typer.Option("--drop-residue", help="略去网页、聊天里带来的行（当前位置、来源、打印等）")]
MEGABYTES = 5
"""`--max-size` where nobody says otherwise: `storage.MAX_SIZE`, which to import here would slow every start."""
MaxSize = Annotated[float, typer.Option(help="文本最大多少 MB，更大的不处理", metavar="MB", min=0)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="只报告注意事项和错误")]

_MOST_MEGABYTES = 1024
_MOST_SECONDS = 1_000_000


def styles(style: str | None, config: Config) -> tuple[HouseStyle | None, HouseStyle | StyleError]:
    """The style that `--style` names, for all texts; and the one for texts that name none, or what is wrong with it."""
    from banxin.config import style as configured_style
    from banxin.style import load

    if style is not None:
        chosen = load(style)
        return chosen, chosen
    try:
        return None, configured_style(config)
    except StyleError as error:  # told of the texts that name none
        return None, error


def output_folder(out: str | None, config: Config) -> str:
    """`--output`, or the folder that is configured."""
    if out is not None:
        return out
    if config.output is None:
        raise typer.BadParameter("缺少选项 --output、-o（提示：成品放进哪个文件夹，如 -o 成品；也可以写在配置文件里）")
    return config.output.value


@contextmanager
def as_usage(option: str) -> Iterator[None]:
    """Tells a format that there is not as a wrong use of an option."""
    try:
        yield
    except FormatError as error:
        raise typer.BadParameter(f"{option}：{error}") from None


def formats(to: str) -> tuple[Format, ...]:
    """The formats that `--to` names, each once."""
    with as_usage("--to"):
        return named(word for word in re.split(r"[,，、\s]+", to.lower()) if word)


def default_patterns() -> list[str]:
    """What files of a folder are texts where `--glob` does not say."""
    from banxin.readers import endings

    return [f"*{ending}" for ending in endings()]


def size(megabytes: float) -> int:
    """`--max-size` in bytes."""
    if not 0 < megabytes <= _MOST_MEGABYTES:  # nor is it no number at all
        raise typer.BadParameter(f"--max-size 要大于 0，不大于 {_MOST_MEGABYTES}")
    return int(megabytes * 1024 * 1024)


def seconds(timeout: float) -> float | None:
    """`--timeout`; `None`: no limit."""
    if not 0 <= timeout <= _MOST_SECONDS:
        raise typer.BadParameter(f"--timeout 要在 0 到 {_MOST_SECONDS} 之间")
    return timeout or None
