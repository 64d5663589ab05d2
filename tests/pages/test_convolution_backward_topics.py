"""The topics Tied, Backward and Pooling by AppTest: their numbers, their questions, what they refuse."""

import numpy as np
import pytest

from tests.pages.messages import errors, warnings
from tests.pages.reading import code_lines, texts, widget
from tests.stage.decoding import unpack


def shown(page, key):
    """Header and arrays of one drawing."""
    for component in page.get("bidi_component"):
        header, arrays = unpack(component.proto.bytes)
        if header["key"] == key:
            return header, arrays
    raise AssertionError(f"no drawing {key!r}")


def keys(page):
    """The drawings on the page."""
    return {unpack(component.proto.bytes)[0]["key"] for component in page.get("bidi_component")}


def show(page, question):
    """Let the answer to a question be seen."""
    next(button for button in page.button if button.key == f"convolution.question.{question}.show").click().run()
    assert not page.exception


def test_the_matrix_is_veiled_until_the_question_is_answered(run_page):
    page = run_page("convolution", topic="tied")
    header, arrays = shown(page, "convolution-tied")
    assert not header["answered"]
    assert arrays["W"].shape == (36, 64)
    show(page, "tied.matrix")
    header, _ = shown(page, "convolution-tied")
    assert header["answered"] and not header["summed"]
    assert header["different"] == 9


def test_the_sums_over_the_ties_are_sent_beside_dK(run_page):
    header, arrays = shown(run_page("convolution", topic="tied", tied_colour="gradient"), "convolution-tied")
    np.testing.assert_allclose(arrays["sums"], arrays["dK"], rtol=1e-12)
    entry = header["entry"]
    there = arrays["dW"][arrays["entries"] == entry]
    assert len(there) == 36
    assert there.sum() == pytest.approx(arrays["sums"].ravel()[entry], rel=1e-12)


def test_padding_and_stride_change_the_matrix(run_page):
    page = run_page("convolution", topic="tied", tied_padding="full", tied_stride="2")
    _, arrays = shown(page, "convolution-tied")
    assert arrays["W"].shape == (25, 64)


def test_three_layers_are_trained_after_the_prediction_and_the_convolution_keeps_its_ties(run_page):
    page = run_page("convolution", topic="tied", tied_steps="40")
    assert "convolution-ties" not in keys(page)
    show(page, "tied.trained")
    header, arrays = shown(page, "convolution-ties")
    assert [layer["different"] for layer in header["layers"]][0] == 9
    assert header["layers"][0]["test"] < header["layers"][2]["test"]
    assert np.count_nonzero(arrays["W2"]) > np.count_nonzero(arrays["W1"]) == np.count_nonzero(arrays["W0"])
    assert "Lowest on the training images" in texts(page)


def test_a_kernel_that_does_not_fit_is_refused_and_nothing_is_lost(run_page):
    page = run_page("convolution", topic="tied", tied_size="4")
    widget(page, "slider", "convolution.tied_kernel").set_value(5).run()
    assert "kernel of at most 4" in warnings(page)[0]
    assert widget(page, "slider", "convolution.tied_kernel").value == 3
    assert "tied_kernel" not in page.query_params


def test_an_address_with_a_kernel_that_does_not_fit_says_what_would(run_page):
    page = run_page("convolution", topic="tied", tied_size="4", tied_kernel="5")
    assert "kernel of at most 4" in errors(page)[0]
    page = run_page("convolution", topic="backward", backward_size="3", backward_kernel="4", backward_padding="0")
    assert "1 more zero of padding" in errors(page)[0]
    page = run_page("convolution", topic="pooling", pooling_source="typed", pooling_typed="1 2; 3")
    assert "rows of one length" in errors(page)[0]


@pytest.mark.parametrize("gradient", ["dK", "dX", "db"])
def test_the_products_and_the_parts_add_up_to_the_gradient(run_page, gradient):
    page = run_page("convolution", topic="backward", backward_gradient=gradient, backward_filters="2")
    header, arrays = shown(page, "convolution-backward")
    assert not header["answered"]
    np.testing.assert_allclose(arrays["kernel products"].sum((3, 4, 5)), arrays["dK"], atol=1e-14)
    np.testing.assert_allclose(arrays["image products"].sum((3, 4, 5)), arrays["dX"], atol=1e-14)
    np.testing.assert_allclose(arrays["dK parts"].sum(-1), arrays["dK"], atol=1e-14)
    np.testing.assert_allclose(arrays["dX parts"].sum(-1), arrays["dX"], atol=1e-14)
    np.testing.assert_allclose(arrays["db parts"].sum(0), arrays["db"], atol=1e-14)
    show(page, f"backward.{gradient}")
    assert shown(page, "convolution-backward")[0]["answered"]
    assert any(line.startswith(f"{gradient} = ") for line in code_lines(page))


def test_the_flipped_kernel_over_dZ_in_zeros_gives_dX(run_page):
    _, arrays = shown(run_page("convolution", topic="backward", backward_stride="2"), "convolution-backward")
    windows = np.lib.stride_tricks.sliding_window_view(arrays["spread"][..., 0], (3, 3), axis=(1, 2))
    np.testing.assert_allclose((windows * arrays["flipped"][..., 0]).sum((3, 4)), arrays["dX"], atol=1e-14)


@pytest.mark.parametrize(
    ("mistakes", "wrong"),
    [("", set()), ("flip", {"dX, image 1", "dX, image 2"}), ("mean", {"dK", "db"}), ("places", {"dK", "db"})],
)
def test_the_check_says_which_tensors_a_mistake_makes_wrong(run_page, mistakes, wrong):
    page = run_page("convolution", topic="backward", backward_mistakes=mistakes)
    if not mistakes:
        show(page, "backward.check")
    header, _ = shown(page, "convolution-check")
    states = {tensor["name"]: tensor["state"] for tensor in header["groups"][0]["tensors"]}
    assert {name for name, state in states.items() if state == "wrong"} == wrong
    assert set(states) == {"dK", "db", "dX, image 1", "dX, image 2"}
    assert (":red[" in texts(page)) == bool(mistakes)


def test_the_check_stays_open_when_all_mistakes_are_taken_back(run_page):
    page = run_page("convolution", topic="backward", backward_mistakes="crop")
    pills = next(one for one in page.main.button_group if one.key == "convolution.backward_mistakes")
    pills.set_value([]).run()
    assert "convolution-check" in keys(page)
    assert "entries agree" in shown(page, "convolution-check")[0]["summary"]


def test_where_the_gradient_goes_is_veiled_until_it_is_predicted(run_page):
    page = run_page("convolution", topic="pooling")
    header, arrays = shown(page, "convolution-pooling")
    assert not header["answered"]
    np.testing.assert_allclose(arrays["parts"].sum((0, 1)), arrays["dX"], atol=1e-15)
    question = widget(page, "radio", "convolution.question.pooling")
    question.set_value(next(one for one in question.options if one.startswith("X[1, 1]"))).run()
    assert shown(page, "convolution-pooling")[0]["answered"]
    assert ":green[" in texts(page)


def test_the_check_disagrees_at_ties_and_agrees_once_numbers_are_moved_apart(run_page):
    page = run_page("convolution", topic="pooling")
    assert "convolution-pooling-check" not in keys(page)
    show(page, "pooling.ties")
    header, arrays = shown(page, "convolution-pooling-check")
    assert arrays["wrong"].sum() == 8
    assert "disagrees with the backward pass at 8 pixels" in header["summary"]
    widget(page, "toggle", "convolution.pooling_apart").set_value(True).run()
    header, arrays = shown(page, "convolution-pooling-check")
    assert not arrays["wrong"].any()
    assert "All 36 pixels agree" in header["summary"]


def test_typed_numbers_are_pooled_and_bad_ones_refused(run_page):
    page = run_page("convolution", topic="pooling", pooling_source="typed")
    assert shown(page, "convolution-pooling")[1]["A"].tolist() == [[5.0, 0.0], [4.0, 2.0]]
    widget(page, "text_input", "convolution.pooling_typed").set_value("1 2; x 4").run()
    assert "Expected numbers, got 'x' in row 2" in warnings(page)[0]
    assert shown(page, "convolution-pooling")[1]["A"].tolist() == [[5.0, 0.0], [4.0, 2.0]]
    widget(page, "text_input", "convolution.pooling_typed").set_value("7 2; 3 4").run()
    assert shown(page, "convolution-pooling")[1]["A"].tolist() == [[7.0]]


@pytest.mark.parametrize("topic", ["tied", "backward", "pooling"])
def test_tensors_tables_and_lines_open(run_page, topic):
    page = run_page("convolution", topic=topic)
    panels = [panel for panel in page.main.expander if panel.label != "What you should have seen"]
    assert panels and not any(len(panel.children) for panel in panels), "closed, they cost nothing"
    for name in ("table", "tensors", "lines", "figure"):
        if (key := f"convolution.{topic}.{name}") in page.session_state:
            page.session_state[key] = True
    page.run()
    assert not page.exception
    assert any("CSV" in button.proto.label for button in page.get("download_button"))
