"""What `check` finds: a case that must fire and two that must not for each rule, and where each remark points."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banxin.checks import check
from banxin.checks.pieces import pieces
from banxin.document import Document, plain_text
from banxin.errors import Severity, SourceError
from banxin.examine import examine, wanted
from banxin.parser import parse
from banxin.readers import read
from banxin.reading import Options
from banxin.rules import BY_CODE, RULES, TOPICS
from banxin.streams import visible

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases" / "check"


def examined(text: str, *codes: str):
    return wanted(examine(text.encode(), Options()), select=codes)


@pytest.mark.cases("check")
def test_check(case):
    found = examined(case.text, case.path.stem)
    case.check("\n".join(f"{d.line}:{d.column} {d.code} {d.message}" for d in found))


@pytest.mark.parametrize("code", [rule.code for rule in RULES if "BX4" <= rule.code < "BX9"])
def test_every_rule_has_a_case_that_fires_and_two_that_do_not(code):
    cases = (CASES / f"{code}.txt").read_text(encoding="utf-8").split("##### ")[1:]
    expected = [case.partition("\n=====")[2].strip() for case in cases]
    assert sum(map(bool, expected)) >= 1
    assert expected.count("") >= 2


def test_every_code_that_is_used_is_registered_and_none_else():
    used: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        if "rules" not in path.parts:
            used |= set(re.findall(r'"(BX[0-9]{3})"', path.read_text(encoding="utf-8")))
    assert used == set(BY_CODE)


def test_rules_are_complete_and_in_order():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    for rule in RULES:
        assert rule.code[:3] in TOPICS
        assert all((rule.name, rule.basis, rule.summary))
        assert not any(text.endswith("。") for text in (rule.name, rule.basis, rule.summary, rule.remedy))
        assert rule.remedy or rule.routine or rule.fixable


def test_findings_have_the_severity_of_their_rule():
    text = "某某县人民政府文件\n某政发〔2026〕第03号\n某某县农业局关于拨付资金的请示\n\n请在2月30日前，，拨付“资金。"
    for found in examined(text):
        assert found.severity is BY_CODE[found.code].severity, found


def test_an_empty_document_has_nothing_to_say():
    assert check(Document()) == ()


# Places


def test_a_finding_in_a_wrapped_paragraph_points_to_its_own_line():
    lines = [
        "关于春耕工作的汇报",
        "",
        "　　春耕工作进展顺利，各项任务已经分解到村到户，责任落实",
        "到人。各单位要继续抓好落实，，确保不误农时，夺取全年的",
        "丰收，把春耕生产摆在更加突出的位置，做到人员到位、物资",
        "到位、技术到位，切实把各项惠农政策落到实处。",
        "　　下一步，要加强督查，及时通报进展情况，对工作不力的单",
        "位要严肃问责，确保各项任务按时完成，为全年农业丰收打下坚",
        "实的基础，让群众得到实实在在的好处。",
    ]
    found = examined("\n".join(lines), "BX604")
    assert examined("\n".join(lines), "BX002")
    assert [(d.line, d.column) for d in found] == [(4, lines[3].index("，，") + 1)]


def test_a_repair_points_to_its_character_in_a_wrapped_paragraph():
    text = "关于春耕工作的汇报\n\n  工作进展,顺利。\n"
    (found,) = examined(text, "BX201")
    assert (found.line, found.column) == (3, 7)


def test_a_finding_behind_a_repair_that_changed_the_length_points_to_its_place():
    text = "关于春耕工作的汇报\n\n春耕...备耕，，抓好落实。"
    (found,) = examined(text, "BX604")
    assert (found.line, found.column) == (3, 8)


def test_removed_spaces_are_pointed_to():
    (found,) = examined("关于春耕工作的汇报\n\n春耕工 作进展顺利，抓好落实。", "BX206")
    assert (found.line, found.column) == (3, 4)


def test_a_finding_in_the_settings_points_to_its_character():
    text = "---\n标题: 关于做好春耕工作的通知。   # 草稿\n---\n请抓好落实。"
    (found,) = examined(text, "BX413")
    assert (found.line, found.column) == (2, text.split("\n")[1].index("。") + 1)


def test_a_finding_behind_a_directive_points_to_its_character():
    text = "关于春耕工作的汇报\n\n::正文::各单位要，，抓好落实。"
    (found,) = examined(text, "BX604")
    assert (found.line, found.column) == (3, text.split("\n")[2].index("，，") + 1)


def test_a_remark_without_a_character_points_to_the_beginning_of_its_line():
    text = "关于春耕工作的汇报\n\n　　一、甲方面\n文字。\n　　二、乙方面\n文字。\n　　二、丙方面\n文字。"
    (found,) = examined(text, "BX102")
    assert (found.line, found.column) == (7, 3)


def test_broken_settings_are_told_and_nothing_else():
    found = examine("---\n标提: 关于春耕的通知\n---\n各单位要，，落实。".encode(), Options())
    assert [(d.code, d.line, d.column) for d in found if d.severity is Severity.ERROR] == [("BX010", 2, 1)]
    assert not [d for d in found if d.code.startswith("BX6")]


TOKENS = [*"春耕工作的一二是要、。，；：？！“”‘’《》（）()【】〔〕,.:;?!xX×*03年月日%—～- \t\n\n\r\u3000"]
TOKENS += [
    "附件：",
    "抄送：",
    "关于",
    "请示",
    "某县局",
    "2026年3月5日",
    "十九世纪",
    "---\n",
    "标题: 关于春耕的通知\n",
    "::正文::",
    "|",
]
TEXT = st.lists(st.sampled_from(TOKENS), max_size=80).map("".join)


@given(TEXT)
@settings(max_examples=300)
def test_pieces_stand_where_they_say(text):
    try:
        document = parse(read(text.encode())).document
    except SourceError:
        return
    stream = plain_text(document)
    for piece in pieces(document):
        assert stream.startswith(visible(piece.text), piece.start)
        for index, char in enumerate(piece.text):
            if visible(char):
                assert stream[piece.place(index)] == char


@given(TEXT)
@settings(max_examples=150)
def test_every_remark_has_a_place_in_the_text(text):
    try:
        found = examine(text.encode(), Options())
    except SourceError:
        return
    lines = text.splitlines()
    for remark in found:
        assert 1 <= remark.line <= len(lines)
        assert 1 <= remark.column <= max(len(lines[remark.line - 1]), 1)


def test_the_page_of_rules_is_up_to_date():
    spec = importlib.util.spec_from_file_location("rules_page", ROOT / "docs" / "rules.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PAGE.read_text(encoding="utf-8") == module.page(), "run python docs/rules.py"
