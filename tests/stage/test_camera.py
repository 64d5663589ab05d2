"""What a camera sees is what the engine computes: what a unit sums up, which curve bends it."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.engine import activation
from nnviz.experiments import HiddenSettings, RunSettings, advance, start
from nnviz.stage.camera import camera, choose
from nnviz.stage.frame import check_frame
from nnviz.stage.frame_numbers import last_changes
from nnviz.stage.packing import frame_fields, scene_header
from tests.experiments.run.own_tables import HOUSES, XOR


@pytest.fixture(scope="module")
def moment():
    """A run with dropout and two activations, after a few steps, and its frame."""
    hidden = (
        HiddenSettings(units=4, activation="relu", dropout=0.2),
        HiddenSettings(units=3, activation="tanh"),
    )
    run = advance(start(RunSettings(hidden=hidden)), 5)
    seen = camera(run, 1)
    return run, seen.scene, seen.frame(run)


def test_a_unit_sums_up_its_inputs_and_the_bias_and_the_activation_bends_that(moment):
    _, _, frame = moment
    for layer, (Z, A, g) in enumerate(
        zip(frame.pre_activations, frame.activations[1:], ("relu", "tanh", "linear"), strict=True)
    ):
        np.testing.assert_allclose(Z, frame.activations[layer] @ frame.weights[layer] + frame.biases[layer])
        if layer < 2:
            np.testing.assert_allclose(A, activation(g).f(Z))


def test_a_layer_without_biases_sums_up_its_inputs_alone_and_sends_none():
    hidden = (HiddenSettings(units=4, biases=False), HiddenSettings(units=3))
    run = advance(start(RunSettings(hidden=hidden, output_biases=False)), 5)
    seen = camera(run, 1)
    frame = seen.frame(run)
    check_frame(seen.scene, frame)
    assert [b is None for b in frame.biases] == [True, False, True]
    assert [[db is None for db in group] for group in (frame.bias_gradients, frame.bias_updates)] == [
        [True, False, True]
    ] * 2
    np.testing.assert_allclose(frame.pre_activations[0], frame.activations[0] @ frame.weights[0])
    names = [name for name, _ in frame_fields(frame)]
    assert [name for name in names if name.startswith("bias")] == ["biases.1", "bias_gradients.1", "bias_updates.1"]
    with pytest.raises(ValueError, match="ask for .* biases"):
        check_frame(seen.scene, replace(frame, biases=(None, np.zeros(2), None), bias_gradients=(), bias_updates=()))


def test_gradients_and_updates_of_any_size_have_their_length():
    run = advance(start(RunSettings()), 1)
    layer = run.last.gradients.layers[0]
    huge = replace(run.last.gradients, layers=(replace(layer, dW=layer.dW * 1e200), *run.last.gradients.layers[1:]))
    found = last_changes(replace(run, last=replace(run.last, gradients=huge)))
    usual = last_changes(run)
    np.testing.assert_allclose(found["gradient_norms"][0], usual["gradient_norms"][0] * 1e200, rtol=1e-14)


def test_a_column_names_its_dense_layer_in_the_network(moment):
    run, scene, _ = moment
    assert scene.columns[0].layer == -1
    for column, width in zip(scene.columns[1:], (4, 3, 1), strict=True):
        layer = run.state.network.layers[column.layer]
        assert layer.W.shape[1] == width


def test_a_column_carries_the_curve_of_its_activation(moment):
    _, scene, _ = moment
    assert scene.columns[0].curve == ()
    curve = np.array(scene.columns[1].curve)
    assert curve == pytest.approx(np.maximum(0.0, np.linspace(-3.0, 3.0, len(curve))), abs=1e-3)


def test_softmax_has_no_curve_since_its_units_are_not_bent_one_by_one():
    run = start(RunSettings(dataset="digits"))
    assert camera(run, 1).scene.columns[-1].curve == ()


def centre(scene, row, column):
    """The centre of a cell of the map."""
    width = (scene.plane[1] - scene.plane[0]) / scene.map_side
    return np.array([[scene.plane[0] + width * (column + 0.5), scene.plane[2] + width * (row + 0.5)]])


def test_a_map_of_several_classes_shows_the_likeliest_one_and_how_likely_it_is():
    run = advance(start(RunSettings(dataset="arms")), 50)
    seen = camera(run, 1)
    frame = seen.frame(run)
    for row, column in ((7, 31), (40, 12), (25, 25)):
        P = run.output(run.data.features(centre(seen.scene, row, column)))[0]
        assert frame.output_map[row, column] == P.argmax()
        assert frame.output_confidence[row, column] / 255.0 == pytest.approx(P.max(), abs=0.005)


def test_a_unit_s_map_is_the_unit_at_the_centre_of_every_second_cell(moment):
    run, scene, frame = moment
    maps, row, column = frame.unit_maps[1], 5, 17
    stride = scene.map_side // maps.shape[-1]
    trace = run.state.network.forward(run.data.features(centre(scene, stride * row, stride * column)))
    A = trace.layers[scene.columns[2].layer].A[0]
    assert maps.shape[0] == len(A) == 3
    np.testing.assert_allclose((maps[:, row, column].astype(float) - 128.0) / 127.0, A, atol=0.006)


def test_the_pictures_are_test_samples_one_of_each_class_in_their_order():
    run = start(RunSettings(dataset="digits"))
    images, test = camera(run, 1).scene.images, run.data.test
    for k, image in enumerate(images):
        same = np.isclose(test.raw / test.raw.max(), image.ravel()).all(axis=1)
        assert test.labels[same].tolist() == [k]
    assert len(images) == 10


def own(data, **fields):
    run = advance(start(RunSettings().with_own(data).changed(**fields), data), 5)
    seen = camera(run, 1)
    return run, seen, seen.frame(run)


@pytest.mark.parametrize("scaling", ["none", "standardize", "min_max"])
def test_a_number_is_shown_in_its_own_units_under_its_name(scaling):
    run, seen, frame = own(HOUSES, target_scaling=scaling)
    scene = seen.scene
    assert scene.columns[-1].labels == ("price",)
    assert scene.axis_titles == ("rooms", "price")
    assert scene.target.name == "price" and scene.target.scaled == (scaling != "none")
    low, middle, high = scene.target.ends
    raw = run.data.train.raw_Y
    assert (low, high) == pytest.approx((raw.min(), raw.max())) and middle == pytest.approx((raw.min() + raw.max()) / 2)
    assert (scene.output_range[0], scene.output_range[2]) == (run.data.train.Y.min(), run.data.train.Y.max())
    np.testing.assert_array_equal(scene.test_targets, run.data.test.raw_Y[:, 0])
    np.testing.assert_array_equal(frame.test_predictions, run.predictions(run.output(run.data.test.X))[:, 0])
    assert (frame.train_rmse, frame.test_rmse) == (run.evaluation.train_rmse, run.evaluation.test_rmse)
    assert frame.point[6:] == (frame.train_rmse, frame.test_rmse)


def test_a_chosen_point_brings_its_target_and_its_prediction():
    run, seen, _ = own(HOUSES)
    chosen = choose(seen, run, {"x": 0.0, "y": 0.0, "set": "train", "index": 3})
    assert chosen.sample.target == run.data.train.raw_Y[3, 0]
    assert chosen.sample.label == run.data.train.Y[3, 0]
    assert chosen.frame(run).predictions[0] == run.predictions(run.output(run.data.train.X[[3]]))[0, 0]
    assert choose(seen, run, {"x": 2.0, "y": 0.0}).sample.target is None


def test_toy_numbers_stay_as_they_are():
    run = start(RunSettings().changed(dataset="reg-gauss"))
    seen = camera(run, 1)
    frame = seen.frame(run)
    assert seen.scene.target is None and seen.scene.output_range == (-1.0, 0.0, 1.0)
    assert frame.predictions is None and frame.train_predictions is None and len(frame.point) == 6


def test_samples_that_are_trained_and_tested_on_are_drawn_once_and_that_is_sent():
    run, seen, frame = own(XOR)
    scene = seen.scene
    assert scene.test_is_train and scene_header(scene)["test_is_train"]
    assert len(scene.train_points) == 4 and len(scene.test_points) == 0
    assert len(frame.train_right) == 4 and len(frame.test_right) == 0
    assert seen.sample.label in (0, 1)
    assert not camera(start(RunSettings()), 1).scene.test_is_train


def test_single_samples_that_are_trained_on_are_called_so():
    run = start(RunSettings().changed(dataset="iris", train_share=1.0, view="samples"))
    assert all(title.startswith("train ") for title in camera(run, 1).scene.sample_titles)


def test_the_number_of_a_maps_largest_byte_comes_with_it(moment):
    run, scene, frame = moment
    grid = camera(run, 1).grid.reshape(50, 50, -1)[::2, ::2].reshape(625, -1)
    A = run.state.network.layers[0].forward(grid).A
    relu, tanh, _ = frame.unit_map_ends
    assert relu == pytest.approx(max(1.0, np.abs(A).max())) and tanh == 1.0
    shown = (frame.unit_maps[0].astype(float) - 128) / 127 * relu
    np.testing.assert_allclose(shown.reshape(4, -1).T, A, atol=relu / 127)
    assert scene.feature_map_end == pytest.approx(6.0, abs=0.5)
    names = [name for name, _ in frame_fields(frame)]
    assert {"unit_maps.1.largest", "unit_maps.2.largest"} <= set(names)


@pytest.mark.parametrize(("name", "shape"), [("bars", (10, 12, 12)), ("signals", (10, 40, 40)), ("digits", (10, 8, 8))])
def test_samples_with_places_are_pictures(name, shape):
    scene = camera(start(RunSettings().changed(dataset=name)), scene_id=1).scene
    assert scene.kind == "image"
    assert scene.images.shape == shape
    assert scene.columns[0].wide
