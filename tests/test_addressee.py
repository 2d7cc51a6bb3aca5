"""主送机关 that leave no room for body text on the first page stand in 版记 (7.3.2)."""

from __future__ import annotations

import pytest

from banxin.conversion import prepare
from banxin.document import Document, Paragraph, Role, plain_text
from banxin.reading import Options
from banxin.repair import move_addressee
from banxin.streams import apply_edits

HEAD = "某某县人民政府文件\n\n某政发〔2026〕3号\n\n关于做好某项工作的通知\n\n"
SENTENCE = "　　各有关单位要按照本方案确定的时间和分工抓好落实，遇有困难及时报告，确保年内完成全部任务。\n"
TAIL = "\n某某县人民政府\n2026年1月15日\n\n抄送：县委办公室。\n某某县人民政府办公室　　2026年1月15日印发\n"
MANY = "，".join(f"某某县第{number}中学" for number in range(100, 160)) + "：\n"


def roles(text: str, **options: bool) -> set[Role]:
    document = prepare(text.encode(), Options(**options)).document
    return {p.role for p in (*document.front, *document.back)}


def test_a_list_that_fills_the_first_page_moves_to_the_colophon():
    prepared = prepare((HEAD + MANY + SENTENCE * 5 + TAIL).encode(), Options())
    found = {p.role: p.text for p in (*prepared.document.front, *prepared.document.back)}
    assert found[Role.MAIN_TO] == f"主送：{MANY.strip('：' + chr(10))}。"
    assert Role.ADDRESSEE not in found
    assert {d.code for d in prepared.diagnostics if d.offset >= 0} == {"BX208"}
    assert prepared.layout.shows_body


def test_a_list_that_leaves_room_stays():
    assert Role.ADDRESSEE in roles(HEAD + MANY[:150].rpartition("，")[0] + "：\n" + SENTENCE * 5 + TAIL)


def test_verbatim_text_is_not_moved():
    assert Role.ADDRESSEE in roles(HEAD + MANY + SENTENCE * 5 + TAIL, verbatim=True)


def test_without_a_body_nothing_moves():
    document = Document(front=(Paragraph(MANY.strip(), Role.ADDRESSEE, line=3),))
    assert prepare(plain_text(document).encode(), Options()).document.back == ()


@pytest.mark.parametrize("text", ["甲，乙：", "甲，乙:", "甲，乙", "甲 乙 ："])
def test_what_was_moved_is_an_exact_edit(text):
    document = Document(
        front=(Paragraph("某", Role.TITLE, line=1), Paragraph(text, Role.ADDRESSEE, line=2)),
        body=(Paragraph("正文。", line=3),),
    )
    moved = move_addressee(document)
    assert apply_edits(plain_text(document), moved.diagnostics) == plain_text(moved.document)
    assert moved.document.back[0].text.startswith("主送：甲")
    assert moved.document.back[0].text.endswith("。")


def test_a_document_without_addressees_stays_as_it_is():
    document = Document(body=(Paragraph("正文。", line=3),))
    assert move_addressee(document).document is document


MANY_ORGANS = "".join(f"某某县第{name}委员会\n" for name in "一二三四五六") + "文件\n\n某发〔2026〕3号\n\n"


@pytest.mark.parametrize(
    "title", ["关于做好工作的通知", "关于进一步加强和改进全县农业农村基础设施建设管理维护工作的若干意见的通知"]
)
def test_a_first_page_without_body_text_is_told_unless_moving_the_list_helps(title):
    text = MANY_ORGANS + title + "\n\n" + MANY[:120].rpartition("，")[0] + "：\n" + SENTENCE * 5 + TAIL
    prepared = prepare(text.encode(), Options())
    told = "BX305" in {d.code for d in prepared.layout.diagnostics}
    moved = any(p.role is Role.MAIN_TO for p in prepared.document.back)
    assert told is not prepared.layout.shows_body
    assert moved <= prepared.layout.shows_body
