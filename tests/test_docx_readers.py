"""Programs of others read the DOCX whole: every character of the body in its order, and no fault in its XML."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import docx2python
import mammoth
import pypandoc
import pytest
from lxml import html
from openxml_audit import FileFormat, OpenXmlValidator

from banxin.composition import flow_text
from banxin.conversion import prepare, to_docx
from banxin.reading import Options
from banxin.streams import visible
from banxin.style import load
from banxin.style.find import available

ROOT = Path(__file__).parents[1]
TEXTS = [*sorted(ROOT.glob("examples/*.txt")), *sorted(ROOT.parent.glob("shared/seeds/*.txt"))]


def _of_html(text: str) -> str:
    return "".join(html.fromstring(f"<div>{text}</div>").itertext())


def _joined(value: object) -> str:
    return value if isinstance(value, str) else "".join(map(_joined, value))  # type: ignore[call-overload]


def by_docx2python(path: Path) -> str:
    with docx2python.docx2python(path) as document:
        return _joined(document.body)


def by_mammoth(path: Path) -> str:
    return _of_html(mammoth.convert_to_html(io.BytesIO(path.read_bytes())).value)


def by_pandoc(path: Path) -> str:
    # a title on top of the text is one of the document, and stands in a whole page alone
    page = pypandoc.convert_file(str(path), "html", extra_args=["--standalone", "--wrap=none"])
    return "".join(html.fromstring(page).find("body").itertext())


def by_python_docx(path: Path) -> str:
    def text(item: object) -> str:
        rows = getattr(item, "rows", None)
        return item.text if rows is None else "".join(cell.text for row in rows for cell in row.cells)  # type: ignore[attr-defined]

    return "".join(map(text, docx.Document(str(path)).iter_inner_content()))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the libraries' own
@pytest.mark.parametrize("reader", [by_docx2python, by_mammoth, by_pandoc, by_python_docx])
def test_every_character_is_found_in_its_order(reader: Callable[[Path], str], tmp_path):
    """Margins are no part of the body: none of them looks for page numbers there."""
    for text in TEXTS:
        prepared = prepare(text.read_bytes(), Options(load("gbt9704")), folder=text.parent)
        path = tmp_path / f"{text.stem}.docx"
        path.write_bytes(to_docx(prepared))
        assert visible(reader(path)) == flow_text(prepared.draft), text.stem


@pytest.mark.slow
@pytest.mark.parametrize("style", [entry.name for entry in available()])
def test_a_validator_finds_no_fault_in_any_text(style, tmp_path):
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)
    for text in TEXTS:
        path = tmp_path / f"{text.stem}.docx"
        path.write_bytes(to_docx(prepare(text.read_bytes(), Options(load(style)), folder=text.parent)))
        assert validator.validate(str(path)).errors == [], text.stem
