"""Document to Document by listed changes: the safe repairs of its text, and 主送机关 moved to 版记.

A reader may rely on this: the diagnostics that come with the new document are exact edits of the old one's characters
(`document.plain_text`); nothing else was changed.
"""

from banxin.repair.addressee import move_addressee
from banxin.repair.tree import Repaired, repair

__all__ = ["Repaired", "move_addressee", "repair"]
