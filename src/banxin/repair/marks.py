"""Document to Repaired: the safe repairs of its text, each reported with what stood there and what stands there now.

A reader may rely on this. Labels, digits and letters are never touched, no mark is removed unless a style asks for it
(BX209), and the document keeps its shape: the same nodes, with other texts here and there. Repairing twice changes
nothing more. The diagnostics with `offset >= 0` are exact edits of `document.plain_text`; removed spaces are layout and
have offset -1. Codes:

- BX201 half-width `, ; : ? !` between Han characters or full-width marks
- BX202 half-width parentheses, both of a pair, around Han text or between Han characters
- BX203 straight quotes, both of a pair, likewise
- BX204 `...`, `。。。` and a lone `…` for an ellipsis
- BX205 `--` between Han characters for a dash
- BX206 spaces between Han characters or full-width marks
- BX207 brackets around the year of a 发文字号 that are not 〔〕 (GB/T 9704—2012 7.2.5)
- BX209 the 。 at the end of a heading on a line of its own, on the levels asked for

BX208 is in `addressee`.

Han means beside nothing but Han: a mark that touches a letter or a digit is left as it is, so that times, ratios,
numbers, addresses, Latin sentences and placeholders (`XX`, `××`, `***`) need no list of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from enum import Enum
from typing import NamedTuple, TypeVar

import msgspec

from banxin.document import Annex, Block, Document, Heading, Paragraph, Role, Section, Span, Table
from banxin.errors import Diagnostic, Severity
from banxin.streams import INVISIBLE, visible


class Repaired(msgspec.Struct, frozen=True):
    """A document after its repairs."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]
    """In source order; empty if nothing was to be done."""


def repair(document: Document, *, off: Collection[str] = (), unmarked: Collection[int] = ()) -> Repaired:
    """`document` with every safe repair made but those whose codes are `off`.

    Headings of the levels in `unmarked` lose their final 。 where they have a line of their own.
    """
    ledger = _Ledger(frozenset(off), frozenset(unmarked))

    def paragraphs(items: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return _mapped(items, lambda p: _paragraph(p, ledger))

    def annex(item: Annex) -> Annex:
        title = _text(item.title, item.line, ledger, _Spaces.NOISE, label=item.label)
        body = _blocks(item.body, ledger)
        if title is item.title and body is item.body:
            return item
        return msgspec.structs.replace(item, title=title, body=body)

    # The order of document.texts, which the offsets depend on.
    front = paragraphs(document.front)
    body = _blocks(document.body, ledger)
    back = paragraphs(document.back)
    annexes = _mapped(document.annexes, annex)
    diagnostics = tuple(_diagnostics(ledger))
    if diagnostics:
        document = msgspec.structs.replace(document, front=front, body=body, back=back, annexes=annexes)
    return Repaired(document, diagnostics)


# The tree


class _Edit(NamedTuple):
    """One repair within one text."""

    start: int
    end: int
    after: str
    code: str


class _Entry(NamedTuple):
    """What one text of the document contributes to its character stream, and the repairs in it."""

    line: int
    label: str
    """What stands before the text and is never touched."""
    text: str
    edits: list[_Edit]


class _Ledger(list[_Entry]):
    """The entries of a document, in the order of document.texts, and which repairs are wanted."""

    def __init__(self, off: frozenset[str], unmarked: frozenset[int]) -> None:
        super().__init__()
        self.off = off
        self.unmarked = unmarked


_T = TypeVar("_T")


def _mapped(items: tuple[_T, ...], change: Callable[[_T], _T]) -> tuple[_T, ...]:
    """`items` changed one by one; the same tuple if all stayed the same."""
    changed = tuple(map(change, items))
    return items if all(a is b for a, b in zip(items, changed, strict=True)) else changed


def _blocks(blocks: tuple[Block, ...], ledger: _Ledger) -> tuple[Block, ...]:
    """`blocks` repaired, in the order of document.walk and, as there, for sections of any depth."""
    stack: list[tuple[Section | None, tuple[Block, ...], Iterator[Block], list[Block]]] = []
    section: Section | None = None
    rest, done = iter(blocks), list[Block]()
    while True:
        for block in rest:
            if isinstance(block, Section):
                stack.append((section, blocks, rest, done))
                section = _heading(block, ledger)
                blocks, rest, done = block.body, iter(block.body), []
                break
            done.append(_paragraph(block, ledger) if isinstance(block, Paragraph) else _table(block, ledger))
        else:
            same = all(a is b for a, b in zip(blocks, done, strict=True))
            result = blocks if same else tuple(done)
            if section is None:
                return result
            finished = section if same else msgspec.structs.replace(section, body=result)
            section, blocks, rest, done = stack.pop()
            done.append(finished)


def _heading(section: Section, ledger: _Ledger) -> Section:
    """`section` with its heading repaired; its body is as it was."""
    heading: Heading = section.heading
    text = _text(heading.text, section.line, ledger, _Spaces.NOISE, label=heading.label)
    if not heading.run_in and heading.level in ledger.unmarked:
        text = _unmarked(text, ledger[-1])
    if text is heading.text:
        return section
    return msgspec.structs.replace(section, heading=msgspec.structs.replace(heading, text=text))


_END_MARK = re.compile("(?<=[^。])。")


def _unmarked(text: str, entry: _Entry) -> str:
    """The repaired text of a heading without its final 。, which becomes a repair of `entry`; not one of several."""
    found = _END_MARK.search(text, len(text) - 1) if entry.text.endswith("。") else None
    if not found:
        return text
    end = len(entry.text)
    entry.edits.append(_Edit(end - 1, end, "", "BX209"))
    return text[:-1]


class _Spaces(Enum):
    """What the spaces between the Han characters of a text are, by its role."""

    KEPT = 0
    """They line up names or part one item from the next."""
    DOUBTFUL = 1
    """Noise in running text, but they may part the items of a row."""
    NOISE = 2
    """They mean nothing."""
    LIST = 3
    """They part names, but beside a mark they mean nothing."""
    NUMBER = 4
    """Kept; and the text is a 发文字号, whose year stands in 〔〕."""


_KEPT_ROLES = frozenset(
    {Role.BYLINE, Role.SIGNATURE, Role.SIGNER, Role.ATTENDEES, Role.ISSUER_MARK, Role.PRINTER, Role.REMARK}
)
_NOISE_ROLES = frozenset({Role.TITLE, Role.SUBTITLE, Role.ANNEX_TITLE})
_LIST_ROLES = frozenset({Role.MAIN_TO, Role.COPY_TO})
_NUMBER_ROLES = frozenset({Role.DOCUMENT_NUMBER, Role.ORDER_NUMBER})


def _paragraph(paragraph: Paragraph, ledger: _Ledger) -> Paragraph:
    spaces = _Spaces.DOUBTFUL
    if paragraph.role in _KEPT_ROLES:
        spaces = _Spaces.KEPT
    elif paragraph.role in _NOISE_ROLES:
        spaces = _Spaces.NOISE
    elif paragraph.role in _LIST_ROLES:
        spaces = _Spaces.LIST
    elif paragraph.role in _NUMBER_ROLES:
        spaces = _Spaces.NUMBER
    at = len(ledger)
    text = _text(paragraph.text, paragraph.line, ledger, spaces)
    if text is paragraph.text:
        return paragraph
    leads = _moved(paragraph.leads, ledger[at].edits)
    return msgspec.structs.replace(paragraph, text=text, leads=leads)


def _table(table: Table, ledger: _Ledger) -> Table:
    def cells(row: tuple[str, ...]) -> tuple[str, ...]:
        return _mapped(row, lambda cell: _text(cell, table.line, ledger, _Spaces.DOUBTFUL))

    caption = _text(table.caption, table.line, ledger, _Spaces.DOUBTFUL)
    header = cells(table.header)
    rows = _mapped(table.rows, cells)
    if caption is table.caption and header is table.header and rows is table.rows:
        return table
    return msgspec.structs.replace(table, caption=caption, header=header, rows=rows)


def _text(text: str, line: int, ledger: _Ledger, spaces: _Spaces, *, label: str = "") -> str:
    """`text` repaired, its repairs entered in the ledger; the same object if there was nothing to do."""
    edits = _edits(text, spaces, ledger.off) if spaces is _Spaces.NUMBER or _TRIGGER.search(text) else []
    ledger.append(_Entry(line, label, text, edits))
    if not edits:
        return text
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += text[at : edit.start], edit.after
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


def _moved(spans: tuple[Span, ...], edits: list[_Edit]) -> tuple[Span, ...]:
    """`spans` of a text, where they are after `edits`, both in order."""
    moved: list[int] = []
    shift = at = 0
    for place in (place for span in spans for place in span):
        while at < len(edits) and edits[at].end <= place:
            shift += len(edits[at].after) - (edits[at].end - edits[at].start)
            at += 1
        within = at < len(edits) and edits[at].start < place
        moved.append(edits[at].start + shift if within else place + shift)
    return tuple(zip(moved[::2], moved[1::2], strict=True))


# What is to be repaired

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_FULL = "，。、；：？！（）“”‘’《》〈〉【】〔〕「」『』…—"
_SPACE = re.escape(INVISIBLE.replace("\n", ""))  # a line feed parts the lines of an annex's title

_TRIGGER = re.compile(f"""[,;:?!()"'…]|[.]{{3}}|。。。|--|(?<=[{_HAN}{_FULL}])[{_SPACE}]+[{_HAN}{_FULL}]""")
"""Found in every text that may need a repair, and in few others."""

_PAIRED = re.compile(r"""[()"'…]|[.]{3}|。。。|--""")
_RUN = re.compile(rf"""[\s{_SPACE},;:?!()"'.{_FULL}-]+""")
"""Marks and spaces between two words; what stands on either side decides about the marks in it."""
_IN_RUN = re.compile(
    r"""[()（）"'“”‘’]"""
    r"|(?<![.。…])(?:\.{3,6}|。{3,}|…)(?![.。…])"  # more than six dots are a leader or a blank to be filled in
    r"|(?<![-—])--(?![-—])"
)
_IS_HAN = re.compile(f"[{_HAN}]")

# patterns with wide ranges take milliseconds to compile: these wait until there is something to repair
_MARKS = rf"(?<=[{_HAN}{_FULL}])[\s{_SPACE}]*([,;:?!](?:[\s{_SPACE},;:?!]*[,;:?!])?)[\s{_SPACE}]*(?=[{_HAN}{_FULL}]|\Z)"
_MARK = re.compile("[,;:?!]")
_FULL_WIDTH = str.maketrans(",;:?!", "，；：？！")
_HAN_RATIO = re.compile("(?<=[〇零一二两三四五六七八九十百千]):(?=[〇零一二两三四五六七八九十百千])")

_LABEL = re.compile("[0-9０-９a-zA-Z一二三四五六七八九十百]{1,4}")
"""What stands between parentheses at the head of a list item, which is kept as it was written."""

_GAP = f"(?<=[{_HAN}{_FULL}])[{_SPACE}]+(?=[{_HAN}{_FULL}])"
_FIELD = f"[{_HAN}]{{1,8}}："
_PHRASE = f"(?!关于|的)[{_HAN}]{{4}}"
_IN_BRACKETS = re.compile("（[^（）]*）")
_CLAUSE_MARKS = "，。、；：？！"
_IS_PROSE = re.compile("[，。；？！]")
_OPENING = "（“‘《〈【〔「『"
_CLOSING = "）”’》〉】〕」』"


class _Neighbours(NamedTuple):
    """The nearest characters on both sides that are no marks; empty at an end of the text."""

    left: str
    right: str

    def han(self) -> bool:
        """Whether Chinese text stands around: Han on both sides, or on one side and nothing on the other."""
        around = self.left + self.right
        return around != "" and all(map(_IS_HAN.match, around))


class _Mark(NamedTuple):
    """A parenthesis or quote and what stands around it."""

    start: int
    text: str
    near: _Neighbours


def _edits(text: str, spaces: _Spaces, off: frozenset[str]) -> list[_Edit]:
    """All repairs of `text` but those that are off, in order.

    Each step decides by characters that no later step changes, and sees the text as the steps before it left it. So a
    second repair decides as the first did and finds nothing to do.
    """
    edits: list[_Edit] = []
    view = text  # as long as the text all the time, so that places in it are places in the text
    if spaces is _Spaces.NUMBER:
        edits += _wanted(_year_brackets(text), off)
        view = _seen(view, edits)
    if _PAIRED.search(view):
        paired = _wanted(_paired(view), off)
        view = _seen(view, paired)
        edits += paired
    marks = _wanted(_half_width(view), off)
    view = _seen(view, marks)
    edits += marks
    if spaces not in (_Spaces.KEPT, _Spaces.NUMBER):
        edits += _wanted(_gaps(view, spaces), off)
    edits.sort()
    return edits


def _wanted(edits: Iterable[_Edit], off: frozenset[str]) -> list[_Edit]:
    return [edit for edit in edits if edit.code not in off]


_YEAR_BRACKETS = re.compile(
    r"([〔（(\[［【﹝〈<｛{])\s*[0-9０-９xX×]{4}\s*([〕）)\]］】﹞〉>｝}])(?=\s*第?\s*[0-9０-９xX×]*\s*号)"
)


def _year_brackets(text: str) -> Iterator[_Edit]:
    """The brackets of `某政发[2026]3号`, each that is not the right one."""
    match = _YEAR_BRACKETS.search(text)
    for group, right in ((1, "〔"), (2, "〕")) if match else ():
        if match and match[group] != right:
            yield _Edit(match.start(group), match.end(group), right, "BX207")


def _seen(view: str, edits: Iterable[_Edit]) -> str:
    """`view` after `edits`, each of them filled up or cut to the length of what it replaces."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        parts += view[at : edit.start], (edit.after * (edit.end - edit.start))[: edit.end - edit.start]
        at = edit.end
    parts.append(view[at:])
    return "".join(parts)


def _paired(text: str) -> list[_Edit]:
    """Parentheses, quotes, ellipses and dashes, which are decided by the words on either side of them."""
    edits: list[_Edit] = []
    marks: dict[str, list[_Mark]] = {"(": [], '"': [], "'": []}
    kinds = {"(": "(", ")": "(", "（": "(", "）": "(", '"': '"', "“": '"', "”": '"', "'": "'", "‘": "'", "’": "'"}
    for run in _RUN.finditer(text):
        near = _Neighbours(text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1])
        for found in _IN_RUN.finditer(text, run.start(), run.end()):
            mark = found[0]
            if kind := kinds.get(mark):
                marks[kind].append(_Mark(found.start(), mark, near))
            elif mark[0] == "-":
                if near.left and near.right and near.han():
                    edits.append(_Edit(found.start(), found.end(), "——", "BX205"))
            elif mark[0] == "。" or near.han():
                edits.append(_Edit(found.start(), found.end(), "……", "BX204"))
    edits += _parentheses(text, marks["("])
    edits += _quotes(text, marks['"'], ("“", "”"))
    edits += _quotes(text, marks["'"], ("‘", "’"))
    return edits


def _chinese(opening: _Mark, closing: _Mark) -> bool:
    """Whether what stands between two marks begins or ends with Han, or stands between Han."""
    empty = opening.near is closing.near
    if not empty and (_IS_HAN.match(opening.near.right) or _IS_HAN.match(closing.near.left)):
        return True
    return _Neighbours(opening.near.left, closing.near.right).han()


def _parentheses(text: str, marks: list[_Mark]) -> Iterator[_Edit]:
    opened: list[_Mark] = []
    for mark in marks:
        if mark.text in "(（":
            opened.append(mark)
            continue
        if not opened:
            continue
        opening = opened.pop()
        if opening.text == "（" and mark.text == "）":
            continue
        if opening.start == 0 and _LABEL.fullmatch(text, 1, mark.start):
            continue
        if _chinese(opening, mark):
            if opening.text == "(":
                yield _Edit(opening.start, opening.start + 1, "（", "BX202")
            if mark.text == ")":
                yield _Edit(mark.start, mark.start + 1, "）", "BX202")


def _quotes(text: str, marks: list[_Mark], curled: tuple[str, str]) -> list[_Edit]:
    """Curls the straight quotes of one kind; `curled` are its opening and closing form.

    All are left alone where it is not certain which of them belong together.
    """
    opening, closing = curled
    pending = 0
    quotes: list[_Mark] = []
    for mark in marks:
        if mark.text == opening:
            pending += 1
        elif mark.text == closing:
            pending = max(pending - 1, 0)
        elif not _is_apostrophe(text, mark.start):
            if pending:
                return []
            quotes.append(mark)
    pairs = list(zip(quotes[::2], quotes[1::2], strict=False))
    if len(quotes) % 2 or any(_is_no_opening(text, first.start) for first, _ in pairs):
        return []
    edits: list[_Edit] = []
    for first, second in pairs:
        if _chinese(first, second):
            edits.append(_Edit(first.start, first.start + 1, opening, "BX203"))
            edits.append(_Edit(second.start, second.start + 1, closing, "BX203"))
    return edits


_APOSTROPHE = re.compile(r"(?<=[A-Za-z0-9])'(?=[A-Za-z])|(?<=[0-9])'(?=[0-9])")


def _is_apostrophe(text: str, at: int) -> bool:
    """Within a Latin word, or the sign of feet or minutes between digits."""
    return _APOSTROPHE.match(text, at) is not None


def _is_no_opening(text: str, at: int) -> bool:
    """Behind a digit stands the sign of inches or seconds, behind an equals sign a quote of code."""
    return text[at - 1 : at].isdigit() or text[at - 1 : at] == "="


def _half_width(view: str) -> Iterator[_Edit]:
    for group in re.compile(_MARKS).finditer(view):
        if _HAN_RATIO.match(view, group.start(1)):
            continue
        for mark in _MARK.finditer(view, group.start(1), group.end(1)):
            yield _Edit(mark.start(), mark.end(), mark[0].translate(_FULL_WIDTH), "BX201")


def _gaps(view: str, spaces: _Spaces) -> Iterator[_Edit]:
    """Spaces that part nothing: beside a mark, or within running text.

    A text without clause marks, but for some in brackets, may be a row of names or of fields
    (`联系人：某某  电话：……`), where the spaces do part something; in such a text they are kept. So are those between
    two phrases of a title, which stand for a comma there (`凝心聚力 砥砺前行`).
    """
    noise = spaces is _Spaces.NOISE
    is_list = spaces is _Spaces.LIST
    prose = noise or (not is_list and _IS_PROSE.search(_IN_BRACKETS.sub("", view)) is not None)
    phrases_end = view.find("关于") % (len(view) + 1)  # `关于…的通知` is one phrase
    for gap in re.compile(_GAP).finditer(view):
        left, right = view[gap.start() - 1], view[gap.end()]
        if (left in _OPENING and right in _CLOSING) or (left == "：" and len(gap[0]) > 1):
            continue  # a blank to be filled in
        if re.compile(_FIELD).match(view, gap.end()):
            continue
        if noise and gap.start() <= phrases_end and _parts_phrases(view, gap.start(), gap.end()):
            continue
        if prose or left in _CLAUSE_MARKS or right in _CLAUSE_MARKS:
            yield _Edit(gap.start(), gap.end(), "", "BX206")


def _parts_phrases(view: str, start: int, end: int) -> bool:
    """On both sides of the gap stand at least four Han characters, and it does not cut off `关于` or `的…`."""
    return (
        re.compile(_PHRASE).match(view, end) is not None
        and re.compile(_PHRASE).match(view, max(start - 4, 0), start) is not None
    )


# What is told

_MESSAGES = {
    "BX201": "半角标点改为全角",
    "BX202": "半角括号改为全角",
    "BX203": "直引号改为弯引号",
    "BX204": "改为省略号",
    "BX205": "改为破折号",
    "BX206": "删去中文之间的空格",
    "BX207": "发文字号的年份改用六角括号",
    "BX209": "删去标题末尾的句号",
}
_CONTEXT = 4
"""Characters on either side of a repair that its message quotes."""


def _diagnostics(ledger: list[_Entry]) -> Iterator[Diagnostic]:
    """The repairs as diagnostics, offsets counted as document.plain_text counts: entries in order of their lines."""
    offset = 0
    for entry in sorted(ledger, key=lambda entry: entry.line):
        offset += len(visible(entry.label))
        at = 0
        for edit in entry.edits:
            offset += len(visible(entry.text[at : edit.start]))
            yield _diagnostic(entry, edit, offset)
            at = edit.start
        offset += len(visible(entry.text[at:]))


def _diagnostic(entry: _Entry, edit: _Edit, offset: int) -> Diagnostic:
    left = entry.text[max(edit.start - _CONTEXT, 0) : edit.start]
    right = entry.text[edit.end : edit.end + _CONTEXT]
    before = entry.text[edit.start : edit.end]
    layout = edit.code == "BX206"
    return Diagnostic(
        edit.code,
        Severity.REPAIR,
        entry.line,
        f"{_MESSAGES[edit.code]}：“{left}{before}{right}”",
        before=left + before + right if layout else before,
        after=left + right if layout else edit.after,
        offset=-1 if layout else offset,
        place=offset if layout else -1,
    )
