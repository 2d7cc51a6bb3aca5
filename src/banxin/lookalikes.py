"""Characters that stand for others: what each of them stands for, and what a user calls those that stand for nothing.

Text copied from a PDF, read by OCR or made for vertical setting has radicals (`⼀`, U+2F00), compatibility ideographs
(U+F967 for 不) and marks of other forms (`﹝`, U+FE5D) where the ordinary character is meant. No rule knows them and
hardly a font has them. A reader may rely on this: `plain` changes nothing else, and its result is as long as the text,
character by character.

Diagnostics: BX220 look-alikes replaced, BX221 hidden characters dropped, one of each a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from banxin.errors import Diagnostic, Severity
from banxin.regex import regex
from banxin.streams import HIDDEN, visible

_RADICALS = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻"
        "⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿"
        "肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
"""CJK Radicals Supplement; written by `docs/radicals.py` from Unicode's EquivalentUnifiedIdeograph.txt, 15.0."""

_IDEOGRAPHS = "\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufad9\U0002f800-\U0002fa1d"
"""Compatibility ideographs, less the twelve that are ideographs in their own right (see `_UNIFIED`)."""
_MARKS = "\ufe10-\ufe19\ufe30-\ufe48\ufe4d-\ufe52\ufe54-\ufe66\ufe68-\ufe6b\uff61-\uff64"
"""Vertical, small and half-width forms of marks."""

FOUND = regex(f"[\u2236\u2e81-\u2ef3\u2f00-\u2fd5{_IDEOGRAPHS}{_MARKS}]")
"""All that `plain` may change."""

_RATIO = "∶"
_HAN_DIGITS = "〇零一二两三四五六七八九十百千"
_OF_THEIR_OWN = {_RATIO: "：", "︙": "…", "︰": "："}
"""U+FE19 stands for half an ellipsis; U+FE30 is what old sets of Taiwan have for a colon."""
_PER_CENT = "﹪"


def plain(text: str) -> str:
    """`text` with every look-alike as the character it stands for.

    A ratio sign stays between digits or letters (`1∶1.5`), where it is one. A mark becomes the full-width one, but
    the half-width one within a number (`3﹒5`, `50﹪`).
    """
    return FOUND.sub(_plain, text)


def _plain(found: re.Match[str]) -> str:
    char, at = found[0], found.start()
    left, right = found.string[at - 1 : at], found.string[at + 1 : at + 2]
    if char == _RATIO and _is_number(left) and _is_number(right):
        return char
    if char in _OF_THEIR_OWN:
        return _OF_THEIR_OWN[char]
    if char in _RADICALS:
        return _RADICALS[char]
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) != 1:
        return char
    in_number = _is_latin(left) and (_is_latin(right) or char == _PER_CENT)
    return chr(ord(folded) + 0xFEE0) if folded.isascii() and not in_number else folded


def _is_number(char: str) -> bool:
    return _is_latin(char) or (char != "" and char in _HAN_DIGITS)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


# Reports


def replaced(line: int, text: str, after: str, offset: int) -> Diagnostic:
    """BX220: that `text` became `after`, its `plain` form; `text` stands at `offset` of the stream, in `line`.

    The edit goes from the first character that changed to the last.
    """
    changed = [at for at, (a, b) in enumerate(zip(text, after, strict=True)) if a != b]
    start, end = changed[0], changed[-1] + 1
    message = f"{len(changed)} 个兼容字符改为通用字符"
    before = visible(text[start:end])
    offset += len(visible(text[:start]))
    return Diagnostic("BX220", Severity.REPAIR, line, message, "", before, visible(after[start:end]), offset)


def dropped(line: int, hidden: str) -> Diagnostic:
    """BX221: that the characters in `hidden` are left out of a line; layout, and so no edit of the stream."""
    listed = "、".join(f"{what} {number} 个" for what, number in Counter(map(HIDDEN.__getitem__, hidden)).items())
    return Diagnostic("BX221", Severity.REPAIR, line, f"删去看不见的字符：{listed}", "", hidden)


# What users call them

_UNIFIED = "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"
"""Ideographs in their own right among the compatibility ideographs (The Unicode Standard, 18.1)."""
_BLOCKS = (
    (0x80, 0x9F, "控制字符"),
    (0x0300, 0x036F, "组合用的附加符号"),
    (0x2E80, 0x2EFF, "部首"),
    (0x2F00, 0x2FDF, "部首"),
    (0x2FF0, 0x2FFF, "描述字形的符号"),
    (0x31C0, 0x31EF, "笔画"),
    (0xE000, 0xF8FF, "私有区字符，各家字库各不相同"),
    (0xF900, 0xFAFF, "兼容汉字"),
    (0xFE00, 0xFE0F, "选择字形的符号"),
    (0xFE10, 0xFE6F, "竖排或异形的标点"),
    (0xFF61, 0xFFDC, "半角的标点和字母"),
    (0xFFF9, 0xFFFB, "旁注用的控制字符"),
    (0xFFFC, 0xFFFC, "原来是图片或公式的地方"),
    (0x1F000, 0x1FAFF, "图画和表情符号"),
    (0x2F800, 0x2FA1F, "兼容汉字"),
    (0xE0000, 0xE0FFF, "看不见的标记"),
    (0xF0000, 0x10FFFF, "私有区字符，各家字库各不相同"),
)
"""Blocks whose characters stand for no word or mark of a text by themselves: first, last, what they hold."""


def kind(char: str) -> str:
    """What `char` is if it is no ordinary character of a text; empty if it is one, for which a font may be found."""
    if char in _UNIFIED:
        return ""
    return next((name for first, last, name in _BLOCKS if first <= ord(char) <= last), "")


def name(char: str) -> str:
    """`U+2E80 CJK RADICAL REPEAT`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()
