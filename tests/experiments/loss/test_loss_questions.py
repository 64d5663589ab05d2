"""The questions of the page "Loss": one true answer over the whole range of their controls, and it is the right one."""

import itertools

import numpy as np
import pytest

from nnviz.experiments.loss.batch import SNAPSHOT_EPOCHS, batch_loss
from nnviz.experiments.loss.lockstep import lockstep
from nnviz.experiments.loss.questions import curves_question, lockstep_question, share_question


def test_a_probability_of_a_millionth_costs_its_negative_logarithm():
    for task in ("binary", "classes"):
        question = curves_question(task)
        assert question.answer == "5 to 50"
        assert f"{-np.log(1e-6):.2f}" in question.because


def test_one_outlier_has_nearly_all_of_the_gradient():
    question = curves_question("regression")
    assert question.answer == "above 70 %"
    assert f"{50 / 54.5:.0%}" in question.because
    assert f"{1 / 5.5:.0%}" in question.because


def test_the_published_neuron_hardly_moves_under_squared_error():
    question = lockstep_question()
    run = lockstep("published", 2.0, 2.0, 0.15)
    assert question.answer == "by less than 20 %"
    assert 1 - run.squared.error[150] / run.squared.error[0] < 0.2
    assert "learning rate 0.15" in question.text


SETTINGS = list(itertools.product(("iris", "digits"), ("cross_entropy", "squared_error"), SNAPSHOT_EPOCHS))


@pytest.mark.parametrize(("source", "measure", "epochs"), SETTINGS)
def test_the_range_that_is_called_right_holds_the_share_of_the_costliest(source, measure, epochs):
    batch = batch_loss(source, measure, epochs)
    question = share_question(batch)
    share = sum(sorted(batch.trace.losses)[-3:]) / sum(batch.trace.losses)
    low, high = {"less": (0, 0.2), "20 %": (0.2, 0.5), "more": (0.5, 1)}[question.answer[:4]]
    assert low <= share <= high
    assert f"{share:.0%}" in question.because
