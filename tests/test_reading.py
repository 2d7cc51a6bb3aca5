"""Bytes to a Document, once for all that goes on from there."""

import pytest

import banxin.parser
from banxin.conversion import convert, prepare
from banxin.document import plain_text
from banxin.errors import DocumentError, SourceError
from banxin.examine import examine
from banxin.readers import MOST_LINES
from banxin.reading import Options, read
from banxin.storage import MAX_SIZE
from banxin.streams import visible

TEXT = """关于做好巡查的通知

各乡镇：
    现将事项通知如下,请执行。
    一、时间
    2026年1月5日。
"""
BROKEN = f"---\n密级和年限: 秘密\n---\n{TEXT}"


def test_a_reading_has_the_source_the_document_and_what_was_said_on_the_way():
    found = read(TEXT.encode(), Options())
    assert found.source.lines[0].text == "关于做好巡查的通知"
    assert found.text == plain_text(found.document) == visible(TEXT).replace(",", "，")
    assert [d.code for d in found.repaired] == ["BX201"]
    assert found.diagnostics == (*found.parsed, *found.repaired)
    assert not found.errors


def test_a_verbatim_reading_has_no_repairs():
    found = read(TEXT.encode(), Options(verbatim=True))
    assert found.text == plain_text(found.document) == visible(TEXT)
    assert found.repaired == ()


def test_a_text_whose_front_matter_must_be_mended_is_read_and_not_repaired():
    found = read(BROKEN.encode(), Options())
    assert [d.line for d in found.errors] == [2]
    assert found.repaired == ()
    with pytest.raises(DocumentError, match="密级和年限"):
        prepare(found, Options())


def test_what_is_no_text_cannot_be_read():
    with pytest.raises(SourceError, match=r"材料\.txt"):
        read(b"", Options(), name="材料.txt")


def test_a_reading_is_prepared_as_its_bytes_are():
    assert prepare(read(TEXT.encode(), Options()), Options()) == prepare(TEXT.encode(), Options())


@pytest.mark.parametrize("edge", [examine, lambda data, options: convert(data, ["docx", "pdf"], options)])
def test_every_edge_parses_a_text_once(edge, monkeypatch):
    parse, parsed = banxin.parser.parse, []

    def counted(source, **more):
        parsed.append(source)
        return parse(source, **more)

    monkeypatch.setattr(banxin.parser, "parse", counted)
    edge(TEXT.encode(), Options())
    assert len(parsed) == 1


def test_more_lines_are_read_where_more_bytes_are_allowed():
    assert Options(max_size=10).most_lines == Options().most_lines == MOST_LINES
    assert Options(max_size=2 * MAX_SIZE).most_lines == 2 * MOST_LINES
