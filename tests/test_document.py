"""The nouns of the section AST: where a table's cells stand, what JSON shows, what equality looks at."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from banxin.document import (
    Cell,
    ColumnAlign,
    Document,
    Figure,
    Mark,
    MarkKind,
    Paragraph,
    Role,
    Table,
    cell_text,
    plain_text,
    spread,
)
from banxin.parser import parse
from banxin.source import Line, Source


def test_a_plain_table_is_spread_as_it_is():
    table = Table(("甲", "乙"), (("1", "2"),))
    assert spread(table).rows == (("甲", "乙"), ("1", "2"))
    assert spread(table).cells == {}


def test_a_row_that_is_too_short_ends_in_empty_places():
    assert spread(Table(("甲", "乙"), (("1",),))).rows == (("甲", "乙"), ("1", ""))


def test_a_cell_stands_where_no_other_reaches():
    table = Table(("单位", Cell("人数", columns=2)), ((Cell("总计", rows=2), "男", "女"), ("3", "4")))
    spread_out = spread(table)
    assert spread_out.rows == (("单位", "人数", ""), ("总计", "男", "女"), ("", "3", "4"))
    assert list(spread_out.cells) == [(0, 1), (1, 0)]


def test_a_cell_that_reaches_down_from_the_middle_leaves_its_place_free():
    table = Table(("甲", Cell("乙", rows=2), "丙"), (("1", "3"), ("4", "5", "6")))
    assert spread(table).rows == (("甲", "乙", "丙"), ("1", "", "3"), ("4", "5", "6"))


def test_no_cell_reaches_below_the_last_row_or_over_another():
    table = Table(("甲", Cell("乙", rows=9)), ((Cell("丙", columns=3), "丁"),))
    cells = spread(table).cells
    assert (cells[0, 1].rows, cells[1, 0].columns) == (2, 1)


@given(
    st.lists(
        st.lists(
            st.builds(Cell, st.sampled_from("甲乙丙"), st.integers(1, 4), st.integers(1, 4)) | st.sampled_from("丁戊"),
            min_size=1,
            max_size=5,
        ).map(tuple),
        min_size=1,
        max_size=6,
    )
)
def test_every_place_of_a_table_belongs_to_one_cell_and_no_text_is_lost(rows):
    table = Table(rows[0], tuple(rows[1:]))
    found = spread(table)
    (width,) = {len(row) for row in found.rows}
    taken = [
        (row + down, column + across)
        for (row, column), cell in found.cells.items()
        for down in range(cell.rows)
        for across in range(cell.columns)
    ]
    assert len(taken) == len(set(taken))
    assert set(taken) <= {(row, column) for row in range(len(rows)) for column in range(width)}
    assert [text for row in found.rows for text in row if text] == [cell_text(cell) for row in rows for cell in row]


def test_a_document_comes_back_from_its_json():
    raised = (Mark(1, 2, MarkKind.RAISED),)
    table = Table(
        ("项目", Cell("面积", columns=2)),
        (("地块", Cell("m2", marks=raised), "亩"),),
        "表1",
        2,
        (ColumnAlign.LEFT, ColumnAlign.RIGHT, ColumnAlign.UNSAID),
        (60.0, 40.0, 40.0),
        (Paragraph("注：某某。", Role.NOTE, line=9),),
    )
    document = Document(body=(Paragraph("m2", marks=raised), table, Figure("图.png", "图1　某某", width=200.0)))
    assert msgspec.json.decode(msgspec.json.encode(document), type=Document) == document


def test_a_plain_table_shows_nothing_but_its_texts_in_json():
    shown = msgspec.to_builtins(Table(("甲",), (("乙",),), line=3))
    assert shown == {"type": "table", "header": ("甲",), "rows": (("乙",),), "line": 3}


def test_captions_and_notes_belong_to_the_stream():
    notes = (Paragraph("注：丙", Role.NOTE, line=3),)
    blocks = (
        Table((Cell("甲"),), (("乙",),), "表1", notes=notes, line=1),
        Figure("图.png", "图1", notes=notes, line=4),
    )
    assert plain_text(Document(body=blocks[:1])) == "表1甲乙注：丙"
    assert plain_text(Document(body=blocks[1:])) == "注：丙图1"  # by their lines


@pytest.mark.parametrize("block", [Table(("甲",), (("乙",),), line=3), Figure("图.png", line=3)])
def test_a_block_that_a_reader_found_stands_where_it_stood(block):
    text = "甲乙" if isinstance(block, Table) else ""
    lines = (
        Line(1, "第一句话。", "第一句话。", 0),
        Line(2, "", "", 5),
        Line(3, text, text, 5, block),
        Line(4, "第二句话。", "第二句话。", 5 + len(text)),
    )
    document = parse(Source("", "\n".join(line.text for line in lines), lines)).document
    assert document.body == (Paragraph("第一句话。"), block, Paragraph("第二句话。"))


def test_a_block_stands_at_its_line_whatever_it_says_itself():
    lines = (Line(1, "第一句话。", "", 0), Line(2, "甲乙", "", 5, Table(("甲",), (("乙",),))))
    parsed = parse(Source("", "第一句话。\n甲乙", lines)).document
    assert (plain_text(parsed), parsed.body[1].line) == ("第一句话。甲乙", 2)


def test_a_table_with_a_caption_takes_no_other():
    lines = (Line(1, "表1　某某", "", 0), Line(2, "表甲乙", "", 4, Table(("甲",), (("乙",),), "表")))
    parsed = parse(Source("", "表1　某某\n表甲乙", lines)).document
    assert (plain_text(parsed), parsed.body) == ("表1某某表甲乙", (Table(("甲",), (("乙",),), "表"),))


def test_a_table_that_a_reader_found_takes_its_caption_from_the_line_above():
    lines = (Line(1, "表1　某某", "", 0), Line(2, "甲乙", "", 4, Table(("甲",), (("乙",),), line=2)))
    assert parse(Source("", "", lines)).document.body == (Table(("甲",), (("乙",),), "表1　某某"),)
