"""A page to the content of an OFD page (GB/T 33190—2016, 7.7 and 8 to 11): images, rules, then text in order.

Lengths are millimetres, origin at the top left, y downwards. Every run is a text object of its own: one face, one size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby

from banxin.escape import attribute, xml
from banxin.fonts import Face
from banxin.pages import Image, Line, Page, Rule, Run
from banxin.regex import regex

MM = 25.4 / 72
"""Of a point."""
NAMESPACE = "http://www.ofdspec.org/2016"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_STROKE_OF_BOLD = 0.025
"""As in the PDF."""
_ABOVE, _BELOW, _BESIDE = 1.0, 0.3, 0.1
"""How far the box of a text goes beyond the baseline and beyond its first and last advance, in em: a reader may cut off
what lies outside."""
_BLACK = "000000"
_FEW = 3
"""Equal steps that are written one by one."""
_PIECE = regex(" +|[\U00010000-\U0010ffff]|[^ \U00010000-\U0010ffff]+(?: +[^ \U00010000-\U0010ffff]+)*")
"""What is stated on its own: blanks, which readers drop where a text begins or ends with them; a character beyond the
BMP, which some count as two; all else."""


class Content:
    """The content of pages, with numbers for all that they hold."""

    def __init__(self, fonts: dict[Face, int], images: dict[bytes, int], number: Callable[[], int]) -> None:
        """`fonts` and `images`: the numbers of the resources; `number` gives a new one."""
        self._fonts = fonts
        self._images = images
        self._number = number
        self._turn = 0.0
        """Height of a sheet whose text is turned; 0: it is not."""
        self.strokes: dict[str, int] = {}
        """Numbers of the drawing parameters (8.2) with the widths of strokes around glyphs that were used so far. An
        object may state its width itself, but ofd-cli 0.0.2 does not hear it of text."""

    def page(self, page: Page, height: float) -> bytes:
        """The file of a page."""
        self._turn = height if page.turned else 0.0
        objects = [self._image(image) for image in page.images]
        objects += self._rules(page.rules)
        for line in (*page.lines, *page.furniture):
            objects += self._line(line)
        self._turn = 0.0
        if page.number_line:
            objects += self._line(page.number_line)
        layer = f'<ofd:Layer ID="{self._number()}" Type="Body">{"".join(objects)}</ofd:Layer>'
        content = f"<ofd:Content>{layer}</ofd:Content>" if objects else ""
        return f'{DECLARATION}<ofd:Page xmlns:ofd="{NAMESPACE}">{content}</ofd:Page>'.encode()

    def _box(self, x: float, y: float, width: float, height: float) -> str:
        """What every object says of itself: its number, and where it stands, in points as the text is read."""
        head = f' ID="{self._number()}" Boundary="'
        if not self._turn:
            return f'{head}{_mm(x)} {_mm(y)} {_mm(width)} {_mm(height)}"'
        return f'{head}{_mm(y)} {_mm(self._turn - x - width)} {_mm(height)} {_mm(width)}"'

    def _line(self, line: Line) -> Iterator[str]:
        for run in line.runs:
            if run.text:
                yield self._run(run, line.y - run.rise)

    def _run(self, run: Run, y: float) -> str:
        size, side = run.size, _BESIDE * run.size
        steps = _steps(run)
        width = sum(steps) + 2 * side
        box = self._box(run.x - side, y - _ABOVE * size, width, (_ABOVE + _BELOW) * size)
        look = f' CTM="0 -1 1 0 0 {_mm(width)}"' if self._turn else ""
        colors = "" if run.color == _BLACK else f'<ofd:FillColor Value="{_rgb(run.color)}"/>'
        if run.bold:
            stroke = _mm(size * _STROKE_OF_BOLD)
            if stroke not in self.strokes:
                self.strokes[stroke] = self._number()
            look += f' DrawParam="{self.strokes[stroke]}" LineWidth="{stroke}" Stroke="true"'
            colors += f'<ofd:StrokeColor Value="{_rgb(run.color)}"/>'
        head = f'<ofd:TextObject{box}{look} Font="{self._fonts[run.face]}" Size="{_mm(size)}">{colors}'
        return f"{head}{''.join(_codes(run.text, steps, side, _mm(_ABOVE * size)))}</ofd:TextObject>"

    def _rules(self, rules: tuple[Rule, ...]) -> Iterator[str]:
        """A path for those side by side of one width and colour."""
        for (width, color), group in groupby(rules, lambda rule: (rule.width, rule.color)):
            alike = list(group)
            left = min(min(rule.x0, rule.x1) for rule in alike) - width / 2
            top = min(min(rule.y0, rule.y1) for rule in alike) - width / 2
            wide = max(max(rule.x0, rule.x1) for rule in alike) + width / 2 - left
            high = max(max(rule.y0, rule.y1) for rule in alike) + width / 2 - top
            look = f' CTM="0 -1 1 0 0 {_mm(wide)}"' if self._turn else ""
            ends = " ".join(
                f"M {_mm(rule.x0 - left)} {_mm(rule.y0 - top)} L {_mm(rule.x1 - left)} {_mm(rule.y1 - top)}"
                for rule in alike
            )
            yield (
                f'<ofd:PathObject{self._box(left, top, wide, high)}{look} LineWidth="{_mm(width)}">'
                f'<ofd:StrokeColor Value="{_rgb(color)}"/><ofd:AbbreviatedData>{ends}</ofd:AbbreviatedData>'
                "</ofd:PathObject>"
            )

    def _image(self, image: Image) -> str:
        width, height = _mm(image.width), _mm(image.height)
        place = f"0 -{width} {height} 0 0 {width}" if self._turn else f"{width} 0 0 {height} 0 0"
        box = self._box(image.x, image.y, image.width, image.height)
        name = f" Name={attribute(image.alt)}" if image.alt else ""
        return f'<ofd:ImageObject{box} CTM="{place}"{name} ResourceID="{self._images[image.data]}"/>'


def _steps(run: Run) -> list[float]:
    """How far each character advances."""
    advances, size, spacing = run.face.advances, run.size, run.spacing
    try:
        return [advances[char] * size + spacing for char in run.text]  # type: ignore[operator]
    except TypeError:  # of what has no glyph, the box has a width
        box = run.face.glyph_advance(0)
        ems = (box if (advance := advances[char]) is None else advance for char in run.text)
        return [em * size + spacing for em in ems]


def _codes(text: str, steps: list[float], x: float, y: str) -> Iterator[str]:
    """The text codes of a text whose first glyph stands at `x`."""
    start = 0
    for piece in _PIECE.finditer(text):
        first, end = piece.span()
        x += sum(steps[start:first])
        start = first
        delta = f' DeltaX="{_delta(steps[first : end - 1])}"' if end - first > 1 else ""
        yield f'<ofd:TextCode X="{_mm(x)}" Y="{y}"{delta}>{xml(piece[0])}</ofd:TextCode>'


def _delta(steps: list[float]) -> str:
    """Steps as OFD has them: `g 25 5.644444` for as many equal ones. They add up, so they are exact."""
    written = []
    for step, group in groupby(steps):
        count, value = len(list(group)), f"{step * MM:.6f}".rstrip("0").rstrip(".")
        written += [f"g {count} {value}"] if count > _FEW else [value] * count
    return " ".join(written)


@lru_cache(maxsize=1024)
def _mm(points: float) -> str:
    """Points as millimetres, to a ten-thousandth."""
    written = f"{points * MM:.4f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def _rgb(color: str) -> str:
    return " ".join(str(int(color[at : at + 2], 16)) for at in (0, 2, 4))
