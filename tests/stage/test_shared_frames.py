"""Equal trainings of several visitors are computed once, and unequal ones never mixed up."""

import json

import numpy as np
import pytest

from nnviz.experiments import RunSettings
from nnviz.experiments.activation_race import RaceSettings
from nnviz.stage.activation_race.player import RacePlayer
from nnviz.stage.requests import Command, Need
from nnviz.stage.run_player import PACING, RUNS, RunPlayer
from nnviz.stage.shared_frames import SharedFrames, array_bytes
from tests.experiments.run.own_tables import XOR


def do(player, name, value=0.0):
    player.carry_out(Command(name, value, player.ahead.moment.step, player._answered + 1))


def body(message):
    """A message without what differs from visitor to visitor: the scenes' numbers."""
    size = int.from_bytes(message[:4], "little")
    head = json.loads(message[4 : 4 + size])
    head.pop("scene", None)
    return head["newest"], message[4 + size :]


def chunks(player, n=4):
    """Play so many chunks, from wherever the player stands; the first one brings the scene."""
    do(player, "play")
    sent = []
    for _ in range(n):
        player.need(Need(player.ahead.camera.scene.id, player.newest, player.newest, 0))
        sent.append(body(player.next_message()))
    do(player, "pause")
    return sent


@pytest.fixture(autouse=True)
def a_still_clock(monkeypatch):
    """So that chunks do not depend on how fast the machine is."""
    monkeypatch.setattr("nnviz.stage.training_ahead.perf_counter", lambda: 0.0)


@pytest.fixture
def steps_taken(monkeypatch):
    """Count the steps that are trained."""
    taken, advance = [], RUNS.advance
    monkeypatch.setitem(RUNS.__dict__, "advance", lambda run, n: taken.append(n) or advance(run, n))
    return taken


def test_the_second_visitor_trains_nothing_and_sees_the_same_bytes(steps_taken):
    shared = SharedFrames()
    first = chunks(RunPlayer(RunSettings(), shared=shared))
    trained = sum(steps_taken)
    assert trained == first[-1][0] > 0
    assert chunks(RunPlayer(RunSettings(), shared=shared)) == first
    assert sum(steps_taken) == trained
    assert chunks(RunPlayer(RunSettings())) == first
    assert sum(steps_taken) == 2 * trained


@pytest.mark.parametrize(
    "differ",
    [
        lambda player: player.apply(player.settings.changed(learning_rate=0.7)),
        lambda player: player.apply(player.settings.changed(seed=7)),
        lambda player: player.apply(player.settings.changed(batch_size=3)),
        lambda player: player.edit(0, "W", (0, 0), 0.75),
        lambda player: do(player, "sample", {"x": 1.0, "y": -2.0}),
        lambda player: do(player, "speed", float(PACING.usual + 1)),
    ],
)
def test_who_differs_in_anything_gets_what_is_computed_alone(differ):
    shared = SharedFrames()
    together, alone, usual = RunPlayer(RunSettings(), shared=shared), RunPlayer(RunSettings()), RunPlayer(RunSettings())
    chunks(RunPlayer(RunSettings(), shared=shared), 3)
    for player in (together, alone, usual):
        chunks(player, 1)
    for player in (together, alone):
        differ(player)
    sent = chunks(together, 2)
    assert sent == chunks(alone, 2)
    assert sent != chunks(usual, 2)


def test_a_way_back_and_on_is_shared_and_what_was_changed_meanwhile_is_not(steps_taken):
    shared = SharedFrames()
    first = chunks(RunPlayer(RunSettings(), shared=shared), 6)
    player = RunPlayer(RunSettings(), shared=shared)
    chunks(player, 2)
    player.apply(player.settings.changed(learning_rate=0.3))
    player.apply(player.settings.changed(learning_rate=RunSettings().learning_rate))
    alone = RunPlayer(RunSettings())
    chunks(alone, 2)
    assert [step for step, _ in chunks(player)] == [step for step, _ in chunks(alone)]
    np.testing.assert_array_equal(player.run.state.network.theta, alone.run.state.network.theta)
    assert first


def test_own_data_are_shared_with_nobody():
    shared = SharedFrames()
    chunks(RunPlayer(RunSettings().with_own(XOR), XOR, shared=shared))
    assert len(shared) == 0


def test_races_are_shared_with_their_standing():
    shared, settings = SharedFrames(), RaceSettings(seeds=10)
    first = chunks(RacePlayer(settings, shared), 2)
    kept = len(shared)
    assert kept > 0
    assert chunks(RacePlayer(settings, shared), 2) == first == chunks(RacePlayer(settings), 2)
    assert len(shared) == kept
    assert chunks(RacePlayer(settings.changed(seeds=11), shared), 2) != first


def test_what_was_not_asked_for_longest_goes_first():
    shared = SharedFrames(size=100)
    for key in "abc":
        shared.keep(key, key, key.upper(), 40)
        shared.get("a")
    assert (shared.get("a"), shared.get("b"), shared.get("c")) == (("a", "A"), None, ("c", "C"))
    shared.keep("a", "a", "A", 10)
    shared.keep("d", "d", "D", 50)
    assert len(shared) == 3
    shared.keep("e", "e", "E", 1000)
    assert (len(shared), shared.get("e")) == (1, ("e", "E"))


def test_the_arrays_of_a_record_are_weighed_with_those_within():
    player = RunPlayer(RunSettings())
    assert array_bytes(player.ahead.frame) > player.ahead.frame.output_map.nbytes
    assert array_bytes([np.zeros(3), (np.zeros(2), None, 5)]) == 40
