"""The font files of `fonts/`: what they cover, how wide they are, what they are called, under which licence."""

import hashlib
import math
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "fonts"

BANXIN = ("BanxinFangSong", "BanxinKai", "BanxinHei", "BanxinSong", "BanxinXiaoBiaoSong")

LICENCES = {
    "BanxinFangSong.ttf": "OFL-NotoSerifSC.txt",
    "BanxinKai.ttf": "OFL-LXGWWenKai.txt",
    "BanxinHei.ttf": "OFL-NotoSansSC.txt",
    "BanxinSong.ttf": "OFL-NotoSerifSC.txt",
    "BanxinXiaoBiaoSong.ttf": "OFL-NotoSerifSC.txt",
    "LiberationSerif-Bold.ttf": "OFL-Liberation.txt",
    "LiberationSerif-Regular.ttf": "OFL-Liberation.txt",
    "gkai00mp.ttf": "ARPHICPL.TXT",
}

FIRST_HANZI_ROW = 0xB0
GB2312 = {
    row: [
        character for cell in range(0xA1, 0xFF) if (character := bytes((row, cell)).decode("gb2312", errors="ignore"))
    ]
    for row in range(0xA1, 0xF8)
}
GB2312_HANZI = [c for row, characters in GB2312.items() if row >= FIRST_HANZI_ROW for c in characters]
GB2312_MARKS = [c for row, characters in GB2312.items() if row < FIRST_HANZI_ROW for c in characters]
NAMES_OUTSIDE_GB2312 = "镕珺瑄喆堃翀淼玥"
FULL_WIDTH_MARKS = "，。、；：？！（）《》〈〉【】〔〕「」『』“”‘’—…·～￥％"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

each_banxin_face = pytest.mark.parametrize("name", BANXIN)


def load(name: str) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(FONTS / f"{name}.ttf"))


def lacking(name: str, characters: str | list[str]) -> list[str]:
    covered = load(name).unicodes
    return [character for character in characters if ord(character) not in covered]


def advance(font: hb.Font, character: str) -> int:
    return font.get_glyph_h_advance(font.get_nominal_glyph(ord(character)))


def ink(font: hb.Font, character: str) -> tuple[int, int]:
    """The left and right end of a character's outline."""
    extents = font.get_glyph_extents(font.get_nominal_glyph(ord(character)))
    return extents.x_bearing, extents.x_bearing + extents.width


def test_gb_2312_has_6763_hanzi_and_682_marks():
    assert (len(GB2312_HANZI), len(GB2312_MARKS)) == (6763, 682)


@each_banxin_face
def test_a_banxin_face_has_every_hanzi_of_gb_2312(name):
    assert lacking(name, GB2312_HANZI) == []


@each_banxin_face
def test_a_banxin_face_has_every_mark_of_gb_2312(name):
    assert lacking(name, GB2312_MARKS) == []


@each_banxin_face
def test_a_banxin_face_has_hanzi_of_personal_names_that_gb_2312_lacks(name):
    assert lacking(name, NAMES_OUTSIDE_GB2312) == []


@each_banxin_face
def test_a_banxin_face_has_ascii(name):
    assert lacking(name, [chr(code) for code in range(0x20, 0x7F)]) == []


@each_banxin_face
def test_a_banxin_face_has_full_width_marks(name):
    assert lacking(name, FULL_WIDTH_MARKS) == []


@each_banxin_face
def test_a_banxin_face_has_circled_numbers_to_twenty(name):
    assert lacking(name, CIRCLED) == []


@each_banxin_face
def test_a_banxin_face_has_the_zero_of_chinese_dates(name):
    assert lacking(name, "〇") == []


@each_banxin_face
def test_a_hanzi_is_one_em_wide(name):
    face = load(name)
    font = hb.Font(face)
    # A unit less is allowed: the source of the 楷体 sets one hanzi, 乡, on 999.
    assert [hanzi for hanzi in GB2312_HANZI if not face.upem - 1 <= advance(font, hanzi) <= face.upem] == []


@each_banxin_face
def test_full_width_marks_and_curly_quotes_are_one_em_wide(name):
    face = load(name)
    font = hb.Font(face)
    assert [mark for mark in FULL_WIDTH_MARKS if advance(font, mark) != face.upem] == []


@each_banxin_face
def test_two_dashes_join_into_one_bar(name):
    face = load(name)
    assert ink(hb.Font(face), "—") == (0, face.upem)


@each_banxin_face
def test_an_opening_quote_stands_in_the_right_half_of_its_cell(name):
    face = load(name)
    font = hb.Font(face)
    assert [quote for quote in "“‘" if ink(font, quote)[0] < face.upem / 2] == []


@each_banxin_face
def test_a_closing_quote_stands_in_the_left_half_of_its_cell(name):
    face = load(name)
    font = hb.Font(face)
    assert [quote for quote in "”’" if ink(font, quote)[1] > face.upem / 2] == []


@each_banxin_face
def test_the_middle_dot_stands_in_the_middle_of_its_cell(name):
    face = load(name)
    left, right = ink(hb.Font(face), "·")
    assert (left + right) / 2 == pytest.approx(face.upem / 2, abs=1)


@pytest.mark.parametrize("name", ["BanxinFangSong", "BanxinKai"])
def test_a_digit_of_the_brush_faces_is_half_an_em_wide(name):
    face = load(name)
    font = hb.Font(face)
    assert {advance(font, digit) for digit in "0123456789"} == {face.upem // 2}


def test_hanzi_of_the_fangsong_keep_to_the_inner_92_percent_of_their_cell():
    square, condensed = hb.Font(load("BanxinSong")), hb.Font(load("BanxinFangSong"))
    square_left, square_right = ink(square, "国")
    left, right = ink(condensed, "国")
    assert (right - left) / (square_right - square_left) == pytest.approx(0.92, abs=0.02)


def test_no_hanzi_of_the_fangsong_touches_its_neighbour():
    font = hb.Font(load("BanxinFangSong"))
    assert [hanzi for hanzi in GB2312_HANZI if ink(font, hanzi)[0] < 40 or ink(font, hanzi)[1] > 960] == []


def outline(name: str, character: str) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """The steps in which a character is drawn."""
    font = TTFont(FONTS / f"{name}.ttf")
    pen = RecordingPen()
    font.getGlyphSet()[font.getBestCmap()[ord(character)]].draw(pen)
    return pen.value


def test_the_horizontals_of_a_fangsong_hanzi_rise_by_four_degrees_and_its_verticals_stand():
    steps = outline("BanxinFangSong", "口")
    lower_left, upper_left, lower_right, upper_right = sorted(points[0] for _, points in steps[-5:-1])
    assert (lower_left[0], lower_right[0]) == (upper_left[0], upper_right[0])
    for left, right in ((lower_left, lower_right), (upper_left, upper_right)):
        assert 4 < math.degrees(math.atan2(right[1] - left[1], right[0] - left[0])) < 4.5


def test_the_marks_of_the_fangsong_do_not_rise():
    assert {y for _, points in outline("BanxinFangSong", "—") for _, y in points} == {360, 400}


@pytest.mark.parametrize(("hanzi", "outlines"), [("工", 1), ("王", 1), ("口", 2), ("日", 3), ("目", 4)])
def test_strokes_of_the_fangsong_that_cross_are_one_outline(hanzi, outlines):
    assert sum(name == "moveTo" for name, _ in outline("BanxinFangSong", hanzi)) == outlines


def test_all_outlines_of_the_fangsong_turn_clockwise_on_the_whole():
    font = TTFont(FONTS / "BanxinFangSong.ttf")
    glyphs = font.getGlyphSet()
    turned = []
    for code, name in font.getBestCmap().items():
        area = AreaPen()
        glyphs[name].draw(area)
        turned += [chr(code)] * (area.value > 0)
    assert turned == []


@each_banxin_face
def test_a_banxin_face_is_called_banxin(name):
    style = name.removeprefix("Banxin")
    face = load(name)
    assert face.get_name(hb.OTNameIdPredefined.FONT_FAMILY) == f"Banxin {style}"
    assert face.get_name(hb.OTNameIdPredefined.FULL_NAME) == f"Banxin {style}"
    assert face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) == name


@each_banxin_face
def test_no_name_of_a_banxin_face_is_one_that_its_licence_reserves(name):
    face = load(name)
    says_where_from = {
        hb.OTNameIdPredefined.COPYRIGHT,
        hb.OTNameIdPredefined.VERSION_STRING,
        hb.OTNameIdPredefined.DESCRIPTION,
    }
    names = [
        face.get_name(entry.name_id, entry.language).lower()
        for entry in face.list_names()
        if entry.name_id not in says_where_from
    ]
    reserved = ("lxgw", "霞鹜", "wenkai", "文楷", "source", "思源", "noto", "klee")
    assert [text for text in names if any(word in text for word in reserved)] == []


@each_banxin_face
def test_a_banxin_face_keeps_the_copyright_and_tells_its_changes(name):
    face = load(name)
    assert face.get_name(hb.OTNameIdPredefined.COPYRIGHT).lower().startswith(("copyright", "(c)"))
    assert "modified: subset" in face.get_name(hb.OTNameIdPredefined.VERSION_STRING)


@each_banxin_face
def test_a_banxin_face_may_be_embedded_without_restriction(name):
    permissions = load(name).reference_table("OS/2").data[8:10]
    assert permissions == b"\0\0"


def test_every_font_file_has_a_licence_named_here():
    assert {path.name for path in FONTS.glob("*.[to]t[fc]")} == set(LICENCES)


@pytest.mark.parametrize("licence", sorted(set(LICENCES.values())))
def test_a_licence_text_is_complete(licence):
    text = (FONTS / "licences" / licence).read_text(encoding="utf-8").upper()
    title = "ARPHIC PUBLIC LICENSE" if licence == "ARPHICPL.TXT" else "SIL OPEN FONT LICENSE"
    assert title in text
    assert "PERMISSION" in text or "PERMITTED" in text
    assert "WARRANTY" in text


@pytest.mark.parametrize(
    ("file", "sha256"),
    [
        ("gkai00mp.ttf", "61519fb9bdda4a1a3aa02a12cbb76c2ef897ce879775d7ea2265d0a65fe54d16"),
        ("LiberationSerif-Bold.ttf", "446a4421f297698427170fd7db20e59169a4188baaaf940e9bea58af6341a723"),
        ("LiberationSerif-Regular.ttf", "29d12439831b7f59194efec85872f24f54eff05738933f9a860220d2abff88ba"),
    ],
)
def test_a_face_under_its_own_name_is_the_distributed_file(file, sha256):
    assert hashlib.sha256((FONTS / file).read_bytes()).hexdigest() == sha256
