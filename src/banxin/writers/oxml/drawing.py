"""Something that stands at a place of its own in, the XML of a run that holds it out: a picture or a box of text.

A reader may rely on this: nothing here takes room in the text or moves it. Each drawing declares the namespaces that
it alone needs, so that a document without any says nothing of them.
"""

from __future__ import annotations

from typing import NamedTuple

from banxin.escape import attribute
from banxin.writers.oxml import RELATIONSHIPS

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"

_EMU_PER_PT = 12700
"""English Metric Units, DrawingML's length."""


class Spot(NamedTuple):
    """Where a drawing stands, in points."""

    x: float
    x_from: str
    """What its left edge is counted from: `page` or `margin` (the type area)."""
    y: float
    y_from: str
    """What its upper edge is counted from: `page` or `paragraph`."""
    width: float
    height: float
    number: int
    """Its number; no two drawings of a document share one."""


def picture(relationship: str, spot: Spot, alt: str) -> str:
    """A picture under the text; `alt`: what it shows."""
    name = f"印章{spot.number}"
    graphic = _graphic(relationship, spot, name)
    return f"<w:r><w:drawing>{_anchor(spot, name, alt)}{graphic}</wp:anchor></w:drawing></w:r>"


def inline_picture(relationship: str, spot: Spot, alt: str) -> str:
    """A picture that stands in the line, as a character does; `alt`: what it shows."""
    name = f"图片{spot.number}"
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{_emu(spot.width)}" cy="{_emu(spot.height)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{spot.number}" name="{name}" descr={attribute(alt)}/><wp:cNvGraphicFramePr>'
        f'<a:graphicFrameLocks xmlns:a="{_A}" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f"{_graphic(relationship, spot, name)}</wp:inline></w:drawing></w:r>"
    )


def _graphic(relationship: str, spot: Spot, name: str) -> str:
    return (
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}">'
        f'<pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr><pic:cNvPr id="{spot.number}" name="{name}"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip xmlns:r="{RELATIONSHIPS}" r:embed="{relationship}"/>'
        f"<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>{_shape(spot)}</pic:spPr></pic:pic>"
        "</a:graphicData></a:graphic>"
    )


def turned_text(paragraph: str, spot: Spot) -> str:
    """A box without margins whose text is turned a quarter to the right: its lines run downwards."""
    sides = " ".join(f'{side}="0"' for side in ("lIns", "tIns", "rIns", "bIns"))
    return (
        f'<w:r><mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice xmlns:wps="{_WPS}" Requires="wps"><w:drawing>'
        f'{_anchor(spot, f"页码{spot.number}", "页码")}<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_WPS}">'
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>{_shape(spot)}<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f'<wps:txbx><w:txbxContent>{paragraph}</w:txbxContent></wps:txbx><wps:bodyPr rot="0" vert="vert" wrap="square" '
        f'{sides} anchor="t" anchorCtr="0"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def _anchor(spot: Spot, name: str, description: str) -> str:
    """`wp:anchor` up to its content."""
    return (
        f'<wp:anchor xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{251658240 + spot.number}" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="{spot.x_from}"><wp:posOffset>{_emu(spot.x)}'
        f'</wp:posOffset></wp:positionH><wp:positionV relativeFrom="{spot.y_from}"><wp:posOffset>{_emu(spot.y)}'
        f'</wp:posOffset></wp:positionV><wp:extent cx="{_emu(spot.width)}" cy="{_emu(spot.height)}"/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{spot.number}" name="{name}" descr={attribute(description)}/><wp:cNvGraphicFramePr/>'
    )


def _shape(spot: Spot) -> str:
    return (
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{_emu(spot.width)}" cy="{_emu(spot.height)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )


def _emu(points: float) -> int:
    return round(points * _EMU_PER_PT)
