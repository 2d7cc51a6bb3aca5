"""The command line: one module a command, arguments in, messages and exit codes out; no logic.

Exit codes: 0 done; 1 some input failed; 2 wrong usage or style.
"""

from banxin.cli.app import main

__all__ = ["main"]
