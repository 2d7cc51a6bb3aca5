"""How wide styled characters are: which face sets each, its advance, and the gap between Han and Latin.

Compose places 署名 by these widths and layout breaks lines by them, so that both count alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from banxin import fonts
from banxin.composition import CharStyle, Family, Run

EM_ASCENT = 0.88
"""From the baseline to the top of the em box, in em: what Chinese faces share."""

LATIN = frozenset(
    [chr(c) for c in range(0x20, 0x7F)]
    + [chr(c) for c in range(0xA0, 0x250) if chr(c) not in "¡¤§¨ª­¯°±´¶·¸º¼½¾¿×÷"]
)
"""Characters that the Latin family sets. Word, told `hint="eastAsia"`, agrees: everything else is East Asian."""
