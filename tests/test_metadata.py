"""The metadata of GB/T 33480—2016 that a document holds."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from banxin.compose.metadata import metadata
from banxin.conversion import prepare, to_docx
from banxin.document import Document, Paragraph, Role
from banxin.fingerprint import NAME
from banxin.reading import Options


def of(*back: tuple[Role, str], front: tuple[tuple[Role, str], ...] = ()) -> dict[str, str]:
    def paragraphs(pairs):
        return tuple(Paragraph(role=role, text=text) for role, text in pairs)

    found = metadata(Document(front=paragraphs(front), back=paragraphs(back)))
    assert len(dict(found)) == len(found)
    return dict(found)


def test_a_document_without_elements_has_none():
    assert of() == {}


def test_labels_are_left_out_and_values_stay_as_they_are_written():
    found = of(
        (Role.COPY_TO, "抄送：县委办公室。"),
        (Role.COPY_TO, "报：某某市人民政府"),
        front=((Role.SIGNER, "签发人：甲某\u3000乙某"), (Role.SIGNER, "丙某"), (Role.ADDRESSEE, "各村：")),
    )
    assert found == {"签发人": "甲某\u3000乙某 丙某", "主送机关": "各村", "抄送机关": "县委办公室。 报：某某市人民政府"}


def test_lines_of_a_title_are_joined():
    assert of(front=((Role.TITLE, "某某县"), (Role.TITLE, "关于修路的通知"))) == {"标题": "某某县关于修路的通知"}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["某某办公室\u30002026年4月3日印发"], {"印发机关": "某某办公室", "印发日期": "2026年4月3日"}),
        (["某某办公室", "2026年4月3日印发"], {"印发机关": "某某办公室", "印发日期": "2026年4月3日"}),
        (["2026年4月3日印发"], {"印发日期": "2026年4月3日"}),
        (["某某办公室"], {"印发机关": "某某办公室"}),
        (["某某办公室印发"], {"印发机关": "某某办公室印发"}),
    ],
)
def test_the_printer_is_an_organ_and_a_date(texts, expected):
    assert of(*((Role.PRINTER, text) for text in texts)) == expected


def test_the_addressee_of_the_colophon_is_the_addressee():
    assert of((Role.MAIN_TO, "主送：各村，各社区。")) == {"主送机关": "各村，各社区。"}


def test_a_place_to_sign_is_no_signature_and_body_text_no_metadata():
    assert of((Role.SIGNATURE, "甲方（盖章）："), (Role.BODY, "正文。"), (Role.ATTENDEES, "出席：某某")) == {}


def test_they_come_in_the_order_of_the_standard():
    found = metadata(
        Document(
            front=(Paragraph(role=Role.TITLE, text="题"), Paragraph(role=Role.COPY_NUMBER, text="000001")),
            back=(Paragraph(role=Role.REMARK, text="（注）"), Paragraph(role=Role.DATE, text="2026年4月3日")),
        )
    )
    assert [name for name, _ in found] == ["份号", "标题", "成文日期", "附注"]


# In the DOCX


def test_a_docx_tells_the_metadata_as_custom_properties_beside_its_fingerprint():
    names = {"vt": "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"}
    text = (
        "---\n文号: 某政发〔2026〕3号\n密级: 秘密★1年\n---\n"
        "关于<某事>&“他事”的通知\n\n各单位：\n请落实。\n\n某某局\n2026年1月15日\n"
    )
    prepared = prepare(text.encode(), Options(verbatim=True))
    with ZipFile(BytesIO(to_docx(prepared))) as archive:
        root = etree.fromstring(archive.read("docProps/custom.xml"))
    found = [(one.get("pid"), one.get("name"), one.findtext("vt:lpwstr", "", names)) for one in root]
    assert found[0][:2] == ("2", NAME)
    assert tuple((name, value) for _, name, value in found[1:]) == prepared.composition.properties.metadata
    assert [pid for pid, _, _ in found] == [str(pid) for pid in range(2, len(found) + 2)]
    assert dict(one[1:] for one in found)["标题"] == "关于<某事>&“他事”的通知"
    assert dict(one[1:] for one in found)["密级和保密期限"] == "秘密★1年"
