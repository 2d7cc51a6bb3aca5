"""Measures banxin: how long a conversion takes, cold and warm, and how time and memory grow with the pages.

Prints a table of medians. Every figure is wall time on this machine; nothing is written outside a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"

_COLD_MS = 400
_WARM_DOCX_MS = 15
_WARM_PDF_MS = 60
"""What a conversion may take; warm: a text of 14 pages."""

_GROWTH = """
import resource, sys, time
from pathlib import Path
began = time.perf_counter()
from banxin.convert import Options, prepare, to_docx, to_pdf
data = Path(sys.argv[1]).read_bytes()
prepared = prepare(data, Options())
to_docx(prepared)
pages = to_pdf(prepared)[2]
took = time.perf_counter() - began
unit = 1 if sys.platform == "darwin" else 1024
print(pages, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
"""
"""A process of its own for each length, so that memory is that length's alone."""


def main() -> None:
    """Runs all measurements and prints them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("text", nargs="?", type=Path, help="the text to convert; default: the longest of examples/")
    parser.add_argument("--repeat", type=int, default=15, help="runs behind each median (default 15)")
    parser.add_argument("--pages", type=int, nargs="*", default=[1, 10, 100, 1000], help="lengths to grow to")
    given = parser.parse_args()
    text = given.text or max((ROOT / "examples").glob("*.txt"), key=lambda path: path.stat().st_size)
    sys.path.insert(0, str(SOURCE))
    with tempfile.TemporaryDirectory() as folder:
        cold_and_warm(text, Path(folder), given.repeat)
        growth(text, Path(folder), given.pages)


def cold_and_warm(text: Path, folder: Path, repeat: int) -> None:
    """One text: as a process of its own, and again and again in this one."""
    from banxin.convert import BOTH, Format, convert_file

    command = [sys.executable, "-m", "banxin", "convert", str(text), "-o", str(folder), "-q"]
    start = [sys.executable, "-c", "pass"]
    pages = convert_file(text, BOTH, folder=folder).pages
    print(f"{text.name}: {pages} pages, {len(text.read_bytes())} bytes; medians of {repeat}\n")
    print(f"{'':32}{'ms':>8}{'least':>8}{'target':>8}")
    row("cold, both formats", lambda: process(command), repeat, _COLD_MS)
    row("  of it Python itself", lambda: process(start), repeat)
    row("warm, DOCX", lambda: convert_file(text, [Format.DOCX], folder=folder), repeat, _WARM_DOCX_MS)
    row("warm, PDF", lambda: convert_file(text, [Format.PDF], folder=folder), repeat, _WARM_PDF_MS)
    row("warm, both", lambda: convert_file(text, BOTH, folder=folder), repeat)


def row(name: str, action: Callable[[], object], repeat: int, target: int | None = None) -> None:
    """Runs an action once to warm up, then `repeat` times; prints the median and the least in milliseconds."""
    action()
    took = []
    for _ in range(repeat):
        began = time.perf_counter()
        action()
        took.append((time.perf_counter() - began) * 1000)
    print(f"{name:32}{statistics.median(took):8.1f}{min(took):8.1f}{target or '':>8}")


def process(command: list[str]) -> str:
    """Runs a program to its end; what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=environment).stdout


def growth(text: Path, folder: Path, lengths: list[int]) -> None:
    """The text repeated until it fills so many pages: time and peak memory of a process that makes both formats."""
    from banxin.convert import Options, prepare, to_pdf

    data = text.read_bytes()
    pages = to_pdf(prepare(data, Options()))[2]
    lines = data.splitlines(keepends=True)
    print(f"\n{'pages':>8}{'ms':>10}{'ms a page':>12}{'peak MB':>10}")
    for length in lengths:
        path = folder / "long.txt"
        part = lines[: max(len(lines) * length // pages, 1)] if length < pages else lines * round(length / pages)
        path.write_bytes(b"".join(part))
        made, took, peak = process([sys.executable, "-c", _GROWTH, str(path)]).split()
        print(f"{made:>8}{float(took) * 1000:10.0f}{float(took) * 1000 / int(made):12.2f}{float(peak) / 1e6:10.0f}")


if __name__ == "__main__":
    main()
