"""Jobs spread over processes of this machine; the end of each as it comes.

A reader may rely on this: every job ends in exactly one `Done`. One that takes too long is cut off, one whose process
dies (killed, out of memory, crashed in a library) fails alone; the process is replaced.

Each process has a pool of its own (pebble's, which kills and replaces what hangs), so that one that dies while it holds
a pool's locks holds up no other.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures import TimeoutError as TimedOut
from concurrent.futures.process import BrokenProcessPool

import msgspec
from pebble import ProcessExpired, ProcessPool

from banxin.batch.job import Done, Job, Work, failed, run

_AHEAD = 2
"""Jobs that a process has at a time: the one it works on, and the next, so that it never waits for it."""
_TRIES = 2
"""How often a job is handed out that no process began to work on before it died."""

_work: Work | None = None
"""In a worker process: what its jobs share."""


def run_all(
    jobs: Iterable[Job], work: Work, *, workers: int, timeout: float | None = None
) -> Generator[Done, None, None]:
    """The ends of `jobs`, in the order in which they come; `timeout` in seconds, for each.

    Closing the iterator stops all processes; what they were at work on is not done, and nothing of it half-written.
    """
    waiting = deque(_Handed(job) for job in jobs)
    slots = [_Slot(work) for _ in range(max(1, min(workers, len(waiting))))]
    try:
        while waiting or any(slot.handed for slot in slots):
            for slot in slots:
                while waiting and len(slot.handed) < _AHEAD:
                    slot.hand(waiting.popleft(), timeout)
            futures = {future: slot for slot in slots for future in slot.handed}
            for future in wait(futures, return_when=FIRST_COMPLETED).done:
                done = futures[future].taken(future, waiting, timeout)
                if done:
                    yield done
    finally:
        for slot in slots:
            slot.stop()


class _Handed(msgspec.Struct):
    """A job, and how often it was given to a process."""

    job: Job
    times: int = 0
    since: float = 0.0


class _Slot:
    """One process, and the jobs it has."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._pool = self._new_pool()
        self.handed: dict[Future[Done], _Handed] = {}

    def hand(self, handed: _Handed, timeout: float | None) -> None:
        handed.times += 1
        handed.since = time.perf_counter()
        try:
            future = self._pool.schedule(_run, args=(handed.job,), timeout=timeout)
        except RuntimeError:  # the pool has broken: a process died that was at work on nothing
            self._pool.stop()
            self._pool = self._new_pool()
            future = self._pool.schedule(_run, args=(handed.job,), timeout=timeout)
        self.handed[future] = handed

    def taken(self, future: Future[Done], waiting: deque[_Handed], timeout: float | None) -> Done | None:
        """The end of a job; `None` where it goes back to the waiting ones."""
        handed = self.handed.pop(future)
        source = handed.job.source
        try:
            return future.result()
        except TimedOut:
            why = f"超过 {timeout:g} 秒还没有完成，已中止（提示：检查这个文件，或用 --timeout 放宽）"
        except ProcessExpired as error:
            why = f"处理它的进程意外退出（{_exit(error.exitcode)}）（提示：可能是内存不够，请减少 --jobs 再试）"
        except (BrokenProcessPool, CancelledError):
            if handed.times < _TRIES:
                waiting.appendleft(handed)
                return None
            why = "处理它的进程启动不了（提示：可能是内存不够，请减少 --jobs 再试）"
        return failed(handed.job, f"{source}: {why}", handed.since)

    def stop(self) -> None:
        self._pool.stop()
        self._pool.join()

    def _new_pool(self) -> ProcessPool:
        # Processes of their own making, not copies of this one: it has threads, and copies of locked locks stay locked.
        context = multiprocessing.get_context("spawn")
        return ProcessPool(max_workers=1, initializer=_begin, initargs=(self._work,), context=context)


def _begin(work: Work) -> None:
    global _work  # noqa: PLW0603 - what pool initializers are for
    _work = work


def _run(job: Job) -> Done:
    assert _work is not None
    return run(job, _work)


def _exit(code: int | None) -> str:
    """How a process ended, for people."""
    if code is not None and code < 0:
        return f"信号 {-code}"
    return f"退出码 {code}"
