"""The styled flow before its pages are known: what `compose` returns and `layout` closes.

Three things are open in it, as only pages can tell them: where 版记 stands, whether lines must be drawn closer or apart
so that 署名 does not stand alone, and the pages of a 目录 that is made from the headings. All else is as in the
Composition that it becomes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

import msgspec

from banxin.composition import (
    Block,
    CharStyle,
    Colophon,
    ColophonBlock,
    Composition,
    ContentsBlock,
    FirstPage,
    FlowBlock,
    PageNumber,
    PageSetup,
    ParagraphStyle,
    Place,
    Properties,
)


class Tightening(msgspec.Struct, frozen=True):
    """How far lines may be drawn together so that the page with 署名 has body text on it (7.3.5.5)."""

    pitch: float
    """The least line pitch."""
    tracking: float
    """The least tracking; the page's own or less."""


class Parts(msgspec.Struct, frozen=True):
    """The blocks of a document in the order of the pages, 版记 aside; each part may be empty."""

    front: tuple[FlowBlock, ...] = ()
    """版头, title, 主送机关."""
    body: tuple[FlowBlock, ...] = ()
    """正文 with its headings and tables."""
    notes: tuple[FlowBlock, ...] = ()
    """附件说明, and whatever else stands between the body and 署名."""
    signature: tuple[FlowBlock, ...] = ()
    """署名 and 成文日期."""
    rest: tuple[FlowBlock, ...] = ()
    """附注, annexes."""


class Draft(msgspec.Struct, frozen=True, dict=True):
    """A whole styled document, its pages not known yet."""

    page: PageSetup
    parts: Parts
    colophon: Colophon | None
    """版记; None: there is none."""
    styles: tuple[ParagraphStyle, ...]
    """Every paragraph style the blocks use and those an editor will want; the first is the body's."""
    char_styles: tuple[CharStyle, ...]
    """Every named character style in use, by `name`, each once."""
    tightening: Tightening
    pull: float = 0.0
    """How much closer the characters of a paragraph may stand for the sake of its last line, if that is but one or two;
    0: not at all."""
    page_number: PageNumber | None = None
    properties: Properties = Properties()
    first_page: FirstPage | None = None

    @cached_property
    def blocks(self) -> tuple[FlowBlock | Colophon, ...]:
        """All blocks, 版记 last. Indices of blocks are those in this tuple."""
        parts = self.parts
        last = () if self.colophon is None else (self.colophon,)
        return (*parts.front, *parts.body, *parts.notes, *parts.signature, *parts.rest, *last)

    @property
    def body(self) -> range:
        """Indices of the body's blocks."""
        start = len(self.parts.front)
        return range(start, start + len(self.parts.body))

    @property
    def signature(self) -> range:
        """Indices of the blocks of 署名 and 成文日期; empty where nobody signs."""
        start = self.body.stop + len(self.parts.notes)
        return range(start, start + len(self.parts.signature))

    @property
    def is_to_sign_with_body(self) -> bool:
        """署名 and body text must share a page (7.3.5.5)."""
        return bool(self.parts.body and self.parts.signature)

    @property
    def waits_for_pages(self) -> bool:
        """Something in it is to be told by the pages."""
        return self.is_to_sign_with_body or self.colophon is not None or self.makes_contents

    @cached_property
    def makes_contents(self) -> bool:
        """The pages of a 目录 are to be told."""
        return any(isinstance(block, ContentsBlock) and block.headings for block in self.blocks)

    def with_blocks(self, changed: Mapping[int, tuple[FlowBlock, ...]]) -> Draft:
        """Others in place of the blocks at these indices, in the same part."""
        parts: dict[str, tuple[FlowBlock, ...]] = {}
        start = 0
        for name in Parts.__struct_fields__:
            part = list(getattr(self.parts, name))
            end = start + len(part)
            for at in sorted((at for at in changed if start <= at < end), reverse=True):
                part[at - start : at - start + 1] = changed[at]
            parts[name] = tuple(part)
            start = end
        return msgspec.structs.replace(self, parts=Parts(**parts))

    def closed(
        self, colophon: ColophonBlock | None = None, numbers: Mapping[int, int] = MappingProxyType({})
    ) -> Composition:
        """The Composition that it is, with 版记, if there is one, as the pages have placed it, or where the text ends.

        `numbers`: the number of the page on which each heading stands, by its source line.
        """

        def closed_block(block: FlowBlock | Colophon) -> Block:
            match block:
                case Colophon():
                    return colophon or block.placed(Place.SAME)
                case ContentsBlock():
                    pages = tuple(str(numbers.get(heading, "")) for heading in block.headings)
                    return msgspec.structs.replace(block, pages=pages)
                case _:
                    return block

        return Composition(
            page=self.page,
            blocks=tuple(map(closed_block, self.blocks)),
            styles=self.styles,
            char_styles=self.char_styles,
            page_number=self.page_number,
            properties=self.properties,
            first_page=self.first_page,
        )


def named(style: ParagraphStyle, taken: dict[str, ParagraphStyle]) -> ParagraphStyle:
    """`style` under a name of its own among those `taken`, to which it is added.

    One that differs from an earlier one of its name gets a number behind the name, and takes the place of none of
    Word's own styles.
    """
    name, count = style.name, 1
    while taken.setdefault(style.name, style) != style:
        count += 1
        style = msgspec.structs.replace(style, name=f"{name} {count}", base="")
    return style
