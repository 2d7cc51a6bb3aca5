"""The block of settings on top of a text to Settings.

It is YAML, read as an office types it: a full-width colon will do, and so will one without a blank behind it. Values
stay as they are written, no numbers or booleans are made of them; an ISO date where 成文日期 or 印发日期 is wanted is
written out. What is not understood is an error with its line, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import yaml

from banxin.document import Form, Sealing
from banxin.elements import CONTENTS, SETTINGS, Setting, Shape
from banxin.encoding import FORBIDDEN
from banxin.errors import Remarks
from banxin.regex import regex
from banxin.settings.fence import MOST, Fenced, Whose, entry, known, nearest
from banxin.settings.values import Settings, Value
from banxin.streams import INVISIBLE, visible, without_hidden
from banxin.style.find import is_path

_FORMS = {
    "公文": Form.DOCUMENT,
    "文件": Form.DOCUMENT,
    "信函": Form.LETTER,
    "函": Form.LETTER,
    "命令": Form.ORDER,
    "令": Form.ORDER,
    "命令（令）": Form.ORDER,
    "纪要": Form.MINUTES,
    "简报": Form.BULLETIN,
    "讲话": Form.SPEECH,
    **{form.value: form for form in Form},
}
_LEFT_BLANK = ("留空", "有", "加盖", "blank", "yes")
_WITHOUT = ("无", "不加盖", "none", "no")
_MADE = ("自动", "自动生成", "auto")
_AS_WRITTEN = ("照排", "照原文", "as_written")
_IS_FILE = regex(r".+\.[A-Za-z]{2,5}")
_DEEPEST = 3
"""A mapping of lists is all that is needed; deeper nesting is refused before it is composed."""
_SHOWN = 5
"""Names of another program's settings that a message lists."""
_LONGEST = 50_000
"""Characters; a longer block is refused before it is parsed, which takes a second where it is so long."""
_RESERVED = regex(r"[@`%]|[-?]\s|.*:(?:\s|$)")
"""What YAML would not read as a text behind a name."""
_STRUCTURE = tuple("[{\"'|>&*!#")
"""How a value begins that is to be read as YAML, or refused."""
_COMMENT = regex(r"\s+#.*")
_ISO_DATE = regex(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T\s]\s*\d{1,2}:\d{2}.*)?(印发)?")
_SYNTAX = "每行写成“名称: 内容”，引号和方括号要成对"


def read(block: Fenced, remarks: Remarks) -> Settings:
    """What the block sets; of another program's settings the title alone, for a text that has none."""
    if block.whose is Whose.THEIRS:
        scratch = Remarks()
        found = _settings(block, scratch)
        if scratch.diagnostics:
            found = Settings()
        _warn_of_theirs(block, remarks, takes_title=bool(found.elements))
        return msgspec.structs.replace(found, offered=True)
    if block.foreign:
        names = _listed(block)
        message = f"文首的设置里有别的程序的（{names}），没有用"
        remarks.warn("BX021", block.foreign[0][1], message, "可以不管，或者删去；版心的设置见 README")
    return _settings(block, remarks)


def _warn_of_theirs(block: Fenced, remarks: Remarks, *, takes_title: bool) -> None:
    message = f"文首两行“---”之间是别的程序的设置（{_listed(block)}），不排印"
    message += "；文中没有标题时，取它的标题" if takes_title else ""
    remarks.warn("BX021", block.lines[0].number, message, "要排印，删去两行“---”；要版心照办，用 README 里的名称")


def _listed(block: Fenced) -> str:
    """The names of what is another program's, so many of them."""
    names = [name for name, _ in block.foreign]
    return "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")


def _settings(block: Fenced, remarks: Remarks) -> Settings:
    found: dict[str, list[Value]] = {}
    size = sum(map(len, block.entries))
    entries = _entries(block, remarks) if size <= _LONGEST else []
    if size > _LONGEST or len(entries) > MOST:
        what = f"超过了{_LONGEST}个字" if size > _LONGEST else f"有{len(entries)}项"
        remarks.error("BX013", block.lines[0].number, f"文首的设置太长，{what}", "设置里只写公文的要素，正文写在它下面")
        return Settings()
    for key, value in entries:
        line = _line(block, key)
        name = _name(key, line, remarks)
        if name is None:
            continue
        if name in found:
            remarks.error("BX011", line, f"“{key.value}”重复", "同一项只写一次")
            continue
        found[name] = _values(value, SETTINGS[name], block, remarks)
    sealing, seals = _sealing(found, remarks)
    forms = found.get("格式", [])
    styles = found.get("样式", [])
    return Settings(
        elements={name: tuple(values) for name, values in found.items() if values and SETTINGS[name].role},
        form=_form(forms, remarks),
        form_line=forms[0].line if forms else 0,
        sealing=sealing,
        seals=seals,
        style=_style(styles, remarks),
        style_line=styles[0].line if styles else 0,
        makes_contents=_makes_contents(found.get(CONTENTS, []), remarks),
    )


# --- YAML ------------------------------------------------------------------------------------------------------------


class _Fault(NamedTuple):
    """Why the entries cannot be read."""

    code: str
    at: int
    """Index of the line among the entries."""
    problem: str
    remedy: str


def _entries(block: Fenced, remarks: Remarks) -> list[tuple[yaml.Node, yaml.Node]]:
    """The entries of the mapping, as YAML reads them or else as they are meant; none if they cannot be read."""
    found = _composed(block.entries)
    if isinstance(found, _Fault) or any(_known(key) is None for key, _ in found):
        starts = frozenset(block.starts)
        found = _composed([_meant(raw) if at in starts else raw for at, raw in enumerate(block.entries)])
    if isinstance(found, _Fault):
        line = block.lines[min(found.at + 1, len(block.lines) - 1)].number
        remarks.error(found.code, line, found.problem, found.remedy)
        return []
    return found


def _composed(entries: Sequence[str]) -> list[tuple[yaml.Node, yaml.Node]] | _Fault:
    text = "\n".join(entries)
    try:
        trick = _trick(text)
        root = None if trick else yaml.compose(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        return _Fault("BX013", mark.line if mark else 0, "文首的设置读不懂", _SYNTAX)
    if trick:
        return _Fault("BX014", trick - 1, "文首的设置里有引用、标签或过深的嵌套", "直接写出内容")
    if root is None:
        return []
    return list(root.value) if isinstance(root, yaml.MappingNode) else _Fault("BX013", 0, "文首的设置读不懂", _SYNTAX)


def _meant(raw: str) -> str:
    """A line `名称：内容` as YAML has it: a half-width colon and a blank, and quotes where it needs them."""
    found = entry(raw)
    if found is None:
        return raw
    key, _, value = found
    if value and not value.startswith(_STRUCTURE):
        comment = _COMMENT.search(value)
        text, rest = (value[: comment.start()], comment[0]) if comment else (value, "")
        if _RESERVED.match(text):
            value = "'" + text.replace("'", "''") + "'" + rest
    return f"{raw[: len(raw) - len(raw.lstrip())]}{key}: {value}"


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


def _known(key: yaml.Node) -> str | None:
    return known(key.value.strip()) if isinstance(key, yaml.ScalarNode) else None


def _name(key: yaml.Node, line: int, remarks: Remarks) -> str | None:
    """Which setting a key names; an unknown one is an error with the nearest known name."""
    name = _known(key)
    if name is None:
        written = key.value.strip() if isinstance(key, yaml.ScalarNode) else ""
        near = nearest(written)
        hint = f"是否要写“{near}”" if near else "可用的名称：" + "、".join(SETTINGS)
        remarks.error("BX010", line, f"不认识的设置“{written[:40]}”", hint)
    return name


# --- values ----------------------------------------------------------------------------------------------------------


def _line(block: Fenced, node: yaml.Node) -> int:
    """The source line on which a node begins."""
    return block.lines[min(node.start_mark.line + 1, len(block.lines) - 1)].number


def _values(value: yaml.Node, setting: Setting, block: Fenced, remarks: Remarks) -> list[Value]:
    is_list = setting.shape is Shape.MANY
    nodes = value.value if isinstance(value, yaml.SequenceNode) and is_list else [value]
    found: list[Value] = []
    for node in nodes:
        line = _line(block, node)
        if not isinstance(node, yaml.ScalarNode):
            allowed = "一段文字或一列文字" if is_list else "一段文字"
            remarks.error("BX012", line, f"这里应为{allowed}", "一行一项，以“- ”起头" if is_list else "写在冒号之后")
            continue
        if FORBIDDEN.search(node.value):
            remarks.error("BX012", line, "内容里有不可排印的字符", "请删去转义写法")
            continue
        texts = [text.strip(INVISIBLE).replace("\t", " ") for text in without_hidden(node.value).splitlines()]
        texts = [text for text in texts if visible(text)]
        if setting.shape is Shape.DATE:
            texts = [_ISO_DATE.sub(_day, text) if _ISO_DATE.fullmatch(text) else text for text in texts]
        found += [Value(text, line) for text in texts]
    return found


def _day(match: re.Match[str]) -> str:
    """An ISO date as 公文 write it (7.3.5.4); what is no day of a month stays."""
    month, day = int(match[3]), int(match[4])
    if not (1 <= month <= 12 and 1 <= day <= 31):  # noqa: PLR2004 - months of a year, days of a month
        return match[0]
    return f"{match[1]}年{month}月{day}日{match[5] or ''}"


def _form(values: list[Value], remarks: Remarks) -> Form | None:
    if not values:
        return None
    form = _FORMS.get(values[0].text) or _FORMS.get(values[0].text.lower())
    if form is None:
        hint = "可写公文、信函、命令、纪要、简报、讲话"
        remarks.error("BX016", values[0].line, f"不认识的格式“{values[0].text[:40]}”", hint)
    return form


def _makes_contents(values: list[Value], remarks: Remarks) -> bool:
    if not values or values[0].text in _AS_WRITTEN:
        return False
    if values[0].text not in _MADE:
        message = f"看不懂的目录“{values[0].text[:40]}”"
        remarks.error("BX016", values[0].line, message, "可写自动（由标题生成），或照排（照文中写的）")
    return True


def _style(values: list[Value], remarks: Remarks) -> str:
    """The style that a text names; never a path: a text from elsewhere does not say which file is read."""
    if not values:
        return ""
    if is_path(values[0].text):
        problem = f"“{values[0].text[:40]}”不是样式的名称"
        remarks.error("BX016", values[0].line, problem, "文首只写名称，如“本县”；样式文件用 --style 指定")
        return ""
    return values[0].text


def _sealing(found: dict[str, list[Value]], remarks: Remarks) -> tuple[Sealing | None, tuple[str, ...]]:
    """How 署名 is attested, and the files of the images."""
    for name, sealing in (("印章", Sealing.SEAL), ("签名章", Sealing.STAMP)):
        values = found.get(name, [])
        if not values:
            continue
        if name == "印章" and found.get("签名章"):
            line = found["签名章"][0].line
            remarks.error("BX011", line, "“印章”和“签名章”只能有一项", "请删去其中一项")
        first = values[0].text
        if len(values) == 1 and first in _LEFT_BLANK:
            return sealing, ()
        if len(values) == 1 and first in _WITHOUT:
            return Sealing.NONE, ()
        for value in values:
            _check_file(value, name, remarks)
        return sealing, tuple(value.text for value in values)
    return None, ()


def _check_file(value: Value, name: str, remarks: Remarks) -> None:
    path = value.text
    if not _IS_FILE.fullmatch(path):
        remarks.error("BX016", value.line, f"看不懂的{name}“{path[:40]}”", "可写留空、无，或图片的文件名")
    elif path.startswith(("/", "\\", "~")) or ":" in path or ".." in re.split(r"[/\\]", path):
        remarks.error("BX015", value.line, f"图片“{path[:40]}”不在文稿所在的文件夹里", "把图片放在文稿旁边，只写文件名")
