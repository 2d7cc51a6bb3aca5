# /// script
# requires-python = ">=3.10"
# dependencies = ["fonttools==4.68.0", "uharfbuzz==0.57.0", "pypinyin-dict==0.9.0", "skia-pathops==0.9.2"]
# ///
"""Source faces from three named packages in, the five Banxin faces out, byte for byte.

For maintainers; nobody needs it to use banxin. The pinned build dependencies stand in the comment above and are no
dependencies of the program. The sources are one Debian and two npm packages, fetched by `apt-get` and `npm` unless
`--sources` names a folder where they are unpacked already; each source file is known by its SHA-256.

    python fonts/build.py            rewrites the faces beside this file
    python fonts/build.py --check    builds, compares with them and changes nothing (exit 1 where one differs)

A reader may rely on this: the same sources give the same bytes. Time stamps are those of the source face; nothing here
reads a clock, the locale or the order of a hash.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import io
import math
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as hb
from fontTools.misc.roundTools import otRound
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.reverseContourPen import ReverseContourPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.removeOverlaps import removeOverlaps
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates
from pypinyin_dict.pinyin_data.ktghz2013 import pinyin_dict as general_standard_hanzi

HERE = Path(__file__).resolve().parent

DEBIAN_PACKAGE = "fonts-lxgw-wenkai=1.250+repack-1"
NPM_PACKAGES = ("@expo-google-fonts/noto-sans-sc@0.4.3", "@expo-google-fonts/noto-serif-sc@0.4.3")

EM = 1000
"""Units per em, in every source and so in every Banxin face."""
CONDENSATION = 0.92
"""Width of a 仿宋 hanzi's outline against the source's; its advance stays 1 em."""
RISE = math.tan(math.radians(4.25))
"""How steeply the horizontals of a 仿宋 rise to the right, as units of height a unit of width."""
DIGIT_ADVANCE = EM // 2
"""Two digits to a cell, as in 仿宋_GB2312."""
MARK_ROOM = 0.9
"""The most of its advance that the ink of a mark takes whose cell becomes narrower."""
QUOTE_BEARING = 60
"""Space between a curly quote and the text that it quotes."""

LATIN = (range(0x20, 0x7F), range(0xA0, 0x100))
"""ASCII and Latin-1 without control characters."""
SMALL_SETS = "–—€℉™∋∼≅✓〄〆〇〒㎏㎞㎡㏄" + "".join(map(chr, (*range(0x2160, 0x217C), *range(0x2460, 0x2474))))
"""Marks and units beyond GB 2312, Roman numerals, ① to ⑳."""

DROPPED_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "STAT", "kern")
"""Tables for vertical setting and glyph substitution, which a 公文 has no use for."""

MICROSOFT_ENGLISH = (3, 1, 0x409)
"""Platform, encoding and language of every name record that is read or written."""


@dataclass(frozen=True)
class Source:
    """A font file of one of the packages."""

    file: str
    """Its name."""
    sha256: str
    """Its digest."""


@dataclass(frozen=True)
class Recipe:
    """How one Banxin face is made."""

    style: str
    """What follows `Banxin` in the names and in the file name."""
    source: Source
    """The face that it is made from."""
    origin: str
    """Name and version of the source face, for the version record."""
    heavier: Source | None = None
    """A weight of the same design, with the same outlines point by point, that the source is drawn nearer to."""
    share: float = 0.0
    """How far: 0 is the source's weight, 1 that of `heavier`."""
    condensed: bool = False
    """Whether hanzi are narrowed and their horizontals rise, which makes a light 宋体 a 仿宋."""
    advances: Source | None = None
    """The face whose advances every character takes; None: the source's own."""
    narrow_digits: bool = False
    """Whether digits, 0.6 em in the source, are set to `DIGIT_ADVANCE`."""

    @property
    def file_name(self) -> str:
        """The face's file in this folder."""
        return f"Banxin{self.style}.ttf"


LIGHT_BRUSH = Source("LXGWWenKai-Light.ttf", "e302f84a1967817f91fc4011de7c8c12489c41072a7f0605a1c7b1399352cb93")

RECIPES = (
    Recipe(
        style="FangSong",
        source=Source(
            "NotoSerifSC_200ExtraLight.ttf", "e51c26105c4698e8476dde88ce284ec8bbae9a79419115128f0a03cf284cbb4f"
        ),
        heavier=Source("NotoSerifSC_300Light.ttf", "a86e5cabd0c0b9bd656ff9c3e437bec6519fc7b149e845192edd8075b07789eb"),
        share=0.55,
        origin="Noto Serif SC ExtraLight and Light 2.003",
        condensed=True,
        advances=LIGHT_BRUSH,
        narrow_digits=True,
    ),
    Recipe(
        style="Kai",
        source=Source("LXGWWenKai-Regular.ttf", "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8"),
        origin="LXGW WenKai 1.250",
        narrow_digits=True,
    ),
    Recipe(
        style="Hei",
        source=Source("NotoSansSC_500Medium.ttf", "b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a"),
        origin="Noto Sans SC Medium 2.004",
    ),
    Recipe(
        style="Song",
        source=Source("NotoSerifSC_400Regular.ttf", "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742"),
        origin="Noto Serif SC 2.003",
    ),
    Recipe(
        style="XiaoBiaoSong",
        source=Source("NotoSerifSC_700Bold.ttf", "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6"),
        origin="Noto Serif SC Bold 2.003",
    ),
)


def main() -> int:
    """Build every face; the exit code is 1 where `--check` finds a difference."""
    parser = argparse.ArgumentParser(description="由原字体重新生成五款 Banxin 字体")
    parser.add_argument("--check", action="store_true", help="只与现有文件逐字节比较，不改动")
    parser.add_argument("--sources", type=Path, metavar="目录", help="已解包的原字体所在目录；不给则自动下载")
    arguments = parser.parse_args()

    wanted = characters()
    same = True
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.sources or fetch(Path(scratch))
        for recipe in RECIPES:
            built = build(recipe, folder, wanted)
            target = HERE / recipe.file_name
            if not arguments.check:
                target.write_bytes(built)
                print(f"{recipe.file_name}：已写入，{len(built)} 字节")
            elif target.is_file() and target.read_bytes() == built:
                print(f"{recipe.file_name}：一致")
            else:
                same = False
                print(f"{recipe.file_name}：不一致", file=sys.stderr)
    return 0 if same else 1


def characters() -> set[int]:
    """The code points of a Banxin face, as far as its source has them.

    GB 2312, the 8105 hanzi of 通用规范汉字表, Latin and `SMALL_SETS`.
    """
    wanted = set(general_standard_hanzi) | {ord(mark) for mark in SMALL_SETS}
    for span in LATIN:
        wanted.update(span)
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            wanted.update(map(ord, bytes((row, cell)).decode("gb2312", errors="ignore")))
    return wanted


def fetch(folder: Path) -> Path:
    """Download and unpack the source packages into `folder`, and return it."""
    run(folder, "apt-get", "download", DEBIAN_PACKAGE)
    for archive in sorted(folder.glob("*.deb")):
        run(folder, "dpkg-deb", "-x", archive.name, ".")
    for package in NPM_PACKAGES:
        run(folder, "npm", "pack", "--silent", package)
    for archive in sorted(folder.glob("*.tgz")):
        run(folder, "tar", "-xzf", archive.name)
    return folder


def run(folder: Path, program: str, *arguments: str) -> None:
    """Run a program in `folder`.

    Raises:
        SystemExit: The program is missing or failed.
    """
    path = shutil.which(program)
    if path is None:
        raise SystemExit(f"找不到程序 {program}（提示：用 --sources 指定已解包的原字体目录）")
    if subprocess.run([path, *arguments], cwd=folder, check=False).returncode:  # noqa: S603 - programs named in this file
        raise SystemExit(f"{program} {' '.join(arguments)} 运行失败")


def find(folder: Path, source: Source) -> Path:
    """The file of `source`, anywhere under `folder`.

    Raises:
        SystemExit: No file of that name has the expected content.
    """
    for path in sorted(folder.rglob(source.file)):
        if hashlib.sha256(path.read_bytes()).hexdigest() == source.sha256:
            return path
    raise SystemExit(f"{folder}: 没有 SHA-256 为 {source.sha256} 的 {source.file}")


def build(recipe: Recipe, folder: Path, wanted: set[int]) -> bytes:
    """The finished face: a subset of its source below `folder`, then the repairs, then the new names."""
    font = load(find(folder, recipe.source), wanted)
    if recipe.heavier:
        blend(font, load(find(folder, recipe.heavier), wanted), recipe.share)
    if recipe.condensed:
        condense(font)
        unite(font)
    if recipe.advances:
        take_advances(font, TTFont(find(folder, recipe.advances)))
    if recipe.narrow_digits:
        narrow_digits(font)
    repair_punctuation(font)
    rename(font, recipe)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def load(source: Path, wanted: set[int]) -> TTFont:
    """A subset of `source` in plain outlines."""
    font = TTFont(io.BytesIO(subset(source, wanted)), recalcTimestamp=False)
    flatten(font)
    return font


def subset(source: Path, wanted: set[int]) -> bytes:
    """The face reduced to the glyphs of `wanted`, without hints and without `DROPPED_TABLES`."""
    plan = hb.SubsetInput()
    plan.unicode_set.update(wanted)
    plan.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    for tag in DROPPED_TABLES:
        plan.sets(hb.SubsetInputSets.DROP_TABLE_TAG).add(int.from_bytes(tag.encode(), "big"))
    face = hb.Face(hb.Blob.from_file_path(source))
    return bytes(hb.subset(face, plan).blob.data)


def flatten(font: TTFont) -> None:
    """Turn composite glyphs into plain outlines, so that a later change of a part changes nothing else."""
    glyphs = font.getGlyphSet()
    for name in font.getGlyphOrder():
        if font["glyf"][name].isComposite():
            drawing = DecomposingRecordingPen(glyphs)
            glyphs[name].draw(drawing)
            outline = TTGlyphPen(None)
            drawing.replay(outline)
            font["glyf"][name] = outline.glyph()


def blend(font: TTFont, heavier: TTFont, share: float) -> None:
    """Draw every outline and advance of `font` nearer to those of `heavier`.

    Raises:
        SystemExit: The two have not the same characters, or a glyph not the same points.
    """
    if font.getBestCmap() != heavier.getBestCmap():
        raise SystemExit("两种粗细的字符不一致")
    for name in font.getGlyphOrder():
        light, dark = font["glyf"][name], heavier["glyf"][name]
        if light.numberOfContours <= 0:
            continue
        if light.endPtsOfContours != dark.endPtsOfContours or light.flags != dark.flags:
            raise SystemExit(f"两种粗细的轮廓不一致：{name}")
        light.coordinates = GlyphCoordinates(
            (otRound(x + share * (u - x)), otRound(y + share * (v - y)))
            for (x, y), (u, v) in zip(light.coordinates, dark.coordinates, strict=True)
        )
        advances = font["hmtx"][name][0], heavier["hmtx"][name][0]
        put(font, name, light, otRound(advances[0] + share * (advances[1] - advances[0])))


def condense(font: TTFont) -> None:
    """Narrow every hanzi's outline to `CONDENSATION` around the middle of its cell, and let it rise by `RISE` there."""
    for code, name in font.getBestCmap().items():
        if is_hanzi(code):
            advance, _ = font["hmtx"][name]
            margin = (1 - CONDENSATION) / 2 * advance
            put(font, name, stretched(font["glyf"][name], CONDENSATION, margin, RISE), advance)


def unite(font: TTFont) -> None:
    """Make one outline of strokes that lie over each other, its outer contours all clockwise."""
    removeOverlaps(font)
    glyphs = font.getGlyphSet()
    for name in font.getGlyphOrder():
        area = AreaPen()
        glyphs[name].draw(area)
        if area.value > 0:
            outline = TTGlyphPen(None)
            glyphs[name].draw(ReverseContourPen(outline))
            put(font, name, outline.glyph(), font["hmtx"][name][0])


def take_advances(font: TTFont, model: TTFont) -> None:
    """Give every character the advance that it has in `model`.

    A mark keeps its shape, smaller where a full cell is to become less, and stands in the middle; where a proportional
    one has no room for that, it becomes as much narrower or wider as its advance, as letters do.
    """
    names = model.getBestCmap()
    for code, name in font.getBestCmap().items():
        old, new = font["hmtx"][name][0], model["hmtx"][names[code]][0] if code in names else None
        if new is None or new == old or is_hanzi(code):
            continue
        outline = font["glyf"][name]
        if not chr(code).isalnum() and outline.numberOfContours > 0:
            ink = outline.xMax - outline.xMin
            if old == EM and ink > MARK_ROOM * new:
                outline = resized(outline, MARK_ROOM * new / ink)
                ink = MARK_ROOM * new
            if ink <= new:
                redraw(font, chr(code), stretched(outline, 1, (new - outline.xMin - outline.xMax) / 2), new)
                continue
        redraw(font, chr(code), stretched(outline, new / old, 0), new)


def is_hanzi(code: int) -> bool:
    """Whether a code point is a unified ideograph (extensions included) or 〇."""
    return 0x3400 <= code <= 0x9FFF or code >= 0x20000 or code == ord("〇")  # noqa: PLR2004 - bounds of Unicode blocks


def narrow_digits(font: TTFont) -> None:
    """Give the digits outlines and advances of `DIGIT_ADVANCE`."""
    for digit in "0123456789":
        name = font.getBestCmap()[ord(digit)]
        advance, _ = font["hmtx"][name]
        redraw(font, digit, stretched(font["glyf"][name], DIGIT_ADVANCE / advance, 0), DIGIT_ADVANCE)


def repair_punctuation(font: TTFont) -> None:
    """Make `—` a bar that joins the next one, and `“‘”’·` full width where they are proportional.

    The bar has the height and weight of U+2015, which are those of Chinese text, and square ends: the sources' own `—`
    is a Latin dash. Quotes hug the quoted text; the dot stands in the middle of its cell.
    """
    names = font.getBestCmap()
    bar = copy.deepcopy(font["glyf"][names[ord("―")]])
    middle = (bar.xMin + bar.xMax) / 2
    bar.coordinates = GlyphCoordinates((0 if x < middle else EM, y) for x, y in bar.coordinates)
    redraw(font, "—", bar, EM)
    for mark in "“‘”’·":
        name = names[ord(mark)]
        if font["hmtx"][name][0] == EM:
            continue
        glyph = font["glyf"][name]
        if mark in "“‘":
            shift = EM - QUOTE_BEARING - glyph.xMax
        elif mark in "”’":
            shift = QUOTE_BEARING - glyph.xMin
        else:
            shift = (EM - glyph.xMin - glyph.xMax) / 2
        redraw(font, mark, stretched(glyph, 1, shift), EM)


def redraw(font: TTFont, character: str, outline: Glyph, advance: int) -> None:
    """Give `character` a glyph of its own, because others may share the one that it has."""
    name = f"banxin{ord(character):04X}"
    put(font, name, outline, advance)
    for table in font["cmap"].tables:
        if ord(character) in table.cmap:
            table.cmap[ord(character)] = name


def put(font: TTFont, name: str, outline: Glyph, advance: int) -> None:
    """Add or replace the glyph `name`."""
    if outline.numberOfContours:
        outline.recalcBounds(None)
    font["glyf"][name] = outline
    font["hmtx"][name] = (advance, outline.xMin if outline.numberOfContours else 0)


def stretched(glyph: Glyph, scale: float, shift: float, rise: float = 0.0) -> Glyph:
    """A copy of a glyph with each x at `scale * x + shift`, rounded half up.

    `rise`: what is right of the middle of the cell is moved up by as much a unit, what is left of it down.
    """
    result = copy.deepcopy(glyph)
    if glyph.numberOfContours > 0:
        places = [(scale * x + shift, y) for x, y in glyph.coordinates]
        result.coordinates = GlyphCoordinates([(otRound(x), otRound(y + rise * (x - EM / 2))) for x, y in places])
    return result


def resized(glyph: Glyph, scale: float) -> Glyph:
    """A copy of a glyph that is smaller or larger around its middle."""
    result = copy.deepcopy(glyph)
    middle, height = (glyph.xMin + glyph.xMax) / 2, (glyph.yMin + glyph.yMax) / 2
    result.coordinates = GlyphCoordinates(
        (otRound(middle + scale * (x - middle)), otRound(height + scale * (y - height))) for x, y in glyph.coordinates
    )
    result.recalcBounds(None)
    return result


def rename(font: TTFont, recipe: Recipe) -> None:
    """Replace the name table: the source's copyright stays, every other name is Banxin's.

    The OFL reserves the sources' names: they may say where a face comes from (name IDs 0, 5, 10), never what it is
    called.
    """
    changes = "subset"
    if recipe.condensed:
        changes += f", weights interpolated at {recipe.share:.2f}, hanzi condensed to {CONDENSATION:.0%} and sheared"
    description = f"modified: {changes}, punctuation widths; from {recipe.origin}"
    copyright_notice = font["name"].getName(0, *MICROSOFT_ENGLISH).toUnicode()
    postscript = f"Banxin{recipe.style}"
    family = f"Banxin {recipe.style}"
    table = newTable("name")
    table.names = []
    for name_id, text in {
        0: copyright_notice,
        1: family,
        2: "Regular",
        3: f"{postscript};1.0",
        4: family,
        5: f"Version 1.0; {description}",
        6: postscript,
        10: description,
    }.items():
        table.setName(text, name_id, *MICROSOFT_ENGLISH)
    font["name"] = table


if __name__ == "__main__":
    sys.exit(main())
