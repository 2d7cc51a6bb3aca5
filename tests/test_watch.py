"""A folder that is watched: what is saved there is converted, once, and nothing that happens ends the watching."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import filelock
import pytest

from banxin import storage
from banxin.batch import Record, Status, Work, basis
from banxin.batch.job import run
from banxin.batch.watch import Watched, watch
from banxin.errors import SourceError
from banxin.formats import BOTH
from banxin.reading import Options
from banxin.style import load

pytestmark = pytest.mark.slow
PATIENCE = 30.0
"""Seconds for what must come."""
SILENCE = 1.5
"""Seconds in which nothing must come: the style's files are looked at twice."""


def text(word: str) -> str:
    return f"关于修缮{word}的通知\n\n各村：\n请于四月底前修好{word}。\n"


def here(jobs, work):
    for job in jobs:
        yield run(job, work)


class Watching:
    """What a watcher reports."""

    def __init__(self) -> None:
        self.records: queue.Queue[Record] = queue.Queue()

    def names(self, count: int) -> list[str]:
        """The names of the next texts that are reported, sorted."""
        return sorted(Path(self.next().input).name for _ in range(count))

    def next(self) -> Record:
        return self.records.get(timeout=PATIENCE)

    def is_silent(self) -> bool:
        time.sleep(SILENCE)
        return self.records.empty()


@contextmanager
def watching(
    folder: Path, out: Path | str, *, style: str = "gbt9704", patterns: tuple[str, ...] = ("*.txt",), fixed: bool = True
):
    options = Options(load(style)) if fixed else Options(fallback=load(style))
    work = Work(options, BOTH, str(out), basis(options))
    stop = threading.Event()
    found = Watching()

    def go() -> None:
        for record in watch(Watched(str(folder), patterns, style), work, here, stop):
            found.records.put(record)

    thread = threading.Thread(target=go)
    thread.start()
    try:
        yield found
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


@pytest.fixture
def folder(tmp_path):
    found = tmp_path / "in"
    (found / "内").mkdir(parents=True)
    (found / "一.txt").write_text(text("水渠"), encoding="utf-8")
    (found / "内" / "二.txt").write_text(text("石桥"), encoding="utf-8")
    return found


def test_what_is_not_up_to_date_is_converted_at_the_start(folder, tmp_path):
    with watching(folder, tmp_path / "out") as found:
        assert found.names(2) == ["一.txt", "二.txt"]
    (folder / "一.txt").write_text(text("旧渠"), encoding="utf-8")
    with watching(folder, tmp_path / "out") as found:
        assert found.names(1) == ["一.txt"]
        assert found.is_silent()
    assert sorted(path.name for path in (tmp_path / "out" / "内").iterdir()) == ["二.docx", "二.pdf"]


def test_a_text_is_converted_once_when_it_is_saved(folder, tmp_path):
    with watching(folder, tmp_path / "out") as found:
        found.names(2)
        (folder / "内" / "二.txt").write_text(text("木桥"), encoding="utf-8")
        record = found.next()
        assert (Path(record.input), record.status) == (folder / "内" / "二.txt", Status.CONVERTED)
        assert found.is_silent()


def test_a_text_is_converted_once_when_it_is_saved_by_way_of_another_name(folder, tmp_path):
    with watching(folder, tmp_path / "out") as found:
        found.names(2)
        (folder / "一.txt").rename(folder / "一.txt~")
        (folder / ".一.txt.swp").write_text(text("土路"), encoding="utf-8")
        (folder / ".一.txt.swp").rename(folder / "一.txt")
        (folder / "一.txt~").unlink()
        assert found.names(1) == ["一.txt"]
        assert found.is_silent()


def test_new_texts_and_folders_are_converted(folder, tmp_path):
    (tmp_path / "新").mkdir()
    (tmp_path / "新" / "四.txt").write_text(text("泵站"), encoding="utf-8")
    with watching(folder, tmp_path / "out") as found:
        found.names(2)
        (folder / "三.txt").write_text(text("水闸"), encoding="utf-8")
        assert found.names(1) == ["三.txt"]
        (tmp_path / "新").rename(folder / "新")
        assert found.names(1) == ["四.txt"]
    assert (tmp_path / "out" / "新" / "四.pdf").is_file()


def test_what_is_no_text_is_passed_over(folder, tmp_path):
    with watching(folder, tmp_path / "out") as found:
        found.names(2)
        (folder / "说明.md").write_text("x")
        (folder / ".隐.txt").write_text("x")
        (folder / "一.txt").touch()
        assert found.is_silent()


def test_a_name_that_is_no_utf8_ends_nothing(folder, tmp_path):
    with watching(folder, tmp_path / "out") as found:
        found.names(2)
        for name in (b"\261\355.zip", b"\262\342.zip"):
            (folder / os.fsdecode(name)).write_bytes(b"x")
        (folder / "三.txt").write_text(text("水闸"), encoding="utf-8")
        assert found.names(1) == ["三.txt"]
        (folder / os.fsdecode(b"\261\355.txt")).write_text(text("泵站"), encoding="utf-8")
        assert found.next().status is Status.CONVERTED
        (folder / "四.txt").write_text(text("水库"), encoding="utf-8")
        assert found.names(1) == ["四.txt"]
        (folder / os.fsdecode(b"\262\342.txt")).write_bytes(b"\x00\xff\x00\x01" * 100)
        assert found.next().status is Status.FAILED
    assert (tmp_path / "out" / os.fsdecode(b"\261\355.pdf")).is_file()


def test_an_output_folder_among_the_texts_may_be_a_url(folder):
    pytest.importorskip("fsspec")
    with watching(folder, f"file://{folder}/成品", patterns=("*",)) as found:
        assert found.names(2) == ["一.txt", "二.txt"]
        assert found.is_silent()


def test_a_text_that_is_deleted_is_no_error_and_its_outputs_stay(folder, tmp_path):
    with watching(folder, tmp_path / "out") as found:
        found.names(2)
        (folder / "一.txt").unlink()
        assert found.is_silent()
    assert (tmp_path / "out" / "一.pdf").is_file()


def test_a_text_that_cannot_be_converted_is_told_and_watching_goes_on(folder, tmp_path):
    with watching(folder, tmp_path / "out") as found:
        found.names(2)
        (folder / "坏.txt").write_bytes(b"\x00\xff\x00\x01" * 100)
        record = found.next()
        assert record.error.startswith(str(folder / "坏.txt"))
        (folder / "坏.txt").write_text(text("好路"), encoding="utf-8")
        assert found.next().status is Status.CONVERTED


@pytest.mark.parametrize("out", ["in/out", "in"])
def test_outputs_may_stand_in_the_folder_itself(folder, tmp_path, out):
    with watching(folder, tmp_path / out) as found:
        assert found.names(2) == ["一.txt", "二.txt"]
        (folder / "一.txt").write_text(text("土路"), encoding="utf-8")
        assert found.names(1) == ["一.txt"]
        assert found.is_silent()
    assert (tmp_path / out / "一.docx").is_file()


def test_an_output_that_was_edited_is_told_and_left_alone(folder, tmp_path):
    with watching(folder, tmp_path / "out") as found:
        found.names(2)
        (tmp_path / "out" / "一.docx").write_bytes(b"edited")
        (folder / "一.txt").write_text(text("土路"), encoding="utf-8")
        assert "没有覆盖" in found.next().error
    assert (tmp_path / "out" / "一.docx").read_bytes() == b"edited"


def test_a_changed_seal_makes_the_texts_beside_it_anew_and_no_others(folder, tmp_path):
    (folder / "一.txt").write_text(
        f"---\n印章: 图/公章.png\n---\n{text('水渠')}\n某某镇人民政府\n2024年4月3日\n", encoding="utf-8"
    )
    seal(folder / "图" / "公章.png", 90)
    with watching(folder, tmp_path / "out") as found:
        found.names(2)
        seal(folder / "图" / "公章.png", 180)
        assert found.names(1) == ["一.txt"]
        assert found.is_silent()


def seal(path: Path, shade: int) -> None:
    from PIL import Image

    path.parent.mkdir(exist_ok=True)
    Image.new("RGBA", (20, 20), (shade, 0, 0, 255)).save(path)


@pytest.fixture
def style(tmp_path):
    """A style that extends another one, both files of a folder."""
    (tmp_path / "样式").mkdir()
    write_style(tmp_path / "样式" / "上级.yaml", parent("27mm"))
    write_style(tmp_path / "样式" / "本级.yaml", "extends: 上级.yaml\ntitle: 本级\n")
    return tmp_path / "样式"


def write_style(path: Path, words: str) -> None:
    storage.write_whole(str(path), words.encode())


def parent(left: str) -> str:
    return f"extends: gbt9704\npage:\n  left: {left}\n"


def test_a_style_or_its_parent_that_is_saved_makes_all_texts_anew(folder, tmp_path, style):
    with watching(folder, tmp_path / "out", style=str(style / "本级.yaml")) as found:
        found.names(2)
        before = (tmp_path / "out" / "一.docx").read_bytes()
        write_style(style / "上级.yaml", parent("26mm"))
        assert found.names(2) == ["一.txt", "二.txt"]
        between = (tmp_path / "out" / "一.docx").read_bytes()
        write_style(style / "本级.yaml", "extends: 上级.yaml\npage:\n  left: 25mm\n")
        assert found.names(2) == ["一.txt", "二.txt"]
        assert len({before, between, (tmp_path / "out" / "一.docx").read_bytes()}) == 3
        assert found.is_silent()


def test_a_style_with_faults_is_told_once_and_the_one_before_goes_on(folder, tmp_path, style):
    with watching(folder, tmp_path / "out", style=str(style / "本级.yaml")) as found:
        found.names(2)
        before = (tmp_path / "out" / "一.docx").read_bytes()
        write_style(style / "上级.yaml", parent("很宽"))
        assert "上级.yaml:3:3" in found.next().error
        assert found.is_silent()
        (folder / "三.txt").write_text(text("水闸"), encoding="utf-8")
        assert found.names(1) == ["三.txt"]
        assert (tmp_path / "out" / "一.docx").read_bytes() == before
        write_style(style / "上级.yaml", parent("26mm"))
        assert found.names(3) == ["一.txt", "三.txt", "二.txt"]


def test_a_style_that_a_text_names_is_watched_even_before_it_is_there(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (folder / "三.txt").write_text(f"---\n样式: 本县\n---\n{text('水闸')}", encoding="utf-8")
    with watching(folder, tmp_path / "out", fixed=False) as found:
        ends = [found.next() for _ in range(3)]
        assert ["没有名为“本县”的样式" in (record.error or "") for record in ends].count(True) == 1
        write_style(tmp_path / "styles" / "本县.yaml", parent("27mm"))
        assert found.names(1) == ["三.txt"]
        before = (tmp_path / "out" / "三.docx").read_bytes()
        write_style(tmp_path / "styles" / "本县.yaml", parent("26mm"))
        assert found.names(1) == ["三.txt"]
        assert (tmp_path / "out" / "三.docx").read_bytes() != before
        assert found.is_silent()


def test_a_style_whose_missing_parent_is_put_in_its_place_is_used(folder, tmp_path, style):
    with watching(folder, tmp_path / "out", style=str(style / "本级.yaml")) as found:
        found.names(2)
        write_style(style / "本级.yaml", "extends: 新上级.yaml\n")
        assert "新上级.yaml" in found.next().error
        write_style(style / "新上级.yaml", parent("25mm"))
        assert found.names(2) == ["一.txt", "二.txt"]


def test_two_texts_that_would_write_one_output_are_told_until_one_is_gone(folder, tmp_path):
    with watching(folder, tmp_path / "out", patterns=("*.txt", "*.md")) as found:
        found.names(2)
        (folder / "一.md").write_text(text("土路"), encoding="utf-8")
        assert "会写到同一个文件里" in found.next().error
        assert found.is_silent()
        (folder / "一.md").rename(folder / "三.md")
        assert found.names(1) == ["三.md"]


def test_a_folder_that_another_run_writes_to_is_waited_for(folder, tmp_path):
    (tmp_path / "out" / ".banxin").mkdir(parents=True)
    with filelock.FileLock(tmp_path / "out" / ".banxin" / "lock"), watching(folder, tmp_path / "out") as found:
        assert "另一个 banxin" in found.next().error
        assert found.is_silent()
        (folder / "三.txt").write_text(text("水闸"), encoding="utf-8")
        assert found.is_silent()
    with watching(folder, tmp_path / "out") as found:
        assert found.names(3) == ["一.txt", "三.txt", "二.txt"]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    options = Options()
    work = Work(options, BOTH, str(tmp_path / "out"), basis(options))
    with pytest.raises(SourceError, match="没有这个文件夹"):
        next(watch(Watched(str(tmp_path / "没有"), ("*.txt",), "gbt9704"), work, here, threading.Event()))


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_command_converts_what_is_saved_until_it_is_told_to_end(folder, ending):
    command = [sys.executable, "-m", "banxin", "watch", "in", "-o", "out", "--to", "pdf", "-q"]
    with subprocess.Popen(
        command, cwd=folder.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
    ) as process:
        first = [process.stdout.readline(), process.stdout.readline()]
        (folder / "三.txt").write_text(text("水闸"), encoding="utf-8")
        third = process.stdout.readline()
        process.send_signal(ending)
        out, err = process.communicate(timeout=PATIENCE)
    assert sorted([*first, third]) == [f"out/{name}.pdf（1 页）\n" for name in ("一", "三", "内/二")]
    assert (out, process.returncode) == ("", 0)
    assert err == "盯着 in，存盘就转换；按 Ctrl-C 结束。\n已停止。\n"


def test_a_folder_that_is_not_there_ends_the_command(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "banxin", "watch", "没有", "-o", "out"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "没有: 没有这个文件夹" in ended.stderr
