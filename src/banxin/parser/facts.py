"""What each line of a text is by itself and beside its neighbours: every predicate asked once, when it is first asked.

A reader may rely on this: a fact depends on the text alone, never on how a line is read; asking changes nothing. Its
neighbours are the nearest lines that are no residue (see `residue`), so that a stray line changes no
other line's facts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar, overload

from banxin.document import Role
from banxin.parser import ending, head, lines
from banxin.parser.lines import AnnexLine, Item
from banxin.parser.numbering import Kind
from banxin.parser.residue import residue
from banxin.regex import regex

_LONG = lines.LONG_TITLE_LENGTH
"""Characters; a longer line is an element of the frame only where it lists organs."""
_KIND_END = regex(rf"{lines.KINDS}(?:[（(][^（()）]*[）)])*[。]?$")


_T = TypeVar("_T")


class once(Generic[_T]):  # noqa: N801 - read as the decorator that it is
    """A property that is worked out when it is first asked for; functools' own takes a lock each time before 3.12."""

    names: ClassVar[set[str]] = set()
    """Of all such properties."""

    def __init__(self, work: Callable[[Any], _T]) -> None:
        self._work = work
        self._name = work.__name__
        self.names.add(work.__name__)
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> once[_T]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> _T: ...
    def __get__(self, instance: object | None, owner: type) -> once[_T] | _T:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._work(instance)
        return value


class Facts:
    """One line, or one table, and its neighbours."""

    __slots__ = (
        "__dict__",
        "after",
        "before",
        "blank",
        "fields",
        "is_all_short",
        "is_long",
        "is_residue",
        "is_short",
        "is_table",
        "item",
        "labelled",
        "length",
        "minutes",
        "organs",
        "organs_dated",
        "repeats",
        "run",
        "siblings",
        "text",
    )

    def __init__(self, item: Item) -> None:
        """Nothing is asked yet."""
        self.item = item
        self.text = item.content
        self.length = len(self.text)
        self.before: Facts | None = None
        self.after: Facts | None = None
        self.run = 0
        """How many lines that may be a title's stand together here."""
        self.is_all_short = False
        """The whole text is one such run."""
        self.organs = 0
        """How many names of organs stand under one another here."""
        self.organs_dated = False
        """A date stands below them."""
        self.siblings = 0
        """How many other lines of the same shape stand above a paragraph: sub-headings, organs, dates, `名称：`."""
        self.fields = 0
        """How many fields (`时间：…`) stand on top of the text."""
        self.minutes = False
        """The text is minutes, where 出席 and its like are elements."""
        self.is_table = item.table is not None
        self.is_short = 0 < self.length <= lines.SHORT_LENGTH
        self.is_long = self.length > _LONG or self.is_table
        self.labelled = item.label is not None
        self.blank = item.blank_before
        self.is_residue = False
        """A line that a web page or a chat left."""

    def forget(self) -> None:
        """Lets go of what was worked out; it will be again when it is asked for."""
        self.__dict__ = {name: value for name, value in self.__dict__.items() if name not in once.names}

    # --- sentences and space ---

    @once
    def squeezed(self) -> str:
        """Without white space."""
        return "".join(self.text.split())

    @once
    def is_spaced(self) -> bool:
        """Five characters or more with a blank between each and the next: one word, letter-spaced."""
        return self.is_short and _SPACED.fullmatch(self.text) is not None

    @once
    def has_han(self) -> bool:
        """Holds a Han character."""
        return _HAN.search(self.text) is not None

    @once
    def is_open(self) -> bool:
        """Has no end mark."""
        return self.text != "" and lines.is_open(self.text)

    @once
    def is_ended(self) -> bool:
        """Ends as a sentence does."""
        return self.text != "" and lines.is_ended(self.text)

    @once
    def is_right(self) -> bool:
        """Typed towards the right edge."""
        return lines.is_right_aligned(self.item)

    @once
    def indent(self) -> int:
        """Columns of white space before it."""
        return lines.indent(self.item)

    @once
    def is_paragraph(self) -> bool:
        """A whole sentence or more, or a long line."""
        return not self.is_table and (self.is_ended or self.length > lines.TITLE_LENGTH)

    # --- what a title block holds ---

    @once
    def is_title(self) -> bool:
        """May stand above the body by its form."""
        return lines.is_title_line(self.item) or lines.is_long_title(self.item)

    @once
    def exclaims(self) -> bool:
        """A short line that ends in ！ or ？ and holds no other sentence."""
        return self.length <= _EXCLAIMED and _EXCLAIMING.fullmatch(self.text) is not None

    @once
    def ends_title(self) -> bool:
        """A title closed by 。, as one types it by habit."""
        return self.is_short and not self.labelled and _CLOSED_TITLE.fullmatch(self.text) is not None

    @once
    def names_kind(self) -> bool:
        """Ends in a 文种, notes in brackets left aside."""
        return not self.is_long and _KIND_END.search(self.squeezed) is not None

    @once
    def names_kind_inside(self) -> bool:
        """`【重要通知】`."""
        return _KIND_END.search(self.squeezed[:-1]) is not None

    @once
    def is_about(self) -> bool:
        """Says 关于."""
        return "关于" in self.squeezed and not self.is_long

    @once
    def is_subtitle(self) -> bool:
        """Begins with a dash."""
        return not self.is_long and lines.is_subtitle(self.text)

    @once
    def is_byline(self) -> bool:
        """A date, a name, a post with a name, or a note in brackets."""
        if self.is_long or self.labelled:
            return False
        text = self.squeezed if self.is_spaced else self.text
        return lines.is_byline(text, "") or _PROMULGATED.match(self.text) is not None

    @once
    def dated_note(self) -> bool:
        """Brackets around a date, perhaps with words."""
        return self.length <= lines.TITLE_LENGTH and lines.is_dated_note(self.text)

    @once
    def is_number(self) -> bool:
        """发文字号 or 令号, perhaps in brackets, and nothing else."""
        text = self.text[1:-1] if self.is_bracketed else self.text
        if not self.is_short or self.labelled:
            return False
        found = head.pieces(text) or head.issue(text)
        return bool(found) and all(piece.role.value in ("document_number", "order_number") for piece in found)

    @once
    def is_field(self) -> bool:
        """`时间：…` and its like."""
        return not self.is_long and not self.labelled and lines.is_field(self.text)

    @once
    def names_topic(self) -> bool:
        """`学习心得：在学思践悟中……` on top: a colon within a title, with words of some length behind it."""
        return self.is_short and self.before is None and _TOPIC.fullmatch(self.text) is not None

    @once
    def is_set_apart(self) -> bool:
        """A blank line stands below it and none below the next."""
        after = self.after
        if after is None or not after.blank or (self.before is not None and self.blank):
            return False
        return after.after is None or not after.after.blank

    @once
    def shape(self) -> str:
        """What kind of a short line above a paragraph it is; empty: none."""
        after = self.after
        if not self.is_short or self.labelled or after is None or not after.is_paragraph:
            return ""
        if self.is_date:
            return "date"
        if self.is_place:
            return "place"
        if self.text[-1] in "：:":
            return "" if self.is_salutation else "colon"
        shape = lines.subhead_shape(self.item) if after.length > self.length else None
        return f"words {shape}" if shape else ""

    # --- 版头 ---

    @once
    def pieces(self) -> list[head.Piece]:
        """The elements of 版头 in a line of nothing else."""
        return [] if self.labelled or self.is_table else head.pieces(self.text)

    @once
    def issue(self) -> list[head.Piece]:
        """The number below a mark, and who issues."""
        return [] if self.labelled or self.is_table else head.issue(self.text)

    @once
    def is_loose_number(self) -> bool:
        """发文字号 as it should not be written."""
        return not self.labelled and not self.is_table and head.loose_number(self.text)

    @once
    def mark(self) -> head.Mark:
        """Which part of 发文机关标志 it can be."""
        if self.labelled or self.is_table or self.length > lines.TITLE_LENGTH:
            return head.Mark.NONE
        return head.mark_kind(self.text)

    @once
    def numbered_mark(self) -> list[head.Piece]:
        """A mark and its number in one line."""
        return [] if self.labelled or self.is_table else head.numbered_mark(self.text)

    # --- whom it is for, and from ---

    @once
    def is_addressee(self) -> bool:
        """Ends in a colon and names somebody."""
        if self.is_table or self.labelled:
            return False
        return lines.is_addressee(self.text) and self.annex is None

    @once
    def lists_organs(self) -> bool:
        """Several organs, or 各…."""
        text = self.text[:-1]
        return (
            len(re.findall("[、，,]", text)) > 1
            or re.search("(?:^|[、，,])各", text) is not None
            or all(lines.is_place(part) for part in re.split("[、，,]", text))
        )

    @once
    def is_salutation(self) -> bool:
        """Addresses persons."""
        return self.is_short and lines.is_salutation(self.text)

    @once
    def greets(self) -> bool:
        """`各位评委：大家好！`."""
        return self.is_short and _GREETING.fullmatch(self.text) is not None

    @once
    def is_place(self) -> bool:
        """An organ or a place, white space left aside."""
        return not self.is_long and lines.is_place(ending.without_seal_note(self.squeezed).rstrip("宣启呈"))

    @once
    def is_name(self) -> bool:
        """May be 署名 by its form."""
        return not self.is_long and lines.is_name_line(self.item)

    @once
    def is_person(self) -> bool:
        """A person's name alone, perhaps with a post."""
        return (
            self.is_short
            and not self.is_place
            and (
                _PERSON.fullmatch(self.squeezed) is not None
                or (lines.is_post_and_name(self.text) and self.is_name and not self.is_spaced)
            )
        )

    @once
    def signs(self) -> bool:
        """`述职人：张三`, `县长：王明`, `承诺人（签字）：`."""
        return self.is_short and (
            lines.is_signer(self.text) or lines.is_officer(self.text) or ending.is_signing(self.text)
        )

    @once
    def holds_seal(self) -> bool:
        """`（盖章）` alone."""
        return self.is_short and ending.is_seal_note(self.text)

    @once
    def is_direction(self) -> bool:
        """`【播放国歌】`, `［鼓掌］`: what is done or shown, no heading of any kind."""
        return self.text[:1] in tuple("【［[〖") and self.text[-1:] in tuple("】］]〗")

    @once
    def is_closing(self) -> bool:
        """特此通知 and its like."""
        return not self.is_long and lines.is_closing(self.text)

    # --- dates ---

    @once
    def is_date(self) -> bool:
        """The whole line is a date."""
        return lines.is_date(self.squeezed) or lines.is_date(self.text)

    @once
    def is_day(self) -> bool:
        """`3月6日`."""
        return self.is_short and lines.is_day(self.text)

    @once
    def is_blank_date(self) -> bool:
        """`　　年　　月　　日`, to be filled in."""
        return self.is_short and ending.is_blank_date(self.text)

    @once
    def name_and_date(self) -> tuple[str, str] | None:
        """署名 and 成文日期 in one line."""
        return None if self.labelled or self.is_table else lines.name_and_date(self.text)

    # --- what stands below the body ---

    @once
    def annex(self) -> AnnexLine | None:
        """The line names an annex."""
        return None if self.is_long else lines.annex_line(self.text)

    @once
    def is_note_head(self) -> bool:
        """附件说明 may begin here."""
        return not self.is_table and ending.is_note_head(self.item)

    @once
    def is_note_item(self) -> bool:
        """An item of 附件说明 by its form."""
        return not self.is_table and ending.is_note_item(self.item)

    @once
    def note_number(self) -> int:
        """The number of an item of 附件说明; 0: none."""
        return ending.note_number(self.item)

    @once
    def is_bracketed(self) -> bool:
        """Stands in round brackets as a whole."""
        return not self.is_long and lines.is_bracketed(self.text)

    @once
    def is_known_remark(self) -> bool:
        """附注 that says how far a document may be known, or whom to ask."""
        return not self.is_long and ending.is_known_remark(self.text)

    @once
    def is_remark(self) -> bool:
        """A line that may follow 成文日期: in brackets, or a field."""
        return not self.is_long and lines.is_remark(self.text)

    @once
    def is_contact(self) -> bool:
        """Whom to ask, without brackets."""
        return not self.is_long and not self.labelled and ending.is_contact(self.text)

    @once
    def attends(self) -> bool:
        """出席, 请假, 列席."""
        return not self.is_table and ending.begins_attendees(self.text)

    @once
    def copies(self) -> bool:
        """抄送, 报送, 分送 with a colon."""
        return not self.is_table and ending.begins_copies(self.text)

    @once
    def sends(self) -> bool:
        """`主送：` `报：` `送：` `发：`."""
        return not self.is_table and ending.begins_sending(self.text)

    @once
    def prints(self) -> bool:
        """印发机关和印发日期, or the number of copies."""
        return not self.labelled and not self.is_table and ending.is_printer(self.text)

    @once
    def staffs(self) -> bool:
        """Who typed and read the text."""
        return self.is_short and ending.is_staff(self.text)

    @once
    def is_list(self) -> bool:
        """Names and nothing else."""
        return not self.is_table and not self.labelled and ending.is_list(self.text)

    @once
    def is_rule(self) -> bool:
        """A row of dashes."""
        return lines.is_rule(self.text)

    @once
    def is_article(self) -> bool:
        """`第一条`, `第一章`."""
        label = self.item.label
        return label is not None and label.kind <= Kind.ARTICLE


_EXCLAIMED = 30
_EXCLAIMING = regex(r"[^。；，！？：:]{2,30}[！？!?]")
_CLOSED_TITLE = regex(rf".*关于[^。；，]+{lines.KINDS}。")
_SPACED = regex(r"[一-鿿](?:\s+[一-鿿]){4,}")
_HAN = regex("[一-鿿]")
_TOPIC = regex(r"[一-鿿]{2,6}[：:][^：:，。；\s0-9]{6,34}(?:[（(][^（()）]{1,12}[）)])?")
_GREETING = regex(
    r"[^。！？：:]{1,24}[：:，,](?:大家|各位|你们|您|同志们)?(?:早上|上午|中午|下午|晚上|新年)?[好安]!?！?"
)
_PERSON = regex(r"[一-鿿]{2,4}|[一-鿿]{1,6}·[一-鿿]{1,6}")
_PROMULGATED = regex(rf"{lines.DATE_PATTERN}.{{2,50}}(?:公布|发布|通过|修订|修正|施行|令第.{{1,6}}号)")


_MANY = 4096
"""Lines of which everything that was worked out is kept till it is asked for again."""


def facts_of(items: list[Item], *, minutes: bool = False) -> list[Facts]:
    """The facts of all items, in order; `minutes`: the text is said to be minutes."""
    found = [Facts(item) for item in items]
    last: Facts | None = None
    for one, is_left in zip(found, _residue(found), strict=True):
        one.is_residue = is_left
        if is_left:
            continue
        one.before = last
        if last is not None:
            last.after = one
        last = one
    _count(found)
    fields = sum(one.is_field for one in found[:_TOP])
    for one in found[:_TOP]:
        one.fields = fields
    if minutes or _are_minutes(found):
        for one in found:
            one.minutes = True
    if len(found) > _MANY:
        for one in found:
            one.forget()
    return found


_HEADLINE = 10
"""Lines within which the headline of a web page stands above the title, and the title below it."""


def _residue(found: list[Facts]) -> list[bool]:
    """Which lines a web page or a chat left: by their form, and a headline above the same title."""
    left = residue(["" if one.item.forced else one.text for one in found])
    for at, one in enumerate(found[:_HEADLINE]):
        if one.is_title and (one.names_kind or one.is_about):
            left[at] = left[at] or any(one.text == other.text for other in found[at + 1 : at + 1 + _HEADLINE])
    return left


def _count(found: list[Facts]) -> None:
    """Runs of short lines, and lines of one shape."""
    start = 0
    for at in range(len(found) + 1):
        if at < len(found) and not found[at].is_long and found[at].is_title:
            continue
        for one in found[start:at]:
            one.run = at - start
            one.is_all_short = at - start == len(found)
        start = at + 1
    start = 0
    for at in range(len(found) + 1):
        if at < len(found) and found[at].is_short and found[at].is_place:
            continue
        dated = at < len(found) and start < at and (found[at].is_date or found[at].dated_note)
        for one in found[start:at]:
            one.organs, one.organs_dated = at - start, dated
        start = at + 1
    shapes = Counter(one.shape for one in found if one.is_short)
    for one in found:
        if one.is_short and one.shape:
            one.siblings = shapes[one.shape] - 1


_IN_ISSUES = regex("纪\\s*要|" + "|".join(r"\s*".join(name) for name in head.BULLETINS))
_TOP = 12


def _are_minutes(found: list[Facts]) -> bool:
    """A mark says 纪要, or stands above a title that says so; or a directive names who attends."""
    top = found[:_TOP]
    said = any(one.item.said is Role.ATTENDEES for one in found)
    if not said and not any(_IN_ISSUES.search(one.text) for one in top if one.is_short):
        return False
    marks = [one for one in top if one.mark is not head.Mark.NONE]
    numbered = any(
        one.mark is head.Mark.MINUTES
        and one.after is not None
        and (one.after.issue or one.after.is_rule or one.after.name_and_date)
        for one in marks
    )
    below = any(one.mark in (head.Mark.FILE, head.Mark.ORGAN) for one in marks) and any(one.pieces for one in top)
    return said or numbered or (below and any(one.text.endswith("纪要") for one in top))
