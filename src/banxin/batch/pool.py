"""Jobs spread over processes of this machine; the end of each as it comes.

A reader may rely on this: every job ends in exactly one `Done`. One that takes too long is cut off, one whose process
dies (killed, out of memory, crashed in a library) fails alone; the process is replaced. The processes end with the one
that started them, however it ends.

Each process has a pool of its own (pebble's, which kills and replaces what hangs), so that one that dies while it holds
a pool's locks holds up no other.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures import TimeoutError as TimedOut
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import resource_tracker
from threading import Thread

import msgspec
from pebble import CONSTS, ProcessExpired, ProcessPool

from banxin.batch.job import Done, Job, Work, failed, run

_AHEAD = 2
"""Jobs that a process has at a time: the one it works on, and the next, so that it never waits for it."""
_TRIES = 2
"""How often a job is handed out that no process began to work on before it died."""
_GRACE = 3.0
"""Seconds that the texts at work are given to be finished when a user stops the run: an output that is written, but
not remembered, would be taken for somebody's own if the text is changed before the next run."""
_LOOK = 1.0
"""Seconds after which a pool that tells nothing is looked at."""
_LATE = 5.0
"""Seconds after its time in which pebble should have cut off a job; it waits for a lock that the process may hold."""
_LOCK = 1.0
"""Seconds that a process waits for its pool's lock, which only one that was killed can still hold."""

_work: Work | None = None
"""In a worker process: what its jobs share."""


def run_all(
    jobs: Iterable[Job], work: Work, *, workers: int, timeout: float | None = None
) -> Generator[Done, None, None]:
    """The ends of `jobs`, in the order in which they come; `timeout` in seconds, for each.

    Closing the iterator stops all processes; what they were at work on is not done, and nothing of it half-written.
    On Ctrl-C, what they have been given is finished first, if that is soon.
    """
    waiting = deque(map(_Handed, jobs))
    slots = [_Slot(work, timeout) for _ in range(min(workers, len(waiting)))]
    try:
        while waiting or any(slot.handed for slot in slots):
            ends = [done for many in range(1, _AHEAD + 1) for slot in slots for done in slot.fill(waiting, many)]
            futures = {future: slot for slot in slots for future in slot.handed}
            wait(futures, timeout=_LOOK, return_when=FIRST_COMPLETED)
            for slot in slots:
                ends += slot.looked_at(waiting)
            yield from ends
    except KeyboardInterrupt:
        futures = {future: slot for slot in slots for future in slot.handed}
        for future in wait(futures, timeout=_GRACE).done:
            yield from futures[future].taken(future, waiting)
        raise
    finally:
        for slot in slots:
            slot.stop()
        for slot in slots:
            slot.join()


class _Handed(msgspec.Struct):
    """A job, and how often it was given to a process."""

    job: Job
    times: int = 0
    since: float = 0.0


class _Slot:
    """One process, and the jobs it has."""

    def __init__(self, work: Work, timeout: float | None) -> None:
        self._work = work
        self._timeout = timeout
        self._pool = self._new_pool()
        self.handed: dict[Future[Done], _Handed] = {}
        """The first is the one it works on."""
        self._heard = 0.0
        """When the process last had something new to do, as `time.perf_counter` tells it."""

    def fill(self, waiting: deque[_Handed], many: int) -> Iterator[Done]:
        """Takes so many of the waiting jobs; the ends of those that no process can be started for."""
        while waiting and len(self.handed) < many:
            handed = waiting.popleft()
            handed.times += 1
            handed.since = time.perf_counter()
            try:
                with _undisturbed():
                    if not self._pool.active:  # its process died when it was at work on nothing
                        self._renew(waiting)
                    future = self._pool.schedule(_run, args=(handed.job,), timeout=self._timeout)
            except RuntimeError:  # no process can be started
                yield from self._handed_back(handed, waiting)
                continue
            if not self.handed:
                self._heard = handed.since
            self.handed[future] = handed

    def taken(self, future: Future[Done], waiting: deque[_Handed]) -> Iterator[Done]:
        """The end of a job; none where it goes back to the waiting ones."""
        handed = self.handed.pop(future)
        self._heard = time.perf_counter()
        try:
            yield future.result()
        except TimedOut:
            yield self._cut_off(handed)
        except ProcessExpired as error:
            why = f"处理它的进程意外退出（{_exit(error.exitcode)}）（提示：可能是内存不够，请减少 --jobs 再试）"
            yield failed(handed.job, f"{handed.job.source}: {why}", handed.since)
        except (BrokenProcessPool, CancelledError):
            yield from self._handed_back(handed, waiting)

    def looked_at(self, waiting: deque[_Handed]) -> Iterator[Done]:
        """Another pool where this one has broken, which may not even have told so of the jobs it has, or hangs."""
        for future in [future for future in self.handed if future.done()]:
            yield from self.taken(future, waiting)
        if not self.handed:
            return
        if self._timeout and time.perf_counter() - self._heard > self._timeout + _LATE:
            yield self._cut_off(self.handed.pop(next(iter(self.handed))))
            self._renew(waiting)
        elif not self._pool.active:
            self._renew(waiting)

    def stop(self) -> None:
        """Tells the process to end at once. What it was writing has another name as yet."""
        self._pool.stop()

    def join(self) -> None:
        """Waits until the process has ended."""
        self._pool.join()

    def _cut_off(self, handed: _Handed) -> Done:
        why = f"超过 {self._timeout:g} 秒还没有完成，已中止（提示：检查这个文件，或用 --timeout 放宽）"
        return failed(handed.job, f"{handed.job.source}: {why}", handed.since)

    def _handed_back(self, handed: _Handed, waiting: deque[_Handed]) -> Iterator[Done]:
        if handed.times < _TRIES:
            waiting.appendleft(handed)
            return
        why = "处理它的进程启动不了（提示：可能是内存不够，请减少 --jobs 再试）"
        yield failed(handed.job, f"{handed.job.source}: {why}", handed.since)

    def _renew(self, waiting: deque[_Handed]) -> None:
        self.stop()
        self.join()
        waiting.extendleft(reversed(self.handed.values()))
        self.handed.clear()
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        # Processes of their own making, not copies of this one: it has threads, and copies of locked locks stay locked.
        context = multiprocessing.get_context("spawn")
        return ProcessPool(max_workers=1, initializer=_begin, initargs=(self._work,), context=context)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Processes and threads started here do not see Ctrl-C, not even before they can say so themselves."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would be started in between, and let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(work: Work) -> None:
    global _work  # noqa: PLW0603 - what pool initializers are for
    _work = work
    CONSTS.channel_lock_timeout = _LOCK
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _run(job: Job) -> Done:
    assert _work is not None
    return run(job, _work)


def _exit(code: int | None) -> str:
    """How a process ended, for people."""
    if code is not None and code < 0:
        return f"信号 {-code}"
    return f"退出码 {code}"
