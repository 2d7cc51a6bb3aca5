"""Which style holds, and who says so: the command line, the text, the environment, the user's file, the machine's."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from banxin.config import Choice, configured
from banxin.config import style as configured_style
from banxin.errors import StyleError
from banxin.readers import read
from banxin.reading import Options, style_of
from banxin.resources import machine_folder
from banxin.style import load, load_all, load_whole

TEXT = "关于修缮水渠的通知\n\n各村：\n请于四月底前修好水渠。\n"
NAMING = f"---\n样式: 本县\n---\n{TEXT}"
PITCHES = {"gbt9704": 28.95, "common": 28, "speech": 35.4, "本县": 29, "本局": 27}
"""Line pitch, in points, by which a style is told from others."""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A working folder with the styles 本县 and 本局, and a text."""
    monkeypatch.chdir(tmp_path)
    load_whole.cache_clear()
    (tmp_path / "styles").mkdir()
    for name in ("本县", "本局"):
        text = f"extends: gbt9704\nname: {name}\ntitle: {name}\npage: {{line_pitch: {PITCHES[name]}磅}}\n"
        (tmp_path / "styles" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "通知.txt").write_text(TEXT, encoding="utf-8")
    yield tmp_path
    load_whole.cache_clear()


@pytest.fixture
def folders(tmp_path):
    """Writes the user's and the machine's file; what is configured then."""

    def write(user="", machine="", **environment):
        places = {"user": tmp_path / "user", "machine": tmp_path / "machine"}
        for place, text in zip(places.values(), (user, machine), strict=True):
            place.mkdir(exist_ok=True)
            (place / "config.yaml").unlink(missing_ok=True)
            if text:
                (place / "config.yaml").write_text(text, encoding="utf-8")
        return configured(environment, **places)

    return write


def faults(folders, text):
    with pytest.raises(StyleError) as found:
        folders(user=text)
    return [str(one).partition("config.yaml:")[2] for one in (found.value, *found.value.others)]


# What is configured


def test_where_nothing_is_configured_the_standard_holds_and_outputs_stand_beside_the_text(folders):
    found = folders()
    assert (found.style, found.output) == (Choice("gbt9704", ""), None)


def test_the_machines_file_holds_for_all(folders, tmp_path):
    assert folders(machine="style: common\n").style == Choice("common", f"{tmp_path}/machine/config.yaml:1:1")


def test_the_users_file_goes_before_the_machines_key_by_key(folders, tmp_path):
    found = folders(user="style: speech\n", machine=f"style: common\noutput: {tmp_path}/成品\n")
    assert found.style == Choice("speech", f"{tmp_path}/user/config.yaml:1:1")
    assert found.output == Choice(f"{tmp_path}/成品", f"{tmp_path}/machine/config.yaml:2:1")


def test_the_environment_goes_before_both_files(folders):
    found = folders(user="style: speech\n", machine="style: common\n", BANXIN_STYLE="qingyan")
    assert found.style == Choice("qingyan", "环境变量 BANXIN_STYLE")


def test_an_empty_variable_says_nothing(folders):
    assert folders(user="style: speech\n", BANXIN_STYLE=" ").style.value == "speech"


def test_a_path_in_a_file_is_relative_to_the_file(folders, tmp_path):
    assert folders(user="style: styles/本县.yaml\n").style.value == f"{tmp_path}/user/styles/本县.yaml"


def test_a_tilde_is_the_users_home(folders, monkeypatch):
    monkeypatch.setenv("HOME", "/家")
    assert folders(user="output: ~/成品\n").output.value == str(Path("/家/成品"))


def test_a_home_that_nobody_knows_is_no_traceback(folders):
    assert "不是完整的路径" in faults(folders, "output: ~nobody-has-this-name/成品\n")[0]


def test_the_files_are_listed_with_whether_they_are_there(folders, tmp_path):
    assert folders(user="style: speech\n").files == (
        ("用户", tmp_path / "user" / "config.yaml", True),
        ("本机", tmp_path / "machine" / "config.yaml", False),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("stlye: 本县\n", "1:1: 没有“stlye”这个键（提示：是不是“style”？）"),
        ("# 注\n样式: 本县\n", "2:1: 没有“样式”这个键（提示：是不是“style”？）"),
        ("字体: 仿宋\n", "1:1: 没有“字体”这个键（提示：可用的键：style、output）"),
        ("style： 本县\n", "1:6: 配置文件的最外层须是“键: 值”（提示：冒号用半角的“:”，后面空一格）"),
        ("output: x\nstyle：本县\n", "2:6: 不是合法的 YAML（提示：冒号用半角的“:”，后面空一格）"),
        ("style: 2026\n", "1:1: “style”的值须是文字（提示：如 style: 本县；数字要加引号）"),
        ("style:\n", "1:1: “style”的值须是文字（提示：如 style: 本县；数字要加引号）"),
        ("style: [a, b]\n", "1:1: “style”的值须是文字（提示：如 style: 本县；数字要加引号）"),
        ("style: a\nstyle: b\n", "2:1: “style”写了两遍"),
    ],
)
def test_a_slip_is_told_with_its_place_and_what_to_write(folders, text, told):
    assert faults(folders, text)[0].startswith(told)


def test_all_slips_of_a_file_are_told_at_once(folders):
    assert len(faults(folders, "stlye: a\noutput: 成品\n")) == 2


def test_an_unknown_style_is_told_where_it_is_chosen(folders, tmp_path):
    with pytest.raises(StyleError) as found:
        configured_style(folders(machine="output: /成品\nstyle: 本现\n"))
    assert str(found.value).startswith(f"{tmp_path}/machine/config.yaml:2:1: 没有名为“本现”的样式（提示：")


def test_the_machines_folder_also_holds_styles():
    from banxin.style import find

    assert ("本机文件夹", machine_folder() / "styles") in list(find._folders())


# What a text names


def chosen(text, **options):
    found = style_of(read(text.encode()), Options(**options))
    return found.style.page.line_pitch, [(d.code, d.line) for d in found.diagnostics]


def test_a_text_names_its_style():
    assert chosen(NAMING) == (29, [])


def test_the_english_name_of_the_setting_does_as_well():
    assert chosen(NAMING.replace("样式", "style")) == (29, [])


def test_what_the_text_names_goes_before_what_is_configured():
    assert chosen(NAMING, fallback=load("本局")) == (29, [])


def test_what_is_configured_holds_for_a_text_that_names_none():
    assert chosen(TEXT, fallback=load("本局")) == (27, [])


def test_the_command_lines_goes_before_what_the_text_names():
    assert chosen(NAMING, style=load("本局")) == (27, [])


@pytest.mark.parametrize(
    "text", [f"样式：本县\n{TEXT}", f"{TEXT}\n---\n样式: 本县\n---\n", f"---\n标题: 样式\n---\n{TEXT}"]
)
def test_only_the_settings_on_top_of_a_text_name_a_style(text):
    assert chosen(text) == (28.95, [])


def test_an_unknown_style_is_an_error_of_the_text_at_its_line():
    assert chosen(NAMING.replace("本县", "本现"))[1] == [("BX016", 2)]


@pytest.mark.parametrize("path", ["styles/本县.yaml", "本县.yaml", "../本县", r"C:\本县", "/etc/passwd"])
def test_a_text_names_no_file(path):
    from banxin.parser import parse

    source = read(NAMING.replace("本县", path).encode())
    assert [(d.code, d.line) for d in parse(source).diagnostics if d.code == "BX016"] == [("BX016", 2)]
    assert chosen(NAMING.replace("本县", path)) == (28.95, [])


def test_the_styles_that_are_handed_over_are_the_only_ones(here):
    styles = load_all()
    (here / "styles" / "本县.yaml").unlink()
    load_whole.cache_clear()
    assert chosen(NAMING, styles=styles) == (29, [])
    assert chosen(NAMING, styles={}) == (28.95, [("BX016", 2)])


def test_a_style_says_how_the_text_that_names_it_is_annotated(here):
    from banxin.conversion import prepare

    path = here / "styles" / "本县.yaml"
    path.write_text(path.read_text("utf-8") + "directives: brackets\n", encoding="utf-8")
    load_whole.cache_clear()
    text = NAMING + "【正文】一、二季度的工作。\n"
    assert "【正文】" in str(prepare(text.replace("样式: 本县", "样式: 本局").encode(), Options()).document)
    assert "【正文】" not in str(prepare(text.encode(), Options()).document)


# On the command line


@pytest.fixture
def banxin(here):
    """Runs the command with the user's configuration in `config.yaml` below `here`."""

    def run(*arguments, config="", **environment):
        (here / "home" / "banxin").mkdir(parents=True, exist_ok=True)
        (here / "home" / "banxin" / "config.yaml").write_text(config or "# 空的\n", encoding="utf-8")
        environment |= {"XDG_CONFIG_HOME": str(here / "home"), "COLUMNS": "300"}
        return subprocess.run(
            [sys.executable, "-m", "banxin", *arguments],
            capture_output=True,
            text=True,
            cwd=here,
            env={**os.environ, **environment},
            check=False,
        )

    return run


def pitch(path):
    """The line pitch of a DOCX, in points."""
    import docx
    from docx.oxml.ns import qn

    grid = docx.Document(str(path)).sections[0]._sectPr.find(qn("w:docGrid"))
    return int(grid.get(qn("w:linePitch"))) / 20


def test_config_says_what_holds_and_who_said_so(banxin, here):
    done = banxin("config", config=f"style: 本县\noutput: {here}/成品\n")
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert lines[0] == ["样式", "本县（本县）", f"{here}/home/banxin/config.yaml:1:1"]
    assert lines[1] == ["输出文件夹", f"{here}/成品", f"{here}/home/banxin/config.yaml:2:1"]
    assert lines[2] == ["用户的配置文件", f"{here}/home/banxin/config.yaml", "有"]
    assert "--style、文首设置里的“样式”、环境变量 BANXIN_STYLE" in done.stderr


@pytest.mark.parametrize(
    ("text", "arguments", "style"),
    [
        (NAMING, {"style": "speech", "variable": "本局"}, "speech"),
        (NAMING, {"variable": "本局"}, "本县"),
        (TEXT, {"variable": "本局"}, "本局"),
        (TEXT, {}, "common"),
    ],
)
def test_convert_goes_by_the_first_that_names_a_style(banxin, here, text, arguments, style):
    (here / "通知.txt").write_text(text, encoding="utf-8")
    option = ["--style", arguments["style"]] if "style" in arguments else []
    variable = arguments.get("variable", "")
    done = banxin("convert", "通知.txt", "--to", "docx", *option, config="style: common\n", BANXIN_STYLE=variable)
    assert done.returncode == 0
    assert pitch(here / "通知.docx") == PITCHES[style]


def test_outputs_go_where_the_configuration_says_unless_the_command_line_does(banxin, here):
    config = f"output: {here}/成品\n"
    banxin("convert", "通知.txt", "--to", "docx", config=config)
    banxin("convert", "通知.txt", "--to", "docx", "-o", "别处", config=config)
    banxin("batch", "通知.txt", "--to", "pdf", config=config)
    assert [path.name for path in here.rglob("通知.*")].count("通知.docx") == 2
    assert (here / "成品" / "通知.docx").is_file()
    assert (here / "别处" / "通知.docx").is_file()
    assert (here / "成品" / "通知.pdf").is_file()


def test_a_slip_in_the_configuration_is_wrong_usage(banxin):
    done = banxin("convert", "通知.txt", config="stlye: 本县\n")
    assert done.returncode == 2
    assert "config.yaml:1:1: 没有“stlye”这个键" in done.stderr


def test_a_text_that_names_an_unknown_style_fails_alone(banxin, here):
    (here / "坏.txt").write_text(NAMING.replace("本县", "没有的"), encoding="utf-8")
    done = banxin("convert", "坏.txt", "通知.txt", "--to", "docx")
    assert done.returncode == 1
    assert "坏.txt:2: 没有名为“没有的”的样式" in done.stderr
    assert (here / "通知.docx").is_file()


def test_check_and_parse_tell_the_style_that_there_is_not(banxin, here):
    (here / "坏.txt").write_text(NAMING.replace("本县", "没有的"), encoding="utf-8")
    for command in ("check", "parse"):
        done = banxin(command, "坏.txt")
        assert done.returncode == 1
        assert "没有名为“没有的”的样式" in done.stdout + done.stderr


def test_the_report_of_a_batch_says_which_style_a_text_names(banxin, here):
    (here / "通知.txt").write_text(NAMING, encoding="utf-8")
    banxin("batch", "通知.txt", "-o", "成品", "--report", "结果.jsonl", "-q")
    assert msgspec.json.decode((here / "结果.jsonl").read_bytes())["style"] == "本县"


@pytest.mark.parametrize(
    "command", [["convert", "--to", "docx"], ["check"], ["parse"], ["batch", "--to", "docx", "-o", "成品"]]
)
def test_a_wrong_choice_for_all_texts_does_not_stop_one_that_names_its_own_style(banxin, here, command):
    (here / "自定.txt").write_text(NAMING, encoding="utf-8")
    done = banxin(command[0], "自定.txt", *command[1:], BANXIN_STYLE="没有的")
    assert done.returncode == 0
    assert "没有的" not in done.stdout + done.stderr


@pytest.mark.parametrize("command", [["convert", "--to", "docx"], ["check"]])
def test_a_wrong_choice_is_told_once_of_all_texts_that_name_no_style(banxin, here, command):
    (here / "自定.txt").write_text(NAMING, encoding="utf-8")
    (here / "又一.txt").write_text(TEXT, encoding="utf-8")
    done = banxin(command[0], "通知.txt", "自定.txt", "又一.txt", *command[1:], BANXIN_STYLE="没有的")
    assert done.returncode == 2
    assert (done.stdout + done.stderr).count("环境变量 BANXIN_STYLE: 没有名为“没有的”的样式") == 1
    assert not (here / "通知.docx").exists()
    assert (here / "自定.docx").is_file() is (command[0] == "convert")


def test_a_batch_fails_the_texts_that_need_a_style_that_there_is_not(banxin, here):
    (here / "自定.txt").write_text(NAMING, encoding="utf-8")
    done = banxin("batch", "通知.txt", "自定.txt", "--to", "docx", "-o", "成品", BANXIN_STYLE="没有的")
    assert done.returncode == 1
    assert [path.name for path in (here / "成品").glob("*.docx")] == ["自定.docx"]
    assert "环境变量 BANXIN_STYLE: 没有名为“没有的”的样式" in done.stdout + done.stderr
