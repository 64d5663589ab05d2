"""Live on the page of recurrence: a training whose every step has an address, opens, and is saved."""

import numpy as np
import pytest

from nnviz.experiments import advance, start
from nnviz.experiments.recurrence.live import at_step, live_recipe, run_settings
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from nnviz.experiments.replay.replay import replay
from nnviz.export.weights import load_weights, save_weights
from nnviz.stage.requests import Command
from nnviz.ui.recurrence.live import LOCKED
from nnviz.ui.recurrence.state import PLAYER
from tests.pages.reading import in_address, widget

SMALL = {"topic": "live", "live_length": "6", "live_units": "3", "live_cell": "gru"}


def show(page):
    return widget(page, "button", "recurrence.question.live.show").click().run()


def trained(page, steps=3.0):
    """Train some steps, as the stage's button does."""
    playing = page.session_state[PLAYER]
    playing.carry_out(Command("step", steps, playing.run.step, 10**15 + playing.run.step))
    while playing.playing:
        playing.next_message()
    page.run()
    assert not page.exception
    return playing


def test_it_cannot_be_trained_before_the_question(run_page):
    page = run_page("recurrence", **SMALL)
    assert page.session_state[PLAYER].locked == LOCKED
    assert show(page).session_state[PLAYER].locked == ""


def test_at_its_usual_speed_every_step_is_a_frame(run_page):
    playing = run_page("recurrence", **SMALL).session_state[PLAYER]
    stop = playing.pacing.stops[playing.speed]
    assert stop.steps(playing.run.batches.per_epoch) == 1 and stop.frames_per_second == 60


def test_an_address_leads_to_the_very_step_bit_for_bit(run_page):
    page = show(run_page("recurrence", **SMALL))
    playing = trained(page, 5.0)
    widget(page, "selectbox", "recurrence.live_rate").set_value(0.1).run()
    assert page.session_state[PLAYER].run.step == 5, "the weights stay"
    playing = trained(page, 4.0)
    assert in_address(page, "live_step") == "9"
    query = {key: in_address(page, key) for key in ("live_step", "live_changes", "live_rate")}
    again = run_page("recurrence", **(SMALL | query)).session_state[PLAYER]
    assert again.run.step == 9
    np.testing.assert_array_equal(again.run.state.network.theta, playing.run.state.network.theta)
    assert again.run.evaluation.train_loss == playing.run.evaluation.train_loss
    assert again.settings.learning_rate == 0.1


def test_settings_and_recipe_hold_the_same_way():
    settings = RecurrenceSettings().changed(live_length=6, live_units=3, live_rate=0.03)
    recipe, notes = live_recipe(settings.changed(live_step=4, live_changes="0:learning_rate:0.01~2:clip_norm:0.1"))
    assert not notes
    run = replay(recipe)
    kept = at_step(settings.changed(live_clip=0.1, live_rate=0.01), recipe)
    assert kept.live_step == 4
    again = replay(live_recipe(kept)[0])
    np.testing.assert_array_equal(run.state.network.theta, again.state.network.theta)


@pytest.mark.parametrize("bad", ["many", "3:seed:1", "1:learning_rate:-1"])
def test_a_bad_change_is_told_and_the_rest_is_used(run_page, bad):
    page = run_page("recurrence", **SMALL, live_step="4", live_changes=bad)
    assert page.session_state[PLAYER].run.step == 4
    assert any("change" in warning.value for warning in page.warning)


def test_another_network_begins_anew_and_the_run_before_is_remembered(run_page):
    page = show(run_page("recurrence", **SMALL))
    trained(page)
    widget(page, "number_input", "recurrence.live_units").set_value(4).run()
    playing = page.session_state[PLAYER]
    assert playing.run.step == 0 and "live_step" not in page.query_params
    assert playing.run.state.network.layers[1].units == 4
    page.session_state["recurrence.live.past"] = True
    page.run()
    (past,) = playing.past_runs
    assert "GRU 3" in past.title and past.step == 3
    next(button for button in page.button if button.key == "results.reopen").click().run()
    assert not page.exception
    assert (playing.run.step, playing.run.state.network.layers[1].units) == (3, 3)
    assert in_address(page, "live_step") == "3"


@pytest.mark.parametrize("task", ["first-symbol", "parity", "echo", "adding", "temporal-xor"])
@pytest.mark.parametrize("cell", ["elman", "lstm"])
def test_every_task_opens_its_tensors_and_is_saved(run_page, task, cell):
    query = SMALL | {"live_task": task, "live_cell": cell, "live_step": "2"}
    page = show(run_page("recurrence", **query))
    for panel in ("tensors", "past", "export"):
        page.session_state[f"recurrence.live.{panel}"] = True
    page.run()
    assert not page.exception
    assert page.session_state[PLAYER].run.step == 2
    settings = RecurrenceSettings().changed(live_task=task, live_length=6, live_units=3, live_cell=cell)
    expected = advance(start(run_settings(settings)), 2)
    assert page.session_state[PLAYER].run.evaluation.train_loss == expected.evaluation.train_loss


def test_weights_out_of_a_file_have_no_address_and_that_is_told(run_page):
    page = show(run_page("recurrence", **(SMALL | {"live_units": "16"})))
    playing = trained(page)
    playing.load(load_weights(save_weights(playing.run), playing.run))
    page.session_state["recurrence.live.export"] = True
    page.run()
    assert not page.exception
    assert playing.run.step == 3 and "live_step" not in page.query_params
    assert any("weights out of a file" in warning.value for warning in page.warning)
