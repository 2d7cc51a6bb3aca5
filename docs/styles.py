"""Writes docs/样式.md, the reference of house styles, from the schema, its meanings and the standard's own style.

`python docs/styles.py` after any change there; a test sees that it was done.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from banxin.style import load_whole, schema
from banxin.style.export import values
from banxin.style.meaning import Strength, kind_below, meaning, of, struct_of
from banxin.style.measures import WRITTEN

TARGET = Path(__file__).with_name("样式.md")

_OPENING = """\
# 样式的全部键

本页由 `python docs/styles.py` 从程序里生成，不要手改。怎样写一个样式，见 [README](../README.md#样式)。

- 样式文件是 YAML，用 UTF-8 保存。`extends:` 写一个样式名或相对本文件的路径，只写与它不同之处；没有 `extends` 的要写全。
- 列表里只改一项，用它的序号：`headings: {3: {bold: true}}` 是三级标题。
- “国标的值”是随附的 `gbt9704` 的值；“强度”是国标说得有多定：
  必须（没有余地）、一般和推荐（容许别的做法）、惯例（国标没有规定）。
- 每面行数和行距写一个即可：只写 `lines_per_page`，行距由它算出来，撑满版心；只写 `line_pitch`，每面行数由它算出来，
  行距分毫不动。两个都写，以行距为准。
- 没有写 `font`、`size` 的要素同正文（5.2.2）。
- 不用 YAML 的标签、别名（`*`）；同一个键不写两遍。
"""


def reference() -> str:
    """The whole page."""
    said = dict(values(load_whole()))
    parts = [_OPENING, _measures()]
    for field in msgspec.structs.fields(schema.HouseStyle):
        keys = (field.name,)
        struct = struct_of(kind_below(schema.HouseStyle, field.name))
        if field.name in ("elements", "headings"):
            parts.append(_elements(field.name, said))
        elif struct:
            rows = [key for key in said if key[0] == field.name]
            if field.name == "fonts":
                rows.insert(0, ("fonts", "latin"))
            parts.append(f"## `{field.name}` {meaning(keys).described}\n\n{_table(rows, said)}")
    top = [keys for keys in said if len(keys) == 1]
    parts.append(f"## 其他\n\n{_table(top, said)}")
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def _measures() -> str:
    rows = "\n".join(f"- {text}" for text in WRITTEN.values())
    return f"长度、字号等总带单位：\n\n{rows}\n- 颜色，RRGGBB，加引号，如 'C00000'"


def _table(rows: list[tuple[str, ...]], said: dict[tuple[str, ...], str]) -> str:
    lines = ["| 键 | 国标的值 | 含义 | 条款 | 强度 |", "|---|---|---|---|---|"]
    for keys in rows:
        one = meaning(keys)
        cells = (f"`{'.'.join(keys)}`", _cell(said.get(keys)), one.text, one.clause, one.strength.value)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _elements(section: str, said: dict[tuple[str, ...], str]) -> str:
    struct = schema.HeadingElement if section == "headings" else schema.Element
    keys = [field.name for field in msgspec.structs.fields(struct)]
    if section == "headings":
        lines = ["每级标题的键同 `elements` 的各要素，另有：", "", "| 键 | 含义 |", "|---|---|"]
        lines += [f"| `{key}` | {of(struct, key).described} |" for key in keys if key not in _ELEMENT_KEYS]
    else:
        lines = ["各要素的键：", "", "| 键 | 含义 |", "|---|---|"]
        lines += [f"| `{key}` | {of(struct, key).described} |" for key in keys]
    shown = ("font", "size", "align", "first_indent", "left_indent", "gap_before", "gap_after", "line_pitch")
    lines += ["", "国标的值：", "", f"| 要素 | 含义 | 字体字号的强度 | {' | '.join(shown)} |"]
    lines.append("|---" * (len(shown) + 3) + "|")
    for name in dict.fromkeys(path[1] for path in said if path[0] == section):
        what = meaning((section,) if section == "headings" else (section, name))
        text = said[section, name, "name"] if section == "headings" else what.text
        text += f"（{what.clause or Strength.CUSTOM.value}）"
        cells = (_nothing_if_zero(said.get((section, name, key), "")) for key in shown)
        lines.append(f"| `{section}.{name}` | {text} | {what.typeface.value} | {' | '.join(cells)} |")
    return f"## `{section}` {meaning((section,)).described}\n\n" + "\n".join(lines)


_ELEMENT_KEYS = {field.name for field in msgspec.structs.fields(schema.Element)}


def _nothing_if_zero(value: str) -> str:
    return "" if value in ("0字", "0行") else value


def _cell(value: str | None) -> str:
    return "" if value is None else f"`{value}`" if value else "（空）"


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
