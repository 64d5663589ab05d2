"""Clipping: both trainings, what is measured of them, and the words for it."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.experiments.diagnosis.gradients import EXPLODED
from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recurrence.cliff import descend
from nnviz.experiments.recurrence.clipping import (
    CLIPPED,
    FREE,
    STEPS,
    ClippingTask,
    begin,
    next_step,
    task_of,
)
from nnviz.experiments.recurrence.clipping_settings import OPTIMIZERS, SEEDS, ClippingFields
from nnviz.experiments.recurrence.conclusions.clipping import clinic_words, conclusions
from nnviz.experiments.recurrence.questions.clipping import clipping_question
from nnviz.experiments.recurrence.through_time import through_time


@pytest.fixture(scope="module")
def run():
    return begin(ClippingTask()).run_to_end()


def steps(run, count):
    while run.step < count:
        run = run.next_frame()
    return run


def test_both_trainings_begin_with_the_same_weights_and_sequences():
    frame = begin(ClippingTask(gain=2.0)).end
    for values in (frame.loss, frame.norms, frame.growth):
        np.testing.assert_array_equal(values[FREE], values[CLIPPED])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("limit", [0.05, 1.0])
def test_only_a_gradient_above_the_limit_is_clipped_and_to_the_limit(optimizer, limit):
    run = steps(begin(ClippingTask(limit=limit, optimizer=optimizer)), 40)
    norms, given = (np.array([getattr(frame, name) for frame in run.frames]) for name in ("norms", "given"))
    np.testing.assert_array_equal(given[:, FREE], norms[:, FREE])
    long = norms[:, CLIPPED] > limit
    assert long.any()
    np.testing.assert_allclose(given[:, CLIPPED][long], limit, rtol=1e-12)
    np.testing.assert_array_equal(given[:, CLIPPED][~long], norms[:, CLIPPED][~long])


@pytest.mark.parametrize("limit", [None, 1.0])
def test_a_lane_is_the_training_of_its_recipe(limit):
    task = ClippingTask(gain=1.5, optimizer="adam")
    found = descend(replace(task.recipe, clip=limit, steps=20))
    run, lane = steps(begin(task), 20), FREE if limit is None else CLIPPED
    np.testing.assert_allclose(np.array([frame.loss[lane] for frame in run.frames]), found.loss, rtol=1e-9)
    np.testing.assert_allclose(np.array([frame.given[lane] for frame in run.frames]), found.clipped, rtol=1e-9)


def test_growth_is_that_of_the_gradient_through_time():
    task = ClippingTask(gain=2.0)
    batch = task.recipe.sequences_of(0)
    norms = through_time(task.recipe.networks(), task.recipe.loss, batch.X, batch.Y).norms
    frame = begin(task).end
    np.testing.assert_allclose(frame.growth[FREE], norms.max(-1) / norms[:, -1], rtol=1e-12)
    np.testing.assert_array_equal(frame.at[FREE], norms.argmax(-1) + 1)


def test_clipping_decides_whether_plain_descent_learns_from_a_large_matrix(run):
    """The cliff of Pascanu, Mikolov and Bengio 2013: without clipping one step undoes what was learned."""
    free, clipped = run.end.learned
    assert free <= 2 and clipped >= 15
    growth = np.array([frame.growth[FREE] for frame in run.frames]).max(0)
    assert (growth > EXPLODED).sum() >= 8


def test_a_small_matrix_gives_nothing_to_clip():
    run = steps(begin(ClippingTask(gain=0.5)), 60)
    np.testing.assert_array_equal(run.end.loss[FREE], run.end.loss[CLIPPED])
    told = conclusions(run, 0)
    assert "nothing was clipped" in told[1] and "does not call it exploding" in told[2]


def test_a_prediction_becomes_the_question_with_the_same_words(run):
    asked, told = clipping_question(begin(run.task)), clipping_question(run)
    assert isinstance(asked, Prediction) and isinstance(told, Question)
    assert asked.text == told.text and asked.options == tuple(option.text for option in told.options)
    assert told.answer == "with clipping"
    assert told.because.startswith(f"Without clipping {run.end.learned[FREE]} of {SEEDS}, with it")


@pytest.mark.parametrize(
    ("free", "clipped", "answer"),
    [(3, 5, "neither: fewer than 3 apart"), (9, 2, "without clipping"), (2, 9, "with clipping")],
)
def test_the_answer_is_the_training_in_which_more_have_learned(run, free, clipped, answer):
    loss = np.ones((2, SEEDS))
    loss[FREE, :free] = loss[CLIPPED, :clipped] = 0.0
    frames = (*run.frames[:-1], replace(run.end, loss=loss))
    assert clipping_question(replace(run, frames=frames)).answer == answer


def test_conclusions_tell_the_numbers_of_the_run(run):
    told = conclusions(run, 1)
    assert f"After {STEPS} of {STEPS} steps" in told[0]
    largest = max(float(frame.norms[FREE, 1]) for frame in run.frames)
    assert f"network 1 is {largest:.3g}" in told[1] and "It was clipped in" in told[1]
    assert "In the backward pass the gradient explodes: the state of step" in clinic_words(run, 1)


def test_the_tensors_are_those_of_the_network_that_is_drawn(run):
    before = steps(begin(run.task), 7)
    record, after = next_step(before, 3), before.next_frame().end
    assert float(record.loss.L) == pytest.approx(after.loss[CLIPPED, 3], rel=1e-12)


def test_the_settings_decide_the_task():
    settings = ClippingFields(clipping_gain=1.8, clipping_norm=5.0, clipping_optimizer="adam")
    assert task_of(settings) == ClippingTask(1.8, 5.0, "adam")
