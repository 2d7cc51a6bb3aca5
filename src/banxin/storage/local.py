"""Files of this machine; the functions are `storage`'s, for paths."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NoReturn

from banxin.errors import OutputError, SourceError

TEMPORARY = ".banxin-"
"""How the name of a file begins that is being written; short, as a file's own name may be as long as names can be."""


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


def write_all(files: Mapping[str, bytes], *, root: str) -> None:  # noqa: D103
    temporaries: dict[str, Path] = {}
    place = ""
    try:
        with ExitStack() as stack:
            written = []
            for place, data in files.items():
                target = Path(place)
                if root and not target.parent.resolve().is_relative_to(Path(root).resolve()):
                    raise OutputError("会写到输出文件夹之外", place=place, remedy="请去掉输出文件夹里指向外面的链接")
                target.parent.mkdir(parents=True, exist_ok=True)
                temporary = target.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
                written.append(stack.enter_context(temporary.open("xb")))
                temporaries[place] = temporary
                written[-1].write(data)
                written[-1].flush()
            for file in written:  # when all are: what the disk does for one, it mostly does for the others too
                os.fsync(file.fileno())
        for place, temporary in temporaries.items():
            temporary.replace(place)
    except OSError as error:
        remedy = "如果它正在 Word 或 WPS 中打开，请先关闭；并检查磁盘空间和权限"
        raise OutputError(f"写不进去（{reason(error)}）", place=place, remedy=remedy) from None
    finally:
        for temporary in temporaries.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


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


def remove(place: str) -> None:  # noqa: D103
    try:
        Path(place).unlink(missing_ok=True)
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
        for folder, folders, names in os.walk(starts.popleft(), onerror=stop):
            try:
                status = Path(folder).stat()
            except OSError as error:
                stop(error)
            if (status.st_dev, status.st_ino) in seen:
                folders.clear()
                continue
            seen.add((status.st_dev, status.st_ino))
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            starts.extend(str(path) for name in folders if (path := Path(folder, name)).is_symlink())
            for name in sorted(names):
                relative = Path(folder, name).relative_to(root).as_posix()
                if not name.startswith(".") and fits(relative, patterns):
                    yield relative


def fits(relative: str, patterns: Sequence[str]) -> bool:
    """Whether a pattern fits a relative path, in capitals or not: the whole of it if the pattern has a `/`, else its
    name.
    """
    relative = relative.lower()
    name = relative.rpartition("/")[2]
    return any(fnmatchcase(relative if "/" in pattern else name, pattern.lower()) for pattern in patterns)


def sweep(folder: Path) -> None:
    """Removes what an earlier run that was killed left half-written in a folder."""
    with suppress(OSError):
        for path in folder.glob(TEMPORARY + "[0-9a-f]" * 16):
            path.unlink()


_REASONS: dict[int | type[OSError], str] = {
    FileNotFoundError: "没有这个文件或文件夹",
    PermissionError: "没有权限",
    IsADirectoryError: "这是一个文件夹，不是文件",
    NotADirectoryError: "路径中有一段不是文件夹",
    FileExistsError: "有一个同名的文件挡着",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EROFS: "磁盘是只读的",
    errno.ELOOP: "链接绕成了圈",
}


def reason(error: OSError) -> str:
    """Why an operation failed, in Chinese where it is a common reason."""
    known = _REASONS.get(type(error)) or _REASONS.get(error.errno or 0)
    return known or error.strerror or type(error).__name__
