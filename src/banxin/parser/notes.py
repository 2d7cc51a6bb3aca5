"""What the parser says about its decisions: diagnostics for doubtful text, and a reason for every line."""

from __future__ import annotations

from banxin.document import Role
from banxin.elements import NAMES
from banxin.errors import Remarks, Severity
from banxin.forms.lines import Item
from banxin.streams import visible

_NAMED = 12
"""As many lines of residue are named."""


class Notes(Remarks):
    """Collects while a text is parsed; the only value of the parser that grows."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.reasons: list[tuple[int, str, str]] = []
        """(line, what it is, why), in the order of deciding."""
        self.residue: list[Item] = []
        """Lines that a web page or a chat left, in their order."""
        self.doubts: dict[int, tuple[float, Role | int | None]] = {}
        """Of each line the margin and the second best reading (see `Doubt`), by line."""
        self.directives: dict[int, str] = {}
        """The directive of each line that had one: reason enough for what it is."""

    def because(self, line: int, what: str, why: str) -> None:
        """Explain what a line was taken for."""
        directive = self.directives.get(line)
        self.reasons.append((line, what, f"行首的标注“{directive}”" if directive else why))

    def doubt(self, line: int, margin: float, second: Role | int) -> None:
        """A line that is body text for the whole may be something else within the body: the lesser margin counts."""
        if line in self.doubts and margin < self.doubts[line][0]:
            self.doubts[line] = margin, second

    def drop_rule(self, item: Item) -> None:
        """A row of dashes among the elements of 版头 or 版记 is no text: the page has a rule there."""
        change = (item.offset, visible(item.text), "")
        self.edit("BX007", Severity.REPAIR, item.line, "删去以横线代替的分隔线，排版时自会画线", change)
        self.because(item.line, "分隔线", "版头或版记里只有横线的一行")

    def left(self, item: Item) -> None:
        """A line is residue."""
        self.residue.append(item)
        self.because(item.line, NAMES[Role.RESIDUE], "网页或聊天里带来的一行，不是公文的内容")

    def told_residue(self, *, dropped: bool) -> None:
        """One remark for all residue; where it is dropped, an exact edit a line."""
        if not self.residue:
            return
        for item in self.residue if dropped else ():
            change = (item.offset, visible(item.content), "")
            self.edit("BX020", Severity.REPAIR, item.line, "删去网页或聊天里带来的一行", change)
        if not dropped:
            numbers = "、".join(str(item.line) for item in self.residue[:_NAMED])
            more = "等" if len(self.residue) > _NAMED else ""
            message = f"第 {numbers} {more}行像是网页或聊天里带来的，不是公文的内容，照排"
            self.warn("BX111", self.residue[0].line, message, "加 --drop-residue 略去；是正文的，在行首标注“::正文::”")
