"""A whole race without the app: deterministic, cancellable, and in agreement with what is known."""

import numpy as np
import pytest

from nnviz.experiments.activation_race import (
    ROW_COLUMNS,
    RaceSettings,
    advance_race,
    measure_standing,
    race_rows,
    ranking,
    run_race,
    start_race,
)

SHORT = RaceSettings(seeds=10, epochs=3)


def test_the_same_settings_give_the_same_numbers_bit_for_bit():
    one, two = run_race(SHORT), run_race(SHORT)
    np.testing.assert_array_equal(one.end.test_loss, two.end.test_loss)
    assert [standing.epoch for standing in one.frames] == [0.0, 1.0, 2.0, 3.0]
    by_hand = measure_standing(advance_race(start_race(SHORT), 75))
    np.testing.assert_array_equal(one.end.test_loss, by_hand.test_loss)
    assert one.ranking == ranking(SHORT, by_hand)


def test_other_seeds_give_other_numbers():
    assert not np.allclose(run_race(SHORT).end.test_loss, run_race(SHORT.changed(first_seed=50)).end.test_loss)


def test_a_race_can_be_cancelled_and_tells_how_far_it_is(monkeypatch):
    monkeypatch.setattr("nnviz.experiments.activation_race.trajectory.PROGRESS_INTERVAL", 0.0)
    shares = []
    whole = run_race(SHORT, shares.append)
    assert shares == sorted(shares) and shares[-1] == 1.0
    asked = iter([False, True])
    part = run_race(SHORT, cancelled=lambda: next(asked))
    assert len(part.frames) == 3
    np.testing.assert_array_equal(part.end.test_loss, whole.frames[2].test_loss)


def test_a_long_race_keeps_so_many_moments_at_the_most():
    found = run_race(RaceSettings(seeds=10, epochs=401, contestants=("relu", "tanh"), width=1, depth=1, batch_size=250))
    assert len(found.frames) == 1 + 134
    assert found.end.epoch == 401.0


def test_rows_hold_every_seed_of_every_contestant():
    found = run_race(SHORT.changed(epochs=1))
    rows = list(race_rows(found.settings, found.frames))
    assert len(rows) == 2 * 3 * 10
    last = dict(zip(ROW_COLUMNS, rows[-1], strict=True))
    assert (last["contestant"], last["seed"], last["epoch"]) == ("leaky ReLU", 9, 1.0)
    assert last["test_loss"] == found.end.test_loss[2, 9]


def test_sigmoid_layers_stall_where_relu_learns():
    """Glorot and Bengio 2010, section 3.1: logistic sigmoids are unsuited for deep networks from random weights.

    Here: four layers of eight, ten seeds. Band: sigmoid solves none and stays within 0.02 of guessing's ln 2; ReLU
    solves at least eight.
    """
    found = run_race(RaceSettings(seeds=10, epochs=60, depth=4, contestants=("relu", "sigmoid")))
    by_title = {place.title: place for place in found.ranking.places}
    assert by_title["sigmoid"].solved == 0
    assert by_title["sigmoid"].median == pytest.approx(np.log(2.0), abs=0.02)
    assert by_title["ReLU"].solved >= 8
    assert found.ranking.winner == 0


def test_leaky_relu_does_nearly_the_same_as_relu():
    """Maas, Hannun and Ng 2013, Rectifier nonlinearities improve neural network acoustic models.

    They found leaky rectifiers about as good as rectifiers. Band: the difference lies within the spread.
    """
    found = run_race(RaceSettings(epochs=50, contestants=("relu", "leaky_relu")))
    assert found.ranking.winner is None
    assert found.ranking.comparisons[0].within_spread
