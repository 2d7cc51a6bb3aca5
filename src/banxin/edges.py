"""Characters that must not stand at the edges of a line (避头尾: GB/T 15834 5.1, CLREQ 3.1.6), whoever breaks it.

Word is told them as two lists of single characters, of at most `MOST_START` and `MOST_END`, that take the place of its
own; a DOCX can forbid nothing else. So a rule of Unicode's (UAX #14) is kept here where it can be said of one character
alone. These are not, and a line may end there:

- before `“‘（《` and their like behind a letter, a digit or a symbol (LB19, LB30): an opening mark belongs to what
  follows it
- between symbols of the Han font, `①②` `□是` `×5` `→A` (LB28): Word sets them as hanzi
- before `"` and `'`, and behind them (LB19): nobody knows whether they open or close
- behind a connector, `7:00—｜19:00` (LB21a, LB25): GB/T 15834 5.1.6 keeps it from the beginning of a line only
- between `，` `）` and `￥` `$` `№` `+` (LB25): the sign belongs to the number that follows
- beside `+` `−` `=` `<` `>` `|` between hanzi: signs that no standard ties to one side
"""

from __future__ import annotations

import msgspec

MOST_START = 100
"""Characters that Word takes of the list of those that must not begin a line (MS-OI29500 2.1.410)."""
MOST_END = 50
"""And of the list of those that must not end one: the file format of Word 97 has room for so many."""

_STOPS = "、。，．：；？！‼⁇⁈⁉,.:;!?"
"""5.1.1, 5.1.2."""
_CLOSING = "）〕］｝〉》」』】〗〞〟’”)]}"
"""5.1.3."""
_OPENING = "（〔［｛〈《「『【〖〝‘“([{"
_LONG = "—…⸺⋯"
"""5.1.4, 5.1.5: marks of two cells, two of a character or one; what keeps —— whole as well."""
_CONNECTORS = "-－‐‑‒–―～〜~"
"""5.1.6."""
_DOTS = "·・‧•"
"""5.1.7."""
_SLASHES = "/／"
"""5.1.9: at neither edge."""
_BEHIND_NUMBERS = "％%‰‱℃℉°′″¢￠∶"
_BEFORE_NUMBERS = "$＄£￡¥￥€№§±"
_REPEATING = "々〃ー"

NO_START = f"{_STOPS}{_CLOSING}{_LONG}{_CONNECTORS}{_DOTS}{_SLASHES}{_BEHIND_NUMBERS}{_REPEATING}"
"""Characters that must not begin a line by the strict rule."""
NO_END = f"{_OPENING}{_SLASHES}{_BEFORE_NUMBERS}"
"""Characters that must not end one."""


class LineEdges(msgspec.Struct, frozen=True):
    """What must not stand at the edges of a line (避头尾)."""

    no_start: str
    """Characters that must not begin a line."""
    no_end: str
    """Characters that must not end one."""
    pairs: tuple[str, ...] = ("——", "……", "⋯⋯")
    """Marks of two characters that are not split."""
    behind_digits: str = ""
    """Characters that must not begin a line behind a digit of ASCII."""


STRICT = LineEdges(NO_START, NO_END)
"""CLREQ's level “strict”."""
BASIC = LineEdges("".join(char for char in NO_START if char not in _LONG), NO_END)
"""CLREQ's level “basic”: —— and …… may begin a line."""
LIBREOFFICE = LineEdges(
    no_start="。？！，、；：．”’）〕】》〉」』〗｝〞·•‑―-～｜‖.,:;?!\"')]}′¢￠々ˇ﹏",
    no_end=f"{_OPENING}￥¥￡£\"'$＄€№§±",
    pairs=(),
    behind_digits="％%‰℃℉°″/–",
)
"""LibreOffice's own list, by which version 7.4 goes whatever a DOCX says: each mark was set before, at and behind the
end of a line, and looked at."""
