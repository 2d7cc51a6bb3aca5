"""Numbers to findings, where GB/T 15834 and GB/T 15835 leave no choice."""

from __future__ import annotations

from collections.abc import Iterator

from banxin.checks.dates import is_han_date
from banxin.checks.endings import glued_at
from banxin.checks.pieces import Piece
from banxin.document import Role
from banxin.errors import Diagnostic
from banxin.regex import regex

_UNIT = "年月日号时点分秒岁人个名户项条件次元万亿吨米亩公千周天届期％%℃"
_PARTS = r"(?:年|月|日|时|分|万|亿|%|％|元)?"
_HYPHEN = regex(
    rf"(?<![-0-9A-Za-z./弄栋幢路街巷])(?P<low>[0-9]{{1,4}}(?:\.[0-9]+)?){_PARTS}(?P<mark>-{{1,2}}|~{{1,2}}|——)"
    rf"(?P<high>[0-9]{{1,4}}(?:\.[0-9]+)?)(?=[{_UNIT}])(?!号[楼线])"
)
_PERCENT = regex(r"(?<![0-9.A-Za-z])[0-9]+(?:\.[0-9]+)?[—～~-][0-9]+(?:\.[0-9]+)?[%％]")
_ABOUT = regex(r"(?<![0-9第.、])(?:[1-9]、[1-9](?=[天年人次户名]|个(?!月))|10几|[0-9]0?几(?=[个人天年次名户]))")
_WEEKDAY = regex("(?:星期|礼拜)[1-6]|(?<=[本上下每])周[1-6](?![0-9]|次|天|年)")
_FULL_WIDTH = regex("[０-９]+")
_CENTURY = regex("(?:十[七八九]|二十|二十一)世纪(?:[一二三四五六七八九]十年代)?")
_YEAR = regex("(?<![一二三四五六七八九十〇○零])(?:一九|二[〇○零ＯO0])[〇○零ＯO0一二三四五六七八九]{2}年")
_QUOTED = regex("《[^《》]*》|“[^“”]*”")
_SKIPPED = (Role.COPY_NUMBER, Role.DOCUMENT_NUMBER, Role.REMARK, Role.DATE, Role.PRINTER)


def check_numbers(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """BX701–BX705."""
    for piece in pieces:
        text = piece.text
        for found in _FULL_WIDTH.finditer(text):
            yield piece.remark("BX703", found.start(), f"全角数字“{found[0]}”")
        if piece.role in _SKIPPED:
            continue
        for found in _HYPHEN.finditer(text):
            if text[found.end()] == "号" and float(found["low"]) >= float(found["high"]):
                continue  # `人民路12-3号` is a house, no range
            message = f"起止号用了“{found['mark']}”：{found[0]}{text[found.end()]}"
            yield piece.remark("BX701", found.start("mark"), message)
        for found in _PERCENT.finditer(text):
            yield piece.remark("BX704", found.start(), f"“{found[0]}”的前一个数没有百分号")
        for found in _ABOUT.finditer(text):
            yield piece.remark("BX702", found.start(), f"概数“{found[0]}”用了阿拉伯数字")
        for found in _WEEKDAY.finditer(text):
            yield piece.remark("BX702", found.start(), f"“{found[0]}”用了阿拉伯数字")
        if (piece.is_body or piece.heading) and not is_han_date(
            piece
        ):  # what is on top of a speech is its writer's choice
            yield from _han(piece)


def _han(piece: Piece) -> Iterator[Diagnostic]:
    """Centuries and years in Chinese numerals, names and quotations left aside."""
    text = piece.text
    if "世纪" not in text and not _YEAR.search(text):
        return
    end = glued_at(text) if piece.is_body else -1
    bare = _QUOTED.sub(lambda found: "\0" * len(found[0]), text[:end] if end >= 0 else text)
    for pattern in (_CENTURY, _YEAR):
        for found in pattern.finditer(bare):
            yield piece.remark("BX705", found.start(), f"“{found[0]}”用了汉字数字")
