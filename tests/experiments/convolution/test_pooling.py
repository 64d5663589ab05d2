"""Where pooling sends the gradient, what overlapping windows add up, and what a numeric check says at a tie."""

from itertools import product

import numpy as np
import pytest

from nnviz.experiments.convolution.conclusions import pooling as conclusions
from nnviz.experiments.convolution.pooling import numbers, pooled_of, pooling_check
from nnviz.experiments.convolution.questions.pooling import routing_question, tie_question
from nnviz.experiments.convolution.settings import ConvolutionSettings

TYPED = {"pooling_source": "typed", "pooling_typed": "3 1 0 0; 2 5 0 0; 4 4 1 2; 4 0 2 2"}
CASES = [
    {"pooling_kind": kind, "pooling_window": window, "pooling_stride": stride, "pooling_source": source}
    for kind, window, stride, source in product(("max", "average"), (0, 2, 3), (1, 2, 3), ("map", "digit", "typed"))
]


def _pooled(**settings):
    return pooled_of(ConvolutionSettings(**settings))


@pytest.mark.parametrize("case", CASES)
def test_what_the_cells_give_adds_up_to_dX_and_nothing_is_lost(case):
    pooled = _pooled(**case)
    np.testing.assert_allclose(pooled.parts.sum((0, 1)), pooled.dX, atol=1e-15)
    np.testing.assert_allclose(pooled.parts.sum((2, 3)), pooled.dA, atol=1e-15)
    assert not pooled.dX[pooled.times_seen == 0].any()


def test_the_maximum_gives_everything_to_the_winner():
    pooled = _pooled(**TYPED)
    assert pooled.receivers(0, 0).tolist() == [[1, 1]]
    assert pooled.parts[0, 0, 1, 1] == pooled.dA[0, 0]


def test_of_a_tie_the_first_in_reading_order_gets_everything():
    pooled = _pooled(**TYPED)
    assert pooled.largest(1, 0).tolist() == [[2, 0], [2, 1], [3, 0]]
    assert pooled.receivers(1, 0).tolist() == [[2, 0]]
    assert pooled.ties.tolist() == [[0, 3], [2, 2]]


def test_the_average_gives_each_pixel_an_equal_share():
    pooled = _pooled(**TYPED, pooling_kind="average")
    window = pooled.parts[1, 1, 2:, 2:]
    np.testing.assert_allclose(window, pooled.dA[1, 1] / 4)


def test_overlapping_windows_add_up():
    pooled = _pooled(**TYPED, pooling_window=3, pooling_stride=1)
    assert pooled.times_seen[1, 1] == 4, "the 5 is the maximum of all four windows"
    assert pooled.dX[1, 1] == pytest.approx(pooled.dA.sum())
    assert np.count_nonzero(pooled.dX) == 1


def test_a_window_over_everything_leaves_one_number():
    pooled = _pooled(**TYPED, pooling_window=0, pooling_kind="average")
    assert pooled.A.tolist() == [[pytest.approx(np.mean(pooled.X))]]


def test_at_a_tie_the_two_sided_difference_is_half_and_the_sides_differ():
    pooled = _pooled(**TYPED)
    check = pooling_check(pooled)
    dA = pooled.dA[0, 1]
    for pixel in [(0, 2), (0, 3), (1, 2), (1, 3)]:
        assert check.up[pixel] == pytest.approx(dA, rel=1e-3)
        assert check.down[pixel] == pytest.approx(0.0, abs=1e-9)
        assert check.both.numeric[pixel] == pytest.approx(dA / 2, rel=1e-4)
    assert check.wrong.sum() == 10, "four tied zeros, three fours, three twos"
    assert not check.wrong[pooled.X == 5].any()


@pytest.mark.parametrize("case", [case for case in CASES if case["pooling_stride"] < 3])
def test_without_ties_the_check_agrees_at_every_pixel(case):
    assert not pooling_check(_pooled(**case, pooling_apart=True)).wrong.any()
    assert not pooling_check(_pooled(**case | {"pooling_kind": "average"})).wrong.any()


def test_numbers_that_are_moved_apart_keep_their_order():
    settings = ConvolutionSettings(pooling_source="digit")
    X, moved = numbers(settings), numbers(settings.changed(pooling_apart=True))
    assert len(np.unique(moved)) == moved.size
    assert np.abs(moved - X).max() <= 0.01


@pytest.mark.parametrize("case", CASES)
def test_every_question_has_one_true_answer_and_the_right_one(case):
    pooled = _pooled(**case)
    for row, column in np.ndindex(pooled.A.shape):
        question = routing_question(pooled, row, column)
        if question is None:
            continue
        if case["pooling_kind"] == "average":
            assert question.answer.startswith("all ")
        else:
            i, j = pooled.receivers(row, column)[0]
            assert question.answer.startswith(f"X[{i}, {j}] = ")
    ties = tie_question(pooled, pooling_check(pooled))
    assert ties is None or ties.answer == "half of it"
    assert case["pooling_kind"] == "max" or ties is None


def test_zeros_after_relu_make_ties():
    pooled, apart = _pooled(), _pooled(pooling_apart=True)
    assert (pooled.ties > 0).any()
    assert tie_question(pooled, pooling_check(pooled)) is not None
    assert tie_question(apart, pooling_check(apart)) is None


def test_conclusions_count_ties_overlaps_and_pixels_that_no_window_sees():
    assert "2 windows of 9 hold a tie" in conclusions.conclusions(ConvolutionSettings())[2]
    overlapping = conclusions.conclusions(ConvolutionSettings(pooling_window=3, pooling_stride=1))
    assert "in more than one window, up to 9" in overlapping[1]
    apart = conclusions.conclusions(ConvolutionSettings(pooling_window=4, pooling_stride=4))
    assert "20 pixels are in none and get 0" in apart[1]
    average = conclusions.conclusions(ConvolutionSettings(pooling_kind="average"))
    assert "**36**" in average[0]
    assert "agrees everywhere" in average[2]


@pytest.mark.parametrize(
    ("typed", "says", "not_said"),
    [
        (
            "1 1.0000001; 0 0",
            "No window of 1 holds a tie, and the numeric check disagrees in 2",
            "at a tie",
        ),
        ("1 1; 0 0", "1 window of 1 holds a tie, and the numeric check disagrees in 2 pixels: at a tie", "near tie"),
        ("1 1 2 2.0000001; 0 0 0 0", "disagrees in 4 pixels: at a tie the two-sided difference is half", "agrees"),
        ("1 2; 3 4", "No window of 1 holds a tie, and the numeric check agrees everywhere", "near tie"),
    ],
)
def test_conclusions_tell_ties_from_near_ties(typed, says, not_said):
    now = ConvolutionSettings(pooling_source="typed", pooling_typed=typed, pooling_window=2, pooling_stride=2)
    told = conclusions.conclusions(now)[2].replace("disagrees", "DISAGREES")
    assert says.replace("disagrees", "DISAGREES") in told and not_said not in told
    near = int((pooling_check(pooled_of(now)).wrong & ~pooled_of(now).tied).sum())
    assert (f"in a **near tie** ({near} pixels)" in told) is bool(near)


@pytest.mark.parametrize(
    ("text", "message"),
    [("1 2; 3", "rows of one length"), ("a b", "expected numbers"), ("", "at least one number")],
)
def test_numbers_that_cannot_be_read_are_refused(text, message):
    with pytest.raises(ValueError, match=message):
        _pooled(pooling_source="typed", pooling_typed=text)


def test_a_window_larger_than_the_numbers_is_refused():
    with pytest.raises(ValueError, match="at most 2"):
        _pooled(pooling_source="typed", pooling_typed="1 2; 3 4", pooling_window=3)
