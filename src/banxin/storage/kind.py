"""What a kind of place can do: the paths of this machine, or URLs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

import msgspec


class Standing(msgspec.Struct, frozen=True):
    """What stands at a place."""

    data: bytes | None
    """What the file holds, empty where it is larger than any of ours; `None`: it is no file but a link, a folder, a
    pipe or the like."""
    is_link: bool = False
    since: float = 0.0
    """When it was last changed, in seconds since 1970; 0: nobody knows."""
    stamp: tuple[int, ...] = ()
    """Another once it was changed or replaced; empty: nobody knows."""


class Storage(Protocol):
    """What `storage` does, for one kind of place."""

    def read(self, place: str, max_size: int) -> bytes: ...  # noqa: D102 - as the function of that name
    def read_within(self, folder: str, name: str, max_size: int) -> bytes: ...  # noqa: D102
    def write_all(  # noqa: D102
        self,
        files: Mapping[str, bytes],
        *,
        root: str,
        mode: int | None,
        over: Mapping[str, Standing | None] | None,
        keep: Collection[str],
    ) -> dict[str, str]: ...
    def current(self, place: str) -> bytes | None: ...  # noqa: D102
    def standing(self, place: str, root: str) -> Standing | None: ...  # noqa: D102
    def permissions(self, place: str) -> int | None: ...  # noqa: D102
    def is_same(self, place: str, other: str) -> bool: ...  # noqa: D102
    def remove(self, place: str, root: str) -> None: ...  # noqa: D102
    def is_folder(self, place: str) -> bool: ...  # noqa: D102
    def find(self, root: str, patterns: Sequence[str]) -> Iterator[str]: ...  # noqa: D102
