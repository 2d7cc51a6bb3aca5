"""The names of seal images in a text to the PNG files beside it, read, checked and made alike for both writers."""

from __future__ import annotations

import io
from collections.abc import Iterable

from banxin import storage
from banxin.document import Document, Role
from banxin.errors import Diagnostic, DocumentError, Severity, SourceError

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SIZE = slice(16, 24)
"""Width and height in the first chunk."""
LARGEST_SEAL = 16 * 1024 * 1024
"""Bytes of an image."""
_MOST_PIXELS = 64_000_000
_REMEDY = "印章图片须是 PNG，放在原文所在的文件夹里；没有图片时写“印章: 留空”"


def read_seals(names: Iterable[str], folder: str, place: str) -> dict[str, bytes]:
    """PNG files of eight bits a channel by the names under which a text has them; they lie in `folder` or below it;
    empty: there are none.

    Raises:
        DocumentError: an image is not there, lies elsewhere, is too large, no PNG or broken.
    """
    return {name: _read(name, folder, place) for name in dict.fromkeys(names)}


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
        data = storage.read_within(folder, name, max_size=LARGEST_SEAL) if folder else b""
    except SourceError as error:
        raise DocumentError(f"读不到印章图片“{name}”：{error.problem}", place=place, remedy=_REMEDY) from None
    across, down = int.from_bytes(data[_SIZE][:4], "big"), int.from_bytes(data[_SIZE][4:], "big")
    if not data.startswith(_SIGNATURE) or not across or not down:
        raise DocumentError(f"印章图片“{name}”不是 PNG，或者已损坏", place=place, remedy=_REMEDY)
    if across * down > _MOST_PIXELS:
        raise DocumentError(f"印章图片“{name}”太大（{across}×{down} 点）", place=place, remedy="请缩小图片")
    return _alike(data, name, place)


def _alike(data: bytes, name: str, place: str) -> bytes:
    """The file itself if it has eight bits of RGB and alpha, else one that has."""
    from PIL import Image

    try:
        image: Image.Image = Image.open(io.BytesIO(data), formats=["PNG"])
        image.load()
    except (OSError, SyntaxError, ValueError):  # PIL names no fewer for broken files
        raise DocumentError(f"印章图片“{name}”不是 PNG，或者已损坏", place=place, remedy=_REMEDY) from None
    if image.mode == "RGBA":
        return data
    if image.mode.startswith("I"):  # 16 bits; PIL would cut them off at 255
        image = image.point(lambda value: value / 256).convert("L")
    out = io.BytesIO()
    image.convert("RGBA").save(out, "PNG")
    return out.getvalue()
