"""Tables on pages: rows that go over a page, tables of too many columns, what a page has room for."""

import msgspec
import pytest

from banxin.composition import LEAST_LINE, LandscapeBlock, TableBlock
from banxin.layout import Layout
from banxin.units import mm
from frames import BODY, PITCH, laid, rows, sized, text
from square import hanzi, right_edge

DEPTH = 12756 / 20
CELL = msgspec.structs.replace(BODY, name="格", chars=sized(12.0), pitch=20.0, first_indent=0.0, base="")


def row_of(*contents: str, breakable: tuple[int, ...] = (0,), header: tuple[str, ...] = ()) -> TableBlock:
    """A table of one row, in columns of ten characters."""
    all_rows = ([header] if header else []) + [contents]
    return TableBlock(
        rows=tuple(all_rows),
        styles=(CELL,) * len(contents),
        header_rows=1 if header else 0,
        column_widths=(126.0,) * len(contents),
        padding_x=3.0,
        padding_y=3.0,
        rule=0.5,
        line=3,
        breakable=breakable,
    )


def per_page(done: Layout) -> list[str]:
    return ["".join(line.text for line in page.lines) for page in done.pages.pages]


def codes(done: Layout) -> list[str]:
    return [one.code for one in done.diagnostics]


def test_a_high_row_begins_where_it_stands():
    first, second = per_page(laid(*rows(18), row_of("短", hanzi(100))))
    # 637.8 - 18 × 28.95 = 116.7 points, 7 of them for paddings and rules: five lines
    assert first.endswith("短" + hanzi(50))
    assert second == hanzi(100)[50:]


def test_a_row_that_is_not_breakable_goes_to_the_next_page_whole():
    first, second = per_page(laid(*rows(18), row_of("短", hanzi(100), breakable=())))
    assert (len(first), second) == (18 * 5, "短" + hanzi(100))


def test_all_cells_of_a_row_go_over_side_by_side():
    done = laid(row_of(hanzi(700), hanzi(640)))
    assert per_page(done) == [
        hanzi(310) * 2,
        hanzi(700)[310:620] + hanzi(640)[310:620],
        hanzi(700)[620:] + hanzi(640)[620:],
    ]


def test_cells_of_two_rows_that_go_over_keep_the_order_of_the_text():
    table = row_of(hanzi(400), hanzi(350))
    table = msgspec.structs.replace(table, rows=table.rows * 2, breakable=(0, 1))
    assert len(laid(table, table).pages.pages) > 2  # `laid` compares the texts


def test_the_header_is_repeated_above_the_rest_of_a_row():
    done = laid(row_of("短", hanzi(700), header=("甲", "乙"), breakable=(1,)))
    assert [["".join(run.text for run in line.runs) for line in page.furniture] for page in done.pages.pages[1:]] == [
        ["甲", "乙"]
    ] * (len(done.pages.pages) - 1)


def test_a_row_higher_than_a_page_goes_over_it_whatever_it_says():
    assert len(laid(row_of("短", hanzi(700), breakable=())).pages.pages) == 3


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("length", range(1, 900, 37))
def test_no_line_and_no_rule_leaves_the_page(length, turned):
    table = row_of("短", hanzi(length), "", breakable=(0,) if length > 300 else ())
    edges = (mm(28), mm(184)) if turned else (mm(37), mm(262))
    for page in laid(*rows(7), LandscapeBlock((table,)) if turned else table).pages.pages[int(turned) :]:
        for rule in page.rules:
            assert edges[0] - 0.01 <= min(rule.y0, rule.y1)
            assert max(rule.y0, rule.y1) <= edges[1] + 0.01


def table_above(room: float) -> int:
    """Pages of a table of three rows for which a page has its height and so much more."""
    height = 3 * 26.5 + 0.5
    filler = msgspec.structs.replace(BODY, name="充", pitch=(DEPTH - height - room - 10 * PITCH) / 10, base="")
    table = row_of("格", breakable=())
    table = msgspec.structs.replace(table, rows=table.rows * 3)
    return len(laid(*rows(10), *[text("充", filler)] * 10, table).pages.pages)


def test_a_table_fits_if_its_lowest_rule_and_a_paragraph_behind_it_do():
    assert (table_above(0.75), table_above(0.65)) == (1, 2)


def test_text_in_a_cell_may_end_with_a_single_character():
    (page,) = laid(row_of(hanzi(11))).pages.pages
    assert [line.text for line in page.lines] == [hanzi(10), hanzi(11)[10:]]


# Too many columns


def narrow(column: float, content: str) -> TableBlock:
    return msgspec.structs.replace(row_of(*[content] * 20, breakable=()), column_widths=(column,) * 20)


def test_a_table_of_too_many_columns_is_told_once():
    done = laid(narrow(20.0, "某某某"))
    (one,) = done.diagnostics
    assert (one.code, one.line, one.message) == ("BX303", 3, "表格有 20 列，排不下，字会挤在一起")


@pytest.mark.parametrize(("column", "content"), [(20.0, "某"), (30.5, "某某某")])
def test_narrow_columns_whose_text_has_room_are_not_told(column, content):
    assert codes(laid(narrow(column, content))) == []


@pytest.mark.parametrize("content", ["某某某", "一、二", "123456", "abc（某）"])
def test_no_character_leaves_its_cell(content):
    for line in laid(narrow(19.0, content)).pages.pages[0].lines:
        x = line.runs[0].x
        assert right_edge(line) <= x + 13.0 + 0.05


def test_what_is_left_of_a_gap_at_the_top_of_a_page_takes_the_least_line():
    plain = row_of("格", breakable=())
    at = [laid(*rows(22), one).pages.pages[1].lines[0].y for one in (plain, with_gap(plain))]
    assert at[1] - at[0] == pytest.approx(LEAST_LINE)


def with_gap(table: TableBlock) -> TableBlock:
    return msgspec.structs.replace(table, space_before=10.0)
