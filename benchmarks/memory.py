"""Converts many different texts in one process and prints how much memory it holds after so many of them.

The texts are the examples in turn, each time a variation. Beside the memory at the moment stands its growth since the
hundredth text, and what of it is the process's own: the rest is mapped from files, mostly the fonts, and goes when the
system needs it. Nothing is written; both formats are made. For Linux.

With --worst it converts instead one text of each kind that asks for most memory (`worst.py`), a process each, and
prints how much that held at most.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import worst
from texts import SOURCE, content, examples, varied

_WARM_UP = 100
"""Texts after which a process has everything in memory that it is to keep."""


def main() -> None:
    """Converts the texts and prints a row now and then."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("text", nargs="*", type=Path, help="the texts to convert; default: all of examples/")
    parser.add_argument("--documents", type=int, default=10_000, help="how many (default 10000)")
    parser.add_argument("--worst", type=int, metavar="BYTES", help="texts of the worst kinds, of that size")
    parser.add_argument("--kind", nargs="*", choices=[*worst.KINDS], help="of the worst kinds these; default: all")
    given = parser.parse_args()
    if given.worst:
        for kind in given.kind or worst.KINDS:
            print(f"{kind:32}{peak(worst.text(kind, given.worst)):8.0f} MB", flush=True)
        return
    from banxin.conversion import prepare, to_docx, to_pdf
    from banxin.reading import Options

    texts = [content(path) for path in given.text or examples()]
    options = Options()
    before: tuple[float, ...] = ()
    began = time.perf_counter()
    print(f"{'documents':>10}{'MB':>8}{'growth':>9}{'own MB':>8}{'growth':>9}{'a second':>10}")
    for number in range(1, given.documents + 1):
        prepared = prepare(varied(texts[number % len(texts)], number).encode(), options)
        to_docx(prepared)
        to_pdf(prepared)
        if number in (_WARM_UP, given.documents) or number % 1000 == 0:
            now = held()
            before = before or now
            columns = "".join(f"{mb:8.1f}{mb / first - 1:9.1%}" for mb, first in zip(now, before, strict=True))
            print(f"{number:10}{columns}{number / (time.perf_counter() - began):10.1f}", flush=True)


def peak(text: bytes) -> float:
    """The megabytes that a process of its own held at most while it made both formats of a text."""
    program = "from banxin.cli import main\ntry: main()\nfinally: print(open('/proc/self/status').read())"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "worst.txt"
        path.write_bytes(text)
        command = [sys.executable, "-c", program, "convert", "-q", str(path)]
        environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8", env=environment)
    # Not getrusage: its peak also counts what the process was a copy of before it started the interpreter.
    return int(done.stdout.rpartition("VmHWM:")[2].split()[0]) / 1000


def held() -> tuple[float, float]:
    """The megabytes that the process holds, and those of them that are not mapped from files."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    kilobytes = {
        name: int(rest.split()[0])
        for name, _, rest in (line.partition(":") for line in lines)
        if name in ("VmRSS", "RssAnon")
    }
    return kilobytes["VmRSS"] / 1000, kilobytes["RssAnon"] / 1000


if __name__ == "__main__":
    main()
