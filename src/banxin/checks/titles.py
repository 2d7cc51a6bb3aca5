"""The title and the headings to findings: missing, too long, marks where none belong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from banxin.checks.pieces import Piece
from banxin.document import Document, Form, Role, Scheme
from banxin.errors import Diagnostic, Severity
from banxin.regex import regex
from banxin.rules import BY_CODE
from banxin.streams import visible

_LONGEST = 60
"""Three full lines of 二号."""
_HEADING = 40
"""A longer heading is a sentence, whose end mark is its writer's choice."""
_QUOTED = regex("《[^《》]*》|“[^“”]*”|（[^（）]*）|〔[^〔〕]*〕")
_NEVER = regex("[。；！？]|[，、：]$")
_ITEM = regex("[。；]$")
"""With nothing below it, what ends so is a sentence of its own, as the last article of a 通告 is."""
_IN_OFFICIAL = regex("[，：]")
_OFFICIAL = regex(".*的(?:决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要)$", re.DOTALL)
"""What follows 关于."""
_ABOUT_TWICE = regex("关于(?:印发|转发|批转|下发|发布)关于")
_TITLED_MARK = ("公告", "通告", "公报", "令", "纪要", "决议")
"""A 发文机关标志 that ends so says what the document is, and no title need stand below it."""


def check_titles(document: Document, pieces: list[Piece]) -> Iterator[Diagnostic]:
    """BX403, BX411, BX412–BX414."""
    titles = [piece for piece in pieces if piece.role is Role.TITLE and piece.part == 0]
    is_official = document.form not in (Form.SPEECH, Form.BULLETIN)
    if titles:
        yield from _title(titles, "".join(piece.text for piece in titles), is_official=is_official)
    elif document.body and document.form not in (Form.ORDER, Form.BULLETIN):
        mark = visible("".join(p.text for p in document.front if p.role is Role.ISSUER_MARK))
        if not mark.endswith(_TITLED_MARK):
            rule = BY_CODE["BX411"]
            line = min(piece.line for piece in pieces)
            yield Diagnostic("BX411", Severity.WARNING, line, "正文之前没有标题", rule.remedy)
    for piece in pieces:
        if piece.role is Role.ANNEX_TITLE and piece.text:
            yield from _title([piece], piece.text, is_official=True)
    yield from _headings(pieces)


def _headings(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """Marks at the end of headings on lines of their own: none on level 1, all alike on level 2."""
    levels: dict[tuple[int, int], list[Piece]] = {}
    for piece, after in zip(pieces, [*pieces[1:], None], strict=False):
        heading = piece.heading
        if heading and _ITEM.search(piece.text) and not (after and after.part == piece.part and after.is_body):
            continue
        if heading and not heading.run_in and heading.scheme is Scheme.OUTLINE and len(piece.text) <= _HEADING:
            levels.setdefault((piece.part, heading.level), []).append(piece)
    for (_, level), found in levels.items():
        marked = [piece for piece in found if piece.text.endswith(("。", "；", "，", "、"))]
        if level == 1 or (level == 2 and len(marked) * 2 < len(found)):  # noqa: PLR2004 - as in GB/T 9704 7.3.3
            for piece in marked:
                label = piece.heading.label if piece.heading else ""
                message = f"标题“{label}{piece.text[:12]}”末尾有“{piece.text[-1]}”"
                yield piece.remark("BX403", len(piece.text) - 1, message)


def _title(lines: list[Piece], whole: str, *, is_official: bool) -> Iterator[Diagnostic]:
    count = len(visible(whole))
    if count > _LONGEST:
        yield lines[0].remark("BX412", 0, f"标题有{count}个字，三行排不下")
    if not is_official:
        return
    if found := _ABOUT_TWICE.search(visible(whole)):
        yield lines[0].remark("BX414", 0, f"标题里“{found[0]}”的“关于”重复")
    _, about, rest = visible(whole).partition("关于")
    official = about != "" and _OFFICIAL.match(rest) is not None
    for piece in lines:
        bare = _QUOTED.sub(lambda found: "〇" * len(found[0]), piece.text)
        found = _NEVER.search(bare) or (_IN_OFFICIAL.search(bare) if official else None)
        if found:
            yield piece.remark("BX413", found.start(), f"标题中有“{found[0]}”")
