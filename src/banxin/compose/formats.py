"""A HouseStyle to formats: for each element the ParagraphStyle it asks for, every length in points."""

from __future__ import annotations

import math

import msgspec

from banxin.composition import CharStyle, Family, PageSetup, ParagraphStyle
from banxin.document import Heading, Role, Scheme
from banxin.edges import BASIC, STRICT
from banxin.elements import BY_ROLE
from banxin.line_rules import LIBREOFFICE, WORD
from banxin.style import HouseStyle
from banxin.style.schema import Align, Element, HanFont

_BUILT_IN = {
    "title": "Title",
    "body": "Body Text First Indent",
    "subtitle": "Subtitle",
    "contents_title": "TOC Heading",
}
"""Elements that take the place of a style every Word knows."""
_OUTLINE_LEVELS = {"annex_title": 1}
"""Elements besides the headings that Word's navigation pane shows."""
_UNDIVIDED = ("table_header", "table_cell", "table_long_cell", "contents_entry")
"""Elements whose lines are parted by pages as rows and entries are, see `ParagraphStyle.avoids_widows`."""
_EDGES = {"strict": STRICT, "basic": BASIC}
_RULES = {"word": WORD, "libreoffice": LIBREOFFICE}
_EXACT = 1.1
"""Line pitch in em at which Word sets the em at the very top of the line (see `measure.lead`)."""


class Formats:
    """The formats of one house style, made once for a document."""

    def __init__(self, style: HouseStyle) -> None:
        self.style = style
        self.rules = _RULES[style.docx.program]
        self.page = _page_setup(style)
        self.elements = {
            field.name: self.format(
                getattr(style.elements, field.name),
                field.name,
                _BUILT_IN.get(field.name, ""),
                _OUTLINE_LEVELS.get(field.name, 0),
            )
            for field in msgspec.structs.fields(style.elements)
        }
        """By the element's name, which is its role's value."""
        self.headings = [
            self.format(element, "heading", f"heading {level}", outline_level=level)
            for level, element in enumerate(style.headings, 1)
        ]
        self._by_scheme = {
            Scheme.OUTLINE: self.headings,
            Scheme.CHAPTER: [self._chapter(heading) for heading in self.headings],
            Scheme.ARTICLE: [self._article(heading) for heading in self.headings],
        }

    def heading(self, heading: Heading) -> ParagraphStyle:
        """The format of a heading: of its level, and of 章 or 条."""
        found = self._by_scheme[heading.scheme]
        return found[min(heading.level, len(found)) - 1]

    def _chapter(self, heading: ParagraphStyle) -> ParagraphStyle:
        rules, row = self.style.chapters, float(self.style.page.line_pitch)
        changed = (
            msgspec.structs.replace(heading, space_before=rules.gap_before * row, space_after=rules.gap_after * row)
            if rules.gap_before or rules.gap_after
            else heading
        )
        if rules.align == "center":
            changed = msgspec.structs.replace(
                changed, align=Align.CENTER, first_indent=0.0, first_indent_chars=0.0, left_indent=0.0, right_indent=0.0
            )
        return (
            heading if changed == heading else msgspec.structs.replace(changed, name=f"{heading.name}（章节）", base="")
        )

    def _article(self, heading: ParagraphStyle) -> ParagraphStyle:
        font = self.style.articles.font
        if font == "as_heading" or self.family(font) == heading.chars.east_asian:
            return heading
        level = self.style.headings[heading.outline_level - 1]
        element = msgspec.structs.replace(level, font=font, name=f"{level.name}（条）")
        return self.format(element, "heading", "", outline_level=heading.outline_level)

    def of(self, role: Role) -> ParagraphStyle:
        """The format of an element, or of the one that it looks like."""
        return self.elements[(BY_ROLE[role].looks_like or role).value]

    def family(self, kind: str) -> Family:
        """The typeface of that kind; one of the Chinese kinds may stand for `latin`."""
        font = getattr(self.style.fonts, kind)
        while isinstance(font, str):
            kind, font = font, getattr(self.style.fonts, font)
        return Family(kind=kind, name=font.name, alternatives=font.alternatives)

    @staticmethod
    def bold(family: Family) -> Family:
        """The bold face of a Latin family; the same of a Chinese one, which has none."""
        return msgspec.structs.replace(family, kind="latin_bold") if family.kind == "latin" else family

    def _sets_latin_bold(self, element: Element) -> bool:
        if element.latin_bold is not None:
            return element.latin_bold
        font = getattr(self.style.fonts, element.font)
        return isinstance(font, HanFont) and font.latin_bold

    def format(self, element: Element, role: str, base: str, outline_level: int = 0) -> ParagraphStyle:
        """The format of an element in that role as a Word style that takes the place of `base`."""
        chars = self._chars(element)
        row = float(self.style.page.line_pitch)
        return ParagraphStyle(
            name=element.name,
            base=base,
            chars=chars,
            align=element.align,
            pitch=row if element.line_pitch is None else float(element.line_pitch),
            outline_level=outline_level,
            first_indent=element.first_indent * chars.advance,
            first_indent_chars=float(element.first_indent),
            left_indent=element.left_indent * chars.advance,
            right_indent=element.right_indent * chars.advance,
            space_before=element.gap_before * row,
            space_after=element.gap_after * row,
            keep_next=element.keep_next,
            avoids_widows=self.style.widows == "avoid" and role not in _UNDIVIDED,
            edges=_EDGES[self.style.punctuation],
            rules=self.rules,
            squeezes=self.style.marks == "squeezed" and self.rules.obeys_tracking,
            role=role,
        )

    def fixed(self, element: str, size: float = 0.0) -> ParagraphStyle:
        """The format of an element of 版头, whose em stands at the top of its box; `size` if not the style's."""
        style = self.elements[element]
        chars = style.chars
        if size:
            chars = msgspec.structs.replace(chars, size=size, advance=size, tracking=0.0)
        pitch = round(chars.size * _EXACT, 2)
        return msgspec.structs.replace(style, chars=chars, pitch=pitch, space_after=0.0, keep_next=False, fixed=True)

    def inline(self, element: str) -> CharStyle:
        """The look of an element that stands in another one's paragraph."""
        style = self.elements[element]
        return msgspec.structs.replace(style.chars, name=f"{style.name}字符")

    def _chars(self, element: Element) -> CharStyle:
        tracking = 0.0
        advance = float(element.size)
        latin = element.font if element.latin == "latin" and self.style.fonts.latin == "own" else element.latin
        bold_latin = element.bold or self._sets_latin_bold(element)
        if element.grid and element.size == self.style.elements.body.size:  # the cells are the body's
            advance = self.page.cell
            # Word knows steps of 1/20 pt; rounding up would push the last cell of a full line over the edge
            tracking = math.floor((advance - element.size) * 20 + 1e-6) / 20
        return CharStyle(
            name="",
            east_asian=self.family(element.font),
            latin=self.bold(self.family(latin)) if bold_latin else self.family(latin),
            size=float(element.size),
            tracking=tracking,
            advance=advance,
            gap=self.rules.gap,
            bold=element.bold,
            color=element.color,
        )


def _page_setup(style: HouseStyle) -> PageSetup:
    page = style.page
    return PageSetup(
        width=float(page.width),
        height=float(page.height),
        top=float(page.top),
        bottom=float(page.bottom),
        left=float(page.left),
        right=float(page.right),
        chars_per_line=page.chars_per_line,
        lines_per_page=page.lines_per_page,
        fill=page.fill,
        pitch=float(page.line_pitch),
        em=float(style.elements.body.size),
    )
