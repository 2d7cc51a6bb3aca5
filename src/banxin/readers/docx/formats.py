"""A number in a number format of Word (ISO/IEC 29500-1 17.18.59): `chineseCounting` 12 is 十二."""

from __future__ import annotations

from collections.abc import Callable

_HAN = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMANS = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_LARGEST_ROMAN = 32767
_LETTERS = 26
_MOST_LETTERS = 780


def in_format(number: int, form: str, custom: str = "") -> str:
    """`number` as the format prints it; in digits where the format has no sign for it, or is not known here.

    `custom`: of the form `custom`, how the first numbers look: `001, 002, 003, ...`.
    """
    if form == "none":
        return ""
    if form == "custom":
        first = custom.partition(",")[0].strip()
        return f"{number:0{len(first)}}" if first.isdecimal() else str(number)
    if signs := _SIGNS.get(form):
        return signs[number - 1] if 0 < number <= len(signs) else str(number)
    if (write := _WRITTEN.get(form)) and number >= 0:
        return write(number)
    return str(number)


def _counted(number: int, digits: str, units: tuple[str, ...], *, ten: str) -> str:
    """一百零一, 一万二千; `ten` stands for 一十 at the beginning."""
    if number == 0:
        return digits[0]
    if number >= 10**8:
        return str(number)
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        head = _counted(high, digits, units, ten=ten) + "万"
        if not low:
            return head
        gap = digits[0] if low < 10**3 else ""
        return head + gap + _below(low, digits, units)
    text = _below(number, digits, units)
    if 10 <= number < 20:  # noqa: PLR2004 - 十一, not 一十一
        return ten + text[len(ten_of(digits, units)) :]
    return text


def ten_of(digits: str, units: tuple[str, ...]) -> str:
    """`一十`."""
    return digits[1] + units[0]


def _below(number: int, digits: str, units: tuple[str, ...]) -> str:
    """Of a number below 10000."""
    parts: list[str] = []
    gap = False
    for unit, size in zip((*reversed(units), ""), (1000, 100, 10, 1), strict=True):
        digit, number = divmod(number, size)
        if digit:
            parts.append((digits[0] if gap else "") + digits[digit] + unit)
            gap = False
        else:
            gap = bool(parts)
    return "".join(parts)


_SMALL, _LEGAL = ("十", "百", "千"), ("拾", "佰", "仟")


def _thousand(number: int) -> str:
    return _counted(number, "零" + _HAN[1:], _SMALL, ten="十")


def _digits(number: int, zero: str = "〇") -> str:
    return "".join((zero + _HAN[1:])[int(digit)] for digit in str(number))


def _counting(number: int) -> str:
    """As `_thousand` up to 99; from there digit by digit, with ○."""
    if number == 0:
        return "○"
    return _thousand(number) if number < 100 else _digits(number, "○")  # noqa: PLR2004 - two digits


def _japanese(number: int) -> str:
    text = _counted(number, _HAN, _SMALL, ten="十").replace("〇", "") or "〇"
    for unit in _SMALL:
        text = text.replace(f"一{unit}", unit)
    return text


def _legal(digits: str) -> Callable[[int], str]:
    return lambda number: _counted(number, digits, _LEGAL, ten=digits[1] + "拾")


def _letters(number: int, first: str) -> str:
    """`a` … `z`, `aa`, `bb` …."""
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    times, letter = divmod(number - 1, _LETTERS)
    return chr(ord(first) + letter) * (times + 1)


def _roman(number: int) -> str:
    if not 0 < number <= _LARGEST_ROMAN:
        return str(number)
    parts: list[str] = []
    for value, sign in _ROMANS:
        times, number = divmod(number, value)
        parts.append(sign * times)
    return "".join(parts)


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _ordinal(number: int) -> str:
    teens = 10 < number % 100 < 14  # noqa: PLR2004 - 11th, 12th, 13th
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _run(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


_CIRCLED = _run(0x2460, 0x2473)
_SIGNS: dict[str, str | tuple[str, ...]] = {
    "ideographTraditional": _STEMS,
    "ideographZodiac": _BRANCHES,
    "ideographZodiacTraditional": tuple(_STEMS[at % 10] + _BRANCHES[at % 12] for at in range(60)),
    "ideographEnclosedCircle": _run(0x3280, 0x3289),
    "decimalEnclosedCircle": _CIRCLED + _run(0x3251, 0x325F) + _run(0x32B1, 0x32BF),
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _run(0x2474, 0x2487),
    "decimalEnclosedFullstop": _run(0x2488, 0x249B),
}
"""The sign of each number from 1 on."""
_WRITTEN: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": "{:02}".format,
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "numberInDash": "- {} -".format,
    "upperLetter": lambda number: _letters(number, "A"),
    "lowerLetter": lambda number: _letters(number, "a"),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "ordinal": _ordinal,
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _thousand,
    "taiwaneseCountingThousand": _thousand,
    "japaneseCounting": _japanese,
    "ideographDigital": _digits,
    "taiwaneseDigital": lambda number: _digits(number, "○"),
    "japaneseDigitalTenThousand": _digits,
    "chineseLegalSimplified": _legal("零壹贰叁肆伍陆柒捌玖"),
    "ideographLegalTraditional": _legal("零壹貳參肆伍陸柒捌玖"),
    "japaneseLegal": _legal("零壱弐参四伍六七八九"),
}
