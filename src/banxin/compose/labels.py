"""How a label and what it numbers stand in one line."""

from __future__ import annotations

BLANK = "\u3000"
_MARKS = tuple("、，。．：；！？,.:;!?")


def parted(label: str, gap: str, text: str, *, is_article: bool = False) -> str:
    """`label` with the blank behind it; `gap`: what was written there, `text`: what follows.

    第一章 and 1.1 stand one 字 before their text, the usual form of 章、节、条; 第一部分 does where it was written so.
    No other label is parted from its text, and none from a mark (`第一条：`).
    """
    apart = label[-1:].isdecimal() or is_article or label.endswith(("章", "节"))
    apart = apart or (gap != "" and label.endswith(("部分", "编", "篇")))
    return f"{label}{BLANK if apart and text[:1] not in _MARKS else ''}"
