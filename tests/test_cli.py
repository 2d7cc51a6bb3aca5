"""The command as a user types it: what it says, what it writes, how it ends."""

import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from banxin import __version__
from banxin.document import Document, Form, Role, plain_text
from banxin.errors import Diagnostic
from banxin.resources import skeletons
from banxin.streams import visible

ROOT = Path(__file__).parent.parent

TEXT = """各乡镇人民政府：
    现将有关事项通知如下,请遵照执行。
    一、巡查时间
    2026年1月5日至1月20日。

某某县水利局
2026年1月4日
"""


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")


@pytest.fixture
def written(tmp_path):
    def write(name: str = "通知.txt", text: str = TEXT) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return write


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# convert


def test_convert_writes_both_files_and_names_them(banxin, written, tmp_path):
    code, out, err = banxin("convert", written())
    assert (code, out) == (0, "通知.docx\n通知.pdf（1 页）\n")
    assert err.startswith("通知.txt:2: 修正: ")
    assert listed(tmp_path) == ["通知.docx", "通知.pdf", "通知.txt"]


def test_a_file_in_the_way_is_left_and_by_force_kept(banxin, written, tmp_path):
    (tmp_path / "通知.docx").write_bytes(b"mine")
    code, out, err = banxin("convert", written())
    assert (code, out) == (1, "")
    assert err.startswith("错误：通知.docx: 这里已有的文件不是 banxin 排出来的（")
    assert listed(tmp_path) == ["通知.docx", "通知.txt"]
    code, out, err = banxin("convert", written(), "--force")
    assert (code, out.splitlines()) == (0, ["通知.docx", "通知.pdf（1 页）"])
    assert "通知.txt: 原来的文件留作 通知.bak.docx" in err.splitlines()
    assert (tmp_path / "通知.bak.docx").read_bytes() == b"mine"


def test_quiet_reports_no_repairs(banxin, written):
    assert banxin("convert", written(), "-q") == (0, "通知.docx\n通知.pdf（1 页）\n", "")


@pytest.mark.parametrize(("to", "files"), [("pdf", ["通知.pdf"]), ("docx", ["通知.docx"]), (" PDF ，docx,", None)])
def test_to_chooses_the_formats(banxin, written, tmp_path, to, files):
    written()
    assert banxin("convert", "通知.txt", "-q", "--to", to, "-o", "出")[0] == 0
    assert listed(tmp_path / "出") == (files or ["通知.docx", "通知.pdf"])


def test_a_given_title_stands_first(banxin, written):
    code, out, _ = banxin("parse", written(), "--json", "--title", "某某通知")
    assert code == 0
    assert plain_text(msgspec.json.decode(out, type=Parsed).document).startswith("某某通知")


def test_verbatim_repairs_nothing(banxin, written):
    assert banxin("convert", written(), "--verbatim") == (0, "通知.docx\n通知.pdf（1 页）\n", "")


def test_keep_lines_joins_no_lines(banxin):
    name = str(ROOT / "examples" / "硬换行.txt")
    assert "BX002" in banxin("parse", name, "--json")[1]
    assert "BX002" not in banxin("parse", name, "--json", "--keep-lines")[1]


def test_one_bad_file_does_not_keep_the_others_back(banxin, written, tmp_path):
    written("甲.txt")
    written("乙.txt", "")
    written("丙.txt")
    code, out, err = banxin("convert", "甲.txt", "乙.txt", "没有.txt", "丙.txt", "--to", "docx", "-q")
    assert (code, out) == (1, "甲.docx\n丙.docx\n")
    assert [line.split(": ")[0] for line in err.splitlines()] == ["错误：乙.txt", "错误：没有.txt"]
    assert listed(tmp_path) == ["丙.docx", "丙.txt", "乙.txt", "甲.docx", "甲.txt"]


@pytest.mark.parametrize(
    ("name", "message"),
    [("没有.txt", "没有这个文件或文件夹"), ("空.txt", "文件是空的")],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_written(banxin, written, tmp_path, name, message):
    written("空.txt", "")
    code, out, err = banxin("convert", name)
    assert (code, out) == (1, "")
    assert err.startswith(f"错误：{name}: ")
    assert message in err
    assert listed(tmp_path) == ["空.txt"]


def test_an_output_folder_that_is_a_file_is_told(banxin, written):
    code, out, err = banxin("convert", written(), "-o", "通知.txt")
    assert (code, out) == (1, "")
    assert "写不进去" in err


def test_a_result_that_would_take_the_sources_place_is_refused(banxin, written, tmp_path):
    code, _, err = banxin("convert", written("通知.pdf"))
    assert code == 1
    assert "结果会盖掉原文" in err
    assert (tmp_path / "通知.pdf").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("arguments", [["s3://bucket/a.txt"], ["通知.txt", "-o", "s3://bucket/out"]])
def test_convert_takes_no_url_for_a_path(banxin, written, tmp_path, arguments):
    written()
    code, _, err = banxin("convert", *arguments)
    assert code == 2
    assert "网址用 banxin batch" in err
    assert listed(tmp_path) == ["通知.txt"]


def test_an_unknown_style_is_wrong_usage_and_nothing_is_written(banxin, written, tmp_path):
    code, out, err = banxin("convert", written(), "--style", "gbt9705")
    assert (code, out) == (2, "")
    assert err.startswith("错误：没有名为“gbt9705”的样式（提示：是不是“gbt9704”？")
    assert listed(tmp_path) == ["通知.txt"]


def test_a_style_file_is_used(banxin, written):
    written("本局.yaml", "extends: gbt9704\npage: {chars_per_line: 0}\n")
    code, _, err = banxin("convert", written(), "--style", "本局.yaml")
    assert code == 2
    assert err.startswith("错误：本局.yaml:2:8: “page.chars_per_line”的值不对：")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["convert"], "用法不对：缺少文件…"),
        (
            ["batch", "材料"],
            "用法不对：缺少选项 --output、-o（提示：成品放进哪个文件夹，如 -o 成品；也可以写在配置文件里）",
        ),
        (["convert", "--what", "通知.txt"], "用法不对：没有选项 --what"),
        (["convert", "--to"], "用法不对：选项 --to 后面缺少值"),
        (
            ["convert", "通知.txt", "--to", "doc"],
            "用法不对：--to：没有“doc”这种输出格式（提示：可用的有：docx、pdf、ofd、svg、png）",
        ),
        (
            ["convert", "通知.txt", "--to", ""],
            "用法不对：--to：没有给出输出格式（提示：可用的有：docx、pdf、ofd、svg、png）",
        ),
        (["parse", "甲.txt", "乙.txt"], "用法不对：多余的参数：乙.txt"),
        (["covert", "通知.txt"], "用法不对：没有命令 covert（提示：是不是 convert？）"),
        (["styles", "lst"], "用法不对：没有命令 lst（提示：是不是 list？）"),
        (["new", "通和"], "用法不对：没有文种“通和”的样稿（提示：是不是“通知”“通报”“通告”？）"),
        (["new", "abc"], "用法不对：没有文种“abc”的样稿（提示：运行 banxin new，看有哪些文种）"),
    ],
)
def test_wrong_usage_is_told_in_chinese(banxin, arguments, message):
    code, out, err = banxin(*arguments)
    assert (code, out) == (2, "")
    assert err == f"{message}\n用 banxin --help 查看用法。\n"


# new

each_kind = pytest.mark.parametrize("kind", skeletons())


def test_new_writes_a_skeleton_and_names_it(banxin, tmp_path):
    code, out, err = banxin("new", "通知")
    assert (code, out, err) == (0, "通知.txt\n", "填好以后运行：banxin convert 通知.txt\n")
    assert (tmp_path / "通知.txt").read_bytes() == skeletons()["通知"].read_bytes()


def test_new_writes_to_the_file_that_is_named(banxin, tmp_path):
    assert banxin("new", "函", "-o", "稿/去函.txt")[:2] == (0, f"{Path('稿/去函.txt')}\n")
    assert listed(tmp_path / "稿") == ["去函.txt"]


def test_new_writes_over_nothing(banxin, written, tmp_path):
    code, out, err = banxin("new", "通知", "-o", written())
    assert (code, out) == (1, "")
    assert err == "错误：通知.txt: 已经有了，没有改动它（提示：请用 -o 另起一个文件名）\n"
    assert (tmp_path / "通知.txt").read_text(encoding="utf-8") == TEXT


def test_new_without_a_kind_lists_all_and_writes_nothing(banxin, tmp_path):
    code, out, err = banxin("new")
    assert (code, err) == (0, "")
    assert [line.partition("：")[0] for line in out.splitlines()] == list(skeletons())
    assert all(line.partition("：")[2] for line in out.splitlines())
    assert listed(tmp_path) == []


def test_every_kind_of_the_regulations_has_a_skeleton():
    kinds = "决议 决定 命令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要"
    assert set(kinds.split()) - set(skeletons()) == set()


@each_kind
def test_a_skeleton_converts_with_nothing_to_say_but_that_its_settings_are_no_text(banxin, tmp_path, kind):
    banxin("new", kind)
    code, _, err = banxin("convert", f"{kind}.txt")
    assert (code, listed(tmp_path)) == (0, sorted(f"{kind}.{ending}" for ending in ("docx", "pdf", "txt")))
    assert [line for line in err.splitlines() if "文首的设置，不作正文" not in line] == []


@each_kind
def test_check_has_nothing_against_a_skeleton(banxin, kind):
    banxin("new", kind)
    assert banxin("check", f"{kind}.txt", "--strict")[0] == 0


@each_kind
def test_a_skeletons_settings_may_all_be_switched_on(banxin, written, kind):
    """What `#` switches off stands at the beginning of the line; a comment has a space behind its `#`."""
    lines = skeletons()[kind].read_text(encoding="utf-8").splitlines(keepends=True)
    written(f"{kind}.txt", "".join(line.removeprefix("#") if line[:2] != "# " else line for line in lines))
    assert banxin("convert", f"{kind}.txt", "-q", "--to", "docx") == (0, f"{kind}.docx\n", "")


FRAME = {Role.ISSUER_MARK, Role.DOCUMENT_NUMBER, Role.TITLE, Role.ADDRESSEE, Role.SIGNATURE, Role.DATE}
ROLES = {
    "通知": (Form.DOCUMENT, FRAME | {Role.COPY_TO, Role.PRINTER}),
    "联合通知": (Form.DOCUMENT, FRAME | {Role.COPY_TO, Role.PRINTER}),
    "请示": (Form.DOCUMENT, FRAME | {Role.SIGNER, Role.REMARK, Role.PRINTER}),
    "函": (Form.LETTER, FRAME | {Role.REMARK}),
    "纪要": (
        Form.MINUTES,
        {Role.ISSUER_MARK, Role.DOCUMENT_NUMBER, Role.ATTENDEES, Role.COPY_TO, Role.PRINTER},
    ),
    "简报": (
        Form.BULLETIN,
        {Role.ISSUER_MARK, Role.DOCUMENT_NUMBER, Role.BYLINE, Role.TITLE, Role.COPY_TO, Role.PRINTER},
    ),
    "命令": (Form.ORDER, {Role.ISSUER_MARK, Role.ORDER_NUMBER, Role.SIGNATURE, Role.DATE}),
    "公告": (Form.DOCUMENT, {Role.TITLE, Role.SIGNATURE, Role.DATE}),
    "讲话稿": (Form.SPEECH, {Role.TITLE, Role.SUBTITLE, Role.BYLINE, Role.ADDRESSEE}),
}


@pytest.mark.parametrize("kind", ROLES)
def test_a_skeleton_has_the_form_and_the_elements_of_its_kind(banxin, kind):
    banxin("new", kind)
    _, out, _ = banxin("parse", f"{kind}.txt", "--json")
    document = msgspec.json.decode(out, type=Parsed).document
    assert (document.form, {p.role for p in (*document.front, *document.back)}) == ROLES[kind]


@each_kind
def test_a_skeletons_body_is_body(banxin, kind):
    banxin("new", kind)
    _, out, _ = banxin("parse", f"{kind}.txt", "--json")
    text = skeletons()[kind].read_text(encoding="utf-8").rpartition("---\n")[2]
    document = msgspec.json.decode(out, type=Parsed).document
    assert plain_text(Document(body=document.body)) == visible(text)


# parse


class Parsed(msgspec.Struct, forbid_unknown_fields=True):
    encoding: str
    document: Document
    diagnostics: tuple[Diagnostic, ...]


def test_parse_json_is_one_object_of_three_keys(banxin, written):
    code, out, err = banxin("parse", written(), "--json")
    assert (code, err) == (0, "")
    assert list(msgspec.json.decode(out)) == ["encoding", "document", "diagnostics"]


def test_parse_json_goes_back_into_the_types_it_came_from(banxin, written):
    _, out, _ = banxin("parse", written(), "--json")
    found = msgspec.json.decode(out, type=Parsed)
    assert found.encoding == "utf-8"
    doubts = r',"margin":[0-9.]+,"second":(?:null|"[a-z_]+")'
    assert msgspec.json.encode(found) + b"\n" == re.sub(doubts, "", out).encode()


def test_parse_json_tells_of_every_block_how_sure_it_is(banxin, written):
    _, out, _ = banxin("parse", written(), "--json")
    document = msgspec.json.decode(out)["document"]
    blocks = [*document["front"], *document["body"], *document["back"]]
    assert blocks
    assert all(block["margin"] >= 0 and "second" in block for block in blocks)


def test_parse_json_tells_a_nodes_class_by_its_type(banxin, written):
    _, out, _ = banxin("parse", written(), "--json")
    body = msgspec.json.decode(out)["document"]["body"]
    assert [node["type"] for node in body] == ["paragraph", "section"]
    assert (body[1]["heading"]["label"], body[1]["heading"]["text"]) == ("一、", "巡查时间")


def test_parse_shows_every_line_with_its_role(banxin, written):
    code, out, _ = banxin("parse", written())
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[:-1]] == ["1", "2", "3", "4", "6", "7"]


def test_parse_ends_with_the_directives_there_are(banxin, written):
    last = banxin("parse", written())[1].splitlines()[-1]
    assert "“::正文::”" in last
    assert "一级标题、二级标题" in last


def test_parse_takes_the_directives_of_a_style(banxin, written):
    written("本局.yaml", "extends: gbt9704\ndirectives: none\n")
    out = banxin("parse", written(text="::标题::甲。\n"), "--style", "本局.yaml")[1]
    assert out.splitlines()[0].split("　")[0].split()[-1] == "正文"
    assert "标注" not in out


def test_parse_tells_a_missing_file(banxin):
    assert banxin("parse", "没有.txt")[0] == 1


# fonts and styles


def test_fonts_lists_every_role_with_its_face_and_file(banxin):
    code, out, err = banxin("fonts")
    assert (code, err) == (0, "")
    for word in ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "Times New Roman", "BanxinFangSong.ttf", "缺"):
        assert word in out


def test_styles_list_names_the_styles(banxin):
    code, out, _ = banxin("styles", "list")
    assert code == 0
    assert "gbt9704\t" in out


def test_styles_show_prints_every_value_of_a_style(banxin):
    import yaml

    code, out, _ = banxin("styles", "show", "gbt9704")
    shown = yaml.safe_load(out)
    assert code == 0
    assert shown["page"]["line_pitch"] == "28.95磅"
    assert len(shown["headings"]) == 5


def test_styles_list_tells_where_a_style_was_found(banxin, tmp_path):
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "本镇.yaml").write_text("extends: gbt9704\ntitle: 某镇公文\n", encoding="utf-8")
    (tmp_path / "styles" / "坏的.yaml").write_text("extends: gbt9704\npages: 1\n", encoding="utf-8")
    lines = banxin("styles", "list")[1].splitlines()
    assert "本镇\t某镇公文\t当前文件夹 styles/本镇.yaml" in lines
    assert any(line.startswith("坏的\t有错：") and "没有“pages”这个键" in line for line in lines)
    assert any(line.startswith("common\t") and line.endswith("随附") for line in lines)


def test_styles_show_diff_lists_deviations_with_clause_and_strength(banxin):
    code, out, _ = banxin("styles", "show", "common", "--diff")
    row = next(line for line in out.splitlines() if "page.line_pitch" in line)
    assert code == 0
    assert all(word in row for word in ("28磅", "28.95磅", "5.2.3", "一般"))
    assert "有 3 处不同" in out


def test_styles_show_diff_of_the_standard_lists_nothing(banxin):
    assert (
        banxin("styles", "show", "--diff")[1] == "GB/T 9704—2012 党政机关公文格式：与 GB/T 9704—2012 没有不同之处。\n"
    )


def test_styles_new_writes_a_style_that_convert_finds_by_its_name(banxin, written, tmp_path):
    code, out, _ = banxin("styles", "new", "某乡")
    assert (code, out) == (0, "styles/某乡.yaml\n")
    assert (tmp_path / "styles" / "banxin.schema.json").is_file()
    assert banxin("convert", written(), "--style", "某乡", "-q")[0] == 0
    assert (tmp_path / "通知.pdf").is_file()


def test_styles_new_writes_where_it_is_told(banxin, tmp_path):
    assert banxin("styles", "new", "某乡", "-o", "样式/乡.yaml")[1] == "样式/乡.yaml\n"
    assert (tmp_path / "样式" / "banxin.schema.json").is_file()


def test_styles_new_leaves_a_schema_alone_that_it_did_not_write(banxin, tmp_path):
    (tmp_path / "banxin.schema.json").write_text("mine")
    code, _, err = banxin("styles", "new", "某局", "-o", str(tmp_path / "某局.yaml"))
    assert code == 0
    assert "banxin.schema.json: 已经有了，和现在的不同，没有动它" in err
    assert (tmp_path / "banxin.schema.json").read_text() == "mine"


def test_styles_new_says_nothing_of_a_schema_of_its_own(banxin, tmp_path):
    for name in ("某局", "某县"):
        code, _, err = banxin("styles", "new", name, "-o", str(tmp_path / f"{name}.yaml"))
        assert (code, "schema" in err) == (0, False)


@pytest.mark.parametrize("arguments", [("new", "通知"), ("styles", "new", "某局")])
def test_what_is_new_takes_the_place_of_no_link(banxin, tmp_path, arguments):
    (tmp_path / "某.txt").symlink_to("没有")
    code, _, err = banxin(*arguments, "-o", str(tmp_path / "某.txt"))
    assert (code, "已经有了" in err) == (1, True)
    assert (tmp_path / "某.txt").is_symlink()


def test_styles_new_leaves_a_style_alone_that_is_there(banxin, tmp_path):
    (tmp_path / "我的.yaml").write_text("旧", encoding="utf-8")
    code, _, err = banxin("styles", "new", "我的", "-o", "我的.yaml")
    assert code == 1
    assert "我的.yaml: 已经有了，没有改动它" in err
    assert (tmp_path / "我的.yaml").read_text(encoding="utf-8") == "旧"


@pytest.mark.parametrize("name", ["%", "#甲", "甲: 乙", "{甲}", "'甲'", "-甲", "2026"])
def test_styles_new_writes_a_style_that_is_right_whatever_its_name(banxin, name):
    assert banxin("styles", "new", "--", name)[0] == 0
    assert banxin("styles", "validate", f"styles/{name}.yaml")[0] == 0


def test_a_name_in_chinese_quotes_is_the_name_within(banxin):
    assert banxin("styles", "new", "“某乡”")[1] == "styles/某乡.yaml\n"


@pytest.mark.parametrize("name", ["gbt9704", "a/b", "x.yaml", " ", "甲\n乙", "某" * 100])
def test_styles_new_refuses_what_is_no_name_for_a_style(banxin, tmp_path, name):
    assert banxin("styles", "new", name)[0] == 2
    assert not (tmp_path / "styles").exists()


def test_styles_validate_tells_all_faults_of_all_files(banxin, written):
    files = (
        written("一.yaml", "extends: gbt9704\npages: {}\nemphasis: x\n"),
        written("二.yaml", "extends: gbt9704\n"),
        written("三.yaml", "extends: 某某某\n"),
    )
    code, out, err = banxin("styles", "validate", *files)
    assert code == 2
    assert out == "二.yaml\t没有错误\n"
    assert [line.split(" ")[0] for line in err.splitlines()] == [
        "错误：一.yaml:2:1:",
        "错误：一.yaml:3:1:",
        "错误：三.yaml:1:1:",
    ]


def test_styles_validate_remarks_on_fewer_rows_and_finds_no_fault(banxin, written):
    code, out, err = banxin("styles", "validate", written("疏.yaml", "extends: gbt9704\npage: {line_pitch: 29磅}\n"))
    assert (code, out) == (0, "疏.yaml\t没有错误\n")
    assert err.startswith("注意：疏.yaml:2:8: 版心高 225mm，行距 29磅，每面排 21 行")


def test_styles_validate_takes_a_file_of_any_ending(banxin, written):
    assert banxin("styles", "validate", written("样式.txt", "extends: gbt9704\n"))[0] == 0


def test_styles_schema_prints_a_json_schema(banxin):
    import json

    code, out, _ = banxin("styles", "schema")
    assert code == 0
    assert json.loads(out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_convert_tells_all_faults_of_a_style_and_writes_nothing(banxin, written, tmp_path):
    style = written("错.yaml", "extends: gbt9704\npages: {}\nemphasis: x\n")
    code, out, err = banxin("convert", written(), "--style", style)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["错.yaml", "通知.txt"])


def test_fonts_of_a_style_without_a_latin_face_lists_the_others(banxin, written):
    out = banxin("fonts", "--style", written("无西文.yaml", "extends: gbt9704\nfonts: {latin: own}\n"))[1]
    assert "数字和西文" not in out
    assert "仿宋_GB2312" in out


def test_styles_show_tells_an_unknown_style(banxin):
    assert banxin("styles", "show", "某某")[0] == 2


# Help and the process


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["convert", "--help"], ["styles", "--help"]])
def test_help_is_chinese(banxin, arguments):
    code, out, _ = banxin(*arguments)
    assert code == 0
    assert not any(word in out for word in ("Usage", "Options", "Commands", "Show this message", "Arguments"))


def python(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        check=False,
    )


def test_python_m_banxin_is_the_command(tmp_path, written):
    done = python("-m", "banxin", "convert", written(), "-q", "--to", "docx", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "通知.docx\n", "")


@pytest.mark.parametrize(
    ("arguments", "unused"),
    [
        (["parse", "通知.txt"], {"docx", "reportlab", "yaml", "lxml", "rjieba", "rich", "uharfbuzz", "banxin.compose"}),
        (["convert", "通知.txt", "-q", "--to", "docx"], {"reportlab", "banxin.writers.pdf", "banxin.writers.ofd"}),
        (
            ["convert", "通知.txt", "-q", "--to", "ofd"],
            {"docx", "lxml", "rich", "reportlab", "zipfile", "banxin.writers.pdf"},
        ),
        (["convert", "通知.txt", "-q", "--to", "pdf"], {"docx", "lxml", "rich"}),
        (["--help"], {"docx", "reportlab", "yaml", "uharfbuzz", "lxml", "banxin.conversion"}),
        (["new"], {"docx", "reportlab", "yaml", "uharfbuzz", "lxml", "rich", "banxin.conversion"}),
    ],
)
def test_a_command_imports_nothing_that_it_does_not_use(tmp_path, written, arguments, unused):
    written()
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('LOADED', *sys.modules, file=sys.stderr))\n"
        f"sys.argv = ['banxin', *{arguments!r}]\n"
        "from banxin.cli import main\n"
        "main()\n"
    )
    done = python("-c", code, cwd=tmp_path)
    loaded = set(done.stderr.partition("LOADED")[2].split())
    assert done.returncode == 0
    assert unused & loaded == set()
    assert "banxin.cli" in loaded


def test_importing_the_package_imports_nothing_else(tmp_path):
    done = python("-c", "import banxin, sys; print(*[n for n in sys.modules if n.startswith('banxin')])", cwd=tmp_path)
    assert done.stdout.split() == ["banxin"]


def test_a_reader_that_goes_away_is_no_traceback(tmp_path, written):
    written()
    command = f"{sys.executable} -m banxin styles show | head -1"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=False,
    )
    assert "Traceback" not in done.stderr


def test_a_console_that_lacks_the_characters_shows_others_instead(tmp_path, written):
    written()
    done = python("-m", "banxin", "convert", "通知.txt", cwd=tmp_path, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_version_names_the_program_and_its_version(tmp_path):
    done = python("-m", "banxin", "--version", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"banxin {__version__}\n", "")


def test_front_matter_and_a_table_are_told_once_each(banxin, tmp_path):
    text = "---\n标题: 甲\n署名: 乙\n---\n正文。\n|甲|乙|\n|-|-|\n|1|2|\n第二段。\n|甲|乙|\n|3|4|\n"
    (tmp_path / "通知.txt").write_text(text, encoding="utf-8")
    told = banxin("convert", "通知.txt")[2].splitlines()
    assert [line.split(": ", 2)[2] for line in told if "文首" in line or "竖线" in line] == [
        "第 6—8 行：表格的竖线不作文字",
        "第 10—11 行：表格的竖线不作文字",
        "第 1—4 行：文首的设置，不作正文",
    ]
