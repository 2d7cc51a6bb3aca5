"""The lines of a source to the block of settings on top of them, and what it sets."""

from __future__ import annotations

import re

from banxin.elements import SETTINGS
from banxin.errors import Remarks
from banxin.regex import regex
from banxin.settings.values import Settings
from banxin.source import Line, Source

_NAMES_STYLE = regex("样式|style", re.IGNORECASE)
"""Without it no text asks for a style, and its settings need not be read for that."""


def read(lines: tuple[Line, ...], remarks: Remarks) -> tuple[int, Settings]:
    """(How many lines the block has, fences included, 0: there is none; what it sets)."""
    if not lines or not lines[0].text.startswith("---"):
        return 0, Settings()
    from banxin.settings import fence

    found = fence.find(lines)
    if found is None:
        if fence.is_unclosed(lines):
            hint = "在最后一项设置之下另起一行写“---”；如果不是设置，删去开头的“---”"
            remarks.error("BX019", lines[0].number, "文首的设置没有收尾的“---”", hint)
        return 0, Settings()
    if found.whose is fence.Whose.NOBODY:
        message = "文首两行“---”之间认不出一项设置，按文字排印"
        hint = f"如果是设置，可用的名称：{'、'.join(SETTINGS)}；如果是文字，删去两行“---”"
        remarks.warn("BX022", lines[0].number, message, hint)
        return 0, Settings()
    from banxin.settings import entries

    return len(found.lines), entries.read(found, remarks)


def style_named(source: Source) -> tuple[str, int]:
    """The name of the style that a text asks for in its settings (`样式: 本县`), and its line; ("", 0) if it does not.

    It is looked for before the text is parsed, because a style says how lines are annotated. What is wrong with the
    settings is told when it is parsed.
    """
    if not _NAMES_STYLE.search(source.text):
        return "", 0
    _, settings = read(source.lines, Remarks())
    return settings.style, settings.style_line
