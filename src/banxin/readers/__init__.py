"""Bytes to a Source, by the kind of file that they are."""

from banxin.readers.text import MOST_LINES, read

__all__ = ["MOST_LINES", "read"]
