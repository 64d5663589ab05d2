"""Questions have exactly one true answer."""

import pytest

from nnviz.experiments.questions.question import Option, Prediction, Question


def test_answer_is_the_true_option():
    question = Question("Which is larger?", (Option("1", False), Option("2", True)), "2 > 1.")
    assert question.answer == "2"
    assert question == Question.pick("Which is larger?", ["1", "2"], 1, "2 > 1.")


@pytest.mark.parametrize("truths", [(False, False), (True, True)])
def test_a_question_without_a_single_answer_is_refused(truths):
    with pytest.raises(ValueError, match="exactly one true option"):
        Question("Which?", tuple(Option(str(i), true) for i, true in enumerate(truths)), "")


@pytest.mark.parametrize("texts", [("a",), ("a", "a")])
def test_options_differ(texts):
    with pytest.raises(ValueError, match="different texts"):
        Question("Which?", tuple(Option(text, i == 0) for i, text in enumerate(texts)), "")


@pytest.mark.parametrize("truths", [(False, False), (True, True), (True, False)])
def test_unique_poses_only_what_has_one_answer(truths):
    options = [Option(str(i), true) for i, true in enumerate(truths)]
    assert (Question.unique("Which?", options, "") is not None) == (sum(truths) == 1)


@pytest.mark.parametrize("options", [("a",), ("a", "a")])
def test_a_prediction_has_two_options_that_differ(options):
    with pytest.raises(ValueError, match="different texts"):
        Prediction("Which?", options)
