"""Contestants run in lockstep: same data, batches and first weights; each seed as the Playground would train it."""

import numpy as np
import pytest

from nnviz.engine import Dense
from nnviz.experiments import advance, start
from nnviz.experiments.activation_race import RaceSettings, advance_race, member_run, same_start, start_race


def weights(race, k):
    return [layer.W for layer in race.contestants[k].state.network.layers if isinstance(layer, Dense)]


@pytest.mark.parametrize(
    "settings",
    [
        RaceSettings(seeds=10),
        RaceSettings(seeds=10, vary="optimizer", first_seed=7),
        RaceSettings(seeds=10, vary="batch_size", contestants=("7", "60")),
        RaceSettings(seeds=10, contestants=("prelu", "tanh"), dataset="iris", optimizer="adam"),
    ],
)
def test_each_seed_of_each_contestant_is_the_playgrounds_run(settings):
    race = advance_race(start_race(settings), 9)
    for k, contestant in enumerate(race.contestants):
        for member in (0, 3, 9):
            seed = settings.seed_numbers[member]
            alone = advance(start(contestant.settings.changed(seed=seed)), contestant.state.step)
            np.testing.assert_allclose(contestant.state.network.theta[member], alone.state.network.theta, rtol=1e-9)
            inspected = member_run(race, k, member)
            assert inspected.settings == alone.settings
            assert inspected.epoch == alone.epoch
            np.testing.assert_allclose(inspected.last.dtheta, alone.last.dtheta, rtol=1e-7, atol=1e-15)
            np.testing.assert_array_equal(inspected.last.trace.X, alone.last.trace.X)


def test_different_activations_begin_with_the_same_weights_bit_for_bit():
    race = start_race(RaceSettings(seeds=10))
    assert same_start(race) == (True, True, True)
    for k in (1, 2):
        for one, other in zip(weights(race, 0), weights(race, k), strict=True):
            np.testing.assert_array_equal(one, other)


def test_deeper_contestants_share_the_layers_whose_place_and_shape_agree():
    race = start_race(RaceSettings(seeds=10, vary="depth", contestants=("2", "4")))
    assert same_start(race) == (True, True, False)
    np.testing.assert_array_equal(weights(race, 0)[1], weights(race, 1)[1])


def test_where_no_shape_agrees_nothing_is_claimed():
    assert same_start(start_race(RaceSettings(seeds=10, vary="width"))) == (False, False, False)


def test_initializers_get_the_same_random_numbers():
    race = start_race(RaceSettings(seeds=10, vary="initializer", contestants=("he_normal", "lecun_normal")))
    assert same_start(race) == (False, False, False)
    for he, lecun in zip(weights(race, 0), weights(race, 1), strict=True):
        np.testing.assert_allclose(he, lecun * np.sqrt(2.0), rtol=1e-12)


def test_seeds_differ_in_weights_and_in_the_order_of_batches():
    race = advance_race(start_race(RaceSettings(seeds=10)), 1)
    X = race.contestants[0].last.trace.X
    assert X.shape == (10, 10, 2)
    assert len({part.tobytes() for part in X}) == 10
    np.testing.assert_array_equal(X, race.contestants[1].last.trace.X)


def test_with_different_batch_sizes_all_have_seen_the_same_samples_at_the_end_of_an_epoch():
    race = start_race(RaceSettings(seeds=10, vary="batch_size", contestants=("7", "33", "250")))
    assert race.per_epoch == 1
    race = advance_race(race, 3)
    assert race.epoch == 3.0
    assert [contestant.state.step for contestant in race.contestants] == [3 * 36, 3 * 8, 3]


def test_within_an_epoch_no_contestant_is_more_than_a_batch_ahead():
    race = start_race(RaceSettings(seeds=10, vary="batch_size", contestants=("7", "10")))
    for _ in range(30):
        race = advance_race(race, 1)
        for contestant in race.contestants:
            assert abs(contestant.state.step / contestant.per_epoch - race.epoch) <= 0.5 / contestant.per_epoch + 1e-12


def test_a_contestant_that_diverges_does_not_stop_the_others():
    settings = RaceSettings(seeds=10, vary="learning_rate", contestants=("0.1", "100"), initializer="normal(std=40)")
    race = advance_race(start_race(settings), 40)
    alone = advance_race(start_race(settings.changed(contestants=("0.1", "0.2"))), 40)
    np.testing.assert_array_equal(race.contestants[0].state.network.theta, alone.contestants[0].state.network.theta)


def test_a_race_ends_after_its_epochs():
    race = start_race(RaceSettings(seeds=10, epochs=2))
    race = advance_race(race, 10_000)
    assert race.over and race.step == 50 and race.epoch == 2.0
    assert advance_race(race, 1) is race


def test_going_on_changes_nothing_that_was_given():
    race = start_race(RaceSettings(seeds=10))
    before = race.contestants[1].state.network.theta.copy()
    advance_race(race, 5)
    np.testing.assert_array_equal(race.contestants[1].state.network.theta, before)
    assert race.step == 0


def test_before_the_first_step_a_network_can_be_inspected():
    run = member_run(start_race(RaceSettings(seeds=10)), 2, 4)
    assert run.step == 0 and run.last is None and run.settings.seed == 4
    np.testing.assert_array_equal(run.state.network.theta, start(run.settings).state.network.theta)
