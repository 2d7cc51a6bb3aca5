"""Places to sign to blocks: `甲方（盖章）：　　乙方（盖章）：`, `承诺人（签字）：____`, dates to be filled in.

The standard does not know them. What stands side by side in the text stands so on the page, in columns without rules;
one party alone signs in the right half; parties below one another keep the order of the text.
"""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from banxin.composition import ParagraphStyle, Run, Tab, TextBlock
from banxin.document import Paragraph, Role
from banxin.measure import width
from banxin.regex import regex
from banxin.style.schema import Align

_SIGNING = (Role.SIGNATURE, Role.DATE)
_PLACE = regex(r"[）)签字名盖章]\s*[：:]|[：:][\s_＿—]*$")
"""A label that asks for a seal or a hand, or one with nothing behind it."""
_LABEL = regex(r"[^\s：:_＿]{1,16}(?:\s{1,2}[^\s：:_＿]{1,4}){0,5}\s*[：:]")
_NEXT_DATE = regex(r"(?<=日)\s+(?=\S*年|年|\S{1,6}[：:])")
_ROOM = 4
"""Characters that a signature needs behind its label."""
_INDENT = 2
"""字, as a paragraph of the body has."""
_YEAR = "\u3000\u3000"
"""As wide as the four digits of a year."""


def is_to_be_signed(paragraphs: list[Paragraph]) -> bool:
    """Somebody is to sign in one of these places, or several side by side."""
    texts = [p.text for p in paragraphs if p.role is Role.SIGNATURE]
    return any(_PLACE.search(text) or len(sides(text)) > 1 for text in texts)


def sides(text: str) -> list[str]:
    """The places of a line that stand side by side; one where none does."""
    found: tuple[int, int] | None = None
    for gap in re.finditer(r"\s+", text):
        is_gap = re.search("[：:]", text[: gap.start()]) and _LABEL.match(text, gap.end())
        if is_gap and (found is None or gap.end() - gap.start() > found[1] - found[0]):
            found = gap.span()
    if found is None and (date := _NEXT_DATE.search(text)):
        found = date.span()
    return [text] if found is None else [text[: found[0]], *sides(text[found[1] :])]


def with_lines_between(elements: tuple[Paragraph, ...]) -> list[Paragraph]:
    """署名 and 成文日期 among `elements`, and the lines that stand between them: an address, a telephone number."""
    ours = [at for at, p in enumerate(elements) if p.role in _SIGNING]
    kept = (*_SIGNING, Role.REMARK)
    return [p for p in elements[ours[0] : ours[-1] + 1] if p.role in kept] if ours else []


def parties(paragraphs: list[Paragraph], style: ParagraphStyle, measure: float) -> list[TextBlock]:
    """The blocks of `paragraphs`, which are 署名 and 成文日期 in the order of the text; `style`: that of 署名."""
    em, chars = style.chars.advance, style.chars
    rows = [(p, [_filled(side) for side in sides(p.text)]) for p in paragraphs]
    columns = max(len(row) for _, row in rows)
    needed = max(width(side, chars) + (_ROOM if side[-1] in "：:" else 1) * em for _, row in rows for side in row)
    if columns == 1 and not _take_turns(paragraphs):
        start = max(min(measure / 2, measure - needed), 0.0)
    else:
        start = max(min(_INDENT * em, measure - columns * needed), 0.0)
    step = (measure - start) / columns
    style = msgspec.structs.replace(
        style, align=Align.LEFT, left_indent=start, right_indent=0.0, first_indent=0.0, first_indent_chars=0.0
    )
    tabs = tuple(Tab(start + at * step, Align.LEFT) for at in range(1, columns))
    blocks: list[TextBlock] = []
    for paragraph, row in rows:
        fits = all(width(side, chars) < step for side in row)
        for text in ["\t".join(row)] if fits else row:
            gap = 0.0 if blocks else style.space_before
            look = msgspec.structs.replace(style, tabs=tabs if "\t" in text else (), space_before=gap)
            blocks.append(TextBlock((Run(text, chars),), look, paragraph.line))
    return blocks


def _take_turns(paragraphs: list[Paragraph]) -> bool:
    """One party's date stands above the next one's name."""
    return any(a.role is Role.DATE and b.role is Role.SIGNATURE for a, b in pairwise(paragraphs))


def _filled(text: str) -> str:
    """A blank date with room for its year, which no line can begin with."""
    return _YEAR + text if text.startswith("年") else text
