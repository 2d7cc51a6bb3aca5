"""A Composition in, the XML of each part of a Word document out: all that python-docx has no fast way to say.

A reader may rely on this: every part is one string, built from the Composition alone. A paragraph carries its style's
name and nothing else; a run carries a character style where its look has a name of its own, and the East Asian hint
where its marks would otherwise fall into the Latin font.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.sax.saxutils import escape

from banxin.composition import (
    Align,
    CharStyle,
    Composition,
    Family,
    PageNumber,
    PageSetup,
    ParagraphStyle,
    Run,
    TableBlock,
    TextBlock,
    text_blocks,
)
from banxin.units import twips

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_BUILT_IN_IDS = {
    "Normal": "Normal",
    "Title": "Title",
    "Subtitle": "Subtitle",
    "footer": "Footer",
    **{f"heading {level}": f"Heading{level}" for level in range(1, 10)},
}
"""Style ids as Word itself writes them; Word, WPS and python-docx know the built-in styles by `w:name`."""

_JC = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}

_AMBIGUOUS = re.compile("[\xa1-\xbf\xd7\xf7\u02c7-\u02d9\u0370-\u04ff\u2010-\u2bff\u2e3a]")
"""Characters that Word gives to the Latin font unless the run says `w:hint="eastAsia"`: quotes, dashes, ellipses,
Greek, Cyrillic, signs, circled digits, arrows, geometric shapes (ECMA-376 17.3.2.26)."""

_LATIN_WITH_HINT = re.compile("[A-Za-z]’[A-Za-z]|[\xc0-\xd6\xd8-\xf6\xf8-\u024f]")
_LATIN_WORDS = re.compile("((?:[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f]|(?<=[A-Za-z])’(?=[A-Za-z]))+)")
"""Latin words, their apostrophes with them. The hint would give accented letters and apostrophes to the Han font."""

_BREAKS = re.compile("([\n\t])")
_BREAK_XML = {"\n": "<w:br/>", "\t": "<w:tab/>"}

_SPACER_LINE = 2
"""Twips. The line of a paragraph that is there for Word only: after a table at the end, and to carry a table's gaps.
Small enough not to push the page's last row (the grid has 0.9 pt to spare)."""


class Names(NamedTuple):
    """The style ids of one document."""

    paragraphs: dict[str, str]
    """Style id by `ParagraphStyle.name`."""
    characters: dict[str, str]
    """Style id by `CharStyle.name`."""
    spacers: dict[int, str]
    """Style id of the paragraph that carries a gap before or after a table, by the gap in twips."""


def names(composition: Composition) -> Names:
    """The ids of all styles; they depend on the Composition alone."""
    paragraphs = {
        style.name: _BUILT_IN_IDS.get(style.base, f"Banxin{number}") for number, style in enumerate(composition.styles)
    }
    paragraphs[composition.styles[0].name] = "Normal"
    characters = {style.name: f"BanxinChar{number}" for number, style in enumerate(composition.char_styles)}
    tables = [block for block in composition.blocks if isinstance(block, TableBlock)]
    gaps = sorted({twips(gap) for table in tables for gap in (0.0, table.space_before, table.space_after)})
    return Names(paragraphs, characters, {gap: f"BanxinGap{gap}" for gap in gaps})


# Body


def document(composition: Composition, ids: Names, footers: tuple[tuple[str, str], ...]) -> str:
    """`word/document.xml`. `footers` holds (`default` or `even`, relationship id) for each footer."""
    openings = {
        name: "<w:p>" if style_id == "Normal" else f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>'
        for name, style_id in ids.paragraphs.items()
    }
    out = [f'{_DECLARATION}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>']
    blocks = composition.blocks
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, TextBlock):
            _paragraph(out, block, openings, ids.characters)
        else:
            _table(out, block, openings, ids)
            if block.space_after or not isinstance(following, TextBlock):
                # Word joins two tables that touch and asks for a paragraph behind the last one.
                out.append(_spacer(ids, block.space_after))
    out.append(_section(composition.page, footers))
    out.append("</w:body></w:document>")
    return "".join(out)


def _paragraph(out: list[str], block: TextBlock, openings: dict[str, str], characters: dict[str, str]) -> None:
    out.append(openings[block.style.name])
    for run in block.runs:
        look = ""
        if run.chars.name:
            look = f'<w:rStyle w:val="{characters[run.chars.name]}"/>'
        # Bold is a toggle: in a paragraph style and in a character style together it would cancel itself out
        # (ECMA-376 17.7.3), so a run says it directly there.
        weight = f'<w:b w:val="{int(run.chars.bold)}"/>' if look and block.style.chars.bold else ""
        _run(out, run, look, weight)
    out.append("</w:p>")


def _run(out: list[str], run: Run, look: str, weight: str) -> None:
    text = run.text
    plain = f"<w:rPr>{look}{weight}</w:rPr>" if look else ""
    if not _AMBIGUOUS.search(text):
        out.append(f"<w:r>{plain}{_content(text)}</w:r>")
        return
    hinted = f'<w:rPr>{look}<w:rFonts w:hint="eastAsia"/>{weight}</w:rPr>'
    if not _LATIN_WITH_HINT.search(text):
        out.append(f"<w:r>{hinted}{_content(text)}</w:r>")
        return
    for index, part in enumerate(_LATIN_WORDS.split(text)):
        if part:
            out.append(f"<w:r>{plain if index % 2 else hinted}{_content(part)}</w:r>")


def _content(text: str) -> str:
    """The text of a run: `w:t`, with breaks and tabs as their own elements."""
    if "\n" not in text and "\t" not in text:
        return _t(text)
    return "".join(_BREAK_XML.get(part) or _t(part) for part in _BREAKS.split(text) if part)


def _t(text: str) -> str:
    preserve = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<w:t{preserve}>{escape(text)}</w:t>"


def _table(out: list[str], table: TableBlock, openings: dict[str, str], ids: Names) -> None:
    if table.space_before:
        out.append(_spacer(ids, table.space_before))
    widths = [twips(width) for width in table.column_widths]
    rule = f'w:val="single" w:sz="{round(table.rule * 8)}" w:space="0" w:color="000000"'
    borders = "".join(f"<w:{side} {rule}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    x, y = twips(table.padding_x), twips(table.padding_y)
    margins = f"<w:{{}} w:w={{}} w:type={{}}/>"  # noqa: F541
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in (("top", y), ("left", x), ("bottom", y), ("right", x))
    )
    out.append(
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>'
    )
    out += [f'<w:gridCol w:w="{width}"/>' for width in widths]
    out.append("</w:tblGrid>")
    cells = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>' for width in widths]
    for number, row in enumerate(table.rows):
        header = "<w:tblHeader/>" if number < table.header_rows else ""
        out.append(f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>")
        for opening, cell in zip(cells, row, strict=True):
            out.append(opening)
            _paragraph(out, cell, openings, ids.characters)
            out.append("</w:tc>")
        out.append("</w:tr>")
    out.append("</w:tbl>")


def _spacer(ids: Names, gap: float) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{ids.spacers[twips(gap)]}"/></w:pPr></w:p>'


def _section(page: PageSetup, footers: tuple[tuple[str, str], ...]) -> str:
    references = "".join(f'<w:footerReference w:type="{kind}" r:id="{rid}"/>' for kind, rid in footers)
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(page.bottom)}" '
        f'w:left="{twips(page.left)}" w:header="851" w:footer="{FOOTER}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{twips(page.pitch)}"/></w:sectPr>'
    )
FOOTER = 1368
