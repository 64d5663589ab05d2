"""The presenter's page: one document with the whole lesson in it, notes and answers too, for the lecturer's own screen.

It needs no Streamlit session. What happens in it is done by its program (stage/assets/lessons/presenter.js), which
speaks to the hall's window in the same browser.
"""

import json
from functools import cache
from hashlib import sha256
from html import escape
from typing import Any

from nnviz.lessons.lesson import MEASURED, Ask, Lesson, Step
from nnviz.lessons.markup import paragraphs_to_html, plain, to_html
from nnviz.lessons.views import address_of_view
from nnviz.ui.drawings.packaged import BUNDLES

FILES = {"presenter.js": "text/javascript", "presenter.css": "text/css"}
"""What the page loads, and of which type."""

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
"""What the browser may do on this page: run its one program, ask this server, and nothing else."""

FIRST_WORDS = 140
"""Letters of the next step that are shown before it begins."""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{title}</title>
<link rel="stylesheet" href="presenter/{style}">
</head>
<body>
{body}
</body>
</html>
"""

LESSON = """<main id="presenter"><h1>{title}</h1><noscript>This page needs JavaScript.</noscript></main>
<script type="application/json" id="lesson">{data}</script>
<script type="module" src="presenter/{script}"></script>"""

MISSING = """<main class="missing">
<h1>No such lesson</h1>
<p>{why}</p>
<p><a href="../lessons">All lessons</a></p>
</main>"""


def presenter_page(lesson: Lesson, at: str) -> str:
    """Return the page of a lesson.

    Parameters
    ----------
    lesson : Lesson
    at : str
        The step that it begins with, where no window of the hall says another one; the first unless it is one.
    """
    # No text of a lesson may end the element that it stands in.
    data = json.dumps(presenter_data(lesson, at), ensure_ascii=False).replace("<", "\\u003c")
    body = LESSON.format(title=escape(lesson.title), data=data, script=versioned("presenter.js"))
    return _page(lesson.title, body)


def missing_page(why: str) -> str:
    """Return what stands where there is no such lesson."""
    return _page("No such lesson", MISSING.format(why=escape(why)))


def presenter_data(lesson: Lesson, at: str) -> dict[str, Any]:
    """Return what the page's program needs: texts as safe HTML, and as plain words where they are names."""
    ids = [step.id for step in lesson.steps]
    return {
        "name": lesson.name,
        "title": lesson.title,
        "language": lesson.language,
        "at": at if at in ids else ids[0],
        "steps": [_step(step) for step in lesson.steps],
    }


@cache
def versioned(file: str) -> str:
    """Return the name under which a file is kept for ever: with a hash of what it holds."""
    stem, ending = file.split(".")
    return f"{stem}-{sha256((BUNDLES / file).read_bytes()).hexdigest()[:16]}.{ending}"


def _page(title: str, body: str) -> str:
    return PAGE.format(title=escape(f"{title} · presenter · nnviz"), style=versioned("presenter.css"), body=body)


def _step(step: Step) -> dict[str, Any]:
    words = plain(step.say or (step.ask.question if step.ask else ""))
    return {
        "id": step.id,
        "address": address_of_view(step.view),
        "say": to_html(step.say),
        "notes": paragraphs_to_html(step.notes),
        "words": words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rsplit(' ', 1)[0]} …",
        "minutes": step.minutes,
        "plays": bool(step.do),
        "reveals": bool(step.reveal or step.ask),
        "ask": _ask(step.ask) if step.ask else None,
    }


def _ask(ask: Ask) -> dict[str, Any]:
    texts = [option.text for option in ask.options]
    return {
        "question": to_html(ask.question),
        "options": [to_html(text) for text in texts],
        "measured": ask.answer == MEASURED,
        "answer": texts.index(ask.answer) if ask.answer in texts else None,
        "why": to_html(ask.why),
        "vote": ask.vote,
        "again": ask.again,
        "seconds": ask.seconds,
    }
