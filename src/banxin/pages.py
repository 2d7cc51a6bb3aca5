"""Finished pages: runs of glyphs and rules at their places; writers draw them and decide nothing.

Coordinates are points, origin at the top left of the sheet, y downwards; on a turned page those of lines, rules and
furniture are of the sheet as its text is read, with the sheet's left edge on top. Text that belongs to the document
stands in `Page.lines`; repeated table headers stand in `Page.furniture`, the page number in `Page.number_line`, so that
the lines hold every character exactly once.

Each line knows which of `Pages.blocks` it belongs to, and in a table the row and the column of its cell; what the block
is, its role, its heading level, its source line, the block says. What belongs to no block is an artifact.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from itertools import count, groupby
from operator import attrgetter
from typing import TypeAlias, overload

import msgspec

from banxin.composition import Family, MarkBlock, Properties, TableBlock, TextBlock
from banxin.fonts import Face
from banxin.streams import visible


class Run(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Characters of one face set at one rhythm: each advances by its glyph's own width times `size`, plus `spacing`."""

    x: float
    """Left edge of the first glyph's advance."""
    text: str
    face: Face
    size: float
    spacing: float
    color: str = "000000"
    """RRGGBB."""
    bold: bool = False
    """Emboldened by stroking, for faces that have no bold."""
    rise: float = 0.0
    """How far it stands above the line's baseline; negative: below."""


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One line: runs that share a baseline, left to right."""

    y: float
    """The baseline."""
    runs: tuple[Run, ...]
    block: int = -1
    """Index into `Pages.blocks`; -1: it belongs to none."""
    row: int = -1
    """In a table: of the row in which the line's cell begins; else -1. Where a row goes over pages, the text goes on
    with a cell's lines on the further pages before it comes to the next cell."""
    column: int = -1
    """In a table: the first that the cell takes; else -1."""

    @property
    def text(self) -> str:
        """All characters of the line, as in the Composition."""
        return "".join(run.text for run in self.runs)


class Rule(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A straight line, stroked about its centre."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    color: str = "000000"


class Image(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A PNG or JPEG image, drawn under the text, which it never hides; x, y: its upper left corner."""

    data: bytes
    x: float
    y: float
    width: float
    height: float
    alt: str = ""
    """What it shows, for those who cannot see it."""
    block: int = -1
    """Index into `Pages.blocks` of the paragraph that it stands in or goes with."""


class Page(msgspec.Struct, frozen=True, array_like=True):
    """One side of a sheet."""

    number: int
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()
    furniture: tuple[Line, ...] = ()
    """Repeated table headers: not part of the text."""
    number_line: Line | None = None
    """The page number; never turned."""
    images: tuple[Image, ...] = ()
    turned: bool = False
    """The text is turned a quarter to the left: its top lies along the sheet's left edge."""


class PackedPages(Sequence[Page]):
    """Pages that take a fiftieth of the memory, and are made anew whenever they are asked for."""

    def __init__(self, pages: Sequence[bytes | Page]) -> None:
        self._pages = pages

    def __len__(self) -> int:
        return len(self._pages)

    def __iter__(self) -> Iterator[Page]:
        return map(_unpacked, self._pages)

    @overload
    def __getitem__(self, at: int) -> Page: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Page, ...]: ...
    def __getitem__(self, at: int | slice) -> Page | tuple[Page, ...]:
        found = self._pages[at]
        return _unpacked(found) if isinstance(found, (bytes, Page)) else tuple(map(_unpacked, found))


_QUICKLY = 1
"""The level at which pages are packed."""
_numbers = count()
_faces: dict[int, Face] = {}
"""Faces that stand on packed pages, which have their number instead."""
_number_of: dict[Face, int] = {}


def packed(page: Page) -> bytes | Page:
    """The page, for `PackedPages`; as it is where it has images, which would be packed with every page."""
    return page if page.images else zlib.compress(_ENCODER.encode(page), _QUICKLY)


def _unpacked(page: bytes | Page) -> Page:
    return page if isinstance(page, Page) else _DECODER.decode(zlib.decompress(page))


def _numbered(face: Face) -> int:
    if face not in _number_of:
        number = next(_numbers)
        _faces[number] = face
        _number_of.setdefault(face, number)  # another thread may have been here
    return _number_of[face]


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_numbered)
_DECODER = msgspec.msgpack.Decoder(Page, dec_hook=lambda _, number: _faces[number])


class Bookmark(msgspec.Struct, frozen=True):
    """An entry of the outline."""

    level: int
    """1: top."""
    title: str
    page: int
    """Index into `Pages.pages`."""
    y: float
    """Top of the line it points to."""
    line: int = 0
    """Source line."""


Held: TypeAlias = TextBlock | TableBlock | MarkBlock
"""What lines and pictures belong to: a paragraph, also one of a 目录 or of 版记, a table, or the names of 版头."""


class Pages(msgspec.Struct, frozen=True):
    """A laid-out document."""

    width: float
    height: float
    pages: Sequence[Page]
    """In order; where they are very many, each is made anew when it is asked for."""
    bookmarks: tuple[Bookmark, ...] = ()
    blocks: tuple[Held, ...] = ()
    """What the lines belong to, in the order of the pages."""
    properties: Properties = Properties()
    type_area: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """版心: left, top, width, height; of no width: unknown."""
    families: dict[Face, Family] = {}
    """What the style calls the faces, as far as they stand for one that it names."""

    @property
    def title(self) -> str:
        """What the document is called; may be empty."""
        return self.properties.title

    @property
    def author(self) -> str:
        """The signing organ; may be empty."""
        return self.properties.author


def page_text(pages: Pages) -> str:
    """The character stream of all lines, in page order; cells that go over pages one after the other."""
    texts: list[str] = []
    every = (line for page in pages.pages for line in page.lines)
    for (_, row), group in groupby(every, attrgetter("block", "row")):
        lines = list(group)
        if row >= 0:
            lines.sort(key=attrgetter("column"))
        texts += (run.text for line in lines for run in line.runs)
    return visible("".join(texts))


def dump(pages: Pages) -> str:
    """The pages as text for tests: a line each, `x y text`, with rules and furniture marked."""
    out: list[str] = []
    for page in pages.pages:
        out.append(f"page {page.number}{' turned' if page.turned else ''}")
        out += (_dump_line(line) for line in page.lines)
        out += (f"rule {r.x0:.2f} {r.y0:.2f} {r.x1:.2f} {r.y1:.2f} {r.width:.2f}" for r in page.rules)
        out += ("furniture " + _dump_line(line) for line in page.furniture)
        out += (f"image {i.x:.2f} {i.y:.2f} {i.width:.2f} {i.height:.2f}" for i in page.images)
        if page.number_line:
            out.append("number " + _dump_line(page.number_line))
    return "\n".join(out) + "\n"


def _dump_line(line: Line) -> str:
    return f"{line.runs[0].x if line.runs else 0:.2f} {line.y:.2f} {line.text}"
