"""What is shown of texts and names: nothing in it controls a terminal or forges a line."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banxin.escape import json_bytes, legible, one_line

ANY = st.text(st.characters(), max_size=40)
"""Text with halves of surrogate pairs as well, as names of files may have."""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("通知.txt", "通知.txt"),
        ("某某县　人民政府\t甲", "某某县　人民政府\t甲"),
        ("\x1b[31m红", r"\x1b[31m红"),
        ("甲\x9b31m乙", r"甲\x9b31m乙"),
        ("甲\n::error ::乙", r"甲\n::error ::乙"),
        ("甲\r\u2028\u2029乙", r"甲\r\u2028\u2029乙"),
        ("材料\u202etxt.exe", r"材料\u202etxt.exe"),
        ("甲\u2066\u00ad\u200b乙", r"甲\u2066\xad\u200b乙"),
        ("\udcb1\udced.txt", r"\udcb1\udced.txt"),
        ("::error file=甲::乙", r"\x3a:error file=甲::乙"),
        ("  ::set-output name=甲::乙", r"  \x3a:set-output name=甲::乙"),
        ("甲##[error]乙##vso[task.x]", r"甲\x23#[error]乙\x23#vso[task.x]"),
        ("3  ::正文::一、二季度", "3  ::正文::一、二季度"),
        ("## 一、总体要求", "## 一、总体要求"),
    ],
)
def test_what_a_terminal_would_obey_is_spelt_out(text, shown):
    assert one_line(text) == shown


@given(ANY)
def test_a_line_stays_one_and_holds_no_control(text):
    shown = one_line(text)
    assert len((shown + "x").splitlines()) == 1
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and c != "\t"]
    assert one_line(shown) == shown


@given(ANY)
def test_json_says_the_same_and_holds_no_control(text):
    written = json_bytes({"甲": legible(text)}).decode()
    assert json.loads(written) == {"甲": legible(text)}
    controls = [c for c in written if unicodedata.category(c) in {"Cc", "Zl", "Zp"}]
    assert controls == []
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", written)


def test_only_one_module_prints():
    package = Path(__file__).parent.parent / "src/banxin"
    prints = re.compile(r"typer\.echo|(?<![.\w])print\(|\.stdout\.(write|buffer)|\.stderr\.(write|buffer)|os\.write\(")
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if prints.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"cli/output.py"}
