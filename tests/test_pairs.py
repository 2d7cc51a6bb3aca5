"""Lines that stay on one page: 此致 and 敬礼, couplets, places to sign; and how 敬礼 stands."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest

import libreoffice
from agreement import compare, read
from banxin.composition import TextBlock
from banxin.document import Annex, Document
from banxin.library import to_docx, to_pdf
from square import LEFT, body, composed, hanzi, lines, pages, section, text_blocks, texts

FILLING = f"{hanzi(26 + 28 * 20 - 9)}。"
"""A paragraph of 21 lines."""


def kept(*texts: str) -> list[str]:
    """Those of the paragraphs that stay with the next one."""
    return [block.text for block in text_blocks(Document(body=body(*texts))) if block.style.keep_next]


def flush(*texts: str) -> list[str]:
    """Those that begin at the left edge."""
    return [block.text for block in text_blocks(Document(body=body(*texts))) if not block.style.first_indent]


@pytest.mark.parametrize(
    ("opening", "wish"),
    [
        ("此致", "敬礼！"),
        ("此　致", "敬　礼"),
        ("特此致", "敬礼"),
        ("顺颂", "商祺！"),
        ("致以", "崇高的敬礼！"),
        ("祝", "工作顺利"),
    ],
)
def test_what_a_letter_wishes_stands_at_the_left_edge_below_what_opens_it(opening, wish):
    assert flush(FILLING, opening, wish) == [wish]
    assert kept(FILLING, opening, wish) == [opening]
    first, second = lines(Document(body=body(FILLING, opening, wish)))[-2:]
    assert first.runs[0].x > LEFT + 30
    assert second.runs[0].x == pytest.approx(LEFT)


def test_an_organ_between_them_stands_at_the_left_edge_too():
    assert flush("此致", "某某县人民法院", "敬礼！") == ["某某县人民法院", "敬礼！"]


def test_an_annex_that_is_a_letter_is_set_likewise():
    document = Document(body=body("内容。"), annexes=(Annex("附件", "感谢信", body(FILLING, "此致", "敬礼！")),))

    assert [b.text for b in text_blocks(document) if b.style.role == "body" and not b.style.first_indent] == ["敬礼！"]


@pytest.mark.parametrize(
    "texts",
    [
        ("此致敬礼！",),
        ("此致　敬礼！",),
        ("内容。", "敬礼！"),
        ("此致", "敬礼！", FILLING),
        ("此致", "敬礼！", "又及：请代问候。"),
        ("此致电贵局的人员", "敬礼！"),
        ("祝贺", "新年快乐！"),
        ("此致", "请各单位于6月5日前报送。"),
        ("此致", "一、报送时间，二、报送地点"),
    ],
)
def test_other_lines_are_paragraphs_as_all_are(texts):
    found = flush(*texts)
    assert found == (["敬礼！"] if texts[-1] == FILLING else [])


@pytest.mark.parametrize(
    "couplet",
    [
        ("上联：风里雨里抢修堤坝", "下联：村头镇上守护人家"),
        ("春水初生漫小桥，", "夜来灯火照东郊。"),
        ("修一渠水，润千亩田", "守万家灯，安百姓心"),
    ],
)
def test_a_couplet_stays_on_one_page(couplet):
    assert kept(FILLING, *couplet, "内容。") == [couplet[0]]
    first, second = pages(Document(body=body(FILLING, *couplet))).pages
    assert (len(first.lines), texts(second)) == (21, list(couplet))


def test_a_poem_stays_together_by_couplets():
    poem = ("春水初生漫小桥，", "夜来灯火照东郊。", "村头一片机声起，", "不待天明浪已消。")

    assert kept("又作诗一首：", *poem) == [poem[0], poem[2]]


@pytest.mark.parametrize(
    "texts",
    [
        ("某某县财政局", "某某县水务局"),  # items of a list end alike
        ("春水初生漫小桥，", "夜来灯火照东郊。", "村头一片机声起，"),  # of three lines
        ("加强组织领导", "落实工作责任", "强化督促检查", "严格考核问责", "注重宣传引导"),
        ("王某某", "李某某"),
        ("时间为6月5日", "地点在会议室"),
        ("春水初生漫小桥", "夜来灯火"),
        (FILLING, FILLING),
        ("王某某、李某某", "赵某某、张某某"),
    ],
)
def test_other_lines_of_one_length_may_be_parted(texts):
    assert kept(*texts) == []


def test_places_to_sign_within_a_body_stay_on_one_page():
    places = ("甲方（盖章）：", "乙方（盖章）：", "　　年　　月　　日".strip())

    assert kept("以上各条，双方遵守。", *places, "内容。") == [*places[:2]]
    first, second = pages(Document(body=body(FILLING, *places, FILLING))).pages[:2]
    assert (len(first.lines), texts(second)[0]) == (21, places[0])


def test_a_place_to_sign_alone_is_kept_with_nothing():
    assert kept("内容。", "承诺人（签字）：", "内容。") == []


def test_a_heading_parts_what_stands_above_it_from_what_stands_below():
    document = Document(body=(*body("春水初生漫小桥，"), section("一、", "标题", *body("夜来灯火照东郊。"))))

    assert [block.text for block in text_blocks(document) if block.style.keep_next] == ["一、标题"]


def test_the_docx_says_it_by_styles_based_on_that_of_the_body():
    text = f"感谢信\n\n某某局：\n\n{FILLING}\n\n此致\n敬礼！\n\n某某局\n2026年7月5日\n"
    file = docx.Document(BytesIO(to_docx(text)))

    opening, wish = (next(p.style for p in file.paragraphs if p.text == one) for one in ("此致", "敬礼！"))
    assert opening.base_style.name == wish.base_style.name == "Body Text First Indent"
    assert opening.paragraph_format.keep_with_next
    assert (opening.paragraph_format.keep_together, wish.paragraph_format.keep_together) == (True, True)
    assert not wish.paragraph_format.keep_with_next
    assert wish.element.xpath("./w:pPr/w:ind/@w:firstLine") == ["0"]
    assert all(isinstance(block, TextBlock) for block in composed(Document(body=body("此致", "敬礼！"))).blocks)


@libreoffice.needed
def test_libreoffice_keeps_them_together_likewise(tmp_path):
    for rows in range(17, 21):
        filling = f"{hanzi(26 + 28 * (rows - 1) - 9)}。"
        text = (
            f"感谢信\n\n某某局：\n\n{filling}\n上联：风里雨里抢修堤坝\n下联：村头镇上守护人家\n内容。\n此致\n敬礼！\n"
        )
        style = libreoffice.options().fallback
        (tmp_path / f"{rows}.docx").write_bytes(to_docx(text, style=style))
        (tmp_path / f"{rows}b.pdf").write_bytes(to_pdf(text, style=style))
    libreoffice.render_all([tmp_path / f"{rows}.docx" for rows in range(17, 21)], tmp_path)
    for rows in range(17, 21):
        assert compare("对句", read(tmp_path / f"{rows}.pdf"), read(tmp_path / f"{rows}b.pdf")).differences == ()
