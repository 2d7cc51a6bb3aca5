"""A face and the characters set in it to a PDF font: a HarfBuzz subset, embedded as Type0 in two-byte codes.

A reader may rely on these: each character has a code of its own, so text extracts exactly even where characters share
a glyph (space and no-break space, a hanzi and its radical) or have none; widths are those of the font program, as
archives ask (ISO 19005-2, 6.2.11.5); the same face and characters give the same bytes; nothing is registered with
ReportLab, so documents of one process cannot get each other's fonts.

A code is the number of its glyph in the subset, and the encoding Identity-H. Only a character whose glyph's number is
taken gets a number beyond the last glyph; an embedded CMap then leads the surplus codes to their glyphs. That serves
TrueType and CFF alike, where a CIDToGIDMap would serve TrueType only.

What is drawn wider than it is, see `WidenedFont`, has a small font program of its own, in which it is as wide.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections import Counter
from collections.abc import Iterable, Mapping

import uharfbuzz

from banxin.errors import FontError
from banxin.fonts import BrokenFaceError, Face
from banxin.fonts.face import IGNORABLE
from banxin.fonts.sfnt import table, with_table
from banxin.writers.pdf_file import Document
from banxin.writers.pdf_library import pdfdoc

_LAST_CODE = 0xFFFF
_NEEDED_TABLES = {"head", "hhea", "hmtx", "maxp", "glyf", "loca", "CFF ", "fvar", "gvar", "avar", "HVAR", "cvar"}
"""What a Type0 font has a use for, as it draws glyphs by number (ISO 32000-1, 9.9), and variations, to be pinned."""

WIDENING = 0.1
"""One step of widening, in em: half of it is less than what a reader takes for a space."""

_BOXES = "□口"
"""What is drawn for a character that the face has no glyph for, the first that it has: archives take no `.notdef`
(ISO 19005-2, 6.2.11.8)."""
_NO_TEXT = "\ufeff"
"""What no code may stand for (6.2.11.7.2)."""
_ZERO_WIDTH = "\u200b"

_ROS = b"\x0c\x1e"
_ROS_WITHIN = 24
"""Bytes of an INDEX of one dictionary up to its first operator, be it preceded by three operands of five bytes."""

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
        have no glyph and so no code of their own. `name`: by which pages ask for the font.

        Raises:
            BrokenFaceError: the face is gone or broken.
            FontError: it has more characters to set than there are two-byte codes.
        """
        self.name = name
        self._face = face
        self._glyphs, self._cut = _cut_down(face, {cluster: _drawn(face, cluster) for cluster in sorted(clusters)})
        self._widened: dict[int, WidenedFont] = {}
        self._text: dict[int, str] = {}
        self._surplus: dict[int, int] = {}
        for cluster, glyph in self._glyphs.items():
            self._assign(cluster, glyph)
        if len(self._surplus) + len(self._cut.widths) > _LAST_CODE:
            raise FontError("一种字体里的不同字符太多", place=str(face.path), remedy="请把文件分成几份")
        self._codes = {ord(text): code for code, text in self._text.items() if len(text) == 1}
        self._cluster_codes = {text: chr(code) for code, text in self._text.items() if len(text) > 1}

    @property
    def can_widen(self) -> bool:
        """Whether `widened` can be asked for: the widths of CFF glyphs are woven into their outlines."""
        return not self._cut.is_cff

    @property
    def is_archivable(self) -> bool:
        """There is a glyph for everything that is drawn, and no validator that doubts where: of CFF programs without
        numbers for their glyphs (CIDs) it is doubted, though ISO 32000-1, 9.7.4.2 says it.
        """
        return all(self._glyphs.values()) and (not self._cut.is_cff or _has_cids(self._cut.program))

    def _assign(self, cluster: str, glyph: int) -> None:
        code = glyph
        if glyph == 0 or glyph in self._text:
            code = len(self._cut.widths) + len(self._surplus)
            self._surplus[code] = glyph
        self._text[code] = cluster

    def encode(self, text: str) -> str:
        """`text`, one cluster or characters that are each one, as the hexadecimal digits of a PDF string."""
        codes = self._cluster_codes.get(text) or text.translate(self._codes)
        return codes.encode("utf-16-be", "surrogatepass").hex()

    def widened(self, steps: int) -> WidenedFont:
        """The same face for characters that are wider by so many steps."""
        if steps not in self._widened:
            self._widened[steps] = WidenedFont(self._face, self._glyphs, self._cut, f"{self.name}w{steps}", steps)
        return self._widened[steps]

    def add_to(self, document: Document) -> None:
        """Puts the font and the widened ones that were asked for into a document and among its resources."""
        encoding = self._encoding(document) if self._surplus else "/Identity-H"
        # poppler takes no default but a whole number, and draws characters of any other over one another
        widths = self._cut.widths
        whole = Counter(int(width) for width in widths if width == int(width)).most_common(1)
        usual = whole[0][0] if whole else 1000
        entries = f"/DW {usual}/W{_exceptions(widths, usual)}"
        if not self._cut.is_cff:
            entries += "/CIDToGIDMap/Identity"
        _Program(document, self._face, self._cut).add_font(self.name, self._text, encoding, entries)
        for _, font in sorted(self._widened.items()):
            font.add_to(document)

    def _encoding(self, document: Document) -> str:
        """The CMap from codes to glyphs: each to itself, surplus codes to theirs."""
        pairs = [f"<{code:04x}> {glyph}" for code, glyph in self._surplus.items()]
        last = len(self._cut.widths) - 1
        identity = f"1 begincidrange\n<0000> <{last:04x}> 0\nendcidrange\n"
        content = _cmap("banxin", 1, identity + _blocks("cidchar", pairs))
        return document.add_stream(f"/Type/CMap/CMapName/banxin/CIDSystemInfo{_SYSTEM_INFO}", content)


class WidenedFont:
    """A face in which every glyph is wider than it is, by steps of `WIDENING`; for what turns out to be needed.

    Its codes are counted as they are asked for; a CIDToGIDMap leads to the glyphs.
    """

    def __init__(self, face: Face, glyphs: Mapping[str, int], cut: _Cut, name: str, steps: int) -> None:
        self.name = name
        self._face = face
        self._glyphs = glyphs
        self._cut = cut
        self._steps = steps
        self._codes: dict[str, int] = {}

    def encode(self, text: str) -> str:
        """`text`, one cluster, as the hexadecimal digits of a PDF string."""
        return f"{self._codes.setdefault(text, len(self._codes) + 1):04x}"

    def add_to(self, document: Document) -> None:
        """As `PdfFont.add_to`.

        Raises:
            BrokenFaceError: the face is broken where its widths are.
        """
        wanted = [self._glyphs[text] for text in self._codes]
        try:
            renumbered, cut = self._cut.part(wanted, self._steps)
        except (RuntimeError, KeyError, struct.error) as error:  # HarfBuzz; a table is not there; widths are not
            raise BrokenFaceError(self._face) from error
        glyphs = [renumbered[glyph] for glyph in wanted]
        widths = " ".join(f"{cut.widths[glyph]:g}" for glyph in glyphs)
        to_glyphs = document.add_stream("", struct.pack(f">{len(glyphs) + 1}H", 0, *glyphs))
        texts = {code: text for text, code in self._codes.items()}
        entries = f"/W[1[{widths}]]/CIDToGIDMap {to_glyphs}"
        _Program(document, self._face, cut).add_font(self.name, texts, "/Identity-H", entries)


class _Cut:
    """A face cut down to some glyphs, as it is embedded."""

    def __init__(self, face: uharfbuzz.Face, more: int = 0) -> None:
        """`more`: units by which all glyphs become wider; not where they are CFF."""
        self._face = face
        font = uharfbuzz.Font(face)
        advances = map(font.get_glyph_h_advance, range(face.glyph_count))
        self.widths = [round((advance + more) * 1000 / face.upem, 3) for advance in advances]
        """Of each glyph in 1/1000 em, as near as three decimals."""
        self.is_cff = "CFF " in face.table_tags
        """The program is the bare table of a CFF face, else the whole file of a TrueType face."""
        self.program: bytes = face.reference_table("CFF ").data if self.is_cff else face.blob.data
        if more:
            self.program = _widened(self.program, more)

    def part(self, glyphs: Iterable[int], steps: int) -> tuple[dict[int, int], _Cut]:
        """Where these glyphs are in a part of it that has them alone, wider by so many steps of `WIDENING`."""
        request = _request(self._face)
        request.glyph_set.update(glyphs)
        plan = uharfbuzz.SubsetPlan(self._face, request)
        cut = _Cut(plan.execute(), round(steps * WIDENING * self._face.upem))
        return dict(plan.old_to_new_glyph_mapping.items()), cut


def _has_cids(cff: bytes) -> bool:
    """The first operator of the Top DICT is ROS (Adobe technical note 5176, sections 5, 8 and 9)."""
    at = cff[2]
    for _ in ("Name INDEX", "Top DICT INDEX"):
        start = at
        count, size = int.from_bytes(cff[at : at + 2], "big"), cff[at + 2]
        data = at + 2 + (count + 1) * size
        at = data + int.from_bytes(cff[data - size + 1 : data + 1], "big")
    return _ROS in cff[start:at][:_ROS_WITHIN]


def _cut_down(face: Face, drawn: Mapping[str, str]) -> tuple[dict[str, int], _Cut]:
    """The face cut down to the glyphs of the characters that clusters are drawn by, and the glyph of each cluster;
    0: the face has none.

    Asked for glyphs by number instead, HarfBuzz would first list all characters of the face, at ten times the cost.

    Raises:
        BrokenFaceError: the face is gone or broken.
    """
    if face.hb_face is None:
        raise BrokenFaceError(face)
    request = _request(face.hb_face)
    request.unicode_set.update(map(ord, drawn.values()))
    if face.hb_face.has_var_data:
        request.pin_all_axes_to_default(face.hb_face)
    try:
        plan = uharfbuzz.SubsetPlan(face.hb_face, request)
        cut = _Cut(plan.execute())
    except RuntimeError as error:  # what HarfBuzz says of outlines that it cannot read
        raise BrokenFaceError(face) from error
    renumbered = dict(plan.old_to_new_glyph_mapping.items())
    glyphs = {cluster: renumbered.get(face.glyph(char) or 0) for cluster, char in drawn.items()}
    known = {cluster: glyph for cluster, glyph in glyphs.items() if glyph is not None}
    if len(known) < len(glyphs):
        raise BrokenFaceError(face)
    return known, cut


def _request(face: uharfbuzz.Face) -> uharfbuzz.SubsetInput:
    """What to keep of a face besides glyphs."""
    request = uharfbuzz.SubsetInput()
    unneeded = (tag for tag in face.table_tags if tag not in _NEEDED_TABLES)
    request.drop_table_tag_set.update(int.from_bytes(tag.encode("latin-1"), "big") for tag in unneeded)
    request.flags = (
        uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
        | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        | uharfbuzz.SubsetFlags.NO_BIDI_CLOSURE
        | uharfbuzz.SubsetFlags.CFF_IDENTITY_CHARSET
    )
    return request


def _widened(program: bytes, more: int) -> bytes:
    """A TrueType file whose glyphs are all wider by so many units."""
    (long,) = struct.unpack_from(">H", table(program, "hhea"), 34)
    metrics = bytearray(table(program, "hmtx"))
    for at in range(long):  # those beyond have the width of the last
        (width,) = struct.unpack_from(">H", metrics, 4 * at)
        struct.pack_into(">H", metrics, 4 * at, width + more)
    return with_table(program, "hmtx", bytes(metrics))


class _Program:
    """A face as it is embedded in a document."""

    def __init__(self, document: Document, face: Face, cut: _Cut) -> None:
        self._document = document
        self._face = face
        self._cut = cut
        self._name = pdfdoc.PDFName(f"{_tag(cut.program)}+{_plain_name(face)}")

    def add_font(self, name: str, texts: Mapping[int, str], encoding: str, entries: str) -> None:
        """Puts a font into the document and among its resources; `texts`: what each code stands for; `entries`: those
        of widths and glyphs.
        """
        document = self._document
        kind = "CIDFontType0" if self._cut.is_cff else "CIDFontType2"
        descendant = document.add(
            f"<</Type/Font/Subtype/{kind}/BaseFont{self._name}/CIDSystemInfo{_SYSTEM_INFO}"
            f"/FontDescriptor {document.add(self._descriptor())}{entries}>>"
        )
        to_unicode = document.add_stream("", _to_unicode(texts))
        document.idToObject[pdfdoc.BasicFonts][name] = document.add(
            f"<</Type/Font/Subtype/Type0/BaseFont{self._name}/Encoding {encoding}"
            f"/DescendantFonts[{descendant}]/ToUnicode {to_unicode}>>"
        )

    def _descriptor(self) -> str:
        hb_face, hb_font = self._face.hb_face, self._face.hb_font
        assert hb_face is not None
        assert hb_font is not None
        extents = hb_font.get_font_extents("ltr")
        head, os2 = hb_face.reference_table("head").data, hb_face.reference_table("OS/2").data
        has_cap_height = len(os2) >= 90 and struct.unpack_from(">H", os2)[0] >= 2  # noqa: PLR2004 - OS/2 version 2
        cap_height = struct.unpack_from(">h", os2, 88)[0] if has_cap_height else extents.ascender
        italic = len(os2) >= 64 and struct.unpack_from(">H", os2, 62)[0] & 1  # noqa: PLR2004 - up to fsSelection
        units = 1000 / hb_face.upem
        box = " ".join(str(round(edge * units)) for edge in struct.unpack_from(">4h", head, 36))
        return (
            f"<</Type/FontDescriptor/FontName{self._name}/Flags {_SYMBOLIC | (_ITALIC if italic else 0)}"
            f"/FontBBox[{box}]/ItalicAngle {-12 if italic else 0}/Ascent {round(extents.ascender * units)}"
            f"/Descent {round(extents.descender * units)}/CapHeight {round(cap_height * units)}/StemV {_STEM_V}"
            f"/{self._file()}>>"
        )

    def _file(self) -> str:
        program = self._cut.program
        if self._cut.is_cff:
            return f"FontFile3 {self._document.add_stream('/Subtype/CIDFontType0C', program)}"
        return f"FontFile2 {self._document.add_stream(f'/Length1 {len(program)}', program)}"


def _drawn(face: Face, cluster: str) -> str:
    """The character whose glyph draws the cluster: a space if all of it is invisible or white without a glyph."""
    char = cluster if len(cluster) == 1 and not IGNORABLE.match(cluster) else IGNORABLE.sub("", cluster) or " "
    if char.isspace() and face.glyph(char) == face.glyph(" "):
        return " "
    return char if face.glyph(char) else next(filter(face.glyph, _BOXES), char)


def _exceptions(widths: list[float], default: int) -> str:
    """The `W` array: the glyphs that are not of the default width."""
    pairs = (f"{glyph}[{width:g}]" for glyph, width in enumerate(widths) if width != default)
    return f"[{' '.join(pairs)}]"


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    plain = ((code, text.replace(_NO_TEXT, "") or _ZERO_WIDTH) for code, text in texts.items())
    pairs = [f"<{code:04x}> <{text.encode('utf-16-be', 'surrogatepass').hex()}>" for code, text in plain]
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


def _tag(program: bytes) -> str:
    """Six capital letters that tell this subset of a face from others (ISO 32000-1, 9.6.4)."""
    digest = hashlib.md5(program, usedforsecurity=False).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _plain_name(face: Face) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "", face.postscript_name) or "Font"
