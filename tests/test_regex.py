"""Patterns that are compiled when they are first used."""

import importlib
import pkgutil
import re

import pytest

import banxin
from banxin.regex import regex


def test_a_pattern_does_what_a_compiled_one_does():
    pattern = regex("(?P<year>[0-9]{4})年")
    text = "2025年和2026年"
    assert pattern.match(text)["year"] == "2025"
    assert pattern.fullmatch(text) is None
    assert pattern.search(text, 3).start() == 6
    assert [match["year"] for match in pattern.finditer(text)] == pattern.findall(text) == ["2025", "2026"]
    assert pattern.sub("年", text) == "年和年"
    assert pattern.split(text) == ["", "2025", "和", "2026", ""]
    assert (pattern.pattern, pattern.groups) == ("(?P<year>[0-9]{4})年", 1)


def test_a_pattern_of_bytes_and_flags_are_heeded():
    assert regex(b"a.b", re.DOTALL | re.IGNORECASE).match(b"A\nB")


def test_a_mistake_shows_when_the_pattern_is_first_used():
    pattern = regex("(")
    with pytest.raises(re.error):
        pattern.match("")


def test_all_patterns_of_the_program_can_be_compiled():
    found = 0
    for module in pkgutil.walk_packages(banxin.__path__, "banxin."):
        if module.name != "banxin.__main__":
            for value in vars(importlib.import_module(module.name)).values():
                if type(value) is type(regex("")):
                    found += isinstance(value.pattern, str | bytes)
    assert found > 100
