"""The server's half of the live stage: what it trains, remembers and tells the browser."""

import json
from dataclasses import replace
from itertools import accumulate, count

import numpy as np
import pytest

from nnviz.experiments import HiddenSettings, RunRecipe, RunSettings, advance, replay, start
from nnviz.stage.pacing import WHOLE, Thinning
from nnviz.stage.requests import Command, Need
from nnviz.stage.run_player import PACING, RunPlayer
from nnviz.stage.shared_frames import SharedFrames
from nnviz.stage.training_ahead import TrainingAhead
from nnviz.ui.shell.turns import LEVELS
from tests.experiments.run.own_tables import HOUSES, XOR
from tests.stage.decoding import read


def header(message: bytes) -> dict:
    """The JSON at the front of a message."""
    size = int.from_bytes(message[:4], "little")
    return json.loads(message[4 : 4 + size])


def command(player: RunPlayer, name: str, shown: int, value: float | dict = 0.0) -> None:
    """Press something, later than anything before."""
    player.carry_out(Command(name, value, shown, player._answered + 1))


def play(player: RunPlayer, chunks: int) -> None:
    """Let the browser ask for so many chunks."""
    command(player, "play", player.run.step)
    for _ in range(chunks):
        player.need(Need(player.ahead.camera.scene.id, player.run.step, player.run.step, 0))
        player.next_message()


@pytest.fixture
def player() -> RunPlayer:
    """A player with the usual settings."""
    return RunPlayer(RunSettings())


def test_nothing_is_trained_before_play(player):
    player.next_message()
    player.need(Need(0, -1, -1, 1))
    player.next_message()
    assert player.run.step == 0


def test_playing_trains_ahead_and_every_frame_is_a_point_of_the_curve(player):
    play(player, 2)
    assert player.run.step > 0
    steps = [row[0] for row in player.ahead.points]
    assert steps == sorted(set(steps)) and steps[0] == 0 and steps[-1] == player.run.step


def test_the_first_chunk_after_a_change_is_short_so_that_it_is_seen_soon(player, monkeypatch):
    monkeypatch.setattr("nnviz.stage.training_ahead.perf_counter", lambda: 0.0)
    play(player, 2)

    def frames() -> int:
        player.need(Need(player.ahead.camera.scene.id, player.run.step, player.run.step, 0))
        return header(player.next_message())["frames"]["count"]

    usual = frames()
    player.apply(player.settings.changed(learning_rate=0.3))
    first = header(player.next_message())
    assert first["frames"]["count"] < usual / 6
    assert first["low_water"] >= first["frames"]["count"], "the browser asks for the next one at once"
    assert frames() == 3 * first["frames"]["count"], "which is there before the first one has been played"
    assert frames() == usual


def test_a_chunk_that_takes_long_ends_early_and_goes_on_with_the_next_one(player, monkeypatch):
    seconds = count()
    monkeypatch.setattr("nnviz.stage.training_ahead.perf_counter", lambda: float(next(seconds)))
    play(player, 3)
    assert [row[0] for row in player.ahead.points] == [0.0, 1.0, 2.0, 3.0], "one frame each, as one was late already"


def test_many_slow_steps_between_two_frames_end_early(player, monkeypatch):
    clock = [0.0]
    slow = replace(player.ahead._kind, advance=lambda run, n: (clock.append(clock[-1] + 0.15 * n), advance(run, n))[1])
    monkeypatch.setattr("nnviz.stage.training_ahead.perf_counter", lambda: clock[-1])
    player.ahead._kind = slow
    command(player, "speed", 0, len(PACING.stops) - 1.0)
    play(player, 1)
    assert player.run.step == 2, "twenty epochs of 25 steps would have taken 75 seconds"


def test_presses_that_come_together_all_count_and_each_is_a_point_of_the_curve(player, monkeypatch):
    monkeypatch.setattr("nnviz.stage.player.perf_counter", lambda: 0.0)
    command(player, "step", 0, 7.0)
    player.next_message()
    assert player.run.step == 7 and not player.playing
    assert [row[0] for row in player.ahead.points] == [0, 1, 2, 3, 4, 5, 6, 7]
    command(player, "epoch", 7, 3.0)
    player.next_message()
    assert player.run.epoch == 3.0
    assert [row[0] for row in player.ahead.points][8:] == [25, 50, 75]
    once = advance(start(RunSettings()), 75)
    assert np.array_equal(player.run.state.network.theta, once.state.network.theta)


def held_up(player, monkeypatch) -> None:
    """Let each message take one whole stretch of training and no more."""
    monkeypatch.setattr(player.ahead, "train", lambda steps, *_: TrainingAhead.train(player.ahead, steps))
    monkeypatch.setattr("nnviz.stage.player.perf_counter", count().__next__)


def test_an_epoch_that_takes_long_goes_on_with_the_next_message_and_pauses_at_its_end(player, monkeypatch):
    held_up(player, monkeypatch)
    command(player, "epoch", 0, 3.0)
    shown = []
    for _ in range(3):
        shown.append((header(player.next_message())["playing"], player.run.step))
    assert shown == [(True, 25), (True, 50), (False, 75)]


def test_a_press_during_a_long_epoch_counts_from_its_end_and_a_pause_gives_all_up(player, monkeypatch):
    held_up(player, monkeypatch)
    command(player, "epoch", 0, 2.0)
    player.next_message()
    command(player, "epoch", 25)
    for _ in range(3):
        player.next_message()
    assert player.run.step == 75 and not player.playing
    command(player, "epoch", 75, 2.0)
    player.next_message()
    command(player, "pause", 80)
    assert not header(player.next_message())["playing"]
    command(player, "play", player.run.step)
    player.next_message()
    assert player.playing, "what was given up does not stop it"


@pytest.mark.parametrize("value", [-5.0, 0.0, 1e300])
def test_what_a_browser_calls_a_number_of_presses_is_kept_within_bounds(player, value):
    command(player, "step", 0, value)
    assert 1 <= player._goal.step <= 1000


def test_a_pause_goes_back_to_the_step_on_the_screen_exactly(player):
    play(player, 2)
    shown = int(player.ahead.points[5][0])
    command(player, "pause", shown)
    player.next_message()
    again = advance(start(RunSettings()), shown)
    assert player.run.step == shown
    assert np.array_equal(player.run.state.network.theta, again.state.network.theta)
    assert player.ahead.points[-1][0] == shown


def test_training_on_after_a_pause_gives_what_training_without_it_gives(player):
    play(player, 1)
    command(player, "pause", int(player.ahead.points[3][0]))
    player.next_message()
    play(player, 2)
    straight = advance(start(RunSettings()), player.run.step)
    assert np.array_equal(player.run.state.network.theta, straight.state.network.theta)


def test_a_step_is_one_batch_and_an_epoch_ends_where_the_next_begins(player):
    command(player, "step", 0)
    player.next_message()
    assert player.run.step == 1
    command(player, "epoch", 1)
    player.next_message()
    assert player.run.epoch == 1.0


def test_a_command_that_arrives_twice_is_done_once(player):
    for _ in range(2):
        player.carry_out(Command("step", 1.0, 0, 77))
        player.next_message()
    assert player.run.step == 1


def test_a_new_learning_rate_keeps_the_weights_and_starts_a_new_generation(player):
    play(player, 1)
    theta, generation = player.run.state.network.theta, player._generation
    player.apply(player.settings.changed(learning_rate=0.3))
    assert player.run.state.network.theta is theta
    assert player._generation > generation
    assert player.playing


def test_other_layers_start_again_say_so_and_pause(player):
    play(player, 1)
    player.apply(player.settings.changed(hidden=(HiddenSettings(units=3),)))
    told = header(player.next_message())
    assert player.run.step == 0 and not player.playing
    assert "initial weights" in told["note"] and told["messages"] == []


@pytest.mark.parametrize("name", ["step", "epoch", "play", "reset"])
def test_what_has_just_happened_is_told_until_the_next_command(player, name):
    player.apply(player.settings.changed(hidden=(HiddenSettings(units=3),)))
    player.carry_out(Command("sample", {"sample": 0}, 0, 1))
    assert "initial weights" in header(player.next_message())["note"]
    command(player, name, 0)
    assert header(player.next_message())["note"] == ""


def test_reset_returns_to_the_same_weights_and_new_weights_to_others(player):
    first = player.run.state.network.theta
    play(player, 1)
    command(player, "reset", player.run.step)
    assert np.array_equal(player.run.state.network.theta, first)
    command(player, "reseed", 0)
    assert not np.array_equal(player.run.state.network.theta, first)
    assert player.settings.seed == 1


def test_a_reset_can_be_undone(player):
    play(player, 2)
    shown = player.run.step
    before, points = player.run.state.network.theta, list(player.ahead.points)
    assert not header(player.next_message())["undo"]
    command(player, "reset", shown)
    told = header(player.next_message())
    assert told["undo"] and told["newest"] == 0
    command(player, "reset", 0)  # pressed twice: there is still something to come back to
    command(player, "undo", 0)
    told = read(player.next_message())
    assert np.array_equal(player.run.state.network.theta, before)
    assert player.run.step == shown and player.ahead.points == points and player.recipe.step == shown
    assert told.scene and told.header["rewind_to"] == -1 and not told.header["undo"] and not player.playing
    play(player, 1)
    assert player.run.step > shown


def test_undoing_a_reset_leads_to_the_step_that_was_on_the_screen(player):
    play(player, 2)
    shown = int(player.ahead.points[-3][0])
    command(player, "reset", shown)
    command(player, "undo", 0)
    assert player.run.step == player.newest == shown


def test_without_a_reset_and_after_another_beginning_there_is_nothing_to_undo(player):
    play(player, 1)
    step = player.run.step
    command(player, "undo", step)
    assert player.run.step == step
    command(player, "reset", step)
    command(player, "reseed", 0)
    command(player, "undo", 0)
    assert player.run.step == 0 and player.settings.seed == 1


def test_a_setting_that_cannot_be_carried_out_changes_nothing(player):
    play(player, 1)
    run = player.run
    with pytest.raises(ValueError, match="scaling|unit"):
        player.apply(player.settings.changed(scaling="unit"))
    assert player.run is run and player.playing


def test_a_run_that_diverges_stops_and_says_at_which_step(player):
    player.apply(player.settings.changed(dataset="reg-gauss", learning_rate=100.0, hidden=(_relu(8), _relu(8))))
    play(player, 30)
    assert not player.playing
    told = header(player.next_message())
    assert any("the loss became" in text for text in told["messages"])


def test_after_a_divergence_reset_makes_it_trainable_again(player):
    player.apply(player.settings.changed(dataset="reg-gauss", learning_rate=100.0, hidden=(_relu(8), _relu(8))))
    play(player, 30)
    command(player, "reset", player.run.step)
    player.apply(player.settings.changed(learning_rate=0.01))
    play(player, 1)
    assert player.run.stop is None and player.run.step > 0


def test_the_browser_gets_the_scene_only_while_it_does_not_know_it(player):
    first = read(player.next_message())
    player.need(Need(player.ahead.camera.scene.id, 0, 0, 1))
    second = read(player.next_message())
    assert first.scene and len(first.scene["train_points"]) == len(player.run.data.train.X)
    assert not second.scene


def test_the_curve_is_bounded_and_keeps_its_ends(player):
    player.ahead.points = [(i * 1e-4, i / 25, 0.5, 0.5, 0.5, 0.5) for i in range(PACING.points)]
    command(player, "step", -1)
    player.next_message()
    assert len(player.ahead.points) <= PACING.points
    assert player.ahead.points[0][0] == 0.0


@pytest.mark.parametrize("dataset", ["arms", "reg-plane", "digits", "iris", "wine", "moons"])
def test_every_kind_of_data_can_be_shown_and_trained(dataset):
    player = RunPlayer(RunSettings().changed(dataset=dataset))
    play(player, 1)
    assert player.run.step > 0


@pytest.mark.parametrize("speed", range(len(PACING.stops)))
def test_every_speed_trains(player, speed):
    command(player, "speed", 0, float(speed))
    play(player, 1)
    assert player.speed == speed and player.run.step > 0


@pytest.mark.parametrize("wanted", [{}, {"index": -1}, {"index": 1e9}, {"x": float("nan"), "y": 1}, {"x": "a", "y": 2}])
def test_a_sample_that_makes_no_sense_is_ignored(wanted):
    for dataset in ("circle", "digits"):
        player = RunPlayer(RunSettings().changed(dataset=dataset))
        sample = player.ahead.camera.sample
        command(player, "sample", 0, wanted)
        assert player.ahead.camera.sample == sample


def test_before_the_first_step_the_gradient_is_that_of_the_first_batch_and_nothing_was_updated(player):
    frame, record = player.ahead.camera.frame(player.run), advance(player.run, 1).last
    assert np.array_equal(frame.weight_gradients[0], record.gradients.layers[0].dW)
    assert frame.gradient_norms[0] == pytest.approx(np.sqrt((record.gradients.layers[0].dW ** 2).sum()))
    assert not frame.weight_updates[0].any() and not frame.update_ratios.any()


def test_a_chosen_picture_is_the_one_whose_activations_travel():
    player = RunPlayer(RunSettings().changed(dataset="digits"))
    command(player, "sample", 0, {"index": 3})
    frame, test = player.ahead.camera.frame(player.run), player.run.data.test
    row = int(player.ahead.camera.sample.title.removeprefix("test ")) - 1
    assert test.labels[row] == 3, "the pictures are one of each class, in their order"
    assert np.array_equal(frame.activations[0], test.X[row])


def test_the_output_map_is_the_network_evaluated_at_the_centre_of_each_cell(player):
    play(player, 2)
    scene, frame = player.ahead.camera.scene, player.ahead.camera.frame(player.run)
    row, column = 7, 31
    width = (scene.plane[1] - scene.plane[0]) / scene.map_side
    point = np.array([[scene.plane[0] + width * (column + 0.5), scene.plane[2] + width * (row + 0.5)]])
    probability = player.run.output(player.run.data.features(point))[0, 0]
    shown = 0.5 + (int(frame.output_map[row, column]) - 128) / 254
    assert shown == pytest.approx(probability, abs=0.003)


def _relu(units: int) -> HiddenSettings:
    return HiddenSettings(units=units, activation="relu")


def test_a_look_into_the_past_shows_that_step_and_forgets_nothing(player):
    play(player, 3)
    newest, step = player.newest, int(player.ahead.points[7][0])
    command(player, "seek", step, float(step))
    player.next_message()
    again = advance(start(RunSettings()), step)
    assert np.array_equal(player.run.state.network.theta, again.state.network.theta)
    assert np.array_equal(player.run.last.gradients.theta, again.last.gradients.theta)
    assert player.newest == newest
    command(player, "seek", newest, float(newest))
    assert np.array_equal(player.run.state.network.theta, advance(start(RunSettings()), newest).state.network.theta)


def frames_in(message: bytes) -> int:
    """How many frames a message carries."""
    return header(message)["frames"]["count"]


def test_a_seek_brings_a_frame_only_of_a_step_that_the_browser_does_not_show_already(player):
    play(player, 3)
    held = int(player.ahead.points[7][0])
    command(player, "seek", held, float(held))
    assert frames_in(player.next_message()) == 0
    command(player, "seek", held, float(held + 1))
    assert frames_in(player.next_message()) == 1 and player.run.step == held + 1
    assert frames_in(player.next_message()) == 0


def test_a_page_that_is_opened_while_the_past_is_looked_at_gets_the_frame_of_that_step(player):
    play(player, 3)
    step = int(player.ahead.points[7][0])
    command(player, "seek", step, float(step))
    player.next_message()
    player.forget_browser()
    message = player.next_message()
    assert frames_in(message) == 1 and header(message)["newest"] == player.newest > step


def test_going_on_from_the_past_drops_what_came_after(player):
    play(player, 3)
    step = int(player.ahead.points[7][0])
    command(player, "seek", step, float(step))
    command(player, "step", step)
    told = header(player.next_message())
    assert player.run.step == player.newest == step + 1
    assert told["rewind_to"] == step


def test_a_rate_changed_on_the_way_is_in_force_on_its_side_of_the_past_only(player):
    play(player, 2)
    change = player.run.step
    player.apply(player.settings.changed(learning_rate=0.3))
    play(player, 2)
    newest, theta = player.newest, player.run.state.network.theta
    command(player, "seek", 5, 5.0)
    assert player.run.settings.learning_rate == 0.1
    command(player, "seek", newest, float(newest))
    assert player.run.settings.learning_rate == 0.3 and newest > change
    assert np.array_equal(player.run.state.network.theta, theta)


def test_training_on_from_before_a_change_goes_on_with_the_present_settings(player):
    play(player, 2)
    player.apply(player.settings.changed(learning_rate=0.3))
    play(player, 1)
    command(player, "seek", 5, 5.0)
    command(player, "step", 5)
    player.next_message()
    assert player.run.last.learning_rate == 0.3


def test_the_past_can_be_reached_after_it_was_thinned_out(player, monkeypatch):
    monkeypatch.setattr("nnviz.stage.checkpoints.STATES_LIMIT", 16)
    play(player, 6)
    assert len(player.ahead.checkpoints) <= 17
    command(player, "seek", 37, 37.0)
    assert np.array_equal(player.run.state.network.theta, advance(start(RunSettings()), 37).state.network.theta)


def test_the_recipe_leads_to_the_same_numbers_in_another_player(player):
    play(player, 1)
    player.apply(player.settings.changed(learning_rate=0.3))
    play(player, 1)
    player.apply(player.settings.changed(batch_size=5, optimizer="adam"))
    command(player, "edit", player.run.step, {"layer": 0, "name": "W", "index": [1, 2], "value": 0.5})
    play(player, 1)
    other = RunPlayer(RunSettings())
    query = player.recipe.to_query()
    recipe, messages = type(player.recipe).from_query(query)
    shares = list(other.replaying(recipe))
    assert messages == () and shares[-1] == 1.0
    assert other.run.step == player.run.step and other.settings == player.settings
    assert np.array_equal(other.run.state.network.theta, player.run.state.network.theta)
    assert other.history[-1] == pytest.approx(player.history[-1])


WAY = {"step": "120", "changes": "30:learning_rate:0.3~60:0.W.1.2:0.5~120:1.b.1:-1"}


def on_the_way(monkeypatch, query: dict[str, str]) -> RunPlayer:
    """A player whose page has been drawn while the way of an address was still long."""
    player = RunPlayer(RunSettings())
    held_up(player, monkeypatch)
    next(player.replaying(RunRecipe.from_query(query)[0]))
    return player


def test_the_way_of_an_address_goes_on_message_by_message_to_the_same_numbers(monkeypatch):
    recipe, _ = RunRecipe.from_query(WAY)
    player, whole = on_the_way(monkeypatch, WAY), replay(recipe)
    assert player.playing and player.run.step < 120
    while player.playing:
        message = player.next_message()
        assert not player.playing or header(message)["messages"][0].startswith("On the way to step 120")
    assert player.run.step == 120 and player.settings == recipe.settings and player.recipe == recipe
    assert np.array_equal(player.run.state.network.theta, whole.state.network.theta)
    assert player.run.state.network.layers[0].W[1, 2] != 0.5
    assert read(message).frames[-1]["biases.1"][1] == -1, "the frame shows what was changed at the very last step"
    assert header(player.next_message())["messages"] == []


def test_a_pause_on_the_way_of_an_address_leaves_a_run_to_go_on_with(monkeypatch):
    player = on_the_way(monkeypatch, WAY)
    player.next_message()
    command(player, "pause", player.run.step)
    here = player.run.step
    assert header(player.next_message())["messages"] == []
    assert player.recipe == RunRecipe.from_query(WAY)[0].at(here)
    assert player.settings.learning_rate == player.run.settings.learning_rate
    command(player, "step", here)
    player.next_message()
    assert player.run.step == here + 1
    player.apply(player.settings.changed(learning_rate=0.5))
    play(player, 1)
    assert player.run.step > here + 1 and player.run.settings.learning_rate == 0.5


def test_who_changes_something_on_the_way_of_an_address_takes_over(monkeypatch):
    player = on_the_way(monkeypatch, WAY)
    player.apply(player.settings.changed(learning_rate=0.05))
    while player.playing:
        player.next_message()
    assert player.run.step == 120 and player.settings.learning_rate == 0.05
    command(player, "step", 120)
    player.next_message()
    assert player.run.step == 121


def test_the_way_of_a_run_that_stops_earlier_ends_there():
    query = {"max_epochs": "5", "step": "5000", "changes": "4000:learning_rate:0.3"}
    player = RunPlayer(RunSettings())
    for _ in player.replaying(RunRecipe.from_query(query)[0]):
        pass
    assert not player.playing and player.run.stop.reason == "budget" and player.run.epoch == 5.0
    assert player.settings.learning_rate == 0.1 and player.recipe.changes == ()


def test_a_weight_set_by_hand_holds_and_forgets_what_came_later(player):
    play(player, 2)
    step = int(player.ahead.points[4][0])
    command(player, "edit", step, {"layer": 0, "name": "W", "index": [1, 2], "value": 0.5})
    assert player.run.state.network.layers[0].W[1, 2] == 0.5
    assert player.newest == player.run.step == step and not player.playing
    frame = player.ahead.camera.frame(player.run)
    assert frame.weights[0][1, 2] == 0.5


def test_a_weight_set_by_hand_is_still_set_after_one_goes_on_and_comes_back(player):
    play(player, 2)
    step = int(player.ahead.points[4][0])
    command(player, "edit", step, {"layer": 0, "name": "W", "index": [1, 2], "value": 0.5})
    play(player, 1)
    command(player, "seek", step, float(step))
    command(player, "step", step)
    player.next_message()
    command(player, "seek", step, float(step))
    assert player.run.step == step < player.newest
    assert player.run.state.network.layers[0].W[1, 2] == 0.5


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"layer": 9, "name": "W", "index": [0, 0], "value": 1},
        {"layer": 0, "name": "W", "index": [0, 0], "value": float("nan")},
        {"layer": 0, "name": "W", "index": 3, "value": 1},
        {"layer": 0, "name": "<b>", "index": [0], "value": "x"},
    ],
)
def test_an_edit_that_makes_no_sense_is_told_and_changes_nothing(player, wanted):
    theta = player.run.state.network.theta
    command(player, "edit", 0, wanted)
    assert player.run.state.network.theta is theta
    assert any("not set" in text for text in header(player.next_message())["messages"])


def test_a_look_at_another_sample_in_the_past_forgets_nothing(player):
    play(player, 2)
    newest, step = player.newest, int(player.ahead.points[4][0])
    command(player, "pause", newest)
    command(player, "seek", step, float(step))
    command(player, "sample", step, {"x": 1.0, "y": 2.0})
    assert player.newest == newest and player.run.step == step


def test_beginning_starts_anew_even_where_the_weights_could_stay_and_remembers_the_run():
    player = RunPlayer(RunSettings())
    player.carry_out(Command("epoch", 1.0, 0, 1))
    player.next_message()
    left = player.run
    player.begin(RunSettings(learning_rate=10.0))
    assert (player.run.step, player.run.settings.learning_rate, player.playing) == (0, 10.0, False)
    (past,) = player.past_runs
    assert (past.settings, past.step) == (left.settings, left.step)


def test_errors_in_the_units_of_a_target_are_sent_with_every_point_and_kept_with_past_runs():
    player = RunPlayer(RunSettings().with_own(HOUSES), HOUSES)
    first = read(player.next_message())
    assert first.header["history_columns"][-2:] == ["train_rmse", "test_rmse"]
    target = first.header["scene_spec"]["target"]
    assert (target["name"], target["ends"], target["scaled"]) == ("price", [98_000.0, 250_000.0, 402_000.0], True)
    play(player, 2)
    seen = player.run.evaluation
    assert player.history[-1][6:] == (seen.train_rmse, seen.test_rmse)
    player.reset()
    (past,) = player.past_runs
    assert (past.train_rmse, past.test_rmse) == (seen.train_rmse, seen.test_rmse)


def test_toy_numbers_and_classes_are_sent_as_before():
    for settings in (RunSettings(), RunSettings().changed(dataset="reg-gauss")):
        sent = read(RunPlayer(settings).next_message())
        assert len(sent.header["history_columns"]) == 6 and sent.header["scene_spec"]["target"] is None
        assert not sent.header["scene_spec"]["test_is_train"]


def test_a_small_table_is_played_without_a_test_part():
    player = RunPlayer(RunSettings().with_own(XOR), XOR)
    assert header(player.next_message())["scene_spec"]["test_is_train"]
    play(player, 2)
    assert player.run.step > 0


GROWN = 4
"""After so many chunks they are as long as they become."""


@pytest.mark.parametrize("thinning", [level.thinning for level in LEVELS if level.thinning != WHOLE], ids=str)
def test_where_many_train_a_chunk_has_fewer_frames_of_the_same_training(player, monkeypatch, thinning):
    monkeypatch.setattr("nnviz.stage.training_ahead.perf_counter", lambda: 0.0)
    play(player, GROWN)

    def taken(of: Thinning) -> tuple[int, int, dict]:
        before = player.run.step
        player.need(Need(player.ahead.camera.scene.id, player.run.step, player.run.step, 0))
        head = header(player.next_message(of))
        return player.run.step - before, head["frames"]["count"], head

    steps, frames, usual = taken(WHOLE)
    assert (usual["thinning"], usual["strides"]) == (1, 1)
    taken(thinning)  # larger chunks, too, are grown into
    thinned_steps, thinned_frames, head = taken(thinning)
    assert (head["thinning"], head["strides"]) == (thinning.frames, thinning.strides)
    rate = head["speeds"][head["speed"]]["frames_per_second"]
    assert rate == usual["speeds"][usual["speed"]]["frames_per_second"] / thinning.frames
    assert thinned_steps / thinned_frames == thinning.strides * steps / frames
    longer = 4 if thinning.frames == 6 else 2
    player.carry_out(Command("play", 0.0, player.newest, 10**15))
    assert taken(thinning)[1] / rate == pytest.approx(0.4, abs=0.5 / rate), (
        "a change is seen for longer before the next"
    )
    assert thinned_frames / rate == pytest.approx(longer * frames / 60.0, rel=0.05)
    assert head["speeds"][0] == usual["speeds"][0], "a batch a second is shown by every frame"


def maps_of(message):
    """The sides of the maps of a message's frames, and whether it calls them coarse."""
    read_again = read(message)
    sides = {(frame["output_map"].shape[-1], frame["unit_maps.1"].shape[-1]) for frame in read_again.frames}
    return sides, read_again.header["coarse"]


def test_where_many_train_maps_are_coarser_and_a_pause_brings_the_whole_ones(player):
    play(player, 1)
    assert maps_of(player.next_message()) == ({(50, 25)}, False)
    player.need(Need(player.ahead.camera.scene.id, player.newest, player.newest, 0))
    assert maps_of(player.next_message(Thinning(3, 3))) == ({(26, 13)}, True)
    command(player, "pause", player.newest)
    assert maps_of(player.next_message(Thinning(3, 3))) == ({(50, 25)}, False)


def test_a_coarse_map_says_in_the_middle_of_its_cells_what_the_network_says_there(player):
    play(player, 3)
    frame = player.ahead.take(True)
    x0, x1, y0, y1 = player.ahead.camera.scene.plane
    row, column = 20, 6
    place = np.array([[x0 + (x1 - x0) * (column + 0.5) / 26, y0 + (y1 - y0) * (row + 0.5) / 26]])
    probability = player.run.output(player.run.data.features(place))[0, 0]
    assert 0.5 + (int(frame.output_map[row, column]) - 128) / 254 == pytest.approx(probability, abs=0.003)


def test_the_scene_may_come_with_coarse_maps(player):
    play(player, 1)
    player.forget_browser()
    player.need(Need(0, -1, -1, 0))
    message = player.next_message(Thinning(3, 3))
    assert "scene_spec" in header(message) and maps_of(message)[1]


def test_a_training_that_ends_while_many_train_sends_its_last_frame_with_whole_maps(player, monkeypatch):
    play(player, 1)
    monkeypatch.setattr(type(player.ahead), "over", property(lambda ahead: ahead.moment.step >= 100))
    seen = []
    while player.playing:
        player.need(Need(player.ahead.camera.scene.id, player.newest, player.newest, 0))
        message = player.next_message(Thinning(3, 3))
        seen.append((header(message)["playing"], *maps_of(message), header(message)["newest"]))
    assert seen[-1] == (False, {(50, 25)}, False, player.newest)
    assert seen[-2] == (True, {(26, 13)}, True, player.newest)


def test_others_are_let_in_after_each_frame_and_the_chunk_goes_on(player, monkeypatch):
    monkeypatch.setattr("nnviz.stage.training_ahead.perf_counter", lambda: 0.0)
    play(player, GROWN)
    player.need(Need(player.ahead.camera.scene.id, player.newest, player.newest, 0))
    asked = []
    message = player.next_message(Thinning(3, 3), lambda: bool(asked.append(player.newest)))
    assert asked == [int(frame["numbers"][0]) for frame in read(message).frames] and len(asked) > 10
    player.need(Need(player.ahead.camera.scene.id, player.newest, player.newest, 0))
    assert header(player.next_message(Thinning(3, 3), lambda: True))["frames"]["count"] == 1, (
        "or ends where it is said so"
    )


def test_visitors_who_train_the_same_meet_again_where_frames_are_left_out(player, monkeypatch):
    monkeypatch.setattr("nnviz.stage.training_ahead.perf_counter", lambda: 0.0)
    play(player, GROWN)
    stride = PACING.thinned(Thinning(3, 3)).stops[player.speed].steps(player.run.batches.per_epoch)
    player.ahead.train(stride // 3)
    player.need(Need(player.ahead.camera.scene.id, player.newest, player.newest, 0))
    steps = [int(frame["numbers"][0]) for frame in read(player.next_message(Thinning(3, 3))).frames]
    assert len(steps) > 10 and all(step % stride == 0 for step in steps)


def test_whoever_asks_for_frames_to_come_waits_and_whoever_changed_or_opened_something_does_not(player):
    assert player.is_awaited, "the page was opened"
    play(player, 1)
    player.need(Need(player.ahead.camera.scene.id, player.newest, player.newest, 0))
    assert not player.is_awaited
    player.forget_browser()
    assert player.is_awaited, "the page runs anew"
    player.need(Need(player.ahead.camera.scene.id, player.newest, player.newest, 0))
    player.apply(player.settings.changed(learning_rate=0.7))
    assert player.is_awaited


def test_a_message_of_how_things_stand_trains_nothing_and_the_request_stays(player):
    play(player, 1)
    player.need(Need(player.ahead.camera.scene.id, player.newest, player.newest, 0))
    before = player.newest
    head = header(player.state_message())
    assert head["frames"]["count"] == 0 and head["playing"] and head["newest"] == before == player.newest
    assert header(player.next_message())["frames"]["count"] > 1


IMAGES = RunSettings().changed(dataset="digits", image_layers=("conv(4)", "pool"), hidden=(), batch_size=32)


def test_an_edited_kernel_is_a_change_of_the_address_that_replays():
    player = RunPlayer(IMAGES)
    player.ahead.train(3)
    command(player, "edit", 3, {"layer": 1, "name": "K", "index": [2, 0, 0, 3], "value": 0.75})
    command(player, "edit", 3, {"layer": 1, "name": "K", "index": [1, 1, 0, 3], "value": -0.5})
    player.next_message()
    K = player.run.state.network.layers[1].K
    assert (K[2, 0, 0, 3], K[1, 1, 0, 3], player.run.step) == (0.75, -0.5, 3)
    query = player.recipe.to_query()
    assert query["changes"] == "3:1.K.2.0.0.3:0.75~3:1.K.1.1.0.3:-0.5"
    recipe, messages = RunRecipe.from_query(query)
    assert not messages
    np.testing.assert_array_equal(replay(recipe).state.network.theta, player.run.state.network.theta)


def test_the_kernel_of_a_signal_is_edited_though_the_stage_draws_it_as_a_row():
    player = RunPlayer(RunSettings().changed(dataset="signals", image_layers=("conv(3;kernel=5)",), hidden=()))
    command(player, "edit", 0, {"layer": 1, "name": "K", "index": [0, 4, 0, 2], "value": 0.5})
    assert player.run.state.network.layers[1].K[4, 0, 2] == 0.5
    assert player.recipe.to_query()["changes"] == "0:1.K.4.0.2:0.5"


@pytest.mark.parametrize("index", [[3, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 4]])
def test_a_place_that_a_kernel_does_not_have_is_told_and_changes_nothing(index):
    player = RunPlayer(IMAGES)
    theta = player.run.state.network.theta
    command(player, "edit", 0, {"layer": 1, "name": "K", "index": index, "value": 0.5})
    assert player.run.state.network.theta is theta
    assert any("not set" in text for text in header(player.next_message())["messages"])


def test_at_speed_the_losses_of_a_network_of_images_are_measured_now_and_then_and_a_pause_measures_them():
    player = RunPlayer(IMAGES)
    player.speed = 2  # one batch a frame
    per_epoch = player.run.batches.per_epoch
    play(player, 4)
    points = [row[0] for row in player.ahead.points]
    assert player.newest > points[-1] or len(points) > 2
    assert all(later - earlier >= per_epoch // 2 for earlier, later in zip(points[:-1], points[1:], strict=True))
    shown = player.newest
    command(player, "pause", shown)
    frame = read(player.next_message()).frames[-1]
    measured = player.run.evaluation
    assert frame["numbers"][[0, 3, 4]] == pytest.approx([shown, measured.train_loss, measured.test_loss], rel=1e-6)
    assert player.ahead.points[-1][0] == shown


@pytest.fixture(scope="module")
def true_losses():
    """The train losses of the first steps, each measured."""
    runs = accumulate(range(100), lambda run, _: advance(run, 1), initial=start(IMAGES))
    return [run.evaluation.train_loss for run in runs]


def test_a_frame_says_whether_its_losses_are_its_own(true_losses, monkeypatch):
    monkeypatch.setattr("nnviz.stage.training_ahead.perf_counter", lambda: 0.0)
    player = RunPlayer(IMAGES)
    player.speed = 2
    play(player, 2)
    player.need(Need(player.ahead.camera.scene.id, player.newest, player.newest, 0))
    frames = {int(frame["numbers"][0]): frame["numbers"] for frame in read(player.next_message()).frames}
    for step, numbers in frames.items():
        assert numbers[3] == np.float32(true_losses[step]) or not numbers[7]
    assert {numbers[7] for numbers in frames.values()} == {0.0, 1.0}
    rough = next(step for step, numbers in frames.items() if not numbers[7])
    command(player, "seek", -1, float(rough))
    (looked_at,) = read(player.next_message()).frames
    assert looked_at["numbers"][[0, 3, 7]].tolist() == [rough, np.float32(true_losses[rough]), 1]


def test_what_is_trained_on_from_the_past_has_no_losses_of_the_present(true_losses, monkeypatch):
    monkeypatch.setattr("nnviz.stage.training_ahead.perf_counter", lambda: 0.0)
    player = RunPlayer(IMAGES)
    player.speed = 2
    play(player, 4)
    command(player, "pause", player.newest)
    player.next_message()
    command(player, "seek", 5, 5.0)
    player.next_message()
    command(player, "play", 5)
    player.need(Need(player.ahead.camera.scene.id, player.newest, player.newest, 0))
    first, second, *_ = [
        (int(frame["numbers"][0]), frame["numbers"][3]) for frame in read(player.next_message()).frames
    ]
    assert first == (6, np.float32(true_losses[6])) and second[1] in np.float32(true_losses[6:8])


def test_a_slow_visitor_has_the_losses_of_every_step_though_a_quick_one_has_trained_the_same(true_losses, monkeypatch):
    monkeypatch.setattr("nnviz.stage.training_ahead.perf_counter", lambda: 0.0)
    shared = SharedFrames()
    for speed in (2, 1):
        player = RunPlayer(IMAGES, shared=shared)
        player.speed = speed
        play(player, 6)
    assert [point[0] for point in player.ahead.points] == [*range(player.newest + 1)]
    assert [point[2] for point in player.ahead.points] == true_losses[: player.newest + 1]


def test_every_message_says_by_which_address_the_run_is_found_again(player):
    play(player, 1)
    way = header(player.next_message())["way"]
    assert way == {"changes": None}, "the usual settings stand in no address"
    step = player.run.step
    player.apply(player.settings.changed(learning_rate=0.3, hidden=player.settings.hidden))
    way = header(player.next_message())["way"]
    assert way == {"learning_rate": None, "changes": f"{step}:learning_rate:0.3"}, "the run began without it"
    assert (
        RunRecipe.from_query({k: v for k, v in way.items() if v} | {"step": str(player.run.step)})[0] == player.recipe
    )


def test_own_data_are_found_by_no_address():
    own = RunPlayer(RunSettings().with_own(XOR), XOR)
    assert header(own.next_message())["way"] is None
    assert header(RunPlayer(RunSettings(), picture=True).next_message())["way"] is None, (
        "nor is the home page's network"
    )
