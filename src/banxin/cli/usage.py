"""What typer says of a wrong call, in Chinese, with the name that was perhaps meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from typing import Any

import typer

from banxin.cli.paths import looks_like_a_path
from banxin.regex import regex

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""click's UsageError, wherever this version of typer keeps click."""

_MISTAKES = (
    (regex(r"Option '(.+?)' requires an argument"), "选项 {} 后面缺少值"),
    (regex(r"Option '(.+?)' does not take a value"), "选项 {} 后面不写值"),
    (regex(r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)"), "多余的参数：{}"),
    (regex(r"(\S+) is not in the range x>=(\S+)\."), "{option} 不能是 {}，最小是 {}"),
    (regex(r"'(.*)' is not a valid int(?:eger)?(?: range)?\.", re.DOTALL), "{option} 要写整数，不能是“{}”"),
    (regex(r"'(.*)' is not a valid float(?: range)?\.", re.DOTALL), "{option} 要写数，不能是“{}”"),
)
"""What typer says of mistakes that have no exception of their own."""
_NO_COMMAND = regex(r"No such command '(.+)'\.?$", re.DOTALL)


def told(error: Exception) -> str:
    """What is wrong with a call; the names of commands and options as they were typed."""
    name = type(error).__name__
    message = str(getattr(error, "message", "") or error)
    context = getattr(error, "ctx", None)
    if name == "NoSuchOption":
        return _no_option(str(getattr(error, "option_name", "")), context)
    if name == "MissingParameter":
        param = getattr(error, "param", None)
        if getattr(param, "param_type_name", "") == "option":
            return f"缺少选项 {_option(error)}"
        return f"缺少{getattr(param, 'metavar', None) or getattr(param, 'name', '参数')}"
    if found := _NO_COMMAND.match(message):
        return _no_command(found[1], context)
    for pattern, chinese in _MISTAKES:
        if found := pattern.match(message):
            return chinese.format(*found.groups(), option=_option(error))
    return message


def _no_command(name: str, context: Any) -> str:  # noqa: ANN401 - click's Context, wherever typer keeps it
    commands = list(getattr(getattr(context, "command", None), "commands", ()))
    if looks_like_a_path(name):
        return f"没有文件“{name}”，也没有这个命令（提示：请检查路径）"
    return f"没有命令 {name}（提示：{_nearest(name, commands) or '可用的命令：' + '、'.join(commands)}）"


def _no_option(name: str, context: Any) -> str:  # noqa: ANN401
    command = getattr(context, "command", None)
    near = _nearest(name, _options(command))
    if not near:  # perhaps typed before the command
        commands: dict[str, Any] = getattr(command, "commands", {})
        known = {option: word for word, one in reversed(commands.items()) for option in _options(one)}
        found = _near(name, known)
        near = f"选项写在命令后面，如 banxin {known[found]} … {found}" if found else ""
    return f"没有选项 {name}" + (f"（提示：{near}）" if near else "")


def _options(command: Any) -> list[str]:  # noqa: ANN401
    """The options of a command, as they are typed."""
    params: Iterable[Any] = getattr(command, "params", ())
    return [name for one in params for name in (*one.opts, *one.secondary_opts) if name.startswith("-")]


def _nearest(name: str, known: Collection[str]) -> str:
    near = _near(name, known)
    return f"是不是 {near}？" if near else ""


def _near(name: str, known: Collection[str]) -> str:
    """The name that is perhaps meant; empty: none. The hyphens of options, which all have, are no likeness."""
    words = {word.lstrip("-"): word for word in known}
    found = difflib.get_close_matches(name.lstrip("-"), words, n=1, cutoff=0.6)
    return words[found[0]] if found else ""


def _option(error: Exception) -> str:
    """The option whose value is wrong, as it is typed."""
    return "、".join(getattr(getattr(error, "param", None), "opts", ()))
