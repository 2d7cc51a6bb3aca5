"""A Word document to its sheet: margins, grid, and the page number at their foot."""

from __future__ import annotations

from typing import NamedTuple

from banxin.readers.docx.package import Element, Package, R, W
from banxin.readers.docx.runs import text_elements
from banxin.readers.docx.styles import Styles
from banxin.regex import regex

_TWIPS = 20.0
_FIELD = regex(r"\s*PAGE\b")
_FRAMES = {"outside": ("right", "left"), "inside": ("left", "right")}
"""Where a frame stands on odd and even pages."""


class Number(NamedTuple):
    """How a page number looks; lengths in points."""

    prefix: str
    suffix: str
    face: str
    size: float
    odd: str
    even: str
    """`left` `center` `right`."""
    indent: float
    """From the edge that it stands at; 0 in the middle."""
    pitch: float
    """Exact line spacing; 0: it is not exact."""
    distance: float
    """From the sheet's lower edge to the footer."""


class Sheet(NamedTuple):
    """The page of most of a document; lengths in points."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    grid_pitch: float
    """Of the grid that lines snap to; 0: they snap to none."""
    number: Number | None
    """None: there is none, or none that is understood."""


def sheet(data: bytes, *, name: str, most: int) -> Sheet | None:
    """Of the first upright section; None: it says no size. `most` is how many bytes of XML may be unpacked.

    Raises:
        SourceError: the file is broken.
    """
    package = Package(data, name=name, most=most)
    relations = package.relations(package.main)
    parts = {one.kind: one.target for one in relations.values() if not one.is_outside}
    root = package.xml(package.main)
    section = None if root is None else next(filter(_is_upright, root.iter(f"{W}sectPr")), None)
    if section is None:
        return None
    size, margin, grid = (section.find(f"{W}{name}") for name in ("pgSz", "pgMar", "docGrid"))
    if size is None or margin is None:
        return None
    snaps = grid is not None and grid.get(f"{W}type") in ("lines", "linesAndChars", "snapToChars")
    styles_root = package.xml(parts["styles"]) if "styles" in parts else None
    styles = Styles(styles_root, lambda: package.xml(parts["theme"]) if "theme" in parts else None)
    settings = package.xml(parts["settings"]) if "settings" in parts else None
    two_sided = settings is not None and settings.find(f"{W}evenAndOddHeaders") is not None
    footers: dict[str, Element] = {}
    for one in section.iterchildren(f"{W}footerReference"):
        relation = relations.get(str(one.get(f"{R}id")))
        footer = None if relation is None else package.xml(relation.target)
        if footer is not None:
            footers[str(one.get(f"{W}type"))] = footer
    odd = _paragraph(footers.get("default"))
    even = _paragraph(footers.get("even")) if two_sided else odd
    number = None
    if odd is not None and even is not None:
        number = _number(odd, even, styles, _points(margin, "footer"))
    return Sheet(
        _points(size, "w"),
        _points(size, "h"),
        _points(margin, "top"),
        _points(margin, "bottom"),
        _points(margin, "left"),
        _points(margin, "right"),
        _points(grid, "linePitch") if snaps and grid is not None else 0.0,
        number,
    )


def _is_upright(section: Element) -> bool:
    size = section.find(f"{W}pgSz")
    outer = section.getparent()
    changed = outer is not None and str(outer.tag).endswith("Change")
    return size is not None and _points(size, "h") >= _points(size, "w") and not changed


def _points(one: Element, name: str) -> float:
    try:
        return abs(float(one.get(f"{W}{name}") or 0)) / _TWIPS
    except ValueError:
        return 0.0


def _paragraph(footer: Element | None) -> Element | None:
    """The innermost paragraph with the field of the page's number."""
    for one in () if footer is None else footer.iter(f"{W}instrText", f"{W}fldSimple"):
        if _FIELD.match(str(one.text if one.tag.endswith("instrText") else one.get(f"{W}instr"))):
            return next(one.iterancestors(f"{W}p"), None)
    return None


def _number(odd: Element, even: Element, styles: Styles, distance: float) -> Number:
    properties = odd.find(f"{W}pPr")
    look = styles.look(properties)
    runs = [one for one in odd.iter(f"{W}r") if next(text_elements(one), None) is not None]
    chars = styles.chars(runs[0].find(f"{W}rPr"), look.chars) if runs else look.chars
    prefix, suffix = _around(odd)
    first, second = _side(odd, styles), _side(even, styles)
    indent = {"left": look.left, "right": look.right}.get(first[0], 0.0)
    return Number(prefix, suffix, chars.face, chars.size, first[0], second[1], indent, look.pitch, distance)


def _side(paragraph: Element, styles: Styles) -> tuple[str, str]:
    """Where a paragraph stands on an odd page, and on an even one."""
    properties = paragraph.find(f"{W}pPr")
    frame = None if properties is None else properties.find(f"{W}framePr")
    if frame is not None and (align := frame.get(f"{W}xAlign")):
        return _FRAMES.get(str(align), (str(align), str(align)))
    align = styles.look(properties).align
    align = align if align in ("center", "right") else "left"
    return align, align


def _around(paragraph: Element) -> tuple[str, str]:
    """What stands in front of the number and behind it."""
    before, behind = "", ""
    depth, seen = 0, False
    for one in paragraph.iter(f"{W}t", f"{W}fldChar", f"{W}fldSimple"):
        if one.tag == f"{W}fldChar":
            kind = one.get(f"{W}fldCharType")
            depth += (kind == "begin") - (kind == "end")
            seen = True
        elif one.tag == f"{W}fldSimple":
            seen = True
        elif depth == 0 and next(one.iterancestors(f"{W}fldSimple"), None) is None:
            if seen:
                behind += one.text or ""
            else:
                before += one.text or ""
    return before.lstrip(), behind.rstrip()
