"""Recipes: the same numbers however they are cut, and the runs of the literature with few seeds; twenty with --long."""

import numpy as np
import pytest

from nnviz.datasets import sequences
from nnviz.experiments.recurrence.recipe import Recipe, begin, measured_sequences, score

SMALL = Recipe("parity", 6, "gru", units=4, seeds=3, steps=60, stride=20)


def trained(*args, **options):
    return begin(Recipe(*args, **options)).run_to_end()


def test_a_training_is_the_same_however_it_is_cut_and_changes_nothing_before_it():
    first = begin(SMALL)
    theta = first.state.network.theta.copy()
    whole, cut = first.run_to_end(), first.advance(0.0).advance(0.0).run_to_end()
    assert [frame.step for frame in whole.frames] == [0, 20, 40, 60] == [frame.step for frame in cut.frames]
    np.testing.assert_array_equal(whole.state.network.theta, cut.state.network.theta)
    np.testing.assert_array_equal(whole.end.loss, cut.end.loss)
    np.testing.assert_array_equal(first.state.network.theta, theta)
    assert whole.end.loss.shape == (3,) and (whole.end.loss < first.end.loss).all()


def test_a_network_does_not_depend_on_the_others_of_its_ensemble():
    several = trained("parity", 6, "lstm", units=4, seeds=3, steps=40)
    alone = begin(Recipe("parity", 6, "lstm", units=4, seeds=1, steps=40)).run_to_end()
    np.testing.assert_allclose(several.state.network.theta[0], alone.state.network.theta, rtol=1e-9, atol=1e-12)


def test_training_draws_other_sequences_at_every_step_and_none_that_are_measured():
    recipe = Recipe("adding", 10, "gru", seeds=2)
    first, second = recipe.sequences_of(0), recipe.sequences_of(1)
    assert (first.X != second.X).any()
    np.testing.assert_array_equal(first.X, recipe.sequences_of(0).X)
    measured = {row.tobytes() for row in recipe.measured.X}
    assert measured.isdisjoint(row.tobytes() for row in (*first.X, *second.X))


def test_it_ends_where_all_networks_have_solved_the_task_unless_asked_to_go_on():
    soon = trained("parity", 4, "gru", units=8, seeds=2, steps=600)
    assert soon.solved == 2 and soon.step < 600 and soon.median <= soon.step
    assert (soon.solved_at <= soon.step).all()
    on = trained("parity", 4, "gru", units=8, seeds=2, steps=soon.step + 50, to_the_end=True)
    assert on.step == soon.step + 50


def test_a_score_counts_what_has_a_target_and_is_nan_where_a_network_is_not_finite():
    data = sequences("echo", samples=4, steps=8, delay=3)
    A = np.where(np.isnan(data.Y), 7.0, data.Y)
    assert score(A, data) == 1.0
    wrong = np.roll(A, 1, axis=-1)
    np.testing.assert_array_equal(score(np.stack([A, wrong, np.full_like(A, np.nan)]), data), [1.0, 0.0, np.nan])
    numbers = sequences("adding", samples=5, steps=4)
    assert score(numbers.Y + 0.5, numbers) == pytest.approx(-0.25)


def test_a_run_that_diverges_solves_nothing_and_raises_nothing():
    training = trained("parity", 6, "elman", units=4, seeds=2, steps=20, rate=1e300, clip=None)
    assert training.solved == 0 and np.isnan(training.median)


@pytest.mark.parametrize(
    ("recipe", "says"),
    [
        (Recipe("parity", 6, "rnn"), "one of elman, gru, lstm"),
        (Recipe("parity", 0, "gru"), "steps must be a whole number"),
        (Recipe("parity", 6, "gru", rate=0.0), "positive finite learning rate"),
        (Recipe("echo", 6, "gru", settings=(("delay", 6),)), "delay must be below"),
    ],
)
def test_what_cannot_be_trained_is_refused_in_words(recipe, says):
    with pytest.raises(ValueError, match=says):
        begin(recipe)


def test_the_measured_sequences_are_always_the_same():
    assert measured_sequences("parity", 9) is measured_sequences("parity", 9)


@pytest.mark.parametrize(("cell", "most"), [("gru", 300), ("lstm", 250)])
def test_parity_is_learned_at_eight_steps(cell, most):
    """Twenty seeds: 110 to 240 steps (GRU), 105 to 190 (LSTM)."""
    training = trained("parity", 8, cell, units=8, seeds=3, steps=most, stride=10)
    assert training.solved == 3


def test_the_forget_bias_decides_whether_an_lstm_remembers():
    """Gers et al. 2000; Jozefowicz et al. 2015: the first of twenty symbols, the same weights otherwise."""
    remembered = trained("first-symbol", 20, "lstm", memory_bias=3.0, seeds=3, steps=275)
    forgot = trained("first-symbol", 20, "lstm", memory_bias=0.0, seeds=3, steps=remembered.step)
    assert remembered.solved == 3 and forgot.solved == 0


BANDS = [
    # task, cell, T, what is set, fewest and most of twenty that solve it
    ("first-symbol", "lstm", 20, {"memory_bias": 0.0}, 0, 4),
    ("first-symbol", "lstm", 20, {"memory_bias": 1.0}, 14, 20),
    ("first-symbol", "lstm", 20, {"memory_bias": 3.0}, 18, 20),
    ("first-symbol", "lstm", 20, {"chrono": True}, 18, 20),
    ("first-symbol", "gru", 20, {"memory_bias": 0.0}, 0, 12),
    ("first-symbol", "gru", 20, {"memory_bias": 2.0}, 18, 20),
    ("first-symbol", "gru", 20, {"chrono": True}, 18, 20),
    ("first-symbol", "elman", 20, {"start": "gaussian"}, 10, 19),
    ("first-symbol", "elman", 20, {"start": "orthogonal"}, 13, 20),
    ("first-symbol", "lstm", 40, {"memory_bias": 1.0}, 0, 6),
    ("first-symbol", "lstm", 40, {"chrono": True}, 18, 20),
]


@pytest.mark.long
@pytest.mark.parametrize(("task", "cell", "length", "options", "fewest", "most"), BANDS)
def test_who_remembers_of_twenty_seeds(task, cell, length, options, fewest, most):
    """Gers et al. 2000; Jozefowicz et al. 2015; Tallec and Ollivier 2018, on at most 1500 steps of Adam."""
    assert fewest <= trained(task, length, cell, **options).solved <= most


ECHOES = [
    # cell, delay, start of W_hh, steps; fewest and most of the median over twenty networks
    ("elman", 5, "orthogonal", 150, 45, 85),  # found: 50 to 80, median 55
    ("elman", 5, "gaussian", 150, 45, 90),  # 50 to 80, 60
    ("elman", 10, "orthogonal", 1000, 160, 300),  # 145 to 715, 212
    ("elman", 10, "gaussian", 1000, 350, 600),  # 350 to 780, 468
    ("gru", 5, "orthogonal", 500, 250, 360),  # 255 to 355, 302
    ("lstm", 5, "orthogonal", 500, 265, 380),  # 270 to 360, 320
]


@pytest.mark.long
@pytest.mark.parametrize(("cell", "delay", "start", "steps", "lowest", "highest"), ECHOES)
def test_an_echo_is_learned_by_a_shift_register(cell, delay, start, steps, lowest, highest):
    """Four symbols, T = 20, 24 units: an Elman layer learns it before the gated cells do, from either start."""
    settings = (("delay", delay),)
    training = trained("echo", 20, cell, units=24, start=start, settings=settings, steps=steps, stride=5)
    assert training.solved >= 19 and lowest <= training.median <= highest


@pytest.mark.long
@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_gated_cells_do_not_learn_a_long_echo_in_the_steps_of_an_elman_layer(cell):
    """Delay 10: no GRU of twenty in 1500 steps and no LSTM in 2000, where every Elman layer has in 780."""
    training = trained("echo", 20, cell, units=24, settings=(("delay", 10),), steps=800, stride=100)
    assert training.solved <= 1


@pytest.mark.long
@pytest.mark.parametrize(("cell", "steps", "lowest", "highest"), [("gru", 400, 140, 220), ("lstm", 700, 340, 480)])
def test_gates_solve_the_adding_problem(cell, steps, lowest, highest):
    """T = 50, squared error below 0.01 (guessing: 1/6), twenty networks: GRU 150 to 205 steps, LSTM 335 to 460."""
    training = trained("adding", 50, cell, units=32, steps=steps, stride=5)
    assert training.solved >= 19 and lowest <= training.median <= highest


@pytest.mark.long
def test_an_elman_layer_does_not_solve_the_adding_problem():
    """None of twenty in 500 steps, where every GRU has in 205 and every LSTM in 460."""
    assert trained("adding", 50, "elman", units=32, steps=500, stride=100).solved <= 1
