"""What a house style may say: every key and its type.

A style file is one `HouseStyle`. The keys are the same words as in the AST and the standard; what each means to a user,
and its clause, stands in `meaning`. Annotations are evaluated here and now: as strings they take `msgspec` longer to
resolve, on every start.
"""

from enum import Enum
from typing import Annotated, Literal

import msgspec

from banxin.document import Sealing
from banxin.style.measures import Chars, Length, Rows, Size, TypeSize


class Align(str, Enum):
    """How a paragraph's lines stand between its indents."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"
    """Lines fill the measure, the paragraph's last line excepted."""


Count = Annotated[int, msgspec.Meta(ge=1, le=100)]
"""Of cells, rows or characters."""


Color = Annotated[str, msgspec.Meta(pattern="^[0-9A-Fa-f]{6}$")]
"""RRGGBB."""
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
"""A name that Word is told."""


class TitleShape(str, Enum):
    """Which shapes a title over several lines may take (7.3.1)."""

    AUTO = "auto"
    """梯形, 倒梯形 or 菱形, whichever the words allow best."""
    AS_WRITTEN = "as_written"
    """Broken only where it must be."""


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sheet and its type area, 5.1–5.2."""

    width: Size
    height: Size
    top: Length
    """天头."""
    bottom: Length
    left: Length
    """订口."""
    right: Length
    chars_per_line: Count
    lines_per_page: Count
    """A file may leave out this or `line_pitch`: it follows from the other. Of both, the pitch counts."""
    line_pitch: Size
    """Exact line spacing of the body."""
    fill: bool
    """撑满版心, 5.2.3: rows are spread until the first and the last touch the type area's edges. Left out in a file:
    True where `lines_per_page` was said last, False where `line_pitch` was, which is then kept to the twip."""


class Font(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A typeface."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=31)]
    """What the DOCX names; 31 characters are all that Word takes."""
    alternatives: tuple[str, ...] = ()
    """Names to look for on the machine when the PDF is made, best first; the bundled face comes last by itself."""


def bold_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """The full names of the bold faces of these families."""
    return tuple(f"{name} Bold" for name in names)


class HanFont(Font, frozen=True, forbid_unknown_fields=True):
    """A typeface of Han characters."""

    latin_bold: bool = False
    """Digits and Latin letters beside it are bold, so that they are as dark."""


FontKind = Literal["fangsong", "kai", "hei", "xiaobiaosong", "song", "latin"]
"""The faces a style chooses from."""
LatinFace = Literal["own", "fangsong", "kai", "hei", "xiaobiaosong", "song"]
"""A Chinese face that sets digits and Latin letters; `own`: each element's."""


class Fonts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The typefaces, by kind."""

    fangsong: HanFont
    kai: HanFont
    hei: HanFont
    xiaobiaosong: HanFont
    song: HanFont
    latin: Font | LatinFace

    @property
    def wanted(self) -> dict[str, tuple[str, ...]]:
        """By kind, `latin_bold` being one too: the names to look for on the machine, best first."""
        fonts = ((name, getattr(self, name)) for name in self.__struct_fields__)
        names = {kind: (font.name, *font.alternatives) for kind, font in fonts if not isinstance(font, str)}
        return {**names, "latin_bold": bold_names(names["latin"])} if "latin" in names else names


class Element(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one element looks. A file may leave out `font` and `size`: they are the body's then (5.2.2)."""

    name: Word
    """The name of the Word style."""
    font: FontKind
    size: TypeSize
    align: Align
    latin: FontKind = "latin"
    """The face of digits and Latin letters."""
    latin_bold: bool | None = None
    """Whether they are bold, in a Latin face; left out: as `fonts` has it for the element's face."""
    bold: bool = False
    color: Color = "000000"
    """RRGGBB."""
    grid: bool = False
    """True: characters stand in the cells of the page's grid (28 a line)."""
    line_pitch: Size | None = None
    """Exact line spacing; left out: the page's. 版头 has none, its elements stand where `head` and `letter` say."""
    first_indent: Chars = Chars(0)
    left_indent: Chars = Chars(0)
    right_indent: Chars = Chars(0)
    gap_before: Rows = Rows(0)
    """空 N 行 above; in rows of the page."""
    gap_after: Rows = Rows(0)
    keep_next: bool = False
    """Stays on the page of what follows."""


class HeadingElement(Element, frozen=True, forbid_unknown_fields=True):
    """How the headings of one level look."""

    end_mark: Literal["keep", "drop"] = "keep"
    """Whether the 。 of a heading with a line of its own stays; to drop it is a repair that is reported."""


class Chapters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What headings with 编, 章 and 节 have of their own; all else is that of their level."""

    align: Literal["as_heading", "center"]
    """Centred ones have no indent."""
    gap_before: Rows
    gap_after: Rows


class Articles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What 第一条 has of its own, at the head of its text or on a line of its own; all else is that of its level."""

    font: FontKind | Literal["as_heading"]


class Elements(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every element that is not a heading."""

    copy_number: Element
    secrecy: Element
    urgency: Element
    issuer_mark: Element
    document_number: Element
    signer: Element
    """`签发人：`."""
    signer_name: Element
    order_number: Element
    head_line: Element
    """A line of 版头 below the mark that the standard does not know: organ and date of 纪要."""
    title: Element
    subtitle: Element
    byline: Element
    addressee: Element
    body: Element
    contents_title: Element
    """`目　录`."""
    contents_entry: Element
    """The entries of the first level; others are indented as `contents` says."""
    attachment_note: Element
    signature: Element
    date: Element
    remark: Element
    annex_label: Element
    annex_title: Element
    attendees: Element
    attendees_label: Element
    """`出席：`."""
    copy_to: Element
    """抄送机关, and 主送机关 in 版记."""
    printer: Element
    table_caption: Element
    table_header: Element
    table_cell: Element
    table_long_cell: Element
    """Cells of a column in which a text needs more than one line."""
    figure_caption: Element
    """The line below a picture that names it."""
    note: Element
    """`注：…` and its like under a table or a figure."""


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """版头 of the general form, of 纪要 and of 简报, 7.2, 10.3. Distances are clear ones, from glyph to glyph."""

    row: Length
    """From 份号 to 密级 to 紧急程度, and from row to row of 签发人."""
    mark_top: Length
    """Upper edge of 发文机关标志, from the top of the sheet."""
    mark_share: Annotated[float, msgspec.Meta(gt=0, le=1)]
    """How much of the type area's width the mark may take; it is set smaller where it must."""
    mark_least: TypeSize
    """The smallest size of a mark on one line; a longer one is broken."""
    joint_row: Annotated[float, msgspec.Meta(ge=1, le=10)]
    """From name to name in a mark of several organs, in characters of the mark."""
    joint_gap: Chars
    """Between the names and 文件."""
    number_gap: Length
    """From the mark to 发文字号 and 签发人: 空二行."""
    number_indent: Chars
    """Of 发文字号 on the left and 签发人 on the right, in 上行文."""
    signers_per_row: Count
    rule_gap: Length
    """From 发文字号 to the red rule."""
    rule: Length
    """Thickness."""
    rule_color: Color
    title_gap: Length
    """From the rule to the title: 空二行."""


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """信函格式, 10.1."""

    mark_top: Length
    rule_gap: Length
    """From the mark to the upper pair of rules."""
    rule_length: Size
    thick: Length
    thin: Length
    rule_space: Length
    """Between the two rules of a pair."""
    rule_bottom: Length
    """From the bottom of the sheet to the lower pair."""
    item_gap: Length
    """From the upper pair to the first element below it."""
    title_gap: Length
    text_bottom: Length
    """The first page's margin at the bottom."""


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """命令（令）格式, 10.2."""

    mark_top: Length
    number_gap: Length
    """From the mark to 令号: 空二行."""
    body_gap: Length
    """From 令号 to the body: 空二行."""


class Minutes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """纪要格式, 10.3; what else stands in its head is as in `head`."""

    mark_top: Length


class Colophon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """版记, 7.4."""

    outer_rule: Length
    """Thickness of the first and the last rule."""
    inner_rule: Length
    padding: Length
    """Between a rule and the text's line."""
    gap: Rows
    """The least that stays free above."""
    even_page: bool
    """版记 stands on an even page only."""


class Contents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """目录."""

    levels: Annotated[int, msgspec.Meta(ge=1, le=5)]
    """How many levels of headings a 目录 has that is made from them, counted from the highest one."""
    indent: Chars
    """Of the entries of each further level."""
    new_page: bool
    """What follows a 目录 with page numbers begins a page."""


class TitleBreaking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a long title is broken into lines, 7.3.1."""

    shape: TitleShape
    max_chars: Count
    """The longest line, in characters of the title."""


class Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """署名 with a seal, 7.3.5.1."""

    diameter: Size
    gap: Rows
    """Between the text and the organ's name: room for the seal."""
    right: Chars
    """From the right edge to the date."""
    per_row: Count
    """Seals side by side, where several organs sign."""
    space: Length
    """Between seals of a row, at least."""
    row_space: Length
    """Between rows of seals."""


class Stamp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """署名 with a 签名章, 7.3.5.3."""

    width: Size
    height: Size
    gap: Rows
    """Between the text and the 签名章."""
    right: Chars
    """From the right edge to the 签名章, and to the date."""
    post_gap: Chars
    """From the signer's post (职务) to the 签名章."""
    date_gap: Rows
    """Between the 签名章 and the date, and between two of them."""


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """署名 and 成文日期, 7.3.5."""

    sealing: Sealing
    """How documents are attested that do not say it themselves."""
    right: Chars
    """不加盖印章: from the right edge to whichever of the two is the longer."""
    offset: Chars
    """不加盖印章: the date's first character stands this far to the right of the organ's first."""
    seal: Seal
    stamp: Stamp


class Tightening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far lines may be drawn together so that the page with 署名 holds body text, 7.3.5.5."""

    line_pitch: Size
    """The least line spacing; the page's own: none."""
    squeeze: Length
    """How much closer characters may stand."""


class TableRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tables."""

    gap: Rows
    """Between the table, or its caption, and the text above, and below it."""
    rule: Length
    """Thickness of the rules."""
    padding_x: Length
    padding_y: Length
    blank_row: Length
    """The least height of a row that is to be filled in by hand: half of its cells or more are blank."""
    narrowest: Chars
    """A table whose columns would be narrower than their texts and than this goes on a page turned sideways."""


class PageNumber(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The page number, 7.5."""

    name: Word
    font: FontKind
    size: TypeSize
    prefix: str
    suffix: str
    odd: Align
    even: Align
    indent: Chars
    """From the outer edge of the type area, in characters of the page number."""
    dash_offset: Length
    """From the type area's bottom edge to the centre of the dashes."""


class Repairs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which repairs of the text are made; their codes stand in `_REPAIR_CODES`."""

    half_width: bool = True
    parentheses: bool = True
    quotes: bool = True
    ellipsis: bool = True
    dash: bool = True
    spaces: bool = True
    digit_spaces: Literal["keep", "report", "remove"] = "report"
    year_brackets: bool = True
    superscripts: bool = True

    @property
    def off(self) -> frozenset[str]:
        """The codes of those that are not made, and BX213 where blanks beside digits are not to be told."""
        switched_off = {code for name, code in _REPAIR_CODES.items() if not getattr(self, name)}
        return frozenset(switched_off | _DIGIT_SPACES[self.digit_spaces])


_REPAIR_CODES = {
    "half_width": "BX201",
    "parentheses": "BX202",
    "quotes": "BX203",
    "ellipsis": "BX204",
    "dash": "BX205",
    "spaces": "BX206",
    "year_brackets": "BX207",
    "superscripts": "BX215",
}
_DIGIT_SPACES: dict[str, set[str]] = {"keep": {"BX212", "BX213"}, "report": {"BX212"}, "remove": set()}


Kept = Literal["units", "labels", "names"]
"""A number and its unit; 附件, 第, 图 or 表 and its number; a name."""


Directives = Literal["none", "colons", "brackets"]
"""`::正文::` collides with no text; `【正文】` is what some offices are used to, and other texts have it too."""


class Docx(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For whom the DOCX is made; the PDF follows it line by line."""

    program: Literal["word", "libreoffice"] = "word"
    """The program that opens it: Word (WPS likewise), or LibreOffice."""


class Ofd(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What kind of OFD is made."""

    archive: bool = False
    """It is OFD-A, for archives."""


class HouseStyle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole house style."""

    name: str
    """What the style is called on the command line."""
    title: str
    """What it is, for people."""
    page: Page
    fonts: Fonts
    elements: Elements
    headings: Annotated[tuple[HeadingElement, ...], msgspec.Meta(min_length=5, max_length=5)]
    """Levels 1–5."""
    chapters: Chapters
    articles: Articles
    contents: Contents
    title_breaking: TitleBreaking
    head: Head
    letter: Letter
    order: Order
    minutes: Minutes
    signature: Signature
    tightening: Tightening
    colophon: Colophon
    tables: TableRules
    page_number: PageNumber
    emphasis: Literal["none", "bold", "kai"] = "none"
    """How the lead sentence of 一是… is set off."""
    punctuation: Literal["strict", "basic"] = "strict"
    """Which marks may not stand at the edges of a line (避头尾), as CLREQ calls the levels."""
    marks: Literal["full", "squeezed"] = "full"
    """Whether marks side by side take a cell each, or a cell and a half the two, see `squeezing`."""
    last_line: Literal["keep", "pull"] = "keep"
    """Whether a paragraph is drawn closer for the sake of a last line of one or two characters (孤字)."""
    widows: Literal["allow", "avoid"] = "allow"
    """Whether one line of a paragraph may stand alone at the foot of a page or on top of one (孤行)."""
    keep_together: tuple[Kept, ...] = ()
    """What no line ends within, see `forms.together`; said to Word by a hidden character."""
    directives: Directives = "colons"
    """How a line of a text may say what it is: `::正文::` at its head, `【正文】`, or not at all."""
    repairs: Repairs = Repairs()
    docx: Docx = Docx()
    ofd: Ofd = Ofd()

    @property
    def unmarked_levels(self) -> frozenset[int]:
        """Levels whose headings lose their final 。."""
        return frozenset(level for level, heading in enumerate(self.headings, 1) if heading.end_mark == "drop")
