"""Texts of one kind of line each that ask for as much memory as a text of their size can: what no office writes.

A reader may rely on this: a text has the bytes that were asked for or a little less, in UTF-8, and is the same every
time. Lines differ from one another, so that nothing is remembered for two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

_HANZI = "一二三四五六七八九十百千万年月日时分天地人大小中上下左右前后东西南北春夏秋冬金木水火土山石田禾米竹草虫鱼鸟兽"


def _chars(number: int, length: int) -> str:
    """Hanzi that differ from number to number."""
    return "".join(_HANZI[(number * 7 + at * (number % 11 + 1)) % len(_HANZI)] for at in range(length))


def _rows(columns: int, length: int) -> Callable[[], Iterator[str]]:
    def lines() -> Iterator[str]:
        for number in count():
            yield "\t".join(_chars(number + at, length) for at in range(columns)) + "\n"

    return lines


def _pipes(columns: int) -> Callable[[], Iterator[str]]:
    def lines() -> Iterator[str]:
        for number in count():
            yield f"|{'|'.join(_chars(number + at, 1) for at in range(columns))}|\n"

    return lines


def _each(line: Callable[[int], str]) -> Callable[[], Iterator[str]]:
    return lambda: map(line, count(1))


KINDS: dict[str, Callable[[], Iterator[str]]] = {
    "rows of two cells": _rows(2, 1),
    "rows of three cells": _rows(3, 1),
    "rows of 63 cells": _rows(63, 1),
    "rows of two digits": _each(lambda number: f"{number % 10}\t{number % 7}\n"),
    "rows of two sentences": _rows(2, 40),
    "rows of pipes": _pipes(2),
    "one cell a row": _each(lambda number: "\t\t\n" if number % 3 else f"{_chars(number, 1)}\t\n"),
    "small tables": _each(lambda number: f"{_chars(number, 1)}\t{_chars(number + 1, 1)}\n" + "\n" * (number % 2 == 0)),
    "wide small tables": _each(lambda number: "\t".join(_chars(number, 63)) + "\n" + "\n" * (number % 2 == 0)),
    "small tables under captions": _each(lambda number: f"表{number}\n1\t2\n3\t4\n"),
    "lines of one mark": _each(lambda _: "。\n"),
    "lines of one letter": _each(lambda number: f"{chr(97 + number % 26)}\n"),
    "lines of one hanzi": _each(lambda number: f"{_chars(number, 1)}\n"),
    "lines between blanks": _each(lambda number: f"{_chars(number, 1)}\n\n"),
    "blank lines": _each(lambda number: "\n" if number % 1000 else "文。\n"),
    "one paragraph": _each(lambda number: f"{_chars(number, 30)}，"),
    "one word": _each(lambda number: f"{number:x}"),
    "one paragraph of marks": _each(lambda _: "（"),
    "hanzi and digits in turn": _each(lambda number: f"{_chars(number, 1)}{number % 10}"),
    "short paragraphs": _each(lambda number: f"{_chars(number, 5)}。\n"),
    "headings": _each(lambda number: f"{number}.{_chars(number, 1)}\n"),
    "headings of five levels": _each(
        lambda number: ("一、", "（一）", "1.", "（1）", "①")[number % 5] + _chars(number, 1) + "\n"
    ),
    "run-in headings": _each(lambda number: f"{number}.{_chars(number, 1)}。{_chars(number, 2)}。\n"),
    "leads": _each(lambda number: f"一是{_chars(number, 2)}。二是{_chars(number, 3)}。\n"),
    "annexes": _each(lambda number: f"附件{number % 100}\n{_chars(number, 2)}\n"),
    "quotes": _each(lambda number: f'"{_chars(number, 1)}"'),
    "lines of quotes": _each(lambda number: f'"{_chars(number, 1)}"\n'),
    "half-width marks": _each(lambda number: f"{_chars(number, 1)},{_chars(number, 2)}.\n"),
    "blanks between hanzi": _each(lambda number: f"{_chars(number, 1)} "),
    "wrapped lines": _each(lambda number: f"{_chars(number, 40)}\n"),
    "raised characters": _each(lambda number: f"{_chars(number, 1)}m^2^"),
    "rare hanzi": _each(lambda number: chr(0x20000 + number % 40000)),
    "directives": _each(lambda number: f"::正文 {_chars(number, 1)}\n"),
    "dates": _each(lambda number: f"2026年{number % 12 + 1}月{number % 28 + 1}日\n"),
    "copies": _each(lambda number: f"抄送：{_chars(number, 2)}局。\n"),
}
"""What a text of each kind is made of, without end."""


def text(kind: str, size: int) -> bytes:
    """A text of that kind, `size` bytes of UTF-8 or a line less."""
    out = bytearray("关于某某事项的通知\n\n某某单位：\n\n".encode())
    for piece in KINDS[kind]():
        data = piece.encode()
        if len(out) + len(data) > size:
            return bytes(out)
        out += data
    raise AssertionError  # the pieces have no end
