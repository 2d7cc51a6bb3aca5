"""A Composition in, the bytes of a Word document out, and the text of such a file read back from its bytes.

A reader may rely on this: nothing is decided here, equal Compositions give equal bytes, room is left for the
`fingerprint`, and `text` does not share a line of code with what wrote the file. What the parts say and how they are
put together is built in `oxml`.
"""

from __future__ import annotations

from io import BytesIO
from string import digits
from xml.parsers import expat
from zipfile import ZipFile

from banxin.composition import Composition
from banxin.fingerprint import DOCX_PART
from banxin.streams import visible
from banxin.writers import oxml
from banxin.writers.oxml import body as oxml_body
from banxin.writers.oxml import parts as oxml_parts
from banxin.writers.oxml import styles as oxml_styles
from banxin.writers.oxml.package import Part, ending, package


def write(composition: Composition) -> bytes:
    """The Word document of `composition`."""
    ids = oxml.names(composition)
    body = composition.styles[0]
    pieces = oxml_body.document(composition, ids)  # fills `ids`
    parts = [
        *(_part(rid.rstrip(digits), f"word/{rid}.xml", xml, rid) for xml, rid in ids.margins.items()),
        *(Part("image", f"word/media/{rid}.{ending(image)}", (image,), rid) for image, rid in ids.images.items()),
        _part("styles", "word/styles.xml", oxml_styles.styles(composition, ids)),
        _part("theme", "word/theme/theme1.xml", oxml_parts.theme()),
        _part("settings", "word/settings.xml", oxml_parts.settings(ids.paragraphs[body.name], body.edges)),
        _part("fontTable", "word/fontTable.xml", oxml_parts.font_table(composition)),
    ]
    core = oxml_parts.core_properties(composition.properties)
    return package(
        [
            Part("officeDocument", "word/document.xml", pieces, parts=parts),
            _part("metadata/core-properties", "docProps/core.xml", core),
            _part("extended-properties", "docProps/app.xml", oxml_parts.extended_properties()),
            _part("custom-properties", DOCX_PART, oxml_parts.custom_properties(composition.properties)),
        ]
    )


def _part(kind: str, name: str, xml: str, rid: str = "") -> Part:
    return Part(kind, name, (xml.encode(),), rid)


def text(data: bytes) -> str:
    """The character stream of a Word document's body (see `streams`): every `w:t` in the order of the file.

    The pages that PAGEREF fields tell are no text, as those of the margins are none.
    """
    texts: list[str] = []
    fields: list[str] = []  # the instructions of the fields that are open
    name_of = {f"{oxml.NAMESPACE} {name}": name for name in ("t", "instrText", "fldChar")}
    parser = expat.ParserCreate(namespace_separator=" ")

    def instruct(data: str) -> None:
        fields[-1] += data

    def start(name: str, attributes: dict[str, str]) -> None:
        match name_of.get(name):
            case "t" if not fields or not fields[-1].lstrip().startswith("PAGEREF"):
                parser.CharacterDataHandler = texts.append
            case "instrText":
                parser.CharacterDataHandler = instruct
            case "fldChar":
                kind = attributes[f"{oxml.NAMESPACE} fldCharType"]
                if kind == "begin":
                    fields.append("")
                elif kind == "end":
                    fields.pop()

    def end(name: str) -> None:
        if name in name_of:
            parser.CharacterDataHandler = None

    parser.StartElementHandler, parser.EndElementHandler = start, end
    with ZipFile(BytesIO(data)) as archive, archive.open("word/document.xml") as file:
        parser.ParseFile(file)
    return visible("".join(texts))
