from textwrap import dedent

import pytest

from nnviz.lessons.lesson import Action, Choice, View
from nnviz.lessons.problem import LessonError
from nnviz.lessons.reading import read_lesson

SHORT = dedent(
    """\
    lesson: 1
    title: A short lesson
    steps:
      - id: one
        view: playground?hidden=8:relu
        say: Eight units, **all** ReLU.
    """
)


def problems(text, name="short"):
    """What is wrong in a lesson, as (line, key, message)."""
    with pytest.raises(LessonError) as refused:
        read_lesson(text, name)
    return [(problem.line, problem.key, problem.message) for problem in refused.value.problems]


def only_problem(text):
    found = problems(text)
    assert len(found) == 1, found
    return found[0]


def with_step(lines):
    """The short lesson with more lines in its step."""
    return SHORT + "".join(f"    {line}\n" for line in dedent(lines).strip().splitlines())


def test_a_lesson_of_seven_lines_is_read():
    lesson = read_lesson(SHORT, "short")
    assert (lesson.name, lesson.title, lesson.language) == ("short", "A short lesson", "en")
    assert lesson.step("one").view == View("playground", {"hidden": "8:relu"})


def test_actions_are_read_in_their_order():
    lesson = read_lesson(
        with_step(
            """
            do:
              - set: {learning_rate: 0.3}
              - play: until loss < 0.1
              - pause
              - seek: 300
              - open: Inspector
              - press: Train
            """
        ),
        "short",
    )
    assert lesson.steps[0].do == (
        Action("set", settings={"learning_rate": "0.3"}),
        Action("play", until="loss < 0.1"),
        Action("pause"),
        Action("seek", step=300),
        Action("open", target="Inspector"),
        Action("press", target="Train"),
    )


def test_words_such_as_yes_stay_texts():
    lesson = read_lesson(with_step("ask: {question: Will it learn, options: [Yes, No], answer: No}"), "short")
    assert lesson.steps[0].ask.options == (Choice("Yes"), Choice("No"))
    assert lesson.steps[0].ask.answer == "No"
