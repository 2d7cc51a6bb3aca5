"""A face cut down to some of its characters, as a font file for programs that look characters up in it themselves."""

from __future__ import annotations

from functools import lru_cache

import uharfbuzz

from banxin.fonts.face import IGNORABLE, BrokenFaceError, Face
from banxin.fonts.sfnt import cmap, with_table


@lru_cache(maxsize=64)
def subset(face: Face, chars: frozenset[str]) -> bytes:
    """An OpenType file with the glyphs of `chars`, their widths and a `cmap`, without hints and layout tables.

    The `cmap` has all characters that the face draws, be it as a space: white space of every kind, and what no renderer
    shows. HarfBuzz's own has not, and where the face's is of an unusual kind, it makes none. A face that varies is
    pinned to its default. The same face and characters give the same bytes.

    Raises:
        BrokenFaceError: the face is gone or broken.
    """
    if face.hb_face is None:
        raise BrokenFaceError(face)
    request = uharfbuzz.SubsetInput()
    request.unicode_set.update(map(ord, chars | {" "}))
    request.layout_feature_tag_set.clear()
    request.flags = (
        uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
        | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        | uharfbuzz.SubsetFlags.NO_BIDI_CLOSURE
    )
    if face.hb_face.has_var_data:
        request.pin_all_axes_to_default(face.hb_face)
    try:
        plan = uharfbuzz.SubsetPlan(face.hb_face, request)
        data: bytes = plan.execute().blob.data
    except RuntimeError as error:  # what HarfBuzz says of outlines that it cannot read
        raise BrokenFaceError(face) from error
    renumbered = dict(plan.old_to_new_glyph_mapping.items())
    glyphs = {ord(char): renumbered.get(_glyph(face, char)) for char in sorted(chars)}
    return with_table(data, "cmap", cmap({code: glyph for code, glyph in glyphs.items() if glyph}))


def _glyph(face: Face, char: str) -> int:
    """The number of the glyph that draws a character; 0: there is none."""
    return face.glyph(char) or (face.glyph(" ") if IGNORABLE.match(char) else 0) or 0
