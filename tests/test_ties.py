"""Units, labels and names that no line ends within, where a style asks for it: which, in both formats, read back."""

from __future__ import annotations

from io import BytesIO
from itertools import accumulate
from math import inf
from pathlib import Path
from zipfile import ZipFile

import docx as python_docx
import msgspec
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

import libreoffice
from banxin.composition import TableBlock
from banxin.conversion import Prepared, convert, prepare, to_docx, to_pdf
from banxin.document import Document, Role
from banxin.forms import together
from banxin.layout.breaking import Rule, _units, break_lines
from banxin.layout.restyle import with_last_lines_on_next_page
from banxin.learning import learn
from banxin.reading import Options, read
from banxin.streams import visible
from banxin.style import load
from banxin.ties import TIE, tied, untied, with_blanks
from square import STYLE, body, composed, hanzi, lines, paragraphs

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.txt"))
ALL = ("units", "labels", "names")
KEPT = msgspec.structs.replace(STYLE, keep_together=ALL)


def shown(text: str, *kept: str, are_people: bool = False) -> str:
    return tied(text, together.places(text, kept or ALL, are_people=are_people)).replace(TIE, "|").replace("\xa0", " ")


# Which


@pytest.mark.parametrize(
    "expected",
    [
        "有效期5|年。",
        "2024|年5|月3|日",
        "三级120|元，共3.5|万|元",
        "投资3 |000|亿|元，占地12 |000 |亩",
        "120|余|人，5|万|多|元，100|万|千|瓦|时",
        "长5|公|里，重50 |kg，占6|个百分点",
        "时间为7:00—|19:00",
        "1|日—|5|日，10%～|20%，5-|8|人",
        "共5|号|楼",
    ],
)
def test_a_number_stays_with_its_unit(expected):
    assert shown(expected.replace("|", ""), "units") == expected


@pytest.mark.parametrize(
    "text",
    [
        "A4纸，Q3季度，V2.0版，PM2.5年均值",
        "3 000号房间",
        "98 100 95",
        "2024 100",
        "138 0000 1234，010-66001234 100",
        "表3分布情况，附件10分析报告",
        "电话：0000—6123391",
        "2026-01-15，1/3，K0+000",
        "7:00——19:00",
        "1 万宝镇",
        "十年，三月，两亿元",
        "见https://a.example/5年，发到3@a.example年",
        "某某〔2024〕5号，某某〔2024〕 5 号，某某[2024]第5号",
        "某某路12号3栋501室",
    ],
)
def test_what_only_looks_like_a_number_with_its_unit_is_left_alone(text):
    assert TIE not in tied(text, together.places(text, ["units"]))


@pytest.mark.parametrize(
    "expected",
    [
        "见附件|1），",
        "附件 |2",
        "附件|一",
        "详见表|1、图|2-1，附表|3",
        "表|1 各乡镇分布",
        "（图|3）",
        "第|5|条第|2|款",
        "第|十|二|条规定",
        "第|三，",
        "第 |5 |条",
    ],
)
def test_a_label_stays_with_its_number(expected):
    assert shown(expected.replace("|", ""), "labels") == expected


@pytest.mark.parametrize(
    "text",
    [
        "投身第一线，第一书记，第三方，第二产业",
        "第一条件，第三次要，第一项目",
        "代表1人，企图1次，地图2幅",
        "附件如下，附件3份，附图3张，附表12张",
        "附件一览",
        "表12张，图1.2幅",
        "某某〔2024〕第5号",
    ],
)
def test_what_only_looks_like_a_label_is_left_alone(text):
    assert TIE not in tied(text, together.places(text, ["labels"]))


@pytest.mark.parametrize(
    "expected",
    [
        "组长：王|某|某（县委书记）",
        "成员：张|某、李|某|某、欧|阳|某|某",
        "县长王|建|国，副县长李|某|某、张|丽|华",
        "主持：县长 李|某|某",
        "参加：王|某|某　李|某|某　张|某",
        "联系人：王|某|某，电话：12345678",
        "王|某|某、李|某、张|某|某等3人",
        "李|某等5名同志",
        "书记周|某|某同志",
    ],
)
def test_a_name_in_a_list_or_behind_a_post_stays_whole(expected):
    assert shown(expected.replace("|", ""), "names") == expected


@pytest.mark.parametrize(
    "text",
    [
        "县长王建国主持会议",
        "各成员单位，教师和学生",
        "局长任务",
        "安全、和谐、文明",
        "高山、河流、湖泊等3处",
        "组长：高度重视",
        "王某某县有关某某单位",
        "抓好队伍，管好同志，带出作风",
        "周边、方面、平台",
    ],
)
def test_what_only_looks_like_a_name_is_left_alone(text):
    assert TIE not in tied(text, together.places(text, ["names"]))


def test_names_of_those_present_are_known_by_their_place():
    assert shown("出席：县委 周某某，县政府 李高山", are_people=True) == "出席：县委 周|某|某，县政府 李|高|山"
    assert shown("出席：高峰、安全", are_people=True) == "出席：高|峰、安|全"


def test_each_of_the_keys_is_for_itself():
    text = "见附件1，共5年，组长：王某某"

    assert shown(text, "units") == "见附件1，共5|年，组长：王某某"
    assert shown(text, "labels") == "见附件|1，共5年，组长：王某某"
    assert shown(text, "names") == "见附件1，共5年，组长：王|某|某"


# Where


@given(st.text("天 5年\xa0，"), st.data())
def test_ties_come_out_as_they_went_in(text, data):
    places = sorted(data.draw(st.sets(st.integers(1, max(len(text) - 1, 1))))) if len(text) > 1 else []
    joined = tied(text, places)
    plain, found = untied(joined)

    assert found == places
    assert plain.replace("\xa0", " ") == text.replace("\xa0", " ")
    assert "".join(with_blanks(joined).replace(TIE, "").split()) == "".join(text.split())


TEXT = st.lists(
    st.sampled_from([
        *("天地玄", "黄", "，", "。", "（", "）", "5年", "3 000亿元", "7:00—19:00", "附件1", "第5条", "图2", " "),
        *("cat", "组长：王某某、", "https://a.example/5年", "2024年1月1日—2024年12月31日", "12", "、"),
    ]),
    max_size=30,
).map("".join)  # fmt: skip


@given(TEXT, st.integers(4, 20))
def test_no_line_ends_at_a_tie_but_within_what_is_wider_than_the_line(text, cells):
    held = together.places(text, ALL)
    widths = [0.5 if char < "\u0250" else 1.0 for char in text]
    spans = break_lines(text, widths, [0.0] * len(text), (cells, cells), Rule(held=frozenset(held)))
    free, _ = _units(text, list(accumulate(widths, initial=0.0)), inf, Rule())

    assert "".join(text[a:b] for a, b in spans) == text
    for _, end in spans[:-1]:
        if end in held:
            start = max((at for at in free if at < end and at not in held), default=0)
            stop = min(at for at in free if at > end and at not in held)
            assert sum(widths[start:stop]) > cells


@given(TEXT)
def test_what_is_kept_together_changes_nothing_but_hidden_characters(text):
    document = Document(body=body(f"天{text}"))
    (plain,), (kept,) = (composed(document, style).blocks for style in (STYLE, KEPT))

    assert with_blanks(kept.text).replace(TIE, "") == plain.text
    assert visible("".join(line.text for line in lines(document, KEPT))) == visible(plain.text)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("有效期5年。", "5年"),
        ("三级120元", "120元"),
        ("投资3 000亿元", "3 000亿元"),
        ("见附件1），", "件1"),
        ("7:00—19:00", "7:00—19:00"),
        ("按第5条", "第5条"),
        ("组长：王某某（", "王某某"),
    ],
)
def test_lines_are_not_torn_there(text, piece):
    documents = [Document(body=body(hanzi(count) + text + hanzi(9))) for count in range(15, 28)]

    assert not all(any(piece in line.text for line in lines(document)) for document in documents)
    assert all(any(piece in line.text for line in lines(document, KEPT)) for document in documents)


def test_names_of_those_present_are_not_torn():
    names = "出席：" + "、".join(["周某某", "王某", "李某某"] * 12)
    document = Document(body=body("天"), back=paragraphs(Role.ATTENDEES, names))

    assert any(line.text.startswith("某") for line in lines(document))
    assert not any(line.text.startswith("某") for line in lines(document, KEPT))


def test_what_is_wider_than_a_line_breaks_all_the_same():
    widths = [1.0] * 20
    rule = Rule(held=frozenset(range(1, 20)))

    assert break_lines("年" * 20, widths, [0.0] * 20, (8, 8), rule) == [(0, 8), (8, 16), (16, 20)]


# In files

SOURCE = (
    "某某县人民政府关于整治的通知\n\n各乡镇人民政府：\n"
    "　　经研究，决定投资3 000亿元，有效期5年（见附件1），时间为7:00—19:00。"
    "组长：王某某（县长），成员：李某、张某某。\n"
    "　　一、总体要求\n　　按第5条办理，办法见https://a.example/5年，文号为某政发〔2024〕5号。\n\n"
    "附件：1. 名单\n\n某某县人民政府\n2026年3月5日\n\n附件1\n名单\n\n名称|数量\n甲|5年\n乙|120元\n"
)
OPTIONS = Options(fallback=msgspec.structs.replace(load(), keep_together=ALL))


@pytest.fixture(scope="module")
def kept() -> Prepared:
    return prepare(SOURCE.encode(), OPTIONS)


def test_word_is_told_by_its_no_width_non_break(kept):
    written = python_docx.Document(BytesIO(to_docx(kept)))
    text = "\n".join(p.text for p in written.paragraphs)

    assert f"3\xa0{TIE}000{TIE}亿{TIE}元" in text
    assert f"5{TIE}年" in text
    assert f"附件{TIE}1" in text
    assert f"7:00—{TIE}19:00" in text
    assert f"王{TIE}某{TIE}某（" in text
    assert f"第{TIE}5{TIE}条" in text
    assert "https://a.example/5年，文号为某政发〔2024〕5号" in text
    assert written.tables[0].cell(1, 1).text == f"5{TIE}年"


def test_the_pdf_has_nothing_of_it(kept):
    pdf = to_pdf(kept)
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))

    assert not set(text) & {TIE, "\u2060", "\ufffe", "\ufffd"}
    assert not [d for d in kept.layout.diagnostics if d.code.startswith("BX90")]
    plain = to_pdf(prepare(SOURCE.encode(), Options()))
    other = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(plain))
    assert "".join(text.split()) == "".join(other.split())


def test_without_the_key_nothing_is_hidden():
    with ZipFile(BytesIO(to_docx(prepare(SOURCE.encode(), Options())))) as written:
        assert TIE.encode() not in written.read("word/document.xml")


@pytest.mark.parametrize("path", [None, *EXAMPLES], ids=lambda path: getattr(path, "name", "all"))
def test_what_was_kept_together_is_read_again_as_it_was_written(path):
    data, folder = (path.read_bytes(), path.parent) if path else (SOURCE.encode(), None)
    again, first = (
        read(to_docx(prepare(data, options, folder=folder)), Options(), name="排好.docx")
        for options in (OPTIONS, Options())
    )

    assert again.document == first.document
    assert [d.code for d in again.diagnostics] == [d.code for d in first.diagnostics]


def test_the_style_that_is_learnt_of_it_is_the_same(kept):
    plain = prepare(SOURCE.encode(), Options())

    assert learn([("样板.docx", to_docx(kept))], "本县").text == learn([("样板.docx", to_docx(plain))], "本县").text


def test_ties_of_another_hand_are_left_out_with_a_remark():
    reading = read(f"　　有效期5{TIE}年。\n".encode(), Options())

    assert TIE not in reading.text
    assert "BX221" in {d.code for d in reading.diagnostics}


def test_libreoffice_knows_no_such_character_and_gets_none():
    style = libreoffice.for_libreoffice(OPTIONS.fallback)
    blocks = prepare(SOURCE.encode(), Options(fallback=style)).draft.blocks

    assert not any(TIE in "".join(map("".join, b.rows)) for b in blocks if isinstance(b, TableBlock))
    assert not any(TIE in getattr(b, "text", "") for b in blocks)


def test_a_converted_text_passes_every_comparison():
    assert convert(SOURCE.encode(), ("docx", "pdf"), OPTIONS).files


def test_lines_that_are_carried_over_to_a_page_are_cut_at_the_right_place():
    document = Document(body=body(f"{hanzi(20)}5年{hanzi(30)}3 000亿元{hanzi(16)}第5条{hanzi(9)}"))
    printed = [line.text for line in lines(document, KEPT)]
    upper, lower = with_last_lines_on_next_page(composed(document, KEPT), 0, "续行").blocks

    assert untied(lower.text)[0] == printed[-1]
    assert visible(upper.text + lower.text) == visible("".join(printed))
