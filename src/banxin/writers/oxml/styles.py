"""A Composition in, `word/styles.xml` out: its paragraph and character styles as Word's.

A reader may rely on this: the first style, the body's, says everything; every other of text is based on it and says
only what differs, so that a later change of the body's font, pitch or size by hand changes the document. Word's Normal
is plain: what Word makes anew on it, a table or a picture, is not squeezed into a row of the body nor indented.
"""

from __future__ import annotations

import msgspec

from banxin.composition import (
    CharStyle,
    Composition,
    ContentsBlock,
    LandscapeBlock,
    PageNumber,
    ParagraphStyle,
    Tab,
    TableBlock,
)
from banxin.escape import attribute
from banxin.style.schema import Align
from banxin.units import twips
from banxin.writers.oxml import DECLARATION, NAMESPACE, Blank, Names

_JC = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
_TAB = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}


def styles(composition: Composition, ids: Names) -> str:
    """`word/styles.xml`. `ids` as the other parts left them."""
    body = composition.styles[0]
    out = [f'{DECLARATION}<w:styles xmlns:w="{NAMESPACE}">{_defaults(body.chars)}{_LATENT_STYLES}{_NORMAL}']
    own_next, links = _without_body_behind(composition), _links(composition, ids)
    for priority, style in enumerate(composition.styles):
        style_id, body_id = ids.paragraphs[style.name], ids.paragraphs[body.name]
        base, following = body_id if style is not body else "Normal", style_id if style.name in own_next else body_id
        lineage = f'<w:basedOn w:val="{base}"/><w:next w:val="{following}"/>{links.get(style_id, "")}'
        out.append(_paragraph_style(style, style_id, priority, lineage, body))
    out.append(
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )
    for number, chars in enumerate(composition.char_styles):
        out.append(
            f'<w:style w:type="character" w:customStyle="1" w:styleId="{ids.characters[chars.name]}">'
            f'<w:name w:val={attribute(chars.name)}/><w:basedOn w:val="DefaultParagraphFont"/>'
            f"{links.get(ids.characters[chars.name], '')}"
            f'<w:uiPriority w:val="{len(composition.styles) + number}"/><w:qFormat/>'
            f"<w:rPr>{''.join(_character_properties(chars).values())}</w:rPr></w:style>"
        )
    out += (_squeezed_style(*key, style_id, ids) for key, style_id in ids.squeezed.items())
    out += (_marks_style(*key, style_id, ids) for key, style_id in ids.marks.items())
    out += (_bold_style(look, style_id, ids) for look, style_id in ids.bold.items())
    out += (_blank_style(number, blank, style_id) for number, (blank, style_id) in enumerate(ids.blanks.items(), 1))
    if composition.page_number is not None:
        out.append(_footer_styles(composition.page_number))
    out.append("</w:styles>")
    return "".join(out)


def _defaults(chars: CharStyle) -> str:
    # The Latin language is not Chinese: LibreOffice would then break numbers and words anywhere.
    properties = _character_properties(chars)
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{properties['fonts']}{properties['kern']}{properties['size']}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )


_LATENT_STYLES = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1" '
    'w:defQFormat="0" w:count="376"/>'
)
"""Word's other built-in styles stay out of the way of the document's own until somebody uses them."""


_NORMAL = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:uiPriority w:val="99"/>'
    '<w:pPr><w:widowControl w:val="0"/></w:pPr></w:style>'
)
"""Font, size and language are the defaults of the document, which are the body's. It is not among the styles that Word
offers first: whoever wants body text shall take that of the body."""

_NORMAL_IN_CHINESE = "正文"
"""As Word shows Normal in Chinese; no other style may have that name there."""


def _without_body_behind(composition: Composition) -> set[str]:
    """The names of the styles of cells and of entries of a 目录: a new paragraph behind one is another of its kind."""
    found: set[str] = set()
    for block in composition.blocks:
        for inner in block.blocks if isinstance(block, LandscapeBlock) else (block,):
            if isinstance(inner, TableBlock):
                own = (cell.style for cell in inner.own.values())
                found.update(style.name for style in (*inner.styles, inner.header_style, *own) if style)
            elif isinstance(inner, ContentsBlock):
                found.update(paragraph.style.name for paragraph in inner.paragraphs)
    return found


def _links(composition: Composition, ids: Names) -> dict[str, str]:
    """`w:link` by the ids of both styles of each pair: of paragraphs, and of parts of a line that look like them.

    A pair has one look: who changes 标题 2 in Word changes the headings at the beginning of a paragraph, too.

    Word's own means for these, the style separator (a heading of its own whose mark has `w:specVanish`, so that the
    next paragraph goes on in its line), would show them in the navigation pane. It is not used: to any other program
    the heading is a paragraph (LibreOffice 7.4 prints it on a line of its own), so lines and pages would differ from
    the PDF; the same happens in Word itself when hidden marks are shown; and what is copied, or read by programs,
    falls into two paragraphs.
    """
    looks = {chars.name: msgspec.structs.replace(chars, name="") for chars in composition.char_styles}
    links: dict[str, str] = {}
    for style in composition.styles:
        name = f"{style.name}字符"
        if looks.get(name) == style.chars:
            paragraphs, characters = ids.paragraphs[style.name], ids.characters[name]
            links[paragraphs] = f'<w:link w:val="{characters}"/>'
            links[characters] = f'<w:link w:val="{paragraphs}"/>'
    return links


def _paragraph_style(style: ParagraphStyle, style_id: str, priority: int, lineage: str, body: ParagraphStyle) -> str:
    """`lineage`: which style it is based on, which follows it when somebody types on, and which it is linked to."""
    name = f"<w:name w:val={attribute(style.base or style.name)}/>"
    if style.base and style.name != _NORMAL_IN_CHINESE:
        # Word shows a built-in style under its own, localised name and the alias beside it.
        name += f"<w:aliases w:val={attribute(style.name)}/>"
    kind = "" if style.base else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{style_id}">{name}{lineage}'
        f'<w:uiPriority w:val="{priority}"/><w:qFormat/>'
        f"{_properties(style, None if style is body else body)}</w:style>"
    )


def _properties(style: ParagraphStyle, base: ParagraphStyle | None = None) -> str:
    """`w:pPr` and `w:rPr` of a style: everything, or what differs from `base`."""
    paragraph, character = _paragraph_properties(style), _character_properties(style.chars)
    if base is not None:
        paragraph = _difference(paragraph, _paragraph_properties(base))
        character = _difference(character, _character_properties(base.chars))
    return f"<w:pPr>{''.join(paragraph.values())}</w:pPr><w:rPr>{''.join(character.values())}</w:rPr>"


def _difference(properties: dict[str, str], base: dict[str, str]) -> dict[str, str]:
    return {name: xml for name, xml in properties.items() if base[name] != xml}


def _paragraph_properties(style: ParagraphStyle) -> dict[str, str]:
    """The children of `w:pPr`, in the schema's order; each says all of its attributes, so that none is inherited."""
    first, chars = twips(style.first_indent), round(style.first_indent_chars * 100)
    # Both lengths: Word prefers the one in characters, LibreOffice knows only the other.
    if first < 0:
        in_chars = f'w:hangingChars="{-chars}"' if chars else 'w:firstLineChars="0"'
        indent = f'{in_chars} w:hanging="{-first}"'
    else:
        indent = f'w:firstLineChars="{chars}" w:firstLine="{first}"'
    tabs = "".join(map(_tab, style.tabs))
    return {
        "keep_next": f'<w:keepNext w:val="{int(style.keep_next)}"/>',
        "keep_lines": f'<w:keepLines w:val="{int(style.keep_lines)}"/>',
        "page_break": f'<w:pageBreakBefore w:val="{int(style.page_break_before)}"/>',
        "widows": f'<w:widowControl w:val="{int(style.avoids_widows)}"/>',
        "tabs": f"<w:tabs>{tabs}</w:tabs>" if tabs else "",
        "grid": '<w:kinsoku w:val="1"/><w:wordWrap w:val="1"/>'
        f'<w:overflowPunct w:val="{style.rules.overflow_punctuation}"/><w:autoSpaceDE w:val="1"/>'
        '<w:autoSpaceDN w:val="1"/><w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>',
        "spacing": f'<w:spacing w:before="{twips(style.space_before)}" w:after="{twips(style.space_after)}" '
        f'w:line="{twips(style.pitch)}" w:lineRule="{"atLeast" if style.grows else "exact"}"/>',
        "indent": f'<w:ind w:left="{twips(style.left_indent)}" w:right="{twips(style.right_indent)}" {indent}/>',
        "align": f'<w:jc w:val="{_JC[style.align]}"/>',
        "outline": f'<w:outlineLvl w:val="{(style.outline_level or 10) - 1}"/>',
    }


def _tab(tab: Tab) -> str:
    leader = ' w:leader="dot"' if tab.leader else ""
    return f'<w:tab w:val="{_TAB[tab.align]}"{leader} w:pos="{twips(tab.position)}"/>'


def _character_properties(chars: CharStyle) -> dict[str, str]:
    """The children of `w:rPr`, in the schema's order."""
    latin, east_asian = attribute(chars.latin.name), attribute(chars.east_asian.name)
    half_points = round(chars.size * 2)
    return {
        "fonts": f"<w:rFonts w:ascii={latin} w:eastAsia={east_asian} w:hAnsi={latin} w:cs={latin}/>",
        "bold": f'<w:b w:val="{int(chars.bold)}"/><w:bCs w:val="{int(chars.bold)}"/>',
        "color": f'<w:color w:val="{chars.color}"/>',
        "tracking": f'<w:spacing w:val="{twips(chars.tracking)}"/>',
        "kern": '<w:kern w:val="0"/>',
        "size": f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>',
    }


def _squeezed_style(look: str, tracking: int, style_id: str, ids: Names) -> str:
    properties = f'<w:spacing w:val="{tracking}"/>'
    return _variant(_squeezed_name(look, tracking), style_id, ids.characters[look] if look else "", properties)


def _squeezed_name(look: str, tracking: int) -> str:
    return f"{look}标点挤压{-tracking / 20:g}磅"


def _marks_style(look: str, squeeze: int, font: str, style_id: str, ids: Names) -> str:
    name, base = look or font, ids.characters[look] if look else ""
    if squeeze:
        name, base = _squeezed_name(name, squeeze), ids.squeezed[look, squeeze]
    fonts = f"w:ascii={attribute(font)} w:eastAsia={attribute(font)} w:hAnsi={attribute(font)}"
    return _variant(f"{name}（标点）", style_id, base, f"<w:rFonts {fonts}/>")


def _variant(name: str, style_id: str, base: str, properties: str) -> str:
    """A character style that says only what it has of its own."""
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{style_id}"><w:name w:val={attribute(name)}/>'
        f'<w:basedOn w:val="{base or "DefaultParagraphFont"}"/><w:uiPriority w:val="99"/>'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


def _bold_style(look: str, style_id: str, ids: Names) -> str:
    name = f"{look}（西文加粗）" if look else "西文加粗"
    return _variant(name, style_id, ids.characters[look] if look else "", "<w:b/><w:bCs/>")


def _blank_style(number: int, blank: Blank, style_id: str) -> str:
    thickness, color = blank.rule
    kind, border = "间距", ""
    if thickness:
        kind = "分隔线"
        border = f'<w:pBdr><w:bottom w:val="single" w:sz="{thickness}" w:space="0" w:color="{color}"/></w:pBdr>'
    elif blank.new_page:
        kind = "换页"
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{kind}{number}"/>'
        '<w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/><w:pPr><w:keepNext/>'
        f"{'<w:pageBreakBefore/>' if blank.new_page else ''}{border}"
        f'<w:spacing w:before="{blank.before}" w:after="0" w:line="{blank.line}" w:lineRule="exact"/>'
        f'<w:ind w:left="{-blank.outset}" w:right="{-blank.outset}" w:firstLineChars="0" w:firstLine="0"/></w:pPr>'
        '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:style>'
    )


def _footer_styles(number: PageNumber) -> str:
    """One style a side: the number stands on the outer side, away from the binding edge (7.5)."""
    odd, even = (_footer_side(number, align) for align in (number.odd_align, number.even_align))
    odd_name, even_name = attribute(odd.name), attribute(f"{odd.name}（双页）")
    start = '<w:style w:type="paragraph"'
    return (
        f'{start} w:styleId="Footer"><w:name w:val="footer"/><w:aliases w:val={odd_name}/><w:basedOn w:val="Normal"/>'
        f'<w:uiPriority w:val="99"/>{_properties(odd)}</w:style>'
        f'{start} w:customStyle="1" w:styleId="FooterEven"><w:name w:val={even_name}/><w:basedOn w:val="Footer"/>'
        f'<w:uiPriority w:val="99"/>{_properties(even, odd)}</w:style>'
    )


def _footer_side(number: PageNumber, align: Align) -> ParagraphStyle:
    left = number.indent if align is Align.LEFT else 0.0
    right = number.indent if align is Align.RIGHT else 0.0
    return msgspec.structs.replace(number.style, align=align, left_indent=left, right_indent=right)
