"""The schema to what others read: a JSON Schema for editors, a first overlay for a user, a style written out in full.

All three say the same as `schema` and `meaning`, from which they are made.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import msgspec

from banxin.style import measures, schema
from banxin.style.find import STANDARD
from banxin.style.load import Loaded
from banxin.style.meaning import of, struct_of
from banxin.style.read import Keys

SCHEMA_FILE = "banxin.schema.json"
"""The name under which `overlay` refers to the JSON Schema."""
_TITLE = "banxin 样式"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


# JSON Schema


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a style file: every key may be left out, since a parent may say it."""
    structs: dict[str, Any] = {}
    _define(schema.HouseStyle, structs)
    whole = structs.pop(schema.HouseStyle.__name__)
    parent = {"type": "string", "description": "在哪个样式上只写不同之处：样式名，或相对本文件的路径"}
    headings = whole["properties"]["headings"]
    level = {"$ref": f"#/$defs/{schema.HeadingElement.__name__}"}
    whole["properties"]["headings"] = {
        "description": headings["description"],
        "anyOf": [
            {"type": "array", "items": level, "minItems": 5, "maxItems": 5},
            {"type": ["object", "null"], "patternProperties": {"^[1-5]$": level}, "additionalProperties": False},
        ],
    }
    whole["properties"] = {"extends": parent, **whole["properties"]}
    return {"$schema": _DRAFT, "title": _TITLE, **whole, "$defs": dict(sorted(structs.items()))}


def _define(struct: type[msgspec.Struct], structs: dict[str, Any]) -> None:
    """Puts `struct` and those below it into `structs`."""
    properties: dict[str, Any] = {}
    # a section with nothing below it says nothing
    structs[struct.__name__] = {"type": ["object", "null"], "additionalProperties": False, "properties": properties}
    for field in msgspec.structs.fields(struct):
        bare = get_args(field.type)[0] if get_origin(field.type) is Annotated else field.type
        below = get_args(bare)[0] if get_origin(bare) is tuple else bare
        inner = struct_of(below)
        if inner and inner.__name__ not in structs:
            _define(inner, structs)
        properties[field.name] = {"description": of(struct, field.name).described, **_value(field.type, inner)}


def _value(kind: Any, inner: type[msgspec.Struct] | None) -> dict[str, Any]:  # noqa: ANN401 - a type of the schema
    reference = {"$ref": f"#/$defs/{inner.__name__}"} if inner else {}
    if inner is kind or (get_origin(kind) is Annotated and inner):
        return reference
    if inner:
        choices = [choice for choice in get_args(kind) if choice is not inner]
        return {"anyOf": [reference, *(_plain(choice) for choice in choices)]}
    return _plain(kind)


def _plain(kind: Any) -> dict[str, Any]:  # noqa: ANN401
    found = msgspec.json.schema(kind, schema_hook=measures.json_schema)
    defined = found.pop("$defs", {})
    if "$ref" in found:  # an enumeration: its values are wanted, not its English docstring
        found = {"enum": defined[found["$ref"].rpartition("/")[2]]["enum"]}
    return found


# A style in full


def in_full(loaded: Loaded) -> str:
    """A style file that says every key and extends nothing, in the schema's order; it loads as the same style."""
    import yaml

    return str(yaml.safe_dump(_resolved(loaded.style, loaded.data), allow_unicode=True, sort_keys=False, width=1000))


def _resolved(struct: msgspec.Struct, data: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        said = data.get(name)
        if isinstance(value, msgspec.Struct):
            out[name] = _resolved(value, said if isinstance(said, dict) else {})
        elif isinstance(value, tuple) and isinstance(said, list) and value and isinstance(value[0], msgspec.Struct):
            out[name] = [_resolved(*pair) for pair in zip(value, said, strict=True)]
        elif said is not None:
            out[name] = said
        elif value is not None:
            out[name] = _as_written(value)
    return out


def _as_written(value: object) -> object:
    """A default of the schema as a file writes it."""
    if isinstance(value, (measures.Length, measures.Chars, measures.Rows)):
        return measures.written(value)
    return list(value) if isinstance(value, tuple) else value


# A first overlay

_CHOICES = (
    ("page", (
        ("top: 37mm", "天头；bottom 地脚、left 订口、right 切口也这样写"),
        ("line_pitch: 28磅", "行距固定值；每面行数由它算出来"),
        ("lines_per_page: 22", "或者只定行数，行距由它算出来，撑满版心"),
        ("chars_per_line: 28", "每行字数"),
    )),
    ("fonts", (
        ("fangsong: {name: 仿宋, alternatives: [FangSong]}", "DOCX 里写的字体名；PDF 依次在本机找的字体"),
        ("latin: own", "数字和西文随各要素自己的字体；不写则用 Times New Roman"),
    )),
    ("elements", (
        ("body: {size: 四号}", "正文的字号；没有另定字号的要素都随它"),
        ("title: {size: 二号, line_pitch: 35磅, color: 'C00000'}", "标题"),
        ("signature: {gap_before: 2行}", "署名与正文之间空几行"),
    )),
    ("headings", (
        ("1: {end_mark: drop}", "独立成行的一级标题去掉末尾的句号，逐条报告"),
        ("2: {bold: true}", "二级标题加粗"),
        ("3: {bold: true}", "三级标题加粗"),
    )),
    ("title_breaking", (
        ("shape: as_written", "标题照原文分行，只在排不下时回行"),
        ("max_chars: 18", "标题一行最多几个字"),
    )),
    ("signature", (
        ("right: 2字", "署名、日期中较长的一个离右边几个字"),
        ("offset: 2字", "日期首字比署名首字右移几个字"),
    )),
    ("colophon", (
        ("even_page: false", "版记不必在偶数页"),
    )),
    ("page_number", (
        ("odd: center", "单页的页码居中"),
        ("even: center", "双页的页码居中"),
        ("prefix: ''", "页码左边没有一字线"),
        ("suffix: ''", "页码右边没有一字线"),
    )),
    ("repairs", (
        ("quotes: false", "不改直引号；其余各项见 banxin styles show"),
    )),
    ("", (
        ("emphasis: bold", "一是…二是…的首句加粗；kai 用楷体"),
        ("punctuation: basic", "破折号和省略号可以在行首"),
        ("keep_together: [units, labels, names]", "数字和单位、附件1、姓名不拆在两行"),
    )),
)  # fmt: skip
"""By section, what users most often want to differ, each with a sentence; every one is valid as it stands."""


def overlay(name: str, path: Path) -> str:
    """A style file that says nothing yet: what one may want to change is there to be uncommented."""
    import yaml

    def quoted(text: str) -> str:
        return yaml.safe_dump(text, allow_unicode=True, width=math.inf).partition("\n")[0]

    lines = [
        f"# yaml-language-server: $schema={SCHEMA_FILE}",
        "#",
        "# 只写与国标不同之处：去掉行首的“# ”就生效，没有写的都照国标。",
        f"# 写完查验：banxin styles validate {path}",
        f"# 与国标对照：banxin styles show {path} --diff",
        "",
        f"extends: {STANDARD}",
        f"name: {quoted(name)}",
        f"title: {quoted(f'{name}公文样式')}",
    ]
    for section, choices in _CHOICES:
        lines += ["", f"{section}:" if section else "# 其他"]
        indent = "  " if section else ""
        lines += [
            f"{indent}# {choice}{' ' * (_COLUMN - _columns(choice))} # {sentence}" for choice, sentence in choices
        ]
    return "\n".join(lines) + "\n"


_COLUMN = 28
"""Where the sentences begin."""


def _columns(text: str) -> int:
    """That a text takes where a hanzi takes two."""
    return sum(1 if char.isascii() else 2 for char in text)


# What was learnt


def learnt(name: str, sources: Sequence[str], said: Sequence[tuple[Keys, object, str]]) -> str:
    """A style file that differs from the standard in what is `said`: each key with its value and a comment.

    `sources`: where it was learnt, for people. Keys that share a beginning stand together.
    """
    import yaml

    def quoted(value: object) -> str:
        return str(yaml.safe_dump(value, allow_unicode=True, width=math.inf)).partition("\n")[0]

    lines = [f"# 从样板学来：{'、'.join(source.replace(chr(10), ' ') for source in sources)}"]
    lines += ["# 没有写的都照国标。每行注明：样板里几段中有几段如此，国标怎样，依据哪一条。", ""]
    lines += [f"extends: {STANDARD}", f"name: {quoted(name)}", f"title: {quoted(f'{name}公文样式')}"]
    above: Keys = ()
    order = {section: at for at, section in enumerate(schema.HouseStyle.__struct_fields__)}
    for keys, value, comment in sorted(said, key=lambda one: (order[one[0][0]], *one[0][:-1])):
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(above, keys[:-1], strict=False)))
        for depth in range(same, len(keys) - 1):
            lines += [""] * (depth == 0) + [f"{'  ' * depth}{keys[depth]}:"]
        text = f"{'  ' * (len(keys) - 1)}{keys[-1]}: {quoted(value)}"
        lines.append(f"{text}{' ' * (_COLUMN - _columns(text))} # {comment}")
        above = keys[:-1]
    return "\n".join(lines) + "\n"


# Key by key


def values(loaded: Loaded) -> list[tuple[Keys, str]]:
    """Every key of a style and its value as written, in order; levels of headings are counted from 1."""
    found: list[tuple[Keys, str]] = []

    def walk(value: object, keys: Keys) -> None:
        if isinstance(value, dict):
            for key, below in value.items():
                walk(below, (*keys, key))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for at, below in enumerate(value, 1):
                walk(below, (*keys, str(at)))
        else:
            found.append((keys, _inline(value)))

    walk(_resolved(loaded.style, loaded.data), ())
    return found


def _inline(value: object) -> str:
    """A plain value as YAML writes it within a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]"
    return str(value)
