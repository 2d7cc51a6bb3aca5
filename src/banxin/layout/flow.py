"""Blocks onto pages, one after the other, by the heights of their line boxes."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TypeAlias

import msgspec

from banxin.composition import (
    LEAST_LINE,
    Colophon,
    ColophonBlock,
    ContentsBlock,
    Drawing,
    FlowBlock,
    LandscapeBlock,
    MarkBlock,
    PageSetup,
    ParagraphStyle,
    Place,
    RuleBlock,
    Stamp,
    TableBlock,
    TextBlock,
)
from banxin.draft import Draft
from banxin.errors import Diagnostic, DocumentError, Severity
from banxin.layout.colophon import place, set_colophon
from banxin.layout.contents import Lead, led, set_entry
from banxin.layout.mark import set_mark
from banxin.layout.page import (
    Area,
    OpenPage,
    Row,
    first_area,
    number_line,
    plain_area,
    strokes,
    turned_area,
)
from banxin.layout.restyle import with_colophon_in_flow
from banxin.layout.setting import SetBlock, set_block
from banxin.layout.table import SetRow, SetTable
from banxin.lookalikes import kind, name, plain
from banxin.pages import Bookmark, Held, PackedPages, Page, packed

_SLACK = 0.01
"""Points by which boxes may exceed the page: less than rounding to twips makes."""

_LOOSE = 50_000
"""Lines on finished pages that are kept as they are: two thousand pages of text. What comes then is packed."""
_PAIR = 2
"""The least lines of a paragraph on one page where none stands alone; of three lines all, as Word has it."""
_BACK = 3
"""Pages before the one of the last block of the body that `rewind` may still go back to."""

_InFlow: TypeAlias = TextBlock | TableBlock | RuleBlock | MarkBlock | ContentsBlock


MOST_PAGES = 20_000
"""That are laid out: what has more is a wrong file or a wrong style. The largest text that is read by default has three
thousand pages of running text."""


class Span(msgspec.Struct, frozen=True):
    """Where a block stands."""

    first: int
    """Index of the page on which it begins."""
    last: int
    """Index of the page on which it ends."""


class _State(msgspec.Struct, frozen=True):
    """What it takes to go on from before a block."""

    pages: int
    area: Area
    counts: tuple[int, int, int, int, int, int]
    depth: float
    end: float
    fresh: bool
    asked_for: bool
    turns: bool
    kept_until: int
    held: int


class _Finished(msgspec.Struct, frozen=True):
    """A page that nothing changes any more."""

    page: bytes | Page
    """See `pages.packed`; one with `leads` is not packed."""
    marks: list[Bookmark]
    leads: list[tuple[int, Lead]]
    """Entries of a 目录, each with the index of its last line."""

    def led(self, numbers: Mapping[int, int]) -> bytes | Page:
        """The page, with dots and pages behind these entries."""
        page = self.page
        if not self.leads or isinstance(page, bytes):
            return page
        lines = [
            line
            for at, lead in self.leads
            for line in led(lead, page.lines[at].y, lead.page or str(numbers.get(lead.heading, "")))
        ]
        return msgspec.structs.replace(page, furniture=(*page.furniture, *lines))


class Flow:
    """Pages while they are being filled with the blocks of a draft, in order.

    Pages are finished as soon as nothing can change them. While `rewind` may still come, that is as far as it does not
    go: to the last body block, to those that begin on the page where the body ends, or to the headings before them.
    """

    def __init__(self, draft: Draft, most_pages: int = MOST_PAGES) -> None:
        self._most_pages = most_pages
        self.draft = draft
        """What is being placed; see `rewind`."""
        page = draft.page
        self._plain = plain_area(page)
        self._turned = turned_area(page)
        first = draft.first_page
        self._page = OpenPage(first_area(page, first) if first else self._plain)
        self._pages: list[OpenPage | _Finished] = [self._page]  # the last one is the page being filled
        self._finished = 0  # all pages before it are
        self._loose = 0  # lines on finished pages that are not packed
        self._may_rewind = draft.is_to_sign_with_body
        self._has_rewound = False
        self._begun = 0  # index of the page that was being filled before the block at work
        self._depth = 0.0  # of the boxes on the page so far
        self._end = 0.0  # the same without the gap below the last one
        self._fresh = True  # nothing stands on the page yet
        self._asked_for = True  # the page was begun by the text, not for want of room
        self._turns = False  # what comes next begins a page
        self._kept_until = -1  # index of the last block whose chain of keep_next has been seen to
        self._ready: dict[int, SetBlock] = {}  # set while looking ahead
        self._warned: set[str] = set()
        self._held: list[Held] = []  # what the lines on the pages belong to
        self._states: deque[_State] = deque()  # of the blocks placed last
        self._firsts, self._lasts = array("L"), array("L")  # the pages on which each block begins and ends
        self.colophon: ColophonBlock | None = None
        """版记, once it is placed."""
        self.numbers: dict[int, int] = {}
        """Of the page on which each heading stands, by its source line; where a 目录 is made from them, once all are
        finished."""
        self.diagnostics: list[Diagnostic] = []
        """BX901 or BX902 for every character that no face has a glyph for, once a character; BX303 for a table of too
        many columns."""

    def run(self, end: int) -> None:
        """Places the blocks up to `end`, excluded."""
        for at in range(self.placed, end):
            self._begun = len(self._pages) - 1
            if self._may_rewind:
                self._states.append(self._state())
            block = self.draft.blocks[at]
            first = len(self._pages) - 1
            match block:
                case LandscapeBlock():
                    first = self._place_landscape(block)
                case Colophon():
                    self._place_colophon(block)
                    first = len(self._pages) - 1
                case _:
                    if self._page.area.turned:
                        self._turn(asked_for=True, area=self._plain)
                    first = self._place(self.draft.blocks, at, block)
            self._firsts.append(first)
            self._lasts.append(len(self._pages) - 1)
            if not self._may_rewind:
                self._finish(len(self._pages) - 1)
            elif at < self.draft.body.stop and not self._has_rewound:
                self._finish(self._begun - _BACK)

    @property
    def placed(self) -> int:
        """How many blocks are placed."""
        return len(self._firsts)

    def span(self, at: int) -> Span:
        """Where a block stands that is placed."""
        return Span(self._firsts[at], self._lasts[at])

    def settle(self) -> None:
        """There will be no `rewind` any more."""
        self._may_rewind = False
        self._states.clear()

    def rewind(self, at: int, draft: Draft) -> None:
        """Takes away the blocks from `at` on; those of `draft`, the same before `at`, come in their place."""
        self._has_rewound = True
        state = self._state_before(at)
        for _ in range(self.placed - at):
            self._states.pop()
        del self._firsts[at:], self._lasts[at:], self._pages[state.pages :], self._held[state.held :]
        page = self._pages[-1]
        assert isinstance(page, OpenPage)
        self._page = page
        self._page.area = state.area
        self._page.cut(state.counts)
        self._depth, self._end, self._fresh, self._asked_for = state.depth, state.end, state.fresh, state.asked_for
        self._turns, self._kept_until = state.turns, state.kept_until
        self._ready.clear()
        self.draft = draft

    def room(self, at: int) -> float:
        """What was left of the page before the block was placed."""
        state = self._state_before(at)
        return state.area.depth - state.depth

    def _state_before(self, at: int) -> _State:
        return self._states[at - self.placed]

    @property
    def held(self) -> tuple[Held, ...]:
        """What the lines on the pages belong to, by `pages.Line.block`."""
        return tuple(self._held)

    def finished(self) -> tuple[Sequence[Page], tuple[Bookmark, ...]]:
        """All pages, at least one, and the outline."""
        self._finish(len(self._pages))
        done = [page for page in self._pages if isinstance(page, _Finished)]
        marks = tuple(chain.from_iterable(one.marks for one in done))
        if self.draft.makes_contents:
            self.numbers = {mark.line: mark.page + 1 for mark in marks}
        pages = PackedPages([one.led(self.numbers) for one in done])
        loose = all(isinstance(one.page, Page) for one in done)
        return tuple(pages) if loose else pages, marks

    def _finish(self, end: int) -> None:
        """Finishes the pages before `end` that are not finished yet."""
        for at in range(self._finished, end):
            self._finish_page(at)
        self._finished = max(self._finished, end)
        while self._states and self._states[0].pages <= self._finished:
            self._states.popleft()

    def _finish_page(self, at: int) -> None:
        page = self._pages[at]
        if isinstance(page, _Finished):
            return
        first, number = self.draft.first_page, self.draft.page_number
        if first and at == 0 and not page.area.turned:
            page.rules += strokes(first.strokes, page.area, 0.0)
            page.numbered = first.numbered and page.numbered
        line = number_line(number, self.draft.page, at + 1) if number and page.numbered else None
        done, marks = page.finished(at + 1, line)
        self._loose += len(done.lines)
        is_loose = self._loose < _LOOSE or page.leads
        self._pages[at] = _Finished(done if is_loose else packed(done), marks, page.leads)

    # -- blocks ----------------------------------------------------------------------------------------------------

    def _place(self, blocks: Sequence[FlowBlock | Colophon], at: int, block: _InFlow) -> int:
        """Puts the block on the page, and on further pages as needed; index of the page on which it begins."""
        if (self._turns or _begins_page(block)) and not self._fresh:
            self._turn(asked_for=True)
        self._turns = False
        if at > self._kept_until:
            self._keep_together(blocks, at)
        if not self._fresh or self._asked_for:
            self._depth += _space_before(block)
        match block:
            case TextBlock():
                return self._place_text(block, self._set(at, block))
            case TableBlock():
                return self._place_table(block)
            case ContentsBlock():
                return self._place_contents(block)
            case RuleBlock():
                self._need(block.height)
                self._head()
                self._page.rules += strokes(block.strokes, self._page.area, self._page.area.top + self._depth)
            case MarkBlock():
                self._need(block.height)
                self._head()
                mark = set_mark(block, self._page.area, self._page.area.top + self._depth, self._hold(block))
                self._warn(mark.missing, block.names[0].line)
                self._page.text += mark.lines
        self._advance(block.height)
        return len(self._pages) - 1

    def _place_text(self, block: TextBlock, ready: SetBlock) -> int:
        style = block.style
        first = len(self._pages)
        held = self._hold(block)
        for index, runs in enumerate(ready.lines):
            self._need(self._bound(style, len(ready.lines), index) * style.pitch)
            page = self._page
            if index == 0:
                first = len(self._pages) - 1
                if style.fixed:
                    self._head()
                if block.outline:
                    page.marks.append((len(page.text), block))
                page.stamps += ((len(page.text), stamp) for stamp in block.stamps)
                if block.drawing:
                    page.stamps.append((len(page.text), _stamp(block, block.drawing, self.draft.page)))
            page.text.append(Row(self._depth, style, runs, held))
            self._advance(style.pitch)
        self._depth += style.space_after
        return first

    def _place_contents(self, block: ContentsBlock) -> int:
        first = len(self._pages)
        for at, entry in enumerate(block.paragraphs):
            area = self._page.area
            done = set_entry(entry, block.headings[at] if block.headings else 0, area.left, area.measure)
            self._warn(done.block.missing, entry.line)
            first = min(first, self._place_text(entry, done.block))
            if done.lead:
                self._page.leads.append((len(self._page.text) - 1, done.lead))
        self._depth += block.space_after
        self._turns = block.breaks
        return first

    def _place_landscape(self, block: LandscapeBlock) -> int:
        self._turns = False
        if self._fresh:
            self._page.area = self._turned
        else:
            self._turn(asked_for=True, area=self._turned)
        outer = self._ready, self._kept_until
        self._ready, self._kept_until = {}, -1
        first = len(self._pages) - 1
        for at, inner in enumerate(block.blocks):
            self._place(block.blocks, at, inner)
        self._ready, self._kept_until = outer
        return first

    def unroll_colophon(self, block: Colophon) -> None:
        """Where 版记, the last block and not placed yet, is higher than a page, its parts come in its place."""
        if set_colophon(block, self._plain).height <= self._plain.depth - LEAST_LINE:
            return
        self.draft = with_colophon_in_flow(self.draft, "顺排", new_page=not self._page.area.turned)
        line = block.paragraphs[0].line
        hint = "请用“各有关单位”之类的统称，或减少抄送机关"
        self.diagnostics.append(Diagnostic("BX304", Severity.WARNING, line, "版记一面排不下，从新的一面起顺排", hint))

    def _place_colophon(self, block: Colophon) -> None:
        done = set_colophon(block, self._plain, len(self._held))
        self._held += block.paragraphs
        self._warn(done.missing, block.paragraphs[0].line if block.paragraphs else 0)
        area = self._page.area
        room = 0.0 if area.turned else self._plain.bottom - area.top - self._end
        at = place(block, done.height, len(self._pages), room)
        if at is not Place.SAME:
            self._turn(asked_for=True, area=self._plain)
        if at is Place.AFTER_BLANK:
            self._page.numbered = False
            self._turn(asked_for=True)
            self._page.numbered = False
        above = self._plain.bottom - self._page.area.top - self._depth - done.height
        self.colophon = block.placed(at, done.height, max(above, 0.0))
        self._page.text += done.lines
        self._page.rules += done.rules
        self._fresh = False

    # -- text ------------------------------------------------------------------------------------------------------

    def _set(self, at: int, block: TextBlock) -> SetBlock:
        ready = self._ready.pop(at, None)
        if ready is not None:
            return ready
        done = set_block(block, self._page.area.left, self._page.area.measure)
        self._warn(done.missing, block.line)
        return done

    def _hold(self, block: Held) -> int:
        """Notes that what comes next on the pages belongs to `block`; its index in `Pages.blocks`."""
        self._held.append(block)
        return len(self._held) - 1

    def _warn(self, missing: Sequence[str], line: int) -> None:
        for char in missing:
            if char not in self._warned:
                self._warned.add(char)
                self.diagnostics.append(_missing(char, line))

    # -- pages -----------------------------------------------------------------------------------------------------

    @property
    def _next_area(self) -> Area:
        """Of a page that is begun for want of room."""
        return self._turned if self._page.area.turned else self._plain

    def _head(self) -> None:
        """Notes that a page begins with 版头."""
        if self._fresh:
            self._page.headed = True

    def _advance(self, height: float) -> None:
        self._depth += height
        self._end = self._depth
        self._fresh = False

    def _lacks(self, height: float) -> bool:
        """The page has no room for so much more."""
        return not self._fresh and self._depth + height > self._page.area.depth + _SLACK

    def _need(self, height: float) -> None:
        if self._lacks(height):
            self._turn(asked_for=False)

    def _turn(self, *, asked_for: bool, area: Area | None = None) -> None:
        """Begins the next page."""
        at = len(self._pages) - 1
        if at + 1 >= self._most_pages:
            problem = f"排满 {self._most_pages} 面还没有排完"
            raise DocumentError(problem, remedy="请检查是否选错了文件或样式，或者分成几个文件")
        self._page = OpenPage(area or self._next_area)
        self._pages.append(self._page)
        if at > self._begun:  # a long block: `rewind` goes back to before or behind it
            self._finish_page(at)
        self._depth = self._end = 0.0
        self._fresh = True
        self._asked_for = asked_for

    def _state(self) -> _State:
        return _State(
            len(self._pages),
            self._page.area,
            self._page.counts,
            self._depth,
            self._end,
            self._fresh,
            self._asked_for,
            self._turns,
            self._kept_until,
            len(self._held),
        )

    def _keep_together(self, blocks: Sequence[FlowBlock | Colophon], at: int) -> None:
        """Begins a new page where a chain of headings would be parted from the first line of what follows.

        So it does where a table's header would be parted from its first row. Of a chain that is higher than a page,
        only the last two blocks are kept together.
        """
        needed = 0.0
        end = at
        while end < len(blocks):
            block = blocks[end]
            if isinstance(block, (LandscapeBlock, Colophon)):
                break
            if end > at and _begins_page(block):
                break
            needed += _space_before(block)
            if not isinstance(block, TextBlock):
                needed += self._least(block)
                break
            ready = self._ready[end] = self._set(end, block)
            if not block.style.keep_next:
                needed += self._bound(block.style, len(ready.lines), 0) * block.style.pitch
                break
            needed += len(ready.lines) * block.style.pitch + block.style.space_after
            end += 1
        if needed > self._next_area.depth:
            self._kept_until = end - 2
            return
        self._kept_until = end - 1
        self._need(needed)

    def _bound(self, style: ParagraphStyle, count: int, at: int) -> int:
        """How many lines of a paragraph of `count` stand on one page from the line `at` on; never more than fit."""
        bound = 1
        if style.keep_lines and at == 0:
            bound = count
        elif style.avoids_widows and at in (0, count - _PAIR):
            bound = min(count if count <= _PAIR + 1 else _PAIR, count - at)
        return bound if bound * style.pitch <= self._next_area.depth else 1

    def _least(self, block: TableBlock | RuleBlock | MarkBlock | ContentsBlock) -> float:
        """The height that the block needs on the page on which it begins."""
        if isinstance(block, ContentsBlock):
            return block.paragraphs[0].style.pitch
        if not isinstance(block, TableBlock):
            return block.height
        table = self._set_table(block)
        height = sum(row.height for row in table.header) + block.rule
        if len(table.header) == len(block.rows):
            return height
        row = table.row(len(table.header))
        return height + (row.least if row.height <= table.room else row.least_of_broken)

    # -- tables ----------------------------------------------------------------------------------------------------

    def _set_table(self, block: TableBlock) -> SetTable:
        depth = self._next_area.depth - block.rule - LEAST_LINE - _above_at_top(block)
        return SetTable(block, self._page.area.left, self._page.area.measure, depth)

    def _place_table(self, block: TableBlock) -> int:
        table = self._set_table(block)
        held = self._hold(block)
        first = None
        squeezed = False
        for index in range(len(block.rows)):
            row = table.row(index)
            for cell in row.cells:
                self._warn(cell.missing, block.line)
                squeezed = squeezed or cell.is_squeezed
            rest: SetRow | None = row if row.height <= table.room else msgspec.structs.replace(row, breakable=True)
            is_last = index + row.rows_below == len(block.rows) - 1
            below = block.rule + (LEAST_LINE if is_last else 0.0)
            while rest is not None:
                pages = len(self._pages)
                if self._lacks(rest.least + below):
                    self._page.rules += rest.rules_above(self._page.area.top + self._depth)
                    rest = rest.fresh()
                self._need(rest.least + below)
                if first is None:
                    first = len(self._pages) - 1
                    self._depth = self._depth or _above_at_top(block)
                elif len(self._pages) > pages and index >= block.header_rows:
                    self._repeat(table.header)
                area = self._page.area
                part, rest = rest.split(area.depth - self._depth - below + _SLACK)
                self._page.text += part.lines(area.top + self._depth, held, index)
                self._page.rules += part.rules(area.top + self._depth)
                self._advance(part.height)
        self._advance(block.rule)  # the last row's lower rule
        self._depth += block.space_after
        if squeezed:
            self._warn_of_columns(block)
        return len(self._pages) - 1 if first is None else first

    def _warn_of_columns(self, block: TableBlock) -> None:
        message = f"表格有 {len(block.column_widths)} 列，排不下，字会挤在一起"
        remark = Diagnostic("BX303", Severity.WARNING, block.line, message, "请减少列数，或拆成几个表")
        if remark not in self.diagnostics:  # a table may be set more than once
            self.diagnostics.append(remark)

    def _repeat(self, header: Sequence[SetRow]) -> None:
        top = self._page.area.top
        for row in header:
            self._page.furniture += row.lines(top + self._depth)
            self._page.rules += row.rules(top + self._depth)
            self._advance(row.height)


def _begins_page(block: _InFlow) -> bool:
    match block:
        case TextBlock():
            return block.style.page_break_before
        case RuleBlock():
            return block.page_break_before
    return False


def _space_before(block: _InFlow) -> float:
    return block.style.space_before if isinstance(block, TextBlock) else block.space_before


def _above_at_top(block: TableBlock) -> float:
    """What is left at the top of a page of the gap above a table: the DOCX has it in a paragraph without text."""
    return LEAST_LINE if block.space_before else 0.0


def _stamp(block: TextBlock, drawing: Drawing, page: PageSetup) -> Stamp:
    """The picture in the middle of its line, on the foot of the em of the last row that the line takes."""
    y = block.style.pitch - page.pitch + page.em - drawing.height
    return Stamp(drawing.image, drawing.width, drawing.height, (page.measure - drawing.width) / 2, y, drawing.alt)


def _missing(char: str, line: int) -> Diagnostic:
    """That no face has a glyph for `char`: a font may help, but not where it is no character of a text at all."""
    if what := kind(char):
        twin = plain(char)
        of = "没有对应的通用字符，" if twin == char else ""
        message = f"“{char}”（{name(char)}）是{what}，{of}PDF 中显示为方框"
        hint = "请对照原文换成通用的字或标点，或者删去" if of else f"请改成“{twin}”，或者不用 --verbatim，就会自动改"
        return Diagnostic("BX902", Severity.WARNING, line, message, hint)
    message = f"没有一种字体有“{char}”（U+{ord(char):04X}）的字形，PDF 中显示为方框"
    return Diagnostic("BX901", Severity.WARNING, line, message, "请安装含有此字的字体，再用 banxin fonts 查看")
