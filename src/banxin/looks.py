"""What a file says of the look of its paragraphs."""

from __future__ import annotations

import msgspec


class Looks(msgspec.Struct, frozen=True, gc=False):
    """What a file says of the look of a paragraph, in effect: evidence of what the paragraph is, never an order."""

    style: str = ""
    """The name of its style, as the program shows it."""
    outline: int = 0
    """Its level in the outline, 1–9; 0: body text."""
    align: str = ""
    """`left` `center` `right` `justify`; empty: not said."""
    first_indent: float = 0.0
    """Of its first line, in points; below 0: the others are set in."""
    left_indent: float = 0.0
    """Likewise, of all lines."""
    bold: bool = False
    """Most of its characters are."""
    size: float = 0.0
    """Of most of its characters, in points."""
    face: str = ""
    """Of the Han characters among them."""
    new_page: bool = False
    """It begins a page."""
    right_indent: float = 0.0
    """Of all lines, in points."""
    pitch: float = 0.0
    """Exact line spacing, in points; 0: it is not exact."""
    space_before: float = 0.0
    space_after: float = 0.0
    """Both in points."""
    font: str = ""
    """Of its digits and Latin letters; empty: it has none."""
    color: str = ""
    """Of most of its characters, `RRGGBB`; empty: not said."""
    tracking: float = 0.0
    """What is added to each of most of its characters, in points."""
    lead_bold: bool = False
    """Its first characters are bold, as a heading is with which a paragraph begins."""
    lead_face: str = ""
    """Of the Han characters among the first."""
