"""Files of Word 97–2003 and of WPS, and what a folder of old files is made of."""

from __future__ import annotations

import sys

import pytest

import libreoffice
from banxin.batch import find_all, is_result
from banxin.conversion import convert, convert_file
from banxin.errors import SourceError
from banxin.readers import ENDINGS, endings, legacy, read
from banxin.reading import Options

TEXT = (
    "关于清淤的通知\n\n各单位：\n因渠道清淤，停水一天。\n一、时间\n3月8日。\n二、范围\n全镇。\n某某局\n2026年3月5日\n"
)
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD, ENCRYPTED, SHEET = (name.encode("utf-16-le") for name in ("WordDocument", "EncryptedPackage", "Workbook"))


@pytest.fixture(scope="module")
def old(tmp_path_factory) -> bytes:
    """A document as Word 97–2003 has it."""
    folder = tmp_path_factory.mktemp("old")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    docx = convert_file(folder / "a.txt", ["docx"], Options(verbatim=True)).outputs[0]
    return libreoffice.converted(docx, folder / "made", "doc:MS Word 97").read_bytes()


@libreoffice.needed
def test_an_old_file_is_read_by_the_library_without_another_program(old, monkeypatch):
    monkeypatch.setenv("PATH", "")
    source = read(old, name="旧稿.doc")
    assert [line.text for line in source.lines if line.text] == [line for line in TEXT.split("\n") if line]
    assert [(d.code, "msdoc2docx" in d.message) for d in source.diagnostics if d.code == "BX029"] == [("BX029", True)]


@libreoffice.needed
def test_an_old_file_is_read_by_libreoffice_where_the_library_is_not(old, monkeypatch):
    monkeypatch.setitem(sys.modules, "doc2docx", None)
    source = read(old, name="旧稿.doc")
    assert [line.text for line in source.lines if line.text] == [line for line in TEXT.split("\n") if line]
    assert any("LibreOffice" in d.message for d in source.diagnostics)


@libreoffice.needed
def test_an_old_file_gives_the_same_document_as_its_text(old):
    assert convert(old, ["pdf"], Options(), name="旧稿.doc").pages == 1


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (MAGIC + bytes(500) + ENCRYPTED, "加了密码"),
        (MAGIC + bytes(500) + SHEET, "旧版 Office"),
        (MAGIC + bytes(500) + WORD, "已损坏"),
    ],
)
def test_what_cannot_be_converted_says_why(data, problem, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SourceError, match=problem) as caught:
        read(data, name="旧稿.doc")
    assert caught.value.place == "旧稿.doc"
    assert caught.value.remedy


def test_where_nothing_can_convert_both_ways_are_named(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "doc2docx", None)
    monkeypatch.setattr(legacy, "find_spec", lambda _: None)
    with pytest.raises(SourceError) as caught:
        read(MAGIC + WORD, name="旧稿.wps")
    assert "banxin[doc]" in caught.value.remedy
    assert "LibreOffice" in caught.value.remedy
    assert endings() == ENDINGS


def test_a_folder_of_old_files_is_taken_but_for_results(tmp_path):
    texts, out = tmp_path / "老文件夹", tmp_path / "老文件夹" / "成品"
    out.mkdir(parents=True)
    for name in ("甲.txt", "乙.md"):
        (texts / name).write_text(TEXT, encoding="utf-8")
    made = convert_file(texts / "甲.txt").outputs[0]  # 甲.docx and 甲.pdf beside it
    data = made.read_bytes()
    (texts / "丙.docx").write_bytes(data + b"changed")
    (texts / "丁.xls").write_bytes(b"")
    (out / "戊.docx").write_bytes(b"PK")
    found = find_all([str(texts)], [f"*{ending}" for ending in ENDINGS], str(out))
    assert sorted(one.stem for one in found.inputs) == ["丙", "乙", "甲"]
    assert found.passed_over[".xls"] == 1
    assert is_result(str(made))
    assert not is_result(str(texts / "丙.docx"))
    assert not is_result(str(texts / "没有.docx"))


def test_texts_of_one_name_have_results_of_their_own(tmp_path):
    for name in ("甲.txt", "甲.md", "乙.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = find_all([str(tmp_path)], ["*.txt", "*.md"], str(tmp_path / "成品"), apart=True)
    assert sorted(one.stem for one in found.inputs) == ["乙", "甲", "甲.md"]
