"""The modes of a linear stack rise as Saxe, McClelland and Ganguli 2014 computed, the strong ones first."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from nnviz.experiments.linear_collapse import CollapseSettings, begin_modes, half_time, mode_strength
from nnviz.experiments.linear_collapse.modes import ITEMS, PROPERTIES, TABLE, goal
from nnviz.experiments.linear_collapse.questions import half_times
from tests.seeds import seeds

OWN = CollapseSettings(modes="own", strengths=(2.0,), mode_learning_rate=1e-3)


@pytest.mark.parametrize("seed", seeds(range(20), 3))
def test_a_mode_follows_the_closed_form_to_two_thousandths_at_rate_one_thousandth(seed):
    """Saxe, McClelland and Ganguli 2014, equation 8; the band is theirs, over 20 seeds the largest was 0.00165."""
    training = begin_modes(OWN.changed(mode_seed=seed)).run_to_end()
    assert training.largest_deviation < 0.002
    assert half_time(2.0, 0.01) == pytest.approx(1.323, abs=5e-4)
    assert half_times(training)[0] == pytest.approx(1.323, abs=training.stride * 1e-3 + 0.002)


@pytest.mark.parametrize("layers", [1, 2, 3, 4])
def test_what_theory_says_solves_its_equation(layers):
    s, a0, t = 1.5, 0.02, np.linspace(0.0, 12.0, 40)
    solved = solve_ivp(
        lambda _, a: layers * a ** (2 - 2 / layers) * (s - a), (0, 12), [a0], t_eval=t, rtol=1e-9, atol=1e-11
    )
    np.testing.assert_allclose(mode_strength(t, s, a0, layers), solved.y[0], atol=2e-5)


def test_the_closed_form_is_the_papers():
    t, s, a0 = np.linspace(0.0, 5.0, 50), 2.0, 0.01
    e = np.exp(2 * s * t)
    np.testing.assert_allclose(mode_strength(t, s, a0), s * e / (e - 1 + s / a0), rtol=1e-12)
    assert mode_strength(np.array([half_time(s, a0)]), s, a0)[0] == pytest.approx(s / 2)
    assert mode_strength(np.array([1e6]), s, a0)[0] == s


@pytest.mark.parametrize("seed", seeds(range(20), 3))
def test_strong_modes_are_learned_before_weak_ones(seed):
    settings = CollapseSettings(modes="own", strengths=(2.0, 1.0, 0.5), mode_seed=seed)
    assert list(np.diff(half_times(begin_modes(settings).run_to_end())) > 0) == [True, True]


def test_a_larger_rate_takes_the_training_from_theory():
    small, large = (begin_modes(OWN.changed(mode_learning_rate=rate)).run_to_end() for rate in (1e-3, 0.1))
    assert large.largest_deviation > 20 * small.largest_deviation


def test_a_random_start_is_not_what_theory_assumes():
    settings = CollapseSettings(start="random")
    assert begin_modes(settings).run_to_end().largest_deviation > 0.05


def test_the_living_things_have_the_modes_of_their_tree():
    target = goal(CollapseSettings())
    np.testing.assert_allclose(target.X.T @ target.X / len(target.X), np.eye(4), atol=1e-12)
    np.testing.assert_allclose(target.Y, TABLE, atol=1e-12)
    assert TABLE.shape == (len(ITEMS), len(PROPERTIES))
    np.testing.assert_allclose(target.s, np.linalg.svd(target.M, compute_uv=False), atol=1e-12)
    np.testing.assert_allclose(target.strengths(target.M), target.s, atol=1e-12)
    np.testing.assert_allclose(target.V.T @ target.V, np.eye(4), atol=1e-12)


def test_the_product_becomes_the_goal():
    training = begin_modes(CollapseSettings()).run_to_end()
    np.testing.assert_allclose(training.end.product, training.goal.M, atol=0.02)
    W1, W2 = training.end.weights
    np.testing.assert_allclose(W1 @ W2, training.end.product, atol=1e-14)


def test_the_same_settings_give_the_same_frames_however_long_a_chunk_is():
    one, other = begin_modes(CollapseSettings()), begin_modes(CollapseSettings())
    one = one.next_frame().next_frame()
    other = other.advance(0.0).advance(0.0)
    np.testing.assert_array_equal(one.end.product, other.end.product)
    assert one.end.step == 2 * one.stride


def test_a_rate_that_is_too_large_ends_the_training_and_breaks_nothing():
    training = begin_modes(CollapseSettings(modes="own", strengths=(4.0, 1.0), mode_learning_rate=0.5)).run_to_end()
    assert training.done
    assert len(training.frames) <= training.n_frames


def test_strengths_must_be_ordered():
    with pytest.raises(ValueError, match="different strengths, the largest first, got 1, 2; reorder"):
        CollapseSettings().changed(strengths=(1.0, 2.0))
