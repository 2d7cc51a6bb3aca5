"""Faults of the machine: every one ends in a message of one line and an exit code, and nothing half-written is left."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from banxin import storage
from banxin.cli import options as cli_options
from banxin.conversion import convert
from banxin.fonts.machine import _names
from banxin.reading import Options

ROOT = Path(__file__).parents[1]
FONTS = Path(__file__).parent / "fonts"
TEXT = """关于做好某项工作的通知
各乡镇人民政府：
各单位要抓好落实。
某某县人民政府
2026年1月15日
"""

pytestmark = pytest.mark.slow
posix = pytest.mark.skipif(os.name != "posix", reason="pipes, links and limits are of POSIX systems")


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments, cwd, stdout=subprocess.PIPE, limit=None, **environment):
    """banxin in a process of its own: what it was, and what it said on both streams."""
    return subprocess.run(
        [sys.executable, "-m", "banxin", *map(os.fspath, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
        preexec_fn=limit,
        timeout=60,
        check=False,
    )


def refused(done, *parts, code=1):
    """One message, with all `parts`, and no traceback."""
    said = done.stderr.decode(errors="replace")
    assert done.returncode == code, said
    assert said.startswith("错误：")
    assert said.count("\n") == 1
    for part in parts:
        assert part in said


# --- what is given as a text -----------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("command", ["convert", "check", "parse"])
def test_a_pipe_that_nobody_writes_to_is_no_text(command, tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    refused(run(command, "a.txt", cwd=tmp_path), "a.txt", "管道或设备")


@posix
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/stdin"])
def test_a_device_is_no_text(device, tmp_path):
    refused(run("convert", device, "-o", tmp_path, cwd=tmp_path), device, "管道或设备")


@posix
def test_a_pipe_in_the_place_of_a_seal_is_no_image(tmp_path):
    os.mkfifo(tmp_path / "章.png")
    (tmp_path / "a.txt").write_text(f"---\n印章: 章.png\n---\n{TEXT}", encoding="utf-8")
    refused(run("convert", "a.txt", cwd=tmp_path), "章.png", "管道或设备")


@pytest.mark.parametrize("size", ["nan", "inf", "0", "-1", "1e300"])
def test_a_limit_that_is_none_is_told(size, text):
    done = run("convert", text, "--max-size", size, cwd=text.parent)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr.decode()


def test_a_text_above_the_limit_is_refused_with_both_sizes(tmp_path):
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(60 * 1024**2)  # takes no room on the disk
    refused(run("convert", "a.txt", cwd=tmp_path), "a.txt", "60.0 MB", "上限", "--max-size")


@pytest.mark.parametrize("name", ["甲" * 100 + ".txt", "x/" * 3000 + "a.txt"])
def test_a_name_that_is_too_long_is_told(name, tmp_path):
    refused(run("convert", name, cwd=tmp_path), name[:20])


@pytest.mark.parametrize(
    "name",
    [
        "甲" * 83,
        pytest.param("a" * 250, marks=posix),
        pytest.param("甲\n乙", marks=posix),
        pytest.param("'\"$(echo)`;&|", marks=posix),
        "--to",
        "-o",
        "甲.txt.docx",
        pytest.param(os.fsdecode(b"\xff\xfe"), marks=pytest.mark.skipif(sys.platform != "linux", reason="file names")),
    ],
    ids=repr,
)
def test_any_name_that_a_file_can_have_will_do(name, tmp_path):
    path = tmp_path / f"{name}.txt"
    path.write_text(TEXT, encoding="utf-8")
    done = run("convert", "--", path.name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(tmp_path.iterdir()) == sorted(tmp_path / f"{name}{end}" for end in (".txt", ".docx", ".pdf"))
    for form in ("json", "sarif"):
        checked = run("check", "--format", form, "--", path.name, cwd=tmp_path)
        json.loads(checked.stdout)


@pytest.mark.parametrize("char", ["\x01", "\x1b", "\ufdd0", "\uffff", "\udcff"], ids=ascii)
def test_a_title_with_a_character_that_no_file_can_hold_is_told(char, text):
    if char == "\udcff" and os.name != "posix":
        pytest.skip("arguments are Unicode there")
    done = run("convert", text, "--title", f"关于{char}的通知", cwd=text.parent)
    refused(done, "给出的标题里有不可排印的字符", f"U+{ord(char):04X}")
    assert list(text.parent.iterdir()) == [text]


def test_a_very_long_title_is_set_and_not_repeated_in_messages(text):
    done = run("convert", text, "--title", "某" * 5000, "--quiet", cwd=text.parent)
    assert done.returncode == 0
    assert len(done.stderr.decode()) < 1000


# --- where the results go --------------------------------------------------------------------------------------------


def full(size):
    """No file may grow above `size` bytes, as on a disk that is full."""

    def limit():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@posix
@pytest.mark.parametrize("size", [0, 1000])
def test_a_full_disk_leaves_whole_files_or_none(size, text):
    before = text.read_bytes()
    refused(run("convert", text, cwd=text.parent, limit=full(size)), "写不进去")
    left = sorted(path.name for path in text.parent.iterdir() if path.is_file())
    assert left in (["a.txt"], ["a.docx", "a.txt"])
    assert text.read_bytes() == before


@posix
def test_a_full_disk_leaves_the_results_of_an_earlier_run(text):
    run("convert", text, cwd=text.parent)
    before = {path.name: path.read_bytes() for path in text.parent.iterdir()}
    text.write_text(TEXT * 2, encoding="utf-8")
    refused(run("convert", text, cwd=text.parent, limit=full(1000)), "写不进去")
    text.write_text(TEXT, encoding="utf-8")
    assert {path.name: path.read_bytes() for path in text.parent.iterdir()} == before


@posix
def test_a_full_disk_leaves_a_text_that_was_to_be_mended_as_it_was(text):
    text.write_text("关于做好某项工作的通知\n各单位要抓好,落实。\n" * 50, encoding="utf-8")
    before = text.read_bytes()
    refused(run("check", "--fix", text, cwd=text.parent, limit=full(100)), "写不进去")
    assert {path: path.read_bytes() for path in text.parent.iterdir()} == {text: before}


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_only_be_read_is_told(text):
    text.parent.chmod(0o555)
    try:
        refused(run("convert", text, cwd=text.parent), "写不进去", "没有权限")
    finally:
        text.parent.chmod(0o755)


def test_a_folder_in_the_place_of_a_result_is_told_and_stays(text):
    (text.parent / "a.docx" / "甲").mkdir(parents=True)
    refused(run("convert", text, cwd=text.parent), "a.docx", "同名的文件夹", "没有动它")
    assert sorted(path.name for path in text.parent.iterdir()) == ["a.docx", "a.txt"]


def test_one_of_several_texts_that_is_gone_costs_only_its_own_files(text):
    done = run("convert", "b.txt", "a.txt", cwd=text.parent)
    refused(done, "b.txt", "没有这个文件")
    assert sorted(path.name for path in text.parent.iterdir()) == ["a.docx", "a.pdf", "a.txt"]


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        ["convert", "loop/a.txt"],
        ["convert", "loop.txt"],
        ["convert", "a.txt", "-o", "loop"],
        ["check", "--fix", "loop.txt"],
        ["batch", "loop", "-o", "out"],
    ],
)
def test_links_in_a_circle_are_told(arguments, text):
    (text.parent / "loop").symlink_to("loop")
    (text.parent / "loop.txt").symlink_to("loop.txt")
    refused(run(*arguments, cwd=text.parent), "loop")


LONG = "a" * 251


@posix
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["convert", f"{LONG}.txt"], 1),
        (["convert", "a.txt", "-o", LONG * 2], 1),
        (["check", "--fix", f"{LONG}.txt"], 1),
        (["new", "通知", "-o", LONG * 2], 1),
        (["styles", "show", LONG], 2),
        (["convert", "a.txt", "--style", LONG], 2),
        (["styles", "validate", LONG * 2], 2),
    ],
)
def test_a_name_that_leaves_no_room_for_an_ending_is_told(arguments, code, text):
    (text.parent / f"{LONG}.txt").write_text("关于做好某项工作的通知\n各单位要抓好,落实。\n", encoding="utf-8")
    refused(run(*arguments, cwd=text.parent), code=code)


# --- the console -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["ascii", "cp936", "latin-1", "utf-16"])
@pytest.mark.parametrize("command", [["convert"], ["check"], ["parse"], ["check", "--format", "json"]])
def test_a_console_of_any_encoding_is_written_to(command, encoding, text):
    done = run(*command, text, cwd=text.parent, PYTHONUTF8="0", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr


@posix
@pytest.mark.parametrize("command", [["rules"], ["rules", "--json"], ["styles", "show", "gbt9704"], ["fonts"]])
def test_a_reader_that_goes_away_is_no_fault(command, tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = run(*command, cwd=tmp_path, stdout=writer)
    finally:
        os.close(writer)
    assert b"Traceback" not in done.stderr
    assert "错误" not in done.stderr.decode()


FULL = Path("/dev/full")
COMMANDS = [["rules", "--json"], ["parse", "--json", "a.txt"], ["check", "a.txt"], ["fonts"], ["convert", "a.txt"]]


@pytest.mark.skipif(not FULL.exists(), reason="only there is a device that is always full")
@pytest.mark.parametrize("command", COMMANDS)
def test_an_output_stream_without_room_is_told(command, text):
    text.write_text("各单位要抓好落实,\n", encoding="utf-8")
    with FULL.open("wb") as stdout:
        refused(run(*command, cwd=text.parent, stdout=stdout), "标准输出")


@pytest.mark.skipif(not FULL.exists(), reason="only there is a device that is always full")
def test_a_report_without_room_is_told(text):
    refused(run("batch", text, "-o", "out", "--report", FULL, "--quiet", cwd=text.parent), "写不进去")


@posix
@pytest.mark.parametrize("closed", ["1", "2"])
def test_a_stream_that_is_closed_does_not_keep_the_files_from_being_written(closed, text):
    command = f'"$0" -m banxin convert a.txt {closed}>&-'
    subprocess.run(["sh", "-c", command, sys.executable], cwd=text.parent, check=True, capture_output=True)
    assert (text.parent / "a.pdf").exists()


@posix
@pytest.mark.parametrize("closed", ["<&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_batch_runs_whichever_streams_are_closed(closed, text):
    command = [sys.executable, "-m", "banxin", "batch", text.name, "-o", "成品", "--to", "docx"]
    process = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *command], cwd=text.parent, capture_output=True, check=False
    )
    assert process.returncode == 0
    assert storage.current(str(text.parent / "成品/a.docx"))
    assert b"Traceback" not in process.stdout + process.stderr


@posix
def test_a_list_from_a_stream_that_is_closed_is_an_empty_one(text):
    command = [sys.executable, "-m", "banxin", "batch", "-", "-o", "成品"]
    process = subprocess.run(
        ["sh", "-c", 'exec "$@" <&-', "sh", *command], cwd=text.parent, capture_output=True, check=False
    )
    assert "没有找到" in process.stderr.decode()
    assert "Traceback" not in process.stderr.decode()


# --- homes and environments ------------------------------------------------------------------------------------------

CODE = "import pathlib; pathlib.Path(__file__).with_name('run').touch(); raise SystemExit(9)\n"


def test_nothing_in_a_home_or_on_the_path_is_run_as_code(text):
    home = text.parent / "home"
    home.mkdir()
    for name in (".reportlab_mods", ".reportlab_settings", "reportlab_mods.py", "reportlab_settings.py"):
        (home / name).write_text(CODE, encoding="utf-8")
    done = run("convert", text, cwd=text.parent, HOME=str(home), USERPROFILE=str(home), PYTHONPATH=str(home))
    assert done.returncode == 0, done.stderr
    assert not (home / "run").exists()


@pytest.mark.parametrize(
    "variables",
    [
        {"SOURCE_DATE_EPOCH": "junk"},
        {"SOURCE_DATE_EPOCH": "5"},
        {"RL_invariant": "quatsch", "RL_defaultPageSize": "B"},
        {"RL_useA85": "1", "RL_pageCompression": "9", "RL_documentLang": "fr"},
    ],
    ids=" ".join,
)
def test_the_environment_changes_no_byte_of_a_page(variables, text):
    pages = []
    for environment in ({}, variables):
        done = run("convert", text, "--to", "pdf", "--force", cwd=text.parent, **environment)
        assert done.returncode == 0, done.stderr
        pages.append(text.with_suffix(".pdf").read_bytes())
    assert pages[0] == pages[1]


def test_the_environment_is_as_it_was_after_a_page_is_written(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "junk")
    monkeypatch.setenv("RL_INVARIANT", "quatsch")
    convert(TEXT.encode(), ["pdf"], Options())
    assert (os.environ["SOURCE_DATE_EPOCH"], os.environ["RL_INVARIANT"]) == ("junk", "quatsch")


@posix
@pytest.mark.parametrize(
    "arguments", ["convert a.txt", "check a.txt", "fonts", "styles list", "batch a.txt -o 成品 --to docx"]
)
def test_a_user_without_a_home_does_without(arguments, text):
    unknown = "import pwd; pwd.getpwuid = {}.__getitem__; from banxin.cli import main; main()"  # as in some containers
    environment = {key: value for key, value in os.environ.items() if key not in {"HOME", "BANXIN_FONT_PATH"}}
    command = [sys.executable, "-c", unknown, *arguments.split()]
    done = subprocess.run(command, cwd=text.parent, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@posix
def test_a_tree_of_any_depth_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    top = Path("源")
    top.mkdir()
    for _ in range(1500):  # one by one: a path made at once would be too long on some systems
        top /= "d"
        os.mkdir(top)  # noqa: PTH102
    text = top / "a.txt"
    text.touch()
    found = list(storage.find("源", ["*.txt"]))
    text.unlink()
    while top != Path():  # what clears away after tests calls itself for every level
        top.rmdir()
        top = top.parent
    assert [path.count("/") for path in found] == [1500]


def test_folders_are_gone_through_in_order_and_links_come_last(tmp_path):
    for name in ("b/2.txt", "b/c/3.txt", "a.txt", "b/d.txt", ".x/y.txt", "z/9.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert list(storage.find(str(tmp_path), ["*.txt"])) == ["a.txt", "b/2.txt", "b/d.txt", "b/c/3.txt", "z/9.txt"]


# --- fonts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["/nowhere", __file__, ""])
def test_a_font_folder_that_is_none_leaves_the_bundled_faces(folder, text):
    done = run("convert", text, cwd=text.parent, BANXIN_FONT_PATH=folder)
    assert done.returncode == 0, done.stderr


def test_files_in_a_font_folder_that_are_no_fonts_are_passed_over(text):
    folder = text.parent / "fonts"
    folder.mkdir()
    whole = (FONTS / "square.ttf").read_bytes()
    for size in (0, 3, 12, 100, 1000, len(whole) // 2):
        (folder / f"{size}.ttf").write_bytes(whole[:size])
    (folder / "text.otf").write_text(TEXT, encoding="utf-8")
    (folder / "many.ttc").write_bytes(b"ttcf\0\1\0\0\xff\xff\xff\xff" + bytes(100))
    (folder / "folder.ttf").mkdir()
    if os.name == "posix":
        os.mkfifo(folder / "pipe.ttf")
        (folder / "loop.ttf").symlink_to("loop.ttf")
    done = run("convert", text, cwd=text.parent, BANXIN_FONT_PATH=str(folder), XDG_CACHE_HOME=str(folder / "cache"))
    assert done.returncode == 0, done.stderr


def installed(tmp_path):
    """A copy of the program with files of its own; the folder that Python is to look in."""
    for name in ("src", "styles", "fonts"):
        shutil.copytree(ROOT / name, tmp_path / "program" / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "program"


@pytest.mark.parametrize("size", [None, 0, 3000])
def test_bundled_fonts_that_are_broken_or_gone_are_told(size, text):
    program = installed(text.parent)
    for path in (program / "fonts").glob("*.ttf"):
        if size is None:
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:size])
    done = run("convert", "a.txt", cwd=text.parent, PYTHONPATH=str(program / "src"), BANXIN_FONT_PATH="")
    refused(done, ".ttf", "重新安装")
    assert not (text.parent / "a.pdf").exists()


def test_bundled_styles_that_are_gone_are_told(text):
    program = installed(text.parent)
    shutil.rmtree(program / "styles")
    done = run("convert", "a.txt", cwd=text.parent, PYTHONPATH=str(program / "src"))
    refused(done, "gbt9704.yaml", code=2)


@pytest.mark.skipif(sys.platform != "linux", reason="file names")
def test_a_font_file_whose_name_is_not_unicode_is_passed_over(text):
    shutil.copy(FONTS / "square.ttf", text.parent / os.fsdecode(b"\xff.ttf"))
    done = run(
        "convert", text, cwd=text.parent, BANXIN_FONT_PATH=str(text.parent), XDG_CACHE_HOME=str(text.parent / "c")
    )
    assert done.returncode == 0, done.stderr


# --- what a text or a style may reach --------------------------------------------------------------------------------

WATCHED = """
import json, os, sys
from pathlib import Path
from banxin.conversion import convert_file
from banxin.reading import Options
from banxin.errors import BanxinError
from banxin.examine import examine
from banxin.style import load

for text in ("whole.txt", "plain.txt", "marked.txt"):
    convert_file(Path(text), options=Options(load("plain.yaml")))
    examine(Path(text).read_bytes(), Options(), folder=Path())
for style in ("broken.yaml", "nowhere.yaml", "nowhere"):
    try:
        load(style)
    except BanxinError as error:
        str(error)
opened = []

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        opened.append(os.path.realpath(os.fsdecode(arguments[0])))
    elif event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "ctypes.", "urllib.")):
        opened.append(event)

sys.addaudithook(watch)
said = []
for text, style in json.loads(sys.argv[1]):
    try:
        options = Options(load(style))
        convert_file(Path(text), options=options)
        examine(Path(text).read_bytes(), options, name=text, folder=Path())
    except BanxinError as error:
        said.append(str(error))
print(json.dumps([opened, said]))
"""


def watched(folder, pairs):
    """What was opened and what was said while the texts were converted by the styles, once everything is loaded."""
    (folder / "plain.txt").write_text(TEXT, encoding="utf-8")
    (folder / "plain.yaml").write_text("extends: common\n", encoding="utf-8")
    (folder / "whole.txt").write_text(f"---\n印章: 留空\n---\n{TEXT}", encoding="utf-8")
    marked = "# 甲\n**乙**`丙`\n<p>丁</p>\n<br>&nbsp;\n![](own.png)\n| 戊 | 己 |\n|---|---|\n| 1 | 2^2^ |\n"
    (folder / "marked.txt").write_text(f"{TEXT}{marked}", encoding="utf-8")
    (folder / "broken.yaml").write_text("extends: nowhere\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps(pairs)], cwd=folder, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@posix
def test_no_file_outside_its_folder_is_opened_for_what_a_text_says(tmp_path):
    outside = tmp_path / "secret.png"
    outside.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    folder = tmp_path.resolve() / "texts"
    (folder / "below").mkdir(parents=True)
    (folder / "link.png").symlink_to(outside)
    (folder / "out").symlink_to(tmp_path)
    places = [
        "../secret.png",
        str(outside),
        "below/../../secret.png",
        "link.png",
        "out/secret.png",
        "./out/../link.png",
    ]
    places += ["\\\\host\\share\\a.png", "//host/share/a.png", "~/a.png", "$HOME/a.png", "C:\\a.png", "file:a.png"]
    places += [f"file://{outside}", "http://localhost/a.png", "s3://a/b.png", "::memory://a.png", "link.png\0.png"]
    texts = []
    for number, (key, place) in enumerate((key, place) for key in ("印章", "签名章") for place in places):
        name = f"{number}.txt"
        body = f"{TEXT}::正文::include:{place}\n![]({place})\n附件：1.{place}\n<!ENTITY x SYSTEM '{place}'>\n&x;"
        (folder / name).write_text(f"---\n{key}: {json.dumps(place)}\n---\n{body}", encoding="utf-8")
        texts.append((name, "plain.yaml"))
    (folder / "own.png").write_bytes(outside.read_bytes())
    (folder / "own.txt").write_text(f"---\n印章: own.png\n---\n{TEXT}", encoding="utf-8")
    opened, said = watched(folder, [*texts, ("own.txt", "plain.yaml")])
    assert len(said) == len(texts) + 1
    assert str(folder / "own.png") in opened
    assert [place for place in opened if not place.startswith(str(folder) + os.sep)] == []


@posix
def test_a_style_is_read_from_its_own_path_and_no_link_or_name_of_it_leads_to_a_text(tmp_path):
    folder = tmp_path.resolve() / "styles-here"
    folder.mkdir()
    names = ["~/a.yaml", "$HOME/a.yaml", "file:///etc/a.yaml", "http://localhost/a.yaml", "/dev/zero", "/dev/stdin"]
    names += [
        "/etc/passwd",
        "../../../etc/passwd",
        "plain.txt",
        "./plain.txt",
        "../" * 20 + "dev/zero",
        ".",
        "..",
        "",
        "\\\\host\\a.yaml",
        "nowhere.yaml",
    ]
    styles = []
    for number, name in enumerate(names):
        (folder / f"{number}.yaml").write_text(f"extends: {json.dumps(name)}\n", encoding="utf-8")
        styles.append(("plain.txt", f"{number}.yaml"))
    opened, said = watched(folder, styles)
    assert len(said) == len(styles)
    assert [place for place in opened if not place.startswith(str(folder) + os.sep)] == []


def test_names_and_pages_of_a_broken_font_file_raise_nothing_of_their_own(tmp_path):
    whole = (FONTS / "square.ttf").read_bytes()
    path = tmp_path / "a.ttf"
    for at in range(12, 12 + 16 * 8, 16):  # the tags of its tables
        path.write_bytes(whole[:at] + b"\xff" + whole[at + 1 :])
        _names(str(path))
    assert convert(TEXT.encode(), "pdf", Options()).pages == 1


def test_the_command_line_has_the_limit_of_size_that_the_program_has():
    assert cli_options.size(cli_options.MEGABYTES) == storage.MAX_SIZE
