"""Draft to Pages and Composition: lines are broken and justified, rows counted onto pages, page numbers set.

Pages are filled by line boxes against the depth of the type area, exactly as Word counts exact line spacing, so that
DOCX and PDF break pages alike. On the page the boxes' tops are mapped linearly, so that the first row's em top stands
on the type area's upper edge and the last row's em bottom on its lower edge. 版头, 版记 and tables stand at their depth
as it is; below 版头 the map begins where Word sets the first line behind it. Tables do so because their rules, unlike a
row's em, are the edges of their boxes, and must not go below the type area.

Paragraphs get the styles that their lines ask for first (`lines`), which a DOCX alone asks for, too.

What the pages alone can tell is settled here: on which page 版记 stands, how the page with 署名 comes to have body text
on it, and the pages of a 目录: their number changes no line, so that they are written on pages that are finished.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from banxin.composition import Composition, ContentsBlock, Family
from banxin.draft import Draft
from banxin.errors import Diagnostic, Severity
from banxin.fonts import DAMAGED, Face, faces, unusable
from banxin.layout.closing import keep_signature_with_body
from banxin.layout.flow import MOST_PAGES, Flow
from banxin.layout.lines import settle_lines
from banxin.pages import Pages


class Layout(msgspec.Struct, frozen=True):
    """What layout returns."""

    pages: Pages
    diagnostics: tuple[Diagnostic, ...]
    """BX901 or BX902 for every character that no face has a glyph for, once a character; BX301 where lines were drawn
    closer or apart so that 署名 does not stand alone, BX302 where it does; BX303 for a table of too many columns; BX304
    for 版记 that is higher than a page; BX305 for a first page without body text; BX903 for a face of the machine that
    cannot be used."""
    composition: Composition
    """What stands on the pages: DOCX is written from it."""
    shows_body: bool
    """The first page has body text on it, as 7.3.3 asks, or there is none, or a 目录 stands before it."""


def layout(draft: Draft, *, most_pages: int = MOST_PAGES) -> Layout:
    """The pages of `draft`, at least one, and what it becomes on them.

    Raises:
        DocumentError: there are more than `most_pages`.
    """
    draft = settle_lines(draft)
    flow = Flow(draft, most_pages)
    if draft.is_to_sign_with_body:
        flow.run(draft.signature.stop)
        keep_signature_with_body(flow, draft.tightening)
        flow.settle()
    if draft.colophon is not None:
        flow.run(len(flow.draft.blocks) - 1)
        flow.unroll_colophon(draft.colophon)
    flow.run(len(flow.draft.blocks))
    pages, bookmarks = flow.finished()
    page = draft.page
    laid = Pages(
        width=page.width,
        height=page.height,
        pages=pages,
        bookmarks=bookmarks,
        blocks=flow.held,
        properties=draft.properties,
        type_area=(page.left, page.top, page.measure, page.depth),
        families=_families(draft),
    )
    body = flow.draft.body
    has_contents = any(isinstance(block, ContentsBlock) for block in flow.draft.parts.front)
    shows_body = not body or has_contents or flow.span(body.start).first == 0
    diagnostics = [*flow.diagnostics, *_of_faces(draft)]
    if not shows_body:
        message, hint = "首页没有正文", "请缩短标题、主送机关或版头，让首页显示正文"
        diagnostics.append(Diagnostic("BX305", Severity.WARNING, 0, message, hint))
    return Layout(laid, tuple(diagnostics), flow.draft.closed(flow.colophon, flow.numbers), shows_body)


def _families(draft: Draft) -> dict[Face, Family]:
    """The family of the style that each face stands for, as the best face that there is of it."""
    looks = [style.chars for style in draft.styles] + [*draft.char_styles]
    looks += [draft.page_number.style.chars] if draft.page_number else []
    named: dict[Face, Family] = {}
    for family in (family for chars in looks for family in (chars.east_asian, chars.latin)):
        named.setdefault(faces(family.kind, family.wanted)[0], family)
    return named


def _of_faces(draft: Draft) -> Iterator[Diagnostic]:
    """BX903 for each face of the machine that the styles ask for and that cannot be used."""
    looks = [style.chars for style in draft.styles] + [*draft.char_styles]
    told: set[Face] = set()
    for family in dict.fromkeys(family for chars in looks for family in (chars.east_asian, chars.latin)):
        for name, face in unusable(family.wanted):
            if face not in told:
                told.add(face)
                message = f"字体“{name}”（{face.path.name}）{face.fault}，PDF 改用别的字体，DOCX 仍写它的名字"
                hint = "请重新安装这一字体" if face.fault == DAMAGED else "请换用许可嵌入的字体，或取得授权"
                yield Diagnostic("BX903", Severity.WARNING, 0, message, hint)
