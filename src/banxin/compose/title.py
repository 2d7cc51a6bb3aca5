"""A title to its lines: 词意完整、排列对称、长短适宜, as a 梯形, a 倒梯形 or a 菱形 (GB/T 9704—2012 7.3.1).

No word is torn for the sake of a shape: of lines that part no term, those in a shape are taken first, then those in
none; only where there are no such lines, what leans on its neighbour is parted, then a word. Two lines of one length
are in no shape. Of several ways the lightest wins: few lines, of like length, broken at the better places.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from itertools import accumulate, pairwise

import msgspec

from banxin.compose.seams import Rank, seams
from banxin.regex import regex

_SHORTEST = 5
"""A last line has no fewer characters where it can be helped: 的通知 or 实施方案 never stands alone."""
_MOST_LINES = 6
_MOST_TRIES = 20_000
"""Lines looked at for one number of lines; the lightest sets are found among the first."""
_FURTHER_LINE = 10.0
"""What a line more than is needed costs."""
_OUTER = 3
"""Characters by which the first and the last line of a 菱形 may differ: about equal."""
_CLEAR = 2
"""A step of fewer characters is hardly seen."""
_LONG_BELOW = 1.0
"""What two lines cost of which the lower is the longer: the upper one is, by habit."""
_FAINT = 4.0
_HOURGLASS = 15.0
_SHORT_BEGINNING = 6.0
_SHORT_END = 25.0
_CUT_BEHIND = regex("关于$")


class Shape(Enum):
    """An outline of centred lines."""

    RISING = "梯形"
    """Each line is longer than the one above."""
    FALLING = "倒梯形"
    """Each line is shorter."""
    DIAMOND = "菱形"
    """Three lines or more: they grow to the middle one, then shrink, and the outer are about equal."""
    NONE = "none"


def break_title(text: str, max_chars: int, body: Callable[[], str] = str) -> list[str]:
    """`text` in lines of at most `max_chars` characters (a digit or Latin letter counts half).

    A title of one line's length stays whole. Joined, the lines are the text, character for character, white space
    at the breaks aside. `body`: makes the text below, which tells what its terms are; asked for where it is needed.
    """
    if _width(text) <= max_chars:
        return [text]
    text = text.strip()
    fewest = -int(-_width(text) // max_chars)
    if fewest > _MOST_LINES:
        return _filled(text, max_chars)
    found = [(seam.at, seam.rank, seam.cost) for seam in seams(text, body(), max_chars)]
    found = [(at, max(of, Rank.TERM) if _width(text[at:].strip()) < _SHORTEST else of, cost) for at, of, cost in found]
    for rank in (Rank.WORDS, Rank.TERM):
        allowed = [(at, cost + (_LEANS if of is Rank.TERM else 0)) for at, of, cost in found if of <= rank]
        search = _Search(text, allowed, max_chars)
        for shapes in (tuple(Shape)[:-1], (Shape.NONE,)):
            if lines := search.lightest(max(fewest, 2), shapes):
                return lines
    return _filled(text, max_chars)


def shape_of(lines: list[str]) -> Shape:
    """The shape that centred `lines` make."""
    widths = [_width(line) for line in lines]
    steps = [b - a for a, b in pairwise(widths)]
    if len(lines) > 1 and all(step > 0 for step in steps):
        return Shape.RISING
    if len(lines) > 1 and all(step < 0 for step in steps):
        return Shape.FALLING
    peak = widths.index(max(widths))
    grows = all(step > 0 for step in steps[:peak]) and all(step < 0 for step in steps[peak:])
    if grows and peak in _middle(len(lines)) and abs(widths[0] - widths[-1]) <= _OUTER:
        return Shape.DIAMOND
    return Shape.NONE


def are_well_broken(lines: list[str], max_chars: int) -> bool:
    """Whether a writer's own lines can stay: they fit, and none is merely where a longer line was cut.

    A line that leans on its neighbour (`…情况的`, `的通知`, `…关于`) was cut; an organ's name above `公告` was not.
    """
    cut = any(b.startswith("的") or (a.endswith("的") and _width(b) < _SHORTEST) for a, b in pairwise(lines))
    leads = any(_CUT_BEHIND.search(line) for line in lines[:-1])
    return not cut and not leads and all(_width(line) <= max_chars for line in lines)


def _width(text: str) -> float:
    return sum(0.5 if char < "\u0250" else 1.0 for char in text)


def _middle(count: int) -> range:
    """The line or the two lines in the middle of three or more."""
    return range((count - 1) // 2, count // 2 + 1) if count > 2 else range(0)  # noqa: PLR2004


_LEANS = 20.0
"""What it costs to part a term, or a word and what leans on it."""


class _Place(msgspec.Struct, frozen=True):
    """Where a line may end, and the next begin."""

    at: int
    end: float
    """How wide the text before is, white space at the break left out."""
    start: float
    cost: float


class _Search:
    """Looks for the lightest lines of a title, line by line, and gives up what is heavier than the best so far."""

    def __init__(self, text: str, allowed: list[tuple[int, float]], max_chars: int) -> None:
        self._text = text
        self._most = max_chars
        reach = list(accumulate((_width(char) for char in text), initial=0.0))
        self._places = [
            _Place(at, reach[len(text[:at].rstrip())], reach[at], cost) for at, cost in [*allowed, (len(text), 0.0)]
        ]
        self._total = reach[-1]
        self._best: tuple[float, tuple[int, ...]] | None = None
        self._tries = 0

    def lightest(self, fewest: int, shapes: tuple[Shape, ...]) -> list[str]:
        """The lightest lines in one of `shapes`, one more than are needed if that is lighter; none: no such lines."""
        self._best = None
        for count in range(fewest, _MOST_LINES + 1):
            if self._best and count > fewest + 1:
                break
            for shape in shapes:
                self._tries = _MOST_TRIES
                weight = (count - fewest) * _FURTHER_LINE
                weight += _LONG_BELOW if shape is Shape.RISING and count == 2 else 0  # noqa: PLR2004
                self._add_line((), (), weight, count, shape)
        if self._best is None:
            return []
        bounds = [0, *(self._places[index].at for index in self._best[1])]
        return [self._text[a:b].strip() for a, b in pairwise(bounds)]

    def _add_line(
        self, ends: tuple[int, ...], widths: tuple[float, ...], weight: float, count: int, shape: Shape
    ) -> None:
        """Tries every line below those that end at the places `ends`."""
        left = count - len(ends) - 1
        last = len(self._places) - 1
        above = ends[-1] if ends else -1
        start = self._places[above].start if ends else 0.0
        mean = self._total / count
        options: list[tuple[float, int, float]] = []
        for index in range(above + 1, last) if left else (last,):
            place = self._places[index]
            width = place.end - start
            if width > self._most:
                break
            if width > 0 and self._total - place.start <= left * self._most and _goes_on(widths, width, count, shape):
                cost = place.cost + (width - mean) ** 2 / mean + _step_cost(widths, width, is_last=not left)
                options.append((weight + cost, index, width))
        for heavier, index, width in sorted(options):
            self._tries -= 1
            if self._tries < 0 or (self._best and heavier >= self._best[0]):
                return
            if left:
                self._add_line((*ends, index), (*widths, width), heavier, count, shape)
            else:
                self._best = heavier, (*ends, index)


def _goes_on(above: tuple[float, ...], width: float, count: int, shape: Shape) -> bool:
    """Whether a line of that width can stand below those in one of `count` lines in that shape."""
    if shape is Shape.NONE or not above:
        return True
    step = width - above[-1]
    if shape is not Shape.DIAMOND:
        return step > 0 if shape is Shape.RISING else step < 0
    at, middle = len(above), _middle(count)
    if not middle or (at == count - 1 and abs(width - above[0]) > _OUTER):
        return False
    if at <= middle[0]:
        return step > 0
    return step < 0 if at > middle[-1] else step != 0


def _step_cost(above: tuple[float, ...], width: float, *, is_last: bool) -> float:
    """What it costs that a line stands below those: too small a step, the waist of an hourglass, too short an end."""
    cost = 0.0
    if above:
        step = abs(width - above[-1])
        cost += _FAINT * max(_CLEAR - step, 0) / _CLEAR
        if len(above) > 1 and above[-2] > above[-1] < width:
            cost += _HOURGLASS
    if width < _SHORTEST and (is_last or not above):
        cost += _SHORT_END if is_last else _SHORT_BEGINNING
    return cost


def _filled(text: str, max_chars: int) -> list[str]:
    """Lines filled one after the other, for a title too long for any shape."""
    places = [seam.at for seam in seams(text, "", max_chars) if seam.rank < Rank.WORD]
    lines = [""]
    for a, b in pairwise([0, *places, len(text)]):
        word = text[a:b]
        for part in (word,) if _width(word) <= max_chars else word:
            if lines[-1] and _width(lines[-1] + part) > max_chars:
                lines.append("")
            lines[-1] += part
    return lines
