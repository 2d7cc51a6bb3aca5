"""How a title is broken into lines (GB/T 9704—2012 7.3.1)."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banxin.compose.title import are_well_broken, break_title
from banxin.edges import NO_END, NO_START

MOST = 19


def width(line):
    return sum(0.5 if char < "\u0250" else 1.0 for char in line)


TITLES = [
    "某某县人民政府关于印发2026年重点工作实施方案的通知",
    "某某市人民政府办公室关于进一步加强农村公路养护管理工作的指导意见",
    "某某县水利局关于开展河道堤防汛前安全检查工作的通知",
    "某某县人民政府办公室关于转发县水利局《关于加强小型水库管理的若干措施》的通知",
    "某某县人民政府关于2025年财政预算执行情况和2026年财政预算草案的报告",
    "某某县人民政府办公室关于印发《某某县图书馆和文化站服务规范》的通知",
    "在全县春季植树造林和森林防火工作会议上的讲话提纲",
    "某某县粮食和物资储备局关于2026年度县级储备粮轮换计划的请示",
]
each_title = pytest.mark.parametrize("title", TITLES)


def test_a_title_of_one_lines_length_stays_whole():
    assert break_title("关于做好冬季取暖安全工作的通知", MOST) == ["关于做好冬季取暖安全工作的通知"]


def test_a_title_of_exactly_the_longest_line_stays_whole():
    assert break_title("某某县水利局关于做好冬季河道巡查的通知", MOST) == ["某某县水利局关于做好冬季河道巡查的通知"]


def test_a_digit_counts_as_half_a_character():
    title = "关于做好2026年冬季取暖安全工作的通知"
    assert len(title) > MOST
    assert break_title(title, MOST) == [title]


def test_an_empty_title_is_one_empty_line():
    assert break_title("", MOST) == [""]


@each_title
def test_the_lines_joined_are_the_title(title):
    assert "".join(break_title(title, MOST)) == title


@each_title
def test_no_line_is_longer_than_the_longest_allowed(title):
    assert max(map(width, break_title(title, MOST))) <= MOST


@each_title
def test_there_are_no_more_lines_than_one_above_what_the_length_asks_for(title):
    assert len(break_title(title, MOST)) <= -(-width(title) // MOST) + 1


@each_title
def test_the_last_line_is_longer_than_four_characters(title):
    assert width(break_title(title, MOST)[-1]) >= 5


@each_title
def test_the_lines_are_no_hourglass(title):
    widths = list(map(width, break_title(title, MOST)))
    steps = [b - a for a, b in pairwise(widths)]
    assert not any(a < 0 < b for a, b in pairwise(steps))


@each_title
def test_no_line_begins_with_a_leaning_word(title):
    assert not any(line[0] in "的和与及等" for line in break_title(title, MOST)[1:])


@each_title
def test_no_line_ends_in_a_word_that_leads_on(title):
    assert not any(line.endswith("关于") for line in break_title(title, MOST)[:-1])


@pytest.mark.parametrize("word", ["人民政府", "办公室", "2026年", "水利局", "图书馆", "文化站", "进一步", "储备粮"])
@each_title
def test_a_word_is_not_split(title, word):
    if word in title:
        assert any(word in line for line in break_title(title, MOST))


def test_what_stands_in_book_title_marks_is_kept_together_where_it_fits():
    lines = break_title("某某县人民政府办公室关于印发《某某县图书馆服务规范》的通知", MOST)
    assert any("《某某县图书馆服务规范》" in line for line in lines)


def test_an_organ_alone_on_the_first_line_reads_best():
    lines = break_title("某某县人民政府办公室关于印发《某某县图书馆和文化站服务规范》的通知", MOST)
    assert lines[0] in ("某某县人民政府办公室", "某某县人民政府办公室关于印发")


@pytest.mark.parametrize("mark", NO_END)
def test_no_line_ends_with_a_mark_that_must_not_end_one(mark):
    for title in (
        f"某某县关于开展全年水利工程建设管理{mark}检查和整改工作有关事项的通知",
        f"某某县人民政府关于全面开展水利工程管理工作{mark}检查整改情况的通知",
    ):
        assert not [line for most in range(9, MOST + 1) for line in break_title(title, most) if line.endswith(mark)]


@pytest.mark.parametrize("mark", NO_START)
def test_no_line_begins_with_a_mark_that_must_not_begin_one(mark):
    for title in (
        f"某某县关于开展全年水利工程建设管理的各{mark}检查和整改工作有关事项的通知",
        f"某某县水利工程管理{mark}检查整改工作有关事项的通知情况说明",
    ):
        assert not [line for most in range(9, MOST + 1) for line in break_title(title, most) if line.startswith(mark)]


def test_digits_are_not_parted_from_the_year():
    title = "某某县水利局关于做好全县范围内的2026年度冬春水利工程建设工作的通知"
    assert any("2026年" in line for line in break_title(title, MOST))


def test_a_range_of_years_is_not_split():
    title = "某某县人民政府关于印发某某县图书馆2026—2028年发展规划和任务分工的通知"
    assert any("2026—2028年" in line for line in break_title(title, MOST))


def test_a_latin_word_is_not_split():
    title = "关于做好Banxin-Typesetting系统在全县各单位推广和使用工作的通知"
    assert any("Banxin-Typesetting" in line for line in break_title(title, MOST))


def test_a_space_of_the_writers_is_the_first_place_to_break_at():
    title = "认真做好图书馆开放服务工作 努力建设书香县城"
    assert break_title(title, MOST) == ["认真做好图书馆开放服务工作", "努力建设书香县城"]


def test_organs_that_issue_jointly_stay_whole():
    organs = ["某某县教育局", "某某县公安局", "某某县交通运输局"]
    lines = break_title("\u3000".join(organs) + "关于规范校车运营管理的通知", 19)
    assert len(lines) == 3
    assert all(any(organ in line for line in lines) for organ in organs)


def test_a_name_that_is_longer_than_a_line_is_broken_all_the_same():
    lines = break_title("A" * 90, MOST)
    assert "".join(lines) == "A" * 90
    assert max(map(width, lines)) <= MOST


def test_a_very_long_title_loses_nothing_and_fills_its_lines():
    title = f"某某县人民政府办公室关于{'进一步加强管理工作' * 20}的通知"
    lines = break_title(title, MOST)
    assert "".join(lines) == title
    assert max(map(width, lines)) <= MOST
    assert len(lines) <= -(-width(title) // MOST) + 2


@pytest.mark.parametrize("repeats", [3, 5, 8, 9, 10, 5000])
def test_a_long_title_takes_little_time(repeats):
    title = f"某某县人民政府办公室关于{'进一步加强管理工作' * repeats}的通知"
    break_title("某" * 40, MOST)  # the segmenter loads its words at the first call
    began = time.perf_counter()
    break_title(title, MOST)
    assert time.perf_counter() - began < 0.1 + repeats / 5000


@given(st.text(alphabet="某县政府关于印发工作的通知2026年 　《》（）“”、：A-—", max_size=150))
def test_whatever_the_title_the_lines_hold_its_characters(title):
    assert "".join("".join(break_title(title, MOST)).split()) == "".join(title.split())


@given(st.text(alphabet="某县政府关于印发工作的通知2026年 　《》（）“”、：A-—", min_size=1, max_size=150))
def test_whatever_the_title_no_line_is_too_long(title):
    assert max(map(width, break_title(title, MOST))) <= MOST


@pytest.mark.parametrize(
    "lines",
    [
        ["某某县农业农村局关于春耕备耕情况的", "报告"],
        ["关于进一步加强安全生产工作", "的通知"],
    ],
)
def test_lines_that_were_merely_cut_are_not_kept(lines):
    assert not are_well_broken(lines, 19)


@pytest.mark.parametrize(
    "lines",
    [
        ["某某县人民政府", "公告"],
        ["某某县人民政府办公室", "关于清明节放假的通知"],
        ["关于推进文明村镇建设的", "和谐社区创建工作方案"],
        ["某某县防汛工作方案"],
    ],
)
def test_lines_that_a_writer_chose_are_kept(lines):
    assert are_well_broken(lines, 19)


def test_lines_that_do_not_fit_are_not_kept():
    assert not are_well_broken(["某某县人民政府办公室", "关于做好今年全县农村公路汛期养护和水毁抢修工作的通知"], 19)
