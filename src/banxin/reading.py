"""The one way from bytes to a Document: read, parsed, repaired, its characters held to those of the bytes.

`conversion` goes on from here to files, `examine` to remarks; a further kind of input hangs here.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from banxin import storage
from banxin.document import Document, plain_text
from banxin.errors import Diagnostic, Severity, StyleError
from banxin.parser.doubt import Doubt
from banxin.positions import Positions
from banxin.readers import MOST_LINES
from banxin.readers import read as source_of
from banxin.source import Source
from banxin.streams import apply_edits, hold
from banxin.style import HouseStyle, load
from banxin.style.find import unknown

if TYPE_CHECKING:
    from banxin.repair import Repaired


class Options(msgspec.Struct, frozen=True):
    """What a user may choose for one text."""

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
    fallback: HouseStyle | StyleError = msgspec.field(default_factory=load)
    """The style of a text that names none, or what is wrong with it: a text that names its own needs no other."""
    styles: dict[str, HouseStyle | StyleError] | None = None
    """The styles that a text may name, or what is wrong with one; None: those at hand on this machine."""
    encoding: str = ""
    """What the text is encoded in; empty: what it shows itself to be."""
    drop_residue: bool = False
    """True: lines that a web page or a chat left are not printed."""

    @property
    def most_lines(self) -> int:
        """Lines that a text may have: more where more bytes are allowed."""
        return MOST_LINES * max(self.max_size, storage.MAX_SIZE) // storage.MAX_SIZE


class Reading(msgspec.Struct, frozen=True, dict=True):
    """A text read, parsed and repaired."""

    source: Source
    style: HouseStyle
    """What the text is set in."""
    style_name: str
    """What the text calls it; empty if the text had no say."""
    document: Document
    """Repaired; as parsed, where the front matter must be mended first."""
    parsed: tuple[Diagnostic, ...]
    """Of the style and of parsing; those of reading stand in `source`."""
    repaired: tuple[Diagnostic, ...]
    text: str
    """The characters of `document`: those of the source but for the edits among the diagnostics."""
    made: tuple[Diagnostic, ...] = ()
    """Of making a 目录 from the headings."""
    doubts: tuple[Doubt, ...] = ()
    """How sure the parser is of each line."""
    reasons: tuple[tuple[int, str, str], ...] = ()
    """As `parser.Parsed` has them."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All of them, in the order of the stages."""
        return (*self.source.diagnostics, *self.parsed, *self.repaired, *self.made)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What must be mended before anything is made of the text: front matter, a style that is not there."""
        return tuple(d for d in self.parsed if d.severity is Severity.ERROR)

    @cached_property
    def positions(self) -> Positions:
        """From the characters of a stage back to the source."""
        return Positions(self.source.text, self.source.diagnostics, self.parsed, self.repaired, self.made)


class Chosen(msgspec.Struct, frozen=True):
    """The style that a text is set in."""

    style: HouseStyle
    name: str = ""
    """What the text calls it; empty if the text had no say."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """The error where a text names a style that there is not, or that has faults; it is not to be converted then."""


def style_of(source: Source, options: Options) -> Chosen:
    """The style of a text: the one that `options` fix, or the text names (`样式: 本县`), or `options` fall back on.

    Raises:
        StyleError: the one that they fall back on has faults.
    """
    from banxin.settings import style_named

    if options.style:
        return Chosen(options.style)
    name, line = style_named(source)
    if not name and isinstance(options.fallback, StyleError):
        raise options.fallback
    fallback = load() if isinstance(options.fallback, StyleError) else options.fallback
    if not name:
        return Chosen(fallback)
    try:
        return Chosen(_named(name, options.styles), name)
    except StyleError as error:
        problem = f"样式“{name[:40]}”有错：{error.place}: {error.problem}" if error.place else error.problem
        return Chosen(fallback, name, (Diagnostic("BX016", Severity.ERROR, line, problem, error.remedy),))


def _named(name: str, styles: dict[str, HouseStyle | StyleError] | None) -> HouseStyle:
    """The style of that name, of these or of those at hand on this machine.

    Raises:
        StyleError: there is none, which has no place, or it has faults.
    """
    found = load(name) if styles is None else styles.get(name) or unknown(name, list(styles))
    if isinstance(found, StyleError):
        raise found
    return found


def recognise(data: bytes, options: Options, *, name: str = "") -> Reading:
    """The text in `data` before anything of its Document is repaired; `name` stands in messages.

    Raises:
        SourceError: the bytes are no readable text.
        StyleError: as `style_of`.
        TextSafetyError: a character would be lost, changed or invented.
    """
    from banxin.parser import parse

    source = source_of(
        data,
        name=name,
        keep_lines=options.keep_lines,
        verbatim=options.verbatim,
        encoding=options.encoding,
        most_lines=options.most_lines,
        max_size=options.max_size,
    )
    chosen = style_of(source, options)
    parsed = parse(source, title=options.title, directives=chosen.style.directives, drop_residue=options.drop_residue)
    text = plain_text(parsed.document)
    found = (*chosen.diagnostics, *parsed.diagnostics)
    reading = Reading(
        source,
        chosen.style,
        chosen.name,
        parsed.document,
        found,
        (),
        text,
        doubts=parsed.doubts,
        reasons=parsed.reasons,
    )
    if not reading.errors:
        hold(apply_edits(source.stream, found), text, stage="识别结构", name=name)
    return reading


def read(data: bytes, options: Options, *, name: str = "") -> Reading:
    """The text in `data`, repaired unless it is to stay verbatim or must be mended first.

    Raises:
        SourceError, StyleError, TextSafetyError: as `recognise`.
    """
    from banxin.repair import repair

    reading = recognise(data, options, name=name)
    if reading.errors:
        return reading
    style = reading.style
    if not options.verbatim:
        done = repair(reading.document, off=style.repairs.off, unmarked=style.unmarked_levels)
        text = _held(done, reading.text, "修正标点", name)
        reading = msgspec.structs.replace(reading, document=done.document, repaired=done.diagnostics, text=text)
    if reading.document.makes_contents:
        from banxin.repair import make_contents

        done = make_contents(reading.document, style.contents.levels)
        text = _held(done, reading.text, "生成目录", name)
        reading = msgspec.structs.replace(reading, document=done.document, made=done.diagnostics, text=text)
    return reading


def _held(done: Repaired, before: str, stage: str, name: str) -> str:
    """The characters of what a stage has done, which are those from before but for its edits."""
    text = plain_text(done.document)
    hold(apply_edits(before, done.diagnostics), text, stage=stage, name=name)
    return text


def read_file(path: Path, *, keep_lines: bool = False, max_size: int = storage.MAX_SIZE, encoding: str = "") -> Source:
    """The text file `path` as a Source.

    Raises:
        SourceError: there is no such file, or it is no readable text.
    """
    name = str(path)
    data = storage.read(name, max_size=storage.limit(name, max_size))
    return source_of(data, name=name, keep_lines=keep_lines, encoding=encoding, max_size=max_size)
