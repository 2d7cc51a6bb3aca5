"""Pages to the bytes of a PDF file, by ReportLab's canvas.

A reader may rely on these: the writer decides nothing, it flips y, turns what is turned, and draws; all fonts are
embedded and subset; text extracts exactly, in the order of the pages; the same Pages give the same bytes, without date
or chance; whatever it builds goes with the document. All sheets stay upright: a turned page is text set upwards.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from banxin.fingerprint import BLANK, NAME
from banxin.fonts import Face
from banxin.fonts.face import IGNORABLE, IGNORABLE_RANGES
from banxin.pages import Image, Line, Page, Pages, Rule, Run
from banxin.regex import regex
from banxin.writers.deflate import deflate
from banxin.writers.pdf_font import WIDENING, PdfFont
from banxin.writers.pdf_library import Canvas, no_settings, pdfdoc

_PDF_VERSION = (1, 7)
_LANGUAGE = "zh-CN"
_PROGRAM = "banxin"
_STROKE_OF_BOLD = 0.025
"""Width of the line drawn around emboldened glyphs, in em."""
_BLACK = "000000"
_TURN = "q 0 1 -1 0 0 0 cm"
"""From here on y is counted from the sheet's left edge, to the left, and x from its lower edge upwards."""
_CLUSTER = regex(rf"[{IGNORABLE_RANGES}]*[^{IGNORABLE_RANGES}][{IGNORABLE_RANGES}]*|[{IGNORABLE_RANGES}]+")
"""A character and the invisible ones beside it, or invisible ones alone."""
_GAP_OF_A_SPACE = 0.09
"""Gap in em that may be taken for a space."""
_GAP_OF_LAYOUT = 0.625
"""A wider gap is meant as one, and may well come out as a space."""


def write(pages: Pages) -> bytes:
    """The PDF file of `pages`.

    Raises:
        FontError: a face's file is gone or broken.
        DocumentError: an image is no PNG file or broken.
    """
    with no_settings():
        canvas = _Canvas(
            io.BytesIO(),
            pagesize=(pages.width, pages.height),
            pageCompression=0,  # the filter below does it, without ReportLab's ASCII85
            invariant=1,
            pdfVersion=_PDF_VERSION,
            lang=_LANGUAGE,
        )
    document = canvas._doc  # noqa: SLF001 - fonts and filters have no public door
    document.defaultStreamFilters = [_Deflate]
    document.info = _Info(pages.title, pages.author)
    fonts = _fonts(pages)
    images = _images(pages, document)
    bookmarks = _bookmarks_by_page(pages)
    for index, page in enumerate(pages.pages):
        for key, depth, title, y in bookmarks.get(index, ()):
            canvas.bookmarkPage(key, fit="XYZ", left=0, top=round(pages.height - y, 2), zoom=0)
            canvas.addOutlineEntry(title, key, depth)
        content = "\n".join(_page(page, pages.height, fonts, images))
        document.updateSignature(content.encode())
        canvas._code.append(content)  # noqa: SLF001 - text objects of the canvas cost a call a run
        canvas._formsinuse += sorted({images[image.data] for image in page.images})  # noqa: SLF001 - as above
        canvas.showPage()
        _pack(document.Pages.pages[-1])
    for font in fonts.values():
        font.add_to(document)
    if bookmarks:
        canvas.showOutline()
    data: bytes = document.GetPDFData(canvas)  # what `save` writes, without a copy of it
    return data


class _Canvas(Canvas):  # type: ignore[misc]
    """A canvas whose pages begin with nothing set; ReportLab's name a font, Helvetica, that is not embedded."""

    def _make_preamble(self) -> None:
        self._preamble = ""


class _Deflate:
    """ReportLab's stream filter."""

    pdfname = "FlateDecode"

    @staticmethod
    def encode(content: bytes | str) -> bytes:
        return deflate(content.encode() if isinstance(content, str) else content)


def _pack(page: pdfdoc.PDFPage) -> None:
    """Makes a page that ReportLab has finished take little room: a long document has tens of thousands."""
    page.__class__ = _Page
    page.Contents = _Content(content=_Deflate.encode(page.stream))
    page.Contents.dictionary["Filter"] = pdfdoc.PDFArray([pdfdoc.PDFName(_Deflate.pdfname)])
    page.stream = None


class _Page(pdfdoc.PDFPage):  # type: ignore[misc]
    """A page that keeps nothing of what it has built to be written."""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        formatted: bytes = super().format(document)
        self.MediaBox = self.Resources = None
        return formatted


class _Content(pdfdoc.PDFStream):  # type: ignore[misc]
    """Likewise, of a page's content."""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        formatted: bytes = super().format(document)
        self.content = b""
        return formatted


class _Info(pdfdoc.PDFInfo):  # type: ignore[misc]
    """The document information, without dates and without what is not known; with room for the fingerprint."""

    def __init__(self, title: str, author: str) -> None:
        super().__init__()
        self.title = title
        self.author = author

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        entries = {"Title": self.title, "Author": self.author, "Creator": _PROGRAM, "Producer": _PROGRAM, NAME: BLANK}
        known = {key: pdfdoc.PDFString(value) for key, value in entries.items() if value}
        formatted: bytes = pdfdoc.PDFDictionary(known).format(document)
        return formatted


def _fonts(pages: Pages) -> dict[Face, PdfFont]:
    chars: dict[Face, set[str]] = {}
    for page in pages.pages:
        for line in _all_lines(page):
            for run in line.runs:
                of_face = chars.setdefault(run.face, set())
                of_face.update(run.text)
                of_face.update(match.group() for match in _clusters(run.text))
    return {face: PdfFont(face, used, f"F{number}") for number, (face, used) in enumerate(chars.items(), 1)}


def _all_lines(page: Page) -> tuple[Line, ...]:
    return (*page.lines, *page.furniture, *((page.number_line,) if page.number_line else ()))


def _images(pages: Pages, document: pdfdoc.PDFDocument) -> dict[bytes, str]:
    """Each image's name; equal ones are embedded once."""
    found: dict[bytes, str] = {}
    for page in pages.pages:
        for image in page.images:
            if image.data not in found:
                from banxin.writers import pdf_image

                found[image.data] = f"I{len(found) + 1}"
                pdf_image.add_to(document, image.data, found[image.data])
    return found


def _clusters(text: str) -> list[re.Match[str]]:
    """The characters in `text` that have invisible ones beside them, together with these; mostly none."""
    if not IGNORABLE.search(text):
        return []
    return [match for match in _CLUSTER.finditer(text) if len(match.group()) > 1]


def _bookmarks_by_page(pages: Pages) -> dict[int, list[tuple[str, int, str, float]]]:
    """Index of the page to (key, depth, title, y); the outline's depths have no gaps, levels may have."""
    found: dict[int, list[tuple[str, int, str, float]]] = {}
    above: list[int] = []
    for number, mark in enumerate(pages.bookmarks):
        while above and above[-1] >= mark.level:
            above.pop()
        found.setdefault(mark.page, []).append((f"b{number}", len(above), mark.title, mark.y))
        above.append(mark.level)
    return found


def _page(page: Page, height: float, fonts: dict[Face, PdfFont], images: dict[bytes, str]) -> Iterator[str]:
    """The operators of a page: images, rules, then the text in order, the furniture and the page number."""
    if not page.turned:
        yield from (_image(image, height, images) for image in page.images)
        yield from (_rule(rule, height) for rule in page.rules)
        yield from _text(_all_lines(page), height, fonts)
        return
    yield _TURN
    yield from (_image(image, 0.0, images) for image in page.images)
    yield from (_rule(rule, 0.0) for rule in page.rules)
    yield from _text((*page.lines, *page.furniture), 0.0, fonts)
    yield "Q"
    if page.number_line:
        yield from _text((page.number_line,), height, fonts)


def _text(lines: tuple[Line, ...], height: float, fonts: dict[Face, PdfFont]) -> Iterator[str]:
    yield "BT"
    set_font = ""
    spacing = 0.0
    look = (_BLACK, 0.0)
    for line in lines:
        is_spread = _is_spread(line)
        if is_spread:
            yield f"/Span<</ActualText<feff{line.text.encode('utf-16-be', 'surrogatepass').hex()}>>>BDC"
        for run, following in zip_longest(line.runs, line.runs[1:]):
            if run.spacing != spacing:
                spacing = run.spacing
                yield f"{_number(spacing)} Tc"
            if (run.color, run.size * run.bold) != look:
                look = run.color, run.size * run.bold
                yield _look(*look)
            font, size = fonts[run.face], _number(run.size)
            y = _number(height - line.y + run.rise)
            for x, text, widening in _pieces(run, None if is_spread else following):
                if (wanted := f"/{font.resource(widening)} {size} Tf") != set_font:
                    set_font = wanted
                    yield wanted
                yield f"1 0 0 1 {_number(x)} {y} Tm<{font.encode(text)}>Tj"
        if is_spread:
            yield "EMC"
    yield "ET"


def _is_spread(line: Line) -> bool:
    """The line's characters stand so far apart that readers would put spaces between them.

    Such a line states its text (ActualText), which readers then take as it is. Others do not, because pdfium, and so
    Chrome, marks stated text at the place of the line's first run.
    """
    return len(line.runs) > 1 and any(r.spacing > _GAP_OF_A_SPACE * r.size and len(r.text) > 1 for r in line.runs)


def _pieces(run: Run, following: Run | None) -> list[tuple[float, str, int]]:
    """(x, text, widening) of each part of a run that is drawn on its own; mostly there is one.

    Readers that extract text take a gap between two runs for a space (pdfium from 0.16 em on, poppler from 0.1 em on),
    and layout leaves one between Han and Latin. So the character before a gap is drawn from a copy of the font that
    calls it wider, by `widening` steps; where each character stands is stated anyhow and does not change.
    """
    text = run.text
    if not text:
        return []
    widening = 0
    if following is not None:
        gap = (following.x - run.x - _length(run, text) + run.spacing) / run.size
        widening = round(gap / WIDENING) if _GAP_OF_A_SPACE < gap < _GAP_OF_LAYOUT else 0
    clusters = _clusters(text)
    if not widening and not clusters:
        return [(run.x, text, 0)]
    cuts = {0, len(text), *(at for cluster in clusters for at in cluster.span())}
    if widening and not (clusters and clusters[-1].end() == len(text)):
        cuts.add(len(text) - 1)
    pieces: list[tuple[float, str, int]] = []
    x = run.x
    for start, end in pairwise(sorted(cuts)):
        pieces.append((x, text[start:end], widening if end == len(text) else 0))
        x += _length(run, text[start:end])
    return pieces


def _length(run: Run, text: str) -> float:
    """How far `text`, a part of the run, goes."""
    advances = run.face.advances
    missing = 1.0  # em; a guess is enough, as layout states where the next run begins
    ems = sum(missing if (advance := advances[char]) is None else advance for char in text)
    return ems * run.size + len(text) * run.spacing


def _look(color: str, bold_size: float) -> str:
    rgb = " ".join(_number(int(color[at : at + 2], 16) / 255) for at in (0, 2, 4))
    if not bold_size:
        return f"{rgb} rg 0 Tr"
    return f"{rgb} rg {rgb} RG {_number(bold_size * _STROKE_OF_BOLD)} w 2 Tr"


def _rule(rule: Rule, height: float) -> str:
    rgb = " ".join(_number(int(rule.color[at : at + 2], 16) / 255) for at in (0, 2, 4))
    ends = f"{_number(rule.x0)} {_number(height - rule.y0)} m {_number(rule.x1)} {_number(height - rule.y1)} l"
    return f"{rgb} RG {_number(rule.width)} w {ends} S"


def _image(image: Image, height: float, names: dict[bytes, str]) -> str:
    width, high = _number(image.width), _number(image.height)
    place = f"{_number(image.x)} {_number(height - image.y - image.height)}"
    return f"q {width} 0 0 {high} {place} cm /{pdfdoc.xObjectName(names[image.data])} Do Q"


def _number(value: float) -> str:
    """A number as short as four decimals allow; PDF has no exponents."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
