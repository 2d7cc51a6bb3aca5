"""版头, 署名 and 版记 as compose places them, by the standard's figures; in the square face."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest

from banxin.compose import compose
from banxin.composition import (
    Colophon,
    FlowBlock,
    LandscapeBlock,
    MarkBlock,
    ParagraphStyle,
    RuleBlock,
    Stamp,
    TableBlock,
    TextBlock,
    flow_text,
    paragraphs,
    source_text,
)
from banxin.document import Annex, Document, Form, Paragraph, Role, Sealing, Table, plain_text
from banxin.draft import Draft, named
from banxin.measure import lead, width
from banxin.style.measures import Rows, Size
from banxin.style.schema import Align
from square import CELL, MEASURE, STYLE, body, hanzi

MM = 72 / 25.4
ROW = 28.95
BODY = body(hanzi(60) + "。")


def elements(*pairs: tuple[Role, str], line: int = 1) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text, role, line=at) for at, (role, text) in enumerate(pairs, line))


def placed(composition: Draft) -> list[tuple[str, float, FlowBlock | Colophon]]:
    """(text, upper edge in mm from the top of the sheet, block) down to the first block that is not on the page."""
    first = composition.first_page
    depth, found = first.top if first else composition.page.top, []
    for block in composition.blocks:
        match block:
            case TextBlock():
                depth += block.style.space_before
                found.append((block.text, (depth + lead(block.style)) / MM, block))
                depth += block.style.pitch * (block.text.count("\n") + 1) + block.style.space_after
            case RuleBlock():
                depth += block.space_before
                found.append(("", depth / MM, block))
                depth += block.height
            case MarkBlock():
                depth += block.space_before
                found.append(("", (depth + lead(block.names[0].style)) / MM, block))
                depth += block.height
            case _:
                break
    return found


def places(document: Document) -> dict[str, float]:
    return {text: round(y, 1) for text, y, _ in placed(compose(document, STYLE)) if text}


def blocks_of(document: Document, *, named: str) -> list[TextBlock]:
    blocks = (b for b in compose(document, STYLE).blocks if isinstance(b, TextBlock))
    return [block for block in blocks if block.style.name.startswith(named)]


def near(value: float, within: float = 0.06) -> object:
    return pytest.approx(value, abs=within)


# 版头


HEAD = elements(
    (Role.COPY_NUMBER, "000001"),
    (Role.SECRECY, "机密★1年"),
    (Role.URGENCY, "特急"),
    (Role.ISSUER_MARK, "某某县人民政府文件"),
    (Role.DOCUMENT_NUMBER, "某政发〔2026〕3号"),
    (Role.TITLE, "某某通知"),
    (Role.ADDRESSEE, "各单位："),
)


def test_the_elements_of_a_head_stand_where_the_standard_has_them():
    assert places(Document(front=HEAD, body=BODY)) == {
        "000001": 37.0,
        "机密★1年": 47.4,
        "特\u3000急": 57.9,
        "某某县人民政府文件": 72.0,
        "某政发〔2026〕3号": near(72 + 42 / MM + 20.78),
        "某某通知": near(72 + 42 / MM + 20.78 + 16 / MM + 4 + 0.75 + 20.78),
        "各单位：": near(161.5, 0.1),
        BODY[0].text: near(171.7, 0.1),
    }


def test_elements_that_are_left_out_let_the_others_move_up():
    found = places(Document(front=(*HEAD[2:],), body=BODY))
    assert (found["特\u3000急"], found["某某县人民政府文件"]) == (37.0, 72.0)


def test_gaps_that_a_style_gives_to_elements_of_a_head_move_nothing():
    loose = {
        field: msgspec.structs.replace(getattr(STYLE.elements, field), gap_before=Rows(2), gap_after=Rows(2))
        for field in ("copy_number", "secrecy", "urgency", "issuer_mark", "document_number")
    }
    style = msgspec.structs.replace(STYLE, elements=msgspec.structs.replace(STYLE.elements, **loose))
    document = Document(front=HEAD, body=BODY)
    blocks = compose(document, style).blocks
    assert [place[:2] for place in placed(compose(document, style))] == [
        place[:2] for place in placed(compose(document, STYLE))
    ]
    assert {block.style.space_after for block in blocks[:5] if isinstance(block, TextBlock)} == {0.0}


def test_the_red_rule_is_4_mm_below_the_number_and_as_wide_as_the_type_area():
    (rule,) = [
        (y, b) for _, y, b in placed(compose(Document(front=HEAD, body=BODY), STYLE)) if isinstance(b, RuleBlock)
    ]
    y, block = rule
    (stroke,) = block.strokes
    assert y == near(72 + 42 / MM + 20.78 + 16 / MM + 4)
    assert (stroke.width / MM, stroke.outset, stroke.color) == (near(0.75), 0, "FF0000")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("秘密", "秘\u3000密"), ("绝 密", "绝\u3000密"), ("机密★1年", "机密★1年"), ("绝密★长期", "绝密★长期")],
)
def test_a_secrecy_without_a_period_is_widened(typed, printed):
    assert printed in places(Document(front=elements((Role.SECRECY, typed), *[(p.role, p.text) for p in HEAD[3:]])))


@pytest.mark.parametrize("count", [5, 9, 13, 18, 30, 44])
def test_a_mark_is_as_large_as_fits(count):
    mark = hanzi(count)
    (block,) = blocks_of(Document(front=elements((Role.ISSUER_MARK, mark)), body=BODY), named="发文机关标志")
    size = block.style.chars.size
    lines = block.text.split("\n")
    assert max(width(line, block.style.chars) for line in lines) <= MEASURE * 0.96 + 0.01
    assert 24 <= size <= 42
    assert (len(lines) == 1) is (count * 24 <= MEASURE * 0.96)
    assert size == 42 or max(width(line, block.style.chars) for line in lines) > MEASURE * 0.96 - len(mark) / 2 - 1


def test_a_spaced_out_mark_is_set_solid():
    assert "某某县文件" in places(Document(front=elements((Role.ISSUER_MARK, "某 某 县 文 件")), body=BODY))


def joint(*names: str) -> MarkBlock:
    document = Document(front=elements(*((Role.ISSUER_MARK, name) for name in names)), body=BODY)
    composition = compose(document, STYLE)
    assert source_text(composition) == plain_text(document)
    (block,) = [b for b in composition.blocks if isinstance(b, MarkBlock)]
    return block


@pytest.mark.parametrize(
    "names",
    [("某某县财政局", "某某县局文件"), ("某某县财政局", "文件", "某某县局"), ("某某县财政局", "某某县局", "文件")],
)
def test_the_organs_of_a_joint_mark_are_equally_wide_with_文件_beside_them(names):
    block = joint(*names)
    assert [name.text for name in block.names] == ["某某县财政局", "某某县局"]
    assert block.suffix is not None
    assert block.suffix.text == "文件"
    widths = [sum(width(run.text, run.chars) for run in name.runs) for name in block.names]
    assert widths == [near(block.names_width, 0.3)] * 2
    assert block.names_width + block.gap + block.suffix_width <= MEASURE * 0.96 + 0.01


def test_a_joint_mark_without_文件_is_the_names_alone():
    assert joint("某某县财政局", "某某县局").suffix is None


def test_a_mark_of_many_organs_leaves_room_on_the_page():
    assert joint(*(f"某某县{name}局" for name in "天地玄黄宇宙洪"), "文件").height < 225 * MM / 3 + 1


@pytest.mark.parametrize(
    "pairs",
    [
        [(Role.SECRECY, "机密★1年"), (Role.COPY_NUMBER, "000001")],
        [(Role.URGENCY, "特急"), (Role.SECRECY, "机密"), (Role.COPY_NUMBER, "000001")],
        [(Role.DOCUMENT_NUMBER, "某发〔2026〕1号"), (Role.COPY_NUMBER, "000001")],
    ],
)
@pytest.mark.parametrize("form", [Form.DOCUMENT, Form.LETTER])
def test_elements_that_share_a_line_of_the_text_in_another_order_keep_it(pairs, form):
    mark = Paragraph("某某县人民政府", Role.ISSUER_MARK, line=2)
    front = (*(Paragraph(text, role, line=1) for role, text in pairs), mark, Paragraph("某通知", Role.TITLE, line=3))
    document = Document(front=front, body=(Paragraph("甲。", line=4),), form=form)
    assert source_text(compose(document, STYLE)) == plain_text(document)


# 上行文


def upward(*signers: str, number: str = "某政发〔2026〕3号") -> list[TextBlock]:
    front = elements(
        (Role.ISSUER_MARK, "某某县人民政府文件"),
        (Role.DOCUMENT_NUMBER, number),
        *((Role.SIGNER, signer) for signer in signers),
        (Role.TITLE, "某某请示"),
    )
    document = Document(front=front, body=BODY)
    composition = compose(document, STYLE)
    assert source_text(composition) == plain_text(document)
    return [b for b in composition.blocks if isinstance(b, TextBlock) and b.style.name.startswith("发文字号")]


def test_the_number_stands_on_the_left_and_the_signer_on_the_right_of_one_line():
    (row,) = upward("签发人：王某某")
    (tab,) = row.style.tabs
    assert row.text == "某政发〔2026〕3号\t签发人：王某某"
    assert (row.style.left_indent, tab.align) == (near(CELL), Align.LEFT)
    assert tab.position + 7 * CELL == near(MEASURE - CELL, 0.5)
    assert [run.chars.name for run in row.runs] == ["", "", "签发人字符", "签发人姓名字符"]


def test_two_signers_stand_on_one_line_and_the_third_below_the_first():
    first, second = upward("签发人：王某某　李某", "赵某某")
    assert first.text == "\t签发人：王某某\u3000李\u3000某"
    assert second.text == "某政发〔2026〕3号\t赵某某"
    assert second.style.tabs[0].position == near(first.style.tabs[0].position + 4 * CELL, 0.5)


def test_names_that_are_not_set_apart_by_spaces_stay_as_they_are():
    (row,) = upward("签发人：王某某、李某某")
    assert row.text.endswith("签发人：王某某、李某某")


def test_a_name_typed_with_a_space_within_is_one_name():
    (row,) = upward("签发人：王 某　李某某")
    assert row.text.endswith("签发人：王\u3000某\u3000李某某")


# Forms


def test_a_letter_has_its_mark_at_30_mm_and_two_pairs_of_rules():
    front = elements(
        (Role.COPY_NUMBER, "000001"),
        (Role.ISSUER_MARK, "某某县人民政府"),
        (Role.DOCUMENT_NUMBER, "某政函〔2026〕3号"),
        (Role.TITLE, "某某函"),
    )
    composition = compose(Document(front=front, body=BODY, form=Form.LETTER), STYLE)
    found = placed(composition)
    mark, rule, items, title, *_ = found
    assert (mark[1], rule[1]) == (near(30), near(30 + 42 / MM + 4))
    assert isinstance(rule[2], RuleBlock)
    assert [(s.y / MM, s.width / MM, s.outset / MM) for s in rule[2].strokes] == [
        (near(0), near(1), near(7)),
        (near(1.6), near(0.25), near(7)),
    ]
    assert items[0] == "000001\t某政函〔2026〕3号"
    assert items[1] == near(30 + 42 / MM + 4 + 1.85 + 4.84)
    assert title[1] == near(items[1] + 16 / MM + 20.78)
    first_page = composition.first_page
    assert first_page is not None
    thin, thick = first_page.strokes
    assert (thick.y + thick.width) / MM == near(277)
    assert (thin.y + thin.width) / MM == near(277 - 1.6)
    assert not first_page.numbered


def test_a_letter_without_other_elements_has_its_number_alone_on_the_right():
    front = elements((Role.ISSUER_MARK, "某某县"), (Role.DOCUMENT_NUMBER, "某函〔2026〕3号"), (Role.TITLE, "某某函"))
    found = places(Document(front=front, body=BODY, form=Form.LETTER))
    assert "\t某函〔2026〕3号" in found


def test_an_order_has_its_body_two_rows_below_its_number():
    front = elements((Role.ISSUER_MARK, "某某县人民政府令"), (Role.ORDER_NUMBER, "第3号"))
    found = places(Document(front=front, body=BODY, form=Form.ORDER))
    assert found["某某县人民政府令"] == 57.0
    assert found["第3号"] == near(57 + 42 / MM + 20.78)
    assert found[BODY[0].text] == near(found["第3号"] + 16 / MM + 20.78)


def test_minutes_name_their_organ_and_date_at_the_two_sides_above_the_rule():
    front = elements(
        (Role.ISSUER_MARK, "某某县人民政府常务会议纪要"),
        (Role.DOCUMENT_NUMBER, "第3期"),
        (Role.BYLINE, "某某办公室　　2026年1月15日"),
        (Role.TITLE, "某某"),
    )
    found = places(Document(front=front, body=BODY, form=Form.MINUTES))
    assert found["某某县人民政府常务会议纪要"] == 72.0
    assert found["某某办公室\t2026年1月15日"] == near(found["第3期"] + 10.45, 0.1)
    assert found["某某"] > found["某某办公室\t2026年1月15日"] + 20.78


def test_attendees_hang_behind_the_colon_with_a_label_in_黑体():
    back = elements((Role.ATTENDEES, "出席：" + hanzi(60)), (Role.ATTENDEES, "请假：某某"), line=9)
    first, second = blocks_of(Document(body=BODY, back=back, form=Form.MINUTES), named="出席人员")
    assert [run.chars.name for run in first.runs] == ["出席字符", ""]
    assert first.style.left_indent + first.style.first_indent == near(2 * CELL, 0.5)
    assert first.style.first_indent == near(-3 * CELL, 0.8)
    assert (first.style.space_before, second.style.space_before) == (ROW, 0)


def test_a_byline_below_the_title_is_no_part_of_the_head():
    front = elements((Role.ISSUER_MARK, "某某文件"), (Role.TITLE, "某某"), (Role.BYLINE, "（2026年1月15日）"))
    assert blocks_of(Document(front=front, body=BODY), named="题下署名")


# 署名


def signed(*organs: str, date: str = "2026年1月15日", sealing: Sealing = Sealing.NONE) -> list[TextBlock]:
    pairs = [*((Role.SIGNATURE, organ) for organ in organs), (Role.DATE, date)]
    document = Document(body=BODY, back=elements(*pairs, line=9), sealing=sealing)
    composition = compose(document, STYLE)
    assert source_text(composition) == plain_text(document)
    return [block for block in composition.parts.signature if isinstance(block, TextBlock)]


def test_organs_that_sign_together_are_equally_wide():
    *organs, date = signed("某某县人民政府办公室", "某某县财政局")
    widths = [sum(width(run.text, run.chars) for run in block.runs) for block in organs]
    assert widths == [near(widths[0], 0.5)] * 2
    assert {block.style.right_indent for block in organs} == {organs[0].style.right_indent}
    left = MEASURE - organs[0].style.right_indent - widths[0]
    assert MEASURE - date.style.right_indent - width(date.text, date.style.chars) == near(left + 2 * CELL, 0.5)


def test_a_name_too_long_for_a_line_is_broken_into_lines_of_like_length():
    organ, date = signed(hanzi(30))
    first, second = organ.text.split("\n")
    assert first + second == hanzi(30)
    assert abs(len(first) - len(second)) < 6
    assert organ.style.right_indent + width(first, organ.style.chars) <= MEASURE
    assert date.style.right_indent > organ.style.right_indent


def test_a_sealed_organ_is_centred_on_its_date_which_is_four_characters_in():
    organ, date = signed("某某县", sealing=Sealing.SEAL)
    assert date.style.right_indent == near(4 * CELL)
    centre = MEASURE - 4 * CELL - width(date.text, date.style.chars) / 2
    assert organ.style.left_indent + width(organ.text, organ.style.chars) / 2 == near(centre)
    assert organ.style.space_before == 2 * ROW


@pytest.mark.parametrize("count", range(1, 8))
def test_sealed_organs_stand_three_a_row_without_touching(count):
    *rows, date = signed(*(f"某某县{name}局" for name in "天地玄黄宇宙洪"[:count]), sealing=Sealing.SEAL)
    assert len(rows) == (count + 2) // 3
    for row in rows:
        centres = [tab.position for tab in row.style.tabs]
        assert all(b - a >= 42 * MM for a, b in pairwise(centres))
        assert all(centre - 21 * MM >= 0 and centre + 21 * MM <= MEASURE for centre in centres)
    if rows[-1].style.tabs:
        middle = MEASURE - date.style.right_indent - width(date.text, date.style.chars) / 2
        assert rows[-1].style.tabs[-1].position == near(middle)


def test_sealed_organs_with_long_names_stand_in_fewer_columns():
    *rows, _ = signed(*(f"某某县{name}发展和改革委员会" for name in "天地玄"), sealing=Sealing.SEAL)
    assert len(rows) > 1
    for row in rows:
        names = row.text.split("\t")[1:]
        for tab, name in zip(row.style.tabs, names, strict=True):
            assert tab.position + width(name, row.style.chars) / 2 <= MEASURE


def test_a_sealed_name_wider_than_its_place_stays_within_the_type_area():
    organ, _ = signed(hanzi(20), sealing=Sealing.SEAL)
    assert organ.style.left_indent + width(organ.text, organ.style.chars) == near(MEASURE)


def test_a_stamp_has_its_post_two_characters_to_the_left():
    row, date = signed("县长 王某某", sealing=Sealing.STAMP)
    post, name = row.style.tabs
    left = MEASURE - 4 * CELL - 40 * MM
    assert row.text == "\t县\u3000长\t王某某"
    assert (post.position, post.align) == (near(left - 2 * CELL), Align.RIGHT)
    assert (name.position, name.align) == (near(left + 20 * MM), Align.CENTER)
    assert (row.style.space_before, date.style.right_indent) == (2 * ROW, near(4 * CELL))


def seal(image: bytes, diameter: float = 42, gap: float = 2) -> tuple[TextBlock, Stamp]:
    """The organ's name and its seal, in a style with a seal of `diameter` mm, `gap` rows below the text."""
    rule = msgspec.structs.replace(STYLE.signature.seal, diameter=Size(diameter * MM), gap=Rows(gap))
    style = msgspec.structs.replace(STYLE, signature=msgspec.structs.replace(STYLE.signature, seal=rule))
    back = elements((Role.SIGNATURE, "某某县"), (Role.DATE, "2026年1月15日"), line=9)
    document = Document(body=BODY, back=back, sealing=Sealing.SEAL, seals=("章.png",))
    organ = compose(document, style, {"章.png": image}).parts.signature[0]
    assert isinstance(organ, TextBlock)
    (stamp,) = organ.stamps
    return organ, stamp


@pytest.mark.parametrize("diameter", [40, 42, 45, 50])
def test_name_and_date_stand_in_the_seal_half_a_row_below_its_centre(png, diameter):
    organ, stamp = seal(png(100, 100), diameter)

    assert (stamp.width / MM, stamp.height / MM) == (near(diameter), near(diameter))
    assert stamp.x + stamp.width / 2 == near(organ.style.left_indent + 3 * CELL / 2, 0.5)
    assert (16 + ROW) / 2 - (stamp.y + stamp.height / 2) == near(ROW / 2)
    assert stamp.y + stamp.height - (16 + ROW) > 16  # the ring runs clear of the date
    assert 0 < stamp.y + 3 * ROW - 16 < ROW  # and begins within a row of the text


@pytest.mark.parametrize(("diameter", "gap"), [(60, 2), (42, 3), (50, 3), (42, 1), (36, 2), (50, 2.5)])
def test_a_seal_of_any_size_begins_within_a_row_of_the_text_and_covers_the_date(png, diameter, gap):
    _, stamp = seal(png(100, 100), diameter, gap)

    assert 0 <= stamp.y + (gap + 1) * ROW - 16 <= ROW + 1e-9
    assert stamp.y + stamp.height >= 16 + ROW


def test_a_seal_too_small_for_the_gap_covers_the_date_before_all(png):
    _, stamp = seal(png(100, 100), 36, 4)

    assert stamp.y + stamp.height == near(16 + ROW)


def test_an_oval_seal_covers_the_date_too(png):
    _, stamp = seal(png(90, 60), 45)

    assert (stamp.width / MM, stamp.height / MM) == (near(45), near(30))
    assert stamp.y + stamp.height >= 16 + ROW


@pytest.fixture
def png():
    """A PNG image of so many pixels."""

    def make(across: int, down: int) -> bytes:
        import struct

        return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", across, down)

    return make


@pytest.mark.parametrize("has_remark", [True, False])
def test_a_remark_never_stands_alone_on_a_page(has_remark):
    remark = elements((Role.REMARK, "（此件公开发布）"), line=20) if has_remark else ()
    back = (*elements((Role.SIGNATURE, "某某县"), (Role.DATE, "2026年1月15日"), line=9), *remark)
    composition = compose(Document(body=BODY, back=back), STYLE)
    organ, date = composition.parts.signature
    assert isinstance(organ, TextBlock)
    assert isinstance(date, TextBlock)
    assert (organ.style.keep_next, date.style.keep_next) == (True, has_remark)


# 版记


def colophon(*pairs: tuple[Role, str], form: Form = Form.DOCUMENT) -> Colophon:
    document = Document(body=BODY, back=elements(*pairs, line=9), form=form)
    composition = compose(document, STYLE)
    assert source_text(composition) == plain_text(document)
    assert composition.colophon is not None
    return composition.colophon


COPY, PRINTED = (Role.COPY_TO, "抄送：甲，乙。"), (Role.PRINTER, "某某办公室　　2026年1月15日印发")


def test_the_rules_of_a_colophon_are_thick_thin_and_thick():
    block = colophon(COPY, PRINTED)
    assert [rule / MM for rule in block.rules] == [near(0.35, 0.01), near(0.25, 0.01), near(0.35, 0.01)]
    assert block.even


def test_no_rule_stands_between_main_and_copies():
    block = colophon(COPY, (Role.MAIN_TO, "主送：丙。"), PRINTED)
    assert [p.text[:2] for p in block.paragraphs] == ["主送", "抄送", "某某"]
    assert [rule / MM for rule in block.rules] == [near(0.35, 0.01), 0, near(0.25, 0.01), near(0.35, 0.01)]


def test_a_colophon_of_one_element_has_two_rules():
    assert len([rule for rule in colophon(COPY).rules if rule]) == 2
    assert len([rule for rule in colophon(PRINTED).rules if rule]) == 2


def test_the_colophon_of_a_letter_has_no_rules():
    assert not any(colophon(COPY, form=Form.LETTER).rules)


@pytest.mark.parametrize(
    "pairs",
    [
        [(Role.PRINTER, "某某办公室 2026年1月15日印发")],
        [(Role.PRINTER, "某某办公室2026年1月15日印发")],
        [(Role.PRINTER, "某某办公室"), (Role.PRINTER, "2026年1月15日印发")],
    ],
)
def test_organ_and_date_of_printing_stand_at_the_two_sides_of_one_line(pairs):
    (row,) = colophon(*pairs).paragraphs
    (tab,) = row.style.tabs
    assert row.text == "某某办公室\t2026年1月15日印发"
    assert (row.style.left_indent, tab.position, tab.align) == (14, near(MEASURE - 14), Align.RIGHT)


def test_an_organ_of_printing_without_a_date_stands_on_the_left_and_a_count_below_on_the_right():
    assert [p.text for p in colophon((Role.PRINTER, "某某办公室")).paragraphs] == ["某某办公室"]
    counted = colophon(PRINTED, (Role.PRINTER, "（共印50份）"))
    assert [p.text for p in counted.paragraphs][1] == "\t（共印50份）"


def test_copies_hang_behind_their_colon():
    style = colophon((Role.COPY_TO, "抄送：" + hanzi(80) + "。")).paragraphs[0].style
    assert (style.left_indent, style.first_indent, style.right_indent) == (14 * 4, -14 * 3, 14)


# Tables


def test_a_table_of_many_narrow_columns_goes_on_a_page_turned_sideways():
    row = tuple(hanzi(5) for _ in range(12))
    composition = compose(Document(body=(Table(row, (row,) * 3, "某表", line=1),)), STYLE)
    (block,) = composition.blocks
    assert isinstance(block, LandscapeBlock)
    assert flow_text(composition).startswith("某表")
    assert sum(block.blocks[-1].column_widths) == near(225 * MM)


@pytest.mark.parametrize(("columns", "length"), [(12, 2), (4, 30), (8, 3)])
def test_a_table_that_fits_upright_stays_upright(columns, length):
    row = tuple(hanzi(length) for _ in range(columns))
    composition = compose(Document(body=(Table(row, (row,) * 3, line=1),)), STYLE)
    assert not any(isinstance(block, LandscapeBlock) for block in composition.blocks)


def test_a_column_that_is_to_be_filled_in_has_a_fair_share():
    table = Table(("项目", "内容"), ((hanzi(10), ""), (hanzi(12), "")), line=1)
    (block,) = compose(Document(body=(table,)), STYLE).blocks
    assert isinstance(block, TableBlock)
    assert block.column_widths[1] >= MEASURE / 2 - 1


# What is left for layout


def test_only_a_colophon_and_a_signed_body_wait_for_the_pages():
    signed_by = elements((Role.SIGNATURE, "某某县"), (Role.DATE, "2026年1月15日"), line=9)
    assert compose(Document(body=BODY, back=signed_by), STYLE).waits_for_pages
    assert compose(Document(body=BODY, back=elements(PRINTED)), STYLE).waits_for_pages
    assert not compose(Document(body=BODY), STYLE).waits_for_pages
    assert not compose(Document(back=signed_by), STYLE).waits_for_pages


def test_the_parts_of_a_draft_are_in_the_order_of_the_pages():
    front = elements((Role.TITLE, "某某通知"), (Role.ADDRESSEE, "各局："))
    pairs = [(Role.ATTACHMENT_NOTE, "附件：某表"), (Role.SIGNATURE, "某某县"), (Role.DATE, "2026年1月15日")]
    back = elements(*pairs, (Role.REMARK, "（此件公开发布）"), PRINTED, line=9)
    annex = Annex("附件", "某表", elements((Role.BODY, "甲。"), line=30), line=28)
    made = compose(Document(front=front, body=BODY, back=back, annexes=(annex,)), STYLE)
    texts = [["".join(p.text for b in part for p in paragraphs(b))] for part in msgspec.structs.astuple(made.parts)]
    assert texts == [
        ["某某通知各局："],
        ["".join(paragraph.text for paragraph in BODY)],
        ["附件：某表"],
        ["某某县2026年1月15日"],
        ["（此件公开发布）附件某表甲。"],
    ]
    assert [made.blocks[at] for at in made.signature] == list(made.parts.signature)
    assert [made.blocks[at] for at in made.body] == list(made.parts.body)
    assert made.blocks[-1] is made.colophon


# Styles under names of their own


def test_the_first_style_of_a_name_keeps_it_and_others_get_numbers():
    style = compose(Document(body=BODY), STYLE).styles[0]
    looser, wider = (msgspec.structs.replace(style, pitch=pitch) for pitch in (30.0, 31.0))
    taken: dict[str, ParagraphStyle] = {}
    found = [named(one, taken) for one in (style, looser, wider, style, looser)]
    assert [(one.name, one.base) for one in found] == [
        ("正文", "Body Text First Indent"),
        ("正文 2", ""),
        ("正文 3", ""),
        ("正文", "Body Text First Indent"),
        ("正文 2", ""),
    ]
    assert list(taken.values()) == found[:3]


# What a web page has left, and a number without 版头


def test_residue_around_a_head_moves_none_of_its_elements():
    left = elements((Role.RESIDUE, "首页 > 政务公开"), (Role.RESIDUE, "来源：某某网"), line=20)
    front = (left[0], *HEAD[:5], left[1], *HEAD[5:])
    plain = places(Document(front=HEAD))
    found = places(Document(front=front, body=BODY))
    assert {text: y for text, y in found.items() if text in plain} == plain
    assert [text for text in found if text not in plain] == ["首页 > 政务公开", "来源：某某网", BODY[0].text]


def test_residue_without_a_head_begins_the_body():
    front = elements((Role.RESIDUE, "来源：某某网"), (Role.TITLE, "某某通知"), (Role.ADDRESSEE, "各单位："))
    draft = compose(Document(front=front, body=elements((Role.BODY, "请办理。"), line=9)), STYLE)
    texts = [block.text for block in draft.blocks if isinstance(block, TextBlock)]
    assert texts == ["某某通知", "各单位：", "来源：某某网", "请办理。"]
    assert source_text(draft) == "来源：某某网某某通知各单位：请办理。"


def test_a_number_below_the_title_stands_there_where_no_mark_calls_for_it():
    front = elements(
        (Role.TITLE, "某某通知"), (Role.DOCUMENT_NUMBER, "某政发〔2026〕5号"), (Role.ADDRESSEE, "各单位：")
    )
    draft = compose(Document(front=front, body=BODY), STYLE)
    title, number, *_ = (b for b in draft.blocks if isinstance(b, TextBlock))
    assert (title.text, number.text) == ("某某通知", "某政发〔2026〕5号")
    assert (number.style.align, number.style.chars.east_asian.kind) == (Align.CENTER, "kai")
    assert title.style.space_after == 0


def test_a_number_below_the_title_goes_under_the_mark_where_there_is_one():
    front = (HEAD[3], HEAD[5], HEAD[4], HEAD[6])
    found = places(Document(front=front, body=BODY))
    assert list(found)[:3] == ["某某县人民政府文件", "某政发〔2026〕3号", "某某通知"]


def test_a_number_above_the_title_stays_above_it():
    front = elements((Role.DOCUMENT_NUMBER, "某政发〔2026〕5号"), (Role.TITLE, "某某通知"))
    assert list(places(Document(front=front, body=BODY)))[:2] == ["某政发〔2026〕5号", "某某通知"]


# Annexes with an end of their own


ENDING = ((Role.SIGNATURE, "某某县水务局"), (Role.DATE, "2026年3月1日"), (Role.REMARK, "（联系人：张某某）"))


def test_an_annex_is_signed_as_the_document_is():
    document = Document(body=BODY, back=elements(*ENDING, line=9))
    annexed = Document(
        body=BODY,
        annexes=(Annex("附件", "某某报告", BODY, elements((Role.ADDRESSEE, "县政府："), line=30), document.back, 28),),
    )
    texts = [text for _, text in ENDING]
    ours, theirs = (
        [b.style for b in compose(whole, STYLE).blocks if isinstance(b, TextBlock) and b.text in texts]
        for whole in (document, annexed)
    )
    assert [(s.align, s.right_indent, s.space_before, s.keep_next) for s in ours] == [
        (s.align, s.right_indent, s.space_before, s.keep_next) for s in theirs
    ]
    (addressee,) = blocks_of(annexed, named="主送机关")
    assert addressee.text == "县政府："
    assert not compose(annexed, STYLE).parts.signature


def test_the_seals_of_a_document_are_not_set_over_its_annexes_signature():
    annex = Annex("附件", "某某报告", BODY, (), elements(*ENDING, line=30), 28)
    document = Document(body=BODY, annexes=(annex,), sealing=Sealing.SEAL)
    assert [block.stamps for block in blocks_of(document, named="署名")] == [()]


def test_a_title_of_an_annex_stands_close_to_what_is_written_below_it():
    front = elements((Role.BYLINE, "（2026年3月1日）"), line=30)
    document = Document(annexes=(Annex("附件", "某某报告", BODY, front, (), 28),))
    (title,) = blocks_of(document, named="附件标题")
    assert title.style.space_after == 0


def test_residue_between_label_and_title_of_an_annex_goes_below_the_title():
    front = elements((Role.RESIDUE, "来源：某某网"), (Role.ANNEX_TITLE, "某某"), (Role.ANNEX_TITLE, "报告"), line=29)
    annex = Annex("附件", "", elements((Role.BODY, "甲。"), line=40), front, (), 28)
    draft = compose(Document(annexes=(annex,)), STYLE)
    assert [block.text for block in draft.blocks] == ["附件", "某某\n报告", "来源：某某网", "甲。"]
    assert source_text(draft) == "附件来源：某某网某某报告甲。"


def test_what_stands_between_residue_in_an_annex_front_stays_in_its_place():
    front = elements((Role.SUBTITLE, "——讲话"), (Role.RESIDUE, "通知"), (Role.ANNEX_TITLE, "通知"), line=29)
    annex = Annex("附件", "", elements((Role.BODY, "甲。"), line=40), front, (), 28)
    draft = compose(Document(annexes=(annex,)), STYLE)
    assert [block.text for block in draft.blocks] == ["附件", "——讲话", "通知", "通知", "甲。"]
    assert source_text(draft) == "附件——讲话通知通知甲。"


# Places to sign


def test_parties_side_by_side_sign_in_columns():
    back = elements(
        (Role.SIGNATURE, "甲方（盖章）：\u3000\u3000乙方（盖章）："),
        (Role.SIGNATURE, "法 定 代 表 人： 法 定 代 表 人："),
        (Role.REMARK, "电话：1\u3000\u3000电话：2"),
        (Role.DATE, "年\u3000月\u3000日\u3000\u3000年\u3000月\u3000日"),
    )
    made = compose(Document(body=BODY, back=back), STYLE).parts.signature
    assert [block.text for block in made] == [
        "甲方（盖章）：\t乙方（盖章）：",
        "法 定 代 表 人：\t法 定 代 表 人：",
        "电话：1\t电话：2",
        "\u3000\u3000年\u3000月\u3000日\t\u3000\u3000年\u3000月\u3000日",
    ]
    ((tab,),) = {block.style.tabs for block in made}
    assert tab.position == near(made[0].style.left_indent + (MEASURE - made[0].style.left_indent) / 2)
    assert [block.style.keep_next for block in made] == [True, True, True, False]


def test_parties_too_wide_to_stand_side_by_side_stand_one_below_the_other():
    names = "甲方（盖章）：" + hanzi(20), "乙方（盖章）：" + hanzi(20)
    back = elements((Role.SIGNATURE, "\u3000\u3000".join(names)))
    assert [block.text for block in compose(Document(body=BODY, back=back), STYLE).parts.signature] == [*names]


def test_parties_one_below_the_other_keep_the_order_of_the_text():
    pairs = [(Role.SIGNATURE, "甲方（盖章）："), (Role.DATE, "日期：年月日"), (Role.SIGNATURE, "乙方（盖章）：")]
    back = elements(*pairs, (Role.DATE, "日期：年月日"))
    made = compose(Document(body=BODY, back=back), STYLE).parts.signature
    assert [block.text for block in made] == [p.text for p in back]
    assert {block.style.left_indent for block in made} == {2 * CELL}


def test_one_party_signs_in_the_right_half():
    back = elements((Role.SIGNATURE, "承诺人（签字）：____"), (Role.DATE, "年\u3000月\u3000日"))
    made = compose(Document(body=BODY, back=back), STYLE)
    assert {block.style.left_indent for block in made.parts.signature} == {MEASURE / 2}
    assert made.properties.author == ""


def test_an_organ_and_a_person_with_a_post_sign_as_the_standard_has_it():
    for name in ("某某县水务局", "县长：王明", "张 三"):
        back = elements((Role.SIGNATURE, name), (Role.DATE, "2026年1月15日"))
        made = compose(Document(body=BODY, back=back), STYLE).parts.signature
        assert [block.style.align for block in made] == [Align.RIGHT, Align.RIGHT]


def test_a_remark_below_the_parties_stays_below_them():
    back = elements(
        (Role.SIGNATURE, "甲方（盖章）："), (Role.REMARK, "电话：1"), (Role.DATE, "年月日"), (Role.REMARK, "电话：1")
    )
    parts = compose(Document(body=BODY, back=back), STYLE).parts
    assert [len(part) for part in (parts.signature, parts.rest)] == [3, 1]
