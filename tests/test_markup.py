"""Reading Markdown and HTML: what is a mark and goes as an exact edit, and what is text and stays."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banxin.conversion import convert
from banxin.errors import SourceError
from banxin.readers import read
from banxin.reading import Options
from banxin.source import Source
from banxin.streams import visible

HEADING = "# 情况说明\n"
"""With it a text is Markdown."""


def texts(text: str, **options: bool) -> list[str]:
    return [line.text for line in read(text.encode(), keep_lines=True, **options).lines if line.text]


def is_whole(source: Source) -> bool:
    return source.stream == visible("".join(line.text for line in source.lines))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("## 一、总体要求 ##", "一、总体要求"),
        ("**（一）加强领导。**各单位要重视。", "（一）加强领导。各单位要重视。"),
        ("做好**“回头看”**工作", "做好“回头看”工作"),
        ("（**重点**）", "（重点）"),
        ("*成活率*达到90%", "成活率达到90%"),
        ("***既强又斜***。", "既强又斜。"),
        ("~~删去的话~~", "删去的话"),
        ("- [x] **目标任务**：植树；", "目标任务：植树；"),
        ("> > 引文", "引文"),
        ("用`某某系统`填报", "用某某系统填报"),
        ("见[附件](a_b(1).docx '题')。", "见附件（a_b(1).docx）。"),
        ("见[](a.docx)", "见a.docx"),
        ("如![示意图](图.png)所示", "如示意图（图.png）所示"),
        ("网址<https://example.com>", "网址https://example.com"),
        (r"1\. 保留\*号", "1. 保留*号"),
        ("总额&nbsp;3万&lt;含税&gt;", "总额 3万<含税>"),
        ("第一行<br>第二行", "第一行 第二行"),
        ("<font color='red'>红字</font>", "红字"),
        ("末尾的反斜线\\", "末尾的反斜线"),
    ],
)
def test_marks_go_and_what_they_mark_stays(line, expected):
    assert texts(HEADING + line) == ["情况说明", expected]


@pytest.mark.parametrize(
    "line",
    [
        "由张**主持，李**记录",
        "王**、赵某**到会",
        "张*、李*到会",
        "***同志，***单位负责***项目",
        "***市***县***局",
        "电话138****1234、139****5678",
        "甲方：____　乙方：__________",
        "长*宽*高，3*4*5=60",
        "AT&T和R&D，5<6，7>3",
        "<某某>部门<注：略>",
        "- 2 -",
        "1. 第一项",
        "#标签",
        "snake_case_name",
    ],
)
def test_what_only_looks_like_marks_stays(line):
    assert texts(HEADING + line) == ["情况说明", line]


@pytest.mark.parametrize(
    "text",
    [
        "某某县\n- 一是植树\n- 二是管护\n\n---\n某某局\n",
        "5*8米、6*9米\n* 注：带*号的为必填项\n",
        "**重点**工作\n",
        "如<a>所示，见<b>。\n",
        "> 某某县\n",
        "---\n标题: 甲\n---\n**正文**。\n",
    ],
)
def test_a_text_with_marks_of_one_kind_alone_is_no_markdown(text):
    assert not [d for d in read(text.encode()).diagnostics if d.code == "BX023"]


@pytest.mark.parametrize(
    "text",
    [
        "**一、总体要求**\n**二、重点任务**\n",
        "- 一是\n- 二是\n见[附件](a.docx)\n",
        "| 甲 | 乙 |\n|:---|---:|\n| `1` | 2 |\n",
    ],
)
def test_a_text_is_markdown_by_two_marks(text):
    assert [d for d in read(text.encode()).diagnostics if d.code == "BX023"]


def test_a_file_that_is_called_so_is_markdown():
    data = "- *植树*\n".encode()
    assert [line.text for line in read(data, name="a.MD").lines] == ["植树"]
    assert [line.text for line in read(data, name="a.txt").lines] == ["- *植树*"]


def test_verbatim_keeps_marks():
    assert texts(HEADING + "**甲**", verbatim=True) == ["# 情况说明", "**甲**"]


def test_rules_fences_and_underlines_are_no_lines():
    assert texts("说明\n====\n***\n```markdown\n**甲**\n```\n```python\n**乙**\n```\n__丙__\n## 丁\n") == [
        "说明",
        "甲",
        "**乙**",
        "丙",
        "丁",
    ]


def test_headings_have_levels_and_items_are_told():
    source = read("说明\n===\n### 甲\n- 乙\n* 丙\n丁\n".encode())
    assert [(line.text, line.level, line.is_item) for line in source.lines if line.text] == [
        ("说明", 1, False),
        ("甲", 3, False),
        ("乙", 0, True),
        ("丙", 0, True),
        ("丁", 0, False),
    ]


def test_settings_on_top_are_no_rules():
    assert texts("---\n标题: 甲\n---\n# 乙\n") == ["---", "标题: 甲", "---", "乙"]


def test_html_becomes_lines():
    source = read(
        "<!DOCTYPE html>\n<head><title>站名</title></head>\n<h1 class='a\nb'>关于停水的<b>通知</b></h1><p>各用户：</p>"
        "\n<p>&emsp;因清淤，\n停水一天。<br/>特此通知。\n<ul>"
        "<li>甲；<li>\n乙。</ul><script>let a = 1;\nlet b;</script>\n"
        "<table>\n<tr><th>项目</th>\n<th>数量</th></tr>\n<tr>\n<td></td>\n<td>1<i>0</i></td>\n</tr></table>"
        "\n<!-- 注 -->末段".encode()
    )
    found = [line for line in source.lines if line.text]
    assert [line.text for line in found] == [
        "关于停水的通知",
        "各用户：",
        "因清淤，停水一天。",
        "特此通知。",
        "甲；",
        "乙。",
        "项目\t数量",
        "10",
        "末段",
    ]
    assert found[7].raw.startswith("\t")
    assert (found[0].level, [line.is_item for line in found[4:6]]) == (1, [True, True])
    assert is_whole(source)


def test_every_block_of_html_is_a_line_of_its_own_number():
    source = read("<div><p>甲</p><p>乙<br>丙</p><ul><li>丁</li><li>戊</li></ul></div><p>己</p>".encode())
    found = [(line.number, line.text) for line in source.lines if line.text]
    assert [text for _, text in found] == list("甲乙丙丁戊己")
    assert len({number for number, _ in found}) == 6
    assert is_whole(source)


@pytest.mark.parametrize(
    "text", ["# 甲\n&lt;乙&gt;|丙\n\\*丁|戊\n", "<p>甲</p>\n<p>\n［图：a.png｜题］\n乙</p>\n<p>丙</p>\n"]
)
def test_what_a_mark_stands_for_and_pictures_keep_their_places(text):
    source = read(text.encode())
    assert is_whole(source)
    at = 0
    for line in source.lines:
        assert line.offset == at or not line.text
        at += len(visible(line.text))


MARKS = """# |## |- |* |> |**|*|***|__|`|```|~~|[|](|)|![|<p>|</p>|<br>|<td>|</td>|<tr>|</tr>|<li>|<h2>|<div>
</div>|<script>|</script>|<!--|-->|<a href='x|'>|&nbsp;|&lt;|&amp|\\|\\*|---|===|— 2 —|- 3 -|某某县|，|。|3|ab
⼀|：|![图](a.png)|［图：b.jpg""".replace("\n", "|")
PIECES = [*MARKS.split("|"), "|", "｜题］", "\t", "\u3000", " ", "\n", "\n\n", "\xad"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_every_character_stays_or_is_an_edit(text):
    try:
        sources = [read(text.encode(), name=name) for name in ("a.txt", "a.md")]
    except SourceError:
        return
    assert all(map(is_whole, sources))
    for source in sources:
        numbers = [line.number for line in source.lines if line.text]
        assert numbers == sorted(set(numbers))


def test_a_text_without_marks_needs_no_library_of_them():
    code = (
        "import sys; from banxin.readers import read; read('关于某某的通知\\n各单位：\\n<略>\\n'.encode());"
        "sys.exit(any(name in sys.modules for name in ('markdown_it', 'html.parser', 'banxin.readers.html')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        "# 情况说明\n\n## 一、甲\n\n抄送：某某局&#xA;某某办\n",
        "# 情况说明\n甲&#9;乙&#xD;丙\n",
        "# 诚<b>\n&copy;甲，&copy 乙\n",
        "<p>某</p><p>甲</p>\n&copy;某某网<br>乙\n",
        "# 情况说明\n<![某某|<p>甲</p>\n",
        "<p>甲</p><p>乙</p><div><![甲[乙]]>丙</div>\n",
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_odd_entities_and_sections_keep_every_character(text, name):
    convert(text.encode(), ["docx"], Options(), name=name)


def test_a_number_of_a_control_character_stays():
    assert texts(HEADING + "甲&#xA;乙") == ["情况说明", "甲&#xA;乙"]
