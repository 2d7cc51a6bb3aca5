"""A name to the face of that name among the machine's own fonts, or none.

The folders are listed once a process, when the first name is asked for. The names in a file are read once and kept in
a cache file, by path, size and time of change; without a usable cache file all is merely slower. Files that cannot be
read, dangling links and missing folders are as if they were not there.
"""

from __future__ import annotations

import contextlib
import os
import struct
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path

import msgspec
import uharfbuzz

from banxin.fonts.face import Face, face_at
from banxin.resources import home_folder

_CACHE_VERSION = 1
_EXTENSIONS = (".ttf", ".otf", ".ttc", ".otc")

_FAMILY_IDS = {1, 16, 21}
_EXACT_IDS = {4, 6}
"""Full and PostScript names: they mean one face, where a family's name means its face nearest to regular."""


class _Names(msgspec.Struct, frozen=True, array_like=True):
    """The names of one face, normalised."""

    families: tuple[str, ...]
    exact: tuple[str, ...]
    """Full and PostScript names."""
    distance: int
    """From an upright face of regular weight."""


class _File(msgspec.Struct, frozen=True, array_like=True):
    """A font file as it was when it was read."""

    size: int
    mtime: int
    """Nanoseconds."""
    faces: tuple[_Names, ...]


class _Cache(msgspec.Struct, frozen=True):
    """The cache file."""

    version: int
    files: dict[str, _File]


def find(name: str) -> Face | None:
    """The machine's face whose family, full or PostScript name is `name`, case and spaces aside; `None`: there is none
    that can be used.

    Of several faces of a family, the upright one of the weight nearest to regular.
    """
    return next((face for face in _faces(name) if not face.fault), None)


def passed_over(name: str) -> list[Face]:
    """The faces of that name that cannot be used and would come before the one that `find` has."""
    return list(takewhile(lambda face: face.fault, _faces(name)))


def _faces(name: str) -> Iterator[Face]:
    """The faces of that name, the best first."""
    return (face_at(Path(path), index) for _, path, index in _index().get(_normal(name), ()))


def use_only(folder: Path) -> None:
    """From now on this process finds the fonts below `folder` and no others of the machine's."""
    os.environ["BANXIN_FONT_PATH"] = str(folder)
    _index.cache_clear()


def folders() -> list[Path]:
    """Where fonts lie: the folders in `BANXIN_FONT_PATH` if it is set, none if it is empty, else the system's."""
    own = os.environ.get("BANXIN_FONT_PATH")
    if own is not None:
        return [Path(folder) for folder in own.split(os.pathsep) if folder]
    home = home_folder() or Path(os.devnull)  # below which nothing lies
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData/Local"))
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", local / "Microsoft/Windows/Fonts"]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    data = Path(os.environ.get("XDG_DATA_HOME", home / ".local/share"))
    return [data / "fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]


def _normal(name: str) -> str:
    return "".join(name.split()).casefold()


@cache
def _index() -> dict[str, list[tuple[int, str, int]]]:
    """Normalised name to (rank, path, index) of all faces of the machine, the best first."""
    found: dict[str, list[tuple[int, str, int]]] = {}
    for path, file in _read_all(folders()).items():
        for index, face in enumerate(file.faces):
            for rank, names in ((0, face.exact), (1 + face.distance, face.families)):
                for name in names:
                    found.setdefault(name, []).append((rank, path, index))
    for candidates in found.values():
        candidates.sort()
    return found


def _read_all(roots: list[Path]) -> dict[str, _File]:
    """Path to what is known of the file, by way of the cache."""
    cache_file = _cache_file()
    known = _load(cache_file)
    current: dict[str, _File] = {}
    for path, size, mtime in sorted(_files(roots)):
        file = known.get(path)
        if file is None or (file.size, file.mtime) != (size, mtime):
            file = _File(size, mtime, _names(path))
        current[path] = file
    if current != known:
        _save(cache_file, current)
    return current


def _files(roots: list[Path]) -> Iterator[tuple[str, int, int]]:
    """(path, size, time of change) of each font file below `roots`. Linked folders are followed, each folder once."""
    seen: set[tuple[int, int]] = set()
    waiting = [str(root) for root in reversed(roots)]
    while waiting:
        folder = waiting.pop()
        with contextlib.suppress(OSError):
            status = Path(folder).stat()
            if status.st_ino and (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            with os.scandir(folder) as entries:
                for entry in entries:
                    with contextlib.suppress(OSError):
                        if entry.name.lower().endswith(_EXTENSIONS):
                            if entry.is_file() and _is_text(entry.path):
                                status = entry.stat()
                                yield entry.path, status.st_size, status.st_mtime_ns
                        elif entry.is_dir():
                            waiting.append(entry.path)


def _is_text(path: str) -> bool:
    """Whether a path is one in Unicode, which the cache can hold."""
    return path.isascii() or not any("\ud800" <= char <= "\udfff" for char in path)


def _names(path: str) -> tuple[_Names, ...]:
    """The names of each face of a file; none of a file that is no font."""
    try:
        blob = uharfbuzz.Blob.from_file_path(path)
        return tuple(_describe(uharfbuzz.Face(blob, index)) for index in range(uharfbuzz.Face(blob).count))
    except (uharfbuzz.HarfBuzzError, UnicodeDecodeError):  # the latter: a broken table's tag
        return ()


def _describe(face: uharfbuzz.Face) -> _Names:
    if not face.glyph_count or not {"glyf", "CFF "} & set(face.table_tags):
        return _Names((), (), 0)  # broken, or without outlines that a PDF can carry
    families: set[str] = set()
    exact: set[str] = set()
    for name_id, name in _records(face.reference_table("name").data):
        (exact if name_id in _EXACT_IDS else families).add(_normal(name))
    style = face.reference_table("OS/2").data
    distance = 0
    if len(style) >= 64:  # noqa: PLR2004 - up to and with fsSelection
        weight, selection = struct.unpack_from(">H", style, 4)[0], struct.unpack_from(">H", style, 62)[0]
        distance = abs(weight - 400) + 1000 * (selection & 1)
    return _Names(tuple(sorted(families - {""})), tuple(sorted(exact - {""})), distance)


def _records(table: bytes) -> Iterator[tuple[int, str]]:
    """(name ID, text) of the records in a `name` table that hold a name of the face, in every language."""
    if len(table) < 6:  # noqa: PLR2004 - its header
        return
    _, count, storage = struct.unpack_from(">3H", table)
    for at in range(6, min(6 + 12 * count, len(table) - 11), 12):
        platform, encoding, _, name_id, length, offset = struct.unpack_from(">6H", table, at)
        if name_id in _FAMILY_IDS or name_id in _EXACT_IDS:
            raw = table[storage + offset : storage + offset + length]
            yield name_id, _decode(raw, platform, encoding)


def _decode(raw: bytes, platform: int, encoding: int) -> str:
    """The text of a name record; older Chinese fonts have theirs in GBK or Big5."""
    match platform, encoding:
        case (3, 3) | (1, 25):
            codec = "gb18030"
        case (3, 4) | (1, 2):
            codec = "big5"
        case (1, _):
            codec = "mac-roman"
        case _:
            codec = "utf-16-be"
    if platform == 3 and codec != "utf-16-be":  # noqa: PLR2004 - Windows: each code padded to two bytes
        raw = raw.replace(b"\0", b"")
    return raw.decode(codec, errors="ignore")


def _cache_file() -> Path:
    """Where nobody has a home, it is a place that can be neither read nor written, which is no error."""
    home = home_folder() or Path(os.devnull)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", home / "AppData/Local"))
    elif sys.platform == "darwin":
        base = home / "Library/Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", home / ".cache"))
    return base / "banxin" / "fonts.json"


def _load(path: Path) -> dict[str, _File]:
    """What the cache file holds; empty if it is missing, corrupt or of another version."""
    try:
        stored = msgspec.json.decode(path.read_bytes(), type=_Cache)
    except (OSError, msgspec.MsgspecError):
        return {}
    return stored.files if stored.version == _CACHE_VERSION else {}


def _save(path: Path, files: dict[str, _File]) -> None:
    """Replace the cache file in one step, so that two processes never read a half; a failure is no error."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
            file.write(msgspec.json.encode(_Cache(_CACHE_VERSION, files)))
        Path(file.name).replace(path)
