"""What stands in the paragraphs of a Word document, and what is told of it."""

import pytest

from banxin.document import MarkKind
from banxin.readers import read
from docx_parts import docx, level, numbering, paragraph, text


def source(body, **parts):
    return read(docx(body, **parts), verbatim=True, keep_lines=True)


def lines(body, **parts):
    return [line.text for line in source(body, **parts).lines]


def told(body, code, **parts):
    return [(d.line, d.message) for d in source(body, **parts).diagnostics if d.code == code]


# Text


def test_a_paragraph_is_a_line_and_a_blank_one_a_blank_line():
    assert lines(paragraph("甲") + paragraph() + paragraph("乙")) == ["甲", "", "乙"]


def test_a_soft_break_makes_a_further_line():
    assert lines(paragraph("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>")) == ["甲", "乙", "丙"]


def test_a_page_break_begins_another_line_on_a_new_page():
    found = source(paragraph('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>')).lines
    assert [(line.text, line.looks.new_page) for line in found] == [("甲", False), ("乙", True)]


def test_a_page_break_alone_or_at_an_end_tells_of_the_next_paragraph():
    page = '<w:r><w:br w:type="page"/></w:r>'
    for body in (paragraph("甲") + paragraph(page) + paragraph("乙"), paragraph(text("甲") + page) + paragraph("乙")):
        found = source(body).lines
        assert [(line.text, line.looks.new_page) for line in found] == [("甲", False), ("乙", True)]


def test_a_section_begins_a_page_unless_it_goes_on():
    def of(kind):
        section = f"<w:sectPr>{kind}</w:sectPr>"
        found = source(paragraph("甲", "<w:sectPr/>") + paragraph("乙") + section).lines
        return found[1].looks.new_page

    assert of("")
    assert of('<w:type w:val="oddPage"/>')
    assert not of('<w:type w:val="continuous"/>')


def test_a_section_as_it_was_before_a_revision_is_none():
    changed = '<w:sectPr><w:type w:val="continuous"/><w:sectPrChange w:id="1"><w:sectPr/></w:sectPrChange></w:sectPr>'
    body = paragraph("甲", changed) + paragraph("乙") + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
    assert [line.looks.new_page for line in source(body).lines] == [False, False]


def test_a_tab_and_a_hyphen_that_does_not_break_are_characters():
    run = "<w:r><w:t>甲</w:t><w:tab/><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/></w:r>"
    assert lines(paragraph(run)) == ["甲\tA-1"]


def test_white_space_counts_where_it_is_to_be_kept():
    kept = '<w:r><w:t xml:space="preserve"> 甲 </w:t></w:r><w:r><w:t> 乙 </w:t></w:r><w:r><w:t>丙</w:t></w:r>'
    assert source(paragraph(kept)).lines[0].raw == " 甲 乙丙"


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85"])
def test_a_character_that_ends_lines_ends_one(char):
    assert lines(paragraph(text(f"甲{char}乙"))) == ["甲", "乙"]


def test_what_holds_runs_is_read_through():
    inside = (
        f'<w:hyperlink r:id="x">{text("甲")}</w:hyperlink><w:smartTag>{text("乙")}</w:smartTag>'
        f"<w:sdt><w:sdtPr/><w:sdtContent>{text('丙')}</w:sdtContent></w:sdt><w:bdo>{text('丁')}</w:bdo>"
        f'<w:customXml>{text("戊")}</w:customXml><w:fldSimple w:instr="PAGE">{text("己")}</w:fldSimple>'
    )
    assert lines(paragraph(inside)) == ["甲乙丙丁戊己"]


def test_content_controls_hold_paragraphs_tables_and_rows():
    controlled = f"<w:sdt><w:sdtContent>{paragraph('甲')}{paragraph('乙')}</w:sdtContent></w:sdt>"
    assert lines(controlled + paragraph("丙")) == ["甲", "乙", "丙"]


def test_of_a_field_the_result_is_read_and_never_the_code():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE \\@ "yyyy"</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{text("2026年3月5日")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(paragraph(text("于") + field + text("印发"))) == ["于2026年3月5日印发"]


def test_a_field_within_the_code_of_another_is_code():
    inner = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{text("内")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    outer = (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>{inner}'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{text("外")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(paragraph(outer)) == ["外"]


def test_a_field_may_end_in_a_later_paragraph():
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert lines(paragraph(begin + text("甲")) + paragraph(text("乙") + end) + paragraph("丙")) == ["甲", "乙", "丙"]


def _coded(code):
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (r" eq \o\ac(○,3)", "③"),
        (r" eq \o\ac(○,密)", "（密）"),
        (r' EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(xīn),心)', "心"),
        (r' SYMBOL 252 \f "Wingdings" \s 12', "✓"),
        (" MACROBUTTON NoMacro 某某县 ", "某某县"),
        (' XE "索引"', ""),
    ],
)
def test_a_field_without_a_result_prints_what_its_code_says(code, shown):
    assert lines(paragraph(text("甲") + _coded(code) + text("乙"))) == [f"甲{shown}乙"]


def test_a_field_that_nobody_knows_is_told():
    body = paragraph(text("甲") + _coded(r" EQ \f(1,2)") + text("乙"))
    assert lines(body) == ["甲乙"]
    assert told(body, "BX039") == [(1, r"域 “EQ \f(1,2)”（9 字） 没有存下结果，没有排印")]


def test_fields_of_forms_show_what_was_chosen():
    box = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>'
        "</w:r>"
        '<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    chosen = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="否"/>'
        '<w:listEntry w:val="是"/></w:ddList></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(paragraph(text("甲") + box + chosen)) == ["甲☑是"]


def test_signs_of_symbol_fonts_become_characters():
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F061"/></w:r>'
    assert lines(paragraph(sign + text("甲"))) == ["☑α甲"]
    fonts = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    assert lines(paragraph(text("\uf0fc", fonts) + text("乙"))) == ["✓乙"]


def test_a_sign_that_nobody_knows_leaves_a_place_and_is_told():
    body = paragraph('<w:r><w:sym w:font="某种符号" w:char="F0EE"/></w:r>' + text("甲"))
    assert lines(body) == ["□甲"]
    body = paragraph('<w:r><w:sym w:font="Wingdings" w:char="F025"/></w:r>' + text("甲"))
    assert lines(body) == ["□甲"]
    assert told(body, "BX039") == [(1, "符号字体“Wingdings”的字符 F025 没有对应的通用字符")]


def test_of_ruby_the_base_is_read_and_the_reading_told():
    ruby = (
        f"<w:r><w:ruby><w:rubyPr/><w:rt>{text('bǎn xīn')}</w:rt><w:rubyBase>{text('版心')}</w:rubyBase></w:ruby></w:r>"
    )
    assert lines(paragraph(text("取") + ruby)) == ["取版心"]
    assert told(paragraph(ruby), "BX037") == [(1, "“版心”的注音“bǎn xīn”不排印")]


def test_raised_and_lowered_characters_are_marked():
    body = paragraph(
        text(" m")
        + text("2", '<w:vertAlign w:val="superscript"/>')
        + text("，H")
        + text("2", '<w:vertAlign w:val="subscript"/>')
        + text("O")
    )
    line = source(body).lines[0]
    assert line.text == "m2，H2O"
    assert [(m.start, m.end, m.kind) for m in line.marks] == [(1, 2, MarkKind.RAISED), (4, 5, MarkKind.LOWERED)]


# Revisions


def test_insertions_are_kept_and_deletions_told_one_by_one():
    body = paragraph(
        text("甲")
        + f'<w:ins w:id="1">{text("乙")}</w:ins>'
        + '<w:del w:id="2"><w:r><w:delText>丙</w:delText></w:r></w:del>'
        + text("丁")
        + '<w:del w:id="3"><w:r><w:delText>戊</w:delText></w:r></w:del>'
    )
    assert lines(body) == ["甲乙丁"]
    assert told(body, "BX030") == [(1, "修订中删去的文字“丙”（1 字）不排印"), (1, "修订中删去的文字“戊”（1 字）不排印")]


def test_what_was_moved_comes_once_where_it_went():
    body = paragraph(f'<w:moveFrom w:id="1">{text("乙")}</w:moveFrom>' + text("甲")) + paragraph(
        f'<w:moveTo w:id="2">{text("乙")}</w:moveTo>' + text("丙")
    )
    assert lines(body) == ["甲", "乙丙"]
    assert told(body, "BX030") == []


def test_paragraphs_are_one_where_the_mark_between_them_was_deleted():
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert lines(paragraph("甲", mark) + paragraph("乙") + paragraph("丙")) == ["甲乙", "丙"]


def test_deleted_rows_of_a_table_are_told():
    def row(cell, properties=""):
        return f"<w:tr>{properties}<w:tc>{paragraph(cell)}</w:tc><w:tc>{paragraph(cell)}</w:tc></w:tr>"

    gone = '<w:trPr><w:del w:id="1"/></w:trPr>'
    borders = '<w:tblPr><w:tblBorders><w:insideV w:val="single"/></w:tblBorders></w:tblPr>'
    body = f"<w:tbl>{borders}{row('甲')}{row('乙', gone)}{row('丙')}</w:tbl>"
    found = source(body)
    assert [line.text for line in found.lines if line.block] == ["甲\t甲\t丙\t丙"]
    assert len(told(body, "BX030")) == 1


# What is told


def test_hidden_text_is_told_with_its_words_and_their_number():
    body = paragraph(text("甲") + text("不给人看", "<w:vanish/>") + text("的话", "<w:vanish/>") + text("乙"))
    assert lines(body) == ["甲乙"]
    assert told(body, "BX032") == [(1, "隐藏的文字“不给人看的话”（6 字）不排印")]


def test_text_may_be_hidden_by_its_style_and_shown_again_by_hand():
    styles = '<w:style w:type="character" w:styleId="H"><w:name w:val="隐"/><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden = text("乙", '<w:rStyle w:val="H"/>')
    shown = text("丙", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>')
    assert lines(paragraph(text("甲") + hidden + shown), styles=styles) == ["甲丙"]


def test_a_hidden_mark_lets_a_heading_run_into_its_text():
    body = paragraph(text("一是加强领导。"), "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + paragraph("各单位要重视。")
    assert lines(body) == ["一是加强领导。各单位要重视。"]


def test_a_letter_that_hangs_at_the_beginning_belongs_to_its_paragraph():
    body = paragraph("春", '<w:framePr w:dropCap="drop" w:lines="3"/>') + paragraph("天来了。")
    assert lines(body) == ["春天来了。"]


def test_comments_are_told_where_they_stand():
    comments = f'<w:comment w:id="7" w:author="某甲">{paragraph("这里要核实")}</w:comment>'
    mark = '<w:r><w:commentReference w:id="7"/></w:r>'
    body = paragraph("甲的一段话") + paragraph(text("乙的一段话") + mark)
    assert lines(body, comments=comments) == ["甲的一段话", "乙的一段话"]
    assert told(body, "BX031", comments=comments) == [(2, "某甲的批注“这里要核实”（5 字）不排印")]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_stands_behind_its_paragraph_and_its_mark_is_raised(kind):
    notes = f'<w:{kind} w:type="separator" w:id="0">{paragraph()}</w:{kind}>'
    notes += f'<w:{kind} w:id="2">{paragraph("来自某处")}</w:{kind}>'
    body = paragraph(text("甲") + f'<w:r><w:{kind}Reference w:id="2"/></w:r>' + text("。")) + paragraph("乙")
    found = source(body, **{f"{kind}s": notes})
    assert [line.text for line in found.lines] == ["甲［1］。", "注1：来自某处", "乙"]
    assert [(m.start, m.end, m.kind) for m in found.lines[0].marks] == [(1, 4, MarkKind.RAISED)]
    assert told(body, "BX036", **{f"{kind}s": notes})[0][0] == 2


def test_a_note_whose_mark_the_text_has_keeps_that():
    notes = f'<w:footnote w:id="2">{paragraph("来自某处")}</w:footnote>'
    reference = '<w:r><w:footnoteReference w:id="2" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    assert lines(paragraph(text("甲") + reference), footnotes=notes) == ["甲*", "注：来自某处"]


def test_a_note_to_a_cell_stands_below_the_table():
    notes = f'<w:footnote w:id="2">{paragraph("来自某处")}</w:footnote>'
    marked = paragraph(text("甲") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    rules = '<w:tblPr><w:tblBorders><w:insideV w:val="single"/></w:tblBorders></w:tblPr>'
    row = f"<w:tr><w:tc>{marked}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr>"
    other = f"<w:tr><w:tc>{paragraph('丙')}</w:tc><w:tc>{paragraph('丁')}</w:tc></w:tr>"
    body = f"<w:tbl>{rules}{row}{other}</w:tbl>"
    assert lines(body, footnotes=notes) == ["甲［1］\t乙\t丙\t丁", "注1：来自某处"]
    placed = body.replace(rules, "").replace(other, "")
    assert lines(placed, footnotes=notes) == ["甲［1］\t乙", "注1：来自某处"]


def test_notes_are_counted_in_the_order_of_their_marks_and_keep_their_tables():
    table = f"<w:tbl><w:tr><w:tc>{paragraph('格')}</w:tc></w:tr></w:tbl>"
    notes = "".join(f'<w:footnote w:id="{n}">{paragraph(f"第{n}条")}{table}</w:footnote>' for n in (5, 7))
    marks = "".join(f'<w:r><w:footnoteReference w:id="{n}"/></w:r>' for n in (7, 5))
    assert lines(paragraph(text("甲") + marks), footnotes=notes) == ["甲［1］［2］", "注1：第7条格", "注2：第5条格"]


def test_headers_and_footers_are_told_and_page_numbers_once():
    body = paragraph("甲") + "<w:sectPr/>"
    parts = {
        "header1": paragraph("内部资料"),
        "footer1": paragraph("— 1 —"),
        "footer2": paragraph("第 2 页 共 9 页"),
    }
    assert told(body, "BX033", **parts) == [(0, "页眉“内部资料”（4 字）不排印")]
    assert told(body, "BX040", **parts) == [(0, "页脚里的页码“— 1 —”（3 字）不用，排版时自会编页码")]


def test_a_watermark_is_told():
    mark = '<w:r><w:pict><v:shape><v:textpath string="征求意见稿"/></v:shape></w:pict></w:r>'
    assert told(paragraph("甲"), "BX033", header1=paragraph(mark)) == [(0, "页眉“征求意见稿”（5 字）不排印")]


def test_an_equation_is_a_line_of_text_and_told():
    fraction = "<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>c</m:t></m:r></m:den></m:f>"
    body = paragraph(text("取") + f"<m:oMath>{fraction}</m:oMath>" + text("。"))
    assert lines(body) == ["取(a+b)/c。"]
    assert told(body, "BX034") == [(1, "公式“(a+b)/c”（7 字）排成一行文字")]


def test_roots_scripts_sums_brackets_and_matrices_are_written_out():
    def run(char):
        return f"<m:r><m:t>{char}</m:t></m:r>"

    def of(inner):
        return lines(paragraph(f"<m:oMathPara><m:oMath>{inner}</m:oMath></m:oMathPara>"))[0]

    assert of(f"<m:rad><m:deg/><m:e>{run('x')}</m:e></m:rad>") == "√(x)"
    assert of(f"<m:sSup><m:e>{run('x')}</m:e><m:sup>{run('2')}</m:sup></m:sSup>") == "x^2"
    assert of(f"<m:sSub><m:e>{run('a')}</m:e><m:sub>{run('i+1')}</m:sub></m:sSub>") == "a_(i+1)"
    total = '<m:naryPr><m:chr m:val="∑"/></m:naryPr>'
    assert (
        of(f"<m:nary>{total}<m:sub>{run('1')}</m:sub><m:sup>{run('n')}</m:sup><m:e>{run('k')}</m:e></m:nary>")
        == "∑_1^n k"
    )
    assert of(f"<m:d><m:e>{run('x')}</m:e></m:d>") == "(x)"
    row = f"<m:mr><m:e>{run('1')}</m:e><m:e>{run('0')}</m:e></m:mr>"
    assert of(f"<m:m>{row}{row}</m:m>") == "[1 0; 1 0]"


def test_embedded_files_and_charts_are_told():
    ole = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    assert told(paragraph(text("甲") + ole), "BX035") == [(1, "嵌入的对象（Excel.Sheet.12）不排印")]
    chart = (
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart xmlns:c="urn:c"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
    assert told(paragraph(text("甲") + chart), "BX035") == [(1, "图表不排印")]


def test_the_words_of_charts_and_diagrams_are_told():
    chart = (
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart xmlns:c="urn:c" r:id="chart1"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
    part = {"word/charts/chart1.xml": '<c:chartSpace xmlns:c="urn:c"><c:v>粮食产量</c:v><c:v>12</c:v></c:chartSpace>'}
    assert told(paragraph(text("甲") + chart), "BX035", others=part) == [(1, "图表“粮食产量 12”（6 字）不排印")]


# Boxes of text


def _box(content, *, fallback="", offset=0, relative="paragraph"):
    position = f'<wp:positionV relativeFrom="{relative}"><wp:posOffset>{offset}</wp:posOffset></wp:positionV>'
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"<wp:anchor>{position}<a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent>"
        "</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:shape><v:textbox><w:txbxContent>{fallback or content}</w:txbxContent></v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_box_of_text_comes_once_and_above_the_paragraph_it_hangs_on():
    body = paragraph(_box(paragraph("某某县人民政府文件")) + text("某政发〔2026〕3号"))
    assert lines(body) == ["某某县人民政府文件", "某政发〔2026〕3号"]


def test_a_box_that_stands_below_its_paragraph_is_read_behind_it():
    assert lines(paragraph(_box(paragraph("框"), offset=900000) + text("段"))) == ["段", "框"]


def test_of_a_choice_that_nobody_knows_the_fallback_is_read():
    box = _box(paragraph("新"), fallback=paragraph("旧")).replace('Requires="wps"', 'Requires="future"')
    assert lines(paragraph(box + text("段"))) == ["旧", "段"]


def test_boxes_of_older_files_and_drawn_letters_are_read():
    content = f"<w:txbxContent>{paragraph('框')}</w:txbxContent>"
    old = f"<w:r><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>"
    assert lines(paragraph(old + text("段"))) == ["框", "段"]
    art = '<w:r><w:pict><v:shape><v:textpath string="某某县人民政府文件"/></v:shape></w:pict></w:r>'
    assert lines(paragraph(art + text("段"))) == ["某某县人民政府文件", "段"]


def test_a_box_may_hold_numbers_and_tables_of_its_own():
    boxed = paragraph("甲", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    body = paragraph(_box(boxed) + text("段"))
    assert lines(body, numbering=numbering(level(0, "decimal", "%1."))) == ["1.甲", "段"]


# What the file says of a paragraph


def test_a_paragraph_looks_as_its_styles_and_it_itself_say():
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr><w:sz w:val="32"/>'
        '<w:rFonts w:eastAsia="仿宋_GB2312"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="1">'
        '<w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr>'
        "</w:style>"
    )
    own = '<w:pStyle w:val="1"/><w:jc w:val="center"/><w:ind w:firstLineChars="200" w:left="420"/>'
    looks = source(paragraph(text("甲", '<w:rFonts w:eastAsia="黑体"/>'), own), styles=styles).lines[0].looks
    assert (looks.style, looks.outline, looks.align) == ("heading 1", 1, "center")
    assert (looks.first_indent, looks.left_indent) == (32.0, 21.0)
    assert (looks.bold, looks.size, looks.face) == (True, 16.0, "黑体")


def test_a_face_may_be_the_themes():
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
        '<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/>'
        '<a:font script="Hans" typeface="等线"/></a:minorFont>'
        "</a:fontScheme></a:themeElements></a:theme>"
    )
    run = text("甲", '<w:rFonts w:eastAsiaTheme="minorEastAsia"/>')
    assert source(paragraph(run), theme=theme).lines[0].looks.face == "等线"


def test_styles_that_are_based_on_one_another_in_a_circle_do_no_harm():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
        for a, b in ("AB", "BA")
    )
    assert lines(paragraph("甲", '<w:pStyle w:val="A"/>'), styles=styles) == ["甲"]


def test_messages_count_paragraphs():
    assert source(paragraph("甲")).unit == "段"
