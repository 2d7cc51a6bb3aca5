"""Automatic numbers of Word documents come out as they are printed."""

import pytest

from banxin.readers import read
from docx_parts import docx, level, numbered, numbering, paragraph


def lines(body, **parts):
    return [line.text for line in read(docx(body, **parts), verbatim=True, keep_lines=True).lines]


@pytest.mark.parametrize(
    ("form", "first", "twelfth"),
    [
        ("chineseCounting", "一", "十二"),
        ("chineseCountingThousand", "一", "十二"),
        ("taiwaneseCounting", "一", "十二"),
        ("taiwaneseCountingThousand", "一", "十二"),
        ("japaneseCounting", "一", "十二"),
        ("chineseLegalSimplified", "壹", "壹拾贰"),
        ("ideographZodiac", "子", "亥"),
        ("ideographDigital", "一", "一二"),
        ("ideographTraditional", "甲", "12"),
        ("ideographZodiacTraditional", "甲子", "乙亥"),
        ("ideographEnclosedCircle", "㊀", "12"),
        ("decimalEnclosedCircle", "①", "⑫"),
        ("decimalEnclosedCircleChinese", "①", "⑫"),
        ("decimalEnclosedParen", "⑴", "⑿"),
        ("decimalEnclosedFullstop", "⒈", "⒓"),
        ("decimalZero", "01", "12"),
        ("decimalFullWidth", "１", "１２"),
        ("decimal", "1", "12"),
        ("upperLetter", "A", "L"),
        ("lowerLetter", "a", "l"),
        ("upperRoman", "I", "XII"),
        ("lowerRoman", "i", "xii"),
        ("numberInDash", "- 1 -", "- 12 -"),
        ("ordinal", "1st", "12th"),
        ("somethingUnheardOf", "1", "12"),
    ],
)
def test_a_number_is_written_in_its_form(form, first, twelfth):
    found = lines("".join(numbered("某项") for _ in range(12)), numbering=numbering(level(0, form, "%1、")))
    assert (found[0], found[11]) == (f"{first}、某项", f"{twelfth}、某项")


@pytest.mark.parametrize(
    ("form", "number", "written"),
    [
        ("chineseCountingThousand", 20, "二十"),
        ("chineseCountingThousand", 21, "二十一"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseCountingThousand", 10001, "一万零一"),
        ("chineseCounting", 101, "一○一"),
        ("ideographDigital", 20, "二〇"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("lowerLetter", 27, "aa"),
        ("chineseLegalSimplified", 25, "贰拾伍"),
        ("japaneseCounting", 110, "百十"),
    ],
)
def test_large_numbers_are_written_in_their_form(form, number, written):
    found = lines(numbered("某项"), numbering=numbering(level(0, form, "%1.", start=number)))
    assert found == [f"{written}.某项"]


def test_each_level_begins_anew_below_the_one_above():
    levels = numbering(
        level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
    )
    body = "".join(numbered("某", level=at) for at in (0, 1, 2, 2, 1, 2, 0, 1))
    found = lines(body, numbering=levels)
    assert found == ["一、某", "（一）某", "1.某", "2.某", "（二）某", "1.某", "二、某", "（一）某"]


def test_a_level_may_show_those_above_and_be_legal():
    levels = numbering(
        level(0, "chineseCounting", "第%1章", "<w:suff w:val='space'/>"),
        level(1, "decimal", "%1.%2", "<w:isLgl/><w:suff w:val='space'/>"),
    )
    assert lines(numbered("总则") + numbered("范围", level=1), numbering=levels) == ["第一章 总则", "1.1 范围"]


def test_a_level_that_comes_before_the_one_above_counts_nothing_there():
    levels = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
    body = numbered("甲", level=1) + numbered("乙", level=1) + numbered("丙") + numbered("丁", level=1)
    assert lines(body, numbering=levels) == ["1.1 甲", "1.2 乙", "1.丙", "1.1 丁"]


def test_a_level_that_never_begins_anew_counts_on():
    levels = numbering(
        level(0, "chineseCounting", "第%1章"), level(1, "decimal", "第%2条", '<w:lvlRestart w:val="0"/>')
    )
    body = "".join(numbered("某", level=at) for at in (0, 1, 1, 0, 1))
    assert [line.split()[0] for line in lines(body, numbering=levels)] == [
        "第一章",
        "第1条",
        "第2条",
        "第二章",
        "第3条",
    ]


def test_a_list_of_its_own_start_begins_there_and_others_of_the_kind_go_on_from_it():
    lists = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = numbered("甲") + numbered("乙") + numbered("丙", list_id=2) + numbered("丁", list_id=2) + numbered("戊")
    found = lines(body, numbering=numbering(level(0, "decimal", "%1."), lists=lists))
    assert found == ["1.甲", "2.乙", "1.丙", "2.丁", "3.戊"]


def test_a_list_may_have_a_level_of_its_own():
    own = level(0, "upperLetter", "%1)")
    lists = f'<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{own}</w:lvlOverride></w:num>'
    assert lines(numbered("甲"), numbering=numbering(level(0, "decimal", "%1."), lists=lists)) == ["A)甲"]


def test_a_number_comes_through_the_chain_of_styles_at_the_level_that_names_the_style():
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="一级"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="二级"/><w:basedOn w:val="A"/><w:pPr>'
        '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="二级又"/><w:basedOn w:val="B"/></w:style>'
    )
    levels = numbering(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="A"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="B"/>'),
    )
    body = "".join(paragraph("某", f'<w:pStyle w:val="{name}"/>') for name in "ABC")
    assert lines(body, numbering=levels, styles=styles) == ["一、某", "（一）某", "（二）某"]


def test_a_paragraph_may_take_itself_out_of_the_list_of_its_style():
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="一级"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    out = '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = paragraph("甲", '<w:pStyle w:val="A"/>') + paragraph("乙", out) + paragraph("丙", '<w:pStyle w:val="A"/>')
    assert lines(body, numbering=numbering(level(0, "decimal", "%1.")), styles=styles) == ["1.甲", "乙", "2.丙"]


def test_a_paragraph_may_stand_at_a_level_of_its_own_in_the_list_of_its_style():
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="一级"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    levels = numbering(level(0, "decimal", "%1.", '<w:pStyle w:val="A"/>'), level(1, "decimal", "（%2）"))
    lower = '<w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="1"/></w:numPr>'
    body = paragraph("甲", '<w:pStyle w:val="A"/>') + paragraph("乙", lower)
    assert lines(body, numbering=levels, styles=styles) == ["1.甲", "（1）乙"]


def test_a_list_that_is_linked_to_a_style_has_the_levels_of_that_style():
    definitions = (
        '<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="L"/>'
        + level(0, "chineseCounting", "%1、")
        + "</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert lines(numbered("甲"), numbering=definitions) == ["一、甲"]


def test_what_stands_behind_a_number_is_a_blank_only_where_no_mark_parts_it():
    def of(shown, extra):
        return lines(numbered("某"), numbering=numbering(level(0, "decimal", shown, extra)))[0]

    assert of("%1", "") == "1 某"
    assert of("%1", '<w:suff w:val="space"/>') == "1 某"
    assert of("%1", '<w:suff w:val="nothing"/>') == "1某"
    assert of("（%1）", "") == "（1）某"


def test_a_bullet_is_what_it_shows():
    def of(shown, font):
        fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
        bullet = level(0, "bullet", shown).replace("</w:lvl>", f"{fonts}</w:lvl>")
        return lines(numbered("某"), numbering=numbering(bullet))[0]

    assert of("\uf0b7", "Symbol") == "●某"
    assert of("\uf06c", "Wingdings") == "●某"
    assert of("\uf0d8", "Wingdings") == "➢某"
    assert of("", "") == "●某"
    assert of("★", "宋体") == "★某"


def test_a_bullet_says_that_its_line_is_an_item():
    bullet = numbering(level(0, "bullet", "●"))
    assert [line.is_item for line in read(docx(numbered("某") + paragraph("某"), numbering=bullet)).lines] == [
        True,
        False,
    ]


def test_a_deleted_paragraph_does_not_count():
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1" w:author="某"/>'
        '</w:rPr></w:pPr><w:del w:id="2" w:author="某"><w:r><w:delText>乙</w:delText></w:r></w:del></w:p>'
    )
    body = numbered("甲") + gone + numbered("丙")
    assert lines(body, numbering=numbering(level(0, "decimal", "%1."))) == ["1.甲", "2.丙"]


def test_a_form_of_its_own_pads_as_it_shows():
    form = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" '
        'w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
        '</mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'
    )
    assert lines(numbered("某"), numbering=numbering(form)) == ["001 某"]


def test_a_list_that_is_not_defined_gives_no_number():
    assert lines(numbered("某", list_id=9)) == ["某"]
    assert lines(numbered("某", level=5), numbering=numbering(level(0, "decimal", "%1."))) == ["某"]
