"""How wide the columns of a table become, when its page is turned, and which rows may go over a page."""

import msgspec
import pytest

from banxin.composition import LandscapeBlock, TableBlock, flow_text
from banxin.composition import paragraphs as cells
from banxin.document import Document, Table
from banxin.style.measures import Rows
from banxin.style.schema import Align
from banxin.units import mm
from square import MEASURE, STYLE, composed, hanzi

CELL = 12
"""Type size in a table."""
AROUND = 2 * mm(1) + 1.05
"""What a column has besides its text."""


def set_table(header: tuple[str, ...], *rows: tuple[str, ...]) -> tuple[bool, TableBlock]:
    """Whether the table's page is turned, and the table."""
    composition = composed(Document(body=(Table(header, rows, line=1),)))
    (block,) = composition.blocks
    assert flow_text(composition) == "".join(("".join(header), *map("".join, rows)))
    return (True, block.blocks[-1]) if isinstance(block, LandscapeBlock) else (False, block)


def characters(header: tuple[str, ...], *rows: tuple[str, ...]) -> list[float]:
    """How many characters each column has room for."""
    _, block = set_table(header, *rows)
    return [(column - 2 * block.padding_x) / CELL for column in block.column_widths]


@pytest.mark.parametrize("length", [1, 30, 300, 2000, 20000])
@pytest.mark.parametrize("columns", [2, 4, 7, 12])
def test_a_long_text_leaves_the_other_columns_room_for_two_characters(columns, length):
    header = tuple(f"某栏{at:02}" for at in range(columns))
    widths = characters(header, (hanzi(length), *("数值",) * (columns - 1)))
    assert min(widths) >= 2
    assert widths[0] >= max(widths) - 0.01


def test_a_long_text_gets_what_short_ones_do_not_need():
    widths = characters(("序号", "事项", "说明"), ("1", hanzi(4), hanzi(300)))
    assert widths[2] == pytest.approx(MEASURE / CELL - sum(widths[:2]) - 3 * 2 * mm(1) / CELL, abs=0.1)
    assert widths[0] < 3
    assert widths[1] < 5


def test_long_texts_share_by_their_length():
    one, two = characters(("甲", "乙"), (hanzi(100), hanzi(200)))
    assert two == pytest.approx(2 * one, rel=0.1)


def test_a_text_twenty_times_as_long_leaves_the_other_a_quarter():
    widths = characters(("甲", "乙"), (hanzi(100), hanzi(2000)))
    assert widths[0] >= (MEASURE / 4 - AROUND) / CELL


def test_a_number_is_not_broken():
    number = "12,345,678,901.23"
    widths = characters(("项目", "金额", "说明"), ("某项", number, hanzi(2000)))
    assert widths[1] * CELL >= len(number) * CELL / 2


def test_a_word_longer_than_half_the_page_is_broken():
    _, block = set_table(("甲", "乙"), ("x" * 2000, hanzi(50)))
    assert block.column_widths[1] >= MEASURE / 4 - 5


def test_two_long_words_leave_room_for_a_text_beside_them():
    assert characters(("甲", "乙", "丙"), ("x" * 90, hanzi(100), "y" * 200))[1] >= 6


def test_a_blank_column_beside_much_text_has_room_for_a_few_characters():
    widths = characters(("序号", "具体措施", "备注"), ("1", hanzi(260), ""), ("2", hanzi(200), ""))
    assert 4 <= widths[2] <= 6.2


def test_a_blank_column_of_a_form_has_its_fair_share_beside_a_line_and_a_half():
    widths = characters(("项目", "内容"), (hanzi(30), ""), (hanzi(12), ""))
    assert widths[0] == pytest.approx(widths[1])


def test_a_form_that_is_all_blank_has_equal_columns():
    assert len({round(width, 6) for width in characters(("",) * 4, ("",) * 4, ("",) * 4)}) == 1


@pytest.mark.parametrize("columns", [34, 40, 63])
def test_every_column_has_room_for_a_character(columns):
    is_turned, block = set_table((hanzi(5),) * columns, *[(hanzi(9),) * columns] * 3)
    size = max(cell.style.chars.size for cell in cells(block))
    assert is_turned
    assert min(block.column_widths) - 2 * block.padding_x >= size
    assert sum(block.column_widths) == pytest.approx(mm(225), abs=0.03)


def test_type_is_smaller_only_where_a_character_has_no_room():
    _, block = set_table((hanzi(5),) * 34, (hanzi(9),) * 34)
    assert {cell.style.chars.size for cell in cells(block)} == {CELL}


TASKS = ("序号", "任务名称", "牵头单位", "配合单位", "完成时限", "具体措施", "备注")


def tasks(measures: int) -> tuple[bool, TableBlock]:
    return set_table(TASKS, ("1", hanzi(9), hanzi(5), hanzi(10), "2026年6月底", hanzi(measures), ""))


@pytest.mark.parametrize("measures", [60, 260])
def test_columns_of_a_few_words_have_room_for_four_characters_beside_a_long_one(measures):
    _, block = tasks(measures)
    widths = [(column - AROUND) / CELL for column in block.column_widths]
    assert min(widths[1:]) > 3.99
    assert widths[5] == max(widths)


def test_a_table_is_turned_where_a_long_text_would_have_twice_as_many_lines_upright():
    assert (tasks(60)[0], tasks(260)[0]) == (False, True)


def test_a_table_whose_long_text_would_be_starved_upright_is_turned():
    is_turned, block = set_table(("某某栏目",) * 8, (*("数值数值",) * 7, hanzi(260)))
    assert is_turned
    assert block.column_widths[7] > 2 * block.column_widths[0]


def test_lines_in_a_narrow_column_are_not_justified():
    _, block = set_table(("甲", "乙"), (hanzi(20), hanzi(2000)))
    assert [cell.style.align for cell in block.cells(1)] == [Align.LEFT, Align.JUSTIFY]


def test_columns_and_paddings_are_whole_twips():
    _, block = set_table(("甲", "乙", "丙"), (hanzi(3), hanzi(50), hanzi(300)))
    assert [column * 20 for column in block.column_widths] == [round(column * 20) for column in block.column_widths]
    assert (block.padding_x * 20).is_integer()
    assert (block.padding_y * 20).is_integer()


# Rows that go over a page


@pytest.mark.parametrize(("length", "expected"), [(100, ()), (300, ()), (1000, (1,)), (5000, (1,))])
def test_a_row_that_takes_much_of_a_page_may_go_over_it(length, expected):
    assert set_table(("甲", "乙"), ("子", hanzi(length)), ("丑", "寅"))[1].breakable == expected


def test_a_header_too_high_to_be_repeated_is_a_row_like_others():
    _, block = set_table(("甲", hanzi(2000)), ("子", "丑"))
    assert (block.header_rows, block.breakable) == (0, (0,))


def test_gaps_that_a_style_gives_to_cells_are_left_to_the_padding():
    loose = msgspec.structs.replace(STYLE.elements.table_cell, gap_before=Rows(1), gap_after=Rows(1))
    style = msgspec.structs.replace(STYLE, elements=msgspec.structs.replace(STYLE.elements, table_cell=loose))
    (block,) = composed(Document(body=(Table(("甲", "乙"), (("丙", "丁"),), line=1),)), style).blocks
    assert isinstance(block, TableBlock)
    styles = [cell.style for cell in cells(block)]
    assert {(style.space_before, style.space_after) for style in styles} == {(0.0, 0.0)}
