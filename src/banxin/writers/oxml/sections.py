"""A Composition in, `w:sectPr` of each kind of section out, with the headers and footers that it refers to.

A reader may rely on this: the page number stands at the same place of the sheet on every page that has one, turned or
not. Headers and footers hold it and the lines of a letter's first page, and are as high as the text of a letter's
other pages must keep away from the sheet's edges.
"""

from __future__ import annotations

import msgspec

from banxin.composition import Composition, FirstPage, PageNumber, PageSetup
from banxin.measure import BASELINE
from banxin.units import twips
from banxin.writers.oxml import DECLARATION, NAMESPACE, RELATIONSHIPS, Blank, Names, characters
from banxin.writers.oxml.drawing import Spot, turned_text
from banxin.writers.oxml.text import Text

_DASH_HEIGHT = 0.36
"""Centre of the dash `—` above the baseline, in em, as in 宋体."""

_SIDES = (("default", "Footer"), ("even", "FooterEven"))
"""Kind as `w:type` has it (`default`: odd pages), style id."""

_TURNED_PITCH = 1.4
"""Line pitch of the number on a turned page, in em. LibreOffice sets a turned line's type in the middle of the line
instead of 80 % down; at this pitch it is the same."""

_FIRST_BOX = 1_000_001
"""The number of the first box of text; stamps are counted from 1."""


class Sections:
    """The sections of one document; the headers and footers they refer to are kept in `Names.margins`."""

    def __init__(self, composition: Composition, ids: Names) -> None:
        self._page = composition.page
        self._letter = composition.first_page
        self._number = composition.page_number
        self._ids = ids

    def first(self) -> str:
        """The section that the document begins with."""
        return self.upright() if self._letter is None else self._first_of_letter(self._letter)

    def upright(self) -> str:
        """A section of ordinary pages."""
        if self._number is None:
            return self.unnumbered()
        footers = {kind: _page_number(self._number, style_id) for kind, style_id in _SIDES}
        return self._section(self._page, self._no_headers(), footers, _distance(self._page, self._number))

    def unnumbered(self) -> str:
        """A section of pages without a number."""
        return self._section(self._page, self._no_headers(), self._no_footers(), self._page.bottom / 2)

    def turned(self) -> str:
        """A section of landscape pages: the sheet turned a quarter to the right, its left edge on top."""
        page, number = self._page, self._number
        sheet = msgspec.structs.replace(
            page,
            width=page.height,
            height=page.width,
            top=page.left,
            right=page.top,
            bottom=page.right,
            left=page.bottom,
        )
        footers = self._no_footers()
        if number is not None:
            for at, (kind, style_id) in enumerate(_SIDES):
                # The number's line runs from the upright sheet's left margin to its right one; here it runs downwards.
                pitch = _TURNED_PITCH * number.style.chars.size
                x = _distance(page, number, pitch)
                spot = Spot(x, "page", page.left, "page", pitch, page.measure, _FIRST_BOX + at)
                text = Text(self._ids)
                spacing = f'<w:spacing w:line="{twips(pitch)}" w:lineRule="exact"/>'
                text.blank(Blank(), content=turned_text(_page_number(number, style_id, spacing), spot))
                footers[kind] = text.xml()
        return self._section(sheet, self._no_headers(), footers, sheet.bottom / 2)

    def _first_of_letter(self, letter: FirstPage) -> str:
        """The margins are those of the page that has less; on the other, header and footer keep the text away."""
        page = self._page
        sheet = msgspec.structs.replace(page, top=min(page.top, letter.top), bottom=min(page.bottom, letter.bottom))
        later = self._filler(twips(page.top - sheet.top / 2) if page.top > sheet.top else 0)
        first = self._filler(twips(letter.top - sheet.top / 2) if letter.top > sheet.top else 0)
        headers = {"default": later, "even": later, "first": first}

        number = self._number
        distance = sheet.bottom / 2 if number is None else _distance(page, number)
        distance = min([distance, *(page.height - stroke.y - stroke.width for stroke in letter.strokes)])
        # What stands below the number's line on later pages, and all that stands above the footer's lower edge.
        below = 0 if number is None else twips(_distance(page, number)) - twips(distance)
        used = below + (0 if number is None else twips(number.style.pitch))
        footers = {}
        for kind, style_id in _SIDES:
            above = twips(page.bottom) - twips(distance) - used if page.bottom > sheet.bottom else 0
            line = "" if number is None else _page_number(number, style_id)
            footers[kind] = self._filler(above) + line + self._filler(below)
        footers["first"] = self._first_footer(letter, sheet)
        return self._section(sheet, headers, footers, distance)

    def _first_footer(self, letter: FirstPage, sheet: PageSetup) -> str:
        """The page number, if there is one, and the lines below it, each at its distance from the one above."""
        text, number = Text(self._ids), self._number
        reached = letter.strokes[0].y if letter.strokes else sheet.height - sheet.bottom
        if letter.numbered and number is not None:
            reached = sheet.height - _distance(self._page, number)
            text.out.append(_page_number(number, "Footer"))
        text.rules(letter.strokes, letter.strokes[0].y - reached if letter.strokes else 0)
        return text.xml()

    def _filler(self, height: int) -> str:
        """A blank that is `height` twips high, or nothing."""
        text = Text(self._ids)
        if height > 0:
            text.blank(Blank(line=height))
        return text.xml()

    def _no_headers(self) -> dict[str, str]:
        """Without a header of its own a section would go on with that of the section before."""
        return {} if self._letter is None else {kind: "" for kind, _ in _SIDES}

    def _no_footers(self) -> dict[str, str]:
        return {} if self._letter is None and self._number is None else {kind: "" for kind, _ in _SIDES}

    def _section(self, sheet: PageSetup, headers: dict[str, str], footers: dict[str, str], distance: float) -> str:
        """`w:sectPr`; headers and footers by kind, `distance` from the sheet's edge to the footer."""
        # A reader may look for the first page's header before it takes the first page's footer.
        references = "".join(self._reference("header", kind, xml) for kind, xml in headers.items())
        references += "".join(self._reference("footer", kind, xml) for kind, xml in footers.items())
        orientation = ' w:orient="landscape"' if sheet.width > sheet.height else ""
        first = "<w:titlePg/>" if "first" in footers else ""
        return (
            f'<w:sectPr>{references}<w:pgSz w:w="{twips(sheet.width)}" w:h="{twips(sheet.height)}"{orientation}/>'
            f'<w:pgMar w:top="{twips(sheet.top)}" w:right="{twips(sheet.right)}" w:bottom="{twips(sheet.bottom)}" '
            f'w:left="{twips(sheet.left)}" w:header="{twips(sheet.top / 2)}" w:footer="{twips(distance)}" '
            f'w:gutter="0"/>{first}<w:docGrid w:linePitch="{twips(sheet.pitch)}"/></w:sectPr>'
        )

    def _reference(self, place: str, kind: str, content: str) -> str:
        """A reference to the header or footer with that content; equal ones are one part."""
        if not content:
            text = Text(self._ids)
            text.blank(Blank())
            content = text.xml()
        tag = "hdr" if place == "header" else "ftr"
        # readers look for the namespace of relationships there, though nothing here refers to a part
        xml = f'{DECLARATION}<w:{tag} xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONSHIPS}">{content}</w:{tag}>'
        margins = self._ids.margins
        number = sum(rid.startswith(place) for rid in margins.values()) + 1
        rid = margins.setdefault(xml, f"{place}{number}")
        return f'<w:{place}Reference w:type="{kind}" r:id="{rid}"/>'


def _distance(page: PageSetup, number: PageNumber, pitch: float | None = None) -> float:
    """From the sheet's bottom edge up to the number's line, whose dash stands `dash_offset` below the type area."""
    below_dash = (1 - BASELINE) * (pitch or number.style.pitch) + _DASH_HEIGHT * number.style.chars.size
    return page.bottom - number.dash_offset - below_dash


def _page_number(number: PageNumber, style_id: str, spacing: str = "") -> str:
    """Prefix, the number as a complete PAGE field, suffix; `spacing`: what the line has of its own.

    WPS shows nothing for a field that lacks its separate part and a result.
    """
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    prefix, suffix = (
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{characters(t)}</w:r>'
        for t in (number.prefix, number.suffix)
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{spacing}</w:pPr>{prefix}{field}{suffix}</w:p>'
