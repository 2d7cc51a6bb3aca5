"""Columns of numbers: which they are, and how far each number stands from the right so that their points align.

A reader may rely on this: the widest whole part and the widest fraction together stand in the middle of the column. No
character is added; both outputs, and every program that opens a DOCX, go by indents alone.
"""

from __future__ import annotations

import re
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
    found: list[re.Match[str] | None] = []
    for text in texts:
        found.append(_NUMBER.fullmatch(text))
        if found[-1] is None and not _BLANK.fullmatch(text):
            return []
    if _are_counted([text for number, text in zip(found, texts, strict=True) if number]):
        return []
    parts = [number and (width(number[1], chars), width(number[2], chars)) for number in found]
    numbers = {part for part in parts if part}
    if len(numbers) < _FEWEST:  # alike: they are aligned in the middle, too
        return []
    whole, rest = (max(lengths) for lengths in zip(*numbers, strict=True))
    edge = (inner - whole - rest) / 2
    if edge < 0:
        return []
    return [edge + rest - part[1] if part else None for part in parts]


def _are_counted(numbers: list[str]) -> bool:
    """They number the rows."""
    return numbers == [str(at) for at in range(1, len(numbers) + 1)]
