"""What the settings on top of a text say."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from banxin.document import Form, Sealing


class Value(NamedTuple):
    """One line of a value as it is written, white space at both ends left aside."""

    text: str
    line: int
    """Source line on which the value begins."""


class Settings(msgspec.Struct, frozen=True):
    """What a text sets."""

    elements: Mapping[str, tuple[Value, ...]] = MappingProxyType({})
    """The lines of each element that is set, by the name of its setting; never empty."""
    form: Form | None = None
    """None: the text decides."""
    form_line: int = 0
    """Where `form` is written."""
    sealing: Sealing | None = None
    """None: the style decides."""
    seals: tuple[str, ...] = ()
    """As in `Document.seals`."""
    style: str = ""
    """Name of the style that the text is to be set in; empty: it names none."""
    style_line: int = 0
    """Where `style` is written."""
    makes_contents: bool = False
    """As in `Document`."""
    offered: bool = False
    """The elements count only where the text has none of their role."""
