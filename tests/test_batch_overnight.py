"""A night in small: many texts, some broken in every way, run to the end, and killed and gone on with."""

import random
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("resource")  # where there is none, there are no pipes either, and links only for some
sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))

from overnight import BROKEN, failures, kill, run, tree, write_texts

pytestmark = pytest.mark.slow
TEXTS = 150


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """A folder with `texts/`, and `whole/` and `whole.jsonl` of a run that nothing disturbed; its broken texts; its
    seconds.
    """
    place = tmp_path_factory.mktemp("night")
    broken = write_texts(place / "texts", TEXTS, len(BROKEN))
    began = time.monotonic()
    assert run(place / "texts", place / "whole", place / "whole.jsonl", jobs=2).wait() == 1
    return place, broken, time.monotonic() - began


def test_the_report_names_all_broken_texts_and_no_other(night):
    place, broken, _ = night
    assert sorted(broken.values()) == sorted(BROKEN)
    assert failures(place / "whole.jsonl") == set(broken)


def test_all_other_texts_have_their_outputs(night):
    place, broken, _ = night
    names = {Path(text).relative_to(place / "texts").with_suffix("") for text in (place / "texts").rglob("*.txt")}
    names -= {Path(text).relative_to(place / "texts").with_suffix("") for text in broken}
    made = {name for name in tree(place / "whole") if not name.startswith(".banxin")}
    assert made == {f"{name}.{kind}" for name in names for kind in ("docx", "pdf")}


def test_a_night_that_is_killed_three_times_ends_like_one_that_nothing_disturbed(night):
    place, broken, took = night
    moments = random.Random(time.time_ns())  # noqa: S311 - when to kill
    killed = []
    for _ in range(3):
        second = run(place / "texts", place / "killed", place / "killed.jsonl", jobs=2)
        kill(second, moments.uniform(0.1, 0.5) * took, place / "killed")
        killed.append(second.returncode < 0)
    assert killed[0]
    assert run(place / "texts", place / "killed", place / "killed.jsonl", jobs=2).wait() == 1
    assert failures(place / "killed.jsonl") == set(broken)
    assert tree(place / "killed") == tree(place / "whole")
