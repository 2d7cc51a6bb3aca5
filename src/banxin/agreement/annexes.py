"""Whether the annexes of a document agree with its 附件说明 (7.3.7)."""

from __future__ import annotations

from banxin.document import Annex, Document, Paragraph, Role
from banxin.errors import Remarks
from banxin.forms import ending, lines
from banxin.forms.numbering import Kind, han_value, recognise
from banxin.regex import regex
from banxin.streams import visible


def check_note(document: Document, remarks: Remarks) -> None:
    """Warn where 附件说明 and the annexes that follow differ in number or title (7.3.7)."""
    listed = [_listed(p) for p in document.back if p.role is Role.ATTACHMENT_NOTE]
    annexes = [annex for annex in document.annexes if annex.label]
    if not listed or not annexes:
        return
    hint = "附件的序号和标题应与附件说明一致，请核对"
    first = annexes[0].line
    count = len(annexes)
    if not any(ending.name_of_sub_item(p.text) for p in document.back if p.role is Role.ATTACHMENT_NOTE):
        tops = [_top(annex) for annex in annexes]
        annexes = [annex for annex, top in zip(annexes, tops, strict=True) if not top]
        count = len(annexes) + len({*filter(None, tops)} - {_number(annex) for annex in annexes})
    if len(listed) != count:
        message = f"附件说明列有{len(listed)}项，文后的附件有{count}个"
        remarks.warn("BX106", first, message, hint)
    numbers = [_number(annex) for annex in annexes]
    by_number = {number: (name, line) for number, name, line in listed if number}
    for place, (annex, number) in enumerate(zip(annexes, numbers, strict=True)):
        if number and by_number:
            if number not in by_number:
                if len(listed) == count:
                    message = f"附件说明里没有“{visible(annex.label)}”这一项"
                    remarks.warn("BX107", annex.line, message, hint)
                continue
            name, line = by_number[number]
        elif len(listed) == len(annexes) == count:
            _, name, line = listed[place]
        else:
            continue
        if annex.title and name and _bare(annex.title) != _bare(name):
            has = visible(annex.title)
            message = f"“{visible(annex.label)}”的标题“{has}”与附件说明（第{line}行）里的“{name}”不一致"
            remarks.warn("BX107", annex.line, message, hint)


def _listed(paragraph: Paragraph) -> tuple[int, str, int]:
    """(number, 0 if it has none; name; line) of an item of 附件说明."""
    text = paragraph.text
    number = ""
    head = lines.annex_line(text)
    if head:
        text, number = head.title, head.number
    if name := ending.name_of_sub_item(text):
        return 0, name, paragraph.line
    label = recognise(text)
    if label and label.kind in (Kind.ARABIC, Kind.DECIMAL_1):
        return label.value, text[label.end :], paragraph.line
    return _value(number), text, paragraph.line


def _number(annex: Annex) -> int:
    head = lines.annex_line(annex.label)
    return _value(head.number if head else "")


def _top(annex: Annex) -> int:
    """The number of the annex of which `附件1—2` is a part; 0: it is a part of none."""
    head = lines.annex_line(annex.label)
    found = _PART.match(head.number) if head else None
    return int(found[1]) if found else 0


def _value(number: str) -> int:
    if not number:
        return 0
    if number[0].isdecimal():
        return int(number) if number.isdecimal() else 0  # `附件1-2` is counted by nobody
    return han_value(number)


_PART = regex("([0-9]{1,2})[-—–―－][0-9]")


def _bare(name: str) -> str:
    """A title without white space, the marks around it and the marks behind it."""
    return visible(name).translate(_MARKS).rstrip("。；;，,.")


_MARKS = str.maketrans(dict.fromkeys("《》〈〉“”‘’\"'"))
