"""Lines that blanks line up, `组　长：王某某` and the names below it: told in the AST, lined up on the page."""

from __future__ import annotations

import json
from io import BytesIO

import docx
import msgspec
import pytest
from docx.shared import Pt

import libreoffice
from agreement import compare, read
from banxin import repair
from banxin.compose import compose
from banxin.composition import TextBlock, source_text
from banxin.document import Document, Paragraph, Stop, plain_text, walk
from banxin.layout import layout
from banxin.library import parse, to_docx, to_pdf
from banxin.parser import parse as parse_source
from banxin.readers import read as read_source
from square import CELL, LEFT, MEASURE, STYLE, body, cells, lines

TOP = "关于成立某某工作领导小组的通知\n\n各乡镇人民政府：\n　　经研究，决定成立某某工作领导小组，人员如下：\n"
END = "　　办公室设在县水务局，负责日常工作。\n\n某某县人民政府\n2026年7月5日\n"
GROUP = """\
　　组　长：王　某（副县长）
　　副组长：李某某（县政府办公室主任）
　　　　　　赵　某（县水务局局长）
　　成　员：张某某（县财政局副局长）
　　　　　　刘　某（县发展改革局副局长）
"""
COLUMNS = """\
　　成　员：张某某　　刘　某　　陈某某
　　　　　　周　某　　吴某某　　郑　某
　　　　　　孙某某
"""


def read_document(data: bytes | str) -> Document:
    return parse_source(read_source(data.encode() if isinstance(data, str) else data)).document


def body_of(found: Document) -> list[Paragraph]:
    blocks = [*walk(found.body), *(block for annex in found.annexes for block in walk(annex.body))]
    return [block for block in blocks if isinstance(block, Paragraph)]


def stops(data: bytes | str) -> list[tuple[str, list[tuple[int, int]]]]:
    """Of each line of a body that has stops: its first characters, and (place, column) of each."""
    found = [p for p in body_of(read_document(data)) if p.stops]
    return [(p.text[:3], [(s.at, s.column) for s in p.stops]) for p in found]


def set_in(text: str, *, verbatim: bool = False) -> list[tuple[str, list[float]]]:
    """Of each line of the body with parts in columns: its first characters, and in cells from the left edge where it
    begins and where something begins behind a colon or a gap.
    """
    draft = compose(read_document(text), STYLE, verbatim=verbatim)
    laid = layout(draft).pages
    found = []
    for page in laid.pages:
        for line in page.lines:
            block = laid.blocks[line.block]
            if not isinstance(block, TextBlock) or "对齐" not in block.style.name:
                continue
            placed = cells(line)
            begins = [
                round((x - LEFT) / CELL, 2)
                for at, (char, x) in enumerate(placed)
                if char.strip()
                and (at == 0 or placed[at - 1][0] == "：" or line.text[max(at - 2, 0) : at] in ("　　", "：　"))
            ]
            found.append(("".join(line.text[:3].split()), begins))
    return found


# What is told


def test_names_below_a_label_are_told_with_their_column():
    assert stops(TOP + GROUP + END) == [
        ("组　长", [(4, 1)]),
        ("副组长", [(4, 1)]),
        ("赵　某", [(0, 1)]),
        ("成　员", [(4, 1)]),
        ("刘　某", [(0, 1)]),
    ]


def test_so_are_names_in_columns():
    assert stops(TOP + COLUMNS + END) == [
        ("成　员", [(4, 1), (9, 2), (14, 3)]),
        ("周　某", [(0, 1), (5, 2), (10, 3)]),
        ("孙某某", [(0, 1)]),
    ]


def test_so_are_rows_of_a_name_and_a_post():
    rows = "　　王某某　　县水务局局长\n　　李　某　　县财政局副局长\n　　欧阳某某　县住房和城乡建设局副局长\n"

    assert stops(TOP + rows + END) == [("王某某", [(5, 1)]), ("李　某", [(5, 1)]), ("欧阳某", [(5, 1)])]


@pytest.mark.parametrize("blank", ["  ", "　"])
@pytest.mark.parametrize("indent", [0, 2, 4])
def test_blanks_of_either_width_and_any_first_indent_tell_the_same(blank, indent):
    lead = blank * indent
    names = f"{lead}副组长：李某某\n{lead}{blank * 4}赵{blank}某\n{lead}{blank * 4}张某某\n"

    assert stops(TOP + names + END) == [("副组长", [(4, 1)]), (f"赵{blank}某"[:3], [(0, 1)]), ("张某某", [(0, 1)])]


def test_labels_of_other_widths_have_columns_of_their_own():
    names = "组长：王某某\n　　　李某某\n副组长：赵某某\n　　　　张某某\n"

    assert stops(TOP + names + END) == [
        ("组长：", [(3, 1)]),
        ("李某某", [(0, 1)]),
        ("副组长", [(4, 2)]),
        ("张某某", [(0, 2)]),
    ]


def test_the_text_holds_the_same_characters_and_no_blanks_in_front():
    found = read_document(TOP + GROUP + COLUMNS + END)

    assert plain_text(found) == "".join((TOP + GROUP + COLUMNS + END).split())
    assert all(p.text == p.text.strip() for p in body_of(found))


def test_parse_shows_them_as_json():
    found = json.loads(msgspec.json.encode(parse(TOP + GROUP + END).document))

    assert found["body"][2]["text"] == "副组长：李某某（县政府办公室主任）"
    assert found["body"][2]["stops"] == [{"at": 4, "column": 1}]
    assert found["body"][0]["stops"] == []


def test_the_list_that_an_annex_is_stays_a_list():
    annex = (
        "\n附件\n\n某某工作领导小组成员名单\n\n组　长：王某某　副县长\n副组长：李某某　县政府办公室主任\n"
        "　　　　赵　某　县水务局局长\n成　员：张某某　县财政局副局长\n　　　　刘　某　县发展改革局副局长\n"
    )
    found = read_document(TOP + END + annex)

    assert (found.annexes[0].front, found.annexes[0].back) == ((), ())
    assert [name for name, _ in stops(TOP + END + annex)] == ["组　长", "副组长", "赵　某", "成　员", "刘　某"]


@pytest.mark.parametrize(
    "text",
    [
        "时间：2026年7月5日。\n　　各单位要按时参加，不得缺席。\n",
        "　　注意事项：请按时参加。\n　　各单位要按时参加，不得缺席。\n",
        "注：数据截至6月底。\n　　各单位要按时参加，不得缺席。\n",
        "    责任单位：县水务局\n    各单位要按时参加，不得缺席。\n",
        "联系人：王某某\n　　　　各单位要按时参加，不得缺席，确有特殊情况的，应当提前一天书面请假。\n" * 4,
        "　　春水初生漫小桥，\n　　　　夜来灯火照东郊。\n　　村头一片机声起，\n　　　　不待天明浪已消。\n",
        "　　春水初生漫小桥，\n　　夜来灯火照东郊。\n",
        "　　1.　加强领导\n　　2.　落实责任\n　　3.　强化督查\n",
        "　　6月5日　　开幕式\n　　6月6日　　分组讨论\n　　6月7日　　闭幕式\n",
        "　　王某某　县水务局局长\n　　李　某　县财政局副局长\n",
        "承诺人：王某某\n　　　　　　　　　　　　　　　　2026年7月5日\n",
        "　　　　　　　　　　承诺人：王某某\n　　　　　　　　　　日　期：2026年7月5日\n",
        "　　责任人：王某某\n　　　　1.负责日常工作\n",
        "组长\t王某某\n\t李某某\n",
        "　　会议要求：要提高认识\n　　　　要落实责任\n",
    ],
)
def test_other_lines_are_lined_up_with_nothing(text):
    assert stops(TOP + text + END) == []


def test_a_signature_moved_to_the_right_is_one_below_a_label_too():
    contact = "　　请按时报送。\n联系人：王某某　电话：0000-1234567\n"
    text = f"{contact}　　　　　　　　某某县水务局\n　　　　　　　　2026年7月5日\n"

    assert [(p.role.value, p.text) for p in read_document(TOP + text).back][-2:] == [
        ("signature", "某某县水务局"),
        ("date", "2026年7月5日"),
    ]


def test_names_far_in_are_no_signature_below_a_label():
    names = "　　领导小组成员：王某某\n　　　　　　　　　李某某\n　　　　　　　　　赵　某\n"

    assert [p.text for p in read_document(TOP + names + END).back] == ["某某县人民政府", "2026年7月5日"]


def test_a_table_between_tabs_is_a_table_still():
    rows = "组　长：\t王某某\n副组长：\t李某某\n\t赵某某\n"

    assert [type(block).__name__ for block in read_document(TOP + rows + END).body][1] == "Table"


def test_hard_wrapped_paragraphs_are_joined_as_before():
    text = (
        "各有关单位要按照本方案确定的时间和分工抓好落实，遇有困难及时报告县水务局，由县水务局会同有关部门研究解决" * 3
    )
    wrapped = "\n".join(f"　　{text}。"[at : at + 28] for at in range(0, len(text) + 3, 28))

    assert [p.text for p in body_of(read_document(f"某某县讲话\n\n{wrapped}\n{wrapped}\n"))] == [f"{text}。"] * 2


# On the page


def test_names_stand_below_one_another():
    assert set_in(TOP + GROUP + END) == [
        ("组长", [2, 6]),
        ("副组长", [2, 6]),
        ("赵某", [6]),
        ("成员", [2, 6]),
        ("刘某", [6]),
    ]


def test_so_they_do_where_blanks_were_narrow():
    narrow = (TOP + GROUP + COLUMNS + END).replace("　", "  ")

    assert set_in(narrow) == set_in(TOP + GROUP + COLUMNS + END)


def test_columns_of_names_stand_below_one_another():
    assert set_in(TOP + COLUMNS + END) == [("成员", [2, 6, 11, 16]), ("周某", [6, 11, 16]), ("孙某某", [6])]


def test_a_name_that_runs_on_hangs_below_its_beginning():
    long = "　　成　员：张某某（县住房和城乡建设局副局长，兼任某某工作专班办公室主任）\n　　　　　　刘　某\n"

    assert set_in(TOP + long + END) == [("成员", [2, 6]), ("作专班", [6]), ("刘某", [6])]


def test_one_blank_within_a_label_makes_it_as_wide_as_the_others():
    names = "　　组 长：王 某\n　　副组长：李某某\n　　　　　　赵 某\n"

    assert set_in(TOP + names + END) == [("组长", [2, 6]), ("副组长", [2, 6]), ("赵某", [6])]


def test_with_verbatim_blanks_stay_and_names_stand_as_near_as_they_can():
    names = "　　组 长：王某某\n　　副组长：李某某\n　　　　　　赵某某\n"
    (_, first), (_, second), (_, third) = set_in(TOP + names + END, verbatim=True)

    assert (second[1], third[0]) == (6, 6)
    assert abs(first[1] - 6) <= 0.5


def test_no_character_is_lost_or_added():
    found = read_document(TOP + GROUP + COLUMNS + END)

    assert source_text(compose(found, STYLE)) == plain_text(found)


def test_other_paragraphs_keep_their_look():
    draft = compose(read_document(TOP + GROUP + END), STYLE)
    names = [block.style.name for block in draft.parts.body if isinstance(block, TextBlock)]

    assert (names[0], names[-1]) == ("正文", "正文")
    assert all(name.startswith("正文（对齐）") for name in names[1:-1])


def test_any_stops_can_be_set():
    """A Document may come from elsewhere."""
    strange = Paragraph("张某某李某某", stops=(Stop(0, 9), Stop(3, 2), Stop(6, 40)), line=1)

    for line in lines(Document(body=(strange, *body("内容。")[:0]))):
        assert line.runs[0].x >= LEFT - 0.01
        assert cells(line)[-1][1] < LEFT + MEASURE


def test_stops_go_with_the_repairs_of_a_text():
    text = TOP + "　　副组长:李某某，王某某  等 ，\n　　　　　　赵某某\n" + END
    found = repair.repair(read_document(text))

    (label, *_) = [p for p in body_of(found.document) if p.stops]
    assert label.text[label.stops[0].at :].startswith("李某某")


# Word documents


def word(*paragraphs: tuple[str, float, float]) -> bytes:
    """A Word document: each paragraph with its left and its first-line indent in points."""
    file = docx.Document()
    for text, left, first in paragraphs:
        one = file.add_paragraph()
        one.add_run(text).font.size = Pt(16)
        one.paragraph_format.left_indent, one.paragraph_format.first_line_indent = Pt(left), Pt(first)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


START = [("关于成立某某工作领导小组的通知", 0, 0), ("各乡镇人民政府：", 0, 0), ("经研究，决定成立领导小组：", 0, 32)]


def test_a_word_document_lines_up_by_blanks_too():
    data = word(
        *START, ("组　长：王某某", 0, 32), ("　　　　李某某", 0, 32), ("办公室设在县水务局，负责日常工作。", 0, 32)
    )

    assert stops(data) == [("组　长", [(4, 1)]), ("李某某", [(0, 1)])]


def test_and_by_its_indents():
    data = word(*START, ("组　长：王某某", 96, -64), ("李某某", 96, 0), ("办公室设在县水务局，负责日常工作。", 0, 32))

    assert stops(data) == [("组　长", [(4, 1)]), ("李某某", [(0, 1)])]


def test_what_was_made_is_read_again_as_it_was():
    text = TOP + GROUP + COLUMNS + END

    assert stops(to_docx(text)) == stops(text)


def test_the_docx_hangs_by_indents_of_styles_based_on_that_of_the_body():
    file = docx.Document(BytesIO(to_docx(TOP + GROUP + END)))
    found = {p.text[:3]: p.style for p in file.paragraphs}

    label, below = found["副组长"], found["赵　某"]
    assert label.base_style.name == below.base_style.name == "Body Text First Indent"
    assert label.paragraph_format.left_indent == below.paragraph_format.left_indent
    assert label.paragraph_format.left_indent / 12700 == pytest.approx(6 * CELL, abs=0.1)
    assert label.paragraph_format.first_line_indent / 12700 == pytest.approx(-4 * CELL, abs=0.1)
    assert below.paragraph_format.first_line_indent == 0


@libreoffice.needed
def test_libreoffice_sets_the_lines_likewise(tmp_path):
    style = libreoffice.options().fallback
    long = (
        "　　承办单位：县住房和城乡建设局（具体事务由村镇建设管理股会同有关乡镇人民政府办理）\n　　　　　　　县水务局\n"
    )
    text = TOP + GROUP + COLUMNS + long + END
    (tmp_path / "a.docx").write_bytes(to_docx(text, style=style))
    (tmp_path / "b.pdf").write_bytes(to_pdf(text, style=style))
    printed = libreoffice.render(tmp_path / "a.docx", tmp_path)

    assert compare("对齐", read(printed), read(tmp_path / "b.pdf")).differences == ()
