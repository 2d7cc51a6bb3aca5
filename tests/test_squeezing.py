"""Marks side by side take a cell and a half where a style has them squeezed, in PDF and DOCX alike."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import docx
import msgspec
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

import libreoffice
from banxin.composition import paragraphs, text_blocks
from banxin.conversion import prepare
from banxin.document import Document
from banxin.layout.setting import broken
from banxin.library import to_docx, to_pdf
from banxin.reading import Options
from banxin.squeezing import squeezed
from banxin.style import load
from square import CELL, EM, STYLE, body, cells, composed, hanzi, lines, section

SQUEEZED = msgspec.structs.replace(STYLE, marks="squeezed")
SPEECH = load("speech")
HALF = CELL - EM / 2
TWIPS_BETWEEN_MARKS = -5 - 160
"""Of the body: the grid's own -5, and half of 16 points."""


def advances(text: str, style=SQUEEZED) -> dict[str, float]:
    """From each character of the one line of a paragraph to the next one, rounded: 15.79 is a cell, 7.79 half an em
    less."""
    (line,) = lines(Document(body=body(text)), style)
    places = cells(line)
    return {f"{a}{b}": round(right - left, 1) for (a, left), (b, right) in pairwise(places)}


@pytest.mark.parametrize(
    "pair",
    [
        "”，",
        "”、",
        "）；",
        "：“",
        "》、",
        "、《",
        "。”",
        "）（",
        "”“",
        "“《",
        "（“",
        "！”",
        "？！",
        "》）",
        "】。",
        "’”",
    ],
)
def test_marks_whose_inner_halves_are_blank_take_a_cell_and_a_half(pair):
    assert advances(f"天{pair}地")[pair] == round(HALF, 1)


@pytest.mark.parametrize(
    "pair", ["（）", "“”", "……", "——", "”—", "—“", "…”", "％）", "·《", "）天", "天（", "）2", "2（", "（2"]
)
def test_other_marks_and_characters_take_their_cells(pair):
    assert pair not in advances(f"天{pair}地") or advances(f"天{pair}地") == advances(f"天{pair}地", STYLE)


def test_of_several_each_but_the_last_gives_up_half_a_cell():
    found = advances("天（“地”），玄")

    narrow, wide = round(HALF, 1), round(CELL, 1)
    assert [found[pair] for pair in ("天（", "（“", "“地", "地”", "”）", "），", "，玄")] == [
        wide,
        narrow,
        wide,
        wide,
        narrow,
        narrow,
        wide,
    ]


def test_by_default_every_mark_takes_its_cell():
    assert set(advances("天“地”、“玄”：（黄）；宇", STYLE).values()) == {round(CELL, 1)}


def test_two_pairs_give_a_line_room_for_a_character_more():
    text = f"{hanzi(20)}”、天）；{hanzi(20)}"

    (full, *_), (tight, *_) = (lines(Document(body=body(text)), style) for style in (STYLE, SQUEEZED))

    assert (len(full.text), len(tight.text)) == (26, 27)


def test_a_mark_that_gives_up_half_a_cell_at_the_end_of_a_line_stands_there_with_its_ink():
    text = f"{hanzi(25)}：“{hanzi(10)}”"

    first, second = lines(Document(body=body(text)), SQUEEZED)

    assert (first.text[-1], second.text[0]) == ("：", "“")
    assert cells(first)[-1][1] + EM / 2 == pytest.approx(28 * CELL + cells(first)[0][1] - 2 * CELL, abs=0.3)


def test_marks_are_squeezed_over_the_end_of_a_run_in_heading():
    (line,) = lines(
        Document(
            body=(
                section(
                    "（一）",
                    "“甲”。",
                    *body(
                        "“乙”",
                    ),
                    level=2,
                    run_in=True,
                ),
            )
        ),
        SQUEEZED,
    )

    found = {f"{a}{b}": right - left for (a, left), (b, right) in pairwise(cells(line))}
    assert found["。“"] == pytest.approx(HALF, abs=0.1)
    assert found["）“"] == pytest.approx(HALF, abs=0.1)


def test_so_are_those_of_cells_and_titles():
    text = "关于“甲”、“乙”工作的通知\n\n内容。\n\n|甲”、“乙|丙|\n|---|---|\n|丁”；戊|己|\n"
    draft = prepare(text.encode(), Options(fallback=SPEECH)).draft

    found = [
        run.text
        for block in draft.blocks
        for one in paragraphs(block)
        for run in squeezed(one).runs
        if run.chars.squeezed
    ]

    assert found == ["”", "、", "”", "、", "”"]


def test_the_docx_says_it_by_a_character_style_on_the_mark():
    text = "某某讲话\n\n天“甲”、“乙”（丙）；地。"
    document = docx.Document(BytesIO(to_docx(text, style=msgspec.structs.replace(load(), marks="squeezed"))))
    runs = document.paragraphs[1].runs

    spaced = [
        (run.text, run.style.element.xpath(".//w:spacing/@w:val")) for run in runs if "标点挤压" in run.style.name
    ]

    assert spaced == [(mark, [str(TWIPS_BETWEEN_MARKS)]) for mark in "”、”）"]
    assert {run.style.base_style.name for run in runs if "标点挤压" in run.style.name} == {"Default Paragraph Font"}
    assert "".join(run.text for run in runs) == "天“甲”、“乙”（丙）；地。"


def test_a_mark_in_a_run_in_heading_keeps_the_look_of_the_heading():
    text = "某某讲话\n\n一、概况\n\n（一）“甲”、“乙”。这里是内容。”请按照执行。"
    document = docx.Document(BytesIO(to_docx(text, style=SPEECH)))
    heading, content = (
        next(run.style for run in document.paragraphs[2].runs if run.text == mark and "挤压" in run.style.name)
        for mark in ("、", "。")
    )

    assert heading.base_style.name == "二级标题字符"
    assert "标点挤压" in content.name


def test_libreoffice_does_not_obey_so_that_nothing_is_squeezed_for_it():
    style = libreoffice.for_libreoffice(SPEECH)
    text = f"某某讲话\n\n{hanzi(20)}“甲”、“乙”（丙）；地。"

    assert b"Squeezed" not in b"".join(parts(to_docx(text, style=style)))
    assert not any(
        squeezed(block) is not block for block in text_blocks(prepare(text.encode(), Options(fallback=style)).draft)
    )


def test_the_pdf_gives_the_text_back_character_by_character():
    text = f"{hanzi(20)}“甲”、“乙”（丙）；地：“天”！”。"
    page = pypdfium2.PdfDocument(to_pdf(f"某某讲话\n\n{text}", style=SPEECH))[0]

    assert text in re.sub(r"\s", "", page.get_textpage().get_text_bounded())


def test_speech_squeezes_marks_and_the_standard_does_not():
    assert (load().marks, load("common").marks, SPEECH.marks) == ("full", "full", "squeezed")


@given(st.text(st.sampled_from("天地，。”“（）《》、：2a "), min_size=1, max_size=25).map(lambda text: f"天{text}地"))
def test_a_pair_is_half_an_em_narrower_and_nothing_else_changes(text):
    (block,) = composed(Document(body=body(text)), SQUEEZED).blocks
    done = squeezed(block)
    full = msgspec.structs.replace(block, style=msgspec.structs.replace(block.style, squeezes=False))

    assert done.text == text
    (tight,), (plain,) = broken(done, 1000.0), broken(full, 1000.0)
    assert tight.left - plain.left == pytest.approx(EM / 2 * sum(run.chars.squeezed for run in done.runs))
    assert all(len(run.text) == 1 for run in done.runs if run.chars.squeezed)


def parts(data: bytes) -> list[bytes]:
    archive = ZipFile(BytesIO(data))
    return [archive.read(name) for name in archive.namelist()]
