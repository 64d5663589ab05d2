"""A whole lecture: the hall's window, the presenter's, and three phones, from the first step to the last.

In every run `test_presenter.py` leads a hall through a vote, `test_phone_page.py` votes on phones, and `test_lesson.py`
goes from step to step.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from nnviz.lessons.lesson import Step
from nnviz.lessons.library import lesson, lessons
from nnviz.lessons.measurements.answer import answer_of
from nnviz.ui.shell.catalogue import tab_title
from tests.e2e.test_lesson import stands

SEEN_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"
RESTS = "() => window.__nnvizLesson && !window.__nnvizLesson.waiting && !window.__nnvizLesson.busy"


@pytest.fixture
def phones(browser: Browser) -> Iterator[list[Page]]:
    """Three phones, each with cookies of its own."""
    contexts = [browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True) for _ in range(3)]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def vote(hall: Page, desk: Page, phones: list[Page], at: str, number: int, choices: list[int], options: int) -> None:
    """Hold one round of a step's question: three phones answer, nobody sees how before it is closed."""
    board = hall.locator(".hall-votes")
    expect(board).to_contain_text("0 answers")
    room = hall.evaluate("code => new URL(`hall/${code}`, location.href).href", board.locator(".room").inner_text())
    for phone, choice in zip(phones, choices, strict=True):
        if phone.url != room:
            phone.goto(room)
        else:
            phone.evaluate(SEEN_AGAIN)
        form = phone.locator(f"form:has([name=at][value={at!r}]):has([name=round][value='{number}'])")
        form.locator("button").nth(choice).click()  # a phone may still show the question before
        expect(phone.get_by_role("status")).to_contain_text("You can change it until the vote is closed.")
    expect(board).to_contain_text("3 answers")
    expect(desk.locator(".voted")).to_contain_text("3 answers")
    assert board.locator(".histogram:visible").count() == 0, "how a round goes is seen when it is closed"
    desk.get_by_role("button", name="Close vote").click()
    bars = board.locator(".histogram:visible li")
    for option in range(options):
        expect(bars.nth(option)).to_contain_text(f"{choices.count(option)} ·")


def question(step: Step, hall: Page, desk: Page, phones: list[Page]) -> None:
    """Ask the hall, in two rounds where the lesson says so, and show what the network answers."""
    asked, right = step.ask, answer_of(step)
    if asked.vote:
        desk.keyboard.press("v")
        last = len(asked.options) - 1
        vote(hall, desk, phones, step.id, 1, [0, last, last], last + 1)
        if asked.again:
            desk.get_by_role("button", name="Second round").click()
            vote(hall, desk, phones, step.id, 2, [right.option, right.option, last], last + 1)
    desk.keyboard.press("r")
    stands(hall, step.id, "revealed")
    if asked.vote:
        expect(hall.locator(".hall-votes .truth")).to_have_count(1)
        phones[0].evaluate(SEEN_AGAIN)
        expect(phones[0].locator("main")).to_contain_text("The network’s answer")
    else:
        expect(hall.locator(".lesson-option.right")).to_contain_text(right.text)


@pytest.mark.long
@pytest.mark.parametrize("name", [one.name for one in lessons()])
def test_a_lecture_from_the_first_step_to_the_last(name: str, open_page: Callable[..., Page], phones: list[Page]):
    course = lesson(name)
    first = course.steps[0].view
    query = "&".join(f"{key}={value}" for key, value in first.query.items())
    hall = open_page(f"{first.page}?{query}&lesson={name}", busy=True)
    desk = open_page(f"hall/presenter?lesson={name}", busy=True)
    expect(desk.locator(".hall-window")).to_be_hidden()
    hall.bring_to_front()  # a stage that nobody sees trains slowly; at a lecture both windows are seen
    for number, step in enumerate(course.steps, start=1):
        hall.wait_for_function(f"() => window.__nnvizLesson?.at === {step.id!r} && ({RESTS})()")
        expect(desk.get_by_text(re.compile(f"^Step {number} of {len(course.steps)}"))).to_be_visible()
        expect(hall).to_have_title(tab_title(step.view.page))
        if step.ask:
            question(step, hall, desk, phones)
        elif step.reveal:
            desk.keyboard.press("r")
        for _ in range(3):  # what the step does comes before the way to the next one
            hall.wait_for_function(RESTS)
            if number == len(course.steps) or hall.evaluate("window.__nnvizLesson.at") != step.id:
                break
            desk.keyboard.press("PageDown")
            hall.wait_for_function(
                "before => JSON.stringify(window.__nnvizLesson) !== before",
                arg=hall.evaluate("JSON.stringify(window.__nnvizLesson)"),
            )
    assert hall.evaluate("window.__nnvizLesson.missing") == []
