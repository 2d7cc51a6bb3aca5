"""Lines of a text to lines: hard-wrapped ones joined, page numbers and running heads between them dropped.

Widths are counted in columns: Han and full-width characters two, all others one. What tells wrapped lines from lines
that merely are of one length is that the break is forced (the next line's first word would not have fitted), that it
falls within a sentence, and that the paragraph ends in a shorter line with an end mark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import msgspec

from banxin.document import Mark
from banxin.errors import Diagnostic, Severity
from banxin.regex import regex
from banxin.source import Line
from banxin.streams import INVISIBLE

_LEAST_WIDTH = 32
"""Columns; a text wrapped more narrowly than 16 characters cannot be told from verse or a list."""
_LEAST_JOINS = 3
"""Breaks within a sentence that a text must show before any of its lines are joined."""
_WINDOW = 2
"""Full lines end within this many columns of one another, when no mark or word is moved to the next line."""
_LONGEST_INDENT = 8
"""Columns of the widest first-line indent to be expected; GB/T 9704—2012 7.3.3 has four, 每个自然段左空二字."""
_LEAST_GAPS = 20
"""Steps from line to line; a shorter text may have a blank line behind each paragraph by chance."""
_LONGEST_UNIT = 14
"""Columns; a longer word at the head of a line says nothing about the line above it, which may simply have ended."""
_DEEP_INDENT = 12
"""Columns; a line set in so far is centred or right-aligned and goes on in no other line."""
_PAGE_LINES = 6
"""Lines of text that stand at least between two bare page numbers."""

_NARROW = regex("[\x00-\u00b6\u00b8-\u10ff\u1160-\u200f\u2070-\u2e7f\uff61-\uffdf]+")
"""What takes one column; `“”‘’—…·` are set full-width in Chinese text and are left out."""

_OPENING = "“‘（《〈【〔「『(\\["
_CLOSING = "”’）》〉】〕」』)\\]，。、；：！？,.;:!?%％"
_UNIT = regex(f"[{_OPENING}]*(?:[A-Za-z0-9_@#$&+/.-]+|.)?[{_CLOSING}]*")
"""What may not be parted by a line break, at the head of a line."""

_START = regex(
    r"[一二三四五六七八九十百零〇]{1,4}[、.．]|[（(][0-9０-９一二三四五六七八九十百]{1,4}[）)]|[0-9０-９]{1,3}(?:[、．]|[.)）](?![0-9]))"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[ \u3000、]|[①-⑳❶-❿㈠-㈩Ⅰ-Ⅻ]"
    r"|第[0-9０-９一二三四五六七八九十百千零〇]{1,6}[编章节条款]|附件?[0-9０-９一二三四五六七八九十]{0,3}(?:[:：]|$)|附录"
    r"|[*+•●■◆▪·-][ \t\u3000]|——|[:：]{2}[ \u3000]?[一-鿿]"
    r"|[0-9〇零○一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日\Z"
)
"""How a line begins that goes on from no other: a number, a bullet, a subtitle, a directive, a date alone."""
_CITED = regex(
    r"[一二三四五六七八九十]{1,3}、[一二三四五六七八九十]{1,3}(?![、.．])|第[0-9一二三四五六七八九十百]{1,6}[编章节条款项](?![\s\u3000:：])"
    r"|[（(][0-9一二三四五六七八九十]{1,3}[）)](?:项|款|目|、|和|至|及)"
)
"""How a line begins that goes on with a number that is quoted or counted with, where the line above breaks off."""
_WIDE_GAP = regex("\u3000{2}| {4}")
"""Lines up names or columns within a row."""

_ENUMERATION = regex("[一二三四五六七八九十]{1,3}[是要]|首先|其次|再次|最后|此外|特此|此致|以上|妥否|当否")
"""Stands within a paragraph as often as at its head, so indents and blank lines decide first."""

_URL_LINE = regex(r"(?:[a-z][a-z0-9+.-]{1,10}://|www\.)[!-~]+\Z", re.IGNORECASE)
_ENDS_SENTENCE = regex(r"[。！？：；…!?:;.][”’）》〉】〕」』)\]\"']*\Z")
_ENDS_OPEN = regex(r"[\w%％]\Z")
_ENDS_HAN = regex(r"[一-鿿]\Z")
_INNER_MARK = regex(r"[，。；：！？,;:!?].")
_TAIL = 12
"""Characters at a line's end that are looked at for its end mark."""

_DIGITS = "([0-9０-９]{1,3})"
_DASH = "[—–―－‒─一~～〜·•.-]"
_PAGE_NUMBER = regex(
    rf"{_DASH}{{1,2}}\s*{_DIGITS}\s*{_DASH}{{1,2}}"
    rf"|第\s*(?:{_DIGITS}|([一二三四五六七八九十]{{1,3}}))\s*页(?:\s*[,，/／]?\s*共\s*[0-9０-９一二三四五六七八九十]{{1,3}}\s*页)?"
    rf"|[\[［【(（]\s*{_DIGITS}\s*[\]］】)）]|页\s*{_DIGITS}|[Pp](?:age|AGE|\.)?\s*{_DIGITS}(?:\s*(?:of|OF|/)\s*[0-9]{{1,3}})?"
)
"""A page number in a frame that programs print or scanners read: `— 1 —`, `一 1 一`, `第一页`, `[1]`, `Page 1`."""
_CERTAIN = regex(rf"[—–―－‒─-]{{1,2}}\s*{_DIGITS}\s*[—–―－‒─-]{{1,2}}")
"""`— 2 —`, which stands for nothing else."""
_BARE_PAGE_NUMBER = regex(rf"{_DIGITS}(?:\s*[/／]\s*[0-9０-９]{{1,3}})?")
_LONGEST_PAGE_NUMBER = 20
_LAST_LINE = regex(
    r"[0-9〇零○一二三四五六七八九xX×]{2,4}\s*年.{1,8}月.{0,6}日?\Z|印[发制](?:\s*[（(]?共?印.*)?\Z|[（(]?共印.{1,10}份[）)]?。?\Z"
    r"|(?:抄送|抄报|分送|报送|主送)[:：]|[（(][^（()）]*[）)]\Z"
)
"""成文日期, 版记 or 附注: what a text ends with."""
_ORGAN_LINE = 30
"""The longest 署名 that a page number may follow."""


class _Row(NamedTuple):
    """A line that is not blank, as the joining sees it."""

    place: int
    """Index into the lines."""
    text: str
    indent: int
    """Columns of white space before the text."""
    width: int
    """Columns from the margin to the end of the text."""
    apart: bool
    """A blank line that is no page break stands before it."""
    fixed: bool
    """A table row, an address or front matter: joined with nothing."""
    starts: bool
    """Begins with a number or the like, so that it goes on from no other line."""


class _Wrap(NamedTuple):
    """How a text is wrapped."""

    width: int
    """Columns of a full line."""
    indent: int
    """Columns before every line of a paragraph but the first."""
    lack: int
    """Columns by which first lines fall short, whose indent was lost or shrunk in copying; 0 where it was not."""
    marked: bool
    """Paragraphs are told apart by indents or blank lines."""


def unwrapped(lines: list[Line], page_ends: frozenset[int]) -> tuple[list[Line], list[Diagnostic]]:
    """`lines` with wrapped paragraphs joined and page numbers dropped; `page_ends`: blank lines that end a page."""
    pages = _page_numbers(lines)
    pages |= _running_heads(lines, pages)
    rows = _rows(lines, pages, page_ends)
    wrap = _wrap(rows)
    joins = _joins(rows, wrap) if wrap else []
    if wrap is None or not _is_wrapped(rows, joins, wrap):
        joins = _short_joins(rows)
        if not any(joins):
            return lines, []

    in_paragraph = [a or b for a, b in zip(joins, [*joins[1:], False], strict=True)]
    dropped: set[int] = set()
    at = 0  # the first row behind the page number
    for page in sorted(pages):
        while at < len(rows) and rows[at].place < page:
            at += 1
        between = 0 < at < len(rows) or len(pages) > 1  # the last page's number stands at the end of the text
        if between and any(in_paragraph[max(at - 1, 0) : at + 1]):
            dropped.add(page)
    if dropped:
        dropped = pages  # they count up together, so the one between two headings is a page number as well
    return _assemble(lines, rows, joins, dropped)


def without_outer_page_numbers(lines: list[Line]) -> tuple[list[Line], list[Diagnostic]]:
    """`lines` without a page number that is the last line behind the frame of a text, or the first above its head."""
    filled = [index for index, line in enumerate(lines) if line.text]
    dropped: list[int] = []
    if len(filled) > 2:  # noqa: PLR2004 - a page number and what it numbers
        last, before = lines[filled[-1]].text, lines[filled[-2]].text
        ends = _LAST_LINE.search(before) is not None and len(before) <= 4 * _ORGAN_LINE
        signed = len(before) <= _ORGAN_LINE and _ENDS_HAN.search(before) is not None
        if (ends and _is_page_number(last)) or (signed and _is_page_number(last, framed=True)):
            dropped.append(filled[-1])
        first, below = lines[filled[0]].text, lines[filled[1]].text
        if _is_page_number(first, framed=True) and _ENDS_HAN.search(below):
            dropped.append(filled[0])
    kept = [line for index, line in enumerate(lines) if index not in dropped]
    return (kept, [_drop_report(lines[index]) for index in dropped]) if dropped else (lines, [])


def _is_page_number(text: str, *, framed: bool = False) -> bool:
    """`— 2 —`, `第2页`, `2/3`; `framed`: only the first of these, which stands for nothing else."""
    if len(text) > _LONGEST_PAGE_NUMBER:
        return False
    if _CERTAIN.fullmatch(text):
        return True
    if text.startswith("第") and _PAGE_NUMBER.fullmatch(text):
        return not framed
    return not framed and _BARE_PAGE_NUMBER.fullmatch(text) is not None and not text.isdecimal()


def _page_numbers(lines: list[Line]) -> set[int]:
    """Indices of lines that look like page numbers and count up through the text."""
    framed: list[tuple[int, int]] = []
    bare: list[tuple[int, int, int]] = []
    seen = 0
    for index, line in enumerate(lines):
        text = line.text
        if not text:
            continue
        if len(text) <= _LONGEST_PAGE_NUMBER:
            if (match := _PAGE_NUMBER.fullmatch(text)) and (number := _value(match)):
                framed.append((index, number))
                continue
            if match := _BARE_PAGE_NUMBER.fullmatch(text):
                bare.append((index, int(match[1]), seen))
                continue
        seen += 1
    pages: set[int] = set()
    if all(a[1] < b[1] for a, b in pairwise(framed)):
        pages.update(index for index, _ in framed)
    # A number alone says little, so each must follow the last by one, a page of lines on.
    if len(bare) > 1 and all(a[1] + 1 == b[1] and a[2] + _PAGE_LINES <= b[2] for a, b in pairwise(bare)):
        pages.update(index for index, _, _ in bare)
    return pages


_HAN_DIGITS = "零一二三四五六七八九"


def _value(match: re.Match[str]) -> int:
    """The page number in a frame; 0 where it is none."""
    text = next(group for group in match.groups() if group)
    if text.isdecimal():
        return int(text)
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _HAN_DIGITS.index(text) if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * (_HAN_DIGITS.index(tens) if tens else 1) + (_HAN_DIGITS.index(ones) if ones else 0)


_HEAD_LENGTH = 40
"""The longest running head."""
_WITH_NUMBER = regex(r"(?P<head>.*?\S)[\s\u3000]*(?P<number>第?\s*[0-9]{1,3}\s*页?)")


def _running_heads(lines: list[Line], pages: set[int]) -> set[int]:
    """Indices of short lines that recur beside page numbers, alike each time: running heads and feet.

    Where the number stands in the same line, the line without it recurs and the number counts up.
    """
    filled = [index for index, line in enumerate(lines) if line.text]
    beside: dict[str, list[int]] = {}
    for at, index in enumerate(filled):
        text = lines[index].text
        if index in pages or len(text) > _HEAD_LENGTH or _ENDS_SENTENCE.search(text) or _INNER_MARK.search(text):
            continue
        if any(neighbour in pages for neighbour in filled[max(at - 1, 0) : at + 2]):
            beside.setdefault(text, []).append(index)
    found = {index for indices in beside.values() if len(indices) > 1 for index in indices}
    numbered: dict[str, list[tuple[int, int]]] = {}
    for index in filled:
        text = lines[index].text
        if len(text) <= _HEAD_LENGTH and (match := _WITH_NUMBER.fullmatch(text)) and "页" in text:
            number = int(re.sub(r"\D", "", match["number"]))
            numbered.setdefault(match["head"], []).append((index, number))
    for places in numbered.values():
        if len(places) > 1 and all(a[1] < b[1] for a, b in pairwise(places)):
            found.update(index for index, _ in places)
    return found


def _rows(lines: list[Line], pages: set[int], page_ends: frozenset[int]) -> list[_Row]:
    rows: list[_Row] = []
    front_end = _front_matter_end(lines)
    blank = seam = False
    spaced = _is_double_spaced(lines)
    for index, line in enumerate(lines):
        text = line.text
        if not text or index in pages:
            seam = seam or index in pages or index in page_ends
            blank = True
            continue
        indent = line.raw[: len(line.raw) - len(line.raw.lstrip(INVISIBLE))]
        columns = len(indent) + indent.count("\u3000") + 3 * indent.count("\t")
        label = _START.match(text)
        body = text[label.end() :].lstrip(INVISIBLE) if label else text
        fixed = line.block is not None or index < front_end or "\t" in body or text[0] == "|" or text.count("|") > 1
        fixed = fixed or _WIDE_GAP.search(text) is not None
        rows.append(
            _Row(
                index,
                text,
                columns,
                columns + len(text) + len(_NARROW.sub("", text)),
                apart=blank and not seam and not spaced,
                fixed=fixed or _URL_LINE.match(text) is not None,
                starts=label is not None,
            )
        )
        blank = seam = False
    return rows


def _is_double_spaced(lines: list[Line]) -> bool:
    """A blank line stands behind nearly every line, so that it parts nothing."""
    gaps = [above.text == "" or below.text == "" for above, below in pairwise(lines)]
    return len(gaps) > _LEAST_GAPS and sum(gaps) * 20 >= len(gaps) * 19


def _front_matter_end(lines: list[Line]) -> int:
    """Index of the first line behind a block of `---` … `---` that opens the text; 0 without one."""
    first = next((index for index, line in enumerate(lines) if line.text), len(lines))
    if first == len(lines) or lines[first].text != "---":
        return 0
    return next((i + 1 for i in range(first + 1, len(lines)) if lines[i].text in {"---", "..."}), 0)


def _wrap(rows: list[_Row]) -> _Wrap | None:
    """The measures of a text if it is wrapped; `None` if no width is frequent enough to be that of full lines."""
    counts = Counter(row.width for row in rows if row.width >= _LEAST_WIDTH and not row.fixed)
    windows = {w: sum(counts[w - i] for i in range(_WINDOW + 1)) for w in counts}
    # The widest frequent one: where indents were lost, first lines are as frequent, but shorter.
    least = max(_LEAST_JOINS, max(windows.values(), default=0) / 4)
    top = max((w for w, count in windows.items() if count >= least), default=0)
    if not top:
        return None
    width = max(range(top - _WINDOW, top + 1), key=lambda w: (counts[w], w))

    after_full: Counter[int] = Counter()
    after_short: list[_Row] = []
    for row, following in pairwise(rows):
        if row.fixed or following.fixed:
            continue
        if width - 3 <= row.width <= width + 4 and not following.apart and not following.starts:
            after_full[following.indent] += 1
        elif row.width < width - _LONGEST_INDENT:
            after_short.append(following)
    if not after_full:
        return None
    indent = max(after_full, key=lambda columns: (after_full[columns], -columns))
    told = sum(row.apart or row.indent > indent + 1 for row in after_short)
    firsts = Counter(row.width for row in after_short if width - _LONGEST_INDENT <= row.width <= width)
    first_width = max(firsts, key=lambda columns: (firsts[columns], columns), default=width)
    return _Wrap(width, indent, lack=width - first_width, marked=told > 1 and told * 5 >= len(after_short) * 4)


def _joins(rows: list[_Row], wrap: _Wrap) -> list[bool]:
    """For each row, whether it goes on from the row before it."""
    joins = [False]
    head = rows[0]  # of the paragraph so far
    for row, following in pairwise(rows):
        head = head if joins[-1] else row
        joins.append(_goes_on(row, following, wrap, first=not joins[-1]) or _is_torn(head, row, following))
    return joins


def _is_torn(head: _Row, row: _Row, following: _Row) -> bool:
    """A blank line stands within a sentence, whose paragraph began with `head`, was wrapped before and is set in.

    So `following`, which is not set in, begins no paragraph.
    """
    if not following.apart or head is row or row.fixed or following.fixed or following.starts:
        return False
    is_open = _ENDS_HAN.search(row.text) is not None or row.text[-1] in "，、"
    set_in = head.indent > row.indent == following.indent
    return is_open and set_in and _ENDS_SENTENCE.search(following.text[-_TAIL:]) is not None


_NARROWEST, _WIDEST = 40, 100
"""Columns of the full lines of a short text: a printed or a mailed line, no paragraph."""


def _short_joins(rows: list[_Row]) -> list[bool]:
    """As `_joins`, for a text too short for its widths to be counted: one or two paragraphs are wrapped.

    Full lines are as wide as the widest, and none is wider. One that breaks off within a sentence is gone on by the
    next, and all that are joined so must be sentences: with a mark inside, and one at their end.
    """
    prose = [row for row in rows if not row.fixed]
    width = max((row.width for row in prose), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return []
    joins = [False]
    head = rows[0]  # of the paragraph so far
    for row, following in pairwise(rows):
        head = head if joins[-1] else row
        goes_on = not (row.fixed or following.fixed or following.apart or _starts(row, following))
        goes_on = goes_on and (row.width >= width - _WINDOW - 2 or (joins[-1] and row.width >= width - _LONGEST_INDENT))
        joins.append((goes_on and _breaks_off(row, following)) or _is_torn(head, row, following))
    start = 0
    for at in range(1, len(rows) + 1):  # paragraph by paragraph
        if at < len(rows) and joins[at]:
            continue
        whole = "".join(row.text for row in rows[start:at])
        is_prose = _INNER_MARK.search(whole) is not None or rows[start].starts
        if at - start > 1 and not (_ENDS_SENTENCE.search(whole[-_TAIL:]) and is_prose):
            joins[start + 1 : at] = [False] * (at - start - 1)
        start = at
    breaks = [at for at, goes_on in enumerate(joins) if goes_on]
    if len(breaks) == 1 and not _is_certain(rows[breaks[0] - 1], rows[breaks[0]]):
        return []
    return joins


def _is_certain(row: _Row, following: _Row) -> bool:
    """The one break of a text: below an indent, before a mark, or within a word."""
    from banxin.words import split

    if row.indent > following.indent or following.text[0] in _NO_START:
        return True
    at = 0
    for word in split(row.text[-_TAIL:] + following.text[:_TAIL]):
        if at < min(len(row.text), _TAIL) < at + len(word):
            return True
        at += len(word)
    return False


def _starts(row: _Row, following: _Row) -> bool:
    """A number or the like begins `following`, and none that the sentence of `row` breaks off before."""
    if not following.starts:
        return False
    return _ENDS_SENTENCE.search(row.text[-_TAIL:]) is not None or _CITED.match(following.text) is None


def _breaks_off(row: _Row, following: _Row) -> bool:
    """`row` stops within a sentence that `following` goes on, set out to the margin."""
    if following.text[0] in _NO_START:
        return True
    within = _ENDS_HAN.search(row.text) or row.text[-1] in "，、"
    if _PERSONAL.match(row.text) and _PERSONAL.match(following.text):
        return False  # rows of a list of persons
    is_prose = row.starts or _CLAUSE.search(row.text) is not None
    return bool(within) and is_prose and following.indent <= row.indent


_CLAUSE = regex("[，。；、]")
_PERSONAL = regex("[一-鿿·]{2,4}[，,（(：:]")
"""How a row of a list of persons begins, and any two lines may by chance."""
_NO_START = "，。、；：！？”’）》"
"""No line of its own begins so."""


def _may_go_on(row: _Row, following: _Row, wrap: _Wrap, *, first: bool) -> bool:
    """Nothing but the widths decides whether `following` goes on."""
    if row.fixed or following.fixed or _starts(row, following) or row.width > wrap.width + 4:
        return False
    if following.apart and (first or wrap.marked or not _ENDS_HAN.search(row.text)):
        return False
    return abs(following.indent - wrap.indent) <= 1 and row.indent <= wrap.indent + _DEEP_INDENT


def _goes_on(row: _Row, following: _Row, wrap: _Wrap, *, first: bool) -> bool:
    """Whether `following` goes on the paragraph that `row` is the last line of so far, and perhaps the `first`."""
    if not _may_go_on(row, following, wrap, first=first):
        return False
    unit = _UNIT.match(following.text)
    head = unit[0] if unit else ""
    left = wrap.width - row.width - min(len(head) + len(_NARROW.sub("", head)), _LONGEST_UNIT)
    lack = wrap.lack if first else 0
    if _ENDS_SENTENCE.search(row.text[-_TAIL:]) and not wrap.marked:
        # The last line of a paragraph may be full by chance (about 1 in 28, where it must be full exactly), and a line
        # within a paragraph may end with a sentence (about 1 in 25, several lines a paragraph): so it goes on if
        # not one more character had room, unless the next line lacks just what first lines lack. Parting at 一是 in
        # error leaves a sensible paragraph, joining in error loses one.
        is_first = wrap.lack > 1 and abs(wrap.width - wrap.lack - following.width) <= 1
        closes = following.width < wrap.width - _LONGEST_INDENT and not _ENDS_SENTENCE.search(following.text)
        return left < lack and not is_first and not closes and not _ENUMERATION.match(following.text)
    if _ENDS_OPEN.search(row.text) and (wrap.marked or not first):
        # Within a sentence, and no heading: Latin letters, which have no steady width, may have shortened the line.
        return left < _LONGEST_INDENT
    return left < _WINDOW + lack


def _is_wrapped(rows: list[_Row], joins: list[bool], wrap: _Wrap) -> bool:
    """Whether the joins that the widths suggest make sense as sentences."""
    breaks = opens = prose = commas = ends = ended = halts = inner_halts = longer = 0
    joined = [at for at, goes_on in enumerate(joins) if goes_on] or [0]
    for at, row in enumerate(rows):
        longer += row.width > wrap.width + 4 and not row.fixed
        goes_on = at + 1 < len(rows) and joins[at + 1]
        if goes_on:
            breaks += 1
            opens += _ENDS_OPEN.search(row.text) is not None
            commas += row.text[-1] in "，、"
            prose += _INNER_MARK.search(row.text) is not None
        elif joins[at]:
            ends += 1
            ended += row.text[-1] in "）)" or _ENDS_SENTENCE.search(row.text[-_TAIL:]) is not None
        elif at + 1 < len(rows) and not (rows[at + 1].starts or rows[at + 1].apart or row.starts or row.fixed):
            halt = _ENDS_OPEN.search(row.text) is not None
            halts += halt
            inner_halts += halt and joined[0] <= at < joined[-1]
    return (
        opens >= _LEAST_JOINS
        and opens * 5 >= (breaks - commas) * 3  # lists of equal items end in marks, none of them in a comma
        and prose * 2 >= breaks  # lists of names and titles hold none
        and ended * 2 >= ends > 0
        # short lines that just stop are headings, or the rows of a list; a title and a signature have few
        and inner_halts <= opens
        and halts <= 3 * opens
        and longer * 10 <= breaks  # paragraphs of one long line are not wrapped
    )


def _assemble(
    lines: list[Line], rows: list[_Row], joins: list[bool], dropped: set[int]
) -> tuple[list[Line], list[Diagnostic]]:
    result: list[Line] = []
    repairs = [_drop_report(lines[page]) for page in dropped]
    at = 0
    index = 0
    while index < len(lines):
        if at == len(rows) or index < rows[at].place:
            if index not in dropped:
                result.append(lines[index])
            index += 1
            continue
        end = at + 1
        while end < len(rows) and joins[end]:
            end += 1
        members = [lines[row.place] for row in rows[at:end]]
        result.append(members[0] if len(members) == 1 else _joined(members))
        if len(members) > 1:
            repairs.append(_join_report(members))
        index = rows[end - 1].place + 1
        at = end
    repairs.sort(key=lambda repair: repair.line)
    return result, repairs


def _joined(members: list[Line]) -> Line:
    texts = [members[0].text]
    raws = [members[0].raw.rstrip(INVISIBLE)]
    for before, line in pairwise(members):
        seam = " " if _needs_space(before.text[-1], line.text[0]) else ""
        texts += seam, line.text
        raws += seam, line.raw.strip(INVISIBLE)
    text = "".join(texts)
    return msgspec.structs.replace(members[0], text=text, raw="".join(raws), marks=tuple(_moved(members, texts)))


def _moved(members: list[Line], texts: list[str]) -> Iterator[Mark]:
    """What is raised or lowered in lines that are joined; `texts`: theirs, with the seams between them."""
    at = 0
    for index, line in enumerate(members):
        yield from (Mark(mark.start + at, mark.end + at, mark.kind) for mark in line.marks)
        at += sum(map(len, texts[2 * index : 2 * index + 2]))


def _needs_space(last: str, first: str) -> bool:
    """Whether a word ends and another begins where two lines meet. Digits may be one number that was cut."""
    if last.isdigit() and first.isdigit():
        return False
    return last.isascii() and last not in "-/\\([{@_" and first.isascii() and (first.isalnum() or first in "([{\"'")


def _drop_report(line: Line) -> Diagnostic:
    return Diagnostic(
        "BX003",
        Severity.REPAIR,
        line.number,
        f"删去页码、页眉行“{line.text}”",
        "如需保留原来的行，请使用 --keep-lines",
        before=line.text,
        offset=line.offset,
    )


def _join_report(members: list[Line]) -> Diagnostic:
    before, after = members[0].text[-8:], members[1].text[:8]
    seam = " " if _needs_space(before[-1], after[0]) else ""
    return Diagnostic(
        "BX002",
        Severity.REPAIR,
        members[0].number,
        f"{len(members)} 行合成一段",
        "如需保留原来的行，请使用 --keep-lines",
        before=f"{before}⏎{after}",
        after=f"{before}{seam}{after}",
    )
