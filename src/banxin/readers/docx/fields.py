"""Fields that print something though they have no result: what their code says.

Word makes encircled characters, characters over one another and readings of such fields; every other field without a
result prints nothing, or is told.
"""

from __future__ import annotations

from banxin.readers.docx.package import Element, W
from banxin.readers.docx.symbols import shown
from banxin.regex import regex

_SILENT = frozenset(
    (
        *("ADVANCE", "ASK", "AUTONUM", "BIBLIOGRAPHY", "BOOKMARK", "CITATION", "COMMENTS", "DATABASE", "FILLIN"),
        *("FORMTEXT", "GOTOBUTTON", "HYPERLINK", "IF", "INCLUDETEXT", "INDEX", "NEXT", "NEXTIF", "NUMPAGES", "PAGE"),
        *("PAGEREF", "PRINT", "PRIVATE", "RD", "REF", "SET", "SKIPIF", "TA", "TC", "TOA", "TOC", "XE"),
    )
)
_ENCIRCLED = regex(r"\\o\s*\\ac\s*\(\s*[○◯□△◇〇]\s*,\s*(?P<inner>[^(),\\]+)\)", 2)
_OVER = regex(r"\\s\s*\\up[ 0-9]*\(\s*[^()]*\)\s*,\s*(?P<base>[^()]*)\)", 2)
_SIGN = regex(r"SYMBOL\s+(?P<code>0x[0-9A-Fa-f]+|[0-9]+)(?:.*\\f\s*\"(?P<font>[^\"]*)\")?", 2)
_BUTTON = regex(r"MACROBUTTON\s+\S+\s*(?P<text>.*)", 2)
_MOST_CIRCLED = 20


class Field:
    """One that was begun."""

    def __init__(self, form: Element | None) -> None:
        """`form`: what it is to be filled in with, if it is a field of a form."""
        self.code = ""
        self.has_result = False
        self.form = form


def printed(field: Field) -> tuple[str, bool]:
    """What a field prints that its result does not say, and whether that is all."""
    code = field.code.strip()
    name = code.partition(" ")[0].upper()
    if name == "FORMCHECKBOX":
        return ("☑" if _is_checked(field.form) else "□"), True
    if field.has_result or not code or name in _SILENT:
        return "", True
    if name == "FORMDROPDOWN":
        return _chosen(field.form), True
    text = ""
    if name == "EQ":
        text = _equation(code)
    elif sign := _SIGN.match(code):
        text = shown(chr(int(sign["code"], 0)), sign["font"] or "")
    elif button := _BUTTON.match(code):
        text = button["text"].strip()
    return text, bool(text)


def _equation(code: str) -> str:
    if over := _OVER.search(code):
        return str(over["base"]).strip()
    if ringed := _ENCIRCLED.search(code):
        inner = str(ringed["inner"]).strip()
        if inner.isdecimal() and 0 < int(inner) <= _MOST_CIRCLED:
            return chr(0x245F + int(inner))
        return f"（{inner}）"
    return ""


def _is_checked(form: Element | None) -> bool:
    if form is None:
        return False
    for name in ("checked", "default"):
        if (found := form.find(f"{W}checkBox/{W}{name}")) is not None:
            return str(found.get(f"{W}val", "1")) in ("1", "true", "on")
    return False


def _chosen(form: Element | None) -> str:
    """The entry of a list that was chosen."""
    entries = [] if form is None else [str(one.get(f"{W}val")) for one in form.iterfind(f"{W}ddList/{W}listEntry")]
    if form is None or not entries:
        return ""
    at = form.find(f"{W}ddList/{W}result")
    at = form.find(f"{W}ddList/{W}default") if at is None else at
    number = str(at.get(f"{W}val")) if at is not None else "0"
    return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else entries[0]
