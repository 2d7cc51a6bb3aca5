"""The items below 版头 to title, subtitle, bylines and addressee.

The front is read from the top, so that short lines inside the body are none of it. An opening paragraph is never a
title.
"""

from __future__ import annotations

import re

import msgspec

from banxin.document import Paragraph, Role
from banxin.elements import NAMES
from banxin.parser import lines
from banxin.parser.lines import Item
from banxin.parser.notes import Notes

HEAD_LINES = 12
"""More short lines than this on top are a list, not a title with its bylines."""
_SET_APART_LINES = 3
_ADDRESSEE_LINES = 12
"""A list of 主送机关 is typed on as many lines at most."""
ADDRESSES = "以冒号结尾，称呼受文者，其下是正文"
"""Why a line is 主送机关."""


def front(
    items: list[Item], notes: Notes, *, has_head: bool, has_back: bool, has_subheads: bool
) -> tuple[int, list[Paragraph]]:
    """(where the body begins, the paragraphs above it).

    `has_head`: 版头 stands above. `has_back`: a signature or an annex follows `items`. `has_subheads`: unnumbered
    sub-headings stand further down.
    """
    head = int(has_head and len(items) > 1 and lines.is_long_title(items[0]))
    while head < len(items) and lines.is_title_line(items[head]):
        if head and (lines.is_field(items[head].text) or items[head].text.startswith("【")):
            break
        head += 1
    if head > HEAD_LINES or (head == len(items) and not has_back):
        said = max((i + 1 for i in range(head) if items[i].forced), default=0)
        head = max(_set_apart(items, head), said)
    found = title(items, head, has_subheads=has_subheads)
    if not found and _announces_parts(items):
        return 0, []
    for (role, why), item in zip(found, items, strict=False):
        notes.because(item.line, NAMES[role], why)
    paragraphs = [Paragraph(item.content, role, line=item.line) for (role, _), item in zip(found, items, strict=False)]
    at = len(found)
    if at < head:
        return at, paragraphs
    speaks = any(role in (Role.SUBTITLE, Role.BYLINE) for role, _ in found)
    addressees, at = _addressees(items, at, notes, speaks=speaks)
    return at, paragraphs + addressees


def _addressees(items: list[Item], at: int, notes: Notes, *, speaks: bool) -> tuple[list[Paragraph], int]:
    """(主送机关 or every 称谓 that stands at `at`, where the body begins)."""
    found: list[Paragraph] = []
    while at < len(items):
        if items[at].said is Role.ADDRESSEE:
            found.append(Paragraph(items[at].content, Role.ADDRESSEE, line=items[at].line))
            notes.because(items[at].line, NAMES[Role.ADDRESSEE], ADDRESSES)
            at += 1
            continue
        count = _addressee_lines(items, at)
        whole = msgspec.structs.replace(items[at], text=lines.joined([i.text for i in items[at : at + count]]))
        if at + count >= len(items) or not is_addressee(whole, items[at + count], speaks=speaks):
            break
        if found and not (speaks or lines.is_salutation(whole.text)):
            break  # 7.3.2 knows one paragraph of 主送机关
        for item in items[at : at + count]:
            notes.because(item.line, NAMES[Role.ADDRESSEE], ADDRESSES)
        found.append(Paragraph(whole.text, Role.ADDRESSEE, line=whole.line))
        at += count
    return found, at


def title(items: list[Item], head: int, *, has_subheads: bool) -> list[tuple[Role, str]]:
    """(role, why) for the first items, at most `head`: title, subtitle and bylines."""
    found: list[tuple[Role, str]] = []
    titles = 0
    for item, before in zip(items[:head], ["", *(i.content for i in items[:head])], strict=False):
        text = item.text
        if item.forced:
            role = item.said if item.said in (Role.SUBTITLE, Role.BYLINE) else Role.TITLE
            found.append((role, ""))
            titles += role is Role.TITLE
        elif not titles:
            if lines.is_subtitle(text) or lines.is_rule(text):
                break
            found.append((Role.TITLE, "正文之前的短行，没有句末标点"))
            titles = 1
        elif lines.is_subtitle(text):
            found.append((Role.SUBTITLE, "标题之下，以破折号起头"))
        elif found[-1][0] is Role.SUBTITLE and lines.continues_title(text, before):
            found.append((Role.SUBTITLE, "接上一行副标题"))
        elif lines.is_rule(text):
            found.append((Role.BYLINE, "标题之下的一行横线"))
        elif found[-1][0] is not Role.TITLE or lines.is_document_number(text) or lines.is_byline(text, before):
            found.append((Role.BYLINE, "标题之下的日期、姓名、职务或单位"))
        else:
            found.append((Role.TITLE, "接上一行标题"))
            titles += 1
        if len(found) > 1 and _is_parted(items, found, len(found) - 1):
            titles -= found.pop()[0] is Role.TITLE
            break
    _settle_last_title(items, found, titles, has_subheads=has_subheads)
    parted = (at for at in range(1, len(found)) if _is_parted(items, found, at))
    return found[: next(parted, len(found))]


def _is_parted(items: list[Item], found: list[tuple[Role, str]], at: int) -> bool:
    """An element of the frame stood above the line, so that it is not one text with the line above it."""
    return found[at][0] is found[at - 1][0] and not lines.adjoins(items[at - 1], items[at])


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
    if not blanks or blanks[0] > _SET_APART_LINES or len(blanks) * 2 > head - 1:
        return 0  # nothing is set apart, or each line from the next
    return blanks[0]


def _settle_last_title(items: list[Item], found: list[tuple[Role, str]], titles: int, *, has_subheads: bool) -> None:
    """Correct the last line of a title of several: a unit above a bare date, or the body's first sub-heading."""
    last = titles - 1
    if titles < 2 or items[last].forced or found[last][0] is not Role.TITLE:  # noqa: PLR2004 - a title's only line stays
        return
    text, before = items[last].text, items[last - 1].content
    if lines.continues_title(text, before) or text.startswith(("（", "(")):
        return
    following = items[last + 1] if last + 1 < len(items) else None
    dated = last + 1 < len(found) and following and lines.is_date(following.content.strip("（()）"))
    if (dated and lines.is_place(text)) or (lines.is_organ(text) and not lines.is_organ(before)):
        found[last] = (Role.BYLINE, "标题之下的单位")
    if last + 1 < len(found):
        return
    runs_on = following is not None and not following.table and lines.is_ended(following.text) and not following.label
    separated = items[last].blank_before and not (following and following.blank_before)
    if runs_on and lines.is_subhead(items[last]) and (has_subheads or separated):
        found.pop()


def _addressee_lines(items: list[Item], at: int) -> int:
    """On how many lines a list of 主送机关 that begins at `at` stands, each but the last ending in `，` or `、`."""
    end = at
    while end + 1 < len(items) and end - at < _ADDRESSEE_LINES and items[end].text[-1:] in tuple("，、,"):
        end += 1
        item = items[end]
        if item.label or item.forced or item.blank_before or not lines.adjoins(items[end - 1], item):
            return 1
    return end - at + 1


def is_addressee(item: Item, following: Item, *, speaks: bool) -> bool:
    """The item is 主送机关 or, where the title has a byline and somebody `speaks`, a 称谓."""
    if item.table or item.label or following.table or not lines.is_addressee(item.text) or lines.annex_line(item.text):
        return False
    if following.text.endswith(("；", ";")):
        return False  # a list stands under it
    if following.label is None or speaks:
        return True
    # on top of a numbered line `会议决定：` is no addressee; a list of organs is one, and a line set out to the left
    is_list = len(re.findall("[、，,]", item.text)) > 1 or re.search("(?:^|[、，,])各", item.text) is not None
    return is_list or lines.indent(item) < lines.indent(following)
