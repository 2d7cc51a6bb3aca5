"""What Word documents teach of the style that they are set in."""

import msgspec
import pytest
import yaml

import banxin as library
from banxin.errors import SourceError
from banxin.learning import learn
from banxin.reading import Options, read
from banxin.style.export import values
from banxin.style.load import load_whole
from docx_parts import docx, paragraph, text

MARK = "，各有关单位要结合实际认真抓好落实，重要情况及时报告县人民政府办公室。"
SAMPLE = "\n".join(
    [
        "某某县人民政府文件",
        "",
        "某政发〔2026〕8号",
        "",
        "某某县人民政府关于做好档案工作的通知",
        "",
        "各乡镇人民政府：",
        f"为做好全县档案工作，现将有关事项通知如下{MARK}",
        *(
            line
            for number in "一二三四"
            for line in (
                f"{number}、落实各方责任",
                f"各部门要明确分管负责同志{MARK}",
                "（一）明确工作任务",
                f"任务分解到人{MARK}",
                "1.编制工作清单",
                f"清单逐项列明{MARK}",
                "（1）列出完成时限",
                f"时限具体到月{MARK}",
            )
        ),
        "",
        "附件：1.档案工作任务清单",
        "2.档案工作人员名单",
        "3.档案工作检查办法",
        "",
        "某某县人民政府",
        "2026年3月5日",
        "",
        "（此件公开发布）",
        *(
            line
            for at, name in enumerate(("档案工作任务清单", "档案工作人员名单", "档案工作检查办法"), 1)
            for line in ("", f"附件{at}", "", name, "", f"本件所列事项由各单位分别办理{MARK}")
        ),
        "",
        "抄送：县委办公室，县人大常委会办公室。",
        "某某县人民政府办公室　　2026年3月6日印发",
    ]
)
STYLES = ("gbt9704", "gbt33476", "common", "speech", "qingyan")
UNTOLD = {
    ("name",),
    ("title",),
    ("page", "fill"),
    ("title_breaking", "max_chars"),
    ("headings", "3", "end_mark"),
    ("marks",),
}
"""Keys that a DOCX of the sample cannot tell."""
TWIPS = {("page", "top"), ("page", "bottom"), ("page_number", "dash_offset")}


def sample(style, *, source=SAMPLE):
    return library.to_docx(source.encode(), style=style)


def saved(path, learnt):
    path.write_text(learnt.text, encoding="utf-8")
    return load_whole(str(path))


def millimetres(value):
    return pytest.approx(float(value.removesuffix("mm")), abs=0.05)


@pytest.mark.parametrize("style", STYLES)
def test_the_docx_of_a_shipped_style_teaches_that_style(style, tmp_path):
    found = learn([("样板.docx", sample(style))], "本县")
    ours, theirs = dict(values(saved(tmp_path / "本县.yaml", found))), dict(values(load_whole(style)))
    for keys in UNTOLD | TWIPS:
        one, other = ours.pop(keys), theirs.pop(keys)
        if keys in TWIPS:
            assert float(one.removesuffix("mm")) == millimetres(other)
    assert ours == theirs
    assert found.doubts == ()


@pytest.mark.parametrize("style", STYLES)
def test_the_text_set_in_what_was_learnt_looks_like_the_sample(style, tmp_path):
    saved(tmp_path / "本县.yaml", learn([("样板.docx", sample(style))], "本县"))
    again = library.to_docx(SAMPLE.encode(), style=str(tmp_path / "本县.yaml"))
    wanted, looks = ([line.looks for line in read(one, Options()).source.lines] for one in (sample(style), again))
    assert len(looks) == len(wanted)
    for one, other in zip(looks, wanted, strict=True):
        found, expected = (msgspec.structs.asdict(look) if look else {} for look in (one, other))
        positions = ("space_before", "right_indent")  # a margin in millimetres may be half a twip off
        assert [found.pop(key, 0) for key in positions] == pytest.approx(
            [expected.pop(key, 0) for key in positions], abs=0.11
        )
        assert found == expected


# a document of Word's own


def styled(content, properties="", run=""):
    fonts = '<w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋"/>'
    spacing = '<w:spacing w:line="600" w:lineRule="exact"/>'
    return paragraph(
        text(content, (run if "rFonts" in run else fonts + run) + '<w:sz w:val="32"/>'), spacing + properties
    )


INDENT = '<w:ind w:firstLine="640"/>'
SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="992"/></w:sectPr>'
)


def of_word(*extra, bold=3, bodies=4, end=""):
    title = text("某某县档案局关于开展检查的通知", '<w:rFonts w:eastAsia="宋体"/><w:b/><w:sz w:val="44"/>')
    lines = [paragraph(title, '<w:jc w:val="center"/>'), styled("各乡镇档案室：")]
    for at in range(max(3, bodies)):
        lines.append(styled(f"{'一二三四五六'[at]}、检查的内容和要求{end}", INDENT, "<w:b/>" if at < bold else ""))
        lines.append(styled(f"各单位要按照要求做好这项工作{MARK}", INDENT))
    return docx("".join([*lines, *extra]) + SECTION)


def said(data):
    return yaml.safe_load(learn([("样板.docx", data)], "本县").text)


def test_what_a_document_of_word_shows_is_written():
    found = said(of_word(bold=4))
    assert found["page"] == {"line_pitch": "30磅"}
    assert found["fonts"]["fangsong"] == {"name": "仿宋"}
    assert found["elements"]["title"] | {"font": "song", "bold": True} == found["elements"]["title"]
    assert found["headings"][1] == {"font": "fangsong", "bold": True}


def test_blank_lines_below_the_title_are_its_gap():
    title, rest = (
        text("某某县档案局关于开展检查的通知", '<w:sz w:val="44"/>'),
        styled(f"各单位要做好这项工作{MARK}", INDENT) * 4,
    )
    blanks = styled("") * 2
    body = paragraph(title, '<w:jc w:val="center"/>') + blanks + styled("各乡镇档案室：") + rest
    found = said(docx(body + SECTION))["elements"]
    assert found["title"]["gap_after"] == "2行"
    assert "gap_before" not in found.get("addressee", {})


def test_fewer_than_four_fifths_are_a_doubt():
    found = learn([("样板.docx", of_word(bold=3))], "本县")
    assert "bold" not in yaml.safe_load(found.text)["headings"][1]
    assert [(d.reason, d.seen) for d in found.doubts if d.keys == ("headings", "1", "bold")] == [
        ("4 段中只有 3 段一致", "true（3 段）、false（1 段）")
    ]


def test_two_paragraphs_are_a_doubt_and_two_documents_may_be_enough():
    second = "".join(styled(f"（{number}）检查的范围", INDENT, "<w:b/>") for number in "一二")
    one = of_word(second)
    assert ("headings", "2", "bold") in {d.keys for d in learn([("样板.docx", one)], "本县").doubts}
    both = learn([("甲.docx", one), ("乙.docx", one)], "本县")
    assert yaml.safe_load(both.text)["headings"][2]["bold"] is True


def test_a_comment_counts_and_names_the_clause():
    text = learn([("样板.docx", of_word(bold=4))], "本县").text
    line = next(line for line in text.splitlines() if "line_pitch" in line and "30磅" in line)
    assert line.endswith("# 4 处中 4 处；国标 28.95磅，5.2.3（一般）")


def test_what_stands_once_is_marked_as_seen_once():
    text = learn([("样板.docx", of_word())], "本县").text
    line = next(line for line in text.splitlines() if "font: song" in line)
    assert line.endswith("# 只见 1 处；国标 xiaobiaosong，7.3.1（一般）")


def test_lines_that_are_not_exact_are_a_doubt():
    data = of_word()
    loose = docx("".join(paragraph(text(f"各单位要做好这项工作{MARK}")) for _ in range(5)) + SECTION)
    assert ("page", "line_pitch") not in {d.keys for d in learn([("甲.docx", data)], "本县").doubts}
    assert ("page", "line_pitch") in {d.keys for d in learn([("乙.docx", loose)], "本县").doubts}


def test_marks_that_only_one_level_drops_are_learnt_and_marks_that_none_has_are_not():
    second = "".join(styled(f"（{number}）检查的范围", INDENT) for number in "一二三")
    assert "end_mark" not in said(of_word(second))["headings"].get(2, {})
    assert said(of_word(second, end="。"))["headings"][2]["end_mark"] == "drop"


@pytest.mark.parametrize("data", [b"plain", b"PK\x03\x04word/ broken", docx("")], ids=["text", "broken", "empty"])
def test_what_is_no_document_with_text_is_refused(data):
    with pytest.raises(SourceError):
        learn([("样板.docx", data)], "本县")


def test_what_makes_no_page_is_a_doubt():
    body = "".join(paragraph(text(f"各单位要做好这项工作{MARK}")) for _ in range(5))
    found = learn([("样板.docx", docx(body + SECTION.replace("1474", "9900")))], "本县")
    assert [d.reason[:8] for d in found.doubts if d.keys == ("page", "right")] == ["照它排不成版面："]
    assert "right" not in found.text


# the command


def test_the_command_writes_a_style_that_is_valid(banxin, tmp_path):
    (tmp_path / "样板.docx").write_bytes(sample("qingyan"))
    code, out, _ = banxin("styles", "learn", "样板.docx", "-o", "styles/本县.yaml")
    assert (code, out) == (0, "styles/本县.yaml\n")
    assert banxin("styles", "validate", "styles/本县.yaml")[0] == 0


def test_the_command_replaces_nothing_unless_it_is_forced_to_and_then_keeps_it(banxin, tmp_path):
    (tmp_path / "样板.docx").write_bytes(sample("common"))
    (tmp_path / "本县.yaml").write_text("extends: gbt9704\n", encoding="utf-8")
    code, _, err = banxin("styles", "learn", "样板.docx", "-o", "本县.yaml")
    assert code == 1
    assert "已经有了，没有改动它" in err
    assert (tmp_path / "本县.yaml").read_text(encoding="utf-8") == "extends: gbt9704\n"
    assert banxin("styles", "learn", "样板.docx", "-o", "本县.yaml", "--force")[0] == 0
    assert (tmp_path / "本县.bak.yaml").read_text(encoding="utf-8") == "extends: gbt9704\n"


def test_the_command_lists_what_it_is_not_sure_of(banxin, tmp_path):
    (tmp_path / "样板.docx").write_bytes(of_word(bold=3))
    code, out, err = banxin("styles", "learn", "样板.docx", "-o", "本县.yaml")
    assert code == 0
    assert "headings.1.bold" in out
    assert "拿不准的有" in err


@pytest.mark.parametrize("target", ["本县.txt", "gbt9704.yaml"])
def test_the_command_refuses_what_is_no_name_of_a_style(banxin, tmp_path, target):
    (tmp_path / "样板.docx").write_bytes(sample("common"))
    assert banxin("styles", "learn", "样板.docx", "-o", target)[0] == 2
    assert not (tmp_path / target).exists()
