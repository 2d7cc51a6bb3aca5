"""Pictures: how a text names them, what becomes of the files, and where both outputs show them."""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf
import pytest
from PIL import Image

from banxin.compose import compose
from banxin.conversion import convert, prepare
from banxin.document import Document, Figure, Paragraph
from banxin.errors import Diagnostic
from banxin.images import Picture, read_pictures
from banxin.readers import read
from banxin.reading import Options
from banxin.style import load

BODY = "关于清淤的通知\n各单位：\n因清淤，停水一天。\n"
END = "请做好准备。\n某某局\n2026年3月5日\n"


def image(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (300, 200), **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def pictures(data: bytes) -> tuple[dict[str, Picture], list[Diagnostic]]:
    return read_pictures(Document(body=(Figure("图.png", line=3),)), {"图.png": data}, "")


@pytest.mark.parametrize(
    ("line", "name", "caption"),
    [
        ("［图：现状.png｜图1　现状］", "现状.png", "图1　现状"),
        ("[图:现状.JPG]", "现状.JPG", ""),
        ("【图片：图/现状 1.jpeg|现状】", "图/现状 1.jpeg", "现状"),
        ("![图1](a.png)", "a.png", "图1"),
        ('![](<图 1.png> "说明")', "图 1.png", ""),
    ],
)
@pytest.mark.parametrize("verbatim", [False, True])
def test_a_line_may_stand_for_a_picture(line, name, caption, verbatim):
    source = read((BODY + line + "\n" + END).encode(), verbatim=verbatim)
    found = source.lines[3]
    assert found.block == Figure(name, caption)
    assert found.text == caption
    assert source.stream == "".join("".join(one.text.split()) for one in source.lines)


@pytest.mark.parametrize(
    "line",
    [
        "见［图：现状.png］",
        "［图：现状.bmp］",
        "［图：示意图］",
        "［图：https://example.com/a.png］",
        "［附图：a.png］",
        "![网上的图](https://example.com/a.png)",
        "![a.png]",
    ],
)
def test_other_lines_stay_text(line):
    assert not any(one.block for one in read((BODY + line + "\n" + END).encode()).lines)


def test_a_caption_below_belongs_to_the_picture():
    document = prepare((BODY + "![](a.png)\n图1　现状\n注：摄于春天。\n" + END).encode(), Options()).document
    assert document.body[1] == Figure("a.png", "图1　现状", notes=document.body[1].notes)
    assert [note.text for note in document.body[1].notes] == ["注：摄于春天。"]


def test_a_photo_stays_as_it_is_but_for_where_it_was_taken():
    exif = Image.Exif()
    exif[0x010E] = "某某县某某路"
    data = image("JPEG", exif=exif)
    found, remarks = pictures(data)
    kept = found["图.png"].data
    assert not remarks
    assert b"Exif" in data
    assert b"Exif" not in kept
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_a_photo_held_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = pictures(image("JPEG", exif=exif))[0]["图.png"]
    assert Image.open(io.BytesIO(picture.data)).size == (200, 300)
    assert picture.width < picture.height


@pytest.mark.parametrize(
    ("data", "mode"),
    [
        (image("JPEG", "CMYK"), "RGB"),
        (image("JPEG", "L"), "L"),
        (image("PNG", "LA"), "RGBA"),
        (image("PNG", "P"), "RGB"),
        (image("PNG", "I;16"), "RGB"),
        (image("PNG", "1"), "RGB"),
        (image("PNG", "RGBA"), "RGBA"),
    ],
)
def test_colours_become_those_that_every_program_shows(data, mode):
    found, remarks = pictures(data)
    assert not remarks
    assert Image.open(io.BytesIO(found["图.png"].data)).mode == mode


@pytest.mark.parametrize(
    ("data", "points"), [(image(dpi=(300, 300)), 72), (image(), 225), (image(dpi=(1, 1)), 225), (image("JPEG"), 225)]
)
def test_a_picture_is_as_wide_as_it_says_or_as_word_takes_it(data, points):
    assert pictures(data)[0]["图.png"].width == pytest.approx(points, abs=0.1)


@pytest.mark.parametrize("data", [b"", b"GIF89a", image()[:60], image("JPEG", size=(900, 900))[:-800], image("GIF")])
def test_what_cannot_be_shown_is_told_and_the_caption_printed(data):
    found, remarks = pictures(data)
    assert not found
    assert [(d.code, d.line) for d in remarks] == [("BX025", 3)]
    blocks = compose(Document(body=(Figure("图.png", "图1"),)), load()).blocks
    assert [block.text for block in blocks] == ["图1"]


def test_a_picture_outside_the_folder_is_not_read(tmp_path):
    (tmp_path / "a.png").write_bytes(image())
    inner = tmp_path / "inner"
    inner.mkdir()
    document = Document(body=(Figure("../a.png"), Figure("没有.png")))
    assert [d.code for d in read_pictures(document, {}, str(inner))[1]] == ["BX025", "BX025"]


@pytest.mark.parametrize(
    ("picture", "asked"),
    [
        ((5000, 100), (0, 0)),
        ((100, 9000), (0, 0)),
        ((300, 200), (9999, 0)),
        ((300, 200), (0, 9999)),
        ((0.0, 0.0), (0, 0)),
    ],
)
def test_no_picture_is_wider_than_a_line_or_higher_than_a_page(picture, asked):
    figure = Figure("图.png", "图1", width=asked[0], height=asked[1], notes=(Paragraph("注：甲。"),))
    draft = compose(Document(body=(figure,)), load(), pictures={"图.png": Picture(image(), *picture)})
    block, page = draft.blocks[0], draft.page
    assert block.drawing.width <= page.measure + 0.01
    assert block.style.pitch + draft.blocks[1].style.pitch <= page.depth
    assert block.drawing.height <= block.style.pitch
    assert block.style.keep_next
    if picture[0] and not (asked[0] and asked[1]):
        assert block.drawing.width / block.drawing.height == pytest.approx(picture[0] / picture[1], rel=0.01)


def test_both_outputs_show_the_picture_on_whole_rows(tmp_path):
    (tmp_path / "a.jpg").write_bytes(image("JPEG", dpi=(150, 150)))
    text = BODY + "［图：a.jpg｜图1　现状］\n" + END
    results = convert(text.encode(), ["docx", "pdf"], Options(), folder=tmp_path)
    docx, pdf = results.files.values()
    assert results.images == ("a.jpg",)
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert archive.read("word/media/image1.jpeg") == pictures((tmp_path / "a.jpg").read_bytes())[0]["图.png"].data
        xml = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
    assert re.search(r'<wp:extent cx="1828800" cy="1219200"/>', xml)
    assert 'descr="图1　现状"' in xml
    assert re.search(r'w:line="2316" w:lineRule="atLeast"', styles)  # four rows for 96 points
    opened = pikepdf.open(io.BytesIO(pdf))
    page = opened.pages[0]
    (drawn,) = page.Resources.XObject.values()
    assert drawn.Filter == pikepdf.Name.DCTDecode
    assert drawn.read_raw_bytes()[:2] == b"\xff\xd8"
    matrix = re.search(rb"q (\S+) 0 0 (\S+) (\S+) (\S+) cm", page.Contents.read_bytes())
    width, height, x, _ = map(float, matrix.groups())
    assert (width, height) == (144, 96)
    assert x + width / 2 == pytest.approx(float(page.mediabox[2]) / 2 + (28 - 26) / 2 * 72 / 25.4, abs=0.5)
