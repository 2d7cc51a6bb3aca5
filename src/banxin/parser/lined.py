"""Paragraphs to paragraphs with `stops`: lines of a body that blanks line up with their neighbours.

Two forms are known. Names stand below the one behind a label, as far in as that is: `组　长：王某某` and the lines
below. Or three rows or more have a name and what belongs to it, parted by blanks, in the same columns each time.
Columns are counted as one types: two for a Han character, one for a blank. A line that is merely set in, as paragraphs
are, stands below nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple
from unicodedata import east_asian_width

import msgspec

from banxin.document import Block, Paragraph, Role, Section, Stop
from banxin.forms import lines
from banxin.forms.lines import Item
from banxin.regex import regex

_BLANK = "[ \xa0\u3000]"
_LABEL = regex(
    rf"(?:[0-9]{{1,2}}[.．、]|[（(][0-9一二三四五六七八九十]{{1,3}}[）)])?{_BLANK}*"
    rf"[^，。；：:、！？\s]{{1,12}}(?:{_BLANK}{{1,4}}[^，。；：:、！？\s]{{1,6}}){{0,3}}{_BLANK}*[：:]{_BLANK}*(?=\S)"
)
"""What stands before names, or anything else, on their first line."""
_GAP = regex(f"(?:(?<=[^ \xa0\u3000])){_BLANK}+(?=[^ \xa0\u3000])")
_PERSON = regex(f"[一-鿿]{{2,4}}|[一-鿿]{_BLANK}{{1,4}}[一-鿿]|[一-鿿]{{1,8}}·[一-鿿]{{1,8}}")
_WIDE = 2
"""Columns of a gap, at least: one blank between two words is an accident."""
_WITHIN_NAME = 4
"""Columns between the two characters of a name, at most."""
_NEAR = 1
"""Columns by which what stands in one column may differ."""
LEAST_INDENT, _LEAST_STEP = 6, 4
"""Columns that a line below a label is set in at least, and more than the label: what is less is a paragraph's own."""
_LABEL_INDENT = 8
"""Columns that a label is set in at most; what is more was moved to the right."""
_LEAST_ROWS = 3
_LONGEST_ROW = 60
"""Characters of a row with a name."""
_LONG = 30
"""Characters of a line that surely is a paragraph, whose indent is that of others."""


class Row(NamedTuple):
    """A line as it was typed."""

    text: str
    is_numbered: bool
    """It begins with a number and no label."""
    start: int
    """The column in which it begins."""
    label: int
    """Where it goes on behind its label; 0: it has none."""
    parts: tuple[tuple[int, int], ...]
    """(place in its text, column) of all that stands behind its label or a gap."""

    @property
    def label_column(self) -> int:
        """The column of what stands behind its label."""
        return self.parts[0][1] if self.label else -_LONGEST_ROW


def add_stops(blocks: tuple[Block, ...], items: Iterable[Item]) -> tuple[Block, ...]:
    """`blocks`, which were made of `items`, with the stops of their lines."""
    by_line = {item.line: item for item in items if not item.block and not item.forced}
    indents = Counter(start_of(item) for item in by_line.values() if len(item.text) > _LONG)
    usual = max(indents, key=lambda column: (indents[column], -column), default=0)
    return _added(blocks, by_line, usual)


def _added(blocks: tuple[Block, ...], items: dict[int, Item], usual: int) -> tuple[Block, ...]:
    # recursion is bounded: sections are as deep as there are kinds of labels
    changed: list[Block] = []
    for is_text, group in groupby(blocks, lambda block: isinstance(block, Paragraph) and block.role is Role.BODY):
        run = list(group)
        paragraphs = [block for block in run if isinstance(block, Paragraph)]
        if is_text and len(run) > 1:
            changed += _lined(paragraphs, items, usual)
        else:
            changed += (
                msgspec.structs.replace(block, body=_added(block.body, items, usual))
                if isinstance(block, Section)
                else block
                for block in run
            )
    return tuple(changed)


def _lined(paragraphs: list[Paragraph], items: dict[int, Item], usual: int) -> list[Paragraph]:
    """Paragraphs one below the other with their stops."""
    rows = [row_of(items[p.line]) if p.line in items else _NOTHING for p in paragraphs]
    rows = [row if row.text == p.text else _NOTHING for row, p in zip(rows, paragraphs, strict=True)]
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    at = 0
    while at + 1 < len(rows):
        group = _below_label(rows, at, usual) or _of_names(rows, at)
        found |= group
        at = max(group, default=at) + 1
    done = list(paragraphs)
    for is_lined, run in groupby(range(len(rows)), found.__contains__):
        together = list(run) if is_lined else []
        numbers = _numbers(column for at in together for _, column in found[at])
        for at in together:
            stops = tuple(Stop(place, numbers[column]) for place, column in found[at])
            done[at] = msgspec.structs.replace(paragraphs[at], stops=stops)
    return done


def _numbers(columns: Iterable[int]) -> dict[int, int]:
    """Columns as typed, numbered from left to right, those that are near each other as one."""
    numbers: dict[int, int] = {}
    number, first = 0, -_LONGEST_ROW
    for column in sorted(set(columns)):
        if column > first + _NEAR:
            number, first = number + 1, column
        numbers[column] = number
    return numbers


def _below_label(rows: list[Row], at: int, usual: int) -> dict[int, tuple[tuple[int, int], ...]]:
    """The group whose first line with something below it is the one at `at`, by index; empty: there is none."""
    head = rows[at]
    known = near(column for _, column in head.parts)
    if head.start > _LABEL_INDENT or not stands_below(rows[at + 1], head, known, usual):
        return {}
    first, end = at, at + 1
    while end < len(rows):
        row = rows[end]
        if not (stands_below(row, head, known, usual) or is_beside(row, head)):
            break
        known |= near(column for _, column in row.parts)
        end += 1
    while first and is_beside(rows[first - 1], head):
        first -= 1
    members = range(first, end)
    counts = Counter(column for at in members for column in _columns(rows[at], head))
    return {at: _shared(rows[at], head, counts) for at in members}


def near(columns: Iterable[int]) -> set[int]:
    """All columns that are as good as one of these."""
    return {column + by for column in columns for by in range(-_NEAR, _NEAR + 1)}


def stands_below(row: Row, head: Row, known: Container[int], usual: int = 0) -> bool:
    """The line begins in one of the columns `known`, below `head`, and is no paragraph of its own.

    `usual`: how far paragraphs are set in.
    """
    set_in = row.start >= max(head.start + _LEAST_STEP, LEAST_INDENT) and row.start != usual
    return set_in and not row.is_numbered and row.start in known


def is_beside(row: Row, head: Row) -> bool:
    """The line has a label of its own, as wide as that of `head`."""
    return row.label > 0 and _is_near(row.start, head.start) and _is_near(row.label_column, head.label_column)


def _columns(row: Row, head: Row) -> list[int]:
    """Where the line has something that may stand below something else."""
    own = [column for _, column in row.parts]
    return own if _is_near(row.start, head.start) else [row.start, *own]


def _shared(row: Row, head: Row, counts: Counter[int]) -> tuple[tuple[int, int], ...]:
    """(place, column) of what stands in a column of another line, and in any case of what goes on behind a label."""
    begins = () if _is_near(row.start, head.start) else ((0, row.start),)
    return tuple(
        (place, column)
        for place, column in (*begins, *row.parts)
        if place in (0, row.label) or sum(counts[other] for other in near((column,))) > 1
    )


def _of_names(rows: list[Row], at: int) -> dict[int, tuple[tuple[int, int], ...]]:
    """The rows from `at` on that have a name and what belongs to it in the same columns."""
    head = rows[at]
    end = at
    while end < len(rows) and _is_of_name(rows[end], head):
        end += 1
    return {at: rows[at].parts for at in range(at, end)} if end - at >= _LEAST_ROWS else {}


def _is_of_name(row: Row, head: Row) -> bool:
    text = row.text
    if row.label or row.is_numbered or not row.parts or len(row.parts) != len(head.parts) or len(text) > _LONGEST_ROW:
        return False
    if not _PERSON.fullmatch(text[: row.parts[0][0]].rstrip()) or text.endswith(tuple("。；：，")):
        return False
    alike = all(_is_near(mine[1], other[1]) for mine, other in zip(row.parts, head.parts, strict=True))
    return alike and _is_near(row.start, head.start) and row.start <= _LABEL_INDENT


def _is_near(one: int, other: int) -> bool:
    return abs(one - other) <= _NEAR


# A line


_NOTHING = Row("", is_numbered=True, start=0, label=0, parts=())
"""Beside it nothing is lined up."""


def row_of(item: Item) -> Row:
    """The line as it was typed."""
    start = start_of(item)
    found = _LABEL.match(item.text)
    label = found.end() if found else 0
    places = [label] if label else []
    places += _gaps(item.text, label)
    columns: list[tuple[int, int]] = []
    column, before = start, 0
    for place in places:
        column += _columns_of(item.text[before:place])
        columns.append((place, column))
        before = place
    return Row(item.text, item.label is not None and not label, start, label, tuple(columns))


def start_of(item: Item) -> int:
    """The column in which a line begins, by its blanks and by what the file says."""
    said = 0
    if item.looks and item.looks.size and item.looks.align not in ("center", "right"):
        said = round((item.looks.left_indent + item.looks.first_indent) * 2 / item.looks.size)
    return said + lines.indent(item)


def _gaps(text: str, start: int) -> Iterator[int]:
    """Where something begins behind a gap, from `start` on; the blank within a name is none."""
    last = start
    for gap in _GAP.finditer(text, start):
        wide = _columns_of(gap[0])
        is_within = gap.start() - last == 1 and wide <= _WITHIN_NAME and "一" <= text[last] <= "鿿"
        if wide >= _WIDE and not is_within:
            yield gap.end()
            last = gap.end()


def _columns_of(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)
