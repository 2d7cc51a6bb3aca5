"""What a reader of marks finds in a line: the parts that are no text, and what they say of the rest."""

from __future__ import annotations

from typing import NamedTuple

from banxin.document import MarkKind


class Mark(NamedTuple):
    """A part of a line's text that is no text."""

    start: int
    end: int
    after: str = ""
    """What stands there instead: nothing, a character that the mark stands for, white space, a line feed where another
    line begins, a tab where a cell does."""
    level: int = 0
    """Of the heading that begins here, from 1."""
    is_item: bool = False
    """An item of a list begins here."""
    shift: MarkKind | None = None
    """What follows is raised or lowered."""
    ends_shift: bool = False
    """What follows is so no longer."""


class Marked(NamedTuple):
    """A line that is not all text."""

    marks: list[Mark]
    """In any order; of two that overlap the one that begins first counts."""
    goes_on: bool = False
    """It goes on with the line above: a line end says nothing in HTML."""
