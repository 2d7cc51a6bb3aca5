"""What a weight of the parser's tables carries: change it, and see which cases and which labelled blocks change.

A row is named by its table and its place there: `EVIDENCE.TITLE.5` (the fifth row from 0), `STEPS.TITLE.BYLINE.0`,
`WITHIN.BODY.CLOSE`, `ANEW.CLOSE.TITLE`, `START.BODY`, `END.NOTE`. `NAME=-2` gives one another weight, `NAME=off` the
weight 0; of several all are changed at once. Without any, each row in turn is switched off, or changed `--by` so much,
and the rows are ranked by what that costs. All is done in this one process; a text is read again only where a row spoke
in it.
"""

from __future__ import annotations

import argparse
import linecache
from collections.abc import Callable, Iterable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from recognition import Piece, Text, judge, labelled, pieces
from texts import ROOT

from banxin.errors import BanxinError
from banxin.parser import parse
from banxin.parser.evidence import EVIDENCE, Row
from banxin.parser.facts import Facts
from banxin.parser.order import ANEW, END, START, STEPS, WITHIN, Step
from banxin.readers import read
from banxin.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES: dict[str, dict[Any, Any]] = {
    "EVIDENCE": EVIDENCE,
    "STEPS": STEPS,
    "WITHIN": WITHIN,
    "ANEW": ANEW,
    "START": START,
    "END": END,
}


class Place(NamedTuple):
    """Where a weight stands: a cell of a dict, or a row of a tuple in one."""

    name: str
    table: dict[Any, Any]
    key: Any
    at: int | None
    """Of the row; None: the cell is the weight."""

    @property
    def row(self) -> Row | Step | None:
        """The row; None: the cell has no test."""
        return None if self.at is None else self.table[self.key][self.at]

    @property
    def weight(self) -> float:
        """As it is now."""
        row = self.row
        return self.table[self.key] if row is None else row[1]

    def put(self, row: Row | Step | float) -> None:
        """Another row, or another weight of a cell without a test."""
        if self.at is None:
            self.table[self.key] = row
        else:
            rows = self.table[self.key]
            self.table[self.key] = (*rows[: self.at], row, *rows[self.at + 1 :])

    def weighing(self, weight: float) -> Row | Step | float:
        """The row with this weight."""
        row = self.row
        if row is None:
            return weight
        return row._replace(weight=weight) if isinstance(row, Row) else row._replace(cost=weight)

    @property
    def source(self) -> str:
        """`evidence.py:301: Row(lambda f: …)`; empty without a test."""
        code: CodeType | None = getattr(self.row and self.row.test, "__code__", None)
        if code is None:
            return ""
        line = linecache.getline(code.co_filename, code.co_firstlineno).strip()
        return f"{Path(code.co_filename).name}:{code.co_firstlineno}: {line[:80]}"


def places() -> list[Place]:
    """Every weight there is, in the order of the tables."""

    def walk(name: str, table: dict[Any, Any]) -> Iterator[Place]:
        for key, value in table.items():
            path = f"{name}.{'.'.join(part.name for part in (key if isinstance(key, tuple) else (key,)))}"
            if isinstance(value, dict):
                yield from walk(path, value)
            elif isinstance(value, tuple):
                yield from (Place(f"{path}.{at}", table, key, at) for at in range(len(value)))
            else:
                yield Place(path, table, key, None)

    return [place for name, table in TABLES.items() for place in walk(name, table)]


@contextmanager
def changed(place: Place, row: Row | Step | float) -> Iterator[None]:
    """The tables with another row at a place."""
    before = place.weight if place.row is None else place.row
    place.put(row)
    try:
        yield
    finally:
        place.put(before)


@dataclass(frozen=True, eq=False)
class Sample:
    """A text that is read again and again: a case, or one with labels."""

    name: str
    source: Source
    judged: Callable[[list[Piece]], dict[str, bool]]
    """Whether each labelled block is right; nothing of a case."""


_Outcome: TypeAlias = "tuple[list[Piece], dict[str, bool]]"


def outcome(sample: Sample) -> _Outcome:
    """The blocks of a sample, and which of its labels they fit."""
    found = pieces(parse(sample.source).document)
    return found, sample.judged(found)


def samples(cases: Path, folders: Iterable[Path]) -> list[Sample]:
    """The inputs of the parser's case files, and the texts of the folders."""
    found: list[Sample] = []
    for path in sorted(cases.glob("*.txt")):
        for case in ("\n" + path.read_text(encoding="utf-8")).split("\n##### ")[1:]:
            sentence, _, rest = case.partition("\n")
            found += _sample(f"{path.stem}: {sentence}", rest.partition("\n=====")[0].encode(), lambda _: {})
    for text in (text for folder in folders for text in labelled(folder)):

        def judged(found: list[Piece], text: Text = text) -> dict[str, bool]:
            return {
                f"{at}: {v.label['role']} {v.label['text'][:30]}": v.right for at, v in enumerate(judge(text, found))
            }

        found += _sample(text.path.stem, text.path.read_bytes(), judged)
    return found


def _sample(name: str, data: bytes, judged: Callable[[list[Piece]], dict[str, bool]]) -> list[Sample]:
    try:
        return [Sample(name, read(data), judged)]
    except BanxinError:
        return []


def _told(found: list[Piece]) -> list[tuple[str, str]]:
    return [(str(piece), piece.text) for piece in found]


class Change(NamedTuple):
    """What became of the samples."""

    lost: list[str]
    """Labelled blocks that were right and are wrong now."""
    won: list[str]
    cases: list[str]
    """Cases whose blocks are others, and the first that is."""
    other: list[str]
    """Texts that are read otherwise, though no label turns."""

    def __bool__(self) -> bool:
        return any(self)


def compared(before: dict[Sample, _Outcome], some: Iterable[Sample]) -> Change:
    """What is otherwise than `before`, of these samples."""
    change = Change([], [], [], [])
    for sample in some:
        (was, fitted), (now, fits) = before[sample], outcome(sample)
        if _told(was) == _told(now):
            continue
        turned = [(label, right) for label, right in fits.items() if fitted[label] != right]
        change.lost.extend(f"{sample.name} {label}" for label, right in turned if not right)
        change.won.extend(f"{sample.name} {label}" for label, right in turned if right)
        if not fits:
            first = next((p for p in now if p not in was), None)
            change.cases.append(f"{sample.name}{f' → {first} {first.text[:30]}' if first else ''}")
        elif not turned:
            change.other.append(sample.name)
    return change


def first_outcomes(
    found: list[Sample], all_places: list[Place]
) -> tuple[dict[Sample, _Outcome], dict[str, set[Sample]]]:
    """The samples as they are read now, and in which of them each row with a test spoke."""
    spoke: dict[str, set[Sample]] = {place.name: set() for place in all_places}
    current: list[Sample] = []

    def listening(place: Place, row: Row | Step) -> Row | Step:
        def test(*facts: Facts) -> bool:
            said = bool(row.test(*facts))
            if said:
                spoke[place.name].add(current[0])
            return said

        return row._replace(test=test)

    before: dict[Sample, _Outcome] = {}
    with ExitStack() as stack:
        for place in all_places:
            if place.row is not None:
                stack.enter_context(changed(place, listening(place, place.row)))
        for sample in found:
            current[:] = [sample]
            before[sample] = outcome(sample)
    return before, spoke


def main() -> None:
    """Changes, compares and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("change", nargs="*", metavar="NAME=WEIGHT", help="a weight, or `off`; none: each row in turn")
    parser.add_argument("--corpus", nargs="+", type=Path, default=[ROOT / "tests/corpus"], help="folders with labels")
    parser.add_argument("--cases", type=Path, default=ROOT / "tests/cases/parser", help="folder of case files")
    parser.add_argument("--by", type=float, default=None, help="change each weight by so much and switch none off")
    parser.add_argument("--only", default="", help="rows that have this in their names")
    parser.add_argument("--list", action="store_true", help="print the rows and their weights")
    given = parser.parse_args()
    named = {place.name: place for place in places()}
    if given.list:
        for place in named.values():
            print(f"{place.weight:>6g}  {place.name:<30} {place.source}")
        return
    found = samples(given.cases, given.corpus)
    before, spoke = first_outcomes(found, list(named.values()))
    labels = [right for _, fits in before.values() for right in fits.values()]
    print(f"{len(found)} texts, {sum(labels)} of {len(labels)} labelled blocks right")
    if given.change:
        wanted = [_wanted(text, named, parser) for text in given.change]
        with ExitStack() as stack:
            for place, weight in wanted:
                stack.enter_context(changed(place, place.weighing(weight)))
            _show(compared(before, found))
        return
    _rank([place for place in named.values() if given.only in place.name], given.by, before, spoke)


def _wanted(text: str, named: dict[str, Place], parser: argparse.ArgumentParser) -> tuple[Place, float]:
    name, _, weight = text.partition("=")
    if name not in named:
        parser.error(f"no row is named {name}; --list names them all")
    try:
        return named[name], 0.0 if weight == "off" else float(weight)
    except ValueError:
        parser.error(f"{text}: the weight is a number or `off`")


def _show(change: Change) -> None:
    for what, lines in (
        ("worse", change.lost),
        ("better", change.won),
        ("case", change.cases),
        ("read otherwise", change.other),
    ):
        print(f"{what}: {len(lines)}", *lines, sep="\n  ")


def _rank(chosen: list[Place], by: float | None, before: dict[Sample, _Outcome], spoke: dict[str, set[Sample]]) -> None:
    ranked: list[tuple[Place, Change]] = []
    silent: list[Place] = []
    for place in chosen:
        weight = 0.0 if by is None else place.weight + by
        if weight == place.weight:
            continue
        some = [s for s in before if place.row is None or s in spoke[place.name]]
        if not some:
            silent.append(place)
            continue
        with changed(place, place.weighing(weight)):
            ranked.append((place, compared(before, some)))
    ranked.sort(key=lambda one: (len(one[1].won) - len(one[1].lost), -len(one[1].cases), -len(one[1].other)))
    print("blocks worse, better, cases, texts otherwise; weight; row")
    for place, change in ranked:
        if change:
            counts = "  ".join(f"{len(part):>3}" for part in change)
            print(f"{counts}  {place.weight:>6g}  {place.name:<28} {place.source}")
    print("\nspeak and change nothing:")
    for place in (place for place, change in ranked if not change):
        print(f"  {place.weight:>6g}  {place.name:<28} {place.source}")
    print("\nnever speak:")
    for place in silent:
        print(f"  {place.weight:>6g}  {place.name:<28} {place.source}")


if __name__ == "__main__":
    main()
