"""Columns of numbers: which they are, and how far each number stands from the right so that their points align.

A reader may rely on this: the widest whole part and the widest fraction together stand in the middle of the column. No
character is added; both outputs, and every program that opens a DOCX, go by indents alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from banxin.composition import CharStyle
from banxin.measure import width
from banxin.regex import regex

_NUMBER = regex(r"([-+−－]?(?:0|[1-9][0-9]{0,2}(?:[,，][0-9]{3})+|[1-9][0-9]{0,8}))((?:\.[0-9]+)?[%％‰]?)")
"""The whole part and the rest. What begins with a 0, or is longer, is a code; what has two points, a date or the
number of a section."""
_BLANK = regex(r"[-—–－/／…\s]*|无")
"""Stands where there is no number."""
_FEWEST = 2
"""Numbers that make a column of them."""


def indents(texts: Sequence[str], chars: CharStyle, inner: float) -> list[float | None]:
    """How far each of a column's texts stands from the right edge of the `inner` points, set to the right; None: it
    stands in the middle as other texts do. Empty if the column has none but numbers that are alike, or texts as well.
    """
    parts: list[tuple[float, float] | None] = []
    numbers: dict[tuple[float, float], tuple[float, float]] = {}  # each once: a long table has many
    counted = 0
    are_counted = True  # they number the rows
    for text in texts:
        if number := _NUMBER.fullmatch(text):
            part = width(number[1], chars), width(number[2], chars)
            parts.append(numbers.setdefault(part, part))
            counted += 1
            are_counted = are_counted and text == str(counted)
        elif _BLANK.fullmatch(text):
            parts.append(None)
        else:
            return []
    if are_counted or len(numbers) < _FEWEST:  # alike: they are aligned in the middle, too
        return []
    whole, rest = (max(lengths) for lengths in zip(*numbers, strict=True))
    edge = (inner - whole - rest) / 2
    if edge < 0:
        return []
    return [edge + rest - part[1] if part else None for part in parts]
