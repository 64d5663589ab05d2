"""Losses as curves, one neuron under two losses, and a batch, against formulas written out and a published example."""

import math

import numpy as np
import pytest

from nnviz.engine import loss
from nnviz.experiments.loss.batch import BATCH, SNAPSHOT_EPOCHS, batch_loss
from nnviz.experiments.loss.curves import loss_curves
from nnviz.experiments.loss.lockstep import LOCKSTEP_LOSSES, lockstep, neuron_task, surface


@pytest.mark.parametrize("target", [0, 1])
def test_the_curves_of_yes_and_no_are_the_formulas(target):
    found = loss_curves("binary", target)
    z, p = found.logit, 1 / (1 + np.exp(-found.logit))
    entropy, squared = found.curves
    np.testing.assert_allclose(found.prediction, p, rtol=1e-12)
    np.testing.assert_allclose(entropy.values, np.log1p(np.exp(-z if target else z)), rtol=1e-12)
    np.testing.assert_allclose(squared.values, (p - target) ** 2 / 2, rtol=1e-10)
    np.testing.assert_allclose(entropy.by_logit, p - target, atol=1e-15)
    np.testing.assert_allclose(squared.by_logit, (p - target) * p * (1 - p), rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(entropy.by_prediction, -1 / p if target else 1 / (1 - p), rtol=1e-9)
    np.testing.assert_allclose(squared.by_prediction, p - target, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("task", ["binary", "classes", "regression"])
def test_slopes_are_those_of_the_curves(task):
    found = loss_curves(task)
    for curve in found.curves:
        numeric = np.gradient(curve.values, found.logit)
        np.testing.assert_allclose(curve.by_logit[1:-1], numeric[1:-1], atol=2e-3 if task == "binary" else 4e-2)


def test_the_curves_of_three_classes_are_the_formulas():
    found = loss_curves("classes")
    P = np.exp(found.logit) / (np.exp(found.logit) + 2)
    entropy, squared = found.curves
    np.testing.assert_allclose(entropy.values, -np.log(P), rtol=1e-9)
    np.testing.assert_allclose(entropy.by_logit, P - 1, atol=1e-12)
    np.testing.assert_allclose(squared.values, ((1 - P) ** 2 + 2 * ((1 - P) / 2) ** 2) / 2, rtol=1e-9)


def test_huber_pulls_an_outlier_no_harder_than_one():
    curves = {curve.loss.name: curve for curve in loss_curves("regression").curves}
    assert np.abs(curves["huber"].by_logit).max() == 1.0
    assert np.abs(curves["mean_squared_error"].by_logit).max() == 8.0
    assert np.abs(curves["half_squared_error"].by_logit).max() == 4.0


# --- Nielsen 2015, Neural Networks and Deep Learning, chapter 3: input 1, target 0, rate 0.15 ---


def test_nielsens_neuron_from_a_little_wrong_falls_from_082_to_009():
    error = lockstep("published", 0.6, 0.9, 0.15).squared.error
    assert len(error) == 301
    assert round(error[0], 2) == 0.82
    assert round(error[300], 2) == 0.09


def test_nielsens_neuron_from_badly_wrong_stays_near_098_for_a_long_time():
    error = lockstep("published", 2.0, 2.0, 0.15).squared.error
    assert round(error[0], 2) == 0.98
    assert error[100] > 0.96
    assert error[150] > 0.93
    assert round(error[300], 2) == 0.20


def test_under_cross_entropy_the_same_neuron_learns_at_once():
    error = lockstep("published", 2.0, 2.0, 0.15).entropy.error
    assert error[30] < 0.25
    assert error[150] < 0.03


def by_hand(measure, w, b, rate, steps):
    """The same neuron in plain Python."""
    rows = []
    for _ in range(steps + 1):
        p = 1 / (1 + math.exp(-(w + b)))
        dz = p * p * (1 - p) if measure == "squared" else p
        rows.append((w, b, p, p * p / 2 if measure == "squared" else -math.log(1 - p), dz))
        w, b = w - rate * dz, b - rate * dz
    return np.array(rows)


@pytest.mark.parametrize("measure", ["squared", "entropy"])
def test_both_runs_are_those_of_plain_python(measure):
    run = getattr(lockstep("published", 1.3, -0.4, 0.5, epochs=60), measure)
    hand = by_hand(measure, 1.3, -0.4, 0.5, 60)
    np.testing.assert_allclose(run.path, hand[:, :2], rtol=1e-10)
    np.testing.assert_allclose(run.error, hand[:, 2], rtol=1e-10)
    np.testing.assert_allclose(run.L, hand[:, 3], rtol=1e-9)
    np.testing.assert_allclose(run.dz, hand[:, 4], rtol=1e-10)


def test_both_start_together_and_cross_entropy_pulls_harder_by_one_over_the_slope():
    run = lockstep("published", 2.0, 2.0, 0.15, epochs=1)
    p = 1 / (1 + math.exp(-4.0))
    np.testing.assert_array_equal(run.squared.path[0], run.entropy.path[0])
    assert run.entropy.dz[0] / run.squared.dz[0] == pytest.approx(1 / (p * (1 - p)))


@pytest.mark.parametrize("data", ["published", "iris"])
@pytest.mark.parametrize("k", [0, 1])
def test_the_surface_is_the_mean_loss_written_out(data, k):
    task, found = neuron_task(data), surface(data, LOCKSTEP_LOSSES[k], points=11)
    for i, j in ((0, 0), (3, 8), (10, 5)):
        p = 1 / (1 + np.exp(-(task.X * found.w[j] + found.b[i])))
        y = task.Y
        each = (p - y) ** 2 / 2 if k == 0 else -(y * np.log(p) + (1 - y) * np.log(1 - p))
        assert found.L[i, j] == pytest.approx(each.mean(), rel=1e-9)


def test_the_way_of_a_run_lies_on_its_surface():
    run, found = lockstep("iris", 2.0, 2.0, 0.5), surface("iris", LOCKSTEP_LOSSES[1])
    i, j = np.argmin(np.abs(found.b - run.entropy.path[0, 1])), np.argmin(np.abs(found.w - run.entropy.path[0, 0]))
    assert found.L[i, j] == pytest.approx(run.entropy.L[0])
    assert np.all(np.diff(run.entropy.L) < 0)


def test_cross_entropy_of_a_batch_is_the_logarithm_of_the_truths_probability():
    batch = batch_loss("iris", "cross_entropy", 5)
    truth = batch.P[np.arange(BATCH), batch.found.labels]
    np.testing.assert_allclose(batch.trace.losses, -np.log(truth), rtol=1e-9)
    assert float(batch.trace.L) == pytest.approx(batch.trace.losses.mean())
    np.testing.assert_allclose(batch.P.sum(-1), 1.0)


def test_squared_error_of_a_batch_is_that_of_its_probabilities():
    batch = batch_loss("iris", "squared_error", 5)
    np.testing.assert_allclose(batch.trace.losses, ((batch.P - batch.found.Y) ** 2).sum(-1) / 2, rtol=1e-12)
    assert batch.trace.losses.max() <= 1.0


def test_the_batch_gets_cheaper_with_training():
    means = [float(batch_loss("iris", "cross_entropy", moment).trace.L) for moment in SNAPSHOT_EPOCHS]
    assert means == sorted(means, reverse=True)


def test_a_truth_of_probability_one_in_a_million_costs_14():
    used = loss("categorical_cross_entropy_from_probabilities")
    L = float(used.forward(np.array([[1e-6, 1 - 1e-6]]), np.array([[1.0, 0.0]])).L)
    assert pytest.approx(13.8155, abs=1e-4) == L
