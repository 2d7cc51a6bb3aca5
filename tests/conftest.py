"""Case files, and the tests that plain `pytest` leaves out.

`tests/cases/<stage>/*.txt` become one test a case; `pytest --update` writes what comes out into them.

A file holds cases. A case is a line `##### sentence`, the input, a line `=====`, and the expected text. A test asks
for its stage's cases with `@pytest.mark.cases("parser")` and an argument `case`, and ends in `case.check(actual)`.

Tests that start LibreOffice, kill processes or need seconds are `@pytest.mark.slow`. Plain `pytest` leaves them out and
says so; `pytest --all` runs everything, and whoever names files, tests or markers gets all of what was named.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no fault: nothing is timed in tests.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# The square face and the bundled ones, never what happens to be installed: places are the same on every machine.
os.environ["BANXIN_FONT_PATH"] = str(Path(__file__).parent / "fonts")
# Programs that tests start keep their bytecode, as installed ones do, and do not compile every module anew each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Nor what somebody has configured: what is tested is what holds where nothing is.
os.environ.pop("BANXIN_STYLE", None)
os.environ["XDG_CONFIG_HOME"] = str(Path(__file__).parent / "nothing-configured")

CASES = Path(__file__).parent / "cases"
_HEAD = "##### "
_MIDDLE = "====="
_NOT_SLOW = "not slow"
_LEFT_OUT = pytest.StashKey[int]()


class Case:
    """One behaviour: what goes in and what is to come out."""

    def __init__(self, path: Path, sentence: str, text: str, expected: str, *, update: bool) -> None:
        self.path = path
        self.sentence = sentence
        self.text = text
        self.expected = expected
        self.update = update

    def check(self, actual: str) -> None:
        """Compare with what is expected, or write it down."""
        if self.update and actual != self.expected:
            blocks = [
                (sentence, text, actual if sentence == self.sentence else expected)
                for sentence, text, expected in _split(self.path)
            ]
            joined = "\n".join(f"{_HEAD}{s}\n{t}\n{_MIDDLE}\n{e}\n" for s, t, e in blocks)
            self.path.write_text(joined, encoding="utf-8")
            return
        assert actual == self.expected


def _split(path: Path) -> list[tuple[str, str, str]]:
    found = []
    for block in ("\n" + path.read_text(encoding="utf-8")).split("\n" + _HEAD)[1:]:
        sentence, _, rest = block.partition("\n")
        text, middle, expected = rest.partition(f"\n{_MIDDLE}")
        assert middle, f"{path}: {sentence}: no {_MIDDLE}"
        found.append((sentence, text, expected.strip("\n")))
    return found


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="write what comes out into the case files")
    parser.addoption("--all", action="store_true", help="run the slow tests too")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist counts its processes
def pytest_cmdline_main(config):
    """What plain `pytest` is: the tests that are not slow, on all processors."""
    option = config.option
    named = option.all or option.markexpr or option.keyword or config.args_source is not config.ArgsSource.TESTPATHS
    if named:
        return
    option.markexpr = _NOT_SLOW
    if option.numprocesses is None and not hasattr(config, "workerinput"):  # that is one of the processes itself
        option.numprocesses = "auto"


def pytest_configure(config):
    config.addinivalue_line("markers", "cases(stage): run once for each case in tests/cases/<stage>")
    config.addinivalue_line("markers", "slow: starts LibreOffice, kills processes or needs seconds")


def pytest_deselected(items):
    for item in items[:1]:
        item.config.stash[_LEFT_OUT] = len(items)


def pytest_sessionfinish(session):
    """A process of pytest-xdist hands over what it left out; every one of them leaves out the same."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(_LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    node.config.stash[_LEFT_OUT] = node.workeroutput.get("left_out", 0)


def pytest_terminal_summary(terminalreporter):
    config = terminalreporter.config
    if config.option.markexpr == _NOT_SLOW and (left_out := config.stash.get(_LEFT_OUT, 0)):
        terminalreporter.write_line(f"{left_out} slow tests were left out: pytest --all runs them too.", yellow=True)


def pytest_generate_tests(metafunc):
    marker = metafunc.definition.get_closest_marker("cases")
    if marker is None:
        return
    update = metafunc.config.getoption("update")
    found = [
        pytest.param(Case(path, *block, update=update), id=f"{path.stem}: {block[0]}")
        for path in sorted((CASES / marker.args[0]).glob("*.txt"))
        for block in _split(path)
    ]
    metafunc.parametrize("case", found)


@pytest.fixture
def written(tmp_path):
    """Writes a style file and gives its path."""

    def write(text: str, name: str = "本局.yaml") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def banxin(tmp_path, monkeypatch, capfd):
    """Runs the command in a folder of its own; what it ends with, says and complains of."""
    from banxin import cli

    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["banxin", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return int(left.value.code or 0), out, err

    return run
