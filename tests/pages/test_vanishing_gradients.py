"""The page of vanishing gradients by AppTest: its numbers against the engine, its refusals, remedies and results."""

import numpy as np
import pytest

from nnviz.experiments.depth import DepthSettings, begin
from nnviz.experiments.vanishing_gradients.published import EXPLODING
from nnviz.ui.vanishing_gradients import remedies
from tests.pages.messages import warnings
from tests.pages.reading import drawn, in_address, texts, widget


def downloads(page) -> list[str]:
    """What can be downloaded, by the labels."""
    return [button.proto.label for button in page.get("download_button")]


def test_ten_sigmoid_layers_are_measured_at_the_start(run_page):
    page = run_page("vanishing_gradients")
    header, arrays = drawn(page, "depth")
    layers = begin(DepthSettings()).frames[0].layers
    np.testing.assert_array_equal(arrays["frame gradient"], layers.gradient[None])
    np.testing.assert_array_equal(arrays["frame left"], layers.left[None])
    np.testing.assert_array_equal(arrays["bound"], 0.25 ** np.arange(10, -1, -1))
    assert header["layers"] == 10 and header["steps"] == [0] and not header["done"]
    assert "is at most 0.25" in texts(page)


def test_the_address_brings_a_network_back_and_tells_what_it_cannot_read(run_page):
    page = run_page("vanishing_gradients", activation="relu", initializer="he_normal", depth="30", width="400")
    assert len(page.warning) == 1 and "width=400" in warnings(page)[0]
    header, arrays = drawn(page, "depth")
    assert header["layers"] == 30 and arrays["frame gradient"].shape == (1, 1, 31)
    assert in_address(page, "activation") == "relu"


def test_a_menu_changes_the_network_and_the_address(run_page):
    page = run_page("vanishing_gradients")
    widget(page, "selectbox", "vanishing_gradients.activation").set_value("tanh").run()
    assert not page.exception
    assert in_address(page, "activation") == "tanh"
    layers = begin(DepthSettings(activation="tanh")).frames[0].layers
    np.testing.assert_array_equal(drawn(page, "depth")[1]["frame gradient"], layers.gradient[None])


def test_exact_zeros_and_denormals_are_told_in_words(run_page):
    page = run_page("vanishing_gradients", depth="50", weight_scale="0.000001")
    assert "exactly zero" in texts(page) and "denormal" in texts(page)


def test_a_published_result_stands_beside_ours(run_page):
    page = run_page("vanishing_gradients")
    page.session_state["vanishing_gradients.numbers_table"] = True
    widget(page, "selectbox", "vanishing_gradients.example").set_value("nielsen4").run()
    assert not page.exception
    table = next(text for text in (element.value for element in page.markdown) if "published | measured" in text)
    assert table.count("reproduced") == 3 and "0.07 / 0.285 = 0.25" in table
    assert downloads(page).count("Download with the settings (CSV)") == 2, "the comparison, and the layers"


def test_the_question_about_depth_is_answered_by_a_network_of_that_depth(run_page):
    page = run_page("vanishing_gradients")
    question = widget(page, "radio", "vanishing_gradients.question.depth")
    question.set_value("a thousandth to a tenth").run()
    assert "No: less than a thousandth of it" in texts(page)


def test_remedies_are_measured_asked_about_and_told(run_page, monkeypatch):
    real = remedies.measure_remedy
    monkeypatch.setattr(remedies, "measure_remedy", lambda *args, **more: real(*args, **more | {"seeds": 2}))
    page = run_page("vanishing_gradients", depth="8", width="16", steps="40", seed="77")
    widget(page, "button", "vanishing_gradients.measure").click().run()
    assert not page.exception
    question = next(radio for radio in page.radio if radio.key.startswith("vanishing_gradients.question.remedy"))
    assert "| remedy |" not in texts(page)
    question.set_value(question.options[0]).run()
    assert not page.exception
    table = next(text for text in (element.value for element in page.markdown) if "| remedy |" in text)
    assert table.count("\n") == 1 + len(question.options) and "of 2" in table
    widget(page, "button", "vanishing_gradients.try.tanh").click().run()
    assert in_address(page, "activation") == "tanh"


def test_residual_connections_are_drawn_without_a_bound_that_they_do_not_keep(run_page):
    page = run_page("vanishing_gradients", residual="True")
    header, arrays = drawn(page, "depth")
    layers = begin(DepthSettings(residual=True)).frames[0].layers
    np.testing.assert_array_equal(arrays["frame left"], layers.left[None])
    assert [one["name"] for one in header["panels"][1]["series"]] == ["left"]
    assert header["panels"][4]["open"] == [True, True]
    told = texts(page)
    assert "goes past its slopes and weights" in told and "is at most 0.25" not in told
    widget(page, "toggle", "vanishing_gradients.residual").set_value(False).run()
    assert not page.exception
    assert [one["name"] for one in drawn(page, "depth")[0]["panels"][1]["series"]] == ["left", "slopes_left", "bound"]


def test_the_example_that_explodes_has_gradients_that_grow(run_page):
    page = run_page("vanishing_gradients")
    widget(page, "selectbox", "vanishing_gradients.example").set_value("exploding").run()
    assert not page.exception
    assert drawn(page, "depth")[1]["frame left"][0, 0, 0] > 5
    assert in_address(page, "weight_scale") == f"{EXPLODING.weight_scale:g}"


def test_singular_values_are_shown_after_the_question(run_page):
    page = run_page("vanishing_gradients")
    page.session_state["vanishing_gradients.numbers_table"] = True
    question = next(radio for radio in page.radio if radio.key.startswith("vanishing_gradients.question.singular"))
    question.set_value(question.options[1]).run()
    assert not page.exception
    assert "**No: over 1,000 times.**" in texts(page)
    assert "1.0000 and 1.0000" in texts(page)
    assert "orthogonal: largest" in drawn(page, "figure")[0]["figure"]
    assert downloads(page).count("Download with the settings (CSV)") == 2, "the layers, and the singular values"


@pytest.mark.parametrize("query", [{"depth": "1", "width": "1"}, {"data": "circle"}, {"activation": "step"}])
def test_small_and_odd_networks_are_shown_too(run_page, query):
    header, arrays = drawn(run_page("vanishing_gradients", **query), "depth")
    assert arrays["frame gradient"].shape[-1] == header["layers"] + 1
