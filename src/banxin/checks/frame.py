"""The elements around the body to findings: 主送机关, 发文字号, 附件说明, 署名, 成文日期, 附注, 抄送."""

from __future__ import annotations

import re
from collections.abc import Iterator

from banxin.checks.pieces import Piece
from banxin.document import Document, Form, Role
from banxin.elements import NAMES
from banxin.errors import Diagnostic
from banxin.regex import regex
from banxin.streams import HAN, visible

_ORGANS = regex(
    f"各[{HAN}]{{1,20}}(?:[（(][^（()）]{{1,20}}[)）])?(?:[、，,][{HAN}]{{2,20}}(?:[（(][^（()）]{{1,20}}[)）])?){{1,30}}"
)
_ORGAN_END = regex("(?:政府|单位|部门|[局委办厅院会处科室社所站队校园]|公司|中心|企业|街道|乡镇)$")
_NUMBER = regex(
    r"〔\s{0,9}(?P<year>[^〔〕]{0,6}?)\s{0,9}〕\s*(?P<di>第?)\s*(?P<zero>0*)(?P<number>[0-9]*)\s*(?P<end>号?)"
)
_OF_SESSION = regex("〔[^〔〕0-9]{1,8}届")
"""Announcements of a people's congress are counted by its terms: `〔十五届〕第三号`."""
_IS_PLACEHOLDER = regex(r"[xXｘＸ×*_＊]|某某|[0-9]{4}年\s+月")
_COPY_NUMBER = regex(r"(?:份\s*号[：:]\s*)?[0-9]{6}")
_END_MARK = regex("[。；，、;,]$")
_CONTACT = regex("联\\s*系|电\\s*话")


def check_frame(document: Document, pieces: list[Piece]) -> Iterator[Diagnostic]:
    """BX501–BX504, BX511, BX513–BX521; dates are in `dates`."""
    frame: dict[Role, list[Piece]] = {}
    for piece in pieces:
        if piece.role and not piece.part:
            frame.setdefault(piece.role, []).append(piece)
    yield from _addressee(frame)
    for piece in frame.get(Role.DOCUMENT_NUMBER, ()) if document.form is not Form.BULLETIN else ():
        yield from _number(piece)
    for piece in frame.get(Role.COPY_NUMBER, ()):
        if not _COPY_NUMBER.fullmatch(piece.text) and not _IS_PLACEHOLDER.search(piece.text):
            yield piece.remark("BX521", 0, f"份号“{piece.text}”不是六位阿拉伯数字")
    for piece in frame.get(Role.ATTACHMENT_NOTE, ()):
        if found := _END_MARK.search(piece.text):
            yield piece.remark("BX511", found.start(), f"附件名称后有“{found[0]}”")
    yield from _copies(frame)
    yield from _signing(document, frame, pieces)
    yield from _request(document, frame)


def _addressee(frame: dict[Role, list[Piece]]) -> Iterator[Diagnostic]:
    named = frame.get(Role.ADDRESSEE, [])
    for piece in named:
        if piece.text[-1] not in "：:":
            yield piece.remark("BX501", len(piece.text) - 1, "主送机关后没有冒号")
    # without the colon, the line is taken for the last one of the title, or for the first of the body
    for piece in () if named else (*frame.get(Role.TITLE, [])[1:][-1:], *frame.get(Role.BODY, [])[:1]):
        if _ORGANS.fullmatch(piece.text) and _ORGAN_END.search(piece.text):
            yield piece.remark("BX501", len(piece.text) - 1, "这一行像是主送机关，末尾没有冒号")


def _number(piece: Piece) -> Iterator[Diagnostic]:
    found = _NUMBER.search(piece.text)
    if not found or _OF_SESSION.search(piece.text) or _IS_PLACEHOLDER.search(piece.text):
        return
    if found["di"]:
        yield piece.remark("BX502", found.start("di"), "发文顺序号前有“第”字")
    if found["zero"]:
        number = found["number"] or "…"
        yield piece.remark("BX503", found.start("zero"), f"发文顺序号“{found['zero']}{number}”编了虚位")
    elif not found["number"] or not found["end"]:
        yield piece.remark("BX504", found.start(), f"发文字号“{piece.text}”没有写全")
    if not re.fullmatch("(?:19|20)[0-9]{2}", found["year"]):
        yield piece.remark("BX504", found.start("year"), f"发文字号的年份“{found['year']}”不是四位数字")


def _copies(frame: dict[Role, list[Piece]]) -> Iterator[Diagnostic]:
    for role in (Role.MAIN_TO, Role.COPY_TO):
        for piece in frame.get(role, ()):
            if not piece.text.endswith("。"):
                yield piece.remark("BX517", len(piece.text) - 1, f"{NAMES[role]}的最后一个机关后没有句号")


def _signing(document: Document, frame: dict[Role, list[Piece]], pieces: list[Piece]) -> Iterator[Diagnostic]:
    dates, names = frame.get(Role.DATE, []), frame.get(Role.SIGNATURE, [])
    numbered = frame.get(Role.DOCUMENT_NUMBER, [])
    official = document.form in (Form.DOCUMENT, Form.LETTER)
    addressed = bool(numbered or frame.get(Role.ADDRESSEE) or frame.get(Role.ISSUER_MARK))
    if dates and not names and official and addressed:
        yield dates[0].remark("BX514", 0, "成文日期之上没有署名")
    text = next((piece.line for piece in pieces if piece.is_body), 0)  # a date above it stands in the settings
    if dates and names and text < dates[-1].line < min(name.line for name in names):
        yield names[-1].remark("BX516", 0, "署名写在了成文日期之下")
    byline = any(re.search("[0-9]{4}年", piece.text) for piece in frame.get(Role.BYLINE, ()))
    if official and (numbered or names) and not dates and not byline:
        piece = names[-1] if names else numbered[0]
        yield piece.remark("BX515", 0, "没有成文日期")
    annexes = [annex for annex in document.annexes if annex.label]
    noted = any(piece.role is Role.ATTACHMENT_NOTE for piece in pieces)  # behind what is announced, or in the document
    if annexes and official and dates and not noted:
        yield dates[0].remark("BX513", 0, f"文后有{len(annexes)}个附件，正文之后没有附件说明")


def _request(document: Document, frame: dict[Role, list[Piece]]) -> Iterator[Diagnostic]:
    """What a 请示 must have."""
    titles = frame.get(Role.TITLE, [])
    dates = frame.get(Role.DATE, [])
    if document.form is not Form.DOCUMENT or not titles or not visible(titles[-1].text).endswith("请示"):
        return
    if dates and not any(_CONTACT.search(piece.text) for piece in frame.get(Role.REMARK, ())):
        yield dates[-1].remark("BX518", 0, "请示没有注明联系人和电话")
    numbers = frame.get(Role.DOCUMENT_NUMBER, [])
    if numbers and frame.get(Role.ISSUER_MARK) and not frame.get(Role.SIGNER):
        yield numbers[0].remark("BX520", 0, "请示没有标注签发人")
