"""Rows of forms that are filled in by hand are high enough to write in."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest

import libreoffice
from banxin.composition import TableBlock
from banxin.conversion import prepare, to_docx
from banxin.reading import Options
from banxin.style import load
from banxin.units import mm

FORM = """关于报送情况的通知

各单位：
　　请填写下表。

|姓名||性别||
|单位||职务||
|序号|1|2|3|
|意见||||
"""
LOW = """extends: gbt9704
name: 矮
title: 矮
tables: {padding_y: 0mm}
elements: {table_cell: {line_pitch: 14pt}, table_header: {line_pitch: 14pt}}
"""


def prepared(tmp_path: Path, text: str, more: str = ""):
    path = tmp_path / f"{more[-4:] or 8}.yaml"
    path.write_text(LOW.replace("padding_y: 0mm", f"padding_y: 0mm{more}"), encoding="utf-8")
    return prepare(text.encode(), Options(load(str(path))))


def rows_of(done) -> list[float]:
    """The heights of the table's rows on the page, in mm."""
    ys = sorted({round(rule.y0, 2) for rule in done.layout.pages.pages[0].rules if rule.y0 == rule.y1})
    return [round((below - above) / mm(1), 1) for above, below in zip(ys, ys[1:], strict=False)]


def heights(done) -> list[int]:
    """What the DOCX has as least height of each row, in twips; 0: none."""
    with ZipFile(BytesIO(to_docx(done))) as archive:
        rows = re.findall("<w:tr>.*?</w:tr>", archive.read("word/document.xml").decode())
    found = [re.search('<w:trHeight w:val="([0-9]+)" w:hRule="atLeast"/>', row) for row in rows]
    return [int(one[1]) if one else 0 for one in found]


def test_rows_to_fill_are_eight_millimetres_high_and_others_as_they_were(tmp_path):
    done = prepared(tmp_path, FORM)
    assert rows_of(done) == [8.0, 8.0, 5.1, 8.0]
    assert [height > 0 for height in heights(done)] == [True, True, False, True]


def test_a_style_says_how_high(tmp_path):
    assert rows_of(prepared(tmp_path, FORM, ", blank_row: 12mm")) == [12.0, 12.0, 5.1, 12.0]
    assert rows_of(prepared(tmp_path, FORM, ", blank_row: 0mm")) == [5.1] * 4


@pytest.mark.parametrize("row", ["|张三|男|||||", "|1|张三|男|41|科员|", "|合计|12|13||25|", "|备注|无|无|无||"])
def test_a_row_of_data_with_some_blanks_is_no_higher(tmp_path, row):
    text = f"关于某事的通知\n\n各单位：\n　　见下表。\n\n|甲|乙|丙|丁|戊|\n|1|2|3|4|5|\n{row}\n"
    done = prepared(tmp_path, text)
    (table,) = (block for block in done.draft.blocks if isinstance(block, TableBlock))
    blank = sum(not cell for cell in table.rows[-1])
    assert table.is_to_fill(2) == (2 * blank >= len(table.rows[-1]))
    assert not table.is_to_fill(0)


def test_a_row_that_is_higher_by_its_text_stays_so(tmp_path):
    text = FORM.replace("|意见||||", f"|{'意见很多' * 40}||||")
    assert rows_of(prepared(tmp_path, text))[-1] > 20


@pytest.mark.slow
@libreoffice.needed
def test_libreoffice_sets_the_rows_as_high(tmp_path):
    done = prepared(tmp_path, FORM)
    path = tmp_path / "表.docx"
    path.write_bytes(to_docx(done))
    (page,) = done.layout.pages.pages
    with pypdfium2.PdfDocument(libreoffice.render(path, tmp_path / "out")) as document:
        shown = document[0].get_textpage()
        found = {}
        for word in ("姓名", "职务", "意见"):
            index, _ = shown.search(word).get_next()
            found[word] = page_height(document) - shown.get_charbox(index)[1]
    wanted = {line.text[:2]: line.y for line in page.lines}
    apart = [found[word] - wanted[word] for word in found]
    assert max(apart) - min(apart) < mm(1)


def page_height(document: pypdfium2.PdfDocument) -> float:
    return document[0].get_height()
