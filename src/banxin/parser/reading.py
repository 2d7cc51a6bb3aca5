"""The best reading of all lines together: what each line is, so that the whole makes a document.

Evidence of each line (`evidence`) and the cost of each step (`order`) are added up; the best sum wins (Viterbi), in
time linear in the lines. A line that is no element can be read in passing (`stray`): it costs something and leaves the
state as it was, so that it changes nothing around it. The same sums tell how close the second best reading of a line
came.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from banxin.document import Role
from banxin.forms import lines
from banxin.parser.evidence import PLAIN, ROLES, ZONE, Reading, Zone, weigh
from banxin.parser.facts import Facts
from banxin.parser.order import END, NEVER, WAYS, follows, last

_SAID = 500.0
"""What a directive is worth: more than any order."""
_STRAY = -4.0
"""What a line costs that is read in passing and is no residue by its form."""
_FALLEN = -50.0
"""What it costs to go on with body text where no order knows how."""
_FAR = 20.0
"""A margin that is no doubt at all."""


class State(NamedTuple):
    """Where a reading stands."""

    reading: Reading | None
    """Of the last line that is not stray; None: there was none."""
    part: int
    """0: the document; 1: an annex, or a document behind it."""
    stray: bool
    """The line was read in passing."""


class Read(NamedTuple):
    """How one line is read."""

    reading: Reading
    """Of a stray line, what the line before it is read as."""
    stray: bool
    begins: bool
    """The line begins an annex or a further document."""
    margin: float
    """How much better the whole is so than with the second best reading of this line; never negative."""
    second: Reading | None
    """The second best reading; None: another stray."""


_Way: TypeAlias = tuple[float, int, State | None, bool]
"""The best way to a state: (its value, the last line that is not stray or -1, the state before, whether the line begins
an annex or a further document)."""
_Edge: TypeAlias = tuple[State, State, float]
"""(From, to, what the line between is worth so)."""

_START = State(None, 0, stray=False)


def read(facts: list[Facts], *, closes: bool = False) -> list[Read]:
    """How each line is read; `closes`: 成文日期 is given from outside, so that 署名 may be the last line."""
    ways: dict[State, _Way] = {_START: (0.0, -1, None, False)}
    starts = range(0, len(facts), _STRETCH) or range(1)
    reached: list[dict[State, _Way]] = []
    trail: _Trail = []
    for start in starts:
        reached.append(ways)
        trail = _stretch(facts, start, ways)
        ways = trail[-1].ways if trail else ways
        _forget(facts, start)
    onward = {state: _end(state, way, facts, closes=closes) for state, way in ways.items()}
    state = max(onward, key=lambda s: ways[s][0] + onward[s])
    best = ways[state][0] + onward[state]
    found: list[Read] = []
    for start, ways in zip(reversed(starts), reversed(reached), strict=True):
        if start != starts[-1]:
            trail = _stretch(facts, start, ways)
        _forget(facts, start)
        for step in reversed(trail):
            how, source = _traced(step.ways, onward, state, best)
            found.append(how)
            state = source or state
            onward = _onwards(step.edges, onward)
    return found[::-1]


class _Lap(NamedTuple):
    """One more line."""

    ways: dict[State, _Way]
    """The best way to each state behind it."""
    edges: list[_Edge]
    """Every step over it that was weighed."""


_Trail: TypeAlias = list[_Lap]
_STRETCH = 8192
"""Lines whose steps are kept, kilobytes a line. Those of earlier lines in a long text are weighed again on the way
back."""


def _forget(facts: list[Facts], start: int) -> None:
    """Lets go of what was worked out of a stretch of a long text."""
    if len(facts) > _STRETCH:
        for one in facts[start : start + _STRETCH]:
            one.forget()


def _stretch(facts: list[Facts], start: int, ways: dict[State, _Way]) -> _Trail:
    """The laps over the lines from `start` on, before which `ways` lead."""
    trail: _Trail = []
    for at in range(start, min(start + _STRETCH, len(facts))):
        ways, edges = _onward(facts, at, ways)
        trail.append(_Lap(ways, edges))
    return trail


def _onward(facts: list[Facts], at: int, ways: dict[State, _Way]) -> tuple[dict[State, _Way], list[_Edge]]:
    """The best ways over one more line, and every step that was weighed."""
    found: dict[State, _Way] = {}
    edges: list[_Edge] = []
    for source, steps in _leads(facts, at, ways):
        reached, stands, _, _ = ways[source]
        for target, cost, begins in steps:
            edges.append((source, target, cost))
            value = reached + cost
            if target not in found or value > found[target][0]:
                found[target] = value, stands if target.stray else at, source, begins
    if not found:  # behind lines of which directives say what they are, say
        for source, (reached, *_) in ways.items():
            target = State(Reading.BODY, source.part, stray=False)
            edges.append((source, target, _FALLEN))
            if target not in found or reached + _FALLEN > found[target][0]:
                found[target] = reached + _FALLEN, at, source, False
    return found, edges


def _leads(facts: list[Facts], at: int, ways: dict[State, _Way]) -> Iterator[tuple[State, list[_Step]]]:
    """Where the line leads from each state."""
    one = facts[at]
    readings = weigh(one)
    passing = None if readings is PLAIN and not one.is_residue else _passing(one)
    weighed: dict[tuple[Reading | None, int], list[_Step]] = {}
    for source, (_, stands, _, _) in ways.items():
        before = facts[stands] if stands >= 0 else None
        if one.item.forced:
            yield source, _said(source, readings, before, one)
            continue
        key = source.reading, stands
        if key not in weighed:  # the same in the document and in an annex
            weighed[key] = _steps(source.reading, readings, before, one)
        steps = _in_annex(source, weighed[key]) if source.part else weighed[key]
        if passing is not None and (passing > 0 or one.is_open or _is_below(source.reading)):
            cost = passing if passing > 0 else max(_STRAY, passing + _relief(source, one))
            steps = [*steps, (State(source.reading, source.part, stray=True), cost, False)]
        yield source, steps


_Step: TypeAlias = tuple[State, float, bool]
"""(Where a step leads, what it is worth with the line's evidence, whether it begins an annex or a further document)."""
_AT = tuple({reading: State(reading, part, stray=False) for reading in Reading} for part in (0, 1))


def _steps(
    source: Reading | None, readings: list[tuple[Reading, float]], before: Facts | None, one: Facts
) -> list[_Step]:
    """Where a line may lead from the document that is an element or body text."""
    found: list[_Step] = []
    onward = WAYS[source]
    for reading, weight in readings:
        for anew in onward.get(reading, ()):
            cost = follows(source, reading, before, one, anew=anew)
            if cost > NEVER / 2:
                found.append((_AT[anew or reading is Reading.LABEL][reading], weight + cost, anew))
    return found


def _in_annex(source: State, steps: list[_Step]) -> list[_Step]:
    """The same steps from an annex: one more label is likely there, a closing block is not."""
    is_open = source.reading is not None and ZONE[source.reading] <= Zone.BODY
    return [
        (
            _AT[1][reading],
            cost + (anew and reading is Reading.LABEL) - 2 * (is_open and ZONE[reading] is Zone.CLOSE),
            anew,
        )
        for (reading, _, _), cost, anew in steps
        if reading is not None
    ]


def _said(source: State, readings: list[tuple[Reading, float]], before: Facts | None, one: Facts) -> list[_Step]:
    """Where a line leads of which a directive says what it is: order hardly counts."""
    found: list[_Step] = []
    for reading, weight in readings:
        for anew in (False, True) if source.reading else (False,):
            if not anew and (
                (reading is Reading.LABEL and source.reading)
                or (one.item.said is Role.ANNEX_TITLE and not _is_titled(source))
            ):
                continue
            known = anew in WAYS[source.reading].get(reading, ())
            cost = follows(source.reading, reading, before, one, anew=anew) if known else NEVER
            part = 1 if anew or reading is Reading.LABEL else source.part
            found.append((_AT[part][reading], weight + max(cost, -_SAID / 10) + _SAID, anew))
    return found


def _passing(one: Facts) -> float | None:
    """What it is worth to read a line in passing, above or below the body; None: it cannot be."""
    if one.item.forced is not None or one.is_table:
        return None
    if one.is_residue or one.introduces:
        return 1.0
    # a sentence is body text above and within the body
    return None if one.labelled or one.length > lines.TITLE_LENGTH else _STRAY


def _relief(source: State, one: Facts) -> float:
    """Stray lines come in rows, and above a text rather than within it."""
    if source.reading is None:
        return 2.0 if one.is_field else 1.0
    return 1.5 if source.stray else 0.0


def _is_titled(state: State) -> bool:
    """The title of an annex may stand here, or go on."""
    return state.part == 1 and state.reading is not None and ZONE[state.reading] in (Zone.LABEL, Zone.TITLE)


def _is_below(reading: Reading | None) -> bool:
    return reading is not None and ZONE[reading].value > Zone.BODY.value


def _end(state: State, way: _Way, facts: list[Facts], *, closes: bool) -> float:
    if state.reading is None:
        return -20.0
    if closes and state.reading is Reading.SIGNATURE:
        return 2.0
    return END[ZONE[state.reading]] + last(state.reading, facts[way[1]])


def _onwards(edges: list[_Edge], behind: dict[State, float]) -> dict[State, float]:
    """The best sum from each state before a line to the end; `behind`: from each behind it."""
    sums: dict[State, float] = {}
    for source, target, value in edges:
        if target not in behind:  # nothing led on from it
            continue
        total = value + behind[target]
        if source not in sums or total > sums[source]:
            sums[source] = total
    return sums


def _role(state: State) -> Role | None:
    """What the line is that leads to a state; None: a stray line."""
    return None if state.stray or state.reading is None else ROLES.get(state.reading)


def _traced(ways: dict[State, _Way], sums: dict[State, float], state: State, best: float) -> tuple[Read, State | None]:
    """How a line is read behind which the best reading is in `state`, and where that came from."""
    _, _, source, begins = ways[state]
    if len(ways) == 1 and state.reading:
        return Read(state.reading, state.stray, begins, _FAR, None if state.stray else state.reading), source
    others = [(other[0] + sums[s], s) for s, other in ways.items() if s in sums and _role(s) is not _role(state)]
    value, second = max(others, key=itemgetter(0), default=(best - _FAR, state))
    margin = min(max(best - value, 0.0), _FAR)
    how = Read(
        Reading.TITLE if state.reading is None else state.reading,
        state.stray,
        begins,
        margin,
        None if second.stray else second.reading,
    )
    return how, source
