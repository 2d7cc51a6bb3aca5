"""`check --fix`: the repairs are written into the text, and nothing else is touched."""

from __future__ import annotations

import codecs
import os
import stat

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from banxin.errors import OutputError, SourceError
from banxin.examine import examine, mend_file, mended, wanted
from banxin.parser import parse
from banxin.readers import read
from banxin.reading import Options
from banxin.repair import repair
from banxin.storage import rewriting
from banxin.streams import INVISIBLE, visible, without_hidden

FIXABLE = ("BX201", "BX202", "BX203", "BX204", "BX205", "BX206", "BX207")


def fixed(text: str) -> str:
    return mended(text.encode(), Options()).data.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("春耕工作,进展顺利。", "春耕工作，进展顺利。"),
        (
            "收入120万元;3项任务完成,5项在办,占3.2%,见报送时间:3月5日。",
            "收入120万元；3项任务完成，5项在办，占3.2%，见报送时间：3月5日。",
        ),
        ("比分三:2，版面4:3，分节1,200，共计,1,200元。", "比分三:2，版面4:3，分节1,200，共计，1,200元。"),
        ("春耕工作(含设施农业)进展顺利。", "春耕工作（含设施农业）进展顺利。"),
        ('要做到"三个确保"。', "要做到“三个确保”。"),
        ("春耕...备耕。", "春耕……备耕。"),
        ("春耕--备耕。", "春耕——备耕。"),
        ("春耕工 作，进展顺利。", "春耕工作，进展顺利。"),
        ("春耕,\u2002\t工作 ,进展顺利。", "春耕，工作，进展顺利。"),
        ("春耕,\u3000工作 ,进展顺利。", "春耕，\u3000工作，进展顺利。"),
    ],
)
def test_a_repair_is_written(before, after):
    assert fixed(f"关于春耕工作的汇报\n\n　　{before}\n") == f"关于春耕工作的汇报\n\n　　{after}\n"


def test_the_brackets_of_a_document_number_are_written():
    text = "某某县人民政府文件\n某政发[2026]3号\n关于春耕的通知\n各乡镇人民政府：\n请落实。\n"
    assert fixed(text) == text.replace("[2026]", "〔2026〕")


def test_all_else_stays_byte_for_byte():
    text = "关于春耕工作的汇报\r\n\r\n\t 春耕工作,进展  \r\n　　1.5 : 2，http://example.com/?a=1,2   XX ***\r\n\r\n\r\n"
    assert fixed(text) == text.replace("工作,进展", "工作，进展")


def test_the_settings_keep_their_form():
    text = (
        "---\n# 草稿,请改\n标题:  关于做好春耕,备耕工作的通知   # 半角,逗号\n主送机关: '各乡镇人民政府:'\n---\n请落实。"
    )
    assert fixed(text) == text.replace("春耕,备耕", "春耕，备耕").replace("政府:'", "政府：'")


@pytest.mark.parametrize(
    "settings",
    [
        "主送机关：机关,事务局",
        "抄送：县委,县抄送局。\n成文日期：2026-3-5",
        "标题:标,题\n附注：（联系人：标,题）",
        "主送:送,机关主送",
    ],
)
def test_settings_that_are_typed_as_they_come_keep_their_form(settings):
    text = f"---\n{settings}\n---\n请落实。\n"
    assert fixed(text) == text.replace(",", "，")


def test_another_programs_settings_stay():
    text = "---\ntags: [甲,乙]\n---\n春耕工作,进展顺利。\n"
    assert fixed(text) == text.replace("工作,进展", "工作，进展")


def test_a_directive_stays():
    assert fixed("关于春耕的汇报\n\n::正文::春耕,备耕。\n") == "关于春耕的汇报\n\n::正文::春耕，备耕。\n"


def test_the_bars_of_a_table_stay():
    text = "任务表\n| 单位 | 任务 |\n|---|---|\n| 某某镇 | 春耕,备耕 |\n| 某某乡 | 防汛 |\n"
    assert fixed(text) == text.replace("春耕,备耕", "春耕，备耕")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (b"", "gb18030")],
)
def test_the_encoding_and_its_mark_stay(mark, encoding):
    text = "关于春耕工作的汇报\r\n\r\n春耕工作,进展顺利，各项任务已经分解到村到户。\r\n"
    result = mended(mark + text.encode(encoding), Options())
    assert result.data == mark + text.replace(",", "，").encode(encoding)


def test_a_file_that_would_change_elsewhere_is_refused():
    text = "关于春耕工作的汇报\n\n春耕工作,进展顺利，各项任务已经分解到村到户。\n"
    data = b"\x84\x31\x95\x33" + text.encode("gb18030") + b"\x80"
    with pytest.raises(SourceError):
        mended(data, Options())


def test_only_what_is_selected_is_written():
    text = "关于春耕工作的汇报\n\n春耕工 作,进展(顺利)。\n"
    assert mended(text.encode(), Options(), select=("BX201",)).data.decode() == text.replace(",", "，")
    assert mended(text.encode(), Options(), ignore=("BX201", "BX206")).data.decode() == text.replace("(", "（").replace(
        ")", "）"
    )


def test_a_text_without_repairs_is_the_same_object():
    data = "关于春耕工作的汇报\n\n春耕工作，进展顺利。".encode()
    assert mended(data, Options()).data is data


def test_the_repairs_are_told_with_their_places():
    result = mended("关于春耕工作的汇报\n\n春耕工作,进展顺 利。".encode(), Options())
    assert [(d.code, d.line, d.column) for d in result.diagnostics] == [("BX201", 3, 5), ("BX206", 3, 9)]


def test_a_wrapped_paragraph_stays_wrapped():
    rows = (
        "关于春耕工作的汇报",
        "",
        "　　春耕工作进展顺利,各项任务已经分解到村到户，责任落实",
        "到人。各单位要继续抓好落实，确保不误农时，夺取全年的大",
        "丰收，把春耕生产摆在更加突出的位置，做到人员到位、物资",
        "到位、技术到位，切实把各项惠农政策落到实处。",
        "　　下一步，要加强督查，及时通报进展情况，对工作不力的单",
        "位要严肃问责，确保各项任务按时完成，为全年农业丰收打下坚",
        "实的基础，让群众得到实实在在的好处。",
    )
    assert fixed("\n".join(rows)) == "\n".join(rows).replace(",", "，")


# Files


def test_the_file_as_it_was_is_kept(tmp_path):
    file = tmp_path / "汇报.txt"
    before = "关于春耕工作的汇报\n\n春耕工作,进展顺利。\n".encode()
    file.write_bytes(before)
    made, backup = mend_file(file, Options())
    assert [d.code for d in made] == ["BX201"]
    assert backup == tmp_path / "汇报.txt.bak"
    assert backup.read_bytes() == before
    assert file.read_bytes() == before.replace(b",", "，".encode())


def test_an_older_copy_is_never_overwritten(tmp_path):
    file = tmp_path / "汇报.txt"
    (tmp_path / "汇报.txt.bak").write_bytes(b"old")
    (tmp_path / "汇报.txt.bak2").write_bytes(b"older")
    file.write_bytes("关于春耕工作的汇报\n\n春耕工作,进展顺利。\n".encode())
    _, backup = mend_file(file, Options())
    assert backup == tmp_path / "汇报.txt.bak3"
    assert (tmp_path / "汇报.txt.bak").read_bytes() == b"old"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_who_may_not_read_the_text_may_not_read_its_copy(tmp_path):
    file = tmp_path / "汇报.txt"
    file.write_text("关于春耕工作的汇报\n\n春耕,备耕。\n", encoding="utf-8")
    file.chmod(0o600)
    _, backup = mend_file(file, Options())
    assert backup is not None
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, backup)] == [0o600, 0o600]


def test_a_file_that_is_read_only_is_left_alone(tmp_path):
    file = tmp_path / "汇报.txt"
    file.write_text("关于春耕工作的汇报\n\n春耕,备耕。\n", encoding="utf-8")
    file.chmod(0o444)
    with pytest.raises(OutputError, match="只读"):
        mend_file(file, Options())
    assert [path.name for path in tmp_path.iterdir()] == ["汇报.txt"]


def test_a_copy_of_the_same_text_is_used_again(tmp_path):
    file = tmp_path / "汇报.txt"
    before = "关于春耕工作的汇报\n\n春耕工作,进展顺利。\n".encode()
    for _ in range(2):
        file.write_bytes(before)
        assert mend_file(file, Options())[1] == tmp_path / "汇报.txt.bak"


def test_a_file_without_repairs_is_not_touched(tmp_path):
    file = tmp_path / "汇报.txt"
    file.write_text("关于春耕工作的汇报\n\n春耕工作，进展顺利。\n", encoding="utf-8")
    assert mend_file(file, Options()) == ((), None)
    assert list(tmp_path.iterdir()) == [file]


BEFORE = "关于春耕工作的汇报\n\n春耕工作,进展顺利。\n".encode()
AFTER = BEFORE.replace(b",", "，".encode())


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "汇报.txt"
    path.write_bytes(BEFORE)
    return path


def test_a_file_keeps_its_other_names(file, tmp_path):
    (tmp_path / "别名.txt").hardlink_to(file)
    number = file.stat().st_ino
    _, backup = mend_file(file, Options())
    assert (tmp_path / "别名.txt").read_bytes() == AFTER
    assert (file.stat().st_ino, file.stat().st_nlink) == (number, 2)
    assert backup.read_bytes() == BEFORE
    assert backup.stat().st_ino != number


def test_another_name_of_the_file_is_no_copy_of_it(file, tmp_path):
    (tmp_path / "汇报.txt.bak").hardlink_to(file)
    _, backup = mend_file(file, Options())
    assert backup == tmp_path / "汇报.txt.bak2"
    assert backup.read_bytes() == BEFORE


def test_a_copy_that_is_a_link_is_none(file, tmp_path):
    (tmp_path / "汇报.txt.bak").symlink_to("没有")
    _, backup = mend_file(file, Options())
    assert backup == tmp_path / "汇报.txt.bak2"


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="Linux alone tells them")
def test_a_file_and_its_copy_keep_their_attributes(file):
    try:
        os.setxattr(file, "user.出处", b"x")
    except OSError:
        pytest.skip("this disk knows none")
    _, backup = mend_file(file, Options())
    assert [os.getxattr(path, "user.出处") for path in (file, backup)] == [b"x", b"x"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_a_file_and_its_copy_keep_their_owner(file):
    os.chown(file, 1234, 5678)
    file.chmod(0o640)
    _, backup = mend_file(file, Options())
    for path in (file, backup):
        found = path.stat()
        assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (1234, 5678, 0o640)


def test_a_file_whose_owner_cannot_be_kept_is_written_into(file, monkeypatch):
    def refused(*_args):
        raise PermissionError(1, "Operation not permitted")

    file.chmod(0o640)
    number = file.stat().st_ino
    monkeypatch.setattr(os, "chown", refused)
    monkeypatch.setattr(rewriting, "_attributes", lambda path: {"a": str(path).encode()})  # never alike
    _, backup = mend_file(file, Options())
    assert (file.read_bytes(), file.stat().st_ino) == (AFTER, number)
    assert backup.read_bytes() == BEFORE
    assert sorted(path.name for path in file.parent.iterdir()) == ["汇报.txt", "汇报.txt.bak"]


def test_a_file_that_finds_no_room_is_as_it_was(file, tmp_path, monkeypatch):
    (tmp_path / "别名.txt").hardlink_to(file)
    sync, calls = os.fsync, []

    def full(handle):
        calls.append(handle)
        if len(calls) == 2:  # the copy is written, the file is not
            raise OSError(28, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="磁盘满了"):
        mend_file(file, Options())
    assert file.read_bytes() == BEFORE


def test_a_file_that_was_changed_a_moment_ago_is_left(file):
    with pytest.raises(OutputError, match="刚刚有人改过"):
        rewriting.rewrite(file, b"as it was read", AFTER)
    assert file.read_bytes() == BEFORE


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_copy_that_cannot_have_the_group_is_for_no_group(file, monkeypatch):
    os.chown(file, -1, 5678) if os.geteuid() == 0 else pytest.skip("only root may give files away")
    file.chmod(0o640)

    def refused(*_args):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refused)
    _, backup = mend_file(file, Options())
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert (stat.S_IMODE(file.stat().st_mode), file.stat().st_gid) == (0o640, 5678)


def test_a_link_stays_a_link(tmp_path):
    file, link = tmp_path / "汇报.txt", tmp_path / "链接.txt"
    file.write_text("关于春耕工作的汇报\n\n春耕工作,进展顺利。\n", encoding="utf-8")
    link.symlink_to(file)
    mend_file(link, Options())
    assert link.is_symlink()
    assert "，" in file.read_text(encoding="utf-8")


# Laws

TOKENS = [*"春耕工作一二是、。，；：？！“”‘’《》（）()〔〕[]<,.:;?!'\"…-xX×*03年月日|A \t\n\n\n\r\u3000\u200b"]
TOKENS += [
    "...",
    "--",
    "——",
    "  ",
    "一、",
    "（一）",
    "1.",
    "附件：",
    "2026年3月5日",
    "某政发[2026]3号",
    "- 5 -\n",
    "https://a.cn/?b,c",
]
TOKENS += [
    "各乡镇人民政府:\n",
    "抄送: 县委,县府\n",
    "---\n",
    "标题: 关于春耕,备耕的通知\n",
    "::正文::",
    "|---|\n",
    "\t甲,乙\t丙\n",
]
TEXT = st.lists(st.sampled_from(TOKENS), max_size=60).map("".join)
"""Anything."""

CLAUSES = [
    "春耕工作进展顺利",
    "各单位要抓好落实",
    "责任已经分解到村到户",
    "(含设施农业)",
    '要做到"三个确保"',
    "在3月5日前完成",
    "由 某某局 负责",
]
MARKS = [",", "，", ";", "、", "...", "--", "， ", ":"]
PARAGRAPH = st.builds(
    lambda label, clauses, marks: label + "".join(a + b for a, b in zip(clauses, marks, strict=False)) + "抓好落实。",
    st.sampled_from(["", "", "一、", "（一）", "1.", "(一)", "一是", "　　"]),
    st.lists(st.sampled_from(CLAUSES), max_size=12),
    st.lists(st.sampled_from(MARKS), min_size=12, max_size=12),
)
DOCUMENT = st.builds(
    lambda head, paragraphs, tail: "\n".join([*head, *paragraphs, *tail]),
    st.sampled_from(
        [
            ["某某县人民政府文件", "某政发[2026]3号", "关于做好春耕,备耕工作的通知", "各乡镇人民政府,县政府各部门:"],
            ["---", "标题: 关于做好春耕,备耕工作的通知", "抄送: 县委,县府。", "---"],
            ["关于春耕工作的汇报", ""],
        ]
    ),
    st.lists(PARAGRAPH, min_size=1, max_size=8),
    st.sampled_from(
        [
            [],
            ["某某县人民政府", "2026年3月5日"],
            ["附件:1.某某表", "　　2.某某单(试行)", "某某县人民政府", "2026年3月5日"],
        ]
    ),
)
"""What somebody might write."""


def _read(text: str):
    try:
        return read(text.encode())
    except SourceError:
        assume(False)  # noqa: FBT003


@given(TEXT)
@settings(max_examples=300)
def test_fixing_twice_is_fixing_once(text):
    _read(text)
    once = fixed(text)
    assert fixed(once) == once


@pytest.mark.slow
@given(TEXT)
@settings(max_examples=300)
def test_afterwards_check_finds_none_of_them(text):
    _read(text)
    left = wanted(examine(fixed(text).encode(), Options()), select=FIXABLE)
    assert [(d.code, d.message) for d in left] == []


@pytest.mark.slow
@given(DOCUMENT)
@settings(max_examples=200)
def test_a_fixed_text_reads_as_the_repaired_one(text):
    source = read(text.encode())
    assert parse(read(fixed(text).encode())).document == repair(parse(source).document).document


@pytest.mark.slow
@given(TEXT)
@settings(max_examples=300)
def test_nothing_but_marks_and_spaces_is_changed(text):
    _read(text)
    kept = str.maketrans("", "", INVISIBLE + "，；：？！（）“”‘’…—〔〕,;:?!()'\"。.-[]<")
    after = fixed(text)
    assert visible(after).translate(kept) == visible(text).translate(kept)
    assert [len(line) for line in after.split("\n") if not visible(line)] == [
        len(without_hidden(line)) for line in text.split("\n") if not visible(line)
    ]
    assert len(after.split("\n")) == len(text.split("\n"))


def test_html_with_several_blocks_on_a_line_is_not_written_back():
    data = "<h1>关于停水的通知</h1><p>各用户:</p><p>因清淤,停水一天。</p>".encode()
    with pytest.raises(SourceError, match="几段写在一行里"):
        mended(data, Options(), name="文.txt")
    apart = data.replace(b"><p>", b">\n<p>")
    assert mended(apart, Options()).data.decode() == apart.decode().replace(":", "：").replace(",", "，")
