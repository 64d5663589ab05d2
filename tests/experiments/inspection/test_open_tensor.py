"""A tensor is asked for once: what is shown of it, its names, its numbers and the entry's formula."""

import numpy as np
import pytest

from nnviz.engine.tensors import record, tensor
from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.inspection import Step, histogram, open_tensor, statistics, write_out
from tests.engine.specimens import everything, inputs, network

RUN = advance(start(RunSettings()), 5)


def test_everything_about_a_tensor_is_in_one_record():
    opened = open_tensor(RUN, "layers[0].W", (1, 2), features=("x", "y"))
    W = RUN.last.before.network.layers[0].W
    assert (opened.name, opened.axes, opened.sizes, opened.shape) == (
        "W",
        ("feature", "unit"),
        W.shape,
        "2 × 4 (feature × unit)",
    )
    assert (opened.entry, opened.cell) == ((1, 2), (1, 2))
    assert (opened.row_names, opened.column_names) == (("x", "y"), ())
    np.testing.assert_array_equal(opened.shown.values, W)
    assert opened.statistics == statistics(W) and opened.histogram == histogram(W)


def test_the_entry_is_written_out_with_its_numbers():
    opened = open_tensor(RUN, "layers[0].dW", (1, 2))
    out = write_out(Step.of(RUN), opened.view, (1, 2))
    assert opened.written_out == out and out.value == opened.view.value[1, 2]
    assert open_tensor(RUN, "X", (0, 0)).written_out is None, "what is given has no formula"


def test_one_sample_is_shown_where_there_are_samples():
    opened = open_tensor(RUN, "layers[0].A", (0, 3), sample=7)
    assert (opened.sample, opened.entry, opened.cell) == (7, (7, 3), (0, 3))
    assert opened.shown.values.shape == (1, 4) and opened.samples == 10
    assert open_tensor(RUN, "layers[0].dW", sample=7).shown.values.shape == (2, 4)


@pytest.mark.parametrize(
    ("path", "entry", "sample", "found"),
    [
        ("layers[0].dW", (99, -5, 3), None, (1, 0)),
        ("layers[0].A", (), 10**9, (9, 0)),
        ("loss.L", (1, 2), 3, ()),
    ],
)
def test_indices_that_do_not_exist_become_the_nearest(path, entry, sample, found):
    assert open_tensor(RUN, path, entry, sample=sample).entry == found


def test_an_unknown_path_opens_the_first_tensor_that_was_computed():
    assert open_tensor(RUN, "layers[9].dW").view.path == open_tensor(RUN).view.path == "layers[0].Z"


def test_neighbours_lead_through_all_tensors():
    opened, paths = open_tensor(RUN, "X"), ["X"]
    assert opened.neighbours[0] is None
    while opened.neighbours[1] is not None:
        opened = open_tensor(RUN, opened.neighbours[1])
        assert opened.neighbours[0] == paths[-1]
        paths.append(opened.view.path)
    assert paths == [view.path for group in opened.groups for view in group.views]


def test_one_network_of_an_ensemble_is_opened():
    net = everything((2,))
    opened = open_tensor(Step(None, net.forward(inputs(4, 3)), known=net), "layers[0].W", (0, 1), member=(1,))
    assert (opened.ensemble, opened.member, opened.sizes) == ((2,), (1,), (3, 4))
    np.testing.assert_array_equal(opened.shown.values, net.layers[0].W[1])
    assert open_tensor(net.forward(inputs(4, 3)), "layers[0].W", member=(9,)).member == (1,)


def test_any_record_of_tensors_can_be_opened_and_one_without_any_gives_none():
    @record
    class Attention:
        scores: np.ndarray = tensor("S", "S = Q K^T", axes=("head", "query", "key"))

    @record
    class Nothing:
        pass

    opened = open_tensor(Attention(np.arange(24.0).reshape(2, 3, 4)), "scores", (1, 2, 3))
    assert opened.shown.values.tolist() == np.arange(12.0, 24.0).reshape(3, 4).tolist()
    assert (opened.cell, opened.written_out) == ((2, 3), None)
    assert open_tensor(Nothing()) is None


def test_a_trace_has_the_classes_as_names_of_its_outputs():
    opened = open_tensor(network(3, 4, 2).forward(inputs(4, 3)), "layers[1].A", classes=("cat", "dog"))
    assert opened.column_names == ("cat", "dog")
