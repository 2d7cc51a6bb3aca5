"""Items to blocks: which counted labels are headings, and what stands under each.

A heading has something under it: a paragraph, a table, a deeper section, or the rest of its own line, which makes it
run-in. Items that follow one another with nothing between are a list and stay paragraphs, unless they are short and
without an end mark, or most of them go on after their first sentence. 第一条 is always run-in, its label alone is the
heading. An unnumbered sub-heading is one level deeper than the numbered section it stands in, and level 1 outside of
any, or where numbers begin anew under it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from enum import Enum
from itertools import pairwise

from banxin.document import Block, ContentsLine, Heading, Paragraph, Role, Scheme, Section
from banxin.elements import CAPTION, HEADINGS, NAMES
from banxin.forms.lines import (
    SHORT_LENGTH,
    Item,
    entry_name,
    is_bracketed,
    is_division,
    is_ended,
    is_field,
    is_open,
    is_subhead,
    sentence_end,
    subhead_shape,
)
from banxin.forms.numbering import LEVELS, Kind, Label
from banxin.parser.notes import Notes
from banxin.parser.sequence import Counted, counted_labels
from banxin.streams import INVISIBLE

DEEPEST = 5
"""The deepest level a heading has."""
CLAUSE_LENGTH = 50
"""A first sentence longer than this, at level 1, is a clause of a 批复 or 公告 and no run-in heading."""
_SUBHEAD_BODY = 12
"""What stands under an unnumbered sub-heading is at least this long; `敬礼！` under `此致` is not."""
_SCHEMES = {
    Kind.PART: Scheme.CHAPTER,
    Kind.CHAPTER: Scheme.CHAPTER,
    Kind.SECTION: Scheme.CHAPTER,
    Kind.ARTICLE: Scheme.ARTICLE,
}


class Use(Enum):
    """What a counted label makes of its line."""

    HEADING = 0
    RUN_IN = 1
    """A heading with its first paragraph behind it."""
    LIST = 2


class _Form(Enum):
    """How a numbered line is built."""

    OPEN = 0
    """Short, no end mark."""
    BARE = 1
    """One sentence, or a long line without an end mark."""
    MORE = 2
    """More follows its first sentence."""


class _Under(Enum):
    """What stands under a numbered line."""

    NOTHING = 0
    TEXT = 1
    """A paragraph or a table."""
    LABEL = 2
    """A deeper label."""


class _Open:
    """A section that is still being filled."""

    def __init__(self, heading: Heading | None, rank: float) -> None:
        self.heading = heading
        self.rank = rank
        """Kind of its label; an unnumbered one stands just below the section around it."""
        self.body: list[Block] = []
        self.jumped = False


def blocks(items: list[Item], notes: Notes, aside: Iterable[Paragraph | ContentsLine] = ()) -> tuple[Block, ...]:
    """The blocks of a body or of an annex; those `aside`, in order, stand between them and count for nothing."""
    return _Builder(items, counted_labels(items, notes), notes).build(deque(aside))


class _Builder:
    """Puts sections into one another; as deep as there are kinds of labels, so depth is bounded."""

    def __init__(self, items: list[Item], counted: Counted, notes: Notes) -> None:
        self.items = items
        self.counted = counted
        self.notes = notes
        self.uses = _uses(items, counted, notes)
        self.subheads = subheads(items, counted)
        self.above = _above_numbers(items, self.subheads, counted)
        self.stack = [_Open(None, -1)]

    def build(self, aside: deque[Paragraph | ContentsLine]) -> tuple[Block, ...]:
        for index, item in enumerate(self.items):
            while aside and aside[0].line < item.line:
                self._add(aside.popleft())
            label = self.counted.get(index)
            if item.block:
                self._add(item.block)
            elif item.forced:
                self._add_forced(item, label)
            elif label is None:
                self._doubt(index)
                if index in self.subheads:
                    if index in self.above:
                        self._close(-1)
                    self._add_subhead(
                        item, over_article=index + 1 in self.counted and self.counted[index + 1].kind is Kind.ARTICLE
                    )
                else:
                    self._add(Paragraph(item.text, line=item.line))
                    self.notes.because(item.line, "正文", _why_text(item))
            elif self.uses[index][0] is Use.LIST:
                self._close(label.kind)
                self._add(Paragraph(item.text, line=item.line))
                self.notes.because(item.line, "正文", "编号的条项，其下没有内容")
            else:
                self._add_numbered(item, label, *self.uses[index])
        for block in aside:
            self._add(block)
        self._close(-1)
        return tuple(self.stack[0].body)

    def _doubt(self, index: int) -> None:
        """How sure it is that a line without a number that counts is an unnumbered heading, or body text."""
        item = self.items[index]
        if index in self.subheads:
            # behind a paragraph of a numbered section its level is a guess
            settled = index - 1 in self.counted or index in self.above or self.stack[-1].heading is None
            self.notes.doubt(item.line, 3.0 if settled else 2.0, Role.BODY)
        elif is_open(item.text) and len(item.text) <= SHORT_LENGTH and (item.label or subhead_shape(item)):
            self.notes.doubt(item.line, 2.5, LEVELS.get(item.label.kind, 1) if item.label else 1)

    def _add(self, block: Block) -> None:
        self.stack[-1].body.append(block)

    def _close(self, rank: float) -> None:
        """Close every section that a label of `rank` ends."""
        while len(self.stack) > 1 and self.stack[-1].rank >= rank:
            done = self.stack.pop()
            if done.heading:
                self._add(Section(done.heading, tuple(done.body), done.heading.line))

    def _add_numbered(self, item: Item, label: Label, use: Use, end: int) -> None:
        self._close(label.kind)
        level = self._level(label)
        self._warn_of_jump(item, label, level)
        rest = item.text[label.end :]
        text, more = rest[:end].rstrip(INVISIBLE), rest[end:].lstrip(INVISIBLE)
        heading = Heading(
            level=level,
            label=label.text,
            text=text,
            run_in=use is Use.RUN_IN,
            scheme=_SCHEMES.get(label.kind, Scheme.OUTLINE),
            gap=item.text[len(label.text) : label.end],
            tail=rest[len(text) : len(rest) - len(more)],
            line=item.line,
        )
        section = _Open(heading, label.kind)
        if use is Use.RUN_IN:
            section.body.append(Paragraph(more, line=item.line))
        self.stack.append(section)
        what = HEADINGS[level - 1] + ("与正文同段" if use is Use.RUN_IN else "")
        self.notes.because(item.line, what, _why_heading(use, label))

    def _add_forced(self, item: Item, label: Label | None) -> None:
        """A line as its directive says: a heading, or a paragraph of its role."""
        if label and item.forced and item.forced.level:
            self._close(label.kind)
            text = item.content[label.end :]
            scheme = _SCHEMES.get(label.kind, Scheme.OUTLINE)
            gap = item.content[len(label.text) : label.end]
            heading = Heading(item.forced.level, label.text, text, run_in=False, scheme=scheme, gap=gap, line=item.line)
            self.stack.append(_Open(heading, label.kind))
            self.notes.because(item.line, HEADINGS[heading.level - 1], "")
            return
        role = item.said or Role.BODY
        self._add(Paragraph(item.content, role, line=item.line))
        self.notes.because(item.line, NAMES[role], "")
        if item.is_caption:
            self.notes.warn(
                "BX018", item.line, f"标注为{CAPTION}的一行之下没有表格，按正文排印", f"{CAPTION}要紧接在表格之上"
            )

    def _level(self, label: Label) -> int:
        fixed = LEVELS.get(label.kind)
        if fixed:
            return fixed
        outer = self.stack[-1].heading.level if self.stack[-1].heading else 0
        if label.kind is Kind.ARTICLE:
            return min(outer + 1, DEEPEST)
        around = next((s.heading.level for s in reversed(self.stack) if s.heading and s.rank < Kind.DECIMAL_1), 0)
        depth = len(label.path)
        if around and depth > 1 and all(s.rank != Kind.DECIMAL_1 for s in self.stack):
            depth -= 1  # `二、` or `第二章` is the `2` of `2.1`
        return min(around + depth, DEEPEST)

    def _add_subhead(self, item: Item, *, over_article: bool) -> None:
        if over_article:
            self._close(Kind.HAN_OVER_ARTICLES)
        while self.stack[-1].heading and not self.stack[-1].heading.label:
            self._close(self.stack[-1].rank)
        around = self.stack[-1]
        level = min(around.heading.level + 1 if around.heading else 1, DEEPEST)
        rank = Kind.HAN_OVER_ARTICLES if over_article else around.rank + 0.5 if around.heading else Kind.HAN
        self.stack.append(
            _Open(Heading(level, "", item.text, run_in=False, scheme=Scheme.OUTLINE, line=item.line), rank)
        )
        self.notes.because(item.line, HEADINGS[level - 1], "独立的短行，没有句末标点，没有编号，其下有内容")

    def _warn_of_jump(self, item: Item, label: Label, level: int) -> None:
        around = self.stack[-1]
        if (
            not around.heading
            or around.jumped
            or around.heading.scheme is not Scheme.OUTLINE
            or not around.heading.label
        ):
            return
        step = (around.heading.level, level)
        if level - around.heading.level < 2 or step in ((1, 3), (3, 5)):  # noqa: PLR2004 - one level deeper is no jump
            return
        around.jumped = True
        self.notes.warn(
            "BX103",
            item.line,
            f"层级跳跃：“{around.heading.label}”之后直接出现“{label.text}”",
            "标题层次依次为“一、”“（一）”“1.”“（1）”，请核对",
        )


def _why_text(item: Item) -> str:
    return "编号不成序列，作为文字" if item.label else "成段的文字"


def _why_heading(use: Use, label: Label) -> str:
    if label.kind is Kind.ARTICLE and use is Use.RUN_IN:
        return "条文，编号为标题，其余为正文"
    if use is Use.RUN_IN:
        return "编号成序列，第一句之后还有文字"
    return "编号成序列，独立成行"


# --- headings or list items ------------------------------------------------------------------------------------------


def _uses(items: list[Item], counted: Counted, notes: Notes) -> dict[int, tuple[Use, int]]:
    """What each counted label makes of its line, and where a heading ends in the text behind it: one decision for all
    siblings, with one margin.
    """
    uses: dict[int, tuple[Use, int]] = {}
    for siblings, in_article in _lists(counted):
        members = [_Member(items, counted, index) for index in siblings]
        if all(member.under is _Under.NOTHING for member in members[:-1]):
            members[-1].ends_list(alone=len(members) == 1)
        total = sum(member.weight - in_article for member in members)
        margin = _margin(members, total)
        for member in members:
            use = member.use(heading=total > 0)
            uses[member.index] = use, member.heading_end if use is Use.RUN_IN else len(member.text)
            if member.kind > Kind.ARTICLE and not member.item.forced:
                notes.doubt(member.item.line, margin, Role.BODY if total > 0 else LEVELS.get(member.kind, DEEPEST))
    return uses


def _margin(members: list[_Member], total: float) -> float:
    """How sure it is that a list is one of headings, or of body text: sentences alone seldom are headings, 一、 seldom
    has text behind its heading, and a heading with something under it is one.
    """
    mean = abs(total) / len(members)
    clear = total <= 0 or any(m.form is _Form.OPEN and m.under is not _Under.NOTHING for m in members)
    return mean + (3.0 if clear or members[0].kind is not Kind.HAN else 0.5)


def _lists(counted: Counted) -> list[tuple[list[int], bool]]:
    """The labels of one kind under one parent, list by list, and whether they are the 项 of an article."""
    found: list[tuple[list[int], bool]] = []
    growing: dict[Kind, list[int]] = {}
    for index in sorted(counted):
        kind = counted[index].kind
        for lower in [k for k in growing if k > kind]:
            del growing[lower]
        if kind not in growing or counted[index].value == 1:
            growing[kind] = []
            found.append((growing[kind], kind > Kind.ARTICLE and Kind.ARTICLE in growing))
        growing[kind].append(index)
    return found


class _Member:
    """One item of a list: how it is built and what stands under it."""

    def __init__(self, items: list[Item], counted: Counted, index: int) -> None:
        self.index = index
        self.item, self.kind = items[index], counted[index].kind
        self.text = self.item.text[counted[index].end :]
        self.entry_end = entry_name(self.text)
        self.sentence_end = sentence_end(self.text)
        self.form = _form(self.text, self.sentence_end)
        self.under = _under(items, counted, index)
        self.weight = self._weight()

    @property
    def heading_end(self) -> int:
        """Where its heading ends if it is a run-in one."""
        return 0 if self.kind is Kind.ARTICLE else self.entry_end or self.sentence_end

    def _weight(self) -> float:
        """What the item says for a list of headings (positive) or of items that are body text (negative)."""
        if self.text.endswith(("；", ";", "，", ",")):
            return -2.0
        filled = self.under is not _Under.NOTHING
        if self.form is _Form.OPEN:
            return 2.0 if filled else -1.0 if is_field(self.text) else 1.0
        if self.entry_end:
            return 0.5 if filled else -1.5
        if self.form is _Form.MORE:
            return -1.0 if self.kind is Kind.HAN and self.sentence_end > CLAUSE_LENGTH else 1.5
        return 0.75 if filled else -1.0

    def ends_list(self, *, alone: bool) -> None:
        """What stands under the last item of a list without anything between them may as well follow the list."""
        if self.under is _Under.TEXT and self.form is not _Form.OPEN and not alone:
            self.under = _Under.NOTHING
            self.weight = self._weight()

    def use(self, *, heading: bool) -> Use:
        """What the label makes of its line; `heading`: the list is one of headings."""
        if self.item.forced or self.kind < Kind.ARTICLE:
            return Use.HEADING
        if self.kind is Kind.ARTICLE:
            return Use.HEADING if self.form is _Form.OPEN and self.under is not _Under.NOTHING else Use.RUN_IN
        if not heading or self.text.endswith(("；", ";", "，", ",")):
            return Use.LIST
        if min(self.sentence_end, self.entry_end or self.sentence_end) < len(self.text):
            return Use.RUN_IN
        is_long = self.form is not _Form.OPEN and len(self.text) > CLAUSE_LENGTH
        return Use.LIST if is_long and self.under is _Under.NOTHING else Use.HEADING


def _under(items: list[Item], counted: Counted, index: int) -> _Under:
    """What stands under the label of the item at `index`."""
    if index + 1 == len(items):
        return _Under.NOTHING
    following = counted.get(index + 1)
    if following is None:
        return _Under.TEXT if _fills(items[index + 1]) else _Under.NOTHING
    return _Under.LABEL if following.kind > counted[index].kind else _Under.NOTHING


def _fills(item: Item) -> bool:
    """A paragraph or a table, no line that merely stands there."""
    return item.block is not None or item.forced is not None or is_ended(item.text) or len(item.text) > SHORT_LENGTH


def _form(text: str, end: int) -> _Form:
    """`end`: of its first sentence."""
    if end < len(text) and not is_bracketed(text[end:]):  # `……。（责任单位：某某局）` is one sentence
        return _Form.MORE
    return _Form.OPEN if len(text) <= SHORT_LENGTH and is_open(text) else _Form.BARE


# --- unnumbered sub-headings -----------------------------------------------------------------------------------------


def subheads(items: list[Item], counted: Counted) -> set[int]:
    """Indices of the unnumbered sub-headings.

    One has a paragraph, a table or a label under it. A short one stands behind a paragraph that ends as a sentence
    does, or is the first of several; longer ones and those with a colon are several of one shape. Where 总则 or 附则
    stands above an article, every such line above one divides the articles.
    """
    shapes: dict[int, tuple[int, int]] = {}
    for index, (item, following) in enumerate(pairwise(items)):
        if index not in counted and (index + 1 in counted or following.block or _is_text(following)):
            shape = subhead_shape(item)
            if shape is not None and (len(following.text) != len(item.text) or is_ended(following.text)):
                shapes[index] = shape
    several = {shape for shape, count in Counter(shapes.values()).items() if count > 1}
    found = {i for i, item in enumerate(items) if item.level and i not in counted and subhead_shape(item) is not None}
    above = [i - 1 for i in counted if i and i - 1 not in counted and counted[i].kind is Kind.ARTICLE]
    divided = any(is_division(items[i].text) for i in above)
    found |= {i for i in above if divided and (is_division(items[i].text) or is_subhead(items[i]))}
    parallel = False  # a certain one follows before the next label that counts
    for index in range(len(items) - 2, -1, -1):
        if index in counted:
            parallel = items[index].forced is not None and not counted[index].text
            continue
        if index not in shapes or not (is_subhead(items[index]) or shapes[index] in several):
            continue
        before = items[index - 1] if index else None
        if before and index - 1 not in counted and not before.block:
            if (
                is_ended(before.content)
                or before.said is Role.BODY
                or before.content.isdecimal()
                or _opens(index, counted)
            ):
                found.add(index)
                parallel = True
        elif (parallel or (shapes[index] in several and before and is_ended(before.content))) and not (
            before and before.block
        ):
            found.add(index)
    return found


def _opens(index: int, counted: Counted) -> bool:
    """The first number stands right below."""
    return index + 1 in counted and counted[index + 1].value == 1


def _above_numbers(items: list[Item], heads: set[int], counted: Counted) -> set[int]:
    """The unnumbered headings that numbered ones stand under.

    The first stands right above the first number; behind the others numbers begin anew, or there are none.
    """
    first = min(counted, default=0)
    if first - 1 not in heads or counted[first].value != 1:
        return set()
    order = sorted((*heads, *counted))
    ends: set[int] = set()
    goes_on = False  # the next label that is no deeper counts on
    for index in reversed(order):
        if index in heads and not goes_on:
            ends.add(index)
        elif index in counted and counted[index].kind <= counted[first].kind:
            goes_on = counted[index].value > 1
    found: set[int] = set()
    inside = False
    for index in order:
        if index in counted:
            inside = index + 1 in heads and is_open(items[index].text)
        elif index in ends and not inside:
            found.add(index)
    return found


def _is_text(item: Item) -> bool:
    if item.forced:
        return item.said is Role.BODY
    return len(item.text) >= _SUBHEAD_BODY and not is_subhead(item)
