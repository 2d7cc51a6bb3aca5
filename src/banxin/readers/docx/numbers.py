"""Automatic numbers as they are printed: the definitions of `word/numbering.xml` in, the text before a paragraph out.

A reader may rely on this: numbers are counted in the order in which they are asked for, as ISO/IEC 29500-1 17.9 has
it: one count for each abstract definition and level, restarts and overrides of single lists aside.
"""

from __future__ import annotations

from typing import NamedTuple

from banxin.readers.docx.formats import in_format
from banxin.readers.docx.package import Element, W
from banxin.readers.docx.symbols import shown
from banxin.regex import regex

_LEVELS = 9
_PLACE = regex("%([1-9])")
_CLOSED = "、，。．.：:；;）)]】」』》〉　 "
"""Behind one of these a number needs no space."""


class Number(NamedTuple):
    """What stands before a paragraph."""

    text: str
    """With the white space behind it."""
    is_bullet: bool
    level: int
    """From 0."""


class _Level(NamedTuple):
    start: int = 1
    form: str = "decimal"
    custom: str = ""
    """Of the form `custom`: how the first numbers look."""
    text: str = ""
    suffix: str = "tab"
    is_legal: bool = False
    restart: int = -1
    """The level, from 1, whose numbers begin this one's anew; 0: none does; -1: all above."""
    style: str = ""
    """The paragraph style that has this level."""
    font: str = ""


class _List(NamedTuple):
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]
    """What its own first number of a level is."""


class Numbers:
    """The lists of one document, and how far each has been counted."""

    def __init__(self, root: Element | None) -> None:
        """`root`: of `word/numbering.xml`, if there is one."""
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._styled: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        for definition in root.iterchildren(f"{W}abstractNum"):
            key = str(definition.get(f"{W}abstractNumId"))
            levels = (_level(one) for one in definition.iterchildren(f"{W}lvl"))
            self._abstract[key] = dict(levels)
            if link := _value(definition, "numStyleLink"):
                self._links[key] = link
            if style := _value(definition, "styleLink"):
                self._styled[style] = key
        for one in root.iterchildren(f"{W}num"):
            self._add(one)

    def _add(self, one: Element) -> None:
        abstract = _value(one, "abstractNumId")
        abstract = self._styled.get(self._links.get(abstract, ""), abstract)
        levels = dict(self._abstract.get(abstract, {}))
        starts: dict[int, int] = {}
        for override in one.iterchildren(f"{W}lvlOverride"):
            at = _number(override.get(f"{W}ilvl"), 0)
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[at] = _level(own)[1]
            start = _value(override, "startOverride")
            if start or own is not None:
                starts[at] = _number(start, levels.get(at, _Level()).start)
        self._lists[str(one.get(f"{W}numId"))] = _List(abstract, levels, starts)

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level of a list that belongs to a paragraph style."""
        one = self._lists.get(list_id)
        return next((at for at, level in one.levels.items() if level.style == style), None) if one else None

    def next(self, list_id: str, at: int) -> Number | None:
        """The number of the next paragraph of a list, `at` a level; None: it has none that is seen."""
        one = self._lists.get(list_id)
        level = one.levels.get(at) if one and 0 <= at < _LEVELS else None
        if one is None or level is None:
            return None
        counts = self._counts.setdefault(one.abstract, [None] * _LEVELS)
        if at in one.starts and (list_id, at) not in self._begun:
            counts[at] = one.starts[at]
        else:
            before = counts[at]
            counts[at] = level.start if before is None else before + 1
        self._begun.add((list_id, at))
        for lower in range(at + 1, _LEVELS):
            restart = one.levels.get(lower, _Level()).restart
            if restart < 0 or at < restart:
                counts[lower] = None
        return self._printed(one, level, at, counts)

    def _printed(self, one: _List, level: _Level, at: int, counts: list[int | None]) -> Number | None:
        if level.form == "bullet":
            text = "".join(shown(char, level.font) or "●" for char in level.text.strip()) or "●"
            return Number(text + (" " if level.suffix == "space" else ""), is_bullet=True, level=at)

        def value(place: object) -> str:
            upper = int(place[1]) - 1  # type: ignore[index]
            its = one.levels.get(upper, _Level())
            form = "decimal" if level.is_legal and its.form != "decimalZero" else its.form
            count = counts[upper]
            if count is None:  # none of that level has come yet
                count = one.starts.get(upper, its.start)
            return in_format(count, form, its.custom)

        text = _PLACE.sub(value, level.text)
        if not text.strip():
            return None
        gap = "" if level.suffix == "nothing" or text[-1] in _CLOSED else " "
        return Number(text + gap, is_bullet=False, level=at)


def _level(element: Element) -> tuple[int, _Level]:
    form, custom = "decimal", ""
    found = element.find(f"{W}numFmt")
    if found is None:  # a choice of forms: the last one is what older programs take
        every = list(element.iter(f"{W}numFmt"))
        found = next((one for one in every if one.get(f"{W}val") == "custom"), every[-1] if every else None)
    if found is not None:
        form, custom = str(found.get(f"{W}val") or "decimal"), str(found.get(f"{W}format") or "")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    text = element.find(f"{W}lvlText")
    legal = element.find(f"{W}isLgl")
    level = _Level(
        start=_number(_value(element, "start"), 1 if element.find(f"{W}start") is not None else 0),
        form=form,
        custom=custom,
        text="" if text is None else str(text.get(f"{W}val") or ""),
        suffix=_value(element, "suff") or "tab",
        is_legal=legal is not None and legal.get(f"{W}val", "1") not in ("0", "false", "off"),
        restart=_number(_value(element, "lvlRestart"), -1),
        style=_value(element, "pStyle"),
        font="" if fonts is None else str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""),
    )
    return _number(element.get(f"{W}ilvl"), 0), level


def _value(element: Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val") or "")


def _number(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default
