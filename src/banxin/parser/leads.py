"""Paragraphs to paragraphs with `leads`: the lead sentences of 一是… 二是…, 一要…, 第一，… 第二，…, 首先，… 其次，….

A lead stands at the start of a paragraph or behind a mark, and counts where it starts a sequence that goes on or goes
on with one; a sequence may run over several paragraphs and sections. It ends with its first `。` `；` `！` `？`.
"""

from __future__ import annotations

import msgspec

from banxin.document import Block, Paragraph, Section, Span, walk
from banxin.forms.lines import sentence_end
from banxin.forms.numbering import han_value
from banxin.regex import regex

_DIGIT = "[一二三四五六七八九十]"
_LEAD = regex(
    # begins with one set of characters, which is what a search skips to
    rf"[一二三四五六七八九十第首其再最](?:(?<={_DIGIT}){_DIGIT}{{0,2}}(?P<verb>[是要])"
    rf"|(?<=第)(?P<ordinal>{_DIGIT}{{1,3}})[，,、]|(?:(?<=首)先|(?<=[其再])次|(?<=最)后)[，,])"
)
_BEFORE = frozenset("。；！？：，、”）;:,")
"""What a lead stands behind, but for the head of a paragraph."""
_QUICK = regex("[是要]|第|首先|其次")
_WORDS = {"首先": 1, "其次": 2, "再次": 3}
_LAST = 0
"""The value of 最后, which ends a sequence whatever its length."""

_Found = tuple[int, int, int]
"""Index of the paragraph, start of the lead, value."""


def add_leads(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """`blocks` with the leads of their body paragraphs."""
    paragraphs = [block for block in walk(blocks) if isinstance(block, Paragraph)]
    spans = _spans([p.text for p in paragraphs])
    if not spans:
        return blocks
    return _with_spans(blocks, {id(paragraphs[index]): found for index, found in spans.items()})


def _with_spans(blocks: tuple[Block, ...], spans: dict[int, tuple[Span, ...]]) -> tuple[Block, ...]:
    # recursion is bounded: sections are as deep as there are kinds of labels
    changed: list[Block] = []
    for block in blocks:
        if isinstance(block, Section):
            changed.append(msgspec.structs.replace(block, body=_with_spans(block.body, spans)))
        elif isinstance(block, Paragraph) and id(block) in spans:
            changed.append(msgspec.structs.replace(block, leads=spans[id(block)]))
        else:
            changed.append(block)
    return tuple(changed)


def _spans(texts: list[str]) -> dict[int, tuple[Span, ...]]:
    """Leads by index of the paragraph."""
    families: dict[str, list[_Found]] = {}
    for index, text in enumerate(texts):
        if not _QUICK.search(text):
            continue
        for match in _LEAD.finditer(text):
            start = before = match.start()
            while before and text[before - 1].isspace():
                before -= 1
            if before and text[before - 1] not in _BEFORE:
                continue
            numeral = match["ordinal"] or (match.group()[:-1] if match["verb"] else "")
            family = match["verb"] or ("第" if numeral else "首先")
            value = han_value(numeral) if numeral else _WORDS.get(match.group()[:2], _LAST)
            families.setdefault(family, []).append((index, start, value))
    starts: dict[int, list[int]] = {}
    for found in families.values():
        for index, start in _in_sequence(found):
            starts.setdefault(index, []).append(start)
    return {index: _cut(texts[index], sorted(places)) for index, places in starts.items()}


def _in_sequence(found: list[_Found]) -> list[tuple[int, int]]:
    """The places of one family that start a sequence or continue it."""
    chosen: list[tuple[int, int]] = []
    last = 0
    for position, (index, start, value) in enumerate(found):
        following = found[position + 1][2] if position + 1 < len(found) else None
        starts = value == 1 and following in (2, _LAST)
        continues = last > 0 and value in (last + 1, _LAST)
        if starts or continues:
            chosen.append((index, start))
            last = value
    return chosen


def _cut(text: str, starts: list[int]) -> tuple[Span, ...]:
    """From each start to the end of its first sentence or clause, or to the next lead."""
    limits = [*starts[1:], len(text)]
    return tuple(
        (start, start + sentence_end(text[start:limit], clauses=True))
        for start, limit in zip(starts, limits, strict=True)
    )
