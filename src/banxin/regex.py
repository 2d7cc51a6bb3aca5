"""Regular expressions that are compiled when they are first used.

A plain text meets a third of the program's patterns, and to compile them all took a sixth of a cold run.
"""

from __future__ import annotations

import re
from typing import cast, overload

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")


class _Uncompiled:
    """Stands for a compiled pattern, and has what that has."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:  # from now on they are found here at once
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


@overload
def regex(source: str, flags: int = 0) -> re.Pattern[str]: ...
@overload
def regex(source: bytes, flags: int = 0) -> re.Pattern[bytes]: ...
def regex(source: str | bytes, flags: int = 0) -> re.Pattern[str] | re.Pattern[bytes]:
    """The pattern `source`, for a constant of a module; a mistake in it shows when it is first used."""
    return cast("re.Pattern[str]", _Uncompiled(source, flags))
