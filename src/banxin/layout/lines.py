"""A Draft to one in which paragraphs have the styles that their lines ask for.

A justified paragraph in which a line would be pulled apart, before a long word that does not fit, is left-aligned.

A DOCX needs no layout otherwise: only the lines of paragraphs that might have such a line are broken for it.
"""

from __future__ import annotations

import msgspec

from banxin.composition import Colophon, FlowBlock, LandscapeBlock, OwnCell, ParagraphStyle, Run, TableBlock, TextBlock
from banxin.draft import Draft
from banxin.layout.apart import is_pulled_apart
from banxin.layout.restyle import Restyled
from banxin.style.schema import Align


def settle_lines(draft: Draft) -> Draft:
    """The draft with those paragraphs restyled; the same where there are none."""
    return _Settling(draft).draft()


class _Settling:
    """The search for such paragraphs."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._restyled = Restyled(draft, "左齐")

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
        if not is_pulled_apart(block, measure):
            return None
        return msgspec.structs.replace(block, style=self._left(block.style))

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
