import math

import pytest

from nnviz.lessons.outcome import Exactly, Part, check_outcomes, read_outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("above 0.5", Part(0.5, math.inf)),
        ("below 20 %", Part(-math.inf, 0.2)),
        ("0.1 to 0.5", Part(0.1, 0.5)),
        ("-1 to 1e-3", Part(-1.0, 0.001)),
        ("1,000 to 2,000", Part(1000.0, 2000.0)),
        ("ReLU", Exactly("ReLU")),
        ("3", Exactly("3")),
    ],
)
def test_what_makes_an_option_true_is_read(text, outcome):
    assert read_outcome(text) == outcome


def test_a_cut_belongs_to_the_upper_part():
    below, between, above = (read_outcome(text) for text in ("below 0.1", "0.1 to 0.5", "above 0.5"))
    for value in (0.1, 0.5):
        assert [part.holds(value) for part in (below, between, above)] == [False, value == 0.1, value == 0.5]


def test_infinity_lies_above_everything():
    assert read_outcome("above 5").holds(math.inf)
    assert not read_outcome("1 to 5").holds(math.inf)


def test_values_are_compared_as_numbers_or_as_texts():
    assert read_outcome("3").holds(3.0)
    assert read_outcome("relu").holds("ReLU")
    assert not read_outcome("relu").holds(1.0)
    assert not read_outcome("above 1").holds("relu")


def test_the_smaller_number_stands_first():
    with pytest.raises(ValueError, match="smaller number first"):
        read_outcome("0.5 to 0.1")


@pytest.mark.parametrize(
    ("texts", "part"),
    [
        (("below 1", "above 2"), "between 1 and 2 none holds"),
        (("below 2", "above 1"), "between 1 and 2 both hold"),
        (("0 to 1", "above 1"), "at the ends of the axis"),
        (("below 1", "1 to 3", "2 to 4", "above 4"), "both hold"),
        (("below 1", "3"), "or all as values"),
        (("a", "A"), "a different value for each option"),
    ],
)
def test_options_that_do_not_part_the_axis_are_refused(texts, part):
    with pytest.raises(ValueError, match=part):
        check_outcomes([read_outcome(text) for text in texts])


@pytest.mark.parametrize("texts", [("below 1", "above 1"), ("above 2", "1 to 2", "below 1"), ("relu", "sigmoid", "3")])
def test_options_that_exclude_each_other_are_fine(texts):
    check_outcomes([read_outcome(text) for text in texts])
