"""The diagnosis of networks with convolutions: channels that are dead, all alike or saturated, gradients by layer."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.diagnosis import diagnose
from nnviz.experiments.diagnosis.conclusions import conclusions
from nnviz.experiments.diagnosis.divergence import place_in_words
from nnviz.experiments.diagnosis.measuring import measure
from nnviz.experiments.diagnosis.units import different_units, linear

DIGITS = RunSettings().changed(dataset="digits", train_share=0.2)


def digits(*layers, hidden=(), **more):
    return start(DIGITS.changed(image_layers=layers, hidden=hidden, **more))


def with_parameters(run, **changes):
    """The run with other biases or kernels of its first convolution."""
    layer = run.state.network.layers[1]
    parameters = [changes.get(name, value) for name, value in zip(layer.parameter_names, layer.parameters, strict=True)]
    theta = run.state.network.theta.copy()
    theta[: sum(np.size(part) for part in parameters)] = np.concatenate([np.ravel(part) for part in parameters])
    return replace(run, state=replace(run.state, network=run.state.network.with_theta(theta)))


def found(run, sign):
    return next((finding for finding in diagnose(run) if finding.sign == sign), None)


def test_every_layer_with_weights_is_measured_under_its_name():
    measured = measure(digits("conv(4)", "pool", "conv(8):tanh", "pool", hidden=("6:relu",)), ())
    assert [(layer.title, layer.units, layer.unit) for layer in measured.layers] == [
        ("convolution 1", 4, "channels"),
        ("convolution 2", 8, "channels"),
        ("layer 1", 6, "units"),
        ("the output layer", 10, "units"),
    ]


def test_a_channel_is_dead_where_all_its_places_are_zero_for_all_samples():
    run = digits("conv(4)", "pool", hidden=())
    b = np.array([-1e3, 0.5, -1e3, 0.5])
    (layer, _) = measure(with_parameters(run, b=b), ()).layers
    A = with_parameters(run, b=b).state.network.forward(run.data.train.X).layers[1].A
    assert layer.dead == int((A == 0.0).all((0, 1, 2)).sum()) == 2


def test_dead_channels_are_told_as_channels():
    finding = found(with_parameters(digits("conv(4)", "pool"), b=np.full(4, -1e3)), "dead")
    assert "4 of 4 ReLU channels of convolution 1 are dead: their slope is 0 at every place of all" in finding.sentence
    assert finding.evidence == (("dead channels in convolution 1", 4.0),)


def test_channels_that_are_copies_are_told():
    run = digits("conv(4)", "conv(6)", "pool", hidden=(), initializer="constant")
    assert different_units(run.state.network) == (1, 1)
    assert "The 4 channels of convolution 1 are copies of a single one" in found(run, "symmetric").sentence


def test_channels_differ_by_the_weights_that_look_at_them():
    run = digits("conv(3)", "pool", hidden=())
    K = np.repeat(run.state.network.layers[1].K[..., :1], 3, axis=-1)
    assert different_units(with_parameters(run, K=K, b=np.zeros(3)).state.network) == (3,)


def test_saturated_maps_are_told():
    run = digits("conv(4):tanh", "pool", hidden=())
    finding = found(with_parameters(run, b=np.full(4, 50.0)), "saturated")
    assert "in convolution 1" in finding.sentence


def test_the_gradient_that_vanishes_is_told_by_layer():
    run = digits(*["conv(4):sigmoid"] * 8, hidden=(), initializer="glorot_uniform")
    finding = found(run, "vanishing")
    assert "reaches convolution 1" in finding.sentence


@pytest.mark.parametrize(("pool", "is_linear"), [("pool", False), ("pool(2;kind=average)", True)])
def test_taking_maxima_is_not_linear_and_taking_means_is(pool, is_linear):
    run = advance(digits("conv(2):identity", pool, learning_rate=1e-6, initializer="zeros"), 201)
    assert (linear(measure(run, ())) is not None) == is_linear


@pytest.mark.parametrize(
    ("position", "name"),
    [
        (0, "convolution 1"),
        (1, "convolution 1"),
        (2, "pooling 1"),
        (3, "pooling 1"),
        (4, "layer 1"),
        (5, "the output layer"),
    ],
)
def test_a_tensor_that_breaks_down_is_named_by_its_layer(position, name):
    run = digits("conv(4)", "pool", hidden=("6:relu",))
    assert place_in_words(run, f"layers[{position}].A") == f"A of {name} (layers[{position}].A)"


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_healthy_run_has_nothing(optimizer):
    run = digits(
        "conv(4)", "pool", "conv(8)", "pool", optimizer=optimizer, learning_rate=0.1 if optimizer == "sgd" else 0.01
    )
    for steps in (0, 1, 30, 300):
        run = advance(run, steps - run.step)
        assert diagnose(run) == ()


def test_conclusions_compare_the_kernel_next_to_the_input_with_the_output():
    run = advance(digits("conv(4)", "pool"), 1)
    assert any("gradient norm of **K1**" in text and "**W2**" in text for text in conclusions(run, [[0.0] * 6]))


@pytest.mark.parametrize(
    ("sign", "layers", "more"),
    [
        ("vanishing", ["conv(4):sigmoid"] * 8, {"initializer": "glorot_uniform"}),
        ("symmetric", ["conv(4)", "pool"], {"initializer": "constant"}),
        ("linear", ["conv(4):identity", "pool(2;kind=average)"], {"initializer": "zeros", "learning_rate": 1e-6}),
        ("dead", ["conv(4)", "pool"], {"learning_rate": 3.0}),
    ],
)
def test_every_remedy_of_a_network_with_convolutions_helps(sign, layers, more):
    run = digits(*layers, **more)
    steps = 201 if sign == "linear" else 40
    run = advance(run, steps)
    finding = found(run, sign)
    if sign == "linear":
        finding = linear(measure(run, ()))
    assert finding.remedies
    for remedy in finding.remedies:
        after = advance(start(remedy.of(run.settings)), steps)
        assert found(after, sign) is None, remedy.title
