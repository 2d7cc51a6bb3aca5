"""The DOCX writer: what a Composition says is in the file, judged by python-docx, openxml-audit and LibreOffice."""

import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import docx as python_docx
import msgspec
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import libreoffice
from banxin import measure
from banxin.compose import compose
from banxin.composition import (
    CharStyle,
    Composition,
    Family,
    PageNumber,
    PageSetup,
    ParagraphStyle,
    Properties,
    Run,
    TableBlock,
    TextBlock,
    flow_text,
)
from banxin.document import Document, Paragraph
from banxin.style import load
from banxin.style.schema import Align, Docx
from banxin.units import mm
from banxin.writers import docx
from banxin.writers.oxml import text as oxml_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

LATIN = Family("latin", "Times New Roman")
FANGSONG = Family("fangsong", "仿宋_GB2312", ("FangSong_GB2312", "仿宋"))
KAI = Family("kai", "楷体_GB2312")
HEI = Family("hei", "黑体")
XIAOBIAOSONG = Family("xiaobiaosong", "方正小标宋简体")
SONG = Family("song", "宋体")


def chars(family, size=16.0, tracking=-0.25, name="", latin=LATIN, **more):
    return CharStyle(name, family, latin, size, tracking, size + tracking, **more)


BODY = ParagraphStyle(
    "正文",
    "Body Text First Indent",
    chars(FANGSONG),
    Align.JUSTIFY,
    28.95,
    first_indent=31.5,
    first_indent_chars=2,
)
FLUSH = ParagraphStyle("主送机关", "", chars(FANGSONG), Align.JUSTIFY, 28.95)
TITLE = ParagraphStyle("标题", "Title", chars(XIAOBIAOSONG, 22, 0), Align.CENTER, 35, space_after=28.95)
HEADING = ParagraphStyle(
    "一级标题",
    "heading 1",
    chars(HEI),
    Align.JUSTIFY,
    28.95,
    1,
    first_indent=31.5,
    first_indent_chars=2,
    keep_next=True,
)
HANGING = ParagraphStyle("附件说明", "", chars(FANGSONG), Align.LEFT, 28.95, first_indent=-47.25, left_indent=78.75)
CELL = ParagraphStyle("表格文字", "", chars(FANGSONG, 12, 0), Align.CENTER, 18)
NEW_PAGE = ParagraphStyle("附件序号", "", chars(HEI), Align.LEFT, 28.95, page_break_before=True)
BOLD = ParagraphStyle("强调", "", chars(FANGSONG, bold=True, color="FF0000"), Align.LEFT, 28.95)
STYLES = (BODY, FLUSH, TITLE, HEADING, HANGING, CELL, NEW_PAGE, BOLD)
RUN_IN = chars(KAI, name="二级标题字符")

PAGE = PageSetup(mm(210), mm(297), mm(37), mm(35), mm(28), mm(26), 28, 22, 28.95, 16)
NUMBER = PageNumber(
    ParagraphStyle("页码", "footer", chars(SONG, 14, 0, latin=SONG), Align.RIGHT, 28.95),
    "— ",
    " —",
    Align.RIGHT,
    Align.LEFT,
    indent=14,
    dash_offset=mm(7),
)

NOTHING = Properties()


def block(text, style=BODY):
    return TextBlock((Run(text, style.chars),), style)


def composition(*blocks, number=NUMBER, properties=NOTHING):
    return Composition(PAGE, blocks, STYLES, (RUN_IN,), number, properties)


def table(rows=2, before=0.0, after=0.0):
    cells = tuple((f"甲{row}", f"乙{row}") for row in range(rows))
    return TableBlock(cells, (CELL, CELL), 1, (200, 242.25), 5, 3, 0.5, before, after)


def part(data, name):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def body(*blocks):
    return part(docx.write(composition(*blocks)), "word/document.xml").find(f"{W}body")


def style_named(name):
    styles = part(docx.write(composition(block("文"))), "word/styles.xml")
    return next(s for s in styles.iter(f"{W}style") if s.find(f"{W}name").get(f"{W}val") == name)


def runs(text, style=BODY):
    """(text, hint, style id) of every run of a paragraph."""
    found = []
    for run in body(block(text, style)).iter(f"{W}r"):
        fonts, look = run.find(f"{W}rPr/{W}rFonts"), run.find(f"{W}rPr/{W}rStyle")
        hint = fonts is not None and fonts.get(f"{W}hint") == "eastAsia"
        found.append((run.findtext(f"{W}t"), hint, None if look is None else look.get(f"{W}val")))
    return found


def sample():
    return composition(
        block("关于某事的\n通知", TITLE),
        block("某某乡人民政府：", FLUSH),
        block("一、总体要求", HEADING),
        TextBlock((Run("（一）目标。", RUN_IN), Run("到2026年，“三个一”建成5℃冷库—— & <完成>。", BODY.chars)), BODY),
        table(3, 28.95, 28.95),
        block("附件：1.某某办法", HANGING),
        block("附件1", NEW_PAGE),
        table(),
        properties=Properties("关于某事的通知", "某某县人民政府", "2026-01-15"),
    )


# Text


def test_the_text_read_back_is_the_text_of_the_composition():
    assert docx.text(docx.write(sample())) == flow_text(sample())


LEGAL = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\n\t")


@given(st.lists(st.text(LEGAL, min_size=1), min_size=1, max_size=4))
def test_no_character_is_lost_whatever_the_text(texts):
    styles = [BODY.chars, RUN_IN]
    whole = TextBlock(tuple(Run(text, styles[at % 2]) for at, text in enumerate(texts)), BODY)
    assert docx.text(docx.write(composition(whole))) == flow_text(composition(whole))


def test_spaces_at_the_ends_of_a_run_are_kept():
    assert "".join(body(block(" 甲 ")).itertext()) == " 甲 "


def test_a_line_feed_is_a_break_within_the_paragraph():
    (paragraph,) = body(block("上\n下", TITLE)).findall(f"{W}p")
    assert [e.tag for e in paragraph.find(f"{W}r")] == [f"{W}t", f"{W}br", f"{W}t"]


# Runs


def test_a_run_of_hanzi_and_digits_says_nothing_of_its_own():
    assert runs("到2026年，完成。") == [("到2026年，完成。", False, None)]


@pytest.mark.parametrize("text", ["称“某某”为", "甲——乙", "甲……乙", "甲①乙"])
def test_marks_between_hanzi_carry_the_east_asian_hint(text):
    assert runs(text) == [(text, True, None)]


def test_marks_behind_a_digit_stand_in_the_han_font_in_a_run_of_their_own():
    assert runs("“十二”和“12”号") == [
        ("“", True, "BanxinMarks0"),
        ("十二”和“12", True, None),
        ("”", True, "BanxinMarks0"),
        ("号", True, None),
    ]


def test_a_multiplication_sign_stands_in_the_han_font_everywhere():
    assert runs("某××村") == [("某", True, None), ("××", True, "BanxinMarks0"), ("村", True, None)]


def test_a_mark_that_begins_a_run_within_a_paragraph_looks_back_at_the_run_before():
    whole = TextBlock((Run("甲。", RUN_IN), Run("“乙”", BODY.chars)), BODY)
    assert [r.findtext(f"{W}t") for r in body(whole).iter(f"{W}r")] == ["甲。", "“乙”"]


def test_an_apostrophe_within_a_latin_word_gets_no_hint():
    assert ("’", False, None) in runs("“甲”it’s")


def test_an_accented_letter_gets_no_hint():
    assert ("é", False, None) in runs("“甲”café")


def test_the_docx_and_the_layout_agree_on_what_the_latin_font_sets():
    everything = "".join(map(chr, range(0x20, 0x2E80)))
    latin = set(re.findall(f"[{measure.LATIN}]", everything)) - set(map(chr, range(0x20, 0xA1)))
    assert set(re.findall(f"[{oxml_text._LATIN}]", everything)) == latin


def test_the_style_of_marks_names_the_han_font_for_latin_too():
    styles = part(docx.write(composition(block("12”"))), "word/styles.xml")
    marks = next(s for s in styles.iter(f"{W}style") if s.get(f"{W}styleId") == "BanxinMarks0")
    fonts = marks.find(f"{W}rPr/{W}rFonts")
    assert {fonts.get(f"{W}{kind}") for kind in ("ascii", "hAnsi", "eastAsia")} == {"仿宋_GB2312"}


def test_a_run_in_heading_is_a_character_style():
    whole = TextBlock((Run("（一）目标。", RUN_IN), Run("正文。", BODY.chars)), BODY)
    looks = [r.find(f"{W}rPr/{W}rStyle") for r in body(whole).iter(f"{W}r")]
    assert [None if look is None else look.get(f"{W}val") for look in looks] == ["BanxinChar0", None]


def link(element):
    return element.find(f"{W}link")


def test_a_run_in_heading_changes_with_the_heading_that_it_looks_like():
    second = ParagraphStyle("二级标题", "heading 2", chars(KAI), Align.JUSTIFY, 28.95, 2)
    whole = Composition(PAGE, (block("文"),), (*STYLES, second), (RUN_IN,))
    styles = part(docx.write(whole), "word/styles.xml")
    links = {s.get(f"{W}styleId"): link(s).get(f"{W}val") for s in styles.iter(f"{W}style") if link(s) is not None}
    assert links == {"Heading2": "BanxinChar0", "BanxinChar0": "Heading2"}


def test_a_look_that_is_not_the_headings_changes_alone():
    second = ParagraphStyle("二级标题", "heading 2", chars(HEI), Align.JUSTIFY, 28.95, 2)
    styles = part(docx.write(Composition(PAGE, (block("文"),), (*STYLES, second), (RUN_IN,))), "word/styles.xml")
    assert all(link(s) is None for s in styles.iter(f"{W}style"))


def test_a_light_run_in_a_bold_paragraph_says_so():
    whole = TextBlock((Run("甲", RUN_IN),), BOLD)
    (weight,) = body(whole).iter(f"{W}b")
    assert weight.get(f"{W}val") == "0"


# Paragraphs and styles


def test_a_paragraph_carries_its_style_and_nothing_else():
    for properties in part(docx.write(sample()), "word/document.xml").iter(f"{W}pPr"):
        assert [child.tag for child in properties] == [f"{W}pStyle"]


def test_headings_are_words_own_with_the_chinese_name_beside():
    heading = style_named("heading 1")
    assert heading.get(f"{W}styleId") == "Heading1"
    assert heading.find(f"{W}aliases").get(f"{W}val") == "一级标题"
    assert heading.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") == "0"


def test_a_style_based_on_the_body_says_only_what_differs():
    heading = style_named("heading 1")
    assert [child.tag.removeprefix(W) for child in heading.find(f"{W}pPr")] == ["keepNext", "outlineLvl"]
    assert [child.tag.removeprefix(W) for child in heading.find(f"{W}rPr")] == ["rFonts"]


def test_the_first_line_is_indented_in_twips_and_in_characters():
    indent = style_named("Body Text First Indent").find(f"{W}pPr/{W}ind")
    assert (indent.get(f"{W}firstLine"), indent.get(f"{W}firstLineChars")) == ("630", "200")


def test_a_flush_style_takes_the_bodys_indent_back():
    indent = style_named("主送机关").find(f"{W}pPr/{W}ind")
    assert (indent.get(f"{W}firstLine"), indent.get(f"{W}firstLineChars")) == ("0", "0")


def test_a_hanging_indent_takes_the_bodys_indent_back():
    indent = style_named("附件说明").find(f"{W}pPr/{W}ind")
    assert dict(indent.attrib) == {
        f"{W}left": "1575",
        f"{W}right": "0",
        f"{W}firstLineChars": "0",
        f"{W}hanging": "945",
    }


def test_normal_is_plain_so_that_a_new_table_or_picture_is_neither_indented_nor_squeezed():
    properties = style_named("Normal").find(f"{W}pPr")
    assert [child.tag.removeprefix(W) for child in properties] == ["widowControl"]
    new = python_docx.Document(BytesIO(docx.write(sample())))
    cell = new.add_table(1, 1).cell(0, 0).paragraphs[0]
    for one in (cell.paragraph_format, cell.style.paragraph_format):
        assert (one.line_spacing, one.first_line_indent) == (None, None)


def test_what_is_typed_behind_a_heading_is_body_text():
    styles = part(docx.write(sample()), "word/styles.xml")
    following = {s.find(f"{W}name").get(f"{W}val"): s.find(f"{W}next") for s in styles.iter(f"{W}style")}
    followed = {name: one.get(f"{W}val") for name, one in following.items() if one is not None}
    assert [followed[name] for name in ("heading 1", "Title", "主送机关", "Body Text First Indent")] == [
        "BodyTextFirstIndent"
    ] * 4
    assert followed["表格文字"] == "Banxin5"  # a new line of a cell is one of the table


def test_what_is_typed_where_nothing_stands_is_body_text():
    settings = part(docx.write(sample()), "word/settings.xml")
    assert settings.find(f"{W}clickAndTypeStyle").get(f"{W}val") == "BodyTextFirstIndent"


def test_every_style_of_text_rests_on_that_of_the_body():
    styles = part(docx.write(sample()), "word/styles.xml")
    based = {
        s.find(f"{W}name").get(f"{W}val"): s.find(f"{W}basedOn").get(f"{W}val")
        for s in styles.iter(f"{W}style")
        if s.get(f"{W}type") == "paragraph" and s.find(f"{W}basedOn") is not None
    }
    assert based.pop("Body Text First Indent") == "Normal"
    assert {based[style.base or style.name] for style in STYLES[1:]} == {"BodyTextFirstIndent"}
    assert based["footer"] == "Normal"


def test_a_body_called_as_word_calls_normal_has_no_second_name_and_another_has():
    def aliases(body):
        data = docx.write(Composition(PAGE, (block("文", body),), (body, *STYLES[1:]), (), NUMBER))
        return part(data, "word/styles.xml").xpath("//*[@*='BodyTextFirstIndent']/*[local-name()='aliases']/@*")

    assert aliases(BODY) == []
    assert aliases(msgspec.structs.replace(BODY, name="公文正文")) == ["公文正文"]


def test_lines_have_an_exact_pitch():
    spacing = style_named("Body Text First Indent").find(f"{W}pPr/{W}spacing")
    assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == ("579", "exact")


def test_fonts_are_named_for_all_scripts_and_no_theme_font_is():
    fonts = style_named("Body Text First Indent").find(f"{W}rPr/{W}rFonts")
    assert {name.removeprefix(W): value for name, value in fonts.attrib.items()} == {
        "ascii": "Times New Roman",
        "hAnsi": "Times New Roman",
        "cs": "Times New Roman",
        "eastAsia": "仿宋_GB2312",
    }
    assert b"Theme=" not in zipfile.ZipFile(BytesIO(docx.write(sample()))).read("word/styles.xml")


def test_every_style_that_the_body_names_exists():
    data = docx.write(sample())
    defined = {s.get(f"{W}styleId") for s in part(data, "word/styles.xml").iter(f"{W}style")}
    document = part(data, "word/document.xml")
    named = {e.get(f"{W}val") for tag in ("pStyle", "rStyle") for e in document.iter(f"{W}{tag}")}
    assert named <= defined


def test_no_two_styles_share_a_name():
    names = [e.get(f"{W}val") for e in part(docx.write(sample()), "word/styles.xml").iterfind(f"{W}style/{W}name")]
    assert len(names) == len(set(names))


# Tables


def test_the_header_row_is_repeated_and_no_row_is_split():
    first, second = body(table(), block("后")).iter(f"{W}tr")
    assert [child.tag.removeprefix(W) for child in first.find(f"{W}trPr")] == ["cantSplit", "tblHeader"]
    assert [child.tag.removeprefix(W) for child in second.find(f"{W}trPr")] == ["cantSplit"]


def test_a_row_that_may_go_over_a_page_may_be_split_and_begins_at_the_top():
    _, second = body(msgspec.structs.replace(table(), breakable=(1,)), block("后")).iter(f"{W}tr")
    assert second.find(f"{W}trPr") is None
    assert [align.get(f"{W}val") for align in second.iter(f"{W}vAlign")] == ["top", "top"]


def test_no_gap_stands_between_a_table_and_a_new_page():
    assert [child.tag.removeprefix(W) for child in body(table(2, 0, 14), block("后", NEW_PAGE))] == [
        "tbl",
        "p",
        "sectPr",
    ]
    assert [child.tag.removeprefix(W) for child in body(table(2, 0, 14), block("后"))] == ["tbl", "p", "p", "sectPr"]


def test_a_paragraph_follows_a_table_that_ends_the_document():
    assert [child.tag.removeprefix(W) for child in body(table())] == ["tbl", "p", "sectPr"]


def test_two_tables_do_not_touch():
    assert [child.tag.removeprefix(W) for child in body(table(), table(), block("后"))][:3] == ["tbl", "p", "tbl"]


def test_no_paragraph_is_added_where_text_follows_a_table():
    assert [child.tag.removeprefix(W) for child in body(table(), block("后"))] == ["tbl", "p", "sectPr"]


# Package


def test_the_same_composition_gives_the_same_bytes():
    assert docx.write(sample()) == docx.write(sample())


def test_another_process_with_another_hash_seed_gives_the_same_bytes():
    program = "import sys, test_docx; sys.stdout.buffer.write(test_docx.docx.write(test_docx.sample()))"
    here = Path(__file__).parent
    environment = {"PYTHONPATH": f"{here}:{here.parent / 'src'}", "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True)
    assert done.stdout == docx.write(sample())


def test_every_part_is_declared():
    with zipfile.ZipFile(BytesIO(docx.write(sample()))) as archive:
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        declared = {e.get("PartName") for e in types if e.get("PartName")}
        parts = {f"/{name}" for name in archive.namelist() if not name.endswith((".rels", "[Content_Types].xml"))}
    assert declared == parts


def test_the_core_properties_come_from_the_composition():
    core = python_docx.Document(BytesIO(docx.write(sample()))).core_properties
    assert (core.title, core.author, core.language) == ("关于某事的通知", "某某县人民政府", "zh-CN")
    assert core.created.isoformat() == "2026-01-15T00:00:00+00:00"
    assert core.last_modified_by == ""


def test_a_document_without_a_date_has_none():
    with zipfile.ZipFile(BytesIO(docx.write(composition(block("文"))))) as archive:
        assert b"created" not in archive.read("docProps/core.xml")


def test_a_title_longer_than_a_property_is_cut_there_alone():
    data = docx.write(composition(block("文"), properties=Properties("题" * 300)))
    assert python_docx.Document(BytesIO(data)).core_properties.title == "题" * 255


def test_python_docx_reads_the_styles_by_their_names():
    document = python_docx.Document(BytesIO(docx.write(sample())))
    assert [p.style.name for p in document.paragraphs[:4]] == [
        "Title",
        "主送机关",
        "Heading 1",
        "Body Text First Indent",
    ]


def test_page_number_fields_are_complete_on_both_sides():
    data = docx.write(sample())
    for name in ("word/footer1.xml", "word/footer2.xml"):
        footer = part(data, name)
        kinds = [e.get(f"{W}fldCharType") for e in footer.iter(f"{W}fldChar")]
        assert kinds == ["begin", "separate", "end"]
        assert "".join(footer.itertext()) == "—  PAGE 1 —"


def test_without_page_numbers_there_are_no_footers():
    with zipfile.ZipFile(BytesIO(docx.write(composition(block("文"), number=None)))) as archive:
        assert not [name for name in archive.namelist() if "footer" in name]


@pytest.mark.parametrize("version", ["office2019", "microsoft365"])
def test_a_validator_finds_no_error(tmp_path, version):
    path = tmp_path / "样张.docx"
    path.write_bytes(docx.write(sample()))
    command = [str(Path(sys.executable).with_name("openxml-audit")), "--format", version, "--output", "json", str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


# As LibreOffice renders it


def rendered(tmp_path, *blocks):
    path = tmp_path / "样张.docx"
    path.write_bytes(docx.write(composition(*blocks)))
    return pypdfium2.PdfDocument(libreoffice.render(path, tmp_path / "out"))


def page_lines(page):
    return page.get_textpage().get_text_bounded().split("\r\n")


@libreoffice.needed
def test_a_page_is_22_rows_of_28_characters(tmp_path):
    lines = page_lines(rendered(tmp_path, block("版" * 28 * 23, FLUSH))[0])
    assert [len(line) for line in lines[:-1]] == [28] * 22


@libreoffice.needed
def test_page_numbers_stand_outside_one_character_in(tmp_path):
    pages = rendered(tmp_path, block("前", FLUSH), block("后", NEW_PAGE))
    odd, even = (page.get_textpage() for page in pages)
    last = odd.get_charbox(odd.count_chars() - 1, loose=True)
    assert last[2] == pytest.approx(PAGE.width - PAGE.right - 14, abs=1)
    first = even.get_charbox(even.get_text_range().index("—"), loose=True)
    assert first[0] == pytest.approx(PAGE.left + 14, abs=1)


@libreoffice.needed
def test_the_dash_stands_7_mm_below_the_type_area(tmp_path):
    page = rendered(tmp_path, block("前", FLUSH))[0]
    text = page.get_textpage()
    _, bottom, _, top = text.get_charbox(text.get_text_range().index("—"))
    assert (bottom + top) / 2 == pytest.approx(PAGE.bottom - mm(7), abs=mm(1))


@libreoffice.needed
def test_a_table_that_fills_the_last_page_adds_none(tmp_path):
    cell = msgspec.structs.replace(CELL, name="满行", pitch=28.95)
    full = TableBlock((("甲",),) * 21, (cell,), 0, (442.25,), 5, 0, 0.5)
    path = tmp_path / "表.docx"
    path.write_bytes(docx.write(Composition(PAGE, (full,), (*STYLES, cell), (), NUMBER)))
    assert len(pypdfium2.PdfDocument(libreoffice.render(path, tmp_path / "out"))) == 1


@libreoffice.needed
def test_a_row_higher_than_a_page_goes_over_it_cell_beside_cell(tmp_path):
    row = ("甲" * 600, "乙" * 1200)
    tall = msgspec.structs.replace(table(1), rows=(table(1).rows[0], row), breakable=(1,))
    pages = rendered(tmp_path, tall, block("后", NEW_PAGE))
    found = [[page.get_textpage().get_text_bounded().count(char) for char in "甲乙"] for page in pages]
    assert len(pages) == 3
    assert min(found[0]) > 100
    assert [sum(counts) for counts in zip(*found[:2], strict=True)] == [602, 1202]  # each page has its header


@pytest.mark.parametrize(("program", "value"), [("word", "0"), ("libreoffice", "1")])
def test_no_mark_hangs_in_the_program_that_opens_the_file(program, value):
    style = msgspec.structs.replace(load(), docx=Docx(program=program))
    data = docx.write(compose(Document(body=(Paragraph("甲。"),)), style).closed())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        styles = archive.read("word/styles.xml").decode()
    assert set(re.findall(r'<w:overflowPunct w:val="(.)"/>', styles)) == {value}


def test_headers_and_footers_know_the_namespace_of_relationships():
    data = docx.write(compose(Document(body=(Paragraph("甲。"),)), load()).closed())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        margins = [archive.read(name) for name in archive.namelist() if re.search("(header|footer)[0-9]", name)]
    assert margins
    assert all(b"xmlns:r=" in xml.partition(b">")[0] + xml.partition(b"<w:")[2].partition(b">")[0] for xml in margins)
