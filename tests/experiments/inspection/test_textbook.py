"""Every line of the textbook, computed with NumPy, gives the engine's tensor: each kind of layer, activation, loss."""

import math

import numpy as np
import pytest

from nnviz.engine import (
    ACTIVATIONS,
    LOSSES,
    OPTIMIZERS,
    SCHEDULES,
    AveragePool,
    Convolution,
    Dense,
    Dropout,
    MaxPool,
    Network,
    PReLU,
    Reshape,
    Softmax,
    activation,
    flatten,
    loss,
    one_hot,
    optimizer,
    schedule,
    schedule_parameters,
)
from nnviz.engine.optimizers.adam import Adam
from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.inspection import Step, tensor_groups
from nnviz.experiments.inspection.descriptions import described
from nnviz.experiments.inspection.step import layer_of
from nnviz.experiments.inspection.textbook import optimizer_lines, schedule_lines, textbook_lines
from nnviz.experiments.inspection.textbook.activations import TEXTBOOK_ACTIVATIONS
from nnviz.experiments.inspection.textbook.losses import TEXTBOOK_LOSSES
from nnviz.experiments.inspection.textbook.optimizers import TEXTBOOK_OPTIMIZERS
from nnviz.experiments.inspection.textbook.schedules import TEXTBOOK_SCHEDULES

N = 5


def Phi(Z):
    return np.vectorize(lambda z: 0.5 * math.erfc(-z / math.sqrt(2.0)))(Z)


def names(step: Step) -> dict:
    """Every tensor of a step under the name that the textbook has for it."""
    found = {"np": np, "Phi": Phi, "N": N, "X": step.trace.layers[0].X, "rng": np.random.default_rng(7)}
    for i, trace in enumerate(step.trace.layers):
        number, gradients = i + 1, step.gradients.layers[i]
        found[f"patches{number}"] = getattr(trace, "patches", None)
        found[f"k{number}"] = getattr(trace, "winners", None)
        for name in ("Z", "A", "M"):
            found[f"{name}{number}"] = getattr(trace, name, None)
        layer = step.network.layers[i]
        for name in layer.parameter_names:
            found[f"{name}{number}"] = getattr(layer, name)
        for name in ("dA", "dZ", "dW", "dK", "db", "dslope"):
            found[f"{name}{number}"] = getattr(gradients, name, None)
    if step.loss is not None:
        found |= {"Y": step.loss.Y, "P": step.loss.P, "losses": step.loss.losses, "n": step.loss.Y.shape[-1]}
    return found


def checked(step: Step) -> set[str]:
    """Compute every line, and return the names of the tensors that have one."""
    seen = set()
    for group in tensor_groups(step):
        for view in group.views:
            line = textbook_lines(step, group.layer, view)
            if line and not view.path.startswith("after."):
                scope = names(step)
                exec(line, scope)
                target = line.splitlines()[-1].partition(" = ")[0]
                np.testing.assert_allclose(
                    scope[target] * np.ones(np.shape(view.value)), view.value, rtol=1e-7, atol=1e-12, err_msg=line
                )
                seen.add(view.path.rpartition(".")[2])
    return seen


def passed(*layers, loss_name="mean_squared_error", seed=0, n_in=3) -> Step:
    """A step through some layers, dropout included."""
    draw = np.random.default_rng(seed)
    network = Network(tuple(layers))
    trace = network.forward(draw.normal(size=(N, n_in)), np.random.default_rng(7))
    rows = trace.A.shape[-1]
    Y = one_hot(draw.integers(0, rows, N), rows) if "entropy" in loss_name and rows > 1 else (trace.A > 0.2) * 1.0
    measured = loss(loss_name)
    loss_trace = measured.forward(trace.A, Y)
    gradients = network.backward(trace, measured.backward(loss_trace))
    return Step(None, trace, loss_trace, gradients, known=network)


def dense(n_in, n_out, name="tanh", bias=True, seed=1):
    draw = np.random.default_rng(seed)
    return Dense(draw.normal(size=(n_in, n_out)), draw.normal(size=n_out) if bias else None, activation(name))


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if not activation(name).learned])
@pytest.mark.parametrize("bias", [True, False])
def test_a_dense_layer_with_every_activation(name, bias):
    seen = checked(passed(dense(3, 4, name, bias), dense(4, 2, name, bias)))
    assert {"Z", "A", "dA", "dZ", "dW", "dX", "losses", "L"} | ({"db"} if bias else set()) <= seen


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss(name):
    last = (Softmax(),) if name.endswith("from_probabilities") else ()
    assert {"losses", "L", "dA"} <= checked(passed(dense(3, 4), dense(4, 2, "identity"), *last, loss_name=name))


def test_dropout_prelu_and_softmax():
    layers = (Dropout(0.4), dense(3, 4, "identity"), PReLU(np.full(4, 0.25)), dense(4, 3, "identity"), Softmax())
    step = passed(*layers, loss_name="categorical_cross_entropy_from_probabilities")
    assert {"M", "dslope", "A", "dX"} <= checked(step)


CONVOLUTIONS = [
    ((5, 6, 2), {}),
    ((5, 6, 2), {"padding": "same"}),
    ((5, 6, 2), {"padding": "full", "stride": 2}),
    ((6, 7, 1), {"padding": (1, (0, 2)), "stride": (2, 1), "dilation": (1, 2)}),
    ((7, 7, 1), {"dilation": 2}),
    ((9, 2), {"padding": "same", "stride": 2}),
    ((9, 1), {"dilation": 3}),
]


@pytest.mark.parametrize(("shape", "more"), CONVOLUTIONS)
@pytest.mark.parametrize("bias", [True, False])
def test_convolutions_and_changes_of_shape(shape, more, bias):
    draw = np.random.default_rng(3)
    kernel = (3,) if len(shape) == 2 else (2, 3)
    K = draw.normal(size=(*kernel, shape[-1], 3))
    layer = Convolution(K, draw.normal(size=3) if bias else None, activation("tanh"), shape[:-1], **more)
    n_in = int(np.prod(shape))
    rest = (flatten(layer.out_shape), dense(layer.n_out, 2, "identity"))
    seen = checked(passed(Reshape((n_in,), shape), layer, *rest, n_in=n_in))
    assert {"patches", "Z", "A", "dA", "dZ", "dK", "dX"} | ({"db"} if bias else set()) <= seen


@pytest.mark.parametrize("kind", [MaxPool, AveragePool])
@pytest.mark.parametrize(
    ("shape", "window", "stride"),
    [((6, 6, 2), 2, None), ((6, 7, 2), (2, 3), (2, 1)), ((7, 2), 3, 2), ((5, 1), 5, None)],
)
def test_pooling(kind, shape, window, stride):
    layer, n_in = kind(shape, window, stride), int(np.prod(shape))
    rest = (PReLU(np.full(shape[-1], 0.2), layer.out_shape[:-1]), flatten(layer.out_shape), dense(layer.n_out, 2))
    seen = checked(passed(Reshape((n_in,), shape), layer, *rest, n_in=n_in))
    assert {"A", "dX", "dslope"} | ({"winners"} if kind is MaxPool else set()) <= seen


def split(layout, network, vector) -> dict:
    """A vector of all parameters, by layer and name."""
    keys = [(i, name) for i, layer in enumerate(network.layers) for name in layer.parameter_names]
    return dict(zip(keys, layout.views(vector), strict=True))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_update_of_a_parameter_and_of_the_memory(name):
    step = Step.of(advance(start(RunSettings(optimizer=name, hidden=({"units": 3, "activation": "tanh"},))), 3))
    before, after = step.taken.before, step.taken.after
    layout = before.network.layout
    seen = 0
    for group in tensor_groups(step):
        for view in group.views:
            line = textbook_lines(step, group.layer, view)
            if not line or not view.path.startswith("after."):
                continue
            i, field = layer_of(view.path), view.path.rpartition(".")[2]
            scope = {"np": np, "eta": step.taken.learning_rate, "t": before.memory.t}
            for vector in ("v", "s", "u"):
                whole = getattr(before.memory, vector, None)
                scope[vector] = whole if i is None or whole is None else split(layout, before.network, whole)[i, field]
            scope["g"] = step.gradients.theta
            if i is not None:
                scope[f"{field}{i + 1}"] = getattr(before.network.layers[i], field)
                scope[f"d{field}{i + 1}"] = getattr(step.gradients.layers[i], f"d{field}")
            exec(line, scope)
            target = line.splitlines()[-1].partition(" = ")[0]
            np.testing.assert_allclose(scope[target], view.value, rtol=1e-12, atol=1e-16, err_msg=line)
            seen += 1
    assert seen >= 4 and after.network is not before.network


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_rule_takes_the_engines_steps(name):
    rule, draw = optimizer(name), np.random.default_rng(3)
    theta = draw.normal(size=7)
    memory = rule.start(theta)
    scope = {"np": np, "eta": 0.03, "t": 0, "theta": theta, "v": 0.0, "s": 0.0, "u": 0.0}
    for _ in range(12):  # RAdam divides by its mean of squares from the sixth step on
        g = draw.normal(size=7)
        theta, memory = rule.step(theta, g, memory, 0.03)
        scope["g"] = g
        exec(optimizer_lines(rule), scope)
        assert scope["theta"].dtype == np.float64
        np.testing.assert_allclose(scope["theta"], theta, rtol=1e-12)
        for vector, value in memory.vectors.items():
            np.testing.assert_allclose(scope[vector], value, rtol=1e-12)


@pytest.mark.parametrize("warm_up", [0, 20])
@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_gives_the_engines_learning_rates(name, warm_up):
    length = {"steps": 40} if "steps" in {entry.name for entry in schedule_parameters(name)} else {}
    rule, t = schedule(name, warm_up=warm_up, **length), np.arange(100.0)
    scope = {"np": np, "eta0": 0.3, "t": t}
    exec(schedule_lines(rule), scope)
    expected = [0.3 * rule.factor(k) for k in range(100)]
    np.testing.assert_allclose(scope["eta"] * np.ones(100), expected, rtol=1e-12, atol=1e-18)


def test_the_registries_have_a_line_for_everything():
    assert set(TEXTBOOK_OPTIMIZERS) == set(OPTIMIZERS.values())
    assert set(TEXTBOOK_SCHEDULES) == set(SCHEDULES.values())
    assert set(TEXTBOOK_ACTIVATIONS) == set(ACTIVATIONS)
    assert set(TEXTBOOK_LOSSES) == set(LOSSES.values())


def test_the_names_are_those_of_the_layer_on_view():
    step = passed(dense(3, 4, "relu"), dense(4, 2, "identity"), loss_name="categorical_cross_entropy")
    lines = {
        view.path: textbook_lines(step, group.layer, view) for group in tensor_groups(step) for view in group.views
    }
    assert lines["layers[1].dW"] == "dW2 = A1.T @ dZ2"
    assert lines["layers[0].dW"] == "dW1 = X.T @ dZ1"
    assert lines["layers[0].dA"] == lines["layers[1].dX"] == "dA1 = dZ2 @ W2.T"
    assert lines["layers[0].dZ"] == "dZ1 = dA1 * (Z1 > 0)"
    assert lines["layers[1].dA"] == "dA2 = (P - Y) / N"
    assert lines["layers[1].Z"] == "Z2 = A1 @ W2 + b2"


def test_a_bias_that_adamw_does_not_shrink_is_described_as_adam_moves_it():
    step = Step.of(advance(start(RunSettings(optimizer="adamw")), 3))
    views = {view.path: view for group in tensor_groups(step) for view in group.views}
    weights, biases = (described(step, 0, views[f"after.network.layers[0].{name}"]) for name in ("W", "b"))
    assert r"\lambda" in weights.formula and "weight_decay" in weights.line
    assert biases.formula == Adam.formulas[-1] and "weight_decay" not in biases.line
