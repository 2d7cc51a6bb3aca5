"""What the PDF writer takes of ReportLab, imported here and nowhere else, as the library comes.

Left to itself, ReportLab runs `~/.reportlab_mods`, `~/.reportlab_settings` and modules of like names as code when it is
imported, takes its settings from variables that begin with `RL_`, and the time that a file's identifier is made from
from `SOURCE_DATE_EPOCH`; nonsense in any of them is an exception. A reader may rely on this: none of them is read, so
that the same pages are the same bytes for every user. Where another part of a process has imported ReportLab before,
its settings stand.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from types import ModuleType

_MODULES = ("reportlab_mods", "reportlab_settings", "reportlab.local_rl_mods", "reportlab.local_rl_settings")
"""What ReportLab tries to import, and only where there is none of the name looks for the files in the home folder."""
_lock = Lock()


@contextmanager
def no_settings() -> Iterator[None]:
    """Hides the variables that ReportLab reads, as it does when it is imported and when a document is begun."""
    with _lock:
        names = [name for name in os.environ if name.startswith("RL_") or name == "SOURCE_DATE_EPOCH"]
        hidden = {name: os.environ.pop(name) for name in names}
        try:
            yield
        finally:
            os.environ.update(hidden)


@contextmanager
def _no_modules() -> Iterator[None]:
    """Empty modules in the places of `_MODULES`, until ReportLab is imported."""
    empty = {name: ModuleType(name) for name in _MODULES if name not in sys.modules}
    sys.modules.update(empty)
    try:
        yield
    finally:
        for name in empty:
            del sys.modules[name]


with no_settings(), _no_modules():
    from reportlab.pdfbase import pdfdoc
    from reportlab.pdfgen.canvas import Canvas

__all__ = ["Canvas", "no_settings", "pdfdoc"]
