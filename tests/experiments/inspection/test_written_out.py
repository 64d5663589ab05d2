"""Every entry of every tensor, written out with its numbers, gives the entry."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.engine import (
    ACTIVATIONS,
    LOSSES,
    OPTIMIZERS,
    Batch,
    Penalty,
    Rules,
    TrainState,
    activation,
    loss,
    one_hot,
    optimizer,
    train_step,
)
from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.inspection import Step, tensor_groups, write_out
from nnviz.experiments.run.choice import optimizer_of
from tests.engine.specimens import FROM_PROBABILITIES, everything, inputs, network, targets

GIVEN = {"X", "W", "b", "slope", "Y"}


def steps(net, rules, Y=None, seed=0):
    """The first step and the fourth: by then the optimizer remembers something."""
    X = inputs(4, 3)
    Y = one_hot(np.arange(4) % 3, 3) if Y is None else Y
    state = TrainState.start(net, rules, seed)
    for number in range(4):
        made = train_step(state, Batch(X, Y))
        if number in (0, 3):
            yield made
        state = made.after


def check(made, member=()):
    """Write every entry out; return the paths of the tensors that have a formula."""
    step, written = Step.of(made), set()
    for group in tensor_groups(made):
        for view in group.views:
            shape = np.shape(view.value)[len(np.shape(view.value)) - len(view.axes) :]
            for index in np.ndindex(*shape):
                out = write_out(step, view, index, member)
                if out is not None:
                    assert out.agrees, (view.path, index, out)
                    assert out.latex.count("{") == out.latex.count("}"), out.latex
                    written.add(view.path)
    return written


@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_every_entry_of_every_kind_of_layer_and_optimizer_is_what_its_numbers_make(rule):
    for made in steps(everything(), Rules(loss(FROM_PROBABILITIES), optimizer(rule), 0.05)):
        written = check(made)
        missing = {view.path for group in tensor_groups(made) for view in group.views} - written
        given = {path for path in missing if not path.startswith("after") and path.split(".")[-1] in GIVEN}
        assert missing == given, "only what is given has no formula"
        assert "layers[2].X" in written


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_is_written_out(name):
    last = "sigmoid" if LOSSES[name].expects == "probabilities" else "identity"
    for made in steps(network(3, 4, 3, last=last), Rules(loss(name)), targets(name, 4, 3)):
        assert {"loss.losses", "loss.L", "layers[1].dA"} <= check(made)


def test_a_loss_of_almost_nothing_is_written_out_with_its_digits():
    net = network(3, 3)
    sure = net.with_theta(np.concatenate([40.0 * np.eye(3).ravel(), np.zeros(3)]))
    made = train_step(TrainState.start(sure, Rules(loss("categorical_cross_entropy"))), Batch(np.eye(3), np.eye(3)))
    view = next(v for c in tensor_groups(made) for v in c.views if v.path == "loss.losses")
    np.testing.assert_allclose(view.value, 2.0 * np.exp(-40.0), rtol=1e-14)
    for i in range(3):
        out = write_out(Step.of(made), view, (i,))
        assert out.value == pytest.approx(float(view.value[i]), rel=1e-12) and out.agrees


def test_huber_is_written_out_on_both_sides_of_delta():
    for made in steps(network(3, 4, 3), Rules(loss("huber", delta=0.3)), targets("huber", 4, 3)):
        assert "loss.losses" in check(made)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if not activation(name).learned])
def test_every_activation_is_written_out(name):
    for made in steps(network(3, 4, 3, hidden=name), Rules(loss("categorical_cross_entropy"))):
        assert {"layers[0].A", "layers[0].dZ"} <= check(made)


@pytest.mark.parametrize("decoupled", [False, True])
@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_penalties_and_clipping_are_written_out(penalty, decoupled):
    rules = Rules(
        loss("categorical_cross_entropy"),
        optimizer("momentum"),
        0.5,
        penalty=Penalty(penalty, 0.1, decoupled),
        clip_norm=0.05,
    )
    for made in steps(network(3, 4, 3), rules):
        assert {"dtheta", "after.network.layers[0].W"} <= check(made)


def test_a_weight_that_l1_stops_at_zero_is_said_to_be_stopped():
    rules = Rules(loss("categorical_cross_entropy"), learning_rate=0.5, penalty=Penalty("l1", 2.0, True))
    made = list(steps(network(3, 4, 3), rules))[-1]
    zero = np.argwhere(made.after.network.layers[0].W == 0.0)
    assert len(zero)
    view = next(v for c in tensor_groups(made) for v in c.views if v.path == "after.network.layers[0].W")
    assert "L1 stops" in write_out(Step.of(made), view, tuple(zero[0])).latex
    check(made)


@pytest.mark.parametrize("member", [(0, 0), (1, 2)])
def test_in_an_ensemble_the_numbers_are_those_of_the_chosen_network(member):
    rules = Rules(loss(FROM_PROBABILITIES), optimizer("adam"), np.full((2, 3, 1), 0.1) * np.arange(1, 4)[:, None])
    for made in steps(everything((2, 3)), rules):
        assert "after.network.layers[0].W" in check(made, member)


def test_a_wrong_entry_does_not_agree():
    made = next(steps(network(3, 4, 3), Rules(loss("categorical_cross_entropy"))))
    view = next(v for c in tensor_groups(made) for v in c.views if v.path == "layers[0].Z")
    wrong = replace(view, value=view.value + 1e-9)
    assert write_out(Step.of(made), view, (1, 2)).agrees
    assert not write_out(Step.of(made), wrong, (1, 2)).agrees


def test_a_dense_entry_reads_like_the_textbook():
    made = next(steps(network(3, 4, 3), Rules(loss("categorical_cross_entropy"))))
    view = next(v for c in tensor_groups(made) for v in c.views if v.path == "layers[0].Z")
    out = write_out(Step.of(made), view, (3, 1))
    result = f"{made.trace.layers[0].Z[3, 1]:.6g}"
    assert out.latex.startswith(
        rf"\begin{{aligned}} Z_{{3,1}} &= {result} \\ &= \sum_k X_{{3,k}}\, W_{{k,1}} + b_{{1}} \\ &= "
    ), "the result first, then the terms"
    assert out.terms == out.written == 4
    X, W = made.trace.X, made.before.network.layers[0].W
    assert f"{X[3, 0]:.4g}" in out.latex and f"{W[2, 1]:.4g}" in out.latex
    assert out.value == made.trace.layers[0].Z[3, 1]


def test_a_long_sum_shows_some_terms_and_counts_them_all():
    X, Y = inputs(50, 3), one_hot(np.arange(50) % 3, 3)
    made = train_step(TrainState.start(network(3, 4, 3), Rules(loss("categorical_cross_entropy"))), Batch(X, Y))
    view = next(v for c in tensor_groups(made) for v in c.views if v.path == "layers[0].dW")
    out = write_out(Step.of(made), view, (0, 0))
    assert out.terms == 50 and out.written == 4 and r"\cdots" in out.latex
    assert r"\cdots" not in out.unfolded and out.unfolded.count(r"\cdot") >= 50
    assert out.agrees


def test_a_broken_step_is_written_out_without_a_word_of_warning():
    X, Y = inputs(4, 3), one_hot(np.arange(4) % 3, 3)
    state = TrainState.start(network(3, 4, 3, hidden="relu"), Rules(loss("mean_squared_error"), learning_rate=1e200))
    made = train_step(state, Batch(X, Y))
    made = train_step(made.after, Batch(X, Y))
    assert not made.finite
    assert "layers[1].dW" in check(made)


def test_without_the_rest_of_the_step_nothing_is_made_up():
    net = network(3, 4, 3)
    trace = net.forward(inputs(4, 3))
    gradients = net.backward(trace, np.ones((4, 3)))
    assert "layers[1].Z" in check(trace)
    assert check(gradients) == {"layers[0].db", "layers[1].db", "layers[0].dA"}


@pytest.mark.parametrize(
    "text",
    [
        "momentum(momentum=0.5)",
        "nesterov(momentum=0)",
        "adagrad(epsilon=0.1)",
        "rmsprop(decay=0.5)",
        "adam(beta1=0;beta2=0.5)",
        "adamw(weight_decay=0.5)",
    ],
)
def test_numbers_that_a_person_chose_for_the_optimizer_are_the_ones_written_out(text):
    for made in steps(everything(), Rules(loss(FROM_PROBABILITIES), optimizer_of(text), 0.05)):
        check(made)


@pytest.mark.parametrize(
    "text", ["leaky_relu(slope=0.3)", "elu(alpha=0.5)", "relu(slope_at_zero=0.5)", "prelu(slope=-1)"]
)
def test_numbers_that_a_person_chose_for_an_activation_are_the_ones_written_out(text):
    settings = RunSettings(hidden=({"units": 3, "activation": text},), batch_size=4)
    assert check(advance(start(settings), 3).last)
