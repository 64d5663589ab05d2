"""Writes a recorded lesson: a page, its player, and a file for each piece of what the steps show."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import nnviz.stage
from nnviz.figures.theme import themes_for_browser
from nnviz.lessons.lesson import Ask, Lesson, Step
from nnviz.lessons.measurements.answer import Answer, answer_of
from nnviz.lessons.recording.doings import doing_of_page, doings_of_training
from nnviz.lessons.recording.files import reel_data, script, thinned
from nnviz.lessons.recording.moments import moment_data
from nnviz.lessons.recording.reels import Stretch, Training
from nnviz.lessons.recording.texts import html
from nnviz.lessons.recording.training import SAMPLES, record_training
from nnviz.lessons.views import PLAYGROUND, address_of_view

MOST_BYTES = 2_000_000
"""Of all files of a lesson."""

FEWEST_FRAMES = 12
"""Of a training, however many a lesson has."""

_BUNDLES = Path(nnviz.stage.__file__).with_name("bundles")


@dataclass(frozen=True, eq=False)
class Block:
    """A part of a page: words as HTML, or what one of the app's drawings was sent.

    Attributes
    ----------
    html : str
    component, key : str
        Of a drawing.
    messages : tuple of bytes
        What it is sent at first, and then each time it asks for more.
    """

    html: str = ""
    component: str = ""
    key: str = ""
    messages: tuple[bytes, ...] = ()


@dataclass(frozen=True, eq=False)
class Captured:
    """A page as it is shown at first, and after each action of the step.

    Attributes
    ----------
    phases : tuple of tuple of Block
    after : tuple of int or None
        For each action of `do` and then of `reveal`: the state of the page that it leads to, None where it stays.
    done : tuple of bool
        For each of them: whether the page has carried it out; otherwise a drawing may, in the browser.
    """

    phases: tuple[tuple[Block, ...], ...]
    after: tuple[int | None, ...]
    done: tuple[bool, ...]


Capture = Callable[[Step], Captured | None]


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes
    ----------
    sizes : dict of str to int
        Bytes of each file, by its name in the folder.
    frames : dict of str to int
        Frames of each step that shows a training, by the step's id.
    unmet : tuple of (str, str)
        Ids of steps, and what was not reached in them.
    """

    sizes: dict[str, int]
    frames: dict[str, int]
    unmet: tuple[tuple[str, str], ...] = ()

    @property
    def bytes(self) -> int:
        """Of all files."""
        return sum(self.sizes.values())


@dataclass
class _Files:
    """The files of a lesson, each piece of data in one, however many steps show it."""

    texts: dict[str, bytes] = field(default_factory=dict)
    names: dict[bytes, str] = field(default_factory=dict)

    def add(self, data: bytes, name: str = "") -> str:
        """Keep data, and return the name of their file."""
        if data not in self.names:
            self.names[data] = name or f"d{len(self.names)}"
            self.texts[self.names[data]] = script(self.names[data], data)
        return self.names[data]

    def add_component(self, name: str) -> str:
        """Keep the program and the style sheet of one of the app's components."""
        for ending, kind in (("js", "script"), ("css", "style")):
            self.add((_BUNDLES / f"{name}.{ending}").read_bytes(), f"{name}-{kind}")
        return name

    @property
    def bytes(self) -> int:
        """Of all files."""
        return sum(map(len, self.texts.values()))


def record_lesson(
    lesson: Lesson,
    folder: Path,
    capture: Capture | None = None,
    place: str = "",
    told: Callable[[str], None] = lambda words: None,
) -> Written:
    """Record a lesson into a folder.

    Parameters
    ----------
    lesson : Lesson
    folder : Path
        Made where it is missing. What stands there already is replaced where it has the same name.
    capture : callable, optional
        Runs the page of a step that is no training. Without it such steps say where they are to be seen.
    place : str
        Where the app is reached, such as ``https://host/``, or ``../../`` where the recording lies two folders below
        it; empty where nobody knows.
    told : callable
        Called with what is done now, in words.

    Raises
    ------
    ValueError
        If the place is no address of the web, or an answer cannot be measured.
    """
    place = place if re.fullmatch(r"(\.\./)+", place) else checked_place(place)
    trainings = _trainings(lesson, told)
    captured = {}
    for step in lesson.steps:
        if step.view.page != PLAYGROUND and capture is not None:
            told(f"page of {step.id}")
            captured[step.id] = capture(step)
    known = {step.id: answer_of(step) for step in lesson.steps if step.ask}
    most = max((training.frames for training in trainings.values()), default=0)
    while True:
        files = _Files()
        steps = [_step(step, trainings, captured, known, files, most) for step in lesson.steps]
        page = _page(lesson, steps, place)
        plain = {"index.html": page} | {
            f"player.{kind}": (_BUNDLES / f"player.{kind}").read_bytes() for kind in ("js", "css")
        }
        total = files.bytes + sum(map(len, plain.values()))
        if total <= MOST_BYTES or most <= FEWEST_FRAMES:
            break
        fixed = total - files.bytes
        most = max(FEWEST_FRAMES, min(most - 4, int(most * (MOST_BYTES - fixed) / files.bytes)))
        told(f"{total / 1e6:.1f} MB: at most {most} frames a step")
    (folder / "files").mkdir(parents=True, exist_ok=True)
    written = plain | {f"files/{name}.js": text for name, text in files.texts.items()}
    for name, data in written.items():
        (folder / name).write_bytes(data)
    frames = {step.id: min(most, trainings[_key(step)].frames) for step in lesson.steps if _key(step) in trainings}
    unmet = tuple(
        (step.id, stretch.words)
        for step in lesson.steps
        for stretch in (trainings[_key(step)].stretches if _key(step) in trainings else ())
        if not stretch.met
    )
    return Written({name: len(data) for name, data in written.items()}, frames, unmet)


def checked_place(place: str) -> str:
    """Return where the app is reached, with a slash at its end; empty where nobody knows.

    Raises
    ------
    ValueError
        If it is no address of the web.
    """
    if place and not re.fullmatch(r"https?://[^\s\"'<>?#]+", place):
        raise ValueError(f"expected a place such as https://host/, got {place[:60]!r}")
    return place and place.rstrip("/") + "/"


def _key(step: Step) -> tuple[Any, ...]:
    """What decides the training of a step: steps that show the same one share it."""
    moving = [action for action in (*step.do, *step.reveal) if action.kind in ("play", "set")]
    return (step.view.page, tuple(sorted(step.view.query.items())), json.dumps(list(map(asdict, moving))))


def _trainings(lesson: Lesson, told: Callable[[str], None]) -> dict[tuple[Any, ...], Training]:
    """Record the trainings of a lesson; of many the maps are coarser."""
    shown = {_key(step): step for step in lesson.steps if step.view.page == PLAYGROUND}
    coarse = len(shown) > 2
    trainings = {}
    for key, step in shown.items():
        told(f"training of {step.id}")
        trainings[key] = record_training(step, coarse=coarse, samples=SAMPLES)
    return trainings


def _step(
    step: Step,
    trainings: dict[tuple[Any, ...], Training],
    captured: dict[str, Captured | None],
    answers: dict[str, Answer],
    files: _Files,
    most: int,
) -> dict[str, Any]:
    """Return what the player must know of a step, and add its files."""
    said: dict[str, Any] = {
        "id": step.id,
        "say": html(step.say),
        "address": address_of_view(step.view),
        "point": step.point,
        "ask": _ask(step.ask, answers[step.id]) if step.ask else None,
    }
    training, page = trainings.get(_key(step)), captured.get(step.id)
    if training is not None:
        said["training"] = _training(training, files, most)
        doings = doings_of_training(step)
    elif page is not None:
        said["phases"] = [[_block(block, files) for block in phase] for phase in page.phases]
        actions = zip((*step.do, *step.reveal), page.after, page.done, strict=True)
        doings = [doing_of_page(*action) for action in actions]
    else:
        said["lacking"] = "This page is not part of the recording. Open it in the app."
        doings = []
    said["do"], said["reveal"] = doings[: len(step.do)], doings[len(step.do) :]
    return said


def _training(training: Training, files: _Files, most: int) -> dict[str, Any]:
    """Return what the player must know of a training, and add its reels and moments."""
    files.add_component(training.component)
    files.add_component("drawings")
    stretches = [_stretch(stretch, files, most, training.frames) for stretch in training.stretches]
    moments = [
        {"words": words, "step": run.step, "file": files.add(moment_data(run))} for words, run in training.moments
    ]
    return {
        "component": training.component,
        "stretches": stretches,
        "samples": [asdict(sample) for sample in training.samples],
        "per_epoch": training.per_epoch,
        "moments": moments,
    }


def _stretch(stretch: Stretch, files: _Files, most: int, of: int) -> dict[str, Any]:
    """Add the reels of a stretch, with its share of the frames that a training may have."""
    share = max(2, round(stretch.frames * min(1.0, most / max(1, of))))
    kept = set(thinned(stretch.frames, share))
    reels, begins = [], 0
    for reel in stretch.reels:
        rows = [row for row in range(len(reel.steps)) if begins + row in kept]
        begins += len(reel.steps)
        reels.append({"file": files.add(reel_data(reel.kept(rows))), "frames": len(rows)})
    return {"words": stretch.words, "plays": stretch.plays, "reels": reels}


def _block(block: Block, files: _Files) -> dict[str, Any]:
    if not block.component:
        return {"html": block.html}
    first, *more = [files.add(message) for message in block.messages]
    return {
        "key": block.key,
        "component": files.add_component(block.component),
        "file": first,
        **({"more": more} if more else {}),
    }


def _ask(ask: Ask, answer: Answer) -> dict[str, Any]:
    return {
        "question": html(ask.question),
        "options": [html(option.text) for option in ask.options],
        "answer": answer.option,
        "measured": f"Measured: {escape(answer.words)}." if answer.words else "",
        "why": html(ask.why),
    }


def _page(lesson: Lesson, steps: Sequence[dict[str, Any]], place: str) -> bytes:
    """Return the page: all words of the lesson are in it, its notes are not."""
    known = {"title": lesson.title, "place": place, "themes": themes_for_browser(), "steps": steps}
    data = json.dumps(known, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    by = f'<meta name="author" content="{escape(lesson.author)}">' if lesson.author else ""
    text = f"""<!doctype html>
<html lang="{escape(lesson.language or "en")}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{by}<title>{escape(lesson.title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="player.css">
<script type="application/json" id="lesson">{data}</script>
<script defer src="player.js"></script>
</head>
<body>
<div id="player"><h1>{escape(lesson.title)}</h1><p>This recorded lesson needs JavaScript.</p></div>
</body>
</html>
"""
    return text.encode()
