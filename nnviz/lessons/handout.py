"""A lesson on paper: its steps with a picture and a code each, questions with room to write, answers at the end."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from urllib.parse import quote

import nnviz.stage
from nnviz.export.qr_code import MAX_ADDRESS, qr_svg
from nnviz.lessons.lesson import Lesson, Step
from nnviz.lessons.measurements.answer import answer_of
from nnviz.lessons.recording.files import script
from nnviz.lessons.recording.texts import html
from nnviz.lessons.recording.training import still_of
from nnviz.lessons.recording.writing import checked_place
from nnviz.lessons.views import PLAYGROUND, address_of_view

_BUNDLES = Path(nnviz.stage.__file__).with_name("bundles")

Picture = Callable[[Step], tuple[str, bytes] | None]
"""Returns the component and the message of a step's picture; None where it has none."""


def handout(lesson: Lesson, place: str = "", notes: bool = False, picture: Picture | None = None) -> str:
    """Return the handout as one page of HTML, which needs nothing else: no server, no other file.

    Parameters
    ----------
    lesson : Lesson
    place : str
        Where students reach the app, such as ``https://host/``; without it there are addresses, but no codes.
    notes : bool
        With the notes for the speaker.
    picture : callable, optional
        Draws steps that are no training.

    Raises
    ------
    ValueError
        If the place is no address of the web, or an answer cannot be measured.
    """
    place = checked_place(place)
    files: dict[bytes, str] = {}
    used: list[str] = []

    def drawn(step: Step) -> str:
        """Return where a step's picture stands, and keep what it is made of."""
        found = still_of(step) if step.view.page == PLAYGROUND else picture(step) if picture else None
        if found is None:
            return '<p class="lacking">This step is to be seen in the app.</p>'
        component, message = found
        if component not in used:
            used.append(component)
        name = files.setdefault(message, f"p{len(files)}")
        return f'<div class="picture" data-component="{component}" data-file="{name}"></div>'

    steps = [_step(lesson, k, step, place, drawn(step), notes) for k, step in enumerate(lesson.steps, start=1)]
    data = [script(name, message) for message, name in files.items()]
    for name in used:
        for ending, kind in (("js", "script"), ("css", "style")):
            data.append(script(f"{name}-{kind}", (_BUNDLES / f"{name}.{ending}").read_bytes()))
    program = (_BUNDLES / "handout.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    by = ", ".join(filter(None, (lesson.author, lesson.licence)))
    return f"""<!doctype html>
<html lang="{escape(lesson.language or "en")}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(lesson.title)}</title>
<link rel="icon" href="data:,">
<style>{(_BUNDLES / "handout.css").read_text(encoding="utf-8")}</style>
<script>{program}</script>
<script>{b"".join(data).decode("ascii")}</script>
</head>
<body>
<h1>{escape(lesson.title)}</h1>
<p class="by">{escape(by)}</p>
{"".join(steps)}
{_answers(lesson)}
</body>
</html>
"""


def address_in_lesson(lesson: Lesson, step: Step, place: str) -> str:
    """Return the address of a step within its lesson."""
    address = address_of_view(step.view)
    page = address.removeprefix("home") if step.view.page == "home" else address
    return f"{place}{page}{'&' if '?' in page else '?'}lesson={quote(lesson.name)}&at={quote(step.id)}"


def _step(lesson: Lesson, number: int, step: Step, place: str, picture: str, notes: bool) -> str:
    """Return a step: what to look at, its picture, its address, its question."""
    address = address_in_lesson(lesson, step, place)
    code = f'<div class="code">{qr_svg(address)}</div>' if place and len(address) <= MAX_ADDRESS else ""
    spoken = f'<div class="notes">{html(step.notes)}</div>' if notes and step.notes else ""
    return f"""<section class="step">
<div class="head"><div>
<h2>{number}</h2><p class="say">{html(step.say)}</p><p class="address">{escape(address)}</p>
</div>{code}</div>
{picture}{_question(step)}{spoken}
</section>
"""


def _question(step: Step) -> str:
    """Return a step's question with room to write."""
    if step.ask is None:
        return ""
    options = "".join(f"<li>{html(option.text)}</li>" for option in step.ask.options)
    return f'<div class="question"><p>{html(step.ask.question)}</p><ol>{options}</ol><div class="lines"></div></div>'


def _answers(lesson: Lesson) -> str:
    """Return the answers, on a page of their own; nothing where nothing is asked."""
    items = []
    for number, step in enumerate(lesson.steps, start=1):
        if step.ask is None:
            continue
        answer = answer_of(step)
        measured = f" (measured: {escape(answer.words)})" if answer.words else ""
        letter = chr(ord("A") + answer.option)
        items.append(f'<li value="{number}"><b>{letter}: {html(answer.text)}</b>{measured}. {html(step.ask.why)}</li>')
    return f'<section class="answers"><h1>Answers</h1><ol>{"".join(items)}</ol></section>' if items else ""
