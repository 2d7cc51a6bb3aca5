"""Words to findings: sequences with a gap, placeholders left, words and sentences written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from banxin.checks.pieces import Piece
from banxin.document import Role
from banxin.errors import Diagnostic
from banxin.regex import regex
from banxin.streams import HAN

_LEAD = regex("(?:^|(?<=[。；！？：，）.;,:]))\\s*([一二三四五六七八九十]|十[一二三四五六])([是要])(?!一)")
_NUMERALS = (*"一二三四五六七八九十", *(f"十{ones}" for ones in "一二三四五六"))
_PLACEHOLDER = regex(
    r"(?<![A-Za-z0-9])(?:20)?(?:[xX]{2,}|[Ｘｘ]{2,})(?![A-Za-z0-9]|-[0-9])|(?:20)?×{2,}|[*＊]{3,}|_{3,}"
    rf"|(?<=[{HAN}])[xX×](?=[{HAN}])(?![光射轴])"
)
_MASKED = regex("[0-9]{2}$")
_FEW = 3
"""More paragraphs with blanks than these are told in one remark."""
_PARTICLE = regex("(?<![目标])的的(?!确)|(?<![对一])与与|以及以及|和和(?![气平美睦谐解])|(?<!不)能够能够")
_TWICE = regex(f"(?!一)([{HAN}]{{3,8}})\\1")
"""`一个窗口一个窗口` is said on purpose."""
_PAIRS = regex(f"(?:([{HAN}])\\1){{4,}}|第第([{HAN}0-9])\\2")
_FIGURE = regex(
    r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?(?:[%％]|[万亿]?元|[万亿]?人|[万亿]?亩|[户名件项吨台所家]|公里|个百分点))\1"
)
_UNTIL = regex(
    "(?:^|(?<=[。；，！：（]))截止(?:到|至)?(?:(?:19|20)[0-9]{2}年|[0-9]{1,2}月|目前|今年|去年|本月)"
    "(?:[^，。；]{0,40}，|[0-9年月日时分底末上中下旬]{0,16}(?:[全我][省市县区州乡镇村国校局]|累计|共[有计]?))"
)
_BAR = regex(r"[|｜]\Z")
_SENTENCE = regex(r"[^。！？]+(?:[。！？]|\Z)")
_LEAST = 20
"""A shorter sentence may well be said twice."""
_NO_TEXT = regex("此\\s*页\\s*无\\s*正\\s*文")
_NAMES = (Role.SIGNATURE, Role.SIGNER, Role.PRINTER)


def check_wording(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """BX613, BX801, BX811–BX815."""
    yield from _leads(pieces)
    yield from _sentences(pieces)
    yield from _placeholders(pieces)
    yield from _bars(pieces)
    for piece in pieces:
        if piece.role is Role.RESIDUE:
            continue
        text = piece.text
        for again in (
            *_PARTICLE.finditer(text),
            *_TWICE.finditer(text),
            *_PAIRS.finditer(text),
            *_FIGURE.finditer(text),
        ):
            yield piece.remark("BX812", again.start(), f"“{again[0]}”写了两遍")
        for until in _UNTIL.finditer(text):
            yield piece.remark("BX815", until.start(), f"“{until[0][:12]}”的“截止”应为“截至”")
        if found := _NO_TEXT.search(text):
            yield piece.remark("BX814", found.start(), "不用“此页无正文”")


def _bars(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """Bars at line ends, once."""
    barred = [(p, found) for p in pieces if (p.is_body or p.heading) and (found := _BAR.search(p.text))]
    if barred:
        piece, found = barred[0]
        more = f"，全文有{len(barred)}处" if len(barred) > 1 else ""
        yield piece.remark("BX613", found.end() - 1, f"行末有“{found[0]}”{more}")


def _placeholders(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """One remark a paragraph, or one for all where there are many, or lines to write on in several."""
    blanks = [
        (piece, found)
        for piece in pieces
        if piece.role is not Role.RESIDUE
        and (found := [one for one in _PLACEHOLDER.finditer(piece.text) if not _is_mask(piece.text, one)])
    ]
    drawn = sum(found[0][0][0] == "_" for _, found in blanks)
    if len(blanks) > _FEW or drawn > 1:
        (piece, found), count = blanks[0], sum(len(found) for _, found in blanks)
        lines = list(dict.fromkeys(str(piece.line) for piece, _ in blanks))
        where = "、".join(lines[:_FEW]) + ("等" if len(lines) > _FEW else "")
        message = f"全文有“{found[0][0][:20]}”等{count}处占位符没有填写，在第{where}行"
        yield piece.remark("BX811", found[0].start(), message)
        return
    for piece, found in blanks:
        number = f"等{len(found)}处占位符" if len(found) > 1 else "占位符"
        yield piece.remark("BX811", found[0].start(), f"有“{found[0][0][:20]}”{number}没有填写")


def _is_mask(text: str, found: re.Match[str]) -> bool:
    """`138****0000`, `4201**********0000`: figures left out on purpose."""
    return (
        found[0][0] in "*＊xX×"
        and _MASKED.search(text[max(found.start() - 2, 0) : found.start()]) is not None
        and text[found.end() : found.end() + 1].isdigit()
    )


def _leads(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """一是 without 二是, and gaps in 一是… 二是… 三是…; a sequence may run over paragraphs and sections."""
    for verb in "是要":
        found = [
            (piece, lead.start(1), _NUMERALS.index(lead[1]) + 1)
            for piece in pieces
            if piece.is_body and verb in piece.text
            for lead in _LEAD.finditer(piece.text)
            if lead[2] == verb
        ]
        last = 0
        for at, (piece, index, value) in enumerate(found):
            following = found[at + 1][2] if at + 1 < len(found) and found[at + 1][0].part == piece.part else 0
            name = f"{_NUMERALS[value - 1]}{verb}"
            if value == 1 and following not in (2, 3):
                yield piece.remark("BX801", index, f"有“{name}”，没有“二{verb}”")
            elif value > last + 1 and value > 1 and last:
                yield piece.remark("BX801", index, f"“{name}”之前没有“{_NUMERALS[value - 2]}{verb}”")
            elif value > 1 and value == last:
                yield piece.remark("BX801", index, f"“{name}”出现两次")
            last = value


def _sentences(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """Whole sentences that the body of the document has twice."""
    lines: dict[str, int] = {}
    for piece in pieces:
        if piece.part or not piece.is_body:
            continue
        for found in _SENTENCE.finditer(piece.text):
            sentence = found[0]
            if len(sentence) < _LEAST or sentence[-1] not in "。！？":
                continue
            if sentence not in lines:
                lines[sentence] = piece.line
                continue
            first = lines[sentence]
            where = f"第{first}行" if first != piece.line else "前面"
            yield piece.remark("BX813", found.start(), f"这一句与{where}的重复：{sentence[:12]}…")
