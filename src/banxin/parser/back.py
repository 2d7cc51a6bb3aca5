"""The items below the body, read from the end: 附件说明, 署名, 成文日期, 附注, in any order, and 出席 of minutes.

版记 is taken out before (see `colophon`). A short line is 署名 only above a date or at the right edge, so that the last
line of a body is none.
"""

from __future__ import annotations

import re

from banxin.document import Paragraph, Role
from banxin.elements import Place, standing
from banxin.parser import lines
from banxin.parser.lines import Item
from banxin.parser.notes import Notes
from banxin.parser.numbering import Kind, recognise

TAIL_LINES = 6
"""As many lines may follow 成文日期, and as many short lines of any kind sign."""
SIGNERS = 24
"""As many organs may sign, each on a line that ends as the names of organs do."""
ROLES = standing(Place.END)
"""What stands below the body, 版记 left aside."""
_WHY = {
    Role.ATTACHMENT_NOTE: "正文之后，以“附件”起头，或接其编号",
    Role.SIGNATURE: "正文之后、成文日期之前的短行",
    Role.DATE: "正文之后的日期",
    Role.REMARK: "成文日期之后，或署名之前说明公开与联系方式的括号",
    Role.ATTENDEES: "纪要正文之后，以出席、请假、列席等起头",
}


def back(items: list[Item], notes: Notes, *, closes: bool) -> tuple[int, list[Paragraph]]:
    """(where the body ends, the paragraphs behind it).

    `closes`: 版记 follows, or 成文日期 is given from outside, so that a last line may be 署名 without a date below it.
    """
    end = len(items)
    note_below, end = _note_above(items, end)
    date_at = _date_before(items, end)
    if date_at is None:
        return _undated(items, end, note_below, notes, closes=closes)
    remarks = [_paragraph(item, Role.REMARK) for item in items[date_at + 1 : end]]
    dated = items[date_at]
    both = None if lines.dates(dated) or lines.is_day(dated.text) else lines.name_and_date(dated.text)
    start = signature_start(items, date_at, has_name=both is not None)
    if not start and not items[0].forced:
        start = date_at - (date_at > 1)  # the first line is a title
    names = _names(items[start:date_at])
    if both:
        names += _signatures(dated, both[0])
    date = Paragraph(both[1] if both else dated.content, Role.DATE, line=dated.line)
    start, above = _above_signature(items, start)
    return start, notes.told([*above, *names, date, *remarks, *note_below], _WHY)


def _undated(
    items: list[Item], end: int, note_below: list[Paragraph], notes: Notes, *, closes: bool
) -> tuple[int, list[Paragraph]]:
    """As `back`, for a text without 成文日期: 署名 stands at the right edge, or is an organ where the text `closes`."""
    start = end
    while start > 1 and _is_remark_above(items[start - 1]) and (closes or items[start - 1].forced):
        start -= 1
    remarks = [_paragraph(item, Role.REMARK) for item in items[start:end]]
    names_end = start
    while start > 1 and end - start < TAIL_LINES and _may_sign(items[start - 1], closes=closes):
        if not is_signature(items, start - 1, has_name=start < names_end):
            break
        start -= 1
    if start == end:
        return end, notes.told(note_below, _WHY)
    names = _names(items[start:names_end])
    start, above = _above_signature(items, start)
    return start, notes.told([*above, *names, *remarks, *note_below], _WHY)


def _may_sign(item: Item, *, closes: bool) -> bool:
    """署名 without a date below it."""
    if lines.is_right_aligned(item) or item.said is Role.SIGNATURE:
        return True
    return closes and (lines.is_place("".join(item.text.split())) or lines.is_post_and_name(item.text))


def _above_signature(items: list[Item], end: int) -> tuple[int, list[Paragraph]]:
    """(where they begin, 附件说明 and 附注 that end just before 署名)."""
    note, start = _note_above(items, end)
    remarks: list[Paragraph] = []
    while start > 1 and _is_remark_above(items[start - 1]):
        start -= 1
        remarks.append(_paragraph(items[start], Role.REMARK))
    remarks.reverse()
    if remarks and not note:
        note, start = _note_above(items, start)
        return start, [*note, *remarks]
    return start, [*remarks, *note]


_REMARK = r"[（(](?:此件|联\s*系|公开|主动公开|依申请公开|不予公开)[^（()）]*[)）]"
"""附注 says how far a document may be known, or whom to ask (7.3.6)."""


def _is_remark_above(item: Item) -> bool:
    """附注 above 署名, or without 成文日期."""
    return item.said is Role.REMARK or re.fullmatch(_REMARK, item.text) is not None


def signature_start(items: list[Item], date_at: int, *, has_name: bool = False) -> int:
    """Where 署名 above 成文日期 begins; `has_name`: a name stands before the date in its line."""
    start = date_at
    while start and date_at - start < SIGNERS and is_signature(items, start - 1, has_name=has_name or start < date_at):
        if date_at - start >= TAIL_LINES and not _signs_alone(items[start - 1].text):
            break
        start -= 1
    return start


def is_signature(items: list[Item], at: int, *, has_name: bool) -> bool:
    """The item is 署名; `has_name`: so is the one below it."""
    item = items[at]
    if item.forced:
        return item.said is Role.SIGNATURE
    signs = lines.is_signer(item.text) or lines.is_officer(item.text)
    if lines.is_closing(item.text) or not (lines.is_name_line(item) or (not has_name and signs)):
        return False
    if lines.is_bracketed(item.text) and "章" not in item.text:
        return False
    if not has_name:
        return True
    # organs that sign together stand close together, one like the other
    below = items[at + 1]
    return not below.blank_before and lines.is_right_aligned(item) == lines.is_right_aligned(below)


def _signatures(item: Item, text: str = "") -> list[Paragraph]:
    """署名 in a line, or in the part `text` of it: one, or one for each of several organs parted by wide gaps."""
    if item.forced:
        return [_paragraph(item, Role.SIGNATURE)]
    text = text or item.text
    found = [part for part in lines.parts(item) if part in text]
    if len(found) < 2 or "".join("".join(found).split()) != "".join(text.split()) or not all(map(_signs_alone, found)):  # noqa: PLR2004 - one organ is not parted
        found = [text]
    return [Paragraph(part, Role.SIGNATURE, line=item.line) for part in found]


_SEAL_NOTE = re.compile("[（(][公盖印签单位]{0,4}章[)）]")
"""Holds the place of a seal."""


def _names(items: list[Item]) -> list[Paragraph]:
    """署名 on these lines; a line that says `（盖章）` belongs to the organ above it."""
    found: list[Paragraph] = []
    for at, item in enumerate(items):
        if found and _SEAL_NOTE.fullmatch(item.text) and lines.adjoins(items[at - 1], item):
            found[-1] = Paragraph(found[-1].text + item.text, Role.SIGNATURE, line=found[-1].line)
        else:
            found += _signatures(item)
    return found


def _signs_alone(part: str) -> bool:
    return lines.is_organ(_SEAL_NOTE.sub("", part))


def _paragraph(item: Item, role: Role) -> Paragraph:
    return Paragraph(item.content, role, line=item.line)


def _date_before(items: list[Item], end: int) -> int | None:
    """The index of 成文日期, with nothing but remarks between it and `end`."""
    for at in range(end - 1, max(end - 1 - TAIL_LINES, -1), -1):
        item = items[at]
        if item.table or (item.label and item.label.kind is not Kind.DECIMAL_1):
            return None
        if lines.dates(item) or (lines.name_and_date(item.text) and not lines.is_remark(item.text)):
            return at
        if lines.is_day(item.text) and at and lines.is_name_line(items[at - 1]):
            return at
        if not lines.is_remark(item.text) and item.said is not Role.REMARK:
            return None
    return None


def _note_above(items: list[Item], end: int) -> tuple[list[Paragraph], int]:
    """附件说明 that ends just before `end`, one paragraph per item, and where it begins."""
    start = end
    while start and (is_note_item(items[start - 1]) or (start > 1 and _goes_on(items, start - 1))):
        start -= 1
    if start and not (start < end and lines.annex_line(items[start].text)) and _is_note_head(items[start - 1]):
        start -= 1
    while start < end and not _is_note_head(items[start]):
        start += 1
    if start == end:
        return [], end
    found: list[Paragraph] = []
    for item in items[start:end]:
        # `附件：` on a line of its own
        goes_on = found and not is_note_item(item) and not _is_note_head(item)
        bare = len(found) == 1 and lines.adjoins(items[start], item) and _is_bare_label(found[0].text)
        if goes_on or bare:
            found[-1] = Paragraph(found[-1].text + item.content, Role.ATTACHMENT_NOTE, line=found[-1].line)
        else:
            found += [Paragraph(t, Role.ATTACHMENT_NOTE, line=item.line) for t in _note_items(item.content)]
    return found, start


def _is_bare_label(text: str) -> bool:
    annex = lines.annex_line(text)
    return annex is not None and not annex.title


def _is_note_head(item: Item) -> bool:
    text = item.text
    annex = lines.annex_line(text)
    if item.said is Role.ATTACHMENT_NOTE:
        return True
    if annex is None or len(text) > 2 * lines.TITLE_LENGTH:
        return False
    return annex.colon or bool(annex.number) or not annex.title


def is_note_item(item: Item) -> bool:
    """The line may be an item of 附件说明: numbered, or behind `附件：`."""
    if item.forced:
        return item.said is Role.ATTACHMENT_NOTE
    if item.table or len(item.text) > 2 * lines.TITLE_LENGTH:
        return False
    annex = lines.annex_line(item.text)
    text = annex.title if annex else item.text
    if annex and not (text and (annex.colon or annex.number)):
        return False
    label = recognise(text) if annex else item.label
    numbered = label is not None and label.kind in (Kind.ARABIC, Kind.DECIMAL_1)
    if lines.is_open(text):
        return numbered or annex is not None
    return numbered and (text.endswith(("；", ";")) or _MARKED_NAME.fullmatch(text) is not None)


_MARKED_NAME = re.compile(r"[^。；;！？，：:]{2,60}。")
"""A name with the end mark that 7.3.4 does not want; no sentence has so little in it."""


def note_end(items: list[Item], at: int) -> int:
    """Where 附件说明 ends whose first line stands at `at`: its items and the second lines of their names."""
    end = at + 1
    while end < len(items) and (is_note_item(items[end]) or _goes_on(items, end)):
        first = lines.annex_line(items[end].text) is not None and _number_of(items[end]) == 1
        if first and not _is_bare_label(items[end - 1].content):
            break  # `附件1` behind `2.某某表` is the annex itself
        end += 1
    return end


def _number_of(item: Item) -> int:
    """The number of an item of 附件说明; 0 if it has none."""
    annex = lines.annex_line(item.text)
    label = recognise(annex.title) if annex else item.label
    if label and label.kind in (Kind.ARABIC, Kind.DECIMAL_1):
        return label.value
    return int(annex.number) if annex and annex.number.isdecimal() else 0


_CUT_LENGTH = 16
"""A line that was cut at the right edge is no shorter."""


def _goes_on(items: list[Item], at: int) -> bool:
    """The line is the rest of a name of 附件说明 that was cut at the end of the line above.

    It is shorter than what is above it, and the item with the next number follows; or it ends the list set apart from
    署名, and is no name of its own.
    """
    item, above = items[at], items[at - 1]
    if item.forced or item.table or item.label or item.blank_before or not lines.adjoins(above, item):
        return False
    if not _CUT_LENGTH <= len(above.text) >= len(item.text) or not (is_note_item(above) and lines.is_open(above.text)):
        return False
    text = item.text
    if re.search("[，：:。；].", text) or lines.is_date(text) or lines.is_bracketed(text) or lines.annex_line(text):
        return False
    following = items[at + 1] if at + 1 < len(items) else None
    if following and is_note_item(following) and _number_of(following) == _number_of(above) + 1 > 1:
        return True
    ends = following is None or following.blank_before or lines.is_right_aligned(following)
    is_name = lines.is_place(text) or lines.is_closing(text) or len(text) < lines.SUBHEAD_LENGTHS.start
    return ends and not is_name and (lines.is_open(text) or _MARKED_NAME.fullmatch(text) is not None)


_ITEM_START = re.compile(r"(?<![\s；;])[\s；;]+(?=[0-9０-９]{1,2}[.．、])")


def _note_items(text: str) -> list[str]:
    """`附件：1.某某表 2.某某单` in one line, cut at its numbers."""
    cuts = [0]
    annex = lines.annex_line(text)
    first = recognise(annex.title if annex else text)
    value = first.value if first and first.kind is Kind.ARABIC else 0
    for match in _ITEM_START.finditer(text) if value else ():
        label = recognise(text[match.end() :])
        if label and label.kind is Kind.ARABIC and label.value == value + 1:
            cuts.append(match.end())
            value += 1
    return [text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(text)], strict=False)]


# --- the attendees of minutes ----------------------------------------------------------------------------------------

_ATTENDEES = (
    r"(?:出\s*席|参\s*加|参\s*会|到\s*会|列\s*席|请\s*假|缺\s*席|记\s*录|主\s*持)"
    r"(?:人\s*员?|会议|单位|领导|同志)?\s*[：:]"
)
_NAMES_LENGTH = 200


def attendees(items: list[Item], notes: Notes) -> tuple[list[Item], list[Paragraph]]:
    """`items` of minutes without 出席, 请假, 列席, and the paragraphs of these, where they stand behind the body.

    Names that run over several lines are joined. On top of minutes, among 时间 and 地点, they are body text.
    """
    starts = [i for i, item in enumerate(items) if i and _is_attendees(item)]
    found: list[Paragraph] = []
    taken: list[tuple[int, int]] = []
    below = len(items)
    for start in reversed(starts):
        end = start + 1
        while end < below and _is_names(items, end):
            end += 1
        if end < below and not _is_rest(items[end:below]):
            break
        texts = [item.content for item in items[start:end]]
        found.append(Paragraph(lines.joined(texts), Role.ATTENDEES, line=items[start].line))
        taken.append((start, end))
        below = start
    said = any(items[start].forced for start, _ in taken)
    if not taken or not (said or any(lines.is_ended(item.text) for item in items[:below])):
        return items, []
    for start, end in reversed(taken):
        for item in items[start:end]:
            notes.because(item.line, "出席人员", _WHY[Role.ATTENDEES])
    gone = {i for start, end in taken for i in range(start, end)}
    return [item for i, item in enumerate(items) if i not in gone], found[::-1]


def _is_attendees(item: Item) -> bool:
    return item.said is Role.ATTENDEES or re.match(_ATTENDEES, item.text) is not None


def _is_names(items: list[Item], at: int) -> bool:
    """The line goes on a list of names: short parts, nothing said, no date and no organ above a date."""
    item = items[at]
    text = item.text
    if item.table or item.forced or item.label or item.blank_before or len(text) > _NAMES_LENGTH:
        return False
    if not lines.adjoins(items[at - 1], item):
        return False
    if re.search("[。！？：:].", text) or lines.is_date(text) or lines.is_bracketed(text) or lines.annex_line(text):
        return False
    if at + 1 < len(items) and lines.dates(items[at + 1]):
        return False
    return all(len(part) <= 30 for part in re.split(r"[、，；,;\s]", text))  # noqa: PLR2004 - a post and a name


def _is_rest(items: list[Item]) -> bool:
    """Nothing but 附件说明, 署名, 成文日期 and 附注."""
    return len(items) <= TAIL_LINES and all(
        i.said in ROLES or lines.is_name_line(i) or lines.is_date(i.text) or lines.is_remark(i.text) or is_note_item(i)
        for i in items
    )
