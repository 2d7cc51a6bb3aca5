"""Texts to measure with: the examples, and any number of variations of a text, no two alike.

A reader may rely on this: a variation has the length and mostly the structure of its text, nearly every line of it is
new, the same number gives the same variation, and the other hanzi are of the 3,755 common ones, so that many
variations together use as many characters as many real documents do. Who imports this module measures the banxin of
this checkout.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The checkout, with `src/`, `fonts/` and `examples/`."""
SOURCE = ROOT / "src"
sys.path.insert(0, str(SOURCE))

_COMMON = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)]
"""The first level of GB/T 2312 without its last, part-filled row."""
_LABEL = 6
"""Characters at the head of a line that stay, as they may tell what it is."""
_TELLING = "年月日号件印发文令函"
"""Hanzi that stay everywhere, for the same reason."""
_FEWEST = 4
"""A line with fewer hanzi that may go stays as it is."""


def examples() -> list[Path]:
    """The example texts that stand for themselves, without images beside them."""
    return [path for path in sorted((ROOT / "examples").glob("*.txt")) if "盖章" not in path.stem]


def longest_example() -> Path:
    """The example of the most pages, near enough."""
    return max(examples(), key=lambda path: path.stat().st_size)


def content(path: Path) -> str:
    """The text in a file, as banxin reads it."""
    from banxin.encoding import decode

    return decode(path.read_bytes())[1]


def varied(text: str, number: int) -> str:
    """The `number`-th variation of `text`: in every line but the shortest, one hanzi in twenty, or one, is another."""
    chance = random.Random(number)  # noqa: S311 - it shall be the same every time
    lines = text.split("\n")
    for place, line in enumerate(lines):
        hanzi = [at for at, char in enumerate(line) if at >= _LABEL and "一" <= char <= "鿿" and char not in _TELLING]
        if len(hanzi) >= _FEWEST:
            chars = list(line)
            for at in chance.sample(hanzi, 1 + len(hanzi) // 20):
                chars[at] = chance.choice(_COMMON)
            lines[place] = "".join(chars)
    return "\n".join(lines)
