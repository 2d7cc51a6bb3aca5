"""The marks of Markdown, as chat assistants and editors write them.

Marks of a whole line (headings, bullets, quotations, rules, fences) are told line by line, as numbers and line ends of
a Chinese text mean what they say; marks within a line are markdown-it-py's affair, but for one thing: `**` beside Han
and full-width marks opens and closes as in any other place, which CommonMark denies it. Names that are masked
(`张**、李**`), placeholders (`***`, `138****1234`) and products (`3*4*5`) stay what they are. Tables are the parser's.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from banxin.readers.marks import Mark, Marked
from banxin.regex import regex
from banxin.source import Line

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_HEADING = regex(r"(#{1,6})[ \t\u3000]+(?=\S)")
_CLOSED = regex(r"[ \t]+#+$")
_BULLET = regex(r"(?:>[ \t]?)*(?P<bullet>[-*+])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_QUOTATION = regex(r"(?:>[ \t]?)+")
_RULE = regex(r"([-*_])(?:[ \t]*\1){2,}")
_FENCE = regex(r"(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[A-Za-z]*)[^`]*")
_TEXTS = {"", "markdown", "md", "text", "txt", "plaintext"}
"""What a fence may say of Markdown or plain text within it."""
_UNDERLINE = regex("={3,}")
_TABLE_RULE = regex(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?")
_STRONG = regex(
    r"(?:[-*+][ \t]+|[0-9]{1,2}[.、）)][ \t]*|[^*_\s]{1,6}[、.．）)][ \t]*)?\*\*[^\s*_，。、；：].*?\*\*(?!\*)"
)
"""A line that begins with strong words, behind a bullet or a label or none."""
_CODE = regex("`[^`]+`")
_LINK = regex(r"\[[^\[\]]+\]\([^()\s]+\)")
_PAGE_NUMBER = regex(r"[-*+]\s*[0-9]+\s*[-*+]?")
"""`- 2 -` is no item of a list."""
_SETTING = regex("[^:：]{1,20}[:：]|#")
_SEVERAL = 2


def read(lines: list[Line]) -> dict[int, Marked]:
    """What the marks of each line say that has some, by its index."""
    found: dict[int, Marked] = {}
    fence = ""
    is_code = False
    for at in range(_settings_end(lines), len(lines)):
        text = lines[at].text
        fenced = _FENCE.fullmatch(text) if text[:3] in ("```", "~~~") else None
        if fenced and (not fence or (fenced["fence"].startswith(fence) and not fenced["language"])):
            is_code = not fence and fenced["language"].lower() not in _TEXTS
            fence = "" if fence else fenced["fence"]
            found[at] = Marked([Mark(0, len(text))])
        elif text and not is_code and not lines[at].block:
            if at and _UNDERLINE.fullmatch(text) and lines[at - 1].text:
                above = found.get(at - 1, Marked([]))
                found[at - 1] = Marked([*above.marks, Mark(0, 0, level=1)])
                found[at] = Marked([Mark(0, len(text))])
            elif marks := _of_line(text):
                found[at] = Marked(marks)
    return found


def _settings_end(lines: list[Line]) -> int:
    """The index behind a block of settings on top, whose rules are no marks."""
    first = next((at for at, line in enumerate(lines) if line.text), 0)
    if lines[first].text != "---" or not _SETTING.match(lines[first + 1].text if first + 1 < len(lines) else ""):
        return 0
    return next((at + 1 for at in range(first + 1, len(lines)) if lines[at].text in {"---", "..."}), len(lines))


def is_markdown(lines: list[Line]) -> bool:
    """The text has a heading, strong words at the head of two lines, or marks of two kinds one of which is sure."""
    strong = code = links = items = tables = quotations = rules = 0
    for at in range(_settings_end(lines), len(lines)):
        text = lines[at].text
        if not text:
            continue
        if text[0] == "#" and _HEADING.match(text):
            return True
        if "**" in text and _STRONG.match(text):
            strong += 1
            if strong == _SEVERAL:
                return True
        first = text[0]
        code += "`" in text and _CODE.search(text) is not None
        links += "](" in text and _LINK.search(text) is not None
        items += first in "-*+" and _is_item(text)
        tables += first in "|:-" and "-|" in text.replace(" ", "") and _TABLE_RULE.fullmatch(text) is not None
        quotations += first == ">"
        rules += first in "-*_" and _RULE.fullmatch(text) is not None
    sure = (strong, links, tables, code)
    return any(sure) and sum(map(bool, (*sure, items > 1, quotations, rules))) >= _SEVERAL


def _is_item(text: str) -> bool:
    return _BULLET.match(text) is not None and not _PAGE_NUMBER.fullmatch(text)


def _of_line(text: str) -> list[Mark]:
    if _RULE.fullmatch(text):
        return [Mark(0, len(text))]
    marks: list[Mark] = []
    start = level = 0
    is_item = False
    if heading := _HEADING.match(text):
        start, level = heading.end(), len(heading[1])
        if closed := _CLOSED.search(text, start):
            marks.append(Mark(closed.start(), closed.end()))
    elif bullet := _BULLET.match(text) if _is_item(text) else None:
        start, is_item = bullet.end(), True
    elif quotation := _QUOTATION.match(text):
        start = quotation.end()
    if start:
        marks.append(Mark(0, start, "", level, is_item))
    if text[-1] == "\\":
        marks.append(Mark(len(text) - 1, len(text)))
    rest = text[start:]
    if _MAY_HOLD_MARKS.search(rest):
        marks += (Mark(mark.start + start, mark.end + start, mark.after) for mark in _inline(rest))
    return marks


# --- marks within a line ---------------------------------------------------------------------------------------------

_MAY_HOLD_MARKS = regex(r"[*_`~&\\]|\]\(|<[A-Za-z]+:")
_TARGET = regex(r"\]\(\s*(?P<url><[^<>]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+[\"'(][^\"')]*[\"')])?\s*\)")
_PICTURE = regex(r"!\[(?P<name>[^\[\]]*)")


def _inline(text: str) -> list[Mark]:
    """The marks within `text`; none where what is left would not be told for certain."""
    tokens = _parser().parseInline(text)[0].children or []
    masks = _masks(tokens)
    marks: list[Mark] = []
    at = 0
    for index, token in enumerate(tokens):
        found = _of_token(text, at, token, named=index > 0 and tokens[index - 1].type != "link_open")
        if found is None:
            return []
        end, more = found
        marks += more if index not in masks else ()
        at = end
    return marks if at == len(text) else []


def _of_token(text: str, at: int, token: Token, *, named: bool) -> tuple[int, list[Mark]] | None:
    """(where the token that begins at `at` ends, its marks); None: it does not stand there as such."""
    raw = token.markup or token.content
    match token.type:
        case "text" | "html_inline":
            raw = token.content
        case "text_special":
            plain = token.content.replace("\xa0", " ")
            end = at + len(raw)
            stays = raw == r"\|" or plain < " "  # a control is none of the text
            return (end, [] if stays else [Mark(at, end, plain)]) if text.startswith(raw, at) else None
        case "code_inline":
            inner = at + len(raw)
            close = text.find(raw, inner + len(token.content))
            return (close + len(raw), [Mark(at, inner), Mark(close, close + len(raw))]) if close > 0 else None
        case "link_open":
            raw = "<" if token.info == "auto" else "["
        case "image" | "link_close" if token.info != "auto":
            return _of_target(text, at, token, named=named)
        case "link_close":
            raw = ">"
    if not text.startswith(raw, at):
        return None
    return at + len(raw), [] if token.type in _PLAIN else [Mark(at, at + len(raw))]


_PLAIN = ("text", "html_inline")


def _of_target(text: str, at: int, token: Token, *, named: bool) -> tuple[int, list[Mark]] | None:
    """As `_of_token`, for `](address)` and `![name](address)`: the address stays, in brackets behind the name."""
    name = _PICTURE.match(text, at) if token.type == "image" else None
    target = _TARGET.match(text, name.end() if name else at)
    if target is None or (name is None and token.type == "image"):
        return None
    named = bool(name["name"]) if name else named
    marks = [Mark(at, name.start("name"))] if name else []
    marks.append(Mark(target.start(), target.start("url"), "（" if named else ""))
    marks.append(Mark(target.end("url"), target.end(), "）" if named else ""))
    return target.end(), marks


_CLOSING = "，。、；：）》”"
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤某"
)


def _masks(tokens: list[Token]) -> set[int]:
    """The indices of stars that stand for parts of two names, `张**负责，李**配合`, or mark no word at all."""
    found: set[int] = set()
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.type in ("strong_open", "em_open"):
            opened.append(index)
        elif token.type in ("strong_close", "em_close") and opened:
            start = opened.pop()
            inner = "".join(one.content for one in tokens[start + 1 : index])
            before = "".join(one.content for one in tokens[:start])[-1:]
            names = before in _SURNAMES and inner[-1:] in _SURNAMES
            if inner[:1] in _CLOSING or inner[-1] in "，、；" or names:
                found |= {start, index}
    return found


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough"]).disable(["text_join"])
    parser.inline.ruler.at("emphasis", _emphasis)
    return parser


_LONGEST_RUN = 3


def _emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - a rule of markdown-it-py
    """Stars and underscores, as CommonMark reads them, but for those beside Han (see the module)."""
    from markdown_it.rules_inline.state_inline import Delimiter

    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    length = len(state.src) - state.pos - len(state.src[state.pos :].lstrip(marker))
    opens, closes = _flanks(state.src, state.pos, length)
    if length > _LONGEST_RUN:
        opens = closes = False
    for _ in range(length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(marker=ord(marker), length=length, token=len(state.tokens) - 1, end=-1, open=opens, close=closes)
        )
    state.pos += length
    return True


def _flanks(text: str, start: int, length: int) -> tuple[bool, bool]:
    """Whether a run of marks may open and close: it stands before and behind a word.

    A mark of full width and Han are words to it. A single star opens at a word's edge alone, as do underscores and
    three stars, which close there as well.
    """
    before, after = text[start - 1 : start] or " ", text[start + length : start + length + 1] or " "
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        return False, False
    opens = not after.isspace() and (not _is_punctuation(after) or not _is_word(before))
    closes = not before.isspace() and (not _is_punctuation(before) or not _is_word(after))
    if length == len("**") and text[start] == "*":
        return opens, closes
    at_edge = text[start] == "_" or length > len("**")  # `***` may be a placeholder
    return opens and not _is_letter(before), closes and not (at_edge and _is_letter(after))


def _is_punctuation(char: str) -> bool:
    """ASCII and half-width marks; those of full width stand in a line as Han do."""
    return unicodedata.category(char)[0] in "PS" and unicodedata.east_asian_width(char) not in "WFA"


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LN"


def _is_word(char: str) -> bool:
    return not char.isspace() and char.isascii() and not _is_punctuation(char)
