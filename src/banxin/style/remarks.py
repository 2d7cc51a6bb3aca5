"""A style that makes a page to what of it should be looked at nevertheless."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from banxin.style.check import HEAD, Found, placed
from banxin.style.load import Loaded, load
from banxin.style.measures import written
from banxin.style.read import Fault, Keys, Place


def remarks(loaded: Loaded) -> list[Fault]:
    """What makes a page, but perhaps not the one that was meant."""
    style, page = loaded.style, loaded.style.page
    found: list[Found] = []
    depth = page.height - page.top - page.bottom
    wanted = loaded.rows_said or load().page.lines_per_page
    pitch_said = ("page", "line_pitch") in loaded.places
    if pitch_said and page.lines_per_page != wanted and not page.fill:
        rest = depth - page.lines_per_page * page.line_pitch
        greatest = int(depth / wanted * 20 + 1e-6) / 20
        problem = (
            f"版心高 {written(depth)}，行距 {written(page.line_pitch)}，"
            f"每面排 {page.lines_per_page} 行，下面余 {rest / 72 * 25.4:.1f}mm"
        )
        remedy = f"要排 {wanted} 行，行距不超过 {greatest:g}磅，或减小上下边距"
        found.append(Found(("page", "line_pitch"), problem, remedy, (("page", "top"), ("page", "bottom"))))
    found += _without_effect(loaded.places)
    measure = page.width - page.left - page.right
    for element in (style.elements.title, style.elements.annex_title):
        most = int(measure / element.size)
        if style.title_breaking.max_chars > most:
            problem = f"“{element.name}”一行最多排 {most} 字，不到 {style.title_breaking.max_chars} 字"
            size = ("elements", "title", "size")
            found.append(Found(("title_breaking", "max_chars"), problem, f"标题按 {most} 字回行", (size,)))
    return sorted(set(placed(found, loaded.places)))


_GAPS = ("gap_before", "gap_after")
_SETTLED: tuple[tuple[Iterable[str], tuple[str, ...], str], ...] = (
    (sorted(HEAD), (*_GAPS, "line_pitch", "keep_next"), "版头各要素的位置由 head、letter、order、minutes 定"),
    (("signer", "signer_name"), ("first_indent", "left_indent", "right_indent"), "位置由 head 定"),
    (("signature",), ("right_indent",), "位置由 signature.right 等定"),
    (("date",), ("gap_before", "right_indent", "keep_next"), "位置由 signature.right、signature.offset 等定"),
    (
        ("attendees_label",),
        (*_GAPS, "first_indent", "left_indent", "right_indent", "keep_next"),
        "它在 attendees 的段里",
    ),
    (("copy_to", "printer"), _GAPS, "文字与分隔线之间由 colophon.padding 定"),
    (("table_header", "table_cell", "table_long_cell"), _GAPS, "文字与表线之间由 tables.padding_y 定"),
)
"""Keys that every element has and that mean nothing for these, and what settles the matter instead."""


def _without_effect(places: Mapping[Keys, Place]) -> Iterator[Found]:
    """Keys that the style's own file says in vain."""
    for names, fields, instead in _SETTLED:
        for keys in (("elements", name, field) for name in names for field in fields):
            if keys in places and places[keys].path == places[()].path:
                yield Found(keys, f"“{'.'.join(keys)}”在这里不起作用", instead)
