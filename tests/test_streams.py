"""Character streams, units and the place of the program's data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banxin import units
from banxin.errors import Diagnostic, Severity
from banxin.resources import data_dir
from banxin.streams import INVISIBLE, apply_edits, first_difference, visible


def edit(offset: int, before: str, after: str) -> Diagnostic:
    return Diagnostic("BX200", Severity.REPAIR, 1, "改", before=before, after=after, offset=offset)


@pytest.mark.parametrize("char", ["\n", "\t", " ", "\xa0", "\u3000", "\u200b", "\ufeff", "\u2028", "\x85", "\f"])
def test_a_layout_character_is_not_visible(char):
    assert visible(f"甲{char}乙") == "甲乙"


@pytest.mark.parametrize("char", ["*", "×", "—", "…", "\u00b7", "\u0301", "\ue000", "\ufffd", "〇", "𠮷"])
def test_every_other_character_is_visible(char):
    assert visible(f"甲{char}乙") == f"甲{char}乙"


def test_every_character_that_python_calls_a_space_is_layout():
    assert [hex(code) for code in range(0x110000) if chr(code).isspace() and chr(code) not in INVISIBLE] == []


def test_an_edit_puts_after_in_the_place_of_before():
    assert apply_edits("甲,乙", [edit(1, ",", "，")]) == "甲，乙"


def test_an_edit_may_drop_text():
    assert apply_edits("甲—2—乙", [edit(1, "—2—", "")]) == "甲乙"


def test_edits_apply_in_any_order():
    edits = [edit(3, ";", "；"), edit(1, ",", "，")]
    assert apply_edits("甲,乙;", edits) == "甲，乙；"


def test_layout_characters_in_an_edit_do_not_count():
    assert apply_edits("甲乙丙", [edit(1, " 乙 ", " 丁 ")]) == "甲丁丙"


def test_a_diagnostic_without_an_offset_is_no_edit():
    assert apply_edits("甲,乙", [edit(-1, ",", "，")]) == "甲,乙"


def test_an_edit_whose_before_does_not_stand_there_is_left_out():
    assert apply_edits("甲乙", [edit(1, "丙", "丁")]) == "甲乙"


def test_an_edit_that_overlaps_the_one_before_it_is_left_out():
    assert apply_edits("甲乙丙", [edit(0, "甲乙", "子"), edit(1, "乙丙", "丑")]) == "子丙"


def test_an_edit_beyond_the_end_is_left_out():
    assert apply_edits("甲", [edit(9, "乙", "丙")]) == "甲"


def test_many_edits_take_linear_time():
    count = 50_000
    edits = [edit(2 * at + 1, ",", "，") for at in range(count)]
    assert apply_edits("甲," * count, edits) == "甲，" * count


def test_equal_streams_do_not_differ():
    assert first_difference("甲乙", "甲乙") is None


def test_the_first_difference_is_an_index():
    assert first_difference("甲乙丙", "甲丁丙") == 1


@pytest.mark.parametrize(("expected", "actual"), [("甲乙", "甲"), ("甲", "甲乙")])
def test_a_shorter_stream_differs_where_it_ends(expected, actual):
    assert first_difference(expected, actual) == 1


@given(st.text(), st.text())
def test_streams_differ_exactly_when_they_are_not_equal(expected, actual):
    assert (first_difference(expected, actual) is None) == (expected == actual)


# Units and resources


def test_an_inch_is_72_points():
    assert units.mm(25.4) == pytest.approx(72)


def test_a_point_is_20_twips():
    assert units.twips(28.95) == 579


def test_size_three_is_16_points():
    assert units.SIZE_NAMES["三号"] == 16


def test_every_size_name_is_larger_than_the_next():
    sizes = list(units.SIZE_NAMES.values())
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(("folder", "file"), [("styles", "gbt9704.yaml"), ("fonts", "BanxinFangSong.ttf")])
def test_the_programs_data_are_found(folder, file):
    assert (data_dir(folder) / file).is_file()


def test_an_edit_that_keeps_the_length_may_stand_within_another():
    edits = [edit(0, "⼀)⼀", "一)一"), edit(1, ")", "）")]
    assert apply_edits("⼀)⼀", edits) == "一）一"
