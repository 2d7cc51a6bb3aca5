"""Pages to the bytes of an OFD file (GB/T 33190—2016), or one for archives, OFD-A (GB/T 42133—2022).

A reader may rely on these: the writer decides nothing; each run stands where the PDF has it; all faces are embedded and
cut down, each with its table of characters, so that a reader that takes the system's faces instead finds the same text;
they are called as the style calls them; the same Pages give the same bytes, without clock or chance. Nothing is in the
file that an archive does not take: no scripts, signatures, permissions, nothing from outside.
"""

from __future__ import annotations

import hashlib
from itertools import count

from banxin.escape import attribute, xml
from banxin.fingerprint import BLANK, NAME, OFD_PART
from banxin.fonts import Face
from banxin.fonts.subset import subset
from banxin.pages import Bookmark, Pages
from banxin.writers.ofd_page import DECLARATION, MM, NAMESPACE, Content
from banxin.writers.zipped import Entry, packed, stored, zipped

_PROGRAM = "banxin"
_FOLDER = "Doc_0"
"""As most programs call it; some readers look for no other."""


def write(pages: Pages) -> bytes:
    """The OFD file of `pages`.

    Raises:
        FontError: a face's file is gone or broken.
    """
    ids = count(1)
    chars = _chars(pages)
    fonts = {face: next(ids) for face in chars}
    images: dict[bytes, int] = {}
    for image in (image for page in pages.pages for image in page.images):
        if image.data not in images:
            images[image.data] = next(ids)
    sheets = [(next(ids), f"Pages/Page_{at}/Content.xml") for at in range(len(pages.pages))]
    content = Content(fonts, images, lambda: next(ids))
    files = _Files()
    for page, (_, path) in zip(pages.pages, sheets, strict=True):
        files.add(path, content.page(page, pages.height))
    for face, number in fonts.items():
        files.add(f"Res/{_font_file(face, number)}", subset(face, frozenset(chars[face])))
    for data, number in images.items():
        files.add(f"Res/{_image_file(data, number)}", data, is_packed=True)
    resources = ["PublicRes.xml"]
    files.add(resources[0], _fonts(fonts, pages))
    if images or content.strokes:
        resources.append("DocumentRes.xml")
        files.add(resources[1], _resources(_strokes(content.strokes) + _images(images)))
    files.add("Document.xml", _document(pages, sheets, next(ids), resources))
    return zipped([stored(OFD_PART, _root(pages, files.digest())), *files.entries])


class _Files:
    """The files of the document, packed as they come, as there may be thousands of pages."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._digest = hashlib.sha256()

    def add(self, path: str, content: bytes, *, is_packed: bool = False) -> None:
        """`is_packed`: there is nothing to be gained by doing it again."""
        self._digest.update(content)
        self.entries.append((stored if is_packed else packed)(f"{_FOLDER}/{path}", content))

    def digest(self) -> str:
        """A number of 32 hexadecimal digits, as of no other document."""
        return self._digest.hexdigest()[:32]


def _chars(pages: Pages) -> dict[Face, set[str]]:
    """What is set in each face."""
    chars: dict[Face, set[str]] = {}
    for page in pages.pages:
        for line in (*page.lines, *page.furniture, *((page.number_line,) if page.number_line else ())):
            for run in line.runs:
                chars.setdefault(run.face, set()).update(run.text)
    return chars


def _root(pages: Pages, digest: str) -> bytes:
    """`OFD.xml`: what the document is, and where (7.4)."""
    about = pages.properties
    kind = "OFD-A" if about.archive else "OFD"
    known = {
        "DocID": digest,
        "Title": about.title,
        "Author": about.author,
        "CreationDate": about.date,
        "Creator": _PROGRAM,
    }
    said = "".join(f"<ofd:{name}>{xml(value)}</ofd:{name}>" for name, value in known.items() if value)
    custom = (*about.metadata, (NAME, BLANK))
    data = "".join(f"<ofd:CustomData Name={attribute(name)}>{xml(value)}</ofd:CustomData>" for name, value in custom)
    return (
        f'{DECLARATION}<ofd:OFD xmlns:ofd="{NAMESPACE}" Version="1.0" DocType="{kind}"><ofd:DocBody>'
        f"<ofd:DocInfo>{said}<ofd:CustomDatas>{data}</ofd:CustomDatas></ofd:DocInfo>"
        f"<ofd:DocRoot>{_FOLDER}/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    ).encode()


def _document(pages: Pages, sheets: list[tuple[int, str]], last: int, resources: list[str]) -> bytes:
    """`Document.xml`: the sheet, the resources, the pages and the outline (7.5)."""
    area = f"<ofd:PhysicalBox>0 0 {_mm(pages.width)} {_mm(pages.height)}</ofd:PhysicalBox>"
    if pages.type_area[2] > 0:
        area += f"<ofd:ContentBox>{' '.join(map(_mm, pages.type_area))}</ofd:ContentBox>"
    named = "".join(f"<ofd:{path.removesuffix('.xml')}>{path}</ofd:{path.removesuffix('.xml')}>" for path in resources)
    listed = "".join(f'<ofd:Page ID="{number}" BaseLoc="{path}"/>' for number, path in sheets)
    return (
        f'{DECLARATION}<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData><ofd:MaxUnitID>{last}</ofd:MaxUnitID>'
        f"<ofd:PageArea>{area}</ofd:PageArea>{named}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
        f"{_outline(pages, [number for number, _ in sheets])}</ofd:Document>"
    ).encode()


def _outline(pages: Pages, numbers: list[int]) -> str:
    """The outline; its depths have no gaps, levels may have."""
    out: list[str] = []
    above: list[int] = []
    for mark in pages.bookmarks:
        while above and above[-1] >= mark.level:
            above.pop()
            out.append("</ofd:OutlineElem>")
        above.append(mark.level)
        out.append(
            f"<ofd:OutlineElem Title={attribute(mark.title)}><ofd:Actions>"
            f'<ofd:Action Event="CLICK"><ofd:Goto>{_destination(mark, pages, numbers)}</ofd:Goto></ofd:Action>'
            "</ofd:Actions>"
        )
    out += ["</ofd:OutlineElem>"] * len(above)
    return f"<ofd:Outlines>{''.join(out)}</ofd:Outlines>" if out else ""


def _destination(mark: Bookmark, pages: Pages, numbers: list[int]) -> str:
    left, top = (mark.y, 0.0) if pages.pages[mark.page].turned else (0.0, mark.y)
    return f'<ofd:Dest Type="XYZ" PageID="{numbers[mark.page]}" Left="{_mm(left)}" Top="{_mm(top)}"/>'


def _fonts(fonts: dict[Face, int], pages: Pages) -> bytes:
    """`PublicRes.xml`: the fonts (7.9, 11.1)."""
    return _resources(f"<ofd:Fonts>{''.join(_font(face, number, pages) for face, number in fonts.items())}</ofd:Fonts>")


def _font(face: Face, number: int, pages: Pages) -> str:
    family = pages.families.get(face)
    name = attribute(family.name if family else face.family)
    bold = ' Bold="true"' if family and family.is_bold else ""
    return (
        f'<ofd:Font ID="{number}" FontName={name} FamilyName={name}{bold}>'
        f"<ofd:FontFile>{_font_file(face, number)}</ofd:FontFile></ofd:Font>"
    )


def _strokes(strokes: dict[str, int]) -> str:
    listed = "".join(f'<ofd:DrawParam ID="{number}" LineWidth="{width}"/>' for width, number in strokes.items())
    return f"<ofd:DrawParams>{listed}</ofd:DrawParams>" if listed else ""


def _images(images: dict[bytes, int]) -> str:
    listed = "".join(
        f'<ofd:MultiMedia ID="{number}" Type="Image" Format="{_image_format(data)}">'
        f"<ofd:MediaFile>{_image_file(data, number)}</ofd:MediaFile></ofd:MultiMedia>"
        for data, number in images.items()
    )
    return f"<ofd:MultiMedias>{listed}</ofd:MultiMedias>" if listed else ""


def _resources(content: str) -> bytes:
    return f'{DECLARATION}<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res">{content}</ofd:Res>'.encode()


def _font_file(face: Face, number: int) -> str:
    is_cff = face.hb_face is not None and "CFF " in face.hb_face.table_tags
    return f"font_{number}.{'otf' if is_cff else 'ttf'}"


def _image_format(data: bytes) -> str:
    return "PNG" if data.startswith(b"\x89PNG") else "JPEG"


def _image_file(data: bytes, number: int) -> str:
    return f"image_{number}.{'png' if _image_format(data) == 'PNG' else 'jpg'}"


def _mm(points: float) -> str:
    return f"{points * MM:.4f}".rstrip("0").rstrip(".")
