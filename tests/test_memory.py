"""Memory of texts that ask for most of it: in proportion, five megabytes stay below a gigabyte."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

import worst
from memory import peak

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="the unit is that of Linux")]
SIZE = 400_000
MOST = 200
"""Megabytes; before tables were placed row by row, these took up to 700."""


@pytest.mark.parametrize("kind", ["rows of two cells", "small tables under captions", "rows of 63 cells"])
def test_a_text_of_the_worst_kind_stays_within_its_share_of_memory(kind):
    assert peak(worst.text(kind, SIZE)) < MOST
