"""A Draft to one in which what is raised or lowered in the Document is set so, in whatever blocks it stands.

Compose may put several paragraphs into one block or cut one apart; that it keeps the characters and their order is what
tells where each of them is. Cells of tables have their marks from the beginning.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

import msgspec

from banxin.composition import Colophon, FlowBlock, LandscapeBlock, Run, TableBlock, TextBlock, marked_runs, paragraphs
from banxin.document import Document, Mark
from banxin.draft import Draft
from banxin.shifts import marks
from banxin.streams import visible


def with_shifts(draft: Draft, document: Document) -> Draft:
    """`draft`, composed of `document`, with its raised and lowered characters; the same object if there are none."""
    wanted = marks(document)
    if not wanted:
        return draft
    places = list(_places(draft))
    order = sorted(range(len(places)), key=lambda at: places[at][:2])
    starts = list(accumulate((places[at][3] for at in order), initial=0))
    cut: dict[int, list[Mark]] = {}
    """By the identity of a run: what is marked in it, in visible characters."""
    for mark in wanted:
        at = bisect_right(starts, mark.start) - 1
        while at < len(order) and starts[at] < mark.end:
            run, start = places[order[at]][2], starts[at]
            if run is not None:
                first, end = max(mark.start - start, 0), min(mark.end, starts[at + 1]) - start
                cut.setdefault(id(run), []).append(Mark(first, end, mark.kind))
            at += 1
    colophon = draft.colophon
    if colophon:
        colophon = msgspec.structs.replace(colophon, paragraphs=tuple(_changed(p, cut) for p in colophon.paragraphs))
    changed = {at: (_block(block, cut),) for at, block in enumerate(draft.blocks) if not isinstance(block, Colophon)}
    return msgspec.structs.replace(draft.with_blocks(changed), colophon=colophon)


def _places(draft: Draft) -> Iterator[tuple[int, int, Run | None, int]]:
    """(line, order, run, visible characters) of all text, as `composition.source_text` goes through it; no run where a
    whole table stands.
    """
    for block in draft.blocks:
        for inner in block.blocks if isinstance(block, LandscapeBlock) else (block,):
            if isinstance(inner, TableBlock):
                yield inner.line, 0, None, sum(len(visible("".join(row))) for row in inner.rows)
                continue
            for paragraph in paragraphs(inner):
                for run in paragraph.runs:
                    yield run.line or paragraph.line, run.order, run, len(visible(run.text))


def _block(block: FlowBlock, cut: dict[int, list[Mark]]) -> FlowBlock:
    match block:
        case TextBlock():
            return _changed(block, cut)
        case LandscapeBlock():
            return LandscapeBlock(
                tuple(_changed(inner, cut) if isinstance(inner, TextBlock) else inner for inner in block.blocks)
            )
    return block


def _changed(block: TextBlock, cut: dict[int, list[Mark]]) -> TextBlock:
    """The paragraph with its runs cut where marks begin and end."""
    if not any(id(run) in cut for run in block.runs):
        return block
    runs = (part for run in block.runs for part in _parts(run, cut.get(id(run), [])))
    return msgspec.structs.replace(block, runs=tuple(runs))


def _parts(run: Run, wanted: list[Mark]) -> tuple[Run, ...]:
    if not wanted:
        return (run,)
    places = [at for at, char in enumerate(run.text) if visible(char)]
    of_text = tuple(Mark(places[mark.start], places[mark.end - 1] + 1, mark.kind) for mark in wanted)
    parts = marked_runs(run.text, run.chars, of_text)
    return tuple(msgspec.structs.replace(part, line=run.line, order=run.order) for part in parts)
