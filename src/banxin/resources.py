"""Where the program's own data lie: `styles/`, `fonts/` and the skeletons of documents.

Styles and fonts stand at the top level of a checkout and, by the wheel's build, inside the package. One function finds
them in both, so that nothing else needs to know how banxin was installed. Skeletons are always inside.
"""

from __future__ import annotations

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


def skeletons() -> dict[str, Path]:
    """The skeleton of each kind of document (文种) by the kind's name, sorted; a text in UTF-8.

    Its second line says what the kind is for: `# 通知：发布……`.
    """
    return {path.stem: path for path in sorted((_PACKAGE / "skeletons").glob("*.txt"))}
