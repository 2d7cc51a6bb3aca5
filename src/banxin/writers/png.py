"""Pages to pictures, for those who paste pages into a chat: the PDF drawn by pdfium."""

from __future__ import annotations

import io
from collections.abc import Iterator

from banxin.errors import FormatError
from banxin.fingerprint import BLANK, NAME

_DPI = 150
"""Dots an inch: a page is 1240 × 1754, which a chat shows sharp and sends whole."""


def write(pdf: bytes) -> Iterator[bytes]:
    """A PNG file for each page of the PDF file; the same PDF gives the same bytes with the same version of pdfium.

    Raises:
        FormatError: `pypdfium2`, which draws them, is not installed.
    """
    try:
        import pypdfium2
    except ImportError:
        raise FormatError("输出 PNG 要另装 pypdfium2", remedy="请运行 pip install 'banxin[png]'") from None
    from PIL.PngImagePlugin import PngInfo

    about = PngInfo()
    about.add_text(NAME, BLANK)
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            out = io.BytesIO()
            page.render(scale=_DPI / 72).to_pil().save(out, "PNG", pnginfo=about, dpi=(_DPI, _DPI))
            yield out.getvalue()
