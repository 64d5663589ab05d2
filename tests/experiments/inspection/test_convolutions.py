"""Tensors of convolutions and pooling: which grid is shown, and that every entry is what its numbers make."""

import numpy as np
import pytest

from nnviz.engine import (
    Architecture,
    Batch,
    Convolved,
    Hidden,
    Pooled,
    Rules,
    TrainState,
    activation,
    head,
    loss,
    one_hot,
    optimizer,
    train_step,
)
from nnviz.experiments import RunSettings, start
from nnviz.experiments.inspection import Step, cut, open_tensor, tensor_groups
from nnviz.experiments.inspection.cutting import shown_last
from tests.experiments.inspection.test_written_out import GIVEN, check

IMAGE = (
    Convolved(2, kernel=3, stride=2, padding="full", dilation=2, activation=activation("tanh")),
    Convolved(2, kernel=2, padding="valid", biases=False, activation=activation("prelu")),
    Pooled("max", 2, 1),
    Pooled("average", 2),
    Hidden(3),
)
SIGNAL = (Convolved(2, kernel=3), Pooled("max"), Pooled("average", None))


def step(hidden, shape, seeds=(0,)):
    n_in = int(np.prod(shape))
    made = Architecture(n_in, hidden, head("softmax"), loss("categorical_cross_entropy"), 3, image=shape).build(*seeds)
    state = TrainState.start(made, Rules(loss("categorical_cross_entropy"), optimizer("sgd"), 0.1), 0)
    X = np.random.default_rng(1).normal(size=(2, n_in))
    return train_step(state, Batch(X, one_hot(np.array([0, 2]), 3)))


@pytest.mark.parametrize(("hidden", "shape"), [(IMAGE, (5, 5, 1)), (SIGNAL, (6, 2))], ids=["images", "signals"])
def test_every_entry_is_what_its_numbers_make(hidden, shape):
    made = step(hidden, shape)
    written = check(made)
    missing = {view.path for group in tensor_groups(made) for view in group.views} - written
    assert {path for path in missing if path.split(".")[-1] not in GIVEN | {"K"}} == set()


def test_every_entry_of_a_network_of_an_ensemble_is_what_its_numbers_make():
    check(step(IMAGE[:3], (4, 4, 1), (0, 1)), member=(1,))


@pytest.mark.parametrize(
    ("axes", "shown"),
    [
        (("sample", "row", "column", "filter"), ("row", "column")),
        (("kernel row", "kernel column", "channel", "filter"), ("kernel row", "kernel column")),
        (("sample", "row", "column", "kernel row", "kernel column", "channel"), ("kernel row", "kernel column")),
        (("sample", "position", "channel"), ("position", "channel")),
        (("kernel position", "channel", "filter"), ("kernel position", "filter")),
        (("sample", "unit"), ("sample", "unit")),
    ],
)
def test_images_and_kernels_are_shown_as_grids(axes, shown):
    assert tuple(axes[i] for i in shown_last(axes)[-2:]) == shown
    assert sorted(shown_last(axes)) == list(range(len(axes)))


def test_a_cell_of_a_channel_knows_which_entry_it_is():
    maps = np.arange(2 * 3 * 4 * 5.0).reshape(2, 3, 4, 5)
    shown = cut(maps, ("sample", "row", "column", "channel"), sample=1, ahead=(2,))
    np.testing.assert_array_equal(shown.values, maps[1, :, :, 2])
    assert shown.index(2, 3) == (1, 2, 3, 2) and shown.largest == maps[1].max()


def test_a_channel_and_a_place_are_opened_by_an_entry():
    run = start(RunSettings().changed(dataset="digits", image_layers=("conv(4)", "pool"), hidden=()))
    A = run.next_record().trace.layers[1].A
    opened = open_tensor(run, "layers[1].A", (3, 2, 5, 1))
    np.testing.assert_array_equal(opened.shown.values, A[3, :, :, 1])
    assert opened.cell == (2, 5) and opened.shape.endswith("8 × 8 × 4 (sample × row × column × filter)")
    traced = open_tensor(run, "layers[1].A", (3, 2, 5, 1), sample=7)
    np.testing.assert_array_equal(traced.shown.values, A[7, :, :, 1])
    assert traced.entry == (7, 2, 5, 1)


def test_layers_are_named_by_their_kind_and_sizes():
    layers = ("conv(4;kernel=5;padding=valid)", "pool(2;stride=1)", "pool(all;kind=average)")
    run = start(RunSettings().changed(dataset="digits", image_layers=layers, hidden=("6:tanh",)))
    titles = list(dict.fromkeys(group.title for group in tensor_groups(run) if group.phase == "forward"))
    assert titles == [
        "Input",
        "Input: 64 → 8 × 8 × 1",
        "Convolution 1: 8 × 8 × 1 → 4 × 4 × 4, kernel 5 × 5, ReLU",
        "Pooling 1: 4 × 4 × 4 → 3 × 3 × 4, maximum of 2 × 2",
        "Pooling 2: 3 × 3 × 4 → 1 × 1 × 4, mean of 3 × 3",
        "Pooling 2: 1 × 1 × 4 → 4",
        "Hidden 1: dense 4 → 6, tanh",
        "Output: dense 6 → 10",
    ]
    assert Step.of(run).network is not None
