"""What the softmax page concludes is what its logits give."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiments.softmax.conclusions import conclusions

NAMES = ("cat", "dog", "bird")


def test_the_opened_page_concludes_with_its_own_numbers():
    largest, shift, gradient, overflow = conclusions((2.0, 1.0, 0.1), NAMES, 0, 1.0, 0.0)
    P = math.exp(2) / (math.exp(2) + math.exp(1) + math.exp(0.1))
    assert f"The largest, {P:.4f}, belongs to **cat**" in largest
    assert "at T = 1 the largest is 0.659" in shift
    assert f"**cat** = {-math.log(P):.4f}" in gradient
    assert f"P − Y: −{1 - P:.4f} for the true class" in gradient
    assert "gives NaN" in overflow


@given(st.lists(st.floats(-20, 20), min_size=3, max_size=3).map(tuple), st.floats(0.1, 10), st.floats(-20, 20))
def test_a_temperature_is_named_wherever_it_changes_the_gradient(z, temperature, shift):
    gradient = conclusions(z, NAMES, 1, temperature, shift)[2]
    assert ("logits divided by T" in gradient) == (temperature != 1.0)
    assert "nan" not in gradient


@pytest.mark.parametrize(
    ("z", "target", "temperature"), [((20.0, -20.0), 1, 1.0), ((20.0, -20.0), 1, 0.1), ((6.0, -6.0, 0.0), 1, 0.1)]
)
def test_both_ways_back_agree_where_the_true_class_has_almost_no_probability(z, target, temperature):
    gradient = conclusions(z, NAMES, target, temperature, 0.0)[2]
    assert re.search(r"gives the same, to within (0|\d\S* · 10⁻¹\S)\.", gradient), gradient


def test_equal_logits_have_no_largest_and_no_temperature():
    largest, shift, _, _ = conclusions((1.0, 1.0, 1.0), NAMES, 0, 1.0, 0.0)
    assert largest.endswith("belongs to **cat**, **dog**, **bird**, which have the largest logits.")
    assert shift.endswith("Nor does the temperature change any: all logits are equal.")
    two = conclusions((1.0, 1.0, 0.0), NAMES, 0, 1.0, 0.0)
    assert "belongs to **cat**, **dog**, which have the largest logits." in two[0] and "does change them" in two[1]
