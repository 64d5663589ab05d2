"""Positions by AppTest: tokens in another order, asked for and shown; networks trained with and without them."""

import numpy as np
import pytest

from nnviz.experiments.attention.positions import shuffled
from nnviz.experiments.attention.positions_settings import PositionsFields
from nnviz.experiments.attention.trained_positions import PositionTask
from nnviz.experiments.recording.recording import begin
from nnviz.ui.shell.run_cache import run_cache
from nnviz.ui.shell.session import SETTINGS
from tests.pages.messages import warnings
from tests.pages.reading import drawn, texts, widget

TOPIC = {"topic": "positions"}


@pytest.fixture(autouse=True)
def nothing_kept():
    run_cache.clear()
    yield
    run_cache.clear()


def show(page, question=""):
    return widget(page, "button", f"attention.question.positions{question}.show").click().run()


def test_the_shuffled_outputs_are_asked_for_and_are_those_of_the_network(run_page):
    page = run_page("attention", **TOPIC)
    header, arrays = drawn(page, "positions")
    found = shuffled(PositionsFields())
    assert not header["answered"] and header["same"] and header["order"] == "badce" and header["added"] == ""
    np.testing.assert_array_equal(arrays["outputs after"], found.outputs[1])
    assert np.abs(arrays["difference"]).max() <= 1e-12 and "added" not in arrays
    header, _ = drawn(show(page), "positions")
    assert header["answered"]


def test_positions_and_the_mask_make_a_difference(run_page):
    page = run_page("attention", **TOPIC, position_kind="sinusoidal")
    header, arrays = drawn(page, "positions")
    assert not header["same"] and header["largest"] > 0.1 and arrays["added"].shape == (5, 8)
    header, _ = drawn(run_page("attention", **TOPIC, position_causal="True"), "positions")
    assert not header["same"] and header["causal"]


def test_the_trained_networks_are_predicted_and_the_rest_opens(run_page):
    task = PositionTask(steps=20)
    run_cache().run_to_end(("positions", task), lambda: begin(task))
    page = run_page("attention", **TOPIC, position_steps="20")
    for panel in ("trained", "waves", "table", "tensors"):
        page.session_state[f"attention.positions.{panel}"] = True
    page.run()
    assert not page.exception
    assert drawn(page, "attending")[0]["panels"][0]["series"] == []
    header, arrays = drawn(show(page, ".training"), "attending")
    assert len(header["panels"][0]["series"]) == 3
    assert arrays["frame symbols"][-1].max() < 0.6
    np.testing.assert_allclose(arrays["frame P"].sum(-1), 1.0)
    assert drawn(page, "graph")[1]["wave 0"].shape == (49,)
    assert "The best of them gets" in texts(page)


@pytest.mark.parametrize(
    ("key", "text"), [("position_order", "abc"), ("position_kind", "both"), ("position_steps", "7")]
)
def test_what_an_address_cannot_mean_is_told_and_nothing_else_is_lost(run_page, key, text):
    page = run_page("attention", **(TOPIC | {"position_seed": "3", key: text}))
    assert any(f"{key}={text} was left out" in told for told in warnings(page))
    assert page.session_state[SETTINGS + "attention"].position_seed == 3
