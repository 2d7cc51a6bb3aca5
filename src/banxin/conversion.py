"""One text to its outputs: the pipeline from bytes to DOCX and PDF, with every stage's characters compared.

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
from banxin.errors import Diagnostic, DocumentError, OutputError, Severity, StyleError, TextSafetyError
from banxin.fingerprint import stamped
from banxin.formats import BOTH, Format, named
from banxin.outputs import put, stem
from banxin.seals import count, read_seals
from banxin.source import Source, read
from banxin.streams import apply_edits, first_difference
from banxin.style import HouseStyle, load
from banxin.style.find import unknown

if TYPE_CHECKING:
    from banxin.layout import Layout


class Options(msgspec.Struct, frozen=True):
    """What a user may choose for one conversion."""

    style: HouseStyle | None = None
    """The style of every text, whatever it names; None: the one that a text names itself, or else `fallback`."""
    title: str | None = None
    """A title to set above the text."""
    verbatim: bool = False
    """True: the text's characters stay as they are; no repairs."""
    keep_lines: bool = False
    """True: hard-wrapped lines are not joined and page-number lines not dropped."""
    max_size: int = storage.MAX_SIZE
    """Bytes that a text may have."""
    fallback: HouseStyle = msgspec.field(default_factory=load)
    """The style of a text that names none."""
    styles: dict[str, HouseStyle | StyleError] | None = None
    """The styles that a text may name, or what is wrong with one; None: those at hand on this machine."""


class Prepared(msgspec.Struct, frozen=True, dict=True):
    """A text on its way to the writers, compared up to here."""

    document: Document
    composition: Composition
    diagnostics: tuple[Diagnostic, ...]
    """Of reading, parsing and repairing, in this order."""
    encoding: str
    style_name: str = ""
    """What the text calls its style; empty if it names none, or another was chosen for it."""

    @cached_property
    def layout(self) -> Layout:
        """The pages, laid out once for both formats when they are first asked for."""
        from banxin.layout import layout

        return layout(self.composition)


class Results(msgspec.Struct, frozen=True):
    """What became of one text."""

    files: dict[Format, bytes]
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    """0 where no PDF was made."""
    encoding: str
    style_name: str
    """As in `Prepared`."""
    images: tuple[str, ...]
    """Names of the images that were read in the text's folder."""


class Converted(msgspec.Struct, frozen=True):
    """What became of one file."""

    outputs: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    """0 where no PDF was made."""
    backups: tuple[Path, ...] = ()
    """Where what was replaced by force is kept."""


class Chosen(msgspec.Struct, frozen=True):
    """The style that a text is set in."""

    style: HouseStyle
    name: str = ""
    """What the text calls it; empty if the text had no say."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """The error where a text names a style that there is not, or that has faults; it is not to be converted then."""


def style_of(source: Source, options: Options) -> Chosen:
    """The style of a text: the one that `options` fix, or the text names (`样式: 本县`), or `options` fall back on."""
    from banxin.parser import style_named

    if options.style:
        return Chosen(options.style)
    name, line = style_named(source)
    if not name:
        return Chosen(options.fallback)
    try:
        return Chosen(_named(name, options.styles), name)
    except StyleError as error:
        problem = f"样式“{name[:40]}”有错：{error.place}: {error.problem}" if error.place else error.problem
        return Chosen(options.fallback, name, (Diagnostic("BX016", Severity.ERROR, line, problem, error.remedy),))


def _named(name: str, styles: dict[str, HouseStyle | StyleError] | None) -> HouseStyle:
    """The style of that name, of these or of those at hand on this machine.

    Raises:
        StyleError: there is none, which has no place, or it has faults.
    """
    found = load(name) if styles is None else styles.get(name) or unknown(name, list(styles))
    if isinstance(found, StyleError):
        raise found
    return found


def prepare(data: bytes, options: Options, *, name: str = "", folder: Path | str | None = None) -> Prepared:
    """The text in `data`, parsed, repaired and composed; `name` stands in messages.

    `folder` is the place where the images lie that the text names; None: there are none.

    Raises:
        SourceError: the bytes are no readable text.
        DocumentError: the text's front matter must be mended first, or an image or its style is not there.
        TextSafetyError: a character would be lost, changed or invented.
    """
    from banxin.parser import parse
    from banxin.repair import move_addressee, repair

    source = read(data, name=name, keep_lines=options.keep_lines, verbatim=options.verbatim)
    chosen = style_of(source, options)
    style = chosen.style
    parsed = parse(source, title=options.title, directives=style.directives)
    _stop_at_errors((*chosen.diagnostics, *parsed.diagnostics), name)
    diagnostics = (*source.diagnostics, *parsed.diagnostics)
    expected = apply_edits(source.stream, parsed.diagnostics)
    _same(expected, plain_text(parsed.document), "识别结构", name)
    document = parsed.document
    if not options.verbatim:
        repaired = repair(document, off=style.repairs.off, unmarked=style.unmarked_levels)
        expected = apply_edits(expected, repaired.diagnostics)
        document = repaired.document
        diagnostics += repaired.diagnostics
        _same(expected, plain_text(document), "修正标点", name)
    images = read_seals(document.seals, "" if folder is None else str(folder), name)
    diagnostics = (*diagnostics, *count(document))
    composition = _composed(document, style, images, expected, name)
    prepared = Prepared(document, composition, diagnostics, source.encoding, chosen.name)
    if options.verbatim or not _may_crowd_out(document, composition) or prepared.layout.shows_body:
        return prepared
    moved = move_addressee(document)
    expected = apply_edits(expected, moved.diagnostics)
    _same(expected, plain_text(moved.document), "移动主送机关", name)
    composition = _composed(moved.document, style, images, expected, name)
    other = msgspec.structs.replace(
        prepared, document=moved.document, composition=composition, diagnostics=(*diagnostics, *moved.diagnostics)
    )
    return other if other.layout.shows_body else prepared


def _composed(document: Document, style: HouseStyle, images: dict[str, bytes], expected: str, name: str) -> Composition:
    from banxin.compose import compose

    composition = compose(document, style, images)
    _same(expected, source_text(composition), "套用样式", name)
    return composition


_MANY_ADDRESSEES = 100
"""Characters of a list of 主送机关 that is worth laying a text out for which would not be otherwise."""


def _may_crowd_out(document: Document, composition: Composition) -> bool:
    """主送机关 may leave the first page without body text."""
    length = sum(len(p.text) for p in document.front if p.role is Role.ADDRESSEE)
    return length > _MANY_ADDRESSEES or (length > 0 and composition.is_open)


def to_docx(prepared: Prepared, name: str = "") -> bytes:
    """The DOCX file.

    Raises:
        TextSafetyError: the file would not hold the text.
    """
    from banxin.writers import docx

    composition = prepared.layout.composition if prepared.composition.is_open else prepared.composition
    data = docx.write(composition)
    _same(flow_text(prepared.composition), docx.text(data), "写 DOCX", name)
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
    _same(flow_text(prepared.composition), page_text(laid.pages), "排版", name)
    return pdf.write(laid.pages)


class Writer(msgspec.Struct, frozen=True):
    """How a format comes about."""

    write: Callable[[Prepared, str], bytes]
    """The file; the name stands in messages. Raises what `to_docx` and `to_pdf` do."""
    draws_pages: bool
    """It shows the pages as `layout` has them: their number and all remarks on them are the user's concern."""


WRITERS = {
    Format.DOCX: Writer(to_docx, draws_pages=False),
    Format.PDF: Writer(to_pdf, draws_pages=True),
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
    wanted = named(formats)
    prepared = prepare(data, options, name=name, folder=folder)
    files = {kind: stamped(WRITERS[kind].write(prepared, name), name) for kind in wanted}
    pages = 0
    if any(WRITERS[kind].draws_pages for kind in wanted):
        remarks, pages = prepared.layout.diagnostics, len(prepared.layout.pages.pages)
    else:
        remarks = _of_closing(prepared)
    images = tuple(dict.fromkeys(prepared.document.seals))
    return Results(files, (*prepared.diagnostics, *remarks), pages, prepared.encoding, prepared.style_name, images)


def convert_file(
    path: Path,
    formats: str | Iterable[str] = BOTH,
    options: Options | None = None,
    *,
    folder: Path | None = None,
    force: bool = False,
) -> Converted:
    """Converts the text file `path`; the outputs stand beside it, or in `folder`, under its name.

    `force`: what stands there and is not this program's own, or was changed, is replaced too and kept as `名.bak.docx`.

    Raises:
        FormatError, SourceError, DocumentError, FontError, TextSafetyError: as above; nothing was written.
        OutputError: a result could not be written, or would replace what it may not (`outputs.put`).
    """
    options = options or Options()
    name = str(path)
    data = storage.read(name, max_size=options.max_size)
    targets = {kind: _target(path, kind, folder) for kind in named(formats)}
    results = convert(data, targets, options, name=name, folder=path.parent)
    backups = put({str(target): results.files[kind] for kind, target in targets.items()}, name, force=force)
    return Converted(tuple(targets.values()), results.diagnostics, results.pages, tuple(map(Path, backups.values())))


def _of_closing(prepared: Prepared) -> tuple[Diagnostic, ...]:
    """What layout has to say of a DOCX: what it changed to close the composition, and nothing of the PDF's glyphs."""
    if not prepared.composition.is_open:
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
    target = (folder or path.parent) / stem(path.name)
    try:
        return str(target.resolve())
    except (OSError, RuntimeError, ValueError):  # links in a circle, or no name at all: reading or writing will tell
        return str(target)


def _target(path: Path, kind: Format, folder: Path | None) -> Path:
    return (folder or path.parent) / f"{stem(path.name)}.{kind.value}"


def read_file(path: Path, *, keep_lines: bool = False, max_size: int = storage.MAX_SIZE) -> Source:
    """The text file `path` as a Source.

    Raises:
        SourceError: there is no such file, or it is no readable text.
    """
    return read(storage.read(str(path), max_size=max_size), name=str(path), keep_lines=keep_lines)


def _stop_at_errors(diagnostics: Iterable[Diagnostic], name: str) -> None:
    errors = [d for d in diagnostics if d.severity is Severity.ERROR]
    if errors:
        first, *more = errors
        problem = first.message + "".join(f"；第 {d.line} 行：{d.message}" for d in more)
        line = f"第 {first.line} 行" if first.line else "标题"
        place = f"{name}:{first.line}" if name and first.line else name or line
        raise DocumentError(problem, place=place, remedy=first.hint)


def _same(expected: str, actual: str, stage: str, name: str) -> None:
    at = first_difference(expected, actual)
    if at is None:
        return
    wanted, found = expected[max(at - 8, 0) : at + 8], actual[max(at - 8, 0) : at + 8]
    problem = f"{stage}时文字有出入（第 {at + 1} 个字符处：应为“{wanted}”，却是“{found}”），为保全文字没有写出文件"
    raise TextSafetyError(problem, place=name, remedy="这是 banxin 的错误，请把这个文本附上报告给我们")
