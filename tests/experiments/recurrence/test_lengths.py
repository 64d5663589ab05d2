"""Other lengths than the trained one, and which steps can be predicted."""

import numpy as np
import pytest

from nnviz.experiments.recurrence.lengths import last_scores_at_lengths, loss_by_step, scores_at_lengths
from nnviz.experiments.recurrence.recipe import Recipe, begin, score


def test_at_its_own_length_a_network_scores_what_was_measured():
    training = begin(Recipe("parity", 6, "gru", units=6, seeds=2, steps=50)).run_to_end()
    scores = scores_at_lengths(training.state.network, "parity", (6, 12))
    np.testing.assert_array_equal(scores[0], training.end.score)
    assert scores.shape == (2, 2)


def test_the_echo_of_another_delay_needs_its_settings():
    recipe = Recipe("echo", 12, "elman", settings=(("delay", 2),), seeds=1)
    net, data = recipe.networks(), recipe.measured
    found = scores_at_lengths(net, "echo", (12,), recipe.settings)
    assert found[0] == score(net.forward(data.X).A, data)


def test_an_lstm_reads_parity_at_length_100_after_training_at_8():
    training = begin(Recipe("parity", 8, "lstm", units=8, seeds=2, steps=600, stride=600, to_the_end=True)).run_to_end()
    assert (last_scores_at_lengths(training.state.network, "parity", (100,)) > 0.95).all()


def test_every_third_bit_of_the_temporal_exclusive_or_is_predicted():
    """Elman 1990, figure 3: the error falls at every third bit, and at the others nothing can be learned (log 2)."""
    recipe = Recipe("temporal-xor", 15, "elman", units=8, seeds=2, steps=700, stride=700)
    training = begin(recipe).run_to_end()
    losses = loss_by_step(training.state.network, recipe.loss, recipe.measured)
    third = np.arange(15) % 3 == 1  # the next bit is the third of its group
    assert losses.shape == (2, 15)
    assert (losses[:, third].max(-1) < 0.2).all() and (losses[:, ~third].min(-1) > 0.6).all()


def test_a_step_without_targets_has_no_loss():
    recipe = Recipe("echo", 8, "gru", settings=(("delay", 3),), seeds=2)
    losses = loss_by_step(recipe.networks(), recipe.loss, recipe.measured)
    assert np.isnan(losses[:, :3]).all() and np.isfinite(losses[:, 3:]).all()


@pytest.mark.long
@pytest.mark.parametrize(("cell", "lowest"), [("lstm", 0.95), ("gru", 0.8)])
def test_parity_at_length_100_for_each_of_twenty_seeds(cell, lowest):
    """Own measurement: LSTM from .996 on, GRU from .86 on; an Elman layer anything from .49 to 1, so no promise."""
    training = begin(Recipe("parity", 8, cell, units=8, steps=1000, stride=1000, to_the_end=True)).run_to_end()
    assert (last_scores_at_lengths(training.state.network, "parity", (100,)) > lowest).all()
