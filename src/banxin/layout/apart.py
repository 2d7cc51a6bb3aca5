"""Whether a line of a justified paragraph is pulled apart, before something long that goes to the next line."""

from __future__ import annotations

from banxin.composition import TextBlock
from banxin.layout.setting import broken
from banxin.regex import regex
from banxin.style.schema import Align

_MOST_APART = 0.25
"""How far the gaps of a line may be stretched, in em: by more, it looks pulled apart."""

# What is pushed to the next line is one unit, and leaves less than its own width. A line of n cells of which w are left
# has n - w - 1 gaps, and each is stretched by more than a quarter of a cell where 1.25 w > 0.25 (n - 1): in a line of
# 24 cells the unit has 4.6 of them, in one of 16 it has 3. Only what is wider can stretch a line so far, but for a line
# of hardly anything but short words and numbers, which are not stretched inside.
_LATIN = "[!-~\xa1-\u024f]"
_MARK = "[、。，．：；？！）〕］｝〉》」』】〗〞’”…—％‰℃（〔［｛〈《「『【〖〝‘“￥＄]"
_LONG = 24, regex(f"{_LATIN}{{5}}|[A-Z]{{3}}|{_MARK}{{3}}|{_MARK}{{2}}{_LATIN}|{_LATIN}{_MARK}{{2}}")
_MEDIUM = 16, regex(f"{_LATIN}{{2}}|{_MARK}{{2}}")
"""From how many cells on a line must have such a run to be pulled apart."""


def is_pulled_apart(block: TextBlock, measure: float) -> bool:
    """Whether it has such a line in a measure of so many points; a paragraph that is not justified has none."""
    style = block.style
    if style.align is not Align.JUSTIFY or style.tabs:
        return False
    size = style.chars.size
    least = measure - style.left_indent - style.right_indent - max(style.first_indent, 0.0)
    if not _might_be(block.text, least / size):
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
    for least, wide in (_LONG, _MEDIUM):
        if cells >= least:
            return wide.search(text) is not None
    return True
