"""Recorded trainings: the frames of the run, at steps ever further apart, and what another sample changes."""

import json
import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest

from nnviz.lessons.lesson import Action, Ask, Choice, Step, View
from nnviz.lessons.recording.files import changes, reel_data
from nnviz.lessons.recording.training import REEL, record_training, still_of
from nnviz.stage.requests import Command
from nnviz.stage.run_player import RunPlayer
from tests.stage.decoding import read


def shown(*do, page="playground", **query):
    return Step("here", View(page, query), do=do)


@pytest.fixture(scope="module")
def training():
    return record_training(shown(Action("play", until="step 120"), Action("play", until="step 300")), samples=3)


def frames_of(reel, sample=None):
    """The frames of a reel, read by the independent reader of the wire."""
    blocks = reel.frames.copy()
    if sample is not None:
        at = 0
        for offset, size in reel.fields:
            blocks[:, offset : offset + size] = reel.samples[sample][:, at : at + size]
            at += size
    count, size = blocks.shape
    start = -len(reel.body) % 8 + len(reel.body)
    header = reel.header | {"frames": {"count": count, "offset": start, "size": size, "layout": reel.layout}}
    return read(written(header, reel.body + bytes(start - len(reel.body)) + blocks.tobytes())).frames


def written(header, body):
    """A message of the wire."""
    text = json.dumps(header).encode()
    text += b" " * (-(len(text) + 4) % 8)
    return struct.pack("<I", len(text)) + text + body


def test_steps_lie_ever_further_apart_and_end_where_the_lesson_says(training):
    first, second, third = training.stretches
    assert [reel.steps for reel in first.reels] == [(0,)]
    steps = [step for reel in second.reels for step in reel.steps]
    assert steps[:5] == [1, 2, 3, 4, 5]
    assert steps[-1] == 120
    assert steps[-2] - steps[-3] > 1
    assert third.reels[-1].steps[-1] == 300
    assert max(len(reel.steps) for reel in second.reels) == REEL


def test_recorded_frames_are_those_of_the_run(training):
    reel = training.stretches[2].reels[0]
    step, frame = reel.steps[0], frames_of(reel)[0]
    player = RunPlayer(training.moments[0][1].settings)
    player.carry_out(Command("step", float(step), 0, 1))
    while player.playing:
        player.next_message()
    assert player.run.step == step
    np.testing.assert_array_equal(frame["weights.0"], player.run.state.network.layers[0].W.astype(np.float32))
    assert frame["numbers"][3] == np.float32(player.ahead.frame.train_loss)


def test_another_sample_has_its_own_activations_and_the_same_weights(training):
    reel = training.stretches[1].reels[-1]
    on_view, other = frames_of(reel)[-1], frames_of(reel, 2)[-1]
    assert not np.array_equal(on_view["activations.0"], other["activations.0"])
    run, (x, y) = training.moments[1][1], training.samples[2].position
    said = run.output(run.data.features(np.array([[x, y]])))
    np.testing.assert_allclose(other["probabilities"].ravel(), np.ravel(said), rtol=1e-5)
    np.testing.assert_array_equal(on_view["weights.1"], other["weights.1"])
    np.testing.assert_array_equal(frames_of(reel, 0)[-1]["activations.1"], on_view["activations.1"])


def test_a_condition_ends_a_stretch_at_the_first_frame_that_meets_it():
    stretch = record_training(shown(Action("play", until="loss < 0.68")), samples=1).stretches[1]
    losses = [frame["numbers"][3] for reel in stretch.reels for frame in frames_of(reel)]
    assert stretch.met
    assert losses[-1] < 0.68
    assert min(losses[:-1]) >= 0.68


def test_a_change_of_settings_begins_another_scene_where_training_restarts():
    play, change = Action("play", until="step 3"), Action("set", settings={"hidden": "3:relu"})
    step = shown(play, change, play)
    training = record_training(step, samples=1)
    opened = [("scene_spec" in stretch.reels[0].header) for stretch in training.stretches]
    assert opened == [True, False, True, False]


def test_coarse_maps_take_less_room_and_a_stop_has_whole_ones():
    step = shown(Action("play", until="step 5"))
    coarse = record_training(step, coarse=True, samples=1).stretches[1]
    assert coarse.reels[0].frames.shape[1] < coarse.reels[-1].frames.shape[1] / 2
    assert coarse.reels[0].header["coarse"]
    assert not coarse.reels[-1].header["coarse"]
    assert coarse.reels[-1].steps == (5,)


@pytest.mark.parametrize(("dataset", "component"), [("digits", "stage"), ("parity", "sequences")])
def test_images_and_sequences_are_recorded_too(dataset, component):
    training = record_training(shown(Action("play", until="step 2"), dataset=dataset), samples=2)
    assert training.component == component
    assert [sample.index for sample in training.samples] == [0, 1]
    reel = training.stretches[1].reels[0]
    assert not np.array_equal(reel.samples[0], reel.samples[1])


def test_what_changes_from_frame_to_frame_is_kept_byte_by_byte():
    blocks = np.array([[250, 1], [4, 1], [3, 0]], np.uint8)
    assert changes(blocks).tolist() == [[250, 10, 255], [1, 0, 255]]


def test_a_reel_of_the_usual_network_is_small(training):
    reel = training.stretches[1].reels[0]
    packed = zlib.compress(reel_data(reel), 9)
    assert len(packed) < 0.45 * reel.frames.size


def test_a_still_picture_of_a_question_gives_no_answer_away():
    step = shown(Action("play", until="step 5"))
    asking = replace(step, ask=Ask("?", (Choice("a"), Choice("b")), "a"))
    numbers = [read(still_of(one)[1]).frames[0]["numbers"][0] for one in (step, asking)]
    assert numbers == [5, 0]
