import re
from dataclasses import replace
from math import inf
from pathlib import Path

import numpy as np
import pytest

from nnviz.experiments import RunRecipe, RunSettings, advance, start
from nnviz.lessons import running
from nnviz.lessons.condition import read_condition
from nnviz.lessons.lesson import Ask, Choice, Step, View
from nnviz.lessons.measurements import expression
from nnviz.lessons.measurements.answer import answer_of, differs
from nnviz.lessons.measurements.expression import measured, measurements_of, read_measure, seeded
from nnviz.lessons.running import OutOfTimeError, run_at, train_until
from nnviz.lessons.views import PAGES, settings_class

VIEW = View("playground", {"hidden": "6:relu,6:relu"})


def value(text, view=VIEW, shift=0):
    return measured(read_measure(text, view), shift)


@pytest.fixture(scope="module")
def run():
    settings, _ = RunSettings.from_query(VIEW.query)
    return advance(start(settings), 40)


def test_losses_and_accuracies_are_those_of_the_run(run):
    seen = run.evaluation
    assert value("loss at step 40") == seen.train_loss
    assert value("test loss at step 40") == seen.test_loss
    assert value("accuracy at step 40") == seen.train_accuracy
    assert value("test accuracy at step 40") == seen.test_accuracy


def test_an_epoch_is_counted_in_batches(run):
    epochs = 2
    assert value(f"loss at epoch {epochs}") == value(f"loss at step {epochs * run.batches.per_epoch}")


def test_tensors_are_those_of_the_last_step(run):
    dW = run.last.gradients.layers[1].dW
    assert value("norm of layers[1].dW at step 40") == pytest.approx(np.linalg.norm(dW), rel=1e-15)
    assert value("largest entry of layers[1].dW at step 40") == dW.max()
    assert value("standard deviation of layers[1].dW at step 40") == dW.std()


def test_before_the_first_step_the_gradient_is_that_of_the_step_to_come():
    settings, _ = RunSettings.from_query(VIEW.query)
    record = start(settings).next_record()
    assert value("norm of layers[0].dW at step 0") == pytest.approx(np.linalg.norm(record.gradients.layers[0].dW))


def test_two_quantities_have_a_ratio_and_a_difference():
    first, last = (value(f"norm of layers[{i}].dW at step 0") for i in (0, 2))
    assert value("norm of layers[0].dW at step 0 / norm of layers[2].dW at step 0") == first / last
    assert value("norm of layers[0].dW at step 0 - norm of layers[2].dW at step 0") == first - last


def test_a_quantity_may_be_measured_with_other_settings():
    other = View("playground", {"hidden": "6:relu,6:relu", "learning_rate": "0.01"})
    assert value("loss at step 20 with learning_rate=0.01") == value("loss at step 20", other)
    assert value("loss at step 20 with learning_rate=0.01 - loss at step 20") != 0.0


def test_dead_units_are_counted_on_all_samples():
    assert value("share of dead units at step 0 with hidden=6:relu") == 0.0
    assert value("share of dead units at step 60 with hidden=6:relu&learning_rate=20") == 0.5


def test_steps_until_a_condition_are_infinite_where_it_is_never_met():
    met = value("steps until loss < 0.4")
    assert value(f"loss at step {met:.0f}") < 0.4
    assert value(f"loss at step {met - 1:.0f}") >= 0.4
    found = train_until(RunRecipe(), read_condition("loss < 0.0001"), 50)
    assert (found.met, found.step) == (False, 50)
    assert value("steps until loss < 0.0001 with max_epochs=1") == inf


def test_a_loss_that_has_overflowed_is_infinite():
    assert value("loss at step 300 with dataset=reg-plane&learning_rate=100&hidden=8:relu") == inf


def test_another_seed_is_another_run_on_the_same_data():
    assert value("loss at step 20") != value("loss at step 20", shift=1)
    settings = seeded(RunSettings(seed=3, data_seed=5), 2)
    assert (settings.seed, settings.data_seed) == (5, 5)


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("home", "playground")])
def test_every_page_can_be_drawn_again_from_another_seed(page):
    settings = settings_class(page)()
    names = [name for name in type(settings).model_fields if name == "seed" or name.endswith("_seed")]
    other = seeded(settings, 1)
    changed = {name for name in names if getattr(other, name) != getattr(settings, name)}
    assert changed == set(names) - {"data_seed"}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("speed at step 3", "what the page playground measures"),
        ("loss at noon", "expected step or epoch and a number"),
        ("loss at step 30000", "at most step 20,000"),
        ("steps until loss < 0.1 with step=9000000", "at most step 20,000"),
        ("norm of layers[7].dW at step 0", "expected a tensor of this network, such as layers"),
        ("norm of layers[0].dX at step 0", "expected a tensor of this network, such as layers"),
        ("loss at step 3 with learnig_rate=1", "did you mean learning_rate"),
        ("loss at step 3 / loss at step 4 / loss at step 5", "expected one quantity, or two"),
        ("accuracy at step 3 with dataset=reg-plane", "expected data with classes"),
    ],
)
def test_what_cannot_be_measured_is_told(text, part):
    with pytest.raises(ValueError, match=part):
        value(text)


def test_a_page_without_measurements_says_so():
    with pytest.raises(ValueError, match="the page home measures"):
        read_measure("loss at step 3", View("home"))


def test_every_module_names_what_it_measures_in_words():
    for page in PAGES:
        for name, function in measurements_of(page).items():
            assert callable(function), (page, name)
            assert name == " ".join(name.split())
            assert not re.search(r" [/-] | with \w+=", name), "a sign of the grammar in a name"


def test_the_run_of_a_lesson_does_not_take_forever(monkeypatch):
    monkeypatch.setattr(running, "MOST_SECONDS", 0.0)
    with pytest.raises(OutOfTimeError, match="a training of at most 0 seconds"):
        run_at(RunRecipe(RunSettings(seed=77)), 5000)


def test_a_slow_machine_is_not_taken_for_a_network_that_never_gets_there(monkeypatch):
    recipe = RunRecipe(RunSettings(seed=78))
    run_at(recipe, 0)
    monkeypatch.setattr(running, "MOST_SECONDS", 0.0)
    with pytest.raises(OutOfTimeError, match="step 0, without loss < 1e-09, was reached"):
        train_until(recipe, read_condition("loss < 1e-9"))


def test_a_condition_that_was_not_met_so_far_is_not_called_infinite(monkeypatch):
    monkeypatch.setattr(train_until, "__defaults__", (30,))
    with pytest.raises(ValueError, match="expected loss < 0.0001 within 20,000 steps, but it was not reached"):
        value("steps until loss < 0.0001")


ASK = Ask(
    "How large?", (Choice("small", "below 0.5"), Choice("large", "above 0.5")), "measured", measure="loss at step 0"
)


def test_the_true_option_is_measured():
    answer = answer_of(Step("one", VIEW, ask=ASK))
    assert (answer.option, answer.text, answer.value) == (1, "large", value("loss at step 0"))
    assert answer.words == f"{answer.value:.4g}"


def test_a_named_answer_is_looked_up():
    answer = answer_of(Step("one", VIEW, ask=Ask("Which?", (Choice("a"), Choice("b")), "b")))
    assert (answer.option, answer.text, answer.words) == (1, "b", "")


def test_a_named_answer_that_is_not_the_measured_one_differs():
    answer = answer_of(Step("one", VIEW, ask=ASK))
    assert not differs(ASK, answer)
    assert not differs(replace(ASK, answer="large"), answer)
    assert differs(replace(ASK, answer="small"), answer)


def test_a_value_that_no_option_holds_is_told():
    ask = replace(ASK, options=(Choice("relu", "relu"), Choice("tanh", "tanh")))
    with pytest.raises(ValueError, match="expected one option to hold the measured value"):
        answer_of(Step("one", VIEW, ask=ask))


def test_a_step_without_a_question_has_no_answer():
    with pytest.raises(ValueError, match="a step with a question"):
        answer_of(Step("one", VIEW))


def test_modules_of_measurements_belong_to_pages():
    folder = Path(expression.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__", "answer", "expression"} <= set(PAGES)
