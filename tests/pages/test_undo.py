"""On every page the last change of a setting can be undone, and done again."""

import pytest

from nnviz.experiments import RunSettings
from nnviz.stage import Command
from nnviz.ui.activation_race.state import PREDICTION
from nnviz.ui.playground.on_picture import set_live
from nnviz.ui.playground.state import PLAYER
from nnviz.ui.shell.catalogue import CATALOGUE, WITHOUT_SETTINGS
from nnviz.ui.shell.session import SETTINGS
from tests.pages.reading import in_address, widget


def choose(page, kind, key, value):
    widget(page, kind, key).set_value(value).run()
    assert not page.exception
    return page


def press(page, button):
    widget(page, "button", button).click().run()
    assert not page.exception
    return page


@pytest.mark.parametrize("name", [entry.name for entry in CATALOGUE if entry.name not in WITHOUT_SETTINGS])
def test_every_page_can_undo(run_page, name):
    page = press(run_page(name), f"{name}.undo")
    assert [toast.value for toast in page.toast] == [
        "Nothing to undo: these are the settings that the page began with."
    ]


def test_undo_goes_back_in_settings_widgets_and_address(run_page):
    page = choose(run_page("loss"), "button_group", "loss.task", "classes")
    assert in_address(page, "task") == "classes"
    press(page, "loss.undo")
    assert widget(page, "button_group", "loss.task").value == "binary" and "task" not in page.query_params
    press(page, "loss.redo")
    assert widget(page, "button_group", "loss.task").value == "classes" and in_address(page, "task") == "classes"
    press(page, "loss.redo")
    assert page.toast[0].value.startswith("Nothing to redo")


def test_the_playground_trains_with_the_settings_that_an_undo_leads_to(run_page):
    page = choose(run_page("playground"), "selectbox", "playground.optimizer", "adam")
    press(choose(page, "selectbox", "playground.initializer", "he_normal"), "playground.undo")
    usual, run = RunSettings(), page.session_state[PLAYER].run
    assert (run.settings.optimizer, run.settings.initializer) == ("adam", usual.initializer)
    press(page, "playground.undo")
    assert page.session_state[PLAYER].run.settings == usual


def set_beside_the_page(page, value):
    """Set the learning rate as the stage does along its own line, while no page runs."""
    player = page.session_state[PLAYER]
    player.carry_out(Command("play", 0.0, 0, 1))
    assert set_live(player, Command("set", {"name": "learning_rate", "value": value}, 0, 2))


def test_an_undo_takes_back_a_setting_that_the_page_has_not_followed_yet(run_page):
    page = choose(run_page("playground"), "selectbox", "playground.optimizer", "adam")
    set_beside_the_page(page, 0.3)
    press(page, "playground.undo")
    settings = page.session_state[PLAYER].run.settings
    assert (settings.optimizer, settings.learning_rate) == ("adam", RunSettings().learning_rate)
    press(page, "playground.redo")
    assert page.session_state[PLAYER].settings.learning_rate == 0.3
    press(page, "playground.undo")
    set_beside_the_page(page, 1.0)
    assert press(page, "playground.redo").toast[0].value.startswith("Nothing to redo")
    assert page.session_state[PLAYER].settings.learning_rate == 1.0


def test_the_moment_that_an_address_leads_to_is_where_a_visit_begins(run_page):
    page = run_page("playground", step="50", changes="25:learning_rate:0.3")
    assert page.session_state[SETTINGS + "playground"].learning_rate == 0.3
    assert press(page, "playground.undo").toast[0].value.startswith("Nothing to undo")


def test_an_undo_of_the_race_is_another_race(run_page):
    page = choose(run_page("activation_race"), "selectbox", "activation_race.vary", "depth")
    choose(page, "button_group", PREDICTION, "just watch")
    press(page, "activation_race.undo")
    assert page.session_state[SETTINGS + "activation_race"].vary == "activation"
    assert page.session_state[PREDICTION] is None
