"""What should have been seen on the page "Loss": the numbers are those of the engine for the settings on view."""

import math

import pytest

from nnviz.experiments.loss.batch import batch_loss
from nnviz.experiments.loss.conclusions import conclusions
from nnviz.experiments.loss.lockstep import lockstep
from nnviz.experiments.loss.settings import LossSettings


@pytest.mark.parametrize(("z", "target"), [(-2.0, 1), (-12.0, 1), (12.0, 0), (0.0, 1)])
def test_the_slopes_at_the_handle_are_told(z, target):
    slopes, *_ = conclusions(LossSettings(z=z, target=target))
    p = 1 / (1 + math.exp(-z))
    assert f"P = {p:.4f} with target {target}" in slopes
    assert f"{p - target:.4f} for ".replace("-", "−") + f"cross-entropy, {1 / (p * (1 - p)):,.1f} times" in slopes


def test_an_outlier_is_told_of_where_the_target_is_a_number():
    slopes, *_ = conclusions(LossSettings(task="regression", z=-12.0))
    assert "At an error of −4.0000, the slope of the squared error is −4.0000" in slopes
    assert "Huber loss −1.0000" in slopes


def test_the_neuron_and_the_batch_are_those_of_the_controls():
    now = LossSettings(data="iris", w=-1.5, learning_rate=0.5, source="iris", loss="squared_error", epochs_trained=5)
    _, neuron, batch = conclusions(now)
    run = lockstep("iris", -1.5, 2.0, 0.5)
    assert f"**{run.squared.error[-1]:.4f}** with squared error" in neuron
    assert f"**{run.entropy.error[-1]:.4f}** with cross-entropy" in neuron
    assert neuron.startswith("From w = −1.5, b = 2, 300 epochs with learning rate 0.5")
    losses = sorted(batch_loss("iris", "squared_error", 5).trace.losses)
    assert f"**{sum(losses[-3:]) / sum(losses):.0%}** of the total loss" in batch
