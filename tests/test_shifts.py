"""Raised and lowered text: found by its signs or said by a file, kept through repairs, set in both outputs."""

from __future__ import annotations

import zipfile
from io import BytesIO

import msgspec
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import libreoffice
from agreement import compare, read
from banxin import readers
from banxin.compose import compose
from banxin.composition import flow_text, source_text, text_blocks
from banxin.conversion import convert_file, prepare, to_docx, to_pdf
from banxin.document import (
    Cell,
    Document,
    Figure,
    Heading,
    Mark,
    MarkKind,
    Paragraph,
    Role,
    Scheme,
    Section,
    Table,
    plain_text,
)
from banxin.examine import mended
from banxin.parser import parse
from banxin.readers.wrapping import unwrapped
from banxin.reading import Options
from banxin.repair import repair
from banxin.shifts import marks, with_marks
from banxin.source import Line, Source
from banxin.streams import apply_edits, visible
from banxin.style import load
from banxin.writers import docx
from square import STYLE, composed, lines, section

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RAISED, LOWERED = MarkKind.RAISED, MarkKind.LOWERED


def repaired(text: str, **options: object) -> Paragraph:
    (paragraph,) = repair(Document(body=(Paragraph(text),)), **options).document.body
    assert isinstance(paragraph, Paragraph)
    return paragraph


def shown(leaf: Paragraph | Heading | Cell) -> str:
    """A text with what is raised in `{}` and what is lowered in `[]`."""
    text = leaf.text
    for mark in reversed(leaf.marks):
        opening, closing = "{}" if mark.kind is RAISED else "[]"
        text = f"{text[: mark.start]}{opening}{text[mark.start : mark.end]}{closing}{text[mark.end :]}"
    return text


# What is taken for raised or lowered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("面积1200m^2^。", "面积1200m{2}。"),
        ("浓度为10^-3^mol/L", "浓度为10{-3}mol/L"),
        ("约2×10^4^吨", "约2×10{4}吨"),
        ("见注^1^，又见^[2]^。", "见注{1}，又见{[2]}。"),
        ("数据^①^来自某某局^*^。", "数据{①}来自某某局{*}。"),
        ("Ca^2+^和SO~4~^2-^", "Ca{2+}和SO[4]{2-}"),
        ("某某 ^1^", "某某 {1}"),
        ("H~2~O、CO~2~排放", "H[2]O、CO[2]排放"),
        ("C~6~H~12~O~6~", "C[6]H[12]O[6]"),
        ("取x~i~为T~max~的值", "取x[i]为T[max]的值"),
        ("Ca(OH)~2~", "Ca(OH)[2]"),
        ("^1^本表由某某局填写。", "{1}本表由某某局填写。"),
        ("2^n^个", "2{n}个"),
        ("第1^st^名", "第1{st}名"),
        ("x^2^+y^2^=z^2^", "x{2}+y{2}=z{2}"),
        ("参考文献^1,3-5^", "参考文献^1,3-5^"),
        ("参考文献^1,3^、^2-5^", "参考文献{1,3}、{2-5}"),
    ],
)
def test_what_signs_enclose_is_raised_or_lowered(text, expected):
    assert shown(repaired(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "时间为5~10天，20~30人。",
        "5~10天、A~B区、1~2人",
        "a~b~c三种",
        "A1~B2~C3",
        "路径~/某某/~/某某",
        "C:\\PROGRA~1\\某某~1~",
        "太好了^_^，谢谢^o^",
        "好^-^的^.^吧^v^",
        "a^b^c",
        "2^3^4",
        "单独的^号和~号",
        "^",
        "^^1^^",
        "~~删去~~的字",
        "http://a.cn/x^2^",
        "变量a_b^2^",
        "某某~某某~某某",
        "某^某某^某",
        "m^ 2^和m^2 ^",
        "x^12345^",
        "（^附件^）",
        "约~3~个",
        "3~4~5",
    ],
)
def test_other_uses_of_the_signs_are_text(text):
    assert repaired(text) == Paragraph(text)


def test_each_pair_of_signs_is_one_exact_edit():
    (edit,) = repair(Document(body=(Paragraph("共 1 m^2^。"),))).diagnostics
    assert (edit.code, edit.before, edit.after, edit.offset) == ("BX215", "^2^", "2", 3)


def test_a_style_may_keep_the_signs():
    style = msgspec.structs.replace(load().repairs, superscripts=False)
    assert repaired("m^2^", off=style.off) == Paragraph("m^2^")


def test_verbatim_keeps_the_signs_as_text():
    prepared = prepare("面积为m^2^。".encode(), Options(verbatim=True))
    assert flow_text(prepared.composition) == "面积为m^2^。"


def test_the_signs_stay_in_a_file_that_is_mended():
    data = "面积为m^2^,共一处。".encode()
    assert mended(data, Options()).data.decode() == "面积为m^2^，共一处。"


def test_other_repairs_move_what_is_raised():
    assert shown(repaired("某某的面积,共m^2^,在此--某某")) == "某某的面积，共m{2}，在此——某某"


def test_no_repair_is_made_within_what_is_raised():
    assert shown(repaired("某某注^(1)^,某某")) == "某某注{(1)}，某某"


PIECES = st.sampled_from([*"某的,.()m2H~^~^ 　，。", "m^2^", "H~2~", "注^(1)^", "^①^", "——", "--"])
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map("".join).map(str.strip).filter(bool)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_repairs_keep_to_their_edits_and_a_second_repair_does_nothing(texts):
    document = Document(body=tuple(Paragraph(text, line=at) for at, text in enumerate(texts, 1)))
    first = repair(document)
    assert apply_edits(plain_text(document), first.diagnostics) == plain_text(first.document)
    for paragraph in first.document.body:
        ends = [place for mark in paragraph.marks for place in (mark.start, mark.end)]
        assert ends == sorted(ends)
        assert all(visible(paragraph.text[mark.start : mark.end]) for mark in paragraph.marks)
    assert repair(first.document).document == first.document


# Where it may stand

EVERYWHERE = """\
关于m^2^的通知

各单位m^2^：
一、面积m^2^的计算
（一）计算m^2^。按照m^2^计算。
表1　面积（m^2^）
单位	面积/m^2^
甲	10^4^
注：1hm^2^=15亩。

附件：面积m^2^表

某某县某某局m^2^
2026年1月5日

附件
面积表
内容m^2^。
"""


def test_every_text_of_a_document_may_have_raised_characters():
    prepared = prepare(EVERYWHERE.encode(), Options())
    runs = [run for block in text_blocks(prepared.composition) for run in block.runs]
    assert sum(run.chars.shift is RAISED for run in runs) == EVERYWHERE.count("^") // 2
    assert {run.text for run in runs if run.chars.shift} == {"2", "4"}
    assert "^" not in flow_text(prepared.composition)
    assert source_text(prepared.draft) == plain_text(prepared.document)


def test_a_text_that_compose_joins_or_cuts_keeps_its_marks_at_their_characters():
    document = Document(
        front=(
            Paragraph("某某某某某某某某某某某某a2某某", Role.TITLE, marks=(Mark(13, 14, RAISED),), line=1),
            Paragraph("某某b3的报告", Role.TITLE, marks=(Mark(3, 4, LOWERED),), line=2),
        ),
        body=(
            Section(
                Heading(2, "（一）", "某c4。", run_in=True, scheme=Scheme.OUTLINE, marks=(Mark(2, 3, RAISED),), line=3),
                (Paragraph("某 d5某", marks=(Mark(3, 4, RAISED),), line=3),),
                line=3,
            ),
            Figure("无.png", "图1　e6", caption_marks=(Mark(4, 5, RAISED),), line=4),
        ),
    )
    shifted = [run for block in text_blocks(compose(document, STYLE)) for run in block.runs if run.chars.shift]
    assert [(run.text, run.chars.shift) for run in shifted] == [
        ("2", RAISED),
        ("3", LOWERED),
        ("4", RAISED),
        ("5", RAISED),
        ("6", RAISED),
    ]


def test_a_cell_keeps_its_marks():
    table = Table(("甲", Cell("m2", marks=(Mark(1, 2, RAISED),))), (("乙", "丙"),))
    (block,) = (b for b in composed(Document(body=(table,))).blocks)
    assert [[(run.text, run.chars.shift) for run in cell.runs] for cell in block.cells(0)] == [
        [("甲", None)],
        [("m", None), ("2", RAISED)],
    ]


LEAVES = st.lists(st.text("某m2 　", min_size=1, max_size=6).map(str.strip).filter(bool), min_size=1, max_size=5)


@given(LEAVES, st.data())
def test_marks_come_back_from_their_places_in_the_stream(texts, data):
    body = tuple(section("一、", text) if at % 2 else Paragraph(text, line=at) for at, text in enumerate(texts, 1))
    document = Document(body=body)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(plain_text(document))), max_size=8)))
    wanted = [Mark(a, b, RAISED) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    found = marks(with_marks(document, wanted))
    covered = {at for mark in wanted for at in range(mark.start, mark.end)}
    labels = {at for at, char in enumerate(plain_text(document)) if char in "一、"}
    assert {at for mark in found for at in range(mark.start, mark.end)} == covered - labels


# What a file says


def test_marks_of_a_file_come_to_the_texts_that_its_lines_become():
    texts = ["关于m2的通知", "::正文::一、面积m2", "（一）计算m2。按m2计。", "表1　m2", "甲\t乙", "丙\t丁", "注：m2。"]
    offset, found = 0, []
    for number, text in enumerate(texts, 1):
        places = [at + 1 for at in range(len(text)) if text.startswith("m2", at)]
        found.append(Line(number, text, text, offset, marks=tuple(Mark(at, at + 1, RAISED) for at in places)))
        offset += len(visible(text))
    document = parse(Source("", "\n".join(texts), tuple(found))).document
    stream = plain_text(document)
    assert [(mark.start, mark.end) for mark in marks(document)] == [
        (at + 1, at + 2) for at in range(len(stream)) if stream.startswith("m2", at)
    ]


def test_a_text_file_has_no_marks_before_repairs():
    document = parse(readers.read("面积m^2^。".encode())).document
    assert document.body == (Paragraph("面积m^2^。"),)


# On the page


def test_it_is_smaller_and_higher_or_lower_and_takes_no_cell():
    paragraph = Paragraph("m2某H2", marks=(Mark(1, 2, RAISED), Mark(4, 5, LOWERED)))
    (line,) = lines(Document(body=(paragraph,)))
    assert line.text == "m2某H2"
    base, up, han, _, down = line.runs
    assert up.size == down.size == pytest.approx(0.65 * base.size)
    assert (base.rise, up.rise > 5, han.rise, down.rise < -2) == (0.0, True, 0.0, True)
    assert up.x == pytest.approx(base.x + base.size / 2 + base.spacing)


def test_nothing_is_set_between_a_letter_and_what_is_raised_beside_it():
    text = "某某" * 10 + "m2" + "某" * 30
    (first, *_) = lines(Document(body=(Paragraph(text, marks=(Mark(21, 22, RAISED),)),)))
    at = next(index for index, run in enumerate(first.runs) if run.rise)
    letter, raised = first.runs[at - 1], first.runs[at]
    assert raised.x == pytest.approx(letter.x + letter.size / 2 + letter.spacing)


def test_both_outputs_hold_the_text_and_the_docx_says_what_is_raised():
    prepared = prepare("面积m^2^，水H~2~O“某”^[1]^。".encode(), Options())
    data = to_docx(prepared)
    assert docx.text(data) == flow_text(prepared.composition)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    found = [
        ("".join(run.itertext()), said.get(f"{W}val"))
        for run in tree.iter(f"{W}r")
        if (said := run.find(f"{W}rPr/{W}vertAlign")) is not None
    ]
    assert found == [("2", "superscript"), ("2", "subscript"), ("[1]", "superscript")]
    with pypdfium2.PdfDocument(to_pdf(prepared)) as pdf:
        assert visible(pdf[0].get_textpage().get_text_bounded()).startswith("面积m2，水H2O“某”[1]。")


_RAISED_BY = 10.0
"""Points by which a figure may stand above its line, which is far from the next one."""


@libreoffice.needed
def test_libreoffice_breaks_lines_with_raised_characters_as_the_pdf_does(tmp_path):
    sentence = "本次征收土地{}m^2^，其中耕地{}hm^2^，见注^[1]^，按照某某县人民政府的有关规定执行，确保按期完成任务。"
    text = tmp_path / "文.txt"
    body = "\n".join(sentence.format(1200 + 37 * at, 3 * at) for at in range(1, 15))
    text.write_text(f"关于某某的通知\n\n各单位：\n{body}\n", encoding="utf-8")
    convert_file(text, options=libreoffice.options(), folder=tmp_path)
    rendered = libreoffice.render(tmp_path / "文.docx", tmp_path / "out")
    found = compare("文", read(tmp_path / "文.pdf", _RAISED_BY), read(rendered, _RAISED_BY))
    assert found.pages == found.first_lines_agreeing
    assert found.lines_agreeing >= 0.98 * found.lines, found.differences


# HTML


def test_tags_of_raised_and_lowered_text_become_marks():
    page = (
        "<h1>关于m<sup>2</sup>的通知</h1>\n<p>面积1200m<sup>2</sup>，CO<sub>2</sub>，\n见注<sup>①</sup>。</p>\n"
        "<table><tr><td>甲</td><td> m<sup>2</sup> </td></tr><tr><td>1</td><td>10<sup>4</sup>株</td></tr></table>"
    )
    document = parse(readers.read(page.encode())).document
    (title,), (text, table) = document.front, document.body
    assert (shown(title), shown(text)) == ("关于m{2}的通知", "面积1200m{2}，CO[2]，见注{①}。")
    assert (table.header[0], shown(table.header[1]), shown(table.rows[0][1])) == ("甲", "m{2}", "10{4}株")
    prepared = prepare(page.encode(), Options())
    runs = [run for block in text_blocks(prepared.composition) for run in block.runs if run.chars.shift]
    assert [run.text for run in runs] == ["2", "2", "2", "①", "2", "4"]


def test_a_tag_that_is_not_closed_ends_with_its_paragraph():
    page = "<p>甲</p>\n<p>m<sup>2的</p>\n<p>乙<sub></sub>丙</p>"
    assert [shown(p) for p in parse(readers.read(page.encode())).document.body][-2:] == ["m{2的}", "乙丙"]


def test_lines_that_are_joined_keep_their_marks():
    said = "各单位要认真组织开展巡查工作，对辖区内的全部水库和堤坝逐一登记造册，"
    said += "发现问题立即上报并限期整改到位，确保安全度汛不出问题。"
    rows = [f"　　{said}"[at : at + 22] for at in range(0, len(said) + 2, 22)] * 6
    found, offset = [], 0
    for number, row in enumerate(rows, 1):
        text = row.strip("　")
        found.append(Line(number, text, row, offset, marks=(Mark(3, 4, RAISED),)))
        offset += len(text)
    lines, _ = unwrapped(found, frozenset())
    assert len(lines) == 6
    for line in lines:
        assert [line.text[mark.start] for mark in line.marks] == [row.strip("　")[3] for row in rows[:3]]


def test_more_signs_than_a_text_has_stay():
    document = Document(body=(Paragraph("甲m^2^"), Paragraph("乙m^2^")))
    assert plain_text(repair(document, most_signs=4).document) == "甲m2乙m2"
    done = repair(document, most_signs=3)
    assert plain_text(done.document) == "甲m^2^乙m^2^"
    assert [d.code for d in done.diagnostics] == ["BX216"]
