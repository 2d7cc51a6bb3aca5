"""What a user names to the texts meant: files, folders and lists in, each text with its place in the output tree out.

A reader may rely on this: the order is that of the arguments, within a folder that of the names; no text comes twice.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath, PurePosixPath

import msgspec

from banxin import storage
from banxin.conversion import check_targets
from banxin.formats import ENDINGS
from banxin.outputs import stem
from banxin.regex import regex

LIST = "-"
"""Stands for a list of texts, one a line."""


class Input(msgspec.Struct, frozen=True):
    """A text to convert."""

    source: str
    """Its place."""
    stem: str
    """Where its outputs stand below the output folder, without their ending, with `/`."""


class Found(msgspec.Struct, frozen=True):
    """What a user has named."""

    inputs: list[Input]
    passed_over: dict[str, int]
    """How many files of each ending the folders hold besides, `.doc`; those without one under "". What a run itself has
    written below the output folder is not among them."""


def find_inputs(sources: Sequence[str], patterns: Sequence[str], out: str, listed: Iterable[str] = ()) -> list[Input]:
    """The texts that `find_all` finds."""
    return find_all(sources, patterns, out, listed).inputs


def find_all(sources: Sequence[str], patterns: Sequence[str], out: str, listed: Iterable[str] = ()) -> Found:
    """The texts that `sources` name: a file is itself; a folder, the files below that `patterns` fit; `-`, `listed`.

    A folder's tree is mirrored below `out`; so is a relative path of the list. A file goes right into `out`. What is
    not there is an input like others: what becomes of it is its own affair. A text named twice, however its path is
    written, comes once.

    Raises:
        SourceError: a folder cannot be read.
        OutputError: two texts would write the same outputs.
    """
    found: dict[tuple[str, str], Input] = {}
    others: list[str] = []
    for one in _each(sources, patterns, listed, others):
        found.setdefault((_file(one.source), one.stem), one)
    check_targets((one.source, storage.join(out, one.stem)) for one in found.values())
    return Found(list(found.values()), _counted(others, out))


def _file(source: str) -> str:
    """The same for all paths of a file."""
    return source if storage.is_url(source) or "\0" in source else os.path.realpath(source)


def _counted(places: Iterable[str], out: str) -> dict[str, int]:
    """How many files there are of each ending, the most first."""
    top = os.path.join(_file(out), "")  # noqa: PTH118 - a place, be it a URL
    endings: Counter[str] = Counter()
    for place in places:
        ending = PurePath(place).suffix.lower()
        if ending not in ENDINGS or not _file(place).startswith(top):
            endings[ending if _IS_ENDING.fullmatch(ending) else ""] += 1
    return dict(sorted(endings.items(), key=lambda pair: (-pair[1], pair[0])))


_IS_ENDING = regex(r"\.[a-z0-9]{1,8}")
"""Names are not only parted by dots before what they end with: `2026.3.5会议`."""


def _each(sources: Sequence[str], patterns: Sequence[str], listed: Iterable[str], others: list[str]) -> Iterator[Input]:
    """The texts; to `others` go the places of all other files in folders."""
    for source in sources:
        if source == LIST:
            for line in listed:
                if name := line.rstrip("\r\n"):
                    yield Input(name, _stem(name))
        elif storage.is_folder(source):
            for relative in storage.find(source, ["*"]):
                if storage.fits(relative, patterns) and not relative.lower().endswith(ENDINGS):
                    yield Input(storage.join(source, relative), _stem(relative))
                else:
                    others.append(storage.join(source, relative))
        else:
            yield Input(source, _name(source))


def _stem(path: str) -> str:
    """A listed path below the output folder: as it is where it is relative and leads nowhere else, else its name."""
    pure = PurePath(path)
    if storage.is_url(path) or pure.is_absolute() or pure.drive or ".." in pure.parts:
        return _name(path)
    return pure.with_name(stem(pure.name)).as_posix() if pure.name else _name(path)


def _name(path: str) -> str:
    pure = PurePosixPath(path) if storage.is_url(path) else PurePath(path)
    return "_" if pure.name in {"", ".."} else stem(pure.name)  # a name must be; what has none is no text anyway
