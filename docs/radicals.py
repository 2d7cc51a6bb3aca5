"""Prints the table of radicals in `src/banxin/lookalikes.py` from Unicode's own file: `python docs/radicals.py FILE`.

The file is `EquivalentUnifiedIdeograph.txt` of the Unicode Character Database; Debian has it in the package
`unicode-data`, below `/usr/share/unicode`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

_LINE = re.compile(r"([0-9A-F]{4,6})(?:\.\.([0-9A-F]{4,6}))?\s*;\s*([0-9A-F]{4,6})")
SUPPLEMENT = range(0x2E80, 0x2F00)
"""CJK Radicals Supplement, which NFKC leaves alone; it knows the Kangxi radicals behind it."""


def equivalents(path: Path) -> Iterator[tuple[str, str]]:
    """Each radical of the supplement, and the ideograph that it looks like."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := _LINE.match(line):
            first = int(found[1], 16)
            for code in range(first, int(found[2] or found[1], 16) + 1):
                if code in SUPPLEMENT:
                    yield chr(code), chr(int(found[3], 16))


if __name__ == "__main__":
    for column in zip(*equivalents(Path(sys.argv[1])), strict=True):
        sys.stdout.write("".join(column) + "\n")
