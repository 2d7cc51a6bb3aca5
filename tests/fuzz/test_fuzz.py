"""Hostile texts through every stage, by Hypothesis; `BANXIN_FUZZ=20` tries twenty times as many (see README.md)."""

import os

import pytest
from hostile import EXAMPLES, INPUTS
from hypothesis import HealthCheck, given, settings
from targets import TARGETS, conversion, examination, reading

pytestmark = pytest.mark.slow
TIMES = int(os.environ.get("BANXIN_FUZZ", "1"))


def tries(count):
    return settings(
        max_examples=count * TIMES,
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@tries(600)
@given(INPUTS)
def test_any_text_is_read_and_checked(data):
    reading(data)


@tries(200)
@given(INPUTS)
def test_any_text_is_converted_or_refused(data):
    conversion(data)


@tries(120)
@given(INPUTS)
def test_any_remark_has_its_place_and_any_mending_is_done_once(data):
    examination(data)


@pytest.mark.parametrize("name", TARGETS)
def test_each_target_takes_an_ordinary_text(name):
    TARGETS[name](EXAMPLES[0].read_bytes())
