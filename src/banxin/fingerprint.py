"""What an output proves by itself: that this program made it, from a text of which name, and that nobody changed it.

A writer leaves room in the file, `BLANK`, as a property called `NAME`: a custom property of a DOCX, an entry of a PDF's
document information or of an OFD's, a text of a PNG, a comment of an SVG or a web page. `stamped` fills it with a
digest of every byte of the file, the room itself blank, and one of that and the name of the text. So an edit shows, a
file packed anew, an office program's way of saving it.

A text is known by its whole name, without its folder: texts and outputs are moved and copied together, while `材料.txt`
and `材料.md` are two texts that would have one output. The name is compared as it is written, capitals too: where a
file system takes two names for one, a doubt ends in a question rather than in a file that is gone.

A reader may rely on this: no clock and no chance, so equal files and names have equal fingerprints. It is no signature:
it tells what happened by itself, not what somebody has forged.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from enum import Enum
from io import BytesIO
from pathlib import PurePath

NAME = "banxin-fingerprint"
"""What the property is called."""
_HALF = 32
"""Hexadecimal digits of each digest."""
_ENOUGH = 1 << 16
"""Bytes of a foreign file's properties that are looked through."""
BLANK = "0" * (2 * _HALF)
"""What a writer puts in its place."""

_PDF_HEAD = f"/{NAME} (".encode()
_PDF_TAIL = b")"
_PNG = b"\x89PNG"
_PNG_HEAD = f"tEXt{NAME}\0".encode()
COMMENT = f"<!--{NAME} {BLANK}-->"
"""What an SVG or a web page says, with room for the fingerprint."""
_COMMENT_HEAD, _COMMENT_TAIL = (part.encode() for part in COMMENT.split(BLANK))
OFD_PART = "OFD.xml"
"""The file of an OFD that carries the fingerprint, stored as it is and before all others."""
_OFD = OFD_PART.encode()
_OFD_HEAD, _OFD_TAIL = f'<ofd:CustomData Name="{NAME}">'.encode(), b"</ofd:CustomData>"
DOCX_PART = "docProps/custom.xml"
"""The part of a DOCX that carries the fingerprint, stored as it is and behind all others."""
DOCX_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{NAME}">'
    f"<vt:lpwstr>{BLANK}</vt:lpwstr></property>"
)
"""How that part begins, with room for the fingerprint; further properties follow."""
_DOCX_HEAD, _DOCX_TAIL = (part.encode() for part in DOCX_XML.split(BLANK))


class Origin(Enum):
    """Where a file comes from, as far as it can tell."""

    OWN = "own"
    """This program made it from a text of that name; it is as it was made."""
    OTHER_TEXT = "other text"
    """This program made it from a text of another name; it is as it was made."""
    CHANGED = "changed"
    """This program made it, and it was changed since, be it only packed anew."""
    FOREIGN = "foreign"
    """It has no fingerprint: somebody else made it, or this program did before there were fingerprints."""


def stamped(data: bytes, text: str) -> bytes:
    """The output `data` with its fingerprint, made from a text called `text`, which may be a path; empty: it has none.

    Raises:
        ValueError: the writer left no room for it.
    """
    room = _room(data)
    if room is None:
        raise ValueError(f"no {NAME} in the file")
    return b"".join(_with(data, _fields(data, room, _digest(data, room, text))))


def origin(data: bytes, text: str) -> Origin:
    """Where the file `data` comes from; `text` as for `stamped`."""
    room = _room(data)
    if room is None:
        return Origin.CHANGED if _was_ours(data) else Origin.FOREIGN
    wanted = _digest(data, room, text)
    found = data[room : room + len(BLANK)]
    is_whole = all(data.startswith(value, place) for place, value in _fields(data, room, found).items())
    if found[:_HALF] != wanted[:_HALF] or not is_whole:
        return Origin.CHANGED
    return Origin.OWN if found == wanted else Origin.OTHER_TEXT


def _digest(data: bytes, room: int, text: str) -> bytes:
    """The fingerprint that a file should have, whichever it has."""
    of_content = hashlib.sha256()
    for part in _with(data, _fields(data, room, BLANK.encode())):
        of_content.update(part)
    of_text = of_content.copy()
    of_text.update(b"\0" + PurePath(text).name.encode("utf-8", "surrogatepass"))
    return (of_content.hexdigest()[:_HALF] + of_text.hexdigest()[:_HALF]).encode()


def _was_ours(data: bytes) -> bool:
    """The file still has the property, though written by another program: office programs keep it."""
    if NAME.encode() in data:
        return True
    from zipfile import ZipFile

    try:
        with ZipFile(BytesIO(data)) as archive:
            name = OFD_PART if OFD_PART in archive.namelist() else DOCX_PART
            with archive.open(name) as part:
                return NAME.encode() in part.read(_ENOUGH)
    except Exception:  # noqa: BLE001 - whatever `zipfile` and `zlib` make of a file that is none of ours
        return False


def _room(data: bytes) -> int | None:
    """Where the fingerprint of a file begins; `None`: it has no room for one."""
    head, tail = _DOCX_HEAD, _DOCX_TAIL
    if data.startswith(b"%PDF-"):
        head, tail = _PDF_HEAD, _PDF_TAIL
    elif data.startswith(_PNG):
        head, tail = _PNG_HEAD, b""
    elif data.startswith(b"<"):
        head, tail = _COMMENT_HEAD, _COMMENT_TAIL
    elif data.startswith(_OFD, _LOCAL_SIZE):
        head, tail = _OFD_HEAD, _OFD_TAIL
    start = data.rfind(head)
    if start < 0:
        return None
    start += len(head)
    return start if data.startswith(tail, start + len(BLANK)) else None


_LOCAL_SIZE, _LOCAL_CHECKSUM, _LOCAL_LENGTH = 30, 14, 22
_CENTRAL_SIZE, _CENTRAL_CHECKSUM = 46, 16
"""Bytes of a ZIP file's two headers of an entry, up to its name, and where in them its checksum stands and its
length unpacked (APPNOTE.TXT 4.3.7, 4.3.12)."""


def _fields(data: bytes, room: int, value: bytes) -> dict[int, bytes]:
    """What a file with `value` as its fingerprint says because of it, by place: in a ZIP and a PNG a checksum, too."""
    if data.startswith((b"%PDF-", b"<")):
        return {room: value}
    if data.startswith(_PNG):
        return {room: value, room + len(value): struct.pack(">L", zlib.crc32(_PNG_HEAD + value))}
    is_ofd = data.startswith(_OFD, _LOCAL_SIZE)
    name = _OFD if is_ofd else DOCX_PART.encode()
    local = 0 if is_ofd else room - len(_DOCX_HEAD) - len(name) - _LOCAL_SIZE
    begin, length = local + _LOCAL_SIZE + len(name), local + _LOCAL_LENGTH
    end = begin + int.from_bytes(data[length : length + 4], "little")
    checksum = struct.pack("<L", zlib.crc32(data[begin:room] + value + data[room + len(value) : end]))
    central = data.rfind(name) - _CENTRAL_SIZE
    return {local + _LOCAL_CHECKSUM: checksum, room: value, central + _CENTRAL_CHECKSUM: checksum}


def _with(data: bytes, fields: dict[int, bytes]) -> Iterator[bytes | memoryview]:
    """A file with these fields, in parts, none of them copied."""
    whole, end = memoryview(data), 0
    for place, value in fields.items():
        yield whole[end:place]
        yield value
        end = place + len(value)
    yield whole[end:]
