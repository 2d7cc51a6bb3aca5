"""办法、规定: 编、章、节 in the middle and 第一条 in 黑体, where a style says so; nothing else changes."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from banxin.composition import TextBlock
from banxin.conversion import prepare, to_docx
from banxin.reading import Options
from banxin.style import load
from banxin.style.schema import Align

RULES = """某某县某项管理办法

第一章　总则
第一条　为了规范管理，制定本办法。
第二条　本县行政区域内适用本办法。
第二章　管理
第一节　申请
第三条　申请人应当提交下列材料：
（一）申请书；
（二）身份证明。
第二节　办理
第四条　县某某局办理。
"""
OTHERS = {
    "a speech that names a chapter": "在会上的讲话\n\n同志们：\n　　第一章讲什么，大家清楚。\n　　第一条经验是抓早。\n",
    "other headings": "某某的通知\n\n各单位：\n一、总体要求\n　　抓好落实。\n二、任务\n　　（一）宣传。广泛宣传。\n",
    "an article that is cited": "某某的复函\n\n某局：\n　　第三条规定的期限已过。\n　　第四条所称材料，是指原件。\n",
}


def blocks(text: str, style: str) -> list[TextBlock]:
    draft = prepare(text.encode(), Options(load(style))).draft
    return [block for block in draft.blocks if isinstance(block, TextBlock)]


def test_chapters_and_sections_stand_in_the_middle_half_a_row_apart():
    found = {block.text[:3]: block.style for block in blocks(RULES, "rules") if block.style.align is Align.CENTER}
    assert list(found) == ["某某县", "第一章", "第二章", "第一节", "第二节"]
    chapter = found["第二章"]
    assert (chapter.first_indent, chapter.space_before, chapter.space_after) == (0.0, 28.95 / 2, 28.95 / 2)
    assert [found[name].outline_level for name in ("第一章", "第一节")] == [1, 2]
    assert found["第一节"].space_before == 0  # the chapter's own gap stands above it


def test_the_label_of_an_article_is_in_heiti_and_its_text_is_not():
    of_articles = [block for block in blocks(RULES, "rules") if re.match("第.条", block.text)]
    assert [block.runs[0].text for block in of_articles] == ["第一条　", "第二条　", "第三条　", "第四条　"]
    assert {block.runs[0].chars.east_asian.kind for block in of_articles} == {"hei"}
    assert {run.chars.east_asian.kind for block in of_articles for run in block.runs[1:]} == {"fangsong"}
    assert {block.style.align for block in of_articles} == {Align.JUSTIFY}


def test_an_article_with_a_name_on_a_line_of_its_own_is_in_heiti():
    text = "某某县某项管理办法\n\n第一条　目的\n为了规范管理，制定本办法。\n第二条　范围\n本县适用本办法。\n"
    found = {block.text[:3]: block.style.chars.east_asian.kind for block in blocks(text, "rules")}
    assert (found["第一条"], found["第二条"], found["本县适"]) == ("hei", "hei", "fangsong")


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_a_text_without_chapters_and_articles_looks_as_by_the_standard(text):
    assert blocks(text, "rules") == blocks(text, "gbt9704")


def test_by_the_standard_they_have_the_look_of_their_level():
    found = {block.text[:3]: block.style.name for block in blocks(RULES, "gbt9704")}
    assert (found["第一章"], found["第一节"]) == ("一级标题", "二级标题")


def test_word_has_them_in_its_navigation_pane_by_styles_of_their_own():
    with ZipFile(BytesIO(to_docx(prepare(RULES.encode(), Options(load("rules")))))) as archive:
        styles, document = (archive.read(f"word/{name}.xml").decode() for name in ("styles", "document"))
    ids = {}
    for style in re.findall("<w:style .*?</w:style>", styles):
        (number,), (name,) = re.findall('w:styleId="(.*?)"', style), re.findall('<w:name w:val="(.*?)"', style)
        ids[number] = name, style
    for text, level in (("第二章", 0), ("第二节", 1)):
        paragraph = next(one for one in re.findall("<w:p>.*?</w:p>", document) if text in one)
        name, style = ids[re.findall('<w:pStyle w:val="(.*?)"', paragraph)[0]]
        assert name.startswith(f"{'一二'[level]}级标题（章节）")
        assert '<w:jc w:val="center"/>' in style
        assert f'<w:outlineLvl w:val="{level}"/>' in style
    article = next(one for one in re.findall("<w:p>.*?</w:p>", document) if "第三条" in one)
    assert ids[re.findall('<w:rStyle w:val="(.*?)"', article)[0]][0].endswith("（条）字符")


def test_the_skeleton_names_its_style(tmp_path, banxin, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert banxin("new", "办法")[0] == 0
    prepared = prepare(Path("办法.txt").read_bytes(), Options())
    assert prepared.style_name == "rules"
    assert any(block.text.startswith("第一章") and block.style.align is Align.CENTER for block in prepared.draft.blocks)
