"""What a user types amiss: what is done all the same, what is told, and how the run ends."""

from pathlib import Path

import pytest

from banxin.cli.paths import looks_like_a_path, meant

TEXT = "关于修缮水渠的通知\n\n各村：\n请于四月底前修好水渠。\n"


@pytest.fixture
def texts(tmp_path):
    """The texts `我的函.txt` and `我的 函.txt`, and the folders `材料` and `材 料`."""
    for name in ("我的函.txt", "我的 函.txt", "材料/一.txt", "材 料/二.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    return tmp_path


def complaint(found):
    code, out, err = found
    assert (code, out) == (2, "")
    assert err.startswith("用法不对：")
    assert err.endswith("\n用 banxin --help 查看用法。\n")
    return err.removeprefix("用法不对：").partition("\n")[0]


# A file instead of a command


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    "arguments",
    [
        ["我的函.txt", "--to", "pdf", "-q"],
        ["./我的函.txt", "-q", "--to=pdf"],
        ["“我的函.txt”", "-q", "--to", "pdf"],
        ["convert", "我的函.txt", "-q", "--to", "pdf"],
    ],
)
def test_a_file_is_converted_without_the_word_convert(banxin, arguments):
    assert banxin(*arguments) == (0, "我的函.pdf（1 页）\n", "")


@pytest.mark.usefixtures("texts")
def test_so_are_several(banxin):
    assert banxin("我的函.txt", "我的 函.txt", "-q", "--to", "docx") == (0, "我的函.docx\n我的 函.docx\n", "")


def test_a_command_is_a_command_even_where_a_file_has_its_name(banxin, tmp_path):
    (tmp_path / "rules").write_text(TEXT, encoding="utf-8")
    code, out, _ = banxin("rules")
    assert (code, (tmp_path / "rules.docx").exists()) == (0, False)
    assert "BX201" in out


def test_what_is_neither_file_nor_command_is_told_as_what_it_looks_like(banxin):
    assert complaint(banxin("没有.txt")) == "没有文件“没有.txt”，也没有这个命令（提示：请检查路径）"
    assert complaint(banxin("文件夹/没有")) == "没有文件“文件夹/没有”，也没有这个命令（提示：请检查路径）"
    assert complaint(banxin("转换", "没有.txt")).startswith(
        "没有命令 转换（提示：可用的命令：convert、preview、batch、"
    )


@pytest.mark.parametrize(
    ("word", "is_path"),
    [("甲.txt", True), ("甲/乙", True), (r"甲\乙", True), ("“甲.txt”", True), ("covert", False), ("转换", False)],
)
def test_a_path_is_known_by_its_form(word, is_path):
    assert looks_like_a_path(word) == is_path


# Folders


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        (["材料"], "banxin batch 材料 -o 成品"),
        (["convert", "材料", "-o", "出"], "banxin batch 材料 -o 出"),
        (["convert", "我的函.txt", "材 料"], "banxin batch 我的函.txt '材 料' -o 成品"),
        (["convert", "材料", "--to", "pdf", "--style", "common"], "banxin batch 材料 -o 成品 --to pdf --style common"),
    ],
)
def test_a_folder_is_told_to_be_a_batch_with_the_call_to_type(banxin, arguments, call, tmp_path):
    told = complaint(banxin(*arguments))
    assert told.endswith(f"”是文件夹（提示：整个文件夹用 {call}）")
    assert not list(tmp_path.rglob("*.pdf"))


@pytest.mark.usefixtures("texts")
def test_the_call_that_is_told_works(banxin):
    import shlex

    call = complaint(banxin("材 料")).rpartition("用 banxin ")[2].removesuffix("）")
    code, _, _ = banxin(*shlex.split(call), "--jobs", "1", "-q")
    assert code == 0
    assert Path("成品/二.docx").is_file()


# Nothing at all


def test_the_bare_command_shows_what_there_is(banxin):
    code, out, err = banxin()
    assert (code, err) == (0, "")
    assert out.startswith("用法：banxin [选项] 命令 [参数]…")


def test_so_does_a_group_of_commands(banxin):
    code, out, err = banxin("styles")
    assert (code, err) == (0, "")
    assert "validate" in out


# Paths as they are pasted


@pytest.mark.parametrize(
    "pasted",
    [
        '"我的 函.txt"',
        "'我的 函.txt'",
        "“我的 函.txt”",
        "”我的 函.txt“",
        " 我的 函.txt ",
        '"“我的 函.txt”"',
        "「我的 函.txt」",
    ],
)
@pytest.mark.usefixtures("texts")
def test_quotes_around_a_path_are_no_part_of_it(tmp_path, monkeypatch, pasted):
    monkeypatch.chdir(tmp_path)
    assert meant(pasted) == "我的 函.txt"


def test_the_address_of_a_file_is_its_path(texts):
    place = (texts / "我的 函.txt").as_uri()
    assert "%20" in place
    assert meant(place) == meant(f"“{place}”") == str(texts / "我的 函.txt")


@pytest.mark.parametrize(
    "text", ["“没有.txt”", "file:///没有.txt", "file://host/etc/hosts", "http://host/a.txt", "-", ""]
)
def test_what_is_not_there_is_left_as_it_is(text):
    assert meant(text) == text


def test_a_file_whose_name_has_quotes_is_that_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("函.txt", "“函.txt”"):
        Path(name).write_text(name, encoding="utf-8")
    assert meant("“函.txt”") == "“函.txt”"


def test_every_command_takes_pasted_paths(banxin, texts):
    for command in (["parse"], ["check"], ["convert", "--to", "docx"]):
        assert banxin(*command, "“我的 函.txt”")[0] == 0
    assert banxin("batch", "'材 料'", "-o", "出", "--to", "docx", "--jobs", "1", "-q")[0] == 0
    assert (texts / "出" / "二.docx").is_file()


# Names


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["covert", "甲.txt"], "没有命令 covert（提示：是不是 convert？）"),
        (["styles", "lst"], "没有命令 lst（提示：是不是 list？）"),
        (["convert", "甲.txt", "--stlye", "common"], "没有选项 --stlye（提示：是不是 --style？）"),
        (["batch", "甲", "-o", "乙", "--resum"], "没有选项 --resum（提示：是不是 --resume？）"),
        (["--to", "pdf", "甲.txt"], "没有选项 --to（提示：选项写在命令后面，如 banxin convert … --to）"),
        (["--stlye", "pdf", "甲.txt"], "没有选项 --stlye（提示：选项写在命令后面，如 banxin convert … --style）"),
        (["convert", "甲.txt", "--什么"], "没有选项 --什么"),
    ],
)
def test_a_near_name_is_offered(banxin, arguments, told):
    assert complaint(banxin(*arguments)) == told


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("typed", "option"), [("——to", "--to"), ("—to", "--to"), ("－－to", "--to"), ("—q", "-q"), ("–quiet", "--quiet")]
)
def test_dashes_of_an_input_method_are_told(banxin, typed, option):
    told = complaint(banxin("convert", "我的函.txt", typed))
    assert told == f"没有文件“{typed}”（提示：如果是选项，前面写半角的减号：{option}）"


def test_an_empty_word_document_says_so_before_anything_else(banxin, tmp_path):
    import docx

    docx.Document().save(str(tmp_path / "旧稿.docx"))
    for arguments in (["convert", "旧稿.docx"], ["旧稿.docx"], ["convert", "旧稿.docx", "--to", "pdf"]):
        code, out, err = banxin(*arguments)
        assert (code, out) == (1, "")
        assert err.startswith("错误：旧稿.docx: 文件里没有文字")
