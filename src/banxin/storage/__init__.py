"""Bytes at a place: a text or an image read, a result written whole, texts found in a folder.

A place is a path or, with fsspec installed, a URL such as `s3://bucket/folder`; relative paths inside it are written
with `/`. A reader may rely on this: a file appears whole or not at all, and nothing outside a folder is reached by a
name that is meant to lie in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from banxin.storage import local
from banxin.storage.kind import Standing, Storage

MAX_SIZE = 5 * 1024 * 1024
"""Bytes that a text file may have where nobody says otherwise: some three thousand pages of running text, in seconds
and with a quarter of a gigabyte; of what costs most (nothing but table cells, say), what a machine can still hold. What
is larger is a wrong file rather than a text."""


MAX_PACKED = 256 * 1024 * 1024
"""Bytes that a Word document may have, pictures and all; what its text may have is held to where it is unpacked."""
_PACKED = (".docx", ".docm", ".dotx", ".dotm", ".doc", ".wps")


def limit(place: str, max_size: int) -> int:
    """Bytes that a text may have as it lies there, by its name, where the text itself may have `max_size`."""
    return max(max_size, MAX_PACKED) if place.lower().endswith(_PACKED) else max_size


def is_url(place: str) -> bool:
    """Whether a place is a URL and no path."""
    return "://" in place


def of(place: str) -> Storage:
    """What reads and writes at a place.

    Raises:
        SourceError: it is a URL, and fsspec or what it needs is not installed.
    """
    if is_url(place):
        from banxin.storage.remote import at

        return at(place)
    return local


def path_of(place: str) -> Path | None:
    """The path of a place of this machine, be it written as a URL; `None`: it is elsewhere."""
    if not is_url(place):
        return Path(place)
    from banxin.storage.remote import path_of

    found = path_of(place)
    return None if found is None else Path(found)


def join(folder: str, relative: str) -> str:
    """The place `relative` in a folder."""
    head = folder.rstrip("/")
    return f"{folder}{relative}" if head == "" or head.endswith(":") else f"{head}/{relative}"  # as / or memory://


def parent(place: str) -> str:
    """The folder that a place lies in."""
    return place.rpartition("/")[0] if is_url(place) else str(Path(place).parent)


def read(place: str, *, max_size: int = MAX_SIZE) -> bytes:
    """What the file at a place holds; it is looked at before it is opened, so that no pipe or device is waited for.

    Raises:
        SourceError: there is no such file, it cannot be read, is no ordinary file, or larger than `max_size` bytes.
    """
    return of(place).read(place, max_size)


def read_within(folder: str, name: str, *, max_size: int) -> bytes:
    """What the file `name` holds, which lies in `folder` or below it; links do not lead out.

    Raises:
        SourceError: it lies elsewhere, or as `read`.
    """
    return of(folder).read_within(folder, name, max_size)


def write_whole(place: str, data: bytes, *, root: str = "") -> None:
    """Writes a file so that nobody ever sees half of it, over whatever stands there (see `write_all`).

    Raises:
        OutputError: as `write_all`.
    """
    write_all({place: data}, root=root)


def write_all(
    files: Mapping[str, bytes],
    *,
    root: str = "",
    mode: int | None = None,
    over: Mapping[str, Standing | None] | None = None,
    keep: Collection[str] = (),
) -> dict[str, str]:
    """Writes files by their places, of one storage, so that nobody ever sees half of one: all under other names, to the
    disk, then each to its place. Where one cannot be written or take its place (it is held open, say), all is as it
    was before.

    `root`: a folder that the files must not leave, by no link either; empty: they may lie anywhere.
    `mode`: who may read and write them; `None`: as the process makes files.
    `over`: what was seen at the places (`standing`); what has changed since is not replaced. `None`: anything is.
    `keep`: those of the places whose file is kept under a free name, `名.bak.docx`. They are returned, by place.

    Raises:
        OutputError: a folder cannot be made or written to, the disk is full, a file is held open, or has changed.
    """
    if not files:
        return {}
    return of(next(iter(files))).write_all(files, root=root, mode=mode, over=over, keep=keep)


def current(place: str) -> bytes | None:
    """What stands at a place now; `None`: nothing.

    Raises:
        OutputError: something that cannot be read.
    """
    return of(place).current(place)


def standing(place: str, *, root: str = "") -> Standing | None:
    """What stands at a place now, links as such; `None`: nothing. `root` as for `write_all`.

    Raises:
        OutputError: it cannot be looked at.
    """
    return of(place).standing(place, root)


def permissions(place: str) -> int | None:
    """The read and write bits of a file, its owner's right to write among them; `None`: nobody can tell."""
    return of(place).permissions(place)


def is_same(place: str, other: str) -> bool:
    """Whether two places are those of one file, which is there."""
    return of(place).is_same(place, other)


def remove(place: str, *, root: str = "") -> None:
    """Removes a file, if it is there; `root` as for `write_all`.

    Raises:
        OutputError: it cannot be removed.
    """
    of(place).remove(place, root)


def is_folder(place: str) -> bool:
    """Whether a folder stands at a place.

    Raises:
        SourceError: nobody can tell.
    """
    return of(place).is_folder(place)


def fits(relative: str, patterns: Sequence[str]) -> bool:
    """Whether one of the patterns fits a relative path, as `find` has it."""
    return local.fits(relative, patterns)


def find(root: str, patterns: Sequence[str]) -> Iterator[str]:
    """The files below a folder that one of the patterns fits, relative to it, sorted within each folder.

    A pattern with `/` is compared with the relative path, another with the name, capitals being small letters. What is
    hidden (`.name`) is passed over. Linked folders are followed, after all others, each folder once.

    Raises:
        SourceError: the folder cannot be read.
    """
    return of(root).find(root, patterns)
