"""版记: clause 7.4, and what 7.5 says of the pages before it."""

from __future__ import annotations

import pytest
from measuring import BOTTOM, EM_4, LEFT, RIGHT, Page, Sheets
from samples import EXAMPLES, SAMPLES

OUTER, INNER = 0.35, 0.25


def thick(value: float) -> object:
    """Word has borders in eighths of a point."""
    return pytest.approx(value, abs=0.03)


def last(of: Sheets, name: str = "notice") -> Page:
    return of(name)[-1]


def test_版记_has_a_thick_rule_above_and_below_and_a_thin_one_between(of: Sheets):
    rules = last(of).strokes
    assert [rule.thickness for rule in rules] == [thick(OUTER), thick(INNER), thick(OUTER)]
    assert {rule.color for rule in rules} == {"000000"}


def test_rules_of_版记_are_as_wide_as_the_type_area(of: Sheets):
    for rule in last(of).strokes:
        assert (rule.left, rule.right) == (of.near(LEFT), of.near(RIGHT))


PRINTED = [name for name, text in {**SAMPLES, **EXAMPLES}.items() if "日印发".encode() in text.text]
"""Those with 版记 and its rules."""


@pytest.mark.parametrize("name", PRINTED)
def test_the_last_rule_of_版记_lies_on_the_lower_edge_of_the_type_area(of: Sheets, name: str):
    assert last(of, name).strokes[-1].bottom == of.near(BOTTOM)


def test_抄送_is_fangsong_of_14_points_a_character_in_on_both_sides(of: Sheets):
    page = last(of)
    row = page.row("抄送：")
    assert (row.faces, row.size) == ({"仿宋"}, pytest.approx(14))
    assert row.left == of.near(LEFT + EM_4)
    # not justified: what is left at the end has no room for the next character and a mark that stays with it
    assert RIGHT - 3 * EM_4 - of.tolerance <= row.right <= RIGHT - EM_4 + of.tolerance


def test_names_of_抄送_hang_behind_the_colon_and_end_in_a_full_stop(of: Sheets):
    page = last(of)
    first, *rest = page.rows[page.index("抄送：") : page.index("印发")]
    assert len(rest) == 2
    for row in rest:
        assert row.left == of.near(first.chars[3].left)
        assert row.left == of.near(LEFT + 4 * EM_4)
    assert rest[-1].text.endswith("。")


def test_the_printer_stands_a_character_in_and_the_date_a_character_from_the_right(of: Sheets):
    row = last(of).row("印发")
    assert row.text == "某某县人民政府办公室2026年3月13日印发"
    assert (row.left, row.right) == (of.near(LEFT + EM_4), of.near(RIGHT - EM_4))
    assert (row.faces, row.size) == ({"仿宋"}, pytest.approx(14))


def test_抄送_stands_between_the_first_two_rules_and_the_printer_between_the_last_two(of: Sheets):
    page = last(of)
    first, second, third = page.strokes
    copies, rest, printer = page.row("抄送："), page.above("印发"), page.row("印发")
    assert first.bottom < copies.top
    assert rest.bottom < second.top
    assert second.bottom < printer.top
    assert printer.bottom < third.top


def test_a_版记_of_one_element_has_two_rules(of: Sheets):
    assert [rule.thickness for rule in last(of, "request").strokes] == [thick(OUTER), thick(OUTER)]


@pytest.mark.parametrize("name", PRINTED)
def test_版记_stands_on_the_last_page_which_is_even(of: Sheets, name: str):
    pages = of(name)
    assert len(pages) % 2 == 0
    assert "日印发" in pages[-1].text
    assert not any("日印发" in page.text for page in pages[:-1])


def test_a_page_that_holds_版记_alone_is_numbered(of: Sheets):
    first, second = of("colophon_alone")
    assert "抄送：" not in first.text
    assert second.rows[0].text[:2] == "抄送"
    assert second.number is not None
    assert second.number.text == "—2—"


def test_neither_a_blank_page_nor_版记_behind_it_is_numbered(of: Sheets):
    first, second, third, fourth = of("colophon_after_blank")
    assert first.number is not None
    assert second.number is not None
    assert (third.rows, third.strokes, third.number) == ((), (), None)
    assert "抄送：" in fourth.text
    assert fourth.number is None


def test_版记_stands_clear_of_the_text_above(of: Sheets):
    for name in ("notice", "minutes", "main_to"):
        page = last(of, name)
        rule = page.strokes[-3] if len(page.strokes) >= 3 else page.strokes[0]
        above = [row for row in page.rows if row.bottom < rule.top]
        assert not above or rule.top - above[-1].bottom > 4


# 主送 in 版记, 7.3.2


def test_addressees_that_leave_no_room_for_text_on_the_first_page_stand_in_版记(of: Sheets):
    pages = of("main_to")
    assert "主送：" not in pages[0].text
    assert "青石镇人民政府" not in pages[0].text
    assert pages[-1].row("主送：").text.startswith("主送：青石镇人民政府")


def test_主送_stands_above_抄送_as_it_does_without_a_rule_between(of: Sheets):
    page = last(of, "main_to")
    main, copies = page.row("主送："), page.row("抄送：")
    assert main.left == of.near(copies.left)
    assert page.below("主送：").left == of.near(main.chars[3].left)
    assert not any(main.bottom < rule.top < copies.top for rule in page.strokes)
    assert page.above("抄送：").text.endswith("。")
    assert [rule.thickness for rule in page.strokes] == [thick(OUTER), thick(INNER), thick(OUTER)]
