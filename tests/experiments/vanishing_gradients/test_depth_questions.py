"""The questions of the page "Vanishing gradients": one true answer over the range of their controls, or none posed."""

import numpy as np
import pytest

from nnviz.experiments.depth import MOST_LAYERS, DepthSettings, Initialization, build
from nnviz.experiments.vanishing_gradients.questions import (
    depth_question,
    other_depth,
    remedy_question,
    singular_question,
)
from nnviz.experiments.vanishing_gradients.remedies import RemedyEffect, remedies
from nnviz.experiments.vanishing_gradients.singular_values import singular_values


@pytest.mark.parametrize(
    ("before", "after", "answer"),
    [
        (1e-3, 1e-7, "less than a thousandth of it"),
        (1e-3, 1e-6, "a thousandth to a tenth"),
        (1e-3, 1e-5, "a thousandth to a tenth"),
        (1e-3, 1e-4, "the same, within a factor of 10"),
        (1.0, 1.0, "the same, within a factor of 10"),
        (0.0, 0.0, "the same, within a factor of 10"),
        (0.0, 1e-9, "more than ten times it"),
        (1.0, 10.1, "more than ten times it"),
        (1e200, 1e300, "more than ten times it"),
    ],
)
def test_every_pair_of_shares_has_one_answer(before, after, answer):
    question = depth_question(DepthSettings(), before, after)
    assert question is not None
    assert question.answer == answer


@pytest.mark.parametrize("share", [np.nan, np.inf])
def test_a_share_that_is_not_finite_is_not_asked_about(share):
    assert depth_question(DepthSettings(), share, 1.0) is None
    assert depth_question(DepthSettings(), 1.0, share) is None


@pytest.mark.parametrize("depth", [1, 10, MOST_LAYERS - 1, MOST_LAYERS])
def test_another_number_of_layers_is_asked_about(depth):
    other = other_depth(DepthSettings(depth=depth)).depth
    assert other != depth
    assert 1 <= other <= MOST_LAYERS


def effect(loss, which=0):
    settings = DepthSettings()
    return RemedyEffect(remedies(settings)[which], settings, np.ones(2), np.array(loss), np.ones(2), 2.3)


def test_the_best_remedy_has_most_seeds_that_learn_then_the_lowest_loss():
    effects = [effect([2.0, 2.0]), effect([0.5, 2.0], 1), effect([0.9, 0.9], 2)]
    question = remedy_question(effects)
    assert question is not None
    assert question.answer == effects[2].remedy.title


def test_remedies_that_are_equally_good_are_not_asked_about():
    assert remedy_question([effect([2.0, 2.0]), effect([2.0, 2.0], 1)]) is None
    assert remedy_question([effect([np.nan, 2.0]), effect([np.inf, np.inf], 1)]) is None


@pytest.mark.parametrize("depth", [2, 3, 5, 20, 49])
def test_random_matrices_stretch_unevenly_at_every_number_of_them_and_orthogonal_ones_do_not(depth):
    settings = DepthSettings(data="random", activation="identity", depth=depth + 1, width=32)
    random, orthogonal = (
        singular_values(build(settings, [Initialization(name)]))[0][-1] for name in ("lecun_normal", "orthogonal")
    )
    assert singular_question(random, orthogonal).answer == "over 1,000 times"
    assert singular_question(orthogonal, orthogonal).answer == "up to 10 times"
    assert not any(letter.isdigit() for letter in singular_question(random, orthogonal).text.replace("1/n", ""))
