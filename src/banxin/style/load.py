"""A style's name or path to a HouseStyle: the file is found, read, laid over its parent and checked.

Files are named `NAME.yaml`. A name is looked for among the styles that come with the program; a word with a path
separator or an ending `.yaml`/`.yml` is a path.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

import msgspec

from banxin import units
from banxin.errors import StyleError
from banxin.resources import data_dir
from banxin.style.schema import Chars, HouseStyle, Length, Rows

if TYPE_CHECKING:
    import yaml

DEFAULT = "gbt9704"
"""The style that is used when none is named."""

_NUMBER_WITH_UNIT = re.compile(r"(-?\d+(?:\.\d+)?)\s*(pt|磅|mm|毫米|cm|厘米|字|行)")
_POINTS_PER = {"pt": 1.0, "磅": 1.0, "mm": units.mm(1), "毫米": units.mm(1), "cm": units.mm(10), "厘米": units.mm(10)}
_MAX_DEPTH = 16
_NESTING = re.compile(r"[\[{]|[-?] ")
"""How a level of nesting may begin on a line that already has some."""
_MOST_NESTING = 1000
"""Beyond this a file goes through the loader in Python, whose recursion ends in an error; the one in C has no such
limit and would take the process down."""


def available() -> list[str]:
    """Names of the styles that come with the program, sorted."""
    return sorted(path.stem for path in data_dir("styles").glob("*.yaml"))


@lru_cache(maxsize=32)
def load(name: str = DEFAULT) -> HouseStyle:
    """The style of that name or at that path, once per process; a changed file or working folder is not noticed.

    Raises:
        StyleError: the style is unknown, unreadable, not YAML, or says what the schema does not allow.
    """
    path = _find(name, near=Path())
    data, places = _read_with_parents(path)
    data.pop("extends", None)
    try:
        style = msgspec.convert(data, HouseStyle, dec_hook=_decode)
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `")
        keys = tuple(str(int(key) + 1) if key.isdigit() else key for key in re.findall(r"\w+", where))
        raise _fault(message, keys, places, path) from None
    _check_grid(style, places)
    return style


def _find(name: str, *, near: Path) -> Path:
    if "/" in name or "\\" in name or name.endswith((".yaml", ".yml")):
        path = near / name
        if path.is_file():
            return path
        raise StyleError(f"没有样式文件“{name}”", remedy="请检查路径，或用 banxin styles list 查看随附样式")
    path = data_dir("styles") / f"{name}.yaml"
    if path.is_file():
        return path
    known = available()
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    guess = f"是不是“{nearest[0]}”？" if nearest else ""
    raise StyleError(f"没有名为“{name}”的样式", remedy=f"{guess}可用的样式：{'、'.join(known)}")


_Places = dict[tuple[str, ...], str]
"""Key path to `file:line:column`; items of a list are counted from 1, as an overlay names them."""


def _check_grid(style: HouseStyle, places: _Places) -> None:
    """What the schema cannot say: the rows are those that fit the type area, or pages would not be filled by them."""
    page = style.page
    depth = page.height - page.top - page.bottom
    if page.width - page.left - page.right < style.elements.body.size or depth < page.line_pitch:
        raise StyleError("边距太大，没有给版心留下地方", place=places[("page",)])
    rows = int(depth / page.line_pitch + 1e-6)
    if rows != page.lines_per_page:
        pitch = f"{float(page.line_pitch):g}"
        problem = f"版心高 {depth:.1f} 磅，行距 {pitch} 磅，每面排 {rows} 行，不是 {page.lines_per_page} 行"
        remedy = f"请把 page.lines_per_page 写作 {rows}，或调整 page.line_pitch 和上下边距"
        raise StyleError(problem, place=places[("page",)], remedy=remedy)


def _read_with_parents(path: Path) -> tuple[dict[str, Any], _Places]:
    """The file's mapping laid over its parents', and `file:line:column` of every key path."""
    chain: list[tuple[dict[str, Any], _Places]] = []
    seen: list[Path] = []
    while True:
        if path.resolve() in seen or len(seen) == _MAX_DEPTH:
            trail = " → ".join(p.name for p in (*seen, path))
            raise StyleError("样式互相继承，成了环", place=str(path), remedy=f"请改 extends：{trail}")
        seen.append(path.resolve())
        data, places = _read(path)
        chain.append((data, places))
        parent = data.get("extends")
        if parent is None:
            break
        if not isinstance(parent, str):
            raise StyleError("extends 须是一个样式名或路径", place=places[("extends",)])
        try:
            path = _find(parent, near=path.parent)
        except StyleError as error:
            raise StyleError(error.problem, place=places[("extends",)], remedy=error.remedy) from None
    merged: dict[str, Any] = {}
    all_places: _Places = {}
    for data, places in reversed(chain):
        _overlay(merged, data, (), places)
        all_places |= places
    return merged, all_places


def _overlay(base: dict[str, Any], top: dict[str, Any], keys: tuple[str, ...], places: _Places) -> None:
    for key, value in top.items():
        below = base.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            _overlay(below, value, (*keys, key), places)
        elif isinstance(value, dict) and isinstance(below, list):
            _overlay_items(below, value, (*keys, key), places)
        else:
            base[key] = value


def _overlay_items(items: list[Any], changes: dict[str, Any], keys: tuple[str, ...], places: _Places) -> None:
    """Changes single items of a list: `headings: {3: {bold: true}}` is level 3."""
    numbers = [str(at + 1) for at in range(len(items))]
    for key, value in changes.items():
        if key not in numbers:
            place = places[keys + (key,)]  # noqa: RUF005 - a star in an index is Python 3.11
            raise StyleError(f"“{keys[-1]}”没有第“{key}”项", place=place, remedy=f"可写 1 至 {len(items)}")
        at = numbers.index(key)
        below = items[at]
        items[at] = below | value if isinstance(below, dict) and isinstance(value, dict) else value


def _read(path: Path) -> tuple[dict[str, Any], _Places]:
    import yaml

    places: _Places = {}
    try:
        text = path.read_text(encoding="utf-8-sig")
        shallow = len(_NESTING.findall(text)) < _MOST_NESTING
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader) if shallow else yaml.SafeLoader
        root = yaml.compose(text, Loader=loader)
        data = _plain(root, (), path, places, set()) if root else {}
    except OSError as error:
        raise StyleError(f"样式文件读不出来（{error.strerror}）", place=str(path)) from None
    except UnicodeDecodeError:
        raise StyleError("样式文件不是 UTF-8 编码", place=str(path), remedy="请另存为 UTF-8") from None
    except yaml.MarkedYAMLError as error:
        raise StyleError("不是合法的 YAML", place=_at(path, error.problem_mark), remedy=str(error.problem)) from None
    except yaml.YAMLError:
        raise StyleError("不是合法的 YAML", place=str(path)) from None
    except RecursionError:
        raise StyleError("样式文件嵌套太深", place=str(path)) from None
    if not isinstance(data, dict):
        raise StyleError("样式文件的最外层须是“键: 值”", place=str(path))
    return data, places


def _at(path: Path, mark: yaml.Mark | None) -> str:
    return f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)


_SCALARS: dict[str, Callable[[str], object]] = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:null": lambda _: None,
    "tag:yaml.org,2002:bool": lambda text: text.lower() in {"true", "yes", "on"},
}


def _plain(node: yaml.Node, keys: tuple[str, ...], path: Path, places: _Places, seen: set[int]) -> object:
    """A YAML node as plain data; notes where each key stands. No tags, no aliases, no duplicate keys."""
    import yaml

    if id(node) in seen:  # an alias is the very node of its anchor; a few of them can grow without bound
        raise StyleError(
            "样式文件不用 YAML 别名（*）", place=places.get(keys[:-1], str(path)), remedy="请把值直接写出来"
        )
    seen.add(id(node))
    if keys in places and keys:
        raise StyleError(f"“{keys[-1]}”写了两遍", place=_at(path, node.start_mark), remedy=f"另一处在 {places[keys]}")
    places[keys] = _at(path, node.start_mark)
    if isinstance(node, yaml.MappingNode):
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            below = (*keys, key)
            out[key] = _plain(value_node, below, path, places, seen)
            places[below] = _at(path, key_node.start_mark)
        return out
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*keys, str(i)), path, places, seen) for i, item in enumerate(node.value, 1)]
    convert = _SCALARS.get(node.tag)
    if convert is None:
        raise StyleError(f"不用 YAML 标签“{node.tag}”", place=places[keys], remedy="请直接写值；文字可以加引号")
    try:
        return convert(node.value)
    except ValueError:
        raise StyleError(f"读不懂的数“{node.value}”", place=places[keys]) from None


def _decode(kind: type, value: object) -> object:
    """`msgspec`'s hook for the measures."""
    text = str(value)
    found = _NUMBER_WITH_UNIT.fullmatch(text)
    number, unit = (float(found[1]), found[2]) if found else (-1.0, "")
    if kind is Chars:
        if unit == "字":
            return Chars(number)
        wanted = "如 2字"
    elif kind is Rows:
        if unit == "行" and number >= 0:
            return Rows(number)
        wanted = "如 1行"
    else:
        points = units.SIZE_NAMES.get(text, number * _POINTS_PER[unit] if unit in _POINTS_PER else -1.0)
        if points > 0 or (points == 0 and kind is Length):
            return kind(points)
        wanted = "如 37mm、16pt、28.95磅、三号"
    raise ValueError(f"“{text}”不是这里要的长度，{wanted}")


def _fault(message: str, keys: tuple[str, ...], places: _Places, path: Path) -> StyleError:
    """The message of msgspec in Chinese, at the place of the key it speaks of."""
    unknown = re.search(r"unknown field `(.+)`", message)
    missing = re.search(r"missing required field `(.+)`", message)
    if unknown:
        keys = (*keys, unknown[1])
    place = next((places[keys[:n]] for n in range(len(keys), 0, -1) if keys[:n] in places), str(path))
    if unknown:
        return StyleError(f"没有“{unknown[1]}”这个键", place=place, remedy=_nearest(keys))
    if missing:
        return StyleError(f"缺少“{'.'.join((*keys, missing[1]))}”", place=place)
    return StyleError(f"“{'.'.join(keys)}”的值不对：{_wanted(message, keys)}", place=place)


_NAMES = {"int": "整数", "str": "文字", "bool": "true 或 false", "object": "“键: 值”", "array": "列表"}
"""What msgspec calls a type, and how a user knows it."""


def _wanted(message: str, keys: tuple[str, ...]) -> str:
    """What stands in a message of msgspec, for a user."""
    kind = _type_at(keys)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"可用的值：{'、'.join(item.value for item in kind)}"
    if get_origin(kind) is Literal:
        return f"可用的值：{'、'.join(get_args(kind))}"
    if "regex" in message:
        return "须是六位十六进制的颜色，加引号，如 'C00000'"
    found = re.match(r"Expected `(\w+)`(?: >= (\d+)| of length (\d+))?", message)
    if not found:
        return message  # of `_decode`
    least = f"，不小于 {found[2]}" if found[2] else f"，共 {found[3]} 项" if found[3] else ""
    return f"须是{_NAMES.get(found[1], found[1])}{least}"


def _type_at(keys: tuple[str, ...]) -> Any:  # noqa: ANN401 - a type, as the schema states it
    """The type of the value at a key path; `None` where the schema has no such path."""
    kind: Any = HouseStyle
    for key in keys:
        if get_origin(kind) is tuple:
            kind = get_args(kind)[0]
        elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            kind = next((field.type for field in msgspec.structs.fields(kind) if field.name == key), None)
        else:
            return None
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
    return kind


def _nearest(keys: tuple[str, ...]) -> str:
    kind = _type_at(keys[:-1])
    known = [field.name for field in msgspec.structs.fields(kind)]
    nearest = difflib.get_close_matches(keys[-1], known, n=1, cutoff=0.5)
    return f"是不是“{nearest[0]}”？" if nearest else f"可用的键：{'、'.join(known)}"
