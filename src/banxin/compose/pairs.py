"""Lines of a body that belong together to the same with one page for them: 此致 and 敬礼, couplets, places to sign.

They are told by form and place alone, among the paragraphs of the body: what is set as 署名 stands on one page anyhow.
敬礼 stands at the left edge below 此致, as letters have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

import msgspec

from banxin.composition import FlowBlock, ParagraphStyle, TextBlock
from banxin.document import Role
from banxin.forms import ending
from banxin.regex import regex

_LONGEST = 40
"""Characters of a line that may be one of a pair."""
_OPENING = regex(r"(?:[特谨专]?此\s*致|致\s*以|[顺谨敬恭即并]?\s*[祝颂])[，,：:]?")
"""What a letter closes with, on a line of its own: 此致, 顺颂, 谨祝."""
_WISH = regex(r"(?=.{2,14}\Z)[^。；：:，,、\d]+[！!。]?")
"""What it wishes, or whom it is for, below that: 敬礼, 商祺, 崇高的敬礼."""
_MOST_WISHES = 2
"""Lines: `此致` above an organ and `敬礼！`."""
_VERSE = regex("[一-鿿]+(?:[，。；！？：][一-鿿]+)*[，。；！？]?")
_HAN = regex("[一-鿿]")
_LEAST_VERSE = 4
"""Characters of the shortest line of a couplet."""
_COUPLETS = (2, 4, 8)
"""How many lines of one build stand together where they are couplets; of another number they are a list."""


def with_pairs(blocks: list[FlowBlock], use: Callable[[ParagraphStyle], ParagraphStyle]) -> tuple[FlowBlock, ...]:
    """`blocks`, in the order of the pages, with pairs on one page; `use` names a style and notes that it is used."""
    changed = list(blocks)
    for start, run in _runs(blocks):
        texts = [block.text for block in run]
        wishes = _wishes(texts)
        kept = _verse(texts) | _places(texts) | {at - 1 for at in wishes}
        for at in sorted(kept | {at + 1 for at in kept}):
            style = run[at].style
            name, indent = (f"{style.name}（同面）", style.first_indent)
            if at in wishes:
                name, indent = (f"{style.name}（顶格）", 0.0)
            style = msgspec.structs.replace(
                style,
                name=name,
                base="",
                keep_lines=True,
                keep_next=at in kept,
                first_indent=indent,
                first_indent_chars=style.first_indent_chars if indent else 0.0,
            )
            changed[start + at] = msgspec.structs.replace(run[at], style=use(style))
    return tuple(changed)


def _runs(blocks: list[FlowBlock]) -> Iterator[tuple[int, list[TextBlock]]]:
    """Short paragraphs of the body that stand together, two or more, and where they begin."""
    start = 0
    for is_short, group in groupby(blocks, _is_short):
        run = list(group)
        if is_short and len(run) > 1:
            yield start, [block for block in run if isinstance(block, TextBlock)]
        start += len(run)


def _is_short(block: FlowBlock) -> bool:
    if not isinstance(block, TextBlock) or block.drawing or block.outline:
        return False
    return block.style.role == Role.BODY.value and sum(len(run.text) for run in block.runs) <= _LONGEST


def _wishes(texts: list[str]) -> range:
    """Which lines, at the end of all, are what a letter wishes, below the one that opens it."""
    for count in range(1, min(_MOST_WISHES, len(texts) - 1) + 1):
        if not _WISH.fullmatch(texts[-count]):
            break
        if _OPENING.fullmatch(texts[-count - 1]):
            return range(len(texts) - count, len(texts))
    return range(0)


def _places(texts: list[str]) -> set[int]:
    """The places to sign, and dates to be filled in, that others follow: of one party, or of several."""
    signed = [ending.is_signing(text) or ending.is_blank_date(text) for text in texts]
    return {at for at in range(len(texts) - 1) if signed[at] and signed[at + 1]}


def _verse(texts: list[str]) -> set[int]:
    """The first line of each couplet: two lines of one build, alone or among as many as a poem has."""
    found: set[int] = set()
    start = 0
    for build, group in groupby(texts, _build):
        count = sum(1 for _ in group)
        if build and count in _COUPLETS:
            found.update(at for at in range(start, start + count, 2) if _are_parallel(texts[at], texts[at + 1]))
        start += count
    return found


def _build(text: str) -> str:
    """How a line of verse is built: its inner marks, and where they stand; empty: it is no verse."""
    if not _VERSE.fullmatch(text):
        return ""
    build = _HAN.sub("字", text.rstrip("，。；！？"))
    return build if build.count("字") >= _LEAST_VERSE else ""


def _are_parallel(upper: str, lower: str) -> bool:
    """Two lines of one build say different things at most places, and at their ends; items of a list do not."""
    pairs = [(a, b) for a, b in zip(upper, lower, strict=False) if _HAN.match(a)]
    return pairs[-1][0] != pairs[-1][1] and sum(a == b for a, b in pairs) * 2 <= len(pairs)
