"""Names that stand one below another, made equally wide by the space between their characters (7.2.4, Fig. 9)."""

from __future__ import annotations

import math

import msgspec

from banxin.composition import CharStyle, Run
from banxin.measure import width


def spread(text: str, chars: CharStyle, wanted: float, name: str) -> tuple[Run, ...]:
    """`text` in runs that together are `wanted` points wide; the added space is a character style called `name`.

    The last character has none of it behind itself. A text that is as wide already, or one character, stays as it is.
    """
    missing = wanted - width(text, chars)
    if len(text) < 2 or missing <= 0:  # noqa: PLR2004 - nothing stands between
        return (Run(text, chars),)
    # Word knows steps of 1/20 pt
    step = math.floor(missing / (len(text) - 1) * 20) / 20
    tracking = chars.tracking + step
    wide = msgspec.structs.replace(chars, name=f"{name}{tracking:g}磅", tracking=tracking, advance=chars.advance + step)
    return Run(text[:-1], wide), Run(text[-1], chars)
