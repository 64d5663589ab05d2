"""The numeric check of the small recurrent network: right passes pass, mistaken ones are found where they must be."""

import re
from itertools import product

import numpy as np
import pytest

from nnviz.engine import take_steps
from nnviz.experiments.inspection.checked_gradients import failing
from nnviz.experiments.recurrence import mistaken_lines as lines
from nnviz.experiments.recurrence.broken_training import BROKEN, RIGHT, BrokenTask, begin, learned, step
from nnviz.experiments.recurrence.check import GRADIENTS, by_length, forward_pass, recurrent_check
from nnviz.experiments.recurrence.check_settings import MOST_CHECKED, RECURRENT_MISTAKES
from nnviz.experiments.recurrence.conclusions.check import conclusions
from nnviz.experiments.recurrence.mistakes import TITLES, explained, lines_of, seen_from
from nnviz.experiments.recurrence.precision import losses, precision
from nnviz.experiments.recurrence.questions.check import OPTIONS, check_question
from nnviz.experiments.recurrence.settings import RecurrenceSettings

CELLS = ("elman", "gru", "lstm")
BACKWARD = tuple(name for name in RECURRENT_MISTAKES if name != "reset")


def settings(**fields):
    return RecurrenceSettings(**fields)


def wrong_names(check):
    return {name for name, entries in check.wrong.items() if entries.any()}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("trained", [0, 100])
def test_the_textbook_backward_pass_is_that_of_the_engine(cell, trained):
    one = forward_pass(settings(cell=cell, trained=trained), 7, reset=False)
    trace = one.network.forward(one.X)
    engine = one.network.backward(trace, one.loss.backward(one.loss.forward(trace.A, one.Y)))
    recurrent, head = engine.layers
    theirs = (recurrent.dW_xh, recurrent.dW_hh, recurrent.db, head.dW, head.db, engine.dX[0].T)
    for name, expected in zip(GRADIENTS, theirs, strict=True):
        np.testing.assert_allclose(one.gradients()[name], expected, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(("cell", "where", "seed"), [*product(CELLS, ("every", "last"), range(4))])
def test_every_gradient_of_a_right_pass_agrees_at_every_length(cell, where, seed):
    found = by_length(settings(cell=cell, units=1 + seed, seed=seed, check_loss=where, check_sequence=seed), ())
    assert found.errors.max() < 5e-5
    assert found.first == {}


@pytest.mark.parametrize(("cell", "mistake"), [*product(CELLS, RECURRENT_MISTAKES)])
def test_a_mistake_is_found_in_the_recurrent_layer_and_never_in_the_output(cell, mistake):
    found = wrong_names(recurrent_check(settings(cell=cell), (mistake,)))
    assert found == {"dW_xh", "dW_hh", "db", "dx"}


@pytest.mark.parametrize("cell", CELLS)
def test_with_one_step_nothing_comes_back_and_only_the_slope_can_be_missed(cell):
    for mistake in RECURRENT_MISTAKES:
        found = wrong_names(recurrent_check(settings(cell=cell), (mistake,), steps=1))
        assert bool(found) == (mistake == "slope")
        assert "dW_hh" not in found, "no state comes before the first step"


@pytest.mark.parametrize("cell", CELLS)
def test_the_recurrent_weights_betray_a_mistake_one_step_later_than_the_others(cell):
    first = by_length(settings(cell=cell), ("time",)).first
    assert (first["dW_xh"], first["db"], first["dW_hh"]) == (2, 2, 3)


@pytest.mark.parametrize(("cell", "where"), [*product(CELLS, ("every", "last"))])
def test_what_is_reset_forward_and_cut_backward_agrees_though_each_alone_is_wrong(cell, where):
    now = settings(cell=cell, check_loss=where)
    assert by_length(now, ("cut", "reset")).first == {}
    assert by_length(now, ("cut",)).first and by_length(now, ("reset",)).first


def test_no_gradient_from_the_step_after_leaves_the_last_input_alone_right():
    wrong = recurrent_check(settings(), ("time",)).wrong["dx"]
    assert wrong[0].tolist() == [True] * 5 + [False]


def test_a_cut_in_the_middle_leaves_the_second_half_right():
    for mistake in ("cut", "reset"):
        assert recurrent_check(settings(), (mistake,)).wrong["dx"][0].tolist() == [True] * 3 + [False] * 3


@pytest.mark.parametrize("cell", CELLS)
def test_a_reset_state_is_what_its_line_says(cell):
    T = 6
    states = forward_pass(settings(cell=cell), T, reset=True).states
    for t in range(1, T):
        np.testing.assert_array_equal(states["before"][t], lines.state_before_reset(states["H"], t, T))
    whole = forward_pass(settings(cell=cell), T, reset=False).states
    np.testing.assert_array_equal(states["H"][: T // 2], whole["H"][: T // 2])
    assert not np.allclose(states["H"][T // 2 :], whole["H"][T // 2 :])


@pytest.mark.parametrize(("cell", "mistake"), [*product(CELLS, RECURRENT_MISTAKES)])
def test_right_and_mistaken_lines_are_of_the_same_names_and_differ(cell, mistake):
    both = lines_of(mistake, cell)
    right, wrong = both.right.splitlines(), both.mistaken.splitlines()
    assert [line.split(" = ")[0] for line in right] == [line.split(" = ")[0] for line in wrong]
    assert all(a != b for a, b in zip(right, wrong, strict=True))


@pytest.mark.parametrize("cell", CELLS)
def test_words_say_what_the_check_finds(cell):
    now = settings(cell=cell)
    for mistake in RECURRENT_MISTAKES:
        check = recurrent_check(now, (mistake,))
        found = failing({name: check.wrong[name] for name in GRADIENTS if name != "dx"})
        assert f"Wrong: {found}." in explained(now, mistake)
    assert seen_from(now, ("time",)) == (
        "On sequences of 1 to 12 steps it shows in dW_xh and db from 2 steps on, in dW_hh from 3 steps on."
    )
    assert seen_from(now, ("cut", "reset")) == "The check flags no parameter at any length."
    told = conclusions(now)
    assert re.search(r"at h = 10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+; with 32 bits .* at h = 10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+\.$", told[-1])
    assert 2 <= len(told) <= 4 and all(TITLES[name] in told[1] for name in RECURRENT_MISTAKES)


def test_the_question_has_another_answer_at_another_length():
    answers = {steps: check_question(settings(check_steps=steps)).answer for steps in (1, 2, 3, 12)}
    assert answers == {1: OPTIONS[0], 2: OPTIONS[2], 3: OPTIONS[3], 12: OPTIONS[3]}


@pytest.mark.parametrize(("cell", "steps", "where"), [*product(CELLS, range(1, MOST_CHECKED + 1), ("every", "last"))])
def test_the_question_can_be_posed_wherever_the_controls_stand(cell, steps, where):
    question = check_question(settings(cell=cell, check_steps=steps, check_loss=where, units=2, check_sequence=3))
    assert question.answer != OPTIONS[4]


@pytest.mark.parametrize("cell", CELLS)
def test_the_loss_that_is_written_out_is_that_of_the_engine(cell):
    one = forward_pass(settings(cell=cell, check_loss="last"), 5, reset=False)
    expected = float(one.loss.forward(one.A, one.Y).L)
    assert float(losses(one, one.network.theta)) == pytest.approx(expected, rel=1e-12)
    single = losses(one, one.network.theta.astype(np.float32))
    assert single.dtype == np.float32 and float(single) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("cell", CELLS)
def test_four_points_are_more_exact_than_two(cell):
    found = precision(settings(cell=cell))
    assert found.errors[2].min() < found.errors[0].min() / 4


@pytest.mark.parametrize("cell", CELLS)
def test_numbers_of_32_bits_cannot_check_a_gradient(cell):
    found = precision(settings(cell=cell, check_steps=12))
    assert found.errors[0].min() < 1e-5 and found.errors[1].min() > 1e-3
    assert found.best[0] < found.best[1], "fewer bits need a larger step"


@pytest.mark.parametrize("task", ["parity", "echo"])
def test_a_step_without_mistakes_is_that_of_the_engine(task):
    broken = BrokenTask(task, "lstm", ())
    state = broken.recipe.state()
    mine = state
    for _ in range(3):
        mine = step(mine, broken.recipe.sequences_of(mine.step))
    theirs = take_steps(state, broken.recipe.sequences_of, 3)
    np.testing.assert_allclose(mine.network.theta, theirs.network.theta, rtol=1e-8, atol=1e-10)
    assert mine.step == theirs.step


def test_an_echo_is_hardly_learned_without_gradient_from_later_steps():
    run = begin(BrokenTask("echo", "elman", ("time",)))
    for _ in range(20):
        run = run.next_frame()
    assert run.step == 100
    assert run.end.score[RIGHT].min() > run.end.score[BROKEN].max() and np.median(run.end.score[RIGHT]) > 0.99


@pytest.mark.long
def test_parity_at_every_step_is_learned_with_a_gradient_that_is_wrong_and_an_echo_is_not():
    echo, parity = (begin(BrokenTask(task, "elman", ("time",))).run_to_end() for task in ("echo", "parity"))
    assert echo.solved[RIGHT] >= 18 and echo.solved[BROKEN] == 0
    assert parity.solved[BROKEN] >= 10, "a gradient that is wrong may teach all the same"
    assert learned(echo).startswith("After 300 steps of 300, ")
