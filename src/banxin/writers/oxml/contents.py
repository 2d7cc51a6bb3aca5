"""The entries of a 目录 to paragraphs; those that were made from headings to a field that Word makes anew (F9).

A reader may rely on this: the field's result is what the pages show, so that nothing has to be made anew before it can
be read; the page of each entry is a field of its own and leads to its heading.
"""

from __future__ import annotations

from banxin.composition import ContentsBlock
from banxin.writers.oxml import bookmark, characters, part_bookmark
from banxin.writers.oxml.text import Text


def entries(text: Text, block: ContentsBlock) -> None:
    """Adds the paragraphs of all entries."""
    if not block.headings:
        for entry in block.paragraphs:
            text.paragraph(entry)
        return
    last = len(block.paragraphs) - 1
    for at, (entry, line, page) in enumerate(zip(block.paragraphs, block.headings, block.pages, strict=True)):
        anchor = bookmark(line)
        before = _begun(_instruction(block)) if at == 0 else ""
        page_field = _begun(f"PAGEREF {anchor} {_LINKS}")
        behind = f"<w:r><w:tab/></w:r>{page_field}<w:r>{characters(page)}</w:r>{_END}</w:hyperlink>"
        link = f'<w:hyperlink w:anchor="{anchor}" w:history="1">'
        text.paragraph(entry, around=(before + link, behind + (_END if at == last else "")))


def _instruction(block: ContentsBlock) -> str:
    """What Word makes the entries from: the paragraphs of these outline levels, as links."""
    highest, lowest = block.levels
    part = rf" \b {part_bookmark(block)}" if block.is_part else ""
    return rf'TOC \o "{highest}-{lowest}" {_LINKS} \z \u{part}'


def _begun(instruction: str) -> str:
    """A field up to its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


_LINKS = r"\h"
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
