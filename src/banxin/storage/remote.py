"""Files at URLs, by fsspec: the methods are `storage`'s functions.

fsspec speaks to many services, each with exceptions of its own, so every failure here ends in a `BanxinError`. A
`file://` URL is a path of this machine, with all that `local` sees to.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from posixpath import normpath
from typing import Any

from banxin.errors import BanxinError, OutputError, SourceError
from banxin.regex import regex
from banxin.storage import local
from banxin.storage.kind import Standing, Storage
from banxin.storage.reasons import reason
from banxin.storage.writing import backup_names, temporary

_WEB = regex(r"https?://")
"""Begins a URL of the web, where a folder is known by the `/` at its end and nothing can be written."""
_HERE = {"file", "local"}
"""The kinds of URLs that are paths of this machine."""
_LEADS_OUT = regex(r"(?:^|/)\.\.(?:/|$)")


def at(place: str) -> Storage:
    """What reads and writes at a URL.

    Raises:
        SourceError: fsspec, or what it needs for this kind of URL, is not installed.
    """
    return _at(place.partition("://")[0])


@lru_cache(maxsize=16)
def _at(protocol: str) -> Storage:
    if protocol in _HERE:
        return _Here()
    try:
        import fsspec

        for one in protocol.split("::"):  # as in simplecache::s3://
            fsspec.get_filesystem_class(one)
    except (ImportError, ValueError) as error:
        remedy = "请安装 banxin[dask]，以及 fsspec 读写这种网址所需的包"
        raise SourceError(f"不能读写 {protocol}:// 的网址（{error}）", place=f"{protocol}://", remedy=remedy) from None
    return _Remote()


class _Here:
    """`local`, for `file://` URLs."""

    def read(self, place: str, max_size: int) -> bytes:
        return local.read(_path(place), max_size)

    def read_within(self, folder: str, name: str, max_size: int) -> bytes:
        return local.read_within(_path(folder), name, max_size)

    def write_all(
        self,
        files: Mapping[str, bytes],
        *,
        root: str,
        mode: int | None,
        over: Mapping[str, Standing | None] | None,
        keep: Collection[str],
    ) -> dict[str, str]:
        places = {_path(place): place for place in files}
        backups = local.write_all(
            {path: files[place] for path, place in places.items()},
            root=_path(root) if root else "",
            mode=mode,
            over=None if over is None else {path: over.get(place) for path, place in places.items()},
            keep=[path for path, place in places.items() if place in keep],
        )
        return {places[path]: f"file://{backup}" for path, backup in backups.items()}

    def current(self, place: str) -> bytes | None:
        return local.current(_path(place))

    def standing(self, place: str, root: str) -> Standing | None:
        return local.standing(_path(place), _path(root) if root else "")

    def permissions(self, place: str) -> int | None:
        return local.permissions(_path(place))

    def is_same(self, place: str, other: str) -> bool:
        return local.is_same(_path(place), path_of(other) or other)

    def remove(self, place: str, root: str) -> None:
        local.remove(_path(place), _path(root) if root else "")

    def is_folder(self, place: str) -> bool:
        return local.is_folder(_path(place))

    def find(self, root: str, patterns: Sequence[str]) -> Iterator[str]:
        return local.find(_path(root), patterns)


class _Remote:
    """See `storage.kind.Storage`."""

    def read(self, place: str, max_size: int) -> bytes:
        with _told(SourceError, place, "读不到"):
            files, path = _open(place)
            with files.open(path) as file:  # no more than is wanted: services may tell no size, or a wrong one
                data = bytes(file.read(max_size + 1))
        if len(data) > max_size:
            problem = f"文件超过了 {max_size / 1024**2:.1f} MB 的上限"
            raise SourceError(problem, place=place, remedy="确是一份文稿的，请用 --max-size 放宽")
        return data

    def read_within(self, folder: str, name: str, max_size: int) -> bytes:
        inner = normpath(name.replace("\\", "/"))
        if inner.startswith("/") or _LEADS_OUT.search(inner) or ":" in inner:
            raise SourceError("不能读取文件夹之外的文件", place=name)
        return self.read(f"{folder.rstrip('/')}/{inner}", max_size)

    def write_all(
        self,
        files: Mapping[str, bytes],
        *,
        root: str,
        mode: int | None,  # noqa: ARG002 - services have no such bits
        over: Mapping[str, Standing | None] | None,
        keep: Collection[str],
    ) -> dict[str, str]:
        base = root.rstrip("/") + "/"
        for place in files:
            if root and (not place.startswith(base) or _LEADS_OUT.search(place[len(base) :])):
                raise OutputError("会写到输出文件夹之外", place=place, remedy="请检查文件名")
        backups: dict[str, str] = {}
        temporaries: dict[str, str] = {}
        placed: list[str] = []
        try:
            for place, data in files.items():
                temporaries[place] = _beside(place, temporary())
                _put(temporaries[place], data, place)
            for place in files:
                if place in keep:
                    backups[place] = _kept(place)
                _move(temporaries[place], place)
                placed.append(place)
        except BaseException:
            for place in placed:
                before = (over or {}).get(place)
                with suppress(BanxinError):
                    _put(place, before.data, place) if before and before.data is not None else self.remove(place, root)
            for backup in backups.values():
                with suppress(BanxinError):
                    self.remove(backup, root)
            raise
        finally:
            for place in temporaries.values():
                with suppress(BanxinError):
                    self.remove(place, root)
        return backups

    def current(self, place: str) -> bytes | None:
        with _told(OutputError, place, "读不到原有的文件"):
            files, path = _open(place)
            try:
                return bytes(files.cat_file(path))
            except FileNotFoundError:
                return None

    def standing(self, place: str, root: str) -> Standing | None:  # noqa: ARG002 - a service has no links
        data = self.current(place)
        if data is None:
            return None
        since = 0.0
        with suppress(Exception):  # many services do not tell
            files, path = _open(place)
            since = files.modified(path).timestamp()
        return Standing(data, since=since)

    def permissions(self, place: str) -> int | None:  # noqa: ARG002 - as above
        return None

    def is_same(self, place: str, other: str) -> bool:
        return place == other

    def remove(self, place: str, root: str) -> None:  # noqa: ARG002 - as above
        with _told(OutputError, place, "删不掉"):
            files, path = _open(place)
            with suppress(FileNotFoundError):
                files.rm_file(path)

    def is_folder(self, place: str) -> bool:
        if _WEB.match(place):  # to fsspec a text with links in it is a folder too
            return place.endswith("/")
        with _told(SourceError, place, "读不到"):
            files, path = _open(place)
            return bool(files.isdir(path))

    def find(self, root: str, patterns: Sequence[str]) -> Iterator[str]:
        with _told(SourceError, root, "读不到文件夹"):
            files, path = _open(root)
            base = path.rstrip("/") + "/"
            if not files.isdir(path):
                raise FileNotFoundError
            for found in sorted(files.find(path)):
                relative = found[len(base) :] if found.startswith(base) else found.lstrip("/")
                is_hidden = any(part.startswith(".") for part in relative.split("/"))
                if not is_hidden and local.fits(relative, patterns):
                    yield relative


def _beside(place: str, name: str) -> str:
    return f"{place.rpartition('/')[0]}/{name}"


def _put(place: str, data: bytes, told: str) -> None:
    """Writes a file as it comes; `told`: the place that messages name."""
    with _told(OutputError, told, "写不进去"):
        files, path = _open(place)
        files.makedirs(path.rpartition("/")[0], exist_ok=True)
        files.pipe_file(path, data)


def _move(place: str, to: str) -> None:
    with _told(OutputError, to, "写不进去"):
        files, path = _open(place)
        files.mv(path, _open(to)[1])


def _kept(place: str) -> str:
    """Copies a file to the first free name that is one of a backup."""
    with _told(OutputError, place, "写不进去"):
        files, path = _open(place)
        for name in backup_names(place.rpartition("/")[2]):
            backup = _beside(place, name)
            if not files.exists(copy := _open(backup)[1]):
                files.copy(path, copy)
                return backup
    raise AssertionError


def path_of(place: str) -> str | None:
    """The path that a `file://` URL means; `None`: it is none."""
    return _path(place) if place.partition("://")[0] in _HERE else None


def _path(place: str) -> str:
    """The path of a `file://` URL; as names are joined to such URLs, `%` and `#` mean nothing in them."""
    path = place.partition("://")[2]
    return path.removeprefix("/") if sys.platform == "win32" else path  # file:///C:/…


def _open(place: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    import fsspec

    files, path = fsspec.core.url_to_fs(place)
    return files, path


@contextmanager
def _told(kind: type[BanxinError], place: str, problem: str) -> Iterator[None]:
    """Whatever the file system raises is told as `kind`."""
    try:
        yield
    except BanxinError:
        raise
    except Exception as error:  # noqa: BLE001 - see the module's docstring
        why = reason(error) if isinstance(error, OSError) else f"{type(error).__name__}：{error}"
        raise kind(f"{problem}（{why}）", place=place, remedy="请检查网址、权限和网络") from None
