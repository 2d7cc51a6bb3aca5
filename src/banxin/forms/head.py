"""One line of 版头 by its form: which elements it holds, and what part of 发文机关标志 it can be.

A line with several elements is cut; nothing but white space is lost by that. Whether a line that can be an element is
one is decided by the reading of all lines together (`reading`), as an organ's name or `某某会议纪要` may as well
begin a title.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from banxin.document import Role
from banxin.forms import lines
from banxin.forms.lines import BRACKETED_YEAR

LINE_LENGTH = 80
"""Characters of the longest line of 版头."""
_MARK_LENGTH = lines.NAME_LENGTH + 2
"""The longest name of an organ and `文件`, white space left aside."""
_HAN = "一-鿿"
_YEAR = "[0-9０-９xX×]{4}"

# These patterns are compiled when a text begins with a short line.
_NUMBER = (
    r"(?:(?:发文字号|文\s*号|编\s*号)\s*[：:]\s*)?[^，。；：:、《》“”]{0,20}?"
    rf"(?:{BRACKETED_YEAR}|〔\s*[0-9]{{2}}\s*〕)"
    r"\s*第?\s*(?:[0-9０-９xX×*＊_＿]{0,5}\s*[号期]|[0-9０-９]{1,5})"
    r"(?:\s*[（(]\s*总\s*第?\s*[0-9０-９]{1,5}\s*[号期]\s*[）)])?"
)
_REGISTERED = r"[A-Z]{2,8}[-—－][0-9]{4}[-—－][0-9]{3,6}"
"""The number under which a rule of an office is registered."""
_ISSUE = (
    rf"(?:[〔（(\[][一二三四五六七八九十百]{{1,4}}届[〕）)\]]\s*)?[（(]?\s*(?:{_YEAR}\s*年\s*)?(?:总\s*)?第\s*(?:[0-9０-９xX×]{{1,5}}|[一二三四五六七八九十百零〇]{{1,7}})\s*[号期次]"
    r"(?:\s*[（(]\s*总\s*第?\s*[0-9０-９]{1,5}\s*[号期次]\s*[）)])?\s*[）)]?"
)
_LOOSE_NUMBER = (
    rf"[^，。；：:、\s]{{1,12}}\s*[《〈〔（(\[【]?{_YEAR}[年》〉〕）)\]】]?"
    r"\s*第?\s*[-—－]?\s*[0-9０-９]{1,5}\s*号"
)
"""发文字号 as it should not be written; told by the mark above it."""
_COPY_NUMBER = r"份\s*号\s*[：:].*|[0-9０-９]{6}"
"""份号 that needs no mark below it to be one."""
_ELEMENT = (
    r"(?:(?P<copy_number>(?:[份编]\s*号\s*[：:]|№|[Nn][Oo]\s*[.．:：]?)\s*[0-9０-９]{3,8}|[0-9０-９]{5,7})"
    r"|(?P<secrecy>内部(?:资料|文件|材料|刊物|情况)(?:[\s,，]*(?:注意保存|妥善保管|请勿外传|严禁外传|不得外传))?|(?:密\s*级\s*[：:]\s*)?(?:绝\s*密|机\s*密|秘\s*密)"
    r"(?:\s*[★☆*＊]\s*(?:[0-9０-９]{1,3}\s*(?:年|个?月|[日天])|\S{1,14}))?)"
    r"|(?P<urgency>(?:紧急程度\s*[：:]\s*)?(?:特\s*急|加\s*急|特\s*提|平\s*急))"
    r"|(?P<signer>(?:签\s*发\s*人?|会\s*签\s*人?)\s*[：:][^。；：:〔［【﹝\[]{0,60})"
    rf"|(?P<document_number>{_NUMBER}|{_REGISTERED}))(?=\s|$|签)\s*"
)
_NUMBERED = frozenset("第〔（([［【﹝〈<｛{")
"""Without one of them there is no number of a document or an issue."""
_LONGEST_NAME = 4
_NAME = rf"[{_HAN}·]{{2,4}}|[{_HAN}]\s[{_HAN}]"
_NAMES = rf"(?:{_NAME})(?:[\s、，]+(?:{_NAME}))*"
_MARK_IN_LINE = rf"(.{{2,40}}?(?:令|公\s*告|通\s*告|公\s*报))\s*({_ISSUE})"


class Piece(NamedTuple):
    """One element of 版头."""

    role: Role
    text: str


class Mark(Enum):
    """What a line of 发文机关标志 can be."""

    NONE = 0
    ORGAN = 1
    """An organ's name alone."""
    FILE = 2
    """`某某县人民政府文件`."""
    WORD = 3
    """`文件` alone."""
    ORDER = 4
    """`某某省人民政府令`."""
    MINUTES = 5
    """`某某县人民政府常务会议纪要`, `工作简报`."""
    NOTICE = 6
    """`某某县人民政府公告`; a mark where a number and a title follow."""


NOTICES = ("公告", "通告", "公报")
"""How a mark ends that may as well be a title."""


BULLETINS = ("简报", "专报", "快报", "专刊", "要情", "动态", "信息", "参考", "通讯", "内参")
"""How the name of a paper that appears in issues ends."""


def pieces(text: str) -> list[Piece]:
    """The elements of a line that holds nothing else, but for a certain mark behind them; empty if it does."""
    if len(text) > LINE_LENGTH:
        return []
    found: list[Piece] = []
    place = 0
    while place < len(text):
        match = re.compile(_ELEMENT).match(text, place)
        if match is None:
            break
        found.append(Piece(Role(match.lastgroup), match.group().strip()))
        place = match.end()
    rest = text[place:].strip()
    if not rest:
        return found
    if found and mark_kind(rest) is Mark.FILE:
        return [*found, Piece(Role.ISSUER_MARK, rest)]
    return []


def issue(text: str) -> list[Piece]:
    """`第3号`, `2026年第3期　某某办公室编`: the number below a mark of 令, 纪要, 公告 or 简报, and who issues."""
    may_be = len(text) <= LINE_LENGTH and not _NUMBERED.isdisjoint(text)
    match = re.match(rf"(?:{_NUMBER}|{_ISSUE})(?=\s|$)", text) if may_be else None
    if match is None:
        return []
    rest = text[match.end() :].strip()
    if rest and not is_issuer(rest):
        return []
    return [Piece(Role.ORDER_NUMBER, match.group().strip()), *([Piece(Role.BYLINE, rest)] if rest else [])]


def loose_number(text: str) -> bool:
    """发文字号 as it should not be written: `某政发2026年7号`."""
    return "号" in text and len(text) <= LINE_LENGTH and re.fullmatch(_LOOSE_NUMBER, text) is not None


def numbered_mark(text: str) -> list[Piece]:
    """`某某县人民政府令　第12号` in one line; empty if it is none."""
    whole = re.fullmatch(_MARK_IN_LINE, text) if "第" in text and len(text) <= LINE_LENGTH else None
    if whole is None or mark_kind(whole[1]) not in (Mark.ORDER, Mark.NOTICE):
        return []
    return [Piece(Role.ISSUER_MARK, whole[1]), Piece(Role.ORDER_NUMBER, whole[2])]


def are_names(text: str) -> bool:
    """Names of 签发人 that go on from the line above."""
    first = re.split(r"[\s、，]", text, maxsplit=1)[0]
    return len(first) <= _LONGEST_NAME and len(text) <= LINE_LENGTH and re.fullmatch(_NAMES, text) is not None


def mark_kind(text: str) -> Mark:
    """What part of a mark the line can be."""
    if "、" in text and text.endswith("文件") and len(text) <= LINE_LENGTH:
        return Mark.FILE if all(map(lines.is_place, "".join(text.split())[:-2].split("、"))) else Mark.NONE
    if not _may_be_mark(text):
        return Mark.NONE
    name = "".join(text.split())
    if name.endswith(("纪要", *BULLETINS)):
        return Mark.MINUTES
    ends = {"文件": Mark.FILE, **dict.fromkeys(NOTICES, Mark.NOTICE)}
    if name in ends:
        return Mark.WORD if name == "文件" else Mark.NOTICE
    kind = ends.get(name[-2:], Mark.ORDER if name[-1] == "令" else Mark.NONE)
    if kind in (Mark.FILE, Mark.NOTICE):
        return kind if lines.is_place(name[:-2]) else Mark.NONE
    return kind if kind is Mark.ORDER or not lines.is_place(name) else Mark.ORGAN


def _may_be_mark(text: str) -> bool:
    name = "".join(text.split())
    if not 2 <= len(name) <= _MARK_LENGTH or "关于" in name or lines.is_bracketed(name):  # noqa: PLR2004 - `文件`
        return False
    # a number may be part of a name, a year or a date is not
    return not re.search("[，。；：、《》！？“”,;:!?〔]|[0-9]{4}|[0-9][年月日期号]", name) and lines.is_open(name)


def needs_mark(piece: Piece) -> bool:
    """The element is one only above a mark: `编号：…` and a number of any length stand above other texts as well."""
    if piece.role is Role.BYLINE:
        return True
    return piece.role is Role.COPY_NUMBER and re.fullmatch(_COPY_NUMBER, piece.text) is None


def mark_pieces(text: str, *, joint: bool) -> list[Piece]:
    """The line of a mark, cut at its gaps where it holds several organs, or one of several and `文件`."""
    names = text.split()
    organs = [name.removesuffix("文件") for name in names if name != "文件"]
    whole = len(names) == 1 or not all(map(lines.is_place, organs)) or (len(organs) == 1 and not joint)
    return [Piece(Role.ISSUER_MARK, name) for name in ([text] if whole else names)]


def is_issuer(text: str) -> bool:
    """`某某办公室　　2026年1月15日`, or the date alone."""
    both = lines.name_and_date(text)
    return lines.is_date(text) or (both is not None and text[len(both[0])].isspace())
