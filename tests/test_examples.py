"""Every example converts without a warning and shows what its name says."""

from functools import lru_cache
from pathlib import Path

import pytest

from banxin.composition import ColophonBlock, Place, TableBlock
from banxin.conversion import convert_file, prepare
from banxin.document import Document, Form, Role, Sealing
from banxin.errors import Severity
from banxin.layout import Layout, layout
from banxin.reading import Options

FOLDER = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))

FORMS = {
    "信函": Form.LETTER,
    "命令": Form.ORDER,
    "纪要": Form.MINUTES,
    "讲话稿": Form.SPEECH,
}
"""Of the examples that are no ordinary document."""

FRAME = {Role.ISSUER_MARK, Role.DOCUMENT_NUMBER, Role.TITLE, Role.ADDRESSEE, Role.SIGNATURE, Role.DATE}
COLOPHON = {Role.COPY_TO, Role.PRINTER}
TOP = {Role.COPY_NUMBER, Role.SECRECY, Role.URGENCY}
ROLES = {
    "下行文": TOP | FRAME | COLOPHON | {Role.ATTACHMENT_NOTE, Role.REMARK},
    "上行文": FRAME | {Role.SIGNER, Role.ATTACHMENT_NOTE, Role.PRINTER},
    "两个签发人": FRAME | COLOPHON | {Role.URGENCY, Role.SIGNER, Role.REMARK},
    "三个签发人": FRAME | {Role.SIGNER, Role.REMARK, Role.PRINTER},
    "联合行文": FRAME | COLOPHON | {Role.REMARK},
    "联合行文盖章": FRAME | COLOPHON,
    "盖章": FRAME | {Role.PRINTER},
    "命令": {Role.ISSUER_MARK, Role.ORDER_NUMBER, Role.SIGNATURE, Role.DATE},
    "信函": TOP | FRAME | {Role.REMARK, Role.COPY_TO},
    "纪要": COLOPHON | {Role.ISSUER_MARK, Role.DOCUMENT_NUMBER, Role.TITLE, Role.BYLINE, Role.ATTENDEES},
    "公告": {Role.ISSUER_MARK, Role.DOCUMENT_NUMBER, Role.TITLE, Role.SIGNATURE, Role.DATE},
    "决定": FRAME | COLOPHON | {Role.REMARK},
    "转发通知": FRAME | COLOPHON | {Role.REMARK},
    "批转通知": FRAME | {Role.PRINTER},
    "设置写全": TOP | FRAME | COLOPHON | {Role.ATTACHMENT_NOTE, Role.REMARK},
    "附件有表": FRAME | {Role.ATTACHMENT_NOTE, Role.PRINTER},
    "横表": FRAME | COLOPHON,
    "主送机关很多": FRAME - {Role.ADDRESSEE} | COLOPHON | {Role.MAIN_TO},
    "署名与正文同面": FRAME,
    "署名带一行正文": FRAME,
    "版记在第二面": FRAME | COLOPHON,
    "版记前空白页": FRAME | COLOPHON,
}
"""Elements around the body."""


@lru_cache
def document(name: str) -> Document:
    return prepare((FOLDER / f"{name}.txt").read_bytes(), Options()).document


@lru_cache
def laid(name: str) -> Layout:
    return layout(prepare((FOLDER / f"{name}.txt").read_bytes(), Options()).draft)


def texts(name: str, role: Role) -> list[str]:
    found = document(name)
    return [paragraph.text for paragraph in (*found.front, *found.back) if paragraph.role is role]


@pytest.mark.parametrize("name", NAMES)
def test_an_example_converts_to_both_formats_without_a_warning(name, tmp_path):
    done = convert_file(FOLDER / f"{name}.txt", folder=tmp_path)
    assert [target.suffix for target in done.outputs] == [".docx", ".pdf"]
    assert [d for d in done.diagnostics if d.severity in (Severity.WARNING, Severity.ERROR)] == []


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_the_form_it_shows(name):
    assert document(name).form is FORMS.get(name, Form.DOCUMENT)


@pytest.mark.parametrize("name", ROLES)
def test_an_example_has_the_elements_it_shows(name):
    found = document(name)
    assert {paragraph.role for paragraph in (*found.front, *found.back)} == ROLES[name]


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("联合行文", ["某某县教育局", "某某县公安局", "某某县交通运输局", "文件"]),
        ("联合行文盖章", ["某某县农业农村局", "某某县财政局", "文件", "某某县气象局"]),
        ("三个签发人", ["某某县自然资源局", "某某县住房和城乡建设局", "文件", "某某县城市管理局"]),
        ("信函", ["某某县人民政府办公室"]),
    ],
)
def test_every_organ_of_the_mark_is_told_apart(name, marks):
    assert texts(name, Role.ISSUER_MARK) == marks


@pytest.mark.parametrize("name", ["联合行文", "联合行文盖章", "三个签发人"])
def test_every_organ_of_a_joint_document_signs(name):
    organs = [mark for mark in texts(name, Role.ISSUER_MARK) if mark != "文件"]
    assert texts(name, Role.SIGNATURE) == organs


@pytest.mark.parametrize(
    ("name", "sealing"),
    [("盖章", Sealing.SEAL), ("联合行文盖章", Sealing.SEAL), ("命令", Sealing.STAMP), ("联合行文", None)],
)
def test_an_example_is_attested_as_its_settings_say(name, sealing):
    assert document(name).sealing is sealing


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("转发通知", ["关于推进家庭病床服务的意见"]),
        ("批转通知", ["关于开展第三次农产品加工业专项调查的方案"]),
        ("命令", ["某某县城区停车场管理办法"]),
        ("下行文", ["农村饮用水水源档案的主要内容和填写要求", "农村饮用水水源保护任务分工"]),
        ("设置写全", ["防汛物资储备品种和年限", "防汛物资报废申请表"]),
    ],
)
def test_what_is_issued_forwarded_or_attached_stands_behind_the_document(name, titles):
    assert [annex.title for annex in document(name).annexes] == titles


@pytest.mark.parametrize(
    ("name", "place", "pages", "numbered"),
    [
        ("版记在第二面", Place.NEXT, 2, [1, 2]),
        ("版记前空白页", Place.AFTER_BLANK, 4, [1, 2]),
        ("联合行文", Place.SAME, 2, [1, 2]),
    ],
)
def test_the_colophon_stands_where_the_example_shows(name, place, pages, numbered):
    found = laid(name)
    colophon = found.composition.blocks[-1]
    assert isinstance(colophon, ColophonBlock)
    assert colophon.place is place
    assert len(found.pages.pages) == pages
    assert [page.number for page in found.pages.pages if page.number_line] == numbered


def test_too_many_addressees_stand_in_the_colophon():
    colophon = laid("主送机关很多").composition.blocks[-1]
    assert isinstance(colophon, ColophonBlock)
    assert [paragraph.text[:3] for paragraph in colophon.paragraphs[:2]] == ["主送：", "抄送："]


def test_a_wide_table_lies_on_turned_pages_and_the_text_goes_on_behind_it():
    turned = [page.turned for page in laid("横表").pages.pages]
    assert not turned[0]
    assert any(turned)
    assert not turned[-1]


def test_the_table_of_an_annex_keeps_its_empty_cells():
    tables = [block for block in laid("附件有表").composition.blocks if isinstance(block, TableBlock)]
    assert [len(table.rows) for table in tables] == [10, 6, 5]


@pytest.mark.parametrize("name", ["署名与正文同面", "署名带一行正文"])
def test_the_page_with_the_signature_has_body_on_it(name):
    last = laid(name).pages.pages[-1].lines
    assert len(last) > 2
    assert [d.code for d in laid(name).diagnostics] == ["BX301"]


def test_the_letter_has_no_number_on_its_first_page_and_one_on_its_second():
    assert [page.number_line is not None for page in laid("信函").pages.pages] == [False, True]
