"""署名 and 成文日期 do not stand without body text (GB/T 9704—2012 7.3.5.5)."""

import sys
from collections import Counter

import msgspec
import pytest

from banxin.composition import CharStyle, LandscapeBlock, ParagraphStyle, Run, TextBlock
from banxin.draft import Tightening
from banxin.layout import Layout, flow, layout
from banxin.pages import PackedPages, dump, packed, page_text
from banxin.units import mm
from frames import BODY, PITCH, again, draft, em_bottom, em_top, laid, rows, table, text
from square import TOP, hanzi, texts

LIMITS = Tightening(pitch=27.7, tracking=BODY.chars.tracking - 0.6)
SIGNED = msgspec.structs.replace(BODY, name="署名", space_before=PITCH, keep_next=True)
DATED = msgspec.structs.replace(BODY, name="日期", space_before=0.0)
HEADING = msgspec.structs.replace(BODY, name="一级标题", base="heading 1", outline_level=1, keep_next=True)
SIGNATURE = (text("某某局", SIGNED, 90), text("某年某月", DATED, 91))


def signed(*blocks: TextBlock, limits: Tightening | None = LIMITS, between: tuple[TextBlock, ...] = ()) -> Layout:
    """A signed document; without limits, one in which what looks like 署名 is text as any."""
    end = len(blocks) + len(between)
    signature = (end, end + 2) if limits else None
    limits = limits or LIMITS
    return laid(*blocks, *between, *SIGNATURE, body=(0, len(blocks)), signature=signature, tightening=limits)


def per_page(done: Layout) -> list[int]:
    return [len(page.lines) for page in done.pages.pages]


def styles_of(done: Layout) -> list[ParagraphStyle]:
    return [block.style for block in done.composition.blocks]


def told(done: Layout) -> list[tuple[str, int, str]]:
    return [(one.code, one.line, one.message) for one in done.diagnostics]


def long(count: int, style: ParagraphStyle = BODY) -> TextBlock:
    """A paragraph of so many lines, the last one full."""
    return text(hanzi(26 + 28 * (count - 1)), style)


# Nothing to do


@pytest.mark.parametrize("count", [1, 10, 19, 23, 41])
def test_what_stands_well_is_left_alone(count):
    done = signed(*rows(count))
    assert told(done) == []
    assert styles_of(done) == [block.style for block in (*rows(count), *SIGNATURE)]


def test_a_document_that_nobody_signs_is_left_alone():
    done = signed(*rows(20), limits=None)
    assert (per_page(done), told(done)) == ([20, 2], [])
    assert told(laid(*rows(30), body=(0, 30))) == []


def test_a_document_without_body_is_left_alone():
    done = laid(*rows(20), *SIGNATURE, signature=(20, 22), body=(20, 20))
    assert (per_page(done), told(done)) == ([20, 2], [])


# Lines drawn closer


def closer(count: int = 20, pitch: float = 26.0) -> Layout:
    return signed(*rows(count), limits=Tightening(pitch=pitch, tracking=LIMITS.tracking))


def test_lines_are_drawn_closer_until_the_signature_has_room():
    done = closer()
    assert per_page(done) == [22]
    assert told(done) == [("BX301", 90, "为使署名与正文同面，第 1 面的行距由 28.95 磅调为 27.5 磅")]


def test_no_less_than_needed_is_done():
    """20 rows and the signature's 3 of 28.95 take 637.8 points: 27.5475 a row."""
    assert styles_of(closer())[0].pitch == 27.5


def test_lines_that_stand_closer_end_within_the_type_area():
    page = closer().pages.pages[0]
    assert em_top(page.lines[0]) == pytest.approx(TOP)
    assert em_bottom(page.lines[-1]) <= mm(262) + 0.01


def test_the_signature_keeps_its_own_pitch():
    assert [style.pitch for style in styles_of(closer())[-2:]] == [PITCH, PITCH]


def test_only_paragraphs_that_begin_on_the_page_are_changed():
    done = signed(*rows(21), long(20), limits=Tightening(26.0, LIMITS.tracking))
    pitches = [style.pitch for style in styles_of(done)]
    assert pitches[:21] == [PITCH] * 21


def test_a_changed_style_is_a_new_one_that_the_composition_knows():
    done = closer()
    names = {style.name: style for style in done.composition.styles}
    assert (styles_of(done)[0].name, styles_of(done)[0].base) == ("正文（紧）", "")
    assert names["正文（紧）"] == styles_of(done)[0]
    assert names["正文"] == BODY
    assert done.composition.styles[0] == BODY


def test_a_heading_that_stands_closer_stays_a_heading():
    blocks = rows(20)
    blocks[3] = text("一、天地", HEADING)
    style = styles_of(signed(*blocks, limits=Tightening(26.0, LIMITS.tracking)))[3]
    assert (style.name, style.outline_level, style.keep_next, style.pitch) == ("一级标题（紧）", 1, True, 27.5)


def test_two_styles_of_a_name_stay_two():
    """A style that has the new name already is another one's."""
    taken = msgspec.structs.replace(BODY, name="正文（紧）", pitch=20.0)
    done = signed(text("甲", taken), *rows(20), limits=Tightening(26.0, LIMITS.tracking))
    named = {style.name: style for style in done.composition.styles}
    assert (named["正文（紧）"].pitch, named["正文（紧） 2"]) == (20.0, styles_of(done)[1])
    assert len(named) == len(done.composition.styles)


def test_rows_on_earlier_pages_stay_where_they_are():
    plain = signed(*rows(22 + 20), limits=None)
    done = signed(*rows(22 + 20), limits=Tightening(26.0, LIMITS.tracking))
    assert done.pages.pages[0] == plain.pages.pages[0]
    assert per_page(done) == [22, 22]


def test_attachment_notes_between_body_and_signature_are_no_body():
    note = msgspec.structs.replace(BODY, name="附件说明", space_before=PITCH)
    done = signed(*rows(18), between=(text("附件：某表", note),), limits=Tightening(26.0, LIMITS.tracking))
    assert per_page(done) == [21]
    assert [style.pitch for style in styles_of(done)[-3:]] == [PITCH] * 3
    assert told(done)[0][0] == "BX301"


# Characters drawn closer


def tracked(*runs: Run) -> Layout:
    """12 rows and 8 lines, the last of which has a character or two; no room for the signature by pitch alone."""
    limits = Tightening(pitch=28.5, tracking=BODY.chars.tracking - 0.6)
    last = TextBlock(runs or (Run(hanzi(26 + 28 * 6 + 1), BODY.chars),), BODY, 13)
    return signed(*rows(12), last, limits=limits)


def test_characters_are_drawn_closer_where_a_line_is_saved():
    done = tracked()
    changed = [style for style in styles_of(done) if style.chars.tracking != BODY.chars.tracking]
    assert [style.name for style in changed] == ["正文（缩）"]
    assert per_page(done) == [21]
    assert told(done) == [("BX301", 90, "为使署名与正文同面，第 1 面部分段落的字距由 -0.25 磅调为 -0.8 磅")]


def test_lines_keep_their_pitch_where_closer_characters_are_enough():
    assert {style.pitch for style in styles_of(tracked())} == {PITCH}


def test_characters_that_stand_closer_advance_less():
    chars = next(style.chars for style in styles_of(tracked()) if style.chars.tracking != BODY.chars.tracking)
    assert chars.advance == pytest.approx(chars.size + chars.tracking)
    assert chars.tracking >= BODY.chars.tracking - 0.6


def test_a_named_look_that_stands_closer_is_a_look_of_its_own():
    look = msgspec.structs.replace(BODY.chars, name="一级标题字符", bold=True)
    done = tracked(Run(hanzi(20), look), Run(hanzi(26 + 28 * 6 + 1 - 20), BODY.chars))
    names: dict[str, CharStyle] = {chars.name: chars for chars in done.composition.char_styles}
    run = done.composition.blocks[12].runs[0]
    assert run.chars == names["一级标题字符（缩）"]
    assert run.chars.bold


# Body carried over


def test_a_short_last_paragraph_goes_over_as_a_whole():
    done = signed(*rows(20))
    assert per_page(done) == [19, 3]
    assert told(done) == [("BX301", 90, "为使署名与正文同面，正文最后一段移到第 2 面")]
    assert styles_of(done)[19].page_break_before
    assert [style.pitch for style in styles_of(done)] == [PITCH] * 22


def test_a_heading_goes_over_with_the_last_paragraph():
    done = signed(*rows(19), text("一、天地", HEADING), text("玄黄"))
    assert texts(done.pages.pages[1])[:2] == ["一、天地", "玄黄"]
    assert styles_of(done)[19].page_break_before
    assert styles_of(done)[19].outline_level == 1


def test_many_rows_are_not_left_blank_while_lines_can_be_drawn_apart():
    done = signed(*rows(18), text("一、天地", HEADING), text("玄黄"))
    assert texts(done.pages.pages[1])[:2] == ["一、天地", "玄黄"]
    assert {style.name for style in styles_of(done)[:20]} == {"正文（松）", "一级标题（松）"}


def test_lines_are_drawn_apart_until_a_line_of_a_long_paragraph_goes_over():
    done = signed(*rows(4), long(16))
    assert per_page(done) == [19, 3]
    pitch = styles_of(done)[0].pitch
    assert told(done) == [("BX301", 90, f"为使署名与正文同面，第 1 面的行距由 28.95 磅调为 {pitch:g} 磅")]
    assert 20 * (pitch - 0.05) <= 637.8 < 20 * pitch
    assert styles_of(done)[0].name == "正文（松）"


def test_lines_that_stand_apart_end_within_the_type_area():
    assert em_bottom(signed(*rows(4), long(16)).pages.pages[0].lines[-1]) <= mm(262) + 0.01


def test_a_paragraph_that_fills_the_page_and_began_before_it_gives_a_line():
    done = signed(*rows(10), long(33))
    assert told(done)[0][0] == "BX301"
    assert done.pages.pages[-1].lines[0].text != "某某局"


def test_a_table_at_the_end_is_not_changed_itself():
    done = signed(*rows(10), table(12))
    assert done.composition.blocks[10] == table(12)


# Nothing helps


def test_what_cannot_be_helped_is_told_and_left_as_it_was():
    note = tuple(text(f"{at}.某表", msgspec.structs.replace(BODY, name="附件说明")) for at in range(30))
    done = signed(*rows(3), between=note)
    assert [one[0] for one in told(done)] == ["BX302"]
    assert dump(done.pages) == dump(signed(*rows(3), between=note, limits=None).pages)


ROOMY = msgspec.structs.replace(SIGNED, space_before=18 * PITCH)
"""署名 with much room above it, as a seal has it, on a first page that must keep body text."""
SEALING = (text("某某局", ROOMY, 90), text("某年某月", DATED, 91))


def test_the_last_line_of_the_only_paragraph_is_carried_over():
    done = laid(*rows(2), long(3), *SEALING, body=(2, 3), signature=(3, 5), tightening=LIMITS)
    assert [message for _, _, message in told(done)] == ["为使署名与正文同面，正文最后一段的末行移到第 2 面"]
    assert per_page(done) == [4, 3]
    assert "".join(texts(done.pages.pages[0])[2:] + texts(done.pages.pages[1])[:1]) == long(3).text
    assert done.shows_body
    first, rest = done.composition.blocks[2:4]
    assert (first.style, rest.style.first_indent, rest.style.page_break_before) == (BODY, 0, True)
    assert layout(again(done.composition)).pages == done.pages


def test_a_short_last_line_takes_the_one_before_it_along():
    paragraph = text(hanzi(26 + 28 + 28 + 3))
    done = laid(paragraph, *SEALING, body=(0, 1), signature=(1, 3), tightening=LIMITS)
    assert [len(line) for line in texts(done.pages.pages[1])[:2]] == [28, 3]


def test_a_paragraph_of_one_line_is_never_cut():
    room = msgspec.structs.replace(SIGNED, space_before=20 * PITCH)
    sealing = (text("某某局", room, 90), text("某年某月", DATED, 91))
    done = laid(*rows(1), *sealing, body=(0, 1), signature=(1, 3), tightening=LIMITS)
    assert [code for code, *_ in told(done)] == ["BX302"]
    assert done.shows_body


# Rows of organs with room for seals

SEALED = msgspec.structs.replace(BODY, name="盖章署名", base="", space_before=90.0, keep_next=True)


def sealed(count: int, *blocks: TextBlock) -> Layout:
    organs = tuple(text(f"第{at}局", SEALED, 90 + at) for at in range(count))
    end = len(blocks)
    dated = text("某年某月", DATED, 99)
    signature = (end, end + count + 1)
    return laid(*blocks, *organs, dated, body=(0, end), signature=signature, tightening=LIMITS)


@pytest.mark.parametrize("count", [2, 5, 6, 12])
@pytest.mark.parametrize("above", [1, 3, 8, 15, 20, 21])
def test_every_row_of_seals_has_its_room_within_the_type_area(count, above):
    for page in sealed(count, *rows(above)).pages.pages:
        tops = [em_top(line) for line in page.lines if line.text.endswith("局")]
        assert all(top >= TOP + 80 for top in tops)
        assert all(b - a >= 90 for a, b in zip(tops, tops[1:], strict=False))


@pytest.mark.parametrize("above", range(1, 22))
def test_rows_of_seals_that_fit_on_a_page_stay_together(above):
    assert len(sealed(4, *rows(above)).pages.pages[-1].lines) >= 5


def test_the_date_stays_with_the_last_row_of_seals():
    for above in range(1, 22):
        assert texts(sealed(7, *rows(above)).pages.pages[-1])[-2:] == ["第6局", "某年某月"]


def test_rows_of_seals_over_two_pages_are_laid_out_alike_again():
    done = sealed(7, *rows(5))
    assert layout(again(done.composition)).pages == done.pages


# Laws


@pytest.mark.parametrize("lines", [1, 2, 5, 16])
@pytest.mark.parametrize("count", range(14, 27))
def test_the_dates_page_has_body_and_the_signature_is_whole(count, lines):
    done = signed(*rows(count), long(lines))
    last = texts(done.pages.pages[-1])
    assert last[-2:] == ["某某局", "某年某月"]
    assert len(last) > 2


def test_what_was_closed_is_laid_out_alike_again():
    for count in range(17, 24):
        done = signed(*rows(count))
        assert layout(again(done.composition)).pages == done.pages


def test_what_comes_behind_the_signature_follows():
    annex = text("附件", msgspec.structs.replace(BODY, name="附件", page_break_before=True))
    made = draft(*rows(20), *SIGNATURE, annex, *rows(30), body=(0, 20), signature=(20, 22), tightening=LIMITS)
    assert [len(page.lines) for page in layout(made).pages.pages] == [19, 3, 22, 9]


@pytest.mark.slow
def test_a_long_document_is_not_laid_out_again():
    blocks = [long(22) for _ in range(600)]
    placed = []
    for limits in (None, LIMITS):
        counts: Counter[str] = Counter()

        def count(frame, event, _, counts=counts):
            if event == "call":
                counts[frame.f_code.co_name] += 1

        sys.setprofile(count)
        try:
            done = signed(*blocks, *rows(20), limits=limits)
        finally:
            sys.setprofile(None)
        placed.append(counts["_place_text"])
    assert told(done)
    assert placed[0] >= 600
    assert placed[1] < 1.5 * placed[0]


# Long documents: pages are finished, and packed, before the end is reached


LONG = [
    (*rows(120), long(3), *rows(13)),
    (*rows(120), *rows(20)),
    (*rows(118), *[text(hanzi(5), HEADING)] * 60, long(1)),
    (*[text(hanzi(5), HEADING)] * 130, long(1)),
    (long(130),),
    (*rows(5), long(130)),
    (*rows(5), table(130)),
    (table(130), *rows(1)),
    (*rows(20), LandscapeBlock((table(130),)), *rows(3)),
]


@pytest.mark.parametrize("blocks", LONG)
@pytest.mark.parametrize("more", range(0, 22, 5))
def test_a_long_document_has_the_same_pages_whether_they_are_packed_or_not(monkeypatch, blocks, more):
    loose = signed(*blocks, *rows(more))
    monkeypatch.setattr(flow, "_LOOSE", 0)
    packed = signed(*blocks, *rows(more))
    assert isinstance(packed.pages.pages, PackedPages)
    assert tuple(packed.pages.pages) == loose.pages.pages
    assert packed.pages.bookmarks == loose.pages.bookmarks
    assert packed.diagnostics == loose.diagnostics
    assert page_text(packed.pages) == page_text(loose.pages)


def test_packed_pages_are_asked_for_as_others_are():
    done = laid(*rows(60)).pages.pages
    again = PackedPages([packed(page) for page in done])
    assert (len(again), again[1], again[1:], list(again)) == (3, done[1], done[1:], list(done))
