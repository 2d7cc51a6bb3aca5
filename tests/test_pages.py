"""Finished pages measured from outside: text to PDF with the bundled faces, read back by pdfium, in millimetres."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from banxin.composition import TableBlock, TextBlock
from banxin.convert import Format, convert_file
from banxin.document import Annex, Document, Role, Table
from banxin.measure import metrics, switches
from banxin.pages import Pages
from banxin.style import load
from banxin.style.schema import Align
from square import CELL, MEASURE, body, composed, hanzi, pages, paragraphs, section, text_blocks, texts

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
EM = 16 / MM
CELL_MM = 156 / 28
ROW_PITCH = (225 - EM) / 21
EM_ASCENT = 0.88
SENTENCE = "各有关单位要按照本方案确定的时间和分工抓好落实，遇有困难及时报告，确保年内完成全部任务。"


class Row(NamedTuple):
    """The characters on one baseline."""

    text: str
    top: float
    """Of the em box, as is `bottom`."""
    bottom: float
    left: float
    right: float
    starts: tuple[float, ...]
    """Where each character begins."""


@pytest.fixture
def typeset(tmp_path: Path):
    """A text to the rows of each of its pages."""

    def run(*lines: str) -> list[list[Row]]:
        path = tmp_path / "文.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        (output,) = convert_file(path, [Format.PDF]).outputs
        with pypdfium2.PdfDocument(output) as document:
            return [list(rows(page)) for page in document]

    return run


def rows(page: pypdfium2.PdfPage) -> Iterator[Row]:
    text_page, height = page.get_textpage(), page.get_height()
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    found: list[tuple[float, float, float, float, str]] = []
    for index in range(text_page.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text_page, index))
        if not char.isspace():
            pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
            pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
            size = pdfium.FPDFText_GetFontSize(text_page, index)
            found.append((round((height - y.value) / MM, 2), x.value / MM, box.right / MM, size / MM, char))
    for baseline, group in groupby(sorted(found), key=lambda char: char[0]):
        chars = list(group)
        size = max(char[3] for char in chars)
        yield Row(
            "".join(char[4] for char in chars),
            baseline - EM_ASCENT * size,
            baseline + (1 - EM_ASCENT) * size,
            chars[0][1],
            chars[-1][2],
            tuple(char[1] for char in chars),
        )


def near(value: float, within: float = 0.1) -> object:
    return pytest.approx(value, abs=within)


# The type area


def test_a_full_page_has_22_rows_from_37_to_262_mm(typeset):
    first, second, *_ = typeset(*[SENTENCE * 8] * 4)
    for page in (first, second):
        *text, _number = page
        assert len(text) == 22
        assert (text[0].top, text[-1].bottom) == (near(TOP), near(BOTTOM))


def test_every_line_but_a_paragraphs_last_ends_at_the_edge(typeset):
    text = [row for page in typeset(SENTENCE * 30) for row in page[:-1]]
    assert {round(row.right - RIGHT, 1) for row in text[:-1]} <= {0.0, 0.1}
    assert {round(row.left - LEFT, 1) for row in text[1:]} == {0.0}


def test_a_line_without_marks_has_28_characters(typeset):
    page, *_ = typeset(hanzi(200) + "。")
    assert [len(row.text) for row in page[1:6]] == [28] * 5


def test_page_numbers_stand_outside_7_mm_below_the_type_area(typeset):
    odd, even, *_ = typeset(*[SENTENCE * 8] * 4)
    one_character = 14 / MM
    assert odd[-1].right == near(RIGHT - one_character)
    assert even[-1].left == near(LEFT + one_character)
    for row in (odd[-1], even[-1]):
        assert (row.top + row.bottom) / 2 == near(BOTTOM + 7)


# Title, signature, attachments, annex


def test_title_lines_are_centred_and_a_row_is_left_below(typeset):
    page, *_ = typeset("某某县人民政府办公室关于做好二〇二六年度农村公路养护工作的通知", "各有关单位：", SENTENCE)
    first, second, addressee = page[:3]
    for row in (first, second):
        assert (row.left + row.right) / 2 == near((LEFT + RIGHT) / 2)
    assert first.top == near(TOP)
    assert addressee.left == near(LEFT)
    assert addressee.top - second.top == near((35 + 28.95) / 28.95 * ROW_PITCH)


def test_signature_and_date_stand_by_the_closed_form(typeset):
    page, *_ = typeset("关于某事的通知", "各单位：", SENTENCE, "某某县人民政府", "2026年3月12日")
    organ, date = page[-3:-1]
    assert date.right == near(RIGHT - 2 * CELL_MM)
    assert date.left - organ.left == near(2 * CELL_MM)


def test_numbers_of_attachments_stand_below_one_another_beside_a_long_name_too(typeset):
    name = "某某县农村公路养护工程年度计划安排及资金来源和绩效目标申报情况一览表"
    page, *_ = typeset("关于某事的通知", "各单位：", SENTENCE, f"附件：1.{name}", "2.名单", "某局", "2026年3月12日")
    at = next(index for index, row in enumerate(page) if row.text.startswith("附件"))
    first, rest, second = page[at : at + 3]
    number, name_start = first.starts[3], first.starts[5]
    assert second.left == near(number)
    assert rest.left == near(name_start)


def test_an_annex_has_its_label_on_row_1_and_its_title_on_row_3(typeset):
    _, annex = typeset(
        "关于某事的通知", "各单位：", SENTENCE, "附件：名单", "某局", "2026年3月12日", "附件", "名单", SENTENCE
    )
    assert (annex[0].text, annex[0].left, annex[0].top) == ("附件", near(LEFT), near(TOP))
    assert annex[1].top == near(TOP + 2 * ROW_PITCH)


def test_an_annex_is_in_words_navigation_pane_by_its_title():
    blocks = text_blocks(Document(annexes=(Annex("附件", "名单", body("甲")), Annex("附件2", "", body("乙")))))
    assert [block.text for block in blocks if block.style.outline_level == 1] == ["名单", "附件2"]


# Gaps that meet


def table_block(document: Document) -> TableBlock:
    return next(block for block in composed(document).blocks if isinstance(block, TableBlock))


TABLE = Table(("甲", "乙"), (("子", "丑"),))


def test_a_table_under_an_annex_title_has_the_titles_gap_alone():
    assert table_block(Document(annexes=(Annex("附件", "名单", (TABLE,)),))).space_before == 0


def test_a_table_under_text_has_its_own_gap():
    assert table_block(Document(body=(*body("甲"), TABLE))).space_before == pytest.approx(28.95 / 2)


def test_what_follows_a_table_has_the_greater_of_both_gaps():
    document = Document(body=(TABLE,), back=paragraphs(Role.ATTACHMENT_NOTE, "附件：名单", line=9))
    table, note = composed(document).blocks
    assert isinstance(table, TableBlock)
    assert isinstance(note, TextBlock)
    assert table.space_after + note.style.space_before == pytest.approx(28.95)


# Tables


def test_a_column_with_a_text_of_several_lines_is_justified_and_the_others_are_centred():
    table = table_block(Document(body=(Table(("甲", "乙"), (("子", hanzi(90)), ("寅", "卯"))),)))
    assert [[cell.style.align for cell in row] for row in table.rows] == [
        [Align.CENTER, Align.CENTER],
        [Align.CENTER, Align.JUSTIFY],
        [Align.CENTER, Align.JUSTIFY],
    ]


def page_of(laid: Pages, text: str) -> int:
    return next(page.number for page in laid.pages if text in texts(page))


@pytest.mark.parametrize("count", range(14, 23))
def test_a_tables_header_is_never_parted_from_its_first_row(count):
    laid = pages(Document(body=(*body(*[hanzi(5)] * count), Table(("甲", "乙"), (("子", "丑"),) * 3, line=50))))
    assert page_of(laid, "甲") == page_of(laid, "子")


@pytest.mark.parametrize("count", range(14, 23))
def test_a_heading_is_never_parted_from_a_tables_first_row(count):
    table = Table(("甲", "乙"), (("子", hanzi(300)),), line=60)
    laid = pages(Document(body=(*body(*[hanzi(5)] * count), section("一、", "某某", table))))
    assert page_of(laid, "一、某某") == page_of(laid, "甲") == page_of(laid, "子")


def test_a_row_higher_than_a_page_begins_where_it_stands_and_fills_the_pages():
    table = Table(("甲", "乙"), (("子", hanzi(4000)),), line=60)
    laid = pages(Document(body=(*body("前"), section("一、", "某某", table, *body("后")))))
    first = laid.pages[0]
    assert texts(first)[:4] == ["前", "一、某某", "甲", "乙"]
    assert len(texts(first)) > 25
    label = next(line for line in first.lines if line.text == "子")
    beside = first.lines[first.lines.index(label) + 1]
    assert label.y == pytest.approx(beside.y)
    for page in laid.pages[1:-1]:
        assert len(page.lines) > 28


def test_a_cell_begins_beside_the_end_of_the_long_one_before_it():
    laid = pages(Document(body=(Table(("甲", "乙"), ((hanzi(4000), "子"),)),)))
    assert page_of(laid, "子") == len(laid.pages) > 2


@pytest.mark.parametrize("length", [20, 33 * 29, 33 * 30, 33 * 31, 33 * 32, 4000])
def test_no_rule_of_a_table_stands_outside_the_type_area(length):
    rows = tuple((f"第{number}行", hanzi(length)) for number in range(40))
    laid = pages(Document(body=(Table(("甲", "乙"), rows),)))
    for page in laid.pages:
        assert min(rule.y0 for rule in page.rules) / MM >= TOP - 0.01
        assert max(rule.y1 for rule in page.rules) / MM <= BOTTOM + 0.01


def test_a_wide_table_is_as_wide_as_the_type_area():
    table = table_block(Document(body=(Table(("甲",) * 11, (("某某某",) * 11,)),)))
    assert sum(table.column_widths) == pytest.approx(MEASURE)
    assert min(table.column_widths) > CELL


# Signs


def test_a_sign_has_the_width_of_its_face_and_a_quote_a_cell():
    widths = metrics(composed(Document(), load()).styles[0].chars).widths
    assert widths["×"] == pytest.approx(0.6 * 16 - 0.25, abs=0.1)
    assert widths["“"] == widths["天"]


def test_a_sign_is_set_apart_as_in_the_docx_and_without_a_gap():
    assert list(switches("甲××5乙·丙")) == [(1, False), (3, False), (3, False), (4, True), (5, False), (6, False)]
