"""Whether one line of a paragraph may stand alone at the foot of a page or on top of one."""

from __future__ import annotations

from io import BytesIO
from itertools import groupby

import docx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import libreoffice
from agreement import compare, read
from banxin.conversion import prepare
from banxin.document import Document, Role
from banxin.library import to_docx, to_pdf
from banxin.reading import Options
from banxin.style import load
from square import STYLE, body, hanzi, pages, paragraphs, section

AVOIDING = msgspec.structs.replace(STYLE, widows="avoid")


def rows(*counts: int) -> tuple[str, ...]:
    """Paragraphs of so many lines."""
    return tuple(f"{hanzi(26 + 28 * (count - 1) - 9)}。" for count in counts)


def by_page(document: Document, style=AVOIDING) -> list[list[int]]:
    """How many lines each paragraph has on each page."""
    found = [
        [len([*lines]) for _, lines in groupby(p.lines, lambda one: one.block)] for p in pages(document, style).pages
    ]
    assert all(sum(page) <= 22 for page in found)
    return found


@pytest.mark.parametrize(
    ("counts", "allowed", "avoided"),
    [
        ((21, 4), [[21, 1], [3]], [[21], [4]]),
        ((20, 3), [[20, 2], [1]], [[20], [3]]),
        ((20, 4), [[20, 2], [2]], [[20, 2], [2]]),
        ((19, 4), [[19, 3], [1]], [[19, 2], [2]]),
        ((21, 2), [[21, 1], [1]], [[21], [2]]),
        ((21, 1, 5), [[21, 1], [5]], [[21, 1], [5]]),
        ((23,), [[22], [1]], [[21], [2]]),
        ((45,), [[22], [22], [1]], [[22], [21], [2]]),
    ],
)
def test_a_line_that_would_stand_alone_takes_another_along(counts, allowed, avoided):
    document = Document(body=body(*rows(*counts)))

    assert by_page(document, STYLE) == allowed
    assert by_page(document) == avoided


def test_a_heading_stays_with_the_first_two_lines_of_its_section():
    document = Document(body=(*body(*rows(20)), section("一、", "标题", *body(*rows(4)))))

    assert by_page(document, STYLE) == [[20, 1, 1], [3]]
    assert by_page(document) == [[20], [1, 4]]


@given(st.lists(st.integers(1, 9), min_size=3, max_size=30), st.booleans())
@settings(max_examples=40, deadline=None)
def test_no_line_stands_alone(counts, is_signed):
    back = (*paragraphs(Role.SIGNATURE, "某某局"), *paragraphs(Role.DATE, "2026年7月5日")) if is_signed else ()
    document = Document(body=body(*rows(*counts)), back=back)
    laid = pages(document, AVOIDING)

    places: dict[int, list[int]] = {}
    for page in laid.pages:
        for line in page.lines:
            places.setdefault(line.block, []).append(page.number)
    parted = [[len([*group]) for _, group in groupby(numbers)] for numbers in places.values()]
    assert all(min(part) > 1 for part in parted if len(part) > 1)


def test_the_end_that_is_carried_over_to_the_signature_has_two_lines():
    document = Document(
        body=body(*rows(20)),
        back=(*paragraphs(Role.SIGNATURE, "某某局"), *paragraphs(Role.DATE, "2026年7月5日")),
    )

    assert by_page(document, STYLE)[0] != by_page(document)[0]
    assert by_page(document)[-1][0] == 2


@pytest.mark.parametrize(("choice", "value"), [("allow", "0"), ("avoid", "1")])
def test_the_docx_says_it_either_way(choice, value):
    style = msgspec.structs.replace(load(), widows=choice)
    file = docx.Document(BytesIO(to_docx("某某县讲话\n\n内容。\n\n甲\t乙\n丙\t丁\n", style=style)))

    said = {one.name: one.element.xpath("./w:pPr/w:widowControl/@w:val") for one in file.styles if one.type == 1}
    assert said["Body Text First Indent"] == [value]
    assert said["表格文字"] == ([] if choice == "allow" else ["0"])


@libreoffice.needed
def test_libreoffice_parts_paragraphs_likewise(tmp_path):
    style = libreoffice.for_libreoffice(msgspec.structs.replace(load(), widows="avoid"))
    counts = [(7 * at) % 9 + 1 for at in range(60)]
    text = "某某县讲话\n\n" + "\n\n".join(rows(*counts))
    (tmp_path / "a.docx").write_bytes(to_docx(text, style=style))
    (tmp_path / "b.pdf").write_bytes(to_pdf(text, style=style))
    printed = libreoffice.render(tmp_path / "a.docx", tmp_path)

    assert len(prepare(text.encode(), Options(fallback=style)).draft.blocks) == len(counts) + 1
    assert compare("孤行", read(printed), read(tmp_path / "b.pdf")).differences == ()
