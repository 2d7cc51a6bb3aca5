"""The lines on top of a text to the block of settings between two `---` lines, and whose settings they are.

All is told by the form of lines, before any YAML is read: a text may begin with a rule of dashes, and other programs
keep settings of their own in the same place (`tags:`, `layout:`). Only the outermost lines count; what is indented, an
item of a list or a comment belongs to the entry above it.
"""

from __future__ import annotations

import difflib
import re
from enum import Enum
from typing import NamedTuple

from banxin.elements import KEYS
from banxin.regex import regex
from banxin.source import Line

MOST = 100
"""Entries; there are not so many settings."""
_FENCE = "---"
_ENDS = (_FENCE, "...")
_ENTRY = regex(r"[\"']?(?P<key>[\w .-]{1,40}?)[\"']?\s*(?P<colon>：|:(?=\s|$)|:)")
_GOES_ON = ("#", "-", "]", "}")
"""How an outermost line begins that goes on the entry above it."""
_SHARED = ("title", "subtitle", "date", "style")
"""Names of ours that other programs have as well."""
_OFFERED = ("title", "subtitle")
"""Those of use to us in another program's block; the date there is that of the file, not 成文日期."""
_THEIRS = ("address", "dates", "format", "from", "update")
"""Names that other programs have, and so near to one of ours that they would pass for slips."""
_NEAR, _NEAR_CHINESE = 0.75, 0.5
"""How like one of ours a name must be to be a slip (`difflib` ratio); of two Han characters one."""
_ANY = 0.4
"""Likewise for a name to be worth suggesting."""


class Whose(Enum):
    """Who is to read a block."""

    OURS = 0
    THEIRS = 1
    """Another program."""
    NOBODY = 2
    """It looks like settings and has no name that is known here: text."""


class Fenced(NamedTuple):
    """The block on top of a text."""

    lines: tuple[Line, ...]
    """Fences included."""
    whose: Whose
    entries: tuple[str, ...]
    """What stands between the fences, line by line; empty where an entry is none of ours."""
    starts: tuple[int, ...]
    """Indices of those of `entries` that begin one."""
    foreign: tuple[tuple[str, int], ...]
    """(name, source line) of each entry that is none of ours."""


def find(lines: tuple[Line, ...]) -> Fenced | None:
    """The block; None where the text begins with a rule or with no `---` at all."""
    end = next((index for index, line in enumerate(lines[1:], 1) if line.text in _ENDS), 0)
    if not end or lines[0].text != _FENCE:
        return None
    inner = lines[1:end]
    outer = _outermost(inner)
    keys = [_key(line) for line in outer]
    whose, theirs = _judged(outer, keys)
    if whose is None:
        return None
    if whose is Whose.THEIRS:
        theirs = {key for key in keys if key.lower() not in _OFFERED}
    starts = {line.number: key for line, key in zip(outer, keys, strict=True) if key}
    entries: list[str] = []
    is_ours = True
    for line in inner:
        is_ours = starts[line.number] not in theirs if line.number in starts else is_ours
        entries.append(line.raw if is_ours else "")
    return Fenced(
        lines[: end + 1],
        whose,
        tuple(entries),
        tuple(at for at, line in enumerate(inner) if entries[at] and line.number in starts),
        tuple((key, number) for number, key in starts.items() if key in theirs),
    )


def is_unclosed(lines: tuple[Line, ...]) -> bool:
    """A known setting stands below the `---` on top, and no `---` ends the block."""
    if not lines or lines[0].text != _FENCE or any(line.text in _ENDS for line in lines[1:]):
        return False
    first = next((line for line in lines[1:] if line.text and not line.text.startswith("#")), None)
    return first is not None and known(_key(first)) is not None


def known(key: str) -> str | None:
    """The name of the setting that `key` stands for."""
    return KEYS.get(key) or KEYS.get(key.lower())


def nearest(key: str) -> str | None:
    """The name of a setting that looks most like `key`."""
    return next(iter(difflib.get_close_matches(key.lower()[:40], KEYS, n=1, cutoff=_ANY)), None)


def entry(raw: str) -> tuple[str, str, str] | None:
    """(name, colon, value) of a line that begins an entry, white space aside; a known name needs no blank behind."""
    match = _ENTRY.match(raw.lstrip())
    if match is None:
        return None
    key, value = match["key"].strip(), raw.lstrip()[match.end() :]
    if match["colon"] == ":" and value[:1].strip() and not known(key):
        return None  # a time, a URL
    return key, match["colon"], value.strip()


def _key(line: Line) -> str:
    """The name of the entry that begins on the line; empty if none does."""
    found = entry(line.raw)
    return found[0] if found else ""


def _outermost(inner: tuple[Line, ...]) -> list[Line]:
    """The lines that begin entries, or that are none and stand as far out."""
    filled = [line for line in inner if line.text and not line.text.startswith("#")]
    least = _indent(filled[0]) if filled else 0
    outer = [line for line in filled[1:] if _indent(line) <= least and not line.text.startswith(_GOES_ON)]
    return [*filled[:1], *outer]


def _indent(line: Line) -> int:
    return len(line.raw) - len(line.raw.lstrip())


def _judged(outer: list[Line], keys: list[str]) -> tuple[Whose | None, set[str]]:
    """(whose the block is, which of its names are another program's); None: lines of a text between two rules."""
    ours = {key for key in keys if known(key)}
    is_yaml = [re.match(r"[^：:]*:(?:\s|$)", line.text) is not None for line in outer]
    if not outer:
        return Whose.OURS, set()  # blank lines and comments
    if len(keys) > MOST:
        return (Whose.OURS if ours else None), set()
    others = {key for key in keys if key and key not in ours}
    theirs = {key for key in others if key.isascii() and not _is_slip(key)}
    if theirs and all(keys) and all(key.lower() in _SHARED for key in ours):
        return Whose.THEIRS, theirs
    if ours:
        return (Whose.OURS if all(keys) or _means_settings(keys, ours, is_yaml) else None), theirs
    if not all(keys) or not any(is_yaml):
        return None, set()
    return (Whose.OURS if any(map(_is_slip, others)) else Whose.NOBODY), set()


def _means_settings(keys: list[str], ours: set[str], is_yaml: list[bool]) -> bool:
    """The lines are settings with a slip among them, or not closed; a text may have `附件：…` between two rules."""
    if keys[0] in ours and (is_yaml[0] or set(keys[:2]) <= ours):
        return True
    known_ones = [written for written, key in zip(is_yaml, keys, strict=True) if key in ours]
    return sum(map(bool, keys)) * 2 >= len(keys) and (keys[0] in ours or any(known_ones))


def _is_slip(key: str) -> bool:
    """An unknown name that is meant for one of ours."""
    if not key.isascii():
        return bool(difflib.get_close_matches(key[:40], KEYS, n=1, cutoff=_NEAR_CHINESE))
    ours = [name for name in KEYS if name.isascii()]
    return key.lower() not in _THEIRS and bool(difflib.get_close_matches(key.lower()[:40], ours, n=1, cutoff=_NEAR))
