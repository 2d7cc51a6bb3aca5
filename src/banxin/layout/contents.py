"""An entry of a 目录 to its lines, with the page at the right edge and dots before it."""

from __future__ import annotations

import msgspec

from banxin import pages
from banxin.composition import ParagraphStyle, Run, TextBlock
from banxin.layout.setting import SetBlock, one_line, set_block
from banxin.measure import width
from banxin.pages import Line

_DOT = "."
_MOST = "99"
"""Room for the page of a heading, before it is known."""
_APART = 0.25
"""Between a name or a page and the dots at least, in em."""


class Lead(msgspec.Struct, frozen=True):
    """What stands behind the name of an entry, or will."""

    start: float
    """Where the name ends."""
    right: float
    """Where the page ends."""
    page: str
    """As it was written; empty: it is that of the heading."""
    heading: int
    """The source line of the heading; 0: the entry is the writer's own."""
    style: ParagraphStyle


class SetEntry(msgspec.Struct, frozen=True):
    """An entry in lines."""

    block: SetBlock
    """With a page that was written; without one that is told later."""
    lead: Lead | None
    """Of its last line; None: it has no page."""


def set_entry(entry: TextBlock, heading: int, x: float, measure: float) -> SetEntry:
    """The entry in lines of at most `measure` points that begin at `x`; `heading` as in `Lead`."""
    style = entry.style
    page = entry.runs[-1].text.removeprefix("\t") if len(entry.runs) > 1 else ""
    plain = msgspec.structs.replace(style, tabs=())
    name = set_block(msgspec.structs.replace(entry, runs=entry.runs[:1], style=plain), x, measure)
    if not style.tabs or not (heading or page):
        return SetEntry(name, None)
    *above, last = name.lines
    end = last[0].x + width("".join(run.text for run in last), style.chars)
    right = x + style.tabs[0].position
    if end + width(page or _MOST, style.chars) > right:  # no room is left beside the name
        above, last, end = [*name.lines], (), x + style.left_indent
    last += _ending_at(right, page, style) if page else ()
    lead = Lead(end, right, page, heading, style)
    return SetEntry(msgspec.structs.replace(name, lines=(*above, last)), lead)


def led(lead: Lead, y: float, number: str) -> list[Line]:
    """What is no text on the line of an entry whose baseline is at `y`: dots, and the page where none was written."""
    style = lead.style
    right = lead.right - width(number, style.chars) - _APART * style.chars.size
    room = right - lead.start - _APART * style.chars.size
    dots = _DOT * max(int(room / width(_DOT, style.chars)), 0)
    lines = [Line(y, _ending_at(right, dots, style))] if dots else []
    return lines if lead.page or not number else [*lines, Line(y, _ending_at(lead.right, number, style))]


def _ending_at(right: float, text: str, style: ParagraphStyle) -> tuple[pages.Run, ...]:
    return one_line(TextBlock((Run(text, style.chars),), style), right - width(text, style.chars)).lines[0]
