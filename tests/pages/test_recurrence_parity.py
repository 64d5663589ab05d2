"""Parity by AppTest: predicted, trained, told; another network drawn, a state marked."""

import numpy as np
import pytest

from nnviz.experiments.recurrence.parity import begin_parity, bits_so_far, parity_recipe
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.shell.session import SETTINGS
from tests.pages.messages import warnings
from tests.pages.reading import drawn, texts, widget

SHORT = {"topic": "parity", "parity_cell": "elman", "parity_steps": "40"}
RECIPE = parity_recipe("elman", 40)


@pytest.fixture(autouse=True)
def nothing_kept():
    run_cache.clear()
    yield
    run_cache.clear()


def show(page):
    return widget(page, "button", "recurrence.question.parity.show").click().run()


def test_lengths_are_hidden_until_they_are_asked_for_and_states_are_not(run_page):
    page = run_page("recurrence", **SHORT)
    header, arrays = drawn(page, "race")
    cloud, matrix, dots = header["panels"]
    assert dots["veiled"] and cloud["count"] == 192 and matrix["rows"][1] == "even, bit 1"
    begun = begin_parity(RECIPE).end
    np.testing.assert_array_equal(arrays["frame plane"][0], begun.plane)
    np.testing.assert_array_equal(arrays["frame transitions"][0], begun.transitions[0])
    assert set(arrays["labels"]) == {0.0, 1.0}
    assert not drawn(show(page), "race")[0]["panels"][2]["veiled"]


def test_at_its_end_it_answers_and_has_a_table_and_tensors(run_page):
    run = run_cache().run_to_end(("parity", RECIPE), lambda: begin_parity(RECIPE))
    page = show(run_page("recurrence", **SHORT))
    assert f"**{run.carried} of 20**" in texts(page) and page.get("download_button")
    page.session_state["recurrence.parity.tensors"] = True
    page.run()
    assert not page.exception


def test_another_network_is_drawn_and_another_state_marked(run_page):
    page = run_page("recurrence", **(SHORT | {"parity_network": "3", "parity_state": "8"}))
    header, arrays = drawn(page, "race")
    assert header["panels"][0]["from"] == 2 * 2 * 192 and header["panels"][0]["chosen"] == 7
    assert header["note"].startswith(f"The marked state has read {bits_so_far(RECIPE, 7)}: ")
    np.testing.assert_array_equal(arrays["frame transitions"][0], begin_parity(RECIPE).end.transitions[2])


@pytest.mark.parametrize(("key", "text"), [("parity_network", "21"), ("parity_state", "0"), ("parity_steps", "9999")])
def test_what_an_address_cannot_mean_is_told_and_nothing_else_is_lost(run_page, key, text):
    page = run_page("recurrence", **(SHORT | {key: text}))
    assert any(f"{key}={text} was left out" in told for told in warnings(page))
    assert page.session_state[SETTINGS + "recurrence"].parity_cell == "elman"
