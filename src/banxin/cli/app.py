"""The application that gathers the commands, and how a run ends.

Exit codes: 0 done; 1 some input failed; 2 wrong usage or style. A command imports what it uses when it runs.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Annotated

import typer

from banxin.cli.batch import batch
from banxin.cli.check import check, rules
from banxin.cli.completion import begin, install, show
from banxin.cli.config import config
from banxin.cli.convert import convert
from banxin.cli.fonts import fonts
from banxin.cli.help import Command, Program
from banxin.cli.new import new
from banxin.cli.output import open_closed_streams, say, say_lines
from banxin.cli.parse import parse
from banxin.cli.preview import preview
from banxin.cli.styles import app as styles_app
from banxin.cli.usage import UsageError, told
from banxin.cli.watch import watch
from banxin.errors import BanxinError, StyleError

app = typer.Typer(
    name="banxin",
    cls=Program,
    help="版心：把纯文本公文排成合乎 GB/T 9704—2012 的 DOCX 和 PDF。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(styles_app, name="styles")


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer hands the option's value over
    if wanted:
        import banxin

        say(f"banxin {banxin.__version__}")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[bool, typer.Option("--version", help="显示版本", callback=_version, is_eager=True)] = False,
    install_completion: Annotated[
        bool,
        typer.Option("--install-completion", help="给现在用的 shell 装上按 Tab 补全", callback=install, is_eager=True),
    ] = False,
    show_completion: Annotated[
        bool, typer.Option("--show-completion", help="显示补全的脚本，自己来装", callback=show, is_eager=True)
    ] = False,
) -> None:
    """版心：把纯文本公文排成合乎 GB/T 9704—2012 的 DOCX 和 PDF。"""


for _command in (convert, preview, batch, watch, new, parse, check, rules, fonts, config):
    app.command(cls=Command)(_command)


def run() -> int:
    """Runs the command line; its exit code. No traceback for anything a user can cause."""
    open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console without these characters shows ?, and goes on
    begin()
    # What ends a service ends as Ctrl-C does: processes are stopped, and what they shared is given back.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code: int = app(prog_name="banxin", standalone_mode=False) or 0
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()
        code = 1
    except (BanxinError, OSError, MemoryError, typer.Abort, KeyboardInterrupt, UsageError) as error:
        code = _told(error)
    return code


def _told(error: BaseException) -> int:
    """Says why a run was stopped; the exit code."""
    if isinstance(error, StyleError):
        for fault in (error, *error.others):
            say(f"错误：{fault}", err=True)
        return 2
    if isinstance(error, UsageError):
        if type(error).__name__ == "NoArgsIsHelpError":  # what is wanted is to know what there is
            say_lines(str(error))
            return 0
        say(f"用法不对：{told(error)}", err=True)
        say("用 banxin --help 查看用法。", err=True)
        return 2
    if isinstance(error, BanxinError):
        say(f"错误：{error}", err=True)
    elif isinstance(error, MemoryError):
        say("错误：内存不够（提示：请把文本分成几份）", err=True)
    elif isinstance(error, OSError):  # what the results are told on has no room
        from banxin.storage.reasons import reason

        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still to be told would fail again at the end
        say(f"错误：{error.filename or '标准输出'}: {reason(error)}", err=True)
    else:
        say("已停止。", err=True)
    return 1
