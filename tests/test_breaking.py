"""Where lines end, in cells of one unit: a full-width character is 1 wide, ASCII 0.5."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banxin.edges import NO_END, NO_START
from banxin.layout.breaking import SPACE, Rule, break_lines

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"


WORDS_RULE = Rule()
LIBREOFFICES_RULE = Rule(slashes_are_joints=True)


def broken(text: str, cells: float, first: float | None = None, rule: Rule = WORDS_RULE) -> list[str]:
    widths = [0.5 if char < "\u0250" else 1.0 for char in text]
    spans = break_lines(text, widths, [0.0] * len(text), (cells if first is None else first, cells), rule)
    return [text[start:end] for start, end in spans]


def width(line: str) -> float:
    return sum(0.5 if char < "\u0250" else 1.0 for char in line.rstrip(SPACE))


def test_a_text_of_one_lines_length_stays_on_one_line():
    assert broken(HAN[:10], 10) == [HAN[:10]]


def test_an_empty_text_has_one_empty_line():
    assert broken("", 10) == [""]


def test_lines_are_filled_to_the_measure():
    assert broken(HAN[:24], 10) == [HAN[:10], HAN[10:20], HAN[20:24]]


def test_the_first_line_has_its_own_measure():
    assert broken(HAN[:22], 10, first=8) == [HAN[:8], HAN[8:18], HAN[18:22]]


@pytest.mark.parametrize("mark", "、。，．：；？！）〕］｝〉》」』】”’…—～·％‰℃")
def test_a_mark_that_must_not_begin_a_line_takes_a_character_along(mark):
    assert broken(f"{HAN[:10]}{mark}{HAN[10:14]}", 10) == [HAN[:9], f"{HAN[9]}{mark}{HAN[10:14]}"]


@pytest.mark.parametrize("mark", "（〔［｛〈《「『【“‘￥")
def test_a_mark_that_must_not_end_a_line_goes_to_the_next(mark):
    assert broken(f"{HAN[:9]}{mark}{HAN[9:14]}", 10) == [HAN[:9], f"{mark}{HAN[9:14]}"]


def test_a_mark_that_fits_stays_on_its_line():
    assert broken(f"{HAN[:9]}。{HAN[9:14]}", 10) == [f"{HAN[:9]}。", HAN[9:14]]


def test_several_closing_marks_stay_with_the_character_before_them():
    assert broken(f"{HAN[:9]}！”）{HAN[9:14]}", 10) == [HAN[:8], f"{HAN[8]}！”）{HAN[9:14]}"]


def test_opening_and_closing_marks_around_one_character_stay_together():
    assert broken(f"{HAN[:8]}《{HAN[8]}》{HAN[9:14]}", 10) == [HAN[:8], f"《{HAN[8]}》{HAN[9:14]}"]


@pytest.mark.parametrize("mark", ["——", "……"])
def test_a_mark_of_two_cells_is_not_split(mark):
    assert broken(f"{HAN[:9]}{mark}{HAN[9:14]}", 10) == [HAN[:8], f"{HAN[8]}{mark}{HAN[9:14]}"]


@pytest.mark.parametrize(
    "number", ["20260115", "3.1415", "12,000", "95.5%", "2026/01/15", "±12.5", "1∶1.5", "25±2", "1∶1.5∶20"]
)
def test_a_number_is_not_split(number):
    assert broken(f"{HAN[:9]}{number}{HAN[9:14]}", 10) == [HAN[:9], f"{number}{HAN[9:14]}"]


@pytest.mark.parametrize("word", ["banxin", "don't", "km/h", "clerk@example"])
def test_a_latin_word_is_not_split(word):
    assert broken(f"{HAN[:9]}{word}{HAN[9:12]}", 10) == [HAN[:9], f"{word}{HAN[9:12]}"]


@pytest.mark.parametrize(
    ("word", "upper", "lower"),
    [
        ("A4-paper", "A4-", "paper"),
        ("2026-01-15", "2026-", "01-15"),
        ("（K1+000-K9+451）", "（K1+000-", "K9+451）"),
        ("x-(y)", "x-", "(y)"),
        ("-12.5", "-", "12.5"),
    ],
)
def test_a_word_may_break_behind_a_hyphen(word, upper, lower):
    filled = HAN[: int(10 - width(upper))]
    assert broken(f"{filled}{word}{HAN[:3]}", 10) == [f"{filled}{upper}", f"{lower}{HAN[:3]}"]


@pytest.mark.parametrize("word", ["5-，6", "5-%6", "A- B", "A--B", "A-/B"])
def test_a_hyphen_does_not_part_a_mark_or_a_space_from_what_it_stands_behind(word):
    lines = broken(f"{HAN[:9]}{word}", 10)

    assert not any(line.startswith(("，", "%", " ", "-B", "/")) for line in lines)


def test_a_url_goes_over_whole_in_word_and_breaks_behind_a_slash_in_libreoffice():
    text = f"{HAN[:6]}https://gov.cn/zwgk/1"

    assert broken(text, 16) == [HAN[:6], "https://gov.cn/zwgk/1"]
    assert broken(text, 16, rule=LIBREOFFICES_RULE) == [f"{HAN[:6]}https://gov.cn/", "zwgk/1"]


def test_libreoffice_breaks_behind_a_slash_only_where_the_letter_behind_it_fits_too():
    assert broken(f"{HAN[:8]}km/hour", 10, rule=LIBREOFFICES_RULE) == [f"{HAN[:8]}km/", "hour"]
    assert broken(f"{HAN[:8]}kmh/hour", 10, rule=LIBREOFFICES_RULE) == [HAN[:8], "kmh/hour"]
    assert broken(f"{HAN[:8]}km/2hou", 10, rule=LIBREOFFICES_RULE) == [HAN[:8], "km/2hou"]


def test_a_ratio_sign_between_hanzi_holds_nothing_together():
    assert broken(f"{HAN[:9]}∶{HAN[9:14]}", 10) == [f"{HAN[:9]}∶", HAN[9:14]]


def test_han_and_digits_may_part():
    assert broken(f"{HAN[:9]}12{HAN[9:14]}", 10) == [f"{HAN[:9]}12", HAN[9:14]]


def test_a_word_wider_than_the_line_is_split_where_the_line_is_full():
    assert broken("a" * 50, 10) == ["a" * 20, "a" * 20, "a" * 10]


def test_a_word_that_ends_with_the_measure_does_not_leave_its_full_stop_to_the_next_line():
    assert broken(f"{'a' * 20}。{HAN[:4]}", 10) == ["a" * 19, f"a。{HAN[:4]}"]


def test_a_split_word_does_not_leave_its_opening_mark_alone():
    assert all(not line.endswith(tuple(NO_END)) for line in broken(f"{HAN[:9]}（{'a' * 30}）", 10))


def test_a_line_of_nothing_but_closing_marks_is_split():
    assert broken(f"{HAN[0]}{'。' * 24}", 10) == [f"{HAN[0]}{'。' * 9}", "。" * 10, "。" * 5]


def test_a_last_line_may_have_one_character():
    assert broken(HAN[:11], 10) == [HAN[:10], HAN[10]]


def test_the_last_line_does_not_grow_wider_than_the_measure():
    assert broken(f"{HAN[:10]}#{'a' * 19}{HAN[10]}", 10) == [HAN[:10], f"#{'a' * 19}", HAN[10]]


def test_a_paragraph_of_two_characters_in_a_measure_of_one_is_two_lines():
    assert broken(HAN[:2], 1) == [HAN[0], HAN[1]]


def test_spaces_at_a_lines_end_do_not_count():
    assert broken(f"{HAN[:10]}   {HAN[10:14]}", 10) == [f"{HAN[:10]}   ", HAN[10:14]]


def test_a_line_breaks_behind_a_space_between_words():
    assert broken("one two three", 4) == ["one two ", "three"]


def test_a_gap_counts_within_a_line():
    text = f"{HAN[:8]}12{HAN[8:12]}"
    widths = [1.0] * 8 + [0.5] * 2 + [1.0] * 4
    gaps = [0.0] * 8 + [0.25, 0.0, 0.25, 0.0, 0.0, 0.0]
    assert break_lines(text, widths, gaps, (9.0, 9.0)) == [(0, 8), (8, 14)]


def test_a_gap_does_not_count_at_a_lines_beginning():
    text = f"{HAN[:8]}12{HAN[8:15]}"
    widths = [1.0] * 8 + [0.5] * 2 + [1.0] * 7
    gaps = [0.0] * 8 + [0.25, 0.0] + [0.0] * 7
    assert break_lines(text, widths, gaps, (8.0, 8.0)) == [(0, 8), (8, 17)]


# Laws

TEXTS = st.text(alphabet=st.sampled_from(HAN[:12] + "，。、：；？！（）《》“”‘’—…·％ \u3000ab1290.,%-"), max_size=120)


@given(TEXTS, st.integers(2, 30))
def test_no_character_is_lost(text, cells):
    assert "".join(broken(text, cells)) == text


@given(TEXTS, st.integers(2, 30))
def test_no_line_is_wider_than_the_measure(text, cells):
    assert all(width(line) <= cells for line in broken(text, cells))


@given(TEXTS, st.integers(2, 30))
def test_no_line_but_the_last_is_empty_of_text(text, cells):
    assert all(broken(text, cells)) or text == ""


@given(TEXTS, st.integers(12, 30))
def test_no_line_begins_with_a_forbidden_mark_unless_all_before_it_are_such_marks(text, cells):
    lines = broken(text, cells)
    for above, line in pairwise(lines):
        if line[0] in NO_START:
            assert not above.rstrip(SPACE)[1:].strip(NO_START + NO_END + SPACE)


@pytest.mark.parametrize("space", [" ", "\u3000", "\u3000 "])
def test_an_opening_mark_with_a_space_behind_it_does_not_end_a_line(space):
    assert broken(f"{'天' * 11}（{space}地玄）", 12) == ["天" * 11, f"（{space}地玄）"]


@given(TEXTS, st.integers(12, 30))
def test_no_line_ends_with_a_forbidden_mark_unless_it_holds_nothing_else(text, cells):
    for line in broken(text, cells)[:-1]:
        if line.rstrip(SPACE)[-1:] and line.rstrip(SPACE)[-1] in NO_END:
            assert not line.strip(NO_END + SPACE)


@pytest.mark.parametrize(
    "text",
    [
        (HAN * 3000)[:100_000],
        "，。" * 50_000,
        "（" * 100_000,
        "a" * 1_000_000,
        "a," * 200_000,
        "1" + "#" * 500_000 + HAN,
        " " * 300_000,
        f"{HAN} " * 5_000,
        "http://" * 50_000,
        "a-b/c" * 50_000,
    ],
    ids=["han", "marks", "opening", "word", "words", "signs", "spaces", "mixed", "schemes", "joints"],
)
def test_a_long_paragraph_takes_linear_time(text):
    began = time.perf_counter()
    lines = broken(text, 28)
    assert "".join(lines) == text
    assert time.perf_counter() - began < 4
