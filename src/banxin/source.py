"""What a reader makes of a file: its lines, whatever kind of file it was.

A reader may rely on this: `lines` hold every visible character of `text` in order, but for what `diagnostics` list as
edits, so that

    source.stream == apply_edits(visible(source.text), source.diagnostics) == visible("".join(line.text for line …))

always holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from banxin.document import Figure, Mark, Table
from banxin.errors import Diagnostic
from banxin.looks import Looks
from banxin.streams import apply_edits, visible


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of a source, after joining."""

    number: int
    """Of its first source line, 1-based."""
    text: str
    """Without layout characters at either end and hidden ones anywhere; empty for a blank line; inner tabs are kept."""
    raw: str
    """As it stood, without its line end and hidden characters, joined and replaced like `text`; for rows whose first
    cell is empty, and for indents."""
    offset: int
    """Number of characters before it in the stream of the lines (`Source.stream`)."""
    block: Table | Figure | None = None
    """What a reader found in the place of a line; `text` is then its visible characters, and no line of text."""
    marks: tuple[Mark, ...] = ()
    """What the file sets higher or lower in `text`, in order, not overlapping."""
    level: int = 0
    """Of a heading, as the file's own marks say it (`##` in Markdown); 0: they say nothing."""
    is_item: bool = False
    """The file's own marks say that it is an item of a list."""
    looks: Looks | None = None
    """What the file says of its look; None: it is a file without looks, or a block."""


class Source(msgspec.Struct, frozen=True):
    """A text as it was read."""

    encoding: str
    """`utf-8` `utf-8-sig` `utf-16-le` `utf-16-be` `gb18030`, or the one that was named; `docx`."""
    text: str
    """All of it, decoded, byte-order mark excluded, nothing else touched."""
    lines: tuple[Line, ...]
    """In order, blank ones included, dropped ones excluded."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Replacement characters (warnings), joined lines (`offset` -1) and dropped lines (edits), both repairs."""
    images: Mapping[str, bytes] = MappingProxyType({})
    """The pictures that came inside the file, by the names that its figures have."""
    unit: str = "行"
    """What a line is called in messages: of a Word document `段`."""

    @property
    def stream(self) -> str:
        """The character stream of `lines`, which the next stage's edits count in."""
        return apply_edits(visible(self.text), self.diagnostics)
