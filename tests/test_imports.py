"""Which module knows which."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import banxin

ROOT = Path(banxin.__file__).parent
PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def sources() -> dict[str, str]:
    """Every module's text by its name."""
    found = {}
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = path.read_text(encoding="utf-8")
    return found


def imported(text: str, modules: Collection[str]) -> set[str]:
    """What a module imports, be it inside a function or for its types alone; `modules` are those of the package."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import():
                found |= {alias.name for alias in node.names}
            case ast.ImportFrom(module=str(module)):
                paths = {f"{module}.{alias.name}" for alias in node.names}
                found |= {path if path in modules else module for path in paths}
    return found


def graph(modules: Mapping[str, str]) -> dict[str, set[str]]:
    """The modules that each imports."""
    return {name: imported(text, modules) & modules.keys() for name, text in modules.items()}


def test_no_two_modules_import_each_other_by_whatever_way():
    order = tuple(TopologicalSorter(graph(sources())).static_order())
    assert "banxin.streams" in order


def test_a_circle_is_found_that_leads_through_a_function():
    modules = {
        "a": "from b import one",
        "b": "def f():\n    from c import d",
        "c": "",
        "c.d": "if TYPE_CHECKING:\n    import a",
    }
    with pytest.raises(CycleError):
        TopologicalSorter(graph(modules)).prepare()
    with pytest.raises(CycleError):
        TopologicalSorter(graph({"c": "from c import d", "c.d": "from c import something"})).prepare()


# Contracts


def contracts(root: Path) -> dict[str, bool]:
    """Each of the project's contracts by name, and whether the package below `root` keeps it."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", code, "--config", str(PROJECT), "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=120)
    found = re.findall(r"^(\S.*?) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE)
    assert found, done.stdout + done.stderr
    return {name: verdict == "KEPT" for name, verdict in found}


@pytest.fixture
def copied(tmp_path):
    """The package's modules, to be changed."""
    shutil.copytree(
        ROOT, tmp_path / "banxin", ignore=lambda _, names: {n for n in names if n.endswith((".ttf", ".pyc"))}
    )
    return tmp_path / "banxin"


def test_whoever_imports_what_is_not_his_breaks_a_contract_listed_or_not(copied):
    with (copied / "streams.py").open("a") as file:
        file.write("import reportlab\n")
    (copied / "layout" / "quite_new.py").write_text("def f():\n    import uharfbuzz\n")
    (copied / "another_new.py").write_text("import yaml\n")
    assert [name for name, kept in contracts(copied.parent).items() if not kept] == [
        "stages know only what lies below them",  # as the new module has no place there
        "nobody but the PDF writer draws with ReportLab",
        "nobody but fonts and the PDF font knows HarfBuzz",
        "nobody but styles and settings reads YAML",
    ]


def test_the_account_of_the_package_has_the_layers_of_the_contract():
    told = re.findall(r"^ {4}(\w+(?:, \w+)*)$", banxin.__doc__ or "", re.MULTILINE)
    _, _, listed = PROJECT.read_text(encoding="utf-8").partition("\nlayers = [\n")
    layers = listed.partition("\n]\n")[0].splitlines()
    assert [set(re.findall(r"\w+", line)) for line in told] == [set(re.findall(r"\w+", line)) for line in layers]


def test_every_library_has_a_contract():
    lists = re.findall(r"forbidden_modules = (\[[^\]]*\])", PROJECT.read_text(encoding="utf-8"))
    named = set(re.findall(r"\w+", " ".join(lists)))
    modules = sources()
    paths = set().union(*(imported(text, modules) for text in modules.values()))
    everywhere = {"banxin", "msgspec", "typing_extensions"}
    assert {path.partition(".")[0] for path in paths} - set(sys.stdlib_module_names) - everywhere == named
