"""How each stage's CPU time grows where a long text doubles: `python tests/fuzz/linear.py [BYTES] [NAME…]`.

Prints the texts of which a stage took more than `WORST` times as long for twice the size, or more than `SLOW` seconds.
Each text runs in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from long_texts import LONG

WORST = 3.0
SLOW = 10.0
LEAST = 0.3
"""Seconds; what is done sooner is not compared."""
_T = TypeVar("_T")


def measure(name: str, size: int) -> dict[str, float]:
    """CPU seconds of each stage."""
    from banxin.checks import check
    from banxin.conversion import prepare, to_docx, to_pdf
    from banxin.errors import BanxinError
    from banxin.examine import mended
    from banxin.parser import parse
    from banxin.readers import read
    from banxin.reading import Options
    from banxin.repair import repair

    took: dict[str, float] = {}

    def stage(label: str, run: Callable[[], _T]) -> _T:
        began = time.process_time()
        try:
            return run()
        finally:
            took[label] = time.process_time() - began

    to_pdf(prepare("甲\n乙".encode(), Options()))  # imports and fonts
    data = LONG[name](size)
    try:
        source = stage("read", lambda: read(data))
        parsed = stage("parse", lambda: parse(source))
        repaired = stage("repair", lambda: repair(parsed.document))
        stage("check", lambda: check(repaired.document))
        stage("mend", lambda: mended(data, Options()))
        prepared = stage("prepare", lambda: prepare(data, Options()))
        stage("layout", lambda: prepared.layout)
        stage("docx", lambda: to_docx(prepared))
        stage("pdf", lambda: to_pdf(prepared))
    except BanxinError:
        pass
    return took


def measured_apart(name: str, size: int) -> dict[str, float]:
    """`measure` in a process of its own, so that no cache of another text helps."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", name, str(size)], capture_output=True, text=True, check=True
    )
    return {label: float(seconds) for label, seconds in (line.split() for line in done.stdout.splitlines())}


def main() -> None:
    """Print what grows too fast."""
    if sys.argv[1:2] == ["--one"]:
        for label, seconds in measure(sys.argv[2], int(sys.argv[3])).items():
            print(label, seconds)  # noqa: T201 - a script
        return
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    for name in sys.argv[2:] or LONG:
        once, twice = measured_apart(name, size), measured_apart(name, 2 * size)
        bad = [
            f"{label} {once[label]:.2f} → {seconds:.2f} s"
            for label, seconds in twice.items()
            if seconds > SLOW or (seconds > LEAST and seconds > WORST * once[label])
        ]
        print(f"{name}: {'; '.join(bad) or 'linear'} ({sum(twice.values()):.1f} s)", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
