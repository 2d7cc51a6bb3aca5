"""One line of what stands below the body by its form: 附件说明, 署名, 附注, 出席人员, 版记.

Pure functions, no neighbours.
"""

from __future__ import annotations

import re

from banxin.forms import lines
from banxin.forms.lines import DATE_PATTERN, Item
from banxin.forms.numbering import Kind, recognise
from banxin.regex import regex

_NOTE_LENGTH = 2 * lines.TITLE_LENGTH

# --- 附件说明 ---------------------------------------------------------------------------------------------------------

_SHORT_HEAD = regex(r"附[：:](?P<title>.{2,})")


def is_note_head(item: Item) -> bool:
    """`附件：…`, `附件1：…`, `附件：` alone, `附：…`."""
    text = item.text
    if len(text) > _NOTE_LENGTH:
        return False
    annex = lines.annex_line(text)
    if annex is None:
        return _SHORT_HEAD.fullmatch(text) is not None and lines.is_open(text)
    return annex.colon or bool(annex.number) or not annex.title


def is_note_item(item: Item) -> bool:
    """The line may be an item of 附件说明: numbered, or behind `附件：`."""
    if item.block or len(item.text) > _NOTE_LENGTH:
        return False
    annex = lines.annex_line(item.text)
    text = annex.title if annex else item.text
    if annex and not (text and (annex.colon or annex.number)):
        return False
    label = recognise(text) if annex else item.label
    numbered = label is not None and label.kind in (Kind.ARABIC, Kind.DECIMAL_1)
    numbered = numbered or _OF_AN_ITEM.match(text) is not None
    if lines.is_open(text):
        return numbered or annex is not None
    return numbered and (text.endswith(("；", ";")) or _MARKED_NAME.fullmatch(text) is not None)


_OF_AN_ITEM = regex(r"[0-9]{1,2}[-—－–][0-9]{1,2}[.．、\s]\s*(?=[一-鿿《“])")
"""`1-1.评分表`: an annex of the first annex."""
_MARKED_NAME = regex(r"[^。；;！？，：:]{2,60}。")
"""A name with the end mark that 7.3.4 does not want; no sentence has so little in it."""


def is_marked_name(text: str) -> bool:
    """A name with the end mark that 7.3.4 does not want."""
    return _MARKED_NAME.fullmatch(text) is not None


_PAPERS = (
    *"表单册图书案法则纲录",
    *(
        "名单",
        "要点",
        "清单",
        "样式",
        "范本",
        "模板",
        "说明",
        "提纲",
        "意见",
        "通知",
        "标准",
        "公约",
        "协议",
        "合同",
        "材料",
        "照片",
    ),
)
_BRACKETED_END = regex("[（(][^（()）]*[）)]$")


def names_paper(text: str) -> bool:
    """`任务分解表`: ends as the name of an attachment does."""
    name = _BRACKETED_END.sub("", text)
    return "一" <= text[:1] <= "鿿" and name[1:].endswith(_PAPERS) and not lines.is_place(text)


def name_of_sub_item(text: str) -> str:
    """`评分表` of `1-1.评分表`; empty if the item has no such number."""
    match = _OF_AN_ITEM.match(text)
    return text[match.end() :] if match else ""


def note_number(item: Item) -> int:
    """The number of an item of 附件说明; 0 if it has none."""
    annex = lines.annex_line(item.text)
    label = recognise(annex.title) if annex else item.label
    if label and label.kind in (Kind.ARABIC, Kind.DECIMAL_1):
        return label.value
    return int(annex.number) if annex and annex.number.isdecimal() else 0


_ITEM_START = regex(r"(?<![\s；;])[\s；;]+(?=[0-9０-９]{1,2}[.．、])")


def note_items(text: str) -> list[str]:
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


# --- 署名 and 成文日期 ------------------------------------------------------------------------------------------

_SEAL_NOTE = regex("[（(][公盖印签单位]{0,4}章[)）]")
"""Holds the place of a seal."""
_SEAL = r"[（(]\s*(?:盖章|公章|印章|签[字名章]|签字(?:或|、)?盖章|盖章签字|手印)\s*[）)]"
_LABEL = r"[^，。；：:\s_]{1,16}(?:\s{1,4}[^，。；：:\s_]{1,4}){0,3}"
_TO_SIGN = rf"{_LABEL}(?:{_SEAL}|(?<=签[字名章])|(?<=盖章)|(?<=代表)|(?<=[甲乙丙丁]方)|(?<=人))\s*[：:][\s_＿—-]*"
_TO_FILL = rf"{_LABEL}[：:](?:\s*[_＿—]{{2,}}|\s{{3,}})\s*"
_SIGNING = regex(rf"(?:{_TO_SIGN}|{_TO_FILL}){{0,2}}(?:{_TO_SIGN}|{_TO_FILL}|(?<=[\s_]){_LABEL}[：:])")
"""One place to sign or several beside one another."""
_PARTY = rf"{_LABEL}?(?:{_SEAL}|(?<=签[字名章])|(?<=盖章)|(?<=代表)|(?<=代表人)|(?<=[甲乙丙丁]方))\s*[：:]"
_BESIDE = r"[^，。；：:]{0,30}"
"""A name, or room for one."""
_PARTIES = regex(rf"(?:{_PARTY}{_BESIDE}\s)?(?:{_PARTY}{_BESIDE}\s){{1,2}}\s*{_PARTY}{_BESIDE}")
_SEALED = regex(rf"{_LABEL}{_SEAL}\s*[：:]\s*[^，。；：:\s]{{2,30}}")
"""`甲方（盖章）：某某公司`."""
_DAY = r"(?:[0-9]{2,4}|[xX×_＿]{2,8})?\s*年\s*[0-9xX×_＿]{0,8}\s*月\s*[0-9xX×_＿]{0,8}\s*日"
_DATE_LABEL = r"(?:(?:签[订署字约])?(?:日\s*期|时\s*间)\s*[：:]\s*)?"
_BLANK_DATE = regex(rf"{_DATE_LABEL}{_DAY}(?:\s*{_DATE_LABEL}{_DAY})?|[\[【［]\s*(?:成文)?日期\s*[\]】］]")
_WHOLE_DATE = regex(rf"时\s*间\s*[：:]\s*{DATE_PATTERN}")
_HOLDER = regex(r"[\[【［]\s*[^\[\]【】［］]{0,8}(?:名称|单位|公司|部门|姓名|机关|落款)\s*[\]】］]")


def is_seal_note(text: str) -> bool:
    """`（盖章）` on a line of its own."""
    return _SEAL_NOTE.fullmatch("".join(text.split())) is not None


def without_seal_note(text: str) -> str:
    """A name without `（盖章）`."""
    return _SEAL_NOTE.sub("", text)


def is_signing(text: str) -> bool:
    """`承诺人（签字）：____`, `甲方：　　乙方：`, `[公司名称]`: a place to sign, or several."""
    if "：" not in text and ":" not in text:
        return _HOLDER.fullmatch(text) is not None
    return any(form.fullmatch(text) for form in (_SIGNING, _HOLDER, _SEALED)) or are_parties(text)


def are_parties(text: str) -> bool:
    """`甲方：某某局　　乙方：某某公司`: parties side by side, by names or by places to sign."""
    return len(text) <= _LINE_LENGTH and text.count("：") + text.count(":") > 1 and _PARTIES.fullmatch(text) is not None


def is_blank_date(text: str) -> bool:
    """`　　年　　月　　日`, `日期：2026年　月　日`, `[日期]`, or two dates side by side; no date that is whole."""
    return _BLANK_DATE.fullmatch(text) is not None and _WHOLE_DATE.fullmatch(text) is None and not lines.is_date(text)


def are_places(item: Item) -> bool:
    """The name of an organ or a place, or several parted by gaps; a person beside a unit is none."""
    parts = lines.parts(item)
    if len(parts) > 1 and not all(len(part) == 1 for part in parts):
        return all(lines.is_place("".join(part.split())) for part in parts)
    return lines.is_place(without_seal_note("".join(item.text.split())).rstrip("宣启呈"))


# --- 附注 -------------------------------------------------------------------------------------------------------------

_REMARK = regex(
    r"[（(](?:此件|联\s*系|公开|主动公开|依申请公开|不予公开|此页无正文)[^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)*[)）]"
)
_CONTACT = regex(
    r"[（(]?(?:联\s*系|咨\s*询|电\s*话|传\s*真|地\s*址|邮\s*箱|邮\s*编|电子邮[箱件]|监督(?:电话|举报))[^，。；：:]{0,10}[：:].{0,200}"
)


def is_known_remark(text: str) -> bool:
    """附注 says how far a document may be known, or whom to ask (7.3.6)."""
    return _REMARK.fullmatch(text) is not None


def is_contact(text: str) -> bool:
    """`联系人：王某某　电话：…`."""
    return _CONTACT.fullmatch(text) is not None


# --- 出席人员 ---------------------------------------------------------------------------------------------------------

_ATTENDEES = (
    r"(?:出\s*席|参\s*加|参\s*会|到\s*会|列\s*席|请\s*假|缺\s*席|记\s*录|主\s*持)"
    r"(?:人\s*员?|会议|单位|领导|同志)?\s*[：:]"
)


def begins_attendees(text: str) -> bool:
    """`出席：…`, `列席人员：…`."""
    return re.match(_ATTENDEES, text) is not None


# --- 版记 -------------------------------------------------------------------------------------------------------------

_STRONG = r"(?:抄\s*[送报]|分\s*送|报\s*送|抄\s*报\s*抄\s*送)\s*[：:]"
_WEAK = r"(?:主\s*送|[发送报])\s*[：:]"
_MAIN = r"主\s*送\s*[：:]"
_COPIES = r"[（(]?\s*共\s*印\s*[0-9０-９xX×]{1,6}\s*份\s*[）)]?\s*。?"
_PRINT_DATE = (
    rf"(?:印发(?:日期|时间)\s*[：:]\s*{DATE_PATTERN}(?:\s*印[发制]?)?|{DATE_PATTERN}\s*印[发制]?)(?:\s*{_COPIES})?"
)
_STAFF = (
    r"(?:[录校]\s*[入对]|打\s*[字印]|核\s*[对稿]|排\s*版|印\s*数|(?:责任)?编\s*[辑审]|审\s*[核签]|签\s*发)"
    r"\s*[：:].{1,60}"
)
_PRINT_ORGAN = r"印发(?:机关|单位)\s*[：:].{2,60}"
_LINE_LENGTH = 100
_LIST_LENGTH = 400
_NAME_LENGTH = 30


def begins_copies(text: str) -> bool:
    """`抄送：`."""
    return text[:1] in "抄分报" and re.match(_STRONG, text) is not None


def begins_sending(text: str) -> bool:
    """`主送：` `报：` `发：`, which other texts may say as well."""
    return text[:1] in "主发送报" and re.match(_WEAK, text) is not None


def begins_main(text: str) -> bool:
    """`主送：`."""
    return re.match(_MAIN, text) is not None


def is_print_date(text: str) -> bool:
    """`2026年1月15日印发`."""
    return len(text) <= _LINE_LENGTH and re.fullmatch(_PRINT_DATE, text) is not None


def is_printer(text: str) -> bool:
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


def is_staff(text: str) -> bool:
    """`校对：王某某`: who typed and read the text, beside 印发机关."""
    return re.match(_STAFF, text) is not None and lines.is_open(text)


def is_list(text: str) -> bool:
    """Names and nothing else."""
    if not text or len(text) > _LIST_LENGTH or re.search("[。！？：:].", text) or text[-1] in "！？：:":
        return False
    if lines.is_rule(text) or lines.annex_line(text) or lines.is_bracketed(text):
        return False
    if lines.is_date(text) or lines.name_and_date(text):
        return False
    return all(len(name) <= _NAME_LENGTH for name in re.split(r"[，、；,;。\s]", text))
