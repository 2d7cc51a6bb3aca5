"""Prints how time and memory grow with a text: 1, 10, 100 and 1000 pages of it, both formats, a process each."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from texts import SOURCE, content, longest_example

_MEASURED = """
import resource, sys, time
from pathlib import Path
began = time.perf_counter()
from banxin.conversion import prepare, to_docx, to_pdf
from banxin.reading import Options
prepared = prepare(Path(sys.argv[1]).read_bytes(), Options())
to_docx(prepared)
to_pdf(prepared)
pages = len(prepared.layout.pages.pages)
took = time.perf_counter() - began
unit = 1 if sys.platform == "darwin" else 1024
print(pages, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
"""
"""A process of its own for each length, so that memory is that length's alone."""


def main() -> None:
    """Makes the texts, converts each and prints a row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", nargs="?", type=Path, help="the text to repeat; default: the longest of examples/")
    parser.add_argument("--pages", type=int, nargs="*", default=[1, 10, 100, 1000], help="lengths to grow to")
    given = parser.parse_args()
    from banxin.conversion import convert
    from banxin.reading import Options

    text = content(given.text or longest_example())
    pages = convert(text.encode(), "pdf", Options()).pages
    lines = text.splitlines(keepends=True)
    print(f"{'pages':>8}{'ms':>10}{'ms a page':>12}{'peak MB':>10}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.txt"
        for length in given.pages:
            part = lines[: max(len(lines) * length // pages, 1)] if length < pages else lines * round(length / pages)
            path.write_text("".join(part), encoding="utf-8")
            made, took, peak = measured(path)
            print(f"{made:8}{took * 1000:10.0f}{took * 1000 / made:12.2f}{peak / 1e6:10.0f}", flush=True)


def measured(text: Path) -> tuple[int, float, float]:
    """(pages, seconds, bytes of memory at most) of a process that makes both formats of a text."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-c", _MEASURED, str(text)]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=environment)
    pages, took, peak = done.stdout.split()
    return int(pages), float(took), float(peak)


if __name__ == "__main__":
    main()
