"""Lines to lines without the marks of Markdown and HTML, each of which becomes an exact edit; what they mark stays.

Of a heading its level is told beside its text, of an item that it belongs to a list: evidence for the parser, no order.
A text that is neither is handed back as it came, at the cost of a look at each line. Diagnostics: BX023.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from banxin.document import Mark as Shifted
from banxin.document import MarkKind
from banxin.errors import Diagnostic, Severity
from banxin.readers import markdown
from banxin.readers.marks import Mark, Marked
from banxin.regex import regex
from banxin.source import Line
from banxin.streams import INVISIBLE, visible

_MAY_BE_TAGGED = regex("</?[A-Za-z!][^<>]*>")


def unmarked(lines: list[Line], *, is_markdown: bool = False) -> tuple[list[Line], list[Diagnostic]]:
    """`lines` without marks, and the edits; `is_markdown`: the file is called so, else the text must show it.

    A line's offset stays that of its first character in the text as it stands, as the edits' do. A text that is nothing
    but marks stays as it is.
    """
    found: dict[int, Marked] = {}
    marked = is_markdown or markdown.is_markdown(lines)
    if any(_MAY_BE_TAGGED.search(line.text) for line in lines if "<" in line.text):
        from banxin.readers import html

        found = html.read(lines, is_markdown=marked)
    if marked and not any(one.goes_on or "\n" in (mark.after for mark in one.marks) for one in found.values()):
        for at, one in markdown.read(lines).items():
            tags = found[at].marks if at in found else []
            found[at] = Marked([*tags, *one.marks])
    if not found:
        return lines, []
    edits: list[Diagnostic] = []
    result: list[Line] = []
    begun: Line | None = None
    """Blank as yet: a tag has begun it."""
    for at, line in enumerate(lines):
        if at not in found or line.block or line.marks:
            begun = None
            result.append(line)
            continue
        one = found[at]
        kept = _kept(one.marks)
        edits += _edits(line, kept)
        pieces = _pieces(line, kept)
        if one.goes_on:
            if begun is None and result and not result[-1].block:
                begun = result.pop()
            pieces[0] = _joined(begun, pieces[0]) if begun else pieces[0]
        result += _of_one_number(pieces)
        # of a line that was all tags nothing is left, of one that was a rule a blank line
        begun = pieces[-1] if not pieces[-1].text and (one.goes_on or len(pieces) > 1) else None
        if len(pieces) == 1 and not pieces[0].text and not one.goes_on:
            result.append(pieces[0])
    return (result, edits) if any(line.text for line in result) else (lines, [])


def _of_one_number(pieces: list[Line]) -> list[Line]:
    """The pieces with text, one for each number: tags that are written oddly may part a line that HTML reads as one."""
    found: list[Line] = []
    for piece in pieces:
        if piece.text and found and found[-1].number == piece.number:
            found[-1] = _joined(found[-1], piece)
        elif piece.text:
            found.append(piece)
    return found


def _kept(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in order, none within another."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _edits(line: Line, marks: list[Mark]) -> Iterable[Diagnostic]:
    for start, end, after, *_ in marks:
        before, stands = visible(line.text[start:end]), visible(after)
        if before or stands:
            place = line.offset + len(visible(line.text[:start]))
            yield Diagnostic("BX023", Severity.REPAIR, line.number, _MESSAGE, "", before, stands, place)


_MESSAGE = "Markdown 或 HTML 的标记不排印"


def _pieces(line: Line, marks: list[Mark]) -> list[Line]:
    """`line` without its marks; several lines where marks part it, blank ones among them."""
    pieces: list[Line] = []
    parts = [line.raw[: len(line.raw) - len(line.raw.lstrip(INVISIBLE))]]  # its indent
    at = level = 0
    first = -1
    """Where the text of the piece begins."""
    is_item = False
    shifts = _Shifts()

    def close() -> None:
        raw = "".join(parts)
        offset = line.offset + len(visible(line.text[:first])) if first >= 0 else line.offset
        text = raw.strip(INVISIBLE)
        pieces.append(
            Line(
                line.number,
                text,
                raw,
                offset,
                marks=shifts.of(raw, text),
                level=level,
                is_item=is_item or line.is_item,
                looks=line.looks,
            )
        )

    for mark in marks:
        if first < 0 and line.text[at : mark.start].strip(INVISIBLE):
            first = at
        elif first < 0 and visible(mark.after):
            first = mark.start
        parts.append(line.text[at : mark.start])
        at = mark.end
        if mark.after == "\n":
            close()
            parts, first, level, is_item = [], -1, 0, False
        else:
            parts.append(mark.after)
        level, is_item = mark.level or level, mark.is_item or is_item
        if mark.shift or mark.ends_shift:
            shifts.change(mark.shift, sum(map(len, parts)))
    first = at if first < 0 else first
    parts.append(line.text[at:])
    close()
    return pieces


class _Shifts:
    """What is raised or lowered in a piece of a line, as tags begin and end it."""

    def __init__(self) -> None:
        self._found: list[Shifted] = []
        self._now: MarkKind | None = None
        self._start = 0

    def change(self, kind: MarkKind | None, at: int) -> None:
        """From here on the text is of that kind."""
        if self._now and at > self._start:
            self._found.append(Shifted(self._start, at, self._now))
        self._now, self._start = kind, at

    def of(self, raw: str, text: str) -> tuple[Shifted, ...]:
        """Those of a piece that ends here, whose `text` is `raw` without what surrounds it; the next begins."""
        self.change(self._now, len(raw))
        lead = len(raw) - len(raw.lstrip(INVISIBLE))
        found = tuple(
            Shifted(max(one.start - lead, 0), min(one.end - lead, len(text)), one.kind)
            for one in self._found
            if max(one.start - lead, 0) < min(one.end - lead, len(text))
        )
        self._found.clear()
        self._start = 0
        return found


def _joined(line: Line, more: Line) -> Line:
    """`line` with `more` behind it; between Han a line end is no space."""
    if not line.text:
        return msgspec.structs.replace(more, level=more.level or line.level, is_item=more.is_item or line.is_item)
    seam = " " if line.text[-1].isascii() and more.text[:1].isascii() and not more.raw.startswith("\t") else ""
    raw = line.raw.rstrip(" ") + seam + more.raw.lstrip(" ")
    text = raw.strip(INVISIBLE)
    behind = len(text) - len(more.text)
    moved = (Shifted(one.start + behind, one.end + behind, one.kind) for one in more.marks)
    return msgspec.structs.replace(line, text=text, raw=raw, marks=(*line.marks, *moved))
