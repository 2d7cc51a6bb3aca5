"""Which face sets which character: names, folders, the cache file, fallback, widths."""

import io
import pickle
import random
import shutil
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import msgspec
import pikepdf
import pypdfium2
import pytest

from banxin import fonts
from banxin.conversion import BOTH, Format, Options, convert
from banxin.errors import FontError
from banxin.fonts import Face, machine, order, report
from banxin.fonts.face import face_at
from banxin.measure import metrics
from banxin.resources import data_dir
from banxin.style import load
from banxin.style.schema import Font, Fonts

SQUARES = Path(__file__).resolve().parent / "fonts"


def forget() -> None:
    for remembered in (order.faces, order.chain, machine._index):
        remembered.cache_clear()


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The only folder of machine fonts, empty, with a cache folder of its own."""
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    monkeypatch.setenv("BANXIN_FONT_PATH", str(fonts))
    monkeypatch.setattr(machine, "_cache_file", lambda: tmp_path / "cache" / "fonts.json")
    forget()
    yield fonts
    forget()


@pytest.fixture
def squares(folder):
    for file in SQUARES.glob("square.*"):
        shutil.copy(file, folder)
    return folder


def first(name: str) -> Face:
    return order.faces("song", (name,))[0]


def test_a_face_is_found_by_its_family_name(squares):
    assert first("Banxin Square").path == squares / "square.ttf"


def test_case_and_spaces_of_a_name_do_not_matter(squares):
    assert first("banxinSQUARE").path == squares / "square.ttf"


def test_a_face_is_found_by_its_chinese_name(squares):
    assert first("方块 Banxin Square").path == squares / "square.ttf"


def test_a_face_is_found_by_its_postscript_name(squares):
    assert first("Banxin-Square-CFF").path == squares / "square.otf"


@pytest.mark.usefixtures("squares")
def test_part_of_a_name_is_no_match():
    assert first("Banxin Squar").path.name == "BanxinSong.ttf"


@pytest.mark.usefixtures("squares")
def test_each_face_of_a_collection_is_found():
    found = [first("Banxin Square One"), first("Banxin Square Two")]
    assert [(face.path.name, face.index) for face in found] == [("square.ttc", 0), ("square.ttc", 1)]


@pytest.mark.usefixtures("squares")
def test_names_are_tried_in_order():
    found = order.faces("song", ("没有的字体", "Banxin Square Two", "Banxin Square"))
    assert [face.postscript_name for face in found[:2]] == ["Banxin-Square-Two", "Banxin-Square"]


def test_of_a_family_the_face_nearest_to_regular_is_taken(monkeypatch):
    bold, regular = (
        machine._File(1, 1, (machine._Names(("某体",), (exact,), distance),))
        for exact, distance in (("某体bold", 300), ("某体book", 50))
    )
    monkeypatch.setattr(machine, "_read_all", lambda _: {"a-bold.ttf": bold, "b-book.ttf": regular})
    index = machine._index.__wrapped__()
    assert [path for _, path, _ in index["某体"]] == ["b-book.ttf", "a-bold.ttf"]
    assert [path for _, path, _ in index["某体bold"]] == ["a-bold.ttf"]


@pytest.mark.parametrize(
    ("raw", "platform", "encoding"),
    [
        ("仿宋".encode("utf-16-be"), 3, 1),
        ("仿宋".encode("gbk"), 3, 3),
        ("仿宋".encode("gbk"), 1, 25),
        ("仿宋".encode("big5"), 3, 4),
        ("仿宋".encode("utf-16-be"), 0, 3),
    ],
)
def test_a_name_is_read_in_its_encoding(raw, platform, encoding):
    assert machine._decode(raw, platform, encoding) == "仿宋"


def test_without_machine_fonts_the_bundled_face_of_the_kind_comes_first():
    kinds = ("fangsong", "kai", "hei", "xiaobiaosong", "song", "latin", "latin_bold")
    assert [order.faces(kind, ("仿宋_GB2312",))[0].path.name for kind in kinds] == [
        "BanxinFangSong.ttf",
        "gkai00mp.ttf",
        "BanxinHei.ttf",
        "BanxinXiaoBiaoSong.ttf",
        "BanxinSong.ttf",
        "LiberationSerif-Regular.ttf",
        "LiberationSerif-Bold.ttf",
    ]


def test_a_character_that_the_first_face_lacks_comes_from_the_next_of_its_kind():
    kai = order.chain("kai", ())
    assert (kai["一"].path.name, kai["〇"].path.name) == ("gkai00mp.ttf", "BanxinKai.ttf")


def test_a_character_that_no_face_has_has_no_face():
    assert order.chain("song", ())["\U0010ffff"] is None


@pytest.mark.usefixtures("squares")
def test_each_face_is_tried_once():
    found = order.faces("song", ("Banxin Square", "方块 Banxin Square", "BanxinSquare"))
    assert len(found) == len(set(found))


def test_an_invisible_character_is_in_every_face_and_has_no_width():
    chain = order.chain("song", ())
    assert [chain[char].advance(char) for char in "\u200b\ufe00\U000e0100"] == [0.0, 0.0, 0.0]


@pytest.mark.usefixtures("squares")
def test_white_space_without_a_glyph_is_as_wide_as_a_space():
    assert [first("Banxin Square").advance(char) for char in " \u2003\t"] == [0.5, 0.5, 0.5]


@pytest.mark.parametrize("name", ["Banxin Square", "Banxin Square CFF", "Banxin Square Two"])
@pytest.mark.usefixtures("squares")
def test_widths_are_in_em(name):
    face = first(name)
    assert [face.advances[char] for char in "中。“a1𠀀"] == [1.0, 1.0, 1.0, 0.5, 0.5, None]


def test_the_bundled_faces_set_chinese_text_in_cells_of_one_em():
    faces = [order.faces(kind, ())[0] for kind in ("fangsong", "kai", "hei", "xiaobiaosong", "song")]
    assert {face.advance(char) for face in faces for char in "中（，。）《》"} == {1.0}


@pytest.mark.usefixtures("squares")
def test_a_face_is_one_object_also_after_pickling():
    face = first("Banxin Square")
    assert pickle.loads(pickle.dumps(face)) is face  # noqa: S301 - our own bytes


def test_a_face_is_one_object_for_threads_that_ask_at_once(tmp_path):
    paths = [tmp_path / f"{at}.ttf" for at in range(2000)]
    together = Barrier(4)

    def ask(_: int) -> list[Face]:
        together.wait()
        return [face_at(path) for path in paths]

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(ask, range(4)))
    finally:
        sys.setswitchinterval(interval)
    assert found[1:] == found[:-1]


def test_a_broken_file_is_as_if_it_were_not_there(squares):
    (squares / "broken.ttf").write_bytes(b"\0\1\0\0" + b"\xff" * 200)
    (squares / "text.otf").write_text("这不是字体", encoding="utf-8")
    (squares / "cut.ttc").write_bytes((squares / "square.ttc").read_bytes()[:90])
    (squares / "empty.ttf").write_bytes(b"")
    assert first("Banxin Square").path == squares / "square.ttf"


def test_a_dangling_link_is_as_if_it_were_not_there(squares):
    (squares / "gone.ttf").symlink_to(squares / "nowhere.ttf")
    assert first("Banxin Square").path == squares / "square.ttf"


def test_a_folder_that_links_to_itself_is_read_once(squares):
    (squares / "again").symlink_to(squares)
    assert first("Banxin Square").path == squares / "square.ttf"


def test_fonts_in_folders_below_are_found(squares):
    (squares / "a" / "b").mkdir(parents=True)
    (squares / "square.otf").rename(squares / "a" / "b" / "square.otf")
    assert first("Banxin Square CFF").path == squares / "a" / "b" / "square.otf"


def test_missing_folders_are_as_if_they_were_empty(folder, monkeypatch):
    monkeypatch.setenv("BANXIN_FONT_PATH", str(folder / "nowhere"))
    assert first("Banxin Square").path.name == "BanxinSong.ttf"


def test_an_empty_font_path_means_no_machine_fonts(monkeypatch):
    monkeypatch.setenv("BANXIN_FONT_PATH", "")
    assert machine.folders() == []


def test_names_are_read_once_and_then_come_from_the_cache_file(squares, monkeypatch):
    first("Banxin Square")
    forget()
    monkeypatch.setattr(machine, "_names", None)
    assert first("Banxin Square").path == squares / "square.ttf"


def test_a_changed_file_is_read_again(squares):
    first("Banxin Square")
    forget()
    shutil.copy(squares / "square.otf", squares / "square.ttf")
    assert first("Banxin Square").path.name == "BanxinSong.ttf"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 1, "files": {"x": [1]}}', b"\xff"])
def test_a_corrupt_cache_file_is_replaced(squares, content):
    cache = machine._cache_file()
    cache.parent.mkdir()
    cache.write_bytes(content)
    assert first("Banxin Square").path == squares / "square.ttf"
    assert b"square.ttf" in cache.read_bytes()


def test_a_cache_folder_that_cannot_be_made_is_no_error(squares):
    machine._cache_file().parent.write_text("a file where the folder should be")
    assert first("Banxin Square").path == squares / "square.ttf"


def test_a_machine_face_whose_file_is_gone_is_passed_over(squares):
    first("Banxin Square")
    order.faces.cache_clear()
    (squares / "square.ttf").unlink()
    machine_face = face_at(squares / "square.ttf")
    for known in ("hb_face", "fault"):
        vars(machine_face).pop(known, None)
    assert first("Banxin Square").path.name == "BanxinSong.ttf"


def test_a_bundled_face_that_is_broken_is_an_error_with_its_place(tmp_path):
    broken = tmp_path / "BanxinSong.ttf"
    broken.write_bytes(b"")
    with pytest.raises(FontError) as caught:
        face_at(broken, bundled=True).advance("中")
    assert caught.value.place == str(broken)


@pytest.mark.usefixtures("squares")
def test_the_report_tells_a_substitute_from_the_wanted_face():
    wanted, substitute = report([("song", ("Banxin Square", "宋体")), ("hei", ("黑体",))])
    assert (wanted.face.path.name, wanted.substitute) == ("square.ttf", False)
    assert (substitute.face.path, substitute.substitute) == (data_dir("fonts") / "BanxinHei.ttf", True)


@pytest.mark.usefixtures("squares")
def test_a_face_of_a_further_name_is_a_substitute():
    (row,) = report([("song", ("宋体", "Banxin Square"))])
    assert (row.name, row.face.postscript_name, row.substitute) == ("宋体", "Banxin-Square", True)


def test_the_bundled_kai_takes_its_dash_and_stops_from_the_one_face_that_draws_them_as_light_as_its_hanzi():
    chain = fonts.chain("kai", ())
    assert {chain[char].path.name for char in "—…，。、；：！？“”‘’"} == {"BanxinFangSong.ttf"}
    assert {chain[char].path.name for char in "楷体（）《》〔〕"} == {"gkai00mp.ttf"}


def test_the_two_halves_of_a_dash_in_the_bundled_kai_join_on_the_page():
    metrics.cache_clear()
    text = "关于做好工作的通知\n\n各单位：\n一、总则\n（一）某某——某某。\n甲乙丙丁。\n（二）某某——某某。\n甲乙。\n"
    pdf = convert(text.encode(), {Format.PDF}, Options()).files[Format.PDF]
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        text_page, scale = page.get_textpage(), 300 / 72
        drawn = page.render(scale=scale).to_pil().convert("L")
        dashes = [at for at in range(text_page.count_chars()) if text_page.get_text_range(at, 2) == "——"]
        assert len(dashes) == 2
        for at in dashes:
            left, bottom, _, top = text_page.get_charbox(at)
            _, _, right, _ = text_page.get_charbox(at + 1)
            row = round((page.get_height() - (bottom + top) / 2) * scale)
            ink = [drawn.getpixel((x, row)) for x in range(round(left * scale) + 1, round(right * scale) - 1)]
            assert len(ink) > 120
            assert max(ink) < 128


# Faces that cannot be used


def tables(font: bytes) -> dict[str, tuple[int, int]]:
    """Where each table stands, and its length."""
    records = (struct.unpack_from(">4s3I", font, 12 + 16 * at) for at in range(struct.unpack_from(">H", font, 4)[0]))
    return {tag.decode(): (offset, length) for tag, _, offset, length in records}


def patched(table: str, at: int, value: bytes, file: str = "square.ttf") -> bytes:
    font = bytearray((SQUARES / file).read_bytes())
    start = tables(font)[table][0] + at
    font[start : start + len(value)] = value
    return bytes(font)


def with_rights(bits: int) -> bytes:
    return patched("OS/2", 8, struct.pack(">H", bits))


def without(table: str) -> bytes:
    return (SQUARES / "square.ttf").read_bytes().replace(table.encode(), b"none", 1)


def converted(*names: str):
    """A text set in the first face of those names that can be used: the results, and what is told of faces."""
    metrics.cache_clear()
    font = Font(names[0], names[1:])
    style = msgspec.structs.replace(load(), fonts=Fonts(font, font, font, font, font, font))
    done = convert("关于做好工作的通知\n\n各单位：\n请抓好落实2026。\n".encode(), BOTH, Options(style))
    return done, [(d.message, d.hint) for d in done.diagnostics if d.code == "BX903"]


@pytest.fixture
def clean_metrics():
    yield
    metrics.cache_clear()


@pytest.mark.parametrize("rights", [0x0000, 0x0004, 0x0008, 0x0006, 0x000A, 0x0002 | 0x0008])
def test_a_face_that_may_be_embedded_in_documents_is_used(folder, rights):
    (folder / "square.ttf").write_bytes(with_rights(rights))
    assert first("Banxin Square").path == folder / "square.ttf"


@pytest.mark.parametrize(
    ("rights", "why"),
    [(0x0002, "不许嵌入 PDF"), (0x0200, "只许嵌入点阵"), (0x0208, "只许嵌入点阵"), (0x0104, "不许只嵌入用到的字")],
)
@pytest.mark.usefixtures("clean_metrics")
def test_a_face_that_may_not_be_embedded_is_not_and_is_told_by_name(folder, rights, why):
    (folder / "square.ttf").write_bytes(with_rights(rights))
    done, told = converted("Banxin Square")
    message = f"字体“Banxin Square”（square.ttf）{why}，PDF 改用别的字体，DOCX 仍写它的名字"
    assert told == [(message, "请换用许可嵌入的字体，或取得授权")]
    assert b"Square" not in done.files[Format.PDF]


BROKEN = {
    "one glyph": patched("maxp", 4, b"\0\1"),
    "no unit": patched("head", 18, b"\0\0"),
    "no widths": patched("hhea", 34, b"\0\0"),
    "more widths than there are": patched("hhea", 34, b"\xff\xff"),
    "no cmap": without("cmap"),
    "no hmtx": without("hmtx"),
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.usefixtures("clean_metrics")
def test_a_broken_face_is_told_by_name_and_the_next_one_is_used(folder, kind):
    (folder / "square.ttf").write_bytes(BROKEN[kind])
    shutil.copy(SQUARES / "square.otf", folder)
    done, told = converted("Banxin Square", "Banxin Square CFF")
    assert first("Banxin Square").bundled
    assert [(message[:17], hint) for message, hint in told] == [("字体“Banxin Square”", "请重新安装这一字体")]
    with pikepdf.open(io.BytesIO(done.files[Format.PDF])) as pdf:
        assert "Square-CFF" in str([it.get("/BaseFont") for it in pdf.objects if isinstance(it, pikepdf.Dictionary)])


def test_of_two_files_with_a_face_the_sound_one_is_used(folder):
    (folder / "a.ttf").write_bytes(BROKEN["one glyph"])
    shutil.copy(SQUARES / "square.ttf", folder / "b.ttf")
    assert first("Banxin Square").path == folder / "b.ttf"


@pytest.mark.usefixtures("clean_metrics")
def test_a_face_whose_outlines_turn_out_to_be_broken_is_given_up(folder):
    _, length = tables((SQUARES / "square.otf").read_bytes())["CFF "]
    broken = patched("CFF ", length // 2, b"\xff" * (length - length // 2), "square.otf")
    (folder / "square.otf").write_bytes(broken)
    assert first("Banxin Square CFF").path == folder / "square.otf"
    done, told = converted("Banxin Square CFF")
    assert len(told) == 1
    assert b"Square" not in done.files[Format.PDF]
    assert converted("Banxin Square CFF")[1] == told


@pytest.mark.usefixtures("clean_metrics")
@pytest.mark.parametrize("file", ["square.ttf", "square.otf"])
def test_a_mutilated_face_is_used_or_told(folder, file):
    chance = random.Random(file)  # noqa: S311 - the same every time
    whole = (SQUARES / file).read_bytes()
    for number in range(40):
        font = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            offset, length = chance.choice([place for tag, place in tables(whole).items() if tag != "name"])
            at = offset + chance.randrange(min(length, chance.choice([8, 60, 10_000])))
            font[at] = chance.choice([0, 1, 0x7F, 0x80, 0xFF])
        inner = folder / str(number)
        inner.mkdir()
        (inner / file).write_bytes(font[: chance.choice([len(font)] * 4 + [chance.randrange(len(font))])])
        order.use_only(inner)
        done, _ = converted("Banxin Square", "Banxin Square CFF")
        assert done.pages == 1
