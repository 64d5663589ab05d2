"""The page of the forward pass by AppTest: its numbers, both heads, its refusals, its address."""

import numpy as np

from nnviz.ui.forward_pass import steps
from tests.pages.messages import warnings
from tests.pages.reading import code_lines, drawn, in_address, texts, widget


def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def test_cat_or_not_cat_is_traced_from_its_pixels_to_its_probability(run_page):
    header, arrays = drawn(run_page("forward_pass"), "forward")
    Z1 = arrays["X"] @ arrays["W1"] + arrays["b1"]
    np.testing.assert_allclose(arrays["Z1"], Z1, rtol=1e-12)
    np.testing.assert_allclose(arrays["A1"], np.maximum(Z1, 0), rtol=1e-12)
    np.testing.assert_allclose(arrays["A2"], sigmoid(arrays["A1"] @ arrays["W2"] + arrays["b2"]), rtol=1e-10)
    assert arrays["A2"].shape == (8, 1)
    assert [step["name"] for step in header["steps"]] == ["Z1", "A1", "Z2", "A2"]
    assert header["image"] == [8, 8]


def test_the_iris_ends_in_softmax_and_its_rows_add_up(run_page):
    page = run_page("forward_pass", data="iris", hidden="5,3", activation="tanh", batch="True", step="6")
    header, arrays = drawn(page, "forward")
    E = np.exp(arrays["Z3"])
    np.testing.assert_allclose(arrays["P"], E / E.sum(1, keepdims=True), rtol=1e-11)
    np.testing.assert_allclose(arrays["A1"], np.tanh(arrays["Z1"]), rtol=1e-12)
    assert header["batch"] and header["steps"][-1]["name"] == "P"
    assert "A = softmax(X)" in code_lines(page)
    assert header["said"] == int(arrays["P"][0].argmax())


def test_the_numbers_of_a_step_can_be_put_in(run_page):
    page = run_page("forward_pass", data="iris", step="3", unit="2")
    widget(page, "toggle", "forward_pass.numbers").set_value(True).run()
    header, arrays = drawn(page, "forward")
    (written,) = [element.value for element in page.latex if "aligned" in element.value]
    assert "Z_{0,2}" in written
    assert f"&= {arrays['Z2'][0, 2]:.6g} " in written
    assert header["unit"] == 2


def test_the_threshold_splits_yes_from_no_and_stands_in_the_address(run_page):
    page = run_page("forward_pass", threshold="90")
    widget(page, "radio", "forward_pass.question.threshold").set_value("nothing changes").run()
    header, arrays = drawn(page, "threshold")
    said = arrays["p"] >= 0.9
    wanted = [[((arrays["labels"] == i) & (said == j)).sum() for j in (0, 1)] for i in (0, 1)]
    assert arrays["counts"][90].tolist() == np.ravel(wanted).tolist()
    assert header["threshold"] == 90
    assert f"at 0.9, {wanted[1][0]} misses and {wanted[0][1]} false alarms" in texts(page)
    assert in_address(page, "threshold") == "90"


def test_the_question_about_the_shape_is_not_answered_by_what_is_on_view(run_page):
    page = run_page("forward_pass")
    assert "(64, 7)" not in texts(page)
    widget(page, "radio", "forward_pass.question.shape").set_value("(64, 7)").run()
    assert "**Yes.**" in texts(page)


def test_softmax_changes_no_decision(run_page):
    page = run_page("forward_pass", data="iris")
    widget(page, "radio", "forward_pass.question.softmax").set_value("about half").run()
    assert "Counted: 0 of 60" in texts(page)
    header, arrays = drawn(page, "confusion")
    assert header["names"] == ["setosa", "versicolor", "virginica"]
    assert arrays["counts"].sum() == 60


def test_a_flower_can_be_typed_and_nonsense_is_refused(run_page):
    page = run_page("forward_pass", data="iris")
    box = widget(page, "text_input", "forward_pass.typed_features")
    box.set_value("5 3 x 1").run()
    assert "got 'x'" in warnings(page)[0]
    widget(page, "text_input", "forward_pass.typed_features").set_value("5.0 3.4 1.5 0.2").run()
    assert not page.warning and not page.exception
    header, _ = drawn(page, "forward")
    assert header["typed"] and header["rows"][0] == "typed"
    assert header["verdict"].endswith("predicted setosa.")
    assert in_address(page, "typed_features") == "5,3.4,1.5,0.2"


def test_layers_and_another_cat_can_be_chosen(run_page):
    page = run_page("forward_pass")
    widget(page, "button_group", "forward_pass.layers").set_value(4).run()
    assert [s["name"] for s in drawn(page, "forward")[0]["steps"]] == [f"{c}{k}" for k in (1, 2, 3, 4) for c in "ZA"]
    widget(page, "selectbox", "forward_pass.cat").set_value(5).run()
    assert drawn(page, "forward")[0]["columns"][-1]["names"] == ["p(cat (5))"]
    widget(page, "selectbox", "forward_pass.cat").set_value(1).run()
    assert "two different digits" in warnings(page)[0]
    assert not page.exception


def test_one_layer_has_no_hidden_units(run_page):
    page = run_page("forward_pass", hidden="", data="circle")
    header, arrays = drawn(page, "forward")
    assert [step["name"] for step in header["steps"]] == ["Z1", "A1"]
    np.testing.assert_allclose(arrays["A1"], sigmoid(arrays["X"] @ arrays["W1"] + arrays["b1"]), rtol=1e-10)


def test_what_a_browser_asks_is_checked(run_page, monkeypatch):
    asked = []
    monkeypatch.setattr(steps.state, "update", lambda **changes: asked.append(changes))
    steps.asked_for({"sample": 3, "step": 2, "all": False, "nonsense": 1})
    steps.asked_for({"sample": -1, "unit": 1})
    assert asked == [{"sample": 3, "step": 2, "all_steps": False, "typed_features": ()}, {"unit": 1}]
