"""Many texts to their outputs: what is named found, spread over processes, remembered and reported.

A reader may rely on this: one text's failure stays its own; what is done is kept, however the run ends; the outputs
mirror the inputs' tree below one folder and never leave it.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack, closing
from pathlib import Path

import filelock
import msgspec

from banxin import storage
from banxin.batch.inputs import Found, Input, find_all, find_inputs, is_result
from banxin.batch.job import Done, Job, Record, Status, Work, basis, prints
from banxin.batch.manifest import FOLDER, Manifest
from banxin.errors import OutputError
from banxin.storage.folder import opened
from banxin.storage.reasons import reason
from banxin.storage.writing import sweep
from banxin.style import load_all

__all__ = [
    "Found",
    "Input",
    "Record",
    "Runner",
    "Status",
    "Work",
    "basis",
    "batch",
    "find_all",
    "find_inputs",
    "is_result",
]

Runner = Callable[[Iterable[Job], Work], Generator[Done, None, None]]
"""What does the jobs: `pool.run_all` with its settings, or the like of it; a run that is stopped closes it."""


def batch(inputs: Iterable[Input], work: Work, runner: Runner) -> Generator[Record, None, None]:
    """Converts the texts below `work.out`; the report of each as it is done.

    Closing the iterator ends the run; what is done is remembered.

    Raises:
        OutputError: the output folder cannot be written to, or another run is at work there.
    """
    inputs = list(inputs)
    work = _with_styles(work)
    with ExitStack() as stack:
        here = storage.path_of(work.out)
        if here is not None:
            _lock(here, stack)
            folders = {here / FOLDER, *((here / one.stem).parent for one in inputs)}
            _sweep(folders, str(here))
            stack.callback(_sweep, folders, str(here))
        manifest = stack.enter_context(closing(Manifest(work.out)))
        jobs = [Job(one.source, one.stem, manifest.past(one.stem)) for one in inputs]
        ends = runner(jobs, work)
        stack.callback(ends.close)
        for done in ends:
            manifest.add(done)
            yield _remembered(done, manifest)


def _with_styles(work: Work) -> Work:
    """`work` with the styles that texts may name, read once and here, so that they are the same for all."""
    if work.options.style:
        return work
    styles = load_all() if work.options.styles is None else work.options.styles
    return msgspec.structs.replace(
        work, options=msgspec.structs.replace(work.options, styles=styles), styles=prints(styles)
    )


def _remembered(done: Done, manifest: Manifest) -> Record:
    """The report of a job; of a text that was up to date, what its conversion had told."""
    before = manifest.record(done.job) if done.record.status is Status.UNCHANGED else None
    if before is None:
        return done.record
    return msgspec.structs.replace(
        before,
        input=done.record.input,
        status=Status.UNCHANGED,
        outputs=done.record.outputs,
        seconds=done.record.seconds,
    )


def _sweep(folders: Iterable[Path], out: str) -> None:
    for folder in folders:
        sweep(folder, out)


def _lock(out: Path, stack: ExitStack) -> None:
    """Holds the output folder for this run, until `stack` is closed: who holds it may sweep it, and two runs at once
    would each make what the other has made.
    """
    remedy = "请检查路径和权限"
    try:
        folder = stack.enter_context(opened(out / FOLDER, root=str(out), make=True))
        status = folder.status("lock")
        if status is not None and not stat.S_ISREG(status.st_mode):
            raise FileExistsError
        lock = filelock.FileLock(folder / "lock", timeout=0)
        lock.acquire()
    except filelock.Timeout:
        remedy = "请等它结束，或者换一个输出文件夹"
        raise OutputError("另一个 banxin 正在往这个文件夹里写", place=str(out), remedy=remedy) from None
    except OSError as error:
        raise OutputError(f"写不进输出文件夹（{reason(error)}）", place=str(out), remedy=remedy) from None
    stack.callback(lock.release)
