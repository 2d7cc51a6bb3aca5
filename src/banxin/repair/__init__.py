"""Document to Document by listed changes: the safe repairs of its text, 主送机关 moved to 版记, a 目录 made.

A reader may rely on this: the diagnostics that come with the new document are exact edits of the old one's characters
(`document.plain_text`); nothing else was changed.
"""

from banxin.repair.addressee import move_addressee
from banxin.repair.contents import make_contents
from banxin.repair.tree import Repaired, repair

__all__ = ["Repaired", "make_contents", "move_addressee", "repair"]
