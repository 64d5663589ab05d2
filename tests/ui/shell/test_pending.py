"""Whether a session's program is asked for again while it runs, as Streamlit keeps it."""

import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from nnviz.ui.shell import pending
from nnviz.ui.shell.pending import has_pending_request, runs_fragments


class Context:
    def __init__(self):
        self.script_requests = ScriptRequests()


@pytest.fixture
def requests(monkeypatch):
    context = Context()
    monkeypatch.setattr(pending, "get_script_run_ctx", lambda suppress_warning: context)
    return context.script_requests


def test_a_request_that_waits_is_seen_and_one_that_runs_is_not(requests):
    requests.request_rerun(RerunData())
    assert has_pending_request()
    requests.on_scriptrunner_ready()
    assert not has_pending_request()
    requests.request_rerun(RerunData(fragment_id="stage"))
    assert has_pending_request()


def test_the_end_of_a_session_is_seen(requests):
    requests.request_stop()
    assert has_pending_request()


def test_a_run_of_fragments_is_told_from_one_of_the_page(monkeypatch):
    context = Context()
    monkeypatch.setattr(pending, "get_script_run_ctx", lambda suppress_warning: context)
    for ids, alone in ((None, False), ([], False), (["stage"], True)):
        context.fragment_ids_this_run = ids
        assert runs_fragments() is alone


def test_without_a_session_nothing_waits():
    assert not has_pending_request()
