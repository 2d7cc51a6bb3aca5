"""YAML between two `---` lines on top of a text to Settings: paragraphs of the frame, the form, the seals.

Every line of the block is an exact edit: before, the line; after, the values that begin on it. Values stay as they are
written, no dates, numbers or booleans are made of them. What is not understood is an error with its line, never an
exception. A text that merely begins with `---` is a text.
"""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

import yaml

from banxin.document import Form, Paragraph, Role, Sealing
from banxin.elements import KEYS, SETTINGS, Setting, Shape
from banxin.encoding import FORBIDDEN
from banxin.errors import Severity
from banxin.parser.lines import annex_line, joined
from banxin.parser.notes import Notes
from banxin.parser.numbering import recognise
from banxin.parser.settings import Settings
from banxin.source import Line
from banxin.streams import INVISIBLE, visible, without_hidden
from banxin.style.find import is_path

_HAS_LABEL = re.compile("[^，。；、,：:]{1,8}[：:]")
_FORMS = {
    "公文": Form.DOCUMENT,
    "文件": Form.DOCUMENT,
    "信函": Form.LETTER,
    "函": Form.LETTER,
    "命令": Form.ORDER,
    "令": Form.ORDER,
    "命令（令）": Form.ORDER,
    "纪要": Form.MINUTES,
    "讲话": Form.SPEECH,
    **{form.value: form for form in Form},
}
_LEFT_BLANK = ("留空", "有", "加盖", "blank", "yes")
_WITHOUT = ("无", "不加盖", "none", "no")
_IS_FILE = re.compile(r".+\.[A-Za-z]{2,5}")
_FENCE = "---"
_KEY_LINE = re.compile(r"[\"']?([\w ]{1,20}?)[\"']?\s*(?::(?:\s|$)|：)")
_DEEPEST = 3
"""A mapping of lists is all that is needed; deeper nesting is refused before it is composed."""
_LONGEST = 50_000
"""Characters; a longer block is refused before it is parsed, which takes a second where it is so long."""
_MOST = 100
"""Entries; there are not so many settings."""


def end_of_block(lines: tuple[Line, ...]) -> int:
    """How many lines the block takes, its fences included; 0 if the text has none.

    A block of nothing but blank lines and comments is one, too.
    """
    if not lines or lines[0].text != _FENCE:
        return 0
    for index, line in enumerate(lines[1:], 1):
        if line.text in (_FENCE, "..."):
            block = lines[1:index]
            found = [match for entry in block if (match := _KEY_LINE.match(entry.raw.lstrip()))]
            is_mapping = any(":" in match.group() or match[1] in KEYS for match in found)
            is_empty = all(not entry.text or entry.text.startswith("#") for entry in block)
            return index + 1 if is_mapping or is_empty else 0
    return 0


def check_unclosed(lines: tuple[Line, ...], notes: Notes) -> None:
    """An error where a text begins with `---` and a known setting, and no `---` ends the block."""
    if not lines or lines[0].text != _FENCE or any(line.text in (_FENCE, "...") for line in lines[1:]):
        return
    first = next((line for line in lines[1:] if line.text and not line.text.startswith("#")), None)
    match = _KEY_LINE.match(first.raw.lstrip()) if first else None
    if match and match[1].strip() in KEYS:
        hint = "在最后一项设置之下另起一行写“---”；如果不是设置，删去开头的“---”"
        notes.error("BX019", lines[0].number, "文首的设置没有收尾的“---”", hint)


def read(lines: tuple[Line, ...], notes: Notes) -> Settings:
    """What the block `lines`, fences included, sets."""
    found: dict[str, list[_Value]] = {}
    size = sum(len(line.raw) for line in lines)
    entries = _entries(lines, notes) if size <= _LONGEST else []
    if size > _LONGEST or len(entries) > _MOST:
        what = f"超过了{_LONGEST}个字" if size > _LONGEST else f"有{len(entries)}项"
        notes.error("BX013", lines[0].number, f"文首的设置太长，{what}", "设置里只写公文的要素，正文写在它下面")
        return Settings()
    for key, value in entries:
        line = lines[min(key.start_mark.line + 1, len(lines) - 1)].number
        name = _name(key, line, notes)
        if name is None:
            continue
        if name in found:
            notes.error("BX011", line, f"“{key.value}”重复", "同一项只写一次")
            continue
        found[name] = _values(value, name, lines, notes)
    paragraphs = [p for setting in SETTINGS.values() for p in _paragraphs(setting, found)]
    sealing, seals = _sealing(found, notes)
    forms = found.get("格式", [])
    styles = found.get("样式", [])
    return Settings(
        tuple(sorted(paragraphs, key=lambda p: p.line)),
        form=_form(forms, notes),
        form_line=forms[0].line if forms else 0,
        sealing=sealing,
        seals=seals,
        style=_style(styles, notes),
        style_line=styles[0].line if styles else 0,
    )


class _Value(NamedTuple):
    """One value as it is written, white space at both ends left aside."""

    text: str
    line: int


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
    if root is None:
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


def _name(key: yaml.Node, line: int, notes: Notes) -> str | None:
    """Which setting a key names; an unknown one is an error with the nearest known name."""
    written = key.value.strip() if isinstance(key, yaml.ScalarNode) else ""
    name = KEYS.get(written) or KEYS.get(written.lower())
    if name is None:
        near = difflib.get_close_matches(written.lower()[:40], KEYS, n=1, cutoff=0.4)
        hint = f"是否要写“{near[0]}”" if near else "可用的名称：" + "、".join(SETTINGS)
        notes.error("BX010", line, f"不认识的设置“{written[:40]}”", hint)
    return name


def _values(value: yaml.Node, name: str, lines: tuple[Line, ...], notes: Notes) -> list[_Value]:
    is_list = SETTINGS[name].shape is Shape.MANY
    nodes = value.value if isinstance(value, yaml.SequenceNode) and is_list else [value]
    found: list[_Value] = []
    for node in nodes:
        line = lines[min(node.start_mark.line + 1, len(lines) - 1)].number
        if not isinstance(node, yaml.ScalarNode):
            allowed = "一段文字或一列文字" if is_list else "一段文字"
            notes.error("BX012", line, f"这里应为{allowed}", "一行一项，以“- ”起头" if is_list else "写在冒号之后")
            continue
        if FORBIDDEN.search(node.value):
            notes.error("BX012", line, "内容里有不可排印的字符", "请删去转义写法")
            continue
        texts = [text.strip(INVISIBLE).replace("\t", " ") for text in without_hidden(node.value).splitlines()]
        texts = [text for text in texts if visible(text)]
        if SETTINGS[name].shape is Shape.WHOLE and texts:
            texts = [joined(texts)]
        found += [_Value(text, line) for text in texts]
    return found


def _paragraphs(setting: Setting, found: dict[str, list[_Value]]) -> list[Paragraph]:
    """The paragraphs that one setting makes in the document."""
    values = found.get(setting.name, [])
    texts = [value.text for value in values]
    if setting.role is None or setting.name == "印发日期":
        return []  # the date stands in the paragraph of 印发机关
    if setting.name == "印发机关":
        values, texts = _printer(found.get("印发机关", []), found.get("印发日期", []))
    elif setting.role is Role.ATTACHMENT_NOTE:
        texts = _note(texts)
    elif setting.label and texts and not _HAS_LABEL.match(texts[0]):
        texts[0] = setting.label + texts[0]
    return [Paragraph(text, setting.role, line=value.line) for text, value in zip(texts, values, strict=True)]


def _note(names: list[str]) -> list[str]:
    """附件说明 of the names (7.3.4): `附件：名称`, or `附件：1.名称` and `2.名称`; the writer's own numbers stay."""
    if not names or annex_line(names[0]):
        return names
    if len(names) > 1 and not any(map(recognise, names)):
        names = [f"{number}.{name}" for number, name in enumerate(names, 1)]
    return [f"附件：{names[0]}", *names[1:]]


def _printer(organ: list[_Value], date: list[_Value]) -> tuple[list[_Value], list[str]]:
    """印发机关 and 印发日期 as one paragraph, on the line of the first of them."""
    values = [*organ[:1], *date[:1]]
    if not values:
        return [], []
    texts = [value.text for value in values]
    if date and not texts[-1].endswith("印发"):
        texts[-1] += "印发"
    return [min(values, key=lambda value: value.line)], ["\u3000".join(texts)]


def _form(values: list[_Value], notes: Notes) -> Form | None:
    if not values:
        return None
    form = _FORMS.get(values[0].text) or _FORMS.get(values[0].text.lower())
    if form is None:
        notes.error("BX016", values[0].line, f"不认识的格式“{values[0].text[:40]}”", "可写公文、信函、命令、纪要、讲话")
    return form


def _style(values: list[_Value], notes: Notes) -> str:
    """The style that a text names; never a path: a text from elsewhere does not say which file is read."""
    if not values:
        return ""
    if is_path(values[0].text):
        problem = f"“{values[0].text[:40]}”不是样式的名称"
        notes.error("BX016", values[0].line, problem, "文首只写名称，如“本县”；样式文件用 --style 指定")
        return ""
    return values[0].text


def _sealing(found: dict[str, list[_Value]], notes: Notes) -> tuple[Sealing | None, tuple[str, ...]]:
    """How 署名 is attested, and the files of the images."""
    for name, sealing in (("印章", Sealing.SEAL), ("签名章", Sealing.STAMP)):
        values = found.get(name, [])
        if not values:
            continue
        if name == "印章" and found.get("签名章"):
            line = found["签名章"][0].line
            notes.error("BX011", line, "“印章”和“签名章”只能有一项", "请删去其中一项")
        first = values[0].text
        if len(values) == 1 and first in _LEFT_BLANK:
            return sealing, ()
        if len(values) == 1 and first in _WITHOUT:
            return Sealing.NONE, ()
        for value in values:
            _check_file(value, name, notes)
        return sealing, tuple(value.text for value in values)
    return None, ()


def _check_file(value: _Value, name: str, notes: Notes) -> None:
    path = value.text
    if not _IS_FILE.fullmatch(path):
        notes.error("BX016", value.line, f"看不懂的{name}“{path[:40]}”", "可写留空、无，或图片的文件名")
    elif path.startswith(("/", "\\", "~")) or ":" in path or ".." in re.split(r"[/\\]", path):
        notes.error("BX015", value.line, f"图片“{path[:40]}”不在文稿所在的文件夹里", "把图片放在文稿旁边，只写文件名")
