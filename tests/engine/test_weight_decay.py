"""AdamW shrinks weights, as Adam moves everything: in one step, in a plan of many, and for every kind of layer."""

import numpy as np
import pytest

from nnviz.engine import (
    Batch,
    LearnedPositions,
    RecurrentArchitecture,
    Rules,
    TrainState,
    TransformerArchitecture,
    loss,
    optimizer,
    take_steps,
    train_step,
)
from tests.engine.specimens import FROM_PROBABILITIES, everything, inputs

RATE, DECAY = 0.05, 0.5


def parameters(network):
    """Each parameter by its layer and name, with its values."""
    return {
        (i, name): array
        for i, layer in enumerate(network.layers)
        for name, array in zip(layer.parameter_names, layer.parameters, strict=True)
    }


def starts(network, measure):
    rules = (optimizer("adam"), optimizer("adamw", weight_decay=DECAY))
    return [TrainState.start(network, Rules(measure, rule, RATE)) for rule in rules]


def test_weights_decay_and_biases_and_learned_slopes_move_as_by_adam():
    network, X, Y = everything(), inputs(8, 3), np.eye(3)[np.arange(8) % 3]
    after = [train_step(state, Batch(X, Y)).after.network for state in starts(network, loss(FROM_PROBABILITIES))]
    before, by_adam, by_adamw = map(parameters, (network, *after))
    assert {name for _, name in before} == {"W", "b", "slope"}
    for (i, name), start in before.items():
        pull = RATE * DECAY * start if name == "W" else 0.0 * start
        np.testing.assert_allclose(by_adamw[i, name], by_adam[i, name] - pull, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("cell", ["elman", "gru", "lstm"])
def test_many_steps_by_a_plan_decay_the_same_parameters_as_steps_one_by_one(cell):
    network = RecurrentArchitecture(cell, 5, 2, 4, 3).build(0, 1)
    batch = Batch(inputs(6 * 5, 2).reshape(6, 5, 2), np.eye(3)[np.arange(6) % 3])
    one = state = starts(network, loss("categorical_cross_entropy"))[1]
    for _ in range(5):
        one = train_step(one, batch).after
    np.testing.assert_array_equal(take_steps(state, lambda _: batch, 5).network.theta, one.network.theta)


def test_tables_and_matrices_of_a_transformer_decay_but_no_gain_position_or_bias():
    network = TransformerArchitecture(symbols=5, steps=4, width=6, heads=2, hidden=8).build(0)
    decays = {True: set(), False: set()}
    for (i, name), (place, _) in zip(network.layout.names, network.layout.places, strict=True):
        assert len(set(network.penalised[place])) == 1
        what = "positions" if isinstance(network.layers[i], LearnedPositions) else name.rpartition(".")[2]
        decays[bool(network.penalised[place].all())].add(what)
    assert decays == {True: {"W", "W_Q", "W_K", "W_V", "W_O"}, False: {"gamma", "beta", "b", "positions"}}
