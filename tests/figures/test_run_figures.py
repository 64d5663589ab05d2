"""Figures of a run, by the numbers that they show."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiments import HiddenSettings, RunSettings, advance, start
from nnviz.figures import layer_sizes, learning_curves, output_plane
from nnviz.figures.log_axis import MOST_TICKS, log_axis
from nnviz.figures.theme import DARK, LIGHT

ROWS = [(0.0, 0.0, 0.7, 0.71, 0.5, 0.4), (25.0, 1.0, 0.3, 0.35, 0.9, 0.85)]


def trained(steps: int, **fields):
    return advance(start(RunSettings(**fields)), steps)


def test_curves_are_taken_from_the_columns_of_a_history():
    curves = learning_curves.info(ROWS, "accuracy")
    assert curves == learning_curves.LearningCurvesInfo("accuracy", (0.0, 1.0), (0.5, 0.9), (0.4, 0.85))
    assert learning_curves.info(ROWS, "loss").test == (0.71, 0.35)


@pytest.mark.parametrize("dark", [False, True])
def test_training_is_a_solid_line_and_the_test_a_dashed_one(dark):
    chart = learning_curves.figure(learning_curves.info(ROWS, "loss"), dark)
    assert [(line.name, line.line.dash) for line in chart.data] == [("train", "solid"), ("test", "dash")]
    assert chart.data[0].line.color == (DARK if dark else LIGHT).train
    assert chart.layout.yaxis.type == "log" and chart.layout.xaxis.title.text == "epoch"


@pytest.mark.parametrize("rows", [[], ROWS[:1], [(1.0, 1.0, math.inf, math.nan, math.nan, math.nan)]])
@pytest.mark.parametrize("quantity", ["loss", "accuracy"])
def test_a_history_with_hardly_anything_in_it_gives_a_figure(rows, quantity):
    assert len(learning_curves.figure(learning_curves.info(rows, quantity), False).data) == 2


@given(st.lists(st.floats(), max_size=6))
def test_an_axis_shows_every_positive_number_and_few_ticks(values):
    axis = log_axis(values)
    low, high = axis["range"]
    assert 2 <= len(axis["tickvals"]) <= MOST_TICKS + 1 or high - low > 2 * MOST_TICKS
    for value in values:
        if math.isfinite(value) and value > 0:
            assert low <= math.log10(value) <= high
    assert all(low <= math.log10(tick) <= high for tick in axis["tickvals"])
    assert len(set(axis["ticktext"])) == len(axis["tickvals"]) == len(axis["ticktext"])


def test_sizes_are_the_lengths_of_gradient_and_update():
    run = trained(10, hidden=(HiddenSettings(units=3, activation="prelu", dropout=0.2),))
    sizes = layer_sizes.info(run)
    assert sizes.layers == ("layer 1", "layer 2")
    gradient = run.last.gradients.layers[0].dW
    assert sizes.gradients[0] == pytest.approx(math.sqrt((gradient**2).sum()))
    change = run.state.network.layers[0].W - run.last.before.network.layers[0].W
    assert sizes.updates[0] == pytest.approx(math.sqrt((change**2).sum()))
    assert sizes.updates[0] == pytest.approx(0.1 * sizes.gradients[0])


def test_sizes_before_the_first_step_are_those_of_the_step_to_come():
    assert min(layer_sizes.info(trained(0)).gradients) > 0


def test_a_run_that_blew_up_has_figures_too():
    run = trained(500, dataset="reg-gauss", learning_rate=50.0)
    assert len(layer_sizes.figure(layer_sizes.info(run), True).data) == 2
    assert output_plane.figure(output_plane.info(run), True).data


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "one"),
        ({"head": "tanh"}, "one"),
        ({"head": "softmax"}, "classes"),
        ({"dataset": "blobs", "classes": 4}, "classes"),
        ({"dataset": "reg-plane"}, "values"),
    ],
)
def test_the_map_says_what_the_network_says(fields, kind):
    run = trained(50, **fields)
    plane = output_plane.info(run)
    assert plane.kind == kind
    row, column = 10, 60
    said = run.output(run.data.features(np.array([[plane.ticks[column], plane.ticks[row]]])))
    expected = run.head.decide(said)[0] if kind == "classes" else said[0, 0]
    assert plane.output[row, column] == pytest.approx(expected)
    chart = output_plane.figure(plane, False)
    assert chart.data[0].z.shape == (output_plane.SIDE, output_plane.SIDE)


def test_wrong_points_are_as_many_as_accuracy_says():
    run = trained(50, dataset="blobs", noise=30.0)
    plane = output_plane.info(run)
    assert 1 - plane.test.wrong.mean() == pytest.approx(run.evaluation.test_accuracy)
    crossed = [trace for trace in output_plane.figure(plane, False).data if trace.name == "test: misclassified"]
    assert len(crossed[0].x) == plane.test.wrong.sum() > 0


def test_one_output_has_a_line_of_decision_once_it_decides():
    names = [trace.name for trace in output_plane.figure(output_plane.info(trained(500)), False).data]
    assert "decision" in names


def test_data_that_are_no_plane_have_no_map():
    assert output_plane.info(trained(1, dataset="iris")) is None
