"""Every entry of recurrent networks, written out with its numbers, gives the entry."""

import numpy as np
import pytest

from nnviz.engine import Batch, Clamp, Network, PerStepLoss, Rules, TrainState, loss, optimizer, train_step
from nnviz.experiments.inspection import Step, tensor_groups, write_out
from tests.engine.layers.recurrent.specimens import KINDS, task
from tests.experiments.inspection.test_written_out import check

SMALL = {"n": 2, "steps": 4, "d": 2, "units": 2}
GIVEN = {"X", "W", "b", "W_xh", "W_hh", "h0", "c0", "Y"}


def taken(kind, each_step, embedding=None, seeds=(0,), clamps=(), **options):
    """The third step of training."""
    net, measure, X, Y = task(kind, each_step, embedding, seeds, **SMALL, **options)
    if clamps:
        net = Network((net.layers[0].with_clamps(*clamps), *net.layers[1:]))
    state = TrainState.start(net, Rules(measure, optimizer("adam"), 0.05))
    for _ in range(3):
        made = train_step(state, Batch(X, Y))
        state = made.after
    return made


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("each_step", "embedding"), [(False, None), (True, 3)])
def test_every_entry_is_what_its_numbers_make(kind, each_step, embedding):
    made = taken(kind, each_step, embedding, learned_state=True)
    written = check(made)
    missing = {view.path for group in tensor_groups(made) for view in group.views} - written
    assert missing == {path for path in missing if not path.startswith("after") and path.split(".")[-1] in GIVEN}
    assert {"layers[1].H", "layers[1].dW_hh"} <= written if embedding else {"layers[0].dH", "loss.losses"} <= written


@pytest.mark.parametrize("kind", KINDS)
def test_truncation_and_ensembles(kind):
    check(taken(kind, True, seeds=(0, 1), truncation=2), member=(1,))


@pytest.mark.parametrize(("kind", "gate"), [("gru", "u"), ("gru", "r"), ("gru", "n"), ("lstm", "f"), ("lstm", "g")])
def test_gates_that_are_held(kind, gate):
    check(taken(kind, False, clamps=(Clamp(gate, 0.5, step=2), Clamp(gate, 1.0, unit=1))))


@pytest.mark.parametrize("name", ["mean_squared_error", "huber", "binary_cross_entropy"])
def test_every_kind_of_loss_per_step(name):
    net, _, X, _ = task("elman", True, **SMALL)
    Y = np.random.default_rng(0).integers(0, 2, (*X.shape[:2], 2)).astype(np.float64)
    Y[1, 2:] = np.nan
    made = train_step(TrainState.start(net, Rules(PerStepLoss(loss(name)))), Batch(X, Y))
    assert {"loss.losses", "loss.L", "layers[1].dA"} <= check(made)


def test_a_step_without_a_target_says_so_and_the_others_name_sample_and_step():
    made = taken("gru", True)
    view = next(v for group in tensor_groups(made) for v in group.views if v.path == "loss.losses")
    assert "no target" in write_out(Step.of(made), view, (0, 3)).latex
    assert "_{1,3," in write_out(Step.of(made), view, (1, 3)).latex


def test_layers_are_named_with_their_sizes_and_steps():
    titles = [group.title for group in tensor_groups(taken("elman", True, 4)) if group.phase == "forward"]
    assert titles == [
        "Input",
        "Embedding of 2 symbols, 4 wide",
        "Elman 4 → 2, tanh, 4 steps",
        "Output: dense 2 → 2, at each of 4 steps",
    ]
    last = [group.title for group in tensor_groups(taken("lstm", False)) if group.phase == "forward"]
    assert last == ["Input", "LSTM 2 → 2, 4 steps", "Last of 4 steps", "Output: dense 2 → 2"]
