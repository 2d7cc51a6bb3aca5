"""Measures `banxin batch`: many different texts to both formats, with one job and with two, in turn.

The texts are variations of the examples, or of those that are given, in folders of a hundred. Nothing is written
outside a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from texts import SOURCE, content, examples, varied

_IN_A_FOLDER = 100


def main() -> None:
    """Writes the texts, runs the rounds and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("text", nargs="*", type=Path, help="the texts to vary; default: all of examples/")
    parser.add_argument("--documents", type=int, default=1000, help="how many (default 1000)")
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2], help="numbers of jobs to compare (default 1 2)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each (default 3)")
    given = parser.parse_args()
    times: dict[int, list[float]] = {jobs: [] for jobs in given.jobs}
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "texts"
        write(given.text or examples(), source, given.documents)
        for _ in range(given.rounds):
            for jobs, took in times.items():
                took.append(run(source, Path(name) / "out", jobs, given.documents))
    first = times[given.jobs[0]]
    print(f"{given.documents} texts, both formats\n\n| jobs | s | least | a second | × {given.jobs[0]} job |")
    print("|--:|--:|--:|--:|--:|")
    for jobs, took in times.items():
        median = statistics.median(took)
        gain = statistics.median(one / more for one, more in zip(first, took, strict=True))
        print(f"| {jobs} | {median:.1f} | {min(took):.1f} | {given.documents / median:.1f} | {gain:.2f} |")


def write(texts: list[Path], folder: Path, count: int) -> None:
    """Fills a folder with so many variations."""
    originals = [content(path) for path in texts]
    for number in range(count):
        path = folder / f"{number // _IN_A_FOLDER:03}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(varied(originals[number % len(originals)], number), encoding="utf-8")


def run(source: Path, out: Path, jobs: int, count: int) -> float:
    """How many seconds a batch takes, a process of its own; what it made is seen to be all there and taken away."""
    command = [sys.executable, "-m", "banxin", "batch", str(source), "-o", str(out), "--to", "docx,pdf", "-q"]
    began = time.perf_counter()
    subprocess.run([*command, "--jobs", str(jobs)], check=True, env={**os.environ, "PYTHONPATH": str(SOURCE)})
    took = time.perf_counter() - began
    made = sum(1 for ending in ("docx", "pdf") for _ in out.rglob(f"*.{ending}"))
    if made != 2 * count:
        raise SystemExit(f"{made} of {2 * count} files were made")
    shutil.rmtree(out)
    return took


if __name__ == "__main__":
    main()
