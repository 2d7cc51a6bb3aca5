"""What lines of dirty texts are taken for: `corpus/` holds invented ones, which `benchmarks/recognition.py` judges.

A label says what somebody in an office would call the line, never what the program says of it.
"""

import codecs
import re
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))

from recognition import Text, bare, judge, labelled, parsed, pieces, readings, stray_damage, wrong_among_least

from banxin.document import Role, plain_text
from banxin.parser import parse
from banxin.readers import read
from banxin.streams import visible

CORPUS = Path(__file__).parent / "corpus"
TEXTS = labelled(CORPUS)
RIGHT = 0.97
"""The least share of blocks that are to be what their labels say."""
DAMAGE = 0.005
"""The greatest share of places at which one stray line may change three other blocks or more."""
PLACES = 3


def test_the_corpus_is_read_as_labelled():
    verdicts = [(one.text.path.name, verdict) for one in readings(TEXTS) for verdict in one.verdicts]
    wrong = [f"{name}: {v.label['role']} ← {v.said}: {v.label['text']}" for name, v in verdicts if not v.right]
    assert len(wrong) <= (1 - RIGHT) * len(verdicts), "\n".join(wrong)


def test_a_stray_line_changes_little_else():
    tried, harmed = stray_damage(TEXTS, PLACES)
    assert len(harmed) <= DAMAGE * tried.total(), harmed


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.path.stem)
def test_labels_cover_a_text_in_its_order_but_for_dropped_lines_and_marks_of_markdown(text):
    lines = [line.strip() for line in text.lines()]
    for line in text.labels.get("dropped", ()):
        lines.remove(line.strip())
    content = "".join(lines)
    for literal in text.labels.get("literals", ()):
        content = content.replace(literal, "", 1)
    assert _words("".join(block["text"] for block in text.labels["blocks"])) == _words(content)


def _words(text):
    return re.sub("[|#*>-]+", "", bare(text))


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.path.stem)
def test_labels_have_roles_that_there_are_and_headings_a_level(text):
    names = {role.value for role in Role} | {"heading", "table_row", "caption", "annex_label", "annex_title"}
    for block in text.labels["blocks"]:
        assert {block["role"], *block.get("accept", ())} <= names
        assert block["role"] in block.get("accept", [block["role"]])
        assert (block["role"] == "heading") == ("level" in block) == ("run_in" in block)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.path.stem)
def test_bytes_are_as_the_labels_say(text):
    data = text.path.read_bytes()
    assert data.decode(text.labels["encoding"]).endswith("\r\n") == (text.labels["eol"] == "crlf")
    marks = {"utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE), "utf-8-sig": (codecs.BOM_UTF8,)}
    assert data.startswith(marks.get(text.labels["encoding"], (data,)))


def verdicts(tmp_path, content, *labels):
    """Whether each label is right of a text of these lines."""
    path = tmp_path / "text.txt"
    path.write_text(content, encoding="utf-8")
    text = Text(path, {"encoding": "utf-8", "blocks": list(labels)})
    return [verdict.right for verdict in judge(text, pieces(parsed(path.read_bytes()).document))]


NOTICE = "关于停水的通知\n各乡镇：\n现将有关事项通知如下：\n一、停水时间\n明天上午。\n二、停水范围\n全镇。\n"


def heading(text, level, *, run_in=False):
    return {"role": "heading", "text": text, "level": level, "run_in": run_in}


def test_a_heading_has_its_level_and_its_line(tmp_path):
    labels = heading("一、停水时间", 1), heading("二、停水范围", 2)
    assert verdicts(tmp_path, NOTICE, *labels) == [True, False]
    assert verdicts(tmp_path, NOTICE, heading("一、停水时间", 1, run_in=True)) == [False]


def test_any_accepted_role_will_do_and_no_other(tmp_path):
    label = {"role": "byline", "text": "各 乡镇："}
    assert verdicts(tmp_path, NOTICE, label, {**label, "accept": ["addressee"]}) == [False, True]


def test_a_block_answers_for_one_label_alone(tmp_path):
    assert verdicts(tmp_path, NOTICE, *[{"role": "body", "text": "全镇。"}] * 2) == [True, False]


def test_a_numbered_paragraph_may_be_split_where_its_label_says_so(tmp_path):
    text = "关于停水的通知\n一、停水。明天上午。\n二、送水。明天下午。\n"
    label = {"role": "body", "text": "一、停水。明天上午。"}
    assert verdicts(tmp_path, text, label, {**label, "split_ok": True}) == [False, True]


def test_blocks_of_one_margin_at_the_edge_of_the_least_tenth_count_by_their_share():
    sure, edge = [(9.0, True)] * 16, [(1.0, True), (1.0, False)]
    assert wrong_among_least([(0.5, False), *edge, (1.0, True), *sure]) == 1.3
    assert wrong_among_least([]) == 0


@pytest.mark.parametrize("text", ["正文。\n附件1.表\n首页>>要闻\n-", "各位：\n附：某表\n首页>>要闻\n件\n1　图"])
def test_what_goes_on_behind_residue_stays_where_that_is_dropped(text):
    document = parse(read(text.encode(), keep_lines=True), drop_residue=True).document
    assert plain_text(document) == visible(text.replace("首页>>要闻", ""))
