"""Annexes, gaps that meet, tables and signs: what compose and layout make of them, with the bundled faces.

Where elements stand on the rendered page is measured in `tests/pages`.
"""

from __future__ import annotations

import pytest

from banxin.composition import TableBlock, TextBlock, flow_text
from banxin.document import Annex, Document, Role, Table
from banxin.measure import metrics, switches
from banxin.pages import Pages, page_text
from banxin.style import load
from banxin.style.schema import Align
from square import CELL, MEASURE, body, composed, hanzi, pages, paragraphs, section, text_blocks, texts

MM = 72 / 25.4
TOP, BOTTOM = 37.0, 262.0


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
    assert [[cell.style.align for cell in table.cells(at)] for at in range(3)] == [
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


def test_a_cell_begins_beside_the_beginning_of_a_long_one_before_it():
    document = Document(body=(Table(("甲", "乙"), ((hanzi(4000), "子"),)),))
    laid = pages(document)
    assert page_of(laid, "子") == 1 < len(laid.pages)
    assert page_text(laid) == flow_text(composed(document))


@pytest.mark.parametrize("length", [20, 33 * 29, 33 * 30, 33 * 31, 33 * 32, 4000])
def test_no_rule_of_a_table_stands_outside_the_type_area(length):
    rows = tuple((f"第{number}行", hanzi(length)) for number in range(40))
    laid = pages(Document(body=(Table(("甲", "乙"), rows),)))
    for page in laid.pages:
        assert min(rule.y0 for rule in page.rules) / MM >= TOP - 0.01
        assert max(rule.y1 for rule in page.rules) / MM <= BOTTOM + 0.01


def test_a_wide_table_is_as_wide_as_the_type_area():
    table = table_block(Document(body=(Table(("甲",) * 8, (("某某某",) * 8,)),)))
    assert sum(table.column_widths) == pytest.approx(MEASURE, abs=0.03)
    assert min(table.column_widths) > CELL


# Signs


def test_a_sign_has_the_width_of_its_face_and_a_quote_a_cell():
    widths = metrics(composed(Document(), load()).styles[0].chars).widths
    assert widths["×"] == pytest.approx(0.6 * 16 - 0.25, abs=0.1)
    assert widths["“"] == widths["天"]


def test_a_sign_is_set_apart_as_in_the_docx_and_without_a_gap():
    assert list(switches("甲××5乙·丙")) == [(1, False), (3, False), (3, False), (4, True), (5, False), (6, False)]
