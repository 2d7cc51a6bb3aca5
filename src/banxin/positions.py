"""Places in a stage's character stream to places in the decoded text they come from.

A reader may rely on this: a character that a stage handed on is found where it stands in the text; one that an edit put
there is found where the edit was made. Everything is a binary search in tables of the edits, so that many places cost
no more than the text itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from banxin.errors import Diagnostic
from banxin.regex import regex
from banxin.streams import INVISIBLE, visible

_LAYOUT = regex(f"[{re.escape(INVISIBLE)}]+")
_COLON = regex("[：:]")
_INSERTED_LABEL = regex("[^：:]{1,8}[：:]")
_INSERTED_END = "："


class _Table:
    """A map of indices, piece by piece: each piece moves along with its source, or stands still."""

    def __init__(self) -> None:
        self._starts = [0]
        self._targets = [0]
        self._steps = [1]

    def add(self, start: int, target: int, step: int) -> None:
        """From `start` on, the source is at `target`; `step` 1: and moves along, 0: and stays there."""
        if self._starts[-1] == start:
            self._targets[-1], self._steps[-1] = target, step
            return
        self._starts.append(start)
        self._targets.append(target)
        self._steps.append(step)

    def __getitem__(self, index: int) -> int:
        at = bisect_right(self._starts, index) - 1
        return self._targets[at] + (index - self._starts[at]) * self._steps[at]


class Positions:
    """Where the characters of a document's stream stand in the text it was read from."""

    def __init__(self, text: str, *stages: Iterable[Diagnostic]) -> None:
        """`stages`: the edits of each stage, in order; each stage's offsets are of the stream that entered it."""
        self._layout = _visible_table(text)
        self._tables = [_edit_table(edits) for edits in stages]
        lengths = (len(line) for line in text.splitlines(keepends=True))
        self._lines = list(accumulate(lengths, initial=0))[:-1] or [0]

    def index(self, at: int, stages: int) -> int:
        """The index in the text of character `at` of the stream behind the first so many `stages`."""
        for table in reversed(self._tables[:stages]):
            at = table[at]
        return self._layout[at]

    def line_start(self, line: int) -> int:
        """The index in the text at which a line begins, 1-based."""
        return self._lines[line - 1]

    def line_and_column(self, index: int) -> tuple[int, int]:
        """Both 1-based, the column in characters, of an index in the text."""
        line = bisect_right(self._lines, index) - 1
        return line + 1, index - self._lines[line] + 1


def _visible_table(text: str) -> _Table:
    table = _Table()
    gone = 0
    for layout in _LAYOUT.finditer(text):
        gone += layout.end() - layout.start()
        table.add(layout.end() - gone, layout.end(), 1)
    return table


def _edit_table(diagnostics: Iterable[Diagnostic]) -> _Table:
    """From the stream behind the edits to the one before them; as `apply_edits`, for edits that fit."""
    table = _Table()
    before_end = after_end = 0
    for edit in sorted((d for d in diagnostics if d.offset >= 0), key=lambda d: d.offset):
        before, after = visible(edit.before), visible(edit.after)
        if edit.offset < before_end or len(before) == len(after):  # which moves nothing
            continue
        start = after_end + edit.offset - before_end
        last = -2
        for at, found in enumerate(_alignment(before, after)):
            if at == 0 or found != last + 1:
                table.add(start + at, edit.offset + max(found, 0), int(found >= 0))
            last = found
        before_end, after_end = edit.offset + len(before), start + len(after)
        table.add(after_end, before_end, 1)
    return table


def _alignment(before: str, after: str) -> list[int]:
    """For each character of `after`, where it stands in `before`; all -1 where they have nothing in common.

    `after` may be a value taken out of a setting, or `before` without some of its marks.
    """
    colon = _COLON.search(before)
    value = colon.end() if colon else 0
    at = before.find(after, value) if after else -1
    if at >= 0:
        return list(range(at, at + len(after)))
    found: list[int] = []
    for char in after:
        at = before.find(char, found[-1] + 1 if found else 0)
        if at < 0:
            break
        found.append(at)
    else:
        return found
    at = before.find(after[:-1], value) if after.endswith(_INSERTED_END) and len(after) > 1 else -1
    if at >= 0:
        return [*range(at, at + len(after) - 1), -1]
    label = _INSERTED_LABEL.match(after)
    head = label.end() if label else 0
    at = before.find(after[head:], value) if 0 < head < len(after) else -1
    rest = range(at, at + len(after) - head) if at >= 0 else [-1] * (len(after) - head)
    return [*[-1] * head, *rest]
