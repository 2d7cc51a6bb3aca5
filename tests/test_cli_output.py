"""What the commands print: tables that hide nothing, counts behind many remarks, completions for the shell."""

import os
import shutil
import subprocess
import sys

import pytest

LONG = "一种名称特别特别长的楷体字体的名称"
FEW = "关于某事的通知\n\n各村：\n请于四月底前修好,不得延误。\n"


@pytest.fixture
def written(tmp_path):
    def write(text: str = FEW) -> str:
        (tmp_path / "通知.txt").write_text(text, encoding="utf-8")
        return "通知.txt"

    return write


def cells(out):
    """The columns of a table, each with what its lines hold, joined."""
    rows = [line.replace("┃", "│").split("│")[1:-1] for line in out.splitlines() if line[:1] in "│┃"]
    return ["".join(cell.replace(" ", "") for cell in column) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize("width", ["80", "44"])
def test_a_table_hides_nothing_on_a_narrow_terminal(banxin, tmp_path, monkeypatch, width):
    folder = tmp_path / ("很长的名称" * 8)
    folder.mkdir()
    style = folder / "本局.yaml"
    style.write_text(f"extends: gbt9704\nfonts: {{kai: {{name: {LONG}}}}}\n", encoding="utf-8")
    for command in (["fonts", "--style", str(style)], ["styles", "show", str(style), "--diff"]):
        monkeypatch.setenv("COLUMNS", "400")
        wide = cells(banxin(*command)[1])
        monkeypatch.setenv("COLUMNS", width)
        _, out, _ = banxin(*command)
        assert "…" not in out
        assert cells(out) == wide
        assert LONG in "".join(wide)


def test_a_table_that_goes_elsewhere_is_as_wide_as_it_is(tmp_path):
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    command = [sys.executable, "-m", "banxin", "styles", "show", "qingyan", "--diff"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=True)
    assert [line for line in done.stdout.splitlines() if "写了它，每面行数就由它算出来" in line]


MANY = "关于某事的通知\n\n各村：\n" + "请于四月底前修好,不得延误。\n" * 8


def test_many_repairs_are_counted_at_the_end(banxin, written):
    told = banxin("convert", written(MANY), "--to", "docx")[2].splitlines()
    assert told[-1] == "通知.txt: 共 8 处修正"
    assert len(told) == 9


def test_warnings_are_counted_by_themselves(banxin, written):
    text = MANY + "一、清理\n做好清理。\n三、养护\n做好养护。\n"
    told = banxin("convert", written(text), "--to", "docx")[2].splitlines()
    assert told[-1] == "通知.txt: 共 8 处修正、1 处注意"


def test_what_is_seen_at_a_glance_is_not_counted_nor_what_nobody_wants_to_see(banxin, written):
    assert "共" not in banxin("convert", written(), "--to", "docx")[2]
    assert banxin("convert", written(MANY), "--to", "docx", "-q") == (0, "通知.docx\n", "")


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_completion_is_installed_for_the_shell_and_told_in_chinese(tmp_path):
    command = f"{sys.executable} -m banxin --install-completion; true"
    environment = {**os.environ, "HOME": str(tmp_path), "SHELL": "/bin/bash"}
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment, check=True)
    script = tmp_path / ".bash_completions" / "banxin.sh"
    assert done.stdout == f"已给 bash 装上按 Tab 补全：{script}\n重新打开终端就能用。\n"
    assert "_BANXIN_COMPLETE=complete_bash" in script.read_text("utf-8")
    assert str(script) in (tmp_path / ".bashrc").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "at", "found"),
    [
        ("banxin con", 1, ["convert", "config"]),
        ("banxin convert --st", 2, ["--style"]),
        ("banxin styles v", 2, ["validate"]),
    ],
)
def test_commands_and_options_are_completed(tmp_path, words, at, found):
    asked = {"_BANXIN_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(at)}
    command = [sys.executable, "-m", "banxin"]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env={**os.environ, **asked}, check=False
    )
    assert done.stdout.split() == found
