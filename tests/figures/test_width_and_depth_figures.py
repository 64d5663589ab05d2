"""The figures of width and depth by their records."""

import numpy as np

from nnviz.experiments.width_and_depth import error_curve, folded, product_errors
from nnviz.experiments.width_and_depth import towers as built_towers
from nnviz.figures import pieces, product_error, towers, unit_errors


def test_a_dot_stands_at_every_kink():
    shown = pieces.info(folded(3))
    assert shown.count == 8 and len(shown.breaks) == 9
    assert list(pieces.figure(shown, False).data[0].x) == list(shown.breaks)


def test_both_maps_of_towers_have_the_same_scale():
    chart = towers.figure(towers.info(built_towers("product", 5)), True)
    assert {(one.zmin, one.zmax) for one in chart.data} == {(chart.data[0].zmin, chart.data[0].zmax)}
    shown = towers.info(built_towers("product", 5))
    assert len({round(height, 12) for height in shown.built.ravel()}) <= 25 and shown.wanted.shape == shown.built.shape


def test_a_layer_that_cannot_be_built_is_left_out():
    assert len(product_error.figure(product_error.info(product_errors(4, "square"), 0.1), False).data) == 1
    assert len(product_error.figure(product_error.info(product_errors(4), 0.1), False).data) == 2


def test_the_legend_names_the_power():
    shown = unit_errors.info([error_curve(lambda x: np.sin(2 * np.pi * x), "relu", (32, 64, 128))])
    assert shown.titles == ("ReLU kinks: slope -2.00",)
    assert unit_errors.figure(shown, False).layout.xaxis.type == "log"
