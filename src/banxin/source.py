"""Bytes of a text file to a Source: decoded, split into lines, hard-wrapped lines joined."""

from __future__ import annotations

import msgspec

from banxin.errors import Diagnostic


class Line(msgspec.Struct, frozen=True):
    """One line of a source, after joining."""

    number: int
    """Of its first source line, 1-based."""
    text: str
    """Without layout characters at either end; empty for a blank line; inner tabs are kept."""
    raw: str
    """As it stood, without its line end, joined like `text`; for rows whose first cell is empty, and for indents."""
    offset: int
    """Number of visible characters of the whole source before it (see `streams.visible`)."""


class Source(msgspec.Struct, frozen=True):
    """A text as it was read."""

    encoding: str
    """`utf-8` `utf-8-sig` `utf-16-le` `utf-16-be` `gb18030`."""
    text: str
    """All of it, decoded, byte-order mark excluded, nothing else touched."""
    lines: tuple[Line, ...]
    """In order, blank ones included, dropped ones excluded."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Joined lines (`offset` -1) and dropped lines (edits), each a `repair`."""
