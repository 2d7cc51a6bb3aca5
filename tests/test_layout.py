"""Where everything stands on the page, in numbers, in the square face (GB/T 9704—2012 5.2, 7.3, 7.5)."""

import time

import msgspec
import pytest

from banxin.composition import flow_text
from banxin.document import Annex, Document, Role, Table
from banxin.errors import DocumentError
from banxin.layout import layout
from banxin.measure import EM_ASCENT
from banxin.pages import Line, page_text
from banxin.units import mm
from square import (
    CELL,
    EM,
    LEFT,
    MEASURE,
    STYLE,
    TOP,
    body,
    cells,
    composed,
    hanzi,
    lines,
    pages,
    paragraphs,
    right_edge,
    section,
    texts,
)

ROWS = 22


def top(line: Line, size: float = EM) -> float:
    """Where the em box of a line begins, in mm from the top of the sheet."""
    return (line.y - EM_ASCENT * size) / mm(1)


def bottom(line: Line, size: float = EM) -> float:
    return top(line, size) + size / mm(1)


def filled(count: int, last: str = "") -> Document:
    """A document of `count` rows, a paragraph each, and a further paragraph."""
    return Document(body=body(*[hanzi(5)] * count, *[last] * bool(last)))


def near(value: float) -> object:
    return pytest.approx(value, abs=0.01)


def test_what_takes_too_many_pages_is_given_up():
    draft = composed(filled(44))
    assert len(layout(draft, most_pages=2).pages.pages) == 2
    with pytest.raises(DocumentError, match="排满 2 面还没有排完"):
        layout(composed(filled(45)), most_pages=2)


# The grid


def test_the_first_row_begins_at_the_upper_edge_of_the_type_area():
    assert top(lines(filled(1))[0]) == near(37.0)


def test_row_22_ends_at_the_lower_edge_of_the_type_area():
    assert bottom(lines(filled(ROWS))[-1]) == near(262.0)


def test_rows_are_evenly_spaced():
    rows = lines(filled(ROWS))
    steps = [b.y - a.y for a, b in zip(rows, rows[1:], strict=False)]
    assert steps == [pytest.approx((mm(225) - EM) / 21)] * 21


def test_a_page_has_22_rows():
    assert [len(page.lines) for page in pages(filled(2 * ROWS + 1)).pages] == [22, 22, 1]


def test_22_rows_are_one_page():
    assert len(pages(filled(ROWS)).pages) == 1


def test_a_paragraph_goes_on_over_the_page():
    laid = pages(filled(20, hanzi(26 + 28 * 5)))
    assert [len(page.lines) for page in laid.pages] == [22, 4]


def test_an_empty_document_is_an_empty_page():
    laid = pages(Document())
    assert [len(page.lines) for page in laid.pages] == [0]


def test_the_sheet_is_a4():
    laid = pages(filled(1))
    assert (laid.width, laid.height) == (pytest.approx(mm(210)), pytest.approx(mm(297)))


def test_the_first_line_is_indented_by_two_cells():
    assert cells(lines(filled(0, hanzi(40)))[0])[0][1] == pytest.approx(LEFT + 2 * CELL)


def test_a_full_line_has_28_cells_from_edge_to_edge():
    line = lines(filled(0, hanzi(26 + 28 + 28)))[1]
    places = cells(line)
    assert len(places) == 28
    assert places[0][1] == pytest.approx(LEFT)
    assert places[27][1] + CELL == pytest.approx(LEFT + MEASURE)


def test_the_cells_of_a_full_line_are_evenly_spaced():
    places = [x for _, x in cells(lines(filled(0, hanzi(26 + 28 + 28)))[1])]
    steps = [b - a for a, b in zip(places, places[1:], strict=False)]
    assert max(steps) - min(steps) < 1e-6


def test_the_first_line_of_a_paragraph_has_26_characters():
    assert [len(line.text) for line in lines(filled(0, hanzi(26 + 28 + 3)))] == [26, 28, 3]


def test_the_last_line_of_a_paragraph_is_not_stretched():
    places = [x for _, x in cells(lines(filled(0, hanzi(26 + 10)))[1])]
    assert places == [pytest.approx(LEFT + at * CELL) for at in range(10)]


def test_a_line_that_a_mark_left_short_is_stretched_to_the_edge():
    line = lines(filled(0, f"{hanzi(26)}，{hanzi(30)}"))[0]
    assert len(line.text) == 25
    assert cells(line)[-1][1] + CELL == pytest.approx(LEFT + MEASURE)


@pytest.mark.parametrize("word", ["Banxin", "——", "……", "3.1415"])
def test_a_stretched_line_does_not_pull_a_word_apart(word):
    line = next(found for found in lines(filled(0, f"{hanzi(10)}{word}{hanzi(30)}，" * 3)) if word in found.text)
    places = [x for _, x in cells(line)]
    start = line.text.index(word)
    within = [places[at + 1] - places[at] for at in range(start, start + len(word) - 1)]
    assert max(within) - min(within) < 1e-6
    assert max(within) <= CELL + 1e-6


@pytest.mark.parametrize("before", range(20, 27))
def test_a_word_with_a_curly_apostrophe_is_not_split(before):
    found = lines(filled(0, f"{hanzi(before)}o’clock{hanzi(20)}"))
    assert any("o’clock" in line.text for line in found)


def test_spaces_at_a_lines_end_do_not_keep_it_from_the_edge():
    line = lines(filled(0, f"{hanzi(26)}   {hanzi(28)}"))[0]
    assert line.text.strip() == hanzi(26)
    assert cells(line)[25][1] + CELL == pytest.approx(LEFT + MEASURE)


def test_a_gap_stands_between_hanzi_and_digits():
    places = dict(cells(lines(filled(0, "天2026地"))[0]))
    assert places["2"] - places["天"] > CELL
    assert places["地"] - places["6"] > 0.5 * EM


def test_no_gap_stands_beside_a_mark():
    found = cells(lines(filled(0, "天，2地"))[0])
    assert found[2][1] - found[1][1] == pytest.approx(CELL)


# Title, addressee, gaps


def test_a_title_is_centred():
    line = lines(Document(front=paragraphs(Role.TITLE, hanzi(10)), body=body(hanzi(5))))[0]
    assert cells(line)[0][1] - LEFT == near(LEFT + MEASURE - right_edge(line))
    assert line.runs[0].size == 22


def test_every_line_of_a_title_is_centred():
    title = "某某县人民政府关于印发2026年重点工作实施方案的通知"
    found = lines(Document(front=paragraphs(Role.TITLE, title)))
    assert len(found) == 2
    for line in found:
        assert cells(line)[0][1] - LEFT == near(LEFT + MEASURE - right_edge(line))


def test_title_lines_stand_35_points_apart_in_row_boxes():
    title = "某某县人民政府关于印发2026年重点工作实施方案的通知"
    first, second = lines(Document(front=paragraphs(Role.TITLE, title)))
    scale = (mm(225) - EM) / (21 * 28.95)
    assert second.y - first.y == near(35 * scale)


def test_one_row_is_left_between_title_and_addressee():
    found = lines(Document(front=paragraphs(Role.TITLE, hanzi(10)) + paragraphs(Role.ADDRESSEE, "某某县：", line=2)))
    scale = (mm(225) - EM) / (21 * 28.95)
    assert found[1].y - EM_ASCENT * 16 - TOP == near((35 + 28.95) * scale)


def test_an_addressee_is_flush_left():
    line = lines(Document(front=paragraphs(Role.ADDRESSEE, "各乡镇人民政府：")))[0]
    assert cells(line)[0][1] == pytest.approx(LEFT)


def test_a_gap_does_not_stand_at_the_top_of_a_page():
    document = Document(
        body=body(*[hanzi(5)] * ROWS),
        back=paragraphs(Role.SIGNATURE, "某某局", line=90) + paragraphs(Role.DATE, "2026年1月5日", line=91),
    )
    assert top(pages(document).pages[1].lines[0]) == near(37.0)


def test_a_gap_is_one_row():
    document = Document(body=body(hanzi(5)), back=paragraphs(Role.ATTACHMENT_NOTE, "附件：某某表", line=9))
    first, second = lines(document)
    assert second.y - first.y == near(2 * (mm(225) - EM) / 21)


# 署名 and 成文日期


def signed(organ: str, date: str) -> tuple[Line, Line]:
    back = paragraphs(Role.SIGNATURE, organ, line=8) + paragraphs(Role.DATE, date, line=9)
    first, second = lines(Document(body=body(hanzi(5)), back=back))[-2:]
    return first, second


def from_right(line: Line) -> float:
    """Cells between a line's last character and the edge."""
    return (LEFT + MEASURE - right_edge(line)) / CELL


def from_left(line: Line) -> float:
    return (cells(line)[0][1] - LEFT) / CELL


def test_an_organ_longer_than_the_date_has_two_cells_on_its_right():
    organ, _ = signed("某某县人民政府办公室某某", "2026年1月5日")
    assert from_right(organ) == pytest.approx(2, abs=0.05)


def test_the_date_begins_two_cells_to_the_right_of_a_longer_organ():
    organ, date = signed("某某县人民政府办公室某某", "2026年1月5日")
    assert from_left(date) - from_left(organ) == pytest.approx(2, abs=0.05)


def test_a_date_longer_than_the_organ_has_two_cells_on_its_right():
    _, date = signed("某某局", "2026年12月15日")
    assert from_right(date) == pytest.approx(2, abs=0.05)


def test_the_date_begins_two_cells_to_the_right_of_a_shorter_organ():
    organ, date = signed("某某局", "2026年12月15日")
    assert from_left(date) - from_left(organ) == pytest.approx(2, abs=0.05)


def test_a_date_in_hanzi_is_placed_by_its_own_width():
    organ, date = signed("某某县人民政府", "二〇二六年一月五日")
    assert from_right(date) == pytest.approx(2, abs=0.05)
    assert from_left(date) - from_left(organ) == pytest.approx(2, abs=0.05)


@pytest.mark.parametrize("length", [20, 25, 26, 27, 30, 60])
def test_the_date_beside_a_very_long_organ_stays_on_one_line(length):
    back = paragraphs(Role.SIGNATURE, hanzi(length), line=8) + paragraphs(Role.DATE, "2026年12月15日", line=9)
    found = lines(Document(body=body(hanzi(5)), back=back))
    assert found[-1].text == "2026年12月15日"
    assert all(cells(line)[0][1] >= LEFT - 0.01 for line in found)


def test_two_organs_stand_one_below_the_other_and_the_date_below_both():
    back = paragraphs(Role.SIGNATURE, "某某县水利局", "某某县财政局", line=7) + paragraphs(
        Role.DATE, "2026年1月5日", line=9
    )
    found = lines(Document(body=body(hanzi(5)), back=back))
    assert [line.text for line in found[1:]] == ["某某县水利局", "某某县财政局", "2026年1月5日"]
    assert [b.y - a.y for a, b in zip(found[1:], found[2:], strict=False)] == [near((mm(225) - EM) / 21)] * 2


@pytest.mark.parametrize("rows", range(17, 24))
def test_signature_and_date_stay_on_one_page(rows):
    back = paragraphs(Role.SIGNATURE, "某某局", line=98) + paragraphs(Role.DATE, "2026年1月5日", line=99)
    laid = pages(Document(body=body(*[hanzi(5)] * rows), back=back))
    assert texts(laid.pages[-1])[-2:] == ["某某局", "2026年1月5日"]


# 附件说明 and annexes


def test_a_single_attachment_hangs_behind_its_colon():
    back = paragraphs(Role.ATTACHMENT_NOTE, f"附件：{hanzi(40)}", line=9)
    first, second = lines(Document(body=body(hanzi(5)), back=back))[1:]
    assert from_left(first) == pytest.approx(2)
    assert from_left(second) == pytest.approx(5, abs=0.02)


def test_a_numbered_attachment_hangs_behind_its_number():
    back = paragraphs(Role.ATTACHMENT_NOTE, f"附件：1.{hanzi(40)}", f"2.{hanzi(40)}", line=8)
    found = lines(Document(body=body(hanzi(5)), back=back))[1:]
    names = [cells(line)[line.text.index("天")][1] for line in found[::2]]
    assert names[0] == pytest.approx(names[1], abs=0.3)
    assert [cells(line)[0][1] for line in found[1::2]] == [pytest.approx(names[0], abs=1.0)] * 2


def test_the_second_number_stands_below_the_first():
    back = paragraphs(Role.ATTACHMENT_NOTE, f"附件：1.{hanzi(4)}", f"2.{hanzi(4)}", line=8)
    first, second = lines(Document(body=body(hanzi(5)), back=back))[1:]
    assert cells(second)[0][1] == pytest.approx(dict(cells(first))["1"], abs=0.3)


def annexed(title: str = "某某情况表") -> Document:
    return Document(body=body(hanzi(5)), annexes=(Annex("附件1", title, body(hanzi(5)), line=9),))


def test_an_annex_begins_on_a_new_page():
    assert [texts(page)[0] for page in pages(annexed()).pages] == [hanzi(5), "附件1"]


def test_an_annex_label_stands_flush_left_on_row_1():
    line = pages(annexed()).pages[1].lines[0]
    assert top(line) == near(37.0)
    assert from_left(line) == pytest.approx(0)


def test_an_annex_title_stands_centred_on_row_3():
    line = pages(annexed()).pages[1].lines[1]
    row_3 = (TOP + 2 * (mm(225) - EM) / 21) / mm(1)
    assert top(line, 22) == near(row_3)
    assert cells(line)[0][1] - LEFT == near(LEFT + MEASURE - right_edge(line))


def test_a_document_of_an_annex_alone_has_no_empty_page():
    laid = pages(Document(annexes=(Annex("附件1", "某某表", body(hanzi(5))),)))
    assert len(laid.pages) == 1


def test_two_annexes_have_a_page_each():
    annexes = tuple(Annex(f"附件{at}", "某某表", body(hanzi(5)), line=10 * at) for at in (1, 2))
    assert len(pages(Document(body=body(hanzi(5)), annexes=annexes)).pages) == 3


# Page numbers


def number(page: int) -> Line:
    found = pages(filled(ROWS * page)).pages[page - 1].number_line
    assert found is not None
    return found


def test_the_first_page_is_numbered_one():
    assert number(1).text == "— 1 —"


def test_an_odd_number_stands_on_the_right_one_character_from_the_edge():
    assert LEFT + MEASURE - right_edge(number(1)) == near(14)


def test_an_even_number_stands_on_the_left_one_character_from_the_edge():
    assert cells(number(2))[0][1] - LEFT == near(14)


@pytest.mark.parametrize("page", [1, 2, 10])
def test_the_dashes_stand_7_mm_below_the_type_area(page):
    middle = number(page).y - (EM_ASCENT - 0.5) * 14
    assert middle / mm(1) == near(269.0)


def test_a_page_number_is_no_part_of_the_text():
    assert page_text(pages(filled(1))) == hanzi(5)


# Keeping together


@pytest.mark.parametrize("rows", range(15, 24))
def test_a_heading_is_never_the_last_line_of_a_page(rows):
    laid = pages(Document(body=(*body(*[hanzi(5)] * rows), section("一、", "标题", *body(hanzi(30))))))
    assert not any(texts(page)[-1] == "一、标题" for page in laid.pages)


@pytest.mark.parametrize("rows", range(15, 24))
def test_a_chain_of_headings_is_never_parted_from_its_text(rows):
    chain = section("一、", "甲", section("（一）", "乙", section("1.", "丙", *body(hanzi(5)), level=3), level=2))
    laid = pages(Document(body=(*body(*[hanzi(6)] * rows), chain)))
    page = next(found for found in laid.pages if "一、甲" in texts(found))
    at = texts(page).index("一、甲")
    assert texts(page)[at:] == ["一、甲", "（一）乙", "1.丙", hanzi(5)]


def test_a_heading_that_fits_with_one_line_of_its_text_stays():
    laid = pages(Document(body=(*body(*[hanzi(5)] * 20), section("一、", "标题", *body(hanzi(30))))))
    assert texts(laid.pages[0])[-2:] == ["一、标题", hanzi(26)]


def test_a_heading_of_two_lines_is_not_parted():
    laid = pages(Document(body=(*body(*[hanzi(5)] * 20), section("一、", hanzi(40), *body(hanzi(5))))))
    assert [len(page.lines) for page in laid.pages] == [20, 3]


def test_more_headings_than_a_page_holds_are_set_all_the_same():
    laid = pages(Document(body=tuple(section(f"{at}.", hanzi(4)) for at in range(100))))
    assert sum(len(page.lines) for page in laid.pages) == 100


def test_a_heading_at_the_end_of_the_text_is_set():
    laid = pages(Document(body=(*body(*[hanzi(5)] * 22), section("一、", "标题"))))
    assert texts(laid.pages[1]) == ["一、标题"]


# Tables


def table(rows: int, cell: str = "天地", columns: int = 3, header: bool = True) -> Table:  # noqa: FBT001, FBT002
    row = tuple(f"{cell}{column}" for column in range(columns))
    return Table(tuple(f"表头{column}" for column in range(columns)) if header else (), (row,) * rows, line=2)


def test_a_table_of_one_row_has_rules_around_every_cell():
    page = pages(Document(body=(table(1, columns=2, header=False),))).pages[0]
    across = {(round(rule.x0), round(rule.x1)) for rule in page.rules if rule.y0 == rule.y1}
    assert across == {(round(LEFT), round(LEFT + MEASURE))}
    assert len({round(rule.x0, 3) for rule in page.rules if rule.x0 == rule.x1}) == 3


def test_cells_stand_in_source_order():
    page = pages(Document(body=(table(1, columns=2),))).pages[0]
    assert texts(page) == ["表头0", "表头1", "天地0", "天地1"]


def test_cells_of_a_row_share_a_baseline():
    page = pages(Document(body=(table(1, columns=3, header=False),))).pages[0]
    assert len({round(line.y, 6) for line in page.lines}) == 1


def test_a_header_is_repeated_on_every_page_as_furniture():
    laid = pages(Document(body=(table(80),)))
    assert len(laid.pages) > 2
    for page in laid.pages[1:]:
        assert [line.text for line in page.furniture[:3]] == ["表头0", "表头1", "表头2"]
        assert page.furniture[0].y < page.lines[0].y


def test_a_repeated_header_is_not_text():
    document = Document(body=(table(80),))
    assert page_text(pages(document)) == flow_text(composed(document))


def test_a_table_without_a_header_repeats_nothing():
    laid = pages(Document(body=(table(80, header=False),)))
    assert [page.furniture for page in laid.pages] == [()] * len(laid.pages)


def lowest(page: object) -> float:
    rules = [max(rule.y0, rule.y1) for rule in page.rules]
    return max([line.y + (1 - EM_ASCENT) * line.runs[0].size for line in page.lines if line.runs] + rules) / mm(1)


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("length", [100, 300, 1000, 1500, 2000, 2200, 2400, 2600, 3000, 6000, 9000])
def test_no_row_goes_below_the_type_area(length, header):
    cell = hanzi(length)
    head = ("甲", "乙") if header else ()
    document = Document(body=(Table(head, (("子", cell), (cell, "丑"), ("寅", "卯"))),))
    for page in pages(document).pages:
        assert lowest(page) <= 262.01
    assert page_text(pages(document)) == flow_text(composed(document))


def test_a_header_higher_than_a_page_is_set_once():
    document = Document(body=(Table(("甲", hanzi(4000)), (("子", "丑"),) * 3),))
    assert page_text(pages(document)) == flow_text(composed(document))
    assert len(pages(document).pages) < 8


def test_a_caption_stays_with_its_table():
    for rows in range(15, 24):
        document = Document(
            body=(*body(*[hanzi(5)] * rows), Table(("甲", "乙"), (("子", "丑"),), caption="表1　某某", line=50))
        )
        for page in pages(document).pages:
            if "表1　某某" in texts(page):
                assert "甲" in texts(page)


def test_a_table_of_many_columns_loses_nothing():
    document = Document(body=(table(2, columns=40),))
    assert page_text(pages(document)) == flow_text(composed(document))


def test_empty_cells_are_set():
    document = Document(body=(Table(("甲", ""), (("", ""), ("", "丑"))),))
    assert page_text(pages(document)) == "甲丑"


# Bookmarks and missing glyphs


def test_a_heading_is_a_bookmark_where_it_stands():
    laid = pages(Document(body=(*body(*[hanzi(5)] * 22), section("一、", "标题", *body(hanzi(5))))))
    found = laid.bookmarks[0]
    assert (found.level, found.title, found.page, found.y) == (1, "一、标题", 1, pytest.approx(TOP))


def test_a_run_in_heading_is_a_bookmark_and_shares_its_line_with_its_text():
    laid = pages(Document(body=(section("（一）", "甲乙。", *body(hanzi(5)), level=2, run_in=True),)))
    assert texts(laid.pages[0]) == [f"（一）甲乙。{hanzi(5)}"]
    assert [(found.level, found.title) for found in laid.bookmarks] == [(2, "（一）甲乙。")]


def test_a_character_without_a_glyph_is_told_once_with_its_line():
    document = Document(body=body("天地", "甲\U0010fffd乙\U0010fffd"))
    found = layout(composed(document)).diagnostics
    assert [(one.code, one.line) for one in found] == [("BX902", 2)]
    assert "U+10FFFD" in found[0].message


def test_a_character_without_a_glyph_stays_in_the_text():
    assert page_text(pages(Document(body=body("甲\U0010fffd乙")))) == "甲\U0010fffd乙"


# Time


@pytest.mark.parametrize("emphasis", ["none", "kai"])
def test_a_long_paragraph_takes_linear_time(emphasis):
    style = msgspec.structs.replace(STYLE, emphasis=emphasis)
    text = f"一是{hanzi(20)}。{hanzi(28)}；"
    count = 2000
    leads = tuple((at * len(text), at * len(text) + 23) for at in range(count))
    paragraph = msgspec.structs.replace(body(text * count)[0], leads=leads)
    began = time.perf_counter()
    pages(Document(body=(paragraph,)), style)
    assert time.perf_counter() - began < 3
