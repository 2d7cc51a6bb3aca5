"""Type area, rows, cells and page numbers: clauses 5, 6 and 7.5."""

from __future__ import annotations

from itertools import pairwise

import pytest
from docx import Document
from measuring import (
    BOTTOM,
    CELL,
    DOCX_FIRST_ROW,
    EM_4,
    LEFT,
    PITCH,
    RIGHT,
    ROW,
    TOP,
    Page,
    Sheets,
    Shelf,
)
from samples import EXAMPLES, SAMPLES

import libreoffice

DASH = BOTTOM + 7


def full_page(of: Sheets) -> Page:
    """A page with nothing but text, from row 1 to row 22."""
    return of("speech")[1]


def test_a_sheet_is_a4_upright(pdf: Sheets, shelf: Shelf):
    (section,) = Document(str(shelf.docx("speech"))).sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert not any(page.turned for page in pdf("speech"))


def test_the_margins_of_the_docx_are_37_35_28_and_26_mm(shelf: Shelf):
    (section,) = Document(str(shelf.docx("speech"))).sections
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm, 1) for margin in margins] == [37, 35, 28, 26]


def test_a_full_page_has_22_rows(of: Sheets):
    assert len(full_page(of).rows) == 22


def test_row_1_and_row_22_stand_on_the_edges_of_the_type_area(pdf: Sheets):
    page = full_page(pdf)
    assert (page.rows[0].top, page.rows[-1].bottom) == (pdf.near(TOP), pdf.near(BOTTOM))
    assert [row.top for row in page.rows] == [pdf.near(TOP + index * ROW) for index in range(22)]


@libreoffice.needed
def test_rows_of_the_docx_stand_where_an_exact_line_has_them(docx: Sheets):
    rows = full_page(docx).rows
    assert [row.top for row in rows] == [docx.near(DOCX_FIRST_ROW + index * PITCH) for index in range(22)]
    assert rows[-1].bottom < BOTTOM


def test_a_line_without_marks_has_28_characters(of: Sheets):
    assert [len(row.text) for row in full_page(of).rows[:15]] == [28] * 15


def test_a_full_line_goes_from_edge_to_edge(of: Sheets):
    for row in full_page(of).rows[:15]:
        assert (row.left, row.right) == (of.near(LEFT), of.near(RIGHT))


def test_every_line_but_a_paragraphs_last_ends_at_the_edge(of: Sheets):
    # the samples' sentences end in 。 and hold marks: their lines are justified, a last one is shorter
    body = [row for page in of("letter") for row in page.rows if row.size == pytest.approx(16) and len(row.text) > 25]
    assert len(body) > 30
    assert [row.right for row in body] == [of.near(RIGHT)] * len(body)


def test_a_character_is_a_28th_of_the_line_wide(of: Sheets):
    row = full_page(of).rows[3]
    assert [char.left for char in row.chars] == [of.near(LEFT + index * CELL) for index in range(28)]


@pytest.mark.parametrize("name", [*SAMPLES, *EXAMPLES])
def test_no_character_stands_outside_the_type_area(of: Sheets, name: str):
    for number, page in enumerate(of(name), 1):
        top, right, bottom, left = (28, 260, 184, 35) if page.turned else (TOP, RIGHT, BOTTOM, LEFT)
        if (
            number == 1 and len(page.strokes) > 3 and page.strokes[0].left < LEFT - 5
        ):  # 10.1: from the mark's upper edge to 7/8 above the lower rule
            top, bottom = 30, 270.5
        for row in page.rows:
            assert left - 0.1 <= row.left, row
            assert row.right <= right + 0.2, row
            assert top - 0.1 <= row.top, row
            assert row.bottom <= bottom + 0.1, row


@pytest.mark.parametrize("name", [*SAMPLES, *EXAMPLES])
def test_no_character_is_set_over_another(of: Sheets, name: str):
    for page in of(name):
        for above, below in pairwise(page.rows):
            if above.bottom - below.top > 0.1:  # side by side, or cells of a table between one another
                clear = [a.right <= b.left + 0.2 or b.right <= a.left + 0.2 for a in above.chars for b in below.chars]
                assert all(clear), (above, below)


# Page numbers, 7.5


def test_a_page_number_has_a_dash_on_either_side_in_song_of_14_points(of: Sheets):
    for number, page in enumerate(of("notice"), 1):
        assert page.number is not None
        assert page.number.text == f"—{number}—"
        assert (page.number.faces, page.number.size) == ({"宋体"}, pytest.approx(14))
        assert {char.face for char in page.number.chars} == {"宋体"}


def test_the_dashes_stand_7_mm_below_the_type_area(of: Sheets):
    for page in of("notice"):
        assert page.number is not None
        dash = page.number.chars[0]
        assert (dash.ink_top + dash.ink_bottom) / 2 == of.near(DASH)


def test_an_odd_page_has_its_number_on_the_right_and_an_even_one_on_the_left_a_character_in(of: Sheets):
    odd, even, *_ = (page.number for page in of("notice"))
    assert odd is not None
    assert even is not None
    assert odd.right == of.near(RIGHT - EM_4)
    assert even.left == of.near(LEFT + EM_4)


def test_annexes_are_numbered_on(of: Sheets):
    pages = of("notice")
    annex = next(index for index, page in enumerate(pages) if page.rows[0].text == "附件1")
    number = pages[annex].number
    assert number is not None
    assert number.text == f"—{annex + 1}—"


# Both formats


@libreoffice.needed
@pytest.mark.parametrize("name", SAMPLES)
def test_both_formats_have_the_same_rows_on_the_same_pages(shelf: Shelf, docx: Sheets, name: str):
    assert [[row.text for row in page.rows] for page in docx(name)] == [
        [row.text for row in page.rows] for page in shelf.pages_for_libreoffice(name)
    ]
