from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banxin.document import Document, Form, Paragraph, Role, Section, Table, plain_text, walk
from banxin.errors import Severity, SourceError
from banxin.parser import Parsed, parse
from banxin.source import read
from banxin.streams import INVISIBLE, apply_edits, visible


def parsed(text: str, title: str | None = None) -> Parsed:
    return parse(read(text.encode(), keep_lines=True), title=title)


def dump(result: Parsed) -> str:
    """A document as one line per piece: role or level, label, text; deeper pieces further in."""
    document = result.document
    out = [f"{p.role.value}: {p.text}" for p in document.front]
    out += _block_lines(document.body, "")
    out += [f"{p.role.value}: {p.text}" for p in document.back]
    for annex in document.annexes:
        out.append(f"annex: {annex.label} | {' / '.join(annex.title.splitlines())}")
        out += _block_lines(annex.body, "  ")
    out += [f"! {d.code} {d.line}: {d.message}" for d in result.diagnostics if d.offset < 0]
    return "\n".join(out)


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
            case Table():
                out.append(f"{indent}table: {block.caption}".rstrip())
                out += [f"{indent}  {' | '.join(row)}" for row in (block.header, *block.rows)]
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


# --- titles and settings from outside --------------------------------------------------------------------------------


def test_a_title_may_be_given():
    result = parsed("请大家做好准备。", title="放假通知")
    assert result.document.front == (Paragraph("放假通知", Role.TITLE),)
    assert result.document.front[0].line == 0


def test_a_given_title_that_the_text_has_is_not_doubled():
    result = parsed("关于放假\n的通知\n请大家做好准备。", title="关于放假的通知")
    assert [p.text for p in result.document.front] == ["关于放假", "的通知"]
    assert result.diagnostics == ()


def test_a_given_title_that_differs_stays_beside_the_text_with_a_warning():
    result = parsed("开会通知\n请大家做好准备。", title="放假通知")
    assert [p.text for p in result.document.front] == ["放假通知", "开会通知"]
    assert [d.code for d in result.diagnostics if d.offset < 0] == ["BX105"]


def test_an_empty_given_title_is_none():
    assert parsed("请大家做好准备。", title=" \n ").document.front == ()


def test_front_matter_sets_the_frame_in_chinese_or_english():
    settings = "标题: 放假通知\naddressee: 各单位：\n署名: [甲局, 乙局]\ndate: 2026-01-05\n附注: （公开）"
    assert dump(parsed(f"---\n{settings}\n---\n请大家做好准备。")).splitlines() == [
        "title: 放假通知",
        "addressee: 各单位：",
        "body: 请大家做好准备。",
        "signature: 甲局",
        "signature: 乙局",
        "date: 2026-01-05",
        "remark: （公开）",
    ]


def test_front_matter_values_stay_as_written():
    document = parsed("---\ntitle: 007\nsubtitle: yes\ndate: 2026-01-05\n---\n正文在此。").document
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
        ('---\ntitle: "甲\n---\n正文。', [("BX013", 2, "每行写成“名称: 内容”，冒号用半角，其后空一格")]),
        ('---\ntitle: "\\UFFFFFFFF"\n---\n正文。', [("BX013", 2, "每行写成“名称: 内容”，冒号用半角，其后空一格")]),
        ("---\n标题：甲\n---\n正文。", [("BX013", 2, "每行写成“名称: 内容”，冒号用半角，其后空一格")]),
        ("---\ntitle: &a 甲\nbyline: *a\n---\n正文。", [("BX014", 2, "直接写出内容")]),
        ("---\ntitle: !!str 甲\n---\n正文。", [("BX014", 2, "直接写出内容")]),
        ("---\ntitle: [[[[甲]]]]\n---\n正文。", [("BX014", 2, "直接写出内容")]),
    ],
)
def test_what_front_matter_gets_wrong_is_an_error_with_its_line(text, expected):
    result = parsed(text)
    found = [(d.code, d.line, d.hint) for d in result.diagnostics if d.severity is Severity.ERROR]
    assert found == expected
    assert_law(text)


@pytest.mark.parametrize(
    "text", ["---\n正文在此。", "---\n第一段在此。\n---\n第二段在此。", "---\n---\n正文。", "----\n甲: 乙\n----"]
)
def test_a_rule_on_top_is_no_front_matter(text):
    result = parsed(text)
    assert result.diagnostics == ()
    assert plain_text(result.document) == visible(text)


def test_a_setting_that_the_text_repeats_is_not_doubled():
    result = parsed("---\ntitle: 放假通知\n---\n放假通知\n请大家做好准备。")
    assert [(p.text, p.line) for p in result.document.front] == [("放假通知", 4)]


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
_LINES = st.one_of(
    _FIXED,
    _WORDS,
    st.builds("{}{}".format, _LABELS, _WORDS),
    st.builds("{}{}。{}".format, _LABELS, _WORDS, _WORDS),
    st.builds("{}\u200b{}\ufeff".format, _WORDS, _WORDS),
    st.text(max_size=20).map(lambda text: "".join(c for c in text if c not in "\r\n\0" and c.isprintable())),
)
_TEXTS = st.one_of(
    st.lists(_LINES, max_size=30).map("\n".join),
    st.lists(_LINES, max_size=20).map(lambda lines: "\n".join(["---", "标题: 甲", "署名: 某某局", "---", *lines])),
)


def assert_law(text: str, title: str | None = None, *, keep_lines: bool = True) -> None:
    try:
        source = read(text.encode(), keep_lines=keep_lines)
    except SourceError:
        return
    result = parse(source, title=title)
    edits = [*source.diagnostics, *result.diagnostics]
    assert apply_edits(visible(source.text), edits) == plain_text(result.document)
    pieces = [*result.document.front, *result.document.back]
    blocks = [b for body in (result.document.body, *(a.body for a in result.document.annexes)) for b in walk(body)]
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


@settings(deadline=None, max_examples=300)
@given(_TEXTS, st.one_of(st.none(), _WORDS), st.booleans())
def test_no_character_is_lost_or_invented(text, title, keep_lines):
    assert_law(text, title, keep_lines=keep_lines)
