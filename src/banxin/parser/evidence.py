"""What speaks for and against each reading of a line: one table of (reading, test, weight, why).

Weights are small numbers with a meaning: 1 a hint, 2 the usual form, 4 a form that hardly anything else has; negative
ones speak against. Body text is worth 0, so that the sum of a reading says how much better it is than body text. A
line may have a reading only where the reading's need holds. `why` is shown to users; a row without one explains
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import NamedTuple

from banxin.document import Role
from banxin.elements import NAMES
from banxin.forms import ending, head
from banxin.forms.head import Mark, needs_mark
from banxin.forms.lines import BULLETS
from banxin.forms.numbering import Kind
from banxin.parser.facts import Facts
from banxin.regex import regex


class Zone(IntEnum):
    """The parts of a document, in their order."""

    LABEL = 0
    """`附件1`."""
    HEAD = 1
    """版头."""
    TITLE = 2
    ADDRESS = 3
    BODY = 4
    NOTE = 5
    """附件说明."""
    CLOSE = 6
    """署名, 成文日期, 附注, 出席人员."""
    IMPRINT = 7
    """版记."""

    __hash__ = int.__hash__


class Reading(IntEnum):
    """What a line is read as."""

    LABEL = 1
    ELEMENTS = 2
    """One or more elements of 版头."""
    MARK = 3
    ISSUE = 4
    """令号, 期号."""
    SIGNERS = 5
    """More names of 签发人."""
    ISSUER = 6
    """Who issues minutes or a 简报, and when."""
    HEAD_RULE = 7
    TITLE = 8
    SUBTITLE = 9
    BYLINE = 10
    NUMBER = 11
    """发文字号 below the title."""
    ADDRESSEE = 12
    ADDRESSEE_ON = 13
    BODY = 14
    NOTE = 15
    NOTE_ON = 16
    ATTENDEES = 17
    ATTENDEES_ON = 18
    SIGNATURE = 19
    DATE = 20
    SIGNED_DATE = 21
    """署名 and 成文日期 in one line."""
    REMARK = 22
    """附注 above 署名, or without a date."""
    REMARK_BELOW = 23
    """附注 or another line below 成文日期."""
    COPY = 24
    COPY_ON = 25
    PRINTER = 26
    IMPRINT_RULE = 27

    __hash__ = int.__hash__  # an Enum's own costs a tenth of the whole reading


R, Z = Reading, Zone
READINGS: dict[Reading, tuple[Zone, Role | None, tuple[Role, ...]]] = {
    R.LABEL: (Z.LABEL, Role.ANNEX_LABEL, (Role.ANNEX_LABEL,)),
    R.ELEMENTS: (
        Z.HEAD,
        Role.DOCUMENT_NUMBER,
        (Role.COPY_NUMBER, Role.SECRECY, Role.URGENCY, Role.DOCUMENT_NUMBER, Role.SIGNER),
    ),
    R.MARK: (Z.HEAD, Role.ISSUER_MARK, (Role.ISSUER_MARK,)),
    R.ISSUE: (Z.HEAD, Role.DOCUMENT_NUMBER, (Role.ORDER_NUMBER,)),
    R.SIGNERS: (Z.HEAD, Role.SIGNER, ()),
    R.ISSUER: (Z.HEAD, Role.BYLINE, (Role.BYLINE,)),
    R.HEAD_RULE: (Z.HEAD, None, ()),
    R.TITLE: (Z.TITLE, Role.TITLE, (Role.TITLE, Role.ANNEX_TITLE)),
    R.SUBTITLE: (Z.TITLE, Role.SUBTITLE, (Role.SUBTITLE,)),
    R.BYLINE: (Z.TITLE, Role.BYLINE, (Role.BYLINE,)),
    R.NUMBER: (Z.TITLE, Role.DOCUMENT_NUMBER, (Role.DOCUMENT_NUMBER,)),
    R.ADDRESSEE: (Z.ADDRESS, Role.ADDRESSEE, (Role.ADDRESSEE,)),
    R.ADDRESSEE_ON: (Z.ADDRESS, Role.ADDRESSEE, ()),
    R.BODY: (Z.BODY, Role.BODY, (Role.BODY, Role.NOTE, Role.RESIDUE)),
    R.NOTE: (Z.NOTE, Role.ATTACHMENT_NOTE, (Role.ATTACHMENT_NOTE,)),
    R.NOTE_ON: (Z.NOTE, Role.ATTACHMENT_NOTE, ()),
    R.ATTENDEES: (Z.CLOSE, Role.ATTENDEES, (Role.ATTENDEES,)),
    R.ATTENDEES_ON: (Z.CLOSE, Role.ATTENDEES, ()),
    R.SIGNATURE: (Z.CLOSE, Role.SIGNATURE, (Role.SIGNATURE,)),
    R.DATE: (Z.CLOSE, Role.DATE, (Role.DATE,)),
    R.SIGNED_DATE: (Z.CLOSE, Role.SIGNATURE, ()),
    R.REMARK: (Z.CLOSE, Role.REMARK, (Role.REMARK,)),
    R.REMARK_BELOW: (Z.CLOSE, Role.REMARK, (Role.REMARK,)),
    R.COPY: (Z.IMPRINT, Role.COPY_TO, (Role.MAIN_TO, Role.COPY_TO)),
    R.COPY_ON: (Z.IMPRINT, Role.COPY_TO, ()),
    R.PRINTER: (Z.IMPRINT, Role.PRINTER, (Role.PRINTER,)),
    R.IMPRINT_RULE: (Z.IMPRINT, None, ()),
}
"""Of each reading its zone, the role of most lines that are read so (a rule has none), and the roles that a directive
may give such a line."""
ZONE = {reading: zone for reading, (zone, _, _) in READINGS.items()}
ROLES = {reading: role for reading, (_, role, _) in READINGS.items() if role}
SAID = {role: tuple(r for r, (_, _, said) in READINGS.items() if role in said) for role in Role}
"""The readings of a line of which a directive says the role."""


class Row(NamedTuple):
    """One piece of evidence."""

    test: Callable[[Facts], bool]
    weight: float
    why: str = ""


def _plain(f: Facts) -> bool:
    return not f.labelled and not f.is_table and f.text != ""


def _is_note_name(f: Facts) -> bool:
    """A short line without a mark of its own, as the second line of a name or a further name is."""
    return _plain(f) and f.length <= 60 and f.is_open and not f.is_date and f.name_and_date is None and f.annex is None


_NOTE = ("注：", "注:", "备注")


NEEDS: dict[Reading, Callable[[Facts], bool]] = {
    R.LABEL: lambda f: f.annex is not None and (not f.annex_title or bool(f.annex.number) or f.annex.colon),
    R.ELEMENTS: lambda f: bool(f.pieces),
    R.MARK: lambda f: f.mark is not Mark.NONE or bool(f.numbered_mark) or f.squeezed == "令",
    R.ISSUE: lambda f: bool(f.issue) or f.is_loose_number,
    R.SIGNERS: lambda f: _plain(f) and f.is_short and head.are_names(f.text),
    R.ISSUER: lambda f: (
        f.minutes
        and _plain(f)
        and f.is_short
        and (f.is_date or f.name_and_date is not None or f.is_place or f.squeezed[-1:] in "编印")
    ),
    R.HEAD_RULE: lambda f: f.is_rule,
    R.TITLE: lambda f: (f.is_title and not f.is_rule) or f.exclaims or f.ends_title or f.names_topic,
    R.SUBTITLE: lambda f: f.is_title,
    R.BYLINE: lambda f: (
        f.is_title or f.is_byline or (f.is_field and f.is_short and f.text[-1] not in "：:") or f.is_rule
    ),
    R.NUMBER: lambda f: f.is_number,
    R.ADDRESSEE: lambda f: (
        f.is_addressee or f.greets or f.is_addressed or (f.text[-1:] in "，、," and f.length <= 200 and _plain(f))
    ),
    R.ADDRESSEE_ON: lambda f: f.is_addressee or (f.text[-1:] in "，、," and f.length <= 200 and _plain(f)),
    R.BODY: lambda _: True,
    R.NOTE: lambda f: f.is_note_head,
    R.NOTE_ON: lambda f: f.is_note_item or _is_note_name(f),
    R.ATTENDEES: lambda f: f.attends and f.minutes,
    R.ATTENDEES_ON: lambda f: f.is_list and f.length <= 200 and f.text[-1] != "。",
    R.SIGNATURE: lambda f: _plain(f) and (f.is_name or f.signs or f.holds_seal) and not (f.is_rule or f.is_blank_date),
    R.DATE: lambda f: f.is_date or f.is_day or f.is_blank_date or f.dated_note,
    R.SIGNED_DATE: lambda f: f.name_and_date is not None,
    R.REMARK: lambda f: _plain(f) and (f.is_known_remark or f.is_contact),
    R.REMARK_BELOW: lambda f: _plain(f) and not f.is_long and (f.is_bracketed or f.is_remark or f.text[:2] in _NOTE),
    R.COPY: lambda f: f.copies or f.sends,
    R.COPY_ON: lambda f: f.is_list,
    R.PRINTER: lambda f: (
        f.prints or f.staffs or (_plain(f) and (f.name_and_date is not None or f.is_place) and f.is_short)
    ),
    R.IMPRINT_RULE: lambda f: f.is_rule,
}
"""What must hold for a line to have a reading."""

_ITEM = Row(lambda f: f.item.is_item, -5)
"""What the file marks as an item of a list is no element."""

EVIDENCE: dict[Reading, tuple[Row, ...]] = {
    R.BODY: (
        Row(lambda f: not f.labelled and f.is_date, -1.5),
        Row(lambda f: f.is_short and _plain(f) and not f.siblings and f.is_open, -0.5),
        Row(lambda f: f.siblings > 0, 0.5, "独立的短行，其下有内容，别处还有同样的"),
        Row(lambda f: f.is_set_in and f.is_short and not f.is_large, 0.5),
        Row(lambda f: f.prints or f.copies, -2),
        Row(lambda f: f.divides, 6, "条文之上的“总则”“附则”一类"),
    ),
    R.LABEL: (
        Row(lambda f: f.annex is not None and not f.annex.title, 4, "附件的标识，其下是附件的内容"),
        Row(lambda f: f.annex_title != "", 2, "附件的标识和标题"),
        Row(lambda f: f.annex_title != "" and not f.is_open, -50),
        Row(lambda f: f.blank, 0.5),
        Row(lambda f: f.begins_page, 1.5, "在一面之首"),
    ),
    R.ELEMENTS: (
        Row(
            lambda f: not all(map(needs_mark, f.pieces)), 4, "位于版头，写法合乎份号、密级、紧急程度、发文字号或签发人"
        ),
        Row(lambda f: all(map(needs_mark, f.pieces)), 0.5, "位于版头，写法合乎份号"),
    ),
    R.MARK: (
        Row(lambda f: f.mark is Mark.FILE, 5, "位于版头，以“文件”结尾"),
        Row(lambda f: f.is_centred and f.is_large, 2.5),
        Row(lambda f: f.mark in (Mark.WORD, Mark.ORDER) or bool(f.numbered_mark), 2, "位于版头，发文机关标志的写法"),
        Row(lambda f: bool(f.numbered_mark) and f.numbered_mark[0].text[-1] == "令", 3),
        Row(lambda f: f.mark in (Mark.ORGAN, Mark.MINUTES, Mark.NOTICE), 0.5, "位于版头，发文机关的名称，其下有编号"),
    ),
    R.ISSUE: (Row(lambda _: True, 2, "标志之下的编号"),),
    R.SIGNERS: (Row(lambda _: True, 0, "接上一行签发人的姓名"),),
    R.ISSUER: (
        Row(lambda _: True, 1, "编号之下，编印的机关和日期"),
        Row(lambda f: f.is_date or f.name_and_date is not None, 1.5, "编号之下，编印的机关和日期"),
    ),
    R.HEAD_RULE: (Row(lambda _: True, 2, "版头或版记里只有横线的一行"),),
    R.TITLE: (
        Row(lambda _: True, 2, "正文之前的短行，没有句末标点"),
        Row(lambda f: f.item.level == 1 and f.before is None, 3, "原文标明的一级标题，在全文之首"),
        Row(lambda f: f.item.level > 1, -3),
        Row(lambda f: f.is_centred and f.is_large, 2.5, "居中的大字"),
        Row(lambda f: f.is_centred and not f.is_large, 0.5),
        Row(lambda f: f.is_styled_title, 1.5, "原文件里是“标题”样式"),
        Row(lambda f: f.is_set_in and not f.is_large, -1),
        Row(lambda f: f.is_right and f.item.looks is not None, -2),
        Row(lambda f: f.names_kind, 1.5, "以文种结尾"),
        Row(lambda f: f.is_about, 1.5, "写有“关于”"),
        Row(lambda f: f.is_subtitle, -3),
        Row(lambda f: f.is_date, -8),
        Row(lambda f: f.dated_note, -5),
        Row(lambda f: f.is_number, -5),
        Row(lambda f: f.is_bracketed and (f.length > 14 or f.before is None) and not f.names_kind, -3),
        Row(lambda f: f.prints or f.is_known_remark or f.is_contents or f.text[0] in BULLETS, -5),
        _ITEM,
        Row(lambda f: not f.has_han, -3),
        Row(lambda f: "\u3000" in f.text and f.length > 6 and not f.names_kind, -1),
        Row(lambda f: f.is_direction and not f.names_kind_inside, -4),
        Row(lambda f: re.search("[，,]", f.text) is not None and not f.names_kind, -1.5),
        Row(lambda f: f.length > 80 and f.before is None, -6),
        Row(lambda f: f.name_and_date is not None and not f.names_kind, -3),
        Row(lambda f: f.is_byline and not f.is_date and not f.dated_note, -2),
        Row(lambda f: f.is_field and not f.names_topic and not f.names_kind, -4),
        Row(lambda f: f.is_party, -5),
        Row(lambda f: f.names_topic, -1),
        Row(lambda f: f.names_topic and f.after is not None and f.after.is_field, 2.5, "其下是时间、地点等项"),
        Row(lambda f: f.is_place, -0.5),
        Row(lambda f: f.is_all_short and not f.is_set_apart and not f.names_kind and not f.is_about, -3),
        Row(lambda f: f.run > 8, -2),
    ),
    R.SUBTITLE: (
        Row(lambda f: f.is_subtitle, 3.5, "标题之下，以破折号起头"),
        Row(lambda f: not f.is_subtitle, -2.5, "接上一行副标题"),
    ),
    R.BYLINE: (
        Row(lambda f: f.is_byline, 3, "标题之下的日期、姓名、职务或单位"),
        Row(lambda f: f.is_centred and not f.is_large, 1, "居中的小字"),
        Row(lambda f: f.is_date, 1),
        Row(lambda f: f.is_rule, 1, "标题之下的一行横线"),
        Row(lambda f: f.siblings > 0 and not f.credits, -6),
        Row(lambda f: f.is_contents or f.is_listed, -6),
        Row(lambda f: f.is_place or f.is_person, 1.5, "标题之下的单位或姓名"),
        Row(lambda f: f.is_number, -1),
        Row(lambda f: f.is_direction or f.prints, -5),
        Row(lambda f: re.search("[，,]", f.text) is not None and not f.is_bracketed, -1.5),
        Row(lambda f: (f.signs or (f.is_field and f.is_byline)) and f.fields > 1, -4),
        Row(lambda f: f.run > 3 and not f.is_byline and not f.is_place, -1),
        Row(lambda f: f.is_person and f.after is not None and f.after.is_person and not f.after.siblings, -7),
        Row(lambda f: f.organs > 1 and not f.organs_dated, -3),
        Row(lambda f: re.search("[0-9]{5}", f.text) is not None, -3),
        Row(lambda f: f.names_kind or f.is_about, -2),
        Row(lambda f: f.is_field and not f.signs, -1),
        _ITEM,
        Row(lambda f: not f.is_byline and not f.is_place, -0.5, "标题之下的短行"),
    ),
    R.NUMBER: (Row(lambda _: True, 3.5, "标题之下，年份和序号的写法"),),
    R.ADDRESSEE: (
        Row(lambda f: f.is_addressee, 2, "以冒号结尾，称呼受文者，其下是正文"),
        Row(lambda f: f.is_set_out, 0.5),
        Row(lambda f: f.is_addressee and (f.lists_organs or f.is_salutation), 1.5, "所称呼的是机关或人员"),
        Row(lambda f: f.siblings > 0 and not f.lists_organs and not f.is_salutation, -4),
        _ITEM,
        Row(lambda f: f.greets, 3, "称呼并问候听众"),
        Row(lambda f: f.is_addressed, 2.5, "函、请示一类标题之下的机关，缺冒号"),
        Row(lambda f: not (f.is_addressee or f.greets or f.is_addressed), -1, "主送机关写成几行"),
    ),
    R.ADDRESSEE_ON: (
        Row(lambda f: f.is_addressee, 1.5, "接上一行主送机关"),
        Row(lambda f: not f.is_addressee, 0.5, "接上一行主送机关"),
    ),
    R.NOTE: (
        Row(lambda f: f.annex_title != "" and f.is_open, 3, "正文之后，以“附件”起头"),
        Row(lambda f: f.annex_title == "", 1, "正文之后，以“附件”起头"),
        Row(lambda f: f.annex_title != "" and not f.is_open and f.is_note_item, 1.5, "正文之后，以“附件”起头"),
        Row(lambda f: ending.is_marked_name(f.annex_title), 1.5, "正文之后，以“附件”起头"),
        Row(
            lambda f: f.annex_title != "" and not (f.is_open or f.is_note_item or ending.is_marked_name(f.annex_title)),
            -20,
        ),
    ),
    R.NOTE_ON: (
        Row(lambda f: f.is_note_item, 2, "接附件说明的编号"),
        Row(lambda f: not f.is_note_item, -1.5, "接上一行附件说明"),
    ),
    R.ATTENDEES: (Row(lambda _: True, 2, "纪要正文之后，以出席、请假、列席等起头"),),
    R.ATTENDEES_ON: (Row(lambda _: True, 0.5, "接上一行的姓名"),),
    R.SIGNATURE: (
        Row(lambda f: f.is_name, 0, "正文之后、成文日期之前的短行"),
        Row(lambda f: f.is_place, 2, "正文之后的机关名称"),
        Row(lambda f: f.signs, 1.5, "正文之后签名的写法"),
        Row(lambda f: f.is_person and not f.names_paper, 1, "正文之后的姓名"),
        Row(lambda f: f.names_paper, -2),
        Row(lambda f: f.organs > 2 and not f.organs_dated, -3),
        Row(lambda f: f.is_right, 2.5, "写在右边"),
        Row(
            lambda f: f.is_place and f.after is None and f.before is not None and f.before.is_ended,
            2.5,
            "全文最后一行，机关的名称",
        ),
        Row(
            lambda f: f.signs_off and f.after is None and f.before is not None and f.before.is_ended,
            4,
            "全文最后一行，签名的写法",
        ),
        Row(lambda f: f.is_closing, -5),
        _ITEM,
        Row(lambda f: f.is_bracketed and not f.holds_seal, -3),
        Row(lambda f: f.holds_seal, 1.5, "署名之下盖章的位置"),
        Row(lambda f: f.length > 30 and not f.is_place, -2),
    ),
    R.DATE: (
        Row(lambda f: f.is_date, 3, "正文之后的日期"),
        Row(lambda f: f.is_right and f.item.looks is not None, 1, "写在右边"),
        Row(lambda f: f.is_blank_date and not f.is_date, 2, "正文之后留待填写的日期"),
        Row(lambda f: f.is_day, 0.5, "正文之后的日期"),
        Row(lambda f: f.dated_note, -1, "正文之后括号里的日期"),
    ),
    R.SIGNED_DATE: (
        Row(lambda f: f.name_and_date is not None, 2.5, "正文之后的名称和日期"),
        Row(lambda f: f.is_place, 0),
    ),
    R.REMARK: (
        Row(lambda f: f.is_known_remark, 3, "署名之前说明公开与联系方式的括号"),
        Row(lambda f: not f.is_known_remark, 0.5, "署名之前的联系方式"),
    ),
    R.REMARK_BELOW: (
        Row(lambda f: f.is_known_remark, 3, "成文日期之后，说明公开与联系方式的括号"),
        Row(lambda f: f.is_bracketed and not f.is_known_remark, 1.5, "成文日期之后的括号"),
        Row(lambda f: f.is_contact and not f.is_bracketed, 2, "成文日期之后的联系方式"),
        Row(lambda f: not f.is_bracketed and not f.is_contact, 0.5, "成文日期之后的一项说明"),
    ),
    R.COPY: (
        Row(lambda f: f.copies, 5, "位于版记，以抄送、抄报、分送等起头"),
        Row(lambda f: f.sends and not f.copies, 2, "位于版记，以主送、报、送、发起头"),
        Row(lambda f: f.sends and f.minutes, 1.5),
    ),
    R.COPY_ON: (Row(lambda _: True, 0, "接上一行的机关"),),
    R.PRINTER: (
        Row(lambda f: f.prints, 5, "位于版记，印发的机关、日期或份数"),
        Row(lambda f: f.staffs and not f.prints, 2, "位于版记，编校的人员"),
        Row(lambda f: not f.prints and not f.staffs and f.name_and_date is not None, 1, "位于版记，另一个机关和日期"),
        Row(lambda f: not f.prints and not f.staffs and f.name_and_date is None, -1, "位于版记，印发机关"),
    ),
    R.IMPRINT_RULE: (Row(lambda _: True, 2, "版头或版记里只有横线的一行"),),
}
"""The table."""

FIRST_CHARACTERS = "附抄主分报发送出参到列请缺记"
"""How a long line begins that may be more than body text."""
_SENTENCE = regex(
    rf"(?![{FIRST_CHARACTERS}联咨电传地邮监备0-9０-９〇○零ОO一二三四五六七八九xX×*（(【\[])(?!.*(?:印|关于|号附))"
    r"(?:[^：:（(]{13}.*|[^：:（(]{2,12})。"
)
"""A sentence that has the form of nothing else but a list of names: no field, no remark, no date on top."""
PLAIN = [(R.BODY, 0.0)]
"""All that most lines may be."""


def weigh(facts: Facts) -> list[tuple[Reading, float]]:
    """Each reading the line may have by itself, with the sum of what speaks for and against it."""
    said = facts.item.forced
    if said is not None:
        wanted = SAID[said.role] if said.role is not None else (R.BODY,)
        return [(reading, 0.0) for reading in wanted]
    if _is_plainly_body(facts):
        return PLAIN
    readings: Iterable[Reading] = _NUMBERED if facts.labelled else NEEDS
    if not facts.labelled and facts.text[-1] == "。" and _SENTENCE.fullmatch(facts.text) and not facts.is_residue:
        readings = _LISTED
    left = _LEFT if facts.is_residue else 0.0
    found = [
        (
            reading,
            sum((row.weight for row in EVIDENCE[reading] if row.test(facts)), left if reading is not R.PRINTER else 0),
        )
        for reading in readings
        if NEEDS[reading](facts)
    ]
    if facts.item.looks and (role := _STYLES.get(facts.item.looks.style.rstrip("0123456789 续末"))):
        styled = (*SAID[role], R.NUMBER) if role is Role.BYLINE else SAID[role]  # which looks like one below a title
        found = [(reading, weight + _STYLED * (reading in styled)) for reading, weight in found]
    return found


_STYLES = {name: role for role, name in NAMES.items() if role not in (Role.BODY, Role.TITLE)}
"""What a style of a file says that is called as an element is; of titles see `EVIDENCE`."""
_STYLED = 4.0
"""What it weighs."""


_LEFT = -6.0
"""What speaks against any reading of a line that a web page or a chat left; 编校 of a 简报 stand in 版记 as well."""
_NUMBERED = (R.BODY, R.NOTE_ON)
"""What a line may be that begins with a label."""
_LISTED = (R.BODY, R.COPY_ON)
"""What a sentence may be."""


def _is_plainly_body(facts: Facts) -> bool:
    """A table, or a paragraph that nothing else can be: most lines, told at once."""
    if facts.is_table:
        return True
    text = facts.text
    if text[0] in FIRST_CHARACTERS:
        return False
    if facts.item.label:
        is_item = facts.item.label.kind in (Kind.ARABIC, Kind.DECIMAL_1)  # perhaps of 附件说明
        return not (is_item or facts.is_residue) or len(text) > 160 or (text[-1] in "：:。；" and len(text) > 60)
    if len(text) <= 80:
        return False
    return text[-1] not in "，、,：:" and (text[-1] in "。；！？" or len(text) > 400)


def reason(reading: Reading, facts: Facts) -> str:
    """Why a line is read so: the weightiest piece of evidence that says something."""
    rows = [row for row in EVIDENCE[reading] if row.why and row.test(facts)]
    return max(rows, key=lambda row: row.weight).why if rows else ""
