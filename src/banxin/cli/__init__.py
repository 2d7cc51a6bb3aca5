"""The command line: one module a command, arguments in, messages and exit codes out; no logic.

Exit codes: 0 done; 1 some input failed; 2 wrong usage or style.
"""

from __future__ import annotations

import gc
from typing import NoReturn


def main() -> NoReturn:
    """Runs the command line and leaves with its exit code."""
    gc.set_threshold(100_000)  # what a run makes lives to its end: looking for garbage early costs a twentieth of it
    try:
        from banxin.cli.app import run

        raise SystemExit(run())
    finally:
        gc.freeze()  # nor is there any at the end, where Python would look through all there is, for a sixth of it
