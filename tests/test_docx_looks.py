"""What a Word document says of the look of a paragraph is weighed, and no order."""

import pytest

from banxin.document import Heading, Paragraph, Role, Section, walk
from banxin.reading import Options, read
from docx_parts import docx, paragraph, text

HEADING = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style>'
)
BODY = "各单位要高度重视这项工作，切实加强领导，认真落实责任，确保各项任务按时完成。"


def large(content):
    return paragraph(text(content, '<w:b/><w:sz w:val="44"/>'), '<w:jc w:val="center"/>')


def plain(content):
    return paragraph(text(content, '<w:sz w:val="32"/>'), '<w:ind w:firstLineChars="200"/>')


def right(content):
    return paragraph(text(content, '<w:sz w:val="32"/>'), '<w:jc w:val="right"/>')


def document(*body, **parts):
    return read(docx("".join(body), **parts), Options()).document


def roles(found):
    body = [block for block in walk(found.body) if isinstance(block, Paragraph)]
    return {p.text: p.role for p in (*found.front, *body, *found.back)}


def headings(found) -> list[Heading]:
    return [block.heading for block in walk(found.body) if isinstance(block, Section)]


@pytest.mark.parametrize("line", ["【喜报】", "2026—2030", "某某　某某　某某"])
def test_a_line_in_the_middle_in_large_type_is_a_title_where_it_would_be_none_else(line):
    assert roles(document(large(line), plain(BODY), plain(BODY)))[line] is Role.TITLE
    assert roles(document(plain(line), plain(BODY), plain(BODY)))[line] is Role.BODY


def test_a_paragraph_of_sentences_is_none_however_it_is_set():
    assert roles(document(large(BODY), plain(BODY)))[BODY] is Role.BODY


def test_what_stands_at_the_right_below_the_body_signs():
    assert roles(document(large("倡议书"), plain(BODY), right("某某科技")))["某某科技"] is Role.SIGNATURE
    assert roles(document(large("倡议书"), plain(BODY), plain("某某科技")))["某某科技"] is Role.BODY


def test_a_short_line_of_a_heading_style_is_a_heading():
    def styled(content):
        return paragraph(content, '<w:pStyle w:val="1"/>')

    body = (large("某某工作总结"), styled("主要做法"), plain(BODY), styled("存在问题"), plain(BODY))
    assert [one.text for one in headings(document(*body, styles=HEADING))] == ["主要做法", "存在问题"]


def test_sentences_of_a_heading_style_are_text():
    body = (large("某某工作总结"), paragraph(BODY, '<w:pStyle w:val="1"/>'), plain(BODY), plain(BODY))
    found = document(*body, styles=HEADING)
    assert not headings(found)
    assert roles(found)[BODY] is Role.BODY


def test_a_style_of_headings_that_most_of_a_text_has_says_nothing():
    body = [large("某某工作总结"), *[paragraph(name, '<w:pStyle w:val="1"/>') for name in ("张三的事", "李四的事")]]
    assert not headings(document(*body, plain(BODY), styles=HEADING))


@pytest.mark.parametrize("properties", ['<w:jc w:val="center"/>', '<w:ind w:firstLineChars="200"/>', ""])
def test_where_all_lines_stand_alike_that_tells_nothing(properties):
    lines = ["关于加强管理的通知", "各科室：", BODY, "某某局办公室", "2026年3月5日"]
    found = roles(document(*(paragraph(line, properties) for line in lines)))
    assert [found[line].value for line in lines] == ["title", "addressee", "body", "signature", "date"]


def test_an_annex_may_begin_a_page():
    page = "<w:pageBreakBefore/>"
    found = document(
        large("关于加强管理的通知"), plain(BODY), right("某某局"), right("2026年3月5日"),
        paragraph("附件", page), large("某某名单"), plain(BODY),
    )  # fmt: skip
    assert [annex.title for annex in found.annexes] == ["某某名单"]
