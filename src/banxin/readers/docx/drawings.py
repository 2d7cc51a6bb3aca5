"""A drawing to what it shows: pictures, boxes of text, and what cannot be set (charts, embedded files)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from banxin.readers.docx.package import Element, R, W
from banxin.regex import regex

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_EMU = 12700.0
_KNOWN = frozenset(
    (
        *("wps", "wpg", "wpc", "wpi", "wp", "wp14", "wp15", "w", "w10", "w14", "w15", "w16", "w16se", "w16cid"),
        *("w16cex", "a14", "v", "o", "m", "pic", "r", "cx"),
    )
)
"""Prefixes of namespaces that are read here, as every program declares them."""
_SEAL = range(85, 175)
"""How wide and high a seal is, in points: 30 to 60 mm."""
_LENGTH = regex(r"(?:^|;)\s*(width|height|margin-top)\s*:\s*(-?[0-9.]+)\s*(pt|in|cm|mm|px)?", 2)
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, None: 0.75}
_BELOW = 20.0
"""Points below the top of its paragraph from which a box is read behind it."""


class What(Enum):
    """What a drawing holds."""

    PICTURE = 1
    BOX = 2
    ART = 3
    """Letters that are drawn, whose text stands in an attribute."""
    CHART = 4
    DIAGRAM = 5
    OBJECT = 6


class Drawn(NamedTuple):
    """One thing that a drawing shows."""

    what: What
    content: Element | None = None
    """The `w:txbxContent` of a box."""
    relation: str = ""
    """Of a picture, a chart or a diagram: the id of its part; empty: it was not stored in the file."""
    text: str = ""
    """Of letters; of an object its program; of a picture what it shows."""
    width: float = 0.0
    height: float = 0.0
    """Both in points."""
    is_below: bool = False
    """A box that stands below the first line of its paragraph."""
    is_seal: bool = False
    """A picture that floats over or under the text, as wide and high as a seal."""


def branch(alternate: Element) -> Element:
    """The branch of an `mc:AlternateContent` that is read: the first that is known, else what stands in for it."""
    for choice in alternate.iterchildren(f"{_MC}Choice"):
        if _KNOWN.issuperset(str(choice.get("Requires") or "").split()):
            return choice
    fallback: Element | None = alternate.find(f"{_MC}Fallback")
    return alternate if fallback is None else fallback


def drawn(element: Element) -> Iterator[Drawn]:
    """What a `w:drawing`, `w:pict` or `w:object` shows, in order."""
    if str(element.tag) == f"{W}object":
        ole = next(element.iter(f"{_O}OLEObject"), None)
        program = "" if ole is None else str(ole.get("ProgID") or "")
        yield Drawn(What.OBJECT, text=program)
        yield from (one for one in _shapes(element) if one.what is What.PICTURE)
        return
    frame = next((one for one in element if str(one.tag).startswith(_WP)), None)
    if frame is None:
        yield from _shapes(element)
        return
    extent, properties = frame.find(f"{_WP}extent"), frame.find(f"{_WP}docPr")
    if properties is not None and properties.get("hidden") in ("1", "true"):
        return
    width, height = (0.0, 0.0) if extent is None else (_emu(extent.get("cx")), _emu(extent.get("cy")))
    alt = "" if properties is None else " ".join(str(properties.get("descr") or "").split())
    floats = str(frame.tag) == f"{_WP}anchor"
    over = floats and frame.find(f"{_WP}wrapNone") is not None
    size = (round(width), round(height))
    is_seal = over and all(length in _SEAL for length in size) and abs(width - height) < min(size) / 3
    shapes = list(_shapes(frame))
    alone = len(shapes) == 1
    for one in shapes:
        if one.what is What.PICTURE and alone:
            yield one._replace(text=alt, width=width, height=height, is_seal=is_seal)
        else:
            yield one._replace(is_below=floats and _is_below(frame))


def _is_below(frame: Element) -> bool:
    position = frame.find(f"{_WP}positionV")
    offset = None if position is None else position.find(f"{_WP}posOffset")
    if position is None or offset is None or position.get("relativeFrom") not in ("paragraph", "line"):
        return False
    return _emu(offset.text) > _BELOW


def _shapes(element: Element) -> Iterator[Drawn]:
    """All that stands in a drawing, not what stands in its boxes."""
    for child in element:
        tag = str(child.tag)
        match tag:
            case _ if tag == f"{_MC}AlternateContent":
                yield from _shapes(branch(child))
            case _ if tag == f"{W}txbxContent":
                yield Drawn(What.BOX, child)
            case _ if tag == f"{_A}blip":
                yield Drawn(What.PICTURE, relation=str(child.get(f"{R}embed") or ""))
            case _ if tag == f"{_V}imagedata":
                sizes = _lengths(element)
                relation = str(child.get(f"{R}id") or child.get(f"{R}pict") or "")
                title = str(child.get(f"{_O}title") or "")
                yield Drawn(What.PICTURE, None, relation, title, sizes.get("width", 0.0), sizes.get("height", 0.0))
            case _ if tag == f"{_V}textpath" and child.get("string"):
                yield Drawn(What.ART, text=str(child.get("string")))
            case _ if tag.endswith("}chart"):
                yield Drawn(What.CHART, relation=str(child.get(f"{R}id") or ""))
            case _ if tag.endswith("}relIds"):
                yield Drawn(What.DIAGRAM, relation=str(child.get(f"{R}dm") or ""))
            case _:
                below = tag.startswith(_V) and _lengths(child).get("margin-top", 0.0) > _BELOW
                for one in _shapes(child):
                    yield one._replace(is_below=one.is_below or below)


def _lengths(shape: Element) -> dict[str, float]:
    """What the style of a shape of VML says, in points."""
    style = str(shape.get("style") or "")
    found: dict[str, float] = {}
    for one in _LENGTH.finditer(style):
        unit = str(one[3]).lower() if one[3] else None
        found.setdefault(str(one[1]).lower(), float(one[2]) * _UNITS[unit])
    return found


def _emu(text: str | None) -> float:
    try:
        return int(text or "") / _EMU
    except ValueError:
        return 0.0
