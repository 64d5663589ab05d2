"""The questions and conclusions of the page "Width and depth": one true answer over the range of their controls."""

import numpy as np
import pytest

from nnviz.datasets.functions import FUNCTIONS, function
from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.width_and_depth import DepthResult, WidthAndDepthSettings, build, folded, regions, shapes, towers
from nnviz.experiments.width_and_depth.bumps import KINDS
from nnviz.experiments.width_and_depth.conclusions import conclusions
from nnviz.experiments.width_and_depth.depths import depth_task
from nnviz.experiments.width_and_depth.planes import random_network
from nnviz.experiments.width_and_depth.products import CURVED, INPUTS, flat_product
from nnviz.experiments.width_and_depth.questions import (
    depth_question,
    double_question,
    fold_question,
    found_question,
    product_question,
    regions_question,
    towers_question,
)
from nnviz.experiments.width_and_depth.tents import MOST_FOLDS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("units", [1, 2, 8, 64])
def test_twice_the_units_have_one_answer(name, kind, units):
    f = function(name)
    built, doubled = build(f, units, kind), build(f, 2 * units, kind)
    assert double_question(built, doubled).answer
    for factor in (0.0, 0.8, 1.25, 3.0, 50.0):
        answered = found_question(built, 20, np.full(20, factor * built.largest_error))
        assert isinstance(answered, Question) and answered.answer
        predicted = found_question(built, 20, None)
        assert isinstance(predicted, Prediction) and predicted.text == answered.text
        assert predicted.options == tuple(option.text for option in answered.options)


def test_kinks_quarter_the_error_and_steps_halve_it():
    f = function("sine")
    answers = {kind: double_question(build(f, 16, kind), build(f, 32, kind)).answer for kind in ("relu", "step")}
    assert answers == {"relu": "it falls to roughly a quarter", "step": "it roughly halves"}


@pytest.mark.parametrize("folds", range(1, MOST_FOLDS + 1))
def test_pieces_double_with_every_fold(folds):
    assert fold_question(folded(folds)).answer == str(2**folds)


@pytest.mark.parametrize("units", range(1, 13))
def test_lines_in_general_position_make_the_most(units):
    found = regions(random_network((units,)))
    assert regions_question(found).answer == str(1 + units + units * (units - 1) // 2)


@pytest.mark.parametrize("side", [1, 2, 4, 8])
def test_towers_cost_more_than_twice(side):
    assert (
        towers_question(towers("waves", side), towers("waves", 2 * side)).answer != "up to twice as many" or side == 1
    )


@pytest.mark.parametrize("inputs", INPUTS)
@pytest.mark.parametrize("bend", CURVED)
def test_a_tree_takes_few_units(inputs, bend):
    question = product_question(inputs, bend)
    assert question.answer == str(4 * (inputs - 1))
    told = conclusions(WidthAndDepthSettings(inputs=inputs, bend=bend))[-1]
    try:
        units = flat_product(inputs, 0.1, bend).layers[0].n_out
    except ValueError:
        assert "cannot multiply" in question.text and "one layer of squares cannot;" in told
        assert "in one layer" not in question.because
    else:
        assert f" {units} units" in question.text and f"one layer with {units}" in told


def test_conclusions_say_where_a_function_is_built_exactly():
    folded = conclusions(WidthAndDepthSettings(function="sawtooth", folds=4))[0]
    assert "with 16 units it is exact up to rounding" in folded and "slope" not in folded
    drawn = conclusions(WidthAndDepthSettings(function="drawn"))[0]
    assert "with 32 units it is exact" in drawn
    assert "the slope on a log-log plot is 0.00" in conclusions(WidthAndDepthSettings(function="step"))[0]


@pytest.mark.parametrize(
    ("errors", "answer"),
    [
        ([[1.0], [1.0], [1.0], [1.0]], "none, at any depth"),
        ([[0.0], [1.0], [1.0], [1.0]], "1 hidden layer"),
        ([[1.0], [1.0], [1.0], [0.0]], "4 hidden layers"),
        ([[0.0], [0.0], [1.0], [1.0]], "several equally often"),
    ],
)
def test_the_depth_that_solves_most_is_the_answer(errors, answer):
    result = DepthResult(shapes("saw-2", 120), depth_task("saw-2"), tuple(map(np.array, errors)))
    question = depth_question("saw-2", result, True)
    assert isinstance(question, Question) and question.answer == answer
    predicted = depth_question("saw-2", result, False)
    assert isinstance(predicted, Prediction) and predicted.text == question.text
    assert predicted.options == tuple(option.text for option in question.options)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"kind": "step", "inputs": 8, "trained": True},
        {"bend": "square", "function": "step", "widths": (3,)},
        {"function": "sawtooth"},
    ],
)
def test_conclusions_tell_the_numbers_of_the_settings(settings):
    now = WidthAndDepthSettings(**settings)
    told = " ".join(conclusions(now))
    assert f"**{2**now.zigzag}** straight pieces" in told and "nan" not in told
