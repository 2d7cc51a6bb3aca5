"""Items to the labels that count: those that start a sequence or continue one at their level.

The forms are taken from the highest to the lowest. The labels that count so far cut the items into stretches, and in
each stretch the next form's labels are followed: 1, 2, 3 … A label that does not fit is text. So `一、二季度…`,
`1.2万亩…` or `（一）班…` in running text stay what they are. A sequence may go on across its parents, as 问题 are often
numbered through. One number left out or repeated is forgiven where the line has a heading's form, with a warning. A
line that a directive makes a heading counts in any case.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping

import msgspec

from banxin.forms.lines import SHORT_LENGTH, Item, entry_name, is_open, sentence_end
from banxin.forms.numbering import Kind, Label, with_value
from banxin.parser.notes import Notes
from banxin.regex import regex

Counted = dict[int, Label]
"""Index of an item to its label, for the labels that count."""

_DECIMALS = (Kind.DECIMAL_1, Kind.DECIMAL_2, Kind.DECIMAL_3, Kind.DECIMAL_4, Kind.DECIMAL_5)
_FIRST_PARTS = (Kind.CHAPTER, Kind.HAN_OVER_ARTICLES, Kind.ARTICLE, Kind.HAN)
_DIVISIONS = (Kind.PART, Kind.CHAPTER, Kind.SECTION)
_HINT = "请核对序号，文字照原样排印"


def normalised(items: list[Item]) -> list[Item]:
    """`items` with labels that only a whole text tells: `1总则` above `1.1…`, and `1.1.` that Word has doubled."""
    decimals = [item.label for item in items if item.label and item.label.kind is Kind.DECIMAL_2]
    if not decimals:
        return items
    doubled = [label.path for label in decimals] == [(n, n) for n in range(1, len(decimals) + 1)] and len(decimals) > 1
    parts, number = {label.path[0] for label in decimals}, 1
    found: list[Item] = []
    for item in items:
        label = item.label
        if doubled and label and label.kind is Kind.DECIMAL_2:
            label = msgspec.structs.replace(label, kind=Kind.ARABIC, path=(label.value,))
        elif not doubled and label is None and number in parts and _is_bare(item, number):
            text, number = str(number), number + 1
            label = Label(Kind.DECIMAL_1, int(text), text, len(text), spaced=False, weak=False, path=(int(text),))
        found.append(item if label is item.label else msgspec.structs.replace(item, label=label))
    return found


def _is_bare(item: Item, number: int) -> bool:
    """`1总则`: the number, and words right behind it."""
    head = str(number)
    return item.text.startswith(head) and _WORDS.match(item.text, len(head)) is not None and _is_short_heading(item)


_WORDS = regex("[一-鿿]")


def counted_labels(items: list[Item], notes: Notes) -> Counted:
    """The labels that count among those the items begin with."""
    candidates: dict[Kind, list[int]] = {}
    for index, item in enumerate(items):
        if item.label and item.label.value:
            candidates.setdefault(item.label.kind, []).append(index)
    said = {i: label for i, item in enumerate(items) if item.forced and (label := item.label)}
    counted: Counted = {}
    for kind in Kind:
        if kind is Kind.DECIMAL_1:
            _count_decimals(items, candidates, counted)
        if kind is Kind.HAN_OVER_ARTICLES:
            counted.update(_over_articles(items, candidates.get(Kind.HAN, [])))
        if kind in _DECIMALS or kind not in candidates:
            continue
        found = [i for i in candidates[kind] if i not in counted and _may_stand(items, i)]
        reached = 0
        higher = [*counted, *(i for i, label in said.items() if label.kind < kind)]
        for stretch in _stretches(found, higher):
            chosen = _Chain(items, stretch, reached, notes).follow()
            for index, label in chosen:
                counted[index] = label
            if chosen:
                reached = chosen[-1][1].value
    return said | counted if said else counted


def has_heading_form(items: list[Item], index: int) -> bool:
    """The item is short, has no end mark, and something that is no label of its rank or a higher one follows it."""
    item = items[index]
    if not _is_short_heading(item) or index + 1 == len(items):
        return False
    following = items[index + 1].label
    return item.label is not None and (following is None or following.kind > item.label.kind)


def _over_articles(items: list[Item], indices: list[int]) -> list[tuple[int, Label]]:
    """The `一、` `二、` … that divide articles: short lines, right above an article all of them."""
    found: list[tuple[int, Label]] = []
    for index in indices:
        label = items[index].label
        following = items[index + 1].label if index + 1 < len(items) else None
        if not label or label.value != len(found) + 1 or not following or following.kind is not Kind.ARTICLE:
            continue
        if _is_short_heading(items[index]):
            found.append((index, msgspec.structs.replace(label, kind=Kind.HAN_OVER_ARTICLES)))
    return found if len(found) > 1 else []


def _may_stand(items: list[Item], index: int) -> bool:
    """第一章 and its like name a division and are no sentence."""
    item = items[index]
    label = item.label
    return label is None or label.kind not in _DIVISIONS or item.forced is not None or _is_short_heading(item)


def _is_short_heading(item: Item) -> bool:
    return is_open(item.text) and len(item.text) <= SHORT_LENGTH


def _stretches(indices: list[int], above: Iterable[int]) -> Iterable[list[int]]:
    """`indices` cut at those of the labels `above` them."""
    cuts = sorted(above)
    at = 0
    stretch: list[int] = []
    for index in indices:
        cut_before = at
        while at < len(cuts) and cuts[at] < index:
            at += 1
        if at > cut_before and stretch:
            yield stretch
            stretch = []
        stretch.append(index)
    if stretch:
        yield stretch


class _Chain:
    """The labels of one form in one stretch."""

    def __init__(self, items: list[Item], stretch: list[int], reached: int, notes: Notes) -> None:
        self.items = items
        self.stretch = stretch
        self.labels = [label for i in stretch if (label := items[i].label)]
        self.reached = reached
        """The last value that counted in an earlier stretch."""
        self.notes = notes
        self.next_strong: list[int] = [0] * len(stretch)
        """Value of the next label that is not weak, 0 if there is none."""
        following = 0
        for position in range(len(stretch) - 1, -1, -1):
            self.next_strong[position] = following
            if not self.labels[position].weak:
                following = self.labels[position].value

    def follow(self) -> list[tuple[int, Label]]:
        """The labels that count, in order."""
        chosen: list[tuple[int, Label]] = []
        last = 0
        for position, label in enumerate(self.labels):
            said = self.items[self.stretch[position]].forced is not None
            if said or (self._continues(position, last) if last else self._starts(position)):
                self._warn_about(position, last)
                last = label.value
                chosen.append((self.stretch[position], label))
        return chosen

    def _starts(self, position: int) -> bool:
        label = self.labels[position]
        following = self._next(position)
        if label.kind is Kind.ARTICLE and (not label.weak or label.value == self.reached + 1):
            return True  # an extract begins with any article
        if label.weak and self.next_strong[position] == label.value:
            return False
        if label.value == 1 and following == 2:  # noqa: PLR2004 - the next
            return True  # `一、二产业…` and `三、四季度…` are no sequence
        if label.weak:
            return False
        if label.value == 1:
            return following == 3 or self._heading(position) or (self._is_under(position) and self._runs_in(position))  # noqa: PLR2004 - one may be left out
        opens = following == label.value + 1 or self.stretch[position] == 0  # an extract begins with its heading
        return label.value == self.reached + 1 or (opens and self._heading(position))

    def _continues(self, position: int, last: int) -> bool:
        label = self.labels[position]
        value = label.value
        if value == last + 1:
            return not (label.weak and self.next_strong[position] == value)
        if label.weak:
            return False
        if label.kind is Kind.ARTICLE and value > last - ("之" in label.text):
            return True  # an extract leaves articles out
        if value == 1:
            return self.next_strong[position] in (2, 3) or self._heading(position)
        may_differ = value == last or (value == last + 2 and self.next_strong[position] != value + 1)
        goes_on = value == last + 2 and not may_differ
        return goes_on or (may_differ and (self._heading(position) or self._runs_in(position)))

    def _warn_about(self, position: int, last: int) -> None:
        label, line = self.labels[position], self.items[self.stretch[position]].line
        if label.kind is Kind.ARTICLE and (not last or "之" in label.text):
            return
        if not last:
            if label.value not in (1, self.reached + 1):
                self.notes.warn("BX101", line, f"序号从“{label.text}”开始，前面没有“{with_value(label, 1)}”", _HINT)
        elif label.value == last + 2:
            self.notes.warn("BX101", line, f"序号缺“{with_value(label, last + 1)}”：直接出现“{label.text}”", _HINT)
        elif label.value == last:
            self.notes.warn("BX102", line, f"序号“{label.text}”重复", _HINT)

    def _next(self, position: int) -> int:
        """Value of the next label, weak or not; 0 if there is none."""
        if position + 1 == len(self.labels):
            return 0
        return self.labels[position + 1].value if not self.next_strong[position] else self.next_strong[position]

    def _is_under(self, position: int) -> bool:
        """It stands right under a short heading of a higher rank, `（一）` under `一、`."""
        index = self.stretch[position]
        above = self.items[index - 1].label if index else None
        return (
            above is not None and above.kind < self.labels[position].kind and _is_short_heading(self.items[index - 1])
        )

    def _heading(self, position: int) -> bool:
        return has_heading_form(self.items, self.stretch[position])

    def _runs_in(self, position: int) -> bool:
        """A short heading sentence with text behind it."""
        rest = self.items[self.stretch[position]].text[self.labels[position].end :]
        end = sentence_end(rest)
        return 0 < end < len(rest) and end <= SHORT_LENGTH and not entry_name(rest)


def _count_decimals(items: list[Item], candidates: Mapping[Kind, list[int]], counted: Counted) -> None:
    """Let `1`, `1.1`, `1.1.1` count where each stands under the one it belongs to.

    `2.1` stands under a `2`, or under `二、` `第二章` `第二条`, whose number is its first part.
    """
    if Kind.DECIMAL_2 not in candidates:
        return
    forms = (*_DECIMALS, Kind.ARABIC)
    indices = sorted(i for kind in forms for i in candidates.get(kind, ()))
    above = sorted(counted)
    found: list[tuple[int, Label]] = []
    for stretch in _stretches(indices, counted):
        at = bisect(above, stretch[0])
        opener = counted[above[at - 1]] if at else None
        first_part = opener.value if opener and opener.kind in _FIRST_PARTS else 0
        found += _decimals(items, stretch, first_part)
    counted.update(found)


def _decimals(items: list[Item], stretch: list[int], first_part: int) -> list[tuple[int, Label]]:
    """The decimals of one stretch that fit, and the labels they stand under.

    `first_part`: the value of the label that opens the stretch, 0 if no decimal can stand under it.
    """
    chosen: list[tuple[int, Label]] = []
    pending: list[tuple[int, Label]] = []  # `1` and the next ones, of which it is not known yet whether `1.1` follows
    path: tuple[int, ...] = ()
    spaced: dict[int, bool] = {}
    for index in stretch:
        label = items[index].label
        if label is None or (label.kind is Kind.DECIMAL_1 and not _is_short_heading(items[index])):
            continue
        parts = label.path
        depth = len(parts)
        if depth == 1:
            if not path:
                _wait(pending, index, label)
            elif parts[0] == path[0] + 1 and pending and _mark(label) == _mark(pending[0][1]):
                chosen.append((index, _as_decimal(label)))
                path = parts
            continue
        if label.weak or label.spaced != spaced.get(depth, label.spaced):
            continue
        if not path and pending and parts == (pending[-1][1].value, 1):
            chosen += [(place, _as_decimal(above)) for place, above in pending]
            path = parts[:1]
        elif not path and parts == (first_part, 1):
            path = (first_part,)
        reached = (*path, 0)
        if depth <= len(reached) and parts == (*path[: depth - 1], reached[depth - 1] + 1):
            spaced[depth] = label.spaced
            chosen.append((index, label))
            path = parts
    return chosen


def _wait(pending: list[tuple[int, Label]], index: int, label: Label) -> None:
    """Add a `1` or the number next to the last of `pending`, which may turn out to stand above decimals."""
    if label.value == 1:
        pending[:] = [(index, label)]
    elif pending and label.value == pending[-1][1].value + 1 and _mark(label) == _mark(pending[0][1]):
        pending.append((index, label))


def _mark(label: Label) -> str:
    """What stands behind the number: `.` `、` or nothing."""
    return label.text.lstrip("0123456789０１２３４５６７８９")


def _as_decimal(label: Label) -> Label:
    return msgspec.structs.replace(label, kind=Kind.DECIMAL_1)
