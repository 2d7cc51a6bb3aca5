"""The page with 署名 and 成文日期 gets body text: lines are drawn closer or apart until it has some (7.3.5.5).

First the lines of the page on which the body ends are drawn closer, then its characters, so that 署名 has room there;
if that is not enough, some of the body is carried over to the page of 署名. Of each, the least that works. DOCX is
written from the changed styles, so both outputs stay alike.

Only that page and the next are laid out again, some twenty times at most, however long the document is.
"""

from __future__ import annotations

from collections.abc import Callable

from banxin.composition import TextBlock
from banxin.draft import Draft, Tightening
from banxin.errors import Diagnostic, Severity
from banxin.layout.flow import Flow
from banxin.layout.restyle import with_last_lines_on_next_page, with_page_break, with_pitch, with_tracking

_STEP = 0.05
"""Points: Word's twip."""
_MOST_APART = 1.25
"""How far lines may be drawn apart; with more, the page would no longer look like its neighbours."""
_FEW_ROWS = 3
"""A paragraph of fewer rows had better go over as a whole than have all lines drawn apart."""
_MOST_BLANK = 4
"""Unless it leaves as many rows blank at the foot of the page."""


def keep_signature_with_body(flow: Flow, limits: Tightening) -> None:
    """Changes the draft of `flow`, placed up to the end of 署名, so that the date's page has body text.

    What was changed, or that nothing helped, becomes a diagnostic of the flow.
    """
    if _stands_with_body(flow):
        return
    signature = flow.draft.parts.signature
    line = next((block.line for block in signature if isinstance(block, TextBlock)), 0)
    if message := _Closing(flow, limits).change():
        diagnostic = Diagnostic("BX301", Severity.INFO, line, f"为使署名与正文同面，{message}")
    else:
        message = f"成文日期所在的第 {flow.span(flow.draft.signature[-1]).last + 1} 面没有正文"
        hint = "请在正文末尾增删几个字，使署名、成文日期与正文同面；不要写“此页无正文”"
        diagnostic = Diagnostic("BX302", Severity.WARNING, line, message, hint)
    flow.diagnostics.append(diagnostic)


def _stands_with_body(flow: Flow) -> bool:
    return flow.span(flow.draft.body[-1]).last >= flow.span(flow.draft.signature[-1]).last


class _Closing:
    """The search for the least change."""

    def __init__(self, flow: Flow, limits: Tightening) -> None:
        self._flow = flow
        self._limits = limits
        self._original = flow.draft
        body = flow.draft.styles[0]
        self._pitch = body.pitch
        self._tracking = body.chars.tracking
        start, stop = flow.draft.body.start, flow.draft.body.stop
        self._page = flow.span(stop - 1).last
        self._first_page = flow.span(start).first  # the first page must show body text (7.3.3)
        first = stop - 1  # of the blocks that begin on the page, or else the last block, which goes on there
        while first > start and flow.span(first - 1).first == self._page:
            first -= 1
        self._blocks = range(first, stop)
        self._last = stop - 1  # or the first of the headings that stay with it
        page = flow.span(self._last).first
        while self._last > start and self._is_kept(self._last - 1) and flow.span(self._last - 1).first >= page - 1:
            self._last -= 1
        room, taken = flow.room(self._last), flow.room(self._last) - flow.room(stop)
        self._last_is_short = taken < _FEW_ROWS * self._pitch and room < _MOST_BLANK * self._pitch

    def change(self) -> str:
        """Makes the first change that works and says what it was; empty, with nothing changed, where none does."""
        if not any(isinstance(self._original.blocks[at], TextBlock) for at in (self._last, *self._blocks)):
            return self._give_up()
        return (
            self._tighten()
            or (self._carry_block() if self._last_is_short else "")
            or self._loosen()
            or self._carry_lines()
            or self._carry_block()
            or self._give_up()
        )

    def _tighten(self) -> str:
        most = _steps(self._pitch, self._limits.pitch)
        steps = self._least(0, most, self._with_pitch)
        if steps is not None:
            return self._pitch_changed(-steps)
        closer = self._least(0, _steps(self._tracking, self._limits.tracking), lambda by: self._with_both(most, by))
        if closer is None:
            return ""
        steps = self._least(-1, most, lambda by: self._with_both(by, closer))
        tracking = round(self._tracking - closer * _STEP, 2)
        spaced = f"第 {self._page + 1} 面部分段落的字距由 {self._tracking:g} 磅调为 {tracking:g} 磅"
        return f"{self._pitch_changed(-steps)}，{spaced}" if steps else spaced

    def _loosen(self) -> str:
        steps = self._least(0, _steps(self._pitch * _MOST_APART, self._pitch), lambda by: self._with_pitch(-by))
        return "" if steps is None else self._pitch_changed(steps)

    def _carry_lines(self) -> str:
        """The end of the last paragraph begins a page, as a paragraph of its own without indent."""
        last = self._blocks.stop - 1
        if not self._works(with_last_lines_on_next_page(self._original, last, "续行")):
            return ""
        return f"正文最后一段的末行移到第 {self._flow.span(last + 1).first + 1} 面"

    def _carry_block(self) -> str:
        """The last paragraph begins a page."""
        if not self._works(with_page_break(self._original, self._last, "另面")):
            return ""
        return f"正文最后一段移到第 {self._flow.span(self._last).first + 1} 面"

    def _give_up(self) -> str:
        """Where a row of 署名 begins a page, that is asked for: the room above it, which a seal needs, is then kept."""
        changed = self._original
        self._works(changed)
        for at in self._original.signature:
            block = changed.blocks[at]
            begins_page = self._flow.span(at).first > self._flow.span(at - 1).last
            if begins_page and isinstance(block, TextBlock) and block.style.space_before:
                changed = with_page_break(changed, at, "另面")
                self._works(changed)
        return ""

    def _is_kept(self, at: int) -> bool:
        block = self._original.blocks[at]
        return isinstance(block, TextBlock) and block.style.keep_next

    # -- their parts -----------------------------------------------------------------------------------------------

    def _with_pitch(self, steps: int) -> Draft:
        """Lines closer by that many steps; further apart where it is negative."""
        least = self._limits.pitch

        def change(pitch: float) -> float:
            return max(round(pitch - steps * _STEP, 2), least) if steps < 0 or pitch > least else pitch

        return with_pitch(self._original, self._blocks, change, "松" if steps < 0 else "紧")

    def _with_both(self, steps: int, closer: int) -> Draft:
        """Lines and characters closer by so many steps."""
        return with_tracking(self._with_pitch(steps), self._blocks, closer * _STEP, "缩")

    def _pitch_changed(self, steps: int) -> str:
        pitch = round(self._pitch + steps * _STEP, 2)
        return f"第 {self._page + 1} 面的行距由 {self._pitch:g} 磅调为 {pitch:g} 磅"

    def _least(self, low: int, high: int, change: Callable[[int], Draft]) -> int | None:
        """The fewest steps, more than `low` and at most `high`, that work, by halving; `None` where none do."""
        if high <= low or not self._works(change(high)):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            if self._works(change(middle)):
                high = middle
            else:
                low = middle
        self._works(change(high))
        return high

    def _works(self, draft: Draft) -> bool:
        self._flow.rewind(min(self._blocks.start, self._last), draft)
        self._flow.run(draft.signature.stop)
        return _stands_with_body(self._flow) and self._flow.span(draft.body.start).first == self._first_page


def _steps(above: float, below: float) -> int:
    return max(int((above - below) / _STEP + 1e-6), 0)
