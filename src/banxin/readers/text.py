"""Bytes of a text file to a Source: decoded, split into lines, hard-wrapped lines joined.

What `diagnostics` list as edits are look-alikes that became ordinary characters, and page-number lines that were
dropped. Line ends are those of `str.splitlines` (CR LF, LF, CR, VT, FF, NEL, U+2028, U+2029). A file whose
encoding cannot be told, or which holds what a DOCX cannot carry, is a `SourceError`; doubt is told.
Diagnostics: BX001 a replacement character (the file was damaged before it came here), BX002 a joined paragraph, BX003 a
dropped page-number line, BX024 an encoding that is not certain, BX028 a line closed up, BX220 look-alikes replaced,
BX221 hidden characters dropped.
"""

from __future__ import annotations

import re

import msgspec

from banxin.encoding import decode
from banxin.errors import Diagnostic, Severity, SourceError
from banxin.lookalikes import FOUND, dropped, plain, replaced
from banxin.readers.figures import with_figures
from banxin.readers.markup import unmarked
from banxin.readers.spacing import closed_up
from banxin.readers.wrapping import unwrapped, without_outer_page_numbers
from banxin.regex import regex
from banxin.source import Line, Source
from banxin.streams import HIDDEN, INVISIBLE, visible, without_hidden

MOST_LINES = 100_000
"""That a text may have, blank ones aside, where nobody says otherwise: 4,500 pages of lines that are one printed line
each. What has more is a wrong file rather than a text, and every line takes a kilobyte or more while it is read."""


_BLANK = 20
"""As many lines may there be, blank ones among them, for each that may hold something."""


def read(  # noqa: PLR0913 - each is said by name
    data: bytes,
    *,
    name: str = "",
    keep_lines: bool = False,
    verbatim: bool = False,
    encoding: str = "",
    most_lines: int = MOST_LINES,
) -> Source:
    """The text in `data`.

    `name` is the place that errors name. `keep_lines` leaves every line as it is: none joined, none dropped.
    `verbatim` leaves look-alikes as they are; what is hidden is dropped all the same, as it is nobody's text.
    `encoding` is what the data is in; empty: what it shows itself to be. `most_lines` are read, blank ones aside.

    Raises:
        SourceError: the data is empty or blank, is no text, is in an encoding that is not read here or cannot be told,
            has too many lines, or holds a control character.
    """
    decoded = decode(data, name=name, encoding=encoding)
    encoding, text = decoded.encoding, decoded.text
    if not text.strip(INVISIBLE):
        raise SourceError("文件里没有文字", place=name, remedy="请检查是否选错了文件")
    if not verbatim and "</" in text:
        from banxin.readers import html

        if html.is_html([line.strip(INVISIBLE) for line in text.splitlines()]):
            text = html.broken(text)
    lines, remarks = _split(text, most_lines, name)
    if decoded.doubt:
        remarks.insert(0, Diagnostic("BX024", Severity.WARNING, decoded.line, decoded.doubt, _NAME_IT))
    remarks += _damage(lines) if "\ufffd" in text else []
    read_ = Source(encoding, text, tuple(lines), tuple(remarks))
    is_markdown = name.lower().endswith((".md", ".markdown"))
    return settled(read_, keep_lines=keep_lines, verbatim=verbatim, is_markdown=is_markdown)


def settled(source: Source, *, keep_lines: bool, verbatim: bool, is_markdown: bool = False) -> Source:
    """`source` with its lines as they are parsed: look-alikes replaced, marks taken off, wrapped lines joined.

    The rest as for `read`; what is a block stays as it is. `is_markdown`: the file is called so.
    """
    text, lines = source.text, list(source.lines)
    remarks: list[Diagnostic] = []
    if not verbatim and FOUND.search(text):
        lines, remarks = _plain_lines(lines)
    if not verbatim:
        lines, changes = closed_up(lines)
        remarks += changes
    lines, marks = with_figures(lines)
    if not verbatim:
        lines, more = unmarked(lines, is_markdown=is_markdown)
        marks += more
    repairs: list[Diagnostic] = []
    if not keep_lines:
        page_ends: frozenset[int] = frozenset()
        if "\f" in text:
            ends = text.splitlines(keepends=True)
            page_ends = frozenset(index for index, line in enumerate(ends) if line == "\f" or line.endswith("\f"))
        lines, repairs = unwrapped(lines, page_ends)
        lines, edges = without_outer_page_numbers(lines)
        repairs = sorted(repairs + edges, key=lambda repair: repair.line)
        if marks:
            repairs, marks = _apart(repairs, marks, visible(text))
    lines = _shifted(lines, [*marks, *repairs])
    diagnostics = (*source.diagnostics, *remarks, *marks, *repairs)
    return msgspec.structs.replace(source, lines=tuple(lines), diagnostics=diagnostics)


_NAME_IT = "请核对文字；读错了就用 --encoding 指明编码，如 gb18030、utf-8、big5、euc-kr"


# Lines

_HIDDEN = regex(f"[{''.join(HIDDEN)}]")
_HAS_LAYOUT = regex(f"[{re.escape(INVISIBLE)}]")


def _split(text: str, most: int, name: str) -> tuple[list[Line], list[Diagnostic]]:
    """The lines of `text`, and what hidden characters were left out of them.

    Raises:
        SourceError: there are more than `most`, blank ones aside, or blank ones without end.
    """
    clean = not _HIDDEN.search(text)
    lines: list[Line] = []
    left_out: list[Diagnostic] = []
    offset = filled = 0
    for number, written in enumerate(text.splitlines(), 1):
        raw = written if clean else without_hidden(written)
        if len(raw) < len(written):
            left_out.append(dropped(number, "".join(_HIDDEN.findall(written))))
        stripped = raw.strip(INVISIBLE)
        filled += stripped != ""
        if filled > most or number > _BLANK * most:
            problem = f"文字有 {most} 行以上，一份文件排不下"
            raise SourceError(problem, place=name, remedy="请检查是否选错了文件，或者分成几个文件")
        lines.append(Line(number, stripped, raw, offset))
        offset += len(visible(stripped) if _HAS_LAYOUT.search(stripped) else stripped)
    return lines, left_out


def _plain_lines(lines: list[Line]) -> tuple[list[Line], list[Diagnostic]]:
    """`lines` without look-alikes, and what was changed."""
    result: list[Line] = []
    changes: list[Diagnostic] = []
    for line in lines:
        text = plain(line.text)
        if text == line.text or line.block:
            result.append(line)
            continue
        result.append(msgspec.structs.replace(line, text=text, raw=plain(line.raw)))
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


def _apart(
    repairs: list[Diagnostic], marks: list[Diagnostic], stream: str
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The same edits without those marks that stand within a line that was dropped: it goes as it stood."""
    kept = marks
    for at, repair in enumerate(repairs):
        start, end = repair.offset, repair.offset + len(visible(repair.before))
        inner: list[Diagnostic] = []
        for mark in marks if start >= 0 else ():
            if start <= mark.offset < end:
                inner.append(mark)
                end += len(visible(mark.before)) - len(visible(mark.after))
        if inner:
            repairs[at] = msgspec.structs.replace(repair, before=stream[start:end])
            kept = [mark for mark in kept if mark not in inner]
    return repairs, kept


def _shifted(lines: list[Line], edits: list[Diagnostic]) -> list[Line]:
    """`lines` with their offsets counted behind the edits of reading, which may stand in the midst of one."""
    places = sorted(
        (edit.offset, len(visible(edit.after)) - len(visible(edit.before))) for edit in edits if edit.offset >= 0
    )
    if not places:
        return lines
    shifted: list[Line] = []
    at = moved = 0
    for line in lines:
        while at < len(places) and places[at][0] < line.offset:
            moved += places[at][1]
            at += 1
        shifted.append(msgspec.structs.replace(line, offset=line.offset + moved))
    return shifted
