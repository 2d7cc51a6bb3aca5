"""The tags of HTML that was pasted as source: paragraphs, headings, items and rows become lines, the rest goes.

Only tags that HTML has are tags: `<某某>` and `a<b` are text. What `<script>`, `<style>` and `<head>` hold is no text.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

from banxin.document import MarkKind
from banxin.readers.marks import Mark, Marked
from banxin.regex import regex
from banxin.source import Line


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


_BLOCKS = _names(
    "address|article|aside|blockquote|body|center|caption|dd|div|dl|dt|fieldset|figcaption|figure|footer|"
    "form|h1|h2|h3|h4|h5|h6|header|hr|html|li|main|nav|ol|p|pre|section|table|tbody|tfoot|thead|tr|ul"
)
"""A line begins with them and ends with them."""
_CELLS = frozenset(("td", "th"))
_WITHIN = _names(
    "a|abbr|acronym|b|bdi|bdo|big|br|button|cite|code|col|colgroup|del|em|font|i|iframe|img|input|ins|"
    "kbd|label|link|mark|meta|o:p|q|s|small|span|strike|strong|sub|sup|tt|u|var|wbr"
)
_NO_TEXT = frozenset(("script", "style", "head"))
_TAGS = _BLOCKS | _CELLS | _WITHIN | _NO_TEXT
_HOLDS_TEXT = frozenset(["caption", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "td", "th"])
"""Within these a line end of the source is a blank."""
_TAG = regex(r"<(?P<closing>/)?(?P<name>[A-Za-z][A-Za-z0-9:]*)(?=[\s/>])[^<>]*>")
_DECLARED = regex(r"\s*<(?:!DOCTYPE\s+html|html[\s>])", 2)
_FEWEST = 3


def read(lines: list[Line], *, is_markdown: bool) -> dict[int, Marked]:
    """What the tags of each line say that has some, by its index; nothing where the text is neither HTML nor Markdown.

    In Markdown a tag ends no line, and tables are written otherwise: tags only go.
    """
    ends_lines = is_html([line.text for line in lines])
    if not ends_lines and not is_markdown:
        return {}
    reader = _Reader(lines, ends_lines=ends_lines)
    reader.feed("\n".join(line.text for line in lines))
    reader.close()
    return reader.found()


def is_html(texts: list[str]) -> bool:
    """Several tags of HTML of two kinds, some of them blocks that are closed; at the head of a line some."""
    if any(_DECLARED.match(text) for text in texts[:_FEWEST]):
        return True
    names: Counter[str] = Counter()
    closed = at_head = 0
    for text in texts:
        if "<" not in text:
            continue
        for tag in _TAG.finditer(text):
            name = tag["name"].lower()
            if name in _TAGS:
                names[name] += 1
                closed += tag["closing"] is not None and name in _BLOCKS | _CELLS
                at_head += not tag.start()
    return (names.total() >= _FEWEST and len(names) > 1 and closed > 0 and at_head > 0) or (
        names.total() > _FEWEST and closed > 1 and at_head > 1
    )


_NAMES = "|".join(sorted(_BLOCKS))
_OPENS = regex(rf"(?<=[^\n])(?=<(?:{_NAMES})(?=[\s>/])[^<>]*>)", re.IGNORECASE)
_CLOSES = regex(rf"(?:</(?:{_NAMES})(?=[\s>])[^<>]*>|<br(?=[\s>/])[^<>]*>)(?=[^\n])", re.IGNORECASE)


def broken(text: str) -> str:
    """`text`, which is HTML, with line ends where its tags end lines, so that every line is one of the document."""
    return _CLOSES.sub(r"\g<0>\n", _OPENS.sub("\n", text))


_SHIFTS = {"sup": MarkKind.RAISED, "sub": MarkKind.LOWERED}


class _Reader(HTMLParser):
    """Collects the marks of all lines."""

    def __init__(self, lines: list[Line], *, ends_lines: bool) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = lines
        self._ends_lines = ends_lines
        self._marks: dict[int, list[Mark]] = {}
        self._goes_on: set[int] = set()
        self._no_text = ""
        """The element that holds no text, if we are in one."""
        self._holder = ""
        """The element of text that we are in."""
        self._in_row = False
        self._cells = 0

    def found(self) -> dict[int, Marked]:
        """What the marks of each line say."""
        places = sorted({*self._marks, *self._goes_on})
        return {at: Marked(self._marks.get(at, []), goes_on=at in self._goes_on) for at in places}

    # html.parser calls these

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - not asked for
        """A tag that opens."""
        raw = self.get_starttag_text() or ""
        if self._no_text:
            self._mark(raw)
            return
        if tag not in _TAGS:
            return
        if tag in _NO_TEXT:
            self._no_text = tag
        after = " " if tag == "br" else ""
        if self._ends_lines:
            after = self._opened(tag)
        level = int(tag[1]) if tag[0] == "h" and tag[1:].isdecimal() else 0
        self._mark(raw, after, level=level, is_item=tag == "li", shift=_SHIFTS.get(tag))

    def _opened(self, tag: str) -> str:
        """What a tag becomes that opens: a line's end, a cell's, or nothing."""
        if tag in _CELLS:
            self._cells += 1
            self._holder = tag
            return "\t" if self._cells > 1 else ""
        if tag == "br":
            return " " if self._in_row else "\n"
        if tag not in _BLOCKS or (self._in_row and tag != "tr"):
            return ""
        self._holder = tag if tag in _HOLDS_TEXT else ""
        if tag == "tr":
            self._in_row, self._cells = True, 0
        return "\n"

    def handle_endtag(self, tag: str) -> None:
        """A tag that closes."""
        raw = self._raw_end()
        if self._no_text:
            if tag == self._no_text:
                self._no_text = ""
            self._mark(raw)
            return
        if tag not in _TAGS:
            return
        after = ""
        if self._ends_lines and tag in _BLOCKS and not (self._in_row and tag != "tr"):
            after, self._holder = "\n", ""
            self._in_row = self._in_row and tag != "tr"
        elif tag in _CELLS:
            self._holder = ""
        self._mark(raw, after, ends_shift=tag in _SHIFTS)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>`."""
        self.handle_starttag(tag, attrs)
        if tag in _NO_TEXT:
            self._no_text = ""

    def handle_data(self, data: str) -> None:
        """Text, over one line or several."""
        if self._no_text:
            self._mark(data)
            return
        first = self.getpos()[0] - 1
        if self._ends_lines and (self._in_row or self._holder):
            self._goes_on.update(range(first + 1, first + 1 + data.count("\n")))

    def handle_entityref(self, name: str) -> None:
        """`&nbsp;`."""
        self._entity(f"&{name}")

    def handle_charref(self, name: str) -> None:
        """`&#160;`."""
        self._entity(f"&#{name}")

    def handle_comment(self, data: str) -> None:
        """A comment."""
        self._mark(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """A declaration."""
        self._mark(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        """An instruction, which Word writes."""
        self._mark(f"<?{data}>")

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002 - of html.parser
        """Where `<![if …]>` ends; that of another kind, of which html.parser makes an error, is text."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            opening = "<!["
            self.handle_data(opening)
            return i + len(opening)

    def unknown_decl(self, data: str) -> None:
        """`<![if …]>`, which Word writes."""
        self._mark(f"<![{data}]>")

    # places

    def _entity(self, name: str) -> None:
        at, column = self._place()
        raw = name + (";" if self._lines[at].text.startswith(f"{name};", column) else "")
        plain = unescape(raw)
        if self._no_text:
            self._mark(raw)
        elif plain != raw and len(plain) == 1 and plain >= " ":
            self._mark(raw, " " if plain.isspace() else plain)

    def _place(self) -> tuple[int, int]:
        line, column = self.getpos()
        return line - 1, column

    def _raw_end(self) -> str:
        at, column = self._place()
        text = self._lines[at].text
        end = text.find(">", column)
        return text[column : end + 1] if end >= 0 else text[column:]

    def _mark(  # noqa: PLR0913 - what a mark may say
        self,
        raw: str,
        after: str = "",
        *,
        level: int = 0,
        is_item: bool = False,
        shift: MarkKind | None = None,
        ends_shift: bool = False,
    ) -> None:
        """Marks what stands here, over one line or several; nothing where it does not stand here as such."""
        at, column = self._place()
        for number, part in enumerate(raw.split("\n")):
            text = self._lines[at + number].text if at + number < len(self._lines) else ""
            start = column if number == 0 else 0
            if not text.startswith(part, start):
                return
            if part or after:
                mark = Mark(start, start + len(part), after, level, is_item, shift, ends_shift)
                self._marks.setdefault(at + number, []).append(mark)
                after = ""  # of a tag over several lines the first stands for it
            if number and text[len(part) :] and (self._holder or self._in_row) and self._ends_lines:
                self._goes_on.add(at + number)
