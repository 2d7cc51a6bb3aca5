"""One face of a font file: opened when first needed, mapped instead of read, asked for glyphs and their widths.

`face_at` gives one object for one face, in whatever thread, so faces compare and hash by identity, at no cost, and a
face that was pickled becomes the receiving process's own.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from pathlib import Path
from sys import intern

import uharfbuzz

from banxin.errors import FontError
from banxin.regex import regex

IGNORABLE_RANGES = (
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
"""Characters that no renderer shows: joiners, direction marks, variation selectors (Unicode,
Default_Ignorable_Code_Point, without U+00AD and the Hangul filler U+3164, which fonts do show)."""

IGNORABLE = regex(f"[{IGNORABLE_RANGES}]")
"""One character that no renderer shows."""

_NAME_FAMILY = 1
_NAME_POSTSCRIPT = 6


class Advances(dict[str, "float | None"]):
    """The width of each character's glyph in em, found when first asked for; `None`: no glyph."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> float | None:
        if IGNORABLE.match(char):
            width: float | None = 0.0
        else:
            glyph = self._face.glyph(char)
            width = None if glyph is None else self._face.glyph_advance(glyph)
        self[intern(char)] = width  # one object a character, in however many such mappings
        return width


DAMAGED = "文件缺失或损坏"
_PROBES = "一的国Aa0"
"""Characters whose glyphs show whether a face's tables belong together."""
_MANY = 100
"""As many are tried of a face that has none of these; one without any glyph for its characters is broken."""
_LENGTHS = {"cmap": 4, "head": 54, "hhea": 36, "hmtx": 4, "maxp": 6}
"""The tables that a face needs besides its outlines, and the least that they hold."""
_UPEM = range(16, 16385)
"""What OpenType allows."""
_FS_TYPE = 8
"""Its place in the table `OS/2`. Of its bits (OpenType 1.9), 1 forbids embedding, unless 2 or 3 allow it for documents;
8 forbids subsets, 9 outlines."""


class BrokenFaceError(FontError):
    """A face of the machine turns out to be broken when its outlines are wanted."""

    def __init__(self, face: Face) -> None:
        super().__init__("字体文件损坏", place=str(face.path), remedy="请重新安装这一字体，或删除它")
        self.face = face


class Face:
    """One face of a font file. Get it by `face_at`; there is one object a face."""

    def __init__(self, path: Path, index: int, *, bundled: bool) -> None:
        self.path = path
        self.index = index
        """Place in a collection; 0 in a file of one face."""
        self.bundled = bundled
        """It belongs to banxin; broken, it is an error and not just absent."""
        self.advances = Advances(self)

    def __repr__(self) -> str:
        return f"Face({self.path.name}, {self.index})"

    def __reduce__(self) -> tuple[object, ...]:
        return _face, (self.path, self.index, self.bundled)

    def advance(self, char: str) -> float | None:
        """The width of the character's glyph in em; `None`: the face has no glyph for it.

        Characters that no renderer shows (see `IGNORABLE`) are 0 wide in every face.

        Raises:
            FontError: a bundled face is missing or broken.
        """
        return self.advances[char]

    @cached_property
    def family(self) -> str:
        """The family's name as the file states it in English; the file's name where it states none."""
        return (self.hb_face and self.hb_face.get_name(_NAME_FAMILY, "en")) or self.path.stem

    @cached_property
    def postscript_name(self) -> str:
        """The PostScript name; the file's name where the file states none."""
        return (self.hb_face and self.hb_face.get_name(_NAME_POSTSCRIPT, "en")) or self.path.stem

    @cached_property
    def hb_face(self) -> uharfbuzz.Face | None:
        """HarfBuzz's view of the face; `None`: the machine's file is gone or broken, as if it had no glyphs.

        Raises:
            FontError: a bundled face is missing or broken.
        """
        try:
            opened = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(self.path)), self.index)
        except uharfbuzz.HarfBuzzError:
            opened = None
        if opened is not None and opened.glyph_count:
            return opened
        if self.bundled:
            raise FontError("随附字体缺失或损坏", place=str(self.path), remedy="请重新安装 banxin")
        return None

    @cached_property
    def fault(self) -> str:
        """Why a face of the machine cannot be used, in Chinese; empty: it can, as far as one can tell beforehand."""
        if self.bundled:
            return ""
        return DAMAGED if self.hb_face is None or _is_damaged(self.hb_face) else _refusal(self.hb_face)

    def give_up(self) -> None:
        """From now on the face is not to be used: its outlines turned out to be broken."""
        self.fault = DAMAGED

    @cached_property
    def hb_font(self) -> uharfbuzz.Font | None:
        """The face at its own units and, if it varies, at its default instance; `None` as with `hb_face`."""
        return None if self.hb_face is None else uharfbuzz.Font(self.hb_face)

    def glyph(self, char: str) -> int | None:
        """The number of the character's glyph; `None`: the face has none. White space of every kind is a space."""
        if self.hb_font is None:
            return None
        found: int | None = self.hb_font.get_nominal_glyph(ord(char))
        if not found and char != " " and char.isspace():
            return self.glyph(" ")
        if not found or self.hb_face is None or found >= self.hb_face.glyph_count:
            return None  # a cmap may map to .notdef, which is no glyph, or beyond the last one
        return found

    def glyph_advance(self, glyph: int) -> float:
        """The width of a glyph in em.

        Raises:
            ValueError: the face is gone or broken and has no glyphs.
        """
        if self.hb_face is None or self.hb_font is None:
            raise ValueError(f"{self!r} has no glyphs")
        width: int = self.hb_font.get_glyph_h_advance(glyph)
        return width / int(self.hb_face.upem)


def _is_damaged(face: uharfbuzz.Face) -> bool:
    """Whether tables are missing or do not belong together."""
    tables = {tag: face.reference_table(tag).data for tag in _LENGTHS}
    if any(len(tables[tag]) < least for tag, least in _LENGTHS.items()):
        return True
    (upem,), (widths,) = struct.unpack_from(">H", tables["head"], 18), struct.unpack_from(">H", tables["hhea"], 34)
    last = _last_glyph(face, map(ord, _PROBES)) or _last_glyph(face, islice(face.unicodes, _MANY))
    return upem not in _UPEM or not 0 < 4 * widths <= len(tables["hmtx"]) or not 0 < last < face.glyph_count


def _last_glyph(face: uharfbuzz.Face, codes: Iterable[int]) -> int:
    """The greatest number of the glyphs of some characters; 0: there are none."""
    font = uharfbuzz.Font(face)
    return max((font.get_nominal_glyph(code) or 0 for code in codes), default=0)


def _refusal(face: uharfbuzz.Face) -> str:
    """What the face's makers do not allow that a PDF asks for; empty: nothing."""
    table = face.reference_table("OS/2").data
    rights = struct.unpack_from(">H", table, _FS_TYPE)[0] if len(table) >= _FS_TYPE + 2 else 0
    if rights & 0b1110 == 0b0010:  # noqa: PLR2004 - see above
        return "不许嵌入 PDF"
    if rights & 1 << 9:
        return "只许嵌入点阵"
    return "不许只嵌入用到的字" if rights & 1 << 8 else ""


def face_at(path: Path, index: int = 0, *, bundled: bool = False) -> Face:
    """The face at `index` of the file `path`. Nothing is opened yet."""
    return _face(path, index, bundled)


_FACES: dict[tuple[str, int, bool], Face] = {}


def _face(path: Path, index: int, bundled: bool) -> Face:  # noqa: FBT001 - positional, as it is pickled
    key = str(path), index, bundled
    found = _FACES.get(key)
    # `functools.cache` would make two where two threads ask at once, and a PDF would embed the font twice
    return _FACES.setdefault(key, Face(path, index, bundled=bundled)) if found is None else found
