"""A Draft to one with ties where the house style keeps things together: in the body, at its end and in annexes.

版头, titles, 署名 and 版记 have none: their lines are broken where words end or hold what is their own.
"""

from __future__ import annotations

from itertools import accumulate

import msgspec

from banxin.composition import FlowBlock, LandscapeBlock, TableBlock, TextBlock
from banxin.document import Role
from banxin.draft import Draft
from banxin.forms import together
from banxin.style import HouseStyle
from banxin.ties import tied


def with_ties(draft: Draft, style: HouseStyle) -> Draft:
    """`draft` with its ties; the same object where the program that opens the DOCX does not obey them."""
    kept: frozenset[str] = frozenset(style.keep_together)
    if not draft.styles[0].rules.obeys_ties:
        return draft

    def changed(block: FlowBlock) -> FlowBlock:
        match block:
            case TextBlock():
                return _paragraph(block, kept)
            case TableBlock():
                return _table(block, kept)
            case LandscapeBlock():
                blocks = (
                    _table(inner, kept) if isinstance(inner, TableBlock) else _paragraph(inner, kept)
                    for inner in block.blocks
                )
                return LandscapeBlock(tuple(blocks))
        return block

    parts = draft.parts
    parts = msgspec.structs.replace(
        parts,
        body=tuple(map(changed, parts.body)),
        notes=tuple(map(changed, parts.notes)),
        rest=tuple(map(changed, parts.rest)),
    )
    return msgspec.structs.replace(draft, parts=parts)


def _paragraph(block: TextBlock, kept: frozenset[str]) -> TextBlock:
    """The paragraph with ties."""
    places = together.places(block.text, kept, are_people=block.style.role == Role.ATTENDEES.value)
    if not places:
        return block
    within: list[list[int]] = [[] for _ in block.runs]
    ends = list(accumulate(len(run.text) for run in block.runs))
    at = 0
    for place in places:
        while ends[at] < place:  # between two runs, a tie ends the first
            at += 1
        within[at].append(place - ends[at] + len(block.runs[at].text))
    runs = (
        msgspec.structs.replace(run, text=tied(run.text, mine)) if mine else run
        for run, mine in zip(block.runs, within, strict=True)
    )
    return msgspec.structs.replace(block, runs=tuple(runs))


def _table(table: TableBlock, kept: frozenset[str]) -> TableBlock:
    """The table with ties in its cells, but for those of which parts are raised or lowered: their places would move."""
    marked = {place for place, cell in table.own.items() if cell.marks}
    rows = tuple(
        tuple(
            tied(text, places) if (at, column) not in marked and (places := together.places(text, kept)) else text
            for column, text in enumerate(row)
        )
        for at, row in enumerate(table.rows)
    )
    return msgspec.structs.replace(table, rows=rows)
