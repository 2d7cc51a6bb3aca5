"""An atheris driver: `python tests/fuzz/fuzz.py conversion -max_total_time=600 CORPUS` (see README.md)."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["banxin"]):
    from targets import TARGETS


def main() -> None:
    """Drive the target that the first argument names; the rest are libFuzzer's."""
    target = TARGETS[sys.argv.pop(1)]

    def drive(data: bytes) -> None:
        # Most mutations break UTF-8 somewhere; what is left of it is a text. A first byte of 255 asks for the bytes.
        target(data[1:] if data[:1] == b"\xff" else data.decode(errors="ignore").encode())

    atheris.Setup(sys.argv, drive)
    atheris.Fuzz()


main()
