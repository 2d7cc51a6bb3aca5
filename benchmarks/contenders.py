"""The same job by other libraries: a text file in, a file of much the same look out, as one writes it in an afternoon.

Each reads the text, tells title, headings and body text by how their lines begin, and sets them on the same page in
the same free faces of `fonts/`. None of them compares what it wrote with what it read, or keeps headings with their
text, so each does rather less than banxin. A contender is a function from a text file and an output file to None;
`…_writer` makes one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from texts import ROOT

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import SimpleDocTemplate

Writer = Callable[[Path, Path], None]

FONTS = ROOT / "fonts"
TEMPLATE = str(Path(__file__).with_name("gongwen.typ"))
_LONGEST_TITLE = _LONGEST_HEADING = 40
_HEADINGS = (
    ("heading1", re.compile("[一二三四五六七八九十]+、")),
    ("heading2", re.compile("（[一二三四五六七八九十]+）")),
    ("heading3", re.compile(r"[0-9]+[.．]")),
)
_PITCH = 28.95
_SIZE = 16
_TITLE_SIZE = 22
_TITLE_PITCH = 35


class Part(NamedTuple):
    """A line of the text."""

    kind: str
    """`title` `heading1` `heading2` `heading3` `body`."""
    text: str


def parts(text: Path) -> list[Part]:
    """The lines of a text file that are not blank; the first is the title if it is short."""
    lines = [line.strip() for line in text.read_text(encoding="utf-8").splitlines() if line.strip()]
    first = "title" if len(lines[0]) <= _LONGEST_TITLE else "body"
    return [Part(first, lines[0]), *(Part(_kind(line), line) for line in lines[1:])]


def _kind(line: str) -> str:
    if len(line) <= _LONGEST_HEADING:
        for kind, label in _HEADINGS:
            if label.match(line):
                return kind
    return "body"


def docx_writer() -> Writer:
    """python-docx, a paragraph a call."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    faces = {
        "title": "方正小标宋简体",
        "heading1": "黑体",
        "heading2": "楷体_GB2312",
        "heading3": "仿宋_GB2312",
        "body": "仿宋_GB2312",
    }

    def set_paragraph(paragraph: Paragraph, part: Part) -> None:
        is_title = part.kind == "title"
        layout = paragraph.paragraph_format
        layout.line_spacing = Pt(_TITLE_PITCH if is_title else _PITCH)
        layout.space_before = Pt(0)
        layout.space_after = Pt(_PITCH if is_title else 0)
        layout.first_line_indent = Pt(0 if is_title else 2 * _SIZE)
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_title else WD_ALIGN_PARAGRAPH.JUSTIFY
        run = paragraph.add_run(part.text)
        run.font.name = "Times New Roman"
        run.font.size = Pt(_TITLE_SIZE if is_title else _SIZE)
        run._element.rPr.rFonts.set(qn("w:eastAsia"), faces[part.kind])  # noqa: SLF001 - the usual way

    def write(text: Path, out: Path) -> None:
        document = Document()
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, (37, 35, 28, 26))
        number = OxmlElement("w:fldSimple")
        number.set(qn("w:instr"), "PAGE")
        section.footer.paragraphs[0]._p.append(number)  # noqa: SLF001 - python-docx has no fields
        for part in parts(text):
            set_paragraph(document.add_paragraph(), part)
        document.save(out)

    return write


def platypus_writer() -> Writer:
    """ReportLab's Platypus with its TTFont."""
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    files = {
        "title": "BanxinXiaoBiaoSong.ttf",
        "heading1": "BanxinHei.ttf",
        "heading2": "gkai00mp.ttf",
        "heading3": "BanxinFangSong.ttf",
        "body": "BanxinFangSong.ttf",
        "number": "BanxinSong.ttf",
    }
    for kind, file in files.items():
        pdfmetrics.registerFont(TTFont(kind, FONTS / file))
    body = ParagraphStyle(
        "body",
        fontName="body",
        fontSize=_SIZE,
        leading=_PITCH,
        firstLineIndent=2 * _SIZE,
        alignment=TA_JUSTIFY,
        wordWrap="CJK",
    )
    styles = {kind: ParagraphStyle(kind, parent=body, fontName=kind) for kind in ("heading1", "heading2", "heading3")}
    styles["body"] = body
    styles["title"] = ParagraphStyle(
        "title",
        parent=body,
        fontName="title",
        fontSize=_TITLE_SIZE,
        leading=_TITLE_PITCH,
        firstLineIndent=0,
        alignment=TA_CENTER,
        spaceAfter=_PITCH,
    )

    def number(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("number", 14)
        canvas.drawCentredString(A4[0] / 2, 25 * mm, f"— {document.page} —")

    def write(text: Path, out: Path) -> None:
        margins = {"topMargin": 37 * mm, "bottomMargin": 35 * mm, "leftMargin": 28 * mm, "rightMargin": 26 * mm}
        document = SimpleDocTemplate(str(out), pagesize=A4, **margins)
        story = [Paragraph(escape(part.text), styles[part.kind]) for part in parts(text)]
        document.build(story, onFirstPage=number, onLaterPages=number)

    return write


def typst_writer() -> Writer:
    """Typst in this process by `gongwen.typ`: its `compile`, which looks for the fonts anew."""
    import typst

    def write(text: Path, out: Path) -> None:
        typst.compile(TEMPLATE, str(out), font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs=_inputs(text))

    return write


def kept_typst_writer() -> Writer:
    """The same by one `Compiler` for all texts, which keeps the fonts and what it remembers of earlier texts."""
    import typst

    compiler = typst.Compiler(TEMPLATE, font_paths=[str(FONTS)], ignore_system_fonts=True)

    def write(text: Path, out: Path) -> None:
        compiler.compile(output=str(out), format="pdf", sys_inputs=_inputs(text))

    return write


def _inputs(text: Path) -> dict[str, str]:
    return {"parts": json.dumps(parts(text))}
