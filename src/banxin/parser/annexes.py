"""Where annexes begin, what stands on top of each, and whether they agree with 附件说明.

A line that begins with `附件` starts an annex where it stands alone or behind the document's end; as an item of
附件说明 it starts none. A document that is issued or forwarded by another one is an annex without a label.
"""

from __future__ import annotations

import re

from banxin.document import Annex, Document, Paragraph, Role
from banxin.elements import NAMES
from banxin.parser import lines
from banxin.parser.back import SIGNERS, is_note_item, note_end, signature_start
from banxin.parser.front import ADDRESSES, HEAD_LINES, is_addressee, title
from banxin.parser.lines import AnnexLine, Item
from banxin.parser.notes import Notes
from banxin.parser.numbering import Kind, han_value, recognise
from banxin.streams import visible

_TITLE_LINES = 3
_BYLINES = 4
"""As many organs and names stand under the title of an annex, the date included."""


def annex_starts(items: list[Item]) -> list[int]:
    """Indices of the lines at which annexes begin; a line of 附件说明 is none."""
    starts: list[int] = []
    at = below_note = 0
    while at < len(items):
        line = lines.annex_line(items[at].text)
        is_note = items[at].said is Role.ATTACHMENT_NOTE
        if line is None and not is_note:
            if items[at].said is Role.ANNEX_LABEL or _is_said_title(items, at, starts):
                starts.append(at)
            at += 1
            continue
        end = note_end(items, at)
        follows = bool(at) and at == below_note and line is not None and _value(line.number) == 1
        if line is None or (not follows and _is_note(items, at, line, end, has_annexes=bool(starts))):
            at = below_note = end
        else:
            if _starts_annex(items, at, line, has_annexes=bool(starts) or follows):
                starts.append(at)
            at += 1
    return starts


def _is_said_title(items: list[Item], at: int, starts: list[int]) -> bool:
    """A directive makes the line the title of an annex without a label; under a label it is that annex's."""
    if items[at].said is not Role.ANNEX_TITLE:
        return False
    if not starts or at - starts[-1] > _TITLE_LINES:
        return True
    return not all(_is_annex_title_line(item, first=False) for item in items[starts[-1] + 1 : at])


def _is_note(items: list[Item], at: int, line: AnnexLine, end: int, *, has_annexes: bool) -> bool:
    """The lines from `at` to `end` are 附件说明."""
    if not line.title:
        if line.number or end == at + 1:
            return False
        return _signs(items, end) or (line.colon and (end == len(items) or _is_annex_label(items[end])))
    if not (lines.is_open(line.title) or is_note_item(items[at])) or (has_annexes and end == at + 1):
        return False
    first = recognise(line.title)
    if (first and first.kind is Kind.ARABIC and first.value == 1) or end > at + 1:
        return True
    if at and _closes(items, at - 1) and at + 1 < len(items):
        return _is_annex_label(items[at + 1])
    return at + 1 == len(items) or _is_annex_label(items[at + 1]) or _signs(items, at + 1)


def _starts_annex(items: list[Item], at: int, line: AnnexLine, *, has_annexes: bool) -> bool:
    if at + 1 == len(items) or _is_annex_label(items[at + 1]):
        return False
    if not line.title:
        return True
    if not lines.is_open(line.title) or len(line.title) > lines.TITLE_LENGTH:
        return False
    if at and _closes(items, at - 1):
        return line.colon or bool(line.number)
    return bool(line.number) and (not at or has_annexes or items[at + 1].table is not None)


def _is_annex_label(item: Item) -> bool:
    line = lines.annex_line(item.text)
    return item.said is Role.ANNEX_LABEL or (line is not None and not line.title)


def _closes(items: list[Item], at: int) -> bool:
    """The line is 成文日期 or a line in brackets behind it."""
    while at and (lines.is_bracketed(items[at].text) or items[at].said is Role.REMARK):
        at -= 1
    item = items[at]
    if item.table or item.label:
        return False
    return lines.dates(item) or lines.name_and_date(item.text) is not None


def _signs(items: list[Item], at: int) -> bool:
    """署名 and 成文日期 stand at `at`."""
    for item in items[at : at + SIGNERS]:
        if item.table:
            return False
        if lines.dates(item) or lines.name_and_date(item.text):
            return True
        if not lines.is_name_line(item) and item.said is not Role.SIGNATURE:
            return False
    return False


def forwarded_start(items: list[Item]) -> int:
    """Where the document begins that another one forwards; 0 if none does.

    A document that is printed under a 通知 carries no `附件`: it follows on 署名 and 成文日期 with a title of its own.
    """
    for at in range(1, len(items) - 1):
        if items[at].table or items[at].label or not _is_closing_date(items, at):
            continue
        start = at + 1
        while start < len(items) and (lines.is_bracketed(items[start].text) or items[start].said is Role.REMARK):
            start += 1
        end = start
        while end < len(items) and end - start < HEAD_LINES and lines.is_title_line(items[end]):
            end += 1
        if start < end < len(items) and not lines.is_name_line(items[end]) and not _ends_here(items, start):
            return start
    return 0


def _is_closing_date(items: list[Item], at: int) -> bool:
    """成文日期 with 署名 above it or before it, and a sentence above that."""
    if lines.name_and_date(items[at].text):
        return lines.is_ended(items[at - 1].text)
    if not lines.dates(items[at]):
        return False
    above = max(signature_start(items, at) - 1, 0)
    return above < at - 1 and (
        lines.is_ended(items[above].content) or is_note_item(items[above]) or items[above].table is not None
    )


def _ends_here(items: list[Item], start: int) -> bool:
    """What follows a date is the rest of the frame, no new document."""
    text = items[start].text
    return lines.is_remark(text) or lines.is_date(text) or lines.name_and_date(text) is not None


def annex_front(items: list[Item], notes: Notes) -> list[Paragraph]:
    """The title of an annex, one paragraph per line, and what stands under it: bylines and an addressee."""
    count = _annex_head(items)
    found = title(items, count, has_subheads=False)
    if found and found[0][0] is not Role.TITLE and not items[0].forced:
        found = [(Role.TITLE, "紧接附件标识的短行")] * count
    found = _whole_title(found)
    if found and len(found) == count:
        found += [(Role.BYLINE, "附件标题之下的单位、姓名或日期")] * _bylines(items, count)
        count = len(found)
    at = len(found)
    if (
        at == count
        and at + 1 < len(items)
        and (
            items[at].said is Role.ADDRESSEE
            or (items[at + 1].label is None and is_addressee(items[at], items[at + 1], speaks=False))
        )
    ):
        found.append((Role.ADDRESSEE, ADDRESSES))
    for (role, why), item in zip(found, items, strict=False):
        notes.because(item.line, NAMES[Role.ANNEX_TITLE if role is Role.TITLE else role], why)
    return [Paragraph(item.content, role, line=item.line) for (role, _), item in zip(found, items, strict=False)]


def _whole_title(found: list[tuple[Role, str]]) -> list[tuple[Role, str]]:
    """`found` as far as the lines of the title stand together."""
    for at, (role, _) in enumerate(found):
        if at and role is Role.TITLE and found[at - 1][0] is not Role.TITLE:
            return found[:at]
    return found


def _bylines(items: list[Item], at: int) -> int:
    """How many lines at `at`, set apart from the title above, say who made the text and when.

    Organs and names end in a date, or a single organ stands above a paragraph. Where another one stands further down,
    they are the heads of parts of the text.
    """
    end = at
    while end + 1 < len(items) and end - at < _BYLINES and not items[end].table and not items[end].label:
        text = items[end].text
        if lines.is_dated_note(text):
            return end - at + 1
        if lines.is_date(text):
            return 0 if any(lines.is_date(item.text) for item in items[end + 1 :]) else end - at + 1
        if not (lines.is_organ(text) or lines.is_byline(text, "")):
            break
        end += 1
    if end != at + 1 or not lines.is_organ(items[at].text):
        return 0
    below = items[end]
    is_text = below.table is None and below.label is None and not lines.is_open(below.text)
    return int(is_text and not any(lines.is_organ(item.text) for item in items[end:]))


def _annex_head(items: list[Item]) -> int:
    """How many of the items behind an annex's label are its title and what belongs to it."""
    count = 0
    while count < len(items) and count <= _TITLE_LINES and _is_annex_title_line(items[count], first=not count):
        if count and not lines.adjoins(items[count - 1], items[count]):
            break
        before = items[count - 1].content if count else ""
        if (
            count
            and items[count].blank_before
            and not items[count].forced
            and not lines.continues_title(items[count].text, before)
        ):
            break
        count += 1
    # a form's fields and the names of a list are short lines as well
    if count > _TITLE_LINES or count == len(items):
        continued = 1
        while continued < count and items[continued].forced:
            continued += 1
        while continued < count and lines.continues_title(items[continued].text, items[continued - 1].content):
            continued += 1
        return min(count, continued)
    return count


def _is_annex_title_line(item: Item, *, first: bool) -> bool:
    if item.forced:
        return item.said is Role.ANNEX_TITLE or item.said in lines.TITLE_ROLES
    if not lines.is_title_line(item) or (first and lines.is_date(item.text)):
        return False
    if lines.is_bracketed(item.text):
        return True
    return not re.search("[：:]" if first else r"[：:]|\s", item.text)  # a row of a list has spaces in it


# --- agreement with 附件说明 -----------------------------------------------------------------------------------------


def check_note(document: Document, notes: Notes) -> None:
    """Warn where 附件说明 and the annexes that follow differ in number or title (7.3.7)."""
    listed = [_listed(p) for p in document.back if p.role is Role.ATTACHMENT_NOTE]
    annexes = [annex for annex in document.annexes if annex.label]
    if not listed or not annexes:
        return
    hint = "附件的序号和标题应与附件说明一致，请核对"
    if len(listed) != len(annexes):
        message = f"附件说明列有{len(listed)}项，文后的附件有{len(annexes)}个"
        notes.warn("BX106", annexes[0].line, message, hint)
    numbers = [_number(annex) for annex in annexes]
    by_number = {number: (name, line) for number, name, line in listed if number}
    for place, (annex, number) in enumerate(zip(annexes, numbers, strict=True)):
        if number and by_number:
            if number not in by_number:
                if len(listed) == len(annexes):
                    message = f"附件说明里没有“{annex.label}”这一项"
                    notes.warn("BX107", annex.line, message, hint)
                continue
            name, line = by_number[number]
        elif len(listed) == len(annexes):
            _, name, line = listed[place]
        else:
            continue
        if annex.title and name and _bare(annex.title) != _bare(name):
            has = visible(annex.title)
            message = f"“{annex.label}”的标题“{has}”与附件说明（第{line}行）里的“{name}”不一致"
            notes.warn("BX107", annex.line, message, hint)


def _listed(paragraph: Paragraph) -> tuple[int, str, int]:
    """(number, 0 if it has none; name; line) of an item of 附件说明."""
    text = paragraph.text
    number = ""
    head = lines.annex_line(text)
    if head:
        text, number = head.title, head.number
    label = recognise(text)
    if label and label.kind in (Kind.ARABIC, Kind.DECIMAL_1):
        return label.value, text[label.end :], paragraph.line
    return _value(number), text, paragraph.line


def _number(annex: Annex) -> int:
    head = lines.annex_line(annex.label)
    return _value(head.number if head else "")


def _value(number: str) -> int:
    if not number:
        return 0
    if number[0].isdecimal():
        return int(number) if number.isdecimal() else 0  # `附件1-2` is counted by nobody
    return han_value(number)


def _bare(name: str) -> str:
    """A title without white space, the marks around it and the marks behind it."""
    return visible(name).translate(_MARKS).rstrip("。；;，,.")


_MARKS = str.maketrans(dict.fromkeys("《》〈〉“”‘’\"'"))
