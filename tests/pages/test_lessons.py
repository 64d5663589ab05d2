"""Lessons on pages: their parameters survive what is set there; the page Lessons lists, starts and takes lessons."""

import pytest

from nnviz.lessons.lesson import Lesson, Step, View
from nnviz.lessons.library import lessons
from nnviz.ui.lessons.known import uploads
from nnviz.ui.shell.session import LEFT_LESSON, LESSON_UPLOADS, LESSON_WISH, LESSON_WRONG
from nnviz.ui.widgets.untrusted_text import escape_markdown
from tests.pages.reading import PAGES

NAMES = sorted(path.stem for path in PAGES.glob("*.py"))
PLACE = {"lesson": "sigmoid-layers", "at": "six-layers", "room": "ABCD", "follow": "EFGH"}


def query(page):
    return {name: value[0] if isinstance(value, list) else value for name, value in page.query_params.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_leaves_the_parameters_of_a_lesson_alone(run_page, name):
    page = run_page(name, **PLACE)
    assert not page.warning, [box.value for box in page.warning]
    page.run()
    assert {key: query(page).get(key) for key in PLACE} == PLACE


def test_they_survive_a_change_of_settings_on_a_page_that_once_had_such_a_key(run_page):
    page = run_page("gradient_descent", **PLACE)
    page.query_params["epoch"] = "5"
    page.session_state["gradient_descent.x"] = 1.0
    page.run()
    assert {key: query(page).get(key) for key in PLACE} == PLACE


def test_the_page_lists_every_lesson_and_starts_it(run_page):
    page = run_page("lessons")
    known = lessons()
    assert [head.value for head in page.subheader] == [escape_markdown(lesson.title) for lesson in known]
    page.button(f"lessons.start.{known[0].name}").click().run()
    wish = page.session_state[LESSON_WISH]
    assert (wish.lesson, wish.at) == (known[0].name, known[0].steps[0].id)


def test_a_lesson_that_was_left_can_be_gone_on_with(run_page):
    from nnviz.ui.shell.lesson_place import LessonPlace

    page = run_page("lessons")
    place = LessonPlace(lessons()[0].name, lessons()[0].steps[-1].id)
    page.session_state[LEFT_LESSON] = place
    page.run()
    page.button("lessons.continue").click().run()
    assert page.session_state[LESSON_WISH] == place


def test_an_uploaded_lesson_is_listed_and_its_words_are_not_obeyed(run_page):
    uploads().keep(
        Lesson("own-1", "A [link](http://x) :red[b]", "<b>", "en", "l", (Step("a", View("home"), say="*i*"),))
    )
    page = run_page("lessons")
    page.session_state[LESSON_UPLOADS] = ["own-1", "own-gone"]
    page.run()
    assert page.subheader[0].value == r"A \[link\]\(http\:\/\/x\) \:red\[b\]".replace(r"\/", "/")
    assert not page.exception


def test_all_that_is_wrong_in_a_file_is_told(run_page):
    page = run_page("lessons")
    page.session_state[LESSON_WRONG] = ["mine.yaml, line 3, title: expected <b>words</b>", "mine.yaml, line 7: more"]
    page.run()
    assert "line 3" in page.error[0].value and "line 7" in page.error[0].value and "\\<b\\>" in page.error[0].value


def test_in_a_lesson_the_race_waits_for_no_prediction(run_page):
    from nnviz.ui.shell.lesson_place import LessonPlace
    from nnviz.ui.shell.session import LESSON_PLACE

    page = run_page("activation_race")
    player = page.session_state["nnviz.race.player"]
    assert player.locked
    page.session_state[LESSON_PLACE] = LessonPlace("any", "step")
    page.run()
    assert not player.locked
