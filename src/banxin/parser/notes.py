"""What the parser says about its decisions: diagnostics for doubtful text, and a reason for every line."""

from __future__ import annotations

from banxin.errors import Diagnostic, Severity


class Notes:
    """Collects while a text is parsed; the only value of the parser that grows."""

    def __init__(self) -> None:
        """Empty."""
        self.diagnostics: list[Diagnostic] = []
        """In the order of finding."""
        self.reasons: list[tuple[int, str, str]] = []
        """(line, what it is, why), in the order of deciding."""

    def because(self, line: int, what: str, why: str) -> None:
        """Explain what a line was taken for."""
        self.reasons.append((line, what, why))

    def warn(self, code: str, line: int, message: str, hint: str) -> None:
        """Doubtful text."""
        self.diagnostics.append(Diagnostic(code, Severity.WARNING, line, message, hint))

    def error(self, code: str, line: int, message: str, hint: str) -> None:
        """A text that must be mended first."""
        self.diagnostics.append(Diagnostic(code, Severity.ERROR, line, message, hint))

    def edit(self, code: str, severity: Severity, line: int, message: str, change: tuple[int, str, str]) -> None:
        """An exact edit of the stream: (offset, before, after)."""
        offset, before, after = change
        self.diagnostics.append(Diagnostic(code, severity, line, message, "", before, after, offset))
