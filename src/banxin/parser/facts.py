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
from banxin.forms import ending, head, lines
from banxin.forms.lines import AnnexLine, Item
from banxin.forms.numbering import Kind
from banxin.forms.residue import residue
from banxin.parser.lined import LEAST_INDENT, is_beside, near, row_of, stands_below, start_of
from banxin.regex import regex

_LONG = lines.LONG_TITLE_LENGTH
"""Characters; a longer line is an element of the frame only where it lists organs."""
_KIND_END = regex(rf"{lines.KINDS}(?:[（(][^（()）]*[）)])*[。]?$")

_LARGER = 3.0
"""Points by which a title is larger than the text, as seen at a glance: 二号 or 三号 above 三号 or 四号."""
_SET_IN = 8.0
"""Points of a first line's indent that is one."""
_TITLE_STYLES = ("Title", "标题")
_FIELD = 14
_EXCLAIMED = 30
_EXCLAIMING = regex(r"[^。；，！？：:]{2,30}[！？!?]")
_CLOSED_TITLE = regex(rf".*关于[^。；，]+{lines.KINDS}。")
_SPACED = regex(r"[一-鿿](?:\s+[一-鿿]){4,}")
_TOPIC = regex(r"[一-鿿]{2,6}[：:][^：:，。；\s0-9]{6,34}(?:[（(][^（()）]{1,12}[）)])?")
_GREETING = regex(
    r"[^。！？：:]{1,24}[：:，,](?:大家|各位|你们|您|同志们)?(?:早上|上午|中午|下午|晚上|新年)?[好安]!?！?"
)
_PERSON = regex(r"[一-鿿]{2,4}|[一-鿿]{1,6}·[一-鿿]{1,6}")
_ADDRESSED = regex(".*(?:[委府办局厅部院会处科室站所队校镇乡村县市区州司厂]|单位|部门|机构|中心)")
_NAMED_POST = regex(r"[一-鿿]{2,4}[（(][^（()）]{2,24}(?:[长员师]|主任|书记|主席|委员|教授|经理|代表|干事|秘书)[）)]")
"""`王某某（县农业局局长）`."""
_NO_SIGNERS = ("联系", "咨询", "监督", "举报", "责任", "负责", "记录", "主持", "审核", "校对", "编辑")
"""`联系人：张某某` signs nothing."""
_FIELDS = 4
"""The most fields to be filled in below a place to sign."""
_LETTER = regex("(?:函|请示|批复|复函|公函)(?:[（(][^（()）]*[）)])?$")
_PROMULGATED = regex(rf"{lines.DATE_PATTERN}.{{2,50}}(?:公布|发布|通过|修订|修正|施行|令第.{{1,6}}号)")

_EDITOR = regex(r"[【〔（(［\[]?编\s*者\s*(?:的话|按)\s*[】〕）)］\]：:]")

_T = TypeVar("_T")


class once(Generic[_T]):  # noqa: N801 - read as the decorator that it is
    """A property that is worked out when it is first asked for; functools' own takes a lock each time before 3.12."""

    names: ClassVar[set[str]] = set()
    """Of all such properties."""

    def __init__(self, work: Callable[[Any], _T]) -> None:
        self._work = work

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name
        self.names.add(name)

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
        "body_size",
        "fields",
        "is_all_short",
        "is_letter",
        "is_listed",
        "is_long",
        "is_placed",
        "is_residue",
        "is_short",
        "is_table",
        "item",
        "labelled",
        "length",
        "minutes",
        "organs",
        "organs_dated",
        "run",
        "siblings",
        "stands_below",
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
        self.is_letter = False
        """The title says that the text is written to an organ: 函, 请示, 批复."""
        self.fields = 0
        """How many fields (`时间：…`) stand on top of the text."""
        self.is_listed = False
        """Blanks line it up with names below or above it, under a title that names a list."""
        self.stands_below = False
        """Blanks put it below what a label above has behind it."""
        self.minutes = False
        """The text is minutes, where 出席 and its like are elements."""
        self.is_table = item.block is not None
        self.is_short = 0 < self.length <= lines.SHORT_LENGTH
        self.is_long = self.length > _LONG or self.is_table
        self.labelled = item.label is not None
        self.blank = item.blank_before
        self.is_residue = False
        """A line that a web page or a chat left."""
        self.body_size = 0.0
        """In points, of most of the text, where the file says it."""
        self.is_placed = False
        """Where it stands on its line tells something: not all lines stand alike."""

    def forget(self) -> None:
        """Lets go of what was worked out; it will be again when it is asked for."""
        self.__dict__ = {name: value for name, value in self.__dict__.items() if name not in once.names}

    # --- sentences and space ---

    squeezed: once[str] = once(lambda f: "".join(f.text.split()))
    """Without white space."""
    is_spaced: once[bool] = once(
        lambda f: f.is_short and f.squeezed != f.text and _SPACED.fullmatch(f.text) is not None
    )
    """Five characters or more with a blank between each and the next: one word, letter-spaced."""
    has_han: once[bool] = once(lambda f: any("一" <= char <= "鿿" for char in f.text))
    """Holds a Han character."""
    is_open: once[bool] = once(lambda f: f.text != "" and lines.is_open(f.text))
    """Has no end mark."""
    is_ended: once[bool] = once(lambda f: f.text != "" and lines.is_ended(f.text))
    """Ends as a sentence does."""
    is_right: once[bool] = once(lambda f: lines.is_right_aligned(f.item) and not f.stands_below)
    """Typed towards the right edge."""
    indent: once[int] = once(lambda f: lines.indent(f.item))
    """Columns of white space before it."""
    is_paragraph: once[bool] = once(lambda f: not f.is_table and (f.is_ended or f.length > lines.TITLE_LENGTH))
    """A whole sentence or more, or a long line."""

    # --- what the file says of its look ---

    is_centred: once[bool] = once(lambda f: f.is_placed and f.item.looks is not None and f.item.looks.align == "center")
    """Set in the middle."""
    is_large: once[bool] = once(lambda f: f.item.looks is not None and 0 < f.body_size <= f.item.looks.size - _LARGER)
    """In larger type than most of the text."""
    is_set_in: once[bool] = once(
        lambda f: (
            f.is_placed
            and f.item.looks is not None
            and f.item.looks.align != "center"
            and not f.is_right
            and f.item.looks.first_indent > _SET_IN
        )
    )
    """Begins set in, as paragraphs do."""
    is_set_out: once[bool] = once(
        lambda f: (
            f.is_placed
            and f.item.looks is not None
            and f.item.looks.align not in ("center", "right")
            and f.item.looks.first_indent <= 0
            and f.indent == 0
        )
    )
    """Begins at the left edge."""
    begins_page: once[bool] = once(lambda f: f.item.looks is not None and f.item.looks.new_page)
    """Stands on top of a page."""
    is_styled_title: once[bool] = once(lambda f: f.item.looks is not None and f.item.looks.style in _TITLE_STYLES)
    """Has the style that programs have for titles."""

    # --- what a title block holds ---

    is_title: once[bool] = once(lambda f: lines.is_title_line(f.item) or lines.is_long_title(f.item))
    """May stand above the body by its form."""
    exclaims: once[bool] = once(lambda f: f.length <= _EXCLAIMED and _EXCLAIMING.fullmatch(f.text) is not None)
    """A short line that ends in ！ or ？ and holds no other sentence."""
    ends_title: once[bool] = once(
        lambda f: f.is_short and not f.labelled and _CLOSED_TITLE.fullmatch(f.text) is not None
    )
    """A title closed by 。, as one types it by habit."""
    names_kind: once[bool] = once(lambda f: not f.is_long and _KIND_END.search(f.squeezed) is not None)
    """Ends in a 文种, notes in brackets left aside."""
    names_kind_inside: once[bool] = once(lambda f: _KIND_END.search(f.squeezed[:-1]) is not None)
    """`【重要通知】`."""
    is_about: once[bool] = once(lambda f: "关于" in f.squeezed and not f.is_long)
    """Says 关于."""
    is_subtitle: once[bool] = once(lambda f: not f.is_long and lines.is_subtitle(f.text))
    """Begins with a dash."""

    @once
    def is_byline(self) -> bool:
        """A date, a name, a post with a name, or a note in brackets."""
        if self.is_long or self.labelled:
            return False
        text = self.squeezed if self.is_spaced else self.text
        return lines.is_byline(text, "") or any(form.match(self.text) for form in (_PROMULGATED, _NAMED_POST))

    dated_note: once[bool] = once(lambda f: f.length <= lines.TITLE_LENGTH and lines.is_dated_note(f.text))
    """Brackets around a date, perhaps with words."""

    @once
    def is_number(self) -> bool:
        """发文字号 or 令号, perhaps in brackets, and nothing else."""
        text = self.text[1:-1] if self.is_bracketed else self.text
        if not self.is_short or self.labelled:
            return False
        found = head.pieces(text) or head.issue(text)
        return bool(found) and all(piece.role.value in ("document_number", "order_number") for piece in found)

    is_field: once[bool] = once(lambda f: not f.is_long and not f.labelled and lines.is_field(f.text))
    """`时间：…` and its like."""
    is_party: once[bool] = once(lambda f: f.is_short and any(_are_parties(f, o) for o in (f.before, f.after) if o))
    """`甲方：某某局` above `乙方：某某公司`, `出租人：…` and `承租人：…`: who makes an agreement."""
    names_topic: once[bool] = once(
        lambda f: (
            f.is_short
            and (f.is_first or (f.before is not None and f.before.issues))
            and _TOPIC.fullmatch(f.text) is not None
        )
    )
    """`学习心得：在学思践悟中……` on top: a colon within a title, with words of some length behind it."""

    is_first: once[bool] = once(
        lambda f: (
            f.before is None
            or (f.before.before is None and (f.before.is_residue or f.before.is_bracketed or f.before.is_contact))
        )
    )
    """Nothing stands above it but perhaps one line that is no title."""

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
        if not self.is_short or self.labelled or self.is_rule or after is None or not after.is_paragraph:
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

    pieces: once[list[head.Piece]] = once(lambda f: [] if f.labelled or f.is_table else head.pieces(f.text))
    """The elements of 版头 in a line of nothing else."""
    issue: once[list[head.Piece]] = once(lambda f: [] if f.labelled or f.is_table else head.issue(f.text))
    """The number below a mark, and who issues."""
    is_loose_number: once[bool] = once(lambda f: not f.labelled and not f.is_table and head.loose_number(f.text))
    """发文字号 as it should not be written."""

    introduces: once[bool] = once(lambda f: f.minutes and _EDITOR.match(f.text) is not None)
    """`【编者按】…` of a 简报."""
    issues: once[bool] = once(lambda f: bool(f.issue) or (f.name_and_date is not None and head.is_issuer(f.text)))
    """The last line above the title of a 简报: its number, or who issues it and when."""

    @once
    def mark(self) -> head.Mark:
        """Which part of 发文机关标志 it can be."""
        if self.labelled or self.is_table or self.length > lines.TITLE_LENGTH:
            return head.Mark.NONE
        return head.mark_kind(self.text)

    numbered_mark: once[list[head.Piece]] = once(
        lambda f: [] if f.labelled or f.is_table else head.numbered_mark(f.text)
    )
    """A mark and its number in one line."""

    # --- whom it is for, and from ---

    @once
    def is_addressee(self) -> bool:
        """Ends in a colon and names somebody."""
        if self.is_table or self.labelled:
            return False
        return lines.is_addressee(self.text) and self.annex is None

    is_addressed: once[bool] = once(lambda f: f.is_letter and f.is_place and f.organs == 1 and f.is_above_text)
    """An organ right below the title of a letter, above a paragraph: the colon is missing."""
    is_above_text: once[bool] = once(lambda f: f.after is not None and f.after.is_paragraph)
    """A paragraph stands below it."""

    @once
    def lists_organs(self) -> bool:
        """Several organs, or 各…."""
        text = self.text[:-1]
        return (
            len(re.findall("[、，,]", text)) > 1
            or re.search("(?:^|[、，,])各", text) is not None
            or all(_ADDRESSED.fullmatch(part) for part in re.split("[、，,]", text))
        )

    is_salutation: once[bool] = once(lambda f: f.is_short and lines.is_salutation(f.text))
    """Addresses persons."""
    greets: once[bool] = once(lambda f: f.is_short and _GREETING.fullmatch(f.text) is not None)
    """`各位评委：大家好！`."""
    is_place: once[bool] = once(lambda f: not f.is_long and ending.are_places(f.item))
    """An organ or a place, white space left aside."""
    is_name: once[bool] = once(lambda f: not f.is_long and lines.is_name_line(f.item))
    """May be 署名 by its form."""
    is_person: once[bool] = once(
        lambda f: (
            f.is_short
            and not f.is_place
            and (
                _PERSON.fullmatch(f.squeezed) is not None
                or (lines.is_post_and_name(f.text) and f.is_name and not f.is_spaced)
            )
        )
    )
    """A person's name alone, perhaps with a post."""
    is_signing: once[bool] = once(
        lambda f: (
            not f.is_long
            and not f.labelled
            and (lines.is_signer(f.text) or lines.is_officer(f.text) or ending.is_signing(f.text))
        )
    )
    """`述职人：张三`, `县长：王明`, `承诺人（签字）：`."""
    signs: once[bool] = once(lambda f: f.is_signing or (f.is_blank_field and not f.labelled))
    """A line to be signed, and a field to be filled in below one."""
    signs_off: once[bool] = once(lambda f: f.signs and not f.text.startswith(_NO_SIGNERS))
    """Signs, and is nobody to turn to."""
    credits: once[bool] = once(lambda f: lines.is_credit(f.text))
    """`文/张某某`."""
    is_empty_field: once[bool] = once(lambda f: 0 < f.length <= _FIELD and f.text[-1] in "：:")
    """`身份证号：` with nothing behind it."""

    @once
    def is_blank_field(self) -> bool:
        """`身份证号：` below a place to sign, or a few of them."""
        if not self.is_empty_field:
            return False
        above = self.before
        for _ in range(_FIELDS):
            if above is None or above.is_signing or not above.is_empty_field:
                break
            above = above.before
        return above is not None and above.is_signing

    holds_seal: once[bool] = once(lambda f: f.is_short and ending.is_seal_note(f.text))
    """`（盖章）` alone."""
    is_direction: once[bool] = once(
        lambda f: (
            not f.signs and not f.is_blank_date and f.text[:1] in tuple("【［[〖") and f.text[-1:] in tuple("】］]〗")
        )
    )
    """`【播放国歌】`, `［鼓掌］`: what is done or shown, no heading of any kind."""
    is_closing: once[bool] = once(lambda f: not f.is_long and lines.is_closing(f.text))
    """特此通知 and its like."""

    # --- dates ---

    is_date: once[bool] = once(lambda f: lines.is_date(f.squeezed) or lines.is_date(f.text))
    """The whole line is a date."""
    is_day: once[bool] = once(lambda f: f.is_short and lines.is_day(f.text))
    """`3月6日`."""
    is_blank_date: once[bool] = once(lambda f: f.is_short and ending.is_blank_date(f.text))
    """`　　年　　月　　日`, to be filled in."""
    name_and_date: once[tuple[str, str] | None] = once(
        lambda f: None if f.labelled or f.is_table else lines.name_and_date(f.text)
    )
    """署名 and 成文日期 in one line."""

    # --- what stands below the body ---

    annex: once[AnnexLine | None] = once(lambda f: None if f.is_long else lines.annex_line(f.text))
    """The line names an annex."""
    annex_title: once[str] = once(lambda f: f.annex.title if f.annex else "")
    """What it names it, as it stands behind the label; may be empty."""
    is_note_head: once[bool] = once(lambda f: not f.is_table and ending.is_note_head(f.item))
    """附件说明 may begin here."""
    is_note_item: once[bool] = once(lambda f: not f.is_table and ending.is_note_item(f.item))
    """An item of 附件说明 by its form."""
    names_paper: once[bool] = once(lambda f: f.is_short and not f.labelled and ending.names_paper(f.text))
    """Ends as the name of an attachment does: `任务分解表`."""
    note_number: once[int] = once(lambda f: ending.note_number(f.item))
    """The number of an item of 附件说明; 0: none."""
    is_bracketed: once[bool] = once(lambda f: not f.is_long and lines.is_bracketed(f.text))
    """Stands in round brackets as a whole."""
    is_known_remark: once[bool] = once(lambda f: not f.is_long and ending.is_known_remark(f.text))
    """附注 that says how far a document may be known, or whom to ask."""
    is_remark: once[bool] = once(lambda f: not f.is_long and lines.is_remark(f.text))
    """A line that may follow 成文日期: in brackets, or a field."""
    is_contact: once[bool] = once(lambda f: not f.is_long and not f.labelled and ending.is_contact(f.text))
    """Whom to ask, without brackets."""
    attends: once[bool] = once(lambda f: not f.is_table and ending.begins_attendees(f.text))
    """出席, 请假, 列席."""
    copies: once[bool] = once(lambda f: not f.is_table and ending.begins_copies(f.text))
    """抄送, 报送, 分送 with a colon."""
    sends: once[bool] = once(lambda f: not f.is_table and ending.begins_sending(f.text))
    """`主送：` `报：` `送：` `发：`."""
    prints: once[bool] = once(lambda f: not f.labelled and not f.is_table and ending.is_printer(f.text))
    """印发机关和印发日期, or the number of copies."""
    staffs: once[bool] = once(lambda f: f.is_short and ending.is_staff(f.text))
    """Who typed and read the text."""
    is_list: once[bool] = once(lambda f: not f.is_table and not f.labelled and ending.is_list(f.text))
    """Names and nothing else."""
    is_contents: once[bool] = once(lambda f: lines.is_contents(f.text))
    """`目　录` above a list of the headings."""
    is_rule: once[bool] = once(lambda f: lines.is_rule(f.text))
    """A row of dashes."""

    @once
    def is_article(self) -> bool:
        """`第一条`, `第一章`."""
        label = self.item.label
        return label is not None and label.kind <= Kind.ARTICLE

    divides: once[bool] = once(lambda f: f.after is not None and f.after.is_article and lines.is_division(f.text))
    """`总　则` above an article."""


_MANY = 8192
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
    _line_up(found)
    _measure(found)
    fields = sum(one.is_field for one in found[:_TOP])
    is_letter = any(one.is_title and _LETTER.search(one.squeezed) for one in found[:_TOP] if not one.is_long)
    for one in found[:_TOP]:
        one.fields, one.is_letter = fields, is_letter
    if minutes or _are_minutes(found):
        for one in found:
            one.minutes = True
    if len(found) > _MANY:
        for one in found:
            one.forget()
    return found


def _measure(found: list[Facts]) -> None:
    """The size that most of the text has, and whether all lines stand alike."""
    sizes: Counter[float] = Counter()
    places = set[tuple[str, float]]()
    for one in found:
        if looks := one.item.looks:
            sizes[looks.size] += one.length
            places.add((looks.align, looks.first_indent))
    if sizes:
        size = max(sizes, key=lambda size: (sizes[size], -size))
        for one in found:
            one.body_size, one.is_placed = size, len(places) > 1


_SAID = ("。", "！")
_HEADLINE = 10
"""Lines within which the headline of a web page stands above the title, and the title below it."""


def _residue(found: list[Facts]) -> list[bool]:
    """Which lines a web page or a chat left: by their form, and a headline above the same title."""
    left = residue(["" if one.item.forced else one.text for one in found])
    for at, one in enumerate(found[:_HEADLINE]):
        if one.is_title and (one.names_kind or one.is_about):
            below = range(at + 1, min(at + 1 + _HEADLINE, len(found)))
            until = (
                i for i in below if not left[i] and found[i].text.endswith(_SAID)
            )  # a document of its own has text
            below = range(at + 1, next(until, below.stop))
            left[at] = left[at] or any(one.text == found[i].text for i in below)
    return left


def _count(found: list[Facts]) -> None:
    """Runs of short lines, and lines of one shape."""
    start = 0
    for at in range(len(found) + 1):
        if at < len(found) and not found[at].is_long and found[at].is_title and not found[at].is_rule:
            continue
        for one in found[start:at]:
            one.run = at - start
            one.is_all_short = at - start == len(found)
        start = at + 1
    organs: list[Facts] = []
    for after in (*found, None):
        if after is not None and after.is_short and after.is_place:
            organs.append(after)
        elif organs and (after is None or not (after.is_residue or after.is_contact)):  # these part no list
            dated = after is not None and (after.is_date or after.dated_note)
            for one in organs:
                one.organs, one.organs_dated = len(organs), dated
            organs = []
    shapes = Counter(one.shape for one in found if one.is_short)
    for one in found:
        if one.is_short and one.shape:
            one.siblings = shapes[one.shape] - 1


def _line_up(found: list[Facts]) -> None:
    """Which lines stand below what a label has behind it; and of a list, which stand so or have such below them."""
    head, of_list, group = None, False, list[Facts]()
    for one in found if any(start_of(one.item) >= LEAST_INDENT for one in found) else ():
        if one.is_residue:
            continue
        row = None if one.is_long or one.is_table else row_of(one.item)
        if (
            row
            and head
            and (stands_below(row, head, near((head.label_column,))) or is_beside(row, head))
            and not one.is_date
        ):
            group.append(one)
            one.stands_below = not row.label
            if one.stands_below and of_list:
                for listed in group:
                    listed.is_listed = True
                group.clear()
        else:
            head, group = (row, [one]) if row and row.label else (None, [])
            of_list = one.before is not None and one.before.names_paper


_PARTY = regex(r"([^，。；：:\s]{1,5})([方人])\s*(?:[（(][^（()）]{1,20}[)）])?\s*[：:]\s*\S")


def _are_parties(one: Facts, other: Facts) -> bool:
    """Two lines name parties by labels that differ in what stands before 方 or 人."""
    a, b = _PARTY.match(one.text), _PARTY.match(other.text)
    return a is not None and b is not None and a[2] == b[2] and a[1] != b[1] and len(a[1]) == len(b[1])


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
