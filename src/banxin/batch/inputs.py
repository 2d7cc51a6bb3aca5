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
from banxin.errors import SourceError
from banxin.fingerprint import Origin, origin
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


def find_all(
    sources: Sequence[str], patterns: Sequence[str], out: str, listed: Iterable[str] = (), *, apart: bool = False
) -> Found:
    """The texts that `sources` name: a file is itself; a folder, the files below that `patterns` fit; `-`, `listed`.

    A folder's tree is mirrored below `out`; so is a relative path of the list. A file goes right into `out`. What is
    not there is an input like others: what becomes of it is its own affair. A text named twice, however its path is
    written, comes once. `apart`: where texts would write the same outputs, as 旧稿.doc and 旧稿.docx, all but one
    keep their ending: 旧稿.docx.pdf.

    Raises:
        SourceError: a folder cannot be read.
        OutputError: two texts would write the same outputs.
    """
    found: dict[tuple[str, str], Input] = {}
    others: list[str] = []
    for one in _each(sources, patterns, listed, others, os.path.join(_file(out), "")):  # noqa: PTH118 - as below
        found.setdefault((_file(one.source), one.stem), one)
    if apart:
        found = _apart(found)
    check_targets((one.source, storage.join(out, one.stem)) for one in found.values())
    return Found(list(found.values()), _counted(others, out))


def _apart(found: dict[tuple[str, str], Input]) -> dict[tuple[str, str], Input]:
    """The same inputs, each with outputs of its own; a `.txt` goes first."""
    first: dict[str, Input] = {}
    for one in sorted(found.values(), key=lambda one: not one.source.lower().endswith(".txt")):
        first.setdefault(os.path.normcase(one.stem), one)
    result: dict[tuple[str, str], Input] = {}
    for (file, _), one in found.items():
        is_first = first[os.path.normcase(one.stem)] is one
        place = one.stem if is_first else one.stem + PurePath(one.source).suffix
        result[file, place] = Input(one.source, place)
    return result


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


def _each(
    sources: Sequence[str], patterns: Sequence[str], listed: Iterable[str], others: list[str], top: str
) -> Iterator[Input]:
    """The texts; to `others` go the places of all other files in folders. `top`: where results go."""
    for source in sources:
        if source == LIST:
            for line in listed:
                if name := line.rstrip("\r\n"):
                    yield Input(name, _stem(name))
        elif storage.is_folder(source):
            for relative in storage.find(source, ["*"]):
                place = storage.join(source, relative)
                if storage.fits(relative, patterns) and not (
                    relative.lower().endswith(ENDINGS) and is_result(place, top)
                ):
                    yield Input(place, _stem(relative))
                else:
                    others.append(place)
        else:
            yield Input(source, _name(source))


def is_result(place: str, top: str = "") -> bool:
    """Whether a file in a format of results is one: it stands below `top`, or is as this program made it.

    Of the formats that a text is converted to, DOCX alone can be read again.
    """
    if not place.lower().endswith(".docx") or (top and _file(place).startswith(top)):
        return True
    try:
        return origin(storage.read(place, max_size=_MOST_BYTES), place) in (Origin.OWN, Origin.OTHER_TEXT)
    except SourceError:  # what is wrong with it is told where it is read
        return False


_MOST_BYTES = 256 * 1024 * 1024
"""Of a file that is asked where it comes from."""


def _stem(path: str) -> str:
    """A listed path below the output folder: as it is where it is relative and leads nowhere else, else its name."""
    pure = PurePath(path)
    if storage.is_url(path) or pure.is_absolute() or pure.drive or ".." in pure.parts:
        return _name(path)
    return pure.with_name(stem(pure.name)).as_posix() if pure.name else _name(path)


def _name(path: str) -> str:
    pure = PurePosixPath(path) if storage.is_url(path) else PurePath(path)
    return "_" if pure.name in {"", ".."} else stem(pure.name)  # a name must be; what has none is no text anyway
