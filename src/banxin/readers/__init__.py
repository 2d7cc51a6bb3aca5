"""Bytes to a Source, by the kind of file that they are.

What a file is called decides nothing: its first bytes do.
"""

from __future__ import annotations

import msgspec

from banxin.errors import SourceError
from banxin.readers import legacy, text
from banxin.readers.text import MOST_LINES
from banxin.source import Source
from banxin.storage import MAX_SIZE

__all__ = ["ENDINGS", "MOST_LINES", "endings", "is_word", "read"]

ENDINGS = (".txt", ".md", ".docx")
"""Of files that are read on every machine."""
_ZIP = b"PK\x03\x04"
_NOT_WORD = (b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis", b"OFD.xml")


def endings() -> tuple[str, ...]:
    """Of files that are read on this machine: of old files of Word and WPS where something can convert them."""
    return (*ENDINGS, *legacy.ENDINGS) if legacy.is_at_hand() else ENDINGS


def is_word(data: bytes) -> bool:
    """Whether the first bytes, and the names of what a package holds, are those of a Word document."""
    if not data.startswith(_ZIP):
        return False
    return b"word/" in data or (b"[Content_Types].xml" in data and not any(name in data for name in _NOT_WORD))


def read(  # noqa: PLR0913 - each is said by name
    data: bytes,
    *,
    name: str = "",
    keep_lines: bool = False,
    verbatim: bool = False,
    encoding: str = "",
    most_lines: int = MOST_LINES,
    max_size: int = MAX_SIZE,
) -> Source:
    """The text in `data`, a text file or a Word document, be it of 97–2003; see `text.read`.

    `max_size`: the bytes that the text of a document may have, which is packed and stands among pictures.

    Raises:
        SourceError: as `text.read`; a document is broken, encrypted, or too large when unpacked.
        TextSafetyError: a character of a document would be lost.
    """
    if legacy.is_old(data):
        from banxin.readers import docx

        data, remark = legacy.to_docx(data, name)
        source = docx.read(
            data, name=name, max_size=max_size, most_lines=most_lines, keep_lines=keep_lines, verbatim=verbatim
        )
        return msgspec.structs.replace(source, diagnostics=(remark, *source.diagnostics))
    if is_word(data):
        from banxin.readers import docx

        return docx.read(
            data, name=name, max_size=max_size, most_lines=most_lines, keep_lines=keep_lines, verbatim=verbatim
        )
    _refuse_other_forms(data, name)
    if len(data) > max_size:
        sizes = (f"{size / 1024**2:.1f} MB" for size in (len(data), max_size))
        raise SourceError(
            "文本有 {}，超过了 {} 的上限".format(*sizes), place=name, remedy="请分成几份，或放宽 max_size"
        )
    return text.read(
        data, name=name, keep_lines=keep_lines, verbatim=verbatim, encoding=encoding, most_lines=most_lines
    )


_WEB_ARCHIVE = (b"MIME-Version:", b"From: <\xe7\x94\xb1", b"From: <Saved by")
_XML_FORMS = (b"<w:wordDocument", b"<pkg:package", b"<office:document")
_HEAD = 4096


def _refuse_other_forms(data: bytes, name: str) -> None:
    """Forms in which Word saves documents that are text at first sight.

    Raises:
        SourceError: it is one.
    """
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t")
    kind = ""
    if head.startswith(_WEB_ARCHIVE):
        kind = "单个文件网页（mht）"
    elif head.startswith(b"<?xml") and any(form in head for form in _XML_FORMS):
        kind = "Word 的 XML 文件"
    if kind:
        remedy = "请在 Word 或 WPS 中另存为“Word 文档（*.docx）”"
        raise SourceError(f"这是{' ' * kind[0].isascii()}{kind}，不是纯文本", place=name, remedy=remedy)
