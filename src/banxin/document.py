"""The section AST: what a text says and what each part of it is, with no fonts, sizes or positions.

Every node is frozen and carries `line`, the first source line it stands on (1-based; 0: given by an argument); `line`
is left out of equality. JSON comes from the types themselves by msgspec; the field `type` tells a node's class.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, TypeAlias

import msgspec

from banxin.streams import visible


class Role(str, Enum):
    """What a paragraph is, in the vocabulary of GB/T 9704—2012; the value is what JSON shows."""

    COPY_NUMBER = "copy_number"
    """份号, 7.2.1."""
    SECRECY = "secrecy"
    """密级和保密期限, 7.2.2."""
    URGENCY = "urgency"
    """紧急程度, 7.2.3."""
    ISSUER_MARK = "issuer_mark"
    """发文机关标志, 7.2.4."""
    DOCUMENT_NUMBER = "document_number"
    """发文字号, 7.2.5."""
    SIGNER = "signer"
    """签发人, 7.2.6."""
    ORDER_NUMBER = "order_number"
    """令号, 10.2."""
    TITLE = "title"
    """标题, 7.3.1."""
    SUBTITLE = "subtitle"
    """副标题: `——在……上的讲话`."""
    BYLINE = "byline"
    """题下的日期、姓名、职务、单位."""
    ADDRESSEE = "addressee"
    """主送机关, 7.3.2, or the 称谓 of a speech."""
    BODY = "body"
    """正文, 7.3.3."""
    ATTACHMENT_NOTE = "attachment_note"
    """附件说明, 7.3.4; one paragraph per item."""
    SIGNATURE = "signature"
    """发文机关署名, 7.3.5."""
    DATE = "date"
    """成文日期, 7.3.5.4."""
    REMARK = "remark"
    """附注, 7.3.6."""
    ANNEX_LABEL = "annex_label"
    """`附件1`, 7.3.7."""
    ANNEX_TITLE = "annex_title"
    """附件标题, 7.3.7."""
    MAIN_TO = "main_to"
    """主送机关 in 版记, where its list would leave no room for body text on the first page (7.3.2)."""
    COPY_TO = "copy_to"
    """抄送机关, 7.4.2."""
    PRINTER = "printer"
    """印发机关和印发日期, 7.4.3."""
    ATTENDEES = "attendees"
    """出席、请假、列席, 10.3."""
    NOTE = "note"
    """`注：…` `资料来源：…` under a table or a figure."""
    RESIDUE = "residue"
    """A line of the web page or the chat that a text was copied from: none of the document's own."""


class Scheme(str, Enum):
    """The kind of numbering a heading belongs to."""

    OUTLINE = "outline"
    """`一、` `（一）` `1.` `（1）` `①`, decimal `1.1`, and headings without a number."""
    CHAPTER = "chapter"
    """`第一章` `第一节`."""
    ARTICLE = "article"
    """`第一条`."""


class Form(str, Enum):
    """Which form of the standard the document takes."""

    DOCUMENT = "document"
    """The general form, chapters 7–9."""
    LETTER = "letter"
    """信函格式, 10.1."""
    ORDER = "order"
    """命令（令）格式, 10.2."""
    MINUTES = "minutes"
    """纪要格式, 10.3."""
    BULLETIN = "bulletin"
    """简报 and other papers that appear in issues: name, 期号, who issues it and when, a rule."""
    SPEECH = "speech"
    """A speech or material without 版头 and 版记."""


class Sealing(str, Enum):
    """How 署名 is attested, 7.3.5."""

    NONE = "none"
    """不加盖印章, 7.3.5.2."""
    SEAL = "seal"
    """加盖印章, 7.3.5.1."""
    STAMP = "stamp"
    """加盖签发人签名章, 7.3.5.3."""


Span: TypeAlias = tuple[int, int]
"""(start, end) of a part of a text, in characters, end excluded."""


class MarkKind(str, Enum):
    """How a part of a text is set off from what stands around it."""

    RAISED = "raised"
    """上标, as in m²."""
    LOWERED = "lowered"
    """下标, as in H₂O."""


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A part of a text that is set otherwise than what stands around it."""

    start: int
    end: int
    """In characters of the text, end excluded."""
    kind: MarkKind


class Stop(msgspec.Struct, frozen=True, gc=False):
    """Where a part of a line begins that stands below parts of its neighbours, lined up by hand."""

    at: int
    """In characters of the text."""
    column: int
    """1, 2 … from left to right: the same in all lines that follow one another; text before the first stop of a line
    stands in column 0, at the left edge."""


class Node(msgspec.Struct, frozen=True, tag=str.lower, eq=False):
    """What all nodes share: a tag for JSON, and equality that does not look at `line`."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._content() == other._content()

    def __ne__(self, other: object) -> bool:  # msgspec has one of its own, which looks at `line`
        return not self == other

    def __hash__(self) -> int:
        return hash(self._content())

    def _content(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "line")


class Heading(Node, frozen=True, eq=False, omit_defaults=True):
    """The heading of a section."""

    level: int
    """1–5."""
    label: str
    """As written: `一、` `（一）` `1.` `（1）` `①` `第一章`; empty for an unnumbered heading."""
    text: str
    """Without the label; an end mark is kept."""
    run_in: bool
    """True: the section's first paragraph goes on in the same line."""
    scheme: Scheme
    gap: str = ""
    """The white space between label and text, as written; left out of JSON where there is none."""
    tail: str = ""
    """The white space between text and the paragraph that goes on in the same line, likewise."""
    marks: tuple[Mark, ...] = ()
    """Of `text`, in order, not overlapping."""
    line: int = 0


class Paragraph(Node, frozen=True, eq=False, gc=False):
    """A paragraph of running text or one element of the document's frame."""

    text: str
    """Never empty, no line ends, no white space at either end."""
    role: Role = Role.BODY
    leads: tuple[Span, ...] = ()
    """The lead sentence of each 一是… / 第一，… / 首先，…, in order, not overlapping."""
    marks: tuple[Mark, ...] = ()
    """What is raised or lowered, in order, not overlapping."""
    stops: tuple[Stop, ...] = ()
    """Of a line that blanks line up with its neighbours, `组　长：王某某` and the names below it; in order."""
    line: int = 0


MOST_COLUMNS = 63
"""Word opens no table with more."""


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cell of which more is to be said than its text: every other is a `str`, as a long table has millions."""

    text: str
    columns: int = 1
    """How many it takes."""
    rows: int = 1
    """How many it takes. The places below the first row are left out of their rows, as in HTML."""
    marks: tuple[Mark, ...] = ()
    """Of `text`, in order, not overlapping."""


Row: TypeAlias = tuple[str | Cell, ...]
"""The cells that begin in a row of a table, from left to right."""


class ColumnAlign(str, Enum):
    """How a column's texts stand, where the table says it."""

    UNSAID = ""
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Table(Node, frozen=True, eq=False, omit_defaults=True):
    """A table of text. All rows are as wide as the header, with what spans them; `spread` tells every cell's place."""

    header: Row
    """The first row where it heads the columns; else empty."""
    rows: tuple[Row, ...]
    """All the others."""
    caption: str = ""
    """The line above the table that names it; may be empty."""
    header_rows: int = 1
    """How many rows head the columns: `header`, and from 2 on the first of `rows` as well. Nothing without a header."""
    aligns: tuple[ColumnAlign, ...] = ()
    """Of each column; empty: nothing is said of any."""
    widths: tuple[float, ...] = ()
    """Of each column in points, as the file had them: a hint. Empty: it had none."""
    notes: tuple[Paragraph, ...] = ()
    """What stands under the table and belongs to it: `注：…`, `资料来源：…`."""
    caption_marks: tuple[Mark, ...] = ()
    """Of `caption`, in order, not overlapping."""
    line: int = 0

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The header, if there is one, and the rows."""
        return (self.header, *self.rows) if self.header else self.rows


class Figure(Node, frozen=True, eq=False, omit_defaults=True):
    """A picture with what is written under it."""

    image: str
    """Its name: of a file in the text's folder or below, or one of `Source.images`."""
    caption: str = ""
    """The line below that names it; may be empty."""
    alt: str = ""
    """What it shows, for those who cannot see it; printed nowhere."""
    width: float = 0.0
    """In points, as the text or the file asks for it; 0: as wide as the picture says."""
    height: float = 0.0
    """Likewise."""
    notes: tuple[Paragraph, ...] = ()
    """What stands below the caption and belongs to it: `注：…`, `资料来源：…`."""
    caption_marks: tuple[Mark, ...] = ()
    """Of `caption`, in order, not overlapping."""
    line: int = 0


class ContentsLine(Node, frozen=True, eq=False):
    """One line of a 目录: its title, or an entry, whose parts are cut."""

    text: str
    """As written, with dots and page: `一、总体要求……1`; lines of an entry over several are joined. Of one that is made
    from a heading: the heading, its page is told by the layout."""
    level: int = 0
    """1–5 of an entry; 0: the line is the title, `目　录`."""
    label_end: int = 0
    """Where its label and the white space behind it end."""
    name_end: int = 0
    """Where its name ends; then come dots or white space, if there is a page."""
    page_start: int = 0
    """Where its page begins; the end of the text where none is written."""
    heading: int = 0
    """The line of the heading that it was made from; 0: the writer's own."""
    line: int = 0

    @property
    def name(self) -> str:
        """Label and name."""
        return self.text[: self.name_end]

    @property
    def page(self) -> str:
        """The page as written; empty if none is."""
        return self.text[self.page_start :]


class Section(Node, frozen=True, eq=False):
    """A heading and all that stands under it. The body may be empty."""

    heading: Heading
    body: tuple[Block, ...]
    line: int = 0


Block: TypeAlias = Section | Paragraph | Table | Figure | ContentsLine


class Annex(Node, frozen=True, eq=False):
    """附件: starts on a page of its own."""

    label: str
    """`附件`, `附 件 1`, as written; empty for a document that this one issues or forwards."""
    title: str
    """May be empty. Lines of a title over several lines are separated by `\\n`."""
    body: tuple[Block, ...]
    front: tuple[Paragraph, ...] = ()
    """What else stands above its body: 副标题, 题下署名, 主送机关, in source order."""
    back: tuple[Paragraph, ...] = ()
    """Its own 附件说明, 署名, 成文日期, 附注, in source order."""
    line: int = 0


class Document(Node, frozen=True, eq=False):
    """A whole document."""

    front: tuple[Paragraph, ...] = ()
    """版头 and everything up to the body, in source order. Each line of a title is a paragraph."""
    body: tuple[Block, ...] = ()
    back: tuple[Paragraph, ...] = ()
    """附件说明, 署名, 成文日期, 附注, 版记, in source order."""
    annexes: tuple[Annex, ...] = ()
    form: Form = Form.DOCUMENT
    sealing: Sealing | None = None
    """None: the text does not say, the style decides."""
    seals: tuple[str, ...] = ()
    """File names of the images of the seals, or of the one 签名章, in the order of the signing organs; paths are
    relative to the text's folder."""
    makes_contents: bool = False
    """A 目录 is to be made from the headings, in place of the writer's own."""
    line: int = 0


def cell_text(cell: str | Cell) -> str:
    """What stands in a cell."""
    return cell if isinstance(cell, str) else cell.text


class Spread(msgspec.Struct, frozen=True):
    """A table's cells at their places: rows and columns from 0."""

    rows: tuple[tuple[str, ...], ...]
    """The text at every place, all rows of one length; empty where another cell reaches."""
    cells: dict[tuple[int, int], Cell]
    """(row, column) of every `Cell`, in reading order; none reaches over the edge."""


def spread(table: Table) -> Spread:
    """Every cell of `table` at its place.

    A cell takes the first place of its row that none has. One that would reach over another, or below the last row,
    ends before it; rows that are too short end in empty places.
    """
    rows = table.all_rows
    if all(isinstance(cell, str) for row in rows for cell in row):
        width = max(map(len, rows), default=0)
        return Spread(tuple(_filled(row, width) for row in rows), {})  # type: ignore[arg-type]
    texts: list[tuple[str, ...]] = []
    cells: dict[tuple[int, int], Cell] = {}
    below: dict[int, int] = {}  # of each column that a cell above reaches into: how many rows are left of it
    for at, row in enumerate(rows):
        places: list[str] = []
        reached, below = below, {column: left - 1 for column, left in below.items() if left > 1}
        for cell in row:
            while len(places) in reached:
                places.append("")
            column = len(places)
            places.append(cell_text(cell))
            if isinstance(cell, str):
                continue
            across = 1
            while across < min(cell.columns, MOST_COLUMNS) and column + across not in reached:
                across += 1
            down = min(cell.rows, len(rows) - at)
            places += [""] * (across - 1)
            cells[at, column] = msgspec.structs.replace(cell, columns=across, rows=down)
            if down > 1:
                below |= dict.fromkeys(range(column, column + across), down - 1)
        texts.append(tuple(places))
    width = max(column + cell.columns for (_, column), cell in cells.items())
    width = max(width, *map(len, texts))
    return Spread(tuple(_filled(row, width) for row in texts), cells)


def _filled(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return row if len(row) == width else row + ("",) * (width - len(row))


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """All blocks below `blocks`, sections before what they hold, in order.

    Iterative, so that no depth of sections ends in a recursion error.
    """
    stack = [iter(blocks)]
    while stack:
        for block in stack[-1]:
            yield block
            if isinstance(block, Section):
                stack.append(iter(block.body))
                break
        else:
            stack.pop()


def without(blocks: tuple[Block, ...], role: Role) -> tuple[Block, ...]:
    """`blocks` without the paragraphs of a role; sections are never deeper than there are levels of labels."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Section):
            found.append(msgspec.structs.replace(block, body=without(block.body, role)))
        elif not (isinstance(block, Paragraph) and block.role is role):
            found.append(block)
    return tuple(found)


def depths(document: Document) -> dict[int, int]:
    """How many sections and annexes each line of the body stands in; a heading stands outside its own section."""
    found: dict[int, int] = {}
    waiting = [(document.body, 0)]
    waiting += [(part, 1) for annex in document.annexes for part in (annex.front, annex.body, annex.back)]
    while waiting:
        blocks, depth = waiting.pop()
        for block in blocks:
            found.setdefault(block.line, depth)
            if isinstance(block, Section):
                waiting.append((block.body, depth + 1))
    return found


def roles(document: Document) -> dict[int, Role]:
    """The role of the paragraph that begins on each line; of lines of the frame alone, and of an annex's."""
    found = {p.line: p.role for p in (*document.front, *document.back)}
    for annex in document.annexes:
        found[annex.line] = Role.ANNEX_LABEL if annex.label else Role.ANNEX_TITLE
        parts = (*annex.front, *annex.body, *annex.back)
        found |= {block.line: block.role for block in parts if isinstance(block, Paragraph)}
    return found


def texts(document: Document) -> list[tuple[int, str]]:
    """(line, text) of every piece of text, in source order; labels belong to their headings."""
    pieces = [(p.line, p.text) for p in document.front]
    pieces += block_texts(document.body)
    pieces += [(p.line, p.text) for p in document.back]
    for annex in document.annexes:
        pieces.append((annex.line, annex.label + annex.title))
        pieces += [(p.line, p.text) for p in annex.front]
        pieces += block_texts(annex.body)
        pieces += [(p.line, p.text) for p in annex.back]
    pieces.sort(key=lambda piece: piece[0])  # 版记 and 附注 may stand behind the annexes in a source
    return pieces


def plain_text(document: Document) -> str:
    """The document's character stream (see `streams`): its visible characters in source order."""
    return visible("".join(text for _, text in texts(document)))


def block_texts(blocks: tuple[Block, ...]) -> list[tuple[int, str]]:
    """(line, text) of every piece of text in a body."""
    pieces: list[tuple[int, str]] = []
    for block in walk(blocks):
        match block:
            case Section():
                pieces.append((block.line, block.heading.label + block.heading.text))
            case Paragraph() | ContentsLine():
                pieces.append((block.line, block.text))
            case Table():
                cells = "".join("".join(map(cell_text, row)) for row in (block.header, *block.rows))
                pieces.append((block.line, block.caption + cells))
                pieces += [(note.line, note.text) for note in block.notes]
            case Figure():
                pieces.append((block.line, block.caption))
                pieces += [(note.line, note.text) for note in block.notes]
    return pieces
