"""One text to the repairs it needs: marks of half width, quotes, ellipses, dashes, spaces, brackets of a 发文字号.

- BX201 half-width `, ; : ? !` between Han characters or full-width marks
- BX202 half-width parentheses, both of a pair, around Han text or between Han characters
- BX203 straight quotes, both of a pair, likewise
- BX204 `...`, `。。。` and a lone `…` for an ellipsis
- BX205 `--` between Han characters for a dash
- BX206 spaces between Han characters or full-width marks
- BX207 brackets around the year of a 发文字号 that are not 〔〕 (GB/T 9704—2012 7.2.5)

Han means beside nothing but Han: a mark that touches a letter or a digit is left as it is, so that times, ratios,
numbers, addresses, Latin sentences and placeholders (`XX`, `××`, `***`) need no list of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from banxin.elements import Spaces
from banxin.regex import regex
from banxin.streams import INVISIBLE


class Edit(NamedTuple):
    """One repair within one text."""

    start: int
    end: int
    after: str
    code: str


_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_FULL = "，。、；：？！（）“”‘’《》〈〉【】〔〕「」『』…—"
_SPACE = re.escape(INVISIBLE.replace("\n", ""))  # a line feed parts the lines of an annex's title

_TRIGGER = regex(f"""[,;:?!()"'…]|[.]{{3}}|。。。|--|(?<=[{_HAN}{_FULL}])[{_SPACE}]+[{_HAN}{_FULL}]""")
"""Found in every text that may need a repair, and in few others."""

_PAIRED = regex(r"""[()"'…]|[.]{3}|。。。|--""")
_RUN = regex(rf"""[\s{_SPACE},;:?!()"'.{_FULL}-]+""")
"""Marks and spaces between two words; what stands on either side decides about the marks in it."""
_IN_RUN = regex(
    r"""[()（）"'“”‘’]"""
    r"|(?<![.。…])(?:\.{3,6}|。{3,}|…)(?![.。…])"  # more than six dots are a leader or a blank to be filled in
    r"|(?<![-—])--(?![-—])"
)
_IS_HAN = regex(f"[{_HAN}]")

# patterns with wide ranges take milliseconds to compile: these wait until there is something to repair
_MARKS = rf"(?<=[{_HAN}{_FULL}])[\s{_SPACE}]*([,;:?!](?:[\s{_SPACE},;:?!]*[,;:?!])?)[\s{_SPACE}]*(?=[{_HAN}{_FULL}]|\Z)"
_MARK = regex("[,;:?!]")
_FULL_WIDTH = str.maketrans(",;:?!", "，；：？！")
_HAN_RATIO = regex("(?<=[〇零一二两三四五六七八九十百千]):(?=[〇零一二两三四五六七八九十百千])")

_LABEL = regex("[0-9０-９a-zA-Z一二三四五六七八九十百]{1,4}")
"""What stands between parentheses at the head of a list item, which is kept as it was written."""

_GAP = f"(?<=[{_HAN}{_FULL}])[{_SPACE}]+(?=[{_HAN}{_FULL}])"
_FIELD = f"[{_HAN}]{{1,8}}："
_PHRASE = f"(?!关于|的)[{_HAN}]{{4}}"
_IN_BRACKETS = regex("（[^（）]*）")
_CLAUSE_MARKS = "，。、；：？！"
_IS_PROSE = regex("[，。；？！]")
_OPENING = "（“‘《〈【〔「『"
_CLOSING = "）”’》〉】〕」』"


class _Neighbours(NamedTuple):
    """The nearest characters on both sides that are no marks; empty at an end of the text."""

    left: str
    right: str

    def han(self) -> bool:
        """Whether Chinese text stands around: Han on both sides, or on one side and nothing on the other."""
        around = self.left + self.right
        return around != "" and all(map(_IS_HAN.match, around))


class _Mark(NamedTuple):
    """A parenthesis or quote and what stands around it."""

    start: int
    text: str
    near: _Neighbours


def edits(text: str, spaces: Spaces, off: frozenset[str]) -> list[Edit]:
    """All repairs of `text` but those that are off, in order.

    Each step decides by characters that no later step changes, and sees the text as the steps before it left it. So a
    second repair decides as the first did and finds nothing to do.
    """
    if spaces is not Spaces.NUMBER and not _TRIGGER.search(text):
        return []
    found: list[Edit] = []
    view = text  # as long as the text all the time, so that places in it are places in the text
    if spaces is Spaces.NUMBER:
        found += _wanted(_year_brackets(text), off)
        view = _seen(view, found)
    if _PAIRED.search(view):
        paired = _wanted(_paired(view), off)
        view = _seen(view, paired)
        found += paired
    marks = _wanted(_half_width(view), off)
    view = _seen(view, marks)
    found += marks
    if spaces not in (Spaces.KEPT, Spaces.NUMBER):
        found += _wanted(_gaps(view, spaces), off)
    found.sort()
    return found


def _wanted(edits: Iterable[Edit], off: frozenset[str]) -> list[Edit]:
    return [edit for edit in edits if edit.code not in off]


_YEAR_BRACKETS = regex(
    r"([〔（(\[［【﹝〈<｛{])\s*[0-9０-９xX×]{4}\s*([〕）)\]］】﹞〉>｝}])(?=\s{0,9}第?\s{0,9}[0-9０-９xX×]{0,9}\s{0,9}号)"
)


def _year_brackets(text: str) -> Iterator[Edit]:
    """The brackets of `某政发[2026]3号`, each that is not the right one."""
    match = _YEAR_BRACKETS.search(text)
    for group, right in ((1, "〔"), (2, "〕")) if match else ():
        if match and match[group] != right:
            yield Edit(match.start(group), match.end(group), right, "BX207")


def _seen(view: str, edits: Iterable[Edit]) -> str:
    """`view` after `edits`, each of them filled up or cut to the length of what it replaces."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        parts += view[at : edit.start], (edit.after * (edit.end - edit.start))[: edit.end - edit.start]
        at = edit.end
    parts.append(view[at:])
    return "".join(parts)


def _paired(text: str) -> list[Edit]:
    """Parentheses, quotes, ellipses and dashes, which are decided by the words on either side of them."""
    edits: list[Edit] = []
    marks: dict[str, list[_Mark]] = {"(": [], '"': [], "'": []}
    kinds = {"(": "(", ")": "(", "（": "(", "）": "(", '"': '"', "“": '"', "”": '"', "'": "'", "‘": "'", "’": "'"}
    for run in _RUN.finditer(text):
        near = _Neighbours(text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1])
        for found in _IN_RUN.finditer(text, run.start(), run.end()):
            mark = found[0]
            if kind := kinds.get(mark):
                marks[kind].append(_Mark(found.start(), mark, near))
            elif mark[0] == "-":
                if near.left and near.right and near.han():
                    edits.append(Edit(found.start(), found.end(), "——", "BX205"))
            elif mark[0] == "。" or near.han():
                edits.append(Edit(found.start(), found.end(), "……", "BX204"))
    edits += _parentheses(text, marks["("])
    edits += _quotes(text, marks['"'], ("“", "”"))
    edits += _quotes(text, marks["'"], ("‘", "’"))
    return edits


def _chinese(opening: _Mark, closing: _Mark) -> bool:
    """Whether what stands between two marks begins or ends with Han, or stands between Han."""
    empty = opening.near is closing.near
    if not empty and (_IS_HAN.match(opening.near.right) or _IS_HAN.match(closing.near.left)):
        return True
    return _Neighbours(opening.near.left, closing.near.right).han()


def _parentheses(text: str, marks: list[_Mark]) -> Iterator[Edit]:
    opened: list[_Mark] = []
    for mark in marks:
        if mark.text in "(（":
            opened.append(mark)
            continue
        if not opened:
            continue
        opening = opened.pop()
        if opening.text == "（" and mark.text == "）":
            continue
        if opening.start == 0 and _LABEL.fullmatch(text, 1, mark.start):
            continue
        if _chinese(opening, mark):
            if opening.text == "(":
                yield Edit(opening.start, opening.start + 1, "（", "BX202")
            if mark.text == ")":
                yield Edit(mark.start, mark.start + 1, "）", "BX202")


def _quotes(text: str, marks: list[_Mark], curled: tuple[str, str]) -> list[Edit]:
    """Curls the straight quotes of one kind; `curled` are its opening and closing form.

    All are left alone where it is not certain which of them belong together.
    """
    opening, closing = curled
    pending = 0
    quotes: list[_Mark] = []
    for mark in marks:
        if mark.text == opening:
            pending += 1
        elif mark.text == closing:
            pending = max(pending - 1, 0)
        elif not _is_apostrophe(text, mark.start):
            if pending:
                return []
            quotes.append(mark)
    pairs = list(zip(quotes[::2], quotes[1::2], strict=False))
    if len(quotes) % 2 or any(_is_no_opening(text, first.start) for first, _ in pairs):
        return []
    edits: list[Edit] = []
    for first, second in pairs:
        if _chinese(first, second):
            edits.append(Edit(first.start, first.start + 1, opening, "BX203"))
            edits.append(Edit(second.start, second.start + 1, closing, "BX203"))
    return edits


_APOSTROPHE = regex(r"(?<=[A-Za-z0-9])'(?=[A-Za-z])|(?<=[0-9])'(?=[0-9])")


def _is_apostrophe(text: str, at: int) -> bool:
    """Within a Latin word, or the sign of feet or minutes between digits."""
    return _APOSTROPHE.match(text, at) is not None


def _is_no_opening(text: str, at: int) -> bool:
    """Behind a digit stands the sign of inches or seconds, behind an equals sign a quote of code."""
    return text[at - 1 : at].isdigit() or text[at - 1 : at] == "="


def _half_width(view: str) -> Iterator[Edit]:
    for group in re.compile(_MARKS).finditer(view):
        if _HAN_RATIO.match(view, group.start(1)):
            continue
        for mark in _MARK.finditer(view, group.start(1), group.end(1)):
            yield Edit(mark.start(), mark.end(), mark[0].translate(_FULL_WIDTH), "BX201")


def _gaps(view: str, spaces: Spaces) -> Iterator[Edit]:
    """Spaces that part nothing: beside a mark, or within running text.

    A text without clause marks, but for some in brackets, may be a row of names or of fields
    (`联系人：某某  电话：……`), where the spaces do part something; in such a text they are kept. So are those between
    two phrases of a title, which stand for a comma there (`凝心聚力 砥砺前行`).
    """
    noise = spaces is Spaces.NOISE
    is_list = spaces is Spaces.LIST
    prose = noise or (not is_list and _IS_PROSE.search(_IN_BRACKETS.sub("", view)) is not None)
    phrases_end = view.find("关于") % (len(view) + 1)  # `关于…的通知` is one phrase
    for gap in re.compile(_GAP).finditer(view):
        left, right = view[gap.start() - 1], view[gap.end()]
        if (left in _OPENING and right in _CLOSING) or (left == "：" and len(gap[0]) > 1):
            continue  # a blank to be filled in
        if left == right == "。":
            continue  # with a third one they would become an ellipsis
        if re.compile(_FIELD).match(view, gap.end()):
            continue
        if noise and gap.start() <= phrases_end and _parts_phrases(view, gap.start(), gap.end()):
            continue
        if prose or left in _CLAUSE_MARKS or right in _CLAUSE_MARKS:
            yield Edit(gap.start(), gap.end(), "", "BX206")


def _parts_phrases(view: str, start: int, end: int) -> bool:
    """On both sides of the gap stand at least four Han characters, and it does not cut off `关于` or `的…`."""
    return (
        re.compile(_PHRASE).match(view, end) is not None
        and re.compile(_PHRASE).match(view, max(start - 4, 0), start) is not None
    )
