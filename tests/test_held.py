"""What stands on finished pages knows what it belongs to: its block, and in a table its row and column."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from PIL import Image

from banxin.composition import MarkBlock, TableBlock, TextBlock
from banxin.conversion import prepare
from banxin.document import Annex, Document, Role, Table
from banxin.pages import Line, Pages
from banxin.reading import Options
from banxin.style import load
from square import body, hanzi, pages, paragraphs, section

EXAMPLES = sorted(Path(__file__).parents[1].glob("examples/*.txt"))


def visible(text: str) -> str:
    return "".join(text.split())


def by_place(laid: Pages) -> dict[tuple[int, int, int], str]:
    """The text of all lines by (block, row, column)."""
    found: dict[tuple[int, int, int], list[str]] = defaultdict(list)
    for page in laid.pages:
        for line in page.lines:
            found[line.block, line.row, line.column].append(line.text)
    return {place: visible("".join(texts)) for place, texts in found.items()}


def wanted(laid: Pages) -> dict[tuple[int, int, int], str]:
    """The text that each place is to hold, where it holds any."""
    found: dict[tuple[int, int, int], str] = {}
    for at, block in enumerate(laid.blocks):
        match block:
            case TextBlock():
                found[at, -1, -1] = block.text
            case MarkBlock():
                names = (*block.names, block.suffix) if block.suffix else block.names
                found[at, -1, -1] = "".join(name.text for name in names)
            case TableBlock():
                found |= {
                    (at, row, place.column): place.text.text
                    for row in range(len(block.rows))
                    for place in block.places(row)
                    if place.rows
                }
    return {place: visible(text) for place, text in found.items() if visible(text)}


@pytest.mark.parametrize("style", ["gbt9704", "common", "speech"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_lines_of_a_block_hold_its_text(path, style):
    laid = prepare(path.read_bytes(), Options(load(style)), folder=path.parent).layout.pages
    assert {place: text for place, text in by_place(laid).items() if text} == wanted(laid)


def test_blocks_come_in_the_order_of_the_pages():
    laid = prepare(EXAMPLES[0].read_bytes(), Options(), folder=EXAMPLES[0].parent).layout.pages
    numbers = [line.block for page in laid.pages for line in page.lines]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(laid.blocks)))


def test_a_block_that_was_placed_and_taken_back_is_there_once():
    # 署名 would stand alone on the second page: what comes before it is placed anew, in other ways
    document = Document(
        body=body(*[hanzi(28 * 4 - 3)] * 5, hanzi(5)),
        back=(*paragraphs(Role.SIGNATURE, "某某局", line=50), *paragraphs(Role.DATE, "2026年3月5日", line=51)),
    )
    laid = pages(document)
    assert {place: text for place, text in by_place(laid).items() if text} == wanted(laid)
    assert sum(isinstance(block, TextBlock) and block.style.role == "date" for block in laid.blocks) == 1


def cells_over_pages() -> Pages:
    return pages(Document(body=(Table(("甲", "乙"), ((hanzi(900), hanzi(1500)), ("子", "丑")), line=1),)))


def test_a_cell_that_goes_over_pages_is_one_cell():
    laid = cells_over_pages()
    assert len(laid.pages) > 2
    assert {place: text for place, text in by_place(laid).items() if text} == wanted(laid)


def artifacts(laid: Pages) -> list[Line]:
    found = [line for page in laid.pages for line in page.furniture]
    return found + [page.number_line for page in laid.pages if page.number_line]


def test_a_repeated_header_and_a_page_number_belong_to_nothing():
    found = artifacts(cells_over_pages())
    assert [line.text for line in found][:2] == ["甲", "乙"]
    assert {(line.block, line.row, line.column) for line in found} == {(-1, -1, -1)}


def test_blocks_say_their_role_their_level_and_their_line():
    document = Document(
        front=paragraphs(Role.TITLE, "关于某事的通知"),
        body=(section("一、", "某某", *body("甲。")),),
        annexes=(Annex("附件", "名单", body("乙。"), line=9),),
    )
    laid = pages(document)
    found = [(b.style.role, b.style.outline_level) for b in laid.blocks if isinstance(b, TextBlock)]
    assert found == [("title", 0), ("heading", 1), ("body", 0), ("annex_label", 0), ("annex_title", 1), ("body", 0)]


def test_a_seal_says_what_it_is_and_to_which_line_it_belongs(tmp_path):
    Image.new("RGBA", (40, 40), (255, 0, 0, 128)).save(tmp_path / "章.png")
    text = "---\n印章: 章.png\n---\n关于某事的通知\n\n各单位：\n　　请办理。\n\n某某局\n2026年1月15日\n"
    laid = prepare(text.encode(), Options(), folder=tmp_path).layout.pages
    (image,) = (image for page in laid.pages for image in page.images)
    owner = laid.blocks[image.block]
    assert isinstance(owner, TextBlock)
    assert (image.alt, owner.style.role) == ("印章", "signature")
