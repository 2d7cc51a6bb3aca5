"""What a command has to say to standard output and standard error: the one place where anything is printed.

A reader may rely on this: whatever texts, file names and styles hold, a line is one line, and nothing in it is obeyed
by a terminal or by what reads the log (`escape`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import typer

from banxin.escape import json_bytes, one_line
from banxin.formats import Format

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text


_STDERR = 2
"""The last of the three numbers that standard streams have."""


def open_closed_streams() -> None:
    """Leads each standard stream that is closed, as services and containers may leave it, to the null device.

    Otherwise the next file that is opened gets its number, and what a library has to say would be written into it.
    """
    while (null := os.open(os.devnull, os.O_RDWR)) <= _STDERR:  # takes the lowest number that is free
        os.dup2(null, null)  # for the processes that are started, too
    os.close(null)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - until the end


def say(line: str, *, err: bool = False) -> None:
    """Prints one line."""
    typer.echo(one_line(line), err=err)


def say_lines(lines: str, *, err: bool = False) -> None:
    """Prints a text of several lines, each ended or parted by a line feed, each by itself."""
    for line in lines.removesuffix("\n").split("\n"):
        say(line, err=err)


def told(outputs: Iterable[str], pages: int) -> list[str]:
    """The outputs of a text as they are told: with their pages, if they have any; files of one page by their folder."""
    lines: list[str] = []
    for output in outputs:
        kind = output.rpartition(".")[2]
        if kind in SHEETS:
            lines.append(f"{output[: -len(PurePath(output).name) - 1]}（{pages} 页）")
        else:
            lines.append(output if kind == Format.DOCX else f"{output}（{pages} 页）")
    return list(dict.fromkeys(lines))


SHEETS = tuple(kind.value for kind in Format if kind.has_sheets)
"""Endings of the files of single pages."""


def say_json(value: object) -> None:
    """Prints a value as JSON, on one line, whatever the console's encoding."""
    say_bytes(json_bytes(value) + b"\n")


def say_bytes(data: bytes) -> None:
    """Writes what is escaped already, or the program's own."""
    sys.stdout.buffer.write(data)


def say_report(report: str, *, err: bool = False) -> None:
    """Prints what `reports.report` made, which is escaped already."""
    typer.echo(report, nl=False, err=err)


def table(*heads: str) -> Table:
    """A table whose cells, made by `cell`, go on in the next line where there is no room: none of it is hidden."""
    from rich.table import Column, Table

    return Table(*(Column(head, overflow="fold") for head in heads), show_header=bool(heads))


def say_table(made: Table) -> None:
    """Prints a table: as wide as the terminal; where it goes elsewhere, as wide as it is."""
    from rich.console import Console

    has_width = sys.stdout.isatty() or "COLUMNS" in os.environ
    Console(width=None if has_width else _UNBOUNDED).print(made)


_UNBOUNDED = 10_000
"""Cells: wider than any line."""


def cell(text: str) -> Text:
    """A cell of a table: `text`, and no markup of rich's."""
    from rich.text import Text

    return Text(one_line(text))
