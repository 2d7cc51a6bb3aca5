"""What this program's own documents have of its layout, taken back: breaks, gaps, elements that share a line.

A reader may rely on this: only white space goes, and elements of 版头 change their order; no other file is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from banxin.document import Mark
from banxin.readers.docx.parts import BREAK, PAGE, Block, Grid, Para
from banxin.regex import regex

_GAP = regex(r"(?:间距|分隔线|换页)\d+")
"""The styles of paragraphs that hold a gap, a rule or the break to a page."""
_GOES_ON = "（续行）"
"""How the style of a paragraph's last lines is called that had to move to the next page."""
_SHARED = ("份号", "发文字号")
"""The elements of 版头 in whose line others stand."""
_NUMBER = regex(r"\d{1,8}|.*[〔\[（(].*号.*|第.*号.*")


def plain(blocks: Iterable[Block], *, is_whole: bool) -> list[Block]:
    """The blocks without layout; `is_whole`: nobody changed the file, so that every break in a paragraph is ours."""
    found: list[Block] = []
    signers: list[Block] = []
    """They stand below the number, however the lines lie."""
    for block in _without_gaps(blocks):
        if isinstance(block, Para) and block.look.style.startswith(_SHARED):
            for part in _parted(block):
                (found if _NUMBER.fullmatch(part.text.strip()) else signers).append(part)
            continue
        found += signers
        signers.clear()
        if isinstance(block, Grid):
            for row in block.rows:
                for place in row:
                    place.blocks[:] = plain(place.blocks, is_whole=False)
        elif isinstance(block, Para) and is_whole and block.look.align not in ("center", "right"):
            _join(block)
        found.append(block)
    return found + signers


def _without_gaps(blocks: Iterable[Block]) -> list[Block]:
    """Without paragraphs that hold gaps and rules; what had to move to the next page is one with what it left."""
    found: list[Block] = []
    new_page = False
    for block in blocks:
        if isinstance(block, Para):
            if _GAP.fullmatch(block.look.style) and not block.text.strip():
                new_page = new_page or block.new_page
                continue
            if block.look.style.endswith(_GOES_ON) and found and isinstance(found[-1], Para):
                found[-1].take(block)
                continue
            block.new_page, new_page = block.new_page or new_page, False
        found.append(block)
    return found


def _parted(para: Para) -> Iterator[Para]:
    """A paragraph for each element of a line; tabs part them."""
    for text in para.text.split("\t"):
        if text.strip():
            part = Para(para.look)
            part.add(text, para.look.chars._replace(raised=""))
            yield part


def _join(para: Para) -> None:
    """Takes out the breaks that page and line wanted."""
    text = para.text
    if BREAK not in text and PAGE not in text:
        return
    places = [at for at, char in enumerate(text) if char not in (BREAK, PAGE)]
    at = {old: new for new, old in enumerate(places)}
    para.parts = ["".join(text[place] for place in places)]
    para.length = len(places)
    para.marks = [Mark(at[mark.start], at[mark.end - 1] + 1, mark.kind) for mark in para.marks]
