"""Figures of functions and linear stacks: their numbers are those of the run, the stack, the training."""

import numpy as np
import pytest

from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.linear_collapse import CollapseSettings, begin_modes, stack
from nnviz.export.figures_page import figures_page
from nnviz.figures import fitted_curve, mode_strengths, slope_deviation

SINE = advance(start(RunSettings().changed(dataset="reg-sine", samples=40)), 20)


def test_the_fitted_curve_is_the_networks_and_the_function_has_no_noise():
    fitted = fitted_curve.info(SINE)
    np.testing.assert_allclose(fitted.curve, SINE.output(SINE.data.features(fitted.x[:, None]))[:, 0])
    np.testing.assert_allclose(fitted.truth, np.sin(2 * np.pi * fitted.x))
    assert len(fitted.train) + len(fitted.test) == 40
    assert fitted.x[0] < fitted.train[:, 0].min()
    chart = fitted_curve.figure(fitted, dark=True)
    assert [trace.name for trace in chart.data] == ["train", "test", "function", "network"]
    assert (chart.layout.xaxis.title.text, chart.layout.yaxis.title.text) == ("x", "y")


def test_where_all_samples_are_trained_on_they_are_drawn_once():
    run = start(RunSettings().changed(dataset="reg-abs", samples=20, train_share=1.0))
    assert [trace.name for trace in fitted_curve.figure(fitted_curve.info(run), False).data][0:2] == [
        "train",
        "function",
    ]


@pytest.mark.parametrize("dataset", ["circle", "reg-plane", "iris"])
def test_other_data_have_no_curve(dataset):
    assert fitted_curve.info(start(RunSettings().changed(dataset=dataset))) is None


def test_the_page_of_figures_of_a_function_has_its_curve():
    assert "The fitted curve" in figures_page(SINE, [])


def test_the_deviation_is_that_of_the_stack():
    one = stack(CollapseSettings())
    seen = slope_deviation.info(one)
    assert seen.deviations == tuple(one.deviations.tolist())
    (trace,) = slope_deviation.figure(seen, dark=False).data
    assert list(trace.y) == list(seen.deviations)


def test_modes_are_drawn_with_their_theory():
    training = begin_modes(CollapseSettings(mode_learning_rate=0.1)).next_frame().next_frame()
    seen = mode_strengths.info(training)
    assert seen.measured.shape == seen.theory.shape == (3, 4)
    chart = mode_strengths.figure(seen, dark=False)
    assert len(chart.data) == 8
    np.testing.assert_array_equal(chart.data[0].y, seen.measured[:, 0])
