"""A Composition in, the XML of a Word document's settings, fonts, theme and program out: parts without text.

A reader may rely on this: every part is one string; only the font table looks at the Composition.
"""

from __future__ import annotations

from banxin.composition import Composition, Family, Properties
from banxin.edges import STRICT, LineEdges
from banxin.escape import attribute, xml
from banxin.fingerprint import DOCX_XML
from banxin.writers.oxml import DECLARATION, NAMESPACE

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"

_FONT_NAME_LIMIT = 31
"""Characters in a font's name (LF_FACESIZE, less the end mark)."""


def settings(body_id: str, edges: LineEdges = STRICT) -> str:
    """`word/settings.xml`: what Word 2013 and later write for a Chinese document, and what its lines must not begin or
    end with. `body_id`: of the style of what somebody types where nothing stands yet.

    The lists take the place of Word's own, which let — - ～ / begin a line. They know single characters only: by the
    basic rule a single — may begin a line there too. LibreOffice 7.4 reads neither list, nor `w:kinsoku`, and goes by a
    list of its own, `edges.LIBREOFFICE`.
    """
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
        f"<w:clickAndTypeStyle w:val={attribute(body_id)}/><w:evenAndOddHeaders/>"
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={attribute(edges.no_end)}/>'
        f'<w:noLineBreaksBefore w:lang="zh-CN" w:val={attribute(edges.no_start)}/>'
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


_PROPERTY_LIMIT = 255
"""Characters in a core property, as Word has it."""


def core_properties(properties: Properties) -> str:
    """`docProps/core.xml`: what the document is called, by whom and when."""
    title, author = (xml(value[:_PROPERTY_LIMIT]) for value in (properties.title, properties.author))
    date = f'xsi:type="dcterms:W3CDTF">{properties.date}T00:00:00Z</dcterms:'
    dates = f"<dcterms:created {date}created><dcterms:modified {date}modified>" if properties.date else ""
    instance = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' if properties.date else ""
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f"{instance}>"
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dc:language>zh-CN</dc:language>{dates}"
        "</cp:coreProperties>"
    )


def custom_properties(properties: Properties) -> str:
    """`docProps/custom.xml`: the fingerprint, and what the text says of itself under the names of GB/T 33480."""
    return (
        DOCX_XML
        + "".join(
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name={attribute(name)}>'
            f"<vt:lpwstr>{xml(value)}</vt:lpwstr></property>"
            for pid, (name, value) in enumerate(properties.metadata, 3)  # 2 is that of the fingerprint
        )
        + "</Properties>"
    )


def extended_properties() -> str:
    """`docProps/app.xml`: which program made the file."""
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>banxin</Application></Properties>"
    )
