"""LibreOffice's lines of a DOCX made for Word are Word's but for its own rules, and the account would tell if not."""

from __future__ import annotations

from collections import Counter

import pytest

import libreoffice
from agreement import Agreement, Line, default_files
from banxin.document import Document
from banxin.layout.breaking import Rule, break_lines
from banxin.line_rules import LIBREOFFICE, WORD
from differences import (
    AS_LIBREOFFICE,
    AS_WORD,
    Account,
    Difference,
    break_hanging,
    measure,
    read_by,
    shortfalls,
    switched,
    told,
)
from square import EM, body, composed, hanzi

LINES = Agreement("甲", 1000, 1000, 10, 10, 10, ())


@libreoffice.needed
def test_libreoffice_parts_the_lines_of_a_docx_for_word_only_where_its_own_rules_do():
    accounts = measure(default_files())

    assert shortfalls(accounts) == [], told(accounts, show=True)
    assert sum(account.parted for account in accounts) > 100


def broken(breaker, text, cells):
    """`text` in lines of `cells` cells, every character one wide."""
    lines = breaker(text, [1.0] * len(text), [0.0] * len(text), (cells, cells), Rule())
    return "｜".join(text[a:b] for a, b in lines)


def test_a_mark_that_comes_next_in_a_full_line_hangs():
    assert broken(break_hanging, "甲乙丙丁，戊己。", 4) == "甲乙丙丁，｜戊己。"
    assert broken(break_lines, "甲乙丙丁，戊己。", 4) == "甲乙丙｜丁，戊｜己。"


def test_a_mark_hangs_neither_behind_a_number_nor_before_a_mark_that_would_begin_a_line():
    assert broken(break_hanging, "甲乙丙4，戊己。", 4) == "甲乙丙｜4，戊己。"
    assert broken(break_hanging, "甲“乙丙。”戊己", 4) == broken(break_lines, "甲“乙丙。”戊己", 4)


def test_a_number_that_has_no_room_leaves_the_mark_before_it_behind():
    assert broken(break_hanging, "甲乙丙，300丁", 5) == "甲乙丙，｜300丁"


def test_where_no_mark_hangs_lines_are_broken_as_ever():
    text = hanzi(40)
    assert broken(break_hanging, text, 7) == broken(break_lines, text, 7)


def test_each_rule_is_switched_alone():
    for name, (rules, hangs) in switched().items():
        others = [other for other in WORD.__struct_fields__ if other != name]
        assert [getattr(rules, other) for other in others] == [getattr(WORD, other) for other in others]
        assert hangs or getattr(rules, name) == getattr(LIBREOFFICE, name) != getattr(WORD, name)


def test_a_draft_read_as_word_does_has_words_gap_and_read_as_libreoffice_does_its_own():
    draft = composed(Document(body=body("甲2026")))
    by_word, by_libreoffice = (
        next(run.x for run in read_by(draft, reading).pages[0].lines[-1].runs if run.text == "2026")
        for reading in (AS_WORD, AS_LIBREOFFICE)
    )
    assert by_word - by_libreoffice == pytest.approx((WORD.gap - LIBREOFFICE.gap) * EM)


def test_too_few_lines_foretold_are_a_shortfall():
    account = Account(LINES._replace(lines_agreeing=994), 1000, 0, Counter(), ())
    assert len(shortfalls([account])) == 1
    assert shortfalls([account._replace(agreement=LINES)]) == []


def test_a_place_that_no_rule_parts_is_a_shortfall():
    place = Difference((Line(0, "甲乙"),), (Line(0, "甲"), Line(0, "乙")))
    assert len(shortfalls([Account(LINES, 1000, 1, Counter(), (place,))])) == 1
