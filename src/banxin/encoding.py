"""Bytes of a text file to its encoding and its text.

A reader may rely on this: the text is all that the file holds, byte-order mark excluded, nothing replaced, and none of
its characters is one that XML cannot carry. What is damaged, mixed or in another encoding is a `SourceError` that names
the place; what is too short to tell is read, with a `doubt` to be told. A user who knows better names the encoding.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple, NoReturn

from banxin.errors import SourceError
from banxin.plausibility import garbled, is_han, score
from banxin.regex import regex

_SAVE_AS_UTF8 = (
    "请用记事本或 WPS 打开，确认文字无误后另存为 UTF-8 编码的文本文件；知道是什么编码的，也可以用 --encoding 指明"
)
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
_UTF8_RUN = regex(rb"(?:[\xe2-\xef][\x80-\xbf][\x80-\xbf]){2,}")
_GB_HAN = regex(rb"(?:[\xb0-\xf7][\xa1-\xfe])+")
_BESIDE_LATIN = regex(rb"(?<=[A-Za-z])[\xc2-\xdf][\x80-\xbf]|[\xc2-\xdf][\x80-\xbf](?=[A-Za-z])")
_OF_TWO_BYTES = regex("[\xc0-\u07ff]")
_UTF8_TWOS = regex(rb"(?:[\xc3-\xdf][\xa1-\xbf])+")
"""Letters of two bytes that are hanzi in GB18030."""
_AMONG_HAN = regex("[\xa0-\xbf×÷\u0370-\u052f]")
"""Signs and letters of two bytes that Chinese texts have between their hanzi."""
_NO_CHINESE = regex("[^\u2010-\u2027\u3000-\u303f\u3400-\u9fff\uff01-\uff5e]")
_HZ = regex(rb"~\{(?:[!-w][!-~])+~\}")
_UTF7 = regex(rb"\+[A-Za-z0-9+/]{3,}-?")

_SURE = 3.0
"""Score from which a text in GB18030 is taken for Chinese without a word: two common hanzi."""
_AHEAD = 2.0
"""How far its score must be above that of any other reading for that."""
_OTHER = -4.0
"""Score, compared with the best of other readings, up to which it is refused."""
_OUT_OF_STEP, _STRANGE = 9.0, 6.0
"""Weight of a garbled stretch from which it is refused, if two of its characters have no business there at all; and
from which it is told. Measured: lists of rare surnames, counties and medicines 1 to 5, 魑魅魍魉 6."""

_OTHERS = {
    "euc_kr": "韩文（EUC-KR）",
    "euc_jp": "日文（EUC-JP）",
    "big5": "繁体中文（大五码）",
    "shift_jis": "日文（Shift-JIS）",
    "utf-16-le": "不带 BOM 的 UTF-16",
    "utf-16-be": "不带 BOM 的 UTF-16（BE）",
}
"""What is no GB18030 but may decode as such, and what a user calls it."""
_LOOKED_AT = 4000
"""Bytes that other readings are tried on."""

_CHINESE_NAMES = {"ansi": "gb18030", "cp936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030"}
"""Names that mean a part of GB18030 and are given to all of it."""


class Decoded(NamedTuple):
    """A text and how it was read."""

    encoding: str
    """`utf-8` `utf-8-sig` `utf-16-le` `utf-16-be` `gb18030`, or the one that was named, as Python spells it."""
    text: str
    doubt: str = ""
    """Why the encoding is not certain, one Chinese sentence; empty if it is."""
    line: int = 1
    """Where that shows, 1-based."""


def codec(name: str) -> str | None:
    """The encoding that a user means by `name`, as Python spells it; None: there is none of that name."""
    name = _CHINESE_NAMES.get(name.strip().lower(), name.strip())
    try:
        "".encode(name)  # not all codecs are encodings of text
        return codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):
        return None


def decode(data: bytes, *, name: str = "", encoding: str = "") -> Decoded:
    """The text of `data`; `name` is the place that errors name, `encoding` how to read it, empty: as it shows itself.

    Raises:
        SourceError: the data is empty, is no text, is in another encoding or one that cannot be told, is damaged, or
            holds a control character; there is no encoding of that name, or the data is not in it.
    """
    if not data:
        raise SourceError("文件是空的", place=name, remedy="请检查是否选错了文件")
    decoded = _as_named(data, encoding, name) if encoding else _as_it_shows(data, name)
    if bad := FORBIDDEN.search(decoded.text):
        number = _line_number(decoded.text[: bad.start()])
        raise SourceError(
            f"第 {number} 行有控制字符 U+{ord(bad[0]):04X}，DOCX 和 PDF 都不能保存它",
            place=name,
            remedy="请在编辑器中删去这个字符",
        )
    return decoded


def _as_named(data: bytes, encoding: str, name: str) -> Decoded:
    known = codec(encoding)
    if known is None:
        raise SourceError(f"没有“{encoding}”这种编码", place=name, remedy="如 utf-8、gb18030、big5、utf-16、euc-kr")
    _refuse_other_kinds(data, name)
    marks = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    if any(data.startswith(mark) and known.startswith(kind) for mark, kind in marks):
        return _as_it_shows(data, name)
    known = "utf-16-le" if known == "utf-16" else known.removesuffix("-sig")
    try:
        return Decoded(known, data.decode(known).removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        number = _line_number(data[: error.start].decode(known, "replace"))
        raise SourceError(
            f"第 {number} 行（第 {error.start + 1} 个字节）不是合法的 {encoding}",
            place=name,
            remedy="请换一种编码，或不写 --encoding 让程序自己认",
        ) from None


def _as_it_shows(data: bytes, name: str) -> Decoded:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise SourceError("不支持 UTF-32 编码", place=name, remedy=_SAVE_AS_UTF8)
    for bom, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(bom):
            return Decoded(encoding, _decode_utf16(data[len(bom) :], encoding, name))
    _refuse_other_kinds(data, name)
    _refuse_zeros(data, name)
    if data.startswith(codecs.BOM_UTF8):
        try:
            return Decoded("utf-8-sig", data[len(codecs.BOM_UTF8) :].decode("utf-8"))
        except UnicodeDecodeError as error:
            _refuse_utf8(data, len(codecs.BOM_UTF8) + error.start, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_gb18030(data, error.start, name)
    if data.isascii():
        _refuse_seven_bits(data, name)
    elif not _UTF8_THREE.search(data):
        # A few hanzi of GB18030 can be valid UTF-8 by chance, as Latin, Greek or Arabic letters of two bytes each.
        others = _BESIDE_LATIN.sub(b"", data)
        if not others.isascii() and _GB_HAN.sub(b"", others).isascii():
            raise SourceError("文字太少，分不清是 UTF-8 还是 GB18030（GBK）编码", place=name, remedy=_SAVE_AS_UTF8)
    return _of_utf8(data, text)


def _of_utf8(data: bytes, text: str) -> Decoded:
    """`text`, which `data` is in UTF-8, with a doubt if a part of it is none, or all of it."""
    for run in _UTF8_TWOS.finditer(data) if _OF_TWO_BYTES.search(text) else ():
        if data[run.start() - 1 : run.start()].isalpha() or data[run.end() : run.end() + 1].isalpha():
            continue  # of a Western word
        found = run[0].decode("gb18030", "replace")
        sense = score(found) / len(found)
        if sense >= 1 or (sense >= -1 and not _AMONG_HAN.search(run[0].decode())):
            doubt = f"“{run[0].decode()}”按 GB18030（GBK）读是“{found}”，可能混有两种编码"
            return Decoded("utf-8", text, doubt, _line_number(data[: run.start()].decode()))
    has_han = not text.isascii() and any(map(is_han, text))
    return Decoded("utf-8", text, "" if has_han else "全文没有一个汉字，也许不是按 UTF-8 存的")


def _decode_utf16(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        number = _line_number(data[: error.start].decode(encoding))
        where = f"第 {number} 行（第 {error.start + 3} 个字节）"
        problem = "UTF-16 文件在此中断" if error.reason == "truncated data" else "不是合法的 UTF-16"
        raise SourceError(f"{where}{problem}", place=name, remedy="文件可能已损坏，请重新保存或另取一份") from None


def _decode_gb18030(data: bytes, utf8_end: int, name: str) -> Decoded:
    """GB18030 `data` whose bytes stop being valid UTF-8 at `utf8_end`."""
    wide = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    # In a Chinese text, nearly all bytes beyond ASCII stand in such threes in UTF-8, and nearly none in GB18030.
    if 2 * 3 * len(_UTF8_THREE.findall(data)) >= wide:
        as_utf8, as_gb = (score(data.decode(one, "ignore")) for one in ("utf-8", "gb18030"))
        if as_utf8 >= as_gb:
            _refuse_utf8(data, utf8_end, name)
    _refuse_mixed(data, name)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        _doubt_of_sense(data, None, name)
        number = _line_number(data[: error.start].decode("gb18030"))
        raise SourceError(
            f"第 {number} 行（第 {error.start + 1} 个字节）无法解码：既不是 UTF-8，也不是 GB18030（GBK），可能丢了字节",
            place=name,
            remedy=_SAVE_AS_UTF8,
        ) from None
    doubt, line = _doubt_of_sense(data, text, name), 1
    strange = garbled(text)
    if strange and strange.weight >= _STRANGE:
        number = _line_number(text[: strange.start])
        shown = text[strange.start : strange.end][:12]
        if strange.weight >= _OUT_OF_STEP and strange.alien > 1:
            at = len(text[: strange.start].encode("gb18030")) + 1
            raise SourceError(
                f"第 {number} 行（第 {at} 个字节）起是乱码（“{shown}”），可能丢了字节，或混有别的编码",
                place=name,
                remedy="请另取一份；确是 GB18030（GBK）的，用 --encoding gb18030",
            )
        doubt, line = f"按 GB18030（GBK）读出的“{shown}”像是乱码，可能丢了字节", number
    return Decoded("gb18030", text.removeprefix("\ufeff"), doubt, line)


def _refuse_mixed(data: bytes, name: str) -> None:
    """UTF-8 in the midst of GB18030: a stretch that makes sense as the one and none as the other."""
    for run in _UTF8_RUN.finditer(data):
        as_utf8, as_gb = (score(run[0].decode(one, "replace")) for one in ("utf-8", "gb18030"))
        if as_utf8 > _OTHER and as_gb - as_utf8 <= _OTHER:
            number = _line_number(data[: run.start()].decode("gb18030", "replace"))
            where = f"第 {number} 行（第 {run.start() + 1} 个字节）起"
            raise SourceError(
                f"{where}混有 UTF-8 编码的文字（“{run[0].decode()[:8]}”），前面是 GB18030（GBK）",
                place=name,
                remedy="两段文字的编码不同：请分别存成文件、另存为 UTF-8，再合到一起",
            )


def _doubt_of_sense(data: bytes, text: str | None, name: str) -> str:
    """Why a text that may be GB18030 may be something else; empty if it makes sense. `text`: None if it is not.

    Raises:
        SourceError: it is something else, or nothing.
    """
    end = len(data) if len(data) <= _LOOKED_AT else data.find(b"\n", _LOOKED_AT) + 1 or _LOOKED_AT
    sense = float("-inf") if text is None else score(data[:end].decode("gb18030", "replace"))
    best, other = 0.0, ""
    for encoding in _OTHERS:
        try:
            found = score(data[:end].decode(encoding), korean=encoding == "euc_kr")
        except UnicodeDecodeError:
            continue
        if found > best:
            best, other = found, encoding
    like = f"，像是{_OTHERS[other]}" if other else ""
    if sense - best > _OTHER:
        return (
            f"不是 UTF-8；按 GB18030（GBK）读，字太少或太生僻，拿不准{like}"
            if sense < _SURE or sense - best < _AHEAD
            else ""
        )
    if text is None:
        if other:
            raise SourceError(f"不是 UTF-8，也不是 GB18030（GBK）{like}", place=name, remedy=_named_by_user(other))
        return ""
    shown = "".join(text.split())[:8]
    raise SourceError(
        f"不是 UTF-8；按 GB18030（GBK）读出的是乱码（“{shown}”）{like}",
        place=name,
        remedy=f"{_named_by_user(other)}；确是 GB18030 的，用 --encoding gb18030" if other else _SAVE_AS_UTF8,
    )


def _named_by_user(encoding: str) -> str:
    return f"如果是，请用 --encoding {encoding.replace('_', '-')}"


def _refuse_seven_bits(data: bytes, name: str) -> None:
    """Chinese text in letters and digits, as old mail carried it."""
    for encoding, kind, pattern in (("hz", "HZ", _HZ), ("utf-7", "UTF-7", _UTF7)):
        try:
            words = "".join(word.decode(encoding) for word in pattern.findall(data))
        except UnicodeDecodeError:
            continue
        if words and not _NO_CHINESE.search(words):
            remedy = f"{_named_by_user(encoding)}；或另存为 UTF-8 编码的文本文件"
            raise SourceError(f"像是 {kind} 编码的汉字（“{words[:8]}”）", place=name, remedy=remedy)


def _refuse_other_kinds(data: bytes, name: str) -> None:
    """What is no text by its first bytes."""
    kinds = _KINDS
    if data.startswith(_ZIP):
        inside = (kind for kind in _ZIP_KINDS if kind[0] in data)
        kinds = (next(inside, (_ZIP, "压缩包（ZIP）", "请先解压")),)
        data = kinds[0][0]
    for magic, kind, remedy in kinds:
        if data.startswith(magic):
            raise SourceError(f"这是{' ' * kind[0].isascii()}{kind}，不是纯文本", place=name, remedy=remedy)


def _refuse_zeros(data: bytes, name: str) -> None:
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
        remedy="文件其余部分是 UTF-8，可能已损坏，或混有 GBK 的文字；请重新保存或另取一份",
    )


def _line_number(before: str) -> int:
    """The number of the line on which the text goes on after `before`."""
    return len((before + "x").splitlines())
