"""The figures of the activation page and of the softmax page, by their info records."""

import pytest

from nnviz.engine import ACTIVATIONS, activation
from nnviz.experiments.activation_functions.curve import chain, curve
from nnviz.experiments.softmax.full_pass import two_classes
from nnviz.figures import activation_gallery, slope_product
from nnviz.figures import two_classes as two_classes_figure
from nnviz.figures.slope_product import Line, SlopeProduct


def test_the_product_of_slopes_leaves_a_gap_where_nothing_is_left():
    info = slope_product.info([chain(activation("relu"), -1.0, 2), chain(activation("identity"), -1.0, 2)])
    assert info == SlopeProduct(
        -1.0, (Line("ReLU", (None, None), (1.0, 1.0)), Line("identity", (1.0, 1.0), (1.0, 1.0)))
    )


@pytest.mark.parametrize("dark", [False, True])
def test_the_product_of_slopes_is_drawn_on_a_log_axis_with_its_bound(dark):
    chart = slope_product.figure(slope_product.info([chain(activation("sigmoid"), 0.0)]), dark)
    real, bound = chart.data
    assert chart.layout.yaxis.type == "log"
    assert bound.y[9] == 0.25**10
    assert real.y[0] == 0.25
    low, high = chart.layout.yaxis.range
    assert 10**low < real.y[-1] < bound.y[0] < 10**high


def test_an_empty_product_still_is_a_figure():
    assert len(slope_product.figure(slope_product.info([]), False).data) == 0


@pytest.mark.parametrize("dark", [False, True])
def test_the_gallery_has_a_curve_and_a_slope_for_every_activation(dark):
    info = activation_gallery.info([curve(activation(name)) for name in ACTIVATIONS])
    assert [panel.title for panel in info.panels] == [activation(name).title for name in ACTIVATIONS]
    chart = activation_gallery.figure(info, dark)
    assert len(chart.data) == 2 * len(ACTIVATIONS)
    assert sum(trace.showlegend for trace in chart.data) == 2


def test_an_empty_gallery_still_is_a_figure():
    assert len(activation_gallery.figure(activation_gallery.info([]), False).data) == 0


def test_two_classes_draw_both_curves_over_each_other():
    info = two_classes_figure.info(two_classes())
    chart = two_classes_figure.figure(info, False)
    assert chart.data[0].y == pytest.approx(chart.data[1].y, abs=1e-15)
    assert info.gap < 1e-15
