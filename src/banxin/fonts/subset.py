"""A face cut down to some of its characters, as a font file for programs that look characters up in it themselves."""

from __future__ import annotations

from functools import lru_cache

import uharfbuzz

from banxin.fonts.face import BrokenFaceError, Face


@lru_cache(maxsize=64)
def subset(face: Face, chars: frozenset[str]) -> bytes:
    """An OpenType file with the glyphs of `chars`, their widths and a `cmap`, without hints and layout tables.

    A face that varies is pinned to its default. The same face and characters give the same bytes.

    Raises:
        BrokenFaceError: the face is gone or broken.
    """
    if face.hb_face is None:
        raise BrokenFaceError(face)
    request = uharfbuzz.SubsetInput()
    request.unicode_set.update(map(ord, chars))
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
        data: bytes = uharfbuzz.SubsetPlan(face.hb_face, request).execute().blob.data
    except RuntimeError as error:  # what HarfBuzz says of outlines that it cannot read
        raise BrokenFaceError(face) from error
    return data
