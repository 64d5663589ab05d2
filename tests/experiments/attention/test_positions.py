"""Shuffled tokens, the waves of sinusoidal positions, what is learned without positions, and the loss of rank."""

from itertools import product

import numpy as np
import pytest

from nnviz.experiments.attention.conclusions.positions import conclusions
from nnviz.experiments.attention.positions import LATER, largest_of_all_orders, shuffled, waves
from nnviz.experiments.attention.positions_settings import POSITION_KINDS, WORD, PositionsFields
from nnviz.experiments.attention.questions.positions import LEARNED, shuffle_question, training_question
from nnviz.experiments.attention.rank import DEPTH, RESOLVED, rank_loss
from nnviz.experiments.attention.trained_positions import PositionTask, rows
from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recording.recording import begin

SETTINGS = [
    PositionsFields(position_kind=kind, position_causal=causal, position_seed=seed)
    for kind, causal, seed in product(POSITION_KINDS, (False, True), (0, 1, 2))
]


@pytest.mark.parametrize("settings", SETTINGS)
def test_outputs_are_shuffled_alike_only_without_positions_and_mask(settings):
    """Vaswani et al. 2017, section 3.5: without positions there is no order; a causal mask brings one in."""
    found = shuffled(settings)
    alike = settings.position_kind == "none" and not settings.position_causal
    assert found.same == alike
    assert (found.largest <= 1e-12) == alike == (largest_of_all_orders(settings) <= 1e-12)
    if not alike:
        assert found.largest > 0.1
    assert shuffle_question(settings).answer.startswith("Each token keeps" if alike else "The outputs")


def test_weights_are_shuffled_in_rows_and_columns():
    found = shuffled(PositionsFields())
    before, after = found.weights
    np.testing.assert_allclose(after, before[np.ix_(found.order, found.order)], rtol=0, atol=1e-12)


def test_tokens_in_their_order_differ_by_exactly_nothing():
    for settings in SETTINGS:
        assert shuffled(settings.model_copy(update={"position_order": WORD})).largest == 0.0


def test_what_is_added_is_a_row_for_each_place():
    assert shuffled(PositionsFields()).added is None
    for kind in ("learned", "sinusoidal"):
        found = shuffled(PositionsFields(position_kind=kind))
        assert found.added.shape == (5, 8)
        np.testing.assert_allclose(
            found.after.layers[1].A[0], found.after.layers[0].A[0] + found.added, rtol=0, atol=1e-15
        )


def test_the_product_of_two_sinusoidal_positions_depends_on_their_distance_alone():
    products = waves().products
    assert len(products) == len(LATER) > 1
    assert np.abs(products - products[0]).max() < 1e-12
    assert products[0, 0] == pytest.approx(waves().R.shape[1] / 2)


@pytest.mark.parametrize("text", ["", "abcd", "abcdd", "abcdef", "<b>ab"])
def test_an_order_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="each once and in any order"):
        PositionsFields(position_order=text)


@pytest.fixture(scope="module")
def trained():
    return begin(PositionTask(steps=150, seeds=2)).run_to_end()


def test_without_positions_to_reverse_is_not_learned(trained):
    """Own measurement over 10 seeds and 600 steps: at most .30 of the symbols, no whole sequence; else all."""
    symbols, whole = trained.end.measured["symbols"], trained.end.measured["whole"]
    assert symbols[0].max() < 0.4
    assert whole[0].max() < 0.05
    assert symbols[1:].min() > LEARNED
    assert whole[1:].min() > 0.95


def test_with_positions_the_answers_look_back_where_the_symbol_stood(trained):
    P, data = trained.end.measured["P"], trained.task.data
    assert P.shape == (3, data.steps, data.steps)
    asked = range(data.given - 1, data.steps)
    back = [[P[k, t, 2 * data.given - 2 - t] for t in asked] for k in range(3)]
    assert np.mean(back[0]) < 0.3 < 0.8 < np.mean(back[1])


def test_without_positions_a_symbol_gets_the_same_weight_wherever_it_stood(trained):
    P, tokens = trained.end.measured["P"], trained.task.tokens
    pairs = [(s, r) for s in range(6) for r in range(s) if tokens[s] == tokens[r]]
    assert pairs
    for s, r in pairs:
        np.testing.assert_allclose(P[0, 6:, s], P[0, 6:, r], rtol=1e-9)
        assert np.abs(P[1, 6:, s] - P[1, 6:, r]).max() > 0.1


def test_the_answer_comes_with_the_end_of_the_training(trained):
    asked = training_question(begin(trained.task))
    assert isinstance(asked, Prediction)
    told = training_question(trained)
    assert isinstance(told, Question)
    assert told.text == asked.text
    assert told.answer == "less than half"
    assert len(rows(trained)) == 6
    assert "150 steps" in conclusions(PositionsFields(), trained)[-1]
    assert len(conclusions(PositionsFields(), begin(trained.task))) == 2


@pytest.mark.long
@pytest.mark.parametrize("task", ["reverse", "copy"])
def test_without_positions_no_seed_learns_either_task(task):
    done = begin(PositionTask(task, steps=300, seeds=20)).run_to_end()
    assert done.end.measured["symbols"][0].max() < 0.4
    assert done.end.measured["whole"][1:].min() > 0.95


@pytest.mark.parametrize("seed", range(5))
def test_attention_alone_makes_all_tokens_alike(seed):
    """Dong, Cordonnier and Loukas 2021: monotone, to the last digits of float64; not with residual connections."""
    found = rank_loss(seed)
    seen = found.pure[: int((found.pure > RESOLVED).sum()) + 1]
    assert len(found.pure) == DEPTH + 1
    assert (np.diff(seen) < 0).all()
    assert found.pure[-1] < RESOLVED
    falls = np.diff(np.log(seen[:-1]))
    assert (np.diff(falls) < 0).all()  # faster and faster
    assert found.residual.min() > 0.05
