"""The page of gradient descent by AppTest: its numbers against closed forms, its refusals, its questions."""

import numpy as np
import pytest

from nnviz.experiments.gradient_descent.batch_noise import sepal_samples
from tests.pages.messages import warnings
from tests.pages.reading import code_lines, drawn, texts, widget


def test_three_rates_walk_in_step(run_page):
    header, arrays = drawn(run_page("gradient_descent"), "descent")
    assert [walker["verdict"] for walker in header["walkers"]] == ["slow", "converges", "damped oscillation"]
    t = np.arange(61)[:, None]
    for k, rate in enumerate((0.01, 0.1, 0.19)):
        theta = np.array([-2.4, 1.6]) * (1 - rate * np.array([1.0, 10.0])) ** t
        np.testing.assert_allclose(arrays[f"theta{k}"], theta, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(arrays[f"excess{k}"], 0.5 * (theta**2 * [1, 10]).sum(-1), rtol=1e-9, atol=1e-15)


def test_the_address_brings_the_walkers_back_and_tells_what_it_cannot_read(run_page):
    page = run_page("gradient_descent", optimizers="adam:0.3,sgd:x", curvature1="-3", x="1.5")
    assert len(page.warning) == 2
    header, arrays = drawn(page, "descent")
    assert [walker["name"] for walker in header["walkers"]] == ["sgd"] * 3
    assert arrays["start"].tolist() == [1.5, 1.6]
    page = run_page("gradient_descent", optimizers="adam:0.3,momentum:0.05")
    header, arrays = drawn(page, "descent")
    assert [walker["name"] for walker in header["walkers"]] == ["adam", "momentum"]
    assert {"v0", "s0", "v1"} <= arrays.keys() and "s1" not in arrays


def test_the_limit_is_marked_only_after_the_question(run_page):
    page = run_page("gradient_descent")
    assert drawn(page, "descent")[0]["sweeps"] == []
    widget(page, "radio", "gradient_descent.question.limit").set_value("2/λmax").run()
    assert "Yes." in texts(page)
    header, arrays = drawn(page, "descent")
    assert header["sweeps"][0]["limit"] == pytest.approx(0.2)
    left = arrays["sweep0"] / arrays["excess0"][0]
    assert (left[arrays["rates"] < 0.199] < 1).all() and (left[arrays["rates"] > 0.201] > 1).all()
    widget(page, "text_input", "gradient_descent.curvatures").set_value("2 8").run()
    assert drawn(page, "descent")[0]["sweeps"][0]["limit"] == pytest.approx(0.25), "another bowl keeps the answer"


def test_typed_numbers_are_taken_and_nonsense_is_refused(run_page):
    page = run_page("gradient_descent")
    widget(page, "text_input", "gradient_descent.curvatures").set_value("2 8").run()
    assert drawn(page, "descent")[0]["shape"]["curvature2"] == 8.0
    for key, text, word in (
        ("curvatures", "2 -8", "expected a number from 0.1 to 100"),
        ("curvatures", "1 2 3", "expected 2 numbers"),
        ("start", "here", "expected numbers"),
        ("rates", "0.1 0.1", "expected 3 numbers"),
        ("rates", "0.1 0.1 99", "expected a rate"),
    ):
        widget(page, "text_input", f"gradient_descent.{key}").set_value(text).run()
        assert not page.exception
        assert word in warnings(page)[0].lower(), text
    assert drawn(page, "descent")[0]["shape"]["curvature2"] == 8.0


def test_the_numbers_of_the_step_stand_in_the_rule_on_demand(run_page):
    page = run_page("gradient_descent", optimizers="momentum:0.05", step="0")
    widget(page, "toggle", "gradient_descent.numbers").set_value(True).run()
    assert any(r"\theta_{1} \leftarrow -2.4 - 0.05" in element.value for element in page.latex)


@pytest.mark.parametrize("source", ["iris", "raw"])
def test_real_bowls_open_too(run_page, source):
    page = run_page("gradient_descent", quadratic=source)
    header, arrays = drawn(page, "descent")
    assert header["shape"] is None
    assert arrays["excess1"][5] < arrays["excess1"][0]


def test_the_fan_is_that_of_real_batches(run_page):
    page = run_page("gradient_descent", batch_size="16", w1="0.5", w2="-1")
    header, arrays = drawn(page, "fan")
    X, Y = sepal_samples()
    P = 1 / (1 + np.exp(-(X @ [0.5, -1.0])))
    np.testing.assert_allclose(arrays["full"], X.T @ (P - Y[:, 0]) / 100, rtol=1e-12)
    np.testing.assert_allclose(arrays["mean"], arrays["batches"].mean(0))
    assert not any("spread" in fact["name"] for fact in header["facts"])
    widget(page, "radio", "gradient_descent.question.batch").set_value("about half as wide").run()
    assert "Yes." in texts(page)
    spread = np.sqrt(((arrays["batches"] - arrays["full"]) ** 2).sum(1).mean())
    assert {"name": "spread of these batches", "value": f"{spread:.3f}", "link": "spread noisy"} in drawn(page, "fan")[
        0
    ]["facts"]


def test_decays_are_shown_after_the_question(run_page):
    page = run_page("gradient_descent")
    widget(page, "radio", "gradient_descent.question.decay").set_value("constant").run()
    assert "No: " in texts(page) and "Over the last 20 steps" in texts(page)
    widget(page, "slider", "gradient_descent.decay_learning_rate").set_value(0.3).run()
    assert not page.exception


def test_the_slice_opens_after_the_question_and_two_weights_can_be_chosen(run_page):
    page = run_page("gradient_descent", data="xor", at="5")
    widget(page, "radio", "gradient_descent.question.path").set_value("none").run()
    assert "25 parameters" in texts(page)
    widget(page, "segmented_control", "gradient_descent.slice").set_value("weights").run()
    assert not page.exception
    widget(page, "selectbox", "gradient_descent.second_parameter").set_value(0).run()
    assert "two different weights" in warnings(page)[0]
    widget(page, "selectbox", "gradient_descent.second_parameter").set_value(7).run()
    assert not page.warning and not page.exception


def test_rules_and_schedules_stand_as_a_textbook_has_them_and_the_engines_own_lines_second(run_page):
    page = run_page("gradient_descent", optimizers="adam:0.3,momentum:0.05")
    adam, adam_of_engine, momentum, _ = code_lines(page)
    assert adam.startswith("beta1, beta2, epsilon = 0.9, 0.999, 1e-08\n") and "self." in adam_of_engine
    assert momentum == "momentum = 0.9\nv = momentum * v + g\ntheta = theta - eta * v"
    page.session_state["gradient_descent.schedule_formulas"] = True
    widget(page, "button", "gradient_descent.question.decay.show").click().run()
    assert not page.exception
    assert sum(lines.splitlines()[-1].startswith("eta = eta0") for lines in code_lines(page)) == 5


def test_the_rule_that_ends_a_run_is_found_by_the_engine(run_page):
    page = run_page("gradient_descent", run="overfitting", monitor="train", target_loss="0.3")
    widget(page, "radio", "gradient_descent.question.stop").set_value("target loss reached").run()
    assert "Yes." in texts(page) and "reached the target" in texts(page)
    widget(page, "segmented_control", "gradient_descent.run").set_value("diverging").run()
    assert not page.exception
    assert widget(page, "radio", "gradient_descent.question.stop").value is None, "another run is another question"
    widget(page, "radio", "gradient_descent.question.stop").set_value("loss not finite (NaN or infinite)").run()
    assert "became nan" in texts(page)


def test_adamw_can_walk_by_the_address(run_page):
    header, _ = drawn(run_page("gradient_descent", optimizers="adamw:0.1"), "descent")
    assert "".join(text for text, _ in header["walkers"][0]["rule"]).startswith("θ ← (1 − η λ) θ")
