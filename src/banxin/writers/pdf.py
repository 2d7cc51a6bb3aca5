"""Pages to the bytes of a PDF file, by ReportLab's canvas.

A reader may rely on these: the writer decides nothing, it flips y, turns what is turned, and draws; all fonts are
embedded and subset; text extracts exactly, in the order of the pages; the same Pages give the same bytes, without date
or chance; whatever it builds goes with the document. All sheets stay upright: a turned page is text set upwards.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, zip_longest

from banxin.fonts import Face
from banxin.fonts.face import IGNORABLE, IGNORABLE_RANGES
from banxin.pages import Image, Line, Page, Pages, Rule, Run
from banxin.regex import regex
from banxin.writers.deflate import deflate
from banxin.writers.pdf_about import say
from banxin.writers.pdf_file import Document
from banxin.writers.pdf_font import WIDENING, PdfFont
from banxin.writers.pdf_library import Canvas, no_settings, pdfdoc

_PDF_VERSION = (1, 7)
_LANGUAGE = "zh-CN"
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
    document = Document.of(canvas)
    document.defaultStreamFilters = [_Deflate]
    fonts = _fonts(pages)
    say(document, pages, tagged=False, archivable=all(font.is_archivable for font in fonts.values()))
    images = _images(pages, document)
    bookmarks = _bookmarks_by_page(pages)
    for index, page in enumerate(pages.pages):
        for key, depth, title, y in bookmarks.get(index, ()):
            canvas.bookmarkPage(key, fit="XYZ", left=0, top=round(pages.height - y, 2), zoom=0)
            canvas.addOutlineEntry(title, key, depth)
        content = "\n".join(_page(page, pages.height, fonts, images))
        document.updateSignature(content.encode())
        canvas._code.append(content)  # noqa: SLF001 - text objects of the canvas cost a call a run
        canvas.showPage()
        _Page.of(document, {pdfdoc.xObjectName(images[image.data]) for image in page.images})
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


class _Page(pdfdoc.PDFPage):  # type: ignore[misc]
    """A page that takes little room: a long document has tens of thousands."""

    @classmethod
    def of(cls, document: Document, images: Iterable[str]) -> None:
        """Makes it of the page that ReportLab has finished last."""
        page = document.Pages.pages[-1]
        page.__class__ = cls
        page.Contents = document.add_stream("", page.stream.encode())
        page.stream = None
        page.images = sorted(images)

    def format(self, document: Document) -> bytes:
        parent = document.Reference(document.Pages).format(document).decode()
        fonts = document.Reference(document.idToObject[pdfdoc.BasicFonts]).format(document).decode()
        images = "".join(f"/{name} {document.number_of(name)} 0 R" for name in self.images)
        return (
            f"<</Type/Page/Parent {parent}/MediaBox[0 0 {_number(self.pagewidth)} {_number(self.pageheight)}]"
            f"/Resources<</Font {fonts}{f'/XObject<<{images}>>' if images else ''}>>/Contents {self.Contents}>>"
        ).encode("ascii")


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
        states_text = _is_spread(line) or _is_parted(line, fonts)
        if states_text:
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
            for x, text, widening in _pieces(run, None if states_text else following):
                of_piece = font.widened(widening) if widening else font
                if (wanted := f"/{of_piece.name} {size} Tf") != set_font:
                    set_font = wanted
                    yield wanted
                yield f"1 0 0 1 {_number(x)} {y} Tm<{of_piece.encode(text)}>Tj"
        if states_text:
            yield "EMC"
    yield "ET"


def _is_spread(line: Line) -> bool:
    """The line's characters stand so far apart that readers would put spaces between them.

    Such a line states its text (ActualText), which readers then take as it is. Others do not, because pdfium, and so
    Chrome, marks stated text at the place of the line's first run.
    """
    return len(line.runs) > 1 and any(r.spacing > _GAP_OF_A_SPACE * r.size and len(r.text) > 1 for r in line.runs)


def _is_parted(line: Line, fonts: dict[Face, PdfFont]) -> bool:
    """There is a gap in the line that a wider character cannot fill; it states its text, too."""
    return any(not fonts[run.face].can_widen and _widening(run, next_) for run, next_ in pairwise(line.runs))


def _widening(run: Run, following: Run | None) -> int:
    """By how many steps the last character of a run must be wider, so that no gap remains before the next."""
    if following is None or not run.text:
        return 0
    gap = (following.x - run.x - _length(run, run.text) + run.spacing) / run.size
    return round(gap / WIDENING) if _GAP_OF_A_SPACE < gap < _GAP_OF_LAYOUT else 0


def _pieces(run: Run, following: Run | None) -> list[tuple[float, str, int]]:
    """(x, text, widening) of each part of a run that is drawn on its own; mostly there is one.

    Readers that extract text take a gap between two runs for a space (pdfium from 0.16 em on, poppler from 0.1 em on),
    and layout leaves one between Han and Latin. So the character before a gap is drawn from a copy of the font in which
    it is wider, by `widening` steps; where each character stands is stated anyhow and does not change.
    """
    text = run.text
    if not text:
        return []
    widening = _widening(run, following)
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
