"""The page of the backward pass by AppTest: its numbers, its questions, its switches, what it refuses."""

import numpy as np
import pytest

from tests.pages.messages import errors, warnings
from tests.pages.reading import code_lines, in_address, texts, widget
from tests.stage.decoding import unpack


def shown(page, key):
    """Header and arrays of one drawing."""
    for component in page.get("bidi_component"):
        header, arrays = unpack(component.proto.bytes)
        if header["key"] == key:
            return header, arrays
    raise AssertionError(f"no drawing {key!r}")


def states(page):
    """Which tensors of the check are right and which are wrong."""
    header, _ = shown(page, "backward-check")
    return {tensor["name"]: tensor["state"] for tensor in header["groups"][0]["tensors"]}


def test_the_lines_go_from_the_loss_to_the_first_weights(run_page):
    header, arrays = shown(run_page("backward_pass"), "backward-lines")
    names = [line["product"]["symbol"] for line in header["lines"]]
    assert names == ["dℓ", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"]
    at = names.index("dW1")
    np.testing.assert_allclose(arrays[f"product{at}"], arrays[f"slope{at}"] @ arrays[f"upstream{at}"], rtol=1e-12)
    assert arrays[f"product{at}"].shape == (4, 3)


def test_the_line_stands_in_the_address_and_its_formula_and_numpy_line_follow(run_page):
    page = run_page("backward_pass", line="7")
    assert shown(page, "backward-lines")[0]["at"] == 7
    assert any("dW = X.mT @ dZ" in line for line in code_lines(page))
    assert any(r"X^\top" in element.value for element in page.latex)
    widget(page, "toggle", "backward_pass.numbers").set_value(True).run()
    assert any(r"\sum_i" in element.value and r"\cdot" in element.value for element in page.latex)


def test_skipping_a_layer_is_tried_and_answered(run_page):
    page = run_page("backward_pass")
    widget(page, "radio", "backward_pass.question.skip").set_value("it runs, but the numbers are wrong").run()
    assert "Yes." in texts(page)
    page = run_page("backward_pass", hidden="4")
    widget(page, "radio", "backward_pass.question.skip").set_value("the shapes do not match").run()
    assert "Yes." in texts(page)
    assert "but dA1 needs (4, 4)" in texts(page)


def test_a_nudge_is_the_true_loss_beside_the_straight_line(run_page):
    page = run_page("backward_pass", parameter="3", nudge="1")
    widget(page, "button", "backward_pass.question.nudge.show").click().run()
    _, arrays = shown(page, "backward-nudge")
    np.testing.assert_allclose(arrays["gap"], arrays["change"] - arrays["predicted"], atol=1e-15)
    middle = len(arrays["t"]) // 2
    assert arrays["t"][middle] == arrays["change"][middle] == 0.0
    slope = (arrays["loss"][middle + 1] - arrays["loss"][middle - 1]) / (
        arrays["t"][middle + 1] - arrays["t"][middle - 1]
    )
    assert arrays["predicted"][-1] / arrays["t"][-1] == pytest.approx(slope, abs=1e-3)


def test_the_true_loss_is_shown_after_the_question_that_it_answers(run_page):
    page = run_page("backward_pass")
    header, arrays = shown(page, "backward-nudge")
    assert set(arrays) == {"t", "straight", "predicted"}, "the prediction can be dragged, the true loss is not sent"
    assert header["at"] == 100
    widget(page, "radio", "backward_pass.question.nudge").set_value("it falls").run()
    _, arrays = shown(page, "backward-nudge")
    change = arrays["change"][int(np.argmin(np.abs(arrays["t"] - 0.5)))]
    assert ("**Yes.**" in texts(page)) == (change < 0)
    assert f"{change:.4f}".replace("-", "−") in texts(page)


@pytest.mark.parametrize("control", ["seed", "activation"])
def test_an_answer_about_one_network_does_not_mark_the_question_about_another(run_page, control):
    page = run_page("backward_pass")
    for name in ("skip", "check", "nudge"):
        key = f"backward_pass.question.{name}"
        asked = widget(page, "radio", key)
        asked.set_value(asked.options[-1]).run()
    if control == "seed":
        widget(page, "number_input", "backward_pass.seed").set_value(6).run()
        left = {"nudge"}  # another gradient; the other two ask about the same network with the same answer
    else:
        widget(page, "selectbox", "backward_pass.activation").set_value("tanh").run()
        left = {"check", "nudge"}
    for name in left:
        assert widget(page, "radio", f"backward_pass.question.{name}").value is None


def test_no_number_on_the_wall_has_more_than_six_digits_but_those_of_the_worked_example(run_page):
    from re import search

    assert search(r"L = \d\.\d{5}\*\*", texts(run_page("backward_pass")))
    assert "L = 0.298371109" in texts(run_page("backward_pass", source="worked"))
    header, _ = shown(run_page("backward_pass"), "backward-update")
    assert header["readings"][0]["decimals"] == 6


def test_nothing_is_red_without_a_mistake(run_page):
    page = run_page("backward_pass")
    widget(page, "radio", "backward_pass.question.check").set_value("only those of layer 1").run()
    assert "Yes." in texts(page)
    assert set(states(page).values()) == {"right"}
    _, arrays = shown(page, "backward-check")
    assert max(arrays[name].max() for name in ("dW1", "db1", "dW2", "db2", "dX")) < 1e-6


def test_a_switch_turns_the_right_tensors_red(run_page):
    page = run_page("backward_pass", mistakes="slope")
    wrong = {name for name, state in states(page).items() if state == "wrong"}
    assert wrong == {"dW1", "db1", "dX"}
    widget(page, "button_group", "backward_pass.mistakes").set_value(["mean"]).run()
    assert set(states(page).values()) == {"wrong"}
    assert in_address(page, "mistakes") == "mean"
    widget(page, "button_group", "backward_pass.mistakes").set_value(["transpose_W"]).run()
    assert "NumPy raises an error" in texts(page)
    widget(page, "button_group", "backward_pass.mistake_layer").set_value(2).run()
    assert {name for name, state in states(page).items() if state == "wrong"} == {"dW1", "db1", "dX"}
    assert any("dX = dZ @ W" in line for line in code_lines(page))


def test_the_worked_example_is_there_digit_by_digit(run_page):
    page = run_page("backward_pass", source="worked", learning_rate="0.5", biases="False")
    text = texts(page)
    assert "L = 0.298371109" in text
    for digits in ("0.35891648", "0.149780716", "0.082167041", "0.291027924", "0.291027774"):
        assert digits in text
    assert ":green[:material/check:]" in text and ":red[:material/close:]" not in text
    header, arrays = shown(page, "backward-update")
    assert arrays["loss"][header["at"]] == pytest.approx(0.29102777369, abs=1e-11)


def test_choosing_the_worked_example_sets_its_rate_and_leaves_the_biases_alone(run_page):
    page = run_page("backward_pass", learning_rate="2")
    widget(page, "button_group", "backward_pass.source").set_value("worked").run()
    assert not page.exception
    assert "digit" in texts(page) or "printed" in texts(page)
    header, arrays = shown(page, "backward-update")
    assert arrays["t"][header["at"]] == 0.5
    assert arrays["loss"][header["at"]] == pytest.approx(0.291027774, abs=1e-9)


def test_the_update_shows_weights_before_gradient_and_after(run_page):
    page = run_page("backward_pass", source="worked", learning_rate="0.5", biases="False")
    widget(page, "toggle", "backward_pass.tables").set_value(True).run()
    _, arrays = shown(page, "backward-update-tables")
    np.testing.assert_allclose(arrays["W2 after"], arrays["W2"] - 0.5 * arrays["dW2"], rtol=1e-14)
    assert arrays["W2 after"][0, 0] == pytest.approx(0.35891648, abs=1e-8)


def test_typed_numbers_go_through_and_nonsense_is_refused_with_a_reason(run_page):
    page = run_page("backward_pass", source="typed", typed_x="1 2; 3 4", typed_y="1; 0")
    header, arrays = shown(page, "backward-lines")
    assert arrays["product0"].tolist() == [[0.5], [0.5]]
    widget(page, "text_input", "backward_pass.typed_x").set_value("1 two").run()
    assert not page.exception
    assert "X: expected numbers, got 'two'" in warnings(page)[0]
    assert widget(page, "text_input", "backward_pass.typed_x").value == "1 2; 3 4"
    widget(page, "text_input", "backward_pass.typed_x").set_value("1 2").run()
    assert "as many rows of targets as of inputs" in errors(page)[0]


def test_what_cannot_be_read_in_the_address_is_told(run_page):
    page = run_page("backward_pass", hidden="99", activation="cubic", mistakes="all", nudge="77")
    assert len(page.warning) == 4
    assert shown(page, "backward-lines")[0]["at"] == 0


@pytest.mark.parametrize("query", [{"source": "digits"}, {"source": "circle", "hidden": "3,3,3", "activation": "tanh"}])
def test_other_networks_run_through(run_page, query):
    page = run_page("backward_pass", **query, mistakes="mask", mistake_layer="2")
    assert "dX" in states(page)


def test_an_old_key_of_the_address_is_read_and_gives_way_to_the_present_one(run_page):
    page = run_page("backward_pass", bend="tanh", lesson="3")
    assert not warnings(page)
    assert in_address(page, "activation") == "tanh"
    assert in_address(page, "lesson") == "3"
    assert "bend" not in page.query_params
