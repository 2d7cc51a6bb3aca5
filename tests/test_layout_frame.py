"""What stands around the text: 版头, marks, tab stops, seals, turned pages, 版记 (GB/T 9704—2012 7.2, 7.4, 8, 10)."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banxin.composition import Colophon, ColophonBlock, FirstPage, LandscapeBlock, Place, Stamp, Stroke, Tab
from banxin.layout import layout
from banxin.measure import lead
from banxin.style.schema import Align
from banxin.units import mm
from frames import (
    BODY,
    EMPTY,
    PITCH,
    ROW,
    again,
    colophon,
    draft,
    em_bottom,
    em_top,
    fixed,
    laid,
    left_edge,
    mark,
    rows,
    rule,
    sheets,
    sized,
    table,
    text,
)
from square import LEFT, MEASURE, TOP, hanzi, right_edge, texts

BOTTOM = mm(262)
NUMBER = EMPTY.page_number


def near(value: float) -> object:
    return pytest.approx(value, abs=0.01)


# 版头 at its depth


def test_fixed_text_stands_as_word_sets_it():
    style = fixed(16.0, 28.95, space_before=10.0)
    line = sheets(text("天地", style))[0].lines[0]
    assert em_top(line) == near(TOP + 10 + lead(style))


def test_fixed_text_whose_pitch_is_a_tenth_more_than_its_size_begins_with_its_box():
    line = sheets(text("天地", fixed(40.0, space_before=mm(35))))[0].lines[0]
    assert em_top(line) == near(mm(72))


def test_fixed_lines_are_not_spread():
    first, second = sheets(text("天\n地", fixed(16.0, 30.0)))[0].lines
    assert second.y - first.y == near(30)


def test_the_first_row_below_fixed_text_stands_where_word_has_it():
    line = sheets(text("天地", fixed(40.0)), *rows(1))[0].lines[1]
    assert em_top(line) == near(TOP + 44 + lead(BODY))


@pytest.mark.parametrize("head_rows", [5, 10, 15])
def test_row_22_below_a_head_ends_at_the_lower_edge(head_rows):
    page = sheets(text("天地", fixed(16.0, PITCH * head_rows)), *rows(22 - head_rows))[0]
    assert len(page.lines) == 23 - head_rows
    assert em_bottom(page.lines[-1]) == near(BOTTOM)


def test_rows_below_a_head_are_evenly_spaced():
    lines = sheets(text("天地", fixed(16.0, 200.0)), *rows(12))[0].lines[1:]
    steps = [b.y - a.y for a, b in zip(lines, lines[1:], strict=False)]
    assert max(steps) - min(steps) < 1e-6


def test_two_rows_below_a_long_head_are_not_pulled_apart():
    first, second = sheets(text("天地", fixed(16.0, PITCH * 20)), *rows(2))[0].lines[1:]
    assert second.y - first.y == near(PITCH)


def test_a_page_without_a_head_is_spread_from_its_upper_edge():
    pages = sheets(text("天地", fixed(16.0, PITCH * 20)), *rows(10))
    assert em_top(pages[1].lines[0]) == near(TOP)
    assert pages[1].lines[1].y - pages[1].lines[0].y == near(ROW)


def test_fixed_text_further_down_does_not_move_the_rows_above_it():
    lines = sheets(*rows(3), text("天地", fixed(16.0, PITCH)))[0].lines
    assert em_top(lines[0]) == near(TOP)
    assert em_top(lines[3]) == near(TOP + 3 * PITCH + lead(fixed(16.0, PITCH)))


@pytest.mark.parametrize("pitch", [27.0, 27.7, 28.3])
def test_rows_that_stand_closer_fill_the_page_and_end_within_it(pitch):
    closer = msgspec.structs.replace(BODY, name="紧", pitch=pitch)
    page = sheets(*(text("天地", closer) for _ in range(40)))[0]
    assert len(page.lines) == int(637.8 / pitch)
    assert em_top(page.lines[0]) == near(TOP)
    assert em_bottom(page.lines[-1]) <= BOTTOM + 0.01


def test_a_gap_never_moves_a_row_below_the_lower_edge():
    gap = msgspec.structs.replace(BODY, name="间", space_before=PITCH - 0.01 + 0.9)
    page = sheets(*rows(10), text("天", gap), *rows(30))[0]
    assert em_bottom(page.lines[-1]) <= BOTTOM + 0.01


# Rules


def test_a_rule_stands_at_its_depth_from_edge_to_edge():
    page = sheets(text("天地", fixed(16.0)), rule(11.0), *rows(1))[0]
    (found,) = page.rules
    assert (found.x0, found.x1) == (near(LEFT), near(LEFT + MEASURE))
    assert found.y0 == found.y1 == near(TOP + 17.6 + 11.0 + 1.0)
    assert (found.width, found.color) == (2.0, "ff0000")


def test_a_pair_of_rules_reaches_beyond_the_type_area():
    strokes = Stroke(0.0, 3.0, "ff0000", mm(7)), Stroke(5.0, 1.0, "ff0000", mm(7))
    thick, thin = sheets(text("天", fixed(16.0)), rule(0.0, *strokes))[0].rules
    assert [(r.x0, r.x1) for r in (thick, thin)] == [(near(mm(21)), near(mm(191)))] * 2
    assert (thick.y0 - TOP - 17.6, thin.y0 - TOP - 17.6) == (near(1.5), near(5.5))


def test_a_rule_takes_its_height_and_its_gap():
    with_rule = sheets(text("天", fixed(16.0)), rule(11.0), *rows(1))[0].lines[1]
    without = sheets(text("天", fixed(16.0)), *rows(1))[0].lines[1]
    assert em_top(with_rule) - em_top(without) == near(13)


# The mark of several organs


def test_a_mark_stands_in_the_middle():
    names = sheets(mark("某某县财政局", "某某县水利局文联"))[0].lines[:2]
    breadth = 8 * 40 + 20 + 80
    assert [left_edge(line) for line in names] == [near(LEFT + (MEASURE - breadth) / 2)] * 2


def test_a_marks_suffix_stands_beside_the_names_at_half_height():
    *names, suffix = sheets(mark("甲乙丙", "丁戊己", "庚辛壬", space_before=20.0))[0].lines
    assert left_edge(suffix) == near(left_edge(names[0]) + 3 * 40 + 20)
    middle = (em_top(names[0]) + em_bottom(names[-1])) / 2
    assert (em_top(suffix) + em_bottom(suffix)) / 2 == near(middle)


def test_names_of_a_mark_stand_one_below_the_other_and_before_the_suffix():
    page = sheets(mark("甲乙丙", "丁戊己", space_before=20.0))[0]
    assert texts(page) == ["甲乙丙", "丁戊己", "文件"]
    assert em_top(page.lines[0]) == near(TOP + 20 + lead(fixed(40.0, 50.0)))
    assert page.lines[1].y - page.lines[0].y == near(50)


def test_a_mark_without_a_suffix_is_centred_by_its_names():
    line = sheets(mark("甲乙丙", suffix=""))[0].lines[0]
    assert left_edge(line) - LEFT == near(LEFT + MEASURE - right_edge(line))


def test_what_follows_a_mark_stands_below_all_names():
    page = sheets(mark("甲", "乙", "丙"), text("天", fixed(16.0)))[0]
    assert em_top(page.lines[-1]) == near(TOP + 150)


# Tab stops


def tabbed(content: str, *tabs: Tab) -> list[list[tuple[str, float, float]]]:
    """(text, left edge, right edge) of each run of each line."""
    found = sheets(text(content, fixed(16.0, tabs=tabs)))[0].lines
    return [[(run.text, run.x - LEFT, run.x - LEFT + 16 * len(run.text)) for run in line.runs] for line in found]


def test_text_behind_a_tab_begins_at_a_left_stop():
    assert tabbed("天地\t玄黄", Tab(200, Align.LEFT)) == [[("天地", near(0), near(32)), ("玄黄", near(200), near(232))]]


def test_text_behind_a_tab_ends_at_a_right_stop():
    assert tabbed("天地\t玄黄", Tab(MEASURE, Align.RIGHT))[0][1] == ("玄黄", near(MEASURE - 32), near(MEASURE))


def test_text_behind_a_tab_stands_about_a_centre_stop():
    parts = tabbed("\t天地\t玄黄宇", Tab(100, Align.CENTER), Tab(300, Align.CENTER))[0]
    assert parts == [("天地", near(84), near(116)), ("玄黄宇", near(276), near(324))]


def test_a_part_that_would_stand_over_another_begins_a_line_of_its_own():
    found = tabbed(f"{hanzi(20)}\t{hanzi(10)}", Tab(MEASURE, Align.RIGHT))
    assert [len(line) for line in found] == [1, 1]
    assert found[1][0][2] == near(MEASURE)


def test_a_part_that_would_reach_over_the_edge_begins_a_line_of_its_own():
    found = tabbed(f"天\t{hanzi(10)}", Tab(400, Align.LEFT))
    assert found[1][0][2] == near(MEASURE)


def test_a_part_that_is_wider_than_the_measure_is_broken():
    found = tabbed(f"天\t{hanzi(60)}", Tab(200, Align.LEFT))
    assert [len(line[0][0]) for line in found] == [1, 27, 27, 6]
    assert max(right for line in found for _, _, right in line) <= MEASURE + 0.01


def test_more_tabs_than_stops_lose_nothing():
    assert [run[0] for run in tabbed("甲\t乙\t丙\t\t丁", Tab(200, Align.LEFT))[0]] == ["甲", "乙", "丙", "丁"]


def test_a_tab_is_drawn_by_no_face():
    done = laid(text("甲\t乙", fixed(16.0, tabs=(Tab(200, Align.LEFT),))))
    assert done.diagnostics == ()
    assert texts(done.pages.pages[0]) == ["甲乙"]


# Seals


PNG = b"\x89PNG\r\n\x1a\n"


def stamped(style=BODY, y: float = -30.0):
    return msgspec.structs.replace(text("某某局", style), stamps=(Stamp(PNG, 120.0, 110.0, 250.0, y),))


def test_a_seal_stands_from_the_em_top_of_its_paragraph():
    page = sheets(*rows(7), stamped())[0]
    (seal,) = page.images
    assert (seal.x, seal.y) == (near(LEFT + 250), near(em_top(page.lines[7]) - 30))
    assert (seal.width, seal.height, seal.data) == (120.0, 110.0, PNG)


def test_a_seal_takes_no_room():
    assert [line.y for line in sheets(stamped(), *rows(3))[0].lines] == [line.y for line in sheets(*rows(4))[0].lines]


def test_a_seal_goes_over_the_page_with_its_paragraph():
    pages = sheets(*rows(22), stamped())
    assert [len(page.images) for page in pages] == [0, 1]
    assert pages[1].images[0].y == near(TOP - 30)


def test_a_seal_over_fixed_text_stands_from_that_texts_em():
    style = fixed(16.0, 28.95)
    assert sheets(stamped(style))[0].images[0].y == near(TOP + lead(style) - 30)


# The first page of a letter


STROKES = (Stroke(mm(276), 1.0, "ff0000", mm(7)),)
LETTER = FirstPage(top=mm(30), bottom=mm(26.5), strokes=STROKES, numbered=False)


def test_a_letters_first_page_has_its_own_upper_edge():
    page = sheets(text("天地", fixed(30.0)), *rows(1), first_page=LETTER)[0]
    assert em_top(page.lines[0]) == near(mm(30))
    assert em_top(page.lines[1]) == near(mm(30) + 33 + lead(BODY))


def test_a_letters_first_page_holds_more_rows_and_ends_on_its_own_lower_edge():
    pages = sheets(text("天地", fixed(16.0)), *rows(60), first_page=LETTER)
    depth = mm(297 - 30 - 26.5)
    assert [len(page.lines) for page in pages[:2]] == [1 + int((depth - 17.6) / PITCH), 22]
    assert mm(270.5) - PITCH < em_bottom(pages[0].lines[-1]) <= mm(270.5) + 0.01
    assert (em_top(pages[1].lines[0]), em_bottom(pages[1].lines[-1])) == (near(TOP), near(BOTTOM))


def test_the_rules_at_the_foot_stand_on_a_letters_first_page_alone():
    pages = sheets(text("天地", fixed(16.0)), *rows(40), first_page=LETTER)
    (found,) = pages[0].rules
    assert (found.x0, found.x1, found.y0, found.color) == (near(mm(21)), near(mm(191)), near(mm(276) + 0.5), "ff0000")
    assert pages[1].rules == ()


def test_a_letters_first_page_is_not_numbered_but_counted():
    pages = sheets(text("天地", fixed(16.0)), *rows(60), first_page=LETTER, page_number=NUMBER)
    assert [page.number_line and page.number_line.text for page in pages] == [None, "— 2 —", "— 3 —"]


def test_a_first_page_of_its_own_may_be_numbered():
    numbered = msgspec.structs.replace(LETTER, numbered=True)
    (page,) = sheets(text("天", fixed(16.0)), first_page=numbered, page_number=NUMBER)
    (plain,) = sheets(*rows(1), page_number=NUMBER)
    assert page.number_line == plain.number_line


# Turned pages


def turned(*blocks) -> LandscapeBlock:
    return LandscapeBlock(blocks)


def test_a_turned_block_has_pages_of_its_own():
    pages = sheets(*rows(2), turned(table(3)), *rows(2))
    assert [page.turned for page in pages] == [False, True, False]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([turned(table(3)), *rows(1)], [True, False]),
        ([*rows(1), turned(table(3))], [False, True]),
        ([turned(table(3))], [True]),
        ([turned(table(3)), turned(table(3))], [True, True]),
        ([*rows(22), turned(table(3)), *rows(22)], [False, True, False]),
    ],
)
def test_there_is_no_empty_page_beside_a_turned_one(blocks, expected):
    assert [page.turned for page in sheets(*blocks)] == expected


def test_a_turned_page_has_the_binding_edge_on_top():
    page = sheets(turned(*rows(1)))[0]
    assert em_top(page.lines[0]) == near(mm(28))
    assert left_edge(page.lines[0]) == near(mm(35) + BODY.first_indent)


def test_a_turned_page_has_as_many_rows_as_its_width_holds():
    pages = sheets(turned(*rows(40)))
    assert [len(page.lines) for page in pages] == [15, 15, 10]
    assert em_bottom(pages[0].lines[-1]) == near(mm(184))


def test_a_line_of_a_turned_page_is_as_long_as_the_type_area_is_high():
    line = sheets(turned(text(hanzi(60), msgspec.structs.replace(BODY, first_indent=0.0))))[0].lines[0]
    assert right_edge(line) == pytest.approx(mm(35 + 225), abs=0.3)  # the last character's tracking


def test_the_header_of_a_turned_table_is_repeated():
    pages = sheets(turned(table(40)))
    assert len(pages) == 3
    assert [[line.text for line in page.furniture] for page in pages] == [[], *[["格00", "格01", "格02"]] * 2]
    assert max(r.y1 for page in pages for r in page.rules) <= mm(184) + 0.01


def test_the_number_of_a_turned_page_stays_at_its_place():
    pages = sheets(*rows(1), turned(*rows(1)), page_number=NUMBER)
    plain = sheets(*rows(23), page_number=NUMBER)
    assert pages[1].number_line == plain[1].number_line


def test_an_entry_leads_to_the_upper_edge_of_a_turned_page():
    heading = msgspec.structs.replace(text("附件1"), outline="附件1", outline_level=1)
    (found,) = laid(*rows(1), turned(*rows(3), heading)).pages.bookmarks
    assert (found.page, found.y) == (1, 0.0)


def test_a_gap_stands_at_the_top_of_the_page_behind_a_turned_one():
    gap = msgspec.structs.replace(BODY, name="间", space_before=PITCH)
    line = sheets(turned(*rows(1)), text("天", gap))[1].lines[0]
    assert em_top(line) == near(TOP + ROW)


def test_a_gap_stands_at_the_top_of_a_turned_page():
    gap = msgspec.structs.replace(BODY, name="间", space_before=PITCH)
    plain, spaced = (sheets(*rows(1), turned(text("天", style)))[1].lines[0] for style in (BODY, gap))
    assert em_top(spaced) - em_top(plain) > PITCH


# 版记


def test_a_colophon_ends_on_the_lower_edge_of_the_type_area():
    rules = sheets(*rows(1), colophon("抄送：某某局。", "某某县人民政府办公室"))[0].rules
    assert [r.width for r in rules] == [1.0, 0.7, 1.0]
    assert rules[-1].y0 + 0.5 == near(BOTTOM)
    assert [(r.x0, r.x1) for r in rules] == [(near(LEFT), near(LEFT + MEASURE))] * 3


def test_the_rules_of_a_colophon_stand_by_its_text():
    first, inner, last = (r.y0 for r in sheets(*rows(1), colophon("甲", "乙"))[0].rules)
    assert inner - first == near(0.5 + 3 + 22.4 + 3 + 0.35)
    assert last - inner == near(0.35 + 3 + 22.4 + 3 + 0.5)


def test_the_text_of_a_colophon_stands_in_its_boxes_as_in_word():
    page = sheets(*rows(1), colophon("甲", "乙"))[0]
    style = fixed(14.0, 22.4)
    assert em_bottom(page.lines[-1]) == near(BOTTOM - 1 - 3 - 22.4 + lead(style) + 14)


def test_a_colophon_without_rules_ends_with_the_box_of_its_text():
    page = sheets(*rows(1), colophon("甲", "乙", ruled=False))[0]
    assert page.rules == ()
    assert page.lines[-1].y == near(BOTTOM - 22.4 + 0.8 * 22.4)
    assert page.lines[-1].y - page.lines[-2].y == near(22.4)


def test_a_long_line_of_a_colophon_hangs_and_is_counted():
    hanging = msgspec.structs.replace(fixed(14.0, 22.4), left_indent=56.0, first_indent=-42.0)
    block = msgspec.structs.replace(colophon("甲"), paragraphs=(text(hanzi(50), hanging),))
    page = sheets(*rows(1), block)[0]
    assert [left_edge(line) - LEFT for line in page.lines[1:]] == [near(14), near(56)]
    assert page.rules[0].y0 - 0.5 == near(BOTTOM - 2 - 6 - 2 * 22.4)


def place(*blocks, **fields: object) -> tuple[Place, list[str | None]]:
    done = laid(*blocks, page_number=NUMBER, **fields)
    return done.composition.blocks[-1].place, [page.number_line and page.number_line.text for page in done.pages.pages]


ONE = "— 1 —"
TWO = "— 2 —"
THREE = "— 3 —"


def test_a_colophon_stands_on_the_page_on_which_the_text_ends():
    assert place(*rows(5), colophon("甲")) == (Place.SAME, [ONE])


def test_a_colophon_that_has_no_room_stands_on_the_next_page():
    assert place(*rows(21), colophon("甲", "乙")) == (Place.NEXT, [ONE, TWO])


def test_a_colophon_behind_one_page_stands_on_the_second_which_is_numbered():
    assert place(*rows(5), colophon("甲", even=True)) == (Place.NEXT, [ONE, TWO])


def test_a_colophon_stands_on_an_even_page_with_the_text():
    assert place(*rows(25), colophon("甲", even=True)) == (Place.SAME, [ONE, TWO])


def test_a_colophon_that_has_no_room_on_an_odd_page_stands_on_the_next():
    assert place(*rows(43 + 22), colophon("甲", "乙", even=True)) == (Place.NEXT, [ONE, TWO, THREE, "— 4 —"])


def test_a_colophon_that_has_no_room_on_an_even_page_stands_behind_a_blank_page_and_neither_is_numbered():
    blocks = (*rows(43), colophon("甲", "乙", even=True))
    assert place(*blocks) == (Place.AFTER_BLANK, [ONE, TWO, None, None])
    pages = sheets(*blocks)
    assert [page.number for page in pages] == [1, 2, 3, 4]
    assert (pages[2].lines, pages[2].rules, len(pages[3].lines)) == ((), (), 2)


def test_a_colophon_keeps_clear_of_the_text():
    height = 2 + 6 + 22.4
    gap = 637.8 - 5 * PITCH - height
    assert place(*rows(5), colophon("甲", gap=gap - 0.1))[0] is Place.SAME
    assert place(*rows(5), colophon("甲", gap=gap + 0.1))[0] is Place.NEXT


def test_a_gap_below_the_text_does_not_push_the_colophon_over():
    loose = msgspec.structs.replace(BODY, name="间", space_after=PITCH)
    gap = 637.8 - 5 * PITCH - 30.4 - 0.1
    assert place(*rows(4), text("天", loose), colophon("甲", gap=gap))[0] is Place.SAME


def test_a_colophon_never_stands_on_a_turned_page():
    assert place(*rows(1), turned(table(2)), colophon("甲", even=False)) == (Place.NEXT, [ONE, TWO, THREE])


def long_colophon(count: int) -> Colophon:
    """抄送 of so many lines and one of 印发."""
    hanging = msgspec.structs.replace(fixed(14.0, 22.4), name="抄送", base="")
    printer = msgspec.structs.replace(hanging, name="印发", tabs=(Tab(MEASURE, Align.RIGHT),))
    paragraphs = (text(hanzi(31 * count), hanging, 900), text("乙\t印发", printer, 901))
    return msgspec.structs.replace(colophon("甲", "乙"), paragraphs=paragraphs)


@pytest.mark.parametrize(("lines", "pages"), [(26, 2), (27, 3), (100, 5)])
def test_a_colophon_higher_than_a_page_becomes_text_from_the_next_page_on(lines, pages):
    done = laid(*rows(3), long_colophon(lines), page_number=NUMBER)
    assert len(done.pages.pages) == pages
    assert isinstance(done.composition.blocks[-1], ColophonBlock) == (lines == 26)
    assert [one.code for one in done.diagnostics] == ([] if lines == 26 else ["BX304"])


def test_a_colophon_in_the_text_keeps_its_rules_and_stays_within_the_type_area():
    done = laid(*rows(3), long_colophon(60))
    assert sum(len(page.rules) for page in done.pages.pages) == 3
    assert [len(page.rules) for page in done.pages.pages[:2]] == [0, 1]
    for page in done.pages.pages:
        assert all(TOP - 0.1 <= rule.y0 <= BOTTOM + 0.1 for rule in page.rules)
        assert all(em_bottom(line) <= BOTTOM + 0.1 for line in page.lines)


@pytest.mark.parametrize("lines", range(26, 60))
def test_no_rule_of_a_colophon_in_the_text_stands_alone(lines):
    last = sheets(*rows(3), long_colophon(lines))[-1]
    assert "乙" in last.lines[-1].text


def test_a_colophon_in_the_text_behind_a_turned_page_begins_one_page():
    pages = sheets(*rows(1), turned(table(2)), long_colophon(30))
    assert [len(page.lines) > 0 for page in pages] == [True] * len(pages)


def test_a_closed_composition_with_a_colophon_in_the_text_is_laid_out_alike_again():
    done = laid(*rows(3), long_colophon(60))
    assert layout(again(done.composition)).pages == done.pages


def test_a_colophon_on_a_letters_first_page_ends_on_the_type_areas_edge():
    page = sheets(text("天", fixed(16.0)), colophon("甲", ruled=False), first_page=LETTER)[0]
    assert page.lines[-1].y == near(BOTTOM - 0.2 * 22.4)


def test_the_deeper_foot_of_a_letters_first_page_is_no_room_for_a_colophon():
    count = int((mm(262 - 30) - 17.6 - 22.4) / PITCH)
    blocks = (text("天", fixed(16.0)), *rows(count))
    assert place(*blocks, colophon("甲", ruled=False, gap=0.0), first_page=LETTER)[0] is Place.SAME
    more = (*blocks, *rows(1))
    assert place(*more, colophon("甲", ruled=False, gap=0.0), first_page=LETTER)[0] is Place.NEXT


def test_a_missing_glyph_in_a_colophon_is_told():
    assert [one.code for one in laid(*rows(1), colophon("甲\U0010fffd")).diagnostics] == ["BX902"]


# What is handed back


def test_a_draft_that_waits_for_no_pages_is_closed_alike_without_them():
    made = draft(*rows(3), body=(0, 3))
    assert not made.waits_for_pages
    assert layout(made).composition == made.closed()


def test_a_settled_colophon_changes_nothing_else():
    done = laid(*rows(21), colophon("甲", "乙"))
    assert done.composition.blocks[:-1] == tuple(rows(21))
    height = 59.5
    free = done.composition.page.depth - height
    assert done.composition.blocks[-1] == colophon("甲", "乙").placed(Place.NEXT, height, pytest.approx(free))


# Keeping together


def test_a_kept_line_goes_over_with_the_rule_below_it():
    kept = msgspec.structs.replace(fixed(16.0, PITCH), keep_next=True)
    pages = sheets(*rows(21), text("天", kept), rule(11.0), *rows(1))
    assert [len(page.lines) for page in pages] == [21, 2]
    assert len(pages[1].rules) == 1


# Laws


KEPT = msgspec.structs.replace(BODY, name="标题", keep_next=True)
BROKEN = msgspec.structs.replace(BODY, name="另面", page_break_before=True)
GAPPED = msgspec.structs.replace(BODY, name="间", space_before=PITCH, space_after=10.0)
LARGE = msgspec.structs.replace(BODY, name="大", pitch=35.0, chars=sized(22.0))
HEADS = st.one_of(
    st.builds(lambda size, gap: text("某某县", fixed(size, space_before=gap)), st.floats(8, 60), st.floats(0, 300)),
    st.builds(rule, st.floats(0, 60)),
    st.builds(mark, st.just("甲乙"), st.just("丙丁"), space_before=st.floats(0, 200)),
    st.just(text("甲\t乙", fixed(16.0, tabs=(Tab(MEASURE, Align.RIGHT),)))),
)
TEXTS = st.one_of(
    st.builds(
        lambda count, style: text(hanzi(count), style),
        st.integers(1, 900),
        st.sampled_from([BODY, KEPT, BROKEN, GAPPED, LARGE]),
    ),
    st.builds(table, st.integers(1, 40)),
)
TURNED = st.builds(lambda blocks: turned(*blocks), st.lists(TEXTS, min_size=1, max_size=3))
ENDS = st.builds(
    lambda contents, even, ruled: colophon(*contents, even=even, ruled=ruled),
    st.lists(st.integers(1, 120).map(hanzi), min_size=1, max_size=3),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=150)
@given(
    st.lists(HEADS, max_size=3),
    st.lists(st.one_of(TEXTS, TURNED), max_size=8),
    st.lists(ENDS, max_size=1),
    st.sampled_from([None, LETTER]),
)
def test_every_line_of_any_page_stands_within_its_type_area(heads, blocks, ends, first_page):
    done = laid(*heads, *blocks, *ends, first_page=first_page)
    for page in done.pages.pages:
        upper, lower = (mm(28), mm(184)) if page.turned else (TOP, BOTTOM)
        if first_page and page.number == 1 and not page.turned:
            upper, lower = mm(30), mm(270.5)
        for line in page.lines:
            assert upper - 0.01 <= em_top(line)
            assert em_bottom(line) <= lower + 0.01
        assert page.lines or page.rules or page.number == 1 or done.composition.blocks[-1].place is Place.AFTER_BLANK


@settings(max_examples=50)
@given(st.lists(HEADS, max_size=3), st.lists(st.one_of(TEXTS, TURNED), max_size=8), st.lists(ENDS, max_size=1))
def test_rows_of_a_page_keep_their_order_and_their_distance(heads, blocks, ends):
    for page in laid(*heads, *blocks, *ends).pages.pages:
        found = [line for line in page.lines if line.runs and line.runs[0].size == 16.0]
        assert all(b.y - a.y >= 16.0 for a, b in zip(found, found[1:], strict=False))
