"""A last line of one or two characters is drawn back where a style asks for it, by the least that does it."""

from __future__ import annotations

from io import BytesIO

import docx
import msgspec
import pytest

import libreoffice
from agreement import compare, read
from banxin.composition import text_blocks
from banxin.conversion import prepare
from banxin.document import Document, Paragraph
from banxin.draft import Draft
from banxin.layout import layout
from banxin.layout.lines import settle_lines
from banxin.library import to_docx, to_pdf
from banxin.reading import Options
from banxin.style import load
from square import STYLE, body, composed, hanzi, lines, section

PULLED = msgspec.structs.replace(STYLE, last_line="pull")
URL = "https://www.mouxian.gov.cn/zwgk/tzgg/202603/t20260315_1234567.html"


def counts(text: str, style=PULLED) -> list[int]:
    """How many characters each line of a paragraph has."""
    return [len(line.text) for line in lines(Document(body=body(text)), style)]


def tracking(text: str, style=PULLED) -> list[float]:
    return [
        block.style.chars.tracking for block in text_blocks(settle_lines(composed(Document(body=body(text)), style)))
    ]


def ending(count: int, end: str = "", rows: int = 6) -> str:
    """A paragraph with numbers, so that lines have something to spare, whose last line of `rows` has so many characters
    and then `end`.
    """
    text = "天地玄黄宇宙洪荒日2026年月盈昃辰宿列张寒来暑往秋35%收冬藏闰余成岁" * 10
    return next(
        text[:size] + end
        for size in range(len(text))
        if [*counts(text[:size] + end, STYLE)][rows - 1 :] == [count + len(end)]
    )


@pytest.mark.parametrize(("count", "end"), [(1, ""), (1, "。"), (2, ""), (2, "。”")])
def test_a_last_line_of_one_or_two_characters_goes_into_the_lines_before_it(count, end):
    text = ending(count, end)

    assert (len(counts(text, STYLE)), len(counts(text))) == (6, 5)


def test_characters_are_closer_by_the_least_that_does_it():
    text = ending(1)
    (found,) = tracking(text)

    assert -0.25 - 0.3 <= found < -0.25
    looser = composed(Document(body=body(text)), msgspec.structs.replace(PULLED, last_line="keep"))
    chars = msgspec.structs.replace(looser.styles[0].chars, tracking=found + 0.05, advance=16 + found + 0.05)
    block = looser.blocks[0]
    style = msgspec.structs.replace(looser.styles[0], chars=chars)
    runs = tuple(msgspec.structs.replace(run, chars=chars) for run in block.runs)
    part = msgspec.structs.replace(looser.parts, body=(msgspec.structs.replace(block, runs=runs, style=style),))
    (page,) = layout(msgspec.structs.replace(looser, parts=part)).pages.pages
    assert len(page.lines) == len(counts(text, STYLE))


@pytest.mark.parametrize(
    "text",
    [ending(3), ending(3, "。"), hanzi(26 + 28 * 4 + 1), hanzi(27), hanzi(26 + 28), hanzi(20), hanzi(26 + 28) + "2026"],
    ids=["three characters", "and a mark", "no line has room", "nor has one", "a full line", "a line", "a number"],
)
def test_other_paragraphs_stay_as_they_are(text):
    draft = composed(Document(body=body(text)), PULLED)

    assert settle_lines(draft) is draft


def test_by_default_no_paragraph_is_drawn_closer():
    draft = composed(Document(body=body(ending(1))))

    assert settle_lines(draft) is draft


def test_the_docx_says_it_by_a_style_of_its_own_for_that_paragraph_alone():
    style = msgspec.structs.replace(load(), last_line="pull")
    orphan, other = ending(1, "。"), f"{hanzi(40)}。"
    document = docx.Document(BytesIO(to_docx(f"某某县讲话\n\n{orphan}\n\n{other}\n", style=style)))

    first, second = (one.style for one in document.paragraphs[1:3])

    assert first.name.startswith("正文（收0.")
    spacing = first.element.xpath("./w:rPr/w:spacing/@w:val")
    assert len(spacing) == 1
    assert -11 <= int(spacing[0]) < -5
    assert not first.element.xpath("./w:pPr/*")
    assert second.name == "Body Text First Indent"
    assert first.base_style.name == second.name


def test_a_run_in_heading_is_drawn_closer_with_its_paragraph():
    heading, content = ending(1)[3:12] + "。", ending(1)[13:]
    document = Document(
        body=(section("（一）", heading, Paragraph(content, line=1), level=2, run_in=True),),
    )

    done = settle_lines(composed(document, PULLED))

    assert {run.chars.tracking for run in done.blocks[0].runs} == {done.blocks[0].style.chars.tracking}
    assert {run.chars.name for run in done.blocks[0].runs} <= {"", *(chars.name for chars in done.char_styles)}
    assert done.blocks[0].style.chars.tracking < -0.25


def test_a_paragraph_may_be_drawn_closer_and_left_aligned():
    text = f"请登录网站（{URL}）查看，{hanzi(28 * 5 + 10)}"
    orphan = next(
        size for size in range(len(text), 40, -1) if lengths(text[:size])[-1] == 1 and len(lengths(text[:size])) > 5
    )

    done = settle_lines(prepared(text[:orphan]))

    assert [block.style.name[:6] for block in text_blocks(done)][1:] == ["正文（收0."]
    assert text_blocks_names(done)[-1].endswith("（左齐）")


def test_signing_with_the_body_draws_no_characters_closer_than_it_may():
    style = msgspec.structs.replace(load(), last_line="pull")
    limit = prepare("某某县讲话\n\n内容。".encode(), Options(fallback=style)).draft.tightening.tracking
    for count in range(8, 26):
        paragraphs = "\n".join([f"{hanzi(26 + 28 * 4)}。"] * 3 + [f"{hanzi(20)}。"] * count)
        text = f"关于某某工作的通知\n\n某某县：\n\n{paragraphs}\n\n某某县人民政府\n2026年3月1日\n"
        for block in text_blocks(prepare(text.encode(), Options(fallback=style)).composition):
            assert block.style.chars.tracking >= limit - 1e-9


@libreoffice.needed
def test_libreoffice_breaks_the_paragraph_likewise(tmp_path):
    style = libreoffice.for_libreoffice(msgspec.structs.replace(load(), last_line="pull"))
    text = "某某县讲话\n\n" + "\n\n".join(ending(count, "。", rows) for rows in (4, 6, 8) for count in (1, 2))
    prepared = prepare(text.encode(), Options(fallback=style))
    (tmp_path / "a.docx").write_bytes(to_docx(text, style=style))
    (tmp_path / "b.pdf").write_bytes(to_pdf(text, style=style))
    printed = libreoffice.render(tmp_path / "a.docx", tmp_path)

    assert any("收0." in block.style.name for block in text_blocks(prepared.composition))
    assert compare("末行", read(printed), read(tmp_path / "b.pdf")).differences == ()


def prepared(text: str) -> Draft:
    options = Options(fallback=msgspec.structs.replace(load(), last_line="pull"))
    return prepare(f"某某县讲话\n\n{text}".encode(), options).draft


def lengths(text: str) -> list[int]:
    options = Options(fallback=load())
    draft = prepare(f"某某县讲话\n\n{text}".encode(), options).draft
    return [len(line.text) for page in layout(draft).pages.pages for line in page.lines][1:]


def text_blocks_names(draft: Draft) -> list[str]:
    return [block.style.name for block in text_blocks(draft)]
