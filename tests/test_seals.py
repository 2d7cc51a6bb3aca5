"""Images of seals, which a text names and convert reads from beside it."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from banxin.conversion import prepare, to_docx, to_pdf
from banxin.errors import DocumentError
from banxin.images import read_seals
from banxin.reading import Options

SENTENCE = "　　各有关单位要按照本方案确定的时间和分工抓好落实，遇有困难及时报告，确保年内完成全部任务。\n"
SEALED = "---\n印章: {name}\n---\n关于做好某项工作的通知\n\n各单位：\n" + SENTENCE + "\n某某县人民政府\n2026年1月15日\n"


def png(mode: str = "RGBA", size: tuple[int, int] = (40, 40), color: object = None) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, "PNG")
    return out.getvalue()


SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def ihdr(across: int, down: int, bits: int = 8, color: int = 6, interlaced: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", across, down, bits, color, 0, 0, interlaced))


def header(across: int, down: int) -> bytes:
    return SIGNATURE + ihdr(across, down)


def of_chunks(*chunks: bytes) -> bytes:
    return SIGNATURE + b"".join(chunks) + chunk(b"IEND")


PIXELS = chunk(b"IDAT", zlib.compress((b"\0" + bytes(32)) * 8))
"""Of an image of eight by eight with four bytes each."""


BROKEN = [
    (b"", "不是 PNG"),
    (b"\xff\xd8\xff\xe0 JPEG", "不是 PNG"),
    (b"\x89PNG\r\n\x1a\n", "不是 PNG"),
    (header(0, 0), "不是 PNG"),
    (header(40, 40), "已损坏"),
    (png()[:60], "已损坏"),
    (header(4001, 4000), "太大"),
    (header(100_000, 100_000), "太大"),
    (header(2**32 - 1, 2**32 - 1), "太大"),
    (of_chunks(chunk(b"tEXt", b"a\0b"), ihdr(60_000, 60_000), PIXELS), "不是 PNG"),
    (of_chunks(ihdr(8, 8), ihdr(60_000, 60_000), PIXELS), "不是 PNG"),
    (of_chunks(ihdr(8, 8), PIXELS, ihdr(8, 8)), "不是 PNG"),
    (of_chunks(ihdr(8, 8, bits=3), PIXELS), "已损坏"),
    (of_chunks(ihdr(8, 8, color=3), chunk(b"PLTE", bytes(768)), chunk(b"tRNS", bytes(9999))), "已损坏"),
    (of_chunks(chunk(b"CgBI", bytes(4)), ihdr(8, 8), PIXELS), "苹果"),
]


@pytest.mark.parametrize(("content", "problem"), BROKEN)
def test_an_image_that_cannot_be_used_is_told_with_its_name(tmp_path, content, problem):
    (tmp_path / "章.png").write_bytes(content)
    with pytest.raises(DocumentError, match=problem) as raised:
        read_seals(["章.png"], str(tmp_path), "文.txt")
    assert "章.png" in str(raised.value)
    assert str(raised.value).startswith("文.txt")


@given(st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "I;16"]), st.data())
@settings(max_examples=60)
def test_a_damaged_image_is_told_or_still_is_one(mode, data):
    whole = bytearray(png(mode, (9, 7)))
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with TemporaryDirectory() as folder:
        Path(folder, "章.png").write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
        try:
            seal = read_seals(["章.png"], folder, "")["章.png"]
        except DocumentError as error:
            assert "章.png" in error.problem  # noqa: PT017 - either is right
        else:
            assert Image.open(io.BytesIO(seal)).mode == "RGBA"


def test_an_image_as_large_as_a_scan_is_read(tmp_path):
    (tmp_path / "章.png").write_bytes(png("1", (4000, 4000)))
    assert Image.open(io.BytesIO(read_seals(["章.png"], str(tmp_path), "")["章.png"])).size == (4000, 4000)


@pytest.mark.slow
def test_images_that_are_too_large_together_are_told_before_all_are_decoded(tmp_path):
    names = [f"{number}.png" for number in range(5)]
    for number, name in enumerate(names):
        (tmp_path / name).write_bytes(png("1", (4000, 4000 - number)) if number < 4 else header(4000, 4000))
    with pytest.raises(DocumentError, match="合起来太大"):
        read_seals(names, str(tmp_path), "文.txt")


def test_one_image_under_many_names_counts_once(tmp_path):
    (tmp_path / "章.png").write_bytes(png("1", (4000, 4000)))
    names = [f"{'./' * number}章.png" for number in range(9)]
    assert len({id(data) for data in read_seals(names, str(tmp_path), "").values()}) == 1


def test_a_moving_image_shows_its_first_picture_and_takes_no_remarks_along(tmp_path):
    out = io.BytesIO()
    moves = [Image.new("RGBA", (4, 4), color) for color in ((255, 0, 0, 255), (0, 0, 255, 255))]
    moves[0].save(out, "PNG", save_all=True, append_images=moves[1:])
    told = out.getvalue().replace(chunk(b"IEND"), chunk(b"eXIf", b"where it was taken") + chunk(b"IEND"))
    (tmp_path / "章.png").write_bytes(told)
    seal = read_seals(["章.png"], str(tmp_path), "")["章.png"]
    assert b"acTL" not in seal
    assert b"eXIf" not in seal
    assert Image.open(io.BytesIO(seal)).getpixel((0, 0)) == (255, 0, 0, 255)


@pytest.mark.parametrize("name", ["无.png", "长" * 300 + ".png", "有\0.png", "夹", "环.png"])
def test_an_image_that_is_not_there_is_told(tmp_path, name):
    (tmp_path / "夹").mkdir()
    (tmp_path / "环.png").symlink_to(tmp_path / "环.png")
    with pytest.raises(DocumentError, match="读不到"):
        read_seals([name], str(tmp_path), "文.txt")


def test_an_image_outside_the_texts_folder_is_not_read(tmp_path):
    (tmp_path / "外.png").write_bytes(png())
    inner = tmp_path / "内"
    inner.mkdir()
    (inner / "章.png").symlink_to(tmp_path / "外.png")
    for name in ("章.png", "../外.png", str(tmp_path / "外.png")):
        with pytest.raises(DocumentError, match="文件夹之外"):
            read_seals([name], str(inner), "文.txt")
    with pytest.raises(DocumentError):
        read_seals(["章.png"], "", "文.txt")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_one_of_eight_bits_with_alpha(tmp_path, mode):
    (tmp_path / "章.png").write_bytes(png(mode))
    data = read_seals(["章.png"], str(tmp_path), "")["章.png"]
    assert Image.open(io.BytesIO(data)).mode == "RGBA"


def test_sixteen_bits_of_gray_keep_their_shade(tmp_path):
    (tmp_path / "章.png").write_bytes(png("I;16", color=0x8000))
    data = read_seals(["章.png"], str(tmp_path), "")["章.png"]
    assert Image.open(io.BytesIO(data)).getpixel((0, 0))[0] == pytest.approx(128, abs=1)


def test_the_image_is_in_both_formats(tmp_path):
    (tmp_path / "章.png").write_bytes(png())
    prepared = prepare(SEALED.format(name="章.png").encode(), Options(), folder=tmp_path)
    plain = prepare(SEALED.format(name="留空").encode(), Options())
    assert re.search(rb"/Subtype\s*/Image\b", to_pdf(prepared))
    assert not re.search(rb"/Subtype\s*/Image\b", to_pdf(plain))
    assert b"word/media/" in to_docx(prepared)


def test_a_seal_with_a_white_ground_hides_no_text(tmp_path: Path):
    import pypdfium2

    (tmp_path / "章.png").write_bytes(png("RGB", color=(255, 255, 255)))
    white = to_pdf(prepare(SEALED.format(name="章.png").encode(), Options(), folder=tmp_path))
    plain = to_pdf(prepare(SEALED.format(name="留空").encode(), Options()))
    pages = [pypdfium2.PdfDocument(data)[0].render(scale=0.5).to_pil().tobytes() for data in (white, plain)]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(("name", "told"), [("章.png", False), ("[章.png, 章.png]", True)])
def test_a_count_that_does_not_match_the_organs_is_told(tmp_path, name, told):
    (tmp_path / "章.png").write_bytes(png())
    prepared = prepare(SEALED.format(name=name).encode(), Options(), folder=tmp_path)
    assert ("BX110" in {d.code for d in prepared.diagnostics}) is told
