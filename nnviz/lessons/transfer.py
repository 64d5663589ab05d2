"""A lesson as plain data, for the browser and for files: what the hall, the presenter and phones need, and no more."""

from typing import Any

from nnviz.lessons.condition import read_condition
from nnviz.lessons.lesson import Action, Ask, Lesson, Step
from nnviz.lessons.views import address_of_view


def lesson_data(lesson: Lesson, *, notes: bool = False, answers: bool = False) -> dict[str, Any]:
    """Return a lesson as dicts, lists, texts and numbers.

    Parameters
    ----------
    lesson : Lesson
    notes : bool
        With the notes for the speaker; without them they are not there at all.
    answers : bool
        With the answers as the file has them (`answer`, `measure`, `why`, and `when` of each option).
    """
    return {
        "name": lesson.name,
        "title": lesson.title,
        "author": lesson.author,
        "language": lesson.language,
        "licence": lesson.licence,
        "minutes": lesson.minutes,
        "steps": [step_data(step, notes=notes, answers=answers) for step in lesson.steps],
    }


def step_data(step: Step, *, notes: bool = False, answers: bool = False) -> dict[str, Any]:
    """Return one step as `lesson_data` does."""
    return {
        "id": step.id,
        "address": address_of_view(step.view),
        "page": step.view.page,
        "query": dict(step.view.query),
        "say": step.say,
        **({"notes": step.notes} if notes else {}),
        "minutes": step.minutes,
        "hide": list(step.hide),
        "only": list(step.only),
        "lock": list(step.lock),
        "point": step.point,
        "do": [_action(action) for action in step.do],
        "reveal": [_action(action) for action in step.reveal],
        "ask": _ask(step.ask, answers) if step.ask else None,
    }


def _action(action: Action) -> dict[str, Any]:
    if action.kind == "play":
        until = read_condition(action.until) if action.until else None
        met = {"quantity": until.quantity, "sign": until.sign, "bound": until.bound} if until else None
        return {"kind": "play", "until": met}
    if action.kind == "seek":
        return {"kind": "seek", "step": action.step}
    if action.kind == "set":
        return {"kind": "set", "settings": dict(action.settings)}
    return {"kind": action.kind} if action.kind == "pause" else {"kind": action.kind, "target": action.target}


def _ask(ask: Ask, answers: bool) -> dict[str, Any]:
    known: dict[str, Any] = {"answer": ask.answer, "measure": ask.measure, "why": ask.why}
    options = [{"text": option.text} | ({"when": option.when} if answers else {}) for option in ask.options]
    return {
        "question": ask.question,
        "options": options,
        "vote": ask.vote,
        "seconds": ask.seconds,
        "again": ask.again,
        **(known if answers else {}),
    }
