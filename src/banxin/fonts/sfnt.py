"""Parts of font files as OpenType 1.9 has them: a `cmap` from scratch, a file with a table of another content."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Mapping
from itertools import chain
from sys import byteorder

_BMP = 0xFFFF
_LONGEST = 0xFFFF
"""Bytes of a subtable of format 4."""
_UNICODE, _WINDOWS = 0, 3
_RECORD = struct.Struct(">4s3L")
"""Of a table: tag, checksum, place, length."""
_HEAD_LENGTH = 12
_ADJUSTMENT = 8
"""Place of what makes up the checksum of the file, in the table `head`."""
_WHOLE = 0xB1B0AFBA
_MASK = 0xFFFFFFFF


def cmap(glyphs: Mapping[int, int]) -> bytes:
    """The table `cmap` of the glyphs of code points, in their order: format 4 for the BMP, format 12 for all.

    Where format 4 has no room for that many, there is format 12 alone.
    """
    segments = list(_segments(glyphs))
    long = b"".join(struct.pack(">3L", *segment) for segment in segments)
    all_ = struct.pack(">2H3L", 12, 0, 16 + len(long), 0, len(segments)) + long
    short = _format_4([segment for segment in segments if segment[0] < _BMP])
    subtables = [(_UNICODE, 3, short), (_UNICODE, 4, all_), (_WINDOWS, 1, short), (_WINDOWS, 10, all_)]
    listed = [one for one in subtables if one[2]]
    start = 4 + 8 * len(listed)
    places = {short: start, all_: start + len(short)}
    records = b"".join(struct.pack(">2HL", platform, kind, places[table]) for platform, kind, table in listed)
    return struct.pack(">2H", 0, len(listed)) + records + short + all_


def _segments(glyphs: Mapping[int, int]) -> Iterator[tuple[int, int, int]]:
    """(first code, last code, first glyph) of codes in a row whose glyphs are so, too; none goes beyond the BMP."""
    first = last = glyph = -1
    for code, of_code in glyphs.items():
        if code == last + 1 and of_code == glyph + code - first and code != _BMP + 1:
            last = code
            continue
        if first >= 0:
            yield first, last, glyph
        first, last, glyph = code, code, of_code
    if first >= 0:
        yield first, last, glyph


def _format_4(segments: list[tuple[int, int, int]]) -> bytes:
    """Empty if there are too many."""
    ends = [last for _, last, _ in segments] + [_BMP]
    starts = [first for first, _, _ in segments] + [_BMP]
    deltas = [(glyph - first) & _BMP for first, _, glyph in segments] + [1]
    count = len(ends)
    length = 16 + 8 * count
    if length > _LONGEST:
        return b""
    power = 1 << (count.bit_length() - 1)
    head = 4, length, 0, 2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power)
    return struct.pack(f">{8 + 4 * count}H", *head, *ends, 0, *starts, *deltas, *[0] * count)


def table(font: bytes, tag: str) -> bytes:
    """The content of the table `tag` of a font file.

    Raises:
        KeyError: there is none.
    """
    return _tables(font)[tag.encode()][1]


def _tables(font: bytes) -> dict[bytes, tuple[int, bytes]]:
    """(checksum, content) of each table."""
    (count,) = struct.unpack_from(">H", font, 4)
    records = (_RECORD.unpack_from(font, _HEAD_LENGTH + at * _RECORD.size) for at in range(count))
    return {name: (checksum, font[place : place + length]) for name, checksum, place, length in records}


def with_table(font: bytes, tag: str, content: bytes) -> bytes:
    """The font file with `content` as its table `tag`, be it new."""
    tables = _tables(font)
    tables[tag.encode()] = _sum(content), content
    power = 1 << (len(tables).bit_length() - 1)
    directory = font[:4] + struct.pack(
        ">4H", len(tables), 16 * power, power.bit_length() - 1, 16 * (len(tables) - power)
    )
    place = _HEAD_LENGTH + _RECORD.size * len(tables)
    for name, (checksum, data) in sorted(tables.items()):
        directory += _RECORD.pack(name, checksum, place, len(data))
        place += len(data) + -len(data) % 4
    total = _sum(directory) + sum(checksum for checksum, _ in tables.values())
    checksum, head = tables[b"head"]
    rest = struct.pack(">L", (_WHOLE - total) & _MASK)
    tables[b"head"] = checksum, head[:_ADJUSTMENT] + rest + head[_ADJUSTMENT + 4 :]
    padded = ((data, bytes(-len(data) % 4)) for _, (_, data) in sorted(tables.items()))
    return b"".join((directory, *chain.from_iterable(padded)))


def _sum(content: bytes) -> int:
    """The checksum of a table."""
    words = array("I", content + bytes(-len(content) % 4))
    if byteorder == "little":
        words.byteswap()
    return sum(words) & _MASK
