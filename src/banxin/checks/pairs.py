"""Quotes, brackets and 书名号 to findings: halves without their other half, and pairs that cross or repeat inside.

What is opened in one paragraph may be closed in a later one of the same part; then nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from banxin.checks.pieces import Piece
from banxin.errors import Diagnostic
from banxin.regex import regex

_OPENERS = {
    "“": "”",
    "‘": "’",
    "（": "）",
    "(": "）",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "〔": "〕",
    "「": "」",
    "『": "』",
}
_MARK = regex("[“”‘’（）()《》〈〉【】〔〕「」『』]")
_LABEL = regex("(?:^|[^0-9A-Za-z])(?:[0-9]{1,3}|[a-zA-Z]|[一二三四五六七八九十]{1,3})$")
"""What stands before the bracket of `1）` and `a）`."""
_LABEL_LENGTH = 4
_NESTED = {"“": "引号里又用了双引号，内层用“‘’”", "《": "书名号里又用了书名号，内层用“〈〉”"}
_NAMES = {"”": "引号", "’": "单引号", "）": "括号", "》": "书名号", "〉": "单书名号"} | dict.fromkeys(
    "】〕」』", "括号"
)
_LATIN = regex("[0-9A-Za-z]")
_CUT_ADDRESS = regex(r"(?:https?://|www\.)[!-~]{0,300}(?:\.{3}|…)")
"""Whoever cut the address has cut the mark behind it."""
_FARTHEST = 20
"""As many texts a quotation may run over."""


class _Half(NamedTuple):
    """A mark whose other half is still looked for."""

    mark: str
    """The mark that closes it; for a closing mark, itself."""
    order: int
    """Number of its piece."""
    at: int


def check_pairs(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """BX601, BX602."""
    opened: list[_Half] = []
    lonely: list[_Half] = []
    for order, piece in enumerate(pieces):
        if not _MARK.search(piece.text):
            continue
        halves, nested = _halves(piece.text, order)
        for index, message in () if halves else nested:  # where a half is missing, what is nested is not known
            yield piece.remark("BX602", index, message)
        for half in halves:
            opens = piece.text[half.at] in _OPENERS
            before = opened[-1] if opened else None
            if opens:
                opened.append(half)
            elif (
                before
                and before.mark == half.mark
                and pieces[before.order].part == piece.part
                and order - before.order <= _FARTHEST
            ):
                opened.pop()
            else:
                lonely.append(half)
    for half in sorted([*opened, *lonely], key=lambda half: (half.order, half.at)):
        piece = pieces[half.order]
        if half.mark == "”" and any(p.text.startswith("“") for p in pieces[half.order + 1 : half.order + 2]):
            continue  # each paragraph of a quotation opens anew, the last one closes
        if _CUT_ADDRESS.match(piece.text, half.at + 1):
            continue
        context = piece.text[max(half.at - 4, 0) : half.at + 5]
        yield piece.remark("BX601", half.at, f"{_NAMES[half.mark]}没有配对：{context}")


def _halves(text: str, order: int) -> tuple[list[_Half], list[tuple[int, str]]]:
    """(marks of one text without their other half, places of wrong nesting with what is wrong)."""
    stack: list[_Half] = []
    crossed: dict[str, list[_Half]] = {}
    lonely: list[_Half] = []
    nested: list[tuple[int, str]] = []
    open_count: dict[str, int] = {}
    for found in _MARK.finditer(text):
        mark, index = found[0], found.start()
        if mark in _OPENERS:
            closer = _OPENERS[mark]
            if mark in _NESTED and open_count.get(closer, 0):
                nested.append((index, _NESTED[mark]))
            stack.append(_Half(closer, order, index))
            open_count[closer] = open_count.get(closer, 0) + 1
            continue
        if mark == "’" and not open_count.get(mark) and _LATIN.match(text, index - 1):
            continue  # an apostrophe
        closer = "）" if mark == ")" else mark
        if open_count.get(closer, 0):
            while stack[-1].mark != closer:
                other = stack.pop()
                open_count[other.mark] -= 1
                crossed.setdefault(other.mark, []).append(other)
            stack.pop()
            open_count[closer] -= 1
        elif crossed.get(closer):
            crossed[closer].pop()
            nested.append((index, f"{_NAMES[closer]}与别的成对标点交叉"))
        elif not (closer == "）" and _LABEL.search(text[max(index - _LABEL_LENGTH, 0) : index])):
            lonely.append(_Half(closer, order, index))
    return sorted([*stack, *chain.from_iterable(crossed.values()), *lonely], key=lambda half: half.at), nested
