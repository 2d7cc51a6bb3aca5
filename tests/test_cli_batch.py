"""`banxin batch` as a user runs it: exit codes, what it says, and that nothing is lost however it ends."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from banxin.cli import batch as cli_batch

pty = pytest.importorskip("pty")  # signals, too, are not what they are elsewhere where there is none

TEXT = "关于清理河道的通知\n\n各乡镇人民政府:\n    请于本月底以前清理辖区内的河道。\n"
BROKEN = b"\x89PNG\r\n\x1a\n"
LONG = TEXT + "各有关单位要认真做好本项工作，按时报送情况。" * 400 + "\n"
ENDLESS = LONG * 600
"""Megabytes: nobody is done with it soon."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in, with `src/`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "src").mkdir()
    return tmp_path


@pytest.fixture
def write(folder):
    def write(*names, text=TEXT):
        for name in names:
            path = folder / "src" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return write


@pytest.fixture
def start():
    """Starts the command as a process of its own, with a process group of its own."""
    started = []

    def start(*arguments, **options):
        command = [sys.executable, "-m", "banxin", "batch", *arguments]
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True, **options}
        process = subprocess.Popen(command, **options)
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.kill()


@pytest.fixture
def run(start):
    """Runs the command to its end: exit code, output, complaints."""

    def run(*arguments, listed=b"", **options):
        process = start(*arguments, stdin=subprocess.PIPE, **options)
        out, err = process.communicate(listed, timeout=60)
        assert b"Traceback" not in err, err.decode()
        return process.returncode, out.decode(), err.decode()

    return run


@pytest.fixture
def banxin(monkeypatch, capfd):
    """Runs the command in this process: exit code, output, complaints."""
    from banxin import cli

    def banxin(*arguments):
        monkeypatch.setattr(sys, "argv", ["banxin", "batch", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return left.value.code, out, err

    return banxin


def reported(path):
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def rows(out):
    """The summary."""
    cells = [[cell.strip() for cell in line.split("│")[1:3]] for line in out.splitlines() if "│" in line]
    return {name: number for name, number in cells if name not in {"用时", "每秒"}}


def tree(folder):
    """Everything below a folder, whole, by relative path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def wait_until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def group(process):
    """The ids of the processes that a command consists of, and that live."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == process.pid and fields[0] != "Z":
            found.append(int(place.name))
    return found


def temporary(folder):
    return [path.name for path in folder.rglob(".banxin-*")]


# what it says


def test_a_batch_that_went_well_ends_with_0_and_a_summary(banxin, write, folder):
    write("一.txt", "甲/二.txt")
    code, out, err = banxin("src", "-o", "out", "--jobs", "1")
    assert (code, err) == (0, "")
    assert rows(out) == {"转换": "2", "有修正的": "2", "页数": "2"}
    assert (folder / "out" / "甲" / "二.pdf").exists()


def test_a_batch_with_a_broken_text_ends_with_1_and_names_it(banxin, write, folder):
    write("一.txt", "三.txt")
    write("二.txt", text=BROKEN)
    code, out, err = banxin("src", "-o", "out", "--jobs", "1")
    assert (code, err) == (1, "错误：src/二.txt: 这是图片（PNG），不是纯文本（提示：请先识别出图中的文字）\n")
    assert rows(out) == {"转换": "2", "失败": "1", "有修正的": "2", "页数": "2"}
    assert (folder / "out" / "三.pdf").exists()


def test_a_second_run_with_resume_says_that_nothing_was_to_do(banxin, write):
    write("一.txt", "二.txt")
    banxin("src", "-o", "out", "--jobs", "1")
    code, out, _ = banxin("src", "-o", "out", "--jobs", "1", "--resume")
    assert (code, rows(out)) == (0, {"转换": "0", "已是最新": "2", "有修正的": "2", "页数": "2"})


def test_quiet_says_nothing_but_errors(banxin, write):
    write("一.txt")
    assert banxin("src", "-o", "out", "-q", "--jobs", "1") == (0, "", "")
    write("二.txt", text=BROKEN)
    code, out, err = banxin("src", "-o", "out", "-q", "--jobs", "1", "--resume")
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_what_is_replaced_by_force_is_kept_and_counted(banxin, write, folder):
    write("一.txt")
    (folder / "out").mkdir()
    (folder / "out" / "一.docx").write_bytes(b"mine")
    code, _, err = banxin("src", "-o", "out", "--jobs", "1")
    assert (code, "没有覆盖" in err) == (1, True)
    code, out, _ = banxin("src", "-o", "out", "--jobs", "1", "--force")
    assert (code, "换下来改名留着的" in out) == (0, True)
    assert (folder / "out" / "一.bak.docx").read_bytes() == b"mine"


@pytest.mark.usefixtures("folder")
def test_no_texts_are_told(banxin):
    code, out, err = banxin("src", "-o", "out")
    assert (code, out) == (2, "")
    assert err == "没有找到要转换的文件（提示：请检查路径和 --glob）\n"


def test_files_that_are_passed_over_are_counted_by_kind(banxin, write):
    write("一.txt")
    for name in ("旧.rtf", "旧2.RTF", "内/旧3.rtf", "表.odt", "说明", "2026.3.5会议", ".隐藏.rtf", "早.ofd"):
        write(name, text=b"")
    code, _, err = banxin("src", "-o", "src/out", "--jobs", "1")
    assert (code, err) == (0, "跳过：.rtf 3 个、.odt 1 个、.ofd 1 个、其他 2 个\n")
    assert banxin("src", "-o", "src/out", "--jobs", "1", "--resume")[2] == err  # the results are not passed over
    assert banxin("src", "-o", "src/out", "--jobs", "1", "--resume", "-q")[2] == ""


def test_what_is_passed_over_is_told_where_nothing_is_found(banxin, write):
    write("旧.rtf", text=b"")
    code, out, err = banxin("src", "-o", "out")
    assert (code, out) == (2, "")
    assert err == "跳过：.rtf 1 个\n没有找到要转换的文件（提示：请检查路径和 --glob）\n"


def test_of_many_kinds_the_most_are_told(banxin, write):
    write("一.txt")
    for number in range(12):
        write(*(f"{copy}.k{number:02}" for copy in range(12 - number)), text=b"")
    _, _, err = banxin("src", "-o", "out", "--jobs", "1")
    assert err.startswith("跳过：.k00 12 个、.k01 11 个、")
    assert err.endswith("、.k07 5 个、其他 10 个\n")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["src"], "-o"),
        (["-o", "out"], "来源"),
        (["src", "-o", "out", "--to", "html"], "html"),
        (["src", "-o", "out", "--jobs", "0"], "0"),
        (["src", "-o", "out", "--style", "没有"], "没有"),
        (["src", "-o", "out", "--nonsense"], "--nonsense"),
    ],
)
def test_wrong_usage_ends_with_2_and_starts_nothing(banxin, write, folder, arguments, complaint):
    write("一.txt")
    code, _, err = banxin(*arguments)
    assert code == 2
    assert complaint in err
    assert not (folder / "out").exists()


def test_two_texts_that_would_write_one_output_stop_everything_before_it_starts(banxin, write, folder):
    write("一.txt", "一.md", "二.txt")
    code, out, err = banxin("src", "-o", "out", "--glob", "*.txt", "--glob", "*.md")
    assert (code, out) == (1, "")
    assert err.startswith("错误：src/一.txt: 与“src/一.md”会写到同一个文件里（out/一）")
    assert not (folder / "out").exists()


def test_progress_is_told_line_by_line_where_there_is_no_terminal(banxin, write, monkeypatch):
    monkeypatch.setattr(cli_batch, "_EVERY", 0.0)
    write("一.txt", "二.txt")
    _, _, err = banxin("src", "-o", "out", "--jobs", "1")
    lines = err.splitlines()
    assert lines[-1].startswith("已完成 2/2，每秒 ")
    assert lines[-1].endswith("，还要 0 分 0 秒")
    assert not any("\r" in line or "\x1b" in line for line in lines)


def test_a_terminal_shows_a_bar_and_errors_whole(start, write):
    write(*(f"{number}.txt" for number in range(4)))
    write("某[bold]某.txt", text=BROKEN)
    ours, theirs = pty.openpty()
    process = start("src", "-o", "out", "--jobs", "1", stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 1 << 16):
            shown += piece
    except OSError:  # so ends a terminal on Linux
        pass
    finally:
        os.close(ours)
    process.communicate()
    assert process.returncode == 1
    text = shown.decode()
    assert "━" in text
    assert "5/5" in text
    assert "src/某[bold]某.txt: 这是图片（PNG），不是纯文本（提示：请先识别出图中的文字）" in text
    assert "Traceback" not in text


# the list on standard input


def test_a_list_names_texts_in_all_ways(run, write, folder):
    write("一.txt", "甲 乙/二 二.txt", "三.txt", "四.txt")
    write("坏.txt", text=BROKEN)
    listed = (
        f"src/一.txt\r\n\r\nsrc/甲 乙/二 二.txt\n{folder}/src/三.txt\n../{folder.name}/src/四.txt\nsrc/坏.txt\n没有.txt"
    )
    code, out, err = run("-", "-o", "out", listed=listed.encode())
    assert (code, rows(out)["转换"], rows(out)["失败"]) == (1, "4", "2")
    assert "错误：src/坏.txt: " in err
    assert "错误：没有.txt: " in err
    made = {str(path.relative_to(folder / "out")) for path in (folder / "out").rglob("*.pdf")}
    assert made == {"src/一.pdf", "src/甲 乙/二 二.pdf", "三.pdf", "四.pdf"}


def test_a_listed_name_that_is_no_utf8_is_found_and_reported_as_valid_json(run, folder):
    name = b"\xb9\xab\xce\xc4.txt"
    (folder / os.fsdecode(name)).write_text(TEXT, encoding="utf-8")
    names = [name, b'quote".txt', b"back\\slash.txt", b"\x01.txt"]
    strict = {**os.environ, "PYTHONIOENCODING": "utf-8:strict"}  # as it is in most locales, but not in that of C
    code, _, _ = run("-", "-o", "out", "--report", "报告.jsonl", listed=b"\n".join(names), env=strict)
    assert code == 1
    assert {one["input"]: one["status"] for one in reported("报告.jsonl")} == {
        "\\udcb9\\udcab\\udcce\\udcc4.txt": "converted",
        'quote".txt': "failed",
        "back\\slash.txt": "failed",
        "\x01.txt": "failed",
    }


# the report


def test_the_report_has_an_object_a_text(banxin, write):
    write("一.txt", "甲/二.txt")
    write("三.txt", text=BROKEN)
    banxin("src", "-o", "out", "--report", "新/报告.jsonl", "--jobs", "1")
    told = {one["input"]: one for one in reported("新/报告.jsonl")}
    assert sorted(told) == ["src/一.txt", "src/三.txt", "src/甲/二.txt"]
    names = ["input", "status", "outputs", "pages", "encoding", "style", "repairs", "diagnostics"]
    names += ["backups", "error", "seconds"]
    assert all(list(one) == names for one in told.values())
    one, broken = told["src/甲/二.txt"], told["src/三.txt"]
    assert one["outputs"] == ["out/甲/二.docx", "out/甲/二.pdf"]
    assert (one["status"], one["pages"], one["encoding"], one["error"]) == ("converted", 1, "utf-8", None)
    assert [(repair["line"], repair["before"], repair["after"]) for repair in one["repairs"]] == [(3, ":", "：")]
    assert (broken["status"], broken["outputs"], broken["pages"]) == ("failed", [], 0)
    assert broken["error"].startswith("src/三.txt: ")


def test_a_report_is_written_anew_each_time(banxin, write):
    write("一.txt", "二.txt")
    banxin("src", "-o", "out", "--report", "报告.jsonl", "--jobs", "1")
    Path("src/一.txt").unlink()
    banxin("src", "-o", "out", "--report", "报告.jsonl", "--jobs", "1", "--resume")
    assert [one["input"] for one in reported("报告.jsonl")] == ["src/二.txt"]
    Path("src/二.txt").unlink()
    banxin("src", "-o", "out", "--report", "报告.jsonl", "--jobs", "1", "--resume")
    assert reported("报告.jsonl") == []


def test_a_report_may_go_to_a_pipe(run, write):
    write("一.txt")
    code, out, err = run("src", "-o", "out", "--report", "/dev/stdout", "-q")
    assert (code, json.loads(out)["input"], err) == (0, "src/一.txt", "")


def test_a_report_writes_over_no_text(banxin, write, folder):
    write("甲.txt", "表.csv", "表.jsonl")
    for name in ("表.csv", "表.jsonl"):
        code, _, err = banxin("src", "-o", "out", "--report", f"src/{name}")
        assert code == 1
        assert f"src/{name}: 已经有这个文件，里面不是结果，没有覆盖" in err
        assert (folder / "src" / name).read_text(encoding="utf-8") == TEXT
    assert not (folder / "out").exists()


@pytest.mark.parametrize("name", ["结果.xlsx", "结果", "结果.json", "src/甲.txt"])
def test_a_report_is_for_excel_or_for_programs_and_its_name_says_which(banxin, write, folder, name):
    write("甲.txt")
    code, out, err = banxin("src", "-o", "out", "--report", name)
    assert (code, out) == (2, "")
    assert err.startswith(f"用法不对：--report：不知道“{Path(name).name}”要写成什么样（提示：用 Excel 看的写 .csv，")
    assert not (folder / "out").exists()


def table(path):
    data = Path(path).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")  # else Excel takes it for GBK
    assert data.count(b"\n") == data.count(b"\r\n")
    return list(csv.DictReader(data.decode("utf-8-sig").splitlines()))


def test_a_report_for_excel_has_a_row_a_text(banxin, write):
    write("一.txt")
    write("二.txt", text="关于清理河道的通知\n\n各乡镇：\n一、清理\n做好清理。\n三、养护\n做好养护。\n")
    write("三.txt", text=BROKEN)
    banxin("src", "-o", "out", "--report", "新/结果.CSV", "--jobs", "1")
    told = {row["原文"]: row for row in table("新/结果.CSV")}
    assert {name: row["结果"] for name, row in told.items()} == {
        "src/一.txt": "转换",
        "src/二.txt": "转换",
        "src/三.txt": "失败",
    }
    one, two, three = told["src/一.txt"], told["src/二.txt"], told["src/三.txt"]
    assert (one["成品"], one["页数"], one["修正（处）"], one["注意（处）"]) == (
        "out/一.docx；out/一.pdf",
        "1",
        "1",
        "0",
    )
    assert (two["注意（处）"], two["注意事项"][:6]) == ("1", "第 6 行：")
    assert three["错误"].startswith("src/三.txt: 这是图片")


def test_a_report_for_excel_is_written_anew_each_time(banxin, write):
    write("一.txt", "二.txt")
    banxin("src", "-o", "out", "--report", "结果.csv", "--jobs", "1")
    Path("src/一.txt").unlink()
    banxin("src", "-o", "out", "--report", "结果.csv", "--jobs", "1", "--resume")
    assert [(row["原文"], row["结果"]) for row in table("结果.csv")] == [("src/二.txt", "已是最新")]
    Path("src/二.txt").unlink()
    assert banxin("src", "-o", "out", "--report", "结果.csv")[0] == 2
    assert table("结果.csv") == []


def test_no_cell_of_a_report_is_a_formula(banxin, folder):
    names = [
        "=1+1.txt",
        "+甲.txt",
        "-乙.txt",
        "@丙.txt",
        "＝丁.txt",
        " =戊.txt",
        "\t=己.txt",
        "庚\n=辛.txt",
        "壬=癸.txt",
    ]
    for name in names:
        (folder / name).write_text(TEXT, encoding="utf-8")
    banxin(*(f"./{name}" for name in names), "-o", "out", "--report", "一.csv", "--jobs", "1")
    assert all(row["原文"].startswith("./") for row in table("一.csv"))
    banxin("--report", "二.csv", "--jobs", "1", "-o", "out", "--", *names)
    found = [row["原文"] for row in table("二.csv")]
    assert sorted(found) == sorted(
        [
            "'=1+1.txt",
            "'+甲.txt",
            "'-乙.txt",
            "'@丙.txt",
            "'＝丁.txt",
            "' =戊.txt",
            "'\t=己.txt",
            r"庚\n=辛.txt",
            "壬=癸.txt",
        ]
    )


def test_a_text_is_not_written_over_even_with_force(banxin, write, folder):
    write("甲.pdf")
    code, _, err = banxin("src/甲.pdf", "-o", "src", "--to", "pdf", "--force")
    assert code == 1
    assert "src/甲.pdf: 结果会盖掉原文" in err
    assert (folder / "src" / "甲.pdf").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--jobs", "0"], "--jobs 不能是 0，最小是 1"),
        (["--jobs", "两个"], "--jobs 要写整数，不能是“两个”"),
        (["--timeout", "-1"], "--timeout 不能是 -1.0，最小是 0"),
        (["--max-size", "x"], "--max-size 要写数，不能是“x”"),
        (["-o", ""], "--output 不能是空的"),
    ],
)
def test_a_wrong_value_is_told_with_its_option(banxin, write, arguments, complaint):
    write("甲.txt")
    code, _, err = banxin("src", "-o", "out", *arguments)
    assert code == 2
    assert complaint in err


def test_a_report_that_cannot_be_written_stops_everything_before_it_starts(banxin, write, folder):
    write("一.txt")
    (folder / "file").touch()
    code, _, err = banxin("src", "-o", "out", "--report", "file/报告.jsonl")
    assert (code, err) == (1, "错误：file/报告.jsonl: 写不进去（有一个同名的文件挡着）（提示：请检查路径和权限）\n")
    assert not (folder / "out").exists()


def test_a_run_that_is_refused_leaves_the_report_of_the_one_at_work(run, start, write, folder):
    write("一.txt")
    write("二.txt", text=ENDLESS)
    first = start("src", "-o", "out", "--report", "报告.jsonl", "--jobs", "1", "--max-size", "50")
    wait_until(lambda: (folder / "报告.jsonl").exists() and (folder / "报告.jsonl").stat().st_size)
    before = (folder / "报告.jsonl").read_bytes()
    code, _, err = run("src", "-o", "out", "--report", "报告.jsonl", "--jobs", "1")
    assert (code, "另一个 banxin 正在往这个文件夹里写" in err) == (1, True)
    assert (folder / "报告.jsonl").read_bytes() == before
    first.kill()


# disks


@pytest.fixture
def mounted():
    """A small disk of its own."""
    if shutil.which("mount") is None:
        pytest.skip("no mount")
    place = tempfile.mkdtemp()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=192k", "none", place], capture_output=True, check=False)
    if done.returncode:
        Path(place).rmdir()
        pytest.skip("mounting is for root")
    yield Path(place)
    subprocess.run(["umount", "-l", place], check=True)
    Path(place).rmdir()


def test_a_full_disk_is_told_and_leaves_nothing_half_written(banxin, write, mounted):
    for number in range(8):
        write(f"{number}.txt", text=TEXT + chr(0x4E00 + number))
    code, _, err = banxin("src", "-o", str(mounted), "--jobs", "1")
    assert code == 1
    assert "写不进去（磁盘满了）" in err
    assert temporary(mounted) == []
    for path in mounted.glob("*.pdf"):
        assert path.read_bytes().rstrip().endswith(b"%%EOF")


@pytest.mark.slow
def test_a_disk_that_has_room_again_is_gone_on_with(banxin, write, mounted, folder):
    for number in range(8):
        write(f"{number}.txt", text=TEXT + chr(0x4E00 + number))
    assert banxin("src", "-o", str(mounted), "--jobs", "1")[0] == 1
    subprocess.run(["mount", "-o", "remount,size=16m", str(mounted)], check=True)
    assert banxin("src", "-o", str(mounted), "--jobs", "1", "--resume")[0] == 0
    assert banxin("src", "-o", "out", "--jobs", "1")[0] == 0
    assert tree(mounted) == tree(folder / "out")


@pytest.mark.slow
def test_a_report_that_finds_no_room_stops_the_run_and_keeps_what_is_done(banxin, write, mounted, folder):
    (mounted / "full").write_bytes(bytes(192 * 1024))
    write(*(f"{number}.txt" for number in range(50)), text=LONG)
    report = mounted / "报告.jsonl"
    code, _, err = banxin("src", "-o", "out", "--report", str(report), "--jobs", "1")
    assert (code, err.splitlines()[-1].partition("（")[0]) == (1, f"错误：{report}: 写不进去")
    assert 0 < len([*folder.glob("out/*.pdf")]) < 50
    assert rows(banxin("src", "-o", "out", "--resume", "--jobs", "1")[1])["已是最新"] >= "1"


def test_a_disk_that_is_read_only_is_told(banxin, write, mounted):
    write("一.txt")
    subprocess.run(["mount", "-o", "remount,ro", str(mounted)], check=True)
    code, _, err = banxin("src", "-o", str(mounted), "--jobs", "1")
    message = f"错误：{mounted}: 写不进输出文件夹（磁盘是只读的）（提示：请检查路径和权限）\n"
    assert (code, err) == (1, message)


# how it ends


@pytest.mark.slow
def test_ctrl_c_on_a_terminal_keeps_what_is_done_and_leaves_nothing_behind(start, run, write, folder):
    write(*(f"{number:03}.txt" for number in range(300)), text=LONG)
    process = start("src", "-o", "out", "--jobs", "2", "--report", "报告.jsonl")
    wait_until(lambda: len([*folder.glob("out/*.pdf")]) >= 2)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    out, err = (stream.decode() for stream in process.communicate(timeout=30))
    assert time.monotonic() - began < 10
    assert process.returncode == 1
    assert err.endswith("已停止；做完的都在，加上 --resume 可以接着做。\n")
    assert "Traceback" not in err
    done = int(rows(out)["转换"])
    assert int(rows(out)["没有做"]) == 300 - done
    assert len(reported("报告.jsonl")) == done
    assert len([*folder.glob("out/*.pdf")]) == len([*folder.glob("out/*.docx")]) == done
    assert temporary(folder) == []
    wait_until(lambda: not group(process), seconds=5)
    for path in sorted((folder / "src").iterdir())[done + 4 :]:
        path.unlink()
    code, out, _ = run("src", "-o", "out", "--jobs", "2", "--resume")
    assert (code, rows(out)["已是最新"], rows(out)["转换"]) == (0, str(done), "4")


@pytest.mark.slow
def test_ctrl_c_that_only_the_command_itself_gets_ends_it_just_so(start, write, folder):
    write("一.txt")
    write("二.txt", text=ENDLESS)
    process = start("src", "-o", "out", "--jobs", "2", "--max-size", "50")
    wait_until((folder / "out" / "一.pdf").exists)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err.decode()) == (1, "已停止；做完的都在，加上 --resume 可以接着做。\n")
    assert temporary(folder) == []
    wait_until(lambda: not group(process), seconds=5)


@pytest.mark.slow
def test_ctrl_c_while_processes_start_ends_it_just_so(start, write):
    write("一.txt", "二.txt", text=ENDLESS)
    process = start("src", "-o", "out", "--jobs", "2", "--max-size", "50")
    wait_until(lambda: len(group(process)) >= 3)  # itself, what tracks its resources, and a first process
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err.decode()) == (1, "已停止；做完的都在，加上 --resume 可以接着做。\n")
    wait_until(lambda: not group(process), seconds=5)


@pytest.mark.slow
def test_a_command_that_is_killed_takes_its_processes_along(start, run, write, folder):
    write("一.txt")
    write("二.txt", "三.txt", text=ENDLESS)
    process = start("src", "-o", "out", "--jobs", "2", "--max-size", "50")
    wait_until((folder / "out" / "一.pdf").exists)
    assert len(group(process)) >= 3
    process.kill()
    process.wait()
    wait_until(lambda: not group(process), seconds=5)
    write("二.txt", "三.txt")
    assert run("src", "-o", "out", "--resume")[0] == 0
    assert temporary(folder) == []


@pytest.mark.slow
def test_a_command_that_is_killed_while_it_writes_leaves_nothing_half_written_after_the_next(start, run, write, folder):
    write(*(f"{number:02}.txt" for number in range(40)))
    process = start("src", "-o", "out", "--jobs", "2")
    wait_until(lambda: len([*folder.glob("out/*.pdf")]) >= 2)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in folder.glob("out/*.pdf"))
    assert run("src", "-o", "out", "--resume")[0] == 0
    assert temporary(folder) == []
    assert len([*folder.glob("out/*.pdf")]) == len([*folder.glob("out/*.docx")]) == 40


@pytest.mark.slow
def test_killed_processes_cost_their_texts_and_nothing_else(start, write, folder):
    write(*(f"{number:02}.txt" for number in range(40)))
    process = start("src", "-o", "out", "--jobs", "2", "--report", "报告.jsonl")
    killed = 0
    for enough in (4, 12, 20):
        wait_until(lambda enough=enough: len([*folder.glob("out/*.pdf")]) >= enough)
        victims = [one for one in group(process) if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        killed += len(victims)
    out, _ = process.communicate(timeout=60)
    told = reported("报告.jsonl")
    lost = [one for one in told if one["status"] == "failed"]
    assert process.returncode == bool(lost)
    assert len({one["input"] for one in told}) == len(told) == 40
    assert len(lost) <= killed
    assert all("信号 9" in one["error"] for one in lost)
    assert rows(out.decode())["转换"] == str(40 - len(lost))


# many


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
def test_a_list_of_many_texts_takes_little_memory(start):
    process = start("-", "-o", "out", "-q", "--jobs", "1", stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    peak = 0

    def watch():
        nonlocal peak
        while process.poll() is None:
            for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
                if line.startswith("VmHWM"):
                    peak = int(line.split()[1])
            time.sleep(0.05)

    thread = threading.Thread(target=watch)
    thread.start()
    process.communicate(
        b"".join(b"folder of texts/text number %d.txt\n" % number for number in range(10_000)), timeout=60
    )
    thread.join()
    assert process.returncode == 1
    assert 0 < peak < 150_000  # kilobytes
