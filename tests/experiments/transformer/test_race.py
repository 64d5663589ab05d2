"""A transformer against recurrence: equal sizes, the same batches, both accuracies, rest, question, conclusions."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.engine import take_steps
from nnviz.experiments.attending.accuracy import symbol_accuracy
from nnviz.experiments.questions.question import Prediction
from nnviz.experiments.transformer.conclusions.race import conclusions
from nnviz.experiments.transformer.questions.race import OPTIONS, first_kind, race_question
from nnviz.experiments.transformer.race import LEARNED, RaceFrame, begin_race, first_free, rows, tally, whole_sequences
from nnviz.experiments.transformer.race_settings import RaceFields
from nnviz.experiments.transformer.race_task import CONTESTANTS, RaceTask

TASK = RaceTask("copy", length=3, steps=300, seeds=2)


@pytest.fixture(scope="module")
def race():
    return begin_race(TASK).run_to_end()


@pytest.mark.parametrize("task", ["copy", "reverse", "sort", "induction"])
@pytest.mark.parametrize("length", [3, 10])
def test_all_have_about_the_same_number_of_parameters(task, length):
    transformer, *recurrent = RaceTask(task, length).parameters
    np.testing.assert_allclose(recurrent, transformer, rtol=0.04)


def test_every_kind_learns_a_short_copy_and_the_transformer_first(race):
    assert race.learned == (2, 2, 2) and race.done
    assert race.medians[0] < race.medians[1:].min() / 2
    assert first_kind(race) == 0
    assert race.end.learned.tolist() == [1.0, 1.0, 1.0]


def test_a_kind_that_has_learned_it_rests_and_the_others_go_on(race):
    taken = race.end.taken
    np.testing.assert_array_equal(taken, race.learned_at.max(-1))
    assert taken[0] < race.step == taken.max()
    np.testing.assert_array_equal([one.step for one in race.state], taken)


def test_the_ensemble_trains_on_the_same_batches_as_each_network_would_alone():
    together = begin_race(replace(TASK, steps=10)).run_to_end()
    for k, one in enumerate(CONTESTANTS):
        alone = take_steps(replace(TASK, seeds=1, seed=0).state(one), TASK.recipe.batch_of, 10).network
        np.testing.assert_allclose(together.state[k].network.theta[0], alone.theta, atol=1e-9)
        found = symbol_accuracy(alone.forward(TASK.measured.X).A, TASK.measured)
        assert together.end.symbols[k, 0] == found


@pytest.mark.parametrize(("task", "first"), [("copy", 2), ("induction", 12)])
def test_whole_sequences_are_those_of_a_network_that_reads_its_own_symbols(task, first):
    trained = begin_race(RaceTask(task, length=3, steps=30, seeds=2)).run_to_end()
    data = trained.task.measured
    assert first_free(data) == first
    for k in range(len(CONTESTANTS)):
        network = trained.state[k].network
        read = np.broadcast_to(data.numbers, (2, *data.numbers.shape)).copy()
        read[..., first + 1 :] = 0
        for t in range(first, data.steps):
            read[..., t + 1] = network.forward(read[..., :-1].astype(np.float64)).A[..., t, :].argmax(-1)
        freely = (read == data.numbers).all(-1).mean(-1)
        np.testing.assert_array_equal(trained.end.whole[k], freely)
        np.testing.assert_array_equal(whole_sequences(network.forward(data.X).A, data), freely)


def test_time_is_measured_for_the_steps_that_were_taken(race):
    assert np.isnan(begin_race(TASK).milliseconds).all()
    assert (race.milliseconds > 0.0).all()
    np.testing.assert_allclose(race.milliseconds * race.end.taken, 1000.0 * race.end.seconds)


def test_the_race_of_the_settings():
    assert RaceTask.of(RaceFields(race_task="sort", race_length=10, race_steps=300, race_seed=4)) == RaceTask(
        "sort", 10, 300, 4
    )
    assert RaceTask.of(RaceFields(race_task="induction", race_length=10)) == RaceTask.of(
        RaceFields(race_task="induction", race_length=6)
    )
    assert RaceTask("induction").recipe.blocks == 2 and RaceTask("sort").recipe.hidden == 64


def test_the_question_is_a_prediction_until_the_race_is_over(race):
    asked, told = race_question(begin_race(TASK)), race_question(race)
    assert isinstance(asked, Prediction) and asked.text == told.text
    assert told.answer == "Transformer" and tally(race, 2) in told.because
    nobody = begin_race(replace(TASK, steps=10)).run_to_end()
    assert race_question(nobody).answer == OPTIONS[-1] and tally(nobody, 0) == "0 of 2"


def _made_up(*learned_at):
    """A race whose networks learn at given steps."""
    at, frames = np.array(learned_at, np.float64), []
    for step in range(0, 40, 10):
        whole = (at <= step) * LEARNED
        frames.append(RaceFrame(step, whole, whole, np.full(3, step), np.full(3, 0.02 * step), (at <= step).mean(-1)))
    begun = begin_race(replace(TASK, steps=30))
    state = tuple(replace(one, step=30) for one in begun.state)
    return replace(begun, state=state, frames=tuple(frames))


@pytest.mark.parametrize(
    ("at", "words", "answer"),
    [
        (((10, 10), (20, 20), (30, 30)), "**attention is first**", "Transformer"),
        (((20, 20), (10, 10), (30, 99)), "**recurrence wins**: of the GRU", "GRU"),
        (((20, 20), (99, 99), (10, 10)), "**recurrence wins**: of the LSTM", "LSTM"),
        (((20, 20), (20, 20), (30, 30)), "**No kind** is clearly first", OPTIONS[-1]),
    ],
)
def test_whoever_wins_is_named(at, words, answer):
    made_up = _made_up(*at)
    assert words in conclusions(made_up, [])[0]
    assert race_question(made_up).answer == answer


def test_it_is_concluded_with_its_numbers_and_other_lengths(race):
    order, _, cost, more = conclusions(race, [])
    assert f"**Transformer 2 of 2 (median {race.medians[0]:.0f} steps)**" in order and "4,768" in order
    assert f"Transformer {race.milliseconds[0]:.1f} ms" in cost and "measured" in cost
    assert "Choose another length" in more
    longer = begin_race(replace(TASK, length=6, steps=60)).run_to_end()
    *_, lengths = conclusions(race, [longer])
    assert lengths.startswith("6 symbols against 3: Transformer") and "LSTM 0 instead of 2 networks" in lengths
    *_, told = conclusions(longer, [race])
    assert told == lengths
    assert "One fault spoils" in conclusions(longer, [])[1]
    assert "**Train** to the end" in conclusions(begin_race(TASK), [])[1]


def test_the_table_has_a_row_for_each_network(race):
    table = rows(race)
    assert [(row["network"], row["seed"]) for row in table] == [(one, k) for one in CONTESTANTS for k in range(2)]
    assert [row["learned_at"] for row in table] == race.learned_at.ravel().tolist()
    assert rows(begin_race(TASK))[0]["learned_at"] is None


@pytest.mark.long
def test_recurrence_needs_more_steps_for_longer_copies_and_attention_hardly():
    """Bahdanau et al. 2015: a state of fixed size is the bottleneck of long sequences."""
    short = begin_race(RaceTask("copy", 3, 300, seeds=20)).run_to_end()
    longer = begin_race(RaceTask("copy", 6, 1000, seeds=20)).run_to_end()
    assert short.learned == (20, 20, 20) and short.medians[0] < short.medians[1:].min() / 2
    assert longer.learned[0] == 20 and longer.medians[0] < 100
    assert max(longer.learned[1:]) <= 2
