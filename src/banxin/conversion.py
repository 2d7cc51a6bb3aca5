"""One text to its outputs: the pipeline from a Reading to DOCX and PDF, with every stage's characters compared.

A reader may rely on this: bytes are returned, and files written, only when source, Document, Composition, DOCX and
Pages hold the same characters, the listed repairs aside. What may be replaced by them, `outputs` decides.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from banxin import storage
from banxin.composition import Composition, flow_text, source_text
from banxin.document import Document, Role, plain_text
from banxin.draft import Draft
from banxin.errors import Diagnostic, DocumentError, OutputError
from banxin.fingerprint import stamped
from banxin.formats import BOTH, Format, named
from banxin.images import count, read_pictures, read_seals
from banxin.outputs import drop_further, put, stem
from banxin.reading import Options, Reading, read
from banxin.streams import apply_edits, hold

if TYPE_CHECKING:
    from banxin.layout import Layout


class Prepared(msgspec.Struct, frozen=True, dict=True):
    """A text on its way to the writers, compared up to here."""

    document: Document
    draft: Draft
    diagnostics: tuple[Diagnostic, ...]
    """Of reading, parsing and repairing, in this order."""
    encoding: str
    style_name: str = ""
    """What the text calls its style; empty if it names none, or another was chosen for it."""
    images: tuple[str, ...] = ()
    """Names of the images that were read in the text's folder."""
    name: str = ""
    """Of the text, in messages."""

    @cached_property
    def layout(self) -> Layout:
        """The pages, laid out once for all formats when they are first asked for.

        Raises:
            DocumentError: there are too many.
        """
        from banxin.layout import layout

        try:
            return layout(self.draft)
        except DocumentError as error:
            error.place = self.name
            raise

    @cached_property
    def composition(self) -> Composition:
        """What DOCX is written from; laid out for it only where the pages have something to tell."""
        if self.draft.waits_for_pages or "layout" in self.__dict__:
            return self.layout.composition
        from banxin.layout.lines import settle_lines

        return settle_lines(self.draft).closed()


class Results(msgspec.Struct, frozen=True):
    """What became of one text."""

    files: dict[Format, bytes]
    """Of each format that is one file."""
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    """0 where nothing was made that has pages."""
    encoding: str
    style_name: str
    """As in `Prepared`."""
    images: tuple[str, ...]
    """Names of the images that were read in the text's folder."""
    sheets: dict[Format, tuple[bytes, ...]] = {}
    """The files of each format that is one a page."""

    @property
    def all(self) -> dict[Format, tuple[bytes, ...]]:
        """The files of every format."""
        return {**{kind: (file,) for kind, file in self.files.items()}, **self.sheets}

    def at(self, stem: str) -> dict[str, bytes]:
        """The files by their places, where the outputs are to stand at `stem`."""
        return {
            place: file
            for kind, files in self.all.items()
            for place, file in zip(kind.places(stem, len(files)), files, strict=True)
        }


class Converted(msgspec.Struct, frozen=True):
    """What became of one file."""

    outputs: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    """0 where no PDF was made."""
    backups: tuple[Path, ...] = ()
    """Where what was replaced by force is kept."""


def prepare(text: bytes | Reading, options: Options, *, name: str = "", folder: Path | str | None = None) -> Prepared:
    """The text, in bytes or read already, composed; `name` stands in messages.

    `folder` is the place where the images lie that the text names; None: there are none.

    Raises:
        SourceError: the bytes are no readable text.
        DocumentError: the text's front matter must be mended first, or an image or its style is not there.
        TextSafetyError: a character would be lost, changed or invented.
    """
    from banxin.compose import compose
    from banxin.repair import move_addressee

    def composed(document: Document, expected: str) -> Draft:
        draft = compose(document, style, seals, pictures, verbatim=options.verbatim)
        hold(expected, source_text(draft), stage="套用样式", name=name)
        return draft

    reading = text if isinstance(text, Reading) else read(text, options, name=name)
    _stop_at(reading.errors, name, reading.source.unit)
    document, style = reading.document, reading.style
    beside = "" if folder is None else str(folder)
    seals = read_seals(document.seals, beside, name)
    inside = reading.source.images
    pictures, not_shown = read_pictures(document, inside, beside)
    diagnostics = (*reading.diagnostics, *count(document), *not_shown)
    expected, encoding, style_name = reading.text, reading.source.encoding, reading.style_name
    del reading, text  # the lines of a long text take more memory than all that comes of them
    draft = composed(document, expected)
    read_beside = (*dict.fromkeys(document.seals), *(one for one in pictures if one not in inside))
    prepared = Prepared(document, draft, diagnostics, encoding, style_name, read_beside, name)
    if options.verbatim or not _may_crowd_out(document, draft) or prepared.layout.shows_body:
        return prepared
    moved = move_addressee(document)
    expected = apply_edits(expected, moved.diagnostics)
    hold(expected, plain_text(moved.document), stage="移动主送机关", name=name)
    draft = composed(moved.document, expected)
    other = msgspec.structs.replace(
        prepared, document=moved.document, draft=draft, diagnostics=(*diagnostics, *moved.diagnostics)
    )
    return other if other.layout.shows_body else prepared


_MANY_ADDRESSEES = 100
"""Characters of a list of 主送机关 that is worth laying a text out for which would not be otherwise."""


def _may_crowd_out(document: Document, draft: Draft) -> bool:
    """主送机关 may leave the first page without body text."""
    length = sum(len(p.text) for p in document.front if p.role is Role.ADDRESSEE)
    return length > _MANY_ADDRESSEES or (length > 0 and draft.waits_for_pages)


def to_docx(prepared: Prepared, name: str = "") -> bytes:
    """The DOCX file.

    Raises:
        TextSafetyError: the file would not hold the text.
    """
    from banxin.writers import docx

    data = docx.write(prepared.composition)
    hold(flow_text(prepared.draft), docx.text(data), stage="写 DOCX", name=name)
    return data


def to_pdf(prepared: Prepared, name: str = "") -> bytes:
    """The PDF file.

    Raises:
        FontError: a bundled font is missing or broken.
        TextSafetyError: the pages would not hold the text.
    """
    from banxin.pages import page_text
    from banxin.writers import pdf

    laid = prepared.layout
    hold(flow_text(prepared.draft), page_text(laid.pages), stage="排版", name=name)
    return pdf.write(laid.pages)


def to_ofd(prepared: Prepared, name: str = "") -> bytes:
    """The OFD file; as `to_pdf`."""
    from banxin.pages import page_text
    from banxin.writers import ofd

    laid = prepared.layout
    hold(flow_text(prepared.draft), page_text(laid.pages), stage="排版", name=name)
    return ofd.write(laid.pages)


def to_svg(prepared: Prepared, name: str = "") -> tuple[bytes, ...]:
    """An SVG file a page; as `to_pdf`."""
    from banxin.pages import page_text
    from banxin.writers import svg

    laid = prepared.layout
    hold(flow_text(prepared.draft), page_text(laid.pages), stage="排版", name=name)
    return tuple(svg.write(laid.pages))


def to_png(prepared: Prepared, name: str = "") -> tuple[bytes, ...]:
    """A PNG file a page; as `to_pdf`.

    Raises:
        FormatError: what draws them is not installed.
    """
    from banxin.writers import png

    return tuple(png.write(to_pdf(prepared, name)))


class Writer(msgspec.Struct, frozen=True):
    """How a format comes about."""

    write: Callable[[Prepared, str], bytes | tuple[bytes, ...]]
    """The file, or one a page; the name stands in messages. Raises what `to_docx` and `to_pdf` do."""
    draws_pages: bool
    """It shows the pages as `layout` has them: their number and all remarks on them are the user's concern."""


WRITERS = {
    Format.DOCX: Writer(to_docx, draws_pages=False),
    Format.PDF: Writer(to_pdf, draws_pages=True),
    Format.OFD: Writer(to_ofd, draws_pages=True),
    Format.SVG: Writer(to_svg, draws_pages=True),
    Format.PNG: Writer(to_png, draws_pages=True),
}
"""Every format's; whatever asks what can be made of a text asks this table or `Format`."""


def convert(
    data: bytes, formats: str | Iterable[str], options: Options, *, name: str = "", folder: Path | str | None = None
) -> Results:
    """The text in `data` as files of these formats, be they named by `Format` or as `docx`; the rest as for `prepare`.

    The files' `fingerprint` tells the last part of `name`; without a name they are nobody's own.

    Raises:
        FormatError: there is no such format.
        SourceError, DocumentError, FontError, TextSafetyError: as above.
    """
    from banxin.fonts import BrokenFaceError, give_up
    from banxin.measure import metrics

    wanted = named(formats)
    try:
        return _converted(data, wanted, options, name, folder)
    except BrokenFaceError as error:
        if error.face.bundled:
            raise
        give_up(error.face)
        metrics.cache_clear()
    return convert(data, wanted, options, name=name, folder=folder)  # once more at most for each face of the machine


def _converted(
    data: bytes, wanted: tuple[Format, ...], options: Options, name: str, folder: Path | str | None
) -> Results:
    prepared = prepare(data, options, name=name, folder=folder)
    files: dict[Format, bytes] = {}
    sheets: dict[Format, tuple[bytes, ...]] = {}
    for kind in wanted:
        written = WRITERS[kind].write(prepared, name)
        if isinstance(written, bytes):
            files[kind] = stamped(written, name)
        else:
            sheets[kind] = tuple(stamped(sheet, name) for sheet in written)
    pages = 0
    if any(WRITERS[kind].draws_pages for kind in wanted):
        remarks, pages = prepared.layout.diagnostics, len(prepared.layout.pages.pages)
    else:
        remarks = _of_closing(prepared)
    diagnostics = (*prepared.diagnostics, *remarks)
    return Results(files, diagnostics, pages, prepared.encoding, prepared.style_name, prepared.images, sheets)


def convert_file(
    path: Path,
    formats: str | Iterable[str] = BOTH,
    options: Options | None = None,
    *,
    folder: Path | None = None,
    force: bool = False,
) -> Converted:
    """Converts the file `path`; the outputs stand beside it, or in `folder`, under its name: `旧稿_排版.docx` beside
    `旧稿.docx`, whose place it must not take.

    `force`: what stands there and is not this program's own, or was changed, is replaced too and kept as `名.bak.docx`.

    Raises:
        FormatError, SourceError, DocumentError, FontError, TextSafetyError: as above; nothing was written.
        OutputError: a result could not be written, or would replace what it may not (`outputs.put`).
    """
    options = options or Options()
    name = str(path)
    data = storage.read(name, max_size=storage.limit(name, options.max_size))
    results = convert(data, named(formats), options, name=name, folder=path.parent)
    place = str((folder or path.parent) / _name(path, folder))
    files = results.at(place)
    backups = put(files, name, force=force)
    for kind, sheets in results.sheets.items():
        drop_further(kind, place, len(sheets), name)
    return Converted(tuple(map(Path, files)), results.diagnostics, results.pages, tuple(map(Path, backups.values())))


def _of_closing(prepared: Prepared) -> tuple[Diagnostic, ...]:
    """What layout has to say of a DOCX: what it changed to close the composition, and nothing of the PDF's glyphs."""
    if not prepared.draft.waits_for_pages:
        return ()
    return tuple(d for d in prepared.layout.diagnostics if d.code.startswith("BX3"))


def check_targets(targets: Iterable[tuple[str, str]]) -> None:
    """Sees that no two texts would write the same outputs: (text, its outputs' place without the ending) of each.

    Raises:
        OutputError: two would; nothing was written.
    """
    taken: dict[str, str] = {}
    for source, target in targets:
        other = taken.setdefault(os.path.normcase(target), source)
        if other != source:
            problem = f"与“{other}”会写到同一个文件里（{target}）"
            raise OutputError(problem, place=source, remedy="请改一个文件名，或分开转换到不同的文件夹")


def target_stem(path: Path, folder: Path | None) -> str:
    """Where the outputs of the text file `path` stand, without the ending."""
    target = (folder or path.parent) / _name(path, folder)
    try:
        return str(target.resolve())
    except (OSError, RuntimeError, ValueError):  # links in a circle, or no name at all: reading or writing will tell
        return str(target)


_SET = "_排版"
"""Behind the name of what is made from a Word document, where it would else take the document's place."""


def _name(path: Path, folder: Path | None) -> str:
    """What the outputs of a file are called, without their ending."""
    name = stem(path.name)
    takes_place = path.suffix.lower() == ".docx" and (folder is None or _is_same(folder, path.parent))
    return f"{name}{_SET}" if takes_place else name


def _is_same(folder: Path, other: Path) -> bool:
    try:
        return folder.resolve() == other.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a circle, or no name at all
        return False


def _stop_at(errors: tuple[Diagnostic, ...], name: str, unit: str) -> None:
    if errors:
        first, *more = errors
        problem = first.message + "".join(f"；第 {d.line} {unit}：{d.message}" for d in more)
        line = f"第 {first.line} {unit}" if first.line else "标题"
        place = f"{name}:{first.line}" if name and first.line else name or line
        raise DocumentError(problem, place=place, remedy=first.hint)
