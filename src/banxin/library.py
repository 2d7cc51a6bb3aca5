"""The functions of `import banxin`: a text in; a file, its structure or what there is to say of it out.

A reader may rely on this. A text is `str`, `bytes` as they stand in a file, or a path (`os.PathLike`): a `str` is the
text itself, never a path. Nothing is written. Whatever is wrong with a text, a style or a font is a `BanxinError` whose
message is Chinese and ready to be shown. Threads may call these functions at the same time. The environment and the
configuration files of the command line are not asked: without `style`, a text is set in the style that it names
(`样式: 本县`), else in that of the standard.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import msgspec

from banxin import storage
from banxin.conversion import convert as convert_bytes
from banxin.document import Document
from banxin.errors import Diagnostic
from banxin.formats import Format, named
from banxin.reading import Options, recognise
from banxin.style import HouseStyle, load

if TYPE_CHECKING:
    from typing_extensions import Unpack

Text = str | bytes | os.PathLike[str]
"""A text: itself, the bytes of a file, or the path of one."""


class Choices(TypedDict, total=False):
    """What may be chosen for a text, by keyword; nothing must be."""

    style: str | os.PathLike[str] | HouseStyle | None
    """A style's name, the path of its file, or the style; `None`: the one that the text names, or the standard's. A
    style is read once: a file that is changed later is not read again."""
    title: str | None
    """A title to set above the text."""
    verbatim: bool
    """True: the text's characters stay as they are; no repairs."""
    keep_lines: bool
    """True: hard-wrapped lines are not joined and page-number lines not dropped."""
    encoding: str
    """What the bytes or the file are encoded in, as `big5`; told by themselves unless said otherwise."""
    drop_residue: bool
    """True: lines that a web page or a chat left are not printed."""
    max_size: int
    """Bytes that a text may have; 5 MB unless said otherwise."""
    folder: str | os.PathLike[str] | None
    """Where the images lie that the text names; `None`: beside the text if that is a path, else nowhere."""


class Result(msgspec.Struct, frozen=True):
    """A text that was converted."""

    data: bytes
    """The file; of a format that is a file a page, the first."""
    pages: int
    """0 of a format without pages of its own: those of a DOCX are made by the program that opens it."""
    remarks: tuple[Diagnostic, ...]
    """What was changed, and what should be looked at, in the order of the stages."""
    files: tuple[bytes, ...] = ()
    """All files: one, or one a page."""


class Parsed(msgspec.Struct, frozen=True):
    """A text whose structure was recognised."""

    document: Document
    remarks: tuple[Diagnostic, ...]
    """Those of severity `ERROR` keep the text from being converted."""


def to_docx(text: Text, **choices: Unpack[Choices]) -> bytes:
    """The text as a DOCX file; as `convert`."""
    return convert(text, Format.DOCX, **choices).data


def to_pdf(text: Text, **choices: Unpack[Choices]) -> bytes:
    """The text as a PDF file; as `convert`."""
    return convert(text, Format.PDF, **choices).data


def to_ofd(text: Text, **choices: Unpack[Choices]) -> bytes:
    """The text as an OFD file (GB/T 33190—2016); as `convert`."""
    return convert(text, Format.OFD, **choices).data


def convert(text: Text, to: str | Format, **choices: Unpack[Choices]) -> Result:
    """The text as one format: `"docx"`, `"pdf"`, `"ofd"`, or a file a page, `"svg"` and `"png"`.

    Raises:
        FormatError: there is no such format.
        SourceError: the text cannot be read, is none, or is too large.
        StyleError: the style is unknown or has faults.
        DocumentError: the settings on top of the text must be mended first, or an image or the style that it names is
            not there.
        FontError: a bundled font is missing or broken.
        TextSafetyError: a character would be lost, changed or invented.
    """
    (kind,) = named([to])
    taken = _taken(text, **choices)
    results = convert_bytes(taken.data, [kind], taken.options, name=taken.name, folder=taken.folder)
    files = results.all[kind]
    return Result(files[0], results.pages, results.diagnostics, files)


def parse(text: Text, **choices: Unpack[Choices]) -> Parsed:
    """What each part of the text is, before anything is repaired.

    Raises:
        SourceError, StyleError, TextSafetyError: as `convert`. What is wrong with settings is told in the remarks.
    """
    taken = _taken(text, **choices)
    reading = recognise(taken.data, taken.options, name=taken.name)
    return Parsed(reading.document, reading.diagnostics)


def check(text: Text, **choices: Unpack[Choices]) -> tuple[Diagnostic, ...]:
    """What there is to say of the text, by line and column: what `banxin check` prints.

    Raises:
        SourceError, StyleError, FontError, TextSafetyError: as `convert`; DocumentError: an image is not there.
    """
    from banxin.examine import examine, wanted

    taken = _taken(text, **choices)
    return wanted(examine(taken.data, taken.options, name=taken.name, folder=taken.folder))


class _Taken(msgspec.Struct, frozen=True):
    """A text and what was chosen for it, as the stages want it."""

    data: bytes
    name: str
    folder: Path | None
    options: Options


def _taken(  # noqa: PLR0913 - one parameter a choice
    text: Text,
    *,
    style: str | os.PathLike[str] | HouseStyle | None = None,
    title: str | None = None,
    verbatim: bool = False,
    keep_lines: bool = False,
    encoding: str = "",
    drop_residue: bool = False,
    max_size: int = storage.MAX_SIZE,
    folder: str | os.PathLike[str] | None = None,
) -> _Taken:
    """`text` read, if it is a path, and what was chosen for it."""
    chosen = style if style is None or isinstance(style, HouseStyle) else load(os.fspath(style))
    name, beside = "", None
    if isinstance(text, str):  # marked as UTF-8, so that no encoding is guessed
        encoding = ""
        data = text.encode("utf-8-sig", "surrogatepass")
    elif isinstance(text, bytes):
        data = text
    else:
        name = os.fspath(text)
        beside = Path(name).parent
        data = storage.read(name, max_size=storage.limit(name, max_size))
    options = Options(chosen, title, verbatim, keep_lines, max_size, encoding=encoding, drop_residue=drop_residue)
    return _Taken(data, name, beside if folder is None else Path(folder), options)
