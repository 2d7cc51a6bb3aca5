"""A user's own file given another content, and kept as it was under another name: all else about it stays.

Its owner, permissions, extended attributes and its other names are the user's. Where a new file can have all of them,
it takes the old one's place whole, so that nobody ever sees half of it. Where it cannot (the file has other names, its
owner may not be given away, the system does not tell what there is to keep), the old file is written into, of which
there is a copy safely on the disk by then; what has no room is taken back.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from banxin.errors import OutputError
from banxin.storage.reasons import reason
from banxin.storage.writing import temporary, write_all


def keep(path: Path, copy: Path, data: bytes) -> None:
    """Writes `data`, which the file at `path` holds, to `copy`, where nothing is yet, for the same people to read.

    Raises:
        OutputError: it cannot be written, or something has come there.
    """
    write_all({str(copy): data}, root="", mode=stat.S_IRUSR | stat.S_IWUSR, over={str(copy): None}, keep=())
    with suppress(OSError):
        found = path.stat()
        _dress(copy, path, found)
        os.utime(copy, ns=(found.st_atime_ns, found.st_mtime_ns))


def rewrite(path: Path, before: bytes, after: bytes) -> None:
    """Makes the file at `path`, which is no link and holds `before`, hold `after`.

    Raises:
        OutputError: it cannot be written, or holds something else by now; it is as it was.
    """
    try:
        if path.read_bytes() != before:
            raise OutputError("刚刚有人改过它，没有改动它", place=str(path), remedy="请再运行一次")
        if not _replaced(path, after):
            _write_into(path, before, after)
    except OSError as error:
        raise OutputError(f"写不进去（{reason(error)}）", place=str(path), remedy="请检查磁盘空间和权限") from None


def _replaced(path: Path, data: bytes) -> bool:
    """Puts a new file in the old one's place, if it can be like it in everything."""
    found = path.stat()
    if found.st_nlink > 1 or not hasattr(os, "listxattr"):
        return False
    new = path.with_name(temporary())
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - for its mode
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not _dress(new, path, found):
            return False
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    return True


def _write_into(path: Path, before: bytes, after: bytes) -> None:
    with path.open("r+b", buffering=0) as file:
        try:
            _fill(file, after)
        except BaseException:
            with suppress(OSError):
                _fill(file, before)  # it had room a moment ago
            raise


def _fill(file: BinaryIO, data: bytes) -> None:
    file.seek(0)
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]
    file.truncate()
    os.fsync(file.fileno())


def _dress(path: Path, like: Path, found: os.stat_result) -> bool:
    """Gives a file the owner, permissions and attributes of another; whether all of them could be given.

    Nobody may read it who may not read the other: where it cannot have the other's group, no group may.
    """
    if hasattr(os, "chown"):
        for owner in (found.st_uid, -1):
            with suppress(OSError):
                os.chown(path, owner, found.st_gid)
                break
    if hasattr(os, "listxattr"):
        for name, value in _attributes(like).items():
            with suppress(OSError):
                os.setxattr(path, name, value)
    mode = stat.S_IMODE(found.st_mode)
    path.chmod(mode if path.stat().st_gid == found.st_gid else mode & ~stat.S_IRWXG)
    new = path.stat()
    is_alike = (new.st_uid, new.st_gid, new.st_mode) == (found.st_uid, found.st_gid, found.st_mode)
    return is_alike and _attributes(path) == _attributes(like)


def _attributes(path: Path) -> dict[str, bytes]:
    """The extended attributes of a file, access lists among them; empty where the disk knows none."""
    if not hasattr(os, "listxattr"):
        return {}
    try:
        return {name: os.getxattr(path, name) for name in os.listxattr(path)}
    except OSError:
        return {}
