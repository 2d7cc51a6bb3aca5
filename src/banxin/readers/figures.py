"""Lines that stand for a picture: `［图：现状.png｜图1　现状］`, `![图1　现状](现状.png)`.

What names the file is no text and becomes an exact edit; what names the picture is its caption. An address of the web
is left to `markdown`: pictures lie beside the text. Diagnostics: BX026.
"""

from __future__ import annotations

import re

import msgspec

from banxin.document import Figure
from banxin.errors import Diagnostic, Severity
from banxin.regex import regex
from banxin.source import Line
from banxin.streams import INVISIBLE, visible

_ENDINGS = r"\.(?:png|jpe?g)"
_BRACKETED = regex(
    rf"[［\[【]\s*图片?\s*[：:]\s*(?P<image>[^｜|［\[\]］【】<>\"*?]{{1,200}}?{_ENDINGS})\s*(?:[｜|]\s*(?P<caption>[^［\[\]］【】]*?)\s*)?[］\]】]",
    re.IGNORECASE,
)
_MARKDOWN = regex(
    rf"!\[\s*(?P<caption>[^\[\]]*?)\s*\]\(\s*<?(?P<image>[^()<>\"]{{1,200}}?{_ENDINGS})>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)",
    re.IGNORECASE,
)


def with_figures(lines: list[Line]) -> tuple[list[Line], list[Diagnostic]]:
    """`lines`, those that stand for a picture with it as their block, and the edits."""
    edits: list[Diagnostic] = []
    found = lines
    for at, line in enumerate(lines):
        text = line.text
        if text[:1] not in "［[【!" or not text:
            continue
        named = _BRACKETED.fullmatch(text) or _MARKDOWN.fullmatch(text)
        if named is None or "://" in named["image"]:
            continue
        if found is lines:
            found = lines.copy()
        caption = named["caption"] or ""
        start, end = named.span("caption") if caption else (len(text), len(text))
        for first, last in ((0, start), (end, len(text))):
            if before := visible(text[first:last]):
                place = line.offset + len(visible(text[:first]))
                edits.append(Diagnostic("BX026", Severity.REPAIR, line.number, _MESSAGE, "", before, "", place))
        figure = Figure(named["image"].strip(INVISIBLE), caption, line=line.number)
        offset = line.offset + len(visible(text[:start])) if caption else line.offset
        found[at] = msgspec.structs.replace(line, text=caption, raw=caption, offset=offset, block=figure)
    return found, edits


_MESSAGE = "这一行是图片，文件名不排印"
