"""版记 (7.4): 抄送机关, 印发机关 and 印发日期 to one block for the foot of the last page."""

from __future__ import annotations

import msgspec

from banxin.compose.formats import Formats
from banxin.composition import Colophon, ParagraphStyle, Run, Tab, TextBlock
from banxin.document import Form, Paragraph, Role
from banxin.elements import Place, standing
from banxin.measure import width
from banxin.regex import regex
from banxin.style.schema import Align

ROLES = standing(Place.COLOPHON)
"""What 版记 is made of, from top to bottom."""
_LABEL = regex(r"[^：:，,。]{1,8}[：:]\s*")
PRINTED = regex(r"(?:[0-9０-９〇○零一二三四五六七八九十xX×]{1,4}\s*[年月日.\-/]\s*){2,3}印发")
"""`2026年1月15日印发`, in `某某县人民政府办公室　2026年1月15日印发`."""


def colophon(paragraphs: tuple[Paragraph, ...], form: Form, formats: Formats) -> Colophon | None:
    """The block of those of `paragraphs` that belong to 版记; None if none does."""
    blocks: list[TextBlock] = []
    first_printer = -1
    for role in ROLES:
        ours = [p for p in paragraphs if p.role is role]
        if role is Role.PRINTER and ours:
            first_printer = len(blocks)
            blocks += _printer(ours, formats)
        else:
            blocks += (_labelled(p, formats) for p in ours)
    if not blocks:
        return None
    rules = formats.style.colophon
    thickness = [0.0] * (len(blocks) + 1)
    if form is not Form.LETTER:  # 10.1: without rules
        if first_printer > 0:
            thickness[first_printer] = float(rules.inner_rule)
        thickness[0] = thickness[-1] = float(rules.outer_rule)
    return Colophon(
        paragraphs=tuple(blocks),
        rules=tuple(thickness),
        padding=float(rules.padding),
        gap=rules.gap * formats.page.pitch,
        even=rules.even_page and form is not Form.LETTER,
    )


def _labelled(paragraph: Paragraph, formats: Formats) -> TextBlock:
    """`抄送：…` and its like, with its lines below the first character behind the colon."""
    style = hanging(formats.of(paragraph.role), paragraph.text)
    return TextBlock((Run(paragraph.text, style.chars),), msgspec.structs.replace(style, fixed=True), paragraph.line)


def hanging(style: ParagraphStyle, text: str) -> ParagraphStyle:
    """`style` with all lines but the first as far in as the label is wide."""
    found = _LABEL.match(text)
    hang = width(found[0] + "名", style.chars) - style.chars.advance if found else 0.0
    return msgspec.structs.replace(style, left_indent=style.left_indent + hang, first_indent=-hang)


def _printer(paragraphs: list[Paragraph], formats: Formats) -> list[TextBlock]:
    """印发机关 on the left, 印发日期 on the right of one line, be they written on one line or on two (7.4.3)."""
    style = formats.elements["printer"]
    tab = Tab(formats.page.measure - style.right_indent, Align.RIGHT)
    sides = msgspec.structs.replace(style, tabs=(tab,), right_indent=0.0, fixed=True)
    blocks: list[TextBlock] = []
    waiting: Paragraph | None = None
    for paragraph in paragraphs:
        found = PRINTED.search(paragraph.text)
        organ = paragraph.text[: found.start()].rstrip() if found else ""
        if waiting and (organ or not found):
            blocks.append(_sided("", waiting, sides))
            waiting = None
        if not found:
            waiting = paragraph
            continue
        date = Run(f"\t{paragraph.text[found.start() :]}", sides.chars, paragraph.line)
        left = waiting or paragraph
        runs = (Run(waiting.text if waiting else organ, sides.chars, left.line), date)
        blocks.append(TextBlock(tuple(run for run in runs if run.text), sides, left.line))
        waiting = None
    if waiting:
        is_count = bool(blocks)  # 共印……份, below the date
        blocks.append(_sided("\t" if is_count else "", waiting, sides))
    return blocks


def _sided(tab: str, paragraph: Paragraph, style: ParagraphStyle) -> TextBlock:
    return TextBlock((Run(tab + paragraph.text, style.chars),), style, paragraph.line)
