"""The handout: pictures, codes, room to write, and answers on the last page alone."""

import re

import pytest

from nnviz.lessons.handout import address_in_lesson, handout
from nnviz.lessons.lesson import Lesson, Step, View
from tests.lessons.recording.test_writing import LESSON


@pytest.fixture(scope="module")
def page():
    return handout(LESSON, "https://nn.example.org/base", picture=lambda step: ("drawings", b"message"))


def test_every_step_has_its_picture_its_address_and_its_code(page):
    assert page.count('<section class="step">') == page.count('class="picture"') == page.count("<svg ") == 3
    assert "https://nn.example.org/base/loss?lesson=small&amp;at=page" in page


def test_answers_are_measured_and_stand_at_the_end(page):
    question, answers = page.split('<section class="answers">')
    assert "What is the loss?" in question
    assert 'class="lines"' in question
    assert "It has just begun." not in question
    assert re.search(r"<b>A: high</b> \(measured: 0\.6\d+\)\. It has just begun\.", answers)


def test_notes_are_printed_for_the_speaker_alone(page):
    assert "SECRET" not in page
    steps = (Step("page", View("loss"), notes="SECRET **word**"),)
    speaker = Lesson("small", "Small", "", "en", "", steps)
    assert "SECRET <strong>word</strong>" in handout(speaker, notes=True)
    assert "seen in the app" in handout(speaker)


def test_texts_are_no_markup(page):
    assert "alert(1)</script>" not in page
    assert "&lt;script&gt;" in page


def test_nothing_is_fetched(page):
    assert not re.findall(r'(?:src|href)="(?!data:)', page)


def test_without_a_place_there_are_addresses_and_no_codes():
    lesson = Lesson(
        "small", "Small", "", "en", "", (Step("home", View("home")), Step("page", View("loss", {"x": "1"})))
    )
    assert "<svg " not in handout(lesson)
    assert [address_in_lesson(lesson, step, "") for step in lesson.steps] == [
        "?lesson=small&at=home",
        "loss?x=1&lesson=small&at=page",
    ]
