"""Blanks between Han characters: which are taken out, which are kept, and which are told."""

from __future__ import annotations

import io
import re

import docx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from banxin.composition import text_blocks
from banxin.conversion import Prepared, prepare, to_docx
from banxin.document import Document, Paragraph, Role, plain_text, texts
from banxin.errors import DocumentError, SourceError
from banxin.examine import examine, mended
from banxin.reading import Options
from banxin.repair import repair
from banxin.style import HouseStyle, load
from test_repair import documents, repaired


def remarks(text: str, role: Role = Role.BODY) -> list[str]:
    return [d.message for d in repair(Document(body=(Paragraph(text, role),))).diagnostics if d.code == "BX210"]


@pytest.mark.cases("repair")
def test_case(case):
    """Every paragraph as it is set, and what is told of blanks and quotes."""
    prepared = prepare(case.text.encode(), Options())
    told = [f"! {d.code} {d.line}: {d.message}" for d in prepared.diagnostics if d.code in ("BX210", "BX211")]
    case.check("\n".join([*(block.text for block in prepared.composition.blocks), *told]))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # within a word
        ("加强组 织领导，压实责 任。", "加强组织领导，压实责任。"),
        ("各单位要认 真贯彻会议精 神，切 实抓好落实。", "各单位要认真贯彻会议精神，切实抓好落实。"),
        ("按照有关规 定办理，确保完成。", "按照有关规定办理，确保完成。"),
        ("加强\u2002领\u00a0导，压实责任。", "加强\u2002领导，压实责任。"),
        # before and behind words that lean on the others
        ("根据道路交通安全法 等有关法律，作出决定。", "根据道路交通安全法等有关法律，作出决定。"),
        ("我们 的工作要抓好，不 得有误。", "我们的工作要抓好，不得有误。"),
        ("各 单位要抓好落实，确保完成。", "各单位要抓好落实，确保完成。"),
        ("由某某局 和某某局负责，抓好落实。", "由某某局和某某局负责，抓好落实。"),
        # beside marks
        ("加强领导，\u00a0 压实责任。", "加强领导，压实责任。"),
        ("春耕工作， 进展顺利 。", "春耕工作，进展顺利。"),
        ("姓名： 张三，性别： 男。", "姓名：张三，性别：男。"),
        ("规定和 （企业）章程不一致的，按规定办理。", "规定和（企业）章程不一致的，按规定办理。"),
        ("经县政府同意， 现将有关事项通知如下：", "经县政府同意，现将有关事项通知如下："),
        ("甲乡 , 乙乡", "甲乡，乙乡"),
        ("特此公告 。", "特此公告。"),
        ("各单位 (含派出机构) 要抓好落实，确保完成。", "各单位（含派出机构）要抓好落实，确保完成。"),
        ("经县政府同意， 现将事项通知如下：", "经县政府同意，现将事项通知如下："),
        ("王芳 到校（女， 回族），任教师 。", "王芳 到校（女，回族），任教师。"),
        # around quotations
        ("开展 “回头看” 工作，抓好落实。", "开展“回头看”工作，抓好落实。"),
        ("按照 《某某办法》 的规定办理，抓好落实。", "按照《某某办法》的规定办理，抓好落实。"),
        ("要学习 “三个代表”，抓好落实。", "要学习“三个代表”，抓好落实。"),
        ('开展 " 回头看 " 工作', "开展“回头看”工作"),
        ("开展“ 回头看 ”工作", "开展“回头看”工作"),
        # at random
        ("全县  各单位要认真贯彻落实 会议精神，抓好落实。", "全县各单位要认真贯彻落实会议精神，抓好落实。"),
        ("按照有关规 定办理，各乡镇、 各部门要 切实抓好 落实。", "按照有关规定办理，各乡镇、各部门要切实抓好落实。"),
    ],
)
def test_a_blank_that_means_nothing_is_taken_out_of_prose(before, after):
    assert repaired(before) == after


MEANT = [
    # labels, known or not
    "第七条之一 县政府负责管理本县的河道。",
    "第一部分 认清形势，统一思想。",
    "第十二款 违反规定的，予以处罚。",
    "根据第五条 规定的要求，予以处罚。",
    "答 因为天气原因，暂停供水三天。",
    "问 为什么停水？请说明原因。",
    "释义 本条是关于处罚的规定。",
    "说明 本办法自公布之日起施行，由县政府负责解释。",
    "温馨提示 请提前出门，注意安全。",
    # quotations and titles
    "修改为：“第五条 县政府负责管理本县的河道。”",
    "印发《关于加强研发 增强发展动能的措施》，请认真贯彻执行。",
    "会上强调“加强研发 增强动能”，抓好落实。",
    "他说：“要快， 要稳。",
    "先看总则 再看附则。”会议认为，要抓好落实。",
    # names
    "任命张 三为县政府办公室主任，免去李 四的职务。",
    "书记高 明、县长江 山出席会议，并作了讲话。",
    "王 某因病请假，由副局长主持工作。",
    "欧阳 明同志任县长，主持全面工作。",
    "有王某 李某某 赵某和各乡镇的负责人参加，抓好落实。",
    "参加会议的有张建国 李卫东，列席的有赵某。",
    "王芳 到校任教师，任期三年。",
    # organs and rows
    "由某某县人民政府 某某县人民法院共同负责，抓好落实。",
    "水利局 交通局 财政局要各司其职，抓好落实。",
    "分为大型 中型 小型 微型四类，分别管理。",
    "种植品种有水稻 小麦\u3000玉米，品质优良。",
    # room
    "定于2026年 月 日召开，请准时参加。",
    "任命县长    同志为组长，负责全面工作。",
    "兹介绍 同志前往你处联系工作，请接洽。",
    "人民币 元整，于本年内付清。",
    "共 页，第 页，请核对。",
    "由   负责，限期完成。",
    "经 、审议，作出决定。",
    "关于 的处理意见，已经送达。",
    "由（  ）负责，限期完成。",
    "甲方（盖章）：      乙方（盖章）：",
    # no prose
    "此致 敬礼！",
    "谢 谢！",
    "总 则",
    "表 扬 信",
    "张某某  李某某  王某某",
    "地点：会议室  时间：上午",
    "王  芳（女，回族）  某某中学教师",
    "要求明确，联系人：张某某  电话：见附件",
    "主题词： 农业 文 号",
    "某某县人民政府， 某某县人民法院",
    # beside other things
    "使用 Word 编辑，共 12 页。",
    "抓好落实。 。。",
    "“甲” “乙”两项，抓好落实。",
    "《甲》 《乙》两书，各一册。",
    "（公章） （签字）齐全，予以受理。",
    # U+3000, always
    "加强组\u3000织领导，压实责任。",
    "加强领导，\u3000压实责任。",
    "加强领导\u3000，压实责任。",
    "加强 \u3000组 \u3000织领导，压实责任。",
    "张\u3000三任办公室主任，主持工作。",
    "此致\u3000敬礼！",
    "县长\u3000\u3000\u3000同志主持，抓好落实。",
]


@pytest.mark.parametrize("text", MEANT)
def test_a_blank_that_may_mean_something_is_kept(text):
    assert repaired(text) == text
    assert remarks(text) == []


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("会议要求加强研发 增强动能，抓好落实。", "加强研发 增强动能"),
        ("各级要加强领导 落实责任，抓好工作。", "加强领导 落实责任"),
        ("各单位要加强 组织领导，压实责任。", "位要加强 组织领导"),
        ("大会之后 大家表示赞同，纷纷行动。", ""),
        ("今年以来全镇上下 大家表示赞同，纷纷行动。", "全镇上下 大家表示"),
    ],
)
def test_a_blank_in_doubt_is_kept_and_told(text, around):
    assert repaired(text) == text
    assert remarks(text) == ([f"拿不准是不是多余的空格，照原样留着：“{around}”"] if around else [])


@pytest.mark.parametrize(
    "text",
    ["凝心聚力 砥砺前行", "述 职 报 告", "总 则", "某某县人民政府 关于植树的通知", "加强研发 增强发展动能的措施"],
)
@pytest.mark.parametrize("role", [Role.TITLE, Role.SUBTITLE, Role.ANNEX_TITLE])
def test_the_blanks_of_a_title_are_kept(role, text):
    assert repaired(text, role) == text
    assert remarks(text, role) == []


def test_the_blanks_within_straight_quotes_go_with_them_even_in_a_title():
    assert repaired('关于开展 " 回头看 " 工作 的通知', Role.TITLE) == "关于开展“回头看”工作 的通知"
    assert repaired("关于开展 “ 回头看 ” 工作的通知", Role.TITLE) == "关于开展 “ 回头看 ” 工作的通知"


def test_a_blank_within_a_word_of_a_title_is_told():
    assert repaired("关于做好档案工 作的通知", Role.TITLE) == "关于做好档案工 作的通知"
    assert remarks("关于做好档案工 作的通知", Role.TITLE) == ["拿不准是不是多余的空格，照原样留着：“好档案工 作的通知”"]


@pytest.mark.parametrize(
    "role", [Role.BYLINE, Role.SIGNATURE, Role.SIGNER, Role.ATTENDEES, Role.ISSUER_MARK, Role.PRINTER, Role.REMARK]
)
def test_blanks_that_line_up_names_are_kept(role):
    assert repaired("组长：张  三，王某某。", role) == "组长：张  三，王某某。"


def test_blanks_in_doubt_are_told_once_a_document():
    doubtful = [Paragraph("各级要加强领导 落实责任，抓好工作。", line=line) for line in (3, 5, 5, 9)]
    (remark,) = repair(Document(body=tuple(doubtful))).diagnostics
    assert (remark.code, remark.line, remark.offset) == ("BX210", 3, -1)
    assert remark.message.endswith("“加强领导 落实责任”；另有 3 处，在第 5、9 行")


def test_where_blanks_are_not_repaired_none_is_told():
    document = Document(body=(Paragraph("各级要加强领导 落实责任，认 真工作。"),))
    assert repair(document, off=["BX206"]).diagnostics == ()


# Between Han and digits


SPACED = "自 2026 年起，全县共建成 12 个站点，同比增长 3.5% ，占比 40% 以上。"
TIGHT = "自2026年起，全县共建成12个站点，同比增长3.5% ，占比40%以上。"


def style_with(digit_spaces: str) -> HouseStyle:
    style = load()
    return msgspec.structs.replace(style, repairs=msgspec.structs.replace(style.repairs, digit_spaces=digit_spaces))


def examined(text: str, digit_spaces: str):
    data = f"关于阅读推广的汇报\n\n{text}\n".encode()
    found = examine(data, Options(style_with(digit_spaces)))
    return [(d.line, d.column, d.code) for d in found if d.code in ("BX212", "BX213")]


def test_blanks_beside_digits_are_told_once_unless_the_style_says_otherwise():
    assert examined(SPACED, "report") == [(3, 3, "BX213")]
    assert load().repairs.digit_spaces == "report"


def test_a_style_that_keeps_blanks_beside_digits_says_nothing_of_them():
    assert examined(SPACED, "keep") == []


def test_a_style_may_have_blanks_beside_digits_removed():
    assert [code for _, _, code in examined(SPACED, "remove")] == ["BX212"] * 7
    data = f"关于阅读推广的汇报\n\n　　{SPACED}\n".encode()
    assert mended(data, Options(style_with("remove"))).data.decode() == f"关于阅读推广的汇报\n\n　　{TIGHT}\n"


@pytest.mark.parametrize(
    "text",
    [
        "1 总则的各项规定，自发布之日起施行。",
        "见附件 1 和表 2 的说明，照此办理，不再另发。",
        "见第 3 页的说明，照此办理，不再另发通知。",
        "值班电话 0000-1234567，请保持畅通，不得关机。",
        "王某某 45 岁 农民",
        "参加的有甲镇  3 人，乙镇五人，均已报到入住。",
        "会议于三月五日　9时召开，请准时到会参加。",
    ],
)
def test_blanks_beside_digits_that_mean_something_are_kept(text):
    assert examined(text, "remove") == []


# As written

WRITTEN = """工 作 简 报
（第12期）

关于某事 的通知

各乡镇、 各部门：
第一部分　认清形势
形势　总体 平稳，任务仍然艰巨。
第二部分　抓好　落实
一、　总体 要求
（一）　加强领导。　各单位要抓好。
（二）  落实 责任。 各单位要抓好。
1.　甲事
甲　乙， 丙。
第七条之一　县政府负责。
附　件：　1. 某某表　甲
　　2. 某某　单

某某县　人民政府
2026年　3月 5日
（此件　公开发布）

附　件　1
某某表　甲
第一条　（定义）　本表。
"""


def verbatim(text: str) -> Prepared:
    return prepare(text.encode(), Options(verbatim=True, keep_lines=True))


def test_a_text_taken_verbatim_keeps_every_blank_within_its_lines():
    texts = [block.text for block in text_blocks(verbatim(WRITTEN).composition)]
    assert texts == [line.strip() for line in WRITTEN.splitlines() if line]


def test_the_blanks_stand_in_both_files():
    prepared = verbatim(
        "关于某事 的通知\n\n第一部分　认清形势\n形势　总体 平稳，任务仍然艰巨。\n第七条之一　县政府负责。"
    )
    document = docx.Document(io.BytesIO(to_docx(prepared)))
    wanted = ["关于某事 的通知", "第一部分　认清形势", "形势　总体 平稳，任务仍然艰巨。", "第七条之一　县政府负责。"]
    assert [p.text for p in document.paragraphs] == wanted
    lines = [line for page in prepared.layout.pages.pages for line in page.lines]
    assert [line.text for line in lines][: len(wanted)] == wanted


@pytest.mark.parametrize(
    "text", ["第一条：房屋基本情况", "第二条、租期", "第三条，租金", "第四条：总价为一万元。签字之日付清。"]
)
def test_a_label_is_not_parted_from_a_mark(text):
    prepared = prepare(f"房屋租赁合同\n\n{text}\n甲方将房屋租给乙方。".encode(), Options())
    assert text in [block.text for block in text_blocks(prepared.composition)]


def test_a_full_width_blank_behind_a_heading_that_runs_in_is_kept():
    text = "工作汇报\n\n（一）加强领导。　各单位要抓好。\n（二）落实责任。 各单位要抓好。"
    texts = [block.text for block in text_blocks(prepare(text.encode(), Options()).composition)]
    assert texts[1:] == ["（一）加强领导。　各单位要抓好。", "（二）落实责任。各单位要抓好。"]


def test_a_part_is_parted_from_its_text_where_it_was_written_so():
    text = "工作汇报\n\n第一部分 认清形势\n形势平稳，任务艰巨。\n第二部分抓好落实\n各单位要抓好落实。"
    texts = [block.text for block in text_blocks(prepare(text.encode(), Options()).composition)]
    assert (texts[1], texts[3]) == ("第一部分　认清形势", "第二部分抓好落实")


# Laws

PARTS = [
    *"张王李某县局年月日元的和等要各不由在第条，。、；：（）“”《》",
    "加强",
    "领导",
    "组织",
    "落实",
    "责任",
    "人民",
    "政府",
    "同志",
]
BLANKS = [" ", " ", "  ", "    ", "\u3000", "\u00a0", " \u3000", "\u2002"]
PROSE = st.lists(st.sampled_from([*PARTS, *BLANKS]), min_size=1, max_size=40).map(
    lambda parts: "".join(parts).strip() + "，请抓好落实。"
)
ROLES = st.sampled_from([Role.BODY, Role.TITLE, Role.COPY_TO, Role.ADDRESSEE, Role.SIGNATURE])


LABELS = ["", "", "一、", "（一）", "1.", "第一章", "第二条", "第一部分", "1.1", "附件1", "问", "①", "第七条之一"]
LINES = st.builds("{}{}{}".format, st.sampled_from(LABELS), st.sampled_from(["", *BLANKS]), PROSE)


@given(st.lists(LINES, min_size=1, max_size=8))
def test_no_blank_within_a_line_of_a_text_taken_verbatim_is_lost(lines):
    """Where one is not there, a paragraph or a line ends."""
    texts = "\n".join(block.text for block in text_blocks(verbatim("\n".join(["工作汇报", "", *lines])).composition))
    for line in lines:
        pieces = re.split(r"(\s+)", line)
        for before, blank, behind in zip(pieces[::2], pieces[1::2], pieces[2::2], strict=False):
            assert before + blank + behind in texts or (f"{before}\n" in texts and f"\n{behind}" in texts)


@given(PROSE, ROLES)
def test_no_full_width_blank_is_taken_out(text, role):
    assert repaired(text, role).count("\u3000") == text.count("\u3000")


@pytest.mark.slow
@given(documents)
def test_no_full_width_blank_of_a_document_is_taken_out(document):
    before, after = (("".join(text for _, text in texts(d))) for d in (document, repair(document).document))
    assert after.count("\u3000") == before.count("\u3000")


@given(PROSE, ROLES)
def test_blanks_are_looked_at_once(text, role):
    once = repair(Document(body=(Paragraph(text, role),)))
    twice = repair(once.document)
    assert twice.document is once.document
    assert [d.code for d in twice.diagnostics if d.code != "BX210"] == []


@given(PROSE, ROLES)
def test_nothing_but_blanks_changes(text, role):
    document = Document(body=(Paragraph(text, role),))
    assert plain_text(repair(document, off=["BX204"]).document) == plain_text(document)


@given(st.lists(PROSE, max_size=4).map("\n".join))
def test_the_text_that_is_mended_keeps_its_full_width_blanks_and_needs_no_more(text):
    data = f"关于春耕工作的汇报\n\n{text}".encode()
    try:
        once = mended(data, Options()).data
    except (SourceError, DocumentError):
        return
    assert once.decode().count("\u3000") == data.decode().count("\u3000")
    assert mended(once, Options()).data == once
