"""The bytes of a Word document to a Source: a line a paragraph, numbers as printed, tables and pictures as blocks.

A reader may rely on this: every `w:t` that Word would print is in the Source or in a remark that says what it was; both
are counted against each other before the Source is handed on. What the file says of a paragraph is beside its line.
Diagnostics: BX030 deletions, BX031 comments, BX032 hidden text, BX033 headers and footers, BX034 equations, BX035 what
cannot be set, BX036 notes, BX037 readings, BX038 macros and templates, BX039 characters and fields that are not known,
BX040 page numbers; look-alikes and joined lines as in a text.
"""

from __future__ import annotations

import msgspec

from banxin.encoding import FORBIDDEN
from banxin.errors import SourceError, TextSafetyError
from banxin.fingerprint import Origin, origin
from banxin.readers.docx.lines import Lines, too_long
from banxin.readers.docx.notes import Notes
from banxin.readers.docx.numbers import Numbers
from banxin.readers.docx.own import plain
from banxin.readers.docx.package import Element, Package, W
from banxin.readers.docx.runs import text_elements
from banxin.readers.docx.story import Document
from banxin.readers.docx.styles import Styles
from banxin.readers.docx.told import comments, margins, programs
from banxin.readers.text import settled
from banxin.source import Line, Source
from banxin.streams import INVISIBLE

_MARKUP = 5
"""Bytes of XML for each byte of text that a file may have: programs that part their runs much write more, but for texts
much shorter than they may be."""
_BLANKS = 3
"""Paragraphs for each line that a text may have: most may be blank."""
_ENOUGH = 20
"""Characters by which a paragraph is found."""
UNIT = "段"
"""What places in messages are."""


def read(  # noqa: PLR0913 - each is said by name
    data: bytes, *, name: str, max_size: int, most_lines: int, keep_lines: bool = False, verbatim: bool = False
) -> Source:
    """The text of a Word document.

    `name` is the place that errors name, `max_size` the bytes that its text may have, `most_lines` its lines,
    the rest as for a text.

    Raises:
        SourceError: it is broken, encrypted, too large when unpacked, or holds no text.
        TextSafetyError: characters would be lost.
    """
    package = Package(data, name=name, most=max_size * _MARKUP)
    relations = package.relations(package.main)
    parts = {one.kind: one.target for one in relations.values() if not one.is_outside}

    def part(kind: str) -> Element | None:
        return package.xml(parts[kind]) if kind in parts else None

    root = package.xml(package.main)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise SourceError("这个 Word 文件里没有正文", place=name, remedy="请在 Word 或 WPS 中打开看看，再另存一份")
    styles = Styles(part("styles"), lambda: part("theme"))
    document = Document(package, styles, Numbers(part("numbering")), Notes(package))
    made_by = origin(data, "")
    document.is_own = made_by is not Origin.FOREIGN
    document.is_whole = made_by in (Origin.OWN, Origin.OTHER_TEXT)
    made = Lines(most_lines, is_own=document.is_own, name=name)
    if body.xpath("count(.//*[local-name()='p'])") > most_lines * _BLANKS:
        raise too_long(most_lines, name)
    try:
        blocks = document.read(body, relations, _sections(body))
        made.add(plain(blocks, is_whole=document.is_whole) if document.is_own else blocks)
    except RecursionError:
        raise SourceError("这个 Word 文件的层次太深", place=name, remedy="请在 Word 或 WPS 中打开后另存一份") from None
    _hold(document, body, made, name)
    remarks = [
        *made.remarks,
        *(comments(package, _comment_places(body, made)) if "comments" in parts else ()),
        *margins(package, is_own=document.is_own),
    ]
    remarks += programs(package)
    if not any(line.text or line.block for line in made.lines):
        raise SourceError("文件里没有文字", place=name, remedy="请检查是否选错了文件")
    _refuse_forbidden(made.lines, name)
    text = "\n".join(line.text if line.block else line.raw for line in made.lines)
    made.lines = _levelled(made.lines)
    source = Source("docx", text, tuple(made.lines), tuple(remarks), document.images, UNIT)
    return settled(source, keep_lines=keep_lines, verbatim=verbatim)


def _levelled(lines: list[Line]) -> list[Line]:
    """`lines` with their levels of headings, where these tell headings from text: the styles are often misused."""
    texts = [line for line in lines if line.text and line.looks]
    if not 0 < sum(line.looks is not None and line.looks.outline > 0 for line in texts) * 2 <= len(texts):
        return lines
    return [
        msgspec.structs.replace(line, level=line.looks.outline) if line.looks and line.looks.outline else line
        for line in lines
    ]


def _sections(body: Element) -> list[bool]:
    """Whether each section begins on a new page."""
    sections = (one for one in body.iter(f"{W}sectPr") if not str(one.getparent().tag).endswith("Change"))
    kinds = (one.find(f"{W}type") for one in sections)
    return [kind is None or kind.get(f"{W}val") not in ("continuous", "nextColumn") for kind in kinds]


def _hold(document: Document, body: Element, made: Lines, name: str) -> None:
    """Counts the characters of all `w:t` against those of the lines and of what is told.

    Raises:
        TextSafetyError: they differ.
        SourceError: they differ, and there is text where a document has none.
    """
    texts = list(text_elements(body))
    written = "".join(one.text or "" for one in texts)
    kept = "".join(line.text for line in made.lines)
    if lost := document.account.difference(written, kept) + document.lost:
        if misplaced := next((one.text for one in texts if one.text and _is_misplaced(one)), ""):
            problem = f"这个 Word 文件的结构不合规范，有的文字读不出来（“{misplaced[:16]}”）"
            raise SourceError(problem, place=name, remedy="请在 Word 或 WPS 中打开，看文字完整与否，再另存一份")
        problem = f"读 Word 文件时文字有出入（“{lost[:16]}”），为保全文字没有写出文件"
        raise TextSafetyError(problem, place=name, remedy="这是 banxin 的错误，请把这个文件附上报告给我们")


def _is_misplaced(text: Element) -> bool:
    """Text that stands in no run, or among properties."""
    tags = [str(outer.tag) for outer in text.iterancestors()]
    return tags[0] != f"{W}r" or any(tag.startswith(W) and tag.endswith("Pr") for tag in tags)


def _comment_places(body: Element, made: Lines) -> dict[str, int]:
    """The line of each comment, by its id; a comment stands where a paragraph of its text is found first."""
    found: dict[str, int] = {}
    at = 0
    for mark in body.iter(f"{W}commentReference"):
        paragraph = next(mark.iterancestors(f"{W}p"), mark)
        text = "".join(one.text or "" for one in text_elements(paragraph)).strip(INVISIBLE)[:_ENOUGH]
        if text:
            at = next((n for n in range(at, len(made.lines)) if text in made.lines[n].text), at)
        found[str(mark.get(f"{W}id"))] = made.lines[at].number if made.lines else 0
    return found


def _refuse_forbidden(lines: list[Line], name: str) -> None:
    for line in lines:
        if not line.text.isprintable() and (bad := FORBIDDEN.search(line.text)):
            problem = f"第 {line.number} 段有控制字符 U+{ord(bad[0]):04X}，DOCX 和 PDF 都不能保存它"
            raise SourceError(problem, place=name, remedy="请在 Word 中删去这个字符")
