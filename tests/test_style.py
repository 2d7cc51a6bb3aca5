"""House styles: what the standard's says, what an overlay changes, and where each fault is found."""

import msgspec
import pytest

from banxin.errors import StyleError
from banxin.resources import data_dir
from banxin.style import available, load
from banxin.units import mm


@pytest.fixture
def written(tmp_path):
    """Writes a style file and gives its path."""

    def write(text: str, name: str = "本局.yaml") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def fault(name: str) -> str:
    with pytest.raises(StyleError) as caught:
        load(name)
    return str(caught.value)


# The standard


def test_the_standard_is_the_style_that_is_used_when_none_is_named():
    assert load() == load("gbt9704")


def test_the_standard_is_listed():
    assert "gbt9704" in available()


@pytest.mark.parametrize("name", available())
def test_a_style_that_comes_with_the_program_has_the_name_of_its_file(name):
    assert load(name).name == name


def test_the_type_area_is_156_by_225_mm():
    page = load().page
    assert page.width - page.left - page.right == pytest.approx(mm(156))
    assert page.height - page.top - page.bottom == pytest.approx(mm(225))


def test_22_rows_of_the_line_pitch_fit_the_type_area_and_23_do_not():
    page = load().page
    depth = page.height - page.top - page.bottom
    assert 22 * page.line_pitch <= depth < 23 * page.line_pitch


def test_there_are_five_levels_of_headings_and_none_is_bold():
    assert [(h.font, float(h.size), h.bold) for h in load().headings] == [
        ("hei", 16, False),
        ("kai", 16, False),
        ("fangsong", 16, False),
        ("fangsong", 16, False),
        ("fangsong", 16, False),
    ]


def test_a_style_is_read_once():
    assert load("gbt9704") is load("gbt9704")


# Overlays


def test_a_child_that_says_nothing_is_its_parent(written):
    assert load(written("extends: gbt9704\n")) == load()


def test_an_overlay_changes_what_it_says_and_nothing_else(written):
    child = load(written("extends: gbt9704\nelements:\n  title: {size: 小二}\n"))
    standard = load()
    title = msgspec.structs.replace(standard.elements.title, size=child.elements.title.size)
    assert child.elements.title.size == 18
    assert child == msgspec.structs.replace(standard, elements=msgspec.structs.replace(standard.elements, title=title))


def test_an_overlay_changes_one_heading_by_its_level(written):
    child = load(written("extends: gbt9704\nheadings:\n  3: {bold: true}\n"))
    assert [heading.bold for heading in child.headings] == [False, False, True, False, False]
    assert [heading.font for heading in child.headings] == [heading.font for heading in load().headings]


def test_a_list_replaces_a_list(written):
    child = load(written("extends: gbt9704\nfonts:\n  kai: {alternatives: [甲楷]}\n"))
    assert child.fonts.kai.alternatives == ("甲楷",)
    assert child.fonts.kai.name == load().fonts.kai.name


def test_a_style_may_stand_between_a_style_and_the_standard(written):
    written("extends: gbt9704\npage: {right: 30mm, left: 25mm}\n", "中.yaml")
    child = load(written("extends: ./中.yaml\npage: {right: 33mm}\n"))
    assert (child.page.right, child.page.left) == (mm(33), mm(25))


def test_two_styles_in_one_process_do_not_interfere(written):
    before = msgspec.json.encode(load(), enc_hook=float)
    wide = load(written("extends: gbt9704\npage: {left: 20mm}\nheadings: {1: {bold: true}}\n", "甲.yaml"))
    narrow = load(written("extends: gbt9704\npage: {left: 30mm}\n", "乙.yaml"))
    assert (wide.page.left, narrow.page.left) == (mm(20), mm(30))
    assert (wide.headings[0].bold, narrow.headings[0].bold) == (True, False)
    load.cache_clear()
    assert msgspec.json.encode(load(), enc_hook=float) == before


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("16pt", 16),
        ("28.95磅", 28.95),
        ("37mm", mm(37)),
        ("37 毫米", mm(37)),
        ("3.7cm", mm(37)),
        ("3.7厘米", mm(37)),
        ("三号", 16),
        ("小四", 12),
    ],
)
def test_a_length_is_written_with_its_unit_or_as_a_type_size(written, text, points):
    child = load(written(f"extends: gbt9704\npage: {{right: {text}}}\n"))
    assert child.page.right == pytest.approx(points)


def test_a_file_may_begin_with_a_byte_order_mark(written):
    assert load(written("\ufeffextends: gbt9704\n")) == load()


# Faults


def test_an_unknown_style_is_told_with_the_nearest_name():
    message = fault("gbt9705")
    assert "没有名为“gbt9705”的样式" in message
    assert "是不是“gbt9704”？" in message


def test_an_unknown_style_unlike_any_is_told_with_the_names_there_are():
    assert "可用的样式：" in fault("某某")


@pytest.mark.parametrize("name", ["没有/这个.yaml", "没有这个.yml", "./没有"])
def test_a_missing_file_is_told(name):
    assert f"没有样式文件“{name}”" in fault(name)


def test_a_folder_is_no_style_file(tmp_path):
    assert "没有样式文件" in fault(f"{tmp_path}/")


def test_an_unknown_key_is_told_with_file_line_column_and_the_nearest_name(written):
    path = written("extends: gbt9704\npage:\n  heigth: 297mm\n")
    assert fault(path) == f"{path}:3:3: 没有“heigth”这个键（提示：是不是“height”？）"


def test_an_unknown_key_at_the_top_is_told(written):
    path = written("extends: gbt9704\npages: {}\n")
    assert fault(path) == f"{path}:2:1: 没有“pages”这个键（提示：是不是“page”？）"


def test_an_unknown_key_of_a_heading_is_told_where_the_overlay_says_it(written):
    path = written("extends: gbt9704\nheadings:\n  3:\n    blod: true\n")
    assert fault(path) == f"{path}:4:5: 没有“blod”这个键（提示：是不是“bold”？）"


def test_a_wrong_value_of_a_heading_is_told_where_the_overlay_says_it(written):
    path = written("extends: gbt9704\nheadings:\n  3:\n    size: 3字\n")
    assert fault(path).startswith(f"{path}:4:5: “headings.3.size”的值不对")


def test_an_unknown_key_unlike_any_is_told_with_the_keys_there_are(written):
    path = written("extends: gbt9704\ntables: {某: 1pt}\n")
    assert fault(path) == f"{path}:2:10: 没有“某”这个键（提示：可用的键：gap、rule、padding_x、padding_y、narrowest）"


def test_a_merge_key_is_an_unknown_key(written):
    path = written("extends: gbt9704\npage:\n  <<: {top: 30mm}\n")
    assert fault(path).startswith(f"{path}:3:3: 没有“<<”这个键")


@pytest.mark.parametrize(
    ("line", "key", "wanted"),
    [
        ("page: {top: 2字}", "page.top", "如 37mm、16pt、28.95磅、三号"),
        ("page: {top: 37}", "page.top", "如 37mm、16pt、28.95磅、三号"),
        ("page: {top: 37em}", "page.top", "如 37mm、16pt、28.95磅、三号"),
        ("page: {top: -37mm}", "page.top", "如 37mm、16pt、28.95磅、三号"),
        ("page: {width: 0mm}", "page.width", "如 37mm、16pt、28.95磅、三号"),
        ("elements: {body: {gap_before: -1行}}", "elements.body.gap_before", "如 1行"),
        ("page: {top: 十号}", "page.top", "如 37mm、16pt、28.95磅、三号"),
        ("signature: {right: 2mm}", "signature.right", "如 2字"),
        ("signature: {right: 2行}", "signature.right", "如 2字"),
        ("elements: {body: {gap_before: 1字}}", "elements.body.gap_before", "如 1行"),
    ],
)
def test_a_wrong_unit_is_told_with_the_right_ones(written, line, key, wanted):
    path = written(f"extends: gbt9704\n{line}\n")
    message = fault(path)
    assert message.startswith(f"{path}:2:")
    assert f"“{key}”的值不对" in message
    assert wanted in message


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("page: {chars_per_line: 二十八}", "page.chars_per_line"),
        ("page: {chars_per_line: 0}", "page.chars_per_line"),
        ("page: {lines_per_page: -1}", "page.lines_per_page"),
        ("page: 3", "page"),
        ("elements: {title: {align: middle}}", "elements.title.align"),
        ("elements: {title: {font: 小标宋}}", "elements.title.font"),
        ("elements: {title: {bold: 1}}", "elements.title.bold"),
        ("elements: {title: {color: red}}", "elements.title.color"),
        ("elements: {title: {name: 3}}", "elements.title.name"),
        ("elements: {title: {size: 0pt}}", "elements.title.size"),
        ("emphasis: italic", "emphasis"),
        ("headings: []", "headings"),
        ("headings: {1: 黑体}", "headings.1"),
        ("headings: [黑体, 黑体, 黑体, 黑体, 黑体]", "headings.1"),
        ("headings: {1: {font: 黑}}", "headings.1.font"),
    ],
)
def test_a_wrong_value_is_told_in_chinese_at_its_place(written, line, key):
    path = written(f"extends: gbt9704\n{line}\n")
    message = fault(path)
    assert message.startswith(f"{path}:2:")
    assert f"“{key}”的值不对" in message
    assert not any(word in message for word in ("Expected", "Invalid", "Object", "got"))


@pytest.mark.parametrize("key", ["6", "0", "一级"])
def test_a_heading_level_that_is_not_there_is_told_at_its_place(written, key):
    path = written(f"extends: gbt9704\nheadings:\n  {key}: {{bold: true}}\n")
    assert fault(path) == f"{path}:3:3: “headings”没有第“{key}”项（提示：可写 1 至 5）"


def test_margins_that_leave_no_type_area_are_told(written):
    path = written("extends: gbt9704\npage:\n  left: 110mm\n  right: 110mm\n")
    assert fault(path) == f"{path}:2:1: 边距太大，没有给版心留下地方"


@pytest.mark.parametrize(("pitch", "rows"), [("30磅", 21), ("27磅", 23), ("29磅", 21)])
def test_rows_other_than_those_that_fit_the_type_area_are_told(written, pitch, rows):
    path = written(f"extends: gbt9704\npage: {{line_pitch: {pitch}}}\n")
    message = fault(path)
    assert message.startswith(f"{path}:2:1: 版心高 637.8 磅")
    assert f"请把 page.lines_per_page 写作 {rows}" in message


def test_a_wider_line_pitch_with_its_rows_is_a_style(written):
    assert load(written("extends: gbt9704\npage: {line_pitch: 30磅, lines_per_page: 21}\n")).page.line_pitch == 30


def test_a_missing_key_is_told(written):
    text = (data_dir("styles") / "gbt9704.yaml").read_text(encoding="utf-8").replace("  width: 210mm", "  # 无宽")
    assert "缺少“page.width”" in fault(written(text))


def test_a_style_without_a_parent_must_say_everything(written):
    assert "缺少“" in fault(written("name: 空\n"))


def test_a_duplicate_key_is_told_with_both_places(written):
    path = written("extends: gbt9704\npage:\n  top: 37mm\n  left: 28mm\n  top: 35mm\n")
    message = fault(path)
    assert "“top”写了两遍" in message
    assert f"{path}:5:" in message
    assert f"{path}:3:" in message


def test_a_circle_of_styles_is_told(written):
    written("extends: ./乙.yaml\n", "甲.yaml")
    assert "成了环" in fault(written("extends: ./甲.yaml\n", "乙.yaml"))


def test_a_style_that_extends_itself_is_told(written):
    assert "成了环" in fault(written("extends: ./本局.yaml\n"))


def test_a_long_line_of_parents_is_told(written):
    for at in range(20):
        written(f"extends: ./{at + 1}.yaml\n", f"{at}.yaml")
    assert "继承" in fault(written("extends: ./0.yaml\n"))


def test_an_unknown_parent_is_told_where_it_is_named(written):
    path = written("name: 本局\nextends: gbt9705\n")
    assert fault(path).startswith(f"{path}:2:1: 没有名为“gbt9705”的样式（提示：是不是“gbt9704”？")


def test_a_parent_that_is_no_name_is_told(written):
    path = written("extends: [gbt9704]\n")
    assert fault(path) == f"{path}:1:1: extends 须是一个样式名或路径"


def test_an_alias_is_refused(written):
    path = written("extends: gbt9704\npage: &a {top: 37mm}\ntables: *a\n")
    assert "不用 YAML 别名" in fault(path)


def test_aliases_that_would_explode_are_refused_at_once(written):
    rows = ["a: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert "不用 YAML 别名" in fault(written("\n".join(rows)))


@pytest.mark.parametrize("value", ["!!python/object/apply:os.system [x]", "!某 x", "!!binary aGk=", "2026-01-15"])
def test_a_tag_is_refused(written, value):
    path = written(f"extends: gbt9704\ntitle: {value}\n")
    assert fault(path).startswith(f"{path}:2:")


@pytest.mark.parametrize("depth", [400, 700, 5000, 100_000])
def test_deep_nesting_is_refused(written, depth):
    path = written(f"extends: gbt9704\ntitle: {'[' * depth}{']' * depth}\n")
    assert fault(path).startswith(path)


@pytest.mark.parametrize("text", ["- 甲\n- 乙\n", "只有一句话\n", "3\n"])
def test_a_file_that_is_no_mapping_is_told(written, text):
    path = written(text)
    assert fault(path) == f"{path}: 样式文件的最外层须是“键: 值”"


def test_an_empty_file_says_nothing_and_lacks_everything(written):
    assert "缺少“" in fault(written(""))


@pytest.mark.parametrize("text", ["page: {top: 37mm\n", "page:\n\ttop: 37mm\n", "a: b: c\n", "甲: '乙\n"])
def test_a_file_that_is_no_yaml_is_told_with_its_place(written, text):
    path = written(text)
    message = fault(path)
    assert message.startswith(f"{path}:")
    assert "不是合法的 YAML" in message


def test_two_documents_in_a_file_are_told(written):
    assert "不是合法的 YAML" in fault(written("extends: gbt9704\n---\nextends: gbt9704\n"))


def test_a_control_character_is_told(written):
    assert "不是合法的 YAML" in fault(written("title: \x01\n"))


def test_a_file_that_is_not_utf_8_is_told(tmp_path):
    path = tmp_path / "本局.yaml"
    path.write_bytes("title: 本局\n".encode("gb18030"))
    assert fault(str(path)) == f"{path}: 样式文件不是 UTF-8 编码（提示：请另存为 UTF-8）"


def test_a_number_that_python_does_not_read_is_told(written):
    path = written("extends: gbt9704\npage: {chars_per_line: 0x1C}\n")
    assert fault(path) == f"{path}:2:24: 读不懂的数“0x1C”"
