"""No line is pulled apart: a paragraph whose gaps would be stretched too far is left-aligned, in PDF and DOCX."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from banxin.composition import TableBlock, TextBlock, text_blocks
from banxin.conversion import Prepared, prepare
from banxin.layout.setting import broken
from banxin.library import to_docx
from banxin.reading import Options
from banxin.style.schema import Align
from frames import BODY, laid, sized
from square import hanzi

URL = "https://www.mouxian.gov.cn/zwgk/tzgg/202603/t20260315_1234567.html"
HEAD = ("某某县人民政府关于开展检查的通知", "", "各乡镇人民政府：")


def prepared(*lines: str) -> Prepared:
    return prepare("\n".join((*HEAD, *lines)).encode(), Options())


def styles(*lines: str) -> list[str]:
    """The names of the paragraphs' styles, from the body on."""
    return [block.style.name for block in text_blocks(prepared(*lines).composition)][2:]


def widest_gap(prepared: Prepared) -> float:
    """The widest gap between hanzi of one line of the PDF, in em; no character is more than a cell wide."""
    widest = 0.0
    for page in prepared.layout.pages.pages:
        for line in page.lines:
            for run in line.runs:
                if len(run.text) > 1 and "\u4e00" <= run.text[0] <= "\u9fff":
                    widest = max(widest, run.spacing / run.size)
    return widest


def test_a_paragraph_with_a_url_that_goes_over_whole_is_left_aligned():
    done = prepared(f"请登录网站（{URL}）查看，逾期不再受理。")

    assert [block.style.name for block in text_blocks(done.composition)][2:] == ["正文（左齐）"]
    assert widest_gap(done) < 0.01


def test_the_docx_says_so_by_a_style_that_differs_from_the_body_by_its_alignment_alone():
    text = "\n".join((*HEAD, f"请登录网站（{URL}）查看，逾期不再受理。", "特此通知。"))
    archive = ZipFile(BytesIO(to_docx(text)))
    style = re.search(
        r'w:styleId="([^"]+)"><w:name w:val="正文（左齐）"/>(.*?)</w:style>', archive.read("word/styles.xml").decode()
    )
    assert style
    assert re.findall("<w:pPr>.*", style[2]) == ['<w:pPr><w:jc w:val="left"/></w:pPr><w:rPr></w:rPr>']
    paragraphs = re.findall("<w:p>.*?</w:p>", archive.read("word/document.xml").decode())
    assert [f'<w:pStyle w:val="{style[1]}"/>' in paragraph for paragraph in paragraphs if "登录" in paragraph] == [True]
    assert not any(style[1] in paragraph for paragraph in paragraphs if "特此通知" in paragraph)


def test_a_docx_alone_is_as_one_beside_a_pdf():
    lines = f"请登录网站（{URL}）查看，逾期不再受理。", "|序号|说明|", "|---|---|", f"|1|{hanzi(15)}{URL}{hanzi(30)}|"
    alone, beside = prepared(*lines), prepared(*lines)
    assert not alone.draft.waits_for_pages

    assert beside.layout.composition == alone.composition


@pytest.mark.parametrize(
    ("lines", "style"),
    [
        ((f"::一级标题::一、{hanzi(16)}ABCDEFGHIJKLMNOP1234的问题", "内容。"), "一级标题（左齐）"),
        ((f"（一）登录方式。请登录网站（{URL}）查看，逾期不再受理。",), "正文（左齐）"),
        (("内容。", "", "（联系人：张某某，" + f"网址：{URL}）"), "附注（左齐）"),
        (("|序号|说明|", "|---|---|", f"|1|{hanzi(15)}请登录{URL}查看{hanzi(30)}|"), "表格长文字（左齐）"),
    ],
    ids=["heading", "run-in heading", "remark", "cell"],
)
def test_so_is_whatever_else_is_justified(lines, style):
    assert style in styles(*lines)


def test_so_are_the_addressees():
    done = prepare(f"关于检查的通知\n\n::主送机关::某某县{URL}各有关单位：\n\n内容。".encode(), Options())

    assert "主送机关（左齐）" in [block.style.name for block in text_blocks(done.composition)]


@pytest.mark.parametrize(
    "line",
    [
        f"{hanzi(70)}。",
        f"请看{URL[:40]}",
        "请登录www.gov.cn查看。",
        f"{hanzi(24)}2026年3月1日至2026年6月30日{hanzi(40)}。",
        f"{hanzi(20)}（K0+000-K9+451）{hanzi(40)}。",
        f"{hanzi(25)}（“{hanzi(2)}”“{hanzi(2)}”），{hanzi(40)}。",
        f"{hanzi(24)}〔2026〕15号{hanzi(40)}。",
        f"{hanzi(24)}——{hanzi(1)}……{hanzi(40)}。",
    ],
)
def test_a_paragraph_whose_gaps_are_stretched_by_less_stays_justified(line):
    assert styles(line) == ["正文"]


def test_a_narrow_cell_is_left_aligned_by_what_a_wide_line_bears():
    justified = msgspec.structs.replace(BODY, name="格", chars=sized(12.0), pitch=20.0, first_indent=0.0, base="")
    table = TableBlock(
        rows=((f"{hanzi(9)}123456{hanzi(40)}", hanzi(40)),),
        styles=(justified, justified),
        header_rows=0,
        column_widths=(150.0, 150.0),
        padding_x=3.0,
        padding_y=3.0,
        rule=0.5,
    )

    assert [block.style.name for block in text_blocks(laid(table).composition)] == ["格（左齐）", "格"]
    assert styles(f"{hanzi(24)}123456{hanzi(40)}。") == ["正文"]


def test_cells_beside_it_keep_their_style_and_the_table_its_text():
    done = prepared("|序号|说明|", "|---|---|", f"|1|请登录{hanzi(20)}{URL}查看{hanzi(30)}|", f"|2|{hanzi(90)}|")

    names = {block.text[:2]: block.style.name for block in text_blocks(done.composition)}
    assert (names["请登"], names[hanzi(2)]) == ("表格长文字（左齐）", "表格长文字")


TEXTS = st.lists(
    st.one_of(
        st.text(st.sampled_from("天地玄黄宇宙洪荒"), min_size=1, max_size=12),
        st.text(st.sampled_from("，。、；：（）《》“”——……"), min_size=1, max_size=4),
        st.text(st.sampled_from("abcdefgh0123456789"), min_size=1, max_size=14),
        st.text(st.sampled_from("ab/.:-_(1)"), min_size=1, max_size=30),
        st.sampled_from([" ", "，2026年3月1日", "〔2026〕15号", URL, "ABCD"]),
    ),
    min_size=8,
    max_size=40,
).map("".join)


@given(TEXTS)
def test_no_justified_line_is_stretched_by_much_more_than_a_quarter_of_an_em(text):
    done = prepared(f"天{text}")
    measure = done.draft.page.measure
    for block in done.composition.blocks:
        if isinstance(block, TextBlock) and block.style.align is Align.JUSTIFY and not block.style.tabs:
            for line, _ in pairwise(broken(block, measure)):
                assert line.places <= 0 or line.left <= 0.3 * line.places * block.style.chars.size
