"""banxin (版心): Chinese official documents, as texts or Word files, typeset by GB/T 9704—2012 as DOCX, PDF and OFD.

A text goes through stages. Each is one public function from one noun to the next; nouns are frozen; doubt travels
beside the value as a `Diagnostic`, never as an exception::

    bytes ─readers.read→ Source ─parser.parse→ Document ─repair.repair→ Document
          ─compose.compose(HouseStyle)→ Draft ─layout.layout→ Layout

    Layout = Composition ─writers.docx.write→ bytes
           + Pages ─writers.pdf.write→ bytes
                   ─writers.ofd.write→ bytes
                   ─writers.svg.write→ bytes, a page each

Nouns

- `source.Source`: the lines of a text, or the paragraphs, tables and pictures of a Word document, each with its number;
  wrapped lines joined.
- `document.Document`: the section AST: what each part of the text is; no fonts, no positions. `elements` has a row for
  every role: its one name, the names of its settings, its place and order.
- `draft.Draft`: the styled flow in the order of the pages, every number resolved but for three things that only pages
  can tell: where 版记 stands, whether lines must be drawn closer for 署名, and the pages of a 目录 that is made.
- `composition.Composition`: the same with nothing open. A Draft that waits for no pages is closed without them: a DOCX
  alone costs no layout, only the lines of paragraphs that they might give another style.
- `pages.Pages`: runs and rules at their places.
- `style.HouseStyle`: a YAML file of `styles/`, checked; `errors.Diagnostic`: a remark on a place in the text.

Verbs: the stages above, and

- `readers`: `text` decodes and splits, `spacing` closes up what a scan has spaced, `markup` takes off what `markdown`
  and `html` find, `wrapping` joins lines
- `settings`: the settings on top of a text to what they set, before anything is recognised
- `agreement`: what the parts of a whole Document say of one another: its form, its annexes, its 目录
- `forms`: one line to what it can be by its form alone
- `measure`: how wide styled characters are, for compose and layout
- `squeezing`: which marks give up half a cell, for layout and the DOCX
- `fonts`: which face sets which character
- `checks`: Document to findings

Edges

- `reading`: bytes to a repaired Document with all that was said on the way: the one beginning of every edge
- `conversion`: one file to its outputs, every stage compared; the table of formats and their writers
- `outputs`: what results are called and may take the place of
- `batch`: many texts over processes or a cluster, remembered and reported; its `job.run` is one text, wherever it runs
- `examine`: one text to all remarks with their places, and the text with its repairs made
- `preview`: one text to its lines and pages side by side, and to a web page of them
- `learning`: Word documents to the style that they are set in
- `reports`: remarks to text, JSON, SARIF, GitHub annotations
- `config`: what a user and a machine have chosen for every text
- `library`: the functions of this package, bytes to bytes
- `cli`: arguments, messages, exit codes

Leaves

- `errors`, and `rules`: every code a diagnostic can have
- `positions`: from a stage's characters back to the file
- `storage`: bytes at a path or URL; files written whole
- `fingerprint`: what an output proves by itself: from which text this program made it, and that nobody changed it
- `encoding`: bytes to text, or a clear refusal
- `edges`: what no line begins or ends with
- `formats`: what a text can be converted to
- `escape`: text to what may be shown
- `line_rules`: how the program that opens a DOCX breaks its lines and places 版记
- `lookalikes`: characters that stand for others
- `plausibility`: how likely it is that decoded text is what was meant
- `words`: text to its words
- `shifts`: where a document's raised and lowered characters are
- `looks`: what a file says of the look of a paragraph
- `ties`: what says that no line ends at a place
- `streams`: the characters of a stage, and where two stages differ
- `images`: seals and pictures that a text names or brings
- `regex`: patterns compiled when they are first used; `units`, `resources`

Imports go one way. Within one line nobody knows a sibling, but for a package's own modules::

    cli, library
    preview
    batch, config, examine, learning, reports
    conversion
    reading
    writers, layout, compose, checks, repair, parser, readers
    pages, measure, draft, squeezing
    composition
    settings, agreement
    style, fonts, source, images, outputs, forms
    elements, shifts, looks
    document
    rules, positions, storage
    encoding, lookalikes, ties
    errors, fingerprint, units, resources, edges, escape, formats, line_rules, plausibility, regex, streams, words

Each third-party library has its place:

- `reportlab` in `writers/pdf_library.py`; `uharfbuzz` in `fonts/` and `writers/pdf_font.py`
- `isal` in `writers/deflate.py`; `PIL` in `images.py` and `writers/pdf_image.py`
- `pypdfium2` and `PIL` in `writers/png.py`
- `markdown_it` in `readers/markdown.py`; `lxml` in `readers/docx/package.py`; `doc2docx` in `readers/legacy.py`
- `yaml` in `style/` and `settings/entries.py`; `rjieba` in `words.py`
- `typer`, `rich` and `shellingham` in `cli/`; `platformdirs` in `resources.py`
- `pebble` in `batch/pool.py`; `filelock` in `batch/`; `watchfiles` in `batch/watch.py`
- `distributed` in `batch/cluster.py`; `fsspec` in `storage/remote.py`

The contract: no character is lost or invented. `conversion` compares the characters of all stages before a file is
written; what was changed on purpose is a listed repair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banxin import errors
    from banxin.conversion import Converted, convert_file
    from banxin.formats import Format
    from banxin.library import Parsed, Result, check, convert, parse, to_docx, to_ofd, to_pdf
    from banxin.reading import Options

__all__ = [
    "Converted",
    "Format",
    "Options",
    "Parsed",
    "Result",
    "__version__",
    "check",
    "convert",
    "convert_file",
    "errors",
    "parse",
    "to_docx",
    "to_ofd",
    "to_pdf",
]

__version__ = "0.1.0"

_MODULES = {"Converted": "conversion", "Format": "formats", "Options": "reading", "convert_file": "conversion"}
"""Where what is public is defined, if not in `library`. No module of the package has the name of a function here: to
import it would put it in the function's place."""


def __getattr__(name: str) -> object:
    """The public API, imported when first asked for, so that `import banxin` costs nothing."""
    from importlib import import_module

    if name == "errors":
        return import_module("banxin.errors")
    if name in __all__:
        return getattr(import_module(f"banxin.{_MODULES.get(name, 'library')}"), name)
    raise AttributeError(f"module 'banxin' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
