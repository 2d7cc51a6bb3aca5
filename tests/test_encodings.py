"""Which encoding a text is in: what is read, what is read and told, what is refused, and what a user may say of it."""

from __future__ import annotations

from collections import Counter

import pytest

from banxin.conversion import Options, convert
from banxin.encoding import codec, decode
from banxin.errors import SourceError
from banxin.examine import mended
from banxin.plausibility import garbled, score
from banxin.readers import read
from encodings_of_texts import KANJI, KOREAN, TRADITIONAL, outcome, samples

NOTICE = "关于做好春耕生产工作的通知\n\n各乡镇人民政府：\n　　请于3月15日前报送进展情况。\n"


@pytest.fixture(scope="module")
def outcomes():
    """How often each kind of sample is read in each way: (short of 13 characters, all)."""
    counts: dict[str, Counter[str]] = {}
    for sample in samples():
        counts.setdefault(sample.kind, Counter())[outcome(sample)] += 1
    return counts


def test_plain_texts_of_any_length_are_read(outcomes):
    for kind in ("plain utf-8", "plain utf-8-sig"):
        assert set(outcomes[kind]) == {"right"}
    # what is refused, a hanzi or two, is valid UTF-8 as well
    assert set(outcomes["plain gb18030"]) <= {"right", "right, told", "refused"}
    assert outcomes["plain gb18030"]["refused"] < 0.06 * outcomes["plain gb18030"].total()
    assert outcomes["plain gb18030"]["right, told"] < 0.15 * outcomes["plain gb18030"].total()


@pytest.mark.parametrize(
    "kind",
    [
        "UTF-16 without a mark",
        "HZ",
        "UTF-7",
        "GBK with a byte lost",
        "GBK, then UTF-8",
        "UTF-8, then GBK",
        "EUC-KR",
        "EUC-JP, kanji alone",
        "Shift-JIS, kanji alone",
        "Big5",
    ],
)
def test_hardly_any_is_read_as_something_else_without_a_word(kind, outcomes):
    assert outcomes[kind]["wrong"] <= 0.02 * outcomes[kind].total()


@pytest.mark.parametrize(
    "text",
    [
        "通知",
        "关于召开会议的通知",
        "请示",
        "龚某某、逯某某、阚某某、亓官某某、郗某某、佘某某、昝某某、爨某某、鄢某某、仝某某",
        "王鑫　李婷　赵琪　张颖　陈嫣　周婧　吴昊　郑祺　孙懿　朱晗",
        "羟考酮、羧甲司坦、氨溴索、头孢呋辛酯、阿莫西林克拉维酸钾",
        "澧县、枞阳县、黟县、歙县、濉溪县、郯城县、鄄城县、莒县、莘县、茌平区",
        "1．5×3=4．5±0．1℃，α、β、γ、Δ，№3，①②③，㈠",
        "×××、×××、××××××",
        "Ⅰ、Ⅱ类水域　→　见附图　★　※　■",
        "あいさつの後、日程を説明する",
        "┌────┬────┐│　甲　│　乙　│└────┴────┘",
        "Москва、Сибирь、ɑ̄、ā、ǎ",
    ],
)
def test_rare_names_and_signs_are_no_garble(text):
    decoded = decode(f"{NOTICE}{text}\n{text}\n".encode("gb18030"))
    assert (decoded.encoding, decoded.doubt) == ("gb18030", "")
    assert decoded.text == f"{NOTICE}{text}\n{text}\n"


@pytest.mark.parametrize("text", ["关于召开会议的通知", "各位代表：", "请审议。\r\n"])
def test_a_short_text_in_gbk_is_read_without_a_word(text):
    assert decode(text.encode("gbk"))[1:3] == (text, "")


@pytest.mark.parametrize("text", ["好", "阀", "尊敬", "丹桂飘香"])
def test_a_text_too_short_to_tell_is_read_and_told(text):
    (remark,) = read(text.encode("gbk")).diagnostics
    assert (remark.code, remark.line) == ("BX024", 1)
    assert "--encoding" in remark.hint


@pytest.mark.parametrize("text", ["一", "为", "某某"])
def test_a_hanzi_that_is_valid_utf_8_as_well_is_refused(text):
    with pytest.raises(SourceError, match="分不清"):
        decode(text.encode("gbk"))
    assert decode(text.encode("gbk"), encoding="gbk").text == text
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    "text", ["Café 2026年", "naïve 甲", "25°C，3×5，±0.1，α、β，Ω，§3，某·某", "Москва市", "Müller先生", "yī 一"]
)
def test_western_letters_and_signs_in_utf_8_are_no_doubt(text):
    assert decode(text.encode()) == ("utf-8", text, "", 1)


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (KOREAN.encode("euc-kr"), ["EUC-KR", "--encoding euc-kr"]),
        (KANJI.encode("euc-jp"), ["EUC-JP", "--encoding euc-jp"]),
        (TRADITIONAL.encode("big5"), ["大五码", "--encoding big5"]),
        (KANJI.encode("shift-jis"), ["Shift-JIS", "--encoding shift-jis"]),
        (NOTICE.encode("hz"), ["HZ", "--encoding hz"]),
        (NOTICE.encode("utf-7"), ["UTF-7", "--encoding utf-7"]),
        (NOTICE.encode("gbk") + "附件：任务分解表\n".encode(), ["第 5 行", "混有 UTF-8", "附件"]),
        (NOTICE.encode() + "附件：任务分解表\n".encode("gbk"), ["第 5 行", "不是合法的 UTF-8", "GBK"]),
        (NOTICE.encode("gbk").replace("做".encode("gbk"), b"\xd7"), ["第 1 行", "字节"]),
    ],
    ids=["EUC-KR", "EUC-JP", "Big5", "Shift-JIS", "HZ", "UTF-7", "GBK and UTF-8", "UTF-8 and GBK", "a byte lost"],
)
def test_what_is_something_else_is_refused_with_what_and_where(data, parts):
    with pytest.raises(SourceError) as refused:
        decode(data, name="甲.txt")
    assert str(refused.value).startswith("甲.txt: ")
    for part in parts:
        assert part in str(refused.value)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KOREAN, "euc-kr"),
        (KANJI, "euc-jp"),
        (TRADITIONAL, "big5"),
        (NOTICE, "hz"),
        (NOTICE, "utf-7"),
        (NOTICE, "gb2312"),
        (NOTICE, "ANSI"),
        (NOTICE, "utf-16"),
        (NOTICE, "utf-8"),
        ("一", "gbk"),
    ],
)
def test_the_encoding_that_is_named_settles_it(text, encoding):
    data = text.encode("gbk" if encoding == "ANSI" else encoding)
    decoded = decode(data, encoding=encoding)
    assert (decoded.text, decoded.doubt) == (text, "")
    assert read(data, encoding=encoding).text == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [("utf-8-sig", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16", "utf-16-le")],
)
def test_a_byte_order_mark_is_no_text_of_a_named_encoding(mark, encoding):
    assert decode(NOTICE.encode(mark), encoding=encoding).text == NOTICE


def test_data_that_is_not_in_the_named_encoding_is_refused_with_the_place():
    with pytest.raises(SourceError, match=r"第 1 行（第 1 个字节）不是合法的 utf-8"):
        decode(NOTICE.encode("gbk"), encoding="utf-8")


@pytest.mark.parametrize("name", ["", "甲", "rot13", "base64", "utf-99", "\0", "a" * 1000])
def test_a_name_of_no_encoding_is_none(name):
    assert codec(name) is None


def test_another_kind_of_file_is_no_text_in_any_encoding():
    with pytest.raises(SourceError, match="PDF"):
        decode(b"%PDF-1.7 ...", encoding="gbk")


def test_a_control_character_is_refused_in_any_encoding():
    with pytest.raises(SourceError, match=r"U\+001B"):
        decode("甲\x1b乙".encode("gbk"), encoding="gbk")


def test_a_text_without_any_hanzi_is_told():
    (remark,) = read(b"Report 2026\n").diagnostics
    assert remark.code == "BX024"


def test_fix_writes_in_the_encoding_that_was_named():
    text = "公告\n\n為辦理,防火工作。\n"
    result = mended(text.encode("big5"), Options(encoding="big5"))
    assert result.data == text.replace(",", "，").encode("big5")


def test_a_conversion_takes_the_encoding():
    results = convert(TRADITIONAL.encode("big5"), ["docx"], Options(encoding="big5"))
    assert results.encoding == "big5"


def test_a_score_says_little_of_little_text_and_nothing_of_none():
    assert score("") == score("，。1×A") == 0
    assert 0 < score("通知") < score("关于做好工作的通知")
    assert score("捞巴荐侩") < 0


def test_a_stretch_out_of_step_is_found_where_it_is():
    garble = "各单位要切实加强组织领导，落实工作责任，确保按时完成".encode("gbk")[1:-1].decode("gb18030")
    found = garbled(f"{NOTICE}{garble}\n{NOTICE}")
    assert found is not None
    assert len(NOTICE) <= found.start < found.end <= len(NOTICE) + len(garble)
    assert garbled(NOTICE) is None
