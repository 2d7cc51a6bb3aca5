"""What a paragraph and its characters look like in effect: defaults, the chain of styles, and what stands in the text.

A reader may rely on this: every style is worked out once. Only what tells something of a paragraph's role is looked at,
and what hides, raises or lowers its characters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from banxin.readers.docx.package import Element, W, written
from banxin.regex import regex

_TWIPS = 20.0
_DEPTH = 50
"""Styles that are based on one another; more are a circle."""
_OFF = frozenset(("0", "false", "off", "none"))
_ALIGNS = {"start": "left", "end": "right", "both": "justify", "distribute": "justify"}
_BODY_LEVEL = 9
_THEME_FONTS = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MAJOR = regex("^major")


class Chars(NamedTuple):
    """What some characters look like."""

    bold: bool = False
    size: float = 10.0
    """In points."""
    face: str = ""
    """Of Han characters."""
    font: str = ""
    """Of all others."""
    hidden: bool = False
    raised: str = ""
    """`superscript`, `subscript` or empty."""
    color: str = ""
    """`RRGGBB`, or empty."""
    tracking: float = 0.0
    """In points."""


class Look(NamedTuple):
    """What a paragraph looks like."""

    style: str = ""
    """The name of its style, as Word shows it: the alias of a built-in one if it has any."""
    style_id: str = ""
    align: str = ""
    outline: int = 0
    """1–9; 0: body text."""
    first: float = 0.0
    first_chars: float = 0.0
    left: float = 0.0
    right: float = 0.0
    pitch: float = 0.0
    """Exact line spacing; 0: it is not exact."""
    before: float = 0.0
    after: float = 0.0
    new_page: bool = False
    list_id: str = ""
    list_level: int = -1
    list_style: str = ""
    """The style that names the list; empty: the paragraph itself does."""
    chars: Chars = Chars()


class _Style(NamedTuple):
    name: str
    based_on: str
    paragraph: Element | None
    run: Element | None
    table: Element | None


class Styles:
    """The styles of one document."""

    def __init__(self, root: Element | None, theme: Callable[[], Element | None]) -> None:
        """`root`: of `word/styles.xml`, if there is one; `theme`: asked for when a style refers to it."""
        self._theme = theme
        self._faces: dict[str, str] = {}
        self._styles: dict[str, _Style] = {}
        self._looks: dict[str, Look] = {}
        self._said: dict[bytes, Look] = {}
        """Of paragraphs, by what their properties say; most of them say the same, and so do most runs."""
        self._runs: dict[tuple[Chars, bytes], Chars] = {}
        self._toggles: dict[str, tuple[Element, ...]] = {}
        self.default = ""
        self._base = Look()
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._base = self._base._replace(chars=self._chars(defaults, Chars()))
        defaults = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        self._base = self._paragraph(defaults, self._base, "")
        for one in root.iterchildren(f"{W}style"):
            self._add(one)

    def _add(self, one: Element) -> None:
        style_id = str(one.get(f"{W}styleId"))
        names = {name: _value(one, name) for name in ("name", "aliases", "basedOn")}
        name = names["aliases"].split(",")[0] or names["name"]
        properties = (one.find(f"{W}{kind}") for kind in ("pPr", "rPr", "tblPr"))
        self._styles[style_id] = _Style(name, names["basedOn"], *properties)
        if one.get(f"{W}type") == "paragraph" and one.get(f"{W}default") in ("1", "true", "on"):
            self.default = style_id

    def name(self, style_id: str) -> str:
        """Of a style."""
        return self._styles[style_id].name if style_id in self._styles else ""

    def borders(self, style_id: str) -> dict[str, bool]:
        """Which sides of tables of a style have lines: `top`, `insideV` …"""
        found: dict[str, bool] = {}
        for _ in range(_DEPTH):
            style = self._styles.get(style_id)
            if style is None:
                break
            borders = () if style.table is None else style.table.iterfind(f"{W}tblBorders/*")
            for one in borders:
                name = str(one.tag)[len(W) :]
                found.setdefault(name, str(one.get(f"{W}val") or "none") not in ("nil", "none"))
            style_id = style.based_on
        return found

    def look(self, properties: Element | None) -> Look:
        """Of a paragraph with these `w:pPr`."""
        if properties is None:
            return self._of_style(self.default)
        key = written(properties)
        found = self._said.get(key)
        if found is None:
            style = properties.find(f"{W}pStyle")
            style_id = self.default if style is None else str(style.get(f"{W}val"))
            base = self._of_style(style_id if style_id in self._styles else self.default)
            found = self._said[key] = self._paragraph(properties, base, "")
        return found

    def chars(self, properties: Element | None, base: Chars) -> Chars:
        """Of a run with these `w:rPr` in a paragraph whose characters are `base`."""
        if properties is None or not len(properties):
            return base
        key = base, written(properties)
        found = self._runs.get(key)
        if found is None:
            found = self._runs[key] = self._of_run(properties, base)
        return found

    def _of_run(self, properties: Element, base: Chars) -> Chars:
        style = properties.find(f"{W}rStyle")
        if style is not None:
            for one in self._chain_of_run(str(style.get(f"{W}val"))):
                base = self._chars(one, base)
        return self._chars(properties, base)

    def _of_style(self, style_id: str) -> Look:
        found = self._looks.get(style_id)
        if found is None:
            chain: list[str] = []
            at = style_id
            while at in self._styles and at not in chain and len(chain) < _DEPTH:
                chain.append(at)
                at = self._styles[at].based_on
            found = self._base
            for at in reversed(chain):
                style = self._styles[at]
                found = found._replace(chars=self._chars(style.run, found.chars))
                found = self._paragraph(style.paragraph, found, at)
            found = self._looks[style_id] = found._replace(style=self.name(style_id), style_id=style_id)
        return found

    def _chain_of_run(self, style_id: str) -> tuple[Element, ...]:
        found = self._toggles.get(style_id)
        if found is None:
            chain: list[Element] = []
            seen: set[str] = set()
            at = style_id
            while at in self._styles and at not in seen:
                seen.add(at)
                style = self._styles[at]
                if style.run is not None:
                    chain.append(style.run)
                at = style.based_on
            found = self._toggles[style_id] = tuple(reversed(chain))
        return found

    def _paragraph(self, properties: Element | None, look: Look, style_id: str) -> Look:
        """`look` with what `w:pPr` says, in a style of that id or, empty, in the paragraph itself."""
        if properties is None:
            return look
        for one in properties:
            match str(one.tag)[len(W) :]:
                case "jc":
                    value = str(one.get(f"{W}val"))
                    look = look._replace(align=_ALIGNS.get(value, value))
                case "outlineLvl":
                    outline = _number(one.get(f"{W}val"), _BODY_LEVEL)
                    look = look._replace(outline=outline + 1 if 0 <= outline < _BODY_LEVEL else 0)
                case "ind" | "spacing":
                    look = _indented(one, look) if str(one.tag).endswith("ind") else _spaced(one, look)
                case "pageBreakBefore":
                    look = look._replace(new_page=_is_on(one))
                case "numPr":
                    look = _listed(one, look, style_id)
        return look

    def _chars(self, properties: Element | None, chars: Chars) -> Chars:
        if properties is None:
            return chars
        for one in properties:
            match str(one.tag)[len(W) :]:
                case "b":
                    chars = chars._replace(bold=_is_on(one))
                case "sz":
                    chars = chars._replace(size=_number(one.get(f"{W}val"), 20) / 2)
                case "rFonts":
                    chars = self._fonts(one, chars)
                case "color":
                    color = str(one.get(f"{W}val") or "").upper()
                    chars = chars._replace(color="" if color == "AUTO" else color)
                case "spacing":
                    chars = chars._replace(tracking=_number(one.get(f"{W}val"), 0) / _TWIPS)
                case "vanish":
                    chars = chars._replace(hidden=_is_on(one))
                case "vertAlign":
                    value = str(one.get(f"{W}val"))
                    chars = chars._replace(raised=value if value in ("superscript", "subscript") else "")
        return chars

    def _fonts(self, fonts: Element, chars: Chars) -> Chars:
        face = fonts.get(f"{W}eastAsia")
        if theme := fonts.get(f"{W}eastAsiaTheme"):
            face = self._of_theme(str(theme)) or face
        font = fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")
        return chars._replace(face=str(face or chars.face), font=str(font or chars.font))

    def _of_theme(self, name: str) -> str:
        """The Chinese face that a theme gives to `majorEastAsia` or `minorEastAsia`."""
        kind = "major" if _MAJOR.match(name) else "minor"
        if kind not in self._faces:
            root = self._theme()
            fonts = None if root is None else next(root.iter(f"{_THEME_FONTS}{kind}Font"), None)
            face = ""
            for one in () if fonts is None else fonts:
                if one.get("script") == "Hans" or (one.tag == f"{_THEME_FONTS}ea" and one.get("typeface")):
                    face = str(one.get("typeface"))
                    break
            self._faces[kind] = face
        return self._faces[kind]


def _listed(one: Element, look: Look, style_id: str) -> Look:
    """`look` with what `w:numPr` says in a style of that id or, empty, in the paragraph itself."""
    list_id, level = _value(one, "numId"), _value(one, "ilvl")
    if list_id:
        look = look._replace(list_id=list_id, list_style=style_id)
    if level or list_id:
        look = look._replace(list_level=_number(level, -1 if style_id else 0))
    if level and not style_id:  # of the list of its style, but at a level of its own
        look = look._replace(list_style="")
    return look


def _indented(one: Element, look: Look) -> Look:
    """`look` with what `w:ind` says; lengths in characters win over those in twips."""
    get = one.get
    left = get(f"{W}left") or get(f"{W}start")
    left_chars = get(f"{W}leftChars") or get(f"{W}startChars")
    if left is not None:
        look = look._replace(left=_number(left, 0) / _TWIPS)
    if left_chars is not None and _number(left_chars, 0):
        look = look._replace(left=_number(left_chars, 0) / 100 * look.chars.size)
    right, right_chars = get(f"{W}right") or get(f"{W}end"), get(f"{W}rightChars") or get(f"{W}endChars")
    if right is not None:
        look = look._replace(right=_number(right, 0) / _TWIPS)
    if right_chars is not None and _number(right_chars, 0):
        look = look._replace(right=_number(right_chars, 0) / 100 * look.chars.size)
    first, hanging = get(f"{W}firstLine"), get(f"{W}hanging")
    if first is not None or hanging is not None:
        length = -_number(hanging, 0) if hanging is not None else _number(first, 0)
        look = look._replace(first=length / _TWIPS, first_chars=0.0)
    first, hanging = get(f"{W}firstLineChars"), get(f"{W}hangingChars")
    if first is not None or hanging is not None:
        chars = -_number(hanging, 0) if hanging is not None and _number(hanging, 0) else _number(first, 0)
        if chars:
            look = look._replace(first_chars=chars / 100)
    return look


def _spaced(one: Element, look: Look) -> Look:
    """`look` with what `w:spacing` says; lengths in lines stand beside those in twips, which are looked at."""
    before, after = one.get(f"{W}before"), one.get(f"{W}after")
    if before is not None:
        look = look._replace(before=_number(before, 0) / _TWIPS)
    if after is not None:
        look = look._replace(after=_number(after, 0) / _TWIPS)
    line, rule = one.get(f"{W}line"), one.get(f"{W}lineRule")
    if line is not None:
        look = look._replace(pitch=_number(line, 0) / _TWIPS if rule == "exact" else 0.0)
    return look


def _is_on(one: Element) -> bool:
    return str(one.get(f"{W}val", "1")) not in _OFF


def _value(element: Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val") or "")


def _number(text: str | None, default: int) -> int:
    try:
        return round(float(text or ""))
    except (ValueError, OverflowError):
        return default
