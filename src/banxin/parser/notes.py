"""What the parser says about its decisions: diagnostics for doubtful text, and a reason for every line."""

from __future__ import annotations

from banxin.document import Paragraph, Role
from banxin.elements import NAMES
from banxin.errors import Diagnostic, Severity
from banxin.parser.lines import Item
from banxin.streams import visible


class Notes:
    """Collects while a text is parsed; the only value of the parser that grows."""

    def __init__(self) -> None:
        """Empty."""
        self.diagnostics: list[Diagnostic] = []
        """In the order of finding."""
        self.reasons: list[tuple[int, str, str]] = []
        """(line, what it is, why), in the order of deciding."""
        self.directives: dict[int, str] = {}
        """The directive of each line that had one: reason enough for what it is."""

    def because(self, line: int, what: str, why: str) -> None:
        """Explain what a line was taken for."""
        directive = self.directives.get(line)
        self.reasons.append((line, what, f"行首的标注“{directive}”" if directive else why))

    def told(self, paragraphs: list[Paragraph], why: dict[Role, str]) -> list[Paragraph]:
        """`paragraphs`, each explained by its role."""
        for paragraph in paragraphs:
            self.because(paragraph.line, NAMES[paragraph.role], why[paragraph.role])
        return paragraphs

    def drop_rule(self, item: Item) -> None:
        """A row of dashes among the elements of 版头 or 版记 is no text: the page has a rule there."""
        change = (item.offset, visible(item.text), "")
        self.edit("BX007", Severity.REPAIR, item.line, "删去以横线代替的分隔线，排版时自会画线", change)
        self.because(item.line, "分隔线", "版头或版记里只有横线的一行")

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
