"""The colour space sRGB (IEC 61966-2-1) as an ICC profile, made from its definition: under nobody's licence."""

from __future__ import annotations

import struct
from functools import lru_cache

_POINTS = 64
"""Of the curve; readers go straight from one to the next."""
_COLORANTS = {
    "rXYZ": (0.43607, 0.22249, 0.01392),
    "gXYZ": (0.38515, 0.71687, 0.09708),
    "bXYZ": (0.14307, 0.06061, 0.71410),
}
"""The primaries of ITU-R BT.709 seen in the light D50, to which profiles refer all colours (by the Bradford matrix)."""
_D50 = (0.9642, 1.0, 0.8249)
_SIZE_OF_HEADER = 128
_NAME = b"sRGB"


@lru_cache(maxsize=1)
def srgb() -> bytes:
    """The profile, of version 2.1 (ICC.1:1998-09): colorants and one curve for all three channels."""
    curve = b"curv\0\0\0\0" + struct.pack(f">L{_POINTS}H", _POINTS, *map(_light, range(_POINTS)))
    tags = {
        "desc": b"desc\0\0\0\0" + struct.pack(">L", len(_NAME) + 1) + _NAME + bytes(1 + 4 + 4 + 2 + 1 + 67),
        "cprt": b"text\0\0\0\0" + b"No copyright\0",
        "wtpt": _xyz(_D50),
        **{name: _xyz(color) for name, color in _COLORANTS.items()},
        **dict.fromkeys(("rTRC", "gTRC", "bTRC"), curve),
    }
    start = _SIZE_OF_HEADER + 4 + 12 * len(tags)
    data = bytearray()
    places: dict[bytes, int] = {}
    entries = bytearray(struct.pack(">L", len(tags)))
    for name, content in tags.items():
        if content not in places:
            places[content] = start + len(data)
            data += content + bytes(-len(content) % 4)
        entries += name.encode() + struct.pack(">2L", places[content], len(content))
    size = start + len(data)
    header = struct.pack(">L4xL4s4s4s12x4s", size, 0x02100000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    header = header.ljust(68, b"\0") + b"".join(map(_fixed, _D50))
    return header.ljust(_SIZE_OF_HEADER, b"\0") + bytes(entries) + bytes(data)


def _light(point: int) -> int:
    """How much light a point of the curve stands for, of 65535."""
    value = point / (_POINTS - 1)
    linear = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the definition
    return round(linear * 65535)


def _xyz(color: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, color))


def _fixed(value: float) -> bytes:
    return struct.pack(">l", round(value * 65536))
