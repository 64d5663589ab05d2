"""The figure of a sweep's map shows the numbers, the measured border and the predicted one; empty maps, too."""

import numpy as np

from nnviz.experiments.sweep import Axis, Sweep, run
from nnviz.experiments.where_networks_learn import learning_map, measured_border, theory
from nnviz.figures import learning_map as figure_of

SETTINGS = (("units", 4), ("initializer", "lecun_normal"), ("batch_size", 25), ("max_epochs", 2), ("depth", 6))
SWEEP = Sweep("playground", (Axis("learning_rate", (0.1, 1.0)), Axis("weight_scale", (0.25, 1))), SETTINGS, (0, 1))


def test_the_figure_has_the_numbers_of_the_map_and_its_borders():
    shown = learning_map(SWEEP, run(SWEEP), "learning_rate", "weight_scale")
    info = figure_of.info(shown, "train_loss", theory(shown))
    chart = figure_of.figure(info, dark=False)
    np.testing.assert_allclose(np.array(chart.data[0].z, float), np.log10(shown.summary("train_loss")))
    assert chart.data[0].text[0][0] == f"{info.values[0, 0]:.3g}"
    assert len(info.border) == len(measured_border(shown.learns, shown.run))
    assert [trace.name for trace in chart.data[1:]].count("mean-field theory") == len(info.predicted) == 2
    assert chart.layout.xaxis.title.text == "weight scale" and list(chart.layout.yaxis.ticktext) == ["0.1", "1"]


def test_a_map_of_which_nothing_was_run_is_drawn_empty():
    chart = figure_of.figure(figure_of.info(learning_map(SWEEP, (), "learning_rate", "weight_scale")), dark=True)
    assert chart.data[0].z == ([None, None], [None, None]) and len(chart.data) == 1
