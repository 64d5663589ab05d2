"""Figures of merit, class by class and number by number, beside scikit-learn's."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
from sklearn import metrics

from nnviz.experiments import RunSettings, advance, start
from nnviz.experiments.run.results import ClassResults, NumberResults, results


@pytest.fixture(scope="module")
def digits():
    run = start(RunSettings().changed(dataset="digits"))
    return advance(run, 3 * run.batches.per_epoch)


@pytest.mark.parametrize("part", ["train", "test"])
def test_each_class_is_judged_as_scikit_learn_does(digits, part):
    found = results(digits, part)
    chosen = getattr(digits.data, part)
    predicted = digits.output(chosen.X).argmax(-1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        precision, recall, f1, support = metrics.precision_recall_fscore_support(chosen.labels, predicted)
    np.testing.assert_allclose(found.precision, precision, rtol=1e-12)
    np.testing.assert_allclose(found.recall, recall, rtol=1e-12)
    np.testing.assert_allclose(found.f1, f1, rtol=1e-12)
    np.testing.assert_array_equal(found.support, support)
    np.testing.assert_array_equal(found.counts, metrics.confusion_matrix(chosen.labels, predicted))


@pytest.mark.parametrize("dataset", ["circle", "digits", "iris"])
def test_the_accuracy_is_that_of_the_curves(dataset):
    run = advance(start(RunSettings().changed(dataset=dataset)), 40)
    assert results(run, "test").accuracy == pytest.approx(run.evaluation.test_accuracy, abs=1e-15)
    assert results(run, "train").accuracy == pytest.approx(run.evaluation.train_accuracy, abs=1e-15)
    assert results(run, "test").n_samples == len(run.data.test.X)


def test_a_tanh_head_is_judged_by_its_sign():
    run = advance(start(RunSettings(head="tanh")), 200)
    assert results(run).accuracy == run.evaluation.test_accuracy


def test_a_class_that_is_never_called_has_no_precision_and_one_without_samples_no_recall():
    found = ClassResults(("a", "b", "c"), np.array([[3, 0, 1], [2, 0, 0], [0, 0, 0]]))
    assert np.isnan(found.precision).tolist() == [False, True, False]
    assert np.isnan(found.recall).tolist() == [False, False, True]
    assert found.f1.tolist() == [2 * 3 / (5 + 4), 0.0, 0.0]
    assert (found.right, found.n_samples, found.accuracy) == (3, 6, 0.5)


def test_numbers_are_judged_as_scikit_learn_does():
    run = advance(start(RunSettings(dataset="reg-gauss", learning_rate=0.03)), 500)
    found = results(run, "test")
    truth, predicted = run.data.test.Y[:, 0], run.output(run.data.test.X)[:, 0]
    assert found.r_squared == pytest.approx(metrics.r2_score(truth, predicted), rel=1e-12)
    assert found.mean_absolute_error == pytest.approx(metrics.mean_absolute_error(truth, predicted), rel=1e-12)
    assert found.root_mean_squared_error**2 == pytest.approx(run.evaluation.test_loss, rel=1e-12)


def test_equal_targets_explain_nothing():
    assert np.isnan(NumberResults(np.ones(3), np.zeros(3)).r_squared)


def test_a_network_that_broke_down_is_not_judged():
    run = advance(start(RunSettings()), 3)
    theta = np.full_like(run.state.network.theta, np.nan)
    state = replace(run.state, network=run.state.network.with_theta(theta))
    assert results(replace(run, state=state)) is None
