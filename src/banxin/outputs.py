"""The results of a text: what they are called, and what they may take the place of.

A reader may rely on this: a result replaces nothing but what this program made from a text of that name and nobody
changed since (`fingerprint`), unless it is forced to, and then what it replaces is kept; all results of a text take
their places or none; they may be read and written by whom the text may.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import PurePath

from banxin import storage
from banxin.errors import OutputError
from banxin.fingerprint import Origin, origin
from banxin.formats import Format
from banxin.storage.kind import Standing

SUFFIXES = (
    *(".txt", ".text", ".md", ".markdown", ".htm", ".html"),
    *(".docx", ".docm", ".dotx", ".dotm", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".ofd"),
)
"""What a text's name may end in that does not belong to its name: `2026.3.5会议` ends in none of them."""

_WHAT = {
    Origin.OTHER_TEXT: "是 banxin 从另一个文本排出来的",
    Origin.CHANGED: "是 banxin 排出来以后有人改过的",
    Origin.FOREIGN: "不是 banxin 排出来的",
}


def stem(name: str) -> str:
    """What the results of a text called `name` are called, without their own ending."""
    head, dot, suffix = name.rpartition(".")
    return head if head.strip(".") and f"{dot}{suffix}".strip().lower() in SUFFIXES else name


def put(files: Mapping[str, bytes], text: str, *, root: str = "", force: bool = False) -> dict[str, str]:
    """Puts the results of the text at `text` at their places; where what they replaced is kept, by their places.

    `root` as for `storage.write_all`; `force`: what this program did not make, or what was changed, is replaced too.

    Raises:
        OutputError: something stands there that may not be replaced, or cannot be; nothing was written.
    """
    over = {place: storage.standing(place, root=root) for place in files}
    keep = [place for place, standing in over.items() if standing and not _is_own(standing, text)]
    for place in keep:
        standing = over[place]
        assert standing is not None
        if storage.is_same(place, text):
            elsewhere = text.lower().endswith(".docx")
            remedy = "请用 -o 放到别的文件夹" if elsewhere else "请给原文换个扩展名，如 .txt"
            raise OutputError("结果会盖掉原文", place=text, remedy=remedy)
        if not force or (standing.data is None and not standing.is_link):
            raise _refused(place, standing, text)
    return storage.write_all(files, root=root, mode=storage.permissions(text), over=over, keep=keep)


def drop_further(kind: Format, stem: str, count: int, text: str, *, root: str = "") -> None:
    """Removes the files of further pages that the text at `text` had when it was converted before.

    `kind`: a format that is a file a page, `count`: of its pages now; `stem` as for `Format.places`, `root` as for
    `put`. What somebody else has made or changed stays.

    Raises:
        OutputError: a file cannot be looked at or removed.
    """
    while standing := storage.standing(place := kind.places(stem, count + 1)[-1], root=root):
        if _is_own(standing, text):
            storage.remove(place, root=root)
        count += 1


def _is_own(standing: Standing, text: str) -> bool:
    return standing.data is not None and origin(standing.data, text) is Origin.OWN


def _refused(place: str, standing: Standing, text: str) -> OutputError:
    since = f"（{_moment(standing.since)}存的）" if standing.since else ""
    if standing.data is None and not standing.is_link:
        problem = f"这里有一个同名的文件夹或设备{since}，没有动它"
        return OutputError(problem, place=place, remedy="请用 -o 放到别的文件夹，或把它移走")
    what = "是一个链接" if standing.data is None else _WHAT[origin(standing.data, text)]
    name = PurePath(place)
    remedy = f"请用 -o 放到别的文件夹；确要换掉它，用 --force，原来的会改名留着，如“{name.stem}.bak{name.suffix}”"
    return OutputError(f"这里已有的文件{what}{since}，没有覆盖", place=place, remedy=remedy)


def _moment(since: float) -> str:
    at = time.localtime(since)
    return f"{at.tm_year}年{at.tm_mon}月{at.tm_mday}日 {at.tm_hour}:{at.tm_min:02}"
