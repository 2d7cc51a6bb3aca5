"""Jobs spread over a Dask cluster; the end of each as it comes.

A reader may rely on this: every job ends in exactly one `Done`, and its outputs have the bytes that they have on this
machine: workers are given this machine's fonts and use none of their own. What a worker that dies was at work on is
done again elsewhere; a job that kills one worker after the other fails alone, and so does one that takes too long.

A worker process converts one text at a time, as caches and ReportLab are not made for threads.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, cast
from uuid import uuid4

import msgspec
from distributed import CancelledError, Client, Future, KilledWorker, Security, Worker, WorkerPlugin, get_worker
from distributed import TimeoutError as TimedOut
from distributed.comm.addressing import get_address_host_port
from distributed.comm.core import CommClosedError, FatalCommClosedError, connect
from distributed.comm.registry import get_backend

from banxin import fonts, measure, storage
from banxin.batch.job import Done, Job, Work, failed, fonts_of, run
from banxin.batch.manifest import FOLDER
from banxin.errors import BanxinError
from banxin.resources import data_dir
from banxin.style import HouseStyle

_CONNECT = 10.0
"""Seconds in which a scheduler must answer."""
_DESERTED = 300.0
"""Seconds after which a cluster without a worker is given up; until then some may be on their way."""
_RESTART = 30.0
"""Seconds that a worker may take to start anew."""
_GRACE = 3.0
"""Seconds that the texts at work are given to be finished when a user stops the run, as in `pool`."""
_LOOK = 2.0
"""Seconds from one look at the workers to the next."""
_AHEAD = 2
"""Jobs that a worker has for each of its threads: one that it works on, and the next."""
_FETCHES = 8
"""Ends of jobs fetched at a time: where a worker has just died with one, the others must not wait."""
_FETCH = 5.0
"""Seconds after which an end is asked for anew; a scheduler looks for a dead worker for half a minute."""
_FIRST = 16
"""Jobs that wait for the first worker to come."""
_TRIES = 3
"""How often a job is handed out that comes back without an end: taken back by somebody else, or out of reach."""
_ALIKE = ("banxin", "isal", "reportlab", "rjieba", "uharfbuzz")
"""The packages that decide about an output's bytes."""
_BEGUN = "banxin-begun"
"""The topic under which workers tell that they begin with a job."""


class ClusterError(BanxinError):
    """The cluster cannot be reached, or cannot do this work."""


class Scheduler(msgspec.Struct, frozen=True):
    """Where a cluster is spoken to, and how."""

    address: str
    """As `tcp://host:8786`, or `tls://host:8786`."""
    certificates: tuple[Path, Path, Path] | None = None
    """For `tls://`, PEM files: the certificate of the authority that has signed the scheduler's and this machine's,
    this machine's, and its key; None: those of Dask's own configuration, if it has any."""


def run_on_cluster(
    jobs: Iterable[Job],
    work: Work,
    *,
    scheduler: Scheduler,
    timeout: float | None = None,
    do: Callable[[Job, Work], Done] = run,
) -> Generator[Done, None, None]:
    """The ends of `jobs`, in the order in which they come; `timeout` in seconds, for each; `do` does one.

    Places must be the same for all machines. Closing the iterator
    takes back what is waiting; what a worker is at work on, it finishes. On Ctrl-C that is waited for, if it is soon.

    Raises:
        ClusterError: the cluster cannot be reached, has another version, does not see the output folder, loses its
            workers for good, or could not cut off what takes too long.
    """
    with _connected(scheduler) as client:
        _check(client, work, scheduler.address, timeout)
        kit = _Kit(work, _machine_fonts(work))
        try:
            client.register_plugin(kit)
            yield from _Run(client, kit.name, do, scheduler.address, timeout).ends(jobs)
        finally:
            with suppress(OSError, CancelledError):  # the cluster is gone, and the kit with it
                client.unregister_worker_plugin(kit.name)


@contextmanager
def _connected(scheduler: Scheduler) -> Iterator[Client]:
    """A client, during whose life `distributed` says nothing on the terminal: what it has to say is told in Chinese."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            security = _security(scheduler)
            _see_that_it_is_one(scheduler, security)
            try:
                client = Client(scheduler.address, timeout=_CONNECT, security=security)
            except (OSError, ValueError, TypeError) as error:
                raise _unreachable(scheduler, _words(error)) from None
            with client:
                try:
                    yield client
                except OSError as error:
                    remedy = "做完的都在，请看 dask scheduler 和 dask worker 是否在运行，再加上 --resume 接着做"
                    problem = f"集群没有回应（{_words(error)}）"
                    raise ClusterError(problem, place=scheduler.address, remedy=remedy) from None
    finally:
        logging.disable(before)


def _security(scheduler: Scheduler) -> Security:
    """How to speak to the scheduler."""
    security = Security()
    if scheduler.certificates:
        ca, cert, key = map(str, scheduler.certificates)
        security = Security(tls_ca_file=ca, tls_client_cert=cert, tls_client_key=key, require_encryption=True)
    try:
        has_certificates = security.get_connection_args("client")["ssl_context"] is not None
    except OSError as error:  # as what ssl has to say of a file
        raise _unreachable(scheduler, f"证书读不了，{_words(error)}", _CERTIFICATES) from None
    if scheduler.address.startswith("tls:") and not has_certificates:
        raise _unreachable(scheduler, "tls:// 要用证书", _CERTIFICATES)
    return security


def _see_that_it_is_one(scheduler: Scheduler, security: Security) -> None:
    """Asks who answers at an address. `Client` would wait for ever for one that takes the call and says nothing, and
    take the first words of a web server for the length of a message.
    """
    answers: SimpleQueue[str | BaseException] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(asyncio.run(_kind_at(scheduler.address, security)))
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            answers.put(error)

    try:
        get_backend(scheduler.address.partition("://")[0])
        # A thread, where no event loop runs yet; a daemon with a limit of its own, since `connect` may take the end of
        # its time for that of an attempt, and then reads on for ever: that holds up neither the wait nor the exit.
        threading.Thread(target=ask, daemon=True).start()
        kind = answers.get(timeout=_CONNECT + 1)
        if isinstance(kind, BaseException):
            raise kind  # noqa: TRY301 - what it means is told below, with what get_backend raises
    except (Empty, TimedOut, asyncio.TimeoutError):
        raise _unreachable(scheduler, f"接通了，但 {_CONNECT:g} 秒里没有像调度器那样回话") from None
    except FatalCommClosedError as error:
        raise _unreachable(scheduler, f"TLS 没有谈成，{_words(error)}", _CERTIFICATES) from None
    except CommClosedError:
        raise _unreachable(scheduler, "一接通就断了：不是调度器，或者要用 tls:// 和证书") from None
    except OSError:
        raise _unreachable(scheduler, "没有回应") from None
    except Exception as error:  # noqa: BLE001 - whatever becomes of another protocol's words
        raise _unreachable(scheduler, f"那里不是 Dask 调度器，{_words(error)}") from None
    if kind != "Scheduler":
        raise _unreachable(scheduler, f"那里是 Dask 的 {kind}，不是调度器")


def _unreachable(scheduler: Scheduler, why: str, remedy: str = "") -> ClusterError:
    check = "请检查地址（如 tcp://主机:8786）和网络，并看 dask scheduler 是否在运行"
    return ClusterError(f"连不上集群（{why}）", place=scheduler.address, remedy=remedy or check)


_CERTIFICATES = "用 --cluster-ca、--cluster-cert、--cluster-key 给出三个 PEM 文件，与调度器的出自同一家"


async def _kind_at(address: str, security: Security) -> str:
    """What answers at an address, as it calls itself."""
    end = time.monotonic() + _CONNECT
    try:
        _, line = await asyncio.wait_for(asyncio.open_connection(*get_address_host_port(address)), _CONNECT)
    except (asyncio.TimeoutError, TimedOut):
        raise OSError from None  # nobody is there, which is not to be silent
    line.close()

    async def ask() -> str:
        comm = await connect(address, timeout=_CONNECT, **security.get_connection_args("client"))
        try:
            await comm.write({"op": "identity", "reply": True})
            return str((await comm.read())["type"])
        finally:
            comm.abort()

    return await asyncio.wait_for(ask(), end - time.monotonic())


def _check(client: Client, work: Work, address: str, timeout: float | None) -> None:
    """Sees that the cluster can do what this machine would."""
    versions = cast("dict[str, Any]", client.get_versions(packages=_ALIKE))
    here = _versions()
    faults = {"调度器": _unlike({"banxin": here["banxin"]}, versions["scheduler"]["packages"])}
    faults |= {f"工作进程 {worker}": _unlike(here, found["packages"]) for worker, found in versions["workers"].items()}
    for where, fault in faults.items():
        if fault:
            raise ClusterError(f"{where} 和这里的版本不同：{fault}", place=address, remedy=_SAME_VERSIONS)
    if storage.path_of(work.out) is not None:
        for host, sees in client.run(storage.is_folder, storage.join(work.out, FOLDER)).items():
            if not sees:
                remedy = "请用各台机器上路径相同的共享文件夹，或者写 s3:// 之类的网址"
                raise ClusterError(f"工作进程 {host} 看不到输出文件夹 {work.out}", place=address, remedy=remedy)
    if timeout is not None:
        for host, nanny in client.run(_has_nanny).items():
            if not nanny:
                remedy = "启动 dask worker 时去掉 --no-nanny，或者用 --timeout 0"
                problem = f"工作进程 {host} 没有 nanny，卡住的文件没法中止"
                raise ClusterError(problem, place=address, remedy=remedy)


_SAME_VERSIONS = "请在集群的每台机器上安装同样的 banxin[dask]"


def _versions() -> dict[str, str | None]:
    """The version of each package that decides about bytes; `None`: it is not installed."""
    found: dict[str, str | None] = dict.fromkeys(_ALIKE)
    for name in _ALIKE:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def _unlike(wanted: dict[str, str | None], found: dict[str, str | None]) -> str:
    """What is not installed as it should be; empty: nothing."""
    unlike = [name for name in wanted if found.get(name) != wanted[name]]
    return "，".join(f"{name} {found.get(name) or '没有安装'}（这里 {wanted[name] or '没有安装'}）" for name in unlike)


def _has_nanny(dask_worker: Worker) -> bool:
    """Whether a worker has what can kill it and start it anew; `Client.run` knows the argument by its name."""
    return dask_worker.nanny is not None


def _machine_fonts(work: Work) -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each of this machine's font files that the texts may be set in, in the order of their paths."""
    own = data_dir("fonts")
    options = work.options
    styles = [options.style or options.fallback, *(options.styles or {}).values()]
    files = {file for style in styles if isinstance(style, HouseStyle) for file in fonts_of(style)}
    paths = sorted(str(path) for path in files if not path.is_relative_to(own))
    return tuple((Path(path).name, Path(path).read_bytes()) for path in paths)


# What runs on a worker.

_one_at_a_time = threading.Lock()
"""Held by the thread of a worker process that converts."""
_used: Path | None = None
"""The folder of fonts that this worker process has used last."""


class _Kit(WorkerPlugin):
    """What a worker needs for the jobs of a run: sent once to each, also to those that come later."""

    def __init__(self, work: Work, files: tuple[tuple[str, bytes], ...]) -> None:
        self.name = f"banxin-{uuid4().hex}"
        self.work = work
        self._versions = _versions()
        self._files = files
        self._folder = Path()
        self._fault = ""

    def setup(self, worker: Worker) -> None:
        """Lays out the fonts, in a folder that the worker itself removes at its end; equal fonts, in the same one."""
        self._fault = _unlike(self._versions, _versions())
        seen = hashlib.sha256()
        for name, data in self._files:
            seen.update(name.encode() + b"\0" + data)
        self._folder = Path(worker.local_directory, f"fonts-{seen.hexdigest()[:32]}")
        for number, (name, data) in enumerate(self._files):
            # Of two faces of a name the one of the lesser path counts, so the order of paths must stay; and a face
            # without a name is called by its file's.
            storage.write_whole(str(self._folder / f"{number:04}" / name), data)

    def use(self) -> Work:
        """What the jobs share; the fonts are made the only ones of the machine.

        Raises:
            ClusterError: this worker, which has come later, has other versions.
        """
        global _used  # noqa: PLW0603 - fonts are the process's, as are the caches of what they hold
        if self._fault:
            raise ClusterError(f"版本不同：{self._fault}", remedy=_SAME_VERSIONS)
        if _used != self._folder:
            fonts.use_only(self._folder)
            measure.metrics.cache_clear()
            _used = self._folder
        return self.work


def _do(job: Job, kit_name: str, do: Callable[[Job, Work], Done]) -> Done:
    worker = get_worker()
    kit = worker.plugins[kit_name]
    assert isinstance(kit, _Kit)
    with _one_at_a_time:
        worker.log_event(_BEGUN, [worker.get_current_task(), worker.address])
        return do(job, kit.use())


# What runs here.


class _Handed(msgspec.Struct):
    """A job, and how it was handed out."""

    job: Job
    times: int = 0
    alone: bool = False
    """No other job was on the cluster."""
    since: float = 0.0
    """`time.perf_counter` when it was handed out, or when a worker last began with it."""
    future: Any = None
    """The `Future` of when it was last handed out."""


class _Run:
    """The jobs of a run, on their way."""

    def __init__(
        self, client: Client, kit_name: str, do: Callable[[Job, Work], Done], address: str, timeout: float | None
    ) -> None:
        self._client = client
        self._kit_name = kit_name
        self._do = do
        self._address = address
        self._timeout = timeout
        self._news: SimpleQueue[tuple[str, str | Done | Exception]] = SimpleQueue()
        """A key, and the address of the worker that began with it, or its end, or why it has none."""
        self._handed: dict[str, _Handed] = {}
        """By the key of the future."""
        self._begun: dict[str, str] = {}
        """By the address of a worker, the key that it has last begun with; a worker does one job at a time."""
        self._suspects: deque[_Handed] = deque()
        """Workers died that had these jobs, and perhaps others; each is tried once more without company."""
        self._room = _FIRST
        self._restarts = ThreadPoolExecutor(1)
        """Where workers are started anew, so that nothing waits for it."""
        self._fetches = ThreadPoolExecutor(_FETCHES)
        self._looked = self._peopled = time.monotonic()

    def ends(self, jobs: Iterable[Job]) -> Generator[Done, None, None]:
        waiting = deque(_Handed(job) for job in jobs)
        self._client.subscribe_topic(_BEGUN, lambda event: self._news.put(tuple(event[1])))
        self._look()
        try:
            while waiting or self._handed or self._suspects:
                while waiting and len(self._handed) < self._room:
                    self._hand(waiting.popleft())
                if not self._handed:
                    self._hand(self._suspects.popleft())
                yield from self._heard(waiting, _LOOK)
                if time.monotonic() - self._looked > _LOOK:
                    self._look()
                    yield from self._cut()
        except KeyboardInterrupt:
            yield from self._rest()
            raise
        finally:
            self._take_back(self._handed)
            self._restarts.shutdown()
            self._fetches.shutdown(wait=False)

    def _rest(self) -> Iterator[Done]:
        """The ends of the jobs that workers have, as far as they come soon."""
        end = time.monotonic() + _GRACE
        while self._handed and time.monotonic() < end:
            yield from self._heard(deque(), end - time.monotonic())

    def _take_back(self, keys: Iterable[str]) -> None:
        futures = [self._handed.pop(key).future for key in list(keys)]
        with suppress(OSError, CancelledError):  # the cluster is gone
            self._client.cancel(futures, force=True)

    def _hand(self, handed: _Handed) -> None:
        handed.times += 1
        handed.since = time.perf_counter()
        # Not pure: a job is done even where the like of it was done before, as the files may have changed.
        future = self._client.submit(_do, handed.job, self._kit_name, self._do, pure=False)
        handed.future = future
        self._handed[str(future.key)] = handed
        future.add_done_callback(lambda done: self._fetches.submit(self._fetch, done))

    def _fetch(self, future: Future[Any]) -> None:
        """Brings the end of a job here."""
        news: Done | Exception
        try:
            news = future.result(timeout=_FETCH)
        except TimedOut:  # the worker has died, and the job with its end is done again elsewhere
            self._fetches.submit(self._fetch, future)
            return
        except Exception as error:  # noqa: BLE001 - `_failed` tells them apart
            news = error
        self._news.put((str(future.key), news))

    def _heard(self, waiting: deque[_Handed], patience: float) -> Iterator[Done]:
        """The end of a job, if one comes within so many seconds; what must be done once more goes back."""
        try:
            key, news = self._news.get(timeout=max(patience, 0))
        except Empty:
            return
        if isinstance(news, str):
            if key in self._handed:  # not a job of somebody else's run
                self._handed[key].since = time.perf_counter()
            self._begun[news] = key
        elif handed := self._handed.pop(key, None):  # None: it was cut off
            done = news if isinstance(news, Done) else self._failed(handed, news, waiting)
            if done:
                yield done

    def _failed(self, handed: _Handed, error: Exception, waiting: deque[_Handed]) -> Done | None:
        """The end of a job that the cluster could not do; `None`: it is handed out once more."""
        if isinstance(error, KilledWorker):
            if not handed.alone:
                handed.alone = True
                self._suspects.append(handed)
                return None
            why = "处理它的工作进程接连意外退出（提示：可能是内存不够，请给工作进程多留内存）"
        elif isinstance(error, CancelledError | OSError):  # by somebody else, or with the connection
            self._see_that_it_is_there()
            if handed.times < _TRIES:
                waiting.appendleft(handed)
                return None
            why = f"集群一再把它退回（{_words(error)}）（提示：请再试一次）"
        else:
            why = f"集群出错（{_words(error)}）（提示：请看工作进程的记录）"
        return failed(handed.job, f"{handed.job.source}: {why}", handed.since)

    def _look(self) -> None:
        """How many jobs the cluster is to have at a time, by its threads.

        Raises:
            ClusterError: it is gone, or has had no worker for too long.
        """
        self._see_that_it_is_there()
        workers = self._client.nthreads()
        self._looked = time.monotonic()
        self._begun = {worker: key for worker, key in self._begun.items() if worker in workers}
        threads = sum(workers.values())
        if threads:
            self._peopled = self._looked
        elif self._looked - self._peopled > _DESERTED:
            remedy = "请启动 dask worker，再加上 --resume 接着做"
            raise ClusterError(f"{_DESERTED:g} 秒没有工作进程了", place=self._address, remedy=remedy)
        self._room = _AHEAD * threads or _FIRST

    def _see_that_it_is_there(self) -> None:
        if self._client.status != "running":
            remedy = "做完的都在，请看 dask scheduler 是否在运行，再加上 --resume 接着做"
            raise ClusterError("与集群的连接断了", place=self._address, remedy=remedy)

    def _cut(self) -> Iterator[Done]:
        """Ends what takes too long, by starting its worker anew; what else that worker had is done again."""
        if self._timeout is None:
            return
        latest = time.perf_counter() - self._timeout
        late = {worker: key for worker, key in self._begun.items() if self._is_late(key, latest)}
        if not late:
            return
        cut = [self._handed[key] for key in dict.fromkeys(late.values())]
        self._take_back(dict.fromkeys(late.values()))
        self._restarts.submit(self._client.restart_workers, [*late], timeout=_RESTART, raise_for_error=False)
        for handed in cut:
            why = f"超过 {self._timeout:g} 秒还没有完成，已中止（提示：检查这个文件，或用 --timeout 放宽）"
            yield failed(handed.job, f"{handed.job.source}: {why}", handed.since)

    def _is_late(self, key: str, latest: float) -> bool:
        handed = self._handed.get(key)
        return handed is not None and handed.since < latest and handed.future.status != "finished"


def _words(error: Exception) -> str:
    return f"{type(error).__name__}：{error}" if str(error) else type(error).__name__
