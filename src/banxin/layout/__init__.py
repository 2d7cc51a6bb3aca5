"""Composition to Pages: lines are broken and justified, rows counted onto pages, page numbers set.

Pages are filled by line boxes against the depth of the type area, exactly as Word counts exact line spacing, so that
DOCX and PDF break pages alike. On the page the boxes' tops are mapped linearly, so that the first row's em top stands
on the type area's upper edge and the last row's em bottom on its lower edge. Tables stand at their depth as it is:
their rules, unlike a row's em, are the edges of their boxes, and must not go below the type area.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from banxin.composition import Block, Composition, PageNumber, PageSetup, Run, TableBlock, TextBlock
from banxin.errors import Diagnostic, Severity
from banxin.layout.setting import SetBlock, set_block
from banxin.layout.table import SetRow, SetTable, set_table
from banxin.measure import EM_ASCENT, width
from banxin.pages import Bookmark, Line, Page, Pages, Rule
from banxin.style.schema import Align

_SLACK = 1e-3
"""Points by which boxes may exceed the page: less than rounding to twips makes."""


class Layout(msgspec.Struct, frozen=True):
    """What layout returns."""

    pages: Pages
    diagnostics: tuple[Diagnostic, ...]
    """BX901 for every character that no face has a glyph for, once a character."""


def layout(composition: Composition) -> Layout:
    """The pages of `composition`; at least one."""
    flow = _Flow(composition)
    for at, block in enumerate(composition.blocks):
        flow.place(at, block)
    properties = composition.properties
    pages = Pages(
        width=composition.page.width,
        height=composition.page.height,
        pages=flow.finished(),
        bookmarks=tuple(flow.bookmarks),
        title=properties.title,
        author=properties.author,
    )
    return Layout(pages, tuple(flow.diagnostics))


class _Flow:
    """Pages while they are being filled."""

    def __init__(self, composition: Composition) -> None:
        self._composition = composition
        self._page = composition.page
        self._blocks = composition.blocks
        rows = self._page.lines_per_page
        self._scale = (self._page.depth - self._page.em) / ((rows - 1) * self._page.pitch) if rows > 1 else 1.0
        self._done: list[Page] = []
        self._lines: list[Line] = []
        self._rules: list[Rule] = []
        self._furniture: list[Line] = []
        self._depth = 0.0  # of the boxes on the page so far
        self._fresh = True  # nothing stands on the page yet
        self._asked_for = True  # the page was begun by the text, not for want of room
        self._kept_until = -1  # index of the last block whose chain of keep_next has been seen to
        self._ready: dict[int, SetBlock | SetTable] = {}  # set while looking ahead
        self._warned: set[str] = set()
        self.bookmarks: list[Bookmark] = []
        self.diagnostics: list[Diagnostic] = []

    def place(self, at: int, block: Block) -> None:
        """Puts the block on the page, and on further pages as needed."""
        if isinstance(block, TextBlock) and block.style.page_break_before and not self._fresh:
            self._turn(asked_for=True)
        if at > self._kept_until:
            self._keep_together(at)
        self._space(block)
        ready = self._ready.pop(at, None) or self._set(block)
        if isinstance(block, TextBlock) and isinstance(ready, SetBlock):
            self._place_text(block, ready)
        elif isinstance(block, TableBlock) and isinstance(ready, SetTable):
            self._place_table(block, ready)

    def finished(self) -> tuple[Page, ...]:
        """All pages."""
        if self._lines or not self._done:
            self._turn(asked_for=False)
        return tuple(self._done)

    # -- text ------------------------------------------------------------------------------------------------------

    def _set(self, block: Block) -> SetBlock | SetTable:
        if isinstance(block, TableBlock):
            table = set_table(block, self._page.left, self._page.measure)
            for row in table.rows:
                for cell in row.cells:
                    self._warn(cell.missing, block.line)
            return table
        done = set_block(block, self._page.left, self._page.measure)
        self._warn(done.missing, block.line)
        return done

    def _warn(self, missing: Sequence[str], line: int) -> None:
        for char in missing:
            if char not in self._warned:
                self._warned.add(char)
                message = f"没有一种字体有“{char}”（U+{ord(char):04X}）的字形，PDF 中显示为方框"
                hint = "请安装含有此字的字体，再用 banxin fonts 查看"
                self.diagnostics.append(Diagnostic("BX901", Severity.WARNING, line, message, hint))

    def _place_text(self, block: TextBlock, ready: SetBlock) -> None:
        style = block.style
        for index, runs in enumerate(ready.lines):
            self._need(style.pitch)
            top = self._top(self._depth)
            if index == 0 and block.outline:
                self.bookmarks.append(Bookmark(block.outline_level, block.outline, len(self._done), top))
            self._lines.append(Line(top + EM_ASCENT * style.chars.size, runs))
            self._advance(style.pitch)
        self._depth += style.space_after

    def _top(self, depth: float) -> float:
        """Where a box at that depth begins on the sheet."""
        return self._page.top + depth * self._scale

    # -- pages -----------------------------------------------------------------------------------------------------

    def _space(self, block: Block) -> None:
        if not self._fresh or self._asked_for:
            self._depth += _space_before(block)

    def _advance(self, height: float) -> None:
        self._depth += height
        self._fresh = False

    def _need(self, height: float) -> None:
        if not self._fresh and self._depth + height > self._page.depth + _SLACK:
            self._turn(asked_for=False)

    def _keep_together(self, at: int) -> None:
        """Begins a new page where a chain of headings would be parted from the first line of what follows.

        So it does where a table's header would be parted from its first row.
        """
        needed = 0.0
        end = at
        while end < len(self._blocks):
            block = self._blocks[end]
            if end > at and isinstance(block, TextBlock) and block.style.page_break_before:
                break
            ready = self._ready.get(end) or self._set(block)
            self._ready[end] = ready
            needed += _space_before(block)
            if isinstance(block, TableBlock) or not isinstance(ready, SetBlock):
                if isinstance(block, TableBlock) and isinstance(ready, SetTable):
                    header, room = self._header(block, ready)
                    needed += sum(row.height for row in header)
                    needed += sum(row.least(room) for row in ready.rows[len(header) : len(header) + 1])
                break
            if not block.style.keep_next:
                needed += block.style.pitch
                break
            needed += len(ready.lines) * block.style.pitch + block.style.space_after
            if needed > self._page.depth:
                return  # it cannot be kept together on any page
            end += 1
        self._kept_until = end - 1
        if not self._fresh and self._depth + needed > self._page.depth + _SLACK:
            self._turn(asked_for=False)

    def _turn(self, *, asked_for: bool) -> None:
        """Finishes the page and begins the next."""
        number = len(self._done) + 1
        if self._composition.page_number is not None:
            self._furniture.append(_page_number(self._composition.page_number, self._page, number))
        page = Page(number, tuple(self._lines), tuple(self._rules), tuple(self._furniture))
        self._done.append(page)
        self._lines, self._rules, self._furniture = [], [], []
        self._depth = 0.0
        self._fresh = True
        self._asked_for = asked_for

    # -- tables ----------------------------------------------------------------------------------------------------

    def _place_table(self, block: TableBlock, ready: SetTable) -> None:
        header, room = self._header(block, ready)
        for index, row in enumerate(ready.rows):
            rest: SetRow | None = row
            while rest is not None:
                page = len(self._done)
                self._need(rest.least(room))
                if len(self._done) > page and index >= block.header_rows:
                    self._repeat(header)
                part, rest = (rest, None) if row.height <= room else rest.split(self._page.depth - self._depth)
                self._lines += part.lines(self._page.top + self._depth)
                self._rules += part.rules(self._page.top + self._depth)
                self._advance(part.height)
        self._depth += block.rule + block.space_after  # the last row's lower rule

    def _header(self, block: TableBlock, ready: SetTable) -> tuple[tuple[SetRow, ...], float]:
        """The rows to repeat on every page of a table, and how high a row may be beside them."""
        header = ready.rows[: block.header_rows]
        height = sum(row.height for row in header)
        if height > self._page.depth / 2:
            return (), self._page.depth  # it would leave no room for the table
        return header, self._page.depth - height

    def _repeat(self, header: Sequence[SetRow]) -> None:
        for row in header:
            self._furniture += row.lines(self._page.top + self._depth)
            self._rules += row.rules(self._page.top + self._depth)
            self._advance(row.height)


def _space_before(block: Block) -> float:
    return block.style.space_before if isinstance(block, TextBlock) else block.space_before


def _page_number(number: PageNumber, page: PageSetup, value: int) -> Line:
    """The line below the type area: odd pages and even pages at their own sides."""
    chars = number.style.chars
    text = f"{number.prefix}{value}{number.suffix}"
    align = number.odd_align if value % 2 else number.even_align
    left = page.left
    taken = width(text, chars)
    if align is Align.LEFT:
        left += number.indent
    elif align is Align.RIGHT:
        left += page.measure - number.indent - taken
    else:
        left += (page.measure - taken) / 2
    style = msgspec.structs.replace(number.style, align=Align.LEFT, left_indent=0.0, right_indent=0.0)
    runs = set_block(TextBlock((Run(text, chars),), style), left, taken + 1).lines[0]
    middle = page.height - page.bottom + number.dash_offset
    return Line(middle + (EM_ASCENT - 0.5) * chars.size, runs)
