"""A folder of this machine held open: what is done in it by a name is done there, whatever is put at its path later.

A reader may rely on this: no link is followed below the root, and no name in the folder is followed either; what is not
to be replaced is not replaced, even if it came a moment ago. Windows cannot hold a folder so: there its path is used,
and looked at before.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from banxin.errors import OutputError

_CAN_HOLD = {os.open, os.mkdir, os.stat, os.unlink, os.rename, os.link, os.symlink, os.readlink} <= os.supports_dir_fd
_FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_PATH", 0)
"""Opens a folder that one may go into; to list it is another right."""
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
"""So that a pipe that has come in place of a file is not waited for."""


@contextmanager
def opened(path: str | Path, *, root: str = "", make: bool = False) -> Iterator[Folder]:
    """The folder at a path.

    `root`: an outer folder that it must not leave, by no link either; empty: it may be anywhere, links are followed.
    `make`: it is made, with all above it, where it is not there.

    Raises:
        OutputError: it leads out of `root`.
        OSError: whatever the system says.
    """
    path = Path(path)
    top = Path(root) if root else path
    if not path.is_relative_to(top) or ".." in path.relative_to(top).parts:
        raise _leads_out(path, path)
    if make:
        top.mkdir(parents=True, exist_ok=True)
    if not _CAN_HOLD:
        yield _looked_at(path, top, make=make)
        return
    folder = Folder(path, os.open(top, _FOLDER))
    try:
        for part in path.relative_to(top).parts:
            folder.enter(part, make=make)
        yield folder
    finally:
        folder.close()


class Folder:
    """See `opened`; what the system says comes as an `OSError`."""

    def __init__(self, path: Path, handle: int | None) -> None:
        self.path = path
        self._handle = handle

    def __truediv__(self, name: str) -> Path:
        """A path of what is called `name` in it, for those who know no handles; where it can be, through the handle."""
        through = Path("/proc/self/fd")
        if self._handle is not None and through.is_dir():
            return through / str(self._handle) / name
        return self.path / name

    def status(self, name: str) -> os.stat_result | None:
        """What stands there, links as such; `None`: nothing."""
        try:
            return os.stat(self._at(name), dir_fd=self._handle, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def names(self) -> list[str]:
        """The names of all that is in it."""
        if self._handle is None:
            return os.listdir(self.path)  # noqa: PTH208 - as below
        listing = os.open(".", os.O_RDONLY, dir_fd=self._handle)
        try:
            return os.listdir(listing)  # noqa: PTH208 - Path has no handles
        finally:
            os.close(listing)

    def read(self, name: str) -> bytes:
        """What the ordinary file of that name holds."""
        flags = os.O_RDONLY | _NO_LINK | _NO_WAIT | _BINARY
        with open(os.open(self._at(name), flags, dir_fd=self._handle), "rb") as file:  # noqa: PTH123 - Path has no handles
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise FileExistsError
            return file.read()

    def create(self, name: str, mode: int | None) -> BinaryIO:
        """A new file to write, with these bits of permission; `None`: as the process makes files."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK | _BINARY
        handle = os.open(self._at(name), flags, 0o666 if mode is None else 0o600, dir_fd=self._handle)
        if mode is not None and hasattr(os, "fchmod"):
            with suppress(OSError):  # some disks know no permissions
                os.fchmod(handle, mode)
        return open(handle, "wb")  # noqa: PTH123 - as above

    def replace(self, name: str, to: str) -> None:
        """Gives `name` the name `to`, whatever had it before."""
        os.replace(self._at(name), self._at(to), src_dir_fd=self._handle, dst_dir_fd=self._handle)

    def place(self, name: str, to: str) -> None:
        """Gives the file `name` the name `to`.

        Raises:
            FileExistsError: something has it.
        """
        try:
            self._link(name, to)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):  # the disk knows no second names
            self.create(to, None).close()  # takes the name
            try:
                self.replace(name, to)
            except BaseException:
                self.remove(to)
                raise
        else:
            self.remove(name)

    def keep(self, name: str, copy: str) -> None:
        """What is called `name`, a file or a link, is called `copy` as well.

        Raises:
            FileExistsError: something has that name.
        """
        status = self.status(name)
        if status is not None and stat.S_ISLNK(status.st_mode):
            os.symlink(os.readlink(self._at(name), dir_fd=self._handle), self._at(copy), dir_fd=self._handle)
            return
        try:
            self._link(name, copy)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):
            data = self.read(name)
            with self.create(copy, None if status is None else stat.S_IMODE(status.st_mode)) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())

    def remove(self, name: str) -> None:
        """Removes a file, if it is there."""
        with suppress(FileNotFoundError):
            os.unlink(self._at(name), dir_fd=self._handle)

    def _link(self, name: str, to: str) -> None:
        is_held = self._handle is not None  # where folders cannot be held, links cannot be told either
        os.link(
            self._at(name),
            self._at(to),
            src_dir_fd=self._handle,
            dst_dir_fd=self._handle,
            follow_symlinks=not is_held,
        )

    def _at(self, name: str) -> str:
        return name if self._handle is not None else str(self.path / name)

    def enter(self, part: str, *, make: bool) -> None:
        """Goes into a folder of this one, and through no link."""
        assert self._handle is not None
        if make:
            with suppress(FileExistsError):
                os.mkdir(part, dir_fd=self._handle)
        try:
            below = os.open(part, _FOLDER | _NO_LINK, dir_fd=self._handle)
        except OSError:
            status = self.status(part)
            if status is not None and stat.S_ISLNK(status.st_mode):
                raise _leads_out(self.path, part) from None
            raise
        self.close()
        self._handle = below

    def close(self) -> None:
        """Lets go of the folder."""
        if self._handle is not None:
            os.close(self._handle)


def _looked_at(path: Path, top: Path, *, make: bool) -> Folder:
    """As `Folder.enter`, for the whole way, where folders cannot be held."""
    way = top
    for part in path.relative_to(top).parts:
        way /= part
        if way.exists() and not way.resolve().is_relative_to(top.resolve()):
            raise _leads_out(path, part)
        if make:
            way.mkdir(exist_ok=True)
    if not path.is_dir():
        raise NotADirectoryError if path.exists() else FileNotFoundError
    return Folder(path, None)


def _leads_out(path: Path, through: str | Path) -> OutputError:
    remedy = f"输出文件夹里的链接不跟着走，请去掉“{through}”"
    return OutputError("会写到输出文件夹之外", place=str(path), remedy=remedy)
