"""The bytes of a Word document in, its parts out: XML as trees, all else as bytes, nothing that lies outside.

A reader may rely on this: no entity is expanded, nothing is fetched, no macro is run, and no more is unpacked than the
limits allow. Files of the strict variant (ISO/IEC 29500-1) come out in the namespaces of the transitional one.
"""

from __future__ import annotations

import posixpath
import zlib
from io import BytesIO
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote
from zipfile import BadZipFile, LargeZipFile, ZipFile

from lxml import etree

from banxin.errors import SourceError
from banxin.regex import regex

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
_STRICT = regex(rb"http://purl\.oclc\.org/ooxml/([a-zA-Z]+)(?=[/\"'])")
_YEARS = {b"officeDocument": b"2006", b"drawingml": b"2006", b"wordprocessingml": b"2006"}
_TAG = regex(rb"<[^<>]+>")
_OFFICE = "/officeDocument"
_MOST_PARTS = 20_000
_MOST_TAGS = 2_000_000
"""Of one part, opening and closing: a tree takes a hundred bytes for each, however short it is written."""
LARGEST_PICTURE = 64 * 1024 * 1024
"""Bytes of one picture; a larger one is told and not shown."""
MOST_PICTURES = 256 * 1024 * 1024
"""Bytes of all pictures of a document."""
_AGAIN = "请在 Word 或 WPS 中打开，看文字完整与否，再另存为“Word 文档（*.docx）”"
_ZIP_ERRORS = (BadZipFile, LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error)
"""What `zipfile` and `zlib` raise over files that are broken, encrypted or packed in an unknown way."""

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no other name for it


def written(element: Element) -> bytes:
    """The XML of an element: two that say the same have the same."""
    data: bytes = etree.tostring(element, with_tail=False)
    return data


class Relation(NamedTuple):
    """What a part refers to."""

    kind: str
    """The last piece of its type: `image`, `footnotes`, `header` …"""
    target: str
    """The name of a part; of something outside its address, which nobody opens."""
    is_outside: bool = False


class Package:
    """The parts of one file."""

    def __init__(self, data: bytes, *, name: str, most: int) -> None:
        """`name` stands in errors, `most` is how many bytes of XML may be unpacked.

        Raises:
            SourceError: it is no such file, or is broken.
        """
        self._name = name
        self._left = most
        self._most = most
        self._pictures_left = MOST_PICTURES
        try:
            self._zip = ZipFile(BytesIO(data))
            entries = self._zip.infolist()
        except _ZIP_ERRORS:
            raise self._broken("文件不完整，解不开") from None
        if len(entries) > _MOST_PARTS:
            raise self._broken(f"文件里有 {len(entries)} 个部件，不是正常的 Word 文件")
        self._names = {entry.filename.lstrip("/").replace("\\", "/").lower(): entry for entry in entries}
        roots = [one.target for one in self.relations("").values() if one.kind == _OFFICE[1:] and not one.is_outside]
        self.main = next((root for root in roots if self.has(root)), "word/document.xml")
        """The name of the part with the text."""
        if not self.has(self.main):
            raise self._broken("文件里没有正文")

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._names

    @property
    def has_macros(self) -> bool:
        """Programs came with the text."""
        return any(name.endswith("vbaproject.bin") for name in self._names)

    @property
    def is_template(self) -> bool:
        """It is meant to make other documents from."""
        return b"wordprocessingml.template" in self._unpacked("[Content_Types].xml", 1 << 20)

    def relations(self, part: str) -> dict[str, Relation]:
        """What `part` refers to, by the ids that it uses; "": the package itself.

        Raises:
            SourceError: that is broken.
        """
        folder, _, name = part.rpartition("/")
        listed = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for one in () if listed is None else listed:
            target = str(one.get("Target") or "")
            outside = one.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target)))[1:]
            found[str(one.get("Id"))] = Relation(str(one.get("Type") or "").rpartition("/")[2], target, outside)
        return found

    def xml(self, part: str) -> Element | None:
        """The root of a part; None: there is none of that name.

        Raises:
            SourceError: it is no XML that may be read, or too large.
        """
        if not self.has(part):
            return None
        data = self._unpacked(part, self._left)
        self._left -= len(data)
        if data.count(b"<") > _MOST_TAGS:
            raise self._broken(f"其中的 {part} 标记太多，不是正常的 Word 文件")
        if b"http://purl.oclc.org/ooxml/" in data:
            data = _TAG.sub(_transitional, data)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            deep = "depth" in str(error)
            raise self._broken(f"其中的 {part} {'层次太深' if deep else '已损坏'}") from None
        if root.getroottree().docinfo.doctype:
            raise self._broken(f"其中的 {part} 带有 DTD，正常的 Word 文件没有")
        return root

    def picture(self, part: str) -> bytes:
        """A picture's bytes; empty if it is not there, broken or too large, or there are too many."""
        try:
            data = self._unpacked(part, min(LARGEST_PICTURE, self._pictures_left))
        except SourceError:
            return b""
        self._pictures_left -= len(data)
        return data

    def _unpacked(self, part: str, most: int) -> bytes:
        entry = self._names.get(part.lower())
        if entry is None:
            return b""
        if entry.flag_bits & 1:
            raise SourceError("文件加了密码", place=self._name, remedy="请在 Word 或 WPS 中打开，去掉密码后另存")
        if entry.file_size > most:
            raise self._too_large()
        try:
            with self._zip.open(entry) as file:
                data = file.read(most + 1)
        except _ZIP_ERRORS:
            raise self._broken(f"其中的 {part} 已损坏") from None
        if len(data) > most:
            raise self._too_large()
        return data

    def _broken(self, problem: str) -> SourceError:
        return SourceError(f"读不了这个 Word 文件：{problem}", place=self._name, remedy=_AGAIN)

    def _too_large(self) -> SourceError:
        size = self._most / 1024**2
        problem = f"这个 Word 文件里的文字和格式解开来超过了 {size:.1f} MB 的上限（图片不计）"
        return SourceError(problem, place=self._name, remedy="请分成几份，或用 --max-size 放宽")


def _transitional(tag: object) -> bytes:
    """A tag of the strict variant with the addresses of the other one."""
    return bytes(_STRICT.sub(_address, tag[0]))  # type: ignore[index]


def _address(found: object) -> bytes:
    kind: bytes = found[1]  # type: ignore[index]
    return _TRANSITIONAL + kind + (b"/2006" if kind in _YEARS else b"")
