"""The questions of the page "Initialization and dropout": one true answer over the range of their controls."""

import numpy as np
import pytest

from nnviz.experiments.depth import OFFERED, DepthSettings, begin
from nnviz.experiments.initialization_and_dropout.initializations import INITIALIZATIONS, InitializationEffect, lanes
from nnviz.experiments.initialization_and_dropout.overfitting import DropoutTraining
from nnviz.experiments.initialization_and_dropout.questions import (
    best_question,
    effect_question,
    scale_question,
    zero_question,
)


@pytest.mark.parametrize("activation", OFFERED)
@pytest.mark.parametrize("depth", [1, 6])
def test_zero_weights_have_exactly_no_gradient_with_every_activation(activation, depth):
    trajectory = begin(DepthSettings(activation=activation, depth=depth, width=8), lanes(0))
    question = zero_question(trajectory)
    assert question.answer == "exactly 0"
    assert ("1 hidden layer," in question.text) == (depth == 1)


@pytest.mark.parametrize("rate", np.arange(0.05, 0.95, 0.05).round(2))
def test_what_is_kept_is_divided_by_the_share_that_is_kept(rate):
    question = scale_question(float(rate))
    assert question is not None
    assert question.answer == f"{1 / (1 - rate):.3g}"


def test_without_dropout_there_is_no_question():
    assert scale_question(0.0) is None


def initialization_effect(medians):
    loss = np.array([[median, median] for median in medians])
    return InitializationEffect(DepthSettings(), 2.3, loss, loss, loss)


def test_the_lowest_median_is_best_and_a_tie_is_not_asked_about():
    question = best_question(initialization_effect([2.3, 2.2, np.inf, 0.5, 0.4, 0.6, 0.7]))
    assert question is not None
    assert question.answer == INITIALIZATIONS[4].title
    assert best_question(initialization_effect([2.3, 2.3, 2.4, 2.3, 2.5, 2.6, 2.7])) is None
    assert best_question(initialization_effect(7 * [np.inf])) is None


def training(rate, losses):
    test = np.array([losses]).T
    return DropoutTraining(rate, np.zeros(1), test, test, test, None)


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        ([0.8, 0.81, 0.82], [0.5, 0.51, 0.52], "dropout 0.5"),
        ([0.5, 0.51, 0.52], [0.8, 0.81, 0.82], "dropout 0.2"),
        ([1.2, 1.3, 1.1], [1.5, 1.6, 1.7], "neither of them"),
        ([0.4, 1.9, 1.0], [1.0, 1.6, 0.5], "neither of them"),
        ([0.9, 0.9, 0.9], [0.2, 1.9, 0.1], "dropout 0.2"),
    ],
)
def test_a_rate_helps_only_by_more_than_the_seeds_vary(first, second, answer):
    question = effect_question(
        [training(0.0, [1.0, 1.01, 1.02]), training(0.2, first), training(0.5, second)], 100, 0.2
    )
    assert question is not None
    assert question.answer == answer
