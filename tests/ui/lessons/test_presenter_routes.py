"""The presenter's page and what stands beside it, as browsers ask for them."""

import asyncio
import json
import re
from threading import Event

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

import nnviz.ui.lessons.presenter_routes as presenter_routes_module
from nnviz.lessons.lesson import Ask, Choice, Lesson, Step, View
from nnviz.lessons.library import FOLDER, lessons
from nnviz.lessons.running import OutOfTimeError
from nnviz.ui.lessons.known import keep_upload
from nnviz.ui.lessons.measured_answers import KEPT, WAITING, AnswerOfTheNetwork, BusyError, MeasuredAnswers
from nnviz.ui.lessons.presenter_page import presenter_page
from nnviz.ui.lessons.presenter_routes import presenter_routes
from nnviz.ui.lessons.routes import hall_routes
from tests.ui.lessons.asking import Answer, Browser

ASK = Ask("Which <b>one</b>?", (Choice("a **bold** one"), Choice("</script><script>")), "a **bold** one", why="so")
LESSON = Lesson(
    "own",
    "A <title> & more",
    "",
    "en",
    "",
    (
        Step("first", View("playground", {"hidden": "4"}), say="Read *this*", notes="Say `W`.\n</script>", minutes=2.0),
        Step("second", View("loss"), ask=ASK),
        Step("third", View("loss"), say="word " * 60),
    ),
)


FILE = """
lesson: 1
title: Softmax
author: A. Lecturer
language: en
licence: CC BY 4.0
steps:
  - id: asks
    view: softmax?z=3,1,-1
    ask:
      question: What happens to the last probability?
      options:
        it falls: below -0.000001
        it stays: -0.000001 to 0.000001
        it rises: above 0.000001
      answer: measured
      measure: change of the last when 1 is added to the first
      why: The **denominator** grows.
  - id: says
    view: softmax?z=3,1,-1
    say: No question.
"""


@pytest.fixture
def browser(tmp_path, monkeypatch) -> Browser:
    (tmp_path / "own.yaml").write_text(FILE, encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return Browser(Starlette(routes=[Mount("/hall", routes=presenter_routes())]))


def lesson_in(page: str) -> dict:
    found = re.search(r'<script type="application/json" id="lesson">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_page_holds_notes_answers_and_the_step_to_begin_with():
    data = lesson_in(presenter_page(LESSON, "second"))
    assert data["at"] == "second"
    first, second, third = data["steps"]
    assert first["address"] == "playground?hidden=4"
    assert first["notes"].startswith("<p>Say <code>W</code>.</p>")
    assert first["say"] == "Read <em>this</em>"
    assert second["ask"]["answer"] == 0 and not second["ask"]["measured"]
    assert second["words"] == ASK.question, "the first words of a step without a line for the hall are its question"
    assert len(third["words"]) < 150 and third["words"].endswith("word …")
    assert lesson_in(presenter_page(LESSON, "of another lesson"))["at"] == "first"


def test_no_text_of_a_lesson_becomes_markup():
    page = presenter_page(LESSON, "first")
    assert page.count("</script>") == 2 and page.count("<script") == 2
    assert "A &lt;title&gt; &amp; more" in page
    ask = lesson_in(page)["steps"][1]["ask"]
    assert ask["options"] == ["a <strong>bold</strong> one", "&lt;/script&gt;&lt;script&gt;"]
    assert ask["question"] == "Which &lt;b&gt;one&lt;/b&gt;?"


def test_every_shipped_lesson_has_its_page(browser):
    for lesson in lessons():
        answer = browser.get(f"/hall/presenter?lesson={lesson.name}")
        assert answer.status == 200
        assert lesson_in(answer.text)["title"] == lesson.title


def test_the_page_is_kept_by_nobody_and_loads_nothing_from_elsewhere(browser):
    answer = browser.get("/hall/presenter?lesson=own&at=says")
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert not re.search(r'(src|href)="(https?:)?//', answer.text)


def test_what_the_page_loads_is_kept_for_ever_under_a_name_that_follows_its_content(browser):
    page = browser.get("/hall/presenter?lesson=own").text
    names = re.findall(r'"(presenter/presenter-[0-9a-f]{16}\.(?:js|css))"', page)
    assert len(names) == 2
    for name in names:
        answer = browser.get(f"/hall/{name}")
        assert answer.status == 200 and "immutable" in answer.headers["cache-control"]
    for name in ("presenter.js", "presenter-0000000000000000.js", "..%2fstage.js"):
        assert browser.get(f"/hall/presenter/{name}").status == 404


def test_a_lesson_that_nobody_has_is_told_as_text(browser):
    answer = browser.get("/hall/presenter?lesson=%3Cb%3E")
    assert answer.status == 404
    assert "<b>" not in answer.text and "&lt;b&gt;" in answer.text


def test_the_measured_answer_of_a_step(browser):
    answer = browser.get("/hall/lesson/own/measured?at=asks")
    assert answer.status == 200
    assert answer.json == {"option": 0, "value": "−0.009499", "why": "The <strong>denominator</strong> grows."}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("own/measured?at=nowhere", 404),
        ("own/measured", 404),
        ("unheard-of/measured?at=asks", 404),
        ("own/measured?at=says", 409),
    ],
)
def test_without_a_measured_answer_there_is_a_reason(browser, path: str, status: int):
    answer = browser.get(f"/hall/lesson/{path}")
    assert answer.status == status
    assert answer.json["error"].startswith("expected ")


def reach(browser: Browser, host: str = "localhost:8501", **query: str) -> Answer:
    return browser.get("/hall/reach?" + "&".join(f"{name}={value}" for name, value in query.items()), host=host)


def test_phones_do_not_reach_localhost_and_do_reach_what_is_entered(browser):
    told = reach(browser, page="http://localhost:8501/base/").json
    assert told["local"] and told["address"] == "http://localhost:8501/base/"
    assert "localhost" not in told["suggested"]
    told = reach(browser, page="http://localhost:8501/base/", place="192.168.1.20:8501").json
    assert not told["local"] and told["address"] == "http://192.168.1.20:8501/base/"
    told = reach(browser, page="https://nn.example/").json
    assert told == {"address": "https://nn.example/", "local": False, "suggested": ""}


def test_a_stranger_is_not_told_the_name_of_the_server_in_its_network(browser, monkeypatch):
    monkeypatch.setattr(presenter_routes_module, "get_internal_ip", lambda: "192.0.2.7")
    assert reach(browser, page="http://localhost:8501/").json["suggested"] == "192.0.2.7:8501"
    assert reach(browser, host="nn.example", page="http://localhost:8501/").json["suggested"] == ""
    for there, shown in (("::1", True), ("::ffff:127.0.0.1", True), ("203.0.113.5", False), ("unix", False)):
        found = reach(Browser(browser.app, host=there), page="http://localhost:8501/").json["suggested"]
        assert found == ("192.0.2.7:8501" if shown else ""), "what a stranger says of itself does not count"
    proxied = browser.get("/hall/reach?page=http://localhost/", host="localhost", x_forwarded_for="203.0.113.5")
    assert proxied.json["suggested"] == ""


def test_an_uploaded_lesson_has_its_page_too(browser):
    lesson = keep_upload(FILE.encode(), "mine.yaml")
    assert lesson_in(browser.get(f"/hall/presenter?lesson={lesson.name}").text)["title"] == "Softmax"


@pytest.mark.parametrize("query", [{"page": "javascript:alert(1)"}, {}, {"page": "http://localhost/", "place": "a b"}])
def test_a_place_that_is_none_is_refused(browser, query):
    answer = reach(browser, **query)
    assert answer.status == 400
    assert answer.json["error"].startswith("expected ")


def test_the_presenters_page_stands_beside_the_rooms(browser):
    browser = Browser(Starlette(routes=hall_routes()))
    assert browser.get("/hall/presenter?lesson=own").status == 200
    assert browser.post("/hall/rooms", {"lesson": "own", "title": "Softmax"}).status == 201


def test_an_answer_is_computed_once_however_many_ask():
    computed = []

    def measure(step: Step) -> AnswerOfTheNetwork:
        computed.append(step.id)
        return AnswerOfTheNetwork(1, "0.5", "")

    async def ask() -> list[AnswerOfTheNetwork]:
        answers = MeasuredAnswers(measure)
        return await asyncio.gather(*(answers.of(LESSON.steps[1]) for _ in range(5 * WAITING)))

    assert [answer.option for answer in asyncio.run(ask())] == [1] * 5 * WAITING
    assert computed == ["second"]


def test_one_answer_is_computed_at_a_time_and_only_so_many_wait():
    go_on, at_once, most = Event(), [], []

    def measure(step: Step) -> AnswerOfTheNetwork:
        at_once.append(step)
        most.append(len(at_once))
        go_on.wait(10)
        at_once.pop()
        return AnswerOfTheNetwork(0, "", "")

    def step(number: int) -> Step:
        return Step("s", View("loss", {"seed": str(number)}), ask=ASK)

    async def ask() -> None:
        answers = MeasuredAnswers(measure)
        waiting = [asyncio.create_task(answers.of(step(k))) for k in range(WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await answers.of(step(WAITING))
        go_on.set()
        await asyncio.gather(*waiting)
        await answers.of(step(WAITING))

    asyncio.run(ask())
    assert max(most) == 1


def test_an_answer_that_took_too_long_is_measured_anew_when_it_is_asked_for_again():
    slow = [True]

    def measure(step: Step) -> AnswerOfTheNetwork:
        if slow.pop():
            slow.append(False)
            raise OutOfTimeError("expected less")
        return AnswerOfTheNetwork(1, "", "")

    async def ask() -> None:
        answers = MeasuredAnswers(measure)
        both = await asyncio.gather(*(answers.of(LESSON.steps[1]) for _ in "ab"), return_exceptions=True)
        assert [str(error) for error in both] == ["expected less"] * 2
        assert (await answers.of(LESSON.steps[1])).option == 1

    asyncio.run(ask())


def test_who_goes_away_takes_the_answer_from_nobody():
    go_on = Event()

    def measure(step: Step) -> AnswerOfTheNetwork:
        go_on.wait(10)
        return AnswerOfTheNetwork(1, "", "")

    async def ask() -> int:
        answers = MeasuredAnswers(measure)
        gone, stays = (asyncio.create_task(answers.of(LESSON.steps[1])) for _ in "ab")
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        go_on.set()
        return (await stays).option

    assert asyncio.run(ask()) == 1


def test_a_refusal_is_remembered_too_and_old_answers_are_forgotten():
    computed = []

    def measure(step: Step) -> AnswerOfTheNetwork:
        computed.append(step)
        raise ValueError("expected something else")

    async def ask(answers: MeasuredAnswers, number: int) -> None:
        with pytest.raises(ValueError, match="expected something else"):
            await answers.of(Step("s", View("loss", {"seed": str(number)}), ask=ASK))

    async def ask_many() -> None:
        answers = MeasuredAnswers(measure)
        await ask(answers, 0)
        await ask(answers, 0)
        assert len(computed) == 1
        for number in range(1, KEPT + 1):
            await ask(answers, number)
        await ask(answers, 0)
        assert len(answers.kept) == KEPT
        assert len(computed) == KEPT + 2

    asyncio.run(ask_many())
