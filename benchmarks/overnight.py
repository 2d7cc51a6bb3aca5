"""Measures a night of `banxin batch`: many texts, some broken, once undisturbed and once killed and gone on with.

The texts are variations of the examples, in several encodings, in folders of a hundred; some are broken, in each of
twenty ways in turn. It is seen that the report names the broken ones and no other, and that the tree of the run that
was killed is that of the other, byte for byte. Nothing is written outside a temporary folder.
"""

from __future__ import annotations

import argparse
import codecs
import gzip
import hashlib
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from texts import SOURCE, content, examples, varied

_IN_A_FOLDER = 100
_ENCODINGS = ("utf-8", "gb18030", "utf-8", "utf-8-sig", "utf-8", "utf-16")
_MAX_SIZE_MB = 1
"""The limit of size under which the texts are converted; one way to be broken is to be larger."""


def _of(make: Callable[[str], bytes]) -> Callable[[Path, str], object]:
    """A way to be broken that lies in the bytes."""
    return lambda path, text: path.write_bytes(make(text))


def _set(settings: str) -> Callable[[Path, str], object]:
    """A way to be broken that lies in the settings before the text."""
    return _of(lambda text: f"---\n{settings}\n---\n{text}".encode())


def _docx(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", text)
    return file.getvalue()


def _with_a_broken_seal(path: Path, text: str) -> None:
    path.with_suffix(".png").write_bytes(b"GIF89a")
    _set(f"印章: {path.stem}.png")(path, text)


BROKEN: dict[str, Callable[[Path, str], object]] = {
    "a picture": _of(lambda _: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "a Word file": _of(_docx),
    "a packed file": _of(lambda text: gzip.compress(text.encode(), mtime=0)),
    "empty": _of(lambda _: b""),
    "white space": _of(lambda _: " \n\n　\n".encode()),
    "a NUL inside": _of(lambda text: text.replace("\n", "\n\0", 3).encode()),
    "a control character inside": _of(lambda text: text.replace("\n", "\n\x07", 3).encode()),
    "UTF-8 cut off": _of(lambda text: (text.rstrip() + "完").encode()[:-1]),
    "GB18030 cut off": _of(lambda text: (text.rstrip() + "完").encode("gb18030")[:-1]),
    "UTF-16 cut off": _of(lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le")[:-1]),
    "UTF-16 without its mark": _of(lambda text: text.encode("utf-16-le")),
    "Big5": _of(lambda _: "關於進一步做好檔案整理工作的通知\n各單位請於月底以前報送清單。\n".encode("big5")),
    "too large": _of(lambda text: text.encode() * (1 + _MAX_SIZE_MB * 1024**2 // len(text.encode()))),
    "a setting that there is not": _set("成文日: 某某"),
    "settings that are no YAML": _set("标题: [某某"),
    "a seal that is not there": _set("印章: 没有.png"),
    "a seal from elsewhere": _set("印章: ../章.png"),
    "a seal that is no PNG": _with_a_broken_seal,
    "a link to nowhere": lambda path, _: path.symlink_to("没有"),
    "a pipe": lambda path, _: os.mkfifo(path),
}
"""What makes a text one that cannot be converted, and what writes it so."""


def main() -> None:
    """Writes the texts, runs the two nights and prints what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--texts", type=int, default=10_000, help="how many (default 10000)")
    parser.add_argument("--broken", type=int, default=200, help="how many of them are broken (default 200)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--kills", type=int, default=3, help="how often the second run is killed (default 3)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        broken = write_texts(place / "texts", given.texts, given.broken)
        began = time.perf_counter()
        run(place / "texts", place / "whole", place / "whole.jsonl", jobs=given.jobs).wait()
        took = time.perf_counter() - began
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{given.texts} texts, both formats, {given.jobs} jobs: {took:.0f} s, {given.texts / took:.1f} a second")
        print(f"largest process: {largest:.0f} MB")
        found = failures(place / "whole.jsonl")
        print(f"failures: {len(found)}, of {len(broken)} broken texts; the same ones: {found == set(broken)}")
        moments = random.Random(time.time_ns())  # noqa: S311 - when to kill
        for _ in range(given.kills):
            second = run(place / "texts", place / "killed", place / "killed.jsonl", jobs=given.jobs)
            done = kill(second, moments.uniform(0, took / given.kills), place / "killed")
            print(f"killed after {done} outputs")
        began = time.perf_counter()
        run(place / "texts", place / "killed", place / "killed.jsonl", jobs=given.jobs).wait()
        print(f"gone on with to the end: {time.perf_counter() - began:.0f} s")
        print(f"its failures are the same ones: {failures(place / 'killed.jsonl') == set(broken)}")
        one, other = tree(place / "whole"), tree(place / "killed")
        print(f"files: {len(one)} and {len(other)}; the two trees are equal byte for byte: {one == other}")


def write_texts(folder: Path, count: int, broken: int) -> dict[str, str]:
    """Fills a folder with texts; in what way which of them is broken, by its path."""
    originals = [content(path) for path in examples()]
    ways = list(BROKEN)
    found: dict[str, str] = {}
    for number in range(count):
        path = folder / f"{number // _IN_A_FOLDER:03}" / f"{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = varied(originals[number % len(originals)], number)
        if number * broken // count < (number + 1) * broken // count:
            way = found[str(path)] = ways[len(found) % len(ways)]
            BROKEN[way](path, text)
        else:
            path.write_bytes(text.encode(_ENCODINGS[number % len(_ENCODINGS)]))
    return found


def run(source: Path, out: Path, report: Path, *, jobs: int) -> subprocess.Popen[bytes]:
    """A batch that goes on with what is in `out`, as a process of its own."""
    command = [sys.executable, "-m", "banxin", "batch", str(source), "-o", str(out), "--report", str(report), "-q"]
    command += ["--resume", "--jobs", str(jobs), "--max-size", str(_MAX_SIZE_MB)]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment)


def kill(process: subprocess.Popen[bytes], seconds: float, out: Path) -> int:
    """Kills a batch after so many seconds; how many outputs there are then."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return sum(1 for path in out.rglob("*.*") if path.suffix in {".docx", ".pdf"})


def failures(report: Path) -> set[str]:
    """The texts that a report calls failed; it has each text once."""
    records = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert len({record["input"] for record in records}) == len(records)
    return {record["input"] for record in records if record["status"] == "failed"}


def tree(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by its relative path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


if __name__ == "__main__":
    main()
