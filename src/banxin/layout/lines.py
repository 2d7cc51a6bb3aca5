"""A Draft to one in which paragraphs have the styles that their lines ask for.

A justified paragraph in which a line would be pulled apart, before a long word that does not fit, is left-aligned. One
whose last line is a character or two (孤字) is drawn closer until it has a line less, where the house style asks for
that. A line of 28 cells gains half a cell by it, so that some line must have as much to spare: hanzi alone leave none.

A DOCX needs no layout otherwise: only the lines of paragraphs that might have such a line are broken for it, and those
of all that have several where last lines are to be pulled.
"""

from __future__ import annotations

from math import inf

import msgspec

from banxin.composition import Colophon, FlowBlock, LandscapeBlock, OwnCell, ParagraphStyle, Run, TableBlock, TextBlock
from banxin.draft import Draft
from banxin.layout.apart import is_pulled_apart
from banxin.layout.restyle import Restyled, closer
from banxin.layout.setting import broken
from banxin.style.schema import Align

_LEFT = "左齐"
_STEP = 0.05
"""Points: Word's twip."""
_FEW = 2
"""So many characters are too few for a line."""


def settle_lines(draft: Draft) -> Draft:
    """The draft with those paragraphs restyled; the same where there are none."""
    return _Settling(draft).draft()


class _Settling:
    """The search for such paragraphs."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._restyled = Restyled(draft, _LEFT)

    def draft(self) -> Draft:
        """What has become of it."""
        draft, changed = self._draft, False
        for at, block in enumerate(draft.blocks):
            if isinstance(block, Colophon):
                continue
            settled = self._block(block, draft.page.measure)
            if settled is not None:
                self._restyled.put(at, settled)
                changed = True
        colophon = draft.colophon
        if colophon:
            paragraphs = tuple(self._text(one, draft.page.measure) or one for one in colophon.paragraphs)
            if paragraphs != colophon.paragraphs:
                colophon, changed = msgspec.structs.replace(colophon, paragraphs=paragraphs), True
        return msgspec.structs.replace(self._restyled.draft(), colophon=colophon) if changed else draft

    def _block(self, block: FlowBlock, measure: float) -> FlowBlock | None:
        """The block restyled; None: it may stay as it is."""
        match block:
            case TextBlock():
                return self._text(block, measure)
            case TableBlock():
                return self._table(block)
            case LandscapeBlock():
                turned = self._draft.page.depth
                settled = [
                    self._text(one, turned) if isinstance(one, TextBlock) else self._table(one) for one in block.blocks
                ]
                blocks = tuple(new or old for new, old in zip(settled, block.blocks, strict=True))
                return LandscapeBlock(blocks) if any(settled) else None
            case _:
                return None

    def _text(self, block: TextBlock, measure: float) -> TextBlock | None:
        changed = block
        suffixes: tuple[str, ...] = ()
        if self._draft.pull and (pulled := _pulled(block, measure, self._draft.pull)):
            changed, suffixes = pulled
        if is_pulled_apart(changed, measure):
            style = msgspec.structs.replace(changed.style, align=Align.LEFT)
            changed, suffixes = msgspec.structs.replace(changed, style=style), (*suffixes, _LEFT)
        return self._restyled.block(changed, *suffixes) if suffixes else None

    def _table(self, table: TableBlock) -> TableBlock | None:
        """The table with cells of their own where lines would be pulled apart."""
        own: dict[tuple[int, int], OwnCell] = {}
        inner = [width - 2 * table.padding_x for width in table.column_widths]
        for column, style in enumerate(table.styles):
            if style.align is Align.JUSTIFY:
                for row in range(table.headed_rows if table.header_style else 0, len(table.rows)):
                    text = table.rows[row][column]
                    if (row, column) not in table.own and _is_cell_pulled_apart(text, style, inner[column]):
                        own[row, column] = OwnCell(self._left(style))
        for (row, column), cell in table.own.items():
            across = sum(table.column_widths[column : column + cell.columns]) - 2 * table.padding_x
            if cell.style.align is Align.JUSTIFY and _is_cell_pulled_apart(table.rows[row][column], cell.style, across):
                own[row, column] = msgspec.structs.replace(cell, style=self._left(cell.style))
        return msgspec.structs.replace(table, own={**table.own, **own}) if own else None

    def _left(self, style: ParagraphStyle) -> ParagraphStyle:
        return self._restyled.named(msgspec.structs.replace(style, align=Align.LEFT))


def _is_cell_pulled_apart(text: str, style: ParagraphStyle, measure: float) -> bool:
    return bool(text) and is_pulled_apart(TextBlock((Run(text, style.chars),), style), measure)


def _pulled(block: TextBlock, measure: float, most: float) -> tuple[TextBlock, tuple[str, ...]] | None:
    """A justified paragraph without its last line of a few characters, and how far its characters are drawn closer for
    it: by the least that works, `most` points at most. None: it has no such line, or that is not enough.
    """
    style = block.style
    if style.align is not Align.JUSTIFY or style.tabs or len(block.text) * style.chars.size <= measure / 2:
        return None
    lines = broken(block, measure)
    if len(lines) == 1 or sum(map(str.isalnum, lines[-1].text)) > _FEW or "\n" in block.text:
        return None

    def tight(steps: int) -> TextBlock | None:
        by = round(steps * _STEP, 2)
        changed = closer(block, by, f"收{by:g}磅", -inf)
        return changed if len(broken(changed, measure)) < len(lines) else None

    high = round(most / _STEP)
    found = next(filter(None, map(tight, range(1, high + 1))), None) if tight(high) else None
    if found is None or (is_pulled_apart(found, measure) and not is_pulled_apart(block, measure)):
        return None
    return found, (f"收{style.chars.tracking - found.style.chars.tracking:.2g}磅",)
