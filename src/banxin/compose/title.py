"""A title to its lines: broken between words, in the shape of a 梯形 or a 菱形 (GB/T 9704—2012 7.3.1).

Every possible set of breaks between words is weighed; the lightest wins. The weights say in numbers what the handbooks
say in words: few lines, none of them full, the upper longer, no 的 at a line's beginning, nothing torn out of 《》.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, groupby, islice, pairwise

from banxin.edges import NO_END, NO_START
from banxin.regex import regex
from banxin.words import split

_WEAK_START = frozenset("的和与及等之或")
"""A line should not begin with these words: they lean on what stands before them."""
_WEAK_END = frozenset({"关于", "在", "对", "向", "和", "与", "及", "第", "为", "把", "将"})
"""A line should not end with these words: they lead to what follows."""
_UNBROKEN = regex(r"[0-9A-Za-z.%‰~～:/+\-—–]*[0-9A-Za-z][0-9A-Za-z.%‰]*[年月日号届次个项条期]?|——|……")
_PAIRS = {"《": "》", "“": "”", "（": "）", "〈": "〉", "‘": "’", "〔": "〕"}
_SHORTEST = 5
"""A last line has no fewer characters where it can be helped: 的通知 or 实施方案 never stands alone."""
_MOST_LINES = 6
_MOST_TRIES = 20_000
"""Sets of breaks looked at for one number of lines; only a very long title of very short words has more."""


def break_title(text: str, max_chars: int) -> list[str]:
    """`text` in lines of at most `max_chars` characters (a digit or Latin letter counts half).

    A title of one line's length stays whole. Joined, the lines are the text, character for character, white space
    at the breaks aside.
    """
    if _width(text) <= max_chars:
        return [text]
    words = _with_whole_names(_words(text), max_chars)
    depth = _depths(words)
    reach = list(accumulate((_width(word.strip()) for word in words), initial=0.0))
    fewest = max(2, -int(-_width(text) // max_chars))
    for count in range(fewest, _MOST_LINES + 1):
        best: tuple[float, list[str]] | None = None
        for cut in islice(_cuts(reach, 0, count, max_chars), _MOST_TRIES):
            lines = _lines(words, cut)
            if max(map(_width, lines)) > max_chars:
                continue
            weight = _shape(lines) + sum(_seam(words, depth, at) for at in cut)
            if best is None or weight < best[0]:
                best = weight, lines
        if best is not None:
            return best[1]
    return _filled(words, max_chars)


def are_well_broken(lines: list[str], max_chars: int) -> bool:
    """Whether a writer's own lines can stay: they fit, and none is merely where a longer line was cut.

    A line that leans on its neighbour (`…情况的`, `的通知`) was cut; an organ's name above `公告` was not.
    """
    seams = pairwise(lines)
    cut = any(b.startswith("的") or (a.endswith("的") and _width(b) < _SHORTEST) for a, b in seams)
    return not cut and all(_width(line) <= max_chars for line in lines)


def _width(text: str) -> float:
    return sum(0.5 if char < "\u0250" else 1.0 for char in text)


def _words(text: str) -> list[str]:
    """Words that a break must not split, with marks attached to the side they belong to."""
    unbroken = [False] * (len(text) + 1)
    for found in _UNBROKEN.finditer(text):
        for at in range(found.start() + 1, found.end()):
            unbroken[at] = True
    words: list[str] = []
    at = 0
    for word in split(text):
        glued = words and (unbroken[at] or word[0] in NO_START or words[-1][-1] in NO_END)
        if glued:
            words[-1] += word
        else:
            words.append(word)
        at += len(word)
    return words


def _with_whole_names(words: list[str], max_chars: int) -> list[str]:
    """`words` with each of the organs made one, that the writer has set apart in front of 关于: they issue jointly."""
    end = next((at for at, word in enumerate(words) if word.startswith("关于")), 0)
    if not any(word.isspace() for word in words[:end]):
        return words
    joined: list[str] = []
    for is_space, group in groupby(words[:end], key=str.isspace):
        part = list(group)
        name = "".join(part)
        joined += [name] if not is_space and _width(name) <= max_chars else part
    return joined + words[end:]


def _depths(words: list[str]) -> list[int]:
    """How deep inside 《》, “” or （） the place before each word is."""
    depths: list[int] = []
    depth = 0
    for word in words:
        depths.append(depth)
        depth += sum(char in _PAIRS for char in word) - sum(char in _PAIRS.values() for char in word)
    return depths


def _lines(words: list[str], cut: tuple[int, ...]) -> list[str]:
    return ["".join(words[a:b]).strip() for a, b in zip((0, *cut), (*cut, len(words)), strict=True)]


def _cuts(reach: list[float], start: int, count: int, max_chars: int) -> Iterator[tuple[int, ...]]:
    """Every set of breaks that makes `count` lines of at most `max_chars` of the words from `start` on."""
    if count == 1:
        yield ()
        return
    for at in range(start + 1, len(reach) - 1):
        if reach[at] - reach[start] > max_chars:
            return
        if reach[-1] - reach[at] <= (count - 1) * max_chars:
            for further in _cuts(reach, at, count - 1, max_chars):
                yield at, *further


def _seam(words: list[str], depth: list[int], at: int) -> float:
    """What a break before word `at` costs by the words beside it."""
    weight = 4.0 * max(depth[at], 0)
    if words[at].isspace() or words[at - 1].isspace():
        return weight - 6  # the writer has parted these
    if words[at][0] in _WEAK_START:
        weight += 20
    if words[at - 1] in _WEAK_END or words[at - 1][-2:] == "关于":
        weight += 15
    if words[at].startswith("关于"):
        weight -= 3  # an organ's name alone on the first line reads best
    if len(words[at]) == 1 or len(words[at - 1]) == 1:
        weight += 6  # the segmenter is least sure of single characters
    return weight


def _shape(lines: list[str]) -> float:
    """What the outline costs: 梯形 (the upper longer) first, then 菱形, 正梯形; never 沙漏 or a rectangle."""
    widths = [_width(line) for line in lines]
    longest = max(widths)
    weight = sum((longest - width) ** 2 for width in widths) / longest  # of comparable length
    steps = [b - a for a, b in pairwise(widths)]
    if widths[-1] < _SHORTEST:
        weight += 25
    if any(step == 0 for step in steps):
        weight += 3
    if any(a < 0 < b for a, b in pairwise(steps)):
        weight += 15  # 沙漏
    elif all(step > 0 for step in steps):
        weight += 3 + (4 if len(lines) == 2 else 0)  # noqa: PLR2004 - 上短下长 is merely tolerated
    return weight


def _filled(words: list[str], max_chars: int) -> list[str]:
    """Lines filled one after the other, for a title too long for any shape."""
    lines = [""]
    for word in words:
        for part in (word,) if _width(word) <= max_chars else word:
            if lines[-1] and _width(lines[-1] + part) > max_chars:
                lines.append("")
            lines[-1] += part
    return lines
