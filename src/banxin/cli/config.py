"""The command `config`: what holds where nothing else is said, and where that is said. `cli` makes it a command."""

from __future__ import annotations

from banxin.cli.output import say


def config() -> None:
    """看看默认的样式和输出文件夹是什么，在哪里定的。"""
    from banxin.config import VARIABLE, configured
    from banxin.config import style as configured_style

    held = configured()
    style = configured_style(held)
    say(f"样式\t{held.style.value}（{style.title}）\t{held.style.origin or '没有另定，就是国标'}")
    output = held.output.value if held.output else "原文旁边"
    say(f"输出文件夹\t{output}\t{held.output.origin if held.output else '没有另定'}")
    for owner, path, is_there in held.files:
        say(f"{owner}的配置文件\t{path}\t{'有' if is_there else '没有'}")
    say(f"先后：--style、文首设置里的“样式”、环境变量 {VARIABLE}、用户的配置文件、本机的配置文件、国标。", err=True)
