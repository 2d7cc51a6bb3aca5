"""One table of elements: what it says holds in directives, settings, messages, styles and on the page.

A new element without evidence, a reason, a format or a place on the page fails here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from banxin.composition import source_text
from banxin.conversion import prepare
from banxin.document import Role, Section, walk
from banxin.elements import CAPTION, CONTENTS, ELEMENTS, ENTRY, HEADINGS, KEYS, NAMES, SETTINGS, Place, standing
from banxin.parser import directives, evidence, parse
from banxin.readers import read
from banxin.reading import Options
from banxin.style import schema

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
SETTING_ROLES = {setting.name: setting.role for setting in SETTINGS.values() if setting.role}


def parsed(text: str):
    return parse(read(text.encode(), keep_lines=True))


def test_every_role_has_one_row():
    assert sorted(element.role for element in ELEMENTS) == sorted(Role)


def test_rows_stand_in_the_order_of_a_document():
    places = [element.place for element in ELEMENTS]
    assert places == sorted(places, key=list(Place).index)
    assert standing(Place.TITLE, Place.ADDRESS) == (Role.TITLE, Role.SUBTITLE, Role.BYLINE, Role.ADDRESSEE)


def test_no_name_means_two_things_in_a_directive():
    names = [name for element in ELEMENTS for name in (element.name, *element.aliases)] + [*HEADINGS, CAPTION]
    assert len(names) == len(set(names))


def test_no_name_means_two_things_in_the_settings():
    keys = [key for name, setting in SETTINGS.items() for key in (name, *setting.aliases)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element.name)
def test_a_directive_is_understood_by_every_name_and_shown_by_the_one(element):
    for name in (element.name, *element.aliases):
        result = parsed(f"第一句。\n::{name}::某某")
        assert (2, element.name, f"行首的标注“::{name}::”") in result.reasons


@pytest.mark.parametrize("level", range(1, 6))
def test_a_heading_is_called_what_its_directive_is_called(level):
    name = HEADINGS[level - 1]
    for alias in (name, f"第{name}", f"{level}级标题", f"第{level}级标题"):
        result = parsed(f"第一句。\n::{alias}::某某\n第二句。")
        assert next(b.heading.level for b in walk(result.document.body) if isinstance(b, Section)) == level
        assert (2, name, f"行首的标注“::{alias}::”") in result.reasons
    numbered = "一、甲\n（一）乙\n1.丙\n（1）丁\n①戊\n第一句。"
    assert [what for _, what, _ in parsed(numbered).reasons][level - 1] == name


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element.name)
def test_every_element_is_set_on_the_page(element):
    prepared = prepare(f"第一句。\n::{element.name}::某某".encode(), Options(verbatim=True))
    assert "某某" in source_text(prepared.composition)


@pytest.mark.parametrize(("name", "role"), SETTING_ROLES.items(), ids=SETTING_ROLES)
def test_every_setting_of_an_element_is_set_on_the_page(name, role):
    for key in (key for key, known in KEYS.items() if known == name):
        prepared = prepare(f"---\n{key}: 某某\n---\n第一句。".encode(), Options(verbatim=True))
        found = {p.role for p in (*prepared.document.front, *prepared.document.back)}
        assert found == ({role} if name != "印发日期" else {Role.PRINTER})
        assert "某某" in source_text(prepared.composition)


def test_every_element_has_a_format_but_what_looks_like_another():
    known = {role for role in Role if role.value in schema.Elements.__struct_fields__}
    assert known == {element.role for element in ELEMENTS if element.looks_like is None}
    assert known >= {element.looks_like for element in ELEMENTS if element.looks_like}


def test_every_element_and_every_reading_of_a_line_has_its_evidence():
    assert set(evidence.SAID) == set(Role)
    assert set(evidence.ZONE) == set(evidence.NEEDS) == set(evidence.EVIDENCE) == set(evidence.Reading)


def test_the_directives_are_the_elements_in_the_order_of_a_document():
    expected = [NAMES[role] for role in standing(*Place)]
    at = expected.index("正文") + 1
    assert list(directives.NAMES) == [*expected[:at], *HEADINGS, CONTENTS, ENTRY, CAPTION, *expected[at:]]


@pytest.mark.parametrize("name", SETTINGS)
def test_the_readme_has_every_setting(name):
    assert f"`{name}`" in README
