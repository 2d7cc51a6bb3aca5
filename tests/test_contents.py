"""目录: set as a list with pages at the right edge, or made from the headings, in both formats, with every character
accounted for."""

import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import agreement
import libreoffice
from banxin.conversion import prepare, to_docx, to_pdf
from banxin.document import ContentsLine, plain_text, walk
from banxin.reading import Options, recognise
from banxin.streams import apply_edits, visible
from banxin.style import load
from banxin.writers import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SENTENCE = "各单位要提高认识，加强领导，落实责任，把各项任务落到实处，确保取得实效，不断提高服务水平。"
PARTS = ("一、总体要求", "（一）指导思想", "（二）基本原则", "二、主要任务", "（一）健全体系", "（二）加强监管")


def body(paragraphs: int = 1) -> str:
    """Headings with so much under each that they come to stand on several pages."""
    return "".join(f"{part}\n" + (f"{SENTENCE * 8}\n" * paragraphs if part[0] == "（" else "") for part in PARTS)


MADE = f"---\n目录: 自动\n---\n青岩县养老服务规划\n{body(2)}附件1\n重点项目表\n项目\t单位\n甲\t乙\n"
TYPED = "青岩县养老服务规划\n目录\n" + "".join(f"{part}……………{n}\n" for n, part in enumerate(PARTS, 2)) + body()


def prepared(text: str, **options: object):
    return prepare(text.encode(), Options(**options))


def entries(prepared) -> list[tuple[str, str]]:
    """(name, page) of each line of a 目录 as it stands on the pages."""
    found = []
    for page in prepared.layout.pages.pages:
        furniture = {(line.y, line.text) for line in page.furniture}
        for line in page.lines:
            beside = sorted(text for y, text in furniture if y == line.y)
            if any(set(text) == {"."} for text in beside):
                found.append((line.text, *(text for text in beside if text.isdecimal())))
    return found


def first_pages(prepared) -> dict[str, str]:
    """The number of the page on which each heading stands."""
    found = {}
    for page in prepared.layout.pages.pages:
        for line in page.lines:
            if line.text in PARTS and not any(other.y == line.y for other in page.furniture):
                found[line.text] = str(page.number)
    return found


def xml(prepared) -> etree._Element:
    with zipfile.ZipFile(BytesIO(to_docx(prepared))) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def test_entries_that_were_typed_end_at_the_right_edge_behind_dots():
    done = prepared(TYPED)
    page = done.layout.pages.pages[0]
    right = done.draft.page.left + done.draft.page.measure
    lines = [line for line in page.lines if line.text[:-1] in PARTS]
    assert [line.text for line in lines] == [f"{part}{n}" for n, part in enumerate(PARTS, 2)]
    for line in lines:
        last = line.runs[-1]
        assert last.text.isdecimal()
        assert last.x == pytest.approx(right - 8, abs=0.5)  # a digit of Times is half an em
        dots = next(other for other in page.furniture if other.y == line.y)
        assert set(dots.text) == {"."}
    assert lines[1].runs[0].x - lines[0].runs[0].x == pytest.approx(2 * done.draft.page.cell, abs=0.01)


def test_the_dots_that_were_typed_are_a_listed_repair_and_stay_where_nothing_is_repaired():
    dots = [d for d in prepared(TYPED).diagnostics if d.code == "BX214"]
    assert [visible(d.before) for d in dots] == ["……………"] * len(PARTS)
    done = prepared(TYPED, verbatim=True)
    assert "一、总体要求……………2" in [line.text for line in done.layout.pages.pages[0].lines]
    assert to_docx(done)
    assert to_pdf(done)


def test_links_of_a_list_in_markdown_are_left_out_as_a_listed_repair():
    links = "".join(f"- [{part}](#{part})\n" for part in PARTS)
    done = prepared(
        f"# 青岩县养老服务规划\n## 目录\n{links}{''.join(f'## {line}' + chr(10) for line in PARTS)}{SENTENCE}\n"
    )
    lines = [line.text for line in done.layout.pages.pages[0].lines]
    assert lines[1:8] == ["目\u3000录", *PARTS]
    assert [visible(d.before) for d in done.diagnostics if d.code == "BX214"] == [f"（#{part}）" for part in PARTS]


def test_what_follows_pages_begins_a_page_and_what_follows_names_alone_does_not():
    assert first_pages(prepared(TYPED))["一、总体要求"] == "2"
    names = "青岩县养老服务规划\n目录\n" + "".join(f"{part}\n" for part in PARTS) + body()
    done = prepared(names)
    lines = [line.text for line in done.layout.pages.pages[0].lines]
    assert lines.count("一、总体要求") == 2


def test_a_made_list_has_the_pages_on_which_the_headings_stand():
    done = prepared(MADE)
    stand = first_pages(done)
    assert len(set(stand.values())) > 2
    made = entries(done)
    assert made[:-1] == [(part, stand[part]) for part in PARTS]
    assert made[-1] == ("附件1\u3000重点项目表", str(len(done.layout.pages.pages)))


def test_a_made_list_is_told_as_what_was_added_to_the_text():
    reading = recognise(MADE.encode(), Options())
    done = prepared(MADE)
    added = [d for d in done.diagnostics if d.code == "BX027"]
    assert [visible(d.after) for d in added] == ["目录" + "".join(PARTS) + "附件1重点项目表"]
    assert apply_edits(reading.text, added) == plain_text(done.document)


def test_a_made_list_takes_the_place_of_one_that_was_typed():
    done = prepared("---\n目录: 自动\n---\n" + TYPED)
    made = [block for block in walk(done.document.body) if isinstance(block, ContentsLine)]
    assert [line.text for line in made] == ["目录", *PARTS]
    assert [name for name, _ in entries(done)] == list(PARTS)
    dropped = "".join(visible(d.before) for d in done.diagnostics if d.code == "BX027")
    assert dropped == "".join(f"{part}{n}" for n, part in enumerate(PARTS, 2))


@pytest.mark.parametrize("text", [MADE, "---\n目录: 自动\n---\n" + TYPED, TYPED], ids=["made", "in place", "typed"])
def test_both_files_hold_every_character(text):
    for verbatim in (False, True):
        done = prepared(text, verbatim=verbatim)
        assert docx.text(to_docx(done))
        assert to_pdf(done)


def test_the_docx_has_a_field_whose_entries_lead_to_the_headings_and_show_their_pages():
    done = prepared(MADE)
    root = xml(done)
    instructions = [node.text.strip() for node in root.iter(f"{W}instrText")]
    assert instructions[0] == r'TOC \o "1-2" \h \z \u'
    anchors = [node.get(f"{W}anchor") for node in root.iter(f"{W}hyperlink")]
    assert instructions[1:] == [rf"PAGEREF {anchor} \h" for anchor in anchors]
    assert set(anchors) <= {node.get(f"{W}name") for node in root.iter(f"{W}bookmarkStart")}
    shown = ["".join(node.itertext(f"{W}t")) for node in root.iter(f"{W}hyperlink")]
    assert shown == [name + page for name, page in entries(done)]
    kinds = [node.get(f"{W}fldCharType") for node in root.iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("end") == len(instructions)


def test_the_list_of_an_annex_is_made_from_that_annex_alone():
    head = "关于印发规划的通知\n各乡镇人民政府：\n现将规划印发给你们。\n青岩县人民政府\n2026年3月5日\n"
    done = prepared(f"---\n目录: 自动\n---\n{head}附件\n青岩县养老服务规划\n目录\n一、总体要求\n二、主要任务\n{body()}")
    root = xml(done)
    instruction = next(root.iter(f"{W}instrText")).text
    part = re.search(r"\\b (\S+)", instruction)[1]
    assert part in {node.get(f"{W}name") for node in root.iter(f"{W}bookmarkStart")}
    assert [name for name, _ in entries(done)] == list(PARTS)


@pytest.mark.slow
@pytest.mark.parametrize("version", ["office2019", "microsoft365"])
@pytest.mark.parametrize("text", [MADE, TYPED], ids=["made", "typed"])
def test_the_docx_is_valid(text, version, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(to_docx(prepared(text)))
    command = [str(Path(sys.executable).with_name("openxml-audit")), "--format", version, str(path)]
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_how_deep_a_list_goes_and_what_follows_it_are_the_styles_choice(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(
        "extends: gbt9704\nname: a\ntitle: 一级\ncontents: {levels: 1, new_page: false}\n", encoding="utf-8"
    )
    done = prepared(MADE, style=load(str(path)))
    assert [name for name, _ in entries(done)] == ["一、总体要求", "二、主要任务", "附件1\u3000重点项目表"]
    assert first_pages(done)["一、总体要求"] == "1"


def test_a_text_without_headings_gets_no_list_and_is_told_so():
    done = prepared("---\n目录: 自动\n---\n青岩县通知\n请大家做好准备。\n")
    assert [d.code for d in done.diagnostics if d.code != "BX005"] == ["BX114"]


def test_a_setting_that_is_not_understood_is_an_error():
    reading = recognise("---\n目录: 也许\n---\n请大家做好准备。\n".encode(), Options())
    assert [d.message for d in reading.errors] == ["看不懂的目录“也许”"]


def test_a_list_stands_below_the_title_and_above_whom_the_text_addresses():
    done = prepared(f"---\n目录: 自动\n---\n青岩县工作报告\n各位代表：\n{body()}")
    text = "".join(line.text for line in done.layout.pages.pages[0].lines)
    assert text.index("青岩县工作报告") < text.index("目\u3000录") < len(text)
    assert "各位代表：" not in text
    assert load().contents.levels == 2


@given(
    st.lists(
        st.sampled_from(
            [
                "目录",
                "一、总则……1",
                "二、职责……2",
                "一、总则",
                "二、职责",
                "关于某事的通知",
                "各乡镇：",
                "各乡镇，各单位，",
            ]
            + ["某某县人民政府", "2026年3月5日", "附件1", "抄送：某局，", "任务表", "附件：1.任务表", SENTENCE]
            + ["来源：某网", "::目录::各章", "::目录项::总则", "（2026年3月5日）", ""]
        ),
        max_size=16,
    ),
    st.booleans(),
)
def test_wherever_a_list_stands_no_character_is_lost(lines, made):
    text = "\n".join([*lines, SENTENCE])
    done = prepared(f"---\n目录: 自动\n---\n{text}" if made else text)
    assert to_docx(done)


@libreoffice.needed
@pytest.mark.parametrize("text", [MADE, TYPED], ids=["made", "typed"])
def test_libreoffice_shows_the_same_lines_with_the_same_pages(text, tmp_path):
    text = text.replace("（一）健全体系", "（一）健全以居家为基础以社区为依托以机构为补充医养相结合的服务体系")
    done = prepare(text.encode(), libreoffice.options())
    for name, data in (("a.docx", to_docx(done)), ("b.pdf", to_pdf(done))):
        (tmp_path / name).write_bytes(data)
    shown = agreement.read(libreoffice.render(tmp_path / "a.docx", tmp_path / "out"))
    drawn = agreement.read(tmp_path / "b.pdf")
    lines = [[re.sub(r"\.{3,}", "…", line.text) for line in rendering.lines] for rendering in (shown, drawn)]
    assert lines[0] == lines[1]
    assert any(re.fullmatch("（三）?.*…[0-9]+|二、主要任务…[0-9]+", line) for line in lines[0])


def test_a_list_parts_the_tables_above_and_below_it():
    text = "|---|:--:|\n|1|<|\n目录\n|乙\n|---|:--:|\n|1|<|"
    assert to_docx(prepare(text.encode(), Options(), name="a.md"))
