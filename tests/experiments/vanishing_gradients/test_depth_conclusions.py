"""What should have been seen on the page "Vanishing gradients": measured before training, for the settings on view."""

import pytest

from nnviz.experiments.depth import MOST_LAYERS, DepthSettings, begin
from nnviz.experiments.inspection.formula import power
from nnviz.experiments.vanishing_gradients.conclusions import conclusions


@pytest.mark.parametrize(
    "settings",
    [
        DepthSettings(),
        DepthSettings(activation="relu", initializer="he_normal", depth=MOST_LAYERS, width=8),
        DepthSettings(activation="identity", depth=1, width=4),
        DepthSettings(initializer="zeros", depth=3, width=4),
        DepthSettings(weight_scale=100.0, depth=20, width=16, activation="selu"),
    ],
    ids=str,
)
def test_the_share_that_reaches_layer_1_is_the_measured_one(settings):
    told = conclusions(settings)
    assert 2 <= len(told) <= 5
    left = begin(settings).frames[0].layers.left[0, 0]
    assert f"**{power(float(left))}** of the output layer's dZ reaches layer 1" in told[0]


def test_the_slope_of_sigmoid_bounds_what_is_left():
    assert "at most 0.25" in conclusions(DepthSettings())[1]
    assert power(0.25**10) in conclusions(DepthSettings())[1]
