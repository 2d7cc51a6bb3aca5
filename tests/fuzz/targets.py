"""Bytes to nothing, or an exception where a law is broken: what Hypothesis and atheris both drive.

A reader may rely on this: a `BanxinError` that a user can cause is an answer, and ends the target quietly. A
`TextSafetyError` says that banxin would have lost a character, so it is no answer.
"""

from __future__ import annotations

import io
import zipfile

from banxin.checks import check
from banxin.conversion import prepare, to_docx, to_pdf
from banxin.document import plain_text
from banxin.errors import BanxinError, Severity, TextSafetyError
from banxin.examine import examine, mended
from banxin.parser import parse
from banxin.readers import read
from banxin.reading import Options
from banxin.repair import repair
from banxin.streams import apply_edits, visible


def reading(data: bytes) -> None:
    """Any text is a document; no stage up to the checks raises or loses a character."""
    try:
        source = read(data)
    except BanxinError:
        return
    parsed = parse(source)
    if any(d.severity is Severity.ERROR for d in parsed.diagnostics):
        return
    assert source.stream == visible("".join(line.text for line in source.lines))
    assert apply_edits(source.stream, parsed.diagnostics) == plain_text(parsed.document)
    repaired = repair(parsed.document)
    assert apply_edits(plain_text(parsed.document), repaired.diagnostics) == plain_text(repaired.document)
    assert repair(repaired.document).document is repaired.document
    check(repaired.document)


def conversion(data: bytes) -> None:
    """Both formats come out whole, and programs that are not ours open them; or an error says what is to be mended."""
    try:
        prepared = prepare(data, Options())
        docx = to_docx(prepared)
        pdf, pages = to_pdf(prepared), len(prepared.layout.pages.pages)
    except TextSafetyError:
        raise
    except BanxinError:
        return
    import docx as python_docx
    import pypdfium2
    from lxml import etree

    python_docx.Document(io.BytesIO(docx))
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
    opened = pypdfium2.PdfDocument(pdf)
    assert len(opened) == pages > 0
    opened.close()


def examination(data: bytes) -> None:
    """Every remark has a place in the text, and what was mended once needs no mending."""
    try:
        source = read(data)
        remarks = examine(data, Options())
        once = mended(data, Options())
        twice = mended(once.data, Options())
    except TextSafetyError:
        raise
    except BanxinError:
        return
    lines = source.text.splitlines() or [""]
    for remark in remarks:
        assert 0 <= remark.line <= len(lines)
        assert not remark.line or remark.column <= len(lines[remark.line - 1]) + 1
    assert twice.data == once.data


TARGETS = {"reading": reading, "conversion": conversion, "examination": examination}
"""Every target by its name."""
