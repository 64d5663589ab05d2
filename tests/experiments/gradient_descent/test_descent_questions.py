"""The questions of the page "Gradient descent" over the range of their controls: one true answer, or none posed."""

import itertools

import numpy as np
import pytest

from nnviz.experiments.gradient_descent.batch_noise import (
    BATCH_SIZES,
    LAST_STEPS,
    REACHED,
    compare_schedules,
    expected_spread,
)
from nnviz.experiments.gradient_descent.descent import descend, map_reach, sweep
from nnviz.experiments.gradient_descent.quadratic import iris_quadratic, own_quadratic
from nnviz.experiments.gradient_descent.questions import (
    RULE_NAMES,
    decay_question,
    downhill_question,
    limit_question,
    size_question,
    stop_question,
)
from nnviz.experiments.gradient_descent.settings import DescentSettings, parse_optimizer, with_bowl
from nnviz.experiments.gradient_descent.stop_rules import Ending

CURVATURES = [(1, 10), (10, 1), (0.1, 100), (1, 1), (1, 1.001), (1, 1.04), (1, 1.06), (5, 5), (100, 100), (2, 3)]


@pytest.mark.parametrize("bowl", [own_quadratic(*c, 30.0) for c in CURVATURES] + [iris_quadratic(True)], ids=str)
def test_the_limit_is_two_over_the_largest_curvature_and_nothing_else_on_every_bowl(bowl):
    question = limit_question(bowl)
    assert question.answer == "2/λmax"
    assert ("2/λmin" in [option.text for option in question.options]) == (bowl.condition > 1.05)
    assert not any(letter.isdigit() for letter in question.text), "dragging the curvatures must not ask it anew"


def test_the_walk_grows_past_the_limit_and_shrinks_below_it():
    bowl = own_quadratic(1, 10)
    start = bowl.minimum + bowl.directions[:, -1]
    below, above = sweep(bowl, "sgd", start, np.array([0.198, 0.202]), 600).excess
    assert below < bowl.excess(start) < above


@pytest.mark.parametrize("w", list(itertools.product((-3.0, -1.5, 0.0, 3.0), (-3.0, 0.0, 1.5, 3.0))))
def test_a_batch_four_times_as_large_has_about_half_the_spread(w):
    question = size_question(np.array(w))
    assert question.answer == "about half as wide"
    assert f"a factor of {expected_spread(np.array(w), 16) / expected_spread(np.array(w), 4):.2f}" in question.because


@pytest.mark.parametrize("rate", [0.1, 1.0, 3.0])
@pytest.mark.parametrize("size", [*BATCH_SIZES[::2], 100])
def test_the_schedule_that_is_called_best_ends_lowest(rate, size):
    decays = compare_schedules(rate, size)
    assert (decays.excess >= 0.0).all()
    question = decay_question(decays)
    ends = decays.excess[:, -LAST_STEPS:].mean(1)
    if (rate, size) == (3.0, 100):
        assert (ends < REACHED).sum() > 1
        assert question is None, "what is left above the minimum is rounding"
        return
    assert [option.true for option in question.options] == (ends == ends.min()).tolist()
    assert ("noisy steps" in question.text) == ("η times the spread" in question.because) == (size < 100)
    assert ("a schedule starts large" in question.because) == (size < 100 and question.answer != "constant")


@pytest.mark.parametrize(("ups", "answer"), [(0, "none"), (1, "1 to 26"), (26, "1 to 26"), (27, "27 or more")])
def test_epochs_that_went_uphill_are_counted(ups, answer):
    losses = np.concatenate([np.arange(81.0 - ups)[::-1], 100 + np.arange(float(ups))])
    question = downhill_question(losses, "circle")
    assert question.answer == answer
    assert f"After **{ups}** of them" in question.because


def ended(**epochs):
    return [Ending(name, epochs.get(name.replace(" ", "_")), "message") for name in RULE_NAMES]


@pytest.mark.parametrize("first", RULE_NAMES)
def test_the_rule_that_fires_first_is_the_answer(first):
    epochs = dict.fromkeys(("target", "plateau", "budget", "not_finite"), 9) | {first.replace(" ", "_"): 3}
    question = stop_question(ended(**epochs))
    assert question is not None
    assert question.answer == RULE_NAMES[first]


def test_no_rule_firing_is_an_answer_too_and_two_at_once_are_no_question():
    question = stop_question(ended())
    assert question is not None
    assert question.answer == "none of them"
    assert stop_question(ended(target=41, plateau=41)) is None
    assert stop_question(ended(target=40, plateau=41)) is not None


@pytest.mark.parametrize("quadratic", ["own", "iris", "raw"])
@pytest.mark.parametrize("start", [(-2.4, 1.6), (3.0, 3.0), (-3.0, 0.5)])
def test_the_map_holds_every_path_that_does_not_diverge(quadratic, start):
    now = with_bowl(DescentSettings(x=start[0], y=start[1]), quadratic)
    bowl = now.quadratic_loss
    optimizers = [*now.parsed_optimizers, *(parse_optimizer(name) for name in ("momentum:0.05", "adam:0.3"))]
    paths = [descend(bowl, tuned, now.start) for tuned in optimizers]
    reach = map_reach(bowl, paths)
    assert 3.0 <= reach <= 6.0
    assert reach == round(reach), "it grows in whole units, so that it rests while a start is dragged"
    for path in paths:
        assert np.abs(path.theta - bowl.minimum).max() < reach


def test_a_path_that_diverges_does_not_widen_the_map():
    bowl = own_quadratic(1, 10)
    assert map_reach(bowl, [descend(bowl, parse_optimizer("sgd:0.3"), np.array([1.0, 1.0]))]) == 3.0


def test_another_bowl_keeps_what_the_rates_do():
    now = DescentSettings()
    for quadratic in ("iris", "raw", "own"):
        now = with_bowl(now, quadratic)
        limit = now.quadratic_loss.stability_limit
        shares = [tuned.rate / limit for tuned in now.parsed_optimizers]
        assert shares == pytest.approx([0.05, 0.5, 0.95], rel=0.06)
    assert with_bowl(DescentSettings(optimizers=("adam:0.3",)), "raw").optimizers == ("adam:0.3",)
