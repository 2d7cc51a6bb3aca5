"""Lengths: what a style may write (`三号`, `16pt`, `37mm`, `2字`) and the points that the program counts in.

This module alone converts units. A length in points is a float; anything else carries its unit in its name.
"""

from __future__ import annotations

PT_PER_MM = 72 / 25.4
"""Points (1/72 inch) in a millimetre."""

TWIPS_PER_PT = 20
"""Twentieths of a point, the unit of most lengths in WordprocessingML."""

SIZE_NAMES: dict[str, float] = {
    "初号": 42,
    "小初": 36,
    "一号": 26,
    "小一": 24,
    "二号": 22,
    "小二": 18,
    "三号": 16,
    "小三": 15,
    "四号": 14,
    "小四": 12,
    "五号": 10.5,
    "小五": 9,
    "六号": 7.5,
    "小六": 6.5,
    "七号": 5.5,
    "八号": 5,
}
"""字号 to points, as Word and WPS have them."""


def mm(value: float) -> float:
    """Millimetres to points."""
    return value * PT_PER_MM


def twips(points: float) -> int:
    """Points to the nearest twip."""
    return round(points * TWIPS_PER_PT)
