"""What a style wants (a kind and names) to the faces that are tried, in order, for each character.

First the machine's faces by the names wanted, then the bundled faces of the kind, then the other bundled faces, least
unlike first, then well-known large faces of the machine, so that a rare character is set in a strange face before it
is not set at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from sys import intern

import msgspec

from banxin.fonts import machine
from banxin.fonts.face import Face, face_at
from banxin.fonts.machine import find
from banxin.resources import data_dir

_FANGSONG = "BanxinFangSong.ttf"
_KAI_GB2312 = "gkai00mp.ttf"
_KAI = "BanxinKai.ttf"
_HEI = "BanxinHei.ttf"
_XIAOBIAOSONG = "BanxinXiaoBiaoSong.ttf"
_SONG = "BanxinSong.ttf"
_LATIN = "LiberationSerif-Regular.ttf"
_LATIN_BOLD = "LiberationSerif-Bold.ttf"

_BUNDLED: dict[str, tuple[str, ...]] = {
    "fangsong": (_FANGSONG, _SONG, _KAI, _HEI, _LATIN),
    "kai": (_KAI_GB2312, _KAI, _FANGSONG, _SONG, _HEI, _LATIN),
    "hei": (_HEI, _XIAOBIAOSONG, _SONG, _KAI, _LATIN),
    "xiaobiaosong": (_XIAOBIAOSONG, _SONG, _HEI, _KAI, _LATIN),
    "song": (_SONG, _FANGSONG, _KAI, _HEI, _LATIN),
    "latin": (_LATIN, _SONG, _FANGSONG, _KAI, _HEI),
    "latin_bold": (_LATIN_BOLD, _LATIN, _XIAOBIAOSONG, _HEI, _KAI),
}
"""By kind: the files in the order in which they are tried, those of the kind first."""

_PASSED_OVER = dict.fromkeys((_KAI_GB2312, _KAI), frozenset("—…，。、；：！？“”‘’"))
"""Marks that a bundled face has but another draws better: the dash of gkai00mp does not join and its stops float, those
of BanxinKai are too dark beside its hanzi. All are of one face, as they stand beside each other."""

_LARGE = ("SimSun-ExtB", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "Noto Sans CJK SC", "Segoe UI Symbol")
"""Faces with characters that few others have: hanzi of the extensions, symbols."""


class Chain(dict[str, "Face | None"]):
    """The face for each character, found when first asked for; `None`: no face has a glyph."""

    def __init__(self, faces: tuple[Face, ...]) -> None:
        super().__init__()
        self.faces = faces
        """In the order in which they are tried; never empty. The first draws what no face has."""

    def __missing__(self, char: str) -> Face | None:
        found = face_for(char, self.faces)
        self[intern(char)] = found
        return found


class Wanted(msgspec.Struct, frozen=True):
    """Which face stands for a wanted one."""

    kind: str
    """`fangsong` `kai` `hei` `xiaobiaosong` `song` `latin` `latin_bold`."""
    name: str
    """The face the style names."""
    face: Face
    """The face in use."""
    substitute: bool
    """The face in use is a bundled one, or the machine's face of another name than the first."""


def face_for(char: str, faces: tuple[Face, ...]) -> Face | None:
    """The first of `faces` that has a glyph for `char`, bundled faces' poor marks aside; `None`: no one has."""
    return next((face for face in faces if face.advances[char] is not None and not _is_poor(face, char)), None)


def _is_poor(face: Face, char: str) -> bool:
    return face.bundled and char in _PASSED_OVER.get(face.path.name, ())


@cache
def faces(kind: str, names: tuple[str, ...]) -> tuple[Face, ...]:
    """The faces to try for a character, in order, each once; never empty.

    `kind` is one of `fangsong` `kai` `hei` `xiaobiaosong` `song` `latin` `latin_bold`; `names` are family, full or
    PostScript names, best first.
    """
    folder = data_dir("fonts")
    bundled = [face_at(folder / file, bundled=True) for file in _BUNDLED[kind]]
    found = [*_found(names), *bundled, *_found(_LARGE)]
    return tuple(dict.fromkeys(found))


def _found(names: tuple[str, ...]) -> list[Face]:
    """The machine's faces of these names that can be used."""
    return [face for face in map(find, names) if face is not None]


@cache
def chain(kind: str, names: tuple[str, ...]) -> Chain:
    """`faces` as a mapping from character to face."""
    return Chain(faces(kind, names))


def font_files(wanted: Iterable[tuple[str, tuple[str, ...]]]) -> list[Path]:
    """The files of all faces that may set a character of one of the (kind, names), each once, sorted."""
    return sorted({face.path for kind, names in wanted for face in faces(kind, names)})


def use_only(folder: Path) -> None:
    """The machine's fonts are those below `folder` from now on; who has asked before must ask again."""
    machine.use_only(folder)
    faces.cache_clear()
    chain.cache_clear()


def give_up(face: Face) -> None:
    """The face is not to be used any more; who has asked before must ask again."""
    face.give_up()
    faces.cache_clear()
    chain.cache_clear()


def unusable(names: Iterable[str]) -> list[tuple[str, Face]]:
    """The machine's faces of these names, best first, that would be used but cannot, see `Face.fault`; each with its
    name.
    """
    found: list[tuple[str, Face]] = []
    for name in names:
        found += ((name, face) for face in machine.passed_over(name))
        if find(name):
            break
    return found


def report(wanted: Iterable[tuple[str, tuple[str, ...]]]) -> list[Wanted]:
    """For each (kind, names), the face in use for its characters, in the order given."""
    return [Wanted(kind, names[0], used := faces(kind, names)[0], used is not find(names[0])) for kind, names in wanted]
