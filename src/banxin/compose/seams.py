"""Where a title may be broken: between its words, the better places before the worse (7.3.1: 词意完整).

What is a word, a dictionary tells; what is a term, the text itself does: names in 《》 or quotation marks, organs
before 关于, and words that keep each other's company in the body.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from itertools import pairwise

import msgspec

from banxin.edges import NO_END, NO_START
from banxin.regex import regex
from banxin.words import tagged

_WEAK_START = frozenset([*"的地得和与及等之或暨并上中下内外里们", "以及"])
"""No line should begin with these words: they lean on what stands before them."""
_WEAK_END = frozenset(["关于", "以及", *"在对向和与及暨并或第为把将被由从各本全不等因"])
"""No line should end with these words: they lead to what follows. (等 stands before what it sums up: `等3项`.)"""
_PASSES_ON = frozenset({"印发", "转发", "批转", "公布", "发布", "修改", "废止", "撤销"})
"""What a document does with another one, the name of which follows."""
_PLACES = "省市县区旗州盟镇乡村"
"""What the name of a place ends with."""
_UNBROKEN = regex(
    r"[第]?[0-9A-Za-z.%‰~～:/+\-—–]*[0-9A-Za-z][0-9A-Za-z.%‰]*(?:年度|周年|[年月日号届次个项条期级类批版]|季度)?|——|……"
)
_PAIRS = {"《": "》", "“": "”", "（": "）", "〈": "〉", "‘": "’", "〔": "〕", "「": "」", "(": ")"}
_WHOLE = 2 / 3
"""How much of a line a name in 《》 or a remark in （） may take that is not broken; what is quoted may take all."""
_QUOTED = regex("[《“]([\u4e00-\u9fff]{2,12})[》”]")
"""A name that the body knows; the title may bear it without marks."""
_JOINS = regex(r"[\s、]+")
_ORGAN = regex(
    r"(?:中共|中国共产党)?[^\s、，：《（关0-9]{2,12}?"
    r"(?:人民政府|委员会|人民法院|人民检察院|人大常委会|管理局|监督局|[^公务当布]局|[省市县区旗州镇乡]委)"
    r"(?:办公[室厅]|党组)?"
)
_REACH = 100_000
"""Characters of a body that are searched for terms."""


class Rank(IntEnum):
    """What a break would part."""

    WORDS = 0
    """Words that do not belong together."""
    TERM = 1
    """A name or a term, or a word and the one that leans on it."""
    WORD = 2
    """A word, a number, or a mark and what it belongs to."""


class Seam(msgspec.Struct, frozen=True):
    """A place between two characters of a title."""

    at: int
    """How many characters stand before it."""
    rank: Rank
    cost: float
    """How much worse a break is here than before 关于, where it is 0."""


def seams(text: str, body: str, most: float) -> list[Seam]:
    """The places of `text` between words, in order.

    `body`: the text that the title stands above; `most`: as many characters as a line can hold.
    """
    words = tagged(text)
    places = _starts(words)
    closed = {at for found in _UNBROKEN.finditer(text) for at in range(found.start() + 1, found.end())}
    names = {at for start, end in _names(text, most) for at in range(start + 1, end)}
    for name in {found[1] for found in _QUOTED.finditer(body, 0, _REACH)}:
        start = text.find(name)
        names.update(range(start + 1, start + len(name)) if start >= 0 else ())
    terms = _terms(words, body[:_REACH])
    depths = _depths(text)
    found: list[Seam] = []
    for index, at in enumerate(places[1:], 1):
        (before, kind), (after, next_kind) = words[index - 1], words[index]
        if at in closed or after[0] in NO_START or before[-1] in NO_END or after.isspace():
            rank = Rank.WORD
        elif before.isspace():
            rank = Rank.WORDS
        else:
            leans = after in _WEAK_START or before in _WEAK_END or _belong(before, kind, after, next_kind)
            rank = Rank.TERM if leans or at in names or index in terms else Rank.WORDS
        cost = 0.0 if before.isspace() else _cost(before, kind, after, next_kind) + 4 * depths[at]
        found.append(Seam(at, rank, cost))
    return found


def _starts(words: list[tuple[str, str]]) -> list[int]:
    places, at = [], 0
    for word, _ in words:
        places.append(at)
        at += len(word)
    return places


def _cost(before: str, kind: str, after: str, next_kind: str) -> float:
    """What a break costs by the words beside it and their parts of speech."""
    if after == "关于":
        return 0.0  # an organ's name alone on the first line reads best
    if before in _PASSES_ON or before[-1] in "、，；：":
        return 3.0
    cost = 6.0
    if before == "的":
        cost += 3
    if kind == "d":
        cost += 6  # an adverb and what it is said of
    elif kind == "v" and next_kind[:1] in ("n", "v"):
        cost += 5  # a verb and its object
    elif (next_kind[:1] == "n" or next_kind == "vn") and (kind[:1] in ("n", "a") or kind == "vn"):
        cost += 3  # the parts of a compound
    if len(after) == 1 or (len(before) == 1 and before != "的"):
        cost += 6  # the segmenter is least sure of single characters
    return cost


def _belong(before: str, kind: str, after: str, next_kind: str) -> bool:
    """Whether two words are one by their form, which no dictionary has: `12｜名` `第一｜中学` `某某｜县` `青｜岩`."""
    if kind == "m" and (next_kind == "q" or before.startswith("第")):
        return True
    if not (_is_han(before) and _is_han(after)) or len(after) > 1:
        return False
    return len(before) == 1 or (after in _PLACES and kind[:1] in ("n", "r") and before not in _PASSES_ON)


def _is_han(word: str) -> bool:
    return "\u4e00" <= word[0] <= "\u9fff"


def _depths(text: str) -> list[int]:
    """How deep inside 《》, “” or （） the place before each character is."""
    depths, depth = [0], 0
    for char in text:
        depth += (char in _PAIRS) - (char in _PAIRS.values())
        depths.append(max(depth, 0))
    return depths


def _names(text: str, most: float) -> Iterator[tuple[int, int]]:
    """(start, end) of what is one name and fits: in 《》 or quotation marks, or an organ's at the beginning.

    Several organs are parted by blanks or 、, or their endings part them.
    """
    opened: list[int] = []
    for at, char in enumerate(text):
        if char in _PAIRS:
            opened.append(at)
        elif opened and char == _PAIRS[text[opened[-1]]]:
            start = opened.pop()
            if at + 1 - start <= most * (1 if char in "”’" else _WHOLE):
                yield start, at + 1
    end = text.find("关于")
    if end > 0 and not any(char in _PAIRS for char in text[:end]):
        start = 0
        for found in (*_JOINS.finditer(text, 0, end), None):
            stop = found.start() if found else end
            yield from _organs(text, start, stop, most)
            start = found.end() if found else end
    elif found := _ORGAN.match(text):
        yield from [(0, found.end())] if found.end() <= most else []


def _organs(text: str, start: int, stop: int, most: float) -> Iterator[tuple[int, int]]:
    """The organs of `text[start:stop]`, which runs on: each, if several end in it, else the whole."""
    ends = []
    at = start
    while (found := _ORGAN.match(text, at, stop)) and found.end() < stop:
        ends.append(found.end())
        at = found.end()
    bounds = [start, *ends, stop] if ends and stop - at > _LEAST_ORGAN else [start, stop]
    for first, last in pairwise(bounds):
        if last - first <= most:
            yield first, last


_LEAST_ORGAN = 4
"""Characters of a name that has one before it: `某某县人民政府｜某某军分区`, but `某某县水利局党委`."""


def _terms(words: list[tuple[str, str]], body: str) -> set[int]:
    """Indices of the words that keep company with the one before, by the body.

    Of the two, the rarer one stands beside the other in at least half of its places; and twice at least in words that
    are not the title's own, which the body may quote.
    """
    if not body:
        return set()
    found: set[int] = set()
    texts = [word for word, _ in words]
    counts = [body.count(word) if len(word) > 1 or word >= "\u4e00" else 0 for word in texts]
    for index in range(1, len(texts)):
        rarer = min(counts[index - 1], counts[index])
        if rarer < _RECURS:
            continue
        pair = texts[index - 1] + texts[index]
        together = body.count(pair)
        if together < _RECURS or together * 2 < rarer:
            continue
        wider = "".join(texts[max(index - 2, 0) : index + 2])
        if together - (body.count(wider) if wider != pair else 0) >= _RECURS:
            found.add(index)
    return found


_RECURS = 2
