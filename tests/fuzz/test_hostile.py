"""Long texts of one kind through every stage: what took more than linear time would not come to an end here.

Each has half a minute of the processor's time, of which it needs twenty seconds at most: at this size a quadratic
expression needs ten minutes, an exponential one for ever. `linear.py` measures.
"""

import signal

import pytest
from long_texts import LONG
from targets import conversion, reading

from banxin.conversion import prepare
from banxin.document import Role, Table, walk
from banxin.encoding import decode
from banxin.errors import DocumentError, SourceError
from banxin.parser import parse
from banxin.readers import read
from banxin.reading import Options

pytestmark = pytest.mark.slow
SECONDS = 30


@pytest.fixture(autouse=True)
def limit():
    """An alarm of the processor's clock, where there is one."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_):
        raise AssertionError(f"more than {SECONDS} s of the processor's time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("name", LONG)
def test_a_long_text_is_read_and_checked(name):
    reading(LONG[name](50_000))


@pytest.mark.parametrize("name", LONG)
def test_a_long_text_is_converted_or_refused(name):
    conversion(LONG[name](8_000))


def tables(data):
    return [block for block in walk(parse(read(data)).document.body) if isinstance(block, Table)]


def test_ragged_rows_make_no_more_cells_than_a_few_for_each_of_the_text():
    found = tables(LONG["ragged rows"](200_000))
    assert sum(len(table.header) * (1 + len(table.rows)) for table in found) < 5 * 60_000


def test_a_small_ragged_table_is_one_table():
    (table,) = tables(("甲\t" * 19 + "乙\n" + "丙\t丁\n" * 20).encode())
    assert len(table.rows) == 20


def test_a_row_of_more_columns_than_word_has_is_no_table():
    assert not tables(("甲\t" * 63 + "乙\n").encode() * 3)
    assert not tables(("|甲" * 64 + "|\n").encode() * 3)
    assert tables(("甲\t" * 62 + "乙\n").encode() * 3)
    assert tables(("|甲" * 63 + "|\n").encode() * 3)


def test_a_text_of_fifty_thousand_headings_comes_to_an_end():
    count = 50_000
    data = "关于做好某项工作的通知\n".encode() + "一、某项\n各单位。\n".encode() * count
    assert len(parse(read(data, most_lines=2 * count + 1)).document.body) >= 1


def test_a_million_blank_lines_part_two_paragraphs():
    document = prepare("甲。\n".encode() + b"\n" * 1_000_000 + "乙。".encode(), Options()).document
    assert [block.line for block in document.body] == [1, 1_000_002]


def test_a_megabyte_in_one_line_stays_one_paragraph():
    text = "各单位要抓好落实。" * 40_000
    (paragraph,) = parse(read(text.encode())).document.body
    assert paragraph.text == text


def roles(text):
    return {paragraph.role: paragraph.text for paragraph in parse(read(text.encode())).document.front}


@pytest.mark.parametrize("char", ["\x00", "\x08", "\x1f", "\ufdd0", "\ufdef", "\ufffe", "\uffff"], ids=ascii)
def test_a_character_that_no_file_can_hold_is_refused_with_its_line(char):
    with pytest.raises(SourceError, match="第 2 行"):
        decode(f"甲\n乙{char}".encode())


@pytest.mark.parametrize("char", ["\ue000", "\U0010fffd", "\U0001fffe", "\U0003134a", "\u0301"], ids=ascii)
def test_an_odd_character_that_files_can_hold_is_text(char):
    assert char in prepare(f"甲{char}乙\n丙。".encode(), Options()).document.front[0].text
    assert roles(f"---\n签发人: 甲{char}乙\n---\n正文一句。")[Role.SIGNER] == f"签发人：甲{char}乙"


def test_letters_of_two_bytes_that_may_be_gb18030_are_still_in_doubt():
    with pytest.raises(SourceError, match="分不清"):
        decode("通通\n".encode("gb18030").replace(b"\xcd\xa8", b"\xc3\xa9"))
    assert decode(("é" * 40 + "à").encode())[0] == "utf-8"


@pytest.mark.parametrize(
    ("block", "said"), [("标题: " + "某" * 60_000, "50000个字"), ("标题: 乙\n" * 101, "101项")], ids=["long", "many"]
)
def test_front_matter_that_is_no_list_of_settings_is_told(block, said):
    with pytest.raises(DocumentError, match=f"文首的设置太长.*{said}"):
        prepare(f"---\n{block}\n---\n正文一句。".encode(), Options())


def test_front_matter_of_a_hundred_organs_is_read():
    organs = "、".join(f"某某县第{number}局" for number in range(100))
    assert roles(f"---\n主送机关: {organs}：\n---\n正文一句。")[Role.ADDRESSEE] == f"{organs}："


def test_a_gap_of_a_few_spaces_in_a_number_does_not_keep_its_brackets_from_being_mended():
    text = "---\n发文字号: 某政发( 2026 )   第   3   号\n---\n正文一句。"
    (number,) = prepare(text.encode(), Options()).document.front
    assert number.text.startswith("某政发〔 2026 〕")


@pytest.mark.parametrize("text", ["关于某项工作的通知\n各单位\0。\n", "abcdefg\0", "abcdef\0"])
def test_a_lone_null_in_a_text_is_told_with_its_place_and_taken_for_no_other_encoding(text):
    with pytest.raises(SourceError, match="有空字符（NUL），不是纯文本"):
        decode(text.encode())


@pytest.mark.parametrize("text", ["abcd\n", "关于某项工作的通知\n各单位要抓好落实。\n"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told(text, encoding):
    with pytest.raises(SourceError, match="像是不带 BOM 的 UTF-16"):
        decode(text.encode(encoding))
