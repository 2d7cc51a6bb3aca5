"""What a document becomes in the standard's style: formats, gaps, indents; in the square face."""

import msgspec
import pytest

from banxin.composition import TableBlock, TextBlock, flow_text, source_text
from banxin.document import Annex, Document, Heading, Paragraph, Role, Scheme, Section, Table, plain_text
from banxin.style.schema import Align, TitleShape
from square import CELL, MEASURE, STYLE, body, composed, hanzi, paragraphs, section, text_blocks

ROW = 28.95


def only(document: Document) -> TextBlock:
    (block,) = text_blocks(document)
    return block


def fonts(block: TextBlock) -> list[str]:
    return [run.chars.east_asian.kind for run in block.runs]


# Formats


@pytest.mark.parametrize(
    ("role", "name", "kind", "size", "align"),
    [
        (Role.TITLE, "标题", "xiaobiaosong", 22, Align.CENTER),
        (Role.SUBTITLE, "副标题", "kai", 16, Align.CENTER),
        (Role.BYLINE, "题下署名", "kai", 16, Align.CENTER),
        (Role.ADDRESSEE, "主送机关", "fangsong", 16, Align.JUSTIFY),
    ],
)
def test_what_stands_before_the_body_has_its_format(role, name, kind, size, align):
    block = only(Document(front=paragraphs(role, "某某")))
    style = block.style
    assert (style.name, style.chars.east_asian.kind, style.chars.size, style.align) == (name, kind, size, align)


@pytest.mark.parametrize(("level", "kind"), [(1, "hei"), (2, "kai"), (3, "fangsong"), (4, "fangsong"), (5, "fangsong")])
def test_a_heading_has_the_face_of_its_level(level, kind):
    block = text_blocks(Document(body=(section("一、", "某某", *body("甲"), level=level),)))[0]
    assert fonts(block) == [kind]
    assert (block.style.outline_level, block.style.base) == (level, f"heading {level}")
    assert block.style.first_indent == pytest.approx(2 * CELL)
    assert not block.style.chars.bold


def test_a_heading_deeper_than_the_style_knows_has_the_format_of_its_deepest():
    block = text_blocks(Document(body=(section("a.", "某某", *body("甲"), level=9),)))[0]
    assert block.style.base == "heading 5"


def test_a_body_paragraph_is_justified_and_indented_by_two_characters():
    style = only(Document(body=body("某某"))).style
    assert (style.align, style.first_indent_chars) == (Align.JUSTIFY, 2)
    assert style.first_indent == pytest.approx(2 * CELL)


def test_the_first_style_is_the_bodys():
    assert composed(Document(front=paragraphs(Role.TITLE, "某某"))).styles[0].name == "正文"


def test_the_styles_of_all_headings_are_at_hand():
    names = [style.name for style in composed(Document()).styles]
    assert names[-5:] == ["一级标题", "二级标题", "三级标题", "四级标题", "五级标题"]


def test_style_names_are_unique():
    back = paragraphs(Role.ATTACHMENT_NOTE, "附件：1.甲", "2.乙", "10.丙", line=3) + paragraphs(Role.SIGNATURE, "某局")
    names = [style.name for style in composed(Document(body=body("甲"), back=back)).styles]
    assert len(names) == len(set(names))


def test_two_paragraphs_of_one_style_share_it():
    first, second = text_blocks(Document(body=body("甲", "乙")))
    assert first.style is second.style


def test_28_tracked_characters_fit_the_line_and_29_do_not():
    chars = only(Document(body=body("某"))).style.chars
    assert 28 * (chars.size + chars.tracking) <= MEASURE < 29 * (chars.size + chars.tracking)
    assert chars.tracking == -0.25


def test_the_page_is_the_styles():
    page = composed(Document()).page
    assert (page.chars_per_line, page.lines_per_page, page.pitch, page.em) == (28, 22, 28.95, 16)
    assert page.measure == pytest.approx(MEASURE)


# Run-in headings and leads


def test_a_run_in_heading_is_one_paragraph_of_two_formats():
    block = only(Document(body=(section("（一）", "甲乙。", *body("丙丁。"), level=2, run_in=True),)))
    assert [run.text for run in block.runs] == ["（一）甲乙。", "丙丁。"]
    assert fonts(block) == ["kai", "fangsong"]
    assert block.style.name == "正文"
    assert [run.chars.name for run in block.runs] == ["二级标题字符", ""]


def test_what_follows_a_run_in_headings_first_paragraph_stands_below_it():
    blocks = text_blocks(Document(body=(section("（一）", "甲。", *body("乙。", "丙。"), level=2, run_in=True),)))
    assert [block.text for block in blocks] == ["（一）甲。乙。", "丙。"]


def test_a_run_in_heading_without_a_paragraph_stands_alone():
    block = only(Document(body=(section("（一）", "甲。", level=2, run_in=True),)))
    assert block.style.name == "二级标题"


def test_a_run_in_heading_before_a_table_stands_alone():
    head = Heading(level=2, label="（一）", text="甲。", run_in=True, scheme=Scheme.OUTLINE)
    heading, table = composed(Document(body=(Section(head, (Table(("乙",), (("丙",),)),)),))).blocks
    assert isinstance(heading, TextBlock)
    assert heading.style.name == "二级标题"
    assert isinstance(table, TableBlock)


def test_a_heading_is_in_the_outline_with_its_label():
    block = text_blocks(Document(body=(section("一、", "甲", *body("乙")),)))[0]
    assert (block.outline, block.outline_level) == ("一、甲", 1)


@pytest.mark.parametrize(
    ("label", "set_as"),
    [
        ("一、", "一、甲"),
        ("（一）", "（一）甲"),
        ("1.", "1.甲"),
        ("①", "①甲"),
        ("第一章", "第一章　甲"),
        ("1.1", "1.1　甲"),
    ],
)
def test_a_label_that_ends_in_a_word_or_digit_stands_apart_from_its_text(label, set_as):
    assert text_blocks(Document(body=(section(label, "甲", *body("乙")),)))[0].text == set_as


LEADS = Paragraph("一是甲乙。丙丁。二是戊己。庚辛。", leads=((0, 5), (8, 13)))


def test_leads_are_not_set_off_in_the_standard():
    assert len(only(Document(body=(LEADS,))).runs) == 1


@pytest.mark.parametrize(("emphasis", "bold", "kind"), [("bold", True, "fangsong"), ("kai", False, "kai")])
def test_a_style_may_set_leads_off(emphasis, bold, kind):
    style = msgspec.structs.replace(STYLE, emphasis=emphasis)
    (block,) = text_blocks(Document(body=(LEADS,)), style)
    assert [run.text for run in block.runs] == ["一是甲乙。", "丙丁。", "二是戊己。", "庚辛。"]
    assert [(run.chars.bold, run.chars.east_asian.kind) for run in block.runs[::2]] == [(bold, kind)] * 2
    assert [run.chars.bold for run in block.runs[1::2]] == [False, False]


# Title


def test_a_long_title_is_one_paragraph_of_several_lines():
    block = only(Document(front=paragraphs(Role.TITLE, "某某县人民政府关于印发2026年重点工作实施方案的通知")))
    assert block.text.split("\n") == ["某某县人民政府关于印发", "2026年重点工作实施方案的通知"]


def test_a_subtitle_that_fills_more_than_a_line_is_broken_as_a_title_is():
    block = only(
        Document(front=paragraphs(Role.SUBTITLE, "——2026年3月5日在某某县第十八届人民代表大会第五次会议上的工作报告"))
    )
    assert block.text.split("\n") == ["——2026年3月5日在某某县第十八届人民代表大会", "第五次会议上的工作报告"]


def test_a_subtitle_that_fits_stays_on_its_line():
    block = only(Document(front=paragraphs(Role.SUBTITLE, "——在全县农业农村工作会议上的讲话")))
    assert block.text == "——在全县农业农村工作会议上的讲话"


def test_what_recurs_in_the_body_is_not_torn_in_the_title():
    title = "中共某某县委关于全面推进乡村振兴加快农业农村现代化的实施意见"
    said = paragraphs(Role.BODY, "乡村振兴是大事。", "乡村振兴要有人才。", "产业兴旺是乡村振兴的根本。")
    block, *_ = text_blocks(Document(front=paragraphs(Role.TITLE, title), body=said))
    assert any("乡村振兴" in line for line in block.text.split("\n"))


def test_the_lines_of_a_title_are_the_writers_where_they_fit():
    block = only(Document(front=paragraphs(Role.TITLE, "某某县水利局关于做好", "冬春水利工程建设工作的通知")))
    assert block.text == "某某县水利局关于做好\n冬春水利工程建设工作的通知"


def test_lines_of_a_title_that_are_too_long_are_broken_anew():
    block = only(Document(front=paragraphs(Role.TITLE, hanzi(25), "的通知")))
    assert block.text.replace("\n", "") == f"{hanzi(25)}的通知"
    assert max(map(len, block.text.split("\n"))) <= 19


def test_a_style_may_leave_a_titles_lines_as_they_are():
    breaking = msgspec.structs.replace(STYLE.title_breaking, shape=TitleShape.AS_WRITTEN)
    style = msgspec.structs.replace(STYLE, title_breaking=breaking)
    (block,) = text_blocks(Document(front=paragraphs(Role.TITLE, hanzi(40))), style)
    assert block.text == hanzi(40)


def test_one_row_follows_a_title():
    title, _ = text_blocks(Document(front=paragraphs(Role.TITLE, "某") + paragraphs(Role.ADDRESSEE, "某：", line=2)))
    assert (title.style.space_before, title.style.space_after) == (0, ROW)


def test_no_row_stands_between_title_and_byline():
    front = paragraphs(Role.TITLE, "某") + paragraphs(Role.BYLINE, "（2026年1月5日）", line=2)
    title, byline = text_blocks(Document(front=front, body=body("甲")))[:2]
    assert (title.style.space_after, byline.style.space_after) == (0, ROW)


# Back


def test_the_first_attachment_has_a_row_above_it_and_the_next_has_none():
    back = paragraphs(Role.ATTACHMENT_NOTE, "附件：1.甲", "2.乙", line=2)
    _, first, second = text_blocks(Document(body=body("甲"), back=back))
    assert (first.style.space_before, second.style.space_before) == (ROW, 0)


def test_a_signature_has_a_row_above_it_and_the_date_none():
    back = paragraphs(Role.SIGNATURE, "某某局", line=2) + paragraphs(Role.DATE, "2026年1月5日", line=3)
    _, organ, date = text_blocks(Document(body=body("甲"), back=back))
    assert (organ.style.space_before, date.style.space_before) == (ROW, 0)
    assert organ.style.keep_next


def test_a_date_alone_has_a_row_above_it_and_two_characters_on_its_right():
    _, date = text_blocks(Document(body=body("甲"), back=paragraphs(Role.DATE, "2026年1月5日", line=2)))
    assert date.style.space_before == ROW
    assert date.style.right_indent == pytest.approx(2 * CELL)


def test_a_signature_alone_has_two_characters_on_its_right():
    _, organ = text_blocks(Document(body=body("甲"), back=paragraphs(Role.SIGNATURE, "某某局", line=2)))
    assert organ.style.right_indent == pytest.approx(2 * CELL)


@pytest.mark.parametrize(("organ", "organ_right", "date_right"), [(20, 2, 11), (11, 2, 2), (9, 4, 2), (3, 10, 2)])
def test_signature_and_date_stand_by_the_closed_form(organ, organ_right, date_right):
    """date_right = max(2, W_o - W_d); organ_right = date_right + W_d + 2 - W_o; here W_d is 9."""
    back = paragraphs(Role.SIGNATURE, hanzi(organ), line=2) + paragraphs(Role.DATE, "二〇二六年一月五日", line=3)
    _, first, second = text_blocks(Document(body=body("甲"), back=back))
    assert first.style.right_indent == pytest.approx(organ_right * CELL)
    assert second.style.right_indent == pytest.approx(date_right * CELL)


# Annexes and tables


def test_an_annex_is_label_title_and_body():
    document = Document(body=body("甲"), annexes=(Annex("附件1", "某某表", body("乙"), line=5),))
    _, label, title, text = text_blocks(document)
    assert [block.style.name for block in (label, title, text)] == ["附件序号", "附件标题", "正文"]
    assert label.style.page_break_before
    assert (label.outline, label.outline_level) == ("附件1 某某表", 1)
    assert title.style.space_before == ROW


def test_an_annex_without_a_title_is_label_and_body():
    document = Document(annexes=(Annex("附件", "", body("乙"), line=5),))
    assert [block.text for block in text_blocks(document)] == ["附件", "乙"]


def test_what_stands_behind_the_annexes_in_the_source_comes_before_them_on_the_pages():
    back = (Paragraph("（此件公开发布）", Role.REMARK, line=20),)
    document = Document(body=body("甲"), back=back, annexes=(Annex("附件", "", body("乙"), line=5),))
    composition = composed(document)
    assert flow_text(composition) == "甲（此件公开发布）附件乙"
    assert sorted(source_text(composition)) == sorted(plain_text(document))


def test_a_table_has_the_width_of_the_page():
    document = Document(body=(Table(("甲", "乙"), (("丙", hanzi(12)),)),))
    (block,) = composed(document).blocks
    assert isinstance(block, TableBlock)
    assert sum(block.column_widths) == pytest.approx(MEASURE, abs=0.03)
    assert block.column_widths[0] < block.column_widths[1]
    assert block.header_rows == 1


def test_a_column_that_fits_on_a_line_is_not_broken_for_a_wide_one():
    document = Document(body=(Table(("甲乙丙丁", "戊"), (("子", hanzi(200)),)),))
    (block,) = composed(document).blocks
    assert isinstance(block, TableBlock)
    assert block.column_widths[0] >= 4 * 12


def test_a_table_without_a_header_has_no_header_row():
    (block,) = composed(Document(body=(Table((), (("甲", "乙"),)),))).blocks
    assert isinstance(block, TableBlock)
    assert (block.header_rows, len(block.rows)) == (0, 1)


def test_a_tables_caption_stays_with_it():
    caption, _ = composed(Document(body=(Table(("甲",), (("乙",),), caption="表1 某某"),))).blocks
    assert isinstance(caption, TextBlock)
    assert caption.style.keep_next


# Properties


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026年1月5日", "2026-01-05"),
        ("2026年12月31日", "2026-12-31"),
        ("二〇二六年一月五日", "2026-01-05"),
        ("二○二六年十月十日", "2026-10-10"),
        ("二〇二六年十二月二十一日", "2026-12-21"),
        ("二〇二六年十一月三十日", "2026-11-30"),
        ("2026年2月30日", ""),
        ("2026年1月", ""),
    ],
)
def test_the_date_of_the_properties_is_the_documents(text, date):
    properties = composed(Document(back=paragraphs(Role.DATE, text))).properties
    assert properties.date == date


def test_title_and_organ_are_in_the_properties():
    document = Document(
        front=paragraphs(Role.TITLE, "某某县关于", "某事的通知"), back=paragraphs(Role.SIGNATURE, "某某县", line=9)
    )
    properties = composed(document).properties
    assert (properties.title, properties.author) == ("某某县关于某事的通知", "某某县")


def test_a_document_without_title_and_signature_has_no_properties():
    properties = composed(Document(body=body("甲"))).properties
    assert (properties.title, properties.author, properties.date) == ("", "", "")


# Laws


def test_sections_of_any_depth_are_composed():
    inner = section("一、", "甲", *body("乙"))
    for _ in range(3000):
        inner = section("一、", "甲", inner)
    assert len(text_blocks(Document(body=(inner,)))) == 3002


def test_the_same_document_gives_the_same_composition():
    document = Document(front=paragraphs(Role.TITLE, hanzi(30)), body=body(hanzi(50)))
    assert composed(document) == composed(document)
