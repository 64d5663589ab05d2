"""A lesson on a page, by Streamlit's AppTest: the bar is told its step, addresses survive, views are opened."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from nnviz.experiments.softmax.settings import SoftmaxSettings
from nnviz.lessons.lesson import Action, Ask, Choice, Lesson, Step, View
from nnviz.ui.lessons import bar
from nnviz.ui.lessons.known import uploads
from nnviz.ui.shell.catalogue import WITHOUT_SETTINGS
from nnviz.ui.shell.lesson_place import PARAMETERS
from nnviz.ui.shell.session import ENTERED, LESSON_DONE, LESSON_NOTES, LESSON_WISH, OPENS, PAGE, SETTINGS

PAGES = sorted(path.stem for path in (Path(__file__).parents[3] / "pages").glob("*.py"))
NAME = "own-0123456789abcdef"

ASK = Ask("Which **one**?", (Choice("a"), Choice("b")), "b", why="because")
LESSON = Lesson(
    NAME,
    "A test <b>of</b> lessons",
    "somebody",
    "en",
    "CC BY 4.0",
    (
        Step("first", View("softmax", {"z": "1,2"}), say="Look at $z$ & <i>wonder</i>.", notes="Say this."),
        Step("second", View("softmax", {"z": "3,4,5"}), ask=ASK),
        Step("third", View("playground", {"learning_rate": "0.3"}), do=(Action("play", until="step 5"),)),
        Step("home", View("home")),
    ),
)


def one_page() -> None:
    import streamlit as st

    from nnviz.ui.lessons.bar import carry_out, lesson_on, show_lesson_notes
    from nnviz.ui.shell.catalogue import CATALOGUE
    from nnviz.ui.shell.page_tools import page_tools

    name = st.session_state["page under test"]
    assert any(entry.name == name for entry in CATALOGUE)
    st.session_state["told"] = told = lesson_on(name)
    page_tools(told, carry_out)
    show_lesson_notes()


@pytest.fixture
def open_lesson(monkeypatch):
    """A function that opens a page with a lesson in its address; where another page is opened, `went` tells it."""
    uploads().keep(LESSON)
    went: list[tuple[str, dict]] = []

    def switch_page(page, query):
        went.append((page.url_path or "home", dict(query)))
        bar.st.stop()

    monkeypatch.setattr(bar, "switch_page", switch_page)

    def run(page: str, **query: str) -> AppTest:
        app = AppTest.from_function(one_page)
        app.session_state[ENTERED] = True
        app.session_state["page under test"] = page
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception, [error.value for error in app.exception]
        return app

    run.went = went
    return run


def query(app: AppTest) -> dict[str, str]:
    return {key: value[0] if isinstance(value, list) else value for key, value in app.query_params.items()}


def test_the_bar_is_told_the_lesson_with_its_texts_escaped(open_lesson):
    told = open_lesson("softmax", lesson=NAME, at="first").session_state["told"]
    first, second = told["lesson"]["steps"][:2]
    assert told["at"] == "first"
    assert first["say"] == 'Look at <span class="math">z</span> &amp; &lt;i&gt;wonder&lt;/i&gt;.'
    assert second["ask"]["question"] == "Which <strong>one</strong>?" and second["ask"]["answer"] == 1
    assert told["lesson"]["steps"][2]["do"][0]["until"] == {"quantity": "step", "sign": ">=", "bound": 5.0}


def test_without_a_lesson_in_the_address_there_is_no_bar(open_lesson):
    assert open_lesson("softmax").session_state["told"]["lesson"] is None


def test_a_page_that_the_program_opens_takes_its_settings_from_the_address():
    page = AppTest.from_function(one_page)
    page.session_state[ENTERED] = True
    page.session_state["page under test"] = "softmax"
    page.session_state[SETTINGS + "softmax"] = "those that were set before"
    page.run()
    assert page.session_state[SETTINGS + "softmax"] == "those that were set before"
    page.session_state[OPENS] = "softmax"
    page.run()
    assert SETTINGS + "softmax" not in page.session_state and OPENS not in page.session_state


@pytest.mark.parametrize(
    ("come_from", "address", "taken"),
    [
        ("clinic", {"z": "3,1,2"}, True),
        ("clinic", {"z": "1,2,3"}, False),  # Back: the page is as it was left
        ("clinic", {}, False),
        ("clinic", {"embed": "true", "projector": "1"}, False),
        ("softmax", {"z": "3,1,2"}, False),  # on the page itself its settings are the truth
    ],
)
def test_a_link_to_a_page_that_was_visited_before_opens_what_it_says(come_from, address, taken):
    page = AppTest.from_function(one_page)
    page.session_state[ENTERED] = True
    page.session_state["page under test"] = "softmax"
    left, _ = SoftmaxSettings.from_query({"z": "1,2,3"})
    page.session_state[SETTINGS + "softmax"] = left
    page.session_state[PAGE] = come_from
    for name, value in address.items():
        page.query_params[name] = value
    page.run()
    assert (SETTINGS + "softmax" not in page.session_state) == taken
    assert taken or page.session_state[SETTINGS + "softmax"] == left


@pytest.mark.parametrize("page", PAGES)
def test_every_page_takes_a_lesson_and_leads_to_its_step(open_lesson, page):
    app = open_lesson(page, lesson=NAME, at="home", room="ABCD", follow="EFGH")
    if page == "home":
        assert app.session_state["told"]["at"] == "home"
        assert query(app) == {"lesson": NAME, "at": "home", "room": "ABCD", "follow": "EFGH"}
    else:
        assert open_lesson.went == [("home", {"lesson": NAME, "at": "home", "room": "ABCD", "follow": "EFGH"})]


def test_a_link_by_the_id_alone_leads_to_the_view(open_lesson):
    app = open_lesson("softmax", lesson=NAME, at="second")
    assert query(app)["z"] == "3,4,5"
    open_lesson("loss", lesson=NAME, at="second")
    assert open_lesson.went == [("softmax", {"z": "3,4,5", "lesson": NAME, "at": "second"})]


def test_settings_of_the_address_win_over_the_view(open_lesson):
    assert query(open_lesson("softmax", lesson=NAME, at="second", z="7,8"))["z"] == "7,8"


def test_a_lesson_without_a_step_begins_with_the_first(open_lesson):
    assert open_lesson("softmax", lesson=NAME).session_state["told"]["at"] == "first"


@pytest.mark.parametrize(("lesson", "at"), [("nowhere", "first"), (NAME, "no-step"), ("own-ffff", ""), ("<b>", "$x$")])
def test_what_is_unknown_is_told_and_the_page_goes_on(open_lesson, lesson, at):
    app = open_lesson("softmax", lesson=lesson, at=at)
    assert len(app.warning) == 1 and "expected" in app.warning[0].value
    assert (app.session_state["told"]["lesson"] is None) is (lesson != NAME)


def go(app: AppTest, at: str, lesson: str = NAME) -> AppTest:
    from nnviz.ui.lessons.bar import LessonPlace

    app.session_state[LESSON_WISH] = LessonPlace(lesson, at, "ABCD")
    return app.run()


def test_going_to_a_step_of_the_same_page_restores_its_view(open_lesson):
    app = open_lesson("softmax", lesson=NAME, at="first")
    app.session_state[SETTINGS + "softmax"] = "what somebody has set"
    go(app, "second")
    assert open_lesson.went == [], "the window is not loaded anew"
    assert query(app) == {"z": "3,4,5", "lesson": NAME, "at": "second", "room": "ABCD"}
    assert SETTINGS + "softmax" not in app.session_state, "so that the page reads the address"
    app.session_state[SETTINGS + "softmax"] = "what somebody has set"
    go(app, "first")
    assert SETTINGS + "softmax" not in app.session_state and query(app)["z"] == "1,2"


def test_going_to_a_step_of_another_page_keeps_projector_mode(open_lesson):
    app = open_lesson("softmax", lesson=NAME, at="first", projector="1")
    go(app, "third")
    parameters = {"learning_rate": "0.3", "projector": "1", "lesson": NAME, "at": "third", "room": "ABCD"}
    assert open_lesson.went == [("playground", parameters)]


def test_who_goes_elsewhere_by_the_menu_finds_the_way_back(open_lesson):
    app = open_lesson("softmax", lesson=NAME, at="second")
    for name in PARAMETERS:
        app.query_params.pop(name, None)
    app.session_state["page under test"] = "loss"
    app.run()
    left = app.session_state["told"]["left"]
    assert left == {"lesson": NAME, "at": "second", "title": LESSON.title, "number": 2, "of": 4}


@pytest.fixture
def session(monkeypatch):
    """A session and an address without a run of Streamlit."""
    uploads().keep(LESSON)
    state: dict = {}
    address: dict = {"lesson": NAME, "at": "first", "z": "1,2"}

    class Address(dict):
        to_dict = dict.copy

        def from_dict(self, new):
            self.clear()
            self.update(new)

    address = Address(address)
    from nnviz.ui.shell import lesson_place

    for module in (bar, lesson_place):
        monkeypatch.setattr(module, "session", lambda: state)
        monkeypatch.setattr(module.st, "query_params", address)
    return state, address


@pytest.mark.parametrize(
    "sent",
    [None, "go", {}, {"kind": "go"}, {"kind": "go", "n": True}, {"kind": "go", "n": "3"}, {"n": 1, "kind": ["go"]}]
    + [{"n": float("nan"), "kind": "leave"}, {"n": 1, "kind": "set", "settings": "x"}, {"n": 1, "kind": "no"}],
)
def test_nonsense_from_a_browser_changes_nothing(session, sent):
    state, address = session
    bar.carry_out(sent)
    assert LESSON_WISH not in state and address == {"lesson": NAME, "at": "first", "z": "1,2"}


def test_a_request_that_comes_twice_is_carried_out_once(session):
    state, _ = session
    bar.carry_out({"kind": "go", "n": 7, "lesson": NAME, "at": "second"})
    assert state.pop(LESSON_WISH).at == "second" and state[LESSON_DONE] == 7
    bar.carry_out({"kind": "go", "n": 7, "lesson": NAME, "at": "second"})
    assert LESSON_WISH not in state


def test_without_a_server_an_answer_is_measured_in_the_session_and_told_with_its_own_question_alone(
    session, monkeypatch
):
    monkeypatch.setattr(bar, "HAS_SERVER", False)
    lesson, second = LESSON, LESSON.steps[1]
    bar.carry_out({"kind": "measure", "n": 1, "lesson": NAME, "at": "second"})
    assert bar._told(lesson, second)["measured"] == {"option": 1, "value": "", "why": "because"}
    assert bar._told(lesson, lesson.steps[0])["measured"] is None
    assert bar._told(lesson, replace(second, view=View("softmax", {"z": "3"})))["measured"] is None
    assert bar._told(lesson, replace(second, ask=replace(ASK, answer="a")))["measured"] is None


def test_without_a_server_the_reason_why_there_is_no_answer_is_told(session, monkeypatch):
    monkeypatch.setattr(bar, "HAS_SERVER", False)
    bar.carry_out({"kind": "measure", "n": 1, "lesson": NAME, "at": "first"})
    told = bar._told(LESSON, LESSON.steps[0])["measured"]
    assert told == {"problem": "expected a step with a question, got first, which has none"}
    bar.carry_out({"kind": "measure", "n": 2, "lesson": NAME, "at": "nowhere"})
    assert bar._told(LESSON, LESSON.steps[0])["measured"] == told


def test_leaving_takes_the_lesson_out_of_the_address_and_keeps_the_place(session):
    _, address = session
    bar.carry_out({"kind": "leave", "n": 1})
    assert address == {"z": "1,2"}
    assert bar.left_place() == bar.LessonPlace(NAME, "first")


def test_the_room_is_written_into_the_address(session):
    _, address = session
    bar.carry_out({"kind": "room", "n": 1, "room": "AB<CD"})
    assert address["room"] == "ABCD"


def test_a_place_that_the_browser_remembers_is_offered_where_there_is_such_a_step(session):
    _, address = session
    address.clear()
    bar.carry_out({"kind": "remembered", "n": 1, "lesson": "gone", "at": "first"})
    assert bar.left_place() is None
    bar.carry_out({"kind": "remembered", "n": 2, "lesson": NAME, "at": "third"})
    assert bar.place_in_words(bar.left_place())["number"] == 3


def test_a_lesson_sets_what_a_control_would_set(session):
    from nnviz.ui.shell.session import PAGE

    state, _ = session
    state[PAGE] = "softmax"
    changed = []
    real = bar.state_of("softmax")

    class State:
        settings, record = real.record(), real.record
        note = changed.append

        def change(self, make):
            changed.append(make(self.settings))

    bar.state_of, before = (lambda page: State() if page == "softmax" else None), bar.state_of
    try:
        bar.carry_out({"kind": "set", "n": 1, "settings": {"z": "3,4,5", "nonsense": "1"}})
    finally:
        bar.state_of = before
    assert [one.z for one in changed] == [(3.0, 4.0, 5.0)]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_with_settings_has_a_state_that_can_be_visited_anew(page):
    state = bar.state_of(page)
    assert (state is None) is (page in WITHOUT_SETTINGS)
    if state is not None:
        assert state.page == page
        written = {keys[0] for keys in state.record.address_keys().values()}
        assert not written & set(PARAMETERS), "a setting has the name of a lesson's parameter"


def test_notes_are_shown_once(open_lesson):
    app = open_lesson("softmax", lesson="nowhere")
    app.query_params.clear()
    app.run()
    assert not app.warning and LESSON_NOTES not in app.session_state


def test_the_styles_of_the_bar_are_there():
    def page() -> None:
        from nnviz.ui.lessons.bar import lesson_style

        lesson_style()

    assert not AppTest.from_function(page).run().exception
