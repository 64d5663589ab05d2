"""A drawing goes back to its start: what was changed in it gets its old values, and nothing else does."""

import pytest

from nnviz.experiments.address.record import AddressRecord
from nnviz.ui.drawings import starting_over
from nnviz.ui.shell.session import SETTINGS

PAGE = SETTINGS + "softmax"


class Settings(AddressRecord):
    z: float = 0.0
    target: int = 0
    classes: int = 3


@pytest.fixture
def state(monkeypatch):
    kept = {PAGE: Settings(z=1.5), "another": 7}
    monkeypatch.setattr(starting_over, "session", lambda: kept)
    return kept


def change(state, **fields):
    state[PAGE] = state[PAGE].changed(**fields)


def test_settings_changed_in_the_drawing_get_their_first_values_back(state):
    for z in (2.0, 3.0):
        with starting_over.remembered("bars"):
            change(state, z=z, target=1)
    change(state, classes=5)  # by a control beside it
    starting_over.start_over("bars")
    assert state[PAGE] == Settings(z=1.5, target=0, classes=5)
    assert starting_over.restarted("bars") and not starting_over.restarted("bars")


def test_drawings_of_a_page_start_over_one_by_one(state):
    with starting_over.remembered("bars"):
        change(state, z=2.0)
    with starting_over.remembered("simplex"):
        change(state, target=2)
    starting_over.start_over("simplex")
    assert state[PAGE] == Settings(z=2.0)
    assert not starting_over.restarted("bars")


def test_values_that_no_longer_fit_change_nothing(state, monkeypatch):
    with starting_over.remembered("bars"):
        change(state, z=2.0)

    def refuse(_, **fields):
        raise ValueError("expected another value")

    monkeypatch.setattr(Settings, "changed", refuse)
    starting_over.start_over("bars")
    assert state[PAGE].z == 2.0


def test_a_refused_change_is_no_change(state):
    with pytest.raises(KeyError), starting_over.remembered("bars"):
        raise KeyError
    starting_over.start_over("bars")
    assert state[PAGE] == Settings(z=1.5)
