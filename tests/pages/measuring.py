"""A text in; what stands on each of its rendered pages out, in millimetres from the sheet's upper left corner.

The PDF is measured as it is, the DOCX as LibreOffice prints it; both are read by pdfium, so that no number comes from
the program that set the page. All samples go through LibreOffice at one start.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import groupby
from math import hypot
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

import libreoffice
from banxin.conversion import convert_file
from banxin.formats import Format
from banxin.reading import Options

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
"""Edges of the type area, 5.2.1."""
MIDDLE = (LEFT + RIGHT) / 2
EM = 16 / MM
"""Height and width of a character of 三号."""
EM_4 = 14 / MM
"""Of 四号."""
CELL = (RIGHT - LEFT) / 28
"""一字 in 三号, 5.2.3."""
ROW = (BOTTOM - TOP - EM) / 21
"""From row to row where 22 fill the type area, 5.2.3."""
LINE = 10.39
"""一行 as a clear distance: GB/T 33476.2 8, GB/T 9704 3.2."""
SEVEN_EIGHTHS = 4.84
"""Of the height of 三号, 10.1."""
PITCH = 28.95 / MM
"""From row to row in a DOCX."""
DOCX_FIRST_ROW = TOP + (0.8 * 28.95 - 0.88 * 16) / MM
"""Em top of row 1 in a DOCX: an exact line has a fifth of its height below the baseline."""

EM_ASCENT = 0.88
"""From the baseline to the top of the em box, in em."""
SAME_BASELINE = 0.5
"""Characters whose baselines differ by less stand on one row."""
TOLERANCE = {Format.PDF: 0.3, Format.DOCX: 1.0}

FACES = {
    "XiaoBiaoSong": "小标宋",
    "FangSong": "仿宋",
    "Kai": "楷体",
    "kai": "楷体",
    "Hei": "黑体",
    "Song": "宋体",
    "Liberation": "西文",
}
"""Part of a face's PostScript name and the standard's name; the first that fits counts."""
SHARED_MARKS = "—…，。、；：！？“”‘’"
_PAGE_NUMBER = re.compile(r"—\d+—")
_IMAGE_DOTS_A_MM = 4


class Sample(NamedTuple):
    """A text to set."""

    text: bytes
    images: Mapping[str, tuple[float, float]] = {}
    """Images that lie beside the text: file name to width and height in mm."""


def sample(*lines: str, images: Mapping[str, tuple[float, float]] | None = None) -> Sample:
    """A text of these lines."""
    return Sample("\n".join(lines).encode(), images or {})


class Char(NamedTuple):
    """A visible character."""

    text: str
    baseline: float
    left: float
    right: float
    """Of its cell: where the next one would begin without tracking."""
    size: float
    """Of the em, in points."""
    face: str
    color: str
    """RRGGBB."""
    ink_top: float
    ink_bottom: float


class Row:
    """The characters on one baseline, or some of them."""

    def __init__(self, chars: tuple[Char, ...]) -> None:
        self.chars = chars
        self.text = "".join(char.text for char in chars)
        self.size = max(char.size for char in chars)
        self.baseline = chars[0].baseline
        self.top = self.baseline - EM_ASCENT * self.size / MM
        """Of the em box, as is `bottom`."""
        self.bottom = self.baseline + (1 - EM_ASCENT) * self.size / MM
        self.left, self.right = chars[0].left, chars[-1].right
        drawn = [char for char in chars if not (char.face == "仿宋" and char.text in SHARED_MARKS)] or chars
        self.faces = {char.face for char in drawn if char.face != "西文"} or {"西文"}
        """Latin faces count only where there is no other, and marks that the bundled 楷体 has from 仿宋 likewise."""
        self.colors = {char.color for char in chars}

    def __repr__(self) -> str:
        return f"{self.text} {self.left:.2f}–{self.right:.2f} × {self.top:.2f}–{self.bottom:.2f} {self.faces}"

    @property
    def middle(self) -> float:
        """Half-way between left and right."""
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        """Half-way between top and bottom, from the top of the sheet."""
        return (self.top + self.bottom) / 2

    def part(self, text: str) -> Row:
        """The characters of `text` within the row; white space does not count."""
        at = self.text.index(text)
        return Row(self.chars[at : at + len(text)])

    def behind(self, text: str) -> Row:
        """The characters that follow `text`."""
        return Row(self.chars[self.text.index(text) + len(text) :])


class Box(NamedTuple):
    """A stroke or an image."""

    left: float
    top: float
    right: float
    bottom: float
    color: str = ""

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def thickness(self) -> float:
        return self.bottom - self.top


class Page(NamedTuple):
    """A side of a sheet; what is turned a quarter on it is measured as it is read, the sheet's left edge on top."""

    rows: tuple[Row, ...]
    """Top to bottom, without the page number."""
    strokes: tuple[Box, ...]
    """Horizontal, top to bottom; pieces that touch are one."""
    images: tuple[Box, ...]
    number: Row | None
    """Always as on the upright sheet."""
    turned: bool

    @property
    def text(self) -> str:
        return "".join(row.text for row in self.rows)

    def row(self, text: str) -> Row:
        """The first row that has `text` in it."""
        return self.rows[self.index(text)]

    def index(self, text: str) -> int:
        """Its index."""
        for index, row in enumerate(self.rows):
            if text in row.text:
                return index
        raise AssertionError(f"{text} is not on the page: {[row.text for row in self.rows]}")

    def above(self, text: str) -> Row:
        """The row above the one with `text`."""
        return self.rows[self.index(text) - 1]

    def below(self, text: str, count: int = 1) -> Row:
        """The row below it."""
        return self.rows[self.index(text) + count]


# Making


class Shelf:
    """All samples, set in both formats when first asked for.

    The PDF is the one that a style's own program shows, Word as a rule; what LibreOffice prints was made for it.
    """

    def __init__(self, samples: Mapping[str, Sample], folder: Path) -> None:
        self._samples = samples
        self._folder = folder
        self._pages: dict[tuple[str, Format], tuple[Page, ...]] = {}
        self._rendered: Path | None = None
        self._converted: dict[tuple[str, str], Path | Exception] = {}

    def pages(self, name: str, format_: Format) -> tuple[Page, ...]:
        """The pages of a sample."""
        key = (name, format_)
        if key not in self._pages:
            pdf = self._pdf(name) if format_ is Format.PDF else self._print() / f"{name}.pdf"
            self._pages[key] = read(pdf)
        return self._pages[key]

    def pages_for_libreoffice(self, name: str) -> tuple[Page, ...]:
        """The pages of the PDF that follows LibreOffice's rules."""
        return read(self._pdf(name, "libreoffice"))

    def docx(self, name: str) -> Path:
        """The DOCX file of a sample."""
        return self._pdf(name).with_suffix(".docx")

    def _pdf(self, name: str, program: str = "word") -> Path:
        key = name, program
        if key not in self._converted:
            try:
                options = libreoffice.options() if program == "libreoffice" else Options()
                self._converted[key] = _convert(name, self._samples[name], self._folder / program, options)
            except Exception as error:  # noqa: BLE001 — one sample must not keep the others from being printed
                self._converted[key] = error
        result = self._converted[key]
        if isinstance(result, Exception):
            raise result
        return result

    def _print(self) -> Path:
        """The folder with what LibreOffice prints of the DOCX files."""
        if self._rendered is None:
            for name in self._samples:
                try:
                    self._pdf(name, "libreoffice")
                except Exception:  # noqa: BLE001, PERF203, S112 — told by the test that asks for it
                    continue
            made = [
                path.with_suffix(".docx")
                for (_, program), path in self._converted.items()
                if program == "libreoffice" and isinstance(path, Path)
            ]
            assert made, "no sample can be converted"
            self._rendered = self._folder / "printed"
            libreoffice.render_all(made, self._rendered)
        return self._rendered


def _convert(name: str, sample: Sample, folder: Path, options: Options) -> Path:
    folder.mkdir(exist_ok=True)
    for image, (width, height) in sample.images.items():
        dots = (round(width * _IMAGE_DOTS_A_MM), round(height * _IMAGE_DOTS_A_MM))
        Image.new("RGBA", dots, (255, 0, 0, 128)).save(folder / image)
    path = folder / f"{name}.txt"
    path.write_bytes(sample.text)
    return convert_file(path, options=options).outputs[1]


class Sheets:
    """The samples in one format, with its tolerance."""

    def __init__(self, shelf: Shelf, format_: Format) -> None:
        self._shelf = shelf
        self.format = format_
        self.tolerance = TOLERANCE[format_]

    def __call__(self, name: str) -> tuple[Page, ...]:
        return self._shelf.pages(name, self.format)

    def near(self, value: float) -> object:
        """What equals `value` within the format's tolerance."""
        return pytest.approx(value, abs=self.tolerance)


# Reading


def read(path: Path) -> tuple[Page, ...]:
    """What stands on the pages of a PDF."""
    with pypdfium2.PdfDocument(_spelt(path)) as document:
        return tuple(_page(page) for page in document)


def _spelt(path: Path) -> bytes:
    """The PDF without its /ActualText: pdfium puts all characters of such a text at one place, not where they are."""
    with pikepdf.open(path) as pdf, BytesIO() as out:
        for page in pdf.pages:
            instructions = [
                ([operands[0], pikepdf.Dictionary()] if str(operator) == "BDC" else operands, operator)
                for operands, operator in pikepdf.parse_content_stream(page)
            ]
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
        pdf.save(out)
        return out.getvalue()


class _Glyph(NamedTuple):
    char: Char
    angle: int
    """In quarters, counter-clockwise."""


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_width() / MM, page.get_height() / MM
    landscape = width > height
    glyphs = list(_glyphs(page.get_textpage(), width, height))
    read_as = {glyph.angle for glyph in glyphs if glyph.char.text not in "—0123456789"}
    turned = landscape or read_as == {1}
    # the page number is upright on the upright sheet: on a sheet laid down it is turned a quarter to the right
    rows = _rows(glyph.char for glyph in glyphs if (glyph.angle == (0 if landscape or not turned else 1)))
    upright = _rows(glyph.char for glyph in glyphs if glyph.angle == (3 if landscape else 0)) if turned else rows
    number = next((row for row in upright if _PAGE_NUMBER.fullmatch(row.text) and row.top > BOTTOM), None)
    boxes = list(_boxes(page, height))
    if turned and not landscape:
        boxes = [(kind, Box(height - b.bottom, b.left, height - b.top, b.right, b.color)) for kind, b in boxes]
    strokes = [box for kind, box in boxes if kind == "stroke" and box.width > box.thickness]
    return Page(
        tuple(row for row in rows if row is not number),
        tuple(_joined(strokes)),
        tuple(box for kind, box in boxes if kind == "image"),
        number,
        turned,
    )


def _glyphs(text_page: pypdfium2.PdfTextPage, width: float, height: float) -> Iterator[_Glyph]:
    """Characters, each in the frame in which it is read upright."""
    x, y, loose = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    matrix = pdfium.FS_MATRIX()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(text_page.count_chars()):
        text = chr(pdfium.FPDFText_GetUnicode(text_page, index))
        if text.isspace() or not text.isprintable():
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text_page, index, loose)
        pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        pdfium.FPDFText_GetMatrix(text_page, index, matrix)
        size = pdfium.FPDFText_GetFontSize(text_page, index) * hypot(matrix.a, matrix.b)
        at = (x.value / MM, height - y.value / MM)
        cell = (loose.left / MM, height - loose.top / MM, loose.right / MM, height - loose.bottom / MM)
        ink = (left.value / MM, height - top.value / MM, right.value / MM, height - bottom.value / MM)
        angle = 0 if abs(matrix.a) > abs(matrix.b) else 1 if matrix.b > 0 else 3
        if angle == 1:
            at, cell, ink = (height - at[1], at[0]), _turn_right(cell, height), _turn_right(ink, height)
        elif angle == 3:
            at, cell, ink = (at[1], width - at[0]), _turn_left(cell, width), _turn_left(ink, width)
        face, color = _face(text_page, index), _color(pdfium.FPDFText_GetFillColor, text_page, index)
        yield _Glyph(Char(text, at[1], at[0], cell[2], size, face, color, ink[1], ink[3]), angle)


_Sides = tuple[float, float, float, float]


def _turn_right(box: _Sides, height: float) -> _Sides:
    """Left, top, right, bottom on the sheet laid down with its left edge on top."""
    return height - box[3], box[0], height - box[1], box[2]


def _turn_left(box: _Sides, width: float) -> _Sides:
    """On a sheet that lies so, set upright again."""
    return box[1], width - box[2], box[3], width - box[0]


def _face(text_page: pypdfium2.PdfTextPage, index: int) -> str:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, index, name, len(name), flags)
    found = name.value.decode()
    return next((face for part, face in FACES.items() if part in found), found)


def _color(ask: object, *arguments: object) -> str:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    ask(*arguments, red, green, blue, alpha)
    return f"{red.value:02X}{green.value:02X}{blue.value:02X}"


def _rows(chars: Iterator[Char]) -> list[Row]:
    rows: list[list[Char]] = []
    for char in sorted(chars, key=attrgetter("baseline")):
        if not rows or char.baseline - rows[-1][-1].baseline > SAME_BASELINE:
            rows.append([])
        rows[-1].append(char)
    return [Row(tuple(sorted(row, key=attrgetter("left")))) for row in rows]


def _boxes(page: pypdfium2.PdfPage, height: float) -> Iterator[tuple[str, Box]]:
    for item in page.get_objects(max_depth=4):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            yield "image", Box(left / MM, height - top / MM, right / MM, height - bottom / MM)
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
            yield from (("stroke", box) for box in _strokes(item, height))


def _strokes(path: pypdfium2.PdfObject, height: float) -> Iterator[Box]:
    """A stroked line is as thick as its pen, a filled rectangle as high as it is."""
    fill, stroke, pen = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    pdfium.FPDFPageObj_GetStrokeWidth(path, pen)
    ask = pdfium.FPDFPageObj_GetStrokeColor if stroke.value else pdfium.FPDFPageObj_GetFillColor
    color = _color(ask, path)
    if fill.value and color == "FFFFFF":
        return
    matrix = path.get_matrix()
    half = pen.value * hypot(matrix.a, matrix.b) / 2 if stroke.value else 0.0
    for points in _subpaths(path):
        placed = [matrix.on_point(*point) for point in points]
        xs, ys = [x for x, _ in placed], [y for _, y in placed]
        across = half if max(ys) - min(ys) > max(xs) - min(xs) else 0.0
        along = half - across
        yield Box(
            (min(xs) - across) / MM,
            height - (max(ys) + along) / MM,
            (max(xs) + across) / MM,
            height - (min(ys) - along) / MM,
            color,
        )


def _subpaths(path: pypdfium2.PdfObject) -> list[list[tuple[float, float]]]:
    found: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            found.append([])
        found[-1].append((x.value, y.value))
    return found


def _joined(strokes: list[Box]) -> Iterator[Box]:
    """Strokes at one depth, with the pieces that touch put together."""

    def depth(box: Box) -> tuple[float, float, str]:
        return round(box.top, 1), round(box.thickness, 1), box.color

    for _, group in groupby(sorted(strokes, key=lambda box: (depth(box), box.left)), key=depth):
        whole: Box | None = None
        for box in group:
            if whole and box.left <= whole.right + 0.2:
                whole = whole._replace(right=max(whole.right, box.right))
            else:
                if whole:
                    yield whole
                whole = box
        if whole:
            yield whole
