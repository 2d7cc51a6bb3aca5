"""A style's data that `msgspec` has refused to all that is wrong with it, each at its key, in Chinese.

Only asked for when something is wrong: values are tried one by one, by the very types of the schema.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

import msgspec

from banxin.style import schema
from banxin.style.find import STANDARD
from banxin.style.meaning import struct_of
from banxin.style.measures import decode
from banxin.style.read import Fault, Keys, Place, place_of


class _Found(NamedTuple):
    keys: Keys
    problem: str
    remedy: Callable[[], str] = str
    """What to do; searches for near names, which takes a millisecond."""
    is_missing: bool = False


_MOST_SOUGHT = 100
"""Faults for which a remedy is searched; whoever has more reads no more of them."""


def collect(data: dict[str, Any], places: Mapping[Keys, Place], *, is_whole: bool) -> list[Fault]:
    """Every fault in `data`. Keys that are missing are told only if `is_whole`: else the reason is told already.

    What follows from a faulty value (an element's size from the body's) is not told again.
    """
    found = [one for one in _of_value(schema.HouseStyle, data, ()) if is_whole or not one.is_missing]
    said = [one for one in found if one.is_missing or one.keys in places] or found
    return [
        Fault(place_of(one.keys, places), one.problem, one.remedy() if at < _MOST_SOUGHT else "")
        for at, one in enumerate(said)
    ]


def _of_value(kind: Any, value: object, keys: Keys) -> Iterator[_Found]:  # noqa: ANN401
    bare = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if get_origin(bare) is tuple and isinstance(value, list):
        yield from _of_items(kind, value, keys)
    elif isinstance(value, dict) and get_origin(bare) is not tuple and (struct := struct_of(bare)):
        yield from _of_struct(struct, value, keys)
    else:
        try:
            msgspec.convert(value, kind, dec_hook=decode)
        except msgspec.ValidationError as error:
            guess = str if kind == schema.Color else partial(_guess, bare, value)
            yield _Found(keys, f"“{'.'.join(keys)}”的值不对：{_wanted(str(error), kind, value)}", guess)


def _of_struct(struct: type[msgspec.Struct], value: dict[str, Any], keys: Keys) -> Iterator[_Found]:
    fields = {field.name: field for field in msgspec.structs.fields(struct)}
    for key, below in value.items():
        if key in fields:
            yield from _of_value(fields[key].type, below, (*keys, key))
        else:
            known = list(fields) if keys else ["extends", *fields]
            yield _Found((*keys, key), f"没有“{key}”这个键", partial(_nearest_key, key, known))
    missing = [f"“{'.'.join((*keys, key))}”" for key, field in fields.items() if field.required and key not in value]
    if missing:
        remedy = f"写上 extends: {STANDARD}，就只写不同之处" if not keys else ""
        yield _Found(keys, f"缺少{'、'.join(missing)}", lambda: remedy, is_missing=True)


def _of_items(kind: Any, value: list[Any], keys: Keys) -> Iterator[_Found]:  # noqa: ANN401
    bare, *limits = get_args(kind) if get_origin(kind) is Annotated else (kind,)
    for at, item in enumerate(value, 1):
        yield from _of_value(get_args(bare)[0], item, (*keys, str(at)))
    for limit in limits:
        if limit.min_length is not None and len(value) != limit.min_length:
            yield _Found(keys, f"“{'.'.join(keys)}”的值不对：须共 {limit.min_length} 项，这里有 {len(value)} 项")


_LONG = 40
"""Characters of a name that are compared with others."""
_COLON = "冒号用半角的“:”，后面空一格"


def _nearest_key(key: str, known: list[str]) -> str:
    if re.search("[:：]", key):
        return _COLON
    if re.match(r"\s", key):
        return "缩进用半角的空格"
    nearest = difflib.get_close_matches(key.lower()[:_LONG], known, n=1, cutoff=0.5)
    if nearest:
        return f"是不是“{nearest[0]}”？"
    elsewhere = [".".join(keys) for keys in _paths(schema.HouseStyle, ()) if keys[-1] == key and len(keys) > 1]
    if elsewhere:
        return f"它在别处：{'、'.join(elsewhere[:_MOST_PATHS])}{'等' if len(elsewhere) > _MOST_PATHS else ''}"
    return f"可用的键：{'、'.join(known)}"


_MOST_PATHS = 3
"""That a message lists."""


def _paths(kind: Any, keys: Keys) -> Iterator[Keys]:  # noqa: ANN401
    struct = struct_of(get_args(kind)[0] if get_origin(kind) is Annotated else kind)
    for field in msgspec.structs.fields(struct) if struct else ():
        yield (*keys, field.name)
        yield from _paths(field.type, (*keys, field.name))


_NAMES = {"int": "整数", "float": "数", "str": "文字", "bool": " true 或 false", "object": "“键: 值”", "array": "列表"}
"""What msgspec calls a type, and how a user knows it."""
_FACES = {
    "fangsong": "仿宋", "kai": "楷体", "hei": "黑体", "xiaobiaosong": "小标宋", "song": "宋体", "latin": "西文",
    "own": "随各要素",
}  # fmt: skip
"""What the kinds of typeface are called."""


def _wanted(message: str, kind: Any, value: object) -> str:  # noqa: ANN401
    """What should stand there; `message` is msgspec's."""
    if value is None:
        return "冒号后面没有写值"
    if choices := _choices(kind):
        return f"可用的值：{'、'.join(f'{word}（{_FACES[word]}）' if word in _FACES else word for word in choices)}"
    if kind == schema.Color:
        return "须是六位十六进制的颜色，加引号，如 'C00000'"
    found = re.match(r"Expected `(\w+)(?:[^`]*)`(?: of length)?(?: ?(>=|<=|>|<) (\d+))?", message)
    if not found:
        return message  # of `decode`
    limit = {">=": "不小于", "<=": "不大于", ">": "大于", "<": "小于"}.get(found[2] or "")
    size = "长度" if "of length" in message else ""
    return f"须是{_NAMES.get(found[1], found[1])}" + (f"，{size}{limit} {found[3]}" if limit else "")


def _guess(kind: Any, value: object) -> str:  # noqa: ANN401
    """What was perhaps meant."""
    struct = struct_of(kind)
    if struct and isinstance(value, str):
        if re.search("[:：]", value):
            return _COLON
        if issubclass(struct, schema.Font):
            return f"字体名写作 {{name: {value}}}"
    if kind is str and isinstance(value, (int, float)):
        return f"文字加引号，如 '{value}'"
    choices = _choices(kind)
    nearest = difflib.get_close_matches(str(value)[:_LONG], choices, n=1, cutoff=0.6)
    nearest += [word for word in choices if _FACES.get(word, "\n") in str(value)]
    return f"是不是“{nearest[0]}”？" if nearest else ""


def _choices(kind: Any) -> list[str]:  # noqa: ANN401
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [str(item.value) for item in kind]
    literals = [one for one in (kind, *get_args(kind)) if get_origin(one) is Literal]
    return [word for literal in literals for word in get_args(literal)]
