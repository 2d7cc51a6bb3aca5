"""Renders pages of the examples side by side for README: `python docs/gallery.py` writes `docs/gallery.png`.

Uses the bundled faces, so that the picture is the same on every machine. Needs the development tools.
"""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont, ImageOps

from banxin.conversion import prepare, to_pdf
from banxin.reading import Options

ROOT = Path(__file__).resolve().parent.parent

FIRST, LAST = 0, -1
SHEET = (
    ("下行文，首页", "下行文", FIRST),
    ("下行文，末页：版记", "下行文", LAST),
    ("联合行文，首页", "联合行文", FIRST),
    ("联合行文，末页：留出印章的位置", "联合行文盖章", LAST),
    ("上行文：三个签发人", "三个签发人", FIRST),
    ("附件：表格", "附件有表", 3),
    ("横排的表格", "横表", 1),
    ("命令（令）：签名章", "命令", FIRST),
    ("信函，首页", "信函", FIRST),
    ("信函，末页", "信函", LAST),
    ("纪要，首页", "纪要", FIRST),
    ("纪要，末页", "纪要", LAST),
)
"""(caption, example, page) of each picture, row by row."""

COLUMNS = 4
PIXELS_PER_POINT = 1.0
GAP = 32
CAPTION_SIZE = 26
CAPTION_HEIGHT = 56
COLOURS = 24
FRAME, INK, PAPER = "#999999", "#333333", "white"


def main() -> None:
    """Writes the picture."""
    os.environ["BANXIN_FONT_PATH"] = ""
    rendered = {name: _pages(name) for name in dict.fromkeys(name for _, name, _ in SHEET)}
    pictures = [rendered[name][page] for _, name, page in SHEET]
    width, height = pictures[0].size
    rows = -(-len(SHEET) // COLUMNS)
    step_x, step_y = width + GAP, height + CAPTION_HEIGHT
    sheet = Image.new("RGB", (COLUMNS * step_x - GAP, rows * step_y), PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(ROOT / "fonts" / "BanxinHei.ttf"), CAPTION_SIZE)
    for index, (picture, (caption, _, _)) in enumerate(zip(pictures, SHEET, strict=True)):
        x, y = index % COLUMNS * step_x, index // COLUMNS * step_y
        sheet.paste(picture, (x, y))
        draw.text((x + width / 2, y + height + CAPTION_HEIGHT / 2), caption, INK, font, anchor="mm")
    sheet.quantize(COLOURS).save(ROOT / "docs" / "gallery.png", optimize=True)


def _pages(name: str) -> list[Image.Image]:
    """All pages of an example, each in a thin frame."""
    data = to_pdf(prepare((ROOT / "examples" / f"{name}.txt").read_bytes(), Options()))
    pages = (page.render(scale=PIXELS_PER_POINT).to_pil() for page in pypdfium2.PdfDocument(data))
    return [ImageOps.expand(page, border=1, fill=FRAME) for page in pages]


if __name__ == "__main__":
    main()
