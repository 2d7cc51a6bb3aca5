"""What a rule is."""

from __future__ import annotations

import msgspec

from banxin.errors import Severity


class Rule(msgspec.Struct, frozen=True):
    """One code. All texts are Chinese and have no end mark."""

    code: str
    """`BX` and three digits; the first of them is the topic."""
    name: str
    """A few words."""
    severity: Severity
    """What the code's diagnostics have."""
    basis: str
    """The clause it rests on, or what else."""
    summary: str
    """What is wrong, or what was done."""
    remedy: str
    """What to do; empty where there is nothing."""
    fixable: bool = False
    """`check --fix` writes the repair into the text."""
    routine: bool = False
    """Tells what was done with a sound text; `check` reports it only where it is selected."""
