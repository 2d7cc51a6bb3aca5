"""The command `parse`: a text in, what each line is taken for out; no logic. `cli` makes it a command."""

from __future__ import annotations

from typing import Annotated

import typer

from banxin.cli.options import MEGABYTES, File, KeepLines, MaxSize, Style, Title, size, styles
from banxin.cli.output import say, say_json
from banxin.cli.remarks import tell
from banxin.errors import Severity


def parse(  # noqa: PLR0913 - one parameter an option
    file: File,
    title: Title = None,
    style: Style = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON：encoding、document、diagnostics")] = False,
    keep_lines: KeepLines = False,
    max_size: MaxSize = MEGABYTES,
) -> None:
    """看看每一行被当作什么，为什么，怎样改。"""
    from banxin.config import configured
    from banxin.conversion import Options, read_file, style_of
    from banxin.document import depths
    from banxin.parser import parse as parse_source
    from banxin.parser import style_named
    from banxin.parser.directives import DEFAULT, NAMES, written

    config = configured()
    source = read_file(file, keep_lines=keep_lines, max_size=size(max_size))
    directives, diagnostics = DEFAULT, source.diagnostics  # those of the standard, which is not read for them
    if style is not None or config.style.origin or style_named(source)[0]:
        chosen, fallback = styles(style, config)
        found = style_of(source, Options(chosen, fallback=fallback))
        directives, diagnostics = found.style.directives, (*diagnostics, *found.diagnostics)
    parsed = parse_source(source, title=title, directives=directives)
    diagnostics = (*diagnostics, *parsed.diagnostics)
    if json:
        say_json({"encoding": source.encoding, "document": parsed.document, "diagnostics": diagnostics})
    else:
        texts = {line.number: line.text for line in source.lines}
        depth = depths(parsed.document)
        for line, role, why in parsed.reasons:
            say(f"{line:>5}  {'　' * depth.get(line, 0)}{role}　{_beginning(texts.get(line, ''))}　← {why}")
        if example := written("正文", directives):
            say(f"某一行认错了，就在行首写上标注，如“{example}”。可用的名称：{'、'.join(NAMES)}。")
        tell(file, diagnostics)
    if any(d.severity is Severity.ERROR for d in diagnostics):
        raise typer.Exit(1)


_BEGINNING = 24
"""How much of a line `parse` shows."""


def _beginning(text: str) -> str:
    return text if len(text) <= _BEGINNING else text[:_BEGINNING] + "…"
