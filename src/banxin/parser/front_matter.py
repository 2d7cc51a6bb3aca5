"""YAML between two `---` lines on top of a text to paragraphs of the document's frame.

Every line of the block is an exact edit: before, the line; after, the values that begin on it. Values stay as they are
written, no dates, numbers or booleans are made of them. What is not understood is an error with its line, never an
exception. A text that merely begins with `---` is a text.
"""

from __future__ import annotations

import difflib
import re

import yaml

from banxin.document import Paragraph, Role
from banxin.errors import Severity
from banxin.parser.notes import Notes
from banxin.source import Line
from banxin.streams import INVISIBLE, visible

KEYS: dict[str, Role] = {
    "标题": Role.TITLE,
    "title": Role.TITLE,
    "副标题": Role.SUBTITLE,
    "subtitle": Role.SUBTITLE,
    "题下署名": Role.BYLINE,
    "byline": Role.BYLINE,
    "主送机关": Role.ADDRESSEE,
    "主送": Role.ADDRESSEE,
    "称谓": Role.ADDRESSEE,
    "addressee": Role.ADDRESSEE,
    "署名": Role.SIGNATURE,
    "发文机关署名": Role.SIGNATURE,
    "signature": Role.SIGNATURE,
    "成文日期": Role.DATE,
    "日期": Role.DATE,
    "date": Role.DATE,
    "附注": Role.REMARK,
    "remark": Role.REMARK,
}
"""What each key sets."""

_LISTS = (Role.TITLE, Role.BYLINE, Role.SIGNATURE)
"""Roles that may have several paragraphs."""
_FENCE = "---"
_KEY_LINE = re.compile(r"\s*[\"']?([\w ]{1,20}?)[\"']?\s*(?::(?:\s|$)|：)")
_DEEPEST = 3
"""A mapping of lists is all that is needed; deeper nesting is refused before it is composed."""


def end_of_block(lines: tuple[Line, ...]) -> int:
    """How many lines the block takes, its fences included; 0 if the text has none."""
    if not lines or lines[0].text != _FENCE:
        return 0
    for index, line in enumerate(lines[1:], 1):
        if line.text in (_FENCE, "..."):
            found = [match for entry in lines[1:index] if (match := _KEY_LINE.match(entry.raw))]
            is_mapping = any(":" in match.group() or match[1] in KEYS for match in found)
            return index + 1 if is_mapping else 0
    return 0


def read(lines: tuple[Line, ...], notes: Notes) -> list[Paragraph]:
    """The paragraphs that the block `lines`, fences included, sets, in the order of their lines."""
    entries = _entries(lines, notes)
    seen: set[Role] = set()
    found: list[Paragraph] = []
    for key, value in entries:
        line = lines[min(key.start_mark.line + 1, len(lines) - 1)].number
        role = _role(key, line, notes)
        if role is None:
            continue
        if role in seen:
            notes.error("BX011", line, f"“{key.value}”重复", "同一项只写一次")
            continue
        seen.add(role)
        found += _paragraphs(value, role, lines, notes)
    return found


def report(lines: tuple[Line, ...], kept: list[Paragraph], notes: Notes) -> None:
    """Account for the block: `kept`, in the order of the document, is what became of it."""
    after: dict[int, str] = {}
    for paragraph in kept:
        after[paragraph.line] = after.get(paragraph.line, "") + paragraph.text
    for line in lines:
        text = after.get(line.number, "")
        if line.text:
            change = (line.offset, visible(line.text), visible(text))
            notes.edit("BX005", Severity.INFO, line.number, "文首的设置，不作正文", change)
        notes.because(line.number, "文首的设置", "位于文首的两行“---”之间")


def _entries(lines: tuple[Line, ...], notes: Notes) -> list[tuple[yaml.Node, yaml.Node]]:
    """The entries of the mapping; none if it cannot be read."""
    text = "\n".join(line.raw for line in lines[1:-1])
    first = lines[0].number + 1
    try:
        trick = _trick(text)
        root = None if trick else yaml.compose(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        line = lines[min(mark.line + 1, len(lines) - 1)].number if mark else first
        notes.error("BX013", line, "文首的设置不合YAML语法", "每行写成“名称: 内容”，冒号用半角，其后空一格")
        return []
    if trick:
        notes.error(
            "BX014", lines[min(trick, len(lines) - 1)].number, "文首的设置里有引用、标签或过深的嵌套", "直接写出内容"
        )
        return []
    if not isinstance(root, yaml.MappingNode):
        notes.error("BX013", first, "文首的设置不是“名称: 内容”", "每行写成“名称: 内容”，冒号用半角，其后空一格")
        return []
    return list(root.value)


def _trick(text: str) -> int:
    """The number, from 1, of the first line with an alias, anchor, tag or deep nesting; 0 if there is none."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        tagged = getattr(event, "tag", None) or getattr(event, "anchor", None)
        if tagged or depth > _DEEPEST or isinstance(event, yaml.AliasEvent):
            return int(event.start_mark.line) + 1 if event.start_mark else 1
    return 0


def _role(key: yaml.Node, line: int, notes: Notes) -> Role | None:
    """What a key sets; an unknown one is an error with the nearest known name."""
    name = key.value.strip() if isinstance(key, yaml.ScalarNode) else ""
    role = KEYS.get(name) or KEYS.get(name.lower())
    if role is None:
        near = difflib.get_close_matches(name.lower()[:40], KEYS, n=1, cutoff=0.4)
        hint = f"是否要写“{near[0]}”" if near else "可用的名称：" + "、".join(k for k in KEYS if not k.isascii())
        notes.error("BX010", line, f"不认识的设置“{name[:40]}”", hint)
    return role


def _paragraphs(value: yaml.Node, role: Role, lines: tuple[Line, ...], notes: Notes) -> list[Paragraph]:
    nodes = value.value if isinstance(value, yaml.SequenceNode) and role in _LISTS else [value]
    found: list[Paragraph] = []
    for node in nodes:
        line = lines[min(node.start_mark.line + 1, len(lines) - 1)].number
        if not isinstance(node, yaml.ScalarNode):
            allowed = "一段文字或一列文字" if role in _LISTS else "一段文字"
            notes.error(
                "BX012", line, f"这里应为{allowed}", "写在冒号之后" if role not in _LISTS else "一行一项，以“- ”起头"
            )
            continue
        if not all(char.isprintable() or char in INVISIBLE for char in node.value):
            notes.error("BX012", line, "内容里有不可排印的字符", "请删去转义写法")
            continue
        for text in node.value.splitlines():
            stripped = text.strip(INVISIBLE)
            if visible(stripped):
                found.append(Paragraph(stripped.replace("\t", " "), role, line=line))
    return found
