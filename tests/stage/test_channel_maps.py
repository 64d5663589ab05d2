"""What a camera sees of convolutions and pooling: columns, kernels, feature maps, their gradients, dead channels."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.experiments import RunSettings, advance, edit_parameter, start
from nnviz.stage.camera import camera, choose
from nnviz.stage.diagram_columns import diagram_columns, diagram_inputs
from nnviz.stage.frame import check_frame

SETTINGS = RunSettings().changed(
    dataset="digits", image_layers=("conv(8)", "pool", "conv(4):tanh"), hidden=("5:tanh",), batch_size=32
)


@pytest.fixture(scope="module")
def moment():
    """A run after a few steps, its camera on the fourth sample, and its frame."""
    run = advance(start(SETTINGS), 3)
    seen = choose(camera(run, 1), run, {"index": 3})
    frame = seen.frame(run)
    check_frame(seen.scene, frame)
    return run, seen, frame


def numbers(cells, end):
    """The numbers that bytes of a map stand for."""
    return (cells - 128.0) / 127.0 * end


def test_every_convolution_and_every_pooling_is_a_column_of_its_own(moment):
    run, seen, _ = moment
    assert diagram_inputs(run.state.network) == (8, 8, 1)
    assert [column.last for column in diagram_columns(run.state.network)] == [1, 2, 3, 5, 6]
    columns = seen.scene.columns
    assert [column.title for column in columns] == ["input", "conv 1", "pool 1", "conv 2", "hidden 1", "output"]
    assert [column.shape for column in columns] == [(8, 8, 1), (8, 8, 8), (4, 4, 8), (4, 4, 4), (), ()]
    assert [column.activation for column in columns] == ["", "ReLU", "max 2×2", "tanh", "tanh", "softmax"]
    assert [column.layer for column in columns] == [-1, 1, 2, 3, 5, 6]
    assert columns[3].features == 64


def test_kernels_are_those_of_the_network_and_pooling_has_none(moment):
    run, _, frame = moment
    layers = run.state.network.layers
    np.testing.assert_array_equal(frame.weights[0], layers[1].K)
    np.testing.assert_array_equal(frame.weight_gradients[2], run.last.gradients.layers[3].dK)
    np.testing.assert_allclose(frame.weight_updates[0], layers[1].K - run.last.before.network.layers[1].K)
    assert frame.weights[1] is None and frame.biases[1] is None and frame.weight_updates[1] is None
    assert frame.gradient_norms.shape == (4,)
    assert frame.gradient_norms[1] == pytest.approx(np.linalg.norm(run.last.gradients.layers[3].dK))


def test_maps_are_what_the_channels_put_out_for_the_chosen_sample_on_one_scale_a_layer(moment):
    run, seen, frame = moment
    trace = run.state.network.forward(seen.pictured[[3]])
    for column, layer in ((1, 1), (2, 2), (3, 3)):
        A, end = trace.layers[layer].A[0], frame.channel_map_ends[column]
        assert end == pytest.approx(np.abs(A).max())
        shown = numbers(frame.channel_maps[column].transpose(1, 2, 0), end)
        np.testing.assert_allclose(shown, A, atol=end / 250)
    assert frame.channel_maps[4] is None and frame.activations[1] is None and frame.activations[4].shape == (5,)


def test_gradients_of_the_maps_are_those_of_the_samples_own_loss(moment):
    run, seen, frame = moment
    network, loss = run.state.network, run.state.rules.loss
    X, Y = seen.pictured[[3]], seen.targets[[3]]

    def losses(A):
        for layer in network.layers[2:]:
            A = layer.forward(A).A
        return float(loss.forward(A, Y).L)

    A = network.forward(X).layers[1].A
    place, h = (0, 4, 3, np.abs(A[0, 4, 3]).argmax()), 1e-5
    up, down = A.copy(), A.copy()
    up[place] += h
    down[place] -= h
    slope = (losses(up) - losses(down)) / (2 * h)
    end = frame.map_gradient_ends[1]
    shown = numbers(frame.map_gradients[1].transpose(1, 2, 0), end)
    assert shown[place[1:]] == pytest.approx(slope, abs=end / 250)


def test_a_sample_of_an_unknown_class_has_no_gradients(moment):
    run, seen, _ = moment
    assert replace(seen, targets=None).frame(run).map_gradients == ()


def test_a_channel_that_nothing_excites_is_dead_and_one_that_rests_for_a_sample_is_not(moment):
    run, seen, frame = moment
    assert frame.dead_channels[0] is None and frame.dead_channels[4] is None
    killed = edit_parameter(run, 1, "b", (2,), -50.0)
    after = seen.frame(killed)
    expected = frame.dead_channels[1].copy()
    expected[2] = 1
    np.testing.assert_array_equal(after.dead_channels[1], expected)
    np.testing.assert_array_equal(after.dead_channels[2], expected)  # and so is what is pooled of it
    assert (after.channel_maps[1][2] == 128).all()


def test_a_global_pooling_stands_as_plain_units():
    run = start(SETTINGS.changed(image_layers=("conv(4)", "pool(all;kind=average)"), hidden=()))
    seen = camera(run, 1)
    frame = seen.frame(run)
    check_frame(seen.scene, frame)
    pooled = seen.scene.columns[2]
    assert (pooled.shape, pooled.units, pooled.activation, pooled.operation) == ((), 4, "global mean", "pooling")
    np.testing.assert_allclose(frame.activations[2], run.state.network.forward(seen.pictured[[0]]).layers[2].A.ravel())
    assert frame.weights[2].shape == (4, 10)


def test_signals_are_maps_of_one_row_with_kernels_of_one_row():
    run = advance(start(RunSettings().changed(dataset="signals", image_layers=("conv(3;kernel=5)", "pool"))), 1)
    seen = camera(run, 1)
    frame = seen.frame(run)
    check_frame(seen.scene, frame)
    assert [column.shape for column in seen.scene.columns[:3]] == [(1, 40, 1), (1, 40, 3), (1, 20, 3)]
    assert frame.weights[0].shape == (1, 5, 1, 3)


@pytest.mark.parametrize("view", ["components", "features:10,20"])
def test_a_cut_through_images_is_drawn_beside_the_feature_maps(view):
    run = advance(start(SETTINGS.changed(view=view)), 1)
    look = camera(run, 1, view=view)
    frame = look.frame(run)
    assert look.scene.kind == "plane" and look.scene.feature_maps is None
    assert frame.channel_maps[1].shape == (8, 8, 8) and frame.unit_maps[-1] is not None
