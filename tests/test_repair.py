"""The text repairs: what they change, what they must leave alone, and the laws they keep."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from banxin.document import (
    Annex,
    Block,
    Document,
    Heading,
    Paragraph,
    Role,
    Scheme,
    Section,
    Table,
    plain_text,
    texts,
)
from banxin.errors import Severity
from banxin.repair import repair
from banxin.streams import apply_edits, visible

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


def repaired(text: str, role: Role = Role.BODY) -> str:
    (paragraph,) = repair(Document(body=(Paragraph(text=text, role=role),))).document.body
    assert isinstance(paragraph, Paragraph)
    return paragraph.text


def codes(text: str) -> list[str]:
    return [d.code for d in repair(Document(body=(Paragraph(text=text),))).diagnostics]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # marks
        ("坚持问题导向,压实责任;抓好落实", "坚持问题导向，压实责任；抓好落实"),
        ("具体如下:", "具体如下："),
        ("比上年增长5%,高于预期", "比上年增长5%，高于预期"),
        ("上午8:30,会议室", "上午8:30，会议室"),
        ("准备好了吗?好了!", "准备好了吗？好了！"),
        ("真的吗?!", "真的吗？！"),
        ("要做到“三个到位”,确保完成", "要做到“三个到位”，确保完成"),
        ("办公室（综合股）,负责汇总", "办公室（综合股），负责汇总"),
        ("他强调,“要快”", "他强调，“要快”"),
        ("甲乡 , 乙乡", "甲乡，乙乡"),
        # parentheses
        ("各单位(含派出机构)要", "各单位（含派出机构）要"),
        ("处理器(CPU)是核心", "处理器（CPU）是核心"),
        ("本年度(2026)计划", "本年度（2026）计划"),
        ("GDP(亿元)增长", "GDP（亿元）增长"),
        ("见第(二)项", "见第（二）项"),
        ("(此件公开发布)", "（此件公开发布）"),
        ("详见附图（一)", "详见附图（一）"),
        ("乡镇(街道(社区))", "乡镇（街道（社区））"),
        ("由(  )负责", "由（  ）负责"),
        # quotes
        ('推进"智慧档案"建设', "推进“智慧档案”建设"),
        ("所谓'回头看'工作", "所谓‘回头看’工作"),
        ("他说:\"大家讲'要快'。\"", "他说：“大家讲‘要快’。”"),
        ('使用"Word"编辑', "使用“Word”编辑"),
        ('按"2026年计划"和"长远规划"办', "按“2026年计划”和“长远规划”办"),
        # ellipses
        ("水利、交通...等部门", "水利、交通……等部门"),
        ("水利、交通......等部门", "水利、交通……等部门"),
        ("水利、交通。。。", "水利、交通……"),
        ("水利、交通。。。。。。等", "水利、交通……等"),
        ("水利…等", "水利……等"),
        # dashes
        ("一个目标--按期完成", "一个目标——按期完成"),
        # spaces
    ],
)
def test_a_slip_between_han_characters_is_repaired(before, after):
    assert repaired(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("某政发[2026]3号", "某政发〔2026〕3号"),
        ("某政发（2026）3号", "某政发〔2026〕3号"),
        ("某政发(2026) 号", "某政发〔2026〕 号"),
        ("某政发 【2026】第003号", "某政发 〔2026〕第003号"),
        ("某政发﹝2026﹞3号", "某政发〔2026〕3号"),
        ("某政发〔2026]3号", "某政发〔2026〕3号"),
        ("［20XX］XX号", "〔20XX〕XX号"),
    ],
)
def test_the_year_of_a_document_number_stands_in_hexagonal_brackets(before, after):
    assert repaired(before, Role.DOCUMENT_NUMBER) == after


@pytest.mark.parametrize(
    "text", ["某政发〔2026〕3号", "某政发2026第3号", "第3期", "2026年第3期（总第18期）", "（第3期）"]
)
def test_a_document_number_without_wrong_brackets_is_left_alone(text):
    assert repaired(text, Role.DOCUMENT_NUMBER) == text


def test_brackets_around_a_year_in_running_text_are_left_alone():
    text = "依据某政发[2026]3号办理。"
    assert repaired(text) == text


def test_each_bracket_of_a_document_number_is_an_edit():
    document = Document(front=(Paragraph("某政发[2026]3号", Role.DOCUMENT_NUMBER),))
    edits = [(d.code, d.before, d.after, d.offset) for d in repair(document).diagnostics]
    assert edits == [("BX207", "[", "〔", 3), ("BX207", "]", "〕", 8)]


def test_spaces_that_part_the_names_of_copies_are_kept():
    text = "抄送：县委办公室\u3000县人大常委会办公室。"
    assert repaired(text, Role.COPY_TO) == text


def test_a_space_beside_a_mark_in_the_names_of_copies_is_removed():
    assert repaired("抄送：县委办公室， 县政协办公室", Role.COPY_TO) == "抄送：县委办公室，县政协办公室"


@pytest.mark.parametrize(
    "text",
    [
        # full-width already
        "坚持问题导向，压实责任；抓好落实。",
        "水利、交通……等部门——含下属单位",
        # beside a digit or a letter
        "每亩5 kg,或者2%;pH7,5",
        "按1:3配比",
        "比分为三:二",
        "共1,234人",
        "共１,２３４人",
        "2026-2028年",
        "2026--2028年",
        "3.5万亩",
        "１．２万亩",
        # addresses
        "https://example.org/path?a=1&b=2;c=(3)",
        "网址https://example.org/a--b...c?x,y请收藏",
        "请发至office.room@example.org",
        # Latin
        "He said: hello, world; is it (really) so?",
        "采用Hello, world!一文",
        "if (x == 1) { return 'a,b'; }",
        "f(x)=1",
        "采用Tom's说法",
        'He said "yes" to it',
        # placeholders
        "XX县,XX局",
        "××,××",
        "***,***和**********",
        "张XX...李XX",
        # marks that are something else
        "好:)",
        '24"显示屏和27"显示屏',
        "身高5'10\"的人",
        'color="红色"',
        "姓名............职务",
        "目录......1",
        "甲---乙",
        "甲-乙",
        "甲—乙",
        # pairs that do not pair
        "推进(智慧档案建设",
        "甲)推进智慧档案",
        # labels as written
        "(一)加强领导",
        "(1)加强领导",
        "（1)加强领导",
        "(a)加强领导",
    ],
)
def test_what_is_no_slip_is_left_alone(text):
    assert repaired(text) == text
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("甲,乙", "BX201"),
        ("甲(乙)丙", "BX202"),
        ('甲"乙"丙', "BX203"),
        ("甲...乙", "BX204"),
        ("甲--乙", "BX205"),
        ("甲乡， 乙乡。", "BX206"),
    ],
)
def test_each_kind_of_repair_has_its_code(text, code):
    assert set(codes(text)) == {code}


def test_an_edit_is_reported_with_line_offset_before_and_after():
    document = Document(
        front=(Paragraph(text="标题 一则", role=Role.TITLE, line=1),), body=(Paragraph(text="先 A 后,再", line=3),)
    )
    *_, edit = repair(document).diagnostics
    assert (edit.code, edit.severity, edit.line) == ("BX201", Severity.REPAIR, 3)
    assert (edit.before, edit.after, edit.offset) == (",", "，", 7)
    assert edit.message == "半角标点改为全角：“ A 后,再”"


def test_removed_spaces_are_reported_in_context_and_are_no_edit():
    (gap,) = repair(Document(body=(Paragraph(text="要加强领 导，不松懈。", line=2),))).diagnostics
    assert (gap.before, gap.after, gap.offset) == ("要加强领 导，不松", "要加强领导，不松", -1)


def test_a_document_without_slips_is_returned_as_it_is():
    document = Document(body=(Paragraph(text="已按要求办理。"), Table(header=("甲", "乙"), rows=(("1", "2"),))))
    result = repair(document)
    assert result.document is document
    assert result.diagnostics == ()


def test_a_label_is_kept_and_its_heading_repaired():
    heading = Heading(level=2, label="(一)", text="加强领导,压实责任", run_in=False, scheme=Scheme.OUTLINE)
    (section,) = repair(Document(body=(Section(heading=heading, body=()),))).document.body
    assert isinstance(section, Section)
    assert (section.heading.label, section.heading.text) == ("(一)", "加强领导，压实责任")


def test_cells_and_captions_of_tables_are_repaired():
    table = Table(header=("项目", "备注(一)"), rows=(("甲,乙", "8:30"),), caption="表1 情况(汇总)")
    (result,) = repair(Document(body=(table,))).document.body
    assert result == Table(header=("项目", "备注（一）"), rows=(("甲，乙", "8:30"),), caption="表1 情况（汇总）")


def test_the_lines_of_an_annex_title_stay_apart():
    (annex,) = repair(Document(annexes=(Annex(label="附件1", title="任务,分工\n明细 表", body=()),))).document.annexes
    assert annex.title == "任务，分工\n明细 表"


def test_leads_move_with_the_text():
    text = "要求...有二。一是要快, 要好。二是要踏 实。"
    leads = ((text.index("一是"), text.index("二是")), (text.index("二是"), len(text)))
    (paragraph,) = repair(Document(body=(Paragraph(text=text, leads=leads),))).document.body
    assert isinstance(paragraph, Paragraph)
    assert [paragraph.text[a:b] for a, b in paragraph.leads] == ["一是要快，要好。", "二是要踏实。"]


@pytest.mark.parametrize(
    "text",
    [
        '推进"智慧档案建设',
        '推进“智慧档案"和"建设',
        '真抓实干",还要"敢于担当。',
        '推进"智慧档案",还要"敢于担当"，也要"真抓实干。',
        '他说:"要快',
        '要快。",他说',
        '推进",智慧档案"建设。',
    ],
)
def test_straight_quotes_that_do_not_open_and_close_in_turn_are_left_alone_and_told(text):
    result = repair(Document(body=(Paragraph(text=text, line=3),)))
    (paragraph,) = result.document.body
    assert isinstance(paragraph, Paragraph)
    assert '"' in paragraph.text
    assert not {"”", "“"} & (set(paragraph.text) - set(text))
    (remark,) = [d for d in result.diagnostics if d.code == "BX211"]
    assert (remark.severity, remark.line, text[: remark.place].count('"')) == (Severity.WARNING, 3, 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"真抓实干",还要"敢于担当"。', "“真抓实干”，还要“敢于担当”。"),
        ('推进 "智慧档案" 建设', "推进 “智慧档案” 建设"),
        ('(推进"智慧档案"),"要快"。', "（推进“智慧档案”），“要快”。"),
        ('他说:"要快。"大家说:"好!"', "他说：“要快。”大家说：“好！”"),
    ],
)
def test_straight_quotes_are_curled_where_what_stands_around_them_agrees(before, after):
    assert repaired(before) == after


@pytest.mark.parametrize("text", ['24"显示屏和27"显示屏', "身高5'10\"的人", 'He said "yes.', "the students' books"])
def test_what_is_no_chinese_quotation_is_not_told(text):
    assert codes(text) == []


def test_quotes_that_are_not_to_be_repaired_are_not_told():
    assert repair(Document(body=(Paragraph('推进"智慧档案建设'),)), off=["BX203"]).diagnostics == ()


def test_sections_of_any_depth_are_repaired():
    blocks: tuple[Block, ...] = (Paragraph(text="甲,乙"),)
    for _ in range(5000):
        heading = Heading(level=1, label="一、", text="总则", run_in=False, scheme=Scheme.OUTLINE)
        blocks = (Section(heading=heading, body=blocks),)
    assert [d.code for d in repair(Document(body=blocks)).diagnostics] == ["BX201"]


# Laws

MARKS = "、。，；：？！（）“”‘’…—,;:?!()\"'.- \u3000\u00a0\t×*%=&"
PIECES = ["...", "。。。", "--", "联系人：", "XX", "http://a.b/?c=1", "5'10\"", "8:30"]
words = st.sampled_from([*"甲乙一二aB17", *MARKS, *PIECES])
strings = st.lists(words, min_size=1, max_size=24).map("".join)
lines = st.integers(0, 9)
paragraphs = st.builds(Paragraph, text=strings, role=st.sampled_from(Role), line=lines)
tables = st.builds(
    Table,
    header=st.tuples(strings, strings),
    rows=st.lists(st.tuples(strings, strings), max_size=2).map(tuple),
    caption=strings,
    line=lines,
)
headings = st.builds(
    Heading,
    level=st.integers(1, 5),
    label=st.sampled_from(["", "(一)", "一、", "1. "]),
    text=strings,
    run_in=st.booleans(),
    scheme=st.just(Scheme.OUTLINE),
)
blocks = st.recursive(
    paragraphs | tables,
    lambda inner: st.builds(Section, heading=headings, body=st.lists(inner, max_size=3).map(tuple), line=lines),
    max_leaves=6,
)
bodies = st.lists(blocks, max_size=3).map(tuple)
documents = st.builds(
    Document,
    front=st.lists(paragraphs, max_size=2).map(tuple),
    body=bodies,
    back=st.lists(paragraphs, max_size=2).map(tuple),
    annexes=st.lists(st.builds(Annex, label=st.just("附件1"), title=strings, body=bodies, line=lines), max_size=2).map(
        tuple
    ),
)


@given(documents)
def test_the_edits_lead_from_the_one_text_to_the_other(document):
    result = repair(document)
    assert apply_edits(plain_text(document), result.diagnostics) == plain_text(result.document)


@given(documents)
@example(Document(body=(Paragraph(text='甲"("...'),)))
def test_a_second_repair_finds_nothing_to_do(document):
    once = repair(document).document
    twice = repair(once)
    assert twice.document is once
    assert [d for d in twice.diagnostics if d.severity is Severity.REPAIR] == []


@given(strings)
def test_letters_and_digits_and_han_stay_as_they_were(text):
    def kept(s):
        return [c for c in s if c.isalnum()]

    assert kept(repaired(text)) == kept(text)


@given(strings)
def test_no_mark_is_lost_but_for_the_shape_of_an_ellipsis(text):
    def counted(s):
        marks = s.translate(str.maketrans(dict.fromkeys(".。…")))
        return len(visible(marks))

    assert counted(repaired(text)) == counted(text)


@given(documents)
def test_the_document_keeps_its_shape(document):
    result = repair(document)
    assert [line for line, _ in texts(result.document)] == [line for line, _ in texts(document)]


@given(strings, st.data())
def test_leads_keep_their_letters(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (paragraph,) = repair(Document(body=(Paragraph(text=text, leads=((start, end),)),))).document.body
    assert isinstance(paragraph, Paragraph)
    ((new_start, new_end),) = paragraph.leads
    assert 0 <= new_start <= new_end <= len(paragraph.text)
    assert [c for c in paragraph.text[new_start:new_end] if c.isalnum()] == [c for c in text[start:end] if c.isalnum()]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real texts are not here")
@pytest.mark.parametrize(("number", "commas"), [("000", 0), ("001", 14), ("002", 0), ("003", 0), ("004", 0)])
def test_in_the_real_texts_only_half_width_commas_are_slips(number, commas):
    (path,) = SEEDS.glob(f"{number}*.txt")
    text = path.read_text(encoding="utf-8")
    document = Document(body=tuple(Paragraph(text=line.strip()) for line in text.splitlines() if line.strip()))
    diagnostics = repair(document).diagnostics
    assert [(d.code, d.before, d.after) for d in diagnostics] == [("BX201", ",", "，")] * commas


# What a style chooses

EVERY = '各单位(含派出机构)要用心,还要"快"一些。抓 紧落实...然后--再说。'


@pytest.mark.parametrize("code", ["BX201", "BX202", "BX203", "BX204", "BX205", "BX206"])
def test_a_repair_that_is_off_is_not_made_and_the_others_are(code):
    document = Document(body=(Paragraph(text=EVERY),))
    all_codes = {d.code for d in repair(document).diagnostics}
    result = repair(document, off=[code])
    assert {d.code for d in result.diagnostics} == all_codes - {code}
    assert apply_edits(plain_text(document), result.diagnostics) == plain_text(result.document)


def test_the_brackets_of_a_number_stay_where_that_repair_is_off():
    document = Document(front=(Paragraph("某政发[2026]3号", Role.DOCUMENT_NUMBER),))
    assert repair(document, off=["BX207"]).document == document


def test_nothing_is_repaired_where_all_repairs_are_off():
    document = Document(body=(Paragraph(text=EVERY),))
    assert repair(document, off=[f"BX20{number}" for number in range(1, 8)]).document is document


def headed(text: str, level: int = 1, *, run_in: bool = False) -> Document:
    return Document(body=(Section(Heading(level, "一、", text, run_in, Scheme.OUTLINE), (Paragraph("甲。"),)),))


def test_a_heading_on_its_own_line_loses_its_final_stop_where_that_is_asked_for():
    document = headed("某项工作。")
    result = repair(document, unmarked=[1])
    assert result.document == headed("某项工作")
    assert [(d.code, d.before, d.after) for d in result.diagnostics] == [("BX209", "。", "")]
    assert apply_edits(plain_text(document), result.diagnostics) == plain_text(result.document)


@pytest.mark.parametrize(
    "document",
    [
        headed("某项工作。", run_in=True),
        headed("某项工作。", level=2),
        headed("某项工作"),
        headed("怎么办？"),
        headed("某项工作。。"),
        headed("。"),
        Document(body=(Paragraph("某项工作。"),)),
        Document(front=(Paragraph("某项工作。", Role.TITLE),)),
    ],
)
def test_no_other_mark_is_lost(document):
    assert repair(document, unmarked=[1]).document == document


def test_a_heading_keeps_its_stop_where_nothing_is_asked_for():
    assert repair(headed("某项工作。")).diagnostics == ()


def test_a_heading_is_repaired_and_loses_its_stop():
    document = headed("某项工作,某件事。")
    result = repair(document, unmarked=[1])
    assert result.document == headed("某项工作，某件事")
    assert apply_edits(plain_text(document), result.diagnostics) == plain_text(result.document)


def test_a_heading_that_has_lost_its_stop_loses_nothing_more():
    once = repair(headed("某项工作。"), unmarked=[1]).document
    assert repair(once, unmarked=[1]).document is once
