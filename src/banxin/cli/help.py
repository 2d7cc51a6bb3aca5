"""Typer's commands and groups with help that is Chinese throughout."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

from banxin.cli.paths import is_there

_HELP = {
    "Usage: ": "用法：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]…",
    "{文件…}...": "文件…",
    "{文件…}": "文件…",
    "{文件}": "文件",
    "{来源…}...": "来源…",
    "{来源…}": "来源…",
    "{文件夹}": "文件夹",
    "[{样式}]": "[样式]",
    "{样式文件…}...": "样式文件…",
    "{名称}": "名称",
    "[{文种}]": "[文种]",
    "Arguments:": "参数：",
    "Options:": "选项：",
    "Commands:": "命令：",
    " <list[Path]>": "",
    " <path>": "",
    " <str>": "",
    "  [required]": "",
    "[default: ": "[默认：",
    "Show this message and exit.": "显示这个说明",
}
"""What typer writes around the help texts, and what stands there instead."""


def _chinese(text: str) -> str:
    for english, chinese in _HELP.items():
        text = text.replace(english, chinese)
    return text


class Command(TyperCommand):
    """A command whose help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - click's Context, wherever typer keeps it
        """The help text."""
        return _chinese(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands whose help is Chinese throughout."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(**{**settings, "suggest_commands": False})  # `usage` does, in Chinese

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401
        """The help text."""
        return _chinese(super().get_help(ctx))


class Program(Group):
    """The program itself: a file instead of a command is to be converted."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """The command and its arguments."""
        if args and args[0] not in self.commands and is_there(args[0]):
            args = ["convert", *args]
        return super().resolve_command(ctx, args)
