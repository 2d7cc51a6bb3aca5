"""A style's name or path to a HouseStyle: the file is found, read, laid over its parent and checked.

Files are named `NAME.yaml`. A name is looked for among the styles that come with the program; a word with a path
separator or an ending `.yaml`/`.yml` is a path.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from banxin import units
from banxin.errors import StyleError
from banxin.resources import data_dir
from banxin.style.schema import Chars, HouseStyle, Length, Size

if TYPE_CHECKING:
    import yaml

DEFAULT = "gbt9704"
"""The style that is used when none is named."""

_NUMBER_WITH_UNIT = re.compile(r"(-?\d+(?:\.\d+)?)\s*(pt|磅|mm|毫米|cm|厘米|字|行)")
_POINTS_PER = {"pt": 1.0, "磅": 1.0, "mm": units.mm(1), "毫米": units.mm(1), "cm": units.mm(10), "厘米": units.mm(10)}
_MAX_DEPTH = 16


def available() -> list[str]:
    """Names of the styles that come with the program, sorted."""
    return sorted(path.stem for path in data_dir("styles").glob("*.yaml"))


@lru_cache(maxsize=32)
def load(name: str = DEFAULT) -> HouseStyle:
    """The style of that name or at that path, once per process.

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
    for key, value in changes.items():
        if not (key.isdecimal() and 1 <= int(key) <= len(items)):
            remedy = f"可写 1 至 {len(items)}"
            raise StyleError(f"“{keys[-1]}”没有第“{key}”项", place=places[(*keys, key)], remedy=remedy)
        below = items[int(key) - 1]
        items[int(key) - 1] = below | value if isinstance(below, dict) and isinstance(value, dict) else value


def _read(path: Path) -> tuple[dict[str, Any], _Places]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=loader)
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
    places: _Places = {}
    data = _plain(root, (), path, places, set()) if root else {}
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


def _decode(kind: type, value: object) -> float:
    """`msgspec`'s hook for the three kinds of measure."""
    text = str(value)
    found = _NUMBER_WITH_UNIT.fullmatch(text)
    number, unit = (float(found[1]), found[2]) if found else (0.0, "")
    if issubclass(kind, Length):
        number = units.SIZE_NAMES.get(text, number * _POINTS_PER.get(unit, 0.0))
        known, least = unit in _POINTS_PER or text in units.SIZE_NAMES, 0.05 if kind is Size else 0.0
        wanted = "如 37mm、16pt、28.95磅、三号"
    else:
        known, least = unit == ("字" if kind is Chars else "行"), -100.0 if kind is Chars else 0.0
        wanted = "如 2字" if kind is Chars else "如 1行"
    if not known or number < least:
        raise ValueError(f"“{text}”不是这里要的长度，{wanted}")
    return kind(number)


def _fault(message: str, keys: tuple[str, ...], places: _Places, path: Path) -> StyleError:
    """The message of msgspec in Chinese, at the place of the key it speaks of."""
    unknown = re.search(r"unknown field `(\w+)`", message)
    missing = re.search(r"missing required field `(\w+)`", message)
    if unknown:
        keys = (*keys, unknown[1])
    place = next((places[keys[:n]] for n in range(len(keys), 0, -1) if keys[:n] in places), str(path))
    if unknown:
        return StyleError(f"没有“{unknown[1]}”这个键", place=place, remedy=_nearest(keys))
    if missing:
        return StyleError(f"缺少“{'.'.join((*keys, missing[1]))}”", place=place)
    return StyleError(f"“{'.'.join(keys)}”的值不对：{message}", place=place)


def _nearest(keys: tuple[str, ...]) -> str:
    kind: Any = HouseStyle
    for key in keys[:-1]:
        kind = next((f.type for f in msgspec.structs.fields(kind) if f.name == key), kind)
        if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
            return ""
    known = [field.name for field in msgspec.structs.fields(kind)]
    nearest = difflib.get_close_matches(keys[-1], known, n=1, cutoff=0.5)
    return f"是不是“{nearest[0]}”？" if nearest else f"可用的键：{'、'.join(known)}"
