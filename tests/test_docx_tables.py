"""Tables and pictures of Word documents."""

from io import BytesIO

from PIL import Image

from banxin.conversion import convert
from banxin.document import Cell, ColumnAlign, Figure, Mark, MarkKind, Table, walk
from banxin.readers import read as read_source
from banxin.reading import Options, read
from docx_parts import docx, paragraph, text

RULES = '<w:tblPr><w:tblBorders><w:top w:val="single"/><w:insideV w:val="single"/></w:tblBorders></w:tblPr>'


def cell(content="", properties=""):
    inner = content if content.startswith(("<w:p>", "<w:tbl>")) else paragraph(content)
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{inner}</w:tc>"


def row(*cells, properties=""):
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def table(*rows, properties=RULES, widths=()):
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def lines(body, **parts):
    return read_source(docx(body, **parts), verbatim=True, keep_lines=True).lines


def block(body, **parts):
    (found,) = [line.block for line in lines(body, **parts) if line.block]
    return found


def filled(*texts):
    return row(*map(cell, texts))


def test_a_table_is_a_line_with_its_cells():
    line = lines(paragraph("上") + table(filled("甲", "乙"), filled("丙", "丁")) + paragraph("下"))[1]
    assert line.text == "甲\t乙\t丙\t丁"
    assert line.block == Table(header=("甲", "乙"), rows=(("丙", "丁"),))


def test_cells_span_columns_and_rows():
    span, begin, go_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    found = block(
        table(
            row(cell("项目", begin), cell("数量", span)),
            row(cell("", go_on), cell("去年"), cell("今年")),
            row(cell("粮"), cell("1"), cell("2")),
        )
    )
    assert found.header == (Cell("项目", rows=2), Cell("数量", columns=2))
    assert found.rows == (("去年", "今年"), ("粮", "1", "2"))
    assert found.header_rows == 2


def test_rows_that_are_to_be_repeated_head_a_table():
    found = block(table(row(cell("甲"), cell("乙"), properties="<w:tblHeader/>"), *[filled("1", "2")] * 3))
    assert found.header_rows == 1
    two = [row(cell("甲"), cell("乙"), properties="<w:tblHeader/>")] * 2
    assert block(table(*two, filled("1", "2"))).header_rows == 2


def test_columns_that_no_cell_begins_at_are_none():
    found = block(
        table(
            row(cell("甲", '<w:gridSpan w:val="3"/>'), cell("乙", '<w:gridSpan w:val="2"/>')),
            row(cell("丙", '<w:gridSpan w:val="3"/>'), cell("丁", '<w:gridSpan w:val="2"/>')),
            widths=(100, 200, 300, 400, 500),
        )
    )
    assert (found.header, found.rows, found.widths) == (("甲", "乙"), (("丙", "丁"),), (30.0, 45.0))


def test_a_row_that_begins_late_or_ends_early_has_blank_cells():
    found = block(
        table(filled("甲", "乙", "丙"), row(cell("1"), cell("2"), properties='<w:gridBefore w:val="1"/>'), filled("3"))
    )
    assert found.rows == (("", "1", "2"), ("3", "", ""))


def test_old_horizontal_merges_are_spans():
    found = block(
        table(
            row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("乙")),
            filled("1", "2", "3"),
        )
    )
    assert found.header == (Cell("甲", columns=2), "乙")


def test_columns_whose_cells_all_stand_alike_say_so():
    def right(content):
        return cell(paragraph(content, '<w:jc w:val="right"/>').replace("<w:p>", "<w:p>", 1))

    found = block(table(filled("项目", "数"), row(cell("甲"), right("1")), row(cell("乙"), right("2"))))
    assert found.aligns == (ColumnAlign.UNSAID, ColumnAlign.RIGHT)


def test_paragraphs_of_a_cell_stay_apart_and_what_is_raised_is_marked():
    raised = paragraph(text("m") + text("2", '<w:vertAlign w:val="superscript"/>'))
    found = block(table(row(cell(paragraph("甲") + paragraph("乙")), cell(raised)), filled("丙", "丁")))
    assert found.header == ("甲\n乙", Cell("m2", marks=(Mark(1, 2, MarkKind.RAISED),)))


def test_a_table_within_a_cell_is_its_text():
    inner = table(filled("一", "二"), filled("三", "四"))
    found = block(table(row(cell("甲"), cell(inner + paragraph("五"))), filled("丙", "丁")))
    assert found.header == ("甲", "一\n二\n三\n四\n五")


def test_text_that_a_merge_hides_is_told():
    body = table(row(cell("甲", '<w:vMerge w:val="restart"/>'), cell("乙")), row(cell("藏", "<w:vMerge/>"), cell("丁")))
    source = read_source(docx(body))
    assert [d.message for d in source.diagnostics] == ["合并单元格里看不见的文字“藏”（1 字）不排印"]


def test_a_table_without_rules_or_with_one_column_places_lines():
    none = "<w:tblPr/>"
    assert [line.text for line in lines(table(filled("甲方：", "乙方："), properties=none))] == ["甲方：\t乙方："]
    boxed = table(row(cell(paragraph("甲") + paragraph("乙"))), row(cell("丙")))
    assert [line.text for line in lines(boxed)] == ["甲", "乙", "丙"]
    placed = table(row(cell(paragraph("某某县") + paragraph("人民政府")), cell("文件")), properties=none)
    assert [line.text for line in lines(placed)] == ["某某县", "人民政府", "文件"]


def test_a_table_has_the_rules_of_its_style():
    styles = (
        '<w:style w:type="table" w:styleId="A"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>'
        '<w:insideV w:val="single"/></w:tblBorders></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="B"><w:name w:val="某"/><w:basedOn w:val="A"/></w:style>'
    )
    body = table(filled("甲", "乙"), filled("丙", "丁"), properties='<w:tblPr><w:tblStyle w:val="B"/></w:tblPr>')
    assert block(body, styles=styles).header == ("甲", "乙")
    assert not any(line.block for line in lines(body.replace('"B"', '"C"'), styles=styles))


def test_a_table_with_three_lines_is_a_table_and_a_colophon_is_lines():
    across = '<w:tblPr><w:tblBorders><w:top w:val="single"/><w:bottom w:val="single"/></w:tblBorders></w:tblPr>'
    assert block(table(filled("项目", "数量"), filled("甲", "1"), properties=across)).header == ("项目", "数量")
    colophon = table(
        row(cell("抄送：某某局。", '<w:gridSpan w:val="2"/>')),
        filled("某某办公室", "2026年3月1日印发"),
        properties=across,
    )
    assert [line.text for line in lines(colophon)] == ["抄送：某某局。", "某某办公室\t2026年3月1日印发"]


def test_rows_and_cells_in_content_controls_are_read():
    def controlled(content):
        return f"<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    body = table(controlled(filled("甲", "乙")), row(controlled(cell("丙")), cell("丁")))
    assert block(body) == Table(header=("甲", "乙"), rows=(("丙", "丁"),))


def test_too_many_columns_are_lines():
    assert not any(line.block for line in lines(table(filled(*["格"] * 70), filled(*["格"] * 70))))


# Pictures


def png(width=40, height=30):
    out = BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(out, "PNG")
    return out.getvalue()


def picture(*, relation="image1", floating=False, size=(1270000, 952500)):
    kind = "anchor" if floating else "inline"
    over = "<wp:wrapNone/>" if floating else ""
    return (
        f'<w:r><w:drawing><wp:{kind}><wp:extent cx="{size[0]}" cy="{size[1]}"/>{over}<wp:docPr id="1" name="图" '
        'descr="两条折线"/><a:graphic><a:graphicData><pic:pic><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:{kind}>'
        "</w:drawing></w:r>"
    )


MEDIA = {"word/media/image1.png": png()}


def test_a_picture_is_a_block_of_its_size_and_comes_with_the_source():
    source = read_source(docx(paragraph("上") + paragraph(picture()) + paragraph("图1　现状"), media=MEDIA))
    (figure,) = [line.block for line in source.lines if line.block]
    assert figure == Figure("image1.png", alt="两条折线", width=100.0, height=75.0)
    assert source.images == {"image1.png": png()}


def test_a_picture_and_its_caption_stand_in_both_outputs():
    body = paragraph("关于现状的报告") + paragraph("现状如下图所示。") + paragraph(picture()) + paragraph("图1　现状")
    data = docx(body, media=MEDIA)
    document = read(data, Options()).document
    (figure,) = [one for one in walk(document.body) if isinstance(one, Figure)]
    assert figure.caption == "图1　现状"
    results = convert(data, ["docx", "pdf"], Options())
    assert all(results.files.values())
    assert not [d for d in results.diagnostics if d.code == "BX025"]


def test_a_document_may_be_a_picture_and_nothing_else():
    assert [line.text for line in read_source(docx(paragraph(picture()), media=MEDIA)).lines if line.block] == [""]


def test_a_picture_within_a_line_stands_below_it():
    found = lines(paragraph(text("甲") + picture() + text("乙")), media=MEDIA)
    assert [line.text for line in found] == ["甲乙", ""]
    assert isinstance(found[1].block, Figure)


def test_pictures_of_older_files_are_read_with_their_size():
    shape = '<v:shape style="width:150pt;height:2in"><v:imagedata r:id="image1" o:title="现状"/></v:shape>'
    old = f"<w:r><w:pict>{shape}</w:pict></w:r>"
    figure = block(paragraph(text("甲") + old), media=MEDIA)
    assert (figure.alt, figure.width, figure.height) == ("现状", 150.0, 144.0)


def test_what_floats_over_the_text_like_a_seal_is_told_and_not_set():
    body = paragraph(text("某某局") + picture(floating=True, size=(1500000, 1500000)))
    source = read_source(docx(body, media=MEDIA))
    assert [line.block for line in source.lines] == [None]
    assert [d.code for d in source.diagnostics] == ["BX035"]


def test_a_picture_in_a_table_stands_below_it():
    found = lines(table(row(cell(paragraph(picture())), cell("甲")), filled("乙", "丙")), media=MEDIA)
    assert [type(line.block) for line in found] == [Table, Figure]


def test_a_table_of_a_document_is_set_with_its_merged_cells():
    span = '<w:gridSpan w:val="2"/>'
    body = (
        paragraph("关于数量的报告")
        + paragraph("有关数量见下表。")
        + paragraph("表1　数量")
        + table(row(cell("数量", span), cell("备注")), filled("甲", "1\n2", "有"), filled("乙", "2", "无"))
    )
    data = docx(body)
    document = read(data, Options()).document
    (found,) = [one for one in walk(document.body) if isinstance(one, Table)]
    assert (found.caption, found.header) == ("表1　数量", (Cell("数量", columns=2), "备注"))
    assert len(convert(data, ["docx", "pdf"], Options()).files) == 2


def test_cells_of_several_paragraphs_are_set_in_both_outputs():
    body = paragraph("关于数量的报告") + table(
        row(cell(paragraph("甲") + paragraph("乙")), cell("丙")), row(cell(paragraph("一段话。") * 3), cell("丁"))
    )
    assert len(convert(docx(body), ["docx", "pdf"], Options()).files) == 2
