import pytest

from nnviz.lessons.check import check_lesson
from nnviz.lessons.lesson import MEASURED, Lesson
from nnviz.lessons.library import PACKAGED
from nnviz.lessons.measurements.expression import measurements_of
from nnviz.lessons.reading import read_lesson
from nnviz.lessons.views import PAGES
from nnviz.ui.lessons.check_views import look
from tests.test_glossary import ANY_OF_THEM

FILES = sorted(PACKAGED.glob("*.yaml"))
QUICK = ("neuron", "backpropagation", "softmax-cross-entropy")
"""Lessons whose answers are measured within seconds: these are checked at every test run."""

each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def lesson_in(path) -> Lesson:
    return read_lesson(path.read_bytes(), path.stem, path.name)


def test_ten_lessons_are_shipped():
    wanted = {"attention", "backpropagation", "convolution", "depth", "dying-relu", "learning-rates", "memory"}
    wanted |= {"neuron", "sigmoid-layers", "softmax-cross-entropy"}
    assert {path.stem for path in FILES} >= wanted


@each
def test_a_lesson_takes_ten_to_twenty_minutes_in_six_to_twelve_steps(path):
    lesson = lesson_in(path)
    assert 10 <= lesson.minutes <= 20
    assert 6 <= len(lesson.steps) <= 12
    assert all(step.minutes for step in lesson.steps)


@each
def test_the_last_row_can_read_what_is_said_and_the_speaker_has_notes(path):
    for step in lesson_in(path).steps:
        assert 0 < len(step.say) <= 80, step.id
        assert len(step.notes) >= 150, step.id
        assert step.ask is None or len(step.ask.question) <= 130, step.id
        assert step.ask is None or all(len(option.text) <= 60 for option in step.ask.options), step.id


@each
def test_a_lesson_asks_before_it_shows_and_lets_the_network_answer(path):
    asked = [step.ask for step in lesson_in(path).steps if step.ask]
    assert sum(ask.answer == MEASURED for ask in asked) >= 3
    assert all(2 <= len(ask.options) <= 4 and ask.why for ask in asked)
    assert 1 <= sum(ask.again for ask in asked) <= 2
    assert sum(ask.vote for ask in asked) >= 2


@each
def test_the_numbers_of_twenty_seeds_stand_beside_the_measured_steps(path):
    blocks = path.read_text(encoding="utf-8").split("\n  - id: ")
    for before, block in zip(blocks, blocks[1:], strict=False):
        if "answer: measured" in block and "\n  #" not in before:
            same_view = block.split("view: ")[1].split("\n")[0] in before
            assert same_view, f"{path.name}: no comment above {block.splitlines()[0]}"


@each
def test_a_lesson_is_plain_text_that_names_no_place(path):
    text = path.read_text(encoding="utf-8")
    assert "\t" not in text
    assert max(map(len, text.splitlines())) <= 120
    assert not any(word in text for word in ("/home", "/tmp", "http", "localhost"))


@each
def test_a_lesson_uses_no_word_that_the_glossary_rules_out(path):
    assert [found[0] for found in ANY_OF_THEM.finditer(" ".join(path.read_text(encoding="utf-8").split()))] == []


@pytest.mark.parametrize("page", PAGES)
def test_names_of_measurements_read_as_the_grammar_has_them(page):
    for name in measurements_of(page):
        assert " / " not in name
        assert " - " not in name
        assert name == name.strip()


def problems(path) -> list[str]:
    return [str(problem) for problem in check_lesson(path, look).problems]


@pytest.mark.parametrize("name", QUICK)
def test_quick_lessons_stand_on_three_seeds(name):
    assert problems(PACKAGED / f"{name}.yaml") == []


@pytest.mark.long
@pytest.mark.parametrize("path", [path for path in FILES if path.stem not in QUICK], ids=lambda path: path.stem)
def test_every_lesson_stands_on_three_seeds(path):
    assert problems(path) == []
