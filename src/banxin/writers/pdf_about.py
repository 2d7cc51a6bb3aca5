"""What a PDF file says of itself: its title, the standards that it keeps, the colours that its numbers mean.

A reader may rely on these: XMP and document information say the same (ISO 19005-2, 6.6.3), neither has a date, and what
is not known is not said. PDF/UA wants a title (ISO 14289-1, 7.1): a document without one does not claim it.
"""

from __future__ import annotations

from banxin.escape import attribute, xml
from banxin.fingerprint import BLANK, NAME
from banxin.pages import Pages
from banxin.writers.icc import srgb
from banxin.writers.pdf_file import Document
from banxin.writers.pdf_library import pdfdoc

_PROGRAM = "banxin"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
_UA_SPACES = {
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
_UA_SCHEMA = (
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    f"<pdfaSchema:namespaceURI>{_UA_SPACES['pdfuaid']}</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
)
"""What PDF/A wants to be told of a property that it does not know (ISO 19005-2, 6.6.2.3)."""


class Info(pdfdoc.PDFInfo):  # type: ignore[misc]
    """The document information, without dates and without what is not known; with room for the fingerprint."""

    def __init__(self, title: str, author: str) -> None:
        super().__init__()
        self.title = title
        self.author = author

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """As ReportLab asks for it."""
        entries = {"Title": self.title, "Author": self.author, "Creator": _PROGRAM, "Producer": _PROGRAM, NAME: BLANK}
        known = {key: pdfdoc.PDFString(value) for key, value in entries.items() if value}
        formatted: bytes = pdfdoc.PDFDictionary(known).format(document)
        return formatted


def say(document: Document, pages: Pages, *, tagged: bool, archivable: bool) -> None:
    """Puts all of it into a document.

    `archivable`: all fonts are such that the file keeps PDF/A-2.
    """
    document.info = Info(pages.title, pages.author)
    part_of_ua = tagged and bool(pages.title) and archivable
    level = ("A" if tagged else "U") if archivable else ""
    xmp = _xmp(pages, level, with_ua=part_of_ua)
    profile = document.add_stream("/N 3/Alternate/DeviceRGB", srgb())
    intent = document.add(
        "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/RegistryName(http://www.color.org)"
        f"/Info(sRGB IEC61966-2.1)/DestOutputProfile {profile}>>"
    )
    catalog = document.Catalog
    catalog.__NoDefault__ = (*catalog.__NoDefault__, "OutputIntents")
    # whoever looks for it finds it without unpacking
    catalog.Metadata = document.add_stream("/Type/Metadata/Subtype/XML", xmp, packs=False)
    catalog.OutputIntents = f"[{intent}]"
    if pages.title:
        catalog.ViewerPreferences = "<</DisplayDocTitle true>>"


def _xmp(pages: Pages, level: str, *, with_ua: bool) -> bytes:
    said: list[str] = []
    if pages.title:
        said.append(f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{xml(pages.title)}</rdf:li></rdf:Alt></dc:title>')
    if pages.author:
        said.append(f"<dc:creator><rdf:Seq><rdf:li>{xml(pages.author)}</rdf:li></rdf:Seq></dc:creator>")
    said.append(f"<xmp:CreatorTool>{_PROGRAM}</xmp:CreatorTool><pdf:Producer>{_PROGRAM}</pdf:Producer>")
    if level:
        said.append(f"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>")
    if with_ua:
        said += "<pdfuaid:part>1</pdfuaid:part>", _UA_SCHEMA
    spaces = {"rdf": _RDF, **_SPACES, **(_UA_SPACES if with_ua else {})}
    named = "".join(f" xmlns:{prefix}={attribute(name)}" for prefix, name in spaces.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF{named}>'
        f'<rdf:Description rdf:about="">{"".join(said)}</rdf:Description></rdf:RDF></x:xmpmeta>\n'
        '<?xpacket end="r"?>'
    ).encode()
