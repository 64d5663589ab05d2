"""Stop rules on real losses, against their definitions."""

import numpy as np
import pytest

from nnviz.engine import StopRules
from nnviz.experiments.gradient_descent.stop_rules import RUNS, endings, first_stop, history


@pytest.fixture(scope="module")
def by_heart():
    return history("overfitting")


def test_a_network_that_learns_by_heart_gets_worse_on_new_samples(by_heart):
    best = int(np.argmin(by_heart.test))
    assert best < 50
    assert by_heart.test[-1] > 2 * by_heart.test[best]
    assert by_heart.train[-1] < by_heart.train[best]


def test_each_rule_ends_where_its_definition_says(by_heart):
    rules = StopRules(target_loss=0.3, patience=20, min_improvement=1e-3, max_steps=250)
    found = {ending.reason: ending.epoch for ending in endings(by_heart, "train", rules)}
    assert found["target"] == int(np.argmax(by_heart.train <= 0.3)) + 1
    assert found["budget"] == 250
    assert found["not finite"] is None
    on_test = {ending.reason: ending.epoch for ending in endings(by_heart, "test", rules)}
    best, waited, epoch = np.inf, 0, 0
    while waited < 20:
        waited = 0 if by_heart.test[epoch] < best - 1e-3 else waited + 1
        best = by_heart.test[epoch] if waited == 0 else best
        epoch += 1
    assert on_test["plateau"] == epoch


def test_the_first_rule_of_all_is_the_earliest_alone(by_heart):
    rules = StopRules(target_loss=0.3, patience=20, min_improvement=1e-3, max_steps=25)
    alone = [ending.epoch for ending in endings(by_heart, "train", rules) if ending.epoch]
    assert first_stop(by_heart.train, rules).step == min(alone)


def test_a_run_that_runs_away_ends_by_itself():
    seen = history("diverging")
    assert len(seen.train) < 300 and np.isnan(seen.train[-1]) and np.isfinite(seen.train[:-1]).all()
    found = {ending.reason: ending for ending in endings(seen, "train", StopRules())}
    assert found["not finite"].epoch == len(seen.train)
    assert "learning rate" in found["not finite"].message


def test_an_unknown_run_is_refused():
    with pytest.raises(ValueError, match="from slow"):
        history("sleeps")
    assert len(RUNS) == 4
