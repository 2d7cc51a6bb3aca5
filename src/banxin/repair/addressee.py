"""主送机关 from below the title to 版记, for a list so long that the first page would show no body text (7.3.2)."""

from __future__ import annotations

import msgspec

from banxin.document import Document, Paragraph, Role, texts
from banxin.elements import BY_ROLE
from banxin.errors import Diagnostic, Severity
from banxin.repair.tree import Repaired
from banxin.streams import visible

_LABEL = BY_ROLE[Role.MAIN_TO].label
_COLONS = "：:"
_STOP = "。"


def move_addressee(document: Document) -> Repaired:
    """`document` with its 主送机关 in 版记: `主送：` before the list and `。` for its colon (BX208)."""
    offsets: dict[tuple[int, str], int] = {}
    offset = 0
    for piece in texts(document):
        offsets.setdefault(piece, offset)
        offset += len(visible(piece[1]))
    moved: list[Paragraph] = []
    diagnostics: list[Diagnostic] = []
    for paragraph in document.front:
        if paragraph.role is not Role.ADDRESSEE:
            continue
        text = paragraph.text
        bare = text.rstrip(_COLONS)
        at = offsets[paragraph.line, text]
        message = "主送机关太多，首页排不下正文，移到版记"
        diagnostics.append(Diagnostic("BX208", Severity.REPAIR, paragraph.line, message, "", "", _LABEL, at))
        end = at + len(visible(bare))
        diagnostics.append(
            Diagnostic("BX208", Severity.REPAIR, paragraph.line, message, "", visible(text[len(bare) :]), _STOP, end)
        )
        moved.append(Paragraph(f"{_LABEL}{bare}{_STOP}", Role.MAIN_TO, line=paragraph.line))
    if not moved:
        return Repaired(document, ())
    front = tuple(p for p in document.front if p.role is not Role.ADDRESSEE)
    return Repaired(msgspec.structs.replace(document, front=front, back=(*document.back, *moved)), tuple(diagnostics))
