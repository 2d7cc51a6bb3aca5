"""The items without 版记, and 版记: 主送, 抄送, 印发机关和印发日期, 印数.

版记 is told by how its lines begin (`抄送：`) or end (`……印发`) and by where it stands: behind 成文日期, at the end of
the text, or right above an annex, so that `抄送：` within a body is text. It may stand twice, above the annexes and
behind them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from banxin.document import Paragraph, Role
from banxin.elements import NAMES
from banxin.parser import back, lines
from banxin.parser.lines import DATE_PATTERN, Item
from banxin.parser.notes import Notes

_FIRST_CHARS = frozenset("抄主分报发送印共（(录校打0123456789")
"""How a line of 版记 begins, names of organs left aside."""
_STRONG = r"(?:抄\s*[送报]|分\s*送|报\s*送|抄\s*报\s*抄\s*送)\s*[：:]"
_WEAK = r"(?:主\s*送|[发送报])\s*[：:]"
_MAIN = r"主\s*送\s*[：:]"
_COPIES = r"[（(]?\s*共\s*印\s*[0-9０-９xX×]{1,6}\s*份\s*[）)]?\s*。?"
_PRINT_DATE = rf"(?:印发日期\s*[：:]\s*)?{DATE_PATTERN}\s*印[发制]?(?:\s*{_COPIES})?"
_STAFF = (
    r"(?:[录校]\s*[入对]|打\s*[字印]|核\s*[对稿]|排\s*版|印\s*数|(?:责任)?编\s*[辑审]|审\s*[核签]|签\s*发)"
    r"\s*[：:].{1,60}"
)
"""Who typed and read the text, beside 印发机关."""
_PRINT_ORGAN = r"印发(?:机关|单位)\s*[：:].{2,60}"
_LINE_LENGTH = 100
"""Longer lines are no 印发机关."""
_LIST_LENGTH = 400
_NAME_LENGTH = 30
_NEAR = 8
"""As many lines of 附注 and 附件说明 may stand between 版记 and a date above."""
_REST = back.SIGNERS + _NEAR
"""As many lines of 署名 and of these may follow it."""
_WHY = {
    Role.MAIN_TO: "位于版记，以“主送”起头",
    Role.COPY_TO: "位于版记，以抄送、抄报、分送等起头",
    Role.PRINTER: "位于版记，印发的机关、日期或份数",
}


class _Entry(NamedTuple):
    """One paragraph of 版记, or a rule."""

    role: Role | None
    """None: a rule."""
    start: int
    end: int


def colophon(items: list[Item], notes: Notes) -> tuple[list[Item], list[Paragraph]]:
    """`items` without 版记, and its paragraphs in source order; a list over several lines is one paragraph."""
    gone: set[int] = set()
    found: list[Paragraph] = []
    at = 1  # a text that begins so has no body
    while at < len(items):
        begins = _may_begin(items[at]) or _is_parted_printer(items, at) or _is_second_date(items, at)
        entries = _entries(items, at) if begins else []
        if not entries:
            at += 1
            continue
        end = entries[-1].end
        if _is_colophon(items, entries):
            start = at
            while start > 1 and start - 1 not in gone and _is_rule(items[start - 1]):
                start -= 1
            entries = [*(_Entry(None, i, i + 1) for i in range(start, at)), *entries]
            gone.update(range(start, end))
            found += _paragraphs(items, entries, notes)
        at = end
    if not gone:
        return items, []
    return [item for index, item in enumerate(items) if index not in gone], found


def _paragraphs(items: list[Item], entries: list[_Entry], notes: Notes) -> list[Paragraph]:
    found: list[Paragraph] = []
    for role, start, end in entries:
        if role is None:
            notes.drop_rule(items[start])
            continue
        for item in items[start:end]:
            notes.because(item.line, NAMES[role], _WHY[role])
        text = lines.joined([item.content for item in items[start:end]])
        found.append(Paragraph(text, role, line=items[start].line))
    return found


def _may_begin(item: Item) -> bool:
    """Quick to see that most lines do not."""
    text = item.text
    return item.said in _WHY or text[:1] in _FIRST_CHARS or "印" in text[-12:]


def _is_rule(item: Item) -> bool:
    return item.table is None and lines.is_rule(item.text)


def _entries(items: list[Item], start: int) -> list[_Entry]:
    """The lines of 版记 that begin at `start`, rules between and below them included; empty if none do."""
    found: list[_Entry] = []
    copied = False
    at = start
    while at < len(items):
        if _is_rule(items[at]) and found:
            found.append(_Entry(None, at, at + 1))
            at += 1
            continue
        role = _role(items, at)
        if role is None and found and re.match(_STAFF, items[at].text) and lines.is_open(items[at].text):
            role = Role.PRINTER
        elif role is None and copied and lines.name_and_date(items[at].text) and _is_behind_date(items, start):
            role = Role.PRINTER  # without 印发, but with another date above
        elif role is None and _is_second_date(items, at):
            role = Role.PRINTER
        if role is None:
            break
        end = at + 1
        while role is not Role.PRINTER and end < len(items) and _goes_on(items, end):
            end += 1
        found.append(_Entry(role, at, end))
        copied = copied or role is Role.COPY_TO
        at = end
    return found


def _role(items: list[Item], at: int) -> Role | None:
    """What the line is in 版记."""
    item = items[at]
    text = item.text
    if item.forced:
        return item.said if item.said in _WHY else None
    if item.table or item.label:
        return None
    if re.match(_MAIN, text):
        return Role.MAIN_TO
    if re.match(_STRONG, text) or re.match(_WEAK, text):
        return Role.COPY_TO
    return Role.PRINTER if _is_printer(text) or _is_parted_printer(items, at) else None


def _is_printer(text: str) -> bool:
    """`某某办公室　　2026年1月15日印发`, or a part of it, or `共印50份`."""
    if "印" not in text or len(text) > _LINE_LENGTH:
        return False
    if re.fullmatch(_PRINT_DATE, text) or re.fullmatch(_COPIES, text) or re.fullmatch(_PRINT_ORGAN, text):
        return True
    match = re.search(rf"\s*{_PRINT_DATE}$", text)
    if match is None:
        return False
    # a sentence may end so as well: `……于2026年1月15日印发`
    organ = text[: match.start()]
    spaced = text[match.start()].isspace()
    return not re.search("[，。；：！？《》]", organ) and (spaced or lines.is_organ(organ))


def _is_parted_printer(items: list[Item], at: int) -> bool:
    """An organ with `2026年1月15日印发` in the next line."""
    return (
        at + 1 < len(items)
        and "印" in items[at + 1].text[-20:]
        and len(items[at + 1].text) <= _LINE_LENGTH
        and re.fullmatch(_PRINT_DATE, items[at + 1].text) is not None
        and lines.is_name_line(items[at])
    )


def _is_second_date(items: list[Item], at: int) -> bool:
    """An organ with a date behind it, below 署名 and 成文日期 on lines of their own: 印发机关 without 印发."""
    text = items[at].text
    if at < 2 or text[-1:] != "日" or not lines.is_date(items[at - 1].text):  # noqa: PLR2004 - 署名 and 成文日期
        return False
    both = lines.name_and_date(text)
    return both is not None and lines.is_place(both[0]) and lines.is_name_line(items[at - 2])


def _goes_on(items: list[Item], at: int) -> bool:
    """The line goes on the list of organs above it."""
    before, item = items[at - 1].content, items[at]
    text = item.text
    if item.forced or not lines.adjoins(items[at - 1], item):
        return False
    if item.table or item.label or before.endswith("。") or not _is_list(text) or _role(items, at):
        return False
    if at + 1 < len(items) and lines.dates(items[at + 1]):
        return False  # 署名
    if before[-1] in "，、；,;：:":
        return True
    return not item.blank_before and (re.search(r"[，、；,;。\s]", text) is not None or lines.is_place(text))


def _is_list(text: str) -> bool:
    """Names and nothing else."""
    if len(text) > _LIST_LENGTH or re.search("[。！？：:].", text) or text[-1] in "！？：:":
        return False
    if lines.is_rule(text) or lines.annex_line(text) or lines.is_bracketed(text):
        return False
    if lines.is_date(text) or lines.name_and_date(text):
        return False
    return all(len(name) <= _NAME_LENGTH for name in re.split(r"[，、；,;。\s]", text))


# --- where it stands -------------------------------------------------------------------------------------------------


def _is_colophon(items: list[Item], entries: list[_Entry]) -> bool:
    """The lines stand where 版记 stands."""
    start, end = entries[0].start, entries[-1].end
    if any(item.forced for item in items[start:end]):
        return True
    behind = _is_behind_date(items, start)
    last = _is_last(items, end)
    strong = any(
        (role is Role.PRINTER and not _is_second_date(items, first)) or re.match(_STRONG, items[first].text)
        for role, first, _ in entries
        if role is not None
    )
    # a document that is forwarded follows with its title; body text never does
    return (last or (behind and lines.is_title_line(items[end]))) if strong else (behind and last)


def _is_behind_date(items: list[Item], start: int) -> bool:
    """成文日期 stands above, with nothing between but 附注, 附件说明 and rules."""
    for item in reversed(items[max(start - _NEAR, 0) : start]):
        if item.table:
            return False
        if lines.dates(item) or lines.name_and_date(item.text):
            return True
        if item.said in (Role.ATTACHMENT_NOTE, Role.REMARK):
            continue
        annexed = lines.annex_line(item.text) is not None or (item.label is not None and lines.is_open(item.text))
        if not (annexed or lines.is_remark(item.text) or lines.is_rule(item.text)):
            return False
    return False


def _is_last(items: list[Item], end: int) -> bool:
    """Nothing but the rest of the frame follows, to the end or to an annex."""
    for item in items[end : end + _REST]:
        if item.table:
            return False
        annex = lines.annex_line(item.text)
        if item.said is Role.ANNEX_LABEL or (annex and (not annex.title or lines.is_open(annex.title))):
            return True
        if item.said in back.ROLES:
            continue
        frame = lines.is_name_line(item) or lines.is_date(item.text) or lines.is_remark(item.text)
        if not (frame or lines.is_rule(item.text)):
            return False
    return end + _REST >= len(items)
