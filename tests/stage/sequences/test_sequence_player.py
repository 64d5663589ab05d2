"""The stage of a run on sequences: what its frames hold, and what a person may ask for."""

import numpy as np
import pytest

from nnviz.datasets import SEQUENCE_DATASETS
from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.run.through_time import PROBED, gradient_through_time, word_for
from nnviz.stage.requests import Command
from nnviz.stage.run_player import RunPlayer
from nnviz.stage.sequences.camera import SequenceCamera, sequence_camera
from nnviz.stage.wire import WIRE_VERSION
from nnviz.ui.inspector.pointed import tensor_at
from tests.stage.decoding import read

SMALL = {"samples": 60, "sequence_length": 6}


def run_on(dataset="echo", steps=3, **more):
    return advance(start(RunSettings().changed(dataset=dataset, **(SMALL | more))), steps)


def fields(run, index=0):
    return dict(sequence_camera(run, 1, index=index).frame(run).fields)


@pytest.mark.parametrize("layers", [("lstm(4)",), ("gru(3)", "elman(5)"), ()])
def test_a_frame_holds_what_the_network_computes_step_by_step(layers):
    run = run_on(sequence_layers=layers)
    seen, k = fields(run, index=2), 2
    X, Y = run.data.test.X[[k]], run.data.test.Y[[k]]
    trace, loss = run.state.network.forward(X), run.state.rules.loss
    back = run.state.network.backward(trace, loss.backward(loss.forward(trace.A, Y)))
    np.testing.assert_array_equal(seen["x"], X.reshape(6, 4).T)
    np.testing.assert_allclose(seen["said"], run.output(X)[0].T, rtol=1e-12)
    np.testing.assert_array_equal(seen["target"], Y[0].T)
    for i, layer in enumerate(layers):
        states, gradients = trace.layers[1 + i], back.layers[1 + i]
        for name in ("I", "F", "O", "G", "C", "H") if "lstm" in layer else ("H",):
            np.testing.assert_allclose(seen[f"{name.lower()}.{i}"], getattr(states, name)[0].T, rtol=1e-12)
        np.testing.assert_allclose(seen[f"dh.{i}"], gradients.dH[0].T, rtol=1e-9, atol=1e-15)


def test_the_norms_are_those_of_the_last_step_over_the_probed_sequences():
    run = run_on("parity", sequence_layers=("gru(3)", "lstm(4)"), samples=400)
    found, seen = gradient_through_time(run), fields(run)
    assert len(run.data.test.X) > PROBED
    np.testing.assert_allclose(seen["norms"], found.norms, rtol=1e-9)
    np.testing.assert_allclose(seen["cell_norms"], found.cells, rtol=1e-9)
    np.testing.assert_allclose(seen["survives"], found.survives, rtol=1e-9)
    assert np.isnan(found.cells[0]).all() and np.isfinite(found.cells[1]).all()


def test_the_gradient_at_the_last_state_is_that_of_one_answer_alone():
    """By hand: the last step's loss reaches its state through the output layer."""
    run = run_on("parity", sequence_layers=("elman(3)",), steps=0)
    X, Y = run.data.test.X[:PROBED], run.data.test.Y[:PROBED]
    output = run.state.network.layers[-1]
    P = run.output(X)[:, -1]
    dh = (P - Y[:, -1]) @ output.W.T / len(X)
    expected = np.sqrt((dh * dh).sum(-1).mean())
    assert gradient_through_time(run).norms[0, -1] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("bias", "word"), [("-4", "vanishing"), ("5", "")])
def test_the_word_follows_the_gate_that_keeps(bias, word):
    run = run_on("first-symbol", steps=0, sequence_length=30, sequence_layers=(f"gru(8;bias={bias})",))
    found = gradient_through_time(run)
    assert found.word == word == word_for(float(found.survives[-1]))


def test_a_large_spectral_radius_explodes():
    run = run_on("first-symbol", steps=0, sequence_length=30, sequence_layers=("elman(8;gain=3):identity",))
    assert gradient_through_time(run).word == "exploding"


@pytest.mark.parametrize("dataset", SEQUENCE_DATASETS)
def test_a_message_tells_the_scene_once_and_frames_after_it(dataset):
    player = RunPlayer(RunSettings().changed(dataset=dataset, **SMALL))
    message = read(player.next_message())
    header, frames = message.header, message.frames
    spec = header["scene_spec"]["sequence"]
    assert header["wire"] == WIRE_VERSION and header["scene_spec"]["kind"] == "sequence"
    assert (spec["steps"], len(spec["symbols"])) == player.settings.info.shape
    assert [layer["title"] for layer in spec["layers"]] == ["GRU"] and len(frames) == 1
    player._known_scene = header["scene"]
    player.carry_out(Command("step", 2.0, 0, 1))
    message = read(player.next_message())
    assert "scene_spec" not in message.header
    assert [frame["numbers"][0] for frame in message.frames] == [1.0, 2.0]


def test_another_sequence_is_shown_and_stays_when_training_begins_anew():
    player = RunPlayer(RunSettings().changed(dataset="echo", **SMALL))
    player.carry_out(Command("sample", {"index": 3}, 0, 1))
    assert player.ahead.camera.sample.index == 3
    player.carry_out(Command("sample", {"index": 300}, 0, 2))
    assert player.ahead.camera.sample.index == 3
    player.apply(player.settings.changed(seed=5))
    assert isinstance(player.ahead.camera, SequenceCamera) and player.ahead.camera.sample.index == 3


def test_going_to_other_data_takes_another_camera():
    player = RunPlayer(RunSettings().changed(dataset="echo", **SMALL))
    player.apply(player.settings.changed(dataset="circle"))
    assert not isinstance(player.ahead.camera, SequenceCamera)
    assert len(player.next_message()) > 0


@pytest.mark.parametrize("name", ["H", "dH", "dC", "F"])
def test_a_state_that_is_clicked_is_opened_at_its_step(name):
    value = {"kind": "state", "layer": 1, "name": name, "i": 4, "j": 2}
    command = Command.read({"name": "inspect", "value": value, "shown": 0, "n": 1})
    run = run_on(sequence_layers=("lstm(4)",))
    assert tensor_at(run, **command.value) == (f"layers[1].{name}", (0, 4, 2))


@pytest.mark.parametrize("name", ["theta", "__class__", "", 3, None])
def test_what_is_no_state_is_refused(name):
    value = {"kind": "state", "layer": 1, "name": name, "i": 4, "j": 2}
    assert Command.read({"name": "inspect", "value": value, "shown": 0, "n": 1}) is None
