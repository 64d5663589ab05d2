"""The numbers by which contestants are compared are those that every seed has on its own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnviz.experiments.activation_race import (
    RaceSettings,
    advance_race,
    measure_standing,
    member_run,
    quartiles,
    start_race,
)


@pytest.fixture(scope="module", params=["circle", "iris"])
def race(request):
    settings = RaceSettings(
        seeds=10, dataset=request.param, contestants=("relu", "sigmoid", "elu"), initializer="he_normal"
    )
    return advance_race(start_race(settings), 30)


def test_losses_and_accuracies_are_those_of_each_run(race):
    standing = measure_standing(race)
    for k in range(3):
        for member in range(10):
            alone = member_run(race, k, member).evaluation
            assert standing.train_loss[k, member] == pytest.approx(alone.train_loss, rel=1e-12)
            assert standing.test_loss[k, member] == pytest.approx(alone.test_loss, rel=1e-12)
            assert standing.train_accuracy[k, member] == alone.train_accuracy
            assert standing.test_accuracy[k, member] == alone.test_accuracy


def test_gradients_are_the_lengths_of_the_last_steps_dW(race):
    standing = measure_standing(race)
    for k in range(3):
        last = member_run(race, k, 5).last
        lengths = [np.linalg.norm(layer.dW) for layer in last.gradients.layers if hasattr(layer, "dW")]
        np.testing.assert_allclose(standing.gradients[k][5], lengths, rtol=1e-9)


def test_dead_and_flat_units_are_counted_by_hand_for_relu_and_sigmoid(race):
    standing = measure_standing(race)
    for k, slope in ((0, lambda Z, A: np.where(Z > 0, 1.0, 0.0)), (1, lambda Z, A: A * (1 - A))):
        run = member_run(race, k, 2)
        trace = run.state.network.forward(run.data.train.X)
        for layer in (0, 1):
            slopes = slope(trace.layers[layer].Z, trace.layers[layer].A)
            largest = 1.0 if k == 0 else 0.25
            assert standing.dead[k][2, layer] == (slopes == 0).all(0).mean()
            assert standing.flat[k][2, layer] == pytest.approx((slopes < 0.05 * largest).mean(), abs=1e-12)


def test_a_large_ensemble_is_judged_in_parts_with_the_same_result(race, monkeypatch):
    whole = measure_standing(race)
    monkeypatch.setattr("nnviz.experiments.activation_race.standing.MAX_NUMBERS", 1)
    parts = measure_standing(race)
    np.testing.assert_allclose(parts.test_loss, whole.test_loss, rtol=1e-13)
    np.testing.assert_allclose(parts.flat[1], whole.flat[1], rtol=1e-13)


def test_the_first_gradient_is_that_of_the_step_to_come():
    race = start_race(RaceSettings(seeds=10))
    np.testing.assert_allclose(
        measure_standing(race).gradients[0], measure_standing(advance_race(race, 1)).gradients[0], rtol=1e-12
    )


def test_a_diverged_seed_has_an_infinite_loss_and_solves_nothing():
    settings = RaceSettings(
        seeds=10,
        vary="learning_rate",
        contestants=("0.01", "100"),
        optimizer="momentum",
        activation="identity",
        initializer="normal(std=1000)",
        depth=4,
    )
    standing = measure_standing(advance_race(start_race(settings), 400))
    assert standing.diverged[1] == 10
    assert np.isinf(standing.test_loss[1]).all()
    assert (standing.test_accuracy[1] == 0).all()
    assert standing.solved(0.5)[1] == 0
    assert np.isinf(quartiles(standing.test_loss)[1]).all()


@given(hnp.arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 30)), elements=st.floats(-1e6, 1e6)))
def test_a_band_holds_the_quartiles(values):
    expected = np.stack([np.quantile(values, q, axis=-1) for q in (0.25, 0.5, 0.75)], -1)
    np.testing.assert_allclose(quartiles(values), expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.0, 2.0, 3.0, np.inf, np.inf], [2.0, 3.0, np.inf]),
        ([1.0, np.inf, np.inf, np.inf, np.inf], [np.inf] * 3),
        ([1.0, 1.0, 1.0, 1.0, np.nan], [1.0, 1.0, 1.0]),
    ],
)
def test_infinity_and_nan_count_as_larger_than_every_number(values, expected):
    assert quartiles(np.array(values)).tolist() == expected
