"""Ties: the hidden character that says that no line ends at a place where one otherwise might.

It is U+200D, Word's own no-width non-break. Whatever breaks lines takes it out first (`untied`): nothing is drawn for
it. A blank before it is a no-break space, as a line may end behind any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from banxin.regex import regex

TIE = "\u200d"
_NO_BREAK = "\xa0"
_TIED = regex(f"{_NO_BREAK}?{TIE}")


def tied(text: str, places: Iterable[int]) -> str:
    """`text` with a tie at each of these places, which go up; a place is the index of the character behind it."""
    ends = [0, *places, len(text)]
    parts = [text[start:end] for start, end in pairwise(ends)]
    return TIE.join([*(f"{part[:-1]}{_NO_BREAK}" if part.endswith(" ") else part for part in parts[:-1]), parts[-1]])


def untied(text: str) -> tuple[str, list[int]]:
    """What `tied` has made a text of, and the places."""
    parts: list[str] = []
    places: list[int] = []
    at = length = 0
    for found in _TIED.finditer(text):
        parts += text[at : found.start()], " " * (len(found[0]) - 1)
        length += found.end() - at - 1
        places.append(length)
        at = found.end()
    return "".join((*parts, text[at:])), places


def with_blanks(text: str) -> str:
    """`text` with a plain blank before each tie that has a no-break one, for whoever drops the ties."""
    return text.replace(f"{_NO_BREAK}{TIE}", f" {TIE}")
