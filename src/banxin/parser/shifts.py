"""What a file sets higher or lower in its lines, to the texts of the Document that these have become."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from banxin.document import Document, Mark
from banxin.errors import Diagnostic
from banxin.shifts import in_stream, with_marks
from banxin.source import Line
from banxin.streams import visible


def add_shifts(document: Document, lines: Iterable[Line], edits: Iterable[Diagnostic]) -> Document:
    """`document` with the marks of the `lines` that it was read from; `edits`: what parsing changed in their stream.

    What stands in the midst of an edit, as in the row of a table drawn with bars, loses its mark.
    """
    wanted: list[Mark] = []
    place = _Place(edits)
    for line in lines:
        for mark in in_stream(line.text, line.marks, line.offset):
            first = place.behind(mark.start)
            wanted.append(Mark(first, max(place.behind(mark.end - 1) + 1, first), mark.kind))
    return with_marks(document, (mark for mark in wanted if mark.start < mark.end))


class _Place:
    """From a stream to the one that edits made of it."""

    def __init__(self, edits: Iterable[Diagnostic]) -> None:
        self._starts: list[int] = []
        self._moves: list[tuple[int, int, int]] = []
        """Of each edit: where it ends in the old stream and in the new, and where it begins there."""
        moved = end = 0
        exact = (edit for edit in edits if edit.offset >= 0)
        for edit in sorted(exact, key=lambda edit: edit.offset):
            before, after = len(visible(edit.before)), len(visible(edit.after))
            if edit.offset < end or before == after:
                continue
            start, end = edit.offset + moved, edit.offset + before
            moved += after - before
            self._starts.append(edit.offset)
            self._moves.append((end, end + moved, start))

    def behind(self, at: int) -> int:
        """Where the character at a place of the old stream stands in the new one; in an edit, where that begins."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return at
        end, new_end, start = self._moves[index]
        return at - end + new_end if at >= end else start
