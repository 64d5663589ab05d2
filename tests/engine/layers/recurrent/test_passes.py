"""The forward pass step by step, ensembles, sequences of other lengths, and what the tensors say of themselves."""

import numpy as np
import pytest

from nnviz.engine import (
    Batch,
    Clamp,
    LastStep,
    Network,
    PerStepLoss,
    Rules,
    TrainState,
    loss,
    optimizer,
    take_steps,
    targets_at,
    train_step,
    walk,
    with_steps,
)
from nnviz.engine.activations.sigmoids import sigmoid
from tests.engine.layers.recurrent.specimens import KINDS, M, N, T, layer, sequences_in, task


def by_hand(part, X):
    """The states of one sequence by a loop that knows nothing of the layers, one gate after the other."""
    kind = type(part).__name__
    h = np.zeros(M) if part.h0 is None else part.h0
    c = np.zeros(M) if getattr(part, "c0", None) is None else part.c0
    W, V, b = (np.split(array, array.shape[-1] // M, axis=-1) for array in (part.W_xh, part.W_hh, part.b))
    states = []
    for x in X:
        z = [x @ W_k + h @ V_k + b_k for W_k, V_k, b_k in zip(W, V, b, strict=True)]
        if kind == "Elman":
            h = np.tanh(z[0])
        elif kind == "GRU":
            r, u = sigmoid(z[0]), sigmoid(z[1])
            n = np.tanh(x @ W[2] + b[2] + r * (h @ V[2]))
            h = u * h + (1 - u) * n
        else:
            i, f, o, g = sigmoid(z[0]), sigmoid(z[1]), sigmoid(z[2]), np.tanh(z[3])
            c = f * c + i * g
            h = o * np.tanh(c)
        states.append(h)
    return np.array(states)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("learned", [False, True])
def test_the_states_are_those_of_a_plain_loop(kind, learned):
    part, X = layer(kind, learned=learned), sequences_in()
    H = part.forward(X).H
    for n in range(N):
        np.testing.assert_allclose(H[n], by_hand(part, X[n]), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("leading", [(3,), (2, 3)])
def test_an_ensemble_is_its_members_side_by_side(kind, leading):
    part, X = layer(kind, leading, learned=True), sequences_in()
    trace = part.forward(X)
    dA = np.random.default_rng(5).normal(size=trace.H.shape)
    gradients = part.backward(trace, dA)
    for r in np.ndindex(leading):
        member = part.with_parameters(*(array[r] for array in part.parameters))
        alone = member.forward(X)
        np.testing.assert_allclose(trace.H[r], alone.H, rtol=1e-12, atol=1e-14)
        own = member.backward(alone, dA[r])
        for name in ("dW_xh", "dW_hh", "db", "dh0", "dX"):
            np.testing.assert_allclose(getattr(gradients, name)[r], getattr(own, name), rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("each_step", [False, True])
@pytest.mark.parametrize("seeds", [(0,), (0, 1, 2)])
def test_steps_without_records_end_where_steps_with_records_end(kind, each_step, seeds):
    net, measure, X, Y = task(kind, each_step, embedding=3, seeds=seeds, learned_state=True, truncation=4)
    state = TrainState.start(net, Rules(measure, optimizer("adam"), 0.01, clip_norm=0.5))
    stepwise = state
    for _ in range(40):
        stepwise = train_step(stepwise, Batch(X, Y)).after
    planned = take_steps(state, lambda step: Batch(X, Y), 40)
    np.testing.assert_array_equal(planned.network.theta, stepwise.network.theta)
    assert (measure.forward(planned.network.forward(X).A, Y).L < measure.forward(net.forward(X).A, Y).L).all()


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_pass_is_the_same_to_the_last_bit_and_changes_nothing(kind):
    part, X = layer(kind), sequences_in()
    kept = X.copy()
    first, second = part.forward(X), part.forward(X)
    np.testing.assert_array_equal(first.H, second.H)
    np.testing.assert_array_equal(X, kept)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("each_step", [False, True])
def test_the_same_weights_run_at_any_length(kind, each_step):
    net, _, X, _ = task(kind, each_step, embedding=2)
    longer = with_steps(net, 3 * T)
    A = longer.forward(np.tile(X, 3)).A
    assert A.shape == ((N, 3 * T, 2) if each_step else (N, 2))
    np.testing.assert_array_equal(longer.theta, net.theta)
    if each_step:
        np.testing.assert_allclose(A[:, :T], net.forward(X).A, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("kind", KINDS)
def test_the_tensors_describe_themselves(kind):
    part, X = layer(kind, learned=True), sequences_in()
    trace = part.forward(X)
    gradients = part.backward(trace, np.ones_like(trace.H))
    views = [*walk(trace), *walk(gradients), *walk(part.summands(trace, gradients))]
    assert len({view.path for view in walk(trace)}) == len(list(walk(trace)))
    for view in views:
        assert len(view.axes) == view.value.ndim and view.symbol and view.formula
    lines = {view.path: view.line for view in walk(trace)}
    line = "Z[t][..., ru] = XW[t][..., ru] + HW[..., ru]" if kind == "gru" else "Z[t] = XW[t] + before[t] @ W_hh"
    assert line in lines["Z"]
    wanted = {"elman": "XZH", "gru": "XZRUNH", "lstm": "XZIFOGCSH"}[kind]
    assert set(wanted) <= {view.path for view in walk(trace)}
    assert {view.axes for view in walk(trace) if view.path in wanted[2:]} == {("sample", "step", "unit")}


def test_a_network_lists_its_steps_and_names_the_axes_of_its_input():
    net, measure, X, Y = task("lstm", True)
    trace = net.forward(X)
    views = {view.path: view for view in [*walk(trace), *walk(measure.forward(trace.A, Y), "loss.")]}
    assert views["X"].axes == ("sample", "step", "feature")
    assert views["layers[0].C"].axes == ("sample", "step", "unit")
    assert views["layers[1].Z"].line == "Z = X @ W + b[..., None, :]"
    assert views["loss.losses"].axes == ("sample", "step")


@pytest.mark.parametrize("kind", ["gru", "lstm"])
def test_a_gate_that_is_held_has_that_value_and_the_others_do_not(kind):
    part = layer(kind, clamps=(Clamp(layer(kind).gates[1], 0.25, unit=2, step=3),))
    trace, free = part.forward(sequences_in()), layer(kind).forward(sequences_in())
    held = trace.U if kind == "gru" else trace.F
    own = free.U if kind == "gru" else free.F
    assert (held[:, 3, 2] == 0.25).all()
    np.testing.assert_array_equal(held[:, :3], own[:, :3])


def test_inputs_may_carry_leading_axes_where_the_parameters_have_none():
    part, X = layer("lstm"), sequences_in(leading=(2,))
    trace = part.forward(X)
    gradients = part.backward(trace, np.ones_like(trace.H))
    for r in range(2):
        alone = part.forward(X[r])
        np.testing.assert_allclose(trace.H[r], alone.H, rtol=1e-12, atol=1e-14)
        own = part.backward(alone, np.ones_like(alone.H))
        np.testing.assert_allclose(gradients.dW_hh[r], own.dW_hh, rtol=1e-11, atol=1e-13)


def test_the_loss_per_step_is_the_mean_over_the_steps_that_have_a_target():
    net, measure, X, Y = task("elman", True)
    found = measure.forward(net.forward(X).A, Y)
    counted = ~np.isnan(Y[..., 0])
    rows = loss("categorical_cross_entropy").forward(found.A[counted], Y[counted])
    assert counted.sum() == N * T - 4
    np.testing.assert_allclose(found.L, rows.L, rtol=1e-13)
    assert (found.losses[~counted] == 0.0).all()
    assert (measure.backward(found)[~counted] == 0.0).all()
    np.testing.assert_allclose(measure.backward(found)[counted], loss("categorical_cross_entropy").backward(rows))


def test_what_stands_after_the_end_of_a_sequence_changes_no_loss_and_no_gradient():
    net, measure, X, Y = task("gru", True)
    other = X.copy()
    other[0, 4:] = 9.0
    traces = [net.forward(samples) for samples in (X, other)]
    losses = [measure.forward(trace.A, Y) for trace in traces]
    assert losses[0].L == losses[1].L
    gradients = [net.backward(trace, measure.backward(part)) for trace, part in zip(traces, losses, strict=True)]
    np.testing.assert_array_equal(gradients[0].theta, gradients[1].theta)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("embedding", [None, 3])
def test_a_batch_for_each_network(kind, embedding):
    net, measure, X, Y = task(kind, True, embedding, seeds=(0, 1, 2))
    rng = np.random.default_rng(8)
    X = np.stack([X[rng.permutation(N)] for _ in range(3)])
    state = TrainState.start(net, Rules(measure, learning_rate=0.1))
    planned = take_steps(state, lambda step: Batch(X, Y), 5)
    for r in range(3):
        alone, _, _, _ = task(kind, True, embedding, seeds=(r,))
        member = TrainState.start(alone, Rules(measure, learning_rate=0.1))
        for _ in range(5):
            member = train_step(member, Batch(X[r], Y)).after
        np.testing.assert_allclose(planned.network.theta[r], member.network.theta, rtol=1e-10, atol=1e-12)


def test_the_last_of_unequally_many_steps_is_read_by_one_target_a_sequence():
    """The gradient is that of `LastStep` on each sequence as long as it is."""
    net, _, X, _ = task("lstm", True)
    cell, head = net.layers[0], net.layers[1].dense
    lengths, classes = np.array([2, 6, 4, 5]), np.eye(2)[[0, 1, 1, 0]]
    Y = targets_at(lengths, classes, T)
    measure = PerStepLoss(loss("categorical_cross_entropy"))
    trace = net.forward(X)
    found = net.backward(trace, measure.backward(measure.forward(trace.A, Y)))
    expected = 0.0
    for n, length in enumerate(lengths):
        short = Network((cell.with_steps(length), LastStep(length, M), head))
        one = loss("categorical_cross_entropy")
        own = short.forward(X[n : n + 1, :length])
        expected = expected + short.backward(own, one.backward(one.forward(own.A, classes[n : n + 1]))).theta / N
    np.testing.assert_allclose(found.theta, expected, rtol=1e-11, atol=1e-14)
    with pytest.raises(ValueError, match="from 1 to 6"):
        targets_at(np.array([0, 6, 4, 5]), classes, T)
    with pytest.raises(ValueError, match="one for each row"):
        targets_at(np.array([6, 4]), classes, T)
