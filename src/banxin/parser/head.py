"""The items on top of a text to 版头: 份号, 密级, 紧急程度, 发文机关标志, 发文字号, 签发人, 令号.

A line with several elements is cut in paragraphs; nothing but white space is lost by that. What each line can be is
told by its form; a mark counts by what follows it, as an organ's name or `某某会议纪要` may as well begin a title.
Where the lines make no head together, none of them is one.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from banxin.document import Paragraph, Role
from banxin.elements import NAMES, Place, standing
from banxin.parser import lines
from banxin.parser.lines import BRACKETED_YEAR, Item
from banxin.parser.notes import Notes

_HEAD_LINES = 20
"""版头 of a joint document with ten organs and its 签发人 takes no more lines."""
_LINE_LENGTH = 80
_MARK_LENGTH = lines.NAME_LENGTH + 2
"""The longest name of an organ and `文件`, white space left aside."""
_STRAY_LINES = 3
"""As many lines among those of 版头 may be none of its elements."""
_HAN = "一-鿿"
_YEAR = "[0-9０-９xX×]{4}"

# These patterns are compiled when a text begins with a short line.
_NUMBER = (
    r"(?:(?:发文字号|文\s*号|编\s*号)\s*[：:]\s*)?[^，。；：:、《》“”]{0,20}?"
    rf"(?:{BRACKETED_YEAR}|〔\s*[0-9]{{2}}\s*〕)"
    r"\s*第?\s*(?:[0-9０-９xX×*＊_＿]{0,5}\s*[号期]|[0-9０-９]{1,5})"
    r"(?:\s*[（(]\s*总\s*第?\s*[0-9０-９]{1,5}\s*[号期]\s*[）)])?"
)
_ISSUE = (
    rf"[（(]?\s*(?:{_YEAR}\s*年\s*)?(?:总\s*)?第\s*(?:[0-9０-９xX×]{{1,5}}|[一二三四五六七八九十百零〇]{{1,7}})\s*[号期次]"
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
    r"|(?P<secrecy>(?:密\s*级\s*[：:]\s*)?(?:绝\s*密|机\s*密|秘\s*密)"
    r"(?:\s*[★☆*＊]\s*(?:[0-9０-９]{1,3}\s*(?:年|个?月|[日天])|\S{1,14}))?)"
    r"|(?P<urgency>(?:紧急程度\s*[：:]\s*)?(?:特\s*急|加\s*急|特\s*提|平\s*急))"
    r"|(?P<signer>(?:签\s*发\s*人?|会\s*签\s*人?)\s*[：:][^。；：:〔［【﹝\[]{0,60})"
    rf"|(?P<document_number>{_NUMBER}))(?=\s|$|签)\s*"
)
_BARE_ELEMENT = rf"(?P<document_number>{_ISSUE})(?=\s|$)\s*"
_NAME = rf"[{_HAN}·]{{2,4}}|[{_HAN}]\s[{_HAN}]"
_NAMES = rf"(?:{_NAME})(?:[\s、，]+(?:{_NAME}))*"
_MARK_IN_LINE = rf"(.{{2,40}}?(?:令|公\s*告|通\s*告|公\s*报))\s*({_ISSUE})"
_WHY = {
    Role.COPY_NUMBER: "位于版头，六位数字",
    Role.SECRECY: "位于版头，密级和保密期限的写法",
    Role.URGENCY: "位于版头，紧急程度的写法",
    Role.ISSUER_MARK: "位于版头，发文机关的名称，或以文件、令、公告、纪要等结尾",
    Role.DOCUMENT_NUMBER: "位于版头，年份和序号的写法",
    Role.SIGNER: "位于版头，以“签发人”起头，或接其姓名",
    Role.ORDER_NUMBER: "在命令（令）的标志之下",
    Role.BYLINE: "在纪要的编号之下，编印的机关和日期",
}
_WHY_STRAY = "夹在版头里的一行，认不出是哪个要素"
_STRAY_HINT = "请核对是不是份号、密级、紧急程度等，可在行首标注，如“::密级::”；不必印的请删去"

ROLES = standing(Place.HEAD)
"""The elements of 版头, whose place on the page is fixed."""


class _Piece(NamedTuple):
    """One element of 版头."""

    role: Role
    text: str


def head(items: list[Item], notes: Notes) -> tuple[int, list[Paragraph]]:
    """(where 版头 ends, its paragraphs in source order); (0, []) if the text has none."""
    found = _Head(items)
    if not found.is_one():
        return 0, []
    paragraphs: list[Paragraph] = []
    for item, pieces in found.rows:
        made = [Paragraph(piece.text, piece.role, line=item.line) for piece in pieces]
        if item.line in found.strays:
            notes.because(item.line, NAMES[Role.BYLINE], _WHY_STRAY)
            notes.warn("BX108", item.line, f"版头里的这一行认不出：“{item.text}”", _STRAY_HINT)
        elif made:
            notes.told(made, _WHY)
        else:
            notes.drop_rule(item)
        paragraphs += made
    return len(found.rows), paragraphs


def said(items: list[Item], notes: Notes) -> tuple[list[Item], list[Paragraph]]:
    """`items` without those that directives say to be elements of 版头, wherever they stand, and these."""
    ours = [item for item in items if item.said in ROLES]
    if not ours:
        return items, []
    found = [Paragraph(item.content, item.said, line=item.line) for item in ours if item.said]
    return [item for item in items if item.said not in ROLES], notes.told(found, _WHY)


class _Mark(Enum):
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
    """`某某县人民政府常务会议纪要`."""
    NOTICE = 6
    """`某某县人民政府公告`; a mark where a number and a title follow."""


_LAST = (_Mark.ORDER, _Mark.MINUTES, _Mark.NOTICE)
"""A mark ends with a line of these kinds."""
_NOTICES = ("公告", "通告", "公报")
_NUMBERED = ("令", "纪要", *_NOTICES)
"""How a mark ends below which a number stands without a year in brackets."""


class _Head:
    """版头 as far as it reaches, read line by line from the top."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.rows: list[tuple[Item, list[_Piece]]] = []
        """Each line with its elements; none for a rule."""
        self.mark = ""
        """The visible text of 发文机关标志."""
        self.sure = False
        """The mark needs no title below it to be one."""
        self.strays: set[int] = set()
        """Source lines among the elements that are none."""
        while len(self.rows) < _HEAD_LINES and self._row():
            pass

    def is_one(self) -> bool:
        """What was read is 版头: a mark that is certain, or elements with a title below them."""
        if self.sure:
            return True
        if all(_needs_mark(piece) for _, pieces in self.rows for piece in pieces):
            return False
        at = len(self.rows)
        return at < len(self.items) and (self._is_title(at) or lines.is_addressee(self.items[at].text))

    def _is_title(self, at: int) -> bool:
        item = self.items[at]
        return (lines.is_title_line(item) and not lines.is_date(item.text)) or lines.is_long_title(item)

    def _row(self) -> bool:
        """Read on by one line, or by the lines of a mark; False where 版头 ends."""
        at = len(self.rows)
        if at == len(self.items):
            return False
        item = self.items[at]
        text = item.text
        if item.table or item.label or not item.content or len(text) > _LINE_LENGTH:
            return False
        if lines.is_rule(text):
            pieces: list[_Piece] | None = [] if at else None
        else:
            pieces = self._elements(at) or self._names(at) or self._issuer(at)
        if pieces is not None:
            found = [(item, pieces)]
            self.sure = self.sure or any(piece.role is Role.ISSUER_MARK or item.forced for piece in pieces)
        else:
            found = ([] if self.mark else self._marks(at)) or self._stray(at)
        self.rows += found
        self.mark = self.mark or "".join(_names_of(found).split())
        return bool(found)

    # --- lines of elements ---

    def _elements(self, at: int) -> list[_Piece] | None:
        """The elements of a line of nothing but elements, perhaps with a mark behind them."""
        item = self.items[at]
        if item.forced:
            return [_Piece(item.forced.role, item.content)] if item.forced.role in ROLES else None
        text = item.text
        pieces: list[_Piece] = []
        place = 0
        while place < len(text):
            match = re.compile(_ELEMENT).match(text, place)
            if match is None and self.mark.endswith(_NUMBERED):
                match = re.compile(_BARE_ELEMENT).match(text, place)
            if match is None:
                break
            role = Role(match.lastgroup)
            if role is Role.DOCUMENT_NUMBER and self.mark.endswith("令"):
                role = Role.ORDER_NUMBER
            pieces.append(_Piece(role, match.group().strip()))
            place = match.end()
        if place == len(text):
            return pieces
        rest = text[place:].strip()
        if pieces and self.mark.endswith("纪要") and _is_issuer(rest):
            return [*pieces, _Piece(Role.BYLINE, rest)]
        if pieces and not self.mark and _mark_kind(rest) is _Mark.FILE:
            return [*pieces, _Piece(Role.ISSUER_MARK, rest)]
        if self.mark and re.fullmatch(_LOOSE_NUMBER, text):
            return [_Piece(Role.DOCUMENT_NUMBER, text)]
        return None

    def _names(self, at: int) -> list[_Piece] | None:
        """Names of 签发人 that go on from the line above."""
        above = self.rows[-1][1] if self.rows else []
        item = self.items[at]
        if not above or above[-1].role is not Role.SIGNER or not re.fullmatch(_NAMES, item.text):
            return None
        awaited = above[-1].text[-1] in "：:、，"
        set_in = lines.indent(item) >= 8  # noqa: PLR2004 - more than a paragraph's indent
        titled = at + 1 < len(self.items) and self._is_title(at + 1) and not item.blank_before
        return [_Piece(Role.SIGNER, item.text)] if awaited or set_in or titled else None

    def _issuer(self, at: int) -> list[_Piece] | None:
        """`某某办公室　　2026年1月15日` under the number of minutes."""
        text = self.items[at].text
        above = self.rows[-1][1][-1:] if self.rows else []
        if not self.mark.endswith("纪要"):
            return None
        if above and above[0].role is Role.BYLINE:
            goes_on = lines.is_organ(above[0].text) and lines.is_date(text)
        else:
            following = self.items[at + 1].text if at + 1 < len(self.items) else ""
            goes_on = _is_issuer(text) or (lines.is_organ(text) and lines.is_date(following))
        return [_Piece(Role.BYLINE, text)] if goes_on else None

    # --- lines that are no element ---

    def _stray(self, at: int) -> list[tuple[Item, list[_Piece]]]:
        """A short line above a mark that is certain, or between the mark and its number, which must not cost them."""
        item = self.items[at]
        if item.forced or len(self.strays) == _STRAY_LINES or not _may_be_stray(item.text):
            return []
        if not (self._is_numbered_title(at + 1) if self.mark else self._is_anchored(at)):
            return []
        self.strays.add(item.line)
        return [(item, [_Piece(Role.BYLINE, item.text)])]

    def _is_anchored(self, stray: int) -> bool:
        """A mark stands below the stray line, with nothing but elements and other such lines between."""
        for at in range(stray + 1, min(stray + 1 + _STRAY_LINES, len(self.items))):
            item = self.items[at]
            if item.table or item.label or item.forced or len(item.text) > _LINE_LENGTH:
                return False
            elements = self._elements(at)
            if elements is None:
                sure = self.sure
                mark = self._marks(at)
                self.sure = sure
                if mark:
                    return self._is_certain(mark, at, self.items[stray])
                if not _may_be_stray(item.text):
                    return False
            elif any(piece.role is Role.ISSUER_MARK for piece in elements):
                return True
        return False

    def _is_certain(self, mark: list[tuple[Item, list[_Piece]]], at: int, stray: Item) -> bool:
        """The mark at `at` is one with a line above it, which may as well begin the mark or be a title."""
        name = next(piece.text for piece in reversed(mark[-1][1]) if piece.role is Role.ISSUER_MARK)
        kind = _mark_kind(name)
        if kind in (_Mark.FILE, _Mark.WORD) or name.endswith("文件"):
            return True
        if kind in _LAST:
            return re.search(r"[\s0-9０-９：:]", stray.text) is not None
        return kind is _Mark.ORGAN and self._is_numbered_title(at + len(mark))

    def _is_numbered_title(self, at: int) -> bool:
        """发文字号 stands at `at`, perhaps among other elements, and a title of a known 文种 below."""
        below = at
        numbered = False
        while below < at + _HEAD_LINES and (roles := self._element_roles(below)):
            numbered = numbered or bool(roles & {Role.DOCUMENT_NUMBER, Role.ORDER_NUMBER})
            below += 1
        return numbered and self._is_kind_titled(below)

    def _is_kind_titled(self, at: int) -> bool:
        """A title stands at `at` that says so by its 文种 or by 关于, in one of its first lines."""
        titles = [item.content for item in self.items[at : at + 3] if lines.is_title_line(item)]
        titles += [item.text for item in self.items[at : at + 1] if lines.is_long_title(item)]
        return any("关于" in title or re.search(f"{lines.KINDS}$", title) for title in titles)

    # --- the mark ---

    def _marks(self, at: int) -> list[tuple[Item, list[_Piece]]]:
        """The lines of 发文机关标志 that begins at `at`; none if no mark does."""
        item = self.items[at]
        whole = re.fullmatch(_MARK_IN_LINE, item.text)
        kind = _mark_kind(whole[1]) if whole else _Mark.NONE
        if whole and (kind is _Mark.ORDER or (kind is _Mark.NOTICE and self._is_titled(at + 1))):
            self.sure = True
            number = Role.ORDER_NUMBER if kind is _Mark.ORDER else Role.DOCUMENT_NUMBER
            return [(item, [_Piece(Role.ISSUER_MARK, whole[1]), _Piece(number, whole[2])])]
        kinds: list[_Mark] = []
        for following in self.items[at : at + _HEAD_LINES]:
            kind = _Mark.NONE if following.table or following.label else _mark_kind(following.text)
            if kinds and "".join(following.text.split()) == "令":
                kind = _Mark.ORDER
            if kind is _Mark.NONE:
                break
            kinds.append(kind)
            if kind in _LAST:
                break
        count = self._mark_lines(at, kinds)
        joint = sum(kind is not _Mark.WORD for kind in kinds[:count]) > 1
        return [(i, _mark_pieces(i.text, joint=joint)) for i in self.items[at : at + count]]

    def _mark_lines(self, at: int, kinds: list[_Mark]) -> int:
        """How many lines the mark takes that begins with lines of these kinds."""
        if not kinds:
            return 1 if self._is_unlike_organ(at) else 0
        if kinds[-1] in _LAST:
            below = at + len(kinds)
            issued = kinds[-1] is _Mark.MINUTES and self._is_issued(below)
            numbered = self._is_issue(below) and (kinds[-1] is not _Mark.NOTICE or self._is_titled(below + 1))
            if issued or numbered:
                self.sure = True
                return len(kinds)
            kinds.pop()  # a title
        files = [i for i, kind in enumerate(kinds) if kind in (_Mark.FILE, _Mark.WORD)]
        if not files:
            return len(kinds) if self._is_numbered(at + len(kinds)) else 0
        # organs below `文件` belong to the mark where an element follows, else to the title
        count = len(kinds) if self._is_element(at + len(kinds)) else files[-1] + 1
        self.sure = self._is_element(at + count)
        titled = at + count < len(self.items) and self._is_title(at + count)
        return count if kinds[0] is not _Mark.WORD and (self.sure or titled) else 0

    def _is_unlike_organ(self, at: int) -> bool:
        """A line that does not look like an organ, right above a number with a title below."""
        text = self.items[at].text
        if not _may_be_mark(text) or not self._is_numbered(at + 1) or re.search(f"{lines.KINDS}$", text):
            return False
        below = at + 2
        while below < len(self.items) and (self._is_element(below) and below < at + _HEAD_LINES):
            below += 1
        return self._is_kind_titled(below)

    def _is_element(self, at: int) -> bool:
        if at >= len(self.items) or self.items[at].table:
            return False
        return lines.is_rule(self.items[at].text) or bool(self._element_roles(at))

    def _is_numbered(self, at: int) -> bool:
        """发文字号 stands at `at`, perhaps below 密级 and 紧急程度."""
        for place in range(at, min(at + 3, len(self.items))):
            roles = self._element_roles(place)
            if not roles or Role.DOCUMENT_NUMBER in roles:
                return bool(roles)
        return False

    def _element_roles(self, at: int) -> set[Role]:
        item = self.items[at] if at < len(self.items) else None
        if item is None or item.table or len(item.text) > _LINE_LENGTH:
            return set()
        return {piece.role for piece in self._elements(at) or []}

    def _is_issue(self, at: int) -> bool:
        """`第3号`, `第3期` or a number stands at `at`."""
        if at >= len(self.items) or self.items[at].table:
            return False
        text = self.items[at].text
        return len(text) <= _LINE_LENGTH and re.match(rf"(?:{_NUMBER}|{_ISSUE})(?=\s|$)", text) is not None

    def _is_titled(self, at: int) -> bool:
        """A title stands at `at` with something below it; a date or who issues the text is none."""
        for place in range(at, min(at + _HEAD_LINES, len(self.items) - 1)):
            text = self.items[place].content
            if not self._is_title(place) or lines.is_byline(text, ""):
                return False
            if not lines.is_place(text):
                return True
        return False

    def _is_issued(self, at: int) -> bool:
        """The organ that issues the minutes and a date stand at `at`, or a rule."""
        if at >= len(self.items) or self.items[at].table:
            return False
        text = self.items[at].text
        return lines.name_and_date(text) is not None or lines.is_rule(text)


def _names_of(rows: list[tuple[Item, list[_Piece]]]) -> str:
    """The text of the mark in these rows."""
    return "".join(piece.text for _, pieces in rows for piece in pieces if piece.role is Role.ISSUER_MARK)


# --- one line by its form --------------------------------------------------------------------------------------------


def _mark_kind(text: str) -> _Mark:
    """What part of a mark the line can be."""
    if not _may_be_mark(text):
        return _Mark.NONE
    name = "".join(text.split())
    if name == "文件":
        return _Mark.WORD
    if name.endswith("文件"):
        return _Mark.FILE if lines.is_place(name[:-2]) else _Mark.NONE
    if name.endswith(("令", "纪要")):
        return _Mark.ORDER if name[-1] == "令" else _Mark.MINUTES
    if name.endswith(_NOTICES):
        return _Mark.NOTICE if name in _NOTICES or lines.is_place(name[:-2]) else _Mark.NONE
    return _Mark.ORGAN if lines.is_place(name) else _Mark.NONE


def _may_be_mark(text: str) -> bool:
    name = "".join(text.split())
    if not 2 <= len(name) <= _MARK_LENGTH or "关于" in name or lines.is_bracketed(name):  # noqa: PLR2004 - `文件`
        return False
    # a number may be part of a name, a year or a date is not
    return not re.search("[，。；：、《》！？“”,;:!?〔]|[0-9]{4}|[0-9][年月日期号]", name) and lines.is_open(name)


def _may_be_stray(text: str) -> bool:
    """Short, and nothing that has its own place on top of a text."""
    if not 0 < len(text) <= lines.SHORT_LENGTH or not lines.is_open(text) or "关于" in text or lines.is_rule(text):
        return False
    return not (lines.is_date(text) or lines.is_bracketed(text) or re.search(f"{lines.KINDS}$", text))


def _needs_mark(piece: _Piece) -> bool:
    """The element is one only above a mark: `编号：…` and a number of any length stand above other texts as well."""
    if piece.role is Role.BYLINE:
        return True
    return piece.role is Role.COPY_NUMBER and re.fullmatch(_COPY_NUMBER, piece.text) is None


def _mark_pieces(text: str, *, joint: bool) -> list[_Piece]:
    """The line of a mark, cut at its gaps where it holds several organs, or one of several and `文件`."""
    names = text.split()
    organs = [name.removesuffix("文件") for name in names if name != "文件"]
    whole = len(names) == 1 or not all(map(lines.is_place, organs)) or (len(organs) == 1 and not joint)
    return [_Piece(Role.ISSUER_MARK, name) for name in ([text] if whole else names)]


def _is_issuer(text: str) -> bool:
    """`某某办公室　　2026年1月15日`, or the date alone."""
    both = lines.name_and_date(text)
    return lines.is_date(text) or (both is not None and text[len(both[0])].isspace())
