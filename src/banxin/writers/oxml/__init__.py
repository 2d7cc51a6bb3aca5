"""What all parts of a Word document share: namespaces, the ids of styles and parts, a paragraph without text.

A reader may rely on this: ids are given in the order of the Composition, so that equal ones give equal documents.
"""

from __future__ import annotations

from typing import NamedTuple

from banxin.composition import LEAST_LINE, CharStyle, Composition, ContentsBlock
from banxin.escape import xml
from banxin.units import twips

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_BUILT_IN_IDS = {
    "Body Text First Indent": "BodyTextFirstIndent",
    "Title": "Title",
    "Subtitle": "Subtitle",
    "footer": "Footer",
    "TOC Heading": "TOCHeading",
    **{f"toc {level}": f"TOC{level}" for level in range(1, 10)},
    **{f"heading {level}": f"Heading{level}" for level in range(1, 10)},
}
"""Style ids as Word itself writes them; Word, WPS and python-docx know the built-in styles by `w:name`."""


class Blank(NamedTuple):
    """A paragraph without text, in twips: it carries a gap, a rule, an anchor or the break to a new page."""

    before: int = 0
    """Room above it, given up at the top of a page."""
    line: int = twips(LEAST_LINE)
    """Its line. The least one does not push the page's last row (22 rows of 28.95 pt leave 0.9 pt)."""
    rule: tuple[int, str] = (0, "")
    """Thickness in eighths of a point, and color, of the rule below the line; 0: none."""
    outset: int = 0
    """How far it goes beyond the type area on either side."""
    new_page: bool = False

    @property
    def height(self) -> int:
        """Of all but `before`."""
        return self.line + round(self.rule[0] * 2.5)


class Names(NamedTuple):
    """The ids of one document: of its styles, and of the parts its text refers to."""

    paragraphs: dict[str, str]
    """Style id by `ParagraphStyle.name`."""
    characters: dict[str, str]
    """Style id by `CharStyle.name`."""
    squeezed: dict[tuple[str, int], str]
    """Style id of marks that give up half a cell, by `CharStyle.name` and tracking in twips; filled by `document`."""
    marks: dict[tuple[str, int, str], str]
    """Style id of marks that would fall into the Latin font, by `CharStyle.name`, the tracking of those that give up
    half a cell, else 0, and Han font; filled by `document`."""
    bold: dict[str, str]
    """Style id of words of the Latin font that alone are bold, by `CharStyle.name`; filled by all parts."""
    blanks: dict[Blank, str]
    """Style id of each kind of paragraph without text; filled by all parts."""
    margins: dict[str, str]
    """Relationship id by content of headers (`header1` …) and footers (`footer1` …); filled by `sections`."""
    images: dict[bytes, str]
    """Relationship id by content of images; filled by `document`."""
    bookmarks: dict[int, tuple[str, str]]
    """XML before and behind the runs of each heading that a 目录 is made from, by its source line."""

    def character(self, chars: CharStyle) -> str:
        """The id of the style of a run; empty: it looks like its paragraph."""
        if chars.squeezed:
            return self.squeezed.setdefault((chars.name, twips(chars.tracking)), f"BanxinSqueezed{len(self.squeezed)}")
        return self.characters[chars.name] if chars.name else ""


def names(composition: Composition) -> Names:
    """The ids of the styles that the Composition names."""
    paragraphs = {
        style.name: _BUILT_IN_IDS.get(style.base, f"Banxin{number}") for number, style in enumerate(composition.styles)
    }
    characters = {style.name: f"BanxinChar{number}" for number, style in enumerate(composition.char_styles)}
    return Names(paragraphs, characters, {}, {}, {}, {}, {}, {}, _bookmarks(composition))


def _bookmarks(composition: Composition) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    number = 0

    def add(name: str, first: int, last: int) -> None:
        nonlocal number
        start, end = found.get(first, ("", ""))
        found[first] = f'{start}<w:bookmarkStart w:id="{number}" w:name="{name}"/>', end
        start, end = found.get(last, ("", ""))
        found[last] = start, f'{end}<w:bookmarkEnd w:id="{number}"/>'
        number += 1

    for block in composition.blocks:
        if isinstance(block, ContentsBlock) and block.headings:
            for line in block.headings:
                add(bookmark(line), line, line)
            if block.is_part:
                add(part_bookmark(block), block.headings[0], block.headings[-1])
    return found


def bookmark(line: int) -> str:
    """The name of the bookmark of the heading that stands on a source line; Word hides those that begin so."""
    return f"_Toc{line:09}"


def part_bookmark(contents: ContentsBlock) -> str:
    """The name of the bookmark of the part of the document that a 目录 is made from."""
    return f"_Part{contents.headings[0]:09}"


def characters(text: str) -> str:
    """`text`, without line feeds and tabs, as `w:t`."""
    preserve = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<w:t{preserve}>{xml(text)}</w:t>"
