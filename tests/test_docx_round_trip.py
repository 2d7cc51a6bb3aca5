"""What this program made is read again as what it was made from."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from banxin.conversion import convert
from banxin.document import Document, Paragraph, Section, cell_text, walk
from banxin.reading import Options, read
from banxin.style import load

EXAMPLES = Path(__file__).parent.parent / "examples"
SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
TEXTS = sorted((*EXAMPLES.glob("*.txt"), *SEEDS.glob("*.txt")))
STYLES = ("gbt9704", "gbt33476", "common", "speech", "qingyan")
IN_LINES = ("title", "addressee", "subtitle")
"""What a page sets in other lines than the text does."""


def _plain(text: str) -> str:
    return "".join(text.split())


def account(document: Document) -> list[object]:
    """All of a document that a page shows: white space, the lines of titles and the order of 版头 are the page's."""
    front: dict[str, list[str]] = {}
    for paragraph in document.front:
        front.setdefault(paragraph.role.value, []).append(_plain(paragraph.text))
    found: list[object] = [
        (role, "".join(texts) if role in IN_LINES else sorted(texts)) for role, texts in sorted(front.items())
    ]
    for part in (document.body, document.back, *((a.front, a.body, a.back) for a in document.annexes)):
        blocks = part if not part or not isinstance(part[0], tuple) else tuple(block for one in part for block in one)
        found.append([_of(block) for block in walk(blocks)])
    found += [(_plain(annex.label), _plain(annex.title)) for annex in document.annexes]
    return [*found, document.form]


def _of(block):
    match block:
        case Section(heading=heading):
            return (heading.level, heading.scheme, heading.run_in, _plain(heading.label), _plain(heading.text))
        case Paragraph():
            return (block.role, _plain(block.text))
    rows = [list(map(cell_text, row)) for row in getattr(block, "all_rows", ())]
    return (
        type(block),
        getattr(block, "caption", ""),
        rows,
        [_plain(note.text) for note in getattr(block, "notes", ())],
    )


def _made(path: Path, style: str) -> tuple[Document, bytes]:
    options = Options(style=load(style), verbatim=True)
    text = path.read_bytes()
    files = convert(text, ["docx"], options, name=str(path), folder=path.parent).files
    return read(text, options, name=str(path)).document, next(iter(files.values()))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_document_of_our_own_is_read_as_the_text_it_was_made_from(path, style):
    document, data = _made(path, style)
    again = read(data, Options(style=load(style), verbatim=True), name="x.docx")
    assert account(again.document) == account(document)
    assert not [d for d in again.source.diagnostics if d.code.startswith("BX03")]


@pytest.mark.parametrize("path", TEXTS[:8], ids=lambda path: path.stem)
def test_so_it_is_when_another_program_has_packed_it_anew(path):
    document, data = _made(path, "gbt9704")
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    again = read(out.getvalue(), Options(verbatim=True), name="x.docx")
    assert account(again.document) == account(document)


def test_texts_are_there():
    assert len(TEXTS) >= 30
