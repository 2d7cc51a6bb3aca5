"""Character streams: the visible characters of a stage's text, in source order, and where two streams differ.

Layout characters (white space and what is hidden, as zero-width marks) are not text and do not count; every other
character does. The stages are compared by these streams before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable

from banxin.errors import Diagnostic, TextSafetyError

HIDDEN = {
    "\xad": "软连字符",
    "\u061c": "方向标记",
    "\u180e": "零宽空格",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连字",
    **dict.fromkeys("\u200e\u200f", "方向标记"),
    **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "方向控制字符"),
    "\u2060": "零宽空格",
    **dict.fromkeys("\u2061\u2062\u2063\u2064", "看不见的运算符"),
    **dict.fromkeys("\u206a\u206b\u206c\u206d\u206e\u206f", "方向控制字符"),
    "\ufeff": "字节序标记",
}
"""Characters that are seen nowhere and take no room, and what a user calls each: soft hyphens, zero-width spaces and
joiners, marks and controls of direction, byte-order marks."""

INVISIBLE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
) + "".join(HIDDEN)
"""Every character that is layout and not text: Unicode white space, and what is hidden."""

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, for a character class."""

_NO_HIDDEN = dict.fromkeys(map(ord, HIDDEN))


def visible(text: str) -> str:
    """`text` without its layout characters."""
    text = "".join(text.split())
    return text if text.isprintable() else without_hidden(text)  # what is hidden is not printed, and rare


def without_hidden(text: str) -> str:
    """`text` without what is hidden in it; its white space stays."""
    return text.translate(_NO_HIDDEN)


def apply_edits(stream: str, edits: Iterable[Diagnostic]) -> str:
    """`stream` after the edits among `edits` (those with `offset >= 0`), in any order.

    Those that keep the length come first, as they move nothing: another may take in what they made, be it one that
    keeps the length as well. An edit that does not fit (its `before` is not what stands at its `offset`, or it changes
    the length and overlaps the one before it) is left out, so that the comparison that follows finds the difference.
    """
    exact = [(e.offset, visible(e.before), visible(e.after)) for e in edits if e.offset >= 0]
    stream = _exchanged(stream, [edit for edit in exact if len(edit[1]) == len(edit[2])])
    return _applied(stream, [edit for edit in exact if len(edit[1]) != len(edit[2])])


def _exchanged(stream: str, edits: list[tuple[int, str, str]]) -> str:
    """`stream` after edits as (offset, before, after) that keep its length."""
    if not edits:
        return stream
    chars = list(stream)
    for offset, before, after in sorted(edits, key=lambda edit: edit[0]):
        end = offset + len(before)
        if "".join(chars[offset:end]) == before:
            chars[offset:end] = after
    return "".join(chars)


def _applied(stream: str, edits: list[tuple[int, str, str]]) -> str:
    """`stream` after edits as (offset, before, after)."""
    parts: list[str] = []
    at = 0
    for offset, before, after in sorted(edits, key=lambda edit: edit[0]):
        if offset < at or not stream.startswith(before, offset):
            continue
        parts += stream[at:offset], after
        at = offset + len(before)
    parts.append(stream[at:])
    return "".join(parts)


def first_difference(expected: str, actual: str) -> int | None:
    """The index of the first character in which two streams differ, `None` if they are equal."""
    if expected == actual:
        return None
    for index, (a, b) in enumerate(zip(expected, actual, strict=False)):
        if a != b:
            return index
    return min(len(expected), len(actual))


def hold(expected: str, actual: str, *, stage: str, name: str) -> None:
    """Holds a stage to the characters that it was given; the stage's Chinese name and the text's stand in the message.

    Raises:
        TextSafetyError: the streams differ.
    """
    at = first_difference(expected, actual)
    if at is None:
        return
    wanted, found = expected[max(at - 8, 0) : at + 8], actual[max(at - 8, 0) : at + 8]
    problem = f"{stage}时文字有出入（第 {at + 1} 个字符处：应为“{wanted}”，却是“{found}”），为保全文字没有写出文件"
    raise TextSafetyError(problem, place=name, remedy="这是 banxin 的错误，请把这个文本附上报告给我们")
