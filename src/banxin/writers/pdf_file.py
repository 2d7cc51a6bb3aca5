"""A document's objects to the bytes of its file, the small ones packed together (ISO 32000-1, 7.5.7 and 7.5.8).

A reader may rely on these: what is packed takes some ten bytes of the file, and while the document is built no more of
the memory; the document information stands by itself, as it is, so that it can be found in the bytes; `endstream`
stands on a line of its own, as archives ask (ISO 19005-2, 6.1.7.1).
"""

from __future__ import annotations

import struct

from banxin.writers.deflate import deflate
from banxin.writers.pdf_library import Canvas, pdfdoc

_PACKED_TOGETHER = 200
"""Objects of one stream: more pack better, but a reader unpacks all for the sake of one."""
_ENTRY = struct.Struct(">BIH")
"""Of the cross-reference stream: whether the object is packed; where it begins, or the number of its stream; 0, or its
place there."""
_FREE, _PLAIN, _PACKED = 0, 1, 2
_LAST_GENERATION = 0xFFFF
_END = b"endstream"
_BEFORE_THE_END = -len(_END) - 1
"""Of a stream as ReportLab has it."""


class Document(pdfdoc.PDFDocument):  # type: ignore[misc]
    """ReportLab's document, in another kind of file; it takes objects in bytes, too."""

    _open: list[tuple[int, bytes]]
    _streams: list[tuple[int, bytes]]
    _table: bytearray

    @classmethod
    def of(cls, canvas: Canvas) -> Document:
        """What a new canvas draws in."""
        document = canvas._doc  # noqa: SLF001 - a canvas makes it itself
        document.__class__ = cls
        document._open, document._streams, document._table = [], [], bytearray()  # noqa: SLF001 - our own
        assert isinstance(document, Document)
        return document

    def number(self) -> int:
        """The number of a new object, which is to be given to `pack`."""
        self.objectcounter += 1
        return int(self.objectcounter)

    def number_of(self, name: str) -> int:
        """The number of the object that ReportLab calls so."""
        return int(self.idToObjectNumberAndVersion[name][0])

    def pack(self, number: int, content: bytes) -> None:
        """Takes the object of that number; it is no stream."""
        self._open.append((number, content))
        if len(self._open) == _PACKED_TOGETHER:
            self._close()

    def add(self, content: str) -> str:
        """Takes an object that is no stream; a reference to it."""
        number = self.number()
        self.pack(number, content.encode("ascii"))
        return f"{number} 0 R"

    def add_stream(self, entries: str, content: bytes, *, packs: bool = True) -> str:
        """Takes a stream whose dictionary has these entries, and packs its content; a reference to it."""
        number = self.number()
        self._streams.append((number, _stream(entries, content, packs=packs)))
        return f"{number} 0 R"

    def _close(self) -> None:
        """The open objects become a stream."""
        if not self._open:
            return
        stream = self.number()
        places, at = [], 0
        for index, (number, content) in enumerate(self._open):
            places.append(f"{number} {at}")
            at += len(content) + 1
            self._note(number, _PACKED, stream, index)
        head = " ".join(places).encode() + b"\n"
        of_stream = f"/Type/ObjStm/N {len(places)}/First {len(head)}"
        objects = b"\n".join(content for _, content in self._open)
        self._streams.append((stream, _stream(of_stream, head + objects)))
        self._open = []

    def _note(self, number: int, kind: int, place: int, index: int) -> None:
        lacking = (number + 1) * _ENTRY.size - len(self._table)
        if lacking > 0:
            self._table += bytes(lacking)
        _ENTRY.pack_into(self._table, number * _ENTRY.size, kind, place, index)

    def format(self) -> bytes:
        """The file."""
        file = pdfdoc.PDFFile(self._pdfVersion)
        self._note(0, _FREE, 0, _LAST_GENERATION)
        number = 0
        while number < self.objectcounter:  # there may be more of them once others are formatted
            number += 1
            name = self.numberToId.get(number)
            if name is None:
                continue
            held = self.idToObject[name]
            content: bytes = pdfdoc.format(held, self, toplevel=1)
            if isinstance(held, pdfdoc.PDFStream):
                content = _ended(content[:_BEFORE_THE_END])
                self._note(number, _PLAIN, file.add(_object(number, content)), 0)
            elif held is self.info:
                self._note(number, _PLAIN, file.add(_object(number, content)), 0)
            else:
                self.pack(number, content)
        self._close()
        for stream, content in self._streams:
            self._note(stream, _PLAIN, file.add(_object(stream, content)), 0)
        self._streams = []
        start = file.offset
        last = self.number()
        self._note(last, _PLAIN, start, 0)
        file.add(_object(last, self._references()))
        file.add(f"startxref\n{start}\n%%EOF\n")
        formatted: bytes = file.format(self)
        return formatted

    def _references(self) -> bytes:
        """The cross-reference stream, which is the trailer, too."""
        digest = self.signature.hexdigest()
        root, info = (self.number_of(held.__InternalName__) for held in (self.Catalog, self.info))
        return _stream(
            f"/Type/XRef/Size {self.objectcounter + 1}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R"
            f"/ID[<{digest}><{digest}>]"
            f"/DecodeParms<</Predictor 12/Columns {_ENTRY.size}>>",
            _as_differences(self._table),
        )


def _object(number: int, content: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, content.rstrip(b"\n"))


def _stream(entries: str, content: bytes, *, packs: bool = True) -> bytes:
    if packs:
        entries += "/Filter/FlateDecode"
        content = deflate(content)
    return _ended(f"<<{entries}/Length {len(content)}>>\nstream\n".encode("ascii") + content)


def _ended(stream: bytes) -> bytes:
    """The stream with its last line; a line feed alone would make a carriage return before it part of the line end."""
    return stream + (b"\r\n" if stream.endswith(b"\r") else b"\n") + _END


def _as_differences(table: bytearray) -> bytes:
    """Each byte of the entries less the one above it, and before each entry the byte that says so (PNG's filter Up)."""
    size, count = _ENTRY.size, len(table) // _ENTRY.size
    high = int.from_bytes(b"\x80" * len(table), "big")
    own, above = int.from_bytes(table, "big"), int.from_bytes(bytes(size) + table[:-size], "big")
    # every byte on its own: no borrow goes beyond a high bit that is set
    less = ((own | high) - (above & ~high)) ^ ((own ^ ~above) & high)
    differences = less.to_bytes(len(table), "big")
    out = bytearray(count * (size + 1))
    out[:: size + 1] = b"\x02" * count
    for column in range(size):
        out[column + 1 :: size + 1] = differences[column::size]
    return bytes(out)
