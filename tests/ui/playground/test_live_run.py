"""Which part of the page runs again when a change and a request of the browser come together."""

import pytest

from nnviz.experiments import RunSettings
from nnviz.stage import Command, Need
from nnviz.stage.run_player import RunPlayer
from nnviz.ui.playground import live_run
from nnviz.ui.playground import state as playground
from nnviz.ui.playground.on_picture import set_live
from nnviz.ui.shell.session import PAGE_IS_OLD, session


class RerunError(Exception):
    """What Streamlit raises where a callback asks for a rerun."""


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """The parts of the page that are asked for, on a page where a network is in training."""
    state = {playground.PLAYER: RunPlayer(RunSettings())}
    state[playground.PLAYER].playing = True
    parts: list[str] = []

    def rerun(part: str) -> None:
        parts.append(part)
        raise RerunError

    monkeypatch.setattr("streamlit.session_state", state)
    monkeypatch.setattr("streamlit.query_params", FakeAddress())
    monkeypatch.setattr("streamlit.rerun", rerun)
    monkeypatch.setattr(playground, "NAMED_FRAGMENTS", True)
    return parts


class FakeAddress(dict):
    """An address that can be written."""

    def from_dict(self, wanted: dict) -> None:
        self.clear()
        self.update(wanted)

    def to_dict(self) -> dict:
        return dict(self)


def test_a_live_change_and_the_request_that_comes_with_it_both_ask_for_the_stage_alone(asked):
    with pytest.raises(RerunError):
        playground.state.update(learning_rate=0.3)
    with pytest.raises(RerunError):
        live_run._supply(Need(0, -1, -1, 1))
    assert asked == [playground.STAGE, playground.STAGE]
    live_run._supply(Need(0, -1, -1, 2))
    assert len(asked) == 2, "the next request has its own run"


def test_a_request_alone_asks_for_nothing_more(asked):
    live_run._supply(Need(0, -1, -1, 1))
    assert asked == []


def set_rate(n: int) -> None:
    live_run._carry_out(Command("set", {"name": "learning_rate", "value": 0.3 / n}, -1, n))


def test_a_live_change_on_the_picture_takes_one_run_of_the_stage(asked, monkeypatch):
    monkeypatch.setattr(live_run, "runs_fragments", lambda: True)
    set_rate(1)
    live_run._supply(Need(0, -1, -1, 1))
    assert playground.state.settings.learning_rate == 0.3
    assert asked == [], "the run that the stage has asked for is one of the stage"
    assert not session().get(PAGE_IS_OLD)


def test_where_the_whole_page_was_about_to_run_a_live_change_on_the_picture_asks_for_the_stage(asked, monkeypatch):
    monkeypatch.setattr(live_run, "runs_fragments", lambda: False)
    with pytest.raises(RerunError):
        set_rate(1)
    assert asked == [playground.STAGE]


def test_a_change_on_the_picture_that_is_refused_or_restarts_draws_the_whole_page(asked, monkeypatch):
    monkeypatch.setattr(live_run, "runs_fragments", lambda: True)
    for n, wish in enumerate(({"name": "learning_rate", "value": -1.0}, {"name": "noise", "value": 5.0}), 1):
        live_run._carry_out(Command("set", wish, -1, n))
        assert session().pop(PAGE_IS_OLD)
    assert asked == []


def test_a_change_that_restarts_the_run_draws_the_whole_page(asked):
    playground.state.update(seed=7)
    live_run._supply(Need(0, -1, -1, 1))
    assert asked == []


def test_the_page_follows_once_what_the_direct_line_has_set(asked, monkeypatch):
    monkeypatch.setattr(live_run, "runs_fragments", lambda: True)
    player, command = session()[playground.PLAYER], Command("set", {"name": "learning_rate", "value": 0.3}, -1, 7)
    assert set_live(player, command) and player.ahead_of_page
    live_run._carry_out(command)
    assert (playground.state.settings.learning_rate, player.followed) == (0.3, 7)
    assert (asked, player.ahead_of_page, session().get(PAGE_IS_OLD)) == ([], False, None)
    generation = player._generation
    live_run._carry_out(command)
    assert player._generation == generation


def test_a_change_beside_the_stage_keeps_what_the_direct_line_has_just_set(asked):
    player = session()[playground.PLAYER]
    assert set_live(player, Command("set", {"name": "learning_rate", "value": 0.3}, -1, 7))
    with pytest.raises(RerunError):
        playground.state.update(batch_size=5)
    assert (player.settings.learning_rate, player.settings.batch_size) == (0.3, 5)
    assert playground.state.settings == player.settings


def test_a_remedy_that_begins_anew_keeps_what_the_direct_line_has_just_set(asked):
    player = session()[playground.PLAYER]
    assert set_live(player, Command("set", {"name": "learning_rate", "value": 0.3}, -1, 7))
    live_run.begin_changed({"optimizer": "adam"})
    assert (player.settings.learning_rate, player.settings.optimizer) == (0.3, "adam")
