"""The phone's page: one small document that works without programs, written anew whenever it is asked for.

A button of the form is an answer. The program only takes over what a newer page says (stage/assets/lessons/phone.js).
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from math import ceil

from nnviz.lessons.hall.lecture_address import lecture_address
from nnviz.lessons.hall.records import RoomState
from nnviz.ui.drawings.packaged import BUNDLES
from nnviz.ui.lessons.phone_words import PhoneWords, phone_words

PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{main}{after}</body>
</html>
"""

MAIN = """<main data-room="{room}" data-version="{version}" data-left="{left}" data-offline="{offline}">
<header><h1 dir="auto"{said_in}>{heading}</h1><p>{code}</p></header>
<div id="question">{question}</div>
<p id="status" role="status">{status}</p>
<div id="place">{place}</div>
</main>
"""

AFTER = """<noscript><a class="button" href="{room}">{look}</a></noscript>
<script type="module">{script}</script>
"""

DOOR = """<form action="./"><label>{code} <input name="code" autocomplete="off" autocapitalize="characters"
spellcheck="false" maxlength="12" required></label><button>{enter}</button></form>"""


def phone_page(state: RoomState, answer: int | None, refused: str = "") -> str:
    """Return the page of a room, as one phone sees it.

    Parameters
    ----------
    state : RoomState
    answer : int or None
        What the phone has chosen.
    refused : str
        The reason of a refusal that it is told.
    """
    lang, words = phone_words(state.language)
    return PAGE.format(
        lang=lang,
        title=f"{escape(state.title)} · nnviz",
        style=_style(),
        main=phone_main(state, answer, refused),
        after=AFTER.format(room=state.room, look=words.look, script=_script()),
    )


def phone_main(state: RoomState, answer: int | None, refused: str = "") -> str:
    """Return what changes of that page; the page's program takes it over."""
    lang, words = phone_words(state.language)
    said_in = "" if state.language.lower().startswith(lang) else f' lang="{escape(state.language)}"'
    follow = f"../{lecture_address(state.lesson, state.step, follow=state.room)}"
    at = words.step.format(at=escape(state.step.at))
    place = f'<p>{at}</p>\n<a class="button" href="{escape(follow)}">{words.follow}</a>'
    return MAIN.format(
        room=state.room,
        version=state.version,
        left="" if state.left is None else f"{state.left:.0f}",
        offline=escape(words.offline),
        said_in=said_in,
        heading=escape(state.title),
        code=words.room.format(code=state.room),
        question=_question(state, words, answer, said_in),
        status=_status(state, words, answer, refused),
        place=place if state.step.at else "",
    )


def door_page(language: str, gone: bool) -> str:
    """Return what stands where there is no room: a field for the code of one.

    Parameters
    ----------
    language : str
        What the phone's browser would like to read, as it says in ``Accept-Language``.
    gone : bool
        Whether a room was asked for that is not there.
    """
    lang, words = phone_words(language[:2])
    main = MAIN.format(
        room="",
        version="gone",
        left="",
        offline="",
        said_in="",
        heading="nnviz",
        code="",
        question=DOOR.format(code=words.code, enter=words.enter),
        status=words.gone if gone else "",
        place="",
    )
    return PAGE.format(lang=lang, title="nnviz", style=_style(), main=main, after="")


@cache
def content_policy() -> str:
    """Return what the browser may do on this page: run its one program, ask this server, and nothing else."""
    style, script = (b64encode(sha256(text.encode()).digest()).decode() for text in (_style(), _script()))
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; img-src data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


@cache
def _style() -> str:
    return (BUNDLES / "phone.css").read_text(encoding="utf-8")


@cache
def _script() -> str:
    return (BUNDLES / "phone.js").read_text(encoding="utf-8")


def _question(state: RoomState, words: PhoneWords, answer: int | None, said_in: str) -> str:
    step = state.step
    if not step.question:
        return f"<p>{words.waiting}</p>"
    heading = f'<h2 dir="auto"{said_in}>{escape(step.question)}</h2>'
    if state.open:
        ask = words.choose if state.round == 1 else words.again.format(n=state.round)
        ends = "" if state.left is None else f" {words.ends.format(seconds=_counted(state.left))}"
        hidden = {"at": step.at, "round": str(state.round)}
        fields = "".join(f'<input type="hidden" name="{n}" value="{escape(v)}">' for n, v in hidden.items())
        buttons = "".join(_button(i, text, i == answer, said_in) for i, text in enumerate(step.options))
        form = f'<form method="post" action="{state.room}/vote">{fields}{buttons}</form>'
        return f"{heading}<p>{ask}{ends}</p>{form}"
    items = "".join(_item(state, words, i, text, i == answer, said_in) for i, text in enumerate(step.options))
    why = ""
    if state.measured:
        value = f" ({escape(state.measured.value)})" if state.measured.value else ""
        option = escape(step.options[state.measured.option])
        reason = f'<p dir="auto"{said_in}>{escape(state.measured.why)}</p>' if state.measured.why else ""
        why = f"<p><strong>{words.network}: <span{said_in}>{option}</span>{value}</strong></p>{reason}"
    return f"{heading}<ol>{items}</ol>{why}"


def _counted(left: float) -> str:
    return f'<span id="left">{ceil(left)}</span>'


def _button(number: int, text: str, mine: bool, said_in: str) -> str:
    chosen = ' class="mine" aria-pressed="true"' if mine else ""
    return f'<button dir="auto" name="option" value="{number}"{chosen}{said_in}>{escape(text)}</button>'


def _item(state: RoomState, words: PhoneWords, number: int, text: str, mine: bool, said_in: str) -> str:
    """Return an option with its share in each round that is closed."""
    classes = [*(["mine"] if mine else []), *(["true"] if state.measured and state.measured.option == number else [])]
    bars = ""
    for i, counts in enumerate(state.histograms, 1):
        share = 100.0 * counts[number] / max(1, sum(counts))
        which = f"{words.rounds.format(n=i)} · " if len(state.histograms) > 1 else ""
        bars += f"<small>{which}{words.votes.format(count=counts[number])} ({share:.0f} %)</small>"
        bars += f'<svg aria-hidden="true"><rect width="{share:.1f}%" height="100%"/></svg>'
    marks = f' class="{" ".join(classes)}"' if classes else ""
    return f'<li{marks}><span dir="auto"{said_in}>{escape(text)}</span>{bars}</li>'


def _status(state: RoomState, words: PhoneWords, answer: int | None, refused: str) -> str:
    told = {
        "closed": words.late,
        "changed": words.changed,
        "full": words.full,
        "input": words.input,
        "voter": words.cookie,
    }.get(refused, "")
    own = "" if answer is None else escape(state.step.options[answer])
    if state.open:
        rest = words.answer.format(option=own) if own else ""
    elif state.round:
        rest = f"{words.closed} {words.answered.format(option=own) if own else ''}"
    else:
        rest = words.thinking if state.step.question else ""
    return f"{told} {rest}".strip()
