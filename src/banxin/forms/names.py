"""Names of headings and annexes as they are compared where one text gives them twice."""

from __future__ import annotations

import unicodedata

from banxin.forms.numbering import recognise
from banxin.regex import regex

_ANNEX = regex(r"附\s*件\s*[0-9一二三四五六七八九十]{0,2}\s*[：:.．、]?\s*(?:[0-9]{1,2}\s*[.．、]\s*)?")
BARE_NUMBER = regex(r"[0-9]{1,2}(?=[一-鿿])")
"""`1总则`: a number with nothing between it and the name."""


def keys(text: str) -> set[str]:
    """A name with and without its label."""
    label, annex, number = recognise(text), _ANNEX.match(text), BARE_NUMBER.match(text)
    ends = [label.end if label else 0, annex.end() if annex else 0, number.end() if number else 0]
    return {name for end in (0, max(ends)) if len(name := key(text[end:])) > 1}


def key(text: str) -> str:
    """`text` as names are compared: no white space, no end mark, marks of one width."""
    return "".join(unicodedata.normalize("NFKC", text).split()).rstrip("。.：:；;")
