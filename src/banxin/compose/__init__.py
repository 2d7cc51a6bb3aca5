"""Document and HouseStyle to Composition: every role gets its format, every length its points.

A reader may rely on this: after compose nobody looks at a style or a role again. Blocks come in the order of the pages.
Formats that depend on the text (the place of 署名, the hang of 附件说明) become named paragraph styles of their own.
"""

from __future__ import annotations

import math
import re
from itertools import repeat

import msgspec

from banxin.compose.table import column_widths, fits
from banxin.compose.title import are_well_broken, break_title
from banxin.composition import (
    Block,
    CharStyle,
    Composition,
    Family,
    PageNumber,
    PageSetup,
    ParagraphStyle,
    Properties,
    Run,
    TableBlock,
    TextBlock,
)
from banxin.document import Annex, Document, Heading, Paragraph, Role, Section, Table
from banxin.document import Block as Node
from banxin.measure import width
from banxin.style import HouseStyle
from banxin.style.schema import Element, FontKind, TitleShape

_BUILT_IN = {"title": "Title", "body": "Normal", "subtitle": "Subtitle"}
"""Elements that take the place of a style every Word knows."""
_OUTLINE_LEVELS = {"annex_title": 1}
"""Elements besides the headings that Word's navigation pane shows."""
_TITLE_GROUP = (Role.TITLE, Role.SUBTITLE, Role.BYLINE)
_ITEM_NUMBER = re.compile(r"(?:附\s*件\s*[：:])?\s*(?:\d{1,2}\s*[.．、])?\s*")
_ARABIC_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_CHINESE_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)


def compose(document: Document, style: HouseStyle) -> Composition:
    """The styled flow of `document`."""
    composer = _Composer(style)
    composer.front(document.front)
    composer.nodes(document.body)
    composer.back(document.back)
    for annex in document.annexes:
        composer.annex(annex)
    return composer.result(document)


class _Composer:
    """Gathers blocks and the styles they use while a document is gone through."""

    def __init__(self, style: HouseStyle) -> None:
        self._style = style
        self._page = _page_setup(style)
        self._blocks: list[Block] = []
        self._named: dict[str, ParagraphStyle] = {}
        elements = style.elements
        self._elements = {
            field.name: self._format(
                getattr(elements, field.name), _BUILT_IN.get(field.name, ""), _OUTLINE_LEVELS.get(field.name, 0)
            )
            for field in msgspec.structs.fields(elements)
        }
        self._body = self._use(self._elements["body"])
        self._headings = [
            self._format(element, f"heading {level}", outline_level=level)
            for level, element in enumerate(style.headings, 1)
        ]
        self._run_in = [
            msgspec.structs.replace(heading.chars, name=f"{heading.name}字符") for heading in self._headings
        ]

    def result(self, document: Document) -> Composition:
        for heading in self._headings:  # at hand for whoever goes on editing in Word
            self._use(heading)
        named = [run.chars for block in self._blocks if isinstance(block, TextBlock) for run in block.runs]
        used = {chars.name: chars for chars in named if chars.name}
        return Composition(
            page=self._page,
            blocks=tuple(self._blocks),
            styles=tuple(self._named.values()),
            char_styles=tuple(used.values()),
            page_number=self._page_number(),
            properties=_properties(document),
        )

    # -- formats ---------------------------------------------------------------------------------------------------

    def _family(self, kind: FontKind) -> Family:
        font = getattr(self._style.fonts, kind)
        return Family(kind=kind, name=font.name, alternatives=font.alternatives)

    def _chars(self, element: Element) -> CharStyle:
        tracking = 0.0
        advance = float(element.size)
        if element.grid:
            advance = self._page.cell
            # Word knows steps of 1/20 pt; rounding up would push the last cell of a full line over the edge
            tracking = math.floor((advance - element.size) * 20 + 1e-6) / 20
        return CharStyle(
            name="",
            east_asian=self._family(element.font),
            latin=self._family(element.latin),
            size=float(element.size),
            tracking=tracking,
            advance=advance,
            bold=element.bold,
            color=element.color,
        )

    def _format(self, element: Element, base: str, outline_level: int = 0) -> ParagraphStyle:
        chars = self._chars(element)
        row = float(self._style.page.line_pitch)
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
        )

    def _use(self, style: ParagraphStyle) -> ParagraphStyle:
        """`style` under a name of its own: one that differs from an earlier one of its name gets a number."""
        name, count = style.name, 1
        while self._named.setdefault(style.name, style) != style:
            count += 1
            style = msgspec.structs.replace(style, name=f"{name} {count}", base="")
        return style

    def _add(self, text: str, style: ParagraphStyle, line: int, outline: str = "", outline_level: int = 0) -> None:
        if style.space_before:
            style = msgspec.structs.replace(style, space_before=max(style.space_before - self._gap_above(), 0.0))
        style = self._use(style)
        runs = (Run(text, style.chars),)
        self._blocks.append(TextBlock(runs, style, line, outline, outline_level))

    def _gap_above(self) -> float:
        """What the block above leaves free below itself; of two gaps that meet, the greater counts."""
        if not self._blocks:
            return 0.0
        above = self._blocks[-1]
        return above.style.space_after if isinstance(above, TextBlock) else above.space_after

    # -- parts of a document ---------------------------------------------------------------------------------------

    def front(self, paragraphs: tuple[Paragraph, ...]) -> None:
        groups: list[list[Paragraph]] = []
        for paragraph in paragraphs:
            if groups and paragraph.role in _TITLE_GROUP and groups[-1][0].role is paragraph.role:
                groups[-1].append(paragraph)
            else:
                groups.append([paragraph])
        for group, following in zip(groups, [*groups[1:], None], strict=False):
            role = group[0].role
            style = self._elements.get(role.value, self._body)
            if role in _TITLE_GROUP and following and following[0].role in _TITLE_GROUP:
                style = msgspec.structs.replace(style, space_after=0.0)
            lines = [paragraph.text for paragraph in group]
            self._add("\n".join(self._title(lines) if role is Role.TITLE else lines), style, group[0].line)

    def _title(self, lines: list[str]) -> list[str]:
        """The lines of a title: the writer's own where they fit, else broken by words."""
        breaking = self._style.title_breaking
        if len(lines) > 1 and are_well_broken(lines, breaking.max_chars):
            return lines
        if breaking.shape is TitleShape.AS_WRITTEN:
            return lines
        return break_title("".join(lines), breaking.max_chars)

    def nodes(self, blocks: tuple[Node, ...]) -> None:
        stack = [iter(blocks)]
        while stack:
            for node in stack[-1]:
                match node:
                    case Section():
                        stack.append(iter(self._section(node)))
                        break
                    case Paragraph():
                        self._paragraph(node)
                    case Table():
                        self._table(node)
            else:
                stack.pop()

    def _section(self, section: Section) -> tuple[Node, ...]:
        """Sets the heading; what is left of the body."""
        heading = section.heading
        level = min(heading.level, len(self._headings))
        text = heading.label + heading.text
        if heading.run_in and section.body and isinstance(section.body[0], Paragraph):
            rest = section.body[0]
            head = Run(_glued(heading), self._run_in[level - 1])
            runs = (head, *self._body_runs(rest))
            self._blocks.append(TextBlock(runs, self._body, section.line, text, level))
            return section.body[1:]
        self._add(_glued(heading), self._headings[level - 1], section.line, text, level)
        return section.body

    def _paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.role is Role.BODY:
            self._blocks.append(TextBlock(self._body_runs(paragraph), self._body, paragraph.line))
        else:
            self._add(paragraph.text, self._elements.get(paragraph.role.value, self._body), paragraph.line)

    def _body_runs(self, paragraph: Paragraph) -> tuple[Run, ...]:
        """The paragraph's runs; the leads of 一是… apart where the style sets them off."""
        plain = self._body.chars
        if self._style.emphasis == "none" or not paragraph.leads:
            return (Run(paragraph.text, plain),)
        lead = msgspec.structs.replace(plain, name="首句强调", bold=self._style.emphasis == "bold")
        if self._style.emphasis == "kai":
            lead = msgspec.structs.replace(lead, east_asian=self._family("kai"))
        runs: list[Run] = []
        at = 0
        for start, end in paragraph.leads:
            runs += Run(paragraph.text[at:start], plain), Run(paragraph.text[start:end], lead)
            at = end
        runs.append(Run(paragraph.text[at:], plain))
        return tuple(run for run in runs if run.text)

    def _table(self, table: Table) -> None:
        if table.caption:
            self._add(table.caption, self._elements["table_caption"], table.line)
        rules = self._style.tables
        gap = rules.gap * self._style.page.line_pitch
        rows, columns = self._rows(table, float(rules.padding_x))
        self._blocks.append(
            TableBlock(
                rows=rows,
                header_rows=1 if table.header else 0,
                column_widths=columns,
                padding_x=float(rules.padding_x),
                padding_y=float(rules.padding_y),
                rule=float(rules.rule),
                space_before=0.0 if table.caption else max(gap - self._gap_above(), 0.0),
                space_after=gap,
                line=table.line,
            )
        )

    def _rows(self, table: Table, padding: float) -> tuple[tuple[tuple[TextBlock, ...], ...], tuple[float, ...]]:
        """Rows of set cells, and the columns' widths; a column with a text of several lines begins its lines alike."""
        header, cell, long_cell = (self._elements[f"table_{kind}"] for kind in ("header", "cell", "long_cell"))
        rows = [tuple(_cell(text, cell, table.line) for text in row) for row in table.rows]
        head = [tuple(_cell(text, header, table.line) for text in table.header)] if table.header else []
        columns = column_widths(head + rows, self._page.measure, padding)
        styles = [
            self._use(long_cell if any(not fits(row[at], column, padding) for row in rows) else cell)
            for at, column in enumerate(columns)
        ]
        if head:
            self._use(header)
        rows = [tuple(map(_cell, texts, styles, repeat(table.line))) for texts in table.rows]
        return (*head, *rows), columns

    def back(self, paragraphs: tuple[Paragraph, ...]) -> None:
        signature, date = self._signature(paragraphs)
        noted = signed = False
        for paragraph in paragraphs:
            style = self._elements.get(paragraph.role.value, self._body)
            match paragraph.role:
                case Role.ATTACHMENT_NOTE:
                    style = self._hanging(paragraph.text, first=not noted)
                    noted = True
                case Role.SIGNATURE:
                    style = msgspec.structs.replace(signature, space_before=0.0) if signed else signature
                    signed = True
                case Role.DATE:
                    style = date if signed else msgspec.structs.replace(date, space_before=signature.space_before)
                    signed = True
                case _:
                    pass
            self._add(paragraph.text, style, paragraph.line)

    def _hanging(self, text: str, *, first: bool) -> ParagraphStyle:
        """附件说明 (7.3.4): a name that runs on aligns with its own first character, numbers with the first number."""
        style = self._elements["attachment_note"]
        found = _ITEM_NUMBER.match(text)
        prefix = found[0] if found else ""
        start = 0.0 if first else 3 * style.chars.advance  # below the first number, behind 附件：
        hang = start + width(prefix + "名", style.chars) - style.chars.advance
        replaced = msgspec.structs.replace(
            style,
            left_indent=style.left_indent + hang,
            first_indent=start - hang,
            first_indent_chars=0.0,
        )
        return replaced if first else msgspec.structs.replace(replaced, name=f"{style.name}续项", space_before=0.0)

    def _signature(self, paragraphs: tuple[Paragraph, ...]) -> tuple[ParagraphStyle, ParagraphStyle]:
        """署名 and 成文日期 without a seal (7.3.5.2): the longer one 右空二字, the date two 字 in from the organ."""
        organ_style, date_style = self._elements["signature"], self._elements["date"]
        em = organ_style.chars.advance
        rule = self._style.signature
        organ = max((width(p.text, organ_style.chars) for p in paragraphs if p.role is Role.SIGNATURE), default=0.0)
        date = max((width(p.text, date_style.chars) for p in paragraphs if p.role is Role.DATE), default=0.0)
        edge = rule.right * em
        organ = min(organ, self._page.measure - edge)  # a longer one takes several lines
        if not organ or not date:
            return (
                msgspec.structs.replace(organ_style, right_indent=edge),
                msgspec.structs.replace(date_style, right_indent=edge),
            )
        shift = rule.offset * em
        date_right = max(edge, edge + organ - date - shift)
        organ_right = max(date_right + date + shift - organ, 0.0)
        return (
            msgspec.structs.replace(organ_style, right_indent=organ_right),
            msgspec.structs.replace(date_style, right_indent=date_right),
        )

    def annex(self, annex: Annex) -> None:
        title = annex.title.replace("\n", "")
        label_style, title_style = self._elements["annex_label"], self._elements["annex_title"]
        if annex.label:
            level = 0 if title else 1  # one entry an annex in Word's navigation pane: its title, where it has one
            style = msgspec.structs.replace(label_style, page_break_before=True, outline_level=level)
            self._add(annex.label, style, annex.line, f"{annex.label} {title}".strip(), 1)
        else:  # a document that is forwarded or issued with this one bears no label (7.3.7 speaks of 附件 alone)
            title_style = msgspec.structs.replace(title_style, page_break_before=True, space_before=0.0)
        if annex.title:
            lines = self._title(annex.title.split("\n"))
            outline = "" if annex.label else title
            self._add("\n".join(lines), title_style, annex.line, outline, 1)
        self.nodes(annex.body)

    def _page_number(self) -> PageNumber:
        number = self._style.page_number
        element = Element(name=number.name, font=number.font, latin=number.font, size=number.size, align=number.odd)
        return PageNumber(
            style=self._format(element, "footer"),
            prefix=number.prefix,
            suffix=number.suffix,
            odd_align=number.odd,
            even_align=number.even,
            indent=number.indent * number.size,
            dash_offset=float(number.dash_offset),
        )


def _cell(text: str, style: ParagraphStyle, line: int) -> TextBlock:
    return TextBlock((Run(text, style.chars),), style, line)


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
        pitch=float(page.line_pitch),
        em=float(style.elements.body.size),
    )


def _glued(heading: Heading) -> str:
    """Label and text as they are set: a label that ends in a Latin letter or digit keeps a space before the text."""
    apart = heading.label[-1:].isdecimal() or heading.label.endswith(("章", "节", "条"))
    return f"{heading.label}{_AFTER_NAME if apart else ''}{heading.text}"


_AFTER_NAME = "\u3000"
"""第一章 and 1.1 stand one 字 before their text (the usual form of 章、节、条)."""


def _properties(document: Document) -> Properties:
    title = "".join(p.text for p in document.front if p.role is Role.TITLE)
    author = "、".join(p.text for p in document.back if p.role is Role.SIGNATURE)
    dates = [_iso(p.text) for p in document.back if p.role is Role.DATE]
    return Properties(title=title, author=author, date=dates[0] if dates else "")


def _iso(text: str) -> str:
    """A written date as YYYY-MM-DD; empty where it names no day of the calendar."""
    import datetime as dt

    if found := _ARABIC_DATE.search(text):
        year, month, day = map(int, found.groups())
    elif found := _CHINESE_DATE.search(text):
        year = int("".join(str("〇一二三四五六七八九".find(c)) if c in "一二三四五六七八九" else "0" for c in found[1]))
        month, day = _chinese_number(found[2]), _chinese_number(found[3])
    else:
        return ""
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _chinese_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    digits = "零一二三四五六七八九"
    return (digits.find(tens) if tens else 1) * 10 * bool(ten) + (digits.find(ones) if ones else 0)
