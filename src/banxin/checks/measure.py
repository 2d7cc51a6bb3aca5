"""Finished pages to findings: lone characters on a line, titles over three lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from banxin.checks.pieces import Piece
from banxin.composition import Composition, TextBlock, paragraphs
from banxin.document import Role
from banxin.errors import Diagnostic
from banxin.pages import Pages
from banxin.regex import regex
from banxin.streams import HAN, visible

_MOST_LINES = 3
_ORPHAN = regex(f"[{HAN}][。！？；：，、…”’）》]*")


def check_measure(pieces: list[Piece], composition: Composition, pages: Pages) -> Iterator[Diagnostic]:
    """BX851, BX852; `pages` are those of `composition`."""
    lines = [visible(line.text) for page in pages.pages for line in page.lines]
    ends = list(accumulate(map(len, lines)))
    line_at = {end: number for number, end in enumerate(ends)}
    last_on_line = {piece.line: piece for piece in pieces if piece.is_body or piece.heading}
    orphans: list[tuple[Piece, int, str]] = []
    end = 0
    titled: list[int] = []
    title_lines = {piece.line for piece in pieces if piece.role is Role.TITLE and not piece.part}
    for block in composition.blocks:
        for paragraph in paragraphs(block):
            start, end = end, end + len(visible(paragraph.text))
            number = line_at.get(end)
            if number is None or not isinstance(block, TextBlock):
                continue
            piece = last_on_line.get(paragraph.line)
            if piece and ends[number] - len(lines[number]) > start and _ORPHAN.fullmatch(lines[number]):
                index = max(len(piece.text) - len(lines[number]), 0)
                orphans.append((piece, index, lines[number]))
            if paragraph.line in title_lines and not titled:
                titled = [start, end]
            elif paragraph.line in title_lines and titled[1] == start:
                titled[1] = end
    if orphans:
        piece, index, last = orphans[0]
        more = f"，全文有{len(orphans)}段这样" if len(orphans) > 1 else ""
        yield piece.remark("BX851", index, f"这一段的最后一行只有“{last}”{more}")
    titles = [piece for piece in pieces if piece.role is Role.TITLE and not piece.part]
    if titles and titled:
        count = sum(titled[0] < end <= titled[1] for end in ends)
        if count > _MOST_LINES:
            yield titles[0].remark("BX852", 0, f"标题排了{count}行")
