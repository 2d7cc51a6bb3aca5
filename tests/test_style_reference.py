"""What is made from the schema: the JSON Schema, a first overlay, a style in full, deviations, the reference."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import jsonschema
import msgspec
import pytest
import yaml

from banxin.resources import data_dir
from banxin.style import load, load_whole, schema
from banxin.style.deviations import deviations
from banxin.style.export import in_full, json_schema, overlay
from banxin.style.meaning import _MEANINGS, Strength, meaning, of

ROOT = Path(__file__).parents[1]
SHIPPED = sorted(data_dir("styles").glob("*.yaml"))
STRUCTS = [kind for kind in vars(schema).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


# What each key means


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_every_key_of_the_schema_has_a_meaning(struct):
    for field in msgspec.structs.fields(struct):
        assert re.search(r"[\u4e00-\u9fff]", of(struct, field.name).text)


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_every_meaning_is_of_a_key_of_the_schema(struct):
    assert set(_MEANINGS[struct]) <= set(struct.__struct_fields__)


def test_no_other_types_have_meanings():
    assert set(_MEANINGS) == set(STRUCTS)


def test_a_meaning_ends_without_a_mark():
    assert not [one.text for of_struct in _MEANINGS.values() for one in of_struct.values() if one.text.endswith("。")]


@pytest.mark.parametrize(
    ("keys", "clause", "strength"),
    [
        ("page.top", "5.2.1", Strength.MUST),
        ("page.line_pitch", "5.2.3", Strength.USUAL),
        ("elements.title.size", "7.3.1", Strength.USUAL),
        ("elements.title.align", "7.3.1", Strength.MUST),
        ("elements.issuer_mark.font", "7.2.4", Strength.ADVISED),
        ("elements.issuer_mark.color", "7.2.4", Strength.ADVISED),
        ("elements.body.color", "5.2.4", Strength.MUST),
        ("elements.annex_label.font", "7.3.7", Strength.MUST),
        ("elements.byline.font", "", Strength.CUSTOM),
        ("elements.body.bold", "", Strength.CUSTOM),
        ("headings.1.font", "7.3.3", Strength.USUAL),
        ("headings.1.first_indent", "7.3.3", Strength.MUST),
        ("colophon.outer_rule", "7.4.1", Strength.ADVISED),
        ("page_number.odd", "7.5", Strength.MUST),
        ("fonts.latin.name", "", Strength.CUSTOM),
    ],
)
def test_a_key_rests_on_its_clause(keys, clause, strength):
    found = meaning(tuple(keys.split(".")))
    assert (found.clause, found.strength) == (clause, strength)


# JSON Schema


def test_the_schema_is_a_json_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_schema_allows_every_style_that_comes_with_the_program(path):
    VALIDATOR.validate(as_editors_read(path.read_text(encoding="utf-8")))


def as_editors_read(text: str) -> object:
    """YAML as JSON has it: keys are texts."""
    return json.loads(json.dumps(yaml.safe_load(text)))


WRONG = [
    "pages: {}",
    "page: {heigth: 297mm}",
    "page: {top: 37}",
    "page: {top: 37em}",
    "page: {top: 十号}",
    "page: {chars_per_line: 0}",
    "page: {fill: 是}",
    "elements: {title: {align: middle}}",
    "elements: {title: {font: 小标宋}}",
    "elements: {title: {color: red}}",
    "elements: {body: {first_indent: 2mm}}",
    "elements: {body: {gap_before: -1行}}",
    "headings: []",
    "headings: {6: {bold: true}}",
    "headings: {3: {blod: true}}",
    "headings: {3: {end_mark: no}}",
    "emphasis: italic",
    "fonts: {latin: serif}",
    "repairs: {quote: false}",
    "extends: [gbt9704]",
]


@pytest.mark.parametrize("text", WRONG)
def test_the_schema_and_the_program_refuse_the_same(written, text):
    assert not VALIDATOR.is_valid(as_editors_read(text))
    with pytest.raises(Exception, match=r"值不对|没有“|没有第|extends"):
        load(written(text if text.startswith("extends") else f"extends: gbt9704\n{text}\n"))


RIGHT = [
    "page: {top: 3.5厘米, line_pitch: 29 磅}",
    "page:",
    "headings: {3: {bold: true}}",
    "fonts: {latin: own}",
    "fonts: {latin: {name: Arial}}",
    "elements: {title: {size: 小二, color: 'C00000', line_pitch: 35磅}}",
    "signature: {right: 4字, seal: {gap: 2.5行}}",
    "repairs: {quotes: false}",
    "directives: brackets",
]


@pytest.mark.parametrize("text", RIGHT)
def test_the_schema_and_the_program_allow_the_same(written, text):
    text = f"extends: gbt9704\n{text}\n"
    VALIDATOR.validate(as_editors_read(text))
    load(written(text))


def test_every_key_in_the_schema_is_described():
    whole = json_schema()
    for struct in (whole, *whole["$defs"].values()):
        assert all(key["description"] for key in struct["properties"].values())


# A first overlay


def test_a_new_style_says_nothing_yet(written):
    style = load(written(overlay("本县", Path("styles/本县.yaml"))))
    assert (style.name, style.title) == ("本县", "本县公文样式")
    assert msgspec.structs.replace(style, name=load().name, title=load().title) == load()


def test_a_new_style_tells_editors_where_the_schema_is():
    assert overlay("本县", Path("本县.yaml")).startswith("# yaml-language-server: $schema=banxin.schema.json\n")


def choices() -> list[int]:
    """Lines of a new style that are there to be uncommented."""
    lines = overlay("本县", Path("本县.yaml")).splitlines()
    return [at for at, line in enumerate(lines) if re.match(r" *# [\w.]+: ", line) and at > 5]


@pytest.mark.parametrize("at", choices())
def test_every_choice_in_a_new_style_holds_as_it_stands(written, at):
    lines = overlay("本县", Path("本县.yaml")).splitlines()
    lines[at] = lines[at].replace("# ", "", 1)
    text = "\n".join(lines)
    load(written(text))
    VALIDATOR.validate(as_editors_read(text))


def test_all_choices_of_a_new_style_are_there():
    assert len(choices()) > 20


@pytest.mark.parametrize("name", ["本县", "3", "yes", "a: b", "1.0"])
def test_a_new_style_has_the_name_it_was_given(written, name):
    assert load(written(overlay(name, Path("x.yaml")).partition("title:")[0])).name == name


# A style in full


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_style_in_full_is_the_same_style(written, path):
    whole = load_whole(str(path))
    assert load(written(in_full(whole))) == whole.style


def test_a_style_in_full_has_values_as_a_file_writes_them():
    shown = yaml.safe_load(in_full(load_whole()))
    assert shown["page"]["top"] == "37mm"
    assert shown["page"]["line_pitch"] == "28.95磅"
    assert shown["elements"]["date"]["size"] == "三号"
    assert shown["elements"]["date"]["left_indent"] == "0字"


# Deviations


def told(path: str) -> list[tuple[str, str, str]]:
    return [(".".join(one.keys), one.value, one.standard) for one in deviations(load_whole(path))]


def test_the_standard_does_not_deviate_from_itself():
    assert deviations(load_whole()) == []


def test_deviations_are_told_with_both_values_in_the_schemas_order(written):
    text = "extends: gbt9704\nname: 甲\nheadings: {3: {bold: true}}\npage: {top: 35mm, line_pitch: 29磅}\n"
    assert told(written(text)) == [
        ("page.top", "35mm", "37mm"),
        ("page.line_pitch", "29磅", "28.95磅"),
        ("page.fill", "false", "true"),
        ("headings.3.bold", "true", "false"),
    ]


def test_what_follows_from_a_deviation_is_one_too(written):
    keys = [key for key, _, _ in told(written("extends: gbt9704\nelements: {body: {size: 四号}}\n"))]
    assert "elements.date.size" in keys
    assert "elements.title.size" not in keys


def test_the_same_length_in_another_unit_is_no_deviation(written):
    assert told(written("extends: gbt9704\npage: {bottom: 3.5厘米}\nelements: {title: {size: 22磅}}\n")) == []


@pytest.mark.parametrize(("margin", "deviates"), [("36mm", False), ("38mm", False), ("35.9mm", True), ("38.1mm", True)])
def test_a_margin_within_the_tolerance_is_no_deviation(written, margin, deviates):
    found = told(written(f"extends: gbt9704\npage: {{top: {margin}}}\n"))
    assert any(key == "page.top" for key, _, _ in found) == deviates


def test_another_face_is_a_deviation_and_where_a_pdf_looks_for_it_is_none(written):
    text = "extends: gbt9704\nfonts: {kai: {alternatives: [甲楷]}, fangsong: {name: 仿宋}}\n"
    assert told(written(text)) == [("fonts.fangsong.name", "仿宋", "仿宋_GB2312")]


def test_digits_in_each_elements_own_face_are_a_deviation(written):
    assert told(written("extends: gbt9704\nfonts: {latin: own}\n")) == [("fonts.latin", "own", "Times New Roman")]


def test_repairs_and_directives_are_no_matter_of_the_standard(written):
    assert told(written("extends: gbt9704\nrepairs: {quotes: false}\ndirectives: none\n")) == []


# The reference


def test_the_reference_is_up_to_date():
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "styles.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.TARGET.read_text(encoding="utf-8") == module.reference(), "run python docs/styles.py"
