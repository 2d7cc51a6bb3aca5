"""House styles: YAML files to `HouseStyle`, with every fault named by file, line and column.

`load` finds and reads one, `available` lists those at hand. PyYAML is imported when a file is read, not before.
"""

from __future__ import annotations

from banxin.style.load import available, load
from banxin.style.schema import HouseStyle

__all__ = ["HouseStyle", "available", "load"]
