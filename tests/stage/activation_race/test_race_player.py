"""The race's player: what the browser gets, and that going back leads to the same numbers bit for bit."""

import numpy as np
import pytest

from nnviz.experiments.activation_race import RaceSettings, advance_race, measure_standing, start_race
from nnviz.stage import Command, Need
from nnviz.stage.activation_race import ALL_SEEDS, RACE_PACING, RacePlayer
from tests.stage.activation_race.decoding import Browser
from tests.stage.decoding import read

SETTINGS = RaceSettings(seeds=10, epochs=4)


@pytest.fixture
def racing():
    return Browser(RacePlayer(SETTINGS))


def test_the_first_message_brings_scene_start_and_one_point(racing):
    message = racing.take()
    about = message.header["scene_spec"]["race"]
    assert [one["title"] for one in about["contestants"]] == ["ReLU", "sigmoid", "leaky ReLU"]
    assert about["seeds"] == list(range(10))
    assert [frame["numbers"][0] for frame in message.frames] == [0.0]
    assert message.rows.shape == (1, 2 + 7 * 3)
    assert not message.header["playing"]
    assert not message.header["scene_spec"]["drawing"]


def test_frames_hold_the_numbers_of_every_seed(racing):
    racing.take()
    racing.press("play")
    frame = racing.take().frames[-1]
    standing = measure_standing(advance_race(start_race(SETTINGS), int(frame["numbers"][0])))
    np.testing.assert_allclose(frame["losses"], standing.test_loss, rtol=1e-6)
    np.testing.assert_allclose(frame["accuracies"], standing.test_accuracy, rtol=1e-6)
    np.testing.assert_allclose(frame["gradients"][1, :, 1], np.median(standing.gradients[1], 0), rtol=1e-5)
    np.testing.assert_allclose(frame["dead"][0], standing.dead[0].mean(0), rtol=1e-6)
    np.testing.assert_allclose(frame["flat"][2], standing.flat[2].mean(0), rtol=1e-6)


def test_a_point_of_the_curves_holds_median_and_middle_half(racing):
    racing.take()
    racing.press("epoch")
    message = racing.take()
    row = dict(zip(message.header["history_columns"], message.rows[-1], strict=True))
    standing = measure_standing(advance_race(start_race(SETTINGS), 25))
    assert (row["step"], row["epoch"]) == (25, 1.0)
    expected = np.quantile(standing.test_loss[1], [0.5, 0.25, 0.75])
    np.testing.assert_allclose([row["loss.1"], row["loss_low.1"], row["loss_high.1"]], expected, rtol=1e-6)
    assert row["accuracy.2"] == pytest.approx(np.median(standing.test_accuracy[2]), rel=1e-6)
    assert row["solved.0"] == (standing.test_accuracy[0] >= 0.9).sum()


def test_it_plays_to_the_end_and_stops(racing):
    racing.take()
    racing.press("play")
    steps = []
    while racing.player.playing:
        steps += [frame["numbers"][0] for frame in racing.take().frames]
    assert steps == sorted(set(steps)) and steps[-1] == 100
    assert racing.player.race.over
    racing.press("play")
    assert not racing.player.playing


def test_a_locked_race_does_not_start(racing):
    racing.player.locked = "Say first who will win."
    for name in ("play", "step", "epoch"):
        racing.press(name)
        assert racing.take().header["locked"] == "Say first who will win."
    assert racing.player.race.step == 0


def test_a_pause_goes_back_to_the_step_on_the_screen_and_on_to_the_same_numbers(racing):
    racing.take()
    racing.press("play")
    for _ in range(3):
        racing.take()
    racing.press("pause", shown=7)
    message = racing.take()
    assert message.header["rewind_to"] == 7 and racing.player.race.step == 7
    racing.press("step", shown=7)
    racing.take()
    there = advance_race(start_race(SETTINGS), 8)
    for one, other in zip(racing.player.race.contestants, there.contestants, strict=True):
        np.testing.assert_array_equal(one.state.network.theta, other.state.network.theta)


def test_a_look_into_the_past_forgets_nothing(racing):
    racing.take()
    for _ in range(3):
        racing.press("epoch")
        racing.take()
    racing.press("seek", value=40, shown=37)
    message = racing.take()
    assert [frame["numbers"][0] for frame in message.frames] == [40.0]
    assert racing.player.race.step == 40 and racing.player.newest == 75
    assert racing.player.race.contestants[0].last.before.step == 39
    np.testing.assert_array_equal(
        racing.player.standing.test_loss, measure_standing(advance_race(start_race(SETTINGS), 40)).test_loss
    )


def test_reset_leads_to_the_same_first_weights(racing):
    first = racing.take().frames[0]["losses"]
    racing.press("epoch")
    racing.take()
    racing.press("reset")
    message = racing.take()
    assert message.header["rewind_to"] == -1
    np.testing.assert_array_equal(message.frames[0]["losses"], first)


def test_a_map_is_what_the_chosen_seed_says(racing):
    racing.press("epoch")
    racing.take()
    racing.press("sample", value={"index": 4}, shown=25)
    message = racing.take()
    assert message.header["sample"] == {"index": 4, "title": "seed 4", "label": None, "position": None}
    cells = message.frames[-1]["output_map.1"]
    network = racing.player.race.contestants[1].state.network
    P = 1 / (1 + np.exp(-network.with_theta(network.theta[4]).forward(racing.player.ahead.camera.fine).A[:, 0]))
    np.testing.assert_allclose(cells.ravel(), np.rint((P - 0.5) * 254) + 128, atol=1)


def test_the_map_of_all_seeds_is_their_mean(racing):
    racing.press("epoch")
    racing.take()
    racing.press("sample", value={"index": ALL_SEEDS}, shown=25)
    cells = racing.take().frames[-1]["output_map.0"]
    network = racing.player.race.contestants[0].state.network
    P = (1 / (1 + np.exp(-network.forward(racing.player.ahead.camera.coarse).A[..., 0]))).mean(0)
    np.testing.assert_allclose(cells.ravel(), np.rint((P - 0.5) * 254) + 128, atol=1)


@pytest.mark.parametrize("index", [10, -2, "3", None, float("nan")])
def test_a_seed_that_does_not_exist_is_not_chosen(racing, index):
    racing.take()
    racing.press("sample", value={"index": index})
    assert racing.take().header["sample"]["index"] == 0


def test_a_command_that_arrives_twice_is_done_once(racing):
    racing.take()
    command = Command("epoch", 1.0, 0, 99)
    racing.player.carry_out(command)
    racing.player.carry_out(command)
    racing.take()
    assert racing.player.race.step == 25


def test_running_to_the_end_at_once_leaves_a_past_to_look_at(racing):
    racing.take()
    shares = list(racing.player.finishing())
    assert shares == sorted(shares) and shares[-1] == 1.0
    message = racing.take()
    assert message.frames[-1]["numbers"][0] == 100
    assert len(message.rows) == 101
    racing.press("seek", value=60, shown=100)
    racing.take()
    assert racing.player.race.step == 60


def test_running_to_the_end_can_be_stopped_on_the_way(racing):
    racing.take()
    going = racing.player.finishing()
    next(going)
    next(going)
    going.close()
    message = racing.take()
    assert 0 < message.frames[-1]["numbers"][0] < 100
    assert racing.player.race.step == racing.player.newest


def test_another_race_is_another_scene_and_a_refused_one_changes_nothing(racing, monkeypatch):
    before = racing.take().header["scene"]
    racing.player.begin(SETTINGS.changed(vary="width"))
    message = racing.take()
    assert message.header["scene"] == before + 1
    assert message.header["scene_spec"]["race"]["vary"] == "width"
    monkeypatch.setattr("nnviz.engine.limits.MAX_PARAMETERS", 10)
    with pytest.raises(ValueError, match="parameters"):
        racing.player.begin(SETTINGS)
    assert racing.player.settings.vary == "width"


def test_a_browser_that_knows_nothing_gets_scene_and_all_points_again(racing):
    racing.take()
    racing.press("epoch")
    racing.take()
    racing.player.forget_browser()
    message = racing.take()
    assert "scene_spec" in message.header and len(message.rows) == 2


@pytest.mark.parametrize(
    "settings",
    [
        RaceSettings(seeds=10, dataset="digits", epochs=1),
        RaceSettings(seeds=10, dataset="wine", epochs=1),
        RaceSettings(seeds=10, dataset="circle", vary="depth", contestants=("1", "2", "3", "4", "5", "6"), epochs=1),
    ],
)
def test_other_data_and_other_contestants_fit_into_messages(settings):
    racing = Browser(RacePlayer(settings))
    racing.take()
    racing.press("step")
    frame = racing.take().frames[-1]
    assert frame["losses"].shape == (len(settings.entries), 10)
    assert ("output_map.0" in frame) == (settings.dataset != "digits")
    if settings.vary == "depth":
        assert np.isnan(frame["gradients"][0, 2:]).all() and np.isfinite(frame["gradients"][5]).all()
        assert frame["dead"].shape == (6, 6)


def test_equal_races_send_equal_bytes():
    def first_bytes():
        player = RacePlayer(SETTINGS)
        player.need(Need(0, -1, -1, 1))
        return read(player.next_message())

    one, two = first_bytes(), first_bytes()
    np.testing.assert_array_equal(one.rows, two.rows)
    for name, array in one.frames[0].items():
        np.testing.assert_array_equal(array, two.frames[0][name])


def test_the_usual_speed_shows_two_frames_an_epoch(racing):
    assert RACE_PACING.stops[racing.take().header["speed"]].epochs == 0.5
