"""Whether a line of a justified paragraph is pulled apart, before something long that goes to the next line."""

from __future__ import annotations

from banxin.composition import TextBlock
from banxin.layout.setting import broken
from banxin.regex import regex
from banxin.style.schema import Align
from banxin.ties import TIE

_MOST_APART = 0.25
"""How far the gaps of a line may be stretched, in em: by more, it looks pulled apart."""

# What is pushed to the next line is one unit, and leaves less than its own width. A line of n cells of which w are left
# has n - w - 1 gaps, and each is stretched by more than a quarter of a cell where 1.25 w > 0.25 (n - 1): in a line of
# 24 cells the unit has 4.6 of them, in one of 16 it has 3. Only what is wider can stretch a line so far. Words and
# numbers, which are not stretched inside, may make it a twentieth more.
_FEW_CELLS, _MANY_CELLS = 16, 24
"""In lines of fewer than the first, any text may be pulled apart; in those of the second or more, only wide units."""
_LATIN = "!-~\xa1-\u024f"
_OPENING = "（〔［｛〈《「『【〖〝‘“￥＄"
_CLOSING = "、。，．：；？！）〕］｝〉》」』】〗〞’”…—％‰℃"
_RUN = regex(f"[{_LATIN}{_OPENING}{_CLOSING} ]{{2,}}")
"""What may be wide, found fast: a text has few of them."""
_L, _O, _C = f"[{_LATIN}]", f"[{_OPENING}]", f"[{_CLOSING}]"
_WIDE = regex(
    f"{_L}{{9}}|[A-Z]{{3}}|[A-Za-z]{{2}} [A-Za-z]{{2}}|{_O}{_L}{{5}}|{_L}{{5}}{_C}"
    f"|{_O}{{2}}{_L}+{_C}|{_O}{_L}+{_C}{{2}}|{_O}{{3}}{_L}|{_L}{_C}{{3}}|{_O}{{4}}|{_C}{{4}}"
)
_MARKS = regex(f"{_O}{{2}}|{_C}{{3}}")
_WIDE_AROUND = regex(f"{_O}{{2}}[^{_LATIN}]{_C}{{2}}|{_O}{{3}}[^{_LATIN}]{_C}|{_O}[^{_LATIN}]{_C}{{3}}")
"""A hanzi between marks of which some are as these."""
_NARROW = regex(f"{_L}{{2}}|{_O}{{2}}|{_C}{{2}}|{_O}{_L}|{_L}{_C}")


def is_pulled_apart(block: TextBlock, measure: float) -> bool:
    """Whether it has such a line in a measure of so many points; a paragraph that is not justified has none."""
    style = block.style
    if style.align is not Align.JUSTIFY or style.tabs:
        return False
    size = style.chars.size
    least = measure - style.left_indent - style.right_indent - max(style.first_indent, 0.0)
    text = block.text
    if not (TIE in text or _might_be(text, least / size)):
        return False
    most = _MOST_APART * size
    return any(
        line.places > 0 and line.left > most * line.places
        for line in broken(block, measure)
        if line.align is Align.JUSTIFY
    )


def _might_be(text: str, cells: float) -> bool:
    """Whether it might be, in lines of so many cells: a cheap look."""
    if 2 * len(text) < cells:
        return False
    if cells < _FEW_CELLS:
        return True
    runs = _RUN.findall(text)
    if cells < _MANY_CELLS:
        return any(map(_NARROW.search, runs))
    if any(map(_WIDE.search, runs)):
        return True
    return any(map(_MARKS.search, runs)) and _WIDE_AROUND.search(text) is not None
