"""A style to the list of what differs in it from GB/T 9704, each with its clause and how binding that clause is."""

from __future__ import annotations

from typing import NamedTuple

from banxin.style.check import value_at
from banxin.style.export import values
from banxin.style.load import Loaded, load_whole
from banxin.style.meaning import Meaning, meaning
from banxin.style.read import Keys
from banxin.units import mm

_NO_FORMAT = frozenset({"name", "title", "directives", "repairs"})
"""Sections that say nothing of how a page looks."""
_TOLERANCE = {("page", "top"): mm(1), ("page", "left"): mm(1)}
"""Points by which 5.2.1 lets a margin differ."""
_ABSENT = "—"


class Deviation(NamedTuple):
    """A value that is not the standard's; both as a file writes them."""

    keys: Keys
    value: str
    standard: str
    meaning: Meaning


def deviations(loaded: Loaded) -> list[Deviation]:
    """In the order of the schema; empty for the standard itself."""
    standard = load_whole()
    wanted = dict(values(standard))
    found = dict(values(loaded))
    return [
        Deviation(keys, found.get(keys, _ABSENT), _value(keys, wanted), meaning(keys))
        for keys in [*found, *(keys for keys in wanted if keys not in found and keys[:-1] not in found)]
        if _counts(keys) and _differ(keys, loaded, standard)
    ]


def _value(keys: Keys, found: dict[Keys, str]) -> str:
    """Of a key; of a typeface, its name."""
    return found.get(keys) or found.get((*keys, "name"), _ABSENT)


def _counts(keys: Keys) -> bool:
    """Whether a key says how a page looks: not the names of styles, nor where a PDF looks for faces."""
    is_face = keys[0] == "fonts" and keys[-1] == "name"
    return is_face or (keys[0] not in _NO_FORMAT and keys[-1] not in ("name", "alternatives"))


def _differ(keys: Keys, loaded: Loaded, standard: Loaded) -> bool:
    ours, theirs = value_at(loaded.style, keys), value_at(standard.style, keys)
    if keys in _TOLERANCE:
        return bool(abs(ours - theirs) > _TOLERANCE[keys] + 1e-6)
    return bool(ours != theirs)
