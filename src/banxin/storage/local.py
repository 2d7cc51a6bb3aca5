"""Files of this machine; the functions are `storage`'s, for paths."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NoReturn

from banxin.errors import OutputError, SourceError
from banxin.storage.folder import opened
from banxin.storage.kind import Standing
from banxin.storage.reasons import reason
from banxin.storage.writing import stamp, write_all

__all__ = [
    "current",
    "find",
    "is_folder",
    "is_same",
    "permissions",
    "read",
    "read_within",
    "remove",
    "standing",
    "write_all",
]

_READ_WRITE = 0o666
_LARGEST = 1 << 31
"""Bytes of a file that is looked at before it is replaced; none of ours is as large."""


def read(place: str, max_size: int) -> bytes:  # noqa: D103 - as in `storage`
    path = Path(place)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError
        if not stat.S_ISREG(found.st_mode):
            raise SourceError("这是管道或设备，不是普通文件", place=place, remedy="请先把文字存成文本文件")
        with path.open("rb") as file:
            data = file.read(max_size + 1)  # a file may grow, and some tell no size
    except OSError as error:
        raise SourceError(reason(error), place=place, remedy="请检查路径和权限") from None
    except ValueError:  # a name that no file can have
        raise SourceError("文件名里有空字符", place=place, remedy="请检查路径") from None
    if len(data) > max_size:
        size, limit = (f"{bytes_ / 1024**2:.1f} MB" for bytes_ in (max(found.st_size, len(data)), max_size))
        remedy = "请检查是否选错了文件；确是一份文稿的，请用 --max-size 放宽"
        raise SourceError(f"文件有 {size}，超过了 {limit} 的上限", place=place, remedy=remedy)
    return data


def read_within(folder: str, name: str, max_size: int) -> bytes:  # noqa: D103
    path = Path(folder, name)
    try:
        inside = path.resolve().is_relative_to(Path(folder).resolve())
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name that no file can have
        raise SourceError("没有这个文件", place=name) from None
    if not inside:
        raise SourceError("不能读取文件夹之外的文件", place=name)
    return read(str(path), max_size)


def current(place: str) -> bytes | None:  # noqa: D103
    path = Path(place)
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # looked at before it is opened: a pipe would be waited for
            raise FileExistsError
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"读不到原有的文件（{reason(error)}）", place=place, remedy="请检查路径和权限") from None


def standing(place: str, root: str) -> Standing | None:  # noqa: D103
    path = Path(place)
    try:
        with opened(path.parent, root=root) as folder:
            status = folder.status(path.name)
            if status is None:
                return None
            data: bytes | None = None
            if stat.S_ISREG(status.st_mode):
                data = folder.read(path.name) if status.st_size <= _LARGEST else b""
            return Standing(data, stat.S_ISLNK(status.st_mode), status.st_mtime, stamp(status))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"读不到原有的文件（{reason(error)}）", place=place, remedy="请检查路径和权限") from None


def permissions(place: str) -> int | None:  # noqa: D103
    try:
        return stat.S_IMODE(Path(place).stat().st_mode) & _READ_WRITE | stat.S_IWUSR
    except (OSError, ValueError):  # it is gone by now
        return None


def is_same(place: str, other: str) -> bool:  # noqa: D103
    try:
        return Path(place).samefile(other)
    except (OSError, ValueError):  # one is not there
        return False


def remove(place: str, root: str) -> None:  # noqa: D103
    path = Path(place)
    try:
        with opened(path.parent, root=root) as folder:
            folder.remove(path.name)
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(f"删不掉（{reason(error)}）", place=place, remedy="请检查权限") from None


def is_folder(place: str) -> bool:  # noqa: D103
    try:
        return Path(place).is_dir()
    except ValueError:  # a name that no file can have
        return False


def find(root: str, patterns: Sequence[str]) -> Iterator[str]:  # noqa: D103
    def stop(error: OSError) -> NoReturn:
        raise SourceError(f"读不到文件夹（{reason(error)}）", place=str(error.filename or root), remedy="请检查权限")

    seen: set[tuple[int, int]] = set()
    starts = deque([root])  # what links lead to comes last: a text stands where it lies, not where a link to it does
    while starts:
        waiting = [starts.popleft()]
        while waiting:  # by hand, as os.walk calls itself for every level before Python 3.12
            folder = waiting.pop()
            try:
                status = Path(folder).stat()
                with os.scandir(folder) as scanned:
                    entries = sorted(scanned, key=lambda entry: entry.name)
            except OSError as error:
                stop(error)
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            folders: list[os.DirEntry[str]] = []
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if _is_folder(entry):
                    folders.append(entry)
                    continue
                relative = Path(entry.path).relative_to(root).as_posix()
                if fits(relative, patterns):
                    yield relative
            starts.extend(entry.path for entry in folders if entry.is_symlink())
            waiting += [entry.path for entry in reversed(folders) if not entry.is_symlink()]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # links in a circle
        return False


def fits(relative: str, patterns: Sequence[str]) -> bool:
    """Whether a pattern fits a relative path, in capitals or not: the whole of it if the pattern has a `/`, else its
    name.
    """
    relative = relative.lower()
    name = relative.rpartition("/")[2]
    return any(fnmatchcase(relative if "/" in pattern else name, pattern.lower()) for pattern in patterns)
