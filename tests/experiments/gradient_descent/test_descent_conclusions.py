"""What should have been seen on the page "Gradient descent": the numbers follow the settings."""

import numpy as np
import pytest

from nnviz.experiments.gradient_descent.batch_noise import expected_spread
from nnviz.experiments.gradient_descent.conclusions import conclusions
from nnviz.experiments.gradient_descent.settings import DescentSettings
from nnviz.experiments.gradient_descent.stop_rules import History


def losses(test):
    return History(None, np.array(test), np.array(test), 1)


@pytest.mark.parametrize("quadratic", ["own", "iris", "raw"])
def test_limit_walks_noise_schedule_and_ending_are_told(quadratic):
    now = DescentSettings(quadratic=quadratic, optimizers=("sgd:0.01", "adam:0.3"), target_loss=0.4)
    limit, walks, noise, decay, stop = conclusions(now, losses([0.9, 0.3, 0.5, 0.6]))
    assert f"**{2 / now.quadratic_loss.curvatures[-1]:.4g}**" in limit
    assert "SGD with η = 0.01 leaves" in walks and "Adam with η = 0.3 leaves" in walks
    here = np.array([now.w1, now.w2])
    assert f"{expected_spread(here, 4):.3f}, those of 16 by {expected_spread(here, 16):.3f}" in noise
    assert "schedule ends lowest" in decay
    assert "“target loss reached” ends the run after epoch **2**; the test loss is lowest after epoch 2" in stop


def test_a_start_at_the_minimum_and_all_flowers_in_a_batch_are_told_too():
    now = DescentSettings(x=0.0, y=0.0, batch_size=100, target_loss=0.0, max_epochs=300, patience=200)
    _, walks, noise, _, stop = conclusions(now, losses([0.9, 0.8, np.nan]))
    assert "leaves 0 " in walks
    assert "batches of 100 of 100 flowers" in noise
    assert "lowest after epoch 2" in stop
