"""One text to what is raised or lowered in it: `m^2^`, `10^-3^`, `注^1^`, `H~2~O`, as chat assistants and Pandoc write.

A reader may rely on this: the signs `^` and `~` come off in pairs, each pair as one exact edit, and what they enclose
stays. Only short figures, letters and marks of notes are enclosed, without a blank. Ranges (`5~10天，20~30人`,
`a~b~c`), paths (`~/某某`, `PROGRA~1`), faces (`^_^` `^o^`) and code are left as they are.
"""

from __future__ import annotations

from typing import NamedTuple

from banxin.document import Mark, MarkKind
from banxin.regex import regex
from banxin.repair.marks import Edit

_CODE = "BX215"
_SIGNS = regex(
    r"\^(?P<raised>[-+−–]?[0-9]{1,4}(?:[-+,，、−–][0-9]{0,4})?[-+−–]?"
    r"|[A-Za-z](?:[-+−–][0-9])?|TM|th|nd|rd|st|[\[(（〔][0-9]{1,3}[\])）〕]|[①-⑳]|[*＊]{1,3}|[-+−–])\^(?![0-9^])"
    r"|~(?P<lowered>[0-9]{1,3}[-+]?|[a-z]{1,4})~(?![0-9~])"
)
_WORD = regex(r"[!-}]")
"""What a token of code, an address or a path consists of."""
_CODE_SIGNS = ("://", "\\", "_", "@", "`", "{", "==")
_LONGEST = 40
"""Characters of a token that are looked at on either side."""
_FACES = frozenset("oOvVwWuUTxX0")
"""Between the ears of a face, `^o^`: raised only behind a figure, a letter or a bracket."""


class Shifts(NamedTuple):
    """What is raised or lowered in a text."""

    marks: tuple[Mark, ...]
    """In order; where there are signs around it, with them."""
    edits: tuple[Edit, ...]
    """The signs that come off."""
    view: str
    """The text with figures in the place of all that is marked, for repairs to look at: they change nothing in it, and
    see beside it the same before the signs come off and after."""


def shifts(text: str, marks: tuple[Mark, ...], off: frozenset[str]) -> Shifts | None:
    """What is raised or lowered in `text` by its `marks` or by signs; None: nothing is."""
    signs: list[Mark] = []
    edits: list[Edit] = []
    passed = 0
    """How many of `marks` end before the signs that are looked at."""
    if _CODE not in off and ("^" in text or "~" in text):
        for found in _SIGNS.finditer(text):
            start, end = found.span()
            kind = MarkKind.RAISED if found["raised"] else MarkKind.LOWERED
            inner = found["raised"] or found["lowered"]
            touches = bool(signs) and signs[-1].end == start
            before = edits[-1].after[-1] if touches else text[start - 1 : start] if start else ""
            while passed < len(marks) and marks[passed].end <= start:
                passed += 1
            is_free = passed == len(marks) or marks[passed].start >= end
            if is_free and _is_shift(text, before, inner, end, kind):
                signs.append(Mark(start, end, kind))
                edits.append(Edit(start, end, inner, _CODE))
    if not signs and not marks:
        return None
    whole = tuple(sorted((*marks, *signs), key=lambda mark: mark.start))
    parts: list[str] = []
    at = 0
    for mark in whole:
        parts += text[at : mark.start], "0" * (mark.end - mark.start)
        at = mark.end
    return Shifts(whole, tuple(sorted(edits)), "".join((*parts, text[at:])))


def _is_shift(text: str, before: str, inner: str, end: int, kind: MarkKind) -> bool:
    """What is enclosed is raised or lowered, and does not merely stand between two such signs.

    `before` is what stands in front of the first sign: the last character within the signs that it touches.
    """
    behind = text[end : end + 1]
    is_word = before.isascii() and (before.isalnum() or before in ")]") and before != ""
    if before in ("^", "~"):
        return False
    if kind is MarkKind.LOWERED and not ((is_word and not before.isdecimal()) or before == "）"):
        return False
    if inner.isalpha() and (not (is_word or before == "）") or (behind.isascii() and behind.isalnum())):
        return False  # `2^n^`, `x~i~`: a letter that another follows is one of `a^b^c`
    if (inner in _FACES or inner in "-+−–") and not is_word:
        return False
    return not _is_code(text, end)


def _is_code(text: str, at: int) -> bool:
    """The token around a place is an address, a path or code."""
    start = end = at
    while start > max(at - _LONGEST, 0) and _WORD.match(text[start - 1]):
        start -= 1
    while end < min(at + _LONGEST, len(text)) and _WORD.match(text[end]):
        end += 1
    token = text[start:end]
    return any(sign in token for sign in _CODE_SIGNS)
