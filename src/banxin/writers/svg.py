"""Pages to SVG: one picture a page, its text as text, set in the very faces, which go with it.

A reader may rely on these: the writer decides nothing; each run stands where the PDF has it and is spaced as there;
what a line is stands beside it as `data-block`, `data-role` and `data-line` (the source line), and in tables `data-row`
and `data-column`; the same Pages give the same text. Faces are OpenType as HarfBuzz cuts it: WOFF2 would be half as
large, but takes a second to pack.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import groupby

from banxin.composition import MarkBlock, TableBlock, TextBlock
from banxin.escape import attribute, xml
from banxin.fingerprint import COMMENT
from banxin.fonts import Face
from banxin.fonts.subset import subset
from banxin.pages import Held, Image, Line, Page, Pages, Rule, Run

_STROKE_OF_BOLD = 0.025
"""As in the PDF."""
_RULES = (
    "text{white-space:pre;font-kerning:none;font-variant-ligatures:none;text-rendering:geometricPrecision;"
    "text-spacing-trim:space-all;text-autospace:no-autospace}"
)
"""Every character stands where it is put: no browser is to space or join any."""


class Faces:
    """The faces of pages as fonts of a web page; each has a name, and the characters that were set in it so far."""

    def __init__(self) -> None:
        self._chars: dict[Face, set[str]] = {}

    def add(self, pages: Iterable[Page]) -> None:
        """Notes what is set on `pages`."""
        for page in pages:
            for line in _lines(page):
                for run in line.runs:
                    self._chars.setdefault(run.face, set()).update(run.text)

    def name(self, face: Face) -> str:
        """What the face is called; it has been set on a page."""
        return f"f{list(self._chars).index(face)}"

    def css(self) -> str:
        """The faces and how text stands, for a `style` element."""
        rules = [_RULES]
        for number, (face, chars) in enumerate(self._chars.items()):
            data = b64encode(subset(face, frozenset(chars))).decode()
            rules.append(
                f"@font-face{{font-family:bx{number};src:url(data:font/ttf;base64,{data})}}.f{number}{{font-family:bx{number}}}"
            )
        return "".join(rules)


def write(pages: Pages) -> Iterator[bytes]:
    """An SVG file a page, each with the faces that it needs.

    Raises:
        FontError: a face's file is gone or broken.
    """
    for page in pages.pages:
        faces = Faces()
        faces.add((page,))
        yield f"<?xml version='1.0' encoding='UTF-8'?>\n{COMMENT}\n{sheet(page, pages, faces, faces.css())}\n".encode()


def sheet(page: Page, pages: Pages, faces: Faces, css: str = "") -> str:
    """The `svg` element of a page of `pages`; `css`: what its `style` says, if it stands alone."""
    names = {run.face: faces.name(run.face) for line in _lines(page) for run in line.runs}
    width, height = _number(pages.width), _number(pages.height)
    box = f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" {box} lang="zh-CN" data-page="{page.number}">']
    if css:
        out.append(f"<title>{xml(pages.title)}</title><style>{css}</style>")
    turn = f'<g transform="matrix(0 -1 1 0 0 {height})">' if page.turned else ""
    out.append(turn)
    out += map(_image, page.images)
    out += _rules(page.rules)
    out += (_line(line, names, pages.blocks) for line in page.lines)
    out += (_line(line, names, ()) for line in page.furniture)
    if turn:
        out.append("</g>")
    if page.number_line:
        out.append(_line(page.number_line, names, ()))
    out.append("</svg>")
    return "".join(out)


def _lines(page: Page) -> tuple[Line, ...]:
    return (*page.lines, *page.furniture, *((page.number_line,) if page.number_line else ()))


def _line(line: Line, names: dict[Face, str], blocks: tuple[Held, ...]) -> str:
    """A `text` element with a `tspan` a run; what belongs to no block is hidden from those who listen."""
    about = _about(line, blocks[line.block]) if blocks and line.block >= 0 else ' aria-hidden="true"'
    y = _number(line.y)
    return f"<text{about}>{''.join(_run(run, line.y, y, names[run.face]) for run in line.runs)}</text>"


def _run(run: Run, y: float, written: str, name: str) -> str:
    place = f'x="{_number(run.x)}" y="{_number(y - run.rise) if run.rise else written}"'
    look = f' class="{name}" font-size="{_number(run.size)}"'
    if run.spacing:
        look += f' letter-spacing="{_number(run.spacing)}"'
    if run.color != "000000":
        look += f' fill="#{run.color}"'
    if run.bold:
        look += f' stroke="#{run.color}" stroke-width="{_number(run.size * _STROKE_OF_BOLD)}"'
    return f"<tspan {place}{look}>{xml(run.text)}</tspan>"


def _about(line: Line, block: Held) -> str:
    match block:
        case TextBlock():
            role, source = block.style.role, next((run.line for run in block.runs if run.line), block.line)
        case MarkBlock():
            role, source = "issuer_mark", block.names[0].line
        case TableBlock():
            role, source = "table", block.line
    cell = f' data-row="{line.row}" data-column="{line.column}"' if line.row >= 0 else ""
    return f' data-block="{line.block}" data-role="{role}" data-line="{source}"{cell}'


def _image(image: Image) -> str:
    kind = "png" if image.data.startswith(b"\x89PNG") else "jpeg"
    place = (
        f'x="{_number(image.x)}" y="{_number(image.y)}" width="{_number(image.width)}" height="{_number(image.height)}"'
    )
    href = f"data:image/{kind};base64,{b64encode(image.data).decode()}"
    return (
        f'<image {place} preserveAspectRatio="none" href="{href}" role="img" aria-label={attribute(image.alt)}>'
        f"<title>{xml(image.alt)}</title></image>"
    )


def _rules(rules: tuple[Rule, ...]) -> Iterator[str]:
    for (width, color), alike in groupby(rules, lambda rule: (rule.width, rule.color)):
        ends = "".join(f"M{_number(r.x0)} {_number(r.y0)}L{_number(r.x1)} {_number(r.y1)}" for r in alike)
        yield f'<path d="{ends}" stroke="#{color}" stroke-width="{_number(width)}" fill="none"/>'


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
