"""The topic "Names": what the model expects, what it looks at, what it writes, lists of one's own, and the words."""

import numpy as np
import pytest

from nnviz.experiments.letters.prediction import connectivity
from nnviz.experiments.recurrence.conclusions.names import conclusions
from nnviz.experiments.recurrence.names import (
    COUNTED_NAMES,
    WRITTEN_NAMES,
    bundled_names,
    known_beginning,
    known_names,
    letter_training,
    losses,
    names_at,
    names_pass,
    own_names,
    pairs_nats,
    written_names,
)
from nnviz.experiments.recurrence.names_settings import NamesFields
from nnviz.experiments.recurrence.questions.names import temperature_question

UNTRAINED = NamesFields(names_trained=0)
FEW = "\n".join(f"{a}{b}é{a}" for a in "klmnp" for b in "aeiou")


@pytest.fixture(scope="module")
def begun():
    return letter_training(UNTRAINED)


def test_a_prefix_is_read_up_to_the_chosen_step(begun):
    settings = NamesFields(names_trained=0, names_prefix="mari", names_step=2)
    found = names_at(settings, begun)
    assert found.read == ("start", "m", "a", "r", "i") and found.step == 2
    expected = connectivity(begun.state.network, bundled_names().letters, "mari", 2)
    np.testing.assert_array_equal(found.connectivity, expected)
    alone = names_at(settings.model_copy(update={"names_prefix": "ma"}), begun)
    np.testing.assert_allclose(found.P, alone.P, rtol=1e-12)


def test_what_was_expected_is_the_probability_of_the_letter_that_came(begun):
    settings = NamesFields(names_trained=0, names_prefix="eva")
    found = names_at(settings, begun)
    before = names_at(settings.model_copy(update={"names_step": 1}), begun)
    assert found.expected[1] == pytest.approx(before.P[before.symbols.index("v")], rel=1e-12)


def test_a_higher_temperature_is_flatter(begun):
    tops = [names_at(UNTRAINED.model_copy(update={"names_temperature": t}), begun).P.max() for t in (0.2, 1.0, 3.0)]
    assert tops[0] > tops[1] > tops[2] > 1 / 27


@pytest.mark.parametrize("prefix", ["", "a", "christophera"])
def test_one_answer_is_right_for_every_prefix(begun, prefix):
    question = temperature_question(NamesFields(names_trained=0, names_prefix=prefix), begun)
    assert question.unique and question.options[0].true


def test_a_short_training_beats_the_table_of_pairs():
    training = letter_training(NamesFields())
    assert training.end.loss < pairs_nats(training.letters) < np.log(27)
    known, unseen = losses(training)
    assert unseen == training.end.loss and abs(known - unseen) < 0.1


def test_names_begin_with_what_was_given_and_are_drawn_from_their_seed(begun):
    settings = NamesFields(names_trained=0, names_prefix="mari", names_step=2)
    once = written_names(settings, begun)
    assert once == written_names(settings, begun) and len(once) == WRITTEN_NAMES
    assert all(name.startswith("ma") for name in once)
    assert once != written_names(settings.model_copy(update={"names_draw": 1}), begun)


@pytest.mark.parametrize("prefix", ["", "mari"])
def test_the_pass_reads_the_prefix_and_its_end(begun, prefix):
    found = names_pass(NamesFields(names_trained=0, names_prefix=prefix), begun)
    assert found.loss.losses.shape == (1, len(prefix) + 1)
    assert np.isfinite(found.loss.losses).all()


@pytest.mark.parametrize("prefix", ["", "mari", "christophera"])
@pytest.mark.parametrize("step", [0, 12])
def test_conclusions_hold_for_every_prefix(begun, prefix, step):
    told = conclusions(NamesFields(names_trained=0, names_prefix=prefix, names_step=step), begun)
    assert len(told) == 3 and "2.45" in told[0] and "no step" in told[0]


def test_letters_that_a_person_gave_are_quoted_in_the_conclusions():
    training = letter_training(UNTRAINED, own_names(FEW.replace("é", "*")))
    told = conclusions(NamesFields(names_own="x", names_trained=0, names_prefix="k*"), training, lambda _: "QUOTED")
    assert "k*" not in " ".join(told) and told[1].count("QUOTED") == 3 and "QUOTED" in told[2]


@pytest.mark.parametrize("prefix", ["ab1", "é", "a" * 13, "<b>"])
def test_other_letters_are_refused_with_the_reason(prefix):
    with pytest.raises(ValueError, match="at most 12 letters from a to z"):
        NamesFields(names_prefix=prefix)


def test_a_list_of_ones_own_has_its_own_letters_and_a_key_of_its_content():
    words = own_names(FEW)
    assert words.letters.symbols[-1] == "é" and len(words.letters.train) == 23
    assert words.key == own_names(FEW.upper()).key != own_names(FEW + "\nkaro").key
    assert known_beginning("kaé", words.letters) == "kaé" and known_beginning("kxa", words.letters) == "k"
    with pytest.raises(ValueError, match="at least 20 different words"):
        own_names("anna\nberta")


def test_a_model_of_few_names_learns_them_by_heart_and_writes_them_again():
    settings = NamesFields(names_own="x", names_trained=400)
    training = letter_training(settings, own_names(FEW))
    known, unseen = losses(training)
    assert known + 0.3 < unseen
    found = known_names(settings, training)
    assert found.trained + found.unseen + found.new == COUNTED_NAMES and found.trained > COUNTED_NAMES // 2
    before = known_names(UNTRAINED, letter_training(UNTRAINED, own_names(FEW)))
    assert before.new > COUNTED_NAMES * 0.9
