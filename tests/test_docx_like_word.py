"""Documents as Word, python-docx and LibreOffice make them are read as the texts they hold."""

import subprocess
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

import docx as python_docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt

from banxin.document import Table
from banxin.errors import SourceError
from banxin.readers import read as read_source
from banxin.reading import Options, read
from banxin.regex import regex
from docx_parts import docx, level, numbered, numbering, paragraph, text
from libreoffice import needed
from test_docx_round_trip import account

EXAMPLES = Path(__file__).parent.parent / "examples"
SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
TEXTS = sorted((*EXAMPLES.glob("*.txt"), *SEEDS.glob("*.txt")))
HAN = "一二三四五六七八九十"
LABELS = tuple(
    map(regex, (rf"([{HAN}]|十[{HAN[:9]}])、", rf"（([{HAN}]|十[{HAN[:9]}])）", r"([1-9][0-9]?)[.．](?![0-9])"))
)
LISTS = numbering(
    level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
)


def _value(label: str) -> int:
    if label.isdecimal():
        return int(label)
    return 10 + HAN.find(label[1]) + 1 if len(label) > 1 else HAN.index(label) + 1


def with_automatic_numbers(source) -> tuple[bytes, int]:
    """The text as a document in which Word counts, and how many numbers it counts."""
    counts = [0, 0, 0]
    body, counted = [], 0
    for line in source.lines:
        for at, form in enumerate(LABELS):
            found = form.match(line.text)
            if found and _value(found[1]) == counts[at] + 1:
                counts[at] += 1
                counts[at + 1 :] = [0] * (2 - at)
                body.append(numbered(text(escape(line.text[found.end() :])), level=at))
                counted += 1
                break
        else:
            body.append(paragraph(text(escape(line.raw)) if line.text else ""))
    return docx("".join(body), numbering=LISTS), counted


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_whose_numbers_word_counts_is_the_same_document(path):
    source = read_source(path.read_bytes())
    data, counted = with_automatic_numbers(source)
    written = read_source(data, keep_lines=True)
    assert [_squeezed(line.text) for line in written.lines] == [_squeezed(line.text) for line in source.lines]
    if not any(line.block or "|" in line.text for line in source.lines):
        assert account(read(data, Options()).document) == account(read(path.read_bytes(), Options()).document)
    assert counted or "一、" not in source.text


def _squeezed(line: str) -> str:
    return "".join(line.split()).replace("．", ".")


def test_texts_have_numbers():
    assert sum(with_automatic_numbers(read_source(path.read_bytes()))[1] for path in TEXTS) > 150


# python-docx


@pytest.fixture
def made():
    """A notice as a program of somebody else makes it."""
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    title = document.add_heading("关于加强档案管理的通知", level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("各科室：")
    document.add_heading("一、加强领导", level=1)
    body = document.add_paragraph("各科室要落实责任，")
    run = body.add_run("明确专人")
    run.bold, run.font.size = True, Pt(16)
    body.add_run("负责。").add_break(WD_BREAK.LINE)
    body.add_run("每月报送一次。")
    document.add_paragraph("按时归档", style="List Bullet")
    document.add_paragraph("专人保管", style="List Number")
    table = document.add_table(rows=3, cols=3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "科室"
    table.cell(0, 2).text = "份数"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "甲"
    table.cell(1, 1).text, table.cell(1, 2).text = "乙", "1"
    table.cell(2, 1).text, table.cell(2, 2).text = "丙", "2"
    document.add_paragraph("某某局").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph("2026年3月5日").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_document_of_python_docx_is_read(made):
    source = read_source(made)
    assert [line.text for line in source.lines] == [
        "关于加强档案管理的通知",
        "各科室：",
        "一、加强领导",
        "各科室要落实责任，明确专人负责。",
        "每月报送一次。",
        "●按时归档",
        "1.专人保管",
        "科室\t份数\t甲\t乙\t1\t丙\t2",
        "某某局",
        "2026年3月5日",
    ]
    (table,) = [line.block for line in source.lines if isinstance(line.block, Table)]
    assert [len(row) for row in table.all_rows] == [2, 3, 2]
    assert [d.message for d in source.diagnostics] == ["页眉“内部资料”（4 字）不排印"]


def test_its_parts_are_recognised(made):
    document = read(made, Options()).document
    assert [p.role.value for p in document.front] == ["title", "addressee"]
    assert [p.role.value for p in document.back] == ["signature", "date"]


# LibreOffice

ODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><text:list-style style:name="L">
<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."/></text:list-style>
<style:style style:name="B" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"/>
</style:style><style:style style:name="T" style:family="text"><style:text-properties style:text-position="super 58%"/>
</style:style></office:automatic-styles>
<office:body><office:text>
<text:p>关于加强档案管理的通知</text:p>
<text:list text:style-name="L"><text:list-item><text:p>加强领导</text:p>
<text:list><text:list-item><text:p>明确专人</text:p></text:list-item></text:list></text:list-item>
<text:list-item><text:p>落实责任</text:p></text:list-item></text:list>
<text:p>面积为3m<text:span text:style-name="T">2</text:span>，见注<text:note text:note-class="footnote">
<text:note-citation>1</text:note-citation><text:note-body><text:p>来自统计局</text:p></text:note-body></text:note>。</text:p>
<text:p>甲<text:line-break/>乙<text:tab/>丙</text:p>
<text:p><draw:frame text:anchor-type="paragraph" svg:width="5cm" svg:height="2cm"><draw:text-box>
<text:p>框里的字</text:p></draw:text-box></draw:frame>框外的字</text:p>
<table:table><table:table-column table:number-columns-repeated="2"/>
<table:table-row><table:table-cell table:style-name="B" table:number-columns-spanned="2"><text:p>合</text:p>
</table:table-cell><table:covered-table-cell/></table:table-row>
<table:table-row><table:table-cell table:style-name="B"><text:p>左</text:p></table:table-cell>
<table:table-cell table:style-name="B"><text:p>右</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document>"""


@needed
def test_a_document_of_libreoffice_is_read(tmp_path):
    (tmp_path / "旧稿.fodt").write_text(ODT, encoding="utf-8")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "旧稿.fodt")], check=True, capture_output=True, timeout=120)
    source = read_source((tmp_path / "旧稿.docx").read_bytes())
    texts = [line.text for line in source.lines if line.text]
    assert texts == [
        "关于加强档案管理的通知",
        "一、加强领导",
        "1.明确专人",
        "二、落实责任",
        "面积为3m2，见注［1］。",
        "注1：来自统计局",
        "甲",
        "乙\t丙",
        "框里的字",
        "框外的字",
        "合\t左\t右",
    ]


# Other forms in which Word saves


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n', "这是单个文件网页（mht），不是纯文本"),
        (
            b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument xmlns:w="x">',
            "这是 Word 的 XML 文件，不是纯文本",
        ),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<pkg:package xmlns:pkg="x">', "这是 Word 的 XML 文件，不是纯文本"),
    ],
)
def test_another_form_of_a_document_is_told_as_what_it_is(data, kind):
    with pytest.raises(SourceError) as caught:
        read_source(data + "某某局".encode(), name="旧稿.doc")
    assert caught.value.problem == kind


def test_a_page_saved_as_a_document_is_read_by_its_tags():
    page = "<html><head><title>某</title></head><body><p>关于加强管理的通知</p><p>各科室：</p></body></html>"
    assert [line.text for line in read_source(page.encode(), name="旧稿.docx").lines if line.text] == [
        "关于加强管理的通知",
        "各科室：",
    ]


def test_settings_of_wps_in_alternate_content_do_no_harm():
    settings = '<mc:AlternateContent><mc:Choice Requires="wpsCustomData"><w:x/></mc:Choice></mc:AlternateContent>'
    data = docx(paragraph("甲"), settings=settings)
    with ZipFile(BytesIO(data)) as archive:
        assert "word/settings.xml" in archive.namelist()
    assert [line.text for line in read_source(data).lines] == ["甲"]
