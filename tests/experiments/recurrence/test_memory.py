"""Who remembers: lockstep, what biases keep, the question over its range, and the conclusions."""

import numpy as np
import pytest

from nnviz.experiments.questions.question import Prediction
from nnviz.experiments.recurrence.cell_race import CELLS
from nnviz.experiments.recurrence.conclusions.memory import conclusions
from nnviz.experiments.recurrence.memory import MemoryTask, begin_memory, kept, rows, vanished
from nnviz.experiments.recurrence.questions.memory import memory_question
from nnviz.experiments.recurrence.recipe import begin
from nnviz.experiments.recurrence.settings import RecurrenceSettings
from tests.seeds import some

EASY = MemoryTask(length=6, bias="3", steps=200, seeds=3)
HARD = MemoryTask(length=12, bias="0", steps=40, seeds=3)


@pytest.fixture(scope="module")
def easy():
    return begin_memory(EASY).run_to_end()


def test_the_three_cells_train_as_each_would_alone(easy):
    for k, cell in enumerate(CELLS):
        alone = begin(EASY.recipe(cell)).run_to_end()
        np.testing.assert_array_equal(alone.solved_at, easy.of(cell).solved_at)
        np.testing.assert_array_equal(alone.end.score, easy.end.accuracy[k])


def test_they_end_where_all_have_solved_it_and_frames_lie_equally_far_apart(easy):
    assert easy.done and easy.step < EASY.steps
    assert [frame.step for frame in easy.frames] == list(range(0, easy.step + 1, 10))
    np.testing.assert_array_equal(easy.end.solved, 1.0)
    assert (np.diff([frame.solved for frame in easy.frames], axis=0) >= 0.0).all()
    assert len(begin_memory(HARD).run_to_end().frames) == 5 == begin_memory(HARD).n_frames


def test_a_forget_gate_keeps_sigma_of_its_bias_to_the_power_of_the_steps():
    """sigma(1)^20 = .0019 and sigma(3)^20 = .38: Jozefowicz et al. 2015 on the forget bias."""
    for bias, share in (("1", 0.0019), ("3", 0.38)):
        for cell in ("gru", "lstm"):
            found = kept(MemoryTask(length=21, bias=bias, seeds=2), cell)
            assert found.shape == (2, 16)
            np.testing.assert_allclose(found, share, rtol=0.02)


def test_chrono_gives_units_that_keep_long_and_short():
    share = kept(MemoryTask(length=20, bias="chrono"), "lstm")
    assert share.min() < 0.05 and share.max() > 0.3


def test_an_elman_layer_does_not_depend_on_the_bias():
    one, other = (begin_memory(MemoryTask(length=6, bias=bias, steps=20, seeds=2)) for bias in ("0", "3"))
    ends = [race.run_to_end().end.accuracy for race in (one, other)]
    np.testing.assert_array_equal(ends[0][0], ends[1][0])
    assert (ends[0][2] != ends[1][2]).any()


@pytest.mark.parametrize("bias", ["0", "1", "3", "chrono"])
@pytest.mark.parametrize("start", some(["orthogonal", "gaussian"]))
@pytest.mark.parametrize("length", some([5, 40]))
def test_the_question_is_a_prediction_until_the_training_has_ended(bias, start, length):
    race = begin_memory(MemoryTask(length, start, bias, steps=20, seeds=4))
    asked, answered = memory_question(race), memory_question(race.run_to_end())
    assert isinstance(asked, Prediction)
    assert asked.text == answered.text
    assert list(asked.options) == [option.text for option in answered.options]
    assert answered.answer == asked.options[0], "twenty steps are too few"


def test_the_answer_counts_the_lstms_that_have_solved_it(easy):
    assert memory_question(easy).answer == "at least 3" and easy.of("lstm").solved == 3


def test_the_diagnosis_counts_in_how_many_networks_the_gradient_vanishes():
    forgetful, patient = (begin_memory(MemoryTask(length=40, steps=20, bias=bias, seeds=4)) for bias in ("0", "3"))
    assert vanished(forgetful, "lstm").all() and not vanished(patient, "lstm").any()
    assert "0 LSTM networks of 4 each" in conclusions(patient, ())[1]


def test_conclusions_count_and_compare(easy):
    begun = conclusions(begin_memory(EASY), ())
    assert len(begun) == 3 and "Train" in begun[2]
    alone = " ".join(conclusions(easy, ()))
    assert f"LSTM 3 (median {easy.of('lstm').median:.0f} steps)" in alone and "σ(3) = 0.953" in alone
    hard = begin_memory(HARD).run_to_end()
    told = conclusions(hard, [easy])[-1]
    assert "3 and orthogonal: 3 Elman, 3 GRU, 3 LSTM" in told
    assert "The same LSTM: 0 to 3 of 3. **Bias and start decide, not the name.**" in told
    assert "chrono rule" in conclusions(begin_memory(MemoryTask(steps=20, bias="chrono", seeds=2)), ())[0]


def test_the_table_has_a_line_a_network(easy):
    found = rows(easy)
    assert len(found) == 9 and {row["cell"] for row in found} == {"Elman", "GRU", "LSTM"}
    assert all(row["solved_at"] <= row["steps_taken"] for row in found)
    unsolved = rows(begin_memory(HARD))
    assert all(row["solved_at"] is None for row in unsolved)


def test_the_settings_decide_the_task():
    settings = RecurrenceSettings(memory_length=7, memory_start="gaussian", memory_bias="chrono", memory_seed=3)
    assert MemoryTask.of(settings) == MemoryTask(7, "gaussian", "chrono", 500, 3)


@pytest.mark.long
def test_bias_and_start_decide_not_the_name():
    """Calibrated with twenty seeds, T = 20, 500 steps: LSTM 0 of 20 with bias 0, 20 with bias 3."""
    solved = {bias: begin_memory(MemoryTask(bias=bias)).run_to_end().of("lstm").solved for bias in ("0", "3")}
    assert solved["0"] <= 4 and solved["3"] >= 18
