"""A Composition in, the bytes of a Word document out, and the text of such a file read back from its bytes.

A reader may rely on this: nothing is decided here, equal Compositions give equal bytes, room is left for the
`fingerprint`, and `text` does not share a line of code with what wrote the file. python-docx is the package layer:
parts, relationships, content types, core properties. What the parts say is built in `oxml`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from io import BytesIO
from string import digits
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import CT_Types, serialize_part_xml
from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.oxml.coreprops import CT_CoreProperties
from docx.package import Package
from lxml import etree

from banxin.composition import Composition, Properties
from banxin.fingerprint import DOCX_PART, DOCX_XML
from banxin.streams import visible
from banxin.writers import oxml
from banxin.writers.oxml import body as oxml_body
from banxin.writers.oxml import parts as oxml_parts
from banxin.writers.oxml import styles as oxml_styles

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every entry in the zip file: the earliest there is. A clock would make equal inputs differ."""

_PROPERTY_LIMIT = 255
"""Characters in a core property, as python-docx has it."""


_MARGINS = {
    "header": (RELATIONSHIP_TYPE.HEADER, CONTENT_TYPE.WML_HEADER),
    "footer": (RELATIONSHIP_TYPE.FOOTER, CONTENT_TYPE.WML_FOOTER),
}


def write(composition: Composition) -> bytes:
    """The Word document of `composition`."""
    ids = oxml.names(composition)
    edges = composition.styles[0].edges
    main = _MainPart(PackURI("/word/document.xml"), CONTENT_TYPE.WML_DOCUMENT_MAIN)
    main.pieces = oxml_body.document(composition, ids)
    for xml, rid in ids.margins.items():
        relationship, content_type = _MARGINS[rid.rstrip(digits)]
        main.load_rel(relationship, _part(f"/word/{rid}.xml", content_type, xml), rid)
    for image, rid in ids.images.items():
        main.load_rel(RELATIONSHIP_TYPE.IMAGE, Part(PackURI(f"/word/media/{rid}.png"), CONTENT_TYPE.PNG, image), rid)
    for name, content_type, relationship, xml in (
        ("styles", CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES, oxml_styles.styles(composition, ids)),
        ("theme/theme1", CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME, oxml_parts.theme()),
        ("settings", CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS, oxml_parts.settings(edges)),
        ("fontTable", CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE, oxml_parts.font_table(composition)),
    ):
        main.relate_to(_part(f"/word/{name}.xml", content_type, xml), relationship)
    app = _part("/docProps/app.xml", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, oxml_parts.extended_properties())
    package = Package()
    package.relate_to(main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    package.relate_to(_core_properties(package, composition.properties), RELATIONSHIP_TYPE.CORE_PROPERTIES)
    package.relate_to(app, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    package.relate_to(
        _part(f"/{DOCX_PART}", CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, DOCX_XML), RELATIONSHIP_TYPE.CUSTOM_PROPERTIES
    )
    return _zip(package)


def text(data: bytes) -> str:
    """The character stream of a Word document's body (see `streams`): every `w:t` in the order of the file."""
    texts: list[str] = []
    text, paragraph, row = (f"{{{oxml.NAMESPACE}}}{name}" for name in ("t", "p", "tr"))
    with ZipFile(BytesIO(data)) as archive, archive.open("word/document.xml") as file:
        for _, element in etree.iterparse(file, tag=(text, paragraph, row)):
            if element.tag == text:
                texts.append(element.text or "")
                continue
            element.clear()  # a long document's elements would take gigabytes
            parent = element.getparent()
            if parent is not None and len(parent) > _FEW:
                del parent[:-1]
    return visible("".join(texts))


_FEW = 100
"""Elements that have been read and are kept."""


class _MainPart(Part):
    """`word/document.xml`."""

    pieces: Iterator[bytes] = iter(())
    """What the part holds; asked for once."""


def _part(name: str, content_type: str, xml: str) -> Part:
    return Part(PackURI(name), content_type, xml.encode())


def _core_properties(package: Package, properties: Properties) -> Part:
    part = CorePropertiesPart(
        PackURI("/docProps/core.xml"), CONTENT_TYPE.OPC_CORE_PROPERTIES, CT_CoreProperties.new(), package
    )
    core = part.core_properties
    core.title = properties.title[:_PROPERTY_LIMIT]
    core.author = properties.author[:_PROPERTY_LIMIT]
    core.language = "zh-CN"
    if properties.date:
        core.created = core.modified = dt.datetime.fromisoformat(properties.date)
    return part


def _zip(package: Package) -> bytes:
    """The package as a file. python-docx's own writer stamps the entries with the time of day."""
    parts = package.parts
    types = CT_Types.new()  # type: ignore[no-untyped-call]
    types.add_default("rels", CONTENT_TYPE.OPC_RELATIONSHIPS)
    types.add_default("xml", CONTENT_TYPE.XML)
    types.add_default("png", CONTENT_TYPE.PNG)
    for part in parts:
        if part.content_type != CONTENT_TYPE.PNG:
            types.add_override(part.partname, part.content_type)
    entries: list[tuple[PackURI, Iterable[bytes]]] = [
        (CONTENT_TYPES_URI, (serialize_part_xml(types),)),
        (PACKAGE_URI.rels_uri, (package.rels.xml,)),
    ]
    for part in parts:
        entries.append((part.partname, part.pieces if isinstance(part, _MainPart) else (part.blob,)))
        if part.rels:
            entries.append((part.partname.rels_uri, (part.rels.xml,)))
    entries.sort(key=lambda entry: entry[0].membername == DOCX_PART)
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for uri, pieces in entries:
            entry = ZipInfo(uri.membername, _EPOCH)
            entry.compress_type = ZIP_STORED if uri.membername == DOCX_PART else ZIP_DEFLATED
            entry.create_system = 0  # the same bytes on every system
            with archive.open(entry, "w") as file:
                for piece in pieces:
                    file.write(piece)
    return buffer.getvalue()
