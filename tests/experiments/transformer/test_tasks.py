"""Copy, reverse and sort: how soon they are learned, what is drawn, the question over its range, and conclusions."""

import numpy as np
import pytest

from nnviz.engine import take_steps
from nnviz.experiments.attending.accuracy import symbol_accuracy, whole_accuracy
from nnviz.experiments.attending.heads import maps
from nnviz.experiments.attending.recipe import TransformerRecipe
from nnviz.experiments.questions.question import Prediction
from nnviz.experiments.recording.recording import begin
from nnviz.experiments.transformer.conclusions.tasks import conclusions
from nnviz.experiments.transformer.questions.tasks import OPTIONS, pattern_question
from nnviz.experiments.transformer.settings import TransformerSettings
from nnviz.experiments.transformer.tasks import (
    frame_of,
    lines,
    pass_at,
    pictures,
    place_of,
    rows,
    sequence_of,
    solved_at,
    step_named,
    task_of,
)
from tests.seeds import some

SORT = {"tasks_task": "sort", "tasks_heads": 2, "tasks_mlp": True}


@pytest.fixture(scope="module")
def reversed_():
    return begin(task_of(TransformerSettings())).run_to_end()


def test_the_networks_have_the_parameters_of_the_table():
    assert TransformerRecipe("copy").networks().n_parameters == 4_960
    assert TransformerRecipe("sort", heads=2, hidden=64).networks().n_parameters == 9_152
    assert MINGPT.networks().n_parameters == 84_480


MINGPT = TransformerRecipe("sort", symbols=3, width=48, heads=3, blocks=3, hidden=192)
"""The sorter of minGPT's demo: six of three digits."""


def test_reverse_is_learned_and_its_attention_is_an_anti_diagonal(reversed_):
    assert solved_at(reversed_) <= 100
    assert reversed_.end.measured["whole"][0] == 1.0
    found = lines(reversed_)
    assert found.anti_diagonal > 0.8 and found.diagonal < 0.4


def test_copy_has_a_diagonal_and_sort_no_line():
    copied = begin(task_of(TransformerSettings(tasks_task="copy"))).run_to_end()
    assert solved_at(copied) <= 100
    assert lines(copied).diagonal > 0.8
    assert pattern_question(copied).answer == OPTIONS[0]


def test_what_is_drawn_is_of_the_network_of_each_moment(reversed_):
    now = TransformerSettings(tasks_sample=3)
    drawn = pictures(now, reversed_, reversed_.frames[-2:])
    data = sequence_of(now)
    network = reversed_.networks(-2)[0]
    found = maps(network, data)
    np.testing.assert_array_equal(drawn["P"][0], found.P[0, 0])
    np.testing.assert_array_equal(drawn["dP"][0], found.dP[0, 0])
    assert drawn["said"][1].tolist() == data.numbers[0, 6:].tolist()
    assert drawn["loss"].shape == drawn["whole"].shape == (2, 1)
    assert len(set(data.numbers[0, :6])) == 6, "symbols that can be told apart"


def test_sequences_that_can_be_looked_at_are_all_different():
    shown = {tuple(sequence_of(TransformerSettings(tasks_sample=k + 1)).numbers[0]) for k in range(8)}
    assert len(shown) == 8


def test_frames_lie_at_most_four_steps_apart_and_start_before_training(reversed_):
    steps = np.array([frame.step for frame in reversed_.frames])
    assert steps[0] == 0 and (np.diff(steps) <= 4).all() and reversed_.step == 240
    assert [row["step"] for row in rows(reversed_)] == steps.tolist()
    assert rows(reversed_)[-1]["whole_sequences_right"] == 1.0


@pytest.mark.parametrize(
    ("task", "mask"),
    some([("copy", True), ("reverse", False), ("sort", True), ("copy", False), ("reverse", True), ("sort", False)], 3),
)
def test_the_question_has_one_true_answer_over_its_range(task, mask, monkeypatch):
    monkeypatch.setattr("nnviz.experiments.transformer.tasks.STEPS", dict.fromkeys(("copy", "reverse", "sort"), 20))
    for heads, blocks in ((1, 1), (4, 2)):
        now = TransformerSettings(tasks_task=task, tasks_causal=mask, tasks_heads=heads, tasks_blocks=blocks)
        recording = begin(task_of(now))
        asked = pattern_question(recording)
        assert isinstance(asked, Prediction) and asked.options == OPTIONS
        told = pattern_question(recording.run_to_end())
        assert told.text == asked.text and tuple(option.text for option in told.options) == OPTIONS
        assert told.answer in OPTIONS


def test_reverse_is_concluded_with_its_numbers(reversed_):
    assert pattern_question(reversed_).answer == OPTIONS[1]
    assert "has not learned" not in pattern_question(reversed_).because
    said = conclusions(reversed_)
    assert "**4,960 parameters**" in said[0] and f"after **{solved_at(reversed_)} steps**" in said[0]
    assert "**100.0%** of whole sequences" in said[2]
    assert said[3:] == ("The diagnosis finds no problems.",)


def test_without_the_mask_the_conclusion_tells_the_leak(monkeypatch):
    monkeypatch.setattr("nnviz.experiments.transformer.tasks.STEPS", {"copy": 8})
    recording = begin(task_of(TransformerSettings(tasks_task="copy", tasks_causal=False))).run_to_end()
    assert "Without the causal mask" in conclusions(recording)[-2]
    assert "After 8 steps" in conclusions(recording)[0]
    assert "It has not learned to copy: " in pattern_question(recording).because


def first_with(recipe, steps, share=0.99, stride=10):
    """After how many steps each network has so many of the symbols right; and the networks at the end."""
    state, data = recipe.state(), recipe.measured
    at = np.full(recipe.seeds, np.nan)
    for step in range(stride, steps + 1, stride):
        state = take_steps(state, recipe.batch_of, stride, while_finite=False)
        right = np.atleast_1d(symbol_accuracy(state.network.forward(data.X).A, data)) > share
        at[right & np.isnan(at)] = step
    return at, np.atleast_1d(whole_accuracy(state.network, data))


def test_the_sorter_of_mingpt_sorts_unseen_digits():
    """Karpathy, minGPT (2022), demo.ipynb: trained until 100 % of the test sequences are sorted."""
    at, whole = first_with(MINGPT, 120)
    assert at[0] <= 100 and whole[0] > 0.9


@pytest.mark.long
@pytest.mark.parametrize("task", ["copy", "reverse"])
def test_twenty_seeds_copy_and_reverse_within_a_hundred_steps(task):
    """Table of the page: 107 to 127 steps in ten of ten; from this start they need 40 to 60."""
    at, whole = first_with(TransformerRecipe(task, seeds=20), 150)
    assert (at <= 100).all() and 30 <= np.median(at) <= 70
    assert (whole >= 0.99).all()


@pytest.mark.long
def test_twenty_seeds_sort_within_five_hundred_steps():
    """Table of the page: 268 to 484 steps, .95 to .98 of whole sequences."""
    at, whole = first_with(TransformerRecipe("sort", heads=2, hidden=64, seeds=20), 600)
    assert (at <= 550).all() and 250 <= np.median(at) <= 450
    assert whole.mean() > 0.95 and (whole > 0.85).all()


@pytest.mark.long
def test_twenty_seeds_of_mingpts_sorter():
    at, whole = first_with(TransformerRecipe(**{**vars(MINGPT), "seeds": 20}), 200)
    assert (at <= 150).all()
    assert (whole >= 0.95).mean() > 0.8


def test_a_moment_on_view_has_the_network_and_the_optimizer_of_its_step(reversed_):
    now = TransformerSettings(tasks_step=13, tasks_sample=2)
    k = frame_of(now, reversed_)
    frame = reversed_.frames[k]
    assert frame.step == 13 == reversed_.task.stops[place_of(now)] and k % 4, "not one that is kept"
    (state,) = reversed_.state_at(k)
    np.testing.assert_array_equal(state.network.theta, frame.thetas[0])
    again = take_steps(reversed_.task.recipe.state(), reversed_.task.batch, 13)
    np.testing.assert_array_equal(state.memory.v, again.memory.v)
    step = pass_at(now, reversed_)
    np.testing.assert_array_equal(step.trace.A, state.network.forward(sequence_of(now).X).A)
    found = maps(state.network, sequence_of(now))
    np.testing.assert_array_equal(step.gradients.layers[2].layers[1].dP, found.dP[:, 0])


def test_a_moment_late_in_training_needs_few_steps(reversed_):
    kept = [k for k, frame in enumerate(reversed_.frames) if frame.state]
    assert kept == list(range(4, len(reversed_.frames), 4))
    far = max(b - a for a, b in zip(reversed_.task.stops, reversed_.task.stops[3:], strict=False))
    assert far <= 12, "the steps that are taken again"
    for k in (0, 3, 4, 50, len(reversed_.frames) - 2, len(reversed_.frames) - 1):
        (state,) = reversed_.state_at(k)
        assert state.step == reversed_.frames[k].step
        np.testing.assert_array_equal(state.network.theta, reversed_.frames[k].thetas[0])


def test_a_step_between_two_moments_leads_to_the_next_and_one_that_is_not_trained_to_the_newest():
    now = TransformerSettings(tasks_step=239)
    assert task_of(now).stops[place_of(now)] >= 239
    assert task_of(now.changed(tasks_step=600)).stops[place_of(now.changed(tasks_step=600))] == 240
    assert frame_of(now, begin(task_of(now))) == 0


@pytest.mark.parametrize("step", [239, -1, "6", 1e9, None, True])
def test_only_steps_that_are_kept_can_be_stood_on(step):
    now = TransformerSettings()
    assert step_named(now, 6) == 6
    with pytest.raises(ValueError, match="expected a step at which a moment is kept"):
        step_named(now.changed(tasks_task="sort"), step)
