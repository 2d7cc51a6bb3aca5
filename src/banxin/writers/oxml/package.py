"""Parts in, the bytes of an Office document's package out (ISO/IEC 29500-2): a zip file in which each part has a type
and relationships say which part refers to which.

A reader may rely on this: no clock and no chance; the parts stand in the order in which they are referred to, each
before those that it refers to itself, and the one that carries the fingerprint last, unpacked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import count
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from banxin.fingerprint import DOCX_PART
from banxin.writers.oxml import RELATIONSHIPS

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every entry in the zip file: the earliest there is. A clock would make equal inputs differ."""

_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_KINDS = {
    "officeDocument": f"{_OFFICE}.wordprocessingml.document.main+xml",
    "header": f"{_OFFICE}.wordprocessingml.header+xml",
    "footer": f"{_OFFICE}.wordprocessingml.footer+xml",
    "styles": f"{_OFFICE}.wordprocessingml.styles+xml",
    "settings": f"{_OFFICE}.wordprocessingml.settings+xml",
    "fontTable": f"{_OFFICE}.wordprocessingml.fontTable+xml",
    "theme": f"{_OFFICE}.theme+xml",
    "extended-properties": f"{_OFFICE}.extended-properties+xml",
    "custom-properties": f"{_OFFICE}.custom-properties+xml",
    "metadata/core-properties": "application/vnd.openxmlformats-package.core-properties+xml",
}
"""The content type of each kind of part; a kind is called as relationships to it are."""
_IMAGES = {"png": "image/png", "jpeg": "image/jpeg"}
"""The content type of each image, by the ending of its name."""


def ending(image: bytes) -> str:
    """Of the name of a PNG or a JPEG file."""
    return "png" if image.startswith(b"\x89PNG") else "jpeg"


class Part(NamedTuple):
    """One file in the package."""

    kind: str
    """A key of `_KINDS`, or `image`."""
    name: str
    """Its path in the package."""
    pieces: Iterable[bytes]
    """What it holds; asked for once."""
    id: str = ""
    """By which the part that refers to it names it; empty: no matter."""
    parts: Sequence[Part] = ()
    """Those that it refers to, in its own folder or below."""


def package(parts: Sequence[Part]) -> bytes:
    """The package that begins with `parts`."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        entries = [("[Content_Types].xml", _types(parts)), ("_rels/.rels", _relationships(parts, "")), *_entries(parts)]
        for name, pieces in sorted(entries, key=lambda entry: entry[0] == DOCX_PART):
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_STORED if name == DOCX_PART else ZIP_DEFLATED
            entry.create_system = 0  # the same bytes on every system
            with archive.open(entry, "w") as file:
                for piece in pieces:
                    file.write(piece)
    return buffer.getvalue()


def _entries(parts: Sequence[Part]) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Name and content of each of `parts`, its relationships and the parts that it refers to."""
    for part in parts:
        yield part.name, part.pieces
        if part.parts:
            folder, _, name = part.name.rpartition("/")
            yield f"{folder}/_rels/{name}.rels", _relationships(part.parts, f"{folder}/")
            yield from _entries(part.parts)


def _types(parts: Sequence[Part]) -> list[bytes]:
    """Says what each part is: images by the ending of their names, all others one by one."""
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    defaults |= _IMAGES
    listed = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in defaults.items())
    listed += "".join(
        f'<Override PartName="/{part.name}" ContentType="{_KINDS[part.kind]}"/>'
        for part in _all(parts)
        if part.kind != "image"
    )
    return [f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{listed}</Types>'.encode()]


def _all(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _all(part.parts)


def _relationships(parts: Sequence[Part], folder: str) -> list[bytes]:
    """Says which `parts` one in `folder` refers to."""
    numbers = count(1)
    listed = "".join(
        f'<Relationship Id="{part.id or f"rId{next(numbers)}"}" '
        f'Type="{f"{_PACKAGE}/relationships" if "/" in part.kind else RELATIONSHIPS}/{part.kind}" '
        f'Target="{part.name.removeprefix(folder)}"/>'
        for part in parts
    )
    return [f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'.encode()]
