"""Bytes of a text file to its encoding and its text.

A reader may rely on this: the text is all that the file holds, byte-order mark excluded, nothing replaced, and none of
its characters is one that XML cannot carry. A file whose encoding is in doubt is a `SourceError` that names the place;
it is never read as something else.
"""

from __future__ import annotations

import codecs
from typing import NoReturn

from banxin.errors import SourceError
from banxin.regex import regex

_SAVE_AS_UTF8 = "请用记事本或 WPS 打开，确认文字无误后另存为 UTF-8 编码的文本文件"
_SAVE_AS_TEXT = "请在 Word 或 WPS 中另存为“纯文本（*.txt）”"

_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "PDF 文件", "请复制其中的文字，存为“纯文本（*.txt）”"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 或 WPS 文件（doc、xls、wps 等）", _SAVE_AS_TEXT),
    (b"{\\rtf", "RTF 文件", _SAVE_AS_TEXT),
    (b"\x89PNG\r\n\x1a\n", "图片（PNG）", "请先识别出图中的文字"),
    (b"\xff\xd8\xff", "图片（JPEG）", "请先识别出图中的文字"),
    (b"GIF87a", "图片（GIF）", "请先识别出图中的文字"),
    (b"GIF89a", "图片（GIF）", "请先识别出图中的文字"),
    (b"II*\x00", "图片（TIFF）", "请先识别出图中的文字"),
    (b"MM\x00*", "图片（TIFF）", "请先识别出图中的文字"),
    (b"Rar!\x1a\x07", "压缩包（RAR）", "请先解压"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包（7z）", "请先解压"),
    (b"\x1f\x8b\x08", "压缩包（gzip）", "请先解压"),
)
"""First bytes, what such a file is called, what to do with it."""

_ZIP = b"PK\x03\x04"
_ZIP_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"word/", "Word 文件（docx）", _SAVE_AS_TEXT),
    (b"xl/", "Excel 文件（xlsx）", "请复制其中的文字，存为“纯文本（*.txt）”"),
    (b"ppt/", "PowerPoint 文件（pptx）", "请复制其中的文字，存为“纯文本（*.txt）”"),
    (b"mimetypeapplication/vnd.oasis", "OpenDocument 文件（odt 等）", _SAVE_AS_TEXT),
    (b"OFD.xml", "OFD 文件", "请复制其中的文字，存为“纯文本（*.txt）”"),
)
"""What stands in a ZIP package of each kind; the names of its members are never compressed."""

FORBIDDEN = regex("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that XML 1.0, 2.2, has no place for, so that a DOCX would lose them, and those that Unicode, 23.7, keeps
for the inner use of programs, of which this is one. VT and FF are line ends. U+001E and U+001F, though white space to
Unicode, are Word's hyphens in a text copied from it: dropping them would change words."""

_UTF8_THREE = regex(rb"[\xe0-\xef][\x80-\xbf][\x80-\xbf]")
_GB_CHARACTER = regex(rb"[\x81-\xfe](?:[0-9][\x81-\xfe][0-9]|[\x40-\xfe])")
_GB_COMMON = regex(rb"(?:[\xb0-\xf7]|[\xa1-\xa3])[\xa1-\xfe]")
_GB_HAN = regex(rb"(?:[\xb0-\xf7][\xa1-\xfe])+")
_GB_TWO_HAN = regex(rb"[\x80-\xff]{4}")
_PRIVATE_USE = regex("[\ue000-\uf8ff]")

_COMMON_SHARE = 0.5
"""Least share of GB 2312 hanzi and marks among the non-ASCII characters of a GB18030 text. Measured: simplified Chinese
0.99 and more, traditional Chinese in GBK 0.57; taken for GB18030, Big5 0.11–0.33, Shift-JIS 0.00, EUC-JP 0.48."""

_PRIVATE_SHARE = 0.1
"""Greatest share of private-use characters in it. Measured: Chinese 0, Big5 taken for GB18030 0.36–0.48."""


def decode(data: bytes, *, name: str = "") -> tuple[str, str]:
    """(encoding, text) of `data`; the encoding is one of `utf-8` `utf-8-sig` `utf-16-le` `utf-16-be` `gb18030`.

    `name` is the place that errors name.

    Raises:
        SourceError: the data is empty, is no text, is in another encoding or one that cannot be told, is damaged, or
            holds a control character.
    """
    encoding, text = _decode(data, name)
    if bad := FORBIDDEN.search(text):
        number = _line_number(text[: bad.start()])
        raise SourceError(
            f"第 {number} 行有控制字符 U+{ord(bad[0]):04X}，DOCX 和 PDF 都不能保存它",
            place=name,
            remedy="请在编辑器中删去这个字符",
        )
    return encoding, text


def _decode(data: bytes, name: str) -> tuple[str, str]:
    if not data:
        raise SourceError("文件是空的", place=name, remedy="请检查是否选错了文件")
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise SourceError("不支持 UTF-32 编码", place=name, remedy=_SAVE_AS_UTF8)
    for bom, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(bom):
            return encoding, _decode_utf16(data[len(bom) :], encoding, name)
    _refuse_binary(data, name)
    if data.startswith(codecs.BOM_UTF8):
        try:
            return "utf-8-sig", data[len(codecs.BOM_UTF8) :].decode("utf-8")
        except UnicodeDecodeError as error:
            _refuse_utf8(data, len(codecs.BOM_UTF8) + error.start, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "gb18030", _decode_gb18030(data, error.start, name)
    # A few characters of GB18030 can be valid UTF-8 by chance, as Latin or Greek letters of two bytes each.
    wide = not data.isascii() and not _UTF8_THREE.search(data)
    if wide and _GB_TWO_HAN.search(data) and _GB_HAN.sub(b"", data).isascii():
        raise SourceError("文字太少，分不清是 UTF-8 还是 GB18030（GBK）编码", place=name, remedy=_SAVE_AS_UTF8)
    return "utf-8", text


def _decode_utf16(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        number = _line_number(data[: error.start].decode(encoding))
        where = f"第 {number} 行（第 {error.start + 3} 个字节）"
        problem = "UTF-16 文件在此中断" if error.reason == "truncated data" else "不是合法的 UTF-16"
        raise SourceError(f"{where}{problem}", place=name, remedy="文件可能已损坏，请重新保存或另取一份") from None


def _decode_gb18030(data: bytes, utf8_end: int, name: str) -> str:
    """GB18030 `data` whose bytes stop being valid UTF-8 at `utf8_end`."""
    wide = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    # In a Chinese text, nearly all bytes beyond ASCII stand in such threes in UTF-8, and nearly none in GB18030.
    if 2 * 3 * len(_UTF8_THREE.findall(data)) >= wide:
        _refuse_utf8(data, utf8_end, name)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        number = _line_number(data[: error.start].decode("gb18030"))
        raise SourceError(
            f"第 {number} 行（第 {error.start + 1} 个字节）无法解码：既不是 UTF-8，也不是 GB18030（GBK）",
            place=name,
            remedy=_SAVE_AS_UTF8,
        ) from None
    characters = _GB_CHARACTER.findall(data)
    common = sum(map(bool, map(_GB_COMMON.fullmatch, characters)))
    private = len(_PRIVATE_USE.findall(text))
    if common < _COMMON_SHARE * len(characters) or private > _PRIVATE_SHARE * len(characters):
        raise SourceError(
            "不是 UTF-8；按 GB18030（GBK）读出的多是生僻字，可能是乱码（原文或为大五码、日文等编码）",
            place=name,
            remedy=_SAVE_AS_UTF8,
        )
    return text.removeprefix("\ufeff")


def _refuse_binary(data: bytes, name: str) -> None:
    kinds = _KINDS
    if data.startswith(_ZIP):
        inside = (kind for kind in _ZIP_KINDS if kind[0] in data)
        kinds = (next(inside, (_ZIP, "压缩包（ZIP）", "请先解压")),)
        data = kinds[0][0]
    for magic, kind, remedy in kinds:
        if data.startswith(magic):
            raise SourceError(f"这是{' ' * kind[0].isascii()}{kind}，不是纯文本", place=name, remedy=remedy)
    at = data.find(b"\0")
    if at < 0:
        return
    # UTF-16 sets every ASCII character, line ends among them, beside a zero byte, always on the same side.
    zeros = data.count(0)
    one_sided = zeros in (data[0::2].count(0), data[1::2].count(0)) and len(data) % 2 == 0
    if one_sided and (4 * zeros >= len(data) if data.isascii() else not _is_utf8(data)):
        raise SourceError("含有空字符（NUL），像是不带 BOM 的 UTF-16 编码", place=name, remedy=_SAVE_AS_UTF8)
    number = data.count(b"\n", 0, at) + 1
    raise SourceError(
        f"第 {number} 行（第 {at + 1} 个字节）有空字符（NUL），不是纯文本", place=name, remedy="请检查是否选错了文件"
    )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _refuse_utf8(data: bytes, at: int, name: str) -> NoReturn:
    number = _line_number(data[:at].decode("utf-8", "replace"))
    raise SourceError(
        f"第 {number} 行（第 {at + 1} 个字节）不是合法的 UTF-8",
        place=name,
        remedy="文件其余部分是 UTF-8，可能已损坏，请重新保存或另取一份",
    )


def _line_number(before: str) -> int:
    """The number of the line on which the text goes on after `before`."""
    return len((before + "x").splitlines())
