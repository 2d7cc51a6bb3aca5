"""The images of a text, by the names that it has for them: seals and pictures, checked and made alike for writers.

They lie beside the text or below; pictures may also have come inside the file. A seal is a PNG, as it lies over text;
without it nothing is written. A picture is a PNG or a JPEG; one that cannot be shown is told (BX025).
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from banxin import storage
from banxin.document import Document, Figure, Role, walk
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


class Picture(msgspec.Struct, frozen=True):
    """An image as every writer takes it."""

    data: bytes
    """A PNG file of eight bits a channel, or a JPEG file of one or three channels, upright."""
    width: float
    """In points, as the image itself has it."""
    height: float


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


_MOST_PIXELS_SHOWN = 64_000_000
"""Of a picture: what a telephone takes."""
_DEFAULT_DPI = 96
"""Of a picture that does not say, as Word takes it."""
_LEAST_DPI, _MOST_DPI = 30, 2400
"""What a picture may say of itself; anything else is a slip."""
_QUALITY = 92
_ORIENTATION = 0x0112
"""The tag of Exif that says how a camera was held."""


def read_pictures(
    document: Document, inside: Mapping[str, bytes], folder: str
) -> tuple[dict[str, Picture], list[Diagnostic]]:
    """The pictures of the figures by their names, and a remark on each that cannot be shown.

    `inside`: those that came inside the file. `folder` is where the others lie; empty: there are none.
    """
    pictures: dict[str, Picture] = {}
    remarks: list[Diagnostic] = []
    blocks = (document.body, *(annex.body for annex in document.annexes))
    for figure in (block for part in blocks for block in walk(part) if isinstance(block, Figure)):
        name = figure.image
        if name in pictures:
            continue
        try:
            data = inside.get(name) or (storage.read_within(folder, name, max_size=LARGEST_SEAL) if folder else b"")
            pictures[name] = _picture(data)
        except SourceError as error:
            remarks.append(_not_shown(figure, error.problem))
        except _PIL_ERRORS:
            remarks.append(
                _not_shown(figure, "不是 PNG 或 JPEG，或者已损坏" if folder or name in inside else "没有这个文件")
            )
    return pictures, remarks


def _not_shown(figure: Figure, why: str) -> Diagnostic:
    message = f"图片“{figure.image}”排不出来：{why}"
    hint = "图片须是 PNG 或 JPEG，放在原文所在的文件夹里；图题照排"
    return Diagnostic("BX025", Severity.WARNING, figure.line, message, hint)


def _picture(data: bytes) -> Picture:
    """The image as every writer takes it.

    Raises:
        SourceError, or one of `_PIL_ERRORS`: it is none, is too large or broken.
    """
    from PIL import Image, ImageOps

    image: Image.Image = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
    across, down = image.size
    if across * down > _MOST_PIXELS_SHOWN:
        raise SourceError(f"太大（{across}×{down} 点）")
    dpi = image.info.get("dpi", (0, 0))[0]
    dpi = float(dpi) if _LEAST_DPI <= dpi <= _MOST_DPI else _DEFAULT_DPI
    turned = image.getexif().get(_ORIENTATION, 1) != 1
    is_photo = image.format == "JPEG"
    image.load()  # one that ends too early is broken
    if turned:
        image = ImageOps.exif_transpose(image)
        across, down = image.size
    if is_photo and not turned and image.mode in ("L", "RGB"):
        return Picture(_without_remarks(data), across * 72 / dpi, down * 72 / dpi)
    out = io.BytesIO()
    if is_photo:
        image.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    else:
        if image.mode.startswith("I"):  # 16 bits; PIL would cut them off at 255
            image = image.point(lambda value: value / 256).convert("L")
        clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
        image.convert("RGBA" if clear else "RGB").save(out, "PNG")
    data = out.getvalue()
    return Picture(data, across * 72 / dpi, down * 72 / dpi)


_SCAN = 0xFFDA
_REMARKS = (0xFFE1, *range(0xFFE3, 0xFFEE), 0xFFEF, 0xFFFE)
"""Segments of a JPEG file that say where and with what it was taken; not those of its colours."""


def _without_remarks(data: bytes) -> bytes:
    """The same JPEG picture, which does not tell where it was taken."""
    kept = [data[:2]]
    at = 2
    while at + 4 <= len(data):
        kind, length = struct.unpack_from(">HH", data, at)
        if kind == _SCAN or kind < 0xFF00:  # noqa: PLR2004 - the marker of every segment
            break
        if kind not in _REMARKS:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    return b"".join((*kept, data[at:]))


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
