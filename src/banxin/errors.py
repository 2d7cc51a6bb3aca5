"""What can go wrong, and how it is told: diagnostics for doubtful text, exceptions for the rest.

A reader may rely on this: a stage never raises because of what a text says. It returns its value and, beside it,
`Diagnostic`s. Exceptions are for a broken input file, style, font or argument; each is a `BanxinError` whose text
names the place, the problem and the remedy, in Chinese, ready to be shown to a user.
"""

from __future__ import annotations

from enum import Enum

import msgspec


class Severity(str, Enum):
    """How much a diagnostic matters."""

    INFO = "info"
    """A decision worth knowing, nothing to do."""
    REPAIR = "repair"
    """The text was changed: `before` became `after`."""
    WARNING = "warning"
    """Doubtful; the output is complete but should be looked at."""
    ERROR = "error"
    """From a stage: the file cannot be converted as it is, nothing is written. From `check`: certainly wrong."""


class Diagnostic(msgspec.Struct, frozen=True, gc=False):
    """One remark on one place of a text.

    A diagnostic with `offset >= 0` is also an exact edit of the character stream that entered the stage: `before`
    stood at `offset` and `after` stands there now. `streams.apply_edits` replays them.
    """

    code: str
    """Stable code: BX0.. reading, BX1.. structure, BX2.. repairs, BX3.. layout, BX4..–BX8.. checks, BX9.. fonts; all of
    them stand in `rules`."""
    severity: Severity
    """See `Severity`."""
    line: int
    """Source line, 1-based; 0 where no line is meant."""
    message: str
    """The problem, one Chinese sentence without an end mark."""
    hint: str = ""
    """The remedy, one Chinese sentence; may be empty."""
    before: str = ""
    """The text as it stood, for an edit; with a little context where `offset` is -1."""
    after: str = ""
    """The text as it stands now; empty where it was dropped."""
    offset: int = -1
    """Index into the visible characters of the stage's input (see `streams.visible`); -1: not an edit."""
    place: int = -1
    """As `offset`, where the remark points to a character and is no edit; -1: to the line."""
    column: int = 0
    """In the source line, 1-based, in characters; 0: not known. Set by `examine`, which knows the source."""


class Remarks:
    """Collects what a stage has to say while it works."""

    def __init__(self) -> None:
        """Empty."""
        self.diagnostics: list[Diagnostic] = []
        """In the order of finding."""

    def warn(self, code: str, line: int, message: str, hint: str) -> None:
        """Doubtful text."""
        self.diagnostics.append(Diagnostic(code, Severity.WARNING, line, message, hint))

    def inform(self, code: str, line: int, message: str, hint: str) -> None:
        """What may be of use."""
        self.diagnostics.append(Diagnostic(code, Severity.INFO, line, message, hint))

    def error(self, code: str, line: int, message: str, hint: str) -> None:
        """A text that must be mended first."""
        self.diagnostics.append(Diagnostic(code, Severity.ERROR, line, message, hint))

    def edit(self, code: str, severity: Severity, line: int, message: str, change: tuple[int, str, str]) -> None:
        """An exact edit of the stream: (offset, before, after)."""
        offset, before, after = change
        self.diagnostics.append(Diagnostic(code, severity, line, message, "", before, after, offset))


class BanxinError(Exception):
    """A failure to show to the user as `place: problem（提示：remedy）`.

    `place` is a file, perhaps with line and column, or empty; `problem` and `remedy` are Chinese sentences without
    an end mark; `remedy` may be empty.
    """

    def __init__(self, problem: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.place}: " if self.place else ""
        tail = f"（提示：{self.remedy}）" if self.remedy else ""
        return f"{head}{self.problem}{tail}"


class SourceError(BanxinError):
    """The input file cannot be read as a text."""


class DocumentError(BanxinError):
    """The text holds something that must be mended first, such as an unknown key in its front matter."""


class StyleError(BanxinError):
    """A house style is unknown, unreadable or not valid."""

    others: tuple[StyleError, ...] = ()
    """Further faults of the same style, each to be told by itself."""


class FormatError(BanxinError):
    """An output format was asked for that there is none of."""


class FontError(BanxinError):
    """A font file that is needed is missing or broken."""


class TextSafetyError(BanxinError):
    """A stage would have lost, changed or invented a character; nothing was written."""


class OutputError(BanxinError):
    """A result could not be written."""
