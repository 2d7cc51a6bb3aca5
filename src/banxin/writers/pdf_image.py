"""A PNG file to a PDF image: its colours, and beside them how much each pixel covers. A JPEG as it is."""

from __future__ import annotations

import io

from banxin.writers.pdf_library import pdfdoc

_OPAQUE = (255, 255)


def add_to(document: pdfdoc.PDFDocument, data: bytes, name: str) -> None:
    """Puts the image into a document, as the XObject `name`."""
    from PIL import Image

    image: Image.Image = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
    if image.format == "JPEG":
        stream = _stream(image.size, "DeviceGray" if image.mode == "L" else "DeviceRGB", data)
        stream.dictionary["Filter"] = pdfdoc.PDFName("DCTDecode")
        stream.filters = []
        document.Reference(stream, pdfdoc.xObjectName(name))
        return
    image = image.convert("RGBA")
    color = _stream(image.size, "DeviceRGB", image.convert("RGB").tobytes())
    cover = image.getchannel("A")
    if cover.getextrema() != _OPAQUE:
        color.dictionary["SMask"] = document.Reference(_stream(image.size, "DeviceGray", cover.tobytes()))
    document.Reference(color, pdfdoc.xObjectName(name))


def _stream(size: tuple[int, int], color_space: str, content: bytes) -> pdfdoc.PDFStream:
    """An image of eight bits a channel; the document's own filter packs it."""
    stream = pdfdoc.PDFStream(content=content)
    stream.dictionary["Type"] = pdfdoc.PDFName("XObject")
    stream.dictionary["Subtype"] = pdfdoc.PDFName("Image")
    stream.dictionary["Width"], stream.dictionary["Height"] = size
    stream.dictionary["BitsPerComponent"] = 8
    stream.dictionary["ColorSpace"] = pdfdoc.PDFName(color_space)
    return stream
