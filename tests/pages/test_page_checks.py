"""The machine-checkable rules, asked of what stands on the page; what breaks them is a matter of diagnostics."""

from __future__ import annotations

import re

import pytest
from measuring import Sheets

DATE = r"(19|20)\d{2}年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日"
LONG = "某某县农村公路养护工程年度计划安排及资金来源和绩效目标申报情况一览表"


@pytest.mark.parametrize(("name", "code"), [("notice", "某政发"), ("request", "某水字"), ("letter", "某政办函")])
def test_a_number_has_its_year_in_the_standards_brackets_also_where_the_text_has_others(
    of: Sheets, name: str, code: str
):
    number = of(name)[0].row(code)
    text = number.text[number.text.index(code) :].split("签")[0]
    assert re.fullmatch(r".+〔(19|20)\d{2}〕[1-9]\d*号", text)


def test_a_copy_number_has_six_digits_and_secrecy_its_star(of: Sheets):
    copy_number, secrecy, *_ = of("notice")[0].rows
    assert re.fullmatch(r"\d{6}", copy_number.text)
    assert re.fullmatch(r"(绝密|机密|秘密)(★.+)?", secrecy.text)


def test_the_date_is_whole_on_a_line_of_its_own(of: Sheets):
    dates = [row.text for page in of("notice") for row in page.rows if re.fullmatch(DATE, row.text)]
    assert dates == ["2026年3月12日"]


def test_the_printers_date_is_whole_on_the_printers_line(of: Sheets):
    assert re.search(rf"{DATE}印发$", of("notice")[-1].row("印发").text)


def test_the_last_addressee_is_followed_by_a_colon_and_the_last_of_抄送_by_a_full_stop(of: Sheets):
    assert of("notice")[0].row("各乡镇人民政府").text.endswith("：")
    last = of("notice")[-1]
    assert last.above("印发").text.endswith("。")


def test_an_annexs_number_and_title_on_its_page_are_those_of_附件说明_which_end_without_a_mark(of: Sheets):
    pages = of("notice")
    notes = next(page for page in pages if "附件：1." in page.text)
    assert f"附件：1.{LONG}2.名单" in notes.text
    first, second = (next(page for page in pages if page.rows[0].text == label) for label in ("附件1", "附件2"))
    assert "".join(row.text for row in first.rows if row.size > 20) == LONG
    assert second.rows[1].text == "名单"
