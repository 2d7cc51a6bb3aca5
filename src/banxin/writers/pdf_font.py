"""A face and the characters set in it to a PDF font: a HarfBuzz subset, embedded as Type0 in two-byte codes.

A reader may rely on these: each character has a code of its own, so text extracts exactly even where characters share
a glyph (space and no-break space, a hanzi and its radical) or have none; the same face and characters give the same
bytes; nothing is registered with ReportLab, so documents of one process cannot get each other's fonts.

A code is the number of its glyph in the subset, and the encoding Identity-H. Only a character whose glyph's number is
taken gets a number beyond the last glyph; an embedded CMap then leads the surplus codes to their glyphs. That serves
TrueType and CFF alike, where a CIDToGIDMap would serve TrueType only.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections import Counter
from collections.abc import Iterable

import uharfbuzz

from banxin.errors import FontError
from banxin.fonts import BrokenFaceError, Face
from banxin.fonts.face import IGNORABLE
from banxin.writers.pdf_library import pdfdoc

_LAST_CODE = 0xFFFF
_NEEDED_TABLES = {"head", "hhea", "hmtx", "maxp", "glyf", "loca", "CFF ", "fvar", "gvar", "avar", "HVAR", "cvar"}
"""What a Type0 font has a use for, as it draws glyphs by number (ISO 32000-1, 9.9), and variations, to be pinned."""

WIDENING = 0.1
"""One step of widening, in em: half of it is less than what a reader takes for a space."""

_SYSTEM_INFO = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
_SYMBOLIC = 1 << 2
_ITALIC = 1 << 6
_STEM_V = 80
"""Width of vertical stems in 1/1000 em; only viewers that replace an embedded font look at it."""

_BLOCK = 100
"""Most entries in one block of a CMap (Adobe technical note 5014)."""


class PdfFont:
    """One face in one document, for a set of characters that is known from the start."""

    def __init__(self, face: Face, clusters: Iterable[str], name: str) -> None:
        """Subset the face.

        A cluster is a character, or one together with the invisible characters beside it (see `IGNORABLE`), which
        have no glyph and so no code of their own.

        Raises:
            BrokenFaceError: the face is gone or broken.
            FontError: it has more characters to set than there are two-byte codes.
        """
        if face.hb_face is None:
            raise BrokenFaceError(face)
        self._name = name
        self._widenings: set[int] = set()
        self._face = face
        self._units = 1000 / face.hb_face.upem
        wanted = {cluster: _drawn(face, cluster) for cluster in sorted(clusters)}
        try:
            plan = _plan(face, wanted.values())
            subset = plan.execute()
        except RuntimeError as error:  # what HarfBuzz says of outlines that it cannot read
            raise BrokenFaceError(face) from error
        renumbered = dict(plan.old_to_new_glyph_mapping.items())
        if any((face.glyph(char) or 0) not in renumbered for char in wanted.values()):
            raise BrokenFaceError(face)
        self._glyph_count = max(renumbered.values()) + 1
        self._outlines, self._is_cff = _outlines(subset)
        self._widths = _widths(uharfbuzz.Font(subset), self._glyph_count, self._units)
        self._text: dict[int, str] = {}
        self._surplus: dict[int, int] = {}
        for cluster, char in wanted.items():
            self._assign(cluster, renumbered[face.glyph(char) or 0])
        if len(self._surplus) + self._glyph_count > _LAST_CODE:
            raise FontError("一种字体里的不同字符太多", place=str(face.path), remedy="请把文件分成几份")
        self._codes = {ord(text): code for code, text in self._text.items() if len(text) == 1}
        self._cluster_codes = {text: chr(code) for code, text in self._text.items() if len(text) > 1}

    def _assign(self, cluster: str, glyph: int) -> None:
        code = glyph
        if glyph == 0 or glyph in self._text:
            code = self._glyph_count + len(self._surplus)
            self._surplus[code] = glyph
        self._text[code] = cluster

    def encode(self, text: str) -> str:
        """`text`, one cluster or characters that are each one, as the hexadecimal digits of a PDF string."""
        codes = self._cluster_codes.get(text) or text.translate(self._codes)
        return codes.encode("utf-16-be", "surrogatepass").hex()

    def resource(self, widening: int) -> str:
        """The name by which a page asks for the font, with every glyph said to be wider by so many steps, if any."""
        self._widenings.add(widening)
        return f"{self._name}w{widening}" if widening else self._name

    def add_to(self, document: pdfdoc.PDFDocument) -> None:
        """Put what was asked for by `resource` into a document, and its name among the document's resources."""
        base_font = pdfdoc.PDFName(f"{_tag(self._text)}+{_plain_name(self._face)}")
        descriptor = document.Reference(self._descriptor(document, base_font))
        encoding = document.Reference(self._encoding()) if self._surplus else "/Identity-H"
        to_unicode = document.Reference(pdfdoc.PDFStream(content=_to_unicode(self._text)))
        resources = document.idToObject[pdfdoc.BasicFonts]
        for widening in sorted(self._widenings):
            font = {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": base_font,
                "Encoding": encoding,
                "DescendantFonts": pdfdoc.PDFArray(
                    [document.Reference(self._descendant(descriptor, base_font, widening))]
                ),
                "ToUnicode": to_unicode,
            }
            resources[self.resource(widening)] = document.Reference(pdfdoc.PDFDictionary(font))

    def _descendant(self, descriptor: pdfdoc.PDFObjectReference, base_font: str, widening: int) -> pdfdoc.PDFDictionary:
        widths = [width + widening * WIDENING * 1000 for width in self._widths]
        # poppler takes no default but a whole number, and draws characters of any other over one another
        whole = Counter(int(width) for width in widths if width == int(width)).most_common(1)
        default_width = whole[0][0] if whole else 1000
        entries = {
            "Type": "/Font",
            "Subtype": "/CIDFontType0" if self._is_cff else "/CIDFontType2",
            "BaseFont": base_font,
            "CIDSystemInfo": _SYSTEM_INFO,
            "FontDescriptor": descriptor,
            "DW": default_width,
            "W": _exceptions(widths, default_width),
        }
        if not self._is_cff:
            entries["CIDToGIDMap"] = "/Identity"
        return pdfdoc.PDFDictionary(entries)

    def _descriptor(self, document: pdfdoc.PDFDocument, base_font: str) -> pdfdoc.PDFDictionary:
        hb_face, hb_font = self._face.hb_face, self._face.hb_font
        assert hb_face is not None
        assert hb_font is not None
        extents = hb_font.get_font_extents("ltr")
        head, os2 = hb_face.reference_table("head").data, hb_face.reference_table("OS/2").data
        x_min, y_min, x_max, y_max = struct.unpack_from(">4h", head, 36)
        has_cap_height = len(os2) >= 90 and struct.unpack_from(">H", os2)[0] >= 2  # noqa: PLR2004 - OS/2 version 2
        cap_height = struct.unpack_from(">h", os2, 88)[0] if has_cap_height else extents.ascender
        italic = len(os2) >= 64 and struct.unpack_from(">H", os2, 62)[0] & 1  # noqa: PLR2004 - up to fsSelection
        file = pdfdoc.PDFStream(content=self._outlines)
        if self._is_cff:
            file.dictionary["Subtype"] = "/CIDFontType0C"
        else:
            file.dictionary["Length1"] = len(self._outlines)
        return pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": base_font,
                "Flags": _SYMBOLIC | (_ITALIC if italic else 0),
                "FontBBox": pdfdoc.PDFArray([self._scaled(value) for value in (x_min, y_min, x_max, y_max)]),
                "ItalicAngle": -12 if italic else 0,
                "Ascent": self._scaled(extents.ascender),
                "Descent": self._scaled(extents.descender),
                "CapHeight": self._scaled(cap_height),
                "StemV": _STEM_V,
                "FontFile3" if self._is_cff else "FontFile2": document.Reference(file),
            }
        )

    def _scaled(self, units: int) -> int:
        scaled: int = round(units * self._units)
        return scaled

    def _encoding(self) -> pdfdoc.PDFStream:
        """The CMap from codes to glyphs: each to itself, surplus codes to theirs."""
        pairs = [f"<{code:04x}> {glyph}" for code, glyph in self._surplus.items()]
        identity = f"1 begincidrange\n<0000> <{self._glyph_count - 1:04x}> 0\nendcidrange\n"
        stream = pdfdoc.PDFStream(content=_cmap("banxin", 1, identity + _blocks("cidchar", pairs)))
        stream.dictionary["Type"] = "/CMap"
        stream.dictionary["CMapName"] = "/banxin"
        stream.dictionary["CIDSystemInfo"] = _SYSTEM_INFO
        return stream


def _drawn(face: Face, cluster: str) -> str:
    """The character whose glyph draws the cluster: a space if all of it is invisible or white without a glyph."""
    char = cluster if len(cluster) == 1 else IGNORABLE.sub("", cluster) or " "
    return " " if char.isspace() and face.glyph(char) == face.glyph(" ") else char


def _plan(face: Face, chars: Iterable[str]) -> uharfbuzz.SubsetPlan:
    """How to cut the face down to the glyphs of `chars` and the box for what has none.

    Asked for glyphs by number instead, HarfBuzz would first list all characters of the face, at ten times the cost.
    """
    assert face.hb_face is not None
    request = uharfbuzz.SubsetInput()
    request.unicode_set.update(map(ord, chars))
    unneeded = (tag for tag in face.hb_face.table_tags if tag not in _NEEDED_TABLES)
    request.drop_table_tag_set.update(int.from_bytes(tag.encode("latin-1"), "big") for tag in unneeded)
    request.flags = (
        uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
        | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        | uharfbuzz.SubsetFlags.NO_BIDI_CLOSURE
        | uharfbuzz.SubsetFlags.CFF_IDENTITY_CHARSET
    )
    if face.hb_face.has_var_data:
        request.pin_all_axes_to_default(face.hb_face)
    return uharfbuzz.SubsetPlan(face.hb_face, request)


def _outlines(subset: uharfbuzz.Face) -> tuple[bytes, bool]:
    """What is embedded, and whether it is CFF: the bare table of a CFF face, the whole file of a TrueType face."""
    if "CFF " in subset.table_tags:
        return subset.reference_table("CFF ").data, True
    return subset.blob.data, False


def _widths(font: uharfbuzz.Font, count: int, units: float) -> list[float]:
    """The width of each glyph in 1/1000 em, as near as three decimals."""
    return [round(font.get_glyph_h_advance(glyph) * units, 3) for glyph in range(count)]


def _exceptions(widths: list[float], default: int) -> str:
    """The `W` array: the glyphs that are not of the default width."""
    pairs = (f"{glyph}[{width:g}]" for glyph, width in enumerate(widths) if width != default)
    return f"[{' '.join(pairs)}]"


def _to_unicode(text: dict[int, str]) -> bytes:
    pairs = [f"<{code:04x}> <{char.encode('utf-16-be', 'surrogatepass').hex()}>" for code, char in text.items()]
    return _cmap("Adobe-Identity-UCS", 2, _blocks("bfchar", pairs))


def _blocks(kind: str, pairs: list[str]) -> str:
    blocks = (pairs[at : at + _BLOCK] for at in range(0, len(pairs), _BLOCK))
    return "".join(f"{len(block)} begin{kind}\n" + "\n".join(block) + f"\nend{kind}\n" for block in blocks)


def _cmap(name: str, kind: int, mappings: str) -> bytes:
    """A CMap for two-byte codes; `kind` is 1 to glyphs, 2 to Unicode."""
    ordering = "UCS" if kind == 2 else "Identity"  # noqa: PLR2004 - see above
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType {kind} def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{mappings}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _tag(text: dict[int, str]) -> str:
    """Six capital letters that tell this subset of a face from others (ISO 32000-1, 9.6.4)."""
    digest = hashlib.md5("".join(text.values()).encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _plain_name(face: Face) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "", face.postscript_name) or "Font"
