"""A parameter set by hand, and all of them replaced."""

import numpy as np
import pytest

from nnviz.experiments import HiddenSettings, RunSettings, advance, edit_parameter, replace_parameters, start

PRELU = RunSettings(hidden=(HiddenSettings(units=3, activation="prelu", dropout=0.2), HiddenSettings(units=2)))


@pytest.mark.parametrize(
    ("layer", "name", "index"), [(0, "W", (1, 2)), (0, "b", (0,)), (1, "slope", (2,)), (3, "W", (2, 1)), (4, "b", (0,))]
)
def test_one_parameter_changes_and_no_other(layer, name, index):
    run = advance(start(PRELU), 3)
    before = run.state.network.theta.copy()
    edited = edit_parameter(run, layer, name, index, -0.75)
    assert getattr(edited.state.network.layers[layer], name)[index] == -0.75
    assert (edited.state.network.theta != before).sum() == 1
    assert np.array_equal(run.state.network.theta, before)


@pytest.mark.parametrize("value", [np.int64(2), np.float32(0.5), np.float64(-1.0)])
def test_a_number_of_numpy_is_as_good_as_one_of_python(value):
    edited = edit_parameter(start(PRELU), 0, "W", np.array([1, 2]), value)
    assert edited.state.network.layers[0].W[1, 2] == value


def test_a_layer_without_biases_has_none_to_edit():
    run = start(RunSettings(hidden=(HiddenSettings(units=3, biases=False),)))
    with pytest.raises(
        ValueError, match="expected one of W of layer 0, W of layer 1, b of layer 1, got 'b' of layer 0"
    ):
        edit_parameter(run, 0, "b", (0,), 0.5)


def test_step_memory_and_batches_go_on_and_training_feels_the_new_weight():
    run = advance(start(RunSettings(optimizer="adam")), 7)
    edited = edit_parameter(run, 0, "W", (0, 0), 2.0)
    assert edited.step == 7 and edited.state.memory is run.state.memory
    assert np.array_equal(edited.batches.indices(7), run.batches.indices(7))
    assert not np.array_equal(advance(edited, 1).state.network.theta, advance(run, 1).state.network.theta)


def test_a_run_that_had_reached_its_target_goes_on_after_an_edit():
    run = advance(start(RunSettings(target_loss=0.3, max_epochs=200)), 10_000)
    assert run.stop is not None
    assert edit_parameter(run, 0, "W", (0, 0), 3.0).stop is None


def test_a_run_that_blew_up_stays_stopped_until_its_weights_are_replaced():
    run = advance(start(RunSettings(dataset="reg-gauss", learning_rate=50.0)), 500)
    assert run.stop is not None and run.stop.reason == "not finite"
    stuck = edit_parameter(run, 0, "W", (0, 0), 1.0)
    assert (stuck.stop is None) == bool(np.isfinite(stuck.state.network.theta).all())
    assert replace_parameters(run, np.zeros(run.state.network.n_parameters)).stop is None


@pytest.mark.parametrize(
    ("layer", "name", "index", "value"),
    [
        (9, "W", (0, 0), 1.0),
        (-1, "W", (0, 0), 1.0),
        (0, "weights", (0, 0), 1.0),
        (0, "W", (0,), 1.0),
        (0, "W", (0, 4), 1.0),
        (0, "W", (-1, 0), 1.0),
        (0, "W", (0.0, 0), 1.0),
        (0, "W", (True, 0), 1.0),
        (0, "b", (0,), float("nan")),
        (0, "b", (0,), float("inf")),
        (0, "b", (0,), 1e101),
        (0, "b", (0,), "1"),
        (0, "b", (0,), None),
        (0, "b", (0,), True),
    ],
)
def test_what_is_no_parameter_or_no_number_is_refused(layer, name, index, value):
    with pytest.raises(ValueError, match="expected"):
        edit_parameter(start(RunSettings()), layer, name, index, value)


def test_replaced_parameters_are_all_new_and_the_optimizer_forgets():
    run = advance(start(RunSettings(optimizer="adam")), 5)
    theta = np.linspace(-1.0, 1.0, run.state.network.n_parameters)
    replaced = replace_parameters(run, theta)
    assert np.array_equal(replaced.state.network.theta, theta) and replaced.step == 5
    assert replaced.state.memory.t == 0
    theta[0] = 99.0
    assert replaced.state.network.theta[0] == -1.0


@pytest.mark.parametrize("theta", [np.zeros(3), np.full(25, np.nan), np.zeros((25, 1))])
def test_parameters_of_another_network_or_not_finite_are_refused(theta):
    with pytest.raises(ValueError, match="expected"):
        replace_parameters(start(RunSettings()), theta)
