"""Whether the entries of a 目录 agree with the headings that they name.

Names are compared without white space and end marks, with their labels or without. Only headings of the levels that the
entries have are missed; those that go on in the same line, and annexes, may be listed and need not be.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from banxin.document import Annex, Block, ContentsLine, Document, Role, Section, walk
from banxin.errors import Remarks
from banxin.forms.names import key, keys

_MOST = 5
"""Differences that are told one by one."""
_MAKE = "在文首的设置里写“目录: 自动”，就由标题生成"
_AGREE = f"改成一致；或{_MAKE}"


class _Heading(NamedTuple):
    """A heading, or the title of an annex."""

    label: str
    name: str
    level: int
    line: int
    is_run_in: bool = False
    is_annex: bool = False


def check_entries(document: Document, remarks: Remarks) -> None:
    """Tells what a 目录 and the headings do not share (BX115); where there is nothing, that it can be made (BX113)."""
    if document.makes_contents:
        return
    parts = [(document.body, document.annexes), *((annex.body, ()) for annex in document.annexes)]
    for body, annexes in parts:
        entries = [block for block in walk(body) if isinstance(block, ContentsLine) and block.level]
        if not entries:
            continue
        headings = [*(_titles(document) if body is document.body else ()), *_headings(body), *_annexes(annexes)]
        matches = _matches(entries, headings)
        told = sorted(_differences(entries, headings, matches))
        if not told and not any(headings[at].is_run_in for at in matches if at is not None):
            message = f"目录的{len(entries)}项与标题一一对应，可以自动生成，页码不用自己写"
            remarks.inform("BX113", entries[0].line, message, _MAKE)
        for line, message in told[:_MOST]:
            remarks.warn("BX115", line, message, _AGREE)
        if len(told) > _MOST:
            remarks.warn("BX115", told[_MOST][0], f"目录与标题不一致的还有{len(told) - _MOST}处", _AGREE)


def _headings(blocks: tuple[Block, ...]) -> Iterator[_Heading]:
    for block in walk(blocks):
        if isinstance(block, Section):
            heading = block.heading
            yield _Heading(heading.label, heading.text, heading.level, block.line, is_run_in=heading.run_in)


def _titles(document: Document) -> Iterator[_Heading]:
    """The title, which 本期要目 of a 简报 may name."""
    lines = [p for p in document.front if p.role is Role.TITLE]
    if lines:
        yield _Heading("", "".join(p.text for p in lines), 1, lines[0].line, is_annex=True)


def _annexes(annexes: tuple[Annex, ...]) -> Iterator[_Heading]:
    for annex in annexes:
        yield _Heading(annex.label, annex.title, 1, annex.line, is_annex=True)


def _differences(
    entries: list[ContentsLine], headings: list[_Heading], matches: list[int | None]
) -> Iterator[tuple[int, str]]:
    """(line, what differs there)."""
    taken = {at for at in matches if at is not None}
    numbered: dict[str, list[int]] = {}
    for at, heading in enumerate(headings):
        if heading.label and at not in taken:
            numbered.setdefault(key(heading.label), []).append(at)
    ends = [len(headings)]  # of the headings that an entry may name which names none
    for match in reversed(matches):
        ends.append(ends[-1] if match is None else match)
    reached = -1
    for entry, match, end in zip(entries, matches, ends[-2::-1], strict=True):
        if match is not None:
            if match < reached:
                yield entry.line, f"目录里“{entry.name[:40]}”的次序与下文的标题不同"
            reached = max(reached, match)
            continue
        same = numbered.get(key(entry.text[: entry.label_end]), [])
        place = bisect_right(same, reached)
        if place == len(same) or same[place] >= end:
            yield entry.line, f"目录里有“{entry.name[:40]}”，下文没有这个标题"
            continue
        reached = same.pop(place)
        taken.add(reached)
        heading = headings[reached]
        said = f"{heading.label}{heading.name}"[:40]
        yield entry.line, f"目录里写“{entry.name[:40]}”，第 {heading.line} 行的标题是“{said}”"
    depth = max((headings[at].level for at in taken), default=0)
    for at, heading in enumerate(headings):
        if at not in taken and heading.level <= depth and not (heading.is_run_in or heading.is_annex):
            yield heading.line, f"目录里没有标题“{heading.label}{heading.name[:40]}”"


def _matches(entries: list[ContentsLine], headings: list[_Heading]) -> list[int | None]:
    """For each entry the index of the heading that it names, the next one if there are several; None: there is none."""
    places: dict[str, deque[int]] = {}
    for at, heading in enumerate(headings):
        for name in keys(f"{heading.label}{heading.name}") | keys(heading.name):
            places.setdefault(name, deque()).append(at)
    used: set[int] = set()
    found: list[int | None] = []
    reached = -1
    for entry in entries:
        match: int | None = None
        for name in sorted(keys(entry.name), key=len, reverse=True):  # with its label, then without
            left = places.get(name, deque())
            while left and (left[0] in used or left[0] < reached < left[-1]):
                left.popleft()
            if left:
                match = reached = left.popleft()
                used.add(match)
                break
        found.append(match)
    return found
