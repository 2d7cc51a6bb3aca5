"""Which module knows which."""

import ast
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import banxin

ROOT = Path(banxin.__file__).parent


def sources() -> dict[str, str]:
    """Every module's text by its name."""
    found = {}
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = path.read_text(encoding="utf-8")
    return found


def graph(modules: Mapping[str, str]) -> dict[str, set[str]]:
    """The modules that each imports, be it inside a function or for its types alone."""
    known: dict[str, set[str]] = {}
    for name, text in modules.items():
        imported = known[name] = set()
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.Import():
                    imported |= {alias.name for alias in node.names}
                case ast.ImportFrom(module=str(module)):
                    paths = {f"{module}.{alias.name}" for alias in node.names}
                    imported |= {path if path in modules else module for path in paths}
        imported &= modules.keys()
    return known


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
