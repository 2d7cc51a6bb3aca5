"""What a style writes for a measure (`37mm`, `三号`, `2字`, `1行`) and the number it becomes, each way.

Lengths become points. `2字` and `1行` stay what they are, since a 字 depends on the element and a 行 on the page.
"""

from __future__ import annotations

from banxin import units
from banxin.regex import regex


class Length(float):
    """Points, 0 or more; written `16pt`, `28.95磅`, `37mm`, `3.7cm` or as a type size, `三号`."""


class Size(Length):
    """Points, more than 0; written like a Length."""


class TypeSize(Size):
    """A size of type, in half points, which are all that Word knows; written like a Length."""


class Chars(float):
    """A number of the element's own characters; written `2字`."""


class Rows(float):
    """A number of the page's rows, 0 or more; written `1行`."""


_POINTS_PER = {"pt": 1.0, "磅": 1.0, "mm": units.mm(1), "毫米": units.mm(1), "cm": units.mm(10), "厘米": units.mm(10)}
_NUMBER_WITH_UNIT = regex(r"(-?\d+(?:\.\d+)?)\s*(pt|磅|mm|毫米|cm|厘米|字|行)")
_MOST_POINTS = 1584.0
"""The greatest side of a page in Word, 22 inches."""
_MOST_TYPE = 500.0
_MOST_COUNT = 100.0
"""Of 字 or 行: more than any page holds."""

WRITTEN: dict[type[float], str] = {
    Length: "长度，如 37mm、3.7cm、28.95磅、三号",
    Size: "长度，大于 0，如 37mm、3.7cm、28.95磅、三号",
    TypeSize: "字号，如 三号、16磅；Word 的字号以半磅为单位",
    Chars: "字数，如 2字",
    Rows: "行数，如 1行、0.5行",
}
"""How each is written, for messages and for the reference."""


def decode(kind: type[float], value: object) -> float:
    """`msgspec`'s hook: the measure of that kind that `value` writes.

    Raises:
        ValueError: it writes none; the message, in Chinese, says how one is written.
    """
    text = str(value)
    found = _NUMBER_WITH_UNIT.fullmatch(text)
    number, unit = (float(found[1]), found[2]) if found else (1.0, "")
    if kind is Chars:
        if unit == "字" and abs(number) <= _MOST_COUNT:
            return Chars(number)
    elif kind is Rows:
        if unit == "行" and 0 <= number <= _MOST_COUNT:
            return Rows(number)
    else:
        points = float(units.SIZE_NAMES.get(text, number * _POINTS_PER.get(unit, -1.0)))
        if _is_allowed(points, kind):
            return kind(points)
    raise ValueError(f"“{text}”不是这里要的{WRITTEN[kind]}")


def _is_allowed(points: float, kind: type[float]) -> bool:
    if kind is TypeSize:
        return 0 < points <= _MOST_TYPE and (points * 2).is_integer()
    return 0 <= points <= _MOST_POINTS and (points > 0 or kind is Length)


_NAMES_OF_SIZES = {points: name for name, points in units.SIZE_NAMES.items()}


def written(value: float) -> str:
    """A measure as a style may write it; in millimetres where that is the rounder number."""
    if isinstance(value, Chars):
        return f"{value:g}字"
    if isinstance(value, Rows):
        return f"{value:g}行"
    if isinstance(value, TypeSize) and value in _NAMES_OF_SIZES:
        return _NAMES_OF_SIZES[value]
    points = float(value)
    millimetres = points / units.PT_PER_MM
    if round(points, 2) != round(points, 6) and round(millimetres, 2) == round(millimetres, 6):
        return f"{round(millimetres, 2):g}mm"
    return f"{round(points, 2):g}磅"


def json_schema(kind: type[float]) -> dict[str, object]:
    """`msgspec`'s hook: what a JSON Schema says of a measure."""
    if kind is Chars:
        return {"type": "string", "pattern": r"^-?\d+(\.\d+)?\s*字$", "examples": ["2字", "0字"]}
    if kind is Rows:
        return {"type": "string", "pattern": r"^\d+(\.\d+)?\s*行$", "examples": ["1行", "0.5行"]}
    names = "|".join(units.SIZE_NAMES)
    examples = ["三号", "16磅"] if kind is TypeSize else ["37mm", "3.7cm", "28.95磅"]
    pattern = rf"^(\d+(\.\d+)?\s*(pt|磅|mm|毫米|cm|厘米)|{names})$"
    return {"type": "string", "pattern": pattern, "examples": examples}
