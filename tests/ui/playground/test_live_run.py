"""Which part of the page runs again when a change and a request of the browser come together."""

import pytest

from nnviz.experiments import RunSettings
from nnviz.stage import Need
from nnviz.stage.run_player import RunPlayer
from nnviz.ui.playground import live_run
from nnviz.ui.playground import state as playground


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


def test_a_change_that_restarts_the_run_draws_the_whole_page(asked):
    playground.state.update(seed=7)
    live_run._supply(Need(0, -1, -1, 1))
    assert asked == []
