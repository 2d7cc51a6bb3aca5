"""One text to the blanks in it that mean nothing (BX206), and to those of which that cannot be told (BX210).

Blanks are ASCII spaces and what looks like them; U+3000, 全角空格, is typed on purpose and never one of them. A blank
is taken out only of running prose, and only where no reader would miss it: beside a mark that parts the words already,
within a word, in front of a word that leans on what stands before it, around a quotation, or among others that stand at
random. Everything that speaks for a meaning is stronger: a label, a name, an organ, a row, room left to be filled in,
two phrases of which the blank is the comma. Blanks between Han and digits (BX212, BX213) are told apart by less: some
houses want them, and no word hangs on them.

Every decision rests on the text without any of its blanks, so that one that goes leaves the others as they were judged.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator
from itertools import pairwise
from typing import NamedTuple

from banxin import words
from banxin.elements import Spaces
from banxin.regex import regex
from banxin.streams import HAN, INVISIBLE

FULL = "，。、；：？！（）“”‘’《》〈〉【】〔〕「」『』…—"
"""Marks of full width, likewise."""
BLANK = re.escape(INVISIBLE.replace("\n", "").replace("\u3000", ""))
"""What may be noise; a line feed parts the lines of an annex's title."""


class Blank(NamedTuple):
    """A place of one text."""

    start: int
    end: int


class Found(NamedTuple):
    """The blanks of one text; those that mean something are in neither."""

    noise: list[Blank]
    doubtful: list[Blank]


_BESIDE_DIGIT = regex(f"[{BLANK}][0-9]|[0-9%％‰℃][{BLANK}]")
_NUMBER = regex(f"([{BLANK}]{{0,2}})([0-9][0-9.,:—～-]*[%％‰℃]?)([{BLANK}]{{0,2}})")
_NUMBERED = tuple("件表图注例号")
"""Behind 附件 or 表 the blank sets off its number."""
_COUNTED = tuple("页期号")
_CODE = regex("[0-9]{5,}|[0-9]+-[0-9]{3,}")
"""A telephone number, a postcode."""
_GAP = regex(f"(?<=[{HAN}{FULL}])[{BLANK}]+(?=[{HAN}{FULL}])")
_WIDE = 3
"""So many blanks leave room for a name or a number."""
_CONTEXT = 12
"""Characters on either side of a blank that are split into words."""
_STOPS = "，。、；：？！"
_OPENING = "（“‘《〈【〔「『"
_CLOSING = "）”’》〉】〕」』"
_PAIRS = dict(zip(_OPENING, _CLOSING, strict=True))
_QUOTES = "“‘"
_NAMING = "“‘《〈"
"""Pairs around what somebody said, or a title."""
_ENDS = "。！？；…"
_STOP = regex(f"[{_STOPS}]")
_LAST_HAN = regex(f"[{HAN}][^{HAN}]*\\Z")
_LEAST_PROSE = 10
"""Characters of a sentence without an inner mark; `此致 敬礼！` has fewer."""
_IS_HAN = regex(f"[{HAN}]")
_HAN_BEFORE = regex(f"[{HAN}]*\\Z")
_HAN_BEHIND = regex(f"[{HAN}]*")
_FIELD = regex(f"[{HAN}]{{1,8}}：(?=.)")

_LEADING = frozenset([*"第共计为经由在于自至从约达有对", "关于", "对于", "按照", "根据", "依据"])
"""In front of a mark or a word that leans back, these have something left out behind them."""
_UNITS = frozenset(
    [
        "年",
        "月",
        "日",
        "号",
        "时",
        "分",
        "秒",
        "元",
        "份",
        "人",
        "名",
        "次",
        "页",
        "个",
        "届",
        "期",
        "米",
        "亩",
        "户",
        "万",
        "亿",
        "件",
        "项",
        "同志",
        "先生",
        "女士",
    ]
)
_LABEL = regex(
    "第[〇零一二三四五六七八九十百千]{1,7}(?:[条款项章节编篇目]|部分|步|类|种)(?:之[一二三四五六七八九十]{1,3})?\\Z"
)
_LONGEST_HEAD = 6
"""Characters of a label at the head of a paragraph: `答`, `说明`, `温馨提示`."""
_WHOLE = tuple("全本该我")
_SCOPE = (*_WHOLE, *"各此这")
"""A head that begins so is the subject of its sentence and no label."""
_LEANS_BACK = frozenset([*"的了们等和与及或并也之", "以及"])
"""These words go on from what stands before them."""
_LEANS_ON = frozenset(
    ["各", "要", "应", "须", "应当", "必须", "可以", "能够", "已经", "正在", "不", "不得", "进一步", "切实"]
)
"""These words lead to what follows; none of them asks for a name that may be left to be filled in."""
_ORGAN = regex(
    "(?:[省市县区旗州镇乡村局委办院部厅处科室会所站队团社行司府庭]|中心|公司|集团|学校|大学|中学|小学|医院|银行)\\Z"
)
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安"
    "颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席"
    "卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边肖闫付"
)
_COMPOUND = regex("(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|端木|南宫)\\Z")
_PERSON = 3
"""Characters of the usual name of a person, at most."""
_ITEM = 4
"""Characters of an item of a row, or of a phrase, such as 凝心聚力."""


def blanks(text: str, spaces: Spaces, widened: Container[int] = ()) -> Found:
    """The blanks between Han characters and marks of full width in `text`.

    `widened`: the places of the marks that were of half width, which one types with blanks beside them.
    """
    found = Found([], [])
    if spaces in (Spaces.KEPT, Spaces.NUMBER):
        return found
    gaps = [Blank(*gap.span()) for gap in _GAP.finditer(text)]
    if not gaps:
        return found
    if spaces is Spaces.LIST:
        found.noise.extend(gap for gap in gaps if _is_beside_stop(text, gap))
    elif spaces is Spaces.TITLE:
        _title(text, gaps, widened, found)
    else:
        _Prose(text, gaps, widened).sort(found)
    return found


def digit_blanks(text: str, spaces: Spaces) -> Iterator[Blank]:
    """The single blanks between Han and digits in running prose, but for those of a number at its head or of a code."""
    if spaces is not Spaces.PROSE or not _BESIDE_DIGIT.search(text) or not _is_prose(text):
        return
    for found in _NUMBER.finditer(text):
        before, after = text[: found.start()][-1:], text[found.end() : found.end() + 1]
        if not before or before in _NUMBERED or after in _COUNTED or _CODE.match(found[2]):
            continue
        sides = [(found.span(1), before), (found.span(3), after)]
        if any(end - start > 1 for (start, end), _ in sides):
            continue  # columns
        yield from (Blank(*span) for span, beside in sides if span[0] < span[1] and _IS_HAN.match(beside))


def _is_beside_stop(text: str, gap: Blank) -> bool:
    """A mark beside it parts what the blank would part, and nothing was left out there."""
    left, right = text[gap.start - 1], text[gap.end]
    if gap.end - gap.start >= _WIDE or left == right == "。":  # with a third one 。。 would become an ellipsis
        return False
    if _FIELD.match(text, gap.end):
        return False
    if left == "：":
        return gap.end - gap.start == 1 and right not in _STOPS
    if left in _STOPS:
        return right not in _CLOSING
    return right in _STOPS and left not in _LEADING


def _is_prose(text: str) -> bool:
    """Running text: it ends as a sentence does, and is more than a word of greeting."""
    last = _LAST_HAN.search(text)
    inner = last is not None and _STOP.search(text, 0, last.start()) is not None
    if text.endswith("：") and inner:
        return True
    return text.rstrip(_CLOSING)[-1:] in tuple(_ENDS) and (inner or len(_IS_HAN.findall(text)) >= _LEAST_PROSE)


class _Side(NamedTuple):
    """The Han characters on one side of a blank, as if there were no other blanks, and their words."""

    text: str
    words: list[str]


class _Place(NamedTuple):
    """A blank between two Han characters and what stands around it."""

    gap: Blank
    at: int
    """Characters before it, blanks left out."""
    left: _Side
    right: _Side
    split: str
    """The word that it stands in; empty: it stands between two."""

    @property
    def single(self) -> bool:
        return self.gap.end - self.gap.start == 1

    def is_in_name(self) -> bool:
        """`张 三`, `王某 李某某`: a surname or a whole name stands before it, or a surname behind."""
        text, last = self.left.text, self.left.words
        if last[-1] in _SURNAMES or _COMPOUND.search(text) or text.endswith("某"):
            return True
        if self.split and self.split[0] in _SURNAMES and text.endswith(self.split[0]):
            return True
        return not self.split and (_is_name(last[-_PERSON:]) or self.right.words[0] in _SURNAMES)

    def is_room(self) -> bool:
        """`年 月 日`, `县长    同志`: something is to be filled in."""
        if self.gap.end - self.gap.start >= _WIDE or self.right.words[0] in _UNITS:
            return True
        return self.left.words[-1] in _LEADING and self.right.words[0] in _LEANS_BACK

    def is_label(self) -> bool:
        return _LABEL.search(self.left.text) is not None

    def is_organ(self) -> bool:
        """`某某县人民政府 某某县人民法院`; `全县` names none."""
        return not (self.split or self.left.words[-1].startswith(_WHOLE)) and _ORGAN.search(self.left.text) is not None

    def is_behind_head(self) -> bool:
        """Nothing but a few characters stands before it: perhaps a label."""
        return self.at == len(self.left.text) <= _LONGEST_HEAD

    def is_certain(self) -> bool:
        """It stands within a word, or beside one that leans on the other side."""
        if self.split:
            return True
        return self.single and (self.right.words[0] in _LEANS_BACK or self.left.words[-1] in _LEANS_ON)

    def parts_phrases(self) -> bool:
        """It may stand for a comma: on both sides are four characters that are words of their own.

        Not so between a verb and its object: `贯彻落实 会议精神`.
        """
        if not (_has_seam(self.left.words[::-1]) and _has_seam(self.right.words)):
            return False
        nouns = [kind.startswith(("n", "vn")) for kind in words.kinds(self.right.text[:_ITEM])]
        return not all(nouns) or words.kinds(self.left.text[-_ITEM:])[-1].startswith("n")


def _is_name(last: list[str]) -> bool:
    """The last words are a surname and a given name."""
    for at, word in enumerate(last):
        name = "".join(last[at:])
        if word in _SURNAMES and 1 < len(name) <= _PERSON:
            return True
    return False


def _has_seam(parts: list[str]) -> bool:
    """Some of the first words make up four characters together."""
    reach = 0
    for part in parts:
        reach += len(part)
        if reach >= _ITEM:
            return reach == _ITEM
    return False


def _places(text: str, gaps: list[Blank]) -> Iterator[_Place]:
    """The blanks between Han characters, each with its surroundings."""
    dense_parts: list[str] = []
    at = 0
    for gap in gaps:
        dense_parts.append(text[at : gap.start])
        at = gap.end
    dense = "".join([*dense_parts, text[at:]])
    place = 0
    for gap, part in zip(gaps, dense_parts, strict=True):
        place += len(part)
        if not (_IS_HAN.match(text, gap.start - 1) and _IS_HAN.match(text, gap.end)):
            continue
        before = _HAN_BEFORE.search(dense[max(place - _CONTEXT, 0) : place])
        behind = _HAN_BEHIND.match(dense[place : place + _CONTEXT])
        left, right = before[0] if before else "", behind[0] if behind else ""
        split = _split_word(left + right, len(left))
        yield _Place(gap, place, _Side(left, words.split(left)), _Side(right, words.split(right)), split)


def _split_word(text: str, place: int) -> str:
    """The word of `text` that goes on over `place`, if one does."""
    at = 0
    for word in words.split(text):
        if at < place < at + len(word):
            return word
        at += len(word)
    return ""


def _title(text: str, gaps: list[Blank], widened: Container[int], found: Found) -> None:
    """No blank of a title is taken out but those that went with straight quotes.

    One within a word is told, where the title is not spaced out as a whole.
    """
    noise = set(_Quotations(text, gaps).padding(widened))
    found.noise.extend(gap for gap in gaps if gap in noise)
    if all(len(part) == 1 for part in re.split(f"[{BLANK}]+", text)):
        return
    places = [p for p in _places(text, gaps) if p.gap not in noise and p.is_certain()]
    found.doubtful.extend(p.gap for p in places if not (p.is_in_name() or p.is_room()))


class _Prose:
    """The blanks of a paragraph."""

    def __init__(self, text: str, gaps: list[Blank], widened: Container[int]) -> None:
        self.text = text
        self.gaps = gaps
        self.widened = widened
        self.quotations = _Quotations(text, gaps)
        pairs = self.quotations.pairs
        self.any_pair = _Depth(pairs)
        self.naming_pair = _Depth([pair for pair in pairs if pair[0] < 0 or text[pair[0]] in _NAMING])

    def sort(self, found: Found) -> None:
        """Adds the blanks to those `found`."""
        noise = {gap for gap in self.gaps if self._is_beside_widened(gap) or self._is_before_end(gap)}
        noise.update(self.quotations.padding())
        doubtful: set[Blank] = set()
        if _is_prose(self.text):
            noise.update(self.quotations.surroundings(self.any_pair))
            noise.update(gap for gap in self.gaps if self._is_beside_mark(gap))
            places = [p for p in _places(self.text, self.gaps) if self._is_open(p)]
            certain = [p.gap for p in places if p.is_certain()]
            noise.update(certain)
            closed = _Closed(self.text, self.gaps, noise)
            rest = [p for p in places if p.gap not in noise and not closed.is_item(p.gap)]
            loose = [p.gap for p in rest if not p.parts_phrases()]
            if certain or closed.are_random(loose):
                noise.update(loose)
            doubtful.update(p.gap for p in rest)
        found.noise.extend(gap for gap in self.gaps if gap in noise)
        found.doubtful.extend(gap for gap in self.gaps if gap in doubtful and gap not in noise)

    def _is_open(self, place: _Place) -> bool:
        """Nothing around it says that it means something."""
        if self.any_pair.at(place.gap.start) or place.is_room() or place.is_label() or place.is_in_name():
            return False
        if place.is_organ():
            return place.single and place.right.words[0] in _LEANS_BACK
        return place.is_certain() or not place.is_behind_head() or place.left.text.startswith(_SCOPE)

    # -- beside marks ----------------------------------------------------------------------------------------------

    def _is_beside_mark(self, gap: Blank) -> bool:
        if self.naming_pair.at(gap.start):
            return False
        if _is_beside_stop(self.text, gap):
            return True
        left, right = gap.start - 1, gap.end
        if gap.end - gap.start >= _WIDE or not (_IS_HAN.match(self.text, left) or _IS_HAN.match(self.text, right)):
            return False
        return self.text[right] == "（" or (self.text[left] == "）" and left in self.widened)

    def _is_beside_widened(self, gap: Blank) -> bool:
        return (gap.start - 1 in self.widened or gap.end in self.widened) and _is_beside_stop(self.text, gap)

    def _is_before_end(self, gap: Blank) -> bool:
        """`特此公告 。`"""
        return gap.end == len(self.text) - 1 and self.text[gap.end] in "。！？" and _is_beside_stop(self.text, gap)


class _Quotations:
    """The blanks beside the marks of quotations and titles."""

    def __init__(self, text: str, gaps: list[Blank]) -> None:
        self._text = text
        self._by_start = {gap.start: gap for gap in gaps}
        self._by_end = {gap.end: gap for gap in gaps}
        self.pairs = _pairs(text)

    def padding(self, among: Container[int] | None = None) -> Iterator[Blank]:
        """`“ 回头看 ”`: the blanks on both edges of a quotation, and with them those around it.

        `among`: of the quotations alone that are opened at these places.
        """
        for opening, closing in self._whole(_QUOTES):
            inner = self._by_start.get(opening + 1), self._by_end.get(closing)
            if all(inner) and inner[0] != inner[1] and (among is None or opening in among):
                yield from self._narrow(*inner, self._by_end.get(opening), self._by_start.get(closing + 1))

    def surroundings(self, depth: _Depth) -> Iterator[Blank]:
        """`开展 “回头看” 工作`: the blanks on both sides of a quotation, or the one before it and a mark behind.

        `depth`: only of those that stand in no other pair.
        """
        for opening, closing in self._whole(_NAMING):
            before, behind = self._by_end.get(opening), self._by_start.get(closing + 1)
            ended = self._text[closing + 1 : closing + 2] in tuple(_STOPS)
            if before and (behind or ended) and not depth.at(before.start):
                yield from self._narrow(before, behind)

    def _whole(self, openings: str) -> Iterator[tuple[int, int]]:
        for opening, closing in self.pairs:
            if opening >= 0 and closing < len(self._text) and self._text[opening] in openings:
                yield opening, closing

    def _narrow(self, *gaps: Blank | None) -> Iterator[Blank]:
        """Those that leave no room and part no two quotations."""
        for gap in gaps:
            between = gap and self._text[gap.start - 1] in _CLOSING and self._text[gap.end] in _OPENING
            if gap and gap.end - gap.start < _WIDE and not between:
                yield gap


class _Depth:
    """In how many pairs a place stands."""

    def __init__(self, pairs: list[tuple[int, int]]) -> None:
        self._opened = sorted(opening for opening, _ in pairs)
        self._closed = sorted(closing for _, closing in pairs)

    def at(self, index: int) -> int:
        return bisect_left(self._opened, index) - bisect_left(self._closed, index)


def _pairs(text: str) -> list[tuple[int, int]]:
    """The places of the marks that belong together; half a pair goes on from or to the paragraph beside this one."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for found in _PAIR_MARK.finditer(text):
        if found[0] in _PAIRS:
            opened.append(found.start())
        elif opened and _PAIRS[text[opened[-1]]] == found[0]:
            pairs.append((opened.pop(), found.start()))
        elif found[0] in _PARTED_QUOTES:
            pairs.append((-1, found.start()))
    return pairs + [(opening, len(text)) for opening in opened]


class _Closed:
    """A paragraph without its noise: how long the pieces are that the other blanks part."""

    def __init__(self, text: str, gaps: list[Blank], noise: set[Blank]) -> None:
        parts: list[str] = []
        self._places: dict[Blank, Blank] = {}
        at = shift = 0
        for gap in gaps:
            if gap in noise:
                parts.append(text[at : gap.start])
                at = gap.end
                shift += gap.end - gap.start
            else:
                self._places[gap] = Blank(gap.start - shift, gap.end - shift)
        self._text = "".join([*parts, text[at:]])

    def is_item(self, gap: Blank) -> bool:
        """`王某 李某 赵某`: another blank stands a few characters before or behind it."""
        place = self._places[gap]
        before = _ITEM_BEFORE.search(self._text[max(place.start - _ITEM - 1, 0) : place.start])
        return before is not None or _ITEM_BEHIND.match(self._text, place.end) is not None

    def are_random(self, gaps: list[Blank]) -> bool:
        """Two of a clause part it into pieces of which one is too short for a clause, another too long for an item."""
        places = [self._places[gap] for gap in gaps]
        for first, second in pairwise(places):
            between = self._text[first.end : second.start]
            if _STOP.search(between):
                continue
            head = _CLAUSE_BEFORE.search(self._text[max(first.start - _LONG, 0) : first.start])
            tail = _CLAUSE_BEHIND.match(self._text[second.end : second.end + _LONG])
            lengths = [len(head[0]) if head else 0, len(between), len(tail[0]) if tail else 0]
            if min(lengths) < _ITEM and max(lengths) >= _LONG:
                return True
        return False


_PAIR_MARK = regex(f"[{_OPENING}{_CLOSING}]")
_PARTED_QUOTES = "”’》〉"
_ITEM_BEFORE = regex(rf"[{BLANK}\u3000][{HAN}]{{1,{_ITEM}}}\Z")
_ITEM_BEHIND = regex(rf"[{HAN}]{{1,{_ITEM}}}[{BLANK}\u3000]")
_LONG = 6
_CLAUSE_BEFORE = regex(f"[^{_STOPS}]*\\Z")
_CLAUSE_BEHIND = regex(f"[^{_STOPS}]*")
