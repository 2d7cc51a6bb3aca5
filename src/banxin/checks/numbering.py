"""Labels of headings and lists to findings: other forms than the standard's, and forms that do not agree."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from banxin.checks.pieces import Piece
from banxin.document import Scheme
from banxin.errors import Diagnostic
from banxin.regex import regex

_SYMBOLS = regex("[⑴-⒇⒈-⒛㈠-㈩]|[(][0-9一二三四五六七八九十]{1,3}[)]|[(].*）|（.*[)]")
_ARABIC = regex(r"[0-9]{1,2}(?:、|[.．](?![0-9]))")
_WRONG = (
    (regex(r"[一二三四五六七八九十百]+(?:[.．,，]|$)"), "、"),
    (regex(r"(?:（.*）|[(].*[)])[、.．,，]"), ""),
    (regex("[0-9]+[、,，]"), "."),
)
"""A form of a label that is wrong, and what should stand behind the number."""
_COUNTED = regex(r"[0-9]{1,2}(?:、|[.．](?![0-9]))|[（(](?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳]")
_HAN_LABEL = regex("([一二三四五六七八九十]{1,3})、(?![一二三四五六七八九十])")
_ENDS = regex("[。！？；：，、…!?;:,]$")
_FIRST = regex(r"1[.．、](?![0-9])")
_SHORT = 40
"""A line with a label and no end mark is a heading up to here."""


def check_numbering(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """BX401, BX402, BX404–BX406, once a form in the document and in each annex; BX101 where no heading is seen."""
    parts: dict[int, list[Piece]] = {}
    for piece in pieces:
        parts.setdefault(piece.part, []).append(piece)
    for own in parts.values():
        yield from _mixed(own)
        yield from _forms(own)
        yield from _left_out(own)
        yield from _upside_down(own)
        yield from _same(own)


def _mixed(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """`1.` and `1、` among the headings, or among the items of lists."""
    headings = [(p, p.heading.label) for p in pieces if p.heading and _ARABIC.fullmatch(p.heading.label)]
    items = [(p, found[0]) for p in pieces if p.is_body and (found := _ARABIC.match(p.text))]
    for labelled in (headings, items):
        commas = [(piece, label) for piece, label in labelled if label[-1] == "、"]
        if commas and len(commas) < len(labelled):
            piece, label = commas[0]
            dots = len(labelled) - len(commas)
            message = f"序号“{label}”与别处的写法不同（用“.”的{dots}个，用“、”的{len(commas)}个）"
            yield piece.remark("BX401", _label_index(piece, label), message)


def _forms(pieces: list[Piece]) -> Iterator[Diagnostic]:
    headings = [(p, p.heading.label) for p in pieces if p.heading and p.heading.scheme is Scheme.OUTLINE]
    items = [(p, found[0]) for p in pieces if p.is_body and (found := _ARABIC.match(p.text))]
    dotted = any(_ARABIC.fullmatch(label) and label[-1] != "、" for _, label in (*headings, *items))
    counted = any((a, b) == ("1、", "2、") for (_, a), (_, b) in pairwise(items))
    told: set[str] = set()
    for piece, label in (*headings, *(items if counted else ())):
        for pattern, mark in _WRONG:
            if pattern.fullmatch(label) and mark not in told and not (mark == "." and dotted):
                told.add(mark)
                wanted = f"后面用“{mark}”" if mark else "后面不加标点"
                yield piece.remark("BX402", _label_index(piece, label), f"序号“{label}”的标点不当，{wanted}")
        if _SYMBOLS.match(label) and "symbol" not in told:
            told.add("symbol")
            yield piece.remark("BX404", _label_index(piece, label), f"序号“{label}”的字符不规范")


def _label_index(piece: Piece, label: str) -> int:
    """Where `label` begins, counted from the text, to which only the label of an item belongs."""
    return -len(label) if piece.heading else 0


def _labelled(piece: Piece) -> str:
    return (piece.heading.label if piece.heading else "") + piece.text if piece.heading or piece.is_body else ""


def _upside_down(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """`（一）` right below a short line `1.…`, or below the heading `1.…` and its text."""
    first: Piece | None = None
    for piece in pieces:
        text = _labelled(piece)
        if first and text[:3] == "（一）":
            label = first.heading.label if first.heading else ""
            message = f"“{_labelled(first)[:12]}”之下用了“（一）”"
            yield first.remark("BX405", _label_index(first, label), message)
            return
        if _FIRST.match(text) and len(text) <= _SHORT and not _ENDS.search(text):
            first = piece
        elif piece.heading or (first and not first.heading):
            first = None


def _same(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """`1.` or `（1）` again and again."""
    for piece, after in pairwise(pieces):
        if piece.is_body and after.is_body:
            first, second = _COUNTED.match(piece.text), _COUNTED.match(after.text)
            if first and second and first[0] == second[0]:
                yield after.remark("BX406", 0, f"接连几项的序号都是“{second[0]}”")
                return


def _left_out(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """A short line `五、…` behind `二、…`: the parser takes no heading for it whose number is so far off."""
    last = 0
    for piece in pieces:
        if piece.heading and (found := _HAN_LABEL.match(piece.heading.label)):
            last = _value(found[1])
        elif last and piece.is_body and len(piece.text) <= _SHORT and not _ENDS.search(piece.text):
            found = _HAN_LABEL.match(piece.text)
            if found and _value(found[1]) > last + 1:
                yield piece.remark("BX101", 0, f"序号“{found[0]}”接不上前面的第{last}个，这一行没有当作标题")


def _value(numeral: str) -> int:
    tens, _, ones = numeral.rpartition("十")
    digits = "零一二三四五六七八九"
    if "十" not in numeral:
        return digits.find(numeral) if len(numeral) == 1 else 0
    return (digits.find(tens) if tens else 1) * 10 + (digits.find(ones) if ones else 0)
