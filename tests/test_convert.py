"""One text to its files: where they stand, that nothing is written when something is wrong, that every stage is held to
the characters it was given."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pypdfium2
import pytest

import banxin
from banxin import conversion
from banxin.compose import compose
from banxin.composition import flow_text
from banxin.conversion import (
    WRITERS,
    check_targets,
    convert,
    convert_file,
    prepare,
    target_stem,
    to_docx,
    to_pdf,
)
from banxin.document import Document, plain_text
from banxin.errors import DocumentError, FormatError, OutputError, SourceError, TextSafetyError
from banxin.formats import Format
from banxin.layout import layout
from banxin.parser import parse
from banxin.readers import read
from banxin.reading import Options
from banxin.repair import repair
from banxin.streams import apply_edits, visible
from banxin.style import load
from banxin.writers import docx

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))
SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
each_text = pytest.mark.parametrize("path", EXAMPLES + SEEDS, ids=lambda path: path.stem)

TEXT = """某某县水利局关于做好冬季巡查的通知

各乡镇人民政府：
    现将有关事项通知如下,请遵照执行。
    一、巡查时间
    2026年1月5日至1月20日，每日9:30开始。
    二、巡查内容
    （一）堤防。重点查看"险工险段"。
    （二）水闸。查看启闭设备。

某某县水利局
2026年1月4日
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# Files


def test_the_files_stand_beside_the_source(file):
    done = convert_file(file)
    assert done.outputs == (file.with_suffix(".docx"), file.with_suffix(".pdf"))
    assert listed(file.parent) == ["通知.docx", "通知.pdf", "通知.txt"]


def test_the_files_stand_in_a_folder_that_is_made(file, tmp_path):
    done = convert_file(file, folder=tmp_path / "甲" / "乙")
    assert listed(tmp_path / "甲" / "乙") == ["通知.docx", "通知.pdf"]
    assert done.pages == 1


def test_only_the_format_that_is_asked_for_is_written(file):
    done = convert_file(file, [Format.DOCX])
    assert listed(file.parent) == ["通知.docx", "通知.txt"]
    assert done.pages == 0


def test_a_name_with_dots_keeps_them(tmp_path):
    path = tmp_path / "通知.第2稿.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert [target.name for target in convert_file(path).outputs] == ["通知.第2稿.docx", "通知.第2稿.pdf"]


def test_an_earlier_result_is_replaced(file):
    convert_file(file)
    old = file.with_suffix(".pdf").read_bytes()
    file.write_text(TEXT + "\n另有一段。\n", encoding="utf-8")
    convert_file(file)
    assert file.with_suffix(".pdf").read_bytes() != old
    assert listed(file.parent) == ["通知.docx", "通知.pdf", "通知.txt"]


def test_the_source_is_never_written_over(tmp_path):
    path = tmp_path / "通知.pdf"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(OutputError):
        convert_file(path)
    assert path.read_text(encoding="utf-8") == TEXT


def test_the_public_api_is_that_of_convert():
    assert banxin.convert_file is convert_file
    assert banxin.Options is Options


# Faults


def failure(path: Path, kind: type[Exception] = SourceError) -> str:
    before = listed(path.parent) if path.parent.is_dir() else []
    with pytest.raises(kind) as caught:
        convert_file(path)
    assert (listed(path.parent) if path.parent.is_dir() else []) == before
    return str(caught.value)


def test_a_missing_file_is_told(tmp_path):
    path = tmp_path / "没有.txt"
    assert failure(path) == f"{path}: 没有这个文件或文件夹（提示：请检查路径和权限）"


def test_a_folder_is_no_text(tmp_path):
    (tmp_path / "文件夹").mkdir()
    assert "这是一个文件夹，不是文件" in failure(tmp_path / "文件夹")


def test_a_file_below_a_file_is_told(file):
    assert "路径中有一段不是文件夹" in failure(file / "甲.txt")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "　\n\xa0\n".encode(), b"\xef\xbb\xbf"])
def test_a_file_without_text_is_told(tmp_path, data):
    path = tmp_path / "空.txt"
    path.write_bytes(data)
    assert str(path) in failure(path)


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"PK\x03\x04\x14\x00", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"])
def test_a_binary_file_is_told(tmp_path, data):
    path = tmp_path / "图.txt"
    path.write_bytes(data * 40)
    assert str(path) in failure(path)


def test_an_unknown_key_of_the_front_matter_is_told_with_its_line(tmp_path):
    path = tmp_path / "甲.txt"
    path.write_text("---\n标題: 某某\n---\n正文。\n", encoding="utf-8")
    assert failure(path, DocumentError).startswith(f"{path}:2: ")


def test_a_folder_in_the_way_of_a_result_is_told_and_nothing_is_left_behind(file):
    file.with_suffix(".docx").mkdir()
    with pytest.raises(OutputError, match="同名的文件夹"):
        convert_file(file)
    assert listed(file.parent) == ["通知.docx", "通知.txt"]


def test_an_output_folder_that_is_a_file_is_told(file):
    with pytest.raises(OutputError, match="写不进去"):
        convert_file(file, folder=file)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_told(file):
    file.parent.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="没有权限"):
            convert_file(file)
    finally:
        file.parent.chmod(0o700)


def test_a_full_disk_leaves_no_half_of_a_file(file, monkeypatch):
    def no_room(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OutputError, match="磁盘满了"):
        convert_file(file)
    assert listed(file.parent) == ["通知.txt"]


# Options


def text_of(path: Path, **options: object) -> str:
    return flow_text(prepare(path.read_bytes(), Options(**options)).composition)


def test_repairs_are_made_and_listed(file):
    prepared = prepare(file.read_bytes(), Options())
    assert "通知如下，请" in flow_text(prepared.composition)
    assert "“险工险段”" in flow_text(prepared.composition)
    assert {one.line for one in prepared.diagnostics if one.offset >= 0} == {4, 8}


def test_verbatim_changes_nothing(file):
    assert text_of(file, verbatim=True) == visible(TEXT)


def test_a_title_that_is_given_comes_first(tmp_path):
    path = tmp_path / "甲.txt"
    path.write_text("各单位：\n    现通知如下。\n", encoding="utf-8")
    assert text_of(path, title="某某通知").startswith("某某通知")
    assert prepare(path.read_bytes(), Options(title="某某通知")).composition.properties.title == "某某通知"


def test_two_styles_in_one_process_do_not_interfere(file, tmp_path):
    wide = tmp_path / "宽.yaml"
    wide.write_text("extends: gbt9704\npage: {left: 20mm}\n", encoding="utf-8")
    data = file.read_bytes()
    before = to_pdf(prepare(data, Options()))
    other = to_pdf(prepare(data, Options(load(str(wide)))))
    assert before != other
    assert to_pdf(prepare(data, Options())) == before


# Text safety: a stage that goes wrong is found out, and nothing is written


def losing(noun: object) -> object:
    """The value as it would be if its stage had lost a character of the text."""
    data = msgspec.json.encode(noun)
    return msgspec.json.decode(data.replace("巡".encode(), b""), type=type(noun))


def test_a_parser_that_loses_a_character_is_found_out(file, monkeypatch):

    def wrong(source, **options):
        parsed = parse(source, **options)
        return msgspec.structs.replace(parsed, document=losing(parsed.document))

    monkeypatch.setattr("banxin.parser.parse", wrong)
    assert "识别结构时文字有出入" in failure(file, TextSafetyError)


def test_a_repair_that_is_not_listed_is_found_out(file, monkeypatch):
    monkeypatch.setattr(
        "banxin.repair.repair", lambda document, **_: msgspec.structs.replace(repair(document), diagnostics=())
    )
    assert "修正标点时文字有出入" in failure(file, TextSafetyError)


def test_a_draft_that_loses_a_paragraph_is_found_out(file, monkeypatch):

    def wrong(document, style, *_, **__):
        draft = compose(document, style)
        return draft.with_blocks({draft.body[-1]: ()})

    monkeypatch.setattr("banxin.compose.compose", wrong)
    assert "套用样式时文字有出入" in failure(file, TextSafetyError)


def test_a_docx_that_loses_a_paragraph_is_found_out(file, monkeypatch):
    write = docx.write

    def wrong(composition):
        return write(msgspec.structs.replace(composition, blocks=composition.blocks[1:]))

    monkeypatch.setattr(docx, "write", wrong)
    assert "写 DOCX时文字有出入" in failure(file, TextSafetyError)


def test_a_layout_that_loses_a_line_is_found_out(file, monkeypatch):
    import banxin.layout

    def wrong(draft):
        laid = layout(draft)
        page = laid.pages.pages[0]
        page = msgspec.structs.replace(page, lines=page.lines[1:])
        return msgspec.structs.replace(laid, pages=msgspec.structs.replace(laid.pages, pages=(page,)))

    monkeypatch.setattr(banxin.layout, "layout", wrong)
    assert "排版时文字有出入" in failure(file, TextSafetyError)


def test_the_message_of_a_difference_shows_both_texts_and_the_place(file, monkeypatch):
    monkeypatch.setattr(
        "banxin.compose.compose",
        lambda document, style, *_, **__: compose(document, style).with_blocks({0: ()}),
    )
    message = failure(file, TextSafetyError)
    assert message.startswith(f"{file}: ")
    assert "第 1 个字符处：应为“某某县水利局关于”，却是“各乡镇人民政府：”" in message


# The result holds the text


def pdf_text(data: bytes) -> list[str]:
    """The visible text of each page, as pdfium reads it."""
    document = pypdfium2.PdfDocument(data)
    try:
        # pdfium marks a hyphen at a line's end with U+FFFE
        return [visible(page.get_textpage().get_text_range()).replace("\ufffe", "-") for page in document]
    finally:
        document.close()


@each_text
def test_the_docx_holds_the_text(path):
    prepared = prepare(path.read_bytes(), Options())
    assert docx.text(to_docx(prepared)) == flow_text(prepared.composition)


@each_text
def test_the_pdf_holds_the_text_page_by_page(path):
    prepared = prepare(path.read_bytes(), Options())
    laid = layout(prepared.draft).pages
    lines = [(*page.lines, *page.furniture, *filter(None, (page.number_line,))) for page in laid.pages]
    expected = [visible("".join(line.text for line in found)) for found in lines]
    assert [sorted(text) for text in pdf_text(to_pdf(prepared))] == [sorted(text) for text in expected]


@each_text
def test_verbatim_changes_what_is_listed_as_settings_and_markup_and_nothing_else(path):
    prepared = prepare(path.read_bytes(), Options(verbatim=True, keep_lines=True))
    source = visible(read(path.read_bytes(), keep_lines=True).text)
    text = plain_text(prepared.document)
    assert text == apply_edits(source, prepared.diagnostics)


@each_text
def test_the_same_text_gives_the_same_bytes(path):
    data = path.read_bytes()
    assert to_docx(prepare(data, Options())) == to_docx(prepare(data, Options()))
    assert to_pdf(prepare(data, Options())) == to_pdf(prepare(data, Options()))


def converted(path: Path, folder: Path, cwd: Path, **environment: str) -> list[bytes]:
    subprocess.run(
        [sys.executable, "-m", "banxin", "convert", str(path), "-o", str(folder), "-q"],
        check=True,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
    )
    return [found.read_bytes() for found in sorted(folder.iterdir())]


def test_two_processes_under_other_hash_seeds_locales_and_folders_give_the_same_bytes(tmp_path):
    path = ROOT / "examples" / "方案.txt"
    here = converted(path, tmp_path / "甲", ROOT, PYTHONHASHSEED="1", LC_ALL="C", TZ="Asia/Shanghai")
    there = converted(path, tmp_path / "乙", tmp_path, PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="UTC")
    assert here == there
    assert len(here) == 2


def test_an_empty_document_can_be_written():
    prepared = conversion.Prepared(Document(), compose(Document(), load()), (), "utf-8")
    assert docx.text(to_docx(prepared)) == ""
    assert to_pdf(prepared).startswith(b"%PDF")
    assert len(prepared.layout.pages.pages) == 1


# -- formats ------------------------------------------------------------------------------------------------------


def test_every_format_has_a_writer():
    assert set(WRITERS) == set(Format)


@pytest.mark.parametrize("formats", ["docx", ["docx"], Format.DOCX, [Format.DOCX, "docx"], iter(["docx"])])
def test_a_format_is_named_by_its_ending_or_by_the_enumeration(formats):
    made = convert(TEXT.encode(), formats, Options())
    assert list(made.files) == [Format.DOCX]
    assert made.files[Format.DOCX].startswith(b"PK")
    assert made.pages == 0


def test_each_format_is_what_its_name_says():
    made = convert(TEXT.encode(), ["pdf", "docx"], Options())
    assert [(kind.value, data[:4]) for kind, data in made.files.items()] == [("pdf", b"%PDF"), ("docx", b"PK\x03\x04")]


@pytest.mark.parametrize(
    ("formats", "told"), [("html", "html"), (["docx", "DOC"], "DOC"), ([None], "None"), ([], "没有给出")]
)
def test_an_unknown_format_is_an_error(formats, told, file):
    with pytest.raises(FormatError, match=f"{told}.*可用的有：docx、pdf、ofd、svg、png"):
        convert(TEXT.encode(), formats, Options())
    with pytest.raises(FormatError, match=told):
        convert_file(file, formats)
    assert list(file.parent.iterdir()) == [file]


def test_two_texts_that_would_write_one_output_are_refused_before_anything_is_written(tmp_path):
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "通知.txt").write_text("某某县\n", encoding="utf-8")

    with pytest.raises(OutputError, match="同一个文件"):
        check(tmp_path / "甲" / "通知.txt", tmp_path / "乙" / "通知.txt", folder=tmp_path / "成品")


def check(*files, folder=None):
    check_targets((str(file), target_stem(file, folder)) for file in files)


def test_texts_of_one_name_beside_each_other_in_their_own_folders_are_fine(tmp_path):
    check(tmp_path / "甲" / "通知.txt", tmp_path / "乙" / "通知.txt")


def test_the_same_text_named_twice_is_no_clash(tmp_path):
    check(tmp_path / "通知.txt", tmp_path / "通知.txt")


@pytest.mark.parametrize(
    "text",
    [
        "关于某事的通知\n各单位：\n正文一段话。\n抄送：某某局，\n更多>>\n某某办。\n",
        "<p>关于某事的通知</p><p>各单位：</p><p>第一段话。</p><p>【打印】【关闭】</p><p>第二段话。</p>\n",
        "关于某事的通知\n正文一段话。\n::标题::另一个标题\n",
        "甲\n、\n::标题::乙\n",
        "<p>更多>></p><h1>关于某事的通知</h1><p>各单位：</p>\n<p>正文一段话。</p>\n",
        "<!DOCTYPE html><p>某</p><p>::正文::麾</p>\n",
        "附件\n更多>>\n巡查\n分享到：\n方案\n第一，要重视。\n",
        "附件\n文:>>\n图\nd>>\n件\n----",
    ],
)
@pytest.mark.parametrize("verbatim", [False, True])
@pytest.mark.parametrize("drop_residue", [False, True])
def test_residue_and_late_titles_keep_the_order_of_the_text(text, drop_residue, verbatim):
    convert(text.encode(), ["docx"], Options(drop_residue=drop_residue, verbatim=verbatim))
