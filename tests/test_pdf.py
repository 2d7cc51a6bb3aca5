"""The PDF file: judged by pdfium and pikepdf, which we did not write."""

import ctypes
import io
import math
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from banxin import fingerprint
from banxin.composition import Properties
from banxin.errors import FontError
from banxin.fonts.face import face_at
from banxin.pages import Bookmark, Line, Page, Pages, Rule, Run
from banxin.pages import Image as Placed
from banxin.resources import data_dir
from banxin.streams import visible
from banxin.writers.pdf import write

WIDTH, HEIGHT = 595.276, 841.89
SQUARES = Path(__file__).resolve().parent / "fonts"
SQUARE = face_at(SQUARES / "square.ttf")
CFF = face_at(SQUARES / "square.otf")
SECOND_OF_COLLECTION = face_at(SQUARES / "square.ttc", 1)
FANGSONG = face_at(data_dir("fonts") / "BanxinFangSong.ttf", bundled=True)
LATIN = face_at(data_dir("fonts") / "LiberationSerif-Regular.ttf", bundled=True)

each_format = pytest.mark.parametrize(
    "face", [SQUARE, CFF, SECOND_OF_COLLECTION], ids=["truetype", "cff", "collection"]
)


def sheet(*lines: Line, rules: tuple[Rule, ...] = (), **properties: object) -> Pages:
    return Pages(WIDTH, HEIGHT, (Page(1, lines, rules),), **properties)


def line(text: str, face=SQUARE, *, y: float = 100.0, spacing: float = 0.0) -> Line:
    return Line(y, (Run(80.0, text, face, 16.0, spacing),))


def mixed(text: str, *, gap: float, spacing: float, y: float = 100.0) -> Line:
    """Han and Latin runs with `gap` between them."""
    x, runs = 80.0, []
    for part in re.findall(r"[!-~]+|[^!-~]+", text):
        face = LATIN if part[0] < "\x7f" else FANGSONG
        runs.append(Run(x, part, face, 16.0, spacing))
        x += sum(face.advances[char] * 16.0 + spacing for char in part) + gap
    return Line(y, tuple(runs))


def extracted(data: bytes, page: int = 0) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return document[page].get_textpage().get_text_range().replace("\r\n", "\n")


def objects(data: bytes, kind: str) -> list[dict[str, str]]:
    """The dictionaries of one type, with their names and what they lead to as text."""
    with pikepdf.open(io.BytesIO(data)) as document:
        found = [it for it in document.objects if isinstance(it, pikepdf.Dictionary) and it.get("/Type") == kind]
        return [{key: str(value) for key, value in it.items()} for it in found]


def mapped_to_unicode(data: bytes) -> list[str]:
    """What the codes of all fonts extract as."""
    with pikepdf.open(io.BytesIO(data)) as document:
        maps = [
            it.ToUnicode.read_bytes()
            for it in document.objects
            if isinstance(it, pikepdf.Dictionary) and "/ToUnicode" in it
        ]
    codes = [code for found in maps for code in re.findall(rb"<\w{4}> <(\w+)>", found.partition(b"bfchar")[2])]
    return [bytes.fromhex(code.decode()).decode("utf-16-be") for code in codes]


def places(data: bytes) -> list[tuple[str, float, float]]:
    """(character, left edge of its square, its baseline from the top) of every visible glyph."""
    with pypdfium2.PdfDocument(data) as document:
        text = document[0].get_textpage()
        found = []
        for at in range(text.count_chars()):
            left, bottom, _, _ = text.get_charbox(at, loose=True)
            found.append((text.get_text_range(at, 1), round(left, 2), round(bottom, 2)))
        return found


def picture(data: bytes) -> Image.Image:
    """The page in grey and colour, a pixel a point."""
    with pypdfium2.PdfDocument(data) as document:
        return document[0].render(scale=1).to_pil().convert("RGB")


def ink(drawn: Image.Image, left: int, right: int) -> int:
    """How dark a picture is between two columns."""
    shades = drawn.convert("L").crop((left, 0, right, drawn.height)).histogram()
    return sum((255 - shade) * count for shade, count in enumerate(shades))


@each_format
def test_text_extracts_exactly(face):
    text = "到2026年，全县“一村一品”——共12个……ABC。"
    assert extracted(write(sheet(line(text, face)))) == text


@each_format
def test_characters_that_share_a_glyph_extract_as_themselves(face):
    text = "一 一\xa0一丁甲"
    assert extracted(write(sheet(line(text, face)))) == text


@each_format
def test_characters_without_a_glyph_extract_as_themselves(face):
    text = "甲𠮷😀乙"
    assert extracted(write(sheet(line(text, face)))) == text


@each_format
def test_a_variation_selector_goes_with_its_character(face):
    text = "葛\U000e0100城"
    assert extracted(write(sheet(line(text, face)))) == text


def test_invisible_characters_hide_no_others():
    assert visible(extracted(write(sheet(line("\u200b甲\u200d乙\ufeff丙\u200b"))))) == "甲乙丙"


def test_a_line_of_invisible_characters_alone_is_drawn():
    assert visible(extracted(write(sheet(line("\u200b\u200b"))))) == ""


@pytest.mark.parametrize("spacing", [-0.2, 0.0, 0.6, 1.2, 2.0, 4.0])
@pytest.mark.parametrize("gap", [0.0, 2.0, 3.2, 4.0, 5.0])
def test_a_gap_between_han_and_latin_is_no_space(gap, spacing):
    text = "到2026年，共12个“GDP”是3.5%左右"
    assert extracted(write(sheet(mixed(text, gap=gap, spacing=spacing)))) == text


def test_a_real_space_stays():
    text = "GB/T 9704 2012"
    assert extracted(write(sheet(line(text, LATIN)))) == text


def test_lines_extract_in_order_and_furniture_and_the_page_number_come_last():
    page = Page(
        1,
        (line("甲乙", y=100.0), line("丙丁", y=130.0)),
        furniture=(line("戊己", y=160.0),),
        number_line=line("— 1 —", y=760.0),
    )
    assert extracted(write(Pages(WIDTH, HEIGHT, (page,)))) == "甲乙\n丙丁\n戊己\n— 1 —"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]), min_size=1, max_size=30))
@settings(max_examples=60)
def test_any_text_becomes_a_file_that_maps_every_character(text):
    assert set("".join(mapped_to_unicode(write(sheet(line(text)))))) == set(text)


@each_format
def test_glyphs_stand_where_the_page_says(face):
    data = write(sheet(line("甲a乙", face, spacing=1.5)))
    assert [place[:2] for place in places(data)] == [("甲", 80.0), ("a", 97.5), ("乙", 107.0)]


@pytest.mark.parametrize("text", ["km", "m", "mm2", "天km", "Wil"])
def test_the_usual_width_of_a_font_is_a_whole_number(text):
    data = write(sheet(line(text, LATIN)))  # its letters have broken widths
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = [
            one.DescendantFonts[0] for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one
        ]
        assert fonts
        assert all(isinstance(font.DW, int) for font in fonts)


def test_what_extracts_right_does_not_move_glyphs():
    text = "到2026年"
    with pypdfium2.PdfDocument(write(sheet(mixed(text, gap=4.0, spacing=0.5)))) as document:
        page = document[0].get_textpage()
        lefts = [round(page.get_charbox(at, loose=True)[0], 1) for at in range(len(text))]
    assert lefts == [80.0, 100.5, 109.0, 117.5, 126.0, 138.5]


@each_format
def test_the_right_outlines_are_drawn(face):
    drawn = picture(write(sheet(line("甲a\u3000乙", face))))
    assert [ink(drawn, x, x + 4) > 0 for x in (86, 98, 110, 126)] == [True, True, False, True]


def test_a_rule_is_drawn_at_its_place_in_its_colour():
    drawn = picture(write(sheet(rules=(Rule(80.0, 300.0, 400.0, 300.0, 2.0, "ff0000"),))))
    assert [drawn.getpixel((200, y)) for y in (297, 300, 303)] == [(255, 255, 255), (255, 0, 0), (255, 255, 255)]


def test_colour_ends_with_its_run():
    red = Run(80.0, "甲", SQUARE, 16.0, 0.0, "ff0000")
    black = Run(96.0, "乙", SQUARE, 16.0, 0.0)
    drawn = picture(write(sheet(Line(100.0, (red, black)))))
    assert [drawn.getpixel((x, 93)) for x in (88, 104)] == [(255, 0, 0), (0, 0, 0)]


def test_bold_is_darker_and_ends_with_its_run():
    plain, bold = (Run(80.0, "甲", SQUARE, 60.0, 0.0, bold=bold) for bold in (False, True))
    after = Run(200.0, "甲", SQUARE, 60.0, 0.0)
    pictures = [picture(write(sheet(Line(300.0, (run, after))))) for run in (plain, bold)]
    assert ink(pictures[1], 0, 190) > ink(pictures[0], 0, 190)
    assert ink(pictures[1], 190, 300) == ink(pictures[0], 190, 300)


# Turned pages


def turned_sheet(*lines: Line, **fields: object) -> Pages:
    return Pages(WIDTH, HEIGHT, (Page(1, lines, turned=True, **fields),))


def origins(data: bytes) -> dict[str, tuple[float, float, float]]:
    """Each character to its origin, from the upper left, and to the angle at which it is read, in degrees."""
    found = {}
    with pypdfium2.PdfDocument(data) as document:
        text = document[0].get_textpage()
        for at in range(text.count_chars()):
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            angle = round(math.degrees(pdfium.FPDFText_GetCharAngle(text, at))) % 360
            found[text.get_text_range(at, 1)] = (round(x.value, 1), round(HEIGHT - y.value, 1), angle)
    return found


def test_the_text_of_a_turned_page_is_read_upwards_from_the_left_edge():
    found = origins(write(turned_sheet(line("甲乙", y=100.0), line("丙丁", y=130.0))))
    assert {char: place[:2] for char, place in found.items() if char.strip()} == {
        "甲": (100.0, round(HEIGHT - 80, 1)),
        "乙": (100.0, round(HEIGHT - 96, 1)),
        "丙": (130.0, round(HEIGHT - 80, 1)),
        "丁": (130.0, round(HEIGHT - 96, 1)),
    }
    assert found["甲"][2] in (90, 270)


def test_the_page_number_of_a_turned_page_stands_upright_at_its_place():
    number = Line(760.0, (Run(480.0, "第9号", SQUARE, 14.0, 0.0),))
    found = origins(write(turned_sheet(line("甲乙"), number_line=number)))
    assert found["第"] == (480.0, 760.0, 0)
    assert found["甲"][0] == 100.0


def test_a_turned_page_extracts_exactly():
    text = "到2026年，全县“一村一品”——共12个……GB/T 9704。"
    data = write(turned_sheet(line(text, y=100.0), line("丙丁", y=130.0)))
    assert extracted(data) == f"{text}\n丙丁"


def test_a_gap_between_han_and_latin_is_no_space_on_a_turned_page():
    text = "到2026年，共12个“GDP”是3.5%左右"
    assert extracted(write(turned_sheet(mixed(text, gap=3.2, spacing=-0.2)))) == text


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
def test_another_reader_takes_the_text_of_a_turned_page_too(tmp_path):
    number = Line(760.0, (Run(480.0, "第9号", SQUARE, 14.0, 0.0),))
    file = tmp_path / "turned.pdf"
    file.write_bytes(write(turned_sheet(line("甲乙丙，2026", y=100.0), line("丁戊", y=130.0), number_line=number)))
    found = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    assert found.split() == ["甲乙丙，2026", "丁戊", "第9号"]


def test_a_rule_of_a_turned_page_is_turned():
    drawn = picture(write(turned_sheet(rules=(Rule(80.0, 300.0, 400.0, 300.0, 2.0, "ff0000"),))))
    shown = [drawn.getpixel((300, round(HEIGHT - x))) for x in (60, 100, 380, 420)]
    assert shown == [(255, 255, 255), (255, 0, 0), (255, 0, 0), (255, 255, 255)]


def test_no_sheet_is_turned_itself():
    with pikepdf.open(io.BytesIO(write(turned_sheet(line("甲"))))) as document:
        assert document.pages[0].get("/Rotate", 0) == 0
        assert [round(float(edge)) for edge in document.pages[0].MediaBox] == [0, 0, 595, 842]


# Images


def png(color: tuple[int, ...], size: tuple[int, int] = (4, 2), mode: str = "RGBA") -> bytes:
    """A PNG file whose left half has that colour; its right half is transparent, or white without alpha."""
    image = Image.new(mode, size, (255, 255, 255, 0)[: len(mode)])
    image.paste(color[: len(mode)], (0, 0, size[0] // 2, size[1]))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


RED = png((255, 0, 0, 255))


def stamped_sheet(*images: Placed, turned: bool = False) -> Pages:
    return Pages(WIDTH, HEIGHT, (Page(1, (line("甲"),), images=images, turned=turned),))


def image_objects(data: bytes) -> list[tuple[str, int, int, bytes]]:
    """(colour space, width, height, pixels) of each image."""
    with pikepdf.open(io.BytesIO(data)) as document:
        found = [it for it in document.objects if isinstance(it, pikepdf.Stream) and it.get("/Subtype") == "/Image"]
        return [(str(it.ColorSpace), int(it.Width), int(it.Height), it.read_bytes()) for it in found]


def test_an_image_is_drawn_at_its_place_under_what_stands_there():
    across = Rule(300.0, 330.0, 420.0, 330.0, 10.0, "0000ff")
    page = Page(1, (), (across,), images=(Placed(RED, 300.0, 300.0, 120.0, 60.0),))
    drawn = picture(write(Pages(WIDTH, HEIGHT, (page,))))
    assert [drawn.getpixel(at) for at in ((330, 310), (330, 330), (390, 330), (390, 310))] == [
        (255, 0, 0),
        (0, 0, 255),
        (0, 0, 255),
        (255, 255, 255),
    ]


def test_half_a_cover_lets_half_of_it_through():
    drawn = picture(write(stamped_sheet(Placed(png((255, 0, 0, 128)), 300.0, 300.0, 120.0, 60.0))))
    red, green, blue = drawn.getpixel((330, 330))
    assert (red, green) == (255, blue)
    assert 120 < green < 135


def test_an_image_of_a_turned_page_is_turned():
    drawn = picture(write(stamped_sheet(Placed(RED, 300.0, 200.0, 120.0, 60.0), turned=True)))
    assert drawn.getpixel((230, round(HEIGHT - 330))) == (255, 0, 0)
    assert drawn.getpixel((230, round(HEIGHT - 390))) == (255, 255, 255)


def test_equal_images_are_embedded_once():
    places = [Placed(bytes(bytearray(RED)), 100.0 * at, 300.0, 50.0, 50.0) for at in range(3)]
    other = Placed(png((0, 255, 0, 255)), 300.0, 500.0, 50.0, 50.0)
    data = write(stamped_sheet(*places, other))
    assert sorted(found[0] for found in image_objects(data)) == ["/DeviceGray"] * 2 + ["/DeviceRGB"] * 2


def test_an_image_without_alpha_has_no_mask():
    data = write(stamped_sheet(Placed(png((255, 0, 0), mode="RGB"), 300.0, 300.0, 50.0, 50.0)))
    assert image_objects(data) == [("/DeviceRGB", 4, 2, (b"\xff\0\0" * 2 + b"\xff" * 6) * 2)]


def test_an_image_is_no_text():
    assert extracted(write(stamped_sheet(Placed(RED, 70.0, 80.0, 50.0, 50.0)))) == "甲"


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="needs qpdf")
def test_qpdf_has_nothing_to_say_of_images_and_turned_pages(tmp_path):
    file = tmp_path / "sheet.pdf"
    file.write_bytes(write(stamped_sheet(Placed(RED, 300.0, 200.0, 120.0, 60.0), turned=True)))
    subprocess.run(["qpdf", "--check", file], capture_output=True, check=True)


@each_format
def test_every_font_is_embedded_and_subset(face):
    data = write(sheet(line("甲乙", face), Line(200.0, (Run(80.0, "ABC", LATIN, 16.0, 0.0),))))
    descriptors = objects(data, "/FontDescriptor")
    assert len(descriptors) == 2
    assert all("/FontFile2" in found or "/FontFile3" in found for found in descriptors)
    assert all(re.match(r"/[A-Z]{6}\+", found["/FontName"]) for found in descriptors)


def test_no_font_is_named_that_is_not_used():
    assert {font["/BaseFont"].partition("+")[2] for font in objects(write(sheet(line("甲"))), "/Font")} == {
        "Banxin-Square"
    }


def test_a_subset_holds_little_of_its_face():
    assert len(write(sheet(line("甲乙丙", FANGSONG)))) < 20_000


def test_the_document_says_what_it_is():
    data = write(sheet(line("甲"), properties=Properties("关于某事的通知", "某某县人民政府")))
    with pikepdf.open(io.BytesIO(data)) as document:
        info = {key: str(value) for key, value in document.docinfo.items()}
        assert str(document.Root.Lang) == "zh-CN"
    assert info == {
        "/Title": "关于某事的通知",
        "/Author": "某某县人民政府",
        "/Creator": "banxin",
        "/Producer": "banxin",
        f"/{fingerprint.NAME}": fingerprint.BLANK,
    }


def test_what_is_not_known_is_not_said():
    with pikepdf.open(io.BytesIO(write(sheet(line("甲"))))) as document:
        assert set(document.docinfo.keys()) == {"/Creator", "/Producer", f"/{fingerprint.NAME}"}


def test_the_page_has_its_size():
    with pikepdf.open(io.BytesIO(write(sheet(line("甲"))))) as document:
        assert [round(float(edge), 2) for edge in document.pages[0].MediaBox] == [0, 0, 595.28, 841.89]


def outline(marks: tuple[Bookmark, ...], count: int = 2) -> list[tuple[int, str, int]]:
    pages = tuple(Page(number, (line("甲"),)) for number in range(1, count + 1))
    with pypdfium2.PdfDocument(write(Pages(WIDTH, HEIGHT, pages, marks))) as document:
        return [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]


def test_bookmarks_nest():
    marks = (Bookmark(1, "一、甲", 0, 90), Bookmark(2, "（一）乙", 0, 120), Bookmark(1, "二、丙", 1, 90))
    assert outline(marks) == [(0, "一、甲", 0), (1, "（一）乙", 0), (0, "二、丙", 1)]


def test_a_level_that_is_left_out_leaves_no_gap():
    marks = (
        Bookmark(2, "（一）", 0, 90),
        Bookmark(4, "（1）", 0, 120),
        Bookmark(3, "1.", 1, 90),
        Bookmark(1, "二、", 1, 99),
    )
    assert outline(marks) == [(0, "（一）", 0), (1, "（1）", 0), (1, "1.", 1), (0, "二、", 1)]


def test_bookmarks_of_the_same_title_are_kept_apart():
    assert outline((Bookmark(1, "同名", 0, 90), Bookmark(1, "同名", 1, 90))) == [(0, "同名", 0), (0, "同名", 1)]


def test_a_document_without_bookmarks_has_no_outline():
    assert outline(()) == []


def test_a_page_without_text_is_a_page():
    with pypdfium2.PdfDocument(write(Pages(WIDTH, HEIGHT, (Page(1, ()), Page(2, ()))))) as document:
        assert len(document) == 2


def test_the_same_pages_give_the_same_bytes_in_another_process_and_under_another_hash_seed():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_pdf, hashlib;"
        "print(hashlib.sha256(test_pdf.write(test_pdf.sample())).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != ""


def sample() -> Pages:
    lines = line("甲乙丙一⼀", FANGSONG), mixed("到2026年", gap=4, spacing=0, y=200)
    page = Page(1, lines, images=(Placed(RED, 300.0, 300.0, 50.0, 50.0),))
    return Pages(WIDTH, HEIGHT, (page,), properties=Properties("某某", "某县"))


def test_one_document_does_not_change_another():
    before = write(sample())
    write(sheet(line("别的字", FANGSONG)))
    assert write(sample()) == before


def test_a_face_whose_file_is_gone_is_an_error_with_its_place(tmp_path):
    gone = face_at(tmp_path / "gone.ttf")
    with pytest.raises(FontError) as caught:
        write(sheet(line("甲", gone)))
    assert caught.value.place == str(tmp_path / "gone.ttf")
