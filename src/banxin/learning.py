"""Word documents to the style that they are set in: what most paragraphs of a role look like where it is not GB/T 9704.

A reader may rely on this: nothing is said that fewer than three paragraphs or four fifths of them show, except of what
stands in a document once, which one is enough for. What differs and is not sure is a doubt. What a document cannot tell
is never said: which repairs are made, 一是…, where lines are broken, whether rows fill the page, the places of 版头 and
版记.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from banxin import readers
from banxin.compose.formats import Formats
from banxin.document import Block, Document, Paragraph, Role, Section, walk
from banxin.elements import Place, standing
from banxin.errors import SourceError, StyleError
from banxin.looks import Looks
from banxin.measure import BASELINE, width
from banxin.parser import parse
from banxin.readers.docx.sheet import Number, Sheet, sheet
from banxin.source import Line, Source
from banxin.storage import MAX_SIZE
from banxin.style import HouseStyle
from banxin.style.check import value_at
from banxin.style.export import learnt
from banxin.style.load import laid_over, load
from banxin.style.meaning import meaning
from banxin.style.measures import Chars, Length, Rows, TypeSize, written
from banxin.style.read import Keys
from banxin.units import PT_PER_MM

_LEAST = 3
"""Paragraphs that show what is not to be a chance."""
_SHARE = 0.8
"""Of them, that must agree."""
_TWIP = 0.06
"""Points within which two lengths are one in Word."""
_DASH_HEIGHT = 0.36
"""Of the page number's size: the centre of its dashes above the baseline."""
_MARKUP = 5
"""As where documents are read: bytes of XML for each byte of text."""
_SHIFTED = ("（松）", "（紧）")
"""How the styles are called whose lines this program has moved for the sake of 署名."""
_MANY = frozenset((Role.BODY, Role.ANNEX_LABEL, Role.ANNEX_TITLE, Role.NOTE))
"""What stands in a document more than once, with the headings."""
_TITLES = (Role.TITLE, Role.SUBTITLE, Role.BYLINE)
_INDENTS = ("first_indent", "left_indent", "right_indent")
_GAPS = ("gap_before", "gap_after")
_UNTOLD = {
    **dict.fromkeys(standing(Place.HEAD), frozenset(("align", "line_pitch", *_INDENTS, *_GAPS))),
    **dict.fromkeys(_TITLES, frozenset((*_INDENTS, "gap_before"))),
    **dict.fromkeys((Role.SIGNATURE, Role.DATE), frozenset(("align", "gap_after", *_INDENTS))),
    **dict.fromkeys((Role.COPY_TO, Role.PRINTER), frozenset(("align", "first_indent", "right_indent", *_GAPS))),
    **dict.fromkeys((Role.ATTACHMENT_NOTE, Role.ATTENDEES), frozenset(("first_indent", "right_indent"))),
    Role.SIGNER: frozenset(("font", "size", "bold", "color", "align", "line_pitch", *_INDENTS, *_GAPS)),
    Role.ANNEX_LABEL: frozenset(_GAPS),
    Role.ANNEX_TITLE: frozenset((*_INDENTS, *_GAPS)),
}
"""What a role's paragraphs do not tell of it: it is settled by their place, or by other keys."""
_FACES = (
    ("fangsong", ("仿宋", "fangsong")),
    ("xiaobiaosong", ("小标宋", "中宋", "xiaobiaosong", "xbsong")),
    ("kai", ("楷", "kai")),
    ("hei", ("黑", "hei")),
    ("song", ("宋", "song", "simsun")),
)
"""The kinds of faces by what their names hold, the first that fits."""


class Lesson(NamedTuple):
    """A key that differs from the standard."""

    keys: Keys
    value: Any
    """As a file writes it."""
    comment: str


class Doubt(NamedTuple):
    """A key that may differ, and why it was not taken."""

    keys: Keys
    seen: str
    reason: str


class Learnt(NamedTuple):
    """What documents teach."""

    text: str
    """The style file."""
    lessons: tuple[Lesson, ...]
    doubts: tuple[Doubt, ...]


def learn(samples: Sequence[tuple[str, bytes]], name: str, *, max_size: int = MAX_SIZE) -> Learnt:
    """The style called `name` of documents, each with the name that errors and the file say.

    Raises:
        SourceError: one is no Word document, is broken or holds no text.
    """
    base = load()
    read = [_Sample(place, data, max_size) for place, data in samples]
    settled = _Settled(base)
    for stage in (_sides, _faces, _body, _elements, _numbers, _closing):
        seen: dict[Keys, list[Any]] = defaultdict(list)
        for sample in read:
            for keys, value in stage(sample, settled.style):
                seen[keys].append(value)
        settled.take(seen)
    if all(sample.sheet is not None and sample.sheet.number is None for sample in read):
        settled.doubts.append(Doubt(("page_number",), "没有找到", "页码不是域，或者没有页码"))
    lessons = [Lesson(keys, value, comment) for keys, (value, comment) in settled.said.items()]
    text = learnt(name, [place for place, _ in samples], lessons)
    return Learnt(text, tuple(lessons), tuple(settled.doubts))


class _Sample:
    """A document with its paragraphs and what they are."""

    def __init__(self, name: str, data: bytes, max_size: int) -> None:
        if readers.legacy.is_old(data):  # a document of 97–2003, or one with a password
            data, _ = readers.legacy.to_docx(data, name)
        if not readers.is_word(data):
            raise SourceError("不是 Word 文件（.docx）", place=name, remedy="请在 Word 或 WPS 中另存为 .docx，再作样板")
        self.source: Source = readers.read(data, name=name, max_size=max_size, keep_lines=True, verbatim=True)
        self.sheet: Sheet | None = sheet(data, name=name, most=max_size * _MARKUP)
        self.document: Document = parse(self.source).document
        self.lines = {line.number: line for line in self.source.lines if line.text and line.block is None}
        blanks = 0
        self.blanks: dict[int, int] = {}
        """Blank lines above each line."""
        for line in self.source.lines:
            if line.text:
                self.blanks[line.number], blanks = blanks, 0
            else:
                blanks += 1
        self.parts = list(_parts(self))
        bodies = (part.looks for part in self.parts if part.keys == _BODY and not part.is_moved)
        pitches = Counter(map(self.pitch, bodies))
        self.row = pitches.most_common(1)[0][0] if pitches else 0.0

    def pitch(self, looks: Looks) -> float:
        """The line spacing of a paragraph; 0: it is neither exact nor the grid's."""
        return looks.pitch or (self.sheet.grid_pitch if self.sheet else 0.0)


_BODY = ("elements", "body")
_LATIN = ("fonts", "latin")


class _Part(NamedTuple):
    """A paragraph with its role."""

    keys: Keys
    role: Role | None
    """None: a heading."""
    line: Line
    looks: Looks
    is_run_in: bool = False
    is_last: bool = False
    """Of what stands around the title."""
    is_first: bool = True
    """Of paragraphs of one role that follow one another."""

    @property
    def is_moved(self) -> bool:
        """Its line spacing is no style's, but what its page had room for."""
        return self.looks.style.endswith(_SHIFTED)


def _parts(sample: _Sample) -> Iterator[_Part]:
    document, lines = sample.document, sample.lines
    yield from _of_frame(document.front, lines, is_front=True)
    yield from _of_frame(document.back, lines, is_front=False)
    for body in (document.body, *(annex.body for annex in document.annexes)):
        yield from _of_body(body, lines)
    numbers = sorted(lines)
    for annex in document.annexes:
        at = numbers.index(annex.line) if annex.line in lines else len(numbers)
        for number, role in zip(numbers[at:], (Role.ANNEX_LABEL, Role.ANNEX_TITLE), strict=False):
            wanted = annex.label if role is Role.ANNEX_LABEL else annex.title.partition("\n")[0]
            if lines[number].text == wanted and (part := _part(role, number, lines)):
                yield part


def _of_frame(paragraphs: tuple[Paragraph, ...], lines: dict[int, Line], *, is_front: bool) -> Iterator[_Part]:
    """The parts of what stands above the body or below it."""
    before: Role | None = None
    for paragraph, following in zip(paragraphs, (*paragraphs, None)[1:], strict=True):
        if part := _part(paragraph.role, paragraph.line, lines):
            goes_on = following is not None and following.role in _TITLES
            is_last = is_front and paragraph.role in _TITLES and not goes_on
            is_first = paragraph.role is not before
            if is_first or paragraph.role is not Role.ATTACHMENT_NOTE:  # further ones stand below its text
                yield part._replace(is_last=is_last, is_first=is_first)
        before = paragraph.role


def _of_body(body: tuple[Block, ...], lines: dict[int, Line]) -> Iterator[_Part]:
    """Headings, and the paragraphs that have a line of their own."""
    taken: set[int] = set()
    for block in walk(body):
        if isinstance(block, Section):
            heading = block.heading
            line = lines.get(heading.line)
            taken.add(heading.line)
            if line is not None and line.looks is not None:
                yield _Part(("headings", str(heading.level)), None, line, line.looks, heading.run_in)
        elif isinstance(block, Paragraph) and block.role is Role.BODY and block.line not in taken:
            part = _part(block.role, block.line, lines)
            yield from (part,) if part else ()


def _part(role: Role, number: int, lines: dict[int, Line]) -> _Part | None:
    line = lines.get(number)
    if line is None or line.looks is None or role in (Role.RESIDUE, Role.MAIN_TO):
        return None
    return _Part(("elements", role.value), role, line, line.looks)


class _Settled:
    """What is sure so far, and the style that it makes."""

    def __init__(self, base: HouseStyle) -> None:
        self._standard = base
        self.style = base
        self.said: dict[Keys, tuple[Any, str]] = {}
        self.doubts: list[Doubt] = []

    def take(self, seen: dict[Keys, list[Any]]) -> None:
        """Takes what differs from the style so far, is sure and makes a page."""
        sure: dict[Keys, tuple[Any, str]] = {}
        for keys, values in seen.items():
            value: Any
            counts = Counter(values)
            value, count = counts.most_common(1)[0]
            if _is_same(value, self.style, keys):
                continue
            once = _is_once(keys)
            listed = "、".join(f"{_shown(one)}（{n} 段）" for one, n in counts.most_common(3))
            if value is None:
                self.doubts.append(Doubt(keys, listed, "看不出是多少"))
            elif count < _LEAST and not once:
                self.doubts.append(Doubt(keys, listed, f"只有 {count} 段，少于 {_LEAST} 段"))
            elif count < _SHARE * len(values):
                self.doubts.append(Doubt(keys, listed, f"{len(values)} 段中只有 {count} 段一致"))
            else:
                key = _key(keys, value)
                sure[key] = (value, self._comment(key, count, len(values), once=once))
        try:
            self._add(sure)
        except StyleError:  # one by one, to tell which it is
            for key, (value, comment) in sure.items():
                try:
                    self._add({key: (value, comment)})
                except StyleError as error:  # noqa: PERF203 - each may be at fault
                    self.doubts.append(Doubt(key, _shown(value), f"照它排不成版面：{error.problem}"))

    def _add(self, sure: dict[Keys, tuple[Any, str]]) -> None:
        """Says this, too.

        Raises:
            StyleError: it makes no page; nothing was added.
        """
        said = self.said | sure
        changes: dict[str, Any] = {}
        for path, (value, _) in said.items():
            at = changes
            for part in path[:-1]:
                at = at.setdefault(part, {})
            at[path[-1]] = value
        self.style = laid_over(changes)
        self.said = said

    def _comment(self, keys: Keys, count: int, total: int, *, once: bool) -> str:
        says = meaning(keys)
        seen = f"{total} 处中 {count} 处"
        if once and total < _LEAST:
            seen = f"只见 {total} 处"
        standard = _as_written(self._standard, keys)
        clause = f"，{says.clause}（{says.strength.value}）" if says.clause else "（惯例）"
        return f"{seen}；国标 {_shown(standard)}{clause}"


def _key(keys: Keys, value: Any) -> Keys:  # noqa: ANN401 - as a file writes it
    """Where a value stands that a style says in one of two ways."""
    if keys == ("page", "line_pitch") and isinstance(value, int):
        return ("page", "lines_per_page")
    if keys == _LATIN and value != "own" and value not in dict(_FACES):
        return (*keys, "name")
    return keys


def _is_once(keys: Keys) -> bool:
    if keys[0] == "elements":
        return Role(keys[1]) not in _MANY
    if keys[0] == "fonts":
        return keys != _LATIN
    return keys[0] in ("page_number", "signature") or (keys[0] == "page" and keys[1] in _SIDES)


def _shown(value: Any) -> str:  # noqa: ANN401 - as a file writes it
    if isinstance(value, bool):
        return "true" if value else "false"
    return "？" if value is None else f"“{value}”" if str(value).strip() != str(value) or value == "" else str(value)


def _as_written(style: HouseStyle, keys: Keys) -> Any:  # noqa: ANN401
    value = value_at(style, keys)
    if value is None and keys[-1] == "line_pitch":
        value = style.page.line_pitch
    if keys[:2] == _LATIN:
        value = style.fonts.latin
        value = getattr(value, "name", value)
    if isinstance(value, (Length, Chars, Rows)):
        return written(value)
    return getattr(value, "value", value)


def _is_same(value: Any, style: HouseStyle, keys: Keys) -> bool:  # noqa: ANN401
    return bool(value == _as_written(style, keys))


# Page


_SIDES = ("width", "height", "top", "bottom", "left", "right")


def _sides(sample: _Sample, base: HouseStyle) -> Iterator[tuple[Keys, Any]]:
    """The sheet."""
    if sample.sheet is not None:
        for side in _SIDES:
            yield ("page", side), _length(getattr(sample.sheet, side), getattr(base.page, side))


def _lines(sample: _Sample, base: HouseStyle) -> Iterator[tuple[Keys, Any]]:
    """How far apart lines are, or how many fill the page, and how many characters one holds."""
    page = base.page
    depth = page.height - page.top - page.bottom
    measure = page.width - page.left - page.right
    for part in sample.parts:
        if part.keys != _BODY or part.is_moved:
            continue
        pitch = sample.pitch(part.looks)
        rows = page.lines_per_page
        if pitch <= 0:
            yield ("page", "line_pitch"), None
        elif _fills(pitch, rows, depth):
            yield ("page", "line_pitch"), written(page.line_pitch)
        elif (rows := int(depth / pitch + 1e-6)) and _fills(pitch, rows, depth) and not _is_round(pitch):
            yield ("page", "line_pitch"), rows
        else:
            yield ("page", "line_pitch"), written(Length(pitch))
        size, tracking = part.looks.size, part.looks.tracking
        if tracking or abs(page.chars_per_line * size - measure) > size:
            yield ("page", "chars_per_line"), max(int(measure / (size + tracking) + 1e-6), 1)
        else:
            yield ("page", "chars_per_line"), page.chars_per_line


def _fills(pitch: float, rows: int, depth: float) -> bool:
    """Whether it is the pitch at which so many rows fill the type area."""
    return rows > 0 and abs(math.floor(depth / rows * 20 + 1e-6) / 20 - pitch) < _TWIP


def _is_round(pitch: float) -> bool:
    return (pitch * 2).is_integer()


def _length(points: float, standard: float) -> str:
    """A length as short as Word's twips allow; the standard's own where it is that."""
    if abs(points - standard) < _TWIP:
        return written(Length(standard))
    millimetres = points / PT_PER_MM
    for digits in (0, 1):
        if abs(round(millimetres, digits) - millimetres) * PT_PER_MM < _TWIP / 2:
            return f"{round(millimetres, digits):g}mm"
    return f"{round(millimetres, 2):g}mm"


# Typefaces


def _kind(face: str, style: HouseStyle) -> str | None:
    """The kind that a face is of; None: it cannot be told."""
    for kind, _ in _FACES:
        font = getattr(style.fonts, kind)
        if face in (font.name, *font.alternatives):
            return kind
    lower = face.lower()
    return next((kind for kind, words in _FACES if any(word in lower for word in words)), None)


def _face(part: _Part) -> str:
    return part.looks.lead_face if part.is_run_in else part.looks.face


def _faces(sample: _Sample, base: HouseStyle) -> Iterator[tuple[Keys, Any]]:
    """What each kind of face is called, and the face of digits and Latin letters."""
    own: list[bool] = []
    latin: list[str] = []
    for part in sample.parts:
        face = _face(part)
        kind = _kind(face, base) if face else None
        if kind:
            yield ("fonts", kind, "name"), face
        if part.looks.font and value_at(base, (*part.keys, "latin")) == "latin" and not part.is_run_in:
            latin.append(part.looks.font)
            own.append(part.looks.font == part.looks.face)
    if not latin:
        return
    if all(own) and len(set(latin)) > 1:
        yield from ((("fonts", "latin"), "own") for _ in latin)
        return
    for font in latin:
        kind = _kind(font, base)
        yield ("fonts", "latin"), kind or font


# Elements


def _body(sample: _Sample, base: HouseStyle) -> Iterator[tuple[Keys, Any]]:
    """正文, which all that says nothing else follows, and the lines that it makes."""
    yield from _lines(sample, base)
    yield from _looks(sample, base, lambda part: part.keys == _BODY)


def _elements(sample: _Sample, base: HouseStyle) -> Iterator[tuple[Keys, Any]]:
    """Everything else."""
    yield from _looks(sample, base, lambda part: part.keys != _BODY)
    yield from _end_marks(sample)


def _looks(sample: _Sample, base: HouseStyle, wanted: Callable[[_Part], bool]) -> Iterator[tuple[Keys, Any]]:
    row = sample.row or base.page.line_pitch
    for part in filter(wanted, sample.parts):
        untold = _UNTOLD.get(part.role, frozenset()) if part.role else frozenset()
        standard = value_at(base, part.keys)
        for key, value in _of_look(part, sample, base, row):
            if part.is_moved and key in ("line_pitch", *_GAPS):
                continue
            if key in untold or (part.is_run_in and key not in ("font", "bold")):
                continue
            if key == "size" and part.role is Role.ISSUER_MARK and _is_fitted(part, base):
                continue
            if key == "gap_after" and part.role in _TITLES and not part.is_last:
                continue
            if key == "gap_before" and not part.is_first:
                continue
            is_one_line = part.keys != _BODY and {value, standard.align.value} == {"left", "justify"}
            yield (*part.keys, key), standard.align.value if key == "align" and is_one_line else value


def _of_look(part: _Part, sample: _Sample, base: HouseStyle, row: float) -> Iterator[tuple[str, Any]]:
    """What a paragraph says of each key."""
    looks = part.looks
    face = _face(part)
    if face:
        yield "font", _kind(face, base)
    yield "size", written(TypeSize(looks.size))
    yield "bold", looks.lead_bold if part.is_run_in else looks.bold
    yield "color", looks.color or "000000"
    yield "align", looks.align or "left"
    pitch = sample.pitch(looks)
    if pitch > 0:
        page = base.page.line_pitch
        yield "line_pitch", written(Length(page if abs(pitch - row) < _TWIP else pitch))
    em = looks.size + looks.tracking
    typed = len(part.line.raw) - len(part.line.raw.lstrip("\u3000"))
    if part.role in (Role.ATTACHMENT_NOTE, Role.ATTENDEES, Role.COPY_TO):
        yield "left_indent", _chars((looks.left_indent + looks.first_indent) / em + typed)
    else:
        yield "first_indent", _chars(looks.first_indent / em + typed)
        yield "left_indent", _chars(looks.left_indent / em)
    yield "right_indent", _chars(looks.right_indent / em)
    after = 0
    if part.is_last:
        below = min((number for number in sample.lines if number > part.line.number), default=0)
        after = sample.blanks.get(below, 0)
    yield "gap_after", _rows(looks.space_after / row + after)
    above = max((number for number in sample.lines if number < part.line.number), default=0)
    is_below_front = any(other.is_last and other.line.number == above for other in sample.parts)
    before = 0 if is_below_front else sample.blanks.get(part.line.number, 0)
    yield "gap_before", _rows(looks.space_before / row + before)


def _chars(value: float) -> str:
    return written(Chars(_near(value)))


def _rows(value: float) -> str:
    return written(Rows(max(_near(value), 0.0)))


def _near(value: float) -> float:
    """What was meant where lengths are rounded: halves, or tenths."""
    half = round(value * 2) / 2
    return (half if abs(value - half) < 0.09 else round(value, 1)) + 0.0  # noqa: PLR2004 - of a character


def _is_fitted(part: _Part, base: HouseStyle) -> bool:
    """A mark that is as wide as it may be: it would be larger if there were room."""
    formats = Formats(base)
    chars = formats.fixed("issuer_mark", part.looks.size).chars
    return width(part.line.text, chars) > (base.head.mark_share - 0.06) * formats.page.measure


def _end_marks(sample: _Sample) -> Iterator[tuple[Keys, Any]]:
    """Whether headings with a line of their own lose their 。, which shows where those of other levels keep it."""
    ends: dict[Keys, list[bool]] = defaultdict(list)
    for part in sample.parts:
        if part.role is None and not part.is_run_in:
            ends[part.keys].append(part.line.text.endswith("。"))
    if any(len(marks) >= _LEAST and all(marks) for marks in ends.values()):
        for keys, marks in ends.items():
            yield from (((*keys, "end_mark"), "keep" if mark else "drop") for mark in marks)


# Page number


def _numbers(sample: _Sample, base: HouseStyle) -> Iterator[tuple[Keys, Any]]:
    number: Number | None = sample.sheet.number if sample.sheet else None
    if number is None:
        return
    found: dict[str, Any] = {
        "font": _kind(number.face, base),
        "size": written(TypeSize(number.size)),
        "prefix": number.prefix,
        "suffix": number.suffix,
        "odd": number.odd,
        "even": number.even,
    }
    if number.odd != "center":
        found["indent"] = _chars(number.indent / number.size)
    if number.pitch:
        page = base.page
        dash = page.bottom - number.distance - (1 - BASELINE) * number.pitch - _DASH_HEIGHT * number.size
        standard = base.page_number.dash_offset
        # the footer's distance and the margin are whole twips each
        found["dash_offset"] = written(standard) if abs(dash - standard) < 2 * _TWIP else _length(max(dash, 0), 0)
    for key, value in found.items():
        yield ("page_number", key), value


# 署名


def _closing(sample: _Sample, base: HouseStyle) -> Iterator[tuple[Keys, Any]]:
    """How far 署名 and 成文日期 stand from the right edge, and the date from the organ; where nothing is sealed."""
    last = {part.role: part for part in sample.parts if part.role in (Role.SIGNATURE, Role.DATE)}
    if sample.document.sealing or not last:
        return
    if any(part.looks.align != "right" for part in last.values()):
        yield ("signature", "right"), None
        return
    formats = Formats(base)
    em = formats.elements["signature"].chars.advance
    yield ("signature", "right"), _chars(min(part.looks.right_indent for part in last.values()) / em)
    if len(last) > 1:
        organ, date = (
            part.looks.right_indent + width(part.line.text, formats.of(role).chars)
            for role, part in ((role, last[role]) for role in (Role.SIGNATURE, Role.DATE))
        )
        yield ("signature", "offset"), _chars((organ - date) / em)
