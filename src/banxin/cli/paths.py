"""Paths as people type and paste them: in quotes, with blanks, as the address of a file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import typer

from banxin.regex import regex

_QUOTES = "\"'“”‘’「」『』＂＇"
"""What a path may be pasted in."""
_DASHES = regex("[—–―－−﹣]+")
"""What an input method makes of the hyphens before an option."""


def meant(text: str) -> str:
    """The path that is meant: `text` itself, unless nothing is there, but is without quotes and blanks around it, or at
    the path of its `file://` address.

    Raises:
        BadParameter: it is an option whose hyphens are dashes.
    """
    if text == "-" or _exists(text):
        return text
    bare = text.strip()
    while len(bare) > 1 and bare[0] in _QUOTES and bare[-1] in _QUOTES:
        bare = bare[1:-1].strip()
    if bare.lower().startswith("file:"):
        parts = urlsplit(bare)
        bare = unquote(parts.path) if parts.netloc in {"", "localhost"} else bare
        bare = bare.removeprefix("/") if os.name == "nt" else bare  # file:///C:/…
    if _exists(bare):
        return bare
    if found := _DASHES.match(text):
        option = ("--" if len(text) - found.end() > 1 else "-") + text[found.end() :]
        raise typer.BadParameter(f"没有文件“{text}”（提示：如果是选项，前面写半角的减号：{option}）")
    return text


def meant_path(text: str) -> Path:
    """Likewise, as a `Path`."""
    return Path(meant(text))


def is_there(text: str) -> bool:
    """Whether something is where `text` points to, in quotes or not."""
    try:
        return text != "-" and _exists(meant(text))
    except typer.BadParameter:
        return False


def looks_like_a_path(text: str) -> bool:
    """Whether a word that is no command was perhaps meant for a file."""
    return bool(re.search(r"[/\\]|\.\w{1,5}[\"'”’」』＂＇]?$", text))


def _exists(text: str) -> bool:
    try:
        return bool(text) and os.path.exists(text)  # noqa: PTH110 - a Path changes what was typed
    except ValueError:  # a name that no file can have
        return False
