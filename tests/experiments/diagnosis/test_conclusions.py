"""What should have been seen of a run is told with the numbers of that run."""

import numpy as np
import pytest

from nnviz.experiments import HiddenSettings, RunSettings, advance, start
from nnviz.experiments.diagnosis.conclusions import conclusions


def told(settings: RunSettings, steps: int):
    """A run so many steps on, and what is told of it."""
    run = start(settings)
    rows = [row(run)]
    if steps:
        run = advance(run, steps)
        rows.append(row(run))
    return run, conclusions(run, rows)


def row(run):
    now = run.evaluation
    return (run.step, run.epoch, now.train_loss, now.test_loss, now.train_accuracy, now.test_accuracy)


def test_before_the_first_step_nothing_is_claimed():
    _, (sentence,) = told(RunSettings(), 0)
    assert sentence.startswith("Nothing has been trained yet")


def test_the_numbers_are_those_of_the_run():
    run, sentences = told(RunSettings(dataset="gauss"), 200)
    text = " ".join(sentences)
    assert f"**{run.evaluation.train_loss:.4g}**" in text and f"**{run.evaluation.test_loss:.4g}**" in text
    assert "After 200 steps (8 epochs)" in text and f"**{100 * run.evaluation.test_accuracy:.0f} %**" in text
    first, *_, last = [layer for layer in run.last.gradients.layers if hasattr(layer, "dW")]
    assert f"next to the input, is {np.linalg.norm(first.dW):.3g}" in text
    assert f"next to the output, is {np.linalg.norm(last.dW):.3g}" in text
    assert sentences[-1] == "The diagnosis finds no problems."


def test_what_goes_wrong_is_named():
    _, sentences = told(RunSettings(hidden=(HiddenSettings(units=4),), initializer="zeros"), 100)
    assert "**Symmetric weights**" in sentences[-1]


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid")
def test_a_loss_that_is_not_finite_is_said_to_be_so():
    run, sentences = told(RunSettings(dataset="reg-plane", learning_rate=100.0), 300)
    assert not np.isfinite(run.evaluation.train_loss)
    assert "no longer finite" in sentences[0] and "nan" not in " ".join(sentences)


def test_a_regression_has_no_accuracy():
    _, sentences = told(RunSettings(dataset="reg-plane", hidden=()), 50)
    assert "correctly" not in " ".join(sentences) and "W1" not in " ".join(sentences)
