"""The lines of a 目录 to its blocks: a title in the middle, entries by level, pages at the right edge behind dots."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from banxin.compose.formats import Formats
from banxin.compose.labels import parted
from banxin.composition import ContentsBlock, ParagraphStyle, Run, Tab, TextBlock
from banxin.document import Block, ContentsLine, walk
from banxin.streams import INVISIBLE, visible
from banxin.style.schema import Align


def gathered(blocks: tuple[Block, ...]) -> dict[int, tuple[ContentsLine, ...]]:
    """Every 目录 among the blocks, by the id of its first line; what stands between its lines is set behind it."""
    found: list[list[ContentsLine]] = []
    for block in walk(blocks):
        if isinstance(block, ContentsLine):
            if not found or block.level == 0:
                found.append([])
            found[-1].append(block)
    return {id(lines[0]): tuple(lines) for lines in found}


def title_of(lines: Iterable[ContentsLine], formats: Formats, *, verbatim: bool) -> TextBlock | None:
    """`目　录`; None: there is none. Two characters stand apart, as ever they do."""
    for line in lines:
        if line.level == 0:
            style = formats.elements["contents_title"]
            bare = visible(line.text)
            text = line.text if verbatim or len(bare) != 2 else "\u3000".join(bare)  # noqa: PLR2004 - 目 and 录
            return TextBlock((Run(text, style.chars),), style, line.line)
    return None


def entries_of(
    lines: Iterable[ContentsLine], formats: Formats, *, is_part: bool, verbatim: bool
) -> ContentsBlock | None:
    """The entries; None: there are none. `is_part`: it is an annex's."""
    lines = [line for line in lines if line.level]
    if not lines:
        return None
    made = any(line.heading for line in lines)
    paged = made or any(line.page for line in lines)
    highest = min(line.level for line in lines)
    styles = {level: _style(formats, level, level - highest, paged=paged) for level in {line.level for line in lines}}
    return ContentsBlock(
        paragraphs=tuple(_entry(line, styles[line.level], verbatim=verbatim) for line in lines),
        headings=tuple(line.heading for line in lines) if made else (),
        levels=(highest, max(line.level for line in lines)),
        is_part=is_part,
        breaks=paged and formats.style.contents.new_page,
        space_after=formats.page.pitch,
        line=lines[0].line,
    )


def _style(formats: Formats, level: int, depth: int, *, paged: bool) -> ParagraphStyle:
    """Of the entries of a level, so many below the highest."""
    style = formats.format(formats.style.elements.contents_entry, "contents_entry", f"toc {level}")
    advance = style.chars.advance
    return msgspec.structs.replace(
        style,
        name=f"{style.name} {level}",
        left_indent=style.left_indent + depth * formats.style.contents.indent * advance,
        tabs=(Tab(formats.page.measure - style.right_indent, Align.RIGHT, leader=True),) if paged else (),
    )


def _entry(line: ContentsLine, style: ParagraphStyle, *, verbatim: bool) -> TextBlock:
    leads = line.text[line.name_end : line.page_start]
    if visible(leads):  # dots that were typed and stay
        return TextBlock((Run(line.text, style.chars),), style, line.line)
    name = line.name
    if not verbatim:
        label, rest = name[: line.label_end], name[line.label_end :]
        bare = label.rstrip(INVISIBLE)
        is_annex = line.heading and bare.startswith("附件")
        name = label + rest if is_annex else parted(bare, label[len(bare) :], rest) + rest
    page = (Run(f"\t{line.page}", style.chars),) if line.page else ()
    return TextBlock((Run(name, style.chars), *page), style, line.line)
