"""A Composition in, `word/document.xml` out: its blocks in the order of the pages, in sections.

A reader may rely on this: heights and gaps add up as in the Composition. What Word needs besides (a paragraph behind a
table, one to hold a rule or a gap) takes the least line that Word sets, which is taken off the gap or has its
room on the page (`LEAST_LINE`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from banxin.composition import (
    Block,
    ColophonBlock,
    Composition,
    ContentsBlock,
    LandscapeBlock,
    MarkBlock,
    Place,
    RuleBlock,
    TableBlock,
    TextBlock,
)
from banxin.units import twips
from banxin.writers.oxml import DECLARATION, NAMESPACE, RELATIONSHIPS, Blank, Names, contents
from banxin.writers.oxml.sections import Sections
from banxin.writers.oxml.text import Text

_SLACK = 10
"""Twips that a cell is wider than a text that just fits it, so that no rounding breaks the line."""
_LEFT_FREE = 5
"""Twips that stay free on a page that is filled, so that no rounding begins another."""


def document(composition: Composition, ids: Names) -> Iterator[bytes]:
    """`word/document.xml`, piece by piece; `ids` are filled with what it refers to before the first is asked for."""
    body = _Body(ids)
    sections = _sections(composition, Sections(composition, ids))
    for number, (blocks, section) in enumerate(sections, 1):
        body.section(blocks, section if number < len(sections) else "", composition)
    start = f'{DECLARATION}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONSHIPS}"><w:body>'
    return chain((start.encode(),), body.pieces(), (f"{sections[-1][1]}</w:body></w:document>".encode(),))


def _sections(composition: Composition, sections: Sections) -> list[tuple[list[Block], str]]:
    """Runs of blocks on pages of one kind, each with its `w:sectPr`."""
    found: list[tuple[list[Block], str]] = []
    turned = False
    for block in composition.blocks:
        if isinstance(block, LandscapeBlock):
            found.append(([*block.blocks], sections.turned()))
            turned = True
            continue
        if isinstance(block, ColophonBlock) and block.place is Place.AFTER_BLANK:
            found.append(([], sections.unnumbered()))
        elif not found:
            found.append(([], sections.first()))
        elif turned:
            found.append(([], sections.upright()))
        found[-1][0].append(block)
        turned = False
    return found or [([], sections.first())]


class _Body(Text):
    """The XML of blocks, as it grows."""

    def section(self, blocks: list[Block], section: str, composition: Composition) -> None:
        """All blocks of a section; `section`: its `w:sectPr`, empty for the last one."""
        for block, following in zip(blocks, (*blocks, None)[1:], strict=True):
            # Word joins two tables that touch, and asks for a paragraph behind the last one.
            closed = isinstance(following, TextBlock | RuleBlock)
            match block:  # what is turned has become a section
                case TextBlock():
                    self.paragraph(block, "" if following else section)
                    closed = True
                case TableBlock():
                    self._gap(block.space_before)
                    self._table(block)
                    if block.space_after and following and not _begins_page(following):
                        self._gap(block.space_after)
                        closed = True
                case RuleBlock():
                    self._rules(block)
                    closed = bool(following) or not section
                case MarkBlock():
                    self._gap(block.space_before)
                    self._mark(block)
                case ContentsBlock():
                    self._contents(block, following)
                    closed = bool(following) or not section
                case ColophonBlock():
                    self._colophon(block, composition)
            if not closed:
                self.blank(Blank(), "" if following else section)

    def _contents(self, block: ContentsBlock, following: Block | None) -> None:
        contents.entries(self, block)
        if following and not _begins_page(following):
            if block.breaks:
                self.blank(Blank(new_page=True))
            else:
                self._gap(block.space_after)

    def _rules(self, block: RuleBlock) -> None:
        if block.page_break_before:
            self.blank(Blank(new_page=True))
        self.rules(block.strokes, block.space_before + block.strokes[0].y)

    def _gap(self, gap: float) -> None:
        if gap:
            self.blank(Blank(max(0, twips(gap) - Blank().line)))

    def _table(self, table: TableBlock) -> None:
        out = self.out
        widths = [twips(width) for width in table.column_widths]
        border = _border(table.rule)
        borders = "".join(f"<w:{side} {border}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        padding = _padding(table.padding_y, table.padding_x)
        out.append(_opening("", widths, f"<w:tblBorders>{borders}</w:tblBorders>", padding))
        cells = [_cell(width) for width in widths]
        breakable = set(table.breakable)
        for number in range(len(table.rows)):
            goes_over = number in breakable
            kept = "" if goes_over else "<w:cantSplit/>"
            header = "<w:tblHeader/>" if number < table.header_rows else ""
            align = f'<w:vAlign w:val="{"top" if goes_over else "center"}"/></w:tcPr>'
            least = twips(table.blank_row - table.rule) if table.blank_row and table.is_to_fill(number) else 0
            height = f'<w:trHeight w:val="{least}" w:hRule="atLeast"/>' if least else ""
            out.append(f"<w:tr><w:trPr>{kept}{height}{header}</w:trPr>" if kept or height or header else "<w:tr>")
            if table.own or number in table.kept:
                self._places(table, number, widths, align)
            else:
                for opening, cell in zip(cells, table.cells(number), strict=True):
                    out.append(opening + align)
                    self.paragraph(cell)
                    out.append("</w:tc>")
            out.append("</w:tr>")
        out.append("</w:tbl>")

    def _places(self, table: TableBlock, number: int, widths: list[int], align: str) -> None:
        """The cells of a row some of which take several places, or which stays on the page of the next one."""
        for place in table.places(number):
            width = sum(widths[place.column : place.column + place.columns])
            self.out.append(_cell(width, place.columns, place.rows) + align)
            self.paragraph(place.text, keep_next=number in table.kept)
            self.out.append("</w:tc>")

    def _mark(self, mark: MarkBlock) -> None:
        """A table without rules; in its one row the names and what stands beside them."""
        gap = max(0, twips(mark.gap) - _SLACK) if mark.suffix else 0
        cells = [(twips(mark.names_width) + _SLACK + gap, gap, mark.names)]
        if mark.suffix:
            cells.append((twips(mark.suffix_width) + _SLACK, 0, (mark.suffix,)))
        out = self.out
        out.append(_opening("", [width for width, _, _ in cells], "", _padding(0, 0)))
        out.append(f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{twips(mark.height)}" w:hRule="exact"/></w:trPr>')
        for width, margin, paragraphs in cells:
            out.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcMar><w:right w:w="{margin}" w:type="dxa"/>'
                '</w:tcMar><w:vAlign w:val="center"/></w:tcPr>'
            )
            for paragraph in paragraphs:
                self.paragraph(paragraph)
            out.append("</w:tc>")
        out.append("</w:tr></w:tbl>")

    def _colophon(self, colophon: ColophonBlock, composition: Composition) -> None:
        """A table that floats to the lower edge of the type area, anchored to a paragraph behind it.

        The margins of a letter's pages are not those of its type area: there the table stands as far down the sheet as
        its height says; for a program that cannot place it so, it stands in the text, below as much room as is free.
        """
        if colophon.place is Place.AFTER_BLANK:
            self.blank(Blank())
        if colophon.place in (Place.NEXT, Place.AFTER_BLANK):
            self.blank(Blank(new_page=True))
        page, width = composition.page, twips(composition.page.measure)
        vertical = 'w:vertAnchor="margin"', 'w:tblpYSpec="bottom"'
        if composition.first_page is not None:
            vertical = 'w:vertAnchor="page"', f'w:tblpY="{twips(page.height - page.bottom - colophon.height)}"'
        # LibreOffice lets a table this wide float only if it is placed on the page, not on the margin.
        position = (
            '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:topFromText="0" w:bottomFromText="0" '
            f'{vertical[0]} w:horzAnchor="page" w:tblpX="{twips(page.left)}" {vertical[1]}/>'
            '<w:tblOverlap w:val="never"/>'
        )
        if composition.first_page is not None and not colophon.paragraphs[0].style.rules.places_tables:
            position = ""
            self.blank(Blank(max(0, twips(colophon.above) - 2 * Blank().line - _LEFT_FREE)))
        out = self.out
        out.append(_opening(position, [width], "", _padding(0, 0)))
        for number, paragraph in enumerate(colophon.paragraphs):
            upper, lower = colophon.rules[number : number + 2]
            last = number == len(colophon.paragraphs) - 1
            borders = f"<w:top {_border(upper)}/>" + (f"<w:bottom {_border(lower)}/>" if last else "")
            top, bottom = (twips(colophon.padding) if rule else 0 for rule in (upper, lower))
            out.append(
                f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
                f'<w:tcBorders>{borders}</w:tcBorders><w:tcMar><w:top w:w="{top}" w:type="dxa"/>'
                f'<w:bottom w:w="{bottom}" w:type="dxa"/></w:tcMar></w:tcPr>'
            )
            self.paragraph(paragraph)
            out.append("</w:tc></w:tr>")
        out.append("</w:tbl>")


def _begins_page(block: Block) -> bool:
    if isinstance(block, TextBlock):
        return block.style.page_break_before
    return isinstance(block, RuleBlock) and block.page_break_before


def _opening(position: str, widths: list[int], borders: str, margins: str) -> str:
    """`w:tbl` up to its first row."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    align = "" if position else '<w:jc w:val="center"/>'
    return (
        f'<w:tbl><w:tblPr>{position}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{align}{borders}'
        f'<w:tblLayout w:type="fixed"/>{margins}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _cell(width: int, columns: int = 1, rows: int = 1) -> str:
    """`w:tc` up to what stands in it and how; `rows`: how many it takes, 0 where it goes on from above."""
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    merge = {0: "<w:vMerge/>", 1: ""}.get(rows, '<w:vMerge w:val="restart"/>')
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}'


def _padding(y: float, x: float) -> str:
    sides = (("top", y), ("left", x), ("bottom", y), ("right", x))
    margins = "".join(f'<w:{side} w:w="{twips(width)}" w:type="dxa"/>' for side, width in sides)
    return f"<w:tblCellMar>{margins}</w:tblCellMar>"


def _border(rule: float) -> str:
    """The attributes of a table's rule; 0: none."""
    if not rule:
        return 'w:val="nil"'
    return f'w:val="single" w:sz="{max(2, round(rule * 8))}" w:space="0" w:color="000000"'
