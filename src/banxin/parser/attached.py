"""What stands directly above and below a table or a figure and belongs to it: its caption and its notes."""

from __future__ import annotations

import msgspec

from banxin.document import Figure, Paragraph, Role
from banxin.elements import FIGURE_CAPTION, NAMES
from banxin.forms.lines import SHORT_LENGTH, Item, is_open
from banxin.parser.notes import Notes
from banxin.regex import regex

_TABLE = regex("附?表")
_NUMBERED_TABLE = regex(r"附?表\s*[0-9一二三四五六七八九十]")
"""A caption that names its table also where a blank line stands between."""
_NUMBERED_FIGURE = regex(r"附?图\s*(?:[0-9０-９]+(?:[-—.．][0-9０-９]+)*|[一二三四五六七八九十]{1,3})(?![0-9年月日])")
_NOTE = regex(
    r"[（(]?(?:注|备\s*注|说\s*明|(?:资料|数据|图片|照片)来源)\s*(?:[0-9０-９]{1,2}|[①-⑳])?\s*[：:](?!\s*(?:敬请|务请|恳请|请))"
)
"""How a note begins; a mark of its number may stand before the colon. An appeal to the reader (`备注：请各位…`) is text
of the document, not about the table."""
_MARKED = regex(r"(?:注\s*[0-9０-９]{1,2}|[①-⑳]|\*{1,3}(?=[^\s*]))")
"""How a note to a mark in the table begins; the first of them may do without 注."""
_NUMBER = regex(r"([0-9]{1,2})\s*[.．、](?![0-9])\s*")
_FEW, _MOST = 4, 0.75
"""Lines, and the share of them, that show how paragraphs are parted."""
_LONGEST = 200
"""Characters of a note: some six lines of small type. What is longer is text that begins with 说明 by chance."""


def caption_above(found: list[Item], *, blank: bool) -> Item | None:
    """The item above a table, taken away, if it names the table; `blank`: a blank line stands between."""
    if not found:
        return None
    if found[-1].is_caption:
        return found.pop()
    text = found[-1].text
    if (blank and not _NUMBERED_TABLE.match(text)) or found[-1].block or found[-1].label:
        return None
    if len(text) > SHORT_LENGTH or not _TABLE.match(text) or not is_open(text):
        return None
    return found.pop()


def with_what_is_below(items: list[Item], notes: Notes) -> list[Item]:
    """`items` with the captions below figures, and the notes below tables and figures, as parts of these."""
    if not any(item.block for item in items):
        return items
    apart = _is_spaced(items)
    found: list[Item] = []
    below: list[Paragraph] = []
    """Of the block found last."""
    for item in items:
        block = found[-1].block if found else None
        if isinstance(block, Figure) and not block.caption and not below and _names(item):
            notes.because(item.line, FIGURE_CAPTION, "紧接在图片之下，以“图”起头")
            found[-1] = _with(found[-1], caption=item.content)
        elif block and (item.said is Role.NOTE or _is_note(item, below[-1].text if below else "", apart=apart)):
            notes.because(item.line, NAMES[Role.NOTE], "紧接在表格、图片之下，以“注”“资料来源”等起头")
            below.append(Paragraph(item.content, Role.NOTE, line=item.line))
        else:
            if below:
                found[-1] = _with(found[-1], notes=tuple(below))
                below.clear()
            found.append(item)
    if below:
        found[-1] = _with(found[-1], notes=tuple(below))
    return found


def _with(item: Item, **parts: object) -> Item:
    """A block's item, with other parts of its block."""
    block = item.block
    return msgspec.structs.replace(item, block=msgspec.structs.replace(block, **parts) if block else None)


def _names(item: Item) -> bool:
    """The item is the caption of the figure above."""
    if item.is_caption:
        return True
    text = item.text
    plain = not item.forced and not item.block and len(text) <= SHORT_LENGTH and is_open(text)
    return plain and _NUMBERED_FIGURE.match(text) is not None


def _is_spaced(items: list[Item]) -> bool:
    """Nearly every line stands below a blank one, as in Markdown: a blank line parts nothing then."""
    plain = [item.blank_before for item in items[1:] if not item.block]
    return len(plain) >= _FEW and sum(plain) >= _MOST * len(plain)


def _is_note(item: Item, above: str, *, apart: bool) -> bool:
    """The item is a note under a block whose last note is `above`, empty where it has none.

    `apart`: a blank line may stand between.
    """
    text = item.text
    if item.forced or item.block or (item.blank_before and not apart) or not 0 < len(text) <= _LONGEST:
        return False
    if _NOTE.match(text) or (above and _MARKED.match(text)):
        return True
    # `注：1.…` goes on with `2.…`
    behind = _NOTE.match(above)
    before, this = _NUMBER.match(above, behind.end() if behind else 0), _NUMBER.match(text)
    return before is not None and this is not None and int(this[1]) == int(before[1]) + 1
