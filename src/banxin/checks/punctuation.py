"""Marks of running text to findings: half-width, doubled, misplaced or missing ones."""

from __future__ import annotations

from collections.abc import Iterator

from banxin.checks.endings import glued_at
from banxin.checks.pieces import CLOSERS, Piece
from banxin.document import Role
from banxin.errors import Diagnostic
from banxin.regex import regex
from banxin.streams import HAN

_HALF = regex(
    rf"(?<=[{HAN}])[,;:!?](?=\s*[0-9A-Za-z“《（])"
    rf"|(?<=[0-9A-Za-z%％”》）])[,;!?](?=\s*[{HAN}“《（])"
    rf"|(?:(?<=[{HAN}]{{2}})|(?<=[0-9][{HAN}])|(?<=[{HAN}][）”》])|(?<=[0-9][%％‰）]))\.(?=\s*(?:$|[{HAN}“《（]))"
    rf"|(?<=[{HAN}0-9])(?<![“‘（《][0-9])(?<![“‘（《][0-9]{{2}})\.(?=[”’）》])"  # “1.” cites a number
)
_LAST_STOP = regex(r"(?<=[0-9])\.\Z")
_CLAUSE = regex(f"[{HAN}][，。；]")
_DOTS = regex(rf"(?<=[{HAN}）”》])(?:\.{{7,9}}(?![.])|…{{3}}(?!…)|…{{5,}})(?=$|[{HAN}，。；！？”）])")
"""One 省略号 has six dots, two of them twelve; ten dots of half width or more lead to a page number or leave room."""
_LISTED = regex("[，、；]")
_ADDRESS = regex(r"(?:://|www\.|@)")
_ADDRESS_LENGTH = 200
_LATIN = "".join(map(chr, range(0x21, 0x7F)))
_DOUBLED = regex(r"[，、；][，。、；：]|：[，。、；：]|(?<!。)。[，、；：]|(?<!。)。\s?。(?!\s?。)|[！？][，。、；：]")
_PILED = regex("[！？!?]{4,}")
_ODD = (
    ("BX609", regex(rf"(?<=[{HAN}])[•∙・‧](?=[{HAN}])"), "“{}”应为“·”"),
    ("BX610", regex("[「『]"), "横排的文字用了“{}”"),
    ("BX611", regex("（（[^（）]*））"), "括号写了两层：{}"),
    ("BX612", regex("……等(?![级待于候])"), "“{}”里省略号和“等”留一个"),
)
_TWO_STOPS = regex("。[”’]。")
_COMMA_INSIDE = regex("[，；]”(?!“)")
_PART = regex(rf"(?<=[{HAN}])“[^“”]{{1,200}}。”(?=$|[{HAN}，。；）])")
_BETWEEN = regex("”、(?=“)|》、(?=《)")
_ENUMERATION = regex("(?:”、“|》、《)")
_SENTENCE_MARK = regex("[。，！？；]")
_END_MARK = "。！？；：…!?;:."
_STOPPED = "，、,"
_BRACKET = regex("[（）()]")
_HALVES = ((regex("[（(]"), regex("[）)]")), (regex("【"), regex("】")))
_ENTRY = regex(f"[{HAN}](?:\\s?[{HAN}]){{1,7}}\\s?[：:]")
_ENTRIES = regex(f"[，；,;\\s][{HAN}]{{2,6}}[：:]|[0-9A-Za-z]$")
"""In a paragraph that begins with an entry: a further one, or a number at its end."""
_QUOTED = regex("“[^“”]{0,200}”|《[^《》]{0,200}》")
_NOTE = regex(r"[【［\[].*[】］\]]")
_LEAST = 20
"""A paragraph with a mark in it and so many characters is running text, no row of a list."""


def check_punctuation(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """BX603–BX612."""
    pieces = [piece for piece in pieces if piece.role is not Role.RESIDUE]
    for before, piece in zip([None, *pieces], pieces, strict=False):
        text = piece.text
        heading = before.heading if before else None
        if before and heading and heading.run_in and heading.text[-1:] == "。" and text[:1] in tuple("，。、；："):
            message = f"“。{text[0]}”两个标点连用：{heading.text[-4:]}{text[:5]}"
            yield before.remark("BX604", len(heading.text) - 1, message)
        for found in _HALF.finditer(text):
            if not _in_address(text, found.start()):
                yield piece.remark("BX603", found.start(), f"半角“{found[0]}”：{_around(text, found.start())}")
        stop = _LAST_STOP.search(text)
        if stop and _CLAUSE.search(text) and not _in_address(text, stop.start()):
            yield piece.remark("BX603", stop.start(), f"半角“.”：{_around(text, stop.start())}")
        yield from _marks(piece)
        if "”" in text or "》" in text:
            yield from _quotes(piece)
    yield from _unended(pieces)


def _marks(piece: Piece) -> Iterator[Diagnostic]:
    """Marks that are doubled, piled up, or none of this use."""
    text = piece.text
    for found in _DOTS.finditer(text):
        is_prose = text[-1] in "。！？" or _LISTED.search(text, 0, found.start())
        if found[0][0] == "…" or is_prose:
            yield piece.remark("BX608", found.start(), f"不像省略号：{_around(text, found.start(), found.end())}")
    for found in _DOUBLED.finditer(text):
        yield piece.remark("BX604", found.start(), f"“{found[0]}”两个标点连用：{_around(text, found.start())}")
    for found in _PILED.finditer(text):
        yield piece.remark("BX604", found.start(), f"“{found[0][:8]}”叠用超过三个")
    for code, pattern, message in _ODD:
        if odd := pattern.search(text):
            yield piece.remark(code, odd.start(), message.format(odd[0][:16]))


def _around(text: str, index: int, end: int = 0) -> str:
    return text[max(index - 4, 0) : (end or index + 1) + 4]


def _in_address(text: str, index: int) -> bool:
    """Within a web or mail address; a comma at its end is no part of it."""
    if text[index] == ",":
        return False
    before = text[max(index - _ADDRESS_LENGTH, 0) : index]
    return _ADDRESS.search(before, len(before.rstrip(_LATIN))) is not None


def _quotes(piece: Piece) -> Iterator[Diagnostic]:
    text = piece.text
    for found in _TWO_STOPS.finditer(text):
        yield piece.remark("BX605", found.start(), f"引号内外都有句号：{_around(text, found.start())}")
    for found in _COMMA_INSIDE.finditer(text):
        yield piece.remark("BX605", found.start(), f"“{found[0][0]}”应在引号外：{_around(text, found.start())}")
    for found in _PART.finditer(text):
        if not text.startswith("。", found.end()):
            index = found.end() - 2
            yield piece.remark("BX605", index, f"引文是句子的一部分，句号应在引号外：{_around(text, index)}")
    for found in _BETWEEN.finditer(text):
        what = "引号" if found[0][0] == "”" else "书名号"
        yield piece.remark("BX607", found.start() + 1, f"并列的{what}之间有顿号：{_around(text, found.start() + 1)}")


def _unended(pieces: list[Piece]) -> Iterator[Diagnostic]:
    """Paragraphs of running text without an end mark, where those around them have one."""
    for at, piece in enumerate(pieces):
        if not piece.is_body or _NOTE.fullmatch(piece.text) or len(piece.text) < _LEAST or _is_ended(piece.text):
            continue
        if not _SENTENCE_MARK.search(_QUOTED.sub("", piece.text)) or glued_at(piece.text) >= 0:
            continue
        if any(len(one.findall(piece.text)) != len(other.findall(piece.text)) for one, other in _HALVES):
            continue  # where a bracket has no other half, it is not known what the last mark belongs to
        near = [p for p in (*pieces[max(at - 1, 0) : at], *pieces[at + 1 : at + 2]) if p.role is Role.BODY]
        stopped = piece.text[-1] in _STOPPED
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        goes_on = stopped and following is not None and following.is_body
        listed = any(not _is_ended(p.text) for p in near) or piece.text[-1] == "、"
        if listed or goes_on or (following is not None and following.role is None and following.heading is None):
            continue  # a list, a line that was cut, or words above a table
        what = f"停在“{piece.text[-1]}”上" if stopped else "没有标点"
        yield piece.remark("BX606", len(piece.text) - 1, f"段末{what}：{piece.text[-8:]}")


def _is_ended(text: str) -> bool:
    bare = text.rstrip(CLOSERS)
    if bare[-1:] and bare[-1] in _END_MARK:
        return True
    if text[-1] in "）)":  # `……。（责任单位：某某局）`, or the brackets are the whole paragraph
        head = text[: _bracket_start(text)].rstrip(CLOSERS)
        if not head or head[-1] in _END_MARK:
            return True
    if text[-1] in "】|｜":
        return True  # a remark of its own; BX613
    # `联系人：某某，电话：……` is no sentence
    return _ENTRY.match(text) is not None and _ENTRIES.search(text) is not None


def _bracket_start(text: str) -> int:
    """Where the brackets begin that end `text`; they may have others in them."""
    depth = 0
    for found in reversed(list(_BRACKET.finditer(text))):
        depth += 1 if found[0] in "）)" else -1
        if not depth:
            return found.start()
    return len(text)
