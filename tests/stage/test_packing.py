"""Messages to the browser: what goes in comes out, aligned, small, and the same every time."""

import json
from dataclasses import dataclass, replace

import numpy as np
import pytest

from nnviz.experiments.diagnosis import TITLES
from nnviz.stage import Column, Sample, Scene, pack
from nnviz.stage.packing import shrink
from nnviz.stage.wire import pack_frame
from tests.stage.decoding import read
from tests.stage.scenes import chunk, history, image_frame, image_scene, plane_frame, plane_scene


def test_a_frame_comes_back_as_it_went_in():
    scene = plane_scene()
    frame = plane_frame(scene, 7)
    (block,) = read(pack(scene, chunk(1), [frame])).frames
    assert block["numbers"] == pytest.approx([7, 0.7, 0.03, 1 / 8, 1.1 / 8, 0.75, 0.5, 1], rel=1e-6)
    for layer in range(3):
        np.testing.assert_allclose(block[f"weights.{layer}"], frame.weights[layer], rtol=1e-6)
        np.testing.assert_allclose(block[f"bias_gradients.{layer}"], frame.bias_gradients[layer], rtol=1e-6)
        np.testing.assert_array_equal(block[f"unit_maps.{layer + 1}"], frame.unit_maps[layer])
    np.testing.assert_array_equal(block["output_map"], frame.output_map)
    np.testing.assert_allclose(block["gradient_norms"], frame.gradient_norms, rtol=1e-6)


def test_many_frames_keep_their_order():
    scene = plane_scene()
    message = read(pack(None, chunk(1), [plane_frame(scene, step) for step in (3, 4, 5)]))
    assert [block["numbers"][0] for block in message.frames] == [3, 4, 5]


def test_a_scene_comes_back_with_its_points_and_both_themes():
    scene = plane_scene()
    message = read(pack(scene, chunk(1)))
    np.testing.assert_allclose(message.scene["train_points"], scene.train_points, rtol=1e-6)
    np.testing.assert_array_equal(message.scene["test_labels"], scene.test_labels)
    np.testing.assert_array_equal(message.scene["feature_maps"], scene.feature_maps)
    spec = message.header["scene_spec"]
    assert [column["units"] for column in spec["columns"]] == [2, 4, 2, 1]
    assert set(spec["themes"]) == {"light", "dark"}


def test_a_message_without_the_scene_is_read_alone():
    message = read(pack(None, chunk(2), [plane_frame(plane_scene(), 1)]))
    assert "scene_spec" not in message.header
    assert message.frames[0]["weights.0"].shape == (2, 4)


def test_history_comes_back_with_where_it_starts():
    message = read(pack(plane_scene(), chunk(1, history=history(range(4, 9), since=3))))
    assert message.header["history"]["since"] == 3
    assert list(message.rows[:, 0]) == [4, 5, 6, 7, 8]


def test_equal_arguments_give_equal_bytes():
    one, two = (pack(plane_scene(), chunk(1), [plane_frame(plane_scene(), 2)]) for _ in range(2))
    assert one == two


def test_every_number_starts_at_a_multiple_of_four_bytes():
    scene = plane_scene(sizes=(2, 3, 1))
    frames = [plane_frame(scene, step) for step in range(3)]
    header = read(pack(scene, chunk(1, history=history(range(3))), frames)).header
    starts = [header["frames"]["offset"], header["frames"]["size"]]
    starts += [one["offset"] for one in (*header["arrays"], *header["frames"]["layout"]) if one["dtype"] == "f4"]
    assert len(starts) > 10 and all(start % 4 == 0 for start in starts)


def test_a_frame_of_the_default_network_takes_less_than_seven_kilobytes():
    scene = plane_scene()
    frames = [plane_frame(scene, step) for step in range(20)]
    assert len(pack(None, chunk(1), frames)) / 20 < 7_000


def test_a_frame_of_six_layers_of_eight_takes_less_than_thirty_kilobytes():
    scene = plane_scene(sizes=(2, 8, 8, 8, 8, 8, 8, 1))
    frames = [plane_frame(scene, step) for step in range(20)]
    assert len(pack(None, chunk(1), frames)) / 20 < 30_000


def test_weights_of_a_wide_pair_travel_as_a_picture():
    scene = plane_scene(sizes=(2, 32, 1))
    frame = plane_frame(scene, 1)
    (block,) = read(pack(scene, chunk(1), [frame])).frames
    assert "weights.0" not in block and "unit_maps.1" not in block
    largest = block["weights.0.largest"][0]
    shown = (block["weights.0.picture"].astype(float) - 128) / 127 * largest
    np.testing.assert_allclose(shown, frame.weights[0], atol=largest / 127)


def test_shrinking_keeps_the_largest_of_every_block_with_its_sign():
    matrix = np.zeros((128, 10))
    matrix[5, 3], matrix[100, 7] = -9.0, 4.0
    small = shrink(matrix)
    assert small.shape == (64, 10)
    assert small[2, 3] == -9.0 and small[50, 7] == 4.0


def test_a_small_matrix_is_not_shrunk():
    matrix = np.arange(12.0).reshape(3, 4)
    assert shrink(matrix) is matrix


def test_numbers_that_are_none_travel():
    scene = plane_scene()
    frame = replace(plane_frame(scene, 1), train_loss=float("nan"), test_loss=float("inf"))
    W = frame.weights[0].copy()
    W[0, 0], W[1, 1] = np.nan, 1e300
    (block,) = read(pack(scene, chunk(1), [replace(frame, weights=(W, *frame.weights[1:]))])).frames
    assert np.isnan(block["numbers"][3]) and np.isinf(block["numbers"][4])
    assert np.isnan(block["weights.0"][0, 0]) and np.isinf(block["weights.0"][1, 1])


def test_a_wide_matrix_of_nothing_but_nan_travels():
    scene = plane_scene(sizes=(2, 20, 1))
    frame = plane_frame(scene, 1)
    broken = replace(frame, weights=(np.full((2, 20), np.nan), frame.weights[1]))
    (block,) = read(pack(scene, chunk(1), [broken])).frames
    assert (block["weights.0.picture"] == 0).all()


def test_the_header_is_plain_json_with_what_the_browser_is_to_do():
    given = chunk(9, generation=4, playing=True, newest=80, rewind_to=60, answers=123, messages=("Stopped.",))
    header = read(pack(None, replace(given, sample=Sample(0, "test 1", 1, (1.0, 2.0))))).header
    assert (header["sequence"], header["generation"], header["playing"]) == (9, 4, True)
    assert (header["newest"], header["rewind_to"], header["answers"]) == (80, 60, 123)
    assert header["messages"] == ["Stopped."]
    assert header["sample"] == {"index": 0, "title": "test 1", "label": 1, "position": [1.0, 2.0], "target": None}
    assert json.dumps(header)


def test_frames_of_different_networks_do_not_share_a_chunk():
    frames = [plane_frame(plane_scene(), 1), plane_frame(plane_scene(sizes=(2, 3, 1)), 2)]
    with pytest.raises(ValueError, match="step 2 differs from step 1.*new chunk"):
        pack(None, chunk(1), frames)


def test_a_frame_that_does_not_fit_its_scene_is_refused():
    with pytest.raises(ValueError, match=r"weights of shapes \[\(2, 4\).*the frame has \[\(2, 3\)"):
        pack(plane_scene(), chunk(1), [plane_frame(plane_scene(sizes=(2, 3, 1)), 1)])


def test_a_chunk_for_another_scene_is_refused():
    with pytest.raises(ValueError, match="names scene 1 but carries scene 5"):
        pack(plane_scene(id=5), chunk(1))


def test_gradients_must_have_the_shape_of_the_weights():
    frame = plane_frame(plane_scene(), 1)
    with pytest.raises(ValueError, match="weight_gradients must have the shapes of the parameters"):
        replace(frame, weight_gradients=frame.weight_gradients[:1])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": 0}, "id is 1 or more"),
        ({"kind": "cube"}, "known are plane, image, table"),
        ({"head": "guess"}, "known are sigmoid, softmax"),
        ({"plane": (1.0, 1.0, 0.0, 1.0)}, "min below max"),
        ({"columns": (Column("inputs", 2),)}, "at least 2"),
        ({"train_points": np.zeros((3, 3))}, r"shape \(N, 2\)"),
        ({"train_points": np.zeros((3, 2))}, "one label a point"),
        ({"feature_maps": np.zeros((2, 20, 20))}, "centred_bytes"),
    ],
)
def test_a_scene_that_does_not_fit_together_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        replace(plane_scene(), **changes)


@pytest.mark.parametrize(("units", "labels"), [(0, ()), (2, ("only one",))])
def test_a_column_needs_units_and_a_label_for_each(units, labels):
    with pytest.raises(ValueError, match="Column|column"):
        Column("hidden 1", units, labels)


def test_a_picture_of_ink_and_paper_is_sent_as_bytes():
    columns = (Column("inputs", 64), Column("output", 10, tuple("0123456789"), "softmax"))
    images = np.zeros((2, 8, 8))
    images[0, 0, 0] = 1.0
    scene = Scene(1, "image", columns, "softmax", tuple("0123456789"), images=images, sample_labels=(3, 4))
    sent = read(pack(scene, chunk(1))).scene["images"]
    assert sent.dtype == np.uint8 and sent[0, 0, 0] == 255 and sent.sum() == 255


def test_a_finding_goes_to_the_browser_with_its_remedy_and_none_is_not_the_same_as_nobody_looked():
    @dataclass(frozen=True)
    class Found:
        sign: str = "dead"
        sentence: str = "3 of 4 units are dead."
        remedy: str = "Use leaky ReLU."
        evidence: tuple[()] = ()

    sent = [read(pack(None, chunk(1, diagnosis=d))).header["diagnosis"] for d in (None, (), (Found(),))]
    dead = {"sign": "dead", "title": TITLES["dead"], "sentence": "3 of 4 units are dead.", "remedy": "Use leaky ReLU."}
    assert sent == [None, [], [dead]]


def test_sums_before_the_activation_come_back():
    scene = plane_scene()
    sums = tuple(np.arange(n) - 0.5 for n in (4, 2, 1))
    (block,) = read(pack(scene, chunk(1), [replace(plane_frame(scene, 1), pre_activations=sums)])).frames
    np.testing.assert_allclose(block["pre_activations.2"], sums[1])


def test_a_frame_that_several_are_sent_is_packed_once(monkeypatch):
    calls = []
    monkeypatch.setattr("nnviz.stage.packing.pack_frame", lambda fields: calls.append(1) or pack_frame(fields))
    scene = plane_scene()
    frame, other = plane_frame(scene, 1), plane_frame(scene, 2)
    head = chunk(1)
    assert pack(scene, head, [frame, other]) == pack(scene, head, [frame, other])
    assert len(calls) == 2


def test_kernels_and_feature_maps_come_back_as_they_went_in():
    scene = image_scene()
    frame = image_frame(scene, 3)
    message = read(pack(scene, chunk(1), [frame]))
    (block,) = message.frames
    for layer in (0, 2):
        np.testing.assert_allclose(block[f"weights.{layer}"], frame.weights[layer], rtol=1e-6)
        np.testing.assert_allclose(block[f"weight_gradients.{layer}"], frame.weight_gradients[layer], rtol=1e-6)
    assert "weights.1" not in block and "biases.1" not in block  # pooling
    assert block["weights.4.picture"].shape == (64, 10)
    for column, cells in enumerate(frame.channel_maps[:-1]):
        np.testing.assert_array_equal(block[f"channel_maps.{column}"], cells)
        np.testing.assert_array_equal(block[f"dead_channels.{column}"], frame.dead_channels[column])
    assert list(block["dead_channels.3"]) == [0] * 15 + [1]
    columns = message.header["scene_spec"]["columns"]
    assert [column.get("operation") for column in columns] == [None, "convolution", "pooling"] + [
        "convolution",
        "pooling",
        None,
    ]
    assert [column.get("shape") for column in columns[:2]] == [[8, 8, 1], [8, 8, 8]]


def test_plain_units_are_described_as_before():
    columns = read(pack(plane_scene(), chunk(1))).header["scene_spec"]["columns"]
    assert set(columns[1]) == {"title", "units", "labels", "activation", "layer", "curve", "wide"}


def test_a_frame_of_two_convolutions_takes_less_than_fifteen_kilobytes():
    scene = image_scene()
    assert len(pack(None, chunk(1), [image_frame(scene, step) for step in range(20)])) / 20 < 15_000


def test_kernels_of_many_channels_go_as_bytes_with_their_largest_number():
    scene = image_scene(channels=(8, 32))
    frame = image_frame(scene, 1)
    (block,) = read(pack(scene, chunk(1), [frame])).frames
    K, largest = frame.weights[2], block["weights.2.largest"][0]
    assert block["weights.2.picture"].shape == (3, 3, 8, 32) and "weights.2" not in block
    np.testing.assert_allclose((block["weights.2.picture"] - 128.0) / 127 * largest, K, atol=largest / 250)


def test_a_frame_whose_kernels_or_maps_do_not_fit_the_scene_is_refused():
    scene = image_scene()
    frame = image_frame(scene, 1)
    wrong = (frame.weights[0][..., :4], *frame.weights[1:])
    with pytest.raises(ValueError, match=r"ask for weights of shapes \[\(3, 3, 1, 8\), None"):
        pack(scene, chunk(1), [replace(frame, weights=wrong, weight_gradients=())])
    maps = (frame.channel_maps[0], frame.channel_maps[1][:4], *frame.channel_maps[2:])
    with pytest.raises(ValueError, match=r"channel_maps of 'conv 1' must be uint8 of shape \(8, 8, 8\)"):
        pack(scene, chunk(1), [replace(frame, channel_maps=maps)])
    with pytest.raises(ValueError, match="as many channels as"):
        Column("conv", 4, operation="convolution", shape=(8, 8, 8))
