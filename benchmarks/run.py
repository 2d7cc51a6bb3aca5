"""Compares banxin with other ways to the same files: one text in, a table of times and ratios out.

In every round each contender converts a variation of the text that nobody has seen yet, one after the other; so all
meet the same noise of the machine, and nobody is helped by what it remembers of the text. Ratios are taken
within a round, and the table has their medians. What is not installed is left out. Nothing is written outside a
temporary folder.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import msgspec
from cold import install
from contenders import Writer, docx_writer, kept_typst_writer, platypus_writer, typst_writer
from texts import ROOT, content, longest_example, varied


class Contender(msgspec.Struct):
    """One way to convert a text."""

    name: str
    ending: str
    """Of the file that it makes."""
    write: Writer
    compared: bool = False
    """It is compared with banxin's way to the same kind of file."""
    times: list[float] = msgspec.field(default_factory=list)
    """Seconds on the clock, a round each."""
    work: list[float] = msgspec.field(default_factory=list)
    """Seconds of processor time, of all threads and processes."""


def main() -> None:
    """Runs all rounds and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("text", nargs="?", type=Path, help="the text to convert; default: the longest of examples/")
    parser.add_argument("--rounds", type=int, default=20, help="rounds in this process (default 20)")
    parser.add_argument("--cold-rounds", type=int, default=5, help="rounds of processes of their own (default 5)")
    given = parser.parse_args()
    text: Path = given.text or longest_example()
    from banxin.conversion import convert_file
    from banxin.formats import BOTH

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = convert_file(text, BOTH, folder=folder).pages
        print(f"{text.name}: {pages} pages, {text.stat().st_size} bytes; Python {sys.version.split()[0]}\n")
        measure("Warm: one process, a new text each time", warm(), text, folder, given.rounds)
        measure("Cold: a process of its own each time", cold(folder), text, folder, given.cold_rounds)


def warm() -> list[Contender]:
    """Those that convert in this process."""
    from banxin.conversion import convert_file
    from banxin.formats import BOTH, Format

    found = [
        Contender("banxin", "docx", lambda text, out: convert_file(text, [Format.DOCX], folder=out.parent)),
        Contender("banxin", "pdf", lambda text, out: convert_file(text, [Format.PDF], folder=out.parent)),
        Contender("banxin", "docx + pdf", lambda text, out: convert_file(text, BOTH, folder=out.parent)),
    ]
    for name, ending, library, writer in (
        ("python-docx, naive", "docx", "docx", docx_writer),
        ("ReportLab Platypus", "pdf", "reportlab", platypus_writer),
        ("Typst, `compile`", "pdf", "typst", typst_writer),
        ("Typst, one `Compiler`", "pdf", "typst", kept_typst_writer),
    ):
        if find_spec(library) is None:
            print(f"{name}: left out, it is not installed")
        else:
            found.append(Contender(name, ending, writer(), compared=True))
    return found


def cold(folder: Path) -> list[Contender]:
    """Those that are started for one text; banxin as it is installed, and LibreOffice converts the DOCX it made."""
    command = install(ROOT, folder / "installed")

    def banxin(kinds: str) -> Writer:
        return lambda text, out: process(command, "convert", text, "-o", out.parent, "--to", kinds, "-q")

    def libre_office(text: Path, out: Path) -> None:
        docx = folder / "made" / f"{text.stem}.docx"
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        process("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", out.parent, docx)

    def typst(text: Path, out: Path) -> None:
        code = "import sys; from pathlib import Path; from contenders import typst_writer; "
        process(sys.executable, "-c", code + "typst_writer()(*map(Path, sys.argv[1:]))", text, out)

    found = [
        Contender("banxin", "docx", banxin("docx")),
        Contender("banxin", "pdf", banxin("pdf")),
        Contender("banxin", "docx + pdf", banxin("docx,pdf")),
    ]
    if find_spec("typst") is not None:
        found.append(Contender("Typst", "pdf", typst, compared=True))
    if shutil.which("soffice") is None:
        print("LibreOffice: left out, it is not installed")
    else:
        found.append(Contender("LibreOffice, from DOCX", "pdf", libre_office, compared=True))
    return found


def measure(title: str, contenders: list[Contender], text: Path, folder: Path, rounds: int) -> None:
    """Has every contender convert a variation of `text` each round, after one to warm up, and prints a table.

    Each has a variation of its own: Typst remembers what it has set, whoever asked for it.
    """
    from banxin.conversion import convert_file
    from banxin.formats import Format

    original = content(text)
    for place in (folder / "made", folder / "out"):
        shutil.rmtree(place, ignore_errors=True)  # nobody writes over what another one made
        place.mkdir()
    for number in range(rounds + 1):
        for step in range(len(contenders)):
            contender = contenders[(number + step) % len(contenders)]
            variation = folder / f"{number}-{step}.txt"
            variation.write_text(varied(original, number * len(contenders) + step), encoding="utf-8")
            convert_file(variation, [Format.DOCX], folder=folder / "made")
            out = folder / "out" / f"{variation.stem}.{contender.ending}"
            began, work = time.perf_counter(), processor_time()
            contender.write(variation, out)
            if number:
                contender.times.append(time.perf_counter() - began)
                contender.work.append(processor_time() - work)
    print(table(title, contenders))


def processor_time() -> float:
    """Seconds of processor time of this process so far, and of those it has started and seen the end of."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in used)


def table(title: str, contenders: list[Contender]) -> str:
    """Medians in milliseconds, and each contender as a multiple of banxin's way to the same kind of file."""
    own = {contender.ending: contender for contender in contenders if not contender.compared}
    rows = [f"| {title} | makes | ms | least | CPU ms | × time | × CPU |", "|---|---|--:|--:|--:|--:|--:|"]
    for contender in contenders:
        figures = [statistics.median(contender.times), min(contender.times), statistics.median(contender.work)]
        cells = [contender.name, contender.ending, *(f"{figure * 1000:.0f}" for figure in figures)]
        if contender.compared:
            banxin = own[contender.ending]
            cells += (ratio(contender.times, banxin.times), ratio(contender.work, banxin.work))
        else:
            cells += "", ""
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def ratio(times: list[float], others: list[float]) -> str:
    """The median of the rounds' ratios."""
    return f"{statistics.median(a / b for a, b in zip(times, others, strict=True)):.1f}"


def process(*command: str | Path) -> None:
    """Runs a program to its end."""
    here = Path(__file__).parent
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(here)
    subprocess.run([*map(str, command)], check=True, capture_output=True, env=environment)


if __name__ == "__main__":
    main()
