"""What may follow what, at which cost: one table between the parts of a document, one between readings.

A cost is added to the evidence of the line that follows; 0 is the usual order, -1 happens, -4 hardly ever does. What is
not in the table does not happen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from banxin.forms import ending, lines
from banxin.forms.head import Mark, needs_mark
from banxin.parser.evidence import ZONE, Reading, Row, Zone
from banxin.parser.facts import Facts
from banxin.regex import regex

R, Z = Reading, Zone

START: dict[Zone, float] = {Z.HEAD: 0, Z.TITLE: 0, Z.ADDRESS: -0.5, Z.BODY: 0, Z.LABEL: -1}
"""What a text may begin with."""

WITHIN: dict[Zone, dict[Zone, float]] = {
    Z.LABEL: {Z.TITLE: 0.5, Z.ADDRESS: -1, Z.BODY: 0},
    Z.HEAD: {Z.HEAD: 0, Z.TITLE: 0.5, Z.ADDRESS: -2, Z.BODY: -3},
    Z.TITLE: {Z.TITLE: 0, Z.ADDRESS: 0, Z.BODY: 0, Z.NOTE: -3, Z.CLOSE: -2},
    Z.ADDRESS: {Z.ADDRESS: 0, Z.BODY: 0},
    Z.BODY: {Z.BODY: 0, Z.NOTE: -1, Z.CLOSE: -2, Z.IMPRINT: -3},
    Z.NOTE: {Z.NOTE: 0, Z.CLOSE: 0.5, Z.IMPRINT: -0.5},
    Z.CLOSE: {Z.CLOSE: 0, Z.NOTE: -0.5, Z.IMPRINT: 0},
    Z.IMPRINT: {Z.IMPRINT: 0, Z.CLOSE: -5, Z.NOTE: -2},
}
"""Within one document or one annex."""

ANEW: dict[Zone, dict[Zone, float]] = {
    Z.BODY: {Z.LABEL: -2},
    Z.TITLE: {Z.LABEL: -2},
    Z.NOTE: {Z.LABEL: 0},
    Z.CLOSE: {Z.LABEL: 0, Z.TITLE: -2.5, Z.HEAD: -3, Z.BODY: -8},
    Z.IMPRINT: {Z.LABEL: 0, Z.TITLE: -2.5, Z.HEAD: -3, Z.BODY: -7},
}
"""From one document or annex to the next."""

END: dict[Zone, float] = {
    Z.LABEL: -5, Z.HEAD: -6, Z.TITLE: -5, Z.ADDRESS: -5, Z.BODY: 0, Z.NOTE: -0.5, Z.CLOSE: 0, Z.IMPRINT: 0,
}  # fmt: skip
"""What a text may end with."""
NEVER = -1000.0


class Step(NamedTuple):
    """What a pair of readings adds to the order of their zones."""

    test: Callable[[Facts, Facts], bool]
    """Of the two lines."""
    cost: float


def _always(_p: Facts, _f: Facts) -> bool:
    return True


def _reads_on(p: Facts, f: Facts) -> bool:
    return lines.continues_title(f.text, p.text)


def _goes_on(p: Facts, _f: Facts) -> bool:
    """The list of organs above is not at its end."""
    return p.text[-1:] in "，、,"


_GAP = regex(r"\s{2,}|\u3000|[0-9]{5}")
_CUT_LENGTH = 16
"""A line that was cut at the right edge is no shorter."""


def _is_cut(p: Facts, f: Facts) -> bool:
    """The rest of a name of 附件说明 that was cut at the end of the line above."""
    return (
        _CUT_LENGTH <= p.length >= f.length
        and p.is_open
        and not (f.blank or f.is_note_item or f.is_place or f.is_closing or f.is_bracketed)
    )


NUMBERED = (Mark.ORDER, Mark.MINUTES, Mark.NOTICE)

STEPS: dict[tuple[Reading, Reading], tuple[Step, ...]] = {
    # 版头
    (R.MARK, R.MARK): (
        Step(lambda p, f: p.mark in NUMBERED and f.squeezed != "令", -6),
        Step(lambda p, f: p.mark is Mark.FILE and f.mark is not Mark.WORD and f.mark is not Mark.FILE, -2),
        Step(lambda p, f: f.squeezed == "令" or f.mark is Mark.WORD, 4),
    ),
    (R.MARK, R.ISSUE): (
        Step(lambda p, f: p.mark in (Mark.ORDER, Mark.MINUTES) or p.squeezed == "令" or f.is_loose_number, 6),
        Step(lambda p, f: p.mark is Mark.MINUTES and f.text.rstrip("）)").endswith("期"), 3),
        Step(lambda p, f: p.mark is Mark.NOTICE and not f.is_loose_number, 1.5),
        Step(lambda p, f: not (p.mark in NUMBERED or p.squeezed == "令" or f.is_loose_number), -5),
    ),
    (R.MARK, R.ISSUER): (Step(lambda p, _: p.mark is not Mark.MINUTES, -6),),
    (R.MARK, R.TITLE): (
        Step(lambda p, _: p.mark not in (Mark.FILE, Mark.WORD) and not p.numbered_mark, -6),
        Step(lambda p, _: p.mark is Mark.WORD or bool(p.numbered_mark), 2),
    ),
    (R.MARK, R.BODY): (Step(lambda p, _: bool(p.numbered_mark), 3),),
    (R.ISSUE, R.BODY): (
        Step(lambda p, _: p.before is not None and p.before.mark is not Mark.NOTICE, 3),
        Step(lambda p, _: p.before is not None and p.before.mark is Mark.NOTICE, -4),
    ),
    (R.ISSUE, R.ISSUER): (Step(_always, 2),),
    (R.ELEMENTS, R.TITLE): (Step(lambda p, _: all(map(needs_mark, p.pieces)), -4),),
    (R.ELEMENTS, R.SIGNERS): (
        Step(lambda p, _: not p.pieces or p.pieces[-1].role.value != "signer", NEVER),
        Step(lambda p, f: p.text[-1:] in "：:、，" or f.indent >= 8, 4),
        Step(lambda p, f: not f.blank and f.length <= 4 and not (f.names_kind or f.is_about), 2.5),
    ),
    # the title block
    (R.TITLE, R.TITLE): (
        Step(_reads_on, 1.5),
        Step(lambda p, f: p.is_subtitle or f.siblings > 0, -4),
        Step(lambda p, f: _GAP.search(f.text) is not None and not _reads_on(p, f), -2),
        Step(lambda p, f: f.is_place and not p.is_place and not _reads_on(p, f), -2),
        Step(lambda p, f: not _reads_on(p, f) and p.names_kind, -3),
        Step(lambda p, f: f.blank and not _reads_on(p, f), -1),
        Step(lambda p, f: f.run > 3 and not _reads_on(p, f), -2),
        Step(lambda p, f: not (_reads_on(p, f) or f.is_about or f.names_kind or f.is_bracketed), -1),
        Step(lambda p, f: p.is_short and f.is_bracketed and not f.dated_note and not f.is_byline, 2),
        Step(lambda _, f: f.is_spaced, 1),
    ),
    (R.SUBTITLE, R.SUBTITLE): (Step(_reads_on, 3),),
    (R.SUBTITLE, R.TITLE): (Step(_always, -6),),
    (R.BYLINE, R.TITLE): (Step(_always, -5),),
    (R.BYLINE, R.ADDRESSEE): (Step(lambda p, _: p.is_field, 2.5),),
    (R.ISSUER, R.BODY): (Step(_always, 3),),
    (R.NUMBER, R.TITLE): (Step(_always, -5),),
    (R.BYLINE, R.SUBTITLE): (Step(_always, -2),),
    (R.TITLE, R.BYLINE): (Step(_reads_on, -2),),
    (R.BYLINE, R.BYLINE): (
        Step(lambda p, f: p.is_person and f.is_person, -2),
        Step(lambda p, f: p.is_field and not p.is_byline and f.is_byline and not f.is_date, -4),
    ),
    # whom it is for
    (R.ADDRESSEE, R.ADDRESSEE): (
        Step(lambda p, f: not (f.is_salutation or f.greets), -4),
        Step(_goes_on, NEVER),
    ),
    (R.ADDRESSEE, R.BODY): (
        Step(_goes_on, NEVER),
        Step(lambda p, f: f.labelled and not (p.lists_organs or p.is_salutation or p.indent < f.indent), -2.5),
        Step(lambda p, f: f.text.endswith(("；", ";")), -3),
    ),
    **dict.fromkeys(((R.ADDRESSEE_ON, R.ADDRESSEE), (R.ADDRESSEE_ON, R.BODY)), (Step(_goes_on, NEVER),)),
    **dict.fromkeys(
        ((R.ADDRESSEE, R.ADDRESSEE_ON), (R.ADDRESSEE_ON, R.ADDRESSEE_ON)),
        (Step(lambda p, f: not _goes_on(p, f), NEVER),),
    ),
    # 附件说明
    (R.NOTE, R.NOTE_ON): (
        Step(
            lambda p, f: (
                f.is_note_item and f.annex is None and p.note_number > 0 and f.note_number != p.note_number + 1
            ),
            -3,
        ),
        Step(lambda p, f: p.annex is not None and not p.annex.title and f.is_note_item, 1.5),
        Step(_is_cut, 3),
    ),
    (R.NOTE_ON, R.NOTE_ON): (
        Step(lambda p, f: f.is_note_item and p.note_number > 0 and f.note_number != p.note_number + 1, -3),
        Step(_is_cut, 3),
    ),
    (R.NOTE, R.NOTE): (Step(lambda p, f: f.note_number != p.note_number + 1, -5),),
    (R.NOTE_ON, R.NOTE): (Step(lambda p, f: f.note_number != p.note_number + 1, -5),),
    # the end
    (R.SIGNATURE, R.DATE): (Step(lambda _, f: not f.is_day, 2), Step(lambda _, f: f.is_day, 3.5)),
    (R.SIGNATURE, R.SIGNATURE): (
        Step(lambda p, f: p.is_place and f.is_place, 0.5),
        Step(lambda p, f: p.is_place is not f.is_place and not (f.signs or f.holds_seal or p.holds_seal), -1.5),
        Step(lambda p, f: not p.is_place and not f.is_place and not p.signs, -0.5),
        Step(lambda p, f: f.blank, -0.5),
    ),
    (R.DATE, R.SIGNATURE): (Step(lambda _, f: f.is_place, 2),),
    (R.DATE, R.DATE): (Step(_always, -5),),
    (R.DATE, R.SIGNED_DATE): (Step(_always, -5),),
    # 版记
    (R.COPY, R.COPY): (Step(lambda p, f: p.sends and f.sends, 1.5),),
    **dict.fromkeys(
        ((R.PRINTER, R.IMPRINT_RULE), (R.COPY, R.IMPRINT_RULE), (R.COPY_ON, R.IMPRINT_RULE)), (Step(_always, 3),)
    ),
    # who wrote and edited an article stands below it, who edits a 简报 in 版记
    (R.BODY, R.PRINTER): (Step(lambda _, f: f.staffs and not f.prints and not f.minutes, -4),),
    (R.PRINTER, R.PRINTER): (Step(lambda p, f: not p.prints and ending.is_print_date(f.text), 3),),
    (R.BODY, R.COPY): (Step(lambda _, f: not (f.copies or f.minutes), -3),),
    (R.BODY, R.SIGNATURE): (
        Step(lambda p, _: p.text[-1:] in tuple("：:"), -3),
        Step(lambda p, f: p.is_ended and f.is_place, 1),
    ),
    (R.ATTENDEES, R.SIGNATURE): (Step(lambda _, f: f.is_person, -2),),
    (R.ISSUE, R.TITLE): (Step(lambda _, f: f.is_place and f.minutes, -3),),
    **dict.fromkeys(
        ((R.COPY, R.COPY_ON), (R.COPY_ON, R.COPY_ON)),
        (
            Step(lambda p, _: p.text[-1] == "。", NEVER),
            Step(lambda p, _: p.text[-1] in "，、；,;：:", 2),
        ),
    ),
    (R.ATTENDEES, R.ATTENDEES_ON): (Step(lambda p, _: p.text[-1] in "，、；,;：:", 2),),
}
"""Beside the order of zones."""

ONLY_AFTER: dict[Reading, tuple[Reading, ...]] = {
    R.SIGNERS: (R.ELEMENTS, R.SIGNERS),
    R.ISSUE: (R.MARK, R.ELEMENTS, R.ISSUE),
    R.ISSUER: (R.MARK, R.ISSUE, R.ELEMENTS, R.ISSUER),
    R.SUBTITLE: (R.TITLE, R.SUBTITLE, R.BYLINE),
    R.BYLINE: (R.TITLE, R.SUBTITLE, R.BYLINE, R.NUMBER),
    R.NUMBER: (R.TITLE, R.SUBTITLE, R.BYLINE),
    R.ADDRESSEE_ON: (R.ADDRESSEE, R.ADDRESSEE_ON),
    R.NOTE_ON: (R.NOTE, R.NOTE_ON),
    R.ATTENDEES_ON: (R.ATTENDEES, R.ATTENDEES_ON),
    R.COPY_ON: (R.COPY, R.COPY_ON),
    R.REMARK_BELOW: (R.DATE, R.SIGNED_DATE, R.REMARK_BELOW),
    R.HEAD_RULE: (R.ELEMENTS, R.MARK, R.ISSUE, R.SIGNERS, R.ISSUER),
}
"""Readings that stand behind nothing but these."""

ENDS = (R.DATE, R.SIGNED_DATE, R.REMARK_BELOW)
"""What a document has ended with when another one begins behind it."""

LAST: dict[Reading, Row] = {
    R.SIGNATURE: Row(lambda f: not f.is_right, -3.5),
    R.BYLINE: Row(lambda _: True, -4),
    R.IMPRINT_RULE: Row(lambda _: True, -5),
    R.REMARK: Row(lambda f: not f.is_known_remark, -1.5),
    R.NOTE: Row(lambda f: f.annex_title == "", -4),
}
"""What a reading costs as the last line of a document, beside its zone."""


def _ways(source: Reading | None, target: Reading) -> tuple[bool, ...]:
    """How `target` may stand behind `source`: within its document (False), as the beginning of the next (True)."""
    only = ONLY_AFTER.get(target)
    if source is None:
        return (False,) if only is None and ZONE[target] in START else ()
    zone = ZONE[source]
    within = target is not R.LABEL and ZONE[target] in WITHIN[zone] and (only is None or source in only)
    ends = zone is not Z.CLOSE or target is R.LABEL or source in ENDS
    begins = only is None and ends and ZONE[target] in ANEW.get(zone, ())
    return (False,) * within + (True,) * begins


WAYS: dict[Reading | None, dict[Reading, tuple[bool, ...]]] = {
    source: {target: ways for target in R if (ways := _ways(source, target))} for source in (None, *R)
}
"""What may stand behind a reading (None: at the beginning), and whether it begins the next document there."""


def follows(source: Reading | None, target: Reading, p: Facts | None, f: Facts, *, anew: bool) -> float:
    """The cost of `target` behind `source` (None: at the beginning) in one of its `WAYS`."""
    if source is None or p is None:
        return START.get(ZONE[target], NEVER)
    cost = (ANEW if anew else WITHIN).get(ZONE[source], {}).get(ZONE[target], NEVER)
    if anew:
        return cost + last(source, p) + (6 if target is R.BODY and f.is_article else 0)
    for step in STEPS.get((source, target), ()):
        if step.test(p, f):
            cost += step.cost
    return cost


def last(reading: Reading, f: Facts) -> float:
    """The cost of a reading as the last line of a document."""
    row = LAST.get(reading)
    return row.weight if row and row.test(f) else 0.0
