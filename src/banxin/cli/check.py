"""The commands `check` and `rules`: arguments in, reports and exit codes out; no logic. `cli` makes them commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from banxin.cli.options import (
    MEGABYTES,
    DropResidue,
    Encoding,
    Glob,
    KeepLines,
    MaxSize,
    Style,
    default_patterns,
    size,
    styles,
)
from banxin.cli.output import say, say_json, say_report
from banxin.cli.paths import meant_path
from banxin.errors import BanxinError, Diagnostic, Severity, StyleError

if TYPE_CHECKING:
    from banxin.reading import Options
    from banxin.reports import ReportFormat

_PREFIX = "规则代码或它的开头，用逗号分开，如 BX6,BX201"


def check(  # noqa: PLR0913 - one parameter an option
    sources: Annotated[
        list[Path],
        typer.Argument(help="文本文件，或文件夹（连同下级）", metavar="来源…", show_default=False, parser=meant_path),
    ],
    *,
    form: Annotated[str, typer.Option("--format", help="text、json、sarif 或 github", metavar="格式")] = "text",
    select: Annotated[str, typer.Option(help=f"只查这些：{_PREFIX}", metavar="代码", show_default=False)] = "",
    ignore: Annotated[str, typer.Option(help=f"不查这些：{_PREFIX}", metavar="代码", show_default=False)] = "",
    style: Style = None,
    glob: Glob = None,
    max_size: MaxSize = MEGABYTES,
    strict: Annotated[bool, typer.Option("--strict", help="有注意和修正也算不通过")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="把能自动修正的写回原文（BX2 各条），原来的留作 .bak；再查其余的")
    ] = False,
    keep_lines: KeepLines = False,
    encoding: Encoding = "",
    drop_residue: DropResidue = False,
) -> None:
    """检查文本：序号、标题、公文要素、标点、数字、用语；有错误则退出码为 1。"""
    from banxin.config import configured
    from banxin.reading import Options
    from banxin.reports import report

    wanted_format = _format(form)
    chosen, fallback = styles(style, configured())
    options = Options(
        chosen,
        keep_lines=keep_lines,
        max_size=size(max_size),
        fallback=fallback,
        encoding=encoding,
        drop_residue=drop_residue,
    )
    codes = _codes(select, "--select"), _codes(ignore, "--ignore")
    files = list(dict.fromkeys(_files(sources, glob or default_patterns())))
    if not files:
        say("没有找到要检查的文件（提示：请检查路径和 --glob）", err=True)
        raise typer.Exit(2)
    found = []
    failed, unstyled = False, None
    for file in files:
        try:
            if fix:
                _fix(file, options, codes)
            found.append((str(file), _examined(file, options, codes)))
        except StyleError as error:  # noqa: PERF203 - the same for all texts that name no style: told once, in the end
            unstyled = error
        except BanxinError as error:
            failed = True
            say(f"错误：{error}", err=True)
    say_report(report(found, wanted_format))
    if unstyled:
        raise unstyled
    counted = (Severity.ERROR, Severity.WARNING, Severity.REPAIR) if strict else (Severity.ERROR,)
    if failed or any(d.severity in counted for _, remarks in found for d in remarks):
        raise typer.Exit(1)


def _files(sources: list[Path], patterns: list[str]) -> Iterator[Path]:
    """The texts that are named, and those in the folders that are named."""
    from banxin import storage
    from banxin.batch import is_result

    for source in sources:
        if source.is_dir():
            found = (source / relative for relative in storage.find(str(source), patterns))
            yield from (path for path in found if path.suffix.lower() != ".docx" or not is_result(str(path)))
        else:
            yield source


def rules(*, json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """列出全部规则：代码、级别、名称、依据、怎样改。"""
    from banxin.reports import SEVERITIES
    from banxin.rules import RULES, TOPICS

    if json:
        say_json(RULES)
        return
    topic = ""
    for rule in RULES:
        if not rule.code.startswith(topic or "-"):
            topic = rule.code[:3]
            say(f"{topic} {TOPICS[topic]}")
        fixable = "；--fix 可自动修正" if rule.fixable else ""
        remedy = f"；{rule.remedy}" if rule.remedy else ""
        say(f"  {rule.code} {SEVERITIES[rule.severity]} {rule.name}：{rule.summary}（{rule.basis}）{remedy}{fixable}")


_Codes = tuple[tuple[str, ...], tuple[str, ...]]
"""What is selected and what is ignored."""


def _examined(file: Path, options: Options, codes: _Codes) -> tuple[Diagnostic, ...]:
    from banxin import storage
    from banxin.examine import examine, wanted

    select, ignore = codes
    data = storage.read(str(file), max_size=storage.limit(str(file), options.max_size))
    diagnostics = examine(data, options, name=str(file), folder=file.parent)
    return wanted(diagnostics, select=select, ignore=ignore)


def _fix(file: Path, options: Options, codes: _Codes) -> None:
    """Writes the repairs into the file and tells them, on the error stream."""
    from banxin.examine import mend_file
    from banxin.reports import message, place

    select, ignore = codes
    made, backup = mend_file(file, options, select=select, ignore=ignore)
    for diagnostic in made:
        say(f"{place(str(file), diagnostic)}: 已修正 {diagnostic.code} {message(diagnostic)}", err=True)
    if backup:
        say(f"{file}: 修正了 {len(made)} 处，原来的在 {backup}", err=True)


def _format(form: str) -> ReportFormat:
    from banxin.reports import ReportFormat

    try:
        return ReportFormat(form.strip().lower())
    except ValueError:
        raise typer.BadParameter(f"--format 只能是 text、json、sarif 或 github，不能是“{form}”") from None


def _codes(listed: str, option: str) -> tuple[str, ...]:
    """The beginnings of codes in a list; each must be the beginning of one that there is."""
    from banxin.rules import RULES

    codes = tuple(code.strip().upper() for code in listed.replace("，", ",").split(",") if code.strip())
    for code in codes:
        if not any(rule.code.startswith(code) for rule in RULES):
            raise typer.BadParameter(f"{option}：没有规则“{code}”（提示：运行 banxin rules 看有哪些）")
    return codes
