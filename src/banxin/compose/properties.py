"""What the files say of themselves: title, signing organ and date, from a Document."""

from __future__ import annotations

from banxin.compose.metadata import metadata
from banxin.compose.parties import is_to_be_signed
from banxin.composition import Properties
from banxin.document import Document, Role
from banxin.regex import regex

_ARABIC_DATE = regex(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_CHINESE_DATE = regex(r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")


def properties(document: Document, *, archive: bool = False) -> Properties:
    """Title, author, date and metadata; each is empty where the document does not say it.

    `archive`: the OFD is for archives.
    """
    title = "".join(p.text for p in document.front if p.role is Role.TITLE)
    if not title:  # 命令 has none
        title = "".join(p.text for p in document.front if p.role in (Role.ISSUER_MARK, Role.ORDER_NUMBER))
    author = "、".join(p.text for p in document.back if p.role is Role.SIGNATURE and not is_to_be_signed([p]))
    dates = [_iso(p.text) for p in document.back if p.role is Role.DATE]
    return Properties(
        title=title, author=author, date=dates[0] if dates else "", archive=archive, metadata=metadata(document)
    )


def _iso(text: str) -> str:
    """A written date as YYYY-MM-DD; empty where it names no day of the calendar."""
    import datetime as dt

    if found := _ARABIC_DATE.search(text):
        year, month, day = map(int, found.groups())
    elif found := _CHINESE_DATE.search(text):
        year = int("".join(str("〇一二三四五六七八九".find(c)) if c in "一二三四五六七八九" else "0" for c in found[1]))
        month, day = _chinese_number(found[2]), _chinese_number(found[3])
    else:
        return ""
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _chinese_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    digits = "零一二三四五六七八九"
    return (digits.find(tens) if tens else 1) * 10 * bool(ten) + (digits.find(ones) if ones else 0)
