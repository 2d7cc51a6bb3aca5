"""What holds for every text, from its bytes to the pages and both files."""

import re
from itertools import pairwise

import pypdfium2
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from banxin.composition import Run, TextBlock, flow_text, source_text
from banxin.conversion import Prepared, prepare, to_docx, to_pdf
from banxin.document import plain_text
from banxin.edges import NO_END, NO_START
from banxin.errors import DocumentError, SourceError
from banxin.layout import layout
from banxin.layout.breaking import SPACE
from banxin.layout.setting import set_block
from banxin.pages import page_text
from banxin.readers import read
from banxin.reading import Options
from banxin.streams import apply_edits, visible
from banxin.units import mm
from banxin.writers import docx
from square import LEFT, MEASURE, STYLE, cells

# Fragments of what clerks type, and of what they do not
LABELS = [
    "一、",
    "二、",
    "（一）",
    "（二）",
    "(三)",
    "1.",
    "2．",
    "3、",
    "（1）",
    "①",
    "第一章 ",
    "第二条 ",
    "1.1 ",
    "一是",
]
WORDS = [
    "现将有关事项通知如下",
    "做好巡查",
    "各有关单位",
    "3.5%",
    "2026年1月5日",
    "2026—2028年",
    "9:30",
    "https://example.com/a?b=c",
    "Word",
    "GB/T 9704-2012",
    "XX",
    "×××",
    "***",
    "《某某办法》",
    "“甲乙”",
    '"丙丁"',
    "‘戊’",
    "（试行）",
    "[注]",
    "——",
    "……",
    "...",
    "。。。",
    "--",
    "￥100",
    "℃",
    "某\t某",
    "　",
    " ",
    "\xa0",
    "\u200b",
    "é",
    "Ａ１",
    "𠮷",
    "㐀",
    "\U0010fffd",
    "‰",
    "don't",
    "o’clock",
]
MARKS = ["，", "。", "；", "：", "、", "！", "？", ",", ".", ";", ":", "!", "?", ""]
WHOLE = [
    "某某县水利局关于做好冬季巡查工作的通知",
    "——在某某会议上的讲话",
    "（2026年1月15日）",
    "各乡镇人民政府：",
    "附件：1.某某表",
    "2.某某名单",
    "某某县水利局",
    "2026年1月15日",
    "二〇二六年一月十五日",
    "（此件公开发布）",
    "附件1",
    "序号\t名称\t数量",
    "1\t某某\t20",
    "| 甲 | 乙 |",
    "|---|---|",
    "| 丙 | 丁 |",
    "抄送：某某局。",
    "— 2 —",
    "---",
    "标题: 某某",
    "",
    "",
    "\f",
]

sentences = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)), min_size=1, max_size=25).map(
    lambda parts: "".join(word + mark for word, mark in parts)
)
rows = st.one_of(
    st.sampled_from(WHOLE), sentences, st.tuples(st.sampled_from(LABELS), sentences).map("".join), st.text(max_size=40)
)
TEXTS = st.lists(rows, min_size=1, max_size=30).map("\n".join)
OPTIONS = st.builds(Options, style=st.just(STYLE), verbatim=st.booleans(), keep_lines=st.booleans())

every_text = settings(max_examples=60)


def prepared(text: str, options: Options) -> Prepared:
    """The text as far as the writers; a text that a user must mend first is no case."""
    try:
        return prepare(text.encode("utf-8", "surrogatepass"), options)
    except (SourceError, DocumentError):
        assume(condition=False)
        raise


@every_text
@given(TEXTS, OPTIONS)
def test_no_character_is_lost_on_the_way_to_the_writers(text, options):
    found = prepared(text, options)
    source = read(text.encode(), keep_lines=options.keep_lines, verbatim=options.verbatim)
    others = found.diagnostics[len(source.diagnostics) :]
    repairs = [one for one in others if one.code.startswith("BX2")]
    parsing = [one for one in others if one not in repairs]
    assert apply_edits(apply_edits(source.stream, parsing), repairs) == source_text(found.composition)


@every_text
@given(TEXTS)
def test_what_is_taken_verbatim_is_the_source_less_markup(text):
    found = prepared(text, Options(STYLE, verbatim=True, keep_lines=True))
    rest = iter(visible(read(text.encode(), keep_lines=True).text))
    assert all(char in rest for char in plain_text(found.document))


@every_text
@given(TEXTS, OPTIONS)
def test_the_docx_holds_the_text(text, options):
    found = prepared(text, options)
    assert docx.text(to_docx(found)) == flow_text(found.composition)


@every_text
@given(TEXTS, OPTIONS)
def test_the_pages_hold_the_text(text, options):
    found = prepared(text, options)
    assert page_text(layout(found.draft).pages) == flow_text(found.composition)


@settings(max_examples=30)
@given(TEXTS, OPTIONS)
def test_the_pdf_opens_with_as_many_pages_as_are_told(text, options):
    found = prepared(text, options)
    data, count = to_pdf(found), len(found.layout.pages.pages)
    with pypdfium2.PdfDocument(data) as document:
        assert len(document) == count


@settings(max_examples=30)
@given(TEXTS, OPTIONS)
def test_the_same_text_gives_the_same_bytes(text, options):
    first, second = prepared(text, options), prepared(text, options)
    assert to_docx(first) == to_docx(second)
    assert to_pdf(first) == to_pdf(second)


@every_text
@given(TEXTS, OPTIONS)
def test_no_line_is_wider_than_the_measure(text, options):
    for page in layout(prepared(text, options).draft).pages.pages:
        for line in () if page.turned else page.lines:  # a turned page has the sheet's height for its width
            if line.text.strip(SPACE):
                char, x = cells(line)[len(line.text.rstrip(SPACE)) - 1]
                last = next(run for run in reversed(line.runs) if run.text.strip(SPACE))
                assert cells(line)[0][1] >= LEFT - 0.01
                # 0.3: the tracking of a line's last character
                assert x + (last.face.advance(char) or 0.0) * last.size <= LEFT + MEASURE + 0.3


@every_text
@given(TEXTS, OPTIONS)
def test_no_page_is_longer_than_the_grid(text, options):
    for page in layout(prepared(text, options).draft).pages.pages:
        for line in page.lines:
            top, bottom = (28, 184) if page.turned else (37, 262)  # a turned page's binding edge is on top
            assert mm(top) - 0.01 <= line.y <= mm(bottom) + 0.01
        body = [line for line in page.lines if line.runs and line.runs[0].size == STYLE.elements.body.size]
        assert len(body) <= 22 or any(rule for rule in page.rules)


UNBREAKABLE = re.compile(f"[{re.escape(NO_START + NO_END + SPACE)}]{{8,}}|[!-~]{{20,}}")
"""Marks or words that may fill a line alone, so that it must break where it should not."""


@every_text
@given(TEXTS, OPTIONS)
@example("甲" * 25 + "，（乙）。" * 30, Options(STYLE))
def test_no_line_begins_or_ends_with_a_forbidden_mark(text, options):
    for block in prepared(text, options).composition.blocks:
        if not isinstance(block, TextBlock) or UNBREAKABLE.search(block.text):
            continue
        for part in block.text.split("\n"):
            set_apart = TextBlock((Run(part, block.runs[0].chars),), block.style)
            texts = ["".join(run.text for run in line) for line in set_block(set_apart, 0.0, MEASURE).lines]
            for above, below in pairwise(texts):
                assert below[:1] not in set(NO_START)
                assert above.rstrip(SPACE)[-1:] not in set(NO_END)
