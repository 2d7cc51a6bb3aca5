"""What lines must not begin and end with (避头尾), by each rule: on the page, in the DOCX, in LibreOffice."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import unescape
from zipfile import ZipFile

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import agreement
import libreoffice
from banxin.composition import paragraphs
from banxin.conversion import convert_file
from banxin.document import Document, Paragraph, Role, Table
from banxin.edges import BASIC, NO_END, NO_START, STRICT, LineEdges
from banxin.layout.breaking import SPACE, Rule, break_lines
from banxin.line_rules import LIBREOFFICE, WORD
from banxin.reading import Options
from banxin.style import load
from banxin.style.deviations import deviations
from banxin.style.load import load_whole
from banxin.style.meaning import Strength
from banxin.writers import docx
from banxin.writers.oxml import parts as oxml_parts
from square import STYLE, body, composed, hanzi, lines, section

EDGES = {"strict": STRICT, "basic": BASIC}
both = pytest.mark.parametrize("name", EDGES)


def styled(name):
    return msgspec.structs.replace(STYLE, punctuation=name)


def broken(text: str, edges: LineEdges, cells: int = 6) -> list[str]:
    """The lines of `text` whose characters are all as wide as a cell."""
    size = len(text)
    return [text[a:b] for a, b in break_lines(text, [1.0] * size, [0.0] * size, (cells, cells), Rule(edges))]


# Where lines end


@pytest.mark.parametrize(
    ("text", "strict", "basic"),
    [
        ("天地玄黄宇宙——洪荒", "天地玄黄宇|宙——洪荒", "天地玄黄宇宙|——洪荒"),
        ("天地玄黄宇——洪荒", "天地玄黄|宇——洪荒", "天地玄黄宇|——洪荒"),
        ("天地玄黄宇宙……洪荒", "天地玄黄宇|宙……洪荒", "天地玄黄宇宙|……洪荒"),
        ("天地玄黄宇……洪荒", "天地玄黄|宇……洪荒", "天地玄黄宇|……洪荒"),
        ("天地玄黄》——洪荒", "天地玄|黄》——洪荒", "天地玄黄》|——洪荒"),
        ("天地玄黄——……洪荒", "天地玄|黄——……洪|荒", "天地玄黄——|……洪荒"),
        ("天地玄黄宇宙————洪", "天地玄黄宇|宙————洪", "天地玄黄宇宙|————洪"),
    ],
)
def test_by_the_basic_rule_dashes_and_ellipses_may_begin_lines(text, strict, basic):
    assert broken(text, STRICT) == strict.split("|")
    assert broken(text, BASIC) == basic.split("|")


@both
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("天地玄黄宇宙洪荒", "天地玄黄宇宙|洪荒"),
        ("天地玄黄宇宙，洪荒", "天地玄黄宇|宙，洪荒"),
        ("天地玄黄宇宙。”洪荒", "天地玄黄宇|宙。”洪荒"),
        ("天地玄黄宇《洪荒》", "天地玄黄宇|《洪荒》"),
        ("天地玄黄宇（——洪", "天地玄黄宇|（——洪"),
        ("天地玄黄宇宙—洪荒", "天地玄黄宇|宙—洪荒"),
        ("天地玄黄宇宙…洪荒", "天地玄黄宇|宙…洪荒"),
        ("天地玄黄宇宙／洪荒", "天地玄黄宇|宙／洪荒"),
        ("天地玄黄宇宙％洪荒", "天地玄黄宇|宙％洪荒"),
        ("天地玄黄宇宙～洪荒", "天地玄黄宇|宙～洪荒"),
        ("天地玄黄宇宙·洪荒", "天地玄黄宇|宙·洪荒"),
        ("天地玄黄——宇宙", "天地玄黄——|宇宙"),
        ("天地玄黄……宇宙", "天地玄黄……|宇宙"),
        ("天地玄黄宇／洪荒", "天地玄黄|宇／洪荒"),
        ("天地玄黄宇，2026年", "天地玄黄宇，|2026年"),
    ],
)
def test_all_else_is_the_same_by_both_rules(name, text, expected):
    assert broken(text, EDGES[name]) == expected.split("|")


@pytest.mark.parametrize(
    ("text", "apart", "together"),
    [
        ("天地玄黄宇，2026年", "天地玄黄宇，|2026年", "天地玄黄|宇，2026|年"),
        ("天地玄黄》（A）洪荒", "天地玄黄》|（A）洪荒", "天地玄黄》|（A）洪荒"),
        ("天地玄黄。A洪荒宇宙", "天地玄黄。A|洪荒宇宙", "天地玄黄。A|洪荒宇宙"),
    ],
)
def test_a_word_behind_a_closing_mark_begins_a_line_where_the_program_lets_it(text, apart, together):
    size = len(text)
    for rules, expected in ((WORD, apart), (LIBREOFFICE, together)):
        rule = Rule(words_follow_marks=rules.words_follow_marks)
        lines = break_lines(text, [1.0] * size, [0.0] * size, (6, 6), rule)
        assert [text[a:b] for a, b in lines] == expected.split("|")


@both
def test_a_dash_is_not_split_where_the_marks_behind_it_have_no_room(name):
    assert broken("——，，洪荒", EDGES[name], 2) == ["——", "，，", "洪荒"]


def test_the_strict_rule_is_what_breaking_goes_by_when_none_is_named():
    size = len(text := "天地玄黄宇宙——洪荒")
    assert break_lines(text, [1.0] * size, [0.0] * size, (6, 6)) == [(0, 5), (5, 10)]


TEXTS = st.text("天地玄a2，。：“”《》（）—…／·％ ", max_size=80)


@given(TEXTS, st.integers(12, 30))
def test_by_the_basic_rule_no_line_begins_with_a_forbidden_mark_unless_all_before_it_are_such_marks(text, cells):
    for above, line in pairwise(broken(text, BASIC, cells)):
        single = re.match("—(?!—)|…(?!…)", line) and above[-1:] != line[0]
        if line[0] in BASIC.no_start or single:
            assert not above.rstrip(SPACE)[1:].strip(NO_START + NO_END + SPACE)


@given(st.text("天地玄，。《》（）—…", max_size=80), st.integers(12, 30), st.sampled_from([STRICT, BASIC]))
def test_no_dash_and_no_ellipsis_is_split_that_has_room(text, cells, edges):
    text = re.sub("—+", "——", re.sub("…+", "……", text))
    for above, line in pairwise(broken(text, edges, cells)):
        if above[-1] == line[0] and line[0] in "—…":
            assert not above[1:].strip(NO_START + NO_END)


@pytest.mark.parametrize("text", ["—" * 100_000, "…—" * 50_000, "（" * 100_000, "，——" * 30_000, "天——" * 30_000])
def test_by_the_basic_rule_too_a_long_paragraph_takes_linear_time(text):
    began = time.perf_counter()
    assert "".join(broken(text, BASIC, 28)) == text
    assert time.perf_counter() - began < 4


# On the page


def test_the_standards_own_style_goes_by_the_strict_rule():
    assert load().punctuation == "strict"
    _, second = lines(Document(body=body(f"{hanzi(26)}——天地")))
    assert second.text == f"{hanzi(26)[-1]}——天地"


def test_by_a_style_of_the_basic_rule_a_dash_begins_a_line():
    first, second = lines(Document(body=body(f"{hanzi(26)}——天地")), styled("basic"))
    assert (first.text, second.text) == (hanzi(26), "——天地")


@both
def test_every_paragraph_goes_by_the_rule_of_its_style(name):
    document = Document(
        front=(Paragraph("甲", Role.TITLE), Paragraph("甲：", Role.ADDRESSEE)),
        body=(section("一、", "甲"), *body("甲"), Table(("甲",), (("乙",),))),
        back=(Paragraph("甲某某局", Role.SIGNATURE), Paragraph("2026年1月1日", Role.DATE)),
    )
    composition = composed(document, styled(name))
    found = {inner.style.edges for block in composition.blocks for inner in paragraphs(block)}
    assert found | {style.edges for style in composition.styles} == {EDGES[name]}


def test_a_style_of_the_basic_rule_is_told_as_a_deviation_with_its_clause(tmp_path):
    path = tmp_path / "本县.yaml"
    path.write_text("extends: gbt9704\nname: 本县\ntitle: 本县\npunctuation: basic\n", encoding="utf-8")
    (found,) = deviations(load_whole(str(path)))
    assert (found.keys, found.value, found.standard) == (("punctuation",), "basic", "strict")
    assert (found.meaning.clause, found.meaning.strength) == ("GB/T 15834 5.1", Strength.CUSTOM)


# In the DOCX


def lists(settings: str) -> tuple[str, str]:
    """What Word lets no line begin with and end with."""
    (before,) = re.findall('<w:noLineBreaksBefore w:lang="zh-CN" w:val="(.*?)"/>', settings)
    (after,) = re.findall('<w:noLineBreaksAfter w:lang="zh-CN" w:val="(.*?)"/>', settings)
    return unescape(before), unescape(after)


@both
def test_word_is_told_the_rule_that_lines_are_broken_by(name):
    edges = EDGES[name]
    assert lists(oxml_parts.settings("a", edges)) == (edges.no_start, edges.no_end)


@both
def test_the_docx_tells_the_rule_of_its_style(name):
    written = ZipFile(BytesIO(docx.write(composed(Document(body=body("甲")), styled(name)))))
    assert lists(written.read("word/settings.xml").decode()) == (EDGES[name].no_start, EDGES[name].no_end)


def test_the_two_rules_differ_in_dashes_and_ellipses_only():
    assert set(STRICT.no_start) ^ set(BASIC.no_start) == set("—…⸺⋯")
    assert STRICT.no_end == BASIC.no_end


@pytest.mark.slow
@both
@pytest.mark.parametrize("version", ["office2013", "microsoft365"])
def test_a_validator_finds_no_error(tmp_path, name, version):
    path = tmp_path / "甲.docx"
    path.write_bytes(docx.write(composed(Document(body=body("甲——乙")), styled(name))))
    command = [str(Path(sys.executable).with_name("openxml-audit")), "--format", version, str(path)]
    audit = subprocess.run(command, capture_output=True, text=True, check=False)
    assert audit.returncode == 0, audit.stdout


# In LibreOffice

ENDS = ("，", "。”", "》", "（", "“", "——", "……", "％", "／", "～")
"""What meets the end of a line. LibreOffice goes by a list of its own whatever the DOCX says."""


@both
@libreoffice.needed
def test_libreoffice_breaks_every_line_as_the_pdf_does(tmp_path, name):
    texts = (f"　　{hanzi(26)}{mark}{hanzi(11)}——{hanzi(3)}。" for mark in ENDS)
    path = tmp_path / "甲.txt"
    path.write_text("关于甲事的通知\n\n各乡镇：\n\n" + "\n".join(texts) + "\n", encoding="utf-8")
    style = msgspec.structs.replace(libreoffice.for_libreoffice(load()), punctuation=name)
    of_docx, of_pdf = convert_file(path, options=Options(style=style), folder=tmp_path).outputs

    rendered = agreement.read(libreoffice.render(of_docx, tmp_path / "rendered"))

    found = agreement.compare(name, rendered, agreement.read(of_pdf))
    assert (found.lines, found.differences) == (2 * len(ENDS) + 2, ())
