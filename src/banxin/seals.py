"""The names of seal images in a text to the PNG files beside it, read, checked and made alike for both writers."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Iterator

from banxin import storage
from banxin.document import Document, Role
from banxin.errors import Diagnostic, DocumentError, Severity, SourceError

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_IHDR = struct.Struct(">I4sIIBB")
"""The first chunk up to the bits a channel and the kind of colour: its length, name, width and height before them."""
_IHDR_LENGTH = 13
_CGBI = b"\0\0\0\4CgBI"
"""What a PNG made for Apple's devices begins with; nobody else can read it."""
_RGBA_OF_EIGHT_BITS = (8, 6)
_SHOWN = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
"""The chunks that make the image."""
LARGEST_SEAL = 16 * 1024 * 1024
"""Bytes of an image."""
_MOST_PIXELS = 16_000_000
"""Of an image: a seal of 42 mm at 2400 dots an inch. Decoded they take 64 MB, however few bytes the file has."""
_MOST_PIXELS_TOGETHER = 4 * _MOST_PIXELS
"""Of all images of a text."""
_REMEDY = "印章图片须是 PNG，放在原文所在的文件夹里；没有图片时写“印章: 留空”"
_SMALLER = "请把图片缩小到 4000×4000 点以内，印章通常 1000×1000 点就够清楚"
_PIL_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    struct.error,
    zlib.error,
)
"""What Pillow raises over broken files."""


def read_seals(names: Iterable[str], folder: str, place: str) -> dict[str, bytes]:
    """PNG files of eight bits a channel by the names under which a text has them; they lie in `folder` or below it;
    empty: there are none. One that has several names is decoded once.

    Raises:
        DocumentError: an image is not there, lies elsewhere, is too large, no PNG or broken; or all together are too
            large.
    """
    seals: dict[str, bytes] = {}
    alike: dict[bytes, bytes] = {}
    pixels = 0
    for name in dict.fromkeys(names):
        data = _read(name, folder, place)
        if data not in alike:
            pixels += _pixels(data, name, place)
            if pixels > _MOST_PIXELS_TOGETHER:
                raise DocumentError("印章图片合起来太大", place=place, remedy=_SMALLER)
            alike[data] = _alike(data, name, place)
        seals[name] = alike[data]
    return seals


def count(document: Document) -> list[Diagnostic]:
    """BX110 where there are not as many images as organs that sign."""
    organs = [p for p in document.back if p.role is Role.SIGNATURE]
    if not document.seals or len(organs) == len(document.seals):
        return []
    message = f"印章图片有 {len(document.seals)} 个，署名有 {len(organs)} 个，对不上"
    line = organs[0].line if organs else 0
    return [Diagnostic("BX110", Severity.WARNING, line, message, "请按署名的次序一个机关写一个图片")]


def _read(name: str, folder: str, place: str) -> bytes:
    try:
        return storage.read_within(folder, name, max_size=LARGEST_SEAL) if folder else b""
    except SourceError as error:
        raise DocumentError(f"读不到印章图片“{name}”：{error.problem}", place=place, remedy=_REMEDY) from None


def _pixels(data: bytes, name: str, place: str) -> int:
    """How many the image has, told by its first chunk before anything is decoded."""
    if data.startswith(_SIGNATURE + _CGBI):
        remedy = "请用“预览”或画图打开，另存为普通的 PNG"
        raise DocumentError(f"印章图片“{name}”是苹果手机程序专用的 PNG", place=place, remedy=remedy)
    across = down = 0
    if data.startswith(_SIGNATURE) and len(data) >= len(_SIGNATURE) + _IHDR.size:
        length, kind, across, down, _, _ = _IHDR.unpack_from(data, len(_SIGNATURE))
        if (length, kind) != (_IHDR_LENGTH, b"IHDR") or _has_second_header(data):
            across = 0
    if not across or not down:
        raise _broken(name, place)
    if across * down > _MOST_PIXELS:
        raise DocumentError(f"印章图片“{name}”太大（{across}×{down} 点）", place=place, remedy=_SMALLER)
    return across * down


def _has_second_header(data: bytes) -> bool:
    """Whether a further chunk would give the image another size."""
    return sum(kind == b"IHDR" for kind, _ in _chunks(data)) > 1


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The name of each chunk, and all of it."""
    at = len(_SIGNATURE)
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at:end]
        at = end


def _alike(data: bytes, name: str, place: str) -> bytes:
    """The image without its remarks if it has eight bits of RGB and alpha, else one that has."""
    from PIL import Image

    try:
        # no animation, no text that unpacks to gigabytes, nothing of where a picture was taken
        data = _SIGNATURE + b"".join(chunk for kind, chunk in _chunks(data) if kind in _SHOWN)
        image: Image.Image = Image.open(io.BytesIO(data), formats=["PNG"])
        image.load()
        if _IHDR.unpack_from(data, len(_SIGNATURE))[-2:] == _RGBA_OF_EIGHT_BITS:
            return data
        if image.mode.startswith("I"):  # 16 bits; PIL would cut them off at 255
            image = image.point(lambda value: value / 256).convert("L")
        image = image.convert("RGBA")
    except _PIL_ERRORS:
        raise _broken(name, place) from None
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _broken(name: str, place: str) -> DocumentError:
    return DocumentError(f"印章图片“{name}”不是 PNG，或者已损坏", place=place, remedy=_REMEDY)
