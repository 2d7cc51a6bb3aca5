"""Renders the first page of an example for README: `python docs/page.py` writes `docs/page.png`.

Uses the bundled faces, so that the picture is the same on every machine. Needs the development tools.
"""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from banxin.convert import Options, prepare, to_pdf

ROOT = Path(__file__).resolve().parent.parent
PIXELS_PER_POINT = 1.0


def main() -> None:
    """Writes the picture."""
    os.environ["BANXIN_FONT_PATH"] = ""
    text = (ROOT / "examples" / "通知.txt").read_bytes()
    data, _, _ = to_pdf(prepare(text, Options()))
    pages = [page.render(scale=PIXELS_PER_POINT).to_pil() for page in list(pypdfium2.PdfDocument(data))[:2]]
    framed = [ImageOps.expand(page, border=1, fill="#999999") for page in pages]
    width, height = framed[0].size
    sheet = Image.new("RGB", (width * len(framed) + 20 * (len(framed) - 1), height), "white")
    for index, page in enumerate(framed):
        sheet.paste(page, (index * (width + 20), 0))
    sheet.quantize(16).save(ROOT / "docs" / "page.png", optimize=True)


if __name__ == "__main__":
    main()
