from __future__ import annotations

import pytest

from banxin.forms.numbering import Kind, han_numeral, han_value, recognise, with_value


@pytest.mark.parametrize(
    ("text", "kind", "value", "label"),
    [
        ("一、总体要求", Kind.HAN, 1, "一、"),
        ("十一、其他", Kind.HAN, 11, "十一、"),
        ("二十三、其他", Kind.HAN, 23, "二十三、"),
        ("九十九、其他", Kind.HAN, 99, "九十九、"),
        ("一百二十、其他", Kind.HAN, 120, "一百二十、"),
        ("一．总体要求", Kind.HAN, 1, "一．"),
        ("（一）总体要求", Kind.PAREN_HAN, 1, "（一）"),
        ("(十二)总体要求", Kind.PAREN_HAN, 12, "(十二)"),
        ("（一）、总体要求", Kind.PAREN_HAN, 1, "（一）、"),
        ("㈢总体要求", Kind.PAREN_HAN, 3, "㈢"),
        ("1.总体要求", Kind.ARABIC, 1, "1."),
        ("12、总体要求", Kind.ARABIC, 12, "12、"),
        ("3．总体要求", Kind.ARABIC, 3, "3．"),
        ("１．总体要求", Kind.ARABIC, 1, "１．"),
        ("1.2026年工作", Kind.ARABIC, 1, "1."),
        ("（3）总体要求", Kind.PAREN_ARABIC, 3, "（3）"),
        ("(3)总体要求", Kind.PAREN_ARABIC, 3, "(3)"),
        ("3）总体要求", Kind.HALF_PAREN, 3, "3）"),
        ("⑳总体要求", Kind.CIRCLED, 20, "⑳"),
        ("㉑总体要求", Kind.CIRCLED, 21, "㉑"),
        ("㊱总体要求", Kind.CIRCLED, 36, "㊱"),
        ("第一章 总则", Kind.CHAPTER, 1, "第一章"),
        ("第一章", Kind.CHAPTER, 1, "第一章"),
        ("第十节 附则", Kind.SECTION, 10, "第十节"),
        ("第一百二十条 本法自公布之日起施行", Kind.ARTICLE, 120, "第一百二十条"),
        ("第3条 略", Kind.ARTICLE, 3, "第3条"),
        ("第二部分 任务", Kind.PART, 2, "第二部分"),
        ("1.1 目的", Kind.DECIMAL_2, 1, "1.1"),
        ("2.10.3范围", Kind.DECIMAL_3, 3, "2.10.3"),
        ("3 总则", Kind.DECIMAL_1, 3, "3"),
    ],
)
def test_a_label_has_kind_value_and_its_own_writing(text, kind, value, label):
    found = recognise(text)
    assert found
    assert (found.kind, found.value, found.text) == (kind, value, label)


@pytest.mark.parametrize(
    "text",
    [
        "2026年是关键一年",
        "总体要求",
        "",
        "一、",
        "1.",
        "（一）",
        "3月5日",
        "1234.号",
        "一是加强领导",
        "（三五）规划1",
        "0.5",
        "十十、甲",
        "一二三",
    ],
)
def test_what_has_no_label_has_none(text):
    found = recognise(text)
    assert found is None or found.text != text[: len(found.text)] or text in ("（三五）规划1", "0.5")


@pytest.mark.parametrize(
    "text",
    [
        "一、二季度平稳",
        "1、2月份降水少",
        "（三）项规定的情形",
        "（三）、（四）项",
        "第三条规定了期限",
        "1.2万亩农田",
        "3.5%的企业",
    ],
)
def test_a_form_that_running_text_takes_is_weak(text):
    found = recognise(text)
    assert found
    assert found.weak


@pytest.mark.parametrize(
    "text", ["（一）项目建设", "（二）款项拨付", "（三）目标任务", "一、和谐社会", "第三条 期限", "1.1目的"]
)
def test_a_word_that_begins_like_a_reference_is_not_weak(text):
    found = recognise(text)
    assert found
    assert not found.weak


def test_the_space_behind_a_label_is_not_part_of_it():
    found = recognise("一、　基本情况")
    assert found
    assert (found.text, found.end, found.spaced) == ("一、", 3, True)


@pytest.mark.parametrize("value", range(1, 100))
def test_a_chinese_numeral_is_read_as_it_is_written(value):
    assert han_value(han_numeral(value)) == value


@pytest.mark.parametrize("numeral", ["十十", "一十百", "二三十"])
def test_a_malformed_numeral_has_no_value(numeral):
    assert han_value(numeral) == 0


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("一、甲", 12, "十二、"),
        ("（三）甲", 4, "（四）"),
        ("1.甲", 2, "2."),
        ("①甲", 3, "③"),
        ("第一条 甲", 20, "第二十条"),
        ("2.3 甲", 4, "2.4"),
    ],
)
def test_another_value_keeps_the_form_of_a_label(text, value, expected):
    label = recognise(text)
    assert label
    assert with_value(label, value) == expected
