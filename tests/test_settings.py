"""The settings on top of a text as people type them: full-width colons, dates, other programs' settings, rules."""

from __future__ import annotations

import pytest

from banxin.conversion import prepare
from banxin.document import Role, plain_text
from banxin.errors import Severity
from banxin.parser import parse
from banxin.readers import read
from banxin.reading import Options
from banxin.streams import apply_edits, visible


def parsed(text: str, title: str | None = None):
    """`text` parsed; every character of it is in the document or in a listed edit."""
    source = read(text.encode(), keep_lines=True)
    result = parse(source, title=title)
    assert apply_edits(visible(source.text), (*source.diagnostics, *result.diagnostics)) == plain_text(result.document)
    return result


def under(settings: str, text: str = "请大家做好准备。"):
    return parsed(f"---\n{settings}\n---\n{text}")


def elements(result) -> list[str]:
    return [p.text for p in (*result.document.front, *result.document.back)]


def remarks(result) -> list[tuple[str, int]]:
    """(code, line) of what is told beside the exact edits."""
    return [(d.code, d.line) for d in result.diagnostics if d.severity in (Severity.WARNING, Severity.ERROR)]


# --- as people type them ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("密级：机密★1年", ["机密★1年"]),
        ("密级:机密", ["机密"]),
        ("密级 ：　机密", ["机密"]),
        ("secrecy：机密", ["机密"]),
        ("密级：机密\n标题：放假通知", ["机密", "放假通知"]),
        ("密级: 机密\n标题：放假通知", ["机密", "放假通知"]),
        ("标题：放假通知   # 草稿", ["放假通知"]),
        ("# 说明：某某\n\n标题：放假通知", ["放假通知"]),
        ("署名：\n- 甲局\n- 乙局", ["甲局", "乙局"]),
        ("署名：[甲局, 乙局]", ["甲局", "乙局"]),
        ("署名：\n  - 甲局\n  - 乙局\n标题：通知", ["通知", "甲局", "乙局"]),
        ("抄送：|\n  甲局，\n  乙局。", ["抄送：甲局，乙局。"]),
        ('标题："放假：通知"', ["放假：通知"]),
        ("附注：（联系人：王某某）", ["（联系人：王某某）"]),
        ("附注: 联系人: 王某", ["联系人: 王某"]),
        ("附注: 到'甲'处: 领取", ["到'甲'处: 领取"]),
        ("主送机关：各乡镇人民政府:", ["各乡镇人民政府:"]),
        ("副标题：- 在会上的讲话", ["- 在会上的讲话"]),
        ("附注：地点：http://a.example/b?c=d:8080", ["地点：http://a.example/b?c=d:8080"]),
        ("附注：http://a.example/b", ["http://a.example/b"]),
        ("附注: 10:30开始", ["10:30开始"]),
        ("附注:10:30开始", ["10:30开始"]),
    ],
)
def test_a_setting_is_read_as_it_is_typed(settings, expected):
    result = under(settings)
    assert sorted(elements(result)) == sorted(expected)
    assert remarks(result) == []


def test_settings_that_are_yaml_are_read_as_yaml_has_them():
    result = under('标题: "关于\n主送：某某的通知"\n附注: 密级：机密')
    assert elements(result) == ["关于 主送：某某的通知", "密级：机密"]


@pytest.mark.parametrize("name", ["成文日期", "日期", "date", "印发日期"])
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-05", "2026年3月5日"),
        ("2026/3/5", "2026年3月5日"),
        ("2026.3.5", "2026年3月5日"),
        ("2026-03-05T10:00:00+08:00", "2026年3月5日"),
        ("2026-03-05 10:00", "2026年3月5日"),
        ("2026年3月5日", "2026年3月5日"),
        ("2026-3.5", "2026-3.5"),
        ("2026-13-05", "2026-13-05"),
        ("2026-03-32", "2026-03-32"),
        ("2026年  月  日", "2026年  月  日"),
        ("二〇二六年三月五日", "二〇二六年三月五日"),
        ("2026", "2026"),
    ],
)
def test_an_iso_date_is_written_out_where_a_date_is_wanted(name, written, expected):
    (found,) = elements(under(f"{name}: {written}"))
    assert found == (f"{expected}印发" if name == "印发日期" else expected)


def test_a_date_for_印发_may_say_so_itself():
    assert elements(under("印发日期: 2026-03-05印发")) == ["2026年3月5日印发"]


@pytest.mark.parametrize("name", ["附注", "标题", "发文字号"])
def test_a_date_elsewhere_stays_as_written(name):
    assert elements(under(f"{name}: 2026-03-05")) == ["2026-03-05"]


def test_what_became_of_a_date_is_part_of_the_listed_edit():
    edits = [(d.code, d.before, d.after) for d in under("成文日期：2026-03-05").diagnostics if d.line == 2]
    assert edits == [("BX005", "成文日期：2026-03-05", "2026年3月5日")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("各乡镇人民政府", "各乡镇人民政府："),
        ("各乡镇人民政府：", "各乡镇人民政府："),
        ("'各乡镇人民政府:'", "各乡镇人民政府:"),
        ("|\n  各乡镇人民政府，\n  县直各单位", "各乡镇人民政府，县直各单位："),
        ("各乡镇人民政府（街道办事处）", "各乡镇人民政府（街道办事处）："),
        ("各乡镇人民政府。", "各乡镇人民政府。"),
    ],
)
def test_a_主送机关_gets_its_colon(written, expected):
    assert elements(under(f"主送机关: {written}")) == [expected]


# --- slips -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("标颢：甲\n密级：机密", [("BX010", 2)]),
        ("密级：机密\n标颢：甲", [("BX010", 3)]),
        ("密级：机密\n会议时间：3月5日", [("BX010", 3)]),
        ("密级：机密\ntitel: 甲", [("BX010", 3)]),
        ("密级：机密\n密级: 秘密", [("BX011", 3)]),
        ("密级：机密\n正文在此。", [("BX013", 3)]),
        ("title 甲\n密级: 机密", [("BX013", 3)]),
        ("标题：*a", [("BX014", 2)]),
        ("标题：&a 甲", [("BX014", 2)]),
        ("标题：!!str 甲", [("BX014", 2)]),
        ("标题：“甲", []),
        ('标题："甲', [("BX013", 2)]),
        ("署名：[甲局", [("BX013", 2)]),
    ],
)
def test_a_slip_among_settings_is_an_error_with_its_line(settings, expected):
    assert [(d.code, d.line) for d in under(settings).diagnostics if d.severity is Severity.ERROR] == expected


# --- other programs' settings ----------------------------------------------------------------------------------------

OBSIDIAN = "aliases:\n  - 放假\ntags: [通知, 假期]\ncssclasses: wide"
HUGO = 'title: "假期安排"\ndate: 2026-03-01T10:00:00+08:00\ndraft: false\ntags:\n- 通知\nauthor: {name: 王某}'
JEKYLL = "layout: post\ntitle: 假期安排\ncategories: [a, b]\ndate: 2026-03-01 10:00:00 +0800"
QUARTO = "title: 假期安排\nformat:\n  html:\n    toc: true\nheader-includes: |\n  text: {{x}}\nupdate: 2026-03-01"
BROKEN = "tags: [a, b\naliases: &x *y\nimage: !ref z"


@pytest.mark.parametrize("block", [OBSIDIAN, HUGO, JEKYLL, QUARTO, BROKEN, f"标签: 甲\n{OBSIDIAN}"])
def test_another_programs_settings_are_left_out_by_listed_edits_with_one_warning(block):
    text = "关于放假的通知\n请大家做好准备。\n某某局\n2026年3月5日"
    result = under(block, text)
    assert elements(result) == ["关于放假的通知", "某某局", "2026年3月5日"]
    assert remarks(result) == [("BX021", 1)]
    gone = [d.before for d in result.diagnostics if d.code == "BX005"]
    assert gone == [visible(line) for line in ("---", *block.splitlines(), "---")]
    assert {d.after for d in result.diagnostics if d.code == "BX005"} == {""}


@pytest.mark.parametrize("block", [HUGO, JEKYLL, QUARTO])
def test_a_text_without_a_title_takes_that_of_another_program_and_no_date(block):
    result = under(block)
    assert elements(result) == ["假期安排"]
    assert remarks(result) == [("BX021", 1)]


def test_a_given_title_goes_before_another_programs():
    result = parsed(f"---\n{HUGO}\n---\n请大家做好准备。", title="放假通知")
    assert elements(result) == ["放假通知"]
    assert remarks(result) == [("BX021", 1)]


def test_ours_beside_another_programs_count():
    result = under(f"密级：机密\n日期: 2026-03-05\n{OBSIDIAN}\n署名: 某某局")
    assert elements(result) == ["机密", "某某局", "2026年3月5日"]
    assert remarks(result) == [("BX021", 4)]


def test_english_names_of_ours_alone_are_ours():
    result = under("title: 放假通知\ndate: 2026-03-05")
    assert elements(result) == ["放假通知", "2026年3月5日"]
    assert remarks(result) == []


# --- texts that begin with a rule ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "---\n正文在此。\n---\n又一段。",
        "---\n会议时间：3月5日10:30\n地点：http://a.example/b\n---\n请参加。",
        "---\nhttp://a.example/b\n---\n请参加。",
        "---\n10:30\n---\n请参加。",
        "---\n关于放假的通知\n各单位：\n请大家做好准备。\n附件：名单\n某某局\n2026年3月5日\n---\n又一段。",
        "---\n附件：名单\n第一段在此。\n第二段在此。\n第三段在此。\n---\n又一段。",
        "---\n\n一级\n\n各单位：\n\n第一段在此。\n\n---\n\n第二段在此。",
        "---\n- 甲\n- 乙\n---\n正文。",
        "---\n正文在此。",
        "--- \n\n正文在此：甲。\n",
    ],
)
def test_a_text_between_two_rules_is_text(text):
    result = parsed(text)
    assert plain_text(result.document) == visible(text)
    assert [d for d in result.diagnostics if d.code.startswith("BX0")] == []


def test_a_list_of_unknown_names_between_two_rules_is_text_and_told():
    text = "---\n时间: 3月5日\n地点: 县政府\n---\n请参加。"
    result = parsed(text)
    assert plain_text(result.document) == visible(text)
    assert remarks(result)[0] == ("BX022", 1)


@pytest.mark.parametrize(
    "text",
    [
        "---\n标题: 甲\n第一段在此。\n第二段在此。\n第三段在此。\n---\n又一段。",
        "---\n标题：甲\n密级：机密\n第一段在此。\n第二段在此。\n第三段在此。\n---\n又一段。",
    ],
)
def test_settings_that_are_not_closed_before_the_text_are_an_error(text):
    assert [d.code for d in parsed(text).diagnostics if d.severity is Severity.ERROR] == ["BX013"]


# --- a title from the command line -----------------------------------------------------------------------------------

HEAD = "某某县人民政府文件\n某政发〔2026〕3号\n"


@pytest.mark.parametrize("head", ["", HEAD, f"---\n密级：机密\n---\n{HEAD}", "---\n标题: 旧题\n---\n"])
@pytest.mark.parametrize("own", ["", "关于开会的通知\n", "关于开会\n的通知\n——在会上\n"])
def test_a_given_title_is_the_only_one_on_the_page(head, own):
    prepared = prepare(f"{head}{own}各乡镇：\n请参加会议。".encode(), Options(title="关于放假\n的通知"))
    titles = [p.text for p in prepared.document.front if p.role is Role.TITLE]
    assert titles == ["关于放假", "的通知"]


# --- 简报 -------------------------------------------------------------------------------------------------------------

BULLETIN = "格式：简报\n发文机关标志：工作简报\n期号：第5期\n题下署名：某某办公室　2026年3月5日\n标题：大走访"


def test_what_is_set_below_the_title_of_a_bulletin_stands_in_its_head():
    result = under(f"{BULLETIN}\n报：县委。\n送：县直部门。\n发：各乡镇。")
    above = ["工作简报", "第5期", "某某办公室　2026年3月5日", "大走访"]
    assert elements(result) == [*above, "报：县委。", "送：县直部门。", "发：各乡镇。"]
    assert remarks(result) == []


def test_an_article_of_a_bulletin_keeps_its_author():
    result = under(BULLETIN.rpartition("\n")[0], "大走访\n（王某某）\n今年以来，走访了一千户。")
    assert elements(result) == ["工作简报", "第5期", "某某办公室　2026年3月5日", "大走访", "（王某某）"]


def test_whom_a_paper_is_sent_to_is_set_apart_from_whom_it_is_reported_to():
    result = under("报：县委。", "通知\n请办理。\n某某局\n2026年3月5日\n报：省委。\n送：县直部门。")
    assert elements(result)[-2:] == ["报：县委。", "送：县直部门。"]
    assert remarks(result) == [("BX105", 2)]
