"""Pages as SVG: each run where it stands on the page, in a face that goes with it, and each line with what it is."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image, ImageChops

import browser
from banxin.conversion import convert, prepare, to_pdf, to_svg
from banxin.errors import OutputError
from banxin.fingerprint import Origin, origin
from banxin.fonts.subset import subset
from banxin.formats import Format
from banxin.pages import Line, Page, Pages
from banxin.reading import Options
from banxin.style import load
from banxin.writers import svg

SVG = "{http://www.w3.org/2000/svg}"
EXAMPLES = sorted(Path(__file__).parents[1].glob("examples/*.txt"))
TEXT = "关于某事的通知\n\n各单位：\n{}\n某某局\n2026年1月15日\n"
LONG = TEXT.format("　　请认真抓好落实。\n" * 30).encode()
SHORT = TEXT.format("　　请认真抓好落实。\n").encode()


def pages_of(path: Path) -> Pages:
    return prepare(path.read_bytes(), Options(load("gbt9704")), folder=path.parent).layout.pages


def sheets(pages: Pages) -> list[etree._Element]:
    return [etree.fromstring(data) for data in svg.write(pages)]


def set_lines(page: Page) -> list[Line]:
    return [*page.lines, *page.furniture, *([page.number_line] if page.number_line else [])]


def value(element: etree._Element, name: str) -> float:
    return float(element.get(name, "0"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_run_stands_where_the_page_has_it(path):
    pages = pages_of(path)
    for page, sheet in zip(pages.pages, sheets(pages), strict=True):
        lines = list(sheet.iter(f"{SVG}text"))
        for line, written in zip(set_lines(page), lines, strict=True):
            assert "".join(written.itertext()) == line.text
            for run, span in zip(line.runs, written, strict=True):
                found = [value(span, name) for name in ("x", "y", "font-size", "letter-spacing")]
                assert found == pytest.approx([run.x, line.y - run.rise, run.size, run.spacing], abs=0.001)


@pytest.mark.parametrize("path", EXAMPLES[:3], ids=lambda path: path.stem)
def test_each_face_goes_with_the_sheet_and_has_its_characters_as_wide(path):
    pages = pages_of(path)
    for page, data in zip(pages.pages, svg.write(pages), strict=True):
        faces = re.findall(r"font-family:bx(\d+);src:url\(data:font/ttf;base64,([^)]+)\)", data.decode())
        fonts = {f"f{number}": TTFont(io.BytesIO(base64.b64decode(font))) for number, font in faces}
        spans = [span for line in etree.fromstring(data).iter(f"{SVG}text") for span in line]
        runs = [run for line in set_lines(page) for run in line.runs]
        assert set(fonts) == {span.get("class") for span in spans}
        for run, span in zip(runs, spans, strict=True):
            font = fonts[span.get("class")]
            glyphs, widths, em = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
            for char in run.text:
                if (advance := run.face.advance(char)) is not None and char.strip():
                    assert widths[glyphs[ord(char)]][0] / em == pytest.approx(advance, abs=0.001)


def test_a_font_file_is_one_that_browsers_take():
    face = next(run.face for line in pages_of(EXAMPLES[0]).pages[0].lines for run in line.runs)
    font = TTFont(io.BytesIO(subset(face, frozenset("甲乙"))))
    assert {"cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post"} <= set(font.keys())
    assert not {"GSUB", "GPOS"} & set(font.keys())


def test_lines_say_what_they_are():
    pages = prepare(TEXT.format("　　一、某某\n　　甲。\n").encode(), Options()).layout.pages
    (sheet,) = sheets(pages)
    found = [(t.get("data-role"), t.get("data-line"), t.get("data-block")) for t in sheet.iter(f"{SVG}text")]
    assert found == [
        ("title", "1", "0"),
        ("addressee", "3", "1"),
        ("heading", "4", "2"),
        ("body", "5", "3"),
        ("signature", "7", "4"),
        ("date", "8", "5"),
        (None, None, None),
    ]
    assert [t.get("aria-hidden") for t in sheet.iter(f"{SVG}text")][-1] == "true"


def test_cells_say_where_in_the_table_they_are():
    pages = prepare("关于某事的通知\n\n各单位：\n\n甲|乙\n子|丑\n".encode(), Options()).layout.pages
    (sheet,) = sheets(pages)
    cells = [t for t in sheet.iter(f"{SVG}text") if t.get("data-role") == "table"]
    assert [(t.get("data-row"), t.get("data-column"), "".join(t.itertext())) for t in cells] == [
        ("0", "0", "甲"),
        ("0", "1", "乙"),
        ("1", "0", "子"),
        ("1", "1", "丑"),
    ]


def test_what_xml_would_take_for_marks_is_text():
    pages = prepare(TEXT.format("　　甲<乙>&“丙”]]>。\n").encode(), Options(verbatim=True)).layout.pages
    assert "甲<乙>&“丙”]]>。" in ["".join(text.itertext()) for text in sheets(pages)[0].iter(f"{SVG}text")]


def test_a_picture_says_what_it_shows(tmp_path):
    Image.new("RGBA", (40, 40), (255, 0, 0, 128)).save(tmp_path / "章.png")
    pages = prepare(b"---\n\xe5\x8d\xb0\xe7\xab\xa0: \xe7\xab\xa0.png\n---\n" + SHORT, Options(), folder=tmp_path)
    (image,) = sheets(pages.layout.pages)[0].iter(f"{SVG}image")
    assert image.get("aria-label") == image.findtext(f"{SVG}title") == "印章"
    assert base64.b64decode(image.get("href").partition(",")[2]).startswith(b"\x89PNG")


def test_the_same_pages_give_the_same_bytes():
    assert list(svg.write(pages_of(EXAMPLES[1]))) == list(svg.write(pages_of(EXAMPLES[1])))


# Files


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_sheet_knows_where_it_comes_from(kind):
    (sheet,) = convert(SHORT, [kind], Options(), name="材料.txt").sheets[Format(kind)]
    assert origin(sheet, "材料.txt") is Origin.OWN
    assert origin(sheet, "别的.txt") is Origin.OTHER_TEXT
    middle = len(sheet) // 2
    assert origin(sheet[:middle] + b"x" + sheet[middle + 1 :], "材料.txt") is Origin.CHANGED


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_sheets_lie_in_a_folder_and_end_in_their_number(banxin, tmp_path, kind):
    (tmp_path / "材料.txt").write_bytes(LONG)
    code, out, _ = banxin("convert", str(tmp_path / "材料.txt"), "--to", kind)
    folder = tmp_path / f"材料_{kind}"
    names = sorted(path.name for path in folder.iterdir())
    assert (code, names) == (0, [f"材料-1.{kind}", f"材料-2.{kind}"])
    assert out == f"{folder}（2 页）\n"


def test_sheets_of_pages_that_are_no_more_go_but_not_what_somebody_made(banxin, tmp_path):
    text, folder = tmp_path / "材料.txt", tmp_path / "材料_svg"
    text.write_bytes(LONG)
    banxin("convert", str(text), "--to", "svg")
    (folder / "材料-3.svg").write_text("<svg>自己画的</svg>", encoding="utf-8")
    text.write_bytes(SHORT)
    banxin("convert", str(text), "--to", "svg")
    assert sorted(path.name for path in folder.iterdir()) == ["材料-1.svg", "材料-3.svg"]


def test_a_sheet_that_somebody_changed_is_not_replaced(banxin, tmp_path):
    text, sheet = tmp_path / "材料.txt", tmp_path / "材料_svg" / "材料-1.svg"
    text.write_bytes(SHORT)
    banxin("convert", str(text), "--to", "svg")
    sheet.write_bytes(sheet.read_bytes() + b"\n")
    code, _, err = banxin("convert", str(text), "--to", "svg")
    assert code == 1
    assert "有人改过" in err


def test_a_batch_resumes_with_sheets(banxin, tmp_path):
    source, out = tmp_path / "来", tmp_path / "成"
    source.mkdir()
    (source / "材料.txt").write_bytes(LONG)
    banxin("batch", str(source), "-o", str(out), "--to", "svg,pdf")
    assert sorted(path.name for path in (out / "材料_svg").iterdir()) == ["材料-1.svg", "材料-2.svg"]
    _, told, _ = banxin("batch", str(source), "-o", str(out), "--to", "svg,pdf", "--resume")
    assert re.search("已是最新 │ +1 │", told)
    (out / "材料_svg" / "材料-2.svg").unlink()
    banxin("batch", str(source), "-o", str(out), "--to", "svg,pdf", "--resume")
    assert (out / "材料_svg" / "材料-2.svg").exists()


def test_png_without_pdfium_says_what_to_install(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(Exception, match="pypdfium2"):
        convert(SHORT, ["png"], Options())


def test_a_png_is_the_sheet():
    (sheet,) = convert(SHORT, ["png"], Options()).sheets[Format.PNG]
    with Image.open(io.BytesIO(sheet)) as image:
        assert image.size == (1241, 1754)


def test_a_folder_in_the_place_of_a_sheet_is_told(tmp_path):
    from banxin.conversion import convert_file

    (tmp_path / "材料.txt").write_bytes(SHORT)
    (tmp_path / "材料_svg" / "材料-1.svg").mkdir(parents=True)
    with pytest.raises(OutputError, match="文件夹"):
        convert_file(tmp_path / "材料.txt", ["svg"])


# In a browser

SCALE = 2.0
"""Dots a CSS pixel: 192 an inch."""
NEAR = 0.3
"""mm that ink may stand elsewhere than in the PDF."""


def ink_of(image: Image.Image, box: tuple[float, float, float, float]) -> tuple[int, int, int, int] | None:
    part = image.crop(tuple(round(side) for side in box))
    return ImageChops.invert(part.convert("L")).point(lambda dark: 255 * (dark > 96)).getbbox()


@pytest.mark.slow
@browser.needed
@pytest.mark.parametrize("name", ["通知", "信函", "横表", "联合行文", "讲话稿", "纪要"])
def test_a_browser_shows_lines_where_the_pdf_has_them(name):
    (path,) = (path for path in EXAMPLES if path.stem == name)
    prepared = prepare(path.read_bytes(), Options(load("gbt9704")), folder=path.parent)
    per_point = SCALE * 96 / 72
    with browser.started() as started, pypdfium2.PdfDocument(to_pdf(prepared)) as document:
        view = started.new_page(viewport={"width": 794, "height": 1123}, device_scale_factor=SCALE)
        for page, sheet, drawn in zip(prepared.layout.pages.pages, to_svg(prepared), document, strict=True):
            view.set_content(f"<body style='margin:0'>{sheet.decode().partition('?>')[2]}")
            view.evaluate("document.fonts.ready")
            shown = Image.open(io.BytesIO(view.screenshot()))
            wanted = drawn.render(scale=per_point).to_pil()
            looked_at = 0
            for line in () if page.turned else page.lines:
                if not line.runs or not line.text.strip():
                    continue
                size = max(run.size for run in line.runs)
                box = (0, (line.y - size) * per_point, wanted.width, (line.y + size * 0.25) * per_point)
                there, here = ink_of(wanted, box), ink_of(shown, box)
                assert there, line.text
                assert here, line.text
                apart = max(abs(a - b) for a, b in zip(there, here, strict=True))
                assert apart / per_point / 72 * 25.4 <= NEAR, (line.text, there, here)
                looked_at += 1
            assert page.turned or looked_at
            faces = view.evaluate("Array.from(document.fonts).map(face => face.status)")
            assert set(faces) == {"loaded"}
