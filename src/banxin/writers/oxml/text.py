"""A paragraph in, its XML out: runs, marks, breaks, tabs, and the pictures that go with it.

A reader may rely on this: a paragraph carries its style's name and nothing else, but for one in a row of a table that
stays on the page of the next row; a run carries a character style where its look has a name of its own, and the East
Asian hint where its marks would otherwise fall into the Latin font.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import msgspec

from banxin.composition import Drawing, ParagraphStyle, Run, Stamp, Stroke, TextBlock
from banxin.document import MarkKind
from banxin.measure import lead
from banxin.regex import regex
from banxin.squeezing import squeezed
from banxin.units import twips
from banxin.writers.oxml import Blank, Names, characters
from banxin.writers.oxml.drawing import Spot, inline_picture, picture

_MARKS = "¤§¨°±·×÷\u2010-\u2e7f"
"""Marks of the Han font (`CharStyle.east_asian`) that Word gives to the Latin font unless the run says
`w:hint="eastAsia"`: quotes, dashes, ellipses, signs, circled digits, arrows, shapes (ECMA-376 17.3.2.26)."""

_MARK = regex(f"[{_MARKS}]")

_LATIN = "\xa1-\xa3\xa5\xa6\xa9-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xf6\xf8-\u052f"
"""What the Latin font sets (`CharStyle.latin`) besides ASCII; the hint would give much of it to the Han font."""

_EXCEPTION = regex(
    f"(?P<latin>(?<=[A-Za-z])’(?=[A-Za-z])|[{_LATIN}]+)"
    f"|(?:(?<![^\\x00-\u052f])[\u2011-\u2e7f]|[¤§¨°±·×÷\u2010])[{_MARKS}]*"
)
"""What a run with marks must give to runs of their own.

Group `latin`: apostrophes and letters that the hint would give to the Han font. Else marks that LibreOffice sets in
the Latin font whatever the hint says, a few of them everywhere, the others at the beginning of a paragraph and behind
a Latin letter, digit or mark: they need a run whose Latin font is the Han font."""

_WORD = f"(?:[!-~{_LATIN}]|(?<=[A-Za-z])’(?=[A-Za-z]))"
_WORDS = regex(f"{_WORD}+(?: +{_WORD}+)*")
"""Letters, digits and marks of the Latin font, the blanks between them included."""

_BREAKS = regex("([\n\t])")
_BREAK_XML = {"\n": "<w:br/>", "\t": "<w:tab/>"}


_MANY = 100_000
"""Strings that are kept as they are: a document of some hundred pages. What is longer is packed bit by bit."""
_QUICKLY = 1
"""The level at which that is done."""


class Text:
    """The XML of paragraphs, as it grows."""

    def __init__(self, ids: Names) -> None:
        self.out: list[str] = []
        """What was added last."""
        self._packed: list[bytes] = []
        self.ids = ids
        self._drawings = 0
        self._openings = {
            name: f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>' for name, style_id in ids.paragraphs.items()
        }

    def paragraph(
        self, block: TextBlock, section: str = "", *, keep_next: bool = False, around: tuple[str, str] = ("", "")
    ) -> None:
        """One paragraph; `section`: the `w:sectPr` of the section that it ends, or empty.

        `keep_next`: it stands on the page of the next one where its style does not say so, which is a row's affair.
        `around`: XML before and behind its runs.
        """
        out = self.out
        if section or (keep_next and not block.style.keep_next):
            style_id = self.ids.paragraphs[block.style.name]
            kept = "<w:keepNext/>" if keep_next else ""
            out.append(f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{kept}{section}</w:pPr>')
        else:
            out.append(self._openings[block.style.name])
        for stamp in block.stamps:
            self._stamp(stamp, block.style)
        if block.drawing:
            self._drawing(block.drawing)
        if block.outline and self.ids.bookmarks:
            around = self.ids.bookmarks.get(block.line, around)
        out.append(around[0])
        last = ""
        for run in squeezed(block).runs:
            if run.chars.latin.is_bold and not run.chars.bold:
                self._run_with_bold_words(run, block.style, last)
            else:
                self._run(run, block.style, last)
            last = run.text[-1:]
        out.append(f"{around[1]}</w:p>")
        if len(out) > _MANY:
            self._packed.append(zlib.compress("".join(out).encode(), _QUICKLY))
            out.clear()

    def blank(self, blank: Blank, section: str = "", content: str = "") -> None:
        """A paragraph without text; `content`: what it is the anchor of."""
        style_id = self.ids.blanks.setdefault(blank, f"BanxinBlank{len(self.ids.blanks)}")
        self.out.append(f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{section}</w:pPr>{content}</w:p>')

    def rules(self, strokes: tuple[Stroke, ...], gap: float) -> None:
        """Lines across the type area, each the lower border of a paragraph; `gap`: from here to the first one."""
        before, least = Blank(), Blank().line
        lower = 0
        for stroke in strokes:
            upper = twips(stroke.y)
            rule, outset = (max(2, round(stroke.width * 8)), stroke.color), twips(stroke.outset)
            if not before.rule[0]:
                blank = Blank(max(0, twips(gap) - before.line), rule=rule, outset=outset)
            elif (before.rule, before.outset) == (rule, outset):
                # Neighbours with equal borders share them; a paragraph without any keeps them apart.
                self.blank(Blank(line=max(least, upper - lower - least)))
                blank = Blank(rule=rule, outset=outset)
            else:
                blank = Blank(line=max(least, upper - lower), rule=rule, outset=outset)
            self.blank(blank)
            before, lower = blank, upper + blank.height - blank.line

    def pieces(self) -> Iterator[bytes]:
        """All paragraphs so far, in UTF-8."""
        yield from map(zlib.decompress, self._packed)
        yield "".join(self.out).encode()

    def xml(self) -> str:
        """All of what is short."""
        return b"".join(self.pieces()).decode()

    def _drawing(self, drawing: Drawing) -> None:
        relationship = self._relationship(drawing.image)
        spot = Spot(0, "", 0, "", drawing.width, drawing.height, self._drawings)
        self.out.append(inline_picture(relationship, spot, drawing.alt))

    def _stamp(self, stamp: Stamp, style: ParagraphStyle) -> None:
        relationship = self._relationship(stamp.image)
        # Word and LibreOffice both count from the upper edge of the paragraph with its space before.
        y = style.space_before + lead(style) + stamp.y
        spot = Spot(stamp.x, "margin", y, "paragraph", stamp.width, stamp.height, self._drawings)
        self.out.append(picture(relationship, spot, stamp.alt))

    def _relationship(self, image: bytes) -> str:
        """The id of an image that is drawn once more."""
        self._drawings += 1
        return self.ids.images.setdefault(image, f"image{len(self.ids.images) + 1}")

    def _run(self, run: Run, style: ParagraphStyle, before: str) -> None:
        """A run; `before` is the character in front of it."""
        if _MARK.search(run.text):
            self._marked_run(run, style, before)
        else:
            properties = self._properties(self._style_id(run), "", run, style)
            self.out.append(f"<w:r>{properties}{_content(run.text)}</w:r>")

    def _run_with_bold_words(self, run: Run, style: ParagraphStyle, before: str) -> None:
        """A run in which the words of the Latin font alone are bold: each is a run of its own, as `w:b` is for all."""
        text, at = run.text, 0
        for match in _WORDS.finditer(text):
            start, end = match.span()
            if start > at:
                self._run(msgspec.structs.replace(run, text=text[at:start]), style, text[at - 1] if at else before)
            bold_id = self.ids.bold.setdefault(run.chars.name, f"BanxinBold{len(self.ids.bold)}")
            bold = msgspec.structs.replace(run, chars=msgspec.structs.replace(run.chars, bold=True))
            self.out.append(f"<w:r>{self._properties(bold_id, '', bold, style)}{_content(match[0])}</w:r>")
            at = end
        if at < len(text):
            self._run(msgspec.structs.replace(run, text=text[at:]), style, text[at - 1] if at else before)

    def _marked_run(self, run: Run, style: ParagraphStyle, before: str) -> None:
        """A run with marks of the Han font in it; `before` is the character in front of it."""
        text, at = before + run.text, len(before)
        hint = '<w:rFonts w:hint="eastAsia"/>'
        style_id = self._style_id(run)
        plain = self._properties(style_id, "", run, style)
        hinted = self._properties(style_id, hint, run, style)
        for match in _EXCEPTION.finditer(text, at):
            start, end = match.span()
            if start > at:
                self.out.append(f"<w:r>{hinted}{_content(text[at:start])}</w:r>")
            properties = plain
            if match["latin"] is None:
                squeeze = twips(run.chars.tracking) if run.chars.squeezed else 0
                key = (run.chars.name, squeeze, run.chars.east_asian.name)
                marks_id = self.ids.marks.setdefault(key, f"BanxinMarks{len(self.ids.marks)}")
                properties = self._properties(marks_id, hint, run, style)
            self.out.append(f"<w:r>{properties}{_content(text[start:end])}</w:r>")
            at = end
        if at < len(text):
            self.out.append(f"<w:r>{hinted}{_content(text[at:])}</w:r>")

    def _style_id(self, run: Run) -> str:
        return self.ids.character(run.chars)

    def _properties(self, style_id: str, hint: str, run: Run, style: ParagraphStyle) -> str:
        look = f'<w:rStyle w:val="{style_id}"/>' if style_id else ""
        # Bold is a toggle: in a paragraph style and in a character style together it would cancel itself out
        # (ECMA-376 17.7.3), so a run says it directly there.
        weight = f'<w:b w:val="{int(run.chars.bold)}"/>' if run.chars.name and style.chars.bold else ""
        shift = _SHIFTS[run.chars.shift]
        return f"<w:rPr>{look}{hint}{weight}{shift}</w:rPr>" if look or hint or shift else ""


_SHIFTS = {
    None: "",
    MarkKind.RAISED: '<w:vertAlign w:val="superscript"/>',
    MarkKind.LOWERED: '<w:vertAlign w:val="subscript"/>',
}


def _content(text: str) -> str:
    """The text of a run: `w:t`, with breaks and tabs as their own elements."""
    if "\n" not in text and "\t" not in text:
        return characters(text)
    return "".join(_BREAK_XML.get(part) or characters(part) for part in _BREAKS.split(text) if part)
