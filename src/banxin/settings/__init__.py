"""The settings on top of a text (文首的设置): source lines to what they set, before anything is recognised.

`fence` finds the block and tells whose it is, `entries` reads its YAML to `values`. What becomes of an element that is
set, and what happens where the text says something else, is the parser's to decide.
"""

from banxin.settings.block import read, style_named
from banxin.settings.values import Settings, Value

__all__ = ["Settings", "Value", "read", "style_named"]
