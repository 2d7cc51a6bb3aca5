"""Files of this machine written whole: all under other names first, then each to its place, or everything as it was.

A reader may rely on this: nobody sees half of a file; what is to be kept has its second name before anything takes its
place; where one file cannot take its place, those before it are taken back.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO

from banxin.errors import OutputError
from banxin.storage.folder import Folder, opened
from banxin.storage.kind import Standing
from banxin.storage.reasons import reason

_TEMPORARY = ".banxin-"
"""How the name of a file begins that is being written; short, as a file's own name may be as long as names can be."""


def temporary(root: str = "") -> str:
    """A name for a file that is being written below `root`, or anywhere."""
    return f"{_mark(root)}{secrets.token_hex(8)}"


def _mark(root: str) -> str:
    """How the names of those begin that are written below a root: it is told by them which may be swept."""
    return f"{_TEMPORARY}{hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:8]}-" if root else _TEMPORARY


def sweep(folder: str | Path, root: str) -> None:
    """Removes what was left half-written in a folder below `root` by somebody who was killed; whoever sweeps sees to it
    that nobody else is at work below that root.
    """
    left = re.compile(re.escape(_mark(root)) + "[0-9a-f]{16}")
    with suppress(OSError, OutputError), opened(folder, root=root) as found:
        for name in found.names():
            status = found.status(name) if left.fullmatch(name) else None
            if status is not None and stat.S_ISREG(status.st_mode):
                found.remove(name)


def write_all(  # noqa: D103 - as in `storage`
    files: Mapping[str, bytes],
    *,
    root: str,
    mode: int | None,
    over: Mapping[str, Standing | None] | None,
    keep: Collection[str],
) -> dict[str, str]:
    begun: list[_File] = []
    with ExitStack() as stack:
        try:
            _begin(begun, files, root, mode, stack)
            for file in begun:
                with file.told():
                    file.check(over)
            for file in begun:
                with file.told():
                    file.take_place(over, keep=file.place in keep, is_last=file is begun[-1])
        except BaseException:
            for file in reversed(begun):
                file.take_back()
            raise
        finally:
            for file in begun:
                file.clean()
    return {file.place: str(Path(file.place).with_name(file.backup)) for file in begun if file.backup}


def _begin(begun: list[_File], files: Mapping[str, bytes], root: str, mode: int | None, stack: ExitStack) -> None:
    """Writes the files under other names; each is added to `begun` before anything is done."""
    folders: dict[Path, Folder] = {}
    for place in files:
        file = _File(place, root)
        begun.append(file)
        with file.told():
            folder = Path(place).parent
            if folder not in folders:
                folders[folder] = stack.enter_context(opened(folder, root=root, make=True))
            file.write(folders[folder], files[place], mode)
    for file in begun:  # when all are: what the disk does for one, it mostly does for the others too
        with file.told():
            file.sync()


class _File:
    """A file on its way to its place."""

    _folder: Folder

    def __init__(self, place: str, root: str) -> None:
        self.place = place
        self.backup = ""
        """What it replaced is kept under this name."""
        self._name = Path(place).name
        self._temporary = temporary(root)
        self._old = temporary(root)
        self._before = ""
        """What it replaced has this name until all is done."""
        self._file: BinaryIO | None = None
        self._is_placed = False

    @contextmanager
    def told(self) -> Iterator[None]:
        """What the system says is told of this file."""
        try:
            yield
        except OSError as error:
            remedy = "如果它正在 Word 或 WPS 中打开，请先关闭；并检查磁盘空间和权限"
            raise OutputError(f"写不进去（{reason(error)}）", place=self.place, remedy=remedy) from None

    def write(self, folder: Folder, data: bytes, mode: int | None) -> None:
        self._folder = folder
        self._file = self._folder.create(self._temporary, mode)
        self._file.write(data)
        self._file.flush()

    def sync(self) -> None:
        assert self._file is not None
        os.fsync(self._file.fileno())
        self._file.close()  # Windows gives no other name to what is open

    def check(self, over: Mapping[str, Standing | None] | None) -> None:
        """Sees that what stands in its place is still what was seen there."""
        if over is None:
            return
        seen = over.get(self.place)
        status = self._folder.status(self._name)
        if (status and stamp(status)) != (seen and seen.stamp):
            raise OutputError("刚刚有人动过它，没有覆盖", place=self.place, remedy="请看一看，再运行一次")

    def take_place(self, over: Mapping[str, Standing | None] | None, *, keep: bool, is_last: bool) -> None:
        if over is not None and over.get(self.place) is None:
            self._folder.place(self._temporary, self._name)
        else:
            if keep:
                self.backup = self._before = self._kept(backup_names(self._name))
            elif not is_last and self._folder.status(self._name):
                self._before = self._kept(iter([self._old]))
            self._folder.replace(self._temporary, self._name)
        self._is_placed = True

    def _kept(self, names: Iterator[str]) -> str:
        """The first of these names that nothing has, which what stands in its place has now as well."""
        for name in names:
            with suppress(FileExistsError):
                self._folder.keep(self._name, name)
                return name
        raise FileExistsError

    def take_back(self) -> None:
        with suppress(OSError):
            if self._is_placed and self._before:
                self._folder.replace(self._before, self._name)
            elif self._is_placed:
                self._folder.remove(self._name)
            elif self._before:
                self._folder.remove(self._before)

    def clean(self) -> None:
        if self._file is None:
            return
        with suppress(OSError):
            self._file.close()
        for name in (self._temporary, self._old):
            with suppress(OSError):
                self._folder.remove(name)


def stamp(status: os.stat_result) -> tuple[int, ...]:
    """What is another once a file has been changed or replaced."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def backup_names(name: str) -> Iterator[str]:
    """The names under which a file called `name` may be kept: `名.bak.docx`, `名.bak2.docx`, …"""
    stem, dot, suffix = name.rpartition(".")
    for number in count(1):
        yield f"{stem}.bak{number if number > 1 else ''}{dot}{suffix}"
