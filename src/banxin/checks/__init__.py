"""Document to findings: what a careful reader would find wrong in a text, each with its rule and its place.

A reader may rely on this: findings are about the text as the repairs leave it, they come in the order of the document,
their `place` is an index into `document.plain_text`, and their codes stand in `rules`. When in doubt nothing is said.
Every check takes time in proportion to the text.
"""

from __future__ import annotations

from banxin.checks.citations import check_citations
from banxin.checks.closings import check_closings
from banxin.checks.contents import check_contents
from banxin.checks.dates import check_dates
from banxin.checks.digits import check_digits
from banxin.checks.endings import check_endings
from banxin.checks.frame import check_frame
from banxin.checks.measure import check_measure
from banxin.checks.numbering import check_numbering
from banxin.checks.numbers import check_numbers
from banxin.checks.pairs import check_pairs
from banxin.checks.pieces import pieces
from banxin.checks.punctuation import check_punctuation
from banxin.checks.titles import check_titles
from banxin.checks.totals import check_totals
from banxin.checks.wording import check_wording
from banxin.composition import Composition
from banxin.document import Document
from banxin.errors import Diagnostic
from banxin.pages import Pages

__all__ = ["check", "check_pages"]


def check(document: Document) -> tuple[Diagnostic, ...]:
    """What the text says wrong."""
    found = pieces(document)
    remarks = [
        *check_numbering(found),
        *check_titles(document, found),
        *check_frame(document, found),
        *check_dates(found),
        *check_pairs(found),
        *check_punctuation(found),
        *check_numbers(found),
        *check_digits(found),
        *check_endings(document, found),
        *check_citations(found),
        *check_closings(document, found),
        *check_totals(document),
        *check_wording(found),
    ]
    return tuple(sorted(remarks, key=lambda remark: (remark.line, remark.place, remark.code)))


def check_pages(document: Document, composition: Composition, pages: Pages) -> tuple[Diagnostic, ...]:
    """What looks wrong on the pages of `document`."""
    return (*check_measure(pieces(document), composition, pages), *check_contents(document, pages))
