"""Lines to the lines of a 目录 and all others, and what a 目录 says that the headings do not.

A 目录 is known by its form: the word above, or dots with pages behind the names; and by what stands below: its names
come again as headings, where numbering begins anew. Its lines are taken away before anything else looks at the text, so
that they are no title, no table and no headings, and are put back where they stood. A line among them that is no entry
stays a line of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from banxin.document import ContentsLine
from banxin.elements import CONTENTS, ENTRY
from banxin.forms.lines import Forced, is_contents, is_open, sentence_end
from banxin.forms.names import BARE_NUMBER, key, keys
from banxin.forms.numbering import Kind, Label, recognise
from banxin.parser.notes import Notes
from banxin.regex import regex
from banxin.source import Line

Contents = tuple[ContentsLine, ...]
"""The lines of one 目录, its title first if it has one."""

_LONGEST = 80
"""Characters of an entry's name."""
_DOTS = "….．·•⋯‥・_—-－"
"""What leads from a name to its page, besides white space."""
_LEADING = _DOTS + " \t\u3000\xa0"
_PAGE = regex(
    r"[（(][0-9]{1,4}[）)]|[-—–]\s?[0-9]{1,4}\s?[-—–]|(?:第\s?|[Pp]\.?\s?)?[0-9]{1,4}(?:\s?页)?"
    r"|(?<=[….·⋯\s])[ivxIVX]{1,6}"
)
_PAGE_AT = regex(rf"(?:{_PAGE.pattern})$")
_LEADS = regex(r"…|⋯|[.．·•・_—－-]{3}")
_LOST = regex(r"[^\d\s]\s*([0-9]{1,4})$")
_GAP = regex(r"\t|[ \u3000\xa0]{2}")
_FEWEST = 2
"""Entries of a list that has a title."""
_FEWEST_UNTITLED = 3


def split(
    lines: tuple[Line, ...], forced: Mapping[int, Forced], notes: Notes
) -> tuple[tuple[Line, ...], list[Contents]]:
    """(`lines` without those of a 目录, every 目录 among them); `forced`: what directives say, by line."""
    found: list[Contents] = []
    taken: set[int] = set()
    names: Counter[str] = Counter()
    for start, titled in _starts(lines, forced):
        if start in taken:
            continue
        rows, repeats = _rows(lines, start + titled, forced)
        if len(rows) >= _FEWEST:
            names = names or _names(lines)
        rows = _entries(rows, names, titled=titled, repeats=repeats)
        if len(rows) < _FEWEST and not _said(lines[start], forced) and not any(row.said for row in rows):
            continue
        places = [at for row in rows for at in row.places]
        taken.update((start, *places) if titled else places)
        entries = _as_lines(lines, rows)
        if titled:
            text = lines[start].text
            title = ContentsLine(text, 0, 0, len(text), len(text), line=lines[start].number)
            notes.because(title.line, CONTENTS, "其下各项是标题的清单")
            entries = (title, *entries)
        for row in rows:
            for at in row.places:
                notes.because(lines[at].number, ENTRY, "名称之后是页码" if row.page else "目录的一项，下文另有标题")
        found.append(entries)
    if not taken:
        return lines, []
    # a blank line in its place parts what stands above from what stands below
    left = (
        msgspec.structs.replace(line, number=0, text="", raw="", block=None, marks=()) if at in taken else line
        for at, line in enumerate(lines)
        if at not in taken or at - 1 not in taken
    )
    return tuple(left), found


def _said(line: Line, forced: Mapping[int, Forced]) -> str:
    """Which line of a 目录 a directive says that it is; empty: none does."""
    return forced[line.number].contents if line.number in forced else ""


def _starts(lines: tuple[Line, ...], forced: Mapping[int, Forced]) -> Iterator[tuple[int, bool]]:
    """Where a 目录 may begin, and whether with its title: there, at an entry that is said to be one, else at the first
    of three lines with dots and a page.
    """
    titled = False
    for at, line in enumerate(lines):
        said = _said(line, forced)
        if said == ENTRY:
            titled = True
            yield at, False
        elif said == CONTENTS or (line.text and line.number not in forced and is_contents(line.text)):
            titled = True
            yield at, True
    if titled:
        return
    dotted: list[int] = []
    for at, line in enumerate(lines):
        if not line.text:
            continue
        dotted = [*dotted, at] if _is_dotted(line.text) else []
        if len(dotted) == _FEWEST_UNTITLED:
            yield dotted[0], False
            return


def _is_dotted(text: str) -> bool:
    """Dots and a page end it: `总则……1`."""
    if not (text[-1].isdecimal() or text[-1] in "页）)-—") or len(text) > _LONGEST * 3:
        return False
    cut = _cut(text)
    return cut.page_start < len(text) and _LEADS.search(text, cut.name_end, cut.page_start) is not None


class _Cut(NamedTuple):
    """Where the parts of a line are."""

    name_end: int
    page_start: int


def _cut(text: str) -> _Cut:
    """Name and page of a line by its form; without a page, `page_start` is the end."""
    if text.endswith("）") and (link := text.find("（#")) > 0:  # where a list in Markdown led to
        return _Cut(link, len(text))
    page = _PAGE_AT.search(text, max(len(text) - 8, 1))
    if page:
        name = text[: page.start()].rstrip(_LEADING)
        between = text[len(name) : page.start()]
        if name and (_LEADS.search(between) or (_GAP.search(between) and not between.strip())):
            return _Cut(len(name), page.start())
    name = text.rstrip(_LEADING)
    if name and _LEADS.search(text, len(name)):
        return _Cut(len(name), len(text))
    return _Cut(len(text), len(text))


class _Row:
    """One entry while the list is gone through."""

    def __init__(self, place: int, text: str, cut: _Cut, *, said: bool = False) -> None:
        self.places = [place]
        self.said = said
        self.text = text
        self.cut = cut

    @property
    def name(self) -> str:
        return self.text[: self.cut.name_end]

    @property
    def page(self) -> str:
        return self.text[self.cut.page_start :]

    @property
    def leads(self) -> bool:
        """Dots or a page stand behind the name."""
        return self.cut.name_end < len(self.text)

    @property
    def label(self) -> Label | None:
        return recognise(self.name)

    def find_page(self, names: Counter[str]) -> None:
        """Cuts off a page that has lost its dots, `总则 1`, where the name alone is a name of the text."""
        found = None if self.leads else _LOST.search(self.text)
        if found and not _comes_again(self, names):
            whole, self.cut = self.cut, _Cut(found.start() + 1, found.start(1))
            if not _comes_again(self, names):
                self.cut = whole

    def joined(self, other: _Row) -> _Row:
        """This one, whose name goes on in the next line."""
        blank = " " if self.text[-1:].isascii() and other.text[:1].isascii() else ""
        row = _Row(self.places[0], "", other.cut, said=self.said)
        row.text = self.text + blank + other.text
        gone = len(self.text) + len(blank)
        row.cut = _Cut(other.cut.name_end + gone, other.cut.page_start + gone)
        row.places = [*self.places, *other.places]
        return row


def _entries(rows: list[_Row], names: Counter[str], *, titled: bool, repeats: bool) -> list[_Row]:
    """Those of `rows` that are entries; none if they are no such list. `repeats`: what follows begins anew."""
    if titled:
        for row in rows:
            row.find_page(names)
    rows = _with_wrapped(rows, names)
    if any(row.said for row in rows):
        last = max(number for number, row in enumerate(rows) if row.said)
        return [row for number, row in enumerate(rows) if row.said or (number < last and (row.leads or row.label))]
    paged = [number for number, row in enumerate(rows) if row.leads]
    again = [_comes_again(row, names) for row in rows]
    if len(paged) >= _FEWEST and 2 * len(paged) >= sum(not row.label for row in rows):
        if not titled and 2 * sum(again) < len(rows):
            return []
        last = paged[-1]
        while last + 1 < len(rows) and again[last + 1]:
            last += 1
        return [row for number, row in enumerate(rows[: last + 1]) if row.leads or again[number] or row.label]
    if not titled or sum(again) < _FEWEST or 2 * sum(again) < len(rows):
        return []
    last = max(number for number, one in enumerate(again) if one)
    while repeats and last + 1 < len(rows) and rows[last + 1].label:
        last += 1
    return [row for number, row in enumerate(rows[: last + 1]) if again[number] or row.label]


def _rows(lines: tuple[Line, ...], at: int, forced: Mapping[int, Forced]) -> tuple[list[_Row], bool]:
    """Lines that may be entries, up to where numbering or names begin anew; and whether they do."""
    rows: list[_Row] = []
    seen: set[str] = set()
    values: dict[Kind, int] = {}
    for place in range(at, len(lines)):
        text = lines[place].text
        if not text:
            continue
        cut = _cut(text)
        said = _said(lines[place], forced) == ENTRY
        if (lines[place].number in forced and not said) or lines[place].block:
            return rows, False
        row = _Row(place, text, cut, said=said)
        if said:
            rows.append(row)
            continue
        label, first = row.label, rows[0].label if rows else None
        if rows and not row.leads and key(text[: sentence_end(text)][: 2 * _LONGEST]) == key(rows[0].name):
            return rows, True
        if label and (first is None or label.kind <= first.kind):
            if (label.value <= values.get(label.kind, 0) or key(row.name) in seen) and not row.leads:
                return rows, True
            values[label.kind] = label.value
        if cut.name_end > _LONGEST or (not row.leads and (not is_open(text) or is_contents(text))):
            return rows, False
        seen.add(key(row.name))
        rows.append(row)
    return rows, False


def _with_wrapped(rows: list[_Row], names: Counter[str]) -> list[_Row]:
    """`rows` with the halves of names that break over two lines joined."""
    found: list[_Row] = []
    for row in rows:
        above = found[-1] if found else None
        if above and not (above.leads or row.label or row.said) and not _comes_again(above, names):
            joined = above.joined(row)
            if _comes_again(joined, names) or (row.leads and above.label and not _comes_again(row, names)):
                found[-1] = joined
                continue
        found.append(row)
    return found


def _names(lines: tuple[Line, ...]) -> Counter[str]:
    """How often each name stands as a line, or at the head of one."""
    found: Counter[str] = Counter()
    for line in lines:
        text = line.text[: 2 * _LONGEST]
        if not text:
            continue
        end = sentence_end(text)
        heads = {text, text[:end], re.split("[：:]", text, maxsplit=1)[0]} if end < len(text) else {text}
        found.update({name for head in heads for name in keys(head)})
    return found


def _comes_again(row: _Row, names: Counter[str]) -> bool:
    """The name stands elsewhere too."""
    own = 0 if row.leads or len(row.places) > 1 else 1
    return any(names[name] > own for name in keys(row.name))


def _as_lines(lines: tuple[Line, ...], rows: list[_Row]) -> Contents:
    """The entries with their levels: those of their labels, from the highest that occurs."""
    has_decimals = any(row.label and row.label.kind in _DECIMALS for row in rows)
    ranks = [_rank(row.label, row.name, has_decimals=has_decimals) for row in rows]
    for at, row in enumerate(rows[1:], 1):  # `2.…` below `附件：1.…`
        if row.label and row.label.kind is Kind.ARABIC and ranks[at - 1] is None and "附件" in rows[at - 1].name:
            ranks[at] = None
    order = sorted({rank for rank in ranks if rank is not None})
    return tuple(
        ContentsLine(
            row.text.replace("\t", " ") if not row.leads else row.text,
            1 if rank is None else min(order.index(rank) + 1, _DEEPEST),
            row.label.end if row.label else 0,
            row.cut.name_end,
            row.cut.page_start,
            line=lines[row.places[0]].number,
        )
        for row, rank in zip(rows, ranks, strict=True)
    )


_DEEPEST = 5
_DECIMALS = (Kind.DECIMAL_2, Kind.DECIMAL_3, Kind.DECIMAL_4, Kind.DECIMAL_5)


def _rank(label: Label | None, name: str, *, has_decimals: bool) -> int | None:
    """Where an entry's label stands among the forms; None: it has none."""
    if label is None:
        return int(Kind.DECIMAL_1) if has_decimals and BARE_NUMBER.match(name) else None
    return int(Kind.DECIMAL_1 if has_decimals and label.kind is Kind.ARABIC else label.kind)
