"""Losses by step: a solid and a dashed curve for each network on one logarithmic axis."""

import numpy as np

from nnviz.figures import loss_by_step


def test_each_network_has_a_solid_and_a_dashed_curve_of_one_colour():
    shown = loss_by_step.info("Losses", {"one": (np.array([2.0, 1.0]), [3.0, 2.0]), "other": ([4.0], [5.0])})
    assert shown.train == ((2.0, 1.0), (4.0,))
    assert shown.test == ((3.0, 2.0), (5.0,))
    chart = loss_by_step.figure(shown, dark=False)
    assert [curve.name for curve in chart.data] == ["one, training", "other, training", "one, test", "other, test"]
    assert [curve.line.dash for curve in chart.data] == ["solid", "solid", "dash", "dash"]
    assert chart.data[0].line.color == chart.data[2].line.color != chart.data[1].line.color
    assert chart.layout.yaxis.type == "log"


def test_a_figure_without_networks_is_empty():
    assert not loss_by_step.figure(loss_by_step.info("Losses", {}), dark=True).data
