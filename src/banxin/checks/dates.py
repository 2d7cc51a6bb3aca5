"""Dates to findings: 成文日期 as 7.3.5.4 asks, days that there are, and the order of two dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from banxin.checks.pieces import Piece
from banxin.document import Role
from banxin.errors import Diagnostic
from banxin.regex import regex
from banxin.streams import visible

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY = regex(r"(?<![0-9.０-９])(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})日")
_WHOLE = regex("(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日")
_PADDED = regex("年(0[0-9]*)月|月(0[0-9]*)日")
_HAN = regex(
    "(?<![〇○零ＯO一二三四五六七八九十])[〇○零ＯO一二三四五六七八九十]+年"
    "|年[一二三四五六七八九十]+月|月[一二三四五六七八九十]+日"
)
_OPEN = regex(r"[xXｘＸ×*＊_]|年[\s]*月|月[\s]*日")
_PRINTED = regex("([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日印发")
_LABEL = regex("(?:签[订署字约])?(?:日期|时间)[：:]")
"""Before the date of a party that signs."""
_WHOLE_HAN = regex(
    "[（(]?[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日[）)]?"
)
_BLANK = regex("(?:年月日)+")
"""Filled in by hand."""
_SHORT = regex("(?:19|20)[0-9]{2}[./-][0-9]{1,2}[./-][0-9]{1,2}")
_DATED = (Role.DATE, Role.PRINTER)


def check_dates(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """BX505–BX509."""
    for piece in pieces:
        if "月" in piece.text:
            for found in _DAY.finditer(piece.text):
                if not _exists(*found.groups()):
                    yield piece.remark("BX507", found.start(), f"没有“{found[0]}”这一天")
        if piece.role in _DATED or is_han_date(piece):
            yield from _form(piece)
        if piece.role is Role.PRINTER or (piece.role is Role.REMARK and "印发" in piece.text):
            for found in _SHORT.finditer(piece.text):
                yield piece.remark("BX509", found.start(), f"印发日期“{found[0]}”写法不规范")
    yield from _order(pieces)


def is_han_date(piece: Piece) -> bool:
    """A paragraph that is nothing but a date in Chinese numerals, 成文日期 or meant as such."""
    return piece.is_body and _WHOLE_HAN.fullmatch(visible(piece.text)) is not None


def _exists(year: str | None, month: str, day: str) -> bool:
    if not 1 <= int(month) <= len(_DAYS) or not 1 <= int(day) <= _DAYS[int(month) - 1]:
        return False
    leap = year is None or (int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0))
    return leap or int(month) != 2 or int(day) <= 28  # noqa: PLR2004 - February


def _form(piece: Piece) -> Iterator[Diagnostic]:
    text = piece.text
    if found := _PADDED.search(text):
        yield piece.remark("BX505", found.start() + 1, f"日期“{visible(text)[-16:]}”的月、日编了虚位")
    elif found := _HAN.search(text):
        yield piece.remark("BX506", found.start(), "日期用了汉字数字")
    elif (
        piece.role is Role.DATE
        and not _BLANK.fullmatch(bare := _LABEL.sub("", visible(text)))
        and not all(map(_WHOLE.fullmatch, re.findall("[^日]+日?", bare)))
        and not re.search(r"[xXｘＸ×*＊_]", text)
    ):
        what = "没有写全" if "年" in text or _OPEN.search(text) else "写法不规范"
        yield piece.remark("BX509", 0, f"成文日期“{visible(text)}”{what}")


def _order(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """印发日期 before 成文日期."""
    dates = [_DAY.fullmatch(visible(p.text)) for p in pieces if p.role is Role.DATE and not p.part]
    written = [tuple(map(int, found.groups())) for found in dates if found and found[1]]
    for piece in pieces if written else ():
        if piece.role is Role.PRINTER and (found := _PRINTED.search(piece.text)):
            printed = tuple(map(int, found.groups()))
            if printed < written[-1]:
                yield piece.remark("BX508", found.start(), f"印发日期“{found[0][:-2]}”早于成文日期")
