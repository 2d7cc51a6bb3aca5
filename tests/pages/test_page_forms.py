"""信函, 命令 and 纪要: clause 10."""

from __future__ import annotations

import pytest
from measuring import BOTTOM, CELL, LEFT, LINE, MIDDLE, PITCH, RIGHT, ROW, SEVEN_EIGHTHS, Page, Sheets

from banxin.formats import Format

RED = "FF0000"
SHEET = 297


def thick(value: float) -> object:
    return pytest.approx(value, abs=0.05)


# 信函, 10.1


def letter(of: Sheets, name: str = "letter") -> Page:
    return of(name)[0]


def test_a_letters_mark_is_red_and_centred_with_its_top_at_30_mm(of: Sheets):
    mark = letter(of).rows[0]
    assert mark.text == "某某县人民政府办公室"
    assert (mark.top, mark.middle) == (of.near(30), of.near(MIDDLE))
    assert (mark.faces, mark.colors) == ({"小标宋"}, {RED})


def test_a_letters_upper_rules_are_thick_over_thin_4_mm_below_the_mark(of: Sheets):
    page = letter(of)
    upper, lower = page.strokes[:2]
    assert upper.top - page.rows[0].bottom == of.near(4)
    assert (upper.thickness, lower.thickness) == (thick(1.0), thick(0.25))
    assert lower.top - upper.bottom == pytest.approx(0.6, abs=0.25)


def test_a_letters_lower_rules_are_thin_over_thick_20_mm_above_the_sheets_edge(of: Sheets):
    upper, lower = letter(of).strokes[-2:]
    assert lower.bottom == of.near(SHEET - 20)
    assert (upper.thickness, lower.thickness) == (thick(0.25), thick(1.0))
    assert lower.top - upper.bottom == pytest.approx(0.6, abs=0.25)


def test_a_letters_rules_are_red_and_170_mm_long_about_the_type_areas_middle(of: Sheets):
    rules = letter(of).strokes
    assert len(rules) == 4
    for rule in rules:
        assert (rule.left, rule.right, rule.color) == (of.near(21), of.near(191), RED)


@pytest.mark.parametrize(("text", "row"), [("000003", 0), ("机密★6个月", 1), ("特急", 2)])
def test_a_letters_copy_number_secrecy_and_urgency_stand_flush_left_below_the_rules(of: Sheets, text: str, row: int):
    page = letter(of)
    found = page.row(text).part(text)
    assert found.left == of.near(LEFT)
    assert found.top - page.strokes[1].bottom == of.near(SEVEN_EIGHTHS + row * LINE)
    assert found.faces == {"黑体"}


@pytest.mark.parametrize("name", ["letter", "plain_letter"])
def test_a_letters_number_stands_flush_right_7_8_of_a_character_below_the_rules(of: Sheets, name: str):
    page = letter(of, name)
    number = page.row("某政办函").part("某政办函")
    assert page.row("某政办函").right == of.near(RIGHT)
    assert number.top - page.strokes[1].bottom == of.near(SEVEN_EIGHTHS)
    assert number.faces == {"仿宋"}


def test_a_letters_copy_number_and_number_stand_on_one_row(of: Sheets):
    assert letter(of).row("000003").text == "000003某政办函〔2026〕14号"


@pytest.mark.parametrize(("name", "above"), [("letter", "特急"), ("plain_letter", "某政办函")])
def test_a_letters_title_is_centred_two_rows_below_the_last_element(of: Sheets, name: str, above: str):
    page = letter(of, name)
    title = page.row("关于商请")
    assert title.top - page.row(above).bottom == of.near(2 * LINE)
    assert (title.middle, title.size) == (of.near(MIDDLE), pytest.approx(22))


def test_a_letters_first_page_has_text_down_to_7_8_of_a_character_above_the_lower_rules(of: Sheets):
    page = letter(of)
    pitch = ROW if of.format is Format.PDF else PITCH
    gap = page.strokes[-2].top - page.rows[-1].bottom
    assert gap >= SEVEN_EIGHTHS - 0.3
    assert gap < SEVEN_EIGHTHS + pitch
    assert page.rows[-1].bottom <= 270.5


def test_a_letters_first_page_has_no_number_and_its_second_has_2(of: Sheets):
    first, second, *_ = of("letter")
    assert first.number is None
    assert second.number is not None
    assert second.number.text == "—2—"


def test_a_letters_second_page_is_an_ordinary_one(of: Sheets):
    page = of("letter")[1]
    assert page.strokes == ()
    first = 37.0 if of.format is Format.PDF else 37 + (PITCH * 0.8 - 16 * 0.88 * 25.4 / 72)
    assert page.rows[0].top == of.near(first)
    assert all(row.bottom <= BOTTOM + 0.1 for row in page.rows)


def test_a_letters_版记_stands_at_the_very_bottom_without_rules_and_without_a_printer(of: Sheets):
    page = of("letter")[-1]
    assert page.rows[-1].text.startswith("抄送：")
    assert page.rows[-1].size == pytest.approx(14)
    assert BOTTOM - 2.5 - of.tolerance <= page.rows[-1].bottom <= BOTTOM + 0.1
    assert page.strokes == ()


# 命令, 10.2


def test_an_orders_mark_is_red_and_centred_with_its_top_at_57_mm(of: Sheets):
    mark = of("order")[0].rows[0]
    assert mark.text == "某某县人民政府令"
    assert (mark.top, mark.middle) == (of.near(57), of.near(MIDDLE))
    assert (mark.faces, mark.colors) == ({"小标宋"}, {RED})


def test_an_orders_number_is_centred_two_rows_below_the_mark(of: Sheets):
    mark, number, *_ = of("order")[0].rows
    assert number.text == "第6号"
    assert (number.top - mark.bottom, number.middle) == (of.near(2 * LINE), of.near(MIDDLE))
    assert (number.faces, number.size) == ({"仿宋"}, pytest.approx(16))


def test_an_orders_text_begins_two_rows_below_its_number(of: Sheets):
    _, number, body, *_ = of("order")[0].rows
    assert body.top - number.bottom == of.near(2 * LINE)
    assert body.left == of.near(LEFT + 2 * CELL)


def test_an_order_has_no_red_rule_and_its_first_page_is_numbered(of: Sheets):
    page = of("order")[0]
    assert page.strokes == ()
    assert page.number is not None


# 纪要, 10.3


def test_the_mark_of_minutes_is_red_and_centred_with_its_top_at_72_mm(of: Sheets):
    mark = of("minutes")[0].rows[0]
    assert mark.text == "某某县人民政府专题会议纪要"
    assert (mark.top, mark.middle) == (of.near(72), of.near(MIDDLE))
    assert (mark.faces, mark.colors) == ({"小标宋"}, {RED})


def test_organ_and_date_of_minutes_stand_between_their_number_and_the_red_rule(of: Sheets):
    page = of("minutes")[0]
    line = page.row("某某县人民政府办公室")
    assert page.row("〔2026〕11号").bottom < line.top
    assert page.strokes[0].top - line.bottom == of.near(4)
    assert (line.left, line.right) == (of.near(LEFT + CELL), of.near(RIGHT - CELL))
    assert (line.faces, line.size) == ({"仿宋"}, pytest.approx(16))


def attended(of: Sheets) -> Page:
    return next(page for page in of("minutes") if "出席：" in page.text)


@pytest.mark.parametrize("label", ["出席：", "请假：", "列席："])
def test_who_attended_stands_behind_a_label_in_hei_two_characters_in(of: Sheets, label: str):
    row = attended(of).row(label)
    assert row.left == of.near(LEFT + 2 * CELL)
    assert row.part(label[:2]).faces == {"黑体"}
    assert row.behind(label).faces == {"仿宋"}
    assert row.size == pytest.approx(16)


@pytest.mark.parametrize("label", ["出席：", "列席："])
def test_names_of_who_attended_hang_behind_the_colon(of: Sheets, label: str):
    page = attended(of)
    names = page.row(label).behind(label)
    assert page.below(label).left == of.near(names.left)
    assert names.left == of.near(LEFT + 5 * CELL)


def test_who_attended_stands_a_row_below_the_text_and_the_others_follow_without_a_gap(of: Sheets):
    page = attended(of)
    pitch = ROW if of.format is Format.PDF else PITCH
    attendees = page.row("出席：")
    assert attendees.top - page.above("出席：").top == of.near(2 * pitch)
    for label in ("请假：", "列席："):
        assert page.row(label).top - page.above(label).top == of.near(pitch)
