"""A style's YAML file to plain data and the place of every key; what is wrong with it beside them, all at once.

Only mappings, lists and plain scalars are read: no tags, no aliases, no key twice. Every key is taken as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from banxin.errors import StyleError
from banxin.regex import regex

if TYPE_CHECKING:
    import yaml

Keys = tuple[str, ...]
"""The path of a key; items of a list are counted from 1, as an overlay names them."""


class Place(msgspec.Struct, frozen=True, order=True):
    """A place in a style file; places of one file are in order."""

    path: str
    line: int
    """1-based, as is `column`; 0: the file as a whole."""
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class Fault(msgspec.Struct, frozen=True, order=True):
    """Something that a style must not say; problem and remedy as in `StyleError`."""

    place: Place
    problem: str
    remedy: str = ""


class Read(msgspec.Struct, frozen=True):
    """A style file, as far as it can be read."""

    data: dict[str, Any]
    """Keys that are at fault are left out."""
    places: dict[Keys, Place]
    faults: list[Fault]


def place_of(keys: Keys, places: Mapping[Keys, Place]) -> Place:
    """Where the key was said, or the nearest one above it; `places` has one for `()`."""
    return next(places[keys[:end]] for end in range(len(keys), -1, -1) if keys[:end] in places)


def raise_all(faults: list[Fault]) -> None:
    """Raises them as one error, in the order of their places; nothing where there are none.

    Raises:
        StyleError: the first; the further ones are its `others`.
    """
    errors = [StyleError(one.problem, place=str(one.place), remedy=one.remedy) for one in sorted(set(faults))]
    if errors:
        errors[0].others = tuple(errors[1:])
        raise errors[0]


_NESTING = regex(r"[\[{]|[-?] ")
"""How a level of nesting may begin on a line that already has some."""
_MOST_NESTING = 1000
"""Beyond this a file goes through the loader in Python, whose recursion ends in an error; the one in C has no such
limit and would take the process down."""


def read(path: Path, *, kind: str = "样式文件") -> Read:
    """The style file `path`, or a file of another `kind` that is written likewise.

    Raises:
        StyleError: the file cannot be read, is no YAML, or holds no mapping.
    """
    import yaml

    whole = str(path)
    reader = _Reader(path, kind)
    try:
        text = path.read_text(encoding="utf-8-sig")
        shallow = len(_NESTING.findall(text)) < _MOST_NESTING
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader) if shallow else yaml.SafeLoader
        root = yaml.compose(text, Loader=loader)
        data = reader.plain(root, ()) if root else {}
    except OSError as error:
        raise StyleError(f"{kind}读不出来（{error.strerror}）", place=whole) from None
    except UnicodeDecodeError:
        raise StyleError(f"{kind}不是 UTF-8 编码", place=whole, remedy="请另存为 UTF-8") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column, remedy = _slip(text, mark.line if mark else 0, mark.column if mark else 0)
        place = Place(whole, line + 1, column + 1)
        raise StyleError("不是合法的 YAML", place=str(place), remedy=remedy) from None
    except yaml.YAMLError:  # of its reader, the only one without a mark
        found = _CONTROL.search(text)
        place = Place(whole, text.count("\n", 0, found.start()) + 1, 1) if found else Place(whole, 0, 0)
        raise StyleError("不是合法的 YAML：有控制字符", place=str(place), remedy="请删去看不见的字符") from None
    except RecursionError:
        raise StyleError(f"{kind}嵌套太深", place=whole) from None
    if not isinstance(data, dict):
        line, column, remedy = _slip(text, text.count("\n"), 0)
        place = Place(whole, line + 1, column + 1) if remedy != _USAGE else Place(whole, 0, 0)
        remedy = remedy if place.line else ""
        raise StyleError(f"{kind}的最外层须是“键: 值”", place=str(place), remedy=remedy)
    return Read(data, reader.places, reader.faults)


_CONTROL = regex("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML has no place for."""
_NOT_PRINTED = regex("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""What a value in quotes can hold and neither DOCX nor PDF can show."""
_KEY = r"(?:^|[{,])[ \t]*[\w-]+[ \t]*"
_SLIPS = (
    (regex(r"^ *(\t)"), "缩进用空格，不用制表符（Tab）"),
    (regex(f"{_KEY}(：)"), "冒号用半角的“:”，后面空一格"),
    (regex(f"{_KEY}(:)(?=[^ \t])"), "冒号后面空一格"),
    (regex("[{[][^#}]{0,100}?(，)"), "逗号用半角的“,”"),
)
"""What is typed amiss most often, and what is to be typed."""
_USAGE = "每行写成“键: 值”，冒号用半角，后面空一格；同一层的键对齐；括号、引号成对"


def _slip(text: str, line: int, column: int) -> tuple[int, int, str]:
    """(line, column, remedy) of the slip that YAML stumbled over at a place, perhaps some lines later; from 0."""
    lines = text.splitlines()[: line + 1]
    if lines[-1:] and lines[-1].startswith("---"):
        return line, column, "一个文件里不用“---”另起一份"
    for number in range(len(lines) - 1, -1, -1):
        for slip, remedy in _SLIPS:
            if found := slip.search(lines[number]):
                return number, found.start(1), remedy
    return line, column, _USAGE


_SCALARS: dict[str, Callable[[str], object]] = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:null": lambda _: None,
    "tag:yaml.org,2002:bool": lambda text: text.lower() in {"true", "yes", "on"},
}
_TAGS = {*_SCALARS, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}
_QUOTED = regex("[“”].*[“”]|[‘’].*[‘’]")
"""Quotes of a text, which YAML takes for characters of the value."""
_SHOWN = 40
"""Characters of a value that a message shows at most."""
_BROKEN = object()
"""Stands for a value that has been told as a fault."""


class _Reader:
    """The nodes of one file as plain data."""

    def __init__(self, path: Path, kind: str) -> None:
        self.path = path
        self.kind = kind
        self.places: dict[Keys, Place] = {(): Place(str(path), 1, 1)}
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def place(self, mark: yaml.Mark) -> Place:
        return Place(str(self.path), mark.line + 1, mark.column + 1)

    def plain(self, node: yaml.Node, keys: Keys) -> object:
        import yaml

        if id(node) in self._seen:  # an alias is the very node of its anchor; a few of them can grow without bound
            return self._broken(self.places[keys], f"{self.kind}不用 YAML 别名（*）", "请把值直接写出来")
        self._seen.add(id(node))
        if node.tag not in _TAGS:
            place = self.place(node.start_mark)
            return self._broken(place, f"不用 YAML 标签“{node.tag}”", "请直接写值；文字可以加引号")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, keys)
        if isinstance(node, yaml.SequenceNode):
            items = []
            for at, item in enumerate(node.value, 1):
                below = (*keys, str(at))
                self.places[below] = self.places[keys] if id(item) in self._seen else self.place(item.start_mark)
                items.append(self.plain(item, below))
            return [item for item in items if item is not _BROKEN]
        return self._scalar(node)

    def _scalar(self, node: Any) -> object:  # noqa: ANN401 - a yaml.ScalarNode, whose types say nothing of its style
        place, text = self.place(node.start_mark), str(node.value)
        if not node.style and _QUOTED.fullmatch(text):
            return self._broken(place, "用了中文引号", "引号用半角的 ' '；也可以不加")
        if _NOT_PRINTED.search(text):
            return self._broken(place, "这里有换行、制表符或别的控制字符", "请删去")
        try:
            return _SCALARS[node.tag](text)
        except ValueError:
            return self._broken(place, f"读不懂的数“{text[:_SHOWN]}”")

    def _mapping(self, node: yaml.MappingNode, keys: Keys) -> dict[str, Any]:
        import yaml

        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = self.place(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                self._broken(place, "键须是一个词")
                continue
            key = str(key_node.value)
            below = (*keys, key)
            if below in self.places:
                self._broken(place, f"“{key}”写了两遍", f"另一处在 {self.places[below]}")
                continue
            self.places[below] = place
            value = self.plain(value_node, below)
            if value is not _BROKEN:
                out[key] = value
        return out

    def _broken(self, place: Place, problem: str, remedy: str = "") -> object:
        self.faults.append(Fault(place, problem, remedy))
        return _BROKEN
