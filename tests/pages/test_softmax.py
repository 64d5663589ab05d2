"""The softmax page by AppTest: its numbers against the formulas, its sources, its refusals."""

import numpy as np
import pytest

from tests.pages.messages import warnings
from tests.pages.reading import code_lines, drawn, texts, widget


def written_out(z):
    """Softmax as a textbook writes it."""
    E = np.exp(np.asarray(z, dtype=float))
    return E / E.sum()


def test_three_classes_with_the_gradient_beside_the_target(run_page):
    header, arrays = drawn(run_page("softmax"), "logits")
    P = written_out([2.0, 1.0, 0.1])
    np.testing.assert_allclose(arrays["P"], P, rtol=1e-14)
    np.testing.assert_allclose(arrays["dZ"], P - [1.0, 0.0, 0.0], rtol=1e-13)
    assert header["names"] == ["cat", "dog", "bird"]
    assert header["sums"]["share"] == "1"


def test_the_address_brings_logits_target_temperature_and_shift_back(run_page):
    page = run_page("softmax", z="3,-1,0", target="2", temperature_step="20", shift="5")
    header, arrays = drawn(page, "logits")
    np.testing.assert_allclose(arrays["P"], written_out(np.array([3.0, -1.0, 0.0]) / 10), rtol=1e-13)
    assert header["temperature"] == pytest.approx(10.0)
    assert header["shift_gap"] < 1e-15
    assert arrays["Y"].tolist() == [0.0, 0.0, 1.0]


def test_what_cannot_be_read_in_the_address_is_told(run_page):
    page = run_page("softmax", z="1,2", target="7")
    assert len(page.warning) == 2
    np.testing.assert_allclose(drawn(page, "logits")[1]["P"], written_out([2.0, 1.0, 0.1]))


def test_the_jacobian_and_both_ways_back(run_page):
    header, arrays = drawn(run_page("softmax", target="1"), "jacobian")
    P = written_out([2.0, 1.0, 0.1])
    J = np.diag(P) - np.outer(P, P)
    dP = -np.array([0.0, 1.0, 0.0]) / P
    np.testing.assert_allclose(arrays["J"], J, rtol=1e-12)
    np.testing.assert_allclose(arrays["product"][0], dP @ J, rtol=1e-12)
    np.testing.assert_allclose(arrays["dZ"][0], P - [0.0, 1.0, 0.0], rtol=1e-12)
    assert header["gap"] < 1e-15
    assert np.abs(header["row_sums"]).max() < 1e-16


def test_the_number_of_classes_can_be_two_to_ten(run_page):
    page = run_page("softmax")
    for n in (10, 2):
        widget(page, "number_input", "softmax.count").set_value(n).run()
        assert not page.exception
        header, arrays = drawn(page, "logits")
        assert len(header["names"]) == len(arrays["P"]) == n


def test_names_can_be_typed_and_bad_ones_are_refused(run_page):
    page = run_page("softmax")
    widget(page, "text_input", "softmax.class_names").set_value("ant, bee").run()
    assert drawn(page, "logits")[0]["names"] == ["ant", "bee"]
    widget(page, "text_input", "softmax.class_names").set_value("ant, ant").run()
    assert "every class once" in warnings(page)[0]
    assert drawn(page, "logits")[0]["names"] == ["ant", "bee"]
    widget(page, "text_input", "softmax.class_names").set_value("").run()
    assert not page.exception
    assert drawn(page, "logits")[0]["names"] == ["ant", "bee"]


def test_a_digit_has_real_logits_its_picture_and_the_networks_accuracy(run_page):
    page = run_page("softmax", source="digits", sample="3")
    header, arrays = drawn(page, "logits")
    np.testing.assert_allclose(arrays["P"], written_out(arrays["z"]), rtol=1e-12)
    assert arrays["image"].shape == (64,)
    assert arrays["Y"].sum() == 1.0
    assert "% of" in texts(page).replace("**", "")
    assert header["image_title"].startswith("test sample 3")


def test_another_sample_has_other_logits_and_its_own_label_as_target(run_page):
    page = run_page("softmax", source="iris")
    before = drawn(page, "logits")
    widget(page, "slider", "softmax.sample").set_value(11).run()
    header, arrays = drawn(page, "logits")
    assert not np.allclose(before[1]["z"], arrays["z"])
    assert header["target"] == header["labels"][11]
    assert arrays["others"].shape == (60, 3)


def test_a_sample_that_does_not_exist_is_the_last_one(run_page):
    header, _ = drawn(run_page("softmax", source="iris", sample="999"), "logits")
    assert header["target"] in (0, 1, 2)


def test_the_overflow_is_shown_after_the_question(run_page):
    page = run_page("softmax")
    assert "P as written" not in texts(page)
    widget(page, "radio", "softmax.question.overflow").set_value("NaN (not a number)").run()
    assert "Yes." in texts(page)
    assert ":red[nan]" in texts(page)
    assert any("overflow" in element.value for element in page.error)
    widget(page, "select_slider", "softmax.overflow").set_value(100.0).run()
    assert not page.error
    assert ":red[" not in texts(page).split("**P as written**")[1]


def test_the_shift_question_has_its_answer_computed(run_page):
    page = run_page("softmax")
    widget(page, "radio", "softmax.question.shift").set_value("all increase").run()
    assert "No: nothing." in texts(page)


def test_the_numbers_stand_in_the_fraction_on_demand(run_page):
    page = run_page("softmax")
    widget(page, "toggle", "softmax.numbers").set_value(True).run()
    assert any(r"P_\text{cat}" in element.value and "0.6590" in element.value for element in page.latex)


def test_logits_can_be_typed_and_nonsense_is_refused(run_page):
    page = run_page("softmax")
    widget(page, "text_input", "softmax.z").set_value("3 -1 0.5").run()
    np.testing.assert_allclose(drawn(page, "logits")[1]["P"], written_out([3.0, -1.0, 0.5]), rtol=1e-14)
    for text, word in (
        ("1 2", "expected 3 logits"),
        ("1 2 cat", "expected numbers"),
        ("1 2 99", "expected logits from"),
    ):
        widget(page, "text_input", "softmax.z").set_value(text).run()
        assert word in warnings(page)[0].lower()
    np.testing.assert_allclose(drawn(page, "logits")[1]["P"], written_out([3.0, -1.0, 0.5]), rtol=1e-14)


def test_the_jacobian_and_the_gradient_stand_with_numbers_on_demand(run_page):
    page = run_page("softmax")
    widget(page, "toggle", "softmax.numbers").set_value(True).run()
    P = written_out([2.0, 1.0, 0.1])
    formulas = " ".join(element.value for element in page.latex)
    assert f"= {P[0] * (1 - P[0]):.4f}" in formulas and f"= {-P[0] * P[1]:.4f}" in formulas
    assert f"{-np.log(P[0]):.4f}" in formulas and f"{P[0] - 1:.4f}" in formulas
    assert any("(P - Y)" in line for line in code_lines(page))


def test_the_temperature_stands_in_the_formula_the_table_and_the_gradient(run_page):
    plain = run_page("softmax")
    assert not any("/ T" in element.value or "/T" in element.value for element in plain.latex)
    assert drawn(plain, "logits")[0]["given"] == "z"
    page = run_page("softmax", temperature_step="-6", shift="2")
    header, arrays = drawn(page, "logits")
    temperature = 10 ** (-6 / 20)
    assert (header["given"], header["gradient"]) == ("(z + c) / T", "dL/d(z/T)")
    np.testing.assert_allclose(arrays["scaled"], (arrays["z"] + 2.0) / temperature)
    assert any("e^{(z_j + c) / T - m}" in element.value for element in page.latex)
    assert drawn(page, "jacobian")[0]["given"] == "z/T"
    assert any(r"\partial (z_{k}/T)" in element.value for element in page.latex)


def test_a_probability_that_is_nearly_zero_has_its_logarithm_and_both_ways_back_agree(run_page):
    page = run_page("softmax", z="20,-20,0", target="1")
    header, arrays = drawn(page, "jacobian")
    assert header["gap"] < 1e-15
    assert arrays["dP"][0, 1] == pytest.approx(-np.exp(40.0), rel=1e-6)
    widget(page, "toggle", "softmax.numbers").set_value(True).run()
    formulas = " ".join(element.value for element in page.latex)
    assert r"-\ln 0.0000" not in formulas and r"10^{-18} = 40.0000" in formulas
