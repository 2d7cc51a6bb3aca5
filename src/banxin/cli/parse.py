"""The command `parse`: a text in, what each line is taken for out; no logic. `cli` makes it a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from banxin.cli.options import MEGABYTES, DropResidue, Encoding, File, KeepLines, MaxSize, Style, Title, size, styles
from banxin.cli.output import say, say_json
from banxin.cli.remarks import tell
from banxin.errors import Severity

if TYPE_CHECKING:
    from banxin.parser import Doubt


def parse(  # noqa: PLR0913 - one parameter an option
    file: File,
    title: Title = None,
    style: Style = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON：encoding、document、diagnostics")] = False,
    keep_lines: KeepLines = False,
    encoding: Encoding = "",
    drop_residue: DropResidue = False,
    max_size: MaxSize = MEGABYTES,
) -> None:
    """看看每一行被当作什么，为什么，怎样改。"""
    from msgspec import to_builtins

    from banxin.config import configured
    from banxin.document import depths
    from banxin.parser import parse as parse_source
    from banxin.parser.directives import DEFAULT, NAMES, written
    from banxin.parser.doubt import beside
    from banxin.reading import Options, read_file, style_of
    from banxin.settings import style_named

    config = configured()
    source = read_file(file, keep_lines=keep_lines, max_size=size(max_size), encoding=encoding)
    directives, diagnostics = DEFAULT, source.diagnostics  # those of the standard, which is not read for them
    if style is not None or config.style.origin or style_named(source)[0]:
        chosen, fallback = styles(style, config)
        found = style_of(source, Options(chosen, fallback=fallback))
        directives, diagnostics = found.style.directives, (*diagnostics, *found.diagnostics)
    parsed = parse_source(source, title=title, directives=directives, drop_residue=drop_residue)
    diagnostics = (*diagnostics, *parsed.diagnostics)
    if json:
        doubts = {doubt.line: doubt for doubt in parsed.doubts}
        document = _with_doubts(to_builtins(parsed.document), doubts)
        say_json({"encoding": source.encoding, "document": document, "diagnostics": diagnostics})
    else:
        texts = {line.number: line.text for line in source.lines}
        depth, doubts = depths(parsed.document), {doubt.line: doubt for doubt in parsed.doubts}
        for line, role, why in parsed.reasons:
            doubt = f"（{second}）" if (second := beside(doubts.get(line), role)) else ""
            say(f"{line:>5}  {'　' * depth.get(line, 0)}{role}　{_beginning(texts.get(line, ''))}　← {why}{doubt}")
        if example := written("正文", directives):
            say(f"某一行认错了，就在行首写上标注，如“{example}”。可用的名称：{'、'.join(NAMES)}。")
        tell(file, diagnostics)
    if any(d.severity is Severity.ERROR for d in diagnostics):
        raise typer.Exit(1)


def _with_doubts(value: Any, doubts: dict[int, Doubt]) -> Any:  # noqa: ANN401 - JSON
    """Every block of a document's JSON with the margin and the second best reading of its line."""
    if isinstance(value, (list, tuple)):
        return [_with_doubts(item, doubts) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _with_doubts(item, doubts) for key, item in value.items()}
    if (doubt := doubts.get(value.get("line", 0))) and value.get("type") != "document":
        second = "heading" if isinstance(doubt.second, int) else doubt.second
        found |= {"margin": round(doubt.margin, 2), "second": second}
    return found


_BEGINNING = 24
"""How much of a line `parse` shows."""


def _beginning(text: str) -> str:
    return text if len(text) <= _BEGINNING else text[:_BEGINNING] + "…"
