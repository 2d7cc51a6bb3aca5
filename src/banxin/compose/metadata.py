"""A Document's elements to the names and values of GB/T 33480—2016, the metadata of an electronic 公文."""

from __future__ import annotations

from collections.abc import Iterator

from banxin.compose.colophon import PRINTED
from banxin.compose.parties import is_to_be_signed
from banxin.document import Document, Paragraph, Role
from banxin.elements import BY_ROLE

_NAMES = {
    Role.COPY_NUMBER: "份号",
    Role.SECRECY: "密级和保密期限",
    Role.URGENCY: "紧急程度",
    Role.ISSUER_MARK: "发文机关标志",
    Role.DOCUMENT_NUMBER: "发文字号",
    Role.SIGNER: "签发人",
    Role.TITLE: "标题",
    Role.ADDRESSEE: "主送机关",
    Role.MAIN_TO: "主送机关",
    Role.ATTACHMENT_NOTE: "附件说明",
    Role.SIGNATURE: "发文机关或签发人署名",
    Role.DATE: "成文日期",
    Role.REMARK: "附注",
    Role.COPY_TO: "抄送机关",
    Role.PRINTER: "印发机关",
}
"""Of the core metadata, in the order of that standard, those that a text holds as elements; 公文标识, 文种 and 发布层次
are none."""
_PRINTING_DATE = "印发日期"
_LABELS = {Role.ATTACHMENT_NOTE: ("附件：", "附件:")}
"""What an element begins with beside its own label, and which its name says already."""


def metadata(document: Document) -> tuple[tuple[str, str], ...]:
    """(name, value) of each that the document has; values as they are written there, without 签发人： and its like.

    Lines of a title are joined, those of all else have a blank between them.
    """
    found: dict[str, list[str]] = {name: [] for name in (*_NAMES.values(), _PRINTING_DATE)}
    for paragraph in (*document.front, *document.back):
        for name, value in _values(paragraph):
            found[name].append(value)
    return tuple(
        (name, ("" if name == _NAMES[Role.TITLE] else " ").join(values))
        for name, values in found.items()
        if any(values)
    )


def _values(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    role, text = paragraph.role, paragraph.text.strip()
    if role not in _NAMES or is_to_be_signed([paragraph]):
        return
    if role is Role.PRINTER:
        date = PRINTED.search(text)
        organ = text[: date.start()].strip() if date else text
        if organ:
            yield _NAMES[role], organ
        if date:
            yield _PRINTING_DATE, text[date.start() :].removesuffix("印发").strip()
        return
    element = BY_ROLE[role]
    for label in (element.label, *_LABELS.get(role, ())):
        text = text.removeprefix(label)
    yield _NAMES[role], text.removesuffix(element.end).strip()
