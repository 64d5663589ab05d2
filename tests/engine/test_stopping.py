"""Stop rules: each fires when it should, not before, and says why."""

import numpy as np
import pytest

from nnviz.engine import StopRules, Watch, not_finite


def watched(rules, losses):
    """Show the losses one by one; return the number of the look that stopped, and the stop."""
    watch = Watch()
    for step, loss in enumerate(losses, start=1):
        watch, stop = watch.look(rules, step, loss)
        if stop is not None:
            return step, stop
    return None, None


def test_the_target_stops_at_the_first_loss_at_or_below_it():
    at, stop = watched(StopRules(target_loss=0.5), [0.9, 0.51, 0.5, 0.1])
    assert at == 3 and stop.reason == "target" and stop.step == 3
    assert "0.5" in stop.message and "3 steps" in stop.message


def test_the_plateau_stops_after_so_many_looks_without_improvement():
    at, stop = watched(StopRules(patience=3), [1.0, 0.8, 0.8, 0.9, 0.8, 0.1])
    assert at == 5 and stop.reason == "plateau"
    assert "for 3 evaluations" in stop.message


def test_an_improvement_starts_the_patience_anew():
    assert watched(StopRules(patience=3), [1.0, 1.0, 1.0, 0.5, 0.5, 0.5]) == (None, None)


def test_a_gain_smaller_than_the_least_improvement_does_not_count():
    at, _ = watched(StopRules(patience=2, min_improvement=0.1), [1.0, 0.95, 0.92, 0.5])
    assert at == 3


def test_small_gains_add_up_to_an_improvement():
    creeping = [1.0 - 0.04 * k for k in range(20)]
    assert watched(StopRules(patience=4, min_improvement=0.1), creeping) == (None, None)


def test_the_budget_stops_at_its_last_step():
    at, stop = watched(StopRules(max_steps=4), [1.0] * 9)
    assert at == 4 and stop.reason == "budget" and "4 steps" in stop.message


def test_without_rules_nothing_stops():
    assert watched(StopRules(), [1.0] * 1000) == (None, None)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_loss_that_is_not_finite_stops_whatever_the_rules(value):
    at, stop = watched(StopRules(), [1.0, value])
    assert at == 2 and stop.reason == "not finite"
    assert f"step 2: the loss became {value}" in stop.message and "learning rate" in stop.message


def test_a_weight_that_is_not_finite_is_not_reported_as_a_loss():
    message = not_finite(7, 3.0).message
    assert "step 7: a weight became infinite or NaN" in message and "loss became" not in message


@pytest.mark.parametrize("target", [-0.1, np.nan, np.inf])
def test_a_target_that_is_negative_or_not_finite_is_refused(target):
    with pytest.raises(ValueError, match="expected a finite target loss of at least 0, got"):
        StopRules(target_loss=target)


@pytest.mark.parametrize("improvement", [-0.1, np.nan, np.inf])
def test_a_least_improvement_that_is_negative_or_not_finite_is_refused(improvement):
    with pytest.raises(ValueError, match="expected a finite least improvement of at least 0, got"):
        StopRules(min_improvement=improvement)


@pytest.mark.parametrize("name", ["patience", "max_steps"])
@pytest.mark.parametrize("value", [0, -3, np.nan, 2.5])
def test_a_count_below_one_or_not_whole_is_refused(name, value):
    with pytest.raises(ValueError, match=f"expected {name} to be a whole number of at least 1, .*got"):
        StopRules(**{name: value})
