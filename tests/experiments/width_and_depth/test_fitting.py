"""Ensembles of several shapes in lockstep, and what was published of them.

Bands: measured with 20 seeds (0 to 19) of the very set-up that the test names, then widened as each test says.
"""

import numpy as np
import pytest

from nnviz.datasets.functions import function
from nnviz.engine import loss, optimizer, schedule
from nnviz.engine.training import Rules
from nnviz.experiments.width_and_depth import WidthAndDepthSettings, begin, begin_approximation, begin_depths, deep_tent
from nnviz.experiments.width_and_depth.depths import DepthResult, built_shapes, depth_task, shapes
from nnviz.experiments.width_and_depth.ensembles import count_parameters, equal_widths, random_networks, shaken
from nnviz.experiments.width_and_depth.fitting import function_task, solved


def test_networks_in_lockstep_learn_what_they_learn_alone():
    task = function_task(function("sine"), samples=32)
    together = begin(task, [random_networks((1, 4, 1), "tanh", 3)], steps=20).finish()
    alone = begin(task, [random_networks((1, 4, 1), "tanh", 1, seed=2)], steps=20).finish()
    np.testing.assert_allclose(together.networks[0].theta[2], alone.networks[0].theta[0], rtol=1e-10)


def test_frames_do_not_change_the_numbers():
    start = begin_approximation(WidthAndDepthSettings(units=3), steps=200, seeds=2)
    stepwise = start.run_to_end()
    np.testing.assert_array_equal(stepwise.networks[0].theta, start.finish().networks[0].theta)
    assert len(stepwise.frames) == stepwise.n_frames


def test_a_training_uses_all_samples_adam_and_a_cosine():
    rules = begin(function_task(function("abs")), [deep_tent(1)], 70, 0.01).state[0].rules
    expected = Rules(loss("mean_squared_error"), optimizer("adam"), 0.01, schedule=schedule("cosine", steps=70))
    assert (rules.optimizer, rules.schedule, rules.learning_rate) == (
        expected.optimizer,
        expected.schedule,
        expected.learning_rate,
    )


def test_the_built_zigzag_is_exact_before_it_is_trained_on():
    start = begin_depths("saw-4", noise=0.0, seeds=2).frames[0]
    assert max(float(errors.max()) for errors in start.errors) < 1e-24
    assert [shape.widths for shape in built_shapes("saw-2")] == [(1, 2, 2, 1), (1, 4, 1)]


def test_shaken_copies_differ_by_about_the_noise_and_from_each_other():
    network = deep_tent(2)
    copies = shaken(network, 0.1, 50).theta
    weights = network.theta != 0
    assert np.std(copies[:, weights] / network.theta[weights] - 1) == pytest.approx(0.1, rel=0.1)
    assert (copies[:, ~weights] == 0).all()


@pytest.mark.parametrize("budget", [120, 250, 340])
@pytest.mark.parametrize("task", ["saw-2", "spirals"])
def test_equal_parameters_are_equal_within_a_sixth(task, budget):
    for shape in shapes(task, budget):
        assert shape.parameters == count_parameters(shape.widths) == pytest.approx(budget, rel=1 / 6)
    assert equal_widths(2, 1, 250)[1] == 62


def test_a_network_that_is_not_finite_has_solved_nothing():
    assert solved(depth_task("saw-2"), np.array([np.nan, 0.0, np.inf])) == 1


def finished(task, budget, **more):
    trained = begin_depths(task, budget, **more).finish()
    return DepthResult(shapes(task, budget), trained.task, trained.end.errors)


def test_one_wide_layer_finds_the_zigzag_of_four_pieces_from_every_seed():
    """20 of 20 seeds with 121 parameters (seeds 0 to 19, 1500 steps, rate .01); here the first four of them."""
    trained = begin(depth_task("saw-2"), [random_networks((1, 40, 1), "relu", 4)], 1500, 0.01).finish()
    assert solved(trained.task, trained.end.errors[0]) == 4


@pytest.mark.long
def test_depth_makes_a_zigzag_possible_and_does_not_make_it_found():
    """Solved of 20 seeds at depth 1 to 4: k=2 with 120 parameters 20, 19, 18, 16, k=3 with 340 13, 15, 15, 12,
    k=4 with 120 none, with 340 0, 0, 0, 1. Bands: three seeds less for k=2, six to nineteen for k=3, at most two for
    k=4.
    """
    assert min(finished("saw-2", 120).solved) >= 13
    assert all(6 <= count <= 19 for count in finished("saw-3", 340).solved)
    assert max(finished("saw-4", 120).solved) == 0
    assert max(finished("saw-4", 340).solved) <= 2


@pytest.mark.long
def test_spirals_do_not_need_depth():
    """Median share of wrong test samples at depth 1 to 4: .020, .020, .025, .035 (seeds 0 to 19, rate .01, 1500 steps);
    the accuracies .980, .980, .975, .965 lie beside .990, .990, .988, .988 of another draw. Bands: .06 each, and one
    layer no worse than the best of the others plus .01.
    """
    medians = [float(np.median(errors)) for errors in finished("spirals", 250).errors]
    assert max(medians) < 0.06
    assert medians[0] <= min(medians[1:]) + 0.01


@pytest.mark.long
def test_more_units_follow_a_sine_better_and_a_quick_sine_worse():
    """sin 2 pi f x, 256 points, 1500 steps of Adam, tanh, cosine from .02.

    Measured before, medians of 4 seeds for 2, 4, 8, 16 units: f=1 .013, .0020, .0011, .0002, f=4 .48, .44, .31, .047.
    How those networks were initialized is not on record. Of the scales 1, 2, 4 and 8 of the first weights ours were
    chosen because they come near it (with Xavier's own scale 16 units stay at .40 for f=4), so this holds our numbers
    as they are and is no independent confirmation. Ours of 20 seeds: .036, .0026, .0004, .0001 and .46, .37, .24, .024.
    Bands: a quarter to four times the earlier ones, since errors that small differ by as much from seed to seed; 0.6 to
    1.2 times where hardly anything is learned.
    """
    published = {1: (0.013, 0.0020, 0.0011, 0.0002), 4: (0.48, 0.44, 0.31, 0.047)}
    for f, told in published.items():
        task = function_task(function("sine", frequency=f), samples=256)
        ensembles = [random_networks((1, n, 1), "tanh") for n in (2, 4, 8, 16)]
        medians = [float(np.median(errors)) for errors in begin(task, ensembles).finish().end.errors]
        for found, there in zip(medians, told, strict=True):
            low, high = (0.6, 1.2) if there > 0.3 else (0.25, 4.0)
            assert low * there <= found <= high * there
