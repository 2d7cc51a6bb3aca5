"""House styles: what the standard's says, what an overlay changes, and where each fault is found."""

from pathlib import Path

import msgspec
import pytest

from banxin.errors import StyleError
from banxin.resources import data_dir
from banxin.style import available, load, load_whole, standard
from banxin.style.find import STANDARD, find
from banxin.style.measures import Length, TypeSize
from banxin.style.remarks import remarks
from banxin.units import mm


def faults(name: str) -> list[str]:
    """All that is told of a style."""
    with pytest.raises(StyleError) as caught:
        load(name)
    return [str(caught.value), *map(str, caught.value.others)]


def fault(name: str) -> str:
    """The one thing that is told of a style."""
    (only,) = faults(name)
    return only


def names() -> list[str]:
    return [found.name for found in available()]


# The standard


def test_the_standard_is_the_style_that_is_used_when_none_is_named():
    assert load() == load("gbt9704")


def test_the_standard_is_listed():
    assert "gbt9704" in names()


SHIPPED = sorted(path.stem for path in data_dir("styles").glob("*.yaml"))


@pytest.mark.parametrize("name", SHIPPED)
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
    load_whole.cache_clear()
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


# What is left out in a file


def test_an_element_without_a_face_and_a_size_has_the_bodys(written):
    style = load(written("extends: gbt9704\nelements:\n  body: {size: 四号, font: song}\n"))
    assert (style.elements.date.font, style.elements.date.size) == ("song", 14)
    assert (style.headings[0].font, style.headings[0].size) == ("hei", 14)
    assert style.elements.title.size == 22


def test_the_line_pitch_follows_from_the_rows(written):
    page = load(written("extends: gbt9704\npage: {lines_per_page: 20}\n")).page
    assert (page.lines_per_page, page.line_pitch, page.fill) == (20, 31.85, True)


def test_a_line_pitch_is_a_whole_number_of_twips(written):
    page = load(written("extends: gbt9704\npage: {lines_per_page: 21}\n")).page
    assert page.line_pitch * 20 == pytest.approx(round(page.line_pitch * 20))


@pytest.mark.parametrize(
    ("pitch", "rows"),
    [
        ("28磅", 22),
        ("28.8磅", 22),
        ("28.95磅", 22),
        ("29磅", 21),
        ("29.5磅", 21),
        ("30磅", 21),
        ("33磅", 19),
        ("27磅", 23),
    ],
)
def test_the_rows_follow_from_the_line_pitch(written, pitch, rows):
    page = load(written(f"extends: gbt9704\npage: {{line_pitch: {pitch}}}\n")).page
    assert (f"{page.line_pitch:g}磅", page.lines_per_page, page.fill) == (pitch, rows, False)


def test_other_margins_keep_the_rows_and_change_the_line_pitch(written):
    page = load(written("extends: gbt9704\npage: {top: 35mm}\n")).page
    assert (page.lines_per_page, page.line_pitch) == (22, 29.2)


def test_other_margins_keep_a_line_pitch_that_a_parent_has_said(written):
    written("extends: gbt9704\npage: {line_pitch: 28磅}\n", "中.yaml")
    page = load(written("extends: ./中.yaml\npage: {top: 20mm}\n")).page
    assert (page.lines_per_page, page.line_pitch) == (24, 28)


def test_rows_that_a_child_says_count_more_than_the_line_pitch_of_its_parent(written):
    written("extends: gbt9704\npage: {line_pitch: 28磅}\n", "中.yaml")
    page = load(written("extends: ./中.yaml\npage: {lines_per_page: 22}\n")).page
    assert (page.lines_per_page, page.line_pitch, page.fill) == (22, 28.95, True)


def test_of_both_the_line_pitch_counts(written):
    page = load(written("extends: gbt9704\npage: {line_pitch: 30磅, lines_per_page: 22}\n")).page
    assert (page.lines_per_page, page.line_pitch) == (21, 30)


def test_a_style_may_ask_for_a_line_pitch_and_a_filled_page(written):
    assert load(written("extends: gbt9704\npage: {line_pitch: 28.95磅, fill: true}\n")).page == load().page


@pytest.mark.parametrize("text", ["page:\n", "page:\nheadings:\nelements:\n  title:\n", "headings: {3: }\n"])
def test_a_section_with_nothing_below_it_says_nothing(written, text):
    assert load(written(f"extends: gbt9704\n{text}")) == load()


# What should be looked at


def looked_at(path: str) -> list[tuple[str, str, str]]:
    return [(str(one.place).removeprefix(f"{path}:"), one.problem, one.remedy) for one in remarks(load_whole(path))]


def test_fewer_rows_than_the_standard_has_are_remarked_on(written):
    path = written("extends: gbt9704\npage:\n  line_pitch: 29磅\n")
    assert looked_at(path) == [
        (
            "3:3",
            "版心高 225mm，行距 29磅，每面排 21 行，下面余 10.2mm",
            "要排 22 行，行距不超过 28.95磅，或减小上下边距",
        )
    ]


def test_rows_that_do_not_agree_with_the_line_pitch_are_remarked_on(written):
    path = written("extends: gbt9704\npage:\n  line_pitch: 33磅\n  lines_per_page: 20\n")
    assert "每面排 19 行" in looked_at(path)[0][1]
    assert "要排 20 行" in looked_at(path)[0][2]


def test_a_title_line_longer_than_the_type_area_is_remarked_on(written):
    path = written("extends: gbt9704\nelements:\n  title: {size: 小初, line_pitch: 45磅}\n")
    assert looked_at(path) == [("3:11", "“标题”一行最多排 12 字，不到 19 字", "标题按 12 字回行")]


@pytest.mark.parametrize(
    "text",
    [
        "page: {line_pitch: 28磅}",
        "page: {lines_per_page: 20}",
        "page: {lines_per_page: 20, fill: false}",
        "headings: {3: {bold: true}}",
    ],
)
def test_a_usual_choice_is_not_remarked_on(written, text):
    assert looked_at(written(f"extends: gbt9704\n{text}\n")) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_style_that_comes_with_the_program_is_not_remarked_on(name):
    assert remarks(load_whole(name)) == []


@pytest.mark.parametrize(
    ("element", "field"),
    [
        ("copy_number", "gap_after: 2行"),
        ("issuer_mark", "line_pitch: 50磅"),
        ("signer", "right_indent: 2字"),
        ("date", "gap_before: 1行"),
        ("copy_to", "gap_before: 1行"),
        ("table_cell", "gap_after: 1行"),
    ],
)
def test_a_key_that_means_nothing_for_its_element_is_remarked_on(written, element, field):
    path = written(f"extends: gbt9704\nelements:\n  {element}: {{{field}}}\n")
    ((place, problem, remedy),) = looked_at(path)
    assert place == f"3:{len(element) + 6}"
    assert problem == f"“elements.{element}.{field.partition(':')[0]}”在这里不起作用"
    assert remedy


def test_a_key_that_means_something_is_not_remarked_on(written):
    text = (
        "extends: gbt9704\nelements: {date: {gap_after: 1行}, signature: {gap_before: 2行}, title: {gap_before: 1行}}\n"
    )
    assert looked_at(written(text)) == []


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
    assert (
        fault(path)
        == f"{path}:2:10: 没有“某”这个键（提示：可用的键：gap、rule、padding_x、padding_y、blank_row、narrowest）"
    )


def test_of_thousands_of_unknown_keys_all_are_told_and_the_first_hundred_with_a_remedy(written):
    path = written("extends: gbt9704\n" + "".join(f"pages{number}: 1\n" for number in range(3000)))
    with pytest.raises(StyleError) as raised:
        load(str(path))
    told = [raised.value, *raised.value.others]
    assert len(told) == 3000
    assert [one.remedy for one in told[98:102]] == ["是不是“page”？"] * 2 + [""] * 2


def test_a_merge_key_is_an_unknown_key(written):
    path = written("extends: gbt9704\npage:\n  <<: {top: 30mm}\n")
    assert fault(path).startswith(f"{path}:3:3: 没有“<<”这个键")


@pytest.mark.parametrize(
    ("line", "key", "wanted"),
    [
        ("page: {top: 2字}", "page.top", "如 37mm、3.7cm、28.95磅、三号"),
        ("page: {top: 37}", "page.top", "如 37mm、3.7cm、28.95磅、三号"),
        ("page: {top: 37em}", "page.top", "如 37mm、3.7cm、28.95磅、三号"),
        ("page: {top: -37mm}", "page.top", "如 37mm、3.7cm、28.95磅、三号"),
        ("page: {width: 0mm}", "page.width", "如 37mm、3.7cm、28.95磅、三号"),
        ("elements: {body: {gap_before: -1行}}", "elements.body.gap_before", "如 1行"),
        ("page: {top: 十号}", "page.top", "如 37mm、3.7cm、28.95磅、三号"),
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
    message = faults(path)[0]
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


def test_a_missing_key_is_told(written):
    text = (data_dir("styles") / "gbt9704.yaml").read_text(encoding="utf-8").replace("  width: 210mm", "  # 无宽")
    assert "缺少“page.width”" in fault(written(text))


def test_a_style_without_a_parent_must_say_everything(written):
    message = fault(written("name: 空\n"))
    assert "缺少“title”、“page”、“fonts”" in message
    assert "extends: gbt9704" in message


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
    assert faults(path)[0] == f"{path}:1:1: extends 须是一个样式名或路径"


def test_an_alias_is_refused(written):
    path = written("extends: gbt9704\npage: &a {top: 37mm}\ntables: *a\n")
    assert "不用 YAML 别名" in fault(path)


def test_aliases_that_would_explode_are_refused_at_once(written):
    rows = ["a: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert any("不用 YAML 别名" in one for one in faults(written("\n".join(rows))))


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


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ("page:\n\ttop: 37mm\n", "2:1", "缩进用空格"),
        ("extends： gbt9704\nname: 本局\n", "1:8", "冒号用半角"),
        ("page:\n  top： 37mm\n  left: 28mm\n", "2:6", "冒号用半角"),
        ("page:\n  top:37mm\n  left: 28mm\n", "2:6", "后面空一格"),
        ("page: {top: 37mm， left: 28mm}\n", "1:17", "逗号用半角"),
        ("title: 本局\n---\ntitle: 本局\n", "2:1", "另起一份"),
        ("page:\n   top: 37mm\n  left: 28mm\n", "3:3", "同一层的键对齐"),
    ],
)
def test_a_slip_in_the_yaml_is_told_where_it_is_and_how_to_mend_it(written, text, place, remedy):
    path = written(text)
    message = fault(path)
    assert message.startswith(f"{path}:{place}: 不是合法的 YAML（提示：")
    assert remedy in message


@pytest.mark.parametrize(
    "text", ["page: {top：35mm}", "page: {top:35mm}", "page:\n  top： 35mm", "page:\n　　top: 35mm"]
)
def test_a_full_width_mark_that_yaml_takes_for_a_letter_is_told(written, text):
    assert "半角" in fault(written(f"extends: gbt9704\n{text}\n"))


@pytest.mark.parametrize("text", ["page: {top: “35mm”}", "page_number: {prefix: “—”}", "title: “本局”"])
def test_a_value_in_chinese_quotes_is_told(written, text):
    path = written(f"extends: gbt9704\n{text}\n")
    assert fault(path) == f"{path}:2:{text.index('“') + 1}: 用了中文引号（提示：引号用半角的 ' '；也可以不加）"


@pytest.mark.parametrize("text", ["title: 某县“两办”样式", "page_number: {prefix: '“—”'}"])
def test_chinese_quotes_that_are_meant_are_kept(written, text):
    load(written(f"extends: gbt9704\n{text}\n"))


@pytest.mark.parametrize("value", [r'"a\x01"', r'"甲\n乙"', r'"\t—"'])
def test_what_cannot_be_printed_is_told(written, value):
    path = written(f"extends: gbt9704\npage_number: {{prefix: {value}}}\n")
    assert "控制字符" in fault(path)


def test_a_full_width_space_is_kept(written):
    assert load(written("extends: gbt9704\npage_number: {prefix: '　—'}\n")).page_number.prefix == "　—"


@pytest.mark.parametrize("value", ["000000", "123456", "red"])
def test_what_is_no_color_is_told_how_one_is_written(written, value):
    path = written(f"extends: gbt9704\nelements: {{title: {{color: {value}}}}}\n")
    assert "须是六位十六进制的颜色，加引号，如 'C00000'" in fault(path)


def test_a_number_for_a_text_is_told_to_be_quoted(written):
    assert fault(written("extends: gbt9704\ntitle: 2026\n")).endswith("（提示：文字加引号，如 '2026'）")


def test_a_name_for_a_typeface_is_told_how_it_is_written(written):
    assert "{name: 仿宋}" in fault(written("extends: gbt9704\nfonts: {fangsong: 仿宋}\n"))


def test_a_word_like_extends_is_recognised(written):
    assert any("是不是“extends”" in told for told in faults(written("extend: gbt9704\n")))


def test_a_page_number_is_not_justified(written):
    path = written("extends: gbt9704\npage_number: {odd: justify}\n")
    assert fault(path) == f"{path}:2:15: 页码不能两端对齐（提示：可用的值：left、center、right）"


def test_too_many_rows_are_told_at_their_key(written):
    path = written("extends: gbt9704\npage: {top: 37mm, lines_per_page: 60}\n")
    assert fault(path).startswith(f"{path}:2:19: 正文的字")


def test_a_name_longer_than_any_file_has_is_no_style():
    assert "没有" in fault("某" * 300)
    assert "没有" in fault(f"./{'某' * 300}.yaml")


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


def test_all_faults_of_a_file_are_told_at_once_in_their_order(written):
    path = written(
        "extends: gbt9704\npage:\n  top: 37em\n  heigth: 297mm\nheadings:\n  3: {blod: true}\n  7: {bold: true}\n"
        "tables: !x {gap: 1行}\nemphasis: italic\npage_number: {odd: left, odd: right}\n"
    )
    told = [one.removeprefix(f"{path}:") for one in faults(path)]
    assert [one.split(" ")[0] for one in told] == ["3:3:", "4:3:", "6:7:", "7:3:", "8:9:", "9:1:", "10:26:"]


def test_faults_of_a_parent_are_told_at_their_place_in_the_parent(written):
    parent = written("extends: gbt9704\npage: {topp: 1mm}\n", "中.yaml")
    path = written("extends: ./中.yaml\npage: {botom: 1mm}\n")
    assert [one.split(" ")[0] for one in faults(path)] == [f"{parent}:2:8:", f"{path}:2:8:"]


def test_what_follows_from_a_fault_is_not_told(written):
    path = written("extends: gbt9704\nelements: {body: {size: 三}}\n")
    assert "elements.body.size" in fault(path)


def test_an_unknown_parent_does_not_make_every_key_a_missing_one(written):
    assert "没有名为" in fault(written("extends: 某某\npage: {top: 37mm}\n"))


def test_a_key_that_stands_elsewhere_is_told_its_section(written):
    path = written("extends: gbt9704\ntop: 37mm\n")
    assert fault(path) == f"{path}:2:1: 没有“top”这个键（提示：它在别处：page.top）"


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("elements: {title: {align: centre}}", "是不是“center”？"),
        ("elements: {title: {font: 仿宋_GB2312}}", "是不是“fangsong”？"),
        ("emphasis: blod", "是不是“bold”？"),
    ],
)
def test_the_choice_that_was_perhaps_meant_is_told(written, text, guess):
    assert guess in fault(written(f"extends: gbt9704\n{text}\n"))


def test_a_size_between_words_sizes_is_told(written):
    assert "Word 的字号以半磅为单位" in fault(written("extends: gbt9704\nelements: {body: {size: 15.75pt}}\n"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("page: {top: 200mm, bottom: 97mm}", "没有给版心留下地方"),
        ("page: {left: 100mm, right: 100mm}", "没有给版心留下地方"),
        ("page: {line_pitch: 230mm}", "没有给版心留下地方"),
        ("page: {chars_per_line: 40}", "排不下 40 字"),
        ("page: {line_pitch: 12磅}", "比行距（12磅）高"),
        ("elements: {title: {size: 初号}}", "比行距（35磅）高"),
        ("elements: {body: {first_indent: 40字}}", "缩进太大"),
        ("elements: {body: {left_indent: -1字}}", "缩进超出了版心"),
        ("elements: {body: {first_indent: -2字}}", "缩进超出了版心"),
        ("page_number: {dash_offset: 40mm}", "落到了纸外"),
        ("page_number: {dash_offset: 2mm}", "太近了"),
        ("page_number: {indent: 40字}", "可写 0字 至 25字"),
        ("signature: {right: 27字}", "可写 0字 至 25字"),
        ("signature: {seal: {diameter: 160mm}}", "太大"),
        ("head: {mark_top: 280mm}", "版心之外"),
        ("letter: {text_bottom: 290mm}", "没有留下排字的地方"),
        ("tables: {rule: 20磅}", "太大"),
        ("page_number: {font: latin}\nfonts: {latin: own}", "没有定西文字体"),
    ],
)
def test_values_that_make_no_page_are_told_at_their_key(written, text, problem):
    path = written(f"extends: gbt9704\n{text}\n")
    message = fault(path)
    assert message.startswith(f"{path}:2:")
    assert problem in message


@pytest.mark.parametrize(
    "text",
    [
        "page: {top: 25mm, bottom: 25mm, left: 25mm, right: 25mm}",
        "elements: {body: {left_indent: 2字, first_indent: -2字}}",
        "page: {chars_per_line: 30}",
        "page_number: {odd: center, even: center, font: latin}",
        "fonts: {latin: fangsong}",
        "signature: {right: 4字, offset: 0字}",
    ],
)
def test_values_that_make_a_page_are_none(written, text):
    load(written(f"extends: gbt9704\n{text}\n"))


# Where styles are found


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """The working folder's styles and the user's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    ours, users = tmp_path / "styles", tmp_path / "config" / "banxin" / "styles"
    ours.mkdir()
    users.mkdir(parents=True)
    monkeypatch.setattr("platformdirs.user_config_path", lambda _: users.parent)
    load_whole.cache_clear()
    yield ours, users
    load_whole.cache_clear()


def put(folder, name: str, title: str, parent: str = "gbt9704") -> None:
    (folder / f"{name}.yaml").write_text(f"extends: {parent}\nname: {name}\ntitle: {title}\n", encoding="utf-8")


def test_a_style_is_found_in_the_users_folder(folders):
    put(folders[1], "本局", "用户的")
    assert load("本局").title == "用户的"


def test_the_working_folders_style_comes_before_the_users(folders):
    put(folders[0], "本局", "这里的")
    put(folders[1], "本局", "用户的")
    assert load("本局").title == "这里的"


def test_the_users_style_comes_before_the_programs(folders):
    put(folders[1], "common", "用户的")
    assert load("common").title == "用户的"


def test_the_standard_is_always_the_standard(folders):
    put(folders[0], "gbt9704", "假的", "common")
    assert load("gbt9704").title == load().title != "假的"
    assert [str(found.path) for found in available() if found.name == "gbt9704"] == [
        str(data_dir("styles") / "gbt9704.yaml")
    ]


def test_a_style_may_extend_the_one_whose_place_it_takes(folders):
    put(folders[0], "common", "这里的", "common")
    style = load("common")
    assert (style.title, style.page.line_pitch, style.headings[2].bold) == ("这里的", 28, True)


def test_a_path_comes_before_every_folder(folders, written):
    put(folders[0], "本局", "这里的")
    assert load(written("extends: gbt9704\ntitle: 路径的\n", "本局.yaml")).title == "路径的"


def test_every_style_at_hand_is_listed_once_with_where_it_was_found(folders):
    put(folders[0], "本局", "这里的")
    put(folders[1], "本局", "用户的")
    put(folders[1], "common", "用户的")
    origins = {found.name: found.origin for found in available()}
    assert origins == dict.fromkeys(SHIPPED, "随附") | {"本局": "当前文件夹", "common": "用户文件夹"}
    assert names() == sorted(origins)


# --- the copy of the standard -----------------------------------------------------------------------------------------


def test_the_copy_of_the_standard_says_what_its_file_says(request):
    source = find(STANDARD, near=Path()).read_bytes()
    wanted = standard.copy(source, load_whole().style)
    if request.config.getoption("update"):
        standard.COPY.write_bytes(wanted)
    assert standard.COPY.read_bytes() == wanted, "pytest tests/test_style.py --update"
    copied = standard.copied(source)
    assert copied == load_whole().style
    assert {type(copied.page.top), type(copied.elements.body.size)} == {Length, TypeSize}


def test_the_copy_counts_for_no_other_file():
    assert standard.copied(find(STANDARD, near=Path()).read_bytes() + b"\n") is None


@pytest.mark.parametrize("content", [None, b"", b"{}"])
def test_a_copy_that_is_gone_or_broken_is_no_fault(content, tmp_path, monkeypatch):
    monkeypatch.setattr(standard, "COPY", tmp_path / "copy.json")
    if content is not None:
        standard.COPY.write_bytes(content)
    assert standard.copied(find(STANDARD, near=Path()).read_bytes()) is None
