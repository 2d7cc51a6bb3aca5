"""How wide the columns of a table become, when its page is turned, and which rows may go over a page."""

import random
import re
from collections.abc import Iterator
from math import ceil

import msgspec
import pytest

from banxin.composition import LandscapeBlock, TableBlock, flow_text
from banxin.composition import paragraphs as cells
from banxin.document import Annex, ColumnAlign, Document, Paragraph, Table
from banxin.layout.setting import set_block
from banxin.measure import width
from banxin.style.measures import Rows
from banxin.style.schema import Align
from banxin.units import mm
from square import MEASURE, STYLE, body, composed, hanzi

CELL = 12
"""Type size in a table."""
AROUND = 2 * mm(1) + 1.55
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


def test_a_text_twenty_times_as_long_leaves_the_other_no_more_than_makes_the_table_low():
    widths = characters(("甲", "乙"), (hanzi(100), hanzi(2000)))
    assert 4 <= widths[0] < 5


def test_a_number_is_not_broken():
    number = "12,345,678,901.23"
    widths = characters(("项目", "金额", "说明"), ("某项", number, hanzi(2000)))
    assert widths[1] * CELL >= len(number) * CELL / 2


def test_a_word_longer_than_half_the_page_is_broken():
    assert characters(("甲", "乙"), ("x" * 2000, hanzi(50)))[1] >= 4


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


# As low as can be


class Lines:
    """How many lines a table has with columns of given widths, each row as many as its highest cell."""

    def __init__(self, block: TableBlock) -> None:
        self._block = block
        self._known: dict[tuple[int, float], list[int]] = {}

    def of(self, widths: tuple[float, ...]) -> int:
        return sum(map(max, *map(self._column, range(len(widths)), widths)))

    def _column(self, at: int, column: float) -> list[int]:
        key = at, round(column, 3)
        if key not in self._known:
            inner, rows = column - 2 * self._block.padding_x, range(len(self._block.rows))
            self._known[key] = [len(set_block(self._block.cells(row)[at], 0.0, inner).lines) for row in rows]
        return self._known[key]


def least_widths(block: TableBlock) -> list[float]:
    """What no column goes below: its longest word, and four characters, or its text if that is less."""
    found = []
    for at in range(len(block.styles)):
        texts = [(row[at], (block.header_style if row is block.rows[0] else block.styles[at])) for row in block.rows]
        line = max(width(text, style.chars) for text, style in texts)
        word = max(
            (width(word, style.chars) for text, style in texts for word in re.findall(r"[!-~]+", text)), default=0
        )
        found.append(max(word, 2 * CELL, min(line, 4 * CELL)) + 2 * block.padding_x)
    return found


def all_widths(least: list[float], measure: float) -> Iterator[tuple[float, ...]]:
    """Columns in steps of half a character, the last with the rest."""
    if len(least) == 1:
        yield (measure,)
        return
    own = ceil(least[0] / (CELL / 2)) * CELL / 2
    while own <= measure - sum(least[1:]):
        yield from ((own, *others) for others in all_widths(least[1:], measure - own))
        own += CELL / 2


def some_table(seed: int, columns: int) -> tuple[TableBlock, float]:
    """A table with columns of several kinds, and its measure."""
    chance = random.Random(seed)  # noqa: S311
    kinds = [chance.choice((0, 4, 20, 120, "number", "date")) for _ in range(columns)]

    def text(kind: int | str) -> str:
        if kind == "number":
            return str(chance.randint(0, 10 ** chance.randint(1, 7)))
        if kind == "date":
            return f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
        chars = hanzi(chance.randint(0, int(kind)))
        return "".join(char + chance.choice("，。、" + "无" * 20).strip("无") for char in chars)

    rows = tuple(tuple(map(text, kinds)) for _ in range(chance.randint(1, 6)))
    _, block = set_table(tuple(hanzi(chance.randint(2, 5)) for _ in kinds), *rows)
    return block, sum(block.column_widths)


@pytest.mark.parametrize("seed", range(24))
def test_a_table_is_no_more_than_a_line_higher_than_with_the_best_widths(seed):
    block, measure = some_table(seed, 2 + seed % 2)
    lines = Lines(block)
    best = min(map(lines.of, all_widths(least_widths(block), measure)))
    assert lines.of(block.column_widths) <= best + 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 124))
def test_a_table_of_four_columns_is_no_more_than_a_line_higher_than_with_the_best_widths(seed):
    block, measure = some_table(seed, 4)
    lines = Lines(block)
    best = min(map(lines.of, all_widths(least_widths(block), measure)))
    assert lines.of(block.column_widths) <= best + 1


def test_a_long_remark_is_not_narrow_beside_a_blank_column():
    widths = characters(("序号", "事项", "完成情况", "备注"), *[("1", hanzi(6), "", hanzi(40))] * 9)
    assert widths[3] >= 20


def test_dates_are_not_broken_beside_long_texts():
    rows = [("1", hanzi(9), "4月20日", hanzi(40 + at)) for at in range(9)]
    _, block = set_table(("序号", "事项", "日期", "内容"), *rows)
    inner = block.column_widths[2] - 2 * block.padding_x
    assert inner >= width("4月20日", block.styles[2].chars) + 1


@pytest.mark.parametrize("seed", range(20))
def test_beside_a_text_on_one_line_there_is_room(seed):
    block, _ = some_table(seed, 3)
    for row in block.rows[1:]:
        for text, style, column in zip(row, block.styles, block.column_widths, strict=True):
            assert not 0 <= column - 2 * block.padding_x - width(text, style.chars) < 1


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


# Numbers


def ends(*texts: str, header: str = "金额") -> list[float | None]:
    """Where the point of each number of a column stands, from the column's right edge; None: in the middle."""
    _, block = set_table(("单位", header), *[("某某镇", text) for text in texts])
    found: list[float | None] = []
    for at, text in enumerate(texts, 1):
        style = block.cells(at)[1].style
        rest = re.search(r"(\.[0-9]+)?%?$", text)
        behind = width(rest[0], style.chars) if rest else 0.0
        found.append(round(style.right_indent + behind, 1) if style.align is Align.RIGHT else None)
    assert block.cells(0)[1].style.align is Align.CENTER
    return found


@pytest.mark.parametrize(
    "numbers",
    [
        ("12.5", "3.25", "1,200", "-7"),
        ("5", "10", "125"),
        ("5.0%", "12.25%", "100%"),
        ("0.5", "0", "1234567.25"),
        ("12.5", "—", "3", ""),
    ],
)
def test_the_points_of_a_column_of_numbers_align(numbers):
    found = ends(*numbers)
    assert len({end for end, text in zip(found, numbers, strict=True) if text.strip("—")}) == 1
    assert all((end is None) == (text == "—") for end, text in zip(found, numbers, strict=True) if text)


def test_aligned_numbers_stand_in_the_middle_of_their_column():
    _, block = set_table(("单位", "金额"), ("甲", "1234.5"), ("乙", "2.25"))
    style = block.cells(2)[1].style
    inner = block.column_widths[1] - 2 * block.padding_x
    assert style.right_indent == pytest.approx((inner - width("1234.25", style.chars)) / 2, abs=0.05)


@pytest.mark.parametrize(
    "texts",
    [
        ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"),
        ("12", "约30", "500"),
        ("2026.3.5", "2026.12.15"),
        ("13800000000", "0571-8000000"),
        ("001", "0123", "12345"),
        ("3—5", "10—12"),
        ("4月20日", "12月1日"),
        ("", "", "5"),
        ("12", "15", "18"),
    ],
)
def test_other_columns_stand_in_the_middle(texts):
    assert set(ends(*texts)) == {None}


def test_what_the_text_says_of_a_column_holds_for_numbers():
    table = Table(("甲", "乙"), (("子", "1.5"), ("丑", "20")), aligns=(ColumnAlign.UNSAID, ColumnAlign.LEFT), line=1)
    (block,) = composed(Document(body=(table,))).blocks
    assert isinstance(block, TableBlock)
    assert [block.cells(at)[1].style.align for at in (1, 2)] == [Align.LEFT, Align.LEFT]


# Annexes that are a table

WIDE = Table(("某某栏目",) * 8, ((*("数值数值",) * 7, hanzi(260)),), line=9)


def annex_blocks(body: tuple[Table | Paragraph, ...]) -> list[tuple[str, list[str]]]:
    """Of each block of an annex: its kind, and the texts of its paragraphs."""
    blocks = composed(Document(annexes=(Annex("附件", "某某情况表", body, line=1),))).blocks
    return [
        (type(block).__name__, [inner.text for inner in getattr(block, "blocks", (block,)) if hasattr(inner, "text")])
        for block in blocks
    ]


def test_an_annex_that_is_a_wide_table_has_its_label_and_title_on_the_turned_page():
    assert annex_blocks((WIDE,)) == [("LandscapeBlock", ["附件", "某某情况表"])]


@pytest.mark.parametrize("body", [(*body("某某说明。"), WIDE), (Table(("甲", "乙"), (("子", "丑"),), line=9),)])
def test_other_annexes_have_their_label_and_title_on_an_upright_page(body):
    assert [texts for kind, texts in annex_blocks(body) if kind == "TextBlock"][:2] == [["附件"], ["某某情况表"]]


def test_only_the_first_table_of_an_annex_takes_its_label():
    assert [texts for _, texts in annex_blocks((WIDE, WIDE))] == [["附件", "某某情况表"], []]
