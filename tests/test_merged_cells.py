"""Cells that take several columns and rows, header rows of several lines, alignment and notes, on pages and in DOCX."""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import libreoffice
from agreement import compare, read
from banxin.composition import LandscapeBlock, TableBlock, TextBlock, flow_text, source_text
from banxin.conversion import convert_file
from banxin.document import Cell, ColumnAlign, Document, Paragraph, Role, Table, plain_text
from banxin.layout import layout
from banxin.pages import Page, page_text
from banxin.style.schema import Align
from banxin.writers import docx
from square import body, composed, hanzi

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

HEADER = (Cell("单位", rows=2), Cell("人数", columns=2), Cell("备注", rows=2))
TABLE = Table(
    HEADER, (("男", "女"), ("甲", "1", "2", Cell("子", rows=2)), ("乙", Cell("三", columns=2))), header_rows=2
)


def document(table: Table, above: int = 0) -> Document:
    return Document(body=(*body(*[hanzi(5)] * above), msgspec.structs.replace(table, line=above + 1)))


def block(table: Table) -> TableBlock:
    return next(b for b in composed(document(table)).blocks if isinstance(b, TableBlock))


def sheets(table: Table, above: int = 0) -> list[Page]:
    """The pages of the table below so many lines; no character is lost or moved."""
    draft = composed(document(table, above))
    laid = layout(draft)
    assert page_text(laid.pages) == flow_text(draft)
    return [*laid.pages.pages]


def grid(page: Page) -> tuple[list[float], list[float]]:
    """Where rules stand, from left to right and from top to bottom."""
    return (
        sorted({round(rule.x0, 2) for rule in page.rules if rule.x0 == rule.x1}),
        sorted({round(rule.y0, 2) for rule in page.rules if rule.y0 == rule.y1}),
    )


def tree(table: Table, above: int = 0) -> etree._Element:
    composition = layout(composed(document(table, above))).composition
    data = docx.write(composition)
    assert docx.text(data) == flow_text(composition)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def rows(table: Table, above: int = 0) -> list[etree._Element]:
    return [*tree(table, above).iter(f"{W}tr")]


def said(cell: etree._Element, name: str, default: str) -> str | None:
    """What a cell says of itself; None: it has no such element, unless it is `gridSpan`."""
    found = cell.find(f"{W}tcPr/{W}{name}")
    if found is None:
        return default if name == "gridSpan" else None
    return found.get(f"{W}val", default)


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


# Columns


def test_a_text_in_several_columns_does_not_widen_the_first_of_them():
    table = Table(("甲", "乙", "丙"), (("子", "丑", hanzi(8)), (Cell(hanzi(20), columns=2), "卯")))
    first, second, _ = block(table).column_widths
    assert first == pytest.approx(second, abs=0.06)
    assert first + second - 2 * block(table).padding_x >= 20 * 12


def test_columns_have_room_for_a_word_that_stands_in_several():
    table = Table(("甲", "乙", "丙"), ((Cell("W" * 33, columns=2), hanzi(400)),))
    widths = block(table).column_widths
    assert sum(widths[:2]) - 2 * block(table).padding_x >= 33 * 6


def test_widths_that_the_file_had_are_kept_where_the_texts_fit():
    table = Table(("甲", "乙"), (("子", "丑"),), widths=(100.0, 300.0))
    first, second = block(table).column_widths
    assert second == pytest.approx(3 * first, abs=0.1)


@pytest.mark.parametrize("widths", [(1.0, 300.0), (0.0, 300.0), (100.0,)])
def test_widths_that_do_not_fit_are_none(widths):
    table = Table(("甲乙丙丁", "戊己庚辛"), (("子丑寅卯", "辰"),), widths=widths)
    unsaid = msgspec.structs.replace(table, widths=())
    assert block(table).column_widths == block(unsaid).column_widths


# How cells are set


def test_columns_stand_as_the_table_says_below_the_header():
    aligns = (ColumnAlign.LEFT, ColumnAlign.RIGHT, ColumnAlign.CENTER, ColumnAlign.UNSAID)
    table = Table(("甲", "乙", "丙", "丁"), (("子", "丑", "寅", "卯"),), aligns=aligns)
    assert [style.align for style in block(table).styles] == [Align.LEFT, Align.RIGHT, Align.CENTER, Align.CENTER]
    assert {cell.style.align for cell in block(table).cells(0)} == {Align.CENTER}


def test_every_header_row_is_set_as_a_header():
    names = [{cell.style.name for cell in block(TABLE).cells(at)} for at in range(4)]
    assert names[0] == names[1] == {"表头"}
    assert "表头" not in names[2] | names[3]


def test_a_header_that_reaches_into_the_rows_below_is_not_repeated():
    table = Table(("甲", Cell("乙", rows=3)), (("子",), ("丑",)))
    assert (block(table).header_rows, block(table).headed_rows) == (0, 1)


def test_notes_stand_close_below_the_table_with_its_gap_below_them():
    notes = (Paragraph("注：甲。", Role.NOTE, line=8), Paragraph("资料来源：乙。", Role.NOTE, line=9))
    blocks = composed(document(msgspec.structs.replace(TABLE, notes=notes))).blocks
    table, *below = blocks[-3:]
    gap = block(TABLE).space_after
    assert isinstance(table, TableBlock)
    assert (table.space_after, [b.text for b in below]) == (0, ["注：甲。", "资料来源：乙。"])
    assert [b.style.space_before < gap / 2 for b in below] == [True, True]
    assert [b.style.space_after for b in below] == [0, gap]


def test_the_notes_of_a_turned_table_stand_on_its_page():
    row = tuple(hanzi(14) for _ in range(12))
    table = Table(row, (row,), notes=(Paragraph("注：甲。", Role.NOTE, line=8),))
    turned = next(b for b in composed(document(table)).blocks if isinstance(b, LandscapeBlock))
    assert isinstance(turned.blocks[-1], TextBlock)
    assert turned.blocks[-1].text == "注：甲。"
    page = next(page for page in layout(composed(document(table))).pages.pages if page.turned)
    em = page.lines[-1].y - 0.88 * 10.5
    assert 0 < em - max(rule.y1 for rule in page.rules) < 10.5


# Pages


def test_no_rule_crosses_a_cell():
    (page,) = sheets(Table(("甲", "乙", "丙"), ((Cell("子", columns=2, rows=2), "丑"), ("寅",), ("卯", "辰", "巳"))))
    edges, levels = grid(page)
    assert (len(edges), len(levels)) == (4, 5)
    across = {(round(r.x0, 2), round(r.x1, 2)) for r in page.rules if round(r.y0, 2) == round(r.y1, 2) == levels[2]}
    assert across == {(edges[2], edges[3])}
    down = [(round(r.y0, 2), round(r.y1, 2)) for r in page.rules if round(r.x0, 2) == round(r.x1, 2) == edges[1]]
    assert sorted(down) == [(levels[0], levels[1]), (levels[3], levels[4])]


def test_the_text_of_a_cell_stands_in_the_middle_of_all_its_rows():
    (page,) = sheets(Table(("甲", "乙"), ((Cell("子", rows=3), "丑"), ("寅",), ("卯",))))
    y = {line.text: line.y for line in page.lines}
    assert y["子"] == pytest.approx(y["寅"])
    assert y["丑"] < y["寅"] < y["卯"]


def test_the_last_row_makes_room_for_a_text_that_is_higher_than_its_rows():
    long = Table(("甲", "乙"), ((Cell(hanzi(200), rows=2), "丑"), ("寅",)), widths=(100.0, 342.0))
    (page,) = sheets(long)
    _, levels = grid(page)
    heights = [b - a for a, b in pairwise(levels)]
    assert heights[1] == pytest.approx(heights[0], abs=0.1)
    assert heights[2] > 4 * heights[1]


@pytest.mark.parametrize("above", range(14, 20))
def test_a_cell_is_never_parted_by_the_end_of_a_page(above):
    table = Table(("甲", "乙"), ((Cell("子", rows=3), "丑一"), ("丑二",), ("丑三",), ("寅", "卯")))
    for page in sheets(table, above):
        assert len({"子", "丑一", "丑二", "丑三"} & set(texts(page))) in (0, 4)


def test_all_header_rows_are_repeated():
    many = msgspec.structs.replace(TABLE, rows=(TABLE.rows[0], *[("甲", "1", "2", "")] * 60))
    first, *others = sheets(many)
    assert not first.furniture
    assert others
    for page in others:
        assert sorted(line.text for line in page.furniture) == sorted(["单位", "人数", "备注", "男", "女"])


def test_a_cell_higher_than_a_page_goes_over_it_and_every_page_is_closed_by_a_rule():
    count = 60
    table = Table(("甲", "乙"), ((Cell("子", rows=count), "丑"), *[("丑",)] * (count - 1)))
    pages = sheets(table)
    assert len(pages) > 2
    for page in pages:
        edges = sorted({rule.x0 for rule in page.rules if rule.x0 == rule.x1})
        for level in (min, max):
            y = level(rule.y0 for rule in page.rules)
            spans = sorted((r.x0, r.x1) for r in page.rules if r.y0 == r.y1 == y)
            assert spans[0][0] == edges[0]
            assert max(right for _, right in spans) == edges[-1]
            assert all(a[1] >= b[0] for a, b in pairwise(spans))


CELLS = st.builds(Cell, st.sampled_from([hanzi(2), hanzi(30), ""]), st.integers(1, 3), st.integers(1, 4))
TABLES = st.lists(
    st.lists(CELLS | st.sampled_from(["甲", "乙丙"]), min_size=1, max_size=4).map(tuple), min_size=1, max_size=12
)


@settings(max_examples=60)
@given(TABLES, st.integers(0, 21), st.integers(1, 3))
def test_no_character_of_any_table_is_lost_and_no_line_leaves_its_page(cells, above, header_rows):
    table = Table(cells[0], tuple(cells[1:]), header_rows=header_rows)
    whole = document(table, above)
    draft = composed(whole)
    laid = layout(draft)
    assert source_text(draft) == plain_text(whole)
    assert page_text(laid.pages) == flow_text(draft)
    assert docx.text(docx.write(laid.composition)) == flow_text(draft)
    for page in laid.pages.pages:
        height = laid.pages.width if page.turned else laid.pages.height
        assert all(0 < line.y < height for line in page.lines)
        assert all(0 < y < height for r in page.rules for y in (r.y0, r.y1))


# DOCX


def test_the_docx_has_real_merged_cells():
    found = [
        [
            (
                said(cell, "gridSpan", "1"),
                said(cell, "vMerge", "continue"),
                "".join(cell.itertext()),
            )
            for cell in row.iter(f"{W}tc")
        ]
        for row in rows(TABLE)
    ]
    assert found == [
        [("1", "restart", "单位"), ("2", None, "人数"), ("1", "restart", "备注")],
        [("1", "continue", ""), ("1", None, "男"), ("1", None, "女"), ("1", "continue", "")],
        [("1", None, "甲"), ("1", None, "1"), ("1", None, "2"), ("1", "restart", "子")],
        [("1", None, "乙"), ("2", None, "三"), ("1", "continue", "")],
    ]


def test_each_header_row_is_repeated_and_rows_that_a_cell_joins_stay_together():
    header = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows(TABLE)]
    assert header == [True, True, False, False]
    kept = [row.find(f".//{W}keepNext") is not None for row in rows(TABLE)]
    assert kept[2:] == [True, False]


@settings(max_examples=40)
@given(TABLES)
def test_the_cells_of_every_row_of_the_docx_fill_the_grid(cells):
    made = tree(Table(cells[0], tuple(cells[1:])))
    grid = [int(column.get(f"{W}w")) for column in made.iter(f"{W}gridCol")]
    for row in made.iter(f"{W}tr"):
        spans = [int(span.get(f"{W}val")) for span in row.iter(f"{W}gridSpan")]
        assert sum(spans) + len([*row.iter(f"{W}tc")]) - len(spans) == len(grid)
        assert sum(int(width.get(f"{W}w")) for width in row.iter(f"{W}tcW")) == sum(grid)


@libreoffice.needed
def test_libreoffice_breaks_pages_and_lines_of_merged_cells_as_the_pdf_does(tmp_path):
    text = tmp_path / "表.txt"
    head = "关于某某的通知\n\n各单位：\n情况如下。\n表1　某某情况\n"
    header = "| 单位 | 人数 | < | 备注 |\n| ^ | 男 | 女 | ^ |\n|---|---:|---:|:---|\n"
    pairs = "\n".join(
        f"| 第{at}组 | {at} | {at + 1} | 情况{'说明' * (at % 5)} |\n| ^ | {at} | < | ^ |" for at in range(30)
    )
    text = tmp_path / "表.txt"
    text.write_text(f"{head}{header}{pairs}\n注：某某。\n以上请知悉。\n", encoding="utf-8")
    convert_file(text, options=libreoffice.options(), folder=tmp_path)
    rendered = libreoffice.render(tmp_path / "表.docx", tmp_path / "out")
    found = compare("表", read(tmp_path / "表.pdf"), read(rendered))
    assert found.pages == found.first_lines_agreeing > 2
    assert found.lines_agreeing == found.lines, found.differences
