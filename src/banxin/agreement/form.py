"""The form of a document by its elements, and whether 发文机关标志 and the other elements are of that form."""

from __future__ import annotations

import re
from collections.abc import Iterable

from banxin.document import Document, Form, Paragraph, Role
from banxin.elements import NAMES
from banxin.errors import Remarks
from banxin.forms.head import BULLETINS
from banxin.regex import regex
from banxin.streams import visible


def _mark(front: Iterable[Paragraph]) -> str:
    """The visible text of 发文机关标志."""
    return visible("".join(p.text for p in front if p.role is Role.ISSUER_MARK))


def form_of(document: Document) -> Form:
    """The form a document has by its elements (10.1–10.3)."""
    roles = {p.role for p in document.front}
    mark = _mark(document.front)
    if not mark:
        speaks = not document.back and roles & {Role.SUBTITLE, Role.BYLINE} and Role.DOCUMENT_NUMBER not in roles
        return Form.SPEECH if speaks else Form.DOCUMENT
    if mark.endswith("令") and Role.ORDER_NUMBER in roles:
        return Form.ORDER
    number = visible("".join(p.text for p in document.front if p.role is Role.DOCUMENT_NUMBER))
    if mark.endswith(BULLETINS) and _IS_ISSUE.search(number):
        return Form.BULLETIN
    if mark.endswith("纪要") or any(p.role is Role.ATTENDEES for p in document.back):
        return Form.MINUTES
    title = visible("".join(p.text for p in document.front if p.role is Role.TITLE))
    if "文件" not in mark and ("函" in number or title.endswith("函")):
        return Form.LETTER
    return Form.DOCUMENT


_IS_ISSUE = regex("^[〔（(]?(?:[0-9]{4}|总?第)|[期次][）)]?$")
"""The number of an issue: no letters of an organ stand before its year."""
_FORM_NAMES = {
    Form.DOCUMENT: "公文",
    Form.LETTER: "信函",
    Form.ORDER: "命令",
    Form.MINUTES: "纪要",
    Form.BULLETIN: "简报",
    Form.SPEECH: "讲话",
}
_MARKS = {
    Form.DOCUMENT: "(?<!令)$",
    Form.LETTER: "(?<!文件)(?<!纪要)(?<!令)$",
    Form.ORDER: "令$",
    Form.MINUTES: "纪要$",
    Form.BULLETIN: "(?<!文件)(?<!纪要)(?<!令)$",
    Form.SPEECH: "^$",
}
"""发文机关标志 of each form (7.2.4, 10.1–10.3)."""


def check_form(document: Document, remarks: Remarks, *, asked_at: int) -> None:
    """Warn where the form and the elements of a text with 版头 belong to different forms; `asked_at`: the line of the
    settings that asks for the form, 0: none does.
    """
    mark = _mark(document.front)
    if not mark:
        return
    titled_minutes = any(p.role is Role.TITLE and p.text.endswith("纪要") for p in document.front)
    fits = re.search(_MARKS[document.form], mark) or (titled_minutes and document.form is Form.MINUTES)
    if asked_at and not fits:
        message = f"给出的格式是“{_FORM_NAMES[document.form]}”，与发文机关标志“{mark[:40]}”不合"
        remarks.warn("BX109", asked_at, message, "请核对“格式”和版头，或删去“格式”这一项")
        return
    elements = (*document.front, *document.back)
    strange = [p for p in elements if p.role is Role.ORDER_NUMBER and document.form is not Form.ORDER]
    if not titled_minutes and not mark.endswith("纪要"):
        strange += [p for p in elements if p.role is Role.ATTENDEES]
    for paragraph in strange[:1]:
        message = f"文中有{NAMES[paragraph.role]}，与发文机关标志“{mark[:40]}”不合"
        remarks.warn("BX109", paragraph.line, message, "令号用于命令，出席人员用于纪要，请核对")
