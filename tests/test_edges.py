"""Which two neighbours a line may end between: a decision on every pair of marks that official texts have."""

from __future__ import annotations

import time
from itertools import product

import msgspec
import pytest

import agreement
import libreoffice
from banxin.composition import Run, TextBlock
from banxin.document import Document
from banxin.edges import BASIC, LIBREOFFICE, MOST_END, MOST_START, STRICT
from banxin.layout import layout
from banxin.layout.breaking import Rule, break_lines
from banxin.style import load
from banxin.writers import docx
from square import body, composed

GROUPS = {
    "hanzi": "天〇㎡㈠",
    "latin": "A5#&*+=@^_|`\\<>\"'",
    "symbols": "①⑩⑴Ⅳ×÷≥≤≈→√●□■◎△★※¶＋−＝＃＆＊＠＿｜＜＞",
    "opening": "“‘（［〔【《〈「『〖｛〝",
    "( [ {": "([{",
    "closing": "。，、？！；：．‼⁇⁈⁉”’）］〕】》〉」』〗｝〞〟",
    ". , )": ".,:;?!)]}%",
    "dashes": "—…⋯⸺―",
    "connectors": "－‐‑‒–～〜",
    "~": "~",
    "-": "-",
    "dots": "·・‧•",
    "／": "／",
    "/": "/",
    "behind numbers": "％‰℃℉°′″¢￠∶",
    "before numbers": "￥¥＄€￡£№§",
    "$": "$",
    "repeating": "々〃ー",
}
"""Marks that are treated alike."""

DECISIONS = """
|||||..........||. hanzi
|.||...........|.. latin
|||||..........||. symbols
.................. opening
.................. ( [ {
|||||..........||. closing
|.||...........|.. . , )
|||||..........||. dashes
|||||..........||. connectors
|.||...........|.. ~
|||||..........||. -
|||||..........||. dots
.................. ／
.................. /
|||||..........||. behind numbers
.................. before numbers
.................. $
|||||..........||. repeating
"""
"""A row for each group that stands before, a column for each that follows, in the order of `GROUPS`; `|`: a line may
end between the two."""


def may_part(pair: str, rule: Rule) -> bool:
    """A line may end between the two characters, which stand between hanzi."""
    text = f"天天天天{pair}地"
    return break_lines(text, [1.0] * 7, [0.0] * 7, (5.0, 5.0), rule)[0] == (0, 5)


def rows() -> list[tuple[str, str]]:
    return [(name, decisions) for decisions, name in (row.split(" ", 1) for row in DECISIONS.split("\n") if row)]


def test_the_table_has_a_decision_for_every_two_groups():
    assert [name for name, _ in rows()] == list(GROUPS)
    assert {len(decisions) for _, decisions in rows()} == {len(GROUPS)}


@pytest.mark.parametrize(("before", "decisions"), rows())
def test_a_line_ends_between_two_marks_where_the_table_says(before, decisions):
    for decision, follows in zip(decisions, GROUPS.values(), strict=True):
        for pair in map("".join, product(GROUPS[before], follows)):
            assert may_part(pair, Rule()) == (decision == "|"), pair


@pytest.mark.parametrize("mark", "-－‐〜~～—·•／/⋯⸺℉€￡％")
def test_a_mark_between_hanzi_does_not_begin_a_line_nor_end_one_as_gb_t_15834_has_it(mark):
    lines = broken(f"天地玄黄宇{mark}宙洪荒", 5), broken(f"天地玄黄{mark}宇宙洪荒", 5)

    begins, ends = lines[0][1].startswith(mark), lines[1][0].endswith(mark)

    assert (begins, ends) == (mark in "€￡", mark not in "€￡／/")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("天地玄黄⋯⋯宇宙", "天地玄|黄⋯⋯宇宙"),
        ("天地玄黄25℉", "天地玄黄|25℉"),
        ("天地玄黄€50", "天地玄黄|€50"),
        ("天地玄黄C++宇", "天地玄黄|C++宇"),
        ("天地玄黄#5宇", "天地玄黄|#5宇"),
        ("天地玄黄(5)宇", "天地玄黄|(5)宇"),
        ("天地玄黄5(宇)", "天地玄黄|5(宇)"),
        ("天地玄甲/乙宇", "天地玄|甲/乙宇"),
        ("天地玄甲／乙宇", "天地玄|甲／乙宇"),
        ("天地玄黄, A宇", "天地玄黄, |A宇"),
        ("天地玄黄,A宇", "天地玄|黄,A宇"),
        ("天地甲 / 乙宇宙洪", "天地甲 / |乙宇宙洪"),
    ],
)
def test_what_belongs_together_stays_on_a_line(text, expected):
    assert broken(text, 5) == expected.split("|")


def broken(text: str, cells: int, rule: Rule = Rule()) -> list[str]:  # noqa: B008
    size = len(text)
    return [text[a:b] for a, b in break_lines(text, [1.0] * size, [0.0] * size, (cells, cells), rule)]


@pytest.mark.parametrize(
    "text", ["甲/" * 50_000, "a/" * 100_000 + "甲", "(a" * 50_000, "€" * 100_000, "5(" * 50_000 + "甲"]
)
@pytest.mark.parametrize("edges", [STRICT, BASIC, LIBREOFFICE])
def test_a_long_paragraph_of_marks_takes_linear_time(text, edges):
    began = time.perf_counter()
    assert "".join(broken(text, 28, Rule(edges))) == text
    assert time.perf_counter() - began < 4


@pytest.mark.parametrize("edges", [STRICT, BASIC])
def test_words_lists_have_room_for_every_mark_once(edges):
    assert len(edges.no_start) == len(set(edges.no_start)) <= MOST_START
    assert len(edges.no_end) == len(set(edges.no_end)) <= MOST_END


@libreoffice.needed
def test_libreoffice_breaks_lines_at_every_mark_by_the_list_of_its_own(tmp_path):
    style = libreoffice.for_libreoffice(load())
    marks = [
        mark for mark in dict.fromkeys(STRICT.no_start + STRICT.no_end + LIBREOFFICE.no_start) if mark not in "$＄€№§±‑"
    ]
    draft = composed(Document(body=body("天")), style)
    look = draft.styles[0]
    texts = [
        f"甲{'天' * count}{mark}{'地' * 6}" for mark in (*marks, "——", "……", "5％", "25℃") for count in (23, 24, 25)
    ]
    blocks = tuple(TextBlock((Run(text, look.chars),), look, line) for line, text in enumerate(texts, 1))
    draft = msgspec.structs.replace(draft, parts=msgspec.structs.replace(draft.parts, body=blocks))
    (tmp_path / "甲.docx").write_bytes(docx.write(draft.closed()))

    rendered = agreement.read(libreoffice.render(tmp_path / "甲.docx", tmp_path))

    expected = [line.text for page in layout(draft).pages.pages for line in page.lines if line.text]
    assert [line.text.replace("-", "‐") for line in rendered.lines] == [text.replace("-", "‐") for text in expected]
