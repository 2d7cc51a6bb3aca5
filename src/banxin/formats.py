"""What a text can be converted to, and which formats a caller has named.

A new format is a row of `Format`, and its writer one of `conversion.WRITERS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from banxin.errors import FormatError


class Format(str, Enum):
    """What a text can be converted to; the value is the file's ending."""

    DOCX = "docx"
    PDF = "pdf"
    OFD = "ofd"
    SVG = "svg"
    PNG = "png"

    @property
    def has_sheets(self) -> bool:
        """It is a file a page, in a folder of their own."""
        return self in (Format.SVG, Format.PNG)

    def places(self, stem: str, count: int) -> tuple[str, ...]:
        """Where the files of a text whose outputs are at `stem` stand: `材料.pdf`, or `材料_svg/材料-1.svg` and on."""
        if not self.has_sheets:
            return (f"{stem}.{self.value}",)
        name = re.split(r"[/\\]", stem)[-1]
        return tuple(f"{stem}_{self.value}/{name}-{number}.{self.value}" for number in range(1, count + 1))


BOTH = (Format.DOCX, Format.PDF)
"""What a text is converted to where nobody says otherwise, in the order in which it is written."""
ENDINGS = tuple(f".{kind.value}" for kind in Format if not kind.has_sheets)
"""Of all outputs that are one file; those of pictures may be a seal's or a figure's."""


def named(words: str | Iterable[str]) -> tuple[Format, ...]:
    """The formats that are named, each once, in that order; a string names one.

    Raises:
        FormatError: there is no format of a name, or none is named.
    """
    words = (words,) if isinstance(words, str) else tuple(words)
    unknown = [word for word in words if word not in _KNOWN]
    if unknown or not words:
        problem = f"没有“{unknown[0]}”这种输出格式" if unknown else "没有给出输出格式"
        raise FormatError(problem, remedy=f"可用的有：{'、'.join(Format)}")
    return tuple(dict.fromkeys(map(Format, words)))


_KNOWN = tuple(kind.value for kind in Format)
