"""The topic "Names": what the model expects, what it looks at, what it writes, and the words for it."""

import numpy as np
import pytest

from nnviz.experiments.letters.prediction import connectivity
from nnviz.experiments.recurrence.conclusions.names import conclusions
from nnviz.experiments.recurrence.names import (
    WRITTEN_NAMES,
    letter_training,
    letters_of_names,
    names_at,
    names_pass,
    pairs_nats,
    written_names,
)
from nnviz.experiments.recurrence.names_settings import NamesFields
from nnviz.experiments.recurrence.questions.names import temperature_question


def test_a_prefix_is_read_up_to_the_chosen_step():
    settings = NamesFields(names_trained=0, names_prefix="mari", names_step=2)
    found = names_at(settings)
    assert found.read == ("start", "m", "a", "r", "i") and found.step == 2
    network = letter_training(settings).state.network
    np.testing.assert_array_equal(found.connectivity, connectivity(network, letters_of_names(), "mari", 2))
    alone = names_at(settings.model_copy(update={"names_prefix": "ma"}))
    np.testing.assert_allclose(found.P, alone.P, rtol=1e-12)


def test_what_was_expected_is_the_probability_of_the_letter_that_came():
    settings = NamesFields(names_trained=0, names_prefix="eva")
    found = names_at(settings)
    before = names_at(settings.model_copy(update={"names_step": 1}))
    assert found.expected[1] == pytest.approx(before.P[before.symbols.index("v")], rel=1e-12)


def test_a_higher_temperature_is_flatter():
    settings = NamesFields(names_trained=0)
    tops = [names_at(settings.model_copy(update={"names_temperature": t})).P.max() for t in (0.2, 1.0, 3.0)]
    assert tops[0] > tops[1] > tops[2] > 1 / 27


@pytest.mark.parametrize("prefix", ["", "a", "christophera"])
def test_one_answer_is_right_for_every_prefix(prefix):
    question = temperature_question(NamesFields(names_trained=0, names_prefix=prefix))
    assert question.unique and question.options[0].true


def test_a_short_training_beats_the_table_of_pairs():
    assert letter_training(NamesFields()).end.loss < pairs_nats() < np.log(27)


def test_names_begin_with_what_was_given_and_are_drawn_from_their_seed():
    settings = NamesFields(names_trained=0, names_prefix="mari", names_step=2)
    once = written_names(settings)
    assert once == written_names(settings) and len(once) == WRITTEN_NAMES
    assert all(name.startswith("ma") for name in once)
    assert once != written_names(settings.model_copy(update={"names_draw": 1}))


@pytest.mark.parametrize("prefix", ["", "mari"])
def test_the_pass_reads_the_prefix_and_its_end(prefix):
    found = names_pass(NamesFields(names_trained=0, names_prefix=prefix))
    assert found.loss.losses.shape == (1, len(prefix) + 1)
    assert np.isfinite(found.loss.losses).all()


@pytest.mark.parametrize("prefix", ["", "mari", "christophera"])
@pytest.mark.parametrize("step", [0, 12])
def test_conclusions_hold_for_every_prefix(prefix, step):
    told = conclusions(NamesFields(names_trained=0, names_prefix=prefix, names_step=step))
    assert len(told) == 3 and "2.45" in told[0]


@pytest.mark.parametrize("prefix", ["ab1", "é", "a" * 13, "<b>"])
def test_other_letters_are_refused_with_the_reason(prefix):
    with pytest.raises(ValueError, match="at most 12 letters from a to z"):
        NamesFields(names_prefix=prefix)
