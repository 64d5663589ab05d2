"""What a drawing asks is carried out once, however often the browser has to ask."""

import math
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from nnviz.ui.drawings import drawing as module


@pytest.fixture
def ask(monkeypatch):
    """A way to ask a drawing as a browser does, and what it has carried out."""
    state, done, mounted = {}, [], {}

    def carry_out(question):
        done.append(question)
        if "at" in question:
            ["a picture"][int(question["at"])]

    page = SimpleNamespace(session_state=state, container=lambda **_: nullcontext(), html=lambda _: None)
    monkeypatch.setattr(module, "st", page)
    monkeypatch.setattr("nnviz.ui.drawings.starting_over.session", lambda: state)
    monkeypatch.setattr(module, "first_drawing", lambda: None)
    monkeypatch.setattr(module, "wait_for_paint", lambda _: None)
    monkeypatch.setattr(module, "packaged_component", lambda _: lambda **options: mounted.update(options))
    module.drawing("digit", {}, {}, "pad", on_ask=carry_out)

    def asked(**question):
        state["pad"] = {"ask": question}
        mounted["on_ask_change"]()
        return done

    return asked


def test_a_question_that_is_asked_again_is_carried_out_once(ask):
    ask(what="shift", right=1, n=7)
    assert ask(what="shift", right=1, n=7) == [{"what": "shift", "right": 1, "n": 7}]
    assert len(ask(what="shift", right=1, n=8)) == 2


def test_questions_without_a_number_are_all_carried_out(ask):
    ask(what="shift")
    assert len(ask(what="shift")) == 2


@pytest.mark.parametrize("nonsense", [{"at": math.inf}, {"at": math.nan}, {"at": "x"}, {"at": None}, {"at": 1}])
def test_nonsense_is_ignored(ask, nonsense):
    assert ask(**nonsense, n=math.nan) == [nonsense | {"n": math.nan}]
    assert ask(n=10**400)
