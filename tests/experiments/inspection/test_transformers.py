"""The inspector on a transformer: its layers are named, and all tensors of both passes are listed."""

import numpy as np
import pytest

from nnviz.engine import (
    Batch,
    PerStepLoss,
    Rules,
    TrainState,
    TransformerArchitecture,
    loss,
    optimizer,
    train_step,
)
from nnviz.experiments.attention.backward_settings import BackwardFields
from nnviz.experiments.attention.block import block_pass
from nnviz.experiments.inspection import Step, tensor_groups, write_out
from nnviz.experiments.inspection.expression import Entry
from nnviz.experiments.inspection.rules.registry import rule_for
from tests.experiments.inspection.test_written_out import check


def test_a_block_alone_is_named_by_what_is_inside_it():
    one = block_pass(BackwardFields(block_heads=2))
    titles = {group.title for group in tensor_groups(one.step) if group.phase == "forward"}
    assert titles == {"Input", "Output: residual connection around layer norm, causal attention, 2 heads of 2"}


def test_every_layer_of_a_transformer_has_a_name():
    network = TransformerArchitecture(symbols=3, steps=4, width=2, hidden=3, causal=False).build(0)
    X, Y = np.array([[0.0, 1.0, 2.0, 0.0]]), np.eye(3)[[[0, 1, 2, 0]]]
    measure = PerStepLoss(loss("categorical_cross_entropy"))
    trace = network.forward(X)
    outcome = measure.forward(trace.A, Y)
    step = Step(None, trace, outcome, network.backward(trace, measure.backward(outcome)), known=network)
    titles = [group.title for group in tensor_groups(step) if group.phase == "forward"]
    assert "Embedding of 3 symbols, 2 wide" in titles and "Learned positions" in titles and "Layer norm" in titles
    assert "Residual connection around layer norm, attention, 1 head of 2" in titles
    assert titles[-1].startswith("Output: dense 2 → 3")


GIVEN = {"W", "b", "Y", "gamma", "beta", *(f"W_{name}" for name in "QKVO")}


def taken(steps=3, seeds=(0,), **options):
    """The second step of training, on two sequences."""
    architecture = TransformerArchitecture(symbols=3, steps=steps, **({"width": 4, "heads": 2} | options))
    symbols = np.random.default_rng(0).integers(0, 3, (2, steps + 1))
    Y = np.eye(3)[symbols[:, 1:]]
    Y[0, 0] = np.nan
    measure = PerStepLoss(loss("categorical_cross_entropy"))
    state = TrainState.start(architecture.build(*seeds), Rules(measure, optimizer("adam"), 0.05))
    for _ in range(2):
        made = train_step(state, Batch(symbols[:, :-1].astype(np.float64), Y))
        state = made.after
    return made


OPTIONS = [
    {"hidden": 3},
    {"blocks": 2, "causal": False, "scaled": False},
    {"hidden": 3, "norm": "rms", "positions": "sinusoidal"},
    {"gains": False},
    {"norm": "none", "positions": "none", "hidden": 2},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_every_entry_is_what_its_numbers_make(options):
    made = taken(**options)
    written = check(made)
    views = [view for group in tensor_groups(made) for view in group.views]
    missing = {view.path for view in views} - written
    left = {path for path in missing if path.rpartition(".")[2] not in GIVEN}
    assert left <= {"X", "layers[0].X", "layers[1].R"} and not any(path.startswith("after") for path in missing)
    inner = "layers[2].layers[1]." if options.get("norm") != "none" else "layers[1].layers[0]."
    for name in ("Q", "K", "V", "S", "P", "O", "A", "dO", "dP", "dS", "dQ", "dK", "dV", "dW_Q", "dX_K", "dX"):
        assert inner + name in written


def test_every_entry_of_one_network_of_several():
    check(taken(seeds=(0, 1), hidden=2), member=(1,))


def test_an_entry_that_may_not_be_seen_says_so_and_one_that_may_has_its_own_numbers():
    made = taken()
    view = next(v for group in tensor_groups(made) for v in group.views if v.path == "layers[2].layers[1].P")
    assert "not to be seen" in write_out(Step.of(made), view, (0, 1, 0, 2)).latex
    later = write_out(Step.of(made), view, (0, 1, 2, 2))
    assert later.latex.count("e^") == 2 + 1 + 3, "rule, numerator, and the three that are seen"


def test_the_input_of_a_layer_inside_is_that_of_the_layer_around_or_what_its_neighbour_gives():
    made = taken()
    assert made.trace.layers[2].layers[1].X is made.trace.layers[2].layers[0].A
    entry = Entry(Step.of(made), "layers[2].layers[1].X", "X", 2, (), (0, 1, 2))
    assert "[3.1]" in rule_for(entry)(entry).rule
    entry = Entry(Step.of(made), "layers[2].layers[0].X", "X", 2, (), (0, 1, 2))
    found = rule_for(entry)(entry)
    assert "X^{[3]}" in found.rule and found.terms[0][1] == made.trace.layers[2].X[0, 1, 2]
    entry = Entry(Step.of(made), "layers[2].layers[1].dA", "dA", 2, (), (0, 1, 2))
    assert rule_for(entry)(entry).terms[0][1] == made.gradients.layers[2].dA[0, 1, 2]
