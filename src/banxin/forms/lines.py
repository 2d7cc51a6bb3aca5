"""One line of text to what it can be by its form alone: pure functions, no neighbours.

Every function takes a line without white space at either end. Nothing here knows a word of any domain; the few words
that occur (`附件`, `如下`) are fixed by GB/T 9704 or by grammar.
"""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from banxin.document import Figure, Role, Table
from banxin.elements import Place, standing
from banxin.forms.numbering import Label
from banxin.looks import Looks
from banxin.regex import regex
from banxin.streams import INVISIBLE

END_MARKS = "。！？；：，、…!?;:,"
"""A line that ends in one of these is a sentence or a part of one, and no title or name."""
TITLE_LENGTH = 80
"""The longest line a title has: four printed lines of 二号."""
SHORT_LENGTH = 40
"""An item without an end mark is a heading up to here, though nothing stands under it."""
LONG_TITLE_LENGTH = 200
"""The longest title of a document that forwards what a dozen of organs have made."""
NAME_LENGTH = 60
"""The longest name of an organ that ends as such names do."""
SUBHEAD_LENGTHS = range(4, 21)
"""How long an unnumbered sub-heading is; two or three characters may as well be a name."""

TITLE_ROLES = standing(Place.TITLE)
"""What the lines above 主送机关 are."""

_NOTE_LENGTH = 8
"""Up to here a line in brackets belongs to the title: `（征求意见稿）`."""
_TIGHT_NAME = 16
"""The longest name that a date follows without white space."""
_CLOSERS = "”’\"'）)》〉】］]」』〕"


class Forced(msgspec.Struct, frozen=True):
    """A line of which a directive says what it is."""

    text: str
    """Without the directive; inner tabs are spaces. Not empty."""
    role: Role | None
    """None: a heading, the caption of a table, or a line of a 目录."""
    level: int
    """Of a heading, 1–5; else 0."""
    width: int
    """Visible characters of the directive."""
    contents: str = ""
    """Which line of a 目录 it is, `CONTENTS` or `ENTRY`; empty: none."""


class Item(msgspec.Struct, frozen=True, gc=False):
    """One line that is not blank, or one table or figure.

    A line with a directive shows no text to those who look for a form, so that it is nothing but what it is said to be.
    """

    line: int
    """Source line, 1-based."""
    text: str
    """Without white space at either end; inner tabs are spaces. Empty for a block, and where `forced` has the text."""
    raw: str
    """As it stood."""
    blank_before: bool
    """A blank line stands between it and the line before."""
    label: Label | None = None
    """What it begins with, by form."""
    block: Table | Figure | None = None
    offset: int = 0
    """Number of visible characters of the source before it."""
    forced: Forced | None = None
    """What a directive says of it."""
    level: int = 0
    """Of a heading, as the file's own marks say it; 0: they say nothing."""
    is_item: bool = False
    """The file's own marks say that it is an item of a list."""
    looks: Looks | None = None
    """What the file says of its look; None: nothing."""

    @property
    def said(self) -> Role | None:
        """The role that a directive gives it; None also for a heading and a caption."""
        return self.forced.role if self.forced else None

    @property
    def is_caption(self) -> bool:
        """A directive says that it names the table below."""
        return self.forced is not None and not (self.forced.role or self.forced.level or self.forced.contents)

    @property
    def content(self) -> str:
        """Its text, with a directive or without; empty for a block."""
        return self.forced.text if self.forced else self.text


class AnnexLine(msgspec.Struct, frozen=True):
    """A line that begins with `附件`."""

    label: str
    """`附件` `附件1` `附件1：`, without white space."""
    number: str
    """Empty if it has none."""
    colon: bool
    title: str
    """What stands behind the label; may be empty."""


# --- marks and sentences ---------------------------------------------------------------------------------------------


def is_open(text: str) -> bool:
    """`text` has no end mark."""
    if text.endswith(".") and _ENDS_HALF.search(text):
        return False
    return _last_mark(text) not in END_MARKS


def is_ended(text: str) -> bool:
    """`text` ends as a whole sentence does."""
    if text.endswith(".") and _ENDS_HALF.search(text):
        return True
    return _last_mark(text) in tuple("。！？；…!?;")


def _last_mark(text: str) -> str:
    """The last character that closes nothing; of `……。（责任单位：某某局）` the one before the brackets."""
    last = "…" if text.endswith("...") else text.rstrip(_CLOSERS)[-1:]
    if text[-1:] not in ("）", ")") or last in END_MARKS:
        return last
    before = text[: max(text.rfind("（"), text.rfind("("), 0)].rstrip(_CLOSERS)[-1:]
    return before if before in tuple("。！？；") else last


_OPENING = "“‘（(《〈【「『〔["
_CLOSING = "”’）)》〉】」』〕]"
_ENDS_HALF = regex("[一-鿿”）][.]$")
_SENTENCE_END = regex(
    r"[“‘（(《〈【「『〔\[”’）)》〉】」』〕\]]|[。！？]+[”’）)》」』]*|[!?](?=[^\x00-\x7f])|[.](?=[^\x00-\x7f]|$)"
)
_CLAUSE_END = regex(_SENTENCE_END.pattern.replace("[。！？]", "[。！？；]"))
_PLAIN_SENTENCE_END = regex(r"[。！？]+")
_PLAIN_CLAUSE_END = regex(r"[。！？；]+")


def sentence_end(text: str, *, clauses: bool = False) -> int:
    """Where the first sentence ends, its end mark included, outside quotes, brackets and 《》.

    `clauses`: a `；` ends it too. Where a bracket is never closed, brackets are not looked at. The length of `text`
    if it has no end mark.
    """
    depth = 0
    for match in (_CLAUSE_END if clauses else _SENTENCE_END).finditer(text):
        mark = match.group()
        if mark == "." and not _is_half_stop(text, match.start()):
            continue
        if mark in _OPENING:
            depth += 1
        elif mark[0] not in "。！？；!?.":
            depth -= depth > 0
        elif depth == 0:
            return match.end()
        else:
            depth -= min(depth, sum(char in _CLOSING for char in mark))
    if depth:
        plain = (_PLAIN_CLAUSE_END if clauses else _PLAIN_SENTENCE_END).search(text)
        if plain:
            return plain.end()
    return len(text)


def _is_half_stop(text: str, at: int) -> bool:
    """The half-width full stop at `at` ends a Chinese sentence."""
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    return ("一" <= before <= "鿿" or before in tuple("”）")) and (
        "一" <= behind <= "鿿" or behind in tuple("“（《") or not text[at + 1 :].strip("\n")
    )


_ENTRY = regex(r"[^，。；：:、\s]{2,12}[：:](?=.)")


def entry_name(text: str) -> int:
    """The length of `名称：` where a line is a name, a colon and what is said of it (`时间：3月5日上午9时。`); else 0.

    A short line without an end mark is a heading with a colon in it, not an entry.
    """
    match = _ENTRY.match(text)
    if match is None or (is_open(text) and len(text) <= SHORT_LENGTH):
        return 0
    return match.end()


# --- the frame: titles, dates, names ---------------------------------------------------------------------------------

_YEAR = r"(?:[0-9０-９]{4}|[〇○零ОO0一二三四五六七八九]{4}|20[xX×*]{2}|[xX×*]{2,4})\s*年"
_PART = r"\s{0,9}[0-9０-９一二三四五六七八九十xX×*]{0,3}\s{0,9}"
DATE_PATTERN = (
    rf"(?:{_YEAR}{_PART}月(?:{_PART}日)?|[0-9]{{4}}(?:-[0-9]{{1,2}}-|\.[0-9]{{1,2}}\.|/[0-9]{{1,2}}/)[0-9]{{1,2}})"
)
"""成文日期, also with Chinese digits, a blank or a placeholder for the day."""
_DATE = regex(DATE_PATTERN)
_DAY = regex(r"[0-9]{1,2}月[0-9]{1,2}日")
_NAME_AND_DATE = regex(rf"([^，。；！？,;!?]{{2,{NAME_LENGTH}}}?)(\s*)({DATE_PATTERN})")
_DATE_IN_BRACKETS = regex(rf"[（(].{{0,40}}?(?:{DATE_PATTERN}|[0-9０-９]{{4}}\.[0-9]{{1,2}}).{{0,40}}[）)]")
_BRACKETED = regex(r"[（(][^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)*[）)]")
# Patterns with wide ranges take milliseconds to compile: what they cannot do without is looked for first, so that most
# texts never have them compiled.
_SPACED_NAME = r"[一-鿿]([\s　]+[一-鿿]){1,3}|[一-鿿]{2,4}(?:[\s　]+[一-鿿]{2,4})+"
_POST_AND_NAME = r".*[\s　](?:[一-鿿]{2,3}|[一-鿿][\s　]+[一-鿿])"
_LONGEST_BARE_NAME = 3
_SHORT_NAME = rf"[一-鿿xX×]{{2,{_LONGEST_BARE_NAME}}}"
_ORGAN = regex(
    rf"[^，。；：！？《》]{{2,{NAME_LENGTH}}}(?:[局委办厅部府院司社所处室站校学队团厂园行馆署组科]|中心|[委员协合商工金事学支]会)"
)
_PLACE_ENDS = tuple("镇乡县市区省村")
_PLACE = f"[一-鿿]{{1,12}}[{''.join(_PLACE_ENDS)}]"
_SUBTITLE = regex(r"(?:[—―－–]{1,2}|--)\s*[^\s—―－–-]")
_FIELD = regex(r"[^：:]{1,4}[：:]")
_ORDINAL_LEAD = regex("第[一二三四五六七八九十]{1,3}[、，,]|首先[，,]")
_WIDE_FIELD = regex(r"[^：:《“—]{1,12}[：:]")
_SIGNER = regex(r"[^，。；：:]{0,6}(?:人|单位|签[名字章])[：:]\s*[^，。；：:]{2,20}")
_POSTS = ("长", "主任", "书记", "代表", "经理")
_OFFICER = rf"[一-鿿]{{0,10}}(?:{'|'.join(_POSTS)})[：:]\s*[一-鿿](?:\s*[一-鿿]){{1,3}}"
_CREDIT = regex(r"(?:文|图|摄|图文|文图|撰文|摄影|作者|记者|通讯员)\s*[/／|｜]\s*[^，。；：:\n]{2,20}")
_YEARS = regex(r"[（(][^月]{0,20}[0-9０-９]{4}[^月]{0,4}年[^月]{0,4}[）)]")
_LATIN = regex(r"[\x00-\x7f０-９]*")


def is_date(text: str) -> bool:
    """The whole line is a date."""
    return len(text) <= SHORT_LENGTH and _DATE.fullmatch(text) is not None


def is_day(text: str) -> bool:
    """`3月6日`, as 成文日期 of a short notice."""
    return _DAY.fullmatch(text) is not None


def name_and_date(text: str) -> tuple[str, str] | None:
    """(署名, 成文日期) of a line that holds both."""
    if len(text) > TITLE_LENGTH or ("年" not in text and not text[-1:].isdigit()):
        return None
    match = _NAME_AND_DATE.fullmatch(text)
    if match is None:
        return None
    name, space, date = match.groups()
    if re.search("[：:]", name) or (not space and (len(name) > _TIGHT_NAME or name[-1] in "至到于自在（(—-")):
        return None
    return name.strip(), date


def is_organ(text: str) -> bool:
    """`某某县档案局`: ends as the names of organs and units do."""
    return _ORGAN.fullmatch(text) is not None


def is_place(text: str) -> bool:
    """`某某镇`, or an organ."""
    return (text[-1:] in _PLACE_ENDS and re.fullmatch(_PLACE, text) is not None) or is_organ(text)


def is_bracketed(text: str) -> bool:
    """The whole line stands in round brackets."""
    return _BRACKETED.fullmatch(text) is not None


def is_dated_note(text: str) -> bool:
    """`（2026年1月15日）`, perhaps with words around the date."""
    return _DATE_IN_BRACKETS.fullmatch(text) is not None


def is_subtitle(text: str) -> bool:
    """`——在……上的讲话`."""
    return _SUBTITLE.match(text) is not None and is_open(text)


def is_title_line(item: Item) -> bool:
    """A line that may stand above the body: no end mark, no label, not long."""
    text = item.text
    if item.forced:
        return item.said in TITLE_ROLES
    if item.block or item.label or not text or not is_open(text) or len(text) > TITLE_LENGTH:
        return False
    if (len(text) > SHORT_LENGTH and "，" in text) or _ORDINAL_LEAD.match(text) or re.search("[。；]", text):
        return False
    return annex_line(text) is None and (not _FIELD.match(text) or is_signer(text))


KINDS = "(?:决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|方案|办法|规定|细则|讲话)"
"""How a title ends: the 文种 of 公文处理工作条例 and what is issued under them."""


def is_long_title(item: Item) -> bool:
    """A line longer than any other title that reads `……关于……的通知`, as those of 转发 do."""
    text = item.text
    if item.label or item.forced or not TITLE_LENGTH < len(text) <= LONG_TITLE_LENGTH or "关于" not in text:
        return False
    return re.search(f"{KINDS}(?:[（(][^（()）]*[）)])?$", text) is not None and not re.search("[，。；：！？]", text)


def is_field(text: str) -> bool:
    """`时间：…` `甲方（委托方）：…` under a title: an entry of its own and no line of the title."""
    return _WIDE_FIELD.match(text) is not None and not is_signer(text)


def is_signer(text: str) -> bool:
    """`述职人：张三` `填报单位：某某局`."""
    return _SIGNER.fullmatch(text) is not None and is_open(text)


def is_credit(text: str) -> bool:
    """`文/张某某`: who wrote it, as newspapers have it."""
    return _CREDIT.fullmatch(text) is not None


def is_officer(text: str) -> bool:
    """`县长：王明`, as one signs."""
    post = re.split("[：:]", text, maxsplit=1)[0]
    return post != text and post.endswith(_POSTS) and re.fullmatch(_OFFICER, text) is not None


def is_post_and_name(text: str) -> bool:
    """`县长　王明`, as one signs an order."""
    return _has_blank(text) and re.fullmatch(_POST_AND_NAME, text) is not None


def _has_blank(text: str) -> bool:
    return text.split() != [text]


def is_byline(text: str, before: str) -> bool:
    """A date, a name, or a post with a name under a title whose last line is `before`."""
    if is_date(text) or is_signer(text) or _DATE_IN_BRACKETS.fullmatch(text) or is_credit(text):
        return True
    if _has_blank(text) and re.fullmatch(_SPACED_NAME, text):
        return True
    if is_bracketed(text):
        if _YEARS.fullmatch(text):
            return False  # `（2026—2028年）` belongs to the title of a plan
        return len(text) > _NOTE_LENGTH or is_post_and_name(text[1:-1]) or is_organ(text[1:-1])
    if len(text) <= SHORT_LENGTH and (is_post_and_name(text) or _spaced_name_and_date(text)):
        return True
    fits = len(text) <= _LONGEST_BARE_NAME and re.fullmatch(_SHORT_NAME, text) is not None
    return fits and not continues_title(text, before)


def _spaced_name_and_date(text: str) -> bool:
    both = name_and_date(text)
    return both is not None and text[len(both[0])].isspace()


def continues_title(text: str, before: str) -> bool:
    """`text` reads on from the title line `before`."""
    return text.startswith(("的", "关于")) or before.endswith(
        ("的", "、", "和", "与", "及", "关于", "在", "—", "：", ":")
    )


BRACKETED_YEAR = r"[〔（(\[［【﹝〈<｛{]\s*[0-9０-９xX×]{4}\s*[〕）)\]］】﹞〉>｝}]"
"""The year of a 发文字号, in 〔〕 or in brackets that stand for them."""
_DASHES = "—―－–─━═＝_＿=-"


def is_rule(text: str) -> bool:
    """A row of dashes, perhaps with a star in it, that stands for a printed rule."""
    if not text or text[0] not in _DASHES:
        return False
    marks = "".join(text.split()).replace("★", "").replace("☆", "")
    return len(marks) >= 4 and not marks.strip(_DASHES)  # noqa: PLR2004 - `——` is a dash, `---` a fence


def parts(item: Item) -> list[str]:
    """What wide gaps (a tab, a full-width space, two spaces) part in a line; the line itself if it has none."""
    text = item.text
    if "\t" in item.raw and "".join(item.raw.split()) == "".join(text.split()):
        text = item.raw.strip(INVISIBLE)
    return [part.strip(INVISIBLE) for part in re.split(r"\s{2,}|[\u3000\t]", text)]


def joined(texts: list[str]) -> str:
    """One list that was written on several lines.

    Names that stand on lines of their own, with nothing to part them, are parted by a space; a name that was cut at the
    end of a line is not.
    """
    pieces = [texts[0]]
    listed = False
    for before, text in pairwise(texts):
        listed = listed or re.search("[，、；,;]", before) is not None
        parted = before[-1] in "：:" or (listed and not _are_two_names(before, text))
        pieces.append(text if parted else f"\u3000{text}")
    return "".join(pieces)


_BETWEEN_NAMES = regex(r"[，、；,;：:。\s]")
_PERSON = range(2, 4)
"""Characters of the usual name of a person."""


def _are_two_names(before: str, text: str) -> bool:
    """In a list, one name ends with the line `before` and another begins with `text`, the mark between left out."""
    tail = before[-LONG_TITLE_LENGTH:]  # a list grows line by line, and no name is as long
    last, first = _BETWEEN_NAMES.split(tail)[-1], _BETWEEN_NAMES.split(text, maxsplit=1)[0]
    if len(last) in _PERSON and len(first) in _PERSON:
        return True
    return is_place(last) and is_place(first) and len(first) not in _PERSON  # `县人民政府` `办公室` are one


_AS_FOLLOWS = regex(r"如下|以下|下列")
_PREPOSITION = regex(
    r"现[将就把]|(?:为|根据|按照|依据|遵照|针对|由于|随着|关于).*，"
    # the name of an organ or a place may begin with these: 经济和信息化局，从化区人民政府
    r"|(?:经|从|通过|结合)[^，局委办厅部府院会]{1,40}，"
)


_SALUTATION = regex("尊敬|敬爱|亲爱|各位|.{0,30}们[：:]$")
_ANNOUNCEMENT = regex("(?:决定|任命|免去|通知|通告|公告|通报|报告|指出|强调|要求|认为|议定|倡议|承诺|同意)[：:]$")


def is_addressee(text: str) -> bool:
    """主送机关 or 称谓: ends with a colon and names somebody, it does not announce what follows."""
    if text[-1:] not in "：:" or not 2 <= len(text) <= 1500:  # noqa: PLR2004 - one organ up to a page of them
        return False
    if re.search("[。！？；：:]", text[:-1]) or _AS_FOLLOWS.search(text) or _PREPOSITION.match(text):
        return False
    if _ANNOUNCEMENT.search(text[-4:]):
        return False
    return all(len(part) <= 30 for part in re.split("[、，,（(）)]", text[:-1]))  # noqa: PLR2004 - a long organ's name


def is_salutation(text: str) -> bool:
    """`尊敬的各位领导：` `同学们：`: addresses persons."""
    return _SALUTATION.match(text) is not None


def is_name_line(item: Item) -> bool:
    """A line that may be 署名: short or an organ, no mark in it, no label, no date."""
    text = item.text
    if item.block or item.label or not 2 <= len(text) <= NAME_LENGTH or is_date(text):  # noqa: PLR2004 - the shortest name
        return False
    if len(text) > SHORT_LENGTH and not is_organ(text):
        return False
    return not re.search("[，。；：！？、,;:!?《》]", text) and not _LATIN.fullmatch(text) and annex_line(text) is None


_CLOSING_WORDS = regex(r"特此|此[复令致布告]|以上|妥否|当否|请")


def is_closing(text: str) -> bool:
    """`特此通知` `妥否，请批示` and their like: the last line of a text, however it ends; no name."""
    return _CLOSING_WORDS.match(text) is not None


_TAIL_FIELD = regex(r"[^，。；：:]{2,8}[：:].*")


def is_remark(text: str) -> bool:
    """A line that may follow 成文日期: 附注 in brackets, `联系人：…`."""
    return is_bracketed(text) or (len(text) <= 200 and _TAIL_FIELD.fullmatch(text) is not None)  # noqa: PLR2004


def indent(item: Item) -> int:
    """The white space before a line, in columns, two for a Han character."""
    space = item.raw[: len(item.raw) - len(item.raw.lstrip())]
    return 2 * space.count("\u3000") + 4 * space.count("\t") + space.count(" ") + space.count("\xa0")


def is_right_aligned(item: Item) -> bool:
    """Set at the right edge, or typed towards it: white space of eight Han characters or more before it."""
    if (looks := item.looks) is not None:
        if looks.align in ("right", "center"):
            return looks.align == "right"
        if looks.left_indent + looks.first_indent >= 8 * looks.size > 0:
            return True
    return indent(item) >= 16  # noqa: PLR2004 - eight Han characters


def is_contents(text: str) -> bool:
    """`目　录`, `本期要目`."""
    name = "".join(text.split()).strip("【】[]：:") if len(text) <= SHORT_LENGTH else ""
    return name in ("目录", "目次", "本期目录", "本期要目", "要目")


_DIVISION = regex(r"[总分附罚通]\s*则")


def is_division(text: str) -> bool:
    """`总　则`, `附　则`: what stands above articles without a number of its own."""
    return _DIVISION.fullmatch(text) is not None


def is_subhead(item: Item) -> bool:
    """A line that may be an unnumbered sub-heading: short, no end mark, words and nothing else."""
    return len(item.text) in SUBHEAD_LENGTHS and subhead_shape(item) is not None and not re.search("[：:]", item.text)


def subhead_shape(item: Item) -> tuple[int, int] | None:
    """(colons, commas) of a line that may be an unnumbered sub-heading beside others of its shape; None: it may not.

    A stage direction and what a bullet stands before are none.
    """
    text = item.text
    if item.block or item.label or item.is_item or not SUBHEAD_LENGTHS.start <= len(text) <= SHORT_LENGTH:
        return None
    if not is_open(text):
        return None
    if _NO_SUBHEAD.search(text) or _LATIN.fullmatch(text) or is_bracketed(text):
        return None
    if is_date(text) or name_and_date(text) or annex_line(text) or re.fullmatch(_SPACED_NAME, text):
        return None
    return len(re.findall("[：:]", text)), len(re.findall("[，,]", text))


BULLETS = "★☆●○◆◇■□▲△※•·▪➤-"
"""Signs before an item of a list; no heading begins with one."""
_NO_SUBHEAD = regex(rf"[|=]|\s{{2,}}|\u3000|^[…【［\[{BULLETS}]|[：:].*[：:]|^[图表]\s*[0-9]")


_ANNEX = regex(
    r"(?:[^，。；：、\s]{2,20}[〔\[（(][0-9]{4}[〕\]）)][0-9]{1,5}号)?"
    r"附[\s　]*件[\s　]*(?P<number>[0-9０-９]{1,2}(?:[-—－][0-9０-９]{1,2})?|[一二三四五六七八九十]{1,3})?[\s　]*"
    r"(?:(?P<colon>[：:]|(?<=[0-9])[、.．](?!附|[0-9](?![0-9]{3}年)))[\s　]*|(?<=[\s　])|$)(?P<title>.*)"
)


def annex_line(text: str) -> AnnexLine | None:
    """`text` as a line that names an annex: `附件` alone, or with a number, a mark or a space, and a title."""
    if not text.startswith("附") and "号附" not in text[:40]:
        return None
    match = _ANNEX.fullmatch(text)
    if match is None:
        return None
    title = match["title"]
    label = "".join(text[: len(text) - len(title)].split())
    return AnnexLine(label, match["number"] or "", bool(match["colon"]), title)
