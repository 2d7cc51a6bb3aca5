"""Text files in; where LibreOffice breaks the lines of a DOCX that is made for Word elsewhere than Word, and why.

LibreOffice reads such a DOCX by rules of its own. The same blocks, laid out by those rules, foretell the lines that it
prints: all but a few must be as foretold, so that nothing but the rules keeps them from being the PDF's. And where the
foretold lines are not Word's, one of the rules, changed alone from Word's to LibreOffice's, must part them there. Run
`python tests/differences.py [--show] [FILE ...]`; without files, those of `agreement.py` are measured. The exit code
is 1 if less is foretold than `FORETOLD_WANTED` asks for, or a difference has no cause.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

import libreoffice
from agreement import Agreement, Difference, Line, Rendering, compare, default_files, read, report, total
from banxin.composition import CharStyle, Colophon, ParagraphStyle, TextBlock
from banxin.conversion import Prepared, prepare, to_docx
from banxin.draft import Draft, Parts
from banxin.layout import breaking, flow, layout, setting
from banxin.layout.breaking import SPACE, Rule, break_lines
from banxin.line_rules import LIBREOFFICE, WORD, LineRules
from banxin.measure import LATIN
from banxin.pages import Pages
from banxin.reading import Options
from banxin.regex import regex
from banxin.style import HouseStyle
from banxin.writers import pdf

FORETOLD_WANTED = 0.995
"""The share of LibreOffice's lines that must be as foretold."""

HANGING = "、。，．：；！？"
"""Marks that LibreOffice lets hang."""
_IS_LATIN = regex(f"[{LATIN}]")


class Reading(NamedTuple):
    """How a program reads a DOCX that is made for Word."""

    rules: LineRules
    hangs: bool
    """It takes `w:overflowPunct` the wrong way round: a mark that comes next where a line is full hangs beyond it."""


AS_WORD = Reading(WORD, hangs=False)
AS_LIBREOFFICE = Reading(LIBREOFFICE, hangs=True)


def switched() -> dict[str, Reading]:
    """Word's reading with one of its rules changed to LibreOffice's, by the rule's name."""
    names = LineRules.__struct_fields__
    readings = {
        name: Reading(msgspec.structs.replace(WORD, **{name: getattr(LIBREOFFICE, name)}), hangs=False)
        for name in names
        if name != "overflow_punctuation"
    }
    return readings | {"overflow_punctuation": Reading(WORD, hangs=True)}


class Account(NamedTuple):
    """What became of one text."""

    agreement: Agreement
    """Of what LibreOffice prints, as the DOCX, and what was foretold, as the PDF; without marks at the ends of lines,
    as LibreOffice loses those that hang."""
    lines: int
    """That Word has."""
    parted: int
    """How many of them are foretold otherwise."""
    causes: Counter[str]
    """At how many places each rule parts the lines; a place may have several."""
    unexplained: tuple[Difference, ...]
    """Places, with Word's lines and those foretold, where no rule alone parts them."""


def measure(files: Sequence[Path], style: HouseStyle | None = None) -> list[Account]:
    """The account of each of `files`, in order; needs LibreOffice, and an empty `BANXIN_FONT_PATH`."""
    with tempfile.TemporaryDirectory(prefix="differences-") as name:
        folder = Path(name)
        texts: list[Prepared] = []
        for number, file in enumerate(files):
            text = prepare(file.read_bytes(), Options(style=style), name=file.name, folder=file.parent)
            (folder / f"{number}.docx").write_bytes(to_docx(text))
            texts.append(text)
        libreoffice.render_all([folder / f"{number}.docx" for number in range(len(files))], folder / "printed")
        return [_account(text, folder / "printed" / f"{number}.pdf") for number, text in enumerate(texts)]


def _account(text: Prepared, printed: Path) -> Account:
    draft = _settled(text)
    foretold = read_by(draft, AS_LIBREOFFICE)
    path = printed.with_suffix(".foretold")
    path.write_bytes(pdf.write(foretold))
    words, theirs = _lines(read_by(draft, AS_WORD)), _lines(foretold)
    causes: Counter[str] = Counter()
    unexplained: list[Difference] = []
    parted = _parted(words, theirs)
    alone = {name: _parted(words, _lines(read_by(draft, reading))) for name, reading in switched().items()}
    for place, others in parted:
        found = [name for name, places in alone.items() if any(_meet(place, other) for other, _ in places)]
        causes.update(found)
        if not found:
            sides = (
                [Line(0, line) for line in lines[at.start : at.stop]]
                for lines, at in ((words, place), (theirs, others))
            )
            unexplained.append(Difference(*map(tuple, sides)))
    agreement = compare(text.name, _without_hung(read(printed)), _without_hung(read(path)))
    return Account(agreement, len(words), sum(len(place) for place, _ in parted), causes, tuple(unexplained))


def _settled(text: Prepared) -> Draft:
    """The blocks of the DOCX as they are: no line is drawn closer once more for 署名."""
    blocks = text.composition.blocks
    colophon = next((block for block in blocks if isinstance(block, Colophon)), None)
    front = tuple(block for block in blocks if not isinstance(block, Colophon))
    return msgspec.structs.replace(text.draft, parts=Parts(front), colophon=colophon)


def read_by(draft: Draft, reading: Reading) -> Pages:
    """The pages of `draft`, composed for Word, in a program that reads it so."""
    draft = _under(draft, reading.rules)
    if not reading.hangs:
        return layout(draft).pages
    with _hanging_marks():
        return layout(draft).pages


def _under(value, rules: LineRules):
    """`value` with these rules in every style within it."""
    match value:
        case CharStyle():
            return msgspec.structs.replace(value, gap=rules.gap if value.gap else 0.0)
        case msgspec.Struct():
            fields = {name: _under(getattr(value, name), rules) for name in value.__struct_fields__}
            if isinstance(value, ParagraphStyle):
                fields["rules"] = rules
            return msgspec.structs.replace(value, **fields)
        case tuple():
            return tuple(_under(one, rules) for one in value)
        case dict():
            return {key: _under(one, rules) for key, one in value.items()}
        case _:
            return value


def _lines(pages: Pages) -> list[str]:
    return ["".join(line.text.split()) for page in pages.pages for line in page.lines]


def _parted(words: list[str], theirs: list[str]) -> list[tuple[range, range]]:
    """Where two lists of lines differ: the indices in both."""
    opcodes = SequenceMatcher(None, words, theirs, autojunk=False).get_opcodes()
    return [(range(i1, i2), range(j1, j2)) for tag, i1, i2, j1, j2 in opcodes if tag != "equal"]


def _meet(one: range, other: range) -> bool:
    """Both have a line in common; a place without lines is before one."""
    return one.start < max(other.stop, other.start + 1) and other.start < max(one.stop, one.start + 1)


def _without_hung(rendering: Rendering) -> Rendering:
    lines = (line._replace(text=line.text.rstrip(HANGING)) for line in rendering.lines)
    return rendering._replace(lines=tuple(lines))


# What LibreOffice does with marks that hang. The program has no use for it.


@contextmanager
def _hanging_marks() -> Iterator[None]:
    """Lets marks hang in all paragraphs but those of cells, as LibreOffice 7.4 does."""
    set_block = flow.set_block

    def set_hanging(block: TextBlock, x: float, measure: float) -> setting.SetBlock:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(setting, "break_lines", break_hanging)
            return set_block(block, x, measure)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow, "set_block", set_hanging)
        yield


def break_hanging(
    text: str, widths: list[float], gaps: list[float], measures: tuple[float, float], rule: Rule
) -> list[tuple[int, int]]:
    """What `break_lines` returns, with marks that hang.

    A mark that comes next where a line is full hangs if it stands behind a hanzi and no mark follows that must not
    begin a line. A number or a Latin word that comes next leaves a mark before it behind, which hangs or not.
    """
    lines: list[tuple[int, int]] = []
    reach = list(accumulate(map(float.__add__, widths, gaps), initial=0.0))
    start, measure = 0, measures[0]
    while True:
        rest = slice(start, None)
        end = start + break_lines(text[rest], widths[rest], gaps[rest], (measure, measures[1]), rule)[0][1]
        if end < len(text):
            full = bisect_right(reach, reach[start] + gaps[start] + measure + breaking._SLACK) - 1
            end = max(end, _behind_hung(text, start, full, rule))
        while text[end : end + 1] and text[end] in SPACE:
            end += 1
        lines.append((start, end))
        if end >= len(text):
            return lines
        start, measure = end, measures[1]


def _behind_hung(text: str, start: int, full: int, rule: Rule) -> int:
    """Where the line from `start` ends, which is full before `full`, if a mark hangs or is left behind; else 0."""
    closing = rule.edges.no_start
    if full <= start:
        return 0
    if text[full] in HANGING:
        before = full - 1
        while before > start and text[before] in closing and text[before] not in HANGING:
            before -= 1
        hangs = not _IS_LATIN.match(text, before) and text[full + 1 : full + 2] not in {*closing}
        return full + 1 if hangs else 0
    word = full
    while word > start and _IS_LATIN.match(text, word) and _IS_LATIN.match(text, word - 1):
        word -= 1
    return word if word > start and _IS_LATIN.match(text, word) and text[word - 1] in HANGING else 0


def shortfalls(accounts: Iterable[Account]) -> list[str]:
    """What is not as it must be, a sentence each."""
    accounts = list(accounts)
    sums = total(account.agreement for account in accounts)
    found: list[str] = []
    if sums.lines_agreeing < FORETOLD_WANTED * sums.lines:
        found.append(f"{sums.lines_agreeing} of {sums.lines} lines are foretold, wanted {FORETOLD_WANTED:.1%}")
    found += (
        f"{account.agreement.name}: no rule parts {difference.docx} and {difference.pdf}"
        for account in accounts
        for difference in account.unexplained
    )
    return found


def told(accounts: Sequence[Account], *, show: bool) -> str:
    """Tables of what was foretold and of the causes."""
    causes = sum((account.causes for account in accounts), Counter())
    parted, lines = sum(account.parted for account in accounts), sum(account.lines for account in accounts)
    out = [report([account.agreement for account in accounts], show=show)]
    out.append(
        f"{parted} of Word's {lines} lines are LibreOffice's no more, {parted / max(lines, 1):.1%}; places by rule:"
    )
    out += (f"{count:>6}  {name}" for name, count in causes.most_common())
    return "\n".join(out) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and tell by the exit code whether all is explained."""
    parser = argparse.ArgumentParser(description="Explain where LibreOffice parts the lines of a DOCX made for Word.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--show", action="store_true", help="print the lines that are not as foretold")
    options = parser.parse_args(arguments)
    os.environ["BANXIN_FONT_PATH"] = ""
    accounts = measure(options.files or default_files())
    sys.stdout.write(told(accounts, show=options.show))
    missed = shortfalls(accounts)
    sys.stderr.write("".join(f"{sentence}\n" for sentence in missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
