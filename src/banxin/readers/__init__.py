"""Bytes to a Source, by the kind of file that they are."""

from banxin.readers.text import read

__all__ = ["read"]
