"""Completion by the Tab key: typer's own, for bash, zsh, fish and PowerShell, told in Chinese.

What typer installs are a few lines in the shell's start file that run `banxin` with `_BANXIN_COMPLETE` set.
"""

from __future__ import annotations

import os

import typer

from banxin.cli.output import say, say_lines
from banxin.errors import OutputError

_VARIABLE = "_BANXIN_COMPLETE"


def begin() -> None:
    """Makes the program answer a shell that asks for completions."""
    if _VARIABLE in os.environ:
        from typer._completion_classes import completion_init

        completion_init()


def install(wanted: bool) -> None:  # noqa: FBT001 - typer hands the option's value over
    """Installs completion for the shell that the program was called from, and ends."""
    if not wanted:
        return
    from typer._completion_shared import install as install_for

    try:
        shell, path = install_for(_shell())
    except RuntimeError:  # neither HOME nor the list of users knows one
        raise OutputError(
            "不知道您的用户文件夹在哪里", remedy="请设置环境变量 HOME，或用 --show-completion 自己来装"
        ) from None
    say(f"已给 {shell} 装上按 Tab 补全：{path}")
    say("重新打开终端就能用。")
    raise typer.Exit


def show(wanted: bool) -> None:  # noqa: FBT001
    """Prints the script that `install` would install, and ends."""
    if not wanted:
        return
    from typer._completion_shared import get_completion_script

    say_lines(get_completion_script(prog_name="banxin", complete_var=_VARIABLE, shell=_shell()))
    raise typer.Exit


def _shell() -> str:
    """The shell that the program was called from.

    Raises:
        BadParameter: it is none that completion is known for.
    """
    import shellingham

    try:
        name = str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure:
        name = ""
    if name not in {"bash", "zsh", "fish", "powershell", "pwsh"}:
        raise typer.BadParameter(f"补全只支持 bash、zsh、fish 和 PowerShell，现在用的是{name or '认不出的 shell'}")
    return name
