"""The command `batch`: arguments in, progress, a summary and an exit code out; no logic. `cli` makes it a command."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.models import OptionInfo

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
    Style,
    To,
    Verbatim,
    as_usage,
    default_patterns,
    formats,
    output_folder,
    seconds,
    size,
    styles,
)
from banxin.cli.output import say, say_table
from banxin.cli.paths import meant
from banxin.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from banxin.batch import Input, Record, Runner, Work

Sources = Annotated[
    list[str],
    typer.Argument(
        help="文件、文件夹（连同下级），或 -（从标准输入读清单，一行一个）",
        metavar="来源…",
        show_default=False,
        parser=meant,
    ),
]

_EVERY = 5.0
"""Seconds between two lines of progress where there is no terminal."""


def _pem(what: str) -> OptionInfo:
    """An option that names one of the files for a cluster at `tls://`."""
    found: OptionInfo = typer.Option(
        help=f"tls:// 的集群：{what}（PEM）", metavar="文件", show_default=False, exists=True, dir_okay=False
    )
    return found


def batch(  # noqa: PLR0913 - one parameter an option
    sources: Sources,
    *,
    out: Out = None,
    to: To = FORMATS,
    style: Style = None,
    glob: Glob = None,
    jobs: Annotated[
        int | None, typer.Option(help="同时处理几个；不写则是处理器的核数", metavar="个数", min=1, show_default=False)
    ] = None,
    timeout: Annotated[float, typer.Option(help="一个文件最多多少秒，0 是不限", metavar="秒", min=0)] = 120,
    report: Annotated[
        Path | None,
        typer.Option(
            help="把每个文件的结果写到这里：.csv 用 Excel 看，.jsonl 给程序看", metavar="文件", show_default=False
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            help="在 Dask 集群上做：调度器的地址，如 tcp://主机:8786（需要 banxin[dask]）",
            metavar="地址",
            show_default=False,
        ),
    ] = None,
    cluster_ca: Annotated[Path | None, _pem("签发证书的机构的证书")] = None,
    cluster_cert: Annotated[Path | None, _pem("本机的证书")] = None,
    cluster_key: Annotated[Path | None, _pem("本机的私钥")] = None,
    max_size: MaxSize = MEGABYTES,
    resume: Annotated[bool, typer.Option("--resume", help="接着上次做：已是最新的不再转换")] = False,
    force: Force = False,
    verbatim: Verbatim = False,
    keep_lines: KeepLines = False,
    encoding: Encoding = "",
    drop_residue: DropResidue = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="只报告错误")] = False,
) -> None:
    """转换许多文本，一个出错不影响其余；成品照原文的目录排列。"""
    import os

    from banxin.batch import Input, Work, basis, find_all
    from banxin.batch.pool import run_all
    from banxin.batch.report import form_of
    from banxin.config import configured
    from banxin.reading import Options

    config = configured()
    out = output_folder(out, config)
    runner: Runner = partial(run_all, workers=jobs or os.cpu_count() or 1, timeout=seconds(timeout))
    if cluster is not None:
        if jobs:
            raise typer.BadParameter("--jobs 和 --cluster 不能一起用（提示：同时处理几个，由集群的工作进程数决定）")
        runner = _on_cluster(cluster, (cluster_ca, cluster_cert, cluster_key), seconds(timeout))
        out = _absolute(out)
    chosen, fallback = styles(style, config)
    options = Options(
        chosen, None, verbatim, keep_lines, size(max_size), fallback, encoding=encoding, drop_residue=drop_residue
    )
    if report:
        with as_usage("--report"):
            form_of(report)
    found = find_all(sources, glob or default_patterns(), out, _listed(), apart=not glob)
    inputs = found.inputs
    work = Work(options, formats(to), out, basis(options), resume=resume, force=force)
    if cluster is not None:
        inputs = [Input(_absolute(one.source), one.stem) for one in inputs]
    undone = _run(inputs, work, runner, report, quiet=quiet or not inputs)
    if found.passed_over and not quiet:
        say(f"跳过：{_kinds(found.passed_over)}", err=True)
    if not inputs:
        say("没有找到要转换的文件（提示：请检查路径和 --glob）", err=True)
        raise typer.Exit(2)
    if undone:
        raise typer.Exit(1)


_MOST_KINDS = 8
"""Of files that were passed over, told one by one."""


def _kinds(passed_over: dict[str, int]) -> str:
    """How many files of each ending were passed over."""
    known = [f"{ending} {count} 个" for ending, count in passed_over.items() if ending]
    rest = [count for ending, count in passed_over.items() if ending][_MOST_KINDS:]
    others = sum(rest) + passed_over.get("", 0)
    return "、".join([*known[:_MOST_KINDS], *([f"其他 {others} 个"] if others else [])])


def _on_cluster(address: str, certificates: tuple[Path | None, ...], timeout: float | None) -> Runner:
    """What does the jobs on the cluster of that scheduler; `certificates`: the CA's, this machine's and its key."""
    from banxin.errors import BanxinError

    if not re.fullmatch(r"[a-z]+://\S+:\d+", address):
        raise typer.BadParameter(f"--cluster 要写调度器的地址，如 tcp://主机:8786，不能是“{address}”")
    given = [path for path in certificates if path]
    if given and (len(given) < len(certificates) or not address.startswith("tls:")):
        problem = "--cluster-ca、--cluster-cert、--cluster-key 三个一起给，用于 tls:// 的集群"
        raise typer.BadParameter(problem)
    try:
        from banxin.batch.cluster import Scheduler, run_on_cluster
    except ModuleNotFoundError as error:
        if error.name not in {"distributed", "dask"}:
            raise
        raise BanxinError("没有安装用集群所需的包", remedy='请运行 pip install "banxin[dask]"') from None
    scheduler = Scheduler(address, (given[0], given[1], given[2]) if given else None)
    return partial(run_on_cluster, scheduler=scheduler, timeout=timeout)


def _absolute(place: str) -> str:
    """A place as other machines know it, whose programs run in other folders."""
    from banxin.storage import is_url

    return place if is_url(place) else str(Path.cwd() / place)


def _listed() -> Iterator[str]:
    """The lines of standard input; names that are no text in its encoding are names all the same."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    yield from sys.stdin


def _run(inputs: Sequence[Input], work: Work, runner: Runner, report: Path | None, *, quiet: bool) -> bool:
    """Runs a batch, with its progress, report and summary; whether anything was left undone."""
    from banxin.batch import Status
    from banxin.batch import batch as records_of
    from banxin.batch.report import opened, reported

    counts: Counter[str] = Counter()
    began = time.monotonic()
    stopped = False
    with opened(report) as file, _progress(len(inputs), quiet=quiet) as show:
        try:
            with closing(records_of(inputs, work, runner)) as records:
                for record in reported(records, file):
                    _count(record, counts)
                    show(counts, record.error)
        except KeyboardInterrupt:
            stopped = True
    if not quiet:
        _summary(counts, len(inputs), time.monotonic() - began)
    if stopped:
        say("已停止；做完的都在，加上 --resume 可以接着做。", err=True)
    return stopped or bool(counts[Status.FAILED.value])


def _count(record: Record, counts: Counter[str]) -> None:
    from banxin.errors import Severity

    counts["done"] += 1
    counts[record.status.value] += 1
    counts["pages"] += record.pages
    counts["repaired"] += bool(record.repairs)
    counts["kept"] += len(record.backups)
    counts["doubtful"] += any(d.severity is Severity.WARNING for d in record.diagnostics)


@contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[[Counter[str], str | None], None]]:
    """What shows how far a run is, and each error as it comes: a bar on a terminal, else a line now and then."""
    began = time.monotonic()
    if quiet or not sys.stderr.isatty():
        told = began

        def line(counts: Counter[str], error: str | None) -> None:
            nonlocal told
            if error:
                say(f"错误：{error}", err=True)
            now, done = time.monotonic(), counts["done"]
            if not quiet and now - told > _EVERY:
                told = now
                rate = done / (now - began)
                left = round((total - done) / rate)
                text = f"已完成 {done}/{total}，每秒 {rate:.1f} 个，还要 {left // 60} 分 {left % 60} 秒"
                say(text, err=True)

        yield line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    rate = TextColumn("每秒 {task.fields[rate]:.1f} 个　还要")
    columns = (BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=console, refresh_per_second=4) as bar:
        task = bar.add_task("", total=total, rate=0.0)

        def show(counts: Counter[str], error: str | None) -> None:
            if error:
                console.print(one_line(f"错误：{error}"), markup=False, highlight=False, soft_wrap=True)
            bar.update(task, completed=counts["done"], rate=counts["done"] / max(time.monotonic() - began, 1e-3))

        yield show


def _summary(counts: Counter[str], total: int, seconds: float) -> None:
    from rich.table import Table

    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    rows = {
        "转换": counts["converted"],
        "已是最新": counts["unchanged"],
        "失败": counts["failed"],
        "没有做": total - counts["done"],
        "有修正的": counts["repaired"],
        "有注意事项的": counts["doubtful"],
        "换下来改名留着的": counts["kept"],
        "页数": counts["pages"],
    }
    for name, number in rows.items():
        if number or name == "转换":
            table.add_row(name, str(number))
    table.add_row("用时", f"{seconds:.1f} 秒")
    table.add_row("每秒", f"{counts['done'] / max(seconds, 1e-3):.1f} 个")
    say_table(table)
