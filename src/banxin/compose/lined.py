"""Paragraphs with stops to blocks: what stands in one column begins at one place, lines that run on hang below it.

The places are counted in cells, and blanks of full width fill what is left before them, so that no tab stops are
needed: names are Han, and a cell each. A part with digits before another may leave up to half a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from math import ceil
from typing import NamedTuple

import msgspec

from banxin.composition import ParagraphStyle, Run, TextBlock
from banxin.document import Block, Paragraph, walk
from banxin.measure import width
from banxin.regex import regex
from banxin.style.schema import Align

_BLANK = "\u3000"
_BLANKS = " \xa0\u3000"
_WITHIN = regex("(?<![一-鿿])([一-鿿])[ \xa0]{1,2}(?=[一-鿿](?![一-鿿]))")
"""The blank within a label or a name of two characters, `组 长`, which is a cell wide where three stand below."""
_NARROW = regex("[ \xa0]{2,}")
"""A gap of narrow blanks, two to a cell."""
_SLACK = 0.1
"""Cells by which a part may be wider than it takes: less than tracking and rounding make."""


class _Part(NamedTuple):
    """What stands between two stops of a line."""

    column: int
    text: str
    cells: float
    """Its width."""
    gap: float
    """Cells of the blanks behind it."""


def lined_up(
    blocks: tuple[Block, ...], style: ParagraphStyle, measure: float, *, verbatim: bool
) -> dict[tuple[int, str], TextBlock]:
    """The paragraphs of a body that have stops, by line and text; `style`: that of the body's paragraphs.

    `verbatim`: blanks within a part stay as they were typed.
    """
    found: dict[tuple[int, str], TextBlock] = {}
    for has_stops, run in groupby(walk(blocks), lambda block: isinstance(block, Paragraph) and block.stops != ()):
        if has_stops:
            paragraphs = [block for block in run if isinstance(block, Paragraph)]
            done = _set(paragraphs, style, measure, verbatim=verbatim)
            found.update(((p.line, p.text), block) for p, block in zip(paragraphs, done, strict=True))
    return found


def _set(paragraphs: list[Paragraph], style: ParagraphStyle, measure: float, *, verbatim: bool) -> Iterator[TextBlock]:
    rows = [tuple(_parts(paragraph, style, verbatim=verbatim)) for paragraph in paragraphs]
    places = _places(rows)
    em = style.chars.advance
    for paragraph, row in zip(paragraphs, rows, strict=True):
        begin, reached = places[row[0].column], 0.0
        text = row[0].text
        for before, part in pairwise(row):
            reached = max(reached, places[before.column]) + before.cells
            fill = max(round(places[part.column] - reached), 1 if before.gap else 0)
            text += _BLANK * fill + part.text
            reached += fill
        hang = places[row[-1].column]
        if hang * em > measure / 2:  # what runs on would have no room there
            hang = min(places[part.column] for part in row[-2:])
        look = msgspec.structs.replace(
            style,
            name=f"{style.name}（对齐）",
            base="",
            align=Align.LEFT,
            left_indent=style.left_indent + style.first_indent + hang * em,
            first_indent=(begin - hang) * em,
            first_indent_chars=0.0,
        )
        yield TextBlock((Run(text, style.chars),), look, paragraph.line)


def _parts(paragraph: Paragraph, style: ParagraphStyle, *, verbatim: bool) -> Iterator[_Part]:
    text = paragraph.text
    begins = [(stop.at, stop.column) for stop in paragraph.stops]
    if begins[0][0] > 0:
        begins.insert(0, (0, 0))
    for (start, column), (end, _) in pairwise([*begins, (len(text), 0)]):
        whole = text[start:end]
        part = whole.rstrip(_BLANKS)
        gap = sum(1.0 if char == _BLANK else 0.5 for char in whole[len(part) :])
        if not verbatim:
            part = _NARROW.sub(lambda blanks: _BLANK * (len(blanks[0]) // 2), _WITHIN.sub(rf"\1{_BLANK}", part))
        yield _Part(column, part, width(part, style.chars) / style.chars.advance, gap)


def _places(rows: Iterable[tuple[_Part, ...]]) -> dict[int, int]:
    """In cells, where each column begins: behind all that stands before it, and the gap that was left there."""
    needed: dict[int, list[tuple[int, float]]] = {0: []}
    for row in rows:
        needed.setdefault(row[0].column, [])
        for before, part in pairwise(row):
            needed.setdefault(part.column, []).append((before.column, ceil(before.cells - _SLACK) + ceil(before.gap)))
    places: dict[int, int] = {}
    for column in sorted(needed):
        least = max(places.values(), default=0)
        places[column] = int(max((places.get(before, 0) + cells for before, cells in needed[column]), default=least))
    return places
