"""A folder of texts, converted as they are saved; the report of each as it is done.

A reader may rely on this: what was saved while nobody watched is made up for at the start; a style that is saved is
read again and everything converted anew, while one with faults is told and the one before goes on; an output that a
person has edited is left alone, as in a batch. Folders to which links lead are converted, but not watched.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Protocol

import msgspec
from watchfiles import Change
from watchfiles import watch as changes_in

from banxin import storage
from banxin.batch import Input, Record, Runner, Status, Work, basis, batch, find_inputs
from banxin.errors import BanxinError, SourceError, StyleError
from banxin.escape import legible
from banxin.formats import ENDINGS
from banxin.style import HouseStyle, available, load_whole

_STEP = 100
"""Milliseconds without a change after which what has changed is converted: editors save in several steps."""
_LOOK = 500
"""Milliseconds from one look at the style's files to the next."""
_IMAGE = ".png"


class Event(Protocol):
    """Tells when to end, as `threading.Event` does."""

    def is_set(self) -> bool: ...  # noqa: D102 - see the class


class Watched(msgspec.Struct, frozen=True):
    """What is watched."""

    folder: str
    patterns: tuple[str, ...]
    """Which files in it are texts."""
    style: str
    """The name or path of the style; its files are watched too, and those of the styles that texts may name."""


def watch(watched: Watched, work: Work, runner: Runner, stop: Event) -> Generator[Record, None, None]:
    """Converts what is not up to date, then what is saved, until `stop` is set; what has changed nothing is not told.

    What is wrong with the style or the output folder comes as a failed record, in its place.

    Raises:
        SourceError: there is no such folder.
    """
    folder = Path(watched.folder).resolve()
    if not folder.is_dir():
        raise SourceError("没有这个文件夹", place=watched.folder, remedy="请检查路径")
    if legible(str(folder)) != str(folder):
        raise SourceError(
            "文件夹的路径不是 UTF-8，盯不住", place=watched.folder, remedy="请给它改名，或用 banxin batch"
        )
    work = msgspec.structs.replace(work, resume=True)
    style = _Style(watched.style)
    is_all_due, told = True, ""
    for changes in _changes(folder, _Relevant(folder, storage.path_of(work.out)), stop):
        faults, changed = style.look()
        for fault in faults:
            yield Record(watched.style, Status.FAILED, error=str(fault))
        if changed:
            key = "style" if work.options.style else "fallback"
            options = msgspec.structs.replace(work.options, **{key: changed})
            work = msgspec.structs.replace(work, options=options, basis=basis(options))
            is_all_due = True
        is_all_due |= changes is None
        if not (changes or is_all_due):
            continue
        try:
            inputs = find_inputs([watched.folder], watched.patterns, work.out)
            names = {Path(path).relative_to(folder).as_posix() for _, path in changes or ()}
            due = inputs if is_all_due else list(_touched(inputs, names, watched.folder))
            is_all_due = True  # unless it comes to its end
            sources = {legible(one.source): one.source for one in due}
            with closing(batch(due, work, runner)) as records:
                yield from (record for record in records if _is_news(record, sources[record.input]))
            is_all_due, told = False, ""
        except BanxinError as error:  # another run is at work, or two texts would write one output: until that is over
            if str(error) != told:
                told = str(error)
                yield Record(watched.folder, Status.FAILED, error=told)


def _changes(folder: Path, relevant: _Relevant, stop: Event) -> Iterator[set[tuple[Change, str]] | None]:
    """What has changed in a folder, now and then nothing; `None`: something, and nobody knows what.

    The watcher stops at a name that is no UTF-8, as archives from elsewhere bring them. It is started anew, and what
    happened meanwhile is not known.
    """
    is_known = True
    while not stop.is_set():
        watcher = changes_in(
            folder, watch_filter=relevant, step=_STEP, rust_timeout=_LOOK, yield_on_timeout=True, stop_event=stop
        )
        try:
            for changes in watcher:
                yield changes if is_known else None
                is_known = True
        except RuntimeError as error:  # the watcher's own are of this kind
            if "decode path" not in str(error):
                raise SourceError(f"盯不住（{error}）", place=str(folder), remedy="请改用 banxin batch") from None
            is_known = False


def _is_news(record: Record, source: str) -> bool:
    """Whether a text was converted, or failed; one that is gone by now has done neither."""
    is_gone = record.status is Status.FAILED and not Path(source).exists()
    return record.status is not Status.UNCHANGED and not is_gone


def _touched(inputs: Iterable[Input], names: set[str], folder: str) -> Iterator[Input]:
    """The texts of which something has changed: they, a folder above them, or an image where theirs may lie.

    `names` are relative to `folder`, with `/`.
    """
    beside = {above.as_posix() for name in names if name.lower().endswith(_IMAGE) for above in Path(name).parents}
    start = len(storage.join(folder, ""))
    for one in inputs:
        path = Path(one.source[start:])
        above = {parent.as_posix() for parent in path.parents}
        if path.as_posix() in names or path.parent.as_posix() in beside or not names.isdisjoint(above):
            yield one


class _Relevant:
    """Whether a change may concern a text: not if it is one of an output, or of what is hidden."""

    def __init__(self, folder: Path, out: Path | None) -> None:
        self._folder = folder
        self._out = out.resolve() if out and out.resolve() != folder else None

    def __call__(self, _change: Change, path: str) -> bool:
        place = Path(path)
        if self._out and place.is_relative_to(self._out):
            return False
        is_hidden = any(part.startswith(".") for part in place.relative_to(self._folder).parts)
        return not (is_hidden or path.lower().endswith(ENDINGS))


_Stamps = tuple[tuple[str, int, int], ...]
"""Path, size and time of change (nanoseconds) of files."""


class _Style:
    """The style, read again when one of its files was saved, or one of a style that a text may name.

    The files may lie anywhere, beside much else, so they are looked at now and then instead of watched.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._files: set[str] = set()
        """Paths of the files that have been read."""
        self._known: _Stamps = ()
        """The files, as they were when they were last read."""
        self._read()
        self._last: _Stamps = self._known
        self._told: list[str] = []

    def look(self) -> tuple[list[StyleError], HouseStyle | None]:
        """The faults of the style that are new; the style, if it or one that a text may name is another one."""
        now = self._stamps()
        is_still, self._last = now == self._last, now
        if not is_still or (now == self._known and not self._told):  # a file that is being saved may be half there
            return [], None
        self._known = now
        try:
            style = self._read()
        except StyleError as error:
            faults = [error, *error.others]
            texts = [str(fault) for fault in faults]
            is_new, self._told = texts != self._told, texts
            return faults if is_new else [], None
        self._told = []
        return [], style

    def _read(self) -> HouseStyle:
        load_whole.cache_clear()
        loaded = load_whole(self._name)
        self._files = {place.path for place in loaded.places.values()}
        for one in available():
            with suppress(StyleError):  # told of the texts that name it
                self._files |= {place.path for place in load_whole(one.name).places.values()}
        self._known = self._stamps()
        return loaded.style

    def _stamps(self) -> _Stamps:
        """Those of all files of styles, new ones included."""
        return tuple(map(_stamp, sorted({*self._files, *(str(one.path) for one in available())})))


def _stamp(path: str) -> tuple[str, int, int]:
    try:
        status = Path(path).stat()
    except OSError:  # it is gone, or just being replaced
        return path, 0, 0
    return path, status.st_size, status.st_mtime_ns
