"""Faces: which font file sets which character, and how wide it is.

Comes in: a `Family` that a style wants. Goes out: a `Face` for each character, from the machine's fonts first and from
the bundled free faces where those have no glyph.
"""
