"""Bytes of a text file to a Source: decoded, split into lines, hard-wrapped lines joined.

A reader may rely on this. `text` is the decoded file, untouched. `lines` hold every visible character of it in order,
but for the look-alikes that became ordinary characters and the page-number lines that were dropped, which `diagnostics`
lists as edits, so that

    source.stream == apply_edits(visible(source.text), source.diagnostics) == visible("".join(line.text for line …))

always holds. Line ends are those of `str.splitlines` (CR LF, LF, CR, VT, FF, NEL, U+2028, U+2029). A file whose
encoding is in doubt, or which holds what a DOCX cannot carry, is a `SourceError`; it is never read as something else.
Diagnostics: BX001 a replacement character (the file was damaged before it came here), BX002 a joined paragraph, BX003 a
dropped page-number line, BX220 look-alikes replaced, BX221 hidden characters dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

import msgspec

from banxin.encoding import decode
from banxin.errors import Diagnostic, Severity, SourceError
from banxin.lookalikes import FOUND, dropped, plain, replaced
from banxin.regex import regex
from banxin.streams import HIDDEN, INVISIBLE, apply_edits, visible, without_hidden


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of a source, after joining."""

    number: int
    """Of its first source line, 1-based."""
    text: str
    """Without layout characters at either end and hidden ones anywhere; empty for a blank line; inner tabs are kept."""
    raw: str
    """As it stood, without its line end and hidden characters, joined and replaced like `text`; for rows whose first
    cell is empty, and for indents."""
    offset: int
    """Number of characters before it in the stream of the lines (`Source.stream`)."""


class Source(msgspec.Struct, frozen=True):
    """A text as it was read."""

    encoding: str
    """`utf-8` `utf-8-sig` `utf-16-le` `utf-16-be` `gb18030`."""
    text: str
    """All of it, decoded, byte-order mark excluded, nothing else touched."""
    lines: tuple[Line, ...]
    """In order, blank ones included, dropped ones excluded."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Replacement characters (warnings), joined lines (`offset` -1) and dropped lines (edits), both repairs."""

    @property
    def stream(self) -> str:
        """The character stream of `lines`, which the next stage's edits count in."""
        return apply_edits(visible(self.text), self.diagnostics)


def read(data: bytes, *, name: str = "", keep_lines: bool = False, verbatim: bool = False) -> Source:
    """The text in `data`.

    `name` is the place that errors name. `keep_lines` leaves every line as it is: none joined, none dropped.
    `verbatim` leaves look-alikes as they are; what is hidden is dropped all the same, as it is nobody's text.

    Raises:
        SourceError: the data is empty or blank, is no text, is in an encoding that is not read here or cannot be
            told, or holds a control character.
    """
    encoding, text = decode(data, name=name)
    if not text.strip(INVISIBLE):
        raise SourceError("文件里没有文字", place=name, remedy="请检查是否选错了文件")
    lines, remarks = _split(text)
    remarks += _damage(lines) if "\ufffd" in text else []
    if not verbatim and FOUND.search(text):
        lines, changes = _plain_lines(lines)
        remarks += changes
    if keep_lines:
        return Source(encoding, text, tuple(lines), tuple(remarks))
    page_ends: frozenset[int] = frozenset()
    if "\f" in text:
        ends = text.splitlines(keepends=True)
        page_ends = frozenset(index for index, line in enumerate(ends) if line == "\f" or line.endswith("\f"))
    lines, repairs = _unwrap(lines, page_ends)
    lines, edges = _without_outer_page_numbers(lines)
    repairs = sorted(repairs + edges, key=lambda repair: repair.line)
    return Source(encoding, text, tuple(_shifted(lines, repairs)), tuple(remarks + repairs))


# Lines

_HIDDEN = regex(f"[{''.join(HIDDEN)}]")
_HAS_LAYOUT = regex(f"[{re.escape(INVISIBLE)}]")


def _split(text: str) -> tuple[list[Line], list[Diagnostic]]:
    """The lines of `text`, and what hidden characters were left out of them."""
    clean = not _HIDDEN.search(text)
    lines: list[Line] = []
    left_out: list[Diagnostic] = []
    offset = 0
    for number, written in enumerate(text.splitlines(), 1):
        raw = written if clean else without_hidden(written)
        if len(raw) < len(written):
            left_out.append(dropped(number, "".join(_HIDDEN.findall(written))))
        stripped = raw.strip(INVISIBLE)
        lines.append(Line(number, stripped, raw, offset))
        offset += len(visible(stripped) if _HAS_LAYOUT.search(stripped) else stripped)
    return lines, left_out


def _plain_lines(lines: list[Line]) -> tuple[list[Line], list[Diagnostic]]:
    """`lines` without look-alikes, and what was changed."""
    result: list[Line] = []
    changes: list[Diagnostic] = []
    for line in lines:
        text = plain(line.text)
        if text == line.text:
            result.append(line)
            continue
        result.append(Line(line.number, text, plain(line.raw), line.offset))
        changes.append(replaced(line.number, line.text, text, line.offset))
    return result, changes


def _damage(lines: list[Line]) -> list[Diagnostic]:
    return [
        Diagnostic(
            "BX001",
            Severity.WARNING,
            line.number,
            f"有 {line.text.count(chr(0xFFFD))} 个替换字符“\ufffd”，原来的字在此前的转换中已经丢失",
            "请对照原文补上",
        )
        for line in lines
        if "\ufffd" in line.text
    ]


# Hard-wrapped text
#
# Widths are counted in columns: Han and full-width characters two, all others one. What tells wrapped lines from lines
# that merely are of one length is that the break is forced (the next line's first word would not have fitted), that it
# falls within a sentence, and that the paragraph ends in a shorter line with an end mark.

_LEAST_WIDTH = 32
"""Columns; a text wrapped more narrowly than 16 characters cannot be told from verse or a list."""
_LEAST_JOINS = 3
"""Breaks within a sentence that a text must show before any of its lines are joined."""
_WINDOW = 2
"""Full lines end within this many columns of one another, when no mark or word is moved to the next line."""
_LONGEST_INDENT = 8
"""Columns of the widest first-line indent to be expected; GB/T 9704—2012 7.3.3 has four, 每个自然段左空二字."""
_LONGEST_UNIT = 14
"""Columns; a longer word at the head of a line says nothing about the line above it, which may simply have ended."""
_DEEP_INDENT = 12
"""Columns; a line set in so far is centred or right-aligned and goes on in no other line."""
_PAGE_LINES = 10
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
_WIDE_GAP = regex("\u3000{2}| {4}")
"""Lines up names or columns within a row."""

_ENUMERATION = regex("[一二三四五六七八九十]{1,3}是")
"""Stands within a paragraph as often as at its head, so indents and blank lines decide first."""

_URL_LINE = regex(r"(?:[a-z][a-z0-9+.-]{1,10}://|www\.)[!-~]+\Z", re.IGNORECASE)
_ENDS_SENTENCE = regex(r"[。！？：；…!?:;.][”’）》〉】〕」』)\]\"']*\Z")
_ENDS_OPEN = regex(r"[\w%％]\Z")
_ENDS_HAN = regex(r"[一-鿿]\Z")
_INNER_MARK = regex(r"[，。；：！？,;:!?].")
_TAIL = 12
"""Characters at a line's end that are looked at for its end mark."""

_DIGITS = "([0-9０-９]{1,3})"
_PAGE_NUMBER = regex(
    rf"[—–―－‒─-]{{1,2}}\s*{_DIGITS}\s*[—–―－‒─-]{{1,2}}|第\s*{_DIGITS}\s*页(?:\s*[,，/／]?\s*共\s*[0-9０-９]{{1,3}}\s*页)?"
)
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


def _unwrap(lines: list[Line], page_ends: frozenset[int]) -> tuple[list[Line], list[Diagnostic]]:
    """`lines` with wrapped paragraphs joined and page numbers dropped; `page_ends`: blank lines that end a page."""
    pages = _page_numbers(lines)
    rows = _rows(lines, pages, page_ends)
    wrap = _wrap(rows)
    if wrap is None:
        return lines, []
    joins = _joins(rows, wrap)
    if not _is_wrapped(rows, joins, wrap):
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


def _without_outer_page_numbers(lines: list[Line]) -> tuple[list[Line], list[Diagnostic]]:
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
    if _PAGE_NUMBER.fullmatch(text):
        return not framed or not text.startswith("第")
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
            if match := _PAGE_NUMBER.fullmatch(text):
                framed.append((index, int(match[1] or match[2])))
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


def _rows(lines: list[Line], pages: set[int], page_ends: frozenset[int]) -> list[_Row]:
    rows: list[_Row] = []
    front_end = _front_matter_end(lines)
    blank = seam = False
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
        fixed = index < front_end or "\t" in body or text[0] == "|" or text.count("|") > 1
        fixed = fixed or _WIDE_GAP.search(text) is not None
        rows.append(
            _Row(
                index,
                text,
                columns,
                columns + len(text) + len(_NARROW.sub("", text)),
                apart=blank and not seam,
                fixed=fixed or _URL_LINE.match(text) is not None,
                starts=label is not None,
            )
        )
        blank = seam = False
    return rows


def _front_matter_end(lines: list[Line]) -> int:
    """Index of the first line behind a block of `---` … `---` that opens the text; 0 without one."""
    first = next(index for index, line in enumerate(lines) if line.text)
    if lines[first].text != "---":
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
    for row, following in pairwise(rows):
        joins.append(_goes_on(row, following, wrap, first=not joins[-1]))
    return joins


def _goes_on(row: _Row, following: _Row, wrap: _Wrap, *, first: bool) -> bool:
    """Whether `following` goes on the paragraph that `row` is the last line of so far, and perhaps the `first`."""
    if row.fixed or following.fixed or following.apart or following.starts:
        return False
    if abs(following.indent - wrap.indent) > 1 or row.indent > wrap.indent + _DEEP_INDENT:
        return False
    if row.width > wrap.width + 4:
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
        return left < lack and not is_first and not _ENUMERATION.match(following.text)
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


def _shifted(lines: list[Line], repairs: list[Diagnostic]) -> list[Line]:
    """`lines` with their offsets counted without what was dropped, which may have stood in the midst of one."""
    drops = [repair for repair in repairs if repair.offset >= 0]
    if not drops:
        return lines
    shifted: list[Line] = []
    at = gone = 0
    for line in lines:
        while at < len(drops) and drops[at].line < line.number:
            gone += len(visible(drops[at].before))
            at += 1
        shifted.append(msgspec.structs.replace(line, offset=line.offset - gone))
    return shifted


def _joined(members: list[Line]) -> Line:
    texts = [members[0].text]
    raws = [members[0].raw.rstrip(INVISIBLE)]
    for before, line in pairwise(members):
        seam = " " if _needs_space(before.text[-1], line.text[0]) else ""
        texts += seam, line.text
        raws += seam, line.raw.strip(INVISIBLE)
    return Line(members[0].number, "".join(texts), "".join(raws), members[0].offset)


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
        f"删去页码行“{line.text}”",
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
