"""The page of activation functions by AppTest: its numbers against the formulas, its controls, its refusals."""

import math

import numpy as np
import pytest

from tests.pages.messages import warnings
from tests.pages.reading import code_lines, drawn, in_address, texts, views, widget


def test_the_three_curves_of_the_course_come_first_and_are_right(run_page):
    header, arrays = drawn(run_page("activation_functions"), "curves")
    z = np.arange(-600, 601) / 100
    assert [curve["title"] for curve in header["curves"]] == ["ReLU", "sigmoid", "leaky ReLU (0.1)"]
    np.testing.assert_array_equal(arrays["A0"], np.maximum(z, 0.0))
    np.testing.assert_allclose(arrays["A1"], 1 / (1 + np.exp(-z)), rtol=1e-14)
    np.testing.assert_allclose(arrays["slope1"], np.exp(-z) / (1 + np.exp(-z)) ** 2, rtol=1e-13)
    np.testing.assert_allclose(arrays["A2"], np.where(z > 0, z, 0.1 * z))
    assert [curve["largestText"] for curve in header["curves"]] == ["1", "0.25", "1"]
    assert header["at"] == 700


def test_other_functions_can_be_chosen_and_stand_in_the_address(run_page):
    page = run_page("activation_functions")
    widget(page, "multiselect", "activation_functions.functions").set_value(["tanh", "elu"]).run()
    assert not page.exception
    header, arrays = drawn(page, "curves")
    assert [curve["title"] for curve in header["curves"]] == ["tanh", "ELU"]
    assert arrays["A0"][700] == pytest.approx(math.tanh(1.0))
    assert in_address(page, "functions") == "tanh,elu"


def test_a_parameter_changes_the_curve(run_page):
    page = run_page("activation_functions")
    widget(page, "slider", "activation_functions.parameter.leaky_relu").set_value(0.5).run()
    _, arrays = drawn(page, "curves")
    assert arrays["A2"][0] == -3.0
    assert in_address(page, "functions") == "relu,sigmoid,leaky_relu:0.5"


def test_a_slider_whose_range_shrinks_with_its_value_still_shows_it(run_page):
    page = run_page("activation_functions", functions="elu:5")
    assert widget(page, "slider", "activation_functions.parameter.elu").max == 5.0
    widget(page, "slider", "activation_functions.parameter.elu").set_value(2.0).run()
    slider = widget(page, "slider", "activation_functions.parameter.elu")
    assert (slider.max, slider.value) == (3.0, 2.0)
    assert drawn(page, "curves")[1]["A0"][0] == pytest.approx(2.0 * math.expm1(-6.0))


def test_the_slope_of_relu_at_zero_is_a_choice(run_page):
    page = run_page("activation_functions")
    assert drawn(page, "curves")[1]["slope0"][600] == 0.0
    widget(page, "button_group", "activation_functions.parameter.relu").set_value(0.5).run()
    assert drawn(page, "curves")[1]["slope0"][600] == 0.5


def test_the_address_brings_the_page_back(run_page):
    page = run_page("activation_functions", functions="gelu", z="-2.5", one_plot="True", w1="-1.5")
    header, _ = drawn(page, "curves")
    assert (header["at"], header["together"]) == (350, True)
    assert drawn(page, "neuron")[0]["values"]["w1"] == -1.5


def test_what_cannot_be_read_in_the_address_is_told(run_page):
    page = run_page("activation_functions", functions="cubic", z="1e9")
    assert len(page.warning) == 2
    assert "cubic" in warnings(page)[0]
    assert drawn(page, "curves")[0]["at"] == 700


def test_the_neuron_is_a_weighted_sum_and_a_bend(run_page):
    page = run_page("activation_functions", functions="sigmoid", x1="2", x2="-1", w1="0.5", w2="1", b="0.3")
    _, arrays = drawn(page, "neuron")
    z = 2 * 0.5 - 1 * 1 + 0.3
    a = 1 / (1 + math.exp(-z))
    assert arrays["Z"].item() == pytest.approx(z)
    assert arrays["A"].item() == pytest.approx(a)
    np.testing.assert_allclose(arrays["dW"][:, 0], [2 * a * (1 - a), -a * (1 - a)])


def test_the_answer_and_the_figure_come_after_the_question(run_page):
    page = run_page("activation_functions")
    assert not any(kind == "figure" for kind in views(page))
    widget(page, "radio", "activation_functions.question.product").set_value("about a millionth").run()
    assert "Yes." in texts(page)
    assert "9.5 · 10⁻⁷" in texts(page)
    assert "neurons in a chain" in drawn(page, "figure")[0]["figure"]


def test_a_question_without_a_single_answer_is_not_posed(run_page):
    page = run_page("activation_functions", w1="0", w2="0", b="-1")  # ReLU blocks: no weight learns
    assert not [radio for radio in page.radio if radio.key.endswith("question.input")]
    open_gate = run_page("activation_functions", w1="0", w2="0", b="1")
    widget(open_gate, "radio", "activation_functions.question.input").set_value("as much as to w₂").run()
    assert "No: not at all." in texts(open_gate)


def test_the_numbers_stand_in_the_formula_on_demand(run_page):
    page = run_page("activation_functions", functions="sigmoid", z="1")
    assert not any("0.7311" in element.value for element in page.latex)
    widget(page, "toggle", "activation_functions.numbers").set_value(True).run()
    assert any("0.7311" in element.value for element in page.latex)
    assert any("0.1966" in element.value for element in page.latex)


def test_the_lines_of_numpy_are_the_engines_own(run_page):
    page = run_page("activation_functions", functions="relu")
    assert "np.maximum(Z, 0.0)" in code_lines(page)[0]


def test_larger_weights_saturate_more_cells(run_page):
    page = run_page("activation_functions", functions="sigmoid")
    before = drawn(page, "matrices")
    widget(page, "select_slider", "activation_functions.weight_scale").set_value(8.0).run()
    after = drawn(page, "matrices")
    np.testing.assert_allclose(after[1]["Z"], 8.0 * before[1]["Z"])
    np.testing.assert_allclose(after[1]["A"], 1 / (1 + np.exp(-after[1]["Z"])), rtol=1e-12)
    count = [sum(mark != "" for row in header["marks"] for mark in row) for header, _ in (before, after)]
    assert count[1] > count[0]


def test_typed_numbers_go_through_and_nonsense_is_refused_with_a_reason(run_page):
    page = run_page("activation_functions", functions="relu", matrix="typed", typed="-1 2; 3 -4")
    np.testing.assert_array_equal(drawn(page, "matrices")[1]["A"], [[0.0, 2.0], [3.0, 0.0]])
    widget(page, "text_input", "activation_functions.typed").set_value("1 zwei").run()
    assert not page.exception
    assert "expected numbers, got 'zwei'" in warnings(page)[0].lower()
    assert widget(page, "text_input", "activation_functions.typed").value == "-1 2; 3 -4"


def test_the_gallery_shows_all_of_them_on_demand(run_page):
    page = run_page("activation_functions")
    widget(page, "toggle", "activation_functions.gallery").set_value(True).run()
    assert "All activations" in drawn(page, "figure")[0]["figure"]
    assert "| Mish |" in texts(page)
