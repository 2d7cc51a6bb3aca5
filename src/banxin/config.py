"""What a machine and its user have chosen for every text: `config.yaml` and the environment in, each choice and where
it was made out.

A choice is made by the first of these that says something: `BANXIN_STYLE` (the style alone), the user's file, the
machine's. What a command line or a text says for itself goes before all of them, and is no matter of this module. Only
the command line asks it: a program that calls the library says itself what it wants.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from banxin.errors import StyleError
from banxin.resources import machine_folder, user_folder
from banxin.style import HouseStyle, load
from banxin.style.find import STANDARD, is_file, is_path
from banxin.style.read import Fault, place_of, raise_all, read

NAME = "config.yaml"
"""Of a configuration file, the machine's as the user's."""
VARIABLE = "BANXIN_STYLE"
"""Of the environment: a style's name or path."""


class Choice(msgspec.Struct, frozen=True):
    """Something that was chosen."""

    value: str
    origin: str
    """Where, for people: a place in a file, or the variable; empty: nowhere, it is what holds without a choice."""


class Config(msgspec.Struct, frozen=True):
    """What holds where neither the command line nor the text says otherwise."""

    style: Choice = Choice(STANDARD, "")
    """Name or path of the style."""
    output: Choice | None = None
    """The folder of the outputs; None: the command's own choice."""
    files: tuple[tuple[str, Path, bool], ...] = ()
    """The configuration files that are looked at, the first that counts first: whose it is, for people, the path, and
    whether it is there."""


def configured(
    environment: Mapping[str, str] = os.environ, *, user: Path | None = None, machine: Path | None = None
) -> Config:
    """What is chosen for this user on this machine; `user` and `machine` are folders, and the usual ones if `None`.

    Raises:
        StyleError: a file cannot be read, is no YAML, or says what there is not; its place is told.
    """
    folders = {"用户": user or user_folder(), "本机": machine or machine_folder()}
    found: dict[str, Choice] = {}
    if variable := environment.get(VARIABLE, "").strip():
        found["style"] = Choice(variable, f"环境变量 {VARIABLE}")
    files: list[tuple[str, Path, bool]] = []
    for owner, path in ((owner, folder / NAME) for owner, folder in folders.items() if folder):
        is_there = is_file(path)
        files.append((owner, path, is_there))
        if is_there:
            found = {**_choices(path), **found}
    return Config(found.get("style", Config().style), found.get("output"), tuple(files))


def style(config: Config) -> HouseStyle:
    """The style that is chosen.

    Raises:
        StyleError: there is no such style, which is told with the place of the choice; or as `style.load`.
    """
    try:
        return load(config.style.value)
    except StyleError as error:
        if not error.place:
            error.place = config.style.origin
        raise


def _choices(path: Path) -> dict[str, Choice]:
    """What a configuration file chooses.

    Raises:
        StyleError: as `configured`; all faults at once.
    """
    file = read(path, kind="配置文件")
    faults = list(file.faults)
    found: dict[str, Choice] = {}
    for key, value in file.data.items():
        place = place_of((key,), file.places)
        if key not in _KEYS:
            faults.append(Fault(place, f"没有“{key[:40]}”这个键", _nearest(key)))
        elif not isinstance(value, str) or not value.strip():
            faults.append(Fault(place, f"“{key}”的值须是文字", f"如 {key}: {_KEYS[key]}；数字要加引号"))
        elif key == "style":
            found[key] = Choice(str(path.parent / _at_home(value)) if is_path(value) else value, str(place))
        elif _at_home(value).is_absolute():
            found[key] = Choice(str(_at_home(value)), str(place))
        else:
            faults.append(Fault(place, f"输出文件夹“{value[:40]}”不是完整的路径", f"如 {_KEYS[key]}"))
    raise_all(faults)
    return found


def _at_home(value: str) -> Path:
    """A path as it is written, `~` being the user's home where that is known."""
    try:
        return Path(value).expanduser()
    except RuntimeError:
        return Path(value)


_KEYS = {"style": "本县", "output": r"D:\成品" if os.name == "nt" else "~/成品"}
"""The keys of a configuration file, and an example of each."""
_OTHER_NAMES = {"样式": "style", "输出": "output", "输出文件夹": "output", "文件夹": "output", "out": "output"}
"""What else the keys may be called by people."""


def _nearest(key: str) -> str:
    near = difflib.get_close_matches(key.lower(), [*_KEYS, *_OTHER_NAMES], n=1, cutoff=0.5)
    return f"是不是“{_OTHER_NAMES.get(near[0], near[0])}”？" if near else f"可用的键：{'、'.join(_KEYS)}"
