"""One text to the repairs it needs: marks of half width, quotes, ellipses, dashes, spaces, brackets of a 发文字号.

- BX201 half-width `, ; : ? !` between Han characters or full-width marks, `, ;` between a figure and Han, `, ; :`
  between Han and a figure
- BX202 half-width parentheses, both of a pair, around Han text or between Han characters
- BX203 straight quotes, both of a pair, likewise
- BX204 `...`, `。。。` and a lone `…` for an ellipsis
- BX205 `--` between Han characters for a dash
- BX206 blanks between Han characters or full-width marks (see `blanks`)
- BX212 blanks between Han and digits, where a style asks for it; else they are told (BX213)
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
from banxin.repair.blanks import BLANK, FULL, blanks, digit_blanks
from banxin.streams import HAN, INVISIBLE


class Edit(NamedTuple):
    """One repair within one text."""

    start: int
    end: int
    after: str
    code: str


class Doubt(NamedTuple):
    """What may be a slip, and was left alone."""

    start: int
    end: int
    code: str


class Marked(NamedTuple):
    """What there is to do with one text, and what to say of it, both in order."""

    edits: list[Edit]
    doubts: list[Doubt]


_SPACE = re.escape(INVISIBLE)

_TRIGGER = regex(
    f"""[,;:?!()"'…]|[.]{{3}}|。。。|--|(?<=[^\x00-\xff])[{BLANK}]+[^\x00-\xff]"""
    rf"|(?<=[{HAN}])[{BLANK}][0-9]|(?<=[0-9%‰℃])[{BLANK}][{HAN}]"
)
"""Found in every text that may need a repair, and in few others."""

_PAIRED = regex(r"""[()"'…]|[.]{3}|。。。|--""")
_RUN = regex(rf"""[\s{_SPACE},;:?!()"'.{FULL}-]+""")
"""Marks and spaces between two words; what stands on either side decides about the marks in it."""
_IN_RUN = regex(
    r"""[()（）"'“”‘’]"""
    r"|(?<![.。…])(?:\.{3,6}|。{3,}|…)(?![.。…])"  # more than six dots are a leader or a blank to be filled in
    r"|(?<![-—])--(?![-—])"
)
_IS_HAN = regex(f"[{HAN}]")

_MARKS = regex(
    rf"(?<=[{HAN}{FULL}])[\s{_SPACE}]*([,;:?!](?:[\s{_SPACE},;:?!]*[,;:?!])?)[\s{_SPACE}]*(?=[{HAN}{FULL}]|\Z)"
)
_BESIDE_FIGURE = regex(
    rf"(?<=[0-9%％‰℃])[,;](?=[{HAN}])|(?<=[{HAN}”）》])(?:[,;]|(?<![〇零一二两三四五六七八九十百千]):)(?=\s?[0-9])"
)
_MARK = regex("[,;:?!]")
_FULL_WIDTH = str.maketrans(",;:?!", "，；：？！")
_HAN_RATIO = regex("(?<=[〇零一二两三四五六七八九十百千]):(?=[〇零一二两三四五六七八九十百千])")

_LABEL = regex("[0-9０-９a-zA-Z一二三四五六七八九十百]{1,4}")
"""What stands between parentheses at the head of a list item, which is kept as it was written."""


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


def marked(text: str, spaces: Spaces, off: frozenset[str]) -> Marked:
    """All repairs of `text` but those that are off, and the doubts about what they leave alone.

    Each step decides by characters that no later step changes, and sees the text as the steps before it left it. So a
    second repair decides as the first did and finds nothing to do.
    """
    if spaces is not Spaces.NUMBER and not _TRIGGER.search(text):
        return _NOTHING
    found: list[Edit] = []
    doubts: list[Doubt] = []
    view = text  # as long as the text all the time, so that places in it are places in the text
    if spaces is Spaces.NUMBER:
        found += _wanted(_year_brackets(text), off)
        view = _seen(view, found)
    if _PAIRED.search(view):
        paired = _wanted(_paired(view, doubts), off)
        view = _seen(view, paired)
        found += paired
    marks = _wanted(_half_width(view), off)
    view = _seen(view, marks)
    found += marks
    if "BX206" not in off:
        noise, doubtful = blanks(view, spaces, {edit.start for edit in found})
        found += (Edit(start, end, "", "BX206") for start, end in noise)
        doubts += (Doubt(start, end, "BX210") for start, end in doubtful)
    for blank in digit_blanks(view, spaces):
        if "BX212" not in off:
            found.append(Edit(*blank, "", "BX212"))
        elif "BX213" not in off:
            doubts.append(Doubt(*blank, "BX213"))
    found.sort()
    return Marked(found, [doubt for doubt in doubts if _REPAIR_OF.get(doubt.code) not in off])


_NOTHING = Marked([], [])
_REPAIR_OF = {"BX211": "BX203"}
"""A repair that is off leaves no doubts either."""


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


def _paired(text: str, doubts: list[Doubt]) -> list[Edit]:
    """Parentheses, quotes, ellipses and dashes, which are decided by the words on either side of them.

    Double quotes that do not pair are added to `doubts`.
    """
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
    edits += _quotes(text, marks["'"], ("‘", "’"), [])
    edits += _quotes(text, marks['"'], ("“", "”"), doubts)
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


def _quotes(text: str, marks: list[_Mark], curled: tuple[str, str], doubts: list[Doubt]) -> list[Edit]:
    """Curls the straight quotes of one kind; `curled` are its opening and closing form.

    They must open and close in turn, and none may stand where it can only be the other. Else all are left alone, and
    the first one that belongs to Chinese text is added to `doubts`.
    """
    opening, closing = curled
    quotes = [mark for mark in marks if mark.text not in curled and not _is_apostrophe(text, mark.start)]
    if any(_is_no_opening(text, quote.start) for quote in quotes[::2]):
        return []
    if not _open_and_close(text, marks, quotes, curled):
        doubts += (Doubt(q.start, q.start + 1, "BX211") for q in quotes if _IS_HAN.search(q.near.left + q.near.right))
        del doubts[1:]
        return []
    edits: list[Edit] = []
    for first, second in zip(quotes[::2], quotes[1::2], strict=True):
        if _chinese(first, second):
            edits.append(Edit(first.start, first.start + 1, opening, "BX203"))
            edits.append(Edit(second.start, second.start + 1, closing, "BX203"))
    return edits


def _open_and_close(text: str, marks: list[_Mark], quotes: list[_Mark], curled: tuple[str, str]) -> bool:
    """Whether the straight `quotes` among the `marks` open and close in turn, outside of those that are curled."""
    if len(quotes) % 2:
        return False
    straight = {quote.start for quote in quotes}
    pending = 0
    opens = True
    for mark in marks:
        if mark.text == curled[0]:
            pending += 1
        elif mark.text == curled[1]:
            pending = max(pending - 1, 0)
        elif mark.start in straight:
            if pending or _direction(text, mark.start) is (not opens):
                return False
            opens = not opens
    return True


_PARTS = "，：；、（《,:;("
_OPENERS_BEFORE = tuple("“‘「『【〔")
_STOPS_BEHIND = (*"，。：；、！？）》”’」』】〕…,;:!?)", "...")
"""With each mark that is repaired stands what becomes of it, so that a second repair decides as the first did."""


def _direction(text: str, at: int) -> bool | None:
    """Whether the quote at `at` opens, by what stands on either side of it; None: it may do either."""
    before, behind = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    opens = not before or before in _PARTS or before in _OPENERS_BEFORE or before.isspace()
    closes = not behind or text.startswith(_STOPS_BEHIND, at + 1) or behind.isspace()
    return None if opens is closes else opens


_APOSTROPHE = regex(r"(?<=[A-Za-z0-9])'(?=[A-Za-z])|(?<=[0-9])'(?=[0-9])")


def _is_apostrophe(text: str, at: int) -> bool:
    """Within a Latin word, or the sign of feet or minutes between digits."""
    return _APOSTROPHE.match(text, at) is not None


def _is_no_opening(text: str, at: int) -> bool:
    """Behind a digit stands the sign of inches or seconds, behind an equals sign a quote of code."""
    return text[at - 1 : at].isdigit() or text[at - 1 : at] == "="


def _half_width(view: str) -> Iterator[Edit]:
    for group in _MARKS.finditer(view):
        if _HAN_RATIO.match(view, group.start(1)):
            continue
        for mark in _MARK.finditer(view, group.start(1), group.end(1)):
            yield Edit(mark.start(), mark.end(), mark[0].translate(_FULL_WIDTH), "BX201")
    for mark in _BESIDE_FIGURE.finditer(view):
        yield Edit(mark.start(), mark.end(), mark[0].translate(_FULL_WIDTH), "BX201")
