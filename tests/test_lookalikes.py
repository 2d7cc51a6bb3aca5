"""Look-alikes and hidden characters: what they become, what stays, and how it is told."""

from __future__ import annotations

import importlib.util
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banxin.conversion import prepare
from banxin.examine import examine, mended
from banxin.lookalikes import FOUND, kind, plain
from banxin.readers import read
from banxin.reading import Options
from banxin.reports import ReportFormat, report
from banxin.streams import HIDDEN, apply_edits, visible

LIKE_OTHERS = [chr(code) for code in range(0x30000) if FOUND.match(chr(code))]
TWELVE = "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"
"""Ideographs in their own right, though they stand among the compatibility ideographs."""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("⼀、⼯作⽅案", "一、工作方案"),
        ("2026年3⽉5⽇", "2026年3月5日"),
        ("⻓⻔⻋⻅⻛⺠⻘", "长门车见风民青"),
        ("\uf967\uf9b5\uf98e\uf9d1\uf92b", "不例年六狼"),
        ("\U0002f804\U0002f9f4", "你嶲"),
        ("﹝2017﹞8号", "〔2017〕8号"),
        ("注意∶一∶全体", "注意：一：全体"),
        ("︵甲︶︽乙︾﹁丙﹂︹丁︺", "（甲）《乙》「丙」〔丁〕"),
        ("甲﹐乙﹑丙﹒丁﹔戊﹕己﹖庚﹗", "甲，乙、丙．丁；戊：己？庚！"),
        ("甲｡乙､｢丙｣", "甲。乙、「丙」"),
        ("3﹒5公里，50﹪，9﹕30，甲﹒乙", "3.5公里，50%，9:30，甲．乙"),
        ("姓名﹏﹏", "姓名＿＿"),
    ],
)
def test_a_look_alike_becomes_what_it_stands_for(written, meant):
    assert plain(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "1∶1.5",
        "按1∶2、三∶二的比例",
        "A∶B",
        TWELVE,
        "㎡℃№ⅢⅣ①㈠⑴Ⓐ㏑",
        "ＡＢＣ１２３（）：，",
        "〔2026〕３号",
        "々〇〡〆ヶ",
        "一丨丶丿乙",
        "𠮷𫜹㐀",
        "¼²³…—·“”",
        "⺀",
        "﹉﹅",
        "é é",
    ],
)
def test_what_stands_for_itself_stays(text):
    assert plain(text) == text


@given(st.text(st.sampled_from([*LIKE_OTHERS, *"12A，一年 \u00ad"])))
def test_a_text_keeps_its_length_and_every_other_character(text):
    after = plain(text)
    assert len(after) == len(text)
    assert all(a == b or FOUND.match(a) for a, b in zip(text, after, strict=True))
    assert plain(after) == after


def test_all_ideographs_that_unicode_takes_for_one_are_taken_so():
    ranges = (range(0x2F00, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
    wrong = [
        hex(code) for codes in ranges for code in codes if plain(chr(code)) != unicodedata.normalize("NFKC", chr(code))
    ]
    assert wrong == []


def test_radicals_are_those_of_unicodes_file():
    path = Path("/usr/share/unicode/EquivalentUnifiedIdeograph.txt")
    if not path.exists():
        pytest.skip("Debian's unicode-data is not installed")
    script = Path(__file__).parents[1] / "docs/radicals.py"
    spec = importlib.util.spec_from_file_location("radicals", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert [plain(radical) for radical, _ in module.equivalents(path)] == [han for _, han in module.equivalents(path)]


TEXT = """关于⼯作的通知

各镇⼈⺠政府：
⼀、总体要求
2026年3⽉5⽇，按1∶1.5的比例，依﹝2017﹞8号，“不\u00ad得”\u202e延误。
⼆、⼯作步骤
抓紧落实。
"""
PLAIN = """关于工作的通知

各镇人民政府：
一、总体要求
2026年3月5日，按1∶1.5的比例，依〔2017〕8号，“不得”延误。
二、工作步骤
抓紧落实。
"""


def test_a_text_is_read_as_if_it_had_been_typed():
    assert prepare(TEXT.encode(), Options()).document == prepare(PLAIN.encode(), Options()).document


def test_each_line_that_changes_is_told_with_its_edit():
    found = [(d.code, d.line, d.before, d.after) for d in read(TEXT.encode()).diagnostics]
    assert found == [
        ("BX221", 5, "\u00ad\u202e", ""),
        ("BX220", 1, "⼯", "工"),
        ("BX220", 3, "⼈⺠", "人民"),
        ("BX220", 4, "⼀", "一"),
        ("BX220", 5, "⽉5⽇，按1∶1.5的比例，依﹝2017﹞", "月5日，按1∶1.5的比例，依〔2017〕"),
        ("BX220", 6, "⼆、⼯", "二、工"),
    ]


def test_a_remark_points_to_the_character():
    found = examine(TEXT.encode(), Options())
    assert [(d.line, d.column) for d in found if d.code == "BX220"] == [(1, 3), (3, 3), (4, 1), (5, 7), (6, 1)]


_LINES = st.lists(st.text(st.sampled_from("⼀⽉﹝∶\u00ad\u202e一、1，。 \t|—字"), max_size=8), min_size=1, max_size=12)


@given(_LINES, st.booleans())
def test_the_edits_lead_from_the_text_to_the_lines(lines, keep_lines):
    text = "\n".join(["首⼀行", *lines])
    source = read(text.encode(), keep_lines=keep_lines)
    assert apply_edits(visible(text), source.diagnostics) == visible("".join(line.text for line in source.lines))


@given(_LINES)
def test_a_text_of_look_alikes_loses_no_character(lines):
    prepare("\n".join(["首⼀行", *lines]).encode(), Options())


@pytest.mark.parametrize(
    "text",
    ["---\n标题: ⼯作\n---\n正⽂。\n", "标题\n\n甲⽉|⼄\n丙|丁⽇\n", "::标题::⼯作\n正⽂。\n", "⼯作\n———\n—⼀—\n"],
    ids=["front matter", "table", "directive", "rule"],
)
def test_look_alikes_within_what_is_no_text_are_replaced_too(text):
    document = prepare(text.encode(), Options()).document
    assert document == prepare(plain(text).encode(), Options()).document


def test_verbatim_keeps_what_is_seen_and_drops_what_is_hidden():
    text = prepare(TEXT.encode(), Options(verbatim=True)).document.front[0].text
    assert text == "关于⼯作的通知"
    assert [d.code for d in read(TEXT.encode(), verbatim=True).diagnostics] == ["BX221"]


def test_fix_writes_what_was_meant_and_nothing_else():
    result = mended(TEXT.replace("\n", "\r\n").encode("utf-16"), Options())
    assert result.data.decode("utf-16") == PLAIN.replace("\n", "\r\n")
    assert mended(result.data, Options()).diagnostics == ()


def test_fix_mends_blanks_and_look_alikes_of_one_line():
    assert mended("关于⼯ 作,的﹕通 知﹐请各单位⽉底前\u200b报送。\n".encode(), Options()).data.decode() == (
        mended("关于工 作,的：通 知，请各单位月底前报送。\n".encode(), Options()).data.decode()
    )


def test_fix_leaves_what_is_not_wanted():
    assert "⼯" in mended(TEXT.encode(), Options(), ignore=("BX220",)).data.decode()
    assert "\u00ad" in mended(TEXT.encode(), Options(), select=("BX220",)).data.decode()


def test_many_lines_are_one_remark_of_each_kind():
    text = "标题\n" + "⼀⽉的\uf967⼀样，\u200b好。\n" * 50
    found = [("甲.txt", read(text.encode()).diagnostics)]
    basis = "（Unicode NFKC、等同的汉字）"
    assert report(found, ReportFormat.TEXT).splitlines() == [
        "甲.txt:2: 修正 BX221 50 行里的 50 个零宽空格看不见，删去：“\\u200b”→“” 50 个（版心的约定）",
        f"甲.txt:2: 修正 BX220 50 行里的 150 个部首改为通用字符：“⼀”→“一” 100 个、“⽉”→“月” 50 个{basis}",
        f"甲.txt:2: 修正 BX220 50 行里的 50 个兼容汉字改为通用字符：“\uf967”→“不” 50 个{basis}",
    ]
    assert report(found, ReportFormat.JSON).count('"BX22') == 100


@pytest.mark.parametrize("char", ["⺀", "\ue000", "\uf8ff", "😀", "\x9b", "㇐", "﹉"])
def test_what_stands_for_nothing_is_told_by_its_name(char):
    found = [d for d in prepare(f"标题\n正文{char}。\n".encode(), Options()).layout.diagnostics if char in d.message]
    assert [d.code for d in found] == ["BX902"]
    assert f"U+{ord(char):04X}" in found[0].message
    assert "字体" not in found[0].hint


@pytest.mark.parametrize("char", ["𠮷", "﨎", "ᚠ", "ཀ"])
def test_a_letter_that_no_font_has_is_told_with_the_advice_to_install_one(char):
    found = [d for d in prepare(f"标题\n正文{char}。\n".encode(), Options()).layout.diagnostics if char in d.message]
    assert [d.code for d in found] in (["BX901"], [])
    assert kind(char) == ""


def test_with_verbatim_the_advice_is_the_character_that_is_meant():
    prepared = prepare("标题\n⼀、正文。\n".encode(), Options(verbatim=True))
    (found,) = (d for d in prepared.layout.diagnostics if d.code == "BX902")
    assert "改成“一”" in found.hint


def test_hidden_characters_are_all_layout():
    assert visible("".join(HIDDEN)) == ""
    assert all(not char.isprintable() for char in HIDDEN)
