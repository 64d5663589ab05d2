"""A convolution as a tied dense layer: the same function, the same gradient once it is summed, and what ties do."""

from itertools import product

import numpy as np
import pytest

from nnviz.experiments.convolution.conclusions import tied as conclusions
from nnviz.experiments.convolution.digit_images import digit_images
from nnviz.experiments.convolution.questions.tied import matrix_question, sum_question, trained_question
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.convolution.tied import NONE, tied_layer
from nnviz.experiments.convolution.tied_settings import LAYER_KINDS, MAX_STEPS
from nnviz.experiments.convolution.untied_training import largest_curvature, tied_sums, untied_training

SHAPES = [
    {"tied_size": size, "tied_kernel": kernel, "tied_stride": stride, "tied_padding": padding}
    for size, kernel, stride, padding in product((4, 8), (1, 3, 4), (1, 2, 3), ("valid", "same", "full"))
]


def test_the_matrix_of_issue_14_is_36_by_64_with_nine_numbers():
    layer = tied_layer(ConvolutionSettings())
    W = layer.dense.W.T
    assert W.shape == (36, 64)
    assert len(np.unique(W[W != 0])) == 9
    assert layer.parameters == {"tied": 10, "local": 36 * 9 + 36, "dense": 36 * 64 + 36}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_dense_layer_computes_what_the_convolution_computes(shape):
    layer = tied_layer(ConvolutionSettings(**shape))
    images = digit_images(shape["tied_size"])[:7]
    by_convolution = layer.convolution.forward(images).A
    by_matrix = layer.dense.forward(images.reshape(7, -1)).A
    np.testing.assert_allclose(by_matrix, by_convolution.reshape(by_matrix.shape), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("shape", SHAPES[::2])
def test_the_sum_over_tied_places_is_dK_at_every_entry(shape):
    training = untied_training(ConvolutionSettings(tied_images=5, **shape))
    for steps in (0, 3):
        summed, dK = tied_sums(training, steps)
        np.testing.assert_allclose(summed, dK, rtol=1e-12, atol=1e-12)


def test_the_places_of_an_entry_are_one_for_each_output_cell_without_padding():
    layer = tied_layer(ConvolutionSettings())
    for entry in range(9):
        places = layer.places(entry)
        assert sorted(places[:, 1].tolist()) == list(range(36))
        assert (layer.entries[tuple(places.T)] == entry).all()
    padded = tied_layer(ConvolutionSettings(tied_padding="same"))
    assert len(padded.places(0)) == 49, "the corner reaches into the padding in the first row and the first column"
    assert len(padded.places(4)) == 64


def test_training_keeps_the_ties_of_a_convolution_and_the_zeros_of_a_local_layer():
    training = untied_training(ConvolutionSettings())
    unconnected = training.layer.entries == NONE
    assert training.different_weights("tied", MAX_STEPS) == 9
    assert not training.courses["tied"].W[MAX_STEPS][unconnected].any()
    assert not training.courses["local"].W[MAX_STEPS][unconnected].any()
    assert training.courses["dense"].W[1][unconnected].any()
    assert 9 < training.different_weights("local", 1) < training.different_weights("dense", 1)


@pytest.mark.parametrize("kind", LAYER_KINDS)
def test_no_step_at_the_rate_of_the_largest_curvature_raises_the_loss(kind):
    training = untied_training(ConvolutionSettings(tied_images=10))
    course = training.courses[kind]
    assert course.rate == pytest.approx(1 / largest_curvature(kind, training.layer, training.train.X))
    assert (np.diff(course.train) <= 1e-12).all()


def test_ties_win_on_new_images_where_one_kernel_does_and_lose_where_two_are_needed():
    one = untied_training(ConvolutionSettings(tied_target="everywhere")).courses
    assert one["tied"].test[-1] < one["local"].test[-1] < one["dense"].test[-1]
    two = untied_training(ConvolutionSettings(tied_target="by_place")).courses
    assert two["tied"].test[-1] > two["local"].test[-1]
    assert two["tied"].train[-1] > 10 * two["local"].train[-1], "two kernels cannot be one, however long it trains"


@pytest.mark.parametrize("shape", SHAPES[::5])
@pytest.mark.parametrize("target", ["everywhere", "by_place"])
def test_every_question_has_one_true_answer_and_the_right_one(shape, target):
    training = untied_training(ConvolutionSettings(tied_images=5, tied_target=target, **shape))
    matrix, summed = matrix_question(training.layer), sum_question(training)
    if matrix is not None:
        assert matrix.answer.startswith(f"{shape['tied_kernel'] ** 2},")
    if summed is not None:
        assert summed.answer == "their sum"
    best, second, _ = sorted(training.courses.values(), key=lambda course: course.test[-1])
    asked = trained_question(training, target)
    if second.test[-1] - best.test[-1] > 1e-6 * best.test[-1]:
        assert asked.answer == LAYER_KINDS[best.kind]
    else:
        assert asked is None, "the lower one is lower by rounding"


def test_conclusions_name_the_numbers_of_the_settings():
    told = conclusions.conclusions(ConvolutionSettings(tied_steps=40))
    assert "**9 different numbers** stand at 324 places" in told[0]
    assert "others: **convolution**" in told[2]
    assert conclusions.conclusions(ConvolutionSettings(tied_steps=0))[2].startswith("Before the first step")


def test_a_kernel_that_does_not_fit_is_refused_with_what_would():
    with pytest.raises(ValueError, match="kernel of at most 4"):
        tied_layer(ConvolutionSettings(tied_size=4, tied_kernel=5))


def test_images_are_the_middle_of_the_digits():
    np.testing.assert_array_equal(digit_images(4), digit_images(8)[:, 2:6, 2:6])
    assert digit_images(8).max() == 1.0
    with pytest.raises(ValueError, match="expected a size from 1 to 8"):
        digit_images(9)


@pytest.mark.parametrize("kernel", [1, 3])
def test_layers_that_are_the_same_have_no_winner(kernel):
    """The kernel has one place, so that a locally connected layer has the same weights as the convolution."""
    now = ConvolutionSettings(tied_size=3, tied_kernel=kernel, tied_stride=3, tied_steps=100)
    assert trained_question(untied_training(now), now.tied_target) is None
    matrix, _, ended = conclusions.conclusions(now)
    assert "convolution and locally connected" in ended and ended.endswith("they end alike.")
    assert "**1 different number** stands at 1 place; the other 8" in matrix if kernel == 1 else "no other" in matrix
