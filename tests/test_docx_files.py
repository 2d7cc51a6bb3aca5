"""Word documents as files: what is refused and how, what is read all the same, and where the results go."""

import subprocess
import sys
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from banxin.conversion import convert, convert_file
from banxin.errors import DocumentError, OutputError, SourceError, TextSafetyError
from banxin.examine import mend_file
from banxin.outputs import put
from banxin.readers import read
from banxin.readers.docx import package as word_package
from banxin.readers.docx import runs
from banxin.reading import Options
from docx_parts import MAIN, NAMESPACES, W, docx, package, paragraph, text

BODY = paragraph("关于某事的通知") + paragraph("各县（区）人民政府：") + paragraph("请认真贯彻执行。")


def refused(data, **options):
    with pytest.raises(SourceError) as caught:
        read(data, name="旧稿.docx", **options)
    error = caught.value
    assert error.place == "旧稿.docx"
    assert error.remedy
    return error.problem


def changed(data, name, content):
    """The package with another part of that name."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return out.getvalue()


def test_a_file_that_is_cut_off_is_told_so():
    assert refused(docx(BODY)[:-60]) == "读不了这个 Word 文件：文件不完整，解不开"


def test_a_part_that_is_no_xml_is_named():
    assert refused(changed(docx(BODY), "word/document.xml", "<w:document>")) == (
        "读不了这个 Word 文件：其中的 word/document.xml 已损坏"
    )


def test_damage_in_the_packed_bytes_is_told():
    data = bytearray(docx(BODY * 50))
    at = data.index(b"word/document.xml") + 40
    data[at : at + 20] = b"\xff" * 20
    assert "已损坏" in refused(bytes(data))


def test_a_package_without_a_document_is_told():
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/other.xml", "<a/>")
    assert refused(out.getvalue()) == "读不了这个 Word 文件：文件里没有正文"


def test_a_document_without_a_body_is_told():
    assert refused(package({"word/document.xml": f"<w:document {NAMESPACES}/>"})) == "这个 Word 文件里没有正文"


def test_a_document_without_text_is_told():
    assert refused(docx(paragraph())) == "文件里没有文字"


def test_what_unpacks_to_more_than_is_allowed_is_refused_before_it_is_unpacked():
    bomb = docx(paragraph("　" * 3_000_000))
    assert len(bomb) < 100_000
    assert "超过了 1.0 MB 的上限" in refused(bomb, max_size=200 * 1024)


def test_many_parts_are_refused():
    out = BytesIO(docx(BODY))
    with ZipFile(out, "a", ZIP_STORED) as archive:
        for number in range(20_001):
            archive.writestr(f"word/x{number}", "")
    assert "部件" in refused(out.getvalue())


def test_what_would_take_more_memory_than_a_text_is_refused():
    assert "标记太多" in refused(docx("<w:p/>" * 2_000_001))
    assert "100 段以上" in refused(docx("<w:p/>" * 301), most_lines=100)


def test_more_lines_than_a_text_may_have_are_refused():
    assert "100 段以上" in refused(docx(paragraph("甲") * 101), most_lines=100)


@pytest.mark.parametrize("odd", ["<w:p><w:t>漏</w:t></w:p>", f"<w:p><w:pPr>{text('漏')}</w:pPr></w:p>"])
def test_text_where_a_document_has_none_stops_the_file(odd):
    assert refused(docx(paragraph("甲") + odd)) == "这个 Word 文件的结构不合规范，有的文字读不出来（“漏”）"


def test_text_that_nobody_has_read_stops_the_file(monkeypatch):
    monkeypatch.setitem(runs.__dict__, "_SKIPPED", runs._SKIPPED | {f"{{{W}}}smartTag"})
    with pytest.raises(TextSafetyError, match="漏"):
        read(docx(paragraph(text("甲") + f"<w:smartTag>{text('漏')}</w:smartTag>")), name="旧稿.docx")


def test_no_entity_is_expanded():
    root = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
    evil = f'<!DOCTYPE d [<!ENTITY a "甲">]>{root}'
    assert "DTD" in refused(package({"word/document.xml": evil}))


def test_depth_is_limited():
    deep = f'<w:document xmlns:w="{W}"><w:body><w:p>{"<w:ins>" * 3000}{"</w:ins>" * 3000}</w:p></w:body></w:document>'
    assert "层次太深" in refused(package({"word/document.xml": deep}))


def test_nesting_below_the_limit_is_read():
    nested = f"{'<w:ins>' * 200}{text('甲')}{'</w:ins>' * 200}"
    assert [line.text for line in read(docx(paragraph(nested))).lines] == ["甲"]


def test_what_is_outside_is_not_opened():
    drawing = (
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:link="far"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    related = (
        '<Relationship Id="far" TargetMode="External" Target="file:///etc/passwd" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
    )
    found = read(docx(paragraph(text("甲") + drawing), related=related))
    assert not found.images
    assert [d.code for d in found.diagnostics] == ["BX035"]


def test_an_encrypted_part_is_told():
    data = bytearray(docx(BODY))
    at = data.index(b"PK\x01\x02", data.index(b"word/document.xml"))
    while data[at + 46 : at + 63] != b"word/document.xml":
        at = data.index(b"PK\x01\x02", at + 4)
    data[at + 8] |= 1
    assert refused(bytes(data)) == "文件加了密码"


def test_a_control_character_is_told_with_its_paragraph():
    assert "第 2 段" in refused(docx(paragraph("甲") + paragraph("乙\ufdd0")))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"{\\rtf1\\ansi text}", "这是 RTF 文件，不是纯文本"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "这是旧版 Office 或 WPS 文件（doc、xls、wps 等），不是纯文本",
        ),
    ],
)
def test_another_kind_of_file_of_that_name_is_told_as_what_it_is(data, problem):
    assert refused(data) == problem


def test_text_of_that_name_is_text():
    assert read("关于某事的通知\n".encode(), name="旧稿.docx").lines[0].text == "关于某事的通知"


def test_the_name_decides_nothing():
    assert read(docx(BODY), name="旧稿.txt").unit == "段"


def test_the_strict_variant_is_read():
    strict = f"<w:document {NAMESPACES}><w:body>{BODY}</w:body></w:document>".replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ).replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    assert len(read(package({"word/document.xml": strict})).lines) == 3


def test_a_document_may_lie_elsewhere_in_its_package():
    data = package(
        {"doc/text.xml": f"<w:document {NAMESPACES}><w:body>{BODY}</w:body></w:document>"}, main="doc/text.xml"
    )
    assert len(read(data).lines) == 3


def test_macros_and_templates_are_told():
    macro = docx(BODY, others={"word/vbaProject.bin": b"x"})
    assert [d.message for d in read(macro).diagnostics] == ["文件里带有宏，没有运行，也不带进成品"]
    template = package(
        {"word/document.xml": f"<w:document {NAMESPACES}><w:body>{BODY}</w:body></w:document>"},
        main_type=MAIN.replace("document.main", "template.main"),
    )
    assert [d.message for d in read(template).diagnostics] == ["这是 Word 模板，按里面的文字排印"]


def test_settings_that_must_be_mended_are_told_with_their_paragraph():
    body = "".join(map(paragraph, ("---", "密级: 机密", "密级: 秘密", "---", "关于某事的通知")))
    with pytest.raises(DocumentError) as caught:
        convert(docx(body), ["docx"], Options())
    assert caught.value.place == "第 3 段"


def test_all_pictures_together_take_no_more_than_is_allowed(monkeypatch):
    monkeypatch.setattr(word_package, "MOST_PICTURES", 1500)
    start = "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
    end = "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    blips = "".join(f'{start}<a:blip r:embed="image{n}"/>{end}' for n in (1, 2))
    media = {f"word/media/image{n}.png": bytes(1000) for n in (1, 2)}
    found = read(docx(paragraph(text("甲") + blips), media=media))
    assert list(found.images) == ["image1.png"]
    assert [d.message for d in found.diagnostics] == ["图片“image2.png”已损坏或太大，不排印"]


# Where results go


def test_the_results_of_a_document_stand_beside_it_under_another_name(tmp_path):
    path = tmp_path / "旧稿.docx"
    path.write_bytes(docx(BODY))
    done = convert_file(path)
    assert [out.name for out in done.outputs] == ["旧稿_排版.docx", "旧稿_排版.pdf"]
    assert path.read_bytes() == docx(BODY)
    assert convert_file(path).outputs == done.outputs


def test_in_another_folder_they_have_its_name(tmp_path):
    path = tmp_path / "旧稿.docx"
    path.write_bytes(docx(BODY))
    done = convert_file(path, folder=tmp_path / "成品")
    assert [out.name for out in done.outputs] == ["旧稿.docx", "旧稿.pdf"]
    again = convert_file(path, folder=tmp_path)
    assert again.outputs[0].name == "旧稿_排版.docx"


def test_the_ending_of_a_document_with_macros_or_of_a_template_is_no_part_of_its_name(tmp_path):
    path = tmp_path / "旧稿.docm"
    path.write_bytes(docx(BODY))
    assert [out.name for out in convert_file(path).outputs] == ["旧稿.docx", "旧稿.pdf"]


def test_where_its_place_would_be_taken_all_the_same_it_is_told_what_to_do(tmp_path):
    path = tmp_path / "旧稿.docx"
    path.write_bytes(docx(BODY))
    with pytest.raises(OutputError) as caught:
        put({str(path): b"x"}, str(path))
    assert (caught.value.problem, caught.value.remedy) == ("结果会盖掉原文", "请用 -o 放到别的文件夹")


def test_fix_changes_no_document(tmp_path):
    path = tmp_path / "旧稿.docx"
    path.write_bytes(docx(paragraph("某某局,请照办.")))
    before = path.read_bytes()
    with pytest.raises(SourceError, match="没有改动这个 Word 文件"):
        mend_file(path, Options())
    assert [p.name for p in tmp_path.iterdir()] == ["旧稿.docx"]
    assert path.read_bytes() == before


def test_pictures_do_not_count_against_the_size_of_a_text(tmp_path):
    path = tmp_path / "旧稿.docx"
    path.write_bytes(docx(BODY, media={"word/media/image1.png": bytes(range(256)) * 4000}))
    convert_file(path, ["docx"], Options(max_size=4096))


def test_a_text_imports_nothing_that_reads_documents():
    code = (
        "import sys; from banxin.library import to_docx; to_docx('某某通知\\n\\n请照办。\\n'); "
        "print([m for m in sys.modules if m.startswith(('lxml', 'banxin.readers.docx', 'docx'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
