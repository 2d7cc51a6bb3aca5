"""What is raised (上标) or lowered (下标) in a Document, by its places in the character stream, and back.

Compose finds by it where such characters stand in its blocks, the parser to which texts the marks of a file's lines
belong. Cells of tables have marks of their own, which are left out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple, TypeAlias

import msgspec

from banxin.document import (
    Annex,
    Block,
    ContentsLine,
    Document,
    Figure,
    Heading,
    Mark,
    Paragraph,
    Section,
    Table,
    cell_text,
    walk,
)
from banxin.streams import visible

_Holder: TypeAlias = Paragraph | Heading | Table | Figure
"""What has marks: for its text, or for its caption."""


class _Leaf(NamedTuple):
    line: int
    before: str
    """What stands before the text in the stream."""
    text: str
    holder: _Holder | None = None


def marks(document: Document) -> list[Mark]:
    """All marks of `document`, as places in its character stream, in order."""
    leaves = _leaves(document)
    if not any(leaf.holder and _of(leaf.holder) for leaf in leaves):
        return []
    found: list[Mark] = []
    for start, leaf in _placed(leaves):
        if leaf.holder:
            found += in_stream(leaf.text, _of(leaf.holder), start)
    return found


def in_stream(text: str, of_text: Iterable[Mark], start: int) -> Iterator[Mark]:
    """The marks of a text that begins at `start` of a stream, in order, as places in the stream."""
    at = 0
    for mark in of_text:
        first = start + len(visible(text[at : mark.start]))
        start = first + len(visible(text[mark.start : mark.end]))
        at = mark.end
        yield Mark(first, start, mark.kind)


def with_marks(document: Document, wanted: Iterable[Mark]) -> Document:
    """`document` with the marks at those places of its character stream, in order and not overlapping, added."""
    found: dict[int, tuple[Mark, ...]] = {}
    rest = iter(wanted)
    mark = next(rest, None)
    for start, leaf in _placed(_leaves(document)):
        places = [at for at, char in enumerate(leaf.text) if visible(char)] if mark else []
        own: list[Mark] = []
        while mark and mark.start < start + len(places):
            first, end = max(mark.start - start, 0), min(mark.end - start, len(places))
            if first < end:
                own.append(Mark(places[first], places[end - 1] + 1, mark.kind))
            if mark.end > start + len(places):
                break  # it goes on in the next text
            mark = next(rest, None)
        if own and leaf.holder:
            found[id(leaf.holder)] = tuple(own)
    return _changed(document, found) if found else document


def _of(holder: _Holder) -> tuple[Mark, ...]:
    return holder.caption_marks if isinstance(holder, (Table, Figure)) else holder.marks


def _leaves(document: Document) -> list[_Leaf]:
    """The texts of `document` in the order of its stream."""
    found = [_leaf(p) for p in document.front]
    found += _of_blocks(document.body)
    found += [_leaf(p) for p in document.back]
    for annex in document.annexes:
        found.append(_Leaf(annex.line, annex.label, annex.title))
        found += [_leaf(p) for p in annex.front]
        found += _of_blocks(annex.body)
        found += [_leaf(p) for p in annex.back]
    found.sort(key=lambda leaf: leaf.line)
    return found


def _leaf(paragraph: Paragraph) -> _Leaf:
    return _Leaf(paragraph.line, "", paragraph.text, paragraph)


def _of_blocks(blocks: tuple[Block, ...]) -> Iterator[_Leaf]:
    for block in walk(blocks):
        match block:
            case Section():
                yield _Leaf(block.line, block.heading.label, block.heading.text, block.heading)
            case Paragraph():
                yield _leaf(block)
            case ContentsLine():
                yield _Leaf(block.line, "", block.text)
            case Table():
                yield _Leaf(block.line, "", block.caption, block)
                yield _Leaf(block.line, "".join(map(cell_text, chain(*block.all_rows))), "")
                yield from map(_leaf, block.notes)
            case Figure():
                yield _Leaf(block.line, "", block.caption, block)
                yield from map(_leaf, block.notes)


def _placed(leaves: Iterable[_Leaf]) -> Iterator[tuple[int, _Leaf]]:
    """Where each text begins in the stream."""
    start = 0
    for leaf in leaves:
        start += len(visible(leaf.before))
        yield start, leaf
        start += len(visible(leaf.text))


# The tree


def _changed(document: Document, found: dict[int, tuple[Mark, ...]]) -> Document:
    def annex(item: Annex) -> Annex:
        front, back = _paragraphs(item.front, found), _paragraphs(item.back, found)
        return msgspec.structs.replace(item, front=front, body=_blocks(item.body, found), back=back)

    return msgspec.structs.replace(
        document,
        front=_paragraphs(document.front, found),
        body=_blocks(document.body, found),
        back=_paragraphs(document.back, found),
        annexes=tuple(map(annex, document.annexes)),
    )


def _paragraphs(paragraphs: tuple[Paragraph, ...], found: dict[int, tuple[Mark, ...]]) -> tuple[Paragraph, ...]:
    return tuple(msgspec.structs.replace(p, marks=found[id(p)]) if id(p) in found else p for p in paragraphs)


def _blocks(blocks: tuple[Block, ...], found: dict[int, tuple[Mark, ...]]) -> tuple[Block, ...]:
    # recursion is bounded: sections are as deep as there are kinds of labels
    changed: list[Block] = []
    for block in blocks:
        match block:
            case Section(heading=heading):
                if id(heading) in found:
                    heading = msgspec.structs.replace(heading, marks=found[id(heading)])
                changed.append(msgspec.structs.replace(block, heading=heading, body=_blocks(block.body, found)))
            case Paragraph():
                changed += _paragraphs((block,), found)
            case Table() | Figure():
                of_caption = found.get(id(block), block.caption_marks)
                notes = _paragraphs(block.notes, found)
                changed.append(msgspec.structs.replace(block, caption_marks=of_caption, notes=notes))
            case _:
                changed.append(block)
    return tuple(changed)
