"""A figure to the paragraph that holds its picture: on whole rows, never wider than a line nor higher than a page.

A reader may rely on this: the picture keeps its shape, and what is written under it has room on the same page.
"""

from __future__ import annotations

from math import ceil, floor

import msgspec

from banxin.compose.formats import Formats
from banxin.composition import Drawing, TextBlock
from banxin.document import Figure
from banxin.images import Picture
from banxin.style.schema import Align

_LEAST = 1.0
"""Points; a picture that a file calls smaller is shown so."""


def figure_block(figure: Figure, picture: Picture, formats: Formats) -> TextBlock:
    """The paragraph that holds the picture; what is written below it is the caller's."""
    page, body = formats.page, formats.elements["body"]
    below = formats.elements["figure_caption"].pitch if figure.caption else 0.0
    below += sum(formats.elements["note"].pitch for _ in figure.notes)
    most_rows = max(floor((page.depth - below) / page.pitch), 1)
    width, height = _size(figure, picture)
    share = min(1.0, page.measure / width, ((most_rows - 1) * page.pitch + page.em) / height)
    width, height = width * share, height * share
    rows = max(ceil((height - page.em) / page.pitch), 0) + 1
    style = msgspec.structs.replace(
        body,
        name="图片",
        base="",
        align=Align.CENTER,
        pitch=rows * page.pitch,
        first_indent=0.0,
        first_indent_chars=0.0,
        left_indent=0.0,
        right_indent=0.0,
        keep_next=bool(figure.caption or figure.notes),
        grows=True,
    )
    drawing = Drawing(picture.data, width, height, figure.alt or figure.caption)
    return TextBlock((), style, figure.line, drawing=drawing)


def _size(figure: Figure, picture: Picture) -> tuple[float, float]:
    """Width and height in points: what is asked for, in the picture's own shape where only one is."""
    width, height = max(picture.width, _LEAST), max(picture.height, _LEAST)
    if figure.width > 0 and figure.height > 0:
        return max(figure.width, _LEAST), max(figure.height, _LEAST)
    if figure.width > 0:
        return max(figure.width, _LEAST), max(figure.width, _LEAST) * height / width
    if figure.height > 0:
        return max(figure.height, _LEAST) * width / height, max(figure.height, _LEAST)
    return width, height
