"""One text to all that there is to say of it, each remark with its line and column; and the text with its repairs made.

A reader may rely on this: `examine` never writes. `mended` changes what the listed repairs name and nothing else: every
other byte of the file, byte-order mark, line ends, spaces and front matter included, stays as it is, and a second run
finds nothing to do.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path

import msgspec

from banxin import storage
from banxin.checks import check, check_pages
from banxin.conversion import Prepared, prepare
from banxin.document import roles
from banxin.errors import Diagnostic, OutputError, Severity, SourceError
from banxin.parser.doubt import told
from banxin.reading import Options, Reading, read
from banxin.regex import regex
from banxin.rules import BY_CODE
from banxin.source import Source
from banxin.storage.rewriting import keep, rewrite
from banxin.streams import HIDDEN, INVISIBLE, visible

_READ, _PARSED, _REPAIRED, _MADE = 1, 2, 3, 4
"""Stages behind which a stream stands."""
_ROUNDS = 5
"""A repaired line may be read otherwise than before, so repairs are looked for again; it has never taken three."""
_LINE_END = regex("[\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029]")
_NO_LAYOUT = regex(f"[^{re.escape(INVISIBLE)}]")


def examine(data: bytes, options: Options, *, name: str = "", folder: Path | None = None) -> tuple[Diagnostic, ...]:
    """All remarks on the text in `data`, routine ones included, by line and column.

    `name` stands in messages, `folder` holds the images that the text names.

    Raises:
        SourceError: the bytes are no readable text.
        DocumentError, FontError: as `conversion.prepare` and layout.
        TextSafetyError: a character would be lost, changed or invented.
    """
    reading = read(data, options, name=name)
    return remarks(reading, None if reading.errors else prepare(reading, options, name=name, folder=folder))


def remarks(reading: Reading, prepared: Prepared | None) -> tuple[Diagnostic, ...]:
    """All remarks on a text that was read and prepared; as `examine`. None: it must be mended first."""
    found = [_located(d, reading, 0) for d in reading.source.diagnostics]
    found += [_located(d, reading, _READ) for d in reading.parsed]
    if prepared:
        found += [_located(d, reading, _PARSED) for d in reading.repaired]
        found += [_located(d, reading, _REPAIRED) for d in reading.made]
        found += [_located(d, reading, _MADE) for d in check(reading.document)]
        found += [_located(d, reading, None) for d in told(reading.doubts, roles(reading.document))]
        laid = prepared.layout
        later = prepared.diagnostics[len(reading.diagnostics) :]
        found += [_located(d, reading, None) for d in (*later, *laid.diagnostics)]
        composition = laid.composition
        found += [_located(d, reading, _MADE) for d in check_pages(reading.document, composition, laid.pages)]
    return tuple(sorted(found, key=lambda d: (d.line, d.column, d.code)))


def wanted(
    diagnostics: Iterable[Diagnostic], *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()
) -> tuple[Diagnostic, ...]:
    """Those whose codes begin with one of `select`, or all but routine ones; less those that begin with `ignore`."""
    return tuple(
        d
        for d in diagnostics
        if (d.code.startswith(select) if select else not BY_CODE[d.code].routine) and not d.code.startswith(ignore)
    )


class Mended(msgspec.Struct, frozen=True):
    """A file with its repairs made."""

    data: bytes
    """The same object if there was nothing to do."""
    diagnostics: tuple[Diagnostic, ...]
    """The repairs, with their places in the text as it was found."""


def mended(
    data: bytes, options: Options, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = (), name: str = ""
) -> Mended:
    """The file `data` with the repairs made that are fixable and wanted.

    Raises:
        SourceError: the bytes are no readable text, or cannot be written in their encoding again.
    """
    reading = read(data, options, name=name)
    if reading.source.unit != "行":
        remedy = "请用 banxin convert 排成新的文件，或在 Word、WPS 中照检查结果改"
        raise SourceError("--fix 只修正纯文本，没有改动这个 Word 文件", place=name, remedy=remedy)
    made: list[Diagnostic] = []
    text = reading.source.text
    head = _mark(data, _encoded(reading.source, text, name), name)
    for _ in range(_ROUNDS):
        if reading.errors:
            break
        edits: list[tuple[int, int, str]] = []
        for read_ in wanted(reading.source.diagnostics, select=select, ignore=ignore):
            if places := _edits_of_reading(read_, reading):
                edits += places
                made.append(_located(read_, reading, 0))
        for repaired in wanted(reading.repaired, select=select, ignore=ignore):
            if BY_CODE[repaired.code].fixable and (places := _edits(repaired, reading)):
                edits += places
                made.append(_located(repaired, reading, _PARSED))
        if not edits:
            break
        text = _changed(text, edits)
        reading = read(head + _encoded(reading.source, text, name), options, name=name)
    if not made:
        return Mended(data, ())
    return Mended(head + _encoded(reading.source, text, name), tuple(made))


def mend_file(
    path: Path, options: Options, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()
) -> tuple[tuple[Diagnostic, ...], Path | None]:
    """Makes the repairs in the file `path`: (the repairs, where the text stands as it was; None: nothing was to do).

    All about the file but its content stays: owner, permissions, attributes, other names (`storage.rewriting`).

    Raises:
        SourceError: as `mended`.
        OutputError: the file is read-only, it or the copy cannot be written, or somebody has just changed it.
    """
    data = storage.read(str(path), max_size=storage.limit(str(path), options.max_size))
    path = path.resolve()  # the file itself is changed, never a link to it
    result = mended(data, options, select=select, ignore=ignore, name=str(path))
    if result.data == data:
        return (), None
    if not path.stat().st_mode & stat.S_IWUSR:
        raise OutputError("这个文件是只读的，没有改动它", place=str(path), remedy="请先去掉只读属性，或修正它的副本")
    backup = _backup(path, data)
    if not os.path.lexists(backup):
        keep(path, backup, data)
    rewrite(path, data, result.data)
    return result.diagnostics, backup


def _backup(path: Path, data: bytes) -> Path:
    """The first of `NAME.txt.bak`, `NAME.txt.bak2`, … that is not there, or is another file that holds the same."""
    for number in count(1):
        backup = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        if not os.path.lexists(backup):  # nor where the name is too long: writing the copy will tell
            return backup
        with suppress(OSError):
            is_file = stat.S_ISREG(backup.lstat().st_mode)
            if is_file and not backup.samefile(path) and backup.read_bytes() == data:
                return backup
    raise AssertionError


def _located(diagnostic: Diagnostic, reading: Reading, stages: int | None) -> Diagnostic:
    """`diagnostic` with its line and column; `stages`: behind which its place is counted, None: by its line alone."""
    place = max(diagnostic.offset, diagnostic.place)
    positions = reading.positions
    if stages is not None and place >= 0 and diagnostic.line:
        index = positions.index(place, stages)
        if _is_gap(diagnostic):
            index = _gap(place, reading)[0]
        line, column = positions.line_and_column(index)
        return msgspec.structs.replace(diagnostic, line=line, column=column)
    if not diagnostic.line:
        return diagnostic
    start = positions.line_start(diagnostic.line)
    text = reading.source.text
    found = _NO_LAYOUT.search(text, start)
    line, column = positions.line_and_column(found.start() if found else start)
    return msgspec.structs.replace(diagnostic, column=column if line == diagnostic.line else 1)


def _is_gap(diagnostic: Diagnostic) -> bool:
    """A repair that removes spaces: they stand before the character at its place."""
    return diagnostic.severity is Severity.REPAIR and diagnostic.offset < 0 <= diagnostic.place


def _gap(place: int, reading: Reading) -> tuple[int, int]:
    """Where the layout characters before a character of the parsed document's stream stand in the text."""
    end = reading.positions.index(place, _PARSED)
    start = reading.positions.index(place - 1, _PARSED) + 1 if place else end
    return min(start, end), end


def _edits(repaired: Diagnostic, reading: Reading) -> list[tuple[int, int, str]]:
    """(start, end, what is to stand there) in the text, for one repair; empty where it does not stand there as such."""
    text = reading.source.text
    if _is_gap(repaired):
        start, end = _gap(repaired.place, reading)
        gap = text[start:end]
        return [] if not gap or visible(gap) or _LINE_END.search(gap) else [(start, end, "")]
    if repaired.offset < 0:
        return []
    edits: list[tuple[int, int, str]] = []
    for number, char in enumerate(visible(repaired.before)):
        index = reading.positions.index(repaired.offset + number, _PARSED)
        if text[index : index + 1] != char:
            return []
        edits.append((index, index + 1, "" if number else repaired.after))
    return edits


def _edits_of_reading(found: Diagnostic, reading: Reading) -> list[tuple[int, int, str]]:
    """As `_edits`, for what reading replaced or left out."""
    text = reading.source.text
    if found.code == "BX221":
        start = reading.positions.line_start(found.line)
        end = _LINE_END.search(text, start)
        places = range(start, end.start() if end else len(text))
        return [(index, index + 1, "") for index in places if text[index] in HIDDEN]
    if not BY_CODE[found.code].fixable:
        return []
    changes = zip(visible(found.before), visible(found.after), strict=True)
    indices = ((reading.positions.index(found.offset + number, 0), *change) for number, change in enumerate(changes))
    return [(index, index + 1, after) for index, before, after in indices if before != after]


def _changed(text: str, edits: list[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end, after in sorted(edits):
        parts += text[at:start], after
        at = end
    parts.append(text[at:])
    return "".join(parts)


def _mark(data: bytes, encoded: bytes, name: str) -> bytes:
    """The byte-order mark of `data`, whose text is `encoded` again.

    Raises:
        SourceError: it was not encoded so, or its blocks were parted: written anew, more than the repairs would change.
    """
    if not data.endswith(encoded):
        problem = "编码不规范，或者是网页的源代码、几段写在一行里，写回去会改动别处的字节"
        raise SourceError(problem, place=name, remedy="请先另存为 UTF-8 编码的文本文件，网页的源代码一段一行")
    return data[: len(data) - len(encoded)]


def _encoded(source: Source, text: str, name: str) -> bytes:
    """`text` in the encoding of `source`, without a byte-order mark.

    Raises:
        SourceError: the encoding has no place for it.
    """
    try:
        return text.encode(source.encoding.removesuffix("-sig"))
    except UnicodeEncodeError as error:
        raise SourceError(
            f"编码 {source.encoding} 写不下“{error.object[error.start]}”",
            place=name,
            remedy="请先另存为 UTF-8 编码的文本文件",
        ) from None
