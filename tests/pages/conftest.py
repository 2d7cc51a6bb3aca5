"""The samples as pages, once a session: a test that asks for `of` runs for the PDF and for the DOCX."""

from __future__ import annotations

import pytest
from measuring import Sheets, Shelf
from samples import EXAMPLES, SAMPLES

import libreoffice
from banxin.formats import Format


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf({**SAMPLES, **EXAMPLES}, tmp_path_factory.mktemp("pages"))


@pytest.fixture(params=[pytest.param(Format.DOCX, marks=libreoffice.MARKS), Format.PDF], ids=str)
def of(request: pytest.FixtureRequest, shelf: Shelf) -> Sheets:
    """The samples in the format under test."""
    return Sheets(shelf, request.param)


@pytest.fixture
def pdf(shelf: Shelf) -> Sheets:
    """The samples as PDF."""
    return Sheets(shelf, Format.PDF)


@pytest.fixture
def docx(shelf: Shelf) -> Sheets:
    """The samples as LibreOffice prints the DOCX; for a test that is `libreoffice.needed`."""
    return Sheets(shelf, Format.DOCX)
