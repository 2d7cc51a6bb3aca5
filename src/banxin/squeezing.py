"""Marks side by side: where the halves of their cells that face each other are blank, they take a cell and a half.

CLREQ 3.1.6 and GB/T 15834—2011 5.1.11 let them. The first of two gives up half a cell, `”，` as `：“` and `“《`, and so
does each of more but the last. It is said in a way that Word obeys to the letter: the mark is a run of its own, whose
tracking is half an em less, be it the last of a line or not.

Marks at the beginning of a line keep their cells. What `w:topLinePunct` does to them in Word nobody has measured, nor
whether it asks for `w:characterSpacingControl`, which would squeeze the same pairs once more; and a paragraph begins
two cells in by 7.3.3, whatever mark it begins with.
"""

from __future__ import annotations

from collections import deque

import msgspec

from banxin.composition import Run, TextBlock
from banxin.regex import regex

_CLOSING = "、。，．：；！？）〕］｝〉》」』】〗’”"
"""Marks whose ink stands in the left half of their cell."""
_OPENING = "（〔［｛〈《「『【〖‘“"
"""Those whose ink stands in the right half."""
_FIRST = regex(f"[{_CLOSING}](?=[{_CLOSING}{_OPENING}])|[{_OPENING}](?=[{_OPENING}])")


def squeezed(block: TextBlock) -> TextBlock:
    """`block` with the marks that give up half a cell in runs of their own, if its style has them do so."""
    if not block.style.squeezes:
        return block
    text = block.text
    places = deque(found.start() for found in _FIRST.finditer(text))
    if not places:
        return block
    runs: list[Run] = []
    start = 0
    for run in block.runs:
        at, end = start, start + len(run.text)
        while places and places[0] < end:
            place = places.popleft()
            if run.chars.shift is None and not run.chars.squeezed:
                runs += _part(run, text[at:place]), _squeezed(run, text[place])
                at = place + 1
        runs.append(_part(run, text[at:end]))
        start = end
    return msgspec.structs.replace(block, runs=tuple(run for run in runs if run.text))


def _part(run: Run, text: str) -> Run:
    return msgspec.structs.replace(run, text=text)


def _squeezed(run: Run, mark: str) -> Run:
    chars, half = run.chars, run.chars.size / 2
    closer = msgspec.structs.replace(
        chars, tracking=round(chars.tracking - half, 2), advance=chars.advance - half, squeezed=True
    )
    return msgspec.structs.replace(run, text=mark, chars=closer)
