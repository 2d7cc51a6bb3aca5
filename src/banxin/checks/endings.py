"""The end of a text to findings: 署名 and 成文日期 that were not taken as such, an end in the middle, 主题词."""

from __future__ import annotations

from collections.abc import Iterator

from banxin.checks.pieces import Piece
from banxin.document import Document, Form, Role
from banxin.errors import Diagnostic
from banxin.regex import regex
from banxin.streams import HAN, visible

_DAY = (
    "(?:[0-9]{4}|[二〇○零一三四五六七八九]{4})年(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月"
    "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})日"
)
_DATE = regex(f"[（(]?{_DAY}[）)]?")
_KIND = "政府|委员会|办公室|指挥部|领导小组|[局委办厅院会处科室站队校园部]|公司|中心|支部|街道办事处"
_ORGAN_NAME = f"[{HAN}（）]{{2,30}}(?:{_KIND})"
_ORGAN = regex(_ORGAN_NAME)
_GLUED = regex(f"[。！]\\s{{0,8}}({_ORGAN_NAME}\\s{{0,8}}{_DAY})\\Z|[。！]\\s{{1,8}}({_ORGAN_NAME})\\Z")
_LONGEST = 80
"""Characters of an organ and a date."""
_TOPIC = regex(r"主\s?题\s?词\s?[：:]")
_CLOSING = regex(
    "特此(?:通知|公告|通告|通报|函复|函达|批复|报告|说明|证明|声明|公示)|此复|妥否，请批示|以上报告，请审阅"
)
_POST = regex("(?:代)?(?:省长|市长|县长|区长|州长|局长|主任|主席|部长|院长|检察长)")
_OF_ANOTHER = regex("印发|转发|批转|颁布|公布|发布|修改|修订|废止")
"""A title that has these announces the document that stands behind it."""


def check_endings(document: Document, pieces: list[Piece]) -> Iterator[Diagnostic]:
    """BX522–BX525, and BX606 for a closing phrase."""
    own = [piece for piece in pieces if piece.role is not Role.RESIDUE]
    for before, piece, after in zip([None, *own], own, [*own[1:], None], strict=False):
        if _TOPIC.match(piece.text):
            yield piece.remark("BX524", 0, "“主题词”已经不用")
        if piece.is_body and _CLOSING.fullmatch(piece.text):
            yield piece.remark("BX606", len(piece.text) - 1, f"段末没有标点：{piece.text}")
        if piece.is_body and _DATE.fullmatch(visible(piece.text)):
            yield from _missed(before, piece, after)
        if piece.is_body and not piece.part and (at := glued_at(piece.text)) >= 0:
            yield piece.remark("BX522", at, f"“{piece.text[at:][-20:]}”像是落款，接在了正文后面")
        if piece.role is Role.SIGNATURE and document.form is Form.ORDER and _POST.fullmatch(visible(piece.text)):
            yield piece.remark("BX525", len(piece.text) - 1, f"“{visible(piece.text)}”之后没有姓名")
    yield from _two(document, own)


def glued_at(text: str) -> int:
    """Where an organ and a date, or an organ behind a blank, begin behind the last sentence of `text`; -1: none do."""
    found = _GLUED.search(text, max(len(text) - _LONGEST, 0))
    return found.start(found.lastindex or 0) if found else -1


def _missed(before: Piece | None, piece: Piece, after: Piece | None) -> Iterator[Diagnostic]:
    """A date on a line of its own that is body: below an organ, or the last line below a sentence."""
    if before is None or not before.is_body or before.part != piece.part:
        return
    if _ORGAN.fullmatch(visible(before.text)):
        message = f"“{visible(before.text)[:20]}”和“{visible(piece.text)}”像是署名和成文日期，没有当作落款"
        yield before.remark("BX522", 0, message)
    elif (after is None or after.part != piece.part or after.role is Role.COPY_TO) and before.text[-1] in "。！":
        yield piece.remark("BX522", 0, f"“{visible(piece.text)}”像是成文日期，没有当作落款")


def _two(document: Document, pieces: list[Piece]) -> Iterator[Diagnostic]:
    """Behind the end of the document another one without a label, with an end of its own."""
    title = visible("".join(piece.text for piece in pieces if piece.role is Role.TITLE and not piece.part))
    text = "".join(piece.text for piece in pieces if piece.is_body and not piece.part)
    if not title or _OF_ANOTHER.search(title) or _OF_ANOTHER.search(text):
        return
    ended = any(piece.role is Role.DATE and not piece.part for piece in pieces)
    for part, annex in enumerate(document.annexes, 1):
        inside = [piece for piece in pieces if piece.part == part]
        if not annex.label and ended and any(piece.role is Role.DATE for piece in inside):
            name = visible(annex.title)[:20]
            yield inside[0].remark("BX523", 0, f"从“{name}”起另有标题和落款，像是另一份公文")
            return
