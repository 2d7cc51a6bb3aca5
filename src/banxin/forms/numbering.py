"""The start of a line to a label (`一、` `（一）` `1.` `（1）` `①` `第一章` `1.1`): its kind, level and value.

A label is recognised here by its form alone; whether it counts is decided by `sequence`, from its neighbours. The
label is kept as written, the white space behind it is layout. `weak` marks a form that running text also takes.
"""

from __future__ import annotations

import re
from enum import IntEnum

import msgspec

from banxin.regex import regex


class Kind(IntEnum):
    """The forms of labels; a smaller number stands higher in a text's outline."""

    PART = 0
    """`第一部分` `第一编` `第一篇`."""
    CHAPTER = 1
    """`第一章`."""
    SECTION = 2
    """`第一节`."""
    HAN_OVER_ARTICLES = 3
    """`一、` where `第一条` stands under it."""
    ARTICLE = 4
    """`第一条`."""
    HAN = 5
    """`一、`."""
    PAREN_HAN = 6
    """`（一）`."""
    DECIMAL_1 = 7
    """`1` where `1.1` stands under it; the next four are its deeper ones."""
    DECIMAL_2 = 8
    """`1.1`."""
    DECIMAL_3 = 9
    """`1.1.1`."""
    DECIMAL_4 = 10
    """`1.1.1.1`."""
    DECIMAL_5 = 11
    """`1.1.1.1.1`."""
    ARABIC = 12
    """`1.` `1、` `1．`."""
    PAREN_ARABIC = 13
    """`（1）`."""
    HALF_PAREN = 14
    """`1）`."""
    CIRCLED = 15
    """`①`."""


LEVELS = {
    Kind.PART: 1,
    Kind.CHAPTER: 1,
    Kind.SECTION: 2,
    Kind.HAN_OVER_ARTICLES: 1,
    Kind.HAN: 1,
    Kind.PAREN_HAN: 2,
    Kind.ARABIC: 3,
    Kind.PAREN_ARABIC: 4,
    Kind.HALF_PAREN: 4,
    Kind.CIRCLED: 5,
}
"""The level a form fixes. Articles and decimals have theirs from where they stand."""


_KINDS_BY_LEVEL = (Kind.HAN, Kind.PAREN_HAN, Kind.ARABIC, Kind.PAREN_ARABIC, Kind.CIRCLED)
"""The form that 7.3.3 has for each level."""


class Label(msgspec.Struct, frozen=True):
    """A label at the start of a line."""

    kind: Kind
    value: int
    """The number; of a decimal, its last part."""
    text: str
    """As written, without white space at either end."""
    end: int
    """Where the text behind the label and its white space begins."""
    spaced: bool
    """White space stood behind it."""
    weak: bool
    """Running text may begin like this too: `一、二季度…` `（三）项…` `第三条规定…`."""
    path: tuple[int, ...] = ()
    """All parts of a decimal, `(1, 2)` for `1.2`; `(3,)` for any form that may stand above decimals."""


_HAN = "[一二三四五六七八九十百零〇]{1,7}"
_NUMBER = "[0-9０-９]"
_LABEL = regex(
    rf"(?P<han>{_HAN}\s?[、.．]|{_HAN}[，：:](?=\S))"
    rf"|[（(]\s?(?P<paren_han>{_HAN})\s?[）)][、．.]?"
    rf"|(?P<decimal>{_NUMBER}{{1,2}}(?:[.．]{_NUMBER}{{1,2}}){{1,4}})(?!{_NUMBER}|[.．]{_NUMBER})[.．、]?"
    # `1.2026年…`: no number has a year behind its point
    rf"|(?P<arabic>{_NUMBER}{{1,3}})(?:、(?:[0-9]{{1,3}}、)?|[.．](?!{_NUMBER})|[.．](?=(?:19|20)[0-9][0-9]年))"
    rf"|[（(]\s?(?P<paren_arabic>{_NUMBER}{{1,3}})\s?[）)][、．.]?"
    rf"|(?P<half_paren>{_NUMBER}{{1,2}})[）)]"
    r"|(?P<symbol>[①-⑳⑴-⒇⒈-⒛㈠-㈩㉑-㉟㊱-㊿])"
    rf"|第\s?(?P<ordinal>{_HAN}|{_NUMBER}{{1,3}})\s?(?P<unit>部分|[编篇章节条](?:之[一二三四五六七八九十])?)"
    rf"|(?P<bare>{_NUMBER}{{1,2}})(?=\s)(?!\s{_NUMBER}\s)"
)
_NUMERAL = regex(rf"{_HAN}|{_NUMBER}+(?=[^0-9０-９]*$)")
_SPACE = regex(r"\s*")
_UNITS = {
    "部分": Kind.PART,
    "编": Kind.PART,
    "篇": Kind.PART,
    "章": Kind.CHAPTER,
    "节": Kind.SECTION,
    "条": Kind.ARTICLE,
}
_SYMBOLS = (
    ("①", "⑳", 1, Kind.CIRCLED),
    ("⑴", "⒇", 1, Kind.PAREN_ARABIC),
    ("⒈", "⒛", 1, Kind.ARABIC),
    ("㈠", "㈩", 1, Kind.PAREN_HAN),
    ("㉑", "㉟", 21, Kind.CIRCLED),
    ("㊱", "㊿", 36, Kind.CIRCLED),
)
"""First and last sign of a block of Unicode, the first one's value, the kind."""
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_REFERENCE = regex(
    r"[，。；：）)、~～%％]|项(?!目)|款(?![项待])|目(?![的标录前])|[—－-]{1,2}[0-9一二三四五六七八九十（(第]"
    r"|[和至与及或到][（(第0-9]"
)
"""What stands behind a number that is quoted or counted with, not used as a label."""
_QUANTITY = "万亿千百十%％‰倍"
"""What stands behind a decimal number that is an amount."""


def recognise(text: str) -> Label | None:
    """The label that `text` begins with by its form, if any."""
    match = _LABEL.match(text)
    if match is None:
        return None
    end = match.end()
    space = _SPACE.match(text, end)
    start_of_rest = space.end() if space else end
    rest = text[start_of_rest : start_of_rest + 1]
    kind, path = _kind(match)
    value = path[-1]
    spaced = start_of_rest > end
    if not value or (not rest and kind > Kind.SECTION):
        return None
    weak = _REFERENCE.match(text, start_of_rest) is not None
    if kind is Kind.HAN:
        weak = (
            weak
            or match.group()[-1] in "，：:"
            or rest in _DIGITS
            or rest == "十"
            or (rest.isdigit() and match.group()[-1] != "、")
        )
    elif kind in (Kind.PAREN_HAN, Kind.PAREN_ARABIC):
        weak = weak or (rest in ("（", "(") and match.group().endswith("、"))
    elif kind is Kind.ARABIC:
        weak = weak or (rest.isdigit() and match.group().endswith("、"))
    elif kind is Kind.ARTICLE:
        weak = not spaced and rest not in "（(【[：:"
    elif Kind.DECIMAL_1 <= kind <= Kind.DECIMAL_5:
        weak = weak or (not spaced and rest in _QUANTITY)
    label = text[:end].rstrip()
    return Label(kind, value, label, start_of_rest, spaced, weak, path)


def forced_label(text: str, level: int) -> Label:
    """The label of a line that is said to be a heading of `level`: its own, which ranks as one of that level would.

    One that has no label, or the label of another level, has no place in a sequence: its value is 0.
    """
    own = recognise(text)
    if own and LEVELS.get(own.kind) == level:
        return msgspec.structs.replace(own, weak=False)
    kind = _KINDS_BY_LEVEL[level - 1]
    if own is None or own.weak:
        return Label(kind, 0, "", 0, spaced=False, weak=True)
    return Label(kind, 0, own.text, own.end, spaced=False, weak=True)


def han_value(numeral: str) -> int:
    """The value of a Chinese numeral up to 999, also written digit by digit; 0 if it is none."""
    if "十" not in numeral and "百" not in numeral:
        value = 0
        for char in numeral:
            value = value * 10 + _DIGITS[char]
        return value if len(numeral) == 1 or value > len(numeral) else 0
    total, digit, unit = 0, 0, 1000
    for char in numeral:
        if char in _DIGITS:
            if digit:
                return 0
            digit = _DIGITS[char]
            continue
        size = 100 if char == "百" else 10
        if size >= unit:
            return 0
        total, digit, unit = total + (digit or 1) * size, 0, size
    return total + digit


def with_value(label: Label, value: int) -> str:
    """The label of another value, in the form of `label`."""
    if len(label.text) == 1:
        return chr(ord(label.text) + value - label.value)
    return _NUMERAL.sub(lambda found: str(value) if found.group().isdecimal() else han_numeral(value), label.text)


def han_numeral(value: int) -> str:
    """`value`, 0–99, as a Chinese numeral; Arabic digits beyond."""
    if value > 99:  # noqa: PLR2004 - headings do not go so far
        return str(value)
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def _kind(match: re.Match[str]) -> tuple[Kind, tuple[int, ...]]:
    """The kind of a matched label, and its value or a decimal's parts."""
    name = match.lastgroup
    found = match.group(name or 0)
    if name == "han":
        return Kind.HAN, (han_value(found.rstrip("、．.，：: \u3000\xa0\t")),)
    if name == "paren_han":
        return Kind.PAREN_HAN, (han_value(found),)
    if name == "decimal":
        path = tuple(int(part) for part in found.replace("．", ".").split("."))
        return Kind(Kind.DECIMAL_1 + len(path) - 1), path
    if name == "symbol":
        for first, last, value, kind in _SYMBOLS:
            if first <= found <= last:
                return kind, (ord(found) - ord(first) + value,)
    if name == "unit":
        ordinal = match.group("ordinal")
        return _UNITS[found[:1] if "之" in found else found], (
            int(ordinal) if ordinal.isdecimal() else han_value(ordinal),
        )
    kinds = {"arabic": Kind.ARABIC, "paren_arabic": Kind.PAREN_ARABIC, "half_paren": Kind.HALF_PAREN}
    return kinds.get(name or "", Kind.DECIMAL_1), (int(found),)
