"""A broken paragraph to lines of runs: every character gets its face and its place.

Within a line, what is left of the measure goes between the characters, not inside Latin words, numbers, —— and …….
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

import msgspec

from banxin import pages
from banxin.composition import SHIFTED_SIZE, Run, Tab, TextBlock
from banxin.edges import LIBREOFFICE
from banxin.layout.breaking import SPACE, Rule, break_lines
from banxin.measure import LATIN, LATIN_APOSTROPHE, Metrics, is_latin, metrics, switches
from banxin.regex import regex
from banxin.squeezing import squeezed
from banxin.style.schema import Align
from banxin.ties import TIE, untied

_PIECE = regex(
    rf"(?:(?![ \xa0])[{LATIN}])+[ \xa0]*|[ \xa0]+|—{{2,}}|…{{2,}}|(?:[^{LATIN}—…]+|—(?!—)|…(?!…))+",
)
"""A stretch of characters that are spaced alike: a Latin word, a whole dash or ellipsis, or Han and marks."""
_APOSTROPHE = regex("(?<=[A-Za-z])’(?=[A-Za-z])")
_SHARE_BEFORE_STOP = {Align.LEFT: 0.0, Align.JUSTIFY: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}
"""How much of a text stands to the left of the tab stop that it belongs to."""
_SLACK = 0.05
"""Points that two texts may overlap: less than rounding to twips makes."""
_TIGHT = regex(rf"[{LATIN}]|——|……")
"""How a stretch begins whose characters stay together."""


class SetBlock(msgspec.Struct, frozen=True, gc=False):
    """A block broken into lines."""

    lines: tuple[tuple[pages.Run, ...], ...]
    """The runs of each line."""
    missing: tuple[str, ...]
    """Characters that no face has a glyph for, each once, in order."""


class _Stretch(msgspec.Struct, frozen=True, gc=False):
    """Characters of a line that are spaced alike."""

    text: str
    known: Metrics
    loose: bool
    """What is left of the measure goes behind each character; else behind the last one only."""
    gap: float
    """Before it."""
    glued: bool = False
    """What follows is raised or lowered beside it, or is what it is raised beside: nothing goes between them."""


class Line(NamedTuple):
    """A line of a paragraph before its characters are placed."""

    stretches: list[_Stretch]
    x: float
    """Where it may begin."""
    measure: float
    align: Align
    """How it stands there: of a justified paragraph, the last line and one that the text ends are left-aligned."""

    @property
    def text(self) -> str:
        """Without the blanks at its end."""
        return "".join(stretch.text for stretch in self.stretches)

    @property
    def left(self) -> float:
        """Points of the measure that its characters do not take; negative: they take more."""
        return self.measure - sum(map(_natural, self.stretches))

    @property
    def places(self) -> int:
        """Between how many of its characters what is left goes, if any does."""
        return sum(len(stretch.text) if stretch.loose else not stretch.glued for stretch in self.stretches) - 1


def set_block(block: TextBlock, x: float, measure: float) -> SetBlock:
    """`block` in lines of at most `measure` points that begin at `x`."""
    lines = (_set_line(one) if isinstance(one, Line) else one for one in _broken(block, x, measure))
    return SetBlock(tuple(lines), _missing(block))


def broken(block: TextBlock, measure: float) -> list[Line]:
    """The lines of a paragraph without tab stops, as `set_block` breaks it."""
    return [line for line in _broken(block, 0.0, measure) if isinstance(line, Line)]


def _broken(block: TextBlock, x: float, measure: float) -> Iterator[Line | tuple[pages.Run, ...]]:
    """The lines of `block`; those with tabs have their runs already."""
    text, ties = block.text, list[int]()
    if "’" in text:
        block = _with_latin_apostrophes(block)
    if TIE in text:
        block, ties = _untied(block)
    block = squeezed(block)
    style = block.style
    text = block.text
    rule = Rule(
        style.edges if style.rules.reads_edges else LIBREOFFICE,
        style.rules.words_follow_marks,
        style.rules.slashes_are_joints,
    )
    left, width = x + style.left_indent, measure - style.left_indent - style.right_indent
    widths, before, gaps = _widths(block, text)
    spare = max(-style.chars.tracking, 0.0)  # see _widths: the last character of a line is not tracked either
    starts = list(accumulate((len(run.text) for run in block.runs), initial=0))
    start = 0
    for index, piece in enumerate(text.split("\n")):
        end = start + len(piece)
        indent = style.first_indent if index == 0 else 0.0
        measures = width - indent - spare, width - spare
        if style.tabs and "\t" in piece:
            parts: list[list[list[_Stretch]]] = []
            for part in piece.split("\t"):
                end = start + len(part)
                held = _held(rule, ties, start, end)
                cut = break_lines(part, widths[start:end], before[start:end], measures, held)
                ends = ((start + a, start + a + len(part[a:b].rstrip(SPACE))) for a, b in cut)
                parts.append([_stretches(block, starts, gaps, a, b) for a, b in ends if b > a])
                start = end + 1
            yield from _tabbed(parts, style.tabs, x, (left + indent, left + width))
            continue
        held = _held(rule, ties, start, end)
        cut = break_lines(piece, widths[start:end], before[start:end], measures, held)
        for at, (a, b) in enumerate(cut):
            inset = indent if at == 0 else 0.0
            stretches = _stretches(block, starts, gaps, start + a, start + a + len(piece[a:b].rstrip(SPACE)))
            align = Align.LEFT if style.align is Align.JUSTIFY and at == len(cut) - 1 else style.align
            yield Line(stretches, left + inset, width - inset, align)
        start = end + 1


def _untied(block: TextBlock) -> tuple[TextBlock, list[int]]:
    """`block` without its ties, and where no line ends for them."""
    runs: list[Run] = []
    places: list[int] = []
    start = 0
    for run in block.runs:
        text, within = untied(run.text)
        runs.append(msgspec.structs.replace(run, text=text))
        places += (start + place for place in within)
        start += len(text)
    return msgspec.structs.replace(block, runs=tuple(runs)), places


def _held(rule: Rule, ties: list[int], start: int, end: int) -> Rule:
    """`rule` for a part of the text, with the ties in it."""
    if not ties:
        return rule
    within = ties[bisect_right(ties, start) : bisect_right(ties, end - 1)]
    return msgspec.structs.replace(rule, held=frozenset(at - start for at in within))


def _missing(block: TextBlock) -> tuple[str, ...]:
    """Characters that no face has a glyph for, each once, in order."""
    found: list[str] = []
    for run in block.runs:
        missing = metrics(run.chars).missing
        if not missing.isdisjoint(run.text):
            found += (char for char in run.text if char in missing and char not in "\n\t")
    return tuple(dict.fromkeys(found))


def one_line(block: TextBlock, x: float) -> SetBlock:
    """`block` in one line that begins at `x`, however wide it is."""
    style = msgspec.structs.replace(
        block.style, align=Align.LEFT, first_indent=0.0, left_indent=0.0, right_indent=0.0, tabs=()
    )
    done = set_block(msgspec.structs.replace(block, style=style), x, math.inf)
    return msgspec.structs.replace(done, lines=(tuple(run for line in done.lines for run in line),))


def _with_latin_apostrophes(block: TextBlock) -> TextBlock:
    runs = (Run(_APOSTROPHE.sub(LATIN_APOSTROPHE, run.text), run.chars) for run in block.runs)
    return msgspec.structs.replace(block, runs=tuple(runs))


def _widths(block: TextBlock, text: str) -> tuple[list[float], list[float], dict[int, float]]:
    """The width of each character as lines are broken with, what is added before it within a line, and where the gaps
    between Han and Latin are and how wide: behind what is raised or lowered they are as much smaller as it is.

    See `LineRules.tracks_last` for the last character before a change of family or run.
    """
    widths: list[float] = []
    before = [0.0] * len(text)
    untracked = 0.0 if block.style.rules.tracks_last else max(-block.style.chars.tracking, 0.0)
    shifted: set[int] = set()  # where what is raised or lowered ends
    for run in block.runs:
        if widths:
            before[len(widths)] = untracked
        widths += map(metrics(run.chars).widths.__getitem__, run.text)
        if run.chars.shift:
            shifted.add(len(widths))
    gap = block.style.chars.gap * block.style.chars.size
    gaps: dict[int, float] = {}
    for at, is_gap in switches(text):
        before[at] = untracked
        if is_gap:
            gaps[at] = gap * SHIFTED_SIZE if at in shifted else gap
            before[at] += gaps[at]
    return widths, before, gaps


def _stretches(block: TextBlock, starts: list[int], gaps: dict[int, float], start: int, end: int) -> list[_Stretch]:
    """The stretches of the line from `start` to `end`; `starts` has where each run begins."""
    found: list[_Stretch] = []
    index = bisect_right(starts, start) - 1
    while index < len(block.runs) and starts[index] < end:
        run, at = block.runs[index], starts[index]
        known = metrics(run.chars)
        for piece in _PIECE.finditer(run.text, max(start - at, 0), min(end - at, len(run.text))):
            where = at + piece.start()
            text = piece[0]
            found.append(_Stretch(text, known, not _TIGHT.match(text), gaps.get(where, 0.0) if where > start else 0.0))
        index += 1
    if any(one.known.chars.shift for one in found):
        for at, (one, following) in enumerate(pairwise(found)):
            if one.known.chars.shift is not following.known.chars.shift and not (one.loose or following.loose):
                found[at] = msgspec.structs.replace(one, glued=not one.text.endswith(tuple(SPACE)))
    return found


def _tabbed(
    parts: list[list[list[_Stretch]]], tabs: tuple[Tab, ...], x: float, edges: tuple[float, float]
) -> list[tuple[pages.Run, ...]]:
    """What stands between the tab characters of a line at its tab stops, mostly in one line.

    A part that would stand over the one before it, or beyond the edge, begins a line of its own, as near to its stop as
    it has room; one that is wider than the measure has several. `x` is where the stops are counted from.
    """
    left, right = edges
    lines: list[tuple[pages.Run, ...]] = []
    runs: tuple[pages.Run, ...] = ()
    reached = left
    for index, part in enumerate(parts):
        for stretches in part:
            natural = sum(map(_natural, stretches))
            begin = reached
            if 0 < index <= len(tabs):
                stop = tabs[index - 1]
                begin = x + stop.position - natural * _SHARE_BEFORE_STOP[stop.align]
            if runs and (begin < reached - _SLACK or begin + natural > right + _SLACK):
                lines.append(runs)
                runs = ()
            if not runs:
                begin = max(min(begin, right - natural), left)
            runs += _set_line(Line(stretches, begin, natural, Align.LEFT))
            reached = begin + natural
    return [*lines, runs]


def _set_line(line: Line) -> tuple[pages.Run, ...]:
    """The runs of a line at its place."""
    x, left = line.x, line.left
    extra = 0.0
    if line.align is Align.JUSTIFY or left < 0:
        extra = left / max(line.places, 1)
    elif line.align is Align.CENTER:
        x += left / 2
    elif line.align is Align.RIGHT:
        x += left
    runs: list[pages.Run] = []
    for stretch in line.stretches:
        x = _add_runs(runs, stretch, x + stretch.gap, extra)
    return tuple(runs)


def _natural(stretch: _Stretch) -> float:
    known = stretch.known
    return stretch.gap + sum(map(known.widths.__getitem__, stretch.text)) + len(stretch.text) * known.stretch


def _add_runs(runs: list[pages.Run], stretch: _Stretch, x: float, extra: float) -> float:
    """Appends the runs of a stretch that begins at `x`; where the next one begins."""
    known, text = stretch.known, stretch.text
    chars = known.chars
    spacing = known.stretch + chars.tracking + (extra if stretch.loose else 0.0)
    bold = chars.bold and not (chars.latin.is_bold and is_latin(text[0]))
    groups = (
        groupby(text, key=known.setting.__getitem__)
        if len(set(map(known.setting.__getitem__, text))) > 1
        else ((known.setting[text[0]], text),)
    )
    for (face, correction), group in groups:
        part = "".join(group)
        runs.append(
            pages.Run(
                x,
                part.replace(LATIN_APOSTROPHE, "’"),
                face,
                chars.shifted_size,
                spacing + correction,
                chars.color,
                bold,
                chars.rise,
            )
        )
        x += sum(map(known.widths.__getitem__, part)) + len(part) * (known.stretch + (extra if stretch.loose else 0.0))
    return x if stretch.loose or stretch.glued else x + extra
