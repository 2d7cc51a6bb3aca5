"""How wide styled characters are: which face sets each, its advance, and the gap between Han and Latin.

Compose places 署名 by these widths and layout breaks lines by them, so that both count alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from sys import intern

from banxin import fonts
from banxin.composition import CharStyle, Family, ParagraphStyle
from banxin.regex import regex

EM_ASCENT = 0.88
"""From the baseline to the top of the em box, in em: what Chinese faces share."""

BASELINE = 0.8
"""Where the baseline stands in a line of exact height, from its top: Word and LibreOffice put a fifth below it."""

LATIN_APOSTROPHE = "\ufdd0"
"""Stands for ’ between Latin letters while a line is set: there it is Latin, elsewhere a mark of Chinese."""

LATIN = f"{LATIN_APOSTROPHE} -\xa3\xa5\xa6\xa9-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xf6\xf8-\u052f"
"""Characters that the Latin family sets, as ranges of a regular expression: all others are East Asian. ¤ § ¨ ° ± · × ÷
are marks of Chinese text too and stand in its face; the DOCX says the same."""

_SIGNS = frozenset("¤§¨°±×÷–′″№")
"""Marks of the East Asian family that faces give widths of their own: in a cell they would stand off centre, and Word
takes the face's width too."""

_IS_LATIN = regex(f"[{LATIN}]")
_SWITCH = regex(f"(?P<latin>[{LATIN}]+)|[¤§¨°±·×÷\u2010]+")
"""A stretch of the Latin family, or of marks to which the DOCX gives a run of their own."""
_IS_LETTER = regex("[0-9A-Za-z\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\u052f]")


def switches(text: str) -> Iterator[tuple[int, bool]]:
    """Where the family or the run changes within `text`, and whether a gap is set there.

    A gap stands between a hanzi and a letter or digit of the Latin family, never beside a mark.
    """
    for run in _SWITCH.finditer(text):
        start, end = run.span()
        latin = run["latin"] is not None
        if start:
            yield start, latin and bool(_IS_LETTER.match(text, start) and _is_han(text[start - 1]))
        if end < len(text):
            yield end, latin and bool(_IS_LETTER.match(text, end - 1) and _is_han(text[end]))


def is_latin(char: str) -> bool:
    """Whether the Latin family sets a character."""
    return bool(_IS_LATIN.match(char))


def _is_han(char: str) -> bool:
    """Whether a character is a hanzi; compared and not matched, as `re` takes milliseconds to compile such ranges."""
    if "\u3400" <= char <= "\u9fff" or char in "々〇":
        return True
    return "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003ffff"


def lead(style: ParagraphStyle) -> float:
    """From the top of a line's box down to the top of its em, as Word and LibreOffice set a line of exact height."""
    return BASELINE * style.pitch - EM_ASCENT * style.chars.size


class Metrics:
    """Widths and faces of the characters of one style, each looked up once."""

    def __init__(self, chars: CharStyle) -> None:
        self.chars = chars
        self.stretch = 0.0 if chars.shift else chars.advance - chars.size - chars.tracking
        """What a character takes on the page more than in breaking lines; what is raised or lowered has no cell."""
        self.widths = _Widths(self)
        """Character to points, as lines are broken with: tracking included."""
        self.setting = _Setting(self)
        """Character to the face that draws it, and what its advance lacks in that face to be the one it has here."""
        self.missing: set[str] = set()
        """Characters whose widths were asked for, and that no face has a glyph for."""
        self._latin = _chain(chars.latin)
        self._east_asian = _chain(chars.east_asian)

    def face(self, char: str) -> fonts.Face | None:
        """The face that sets a character; `None`: no face has a glyph."""
        return self._faces(char)[_drawn(char)]

    def drawing(self, char: str) -> fonts.Face:
        """The face that draws a character, if only a box for one that no face has."""
        return self.face(char) or self._faces(char).faces[0]

    def _faces(self, char: str) -> fonts.Chain:
        return self._latin if _IS_LATIN.match(char) else self._east_asian


class _Widths(dict[str, float]):
    def __init__(self, metrics: Metrics) -> None:
        super().__init__()
        self._metrics = metrics
        self._shared: dict[float, float] = {}

    def __missing__(self, char: str) -> float:
        chars = self._metrics.chars
        face = self._metrics.face(char)
        if face is None:
            self._metrics.missing.add(char)
        advance = 1.0 if face is None else face.advances[_drawn(char)] or 0.0
        if not (_IS_LATIN.match(char) or char in _SIGNS or "\uff61" <= char <= "\uffdc") and advance:
            advance = 1.0  # a cell, whatever the face says; half-width forms are none
        points = chars.shifted_size * advance + chars.tracking
        self[intern(char)] = points = self._shared.setdefault(points, points)  # one object for nearly all hanzi
        return points


class _Setting(dict[str, tuple[fonts.Face, float]]):
    def __init__(self, metrics: Metrics) -> None:
        super().__init__()
        self._metrics = metrics
        self._shared: dict[tuple[fonts.Face, float], tuple[fonts.Face, float]] = {}

    def __missing__(self, char: str) -> tuple[fonts.Face, float]:
        known, chars = self._metrics, self._metrics.chars
        face = known.drawing(char)
        advance = face.advances[_drawn(char)]
        natural = (face.glyph_advance(0) if advance is None else advance) * chars.shifted_size
        found = face, known.widths[char] - chars.tracking - natural
        self[intern(char)] = found = self._shared.setdefault(found, found)
        return found


def _drawn(char: str) -> str:
    return "’" if char == LATIN_APOSTROPHE else char


def _chain(family: Family) -> fonts.Chain:
    return fonts.chain(family.kind, family.wanted)


@lru_cache(maxsize=64)
def metrics(chars: CharStyle) -> Metrics:
    """The metrics of a style, shared by all who ask."""
    return Metrics(chars)


def width(text: str, chars: CharStyle) -> float:
    """Points that `text` takes on one line of a page, not stretched."""
    known = metrics(chars)
    total = sum(map(known.widths.__getitem__, text)) + len(text) * known.stretch
    return total + sum(gap for _, gap in switches(text)) * chars.gap * chars.size
