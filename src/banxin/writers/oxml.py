"""A Composition in, the XML of each part of a Word document out: all that python-docx has no fast way to say.

A reader may rely on this: every part is one string, built from the Composition alone. A paragraph carries its style's
name and nothing else; a run carries a character style where its look has a name of its own, and the East Asian hint
where its marks would otherwise fall into the Latin font.
"""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

from banxin.composition import (
    Composition,
    Family,
    PageNumber,
    PageSetup,
    ParagraphStyle,
    Run,
    TableBlock,
    TextBlock,
)
from banxin.units import twips

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_BUILT_IN_IDS = {
    "Normal": "Normal",
    "Title": "Title",
    "Subtitle": "Subtitle",
    "footer": "Footer",
    **{f"heading {level}": f"Heading{level}" for level in range(1, 10)},
}
"""Style ids as Word itself writes them; Word, WPS and python-docx know the built-in styles by `w:name`."""

_MARKS = "¤§¨°±·×÷\u2010-\u2e7f"
"""Marks of the Han font (`CharStyle.east_asian`) that Word gives to the Latin font unless the run says
`w:hint="eastAsia"`: quotes, dashes, ellipses, signs, circled digits, arrows, shapes (ECMA-376 17.3.2.26)."""

_MARK = re.compile(f"[{_MARKS}]")

_LATIN = "\xa1-\xa3\xa5\xa6\xa9-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xf6\xf8-\u052f"
"""What the Latin font sets (`CharStyle.latin`) besides ASCII; the hint would give much of it to the Han font."""

_EXCEPTION = re.compile(
    f"(?P<latin>(?<=[A-Za-z])’(?=[A-Za-z])|[{_LATIN}]+)"
    f"|(?:(?<![^\\x00-\u052f])[\u2011-\u2e7f]|[¤§¨°±·×÷\u2010])[{_MARKS}]*"
)
"""What a run with marks must give to runs of their own.

Group `latin`: apostrophes and letters that the hint would give to the Han font. Else marks that LibreOffice sets in
the Latin font whatever the hint says, a few of them everywhere, the others at the beginning of a paragraph and behind
a Latin letter, digit or mark: they need a run whose Latin font is the Han font."""

_BREAKS = re.compile("([\n\t])")
_BREAK_XML = {"\n": "<w:br/>", "\t": "<w:tab/>"}

_BASELINE = 0.8
"""Where the baseline stands in a line of exact height, from its top: Word and LibreOffice put a fifth below it."""

_DASH_HEIGHT = 0.36
"""Centre of the dash `—` above the baseline, in em, as in 宋体."""

_FONT_NAME_LIMIT = 31
"""Characters in a font's name (LF_FACESIZE, less the end mark)."""


class Names(NamedTuple):
    """The style ids of one document."""

    paragraphs: dict[str, str]
    """Style id by `ParagraphStyle.name`."""
    characters: dict[str, str]
    """Style id by `CharStyle.name`."""
    marks: dict[tuple[str, str], str]
    """Style id of marks that would fall into the Latin font, by `CharStyle.name` and Han font; filled by `document`."""
    spacers: dict[int, str]
    """Style id of the paragraph that carries a gap before or after a table, by the gap in twips; filled likewise."""


def names(composition: Composition) -> Names:
    """The ids of the styles that the Composition names."""
    paragraphs = {
        style.name: _BUILT_IN_IDS.get(style.base, f"Banxin{number}") for number, style in enumerate(composition.styles)
    }
    paragraphs[composition.styles[0].name] = "Normal"
    characters = {style.name: f"BanxinChar{number}" for number, style in enumerate(composition.char_styles)}
    return Names(paragraphs, characters, {}, {})


# Body


def document(composition: Composition, ids: Names) -> str:
    """`word/document.xml`. It refers to the footers by the ids that `footers` gives them."""
    body = _Body(ids)
    blocks = composition.blocks
    for block, following in zip(blocks, (*blocks, None)[1:], strict=True):
        if isinstance(block, TextBlock):
            body.paragraph(block)
        else:
            body.table(block)
            if block.space_after or not isinstance(following, TextBlock):
                # Word joins two tables that touch and asks for a paragraph behind the last one.
                body.spacer(block.space_after)
    return (
        f'{DECLARATION}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{_R}"><w:body>{"".join(body.out)}'
        f"{_section(composition)}</w:body></w:document>"
    )


class _Body:
    """The XML of blocks, as it grows."""

    def __init__(self, ids: Names) -> None:
        self.out: list[str] = []
        self._ids = ids
        self._openings = {
            name: "<w:p>" if style_id == "Normal" else f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>'
            for name, style_id in ids.paragraphs.items()
        }

    def paragraph(self, block: TextBlock) -> None:
        out = self.out
        out.append(self._openings[block.style.name])
        before = ""
        for run in block.runs:
            if _MARK.search(run.text):
                self._marked_run(run, block.style, before)
            else:
                properties = self._properties(self._style_id(run), "", run, block.style)
                out.append(f"<w:r>{properties}{_content(run.text)}</w:r>")
            before = run.text[-1:]
        out.append("</w:p>")

    def _marked_run(self, run: Run, style: ParagraphStyle, before: str) -> None:
        """A run with marks of the Han font in it; `before` is the character in front of it."""
        text, at = before + run.text, len(before)
        hint = '<w:rFonts w:hint="eastAsia"/>'
        style_id = self._style_id(run)
        plain = self._properties(style_id, "", run, style)
        hinted = self._properties(style_id, hint, run, style)
        for match in _EXCEPTION.finditer(text, at):
            start, end = match.span()
            if start > at:
                self.out.append(f"<w:r>{hinted}{_content(text[at:start])}</w:r>")
            properties = plain
            if match["latin"] is None:
                key = (run.chars.name, run.chars.east_asian.name)
                marks_id = self._ids.marks.setdefault(key, f"BanxinMarks{len(self._ids.marks)}")
                properties = self._properties(marks_id, hint, run, style)
            self.out.append(f"<w:r>{properties}{_content(text[start:end])}</w:r>")
            at = end
        if at < len(text):
            self.out.append(f"<w:r>{hinted}{_content(text[at:])}</w:r>")

    def _style_id(self, run: Run) -> str:
        return self._ids.characters[run.chars.name] if run.chars.name else ""

    def _properties(self, style_id: str, hint: str, run: Run, style: ParagraphStyle) -> str:
        look = f'<w:rStyle w:val="{style_id}"/>' if style_id else ""
        # Bold is a toggle: in a paragraph style and in a character style together it would cancel itself out
        # (ECMA-376 17.7.3), so a run says it directly there.
        weight = f'<w:b w:val="{int(run.chars.bold)}"/>' if run.chars.name and style.chars.bold else ""
        return f"<w:rPr>{look}{hint}{weight}</w:rPr>" if look or hint else ""

    def table(self, table: TableBlock) -> None:
        out = self.out
        if table.space_before:
            self.spacer(table.space_before)
        widths = [twips(width) for width in table.column_widths]
        rule = f'w:val="single" w:sz="{round(table.rule * 8)}" w:space="0" w:color="000000"'
        borders = "".join(f"<w:{side} {rule}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        x, y = twips(table.padding_x), twips(table.padding_y)
        sides = (("top", y), ("left", x), ("bottom", y), ("right", x))
        margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        out.append(
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        )
        cells = [
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>' for width in widths
        ]
        for number, row in enumerate(table.rows):
            header = "<w:tblHeader/>" if number < table.header_rows else ""
            out.append(f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>")
            for opening, cell in zip(cells, row, strict=True):
                out.append(opening)
                self.paragraph(cell)
                out.append("</w:tc>")
            out.append("</w:tr>")
        out.append("</w:tbl>")

    def spacer(self, gap: float) -> None:
        height = twips(gap)
        style_id = self._ids.spacers.setdefault(height, f"BanxinGap{height}")
        self.out.append(f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr></w:p>')


def _content(text: str) -> str:
    """The text of a run: `w:t`, with breaks and tabs as their own elements."""
    if "\n" not in text and "\t" not in text:
        return _t(text)
    return "".join(_BREAK_XML.get(part) or _t(part) for part in _BREAKS.split(text) if part)


def _t(text: str) -> str:
    preserve = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<w:t{preserve}>{escape(text, quote=False)}</w:t>"


def attribute(value: str) -> str:
    """`value` as an attribute's value, quoted."""
    return f'"{escape(value)}"'


def _section(composition: Composition) -> str:
    page, number = composition.page, composition.page_number
    references, footer = "", page.bottom / 2
    if number is not None:
        references = "".join(f'<w:footerReference w:type="{kind}" r:id="{rid}"/>' for kind, rid, _ in _FOOTERS)
        footer = _footer_distance(page, number)
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(page.bottom)}" '
        f'w:left="{twips(page.left)}" w:header="{twips(page.top / 2)}" w:footer="{twips(footer)}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{twips(page.pitch)}"/></w:sectPr>'
    )


def _footer_distance(page: PageSetup, number: PageNumber) -> float:
    """From the sheet's bottom edge up to the footer's, so that the dash stands `dash_offset` below the type area."""
    below_dash = (1 - _BASELINE) * number.style.pitch + _DASH_HEIGHT * number.style.chars.size
    return page.bottom - number.dash_offset - below_dash


# Footers


_FOOTERS = (("default", "footer1", "Footer"), ("even", "footer2", "FooterEven"))
"""Kind as `w:type` has it (`default`: odd pages), relationship id, style id."""


def footers(number: PageNumber) -> dict[str, str]:
    """The footer parts by relationship id."""
    return {rid: _footer(number, style_id) for _, rid, style_id in _FOOTERS}


def _footer(number: PageNumber, style_id: str) -> str:
    """Prefix, the number as a complete PAGE field, suffix.

    WPS shows nothing for a field that lacks its separate part and a result.
    """
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    prefix, suffix = (
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{_t(t)}</w:r>' for t in (number.prefix, number.suffix)
    )
    return (
        f'{DECLARATION}<w:ftr xmlns:w="{NAMESPACE}"><w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>'
        f"{prefix}{field}{suffix}</w:p></w:ftr>"
    )


# Settings, fonts, properties


def settings() -> str:
    """`word/settings.xml`: what Word 2013 and later write for a Chinese document."""
    switches = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
            ("useWord2013TrackBottomHyphenation", 0),
        )
    )
    return (
        f'{DECLARATION}<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        f"<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>{switches}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    )


def font_table(composition: Composition) -> str:
    """`word/fontTable.xml`: the fonts by name, with the names that Word may try instead."""
    families: dict[str, Family] = {}
    charsets: dict[str, str] = {}
    number = composition.page_number
    looks = [style.chars for style in composition.styles] + list(composition.char_styles)
    for chars in looks if number is None else [*looks, number.style.chars]:
        families.setdefault(chars.latin.name, chars.latin)
        charsets.setdefault(chars.latin.name, "00")
        families[chars.east_asian.name] = chars.east_asian
        charsets[chars.east_asian.name] = "86"  # GB2312_CHARSET
    fonts = "".join(
        f"<w:font w:name={attribute(name)}>"
        + _alt_name(family)
        + f'<w:charset w:val="{charsets[name]}"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, family in sorted(families.items())
    )
    return f'{DECLARATION}<w:fonts xmlns:w="{NAMESPACE}">{fonts}</w:fonts>'


def _alt_name(family: Family) -> str:
    """As many of the alternatives as a font name of Windows has room for."""
    names = ""
    for name in family.alternatives:
        longer = f"{names},{name}" if names else name
        if len(longer) > _FONT_NAME_LIMIT:
            break
        names = longer
    return f"<w:altName w:val={attribute(names)}/>" if names else ""


_THEME_COLORS = (
    "dk1=000000 lt1=FFFFFF dk2=44546A lt2=E7E6E6 accent1=4472C4 accent2=ED7D31 accent3=A5A5A5 accent4=FFC000 "
    "accent5=5B9BD5 accent6=70AD47 hlink=0563C1 folHlink=954F72"
)
"""Office's own, which Word offers in its colour menus."""


def theme() -> str:
    """`word/theme/theme1.xml`: the least a theme may say. No style refers to it, but readers expect one."""
    colors = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'
        for name, _, value in (color.partition("=") for color in _THEME_COLORS.split())
    )
    font = '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    return (
        f'{DECLARATION}<a:theme xmlns:a="{_A}" name="Office"><a:themeElements>'
        f'<a:clrScheme name="Office">{colors}</a:clrScheme>'
        f'<a:fontScheme name="Office"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Office"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def extended_properties() -> str:
    """`docProps/app.xml`: which program made the file."""
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>banxin</Application></Properties>"
    )
