"""What should have been seen on the page "Initialization and dropout": the numbers follow the settings."""

import pytest

from nnviz.experiments.depth import begin
from nnviz.experiments.initialization_and_dropout import InitializationAndDropoutSettings, draw_masks
from nnviz.experiments.initialization_and_dropout.conclusions import conclusions
from nnviz.experiments.initialization_and_dropout.initializations import lanes
from nnviz.experiments.inspection.formula import power


@pytest.mark.parametrize("depth", [1, 6])
def test_gradients_signal_and_masks_are_told(depth):
    now = InitializationAndDropoutSettings(depth=depth, masks=11, dropout_rate=0.75)
    gradients, signal, masks = conclusions(now)
    layers = begin(now.network, lanes(0)).frames[0].layers
    assert "**0** with zero weights" in gradients
    assert f"{power(float(layers.gradient[4, 0]))} with He's" in gradients
    assert ("add layers" in signal) == (depth == 1)
    assert depth == 1 or f"to {power(float(layers.spread[4, 5]))} (He)" in signal
    assert "multiplied by 4" in masks and f"off by {draw_masks(0.75, 11).gaps[-1]:.3f}" in masks


def test_without_dropout_nothing_is_dropped():
    assert "less with every mask" not in conclusions(InitializationAndDropoutSettings(masks=2))[2], "it may rise"
    assert "nothing is dropped" in conclusions(InitializationAndDropoutSettings(dropout_rate=0.0))[2]
