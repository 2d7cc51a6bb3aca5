"""What a text says of other documents and of its own annexes to findings: numbers cited, annexes listed and named."""

from __future__ import annotations

from collections.abc import Iterator

from banxin.checks.pieces import Piece
from banxin.document import Role
from banxin.errors import Diagnostic
from banxin.regex import regex
from banxin.streams import HAN

_ZERO = regex("〔(?:19|20)[0-9]{2}〕(0[0-9]{1,2})号")
_BRACKETS = regex(rf"(?<=[{HAN}])([（(\[【［](20(?:1[2-9]|[2-9][0-9]))[）)\]】］])(?=[1-9][0-9]{{0,3}}号)")
"""Behind the letters of an organ; up to 2012 other brackets were in use, and a law court has its own."""
_ITEM = regex(r"(?:附\s*件\s*[：:]?\s*)?([0-9]{1,2})([.．、：:]|\s)")
_NAMED = regex("(?:^|(?<=[见按照据填报和及与将在（(，。；、]))附件([1-9][0-9]?)(?![0-9—-])")


def check_citations(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """BX503 and BX526 where a number is cited, BX527, BX528."""
    for piece in pieces:
        if piece.is_body or piece.heading or piece.role in (Role.TITLE, Role.ANNEX_TITLE):
            for found in _ZERO.finditer(piece.text):
                yield piece.remark("BX503", found.start(1), f"发文顺序号“{found[1]}”编了虚位")
            for found in _BRACKETS.finditer(piece.text):
                message = f"引用的文号“{found[1]}”应为“〔{found[2]}〕”"
                yield piece.remark("BX526", found.start(), message)
    yield from _annexes(pieces)


def _annexes(pieces: list[Piece]) -> Iterator[Diagnostic]:
    notes = [piece for piece in pieces if piece.role is Role.ATTACHMENT_NOTE and not piece.part]
    labelled = [(piece, found) for piece in notes if (found := _ITEM.match(piece.text))]
    for piece, found in labelled:
        if found[2] == "、":
            yield piece.remark("BX527", found.start(2), f"附件序号“{found[1]}、”应为“{found[1]}.”")
            break
    for before, (piece, found) in enumerate(labelled):
        if len(labelled) > 1 and int(found[1]) != before + 1:
            yield piece.remark("BX527", found.start(1), f"附件序号“{found[1]}”接不上，应为“{before + 1}”")
            break
    listed = max((int(found[1]) for _, found in labelled), default=len(notes))
    for piece in pieces if notes else ():
        if piece.part or not piece.is_body:
            continue
        for found in _NAMED.finditer(piece.text):
            if int(found[1]) > listed:
                message = f"说到“{found[0]}”，附件说明里只有{listed}项"
                yield piece.remark("BX528", found.start(), message)
