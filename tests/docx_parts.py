"""Word documents built from raw XML, a construct at a time."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def text(content, properties=""):
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{content}</w:t></w:r>'


def paragraph(content="", properties=""):
    """`content`: XML of runs, or plain text."""
    runs = content if content.startswith("<") or not content else text(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def numbered(content, *, list_id=1, level=0):
    return paragraph(content, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(at, form, shown, extra="", start=1):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{shown}"/></w:lvl>'
    )


def numbering(*levels, lists='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'):
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{lists}'


def package(parts, main="word/document.xml", main_type=MAIN):
    """A zip file of `parts`, by name; those below `word/` are related to the main part by their names' first word."""
    kinds = {
        "styles.xml": "styles",
        "numbering.xml": "numbering",
        "footnotes.xml": "footnotes",
        "endnotes.xml": "endnotes",
        "comments.xml": "comments",
        "theme/theme1.xml": "theme",
        "vbaProject.bin": "vbaProject",
    }
    related = ""
    for number, name in enumerate(name for name in parts if name.startswith("word/") and name != main):
        short = name.removeprefix("word/")
        kind = kinds.get(short) or ("image" if short.startswith("media/") else short.rstrip("0123456789.xml"))
        rel_id = short.rpartition("/")[2].partition(".")[0]
        related += f'<Relationship Id="{rel_id or number}" Type="{OFFICE}/{kind}" Target="{short}"/>'
    related += parts.get("related", "")
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            _entry("[Content_Types].xml"),
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{main}" ContentType="{main_type}"/></Types>',
        )
        archive.writestr(
            _entry("_rels/.rels"),
            f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
            f'Target="{main}"/></Relationships>',
        )
        archive.writestr(
            _entry("word/_rels/document.xml.rels"), f'<Relationships xmlns="{_RELATIONSHIPS}">{related}</Relationships>'
        )
        for name, content in parts.items():
            if name != "related":
                archive.writestr(_entry(name), content)
    return out.getvalue()


def _entry(name):
    """Of no time, so that a package is the same whenever it is made."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def docx(body, **parts):
    """A document with this body; `parts`: the content of further parts of `word/`, `styles`, `numbering`, `media` …"""
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
    found = {"word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"}
    for name, content in parts.items():
        if name in ("media", "others"):
            found |= content
        elif name == "related":
            found["related"] = content
        elif name == "theme":
            found["word/theme/theme1.xml"] = content
        else:
            tag = roots.get(name) or {"header": "hdr", "footer": "ftr"}.get(name.rstrip("0123456789"), name)
            found[f"word/{name}.xml"] = f"<w:{tag} {NAMESPACES}>{content}</w:{tag}>"
    return package(found)
