"""A run: the same settings give the same numbers, however it is cut into chunks, and changes keep what they can."""

import gc
import math
import weakref
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples

from nnviz.engine import HEADS, accuracy
from nnviz.experiments import LIVE, HiddenSettings, RunSettings, advance, architecture, rules, start, with_settings
from tests.experiments.run.valid_settings import valid_settings

SMALL = RunSettings(dataset="gauss", samples=60, batch_size=7, hidden=(HiddenSettings(units=3),))
DROPPING = SMALL.changed(hidden=(HiddenSettings(units=8, dropout=0.4),), optimizer="adam")
LIVE_CHANGES = {
    "optimizer": "adam",
    "learning_rate": 0.7,
    "batch_size": 13,
    "shuffle": False,
    "schedule": "cosine",
    "penalty": "l2",
    "penalty_rate": 0.5,
    "penalty_after_step": True,
    "clip_norm": 0.5,
    "target_loss": 0.01,
    "patience": 3,
    "max_epochs": 100,
    "view": "components",
}


def theta(run):
    return run.state.network.theta.tobytes()


# --- the same numbers ---


@pytest.mark.parametrize("settings", [SMALL, DROPPING], ids=["plain", "dropout"])
def test_the_same_settings_give_bit_identical_parameters(settings):
    assert theta(advance(start(settings), 30)) == theta(advance(start(settings), 30))


@pytest.mark.parametrize("settings", [SMALL, DROPPING], ids=["plain", "dropout"])
@pytest.mark.parametrize("chunks", [(10, 7), (1,) * 17, (0, 17, 0)])
def test_a_run_is_the_same_however_it_is_cut_into_chunks(settings, chunks):
    straight, cut = advance(start(settings), 17), start(settings)
    for steps in chunks:
        cut = advance(cut, steps)
    assert theta(cut) == theta(straight)
    assert (cut.step, cut.epoch, cut.evaluation) == (straight.step, straight.epoch, straight.evaluation)


@pytest.mark.parametrize("name", ["seed", "data_seed"])
def test_another_seed_gives_other_numbers(name):
    assert theta(advance(start(SMALL), 10)) != theta(advance(start(SMALL.changed(**{name: 1})), 10))


def test_the_seed_draws_the_order_of_the_samples():
    first, second = (advance(start(SMALL.changed(seed=seed)), 1).last.trace.X for seed in (0, 1))
    assert not np.array_equal(first, second)


def test_the_seed_draws_the_weights_and_the_seed_of_the_data_the_data():
    base, weights, data = (start(SMALL.changed(**change)) for change in ({}, {"seed": 1}, {"data_seed": 1}))
    np.testing.assert_array_equal(weights.data.train.X, base.data.train.X)
    assert theta(data) == theta(base) != theta(weights)
    assert not np.array_equal(data.data.train.X, base.data.train.X)


def test_advancing_leaves_the_run_it_was_given():
    run = start(SMALL)
    before = theta(run)
    later = advance(run, 5)
    assert (run.step, later.step) == (0, 5)
    assert theta(run) == before != theta(later)
    with pytest.raises(FrozenInstanceError):
        run.offset = 3


def test_the_step_that_comes_next_can_be_seen_before_it_is_taken():
    run = advance(start(DROPPING), 12)
    ahead, taken = run.next_record(), advance(run, 1).last
    assert run.step == 12
    assert ahead.after.network.theta.tobytes() == taken.after.network.theta.tobytes()


def test_the_last_step_is_kept_with_all_its_tensors():
    assert start(SMALL).last is None
    run = advance(start(SMALL), 4)
    assert run.last.before.step == 3 and run.last.after is run.state


def test_nothing_of_an_epoch_is_alive_when_its_run_is_gone():
    run = advance(start(RunSettings()), 30)
    epoch = [weakref.ref(part) for part in vars(run.batches)["_epoch"] if isinstance(part, np.ndarray)]
    assert [len(samples()) for samples in epoch] == 2 * [len(run.data.train.X)]
    del run
    gc.collect()
    assert all(samples() is None for samples in epoch)


def test_an_epoch_takes_every_training_sample_once():
    run, seen = start(SMALL), []
    assert run.batches.per_epoch == 5
    for _ in range(5):
        run = advance(run, 1)
        seen.append(run.last.trace.X)
    rows = np.concatenate(seen)
    assert run.epoch == 1.0
    order = np.lexsort(rows.T), np.lexsort(run.data.train.X.T)
    np.testing.assert_array_equal(rows[order[0]], run.data.train.X[order[1]])


# --- what a run says ---


def test_the_evaluation_is_that_of_the_whole_parts_without_dropout():
    run = advance(start(DROPPING), 20)
    part, bce = run.data.test, run.state.rules.loss
    A = run.state.network.forward(part.X).A
    assert run.evaluation.test_loss == bce.forward(A, part.Y).L
    P = run.output(part.X)
    assert run.evaluation.test_accuracy == accuracy((P[:, 0] >= 0.5).astype(int), part.labels)
    assert run.evaluation.train_loss != run.evaluation.test_loss


@pytest.mark.parametrize("head", ["sigmoid", "softmax", "tanh"])
def test_every_head_learns_two_clouds(head):
    run = advance(start(SMALL.changed(head=head, samples=200)), 300)
    assert run.evaluation.test_accuracy > 0.95
    output = run.output(run.data.test.X)
    assert output.shape == (100, 2 if head == "softmax" else 1)
    if head == "softmax":
        np.testing.assert_allclose(output.sum(axis=1), 1.0)
    assert output.min() >= (-1.0 if head == "tanh" else 0.0) and output.max() <= 1.0 and np.ptp(output) > 0.9


def test_regression_has_a_loss_and_no_accuracy():
    run = advance(start(RunSettings(dataset="reg-plane", samples=100, hidden=(), learning_rate=0.03)), 200)
    assert run.evaluation.test_loss < 0.01
    assert math.isnan(run.evaluation.train_accuracy) and math.isnan(run.evaluation.test_accuracy)


def test_the_plan_and_the_rules_are_those_of_the_settings():
    settings = DROPPING.changed(penalty="l1", penalty_rate=0.2, clip_norm=3.0, schedule="cosine", learning_rate=0.5)
    made = architecture(settings)
    assert made.widths == (2, 8, 1)
    assert made.hidden[0].dropout == 0.4 and made.head is HEADS["sigmoid"]
    rule = rules(settings)
    assert (rule.penalty.name, rule.penalty.rate, rule.clip_norm, rule.learning_rate) == ("l1", 0.2, 3.0, 0.5)
    assert (rule.optimizer.name, rule.schedule.name) == ("adam", "cosine")


@examples(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(valid_settings(names=("circle", "moons", "blobs", "arms", "reg-gauss", "iris", "wine"), most_samples=60))
def test_any_valid_settings_start_step_and_stop_without_an_exception_or_a_warning(settings):
    run = advance(start(settings), 3)
    finite = math.isfinite(run.evaluation.train_loss) and np.isfinite(run.state.network.theta).all()
    match run.stop and run.stop.reason:
        case None:
            assert run.step == 3 and finite and run.evaluation.train_loss >= 0.0
        case "budget":
            assert run.epoch >= settings.max_epochs
        case "target":
            assert run.evaluation.train_loss <= settings.target_loss
        case "plateau":
            assert run.watch.waited >= settings.patience
        case reason:
            assert reason == "not finite" and not finite


# --- changes on the way ---


def test_the_changes_tested_here_are_all_that_a_run_survives():
    assert LIVE_CHANGES.keys() == LIVE


@pytest.mark.parametrize("name", LIVE_CHANGES)
def test_a_live_change_keeps_the_weights_the_step_and_the_data(name):
    run = advance(start(SMALL), 13)
    changed = with_settings(run, SMALL.changed(**{name: LIVE_CHANGES[name]}))
    assert theta(changed) == theta(run)
    assert changed.step == 13 and changed.data is run.data and changed.stop is None
    assert advance(changed, 3).step == 16


@pytest.mark.parametrize(
    "change",
    [
        {"hidden": ()},
        {"dataset": "xor"},
        {"seed": 5},
        {"noise": 10.0},
        {"features": ("x", "y", "xy")},
        {"loss": "mean_squared_error"},
        {"initializer": "he_normal"},
    ],
)
def test_any_other_change_starts_again(change):
    settings = SMALL.changed(**change)
    changed = with_settings(advance(start(SMALL), 13), settings)
    assert changed.step == 0 and theta(changed) == theta(start(settings))


def test_a_new_learning_rate_counts_from_the_very_next_step():
    run = with_settings(advance(start(SMALL), 13), SMALL.changed(learning_rate=0.7))
    step = advance(run, 1).last
    np.testing.assert_allclose(step.update, -0.7 * step.gradients.theta, rtol=1e-9)


def test_another_optimizer_starts_with_an_empty_memory_and_the_same_one_keeps_it():
    run = advance(start(DROPPING), 10)
    assert with_settings(run, DROPPING.changed(learning_rate=0.5)).state.memory is run.state.memory
    assert with_settings(run, DROPPING.changed(optimizer="momentum")).state.memory.t == 0


@pytest.mark.parametrize("steps", [0, 1, 13, 15])
@pytest.mark.parametrize("size", [1, 4, 30, 500])
def test_a_new_batch_size_begins_a_fresh_epoch_and_epochs_never_go_back(steps, size):
    run = advance(start(SMALL), steps)
    changed = with_settings(run, SMALL.changed(batch_size=size))
    assert changed.epoch >= run.epoch - 1e-12
    assert changed.epoch == math.ceil(run.epoch - 1e-9) == round(changed.epoch)
    epochs, rows = [changed.epoch], []
    for _ in range(changed.batches.per_epoch):
        changed = advance(changed, 1)
        epochs.append(changed.epoch)
        rows.append(changed.last.trace.X)
    assert epochs == sorted(epochs) and epochs[-1] == pytest.approx(epochs[0] + 1.0)
    assert len(np.unique(np.concatenate(rows), axis=0)) == len(run.data.train.X)


def test_a_batch_size_that_changes_twice_still_counts_epochs_forward():
    run, epochs = start(SMALL), []
    for size in (7, 30, 2, 11):
        run = advance(with_settings(run, SMALL.changed(batch_size=size)), 9)
        epochs.append(run.epoch)
    assert epochs == sorted(epochs)


def test_a_change_that_cannot_be_carried_out_leaves_the_run_usable():
    run = advance(start(SMALL), 3)
    with pytest.raises(ValueError, match="expected a number above 0"):
        with_settings(run, SMALL.changed(learning_rate=-1.0))
    assert advance(run, 1).step == 4


# --- the end ---


def test_a_target_ends_a_run_at_the_end_of_an_epoch():
    run = advance(start(SMALL.changed(target_loss=0.2)), 10_000)
    assert run.stop.reason == "target"
    assert run.evaluation.train_loss <= 0.2 and run.epoch == round(run.epoch)
    assert advance(run, 5) is run


def test_a_budget_of_epochs_ends_a_run_when_it_is_used_up():
    run = advance(start(SMALL.changed(max_epochs=4)), 10_000)
    assert (run.stop.reason, run.epoch, run.step) == ("budget", 4.0, 20)
    assert "4 epochs" in run.stop.message


def test_a_plateau_ends_a_run():
    run = advance(start(SMALL.changed(patience=3, learning_rate=1e-9)), 10_000)
    assert (run.stop.reason, run.epoch) == ("plateau", 4.0)


def test_a_live_change_starts_the_patience_anew():
    stuck = SMALL.changed(patience=3, learning_rate=1e-9)
    run = advance(start(stuck), 15)
    assert run.watch.waited == 2
    assert advance(with_settings(run, stuck.changed(learning_rate=2e-9)), 10_000).epoch == 7.0


def test_a_run_that_has_stopped_goes_on_once_its_rule_is_lifted():
    run = advance(start(SMALL.changed(max_epochs=4)), 10_000)
    assert advance(with_settings(run, SMALL.changed(max_epochs=6)), 10_000).epoch == 6.0


@pytest.mark.parametrize("activation", ["relu", "identity"])
def test_a_rate_that_is_far_too_large_ends_a_run_with_a_message_and_no_exception(activation):
    hidden = (HiddenSettings(units=8, activation=activation),) * 2
    settings = RunSettings(dataset="reg-gauss", samples=100, hidden=hidden, learning_rate=100.0, penalty="l2")
    run = advance(start(settings), 2000)
    assert run.stop.reason == "not finite"
    assert f"step {run.step}" in run.stop.message and "learning rate" in run.stop.message
    assert not math.isfinite(run.evaluation.train_loss)
    assert with_settings(run, settings.changed(learning_rate=0.01)).stop == run.stop, "the weights are lost for good"
