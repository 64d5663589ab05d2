"""Cells of a sweep of the Playground are the Playground's runs, whatever they are trained beside."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine import ACTIVATIONS, OPTIMIZERS, SCHEDULES
from nnviz.experiments.run.run import advance, start
from nnviz.experiments.run.settings import RunSettings
from nnviz.experiments.sweep import Axis, SettingError, Sweep, address_of, experiment, gathered, remaining, run
from nnviz.experiments.sweep.playground import MEASURES, task

SWEEP = Sweep(
    "playground",
    (Axis("activation", ("relu", "sigmoid")), Axis("weight_scale", (0.5, 30.0))),
    (("depth", 3), ("units", 6), ("initializer", "lecun_normal"), ("learning_rate", 0.5), ("max_epochs", 4)),
    (0, 3, 7),
)


def same(one, other):
    return np.array_equal(np.array(one), np.array(other), equal_nan=True)


def test_cells_stand_in_the_order_of_the_axes_the_last_one_fastest():
    assert [cell.place for cell in SWEEP.cells()] == [
        ("relu", 0.5),
        ("relu", 30.0),
        ("sigmoid", 0.5),
        ("sigmoid", 30.0),
    ]
    assert SWEEP.n_cells == 4


def test_the_address_of_a_cell_opens_the_very_run():
    for result in run(SWEEP):
        for seed, row in zip(result.cell.seeds, result.rows, strict=True):
            page, query = address_of(result.cell, seed)
            settings, messages = RunSettings.from_query(query)
            opened = advance(start(settings), 10_000)
            seen = opened.evaluation
            assert page == "playground" and messages == ()
            assert opened.stop is not None and opened.stop.reason == "budget"
            expected = [seen.train_loss, seen.test_loss, seen.train_accuracy, seen.test_accuracy]
            assert list(row[3:7]) == expected


CASES = {
    "relu": {"activation": "relu"},
    "prelu and adam": {"activation": "prelu", "optimizer": "adam", "learning_rate": 0.03},
    "clipped": {"activation": "tanh", "clip_norm": 0.1, "weight_scale": 5},
    "penalty": {"penalty": "l2", "penalty_rate": 0.01, "batch_size": 32},
    "classes": {"dataset": "blobs", "batch_size": 7},
    "diverges": {"activation": "relu", "learning_rate": 60, "weight_scale": 30, "loss": "mean_squared_error"},
    "no hidden layer": {"depth": 0},
    "one unit": {"depth": 2, "units": 1},
}


@pytest.mark.parametrize("name", CASES)
def test_seeds_in_lockstep_give_the_bits_of_each_alone(name):
    chosen = task({"units": 5, "depth": 3, "max_epochs": 4, "initializer": "he_normal"} | CASES[name])
    assert chosen.in_lockstep
    assert same(chosen.run((0, 1, 2, 3)), [chosen.run((seed,))[0] for seed in range(4)])


@pytest.mark.parametrize("stop", ["true", "false"])
def test_networks_that_diverge_or_have_solved_their_task_leave_the_others_as_they_are(stop):
    data = {"dataset": "gauss", "max_epochs": 5, "stop_when_solved": stop, "target_accuracy": 0.98}
    network = {"activation": "leaky_relu", "depth": 8, "units": 6, "initializer": "lecun_normal", "weight_scale": 2}
    chosen = task(data | network | {"learning_rate": 0.1})
    rows = chosen.run(range(6))
    of = {one.name: [row[i] for row in rows] for i, one in enumerate(MEASURES)}
    assert of["diverged"] == [0, 0, 0, 1, 0, 0] and of["solved"] == [1, 1, 1, 0, 1, 1]
    assert of["epochs"] == ([1, 1, 1, 0.28, 3, 1] if stop == "true" else [5, 5, 5, 0.28, 5, 5])
    assert of["solved_epoch"][4] == 3 and of["train_loss"][3] == np.inf and of["test_accuracy"][3] == 0
    assert same(rows, [chosen.run((seed,))[0] for seed in range(6)])


def test_dropout_and_stop_rules_of_the_playground_run_one_by_one():
    assert not task({"hidden": "4:relu:0.5"}).in_lockstep
    assert not task({"patience": 3}).in_lockstep
    values = {"dataset": "reg-sine", "target_loss": 0.3, "max_epochs": 20, "hidden": "8:tanh", "learning_rate": 0.1}
    rows = task(values).run((0, 1))
    assert all(row[0] == (row[3] <= 0.3) for row in rows)
    assert same(rows[1:], task(values).run((1,)))


@pytest.mark.parametrize(
    ("values", "name", "words"),
    [
        ({"learning_rate": 1000}, "learning_rate", "expected a number above 0 and at most 100"),
        ({"activation": "reluu"}, "activation", "expected one of"),
        ({"depth": 13}, "depth", "expected a whole number from 0 to 12"),
        ({"units": 2.5}, "units", "expected a whole number from 1 to 512"),
        ({"depth": 2, "hidden": "4:relu"}, "depth", "or hidden, got both"),
        ({"weight_scale": 2, "initializer": "zeros"}, "weight_scale", "that has a gain"),
        ({"dataset": "reg-sine"}, "target_loss", "expected target_loss"),
        ({"stop_when_solved": "maybe"}, "stop_when_solved", "expected true or false"),
        ({"target_accuracy": "much"}, "target_accuracy", "expected a number from 0 to 1"),
        ({"dataset": "moon"}, "dataset", "expected one of"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(values, name, words):
    with pytest.raises(SettingError, match=words) as refused:
        task(values)
    assert refused.value.name == name


def test_done_seeds_are_not_run_again_and_results_come_together_in_the_sweeps_order():
    first = replace(SWEEP, seeds=(3,))
    before = list(run(first))
    todo = remaining(SWEEP, before)
    assert [cell.seeds for cell in todo] == [(0, 7)] * 4
    told = []
    after = list(run(SWEEP, done=before, progress=lambda done, all_: told.append((done, all_))))
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    whole = gathered(SWEEP, [*reversed(after), *before])
    assert [result.cell for result in whole] == list(SWEEP.cells())
    assert all(same(one.rows, other.rows) for one, other in zip(whole, run(SWEEP), strict=True))
    assert remaining(SWEEP, whole) == []


def test_a_key_tells_settings_apart_and_nothing_else():
    relu, other = (next(iter(sweep.cells())) for sweep in (SWEEP, replace(SWEEP, seeds=(1,), title="again")))
    assert relu.key == other.key
    assert len({cell.key for cell in SWEEP.cells()}) == 4
    layers = (("hidden", "6:relu,6:relu,6:relu"), ("learning_rate", 0.5), ("max_epochs", 4))
    spelt = Sweep("playground", (Axis("initializer", ("lecun_normal(gain=0.5)",)),), layers)
    assert next(iter(spelt.cells())).key == relu.key


def test_what_is_said_of_a_cell():
    found = list(run(SWEEP))[0]
    assert found.share_solved == sum(found.of("solved")) / 3
    assert found.median("train_loss") == sorted(found.of("train_loss"))[1]
    assert experiment("playground").measures == MEASURES
    with pytest.raises(ValueError, match="expected one of solved"):
        found.of("speed")


@pytest.mark.long
@given(
    st.sampled_from(list(OPTIMIZERS)),
    st.sampled_from(list(SCHEDULES)),
    st.sampled_from(list(ACTIVATIONS)),
    st.sampled_from(["circle", "moons", "blobs", "iris"]),
    st.integers(1, 4),
    st.integers(1, 20),
    st.integers(1, 60),
    st.sampled_from([1e-3, 0.1, 3, 100]),
)
def test_any_seeds_in_lockstep_give_the_bits_of_each_alone(
    optimizer, schedule, activation, dataset, depth, units, batch, rate
):
    values = {"optimizer": optimizer, "schedule": schedule, "activation": activation, "dataset": dataset}
    chosen = task(
        values | {"depth": depth, "units": units, "batch_size": batch, "learning_rate": rate, "max_epochs": 2}
    )
    assert chosen.in_lockstep
    assert same(chosen.run((0, 1, 2)), [chosen.run((seed,))[0] for seed in range(3)])
