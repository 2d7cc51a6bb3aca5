"""One text of a batch: read, converted, written, reported; the same function wherever it runs.

A reader may rely on this: `run` never raises because of a text, a style or a disk; it writes all outputs of a text or
none; and it writes over nothing that somebody else has made or edited (`outputs`).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from pathlib import Path

import msgspec

from banxin import __version__, storage
from banxin.conversion import convert
from banxin.errors import BanxinError, Diagnostic, Severity, SourceError, StyleError
from banxin.escape import legible
from banxin.fonts import font_files
from banxin.formats import Format
from banxin.images import LARGEST_SEAL
from banxin.outputs import drop_further, put
from banxin.reading import Options
from banxin.style import HouseStyle


class Status(str, Enum):
    """What became of a text."""

    CONVERTED = "converted"
    UNCHANGED = "unchanged"
    """It was up to date."""
    FAILED = "failed"


class Work(msgspec.Struct, frozen=True):
    """What all texts of a run share."""

    options: Options
    formats: tuple[Format, ...]
    out: str
    """The folder of the outputs."""
    basis: str
    """Stands for all that the outputs are made from besides the text and what it names (`basis`)."""
    styles: dict[str, str] = {}
    """Stands for each of the styles that a text may name (`prints`)."""
    resume: bool = False
    """True: what is up to date is passed over."""
    force: bool = False
    """True: what others have made or edited is replaced, and kept under another name."""


class Past(msgspec.Struct, frozen=True):
    """What a text was converted from, and to, when that was last done."""

    key: str
    """SHA-256 of all that the outputs are made from, but for the images and the style that the text names."""
    images: dict[str, str]
    """SHA-256 of each image by its name in the text."""
    outputs: dict[Format, tuple[str, ...]]
    """SHA-256 of each output: of one file, or of one a page."""
    styles: dict[str, str] = {}
    """As in `Work`, of the style that the text names."""

    def followed_by(
        self, key: str, images: dict[str, str], styles: dict[str, str], made: dict[Format, tuple[str, ...]]
    ) -> Past:
        """What is to be remembered after a conversion to `made`."""
        same = (self.key, self.images, self.styles) == (key, images, styles)
        return Past(key, images, {**self.outputs, **made} if same else made, styles)


class Job(msgspec.Struct, frozen=True):
    """A text to convert."""

    source: str
    """Its place."""
    stem: str
    """Where its outputs stand below the output folder, without their ending."""
    past: Past | None = None


class Record(msgspec.Struct, frozen=True):
    """What became of a text, as a report tells it."""

    input: str
    status: Status
    outputs: tuple[str, ...] = ()
    """Places."""
    pages: int = 0
    """0 where nothing was made that has pages."""
    encoding: str = ""
    style: str = ""
    """What the text calls its style; empty if it names none."""
    repairs: tuple[Diagnostic, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """All but the repairs."""
    backups: tuple[str, ...] = ()
    """Where what was replaced by force is kept."""
    error: str | None = None
    """Why it failed, for people."""
    seconds: float = 0.0


class Done(msgspec.Struct, frozen=True):
    """The end of a job."""

    job: Job
    record: Record
    past: Past | None
    """What the manifest is to remember now; `None`: what it did."""


def basis(options: Options) -> str:
    """SHA-256 of program, style, fonts and options: what besides a text decides about its outputs."""
    style = options.style or options.fallback
    parts = [
        __version__,
        repr(bool(options.style)),
        repr((options.title, options.verbatim, options.keep_lines, options.encoding, options.drop_residue)),
    ]
    return _sha256("\0".join([*parts, *prints({"": style}).values()]).encode())


def prints(styles: Mapping[str, HouseStyle | StyleError]) -> dict[str, str]:
    """SHA-256 of each style and of the fonts that a text may be set in by it; of what is wrong with it, as that is."""
    found: dict[str, str] = {}
    for name, style in styles.items():
        fonts = fonts_of(style) if isinstance(style, HouseStyle) else ()
        found[name] = _sha256("\0".join([repr(style), *map(_of_font, fonts)]).encode())
    return found


def _of_font(file: Path) -> str:
    status = file.stat()
    return _of_file(file, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=256)
def _of_file(file: Path, _size: int, _time: int) -> str:
    """SHA-256 of a file that has this size and was changed then."""
    return _sha256(file.read_bytes())


def fonts_of(style: HouseStyle) -> list[Path]:
    """The files of all fonts that a text of this style may be set in."""
    return font_files(style.fonts.wanted.items())


def run(job: Job, work: Work) -> Done:
    """Converts a text, unless it is up to date."""
    began = time.perf_counter()
    try:
        past, record = _converted(job, work)
    except BanxinError as error:
        return failed(job, str(error), began)
    except MemoryError:
        return failed(job, f"{job.source}: 内存不够（提示：请减少 --jobs，或把文件分开）", began)
    except Exception as error:  # noqa: BLE001 - one text's failure stays its own, whatever it is
        why = f"程序出错（{type(error).__name__}：{error}）"
        return failed(job, f"{job.source}: {why}（提示：这是 banxin 的错误，请把这个文本附上报告给我们）", began)
    return Done(job, msgspec.structs.replace(record, seconds=_since(began)), past)


def failed(job: Job, error: str, began: float) -> Done:
    """The end of a job that could not be done; `began` as `time.perf_counter` tells it."""
    return Done(job, Record(legible(job.source), Status.FAILED, error=legible(error), seconds=_since(began)), None)


def _converted(job: Job, work: Work) -> tuple[Past | None, Record]:
    data = storage.read(job.source, max_size=storage.limit(job.source, work.options.max_size))
    key = _sha256(work.basis.encode() + data)
    stem = storage.join(work.out, job.stem)
    folder = storage.parent(job.source)
    if work.resume and job.past and _is_up_to_date(job.past, key, stem, folder, work):
        return None, Record(legible(job.source), Status.UNCHANGED, tuple(map(legible, _places(job.past, stem, work))))
    results = convert(data, work.formats, work.options, name=job.source, folder=folder)
    files = results.at(stem)
    backups = put(files, job.source, root=work.out, force=work.force)
    for kind, sheets in results.sheets.items():
        drop_further(kind, stem, len(sheets), job.source, root=work.out)
    made = {kind: tuple(map(_sha256, of_kind)) for kind, of_kind in results.all.items()}
    images = {name: _of_image(folder, name) for name in results.images}
    styles = {name: work.styles.get(name, "") for name in (results.style_name,) if name}
    past = job.past.followed_by(key, images, styles, made) if job.past else Past(key, images, made, styles)
    repairs = tuple(d for d in results.diagnostics if d.severity is Severity.REPAIR)
    others = tuple(d for d in results.diagnostics if d.severity is not Severity.REPAIR)
    record = Record(
        legible(job.source),
        Status.CONVERTED,
        tuple(map(legible, files)),
        results.pages,
        results.encoding,
        results.style_name,
        repairs,
        others,
        tuple(map(legible, backups.values())),
    )
    return past, record


def _is_up_to_date(past: Past, key: str, stem: str, folder: str, work: Work) -> bool:
    """Whether the outputs are those of this text, style and program, and stand there as they were made."""
    if any(work.styles.get(name, "") != known for name, known in past.styles.items()):
        return False
    if past.key != key or any(_of_image(folder, name) != known for name, known in past.images.items()):
        return False
    known = [digest for kind in work.formats for digest in past.outputs.get(kind, ())]
    is_whole = all(kind in past.outputs for kind in work.formats)
    return is_whole and known == [_of_output(place, work.out) for place in _places(past, stem, work)]


def _places(past: Past, stem: str, work: Work) -> list[str]:
    """Where the outputs stand that were made then, of the formats of this run."""
    return [place for kind in work.formats for place in kind.places(stem, len(past.outputs.get(kind, ())))]


def _of_output(target: str, out: str) -> str:
    standing = storage.standing(target, root=out)
    return "" if standing is None or standing.data is None else _sha256(standing.data)


def _of_image(folder: str, name: str) -> str:
    try:
        return _sha256(storage.read_within(folder, name, max_size=LARGEST_SEAL))
    except SourceError:
        return ""  # it is gone: the conversion will tell


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 4)
