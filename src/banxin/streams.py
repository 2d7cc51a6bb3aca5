"""Character streams: the visible characters of a stage's text, in source order, and where two streams differ.

Layout characters (white space, zero-width and byte-order marks) are not text and do not count; every other character
does. The stages are compared by these streams before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable

from banxin.errors import Diagnostic

INVISIBLE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
"""Every character that is layout and not text: Unicode white space, zero-width spaces and joiners, BOM."""

_NO_SPACES = "".join(char for char in INVISIBLE if not char.isspace())


def visible(text: str) -> str:
    """`text` without its layout characters."""
    text = "".join(text.split())
    for char in _NO_SPACES:
        if char in text:  # rare, and quick to see
            text = text.replace(char, "")
    return text


def apply_edits(stream: str, edits: Iterable[Diagnostic]) -> str:
    """`stream` after the edits among `edits` (those with `offset >= 0`), in any order.

    An edit that does not fit (its `before` is not what stands at its `offset`, or it overlaps the one before it) is
    left out, so that the comparison that follows finds the difference.
    """
    parts: list[str] = []
    at = 0
    for edit in sorted((e for e in edits if e.offset >= 0), key=lambda e: e.offset):
        before = visible(edit.before)
        if edit.offset < at or not stream.startswith(before, edit.offset):
            continue
        parts += stream[at : edit.offset], visible(edit.after)
        at = edit.offset + len(before)
    parts.append(stream[at:])
    return "".join(parts)


def first_difference(expected: str, actual: str) -> int | None:
    """The index of the first character in which two streams differ, `None` if they are equal."""
    if expected == actual:
        return None
    for index, (a, b) in enumerate(zip(expected, actual, strict=False)):
        if a != b:
            return index
    return min(len(expected), len(actual))
