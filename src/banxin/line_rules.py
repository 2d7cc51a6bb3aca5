"""How the program that opens a DOCX breaks its lines and places 版记: what differs between Word and LibreOffice, as
data.

Whatever is laid out follows one of these, so that PDF and DOCX break lines alike in that program. Word's values are
measured of what Word itself exports, LibreOffice's of version 7.4; WPS is taken to follow Word.
"""

from __future__ import annotations

import msgspec


class LineRules(msgspec.Struct, frozen=True):
    """One program's."""

    gap: float
    """Between Han and Latin letters or digits, in em; within what CLREQ 3.2.2 asks for."""
    words_follow_marks: bool
    """A number or Latin word behind a closing mark, `，2026年`, stays on its line, as Unicode has it (UAX #14, LB13
    and LB30); Word does not hold to that."""
    slashes_are_joints: bool
    """A Latin word may break behind a slash that a letter follows, `km/｜h`, if there is room for the letter too. Word
    lets it break at hyphens alone; so do both, whatever follows (Word's help has a hyphen of its own that keeps
    `555-0123` whole), and leave even the sign of `-12` behind."""
    reads_edges: bool
    """It goes by the lists of the DOCX; else by its own, `edges.LIBREOFFICE`, with —— and …… split."""
    tracks_last: bool
    """Negative tracking is also applied to the last character before a change of face or run."""
    obeys_tracking: bool
    """However much closer `w:spacing` sets the next character; LibreOffice takes at most a sixth of the size off one,
    and nothing off the last one of a run."""
    overflow_punctuation: str
    """The value of `w:overflowPunct` that keeps marks from hanging beyond the edge. ECMA-376 Part 1, 17.3.1.21, has 0
    say so; LibreOffice reads it the other way round, and then loses the mark that hangs."""
    places_tables: bool
    """A table at a distance from the sheet's upper edge stands there, whatever header the page has. LibreOffice 7.4
    counts the header in; 25.2 does not, but loses a table that its last row takes to the sheet's lower edge."""

    obeys_ties: bool
    """No line ends at a U+200D (`ties`), Word's no-width non-break. LibreOffice 7.4 breaks there, and at a U+2060
    between hanzi too. Whether Word sets its gap between Han and Latin across one nobody has measured; the PDF does."""


WORD = LineRules(
    gap=0.25,
    words_follow_marks=False,
    slashes_are_joints=False,
    reads_edges=True,
    tracks_last=True,
    obeys_tracking=True,
    overflow_punctuation="0",
    places_tables=True,
    obeys_ties=True,
)
LIBREOFFICE = LineRules(
    gap=0.2,
    words_follow_marks=True,
    slashes_are_joints=True,
    reads_edges=False,
    tracks_last=False,
    obeys_tracking=False,
    overflow_punctuation="1",
    places_tables=False,
    obeys_ties=False,
)
