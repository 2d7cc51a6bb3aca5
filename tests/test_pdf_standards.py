"""The PDF file keeps PDF/A-2: judged by `page` and qpdf; what it says of itself, and how its fonts keep it."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import page as judge
import pikepdf
import pypdfium2
import pytest
from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from banxin.composition import Properties
from banxin.conversion import prepare
from banxin.fonts import Face
from banxin.fonts.face import face_at
from banxin.pages import Image as Placed
from banxin.pages import Line, Page, Pages, Run
from banxin.reading import Options
from banxin.style import load
from banxin.writers.icc import srgb
from banxin.writers.pdf import write
from test_pdf import CFF, FANGSONG, LATIN, RED, SQUARE, SQUARES, extracted, line, mapped_to_unicode, mixed, sheet

EXAMPLES = sorted(Path(__file__).parents[1].glob("examples/*.txt"))
STYLES = sorted(path.stem for path in Path(__file__).parents[1].glob("styles/*.yaml"))
ARCHIVE = judge.ValidationProfile.PDF_A_2U

needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="needs qpdf")
needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
each_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


def faults(data: bytes, profile: judge.ValidationProfile = ARCHIVE) -> set[str]:
    """The rules that a file does not keep."""
    return {fault.rule_id for fault in judge.validate_pdf_bytes(data, profile=profile).failures}


@pytest.fixture(scope="session")
def cids(tmp_path_factory) -> Face:
    """The face of squares with CFF outlines whose glyphs have numbers in place of names, as all large ones have."""
    font = TTFont(SQUARES / "square.otf")
    top = font["CFF "].cff.topDictIndex[0]
    order = font.getGlyphOrder()
    names = [".notdef", *(f"cid{number:05}" for number in range(1, len(order)))]
    cmaps, metrics = [dict(table.cmap) for table in font["cmap"].tables], dict(font["hmtx"].metrics)
    outlines = top.CharStrings
    drawn = {new: outlines.charStrings[old] for old, new in zip(order, names, strict=True)}
    only = FontDict()
    only.FontName, only.Private = "Square", top.Private
    del top.Private
    top.rawDict.pop("Private", None)
    top.ROS, top.CIDCount, top.charset = ("Adobe", "Identity", 0), len(names), names
    top.FDArray, top.FDSelect = FDArrayIndex(), FDSelect()
    top.FDArray.append(only)
    top.FDSelect.format, top.FDSelect.gidArray = 3, [0] * len(names)
    outlines.charStrings = drawn
    outlines.fdSelect, outlines.fdArray = top.FDSelect, top.FDArray
    font.setGlyphOrder(names)
    renamed = dict(zip(order, names, strict=True))
    for table, cmap in zip(font["cmap"].tables, cmaps, strict=True):
        table.cmap = {code: renamed.get(name, name) for code, name in cmap.items()}
    font["hmtx"].metrics = {renamed.get(name, name): metric for name, metric in metrics.items()}
    path = tmp_path_factory.mktemp("faces") / "cids.otf"
    font.save(path)
    return face_at(path)


def made(path: Path, style: str) -> bytes:
    return write(prepare(path.read_bytes(), Options(load(style)), folder=path.parent).layout.pages)


@each_example
def test_every_example_keeps_the_standard(path):
    assert faults(made(path, "gbt9704")) == set()


@pytest.mark.slow
@pytest.mark.parametrize("style", [style for style in STYLES if style != "gbt9704"])
@each_example
def test_every_example_keeps_the_standard_in_every_style(path, style):
    assert faults(made(path, style)) == set()


@needs_qpdf
@each_example
def test_qpdf_has_nothing_to_say(path, tmp_path):
    file = tmp_path / "made.pdf"
    file.write_bytes(made(path, "gbt9704"))
    subprocess.run(["qpdf", "--check", file], capture_output=True, check=True)


def test_the_judge_finds_what_a_file_lacks():
    data = write(sheet(line("甲")))
    assert faults(data) == set()
    assert faults(data.replace(b"pdfaid:part>2<", b"pdfaid:part>1<"))
    assert faults(data.replace(b"\nendstream", b"endstream\n"))


TEXTS = ["甲乙", "甲𠮷😀乙", "一 一\xa0一⼀", "葛\U000e0100城", "\u200b甲\ufeff", "\ufeff"]


@pytest.mark.parametrize("face", [SQUARE, FANGSONG, LATIN], ids=["square", "fangsong", "latin"])
@pytest.mark.parametrize("text", TEXTS)
def test_any_character_keeps_it(face, text):
    assert faults(write(sheet(line(text, face)))) == set()


@pytest.mark.parametrize("text", TEXTS)
def test_any_character_keeps_it_in_cff_outlines(cids, text):
    data = write(sheet(line(text, cids)))
    assert b"CIDFontType0C" in data
    assert faults(data) == set()


def test_what_no_judge_takes_is_not_claimed():
    data = write(sheet(line("甲乙", CFF)))
    assert b"pdfaid:part" not in data
    assert b"pdfaid:part" in write(sheet(line("甲乙", SQUARE)))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]), min_size=1, max_size=30))
@settings(max_examples=40)
def test_any_text_keeps_it(text):
    assert faults(write(sheet(line(text, FANGSONG)))) == set()


@pytest.mark.parametrize("mode", ["RGBA", "RGB"])
def test_an_image_keeps_it(mode):
    file = io.BytesIO()
    Image.new(mode, (3, 2), (255, 0, 0, 128)[: len(mode)]).save(file, "PNG")
    page = Page(1, (line("甲"),), images=(Placed(file.getvalue(), 300.0, 300.0, 50.0, 50.0),))
    assert faults(write(Pages(595.0, 842.0, (page,)))) == set()


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_photo_keeps_it(mode):
    file = io.BytesIO()
    Image.new(mode, (3, 2)).save(file, "JPEG")
    page = Page(1, (line("甲"),), images=(Placed(file.getvalue(), 300.0, 300.0, 50.0, 50.0),))
    assert faults(write(Pages(595.0, 842.0, (page,)))) == set()


def test_a_stream_may_end_in_a_carriage_return():
    found = 0
    for count in range(1, 120):
        data = write(sheet(line("甲" * count)))
        assert faults(data) == set()
        found += b"\r\r\nendstream" in data
    assert found


# What the file says of itself


def test_metadata_say_what_the_document_information_says():
    about = Properties("关于<某事>的“通知”&答复", "某某县人民政府、某某局")
    with pikepdf.open(io.BytesIO(write(sheet(line("甲"), properties=about)))) as document:
        told = document.open_metadata()
        assert told["dc:title"] == str(document.docinfo["/Title"]) == about.title
        assert told["dc:creator"] == [about.author]
        assert str(document.docinfo["/Author"]) == about.author
        assert told["xmp:CreatorTool"] == str(document.docinfo["/Creator"])
        assert told["pdf:Producer"] == str(document.docinfo["/Producer"])
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "U")
        assert "/Filter" not in document.Root.Metadata
        assert document.Root.ViewerPreferences.DisplayDocTitle


def test_what_is_not_known_is_not_in_the_metadata():
    with pikepdf.open(io.BytesIO(write(sheet(line("甲"))))) as document:
        told = document.open_metadata()
        assert "dc:title" not in told
        assert "dc:creator" not in told
        assert "/ViewerPreferences" not in document.Root


def test_nothing_says_when_the_file_was_made():
    data = write(sheet(line("甲"), properties=Properties("某某", "某县", "2026-03-05")))
    with pikepdf.open(io.BytesIO(data)) as document:
        assert not [key for key in document.docinfo if "Date" in key]
        assert not re.search(rb"Date|\d{4}-\d\d-\d\d", document.Root.Metadata.read_bytes())


def test_the_profile_is_that_of_srgb():
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb()))
    theirs = ImageCms.createProfile("sRGB")
    colors = Image.new("RGB", (256, 3))
    colors.putdata([(at, 255 - at, row * 127) for row in range(3) for at in range(256)])
    seen = ImageCms.profileToProfile(colors, ours, theirs)
    differences = zip(colors.tobytes(), seen.tobytes(), strict=True)
    assert max(abs(one - other) for one, other in differences) <= 2
    assert len(srgb()) < 1000


# Fonts


def fonts(data: bytes) -> list[tuple[str, int]]:
    """(name, characters) of each font."""
    with pikepdf.open(io.BytesIO(data)) as document:
        found = [it for it in document.objects if isinstance(it, pikepdf.Dictionary) and "/DescendantFonts" in it]
        maps = (it.ToUnicode.read_bytes().partition(b"bfchar")[2] for it in found)
        return [(str(it.BaseFont), len(re.findall(rb"> <", map_))) for it, map_ in zip(found, maps, strict=True)]


def test_only_the_characters_before_a_gap_are_in_a_wider_font():
    data = write(sheet(mixed("到2026年，共12个乡镇", gap=3.2, spacing=0.0)))
    found = fonts(data)
    assert sorted(count for _, count in found) == [2, 2, 4, 7]  # 到共 and 62, wider; 0126 and all hanzi
    assert len({name for name, _ in found}) == len(found)
    assert faults(data) == set()


def gapped(face: Face) -> Line:
    """Han and Latin with a gap of a fifth of an em, both in that face."""
    x, runs = 80.0, []
    for part in ("到", "2026", "年共", "12", "个"):
        runs.append(Run(x, part, face, 16.0, 0.0))
        x += sum(face.advances[char] or 1.0 for char in part) * 16.0 + 3.2
    return Line(100.0, tuple(runs))


@pytest.mark.parametrize("face", [SQUARE, CFF], ids=["truetype", "cff"])
def test_a_gap_is_no_space_whatever_the_outlines_are(face):
    assert extracted(write(sheet(gapped(face)))) == "到2026年共12个"


def test_lines_with_gaps_keep_the_standard(cids):
    assert faults(write(sheet(gapped(SQUARE), gapped(cids)))) == set()


@needs_pdftotext
@pytest.mark.parametrize("face", [SQUARE, CFF], ids=["truetype", "cff"])
def test_another_reader_sees_no_space_in_a_gap(face, tmp_path):
    file = tmp_path / "gap.pdf"
    file.write_bytes(write(sheet(gapped(face))))
    found = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "到2026年共12个"


@needs_pdftotext
@each_example
def test_no_reader_finds_blanks_between_han_and_latin(path, tmp_path):
    laid = prepare(path.read_bytes(), Options(), folder=path.parent).layout.pages
    file = tmp_path / "made.pdf"
    file.write_bytes(write(laid))
    blank = r"(?<=[\u4e00-\u9fff])[ \u3000](?=[0-9A-Za-z])|(?<=[0-9A-Za-z])[ \u3000](?=[\u4e00-\u9fff])"
    written = sum(len(re.findall(blank, line.text)) for page in laid.pages for line in page.lines)
    found = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    assert len(re.findall(blank, found)) <= written


def test_what_no_glyph_is_there_for_is_drawn_as_a_box_that_is_one():
    with pypdfium2.PdfDocument(write(sheet(line("甲😀", FANGSONG)))) as document:
        text = document[0].get_textpage()
        assert text.get_text_range() == "甲😀"
    assert set("".join(mapped_to_unicode(write(sheet(line("甲😀", FANGSONG)))))) == {"甲", "😀"}


def test_a_file_of_many_objects_is_read_whole():
    pages = tuple(Page(number, (line("甲乙"),)) for number in range(1, 701))
    data = write(Pages(595.0, 842.0, pages))
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) == 700
        assert {str(page.Type) for page in document.pages} == {"/Page"}
        assert len({page.Contents.objgen for page in document.pages}) == 700
    assert faults(data) == set()


def test_a_picture_is_shown_as_before():
    page = Page(1, (line("甲"),), images=(Placed(RED, 300.0, 300.0, 120.0, 60.0),))
    with pypdfium2.PdfDocument(write(Pages(595.276, 841.89, (page,)))) as document:
        drawn = document[0].render(scale=1).to_pil().convert("RGB")
    assert drawn.getpixel((330, 330)) == (255, 0, 0)
