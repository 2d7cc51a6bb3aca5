"""Texts that a scan has spaced letter by letter: what is closed up, what is told, and what is spaced on purpose."""

from __future__ import annotations

import pytest

from banxin.readers import read
from banxin.streams import visible

SCAN = """青 岩 县 人 民 政 府
关 于 做 好 清 淤 工 作 的 通 知
各 乡 镇 人 民 政 府 ：
汛 期 将 至 ， 现 将 有 关 事 项 通 知 如 下 。
（ 一 ） 各 乡 镇 要 落 实 责 任 ， 安 排 资 金 5 0 万 元 。
三 、 工 作 要 求
青 岩 县 人 民 政 府
2 0 2 6 年 3 月 5 日
"""


def lines(text: str, **how: bool) -> list[str]:
    return [line.text for line in read(text.encode(), keep_lines=True, **how).lines]


def test_a_text_spaced_throughout_is_closed_up() -> None:
    assert lines(SCAN) == ["".join(line.split()) for line in SCAN.splitlines()]


def test_each_line_is_told_and_no_character_is_lost() -> None:
    source = read(SCAN.encode(), keep_lines=True)
    told = [d.line for d in source.diagnostics if d.code == "BX028"]
    assert told == list(range(1, 9))
    assert source.stream == visible(SCAN)


def test_marks_and_numbers_without_blanks_are_closed_up_as_well() -> None:
    text = "汛 期 将 至，现 将 事 项 通 知 如 下。\n各 乡 镇 要 在 2026 年 3 月 5 日 前 完 成 清 淤 工 作。\n"
    assert lines(text) == ["汛期将至，现将事项通知如下。", "各乡镇要在2026年3月5日前完成清淤工作。"]


def test_what_stands_side_by_side_stays_apart() -> None:
    assert lines(SCAN + "某 某 县 财 政 局      某 某 县 水 务 局\n")[-1] == "某某县财政局\u3000\u3000某某县水务局"


def test_words_of_latin_letters_stay_apart() -> None:
    assert lines(SCAN + "使 用 O p e n  D a t a 平 台 ， 及 时 上 报 。\n")[-1] == "使用Open Data平台，及时上报。"


def test_verbatim_leaves_the_blanks() -> None:
    assert lines(SCAN, verbatim=True) == SCAN.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("通 告\n汛期将至，现将事项通告如下。\n一、清淤从三月开始，五月结束。\n", id="a title"),
        pytest.param("总　则\n第一条　为加强河道保洁，制定本办法。\n附　则\n", id="divisions"),
        pytest.param("张 三\n李 四\n王 五\n欧 阳 明\n赵 钱 孙\n", id="names"),
        pytest.param("张 三 ， 李 四 ， 王 五 ， 赵 六 。\n孙 七 ， 周 八 ， 吴 九 ， 郑 十 。\n", id="names in a row"),
        pytest.param("甲 乙 丙 丁\n1 2 3 4\n5 6 7 8\n9 8 7 6\n", id="a table"),
        pytest.param(
            "表 扬 信\n某 某 同 志 拾 金 不 昧 ， 特 此 表 扬 。\n望 全 体 同 志 学 习 。\n"
            "近日，办事群众将装有现金的手提包遗落在大厅，值班人员及时发现并妥善保管，多方联系后归还失主。\n",
            id="a few lines among others",
        ),
    ],
)
def test_what_is_spaced_on_purpose_stays(text: str) -> None:
    assert lines(text) == text.splitlines()
