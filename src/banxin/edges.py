"""Characters that must not stand at the edges of a line (避头尾: CLREQ 3.1.6, GB/T 15834 5.1), whoever breaks it."""

from __future__ import annotations

import msgspec

NO_START = "、。，．：；？！‼⁇⁈⁉）〕］｝〉》」』】〗〞’”…—―～·・‧／％‰℃°′″,.:;!?)]}%々〃–"
"""Characters that must not begin a line by the strict rule."""
NO_END = "（〔［｛〈《「『【〖〝‘“([{$£¥￥＄№§"
"""Characters that must not end one."""


class LineEdges(msgspec.Struct, frozen=True):
    """What must not stand at the edges of a line (避头尾)."""

    no_start: str
    """Characters that must not begin a line."""
    no_end: str
    """Characters that must not end one."""


STRICT = LineEdges(NO_START, NO_END)
"""CLREQ's level “strict”, but that ／ may end a line, as LibreOffice lets it."""
BASIC = LineEdges("".join(char for char in NO_START if char not in "—…"), NO_END)
"""CLREQ's level “basic”: —— and …… may begin a line."""
