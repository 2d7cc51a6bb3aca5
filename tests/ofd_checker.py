"""What is wrong with an OFD file, by GB/T 33190—2016 as far as this program uses it, and by GB/T 42133—2022.

The standard's schemas see elements, their order and attributes, but no reference; this sees both.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from posixpath import dirname, join

from fontTools.ttLib import TTFont
from lxml import etree

OFD = "{http://www.ofdspec.org/2016}"
ROOT = "OFD.xml"
NUMBER = r"-?\d+(\.\d+)?"
_FORMS = {
    "ID": r"\d+",
    "REF": r"\d+",
    "NUM": NUMBER,
    "POSITIVE": r"(?!0(\.0*)?$)\d+(\.\d+)?",
    "BOX": rf"{NUMBER} {NUMBER} (?!0 |-){NUMBER} (?!0$|-){NUMBER}",
    "CTM": rf"{NUMBER}( {NUMBER}){{5}}",
    "DELTA": rf"(g \d+ )?{NUMBER}( (g \d+ )?{NUMBER})*",
    "RGB": r"(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])( (\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])){2}",
    "BOOL": "true|false",
    "TEXT": r"[\s\S]*",
    "NAME": r"[\s\S]+",
    "PATH": r"[A-Za-z0-9_/.]+",
}
_GRAPHIC = "ID! Boundary!BOX CTM LineWidth:POSITIVE DrawParam:REF Name:NAME"
# element: its attributes (! required, then the form of their value), its children in order, the form of its text
_GRAMMAR = {
    "OFD": ("Version!1\\.0 DocType!OFD(-A)?", "DocBody", ""),
    "DocBody": ("", "DocInfo DocRoot", ""),
    "DocInfo": ("", "DocID Title? Author? CreationDate? Creator? CustomDatas?", ""),
    "DocID": ("", "", "[0-9a-f]{32}"),
    "Title": ("", "", "NAME"),
    "Author": ("", "", "NAME"),
    "CreationDate": ("", "", r"\d{4}-\d\d-\d\d"),
    "Creator": ("", "", "NAME"),
    "CustomDatas": ("", "CustomData+", ""),
    "CustomData": ("Name!NAME", "", "TEXT"),
    "DocRoot": ("", "", "PATH"),
    "Document": ("", "CommonData Pages Outlines?", ""),
    "CommonData": ("", "MaxUnitID PageArea PublicRes* DocumentRes*", ""),
    "MaxUnitID": ("", "", "ID"),
    "PageArea": ("", "PhysicalBox ContentBox?", ""),
    "PhysicalBox": ("", "", "BOX"),
    "ContentBox": ("", "", "BOX"),
    "PublicRes": ("", "", "PATH"),
    "DocumentRes": ("", "", "PATH"),
    "Pages": ("", "Page+", ""),
    "Outlines": ("", "OutlineElem+", ""),
    "OutlineElem": ("Title!TEXT", "Actions OutlineElem*", ""),
    "Actions": ("", "Action+", ""),
    "Action": ("Event!CLICK", "Goto", ""),
    "Goto": ("", "Dest", ""),
    "Dest": ("Type!XYZ PageID!REF Left!NUM Top!NUM", "", ""),
    "Content": ("", "Layer+", ""),
    "Layer": ("ID! Type:Body", "(TextObject|PathObject|ImageObject)+", ""),
    "TextObject": (
        f"{_GRAPHIC} Font!REF Size!POSITIVE Stroke:BOOL",
        "FillColor? StrokeColor? TextCode+",
        "",
    ),
    "FillColor": ("Value!RGB", "", ""),
    "StrokeColor": ("Value!RGB", "", ""),
    "TextCode": ("X!NUM Y!NUM DeltaX:DELTA", "", "NAME"),
    "PathObject": (_GRAPHIC, "StrokeColor? AbbreviatedData", ""),
    "AbbreviatedData": ("", "", rf"M {NUMBER} {NUMBER} L {NUMBER} {NUMBER}( M {NUMBER} {NUMBER} L {NUMBER} {NUMBER})*"),
    "ImageObject": (f"{_GRAPHIC} ResourceID!REF", "", ""),
    "Res": ("BaseLoc!PATH", "DrawParams? Fonts? MultiMedias?", ""),
    "DrawParams": ("", "DrawParam+", ""),
    "DrawParam": ("ID! LineWidth!POSITIVE", "", ""),
    "Fonts": ("", "Font+", ""),
    "Font": ("ID! FontName!NAME FamilyName:NAME Bold:BOOL", "FontFile", ""),
    "FontFile": ("", "", "PATH"),
    "MultiMedias": ("", "MultiMedia+", ""),
    "MultiMedia": ("ID! Type!Image Format!(PNG|JPEG)", "MediaFile", ""),
    "MediaFile": ("", "", "PATH"),
}
_TABLES = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "OS/2", "post"}
_STEP = re.compile(r"(?:g (\d+) )?(-?\d[\d.]*)")
_SIGNATURES = {"PNG": b"\x89PNG", "JPEG": b"\xff\xd8"}


def faults(data: bytes) -> list[str]:
    """What is wrong with the file, each with its place; nothing, if all is well."""
    return list(_Checker(data).faults())


class _Checker:
    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = self._archive.namelist()
        self._named = {ROOT}
        self._kinds: dict[str, str] = {}
        """What each number is of."""
        self._fonts: dict[str, frozenset[int]] = {}

    def faults(self) -> Iterator[str]:
        if (broken := self._archive.testzip()) is not None:
            yield f"{broken}: checksum"
        if len(set(self._names)) < len(self._names):
            yield "a file twice"
        if self._names[:1] != [ROOT]:
            yield f"{ROOT} is not first"
            return
        root = self._tree(ROOT)
        yield from self._elements(ROOT, root, "OFD")
        yield from self._document(root.findtext(f".//{OFD}DocRoot") or "")
        yield from (f"{name}: nothing names it" for name in sorted(set(self._names) - self._named))

    def _tree(self, name: str) -> etree._Element:
        return etree.fromstring(self._archive.read(name))

    def _file(self, by: str, path: str, base: str = "") -> Iterator[str]:
        """Notes a file that another names."""
        name = join(dirname(by), base, path)
        self._named.add(name)
        if name not in self._names:
            yield f"{by}: there is no {name}"

    def _document(self, name: str) -> Iterator[str]:
        yield from self._file(ROOT, name)
        if name not in self._names:
            return
        document = self._tree(name)
        yield from self._elements(name, document, "Document")
        for kind in ("PublicRes", "DocumentRes"):
            for resource in document.iter(f"{OFD}{kind}"):
                yield from self._resources(name, resource.text or "", kind)
        pages = [(page.get("ID"), page.get("BaseLoc", "")) for page in document.iter(f"{OFD}Page")]
        for number, path in pages:
            yield from self._new(name, number, "page")
            yield from self._file(name, path)
        for _, path in pages:
            if (at := join(dirname(name), path)) in self._names:
                yield from self._page(at, self._tree(at))
        most = int(document.findtext(f".//{OFD}MaxUnitID") or 0)
        if most < max(map(int, self._kinds), default=0):
            yield f"{name}: a number is greater than MaxUnitID"
        _, _, width, height = map(float, (document.findtext(f".//{OFD}PhysicalBox") or "0 0 0 0").split())
        for target in document.iter(f"{OFD}Dest"):
            yield from self._refers(name, target.get("PageID"), "page")
            if not (0 <= float(target.get("Left", -1)) <= width and 0 <= float(target.get("Top", -1)) <= height):
                yield f"{name}: an entry of the outline leads beyond the page"

    def _new(self, name: str, number: str | None, kind: str) -> Iterator[str]:
        if number in self._kinds:
            yield f"{name}: {number} twice"
        self._kinds[number or ""] = kind

    def _refers(self, name: str, number: str | None, kind: str) -> Iterator[str]:
        if self._kinds.get(number or "") != kind:
            yield f"{name}: {number} is no {kind}"

    def _resources(self, by: str, path: str, kind: str) -> Iterator[str]:
        yield from self._file(by, path)
        name = join(dirname(by), path)
        if name not in self._names:
            return
        resources = self._tree(name)
        yield from self._elements(name, resources, "Res")
        base = resources.get("BaseLoc", "")
        for one in (element for group in resources for element in group):
            tag = one.tag.removeprefix(OFD)
            if (tag == "Font") != (kind == "PublicRes"):
                yield f"{name}: {tag} belongs elsewhere (GB/T 42133)"
            yield from self._new(name, one.get("ID"), tag)
            for file in one:
                yield from self._file(name, file.text or "", base)
                at = join(dirname(name), base, file.text or "")
                if at in self._names:
                    yield from self._resource(at, tag, one)

    def _resource(self, at: str, tag: str, one: etree._Element) -> Iterator[str]:
        data = self._archive.read(at)
        if tag == "MultiMedia" and not data.startswith(_SIGNATURES[one.get("Format", "")]):
            yield f"{at}: is no {one.get('Format')}"
        if tag == "Font":
            missing, self._fonts[one.get("ID", "")] = _font(data)
            if missing:
                yield f"{at}: lacks {missing}"

    def _page(self, name: str, page: etree._Element) -> Iterator[str]:
        yield from self._elements(name, page, "Page")
        for element in page.iter():
            tag = element.tag.removeprefix(OFD)
            if number := element.get("ID"):
                yield from self._new(name, number, tag)
            for attribute, kind in (("Font", "Font"), ("ResourceID", "MultiMedia"), ("DrawParam", "DrawParam")):
                if (number := element.get(attribute)) is not None:
                    yield from self._refers(name, number, kind)
            if tag == "TextCode":
                yield from self._text(name, element)

    def _text(self, name: str, code: etree._Element) -> Iterator[str]:
        text, delta = code.text or "", code.get("DeltaX", "")
        steps = sum(int(count) if count else 1 for count, _ in _STEP.findall(delta))
        if steps != len(text) - 1:
            yield f"{name}: {len(text)} characters and {steps} steps: {text}"
        if text != text.strip(" ") and text.strip(" "):
            yield f"{name}: a text begins or ends with a blank, which readers drop: {text}"
        known = self._fonts.get(code.getparent().get("Font", ""), frozenset())
        if lacking := [char for char in text if ord(char) not in known]:
            yield f"{name}: no glyph for {lacking}"

    def _elements(self, name: str, root: etree._Element, expected: str) -> Iterator[str]:
        """What the grammar says of every element of a file."""
        if root.tag != f"{OFD}{expected}":
            yield f"{name}: {root.tag} instead of {expected}"
        for element in root.iter():
            tag = element.tag.removeprefix(OFD)
            if tag == "Page":  # an entry of the document, or a page itself
                attributes, children, text = ("", "Content?", "") if element is root else ("ID! BaseLoc!PATH", "", "")
            elif tag in _GRAMMAR:
                attributes, children, text = _GRAMMAR[tag]
            else:
                yield f"{name}: {element.tag} is not known"
                continue
            yield from (f"{name}: {tag}: {fault}" for fault in _attributes(element, attributes))
            if not re.fullmatch(_order(children), "".join(f"{child.tag.removeprefix(OFD)} " for child in element)):
                yield f"{name}: {tag}: children {[child.tag.removeprefix(OFD) for child in element]}"
            if not re.fullmatch(_FORMS.get(text, text), element.text or ""):
                yield f"{name}: {tag}: says {element.text!r}"
            if element.tail:
                yield f"{name}: {tag}: text behind it"


def _attributes(element: etree._Element, grammar: str) -> Iterator[str]:
    found = dict(element.attrib)
    for word in grammar.split():
        name, mark, form = re.fullmatch(r"(\w+)([!:]?)(.*)", word).groups()  # type: ignore[union-attr]
        form = form or (name if name in _FORMS else "TEXT")
        value = found.pop(name, None)
        if value is None:
            if mark == "!":
                yield f"no {name}"
        elif not re.fullmatch(_FORMS.get(form, form), value):
            yield f"{name} is {value!r}"
    yield from (f"{name} is not known" for name in found)


def _order(children: str) -> str:
    """A regular expression for the children, each with a blank behind it."""
    return re.sub(r"(\w+)", r"(?:\1 )", children.replace(" ", "&")).replace("&", "")


@lru_cache(maxsize=256)
def _font(data: bytes) -> tuple[frozenset[str], frozenset[int]]:
    """The tables that a font lacks, and the characters that it has."""
    font = TTFont(io.BytesIO(data), checkChecksums=2)
    tables = font["cmap"].tables
    known = [frozenset(table.cmap) for table in tables if table.format == 12]
    short = [frozenset(table.cmap) for table in tables if table.format == 4]
    lacking = _TABLES - set(font.keys())
    if lacking == {"glyf", "loca"} and "CFF " in font:
        lacking = set()
    if not known or not short or {code for code in known[0] if code <= 0xFFFF} != short[0]:
        lacking |= {"cmap of formats 4 and 12"}
    return frozenset(lacking), known[0] if known else frozenset()
