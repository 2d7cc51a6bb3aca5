"""What is found while a document is read: paragraphs, tables and pictures in the order of the text, and what is told.

A reader may rely on this: `Account` knows every character of a `w:t` that is not in the text, and every one in the text
that comes from none, so that both sums can be compared in the end.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from banxin.document import Mark, MarkKind
from banxin.errors import Diagnostic, Severity
from banxin.readers.docx.styles import Chars, Look
from banxin.regex import regex
from banxin.streams import visible

_FIRST_WORDS = 24
_LATIN = regex("[0-9A-Za-z]")
_HAN = regex("[\u2e80-\U0003ffff]")
BREAK, PAGE = "\n", "\f"
"""Within the text of a paragraph: another line begins, on this page or on a new one."""
_KINDS = {"superscript": MarkKind.RAISED, "subscript": MarkKind.LOWERED}


class Picture(NamedTuple):
    """A picture that came inside the file."""

    name: str
    alt: str
    width: float
    height: float
    """Both in points; 0: not said."""


class Remark(NamedTuple):
    """What is told of a paragraph."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    before: str = ""

    def at(self, line: int) -> Diagnostic:
        """The same of a line."""
        return Diagnostic(self.code, self.severity, line, self.message, self.hint, self.before)


def quoted(text: str) -> str:
    """`“……”（12 字）`: the first words of a text and the number of its characters."""
    text = " ".join(text.split())
    words = text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS]}……"
    return f"“{words}”（{len(visible(text))} 字）"


def _hidden(text: str) -> Remark:
    """The remark on hidden text."""
    message = f"隐藏的文字{quoted(text)}不排印"
    return Remark("BX032", Severity.WARNING, message, "要排印，请在 Word 中取消“隐藏”", text)


class Account:
    """Which characters of `w:t` are not in the text, and which of the text are in none."""

    def __init__(self) -> None:
        self._left: list[str] = []
        self._added: list[str] = []

    def leave(self, text: str) -> None:
        """A remark says it, or it is not printed."""
        self._left.append(text)

    def add(self, text: str) -> None:
        """It stands in the text and in no `w:t`."""
        self._added.append(text)

    def difference(self, written: str, kept: str) -> str:
        """Characters that are too few or too many; `written`: of all `w:t`, `kept`: of the text."""
        wanted, found = Counter(visible(written)), Counter(visible(kept))
        wanted.update(visible("".join(self._added)))
        found.update(visible("".join(self._left)))
        if wanted == found:
            return ""
        return "".join([*(wanted - found).elements(), *(found - wanted).elements()])


class Para:
    """A paragraph as it is read."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.parts: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        """In characters of all of its text."""
        self.above: list[Block] = []
        """What stands in boxes of text above it."""
        self.below: list[Block] = []
        """What stands behind it: pictures, boxes of text, notes."""
        self.remarks: list[Remark] = []
        self.new_page = look.new_page
        self.is_item = False
        self.is_note = False
        """A note, which stands behind what holds its mark."""
        self._hidden: list[str] = []
        self.weights: dict[Chars, int] = {}
        """How many characters look so."""
        self.lead: Chars | None = None
        """What its first characters look like, those of an automatic number aside."""
        self.font = ""
        """Of its last digits or Latin letters, likewise."""

    @property
    def text(self) -> str:
        """All of it, with `BREAK` and `PAGE`."""
        return "".join(self.parts)

    def add(self, text: str, chars: Chars) -> None:
        """Adds characters."""
        self.tell_hidden()
        start = self.length
        if _LATIN.search(text):
            self.font = chars.font
        if chars.bold and not _HAN.search(text):
            chars = chars._replace(bold=self.look.chars.bold)  # which digits beside 黑体 may be alone
        if self.lead is None and text.strip():
            self.lead = chars
        self.parts.append(text)
        self.length += len(text)
        self.weights[chars] = self.weights.get(chars, 0) + len(text)
        if chars.raised and text.strip():
            self.mark(start, _KINDS[chars.raised])

    def hide(self, text: str) -> None:
        """Takes note of characters that are hidden; those that follow one another are told together."""
        self._hidden.append(text)

    def tell_hidden(self) -> None:
        """Tells what was hidden so far."""
        if self._hidden:
            text = "".join(self._hidden)
            self._hidden.clear()
            if text.strip():
                self.remarks.append(_hidden(text))

    def mark(self, start: int, kind: MarkKind) -> None:
        """All from `start` on is raised or lowered."""
        last = self.marks[-1] if self.marks else None
        if last and last.end == start and last.kind is kind:
            start = self.marks.pop().start
        self.marks.append(Mark(start, self.length, kind))

    def take(self, other: Para) -> None:
        """Goes on with another paragraph."""
        self.lead = self.lead or other.lead
        self.font = other.font or self.font
        self.parts += other.parts
        self.marks += (Mark(m.start + self.length, m.end + self.length, m.kind) for m in other.marks)
        self.length += other.length
        self.above += other.above
        self.below += other.below
        self.remarks += other.remarks
        for chars, count in other.weights.items():
            self.weights[chars] = self.weights.get(chars, 0) + count

    @property
    def chars(self) -> Chars:
        """What most of its characters look like."""
        return max(self.weights, key=lambda one: self.weights[one]) if self.weights else self.look.chars


class Grid(NamedTuple):
    """A table as it is read."""

    rows: list[list[Place]]
    """The cells that begin in each."""
    columns: int
    headers: int
    """Rows that are said to be repeated on every page."""
    widths: tuple[float, ...]
    """In points."""
    has_inner_rules: bool
    """Lines stand between its columns."""
    has_rules: bool
    remarks: list[Remark]


class Place(NamedTuple):
    """A cell."""

    column: int
    columns: int
    rows: int
    blocks: list[Block]


Block = Para | Grid | Picture
