"""署名, 成文日期, seals and 附注: clauses 7.3.5 and 7.3.6."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest
from measuring import BOTTOM, CELL, LEFT, LINE, PITCH, RIGHT, ROW, TOP, Box, Page, Row, Sheets
from samples import LONELY, ORGANS, SENTENCE

from banxin.formats import Format

EM = 16 * 25.4 / 72
DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
ORGAN = "某某县人民政府"
JOINT = ("某某县自然资源局", "某某县住房和城乡建设局", "某某县城市管理局")


def pitch(of: Sheets) -> float:
    return ROW if of.format is Format.PDF else PITCH


def ending(of: Sheets, name: str) -> Page:
    """The page with the date."""
    return next(page for page in of(name) if any(DATE.fullmatch(row.text) for row in page.rows))


def date(page: Page) -> Row:
    return next(row for row in page.rows if DATE.fullmatch(row.text))


def organ(page: Page, text: str = ORGAN) -> Row:
    return next(row for row in reversed(page.rows) if row.text == text)


def above(page: Page, row: Row) -> Row:
    return page.rows[page.rows.index(row) - 1]


# Without a seal


def test_without_a_seal_the_organ_stands_two_characters_from_the_right_a_row_below_the_text(of: Sheets):
    page = ending(of, "long_organ")
    name = organ(page, "某某县农村公路养护中心")
    assert name.right == of.near(RIGHT - 2 * CELL)
    assert name.top - above(page, name).top == of.near(2 * pitch(of))
    assert (name.faces, name.size) == ({"仿宋"}, pytest.approx(16))


@pytest.mark.parametrize(("name", "text"), [("notice", ORGAN), ("long_organ", "某某县农村公路养护中心")])
def test_without_a_seal_the_dates_first_character_stands_two_to_the_right_of_the_organs(
    of: Sheets, name: str, text: str
):
    page = ending(of, name)
    assert date(page).left - organ(page, text).left == of.near(2 * CELL)
    assert date(page).top - organ(page, text).top == of.near(pitch(of))


def test_a_date_longer_than_the_organ_stands_two_characters_from_the_right(of: Sheets):
    page = ending(of, "short_organ")
    assert date(page).right == of.near(RIGHT - 2 * CELL)
    assert date(page).left - organ(page, "某某局").left == of.near(2 * CELL)


def test_several_organs_without_a_seal_are_spread_to_equal_width(of: Sheets):
    page = ending(of, "joint")
    names = [organ(page, text) for text in JOINT]
    assert [name.left for name in names] == [of.near(names[1].left)] * 3
    assert [name.right for name in names] == [of.near(RIGHT - 2 * CELL)] * 3
    assert [below.top - name.top for name, below in pairwise(names)] == [of.near(pitch(of))] * 2
    assert date(page).left - names[0].left == of.near(2 * CELL)


# 附注


@pytest.mark.parametrize(
    ("name", "text"), [("notice", "（此件公开发布）"), ("request", "（联系人："), ("sealed", "（此件")]
)
def test_附注_stands_on_the_row_below_the_date_two_characters_in(of: Sheets, name: str, text: str):
    page = ending(of, name)
    row = page.row(text)
    assert (row.left, row.top - date(page).top) == (of.near(LEFT + 2 * CELL), of.near(pitch(of)))
    assert (row.faces, row.size) == ({"仿宋"}, pytest.approx(16))


# With a seal


@pytest.mark.parametrize("name", ["sealed", "space_for_seal"])
def test_with_a_seal_the_date_stands_four_characters_from_the_right_and_the_organ_is_centred_on_it(
    of: Sheets, name: str
):
    page = ending(of, name)
    assert date(page).right == of.near(RIGHT - 4 * CELL)
    assert organ(page).middle == of.near(date(page).middle)
    assert date(page).top - organ(page).top == of.near(pitch(of))


@pytest.mark.parametrize("name", ["sealed", "space_for_seal"])
def test_two_rows_are_left_for_the_seal(of: Sheets, name: str):
    page = ending(of, name)
    name_row = organ(page)
    assert name_row.top - above(page, name_row).top == of.near(3 * pitch(of))


def test_a_seal_is_round_42_mm_wide_and_centred_on_the_date(of: Sheets):
    page = ending(of, "sealed")
    (seal,) = page.images
    assert (seal.width, seal.thickness) == (pytest.approx(42, abs=0.2), pytest.approx(42, abs=0.2))
    assert (seal.left + seal.right) / 2 == of.near(date(page).middle)


def test_organ_and_date_stand_in_the_seal_a_little_below_its_centre(of: Sheets):
    page = ending(of, "sealed")
    (seal,) = page.images
    centre = (organ(page).top + date(page).bottom) / 2
    assert seal.top < organ(page).top
    assert centre - (seal.top + seal.bottom) / 2 == of.near(pitch(of) / 2)
    assert seal.bottom - date(page).bottom > EM  # the ring runs clear of it


def test_the_seal_begins_within_a_row_of_the_text(of: Sheets):
    page = ending(of, "sealed")
    (seal,) = page.images
    assert 0 <= seal.top - above(page, organ(page)).bottom <= LINE + of.tolerance


def test_where_a_seal_goes_later_there_is_no_image(of: Sheets):
    assert ending(of, "space_for_seal").images == ()


# Several seals


SEALED_JOINT = pytest.mark.parametrize("name", ["sealed_joint", "sealed_joint_short"])
"""The second one has a single paragraph, whose end is carried over to the page of 署名."""


def seals(of: Sheets, name: str) -> tuple[Page, list[Box], list[Row]]:
    """The page, its five seals by rows, and the names on them."""
    page = ending(of, name)
    images = sorted(page.images, key=lambda box: (round(box.top), box.left))
    return page, images, [page.row(text).part(text) for text in ORGANS]


@SEALED_JOINT
def test_each_organ_has_a_seal_of_its_own_three_a_row(of: Sheets, name: str):
    _, images, names = seals(of, name)
    assert len(images) == 5
    for seal, row in zip(images, names, strict=True):
        assert (seal.left + seal.right) / 2 == of.near(row.middle)
        assert seal.top < row.top < row.bottom < seal.bottom
    assert names[0].top == of.near(names[2].top)
    assert names[3].top > names[0].bottom


@SEALED_JOINT
def test_seals_do_not_touch_and_stand_in_line_within_the_type_area(of: Sheets, name: str):
    _, images, _ = seals(of, name)
    for one, other in combinations(images, 2):
        beside = one.right <= other.left or other.right <= one.left
        assert beside or one.bottom <= other.top or other.bottom <= one.top
    assert {round(seal.top, 1) for seal in images[:3]} == {round(images[0].top, 1)}
    for seal in images:
        assert seal.left >= LEFT - 0.1
        assert seal.right <= RIGHT + 0.1
        assert seal.top >= TOP
        assert seal.bottom <= BOTTOM + 0.1


@SEALED_JOINT
def test_the_last_seal_covers_the_date_too_which_stands_four_characters_from_the_right(of: Sheets, name: str):
    page, images, names = seals(of, name)
    last = images[-1]
    assert date(page).right == of.near(RIGHT - 4 * CELL)
    assert date(page).middle == of.near(names[-1].middle)
    assert last.top < date(page).top
    assert date(page).bottom <= last.bottom + of.tolerance


@SEALED_JOINT
def test_the_first_row_of_seals_begins_within_a_row_of_the_text(of: Sheets, name: str):
    page, images, names = seals(of, name)
    text = next(row for row in reversed(page.rows) if row.bottom < names[0].top)
    assert 0 <= images[0].top - text.bottom <= LINE + of.tolerance


def test_the_end_of_a_single_paragraph_goes_to_the_page_of_the_signature(of: Sheets):
    first, second = of("sealed_joint_short")
    line = first.rows[first.index("各有关单位")]
    assert SENTENCE.startswith(line.text)
    assert second.rows[0].text == SENTENCE.removeprefix(line.text)
    assert second.rows[0].left == of.near(LEFT)


# 签名章


def stamp(of: Sheets, name: str = "order") -> tuple[Page, Box]:
    page = ending(of, name)
    (image,) = page.images
    return page, image


def test_a_签名章_stands_four_characters_from_the_right_two_rows_below_the_text(of: Sheets):
    page, image = stamp(of)
    text = next(row for row in reversed(page.rows) if row.bottom < image.top)
    assert image.right == of.near(RIGHT - 4 * CELL)
    assert (image.width, image.thickness) == (pytest.approx(40, abs=0.3), pytest.approx(13, abs=0.3))  # Fig. 12
    # two full rows are left free: the clear distance is between 20.78 mm and the same with a row's own leading
    assert 2 * LINE - of.tolerance <= image.top - text.bottom <= 3 * pitch(of) - EM + of.tolerance


@pytest.mark.parametrize("name", ["order", "spaced_post"])
def test_the_signers_post_stands_two_characters_left_of_the_签名章_at_half_its_height(of: Sheets, name: str):
    page, image = stamp(of, name)
    post = page.row("县长").part("县长")
    assert post.right - post.left == of.near(3 * CELL)
    assert image.left - post.right == of.near(2 * CELL)
    assert post.height == of.near((image.top + image.bottom) / 2)


def test_below_a_签名章_the_date_stands_a_row_lower_four_characters_from_the_right(of: Sheets):
    page, image = stamp(of)
    assert date(page).right == of.near(RIGHT - 4 * CELL)
    assert LINE - of.tolerance <= date(page).top - image.bottom <= 2 * pitch(of) - EM + of.tolerance


# The page with 署名


@pytest.mark.parametrize("count", LONELY)
def test_the_page_with_the_signature_holds_body_text_and_the_date(of: Sheets, count: int):
    page = ending(of, f"lonely_{count}")
    assert any("任务另行安排" in row.text for row in page.rows)
    assert organ(page).bottom < date(page).top


def test_some_of_these_texts_need_a_second_page_and_some_do_not(of: Sheets):
    assert {len(of(f"lonely_{count}")) for count in LONELY} == {1, 2}


def test_nothing_says_that_a_page_has_no_text(of: Sheets):
    assert not any("此页无正文" in page.text for count in LONELY for page in of(f"lonely_{count}"))
