"""What this program made is read again as what it was made from."""

import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image

from banxin.conversion import convert
from banxin.document import Document, Paragraph, Section, Table, cell_text, walk
from banxin.reading import Options, read
from banxin.style import load
from banxin.writers import docx

EXAMPLES = Path(__file__).parent.parent / "examples"
SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
TEXTS = sorted((*EXAMPLES.glob("*.txt"), *SEEDS.glob("*.txt")))
STYLES = ("gbt9704", "gbt33476", "common", "speech", "qingyan", "rules")
IN_LINES = ("title", "addressee", "subtitle")
"""What a page sets in other lines than the text does."""


def _plain(text: str) -> str:
    return "".join(text.split())


def account(document: Document) -> list[object]:
    """All of a document that a page shows: white space, the lines of titles and the order of 版头 are the page's."""
    front: dict[str, list[str]] = {}
    for paragraph in document.front:
        front.setdefault(paragraph.role.value, []).append(_plain(paragraph.text))
    found: list[object] = [
        (role, "".join(texts) if role in IN_LINES else sorted(texts)) for role, texts in sorted(front.items())
    ]
    for part in (document.body, document.back, *((a.front, a.body, a.back) for a in document.annexes)):
        blocks = part if not part or not isinstance(part[0], tuple) else tuple(block for one in part for block in one)
        found.append([_of(block) for block in walk(blocks)])
    found += [(_plain(annex.label), _plain(annex.title)) for annex in document.annexes]
    return [*found, document.form]


def _of(block):
    match block:
        case Section(heading=heading):
            return (heading.level, heading.scheme, heading.run_in, _plain(heading.label), _plain(heading.text))
        case Paragraph():
            return (block.role, _plain(block.text))
    rows = [list(map(cell_text, row)) for row in getattr(block, "all_rows", ())]
    return (
        type(block),
        getattr(block, "caption", ""),
        rows,
        [_plain(note.text) for note in getattr(block, "notes", ())],
    )


def _made(path: Path, style: str) -> tuple[Document, bytes]:
    options = Options(style=load(style), verbatim=True)
    text = path.read_bytes()
    files = convert(text, ["docx"], options, name=str(path), folder=path.parent).files
    return read(text, options, name=str(path)).document, next(iter(files.values()))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_document_of_our_own_is_read_as_the_text_it_was_made_from(path, style):
    document, data = _made(path, style)
    again = read(data, Options(style=load(style), verbatim=True), name="x.docx")
    assert account(again.document) == account(document)
    assert not [d for d in again.source.diagnostics if d.code.startswith("BX03")]
    read_by_another = docx.text(data)  # by expat, in the order of the file
    assert Counter(again.source.stream) == Counter(read_by_another)


@pytest.mark.parametrize("path", TEXTS[:8], ids=lambda path: path.stem)
def test_so_it_is_when_another_program_has_packed_it_anew(path):
    document, data = _made(path, "gbt9704")
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    again = read(out.getvalue(), Options(verbatim=True), name="x.docx")
    assert account(again.document) == account(document)


def _with_the_body_in_normal(name: str, xml: bytes) -> bytes:
    """A part as earlier versions wrote it: the body's format was Normal's, and its paragraphs named no style."""
    if name == "word/document.xml":
        xml = xml.replace(b'<w:pPr><w:pStyle w:val="BodyTextFirstIndent"/></w:pPr>', b"")
    if name == "word/styles.xml":
        xml = re.sub(rb'<w:style w:type="paragraph" w:default="1".*?</w:style>', b"", xml)
        xml = xml.replace(b'<w:basedOn w:val="Normal"/><w:next w:val="BodyTextFirstIndent"/>', b"", 1)
        xml = xml.replace(b' w:styleId="BodyTextFirstIndent"', b' w:default="1" w:styleId="Normal"')
        xml = xml.replace(b'"Body Text First Indent"/>', '"Normal"/><w:aliases w:val="正文"/>'.encode())
    return xml.replace(b'"BodyTextFirstIndent"', b'"Normal"')


@pytest.mark.parametrize("path", TEXTS[:8], ids=lambda path: path.stem)
def test_a_document_of_an_earlier_version_whose_body_is_normal_is_read_alike(path):
    document, data = _made(path, "gbt9704")
    out = BytesIO()
    with ZipFile(BytesIO(data)) as new, ZipFile(out, "w", ZIP_DEFLATED) as old:
        for name in new.namelist():
            old.writestr(name, _with_the_body_in_normal(name, new.read(name)))
    assert b"BodyText" not in ZipFile(out).read("word/document.xml") + ZipFile(out).read("word/styles.xml")
    again = read(out.getvalue(), Options(verbatim=True), name="x.docx")
    assert account(again.document) == account(document)


RICH = """关于某某工作情况的报告

某某县人民政府：

目　录
一、总体情况……1
二、存在问题……2

一、总体情况
全县共有面积120km^2^，水质中H~2~S超标。现状见下图。

![图1　现状](现状.png)
注：拍摄于2026年。

（一）数据。有关数据见下表。

表1　数量
| 项目 | 数量 | < |
| ^ | 去年 | 今年 |
|---|---|---:|
| 粮^a^ | 1 | 2 |
注：来自统计局。

二、存在问题
一是重视不够。二是落实不力。

某某局
2026年3月5日

附件1

某某名单

张某某\t某某局\t局长
李某某\t某某局\t副局长
"""


def test_contents_figures_tables_notes_and_raised_text_come_back(tmp_path):
    Image.new("RGB", (60, 40)).save(tmp_path / "现状.png")
    text = RICH.encode()
    document = read(text, Options()).document
    (data,) = convert(text, ["docx"], Options(), folder=tmp_path).files.values()
    again = read(data, Options())
    assert account(again.document) == account(document)
    assert [block for block in walk(again.document.body) if isinstance(block, Table)] == [
        block for block in walk(document.body) if isinstance(block, Table)
    ]
    marks = [
        [block.marks for block in walk(one.body) if isinstance(block, Paragraph)] for one in (again.document, document)
    ]
    assert marks[0] == marks[1]
    assert any(marks[0])
    assert list(again.source.images) == ["image1.png"]


def test_what_somebody_has_added_to_a_header_is_told():
    (data,) = convert("关于某事的通知\n\n请照办。\n".encode(), ["docx"], Options()).files.values()
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("— ".encode(), "内部资料 ".encode()))
    assert [d.code for d in read(out.getvalue(), Options()).source.diagnostics] == ["BX033"]
    assert not read(data, Options()).source.diagnostics


def test_texts_are_there():
    assert len(TEXTS) >= 30
