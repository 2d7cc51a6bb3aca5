"""发文机关标志 of several organs to lines at their places (7.2.4)."""

from __future__ import annotations

import msgspec

from banxin.composition import MarkBlock
from banxin.layout.page import Area
from banxin.layout.setting import one_line
from banxin.measure import BASELINE, EM_ASCENT, lead
from banxin.pages import Line


class SetMark(msgspec.Struct, frozen=True):
    """The lines of a mark."""

    lines: tuple[Line, ...]
    """The names, then the suffix."""
    missing: tuple[str, ...]
    """Characters that no face has a glyph for."""


def set_mark(block: MarkBlock, area: Area, top: float, number: int) -> SetMark:
    """`block`, the `number`-th of `Pages.blocks`, with its upper edge at `top`, in the middle of the area."""
    breadth = block.names_width + (block.gap + block.suffix_width if block.suffix else 0.0)
    left = area.left + (area.measure - breadth) / 2
    lines: list[Line] = []
    missing: list[str] = []
    em_tops: list[float] = []
    y = top
    for name in block.names:
        y += name.style.space_before
        done = one_line(name, left)
        em_tops.append(y + lead(name.style))
        lines.append(Line(y + BASELINE * name.style.pitch, done.lines[0], number))
        missing += done.missing
        y += name.style.pitch
    if block.suffix:
        middle = (em_tops[0] + em_tops[-1] + block.names[-1].style.chars.size) / 2
        done = one_line(block.suffix, left + block.names_width + block.gap)
        lines.append(Line(middle + (EM_ASCENT - 0.5) * block.suffix.style.chars.size, done.lines[0], number))
        missing += done.missing
    return SetMark(tuple(lines), tuple(missing))
