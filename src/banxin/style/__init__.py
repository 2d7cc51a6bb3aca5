"""House styles: YAML files to `HouseStyle`, with every fault named by file, line and column.

`load` finds and reads one, `available` lists those at hand. PyYAML is imported when a file is read, not before; what a
conversion does not ask for (`meaning`, `faults`, `remarks`, `deviations`, `export`) when it is asked for.
"""

from __future__ import annotations

from banxin.style.find import available
from banxin.style.load import load, load_all, load_whole
from banxin.style.schema import HouseStyle

__all__ = ["HouseStyle", "available", "load", "load_all", "load_whole"]
