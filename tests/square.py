"""The standard's style set in the square face: every hanzi one em, every digit and Latin letter half an em."""

from __future__ import annotations

import msgspec

from banxin.compose import compose
from banxin.composition import TextBlock
from banxin.document import Document, Heading, Paragraph, Role, Scheme, Section
from banxin.draft import Draft
from banxin.layout import layout
from banxin.pages import Line, Page, Pages
from banxin.style import HouseStyle, load
from banxin.style.schema import Font, Fonts

FONT = Font("Banxin Square")
STYLE = msgspec.structs.replace(load(), fonts=Fonts(FONT, FONT, FONT, FONT, FONT, FONT))

LEFT = 28 * 72 / 25.4
TOP = 37 * 72 / 25.4
MEASURE = 156 * 72 / 25.4
CELL = MEASURE / 28
EM = 16


def hanzi(count: int) -> str:
    """Text without marks in which no character is like its neighbour."""
    return ("天地玄黄宇宙洪荒日月盈昃辰宿列张" * (count // 16 + 1))[:count]


def body(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text, line=line) for line, text in enumerate(texts, 1))


def paragraphs(role: Role, *texts: str, line: int = 1) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text, role, line=at) for at, text in enumerate(texts, line))


def section(label: str, text: str, *inner: Section | Paragraph, level: int = 1, run_in: bool = False) -> Section:
    return Section(Heading(level, label, text, run_in, Scheme.OUTLINE), inner)


def composed(document: Document, style: HouseStyle = STYLE) -> Draft:
    return compose(document, style)


def text_blocks(document: Document, style: HouseStyle = STYLE) -> list[TextBlock]:
    return [block for block in composed(document, style).blocks if isinstance(block, TextBlock)]


def pages(document: Document, style: HouseStyle = STYLE) -> Pages:
    return layout(composed(document, style)).pages


def lines(document: Document, style: HouseStyle = STYLE) -> list[Line]:
    return [line for page in pages(document, style).pages for line in page.lines]


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def cells(line: Line) -> list[tuple[str, float]]:
    """Each character of a line and where it begins."""
    found: list[tuple[str, float]] = []
    for run in line.runs:
        x = run.x
        for char in run.text:
            found.append((char, x))
            x += (run.face.advance(char) or 0.0) * run.size + run.spacing
    return found


def right_edge(line: Line) -> float:
    """Where the em of the last character ends."""
    run = line.runs[-1]
    return cells(line)[-1][1] + (run.face.advance(run.text[-1]) or 0.0) * run.size
