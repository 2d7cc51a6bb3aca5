"""How sure the parser is of a line; remarks on those where two readings are nearly as good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from banxin.document import Role
from banxin.elements import HEADINGS, NAMES
from banxin.errors import Diagnostic, Severity

CLOSE = 1.0
"""A margin below which the checker names a line: less than one hint tips the scales."""


class Doubt(msgspec.Struct, frozen=True):
    """How sure the reading of a line is."""

    line: int
    margin: float
    """How much better the whole is so than with the second best reading of this line, in the weights of `evidence`;
    0: both are as good, 20: there is no other."""
    second: Role | int | None
    """The second best reading; a number: a heading of that level; None: a line that is no element of anything."""

    @property
    def name(self) -> str:
        """The second best reading as users know it."""
        if self.second is None:
            return "夹在其中的一行"
        return HEADINGS[self.second - 1] if isinstance(self.second, int) else NAMES[self.second]


_NEAR = 2.0
"""A margin below which a line is said to be in doubt where all lines are listed: that of one usual form."""


def beside(doubt: Doubt | None, role: str) -> str:
    """`次选：题下署名，接近`, beside the name of what the line is taken for; empty where there is no doubt."""
    if doubt is None or doubt.margin >= _NEAR or doubt.name == role:
        return ""
    return f"次选：{doubt.name}，{'接近' if doubt.margin else '一样好'}"


def told(doubts: Iterable[Doubt], roles: dict[int, Role]) -> Iterator[Diagnostic]:
    """BX112: the lines in doubt, each with the directive that settles it; `roles`: what lines are read as, by line."""
    for doubt in doubts:
        role = roles.get(doubt.line, Role.BODY)
        if doubt.margin >= CLOSE or doubt.second is role:
            continue
        message = f"这一行读作“{NAMES[role]}”，也可能是“{doubt.name}”，两者相差无几"
        hint = f"请在行首标注，如“::{NAMES[role]}::”" + (f"或“::{doubt.name}::”" if doubt.second else "")
        yield Diagnostic("BX112", Severity.WARNING, doubt.line, message, hint)
