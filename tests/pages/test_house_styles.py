"""The styles that come with the program, set: their numbers are found again on the page and in the DOCX."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest
from docx import Document
from measuring import MM, Page, read

import libreoffice
from banxin.conversion import Converted, convert_file
from banxin.reading import Options
from banxin.resources import data_dir
from banxin.style import HouseStyle, load

SHIPPED = sorted(path.stem for path in data_dir("styles").glob("*.yaml"))
HANZI = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
TEXT = "\n".join(
    (
        "关于做好样式查验工作的方案",
        "某某县",
        *(
            f"{'一二三'[part]}、某项工作\n（一）某个方面\n1.某件小事。\n{HANZI * 9}。\n2.又一件小事。\n{HANZI * 9}。"
            for part in range(3)
        ),
        f"{HANZI * 75}。",
    )
)


class Made(NamedTuple):
    """The text in one style."""

    style: HouseStyle
    converted: Converted
    pages: tuple[Page, ...]

    @property
    def docx(self) -> Path:
        return self.converted.outputs[0]

    @property
    def pdf(self) -> Path:
        return self.converted.outputs[1]

    @property
    def full(self) -> Page:
        """A page that is full of text."""
        return max(self.pages[1:], key=lambda page: len(page.rows))

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Of the type area: left, top, right, bottom, in millimetres."""
        page = self.style.page
        return page.left / MM, page.top / MM, (page.width - page.right) / MM, (page.height - page.bottom) / MM

    @property
    def steps(self) -> list[float]:
        """From row to row of the full page, in points."""
        tops = [row.top for row in self.full.rows]
        return [(low - high) * MM for high, low in zip(tops, tops[1:], strict=False)]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    folder = tmp_path_factory.mktemp("styles")
    made = {}
    for name in SHIPPED:
        path = folder / f"{name}.txt"
        path.write_text(TEXT, encoding="utf-8")
        style = load(str(data_dir("styles") / f"{name}.yaml"))
        converted = convert_file(path, options=Options(style))
        made[name] = Made(style, converted, read(converted.outputs[1]))
    return made


@pytest.fixture(params=SHIPPED)
def made(request, shelf) -> Made:
    return shelf[request.param]


# Of every style


def test_a_full_page_has_the_rows_of_the_style(made):
    assert len(made.full.rows) == made.style.page.lines_per_page


def test_text_stands_between_the_margins_of_the_style(made):
    left, _, right, _ = made.edges
    rows = [row for page in made.pages for row in page.rows]
    assert min(row.left for row in rows) == pytest.approx(left, abs=0.3)
    assert max(row.right for row in rows) == pytest.approx(right, abs=0.3)


def test_a_line_without_marks_has_the_characters_of_the_style(made):
    full = [row.text for row in made.full.rows if set(row.text) <= set(HANZI)]
    assert max(map(len, full)) == made.style.page.chars_per_line


def test_the_body_has_the_size_of_the_style(made):
    assert {char.size for char in made.full.rows[-1].chars} == {made.style.elements.body.size}


def test_rows_keep_the_pitch_of_the_style_unless_they_fill_the_page(made):
    page = made.style.page
    if page.fill:
        depth = page.height - page.top - page.bottom - made.style.elements.body.size
        assert made.steps == [pytest.approx(depth / (page.lines_per_page - 1), abs=0.02)] * len(made.steps)
    else:
        assert made.steps == [pytest.approx(page.line_pitch, abs=0.02)] * len(made.steps)


def test_the_first_row_stands_on_the_edge_or_half_a_leading_below_it(made):
    page, size = made.style.page, made.style.elements.body.size
    leading = 0 if page.fill else (page.line_pitch - size) / 2 / MM
    assert made.full.rows[0].top == pytest.approx(made.edges[1] + leading, abs=0.1)


def test_only_the_headings_of_the_bold_levels_are_bold(made):
    with pikepdf.open(made.pdf) as pdf:
        has_bold = any(
            str(operator) == "Tr" and int(operands[0]) == 2
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
        )
    assert has_bold == any(heading.bold for heading in made.style.headings)
    levels = {f"{'一二三四五'[level]}级标题": heading.bold for level, heading in enumerate(made.style.headings)}
    assert {name: is_bold(made.docx, name) for name in levels} == levels


def is_bold(docx: Path, alias: str) -> bool:
    """Whether the Word style that is shown under that name is bold; what it does not say, the body's does."""
    xml = zipfile.ZipFile(docx).read("word/styles.xml").decode()
    (style,) = (one for one in re.findall(r"<w:style .*?</w:style>", xml) if f'<w:aliases w:val="{alias}"/>' in one)
    return '<w:b w:val="1"/>' in style


def test_the_page_number_stands_where_the_style_says(made):
    left, _, right, bottom = made.edges
    number = made.style.page_number
    for page, align in zip(made.pages, (number.odd, number.even) * len(made.pages), strict=False):
        indent = number.indent * number.size / MM
        place = {
            "left": page.number.left - left - indent,
            "center": page.number.middle - (left + right) / 2,
            "right": right - indent - page.number.right,
        }
        assert place[align.value] == pytest.approx(0, abs=0.3)
        dash = page.number.part("—").chars[0]
        assert (dash.ink_top + dash.ink_bottom) / 2 == pytest.approx(bottom + number.dash_offset / MM, abs=0.3)
        assert page.number.size == number.size


def test_the_docx_has_the_margins_and_the_pitch_of_the_style(made):
    document = Document(str(made.docx))
    (section,) = document.sections
    page = made.style.page
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [one.pt for one in margins] == [
        pytest.approx(one, abs=0.05) for one in (page.top, page.bottom, page.left, page.right)
    ]
    body = document.styles["Body Text First Indent"]
    assert body.paragraph_format.line_spacing.pt == pytest.approx(page.line_pitch, abs=0.03)
    assert body.font.size.pt == made.style.elements.body.size


@libreoffice.needed
def test_the_docx_breaks_lines_and_pages_as_the_pdf_does(shelf, tmp_path):
    libreoffice.render_all([made.docx for made in shelf.values()], tmp_path)
    for name, made in shelf.items():
        printed = read(tmp_path / f"{name}.pdf")
        assert [[row.text for row in page.rows] for page in printed] == [
            [row.text for row in page.rows] for page in made.pages
        ], name


# Of one


def test_the_electronic_form_has_its_text_and_its_number_where_the_standard_has_them(shelf):
    page = shelf["gbt33476"].full
    assert page.rows[0].top == pytest.approx(37, abs=0.1)
    assert page.rows[-1].bottom == pytest.approx(262, abs=0.3)
    dash = page.number.part("—").chars[0]
    assert (dash.ink_top + dash.ink_bottom) / 2 == pytest.approx(269, abs=0.3)


def test_a_heading_loses_its_mark_where_the_style_says_so_and_it_is_reported(shelf):
    dropped = [d for d in shelf["qingyan"].converted.diagnostics if d.code == "BX209"]
    assert [(d.before, d.after) for d in dropped] == [("。", "")] * 6
    rows = [row.text for page in shelf["qingyan"].pages for row in page.rows if "件小事" in row.text]
    assert rows == ["1.某件小事", "2.又一件小事"] * 3
    assert not [d for d in shelf["gbt9704"].converted.diagnostics if d.code == "BX209"]


def test_the_example_in_the_readme_is_a_style_of_the_program():
    root = Path(__file__).parents[2]
    text = (root / "styles" / "qingyan.yaml").read_text(encoding="utf-8")
    assert text in (root / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 15
