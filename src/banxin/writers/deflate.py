"""Bytes to a zlib stream (RFC 1950), by ISA-L where it is installed, else by zlib.

A reader may rely on this: with one version of that library the same bytes give the same stream, on every x86-64
processor since 2008.
"""

from __future__ import annotations

import zlib

try:
    from isal import isal_zlib
except ImportError:  # there is no wheel for this machine
    isal_zlib = None  # type: ignore[assignment]

_ISAL_LEVEL = 2
"""Level 3 is 1 % smaller, but its streams differ between processors with AVX-512, with AVX2 and without."""
_ZLIB_LEVEL = 1
"""Half of level 6's time for 8 % more bytes."""


def deflate(content: bytes) -> bytes:
    """`content` as a zlib stream."""
    if isal_zlib is None:
        return zlib.compress(content, _ZLIB_LEVEL)
    # Not isal_zlib.compress: in one new process of fifty its streams of short contents are other ones.
    packer = isal_zlib.compressobj(_ISAL_LEVEL)
    return packer.compress(content) + packer.flush()
