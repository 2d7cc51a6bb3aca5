"""A HouseStyle to what it says that makes no page.

The schema sees one value at a time; here are the rules that hold between several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from banxin.style.measures import written
from banxin.style.read import Fault, Keys, Place, place_of
from banxin.style.schema import Align, Element, HouseStyle

_CLOSEST = 0.9
"""How much of its size a character may be given in the grid: with less, characters touch."""
_FEWEST_CHARS = 2
"""What every line must have room for."""
HEAD = frozenset({
    "copy_number", "secrecy", "urgency", "issuer_mark", "document_number", "signer", "signer_name", "order_number",
    "head_line",
})  # fmt: skip
"""Elements of 版头, which have no line pitch."""


def faults_of(style: HouseStyle, places: Mapping[Keys, Place]) -> list[Fault]:
    """What makes no page, at the key that was said of it."""
    found = [*_of_page(style)] or [*_of_elements(style), *_of_places(style), *_of_fonts(style), *_of_lengths(style)]
    return placed(found, places)


def placed(found: list[Found], places: Mapping[Keys, Place]) -> list[Fault]:
    """Each at the place where it was said."""
    return [Fault(_place(one, places), one.problem, one.remedy) for one in found]


def _place(found: Found, places: Mapping[Keys, Place]) -> Place:
    """Where it was said; of several keys that do not agree, the one that the style's own file says."""
    paths = (found.keys, *found.others)
    candidates = [*(places[keys] for keys in paths if keys in places), *(place_of(keys, places) for keys in paths)]
    own = (place for place in candidates if place.line and place.path == places[()].path)
    return next(own, place_of(found.keys, places))


class Found(msgspec.Struct, frozen=True, order=True):
    """Something that values of a style have against one another."""

    keys: Keys
    problem: str
    remedy: str = ""
    others: tuple[Keys, ...] = ()
    """Further keys that have a part in it."""


def _of_page(style: HouseStyle) -> Iterator[Found]:
    page, size = style.page, style.elements.body.size
    measure, depth = page.width - page.left - page.right, page.height - page.top - page.bottom
    if measure < _FEWEST_CHARS * size or depth < max(page.line_pitch, size):
        yield Found(("page",), "边距太大，没有给版心留下地方")
    elif page.line_pitch < size:
        problem = f"正文的字（{written(size)}）比行距（{written(page.line_pitch)}）高，会被裁去"
        others = (("page", "lines_per_page"), ("elements", "body", "size"))
        yield Found(("page", "line_pitch"), problem, "请改大行距，或改小正文的字号", others)
    elif measure / page.chars_per_line < _CLOSEST * size:
        most = int(measure / (_CLOSEST * size))
        problem = f"版心宽 {written(measure)}，{written(size)}字一行排不下 {page.chars_per_line} 字"
        yield Found(
            ("page", "chars_per_line"), problem, f"最多 {most} 字；或改小正文的字号、左右边距", _BODY_OR_MARGINS
        )


_BODY_OR_MARGINS = (("elements", "body", "size"), ("page", "left"), ("page", "right"))


def _of_elements(style: HouseStyle) -> Iterator[Found]:
    page = style.page
    measure = page.width - page.left - page.right
    for keys, element in elements_of(style):
        if keys[-1] not in HEAD:
            pitch = page.line_pitch if element.line_pitch is None else element.line_pitch
            if pitch < element.size:
                problem = f"“{element.name}”的字（{written(element.size)}）比行距（{written(pitch)}）高，会被裁去"
                others = ((*keys, "line_pitch"), ("page", "line_pitch"))
                yield Found((*keys, "size"), problem, "请改大它的 line_pitch，或改小 size", others)
        indents = ((*keys, "left_indent"), (*keys, "right_indent"))
        left, right, first = element.left_indent, element.right_indent, element.first_indent
        if min(left, right, left + first) < 0:
            yield Found((*keys, "first_indent"), f"“{element.name}”的缩进超出了版心", "各项缩进不小于 0字", indents)
        elif (left + right + max(first, 0) + _FEWEST_CHARS) * element.size > measure:
            yield Found((*keys, "first_indent"), f"“{element.name}”的缩进太大，一行排不下两个字", "", indents)


def elements_of(style: HouseStyle) -> Iterator[tuple[Keys, Element]]:
    """Every element with its path, headings included."""
    for name in style.elements.__struct_fields__:
        yield ("elements", name), getattr(style.elements, name)
    for level, heading in enumerate(style.headings, 1):
        yield ("headings", str(level)), heading


def value_at(style: HouseStyle, keys: Keys) -> Any:  # noqa: ANN401 - whatever stands there
    """The value at a path, items of a list counted from 1; `None` where the style has no such path."""
    value: Any = style
    for key in keys:
        value = value[int(key) - 1] if isinstance(value, tuple) and key.isdecimal() else getattr(value, key, None)
    return value


_HALF_NUMBER = 0.6
"""Of the page number's size: what its line takes above and below the middle of the dashes."""


def _of_places(style: HouseStyle) -> Iterator[Found]:
    """What would stand outside the type area or off the sheet."""
    page, number = style.page, style.page_number
    low = page.height - page.bottom
    height = _HALF_NUMBER * number.size
    for side in ("odd", "even"):
        if getattr(number, side) is Align.JUSTIFY:
            yield Found(("page_number", side), "页码不能两端对齐", "可用的值：left、center、right")
    if number.dash_offset < height:
        problem = f"页码离版心 {written(number.dash_offset)}，太近了"
        yield Found(("page_number", "dash_offset"), problem, f"不小于 {written(round(height, 1))}")
    if number.dash_offset + height > page.bottom:
        problem = f"页码离版心 {written(number.dash_offset)}，落到了纸外（地脚 {written(page.bottom)}）"
        yield Found(("page_number", "dash_offset"), problem, "请改小它，或改大地脚")
    for form in ("head", "letter", "order", "minutes"):
        if value_at(style, (form, "mark_top")) >= low - style.elements.issuer_mark.size:
            yield Found((form, "mark_top"), "发文机关标志落到了版心之外", f"须小于 {written(low)}")
    if style.letter.mark_top + style.letter.text_bottom + 2 * page.line_pitch > page.height:
        yield Found(("letter", "text_bottom"), "信函首页没有留下排字的地方")


def _of_fonts(style: HouseStyle) -> Iterator[Found]:
    if style.fonts.latin != "own":
        return
    for keys in (*(keys for keys, _ in elements_of(style)), ("page_number",)):
        if value_at(style, (*keys, "font")) == "latin":
            problem = "这里用西文字体，fonts.latin 却写了 own，没有定西文字体"
            yield Found((*keys, "font"), problem, "请改这里的 font，或给 fonts.latin 定一种字体")


def _of_lengths(style: HouseStyle) -> Iterator[Found]:
    """Indents and thicknesses out of all proportion."""
    page, size = style.page, style.elements.body.size
    measure = page.width - page.left - page.right
    most = measure / size - _FEWEST_CHARS
    for keys in _INDENTS:
        if not 0 <= (chars := value_at(style, keys)) <= most:
            yield Found(keys, f"{written(chars)}不合适", f"可写 0字 至 {int(most)}字")
    limits = {
        ("signature", "seal", "diameter"): measure,
        ("signature", "stamp", "width"): measure,
        ("signature", "stamp", "height"): measure,
        ("letter", "rule_length"): page.width,
        ("tables", "padding_x"): measure / 20,
        ("tables", "padding_y"): page.line_pitch,
        ("tables", "blank_row"): 3 * page.line_pitch,
        ("tightening", "squeeze"): size / 4,
        ("colophon", "padding"): page.line_pitch,
    }
    for keys, limit in (*limits.items(), *((keys, _THICKEST) for keys in _RULES)):
        if (length := value_at(style, keys)) > limit:
            yield Found(keys, f"{written(length)}太大", f"不大于 {written(round(limit, 2))}")


_INDENTS: tuple[Keys, ...] = (
    ("signature", "right"),
    ("signature", "offset"),
    ("signature", "seal", "right"),
    ("signature", "stamp", "right"),
    ("signature", "stamp", "post_gap"),
    ("head", "number_indent"),
    ("head", "joint_gap"),
    ("page_number", "indent"),
    ("tables", "narrowest"),
)
_THICKEST = 6.0
"""Points that a rule may be thick: Word knows no more."""
_RULES: tuple[Keys, ...] = (
    ("head", "rule"),
    ("letter", "thick"),
    ("letter", "thin"),
    ("tables", "rule"),
    ("colophon", "outer_rule"),
    ("colophon", "inner_rule"),
)
