"""Digits and Latin letters beside 黑体 and 小标宋 are bold: a face of their own in the PDF, runs in the DOCX."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from lxml import etree

import libreoffice
from agreement import compare, read
from banxin import fonts
from banxin.composition import CharStyle, Family
from banxin.conversion import convert_file, prepare, to_docx, to_pdf
from banxin.learning import learn
from banxin.measure import width
from banxin.reading import Options
from banxin.style import HouseStyle, load

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LATIN = Family("latin", "Times New Roman")
TEXT = """某某县人民政府
关于做好2026年工作的通知

各单位：

一、2026年的GDP目标
2026年要做好A类工作。
（一）2026年的GB/T 9704
甲乙丙丁。
1．2026年的ISO标准
甲乙丙丁。

表1 2026年情况

| 项目A | 2026年 |
| --- | --- |
| 甲B | 1 |

某某县人民政府
2026年3月1日
"""


def style(tmp_path: Path, text: str = "") -> HouseStyle:
    path = tmp_path / "本局.yaml"
    path.write_text(f"extends: gbt9704\n{text}", encoding="utf-8")
    return load(str(path))


def parts(docx: bytes) -> tuple[etree._Element, etree._Element]:
    """The document and its styles."""
    with zipfile.ZipFile(BytesIO(docx)) as package:
        return etree.fromstring(package.read("word/document.xml")), etree.fromstring(package.read("word/styles.xml"))


def words(house: HouseStyle, text: str = TEXT) -> dict[str, list[str]]:
    """By paragraph: what stands in it in runs that are bold on their own."""
    document, styles = parts(to_docx(prepare(text.encode(), Options(house))))
    bold = {one.get(f"{W}styleId") for one in styles.iterfind(f"{W}style") if is_bold(one)}
    found = {}
    for one in document.iter(f"{W}p"):
        runs = [run for run in one.iterfind(f"{W}r") if style_of(run) in bold]
        found["".join(one.itertext())] = ["".join(run.itertext()) for run in runs]
    return {whole: said for whole, said in found.items() if said}


def is_bold(one: etree._Element) -> bool:
    """Whether it is a character style that is bold."""
    weights = one.iterfind(f"{W}rPr/{W}b")
    return one.get(f"{W}type") == "character" and any(b.get(f"{W}val", "1") != "0" for b in weights)


def style_of(run: etree._Element) -> str | None:
    named = run.find(f"{W}rPr/{W}rStyle")
    return None if named is None else named.get(f"{W}val")


def faces(house: HouseStyle, text: str = TEXT) -> list[tuple[str, str, bool]]:
    """Each character of the first page with the face that sets it, and whether it is drawn with a stroke."""
    with pypdfium2.PdfDocument(to_pdf(prepare(text.encode(), Options(house)))) as document:
        page = document[0].get_textpage()
        found = []
        for at in range(page.count_chars()):
            buffer = pdfium.ctypes.create_string_buffer(100)
            pdfium.FPDFText_GetFontInfo(page, at, buffer, 100, None)
            stroked = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(page, at)) == 2
            found.append((page.get_text_range(at, 1), buffer.value.decode().partition("+")[2], stroked))
        return found


@pytest.fixture
def bundled(tmp_path):
    """No fonts but the bundled ones."""
    from banxin.measure import metrics

    before = Path(os.environ["BANXIN_FONT_PATH"])
    (tmp_path / "none").mkdir()
    fonts.use_only(tmp_path / "none")
    metrics.cache_clear()
    yield
    fonts.use_only(before)
    metrics.cache_clear()


# DOCX


def test_words_in_heading_caption_and_header_of_黑体_are_bold_runs_and_nothing_else_is(tmp_path):
    assert words(style(tmp_path)) == {
        "一、2026年的GDP目标": ["2026", "GDP"],
        "表1 2026年情况": ["1 2026"],
        "项目A": ["A"],
        "2026年": ["2026"],
    }


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("一、实行 ISO 9001 认证", ["ISO 9001"]),
        ("一、GDP增长5.5%、CPI上涨2%", ["GDP", "5.5%", "CPI", "2%"]),
        ("一、Tom’s的“A”与É", ["Tom’s", "A", "É"]),
        ("一、“2026”——展望", ["2026"]),
    ],
)
def test_a_word_is_one_run_with_its_marks_and_inner_blanks(heading, said, tmp_path):
    text = f"关于某事的通知\n\n各单位：\n{heading}\n甲乙丙丁。\n二、某某\n甲乙。\n"
    assert words(style(tmp_path), text) == {heading: said}


def test_a_heading_without_words_is_one_run(tmp_path):
    document, _ = parts(
        to_docx(prepare("关于某事的通知\n\n一、总体要求\n甲。\n二、某某\n乙。\n".encode(), Options(style(tmp_path))))
    )
    (heading,) = (one for one in document.iter(f"{W}p") if "".join(one.itertext()) == "一、总体要求")
    assert len(heading.findall(f"{W}r")) == 1


def test_all_characters_stand_in_the_docx_in_their_order(tmp_path):
    document, _ = parts(to_docx(prepare(TEXT.encode(), Options(style(tmp_path)))))
    heading = "一、2026年的GDP目标"
    assert heading in ["".join(one.itertext()) for one in document.iter(f"{W}p")]


# Style


def test_an_element_says_for_itself_whether_its_words_are_bold(tmp_path):
    said = words(style(tmp_path, "elements: {table_header: {latin_bold: false}, table_cell: {latin_bold: true}}\n"))
    assert said == {
        "一、2026年的GDP目标": ["2026", "GDP"],
        "表1 2026年情况": ["1 2026"],
        "甲B": ["B"],
        "1": ["1"],
    }


@pytest.mark.parametrize(
    "text",
    [
        "fonts: {hei: {latin_bold: false}}\n",
        "fonts: {latin: own}\n",
        "fonts: {latin: fangsong}\n",
        "headings: {1: {latin: hei}}\nelements: {table_caption: {latin: hei}, table_header: {latin: hei}}\n",
    ],
)
def test_no_word_is_bold_where_the_style_does_not_want_it_or_a_chinese_face_sets_it(text, tmp_path):
    assert words(style(tmp_path, text)) == {}


def test_an_element_that_is_set_in_黑体_has_bold_words_and_one_that_is_no_longer_has_none(tmp_path):
    said = words(style(tmp_path, "headings: {1: {font: kai}, 2: {font: hei}}\n"))
    assert "一、2026年的GDP目标" not in said
    assert said["（一）2026年的GB/T 9704"] == ["2026", "GB/T 9704"]


@pytest.mark.parametrize("name", ["gbt9704", "common", "speech", "gbt33476", "qingyan"])
def test_every_shipped_style_has_bold_words_beside_黑体(name):
    assert words(load(name))["一、2026年的GDP目标"] == ["2026", "GDP"]


# PDF


@pytest.mark.usefixtures("bundled")
def test_words_in_黑体_are_set_in_the_bold_face_and_not_stroked(tmp_path):
    found = faces(style(tmp_path))
    text = "".join(char for char, _, _ in found)
    at = text.index("一、2026年的GDP")
    assert {face for _, face, _ in found[at + 2 : at + 6]} == {"LiberationSerif-Bold"}
    assert {face for _, face, _ in found[at : at + 2]} == {"BanxinHei"}
    at = text.index("2026年要做好A类")
    assert {face for _, face, _ in found[at : at + 4]} == {"LiberationSerif"}
    assert not any(stroked for _, _, stroked in found)


@pytest.mark.usefixtures("bundled")
def test_words_in_a_bold_element_are_set_in_the_bold_face_and_its_hanzi_are_stroked(tmp_path):
    found = faces(style(tmp_path, "headings: {3: {bold: true}}\n"))
    text = "".join(char for char, _, _ in found)
    at = text.index("2026年的ISO标准")
    assert {(face, stroked) for _, face, stroked in found[at : at + 4]} == {("LiberationSerif-Bold", False)}
    assert {(face, stroked) for _, face, stroked in found[at + 4 : at + 6]} == {("BanxinFangSong", True)}


@pytest.mark.usefixtures("bundled")
def test_words_in_黑体_are_as_wide_as_the_bold_face_has_them():
    regular = CharStyle("", Family("hei", "黑体"), LATIN, 10.0, 0.0, 10.0, 0.25)
    bold = msgspec.structs.replace(regular, latin=msgspec.structs.replace(LATIN, kind="latin_bold"))
    assert width("2026", bold) == width("2026", regular) == pytest.approx(20)
    assert width("GDP", bold) == pytest.approx(7.78 + 7.22 + 6.11, abs=0.02)
    assert width("甲2026乙", bold) == pytest.approx(45)


# Both


@libreoffice.needed
def test_libreoffice_breaks_lines_with_bold_words_as_the_pdf_does(tmp_path):
    lines = []
    for at in range(12):
        number = "一二三四五六七八九十"[at] if at < 10 else f"十{'一二'[at - 10]}"
        words = f"{2000 + at}年GDP增长{at}.5%和WTO{'规则' * (at % 5)}ISO {9000 + at}认证的Mr. Wu’s计划"
        lines += [f"{number}、{words}以及{'某某' * at}按照GB/T 9704—2012执行的有关Word文件的要求", "甲乙丙丁。"]
    text = tmp_path / "文.txt"
    text.write_text("关于某某的通知\n\n各单位：\n" + "\n".join(lines) + "\n", encoding="utf-8")
    convert_file(text, options=libreoffice.options(), folder=tmp_path)
    rendered = libreoffice.render(tmp_path / "文.docx", tmp_path / "out")
    found = compare("文", read(tmp_path / "文.pdf"), read(rendered))
    assert found.lines > 35
    assert found.lines_agreeing == found.lines, found.differences


def test_a_style_learnt_from_bold_words_is_not_bold(tmp_path):
    numbers = "一二三四五六"
    body = "\n".join(f"{number}、GDP2026ISO9001\n甲乙丙丁戊己庚辛，某某某某某。" for number in numbers)
    docx = to_docx(prepare(f"关于某事的通知\n\n各单位：\n{body}\n".encode(), Options(style(tmp_path))))
    assert b"bold" not in learn([("样板.docx", docx)], "本县").text.encode()
