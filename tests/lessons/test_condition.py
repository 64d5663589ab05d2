import math

import pytest

from nnviz.lessons.condition import Condition, read_condition


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("step 300", Condition("step", ">=", 300)),
        ("epoch 10", Condition("epoch", ">=", 10)),
        ("loss < 0.1", Condition("loss", "<", 0.1)),
        ("loss<.1", Condition("loss", "<", 0.1)),
        ("test loss < 1e-3", Condition("test loss", "<", 0.001)),
        ("accuracy > 90 %", Condition("accuracy", ">", 0.9)),
        ("test  accuracy > 0.9", Condition("test accuracy", ">", 0.9)),
        ("step 1,000", Condition("step", ">=", 1000)),
    ],
)
def test_a_condition_is_read(text, condition):
    assert read_condition(text) == condition


@pytest.mark.parametrize(
    "text",
    ["loss", "loss 0.1", "loss = 0.1", "step < 3", "step 0", "step 1.5", "speed > 1", "loss < x", "", "step 1e9"],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match="expected"):
        read_condition(text)


@pytest.mark.parametrize("text", ["step 300", "epoch 10", "loss < 0.1", "test accuracy > 0.95"])
def test_a_condition_is_written_as_it_is_read(text):
    assert str(read_condition(text)) == text


def test_a_condition_is_met_beyond_its_bound_and_never_by_what_is_no_number():
    below, above, at = read_condition("loss < 0.1"), read_condition("accuracy > 0.9"), read_condition("step 300")
    assert [below.met({"loss": x}) for x in (0.09, 0.1, math.nan, math.inf)] == [True, False, False, False]
    assert [above.met({"accuracy": x}) for x in (0.91, 0.9, math.nan)] == [True, False, False]
    assert [at.met({"step": x}) for x in (299.0, 300.0, 301.0)] == [False, True, True]
    assert not above.met({"loss": 5.0})
