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


def test_a_round_bowl_has_no_flat_direction():
    round_bowl, long_bowl = (
        conclusions(DescentSettings(curvature1=5.0, curvature2=other), losses([0.9]))[0] for other in (5.0, 10.0)
    )
    assert round_bowl.endswith("the bowl is round, so that no direction is slower than another.")
    assert long_bowl.endswith("each step covers a 2 times smaller share of the way.")


def test_schedules_without_noise_are_told_as_such_and_rounding_chooses_none():
    slow, fast = (
        conclusions(DescentSettings(decay_batch_size=100, decay_learning_rate=rate), losses([0.9]))[3]
        for rate in (0.1, 3.0)
    )
    assert "which have no noise, the **constant** schedule ends lowest, 0.014 above the minimum." in slow
    assert "the constant rate ends at" not in slow
    assert "3 of the 5 schedules come within 1 · 10⁻¹² of the minimum (**constant**, **step**, **cosine**)" in fast
