"""Reading: encodings and what is refused, lines, and the joining of hard-wrapped text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banxin.errors import Severity, SourceError
from banxin.readers import read
from banxin.source import Source
from banxin.streams import INVISIBLE, apply_edits, visible

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"

SENTENCES = "各乡镇要按时报送材料，不得迟报、漏报。县档案馆负责汇总，并于月底前公布结果。"

PARAGRAPHS = [
    "为了做好今年的档案整理工作，各单位要在三月底前完成清点，把旧卷、散卷、破损卷分别登记造册，并指定专人保管，不得随意堆放。",
    "清点中发现的问题，要逐项写明原因和处理办法；一时难以处理的，要说明情况，由县档案馆统一安排人员到现场查看后再作决定。",
    "整理工作结束后，各单位要写出书面小结，连同登记册一并报送，小结应当如实反映情况，既讲做法也讲不足，不得用套话空话代替。",
    "县档案馆将在六月份组织抽查，抽查的范围包括去年以来移交的全部卷宗，抽查结果在全县范围内通报，并作为年底评比的依据之一。",
]


def texts(source: Source) -> list[str]:
    return [line.text for line in source.lines]


def visible_texts(source: Source) -> list[str]:
    return [line.text for line in source.lines if line.text]


def codes(source: Source) -> list[str]:
    return [d.code for d in source.diagnostics]


def cut(paragraph: str, characters: int, *, lack: int = 0) -> list[str]:
    """`paragraph` in lines of so many characters, the first with so many fewer."""
    first = characters - lack
    return [paragraph[:first], *(paragraph[i : i + characters] for i in range(first, len(paragraph), characters))]


def from_lines(lines: list[str], **options: bool) -> Source:
    return read("\n".join(lines).encode(), **options)


def wrapped(characters: int = 22) -> list[str]:
    return [line for paragraph in PARAGRAPHS for line in cut("　　" + paragraph, characters)]


# Encodings


@pytest.mark.parametrize(
    ("encoding", "bom", "name"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("gb18030", b"", "gb18030"),
    ],
)
def test_an_encoding_is_recognised_and_its_mark_left_out(encoding, bom, name):
    source = read(bom + SENTENCES.encode(encoding))
    assert (source.encoding, source.text) == (name, SENTENCES)


def test_gb18030_beyond_gbk_is_read():
    source = read((SENTENCES + "𠮷㐂").encode("gb18030"))
    assert (source.encoding, source.text) == ("gb18030", SENTENCES + "𠮷㐂")


def test_traditional_chinese_in_gbk_is_read():
    text = "為進一步加強機關檔案管理，根據有關規定，結合我縣實際，現將有關事項通知如下。"
    assert read(text.encode("gbk")).text == text


def test_plain_ascii_is_utf8():
    assert read(b"Plan 2026\n").encoding == "utf-8"


def test_accented_latin_letters_in_utf8_are_no_gb18030():
    assert read("Café à la crème".encode()).text == "Café à la crème"


def package(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def refused(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(data, name="某文件.txt")
    assert caught.value.place == "某文件.txt"
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "文件是空的"),
        (b"\xef\xbb\xbf", "文件里没有文字"),
        (" \r\n\u3000\t\u200b\n".encode(), "文件里没有文字"),
        ("甲\n乙".encode("utf-32"), "不支持 UTF-32 编码"),
        (package("[Content_Types].xml", "word/document.xml"), "读不了这个 Word 文件：其中的 word/document.xml 已损坏"),
        (package("xl/workbook.xml"), "这是 Excel 文件（xlsx），不是纯文本"),
        (package("a.txt"), "这是压缩包（ZIP），不是纯文本"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "这是 PDF 文件，不是纯文本"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "这是旧版 Office 或 WPS 文件（doc、xls、wps 等），不是纯文本"),
        (b"\x89PNG\r\n\x1a\n\0\0", "这是图片（PNG），不是纯文本"),
        (b"{\\rtf1\\ansi text}", "这是 RTF 文件，不是纯文本"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_its_kind(data, problem):
    assert refused(data).problem == problem


def test_a_nul_is_refused_with_its_line():
    assert refused("甲\n乙\0丙".encode()).problem == "第 2 行（第 8 个字节）有空字符（NUL），不是纯文本"


def test_utf16_without_a_mark_is_refused_as_such():
    assert "不带 BOM 的 UTF-16" in refused((SENTENCES + "\n").encode("utf-16-le")).problem
    assert "不带 BOM 的 UTF-16" in refused((SENTENCES + "\n").encode("utf-16-be")).problem


def test_utf16_without_a_mark_and_without_a_nul_is_refused_too():
    refused(SENTENCES.encode("utf-16-le"))


def test_utf16_that_breaks_off_is_refused_with_its_line():
    data = b"\xff\xfe" + "甲\n乙丙".encode("utf-16-le")
    assert refused(data[:-1]).problem == "第 2 行（第 9 个字节）UTF-16 文件在此中断"


def test_a_lone_surrogate_is_refused():
    assert "不是合法的 UTF-16" in refused(b"\xff\xfe" + "甲".encode("utf-16-le") + b"\x00\xd8\x61\x00").problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_with_a_broken_byte_is_refused_and_not_read_as_gb18030(encoding):
    good = f"{SENTENCES}\n{SENTENCES}".encode(encoding)
    bad = good[:-6] + b"\xe3" + good[-6:]
    assert refused(bad).problem == f"第 2 行（第 {len(good) - 5} 个字节）不是合法的 UTF-8"


def test_utf8_that_breaks_off_is_refused():
    assert "不是合法的 UTF-8" in refused(SENTENCES.encode()[:-1]).problem


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("為進一步加強機關檔案管理，根據有關規定，結合我縣實際，現將有關事項通知如下。", "big5"),
        ("これは日本語の文書です。各部署は次のとおり計画を作成してください。", "shift_jis"),
        ("これは日本語の文書です。各部署は次のとおり計画を作成してください。", "euc_jp"),
        ("Les employés sont priés de présenter leur dossier complété, où ça sera vérifié.", "latin-1"),
    ],
)
def test_another_encoding_is_refused_and_not_read_as_gb18030(text, encoding):
    refused(text.encode(encoding))


def test_undecodable_bytes_are_refused_with_their_line():
    data = SENTENCES.encode("gb18030") + b"\n\xff\xff"
    assert "第 2 行" in refused(data).problem


def test_a_few_characters_that_could_be_either_encoding_are_refused():
    assert "分不清" in refused("某某".encode("gb18030")).problem


@pytest.mark.parametrize("character", ["\x01", "\x08", "\x0e", "\x1f", "\ufffe", "\uffff"])
def test_a_control_character_is_refused_with_line_and_code_point(character):
    assert f"第 3 行有控制字符 U+{ord(character):04X}" in refused(f"甲\r\n乙\r{character}丙".encode()).problem


def test_a_replacement_character_is_kept_and_warned_about():
    source = read("甲乙\n丙\ufffd丁".encode())
    assert texts(source) == ["甲乙", "丙\ufffd丁"]
    assert [(d.code, d.severity, d.line) for d in source.diagnostics] == [("BX001", Severity.WARNING, 2)]


# Lines


def test_line_ends_of_every_kind_part_lines():
    source = read("一\r\n二\r三\n四\u2028五\u2029六\x85七\f八\v九".encode())
    assert [(line.number, line.text) for line in source.lines] == list(enumerate("一二三四五六七八九", 1))


def test_blank_lines_are_kept():
    assert texts(read("甲\n\n \u00a0\n乙\n".encode())) == ["甲", "", "", "乙"]


def test_layout_at_both_ends_is_stripped_and_kept_in_raw():
    (line,) = read("\ufeff\ufeff\u3000\t\u00a0甲 乙\u200b \u2003".encode()).lines
    assert (line.text, line.raw) == ("甲 乙", "\u3000\t\u00a0甲 乙 \u2003")


def test_zero_width_characters_within_a_line_are_removed():
    assert texts(read("甲\u200b乙\ufeff丙\u2060丁".encode())) == ["甲乙丙丁"]


def test_a_tab_within_a_line_stays():
    assert texts(read("甲\t乙丙".encode())) == ["甲\t乙丙"]


def test_a_lines_offset_counts_the_visible_characters_before_it():
    source = read("甲 乙\n\n\u3000丙\u200b丁\n戊".encode())
    assert [line.offset for line in source.lines] == [0, 2, 2, 4]


# Hard-wrapped text is joined


@pytest.mark.parametrize("characters", [18, 20, 22, 26])
def test_paragraphs_cut_at_a_steady_width_are_joined(characters):
    source = from_lines(wrapped(characters))
    assert texts(source) == PARAGRAPHS
    assert codes(source) == ["BX002"] * 4


def test_a_joined_paragraph_keeps_the_number_and_offset_of_its_first_line():
    source = from_lines(wrapped())
    assert [line.number for line in source.lines] == [1, 4, 7, 10]
    assert [line.offset for line in source.lines] == [0, 60, 118, 177]


def test_a_join_is_reported_with_its_pieces():
    repair = from_lines(wrapped()).diagnostics[0]
    assert (repair.code, repair.severity, repair.line, repair.offset) == ("BX002", Severity.REPAIR, 1, -1)
    assert repair.message == "3 行合成一段"
    assert (repair.before, repair.after) == ("作，各单位要在三⏎月底前完成清点，", "作，各单位要在三月底前完成清点，")


def test_keep_lines_keeps_every_line():
    source = from_lines([*wrapped()[:5], "— 1 —", *wrapped()[5:]], keep_lines=True)
    assert len(source.lines) == len(wrapped()) + 1
    assert source.diagnostics == ()


def test_paragraphs_parted_by_blank_lines_are_joined_one_by_one():
    lines = [line for paragraph in PARAGRAPHS for line in [*cut(paragraph, 20), ""]]
    assert visible_texts(from_lines(lines)) == PARAGRAPHS


def test_a_blank_line_behind_every_line_parts_no_paragraph():
    lines = ["一、清点要求", *wrapped(), "二、抽查安排", *wrapped()]
    spaced = [line for one in lines for line in (one, "")]
    assert visible_texts(from_lines(spaced)) == ["一、清点要求", *PARAGRAPHS, "二、抽查安排", *PARAGRAPHS]


def test_whole_paragraphs_with_a_blank_line_behind_each_stay():
    lines = [line for paragraph in PARAGRAPHS * 4 for line in (paragraph, "")]
    assert visible_texts(from_lines(lines)) == PARAGRAPHS * 4


def test_paragraphs_that_lost_their_indent_are_joined():
    lines = [line for paragraph in PARAGRAPHS for line in cut(paragraph, 22, lack=2)]
    assert texts(from_lines(lines)) == PARAGRAPHS


def test_a_line_shortened_by_latin_letters_does_not_part_a_paragraph():
    lines = ["　　清点之后用ABCD WXYZ软件把卷宗的名称", "填入表格，填好后交县档案馆。"]
    joined = lines[0].strip() + lines[1]
    assert texts(from_lines([*wrapped(), *lines, *wrapped()])) == [*PARAGRAPHS, joined, *PARAGRAPHS]


def test_an_enumeration_at_the_head_of_a_line_does_not_part_an_indented_paragraph():
    lines = ["　　清点中要做到三点：一是账物相符，件件有着落，", "二是手续齐全，三是移交及时。"]
    joined = "".join(lines).strip()
    assert texts(from_lines([*wrapped(), *lines, *wrapped()])) == [*PARAGRAPHS, joined, *PARAGRAPHS]


def test_an_enumeration_behind_a_full_sentence_begins_a_paragraph_where_nothing_else_tells():
    lost = [line for text in PARAGRAPHS for line in cut(text, 22, lack=2)]
    lines = [
        "清点中要做到三点，请各单位认真对照落实，不得",
        "打折扣，县档案馆将逐一查看登记册和卷宗实物。",
        "一是账物相符，件件有着落。",
    ]
    assert texts(from_lines([*lost, *lines, *lost]))[4:6] == ["".join(lines[:2]), lines[2]]


def test_a_full_last_line_ends_its_paragraph_where_the_next_line_is_indented():
    full = "报送材料应当齐全，缺件的要限期补齐，不再另行通知。" + "逾期不报的单位要说明原因并承担责任。"
    assert len(full) == 43
    lines = [*wrapped(), *cut("　" + full, 22), *wrapped()]
    assert texts(from_lines(lines)) == [*PARAGRAPHS, full, *PARAGRAPHS]


def test_a_sentence_that_ends_within_a_paragraph_at_the_end_of_a_line_does_not_part_it():
    lines = [
        "　　清点中要注意下列几点，一并写入登记册，随",
        "卷宗移交，册上的日期应当与卷宗的日期一致。",
        "不一致的要退回重做，并说明原因。",
    ]
    paragraph = "".join(lines).strip()
    assert texts(from_lines([*wrapped(), *lines, *wrapped()])) == [*PARAGRAPHS, paragraph, *PARAGRAPHS]
    lost = [line for text in PARAGRAPHS for line in cut(text, 21, lack=2)]
    lines[0] = lines[0].strip()
    assert texts(from_lines([*lost, *lines, *lost])) == [*PARAGRAPHS, paragraph, *PARAGRAPHS]


def test_a_numbered_line_begins_a_paragraph_of_its_own():
    heads = ["一、总体要求", "（一）抓紧清点", "1.登记造册", "第一条", "①甲类", "附件：登记册"]
    lines = [*wrapped(), *heads, *wrapped()]
    assert texts(from_lines(lines)) == [*PARAGRAPHS, *heads, *PARAGRAPHS]


def test_a_numbered_line_begins_a_paragraph_even_after_a_full_line():
    lines = [*wrapped(), *cut("　" + "甲" * 43, 22), "二、保管要求", *wrapped()]
    assert "二、保管要求" in texts(from_lines(lines))


def test_front_matter_and_tables_and_addresses_are_not_joined():
    rows = ["单位\t卷数\t册数\t备注\t经办人\t日期\t份数\t页数", "甲局\t12\t3\t无\t某某\t三月\t2\t40"]
    link = "https://example.org/notice/archive/2026/03"
    lines = ["---", "title: 关于做好某某县今年档案整理工作有关具体事项的", "标题: 通知", "---"]
    lines += [*wrapped(), *rows, link, *wrapped()]
    assert texts(from_lines(lines)) == [*lines[:4], *PARAGRAPHS, *rows, link, *PARAGRAPHS]


def test_a_right_aligned_signature_and_date_are_not_joined():
    signature, date = "　" * 15 + "某某县档案馆", "　" * 14 + "2026年1月15日"
    lines = [*wrapped(), signature, date]
    assert texts(from_lines(lines)) == [*PARAGRAPHS, signature.strip(), date.strip()]


def test_a_row_of_names_with_wide_gaps_is_joined_with_nothing():
    row = "某某县档案馆　　　某某县林业局　　　某某县水利局"
    lines = [*(line.strip("　") for line in wrapped(24)), row, "2026年3月5日"]
    assert texts(from_lines(lines))[-2:] == [row, "2026年3月5日"]


def test_a_title_and_a_signature_do_not_speak_against_wrapping():
    heads = ["某某县档案馆", "关于档案整理", "工作的通知"]
    names = ["县档案馆", "县林业局", "县水利局", "某某县人民政府办公室"]
    source = from_lines([*heads, *wrapped()[:6], *names])
    assert visible_texts(source) == [*heads, *PARAGRAPHS[:2], *names]


def test_commas_at_line_ends_do_not_speak_against_wrapping():
    paragraph = "把旧卷和散卷分别登记，并指定专人看管卷宗，" * 4 + PARAGRAPHS[1].replace("；", "并且") * 2
    lines = cut(paragraph, 21)
    assert [line[-1] for line in lines[:4]] == ["，"] * 4
    assert visible_texts(from_lines(lines)) == [paragraph]


@pytest.mark.parametrize(
    ("head", "tail", "joined"),
    [
        ("用Word", "Excel填写", "用Word Excel填写"),
        ("用Word", "软件填写", "用Word软件填写"),
        ("用well-", "known软件填写", "用well-known软件填写"),
        ("共计12", "34件", "共计1234件"),
        ("见a.example/", "list页", "见a.example/list页"),
    ],
)
def test_only_latin_words_that_meet_at_a_join_are_parted_by_a_space(head, tail, joined):
    filling = "清点之后的登记册应当按照规定的样式和统一的要求"
    first = filling[: (44 - 4 - len(head.encode("gbk"))) // 2]
    lines = ["　　" + first + head, tail + "，不得改动样式，填好后交县档案馆。"]
    assert first + joined + "，不得改动样式，填好后交县档案馆。" in texts(from_lines([*wrapped(), *lines, *wrapped()]))


def test_a_form_feed_between_pages_does_not_part_a_paragraph():
    lines = wrapped()
    source = read(("\n".join(lines[:5]) + "\n\f" + "\n".join(lines[5:])).encode())
    assert visible_texts(source) == PARAGRAPHS


# What is no hard-wrapped text


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(PARAGRAPHS, id="paragraphs of one line each"),
        pytest.param(wrapped()[:2], id="two lines"),
        pytest.param([f"{name}某{name}，男，某某县档案馆副馆长兼办公室主任" for name in "甲乙丙丁戊己"], id="names"),
        pytest.param(
            [f"关于某某县{n}年度档案整理工作情况的报告和意见" for n in ("去", "今", "明", "前", "后", "本")],
            id="agenda",
        ),
        pytest.param([f"要把{x}类卷宗清点好、登记好、保管好，做到不错不漏；" for x in "甲乙丙丁戊己"], id="items"),
        pytest.param([f"我们要把{x}类卷宗清点好登记好保管好做到不错不漏，" for x in "甲乙丙丁戊己"], id="parallels"),
        pytest.param([f"{x}风吹过田野的清晨，{x}雨落在远山的黄昏" for x in "春夏秋冬东西南北"], id="verse"),
        pytest.param([line for x in "春夏秋冬" for line in (f"{x}风十里到田家", "小雨一宵润百花")], id="short verse"),
        pytest.param(
            [f"某某单位{x}\t{x}类卷宗清点登记保管移交\t{x}年底前完成全部任务" for x in "甲乙丙丁戊己"], id="table"
        ),
        pytest.param([f"| 某某单位{x} | {x}类卷宗清点登记保管移交完成情况表 |" for x in "甲乙丙丁戊己"], id="pipes"),
        pytest.param([f"{n}.要把{n}类卷宗清点好登记好保管好，做到不错不漏" for n in range(1, 8)], id="numbered"),
        pytest.param(["甲" * 20, *PARAGRAPHS, "乙" * 20, *PARAGRAPHS, "丙" * 20], id="headings of one length"),
        pytest.param([""] * 50 + ["甲"], id="blank lines"),
    ],
)
def test_lines_that_are_not_wrapped_stay_as_they_are(lines):
    source = from_lines(lines)
    assert texts(source) == [line.strip(INVISIBLE) for line in lines]
    assert source.diagnostics == ()


# Page numbers


@pytest.mark.parametrize(
    "forms",
    [
        ("— 1 —", "— 2 —"),
        ("- 1 -", "- 2 -"),
        ("－１－", "－２－"),
        ("–5–", "–6–"),
        ("第1页", "第2页"),
        ("第 1 页 共 3 页", "第 2 页 共 3 页"),
    ],
)
def test_page_numbers_between_wrapped_lines_are_dropped(forms):
    lines = wrapped()
    source = from_lines([*lines[:4], forms[0], *lines[4:8], "", forms[1], "", *lines[8:]])
    assert visible_texts(source) == PARAGRAPHS
    assert codes(source).count("BX003") == 2


def test_a_dropped_line_is_an_exact_edit():
    lines = wrapped()
    source = from_lines([*lines[:4], "— 1 —", *lines[4:]])
    (drop,) = [d for d in source.diagnostics if d.code == "BX003"]
    assert (drop.severity, drop.line, drop.before, drop.after) == (Severity.REPAIR, 5, "— 1 —", "")
    assert drop.offset == len(visible("".join(lines[:4])))


def test_the_last_pages_number_is_dropped_with_the_others():
    lines = wrapped()
    source = from_lines([*lines[:4], "— 1 —", *lines[4:], "— 2 —"])
    assert visible_texts(source) == PARAGRAPHS


def test_a_page_number_between_two_headings_of_a_wrapped_text_is_dropped_with_the_others():
    lines = [*wrapped(), "— 1 —", "一、清点", "— 2 —", "（一）旧卷", *wrapped(), "— 3 —", *wrapped()]
    assert codes(from_lines(lines)).count("BX003") == 3


def test_bare_numbers_that_count_up_page_by_page_are_dropped():
    lines = wrapped()
    source = from_lines([*lines[:8], "1", *lines[8:], *lines[:8], "2", *lines[8:]])
    assert visible_texts(source) == PARAGRAPHS * 2


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([*PARAGRAPHS[:2], "第2页", *PARAGRAPHS[2:]], id="a text that is not wrapped"),
        pytest.param([*wrapped()[:4], "— 2 —", *wrapped()[4:8], "— 1 —", *wrapped()[8:]], id="numbers that fall"),
        pytest.param([*wrapped(), "7", *wrapped()], id="one bare number"),
        pytest.param([*wrapped(), "1", "2", "3", *wrapped()], id="a column of numbers"),
        pytest.param([*wrapped(), "- 3", *wrapped()], id="a list item"),
        pytest.param([*wrapped(), "2026", *wrapped()], id="a year"),
        pytest.param([*wrapped(), "甲\t- 1 -", *wrapped()], id="a cell"),
        pytest.param([*wrapped(), "— 1 —"], id="a single number at the end"),
    ],
)
def test_what_is_no_page_number_is_kept(lines):
    source = from_lines(lines)
    assert "BX003" not in codes(source)
    assert visible("".join(texts(source))) == visible(source.text)


# Laws

PIECES = ["— 1 —", "- 2 -", "3", "4", "第5页", "一、总则", "---", "甲\t乙", "|甲|乙|", "", "\f", "\u200b"]
fragments = st.sampled_from([*wrapped(), *PARAGRAPHS, *PIECES]) | st.text(max_size=30)


def holds(source: Source) -> bool:
    """The stream is that of the file after the edits and that of the lines, each line at its offset."""
    stream = source.stream
    assert all(stream.startswith(visible(line.text), line.offset) for line in source.lines)
    return stream == apply_edits(visible(source.text), source.diagnostics) == visible("".join(texts(source)))


@given(st.lists(fragments, max_size=40).map("\n".join), st.booleans())
def test_the_edits_lead_from_the_file_to_its_lines(text, keep_lines):
    try:
        source = read(text.encode("utf-8", "replace"), keep_lines=keep_lines)
    except SourceError:
        return
    assert holds(source)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        source = read(data)
    except SourceError:
        return
    assert holds(source)


@given(st.lists(fragments, max_size=40).map("\n".join))
def test_line_numbers_and_offsets_ascend_and_ends_hold_no_layout(text):
    try:
        lines = read(text.encode("utf-8", "replace")).lines
    except SourceError:
        return
    numbers = [line.number for line in lines]
    assert numbers == sorted(set(numbers))
    assert [line.offset for line in lines] == sorted(line.offset for line in lines)
    assert all(line.text == line.text.strip(INVISIBLE) for line in lines)


chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=20).map(
    lambda text: SENTENCES + text
)


@pytest.mark.parametrize(
    ("encoding", "bom"), [("utf-8", ""), ("utf-8", "\ufeff"), ("utf-16-le", "\ufeff"), ("utf-16-be", "\ufeff")]
)
@given(text=chinese)
def test_a_text_is_the_same_in_every_form_of_unicode(encoding, bom, text):
    assert read((bom + text).encode(encoding)).text == text


@given(text=chinese)
def test_a_text_is_the_same_in_gb18030_that_is_named(text):
    assert read(text.encode("gb18030"), encoding="gb18030").text == text


# GB/T 2312, level 1. Rare characters may be told for UTF-8 within GB18030: 丁銆乚 holds the bytes of 、.
common = st.builds(
    lambda row, cell: bytes((row, cell)).decode("gb2312"), st.integers(0xB0, 0xD6), st.integers(0xA1, 0xFE)
)


@given(text=st.lists(common, max_size=20).map("".join).map(lambda text: SENTENCES + text))
def test_a_text_of_common_characters_is_the_same_in_gb18030(text):
    assert read(text.encode("gb18030")).text == text


@pytest.mark.slow
@pytest.mark.parametrize("text", ["\n" * 1_000_000 + "甲", "甲，" * 300_000, "-\n" * 300_000, " " * 1_000_000 + "甲"])
def test_a_megabyte_of_one_thing_is_read(text):
    assert holds(read(text.encode(), most_lines=1_000_000))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real texts are not here")
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_real_texts_are_read_line_by_line(encoding):
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        source = read(text.encode(encoding))
        assert source.text == text
        assert texts(source) == [line.strip(INVISIBLE) for line in text.splitlines()]
        assert source.diagnostics == ()


CLOSED = "关于开会的通知\n请参加会议。\n某某县人民政府\n2026年1月15日\n"
PRINTED = CLOSED + "抄送：县委办公室。\n某某县人民政府办公室　2026年1月16日印发\n"


@pytest.mark.parametrize("page", ["- 1 -", "—2—", "— 3 —", "第1页", "第 1 页 共 3 页", "1/3"])
@pytest.mark.parametrize(
    "text", [CLOSED, CLOSED + "\n", CLOSED + "（此件公开发布）\n", PRINTED, PRINTED + "共印50份\n"]
)
def test_a_page_number_behind_the_end_of_a_text_is_dropped(text, page):
    source = read((text + page).encode())
    assert texts(source) == text.splitlines()
    assert [(d.code, d.before) for d in source.diagnostics] == [("BX003", page)]
    assert holds(source)


def test_a_page_number_above_the_head_of_a_text_is_dropped():
    source = read(f"— 1 —\n{CLOSED}".encode())
    assert texts(source) == CLOSED.splitlines()
    assert holds(source)


@pytest.mark.parametrize(
    "text",
    [
        "请按下面的样式标注页码：\n— 1 —",
        "请参加会议。\n— 1 —",
        "各组人数\n甲组\n1/3",
        "第一章　总则\n第1页",
        "甲组的样式见\n第1页",
        f"{CLOSED}1",
        f"第1页\n{CLOSED}",
        "2026年1月15日\n— 1 —",
    ],
)
def test_a_line_like_a_page_number_in_a_text_stays(text):
    source = read(text.encode())
    assert texts(source) == text.splitlines()
    assert source.diagnostics == ()


def test_a_page_number_behind_the_end_stays_where_lines_are_kept():
    assert texts(read(f"{CLOSED}— 1 —".encode(), keep_lines=True))[-1] == "— 1 —"


# --- short texts, page furniture, numbers that are cited --------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            [
                "　　为进一步加强全县河道保洁工作，切实改善水环境质量，根据上级有",
                "关文件精神，结合我县实际，现就有关事项通知如下，请各单位认真贯彻",
                "执行。",
            ],
            [
                (
                    "为进一步加强全县河道保洁工作，切实改善水环境质量，根据上级有关文件精神，结合我县实际，"
                    "现就有关事项通知如下，请各单位认真贯彻执行。"
                )
            ],
            id="one paragraph",
        ),
        pytest.param(
            [
                "　　第二条　本办法适用于全县行政区域内河道管理范围内的保洁作业及",
                "其监督管理活动。",
                "　　第三条　河道保洁实行属地管理、分级负责的原则，县水务局负责全县",
                "河道保洁的监督管理工作。",
            ],
            [
                "第二条　本办法适用于全县行政区域内河道管理范围内的保洁作业及其监督管理活动。",
                "第三条　河道保洁实行属地管理、分级负责的原则，县水务局负责全县河道保洁的监督管理工作。",
            ],
            id="articles",
        ),
        pytest.param(
            [
                "　　各乡镇要在三月底前完成排查，建立台账，落实责任人，并将排查情况",
                "及时报送县水务局汇总后统一上报县人民政府，不得迟报漏报瞒报有关情况。",
                "青岩县人民政府",
                "2026年3月5日",
            ],
            [
                (
                    "各乡镇要在三月底前完成排查，建立台账，落实责任人，并将排查情况及时报送县水务局汇总后统一上报县人民政府，"
                    "不得迟报漏报瞒报有关情况。"
                ),
                "青岩县人民政府",
                "2026年3月5日",
            ],
            id="a full last line above a signature",
        ),
    ],
)
def test_a_short_text_that_is_wrapped_is_joined(lines, expected):
    assert [visible(text) for text in texts(from_lines(lines))] == [visible(text) for text in expected]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ["关于加强河道保洁工作进一步改善全县水环境", "质量的通知", "各乡镇：", "请认真抓好落实。"], id="a title"
        ),
        pytest.param(["春天的风吹过北山的田野和村庄，带来了雨", "夏天的云停在南河的水面和桥头，留下了影"], id="verse"),
        pytest.param(
            ["张某某，男，某某县档案馆副馆长兼办公室主任", "李某某，女，某某县水务局河道管理站副站长。"], id="names"
        ),
        pytest.param(
            ["各乡镇人民政府，县政府各部门，县直各单位", "为做好春耕工作，现将有关事项通知如下，请遵照执行。"],
            id="an addressee without its colon",
        ),
    ],
)
def test_a_few_lines_that_are_not_wrapped_stay_as_they_are(lines):
    assert texts(from_lines(lines)) == lines


@pytest.mark.parametrize(
    "frame", ["一 {} 一", "· {} ·", "~ {} ~", "[{}]", "Page {} of 9", "第{}页", "页 {}", "- {} -", "第 {} 页 共 9 页"]
)
def test_page_numbers_between_wrapped_lines_are_dropped_in_any_frame(frame):
    lines = wrapped()
    source = from_lines([*lines[:4], frame.format(1), *lines[4:8], frame.format(2), *lines[8:]])
    assert visible_texts(source) == PARAGRAPHS


def test_running_heads_beside_page_numbers_are_dropped_with_them():
    lines, head = wrapped(), "中共某某县委办公室文件"
    source = from_lines([*lines[:4], "- 1 -", head, *lines[4:8], "- 2 -", head, *lines[8:]])
    assert visible_texts(source) == PARAGRAPHS
    assert codes(source).count("BX003") == 4


def test_running_heads_with_the_page_number_in_their_line_are_dropped():
    lines = wrapped()
    source = from_lines([*lines[:4], "某某县水务局　第1页", *lines[4:8], "某某县水务局　第2页", *lines[8:]])
    assert visible_texts(source) == PARAGRAPHS


def test_a_line_that_stands_once_beside_a_page_number_is_no_running_head():
    lines = wrapped()
    source = from_lines([*lines[:3], "- 1 -", "档案整理的要求", *lines[3:6], "- 2 -", *lines[6:]])
    assert "档案整理的要求" in visible_texts(source)


def test_a_text_of_too_many_lines_is_refused_before_they_are_read():
    assert len(read("甲\n\n乙\n\n丙".encode(), most_lines=3).lines) == 5
    with pytest.raises(SourceError, match="文字有 3 行以上") as caught:
        read("甲\n乙\n丙\n丁".encode(), name="文.txt", most_lines=3)
    assert (caught.value.place, bool(caught.value.remedy)) == ("文.txt", True)
    assert len(read(("甲" + "\n" * 59 + "乙").encode(), most_lines=3).lines) == 60
    with pytest.raises(SourceError, match="文字有 3 行以上"):
        read(("甲" + "\n" * 60 + "乙").encode(), most_lines=3)
