"""Where the lines of a paragraph end: widths in, indices out.

The rules are GB/T 15834—2011 5.1 and CLREQ's levels “strict” and “basic”: closing marks, connectors and `％` do not
begin a line, opening marks do not end one, —— and …… stay whole, so do numbers and Latin words with all ASCII that
touches them. By “strict”, —— and …… do not begin a line either; by “basic” they may, but not a single —, which is a
connector. `edges` has the characters, and says of which pairs Unicode would keep a line from ending between them and
Word would not.

Where a tie stands (`ties`), no line ends either.

What does not fit is pushed to the next line; no mark is squeezed to make it fit, and none hangs, as the program does
that opens the DOCX (`line_rules`). No DOCX tells LibreOffice 7.4 which marks to keep from the edges: for it lines break
by its own list, and —— and …… may be split as it splits them. GB/T 15834 5.1.11 allows marks half a cell: `squeezing`
takes it off the same ones wherever they stand, so that a DOCX can say it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import msgspec

from banxin.edges import STRICT, LineEdges
from banxin.measure import LATIN_APOSTROPHE
from banxin.regex import regex

SPACE = " \u3000\xa0\t"
"""Characters that may stand beyond the end of a line."""
_LETTER = r"[0-9A-Za-z\xaa\xb2\xb3\xb5\xb9\xba\xbc-\xbe\xc0-\xd6\xd8-\xf6\xf8-\u024f]"
"""A letter, a digit, or a small figure like ² (spelt out: `re` takes milliseconds to compile a range that goes far)."""
_LATIN = f"!-~{_LETTER[1:-1]}"
_WITHIN = f"[!-~¡-\u024f{LATIN_APOSTROPHE}]"
_WORD = rf"(?:±(?=\d))?[{_LATIN}](?:{_WITHIN}*[{_LATIN}])?(?:(?<=\d)∶\d(?:{_WITHIN}*[{_LATIN}])?)*"
"""A Latin word or a number, and what touches it of ASCII: `C++`, `#5`; a ratio, `1∶1.5`."""
_ASCII_CLOSING = ",.:;!?)]}%/~-"
_BEFORE_WORD = f"、。，．）〕］｝〉》」』】〗’”·％‰℃°′″{_ASCII_CLOSING}"

_JOINT = regex("-(?![-/])")
"""The hyphen behind which a word may break, `K0+000-｜K9+451`, be it a sign."""
_JOINT_OR_SLASH = regex("-(?![-/])|(?P<slash>/)(?=[A-Za-z\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\u024f])")
"""The same, or a slash that a letter follows."""

_SLACK = 0.05
"""Points by which a line may exceed the measure: Word counts whole twips, and both outputs must break alike."""


class Rule(msgspec.Struct, frozen=True):
    """How the lines of a paragraph may end."""

    edges: LineEdges = STRICT
    """What they must not begin or end with."""
    words_follow_marks: bool = False
    slashes_are_joints: bool = False
    """As in `LineRules`."""
    held: frozenset[int] = frozenset()
    """At which places of the text no line ends, as ties say, but within what is wider than a line."""


_STRICT = Rule()


class _Patterns(NamedTuple):
    """What a `Rule` says, as regular expressions."""

    whole: re.Pattern[str]
    """A run of characters between any two of which a line may end (group 1); or what stays on one line: a word or a
    character, the opening marks before it, the closing marks and spaces behind it.

    What follows a slash or, if it is Latin, a closing mark of ASCII stays with it; a number or Latin word behind any
    closing mark, `，2026年`, where `words_follow_marks` asks for it.
    """
    part: str
    """The same where a whole unit is wider than a line, `1、2、3、…`: rare, so it is compiled when it is met."""


@lru_cache(maxsize=4)
def _patterns(edges: LineEdges, *, words_follow_marks: bool) -> _Patterns:
    opening = re.escape("".join(char for char in edges.no_end if char not in edges.no_start))
    closing = re.escape(edges.no_start)
    slashes = re.escape("".join(char for char in edges.no_end if char in edges.no_start))
    behind = f"[{closing}{SPACE}]"
    # where a whole —— may begin a line, a single — may not
    singles = [f"{pair[0]}(?!{pair[0]})" for pair in edges.pairs if pair[0] not in edges.no_start]
    if edges.behind_digits:
        singles.append(f"(?<=[0-9])[{re.escape(edges.behind_digits)}]")
    if singles:
        behind = f"(?:{'|'.join((behind, *singles))})"
    before = f"(?:[{_LATIN}]+(?=[!-~]))?(?:[{opening}][{opening}{SPACE}]*|[{slashes}])"
    core = rf"(?:{before})*(?:{'|'.join((*edges.pairs, _WORD))}|[\s\S])"
    part = f"{core}{behind}*"
    marks = re.escape(_BEFORE_WORD if words_follow_marks else _ASCII_CLOSING)
    joined = rf"(?<=[{marks}])(?=[{_LATIN}]|±\d)|(?<=[{slashes}])"
    simple = f"[^{opening}{closing}{re.escape(''.join(edges.pairs))}{SPACE}!-~¡-\u024f{LATIN_APOSTROPHE}]"
    whole = rf"((?:{simple}(?!{behind}))+)|{part}(?:(?:{joined}){part})*"
    return _Patterns(re.compile(whole), part)


def break_lines(
    text: str, widths: list[float], gaps: list[float], measures: tuple[float, float], rule: Rule = _STRICT
) -> list[tuple[int, int]]:
    """(start, end) of each line of `text`, in order, without a break or a remainder; a text has at least one line.

    `widths` has the width of each character, `gaps` the gap before each, which counts only within a line. `measures`
    are those of the first and the further lines; both must hold a character.
    """
    first, other = measures
    reach = list(accumulate(map(float.__add__, widths, gaps), initial=0.0))
    ends, solid = _units(text, reach, min(first, other), rule)
    if rule.held:
        ends, solid = _joined(ends, solid, reach, min(first, other), rule.held)
    solid_reach = [reach[at] for at in solid]
    lines: list[tuple[int, int]] = []
    start = unit = 0
    measure = first
    while unit < len(ends):
        limit = reach[start] + gaps[start] + measure + _SLACK
        after = bisect_right(solid_reach, limit, lo=unit)
        if after > unit:
            end = ends[after - 1]
        else:  # a single unit wider than the line: it must break somewhere
            end = max(bisect_right(reach, limit) - 1, start + 1)
            after = unit
            if end >= solid[unit]:
                end, after = ends[unit], unit + 1
            else:
                end = _within(text, start, end, rule.edges)
        lines.append((start, end))
        start, unit, measure = end, after, other
    return lines or [(0, 0)]


def _units(text: str, reach: list[float], measure: float, rule: Rule) -> tuple[list[int], list[int]]:
    """Where each unit ends, with and without the spaces behind it; words with joints and units wider than `measure` in
    parts.
    """
    ends: list[int] = []
    solid: list[int] = []
    patterns = _patterns(rule.edges, words_follow_marks=rule.words_follow_marks)
    joint = _JOINT_OR_SLASH if rule.slashes_are_joints else _JOINT
    for whole in patterns.whole.finditer(text):
        start, end = whole.span()
        if whole[1]:
            ends += range(start + 1, end + 1)
            solid += range(start + 1, end + 1)
            continue
        is_wide = reach[end] - reach[start] > measure
        for found in re.compile(patterns.part).finditer(text, start, end) if is_wide else (whole,):
            end = found.end()
            if "-" in found[0] or (rule.slashes_are_joints and "/" in found[0]):
                for place in joint.finditer(text, found.start(), end - 1):
                    if text[place.end()] not in rule.edges.no_start + SPACE:
                        ends.append(place.end())
                        solid.append(place.end() + (place.lastgroup is not None))  # the letter must have room, too
            ends.append(end)
            solid.append(found.start() + len(found[0].rstrip(SPACE)))
    return ends, solid


def _joined(
    ends: list[int], solid: list[int], reach: list[float], measure: float, held: frozenset[int]
) -> tuple[list[int], list[int]]:
    """The units with those in one that are held together; apart where they would be wider than `measure`."""
    joined: tuple[list[int], list[int]] = [], []
    start = first = 0
    for at, end in enumerate(ends):
        if end in held:
            continue
        parts = slice(first if reach[solid[at]] - reach[start] > measure else at, at + 1)
        joined[0].extend(ends[parts])
        joined[1].extend(solid[parts])
        start, first = end, at + 1
    return joined


def _within(text: str, start: int, end: int, edges: LineEdges) -> int:
    """The last place up to `end` where marks allow a break in a unit that is split; `end` where there is none."""
    for at in range(end, start, -1):
        if text[at] in edges.no_start or text[at - 1] in edges.no_end or text[at - 1 : at + 1] in edges.pairs:
            continue
        return at
    return end
