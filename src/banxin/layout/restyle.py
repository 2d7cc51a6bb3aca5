"""A Composition to one in which some blocks stand in another way, under styles of new names."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import msgspec

from banxin.composition import (
    Block,
    CharStyle,
    ColophonBlock,
    Composition,
    ParagraphStyle,
    RuleBlock,
    Run,
    Stroke,
    TextBlock,
)
from banxin.layout.setting import set_block
from banxin.streams import visible

_BLACK = "000000"
_FEW_CHARS = 5
"""A line of fewer characters is not carried over alone."""


def with_pitch(composition: Composition, blocks: range, change: Callable[[float], float], suffix: str) -> Composition:
    """The paragraphs among `blocks` get another line pitch; `suffix` is added to the names of their styles."""
    restyled = _Restyled(composition, suffix)
    for at in blocks:
        block = composition.blocks[at]
        if isinstance(block, TextBlock) and (pitch := change(block.style.pitch)) != block.style.pitch:
            restyled.put(at, block.runs, msgspec.structs.replace(block.style, pitch=pitch))
    return restyled.composition()


def with_tracking(composition: Composition, blocks: range, by: float, suffix: str) -> Composition:
    """The characters of those paragraphs among `blocks` stand closer `by` so much that have a line less for it."""
    restyled = _Restyled(composition, suffix)
    measure = composition.page.measure
    for at in blocks:
        block = composition.blocks[at]
        if isinstance(block, TextBlock):
            style = msgspec.structs.replace(block.style, chars=_closer(block.style.chars, by, suffix))
            runs = tuple(Run(run.text, _closer(run.chars, by, suffix)) for run in block.runs)
            closer = msgspec.structs.replace(block, runs=runs, style=style)
            if len(set_block(closer, 0.0, measure).lines) < len(set_block(block, 0.0, measure).lines):
                restyled.put(at, runs, style)
    return restyled.composition()


def with_page_break(composition: Composition, at: int, suffix: str) -> Composition:
    """The paragraph begins a page."""
    restyled = _Restyled(composition, suffix)
    block = composition.blocks[at]
    if isinstance(block, TextBlock):
        restyled.put(at, block.runs, msgspec.structs.replace(block.style, page_break_before=True))
    return restyled.composition()


def with_last_lines_on_next_page(composition: Composition, at: int, suffix: str) -> Composition:
    """The last line of the paragraph, or the last two if it has but a few characters, begins a page as a paragraph of
    its own; the same composition if nothing would be left of the paragraph.
    """
    block = composition.blocks[at]
    if not isinstance(block, TextBlock):
        return composition
    lines = ["".join(run.text for run in line) for line in set_block(block, 0.0, composition.page.measure).lines]
    over = 1 if len(lines[-1]) >= _FEW_CHARS else 2
    if len(lines) <= over:
        return composition
    cut = _index(block.text, len(visible("".join(lines[:-over]))))
    upper, lower = _cut(block.runs, cut)
    style = msgspec.structs.replace(
        block.style, first_indent=0.0, first_indent_chars=0.0, space_before=0.0, page_break_before=True
    )
    restyled = _Restyled(composition, suffix)
    start, stop = composition.body
    first, end = composition.signature
    rest = msgspec.structs.replace(block, runs=lower, style=restyled.named(style), outline="")
    restyled.split(at, msgspec.structs.replace(block, runs=upper), rest)
    return msgspec.structs.replace(restyled.composition(), body=(start, stop + 1), signature=(first + 1, end + 1))


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


def with_colophon_in_flow(composition: Composition, suffix: str, *, new_page: bool) -> Composition:
    """版记, the last block, becomes paragraphs and rules one below the other; `new_page`: they begin one."""
    *blocks, colophon = composition.blocks
    if not isinstance(colophon, ColophonBlock):
        return composition
    restyled = _Restyled(msgspec.structs.replace(composition, blocks=tuple(blocks)), suffix)
    breaks = new_page
    for at, thickness in enumerate(colophon.rules):
        padding = colophon.padding if thickness else 0.0
        if thickness:
            stroke = Stroke(0.0, thickness, _BLACK)
            restyled.add(RuleBlock((stroke,), thickness, padding if at else 0.0, page_break_before=breaks))
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
            restyled.add(msgspec.structs.replace(paragraph, style=style))
    return restyled.composition()


def _closer(chars: CharStyle, by: float, suffix: str) -> CharStyle:
    tracking = round(chars.tracking - by, 2)
    name = f"{chars.name}（{suffix}）" if chars.name else ""
    return msgspec.structs.replace(chars, name=name, tracking=tracking, advance=chars.size + tracking)


class _Restyled:
    """A composition while blocks of it are replaced."""

    def __init__(self, composition: Composition, suffix: str) -> None:
        self._composition = composition
        self._suffix = suffix
        self._blocks = list(composition.blocks)
        self._styles = {style.name: style for style in composition.styles}
        self._chars = {chars.name: chars for chars in composition.char_styles}

    def put(self, at: int, runs: tuple[Run, ...], style: ParagraphStyle) -> None:
        """Gives the paragraph at `at` those runs and that style, which gets a name of its own."""
        self._chars.update((run.chars.name, run.chars) for run in runs if run.chars.name)
        block = self._blocks[at]
        self._blocks[at] = msgspec.structs.replace(block, runs=runs, style=self.named(style))

    def add(self, block: Block) -> None:
        """Another block at the end; its style has its name already."""
        self._blocks.append(block)

    def split(self, at: int, upper: TextBlock, lower: TextBlock) -> None:
        """Two paragraphs in place of the one at `at`; their styles have their names already."""
        self._blocks[at : at + 1] = upper, lower

    def named(self, style: ParagraphStyle) -> ParagraphStyle:
        """`style` under a name of its own."""
        plain = msgspec.structs.replace(style, name=f"{style.name}（{self._suffix}）", base="")
        style, count = plain, 1
        while self._styles.setdefault(style.name, style) != style:
            count += 1
            style = msgspec.structs.replace(plain, name=f"{plain.name} {count}")
        return style

    def composition(self) -> Composition:
        """What has become of it."""
        return msgspec.structs.replace(
            self._composition,
            blocks=tuple(self._blocks),
            styles=tuple(self._styles.values()),
            char_styles=tuple(self._chars.values()),
        )
