"""The page of linear collapse by AppTest: its numbers, what is hidden before an answer, its address."""

import numpy as np
import pytest

from nnviz.experiments.linear_collapse import CollapseSettings, begin_modes, stack
from nnviz.ui.linear_collapse import modes, race
from nnviz.ui.linear_collapse import stack as stack_section
from tests.pages.messages import warnings
from tests.pages.reading import code_lines, drawn, in_address, texts, views, widget

SHOW = "linear_collapse.question.{}.show"


def show(page, name):
    return widget(page, "button", SHOW.format(name)).click().run()


def test_the_matrices_multiply_to_the_one_that_is_sent(run_page):
    header, arrays = drawn(run_page("linear_collapse"), "collapse")
    assert header["widths"] == [4, 4, 2, 4, 3]
    product = arrays["W1"] @ arrays["W2"] @ arrays["W3"] @ arrays["W4"]
    np.testing.assert_allclose(arrays["W"], product, atol=1e-12)
    np.testing.assert_allclose(arrays["terms"].prod(-1).reshape(4, 3, -1).sum(-1), product, atol=1e-12)
    assert header["deviation"] < 1e-12


def test_the_rank_is_seen_after_the_question(run_page):
    page = run_page("linear_collapse")
    assert not drawn(page, "collapse")[0]["answered"]
    page = show(page, "rank")
    header, arrays = drawn(page, "collapse")
    assert header["answered"] and header["rank"] == 2
    assert (arrays["singular"] > 1e-12).sum() == 2
    assert "narrowest layer has 2 units" in texts(page)


def test_the_slope_the_layers_and_their_units_come_back_from_the_address(run_page):
    page = run_page("linear_collapse", hidden="3,1", slope="0.25", row="2", column="1", entries_shown="5")
    header, arrays = drawn(page, "collapse")
    assert header["widths"] == [4, 3, 1, 3]
    assert (header["slope"], header["row"], header["column"], header["shown"]) == (0.25, 2, 1, 5)
    assert header["deviation"] == stack(CollapseSettings(hidden=(3, 1), slope=0.25)).deviation > 1e-3
    assert in_address(page, "slope") == "0.25"
    assert code_lines(page)[0].startswith("W_star = W1 @ W2 @ W3\nb_star = (b1 @ W2 + b2) @ W3 + b3")


@pytest.mark.parametrize(
    ("key", "text"), [("slope", "2"), ("hidden", "4,9"), ("mode_layers", "5"), ("strengths", "1,2")]
)
def test_what_an_address_cannot_mean_is_left_out_and_said(run_page, key, text):
    page = run_page("linear_collapse", **{key: text})
    assert not page.exception
    assert any(f"{key}={text} was left out" in warning for warning in warnings(page))


def test_what_is_dragged_changes_the_settings_and_nonsense_does_not(run_page, monkeypatch):
    kept = {}
    monkeypatch.setattr(stack_section.state, "update", kept.update)
    stack_section._asked({"what": "slope", "value": 0.30000004})
    assert kept == {"slope": 0.3}
    with pytest.raises(KeyError):
        stack_section._asked({"what": "units"})


def test_the_modes_are_hidden_before_the_answer_and_then_play_with_their_theory(run_page):
    page = run_page("linear_collapse")
    assert "lockstep" not in views(page)
    page = show(page, "modes")
    header, arrays = drawn(page, "lockstep")
    training = begin_modes(CollapseSettings())
    assert header["total"] == training.n_frames
    np.testing.assert_allclose(arrays["theory"], training.closed_form)
    np.testing.assert_allclose(arrays["frame product"][0], training.frames[0].product)
    assert [tile["name"] for tile in header["tiles"]] == ["W1", "W2", "product", "goal"]
    assert any("all living things" in series["title"] for series in header["panels"][0]["series"])


def test_strengths_of_ones_own_are_read_and_refused(run_page):
    page = run_page("linear_collapse", modes="own", strengths="3,1")
    box = widget(page, "text_input", "linear_collapse.strengths")
    assert box.value == "3, 1"
    page = box.set_value("1, x").run()
    assert any("xpected numbers separated by commas" in warning for warning in warnings(page))
    assert modes.state.record is CollapseSettings


def test_the_race_is_asked_first_and_shows_median_and_band(run_page):
    page = run_page("linear_collapse", race_depth="2", race_width="8")
    page = show(page, "race")
    header, arrays = drawn(page, "lockstep")
    assert [panel["name"] for panel in header["panels"]] == ["accuracy", "loss"]
    assert (arrays["frame accuracy low"] <= arrays["frame accuracy"]).all()
    assert (arrays["frame accuracy"] <= arrays["frame accuracy high"]).all()
    assert arrays["frame accuracy"].shape[1] == len(race.COLOURS)


@pytest.mark.parametrize("panel", ["tensors", "mode_tensors", "race_tensors"])
def test_every_tensor_can_be_opened(run_page, panel):
    page = run_page("linear_collapse", race_depth="2", race_width="4")
    for name in ("modes", "race"):
        page = show(page, name)
    page.session_state[f"linear_collapse.{panel}"] = True
    page.run()
    assert not page.exception
    assert {"tensor", "tensor_list"} <= set(views(page))


def test_a_training_that_diverged_has_no_difference_from_theory(run_page):
    own = {"modes": "own", "strengths": "4,1", "mode_layers": "4", "mode_start": "0.1", "mode_learning_rate": "0.5"}
    page = run_page("linear_collapse", **own)
    assert "lockstep" in views(page), "nothing is asked about it"
    said = texts(page) + " ".join(caption.value for caption in page.caption)
    assert "Here the training diverged." in said
    assert "Largest difference here" not in said


def test_the_curves_of_the_race_leave_out_networks_that_diverged(run_page):
    header, _ = drawn(show(run_page("linear_collapse", race_learning_rate="1"), "race"), "lockstep")
    assert header["panels"][0]["note"] == "median and band of 6 seeds, without diverged ones"
