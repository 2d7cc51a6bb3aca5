from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banxin.composition import source_text, text_blocks
from banxin.conversion import prepare
from banxin.document import (
    ContentsLine,
    Document,
    Figure,
    Form,
    MarkKind,
    Paragraph,
    Role,
    Sealing,
    Section,
    Table,
    plain_text,
    walk,
)
from banxin.errors import Severity, SourceError
from banxin.parser import Parsed, parse, reading
from banxin.parser.directives import NAMES
from banxin.readers import read
from banxin.reading import Options
from banxin.streams import INVISIBLE, apply_edits, visible
from banxin.style import load


def parsed(text: str, title: str | None = None) -> Parsed:
    return parse(read(text.encode(), keep_lines=True), title=title)


def dump(result: Parsed) -> str:
    """A document as one line per piece: role or level, label, text; deeper pieces further in."""
    document = result.document
    special = document.form in (Form.LETTER, Form.ORDER, Form.MINUTES, Form.BULLETIN)
    out = [f"form: {document.form.value}"] if special else []
    out += [f"{p.role.value}: {p.text}" for p in document.front]
    out += _block_lines(document.body, "")
    out += [f"{p.role.value}: {p.text}" for p in document.back]
    for annex in document.annexes:
        out.append(f"annex: {annex.label} | {' / '.join(annex.title.splitlines())}")
        out += _block_lines((*annex.front, *annex.body, *annex.back), "  ")
    out += [f"! {d.code} {d.line}: {d.message}" for d in result.diagnostics if d.offset < 0]
    return "\n".join(out)


def _cell(cell):
    """A cell's text, with how far it reaches: `甲 [2×1]`."""
    if isinstance(cell, str):
        return cell
    reach = f" [{cell.columns}×{cell.rows}]" if (cell.columns, cell.rows) != (1, 1) else ""
    return f"{_marked(cell)}{reach}"


def _marked(leaf):
    """A leaf's text, raised parts as `^2^` and lowered ones as `~2~`."""
    text = leaf.text
    for mark in reversed(leaf.marks):
        sign = "^" if mark.kind is MarkKind.RAISED else "~"
        text = f"{text[: mark.start]}{sign}{text[mark.start : mark.end]}{sign}{text[mark.end :]}"
    return text


def every_block(document):
    """The blocks of the body and of whole annexes."""
    annexes = ((*a.front, *a.body, *a.back) for a in document.annexes)
    return [block for body in (document.body, *annexes) for block in walk(body)]


def _block_lines(blocks, indent):
    out = []
    for block in blocks:
        match block:
            case Section(heading=h):
                run_in = " →" if h.run_in else ""
                scheme = "" if h.scheme.value == "outline" else f" {h.scheme.value}"
                out.append(f"{indent}{h.level}{scheme}{run_in} [{h.label}] {h.text}".rstrip())
                out += _block_lines(block.body, indent + "  ")
            case Paragraph():
                text = block.text
                for start, end in reversed(block.leads):
                    text = f"{text[:start]}<{text[start:end]}>{text[end:]}"
                out.append(f"{indent}{block.role.value}: {text}")
            case ContentsLine():
                page = f" … {block.page}" if block.page else ""
                out.append(f"{indent}contents {block.level or 'title'}: {block.name}{page}")
            case Table():
                out.append(f"{indent}table: {block.caption}".rstrip())
                out += [f"{indent}  {' | '.join(map(_cell, row))}" for row in (block.header, *block.rows)]
                out += [f"{indent}  {note.role.value}: {note.text}" for note in block.notes]
            case Figure():
                out.append(f"{indent}figure: {block.image} {block.caption}".rstrip())
                out += [f"{indent}  {note.role.value}: {note.text}" for note in block.notes]
    return out


@pytest.mark.cases("parser")
def test_case(case):
    case.check(dump(parsed(case.text)))


# --- the five real texts ---------------------------------------------------------------------------------------------

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real texts are not at hand")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("000", (3, 5, 8, 10, 0, 3)),
        ("001", (3, 3, 10, 0, 1, 5)),
        ("002", (3, 5, 9, 0, 10, 3)),
        ("003", (3, 0, 5, 0, 11, 3)),
        ("004", (3, 5, 4, 0, 9, 2)),
    ],
)
def test_the_real_texts_are_read_exactly(name, expected):
    result = parse(read(next(SEEDS.glob(f"{name}*")).read_bytes()))
    document = result.document
    assert (document.front, document.back, document.annexes, result.diagnostics) == ((), (), (), ())
    blocks = list(walk(document.body))
    headings = [b.heading for b in blocks if isinstance(b, Section)]
    rests = {id(b.body[0]) for b in blocks if isinstance(b, Section) and b.heading.run_in}
    paragraphs = [b for b in blocks if isinstance(b, Paragraph) and id(b) not in rests]
    first = [p for p in paragraphs if re.match("[一二三四五六七八九十]+是", p.text)]
    counts = [
        sum((h.level, h.run_in) == key for h in headings) for key in [(1, False), (2, False), (2, True), (3, True)]
    ]
    assert (*counts, len(first), len(paragraphs) - len(first)) == expected


UNCLOSED = "在最后一项设置之下另起一行写“---”；如果不是设置，删去开头的“---”"

# --- titles and settings from outside --------------------------------------------------------------------------------


def test_a_title_may_be_given():
    result = parsed("请大家做好准备。", title="放假通知")
    assert result.document.front == (Paragraph("放假通知", Role.TITLE),)
    assert result.document.front[0].line == 0


def test_a_given_title_that_the_text_has_is_not_doubled():
    result = parsed("关于放假\n的通知\n请大家做好准备。", title="关于放假的通知")
    assert [p.text for p in result.document.front] == ["关于放假", "的通知"]
    assert result.diagnostics == ()


def test_a_given_title_takes_the_place_of_the_texts_as_a_setting_does():
    result = parsed("开会通知\n请大家做好准备。", title="放假通知")
    assert [p.text for p in result.document.front] == ["放假通知"]
    assert [(d.code, d.before, d.after) for d in result.diagnostics if d.offset >= 0] == [
        ("BX006", "", "放假通知"),
        ("BX008", "开会通知", ""),
    ]
    assert [d.code for d in result.diagnostics if d.offset < 0] == ["BX105"]
    assert_law("开会通知\n请大家做好准备。", "放假通知")


def test_a_given_title_stands_below_the_head():
    result = parsed(
        "某某县人民政府文件\n某政发〔2026〕3号\n关于开会\n的通知\n各乡镇：\n请参加。", title="关于放假的通知"
    )
    assert [p.text for p in result.document.front][1:] == ["某政发〔2026〕3号", "关于放假的通知", "各乡镇："]
    assert [d.before for d in result.diagnostics if d.code == "BX008"] == ["关于开会", "的通知"]


def test_a_given_title_goes_before_that_of_the_front_matter_with_a_warning():
    result = parsed("---\n标题: 关于开会的通知\n---\n请参加。", title="关于放假的通知")
    assert [p.text for p in result.document.front] == ["关于放假的通知"]
    assert [(d.code, d.message) for d in result.diagnostics if d.offset < 0] == [
        ("BX105", "给出的标题与文首的设置不同：“关于放假的通知”与“关于开会的通知”，排印前者")
    ]


def test_an_empty_given_title_is_none():
    assert parsed("请大家做好准备。", title=" \n ").document.front == ()


def test_front_matter_sets_the_frame_in_chinese_or_english():
    settings = "标题: 放假通知\naddressee: 各单位：\n署名: [甲局, 乙局]\ndate: 2026年1月5日\n附注: （公开）"
    assert dump(parsed(f"---\n{settings}\n---\n请大家做好准备。")).splitlines() == [
        "title: 放假通知",
        "addressee: 各单位：",
        "body: 请大家做好准备。",
        "signature: 甲局",
        "signature: 乙局",
        "date: 2026年1月5日",
        "remark: （公开）",
    ]


def test_front_matter_values_stay_as_written():
    document = parsed("---\ntitle: 007\nsubtitle: yes\n附注: 2026-01-05\n---\n正文在此。").document
    assert [p.text for p in (*document.front, *document.back)] == ["007", "yes", "2026-01-05"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\n标颢: 甲\n---\n正文。", [("BX010", 2, "是否要写“标题”")]),
        ("---\ntitel: 甲\n---\n正文。", [("BX010", 2, "是否要写“title”")]),
        ("---\n标题: 甲\n标题: 乙\n---\n正文。", [("BX011", 3, "同一项只写一次")]),
        ("---\n标题: 甲\ntitle: 乙\n---\n正文。", [("BX011", 3, "同一项只写一次")]),
        ("---\ndate: [甲, 乙]\n---\n正文。", [("BX012", 2, "写在冒号之后")]),
        ("---\ntitle: {甲: 乙}\n---\n正文。", [("BX012", 2, "一行一项，以“- ”起头")]),
        ('---\ntitle: "\\0"\n---\n正文。', [("BX012", 2, "请删去转义写法")]),
        ('---\ntitle: "甲\n---\n正文。', [("BX013", 2, "每行写成“名称: 内容”，引号和方括号要成对")]),
        ('---\ntitle: "\\UFFFFFFFF"\n---\n正文。', [("BX013", 2, "每行写成“名称: 内容”，引号和方括号要成对")]),
        ("---\ntitle: &a 甲\nbyline: *a\n---\n正文。", [("BX014", 2, "直接写出内容")]),
        ("---\ntitle: !!str 甲\n---\n正文。", [("BX014", 2, "直接写出内容")]),
        ("---\ntitle: [[[[甲]]]]\n---\n正文。", [("BX014", 2, "直接写出内容")]),
        ("---\n标题: 甲\n正文。", [("BX019", 1, UNCLOSED)]),
        ("---\n# 说明\n\n标题：甲\n正文。", [("BX019", 1, UNCLOSED)]),
    ],
)
def test_what_front_matter_gets_wrong_is_an_error_with_its_line(text, expected):
    result = parsed(text)
    found = [(d.code, d.line, d.hint) for d in result.diagnostics if d.severity is Severity.ERROR]
    assert found == expected
    assert_law(text)


@pytest.mark.parametrize(
    "text",
    [
        "---\n正文在此。",
        "---\n正文在此：甲。",
        "---\n某某: 甲",
        "---\n第一段在此。\n---\n第二段在此。",
        "----\n甲: 乙\n----",
    ],
)
def test_a_rule_on_top_is_no_front_matter(text):
    result = parsed(text)
    assert result.diagnostics == ()
    assert plain_text(result.document) == visible(text)


def test_a_setting_that_the_text_repeats_is_not_doubled():
    result = parsed("---\ntitle: 放假通知\n---\n放假通知\n请大家做好准备。")
    assert [(p.text, p.line) for p in result.document.front] == [("放假通知", 4)]


def set_by(settings: str, text: str = "请大家做好准备。") -> Parsed:
    """`text` under front matter; the law holds."""
    assert_law(f"---\n{settings}\n---\n{text}")
    return parsed(f"---\n{settings}\n---\n{text}")


def test_front_matter_sets_every_element_of_a_document():
    settings = (
        "份号: 000001\n密级: 机密★1年\n紧急程度: 特急\n发文机关标识: [某某县财政局, 某某县教育局文件]\n"
        "文号: 某财发〔2026〕8号\n签发人: [王某某, 李某某]\n标题: 关于经费的请示\n主送机关: 县人民政府：\n"
        "附件: [经费测算表, 项目清单]\n署名: [某某县财政局, 某某县教育局]\n成文日期: 2026年3月5日\n"
        "附注: （联系人：某某）\n抄送: 县委办公室。\n印发日期: 2026年3月6日\n印发机关: 某某县财政局办公室"
    )
    assert dump(set_by(settings, "妥否，请批示。")).splitlines() == [
        "copy_number: 000001",
        "secrecy: 机密★1年",
        "urgency: 特急",
        "issuer_mark: 某某县财政局",
        "issuer_mark: 某某县教育局文件",
        "document_number: 某财发〔2026〕8号",
        "signer: 签发人：王某某",
        "signer: 李某某",
        "title: 关于经费的请示",
        "addressee: 县人民政府：",
        "body: 妥否，请批示。",
        "attachment_note: 附件：1.经费测算表",
        "attachment_note: 2.项目清单",
        "signature: 某某县财政局",
        "signature: 某某县教育局",
        "date: 2026年3月5日",
        "remark: （联系人：某某）",
        "copy_to: 抄送：县委办公室。",
        "printer: 某某县财政局办公室\u30002026年3月6日印发",
    ]


def test_front_matter_sets_who_attends_minutes():
    settings = "格式: 纪要\n发文机关标志: 专题会议纪要\n出席: 王某某、李某某\n列席: 列席：赵某某"
    assert dump(set_by(settings)).splitlines() == [
        "form: minutes",
        "issuer_mark: 专题会议纪要",
        "body: 请大家做好准备。",
        "attendees: 出席：王某某、李某某",
        "attendees: 列席：赵某某",
    ]


def test_front_matter_sets_an_order():
    settings = "发文机关标志: 某某省人民政府令\n令号: 第12号"
    assert dump(set_by(settings)).splitlines() == [
        "form: order",
        "issuer_mark: 某某省人民政府令",
        "order_number: 第12号",
        "body: 请大家做好准备。",
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("甲表", ["附件：甲表"]),
        ("[甲表, 乙表]", ["附件：1.甲表", "2.乙表"]),
        ("[1.甲表, 2.乙表]", ["附件：1.甲表", "2.乙表"]),
        ("[附件：1.甲表, 2.乙表]", ["附件：1.甲表", "2.乙表"]),
        ("[附件1：甲表, 附件2：乙表]", ["附件1：甲表", "附件2：乙表"]),
    ],
)
def test_attachments_are_numbered_where_the_writer_did_not(value, expected):
    assert [p.text for p in set_by(f"附件说明: {value}").document.back] == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("印发机关: 某某县人民政府办公室\n印发日期: 2026年3月6日", "某某县人民政府办公室\u30002026年3月6日印发"),
        ("印发机关: 某某县人民政府办公室\n印发日期: 2026年3月6日印发", "某某县人民政府办公室\u30002026年3月6日印发"),
        ("印发机关: 某某县人民政府办公室", "某某县人民政府办公室"),
        ("印发日期: 2026年3月6日", "2026年3月6日印发"),
        ("印发: 某某办公室 2026年3月6日印发", "某某办公室 2026年3月6日印发"),
    ],
)
def test_who_prints_and_when_are_one_paragraph(settings, expected):
    assert [p.text for p in set_by(settings).document.back] == [expected]


def test_a_list_of_copies_on_several_lines_is_one_paragraph():
    settings = "抄送: |\n  县委办公室，\n  县人大常委会办公室。"
    assert [p.text for p in set_by(settings).document.back] == ["抄送：县委办公室，县人大常委会办公室。"]


@pytest.mark.parametrize(
    ("settings", "sealing", "seals"),
    [
        ("印章: 留空", Sealing.SEAL, ()),
        ("印章: 有", Sealing.SEAL, ()),
        ("印章: 公章.png", Sealing.SEAL, ("公章.png",)),
        ("印章: [图片/甲.png, 图片/乙.png]", Sealing.SEAL, ("图片/甲.png", "图片/乙.png")),
        ("印章: 无", Sealing.NONE, ()),
        ("签名章: 留空", Sealing.STAMP, ()),
        ("签名章: 签名.png", Sealing.STAMP, ("签名.png",)),
        ("标题: 甲", None, ()),
    ],
)
def test_front_matter_says_how_a_document_is_sealed(settings, sealing, seals):
    document = set_by(settings).document
    assert (document.sealing, document.seals) == (sealing, seals)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("印章: ../甲.png", ("BX015", 2)),
        ("印章: /tmp/甲.png", ("BX015", 2)),
        ("印章: C:\\图片\\甲.png", ("BX015", 2)),
        ("印章: \\\\主机\\甲.png", ("BX015", 2)),
        ("标题: 甲\n签名章: 图片/../../甲.png", ("BX015", 3)),
        ("印章: 大概有", ("BX016", 2)),
        ("格式: 便条", ("BX016", 2)),
        ("印章: 有\n签名章: 有", ("BX011", 3)),
    ],
)
def test_a_seal_or_form_that_cannot_be_is_an_error_with_its_line(settings, expected):
    errors = [d for d in set_by(settings).diagnostics if d.severity is Severity.ERROR]
    assert [(d.code, d.line) for d in errors] == [expected]


def test_the_form_in_the_front_matter_wins():
    text = "某某县教育局\n某教函〔2026〕5号\n关于校车的函\n县公安局：\n请予支持。"
    assert parsed(text).document.form is Form.LETTER
    assert set_by("格式: 公文", text).document.form is Form.DOCUMENT


@pytest.mark.parametrize(
    ("settings", "text", "kept", "dropped"),
    [
        ("标题: 放假通知", "关于开会\n的通知\n请大家做好准备。", "放假通知", ["关于开会", "的通知"]),
        ("署名: 甲局", "请准备。\n乙局　　丙局\n2026年1月5日", "甲局", ["乙局　　丙局"]),
        ("成文日期: 2026年1月6日", "请准备。\n乙局 2026年1月5日", "2026年1月6日", ["2026年1月5日"]),
        ("抄送: 甲局。", "请准备。\n乙局\n2026年1月5日\n抄送：丙局，\n丁局。", "抄送：甲局。", ["抄送：丙局，丁局。"]),
        ("签发人: 张某", "某发〔2026〕3号 签发人：王某某\n请示\n甲局：\n妥否？", "签发人：张某", ["签发人：王某某"]),
    ],
)
def test_front_matter_takes_the_place_of_what_the_text_says(settings, text, kept, dropped):
    result = set_by(settings, text)
    texts = [p.text for p in (*result.document.front, *result.document.back)]
    assert kept in texts
    assert not set(dropped) & set(texts)
    assert [d.before for d in result.diagnostics if d.code == "BX008"] == ["".join(t.split()) for t in dropped]
    warning = next(d for d in result.diagnostics if d.code == "BX105")
    assert kept in warning.message
    assert dropped[0] in warning.message


@pytest.mark.parametrize("settings", ["", "# 标题: 甲", "\n\n"])
def test_front_matter_may_set_nothing(settings):
    result = set_by(settings, "关于放假的通知\n请大家做好准备。")
    assert [p.text for p in result.document.front] == ["关于放假的通知"]
    assert {d.code for d in result.diagnostics} == {"BX005"}


def test_a_remark_of_the_front_matter_takes_the_place_of_the_texts():
    result = set_by("附注: （此件公开发布）", "妥否？\n甲局\n2026年1月5日\n（联系人：某某）")
    assert [p.text for p in result.document.back if p.role is Role.REMARK] == ["（此件公开发布）"]
    assert [d.code for d in result.diagnostics if d.code != "BX005"] == ["BX008", "BX105"]


def test_a_remark_of_the_front_matter_that_the_text_has_changes_nothing():
    text = "妥否？\n甲局\n2026年1月5日\n（此件公开发布）\n（联系人：某某）"
    result = set_by("附注: 此件公开发布", text)
    assert [p.text for p in result.document.back if p.role is Role.REMARK] == ["（此件公开发布）", "（联系人：某某）"]
    assert {d.code for d in result.diagnostics} == {"BX005"}


def test_every_element_of_a_line_gives_way_to_the_front_matter():
    text = "某某县人民政府文件\n某政发〔2026〕3号　签发人：王某某\n关于开会的请示\n各乡镇：\n请参加。"
    result = set_by("发文字号: 某政发〔2026〕4号\n签发人: [李某某, 赵某某]", text)
    found = [p.text for p in result.document.front if p.role in (Role.DOCUMENT_NUMBER, Role.SIGNER)]
    assert found == ["某政发〔2026〕4号", "签发人：李某某", "赵某某"]


FILE = "某某县人民政府文件\n某政发〔2026〕3号\n关于开会的通知\n各乡镇：\n请参加。"
ORDER = "某某县人民政府令\n第3号\n现予公布。\n县长　王某某\n2026年1月5日"
MINUTES = "某某县人民政府专题会议纪要\n第3期\n会议研究了工作。"


@pytest.mark.parametrize(
    ("settings", "text", "lines"),
    [
        ("格式: 命令", FILE, [2]),
        ("格式: 讲话", FILE, [2]),
        ("格式: 纪要", FILE, [2]),
        ("格式: 信函", FILE, [2]),
        ("格式: 公文", ORDER, [2]),
        ("令号: 第1号", FILE, [2]),
        ("出席: 王某某", FILE, [2]),
        ("格式: 公文", FILE, []),
        ("格式: 命令", ORDER, []),
        ("格式: 纪要", MINUTES, []),
        ("出席: 王某某", MINUTES, []),
        ("格式: 纪要", "关于开会的通知\n各乡镇：\n请参加。", []),
        ("格式: 信函", FILE.replace("文件", ""), []),
    ],
)
def test_a_form_that_contradicts_the_head_is_warned_about(settings, text, lines):
    assert [d.line for d in set_by(settings, text).diagnostics if d.code == "BX109"] == lines


def test_who_is_present_and_who_is_absent_do_not_contradict():
    text = "专题会议纪要\n第3期\n会议研究了工作。\n列席：赵某某"
    result = set_by("出席: 王某某", text)
    assert [p.text for p in result.document.back] == ["出席：王某某", "列席：赵某某"]


def test_a_rule_in_the_head_is_dropped_as_an_edit():
    text = "某某县人民政府文件\n某政发〔2026〕3号\n———— ★ ————\n关于开会的通知\n各乡镇：\n请参加。"
    edits = [(d.code, d.line, d.before, d.after) for d in parsed(text).diagnostics]
    assert edits == [("BX007", 3, "————★————", "")]


def test_every_line_of_the_head_and_the_colophon_has_a_reason():
    text = (
        "000001　机密\n某某县财政局　某某县教育局文件\n某财发〔2026〕3号　签发人：王某某\n"
        "　　　　　　　　李某某\n————\n关于经费的请示\n市财政局，\n市教育局：\n妥否，请批示。\n"
        "某某县财政局　　某某县教育局\n2026年3月5日\n————\n"
        "抄送：甲局，\n乙局。\n某某县财政局办公室\n2026年3月6日印发"
    )
    assert {line for line, _, _ in parsed(text).reasons} == set(range(1, len(text.splitlines()) + 1))


# --- directives ------------------------------------------------------------------------------------------------------


def test_a_directive_is_dropped_as_an_exact_edit():
    result = parsed("通知\n　　：： 正文 ：：　甲 乙。")
    edits = [(d.code, d.line, d.before, d.after, d.offset) for d in result.diagnostics]
    assert edits == [("BX009", 2, "：：正文：：", "", 2)]
    assert plain_text(result.document) == "通知甲乙。"


def test_a_line_with_a_directive_has_it_for_its_reason():
    assert parsed("::标题::甲。\n乙。").reasons[0] == (1, "标题", "行首的标注“::标题::”")


def test_every_role_and_every_level_has_a_directive():
    found = [parsed(f"甲。\n::{name}::乙").document for name in NAMES]
    roles = {p.role for d in found for p in (*d.front, *d.back, *(b for b in walk(d.body) if isinstance(b, Paragraph)))}
    levels = {block.heading.level for d in found for block in walk(d.body) if isinstance(block, Section)}
    annexes = {bool(annex.label) for d in found for annex in d.annexes}
    assert roles == set(Role) - {Role.ANNEX_LABEL, Role.ANNEX_TITLE}
    assert levels == {1, 2, 3, 4, 5}
    assert annexes == {True, False}


def test_a_line_with_a_directive_keeps_the_bar_at_its_end():
    text = "::正文::甲 |\n第二行 |\n第三行 |"
    assert [p.text for p in walk(parsed(text).document.body)] == ["甲 |", "第二行", "第三行"]
    assert_law(text)


def test_a_style_may_ask_for_brackets():
    result = parse(read("【标题】甲。\n::正文::乙\n【案例一】丙。".encode()), directives="brackets")
    assert dump(result) == "title: 甲。\ntitle: ::正文::乙\nbody: 【案例一】丙。"


def test_a_slip_in_brackets_is_told():
    result = parse(read("【附件说名】甲。".encode()), directives="brackets")
    assert [(d.code, d.hint[:13]) for d in result.diagnostics] == [("BX017", "是否要写“【附件说明】”？")]


def test_an_unknown_name_is_told_with_the_nearest_one():
    hint = parsed("::二极标题::任务").diagnostics[0].hint
    assert hint.startswith("是否要写“::二级标题::”？")


def test_of_very_many_unknown_names_all_are_told_and_a_near_one_is_sought_for_the_first_hundred():
    lines = [f"::{chr(0x4E00 + number)}级标题::任务" for number in range(200)]
    told = [d for d in parsed("\n".join(lines)).diagnostics if d.code == "BX017"]
    assert [d.hint.startswith("是否要写") for d in told].count(True) <= 100 < len(told)


@pytest.mark.parametrize("line", ["::标题::甲。", "::无此名::甲。", "【标题】甲。"])
def test_where_a_style_has_none_a_directive_is_text(line):
    result = parse(read(line.encode()), directives="none")
    assert dump(result) == f"body: {line}"
    assert result.diagnostics == ()


def test_front_matter_takes_the_place_of_what_a_directive_names():
    result = set_by("署名: 甲局", "请准备。\n::署名::乙、丙\n2026年1月5日")
    assert [p.text for p in result.document.back] == ["甲局", "2026年1月5日"]
    assert [d.before for d in result.diagnostics if d.code == "BX008"] == ["乙、丙"]


def test_a_directive_begins_a_paragraph_of_a_wrapped_text():
    said = "今年以来各镇把防汛工作放在首位，压实责任并抓好各项措施的落实，做到守土有责、守土尽责，检查了全部水库和"
    rows = [f"　　{said}堤坝。"[at : at + 22] for at in range(0, 66, 22)]
    text = "\n".join([*rows * 4, *rows[:2], "::正文::堤坝，随后整改。"])
    source = read(text.encode())
    assert "BX002" in {d.code for d in source.diagnostics}
    assert [p.text for p in walk(parse(source).document.body)][-1] == "堤坝，随后整改。"


@pytest.mark.parametrize("verbatim", [False, True])
def test_a_directive_counts_and_is_not_printed_in_a_conversion(verbatim):
    options = Options(verbatim=verbatim, keep_lines=True)
    prepared = prepare("::标题::甲,乙。\n::正文::某某局".encode(), options)
    mark = "," if verbatim else "，"
    assert source_text(prepared.composition) == f"甲{mark}乙。某某局"
    assert [block.style.name for block in text_blocks(prepared.composition)] == ["标题", "正文"]


def test_a_style_without_directives_prints_them():
    style = msgspec.structs.replace(load(), directives="none")
    prepared = prepare("::标题::甲。".encode(), Options(style=style, verbatim=True))
    assert source_text(prepared.composition) == "::标题::甲。"


def _said(result: Parsed) -> dict[int, str]:
    """The name in the directive of each line."""
    return {d.line: d.before.strip("：:") for d in result.diagnostics if d.code == "BX009"}


_EVERY_NAME = {
    "题下署名": Role.BYLINE,
    "主送机关": Role.ADDRESSEE,
    "正文": Role.BODY,
    "二级标题": 2,
    "五级标题": 5,
    "署名": Role.SIGNATURE,
    "成文日期": Role.DATE,
    "抄送": Role.COPY_TO,
    "发文字号": Role.DOCUMENT_NUMBER,
}


@settings(max_examples=200)
@given(st.data())
def test_a_line_is_what_its_directive_says_wherever_it_stands(data):
    directed = st.builds("::{}::{}甲".format, st.sampled_from(list(_EVERY_NAME)), _FIXED)
    text = "\n".join(data.draw(st.lists(st.one_of(directed, _LINES), min_size=1, max_size=15)))
    try:
        result = parse(read(text.encode(), keep_lines=True))
    except SourceError:
        return
    document = result.document
    blocks = every_block(document)
    found = {(p.line, p.role) for p in (*document.front, *document.back)}
    found |= {(b.line, b.role) for b in blocks if isinstance(b, Paragraph)}
    found |= {(b.line, b.heading.level) for b in blocks if isinstance(b, Section)}
    wanted = {(line, _EVERY_NAME[name]) for line, name in _said(result).items() if name in _EVERY_NAME}
    assert wanted <= found


# --- what a caller may rely on ---------------------------------------------------------------------------------------


def test_the_document_goes_through_json_and_back():
    document = parsed("通知\n各位：\n一、甲\n乙。\n二、丙。丁。\n a\tb\n c\td\n附件1\n戊\n己。").document
    decoded = msgspec.json.decode(msgspec.json.encode(document), type=Document)
    assert decoded == document


def test_every_line_has_a_reason():
    body = "各位：\n\n一、甲\n乙。\n二、丙。丁。\na\tb\nc\td\n某某局\n2026年3月5日\n附件1\n戊己\n庚。"
    text = f"---\ntitle: 甲乙\n---\n{body}"
    lines = {number for number, line in enumerate(text.splitlines(), 1) if line}
    assert {line for line, _, _ in parsed(text).reasons} == lines


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("大会讲话\n（2026年1月5日）\n同志们：\n现在开会。", Form.SPEECH),
        ("大会讲话\n（2026年1月5日）\n同志们：\n现在开会。\n某某局\n2026年1月6日", Form.DOCUMENT),
        ("通知\n各单位：\n现在开会。", Form.DOCUMENT),
    ],
)
def test_a_byline_without_a_signature_makes_a_speech(text, form):
    assert parsed(text).document.form is form


def test_the_level_of_a_jump_is_reported_once_under_a_heading():
    text = "一、甲\n（1）乙。丙。\n（2）丁。戊。\n二、己\n庚。"
    assert [d.code for d in parsed(text).diagnostics] == ["BX103"]


def test_deep_front_matter_and_long_runs_of_brackets_end():
    assert parsed("---\ntitle: " + "[" * 5000 + "\n---\n正文。")
    assert parsed("（" * 5000 + "\n" + "“" * 5000 + "。")


# --- the law ---------------------------------------------------------------------------------------------------------

_WORDS = st.text("甲乙丙丁某县年月日第条章附件表，、：；。？！“”（）《》…—|", min_size=0, max_size=12)
_LABELS = st.sampled_from(
    [
        "一、",
        "二、",
        "三、",
        "（一）",
        "（二）",
        "(一)",
        "1.",
        "2.",
        "3.",
        "1、",
        "1．",
        "（1）",
        "（2）",
        "①",
        "②",
        "1.1",
        "1.2",
        "2.1",
        "1）",
        "一是",
        "二是",
        "第一，",
        "第二，",
        "首先，",
        "第一章",
        "第二章",
        "第一节",
        "第一条",
        "第二条",
        "1 ",
        "2 ",
        "第一条\u3000",
        "第二条 ",
        "第一章\u3000",
    ]
)
_FIXED = st.sampled_from(
    [
        "",
        "",
        "---",
        "附件",
        "附件1",
        "附件：",
        "附件：1.甲表",
        "附件2：乙表",
        "附 件 1",
        "2.丙表",
        "各单位：",
        "同志们：",
        "某某局",
        "某某县人民政府",
        "2026年3月5日",
        "某某局 2026年3月5日",
        "（此件公开发布）",
        "抄送：某某局。",
        "——在会上的讲话",
        "张\u3000三",
        "（2026年1月15日）",
        "某政发〔2026〕3号",
        "000001　机密★1年 特急",
        "某某县人民政府文件",
        "某某县财政局　某某县教育局　文件",
        "某某县教育局",
        "文件",
        "某某省人民政府令第3号",
        "某某省人民政府令",
        "专题会议纪要",
        "第3期",
        "某政发[2026]3号　签发人：王某某　李某某",
        "王某某　李某某",
        "————————",
        "--★----",
        "某某县财政局　　某某县教育局",
        "出席：王某某、李某某",
        "列席：赵某某",
        "各乡镇，",
        "抄送：某某局，",
        "某某县人民政府办公室　　2026年1月15日印发",
        "2026年1月15日印发",
        "共印50份",
        "某某县教育局\t2026年1月15日",
        "抄送: 丙局",
        "出席: 丁某",
        "印发日期: 2026年1月15日",
        "特此通知",
        "关于甲的通知",
        "a\tb",
        "\tb\tc",
        "\td",
        "| a | b |",
        "|---|---|",
        "a | b",
        "||",
        "|",
        "表1 甲",
        "title: 甲",
        "标题: 乙",
        "署名: [丙, 丁]",
        "x: y",
        "https://a.example/b?c=d",
        "\u3000\u3000",
        "**********",
    ]
)
_DIRECTED = st.builds("{}::{}::{}{}".format, st.sampled_from(["", "　　"]), st.sampled_from(NAMES), _FIXED, _WORDS)
_LINES = st.one_of(
    _FIXED,
    _DIRECTED,
    _WORDS,
    st.builds("{}{}".format, _LABELS, _WORDS),
    st.builds("{}{}。{}".format, _LABELS, _WORDS, _WORDS),
    st.builds("{}\u200b{}\ufeff".format, _WORDS, _WORDS),
    st.text(max_size=20).map(lambda text: "".join(c for c in text if c not in "\r\n\0" and c.isprintable())),
)
_TEXTS = st.one_of(
    st.lists(_LINES, max_size=30).map("\n".join),
    st.lists(_LINES, max_size=20).map(
        lambda lines: "\n".join(["---", "标题: 甲", "署名: 某某局", "抄送: 乙局", "签发人: 丁某", "---", *lines])
    ),
)


def assert_law(text: str, title: str | None = None, *, keep_lines: bool = True) -> None:
    try:
        source = read(text.encode(), keep_lines=keep_lines)
    except SourceError:
        return
    result = parse(source, title=title)
    assert apply_edits(source.stream, result.diagnostics) == plain_text(result.document)
    pieces = [*result.document.front, *result.document.back]
    blocks = every_block(result.document)
    for paragraph in (*pieces, *(b for b in blocks if isinstance(b, Paragraph))):
        assert paragraph.text == paragraph.text.strip(INVISIBLE)
        assert visible(paragraph.text)
        ends = [0, *(place for span in paragraph.leads for place in span), len(paragraph.text)]
        assert ends == sorted(ends)
    for block in blocks:
        if isinstance(block, Table):
            assert {len(block.header), *map(len, block.rows)} == {len(block.header)}
        if isinstance(block, Section):
            assert 1 <= block.heading.level <= 5


_CLAUSES = st.sampled_from(
    [
        "图书角搬到走廊和楼梯，",
        "学生轮流承担上架工作",
        "登记（编号）|备注",
        "管理员制度。",
        "约5万种，",
        "|甲",
        "一、总则",
    ]
)
_BETWEEN = st.lists(
    st.sampled_from(["", "", "", "—{}—", "第{}页", "甲|乙", "|甲|乙|", "::正文::丙", "----"]), max_size=8
)


@st.composite
def _wrapped(draw: st.DrawFn) -> str:
    """A text cut at one width, page numbers and rows of tables between its lines."""
    text = "".join(draw(st.lists(_CLAUSES, min_size=12, max_size=40))) + "。"
    rows = [text[at : at + 20] for at in range(0, len(text), 20)]
    for page, line in enumerate(draw(_BETWEEN), 1):
        rows.insert(draw(st.integers(0, len(rows))), line.format(page))
    return "\n".join(row for row in rows if row)


@settings(max_examples=300)
@given(_wrapped())
def test_no_character_of_a_wrapped_text_is_lost_or_invented(text):
    assert_law(text, keep_lines=False)


def test_a_table_may_begin_with_a_paragraph_that_goes_over_a_page_number():
    rows = [
        "子图书约.5万种。图书来源以集中采",
        "。",
        "镇中心小学把图书角搬到走廊和楼梯",
        "—1—",
        "员制度，62名学生轮流承担上架、登",
    ]
    assert_law("\n".join([*rows, "记）|备注", "甲|乙"]), keep_lines=False)


@settings(max_examples=300)
@given(_TEXTS, st.one_of(st.none(), _WORDS), st.booleans())
def test_no_character_is_lost_or_invented(text, title, keep_lines):
    assert_law(text, title, keep_lines=keep_lines)


@pytest.mark.slow
@pytest.mark.parametrize("stretch", [1, 2, 3, 7])
def test_a_long_text_is_read_in_stretches_as_it_is_as_a_whole(monkeypatch, stretch):
    texts = [
        case.read_text(encoding="utf-8") for case in sorted((Path(__file__).parent / "cases/parser").glob("*.txt"))[::5]
    ]
    whole = [parse(read(text.encode())) for text in texts]
    monkeypatch.setattr(reading, "_STRETCH", stretch)
    for text, once in zip(texts, whole, strict=True):
        again = parse(read(text.encode()))
        assert (again.document, again.reasons, again.doubts) == (once.document, once.reasons, once.doubts)


def test_an_annex_keeps_what_stands_above_and_below_its_body_apart():
    main = "通知\n各局：\n请办理。\n附件：报告\n某某县安委办\n2026年3月5日\n"
    text = "附件\n报告\n县政府：\n已经办理。\n某某县水务局\n2026年3月1日"
    (annex,) = parse(read((main + text).encode())).document.annexes
    assert [[(p.role, p.text) for p in part] for part in (annex.front, annex.body, annex.back)] == [
        [(Role.ADDRESSEE, "县政府：")],
        [(Role.BODY, "已经办理。")],
        [(Role.SIGNATURE, "某某县水务局"), (Role.DATE, "2026年3月1日")],
    ]


def doubts(text):
    """Of each line of a notice with this body, the margin and the second best reading."""
    return {d.line: (d.margin, d.second) for d in parsed(f"关于停水的通知\n各乡镇：\n{text}").doubts}


def test_headings_without_a_number_and_lines_that_may_be_some_have_a_margin():
    found = doubts(
        "现将有关事项通知如下。\n停水时间\n明天上午八时开始停水，请转告。\n注意事项\n请各户提前储水，以备急用。\n另附明细"
    )
    assert [found[line][1] for line in (4, 6)] == [Role.BODY, Role.BODY]
    assert found[8][1] == 1


def test_numbers_that_count_for_nothing_may_be_headings_of_their_level():
    margin, second = doubts("现将有关事项通知如下。\n（二）停水的范围\n全镇停水。")[4]
    assert (second, margin < 3) == (2, True)


def test_text_behind_the_headings_of_a_list_makes_it_less_sure_than_text_below():
    behind = doubts("请照办。\n一、停水。明天上午停水。\n二、送水。明天下午送水。\n三、复水。后天复水。")
    below = doubts("请照办。\n一、停水\n明天上午停水。\n二、送水\n明天下午送水。\n三、复水\n后天复水。")
    assert 1 <= behind[4][0] < below[4][0]
    assert behind[4][1] is below[4][1] is Role.BODY


def test_a_line_that_is_said_to_be_a_heading_is_in_no_doubt():
    assert doubts("请照办。\n::一级标题::一、停水。明天上午停水。\n二、送水。明天下午送水。")[4][0] >= 20
