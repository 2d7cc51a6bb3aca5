"""Faces: which font file sets which character, and how wide it is.

Comes in: what a style wants, as a kind of face (`fangsong`, `hei` …) and names to look for. Goes out: a chain of
faces that gives a `Face` for each character, from the machine's fonts first and from the bundled free faces where
those have no glyph. Nothing is read at import; a face is opened when its first character is asked for.
"""

from banxin.fonts.face import DAMAGED, BrokenFaceError, Face
from banxin.fonts.order import Chain, Wanted, chain, face_for, faces, font_files, give_up, report, unusable, use_only

__all__ = [
    "DAMAGED",
    "BrokenFaceError",
    "Chain",
    "Face",
    "Wanted",
    "chain",
    "face_for",
    "faces",
    "font_files",
    "give_up",
    "report",
    "unusable",
    "use_only",
]
