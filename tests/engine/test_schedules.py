"""Schedules: the factor on the learning rate at steps where it is known."""

from dataclasses import fields
from math import cos, pi

import numpy as np
import pytest

from nnviz.engine import SCHEDULES, Batch, Rules, TrainState, loss, schedule, train_step
from tests.engine.specimens import inputs, network, targets


@pytest.mark.parametrize(
    ("name", "parameters", "expected"),
    [
        ("constant", {}, {0: 1.0, 10**6: 1.0}),
        ("step", {"every": 100, "drop": 0.1}, {0: 1.0, 99: 1.0, 100: 0.1, 199: 0.1, 200: 0.01}),
        ("exponential", {"half_life": 10.0}, {0: 1.0, 5: 0.5**0.5, 10: 0.5, 30: 0.125}),
        ("inverse_time", {"half_life": 10.0}, {0: 1.0, 10: 0.5, 30: 0.25, 990: 0.01}),
        ("cosine", {"steps": 100}, {0: 1.0, 25: 0.5 + 0.5 * cos(pi / 4), 50: 0.5, 100: 0.0, 1000: 0.0}),
        ("cosine", {"steps": 100, "floor": 0.2}, {0: 1.0, 50: 0.6, 100: 0.2, 1000: 0.2}),
    ],
)
def test_the_factor_is_right_at_known_steps(name, parameters, expected):
    rule = schedule(name, **parameters)
    assert {t: rule.factor(t) for t in expected} == pytest.approx(expected, abs=1e-15)


def triangular(t, step_size, low):
    """Smith 2017, section 3.1, the code of the paper, with base_lr = low and max_lr = 1."""
    cycle = np.floor(1 + t / (2 * step_size))
    x = np.abs(t / step_size - 2 * cycle + 1)
    return low + (1.0 - low) * np.maximum(0, 1 - x)


@pytest.mark.parametrize("t", range(0, 100, 3))
def test_cycles_restarts_and_powers_agree_with_the_papers(t):
    assert schedule("cyclic", steps=7, floor=0.2).factor(t) == pytest.approx(triangular(t, 7, 0.2), abs=1e-14)
    current = t
    while current >= 9:  # SGDR: T_cur starts again at 0 after T_i epochs
        current -= 9
    restarts = 0.1 + 0.5 * (1.0 - 0.1) * (1.0 + cos(current / 9 * pi))
    assert schedule("warm_restarts", steps=9, floor=0.1).factor(t) == pytest.approx(restarts, abs=1e-14)
    left = max(50 - t, 0) / 50
    assert schedule("polynomial", steps=50, power=2.0).factor(t) == pytest.approx(left * left, abs=1e-14)


@pytest.mark.parametrize("t", [0, 1, 5, 29, 30, 31, 60, 99, 100, 1000])
def test_one_cycle_climbs_and_falls_by_half_a_cosine(t):
    """The form of PyTorch's OneCycleLR: from a 25th to the whole rate, and down to a 250,000th."""

    def half_a_cosine(start, end, share):
        return end + (start - end) / 2 * (np.cos(np.pi * share) + 1)

    expected = half_a_cosine(1 / 25, 1, t / 30) if t < 30 else half_a_cosine(1, 4e-6, (min(t, 100) - 30) / 70)
    assert schedule("one_cycle", steps=100).factor(t) == pytest.approx(expected, rel=1e-12)


CLIMBING = ("warm_restarts", "cyclic", "one_cycle")


@pytest.mark.parametrize("name", CLIMBING)
def test_a_factor_that_climbs_stays_from_its_floor_to_one(name):
    factors = [schedule(name, steps=50, floor=0.25).factor(t) for t in range(1000)]
    assert min(factors) >= (0.25 if name != "one_cycle" else 0.25e-4) and max(factors) == 1.0


@pytest.mark.parametrize("name", [name for name in SCHEDULES if name not in CLIMBING])
def test_a_factor_starts_at_one_and_never_grows_or_leaves_zero_to_one(name):
    factors = [schedule(name).factor(t) for t in (*range(0, 50_000, 97), 10**9)]
    assert factors[0] == 1.0
    assert all(0.0 <= later <= earlier for earlier, later in zip(factors, factors[1:], strict=False))


@pytest.mark.parametrize("name", SCHEDULES)
def test_warm_up_grows_in_equal_parts_and_then_leaves_the_schedule_alone(name):
    warm, plain = schedule(name, warm_up=4), schedule(name)
    assert [warm.factor(t) / plain.factor(t) for t in range(6)] == pytest.approx([0.25, 0.5, 0.75, 1.0, 1.0, 1.0])


def test_a_training_step_uses_the_rate_of_its_own_number():
    X, Y = inputs(4, 2), targets("mean_squared_error", 4, 1)
    rules = Rules(loss("mean_squared_error"), learning_rate=0.1, schedule=schedule("step", every=1, drop=0.5))
    state, rates = TrainState.start(network(2, 1), rules), []
    for _ in range(3):
        record = train_step(state, Batch(X, Y))
        np.testing.assert_allclose(record.update, -record.learning_rate * record.gradients.theta, rtol=1e-12)
        rates.append(record.learning_rate)
        state = record.after
    assert rates == pytest.approx([0.1, 0.05, 0.025])


def test_an_unknown_schedule_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="expected a schedule, one of constant, step, .*, got 'linear'"):
        schedule("linear")


def test_an_unknown_parameter_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="cosine knows these parameters: warm_up, steps, floor; got every"):
        schedule("cosine", every=3)


PARAMETERS = [(name, entry.name) for name, kind in SCHEDULES.items() for entry in fields(kind)]


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_a_parameter_out_of_its_range_is_refused_with_the_range(name, parameter):
    for value in (-1, np.nan, np.inf, "3", None):
        with pytest.raises(ValueError, match=f"expected {parameter} of the .* schedule from .* to .*, got"):
            schedule(name, **{parameter: value})


@pytest.mark.parametrize(("name", "parameter"), [("step", "every"), ("cosine", "steps"), ("constant", "warm_up")])
def test_a_part_of_a_step_is_refused(name, parameter):
    with pytest.raises(ValueError, match=f"expected {parameter} of .*, as a whole number, got 2.5"):
        schedule(name, **{parameter: 2.5})
