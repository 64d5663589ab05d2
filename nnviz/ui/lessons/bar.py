"""A lesson on a page: the step that its address names, what the bar is told of it, and the way to another step."""

from collections.abc import Mapping
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st

from nnviz.lessons.lesson import MEASURED, Lesson, Step
from nnviz.lessons.markup import paragraphs_to_html, to_html
from nnviz.lessons.transfer import lesson_data
from nnviz.ui.drawings.packaged import BUNDLES
from nnviz.ui.lessons.known import known_lesson
from nnviz.ui.shell.catalogue import CATALOGUE, WITHOUT_SETTINGS
from nnviz.ui.shell.left_page import switch_page
from nnviz.ui.shell.lesson_place import (
    PARAMETERS,
    LessonPlace,
    forget_left,
    known_place,
    leave_address,
    left_place,
    note_left,
    place_in_address,
    stand_at,
)
from nnviz.ui.shell.page_state import PageState
from nnviz.ui.shell.page_tools import PARAMETER as PROJECTOR
from nnviz.ui.shell.place import HAS_SERVER
from nnviz.ui.shell.session import (
    LESSON_DONE,
    LESSON_LEFT_BY_HAND,
    LESSON_MEASURED,
    LESSON_NOTES,
    LESSON_WISH,
    OPENS,
    PAGE,
    session,
)
from nnviz.ui.widgets.untrusted_text import show_warning

PAGE_OF_LESSONS = "lessons"

_STYLE = Path(__file__).with_name("bar.css")


def lesson_style() -> None:
    """Style the bar and the votes, which stand outside of the components (nnviz/stage/assets/lessons/bar.js)."""
    st.html(_STYLE)
    st.html(BUNDLES / "hall_overlay.css")


def lesson_on(page: str) -> dict[str, Any]:
    """Bring the page to the step that is wanted, and return what the bar is told. Call it before the page runs.

    The run may end here, and begin again with another page.

    Parameters
    ----------
    page : str
        The name of the page that is about to run.
    """
    wish: LessonPlace | None = session().pop(LESSON_WISH, None)
    place = wish or place_in_address()
    found = _found(place) if place is not None else None
    if place is None or found is None:
        note_left(known_place())
        if session().pop(OPENS, "") == page or _leads_elsewhere(page):
            _visit(page)
        return _without_lesson(page)
    lesson, step = found
    place = LessonPlace(lesson.name, step.id, place.room, place.follow)
    if wish is not None or not _is_on_view(place, step, page):
        _open(place, step, page)
    if session().pop(OPENS, "") == page or not _is_known(place):
        _visit(page)
    stand_at(place)
    return _told(lesson, step)


def show_lesson_notes() -> None:
    """Say, once, what could not be done for a lesson."""
    for text in session().pop(LESSON_NOTES, []):
        show_warning(text)


def carry_out(request: object) -> None:
    """Do what the browser asks for; it may send anything, and sends a request again that it has no answer to.

    Parameters
    ----------
    request : object
        What the bar sent: ``kind``, its number ``n``, and what it is about.
    """
    if not isinstance(request, Mapping):
        return
    number = request.get("n")
    if isinstance(number, bool) or not isinstance(number, int | float) or not number > session().get(LESSON_DONE, 0):
        return
    session()[LESSON_DONE] = int(number)
    present = place_in_address()
    lesson, at = str(request.get("lesson", ""))[:80], str(request.get("at", ""))[:80]
    match request.get("kind"):
        case "go":
            kept = present or left_place() or LessonPlace("")
            session()[LESSON_WISH] = LessonPlace(lesson, at, kept.room, kept.follow)
        case "leave":
            leave_address()
            note_left(present)
            session()[LESSON_LEFT_BY_HAND] = True
        case "forget":
            session()[LESSON_LEFT_BY_HAND] = True
        case "remembered" if present is None:
            _remember(LessonPlace(lesson, at))
        case "room" if present is not None:
            room = "".join(mark for mark in str(request.get("room", ""))[:8] if mark.isalnum())
            stand_at(LessonPlace(present.lesson, present.at, room, present.follow))
        case "set":
            _set(request.get("settings"))
        case "measure" if not HAS_SERVER:
            _measure(LessonPlace(lesson, at))


def begin(place: LessonPlace) -> None:
    """Have the next run open a step: for links and buttons of a page."""
    session()[LESSON_WISH] = place


def _found(place: LessonPlace) -> tuple[Lesson, Step] | None:
    """Return the lesson and the step of a place; what is unknown is told, and an unknown step is the first."""
    try:
        lesson = known_lesson(place.lesson)
    except ValueError as error:
        _note(f"The lesson of this address cannot be shown. {error}")
        return None
    if not place.at:
        return lesson, lesson.steps[0]
    try:
        return lesson, lesson.step(place.at)
    except ValueError as error:
        _note(f"The lesson {lesson.title!r} is shown from its first step: {error}")
        return lesson, lesson.steps[0]


def _note(text: str) -> None:
    session().setdefault(LESSON_NOTES, []).append(text)


def _is_on_view(place: LessonPlace, step: Step, page: str) -> bool:
    """Say whether the page on view is that of a step; an address that has no settings of its own leads to its view."""
    if step.view.page != page:
        return False
    if _is_known(place) or not step.view.query:
        return True
    return bool(_own_query())


def _own_query() -> dict[str, str]:
    """Return the parameters of the address that are a page's own."""
    query = st.query_params.to_dict().items()
    others = (*PARAMETERS, PROJECTOR)
    return {name: value for name, value in query if name not in others and not name.startswith("embed")}


def _leads_elsewhere(page: str) -> bool:
    """Say whether the visitor comes to a page by a link whose settings are others than those it was left with."""
    query, state = _own_query(), state_of(page)
    if (session().get(PAGE) or "home") == page or state is None or not query:
        return False
    return state.leads_elsewhere(query)


def _is_known(place: LessonPlace) -> bool:
    """Say whether the run before stood there."""
    known = known_place()
    return known is not None and (place.lesson, place.at) == (known.lesson, known.at)


def _open(place: LessonPlace, step: Step, page: str) -> None:
    """Open the view of a step as its address does, whatever stands on the page."""
    others = {name: value for name, value in st.query_params.to_dict().items() if name == PROJECTOR}
    query = step.view.query | others | place.query
    session()[OPENS] = step.view.page
    if step.view.page == page:
        st.query_params.from_dict(query)
        return
    entry = next(entry for entry in CATALOGUE if entry.name == step.view.page)
    switch_page(entry.page(), query)


def _visit(page: str) -> None:
    """Have the page take its settings from the address."""
    state = state_of(page)
    if state is not None:
        state.visit()


def state_of(page: str) -> PageState[Any] | None:
    """Return the state of a page, which stands in ``nnviz/ui/<page>/state.py``; None for a page without settings."""
    if page in WITHOUT_SETTINGS:
        return None
    state: PageState[Any] = import_module(f"nnviz.ui.{page}.state").state
    return state


def _set(settings: object) -> None:
    """Change settings of the page on view, as its controls do; what cannot be done is told on the page."""
    if not isinstance(settings, Mapping) or not (state := state_of(session().get(PAGE) or "home")):
        return
    query = state.settings.to_query() | {str(name): str(value) for name, value in settings.items()}
    wanted, messages = state.record.from_query(query)
    for text in messages:
        state.note(text)
    state.change(lambda _: wanted)


def _measure(place: LessonPlace) -> None:
    """Measure the answer to a question in the visitor's own run, and keep it with all that it depends on."""
    from nnviz.ui.lessons.measured_answers import measure

    try:
        step = known_lesson(place.lesson).step(place.at)
    except ValueError:
        return
    try:
        answer = asdict(measure(step))
    except ValueError as error:
        answer = {"problem": str(error)}
    session()[LESSON_MEASURED] = (step.view, step.ask, answer)


def _remember(place: LessonPlace) -> None:
    """Offer the way back to a place that the browser remembers, where there still is such a step."""
    try:
        known_lesson(place.lesson).step(place.at)
    except ValueError:
        return
    note_left(place)


def _without_lesson(page: str) -> dict[str, Any]:
    left = left_place() if page == PAGE_OF_LESSONS or not session().get(LESSON_LEFT_BY_HAND) else None
    return {
        "lesson": None,
        "at": "",
        "done": session().get(LESSON_DONE, 0),
        "left": place_in_words(left),
        "remembering": page == PAGE_OF_LESSONS,
        "server": HAS_SERVER,
        "measured": None,
    }


def place_in_words(place: LessonPlace | None) -> dict[str, Any] | None:
    """Return what is said of a place that was left; None where there is no such step any more."""
    if place is None:
        return None
    try:
        lesson = known_lesson(place.lesson)
        number = lesson.steps.index(lesson.step(place.at)) + 1
    except ValueError:
        forget_left()
        return None
    return {
        "lesson": lesson.name,
        "at": place.at,
        "title": lesson.title,
        "number": number,
        "of": len(lesson.steps),
    }


def _told(lesson: Lesson, step: Step) -> dict[str, Any]:
    session().pop(LESSON_LEFT_BY_HAND, None)
    *of, measured = session().get(LESSON_MEASURED, (None, None, None))
    return {
        "lesson": lesson_for_bar(lesson),
        "at": step.id,
        "done": session().get(LESSON_DONE, 0),
        "left": None,
        "remembering": False,
        "server": HAS_SERVER,
        "measured": measured if of == [step.view, step.ask] else None,
    }


def lesson_for_bar(lesson: Lesson) -> dict[str, Any]:
    """Return a lesson as the bar takes it: its texts as HTML in which everything is escaped."""
    data = lesson_data(lesson, notes=True)
    for step, told in zip(lesson.steps, data["steps"], strict=True):
        told |= {"say": to_html(told["say"]), "notes": paragraphs_to_html(told["notes"])}
        if (ask := step.ask) is not None:
            texts = [option.text for option in ask.options]
            told["ask"] |= {
                "question": to_html(ask.question),
                "options": [{"text": to_html(text)} for text in texts],
                "answer": None if ask.answer == MEASURED else texts.index(ask.answer),
                "why": to_html(ask.why),
            }
    return data
