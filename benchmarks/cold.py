"""Compares a cold `banxin convert` of this checkout with that of an earlier commit: wheels in, times and ratios out.

Of each a wheel is built and installed into an environment of its own, with its bytecode, as users have it. Then the two
take turns, A B A B …: both formats of one text, in a new process each time, on the clock and in processor time. A ratio
is taken within a pair, so that both meet the same noise of the machine. Nothing is written outside a temporary folder.
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
from typing import NamedTuple

from texts import longest_example

ROOT = Path(__file__).resolve().parents[1]


class Run(NamedTuple):
    """One process, in milliseconds."""

    clock: float
    cpu: float
    """Of the process and all it started, as the system counts it."""


def main() -> None:
    """Builds, installs, measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("commit", help="what to compare with")
    parser.add_argument("texts", nargs="*", type=Path, help="the texts to convert; default: the longest of examples/")
    parser.add_argument("--pairs", type=int, default=20, help="pairs of runs a text (default 20)")
    given = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = install(checked_out(given.commit, folder / "source"), folder / "before")
        now = install(ROOT, folder / "now")
        print(
            f"Python {sys.version.split()[0]}, {given.pairs} pairs; medians in ms: {given.commit}, this checkout, ratio"
        )
        for text in given.texts or [longest_example()]:
            place = folder / "text.txt"
            shutil.copyfile(text, place)
            pairs = [(cold(before, place), cold(now, place)) for _ in range(given.pairs + 1)][1:]  # the first one warms
            print(f"{text.name:<32} clock {row([(a.clock, b.clock) for a, b in pairs])}", end="")
            print(f"   CPU {row([(a.cpu, b.cpu) for a, b in pairs])}")


def row(pairs: list[tuple[float, float]]) -> str:
    """The medians of both and of their ratio."""
    before, now = (statistics.median(times) for times in zip(*pairs, strict=True))
    return f"{before:6.0f} {now:6.0f}  {statistics.median(b / a for a, b in pairs):.2f} ×"


def checked_out(commit: str, folder: Path) -> Path:
    """The tree of `commit`, in `folder`."""
    subprocess.run(["git", "clone", "--quiet", "--no-checkout", str(ROOT), str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "checkout", "--quiet", commit], check=True)
    return folder


def install(source: Path, folder: Path) -> Path:
    """The command `banxin` of the wheel of `source`, in an environment of its own; pip writes the bytecode."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(scripts / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder / "wheel"), str(source)], check=True)
    (wheel,) = (folder / "wheel").glob("*.whl")
    subprocess.run([*pip, "install", str(wheel)], check=True)
    return scripts / "banxin"


def cold(command: Path, text: Path) -> Run:
    """One conversion of `text` to both formats; what it wrote is gone afterwards."""
    began = time.perf_counter()
    process = subprocess.Popen([command, "convert", "--quiet", text], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} could not convert {text}")
    for ending in (".docx", ".pdf"):
        text.with_suffix(ending).unlink()
    return Run(clock * 1000, (used.ru_utime + used.ru_stime) * 1000)


if __name__ == "__main__":
    main()
