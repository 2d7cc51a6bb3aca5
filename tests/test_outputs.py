"""What a result may take the place of: nothing of a user's, ever, unless it is asked for, and then it is kept."""

import io
import os
import shutil
import stat

import pytest
from docx import Document

from banxin import storage
from banxin.conversion import convert_file
from banxin.errors import OutputError
from banxin.formats import BOTH, Format
from banxin.outputs import stem

TEXT = "关于清理河道的通知\n\n各乡镇人民政府：\n　　请于本月底以前清理辖区内的河道。\n\n某某县水利局\n2026年1月4日\n"
OTHER = TEXT.replace("河道", "沟渠")


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "材料.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def docx(text):
    return text.with_suffix(".docx")


@pytest.fixture
def pdf(text):
    return text.with_suffix(".pdf")


def tree(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def edit(path):
    """As somebody would in an office program."""
    document = Document(path)
    document.paragraphs[0].add_run("（改）")
    document.save(path)


def refusal(text, **more):
    """The message; nothing was changed."""
    before = tree(text.parent)
    with pytest.raises(OutputError) as caught:
        convert_file(text, **more)
    assert tree(text.parent) == before
    return str(caught.value)


# replaced without a word


def test_its_own_unchanged_outputs_are_replaced(text, docx, pdf):
    convert_file(text)
    old = tree(text.parent)
    text.write_text(OTHER, encoding="utf-8")
    assert convert_file(text).backups == ()
    assert sorted(tree(text.parent)) == ["材料.docx", "材料.pdf", "材料.txt"]
    assert docx.read_bytes() != old["材料.docx"]
    assert pdf.read_bytes() != old["材料.pdf"]


def test_text_and_outputs_may_be_moved_together(text, tmp_path):
    convert_file(text)
    (tmp_path / "新").mkdir()
    for name in tree(tmp_path):
        (tmp_path / name).rename(tmp_path / "新" / name)
    moved = tmp_path / "新" / "材料.txt"
    moved.write_text(OTHER, encoding="utf-8")
    assert convert_file(moved).backups == ()


def test_a_copy_with_other_times_is_the_same(text, docx):
    convert_file(text)
    shutil.copy(docx, docx.with_suffix(".tmp"))
    docx.with_suffix(".tmp").replace(docx)
    convert_file(text)


# left alone


def test_a_file_that_was_there_before_is_left(text, docx):
    Document().save(docx)
    message = refusal(text)
    assert message.startswith(f"{docx}: 这里已有的文件不是 banxin 排出来的（")
    assert "存的）" in message
    assert "-o" in message
    assert "--force" in message
    assert "材料.bak.docx" in message


def test_a_docx_that_somebody_edited_is_left(text, docx):
    convert_file(text)
    edit(docx)
    assert "排出来以后有人改过" in refusal(text)


def test_a_pdf_that_somebody_edited_is_left_and_so_is_the_docx(text, pdf):
    convert_file(text)
    pdf.write_bytes(pdf.read_bytes() + b"%")
    text.write_text(OTHER, encoding="utf-8")
    assert "排出来以后有人改过" in refusal(text)


def test_the_outputs_of_another_text_are_left(text, tmp_path):
    convert_file(text)
    other = tmp_path / "材料.md"
    other.write_text(OTHER, encoding="utf-8")
    assert "从另一个文本排出来的" in refusal(other)


def test_another_texts_output_under_this_name_is_left(text, docx, tmp_path):
    other = tmp_path / "别的.txt"
    other.write_text(OTHER, encoding="utf-8")
    convert_file(other, [Format.DOCX])
    (tmp_path / "别的.docx").rename(docx)
    assert "从另一个文本排出来的" in refusal(text)


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"%PDF-1.7\n", b"\0" * 1000, TEXT.encode()])
def test_a_file_of_any_content_is_left(text, docx, content):
    docx.write_bytes(content)
    assert "不是 banxin 排出来的" in refusal(text)


def test_a_format_that_is_not_asked_for_is_nobodys_business(text, docx, pdf):
    pdf.write_bytes(b"mine")
    convert_file(text, [Format.DOCX])
    assert docx.exists()
    assert pdf.read_bytes() == b"mine"


@pytest.mark.parametrize("force", [True, False])
def test_a_folder_in_the_way_is_left(text, pdf, force):
    pdf.mkdir()
    assert "同名的文件夹" in refusal(text, force=force)


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize("kind", BOTH)
def test_a_text_that_is_called_like_its_output_is_left(tmp_path, kind, force):
    text = tmp_path / f"材料.{kind.value}"
    text.write_text(TEXT, encoding="utf-8")
    if kind is Format.PDF:
        assert "结果会盖掉原文" in refusal(text, force=force)
    else:  # as a Word document's results do, its own have another name
        assert {path.name for path in convert_file(text, force=force).outputs} == {"材料_排版.docx", "材料_排版.pdf"}
    assert text.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_a_text_of_which_the_output_is_another_name_is_left(text, docx, link, force):
    link(text, docx)
    assert "结果会盖掉原文" in refusal(text, force=force)


def test_a_link_is_somebodys_own(text, docx, tmp_path):
    (tmp_path / "柜").mkdir()
    convert_file(text, [Format.DOCX], folder=tmp_path / "柜")
    docx.symlink_to(tmp_path / "柜" / "材料.docx")
    assert "是一个链接" in refusal(text)
    assert docx.is_symlink()


def test_a_link_to_nowhere_is_left(text, docx):
    docx.symlink_to("没有")
    assert "是一个链接" in refusal(text)
    assert docx.is_symlink()


# by force


def test_force_keeps_what_it_replaces(text, docx):
    docx.write_bytes(b"mine")
    done = convert_file(text, force=True)
    assert done.backups == (docx.with_name("材料.bak.docx"),)
    assert done.backups[0].read_bytes() == b"mine"
    assert docx.read_bytes().startswith(b"PK")


def test_force_replaces_no_older_copy(text, docx):
    for number in ("", "2", "3"):
        docx.with_name(f"材料.bak{number}.docx").write_bytes(b"older")
    docx.write_bytes(b"mine")
    assert convert_file(text, force=True).backups == (docx.with_name("材料.bak4.docx"),)
    assert docx.with_name("材料.bak4.docx").read_bytes() == b"mine"


def test_what_force_keeps_is_the_very_file(text, docx):
    docx.write_bytes(b"mine")
    docx.chmod(0o640)
    before = docx.stat()
    (kept,) = convert_file(text, force=True).backups
    after = kept.stat()
    assert (after.st_mode, after.st_mtime_ns, after.st_size) == (before.st_mode, before.st_mtime_ns, 4)


def test_force_keeps_no_output_of_its_own(text):
    convert_file(text)
    text.write_text(OTHER, encoding="utf-8")
    assert convert_file(text, force=True).backups == ()


def test_force_keeps_a_link_as_one(text, docx, tmp_path):
    (tmp_path / "外.docx").write_bytes(b"mine")
    docx.symlink_to("外.docx")
    (kept,) = convert_file(text, force=True).backups
    assert kept.readlink().name == "外.docx"
    assert not docx.is_symlink()
    assert (tmp_path / "外.docx").read_bytes() == b"mine"


def test_force_where_files_have_no_second_names(text, docx, monkeypatch):
    def refused(*_args, **_keywords):
        raise PermissionError(1, "Operation not permitted")

    docx.write_bytes(b"mine")
    monkeypatch.setattr(os, "link", refused)
    (kept,) = convert_file(text, force=True).backups
    assert kept.read_bytes() == b"mine"
    assert sorted(tree(text.parent)) == ["材料.bak.docx", "材料.docx", "材料.pdf", "材料.txt"]


# all or none


@pytest.mark.parametrize("force", [True, False])
def test_where_the_last_cannot_take_its_place_all_is_as_it_was(text, docx, pdf, monkeypatch, force):
    convert_file(text)
    if force:
        docx.write_bytes(b"mine")
    text.write_text(OTHER, encoding="utf-8")
    before = tree(text.parent)
    replace = os.replace

    def held_open(name, to, **keywords):
        if str(to).endswith(pdf.name):
            raise PermissionError(13, "held open")
        replace(name, to, **keywords)

    monkeypatch.setattr(os, "replace", held_open)
    with pytest.raises(OutputError, match="Word 或 WPS"):
        convert_file(text, force=force)
    assert tree(text.parent) == before


def test_a_first_output_is_taken_back_where_the_second_cannot_be(text, pdf, monkeypatch):
    link = os.link

    def held(name, to, **keywords):
        if str(to).endswith(pdf.name):
            raise FileExistsError(17, "it came a moment ago")
        link(name, to, **keywords)

    monkeypatch.setattr(os, "link", held)
    with pytest.raises(OutputError):
        convert_file(text)
    assert sorted(tree(text.parent)) == ["材料.txt"]


def test_what_comes_after_it_was_looked_at_is_not_replaced(docx):
    seen = storage.standing(str(docx))
    docx.write_bytes(b"mine")
    with pytest.raises(OutputError, match="刚刚有人动过"):
        storage.write_all({str(docx): b"new"}, over={str(docx): seen})
    assert docx.read_bytes() == b"mine"


def test_what_is_changed_after_it_was_looked_at_is_not_replaced(docx):
    docx.write_bytes(b"ours")
    seen = storage.standing(str(docx))
    docx.write_bytes(b"theirs")
    with pytest.raises(OutputError, match="刚刚有人动过"):
        storage.write_all({str(docx): b"new"}, over={str(docx): seen})
    assert docx.read_bytes() == b"theirs"


# names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("关于3.5亿元资金的通知", "关于3.5亿元资金的通知"),
        ("关于3.5亿元资金的通知.txt", "关于3.5亿元资金的通知"),
        ("2026.3.5会议", "2026.3.5会议"),
        ("2026.3.5会议.txt", "2026.3.5会议"),
        ("通知.TXT", "通知"),
        ("通知.md", "通知"),
        ("通知.第2稿.docx", "通知.第2稿"),
        ("通知.txt.txt", "通知.txt"),
        ("通知.", "通知."),
        ("通知", "通知"),
        (".txt", ".txt"),
        ("..txt", "..txt"),
        ("v1.0", "v1.0"),
    ],
)
def test_only_the_suffix_of_a_text_is_cut(name, expected):
    assert stem(name) == expected


def test_texts_without_a_suffix_have_outputs_of_their_own(tmp_path):
    for name in ("关于3.5亿元资金的通知", "关于3.6亿元资金的通知"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
        convert_file(tmp_path / name, [Format.DOCX])
    assert sorted(path.name for path in tmp_path.glob("*.docx")) == [
        "关于3.5亿元资金的通知.docx",
        "关于3.6亿元资金的通知.docx",
    ]


# who may read and write them


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize(
    ("mode", "expected"), [(0o600, 0o600), (0o640, 0o640), (0o444, 0o644), (0o755, 0o644), (0o664, 0o664)]
)
def test_a_result_may_be_read_and_written_by_whom_its_text_may(text, docx, pdf, mode, expected):
    text.chmod(mode)
    convert_file(text)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (docx, pdf)] == [expected, expected]


def test_what_is_saved_as_another_file_is_no_output(text, docx):
    convert_file(text)
    saved = io.BytesIO()
    Document(docx).save(saved)
    docx.write_bytes(saved.getvalue())
    assert "有人改过" in refusal(text)
