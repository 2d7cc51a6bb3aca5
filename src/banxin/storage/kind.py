"""What a kind of place can do: the paths of this machine, or URLs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol


class Storage(Protocol):
    """What `storage` does, for one kind of place."""

    def read(self, place: str, max_size: int) -> bytes: ...  # noqa: D102 - as the function of that name
    def read_within(self, folder: str, name: str, max_size: int) -> bytes: ...  # noqa: D102
    def write_all(self, files: Mapping[str, bytes], *, root: str) -> None: ...  # noqa: D102
    def current(self, place: str) -> bytes | None: ...  # noqa: D102
    def remove(self, place: str) -> None: ...  # noqa: D102
    def is_folder(self, place: str) -> bool: ...  # noqa: D102
    def find(self, root: str, patterns: Sequence[str]) -> Iterator[str]: ...  # noqa: D102
