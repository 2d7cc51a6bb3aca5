"""A Draft to one in which some blocks stand in another way, under styles of new names."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import msgspec

from banxin.composition import CharStyle, FlowBlock, ParagraphStyle, RuleBlock, Run, Stroke, TextBlock
from banxin.draft import Draft, named
from banxin.layout.apart import is_pulled_apart
from banxin.layout.setting import set_block
from banxin.streams import visible
from banxin.style.schema import Align

_BLACK = "000000"
_FEW_CHARS = 5
"""A line of fewer characters is not carried over alone."""


def with_pitch(draft: Draft, blocks: range, change: Callable[[float], float], suffix: str) -> Draft:
    """The paragraphs among `blocks` get another line pitch; `suffix` is added to the names of their styles."""
    restyled = Restyled(draft, suffix)
    for at in blocks:
        block = draft.blocks[at]
        if isinstance(block, TextBlock) and (pitch := change(block.style.pitch)) != block.style.pitch:
            restyled.set(at, block, block.runs, msgspec.structs.replace(block.style, pitch=pitch))
    return restyled.draft()


def with_tracking(draft: Draft, blocks: range, by: float, suffix: str) -> Draft:
    """The characters of those paragraphs among `blocks` stand closer `by` so much that have a line less for it."""
    restyled = Restyled(draft, suffix)
    measure = draft.page.measure
    for at in blocks:
        block = draft.blocks[at]
        if isinstance(block, TextBlock):
            tight = closer(block, by, suffix, draft.tightening.tracking)
            if len(set_block(tight, 0.0, measure).lines) < len(set_block(block, 0.0, measure).lines):
                style = tight.style
                if is_pulled_apart(tight, measure):
                    style = msgspec.structs.replace(style, align=Align.LEFT)
                restyled.set(at, block, tight.runs, style)
    return restyled.draft()


def with_page_break(draft: Draft, at: int, suffix: str) -> Draft:
    """The paragraph begins a page."""
    restyled = Restyled(draft, suffix)
    block = draft.blocks[at]
    if isinstance(block, TextBlock):
        restyled.set(at, block, block.runs, msgspec.structs.replace(block.style, page_break_before=True))
    return restyled.draft()


def with_last_lines_on_next_page(draft: Draft, at: int, suffix: str) -> Draft:
    """The last line of the paragraph, or the last two if it has but a few characters, begins a page as a paragraph of
    its own; the same draft if nothing would be left of the paragraph.
    """
    block = draft.blocks[at]
    if not isinstance(block, TextBlock):
        return draft
    lines = ["".join(run.text for run in line) for line in set_block(block, 0.0, draft.page.measure).lines]
    over = 1 if len(lines[-1]) >= _FEW_CHARS and not block.style.avoids_widows else 2
    if len(lines) <= over + block.style.avoids_widows:
        return draft
    cut = _index(block.text, len(visible("".join(lines[:-over]))))
    upper, lower = _cut(block.runs, cut)
    style = msgspec.structs.replace(
        block.style, first_indent=0.0, first_indent_chars=0.0, space_before=0.0, page_break_before=True
    )
    restyled = Restyled(draft, suffix)
    rest = msgspec.structs.replace(block, runs=lower, style=restyled.named(style), outline="")
    restyled.put(at, msgspec.structs.replace(block, runs=upper), rest)
    return restyled.draft()


def _index(text: str, count: int) -> int:
    """Where the visible character stands in `text` that has `count` of them before it."""
    places = (at for at, char in enumerate(text) if visible(char))
    return next(islice(places, count, None), len(text))


def _cut(runs: tuple[Run, ...], at: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    upper: list[Run] = []
    lower: list[Run] = []
    for run in runs:
        here = max(min(at, len(run.text)), 0)
        upper += [msgspec.structs.replace(run, text=run.text[:here])] if here else []
        lower += [msgspec.structs.replace(run, text=run.text[here:])] if here < len(run.text) else []
        at -= len(run.text)
    return tuple(upper), tuple(lower)


def with_colophon_in_flow(draft: Draft, suffix: str, *, new_page: bool) -> Draft:
    """版记 becomes paragraphs and rules one below the other; `new_page`: they begin one."""
    if draft.colophon is None:
        return draft
    colophon = draft.colophon
    restyled = Restyled(draft, suffix)
    blocks: list[FlowBlock] = []
    breaks = new_page
    for at, thickness in enumerate(colophon.rules):
        padding = colophon.padding if thickness else 0.0
        if thickness:
            stroke = Stroke(0.0, thickness, _BLACK)
            blocks.append(RuleBlock((stroke,), thickness, padding if at else 0.0, page_break_before=breaks))
            breaks = False
        for paragraph in colophon.paragraphs[at : at + 1]:
            style = msgspec.structs.replace(
                paragraph.style,
                space_before=padding,
                page_break_before=breaks,
                keep_next=at == len(colophon.paragraphs) - 1 and bool(paragraph.style.tabs),  # with the rule below
            )
            breaks = False
            if style != paragraph.style:
                style = restyled.named(style)
            blocks.append(msgspec.structs.replace(paragraph, style=style))
    parts = msgspec.structs.replace(draft.parts, rest=(*draft.parts.rest, *blocks))
    return msgspec.structs.replace(restyled.draft(), parts=parts, colophon=None)


def closer(block: TextBlock, by: float, suffix: str, least: float) -> TextBlock:
    """The paragraph with its characters closer by so much, but by no more than `least`, the least tracking; its style
    has no name of its own yet.
    """
    style = msgspec.structs.replace(block.style, chars=_closer(block.style.chars, by, suffix, least))
    runs = tuple(msgspec.structs.replace(run, chars=_closer(run.chars, by, suffix, least)) for run in block.runs)
    return msgspec.structs.replace(block, runs=runs, style=style)


def _closer(chars: CharStyle, by: float, suffix: str, least: float) -> CharStyle:
    tracking = max(round(chars.tracking - by, 2), min(chars.tracking, least))
    name = f"{chars.name}（{suffix}）" if chars.name else ""
    return msgspec.structs.replace(chars, name=name, tracking=tracking, advance=chars.size + tracking)


class Restyled:
    """A draft while blocks of it are replaced."""

    def __init__(self, draft: Draft, suffix: str) -> None:
        self._draft = draft
        self._suffix = suffix
        self._changed: dict[int, tuple[FlowBlock, ...]] = {}
        self._styles = {style.name: style for style in draft.styles}
        self._chars = {chars.name: chars for chars in draft.char_styles}

    def set(self, at: int, block: TextBlock, runs: tuple[Run, ...], style: ParagraphStyle) -> None:
        """Gives the paragraph at `at` those runs and that style, which gets a name of its own."""
        self.put(at, self.block(msgspec.structs.replace(block, runs=runs, style=style), self._suffix))

    def block(self, block: TextBlock, *suffixes: str) -> TextBlock:
        """The paragraph with names for its looks: its style's with the suffixes, those of its runs as they are."""
        self._chars.update((run.chars.name, run.chars) for run in block.runs if run.chars.name)
        return msgspec.structs.replace(block, style=self.named(block.style, *suffixes))

    def put(self, at: int, *blocks: FlowBlock) -> None:
        """Blocks in place of the one at `at`; their styles have their names already."""
        self._changed[at] = blocks

    def named(self, style: ParagraphStyle, *suffixes: str) -> ParagraphStyle:
        """`style` under a name of its own, with these suffixes or that of all."""
        name = "".join((style.name, *(f"（{suffix}）" for suffix in suffixes or (self._suffix,))))
        suffixed = msgspec.structs.replace(style, name=name, base="")
        return named(suffixed, self._styles)

    def draft(self) -> Draft:
        """What has become of it."""
        draft = self._draft.with_blocks(self._changed)
        styles, chars = tuple(self._styles.values()), tuple(self._chars.values())
        return msgspec.structs.replace(draft, styles=styles, char_styles=chars)
