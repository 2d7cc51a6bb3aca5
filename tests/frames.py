"""Drafts made by hand for layout: what stands around the text, in the square face."""

from __future__ import annotations

import msgspec

from banxin.composition import (
    CharStyle,
    Colophon,
    Composition,
    FlowBlock,
    MarkBlock,
    ParagraphStyle,
    RuleBlock,
    Run,
    Stroke,
    Tab,
    TableBlock,
    TextBlock,
    flow_text,
    text_blocks,
)
from banxin.document import Document, Paragraph
from banxin.draft import Draft, Parts
from banxin.layout import Layout, layout
from banxin.pages import Line, Page, page_text
from banxin.style.schema import Align
from banxin.units import mm
from square import composed, hanzi

EMPTY = composed(Document(body=(Paragraph("甲", line=1),)))
PAGE = EMPTY.page
BODY = EMPTY.styles[0]
PITCH = BODY.pitch
ROW = (mm(225) - 16) / 21
"""From row to row on a page of text alone."""


def text(content: str, style: ParagraphStyle = BODY, line: int = 1) -> TextBlock:
    return TextBlock((Run(content, style.chars),), style, line)


def rows(count: int) -> list[TextBlock]:
    """Paragraphs of a line."""
    return [text(hanzi(5), line=at) for at in range(1, count + 1)]


def sized(size: float, color: str = "000000") -> CharStyle:
    return msgspec.structs.replace(BODY.chars, size=size, tracking=0.0, advance=size, color=color)


def fixed(size: float = 16.0, pitch: float | None = None, space_before: float = 0.0, tabs: tuple[Tab, ...] = ()):
    """A paragraph style of 版头; its em stands on its box's top unless it has a pitch."""
    return ParagraphStyle(
        name=f"版头{size}",
        base="",
        chars=sized(size),
        align=Align.LEFT,
        pitch=1.1 * size if pitch is None else pitch,
        space_before=space_before,
        tabs=tabs,
        fixed=True,
    )


def rule(space_before: float = 0.0, *strokes: Stroke) -> RuleBlock:
    strokes = strokes or (Stroke(0.0, 2.0, "ff0000"),)
    return RuleBlock(strokes, max(one.y + one.width for one in strokes), space_before)


def mark(*names: str, suffix: str = "文件", space_before: float = 0.0) -> MarkBlock:
    style = fixed(40.0, 50.0)
    return MarkBlock(
        names=tuple(text(name, style) for name in names),
        names_width=max(map(len, names)) * 40.0,
        suffix=text(suffix, style) if suffix else None,
        gap=20.0,
        suffix_width=len(suffix) * 40.0,
        space_before=space_before,
    )


def colophon(*contents: str, even: bool = False, ruled: bool = True, gap: float = PITCH) -> Colophon:
    style = fixed(14.0, 22.4)
    inner = [0.7 if ruled else 0.0] * (len(contents) - 1)
    outer = [1.0 if ruled else 0.0]
    return Colophon(tuple(text(content, style, 900) for content in contents), (*outer, *inner, *outer), 3.0, gap, even)


def table(count: int, columns: int = 3, header: int = 1) -> TableBlock:
    style = msgspec.structs.replace(BODY, name="表格", chars=sized(12.0), pitch=18.0, first_indent=0.0)
    return TableBlock(
        rows=tuple(tuple(f"格{row}{column}" for column in range(columns)) for row in range(count)),
        styles=(style,) * columns,
        header_rows=header,
        column_widths=(100.0,) * columns,
        padding_x=5.0,
        padding_y=3.0,
        rule=0.5,
        line=3,
    )


def draft(
    *blocks: FlowBlock | Colophon,
    body: tuple[int, int] = (0, 0),
    signature: tuple[int, int] | None = None,
    **fields: object,
) -> Draft:
    """The blocks as a draft; the indices of those of the body and of 署名, end excluded."""
    flow = [block for block in blocks if not isinstance(block, Colophon)]
    (start, stop), (first, end) = body, signature or (body[1], body[1])
    cuts = zip((0, start, stop, first, end), (start, stop, first, end, len(flow)), strict=True)
    made = msgspec.structs.replace(
        EMPTY,
        parts=Parts(*(tuple(flow[a:b]) for a, b in cuts)),
        colophon=next((block for block in blocks if isinstance(block, Colophon)), None),
        **fields,
    )
    styles = {style.name: style for style in (BODY, *(block.style for block in text_blocks(made)))}
    return msgspec.structs.replace(made, styles=tuple(styles.values()))


def again(closed: Composition) -> Draft:
    """A draft of what was closed, in which nobody signs."""
    made = draft(*closed.blocks, page=closed.page, page_number=closed.page_number, first_page=closed.first_page)
    return msgspec.structs.replace(made, styles=closed.styles, char_styles=closed.char_styles)


def laid(*blocks: FlowBlock | Colophon, **fields: object) -> Layout:
    """What layout makes of the blocks; no character is lost or moved, whatever they are."""
    made = draft(*blocks, **fields)
    done = layout(made)
    assert page_text(done.pages) == flow_text(made)
    return done


def sheets(*blocks: FlowBlock | Colophon, **fields: object) -> tuple[Page, ...]:
    return laid(*blocks, **fields).pages.pages


def em_top(line: Line, size: float | None = None) -> float:
    """In points from the top of the sheet."""
    return line.y - 0.88 * (line.runs[0].size if size is None else size)


def em_bottom(line: Line) -> float:
    return em_top(line) + line.runs[0].size


def left_edge(line: Line) -> float:
    return line.runs[0].x
