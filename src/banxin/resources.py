"""Where the program's own data lie: `styles/`, `fonts/` and the skeletons of documents; and what is configured.

Styles and fonts stand at the top level of a checkout and, by the wheel's build, inside the package. One function finds
them in both, so that nothing else needs to know how banxin was installed. Skeletons are always inside.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """The folder `styles` or `fonts` of this installation.

    An installed package carries it inside; a checkout or an editable install has it beside `src/`. The folder may be
    missing in a damaged installation: whoever opens a file in it says so.
    """
    packaged = _PACKAGE / "data" / name
    if packaged.is_dir():
        return packaged
    return _PACKAGE.parent.parent / name


def home_folder() -> Path | None:
    """The user's home. None: neither `HOME` nor the list of users knows one, as in some containers."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def user_folder() -> Path | None:
    """The folder of this user's own configuration and styles; it may be missing. None: nobody can tell who that is."""
    import platformdirs

    try:
        return Path(platformdirs.user_config_path("banxin"))
    except RuntimeError:  # neither HOME nor the list of users knows a home, as in some containers
        return None


def machine_folder() -> Path:
    """The folder of the configuration and styles of all users of this machine; it may be missing."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA") or r"C:\ProgramData", "banxin")
    return Path("/etc/banxin")


def skeletons() -> dict[str, Path]:
    """The skeleton of each kind of document (文种) by the kind's name, sorted; a text in UTF-8.

    Its second line says what the kind is for: `# 通知：发布……`.
    """
    return {path.stem: path for path in sorted((_PACKAGE / "skeletons").glob("*.txt"))}
