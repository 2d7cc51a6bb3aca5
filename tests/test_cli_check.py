"""`banxin check` and `banxin rules` as a user types them."""

from __future__ import annotations

import json
import os
import re

import pytest

from banxin.errors import Diagnostic, Severity
from banxin.reports import ReportFormat, report
from banxin.rules import RULES

TEXT = "关于春耕工作的汇报\n\n春耕工作,进展顺利，，请在2月30日前报送。\n"
CLEAN = "关于春耕工作的汇报\n\n春耕工作进展顺利，请在2月20日前报送。\n"


@pytest.fixture(autouse=True)
def _texts(tmp_path):
    (tmp_path / "汇报.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "好.txt").write_text(CLEAN, encoding="utf-8")


def test_a_finding_is_a_line_with_place_severity_code_basis_and_remedy(banxin):
    code, out, _ = banxin("check", "汇报.txt")
    assert code == 1
    assert out.splitlines() == [
        "汇报.txt:3:5: 修正 BX201 半角标点改为全角：“春耕工作,进展顺利”：“,”→“，”（GB/T 15834—2011 5.1）",
        "汇报.txt:3:10: 注意 BX604 “，，”两个标点连用：进展顺利，，请在2（GB/T 15834—2011 4）提示：留下一个",
        "汇报.txt:3:14: 错误 BX507 没有“2月30日”这一天（历法）提示：核对月份和日期",
    ]


def test_a_good_text_says_nothing(banxin):
    assert banxin("check", "好.txt") == (0, "", "")


def test_warnings_pass_unless_strict(banxin):
    assert banxin("check", "汇报.txt", "--ignore", "BX507")[0] == 0
    assert banxin("check", "汇报.txt", "--ignore", "BX507", "--strict")[0] == 1
    assert banxin("check", "好.txt", "--strict")[0] == 0


def test_codes_are_selected_and_ignored_by_their_beginnings(banxin):
    def codes(*arguments: str) -> list[str]:
        return re.findall("BX[0-9]{3}", banxin("check", "汇报.txt", *arguments)[1])

    assert codes("--select", "BX6,BX201") == ["BX201", "BX604"]
    assert codes("--ignore", "BX2，bx507") == ["BX604"]
    assert codes("--select", "BX6", "--ignore", "BX604") == []


def test_a_code_that_there_is_not_is_wrong_usage(banxin):
    code, _, err = banxin("check", "汇报.txt", "--select", "BX999")
    assert code == 2
    assert "BX999" in err


def test_an_unknown_format_is_wrong_usage(banxin):
    assert banxin("check", "汇报.txt", "--format", "xml")[0] == 2


def test_a_file_that_is_not_there_fails_and_the_others_are_checked(banxin):
    code, out, err = banxin("check", "没有.txt", "汇报.txt", "--select", "BX604")
    assert code == 1
    assert "没有.txt" in err
    assert "BX604" in out


def test_json_is_a_list_of_findings(banxin):
    _, out, _ = banxin("check", "汇报.txt", "--format", "json", "--select", "BX604")
    (found,) = json.loads(out)
    assert (found["file"], found["line"], found["column"], found["code"]) == ("汇报.txt", 3, 10, "BX604")
    assert found["severity"] == "warning"
    assert set(found) >= {"message", "basis", "hint", "fixable", "before", "after", "name"}
    assert json.loads(banxin("check", "好.txt", "--format", "json")[1]) == []


def test_sarif_names_rules_levels_and_places(banxin):
    _, out, _ = banxin("check", "汇报.txt", "好.txt", "--format", "sarif")
    log = json.loads(out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    assert [result["level"] for result in run["results"]] == ["note", "warning", "error"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        location = result["locations"][0]["physicalLocation"]
        assert location["artifactLocation"]["uri"] == "%E6%B1%87%E6%8A%A5.txt"
        assert location["region"]["startLine"] == 3
        assert location["region"]["startColumn"] >= 1
    assert json.loads(banxin("check", "好.txt", "--format", "sarif")[1])["runs"][0]["results"] == []


def test_github_annotations_are_commands(banxin):
    _, out, _ = banxin("check", "汇报.txt", "--format", "github", "--select", "BX604")
    assert out == (
        "::warning col=10,file=汇报.txt,line=3,title=BX604 标点重复::"
        "“，，”两个标点连用：进展顺利，，请在2（GB/T 15834—2011 4）。留下一个\n"
    )


def test_github_annotations_are_escaped():
    found = Diagnostic("BX604", Severity.WARNING, 1, "100%\r\n::error::", column=2)
    (line,) = report([("a,b:c%.txt", [found])], ReportFormat.GITHUB).splitlines()
    assert line.startswith("::warning col=2,file=a%2Cb%3Ac%25.txt,line=1,title=")
    assert "::100%25%0D%0A::error::（" in line


def test_fix_writes_the_repairs_and_reports_the_rest(banxin, tmp_path):
    code, out, err = banxin("check", "汇报.txt", "--fix")
    assert code == 1
    assert (tmp_path / "汇报.txt").read_text(encoding="utf-8") == TEXT.replace(",", "，")
    assert (tmp_path / "汇报.txt.bak").read_text(encoding="utf-8") == TEXT
    assert "汇报.txt:3:5: 已修正 BX201" in err
    assert "汇报.txt.bak" in err
    assert re.findall("BX[0-9]{3}", out) == ["BX604", "BX507"]


def test_fix_writes_only_what_is_selected(banxin, tmp_path):
    banxin("check", "汇报.txt", "--fix", "--select", "BX6")
    assert (tmp_path / "汇报.txt").read_text(encoding="utf-8") == TEXT
    assert not (tmp_path / "汇报.txt.bak").exists()


def test_the_rules_are_listed(banxin):
    code, out, _ = banxin("rules")
    assert code == 0
    listed = re.findall("^  (BX[0-9]{3}) ", out, re.MULTILINE)
    assert listed == [rule.code for rule in RULES]
    assert "BX6 标点符号" in out
    assert [rule["code"] for rule in json.loads(banxin("rules", "--json")[1])] == listed


FORGED = "坏\n::error file=甲::乙.txt"


def test_a_name_with_a_line_end_forges_no_line(banxin, tmp_path):
    (tmp_path / FORGED).write_text("关于春耕的通知\n\n春耕,\x9b31m进展\u202e顺利,好。\n", encoding="utf-8")
    for form in ("text", "github", "json", "sarif"):
        _, out, err = banxin("check", FORGED, "没有" + FORGED, "--format", form)
        assert not re.search(r"^\s*::error", out + err, re.MULTILINE)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", out + err)
    assert json.loads(banxin("check", FORGED, "--format", "json")[1])[0]["file"] == FORGED


def test_a_name_that_is_no_text_is_told_and_the_others_too(banxin, tmp_path):
    name = os.fsdecode(b"\261\355.txt")
    try:
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this system's names are all text")
    for form in ("text", "github", "json", "sarif"):
        code, out, _ = banxin("check", name, "汇报.txt", "--format", form)
        assert code == 1
        assert out.count("BX507") == 2 + (form == "sarif")
    assert json.loads(banxin("check", name, "--format", "json")[1])[0]["file"] == r"\udcb1\udced.txt"


# Folders


def test_a_folder_is_checked_with_all_below_it(banxin, tmp_path):
    (tmp_path / "材料" / "内").mkdir(parents=True)
    (tmp_path / "材料" / "一.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "材料" / "内" / "二.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "材料" / "三.md").write_text(TEXT, encoding="utf-8")
    code, out, _ = banxin("check", "材料", "--select", "BX507")
    assert code == 1
    assert [line.split(":")[0] for line in out.splitlines()] == ["材料/一.txt", "材料/三.md", "材料/内/二.txt"]
    _, out, _ = banxin("check", "材料", "材料/三.md", "材料/一.txt", "--select", "BX507", "--glob", "*.md")
    assert [line.split(":")[0] for line in out.splitlines()] == ["材料/三.md", "材料/一.txt"]


def test_a_folder_without_texts_is_wrong_usage(banxin, tmp_path):
    (tmp_path / "空").mkdir()
    assert banxin("check", "空") == (2, "", "没有找到要检查的文件（提示：请检查路径和 --glob）\n")


def test_fix_mends_the_texts_of_a_folder(banxin, tmp_path):
    (tmp_path / "材料").mkdir()
    (tmp_path / "材料" / "一.txt").write_text(TEXT, encoding="utf-8")
    banxin("check", "材料", "--fix")
    assert "工作，进展" in (tmp_path / "材料" / "一.txt").read_text(encoding="utf-8")
