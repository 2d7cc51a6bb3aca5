"""Text files in; how far the DOCX, as LibreOffice renders it, and the PDF agree out, line by line and page by page.

Both are made with the bundled faces alone, so that the result is the same on every machine. A line agrees when it
holds the same characters on the same page. Run `python tests/agreement.py [--show] [FILE ...]`; without files, the
examples (and the texts in `../shared/seeds`, where that exists) are measured. The exit code is 1 if less agrees than
`LINES_WANTED` and `FIRST_LINES_WANTED` ask for.
"""

from __future__ import annotations

import argparse
import ctypes
import math
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

import libreoffice
from banxin.conversion import convert_file
from banxin.units import mm

LINES_WANTED = 0.995
"""The share of all lines that must agree."""
FIRST_LINES_WANTED = 0.99
"""The share of all pages whose first lines must agree."""

ROOT = Path(__file__).resolve().parent.parent
BELOW_TYPE_AREA = mm(265)
"""Page numbers stand deeper than this: the dashes at 269 mm. So may the last row of a letter's first page."""
PAGE_NUMBER = re.compile("[—-][0-9]+[—-]")
BASELINE_TOLERANCE = 2.0
"""Characters whose baselines differ by less than this, in points, stand on one line."""
LINE_END_HYPHENS = {"\x02": "-", "\ufffe": "-"}
"""What pdfium makes of a hyphen at the end of a line."""


class Line(NamedTuple):
    """The visible characters on one baseline, left to right; a row of a table is one line."""

    page: int
    text: str


class Rendering(NamedTuple):
    """What is to be read on the pages of a PDF."""

    lines: tuple[Line, ...]
    """In reading order, page numbers left out."""
    page_numbers: tuple[str, ...]
    """The text below the type area, one a page; may be empty."""


class Difference(NamedTuple):
    """Lines of both renderings, one below the other, that stand at the same place in the text and do not agree."""

    docx: tuple[Line, ...]
    pdf: tuple[Line, ...]


class Agreement(NamedTuple):
    """The result for one text. The longer of the two renderings gives the totals."""

    name: str
    lines: int
    lines_agreeing: int
    pages: int
    first_lines_agreeing: int
    page_numbers_agreeing: int
    differences: tuple[Difference, ...]


def default_files() -> list[Path]:
    """The texts to measure when none are named."""
    return sorted(ROOT.parent.glob("shared/seeds/*.txt")) + sorted(ROOT.glob("examples/*.txt"))


def measure(files: Sequence[Path]) -> list[Agreement]:
    """The agreement of each of `files`, in order; needs LibreOffice.

    `BANXIN_FONT_PATH` must be empty, or the PDF may be set in faces of the machine that LibreOffice is kept from.
    """
    with tempfile.TemporaryDirectory(prefix="agreement-") as name:
        folder = Path(name)
        made: list[Path] = []
        for number, file in enumerate(files):
            of_docx, of_pdf = convert_file(file, options=libreoffice.options(), folder=folder / str(number)).outputs
            made.append(of_docx.rename(folder / f"{number}.docx"))
            of_pdf.rename(folder / f"{number}.pdf")
        libreoffice.render_all(made, folder / "printed")
        return [
            compare(file.name, read(folder / "printed" / f"{number}.pdf"), read(folder / f"{number}.pdf"))
            for number, file in enumerate(files)
        ]


def read(path: Path, tolerance: float = BASELINE_TOLERANCE) -> Rendering:
    """What stands on the pages of the PDF at `path`; `tolerance`: how far baselines of one line may differ."""
    lines: list[Line] = []
    page_numbers: list[str] = []
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, start=1):
            text_page = page.get_textpage()
            found = _characters(text_page, page.get_height())
            text_page.close()
            page.close()
            # a wide table's page is read as its text is; its page number is turned another way
            turns = Counter(turn for turn, *_ in found)
            turn = max(turns, key=turns.__getitem__, default=0)
            rows = _rows((_turned(turn, y, x, char) for at, y, x, char in found if at == turn), tolerance)
            others = _rows((_turned(at, y, x, char) for at, y, x, char in found if at != turn), tolerance)
            below = [text for y, text in rows if y >= BELOW_TYPE_AREA and PAGE_NUMBER.fullmatch(text)]
            lines += (Line(number, text) for _, text in rows if text not in below)
            page_numbers.append("".join([*below, *(text for _, text in others)]))
    return Rendering(tuple(lines), tuple(page_numbers))


def _turned(turn: int, y: float, x: float, char: str) -> tuple[float, float, str]:
    """(baseline, left edge, character) as the character is read: turned by `turn` quarters to the right."""
    places = {0: (y, x), 1: (-x, y), 2: (-y, -x), 3: (x, -y)}
    return (*places[turn], char)


def _characters(text_page: pypdfium2.PdfTextPage, height: float) -> list[tuple[int, float, float, str]]:
    """(quarters to the right, y, x, character) of every visible character; y downwards from the top of the sheet."""
    x, y = ctypes.c_double(), ctypes.c_double()
    found: list[tuple[int, float, float, str]] = []
    for index in range(text_page.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text_page, index))
        character = LINE_END_HYPHENS.get(character, character)
        if character.isspace() or not character.isprintable():
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        quarters = round(pdfium.FPDFText_GetCharAngle(text_page, index) / (math.pi / 2)) % 4
        found.append((quarters, height - y.value, x.value, character))
    return found


def _rows(characters: Iterable[tuple[float, float, str]], tolerance: float) -> list[tuple[float, str]]:
    """(baseline, text) of every line, top to bottom."""
    rows: list[tuple[float, list[tuple[float, str]]]] = []
    for y, x, character in sorted(characters, key=itemgetter(0, 1)):
        if not rows or y - rows[-1][0] > tolerance:
            rows.append((y, []))
        rows[-1][1].append((x, character))
    return [(y, "".join(character for _, character in sorted(row, key=itemgetter(0)))) for y, row in rows]


def compare(name: str, docx: Rendering, pdf: Rendering) -> Agreement:
    """How far two renderings of one text agree."""
    matcher = SequenceMatcher(None, docx.lines, pdf.lines, autojunk=False)
    opcodes = matcher.get_opcodes()
    first_of_docx, first_of_pdf = _first_lines(docx.lines), _first_lines(pdf.lines)
    pages = range(1, max(len(docx.page_numbers), len(pdf.page_numbers)) + 1)
    return Agreement(
        name=name,
        lines=max(len(docx.lines), len(pdf.lines)),
        lines_agreeing=sum(i2 - i1 for tag, i1, i2, _, _ in opcodes if tag == "equal"),
        pages=len(pages),
        first_lines_agreeing=sum(first_of_docx.get(page) == first_of_pdf.get(page) for page in pages),
        page_numbers_agreeing=sum(map(str.__eq__, docx.page_numbers, pdf.page_numbers)),
        differences=tuple(
            Difference(docx.lines[i1:i2], pdf.lines[j1:j2]) for tag, i1, i2, j1, j2 in opcodes if tag != "equal"
        ),
    )


def _first_lines(lines: Iterable[Line]) -> dict[int, str]:
    """The first line of each page that has one."""
    first: dict[int, str] = {}
    for line in lines:
        first.setdefault(line.page, line.text)
    return first


def total(agreements: Iterable[Agreement]) -> Agreement:
    """The sums over all texts, without the differences."""
    sums = Agreement("total", 0, 0, 0, 0, 0, ())
    for each in agreements:
        sums = sums._replace(
            lines=sums.lines + each.lines,
            lines_agreeing=sums.lines_agreeing + each.lines_agreeing,
            pages=sums.pages + each.pages,
            first_lines_agreeing=sums.first_lines_agreeing + each.first_lines_agreeing,
            page_numbers_agreeing=sums.page_numbers_agreeing + each.page_numbers_agreeing,
        )
    return sums


def shortfalls(agreements: Iterable[Agreement]) -> list[str]:
    """What misses its share over all texts, a sentence each; empty when enough agrees."""
    sums = total(agreements)
    found: list[str] = []
    if sums.lines_agreeing < LINES_WANTED * sums.lines:
        found.append(f"{sums.lines_agreeing} of {sums.lines} lines agree, wanted {LINES_WANTED:.1%}")
    if sums.first_lines_agreeing < FIRST_LINES_WANTED * sums.pages:
        wanted = f"{FIRST_LINES_WANTED:.0%}"
        found.append(f"{sums.first_lines_agreeing} of {sums.pages} pages begin with the same line, wanted {wanted}")
    return found


def report(agreements: Sequence[Agreement], *, show: bool) -> str:
    """A table of all texts and its total, followed by the differences where they are asked for."""
    out = [f"{'lines agree':>19}  {'first lines':>11}  {'page numbers':>12}  text"]
    for each in (*agreements, total(agreements)):
        share = each.lines_agreeing / each.lines if each.lines else 1.0
        out.append(
            f"{each.lines_agreeing:>5}/{each.lines:<5} {share:>6.1%}  "
            f"{f'{each.first_lines_agreeing}/{each.pages}':>11}  "
            f"{f'{each.page_numbers_agreeing}/{each.pages}':>12}  {each.name}"
        )
    if show:
        for each in agreements:
            out += _side_by_side(each)
    return "\n".join(out) + "\n"


def _side_by_side(agreement: Agreement) -> list[str]:
    """The differences of one text: page and line of the DOCX, and below it those of the PDF."""
    out: list[str] = []
    for difference in agreement.differences:
        out.append(f"\n{agreement.name}")
        for docx, pdf in zip_longest(difference.docx, difference.pdf):
            out += (f"  {kind} {at.page:>3} {at.text}" for kind, at in (("docx", docx), ("pdf ", pdf)) if at)
    return out


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and tell by the exit code whether enough agrees."""
    parser = argparse.ArgumentParser(description="Compare LibreOffice's rendering of the DOCX with the PDF.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--show", action="store_true", help="print the lines that differ")
    options = parser.parse_args(arguments)
    os.environ["BANXIN_FONT_PATH"] = ""
    agreements = measure(options.files or default_files())
    sys.stdout.write(report(agreements, show=options.show))
    missed = shortfalls(agreements)
    sys.stderr.write("".join(f"{sentence}\n" for sentence in missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
