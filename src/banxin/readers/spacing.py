"""Lines of a text that a scan has spaced letter by letter (`各 乡 镇 要 高 度 重 视 ，`) to the same lines closed up.

One spaced line says nothing: titles, names and 总则 are spaced on purpose, and tables hold one character a cell. A
whole text that is so, its sentences with their marks among them, was spaced by a machine. What is left out is layout,
and so no edit of the stream; each line is told. Diagnostics: BX028.
"""

from __future__ import annotations

import msgspec

from banxin.errors import Diagnostic, Severity
from banxin.regex import regex
from banxin.source import Line

_CHARACTERS = r"(?:[0-9A-Za-z.%]+|[^\s]{1,3})"
_SPACED = regex(rf"{_CHARACTERS}(?:[ \u3000]+{_CHARACTERS})+")
"""A character, a number or a mark and its neighbours between blanks, all along."""
_SENTENCE = regex(r"(?:[一-鿿][ \u3000]{1,4}){4}[一-鿿]?[，。；：]")
"""Words and their mark, each character by itself: no table and no list of names."""
_GAP = regex(r"[ \u3000]{3,}|\u3000{2,}")
"""A gap among characters that are spaced themselves parts what stands side by side."""
_BETWEEN_WORDS = regex(r"(?<=[A-Za-z]) {2,}(?=[A-Za-z])")
_TELLING = 4
"""A line of fewer characters may be spaced or not."""
_MOST = 0.8
"""The share of telling lines that are spaced, in characters."""


def closed_up(lines: list[Line]) -> tuple[list[Line], list[Diagnostic]]:
    """`lines` without the blanks between single characters, and what was changed; as they came if they are not so."""
    if sum(_SENTENCE.search(line.text) is not None for line in lines) < 2:  # noqa: PLR2004 - one may be a quotation
        return lines, []
    spaced = {at for at, line in enumerate(lines) if line.block is None and _is_spaced(line.text)}
    telling = sum(len(line.text) for line in lines if len(line.text) >= _TELLING)
    if sum(len(lines[at].text) for at in spaced) < _MOST * telling:
        return lines, []
    result = list(lines)
    changes: list[Diagnostic] = []
    for at in sorted(spaced):
        line = lines[at]
        text = "\u3000\u3000".join(_closed(part) for part in _GAP.split(line.text))
        indent = line.raw[: len(line.raw) - len(line.raw.lstrip())]
        result[at] = msgspec.structs.replace(line, text=text, raw=indent + text)
        changes.append(
            Diagnostic(
                "BX028", Severity.REPAIR, line.number, "逐字隔开的一行，字间的空格删去", "", line.text[:40], text[:40]
            )
        )
    return result, changes


def _closed(text: str) -> str:
    """`text` without blanks but those between words of Latin letters."""
    return " ".join("".join(word.split()) for word in _BETWEEN_WORDS.split(text))


def _is_spaced(text: str) -> bool:
    """All along, and mostly characters by themselves."""
    parts = text.split()
    return _SPACED.fullmatch(text) is not None and sum(len(part) == 1 for part in parts) * 2 > len(parts)
