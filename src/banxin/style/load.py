"""A style's name or path to a HouseStyle: its file is laid over its parents' and checked, all faults told at once.

A reader may rely on this: a style that is handed out makes a page. `remarks` tells what merely should be looked at.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from banxin.errors import StyleError
from banxin.style.check import faults_of
from banxin.style.find import ENDINGS, STANDARD, available, find, is_path
from banxin.style.measures import Length, Size, decode
from banxin.style.read import Fault, Keys, Place, place_of, raise_all, read
from banxin.style.schema import HouseStyle

_MAX_DEPTH = 16
"""Of parents."""


class Loaded(msgspec.Struct, frozen=True):
    """A style with what its files say."""

    style: HouseStyle
    data: dict[str, Any]
    """Every key and value as written, those of the parents included, and what follows from them."""
    places: dict[Keys, Place]
    """Where each key was said last."""
    path: Path
    rows_said: int | None
    """The rows a page that the file asks for beside a line pitch, which counts for more; None: it does not."""


def load(name: str = STANDARD) -> HouseStyle:
    """The style of that name or at that path.

    Raises:
        StyleError: the style is unknown, unreadable, not YAML, or says what the schema does not allow.
    """
    return _standard() if name == STANDARD else load_whole(name).style


@cache
def _standard() -> HouseStyle:
    from banxin.style.standard import copied

    try:
        source = find(STANDARD, near=Path()).read_bytes()
    except OSError:  # told below
        source = b""
    return copied(source) or load_whole().style


def load_all() -> dict[str, HouseStyle | StyleError]:
    """Every style at hand by its name, or what is wrong with it."""
    found: dict[str, HouseStyle | StyleError] = {}
    for name in (one.name for one in available()):
        try:
            found[name] = load(name)
        except StyleError as error:  # noqa: PERF203 - one style's faults stay its own
            found[name] = error
    return found


@lru_cache(maxsize=32)
def load_whole(name: str = STANDARD) -> Loaded:
    """Likewise, with what its files say; once per process: a changed file or working folder is not noticed.

    Raises:
        StyleError: as above.
    """
    path = find(name, near=Path())
    return _laid(path, *_chain(path))


def laid_over(changes: dict[str, Any]) -> HouseStyle:
    """The style that a file says which holds `changes` to the standard.

    Raises:
        StyleError: there is none.
    """
    path = find(STANDARD, near=Path())
    chain, faults = _chain(path)
    return _laid(path, [*chain, (changes, {})], faults).style


def _laid(path: Path, chain: list[_Link], faults: list[Fault]) -> Loaded:
    """What the files of a chain say together."""
    data: dict[str, Any] = {}
    places: dict[Keys, Place] = {(): Place(str(path), 0, 0)}
    said, rows_said = "", None
    for link_data, link_places in chain:
        _overlay(data, link_data, (), link_places, faults)
        places |= link_places
        page = link_data.get("page")
        if isinstance(page, dict) and "line_pitch" in page:
            said, rows_said = "line_pitch", page.get("lines_per_page")
        elif isinstance(page, dict) and "lines_per_page" in page:
            said, rows_said = "lines_per_page", None
    places[()] = Place(str(path), 0, 0)
    data.pop("extends", None)
    _settle_typeface(data)
    _settle_rows(data, said)
    try:
        style = msgspec.convert(data, HouseStyle, dec_hook=decode)
    except msgspec.ValidationError:
        from banxin.style.faults import collect

        raise_all(faults + collect(data, places, is_whole=not faults))
        raise
    raise_all(faults + faults_of(style, places))
    return Loaded(style, data, places, path, rows_said)


_Link = tuple[dict[str, Any], dict[Keys, Place]]


def _chain(path: Path) -> tuple[list[_Link], list[Fault]]:
    """What each file says, the outermost parent first."""
    chain: list[_Link] = []
    faults: list[Fault] = []
    taken: list[Path] = []
    place = Place(str(path), 0, 0)
    while True:
        if path.resolve() in taken:
            trail = " → ".join(p.name for p in (*taken, path))
            raise StyleError("样式互相继承，成了环", place=str(place), remedy=f"请改 extends：{trail}")
        if len(taken) > _MAX_DEPTH:
            raise StyleError(f"样式层层继承，超过了 {_MAX_DEPTH} 层", place=str(place), remedy="请合并几个样式")
        taken.append(path.resolve())
        link = read(path)
        data, places = link.data, link.places
        faults += link.faults
        chain.insert(0, (data, places))
        parent = data.get("extends")
        if parent is None:
            break
        if not isinstance(parent, str):
            faults.append(Fault(places[("extends",)], "extends 须是一个样式名或路径"))
            break
        place = places[("extends",)]
        if is_path(parent) and not parent.endswith(ENDINGS):  # nothing else is read because a style says so
            faults.append(Fault(place, f"“{parent}”不是样式文件", "样式文件的扩展名是 .yaml 或 .yml"))
            break
        try:
            path = find(parent, near=path.parent, taken=taken)
        except StyleError as error:
            faults.append(Fault(place, error.problem, error.remedy))
            break
    return chain, faults


def _overlay(
    base: dict[str, Any], top: dict[str, Any], keys: Keys, places: dict[Keys, Place], faults: list[Fault]
) -> None:
    for key, value in top.items():
        below = base.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            _overlay(below, value, (*keys, key), places, faults)
        elif isinstance(value, dict) and isinstance(below, list):
            _overlay_items(below, value, (*keys, key), places, faults)
        elif value is not None or not isinstance(below, (dict, list)):  # `page:` with nothing below says nothing
            base[key] = value


def _overlay_items(
    items: list[Any], changes: dict[str, Any], keys: Keys, places: dict[Keys, Place], faults: list[Fault]
) -> None:
    """Changes single items of a list: `headings: {3: {bold: true}}` is level 3."""
    numbers = [str(at + 1) for at in range(len(items))]
    for key, value in changes.items():
        if key not in numbers:
            faults.append(
                Fault(place_of((*keys, key), places), f"“{keys[-1]}”没有第“{key}”项", f"可写 1 至 {len(items)}")
            )
            continue
        at = numbers.index(key)
        below = items[at]
        if value is not None:
            items[at] = below | value if isinstance(below, dict) and isinstance(value, dict) else value


def _settle_typeface(data: dict[str, Any]) -> None:
    """An element that says nothing of its face or size has the body's: “如无特殊说明” (5.2.2)."""
    elements = data.get("elements")
    headings = data.get("headings")
    if not isinstance(elements, dict) or not isinstance(elements.get("body"), dict):
        return
    for key in ("font", "size"):
        body = elements["body"].get(key)
        for element in (*elements.values(), *(headings if isinstance(headings, list) else ())):
            if body is not None and isinstance(element, dict):
                element.setdefault(key, body)


def _settle_rows(data: dict[str, Any], said: str) -> None:
    """Rows a page and line pitch: the one that was said last counts, the other is the greatest that fits."""
    page = data.get("page")
    if not isinstance(page, dict):
        return
    page.setdefault("fill", said == "lines_per_page")
    try:
        depth = decode(Size, page["height"]) - decode(Length, page["top"]) - decode(Length, page["bottom"])
        if said == "line_pitch":
            page["lines_per_page"] = max(int(depth / decode(Size, page["line_pitch"]) + 1e-6), 1)
        elif said:  # in steps of Word's twip
            page["line_pitch"] = f"{max(math.floor(depth / page['lines_per_page'] * 20 + 1e-6) / 20, 0.05):g}磅"
    except (KeyError, TypeError, ValueError, ZeroDivisionError):  # one of them is at fault, and told below
        page.setdefault("lines_per_page", 1)
        page.setdefault("line_pitch", "1磅")
