"""Echo: what is read out of states and explains a unit, on states that are known; the question, the conclusions."""

from itertools import product

import numpy as np
import pytest

from nnviz.experiments.questions.question import Prediction
from nnviz.experiments.recurrence.cell_race import CELLS
from nnviz.experiments.recurrence.conclusions.echo import conclusions
from nnviz.experiments.recurrence.echo import (
    EchoTask,
    begin_echo,
    best_delays,
    explained_shares,
    held,
    in_order,
    read_out,
    rows,
    shown_sequence,
)
from nnviz.experiments.recurrence.questions.echo import echo_question, first_cell
from nnviz.experiments.recurrence.recipe import begin
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from tests.seeds import some

EASY = EchoTask(delay=2, units=16, steps=80, seeds=2)


@pytest.fixture(scope="module")
def easy():
    return begin_echo(EASY).run_to_end()


def register(places, n=400, T=12, seed=0):
    """Return states of a shift register of so many places, a unit for each symbol of each, and the symbols."""
    symbols = np.random.default_rng(seed).integers(0, 4, (n, T))
    H = np.zeros((1, n, T, 4 * places))
    for k in range(places):
        H[0, :, k:, 4 * k : 4 * k + 4] = np.eye(4)[symbols[:, : T - k]]
    return H, symbols


def test_a_shift_register_is_read_out_to_its_last_place_and_no_further():
    H, symbols = register(3)
    found = read_out(H, symbols, 6)[0]
    np.testing.assert_array_equal(found[:3], 1.0)
    assert found[3:].max() < 0.35, "guessing among four"
    assert held(found) == 3
    turned = H @ np.linalg.qr(np.random.default_rng(1).normal(size=(12, 12)))[0]
    np.testing.assert_array_equal(read_out(turned, symbols, 6)[0, :3], 1.0), "whatever its units are"


def test_what_is_read_out_is_asked_of_other_sequences_than_it_was_fitted_to():
    """States of noise, more units than needed to learn the first half by heart, tell nothing of the other half."""
    rng = np.random.default_rng(0)
    H, symbols = rng.normal(size=(1, 20, 12, 60)), rng.integers(0, 4, (20, 12))
    assert read_out(H, symbols, 8).max() < 0.55


def test_a_unit_of_a_register_is_explained_by_one_delay_and_a_mixture_by_its_parts():
    H, symbols = register(3)
    shares = explained_shares(H, symbols, 5)[0]
    assert shares.shape == (12, 5)
    np.testing.assert_array_equal(best_delays(shares), np.repeat([0, 1, 2], 4))
    np.testing.assert_allclose(shares.max(-1), 1.0, atol=1e-9)
    assert np.sort(shares, -1)[:, :-1].max() < 0.02
    mixed = (3.0 * H[..., :1] + 4.0 * H[..., 4:5])[..., :1]
    np.testing.assert_allclose(explained_shares(mixed, symbols, 5)[0, 0, :2], [9 / 25, 16 / 25], atol=0.03)
    assert np.isnan(explained_shares(np.zeros_like(H), symbols, 5)).all(), "a unit that never changes"


def test_shares_of_independent_symbols_add_up_to_one_at_most(easy):
    total = easy.end.shares.sum(-1)
    assert total.max() < 1.05 and total.min() > 0.3


def test_units_stand_in_the_order_of_their_delays_and_the_purest_come_first():
    shares = np.array([[0.1, 0.6], [0.5, 0.2], [0.0, 0.9], [np.nan, np.nan], [0.7, 0.1]])
    assert in_order(shares).tolist() == [4, 1, 3, 2, 0]
    assert held(np.array([[1.0, 0.95, 0.5, 1.0], [0.2, 1.0, 1.0, 1.0]])).tolist() == [2, 0]


def test_a_frame_shows_what_the_networks_say_and_hold(easy):
    end, R = easy.end, EASY.seeds
    assert end.read_out.shape == (3, R, 6) and end.shares.shape == (3, R, 16, 6)
    for lane, cell in enumerate(CELLS):
        alone = begin(EASY.recipe(cell)).run_to_end()
        np.testing.assert_array_equal(alone.end.score, end.accuracy[lane])
        network, data = alone.state.network, shown_sequence(EASY)
        trace = network.forward(data.X)
        np.testing.assert_allclose(trace.layers[0].H[:, 0], end.states[lane], atol=1e-6)
        np.testing.assert_array_equal(trace.A[:, 0].argmax(-1), end.answers[lane])


def test_a_trained_layer_holds_all_that_will_be_asked_for_and_drops_it_afterwards():
    """Untrained, an orthogonal W_hh lets the past fade slowly; trained for delay 5, it keeps 0 to 5 and no more."""
    begun = begin(EchoTask(delay=5, seeds=3).recipe("elman"))
    found = []
    for training in (begun, begun.run_to_end()):
        data = training.recipe.measured
        H = training.state.network.forward(data.X).layers[0].H
        found.append(read_out(H, data.X.argmax(-1), 9))
    assert (held(found[1]) == 6).all() and (found[1][:, 5] > found[0][:, 5] + 0.05).all()
    assert (found[1][:, 6:] < found[0][:, 6:]).all()


ENDS = list(product((1, 10), (2, 32), ("orthogonal", "gaussian")))


@pytest.mark.parametrize(("delay", "units", "start"), some([*ENDS[::7], *ENDS[1:7]], 2))
def test_the_question_is_a_prediction_until_the_training_has_ended(delay, units, start):
    race = begin_echo(EchoTask(delay, units, start, steps=20, seeds=2))
    asked, answered = echo_question(race), echo_question(race.run_to_end())
    assert isinstance(asked, Prediction) and asked.text == answered.text
    assert list(asked.options) == [option.text for option in answered.options]


def test_the_first_cell_is_the_one_of_which_most_had_learned_it_first(easy):
    assert first_cell(easy) == 0 and echo_question(easy).answer == "Elman"
    assert first_cell(begin_echo(EASY)) == 3, "none so far"


def test_conclusions_count_and_compare(easy):
    begun = conclusions(begin_echo(EASY), (), "gru", 1)
    assert len(begun) == 3 and "GRU 2" in begun[0] and "Train" in begun[2]
    assert "the register" not in begun[1], "untrained it holds too few symbols"
    told = conclusions(easy, (), "elman", 0)
    assert "symbols without a gap**" in told[0] and "A shift register" in told[0].replace("**a", "A")
    assert "of its 16 units" in told[1] and "**does not hold here**" in told[2]
    assert "another delay" in told[3]
    near = begin_echo(EchoTask(delay=1, units=16, steps=80, seeds=2)).run_to_end()
    ratio = easy.of("elman").median / near.of("elman").median
    assert f"Elman {ratio:.3g} times" in conclusions(easy, [near], "elman", 0)[3]


def test_the_table_has_a_line_a_unit(easy):
    found = rows(easy, "lstm", 1)
    assert len(found) == 16 and {row["unit"] for row in found} == set(range(1, 17))
    assert found[0]["network"] == 1 and set(found[0]) >= {"cell", "delay_0", "delay_5"}


def test_the_settings_decide_the_task():
    settings = RecurrenceSettings(echo_delay=7, echo_units=8, echo_start="gaussian", echo_seed=3)
    assert EchoTask.of(settings) == EchoTask(7, 8, "gaussian", 400, 3)
    assert {task.delay for task in EchoTask.of(settings).others} == set(range(1, 11))
