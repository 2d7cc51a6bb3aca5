"""Items to what stands around the body: title, subtitle, bylines, addressee; 附件说明, 署名, 成文日期, 附注; annexes.

The front is read from the top, the back from the end, so that short lines inside the body are neither. An opening
paragraph is never a title. Elements of 版头 and 版记 are not told apart yet: those above a title are bylines, those
behind the date remarks, so that nothing of them becomes a title or a signature.
"""

from __future__ import annotations

import re

from banxin.document import Paragraph, Role
from banxin.parser import lines
from banxin.parser.lines import AnnexLine, Item
from banxin.parser.notes import Notes
from banxin.parser.numbering import Kind, recognise

_HEAD_LINES = 12
"""More short lines than this on top are a list, not a title with its bylines."""
_TAIL_LINES = 6
"""As many lines may follow 成文日期, and as many organs may sign."""
_ANNEX_TITLE_LINES = 3


# --- the front -------------------------------------------------------------------------------------------------------


def front(items: list[Item], notes: Notes, *, has_back: bool, has_subheads: bool) -> list[Paragraph]:
    """The paragraphs above the body; as many items are used up.

    `has_back`: a signature or an annex follows `items`. `has_subheads`: unnumbered sub-headings stand further down.
    """
    head = 0
    while head < len(items) and lines.is_title_line(items[head]):
        if head and (lines.is_field(items[head].text) or items[head].text.startswith("【")):
            break
        head += 1
    if head > _HEAD_LINES or (head == len(items) and not has_back):
        head = _set_apart(items, head)
    found = _head(items, head, has_subheads=has_subheads)
    at = len(found)
    speaks = any(role in (Role.SUBTITLE, Role.BYLINE) for role, _ in found)
    if not found and _announces_parts(items):
        return []
    while at == head and at + 1 < len(items) and _is_addressee(items, at, speaks=speaks):
        if found and found[-1][0] is Role.ADDRESSEE and not (speaks or lines.is_salutation(items[at].text)):
            break  # 7.3.2 knows one line of 主送机关
        found.append((Role.ADDRESSEE, "以冒号结尾，称呼受文者，其下是正文"))
        at += 1
        head += 1
    for (role, why), item in zip(found, items, strict=False):
        notes.because(item.line, _NAMES[role], why)
    return [Paragraph(item.text, role, line=item.line) for (role, _), item in zip(found, items, strict=False)]


_NAMES = {
    Role.TITLE: "标题",
    Role.SUBTITLE: "副标题",
    Role.BYLINE: "题下信息",
    Role.ADDRESSEE: "主送机关或称谓",
    Role.ATTACHMENT_NOTE: "附件说明",
    Role.SIGNATURE: "发文机关署名",
    Role.DATE: "成文日期",
    Role.REMARK: "附注",
}


def _head(items: list[Item], head: int, *, has_subheads: bool) -> list[tuple[Role, str]]:
    """(role, why) for the first items, at most `head`."""
    above = _above_title(items, head)
    found = [(Role.BYLINE, "版头的要素，排在标题之上")] * above
    titles = 0
    for item, before in zip(items[above:head], ["", *(i.text for i in items[above:head])], strict=False):
        text = item.text
        if not titles:
            if lines.is_subtitle(text):
                break
            found.append((Role.TITLE, "正文之前的短行，没有句末标点"))
            titles = 1
        elif lines.is_subtitle(text):
            found.append((Role.SUBTITLE, "标题之下，以破折号起头"))
        elif found[-1][0] is Role.SUBTITLE and lines.continues_title(text, before):
            found.append((Role.SUBTITLE, "接上一行副标题"))
        elif found[-1][0] is not Role.TITLE or lines.is_document_number(text) or lines.is_byline(text, before):
            found.append((Role.BYLINE, "标题之下的日期、姓名、职务或单位"))
        else:
            found.append((Role.TITLE, "接上一行标题"))
            titles += 1
    _settle_last_title(items, found, above, titles, has_subheads=has_subheads)
    return found


def _announces_parts(items: list[Item]) -> bool:
    """`基本情况：` on top and lines like it further down name the parts of the text and address nobody."""
    first = items[0].text if items else ""
    names_somebody = lines.is_salutation(first) or first.startswith("各") or lines.is_organ(first[:-1])
    if not lines.is_addressee(first) or names_somebody:
        return False
    return any(
        lines.is_addressee(item.text) and not item.label and not lines.is_salutation(item.text) for item in items[1:]
    )


def _set_apart(items: list[Item], head: int) -> int:
    """How many of the first items stand above a blank line, where all `head` of them are short, as in a list."""
    blanks = [i for i in range(1, head) if items[i].blank_before]
    if not blanks or blanks[0] > _ANNEX_TITLE_LINES or len(blanks) * 2 > head - 1:
        return 0  # nothing is set apart, or each line from the next
    return blanks[0]


def _above_title(items: list[Item], head: int) -> int:
    """How many of the first items are elements of 版头."""
    marks = [i for i in range(head) if lines.is_head_mark(items[i].text)]
    if not marks:
        return 0
    after = marks[-1] + 1
    # a 文号 under the title, as web pages have it, is no 版头: then nothing like a title comes behind it
    if after < head and not lines.is_byline(items[after].text, ""):
        return after
    leading = 0
    while leading < len(marks) and marks[leading] == leading:
        leading += 1
    return leading if leading < head else 0


def _settle_last_title(
    items: list[Item], found: list[tuple[Role, str]], above: int, titles: int, *, has_subheads: bool
) -> None:
    """Correct the last line of a title of several: a unit above a bare date, or the body's first sub-heading."""
    last = above + titles - 1
    if titles < 2:  # noqa: PLR2004 - a title's only line stays
        return
    text, before = items[last].text, items[last - 1].text
    if lines.continues_title(text, before) or text.startswith(("（", "(")):
        return
    following = items[last + 1] if last + 1 < len(items) else None
    dated = last + 1 < len(found) and following and lines.is_date(following.text.strip("（()）"))
    if (dated and lines.is_place(text)) or (lines.is_organ(text) and not lines.is_organ(before)):
        found[last] = (Role.BYLINE, "标题之下的单位")
    if last + 1 < len(found):
        return
    runs_on = following is not None and not following.table and lines.is_ended(following.text) and not following.label
    separated = items[last].blank_before and not (following and following.blank_before)
    if runs_on and lines.is_subhead(items[last]) and (has_subheads or separated):
        found.pop()


def _is_addressee(items: list[Item], at: int, *, speaks: bool) -> bool:
    """The item is 主送机关 or, where the title has a byline and somebody `speaks`, a 称谓."""
    item, following = items[at], items[at + 1]
    if item.table or item.label or following.table or not lines.is_addressee(item.text) or lines.annex_line(item.text):
        return False
    if following.text.endswith(("；", ";")):
        return False  # a list stands under it
    if following.label is None or speaks:
        return True
    # on top of a numbered line `会议决定：` is no addressee; a list of organs is one, and a line set out to the left
    is_list = len(re.findall("[、，,]", item.text)) > 1 or re.search("(?:^|[、，,])各", item.text) is not None
    return is_list or lines.indent(item) < lines.indent(following)


# --- the back --------------------------------------------------------------------------------------------------------


def back(items: list[Item], notes: Notes) -> tuple[int, list[Paragraph]]:
    """(where the body ends, the paragraphs behind it)."""
    end = len(items)
    note_below, end = _note_above(items, end)
    date_at = _date_before(items, end)
    if date_at is None:
        if not note_below and end and lines.is_right_aligned(items[end - 1]) and lines.is_name_line(items[end - 1]):
            note, start = _note_above(items, end - 1)
            return start, [*_told(note, notes), *_told([_paragraph(items[end - 1], Role.SIGNATURE)], notes)]
        return end, _told(note_below, notes)
    remarks = [_paragraph(item, Role.REMARK) for item in items[date_at + 1 : end]]
    dated = items[date_at]
    both = None if lines.is_date(dated.text) or lines.is_day(dated.text) else lines.name_and_date(dated.text)
    names: list[Paragraph] = []
    start = date_at
    if both:
        names.append(Paragraph(both[0], Role.SIGNATURE, line=dated.line))
    while (
        start
        and date_at - start < _TAIL_LINES
        and _is_signature(items, start - 1, has_name=bool(names) or start < date_at)
    ):
        start -= 1
    if not start:
        start = date_at - (date_at > 1)  # the first line is a title
    names = [_paragraph(item, Role.SIGNATURE) for item in items[start:date_at]] + names
    date = Paragraph(both[1] if both else dated.text, Role.DATE, line=dated.line)
    note, start = _note_above(items, start)
    return start, _told([*note, *names, date, *remarks, *note_below], notes)


def _is_signature(items: list[Item], at: int, *, has_name: bool) -> bool:
    """The item is 署名; `has_name`: so is the one below it."""
    item = items[at]
    signs = lines.is_signer(item.text) or lines.is_officer(item.text)
    if lines.is_closing(item.text) or not (lines.is_name_line(item) or (not has_name and signs)):
        return False
    if not has_name:
        return True
    # organs that sign together stand close together, one like the other
    below = items[at + 1]
    return not below.blank_before and lines.is_right_aligned(item) == lines.is_right_aligned(below)


def _told(paragraphs: list[Paragraph], notes: Notes) -> list[Paragraph]:
    for paragraph in paragraphs:
        notes.because(paragraph.line, _NAMES[paragraph.role], _WHY_BACK[paragraph.role])
    return paragraphs


_WHY_BACK = {
    Role.ATTACHMENT_NOTE: "正文之后，以“附件”起头，或接其编号",
    Role.SIGNATURE: "正文之后、成文日期之前的短行",
    Role.DATE: "正文之后的日期",
    Role.REMARK: "成文日期之后",
}


def _paragraph(item: Item, role: Role) -> Paragraph:
    return Paragraph(item.text, role, line=item.line)


def _date_before(items: list[Item], end: int) -> int | None:
    """The index of 成文日期, with nothing but remarks between it and `end`."""
    for at in range(end - 1, max(end - 1 - _TAIL_LINES, -1), -1):
        item = items[at]
        if item.table or (item.label and item.label.kind is not Kind.DECIMAL_1):
            return None
        if lines.is_date(item.text) or (lines.name_and_date(item.text) and not lines.is_remark(item.text)):
            return at
        if lines.is_day(item.text) and at and lines.is_name_line(items[at - 1]):
            return at
        if not lines.is_remark(item.text):
            return None
    return None


def _note_above(items: list[Item], end: int) -> tuple[list[Paragraph], int]:
    """附件说明 that ends just before `end`, one paragraph per item, and where it begins."""
    start = end
    while start and _is_note_item(items[start - 1]):
        start -= 1
    if start and not (start < end and lines.annex_line(items[start].text)) and _is_note_head(items[start - 1].text):
        start -= 1
    while start < end and not _is_note_head(items[start].text):
        start += 1
    if start == end:
        return [], end
    found: list[Paragraph] = []
    for item in items[start:end]:
        if found and found[-1].text[-1] in "：:件":
            found[-1] = Paragraph(found[-1].text + item.text, Role.ATTACHMENT_NOTE, line=found[-1].line)
        else:
            found += [Paragraph(t, Role.ATTACHMENT_NOTE, line=item.line) for t in _note_items(item.text)]
    return found, start


def _is_note_head(text: str) -> bool:
    annex = lines.annex_line(text)
    if annex is None or len(text) > 2 * lines.TITLE_LENGTH:
        return False
    return annex.colon or bool(annex.number) or not annex.title


def _is_note_item(item: Item) -> bool:
    if item.table or len(item.text) > 2 * lines.TITLE_LENGTH:
        return False
    if item.label and item.label.kind in (Kind.ARABIC, Kind.DECIMAL_1):
        return lines.is_open(item.text) or item.text.endswith(("；", ";"))
    annex = lines.annex_line(item.text)
    return annex is not None and bool(annex.title) and (annex.colon or bool(annex.number)) and lines.is_open(item.text)


_ITEM_START = re.compile(r"[\s；;]+(?=[0-9０-９]{1,2}[.．、])")


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


# --- annexes ---------------------------------------------------------------------------------------------------------


def annex_starts(items: list[Item]) -> list[int]:
    """Indices of the lines at which annexes begin; a line of 附件说明 is none."""
    starts: list[int] = []
    at = 0
    while at < len(items):
        line = None if items[at].table else lines.annex_line(items[at].text)
        if line is None:
            at += 1
            continue
        note_end = at + 1
        while note_end < len(items) and _is_note_item(items[note_end]):
            note_end += 1
        if _is_note(items, at, line, note_end, has_annexes=bool(starts)):
            at = note_end
        else:
            if _starts_annex(items, at, line, has_annexes=bool(starts)):
                starts.append(at)
            at += 1
    return starts


def _is_note(items: list[Item], at: int, line: AnnexLine, end: int, *, has_annexes: bool) -> bool:
    """The lines from `at` to `end` are 附件说明."""
    if not line.title:
        if line.number or end == at + 1:
            return False
        return _signs(items, end) or (line.colon and (end == len(items) or _is_annex_label(items[end])))
    if not lines.is_open(line.title) or (has_annexes and end == at + 1):
        return False
    first = recognise(line.title)
    if (first and first.kind is Kind.ARABIC and first.value == 1) or end > at + 1:
        return True
    if at and _closes(items[at - 1]) and at + 1 < len(items):
        return _is_annex_label(items[at + 1])
    return at + 1 == len(items) or _is_annex_label(items[at + 1]) or _signs(items, at + 1)


def _starts_annex(items: list[Item], at: int, line: AnnexLine, *, has_annexes: bool) -> bool:
    if at + 1 == len(items) or _is_annex_label(items[at + 1]):
        return False
    if not line.title:
        return True
    if not lines.is_open(line.title) or len(line.title) > lines.TITLE_LENGTH:
        return False
    if at and _closes(items[at - 1]):
        return line.colon or bool(line.number)
    return bool(line.number) and (not at or has_annexes or items[at + 1].table is not None)


def _is_annex_label(item: Item) -> bool:
    line = None if item.table else lines.annex_line(item.text)
    return line is not None and not line.title


def _closes(item: Item) -> bool:
    """The line is 成文日期 or stands behind it."""
    if item.table or item.label:
        return False
    return lines.is_date(item.text) or lines.name_and_date(item.text) is not None or lines.is_bracketed(item.text)


def _signs(items: list[Item], at: int) -> bool:
    """署名 and 成文日期 stand at `at`."""
    for item in items[at : at + _TAIL_LINES]:
        if item.table:
            return False
        if lines.is_date(item.text) or lines.name_and_date(item.text):
            return True
        if not lines.is_name_line(item):
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
        while start < len(items) and lines.is_bracketed(items[start].text):
            start += 1
        end = start
        while end < len(items) and end - start < _HEAD_LINES and lines.is_title_line(items[end]):
            end += 1
        if start < end < len(items) and not lines.is_name_line(items[end]) and not _ends_here(items, start):
            return start
    return 0


def _is_closing_date(items: list[Item], at: int) -> bool:
    """成文日期 with 署名 above it or before it, and a sentence above that."""
    if lines.name_and_date(items[at].text):
        return lines.is_ended(items[at - 1].text)
    if not lines.is_date(items[at].text):
        return False
    above = at - 1
    while above > 0 and at - above <= _TAIL_LINES and _is_signature(items, above, has_name=above < at - 1):
        above -= 1
    return above < at - 1 and (
        lines.is_ended(items[above].text) or _is_note_item(items[above]) or items[above].table is not None
    )


def _ends_here(items: list[Item], start: int) -> bool:
    """What follows a date is the rest of the frame, no new document."""
    return lines.is_remark(items[start].text) or lines.is_date(items[start].text)


def annex_front(items: list[Item], notes: Notes) -> list[Paragraph]:
    """The title of an annex, one paragraph per line, and what stands under it: bylines and an addressee."""
    count = _annex_head(items)
    found = _head(items, count, has_subheads=False)
    if found and found[0][0] is not Role.TITLE:
        found = [(Role.TITLE, "紧接附件标识的短行")] * count
    at = len(found)
    if at == count and at + 1 < len(items) and items[at + 1].label is None and _is_addressee(items, at, speaks=False):
        found.append((Role.ADDRESSEE, "以冒号结尾，称呼受文者，其下是正文"))
    for (role, why), item in zip(found, items, strict=False):
        notes.because(item.line, f"附件{_NAMES[role]}" if role is Role.TITLE else _NAMES[role], why)
    return [Paragraph(item.text, role, line=item.line) for (role, _), item in zip(found, items, strict=False)]


def _annex_head(items: list[Item]) -> int:
    """How many of the items behind an annex's label are its title and what belongs to it."""
    count = 0
    while count < len(items) and count <= _ANNEX_TITLE_LINES and _is_annex_title_line(items[count], first=not count):
        if count and items[count].blank_before and not lines.continues_title(items[count].text, items[count - 1].text):
            break
        count += 1
    # a form's fields and the names of a list are short lines as well
    if count > _ANNEX_TITLE_LINES or count == len(items):
        continued = 1
        while continued < count and lines.continues_title(items[continued].text, items[continued - 1].text):
            continued += 1
        return min(count, continued)
    return count


def _is_annex_title_line(item: Item, *, first: bool) -> bool:
    if not lines.is_title_line(item) or (first and lines.is_date(item.text)):
        return False
    if lines.is_bracketed(item.text):
        return True
    return not re.search("[：:]" if first else r"[：:]|\s", item.text)  # a row of a list has spaces in it
