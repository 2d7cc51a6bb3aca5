"""版头: clauses 7.2 and 7.3.1, positions from the top of the sheet."""

from __future__ import annotations

from itertools import pairwise

import pytest
from measuring import CELL, EM, LEFT, LINE, MIDDLE, MM, PITCH, RIGHT, ROW, SEVEN_EIGHTHS, TOP, Page, Row, Sheets
from samples import TITLE

RED, BLACK = "FF0000", "000000"
MARK, NUMBER = "某某县人民政府文件", "某政发〔2026〕3号"
ORGANS = ("某某县自然资源局", "某某县住房和城乡建设局", "某某县城市管理局")


def head(of: Sheets, name: str = "notice") -> Page:
    return of(name)[0]


@pytest.mark.parametrize(("text", "row"), [("000012", 0), ("机密★1年", 1), ("特急", 2)])
def test_copy_number_secrecy_and_urgency_stand_flush_left_on_rows_1_to_3(of: Sheets, text: str, row: int):
    found = head(of).rows[row]
    assert found.text == text
    assert (found.left, found.top) == (of.near(LEFT), of.near(TOP + row * ROW))
    assert (found.faces, found.size, found.colors) == ({"黑体"}, pytest.approx(16), {BLACK})


def test_urgency_alone_moves_up_to_row_1(of: Sheets):
    found = head(of, "spaced_urgency").rows[0]
    assert (found.text, found.left, found.top) == ("特急", of.near(LEFT), of.near(TOP))


def test_a_character_is_left_between_the_two_of_a_spaced_urgency(of: Sheets):
    first, second = head(of, "spaced_urgency").rows[0].chars
    assert second.left - first.left == of.near(2 * CELL)


def test_the_mark_is_red_and_centred_with_its_top_at_72_mm(of: Sheets):
    mark = head(of).row(MARK)
    assert (mark.top, mark.middle) == (of.near(72), of.near(MIDDLE))
    assert (mark.faces, mark.colors) == ({"小标宋"}, {RED})


def test_a_mark_without_anything_above_it_has_its_top_at_72_mm_too(of: Sheets):
    assert head(of, "space_for_seal").rows[0].top == of.near(72)


def test_a_mark_too_long_for_a_line_is_broken_into_centred_lines(of: Sheets):
    page = head(of, "very_long_mark")
    lines = page.rows[: page.index(NUMBER)]
    assert "".join(line.text for line in lines) == "某某省某某市某某县农村公路养护管理工作领导小组文件"
    assert lines[0].top == of.near(72)
    for line in lines:
        assert line.middle == of.near(MIDDLE)
        assert line.right - line.left <= 0.96 * (RIGHT - LEFT) + 0.1
    assert page.row(NUMBER).top - lines[-1].bottom == of.near(2 * LINE)


@pytest.mark.parametrize("name", ["notice", "long_mark"])
def test_no_mark_is_wider_than_96_per_cent_of_the_type_area_or_higher_than_15_mm(of: Sheets, name: str):
    mark = next(row for row in head(of, name).rows if row.text.endswith("文件"))
    assert mark.right - mark.left <= 0.96 * (RIGHT - LEFT) + 0.1
    assert mark.bottom - mark.top <= 15


def test_a_long_mark_is_set_smaller_on_one_line_and_keeps_its_place(of: Sheets):
    mark = head(of, "long_mark").rows[0]
    assert mark.text == "某某市某某县农村公路养护中心文件"
    assert mark.size < 30
    assert (mark.top, mark.middle) == (of.near(72), of.near(MIDDLE))


# Marks of several organs


def test_organs_of_a_joint_mark_are_spread_to_equal_width(of: Sheets):
    names = [head(of, "joint").row(organ).part(organ) for organ in ORGANS]
    assert [name.left for name in names] == [of.near(names[0].left)] * 3
    assert [name.right for name in names] == [of.near(names[0].right)] * 3


def test_a_joint_mark_begins_at_72_mm_with_the_host_and_its_rows_are_evenly_apart(of: Sheets):
    names = [head(of, "joint").row(organ).part(organ) for organ in ORGANS]
    assert names[0].top == of.near(72)
    # Fig. 3: marks of 14.8 mm are 19.7 mm apart
    apart = (names[0].bottom - names[0].top) * 19.7 / 14.8
    assert [below.top - above.top for above, below in pairwise(names)] == [of.near(apart)] * 2


def test_文件_stands_beside_a_joint_mark_at_half_its_height(of: Sheets):
    page = head(of, "joint")
    first, last = page.row(ORGANS[0]).part(ORGANS[0]), page.row(ORGANS[2]).part(ORGANS[2])
    suffix = page.row("文件").part("文件")
    assert 0 < suffix.left - first.right < first.bottom - first.top
    assert suffix.height == of.near((first.top + last.bottom) / 2)


def test_a_joint_mark_is_centred_as_a_whole_and_fits(of: Sheets):
    page = head(of, "joint")
    left, right = page.row(ORGANS[0]).left, page.row("文件").part("文件").right
    assert (left + right) / 2 == of.near(MIDDLE)
    assert right - left <= 0.96 * (RIGHT - LEFT) + 0.1
    assert page.row("文件").colors == {RED}


def test_the_number_stands_two_rows_below_the_last_organ_of_a_joint_mark(of: Sheets):
    page = head(of, "joint")
    assert page.row("签发人").top - page.row(ORGANS[2]).bottom == of.near(2 * LINE)


# 发文字号 and 签发人


def test_the_number_is_centred_two_rows_below_the_mark(of: Sheets):
    page = head(of)
    number = page.row(NUMBER)
    assert (number.middle, number.top - page.row(MARK).bottom) == (of.near(MIDDLE), of.near(2 * LINE))
    assert (number.faces, number.size, number.colors) == ({"仿宋"}, pytest.approx(16), {BLACK})


def test_the_number_keeps_its_distance_from_a_mark_set_smaller(of: Sheets):
    page = head(of, "long_mark")
    assert page.row(NUMBER).top - page.rows[0].bottom == of.near(2 * LINE)


def signed(of: Sheets) -> Row:
    return head(of, "request").row("签发人：")


def test_to_a_superior_the_number_stands_left_a_character_in_on_the_signers_row(of: Sheets):
    row = signed(of)
    assert row.text.startswith("某水字〔2026〕9号")
    assert (row.left, row.top - head(of, "request").rows[0].bottom) == (of.near(LEFT + CELL), of.near(2 * LINE))


def test_the_signer_stands_a_character_from_the_right_edge(of: Sheets):
    assert signed(of).right == of.near(RIGHT - CELL)


def test_签发人_is_set_in_fangsong_and_the_name_in_kai(of: Sheets):
    assert signed(of).part("签发人：").faces == {"仿宋"}
    assert signed(of).part("王小明").faces == {"楷体"}


def test_signers_stand_two_a_row_and_the_next_row_below_the_first_name(of: Sheets):
    page = head(of, "joint")
    first, second = page.row("签发人：").part("韩松龄"), page.row("签发人：").part("卫清扬")
    third = page.row("叶既白").part("叶既白")
    assert second.right == of.near(RIGHT - CELL)
    assert second.left - first.right == of.near(CELL)
    assert third.left == of.near(first.left)
    assert third.top - first.top == of.near(ROW)


def test_the_number_stands_on_the_row_of_the_last_signer(of: Sheets):
    row = head(of, "joint").row("叶既白")
    assert row.text.startswith("某自然资〔2026〕31号")
    assert row.left == of.near(LEFT + CELL)


# Rule and title


@pytest.mark.parametrize(("name", "number"), [("notice", "某政发"), ("request", "某水字"), ("joint", "某自然资")])
def test_the_red_rule_stands_4_mm_below_the_number(of: Sheets, name: str, number: str):
    page = head(of, name)
    rule = page.strokes[0]
    assert rule.top - page.row(number).bottom == of.near(4)
    assert (rule.left, rule.right) == (of.near(LEFT), of.near(RIGHT))
    assert (rule.color, rule.thickness) == (RED, pytest.approx(0.75, abs=0.05))


def test_there_is_one_red_rule_on_the_first_page_and_none_behind_it(of: Sheets):
    assert [[stroke.color for stroke in page.strokes].count(RED) for page in of("notice")][:2] == [1, 0]


@pytest.mark.parametrize("name", ["notice", "request", "joint"])
def test_the_title_is_centred_two_rows_below_the_red_rule(of: Sheets, name: str):
    page = head(of, name)
    title = next(row for row in page.rows if row.text.startswith("关于"))
    assert title.top - page.strokes[0].bottom == of.near(2 * LINE)
    assert title.middle == of.near(MIDDLE)


def test_the_title_is_xiaobiaosong_of_22_points(of: Sheets):
    title = head(of).row(TITLE)
    assert (title.faces, title.size, title.colors) == ({"小标宋"}, pytest.approx(22), {BLACK})


def test_a_title_of_several_lines_is_centred_and_they_are_a_row_of_their_size_apart(of: Sheets):
    page = head(of, "long_title")
    lines = [row for row in page.rows if row.size == pytest.approx(22)]
    assert len(lines) == 2
    assert [line.middle for line in lines] == [of.near(MIDDLE)] * 2
    # 3.2: the height of a character of 二号 and 7/8 of one of 三号
    assert lines[1].top - lines[0].top == of.near(22 / MM + SEVEN_EIGHTHS)
    assert lines[0].top - page.strokes[0].bottom == of.near(2 * LINE)


def test_rows_of_the_first_page_are_as_far_apart_as_on_others(of: Sheets):
    rows = head(of).rows
    body = rows[head(of).index("各乡镇人民政府") :]
    pitch = ROW if of.format.value == "pdf" else PITCH
    assert [below.top - above.top for above, below in pairwise(body)] == [of.near(pitch)] * (len(body) - 1)


@pytest.mark.parametrize(
    "name",
    [
        "notice",
        "request",
        "joint",
        "sealed",
        "sealed_joint",
        "sealed_joint_short",
        "letter",
        "main_to",
        "order",
        "minutes",
        "table",
    ],
)
def test_the_first_page_holds_body_text(of: Sheets, name: str):
    page = of(name)[0]
    starts = [row.left for row in page.rows if row.faces == {"仿宋"} and row.size == pytest.approx(16)]
    assert of.near(LEFT + 2 * CELL) in starts


def test_sizes_are_those_of_word(of: Sheets):
    assert head(of).row(NUMBER).bottom - head(of).row(NUMBER).top == of.near(EM)
    assert head(of).row(MARK).bottom - head(of).row(MARK).top == of.near(42 / MM)
