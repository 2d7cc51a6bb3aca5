"""A style's name or path to its file.

A word with a path separator or an ending `.yaml`/`.yml` is a path. A name is looked for as `NAME.yaml` in `styles/` of
the working folder, in `styles/` of the user's own configuration folder, in that of the machine's, and among the styles
that come with the program, in this order. `gbt9704` is always the standard itself: deviations are told from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import msgspec

from banxin.errors import StyleError
from banxin.resources import data_dir, machine_folder, user_folder

ENDINGS = (".yaml", ".yml")
"""Of style files."""
STANDARD = "gbt9704"
"""The style of the standard itself, used when none is named."""


class Found(msgspec.Struct, frozen=True):
    """A style at hand."""

    name: str
    path: Path
    origin: str
    """Where it was found, for people."""


def available() -> list[Found]:
    """Every style at hand by its name, each name as it would be used, sorted."""
    named: dict[str, Found] = {}
    for origin, folder in _folders():
        for path in folder.glob("*.yaml"):
            if path.stem != STANDARD or path.resolve() == _standard().resolve():
                named.setdefault(path.stem, Found(path.stem, path, origin))
    return [named[name] for name in sorted(named)]


def find(name: str, *, near: Path, taken: Collection[Path] = ()) -> Path:
    """The file of the style `name`; a path is relative to `near`.

    `taken` are the files that have led here: a style may extend one of its own name that it takes the place of.

    Where all of that name have been taken, it is the first of them.

    Raises:
        StyleError: there is none.
    """
    if is_path(name):
        path = near / name
        if is_file(path):
            return path
        raise StyleError(f"没有样式文件“{name}”", remedy="请检查路径，或用 banxin styles list 查看现有样式")
    if name == STANDARD:
        return _standard()
    first: Path | None = None
    for _, folder in _folders():
        path = folder / f"{name}.yaml"
        if is_file(path):
            if path.resolve() not in taken:
                return path
            first = first or path
    if first:
        return first
    raise unknown(name, [found.name for found in available()])


def unknown(name: str, known: Sequence[str]) -> StyleError:
    """What is to be said where no style of those that are `known` has that name."""
    import difflib

    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    guess = f"是不是“{nearest[0]}”？" if nearest else ""
    return StyleError(f"没有名为“{name[:40]}”的样式", remedy=f"{guess}可用的样式：{'、'.join(known)}")


def is_path(name: str) -> bool:
    """Whether `name` is a path and no name."""
    return "/" in name or "\\" in name or name.endswith(ENDINGS)


def is_file(path: Path) -> bool:
    """Whether an ordinary file stands there; not where the name is longer than any can be."""
    try:
        return path.is_file()
    except OSError:  # a name longer than any file can have
        return False


def _standard() -> Path:
    return data_dir("styles") / f"{STANDARD}.yaml"


def _folders() -> Iterator[tuple[str, Path]]:
    """Where styles are looked for, best first. Lazily: platformdirs is imported where the first has not the style."""
    yield "当前文件夹", Path("styles")
    if own := user_folder():
        yield "用户文件夹", own / "styles"
    yield "本机文件夹", machine_folder() / "styles"
    yield "随附", data_dir("styles")
