# /// script
# requires-python = ">=3.10"
# dependencies = ["fonttools==4.68.0", "uharfbuzz==0.57.0", "pypinyin-dict==0.9.0"]
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
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as hb
from fontTools.misc.roundTools import otRound
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates
from pypinyin_dict.pinyin_data.ktghz2013 import pinyin_dict as general_standard_hanzi

HERE = Path(__file__).resolve().parent

DEBIAN_PACKAGE = "fonts-lxgw-wenkai=1.250+repack-1"
NPM_PACKAGES = ("@expo-google-fonts/noto-sans-sc@0.4.3", "@expo-google-fonts/noto-serif-sc@0.4.3")

EM = 1000
"""Units per em, in every source and so in every Banxin face."""
CONDENSATION = 0.92
"""Width of a 仿宋 hanzi's outline against the source's; its advance stays 1 em."""
DIGIT_ADVANCE = EM // 2
"""Two digits to a cell, as in 仿宋_GB2312."""
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
class Recipe:
    """How one Banxin face is made."""

    style: str
    """What follows `Banxin` in the names and in the file name."""
    source: str
    """File name of the source face."""
    sha256: str
    """Digest of the source file."""
    origin: str
    """Name and version of the source face, for the version record."""
    condensed: bool = False
    """Whether hanzi are narrowed, which makes the light 楷体 of the source look like 仿宋."""
    narrow_digits: bool = False
    """Whether digits, 0.6 em in the source, are set to `DIGIT_ADVANCE`."""

    @property
    def file_name(self) -> str:
        """The face's file in this folder."""
        return f"Banxin{self.style}.ttf"


RECIPES = (
    Recipe(
        style="FangSong",
        source="LXGWWenKai-Light.ttf",
        sha256="e302f84a1967817f91fc4011de7c8c12489c41072a7f0605a1c7b1399352cb93",
        origin="LXGW WenKai Light 1.250",
        condensed=True,
        narrow_digits=True,
    ),
    Recipe(
        style="Kai",
        source="LXGWWenKai-Regular.ttf",
        sha256="bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
        origin="LXGW WenKai 1.250",
        narrow_digits=True,
    ),
    Recipe(
        style="Hei",
        source="NotoSansSC_500Medium.ttf",
        sha256="b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a",
        origin="Noto Sans SC Medium 2.004",
    ),
    Recipe(
        style="Song",
        source="NotoSerifSC_400Regular.ttf",
        sha256="c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
        origin="Noto Serif SC 2.003",
    ),
    Recipe(
        style="XiaoBiaoSong",
        source="NotoSerifSC_700Bold.ttf",
        sha256="9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
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
            built = build(recipe, find_source(folder, recipe), wanted)
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


def find_source(folder: Path, recipe: Recipe) -> Path:
    """The source face of `recipe`, anywhere under `folder`.

    Raises:
        SystemExit: No file of that name has the expected content.
    """
    for path in sorted(folder.rglob(recipe.source)):
        if hashlib.sha256(path.read_bytes()).hexdigest() == recipe.sha256:
            return path
    raise SystemExit(f"{folder}: 没有 SHA-256 为 {recipe.sha256} 的 {recipe.source}")


def build(recipe: Recipe, source: Path, wanted: set[int]) -> bytes:
    """The finished face: a subset of `source`, then the repairs, then the new names."""
    font = TTFont(io.BytesIO(subset(source, wanted)), recalcTimestamp=False)
    flatten(font)
    if recipe.condensed:
        condense(font)
    if recipe.narrow_digits:
        narrow_digits(font)
    repair_punctuation(font)
    rename(font, recipe)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


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


def condense(font: TTFont) -> None:
    """Narrow every hanzi's outline to `CONDENSATION` around the middle of its cell."""
    for code, name in font.getBestCmap().items():
        if is_hanzi(code):
            advance, _ = font["hmtx"][name]
            margin = (1 - CONDENSATION) / 2 * advance
            put(font, name, stretched(font["glyf"][name], CONDENSATION, margin), advance)


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

    The bar is drawn from U+2015, whose height is that of Chinese text; the sources' own `—` is a Latin dash. Quotes
    hug the quoted text; the dot stands in the middle of its cell.
    """
    names = font.getBestCmap()
    bar = font["glyf"][names[ord("―")]]
    scale = EM / (bar.xMax - bar.xMin)
    redraw(font, "—", stretched(bar, scale, -scale * bar.xMin), EM)
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
    font["glyf"][name] = outline
    font["hmtx"][name] = (advance, outline.xMin)


def stretched(glyph: Glyph, scale: float, shift: float) -> Glyph:
    """A copy of a glyph with each x at `scale * x + shift`, rounded half up."""
    result = copy.deepcopy(glyph)
    result.coordinates = GlyphCoordinates([(otRound(scale * x + shift), y) for x, y in glyph.coordinates])
    result.recalcBounds(None)
    return result


def rename(font: TTFont, recipe: Recipe) -> None:
    """Replace the name table: the source's copyright stays, every other name is Banxin's.

    The OFL reserves the sources' names: they may say where a face comes from (name IDs 0, 5, 10), never what it is
    called.
    """
    changes = "subset, hanzi condensed to 92%" if recipe.condensed else "subset"
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
