"""Whole documents as offices write them in Word, and the law that nothing of a text is lost or doubled."""

from hypothesis import given
from hypothesis import strategies as st

from banxin.document import Section, walk
from banxin.readers import read as read_source
from banxin.reading import Options, read
from banxin.streams import visible
from docx_parts import docx, level, numbering, paragraph, text
from test_docx_tables import filled, table
from test_docx_text import _box

SENTENCES = "各单位要高度重视这项工作，切实加强领导，认真落实责任，确保各项任务按时完成。"
ACROSS = (
    '<w:tblPr><w:tblBorders><w:top w:val="single"/><w:bottom w:val="single"/><w:insideH w:val="single"/>'
    "</w:tblBorders></w:tblPr>"
)


def large(content):
    return paragraph(text(content, '<w:b/><w:sz w:val="44"/>'), '<w:jc w:val="center"/>')


def body(content):
    return paragraph(text(content, '<w:sz w:val="32"/>'), '<w:ind w:firstLineChars="200" w:firstLine="640"/>')


def right(content):
    return paragraph(text(content, '<w:sz w:val="32"/>'), '<w:jc w:val="right"/><w:ind w:right="640"/>')


def test_a_document_with_a_red_head_in_a_box_and_a_colophon_in_a_table():
    red = text("某某县人民政府文件", '<w:color w:val="FF0000"/><w:sz w:val="72"/>')
    whole = (
        paragraph(_box(paragraph(red, '<w:jc w:val="center"/>'), relative="page"))
        + paragraph()
        + paragraph("某政发〔2026〕3号", '<w:jc w:val="center"/>')
        + large("某某县人民政府")
        + large("关于加强档案管理工作的通知")
        + paragraph("各乡镇人民政府，县政府各部门：")
        + body(SENTENCES)
        + body("一、加强领导")
        + body(SENTENCES)
        + body("二、严格考核")
        + body(SENTENCES)
        + body("附件：1.任务分解表")
        + paragraph("2.填报说明", '<w:ind w:left="1600"/>')
        + right("某某县人民政府")
        + right("2026年3月5日")
        + paragraph("（此件公开发布）")
        + table(
            filled("抄送：县委各部门，县人大常委会办公室。", ""),
            filled("某某县人民政府办公室", "2026年3月5日印发"),
            properties=ACROSS,
        )
        + paragraph("附件1", "<w:pageBreakBefore/>")
        + large("任务分解表")
        + table(filled("序号", "任务"), filled("1", "甲"))
        + paragraph('<w:r><w:br w:type="page"/></w:r>')
        + paragraph("附件2")
        + large("填报说明")
        + body(SENTENCES)
    )
    document = read(docx(whole), Options()).document
    assert [p.role.value for p in document.front] == ["issuer_mark", "document_number", "title", "title", "addressee"]
    headings = [block.heading.label for block in walk(document.body) if isinstance(block, Section)]
    assert headings == ["一、", "二、"]
    assert [p.role.value for p in document.back] == [
        *("attachment_note", "attachment_note", "signature", "date", "remark", "copy_to", "printer"),
    ]
    assert [(a.label, a.title) for a in document.annexes] == [("附件1", "任务分解表"), ("附件2", "填报说明")]


def test_a_document_with_a_table_of_contents_and_numbered_headings():
    def entry(content, page):
        field = (
            '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            "<w:r><w:instrText>PAGEREF x</w:instrText></w:r>"
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{text(page)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        return paragraph(f'<w:hyperlink w:anchor="x">{text(content)}{field}</w:hyperlink>')

    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    )
    chapters = numbering(level(0, "japaneseCounting", "第%1章", '<w:suff w:val="space"/>'))
    contents = paragraph("目录") + entry("第一章 总体要求", "1") + entry("第二章 重点任务", "3")
    whole = (
        large("某某县发展规划")
        + f"<w:sdt><w:sdtContent>{contents}</w:sdtContent></w:sdt>"
        + "".join(paragraph(name, '<w:pStyle w:val="1"/>') + body(SENTENCES) for name in ("总体要求", "重点任务"))
    )
    document = read(docx(whole, styles=styles, numbering=chapters), Options()).document
    blocks = list(walk(document.body))
    assert [block.text for block in blocks[:3]] == ["目录", "第一章 总体要求\t1", "第二章 重点任务\t3"]
    headings = [(b.heading.label, b.heading.text) for b in blocks if isinstance(b, Section)]
    assert headings == [("第一章", "总体要求"), ("第二章", "重点任务")]


# The law

WORDS = st.text("甲乙丙丁戊己庚辛壬癸子丑寅卯", min_size=1, max_size=6)


def _field(content):
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF 码</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{content}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _wrapped(inner):
    """Runs and what is printed of them, within something that holds runs."""
    return st.tuples(inner, st.sampled_from(("ins", "moveTo", "smartTag", "hyperlink", "sdt", "field"))).map(_in)


def _in(pair):
    (xml, shown), holder = pair
    if holder == "sdt":
        return f"<w:sdt><w:sdtContent>{xml}</w:sdtContent></w:sdt>", shown
    if holder == "field":
        return _field(xml), shown
    return f"<w:{holder}>{xml}</w:{holder}>", shown


PRINTED = WORDS.map(lambda words: (text(words), words))
NOT_PRINTED = WORDS.map(
    lambda words: (f"<w:del><w:r><w:delText>{words}</w:delText></w:r></w:del>{text(words, '<w:vanish/>')}", "")
)
RUNS = st.recursive(st.one_of(PRINTED, NOT_PRINTED), _wrapped, max_leaves=6)
LINES = st.lists(RUNS, min_size=1, max_size=5).map(
    lambda runs: (paragraph("".join(xml for xml, _ in runs)), "".join(shown for _, shown in runs))
)
BOXES = st.tuples(LINES, LINES).map(
    lambda two: (two[0][0].replace("<w:p>", f"<w:p>{_box(two[1][0])}", 1), two[1][1] + two[0][1])
)
TABLES = st.lists(st.tuples(WORDS, WORDS), min_size=2, max_size=3).map(
    lambda rows: (table(*(filled(*row) for row in rows)), "".join("".join(row) for row in rows))
)


@given(st.lists(st.one_of(LINES, BOXES, TABLES), min_size=1, max_size=6))
def test_what_is_printed_is_read_once_and_in_order(blocks):
    shown = "".join(printed for _, printed in blocks)
    data = docx("".join(xml for xml, _ in blocks) + paragraph("完"))
    source = read_source(data, verbatim=True, keep_lines=True)
    assert visible("".join(line.text for line in source.lines)) == visible(f"{shown}完")
    assert source.stream == visible("".join(line.text for line in source.lines))
