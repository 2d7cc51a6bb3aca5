"""Builds `square.ttf` and, of the same glyphs, `square.otf` (CFF) and `square.ttc`; needs fontTools.

Han characters and full-width marks are 1 em wide, ASCII and Latin-1 0.5 em, so that places in a layout are round
numbers. All characters of a width share a glyph. Hanzi of the extensions have none.
"""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import cmap_classes

HERE = Path(__file__).resolve().parent
EM = 1000
WIDTHS = {".notdef": EM, "space": EM // 2, "wide_space": EM, "half": EM // 2, "full": EM}
FULL = ["\u3001-\u303f", "\u4e00-\u9fff", "\uff01-\uff60", "①-⑳", "\u2014\u2018\u2019\u201c\u201d\u2026·×°±¤§¨÷"]
HALF = ["!-~", "\xa1-\xff"]


def characters(ranges: list[str]) -> list[int]:
    """The code points of `a-b` ranges and single characters."""
    found: list[int] = []
    for part in ranges:
        if len(part) == 3 and part[1] == "-":
            found += range(ord(part[0]), ord(part[2]) + 1)
        else:
            found += map(ord, part)
    return found


def cmap() -> dict[int, str]:
    """Code point to glyph."""
    mapping = dict.fromkeys(characters(HALF), "half") | dict.fromkeys(characters(FULL), "full")
    return mapping | {0x20: "space", 0xA0: "space", 0x3000: "wide_space"}


def draw(pen: object, width: int) -> None:
    """A square that leaves a twentieth of an em on every side."""
    edge = EM // 20
    corners = [(edge, edge), (edge, EM - 3 * edge), (width - edge, EM - 3 * edge), (width - edge, edge)]
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()


def build(name: str, *, cff: bool) -> TTFont:
    """One face."""
    builder = FontBuilder(EM, isTTF=not cff)
    builder.setupGlyphOrder(list(WIDTHS))
    glyphs = {}
    for glyph, width in WIDTHS.items():
        pen = T2CharStringPen(width, None) if cff else TTGlyphPen(None)
        if "space" not in glyph:
            draw(pen, width)
        glyphs[glyph] = pen.getCharString() if cff else pen.glyph()
    family = name.replace("-", " ")
    if cff:
        builder.setupCFF(name, {"FullName": family, "FamilyName": family}, glyphs, {})
    else:
        builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({glyph: (width, EM // 20) for glyph, width in WIDTHS.items()})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    names = {"familyName": family, "styleName": "Regular", "fullName": family, "psName": name}
    builder.setupNameTable(names | {"familyName": {"en": family, "zh": f"方块 {family}"}})
    font = builder.font
    many_to_one = cmap_classes[13](13)
    many_to_one.platformID, many_to_one.platEncID, many_to_one.language = 3, 10, 0
    many_to_one.cmap = cmap()
    font["cmap"] = newTable("cmap")
    font["cmap"].tableVersion = 0
    font["cmap"].tables = [many_to_one]
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, sCapHeight=850)
    builder.setupPost()
    font["head"].created = font["head"].modified = 0
    font.recalcTimestamp = False
    return font


def main() -> None:
    """Write the three files beside this script."""
    build("Banxin-Square", cff=False).save(HERE / "square.ttf")
    build("Banxin-Square-CFF", cff=True).save(HERE / "square.otf")
    collection = TTCollection()
    collection.fonts = [build("Banxin-Square-One", cff=False), build("Banxin-Square-Two", cff=False)]
    collection.save(HERE / "square.ttc")


if __name__ == "__main__":
    main()
