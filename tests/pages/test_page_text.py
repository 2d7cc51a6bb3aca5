"""主体: title, 主送, headings, 附件说明, annexes and tables: clauses 7.3.1 to 7.3.4, 7.3.7 and 8."""

from __future__ import annotations

import pytest
from measuring import (
    BOTTOM,
    CELL,
    EM_4,
    LEFT,
    MIDDLE,
    PITCH,
    RIGHT,
    ROW,
    TOP,
    Page,
    Row,
    Sheets,
)
from samples import COLUMNS, PLAIN, SENTENCE, TITLE

from banxin.formats import Format


def pitch(of: Sheets) -> float:
    return ROW if of.format is Format.PDF else PITCH


def first_row(of: Sheets) -> float:
    """Em top of row 1."""
    return TOP if of.format is Format.PDF else TOP + (PITCH * 0.8 - 16 * 0.88 * 25.4 / 72)


def blank_row(of: Sheets) -> float:
    """From text to text where one row is left free."""
    return 2 * pitch(of) - 16 * 25.4 / 72


def page_with(of: Sheets, name: str, text: str) -> Page:
    return next(page for page in of(name) if any(text in row.text for row in page.rows))


# 标题, 主送, 正文


def test_the_addressee_stands_flush_left_a_row_below_the_title(of: Sheets):
    page = of("notice")[0]
    title, addressee = page.row(TITLE), page.row("各乡镇人民政府")
    assert addressee.top - title.bottom == of.near(blank_row(of))
    assert addressee.left == of.near(LEFT)
    assert (addressee.faces, addressee.size) == ({"仿宋"}, pytest.approx(16))
    assert addressee.text.endswith("：")


def test_the_body_begins_on_the_row_below_the_addressee_two_characters_in(of: Sheets):
    page = of("notice")[0]
    body = page.below("各乡镇人民政府")
    assert (body.left, body.top - page.row("各乡镇人民政府").top) == (of.near(LEFT + 2 * CELL), of.near(pitch(of)))
    assert (body.faces, body.size, body.colors) == ({"仿宋"}, pytest.approx(16), {"000000"})


def test_the_second_line_of_a_paragraph_begins_at_the_edge(of: Sheets):
    page = of("notice")[0]
    assert page.below("各乡镇人民政府", 2).left == of.near(LEFT)


def body_row(of: Sheets, text: str) -> Row:
    return page_with(of, "notice", text).row(text)


@pytest.mark.parametrize(
    ("text", "face"),
    [("一、总体要求", "黑体"), ("（一）工作目标", "楷体"), ("1.建立台账。", "仿宋"), ("（1）登记路段。", "仿宋")],
)
def test_a_heading_stands_two_characters_in_and_has_the_face_of_its_level(of: Sheets, text: str, face: str):
    row = body_row(of, text)
    assert row.left == of.near(LEFT + 2 * CELL)
    assert (row.part(text).faces, row.part(text).size) == ({face}, pytest.approx(16))


def test_a_heading_takes_a_row_as_any_other_line(of: Sheets):
    page = page_with(of, "notice", "一、总体要求")
    heading = page.row("一、总体要求")
    assert heading.top - page.above("一、总体要求").top == of.near(pitch(of))
    assert page.below("一、总体要求").top - heading.top == of.near(pitch(of))


# 附件说明


def note(of: Sheets) -> tuple[Row, Row, Row, Row]:
    """The line above 附件说明, and its three lines."""
    page = page_with(of, "notice", "附件：1.")
    at = page.index("附件：1.")
    above, first, rest, second = page.rows[at - 1 : at + 3]
    return above, first, rest, second


def test_附件说明_stands_two_characters_in_a_row_below_the_body(of: Sheets):
    above, first, *_ = note(of)
    assert first.left == of.near(LEFT + 2 * CELL)
    assert first.top - above.bottom == of.near(blank_row(of))
    assert (first.faces, first.size) == ({"仿宋"}, pytest.approx(16))


def test_numbers_of_attachments_stand_below_one_another_five_characters_in(of: Sheets):
    _, first, _, second = note(of)
    assert first.part("1.").left == of.near(LEFT + 5 * CELL)
    assert second.left == of.near(first.part("1.").left)


def test_the_second_line_of_an_attachments_name_stands_below_the_names_first_character(of: Sheets):
    _, first, rest, second = note(of)
    assert rest.left == of.near(first.chars[5].left)
    assert second.chars[2].left == of.near(first.chars[5].left)


# Annexes


def test_an_annex_begins_on_a_new_page_with_its_label_in_hei_flush_left_on_row_1(of: Sheets):
    page = page_with(of, "notice", "附件2")
    label = page.rows[0]
    assert (label.text, label.left, label.top) == ("附件2", of.near(LEFT), of.near(first_row(of)))
    assert (label.faces, label.size) == ({"黑体"}, pytest.approx(16))


def test_an_annexs_title_is_centred_on_row_3(of: Sheets):
    page = page_with(of, "notice", "附件2")
    title = page.rows[1]
    # the title's line is 35 points high, the row's 28.95: its em stands a little lower than that of text on row 3
    assert (title.text, title.middle) == ("名单", of.near(MIDDLE))
    assert title.top == of.near(first_row(of) + 2 * pitch(of))
    assert (title.faces, title.size) == ({"小标宋"}, pytest.approx(22))


def test_an_annexs_text_stands_a_row_below_its_title(of: Sheets):
    page = page_with(of, "notice", "附件2")
    assert page.rows[2].top - page.rows[1].bottom == of.near(blank_row(of))


def test_a_long_annex_title_is_broken_and_centred(of: Sheets):
    page = page_with(of, "notice", "附件1")
    title = [row for row in page.rows if row.size > 20]
    assert len(title) > 1
    assert [row.middle for row in title] == [of.near(MIDDLE)] * len(title)


def test_text_without_a_head_begins_with_its_title_on_row_1(of: Sheets):
    page = of("speech")[0]
    assert page.rows[0].top == of.near(first_row(of))
    assert (page.rows[0].middle, page.rows[0].faces) == (of.near(MIDDLE), {"小标宋"})
    assert page.strokes == ()


def test_a_subtitle_and_a_date_below_the_title_are_kai_and_centred_and_a_row_is_left_below(of: Sheets):
    page = of("speech")[0]
    _, subtitle, byline, greeting = page.rows[:4]
    assert (subtitle.text[0], byline.text[0]) == ("—", "（")
    for row in (subtitle, byline):
        assert (row.middle, row.faces, row.size) == (of.near(MIDDLE), {"楷体"}, pytest.approx(16))
    assert greeting.top - byline.bottom == of.near(blank_row(of))
    assert greeting.left == of.near(LEFT)


def test_text_without_a_head_is_set_as_any_body(of: Sheets):
    row = page_with(of, "speech", PLAIN).row(PLAIN)
    assert (row.left, row.faces) == (of.near(LEFT + 2 * CELL), {"仿宋"})


# Tables


def test_a_tables_header_is_repeated_on_the_next_page(of: Sheets):
    first, second, *_ = (page for page in of("table") if page.strokes and "路线" in page.text)
    assert second.rows[0].text == first.row("路线").text == "路线起点长度"
    assert second.rows[0].part("路线").left == of.near(first.row("路线").part("路线").left)


def test_no_row_of_a_table_is_lost_where_the_page_ends(of: Sheets):
    text = "".join(page.text for page in of("table"))
    assert [number for number in range(11, 61) if f"第{number}号线" not in text] == []


def test_a_tables_header_is_hei_and_its_text_fangsong(of: Sheets):
    page = page_with(of, "table", "路线")
    assert page.row("路线").faces == {"黑体"}
    assert page.row("第11号线").faces == {"仿宋"}


def test_a_tables_rules_are_as_wide_as_the_type_area_and_stand_between_its_rows(of: Sheets):
    page = page_with(of, "table", "路线")
    rules = [stroke for stroke in page.strokes if stroke.color == "000000"]
    for rule in rules:
        assert (rule.left, rule.right) == (of.near(LEFT), of.near(RIGHT))
        assert rule.bottom < BOTTOM + 0.3
        assert not any(row.top < rule.top < row.bottom for row in page.rows)
    inside = [row for row in page.rows if row.text.startswith(("路线", "第1"))]
    assert len(rules) == len(inside) + 1


# A table on a page laid down, 8


def laid(of: Sheets) -> list[Page]:
    return [page for page in of("landscape") if page.turned]


def test_a_wide_table_stands_on_pages_of_its_own_laid_down(of: Sheets):
    assert len(laid(of)) >= 2
    for page in laid(of):
        assert page.rows[0].text == COLUMNS.replace(" ", "")
    others = [page.text for page in of("landscape") if not page.turned]
    assert all(others)
    assert SENTENCE[:20] in others[0]
    assert SENTENCE[:20] in others[-1]


def test_the_head_of_a_table_laid_down_lies_along_the_sheets_left_edge(of: Sheets):
    """The frame is the sheet with its left edge on top: 28 mm from it is the head, whether the page is odd or even."""
    for page in laid(of):
        top = page.strokes[0]
        assert of.near(28) == top.top
        assert top.left >= 35 - 0.3
        assert top.right <= 260 + 0.3
        assert page.rows[-1].bottom <= 184


def test_the_number_of_a_page_laid_down_stands_where_it_does_on_others(of: Sheets):
    for index, page in enumerate(of("landscape"), 1):
        assert page.number is not None
        assert page.number.text == f"—{index}—"
        dash = page.number.chars[0]
        assert (dash.ink_top + dash.ink_bottom) / 2 == of.near(BOTTOM + 7)
        if index % 2:
            assert page.number.right == of.near(RIGHT - EM_4)
        else:
            assert page.number.left == of.near(LEFT + EM_4)
