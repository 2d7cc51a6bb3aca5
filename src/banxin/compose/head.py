"""版头: the elements above the title to blocks at the places that 7.2 and 10.1–10.3 name.

All distances of the standard here are clear ones, from glyph to glyph, and from the edge of the sheet. So the blocks
are `fixed`: each em stands where it is told, by the space before its box, in Word as on the PDF's page.
"""

from __future__ import annotations

import re

import msgspec

from banxin.compose.formats import Formats
from banxin.compose.spread import spread
from banxin.compose.title import break_title
from banxin.composition import (
    FirstPage,
    FlowBlock,
    MarkBlock,
    ParagraphStyle,
    RuleBlock,
    Run,
    Stroke,
    Tab,
    TextBlock,
)
from banxin.document import Form, Paragraph, Role
from banxin.elements import Place, standing
from banxin.measure import lead, width
from banxin.regex import regex
from banxin.streams import visible
from banxin.style.schema import Align

_ITEMS = (Role.COPY_NUMBER, Role.SECRECY, Role.URGENCY)
"""In the order in which they stand one below the other (7.2.3)."""
_NUMBERS = (Role.DOCUMENT_NUMBER, Role.ORDER_NUMBER)
_ROLES = frozenset(standing(Place.HEAD))
_SUFFIX = "文件"
_SUFFIXES = (_SUFFIX, "令")
_LEAST_GAP = 6.0
"""Points that stay free where there are more elements than the standard's places have room for."""
SPACED = "\u3000"
"""One 字 between the two characters of `机　密` (Fig. 4) and of a name (Fig. 4, 12)."""
_WIDE_GAP = regex(r"\s{2,}|\u3000+|\t")
_SHORT_NAME = 2
_PARTS = 1000
"""More names than one line of 签发人 holds."""
_DEEPEST_MARK = 1 / 3
"""How much of the type area a mark of many organs may take: the first page must show body text (7.3.3)."""


class Head(msgspec.Struct, frozen=True):
    """The blocks of 版头, and where the text goes on."""

    blocks: tuple[FlowBlock, ...]
    depth: float
    """Of the blocks, from the top of the first page's text area."""
    top: float
    """The first page's margin."""
    following: float
    """Where the em of what follows begins, from the top of the sheet."""
    first_page: FirstPage | None


def of_head(front: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """`front` in two: what belongs to 版头, and the rest.

    Unknown lines between 版头 and the title belong to it; a number below the title does not where no mark calls for it.
    """
    titles = [at for at, p in enumerate(front) if p.role is Role.TITLE]
    end = titles[0] if titles else len(front)
    roles = _ROLES
    if all(p.role is not Role.ISSUER_MARK for p in front):
        below = {p.role for p in front[end:]} - {p.role for p in front[:end]}
        roles -= below.intersection(_NUMBERS)
    marks = [at for at, p in enumerate(front) if p.role in roles]
    ours = [
        p.role in roles or bool(marks and marks[0] < at < end and p.role is Role.BYLINE) for at, p in enumerate(front)
    ]
    head = tuple(p for p, is_ours in zip(front, ours, strict=True) if is_ours)
    return head, tuple(p for p, is_ours in zip(front, ours, strict=True) if not is_ours)


def head(paragraphs: tuple[Paragraph, ...], form: Form, formats: Formats) -> Head:
    """The blocks of 版头 in the form's order; `paragraphs` are not empty."""
    placed = _Placed(formats, min(formats.style.letter.mark_top, formats.page.top) if form is Form.LETTER else None)
    by_role: dict[Role, list[Paragraph]] = {}
    for at, paragraph in enumerate(paragraphs):
        placed.order[id(paragraph)] = at * _PARTS
        by_role.setdefault(paragraph.role, []).append(paragraph)
    if form is Form.LETTER and Role.ISSUER_MARK in by_role:
        return _letter(by_role, placed)
    return _document(by_role, form, placed)


class _Placed:
    """Blocks as they are put one below the other; y is from the top of the sheet."""

    def __init__(self, formats: Formats, top: float | None) -> None:
        self.formats = formats
        self.top = formats.page.top if top is None else top
        self.blocks: list[FlowBlock] = []
        self.depth = 0.0
        self.bottom = 0.0
        """Of the last em; 0 where there is none."""
        self.order: dict[int, int] = {}
        """Where each element stands in the text, by its id: several may share a line and change places on the page."""

    def space(self, y: float) -> float:
        """What brings the depth to `y`, in whole twips as Word counts."""
        space = max(round((y - self.top - self.depth) * 20) / 20, 0.0)
        self.depth += space
        return space

    def clear(self, y: float) -> float:
        """`y`, or lower where something stands there already."""
        return max(y, self.bottom + _LEAST_GAP) if self.bottom else y

    def text(self, runs: tuple[Run, ...], style: ParagraphStyle, y: float, line: int) -> None:
        """A paragraph whose first em begins at `y`."""
        lines = "".join(run.text for run in runs).count("\n") + 1
        style = msgspec.structs.replace(style, space_before=self.space(y - lead(style)))
        self.blocks.append(TextBlock(runs, style, line))
        self.bottom = self.top + self.depth + (lines - 1) * style.pitch + lead(style) + style.chars.size
        self.depth += lines * style.pitch

    def rule(self, strokes: tuple[Stroke, ...], y: float) -> None:
        """Strokes, the first of which begins at `y`."""
        height = max(stroke.y + stroke.width for stroke in strokes)
        self.blocks.append(RuleBlock(strokes, height, self.space(y)))
        self.depth += height
        self.bottom = self.top + self.depth

    def result(self, following: float, first_page: FirstPage | None = None) -> Head:
        return Head(tuple(self.blocks), self.depth, self.top, following, first_page)


# The forms


def _document(by_role: dict[Role, list[Paragraph]], form: Form, placed: _Placed) -> Head:
    """The general form, 命令, 纪要 and 简报, which differ in the place of the mark and in what follows."""
    style = placed.formats.style
    rules = style.head
    y = placed.top
    for paragraph in _items(by_role):
        placed.text(*_plain(paragraph, placed), y, paragraph.line)
        y += rules.row
    marks = by_role.get(Role.ISSUER_MARK, [])
    below = _rows(by_role, placed)
    if marks:
        issued = style.minutes.mark_top
        tops = {Form.ORDER: style.order.mark_top, Form.MINUTES: issued, Form.BULLETIN: issued}
        _mark(marks, placed.clear(tops.get(form, rules.mark_top)), placed)
        y = placed.bottom + (style.order.number_gap if form is Form.ORDER else rules.number_gap)
    elif placed.bottom:
        y = placed.clear(y)
    for runs, row, line in below:
        placed.text(runs, row, y, line)
        y += rules.row
    if form is Form.ORDER:
        return placed.result(placed.bottom + style.order.body_gap)
    if marks:
        placed.rule((Stroke(0.0, float(rules.rule), rules.rule_color),), placed.bottom + rules.rule_gap)
    return placed.result(placed.bottom + rules.title_gap)


def _letter(by_role: dict[Role, list[Paragraph]], placed: _Placed) -> Head:
    """信函格式: a pair of rules below the mark, another at the foot of the first page (10.1)."""
    formats, rules = placed.formats, placed.formats.style.letter
    page = formats.page
    _mark(by_role[Role.ISSUER_MARK], rules.mark_top, placed)
    color = formats.elements["issuer_mark"].chars.color
    outset = (rules.rule_length - page.measure) / 2
    thick, thin, space = float(rules.thick), float(rules.thin), float(rules.rule_space)
    upper = (Stroke(0.0, thick, color, outset), Stroke(thick + space, thin, color, outset))
    placed.rule(upper, placed.bottom + rules.rule_gap)
    y = placed.bottom + rules.item_gap
    rows = list(_items(by_role))
    numbers = [p for role in (*_NUMBERS, Role.SIGNER, Role.BYLINE) for p in by_role.get(role, [])]
    edge = (Tab(page.measure, Align.RIGHT),)
    for at in range(max(len(rows), len(numbers))):
        item = rows[at] if at < len(rows) else None
        number = numbers[at] if at < len(numbers) else None
        style = formats.fixed(item.role.value if item else "document_number")
        runs = [Run(_spaced(item), style.chars, item.line, placed.order[id(item)])] if item else []
        if number:
            look = formats.inline("document_number") if item else style.chars
            order = placed.order[id(number)]
            runs += Run("\t", style.chars, number.line, order), Run(number.text, look, number.line, order)
            style = msgspec.structs.replace(style, align=Align.LEFT, right_indent=0.0, tabs=edge)
        placed.text(tuple(runs), style, y, (item or number or rows[0]).line)
        y += formats.style.head.row
    low = page.height - rules.rule_bottom
    lower = (
        Stroke(low - thick - space - thin, thin, color, outset),
        Stroke(low - thick, thick, color, outset),
    )
    first_page = FirstPage(top=placed.top, bottom=float(rules.text_bottom), strokes=lower, numbered=False)
    return placed.result(placed.bottom + rules.title_gap, first_page)


# Elements


def _items(by_role: dict[Role, list[Paragraph]]) -> tuple[Paragraph, ...]:
    return tuple(p for role in _ITEMS for p in by_role.get(role, []))


def _plain(paragraph: Paragraph, placed: _Placed) -> tuple[tuple[Run, ...], ParagraphStyle]:
    style = placed.formats.fixed(paragraph.role.value)
    return (Run(_spaced(paragraph), style.chars, order=placed.order[id(paragraph)]),), style


def _spaced(paragraph: Paragraph) -> str:
    """`机密` as `机　密`, as the figures have it; with a period it stays tight."""
    text = visible(paragraph.text)
    is_word = len(text) == _SHORT_NAME and paragraph.role in (Role.SECRECY, Role.URGENCY)
    return f"{text[0]}{SPACED}{text[1]}" if is_word else paragraph.text


class _Name(msgspec.Struct, frozen=True):
    """A 签发人."""

    text: str
    """With a short name widened."""
    line: int
    order: int


def _rows(by_role: dict[Role, list[Paragraph]], placed: _Placed) -> list[tuple[tuple[Run, ...], ParagraphStyle, int]]:
    """The rows between mark and rule: numbers, with 签发人 beside the last of them, and other lines."""
    formats = placed.formats
    numbers = [p for role in _NUMBERS for p in by_role.get(role, [])]
    signers = by_role.get(Role.SIGNER, [])
    rows = [(*_plain(p, placed), p.line) for p in numbers[: -1 if signers else None]]
    if signers:
        rows += _signer_rows(numbers[-1:], signers, placed)
    for paragraph in by_role.get(Role.BYLINE, []):
        style = formats.fixed("head_line")
        parts = _WIDE_GAP.split(paragraph.text, maxsplit=1)
        text = paragraph.text
        if len(parts) > 1:  # organ and date, at the two sides
            em = style.chars.advance
            tab = Tab(formats.page.measure - em, Align.RIGHT)
            style = msgspec.structs.replace(style, align=Align.LEFT, left_indent=em, right_indent=0.0, tabs=(tab,))
            text = "\t".join(parts)
        rows.append(((Run(text, style.chars, order=placed.order[id(paragraph)]),), style, paragraph.line))
    return rows


def _signer_rows(
    numbers: list[Paragraph], signers: list[Paragraph], placed: _Placed
) -> list[tuple[tuple[Run, ...], ParagraphStyle, int]]:
    """签发人 on the right, so many a row, names below names; 发文字号 on the left of the last row (7.2.5, 7.2.6)."""
    formats = placed.formats
    rules = formats.style.head
    label_look = formats.inline("signer")
    look = formats.inline("signer_name")
    base = formats.fixed("document_number")
    groups = _signer_groups(signers, rules.signers_per_row, placed.order)
    label_width = max(width(label.text, label_look) for label, _ in groups)
    names_width = max(width(SPACED.join(name.text for name in names), look) for _, names in groups)
    em = base.chars.advance
    start = max(formats.page.measure - rules.number_indent * em - names_width - label_width, 0.0)
    rows = []
    for at, (label, names) in enumerate(groups):
        runs = []
        if at == len(groups) - 1 and numbers:
            runs.append(Run(numbers[0].text, base.chars, numbers[0].line, placed.order[id(numbers[0])]))
        runs.append(Run("\t", base.chars, label.line or names[0].line, label.order))
        if label.text:
            runs.append(Run(label.text, label_look, label.line, label.order))
        for index, name in enumerate(names):
            runs.append(Run((SPACED if index else "") + name.text, look, name.line, name.order))
        tab = Tab(start if label.text else start + label_width, Align.LEFT)
        left = rules.number_indent * em
        style = msgspec.structs.replace(base, align=Align.LEFT, left_indent=left, right_indent=0.0, tabs=(tab,))
        rows.append((tuple(runs), style, runs[0].line))
    return rows


def _signer_groups(signers: list[Paragraph], per_row: int, places: dict[int, int]) -> list[tuple[_Name, list[_Name]]]:
    """(label, names) of each row; the label is empty where a row goes on with the one above."""
    groups: list[tuple[_Name, list[_Name]]] = []
    for paragraph in signers:
        order = places[id(paragraph)]
        found = re.match(r"[^：:]*[：:]", paragraph.text)
        label, rest = (found[0], paragraph.text[found.end() :]) if found else ("", paragraph.text)
        order += 1
        if label or not groups:
            groups.append((_Name(label, paragraph.line, order), []))
        for text in person_names(rest):
            order += 1
            if len(groups[-1][1]) == per_row:
                groups.append((_Name("", 0, order), []))
            groups[-1][1].append(_Name(text, paragraph.line, order))
    return groups


def person_names(text: str) -> list[str]:
    """The names in a line, short ones widened to the width of the usual ones; a typed `王 五` is one name."""
    joined: list[str] = []
    for part in text.split():
        if joined and len(part) == 1 and len(joined[-1]) == 1:
            joined[-1] += part
        else:
            joined.append(part)
    return [_wide_name(name) for name in joined]


def _wide_name(name: str) -> str:
    """A name of two characters with one 字 between them, as wide as one of three."""
    bare = visible(name)
    return f"{bare[0]}{SPACED}{bare[1]}" if len(bare) == _SHORT_NAME else name


# The mark


def _mark(paragraphs: list[Paragraph], y: float, placed: _Placed) -> None:
    """发文机关标志 whose upper edge stands at `y`, as large as fits."""
    formats = placed.formats
    limit = formats.page.measure * formats.style.head.mark_share
    names, suffix = _mark_parts(paragraphs)
    if len(names) > 1:
        _joint_mark(names, suffix, limit, y, placed)
        return
    style = formats.fixed("issuer_mark")
    pieces = [*names, *([suffix] if suffix else [])]
    text = "".join(piece.text for piece in pieces)
    lines = [text]
    size = _fitting(width(text, style.chars), style.chars.size, limit)
    if size < formats.style.head.mark_least:
        lines = break_title(text, int(limit // formats.style.head.mark_least))
        size = _fitting(max(width(line, style.chars) for line in lines), style.chars.size, limit)
    style = formats.fixed("issuer_mark", size)
    order = placed.order[id(paragraphs[0])]
    if len(lines) > 1:
        runs: tuple[Run, ...] = (Run("\n".join(lines), style.chars, order=order),)
    else:
        runs = tuple(Run(piece.text, style.chars, piece.line, order) for piece in pieces)
    placed.text(runs, style, y, pieces[0].line)


def _mark_parts(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], Paragraph | None]:
    """The organs' names, and 文件, which may stand anywhere among them or behind the last."""
    suffix = next((p for p in paragraphs if visible(p.text) in _SUFFIXES), None)
    names = [p for p in paragraphs if p is not suffix]
    if not names:
        return paragraphs, None
    last = names[-1]
    if suffix is None and len(names) > 1 and last.text.endswith(_SUFFIX):
        suffix = Paragraph(_SUFFIX, Role.ISSUER_MARK, line=last.line)
        names[-1] = msgspec.structs.replace(last, text=last.text.removesuffix(_SUFFIX))
    return names, suffix


def _fitting(taken: float, size: float, limit: float) -> float:
    """The size, in steps of half a point, at which what takes `taken` at `size` takes `limit`; no more than `size`."""
    return size if taken <= limit else max(int(size * limit / taken * 2) / 2, 1.0)


def _joint_mark(names: list[Paragraph], suffix: Paragraph | None, limit: float, y: float, placed: _Placed) -> None:
    """Several organs one below the other, equally wide, 文件 beside them at half height (7.2.4, Fig. 3)."""
    formats, rules = placed.formats, placed.formats.style.head
    chars = formats.fixed("issuer_mark").chars
    ending = suffix.text if suffix else ""
    widest = max((p.text for p in names), key=lambda text: width(text, chars))
    gap = rules.joint_gap * chars.size if suffix else 0.0
    size = _fitting(width(widest, chars) + gap + width(ending, chars), chars.size, limit)
    size = _fitting(len(names) * rules.joint_row * size, size, formats.page.depth * _DEEPEST_MARK)
    style = formats.fixed("issuer_mark", size)
    style = msgspec.structs.replace(style, pitch=round(rules.joint_row * size, 2))
    names_width = width(widest, style.chars)
    blocks = tuple(
        TextBlock(spread(p.text, style.chars, names_width, f"{style.name}加宽"), style, p.line) for p in names
    )
    block = MarkBlock(
        names=blocks,
        names_width=names_width,
        suffix=TextBlock((Run(ending, style.chars),), style, suffix.line) if suffix else None,
        gap=rules.joint_gap * size if suffix else 0.0,
        suffix_width=width(ending, style.chars),
        space_before=placed.space(y - lead(style)),
    )
    placed.blocks.append(block)
    placed.depth += block.height
    placed.bottom = placed.top + placed.depth - style.pitch + lead(style) + style.chars.size
