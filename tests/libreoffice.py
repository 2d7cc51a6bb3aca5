"""A DOCX in, the PDF that LibreOffice makes of it out, with the project's faces in place of an office's fonts."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.sax.saxutils import escape

import msgspec
import pytest

from banxin.reading import Options
from banxin.style import HouseStyle, load
from banxin.style.schema import Docx

FONTS = Path(__file__).resolve().parent.parent / "fonts"

ALIASES = {
    "方正小标宋简体": "Banxin XiaoBiaoSong",
    "仿宋_GB2312": "Banxin FangSong",
    "仿宋": "Banxin FangSong",
    "楷体_GB2312": "AR PL KaitiM GB",
    "楷体": "AR PL KaitiM GB",
    "黑体": "Banxin Hei",
    "宋体": "Banxin Song",
    "Times New Roman": "Liberation Serif",
}
"""The names a DOCX carries, and the faces in `fonts/` that stand in for them."""

MARKS = (pytest.mark.slow, pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice"))
"""What a test that renders with LibreOffice is marked with."""


def options() -> Options:
    """Those of a text that is made for LibreOffice, so that its lines are those of the PDF."""
    return Options(fallback=for_libreoffice(load()))


def for_libreoffice(style: HouseStyle) -> HouseStyle:
    """`style` with LibreOffice as the program that opens the DOCX."""
    return msgspec.structs.replace(style, docx=Docx(program="libreoffice"))


def needed(test: Callable[..., object]) -> Callable[..., object]:
    """Decorates a test that renders with LibreOffice."""
    for mark in MARKS:
        test = mark(test)
    return test


def fontconfig(folder: Path) -> Path:
    """Write a fontconfig file into `folder` that knows the project's faces under the names of an office's fonts."""
    aliases = "".join(
        f'<match target="pattern"><test name="family" qual="any"><string>{escape(name)}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{escape(face)}</string></edit></match>'
        for name, face in ALIASES.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(FONTS))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>{aliases}</fontconfig>",
        encoding="utf-8",
    )
    return path


def render(docx: Path, folder: Path) -> Path:
    """The PDF of `docx`, written into `folder`."""
    render_all([docx], folder)
    return folder / f"{docx.stem}.pdf"


def converted(file: Path, folder: Path, form: str) -> Path:
    """`file` as LibreOffice writes it in another form, such as `doc:MS Word 97`."""
    _convert([file], folder, form)
    return folder / f"{file.stem}.{form.partition(':')[0]}"


def render_all(files: Iterable[Path], folder: Path) -> None:
    """The PDF of each of `files`, written into `folder`; much of the time for one goes into starting.

    Every call has a home and a LibreOffice profile of its own, so that calls may run side by side.
    """
    _convert(files, folder, "pdf")


def _convert(files: Iterable[Path], folder: Path, form: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="libreoffice-") as name:
        home = Path(name)
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder), *map(str, files)],
            env={**os.environ, "HOME": name, "FONTCONFIG_FILE": str(fontconfig(home))},
            check=True,
            capture_output=True,
            timeout=300,
        )
