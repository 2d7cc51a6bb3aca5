"""The application that gathers the commands, and how a run ends.

Exit codes: 0 done; 1 some input failed; 2 wrong usage or style. A command imports what it uses when it runs.
"""

from __future__ import annotations

import gc
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from banxin.cli.batch import batch
from banxin.cli.check import check, rules
from banxin.cli.help import Command, Group
from banxin.cli.options import (
    MEGABYTES,
    File,
    Files,
    KeepLines,
    MaxSize,
    Quiet,
    Style,
    Title,
    To,
    Verbatim,
    formats,
    size,
)
from banxin.cli.styles import app as styles_app
from banxin.cli.watch import watch
from banxin.errors import BanxinError, Diagnostic, Severity, StyleError

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="banxin",
    cls=Group,
    help="版心：把纯文本公文排成合乎 GB/T 9704—2012 的 DOCX 和 PDF。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(styles_app, name="styles")

_SEVERITIES = {
    Severity.INFO: "说明",
    Severity.REPAIR: "修正",
    Severity.WARNING: "注意",
    Severity.ERROR: "错误",
}


_URL = re.compile(r"[A-Za-z][\w+.-]+:[/\\]")
"""Begins a path that was a URL: one of the slashes is gone. A drive has one letter."""


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer hands the option's value over
    if wanted:
        import banxin

        typer.echo(f"banxin {banxin.__version__}")
        raise typer.Exit


@app.callback()
def options(
    *, version: Annotated[bool, typer.Option("--version", help="显示版本", callback=_version, is_eager=True)] = False
) -> None:
    """版心：把纯文本公文排成合乎 GB/T 9704—2012 的 DOCX 和 PDF。"""


@app.command(cls=Command)
def convert(  # noqa: PLR0913 - one parameter an option
    files: Files,
    *,
    to: To = "docx,pdf",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="输出文件夹；不写则放在原文旁边", metavar="文件夹", show_default=False),
    ] = None,
    style: Style = "gbt9704",
    title: Title = None,
    max_size: MaxSize = MEGABYTES,
    verbatim: Verbatim = False,
    keep_lines: KeepLines = False,
    quiet: Quiet = False,
) -> None:
    """把文本排成 DOCX 和 PDF，放在原文旁边。"""
    from banxin.conversion import Options, check_targets, convert_file, target_stem
    from banxin.style import load

    if any(_URL.match(str(place)) for place in (*files, output or "")):
        raise typer.BadParameter("convert 只读写本机的文件（提示：网址用 banxin batch）")
    wanted = formats(to)
    options = Options(load(style), title, verbatim, keep_lines, size(max_size))
    check_targets((str(file), target_stem(file, output)) for file in files)
    failed = False
    for file in files:
        try:
            done = convert_file(file, wanted, options, folder=output)
        except BanxinError as error:
            failed = True
            typer.echo(f"错误：{error}", err=True)
            continue
        for target in done.outputs:
            pages = f"（{done.pages} 页）" if target.suffix == ".pdf" else ""
            typer.echo(f"{target}{pages}")
        _report(file, [d for d in done.diagnostics if not quiet or d.severity is Severity.WARNING])
    if failed:
        raise typer.Exit(1)


app.command("batch", cls=Command)(batch)
app.command("watch", cls=Command)(watch)


@app.command(cls=Command)
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
            typer.echo(path.read_text(encoding="utf-8").split("\n", 2)[1].removeprefix("# "))
        return
    if kind not in known:
        import difflib

        near = difflib.get_close_matches(kind, known, cutoff=0.4)
        hint = f"是不是“{'”“'.join(near)}”？" if near else "运行 banxin new，看有哪些文种"
        raise typer.BadParameter(f"没有文种“{kind}”的样稿（提示：{hint}）")
    from banxin import storage
    from banxin.errors import OutputError

    target = output or Path(f"{kind}.txt")
    if storage.current(str(target)) is not None:
        raise OutputError("已经有了，没有改动它", place=str(target), remedy="请用 -o 另起一个文件名")
    storage.write_whole(str(target), known[kind].read_bytes())
    typer.echo(f"{target}")
    typer.echo(f"填好以后运行：banxin convert {target}", err=True)


@app.command(cls=Command)
def parse(  # noqa: PLR0913 - one parameter an option
    file: File,
    title: Title = None,
    style: Annotated[
        str | None,
        typer.Option(help="样式名或样式文件，行首的标注按它的规定", metavar="样式", show_default=False),
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON：encoding、document、diagnostics")] = False,
    keep_lines: KeepLines = False,
    max_size: MaxSize = MEGABYTES,
) -> None:
    """看看每一行被当作什么，为什么，怎样改。"""
    import msgspec

    from banxin.conversion import read_file
    from banxin.document import depths
    from banxin.parser import parse as parse_source
    from banxin.parser.directives import DEFAULT, NAMES, written

    directives = DEFAULT
    if style:
        from banxin.style import load

        directives = load(style).directives
    source = read_file(file, keep_lines=keep_lines, max_size=size(max_size))
    parsed = parse_source(source, title=title, directives=directives)
    diagnostics = (*source.diagnostics, *parsed.diagnostics)
    if json:
        found = {"encoding": source.encoding, "document": parsed.document, "diagnostics": diagnostics}
        sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
    else:
        texts = {line.number: line.text for line in source.lines}
        depth = depths(parsed.document)
        for line, role, why in parsed.reasons:
            typer.echo(f"{line:>5}  {'　' * depth.get(line, 0)}{role}　{_beginning(texts.get(line, ''))}　← {why}")
        if example := written("正文", directives):
            typer.echo(f"某一行认错了，就在行首写上标注，如“{example}”。可用的名称：{'、'.join(NAMES)}。")
        _report(file, diagnostics)
    if any(d.severity is Severity.ERROR for d in diagnostics):
        raise typer.Exit(1)


app.command("check", cls=Command)(check)
app.command("rules", cls=Command)(rules)


@app.command(cls=Command)
def fonts(
    style: Style = "gbt9704",
) -> None:
    """列出各种字体：想用哪种，实际用哪种，在哪个文件，缺不缺。"""
    import msgspec
    from rich.console import Console
    from rich.table import Column, Table

    from banxin.fonts import report
    from banxin.style import load

    kinds = {
        "fangsong": "仿宋",
        "kai": "楷体",
        "hei": "黑体",
        "xiaobiaosong": "小标宋",
        "song": "宋体",
        "latin": "数字和西文",
    }
    wanted = msgspec.structs.asdict(load(style).fonts)
    table = Table("用途", "想用", "PDF 实用", Column("文件", overflow="fold"), Column("本机缺", no_wrap=True))
    faces = ((kind, font) for kind, font in wanted.items() if not isinstance(font, str))
    for row in report((kind, (font.name, *font.alternatives)) for kind, font in faces):
        table.add_row(kinds[row.kind], row.name, row.face.family, str(row.face.path), "缺" if row.substitute else "")
    Console().print(table)
    typer.echo("DOCX 里写的总是“想用”的字体名；PDF 用“实用”的字体并嵌入文件。")


def _report(file: Path, diagnostics: Sequence[Diagnostic]) -> None:
    """Every diagnostic as `file:line: 类别: message`, on the error stream; a block or a table is one remark."""
    for remark in _folded(diagnostics):
        place = f"{file}:{remark.line}" if remark.line else str(file)
        change = f"：“{remark.before}”→“{remark.after}”" if remark.before or remark.after else ""
        hint = f"（提示：{remark.hint}）" if remark.hint else ""
        typer.echo(f"{place}: {_SEVERITIES[remark.severity]}: {remark.message}{change}{hint}", err=True)


_FOLDED = {"BX004": "表格的竖线不作文字", "BX005": "文首的设置，不作正文"}
"""What is told once of all lines of a table, or of the front matter."""


def _folded(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """`diagnostics` with those of a table or of the front matter in one, at its first line."""
    found: list[Diagnostic] = []
    ends: list[int] = []
    for remark in diagnostics:
        goes_on = found and found[-1].code == remark.code and (remark.code == "BX005" or remark.line == ends[-1] + 1)
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


_BEGINNING = 24
"""How much of a line `parse` shows."""


def _beginning(text: str) -> str:
    return text if len(text) <= _BEGINNING else text[:_BEGINNING] + "…"


_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]
"""click's UsageError, wherever this version of typer keeps click."""


_MISTAKES = (
    (re.compile(r"Option '(.+?)' requires an argument"), "选项 {} 后面缺少值"),
    (re.compile(r"Option '(.+?)' does not take a value"), "选项 {} 后面不写值"),
    (re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)"), "多余的参数：{}"),
    (re.compile(r"No such command '(.+?)'"), "没有命令 {}"),
    (re.compile(r"(\S+) is not in the range x>=(\S+)\."), "{option} 不能是 {}，最小是 {}"),
    (re.compile(r"'(.*)' is not a valid int(?:eger)?(?: range)?\.", re.DOTALL), "{option} 要写整数，不能是“{}”"),
    (re.compile(r"'(.*)' is not a valid float(?: range)?\.", re.DOTALL), "{option} 要写数，不能是“{}”"),
)
"""What typer says of mistakes that have no exception of their own."""


def _usage(error: Exception) -> str:
    """What is wrong with a call, in Chinese; the names of commands and options as they were typed."""
    name = type(error).__name__
    if name == "NoSuchOption":
        return f"没有选项 {getattr(error, 'option_name', '')}"
    if name == "MissingParameter":
        param = getattr(error, "param", None)
        if getattr(param, "param_type_name", "") == "option":
            return f"缺少选项 {_option(error)}"
        return f"缺少{getattr(param, 'metavar', None) or getattr(param, 'name', '参数')}"
    message = str(getattr(error, "message", "") or error)
    for pattern, chinese in _MISTAKES:
        if found := pattern.match(message):
            return chinese.format(*found.groups(), option=_option(error))
    return message


def _option(error: Exception) -> str:
    """The option whose value is wrong, as it is typed."""
    return "、".join(getattr(getattr(error, "param", None), "opts", ()))


def main() -> NoReturn:
    """Runs the command line and leaves with its exit code; no traceback for anything a user can cause."""
    gc.set_threshold(100_000)  # what a run makes lives to its end: looking for garbage early costs a twentieth of it
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console without these characters shows ?, and goes on
    try:
        code = app(prog_name="banxin", standalone_mode=False) or 0
        if sys.stdout:  # None where it is closed
            sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()
        code = 1
    except (BanxinError, OSError, MemoryError, typer.Abort, KeyboardInterrupt, _USAGE_ERROR) as error:
        code = _told(error)
    raise SystemExit(code)


def _told(error: BaseException) -> int:
    """Says why a run was stopped; the exit code."""
    if isinstance(error, StyleError):
        for fault in (error, *error.others):
            typer.echo(f"错误：{fault}", err=True)
        return 2
    if isinstance(error, _USAGE_ERROR):
        is_help = type(error).__name__ == "NoArgsIsHelpError"
        typer.echo(str(error) if is_help else f"用法不对：{_usage(error)}\n用 banxin --help 查看用法。", err=True)
        return 2
    if isinstance(error, BanxinError):
        typer.echo(f"错误：{error}", err=True)
    elif isinstance(error, MemoryError):
        typer.echo("错误：内存不够（提示：请把文本分成几份）", err=True)
    elif isinstance(error, OSError):  # what the results are told on has no room
        from banxin.storage.local import reason

        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still to be told would fail again at the end
        typer.echo(f"错误：{error.filename or '标准输出'}: {reason(error)}", err=True)
    else:
        typer.echo("已停止。", err=True)
    return 1
