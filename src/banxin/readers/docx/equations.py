"""An equation as a line of text: `(a+b)/c`, `√(x)`, `x^2`, `a_i`."""

from __future__ import annotations

from collections.abc import Callable

from banxin.readers.docx.package import Element

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SINGLE = 1
_BIG = "∫"


def linear(element: Element) -> str:
    """All that an `m:` element says, on one line."""
    name = str(element.tag).rpartition("}")[2]
    if name == "t":
        return str(element.text or "")
    if write := _WRITTEN.get(name):
        return write(element)
    return "".join(linear(one) for one in element if isinstance(one.tag, str) and not one.tag.endswith("Pr"))


def _fraction(element: Element) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _scripts(element: Element) -> str:
    sub, sup = _part(element, "sub"), _part(element, "sup")
    return (f"_{_grouped(sub)}" if sub else "") + (f"^{_grouped(sup)}" if sup else "")


def _root(element: Element) -> str:
    return f"{_part(element, 'deg')}√({_part(element, 'e')})"


def _sum(element: Element) -> str:
    return f"{_value(element, 'naryPr', 'chr', _BIG)}{_scripts(element)} {_part(element, 'e')}"


def _brackets(element: Element) -> str:
    opening, closing = _value(element, "dPr", "begChr", "("), _value(element, "dPr", "endChr", ")")
    return opening + _value(element, "dPr", "sepChr", "|").join(_parts(element, "e")) + closing


def _matrix(element: Element) -> str:
    return f"[{'; '.join(' '.join(_parts(row, 'e')) for row in element.iterchildren(f'{_M}mr'))}]"


_WRITTEN: dict[str, Callable[[Element], str]] = {
    "f": _fraction,
    "sSup": lambda element: _part(element, "e") + _scripts(element),
    "sSub": lambda element: _part(element, "e") + _scripts(element),
    "sSubSup": lambda element: _part(element, "e") + _scripts(element),
    "sPre": lambda element: _scripts(element) + _part(element, "e"),
    "rad": _root,
    "nary": _sum,
    "d": _brackets,
    "m": _matrix,
    "eqArr": lambda element: "; ".join(_parts(element, "e")),
}
"""How each structure is written."""


def _parts(element: Element, name: str) -> list[str]:
    return [linear(one) for one in element.iterchildren(f"{_M}{name}")]


def _part(element: Element, name: str) -> str:
    found = element.find(f"{_M}{name}")
    return "" if found is None else linear(found)


def _grouped(text: str) -> str:
    return text if len(text) <= _SINGLE or text.isalnum() else f"({text})"


def _value(element: Element, properties: str, name: str, default: str) -> str:
    found = element.find(f"{_M}{properties}/{_M}{name}")
    return default if found is None else str(found.get(f"{_M}val", default))
