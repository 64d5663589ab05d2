"""Own task: lines are read or refused by their number, learned, and a line that was held out is tried."""

import numpy as np
import pytest

from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recording.recording import begin
from nnviz.experiments.transformer.conclusions.own import conclusions
from nnviz.experiments.transformer.own import answer, pictures, rows, task_of
from nnviz.experiments.transformer.own_lines import ASKS, ENDS, own_lines
from nnviz.experiments.transformer.own_settings import EXAMPLE_LINES, EXAMPLES, OwnFields
from nnviz.experiments.transformer.questions.own import held_question
from nnviz.experiments.transformer.settings import TransformerSettings

GOOD = "ab -> ba\nac -> ca\nbc -> cb"


@pytest.fixture(scope="module")
def trained():
    """A task of the examples, trained to its end."""
    found = {}

    def train(example):
        if example not in found:
            found[example] = begin(task_of(OwnFields(own_lines=EXAMPLE_LINES[example]))).run_to_end()
        return found[example]

    return train


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ab -> ba\nabba\nbc -> cb", "line 2, got 'abba'"),
        ("ab -> ba\n\nac ->\nbc -> cb", "line 3"),
        ("ab -> ba -> ab\nac -> ca\nbc -> cb", "line 1"),
        (f"ab -> ba\nac -> ca\n{'b' * 13} -> c", "input of at most 12 characters in line 3, got 13"),
        (f"ab -> ba\nac -> ca\nb -> {'c' * 13}", "output of at most 12 characters in line 3"),
        ("ab -> ba\nac -> ca\nab -> aa", "one answer to an input, got another in line 3"),
        ("ab -> ba\nac -> ca\nb\x00 -> cb", "can be seen in line 3"),
        ("ab -> ba\nac -> ca", "3 to 20 different lines, got 2"),
        ("\n".join(f"{k} -> a" for k in range(21)), "got 21"),
        (
            "\n".join(
                f"{chr(200 + 4 * k)}{chr(201 + 4 * k)} -> {chr(202 + 4 * k)}{chr(203 + 4 * k)}" for k in range(11)
            ),
            "40",
        ),
    ],
)
def test_lines_that_cannot_be_used_are_refused_by_their_number_and_nothing_changes(text, told):
    now = TransformerSettings(own_lines=GOOD)
    with pytest.raises(ValueError, match="own_lines") as error:
        now.changed(own_lines=text)
    assert told in str(error.value)


def test_lines_become_sequences_in_which_only_the_output_and_its_end_count():
    data = own_lines("abc -> a\nb → cab\nc -> b ")
    assert data.names == ("a", "b", "c", ASKS, ENDS)
    assert (data.longest, data.steps) == (3, 7)
    found = data.sequences((0, 1))
    assert found.numbers.tolist() == [[0, 1, 2, 3, 0, 4, 4, 4], [1, 3, 2, 0, 1, 4, 4, 4]]
    assert found.counted.astype(int).tolist() == [[0, 0, 0, 1, 1, 0, 0], [0, 1, 1, 1, 1, 0, 0]]


@pytest.mark.parametrize(("given", "told"), [("xy", "'x'"), ("", "1 to 2"), ("abc", "got 3")])
def test_an_input_that_no_line_prepares_for_is_refused(given, told):
    with pytest.raises(ValueError, match=told):
        own_lines(GOOD).numbers_of(given)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_have_twenty_lines_that_fit_into_an_address(example):
    assert len(own_lines(EXAMPLE_LINES[example]).lines) == 20
    assert TransformerSettings(own_lines=EXAMPLE_LINES[example]).own_held == 20


def test_the_line_that_is_held_out_is_never_trained_on():
    task = task_of(OwnFields(own_held=3))
    held = task.data.sequences((2,)).numbers[0]
    assert len(task.trained.numbers) == 19 and not (task.trained.numbers == held).all(1).any()
    assert len(task_of(OwnFields(own_held=0)).trained.numbers) == 20
    assert task_of(OwnFields(own_lines=GOOD)).held == 2, "beyond the last stands for the last"


@pytest.mark.parametrize(("example", "right"), [("swap", True), ("plural", False)])
def test_a_rule_of_places_reaches_the_line_held_out_and_one_of_words_does_not(trained, example, right):
    recording = trained(example)
    whole, held = recording.end.measured["whole"]
    assert whole == 1.0 and bool(held == 1.0) is right
    question = held_question(recording)
    assert isinstance(question, Question)
    assert question.answer.startswith("yes" if right else "no")
    table = rows(recording)
    assert all(row["correct"] for row in table[:-1]) and table[-1]["correct"] is right
    assert ("**correct**" if right else "**wrong**") in conclusions(recording)[2]


def test_an_answer_ends_where_the_network_says_so_and_is_as_probable_as_its_softmax(trained):
    recording = trained("swap")
    data, network = recording.task.data, recording.state[0].network
    found = answer(network, data, "bd")
    assert data.text(found.numbers) == "db" and data.names[int(found.numbers[-1])] == ENDS
    assert np.all((found.probabilities > 0.5) & (found.probabilities <= 1.0))


def test_what_is_drawn_belongs_to_the_line_that_is_shown(trained):
    recording = trained("plural")
    now = OwnFields(own_lines=EXAMPLE_LINES["plural"], own_shown=1)
    found = pictures(now, recording, recording.frames[-2:])
    assert found["P"].shape == (2, 2, 8, 8) and found["said"].shape == (2, 5)
    np.testing.assert_allclose(found["P"].sum(-1), 1.0, atol=1e-12)
    assert own_lines(now.own_lines).text(found["said"][-1]) == "cats"


def test_nothing_is_asked_where_no_line_is_held_out():
    assert held_question(begin(task_of(OwnFields(own_held=0)))) is None
    assert isinstance(held_question(begin(task_of(OwnFields()))), Prediction)
