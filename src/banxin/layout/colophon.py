"""版记 to lines and rules that end on the lower edge of the type area, and on which page it stands (7.4, 7.5)."""

from __future__ import annotations

from itertools import zip_longest

import msgspec

from banxin.composition import Colophon, Place
from banxin.layout.page import Area
from banxin.layout.setting import set_block
from banxin.measure import BASELINE
from banxin.pages import Line, Rule


class SetColophon(msgspec.Struct, frozen=True):
    """版记 at its place on a page with the type area that it was set for."""

    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    height: float
    """From the upper edge of the first rule, or of the first text's box, to the lower edge of the last."""
    missing: tuple[str, ...]
    """Characters that no face has a glyph for."""


def set_colophon(block: Colophon, area: Area, number: int = 0) -> SetColophon:
    """`block` with its lower edge on that of the area; its text stands in its boxes as in Word.

    Its paragraphs are those of `Pages.blocks` from the `number`-th on.
    """
    texts = [set_block(paragraph, area.left, area.measure) for paragraph in block.paragraphs]
    lines: list[Line] = []
    rules: list[Rule] = []
    depth = 0.0
    for index, (thickness, paragraph, text) in enumerate(zip_longest(block.rules, block.paragraphs, texts), number):
        if thickness:
            depth += block.padding if lines else 0.0
            middle = depth + thickness / 2
            rules.append(Rule(area.left, middle, area.left + area.measure, middle, thickness))
            depth += thickness + (block.padding if paragraph else 0.0)
        if paragraph:
            pitch = paragraph.style.pitch
            tops = (depth + at * pitch for at in range(len(text.lines)))
            lines += (Line(y + BASELINE * pitch, runs, index) for y, runs in zip(tops, text.lines, strict=True))
            depth += len(text.lines) * pitch
    top = area.bottom - depth
    return SetColophon(
        lines=tuple(Line(top + line.y, line.runs, line.block) for line in lines),
        rules=tuple(Rule(rule.x0, top + rule.y0, rule.x1, top + rule.y1, rule.width) for rule in rules),
        height=depth,
        missing=tuple(char for text in texts for char in text.missing),
    )


def place(block: Colophon, height: float, page: int, room: float) -> Place:
    """Where 版记 of that height stands, when the text ends on the `page`-th page and leaves `room` there."""
    is_odd = page % 2 == 1
    if block.gap + height <= room:
        return Place.NEXT if block.even and is_odd else Place.SAME
    return Place.AFTER_BLANK if block.even and not is_odd else Place.NEXT
