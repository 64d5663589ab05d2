"""Requests of a page that has been left."""

from types import SimpleNamespace

import pytest
from streamlit.proto.ClientState_pb2 import ClientState

from nnviz.ui.shell.left_page import on_view_alone
from nnviz.ui.shell.session import SWITCHED


@pytest.fixture
def asked():
    """Ask one session for several runs; the pages and fragments of those that were carried out come back."""
    done = []
    request = on_view_alone(lambda _, state: done.append(state and (state.page_script_hash, state.fragment_id)))
    session = SimpleNamespace(session_state={})

    def ask(*states):
        for state in states:
            if isinstance(state, str):  # the program switches to that page
                session.session_state[SWITCHED] = (len(session.session_state), state)
                continue
            request(session, state and ClientState(page_script_hash=state[0], fragment_id=state[1]))
        return done

    return ask


def test_a_fragment_of_the_page_on_view_runs(asked):
    states = [("home", ""), ("home", "frames"), ("playground", ""), ("playground", "stage")]
    assert asked(*states) == states


def test_a_fragment_of_a_page_that_was_left_does_not_run(asked):
    assert asked(("home", ""), ("playground", ""), ("home", "frames")) == [("home", ""), ("playground", "")]


def test_the_first_page_is_known_by_its_address_alone(asked):
    states = [("", ""), ("home", "frames")]
    assert asked(*states) == states


def test_a_run_that_the_server_asks_for_leaves_the_page_as_it_is(asked):
    assert asked(("home", ""), None, ("playground", "stage"), ("home", "frames")) == [
        ("home", ""),
        None,
        ("home", "frames"),
    ]


def test_fragments_of_a_page_that_the_program_switched_to_run(asked):
    assert asked(("softmax", ""), "playground", ("playground", "stage")) == [("softmax", ""), ("playground", "stage")]


def test_that_page_is_left_too_once_another_one_is_chosen(asked):
    done = asked(("softmax", ""), "playground", ("loss", ""), ("playground", "stage"), ("loss", "bars"))
    assert done == [("softmax", ""), ("loss", ""), ("loss", "bars")]
