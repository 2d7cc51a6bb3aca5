"""署名 and 成文日期 to blocks: without a seal, with seals, with a 签名章 (7.3.5).

Where each stands depends on how wide the others are, so every case gives paragraph styles of its own.
"""

from __future__ import annotations

import msgspec

from banxin.compose.formats import Formats
from banxin.compose.head import SPACED, person_names
from banxin.compose.spread import spread
from banxin.compose.title import break_title
from banxin.composition import ParagraphStyle, Run, Stamp, Tab, TextBlock
from banxin.document import Paragraph, Sealing
from banxin.measure import lead, width
from banxin.style.schema import Align

_PNG_SIZE = slice(16, 24)
"""Width and height in a PNG file's first chunk."""


def signature(
    organs: list[Paragraph], dates: list[Paragraph], sealing: Sealing, seals: tuple[bytes, ...], formats: Formats
) -> list[TextBlock]:
    """The blocks, first the organs', then the dates'; either may be empty."""
    if sealing is Sealing.SEAL and organs and dates:
        return _sealed(organs, dates, seals, formats)
    if sealing is Sealing.STAMP and organs:
        return _stamped(organs, dates, seals, formats)
    return _unsealed(organs, dates, formats)


def _unsealed(organs: list[Paragraph], dates: list[Paragraph], formats: Formats) -> list[TextBlock]:
    """不加盖印章 (7.3.5.2): the longer one 右空二字, the date two 字 in from the organ; several organs equally wide."""
    organ_style, date_style = formats.elements["signature"], formats.elements["date"]
    rule, measure = formats.style.signature, formats.page.measure
    em = organ_style.chars.advance
    edge = rule.right * em
    names = [_lines(p.text, organ_style, measure - edge) for p in organs]
    organ = max((width(line, organ_style.chars) for lines in names for line in lines), default=0.0)
    date = max((width(p.text, date_style.chars) for p in dates), default=0.0)
    organ_right = date_right = edge
    if organ and date:
        shift = rule.offset * em
        date_right = max(edge, edge + organ - date - shift)
        organ_right = max(date_right + date + shift - organ, 0.0)
    gap = organ_style.space_before
    organ_style = msgspec.structs.replace(organ_style, right_indent=organ_right)
    date_style = msgspec.structs.replace(date_style, right_indent=date_right)
    blocks: list[TextBlock] = []
    for paragraph, lines in zip(organs, names, strict=True):
        runs = spread(lines[0], organ_style.chars, organ, f"{organ_style.name}加宽")
        if len(lines) > 1:
            runs = (Run("\n".join(lines), organ_style.chars),)
        blocks.append(_block(runs, organ_style, paragraph, gap if not blocks else 0.0))
    for paragraph in dates:
        blocks.append(_block((Run(paragraph.text, date_style.chars),), date_style, paragraph, 0.0 if blocks else gap))
    return blocks


def _lines(text: str, style: ParagraphStyle, room: float) -> list[str]:
    """An organ's name, in lines of like length where it has no room on one."""
    if width(text, style.chars) <= room:
        return [text]
    return break_title(text, int(room / style.chars.advance))


def _block(
    runs: tuple[Run, ...], style: ParagraphStyle, paragraph: Paragraph, gap: float, stamps: tuple[Stamp, ...] = ()
) -> TextBlock:
    return TextBlock(runs, msgspec.structs.replace(style, space_before=gap), paragraph.line, stamps=stamps)


# Seals


def _sealed(
    organs: list[Paragraph], dates: list[Paragraph], seals: tuple[bytes, ...], formats: Formats
) -> list[TextBlock]:
    """加盖印章 (7.3.5.1): the date 右空四字, the organ centred above it, the seal over both.

    Several organs stand side by side, each in the middle of its seal; the last seal is over the date as well.
    """
    organ_style, date_style = formats.elements["signature"], formats.elements["date"]
    rule, page = formats.style.signature.seal, formats.page
    right = rule.right * date_style.chars.advance
    date = max(width(p.text, date_style.chars) for p in dates)
    centre = page.measure - right - date / 2
    per_row, apart = _row_of_seals(organs, centre, formats)
    organ_style = msgspec.structs.replace(organ_style, align=Align.LEFT)
    blocks: list[TextBlock] = []
    gap = rule.gap * page.pitch
    for start in range(0, len(organs), per_row):
        row = organs[start : start + per_row]
        centres = [centre - apart * (len(row) - 1 - at) for at in range(len(row))]
        style = msgspec.structs.replace(organ_style, space_before=gap)
        blocks.append(_sealed_row(row, centres, seals[start : start + per_row], style, formats))
        gap = max(rule.diameter + rule.row_space - organ_style.pitch, 0.0)
    date_style = msgspec.structs.replace(date_style, right_indent=right)
    blocks += (_block((Run(p.text, date_style.chars),), date_style, p, 0.0) for p in dates)
    return blocks


def _row_of_seals(organs: list[Paragraph], centre: float, formats: Formats) -> tuple[int, float]:
    """How many organs stand side by side, and how far apart the centres of their seals are."""
    rule, chars = formats.style.signature.seal, formats.elements["signature"].chars
    widest = max(width(p.text, chars) for p in organs)
    apart = max(rule.diameter + rule.space, widest + chars.advance / 2)
    room = centre - max(widest, rule.diameter) / 2
    fitting = 1 + int(room / apart) if room > 0 else 1
    return max(min(rule.per_row, fitting, len(organs)), 1), apart


def _sealed_row(
    organs: list[Paragraph],
    centres: list[float],
    seals: tuple[bytes, ...],
    style: ParagraphStyle,
    formats: Formats,
) -> TextBlock:
    """A row of organs about their centres, with the seals that are over them."""
    chars, diameter = style.chars, formats.style.signature.seal.diameter
    widths = [width(p.text, chars) for p in organs]
    if len(organs) == 1:
        # within the type area, whatever the name's width
        left = min(max(centres[0] - widths[0] / 2, 0.0), max(formats.page.measure - widths[0], 0.0))
        style = msgspec.structs.replace(style, left_indent=left)
        runs: tuple[Run, ...] = (Run(organs[0].text, chars),)
    else:
        style = msgspec.structs.replace(style, tabs=tuple(Tab(x, Align.CENTER) for x in centres))
        runs = tuple(Run(f"\t{p.text}", chars, p.line) for p in organs)
    above = formats.style.signature.seal.gap * formats.page.pitch + style.pitch - chars.size
    stamps = []
    for image, x in zip(seals, centres, strict=False):
        across, down = _fitted(image, diameter, diameter)
        top = _top_of_seal(down, above, style)
        stamps.append(Stamp(image, across, down, x - across / 2, top, "印章"))
    return TextBlock(runs, style, organs[0].line, stamps=tuple(stamps))


def _top_of_seal(height: float, above: float, style: ParagraphStyle) -> float:
    """Upper edge of a seal, from the em top of the name's line; `above`: what is free between it and the text.

    Its centre is at half height of the name, so that name and date stand half a row below it (中心偏下).
    A seal that would then begin above the text's last line begins below it, one that would begin more than a row below
    is raised, as far as it still covers the date.
    """
    top = max(style.chars.size / 2 - height / 2, -above)
    return max(min(top, style.pitch - above), style.chars.size + style.pitch - height)


def _fitted(image: bytes, width: float, height: float) -> tuple[float, float]:
    """Width and height of a PNG image as large as fits into the box."""
    size = image[_PNG_SIZE]
    across, down = int.from_bytes(size[:4], "big"), int.from_bytes(size[4:], "big")
    scale = min(width / across, height / down)
    return across * scale, down * scale


# 签名章


def _stamped(
    signers: list[Paragraph], dates: list[Paragraph], stamps: tuple[bytes, ...], formats: Formats
) -> list[TextBlock]:
    """加盖签发人签名章 (7.3.5.3): 右空四字, two 字 to its left the signer's post, the date a row below.

    A name that is written stands where the 签名章 does.
    """
    style, date_style = formats.elements["signature"], formats.elements["date"]
    rule, page = formats.style.signature.stamp, formats.page
    em = style.chars.advance
    left = page.measure - rule.right * em - rule.width
    tabs = (Tab(left - rule.post_gap * em, Align.RIGHT), Tab(left + rule.width / 2, Align.CENTER))
    style = msgspec.structs.replace(style, align=Align.LEFT, tabs=tabs)
    above = max((rule.height - style.chars.size) / 2, 0.0)
    gap = rule.gap * page.pitch
    blocks: list[TextBlock] = []
    for at, paragraph in enumerate(signers):
        text = _post_and_name(paragraph.text)
        over = tuple(_stamp(image, left, style, formats) for image in stamps[at : at + 1])
        blocks.append(_block((Run(text, style.chars),), style, paragraph, gap, over))
        gap = rule.date_gap * page.pitch
    gap = max(gap, above + lead(style) - lead(date_style))
    date_style = msgspec.structs.replace(date_style, right_indent=rule.right * em)
    for paragraph in dates:
        blocks.append(_block((Run(paragraph.text, date_style.chars),), date_style, paragraph, gap))
        gap = 0.0
    return blocks


def _stamp(image: bytes, left: float, style: ParagraphStyle, formats: Formats) -> Stamp:
    """The image in the middle of its box, whose left edge is at `left`, at half height of the line."""
    rule = formats.style.signature.stamp
    across, down = _fitted(image, rule.width, rule.height)
    return Stamp(image, across, down, left + (rule.width - across) / 2, (style.chars.size - down) / 2, "签名章")


def _post_and_name(text: str) -> str:
    """`县长 王某某` behind its tabs; a post and a name of two characters are widened (Fig. 12)."""
    *post, last = person_names(text)
    return "\t" + "\t".join((SPACED.join(post), last) if post else (last,))
