"""Lines to lines without the directives they begin with, and what each directive says of its line.

`::正文::` at the head of a line says what the line is, whatever it looks like. The name between the colons is a role's
Chinese name, also as `parse` shows it; full-width colons do as well, and white space around the name. A house style
may ask for `【正文】` instead, or for none. A directive is dropped as an exact edit; one with an unknown name or with
nothing behind it is text and stays, with a warning.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from banxin.document import Role
from banxin.elements import CAPTION, CONTENTS, ELEMENTS, ENTRY, HEADINGS
from banxin.errors import Severity
from banxin.forms.lines import Forced
from banxin.parser.notes import Notes
from banxin.source import Line
from banxin.streams import INVISIBLE, visible

if TYPE_CHECKING:
    from banxin.style.schema import Directives


class _Meaning(NamedTuple):
    """What a directive says."""

    role: Role | None = None
    """None: a heading, the caption of a table, or a line of a 目录."""
    level: int = 0
    """Of a heading."""
    contents: str = ""
    """See `Forced`."""


def _meanings() -> dict[str, dict[str, _Meaning]]:
    """By name, in the order of a document: what the name and its aliases say."""
    found: dict[str, dict[str, _Meaning]] = {}
    for element in ELEMENTS:
        found[element.name] = dict.fromkeys((element.name, *element.aliases), _Meaning(element.role))
        if element.role is Role.BODY:
            for level, name in enumerate(HEADINGS, 1):
                aliases = (f"第{name}", f"{level}级标题", f"第{level}级标题")
                found[name] = dict.fromkeys((name, *aliases), _Meaning(level=level))
            found |= {name: {name: _Meaning(contents=name)} for name in (CONTENTS, ENTRY)}
            found[CAPTION] = dict.fromkeys((CAPTION, "图题"), _Meaning())
    return found


_MEANINGS = _meanings()
DEFAULT: Directives = "colons"
"""How a directive is written where no style is at hand."""
NAMES: tuple[str, ...] = tuple(_MEANINGS)
"""The names a directive may have, in the order of a document."""
_KNOWN = {name: meaning for names in _MEANINGS.values() for name, meaning in names.items()}


class _Syntax(NamedTuple):
    """How a directive is written."""

    heads: tuple[str, ...]
    """What a line with one begins with."""
    pattern: str
    """The name is its first group."""
    shown: str
    is_rare: bool
    """No other text is written so: an unknown name is a slip."""


_NAME = r"\s*([\d\s]{0,3}[一-鿿][一-鿿\d\s]{0,14}?)\s*"
_SYNTAXES = {
    "colons": _Syntax(("::", "：：", ":：", "：:"), f"[:：]{{2}}{_NAME}[:：]{{2}}", "::{}::", is_rare=True),
    "brackets": _Syntax(("【",), f"【{_NAME}】", "【{}】", is_rare=False),
}


def written(name: str, directives: Directives) -> str:
    """The directive of that name as one types it; empty where there are none."""
    syntax = _SYNTAXES.get(directives)
    return syntax.shown.format(name) if syntax else ""


def read(lines: tuple[Line, ...], directives: Directives, notes: Notes) -> tuple[tuple[Line, ...], dict[int, Forced]]:
    """(`lines` without directives, what each line that had one is, by its number)."""
    syntax = _SYNTAXES.get(directives)
    if syntax is None or not any(line.text.startswith(syntax.heads) for line in lines):
        return lines, {}
    found: dict[int, Forced] = {}
    changed = list(lines)
    sought: dict[str, str] = {}
    for index, line in enumerate(lines):
        begins = line.text.startswith(syntax.heads) and not line.block
        match = re.match(syntax.pattern, line.text) if begins else None
        if match is None:
            continue
        meaning = _meaning(match, line, syntax, notes, sought)
        if meaning is None:
            continue
        text = line.text[match.end() :]
        directive = visible(match.group())
        notes.edit("BX009", Severity.INFO, line.number, "行首的标注，不作文字", (line.offset, directive, ""))
        indent = line.raw[: len(line.raw) - len(line.raw.lstrip(INVISIBLE))]
        changed[index] = Line(line.number, text.strip(INVISIBLE), indent + text, line.offset + len(directive))
        plain = changed[index].text.replace("\t", " ")
        found[line.number] = Forced(plain, meaning.role, meaning.level, len(directive), meaning.contents)
        notes.directives[line.number] = directive
    return tuple(changed), found


_MOST_SOUGHT = 100
"""Unknown names for which a near one is looked for: it takes a millisecond each."""


def _nearest(name: str, sought: dict[str, str]) -> str:
    """The known name that is near, or empty; `sought` remembers those of a text."""
    if name not in sought and len(sought) < _MOST_SOUGHT:
        import difflib

        sought[name] = next(iter(difflib.get_close_matches(name, _KNOWN, n=1, cutoff=0.5)), "")
    return sought.get(name, "")


def _meaning(
    match: re.Match[str], line: Line, syntax: _Syntax, notes: Notes, sought: dict[str, str]
) -> _Meaning | None:
    """What the directive says; None, with a warning, where it is to stay as text. `sought`: see `_nearest`."""
    name = "".join(match[1].split())
    meaning = _KNOWN.get(name)
    if meaning is None:
        near = _nearest(name, sought)
        if near or syntax.is_rare:
            guess = f"是否要写“{syntax.shown.format(near)}”？" if near else ""
            hint = f"{guess}可用的名称：{'、'.join(NAMES)}"
            notes.warn("BX017", line.number, f"不认识的标注“{visible(match.group())}”，按文字排印", hint)
        return None
    if not visible(line.text[match.end() :]):
        message = f"标注“{visible(match.group())}”之后没有文字，按文字排印"
        notes.warn("BX018", line.number, message, "请把标注和它所标的文字写在同一行")
        return None
    return meaning
