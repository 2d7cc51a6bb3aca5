"""The fingerprint of an output: the program's own work is told from what was changed, one text's from another's."""

import io
import os
import subprocess
import sys
import zipfile

import pikepdf
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from banxin.conversion import convert
from banxin.fingerprint import NAME, Origin, origin, stamped
from banxin.formats import Format
from banxin.reading import Options

TEXT = "关于修缮水渠的通知\n\n各村：\n请于四月底前修好本村水渠。\n\n某某镇人民政府\n2024年4月3日\n".encode()


def made_as(kind: Format, name: str = "") -> bytes:
    """The text in that format; its first page, of one that is a file a page."""
    return convert(TEXT, [kind], Options(), name=name).all[kind][0]


FILES = {kind: made_as(kind, "材料.txt") for kind in Format}

each_format = pytest.mark.parametrize("kind", Format)


@each_format
def test_an_output_knows_itself_and_its_text(kind):
    assert origin(FILES[kind], "材料.txt") is Origin.OWN


@each_format
@pytest.mark.parametrize("name", ["材料.md", "材料", "材料.TXT", "别的.txt", ""])
def test_a_text_of_another_name_is_another_text(kind, name):
    assert origin(FILES[kind], name) is Origin.OTHER_TEXT


@each_format
@pytest.mark.parametrize("place", ["材料.txt", "/某处/材料.txt", "某处/材料.txt", "s3://某桶/材料.txt"])
def test_the_folder_of_a_text_does_not_matter(kind, place):
    assert made_as(kind, place) == FILES[kind]


@each_format
def test_a_name_that_is_no_text_is_a_name(kind):
    name = os.fsdecode(b"\xb9\xab\xce\xc4.txt")
    assert origin(made_as(kind, name), name) is Origin.OWN


@each_format
def test_what_is_made_without_a_name_belongs_to_no_text(kind):
    assert origin(made_as(kind), "材料.txt") is Origin.OTHER_TEXT


@each_format
@given(st.data())
def test_no_byte_changes_unseen(kind, data):
    made = bytearray(FILES[kind])
    made[data.draw(st.integers(0, len(made) - 1))] ^= data.draw(st.integers(1, 255))
    assert origin(bytes(made), "材料.txt") is not Origin.OWN


@each_format
@pytest.mark.parametrize("change", [lambda data: data + b"\n", lambda data: data[:-1], lambda data: data + data])
def test_nothing_is_added_or_taken_unseen(kind, change):
    assert origin(change(FILES[kind]), "材料.txt") is not Origin.OWN


def test_a_docx_that_was_saved_by_an_office_program_was_changed():
    file = io.BytesIO()
    Document(io.BytesIO(FILES[Format.DOCX])).save(file)
    assert origin(file.getvalue(), "材料.txt") is Origin.CHANGED


def test_a_docx_that_was_packed_anew_was_changed():
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FILES[Format.DOCX])) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
    assert zipfile.ZipFile(file).testzip() is None
    assert origin(file.getvalue(), "材料.txt") is Origin.CHANGED


def test_a_pdf_that_was_saved_by_another_program_was_changed():
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(FILES[Format.PDF])) as pdf:
        pdf.save(file)
    assert origin(file.getvalue(), "材料.txt") is Origin.CHANGED


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\3\4", b"x" * 100, TEXT, NAME.encode()[:-1]])
def test_a_file_without_a_fingerprint_is_somebody_elses(data):
    assert origin(data, "材料.txt") is Origin.FOREIGN


def test_a_file_without_room_takes_no_fingerprint():
    with pytest.raises(ValueError, match=NAME):
        stamped(b"%PDF-1.7", "材料.txt")


def test_a_docx_with_its_fingerprint_is_a_whole_package():
    with zipfile.ZipFile(io.BytesIO(FILES[Format.DOCX])) as archive:
        assert archive.testzip() is None
        assert NAME.encode() in archive.read("docProps/custom.xml")


def test_a_pdf_tells_its_fingerprint_in_the_document_information():
    with pikepdf.open(io.BytesIO(FILES[Format.PDF])) as pdf:
        assert len(str(pdf.docinfo[f"/{NAME}"])) == 64


def test_another_process_gives_the_same_fingerprint():
    code = (
        "import sys; from banxin.conversion import Format, Options, convert\n"
        "files = convert(sys.stdin.buffer.read(), tuple(Format), Options(), name='材料.txt').all\n"
        "sys.stdout.buffer.write(b''.join(file for (file,) in files.values()))"
    )
    run = subprocess.run([sys.executable, "-c", code], input=TEXT, capture_output=True, check=True)
    assert run.stdout == b"".join(FILES.values())
