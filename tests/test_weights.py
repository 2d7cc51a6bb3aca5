"""What `benchmarks/weights.py` says a row of the parser's tables carries."""

import json
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))

import weights
from weights import changed, compared, first_outcomes, places, samples

TEXT = "关于停水的通知\n各乡镇：\n明天停水，请做好准备。\n某某县水务局\n2026年3月5日\n抄送：县政府办公室。\n"
LABEL = {"role": "copy_to", "text": "抄送：县政府办公室。"}
CASE = f"##### One\n{TEXT}=====\n\n##### Another\n只有一句话。\n=====\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "text.json").write_text(json.dumps({"encoding": "utf-8", "blocks": [LABEL]}), encoding="utf-8")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "some.txt").write_text(CASE, encoding="utf-8")
    return tmp_path


def named(name):
    return next(place for place in places() if place.name == name)


def test_each_row_has_a_name_of_its_own():
    names = [place.name for place in places()]
    assert len(set(names)) == len(names)
    assert {"EVIDENCE.TITLE.0", "STEPS.BYLINE.TITLE.0", "WITHIN.BODY.CLOSE", "START.BODY"} <= set(names)


def test_a_row_that_counts_is_told_by_the_label_and_the_case_that_turn_and_stands_as_before_again(folder):
    found = samples(folder / "cases", [folder])
    copies = named("EVIDENCE.COPY.0")
    before, spoke = first_outcomes(found, places())
    assert [sample.name for sample in before if sample in spoke[copies.name]] == ["some: One", "text"]
    with changed(copies, copies.weighing(-9)):
        change = compared(before, found)
    assert change.lost == ["text 0: copy_to 抄送：县政府办公室。"]
    assert [case.split(" →")[0] for case in change.cases] == ["some: One"]
    assert not compared(before, found)


def test_a_cell_without_a_test_is_a_weight_too(folder):
    found = samples(folder / "cases", [folder])
    before, _ = first_outcomes(found, places())
    cell = named("WITHIN.CLOSE.IMPRINT")
    with changed(cell, cell.weighing(-90)):
        assert compared(before, found).lost
    assert cell.weight == 0


@pytest.mark.parametrize("options", [[], ["--by", "-1"], ["EVIDENCE.COPY.0=off", "START.BODY=-2"], ["--list"]])
def test_every_way_to_ask_prints(folder, options, monkeypatch, capsys):
    asked = ["weights.py", *options, "--cases", str(folder / "cases"), "--corpus", str(folder)]
    monkeypatch.setattr(sys, "argv", [*asked, *([] if "=" in "".join(options) else ["--only", "EVIDENCE.COPY"])])
    weights.main()
    assert "EVIDENCE.COPY.0" in capsys.readouterr().out or options[-1:] == ["START.BODY=-2"]


def test_an_unknown_row_is_refused_by_its_name(folder, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["weights.py", "EVIDENCE.NOTHING.0=1", "--corpus", str(folder)])
    with pytest.raises(SystemExit):
        weights.main()
    assert "EVIDENCE.NOTHING.0" in capsys.readouterr().err
