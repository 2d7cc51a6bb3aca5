"""The PDF file: judged by pdfium and pikepdf, which we did not write."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from banxin.errors import FontError
from banxin.fonts.face import face_at
from banxin.pages import Bookmark, Line, Page, Pages, Rule, Run
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


def test_lines_extract_in_order_and_furniture_comes_last():
    page = Page(1, (line("甲乙", y=100.0), line("丙丁", y=130.0)), furniture=(line("戊己", y=160.0),))
    assert extracted(write(Pages(WIDTH, HEIGHT, (page,)))) == "甲乙\n丙丁\n戊己"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_becomes_a_file_that_maps_every_character(text):
    assert set("".join(mapped_to_unicode(write(sheet(line(text)))))) == set(text)


@each_format
def test_glyphs_stand_where_the_page_says(face):
    data = write(sheet(line("甲a乙", face, spacing=1.5)))
    assert [place[:2] for place in places(data)] == [("甲", 80.0), ("a", 97.5), ("乙", 107.0)]


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
    data = write(sheet(line("甲"), title="关于某事的通知", author="某某县人民政府"))
    with pikepdf.open(io.BytesIO(data)) as document:
        info = {key: str(value) for key, value in document.docinfo.items()}
        assert str(document.Root.Lang) == "zh-CN"
    assert info == {
        "/Title": "关于某事的通知",
        "/Author": "某某县人民政府",
        "/Creator": "banxin",
        "/Producer": "banxin",
    }


def test_what_is_not_known_is_not_said():
    with pikepdf.open(io.BytesIO(write(sheet(line("甲"))))) as document:
        assert set(document.docinfo.keys()) == {"/Creator", "/Producer"}


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
    return sheet(line("甲乙丙一⼀", FANGSONG), mixed("到2026年", gap=4, spacing=0, y=200), title="某某", author="某县")


def test_one_document_does_not_change_another():
    before = write(sample())
    write(sheet(line("别的字", FANGSONG)))
    assert write(sample()) == before


def test_a_face_whose_file_is_gone_is_an_error_with_its_place(tmp_path):
    gone = face_at(tmp_path / "gone.ttf")
    with pytest.raises(FontError) as caught:
        write(sheet(line("甲", gone)))
    assert caught.value.place == str(tmp_path / "gone.ttf")
