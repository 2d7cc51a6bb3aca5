"""Jobs over real processes: each ends once, whatever happens to the process that does it."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from banxin.batch import Status, Work, basis
from banxin.batch.job import Job
from banxin.batch.pool import run_all
from banxin.formats import BOTH
from banxin.reading import Options

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals are the means of these tests"),
]

SMALL = "关于某事的通知\n\n正文。\n"
LONG = "关于某事的通知\n\n" + "各有关单位要认真做好本项工作。" * 30 + "\n"


@pytest.fixture
def work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    options = Options(max_size=2**26)
    return Work(options, BOTH, str(tmp_path / "out"), basis(options))


@pytest.fixture
def jobs(tmp_path):
    """Jobs of texts, in order, named 0, 1 …"""

    def make(*texts):
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        return [Job(str(tmp_path / f"{number}.txt"), str(number)) for number in range(len(texts))]

    return make


@pytest.fixture
def long():
    """Megabytes of text: nobody is done with it soon."""
    return LONG * 12000


@pytest.fixture(autouse=True)
def _no_process_is_left():
    yield
    assert multiprocessing.active_children() == []


def workers():
    """The processes at work, in the order in which they were started."""
    return sorted(multiprocessing.active_children(), key=lambda child: child.pid)


def kill(process):
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def statuses(ends):
    return {done.job.stem: done.record.status for done in ends}


def errors(ends):
    return [done.record.error for done in ends if done.record.error]


def wait_until(holds):
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_every_job_ends_once(work, jobs):
    ends = list(run_all(jobs(*[SMALL] * 15), work, workers=3))
    assert len(ends) == 15
    assert statuses(ends) == {str(number): Status.CONVERTED for number in range(15)}


def test_no_jobs_need_no_processes(work):
    assert list(run_all([], work, workers=3)) == []


def test_there_are_no_more_processes_than_jobs(work, jobs):
    with closing(run_all(jobs(SMALL, SMALL), work, workers=9)) as ends:
        next(ends)
        assert len(workers()) == 2


def test_a_text_that_takes_too_long_is_cut_off_and_costs_no_other(work, jobs, long, tmp_path):
    ends = list(run_all(jobs(SMALL, long, SMALL, SMALL), work, workers=1, timeout=3))
    assert statuses(ends) == {**dict.fromkeys("0123", Status.CONVERTED), "1": Status.FAILED}
    assert errors(ends) == [f"{tmp_path}/1.txt: 超过 3 秒还没有完成，已中止（提示：检查这个文件，或用 --timeout 放宽）"]
    assert not (tmp_path / "out" / "1.docx").exists()


def test_a_process_that_hangs_is_cut_off_and_replaced(work, jobs):
    with closing(run_all(jobs(*[SMALL] * 6), work, workers=1, timeout=3)) as running:
        first = next(running)
        os.kill(workers()[0].pid, signal.SIGSTOP)
        ends = [first, *running]
    assert len(ends) == 6
    assert ["超过 3 秒" in error for error in errors(ends)] == [True]


def test_a_slow_reader_of_the_ends_makes_no_job_late(work, jobs):
    running = run_all(jobs(*[SMALL] * 4), work, workers=2, timeout=1.5)
    ends = []
    for done in running:
        ends.append(done)
        time.sleep(2 if len(ends) == 1 else 0)
    assert errors(ends) == []


def test_the_time_that_a_job_waits_for_its_turn_does_not_count(work, jobs):
    running = run_all(jobs(LONG * 60, LONG * 60, SMALL, SMALL), work, workers=1)
    seconds = {done.job.stem: done.record.seconds for done in running}
    assert seconds["2"] < seconds["1"]


def test_a_process_that_is_killed_costs_the_text_it_was_at(work, jobs, tmp_path):
    with closing(run_all(jobs(SMALL, LONG * 500, SMALL, SMALL), work, workers=1)) as running:
        first = next(running)
        time.sleep(0.3)
        kill(workers()[0])
        ends = [first, *running]
    assert statuses(ends) == {**dict.fromkeys("0123", Status.CONVERTED), "1": Status.FAILED}
    assert errors(ends) == [
        f"{tmp_path}/1.txt: 处理它的进程意外退出（信号 9）（提示：可能是内存不够，请减少 --jobs 再试）"
    ]


def test_all_processes_killed_at_once_cost_a_text_each(work, jobs):
    with closing(run_all(jobs(*[LONG] * 12), work, workers=2)) as running:
        first = next(running)
        for process in workers():
            os.kill(process.pid, signal.SIGKILL)
        ends = [first, *running]
    assert len(ends) == 12
    assert len(errors(ends)) <= 2
    assert all("信号 9" in error for error in errors(ends))


def test_a_process_that_is_killed_again_and_again_costs_a_text_each_time(work, jobs):
    ends, killed = [], 0
    for done in run_all(jobs(*[LONG] * 8), work, workers=1):
        ends.append(done)
        if done.record.status is Status.CONVERTED and killed < 3:
            killed += 1
            kill(workers()[0])
    assert len(ends) == 8
    assert len(errors(ends)) <= killed


def test_a_process_that_is_killed_while_it_starts_costs_nothing(work, jobs):
    def killer():
        wait_until(multiprocessing.active_children)
        os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)

    thread = threading.Thread(target=killer)
    thread.start()
    ends = list(run_all(jobs(SMALL, SMALL, SMALL), work, workers=1))
    thread.join()
    assert statuses(ends) == dict.fromkeys("012", Status.CONVERTED)


def test_a_process_that_is_killed_when_it_has_nothing_to_do_costs_nothing(work, jobs):
    with closing(run_all(jobs(SMALL, SMALL, LONG * 400), work, workers=2)) as running:
        ends = [next(running), next(running)]
        assert statuses(ends) == dict.fromkeys("01", Status.CONVERTED)
        kill(workers()[1])
        ends += running
    assert errors(ends) == []
    assert len(ends) == 3


@pytest.mark.parametrize("program", ["/没有", "/bin/false"])
def test_where_no_process_can_be_started_every_job_says_so(work, jobs, monkeypatch, program):
    monkeypatch.setattr(multiprocessing.spawn, "_python_exe", os.fsencode(program))
    ends = list(run_all(jobs(SMALL, SMALL, SMALL), work, workers=2))
    assert len(ends) == 3
    assert all("处理它的进程启动不了" in error for error in errors(ends))
    assert len(errors(ends)) == 3


def test_closing_ends_all_processes(work, jobs, long):
    running = run_all(jobs(SMALL, long, SMALL, long), work, workers=2)
    next(running)
    began = time.monotonic()
    running.close()
    assert multiprocessing.active_children() == []
    assert time.monotonic() - began < 5


def test_ctrl_c_finishes_what_is_at_work_and_starts_nothing_more(work, jobs):
    running = run_all(jobs(*[LONG] * 30), work, workers=2)
    ends = [next(running)]
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            collect_all(running, ends)
    finally:
        signal.signal(signal.SIGALRM, before)
    done = {f"{done.job.stem}.pdf" for done in ends}
    assert errors(ends) == []
    assert {path.name for path in Path(work.out).glob("*.pdf")} == done
    assert len(done) < 30


def collect_all(running, ends):
    """Collects what ends, until Ctrl-C comes, soon."""
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    for done in running:
        ends.append(done)


def test_ctrl_c_does_not_wait_for_a_text_that_takes_long(work, jobs, long):
    running = run_all(jobs(SMALL, long), work, workers=1)
    next(running)
    began = time.monotonic()
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            collect_all(running, [])
    finally:
        signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - began < 6


def test_processes_hold_nothing_of_the_one_that_started_them_open(work, jobs, tmp_path):
    if sys.platform != "linux":
        pytest.skip("reads /proc")
    with (tmp_path / "held").open("wb"), closing(run_all(jobs(SMALL, SMALL), work, workers=1)) as running:
        next(running)
        held = []
        for link in Path(f"/proc/{workers()[0].pid}/fd").iterdir():
            with suppress(FileNotFoundError):  # a worker at work opens and closes files of its own
                held.append(str(link.readlink()))
    assert held
    assert not any("held" in place for place in held)
