"""The kind of a document and what it asks or says at its end to findings."""

from __future__ import annotations

from collections.abc import Iterator

from banxin.checks.pieces import Piece
from banxin.document import Document, Form, Role
from banxin.errors import Diagnostic
from banxin.regex import regex
from banxin.streams import visible

_KIND = regex("的(请示|报告|通知|通报|公告|通告|批复|函)(?:（[^（）]*）)?$")
_SAID = regex(
    "(?:特此(报告|通知|通报|公告|通告|批复|函复|函告|函达|请示)|以上(报告)(?:[妥当可]否)?，?请[^。，]{0,4}(?:审[阅示议]|批[示准复])|(此复))[。！]?$"
)
_ASKED = regex(
    "(?:[妥当可]否|如无不妥)，?请[^。，]{0,10}?(?:批示|审批|批复|批准)[。！]?$|以上请示，?请[^。，]{0,10}[。！]?$"
)
_BEGGED = regex("恳请[^，。；]{0,20}?(?:拨付|拨给|解决|批准|安排|划拨|协调|增加|减免)")
"""What a 报告 asks for; that the reader may correct it, it may ask."""
_FITTING = {
    "函": ("函复", "函告", "函达", "此复"),
    "批复": ("批复", "此复"),
    "公告": ("公告", "通告"),
    "通告": ("公告", "通告"),
}
_TITLE_END = 40
_LAST = 3
"""A closing is one of so many last paragraphs of the body."""


def check_closings(document: Document, pieces: list[Piece]) -> Iterator[Diagnostic]:
    """BX529, BX530."""
    title = visible("".join(piece.text for piece in pieces if piece.role is Role.TITLE and not piece.part))
    kind = _KIND.search(title[-_TITLE_END:]) if "关于" in title else None
    if not kind or document.form not in (Form.DOCUMENT, Form.LETTER):
        return
    for piece in [piece for piece in pieces if piece.is_body and not piece.part][-_LAST:]:
        said, asked = _SAID.search(piece.text), _ASKED.search(piece.text)
        if said and said[said.lastindex or 0] not in _FITTING.get(kind[1], (kind[1],)):
            yield piece.remark("BX529", said.start(), f"文种是{kind[1]}，结语是“{said[0].rstrip('。！')}”")
        if kind[1] == "报告" and (asked := asked or _BEGGED.search(piece.text)):
            yield piece.remark("BX530", asked.start(), f"报告里夹带了请示：“{asked[0][:16]}”")
        elif asked and kind[1] not in ("请示", "函"):
            yield piece.remark("BX529", asked.start(), f"文种是{kind[1]}，结语是“{asked[0][:16]}”")
