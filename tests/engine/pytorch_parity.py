"""Layers, losses, optimizers and clipping against PyTorch in float64: `make parity`, which installs it.

The name keeps it out of what `pytest` collects by itself, so that it is never skipped.
"""

import numpy as np
import pytest
import torch

from nnviz.engine import (
    LOSSES,
    Batch,
    Dense,
    Dropout,
    Embedding,
    Network,
    PerStepLoss,
    PReLU,
    RecurrentArchitecture,
    Rules,
    Softmax,
    TrainState,
    clip_by_norm,
    loss,
    optimizer,
    schedule,
    train_step,
)
from tests.engine.specimens import FROM_PROBABILITIES, everything, gradient, inputs, network, one_hot, targets

F = torch.nn.functional
torch.set_default_dtype(torch.float64)  # else NAdam keeps its product of momenta in float32

CURVES = {
    "identity": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z: F.leaky_relu(z, 0.01),
    "elu": F.elu,
    "selu": F.selu,
    "softplus": F.softplus,
    "gaussian": lambda z: torch.exp(-z * z),
    "gelu": F.gelu,
    "gelu_tanh": lambda z: F.gelu(z, approximate="tanh"),
    "silu": F.silu,
    "mish": F.mish,
    "relu6": F.relu6,
    "arctan": torch.atan,
    "sine": torch.sin,
    "square": torch.square,
    "softsign": F.softsign,
    "hard_tanh": F.hardtanh,
    # F.hardsigmoid has a slope of 1/6 in float32 (PyTorch 2.13), wrong from the eighth digit on.
    "hard_sigmoid": lambda z: torch.clamp(z / 6.0 + 0.5, 0.0, 1.0),
}

MEASURES = {
    "mean_squared_error": F.mse_loss,
    "half_squared_error": lambda A, Y: 0.5 * F.mse_loss(A, Y, reduction="sum") / len(A),
    "huber": F.huber_loss,
    "binary_cross_entropy": lambda A, Y: F.binary_cross_entropy_with_logits(A, Y, reduction="sum") / len(A),
    "categorical_cross_entropy": F.cross_entropy,
    FROM_PROBABILITIES: lambda A, Y: F.nll_loss(torch.log(A), Y.argmax(-1)),
}

OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.05),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.05),
    "adam": lambda p: torch.optim.Adam(p, lr=0.05),
    "nadam": lambda p: torch.optim.NAdam(p, lr=0.05, momentum_decay=1e6, betas=(0.9, 0.999)),
    "adamax": lambda p: torch.optim.Adamax(p, lr=0.05),
    "amsgrad": lambda p: torch.optim.Adam(p, lr=0.05, amsgrad=True),
    "radam": lambda p: torch.optim.RAdam(p, lr=0.05),
    "adadelta": lambda p: torch.optim.Adadelta(p, lr=0.05, rho=0.95),
    "adamw": lambda p: torch.optim.AdamW(
        [{"params": [w for w in p if w.ndim > 1]}, {"params": [b for b in p if b.ndim < 2], "weight_decay": 0.0}],
        lr=0.05,
        weight_decay=0.5,
    ),
}
"""Of AdamW biases and slopes form a group of their own, which does not decay."""

OURS = {"adamw": {"weight_decay": 0.5}}
"""Hyperparameters that are not the default here."""


def leaves(net):
    """The parameters of every layer as PyTorch tensors that record gradients."""
    return [torch.tensor(array, requires_grad=True) for layer in net.layers for array in layer.parameters]


def run(net, parameters, X):
    """The forward pass of a network in PyTorch, without dropout."""
    A, left = X, list(parameters)
    for layer in net.layers:
        if isinstance(layer, Dense):
            Z = A @ left.pop(0)
            A = CURVES[layer.activation.name](Z if layer.b is None else Z + left.pop(0))
        elif isinstance(layer, PReLU):
            A = F.prelu(A, left.pop(0))
        elif isinstance(layer, Softmax):
            A = torch.softmax(A, -1)
        else:
            assert isinstance(layer, Dropout)
    return A


def flat(tensors):
    return np.concatenate([tensor.detach().numpy().ravel() for tensor in tensors])


def compare(net, name, X, Y):
    _, losses, gradients = gradient(net, name, X, Y)
    parameters, inputs_ = leaves(net), torch.tensor(X, requires_grad=True)
    value = MEASURES[name](run(net, parameters, inputs_), torch.tensor(Y))
    value.backward()
    np.testing.assert_allclose(losses.L, value.item(), rtol=1e-10)
    np.testing.assert_allclose(gradients.theta, flat([p.grad for p in parameters]), rtol=1e-10, atol=1e-15)
    np.testing.assert_allclose(gradients.dX, inputs_.grad.numpy(), rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("name", CURVES)
def test_a_network_of_every_activation_agrees(name):
    net = network(4, 6, 5, 2, hidden=name)
    compare(net, "mean_squared_error", inputs(7, 4), targets("mean_squared_error", 7, 2))


@pytest.mark.parametrize("name", LOSSES)
def test_a_network_under_every_loss_agrees(name):
    net = network(4, 6, 3)
    if LOSSES[name].expects == "probabilities":
        net = Network((*net.layers, Softmax()))
    compare(net, name, inputs(7, 4), targets(name, 7, 3))


def test_a_network_of_every_kind_of_layer_agrees():
    compare(everything(), FROM_PROBABILITIES, inputs(6, 3), one_hot(np.arange(6) % 3, 3))


@pytest.mark.parametrize("name", ["binary_cross_entropy", "categorical_cross_entropy"])
@pytest.mark.parametrize("size", [40.0, 1e3, 1e30])
def test_cross_entropy_agrees_at_large_logits(name, size):
    A, Y = size * np.array([[1.0, -1.0, 0.5], [-1.0, 1.0, -0.5]]), np.eye(3)[[0, 2]]
    expected = MEASURES[name](torch.tensor(A), torch.tensor(Y)).item()
    assert loss(name).forward(A, Y).L == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_fifty_steps_of_every_optimizer_agree(name):
    net, X, Y = network(3, 5, 2), inputs(8, 3), targets("mean_squared_error", 8, 2)
    state = TrainState.start(net, Rules(loss("mean_squared_error"), optimizer(name), 0.05))
    parameters, inputs_, wanted = leaves(net), torch.tensor(X), torch.tensor(Y)
    theirs = OPTIMIZERS[name](parameters)
    for _ in range(50):
        theirs.zero_grad()
        F.mse_loss(run(net, parameters, inputs_), wanted).backward()
        theirs.step()
        state = train_step(state, Batch(X, Y)).after
        np.testing.assert_allclose(state.network.theta, flat(parameters), rtol=1e-8, atol=1e-12)


def test_one_cycle_agrees():
    """PyTorch counts the last of its T + 1 steps as T, and its peak from one step earlier."""
    (leaf,) = [torch.zeros(1, requires_grad=True)]
    theirs = torch.optim.SGD([leaf], lr=1.0)
    share = (0.3 * 100 + 1) / 101
    cycle = torch.optim.lr_scheduler.OneCycleLR(theirs, 0.5, total_steps=101, pct_start=share, cycle_momentum=False)
    ours = schedule("one_cycle", steps=100)
    for t in range(100):
        assert 0.5 * ours.factor(t) == pytest.approx(theirs.param_groups[0]["lr"], rel=1e-10)
        theirs.step()
        cycle.step()


@pytest.mark.parametrize("length", [1e-3, 1.0, 1e3])
def test_clipping_agrees(length):
    """PyTorch adds 1e-6 to the norm, so that both agree to about that."""
    dtheta = np.random.default_rng(0).normal(size=20)
    leaf = torch.zeros(20, dtype=torch.float64, requires_grad=True)
    leaf.grad = torch.tensor(dtheta)
    torch.nn.utils.clip_grad_norm_([leaf], length)
    np.testing.assert_allclose(clip_by_norm(dtheta, length), leaf.grad.numpy(), rtol=1e-6)


def in_their_order(kind, V, units):
    """Columns i, f, o, g as PyTorch's i, f, g, o; those of the others stand in its order."""
    if kind != "lstm":
        return V
    i, f, o, g = np.split(V, 4, axis=-1)
    return np.concatenate([i, f, g, o], axis=-1)


@pytest.mark.parametrize("kind", ["elman", "gru", "lstm"])
@pytest.mark.parametrize("learned", [False, True])
def test_recurrent_layers_agree(kind, learned):
    """Theirs has a second bias, which is zero here."""
    d, units, T, N = 3, 5, 12, 4
    rng = np.random.default_rng(0)
    net = RecurrentArchitecture(kind, T, d, units, 2, learned_state=learned).build(0)
    net = net.with_theta(rng.normal(0.0, 0.5, net.n_parameters))
    part, X = net.layers[0], rng.normal(size=(N, T, d))
    dA = rng.normal(size=(N, T, units))
    trace = part.forward(X)
    gradients = part.backward(trace, dA)
    theirs = {"elman": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}[kind](d, units, batch_first=True)
    with torch.no_grad():
        theirs.weight_ih_l0.copy_(torch.tensor(in_their_order(kind, part.W_xh, units).T))
        theirs.weight_hh_l0.copy_(torch.tensor(in_their_order(kind, part.W_hh, units).T))
        theirs.bias_ih_l0.copy_(torch.tensor(in_their_order(kind, part.b, units)))
        theirs.bias_hh_l0.zero_()
    states = [torch.tensor(np.zeros(units) if s is None else s, requires_grad=True) for s in (part.h0,)]
    if kind == "lstm":
        states.append(torch.tensor(np.zeros(units) if part.c0 is None else part.c0, requires_grad=True))
    first = tuple(state.expand(1, N, units).contiguous() for state in states)
    inputs_ = torch.tensor(X, requires_grad=True)
    out, _ = theirs(inputs_, first if kind == "lstm" else first[0])
    (out * torch.tensor(dA)).sum().backward()
    pairs = [
        (trace.H, out.detach().numpy()),
        (gradients.dX, inputs_.grad.numpy()),
        (in_their_order(kind, gradients.dW_xh, units), theirs.weight_ih_l0.grad.numpy().T),
        (in_their_order(kind, gradients.dW_hh, units), theirs.weight_hh_l0.grad.numpy().T),
        (in_their_order(kind, gradients.db, units), theirs.bias_ih_l0.grad.numpy()),
    ]
    if learned:
        pairs.append((gradients.dh0, states[0].grad.numpy()))
    if learned and kind == "lstm":
        pairs.append((gradients.dc0, states[1].grad.numpy()))
    for ours, wanted in pairs:
        np.testing.assert_allclose(ours, wanted, rtol=1e-10, atol=1e-14)


def test_embeddings_agree():
    rng = np.random.default_rng(0)
    W, X, dA = rng.normal(size=(7, 4)), rng.integers(0, 7, (5, 9)), rng.normal(size=(5, 9, 4))
    table, theirs = Embedding(W, 9), torch.nn.Embedding(7, 4)
    with torch.no_grad():
        theirs.weight.copy_(torch.tensor(W))
    (theirs(torch.tensor(X)) * torch.tensor(dA)).sum().backward()
    gradients = table.backward(table.forward(X.astype(np.float64)), dA)
    np.testing.assert_allclose(gradients.dW, theirs.weight.grad.numpy(), rtol=1e-12, atol=1e-14)


def test_the_loss_per_step_agrees_where_targets_are_missing():
    rng = np.random.default_rng(0)
    A, classes = rng.normal(size=(4, 6, 3)), rng.integers(0, 3, (4, 6))
    classes[0, 3:] = classes[2, :2] = -100  # PyTorch's "no target"
    Y = np.where((classes < 0)[..., None], np.nan, np.eye(3)[np.maximum(classes, 0)])
    measure = PerStepLoss(loss("categorical_cross_entropy"))
    ours = measure.forward(A, Y)
    leaf = torch.tensor(A, requires_grad=True)
    theirs = F.cross_entropy(leaf.reshape(-1, 3), torch.tensor(classes.reshape(-1)))
    theirs.backward()
    np.testing.assert_allclose(ours.L, theirs.item(), rtol=1e-12)
    np.testing.assert_allclose(measure.backward(ours), leaf.grad.numpy(), rtol=1e-10, atol=1e-16)
