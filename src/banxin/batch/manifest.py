"""What an output folder remembers of the runs that filled it: from what, and with what result, each text was made.

It lies in the folder itself, as `.banxin/manifest.jsonl`, one text a line; what a run adds stands in files beside it
until the run ends. A reader may rely on this: a run that is killed loses the memory of its last seconds at most, and a
line that cannot be read is as if it were not there.
"""

from __future__ import annotations

import time

import msgspec

from banxin import storage
from banxin.batch.job import Done, Job, Past, Record
from banxin.escape import legible

FOLDER = ".banxin"
"""Where banxin keeps its own in an output folder."""
_MAIN = "manifest.jsonl"
_PARTS = "added-[0-9][0-9][0-9][0-9][0-9][0-9].jsonl"
_NO_SENSE = (msgspec.MsgspecError, RecursionError)
"""What is raised by lines that are no memory; some are nested without end."""
_EVERY = 2.0
"""Seconds from one writing of what was added to the next."""


class _Entry(msgspec.Struct, frozen=True):
    """A line."""

    stem: str
    past: Past
    record: msgspec.Raw
    """A `Record`, decoded only when it is asked for."""


class Manifest:
    """The memory of the output folder `out`; it is to be closed at the end."""

    def __init__(self, out: str) -> None:
        self._out = out
        self._folder = storage.join(out, FOLDER)
        self._entries: dict[str, _Entry] = {}
        self._added: list[_Entry] = []
        self._parts = _parts(self._folder)
        self._written = time.monotonic()
        self._next = 1 + max((int(part[len("added-") : -len(".jsonl")]) for part in self._parts), default=0)
        for name in (_MAIN, *self._parts):
            self._load(storage.join(self._folder, name))

    def past(self, stem: str) -> Past | None:
        """What is remembered of the outputs of that name."""
        entry = self._entries.get(legible(stem))
        return entry.past if entry else None

    def record(self, job: Job) -> Record | None:
        """The report of the time when the outputs of a job were made; `None`: there is none that can be read."""
        entry = self._entries.get(legible(job.stem))
        try:
            return msgspec.json.decode(entry.record, type=Record) if entry else None
        except _NO_SENSE:
            return None

    def add(self, done: Done) -> None:
        """Remembers the end of a job.

        Raises:
            OutputError: the memory cannot be written.
        """
        if done.past is None:
            return
        record = msgspec.structs.replace(
            done.record, input="", outputs=(), backups=(), seconds=0.0
        )  # they are each run's own
        entry = _Entry(legible(done.job.stem), done.past, msgspec.Raw(msgspec.json.encode(record)))
        self._entries[entry.stem] = entry
        self._added.append(entry)
        if time.monotonic() - self._written > _EVERY:
            self._flush()

    def close(self) -> None:
        """Writes all that is remembered in one file, sorted: the same memory gives the same bytes.

        Raises:
            OutputError: it cannot be written.
        """
        if not self._added and not self._parts:
            return
        entries = [self._entries[stem] for stem in sorted(self._entries)]
        storage.write_whole(storage.join(self._folder, _MAIN), _lines(entries), root=self._out)
        for part in self._parts:
            storage.remove(storage.join(self._folder, part), root=self._out)
        self._added, self._parts = [], []

    def _flush(self) -> None:
        name = f"added-{self._next:06}.jsonl"
        storage.write_whole(storage.join(self._folder, name), _lines(self._added), root=self._out)
        self._parts.append(name)
        self._next += 1
        self._added = []
        self._written = time.monotonic()

    def _load(self, place: str) -> None:
        standing = storage.standing(place, root=self._out)
        for line in ((standing and standing.data) or b"").splitlines():
            try:
                entry = msgspec.json.decode(line, type=_Entry)
            except _NO_SENSE:
                continue
            self._entries[entry.stem] = entry


def _parts(folder: str) -> list[str]:
    """The files of what runs have added, in their order; what lies deeper is none of them."""
    if not storage.is_folder(folder):
        return []
    return sorted(name for name in storage.find(folder, [_PARTS]) if "/" not in name)


def _lines(entries: list[_Entry]) -> bytes:
    return b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries)
