"""What a user names to the texts meant, and where their outputs stand."""

import os

import pytest

from banxin import storage
from banxin.batch import Input, find_inputs
from banxin.errors import OutputError, SourceError


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Makes empty texts below the current folder."""
    monkeypatch.chdir(tmp_path)

    def make(*names):
        for name in names:
            path = tmp_path / os.fsdecode(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return tmp_path

    return make


def stems(sources, *patterns, listed=()):
    return [one.stem for one in find_inputs(sources, patterns or ["*.txt"], "out", listed)]


# folders


def test_a_folder_gives_all_texts_below_it_in_their_places(tree):
    tree("src/二.txt", "src/一.txt", "src/甲/三.txt", "src/甲/乙/四.txt")
    assert find_inputs(["src"], ["*.txt"], "out") == [
        Input("src/一.txt", "一"),
        Input("src/二.txt", "二"),
        Input("src/甲/三.txt", "甲/三"),
        Input("src/甲/乙/四.txt", "甲/乙/四"),
    ]


def test_a_folder_may_be_named_with_a_slash_at_its_end(tree):
    tree("src/甲/一.txt")
    assert find_inputs(["src/"], ["*.txt"], "out") == [Input("src/甲/一.txt", "甲/一")]


def test_the_current_folder_is_a_folder_like_others(tree):
    tree("甲/一.txt")
    assert stems(["."]) == ["甲/一"]


def test_hidden_files_and_folders_are_passed_over(tree):
    tree("src/.txt", "src/.旧.txt", "src/.git/一.txt", "src/二.txt")
    assert stems(["src"]) == ["二"]


def test_a_pattern_without_a_slash_is_compared_with_names(tree):
    tree("src/一.txt", "src/二.md", "src/甲/三.md", "src/甲.md/四.txt")
    assert stems(["src"], "*.md") == ["二", "甲/三"]


def test_a_pattern_with_a_slash_is_compared_with_the_path_below_the_folder(tree):
    tree("src/一.txt", "src/甲/二.txt", "src/乙/三.txt")
    assert stems(["src"], "甲/*.txt") == ["甲/二"]


def test_a_text_that_several_patterns_fit_comes_once(tree):
    tree("src/一.txt", "src/二.md")
    assert stems(["src"], "*.txt", "*.md", "一.*") == ["一", "二"]


def test_an_ending_in_capitals_is_the_same_ending(tree):
    tree("src/一.TXT", "src/二.Txt")
    assert stems(["src"]) == ["一", "二"]


def test_results_are_no_texts_whatever_the_pattern(tree):
    tree("src/一.txt", "src/一.PDF", "out/二.docx")
    assert stems(["src", "out"], "*") == ["一"]


def test_a_name_keeps_all_but_its_last_ending(tree):
    tree("src/2026.1.5 通知.txt")
    assert stems(["src"]) == ["2026.1.5 通知"]


def test_names_that_are_no_utf8_are_names(tree):
    tree(b"src/\xcd\xa8\xd6\xaa.txt")
    assert stems(["src"]) == [os.fsdecode(b"\xcd\xa8\xd6\xaa")]


def test_an_empty_folder_gives_nothing(tree):
    (tree() / "src").mkdir()
    assert stems(["src"]) == []


# links


def test_a_linked_folder_is_followed(tree):
    root = tree("别处/一.txt", "src/二.txt")
    (root / "src" / "链接").symlink_to(root / "别处")
    assert sorted(stems(["src"])) == ["二", "链接/一"]


def test_a_link_to_a_folder_above_ends(tree):
    root = tree("src/甲/一.txt")
    (root / "src" / "甲" / "回去").symlink_to(root / "src")
    assert stems(["src"]) == ["甲/一"]


def test_two_folders_that_are_linked_to_each_other_end(tree):
    root = tree("src/甲/一.txt", "src/乙/二.txt")
    (root / "src" / "甲" / "去乙").symlink_to(root / "src" / "乙")
    (root / "src" / "乙" / "去甲").symlink_to(root / "src" / "甲")
    assert sorted(stems(["src"])) == ["乙/二", "甲/一"]


def test_a_text_stands_where_it_lies_and_not_where_a_link_to_its_folder_does(tree):
    root = tree("src/2026/一.txt")
    (root / "src" / "0最新").symlink_to(root / "src" / "2026")
    assert stems(["src"]) == ["2026/一"]


def test_a_link_to_nowhere_is_a_text_whose_conversion_will_tell(tree):
    root = tree("src/一.txt")
    (root / "src" / "二.txt").symlink_to(root / "没有")
    assert stems(["src"]) == ["一", "二"]


# files


def test_a_file_goes_right_into_the_output_folder(tree):
    tree("甲/乙/一.txt")
    assert find_inputs(["甲/乙/一.txt"], ["*.txt"], "out") == [Input("甲/乙/一.txt", "一")]


def test_a_file_that_is_named_needs_no_pattern_to_fit(tree):
    tree("一.md")
    assert stems(["一.md"]) == ["一"]


def test_what_is_not_there_is_an_input_whose_conversion_will_tell(tree):
    tree()
    assert find_inputs(["没有.txt"], ["*.txt"], "out") == [Input("没有.txt", "没有")]


# the list


def test_a_listed_relative_path_keeps_its_folders(tree):
    tree()
    assert stems(["-"], listed=["甲/一.txt\n", "./乙/二.txt\n"]) == ["甲/一", "乙/二"]


def test_a_listed_path_that_leads_elsewhere_keeps_its_name_only(tree):
    tree()
    assert stems(["-"], listed=["/甲/一.txt", "../乙/二.txt", "甲/../../三.txt"]) == ["一", "二", "三"]


def test_line_ends_of_all_systems_end_a_listed_name(tree):
    tree()
    assert stems(["-"], listed=["一.txt\r\n", "二.txt\n", "三.txt"]) == ["一", "二", "三"]


def test_empty_lines_of_a_list_name_nothing(tree):
    tree()
    assert stems(["-"], listed=["\n", "一.txt\n", "\r\n", "\n"]) == ["一"]


def test_spaces_belong_to_a_listed_name(tree):
    tree()
    assert find_inputs(["-"], ["*.txt"], "out", [" 某 某.txt \n"]) == [Input(" 某 某.txt ", " 某 某")]


@pytest.mark.parametrize("listed", ["/", "..", ".", "./", "../.."])
def test_a_listed_name_that_can_be_no_text_stays_in_the_output_folder(tree, listed):
    tree()
    (stem,) = stems(["-"], listed=[listed])
    assert "/" not in stem
    assert stem not in {"", ".", ".."}


def test_the_list_is_read_only_where_it_is_named(tree):
    tree("一.txt")
    assert stems(["一.txt"], listed=["二.txt"]) == ["一"]


# twice


def test_a_text_that_is_named_twice_comes_once(tree):
    tree("src/一.txt")
    assert stems(["src", "src", "src/一.txt"]) == ["一"]


def test_a_text_comes_once_however_its_path_is_written(tree):
    root = tree("src/一.txt")
    assert stems(["src", "./src", f"{root}/src", "src/../src", "src//一.txt"]) == ["一"]


def test_two_texts_that_would_write_one_output_are_an_error(tree):
    tree("src/一.txt", "src/一.md")
    with pytest.raises(OutputError) as caught:
        find_inputs(["src"], ["*"], "out")
    assert str(caught.value) == (
        "src/一.txt: 与“src/一.md”会写到同一个文件里（out/一）（提示：请改一个文件名，或分开转换到不同的文件夹）"
    )


def test_two_texts_of_one_name_from_two_folders_are_an_error(tree):
    tree("甲/一.txt", "乙/一.txt")
    with pytest.raises(OutputError, match="会写到同一个文件里"):
        find_inputs(["甲", "乙"], ["*.txt"], "out")


def test_two_texts_of_one_name_in_one_tree_are_two(tree):
    tree("src/甲/一.txt", "src/乙/一.txt")
    assert stems(["src"]) == ["乙/一", "甲/一"]


def test_a_folder_and_one_inside_it_place_the_same_text_twice(tree):
    tree("src/甲/一.txt")
    assert stems(["src", "src/甲"]) == ["甲/一", "一"]


# storage.find


def test_a_folder_that_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(SourceError, match="读不到文件夹"):
        list(storage.find(str(tmp_path / "没有"), ["*"]))


def test_many_links_between_many_folders_take_no_time(tmp_path):
    folders = [tmp_path / f"{number:02}" for number in range(30)]
    for folder in folders:
        folder.mkdir()
        (folder / "一.txt").touch()
    for folder in folders:
        for other in folders:
            (folder / f"去{other.name}").symlink_to(other)
    assert list(storage.find(str(tmp_path), ["*.txt"])) == [f"{folder.name}/一.txt" for folder in folders]
