"""Lines to lines without the marks of Markdown, as chat assistants and editors write them.

A text is Markdown where it has a heading (`## 一、总体要求`), or two lines begin with strong words (`**加强领导**`); in
any other text `*`, `#` and `>` are characters like others, and names that are masked (`张**、李**`) stay in every text.
Each mark is dropped as an exact edit, what it marks stays. Of a heading its level is told beside the lines: evidence
for the parser, no order. Tables are `tables`' affair.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from banxin.errors import Severity
from banxin.parser.lines import Forced
from banxin.parser.notes import Notes
from banxin.regex import regex
from banxin.source import Line
from banxin.streams import INVISIBLE, visible

_HEADING = regex(r"(#{1,6})[ \t\u3000]+(?=\S)")
_CLOSED = regex(r"[ \t]+#+$")
_STRONG = regex(r"(\*\*|__)(?=\S)(?P<strong>[^*_]+?)(?<=\S)\1")
_BEGINS_STRONG = regex(
    r"(?:[-*+][ \t]+|[0-9]{1,2}[.、）)][ \t]*|[^*_\s]{1,6}[、.．）)][ \t]*)?\*\*[^\s*_，。、；：].+\*\*"
)
_CODE = regex(r"(`)(?P<code>[^`]+)`")
_LINK = regex(r"!?\[(?P<name>[^\[\]]*)\]\((?P<url>[^()\s]+)\)")
_LEAD = regex(r"(?:>[ \t]?)+|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_RULE = regex(r"([-*_])(?:[ \t]*\1){2,}|(?:```|~~~).*")
_BREAK = regex(r"<br\s*/?>|&nbsp;|\\$", re.IGNORECASE)
_MESSAGE = "Markdown 的标记不排印"


def read(
    lines: tuple[Line, ...], forced: Mapping[int, Forced], notes: Notes
) -> tuple[tuple[Line, ...], dict[int, int]]:
    """(`lines` without marks, the level of each heading by its line's number); `forced`: lines with directives."""
    headings = sum(_HEADING.match(line.text) is not None for line in lines if line.text.startswith("#"))
    strong = sum("**" in line.text and _BEGINS_STRONG.match(line.text) is not None for line in lines)
    if not headings and strong < 2:  # noqa: PLR2004 - one pair of stars may be anything
        return lines, {}
    levels: dict[int, int] = {}
    found: list[Line] = []
    for line in lines:
        if not line.text or line.block or line.number in forced:
            found.append(line)
            continue
        if heading := _HEADING.match(line.text):
            levels[line.number] = len(heading[1])
        found.append(_without(line, _marks(line.text), notes))
    return tuple(found), levels


def _marks(text: str) -> list[tuple[int, int, str]]:
    """(start, end, what stands there instead) of every mark of a line, in order, none within another."""
    if _RULE.fullmatch(text):
        return [(0, len(text), "")]
    found: list[tuple[int, int, str]] = []
    start = 0
    if lead := _HEADING.match(text) or _LEAD.match(text):
        found.append((0, lead.end(), ""))
        start = lead.end()
        if text[0] == "#" and (closed := _CLOSED.search(text, start)):
            found.append((closed.start(), closed.end(), ""))
    for pattern, group in ((_STRONG, "strong"), (_CODE, "code")):
        for match in pattern.finditer(text, start):
            if group == "strong" and _is_mask(text, match):
                continue
            found += [(match.start(), match.start(group), ""), (match.end(group), match.end(), "")]
    for match in _LINK.finditer(text, start):  # the address stays, behind the name
        found += [
            (match.start(), match.start("name"), ""),
            (match.end("name"), match.start("url"), "（" if match["name"] else ""),
            (match.end("url"), match.end(), "）" if match["name"] else ""),
        ]
    found += [(match.start(), match.end(), "") for match in _BREAK.finditer(text, start)]
    found.sort()
    kept: list[tuple[int, int, str]] = []
    for mark in found:
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤某"
)


def _is_mask(text: str, match: re.Match[str]) -> bool:
    """The stars stand for parts of two names, `张**负责，李**配合`, or mark no word at all."""
    before, strong = text[match.start() - 1 : match.start()] if match.start() else "", match["strong"]
    return strong[0] in "，。、；：）》”" or (before in _SURNAMES and strong[-1] in _SURNAMES)


def _without(line: Line, marks: list[tuple[int, int, str]], notes: Notes) -> Line:
    """`line` without its marks, each an exact edit; blank where it was nothing else."""
    if not marks:
        return line
    text, parts, at = line.text, list[str](), 0
    notes.marked[line.number] = line.offset, visible(text)
    for start, end, after in marks:
        before = visible(text[start:end])
        if before or after:
            offset = line.offset + len(visible(text[:start]))
            notes.edit("BX023", Severity.REPAIR, line.number, _MESSAGE, (offset, before, after))
        parts += text[at:start], after
        at = end
    left = "".join((*parts, text[at:]))
    indent = line.raw[: len(line.raw) - len(line.raw.lstrip(INVISIBLE))]
    return Line(line.number, left.strip(INVISIBLE), indent + left, _offset(line, marks))


def _offset(line: Line, marks: list[tuple[int, int, str]]) -> int:
    """The offset of what is left: behind the marks that stand in front of it."""
    first = marks[0]
    return line.offset + (len(visible(line.text[: first[1]])) if first[0] == 0 and not first[2] else 0)
