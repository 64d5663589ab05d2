"""The backward pass of a convolution, product by product, and the numeric check of right and of mistaken passes."""

from itertools import product

import numpy as np
import pytest

from nnviz.experiments.convolution.backward_settings import CONVOLUTION_MISTAKES
from nnviz.experiments.convolution.conclusions import backward as conclusions
from nnviz.experiments.convolution.convolution_check import (
    MISTAKES,
    explained,
    mistaken_check,
    numeric_check,
)
from nnviz.experiments.convolution.patch_backward import (
    image_products,
    kernel_products,
    patch_backward,
    spread_gradients,
)
from nnviz.experiments.convolution.questions.backward import check_question, entry_question
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.inspection.checked_gradients import failing

CASES = [
    {"backward_size": size, "backward_kernel": kernel, "backward_stride": stride, "backward_padding": padding}
    for size, kernel, stride, padding in product((4, 5), (1, 2, 3), (1, 2, 3), (0, 1, 2))
]


def _pass(**settings):
    return patch_backward(ConvolutionSettings(**settings))


@pytest.mark.parametrize("case", CASES)
def test_the_products_add_up_to_the_gradients_of_the_engine(case):
    one = _pass(**case, backward_filters=2, backward_samples=3)
    np.testing.assert_allclose(kernel_products(one).sum((3, 4, 5)), one.backward.dK[:, :, 0], atol=1e-13)
    np.testing.assert_allclose(image_products(one).sum((3, 4, 5)), one.dX, atol=1e-13)
    np.testing.assert_allclose(one.backward.dZ.sum((0, 1, 2)), one.db, atol=1e-13)


@pytest.mark.parametrize("case", CASES[::4])
def test_the_textbook_lines_pass_the_numeric_check_at_every_entry(case):
    one = _pass(**case, backward_activation="tanh")
    numeric = numeric_check(one)
    assert not any(wrong.any() for wrong in numeric.wrong.values())
    textbook = mistaken_check(one, (), numeric)
    assert failing(textbook.wrong) == ""
    np.testing.assert_allclose(textbook["dX"].analytic, one.dX, atol=1e-13)


def test_a_stride_puts_zeros_between_the_gradients():
    spread = spread_gradients(_pass(backward_stride=2, backward_padding=0, backward_activation="tanh"))
    assert spread.shape == (2, 7, 7, 1)
    assert np.argwhere(spread[0, ..., 0]).tolist() == [[2, 2], [2, 4], [4, 2], [4, 4]]


@pytest.mark.parametrize(
    ("mistake", "wrong"),
    [("flip", {"dX"}), ("places", {"dK", "db"}), ("crop", {"dX"}), ("mean", {"dK", "db"})],
)
def test_a_mistake_fails_where_it_was_made_and_nowhere_else(mistake, wrong):
    one = _pass()
    check = mistaken_check(one, (mistake,), numeric_check(one))
    assert {name for name, bad in check.wrong.items() if bad.any()} == wrong


def test_the_mean_is_too_small_by_the_number_of_places_and_says_so():
    one = _pass()
    numeric = numeric_check(one)
    check = mistaken_check(one, ("mean",), numeric)
    np.testing.assert_allclose(25 * check["dK"].analytic, one.backward.dK[:, :, 0], rtol=1e-12)
    assert "Each is 25 times too small" in explained(one, "mean", numeric)


def test_a_forgotten_crop_shifts_the_gradient_by_the_padding():
    one = _pass(backward_padding=2)
    numeric = numeric_check(one)
    check = mistaken_check(one, ("crop",), numeric)
    np.testing.assert_allclose(check["dX"].analytic[:, 2:, 2:], one.dX[:, :-2, :-2], atol=1e-14)
    assert "stands 2 lower and 2 further right" in explained(one, "crop", numeric)


@pytest.mark.parametrize(
    ("settings", "mistake", "why"),
    [
        ({"backward_kernel": 1}, "flip", "reads the same turned round"),
        ({"backward_padding": 0}, "crop", "no padding"),
        ({"backward_size": 3, "backward_padding": 0}, "places", "only one place"),
        ({"backward_size": 3, "backward_padding": 0}, "mean", "only one place"),
    ],
)
def test_where_there_is_nothing_to_get_wrong_the_words_say_so(settings, mistake, why):
    one = _pass(**settings)
    numeric = numeric_check(one)
    assert failing(mistaken_check(one, (mistake,), numeric).wrong) == ""
    told = explained(one, mistake, numeric)
    assert why in told
    assert told.endswith("Wrong: nothing.")


@pytest.mark.parametrize("mistake", CONVOLUTION_MISTAKES)
def test_the_lines_shown_are_the_right_and_the_wrong_one(mistake):
    shown = MISTAKES[mistake]
    right, wrong = shown.right.splitlines(), shown.mistaken.splitlines()
    assert [line.split(" = ")[0] for line in right] == [line.split(" = ")[0] for line in wrong]
    assert all(a != b for a, b in zip(right, wrong, strict=True))


@pytest.mark.parametrize("case", CASES[::3])
@pytest.mark.parametrize("samples", [1, 2])
def test_every_question_has_one_true_answer_and_the_right_one(case, samples):
    one = _pass(**case, backward_samples=samples)
    answers = {name: entry_question(one, name) for name in ("dK", "dX", "db")}
    places = one.forward.Z[0, ..., 0].size
    if answers["dK"] is not None:
        assert answers["dK"].answer.startswith(f"{samples * places}: one for each place in each image")
    if answers["dX"] is not None:
        assert answers["dX"].answer == "turned by 180°"
    if answers["db"] is not None:
        assert answers["db"].answer == "the sum of dZ over all places and images"
    question = check_question(one, numeric_check(one))
    assert question is None or question.answer == ("dX" if case["backward_kernel"] > 1 else "none")


def test_conclusions_count_what_each_mistake_makes_wrong():
    told = " ".join(conclusions.conclusions(ConvolutionSettings()))
    assert "**50 products**" in told
    assert "no flip: all 50 entries of dX" in told
    assert "mean instead of sum: all 9 entries of dK and the one entry of db" in told


def test_a_kernel_that_does_not_fit_is_refused_with_what_would():
    with pytest.raises(ValueError, match="1 more zero of padding"):
        _pass(backward_size=3, backward_kernel=4, backward_padding=0)
