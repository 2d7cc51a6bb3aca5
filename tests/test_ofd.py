"""The OFD file: judged by a checker of references, by ofdkit, which reads its text, and by ofd-cli, which draws it."""

import io
import os
import subprocess
import sys
import zipfile
from functools import lru_cache
from pathlib import Path

import msgspec
import ofdkit
import pypdfium2
import pytest
from lxml import etree
from PIL import Image

from banxin import to_ofd
from banxin.composition import Family, Properties
from banxin.conversion import prepare
from banxin.fingerprint import NAME
from banxin.fonts.face import face_at
from banxin.pages import Bookmark, Line, Page, Pages, Rule, Run
from banxin.pages import Image as Placed
from banxin.reading import Options
from banxin.resources import data_dir
from banxin.streams import visible
from banxin.style import load
from banxin.style.schema import Ofd
from banxin.writers import ofd, pdf
from ofd_checker import OFD, faults
from ofd_cli import checked, drawn, ofd_cli

__all__ = ["ofd_cli"]

WIDTH, HEIGHT = 595.276, 841.89
MM = 72 / 25.4
SQUARES = Path(__file__).resolve().parent / "fonts"
SQUARE = face_at(SQUARES / "square.ttf")
CFF = face_at(SQUARES / "square.otf")
FANGSONG = face_at(data_dir("fonts") / "BanxinFangSong.ttf", bundled=True)
HEI = face_at(data_dir("fonts") / "BanxinHei.ttf", bundled=True)
EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.txt"))
STYLES = ("gbt9704", "gbt33476", "qingyan", "common", "speech")

each_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


@lru_cache(maxsize=4)
def pages_of(path: Path, style: str = "gbt9704") -> Pages:
    options = Options(load(style))
    return prepare(path.read_bytes(), options, folder=path.parent).layout.pages


def sheet(*lines: Line, turned: bool = False, **properties: object) -> Pages:
    return Pages(WIDTH, HEIGHT, (Page(1, lines, turned=turned),), **properties)


def line(text: str, face=SQUARE, *, y: float = 100.0, **look: object) -> Line:
    return Line(y, (Run(80.0, text, face, 16.0, 0.0, **look),))


def set_lines(page: Page) -> list[Line]:
    return [*page.lines, *page.furniture, *([page.number_line] if page.number_line else [])]


def parts(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}


def objects(data: bytes, kind: str, page: int = 0) -> list[etree._Element]:
    return list(parts(data)[f"Doc_0/Pages/Page_{page}/Content.xml"].iter(f"{OFD}{kind}"))


def numbers(element: etree._Element, name: str) -> list[float]:
    return [float(word) for word in element.get(name, "").split()]


def texts(data: bytes) -> str:
    """All text in the order of the files."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith("Content.xml")]
        trees = [etree.fromstring(archive.read(name)) for name in names]
    return "".join(code.text for tree in trees for code in tree.iter(f"{OFD}TextCode"))


def stands(data: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """Each character, and where its origin is on the sheet, in points."""
    found = []
    for text in objects(data, "TextObject", page):
        left, top, _, _ = numbers(text, "Boundary")
        a, b, c, d, e, f = numbers(text, "CTM") or (1, 0, 0, 1, 0, 0)
        for code in text.iter(f"{OFD}TextCode"):
            x, y, words = float(code.get("X")), float(code.get("Y")), iter(code.get("DeltaX", "").split())
            steps: list[float] = []
            for word in words:
                count = int(next(words)) if word == "g" else 1
                steps += [float(next(words)) if word == "g" else float(word)] * count
            for char, step in zip(code.text, [*steps, 0.0], strict=True):
                found.append((char, (left + a * x + c * y + e) * MM, (top + b * x + d * y + f) * MM))
                x += step
    return found


def expected(page: Page, height: float) -> list[tuple[str, float, float]]:
    """The same as the page has it."""
    found = []
    for one in set_lines(page):
        for run in one.runs:
            x, y = run.x, one.y - run.rise
            for char in run.text:
                turned = page.turned and one is not page.number_line
                found.append((char, y, height - x) if turned else (char, x, y))
                advance = run.face.advance(char)
                x += (run.face.glyph_advance(0) if advance is None else advance) * run.size + run.spacing
    return found


# Every example


@each_example
def test_nothing_is_wrong_with_the_file(path):
    assert faults(ofd.write(pages_of(path))) == []


@each_example
def test_each_character_stands_where_the_page_has_it(path):
    pages = pages_of(path)
    data = ofd.write(pages)
    for index, page in enumerate(pages.pages):
        for found, wanted in zip(stands(data, index), expected(page, pages.height), strict=True):
            assert found[0] == wanted[0]
            assert found[1:] == pytest.approx(wanted[1:], abs=0.01)


@each_example
def test_another_program_reads_the_text(path):
    pages = pages_of(path)
    with ofdkit.open(ofd.write(pages)) as document:
        in_order = "".join(run.text for page in document.pages for run in page.runs)
        by_place = visible(document.text())
    every = "".join(line.text for page in pages.pages for line in set_lines(page))
    assert in_order == every
    assert sorted(by_place) == sorted(visible(every))


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES[1:])
def test_nothing_is_wrong_in_any_style(style):
    for path in EXAMPLES:
        assert faults(ofd.write(pages_of(path, style))) == [], path.stem


# Drawn by another program


_DPI = 300
_INK = 128


def ink(image: Image.Image, box: tuple[float, float, float, float]) -> tuple[int, ...] | None:
    """The box, in pixels, of what is darker than half within a box in points."""
    pixels = [round(value * _DPI / 72) for value in box]
    shades = image.convert("L").crop(tuple(pixels)).point(lambda shade: 255 * (shade < _INK))
    found = shades.getbbox()
    return found and tuple(found)


def box_of(line: Line, *, turned: bool) -> tuple[float, float, float, float]:
    """Room for the line's ink."""
    first, last, size = line.runs[0], line.runs[-1], max(run.size for run in line.runs)
    right = last.x + sum((last.face.advance(char) or 1.0) * last.size + last.spacing for char in last.text)
    left, top, bottom = first.x - size / 4, line.y - size, line.y + size / 4
    return (top, HEIGHT - right - size / 4, bottom, HEIGHT - left) if turned else (left, top, right + size / 4, bottom)


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
def test_another_program_draws_each_line_where_the_pdf_has_it(ofd_cli, tmp_path, style):
    for path in EXAMPLES[:: 3 if style == STYLES[0] else 12]:
        pages = pages_of(path, style)
        file = tmp_path / "it.ofd"
        file.write_bytes(ofd.write(pages))
        assert checked(ofd_cli, file)
        folder = tmp_path / path.stem
        images = drawn(ofd_cli, file, folder, dpi=_DPI)
        with pypdfium2.PdfDocument(pdf.write(pages)) as document:
            for page, image, other in zip(pages.pages, images, document, strict=True):
                as_pdf = other.render(scale=_DPI / 72).to_pil()
                for line in (line for line in set_lines(page) if line.text.strip()):
                    box = box_of(line, turned=page.turned and line is not page.number_line)
                    found, wanted = ink(image, box), ink(as_pdf, box)
                    assert found == pytest.approx(wanted, abs=1), (path.stem, page.number, line.text)


@pytest.mark.slow
def test_another_program_draws_pictures_rules_and_bold(ofd_cli, tmp_path):
    page = Page(
        1,
        (line("甲乙", bold=True, color="ff0000"), line("丙", CFF, y=150.0)),
        (Rule(300.0, 330.0, 420.0, 330.0, 10.0, "0000ff"),),
        images=(Placed(png((255, 0, 0, 255)), 300.0, 300.0, 120.0, 60.0),),
    )
    pages = Pages(WIDTH, HEIGHT, (page,))
    file = tmp_path / "it.ofd"
    file.write_bytes(ofd.write(pages))
    (image,) = drawn(ofd_cli, file, tmp_path / "drawn", dpi=72)
    assert [image.getpixel(at) for at in ((330, 310), (330, 330), (390, 330), (390, 310))] == [
        (255, 0, 0),
        (0, 0, 255),
        (0, 0, 255),
        (255, 255, 255),
    ]
    assert image.getpixel((90, 92)) == (255, 0, 0)
    assert image.getpixel((88, 142)) == (0, 0, 0)


# What stands in the file


def png(color: tuple[int, int, int, int]) -> bytes:
    """A PNG file whose left half has that colour and whose right half is transparent."""
    image = Image.new("RGBA", (4, 2), (255, 255, 255, 0))
    image.paste(color, (0, 0, 2, 2))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 2), (0, 0, 255)).save(file, "JPEG")
    return file.getvalue()


TEXT = "关于修缮水渠的通知\n\n各村：\n请于四月底前修好本村水渠。\n\n某某镇人民政府\n2024年4月3日\n"


def test_the_file_says_what_the_document_is():
    with ofdkit.open(to_ofd(TEXT)) as document:
        info = document.info
    assert (info.title, info.author, info.creation_date) == ("关于修缮水渠的通知", "某某镇人民政府", "2024-04-03")


def test_the_metadata_of_a_document_stand_in_the_file():
    text = (EXAMPLES[0].parent / "设置写全.txt").read_bytes()
    with ofdkit.open(to_ofd(text)) as document:
        found = dict(document.info.custom_data)
    assert len(found.pop(NAME)) == 64
    assert found == {
        "份号": "000008",
        "密级和保密期限": "秘密★6个月",
        "紧急程度": "加急",
        "发文机关标志": "某某县人民政府办公室文件",
        "发文字号": "某政办发〔2026〕19号",
        "标题": "某某县人民政府办公室关于做好防汛物资轮换工作的意见",
        "主送机关": "各乡镇人民政府，各街道办事处，县政府有关工作部门",
        "附件说明": "1.防汛物资储备品种和年限 2.防汛物资报废申请表",
        "发文机关或签发人署名": "某某县人民政府办公室",
        "成文日期": "2026年4月28日",
        "附注": "（此件发至县级）",
        "抄送机关": "县委办公室，县人民武装部，县消防救援大队。",
        "印发机关": "某某县人民政府办公室",
        "印发日期": "2026年4月28日",
    }


def test_a_document_that_says_nothing_of_itself_has_a_number_all_the_same():
    root = parts(ofd.write(sheet(line("甲"))))["OFD.xml"]
    assert [child.tag.removeprefix(OFD) for child in root.find(f".//{OFD}DocInfo")] == [
        "DocID",
        "Creator",
        "CustomDatas",
    ]


def test_the_type_area_is_that_of_the_style():
    document = parts(to_ofd(TEXT))["Doc_0/Document.xml"]
    assert document.findtext(f".//{OFD}PhysicalBox") == "0 0 210 297"
    assert document.findtext(f".//{OFD}ContentBox") == "28 37 156 225"


def test_an_archive_gets_its_own_kind():
    style = msgspec.structs.replace(load(), ofd=Ofd(archive=True))
    data = to_ofd(TEXT, style=style)
    assert faults(data) == []
    assert parts(data)["OFD.xml"].get("DocType") == "OFD-A"
    assert parts(to_ofd(TEXT))["OFD.xml"].get("DocType") == "OFD"


def test_fonts_are_called_as_the_style_calls_them():
    data = to_ofd(TEXT)
    fonts = {font.get("FontName") for font in parts(data)["Doc_0/PublicRes.xml"].iter(f"{OFD}Font")}
    assert fonts == {"方正小标宋简体", "仿宋_GB2312", "宋体", "Times New Roman"}


def test_a_face_that_the_style_does_not_name_has_its_own_name():
    families = {HEI: Family("latin_bold", "Times New Roman")}
    data = ofd.write(sheet(line("甲", FANGSONG), line("乙", HEI), families=families))
    fonts = [dict(font.attrib) for font in parts(data)["Doc_0/PublicRes.xml"].iter(f"{OFD}Font")]
    assert [(font["FamilyName"], font.get("Bold")) for font in fonts] == [
        ("Banxin FangSong", None),
        ("Times New Roman", "true"),
    ]


@pytest.mark.parametrize("face", [SQUARE, CFF, FANGSONG], ids=["truetype", "cff", "bundled"])
def test_the_characters_of_every_face_can_be_looked_up(face):
    assert faults(ofd.write(sheet(line("一 甲\xa0乙\u3000丙\u200b丁", face)))) == []


@pytest.mark.parametrize(
    "text",
    ["甲𠀀乙", "𠀀𠀁", "甲\ufe00乙", " 甲 乙 ", "  ", "a\\0041b", "a<b>&amp;\"'c", "]]>", "甲\u200b\u2060", "é́x"],
)
def test_text_is_kept_exactly_and_stands_exactly(text):
    pages = sheet(line(text, FANGSONG))
    data = ofd.write(pages)
    assert texts(data) == text
    for found, wanted in zip(stands(data), expected(pages.pages[0], HEIGHT), strict=True):
        assert found == pytest.approx(wanted, abs=0.01)
    assert [fault for fault in faults(data) if "no glyph" not in fault] == []


def test_no_text_begins_or_ends_with_a_blank_beside_others():
    codes = [code.text for code in objects(ofd.write(sheet(line(" 甲 乙  "))), "TextCode")]
    assert codes == [" ", "甲 乙", "  "]


def test_raised_characters_stand_higher():
    pages = sheet(Line(100.0, (Run(80.0, "m", FANGSONG, 16.0, 0.0), Run(96.0, "2", FANGSONG, 8.0, 0.0, rise=5.0))))
    (_, _, low), (_, _, high) = stands(ofd.write(pages))
    assert low - high == pytest.approx(5.0, abs=0.01)


def test_turned_text_has_its_top_along_the_sheets_left_edge():
    page = Page(
        1, (line("甲乙"),), (Rule(80.0, 120.0, 200.0, 120.0, 1.0),), number_line=line("1", y=800.0), turned=True
    )
    data = ofd.write(Pages(WIDTH, HEIGHT, (page,)))
    assert faults(data) == []
    found = {char: (x, y) for char, x, y in stands(data)}
    assert found["甲"] == pytest.approx((100.0, HEIGHT - 80.0), abs=0.01)
    assert found["乙"] == pytest.approx((100.0, HEIGHT - 96.0), abs=0.01)
    assert found["1"] == pytest.approx((80.0, 800.0), abs=0.01)
    (rule,) = objects(data, "PathObject")
    x, y, width, height = (value * MM for value in numbers(rule, "Boundary"))
    assert (x, y, width, height) == pytest.approx((119.5, HEIGHT - 200.5, 1.0, 121.0), abs=0.01)


def test_bold_is_a_stroke_of_the_texts_colour():
    data = ofd.write(sheet(line("甲", bold=True, color="ff0000"), line("乙")))
    bold, plain = objects(data, "TextObject")
    assert (bold.get("Stroke"), plain.get("Stroke")) == ("true", None)
    assert float(bold.get("LineWidth")) * MM == pytest.approx(0.4, abs=0.001)
    assert bold.find(f"{OFD}StrokeColor").get("Value") == bold.find(f"{OFD}FillColor").get("Value") == "255 0 0"
    assert faults(data) == []


def test_equal_images_are_embedded_once_and_as_they_are():
    red, blue = png((255, 0, 0, 255)), jpeg()
    images = tuple(Placed(data, 300.0, y, 120.0, 60.0, "印章") for y, data in ((1.0, red), (90.0, blue), (200.0, red)))
    data = ofd.write(Pages(WIDTH, HEIGHT, (Page(1, (line("甲"),), images=images),)))
    assert faults(data) == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = [archive.read(name) for name in archive.namelist() if "image" in name]
    assert found == [red, blue]
    assert [image.get("Name") for image in objects(data, "ImageObject")] == ["印章"] * 3


def test_the_outline_is_nested_without_gaps():
    marks = (
        Bookmark(1, "一", 0, 100.0),
        Bookmark(3, "（一）", 0, 200.0),
        Bookmark(2, "1.", 1, 300.0),
        Bookmark(1, "二", 1, 9.0),
    )
    pages = Pages(WIDTH, HEIGHT, (Page(1, (line("甲"),)), Page(2, (line("乙"),), turned=True)), marks)
    data = ofd.write(pages)
    assert faults(data) == []
    outline = parts(data)["Doc_0/Document.xml"].find(f"{OFD}Outlines")
    titles = [
        (one.get("Title"), [below.get("Title") for below in one.iterchildren(f"{OFD}OutlineElem")])
        for one in outline.iter(f"{OFD}OutlineElem")
    ]
    assert titles == [("一", ["（一）", "1."]), ("（一）", []), ("1.", []), ("二", [])]
    places = [(float(to.get("Left")) * MM, float(to.get("Top")) * MM) for to in outline.iter(f"{OFD}Dest")]
    assert places == [pytest.approx(it, abs=0.01) for it in ((0, 100), (0, 200), (300, 0), (9, 0))]


def test_pages_without_anything_are_pages():
    assert faults(ofd.write(Pages(WIDTH, HEIGHT, (Page(1, ()), Page(2, (line("甲"),)))))) == []


def test_one_document_does_not_change_another_and_another_process_gives_the_same_bytes():
    data = to_ofd(TEXT)
    to_ofd(TEXT.replace("水渠", "道路"))
    assert to_ofd(TEXT) == data
    code = "import sys, banxin; sys.stdout.buffer.write(banxin.to_ofd(sys.stdin.buffer.read()))"
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code], input=TEXT.encode(), capture_output=True, check=True, env=environment
    )
    assert done.stdout == data


def test_documents_of_different_text_have_different_numbers():
    found = {parts(to_ofd(text))["OFD.xml"].findtext(f".//{OFD}DocID") for text in (TEXT, TEXT.replace("水", "火"))}
    assert len(found) == 2


# The commands


def test_the_command_writes_it_beside_the_text_and_tells_its_pages(banxin, tmp_path):
    (tmp_path / "材料.txt").write_text(TEXT, encoding="utf-8")
    assert banxin("convert", "材料.txt", "--to", "docx,ofd") == (0, "材料.docx\n材料.ofd（1 页）\n", "")
    assert faults((tmp_path / "材料.ofd").read_bytes()) == []


def test_a_batch_knows_it_again(banxin, tmp_path):
    (tmp_path / "材料.txt").write_text(TEXT, encoding="utf-8")
    arguments = ("batch", "材料.txt", "-o", "成品", "--to", "ofd", "--resume", "--jobs", "1", "--report", "结果.jsonl")
    for result in ("converted", "unchanged"):
        code, _, _ = banxin(*arguments)
        (record,) = (tmp_path / "结果.jsonl").read_text(encoding="utf-8").splitlines()
        found = msgspec.json.decode(record)
        assert (code, found["status"], [Path(it).name for it in found["outputs"]]) == (0, result, ["材料.ofd"])


# The checker itself


GOOD = ofd.write(
    Pages(
        WIDTH,
        HEIGHT,
        (
            Page(
                1,
                (line("甲乙丙", bold=True),),
                (Rule(1, 1, 9, 1, 1),),
                images=(Placed(png((1, 2, 3, 255)), 9, 9, 9, 9),),
            ),
        ),
        (Bookmark(1, "一", 0, 100.0),),
        properties=Properties("题"),
    )
)


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("Pages/Page_0/Content.xml", 'DeltaX="5.644444 5.644444"', 'DeltaX="5.644444"', "3 characters and 1 steps"),
        ("Pages/Page_0/Content.xml", 'DeltaX="5.644444 5.644444"', 'DeltaX="g 3 5.644444"', "3 characters and 3 steps"),
        ("Pages/Page_0/Content.xml", "甲乙丙", "甲乙あ", "no glyph"),
        ("Pages/Page_0/Content.xml", "甲乙丙", "甲乙 ", "begins or ends with a blank"),
        ("Pages/Page_0/Content.xml", 'Font="1"', 'Font="2"', "2 is no Font"),
        ("Pages/Page_0/Content.xml", 'ResourceID="2"', 'ResourceID="1"', "1 is no MultiMedia"),
        ("Pages/Page_0/Content.xml", 'ID="4"', 'ID="1"', "1 twice"),
        ("Pages/Page_0/Content.xml", ' Size="5.6444"', "", "no Size"),
        ("Pages/Page_0/Content.xml", "TextObject", "ImageObject", "ImageObject"),
        ("Document.xml", 'PageID="3"', 'PageID="1"', "1 is no page"),
        ("Document.xml", 'Top="35.2778"', 'Top="352.778"', "beyond the page"),
        ("Document.xml", "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>", "", "nothing names it"),
        ("Document.xml", "Page_0", "Page_9", "there is no Doc_0/Pages/Page_9"),
        ("Document.xml", "<ofd:MaxUnitID>", "<ofd:MaxUnitID>0", None),
        ("PublicRes.xml", "font_1.ttf", "font_9.ttf", "there is no Doc_0/Res/font_9.ttf"),
        ("PublicRes.xml", "FontName", "Fontname", "no FontName"),
        ("DocumentRes.xml", 'Format="PNG"', 'Format="JPEG"', "is no JPEG"),
    ],
)
def test_the_checker_sees_what_is_wrong(part, old, new, told):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive, zipfile.ZipFile(out, "w") as changed:
        for name in archive.namelist():
            data = archive.read(name)
            if name == f"Doc_0/{part}":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            changed.writestr(name, data)
    found = faults(out.getvalue())
    assert any(told in fault for fault in found) if told else found == []


def test_the_checker_finds_nothing_wrong_with_what_is_right():
    assert faults(GOOD) == []
